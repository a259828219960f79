"""Real numbers that are known by rational bounds, as tight as one asks."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coherence_exact.errors import UndecidedError
from coherence_exact.exact.rationals import format_rational, to_fraction

_WIDTHS = tuple(Fraction(1, 10**digits) for digits in (3, 6, 9, 12))
_STATED_WIDTH = Fraction(1, 10**6)


class EnclosedNumber:
    """A real number given by a function from a width to rational bounds at most so far apart.

    It is compared with rationals that its bounds exclude; whether it is equal to one stays undecided,
    unless a bound of width 0 tells.

    >>> root = EnclosedNumber(lambda width: (Fraction(7, 5), Fraction(7, 5) + width / 2))
    >>> root.compare_rational(1), root.compare_rational(2)
    (1, -1)
    """

    def __init__(self, enclose: Callable[[Fraction], tuple[Fraction, Fraction]]) -> None:
        self._enclose = enclose

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Bounds that are at most a millionth apart."""
        return self._enclose(_STATED_WIDTH)

    def compare_rational(self, number: object) -> int:
        """−1, 0 or 1; raises :class:`UndecidedError` if bounds 10^−12 apart do not tell."""
        rational = to_fraction(number)
        for width in _WIDTHS:
            low, high = self._enclose(width)
            if low > rational or high < rational:
                return 1 if low > rational else -1
            if low == high:
                return 0
        raise UndecidedError(f"bounds 10^-12 apart do not tell a limit from {format_rational(rational)}")
