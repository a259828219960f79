"""How far a relation is from failing, and a hypothesis from being met, in many models at once.

Vocabulary: the *margin* of a relation is below 0 where it fails, and else the smaller the nearer its two
sides are, relative to their size.  A tie, of which floating point says nothing, counts as far.  The
*violation* of a hypothesis is 0 where it is met, and else the smaller the fewer entries violate it, and the
less they do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coherence_exact.evaluation.batches import Array, Batch
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.language.unfolding import unfolded

_COMPARISONS = ("=", "<", "<=")
_TIE = 1.0
_EQUAL_AS_CLAIMED = 1e-3
"""The margin of an equality that is met: any small change may break it, and there is nothing to climb."""

_RELATIVE_NOISE = 1e-7
_NOISE = 1e-12
"""Differences that floating point makes by itself, relative and absolute."""


def margin(batch: Batch, relation: Term) -> Any:
    """How far a relation is from failing in each model, between −1 and 1; NaN where it is undefined."""
    name = relation.operator
    if isinstance(name, Definition):
        return margin(batch, unfolded(relation))
    terms = list(relation.terms())
    if name == "and":
        return _folded(np.minimum, batch, terms)
    if name == "or":
        return _folded(np.maximum, batch, terms)
    if name == "not":
        return -margin(batch, terms[0])
    if name == "every" and relation.sort.space is Space.SCALAR:
        return _least_margin(batch, terms[0], _space_of(relation))
    if name == "=" and terms[0].sort.is_truth and relation.sort.space is Space.SCALAR:
        one, other = margin(batch, terms[0]), margin(batch, terms[1])
        return np.sign(one) * np.sign(other) * np.minimum(np.abs(one), np.abs(other))
    if name in _COMPARISONS:
        return _least_margin(batch, relation, Space.SCALAR)
    return batch.table(relation)[0] * 2 - 1


def _folded(fold: Callable[[Any, Any], Any], batch: Batch, terms: list[Term]) -> Any:
    """The least or largest margin of some relations, one of which decides even where others are undefined."""
    decides = -1 if fold is np.minimum else 1
    result = margin(batch, terms[0])
    for term in terms[1:]:
        other = margin(batch, term)
        folded = fold(result, other)
        decided = np.sign(result) == decides
        result = np.where(np.isnan(folded) & decided, result, folded)
    return result


def _space_of(reduction: Term) -> Space:
    space = reduction.operands[0]
    assert isinstance(space, Space)
    return space


def _least_margin(batch: Batch, truth: Term, over: Space) -> Any:
    """The least margin of a table of truths, where it is a comparison of numbers; else 1 or −1."""
    terms = list(truth.terms())
    if truth.operator not in _COMPARISONS or terms[0].sort.is_truth:
        return _least(batch.table(truth, over) * 2 - 1)
    left, right = (batch.table(term, over) for term in terms)
    distances, near = _relative_distance(left, right)
    if truth.operator == "=":
        margins = np.where(near, _EQUAL_AS_CLAIMED, -np.abs(distances))
    else:
        margins = np.where(near, -1.0 if truth.operator == "<" else _TIE, distances)
    return _least(np.where(np.isnan(left) | np.isnan(right), np.nan, margins))


def _least(margins: Any) -> Any:
    """The least of each column; what is said of nothing cannot fail."""
    return margins.min(axis=0) if len(margins) else np.full(margins.shape[1], _TIE)


def _relative_distance(left: Array, right: Array) -> tuple[Array, Any]:
    """By how much the right side is larger, relative to the size of both; and whether they are a tie."""
    scale = np.abs(left) + np.abs(right)
    distance = np.where(left == right, 0.0, (right - left) / np.where(scale == 0, 1.0, scale))
    infinite = np.isinf(scale) & (left != right)
    distance = np.clip(np.where(infinite, np.where(right > left, 1.0, -1.0), distance), -1.0, 1.0)
    return distance, (np.abs(distance) <= _RELATIVE_NOISE) | (np.abs(right - left) <= _NOISE)


def violation(batch: Batch, hypothesis: Term) -> Any:
    """How far each model is from meeting a hypothesis: 0 where it does, at most 2; NaN where undefined."""
    name = hypothesis.operator
    if isinstance(name, Definition):
        return violation(batch, unfolded(hypothesis))
    terms = list(hypothesis.terms())
    if hypothesis.sort.space is Space.SCALAR and name == "and":
        return np.max([violation(batch, term) for term in terms], axis=0)
    if hypothesis.sort.space is Space.SCALAR and name == "or":
        return np.min([violation(batch, term) for term in terms], axis=0)
    if name == "every" and hypothesis.sort.space is Space.SCALAR:
        return _mean_violation(batch, terms[0], _space_of(hypothesis))
    return _mean_violation(batch, hypothesis, Space.SCALAR)


def _mean_violation(batch: Batch, truth: Term, over: Space) -> Any:
    """The share of the entries that violate a truth, and how far they do where they compare numbers."""
    table = batch.table(truth, over)
    violated = 1 - table
    terms = list(truth.terms())
    if truth.operator in _COMPARISONS and not terms[0].sort.is_truth:
        distances, _ = _relative_distance(*(batch.table(term, over) for term in terms))
        violated = violated * (1 + np.abs(distances)) / 2
    return violated.mean(axis=0) if len(violated) else np.zeros(violated.shape[1])
