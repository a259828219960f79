"""Definitions that are changed in one place: an index, an exponent, a direction, a case that is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from coherence_exact.language.core import prior
from coherence_exact.language.definitions import Definition
from coherence_exact.language.terms import Operand, Term

_OTHER = {
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "*",
    "=": "<=",
    "<": "<=",
    "<=": "<",
    "and": "or",
    "or": "and",
    "sum": "max",
    "max": "min",
    "min": "max",
    "every": "some",
    "some": "every",
    "left": "right",
    "right": "left",
    "product": "tail",
    "tail": "product",
    "prior": "second_policy",
}


def changed(definition: Definition) -> Iterator[Definition]:
    """The definition with each change in turn."""
    for body in _changed(definition.body):
        yield replace(definition, body=body)


def _changed(term: Term) -> Iterator[Term]:
    operator, operands = term.operator, term.operands
    if operator == "number":
        assert isinstance(operands[0], Fraction)
        yield Term("number", (operands[0] + 1,), term.sort)
    of_truths = any(part.sort.is_truth for part in term.terms())
    if isinstance(operator, str) and operator in _OTHER and not (operator == "=" and of_truths):
        yield Term(_OTHER[operator], operands, term.sort)
    if operator == "weight":
        yield prior
    if operator in ("-", "/", "<", "<="):
        yield Term(operator, operands[::-1], term.sort)
    if operator == "^":
        yield operands[0] if isinstance(operands[0], Term) else term
    if operator == "if":
        yield Term(operator, (operands[0], operands[2], operands[1]), term.sort)
    if operator in ("and", "or") and len(operands) > 1:
        yield Term(operator, operands[1:], term.sort)
    for position, operand in enumerate(operands):
        if isinstance(operand, Term):
            for other in _changed(operand):
                parts: list[Operand] = list(operands)
                parts[position] = other
                yield Term(operator, tuple(parts), term.sort)
