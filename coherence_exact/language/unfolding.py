"""A call of a definition, replaced by the definition's body."""

from __future__ import annotations

from collections.abc import Mapping

from coherence_exact.errors import ClaimError
from coherence_exact.language.definitions import Definition
from coherence_exact.language.terms import Operand, Term, bound_in


def unfolded(call: Term) -> Term:
    """The body of the definition that a term calls, with the arguments in it.

    >>> from coherence_exact.claims import deterministic, full_support, implies
    >>> unfolded(implies(deterministic, full_support))
    either(negation(deterministic), full_support)

    Raises :class:`ClaimError` for a term that is no call.  The arguments have to be without free variables.
    """
    definition = call.operator
    if not isinstance(definition, Definition):
        raise ClaimError(f"{call!r} is no call of a definition, so that nothing can be unfolded; give a call")
    names = (parameter.name for parameter in definition.parameters)
    return substituted(definition.body, dict(zip(names, call.terms(), strict=True)))


def substituted(term: Term, values: Mapping[str, Term]) -> Term:
    """A term with other terms, without free variables, for some of its free variables."""
    if term.operator == "variable":
        return values.get(str(term.operands[0]), term)
    operands: list[Operand] = []
    for position, operand in enumerate(term.operands):
        if isinstance(operand, Term):
            bound = bound_in(term, position)
            inner = {name: value for name, value in values.items() if name != bound}
            operands.append(substituted(operand, inner))
        else:
            operands.append(operand)
    return Term(term.operator, tuple(operands), term.sort)
