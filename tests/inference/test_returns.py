"""Occupancy, success, return and entropy against sums over trajectories."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from coherence_exact.errors import NumberError
from coherence_exact.exact.logarithms import INFINITY, ZERO, log, log_sum
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.returns import (
    causal_entropy,
    expected_return,
    occupancy_measure,
    success_probability,
)
from coherence_exact.inference.trajectories import (
    return_by_trajectories,
    success_by_trajectories,
    trajectory_distribution,
)
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, log_sum_of_parts, models, one_decision, policies


@given(st.data())
def test_occupancy_is_the_marginal_of_the_trajectories(data: st.DataObject) -> None:
    model = data.draw(models())
    policy = data.draw(policies(model))
    marginal = dict.fromkeys(model.points, Fraction(0))
    for trajectory, p in trajectory_distribution(model, policy).items():
        for point, _ in trajectory:
            marginal[point] += p
    occupancy = occupancy_measure(model, policy)
    assert occupancy == marginal
    for time in range(1, model.horizon + 1):
        assert sum(occupancy[time, state] for state in model.layers[time - 1]) == 1


@given(st.data())
def test_success_by_trajectories(data: st.DataObject) -> None:
    model = data.draw(models())
    policy = data.draw(policies(model))
    assert success_probability(model, policy) == success_by_trajectories(model, policy)


@given(st.data())
def test_return_by_trajectories(data: st.DataObject) -> None:
    model = data.draw(models())
    policy = data.draw(policies(model))
    found = expected_return(model, policy)
    assert found == return_by_trajectories(model, policy)
    assert found <= ZERO


@given(st.data())
def test_entropy_by_trajectories(data: st.DataObject) -> None:
    """Ĥ = −Σ_ξ p(ξ) Σ_t log π(a_t|s_t): the dynamics contribute nothing."""
    model = data.draw(models(max_horizon=4, simple=True))
    policy = data.draw(policies(model, simple=True))
    expected = log_sum_of_parts(
        [
            log_sum((-p, policy[point][action]) for point, action in trajectory)
            for trajectory, p in trajectory_distribution(model, policy).items()
            if p != 0
        ]
    )
    found = causal_entropy(model, policy)
    assert found == expected
    assert found >= ZERO


@given(models(deterministic=True, max_starts=1, zero_weights=False, max_horizon=3, simple=True))
def test_expected_success_is_at_least_the_exponential_of_the_return(model: Model) -> None:
    """Jensen: log S ≥ J."""
    assert log(success_probability(model, model.prior)) >= expected_return(model, model.prior)


def test_known_numbers() -> None:
    race, stochastic = example("example_1"), example("example_3")
    assert success_probability(race, race.prior) == Fraction(5, 8)
    assert expected_return(race, race.prior) == -INFINITY
    conditioned = goal_condition(race, race.prior)
    assert expected_return(race, conditioned) == log(Fraction(3, 4)) * Fraction(3, 5)
    assert success_probability(stochastic, stochastic.prior) == Fraction(11, 24)
    assert expected_return(stochastic, stochastic.prior) == log(2) * Fraction(3, 8) - log(3)
    assert expected_return(stochastic, stochastic.prior) != log(2) * Fraction(5, 8) - log(3)


def test_probability_zero_times_minus_infinity_is_zero() -> None:
    model = one_decision(a=0, b="1/2")
    careful = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1)}})
    assert expected_return(model, careful) == log(Fraction(1, 2))
    assert expected_return(model, model.prior) == -INFINITY
    assert success_probability(model, model.prior) == Fraction(1, 4)


def test_a_state_without_occupancy_contributes_nothing() -> None:
    race = example("example_1")
    safe = Policy({**race.prior, (1, "∅"): {"↗": Fraction(0), "↘": Fraction(1)}})
    assert expected_return(race, safe) == log(Fraction(3, 4))
    assert causal_entropy(race, safe) == log(2)
    assert occupancy_measure(race, safe)[2, "ridge"] == 0


def test_entropy_of_a_deterministic_policy_is_zero() -> None:
    model = one_decision(a=1, b=0)
    assert causal_entropy(model, goal_condition(model, model.prior)) == ZERO
    assert causal_entropy(model, model.prior) == log(2)


def test_the_return_of_a_model_with_symbols_is_refused() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b=1)
    assert success_probability(model, model.prior) == (1 + x) / 2
    with pytest.raises(NumberError, match="x is not a rational number"):
        expected_return(model, model.prior)
