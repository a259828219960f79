"""Terms with entries that ``where`` leaves out, for a meaning that has none absent, but filters lists."""

from __future__ import annotations

from coherence_exact.formal.words import ARITHMETIC, UnprintableError
from coherence_exact.language.definitions import Definition
from coherence_exact.language.terms import BINDERS, Term, subterms
from coherence_exact.language.unfolding import substituted


def unmasked(term: Term) -> tuple[list[Term], Term]:
    """The conditions of ``where`` that hold for a whole term, and the term without them."""
    if isinstance(term.operator, Definition):
        body = inlined(term)
        return ([], term) if body is None else unmasked(body)
    if term.operator == "where":
        condition, value = term.terms()
        masks, body = unmasked(value)
        return [condition, *masks], body
    if term.operator in (*ARITHMETIC, "=", "<", "<="):
        parts = [unmasked(part) for part in term.terms()]
        masks = list(dict.fromkeys(mask for conditions, _ in parts for mask in conditions))
        if masks:
            return masks, Term(term.operator, tuple(body for _, body in parts), term.sort)
    return [], term


def _has_mask(term: Term) -> bool:
    return bool(unmasked(term)[0])


def inlined(call: Term) -> Term | None:
    """A call's body with its arguments, where an argument or the body leaves entries out."""
    definition = call.operator
    assert isinstance(definition, Definition)
    if not (_has_mask(definition.body) or any(map(_has_mask, call.terms()))):
        return None
    if any(part.operator in BINDERS for part in subterms(definition.body)):
        raise UnprintableError(f"{definition.name} is given a table with absent entries; leave it out")
    names = (parameter.name for parameter in definition.parameters)
    return substituted(definition.body, dict(zip(names, call.terms(), strict=True)))
