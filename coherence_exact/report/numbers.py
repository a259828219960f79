"""Numbers as people read them: exact where they are short, with decimals beside."""

from __future__ import annotations

import decimal
from typing import Any

from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.rationals import format_rational

_LONGEST = 60
_DECIMALS = 6


def exact_text(value: Any) -> str:
    """A rational or log value in full, or with its middle left out if it is very long."""
    text = str(value) if isinstance(value, LogValue) else format_rational(value)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:16]}…{text[-12:]} ({len(text)} characters)"


def decimal_text(value: Any) -> str:
    """About how much a rational or log value is, in six significant digits.

    >>> from fractions import Fraction
    >>> decimal_text(Fraction(25, 61))
    '0.409836'
    """
    if isinstance(value, LogValue):
        text = value.decimal()
        return text if not value.is_finite else _shortened(decimal.Decimal(text))
    return _shortened(decimal.Decimal(int(value.numerator)) / decimal.Decimal(int(value.denominator)))


def _shortened(value: decimal.Decimal) -> str:
    rounded = value.normalize(decimal.Context(prec=_DECIMALS))
    plain = format(rounded, "f")
    return plain if len(plain) <= 2 * _DECIMALS else format(rounded, "E")


def exact_and_decimal(value: Any) -> str:
    """``25/61 ≈ 0.409836``; only one of them where they are the same."""
    exact = exact_text(value)
    is_whole = "/" not in exact and "log" not in exact
    return exact if is_whole else f"{exact} ≈ {decimal_text(value)}"
