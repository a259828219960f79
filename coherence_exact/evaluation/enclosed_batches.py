"""What terms denote in many models at once, decided without rounding.

A batch is a set of models with one layout.  Every table gets one more axis, the models; numbers are
enclosures that fall back on exact entries (:mod:`coherence_exact.evaluation.enclosures`).  Transitions of
probability 0 are not there in a model: tables over transitions and trajectories leave them out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from functools import cached_property, reduce
from typing import Any, TypeVar

import numpy as np
from coherence_exact.errors import ArgumentError, CoherenceError
from coherence_exact.evaluation import entries
from coherence_exact.evaluation.enclosures import ROUNDING, Array, Enclosed, column_of
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.graph import ENTRYWISE, REDUCTIONS, Graph, Node
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.residues import RATIONAL, Factors, Residues, Words, stacked
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import INFINITY
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.mdp.ending import END, ending_model

MOST_TRAJECTORIES = 20_000
MOST_POWER = 64

Numerators = Mapping[str, tuple[Array, int]]
"""The numbers of models, by the names ``prior``, ``weight``, ``dynamics``, ``start`` and ``second_policy``.

Each with integers, a row for each element and a column for each model, and the number that divides them.
"""


class EnclosedBatch:
    """Many models of one layout, and the values of terms in all of them.

    - ``elements``: those of the layout, which has a transition wherever one of the models has one;
    - ``graph``: the nodes of terms at the horizon of the models;
    - ``numerators``: the numbers of the models.
    """

    def __init__(self, elements: Elements, graph: Graph, numerators: Numerators) -> None:
        self.layout = elements.layout
        self.size: int = numerators["weight"][0].shape[1]
        self._numerators = numerators
        self._factors = Factors()
        self._graph = graph
        self._tables: dict[Node, Enclosed] = {}
        self._by_layer: dict[tuple[Node, int], Enclosed] = {}
        self._solved: dict[int, Enclosed] = {}
        self._outside: EnclosedBatch | None = None
        self._elsewhere: dict[Any, EnclosedBatch] = {}
        self._restricted: dict[bytes, tuple[Array, EnclosedBatch]] = {}
        self._elements = elements

    def truth(self, relation: Term) -> tuple[Array, Array]:
        """A relation in every model, 1, 0 or NaN where it is undefined, and where it is not decided."""
        with np.errstate(all="ignore", under="raise", over="raise"):
            try:
                table = self._value(self._graph.node_of(relation), None)
            except FloatingPointError:
                # Numbers that floats cannot hold are no enclosures.
                return np.full(self.size, np.nan), np.ones(self.size, dtype=bool)
        doubt = np.zeros(self.size, dtype=bool) if table.doubt is None else table.doubt
        return np.broadcast_to(table.middle[0], (self.size,)), np.broadcast_to(doubt, (self.size,))

    def restricted_to(self, models: Array) -> EnclosedBatch:
        """The batch of some of the models, which a mask tells; made once for each mask."""
        key = models.tobytes()
        if key not in self._restricted:
            some = {name: (table[:, models], below) for name, (table, below) in self._numerators.items()}
            self._restricted[key] = models.copy(), EnclosedBatch(self._elements, self._graph, some)
        return self._restricted[key][1]

    def differs_from(self, evaluation: Evaluation, column: int) -> str | None:
        """The operation whose table is not what the exact evaluator has for a model; None if there is none.

        What is compared is every entry of every table: enclosures have to contain the exact numbers, truths
        to be the same, exact entries to be congruent.
        """
        rows: dict[Space, list[int]] = {}
        for node, table in self._tables.items():
            if table.doubt is not None and column_of(table.doubt, column):
                continue
            try:
                exact = evaluation.table_of(node)
            except CoherenceError:
                continue
            if node.space not in rows:
                rows[node.space] = self._rows_in(evaluation.layout, node.space)
            here = rows[node.space]
            values = exact if isinstance(exact, list) else [exact]
            if not all(table.contains(row, column, x) for row, x in zip(here, values, strict=True)):
                return node.operator
        for models, some in self._restricted.values():
            if models[column]:
                found = some.differs_from(evaluation, int(np.count_nonzero(models[:column])))
                if found is not None:
                    return found
        return None

    def _rows_in(self, layout: Layout, space: Space) -> list[int]:
        """The rows of the elements of a model, which may have fewer than these."""
        places = {key: row for row, key in enumerate(self.layout.keys(space))}
        return [places[key] for key in layout.keys(space)]

    # Nodes

    def _value(self, node: Node, layer: int | None) -> Enclosed:
        """The table of a node; of one that is solved for, the part at a time."""
        if not node.is_open:
            if node not in self._tables:
                self._tables[node] = self._computed(node, None)
            return self._tables[node]
        assert layer is not None
        if node.operator == "solved":
            return self._solved[layer]
        if (node, layer) not in self._by_layer:
            self._by_layer[node, layer] = self._computed(node, layer)
        return self._by_layer[node, layer]

    def _computed(self, node: Node, layer: int | None) -> Enclosed:
        operator = node.operator
        if operator == "literal":
            return self._literal(node.literal)
        if operator in ENTRYWISE:
            return self._entrywise(node, layer)
        if operator in REDUCTIONS:
            over, to, value = node.operands
            if layer is not None and (to is Space.SCALAR or over is Space.TRAJECTORIES):
                raise _unsupported(f"{operator} inside of back or forth")
            return self._reduced(operator, self._operand(value, over, layer), over, to, layer)
        method = _OPERATIONS.get(operator)
        if method is None:
            raise _unsupported(operator)
        return method(self, node, layer)

    def _operand(self, node: Node, space: Space, layer: int | None) -> Enclosed:
        """A node's table spread to a space, and its part at a time if one is given."""
        table = self._value(node, layer)
        own = node.space
        if own is Space.SCALAR:
            if space is Space.SCALAR:
                return table
            return table.rows([0] * len(self._elements.elements(space, layer)))
        if not node.is_open and layer is not None:
            table = table.rows(_as_slice(self._elements.elements(own, layer)))
        if own is space:
            return table
        return table.rows(self._elements.owners(own, space, layer))

    # Other models

    def _ending(self, node: Node, layer: int | None) -> Enclosed:
        gamma, wanted = node.operands
        value = gamma.literal
        if layer is not None or not is_rational(value) or not 0 < value < 1:
            raise _unsupported("ending with what is no probability between 0 and 1")
        if value not in self._elsewhere:
            self._elsewhere[value] = self._ending_with(value)
        return self._elsewhere[value]._value(wanted, None)

    def _ending_with(self, gamma: Any) -> EnclosedBatch:
        """The models that end with probability 1 − gamma after each decision."""
        ending = ending_model(self.layout.model, gamma)
        assert ending is not None
        there = Layout(ending)
        keep, divisor = int(gamma.numerator), int(gamma.denominator)
        actions = len(there.choices_of_point[-1])
        numerators = {
            "weight": self._moved(there, "weight", Space.CHOICES, 1, 1, lambda _: 1),
            "prior": self._moved(there, "prior", Space.CHOICES, actions, actions, lambda _: 1),
            "start": self._moved(there, "start", Space.POINTS, 1, 1, lambda _: 0),
            "dynamics": self._moved(
                there,
                "dynamics",
                Space.TRANSITIONS,
                keep,
                divisor,
                lambda key: divisor if key[1] == END else divisor - keep,
            ),
        }
        batch = EnclosedBatch(Elements(there), self._graph, numerators)
        batch._outside, batch._factors = self, self._factors
        return batch

    def _moved(
        self,
        there: Layout,
        name: str,
        space: Space,
        factor: int,
        divisor: int,
        otherwise: Callable[[Any], int],
    ) -> tuple[Array, int]:
        """A table of these models times factor/divisor, in a layout that has more elements."""
        numerators, own_divisor = self._numerators[name]
        rows = {key: row for row, key in enumerate(self.layout.keys(space))}
        moved = [
            numerators[rows[key]] * factor
            if key in rows
            else np.full(self.size, otherwise(key) * own_divisor)
            for key in there.keys(space)
        ]
        return np.array(moved, dtype=np.int64).reshape(len(moved), self.size), own_divisor * divisor

    def _given(self, node: Node, _: int | None) -> Enclosed:
        assert self._outside is not None
        return self._outside._value(node.operands[0], None)

    # Data

    def _literal(self, value: Any) -> Enclosed:
        if isinstance(value, bool):
            return Enclosed(np.full((1, 1), float(value)))
        if value is entries.ABSENT:
            return Enclosed(np.full((1, 1), np.nan), absent=np.ones((1, 1), dtype=bool))
        if value is entries.UNDEFINED:
            return Enclosed(np.full((1, 1), np.nan))
        if is_rational(value):
            return self._rationals(np.array([[int(value.numerator)]], dtype=object), int(value.denominator))
        if value in (INFINITY, entries.MINUS_INFINITY):
            middle = np.full((1, 1), np.inf if value == INFINITY else -np.inf)
            exact = self._rationals(np.zeros((1, 1), dtype=object), 1)
            return Enclosed(middle, np.zeros((1, 1)), lambda: exact.residues, infinite=True)
        raise _unsupported("a literal that is no rational number")

    def _rationals(self, numerators: Array, denominator: int) -> Enclosed:
        middle = numerators.astype(float) / denominator
        is_exact = denominator & (denominator - 1) == 0 and np.abs(numerators).max(initial=0) < 2**53
        radius = np.zeros((1, 1)) if is_exact else ROUNDING * np.abs(middle)

        def exact() -> Residues:
            words: Words = (
                (numerators % 2**64).astype(np.uint64)
                if numerators.dtype == object
                else (numerators.astype(np.int64).view(np.uint64))
            )
            denominators = [self._factors.of_integer(denominator)] * len(words)
            return Residues(self._factors, {RATIONAL: words}, denominators, 0.0)

        return Enclosed(middle, radius, exact)

    def _data(self, node: Node, _: int | None) -> Enclosed:
        if node.operator not in self._numerators:
            return Enclosed(np.full((len(self.layout.choices), 1), np.nan))
        return self._of_models(node.operator)

    def _of_models(self, name: str) -> Enclosed:
        """The numbers of models over their least denominators, so that simple models have small numbers."""
        if name not in self._data_tables:
            numerators, divisor = self._numerators[name]
            table = self._rationals(numerators, divisor)
            content = np.gcd(numerators, divisor)
            if name in ("prior", "second_policy"):
                groups = self._elements.groups(Space.CHOICES, Space.POINTS, None)
                rows = groups.fold(np.gcd, content, 0)
                content = rows[self._elements.owners(Space.POINTS, Space.CHOICES, None)]
            words = (numerators // content).view(np.uint64)
            below = (divisor // content).view(np.uint64)

            def exact() -> Residues:
                denominators = [self._factors.of_numerators(row, np.log2(row.astype(float))) for row in below]
                return Residues(self._factors, {RATIONAL: words}, denominators, 0.0)

            self._data_tables[name] = Enclosed(table.middle, table.radius, exact)
        return self._data_tables[name]

    @cached_property
    def _data_tables(self) -> dict[str, Enclosed]:
        return {}

    def _time(self, *_: Any) -> Enclosed:
        return self._rationals(np.array([[time] for time, _ in self.layout.points]), 1)

    def _last(self, *_: Any) -> Enclosed:
        return Enclosed(np.array([[float(last)] for last in self.layout.last]))

    def _missing(self, space: Space, layer: int | None) -> Array | None:
        """Which transitions, or trajectories, a model does not have; None if it has all of them."""
        if space not in (Space.TRANSITIONS, Space.TRAJECTORIES):
            return None
        if space not in self._not_there:
            missing = self._numerators["dynamics"][0] == 0
            if space is Space.TRAJECTORIES:
                padded = np.vstack([missing, np.zeros((1, missing.shape[1]), dtype=bool)])
                missing = padded[self._elements.along_transitions].any(axis=1)
            self._not_there[space] = missing if missing.any() else None
        found = self._not_there[space]
        if found is None or layer is None:
            return found
        return found[_as_slice(self._elements.elements(space, layer))]

    @cached_property
    def _not_there(self) -> dict[Space, Array | None]:
        return {}

    # Entry by entry

    def _entrywise(self, node: Node, layer: int | None) -> Enclosed:
        operator = node.operator
        if operator == "^":
            return self._power(node, layer)
        if operator == "log":
            return self._log(node, layer)
        sides = (self._operand(operand, node.space, layer) for operand in node.operands)
        return _ENTRYWISE[operator](*sides)

    def _power(self, node: Node, layer: int | None) -> Enclosed:
        base, exponent = (self._operand(operand, node.space, layer) for operand in node.operands)
        exponents = exponent.middle[:, 0]
        if exponent.middle.shape[1] > 1 or not np.all(exponents == np.round(exponents)):
            raise _unsupported("a power whose exponent is no integer, or depends on the model")
        if np.abs(exponents).max(initial=0) > MOST_POWER:
            raise _unsupported(f"a power beyond {MOST_POWER}")
        result = base.power(int(exponents[0])) if len(exponents) else base
        for other in np.unique(exponents[1:]):
            if other != exponents[0]:
                here = Enclosed((exponents == other)[:, None].astype(float))
                result = _choose(here, base.power(int(other)), result)
        return result

    def _log(self, node: Node, layer: int | None) -> Enclosed:
        argument = node.operands[0]
        if not argument.is_rational:
            raise _unsupported("the logarithm of a logarithm")
        return self._operand(argument, node.space, layer).log()

    # Between spaces

    def _reduced(self, operator: str, table: Enclosed, over: Space, to: Space, layer: int | None) -> Enclosed:
        groups = self._elements.groups(over, to, layer)
        absent = _union(table.absent, self._missing(over, layer))
        if operator == "sum":
            return table.without(absent).summed(groups)
        function, neutral, of_none = _FOLDS[operator]
        if operator in ("max", "min"):
            return self._extreme(table, absent, groups, operator)
        middle = table.middle if absent is None else np.where(absent, neutral, table.middle)
        folded = groups.fold(function, middle, of_none)
        if operator == "count":
            whole = np.where(np.isnan(folded), 0.0, folded).astype(np.int64)
            return Enclosed(
                folded, np.zeros((1, 1)), lambda: self._rationals(whole, 1).residues, None, table.doubt
            )
        return Enclosed(folded, doubt=table.doubt)

    @staticmethod
    def _extreme(table: Enclosed, absent: Array | None, groups: Groups, operator: str) -> Enclosed:
        """The largest, or the least, of each group."""
        function, neutral, of_none = _FOLDS[operator]
        middle, radius = table.middle, np.broadcast_to(table.radius, table.middle.shape)
        if absent is not None:
            middle, radius = np.where(absent, neutral, middle), np.where(absent, 0.0, radius)
        largest = groups.fold(function, middle, of_none)
        if absent is not None:
            alone = groups.fold(np.logical_and, np.broadcast_to(absent, middle.shape), True)
            largest = np.where(alone, np.nan, largest)
        widest = groups.fold(np.maximum, radius, 0.0)
        if table.infinite:
            widest = np.where(np.isinf(largest), 0.0, widest)

        def exact() -> Residues | None:
            residues = table.residues
            return None if residues is None else _exact_extreme(residues, middle, radius, groups, operator)

        return Enclosed(largest, widest, exact, None, table.doubt, table.infinite)

    def _next(self, node: Node, layer: int | None) -> Enclosed:
        after = None if layer is None else layer + 1
        if after is not None and after > self.layout.model.horizon:
            words: Words = np.zeros((0, 1), dtype=np.uint64)
            return Enclosed(
                np.zeros((0, 1)),
                np.zeros((0, 1)),
                lambda: Residues(self._factors, {RATIONAL: words}, [], 0.0),
            )
        return self._operand(node.operands[0], Space.POINTS, after).rows(self._elements.following(layer))

    def _into(self, node: Node, layer: int | None) -> Enclosed:
        before = None if layer is None else layer - 1
        groups = self._elements.leading_here(layer)
        if before == 0:
            nothing = np.zeros((len(groups.members), 1))
            denominators: list[Any] = [()] * len(nothing)
            words = nothing.astype(np.uint64)
            return Enclosed(
                nothing,
                nothing,
                lambda: Residues(self._factors, {RATIONAL: words}, denominators, 0.0),
            )
        table = self._operand(node.operands[0], Space.TRANSITIONS, before)
        absent = _union(table.absent, self._missing(Space.TRANSITIONS, before))
        return table.without(absent).summed(groups)

    def _left(self, node: Node, layer: int | None) -> Enclosed:
        return self._side(node, layer, self.layout.left_of_pair)

    def _right(self, node: Node, layer: int | None) -> Enclosed:
        return self._side(node, layer, self.layout.right_of_pair)

    def _side(self, node: Node, layer: int | None, side: list[int]) -> Enclosed:
        if layer is not None:
            raise _unsupported("pairs inside of back or forth")
        return self._operand(node.operands[0], Space.CHOICES, None).rows(side)

    def _share(self, node: Node, layer: int | None) -> Enclosed:
        table, otherwise = (self._operand(operand, Space.CHOICES, layer) for operand in node.operands)
        groups = self._elements.groups(Space.CHOICES, Space.POINTS, layer)
        owners = self._elements.owners(Space.POINTS, Space.CHOICES, layer)
        sign, doubt = table.sign()
        if table.absent is not None:
            table = Enclosed(
                table.middle, table.radius, lambda: table.residues, None, table.doubt, table.infinite
            )
        whole = table.summed(groups)
        wrong = groups.fold(np.logical_or, np.isnan(sign) | (sign < 0), False) | np.isinf(whole.middle)
        zero, doubt_of_zero = whole.is_zero()
        shared = table.divided_by(whole.rows(owners))
        doubts = [shared.doubt, doubt, doubt_of_zero]
        if bool(zero.any()):
            shared = _choose(Enclosed(zero[owners].astype(float)), otherwise, shared)
            doubts.append(shared.doubt)
        if bool(wrong.any()):
            shared.middle = np.where(wrong[owners], np.nan, shared.middle)
            shared.absent = None if shared.absent is None else shared.absent & ~wrong[owners]
        shared.doubt = reduce(_union, doubts)
        return shared

    # Along trajectories

    def _chance(self, *_: Any) -> Enclosed:
        dynamics = self._of_models("dynamics")
        return _along(dynamics, self._elements.along_transitions, Enclosed.__mul__, 1)

    def _product(self, node: Node, layer: int | None) -> Enclosed:
        return _along(self._whole(node, layer), self._elements.along_choices, Enclosed.__mul__, 1)

    def _tail(self, node: Node, layer: int | None) -> Enclosed:
        return _along(self._whole(node, layer), self._elements.along_choices[:, 1:], Enclosed.__mul__, 1)

    def _sum_along(self, node: Node, layer: int | None) -> Enclosed:
        return _along(self._whole(node, layer), self._elements.along_choices, Enclosed.__add__, 0)

    def _end(self, node: Node, layer: int | None) -> Enclosed:
        return self._whole(node, layer).rows(self.layout.ends)

    def _whole(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise _unsupported("trajectories inside of back or forth")
        return self._operand(node.operands[0], Space.CHOICES, None)

    def _through(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise _unsupported("trajectories inside of back or forth")
        table = self._operand(node.operands[0], Space.TRAJECTORIES, None)
        absent = _union(table.absent, self._missing(Space.TRAJECTORIES, None))
        return table.without(absent).summed(self._elements.through)

    def _below(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise _unsupported("trajectories inside of back or forth")
        ranks, masses = (self._operand(operand, Space.TRAJECTORIES, None) for operand in node.operands)
        if ranks.absent is not None or masses.absent is not None:
            raise _unsupported("below with entries that are left out")
        missing = self._missing(Space.TRAJECTORIES, None)
        counted = [row for row, some in enumerate((masses.middle != 0).any(axis=1)) if some]
        here, whole = masses.rows(counted).without(_rows_of(missing, counted)), Groups([range(len(counted))])
        others = ranks.rows(counted)
        sums = []
        for row in range(len(ranks.middle)):
            less = _less(others, ranks.rows([row] * len(counted)))
            if missing is not None:
                less.middle = np.where(missing[counted], 0.0, less.middle)
            smaller = _choose(less, here, here - here)
            sums.append(smaller.summed(whole))
        return _stacked(sums, self.size)

    # Control

    def _back(self, node: Node, _: int | None) -> Enclosed:
        return self._recursion(node, range(self.layout.model.horizon, 0, -1))

    def _forth(self, node: Node, _: int | None) -> Enclosed:
        return self._recursion(node, range(1, self.layout.model.horizon + 1))

    def _recursion(self, node: Node, times: range) -> Enclosed:
        outer = self._solved, self._by_layer
        solved: dict[int, Enclosed] = {}
        self._solved, self._by_layer = solved, {}
        for time in times:
            solved[time] = self._operand(node.operands[0], Space.POINTS, time)
        self._solved, self._by_layer = outer
        return _stacked([solved[time] for time in sorted(times)], self.size)

    def _least(self, node: Node, layer: int | None) -> Enclosed:
        low, high, name, wanted, scope = node.operands
        if low.literal is None or high.literal is None:
            raise _unsupported("a least number between ends that depend on the model")
        number = np.full((1, self.size), np.nan)
        open_still, doubt = np.ones((1, self.size), dtype=bool), None
        for k in range(int(low.literal), int(high.literal) + 1):
            tried = self._graph.literal(low.literal - low.literal + k)
            truth = self._value(self._graph.expand(wanted, {**dict(scope), str(name): tried}), layer)
            number = np.where(open_still & (truth.middle == 1), float(k), number)
            doubt = _union(doubt, None if truth.doubt is None else truth.doubt & open_still[0])
            open_still &= truth.middle == 0
            if not open_still.any():
                break
        known = np.where(np.isnan(number), 0.0, number).astype(np.int64)
        table = self._rationals(known, 1)
        return Enclosed(number, np.zeros((1, 1)), lambda: table.residues, None, doubt)


Found = TypeVar("Found")


class Elements:
    """The elements of a layout, all of them or those at one time, numbered from 0."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._known: dict[Any, Any] = {}

    def _once(self, key: Any, compute: Callable[[], Found]) -> Found:
        if key not in self._known:
            self._known[key] = compute()
        found: Found = self._known[key]
        return found

    def elements(self, space: Space, layer: int | None) -> range:
        """The elements of a space, or those at a time."""
        if layer is None or space is Space.SCALAR:
            return self.layout.elements(space)
        if space in (Space.TRAJECTORIES, Space.PAIRS):
            raise _unsupported(f"{space.value} inside of back or forth")
        found: range = self._once((space, layer), lambda: self._at_time(space, layer))
        return found

    def _at_time(self, space: Space, layer: int) -> range:
        times = [time for time, _ in self.layout.points]
        points = range(times.index(layer), len(times) - times[::-1].index(layer))
        if space is Space.POINTS:
            return points
        groups = self.layout.choices_of_point
        choices = range(groups[points[0]].start, groups[points[-1]].stop)
        if space is Space.CHOICES:
            return choices
        of_choice = self.layout.transitions_of_choice
        return range(of_choice[choices[0]].start, of_choice[choices[-1]].stop)

    def owners(self, coarser: Space, finer: Space, layer: int | None) -> list[int]:
        """Where each element of a finer space belongs."""
        return self._once(("owners", coarser, finer, layer), lambda: self._owners(coarser, finer, layer))

    def _owners(self, coarser: Space, finer: Space, layer: int | None) -> list[int]:
        found: list[int] = getattr(self.layout, _OWNERS[coarser, finer])
        first = self.elements(coarser, layer).start
        return [found[element] - first for element in self.elements(finer, layer)]

    def groups(self, over: Space, to: Space, layer: int | None) -> Groups:
        """For each element of a coarser space, the elements of a finer one that belong to it."""
        return self._once(("groups", over, to, layer), lambda: self._groups(over, to, layer))

    def _groups(self, over: Space, to: Space, layer: int | None) -> Groups:
        elements = self.elements(over, layer)
        if to is Space.SCALAR:
            return Groups([range(len(elements))])
        members = self.layout.members(over, to)
        return Groups([[e - elements.start for e in members[owner]] for owner in self.elements(to, layer)])

    def following(self, layer: int | None) -> list[int]:
        """The decision point to which each transition leads."""
        first = 0 if layer is None else self.elements(Space.POINTS, layer + 1).start
        following = self.layout.next_of_transition
        return [following[transition] - first for transition in self.elements(Space.TRANSITIONS, layer)]

    def leading_here(self, layer: int | None) -> Groups:
        """For each decision point the transitions that lead to it."""
        first = 0 if layer in (None, 1) else self.elements(Space.TRANSITIONS, (layer or 0) - 1).start
        points = self.elements(Space.POINTS, layer)
        return self._once(
            ("into", layer),
            lambda: Groups([[e - first for e in self.layout.transitions_into[point]] for point in points]),
        )

    @cached_property
    def along_choices(self) -> Any:
        """The choices of each trajectory, filled up with a number that is no choice."""
        found = self.layout.trajectories
        if len(found) > MOST_TRAJECTORIES:
            raise _unsupported(f"more than {MOST_TRAJECTORIES} trajectories")
        return _filled(found, len(self.layout.choices))

    @cached_property
    def along_transitions(self) -> Any:
        """The transitions of each trajectory, filled up with a number that is none."""
        layout = self.layout
        between = {
            (choice, layout.next_of_transition[transition]): transition
            for choice, transitions in enumerate(layout.transitions_of_choice)
            for transition in transitions
        }
        rows = [
            [between[choice, layout.point_of_choice[later]] for choice, later in itertools.pairwise(choices)]
            for choices in layout.trajectories
        ]
        return _filled(rows, len(layout.next_of_transition))

    @property
    def through(self) -> Groups:
        """For each choice the trajectories from t = 1 that contain it."""
        return self._once("through", lambda: Groups(self.layout.trajectories_through))


_OWNERS = {
    (Space.POINTS, Space.CHOICES): "point_of_choice",
    (Space.POINTS, Space.TRANSITIONS): "point_of_transition",
    (Space.POINTS, Space.TRAJECTORIES): "point_of_trajectory",
    (Space.POINTS, Space.PAIRS): "point_of_pair",
    (Space.CHOICES, Space.TRANSITIONS): "choice_of_transition",
    (Space.CHOICES, Space.TRAJECTORIES): "first_of_trajectory",
}


# What the operations do


def _unsupported(what: str) -> ArgumentError:
    return ArgumentError(f"{what} is not evaluated on many models at once")


def _rows_of(mask: Array | None, rows: list[int]) -> Array | None:
    return None if mask is None else mask[rows]


def _as_slice(elements: range) -> slice:
    return slice(elements.start, elements.stop)


def _filled(rows: list[Any], nothing: int) -> Any:
    """Rows of one length, filled up with a number."""
    width = max(map(len, rows), default=0)
    return np.array([[*row, *[nothing] * (width - len(row))] for row in rows], dtype=int).reshape(
        len(rows), width
    )


def _along(
    table: Enclosed, along: Any, operation: Callable[[Enclosed, Enclosed], Enclosed], neutral: int
) -> Enclosed:
    """A table folded along trajectories, place by place."""
    nothing = len(table.middle)
    padded = _with_row(table, neutral)
    if not along.shape[1]:
        return padded.rows([nothing] * len(along))
    return reduce(operation, (padded.rows(list(place)) for place in along.T))


def _with_row(table: Enclosed, number: int) -> Enclosed:
    """A table with one more row, in which every model has one number."""

    def exact() -> Residues | None:
        residues = table.residues
        return None if residues is None else residues.with_row(number)

    middle = np.vstack([table.middle, np.full((1, table.middle.shape[1]), float(number))])
    radius = np.broadcast_to(table.radius, table.middle.shape)
    radius = np.vstack([radius, np.zeros((1, radius.shape[1]))])
    absent = table.absent
    if absent is not None:
        absent = np.vstack([absent, np.zeros((1, absent.shape[1]), dtype=bool)])
    return Enclosed(middle, radius, exact, absent, table.doubt, table.infinite)


def _stacked(tables: list[Enclosed], size: int) -> Enclosed:
    """Tables below each other."""

    def wide(array: Any, table: Enclosed) -> Any:
        return np.broadcast_to(array, (len(table.middle), size))

    def exact() -> Residues | None:
        known = [residues for table in tables if (residues := table.residues) is not None]
        return stacked(known, size) if len(known) == len(tables) else None

    absent = None
    if any(table.absent is not None for table in tables):
        absent = np.vstack([wide(False if table.absent is None else table.absent, table) for table in tables])
    return Enclosed(
        np.vstack([wide(table.middle, table) for table in tables]),
        np.vstack([wide(table.radius, table) for table in tables]),
        exact,
        absent,
        reduce(_union, (table.doubt for table in tables)),
        any(table.infinite for table in tables),
    )


def _exact_extreme(
    residues: Residues, middle: Array, radius: Array, groups: Groups, operator: str
) -> Residues:
    """The exact entries that are the largest, or the least.

    Entries whose enclosures meet have to be equal; where they are not known to be, the result is not known.
    """
    sign = 1.0 if operator == "max" else -1.0
    found = []
    unknown = np.zeros(middle.shape[1], dtype=bool)
    for group in groups.members:
        if not group:
            found.append(residues.constant(0, 1))
            continue
        best, best_radius, chosen = middle[group[0]], radius[group[0]], residues.rows([group[0]])
        for row in group[1:]:
            candidate = residues.rows([row])
            difference = sign * (middle[row] - best)
            slack = 2 * (radius[row] + best_radius) + ROUNDING * np.abs(difference)
            meets = ~(np.abs(difference) > slack) & np.isfinite(difference)
            if meets.any():
                size = np.where(meets, np.abs(difference) + slack, 1.0)
                equal, _ = candidate.equal_to(chosen, np.log2(np.where(size == 0, 1.0, size))[None, :])
                unknown |= meets & ~equal[0]
            above = difference > 0
            chosen = candidate.chosen(above[None, :], chosen)
            best, best_radius = np.where(above, middle[row], best), np.where(above, radius[row], best_radius)
        found.append(chosen)
    result = stacked(found, middle.shape[1])
    result.unknown = unknown if result.unknown is None else result.unknown | unknown
    return result


def _union(one: Array | None, other: Array | None) -> Array | None:
    return other if one is None else one if other is None else one | other


def _truth(middle: Array, one: Enclosed, other: Enclosed, doubt: Array | None) -> Enclosed:
    doubts = _union(_union(one.doubt, other.doubt), doubt)
    return Enclosed(middle, absent=_union(one.absent, other.absent), doubt=doubts)


def _equal(one: Enclosed, other: Enclosed) -> Enclosed:
    truth, doubt = one.is_equal_to(other)
    return _truth(truth, one, other, doubt)


def _less(one: Enclosed, other: Enclosed) -> Enclosed:
    sign, doubt = one.sign_of_difference(other)
    return _truth(np.where(np.isnan(sign), np.nan, sign < 0), one, other, doubt)


def _at_most(one: Enclosed, other: Enclosed) -> Enclosed:
    sign, doubt = one.sign_of_difference(other)
    return _truth(np.where(np.isnan(sign), np.nan, sign <= 0), one, other, doubt)


def _not(one: Enclosed) -> Enclosed:
    return Enclosed(1 - one.middle, absent=one.absent, doubt=one.doubt)


def _junction(goes_on: float) -> Callable[..., Enclosed]:
    def joined(*truths: Enclosed) -> Enclosed:
        result = truths[-1]
        for truth in reversed(truths[:-1]):
            on = truth.middle == goes_on
            later = None if result.doubt is None else result.doubt & on.any(axis=0)
            absent = truth.absent
            if result.absent is not None:
                absent = _union(absent, on & result.absent)
            result = Enclosed(
                np.where(on, result.middle, truth.middle), absent=absent, doubt=_union(truth.doubt, later)
            )
        return result

    return joined


def _choose(condition: Enclosed, one: Enclosed, other: Enclosed) -> Enclosed:
    first, second = condition.middle == 1, condition.middle == 0
    middle = np.where(first, one.middle, np.where(second, other.middle, np.nan))
    radius = np.where(first, one.radius, np.where(second, other.radius, 0.0))
    absent = condition.absent
    if one.absent is not None:
        absent = _union(absent, first & one.absent)
    if other.absent is not None:
        absent = _union(absent, second & other.absent)
    doubts = [
        condition.doubt,
        None if one.doubt is None else one.doubt & first.any(axis=0),
        None if other.doubt is None else other.doubt & second.any(axis=0),
    ]

    def exact() -> Residues | None:
        chosen, left = one.residues, other.residues
        return None if chosen is None or left is None else chosen.chosen(first, left)

    return Enclosed(middle, radius, exact, absent, reduce(_union, doubts), one.infinite or other.infinite)


def _where(condition: Enclosed, table: Enclosed) -> Enclosed:
    kept = condition.middle == 1
    absent = _union(condition.absent, condition.middle == 0)
    if table.absent is not None:
        absent = _union(absent, kept & table.absent)
    return Enclosed(
        np.where(kept, table.middle, np.nan),
        table.radius,
        lambda: table.residues,
        absent,
        _union(condition.doubt, None if table.doubt is None else table.doubt & kept.any(axis=0)),
        table.infinite,
    )


_ENTRYWISE: dict[str, Callable[..., Enclosed]] = {
    "+": Enclosed.__add__,
    "-": Enclosed.__sub__,
    "*": Enclosed.__mul__,
    "/": Enclosed.divided_by,
    "=": _equal,
    "<": _less,
    "<=": _at_most,
    "and": _junction(1.0),
    "or": _junction(0.0),
    "not": _not,
    "if": _choose,
    "where": _where,
}

_FOLDS: dict[str, tuple[np.ufunc, float, float]] = {
    "max": (np.maximum, -np.inf, np.nan),
    "min": (np.minimum, np.inf, np.nan),
    "every": (np.minimum, 1.0, 1.0),
    "some": (np.maximum, 0.0, 0.0),
    "count": (np.add, 0.0, 0.0),
}
"""How each reduction folds rows, what an absent entry contributes, and what there is of no entries."""

_OPERATIONS: dict[str, Callable[[EnclosedBatch, Node, int | None], Enclosed]] = {
    **dict.fromkeys(("prior", "second_policy", "weight", "dynamics", "start"), EnclosedBatch._data),
    "time": EnclosedBatch._time,
    "last": EnclosedBatch._last,
    "chance": EnclosedBatch._chance,
    "next": EnclosedBatch._next,
    "into": EnclosedBatch._into,
    "left": EnclosedBatch._left,
    "right": EnclosedBatch._right,
    "share": EnclosedBatch._share,
    "product": EnclosedBatch._product,
    "tail": EnclosedBatch._tail,
    "along": EnclosedBatch._sum_along,
    "end": EnclosedBatch._end,
    "through": EnclosedBatch._through,
    "below": EnclosedBatch._below,
    "back": EnclosedBatch._back,
    "forth": EnclosedBatch._forth,
    "least": EnclosedBatch._least,
    "ending": EnclosedBatch._ending,
    "given": EnclosedBatch._given,
}
