"""Short fractions: exact arithmetic in floats, up to where it would round."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import gmpy2
import numpy as np
import pytest
from coherence_exact.evaluation.enclosures import Enclosed
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import Factors, prime_powers
from coherence_exact.evaluation.short_fractions import MOST_BITS, ShortFractions
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from hypothesis import given
from hypothesis import strategies as st

FRACTIONS = st.fractions(min_value=0, max_value=4, max_denominator=50)


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    """What is undefined is NaN, and no reason for a warning."""
    with np.errstate(all="ignore"):
        yield


def short(factors: Factors, *rows: list[Fraction] | list[int]) -> ShortFractions:
    """Rows of numbers, a column for each model, each row over one denominator."""
    below = [math.lcm(*(Fraction(number).denominator for number in row)) for row in rows]
    whole = [[float(number * each) for number in row] for row, each in zip(rows, below, strict=True)]
    bits = [math.log2(max(1.0, *map(abs, row))) for row in whole]
    is_signed = any(number < 0 for row in whole for number in row)
    return ShortFractions(factors, np.array(whole), list(map(factors.of_integer, below)), bits, is_signed)


def signs(one: Enclosed, other: Enclosed) -> list[list[float]]:
    sign, doubt = one.sign_of_difference(other)
    assert doubt is None
    return [list(row) for row in sign]


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS), min_size=1, max_size=5))
def test_arithmetic_is_that_of_fractions(numbers: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    factors = Factors()
    x, y, z = (short(factors, list(column)) for column in zip(*numbers, strict=True))
    value = (x * y + z - y).divided_by(short(factors, [z + 1 for _, _, z in numbers]))
    wanted = [(a * b + c - b) / (c + 1) for a, b, c in numbers]
    for column, number in enumerate(wanted):
        assert value.contains(column, [0], [gmpy2.mpq(number)])
        assert not value.contains(column, [0], [gmpy2.mpq(number + Fraction(1, 10**9))])
        assert abs(gmpy2.mpq(float(value.middle[0, column])) - gmpy2.mpq(number)) <= gmpy2.mpq(
            float(value.radius[0, column])
        )
    exact = value.residues
    assert exact is not None
    assert all(exact.is_congruent(0, column, gmpy2.mpq(number)) for column, number in enumerate(wanted))
    again = short(factors, wanted)
    assert signs(value, again) == [[0.0] * len(numbers)]
    truth, doubt = value.is_equal_to(again)
    assert (truth.tolist(), doubt) == ([[1.0] * len(numbers)], None)
    more = short(factors, [number + Fraction(1, 10**6) for number in wanted])
    assert signs(value, more) == [[-1.0] * len(numbers)]


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS), min_size=1, max_size=5))
def test_rows_are_shared_as_fractions_are(numbers: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    factors = Factors()
    rows = [list(row) for row in zip(*numbers, strict=True)]
    otherwise = short(factors, *([Fraction(i + 1, 6)] * len(numbers) for i in range(3)))
    found = short(factors, *rows).shared(Groups([[0, 1, 2]]), [0, 0, 0], otherwise)
    assert isinstance(found, ShortFractions)
    for column, row in enumerate(numbers):
        whole = sum(row)
        wanted = [x / whole for x in row] if whole else [Fraction(i + 1, 6) for i in range(3)]
        assert found.contains(column, [0, 1, 2], list(map(gmpy2.mpq, wanted)))


def test_what_rows_have_in_common_is_divided_out() -> None:
    factors = Factors()
    rows = short(factors, [3 * 2**30, 5 * 2**30], [2**32, 7 * 2**30])
    found = rows.shared(Groups([[0, 1]]), [0, 0], rows)
    assert isinstance(found, ShortFractions)
    assert found.numerators.tolist() == [[3.0, 5.0], [4.0, 7.0]]
    assert found.contains(1, [0, 1], [gmpy2.mpq(5, 12), gmpy2.mpq(7, 12)])
    assert max(found.bits) < 4


def test_what_would_round_is_an_enclosure() -> None:
    factors = Factors()
    large = short(factors, [2**26 + 1, 2**26 + 3])
    product = large * large
    assert isinstance(large, ShortFractions)
    assert not isinstance(product, ShortFractions)
    assert product.contains(1, [0], [gmpy2.mpq(2**26 + 3) ** 2])
    half = short(factors, [2**25 + 1, 2**25 + 3])
    assert isinstance(half * half, ShortFractions)
    most = short(factors, [2**MOST_BITS - 1, 1])
    assert not isinstance(most + most, ShortFractions)
    assert (most + most).contains(0, [0], [gmpy2.mpq(2 ** (MOST_BITS + 1) - 2)])
    assert not isinstance(short(factors, [2**MOST_BITS - 1], [1]).summed(Groups([[0, 1]])), ShortFractions)


def test_numbers_over_long_denominators_are_told_apart() -> None:
    factors = Factors()
    one = short(factors, [Fraction(1, 2**40 + 1), Fraction(1, 2**40 + 1)])
    other = short(factors, [Fraction(1, 2**40 - 1), Fraction(1, 2**40 + 1)])
    assert signs(one, other) == [[-1.0, 0.0]]


def test_division_by_zero_is_undefined() -> None:
    factors = Factors()
    quotient = short(factors, [1, 1]).divided_by(short(factors, [0, 2]))
    assert isinstance(quotient, ShortFractions)
    assert not quotient.is_defined
    assert quotient.contains(0, [0], [UNDEFINED])
    assert not quotient.contains(0, [0], [ABSENT])
    assert not quotient.contains(0, [0], [gmpy2.mpq(0)])
    assert quotient.contains(1, [0], [gmpy2.mpq(1, 2)])
    truth, doubt = (quotient * short(factors, [2, 2])).is_equal_to(short(factors, [1, 1]))
    assert math.isnan(truth[0, 0])
    assert (truth[0, 1], doubt) == (1.0, None)


def test_a_negative_divisor_is_divided_by_as_an_enclosure() -> None:
    factors = Factors()
    quotient = short(factors, [1]).divided_by(short(factors, [-2]))
    assert not isinstance(quotient, ShortFractions)
    assert quotient.contains(0, [0], [gmpy2.mpq(-1, 2)])


def test_factors_that_are_the_same_numbers_are_one() -> None:
    factors = Factors()
    numbers = np.array([2.0, 3.0, 5.0])
    first = factors.of_floats(numbers, 3.0)
    assert factors.of_floats(numbers.copy(), 3.0) == first
    assert factors.of_floats(np.array([2.0, 3.0, 6.0]), 3.0) != first
    assert factors.of_floats(np.array([6.0, 6.0, 6.0]), 3.0) == factors.of_integer(6)


def test_long_primes_that_are_congruent_are_different_factors() -> None:
    factors = Factors()
    first = 2**89 - 1
    other = next(n for k in range(1, 10**6) if prime_powers(n := first + k * 2**64) == ((n, 1),))
    assert factors.value(factors.of_integer(first)) == factors.value(factors.of_integer(other))
    assert factors.of_integer(first) != factors.of_integer(other)
    assert factors.floats(factors.of_integer(first)) is None
