"""What terms denote in many models at once, decided without rounding.

A batch is a set of models with one layout.  Every table gets one more axis, the models; numbers are
enclosures that fall back on exact entries (:mod:`coherence_exact.evaluation.enclosures`).  Transitions of
probability 0 are not there in a model: tables over transitions and trajectories leave them out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, reduce
from operator import add, mul
from typing import Any

import numpy as np
from coherence_exact.errors import CoherenceError
from coherence_exact.evaluation import entries
from coherence_exact.evaluation.elements import Elements, unsupported
from coherence_exact.evaluation.enclosed_operations import (
    FOLDS,
    OF_ENTRIES,
    along,
    choose,
    exact_extreme,
    junction,
    less,
    stacked_tables,
)
from coherence_exact.evaluation.enclosures import ROUNDING, Array, Enclosed, column_of, union
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.graph import ENTRYWISE, REDUCTIONS, Graph, Node
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.residues import RATIONAL, Factors, Residues, Words
from coherence_exact.evaluation.short_fractions import MOST_BITS as MOST_SHORT_BITS
from coherence_exact.evaluation.short_fractions import ShortFractions
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import INFINITY
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.mdp.ending import END, ending_model

MOST_POWER = 64

MOST_BITS = 1000
"""Longer literals have no floats around them."""

Numerators = Mapping[str, tuple[Array, int]]
"""The numbers of models, by the names ``prior``, ``weight``, ``dynamics``, ``start`` and ``second_policy``.

