"""Sums of logarithms: signs, equality and order against identities and against fifty digits."""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import combinations
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import ArgumentError, NumberError, UndefinedError
from coherence_exact.exact.logarithms import (
    INFINITY,
    ZERO,
    LogValue,
    ball,
    coprime_base,
    log,
    log_sum,
    lower_end,
    sum_of_logs,
    upper_end,
)
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from hypothesis import assume, given
from hypothesis import strategies as st

POSITIVE = st.one_of(
    st.fractions(Fraction(1, 50), 50, max_denominator=50),
    st.builds(Fraction, st.integers(1, 10**30), st.integers(1, 10**30)),
    st.builds(lambda base, power: Fraction(base) ** power, st.integers(1, 12), st.integers(-40, 40)),
)
COEFFICIENTS = st.fractions(-20, 20, max_denominator=12)
SUMS = st.lists(st.tuples(COEFFICIENTS, POSITIVE), max_size=6)


def in_decimals(pairs: list[tuple[Fraction, Fraction]]) -> Decimal:
    """Σ c·log(n) with the precision of the current decimal context."""
    total = Decimal(0)
    for c, n in pairs:
        logarithm = Decimal(n.numerator).ln() - Decimal(n.denominator).ln()
        total += Decimal(c.numerator) / Decimal(c.denominator) * logarithm
    return total


# Signs, equality and order


@given(POSITIVE, POSITIVE)
def test_logarithm_of_a_product_and_a_quotient(a: Fraction, b: Fraction) -> None:
    assert log(a * b) == log(a) + log(b)
    assert log(a / b) == log(a) - log(b)
    assert (log(a) - log(a)).sign() == 0


@given(POSITIVE, st.integers(-9, 9), st.integers(1, 9))
def test_logarithm_of_a_power(a: Fraction, p: int, q: int) -> None:
    assert log(a**p) / q == log(a) * Fraction(p, q)
    assert log(a**p) == log(a) * p


@given(POSITIVE, POSITIVE)
def test_order_is_the_order_of_the_arguments(a: Fraction, b: Fraction) -> None:
    assert (log(a) < log(b)) == (a < b)
    assert (log(a) <= log(b)) == (a <= b)
    assert (log(a) > log(b)) == (a > b)
    assert (log(a) >= log(b)) == (a >= b)
    assert (log(a) == log(b)) == (a == b)


@given(SUMS)
def test_sign_in_decimals(pairs: list[tuple[Fraction, Fraction]]) -> None:
    value = log_sum(pairs)
    with localcontext(prec=80):
        expected = in_decimals(pairs)
    if abs(expected) > Decimal("1e-60"):
        assert value.sign() == (1 if expected > 0 else -1)
    else:
        assert value.sign() == 0
    assert (-value).sign() == -value.sign()


@given(SUMS, SUMS)
def test_addition_in_any_order(
    left: list[tuple[Fraction, Fraction]], right: list[tuple[Fraction, Fraction]]
) -> None:
    assert log_sum(left + right) == log_sum(right) + log_sum(left)
    assert log_sum(left) - log_sum(right) == -(log_sum(right) - log_sum(left))


def test_hundreds_of_digits() -> None:
    a, b = 7**400 + 2, 11**350 + 6
    assert log(a * b) == log(a) + log(b)
    assert log(a * b + 1) > log(a) + log(b)
    assert log(a * b - 1) < log(a) + log(b)
    assert log(Fraction(a, b)) / 3 == log(Fraction(a**5, b**5)) / 15
    assert (log(a * b) - log(a) - log(b)).over_coprime_base() == {}


def test_values_that_part_at_the_two_hundredth_digit() -> None:
    near = log(Fraction(10**200 + 1, 10**200))
    assert near.sign() == 1
    assert log(2) < log(2) + near
    assert log(2) != log(2) + near
    assert (log(3) + near) - log(3) == near


def test_a_hidden_zero() -> None:
    """(3 + 2√2)-like coincidences do not occur: zero is always a product identity."""
    assert log(Fraction(3, 2)) + log(Fraction(4, 3)) - log(2) == ZERO
    assert log(6) / 2 + log(10) / 2 + log(15) / 2 == log(30)
    assert log(2**1000) - log(3**631) != ZERO
    assert (log(2**1000) - log(3**631)).sign() == (1 if 2**1000 > 3**631 else -1)


def test_zero_in_every_disguise() -> None:
    for zero in (ZERO, -ZERO, log(1), log(2) * 0, INFINITY * 0, log_sum([]), log_sum([(0, 0)]), LogValue()):
        assert zero == ZERO
        assert zero.sign() == 0
        assert zero.is_finite
        assert zero.decimal() == "0"
        assert str(zero) == "0"
        assert zero.to_json() == {"terms": [], "decimal": "0"}


