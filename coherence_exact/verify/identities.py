"""Identities of rational functions, for all real values of their symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coherence_exact.claims.terms import Term
from coherence_exact.errors import ClaimError

if TYPE_CHECKING:
    import sympy

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
}


def is_identity(relation: Term) -> bool:
    """Whether every equation of a relation holds identically, wherever its denominators are not zero.

    >>> from coherence_exact.claims import equal, symbol
    >>> x = symbol("x")
    >>> is_identity(equal((x * x - 1) / (x - 1), x + 1)), is_identity(equal(x * x, x))
    (True, False)
    """
    if relation.name == "both":
        return all(map(is_identity, relation.arguments))
    if relation.name != "equal":
        raise ClaimError(f"{relation.name} is not an identity; state equations, joined by both")
    import sympy

    left, right = map(_expression, relation.arguments)
    return bool(sympy.cancel(left - right) == 0)


def _expression(term: Term) -> sympy.Expr:
    import sympy

    if term.name == "symbol":
        return sympy.Symbol(term.parameter("name"), real=True)
    if term.name == "number":
        value = term.parameter("value")
        return sympy.Rational(value.numerator, value.denominator)
    if term.name not in _ARITHMETIC:
        raise ClaimError(f"{term.name} is not part of an identity; use symbols, numbers and + - * /")
    left, right = map(_expression, term.arguments)
    return _ARITHMETIC[term.name](left, right)


def symbols_of(term: Term) -> list[str]:
    """The names of the symbols that occur in a term, in order of appearance."""
    if term.name == "symbol":
        return [term.parameter("name")]
    names = (name for argument in term.arguments for name in symbols_of(argument))
    return list(dict.fromkeys(names))
