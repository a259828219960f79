"""Folding the posterior into the reward against sums over trajectories (Definitions 5.7 and 5.8)."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.conditioning import retrain_by_definition
from coherence_exact.inference.folding import FoldKind, fold, folding
from coherence_exact.inference.temperature import temperature
from coherence_exact.inference.trajectories import policy_factor
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies


def folded_by_trajectories(
    model: Model, prior: Policy, steps: int, kind: FoldKind, cumulative: bool
) -> Policy:
    """π_steps from r_0, π_1, r_1, π_2, …, where every π_{k+1} is p(a|s, O^(k)) summed over trajectories."""
    weights: dict[Any, Any] = {point: dict(row) for point, row in model.weights.items()}
    policy = prior
    for _ in range(steps):
        rows = {}
        for point in model.points:
            joint: dict[str, Number] = dict.fromkeys(prior[point], Fraction(0))
            for trajectory, dynamics in model.trajectories[point]:
                term = dynamics * policy_factor(prior, trajectory)
                for step, action in trajectory:
                    term = term * weights[step][action]
                joint[trajectory[0][1]] += term
            total = sum(joint.values())
            rows[point] = {a: p / total for a, p in joint.items()} if total else prior[point]
        policy = Policy(rows)
        for point, row in policy.items():
            for action, p in row.items():
                before = weights[point][action] if cumulative else model.weights[point][action]
                if kind == "posterior":
                    weights[point][action] = before * p
                else:
                    weights[point][action] = before * (
                        p / prior[point][action] if prior[point][action] else 0
                    )
    return policy


@given(st.data(), st.integers(0, 3), st.sampled_from(["posterior", "ratio"]), st.booleans())
def test_folding_by_trajectories(data: st.DataObject, steps: int, kind: FoldKind, cumulative: bool) -> None:
    model = data.draw(models(max_horizon=3, most_trajectories=100))
    prior = data.draw(policies(model))
    expected = folded_by_trajectories(model, prior, steps, kind, cumulative)
    assert fold(model, prior, steps, kind, cumulative) == expected


@given(models(max_horizon=4), st.integers(0, 4))
def test_ratio_folding_is_retraining(model: Model, steps: int) -> None:
    folded = fold(model, model.prior, steps, kind="ratio")
    retrained = retrain_by_definition(model, model.prior, steps)
    assert folded == retrained
    assert folded.dead_states == retrained.dead_states


@given(models(max_horizon=4, equal_actions=True, uniform_prior=True), st.integers(0, 4))
def test_printed_folding_is_retraining_from_a_uniform_prior(model: Model, steps: int) -> None:
    assert fold(model, model.prior, steps) == retrain_by_definition(model, model.prior, steps)


@given(models(deterministic=True, max_horizon=4), st.integers(0, 2))
def test_cumulative_ratio_folding_is_a_power_of_two_of_the_temperature(model: Model, steps: int) -> None:
    folded = fold(model, model.prior, steps + 1, kind="ratio", cumulative=True)
    assert folded == temperature(model, model.prior, 2**steps)


def test_the_printed_index_of_cumulative_folding_is_one_off() -> None:
    model = example("example_1")
    assert fold(model, model.prior, 2, cumulative=True) == temperature(model, model.prior, 2)
    assert fold(model, model.prior, 2, cumulative=True) != temperature(model, model.prior, 4)


def test_printed_folding_counts_another_prior_twice() -> None:
    builder = ModelBuilder("two steps", horizon=2, start="s")
    for action in ("a", "b"):
        builder.action("s", action, to=action)
        builder.action(action, "a", success="1/2").action(action, "b")
    model = builder.prior("a", {"a": "1/3", "b": "2/3"}).build()
    assert fold(model, model.prior, 1) == retrain_by_definition(model, model.prior, 1)
    assert fold(model, model.prior, 2) != retrain_by_definition(model, model.prior, 2)
    assert fold(model, model.prior, 2, kind="ratio") == retrain_by_definition(model, model.prior, 2)


def test_one_step_off_is_not_retraining() -> None:
    model = example("example_3")
    assert fold(model, model.prior, 3, kind="ratio") != retrain_by_definition(model, model.prior, 2)


def test_stochastic_example() -> None:
    model = example("example_3")
    folded = [policy[1, "∅"]["a1"] for policy in islice(folding(model, model.prior), 3)]
    assert folded == [Fraction(1, 2), Fraction(5, 11), Fraction(25, 61)]


def test_dead_states_keep_the_row_of_the_prior() -> None:
    model = one_decision(a=0, b=0)
    prior = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    for kind in ("posterior", "ratio"):
        folded = fold(model, prior, 3, kind)
        assert folded == prior
        assert folded.dead_states == {(1, "s")}


def test_an_unknown_kind_is_refused() -> None:
    model = example("example_3")
    kind: Any = "prior"
    with pytest.raises(ArgumentError, match="posterior"):
        fold(model, model.prior, 1, kind)
