"""Enclosed numbers: compared where bounds tell, undecided where they do not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import gmpy2
import pytest
from coherence_exact.errors import UndecidedError
from coherence_exact.exact.enclosed import EnclosedNumber

Enclose = Callable[[Fraction], tuple[Fraction, Fraction]]


def around(number: Fraction) -> Enclose:
    """Bounds of the width asked for, with the number in the middle."""
    return lambda width: (number - width / 2, number + width / 2)


def recorded(enclose: Enclose, widths: list[Fraction]) -> Enclose:
    def recording(width: Fraction) -> tuple[Fraction, Fraction]:
        widths.append(width)
        return enclose(width)

    return recording


def test_bounds_are_a_millionth_apart() -> None:
    low, high = EnclosedNumber(around(Fraction(1, 3))).bounds()
    assert low < Fraction(1, 3) < high
    assert high - low <= Fraction(1, 10**6)


@pytest.mark.parametrize("exponent", range(12))
def test_it_is_compared_with_what_the_bounds_exclude(exponent: int) -> None:
    number = EnclosedNumber(around(Fraction(1, 3)))
    distance = Fraction(1, 10**exponent)
    assert number.compare_rational(Fraction(1, 3) - distance) == 1
    assert number.compare_rational(Fraction(1, 3) + distance) == -1
    assert number.compare_rational(gmpy2.mpq(1, 3) + gmpy2.mpq(1, 10**exponent)) == -1


def test_wide_bounds_are_tried_first() -> None:
    widths: list[Fraction] = []
    assert EnclosedNumber(recorded(around(Fraction(1, 3)), widths)).compare_rational(1) == -1
    assert widths == [Fraction(1, 1000)]
    assert (
        EnclosedNumber(recorded(around(Fraction(1, 3)), widths)).compare_rational(Fraction(333333, 10**6))
        == 1
    )
    assert widths[1:] == sorted(widths[1:], reverse=True)
    assert len(widths) > 2


@pytest.mark.parametrize("distance", [0, Fraction(1, 10**13), Fraction(-1, 10**13)])
def test_what_twelve_digits_do_not_tell_is_undecided(distance: Fraction) -> None:
    with pytest.raises(UndecidedError, match=r"10\^-12 apart do not tell a limit from 1/3"):
        EnclosedNumber(around(Fraction(1, 3) + distance)).compare_rational(Fraction(1, 3))


def test_the_end_of_the_bounds_is_not_excluded() -> None:
    with pytest.raises(UndecidedError):
        EnclosedNumber(lambda width: (Fraction(1), 1 + width)).compare_rational(1)


def test_bounds_of_width_zero_tell_that_it_is_equal() -> None:
    number = EnclosedNumber(lambda _: (Fraction(1, 2), Fraction(1, 2)))
    assert [number.compare_rational(x) for x in (0, Fraction(1, 2), 1)] == [1, 0, -1]
    assert number.bounds() == (Fraction(1, 2), Fraction(1, 2))
