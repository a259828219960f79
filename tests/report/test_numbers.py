"""Numbers as people read them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.report.numbers import bound_text, decimal_text, exact_and_decimal, exact_text
from hypothesis import given
from hypothesis import strategies as st

X = sympy.Symbol("x", positive=True)


@pytest.mark.parametrize(
    ("value", "exact", "decimal", "both"),
    [
        (Fraction(25, 61), "25/61", "0.409836", "25/61 ≈ 0.409836"),
        (gmpy2.mpq(25, 61), "25/61", "0.409836", "25/61 ≈ 0.409836"),
        (Fraction(-2, 1037), "-2/1037", "-0.00192864", "-2/1037 ≈ -0.00192864"),
        (Fraction(1, 2), "1/2", "0.5", "1/2 = 0.5"),
        (Fraction(-3, 4), "-3/4", "-0.75", "-3/4 = -0.75"),
        (Fraction(0), "0", "0", "0"),
        (1, "1", "1", "1"),
        (-7, "-7", "-7", "-7"),
        (Fraction(999_999_999, 10**9), "999999999/1000000000", "1", "999999999/1000000000 ≈ 1"),
        (Fraction(1, 2**20), "1/1048576", "9.53674E-7", "1/1048576 ≈ 9.53674E-7"),
        (Fraction(2, 10**7), "1/5000000", "0.0000002", "1/5000000 = 0.0000002"),
        (log(2), "log 2", "0.693147", "log 2 ≈ 0.693147"),
        (log(2) * Fraction(3, 8) - log(3), "3/8·log 2 - log 3", "-0.838682", "3/8·log 2 - log 3 ≈ -0.838682"),
        (ZERO, "0", "0", "0"),
        (INFINITY, "∞", "inf", "∞"),
        (-INFINITY, "-∞", "-inf", "-∞"),
        (None, "undefined", "undefined", "undefined"),
        (UNDEFINED, "undefined", "undefined", "undefined"),
        (True, "true", "true", "true"),
        (X / (1 + X), "x/(x + 1)", "", "x/(x + 1)"),
    ],
)
def test_values(value: Any, exact: str, decimal: str, both: str) -> None:
    assert (exact_text(value), decimal_text(value), exact_and_decimal(value)) == (exact, decimal, both)


def test_long_numbers_are_cut_with_their_length() -> None:
    above, below = (gmpy2.mpz(n).digits() for n in (3**2000, 7**6000))
    assert len(below) == 5071
    assert exact_text(Fraction(3**2000, 7**6000)) == (
        f"{above[:8]}…{above[-8:]} (955 digits)/{below[:8]}…{below[-8:]} (5,071 digits)"
    )


def test_a_long_integer_has_no_denominator() -> None:
    assert exact_text(Fraction(10**70)) == "10000000…00000000 (71 digits)"
    assert exact_and_decimal(Fraction(10**70)) == "10000000…00000000 (71 digits) ≈ 1E+70"


def test_the_short_part_of_a_long_fraction_stays_whole() -> None:
    assert exact_text(Fraction(1, 10**70)) == "1/10000000…00000000 (71 digits)"
    assert exact_text(-Fraction(10**70, 3)) == "-1000000…00000000 (71 digits)/3"


def test_a_long_log_value_is_cut_with_its_length() -> None:
    value = log(Fraction(3**100 + 1, 2**100 + 1))
    whole = str(value)
    assert exact_text(value) == f"{whole[:16]}…{whole[-16:]} ({len(whole)} characters)"
    assert exact_and_decimal(value).endswith(" characters) ≈ 40.5465")


def test_numbers_beyond_the_range_of_decimals() -> None:
    assert decimal_text(Fraction(1, 10**5000)) == "1E-5000"
    assert exact_and_decimal(Fraction(1, gmpy2.mpz(10) ** 5000)).endswith("(5,001 digits) ≈ 1E-5000")


@given(st.fractions())
def test_an_equals_sign_is_exact_and_a_decimal_is_near(value: Fraction) -> None:
    decimal = Fraction(decimal_text(value))
    assert abs(decimal - value) <= abs(value) / 10**5
    if " = " in exact_and_decimal(value):
        assert decimal == value
    elif " ≈ " in exact_and_decimal(value):
        assert decimal != value


@given(st.fractions(0, 1))
def test_a_bound_is_never_rounded(value: Fraction) -> None:
    assert Fraction(bound_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1428572, 10**7), "0.1428572"),
        (Fraction(3333333, 10**7), "0.3333333"),
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_bound_is_a_decimal_where_it_has_one(value: Fraction, text: str) -> None:
    assert bound_text(value) == text
