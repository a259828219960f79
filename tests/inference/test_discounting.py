"""Discounting, and the model that ends instead, by sums over trajectories."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from operator import mul

import pytest
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import LogValue, log
from coherence_exact.inference.discounting import discounted_return, undiscounted_model
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, policies

GAMMAS = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10), Fraction(1)])
SMALL = models(max_horizon=3, most_trajectories=40)
END = "(end)"


def discounted(model: Model, policy: Policy, gamma: Fraction) -> LogValue:
    """Σ_ξ p_π(ξ) Σ_t γ^{t−1} log w."""
    return by_hand.log_sum(
        (p * gamma ** (point[0] - 1), model.states[point[1]][action].weight)
        for path, p in by_hand.joint(model, policy).items()
        for point, action in path
    )


def success_if_it_ends(model: Model, gamma: Fraction) -> Number:
    """Success where each decision but the last is the last one with probability 1 − γ."""
    total: Number = Fraction(0)
    for path, p in by_hand.joint(model, model.prior).items():
        products = [*accumulate((model.states[s][a].weight for (_, s), a in path), mul)]
        total += p * gamma ** (model.horizon - 1) * products[-1]
        for survived, product in enumerate(products[:-1]):
            total += p * gamma**survived * (1 - gamma) * product
    return total


@given(st.data(), SMALL, GAMMAS)
def test_the_discounted_return(data: st.DataObject, model: Model, gamma: Fraction) -> None:
    policy = data.draw(policies(model))
    expected = discounted(model, policy, gamma)
    assert discounted_return(model, policy, gamma) == expected
    assert by_hand.value(model, f"discounted_return(second_policy, '{gamma}')", policy) == expected


@given(SMALL, GAMMAS)
def test_the_return_of_the_model_that_ends_is_the_discounted_return(model: Model, gamma: Fraction) -> None:
    there = undiscounted_model(model, gamma)
    expected = discounted(model, model.prior, gamma)
    assert discounted(there, there.prior, Fraction(1)) == expected
    text = f"value_in_undiscounted_model(expected_return(prior), '{gamma}')"
    assert by_hand.value(model, text) == expected


@given(SMALL, GAMMAS)
def test_the_success_of_the_model_that_ends(model: Model, gamma: Fraction) -> None:
    expected = success_if_it_ends(model, gamma)
    text = f"value_in_undiscounted_model(success_probability(prior), '{gamma}')"
    assert by_hand.value(model, text) == expected
    for relation, holds in (("equal", True), ("greater", False)):
        text = f"in_undiscounted_model({relation}(success_probability(prior), '{expected}'), '{gamma}')"
        assert by_hand.value(model, text) is holds


def test_the_end_has_the_actions_of_the_first_state_and_leads_to_itself() -> None:
    model = example("example_3")
    there = undiscounted_model(model, Fraction(1, 3))
    assert {**there.states["∅"]["a1"].successors} == {
        "s1": Fraction(1, 4),
        "s2": Fraction(1, 12),
        END: Fraction(2, 3),
    }
    assert {a: ({**c.successors}, c.weight) for a, c in there.states[END].items()} == {
        a: ({END: Fraction(1)}, 1) for a in model.states["∅"]
    }
    assert there.prior[1, "∅"] == model.prior[1, "∅"]
    assert not there.states["s1"]["a1"].successors


@pytest.mark.parametrize(("gamma", "deterministic"), [("0", True), ("1/2", False), ("1", True)])
def test_a_relation_is_decided_in_the_model_that_ends(gamma: str, deterministic: bool) -> None:
    race = example("example_1")
    assert by_hand.value(race, "deterministic") is True
    assert by_hand.value(race, f"in_undiscounted_model(deterministic, '{gamma}')") is deterministic


def test_discount_zero_forgets_even_failure() -> None:
    model = (
        ModelBuilder("failure later", horizon=2, start="s")
        .action("s", "a", success="1/2", to="t")
        .action("t", "a", success=0)
        .build()
    )
    assert discounted_return(model, model.prior, Fraction(0)) == log(Fraction(1, 2))
    assert discounted_return(model, model.prior, Fraction(1, 9)) == log(0)
