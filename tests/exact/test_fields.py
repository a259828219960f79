"""Numbers of every kind: never a float, and one normal form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import ArgumentError, NumberError
from coherence_exact.exact.fields import (
    is_rational,
    is_symbolic,
    is_zero,
    largest,
    normalised,
    quotient,
    tidy,
    to_number,
)
from hypothesis import given
from hypothesis import strategies as st

X = sympy.Symbol("x", positive=True)


@pytest.mark.parametrize("number", [0, 3, Fraction(1, 2), gmpy2.mpq(1, 2)])
def test_rationals(number: Any) -> None:
    assert is_rational(number)
    assert not is_symbolic(number)
    assert tidy(number) is number
    assert is_zero(number) == (number == 0)


def test_expressions() -> None:
    assert is_symbolic(X)
    assert not is_rational(X)
    assert not is_rational(0.5)
    assert is_zero((X + 1) ** 2 - X**2 - 2 * X - 1)
    assert not is_zero(X - 1)
    assert tidy((X**2 - 1) / (X - 1)) == X + 1


@given(st.fractions())
def test_an_expression_without_symbols_is_a_fraction(number: Fraction) -> None:
    expression = sympy.Rational(number.numerator, number.denominator)
    for found in (tidy(expression), tidy(X * expression / X), to_number(expression)):
        assert type(found) is Fraction
        assert found == number


@given(st.fractions(), st.fractions())
def test_fractions_mix_with_both_other_kinds(a: Fraction, b: Fraction) -> None:
    assert a + gmpy2.mpq(b) == a + b
    assert gmpy2.mpq(a) * b == a * b
    assert {a: 1}.get(gmpy2.mpq(a)) == 1
    assert is_zero(a * X - sympy.Rational(a.numerator, a.denominator) * X)
    assert tidy((a + b * X) - b * X) == a


@pytest.mark.parametrize("expression", [0.5 * X, sympy.Float("0.1"), X + sympy.Float("1e-30"), 0.5])
def test_floats_are_refused(expression: Any) -> None:
    with pytest.raises(NumberError, match="not exact"):
        tidy(expression)
    with pytest.raises(NumberError):
        to_number(expression)


@pytest.mark.parametrize(
    ("given_number", "expected"),
    [("2/6", Fraction(1, 3)), ("0.75", Fraction(3, 4)), (2, Fraction(2)), (gmpy2.mpq(1, 3), Fraction(1, 3))],
)
def test_numbers_from_python(given_number: Any, expected: Fraction) -> None:
    assert to_number(given_number) == expected


@pytest.mark.parametrize("given_number", [True, None, "1e3", "x", [1]])
def test_what_is_no_number(given_number: Any) -> None:
    with pytest.raises(NumberError):
        to_number(given_number)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (1, 3, Fraction(1, 3)),
        (1, 1, Fraction(1)),
        (Fraction(1, 2), 2, Fraction(1, 4)),
        (gmpy2.mpq(1, 2), gmpy2.mpq(3, 2), Fraction(1, 3)),
        (X, 2 * X, Fraction(1, 2)),
    ],
)
def test_quotients_are_exact(above: Any, below: Any, expected: Fraction) -> None:
    found = quotient(above, below)
    assert found == expected
    assert not isinstance(found, float)


def test_normalised() -> None:
    assert normalised({"a": 1, "b": 3}, 4) == {"a": Fraction(1, 4), "b": Fraction(3, 4)}
    assert normalised({"a": X, "b": X**2}, X + X**2) == {"a": 1 / (1 + X), "b": X / (1 + X)}
    with pytest.raises(NumberError, match="sums to 0"):
        normalised({"a": Fraction(0)}, Fraction(0))
    with pytest.raises(NumberError, match="cannot be normalised"):
        normalised({"a": X}, X * (X + 1) - X**2 - X)


@given(st.lists(st.one_of(st.integers(), st.fractions(), st.fractions().map(gmpy2.mpq)), min_size=1))
def test_largest(numbers: list[Any]) -> None:
    assert largest(numbers) == max(numbers)


def test_largest_with_symbols() -> None:
    assert largest([X, X + 1, Fraction(-1)]) == X + 1
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        largest([X, Fraction(1)])
