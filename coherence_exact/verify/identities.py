"""Identities of rational functions, for all real values of their symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from coherence_exact.errors import ClaimError
from coherence_exact.language.terms import Term

if TYPE_CHECKING:
    import sympy

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "^": lambda x, y: x**y,
}


def is_identity(relation: Term) -> bool:
    """Whether every equation of a relation holds identically, wherever its denominators are not zero.

    An equation in which a denominator is zero everywhere does not.

    >>> from coherence_exact.claims import equal, symbol
    >>> x = symbol("x")
    >>> is_identity(equal((x * x - 1) / (x - 1), x + 1)), is_identity(equal(x**2, x))
    (True, False)
    """
    if relation.operator == "and":
        return all(map(is_identity, relation.terms()))
    if relation.operator != "=":
        raise ClaimError(f"{relation!r} is not an identity; state equations, joined by both")
    import sympy

    left, right = map(_expression, relation.terms())
    return bool(sympy.cancel(left - right) == 0)


def _expression(term: Term) -> sympy.Expr:
    import sympy

    if term.operator == "symbol":
        return sympy.Symbol(str(term.operands[0]), real=True)
    if term.operator == "number":
        value: Any = term.operands[0]
        return sympy.Rational(value.numerator, value.denominator)
    if term.operator not in _ARITHMETIC:
        raise ClaimError(f"{term!r} is not part of an identity; use symbols, numbers and + - * / **")
    left, right = term.terms()
    if term.operator == "^" and not _is_natural(right):
        raise ClaimError(
            f"{term!r} is not part of an identity: its exponent is no integer of at least 0; write one, or a "
            "quotient"
        )
    above, below = _expression(left), _expression(right)
    if term.operator == "/" and sympy.cancel(below) == 0:
        return sympy.nan
    return _ARITHMETIC[str(term.operator)](above, below)


def _is_natural(term: Term) -> bool:
    value: Any = term.operands[0] if term.operator == "number" else None
    return value is not None and value.denominator == 1 and value >= 0
