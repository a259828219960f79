"""Terms of sort table and distribution against their definitions by trajectories."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Rows
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=30)
Table = dict[tuple[Any, ...], Number]


def flat(rows: Rows) -> Table:
    return {(*point, action): x for point, row in rows.items() for action, x in row.items()}


# Dynamics


def transitions(model: Model) -> Table:
    """τ(s'|s, a) for t < T, by [time, state, action, successor]."""
    return {
        (time, state, action, following): p
        for time, state in by_hand.points(model)
        for action, choice in model.states[state].items()
        for following, p in choice.successors.items()
        if p != 0 and time < model.horizon
    }


def given_success(model: Model, policy: Policy) -> Table | None:
    """The dynamics given that all later decisions succeed; None where that is impossible."""
    success = {
        key: p * by_hand.v(model, policy, (key[0] + 1, key[3])) for key, p in transitions(model).items()
    }
    totals: Table = {}
    for key, p in success.items():
        totals[key[:3]] = totals.get(key[:3], Fraction(0)) + p
    if not all(totals.values()):
        return None
    return {key: p / totals[key[:3]] for key, p in success.items()}


@given(st.data(), SMALL)
def test_dynamics_conditioned_or_not_and_what_they_promise(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    assert by_hand.value(model, "dynamics") == transitions(model)
    for conditioned, table in ((False, transitions(model)), (True, given_success(model, policy))):
        text = f"expected_success(second_policy, {conditioned})"
        if table is None:
            for term in (text, "conditioned_dynamics(second_policy)"):
                with pytest.raises(UndefinedError, match="impossible"):
                    by_hand.value(model, term, policy)
            continue
        promised: Table = {}
        for (time, state, action, following), p in table.items():
            v = by_hand.v(model, policy, (time + 1, following))
            promised[time, state, action] = promised.get((time, state, action), Fraction(0)) + p * v
        assert by_hand.value(model, text, policy) == promised
        if conditioned:
            assert by_hand.value(model, "conditioned_dynamics(second_policy)", policy) == table


def test_success_makes_the_better_successor_more_likely() -> None:
    found = by_hand.value(example("example_3"), "conditioned_dynamics(prior)")
    assert found[1, "∅", "a1", "s1"] == Fraction(3, 5)
    assert found[1, "∅", "a1", "s2"] == Fraction(2, 5)


# Numbers of soft policies


@given(st.data(), SMALL, st.integers(1, 4))
def test_the_largest_probability(data: st.DataObject, model: Model, n: int) -> None:
    policy = data.draw(policies(model))
    expected = {point: max(row.values()) for point, row in by_hand.soft(model, policy, n).items()}
    assert by_hand.value(model, f"largest_probability(second_policy, '1/{n}')", policy) == expected


@given(st.data(), SMALL, st.integers(1, 4), st.integers(0, 4))
def test_the_reciprocal_sum(data: st.DataObject, model: Model, n: int, power: int) -> None:
    policy = data.draw(policies(model))
    text = f"reciprocal_sum(second_policy, '1/{n}', {power})"
    rows = {point: by_hand.q_row(model, policy, point).values() for point in policy}
    if any(max(row) == 0 for row in rows.values()):
        with pytest.raises(UndefinedError, match="every action fails"):
            by_hand.value(model, text, policy)
        return
    expected = {point: max(row) ** power / sum(x**n for x in row) for point, row in rows.items()}
    assert by_hand.value(model, text, policy) == expected


@pytest.mark.parametrize(("power", "is_equal"), [(1, False), (2, True), (3, False)])
def test_one_power_makes_the_reciprocal_sum_the_largest_probability(power: int, is_equal: bool) -> None:
    text = f"equal(largest_probability(prior, '1/2'), reciprocal_sum(prior, '1/2', {power}))"
    assert by_hand.value(one_decision(a="1/2", b="1/3"), text) is is_equal


# The constants of Lemma A.8


def last_and_possible(model: Model) -> set[tuple[int, str, str]]:
    weights = flat(by_hand.weights(model))
    return {key for key, w in weights.items() if key[0] == model.horizon and w != 0}


@given(st.data(), SMALL)
def test_the_posterior_over_the_weight(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    trained, weights = flat(by_hand.conditioned(model, policy)), flat(by_hand.weights(model))
    expected = {key: trained[key] / weights[key] for key in last_and_possible(model)}
    assert by_hand.value(model, "posterior_over_weight(second_policy)", policy) == expected


@given(SMALL)
def test_the_constant_of_the_lemma(model: Model) -> None:
    rows = by_hand.weights(model)
    for sign in (1, -1):
        expected = {}
        for key in last_and_possible(model):
            row = rows[key[:2]].values()
            expected[key] = Fraction(len(row)) ** sign / (sum(row) / len(row))
        assert by_hand.value(model, f"constant_of_lemma({sign})") == expected


def test_the_constant_of_the_lemma_has_the_wrong_sign_as_written() -> None:
    model = one_decision(a=1, b="1/2")
    posterior = "posterior_over_weight(uniform)"
    assert by_hand.value(model, f"equal({posterior}, constant_of_lemma(-1))") is True
    assert by_hand.value(model, f"equal({posterior}, constant_of_lemma(1))") is False


# Weights


@given(SMALL, st.integers(0, 3), st.sampled_from(["posterior", "ratio"]), st.booleans())
def test_folded_weights(model: Model, steps: int, kind: str, cumulative: bool) -> None:
    rewards = first = by_hand.weights(model)
    for _ in range(steps):
        policy = by_hand.conditioned(model, model.prior, rewards)
        rewards = {
            point: {action: w * folded(policy, model.prior, kind, point, action) for action, w in row.items()}
            for point, row in (rewards if cumulative else first).items()
        }
    text = f"folded_weights(prior, {steps}, '{kind}', {cumulative})"
    assert by_hand.value(model, text) == flat(rewards)


def folded(policy: Policy, prior: Policy, kind: str, point: tuple[int, str], action: str) -> Number:
    p = prior[point][action]
    if kind == "posterior":
        return policy[point][action]
    return policy[point][action] / p if p != 0 else Fraction(0)


@given(SMALL, st.integers(0, 2))
def test_the_last_entries_of_a_table(model: Model, power: int) -> None:
    powers = {key: w**power for key, w in flat(by_hand.weights(model)).items()}
    assert by_hand.value(model, f"weights({power})") == powers
    last = {key: w for key, w in powers.items() if key[0] == model.horizon}
    assert by_hand.value(model, f"at_last_time(weights({power}))") == last
    values = {p: by_hand.v(model, model.prior, p) for p in by_hand.points(model) if p[0] == model.horizon}
    assert by_hand.value(model, "at_last_time(soft_v(prior))") == values


def test_the_last_entries_of_a_table_of_earlier_ones_are_none() -> None:
    assert by_hand.value(example("example_3"), "at_last_time(dynamics)") == {}


# Distributions


@given(st.data(), SMALL)
def test_trajectories_with_the_last_reward_alone(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    values = {start: by_hand.v(model, policy, start) for start in by_hand.starts(model)}
    text = "last_reward_trajectories(second_policy)"
    if not all(values.values()):
        with pytest.raises(UndefinedError, match="impossible from some start"):
            by_hand.value(model, text, policy)
        return
    expected = {
        path: tau * by_hand.chance(policy, path) * by_hand.weight(model, path[-1:]) / values[start]
        for start in values
        for path, tau in by_hand.paths(model, start)
    }
    assert by_hand.value(model, text, policy) == expected
