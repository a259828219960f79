"""Soft policies and incoherence against sums over trajectories (Definitions 4.5 to 4.12)."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
import sympy
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.inference.coherence import (
    arg_max_response,
    boltzmann,
    boltzmann_response,
    coherent,
    greedy,
    incoherence,
    iterated_coherence,
)
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.trajectories import success_from, trajectory_divergence
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies

SHARPNESS = st.integers(1, 3)


def values_by_trajectories(model: Model, policy: Policy) -> dict[tuple[int, str], dict[str, Fraction]]:
    return {
        point: {a: success_from(model, policy, point, first=a) for a in model.states[point[1]]}
        for point in model.points
    }


@given(st.data(), SHARPNESS)
def test_boltzmann_by_trajectories(data: st.DataObject, n: int) -> None:
    model = data.draw(models(max_horizon=4))
    policy = data.draw(policies(model))
    soft = boltzmann(model, policy, Fraction(1, n))
    for point, q in values_by_trajectories(model, policy).items():
        total = sum(x**n for x in q.values())
        assert (point in soft.dead_states) == (total == 0)
        assert soft[point] == ({a: x**n / total for a, x in q.items()} if total else policy[point])


@given(st.data())
def test_greedy_by_trajectories(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4))
    policy = data.draw(policies(model))
    soft = greedy(model, policy)
    for point, q in values_by_trajectories(model, policy).items():
        best = [action for action, x in q.items() if x == max(q.values())]
        uniform = {a: Fraction(int(a in best), len(best)) for a in q}
        assert soft[point] == (uniform if any(q.values()) else policy[point])


@given(st.data(), SHARPNESS)
def test_incoherence_by_trajectories(data: st.DataObject, n: int) -> None:
    model = data.draw(models(max_horizon=3, simple=True, most_trajectories=80))
    policy = data.draw(policies(model, simple=True))
    delta = Fraction(1, n)
    found = incoherence(model, policy, delta)
    assert found == trajectory_divergence(model, policy, boltzmann(model, policy, delta))
    assert found >= ZERO


@given(models(max_horizon=4, simple=True), st.sampled_from([1, 2, None]))
def test_one_iteration_for_each_decision_is_coherent(model: Model, n: int | None) -> None:
    """Proposition 4.10, for Boltzmann and for the arg max; a further iteration changes nothing."""
    response = boltzmann_response(Fraction(1, n)) if n else arg_max_response
    *_, last, further = islice(iterated_coherence(model, model.prior, response), model.horizon + 2)
    assert further == last
    if n:
        assert incoherence(model, last, Fraction(1, n)) == ZERO


@given(models(max_horizon=4))
def test_what_is_dead_in_the_end_was_dead_all_along(model: Model) -> None:
    policy = coherent(model, model.prior, model.horizon)
    q, _ = soft_values(model, policy)
    dead = {point for point, row in q.items() if not any(row.values())}
    assert dead <= boltzmann(model, model.prior).dead_states <= policy.dead_states
    assert all(policy[point] == model.prior[point] for point in dead)


def test_a_state_that_comes_to_life_stays_listed() -> None:
    """The prior fails at t, so that s is dead at first; the convention has been used on the way."""
    model = (
        ModelBuilder("late success", horizon=2, start="s")
        .action("s", "a", to="t")
        .action("s", "b", to="t", success="1/2")
        .action("t", "a", success=0)
        .action("t", "b")
        .prior("t", {"a": 1})
        .build()
    )
    policy = coherent(model, model.prior, 2)
    assert policy[1, "s"] == {"a": Fraction(2, 3), "b": Fraction(1, 3)}
    assert policy.dead_states == {(1, "s")}
    assert coherent(model, model.prior, 1)[1, "s"] == model.prior[1, "s"]


def test_one_iteration_less_is_not_enough() -> None:
    model = example("example_1")
    assert incoherence(model, coherent(model, model.prior, 1)) > ZERO
    assert incoherence(model, coherent(model, model.prior, 2)) == ZERO


def test_mountain_race() -> None:
    model = example("example_1")
    first, second = (coherent(model, model.prior, steps) for steps in (1, 2))
    assert first[1, "∅"] == {"↗": Fraction(2, 5), "↘": Fraction(3, 5)}
    assert second[1, "∅"] == {"↗": Fraction(4, 7), "↘": Fraction(3, 7)}
    assert second[2, "ridge"] == {"↗": 1, "↘": 0}
    assert second[2, "forest"] == {"↗": Fraction(1, 2), "↘": Fraction(1, 2)}


def test_the_soft_policy_forgets_the_prior_and_goal_conditioning_does_not() -> None:
    model = one_decision(a="1/2", b="1/2")
    biased = Policy({(1, "s"): {"a": Fraction(1, 4), "b": Fraction(3, 4)}})
    assert boltzmann(model, biased)[1, "s"] == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    assert goal_condition(model, biased) == biased


def test_incoherence_in_closed_form() -> None:
    model = one_decision(a=1, b="1/2")
    found = incoherence(model, model.prior)
    assert found == (log(Fraction(3, 4)) + log(Fraction(3, 2))) / 2
    assert incoherence(model, model.prior, Fraction(1, 2)) > found


def test_incoherence_is_infinite_where_support_is_lost() -> None:
    model = one_decision(a=1, b=0)
    assert incoherence(model, model.prior) == INFINITY


def test_lost_support_at_an_unvisited_state_does_not_count() -> None:
    model = example("example_1")
    forest = Policy({**model.prior, (1, "∅"): {"↗": Fraction(0), "↘": Fraction(1)}})
    assert incoherence(model, model.prior) == INFINITY
    assert incoherence(model, forest) == log(Fraction(5, 3))


def test_dead_states_count_nothing() -> None:
    model = one_decision(a=0, b=0)
    biased = Policy({(1, "s"): {"a": Fraction(1, 4), "b": Fraction(3, 4)}})
    assert boltzmann(model, biased) == biased
    assert greedy(model, biased) == biased
    assert greedy(model, biased).dead_states == {(1, "s")}
    assert incoherence(model, biased) == ZERO


def test_ties_are_shared() -> None:
    model = one_decision(a="2/3", b="1/3", c="2/3")
    assert greedy(model, model.prior)[1, "s"] == {"a": Fraction(1, 2), "b": 0, "c": Fraction(1, 2)}


def test_symbols_that_decide_the_arg_max_are_refused() -> None:
    x = sympy.Symbol("x", positive=True)
    model = ModelBuilder("open", horizon=1, start="s").action("s", "a", success=x).action("s", "b").build()
    assert boltzmann(model, model.prior)[1, "s"]["a"] == x / (1 + x)
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        greedy(model, model.prior)


@pytest.mark.parametrize("delta", [0, -1, 2, Fraction(2, 3), 0.5, True, "1/2"])
def test_delta_is_a_unit_fraction(delta: Any) -> None:
    model = example("example_1")
    with pytest.raises(ArgumentError, match="delta"):
        boltzmann(model, model.prior, delta)
