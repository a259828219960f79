"""Terms of sort policy that no function of the library is named after, by trajectories."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=30)


def limit_of_temperature(model: Model, policy: Policy) -> Policy:
    """The share of each first action in the possible trajectories of the largest weight."""
    rows = {}
    for point, row in policy.items():
        chances = {path: tau * by_hand.chance(policy, path) for path, tau in by_hand.paths(model, point)}
        largest = max(by_hand.weight(model, path) for path, p in chances.items() if p != 0)
        shares: dict[str, Number] = dict.fromkeys(row, Fraction(0))
        for path, p in chances.items():
            if largest != 0 and by_hand.weight(model, path) == largest:
                shares[path[0][1]] += p
        rows[point] = by_hand.normal(shares, row)
    return Policy(rows)


@given(st.data(), SMALL)
def test_the_limit_of_temperature(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = limit_of_temperature(model, policy)
    assert by_hand.value(model, "temperature_limit(second_policy)", policy) == expected


@given(models(max_horizon=2, most_trajectories=20, simple=True))
def test_high_temperatures_come_near_to_the_limit(model: Model) -> None:
    limit = by_hand.value(model, "temperature_limit(prior)")
    near = by_hand.value(model, "temperature(prior, 400)")
    assert max(abs(p - near[point][a]) for point, row in limit.items() for a, p in row.items()) < Fraction(
        1, 10**6
    )


def test_the_limit_of_temperature_is_not_that_of_retraining_where_dynamics_are_stochastic() -> None:
    model = example("example_3")
    assert by_hand.value(model, "temperature_limit(prior)")[1, "∅"] == {
        "a1": Fraction(1, 3),
        "a2": Fraction(2, 3),
    }
    assert by_hand.value(model, "retrain_limit(prior)")[1, "∅"] == {"a1": 0, "a2": 1}


@given(st.data(), SMALL)
def test_what_is_greedy(data: st.DataObject, model: Model) -> None:
    """Three terms share the best actions alike, and differ where nothing succeeds."""
    policy = data.draw(policies(model))
    kept, uniform = {}, {}
    for point, row in policy.items():
        q = by_hand.q_row(model, policy, point)
        everywhere = dict.fromkeys(row, Fraction(1, len(row)))
        kept[point], uniform[point] = by_hand.largest(q, row), by_hand.largest(q, everywhere)
    assert by_hand.value(model, "boltzmann_limit(second_policy)", policy) == Policy(kept)
    assert by_hand.value(model, "greedy_limit(second_policy)", policy) == Policy(kept)
    assert by_hand.value(model, "uniform_on_arg_max(second_policy)", policy) == Policy(uniform)


@pytest.mark.parametrize("term", ["boltzmann_limit", "uniform_on_arg_max"])
def test_a_policy_that_never_succeeds_is_kept_or_made_uniform(term: str) -> None:
    policy = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    found = by_hand.value(one_decision(a=0, b=0), f"{term}(second_policy)", policy)
    assert (found == policy) is (term == "boltzmann_limit")


@given(SMALL, st.integers(0, 3))
def test_retraining_of_the_uniform_policy_with_the_prior_in_the_rewards(model: Model, steps: int) -> None:
    rewards = {
        point: {action: w * model.prior[point][action] for action, w in row.items()}
        for point, row in by_hand.weights(model).items()
    }
    current = Policy({point: dict.fromkeys(row, Fraction(1, len(row))) for point, row in model.prior.items()})
    for _ in range(steps):
        current = by_hand.conditioned(model, current, rewards)
    assert by_hand.value(model, f"retrain_with_prior_folded(prior, {steps})") == current
