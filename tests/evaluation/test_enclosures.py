"""Enclosures and exact entries: what they tell apart, what they prove equal, and where neither knows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from unittest import mock

import gmpy2
import numpy as np
import pytest
from coherence_exact.evaluation import residues
from coherence_exact.evaluation.enclosed_operations import where
from coherence_exact.evaluation.enclosures import ROUNDING, Enclosed
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import RATIONAL, Factors, Residues
from coherence_exact.exact.undefined import UNDEFINED
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
    exact = Residues(factors, {RATIONAL: words}, [factors.of_integer(below)])
    return Enclosed(middle, ROUNDING * np.abs(middle), lambda: exact)


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
    exact = value.residues
    assert exact is not None
    assert all(exact.is_congruent(0, n, (a * b + c - b) / (c + 1)) for n, (a, b, c) in enumerate(numbers))
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
    exact = Residues(factors, {RATIONAL: words}, [factors.of_integer(2**70)])
    table = Enclosed(np.array([[1.0 - 2.0**-53]]), np.array([[2.0**-53]]), lambda: exact)
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


# Relative radii


def positive(factors: Factors, *numbers: Fraction) -> Enclosed:
    """One row of numbers that are not negative, with a relative radius."""
    table = enclosed(factors, *numbers)
    return Enclosed(table.middle, 0.0, lambda: table.residues, relative=ROUNDING)


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS), min_size=1, max_size=5))
def test_relative_radii_contain_what_is_exact(numbers: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    factors = Factors()
    x, y, z = (positive(factors, *column) for column in zip(*numbers, strict=True))
    ones = positive(factors, *(Fraction(1) for _ in numbers))
    value = (x * y + z).divided_by(z + ones)
    assert value.relative is not None
    for column, (a, b, c) in enumerate(numbers):
        assert value.contains(column, [0], [(a * b + c) / (c + 1)])
        assert not value.contains(column, [0], [(a * b + c) / (c + 1) + Fraction(1, 10**6)])
        assert (value.middle[0, column] == 0) == (a * b + c == 0)
    difference = value - z
    assert difference.relative is None
    assert all(
        difference.contains(n, [0], [(a * b + c) / (c + 1) - c]) for n, (a, b, c) in enumerate(numbers)
    )


def test_relative_radii_of_sums_over_groups() -> None:
    factors = Factors()
    thirds = positive(factors, Fraction(1, 3), Fraction(2, 3), Fraction(0))
    whole = thirds.rows([0] * 5).summed(Groups([range(5), [], [1]]))
    assert whole.relative is not None
    for column, number in enumerate((Fraction(1, 3), Fraction(2, 3), Fraction(0))):
        assert whole.contains(column, [0, 1, 2], [5 * number, Fraction(0), number])


def test_large_relative_radii_are_those_of_entries() -> None:
    table = Enclosed(np.array([[4.0, 0.0]]), relative=0.25)
    assert table.relative is None
    assert table.radius[0, 0] >= 1
    sign, doubt = table.sign_of_difference(Enclosed(np.array([[3.5]]), relative=0.0))
    assert np.isnan(sign[0, 0])
    assert doubt is not None
    assert doubt[0]


def test_relative_radii_do_not_decide_what_is_within_them() -> None:
    """Without exact entries numbers that meet are in doubt; zeros are known to be equal."""
    near = Enclosed(np.array([[1.0, 0.0, 2.0]]), relative=ROUNDING)
    sign, doubt = near.sign_of_difference(Enclosed(np.array([[1.0, 0.0, 1.0]]), relative=ROUNDING))
    assert np.isnan(sign[0, 0])
    assert sign[0, 1:].tolist() == [0.0, 1.0]
    assert doubt is not None
    assert doubt.tolist() == [True, False, False]


def test_equality_of_relative_radii_is_not_claimed_beyond_a_word() -> None:
    """The same words over a divisor of 64 bits: only small differences have to be 0 then."""
    factors = Factors()
    below = factors.of_numerators(np.array([1, 1], dtype=np.uint64), 64.0, object())
    words = np.array([[7, 7]], dtype=np.uint64)
    one, other = (
        Enclosed(
            np.array([[2.0**50, 1.0]]),
            0.0,
            lambda: Residues(factors, {RATIONAL: words}, [below]),
            relative=ROUNDING,
        )
        for _ in range(2)
    )
    truth, doubt = one.is_equal_to(other)
    assert np.isnan(truth[0, 0])
    assert truth[0, 1] == 1
    assert doubt is not None
    assert doubt.tolist() == [True, False]


def test_what_is_undefined_stays_so_with_relative_radii() -> None:
    gap, one = (Enclosed(np.array([[number]]), relative=0.0) for number in (np.nan, 1.0))
    zero = one.without(np.array([[True]]))
    for table in (gap + one, gap * zero, gap.divided_by(one), one.divided_by(gap), one.divided_by(zero)):
        assert np.isnan(table.middle).all()
        assert table.contains(0, [0], [UNDEFINED])
    sign, doubt = gap.sign_of_difference(one)
    assert np.isnan(sign).all()
    assert doubt is None


# Norms, and quotients of logarithms


def test_logarithms_are_not_equal_beyond_a_word() -> None:
    """A coefficient that is 0 modulo 2^64 is 0 if it is known to be smaller, and only then."""
    factors = Factors()
    below = factors.of_integer(3**30)
    for norm, known in ((2.0**10, True), (2.0**30, False), (np.inf, False), (np.nan, False)):
        words = np.zeros((1, 1), dtype=np.uint64)
        table = Residues(factors, {(2,): words}, [below], np.array([[norm]]))
        equal, different = table.equal_to(table.constant(0), *of_size(table.norms))
        assert equal.tolist() == [[known]]
        assert not different.any()


@given(st.lists(FRACTIONS.filter(bool), min_size=1, max_size=4))
def test_norms_bound_the_coefficients(numbers: list[Fraction]) -> None:
    factors = Factors()
    logs = [enclosed(factors, number).log() for number in (Fraction(12), Fraction(25, 7))]
    value = logs[0]
    for number in numbers:
        value = (value * enclosed(factors, number) + logs[1]).divided_by(enclosed(factors, Fraction(2, 3)))
    squared = value * value
    expected = {2: Fraction(2), 3: Fraction(1), 5: Fraction(0), 7: Fraction(0)}
    for number in numbers:
        expected = {p: c * number * Fraction(3, 2) for p, c in expected.items()}
        expected[5] += 3
        expected[7] -= Fraction(3, 2)
    norm = sum(map(abs, expected.values()))
    assert value.norms[0, 0] * (1 + 1e-9) >= norm
    assert squared.norms[0, 0] * (1 + 1e-9) >= norm**2


def test_norms_that_nobody_knows_are_infinite() -> None:
    factors = Factors()
    words = np.zeros((1, 1), dtype=np.uint64)
    table = Enclosed(np.zeros((1, 1)), 1e-12, lambda: Residues(factors, {(2,): words}, [()]))
    _, doubt = table.is_zero()
    assert doubt is not None


def test_quotients_of_logarithms_are_compared_by_cross_multiplication() -> None:
    factors = Factors()
    four, two, three = (enclosed(factors, Fraction(n)).log() for n in (4, 2, 3))
    twice = enclosed(factors, Fraction(2))
    assert signs(four.divided_by(two), twice) == [0.0]
    assert signs(twice, four.divided_by(two)) == [0.0]
    near = enclosed(factors, Fraction(two.middle[0, 0] / three.middle[0, 0]))
    truth, doubt = two.divided_by(three).is_equal_to(near)
    assert truth[0, 0] == 0
    assert doubt is None
    _, doubt = two.divided_by(three).sign_of_difference(near)
    assert doubt is not None


@pytest.mark.parametrize("number", [Fraction(2**16 - 1), Fraction(2**17, 3**11), Fraction(62, 961)])
def test_prime_exponents_with_and_without_a_list(number: Fraction) -> None:
    above, below = (np.array([[n]], dtype=np.int64) for n in (number.numerator, number.denominator))
    listed, complete = residues._prime_exponents(above, below)
    with mock.patch.object(residues, "_MOST_LISTED", 0):
        computed, also_complete = residues._prime_exponents(above, below)
    assert {p: int(n[0, 0]) for p, n in listed.items()} == {p: int(n[0, 0]) for p, n in computed.items()}
    assert complete.tolist() == also_complete.tolist()


def test_zero_times_infinity_asks_only_where_they_meet() -> None:
    """What may be 0 leaves no doubt where it meets a finite number."""
    unknown = Enclosed(np.array([[0.0], [1.0]]), np.array([[1e-15], [1e-15]]))
    infinite = Enclosed(np.array([[2.0], [-np.inf]]), np.zeros((2, 1)), infinite=True)
    assert (unknown * infinite).doubt is None
    product = unknown.rows([1, 0]) * infinite
    assert product.doubt is not None
    assert product.doubt.tolist() == [True]