@pytest.mark.parametrize("number", [2, Fraction(2), gmpy2.mpq(2)])
def test_numbers_of_any_rational_type(number: Any) -> None:
    value = log(Fraction(3, 2)) * gmpy2.mpq(1, 2) + log(number) / number
    assert value == log(3) / 2
    assert value.to_json() == (log(3) / 2).to_json()
    assert (log(number) - log(2)).sign() == 0
    assert log(number).compare_rational(number) == -1


def test_one_argument_of_two_types_is_one_term() -> None:
    assert log_sum([(1, gmpy2.mpq(1, 3)), (-1, Fraction(1, 3))]).sign() == 0
    assert log_sum([(1, 2), (gmpy2.mpq(1, 2), Fraction(2))]) == log(8) / 2


# Comparison with rationals


@given(SUMS, COEFFICIENTS)
def test_comparison_with_rationals(pairs: list[tuple[Fraction, Fraction]], number: Fraction) -> None:
    value = log_sum(pairs)
    with localcontext(prec=80):
        difference = in_decimals(pairs) - Decimal(number.numerator) / Decimal(number.denominator)
    expected = 0 if abs(difference) < Decimal("1e-60") else 1 if difference > 0 else -1
    assert value.compare_rational(number) == expected
    assert (value.compare_rational(number) == 0) == (number == 0 and value == ZERO)


def test_comparison_with_a_rational_that_is_very_near() -> None:
    with localcontext(prec=120):
        digits = Fraction(Decimal(2).ln())
    assert log(2).compare_rational(digits + Fraction(1, 10**118)) == -1
    assert log(2).compare_rational(digits - Fraction(1, 10**118)) == 1
    assert INFINITY.compare_rational(10**100) == 1
    assert (-INFINITY).compare_rational(-(10**100)) == -1
    assert ZERO.compare_rational(Fraction(-1, 10**100)) == 1


# Decimals, terms and text


@given(SUMS)
def test_decimal_has_fifteen_correctly_rounded_digits(pairs: list[tuple[Fraction, Fraction]]) -> None:
    value = log_sum(pairs)
    assume(value != ZERO)
    with localcontext(prec=120):
        expected = Context(prec=15).create_decimal(in_decimals(pairs))
    text = value.decimal()
    assert Decimal(text) == expected
    assert set(text) <= set("-.0123456789")
    assert len(text.replace("-", "").replace(".", "").lstrip("0")) == 15


@pytest.mark.parametrize("number", [6, 46, 71, 72, 103, 112])
def test_decimals_near_the_middle_of_two_neighbours(number: int) -> None:
    """Sixteen digits are not enough to round these logarithms to fifteen."""
    with localcontext(prec=15):
        assert Decimal(log(number).decimal()) == Decimal(number).ln()


def test_decimals_of_every_small_integer() -> None:
    with localcontext(prec=15):
        for number in range(2, 400):
            assert Decimal(log(number).decimal()) == Decimal(number).ln()


def test_decimals_of_any_size_have_no_exponent() -> None:
    tiny = log(Fraction(10**60 + 1, 10**60)).decimal()
    assert tiny == "0." + "0" * 59 + "1" + "0" * 14 or tiny == "0." + "0" * 60 + "9" * 15
    assert log(Fraction(1, 3)).decimal() == "-1.09861228866811"
    assert (log(2) * 10**20).decimal() == "69314718055994500000"
    assert INFINITY.decimal() == "inf"
    assert (-INFINITY).decimal() == "-inf"


@given(SUMS)
def test_json_is_read_back_as_the_same_value(pairs: list[tuple[Fraction, Fraction]]) -> None:
    value = log_sum(pairs)
    data = value.to_json()
    assert log_sum((Fraction(c), Fraction(n)) for c, n in data["terms"]) == value
    assert all(Fraction(c) != 0 and Fraction(n) > 1 for c, n in data["terms"])
    assert log_sum(value.terms()) == value


def test_text() -> None:
    assert str(log(2) / -2 - log(3)) == "-1/2·log 2 - log 3"
    assert str(log(12) - log(5) * 3) == "2·log 2 + log 3 - 3·log 5"
    assert repr(-INFINITY) == "<LogValue -∞>"
    assert (log(12) / 5).to_json() == {
        "terms": [["2/5", "2"], ["1/5", "3"]],
        "decimal": (log(12) / 5).decimal(),
    }
    assert INFINITY.to_json() == "inf"
    assert (-INFINITY).to_json() == "-inf"


# Infinities


