"""Folding the posterior into the reward against sums over trajectories (Definitions 5.7 and 5.8)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.claims import equal, fold, folded_weights, prior, retrain, second_policy, temperature
from coherence_exact.definitions.folding import ratio
from coherence_exact.errors import ClaimError
from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, one_decision, policies

KINDS = st.sampled_from(["posterior", "ratio"])


def folded(
    model: Model, given_prior: Policy, steps: int, kind: str, cumulative: bool
) -> tuple[Policy, dict[Any, Any]]:
    """π_steps and w_steps: w_0, π_1 = p(a|s, O^(0)), w_1, π_2 = p(a|s, O^(1)), …, by trajectories."""
    original = by_hand.weights(model)
    per_step: dict[Any, dict[str, Number]] = original
    policy = given_prior
    for _ in range(steps):
        policy = by_hand.conditioned(model, given_prior, per_step)
        before = per_step if cumulative else original
        per_step = {
            point: {
                a: before[point][a] * (p if kind == "posterior" else p / given_prior[point][a] if p else 0)
                for a, p in row.items()
            }
            for point, row in policy.items()
        }
    return policy, per_step


@given(
    st.data(),
    models(max_horizon=3, most_trajectories=60, simple=True),
    st.integers(0, 3),
    KINDS,
    st.booleans(),
)
def test_folding_by_trajectories(
    data: st.DataObject, model: Model, steps: int, kind: str, cumulative: bool
) -> None:
    policy = data.draw(policies(model, simple=True))
    expected, weights = folded(model, policy, steps, kind, cumulative)
    found = by_hand.table(model, fold(second_policy, steps, kind, cumulative), policy)
    assert found == by_hand.entries_of(expected)
    found = by_hand.table(model, folded_weights(second_policy, steps, kind, cumulative), policy)
    assert found == by_hand.entries_of(weights)


@given(st.data(), models(max_horizon=2, simple=True))
def test_the_ratio_is_zero_where_the_prior_is(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model, simple=True))
    found = by_hand.table(model, ratio(second_policy, prior), policy)
    below = by_hand.entries_of(model.prior)
    assert found == {
        key: p / below[key] if below[key] else 0 for key, p in by_hand.entries_of(policy).items()
    }


@given(models(max_horizon=3, simple=True), st.integers(0, 3))
def test_ratio_folding_is_retraining(model: Model, steps: int) -> None:
    assert by_hand.value(model, equal(fold(prior, steps, "ratio"), retrain(prior, steps))) is True


@given(models(deterministic=True, max_horizon=3, simple=True), st.integers(0, 2))
def test_cumulative_ratio_folding_is_a_power_of_two_of_the_temperature(model: Model, steps: int) -> None:
    powers = temperature(prior, 2**steps)
    assert by_hand.value(model, equal(fold(prior, steps + 1, "ratio", cumulative=True), powers)) is True


@pytest.mark.parametrize(
    ("steps", "kind", "other", "holds"),
    [(2, "ratio", 2, True), (3, "ratio", 2, False), (2, "posterior", 2, True), (0, "posterior", 0, True)],
)
def test_the_stochastic_example(steps: int, kind: str, other: int, holds: bool) -> None:
    model = example("example_3")
    assert by_hand.value(model, equal(fold(prior, steps, kind), retrain(prior, other))) is holds


def test_printed_folding_counts_a_prior_that_is_not_uniform_twice() -> None:
    model = one_decision(a="1/2", b=1)
    uneven = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    once, twice = (
        by_hand.value(model, equal(fold(second_policy, k), retrain(second_policy, k)), uneven) for k in (1, 2)
    )
    assert (once, twice) == (True, False)
    ratio_fold = equal(fold(second_policy, 2, "ratio"), retrain(second_policy, 2))
    assert by_hand.value(model, ratio_fold, uneven) is True


def test_dead_states_keep_the_row_of_the_prior() -> None:
    model = one_decision(a=0, b=0)
    uneven = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    for kind in ("posterior", "ratio"):
        found = by_hand.table(model, fold(second_policy, 3, kind), uneven)
        assert [*found.values()] == [Fraction(1, 3), Fraction(2, 3)]


def test_what_is_no_kind_of_folding() -> None:
    with pytest.raises(ClaimError, match='"prior" is not a kind of folding; write "posterior" or "ratio"'):
        fold(prior, 1, "prior")
    wrong: Any = 1
    with pytest.raises(ClaimError, match="cumulative = 1 is not True or False"):
        folded_weights(prior, 1, "ratio", wrong)
