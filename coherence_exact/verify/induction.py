"""Relations that are true at every decision point, by induction on the number of decisions still to come.

The relation is looked at twice: at the last time, and at a time before it, where what backward induction has
found for the next time are parameters.  Which of its values agree, are positive, or are products of powers of
others, is found with the proof: what is true at the last time is taken to be true at the next one, then only
that of it which is shown, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from coherence_exact.errors import UndecidedError, UndefinedError
from coherence_exact.evaluation.graph import Graph, Node
from coherence_exact.evaluation.one_time import OneTime
from coherence_exact.exact.generic import Generic, Parameters
from coherence_exact.language.terms import Term, mentions

_OF_THE_WHOLE = ("horizon", "index")

Item = TypeVar("Item")


def holds_at_every_time(
    relations: Sequence[Term],
    states: int,
    actions: int,
    *,
    uniform_prior: bool = False,
    deterministic: bool = False,
) -> bool:
    """Whether relations are shown to be true of models of every horizon, for all positive parameters.

    The models have so many ``states`` at each time, at least 2, and ``actions`` of each state, and every
    transition is possible, or the dynamics are ``deterministic``.  False says nothing: the relations may be
    false, or true for another reason.

    >>> from coherence_exact.claims import equal, fold, prior, retrain, temperature
    >>> holds_at_every_time([equal(retrain(prior, 2), fold(prior, 2, kind="ratio"))], 2, 2)
    True
    >>> twice_is_two = equal(retrain(prior, 2), temperature(prior, 2))
    >>> holds_at_every_time([twice_is_two], 2, 2)
    False
    >>> holds_at_every_time([twice_is_two], 2, 2, deterministic=True)
    True
    """
    if states < 2 or any(mentions(relation, *_OF_THE_WHOLE) for relation in relations):
        return False
    graph = Graph(1)
    try:
        nodes = [graph.node_of(relation) for relation in relations]
        return _Induction(nodes, states, actions, uniform_prior, deterministic).succeeds()
    except (UndecidedError, UndefinedError):
        return False


Exponents: TypeAlias = tuple[tuple[Node, int], ...]


@dataclass(frozen=True)
class _Known:
    """What is known of values of backward induction, at every time but the first.

    The ``members`` agree.  ``is_positive``: they are positive; ``product``: they are a product of powers of
    other values, times a positive number that is the same in all states; None if no such product is known.
    """

    members: tuple[Node, ...]
    is_positive: bool
    product: Exponents | None

    @property
    def first(self) -> Node:
        """The member that stands for all."""
        return self.members[0]

    def left_at(self, time: OneTime) -> Iterator[_Known]:
        """What of it is true at a time too."""
        members = _gathered(self.members, lambda x, y: _agree(time.table(x), time.table(y)))
        for number, nodes in enumerate(members):
            is_positive = self.is_positive and all(map(_is_positive, time.table(nodes[0])))
            product = self.product if number == 0 or self.product is not None else ((self.first, 1),)
            if product is not None and not (is_positive and _is_product(nodes[0], product, time)):
                product = None
            yield _Known(nodes, is_positive, product)


class _Induction:
    def __init__(
        self, relations: list[Node], states: int, actions: int, uniform_prior: bool, deterministic: bool
    ) -> None:
        self._relations = relations
        self._states = states
        self._actions = actions
        self._uniform_prior = uniform_prior
        self._deterministic = deterministic

    def succeeds(self) -> bool:
        """Whether the relations are true of the last time alone, and with any number of times before it."""
        last = self._at(None)
        known = _known_at(last, _solved_for(self._relations))
        while True:
            before = self._at(known)
            left = [part for values in known for part in values.left_at(before)]
            if left == known:
                return all(self._is_proved(first, (before, last)) for first in (None, known))
            known = left

    def _at(self, known: Sequence[_Known] | None, *, is_first: bool = False) -> OneTime:
        """The last time; or one before it, with what is known of the values at the next time."""
        parameters = Parameters()
        following = None
        if known is not None:
            points = self._states * (self._actions if self._deterministic else 1)
            following = _assumed(known, parameters, points)
        return OneTime(
            parameters,
            self._states,
            self._actions,
            uniform_prior=self._uniform_prior,
            deterministic=self._deterministic,
            following=following,
            is_first=is_first,
        )

    def _is_proved(self, known: Sequence[_Known] | None, later: Iterable[OneTime]) -> bool:
        """Whether the relations are true at a first time, and later times make no difference to them."""
        first = self._at(known, is_first=True)
        true = all(first.table(relation) == [True] for relation in self._relations)
        return true and all(time.is_neutral(node) for node in first.folded for time in later)


def _known_at(last: OneTime, values: Iterable[Node]) -> list[_Known]:
    """What is true of values at the last time."""
    known: list[_Known] = []
    bases: list[Node] = []
    for nodes in _gathered(values, lambda x, y: _agree(last.table(x), last.table(y))):
        is_positive = all(map(_is_positive, last.table(nodes[0])))
        product = _product_of(nodes[0], bases, last) if is_positive else None
        if is_positive and product is None:
            bases.append(nodes[0])
        known.append(_Known(nodes, is_positive, product))
    return known


def _product_of(node: Node, bases: Sequence[Node], last: OneTime) -> Exponents | None:
    """The exponents of the bases whose product a value is up to a constant, read off the normal forms."""
    import flint

    columns = [_exponents(last.table(base)) for base in (*bases, node)]
    atoms = sorted(set().union(*columns))
    matrix = flint.fmpq_mat(
        [[column.get(atom, 0) for column in columns] for atom in atoms] or [[0] * len(columns)]
    )
    reduced, rank = matrix.rref()
    exponents = [0] * len(bases)
    for row in range(rank):
        pivot = next(column for column in range(len(columns)) if reduced[row, column] != 0)
        if pivot == len(bases) or reduced[row, len(bases)].q != 1:
            return None
        exponents[pivot] = int(reduced[row, len(bases)].p)
    product = tuple((base, exponent) for base, exponent in zip(bases, exponents, strict=True) if exponent)
    return product if _is_product(node, product, last) else None


def _exponents(table: Sequence[Any]) -> dict[tuple[int, int], int]:
    """The exponents of the atoms in each entry of a table, by the entry's number and the atom's."""
    return {
        (number, atom): exponent
        for number, value in enumerate(table)
        if isinstance(value, Generic)
        for atom, exponent in value.normal()[1]
    }


def _is_product(node: Node, product: Exponents, time: OneTime) -> bool:
    """Whether a value is a product of powers of others up to a factor that is the same in all states."""
    ratios = list(time.table(node))
    for base, exponent in product:
        ratios = [ratio / value**exponent for ratio, value in zip(ratios, time.table(base), strict=True)]
    return _agree(ratios, ratios[:1] * len(ratios))


def _assumed(known: Iterable[_Known], parameters: Parameters, points: int) -> dict[Node, list[Any]]:
    """Parameters for values at a time of which something is known."""
    found: dict[Node, list[Any]] = {}
    for values in sorted(known, key=lambda values: values.product is not None):
        if values.product is None:
            table: list[Any] = [parameters.named("v", is_positive=values.is_positive) for _ in range(points)]
        else:
            table = [parameters.named("c")] * points
            for base, exponent in values.product:
                table = [x * y**exponent for x, y in zip(table, found[base], strict=True)]
        found |= dict.fromkeys(values.members, table)
    return found


def _solved_for(relations: Iterable[Node]) -> tuple[Node, ...]:
    """Every ``back`` on which some relations depend."""
    pending, seen = list(relations), set[Node]()
    while pending:
        node = pending.pop()
        if node not in seen:
            seen.add(node)
            pending += [operand for operand in node.operands if isinstance(operand, Node)]
    return tuple(sorted((node for node in seen if node.operator == "back"), key=lambda node: node.number))


def _gathered(items: Iterable[Item], belong: Callable[[Item, Item], bool]) -> Iterator[tuple[Item, ...]]:
    """The items in groups, each with the first one of its group."""
    groups: list[list[Item]] = []
    for item in items:
        for group in groups:
            if belong(group[0], item):
                group.append(item)
                break
        else:
            groups.append([item])
    return map(tuple, groups)


def _agree(left: Sequence[Any], right: Sequence[Any]) -> bool:
    try:
        return all((x == y) is True for x, y in zip(left, right, strict=True))
    except UndecidedError:
        return False


def _is_positive(value: Any) -> bool:
    try:
        return (value > 0) is True
    except UndecidedError:
        return False
