"""The enumeration of trajectories against one that knows nothing of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.trajectories import (
    Distribution,
    conditioned_distribution,
    trajectory_distribution,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import count_trajectories, example, models, one_decision, policies


def every_sequence(model: Model, policy: Policy) -> Distribution:
    """μ(s_1) Π π τ over all sequences of states and actions, whether or not they are possible."""
    result: Distribution = {}
    steps = [(state, action) for state, choices in model.states.items() for action in choices]
    for sequence in product(steps, repeat=model.horizon):
        trajectory = tuple(((time, s), a) for time, (s, a) in enumerate(sequence, start=1))
        probability: Number = model.start.get(sequence[0][0], Fraction(0))
        for time, (state, action) in enumerate(sequence, start=1):
            if probability == 0:
                break
            probability = probability * policy[time, state][action]
            if time < model.horizon:
                successors = model.states[state][action].successors
                probability = probability * successors.get(sequence[time][0], Fraction(0))
        if probability != 0:
            result[trajectory] = probability
    return result


@given(st.data())
def test_distribution_is_the_product_over_all_sequences(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=2))
    policy = data.draw(policies(model))
    expected = every_sequence(model, policy)
    found = trajectory_distribution(model, policy)
    assert {trajectory: p for trajectory, p in found.items() if p != 0} == expected


@given(st.data())
def test_distribution_sums_to_one(data: st.DataObject) -> None:
    model = data.draw(models())
    distribution = trajectory_distribution(model, data.draw(policies(model)))
    assert len(distribution) == count_trajectories(model)
    assert sum(distribution.values()) == 1


@given(st.data())
def test_given_the_start_each_start_has_mass_one(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3))
    distribution = trajectory_distribution(model, data.draw(policies(model)), given_start=True)
    for state in model.start_states:
        assert sum(p for trajectory, p in distribution.items() if trajectory[0][0] == (1, state)) == 1


@given(models(deterministic=True, max_starts=1))
def test_conditioned_trajectories_are_those_of_the_conditioned_policy(model: Model) -> None:
    try:
        conditioned = conditioned_distribution(model, model.prior)
    except UndefinedError:
        return
    assert conditioned == trajectory_distribution(model, goal_condition(model, model.prior))


def test_stochastic_dynamics_are_conditioned_too() -> None:
    model = example("example_3")
    conditioned = conditioned_distribution(model, model.prior)
    assert conditioned != trajectory_distribution(model, goal_condition(model, model.prior))


def test_several_starts_are_conditioned_too_unless_given() -> None:
    model = (
        ModelBuilder("two starts", horizon=1, start={"s": "1/2", "t": "1/2"})
        .action("s", "a", success="1/2")
        .action("t", "a")
        .build()
    )
    at_s, at_t = (((1, "s"), "a"),), (((1, "t"), "a"),)
    assert conditioned_distribution(model, model.prior) == {at_s: Fraction(1, 3), at_t: Fraction(2, 3)}
    assert conditioned_distribution(model, model.prior, given_start=True) == {at_s: 1, at_t: 1}


def test_impossible_success_cannot_be_conditioned_on() -> None:
    model = one_decision(a=0, b=0)
    with pytest.raises(UndefinedError, match="is 0"):
        conditioned_distribution(model, model.prior)
