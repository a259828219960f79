"""Responses, their iteration and incoherence against sums over trajectories (Definitions 4.5 to 4.12)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from coherence_exact.claims import (
    boltzmann,
    coherent,
    coherent_for_some_delta,
    coherent_only_at,
    equal,
    goal_condition,
    greedy_limit,
    incoherence,
    incoherence_limit,
    is_best,
    is_live,
    prior,
    probability,
    second_policy,
    unique_maxima,
)
from coherence_exact.definitions.coherence import supports_agree
from coherence_exact.errors import ClaimError
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.definitions.test_divergences import divergence
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=60, simple=True)
SHARPNESS = st.integers(1, 3)
DELTA = {n: f"1/{n}" for n in (1, 2, 3)}


@given(st.data(), models(max_horizon=3, most_trajectories=100), SHARPNESS)
def test_responses_by_trajectories(data: st.DataObject, model: Model, n: int) -> None:
    policy = data.draw(policies(model))
    soft = by_hand.table(model, boltzmann(second_policy, DELTA[n]), policy)
    assert soft == by_hand.entries_of(by_hand.soft(model, policy, n))
    greedy = by_hand.entries_of(by_hand.greedy(model, policy))
    for term in (greedy_limit(second_policy), boltzmann(second_policy, 0)):
        assert by_hand.table(model, term, policy) == greedy
    rows = by_hand.q_rows(model, policy)
    best = {p: {a: x == max(row.values()) > 0 for a, x in row.items()} for p, row in rows.items()}
    assert by_hand.table(model, is_best(second_policy), policy) == by_hand.entries_of(best)


@given(st.data(), SMALL, st.integers(0, 3), st.integers(0, 2))
def test_iterated_responses(data: st.DataObject, model: Model, steps: int, n: int) -> None:
    policy = expected = data.draw(policies(model, simple=True))
    for _ in range(steps):
        expected = by_hand.soft(model, expected, n) if n else by_hand.greedy(model, expected)
    term = coherent(second_policy, steps, DELTA.get(n, 0))
    assert by_hand.table(model, term, policy) == by_hand.entries_of(expected)


@given(st.data(), models(max_horizon=3, simple=True, most_trajectories=40), SHARPNESS)
def test_incoherence_by_trajectories(data: st.DataObject, model: Model, n: int) -> None:
    policy = data.draw(policies(model, simple=True))
    there = by_hand.joint(model, by_hand.soft(model, policy, n))
    expected = divergence([(p, there[path]) for path, p in by_hand.joint(model, policy).items()])
    assert by_hand.value(model, incoherence(second_policy, DELTA[n]), policy) == expected
    assert expected >= ZERO


def limit_of_incoherence(model: Model, policy: Policy) -> LogValue:
    """∞, or the mean of log |A*| − H(π(·|s)) over the visited states with some q > 0."""
    found = ZERO
    for point, d in by_hand.occupancy(model, policy).items():
        q, row = by_hand.q_row(model, policy, point), policy[point]
        if d == 0 or max(q.values()) == 0:
            continue
        best = [action for action, x in q.items() if x == max(q.values())]
        if any(p > 0 and action not in best for action, p in row.items()):
            return INFINITY
        found = found + (log(len(best)) + by_hand.log_sum((p, p) for p in row.values())) * d
    return found


@given(st.data(), SMALL)
def test_the_limit_of_incoherence(data: st.DataObject, model: Model) -> None:
    drawn = data.draw(policies(model, simple=True))
    policy = data.draw(st.sampled_from([drawn, by_hand.greedy(model, drawn)]))
    for _ in range(model.horizon - 1):
        policy = data.draw(st.sampled_from([policy, by_hand.greedy(model, policy)]))
    expected = limit_of_incoherence(model, policy)
    assert by_hand.value(model, incoherence_limit(second_policy), policy) == expected
    if expected == ZERO:
        assert by_hand.value(model, incoherence(second_policy, 0), policy) == ZERO


def test_incoherence_approaches_its_limit() -> None:
    model = one_decision(a="1/2", b="1/2", c="1/4")
    uneven = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3), "c": Fraction(0)}})
    limit = by_hand.value(model, incoherence_limit(second_policy), uneven)
    assert limit == log(2) - log(3) + log(2) * Fraction(2, 3)
    gaps = [by_hand.value(model, incoherence(second_policy, f"1/{n}"), uneven) - limit for n in (1, 4, 16)]
    assert gaps[0] > gaps[1] > gaps[2] > ZERO
    assert gaps[2] < Fraction(1, 10**4)


@given(models(max_horizon=3, simple=True, most_trajectories=40), st.integers(0, 2))
def test_as_many_iterations_as_decisions_are_coherent(model: Model, n: int) -> None:
    """Proposition 4.10, for Boltzmann and for the arg max."""
    last, further = (coherent(prior, model.horizon + i, DELTA.get(n, 0)) for i in (0, 1))
    assert by_hand.value(model, equal(last, further)) is True
    if n:
        assert by_hand.value(model, incoherence(last, DELTA[n])) == ZERO
        assert by_hand.value(model, coherent_for_some_delta(last)) is True


def test_mountain_race() -> None:
    race = example("example_1")
    first, second = (coherent(prior, steps) for steps in (1, 2))
    assert by_hand.value(race, probability(first, 1, "∅", "↗")) == Fraction(2, 5)
    assert by_hand.value(race, probability(second, 1, "∅", "↗")) == Fraction(4, 7)
    assert by_hand.value(race, incoherence(first)) > ZERO
    assert by_hand.value(race, incoherence(second)) == ZERO
    assert by_hand.value(race, incoherence(prior)) == INFINITY


def test_the_response_forgets_the_prior_and_goal_conditioning_does_not() -> None:
    model = one_decision(a="1/2", b="1/2")
    biased = Policy({(1, "s"): {"a": Fraction(1, 4), "b": Fraction(3, 4)}})
    assert {*by_hand.table(model, boltzmann(second_policy), biased).values()} == {Fraction(1, 2)}
    assert by_hand.value(model, equal(goal_condition(second_policy), second_policy), biased) is True


def test_incoherence_in_closed_form() -> None:
    """π = (1/2, 1/2), q = (1, 1/2): π^δ ∝ (2^n, 1), so that κ = log(2^n + 1) − (n/2 + 1) log 2."""
    model = one_decision(a=1, b="1/2")
    for n in (1, 2, 5):
        found = by_hand.value(model, incoherence(prior, f"1/{n}"))
        assert found == log(2**n + 1) - log(2) * Fraction(n + 2, 2)


@pytest.mark.parametrize("delta", ["2", "3/4", "-1", "2/5"])
def test_what_is_no_delta(delta: str) -> None:
    with pytest.raises(ClaimError, match=r"boltzmann: delta = .* is not 1/n with a positive integer n"):
        boltzmann(prior, delta)
    with pytest.raises(ClaimError, match="write one"):
        coherent_only_at(prior, delta)
    with pytest.raises(ClaimError, match="delta = 0 is not 1/n"):
        coherent_only_at(prior, 0)


# Where a policy goes


@given(st.data(), SMALL)
def test_where_coherence_asks_something(data: st.DataObject, model: Model) -> None:
    drawn = data.draw(policies(model, simple=True))
    policy = data.draw(st.sampled_from([drawn, by_hand.soft(model, drawn, 1)]))
    rows = by_hand.q_rows(model, policy)
    live = {p for p in by_hand.visited(model, policy) if max(rows[p].values()) > 0}
    found = by_hand.table(model, is_live(second_policy), policy)
    assert {point for point, truth in found.items() if truth} == live
    agree = all({a for a, p in policy[x].items() if p} == {a for a, q in rows[x].items() if q} for x in live)
    assert by_hand.value(model, supports_agree(second_policy), policy) is agree


@given(st.data(), SMALL, st.booleans())
def test_unique_maxima(data: st.DataObject, model: Model, visited: bool) -> None:
    policy = data.draw(policies(model, simple=True))
    where = by_hand.visited(model, policy) if visited else by_hand.points(model)
    rows = [[*by_hand.q_row(model, policy, point).values()] for point in where]
    expected = all(row.count(max(row)) == 1 for row in rows)
    assert by_hand.value(model, unique_maxima(second_policy, visited), policy) is expected


# Every real δ


def only_at(model: Model, policy: Policy, n: int) -> tuple[bool, bool]:
    """Whether π(a)/π(b) = (q(a)/q(b))^n wherever the policy goes, and whether some q(a)/q(b) is not 1."""
    is_single = False
    for point in by_hand.visited(model, policy):
        row, q = policy[point], by_hand.q_row(model, policy, point)
        if max(q.values()) == 0:
            continue
        if any((row[action] == 0) != (q[action] == 0) for action in row):
            return False, False
        for a, b in combinations([action for action in row if row[action] != 0], 2):
            if row[a] / row[b] != (q[a] / q[b]) ** n:
                return False, False
            is_single = is_single or q[a] != q[b]
    return True, is_single


def backward(model: Model, n: int) -> Policy:
    """The policy with π ∝ q^n at every decision point, from the last time to the first."""
    policy = model.prior
    for _ in range(model.horizon):
        policy = by_hand.soft(model, policy, n)
    return policy


@given(st.data(), SMALL, SHARPNESS, SHARPNESS)
def test_the_deltas_of_a_policy(data: st.DataObject, model: Model, made: int, asked: int) -> None:
    drawn = data.draw(policies(model, simple=True))
    policy = data.draw(st.sampled_from([drawn, backward(model, made), backward(model, made)]))
    fits, is_single = only_at(model, policy, asked)
    found = by_hand.value(model, coherent_only_at(second_policy, DELTA[asked]), policy)
    assert found is (fits and is_single)
    some = by_hand.value(model, coherent_for_some_delta(second_policy), policy)
    if fits:
        assert some is True
    assert (by_hand.value(model, incoherence(second_policy, DELTA[asked]), policy) == ZERO) is fits


def row(**probabilities: str) -> Policy:
    return Policy({(1, "s"): {action: Fraction(p) for action, p in probabilities.items()}})


NEAR = Fraction(10**30, 3 * 10**30 + 1)


@pytest.mark.parametrize(
    ("model", "policy", "some"),
    [
        # The only δ is log 3 / log 2, which is irrational.
        (one_decision(a=1, b="1/3"), row(a="2/3", b="1/3"), True),
        # With a third action, the two would need powers that differ in the thirtieth digit.
        (one_decision(a=1, b="1/3", c=NEAR), row(a="1/2", b="1/4", c="1/4"), False),
        (one_decision(a=1, b="1/3", c="1/3"), row(a="1/2", b="1/4", c="1/4"), True),
        # The order of the probabilities is the opposite of that of q.
        (one_decision(a=1, b="1/2"), row(a="1/3", b="2/3"), False),
        (one_decision(a=1, b="1/2"), row(a="1/2", b="1/2"), False),
        (one_decision(a=1, b="1"), row(a="1/2", b="1/2"), True),
        (one_decision(a=1, b="1"), row(a="1/3", b="2/3"), False),
        (one_decision(a=1, b="0"), row(a="1", b="0"), True),
        (one_decision(a=1, b="0"), row(a="1/2", b="1/2"), False),
        (one_decision(a=0, b=0), row(a="1/3", b="2/3"), True),
    ],
)
def test_some_delta(model: Model, policy: Policy, some: bool) -> None:
    assert by_hand.value(model, coherent_for_some_delta(second_policy), policy) is some


@pytest.mark.parametrize(
    ("b", "chance", "at_half"),
    [
        ("1/2", "4/5", True),
        ("1/2", "2/3", False),
        ("1", "1/2", False),
        ("1/2", "1/3", False),
        ("0", "1", False),
    ],
)
def test_one_delta_only(b: str, chance: str, at_half: bool) -> None:
    policy = row(a=chance, b=str(1 - Fraction(chance)))
    found = by_hand.value(one_decision(a=1, b=b), coherent_only_at(second_policy, "1/2"), policy)
    assert found is at_half


def test_probabilities_of_different_states_need_one_delta() -> None:
    """Each state of the fixed point has a δ of its own; κ = 0 asks that they are the same."""
    race = example("example_1")
    assert by_hand.value(race, coherent_for_some_delta(coherent(prior, 2))) is True
    assert by_hand.value(race, coherent_for_some_delta(goal_condition(prior))) is False
    assert by_hand.value(example("fixed_point"), coherent_only_at(prior, 1)) is True
    assert by_hand.value(example("fixed_point"), coherent_only_at(prior, "1/2")) is False
