"""Readings decided on many models of one shape together.

Batches sort the models into those on which a reading surely holds, surely fails, surely has no value, or has
to be looked at exactly (:mod:`coherence_exact.evaluation.enclosed_batches`).  The exact evaluator decides on
the last ones, confirms the first failure of every reading, and looks at a sample of the others: a batch that
says anything else than the exact evaluator is a fault of this program, and is reported as such.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from coherence_exact.errors import ArgumentError, EngineError
from coherence_exact.evaluation.elements import Elements
from coherence_exact.evaluation.enclosed_batches import EnclosedBatch
from coherence_exact.evaluation.evaluation import Evaluation, graph_of
from coherence_exact.evaluation.graph import Node
from coherence_exact.evaluation.layout import Layout
from coherence_exact.families.codes import Codes
from coherence_exact.families.shapes import ShapeFamily
from coherence_exact.families.tables import Tables
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import Address
from coherence_exact.language.terms import Term
from coherence_exact.verify.tallies import Tally, tally_of

_MOST_COLUMNS = 8192
_MOST_COLUMNS_OF_MANY = 2048
_MOST_ENTRIES = 2**17
"""Bounds for the models of a batch, fewer for more than a few readings, whose tables are kept as long as
another one needs them, and for the entries of its largest tables, which stay in a cache."""

_FEW_READINGS = 4
_MOST_BATCHES = 16
"""So many batches are decided together at most, fewer of them where there are more readings."""

_FEW_MODELS = 8
"""If more models stay open, exact entries are reduced to lowest terms for them."""

_WORTH_LESS = 0.4
"""Where so few models meet the hypotheses, the relation is evaluated on them alone."""

_Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


@lru_cache(maxsize=64)
def _tables_of(family: ShapeFamily) -> tuple[Tables, Elements]:
    tables = Tables(family)
    densest = tables.densest
    return tables, Elements(Layout(densest.model, densest.second_policy))


def _columns(elements: Elements, readings: int) -> int:
    """How many models make a batch."""
    most = _MOST_COLUMNS if readings <= _FEW_READINGS else _MOST_COLUMNS_OF_MANY
    return max(1, min(most, _MOST_ENTRIES // len(elements.layout.trajectories)))


def most_models(family: ShapeFamily, readings: int) -> int:
    """How many models of a shape are decided together on so many readings."""
    batches = max(1, min(_MOST_BATCHES, 4 * _MOST_BATCHES // readings))
    return batches * _columns(_tables_of(family)[1], readings)


def decide_together(
    family: ShapeFamily, number: int, codes: Codes, readings: Mapping[int, Reading]
) -> dict[int, Tally]:
    """The tallies of some readings on models of one shape, up to the first failure of each.

    ``number`` is that of the shape, as addresses have it.  Raises :class:`EngineError` if the exact evaluator
    finds anything else than the batches.
    """
    tables, elements = _tables_of(family)
    graph = graph_of(len(family.shape), None, False)
    exact = _Exact(family, number, codes)
    found = {i: np.full(len(codes), _OPEN, dtype=np.int8) for i in readings}
    columns = _columns(elements, len(readings))
    middle = len(codes) // 2 // columns * columns
    for first in range(0, len(codes), columns):
        here = slice(first, first + columns)
        still = {i: reading for i, reading in readings.items() if not (found[i] == _FAILED).any()}
        sample = _sample_of(codes[here], tables) if first == middle else []
        terms = [(*reading.given, reading.relation) for reading in still.values()]
        uses = None if sample else graph.uses(itertools.chain(*terms))
        batch = EnclosedBatch(elements, graph, tables.numerators(codes[here]), uses)
        last_uses = graph.last_uses(terms)
        for (i, reading), nodes in zip(still.items(), last_uses, strict=True):
            found[i][here] = _looked_at(batch, reading)
            _check(batch, exact, sample, first, nodes)
            batch.forget(nodes)
        _check(batch, exact, sample, first, None)
        batch.close()
    return _tallies(found, readings, exact)


def _sample_of(codes: Codes, tables: Tables) -> list[int]:
    """Some models of a batch, those with the most zeros among them, which take ways that few others take."""
    return sorted({0, len(codes) // 2, len(codes) - 1, *tables.with_most_zeros(codes)})


def _check(
    batch: EnclosedBatch, exact: _Exact, sample: Sequence[int], first: int, nodes: Collection[Node] | None
) -> None:
    """Compare the tables of some nodes, or all that are left, with those of the exact evaluator.

    ``sample``: columns of the batch, whose first is the model ``first`` of all.
    """
    for column in sample:
        operation = batch.differs_from(exact.evaluation(first + column), column, nodes)
        if operation is not None:
            raise EngineError(
                f"the operation {operation}: many models together and model {exact.address(first + column)} "
                "alone do not agree; this is a fault of coherence_exact, report it"
            )


class _Exact:
    """The exact tallies of single models; an evaluation is kept for other readings until it is forgotten."""

    def __init__(self, family: ShapeFamily, number: int, codes: Codes) -> None:
        self.number = number
        self._family = family
        self._codes = codes
        self._evaluations: dict[int, Evaluation] = {}

    def address(self, column: int) -> Address:
        """Which model a column is."""
        return self.number, tuple(self._codes[column].tolist())

    def evaluation(self, column: int) -> Evaluation:
        """The exact evaluation of a model."""
        if column not in self._evaluations:
            instance = self._family.instance(self.address(column)[1])
            self._evaluations[column] = Evaluation(instance.model, instance.second_policy)
        return self._evaluations[column]

    def forget(self, column: int) -> None:
        """Give up the evaluation of a model."""
        self._evaluations.pop(column, None)

    def tally(self, reading: Reading, column: int) -> Tally:
        """What a model says of a reading."""
        return tally_of(self.evaluation(column), reading, self.address(column))


_MET, _FAILED, _NO_VALUE, _NOT_MET, _OPEN = range(5)
"""What a batch finds of a model: the hypotheses are true and the relation is, or is not; some value does not
exist; a hypothesis is false; or it has to be looked at."""


def _looked_at(batch: EnclosedBatch, reading: Reading) -> Any:
    """What the batch finds of each model, with a second look at those that it leaves open at first."""
    found = _sorted_out(batch, reading.given, reading.relation)
    open_still = found == _OPEN
    if np.count_nonzero(open_still) > _FEW_MODELS:
        longer = batch.restricted_to(open_still, reduces=True)
        found[open_still] = _sorted_out(longer, reading.given, reading.relation)
    return found


def _tallies(found: Mapping[int, Any], readings: Mapping[int, Reading], exact: _Exact) -> dict[int, Tally]:
    """The tallies of what batches have found, with what the exact evaluator says of some models.

    It takes one model after the other, whose evaluation all readings share that have to look at it.
    """
    ends = {i: _first(found[i] == _FAILED, len(found[i])) for i in readings}
    looking: dict[int, list[int]] = {}
    for i, end in ends.items():
        for column in _to_look_at(found[i], end):
            looking.setdefault(column, []).append(i)
    alone: dict[int, dict[int, Tally]] = {i: {} for i in readings}
    for column in sorted(looking):
        for i in looking[column]:
            if column <= ends[i]:
                alone[i][column] = _confirmed(exact, readings[i], column, found[i][column])
                if alone[i][column].failure is not None:
                    ends[i] = column
        exact.forget(column)
    return {i: _tally(found[i][: ends[i]], alone[i], exact.number) for i in readings}


def _to_look_at(found: Any, end: int) -> set[int]:
    """The models that the exact evaluator decides on, up to the first one that fails, and a sample."""
    columns = {*np.flatnonzero(found[:end] == _OPEN).tolist(), *([end] if end < len(found) else [])}
    for kind in (_MET, _NO_VALUE, _NOT_MET):
        columns.update(_sample(np.flatnonzero(found[:end] == kind)))
    return columns


def _tally(found: Any, alone: Mapping[int, Tally], shape: int) -> Tally:
    """The tally of the models before the first failure, and of those that were looked at alone."""
    tally = Tally()
    for column, one in sorted(alone.items()):
        if column <= len(found):
            tally = tally.followed_by(one)
    checked, undefined = (_count(found, kind, alone) for kind in (_MET, _NO_VALUE))
    tally.checked = Counter({shape: checked + tally.checked[shape]})
    tally.undefined = Counter({shape: undefined + tally.undefined[shape]})
    return replace(tally, checked=+tally.checked, undefined=+tally.undefined)


def _sample(columns: Any) -> list[int]:
    """The first of some models, so that reasons are those of the first one, and another."""
    if not len(columns):
        return []
    return [int(columns[0]), int(columns[(int(columns.sum()) + 7919 * len(columns)) % len(columns)])]


def _count(found: Any, kind: int, but: Mapping[int, Tally]) -> int:
    """How many models are of a kind, but for some."""
    return int(np.count_nonzero(found == kind)) - sum(
        1 for column in but if column < len(found) and found[column] == kind
    )


def _first(mask: _Mask, otherwise: int) -> int:
    return int(mask.argmax()) if mask.any() else otherwise


def _sorted_out(batch: EnclosedBatch, given: Sequence[Term], relation: Term) -> Any:
    """What the batch finds of each model."""
    found = np.full(batch.size, _MET, dtype=np.int8)
    still = np.ones(batch.size, dtype=bool)
    for term, meaning in (*((term, _NOT_MET) for term in given), (relation, _FAILED)):
        if meaning == _FAILED and 0 < np.count_nonzero(still) < _WORTH_LESS * batch.size:
            found[still] = _sorted_out(batch.restricted_to(still), (), relation)
            return found
        try:
            truth, doubt = batch.truth(term)
        except ArgumentError:
            return np.where(still, _OPEN, found)
        found[still & doubt] = _OPEN
        still &= ~doubt
        found[still & np.isnan(truth)] = _NO_VALUE
        found[still & (truth == 0)] = meaning
        still &= truth == 1
        if not still.any():
            break
    return found


def _confirmed(exact: _Exact, reading: Reading, column: int, found: int) -> Tally:
    """The exact tally of a model, which has to say what the batch has found."""
    tally = exact.tally(reading, column)
    if tally.failure is not None:
        meant = _FAILED
    elif tally.checked:
        meant = _MET
    elif tally.undefined:
        meant = _NO_VALUE
    else:
        meant = _OPEN if tally.undecided else _NOT_MET
    if found != _OPEN and meant not in (found, _OPEN):
        raise EngineError(
            f"reading {reading.name!r}: deciding many models together and deciding model "
            f"{exact.address(column)} alone do not agree; this is a fault of coherence_exact, report it"
        )
    return tally
