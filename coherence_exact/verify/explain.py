"""Why a relation fails on a model: the part that decides, where, and both sides there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coherence_exact.display import Displayed
from coherence_exact.evaluation.batches import as_float
from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.rationals import quote
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term, free_variables
from coherence_exact.language.unfolding import unfolded
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy

_COMPARISONS = ("=", "<", "<=")


@dataclass(frozen=True, repr=False)
class Counterexample(Displayed):
    """A model on which a reading fails, and where.

    ``relation`` is the part of the reading that decides; ``left`` and ``right`` are the sides of its
    comparison there (None where it is none); ``where`` is what the element is called at which it fails: a
    decision point, a choice, a trajectory, or None for a comparison of two numbers.
    """

    model: Model
    second_policy: Policy | None
    relation: Term
    left: Any
    right: Any
    where: Any

    def __repr__(self) -> str:
        place = "" if self.where is None else f" at {self.where}"
        sides = "" if self.left is None else f", {quote(self.left)} against {quote(self.right)}"
        return f"<Counterexample to {self.relation!r}{place}{sides}, on {self.model!r}>"


def explain(model: Model, second_policy: Policy | None, relation: Term) -> Counterexample:
    """Where a relation fails on a model, with both sides; the relation has to fail there."""
    evaluation = Evaluation(model, second_policy)
    part, value = _deciding_part(evaluation, relation, False)
    left = right = where = None
    compared = _comparison_in(part)
    if compared is not None:
        sides = [evaluation.table(side, compared.sort.space) for side in compared.terms()]
        truths = evaluation.table(compared)
        where = next((key for key, truth in truths.items() if truth is value), None)
        left, right = (side.get(where) for side in sides)
    return Counterexample(model, second_policy, part, left, right, where)


def _deciding_part(evaluation: Evaluation, relation: Term, value: bool) -> tuple[Term, bool]:
    """The smallest part whose value already makes the relation have this value, and its own value."""
    name = relation.operator
    if isinstance(name, Definition):
        if relation.operands and all(parameter.sort.is_truth for parameter in name.parameters):
            return _deciding_part(evaluation, unfolded(relation), value)
        return relation, value
    if relation.sort.space is not Space.SCALAR:
        return relation, value
    if name == "not":
        return _deciding_part(evaluation, next(relation.terms()), not value)
    if (name == "and" and not value) or (name == "or" and value):
        part = next(part for part in relation.terms() if evaluation.value(part) is value)
        return _deciding_part(evaluation, part, value)
    if name == "or":
        *_, last = relation.terms()
        return _deciding_part(evaluation, last, value)
    return relation, value


def _comparison_in(part: Term) -> Term | None:
    """The comparison that a relation makes, of two numbers or at every entry of two tables."""
    if part.operator == "every":
        part = next(part.terms())
    if part.operator in _COMPARISONS and not next(part.terms()).sort.is_truth:
        return part
    return None


@dataclass(frozen=True)
class Nearest:
    """Where the two sides of a comparison are nearest without being equal, in proportion to their size.

    ``relation`` is the comparison, ``where`` what the element is called at which its sides are ``left`` and
    ``right``.
    """

    model: Model
    second_policy: Policy | None
    relation: Term
    left: Any
    right: Any
    where: Any

    @property
    def margin(self) -> Any:
        """By how much the larger side is larger."""
        return self.right - self.left if self.left < self.right else self.left - self.right


def nearest(model: Model, second_policy: Policy | None, relation: Term) -> Nearest | None:
    """The entry at which a relation is nearest to its border; None where all are ties or infinite."""
    evaluation = Evaluation(model, second_policy)
    least, found = math.inf, None
    for comparison in _comparisons(relation):
        sides = [evaluation.table(side, comparison.sort.space) for side in comparison.terms()]
        for where, left in sides[0].items():
            right = sides[1].get(where)
            one, other = as_float(left), as_float(right)
            if not (math.isfinite(one) and math.isfinite(other)) or one == other:
                continue
            distance = abs(one - other) / (abs(one) + abs(other))
            if distance < least:
                least = distance
                found = Nearest(model, second_policy, comparison, left, right, where)
    return found


def _comparisons(relation: Term) -> Iterator[Term]:
    """The comparisons of numbers of which a relation is made."""
    name = relation.operator
    if isinstance(name, Definition):
        yield from _comparisons(unfolded(relation))
    elif name in _COMPARISONS and not next(relation.terms()).sort.is_truth:
        yield relation
    elif name in (*_COMPARISONS, "and", "or", "not", "every"):
        for term in relation.terms():
            yield from _comparisons(term)


def missing_part(evaluation: Evaluation, term: Term) -> str:
    """A sentence that says which part of a term has no value on a model."""
    part = _innermost_undefined(evaluation, term)
    if part.operator == "at":
        return f"{part!r} is at a time, state or action that the model does not have"
    return f"{part!r} has no value on some model"


def _innermost_undefined(evaluation: Evaluation, term: Term) -> Term:
    for operand in term.terms():
        if not free_variables(operand) and _is_undefined(evaluation, operand):
            return _innermost_undefined(evaluation, operand)
    return term


def _is_undefined(evaluation: Evaluation, term: Term) -> bool:
    value = evaluation.value(term)
    entries = value if isinstance(value, list) else [value]
    return any(entry is UNDEFINED or entry is ABSENT for entry in entries)
