"""Numbers that depend on parameters: what is equal, what is not, and what is left open."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import gmpy2
import pytest
from coherence_exact.errors import UndecidedError
from coherence_exact.exact import generic
from coherence_exact.exact.generic import Generic, Parameters
from coherence_exact.exact.logarithms import INFINITY, LogValue, log
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from hypothesis import given
from hypothesis import strategies as st

PARAMETERS = Parameters()
X, Y, Z = (PARAMETERS.named(name) for name in "xyz")
VALUES = (Fraction(2, 3), Fraction(5), Fraction(7, 11))

Made = tuple[Any, Any]
"""A generic number, and the same calculation on the values."""

_OPERATIONS = (operator.add, operator.sub, operator.mul, operator.truediv)


def _joined(parts: tuple[Callable[[Any, Any], Any], Made, Made]) -> Made:
    operation, (left, left_value), (right, right_value) = parts
    if operation is operator.truediv:
        right, right_value = X + 2 * Y * Z, VALUES[0] + 2 * VALUES[1] * VALUES[2]
    return operation(left, right), operation(left_value, right_value)


EXPRESSIONS: st.SearchStrategy[Made] = st.recursive(
    st.sampled_from([*zip((X, Y, Z), VALUES, strict=True), (gmpy2.mpq(3), Fraction(3))]),
    lambda inner: st.tuples(st.sampled_from(_OPERATIONS), inner, inner).map(_joined),
    max_leaves=8,
)


def at_values(number: Any, values: tuple[Fraction, ...] = VALUES) -> Fraction:
    """The number at some values of the parameters, from its normal form."""
    if not isinstance(number, Generic):
        return Fraction(int(number.numerator), int(number.denominator))

    def of_atom(atom: int) -> Fraction:
        return values[atom] if atom < len(values) else of_terms(PARAMETERS._terms[atom])

    def of_terms(terms: generic.Terms) -> Fraction:
        whole = Fraction(0)
        for monomial, coefficient in terms.items():
            part = Fraction(int(coefficient.numerator), int(coefficient.denominator))
            for atom, exponent in monomial:
                part *= of_atom(atom) ** exponent
            whole += part
        return whole

    number.normal()
    return of_terms(number._terms)


def decided(left: Any, right: Any) -> bool | None:
    try:
        return bool(left == right)
    except UndecidedError:
        return None


@given(EXPRESSIONS)
def test_normal_forms_keep_the_value(made: Made) -> None:
    number, value = made
    assert at_values(number) == value


@given(EXPRESSIONS, EXPRESSIONS)
def test_the_laws_of_a_field_are_seen(left: Made, right: Made) -> None:
    x, y = left[0], right[0]
    assert (x + y) * (x + y) == x * x + 2 * (x * y) + y * y
    assert x * (y + 1) - x == x * y
    assert (x + y) / (X + 2 * Y) == x / (X + 2 * Y) + y / (X + 2 * Y)


@given(EXPRESSIONS, EXPRESSIONS)
def test_what_is_decided_is_true_of_the_values(left: Made, right: Made) -> None:
    (x, x_value), (y, y_value) = left, right
    try:
        sign = (x - y).sign() if isinstance(x - y, Generic) else (x - y > 0) - (x - y < 0)
    except UndecidedError:
        return
    assert sign == (x_value > y_value) - (x_value < y_value)


@given(EXPRESSIONS)
def test_a_number_is_not_a_slightly_different_one(made: Made) -> None:
    number, _ = made
    assert decided(number, number + X) is False
    assert decided(number, number + Fraction(1, 10**30)) is False
    assert decided(number * 2 + X - Y, number * 2 + Y - X) is None


def test_what_depends_on_the_parameters_is_left_open() -> None:
    questions: tuple[Callable[[], Any], ...] = (
        lambda: X == Y,
        lambda: X > 1,
        (X - Y).log,
        lambda: 1 / (X - Y),
    )
    for question in questions:
        with pytest.raises(UndecidedError, match="depends on the parameters"):
            question()


def test_a_vanishing_sum_is_found_by_multiplying_out() -> None:
    hidden = (X + Y) * (X - Y) - X * X + Y * Y
    assert isinstance(hidden, Generic)
    assert hidden.sign() == 0
    assert X / hidden is UNDEFINED
    assert 1 / hidden is UNDEFINED
    assert hidden**-1 is UNDEFINED
    assert hidden.log() == -INFINITY


def test_long_products_are_not_multiplied_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generic, "MOST_TERMS", 2)
    power = (X + Y) ** 3
    expanded = X**3 + 3 * X**2 * Y + 3 * X * Y**2 + Y**3
    with pytest.raises(UndecidedError, match="not multiplied out to more than"):
        (power - expanded).sign()


def test_the_number_of_sums_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generic, "MOST_ATOMS", 4)
    parameters = Parameters()
    x, y = parameters.named("x"), parameters.named("y")
    assert (x + y).sign() == (x + 2 * y).sign() == 1
    with pytest.raises(UndecidedError, match="different sums are not kept apart"):
        (x + 3 * y).sign()


def test_logarithms_are_those_of_factors() -> None:
    assert (X * Y / (X + Y)).log() == X.log() + Y.log() - (X + Y).log()
    assert (4 * X).log() - X.log() == log(4)
    assert X * (2 * X).log() - X * X.log() == X * log(2)
    assert decided((X + 1).log(), X.log()) is None
    assert (X - X).sign() == 0


def test_infinities_and_missing_entries() -> None:
    assert X + INFINITY == INFINITY
    assert X - INFINITY == -INFINITY
    assert INFINITY - X == INFINITY
    assert -X * INFINITY == -INFINITY
    assert INFINITY / X == INFINITY
    assert X / INFINITY is UNDEFINED
    assert X < INFINITY
    assert X > -INFINITY
    assert LogValue() * X == 0
    for missing in (UNDEFINED, ABSENT):
        results = (X + missing, missing - X, X * missing, missing / X, X / missing, missing == X, missing > X)
        assert all(result is missing for result in results)


def test_a_sum_that_is_rational_behaves_as_one() -> None:
    whole = X / (X + Y) + Y / (X + Y)
    assert whole == 1
    assert whole * Fraction(2, 3) == Fraction(2, 3)
    assert (whole / 3) ** 2 == Fraction(1, 9)
