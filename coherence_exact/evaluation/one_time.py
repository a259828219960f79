"""One time of a generic model, given what backward induction has found for the next one.

Terms whose value at a decision point depends on that point and on the values of ``back`` at the points that
may follow are evaluated at a single time: the last one, or any earlier one, where the values of the next time
are parameters.  That is what a proof by induction on the number of decisions still to come has to look at.
Other terms raise :class:`UndecidedError`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gmpy2
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation import entries
from coherence_exact.evaluation.entries import ABSENT
from coherence_exact.evaluation.graph import Node
from coherence_exact.exact.generic import Parameters
from coherence_exact.language.sorts import Space

Values = Mapping[Node, Sequence[Any]]
"""For each ``back`` its values at the points of the next time."""

_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": entries.divide,
    "^": entries.power,
    "log": entries.logarithm,
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    "not": lambda x: (not x) if x is True or x is False else x,
    "and": lambda *truths: next((x for x in truths if x is not True), True),
    "or": lambda *truths: next((x for x in truths if x is not False), False),
    "if": lambda x, chosen, other: chosen if x is True else other if x is False else x,
    "where": lambda x, chosen: chosen if x is True else ABSENT if x is False else x,
}

_FOLDS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": entries.total,
    "max": entries.largest,
    "min": entries.smallest,
    "every": entries.every,
    "some": entries.some,
    "count": entries.count,
}

_NEUTRAL = {"sum": 0, "every": True, "some": False, "count": False}

_FINER = {
    Space.POINTS: frozenset({Space.CHOICES, Space.TRANSITIONS, Space.PAIRS}),
    Space.CHOICES: frozenset({Space.TRANSITIONS}),
}
"""The spaces whose elements each belong to one element of a space, within one time."""


class OneTime:
    """The decision points of one time, with the same number of actions each, and parameters as numbers.

    - ``following``: for each ``back`` its values at the points of the next time, None at the last time, from
      where there are no transitions;
    - ``deterministic``: each choice leads to a point of its own, which stands for any; otherwise to every one
      of the next points, as many as here;
    - ``is_first``: whether the start distribution is one over these points, or 0 here.  Only at the first
      time is a table folded to a scalar, as if the entries of later times did not count; ``folded`` lists of
      which nodes this has to be shown.

    >>> from coherence_exact.claims import at_least, retrain, prior
    >>> from coherence_exact.evaluation.graph import Graph
    >>> OneTime(Parameters(), 2, 2, is_first=True).table(Graph(1).node_of(at_least(retrain(prior), 0)))
    [True]
    """

    def __init__(
        self,
        parameters: Parameters,
        points: int,
        actions: int,
        *,
        uniform_prior: bool = False,
        deterministic: bool = False,
        following: Values | None = None,
        is_first: bool = False,
    ) -> None:
        self.folded: list[Node] = []
        self._is_first = is_first
        self._parameters = parameters
        self._actions = actions
        self._following = following
        self._successors = 0 if following is None else 1 if deterministic else points
        self._sizes = {
            Space.SCALAR: 1,
            Space.POINTS: points,
            Space.CHOICES: points * actions,
            Space.TRANSITIONS: points * actions * self._successors,
            Space.PAIRS: points * actions * actions,
        }
        choices = self._sizes[Space.CHOICES]
        rows = [gmpy2.mpq(1, actions)] * choices
        self._data: dict[str, list[Any]] = {
            "weight": [parameters.named("w") for _ in range(choices)],
            "prior": rows if uniform_prior else self._distributions(points, actions),
            "second_policy": self._distributions(points, actions),
            "dynamics": self._distributions(choices, self._successors),
            "last": [following is None] * points,
            "start": self._distributions(1, points) if is_first else [gmpy2.mpq(0)] * points,
        }
        self._tables: dict[tuple[Node, Node | None], list[Any]] = {}

    def _distributions(self, count: int, size: int) -> list[Any]:
        return [share for _ in range(count) for share in distribution(self._parameters, "x", size)]

    def table(self, node: Node, solving: Node | None = None) -> list[Any]:
        """The table of a node at this time; ``solving`` is the ``back`` of which an open node is a part.

        Raises :class:`UndecidedError` if something in it depends on more than this time and the next values.
        """
        key = node, (solving if node.is_open else None)
        if key not in self._tables:
            self._tables[key] = self._computed(node, solving)
        return self._tables[key]

    def _computed(self, node: Node, solving: Node | None) -> list[Any]:
        name, operands = node.operator, node.operands
        if name in self._data:
            return self._data[name]
        if name == "literal":
            return [node.literal]
        if name == "back":
            return self._spread(operands[0], Space.POINTS, node)
        if name == "next":
            return self._next(operands[0], solving)
        if name in ("left", "right"):
            table = self._spread(operands[0], Space.CHOICES, solving)
            return [table[self._side(pair, name)] for pair in range(self._sizes[Space.PAIRS])]
        if name == "share":
            table, otherwise = (self._spread(operand, Space.CHOICES, solving) for operand in operands)
            first = range(0, len(table), self._actions)
            return entries.share([range(i, i + self._actions) for i in first], table, otherwise)
        if name in _ARITHMETIC:
            sides = [self._spread(operand, node.space, solving) for operand in operands]
            return [_ARITHMETIC[name](*each) for each in zip(*sides, strict=True)]
        if name in _FOLDS:
            return self._folded(node, solving)
        raise UndecidedError(f"{name} looks further than one time and the values of the next one")

    def _next(self, operand: Node, solving: Node | None) -> list[Any]:
        source = solving if operand.operator == "solved" else operand
        if source is None or source.operator != "back":
            raise UndecidedError("what is looked at of the next time is not a value of backward induction")
        if self._following is None:
            return []
        values = self._following[source]
        return [values[t % len(values)] for t in range(self._sizes[Space.TRANSITIONS])]

    def _side(self, pair: int, side: str) -> int:
        point, rest = divmod(pair, self._actions**2)
        return point * self._actions + divmod(rest, self._actions)[side == "right"]

    def _folded(self, node: Node, solving: Node | None) -> list[Any]:
        over, to, value = node.operands
        if to is Space.SCALAR:
            if not self._is_first:
                raise UndecidedError("a number that depends on every time is used at a later one")
            self.folded.append(node)
        elif over not in _FINER.get(to, ()):
            raise UndecidedError(f"{over.value} are not all those of one time")
        table = self._spread(value, over, solving)
        groups: list[list[Any]] = [[] for _ in range(self._sizes[to])]
        for element, entry in enumerate(table):
            if entry is not ABSENT:
                groups[self._owner(element, over, to)].append(entry)
        return list(map(_FOLDS[node.operator], groups))

    def is_neutral(self, node: Node) -> bool:
        """Whether the entries of this time make no difference to a table's fold to a scalar."""
        over, _, value = node.operands
        neutral = _NEUTRAL.get(node.operator)
        return all(
            entry is ABSENT or (neutral is not None and (entry == neutral) is True)
            for entry in self._spread(value, over, None)
        )

    def _spread(self, node: Node, space: Space, solving: Node | None) -> list[Any]:
        """The table of a node over a finer space."""
        table = self.table(node, solving)
        if node.space is space:
            return table
        if space not in self._sizes:
            raise UndecidedError(f"{space.value} go further than one time")
        return [table[self._owner(element, space, node.space)] for element in range(self._sizes[space])]

    def _owner(self, element: int, space: Space, coarser: Space) -> int:
        size = self._sizes[coarser]
        if coarser is Space.SCALAR:
            return 0
        if space not in _FINER.get(coarser, ()):
            raise UndecidedError(f"{space.value} are not all those of one time")
        return element * size // self._sizes[space]


def distribution(parameters: Parameters, name: str, size: int) -> list[Any]:
    """Every distribution without a zero: x_i / Σ x of so many parameters.

    >>> first, second = distribution(Parameters(), "x", 2)
    >>> first + second == 1
    True
    """
    if size < 2:
        return [gmpy2.mpq(1)] * size
    shares = [parameters.named(f"{name}{number}") for number in range(1, size + 1)]
    whole = sum(shares, gmpy2.mpq(0))
    return [share / whole for share in shares]