Each with integers, a row for each element and a column for each model, and the number that divides them.
"""


class EnclosedBatch:
    """Many models of one layout, and the values of terms in all of them.

    - ``elements``: those of the layout, which has a transition wherever one of the models has one;
    - ``graph``: the nodes of terms at the horizon of the models;
    - ``numerators``: the numbers of the models;
    - ``uses``: how often each node that is not open is looked at, if its table is to be given up after the
      last time;
    - ``reduces``: whether exact entries are reduced to lowest terms, as far as they are known, which decides
      more models and takes longer.
    """

    def __init__(
        self,
        elements: Elements,
        graph: Graph,
        numerators: Numerators,
        uses: Mapping[Node, int] | None = None,
        reduces: bool = False,
    ) -> None:
        self.layout = elements.layout
        self.size: int = numerators["weight"][0].shape[1]
        self._numerators = numerators
        self._factors = Factors(reduces)
        self._uses = uses
        self._uses_left = None if uses is None else dict(uses)
        self._graph = graph
        self._tables: dict[Node, Enclosed] = {}
        self._by_layer: dict[tuple[Node, int], Enclosed] = {}
        self._solved: dict[int, Enclosed] = {}
        self._outside: EnclosedBatch | None = None
        self._plain: EnclosedBatch | None = None
        self._elsewhere: dict[Any, EnclosedBatch] = {}
        self._restricted: dict[tuple[bytes, bool], tuple[Array, EnclosedBatch]] = {}
        self._places: dict[Space, dict[Any, int]] = {}
        self._rows: dict[tuple[Space, int], list[int]] = {}
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

    def restricted_to(self, models: Array, reduces: bool = False) -> EnclosedBatch:
        """The batch of some of the models, which a mask tells; made once for each mask."""
        key = models.tobytes(), reduces
        if key not in self._restricted:
            some = {name: (table[:, models], below) for name, (table, below) in self._numerators.items()}
            batch = EnclosedBatch(
                self._elements, self._graph, some, self._uses, reduces or self._factors.reduces
            )
            self._restricted[key] = models.copy(), batch
        return self._restricted[key][1]

    def forget(self, nodes: Iterable[Node]) -> None:
        """Give up the tables of some nodes, which are computed again if they are asked for."""
        batches = [self, *self._elsewhere.values(), *(some for _, some in self._restricted.values())]
        for node in nodes:
            for batch in batches:
                batch._tables.pop(node, None)

    def close(self) -> None:
        """Give up all tables, which refer to the batch as it does to them, so that nothing else would."""
        batches = [*self._elsewhere.values(), *(some for _, some in self._restricted.values())]
        for batch in (*batches, *([] if self._plain is None else [self._plain])):
            batch.close()
        self._solved, self._by_layer = {}, {}
        for known in (self._tables, self._data_tables, self._not_there, self._elsewhere, self._restricted):
            known.clear()

    def differs_from(
        self, evaluation: Evaluation, column: int, nodes: Collection[Node] | None = None
    ) -> str | None:
        """The operation whose table is not what the exact evaluator has for a model; None if there is none.

        What is compared is every entry of every table, or of those of some nodes: enclosures have to contain
        the exact numbers, truths to be the same, exact entries to be congruent.
        """
        for node in [*self._tables] if nodes is None else nodes:
            table = self._tables.get(node)
            if table is None or (table.doubt is not None and column_of(table.doubt, column)):
                continue
            try:
                exact = evaluation.table_of(node)
            except CoherenceError:
                continue
            here = self._rows_in(evaluation.layout, node.space, column)
            values = exact if isinstance(exact, list) else [exact]
            if not table.contains(column, here, values):
                return node.operator
        for models, some in self._restricted.values():
            if models[column]:
                found = some.differs_from(evaluation, int(np.count_nonzero(models[:column])), nodes)
                if found is not None:
                    return found
        return None

    def _rows_in(self, layout: Layout, space: Space, column: int) -> list[int]:
        """The rows of the elements of a model, which may have fewer than these."""
        if (space, column) not in self._rows:
            if space not in self._places:
                self._places[space] = {key: row for row, key in enumerate(self.layout.keys(space))}
            places = self._places[space]
            self._rows[space, column] = [places[key] for key in layout.keys(space)]
        return self._rows[space, column]

    # Nodes

    def _value(self, node: Node, layer: int | None) -> Enclosed:
        """The table of a node; of one that is solved for, the part at a time."""
        if not node.is_open:
            if node not in self._tables:
                table = self._tables[node] = self._computed(node, None)
                self._give_up_parts_of(node)
                return table
            return self._tables[node]
        assert layer is not None
        if node.operator == "solved":
            return self._solved[layer]
        if (node, layer) not in self._by_layer:
            self._by_layer[node, layer] = self._computed(node, layer)
        return self._by_layer[node, layer]

    def _give_up_parts_of(self, node: Node) -> None:
        """Give up the tables that no other node looks at once this one is known."""
        if self._uses_left is not None:
            for part in self._graph.closed_parts(node):
                if part in self._uses_left:
                    self._uses_left[part] -= 1
                    if self._uses_left[part] <= 0:
                        self._tables.pop(part, None)

    def _computed(self, node: Node, layer: int | None) -> Enclosed:
        operator = node.operator
        if operator == "literal":
            return self._literal(node.literal)
        if operator in ENTRYWISE:
            return self._entrywise(node, layer)
        if operator in REDUCTIONS:
            over, to, value = node.operands
            if layer is not None and (to is Space.SCALAR or over is Space.TRAJECTORIES):
                raise unsupported(f"{operator} inside of back or forth")
            return self._reduced(operator, self._operand(value, over, layer), over, to, layer)
        method = _OPERATIONS.get(operator)
        if method is None:
            raise unsupported(operator)
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
            raise unsupported("ending with what is no probability between 0 and 1")
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
        if value is entries.ABSENT or value is entries.UNDEFINED:
            # Exact entries where there are none are 0, so that tables that take some of them have theirs.
            exact = self._rationals(np.zeros((1, 1), dtype=object), 1)
            absent = np.ones((1, 1), dtype=bool) if value is entries.ABSENT else None
            return Enclosed(np.full((1, 1), np.nan), 0.0, lambda: exact.residues, absent, relative=0.0)
        if is_rational(value):
            return self._rationals(np.array([[int(value.numerator)]], dtype=object), int(value.denominator))
        if value in (INFINITY, entries.MINUS_INFINITY):
            middle = np.full((1, 1), np.inf if value == INFINITY else -np.inf)
            exact = self._rationals(np.zeros((1, 1), dtype=object), 1)
            return Enclosed(middle, np.zeros((1, 1)), lambda: exact.residues, infinite=True)
        raise unsupported("a literal that is no rational number")

    def _rationals(self, numerators: Array, denominator: int) -> Enclosed:
        if numerators.dtype == object and any(
            int(number).bit_length() > MOST_BITS for number in (denominator, *numerators.flat)
        ):
            raise unsupported(f"a number of more than {MOST_BITS} bits")
        most = max(int(np.abs(numerators).max(initial=0)), denominator)
        if most.bit_length() <= MOST_SHORT_BITS:
            bits = [math.log2(max(1, each)) for each in np.abs(numerators).max(axis=1, initial=0).tolist()]
            below = [self._factors.of_integer(denominator)] * len(numerators)
            is_signed = bool(numerators.min(initial=0) < 0)
            return ShortFractions(self._factors, numerators.astype(float), below, bits, is_signed)
        middle = numerators.astype(float) / denominator
        is_exact = denominator & (denominator - 1) == 0 and np.abs(numerators).max(initial=0) < 2**53
        relative = None if numerators.min(initial=0) < 0 else 0.0 if is_exact else ROUNDING
        radius = np.zeros((1, 1)) if is_exact or relative is not None else ROUNDING * np.abs(middle)

        def exact() -> Residues:
            words: Words = (
                (numerators % 2**64).astype(np.uint64)
                if numerators.dtype == object
                else (numerators.astype(np.int64).view(np.uint64))
            )
            denominators = [self._factors.of_integer(denominator)] * len(words)
            return Residues(self._factors, {RATIONAL: words}, denominators)

        return Enclosed(middle, radius, exact, relative=relative)

    def _zeros(self, rows: int) -> Enclosed:
        return self._rationals(np.zeros((rows, 1), dtype=np.int64), 1)

    def _data(self, node: Node, _: int | None) -> Enclosed:
        if node.operator not in self._numerators:
            return Enclosed(np.full((len(self.layout.choices), 1), np.nan))
        return self._of_models(node.operator)

    def _of_models(self, name: str) -> Enclosed:
        """The numbers of models; over their least denominators where these are to be kept small."""
        if name not in self._data_tables:
            numerators, divisor = self._numerators[name]
            table = self._rationals(numerators, divisor)
            if self._factors.reduces:
                table = self._reduced_data(name, table)
            elif name == "dynamics" and isinstance(table, ShortFractions):
                table.vanishes = True
            self._data_tables[name] = table
        return self._data_tables[name]

    def _reduced_data(self, name: str, table: Enclosed) -> Enclosed:
        numerators, divisor = self._numerators[name]
        content = np.gcd(numerators, divisor)
        if name in ("prior", "second_policy"):
            groups = self._elements.groups(Space.CHOICES, Space.POINTS, None)
            rows = groups.fold(np.gcd, content, 0)
            content = rows[self._elements.owners(Space.POINTS, Space.CHOICES, None)]
        words = (numerators // content).view(np.uint64)
        below = (divisor // content).view(np.uint64)

        def exact() -> Residues:
            denominators = [
                self._factors.of_numerators(row, np.log2(row.astype(float)), None) for row in below
            ]
            return Residues(self._factors, {RATIONAL: words}, denominators)

        radius = 0.0 if table.relative is not None else table.radius
        return Enclosed(table.middle, radius, exact, relative=table.relative)

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
        return OF_ENTRIES[operator](*sides)

    def _power(self, node: Node, layer: int | None) -> Enclosed:
        base, exponent = (self._operand(operand, node.space, layer) for operand in node.operands)
        exponents = exponent.middle[:, 0]
        if exponent.middle.shape[1] > 1 or not np.all(exponents == np.round(exponents)):
            raise unsupported("a power whose exponent is no integer, or depends on the model")
        if np.abs(exponents).max(initial=0) > MOST_POWER:
            raise unsupported(f"a power beyond {MOST_POWER}")
        result = base.power(int(exponents[0])) if len(exponents) else base
        for other in np.unique(exponents[1:]):
            if other != exponents[0]:
                here = Enclosed((exponents == other)[:, None].astype(float))
                result = choose(here, base.power(int(other)), result)
        return result

    def _log(self, node: Node, layer: int | None) -> Enclosed:
        argument = node.operands[0]
        if not argument.is_rational:
            raise unsupported("the logarithm of a logarithm")
        return self._operand(argument, node.space, layer).log()

    # Between spaces

    def _reduced(self, operator: str, table: Enclosed, over: Space, to: Space, layer: int | None) -> Enclosed:
        groups = self._elements.groups(over, to, layer)
        absent = union(table.absent, self._missing(over, layer))
        if operator == "sum":
            return table.without(absent).summed(groups)
        function, neutral, of_none = FOLDS[operator]
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
        function, neutral, of_none = FOLDS[operator]
        middle = table.middle if absent is None else np.where(absent, neutral, table.middle)
        largest = groups.fold(function, middle, of_none)
        if absent is not None:
            alone = groups.fold(np.logical_and, np.broadcast_to(absent, middle.shape), True)
            largest = np.where(alone, np.nan, largest)

        def radii() -> Array:
            radius = np.broadcast_to(table.radius, middle.shape)
            return radius if absent is None else np.where(absent, 0.0, radius)

        def exact() -> Residues | None:
            residues = table.residues
            return None if residues is None else exact_extreme(residues, middle, radii(), groups, operator)

        widest: Any = 0.0
        if table.relative is None:
            widest = groups.fold(np.maximum, radii(), 0.0)
            if table.infinite:
                widest = np.where(np.isinf(largest), 0.0, widest)
        return Enclosed(largest, widest, exact, None, table.doubt, table.infinite, table.relative)

    def _next(self, node: Node, layer: int | None) -> Enclosed:
        after = None if layer is None else layer + 1
        if after is not None and after > self.layout.model.horizon:
            return self._zeros(0)
        return self._operand(node.operands[0], Space.POINTS, after).rows(self._elements.following(layer))

    def _into(self, node: Node, layer: int | None) -> Enclosed:
        before = None if layer is None else layer - 1
        groups = self._elements.leading_here(layer)
        if before == 0:
            return self._zeros(len(groups.members))
        table = self._operand(node.operands[0], Space.TRANSITIONS, before)
        absent = union(table.absent, self._missing(Space.TRANSITIONS, before))
        return table.without(absent).summed(groups)

    def _left(self, node: Node, layer: int | None) -> Enclosed:
        return self._side(node, layer, self.layout.left_of_pair)

    def _right(self, node: Node, layer: int | None) -> Enclosed:
        return self._side(node, layer, self.layout.right_of_pair)

    def _side(self, node: Node, layer: int | None, side: list[int]) -> Enclosed:
        if layer is not None:
            raise unsupported("pairs inside of back or forth")
        return self._operand(node.operands[0], Space.CHOICES, None).rows(side)

    def _share(self, node: Node, layer: int | None) -> Enclosed:
        table, otherwise = (self._operand(operand, Space.CHOICES, layer) for operand in node.operands)
        groups = self._elements.groups(Space.CHOICES, Space.POINTS, layer)
        owners = self._elements.owners(Space.POINTS, Space.CHOICES, layer)
        if table.absent is not None:
            table = table.with_nothing_absent()
        if isinstance(table, ShortFractions):
            short = table.shared(groups, owners, otherwise)
            if short is not None:
                return short
        whole = table.summed(groups)
        zero, doubt_of_zero = whole.is_zero()
        shared = table.divided_by(whole.rows(owners))
        doubts = [shared.doubt, doubt_of_zero]
        if bool(zero.any()):
            shared = choose(Enclosed(zero[owners].astype(float)), otherwise, shared)
            doubts.append(shared.doubt)
        wrong = np.zeros((1, 1), dtype=bool)
        if table.relative is None:
            sign, doubt = table.sign()
            doubts.append(doubt)
            wrong = groups.fold(np.logical_or, np.isnan(sign) | (sign < 0), False) | np.isinf(whole.middle)
        if bool(wrong.any()):
            nothing = Enclosed(np.full((1, 1), np.nan), 0.0, lambda: self._zeros(1).residues, relative=0.0)
            everywhere = nothing.rows([0] * len(owners))
            shared = choose(Enclosed(wrong[owners].astype(float)), everywhere, shared)
        shared = shared.rows(slice(None))
        shared.doubt = reduce(union, doubts)
        return shared

    # Along trajectories

    def _chance(self, *_: Any) -> Enclosed:
        dynamics = self._of_models("dynamics")
        chance = along(dynamics, self._elements.along_transitions, mul, 1)
        if isinstance(chance, ShortFractions):
            chance.vanishes = True
        return chance

    def _product(self, node: Node, layer: int | None) -> Enclosed:
        return along(self._whole(node, layer), self._elements.along_choices, mul, 1)

    def _tail(self, node: Node, layer: int | None) -> Enclosed:
        return along(self._whole(node, layer), self._elements.along_choices[:, 1:], mul, 1)

    def _sum_along(self, node: Node, layer: int | None) -> Enclosed:
        return along(self._whole(node, layer), self._elements.along_choices, add, 0)

    def _end(self, node: Node, layer: int | None) -> Enclosed:
        return self._whole(node, layer).rows(self.layout.ends)

    def _whole(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise unsupported("trajectories inside of back or forth")
        return self._operand(node.operands[0], Space.CHOICES, None)

    def _through(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise unsupported("trajectories inside of back or forth")
        table = self._operand(node.operands[0], Space.TRAJECTORIES, None)
        absent = union(table.absent, self._missing(Space.TRAJECTORIES, None))
        return table.without(absent).summed(self._elements.through)

    def _unreduced(self) -> EnclosedBatch:
        """The batch of these models whose exact entries are not reduced, where short numbers stay short."""
        if not self._factors.reduces or self._outside is not None:
            return self
        if self._plain is None:
            self._plain = EnclosedBatch(self._elements, self._graph, self._numerators)
        return self._plain

    def _below(self, node: Node, layer: int | None) -> Enclosed:
        if layer is not None:
            raise unsupported("trajectories inside of back or forth")
        ranks, masses = (self._operand(operand, Space.TRAJECTORIES, None) for operand in node.operands)
        if ranks.absent is not None or masses.absent is not None:
            raise unsupported("below with entries that are left out")
        missing = self._missing(Space.TRAJECTORIES, None)
        counts = (masses.middle != 0).any(axis=1) | np.isnan(ranks.middle).any(axis=1)
        counted = np.flatnonzero(counts).tolist()
        missing = _rows_of(self._missing(Space.TRAJECTORIES, None), counted)
        others, here = ranks.rows(counted), masses.rows(counted).without(missing)
        whole = Groups([range(len(counted))])
        plain = self._unreduced()._operand(node.operands[0], Space.TRAJECTORIES, None)
        if isinstance(plain, ShortFractions):
            lower_ones = plain.lower_than(plain.rows(counted))
            if lower_ones is not None:
                return stacked_tables([here.without(~lower).summed(whole) for lower in lower_ones], self.size)
        sums = []
        for row in range(len(ranks.middle)):
            lower = less(others, ranks.rows([row] * len(counted)))
            if missing is not None:
                lower = junction(1.0)(Enclosed((~missing).astype(float)), lower)
            sums.append(choose(lower, here, here - here).summed(whole))
        return stacked_tables(sums, self.size)

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
        return stacked_tables([solved[time] for time in sorted(times)], self.size)

    def _least(self, node: Node, layer: int | None) -> Enclosed:
        low, high, name, wanted, scope = node.operands
        if low.literal is None or high.literal is None:
            raise unsupported("a least number between ends that depend on the model")
        number = np.full((1, self.size), np.nan)
        open_still, doubt = np.ones((1, self.size), dtype=bool), None
        for k in range(int(low.literal), int(high.literal) + 1):
            tried = self._graph.literal(low.literal - low.literal + k)
            truth = self._value(self._graph.expand(wanted, {**dict(scope), str(name): tried}), layer)
            number = np.where(open_still & (truth.middle == 1), float(k), number)
            doubt = union(doubt, None if truth.doubt is None else truth.doubt & open_still[0])
            open_still &= truth.middle == 0
            if not open_still.any():
                break
        known = np.where(np.isnan(number), 0.0, number).astype(np.int64)
        table = self._rationals(known, 1)
        return Enclosed(number, np.zeros((1, 1)), lambda: table.residues, None, doubt)


def _rows_of(mask: Array | None, rows: list[int]) -> Array | None:
    return None if mask is None else mask[rows]


def _as_slice(elements: range) -> slice:
    return slice(elements.start, elements.stop)


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
