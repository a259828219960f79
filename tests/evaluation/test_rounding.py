"""Digits from balls against the same quantities in exact arithmetic."""

from __future__ import annotations

import decimal
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation import balls
from coherence_exact.evaluation.functions import expected_return, success_probability
from coherence_exact.evaluation.operators import OPERATORS, Specification
from coherence_exact.evaluation.rounding import MEASURES, rounded_measure, rounded_result
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Model
from coherence_exact.report.data import measure
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=4, most_trajectories=200)
SPECIFICATIONS = [
    Specification("retrain", steps=3),
    Specification("retrain", steps=0),
    Specification("temperature", alpha=3),
    Specification("fold", steps=2),
    Specification("fold", steps=3, kind="ratio"),
    Specification("fold-cumulative", steps=3),
    Specification("fold-cumulative", steps=2, kind="ratio"),
    Specification("coherent", steps=2, delta=Fraction(1, 2)),
    Specification("greedy-limit"),
    Specification("prior"),
]


def is_rounding(text: str, exact: Any, digits: int) -> bool:
    """Whether digits are within half a unit of the last place of a rational or log value."""
    if isinstance(exact, LogValue) and not exact.is_finite:
        return text == exact.decimal()
    value = decimal.Decimal(text)
    if exact == 0 or value == 0:
        return bool(exact == 0) and text == "0"
    shown = len(value.as_tuple().digits)
    half = Fraction(10) ** (value.adjusted() - shown + 1) / 2
    low, high = Fraction(value) - half, Fraction(value) + half
    return shown in (digits, digits + 1) and bool(low <= exact) and bool(exact <= high)


@pytest.mark.parametrize("specification", SPECIFICATIONS, ids=str)
@settings(max_examples=15)
@given(data=st.data())
def test_operators(specification: Specification, data: st.DataObject) -> None:
    model = data.draw(SMALL)
    prior = data.draw(st.one_of(st.just(model.prior), policies(model)))
    digits = data.draw(st.integers(1, 40))
    exact = specification.trace(model, prior)
    found = rounded_result(model, prior, specification, digits, trace=True)
    assert len(found.policies) == len(exact)
    assert found.policies[-1].dead_states == exact[-1].dead_states
    for shown, policy in zip(found.policies, exact, strict=True):
        for point, row in policy.items():
            assert all(is_rounding(shown[point][action], x, digits) for action, x in row.items())
    assert is_rounding(found.success_probability, success_probability(model, exact[-1]), digits)
    assert is_rounding(found.expected_return, expected_return(model, exact[-1]), digits)
    alone = rounded_result(model, prior, specification, digits)
    assert alone == (found.policies[-1:], *found[1:])


@pytest.mark.parametrize("name", MEASURES)
@settings(max_examples=15)
@given(data=st.data())
def test_measures(name: str, data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, most_trajectories=200, simple=True))
    policy = data.draw(policies(model))
    digits, power = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 3))
    delta = Fraction(1, power)
    found = rounded_measure(model, policy, name, digits, delta)
    assert is_rounding(found, measure(model, policy, name, delta), digits)


def test_a_wrong_last_digit_would_be_found() -> None:
    assert is_rounding("0.667", Fraction(2, 3), 3)
    assert not is_rounding("0.666", Fraction(2, 3), 3)
    assert not is_rounding("0", Fraction(1, 10**50), 3)


def test_a_divergence_that_is_zero() -> None:
    coherent = rounded_result(example("example_3"), example("example_3").prior, Specification("prior"), 5)
    assert coherent.policies[0][1, "∅"]["a1"] == "0.50000"
    model = one_decision(a="1/2", b="1/2")
    assert rounded_measure(model, model.prior, "incoherence", 10) == "0"


@pytest.mark.parametrize("steps", [1, 30])
def test_digits_stay_when_more_are_asked_for(steps: int) -> None:
    """Where exact numbers are far too long to compare with."""
    world = grid_world(4, 4, horizon=12, slip="1/5", walls=[(1, 1)])
    few, many = (
        rounded_result(world, world.prior, Specification("retrain", steps=steps), n) for n in (12, 24)
    )
    for point, row in many.policies[0].items():
        for action, text in row.items():
            assert is_rounding(few.policies[0][point][action], Fraction(decimal.Decimal(text)), 12)
    assert is_rounding(few.expected_return, Fraction(decimal.Decimal(many.expected_return)), 12)


def test_what_is_lost_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass suffices: a second one would double the time."""
    world = grid_world(3, 3, horizon=15, slip="1/5")
    passes = []
    retrained = balls.retrained

    def counted(*given: Any) -> Any:
        passes.append(1)
        return retrained(*given)

    monkeypatch.setattr(balls, "retrained", counted)
    rounded_result(world, world.prior, Specification("retrain", steps=25), 30)
    assert len(passes) == 1


def test_every_operator_has_digits() -> None:
    assert {each.operator for each in SPECIFICATIONS} | {"retrain-limit"} == set(OPERATORS)
    model = example("example_1")
    limit = rounded_result(model, model.prior, Specification("retrain-limit"), 3)
    assert limit.policies[0][1, "∅"]["↗"] == "1.00"


def test_symbols_have_no_digits() -> None:
    import sympy

    model: Model = one_decision(a=sympy.Symbol("x", positive=True), b="1/2")
    with pytest.raises(ArgumentError, match="a model with symbols has no digits"):
        rounded_result(model, model.prior, Specification("retrain"), 3)
