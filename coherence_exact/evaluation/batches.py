"""What terms denote in many models at once, in floating point.

A batch is a set of models with one layout: the same states, actions and successors, and other numbers.
Every table gets one more axis, the models.  Truths are 1 and 0, undefined entries are NaN.  Nothing is
decided here: what floating point finds is looked at again by the exact evaluator.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.graph import ENTRYWISE, REDUCTIONS, Graph, Node
from coherence_exact.evaluation.layout import Layout
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.mdp.ending import END, ending_model

Array: TypeAlias = "np.ndarray[Any, np.dtype[np.float64]]"
"""A table over a space: one row for each element, one column for each model."""

TOLERANCE = 1e-10
"""Two numbers whose difference is so small, relative to their size, count as equal."""

MOST_TRAJECTORIES = 20_000


class Batch:
    """Many models of one layout, and the values of terms in all of them.

    - ``layout``: that of any of the models;
    - ``data``: the numbers, by the names ``prior``, ``weight``, ``dynamics``, ``start`` and, if there is one,
      ``second_policy``: arrays with a row for each element and a column for each model;
    - ``graph``: the nodes of terms at the layout's horizon, for batches that share them.
    """

    def __init__(self, layout: Layout, data: Mapping[str, Array], graph: Graph | None = None) -> None:
        self.layout = layout
        self.size = data["weight"].shape[1]
        self._data = data
        self._graph = Graph(layout.model.horizon) if graph is None else graph
        self._tables: dict[Node, Array] = {}
        self._solved: Array | None = None
        self._elsewhere: dict[Any, Batch] = {}
        self._outside: Batch | None = None

    def table(self, term: Term, space: Space | None = None) -> Array:
        """The table of a term without free variables, spread to a space; absent entries are NaN."""
        node = self._graph.node_of(term)
        with np.errstate(all="ignore"):
            found = self._spread(self._value(node), node.space, space or term.sort.space)
        return np.broadcast_to(found, (found.shape[0], self.size))

    # Nodes

    def _value(self, node: Node) -> Array:
        if node.is_open:
            return self._computed(node)
        if node not in self._tables:
            self._tables[node] = self._computed(node)
        return self._tables[node]

    def _computed(self, node: Node) -> Array:
        operator = node.operator
        if operator == "literal":
            return np.full((1, 1), as_float(node.operands[0]))
        if operator == "solved":
            assert self._solved is not None
            return self._solved
        if operator in ("prior", "weight", "dynamics", "start"):
            return self._data[operator]
        if operator in ENTRYWISE:
            return self._entrywise(node)
        if operator in REDUCTIONS:
            return self._reduced(node)
        method = _OPERATIONS.get(operator)
        if method is None:
            raise ArgumentError(f"the operation {operator} is not evaluated on many models at once")
        return method(self, node)

    def _operand(self, node: Node, space: Space) -> Array:
        return self._spread(self._value(node), node.space, space)

    def _spread(self, table: Array, own: Space, finer: Space) -> Array:
        if own is finer or own is Space.SCALAR:
            count = len(self.layout.elements(finer))
            return table if own is finer else np.broadcast_to(table, (count, table.shape[1]))
        spread: Array = table[self._owners[own, finer]]
        return spread

    @cached_property
    def _owners(self) -> Any:
        return _Owners(self.layout)

    # Entry by entry

    def _entrywise(self, node: Node) -> Array:
        sides = [self._operand(operand, node.space) for operand in node.operands]
        return _ENTRYWISE[node.operator](*sides)

    # Between spaces

    def _reduced(self, node: Node) -> Array:
        over, to, value = node.operands
        table = self._operand(value, over)
        members = [range(table.shape[0])] if to is Space.SCALAR else self.layout.members(over, to)
        absent = np.isnan(table) if value.may_be_absent else None
        function, neutral = _FOLDS[node.operator]
        if absent is not None:
            table = np.where(absent, neutral, table)
        rows = []
        for elements in members:
            if not len(elements):
                row = np.full((table.shape[1],), _OF_NONE[node.operator])
            else:
                here = _consecutive(elements)
                row = function(table[here])
                if absent is not None and node.operator in ("max", "min"):
                    row = np.where(absent[here].all(0), np.nan, row)
            rows.append(row)
        return np.stack(rows)

    def _next(self, node: Node) -> Array:
        return self._operand(node.operands[0], Space.POINTS)[self.layout.next_of_transition]

    def _into(self, node: Node) -> Array:
        table = self._operand(node.operands[0], Space.TRANSITIONS)
        columns = table.shape[1]
        return np.stack(
            [
                table[leading].sum(0) if leading else np.zeros(columns)
                for leading in self.layout.transitions_into
            ]
        )

    def _left(self, node: Node) -> Array:
        return self._operand(node.operands[0], Space.CHOICES)[self.layout.left_of_pair]

    def _right(self, node: Node) -> Array:
        return self._operand(node.operands[0], Space.CHOICES)[self.layout.right_of_pair]

    def _share(self, node: Node) -> Array:
        table, otherwise = (self._operand(operand, Space.CHOICES) for operand in node.operands)
        table, otherwise = np.broadcast_arrays(table, otherwise)
        result = np.empty(table.shape)
        for row in self.layout.choices_of_point:
            part = table[row.start : row.stop]
            whole = part.sum(0)
            shared = np.where(whole == 0, otherwise[row.start : row.stop], part / whole)
            wrong = (part < 0).any(0) | np.isinf(whole)
            result[row.start : row.stop] = np.where(wrong, np.nan, shared)
        return result

    def _second_policy(self, _: Node) -> Array:
        if "second_policy" not in self._data:
            return np.full((len(self.layout.choices), 1), np.nan)
        return self._data["second_policy"]

    def _time(self, _: Node) -> Array:
        return np.array([[float(time)] for time, _ in self.layout.points])

    def _last(self, _: Node) -> Array:
        return np.array([[float(last)] for last in self.layout.last])

    def _chance(self, _: Node) -> Array:
        steps = self._transitions_along
        padded = np.vstack([self._data["dynamics"], np.ones((1, self.size))])
        return padded[steps].prod(axis=1) if steps.shape[1] else np.ones((len(steps), 1))

    # Along trajectories

    @cached_property
    def _along_choices(self) -> Any:
        """The choices of each trajectory, filled up with a number that is no choice."""
        found = self.layout.trajectories
        if len(found) > MOST_TRAJECTORIES:
            raise ArgumentError(f"more than {MOST_TRAJECTORIES} trajectories are too many for a batch")
        width = max(map(len, found))
        nothing = len(self.layout.choices)
        return np.array([[*choices, *[nothing] * (width - len(choices))] for choices in found])

    @cached_property
    def _transitions_along(self) -> Any:
        """The transitions of each trajectory, filled up with a number that is none."""
        layout = self.layout
        between = {
            (choice, layout.next_of_transition[transition]): transition
            for choice, transitions in enumerate(layout.transitions_of_choice)
            for transition in transitions
        }
        nothing = len(layout.next_of_transition)
        width = max(map(len, layout.trajectories)) - 1
        rows = []
        for choices in layout.trajectories:
            pairs = itertools.pairwise(choices)
            steps = [between[choice, layout.point_of_choice[later]] for choice, later in pairs]
            rows.append([*steps, *[nothing] * (width - len(steps))])
        return np.array(rows, dtype=int).reshape(len(rows), width)

    def _product(self, node: Node) -> Array:
        return self._multiplied(node, self._along_choices)

    def _tail(self, node: Node) -> Array:
        return self._multiplied(node, self._along_choices[:, 1:])

    def _multiplied(self, node: Node, along: Any) -> Array:
        table = self._operand(node.operands[0], Space.CHOICES)
        padded = np.vstack([table, np.ones((1, table.shape[1]))])
        factors = padded[along]
        product: Array = factors.prod(axis=1)
        # 0 · ∞ is 0, which floating point does not know.
        return np.where((factors == 0).any(axis=1) & ~np.isnan(factors).any(axis=1), 0.0, product)

    def _along(self, node: Node) -> Array:
        table = self._operand(node.operands[0], Space.CHOICES)
        padded = np.vstack([table, np.zeros((1, table.shape[1]))])
        total: Array = padded[self._along_choices].sum(axis=1)
        return total

    def _end(self, node: Node) -> Array:
        return self._operand(node.operands[0], Space.CHOICES)[self.layout.ends]

    def _through(self, node: Node) -> Array:
        table = self._operand(node.operands[0], Space.TRAJECTORIES)
        columns = table.shape[1]
        return np.stack(
            [
                table[containing].sum(0) if containing else np.zeros(columns)
                for containing in self.layout.trajectories_through
            ]
        )

    def _below(self, node: Node) -> Array:
        """In the order of the ranks, the masses up to the first trajectory of the same rank."""
        ranks, masses = (self._operand(operand, Space.TRAJECTORIES) for operand in node.operands)
        ranks, masses = np.broadcast_arrays(ranks, np.nan_to_num(masses, nan=0.0))
        order = np.argsort(ranks, axis=0, kind="stable")
        ranked = np.take_along_axis(ranks, order, axis=0)
        before = np.cumsum(np.take_along_axis(masses, order, axis=0), axis=0)
        before = np.vstack([np.zeros((1, before.shape[1])), before[:-1]])
        begins = np.vstack([np.ones((1, ranked.shape[1]), dtype=bool), ~_close(ranked[1:], ranked[:-1])])
        places = np.arange(len(ranked)).reshape(-1, 1)
        first = np.maximum.accumulate(np.where(begins, places, 0), axis=0)
        result = np.empty(ranked.shape)
        np.put_along_axis(result, order, np.take_along_axis(before, first, axis=0), axis=0)
        return np.where(np.isnan(ranks).any(axis=0), np.nan, result)

    # Control

    def _back(self, node: Node) -> Array:
        return self._recursion(node, range(self.layout.model.horizon, 0, -1))

    def _forth(self, node: Node) -> Array:
        return self._recursion(node, range(1, self.layout.model.horizon + 1))

    def _recursion(self, node: Node, times: range) -> Array:
        """One time after the other; entries of other times are not known yet, and nothing looks at them."""
        outer, solved = self._solved, np.full((len(self.layout.points), self.size), np.nan)
        for time in times:
            self._solved = solved
            table = np.broadcast_to(self._operand(node.operands[0], Space.POINTS), solved.shape)
            here = [number for number, (t, _) in enumerate(self.layout.points) if t == time]
            solved = solved.copy()
            solved[here] = table[here]
        self._solved = outer
        return solved

    def _least(self, node: Node) -> Array:
        low, high, name, wanted, scope = node.operands
        if low.literal is None or high.literal is None:
            raise ArgumentError(
                "a least number between ends that depend on the model is not evaluated in a batch"
            )
        result = np.full((1, self.size), np.nan)
        open_still = np.ones((1, self.size), dtype=bool)
        for k in range(int(low.literal), int(high.literal) + 1):
            number = self._graph.literal(low.literal - low.literal + k)
            truth = self._value(self._graph.expand(wanted, {**dict(scope), str(name): number}))
            truth = np.broadcast_to(truth, result.shape)
            result = np.where(open_still & (truth == 1), float(k), result)
            open_still &= truth == 0
            if not open_still.any():
                break
        return result

    def _ending(self, node: Node) -> Array:
        gamma, wanted = node.operands
        value = gamma.literal
        if not is_rational(value) or not 0 < value < 1:
            raise ArgumentError(
                "an ending is evaluated in a batch if its γ is written out and lies strictly between 0 and 1"
            )
        if value not in self._elsewhere:
            self._elsewhere[value] = self._ending_with(value)
        return self._elsewhere[value]._value(wanted)

    def _ending_with(self, gamma: Any) -> Batch:
        """The models that end with probability 1 − gamma after each decision."""
        ending = ending_model(self.layout.model, gamma)
        if ending is None:
            raise ArgumentError(f"models with a state {END} are not made to end")
        there, keep = Layout(ending), float(gamma)
        actions = len(there.choices_of_point[-1])
        data = {
            "weight": self._moved("weight", there, Space.CHOICES, lambda _: 1.0),
            "prior": self._moved("prior", there, Space.CHOICES, lambda _: 1 / actions),
            "start": self._moved("start", there, Space.POINTS, lambda _: 0.0),
            "dynamics": self._moved(
                "dynamics", there, Space.TRANSITIONS, lambda key: 1.0 if key[1] == END else 1 - keep, keep
            ),
        }
        batch = Batch(there, data, self._graph)
        batch._outside = self
        return batch

    def _moved(
        self, name: str, there: Layout, space: Space, otherwise: Callable[[Any], float], factor: float = 1.0
    ) -> Array:
        """A table of these models times a factor, in a layout that has more elements."""
        table = np.broadcast_to(self._data[name], (len(self._data[name]), self.size))
        rows = {key: row for row, key in enumerate(self.layout.keys(space))}
        moved = [
            table[rows[key]] * factor if key in rows else np.full(self.size, otherwise(key))
            for key in there.keys(space)
        ]
        return np.array(moved).reshape(len(moved), self.size)

    def _given(self, node: Node) -> Array:
        assert self._outside is not None
        return self._outside._value(node.operands[0])


def _consecutive(elements: Sequence[int]) -> Any:
    """Elements as an index of rows: a slice, which copies nothing, where they are a range."""
    return slice(elements.start, elements.stop) if isinstance(elements, range) else list(elements)


class _Owners:
    """For each pair of spaces where an element of the finer one belongs."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def __getitem__(self, spaces: tuple[Space, Space]) -> list[int]:
        coarser, finer = spaces
        layout = self._layout
        if coarser is Space.POINTS:
            return {
                Space.CHOICES: lambda: layout.point_of_choice,
                Space.TRANSITIONS: lambda: layout.point_of_transition,
                Space.TRAJECTORIES: lambda: layout.point_of_trajectory,
                Space.PAIRS: lambda: layout.point_of_pair,
            }[finer]()
        return layout.choice_of_transition if finer is Space.TRANSITIONS else layout.first_of_trajectory


