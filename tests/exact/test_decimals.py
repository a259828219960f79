"""Digits that are guaranteed right, against exact rounding of rationals."""

from __future__ import annotations

import decimal
from fractions import Fraction

import flint
import pytest
from coherence_exact.errors import UndecidedError
from coherence_exact.exact.decimals import Digits, certain_digits, rounded
from coherence_exact.exact.logarithms import ball
from hypothesis import example as with_example
from hypothesis import given
from hypothesis import strategies as st


def nearest(value: Fraction, places: int) -> decimal.Decimal:
    """A rational at so many significant digits, ties to even."""
    context = decimal.Context(prec=places, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    return context.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))


@given(st.fractions(), st.integers(1, 40))
@with_example(Fraction(1, 8), 2)
@with_example(Fraction(5), 1)
@with_example(Fraction(25, 10**40), 1)
def test_digits_of_rationals(value: Fraction, places: int) -> None:
    [text] = certain_digits(lambda: [ball(value)], places)
    given_places = len(decimal.Decimal(text).as_tuple().digits) if value else places
    assert decimal.Decimal(text) == nearest(value, given_places)
    is_tie = nearest(value, places) != decimal.Decimal(text)
    assert given_places == places or given_places == places + 1
    if is_tie:
        assert abs(Fraction(nearest(value, places)) - value) * 2 == 10 ** Fraction(
            nearest(value, places).adjusted() - places + 1
        )


def test_a_number_halfway_between_two_decimals_has_one_digit_more() -> None:
    assert certain_digits(lambda: [ball(Fraction(1, 40)) * 7 / 7], 1) == ["0.025"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2, 3), "0.66667"),
        (Fraction(-1, 3), "-0.33333"),
        (Fraction(0), "0"),
        (Fraction(1), "1.0000"),
        (Fraction(12345678), "1.2346e+7"),
        (Fraction(1, 3 * 10**20), "3.3333e-21"),
    ],
)
def test_how_digits_are_written(value: Fraction, text: str) -> None:
    found = certain_digits(lambda: [ball(value)], 5)
    assert found == [text]
    assert isinstance(found[0], Digits)


def test_infinities_are_words() -> None:
    assert certain_digits(lambda: [flint.arb.neg_inf(), flint.arb.pos_inf()], 5) == ["-inf", "inf"]


@pytest.mark.parametrize(
    "wide", [flint.arb(1, 2), flint.arb(0, "1e-50"), flint.arb("0.33", "1e-6"), flint.arb.nan()]
)
def test_a_wide_ball_has_no_digits(wide: flint.arb) -> None:
    assert rounded(wide, 10) is None


def test_the_precision_is_raised_until_digits_are_certain() -> None:
    precisions = []

    def difference() -> list[flint.arb]:
        precisions.append(flint.ctx.prec)
        return [ball(Fraction(1, 3)) + ball(Fraction(1, 10**60)) - ball(Fraction(1, 3))]

    assert certain_digits(difference, 3) == ["1.00e-60"]
    assert precisions == sorted(set(precisions))
    assert len(precisions) > 1


def test_zero_is_not_told_from_what_is_small() -> None:
    with pytest.raises(UndecidedError, match="not told apart from 0"):
        certain_digits(lambda: [ball(Fraction(1, 3)) - ball(Fraction(1, 3))], 3)
