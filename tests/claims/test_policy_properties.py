"""Properties of policies against their definitions by trajectories, and a true and a false case of each."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Row
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=30, simple=True)


@st.composite
def candidates(draw: st.DrawFn, model: Model) -> Policy:
    """A random policy, or one that a property is likely to hold of."""
    policy = draw(st.one_of(st.just(model.prior), policies(model, simple=True)))
    made = draw(st.sampled_from(["itself", "soft", "greedy", "conditioned"]))
    for _ in range(model.horizon if made != "itself" else 0):
        if made == "soft":
            policy = by_hand.soft(model, policy, 1)
        elif made == "conditioned":
            policy = by_hand.conditioned(model, policy)
        else:
            rows = {p: by_hand.largest(by_hand.q_row(model, policy, p), row) for p, row in policy.items()}
            policy = Policy(rows)
    return policy


def proportional(left: Row, right: Row) -> bool:
    return all(left[a] * right[b] == left[b] * right[a] for a, b in combinations(right, 2))


@given(st.data(), SMALL)
def test_what_policies_visit_and_achieve(data: st.DataObject, model: Model) -> None:
    policy = data.draw(candidates(model))
    points = by_hand.points(model)
    rows = {point: by_hand.q_row(model, policy, point) for point in points}
    expected = {
        "visits_every_state": by_hand.visited(model, policy) == points,
        "success_everywhere": all(by_hand.v(model, policy, point) > 0 for point in points),
        "some_success": all(max(row.values()) > 0 for row in rows.values()),
        "deterministic_policy": all(max(row.values()) == 1 for row in policy.values()),
    }
    for name, holds in expected.items():
        assert by_hand.value(model, f"{name}(second_policy)", policy) is holds


@given(st.data(), SMALL, st.booleans())
def test_where_maxima_and_supports_are_looked_at(data: st.DataObject, model: Model, visited: bool) -> None:
    policy, other = data.draw(candidates(model)), data.draw(st.sampled_from(["prior", "retrain(prior)"]))
    points = by_hand.visited(model, policy) if visited else by_hand.points(model)
    rows = [by_hand.q_row(model, policy, point) for point in points]
    unique = all(sorted(row.values())[-2:-1] != [max(row.values())] for row in rows)
    assert by_hand.value(model, f"unique_maxima(second_policy, {visited})", policy) is unique
    right = model.prior if other == "prior" else by_hand.conditioned(model, model.prior)
    supported = all(
        {a for a, p in policy[point].items() if p} <= {a for a, p in right[point].items() if p}
        for point in points
    )
    assert by_hand.value(model, f"supported_in(second_policy, {other}, {visited})", policy) is supported


@given(st.data(), SMALL, st.integers(0, 3))
def test_what_policies_are_proportional_to(data: st.DataObject, model: Model, power: int) -> None:
    policy = data.draw(candidates(model))
    rows = {point: by_hand.q_row(model, policy, point) for point in policy}
    powers = {
        point: {action: w**power for action, w in row.items() if w != 0}
        for point, row in by_hand.weights(model).items()
    }
    expected = {
        "proportional_to_q(second_policy)": all(proportional(policy[point], rows[point]) for point in policy),
        f"proportional_to_weights(second_policy, {power})": all(
            proportional(policy[point], powers[point]) for point in policy
        ),
        "q_constant_on_support(second_policy)": all(
            rows[point][a] == rows[point][b]
            for point, row in policy.items()
            for a, b in combinations([action for action, p in row.items() if p != 0], 2)
        ),
    }
    for text, holds in expected.items():
        assert by_hand.value(model, text, policy) is holds


def two_steps(**weights: str) -> Model:
    """From s the action a leads to t and b to u; weights of b at s and of the actions at t and u."""
    return (
        ModelBuilder("two steps", horizon=2, start="s")
        .action("s", "a", to="t")
        .action("s", "b", success=weights.get("b", "1"), to="u")
        .action("t", "a", success=weights.get("ta", "1"))
        .action("t", "b", success=weights.get("tb", "1/2"))
        .action("u", "a", success=weights.get("ua", "1"))
        .action("u", "b", success=weights.get("ub", "1/2"))
        .build()
    )


def at_start(a: str, b: str) -> Policy:
    """These probabilities at s, then action a at t and 1/2 for each at u."""
    first = {"a": Fraction(a), "b": Fraction(b)}
    half = {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    return Policy({(1, "s"): first, (2, "t"): {"a": Fraction(1), "b": Fraction(0)}, (2, "u"): half})


SURE, BOTH = at_start("1", "0"), at_start("2/3", "1/3")


def test_one_policy_visits_every_state_and_another_does_not() -> None:
    model = two_steps()
    assert by_hand.value(model, "visits_every_state(second_policy)", BOTH) is True
    assert by_hand.value(model, "visits_every_state(second_policy)", SURE) is False


@pytest.mark.parametrize(("visited", "holds"), [(True, True), (False, False)])
def test_only_visited_states_count_where_that_is_said(visited: bool, holds: bool) -> None:
    model = two_steps(ua="1/2")
    greedy = "coherent(second_policy, 2, 0)"
    assert by_hand.value(model, f"unique_maxima(second_policy, {visited})", SURE) is holds
    assert by_hand.value(model, f"unique_maxima(second_policy, {visited})", BOTH) is False
    model = two_steps()
    assert by_hand.value(model, f"supported_in(second_policy, {greedy}, {visited})", SURE) is holds
    assert by_hand.value(model, f"supported_in(second_policy, {greedy}, {visited})", BOTH) is False


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("success_everywhere(prior)", {"ua": "0"}, {"ua": "0", "ub": "0"}),
        ("some_success(prior)", {"ua": "0"}, {"ua": "0", "ub": "0"}),
        ("deterministic_policy(retrain(prior))", {"b": "0", "tb": "0", "ub": "0"}, {}),
        ("q_constant_on_support(prior)", {"tb": "1", "ub": "1"}, {"tb": "1", "ub": "1", "b": "1/2"}),
        ("proportional_to_q(coherent(prior, 1))", {"tb": "1", "ub": "1"}, {"ub": "1"}),
        ("proportional_to_weights(retrain(prior), 1)", {}, {"ub": "1"}),
        ("proportional_to_weights(temperature(prior, 2), 2)", {}, {"ub": "1"}),
    ],
)
def test_both_answers_occur(text: str, true: dict[str, str], false: dict[str, str]) -> None:
    assert by_hand.value(two_steps(**true), text) is True
    assert by_hand.value(two_steps(**false), text) is False


def test_success_is_possible_where_the_policy_avoids_it() -> None:
    model = one_decision(a=1, b=0)
    policy = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1)}})
    assert by_hand.value(model, "some_success(second_policy)", policy) is True
    assert by_hand.value(model, "success_everywhere(second_policy)", policy) is False


def test_weights_of_zero_do_not_count() -> None:
    model = one_decision(a=1, b="1/2", c=0)
    policy = Policy({(1, "s"): {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}})
    assert by_hand.value(model, "proportional_to_weights(second_policy, 1)", policy) is True
    assert by_hand.value(model, "proportional_to_weights(second_policy, 2)", policy) is False
    assert by_hand.value(model, "proportional_to_q(second_policy)", policy) is False
