"""Both sides of Corollary 5.10 in balls against the exact terms of the claim."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.decimals import Digits
from coherence_exact.exact.fields import is_rational
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Model
from coherence_exact.papers.incoherence.return_rate import COLUMNS, indices_up_to
from coherence_exact.papers.incoherence.rounded_rate import rounded_rates
from coherence_exact.report.argued import column_values
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models, one_decision


@settings(max_examples=30)
@given(models(max_horizon=3, simple=True, most_trajectories=40), st.integers(2, 4))
def test_the_same_digits_as_exactly(model: Model, k: int) -> None:
    [(_, exact)] = column_values(COLUMNS, [(k, model)])
    found = rounded_rates(model, [k], 12)[k]
    if found is None:
        assert any(x is None or x == 0 for x in exact)
        return
    for shown, value in zip(found, exact, strict=True):
        assert (shown is None) == (value is None)
        if shown is not None:
            low, high = shown.bounds()
            assert value == 0 if shown == "0" else bool(low <= value) and bool(value <= high)


@pytest.mark.parametrize("name", ["two_arms", "grid_3x3_no_slip", "example_3"])
def test_examples(name: str) -> None:
    model = example(name)
    found = rounded_rates(model, indices_up_to(6), 15)
    for k, exact in column_values(COLUMNS, [(k, model) for k in found]):
        row = found[k]
        if row is None:
            assert None in exact or any(is_rational(x) and x == 0 for x in exact)
            continue
        for shown, value in zip(row, exact, strict=True):
            assert shown is not None
            low, high = shown.bounds()
            assert low <= value
            assert value <= high


def test_a_wrong_digit_would_be_found() -> None:
    low, high = Digits("0.153744964453").bounds()
    exact = Fraction("0.1537449644538244559")
    assert not low <= exact <= high


def test_what_may_be_zero_is_left_to_exact_numbers() -> None:
    assert rounded_rates(example("grid_3x3"), [2, 3], 10) == {2: None, 3: None}


def test_an_infinite_return_has_no_improvement() -> None:
    model = grid_world(1, 2, horizon=2, slip="1/5", step_success=0)
    assert rounded_rates(model, [2], 10) == {2: [None] * 5}


def test_symbols_have_no_digits() -> None:
    model = one_decision(a=sympy.Symbol("x", positive=True), b="1/2")
    with pytest.raises(ArgumentError, match="a model with symbols has no digits"):
        rounded_rates(model, [2], 3)