def test_order_with_infinities() -> None:
    ascending = [-INFINITY, log(Fraction(1, 10**300)), ZERO, log(10**300), INFINITY]
    assert sorted([INFINITY, log(10**300), ZERO, -INFINITY, ascending[1]]) == ascending
    assert max(ascending) == INFINITY
    assert min(ascending) == log(0)
    for smaller, larger in combinations(ascending, 2):
        assert smaller < larger
        assert not larger <= smaller
        assert smaller != larger
    assert INFINITY + log(2) == INFINITY
    assert INFINITY + log(2) <= INFINITY
    assert not INFINITY + log(2) < INFINITY


def test_arithmetic_with_infinities() -> None:
    assert INFINITY + INFINITY == INFINITY
    assert log(5) - INFINITY == -INFINITY
    assert INFINITY * -2 == -INFINITY
    assert -INFINITY / Fraction(-1, 2) == INFINITY
    assert INFINITY * 0 == ZERO
    assert (-INFINITY).sign() == -1
    assert not INFINITY.is_finite
    assert log_sum([(1, 0), (2, 3)]) == -INFINITY
    assert log_sum([(-1, 0), (-2, 0)]) == INFINITY


def test_infinity_less_infinity_is_undefined() -> None:
    for difference in (
        INFINITY - INFINITY,
        INFINITY + log(0),
        -INFINITY + INFINITY,
        sum_of_logs([INFINITY, log(2), -INFINITY]),
        sum_of_logs([log(0), INFINITY]),
    ):
        assert difference is UNDEFINED
    for pairs in ([(1, 0), (-1, 0)], [(-1, 0), (1, 0)]):
        with pytest.raises(UndefinedError, match="∞ − ∞"):
            log_sum(pairs)


def test_what_infinities_do_not_have() -> None:
    for attempt in (
        INFINITY.terms,
        INFINITY.over_coprime_base,
        lambda: INFINITY.enclosure(64),
    ):
        with pytest.raises(UndefinedError, match="infinite"):
            attempt()


# What is refused


def test_arguments_below_zero() -> None:
    with pytest.raises(ArgumentError, match="-2"):
        log(-2)
    with pytest.raises(ArgumentError, match="-2"):
        log_sum([(1, 3), (1, -2)])


@pytest.mark.parametrize("inexact", [0.5, math.inf, "1/2", None, sympy.Symbol("x", positive=True)])
def test_what_is_not_rational(inexact: Any) -> None:
    for attempt in (
        lambda: log(inexact),
        lambda: log_sum([(1, inexact)]),
        lambda: log_sum([(inexact, 2)]),
        lambda: log(2) * inexact,
        lambda: inexact * log(2),
        lambda: log(2) / inexact,
        lambda: log(2).compare_rational(inexact),
    ):
        with pytest.raises((NumberError, TypeError)):
            attempt()


def test_log_values_have_no_hash() -> None:
    value: Any = log(2)
    for attempt in (lambda: hash(value), lambda: {value}):
        with pytest.raises(TypeError):
            attempt()


# With numbers of other kinds


def test_sums_products_and_quotients_that_are_no_sums_of_logarithms() -> None:
    for value in (log(2) + 1, 1 - log(2), log(2) * log(3), log(3) / log(2), 1 / log(2), log(2) ** 2):
        assert isinstance(value, LogQuotient)
    assert log(2) + 1 - 1 == log(2)
    assert log(9) / log(3) == 2
    assert log(2) * log(9) == log(4) * log(3)
    assert isinstance(log(2) + 0, LogValue)
    assert isinstance(log(2) * 2, LogValue)


def test_comparison_with_rationals_on_either_side() -> None:
    assert log(2) < 1
    assert not log(2) >= Fraction(7, 10)
    assert Fraction(7, 10) > log(2) > gmpy2.mpq(69, 100)
    assert log(2) != 1
    assert ZERO == 0
    assert log(1) <= 0
    assert log(2) != Fraction(10**30, 10**30)
    assert -INFINITY < 0 < INFINITY


@pytest.mark.parametrize("zero", [0, Fraction(0), gmpy2.mpq(0), ZERO, log(4) - log(2) * 2])
def test_division_by_zero_is_undefined(zero: Any) -> None:
    for value in (log(2), ZERO, INFINITY, -INFINITY, log(2) * log(3)):
        assert value / zero is UNDEFINED
    if isinstance(zero, LogValue):
        assert 1 / zero is UNDEFINED
        assert zero**-1 is UNDEFINED


