"""Conditioning at an inverse temperature against sums over trajectories (Definition 5.6)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.inference.conditioning import goal_condition, retrain_by_definition
from coherence_exact.inference.temperature import temperature
from coherence_exact.mdp.model import Model
from hypothesis import given
from hypothesis import strategies as st

from tests.inference.test_conditioning import posterior_rows
from tests.models import example, models, one_decision, policies


@given(st.data(), st.integers(1, 4))
def test_temperature_by_trajectories(data: st.DataObject, alpha: int) -> None:
    model = data.draw(models(max_horizon=4))
    prior = data.draw(policies(model))
    found = temperature(model, prior, alpha)
    expected = posterior_rows(model, prior, alpha)
    assert found.dead_states == {point for point, row in expected.items() if row is None}
    for point, row in expected.items():
        assert found[point] == (prior[point] if row is None else row)


@given(models())
def test_temperature_one_is_goal_conditioning(model: Model) -> None:
    assert temperature(model, model.prior, 1) == goal_condition(model, model.prior)


@given(models(deterministic=True), st.integers(1, 4))
def test_deterministic_temperature_is_retraining(model: Model, steps: int) -> None:
    assert temperature(model, model.prior, steps) == retrain_by_definition(model, model.prior, steps)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_one_degree_off_is_not_retraining(steps: int) -> None:
    model = example("example_1")
    assert temperature(model, model.prior, steps + 1) != retrain_by_definition(model, model.prior, steps)


def test_stochastic_temperature_is_not_retraining() -> None:
    model = example("example_3")
    assert temperature(model, model.prior, 2)[1, "∅"] == {"a1": Fraction(7, 17), "a2": Fraction(10, 17)}
    assert temperature(model, model.prior, 4)[1, "∅"] == {"a1": Fraction(19, 53), "a2": Fraction(34, 53)}
    assert retrain_by_definition(model, model.prior, 2)[1, "∅"]["a1"] == Fraction(25, 61)


def test_dead_states_are_dead_at_every_temperature() -> None:
    model = one_decision(a=0, b=0)
    cold = temperature(model, model.prior, 3)
    assert cold == model.prior
    assert cold.dead_states == {(1, "s")}


@pytest.mark.parametrize("alpha", [0, -1, True, 1.5, Fraction(2)])
def test_alpha_is_a_positive_integer(alpha: int) -> None:
    model = example("example_3")
    with pytest.raises(ArgumentError, match="alpha"):
        temperature(model, model.prior, alpha)