# What the operations do with arrays


def as_float(value: Any) -> float:
    """A number of exact evaluation in floating point; NaN for what is no number."""
    if isinstance(value, bool):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        pass
    if isinstance(value, LogQuotient):
        low, high = value.bounds()
        return float((low + high) / 2)
    return float(value.decimal()) if isinstance(value, LogValue) else float("nan")


def _close(x: Array, y: Array) -> Any:
    size = np.abs(x) + np.abs(y)
    return (x == y) | (np.isfinite(size) & (np.abs(x - y) <= TOLERANCE * size))


def _truth(holds: Any, *operands: Array) -> Array:
    unknown = np.isnan(operands[0])
    for operand in operands[1:]:
        unknown = unknown | np.isnan(operand)
    return np.where(unknown, np.nan, holds)


def _times(x: Array, y: Array) -> Array:
    either_zero = ((x == 0) | (y == 0)) & ~np.isnan(x) & ~np.isnan(y)
    return np.where(either_zero, 0.0, x * y)


def _divide(x: Array, y: Array) -> Array:
    return np.where((y == 0) | np.isinf(y), np.nan, x / y)


def _power(x: Array, n: Array) -> Array:
    wrong = (n != np.round(n)) | np.isinf(x) | ((x == 0) & (n < 0)) | np.isnan(x)
    return np.where(wrong, np.nan, np.power(x, n))


