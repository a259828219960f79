"""Terms and definitions as JSON, in the notation of certificates (``certificates/FORMAT.md``)."""

from __future__ import annotations

from typing import Any

from coherence_exact.exact.rationals import format_rational
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import OPERATIONS, Term

__all__ = ["OPERATIONS", "definition_to_data", "to_data"]


def to_data(term: Term) -> Any:
    """A term as JSON.

    >>> from coherence_exact.language.core import prior, total, weight
    >>> to_data(total(prior * weight ** 2, "points"))
    ['sum', 'choices', 'points', ['*', ['prior'], ['^', ['weight'], '2']]]
    """
    operator = term.operator
    if operator == "number":
        return format_rational(term.operands[0])
    if operator == "variable":
        return f"${term.operands[0]}"
    name = operator if isinstance(operator, str) else operator.name
    return [name, *map(_operand, term.operands)]


def _operand(operand: Any) -> Any:
    if isinstance(operand, Term):
        return to_data(operand)
    return operand.value if isinstance(operand, Space) else operand


def definition_to_data(definition: Definition) -> dict[str, Any]:
    """A definition as JSON: what it denotes, without its words and its notation."""
    return {
        "parameters": [[parameter.name, str(parameter.sort)] for parameter in definition.parameters],
        "sort": str(definition.sort),
        "body": to_data(definition.body),
    }
