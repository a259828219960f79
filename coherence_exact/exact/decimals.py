"""Decimal digits that are guaranteed right, from enclosures in balls.

A ball that is narrow enough has one rounding.  Where it lies around the middle between two decimals, which
an exact value may be, no narrower ball tells them apart; one digit more is then given.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from coherence_exact.errors import UndecidedError

_SCIENTIFIC = 12
"""Numbers below 10 to the minus this are written with an exponent."""

_GUARD_BITS = 64
_BITS_OF_A_DIGIT = 10 / 3
_MOST_TRIALS = 6


class Digits(str):
    """The first significant digits of a real number, correctly rounded, as text."""

    __slots__ = ()

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Half a unit of the last place below and above.

        >>> Digits("0.25").bounds()
        (Fraction(49, 200), Fraction(51, 200))
        """
        value = decimal.Decimal(self)
        half = Fraction(10) ** int(value.as_tuple().exponent) / 2
        return Fraction(value) - half, Fraction(value) + half


def rounded(ball: Any, digits: int) -> Digits | None:
    """The significant digits of whatever is in an Arb ball; None if the ball is too wide to tell.

    >>> import flint
    >>> rounded(flint.arb(2) / 3, 5)
    '0.66667'
    """
    if ball.is_zero():
        return Digits("0")
    if ball.is_exact() and not ball.is_finite():
        return Digits("inf" if ball > 0 else "-inf")
    if not ball.is_finite() or ball.contains(0):
        return None
    middle, radius, exponent = ball.mid_rad_10exp(digits + _SCIENTIFIC)
    for places in (digits, digits + 1):
        context = decimal.Context(prec=places, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
        ends = (
            context.scaleb(context.create_decimal(int(end)), int(exponent))
            for end in (middle - radius, middle + radius)
        )
        low, high = ends
        if low == high:
            return Digits(_written(low))
    return None


def _written(value: decimal.Decimal) -> str:
    if -_SCIENTIFIC <= value.adjusted() < len(value.as_tuple().digits):
        return format(value, "f")
    return format(value, "e")


def certain_digits(compute: Callable[[], Sequence[Any]], digits: int, spare_bits: int = 0) -> list[Digits]:
    """The digits of real numbers, which ``compute`` encloses in balls at flint's current precision.

    The precision is doubled until every ball is narrow enough; raises :class:`UndecidedError` where that
    does not help, as for a number that is 0 and is computed as a difference.  ``spare_bits``: about how many
    bits the computation loses, if that is known.

    >>> import flint
    >>> certain_digits(lambda: [flint.arb(1) / 3, flint.arb(2).log()], 8)
    ['0.33333333', '0.69314718']
    """
    for _ in rising_precisions(digits, spare_bits):
        found = [rounded(ball, digits) for ball in compute()]
        certain = [each for each in found if each is not None]
        if len(certain) == len(found):
            return certain
    raise UndecidedError(
        f"a number is not told apart from 0 by {_MOST_TRIALS} enclosures; ask for exact numbers with --exact"
    )


def rising_precisions(digits: int, spare_bits: int = 0) -> Iterator[int]:
    """Precisions, doubled from one to the next, at which flint works as long as each is looked at."""
    import flint

    first = int(digits * _BITS_OF_A_DIGIT) + _GUARD_BITS + spare_bits
    for trial in range(_MOST_TRIALS):
        with flint.ctx.workprec(first << trial):
            yield first << trial
