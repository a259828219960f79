"""Enclosures and exact entries: what they tell apart, what they prove equal, and where neither knows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import gmpy2
import numpy as np
import pytest
from coherence_exact.evaluation.enclosed_operations import where
from coherence_exact.evaluation.enclosures import ROUNDING, Enclosed
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import RATIONAL, Factors, Residues
from hypothesis import given
from hypothesis import strategies as st

FRACTIONS = st.fractions(min_value=0, max_value=4, max_denominator=50)


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    """What is undefined is NaN, and no reason for a warning."""
    with np.errstate(all="ignore"):
        yield


def enclosed(factors: Factors, *numbers: Fraction) -> Enclosed:
    """One row, a number for each model."""
    below = math.lcm(*(number.denominator for number in numbers))
    words = np.array([[int(number * below) % 2**64 for number in numbers]], dtype=np.uint64)
    middle = np.array([[float(number) for number in numbers]])
    residues = Residues(factors, {RATIONAL: words}, [factors.of_integer(below)], 0.0)
    return Enclosed(middle, ROUNDING * np.abs(middle), lambda: residues)


def signs(one: Enclosed, other: Enclosed) -> list[float]:
    sign, doubt = one.sign_of_difference(other)
    assert doubt is None
    return list(sign[0])


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS), min_size=1, max_size=5))
def test_arithmetic_is_that_of_fractions(numbers: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    factors = Factors()
    x, y, z = (enclosed(factors, *column) for column in zip(*numbers, strict=True))
    value = (x * y + z - y).divided_by(enclosed(factors, *(z + 1 for _, _, z in numbers)))
    for column, (a, b, c) in enumerate(numbers):
        assert value.contains(column, [0], [(a * b + c - b) / (c + 1)])
        assert not value.contains(column, [0], [(a * b + c - b) / (c + 1) + Fraction(1, 10**6)])
    residues = value.residues
    assert residues is not None
    assert all(residues.is_congruent(0, n, (a * b + c - b) / (c + 1)) for n, (a, b, c) in enumerate(numbers))
    again = enclosed(factors, *((a * b + c - b) / (c + 1) for a, b, c in numbers))
    assert signs(value, again) == [0.0] * len(numbers)


def test_numbers_that_floats_do_not_tell_apart() -> None:
    factors = Factors()
    third, near = Fraction(1, 3), Fraction(1, 3) + Fraction(1, 3 * 2**58)
    one, other = enclosed(factors, third), enclosed(factors, near)
    assert one.middle == other.middle
    assert one.is_equal_to(other) == (np.array([[0.0]]), None)
    _, doubt = one.sign_of_difference(other)
    assert doubt is not None
    assert doubt.all()


def of_size(bounds: Any) -> tuple[Any, Any]:
    """What tells ``equal_to`` how large differences are."""
    return lambda: bounds, lambda: bounds


def test_equality_is_not_claimed_beyond_a_word() -> None:
    """The numerators of 0 and of 2^64/N are congruent; only a bound for the difference tells them apart."""
    factors = Factors()
    below = factors.of_numerators(np.array([3**40 % 2**64, 5**27 % 2**64], dtype=np.uint64), 64.0, object())
    words = np.zeros((1, 2), dtype=np.uint64)
    small = Residues(factors, {RATIONAL: words}, [below])
    equal, different = small.equal_to(small.constant(0), *of_size(np.array([[1.0, 2.0**-20]])))
    assert equal.tolist() == [[False, True]]
    assert not different.any()


def test_logarithms_are_compared_by_prime_factors() -> None:
    factors = Factors()
    six, two, three = (enclosed(factors, Fraction(n)).log() for n in (6, 2, 3))
    assert signs(six, two + three) == [0.0]
    assert signs(six, two + two) == [1.0]
    assert signs(enclosed(factors, Fraction(0)).log(), two) == [-1.0]


def test_a_large_prime_is_in_doubt() -> None:
    factors = Factors()
    one = enclosed(factors, Fraction(10007)).log()
    _, doubt = one.sign_of_difference(one + enclosed(factors, Fraction(0)))
    assert doubt is not None


def test_zero_times_infinity_is_zero_where_it_is_known() -> None:
    factors = Factors()
    minus_infinity = enclosed(factors, Fraction(0)).log()
    assert (minus_infinity * enclosed(factors, Fraction(0))).middle == 0
    third = enclosed(factors, Fraction(1, 3))
    assert (minus_infinity * (third - third)).middle == 0
    assert (minus_infinity * third).middle == -np.inf


def test_division_by_zero_is_undefined() -> None:
    factors = Factors()
    quotient = enclosed(factors, Fraction(1), Fraction(1)).divided_by(
        enclosed(factors, Fraction(0), Fraction(2))
    )
    assert np.isnan(quotient.middle).tolist() == [[True, False]]


@pytest.mark.parametrize("members", [[[0, 1], [2]], [[0], [], [1, 2]], [[0, 2], [1, 2]]])
def test_rows_are_folded_group_by_group(members: list[list[int]]) -> None:
    rows = np.array([[1.0, 2.0], [4.0, 8.0], [16.0, 32.0]])
    folded = Groups(members).fold(np.add, rows, -1.0)
    assert folded.tolist() == [
        rows[group].sum(axis=0).tolist() if group else [-1.0, -1.0] for group in members
    ]


def test_a_difference_that_may_be_zero_stays_so_beside_infinities() -> None:
    """0 within a radius, times a finite number, is not 0 because some other number is infinite."""
    factors = Factors()
    near = enclosed(factors, Fraction(1, 3) + Fraction(1, 3 * 2**58), Fraction(0))
    third = enclosed(factors, Fraction(1, 3), Fraction(0))
    logs = enclosed(factors, Fraction(2), Fraction(0)).log()
    assert logs.infinite
    product = (near - third) * logs
    assert product.radius[0, 0] > 0
    truth, doubt = product.is_equal_to(product - product)
    assert truth[0, 0] == 0 or (doubt is not None and doubt[0])


def test_logarithms_of_negative_over_negative() -> None:
    factors = Factors()
    minus_two, minus_six = (enclosed(factors, Fraction(n)) for n in (-2, -6))
    three = minus_six.divided_by(minus_two)
    assert signs(three.log(), enclosed(factors, Fraction(3)).log()) == [0.0]
    assert signs(three.log(), enclosed(factors, Fraction(1)).log()) == [1.0]


def test_a_logarithm_of_what_is_not_known_entirely_is_in_doubt() -> None:
    """1 − 2^−70 cannot be told from 1 in floating point, and its numerator not in a word."""
    factors = Factors()
    near = Fraction(2**70 - 1, 2**70)
    words = np.array([[near.numerator % 2**64]], dtype=np.uint64)
    residues = Residues(factors, {RATIONAL: words}, [factors.of_integer(2**70)])
    table = Enclosed(np.array([[1.0 - 2.0**-53]]), np.array([[2.0**-53]]), lambda: residues)
    _, doubt = table.log().is_equal_to(enclosed(factors, Fraction(1)).log())
    assert doubt is not None


def test_what_is_left_out_does_not_bound_what_is_kept() -> None:
    """A table that leaves out large entries shares exact entries with the table that has them."""
    factors = Factors()
    large = Enclosed(
        np.array([[2.0**62], [1.0]]),
        np.zeros((1, 1)),
        lambda: Residues(factors, {RATIONAL: np.array([[2**62], [1]], dtype=np.uint64)}, [(), ()]),
    )
    small = where(Enclosed(np.array([[0.0], [1.0]])), large)
    assert small.residues is not None
    assert small.norms.tolist() == [[0.0], [1.0]]
    assert large.norms.tolist() == [[2.0**62], [1.0]]


def test_congruent_divisors_are_not_taken_for_one() -> None:
    """5 and 5 + 2^64 are the same word; x/5 and x/(5 + 2^64) are neither equal nor shown to differ."""
    factors = Factors()
    one = Residues(factors, {RATIONAL: np.array([[1]], dtype=np.uint64)}, [()])
    five, more = (Residues(factors, {RATIONAL: np.array([[5]], dtype=np.uint64)}, [()]) for _ in range(2))
    unknown = np.array([[2.0**70]])
    first, second = (
        one.divided_by(divisor, np.array([[False]]), (np.array([[1.0]]), unknown)) for divisor in (five, more)
    )
    assert first is not None
    assert second is not None
    equal, different = first.equal_to(second, *of_size(np.array([[2.0**-60]])))
    assert not equal.any()
    assert not different.any()
    again = one.divided_by(five, np.array([[False]]), (np.array([[1.0]]), unknown))
    assert again is not None
    assert again.denominators == first.denominators


def test_an_infinite_entry_is_no_finite_number() -> None:
    assert not Enclosed(np.array([[np.inf]]), np.zeros((1, 1)), infinite=True).contains(
        0, [0], [gmpy2.mpq(1)]
    )
    assert not Enclosed(np.array([[np.nan]])).contains(0, [0], [gmpy2.mpq(1)])
