"""Conditioning at an inverse temperature against sums over trajectories (Definition 5.6)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.inference.conditioning import goal_condition, retrain_by_definition
from coherence_exact.inference.temperature import temperature, temperature_limit
from coherence_exact.inference.trajectories import (
    policy_factor,
    success_from,
    weight_of,
)
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point, Policy, Row
from hypothesis import given
from hypothesis import strategies as st

from tests.inference.test_conditioning import posterior_rows
from tests.models import example, models, one_decision, policies, total_variation


def given_the_largest_weight(model: Model, prior: Policy, point: Point) -> Row:
    """The first action of the possible trajectories from a point, given the largest weight among them."""
    found = [
        (dynamics * policy_factor(prior, trajectory), weight_of(model, trajectory), trajectory[0][1])
        for trajectory, dynamics in model.trajectories[point]
    ]
    most = max(weight for p, weight, _ in found if p > 0)
    if most == 0:
        return prior[point]
    total = sum(p for p, weight, _ in found if weight == most)
    row = dict.fromkeys(prior[point], Fraction(0))
    for p, weight, action in found:
        if weight == most:
            row[action] += p / total
    return row


@given(st.data())
def test_the_limit_conditions_on_the_largest_weight(data: st.DataObject) -> None:
    model = data.draw(models())
    prior = data.draw(policies(model))
    limit = temperature_limit(model, prior)
    assert limit == Policy({point: given_the_largest_weight(model, prior, point) for point in model.points})
    assert limit.dead_states == {p for p in model.points if success_from(model, prior, p) == 0}


def test_cold_policies_approach_the_limit() -> None:
    model = example("example_3")
    limit = temperature_limit(model, model.prior)
    assert limit[1, "∅"] == {"a1": Fraction(1, 3), "a2": Fraction(2, 3)}
    assert total_variation(temperature(model, model.prior, 10), limit) > Fraction(1, 10**4)
    assert total_variation(temperature(model, model.prior, 100), limit) < Fraction(1, 10**30)


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
