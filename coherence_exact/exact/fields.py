"""What evaluation needs to know of a number.

Three kinds occur: ``fractions.Fraction`` (the interface of this package), ``gmpy2.mpq`` (the same numbers,
faster, where terms are evaluated) and sympy expressions (models with symbols).  A ``Fraction`` or an
``int`` mixes with the other two; ``mpq`` and expressions do not mix, because sympy may read an
``mpq`` as a float.  A float inside of an expression is refused.

A symbolic expression counts as zero only if it is zero identically: symbols stand for generic
positive numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

import gmpy2

from coherence_exact.errors import ArgumentError, NumberError
from coherence_exact.exact.rationals import parse_rational, quote

Number: TypeAlias = Any
"""A ``Fraction``, an ``int``, a ``gmpy2.mpq`` or a sympy expression."""

RATIONAL_TYPES = frozenset((type(gmpy2.mpq()), Fraction, int))
"""The types of exact numbers without symbols."""

Key = TypeVar("Key")


def is_rational(value: Number) -> bool:
    """Whether value is a rational number rather than an expression with symbols."""
    return type(value) in RATIONAL_TYPES


def is_symbolic(value: object) -> bool:
    """Whether value is a sympy expression (sympy is imported only if somebody made one)."""
    return hasattr(value, "free_symbols")


def tidy(value: Number) -> Number:
    """The number in its normal form: rationals as they are, expressions as one reduced fraction.

    Raises :class:`NumberError` for an expression that contains a float.

    >>> import sympy
    >>> x = sympy.Symbol("x", positive=True)
    >>> tidy((1 + x) / (1 + 3 * x + 2 * x**2))
    1/(2*x + 1)
    """
    if type(value) in RATIONAL_TYPES:
        return value
    import sympy

    reduced = sympy.cancel(value)
    if reduced.has(sympy.Float):
        raise NumberError(f"{quote(value)} contains a float, which is not exact; use rationals instead")
    if reduced.is_Rational:
        return Fraction(int(reduced.p), int(reduced.q))
    return reduced


def is_zero(value: Number) -> bool:
    """Whether the number is zero (an expression: identically zero)."""
    if type(value) in RATIONAL_TYPES:
        return bool(value == 0)
    return bool(tidy(value) == 0)


def to_number(value: object) -> Number:
    """A number given from Python: an exact literal, a rational or a sympy expression.

    >>> to_number("2/6")
    Fraction(1, 3)
    """
    if is_symbolic(value):
        return tidy(value)
    if isinstance(value, (Fraction, type(gmpy2.mpq()))):
        return value
    return parse_rational(value)


def quotient(above: Number, below: Number) -> Number:
    """above ÷ below in normal form; of two integers it is a ``Fraction``, never a float.

    >>> quotient(1, 3)
    Fraction(1, 3)
    """
    if isinstance(below, int):
        below = Fraction(below)
    return tidy(above / below)


def largest(numbers: Iterable[Number]) -> Number:
    """The largest of some numbers.

    Raises :class:`ArgumentError` if symbols leave open which it is.

    >>> largest([Fraction(1, 2), 1, Fraction(2, 3)])
    1
    """
    best, *others = numbers
    for number in others:
        larger = number > best
        if larger not in (True, False):
            raise ArgumentError(
                f"whether {quote(number)} > {quote(best)} depends on the symbols; substitute numbers first"
            )
        if larger:
            best = number
    return best


def normalised(row: Mapping[Key, Number], total: Number) -> dict[Key, Number]:
    """The row divided by its total, every entry in normal form.

    ``total`` has to be the sum of the row, and not zero.
    """
    if is_zero(total):
        raise NumberError(f"a row that sums to {quote(total)} cannot be normalised")
    return {key: quotient(value, total) for key, value in row.items()}
