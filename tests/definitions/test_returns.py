"""Occupancy, success, return and entropy against sums over trajectories, and discounting as ending."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from operator import mul

import pytest
from coherence_exact.claims import (
    causal_entropy,
    deterministic,
    discounted_return,
    ending,
    equal,
    expected_return,
    goal_condition,
    greater,
    occupancy,
    occupancy_by_trajectories,
    prior,
    return_by_trajectories,
    return_to_go,
    row_entropy,
    second_policy,
    start,
    success_by_trajectories,
    success_probability,
    total,
)
from coherence_exact.definitions.returns import mean_ahead
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.ending import END, ending_model
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=4, most_trajectories=100)
TINY = models(max_horizon=3, most_trajectories=40, simple=True)
GAMMAS = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10), Fraction(1)])


@given(st.data(), SMALL)
def test_occupancy_is_the_marginal_of_the_trajectories(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = by_hand.occupancy(model, policy)
    assert by_hand.table(model, occupancy(second_policy), policy) == expected
    assert by_hand.table(model, occupancy_by_trajectories(second_policy), policy) == expected
    for time in range(1, model.horizon + 1):
        assert sum(p for point, p in expected.items() if point[0] == time) == 1


@given(st.data(), SMALL)
def test_success_two_ways(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = by_hand.success(model, policy)
    assert by_hand.value(model, success_probability(second_policy), policy) == expected
    assert by_hand.value(model, success_by_trajectories(second_policy), policy) == expected


@given(st.data(), SMALL)
def test_the_return_three_ways(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = by_hand.expected_return(model, policy)
    to_go = return_to_go(second_policy)
    for term in (expected_return(second_policy), return_by_trajectories(second_policy), total(start * to_go)):
        assert by_hand.value(model, term, policy) == expected
    found = by_hand.table(model, to_go, policy)
    for point in by_hand.points(model):
        assert found[point] == by_hand.log_sum(
            (tau * by_hand.chance(policy, path), model.states[state][action].weight)
            for path, tau in by_hand.paths(model, point)
            for (_, state), action in path
        )


@given(st.data(), TINY)
def test_entropies(data: st.DataObject, model: Model) -> None:
    """Ĥ = −Σ_ξ p(ξ) Σ_t log π(a_t|s_t): the dynamics contribute nothing."""
    policy = data.draw(policies(model, simple=True))
    found = by_hand.value(model, causal_entropy(second_policy), policy)
    assert found >= ZERO
    assert found == by_hand.log_sum(
        (-p, policy[point][action])
        for path, p in by_hand.joint(model, policy).items()
        if p != 0
        for point, action in path
    )
    rows = {point: by_hand.log_sum((-p, p) for p in row.values()) for point, row in policy.items()}
    assert by_hand.table(model, row_entropy(second_policy), policy) == rows


@given(TINY)
def test_the_mean_ahead_is_zero_past_the_horizon(model: Model) -> None:
    found = by_hand.table(model, mean_ahead(occupancy(prior)))
    visits = by_hand.occupancy(model, model.prior)
    for (time, state, action), x in found.items():
        successors = model.states[state][action].successors if time < model.horizon else {}
        assert x == sum(p * visits[time + 1, s] for s, p in successors.items() if p)


def test_known_numbers() -> None:
    race, stochastic = example("example_1"), example("example_3")
    assert by_hand.value(race, success_probability(prior)) == Fraction(5, 8)
    assert by_hand.value(race, expected_return(prior)) == -INFINITY
    assert by_hand.value(race, expected_return(goal_condition(prior))) == log(Fraction(3, 4)) * Fraction(3, 5)
    assert by_hand.value(stochastic, success_probability(prior)) == Fraction(11, 24)
    assert by_hand.value(stochastic, expected_return(prior)) == log(2) * Fraction(3, 8) - log(3)


def test_what_has_no_probability_contributes_nothing() -> None:
    race, choice = example("example_1"), one_decision(a=0, b="1/2")
    careful = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1)}})
    safe = Policy({**race.prior, (1, "∅"): {"↗": Fraction(0), "↘": Fraction(1)}})
    for term in (expected_return(second_policy), return_by_trajectories(second_policy)):
        assert by_hand.value(choice, term, careful) == log(Fraction(1, 2))
        assert by_hand.value(choice, term, choice.prior) == -INFINITY
        assert by_hand.value(race, term, safe) == log(Fraction(3, 4))
    assert by_hand.value(race, causal_entropy(second_policy), safe) == log(2)


# Discounting


def discounted(model: Model, policy: Policy, gamma: Fraction) -> LogValue:
    """Σ_ξ p_π(ξ) Σ_t γ^{t−1} log w."""
    return by_hand.log_sum(
        (p * gamma ** (point[0] - 1), model.states[point[1]][action].weight)
        for path, p in by_hand.joint(model, policy).items()
        for point, action in path
    )


def success_if_it_ends(model: Model, gamma: Fraction) -> Number:
    """Success where each decision but the last is the last one with probability 1 − γ."""
    found: Number = Fraction(0)
    for path, p in by_hand.joint(model, model.prior).items():
        products = [*accumulate((model.states[s][a].weight for (_, s), a in path), mul)]
        found += p * gamma ** (model.horizon - 1) * products[-1]
        for survived, product in enumerate(products[:-1]):
            found += p * gamma**survived * (1 - gamma) * product
    return found


@given(st.data(), TINY, GAMMAS)
def test_the_discounted_return(data: st.DataObject, model: Model, gamma: Fraction) -> None:
    policy = data.draw(policies(model, simple=True))
    found = by_hand.value(model, discounted_return(second_policy, gamma), policy)
    assert found == discounted(model, policy, gamma)


@given(TINY, GAMMAS)
def test_the_model_that_ends(model: Model, gamma: Fraction) -> None:
    """Its return is the discounted one, its success that of failing or ending first."""
    assert by_hand.value(model, ending(gamma, expected_return(prior))) == discounted(
        model, model.prior, gamma
    )
    success = to_fraction(success_if_it_ends(model, gamma))
    assert by_hand.value(model, ending(gamma, success_probability(prior))) == success
    for relation, holds in ((equal, True), (greater, False)):
        assert by_hand.value(model, ending(gamma, relation(success_probability(prior), success))) is holds


def test_the_end_has_the_actions_of_the_first_state_and_leads_to_itself() -> None:
    model = example("example_3")
    there = ending_model(model, Fraction(1, 3))
    assert there is not None
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


@pytest.mark.parametrize(("gamma", "holds"), [("0", True), ("1/2", False), ("1", True)])
def test_a_relation_is_decided_in_the_model_that_ends(gamma: str, holds: bool) -> None:
    race = example("example_1")
    assert by_hand.value(race, deterministic) is True
    assert by_hand.value(race, ending(gamma, deterministic)) is holds


def test_discount_zero_forgets_even_failure() -> None:
    model = (
        ModelBuilder("failure later", horizon=2, start="s")
        .action("s", "a", success="1/2", to="t")
        .action("t", "a", success=0)
        .build()
    )
    assert by_hand.value(model, discounted_return(prior, 0)) == log(Fraction(1, 2))
    assert by_hand.value(model, discounted_return(prior, "1/9")) == log(0)
