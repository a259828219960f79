"""Backward induction against the best of all deterministic policies."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.inference.optimality import optimal_return, optimal_success
from coherence_exact.inference.trajectories import return_by_trajectories, success_by_trajectories
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.models import (
    count_deterministic_policies,
    deterministic_policies,
    example,
    models,
    one_decision,
    policies,
)

SMALL = models(max_horizon=3, most_trajectories=60)


@given(SMALL)
def test_best_of_all_deterministic_policies(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 100)
    candidates = deterministic_policies(model)
    assert optimal_success(model) == max(success_by_trajectories(model, policy) for policy in candidates)
    assert optimal_return(model) == max(return_by_trajectories(model, policy) for policy in candidates)


@given(st.data())
def test_no_stochastic_policy_is_better(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4))
    policy = data.draw(policies(model))
    assert success_by_trajectories(model, policy) <= optimal_success(model)
    assert return_by_trajectories(model, policy) <= optimal_return(model)


def test_known_numbers() -> None:
    race, stochastic = example("example_1"), example("example_3")
    assert optimal_success(race) == 1
    assert optimal_return(race) == ZERO
    assert optimal_success(stochastic) == Fraction(1, 2)
    assert optimal_return(stochastic) == (log(2) - 2 * log(3)) / 2
    assert log(optimal_success(stochastic)) > optimal_return(stochastic)


def test_success_and_return_prefer_different_actions() -> None:
    model = (
        ModelBuilder("risk", horizon=2, start="s")
        .action("s", "risky", to={"good": "1/2", "bad": "1/2"})
        .action("s", "safe", to="fair")
        .action("good", "a")
        .action("bad", "a", success=0)
        .action("fair", "a", success="1/3")
        .build()
    )
    assert optimal_success(model) == Fraction(1, 2)
    assert optimal_return(model) == log(Fraction(1, 3))


def test_the_prior_does_not_restrict_the_optimum() -> None:
    model = (
        ModelBuilder("closed", horizon=1, start="s")
        .action("s", "a", success="1/2")
        .action("s", "b")
        .prior("s", {"a": 1})
        .build()
    )
    assert optimal_success(model) == 1


def test_impossible_success() -> None:
    model = one_decision(a=0, b=0)
    assert optimal_success(model) == 0
    assert optimal_return(model) == -INFINITY


def test_symbols_that_decide_the_optimum_are_refused() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b=1)
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        optimal_success(model)
