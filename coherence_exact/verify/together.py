"""Readings decided on many models of one shape together.

Batches sort the models into those on which a reading surely holds, surely fails, surely has no value, or has
to be looked at exactly (:mod:`coherence_exact.evaluation.enclosed_batches`).  The exact evaluator decides on
the last ones, confirms the first failure of every reading, and looks at a sample of the others: a batch that
says anything else than the exact evaluator is a fault of this program, and is reported as such.
"""

from __future__ import annotations

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
from coherence_exact.verify.tallies import Tally, tally_of

MOST_COLUMNS = 1024
_MOST_ENTRIES = 2**18
"""Bounds for the models of a batch, and for the entries of its largest tables."""

_FEW_READINGS = 8
_FEW_MODELS = 8
"""Exact entries are reduced from the beginning for more readings, which share them, and for the models that
stay open without that if they are more."""

_WORTH_LESS = 0.4
"""Where so few models meet the hypotheses, the relation is evaluated on them alone."""

_Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"


@lru_cache(maxsize=64)
def _tables_of(family: ShapeFamily) -> tuple[Tables, Elements]:
    tables = Tables(family)
    densest = tables.densest
    return tables, Elements(Layout(densest.model, densest.second_policy))


def most_models(family: ShapeFamily, readings: int) -> int:
    """How many models of a shape are decided together on so many readings: their tables fit into memory."""
    _, elements = _tables_of(family)
    columns = MOST_COLUMNS * max(1, min(16, 32 // readings))
    return max(1, min(columns, _MOST_ENTRIES // len(elements.layout.trajectories)))


def decide_together(
    family: ShapeFamily, number: int, codes: Codes, readings: Mapping[int, Reading]
) -> dict[int, Tally]:
    """The tallies of some readings on models of one shape, up to the first failure of each.

    ``number`` is that of the shape, as addresses have it.  Raises :class:`EngineError` if the exact evaluator
    finds anything else than the batch.
    """
    tables, elements = _tables_of(family)
    graph = graph_of(len(family.shape), None, False)
    batch = EnclosedBatch(elements, graph, tables.numerators(codes), len(readings) > _FEW_READINGS)
    exact = _Exact(family, number, codes)
    sample = sorted({0, len(codes) // 2, len(codes) - 1})
    last_uses = batch.last_uses([(*reading.given, reading.relation) for reading in readings.values()])
    decided = {}
    for (i, reading), nodes in zip(readings.items(), last_uses, strict=True):
        decided[i] = _decided(batch, reading, exact)
        _check(batch, exact, sample, nodes)
        batch.forget(nodes)
    _check(batch, exact, sample, None)
    return decided


def _check(
    batch: EnclosedBatch, exact: _Exact, sample: Sequence[int], nodes: Collection[Node] | None
) -> None:
    """Compare the tables of some nodes, or all that are left, with those of the exact evaluator."""
    for column in sample:
        operation = batch.differs_from(exact.evaluation(column), column, nodes)
        if operation is not None:
            raise EngineError(
                f"the operation {operation}: many models together and model {exact.address(column)} alone do "
                "not agree; this is a fault of coherence_exact, report it"
            )


class _Exact:
    """The exact tallies of single models; what an evaluation knows is kept for the next reading."""

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

    def tally(self, reading: Reading, column: int) -> Tally:
        """What a model says of a reading."""
        return tally_of(self.evaluation(column), reading, self.address(column))


_MET, _FAILED, _NO_VALUE, _NOT_MET, _OPEN = range(5)
"""What a batch finds of a model: the hypotheses are true and the relation is, or is not; some value does not
exist; a hypothesis is false; or it has to be looked at."""


def _decided(batch: EnclosedBatch, reading: Reading, exact: _Exact) -> Tally:
    found = _sorted_out(batch, reading)
    open_still = found == _OPEN
    if not batch.reduces and np.count_nonzero(open_still) > _FEW_MODELS:
        found[open_still] = _sorted_out(batch.restricted_to(open_still, reduces=True), reading)
    end = _first(found == _FAILED, len(found))
    alone: dict[int, Tally] = {}
    for column in np.flatnonzero(found[:end] == _OPEN).tolist():
        alone[column] = exact.tally(reading, column)
        if alone[column].failure is not None:
            end = column
            break
    if end < len(found) and end not in alone:
        alone[end] = _confirmed(exact, reading, end, _FAILED)
    for kind in (_MET, _NO_VALUE, _NOT_MET):
        for column in _sample(np.flatnonzero(found[:end] == kind)):
            alone[column] = _confirmed(exact, reading, column, kind)
    tally = Tally()
    for _, one in sorted(alone.items()):
        tally = tally.followed_by(one)
    shape = exact.number
    tally.checked = Counter({shape: _count(found[:end], _MET, alone) + tally.checked[shape]})
    tally.undefined = Counter({shape: _count(found[:end], _NO_VALUE, alone) + tally.undefined[shape]})
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


def _sorted_out(batch: EnclosedBatch, reading: Reading) -> Any:
    """What the batch finds of each model."""
    found = np.full(batch.size, _MET)
    still = np.ones(batch.size, dtype=bool)
    for term in (*reading.given, reading.relation):
        if term is reading.relation and 0 < np.count_nonzero(still) < _WORTH_LESS * batch.size:
            unconditional = replace(reading, given=())
            found[still] = _sorted_out(batch.restricted_to(still), unconditional)
            return found
        try:
            truth, doubt = batch.truth(term)
        except ArgumentError:
            return np.where(still, _OPEN, found)
        found[still & doubt] = _OPEN
        still &= ~doubt
        found[still & np.isnan(truth)] = _NO_VALUE
        found[still & (truth == 0)] = _FAILED if term is reading.relation else _NOT_MET
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
    if meant not in (found, _OPEN):
        raise EngineError(
            f"reading {reading.name!r}: deciding many models together and deciding model "
            f"{exact.address(column)} alone do not agree; this is a fault of coherence_exact, report it"
        )
    return tally
