"""Expressions: one normal form, comparisons that are exact or refused, and other numbers beside them."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import ArgumentError, NumberError
from coherence_exact.exact.logarithms import INFINITY, LogValue, log
from coherence_exact.exact.symbolic import Expression, expression_of, plain
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from hypothesis import given
from hypothesis import strategies as st

SYMBOL = sympy.Symbol("x", positive=True)
X: Any = Expression(SYMBOL)
SMALL = st.fractions(-3, 3, max_denominator=5)


def at_number(value: Any, x: Fraction) -> Any:
    """A value at a number for the symbol."""
    if not isinstance(value, Expression):
        return Fraction(int(value.numerator), int(value.denominator))
    found = value.value.subs(SYMBOL, sympy.Rational(x.numerator, x.denominator))
    return Fraction(int(found.p), int(found.q))


@given(SMALL, SMALL, st.fractions("1/5", 5, max_denominator=5))
def test_arithmetic_at_numbers(a: Fraction, b: Fraction, x: Fraction) -> None:
    fast = gmpy2.mpq(b)
    cases = [
        (X + a, x + a),
        (a - X, a - x),
        (X - fast, x - b),
        (fast * X, b * x),
        ((X + 1) * (X - a), (x + 1) * (x - a)),
        ((X + a) / (X + 7), (x + a) / (x + 7)),
        (a / (X + 7), a / (x + 7)),
        ((X + a) ** 2, (x + a) ** 2),
        ((X + 7) ** -1, 1 / (x + 7)),
        (-X, -x),
    ]
    for found, expected in cases:
        assert at_number(found, x) == expected


def test_what_has_no_symbols_is_a_rational_again() -> None:
    for value in (X - X, X / X, (X + 1) ** 2 - X**2 - 2 * X, 0 * X):
        assert type(value) is Fraction
    assert (X * X - 1) / (X - 1) == X + 1
    assert repr((X * X - 1) / (X - 1)) == "Expression(x + 1)"


def test_equality_is_identity() -> None:
    assert X + X == 2 * X
    assert X != 2 * X
    assert X != 1
    assert (X == 1) is False
    assert X.log() + X.log() == (X * X).log()
    assert (4 * X).log() - log(4) == X.log()


def test_order_is_decided_for_every_positive_symbol_or_refused() -> None:
    assert X > 0
    assert X + 1 > 1
    assert not X < 0
    assert X + 1 >= X
    assert X <= 2 * X
    for left, right in ((X, 1), (1, X), (X, X * X), (X - 1, 0)):
        for compare in (operator.lt, operator.le, operator.gt, operator.ge):
            with pytest.raises(ArgumentError, match="depends on the symbols; substitute numbers first"):
                compare(left, right)


def test_what_does_not_exist() -> None:
    zero = Fraction(0)
    assert X / 0 is X / zero is UNDEFINED
    assert X / INFINITY is UNDEFINED
    assert X / UNDEFINED is UNDEFINED
    assert X / ABSENT is ABSENT
    assert X + UNDEFINED is UNDEFINED
    assert (X == ABSENT) is ABSENT


def test_infinities_beside_symbols() -> None:
    assert X + INFINITY == INFINITY - X == INFINITY
    assert X - INFINITY == -INFINITY
    assert X * INFINITY == INFINITY
    assert -X * INFINITY == -INFINITY
    assert INFINITY / X == INFINITY
    assert -INFINITY < X < INFINITY
    assert X != INFINITY
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        (X - 1) * INFINITY


def test_logarithms_beside_symbols() -> None:
    found = X * log(Fraction(1, 2)) + log(3)
    assert sympy.simplify(found.value - (sympy.log(3) - SYMBOL * sympy.log(2))) == 0
    assert log(2) * X == X * log(2)
    assert X.log().value == sympy.log(SYMBOL)
    with pytest.raises(ArgumentError, match="a product of logarithms beside symbols is not supported"):
        X + log(2) * log(3)


def test_numbers_of_models_and_back() -> None:
    assert expression_of(Fraction(1, 2)) == Fraction(1, 2)
    wrapped = expression_of((SYMBOL**2 - 1) / (SYMBOL - 1))
    assert isinstance(wrapped, Expression)
    assert plain(wrapped) == SYMBOL + 1
    assert type(plain(gmpy2.mpq(1, 2))) is Fraction
    value = log(2)
    assert plain(value) is value
    assert isinstance(value, LogValue)
    with pytest.raises(NumberError, match="not exact"):
        expression_of(SYMBOL * 0.5)
