"""How far a policy has to look, by brute force over all deterministic policies."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.horizon import least_lookahead, least_retrainings, lookahead_policy
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import count_deterministic_policies, deterministic_policies, example, models, policies

SMALL = models(max_horizon=3, max_starts=2, most_trajectories=16)
FIRST_STEPS = 5


def few_policies(model: Model) -> Model:
    assume(count_deterministic_policies(model) <= 16)
    return model


def best_success(model: Model) -> Number:
    return max(by_hand.success(model, policy) for policy in deterministic_policies(model))


def then(first: Policy, until: int, policy: Policy) -> Policy:
    """One policy for the decisions before a time, another from then on."""
    return Policy({point: (first if point[0] < until else policy)[point] for point in policy})


def looking_ahead(model: Model, policy: Policy, point: Point, lookahead: int) -> dict[Action, Number]:
    """For each action, the success of the best k − 1 decisions after it, then the policy."""
    plans = [then(plan, point[0] + lookahead, policy) for plan in deterministic_policies(model)]
    return {
        action: max(by_hand.q(model, plan, point, action) for plan in plans)
        for action in by_hand.actions(model, point)
    }


def greedy_ahead(model: Model, policy: Policy, lookahead: int) -> Policy:
    return Policy(
        {
            point: by_hand.largest(looking_ahead(model, policy, point, lookahead), row)
            for point, row in policy.items()
        }
    )


@given(st.data(), SMALL.map(few_policies))
def test_the_least_lookahead_by_trying_every_plan(data: st.DataObject, model: Model) -> None:
    policy, best = data.draw(policies(model)), best_success(model)
    tried = [greedy_ahead(model, policy, k) for k in range(1, model.horizon + 1)]
    assert [lookahead_policy(model, policy, k) for k in range(1, model.horizon + 1)] == tried
    expected = next(k for k, found in enumerate(tried, start=1) if by_hand.success(model, found) == best)
    assert least_lookahead(model, policy) == expected
    assert by_hand.value(model, "least_lookahead(second_policy)", policy) == expected


def first_optimal_retraining(model: Model, policy: Policy) -> int | None:
    """The least i of the first few such that greedy on the q of G^i(policy) has the largest S."""
    best = best_success(model)
    for steps in range(FIRST_STEPS):
        greedy = {p: by_hand.largest(by_hand.q_row(model, policy, p), row) for p, row in policy.items()}
        if by_hand.success(model, Policy(greedy)) == best:
            return steps
        policy = by_hand.conditioned(model, policy)
    return None


@given(st.data(), SMALL.map(few_policies))
def test_the_least_number_of_retrainings_by_trying_each(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = first_optimal_retraining(model, policy)
    try:
        found = least_retrainings(model, policy)
    except UndefinedError:
        assert expected is None
        return
    assert found == expected or (expected is None and found >= FIRST_STEPS)
    assert by_hand.value(model, "least_retrainings(second_policy)", policy) == found


def trap(good: str, bad_success: str) -> Model:
    """Going left leads to a choice between success and something worse, going right to success 3/4."""
    return (
        ModelBuilder("trap", horizon=2, start="s")
        .action("s", "left", to="l")
        .action("s", "right", to="r")
        .action("l", "good")
        .action("l", "bad", success=bad_success)
        .action("r", "safe", success="3/4")
        .prior("l", {"good": Fraction(good), "bad": 1 - Fraction(good)})
        .build()
    )


@pytest.mark.parametrize(
    ("good", "bad_success", "lookahead", "retrainings"),
    [
        ("1", "0", 1, 0),
        ("1/2", "0", 2, 1),
        ("1/4", "2/3", 2, 1),  # at first a tie, which is shared
        ("1/4", "1/2", 2, 2),
        ("1/4", "3/4", 1, 0),
    ],
)
def test_how_far_the_trap_is_seen(good: str, bad_success: str, lookahead: int, retrainings: int) -> None:
    model = trap(good, bad_success)
    assert least_lookahead(model, model.prior) == lookahead
    assert least_retrainings(model, model.prior) == retrainings


def test_what_the_prior_never_does_is_seen_ahead_but_not_trained() -> None:
    model = trap("0", "1/2")
    assert least_lookahead(model, model.prior) == 2
    with pytest.raises(UndefinedError, match="not optimal after 24"):
        by_hand.value(model, "least_retrainings(prior)")


def test_the_mountain_race_needs_one_retraining() -> None:
    race = example("example_1")
    assert (least_lookahead(race, race.prior), least_retrainings(race, race.prior)) == (2, 1)