def _log(x: Array) -> Array:
    return np.where((x < 0) | np.isinf(x), np.nan, np.log(x))


def _and(*truths: Array) -> Array:
    result = truths[-1]
    for truth in reversed(truths[:-1]):
        result = np.where(truth == 1, result, truth)
    return result


def _or(*truths: Array) -> Array:
    result = truths[-1]
    for truth in reversed(truths[:-1]):
        result = np.where(truth == 0, result, truth)
    return result


def _choose(condition: Array, one: Array, other: Array) -> Array:
    return np.where(condition == 1, one, np.where(condition == 0, other, np.nan))


_ENTRYWISE: dict[str, Callable[..., Array]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": _times,
    "/": _divide,
    "^": _power,
    "log": _log,
    "=": lambda x, y: _truth(_close(x, y), x, y),
    "<": lambda x, y: _truth((x < y) & ~_close(x, y), x, y),
    "<=": lambda x, y: _truth((x < y) | _close(x, y), x, y),
    "and": _and,
    "or": _or,
    "not": lambda x: 1 - x,
    "if": _choose,
    "where": lambda condition, x: np.where(condition == 1, x, np.nan),
}

_FOLDS: dict[str, tuple[Callable[[Array], Array], float]] = {
    "sum": (lambda part: part.sum(0), 0.0),
    "max": (lambda part: part.max(0), -np.inf),
    "min": (lambda part: part.min(0), np.inf),
    "every": (lambda part: part.min(0), 1.0),
    "some": (lambda part: part.max(0), 0.0),
    "count": (lambda part: part.sum(0), 0.0),
}
"""How each reduction folds rows, and what an absent entry contributes."""

_OF_NONE = {"sum": 0.0, "max": np.nan, "min": np.nan, "every": 1.0, "some": 0.0, "count": 0.0}

_OPERATIONS: dict[str, Callable[[Batch, Node], Array]] = {
    "next": Batch._next,
    "into": Batch._into,
    "left": Batch._left,
    "right": Batch._right,
    "share": Batch._share,
    "second_policy": Batch._second_policy,
    "time": Batch._time,
    "last": Batch._last,
    "chance": Batch._chance,
    "product": Batch._product,
    "tail": Batch._tail,
    "along": Batch._along,
    "end": Batch._end,
    "through": Batch._through,
    "below": Batch._below,
    "back": Batch._back,
    "forth": Batch._forth,
    "least": Batch._least,
    "ending": Batch._ending,
    "given": Batch._given,
}
