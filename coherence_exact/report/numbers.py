"""Numbers as people read them: exact where they are short, with decimals beside."""

from __future__ import annotations

import decimal
from typing import Any

from coherence_exact.exact.decimals import Digits
from coherence_exact.exact.fields import is_symbolic
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.rationals import format_integer, format_rational
from coherence_exact.exact.symbolic import plain
from coherence_exact.exact.undefined import ABSENT, UNDEFINED

_LONGEST = 60
_DIGITS = 6
_CONTEXT = decimal.Context(prec=28, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
_SHORT = decimal.Context(prec=_DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def exact_text(value: Any, longest: float = _LONGEST) -> str:
    """A rational, a log value or an expression in full; a very long one without its middle, with its length.

    ``longest``: how many characters are shown in full.

    What is known by bounds only is written as its first digits, digits as they are; a truth, and what does
    not exist, as a word.

    >>> from fractions import Fraction
    >>> print(exact_text(Fraction(25, 61)), exact_text(Fraction(1, 3**200)))
    25/61 1/26561398…99044001 (96 digits)
    """
    word = _word(value)
    if word is not None:
        return word
    if isinstance(value, Digits):
        return str(value)
    value = plain(value)
    if isinstance(value, LogQuotient):
        low, high = value.bounds()
        return format_rational(low) if low == high else f"{decimal_text(low)}…"
    is_sum = isinstance(value, LogValue) or is_symbolic(value)
    text = str(value) if is_sum else format_rational(value)
    if len(text) <= longest:
        return text
    if is_sum:
        return f"{text[:16]}…{text[-16:]} ({len(text):,} characters)"
    parts = [value.numerator] if value.denominator == 1 else [value.numerator, value.denominator]
    return "/".join(_cut(format_integer(part)) for part in parts)


def _word(value: Any) -> str | None:
    if value is None or value is UNDEFINED or value is ABSENT:
        return "undefined"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else None


def _cut(digits: str) -> str:
    if len(digits) <= _LONGEST // 2:
        return digits
    return f"{digits[:8]}…{digits[-8:]} ({len(digits.lstrip('-')):,} digits)"


def decimal_text(value: Any) -> str:
    """About how much a rational or log value is, in six significant digits; nothing for an expression.

    >>> from fractions import Fraction
    >>> decimal_text(Fraction(25, 61))
    '0.409836'
    """
    word = _word(value)
    if word is not None:
        return word
    if isinstance(value, Digits):
        return _shortened(decimal.Decimal(value))
    value = plain(value)
    if is_symbolic(value):
        return ""
    if isinstance(value, LogQuotient):
        return decimal_text(value.bounds()[0])
    if isinstance(value, LogValue):
        text = value.decimal()
        return text if not value.is_finite else _shortened(decimal.Decimal(text))
    return _shortened(_CONTEXT.divide(*_parts(value)))


def _parts(value: Any) -> tuple[decimal.Decimal, decimal.Decimal]:
    return decimal.Decimal(int(value.numerator)), decimal.Decimal(int(value.denominator))


def _shortened(value: decimal.Decimal) -> str:
    rounded = value.normalize(_SHORT)
    if abs(rounded.adjusted()) > 2 * _DIGITS:
        return format(rounded, "E")
    plain_text = format(rounded, "f")
    return plain_text if len(plain_text) <= 2 * _DIGITS else format(rounded, "E")


def bound_text(value: Any) -> str:
    """A rational bound, never rounded: as a decimal if it has a short one, else in full.

    >>> from fractions import Fraction
    >>> bound_text(Fraction(1428572, 10**7)), bound_text(Fraction(1, 3))
    ('0.1428572', '1/3')
    """
    context = decimal.Context(prec=_LONGEST, flags=[])
    quotient = context.divide(*_parts(value))
    return (
        format_rational(value) if context.flags[decimal.Inexact] else format(quotient.normalize(context), "f")
    )


def exact_and_decimal(value: Any) -> str:
    """``25/61 ≈ 0.409836``, or ``1/2 = 0.5`` where the decimal is exact; only one where they are the same."""
    exact = exact_text(value)
    if _word(value) is not None or isinstance(value, (LogQuotient, Digits)):
        return exact
    value = plain(value)
    if is_symbolic(value):
        return exact
    if isinstance(value, LogValue):
        return f"{exact} ≈ {decimal_text(value)}" if "log" in exact or "…" in exact else exact
    if value.denominator == 1 and "…" not in exact:
        return exact
    rounded = decimal_text(value)
    numerator, denominator = _parts(value)
    is_exact = "…" not in exact and _CONTEXT.multiply(decimal.Decimal(rounded), denominator) == numerator
    return f"{exact} {'=' if is_exact else '≈'} {rounded}"
