"""Relations that are true at every decision point, by induction on the number of decisions still to come.

The relation is looked at twice: at the last time, and at a time before it, where what backward induction has
found for the next time are parameters.  Which of its values agree, are multiples of each other, are the same
in all states, or are positive, is found with the proof: what is true at the last time is taken to be true at
the next one, then only that of it which is shown, until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from coherence_exact.errors import UndecidedError, UndefinedError
from coherence_exact.evaluation.graph import Graph, Node
from coherence_exact.evaluation.one_time import OneTime
from coherence_exact.exact.generic import Parameters
from coherence_exact.language.terms import Term, mentions

_OF_THE_WHOLE = ("horizon", "index")

Item = TypeVar("Item")


def holds_at_every_time(
    relations: Sequence[Term], states: int, actions: int, uniform_prior: bool = False
) -> bool:
    """Whether relations are shown to be true of models of every horizon, for all positive parameters.

    The models have so many ``states`` at each time and ``actions`` of each state, and every transition is
    possible.  False says nothing: the relations may be false, or true for another reason.

    >>> from coherence_exact.claims import equal, fold, prior, retrain, temperature
    >>> holds_at_every_time([equal(retrain(prior, 2), fold(prior, 2, kind="ratio"))], 2, 2)
    True
    >>> holds_at_every_time([equal(retrain(prior, 2), temperature(prior, 2))], 2, 2)
    False
    """
    if any(mentions(relation, *_OF_THE_WHOLE) for relation in relations):
        return False
    graph = Graph(1)
    try:
        nodes = [graph.node_of(relation) for relation in relations]
        return _Induction(nodes, states, actions, uniform_prior).succeeds()
    except (UndecidedError, UndefinedError):
        return False


@dataclass(frozen=True)
class _Alike:
    """Values of backward induction that agree; ``is_constant``: in all states of a time as well."""

    members: tuple[Node, ...]
    is_constant: bool = True
    is_positive: bool = True

    def divided(self, time: OneTime) -> Iterator[_Alike]:
        """What is left of it at a time."""
        for nodes in _gathered(self.members, lambda x, y: _agree(time.table(x), time.table(y))):
            values = time.table(nodes[0])
            is_constant = self.is_constant and _agree(values, values[:1] * len(values))
            yield _Alike(nodes, is_constant, self.is_positive and all(map(_is_positive, values)))


_Group: TypeAlias = tuple[_Alike, ...]
"""Values of which each is a multiple of the others, with a positive factor that is the same in all states."""


def _divided(group: _Group, time: OneTime) -> list[_Group]:
    """What is left of a group at a time."""
    parts = [part for alike in group for part in alike.divided(time)]
    return list(_gathered(parts, lambda x, y: _are_multiples(x, y, time)))


def _are_multiples(one: _Alike, other: _Alike, time: OneTime) -> bool:
    if not (one.is_positive and other.is_positive):
        return False
    pairs = zip(time.table(one.members[0]), time.table(other.members[0]), strict=True)
    ratios = [x / y for x, y in pairs]
    return _agree(ratios, ratios[:1] * len(ratios))


def _assumed(group: _Group, parameters: Parameters, states: int) -> Iterator[tuple[Node, list[Any]]]:
    """Parameters for the values of a group at a time."""
    names = ["v"] if all(alike.is_constant for alike in group) else ["v"] * states
    values = [parameters.named(name, is_positive=group[0].is_positive) for name in names]
    values *= states // len(values)
    for number, alike in enumerate(group):
        factor = parameters.named("c") if number else 1
        own = [factor * value for value in values]
        yield from ((node, own) for node in alike.members)


class _Induction:
    def __init__(self, relations: list[Node], states: int, actions: int, uniform_prior: bool) -> None:
        self._relations = relations
        self._states = states
        self._actions = actions
        self._uniform_prior = uniform_prior

    def succeeds(self) -> bool:
        """Whether the relations are true of the last time alone, and with any number of times before it."""
        last = self._at(None)
        groups = _divided((_Alike(_solved_for(self._relations)),), last)
        while True:
            before = self._at(groups)
            left = [part for group in groups for part in _divided(group, before)]
            if left == groups:
                return all(self._is_proved(first, (before, last)) for first in (None, groups))
            groups = left

    def _at(self, groups: Sequence[_Group] | None, *, is_first: bool = False) -> OneTime:
        """The last time; or one before it, with what is known of the values at the next time."""
        parameters = Parameters()
        following: dict[Node, list[Any]] | None = None
        if groups is not None:
            following = {}
            for group in groups:
                following |= dict(_assumed(group, parameters, self._states))
        return OneTime(
            parameters,
            self._states,
            self._actions,
            uniform_prior=self._uniform_prior,
            following=following,
            is_first=is_first,
        )

    def _is_proved(self, groups: Sequence[_Group] | None, later: Iterable[OneTime]) -> bool:
        """Whether the relations are true at a first time, and later times make no difference to them."""
        first = self._at(groups, is_first=True)
        true = all(first.table(relation) == [True] for relation in self._relations)
        return true and all(time.is_neutral(node) for node in first.folded for time in later)


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
