"""Rationals as text, in and out, exactly and at any size.

Vocabulary: a *rational literal* is an integer, or a string ``"p/q"``, ``"p"`` or a decimal
``"0.75"`` (read exactly), without exponents, spaces or underscores.  Binary floats are refused,
because 0.1 is not a tenth.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterable
from datetime import date, time
from fractions import Fraction
from typing import Any, cast

import gmpy2

from coherence_exact.errors import NumberError

_FRACTION = re.compile(r"-?[0-9]+(/[0-9]+)?")
_DECIMAL = re.compile(r"(-?)([0-9]+)\.([0-9]+)")
_LONGEST_QUOTE = 40


class FloatLiteral:
    """A float as a file spells it: never a number, but kept so that its refusal can quote it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


@numbers.Rational.register
class _LowestTerms:
    """A numerator and a denominator already in lowest terms.

    ``Fraction`` copies the two parts of a ``numbers.Rational`` without a greatest common divisor,
    which for numbers of many thousand digits is nearly all of its construction.
    """

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator = numerator
        self.denominator = denominator


def to_fraction(value: Any) -> Fraction:
    """The ``Fraction`` equal to a rational of any type, such as ``gmpy2.mpq`` or ``int``.

    >>> import gmpy2
    >>> to_fraction(gmpy2.mpq(50, 122))
    Fraction(25, 61)
    """
    if type(value) is Fraction:
        return value
    parts: Any = _LowestTerms(int(value.numerator), int(value.denominator))
    return Fraction(parts)


def printable(text: str) -> str:
    r"""The text on one line: what a terminal would not show as itself is escaped as in TOML.

    >>> print(printable("two\nlines"))
    two\u000Alines
    """
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def quote(value: object) -> str:
    """The value as a message shows it: spelled as in a model file, on one line, cut if it is long.

    >>> print(quote("s1"), quote(Fraction(5, 6)), quote(True), quote([1, 2]))
    "s1" 5/6 true a list
    """
    text = _spelled(value)
    if len(text) <= _LONGEST_QUOTE:
        return printable(text)
    return f"{printable(text[: _LONGEST_QUOTE - 10])}… ({len(text)} characters)"


_MOST_QUOTED = 4


def quote_some(names: Iterable[object]) -> str:
    """The first few names of several, and how many more there are.

    >>> print(quote_some(["s1", "s2"]), quote_some(range(100)))
    "s1", "s2" 0, 1, 2, 3 and 96 more
    """
    listed = list(names)
    more = len(listed) - _MOST_QUOTED
    return ", ".join(map(quote, listed[:_MOST_QUOTED])) + (f" and {more:,} more" if more > 0 else "")


def _spelled(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction, type(gmpy2.mpq()))):
        return format_rational(value)
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (date, time)):
        return value.isoformat()
    try:
        return repr(value)
    except (ValueError, RecursionError):  # integers of more than 4,300 digits inside, or deep nesting
        return f"a value of type {type(value).__name__}"


def parse_rational(value: object) -> Fraction:
    """Read a rational literal exactly.

    ``value``: an ``int``, or a string ``"p/q"``, ``"p"`` or ``"0.75"``.  Raises
    :class:`NumberError` for everything else, floats and booleans among it.

    >>> parse_rational("0.75"), parse_rational("-2/6"), parse_rational(1)
    (Fraction(3, 4), Fraction(-1, 3), Fraction(1, 1))
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, (float, FloatLiteral)):
        raise NumberError(
            f'{quote(value)} is a float, which is not exact; write it as a string, such as "3/4" or "0.75"'
        )
    if not isinstance(value, str):
        raise NumberError(
            f'{quote(value)} is not a number; write an integer or a string such as "3/4" or "0.75"'
        )
    if _FRACTION.fullmatch(value):
        numerator, _, denominator = value.partition("/")
        below = gmpy2.mpz(denominator or "1")
        if below == 0:
            raise NumberError(f"{quote(value)} divides by zero; write a denominator of at least 1")
        return to_fraction(gmpy2.mpq(gmpy2.mpz(numerator), below))
    if decimal := _DECIMAL.fullmatch(value):
        sign, whole, places = decimal.groups()
        digits = gmpy2.mpz(whole + places)
        return to_fraction(gmpy2.mpq(-digits if sign else digits, gmpy2.mpz(10) ** len(places)))
    raise NumberError(
        f'{quote(value)} is not an exact number; write an integer, "p/q" or a decimal such as '
        '"0.75", without exponents, spaces or underscores'
    )


def format_integer(value: int) -> str:
    """Decimal digits of an integer of any size.

    Python refuses to print more than 4,300 digits; iterates of operators have more.

    >>> len(format_integer(10**5000))
    5001
    """
    return cast(str, gmpy2.mpz(value).digits())


def format_rational(value: Any) -> str:
    """A rational in lowest terms, as ``"p/q"``, or ``"p"`` where q = 1.

    >>> format_rational(Fraction(50, 122)), format_rational(3)
    ('25/61', '3')
    """
    if value.denominator == 1:
        return format_integer(value.numerator)
    return f"{format_integer(value.numerator)}/{format_integer(value.denominator)}"


def is_unit_fraction(value: Fraction) -> bool:
    """Whether value is 1/n with a positive integer n, as δ has to be where Q/δ is rational."""
    return value > 0 and value.numerator == 1