def test_infinities_with_other_numbers() -> None:
    for finite in (1, Fraction(1, 2), gmpy2.mpq(1, 3), log(2), log(2) * log(3)):
        assert finite + INFINITY == INFINITY
        assert finite - INFINITY == -INFINITY
        assert finite * INFINITY == INFINITY
        assert -INFINITY * finite == -INFINITY
        assert INFINITY / -finite == -INFINITY
        assert finite / INFINITY is UNDEFINED
        assert -INFINITY < finite < INFINITY
    for zero in (0, ZERO, log(2) * log(3) - log(3) * log(2)):
        assert zero * INFINITY == 0
    assert INFINITY / INFINITY is UNDEFINED
    assert INFINITY * -INFINITY == -INFINITY
    for exponent in (-1, 0, 1, 2):
        assert INFINITY**exponent is UNDEFINED


def test_undefined_and_absent_entries_spread() -> None:
    for gap in (UNDEFINED, ABSENT):
        for value in (log(2), INFINITY):
            for result in (value + gap, gap + value, value - gap, gap * value, value / gap, value < gap):
                assert result is gap
            assert (value == gap) is gap


@given(st.lists(st.builds(log, POSITIVE), max_size=5))
def test_a_sum_in_one_pass(values: list[LogValue]) -> None:
    total = ZERO
    for value in values:
        total = total + value
    assert sum_of_logs(values) == total
    assert sum_of_logs([*values, -INFINITY]) == -INFINITY


# Coprime bases and balls


@given(st.lists(st.one_of(st.integers(1, 500), st.integers(1, 10**40)), max_size=8))
def test_coprime_base(integers: list[int]) -> None:
    base = coprime_base(integers)
    assert base == sorted(set(base))
    assert all(n > 1 for n in base)
    assert all(math.gcd(m, n) == 1 for m, n in combinations(base, 2))
    for integer in integers:
        rest = integer
        for n in base:
            while rest % n == 0:
                rest //= n
        assert rest == 1


def test_small_primes_are_split_off() -> None:
    assert coprime_base([6**5, 35]) == [2, 3, 5, 7]
    assert coprime_base([1, 1]) == []
    assert coprime_base([53 * 59, 59 * 61, 53**2]) == [53, 59, 61]
    assert coprime_base([53 * 59]) == [53 * 59]


def test_high_powers_are_split_at_once() -> None:
    assert coprime_base([2**200000 * 101**5, 101**70001]) == [2, 101]
    assert log(2**200000).over_coprime_base() == {2: 200000}


@given(POSITIVE)
def test_ends_of_balls_enclose(number: Fraction) -> None:
    for signed in (number, -number):
        enclosure = ball(signed)
        assert lower_end(enclosure) <= signed <= upper_end(enclosure)
        assert upper_end(enclosure) - lower_end(enclosure) <= number / 2**40


def test_precision_is_local() -> None:
    before = upper_end(ball(Fraction(1, 3)))
    assert (log(2**300 + 1) - log(2) * 300).sign() == 1
    assert log(6).decimal()
    assert upper_end(ball(Fraction(1, 3))) == before


@pytest.mark.parametrize("zero", [True, False])
def test_a_long_sum_keeps_its_arguments_unless_it_is_zero(zero: bool) -> None:
    """Pairs of neighbouring primes far above those that are split off: each is an argument of its own."""
    primes = [int(gmpy2.next_prime(10**12 + 1000 * i)) for i in range(600)]
    value = log_sum((1, p) for p in primes)
    if zero:
        value -= log(math.prod(primes))
        assert value.terms() == []
        assert value.to_json() == {"terms": [], "decimal": "0"}
    else:
        assert value.terms() == [(Fraction(1), p) for p in primes]
        assert log_sum(value.terms()) == value


@given(
    st.lists(st.tuples(st.fractions(-9, 9, max_denominator=9), st.integers(2, 99)), min_size=1, max_size=3)
)
def test_a_float_is_the_nearest_one(terms: list[tuple[Fraction, int]]) -> None:
    value = log_sum(terms)
    with localcontext(prec=60):
        exact = sum(
            (Decimal(c.numerator) / c.denominator * Decimal(n).ln() for c, n in terms),
            Decimal(0),
        )
        shown = float(value)
        others = [math.nextafter(shown, end) for end in (-math.inf, math.inf)]
        assert all(abs(exact - Decimal(shown)) <= abs(exact - Decimal(x)) for x in others)


def test_floats_of_what_is_no_number() -> None:
    assert (float(log(1)), float(INFINITY), float(-INFINITY)) == (0.0, math.inf, -math.inf)


def test_a_long_sum_is_short_in_a_list() -> None:
    value = log_sum([(Fraction(1, n), n) for n in range(2, 60)])
    assert repr(value) == f"<LogValue ≈ {value.decimal()}, {len(value.terms())} logarithms>"
    assert repr(log(2) / 2) == "<LogValue 1/2·log 2>"
