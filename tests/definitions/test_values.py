"""Soft values by recursion against sums over trajectories (Definition 4.1, Proposition 4.2)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.claims import (
    ahead,
    best,
    condition,
    prior,
    second_policy,
    soft_q,
    soft_q_of,
    soft_v,
    soft_v_of,
    success_from,
    success_given_action,
    success_given_state,
    weight,
    weights,
)
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, policies, with_mpq

SMALL = models(max_horizon=4, most_trajectories=150)


@given(st.data(), SMALL)
def test_q_and_v_are_probabilities_of_success(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    q = by_hand.entries_of(by_hand.q_rows(model, policy))
    v = {point: by_hand.v(model, policy, point) for point in by_hand.points(model)}
    for term in (soft_q(second_policy), success_given_action(second_policy)):
        assert by_hand.table(model, term, policy) == q
    for term in (soft_v(second_policy), success_given_state(second_policy)):
        assert by_hand.table(model, term, policy) == v


@given(st.data(), models(max_horizon=3, most_trajectories=80), st.integers(0, 3))
def test_values_with_other_weights(data: st.DataObject, model: Model, power: int) -> None:
    policy = data.draw(policies(model))
    per_step = by_hand.power(model, power)
    q = by_hand.q_rows(model, policy, per_step)
    v = {p: sum(x * policy[p][a] for a, x in row.items()) for p, row in q.items()}
    found = by_hand.table(model, soft_q_of(second_policy, weights(power)), policy)
    assert found == by_hand.entries_of(q)
    assert by_hand.table(model, soft_v_of(second_policy, weight**power), policy) == v


@given(st.data(), SMALL)
def test_what_is_ahead_and_what_is_best(data: st.DataObject, model: Model) -> None:
    """q = w · ahead, where w ≠ 0; with weights 1 everything ahead of v = 1 is 1."""
    policy = data.draw(policies(model))
    q = by_hand.q_rows(model, policy)
    found = by_hand.rows_of(by_hand.table(model, ahead(soft_v(second_policy)), policy))
    for point, row in by_hand.weights(model).items():
        assert {a: w * found[point][a] for a, w in row.items()} == q[point]
    largest = {point: max(row.values()) for point, row in q.items()}
    assert by_hand.table(model, best(soft_q(second_policy)), policy) == largest


@given(models(max_horizon=3, simple=True))
def test_numbers_of_any_type_give_the_same_values(model: Model) -> None:
    assert by_hand.table(with_mpq(model), soft_q(prior)) == by_hand.table(model, soft_q(prior))


def test_mountain_race() -> None:
    model = example("example_1")
    assert by_hand.table(model, soft_q(prior)) == {
        (1, "∅", "↗"): Fraction(1, 2),
        (1, "∅", "↘"): Fraction(3, 4),
        (2, "ridge", "↗"): 1,
        (2, "ridge", "↘"): 0,
        (2, "forest", "↗"): Fraction(3, 4),
        (2, "forest", "↘"): Fraction(3, 4),
    }
    assert by_hand.value(model, success_from(prior, 1, "∅")) == Fraction(5, 8)


@pytest.mark.parametrize("term", [soft_q(second_policy), success_given_action(second_policy)])
def test_action_values_do_not_depend_on_the_row_of_their_own_state(term: Term) -> None:
    model = example("example_1")
    certain = Policy({**model.prior, (1, "∅"): {"↗": Fraction(1), "↘": Fraction(0)}})
    assert by_hand.table(model, term, certain) == by_hand.table(model, term, model.prior)
    v = soft_v(second_policy)
    assert by_hand.table(model, v, certain) != by_hand.table(model, v, model.prior)


@given(st.data(), models(max_horizon=3, most_trajectories=80))
def test_conditioning_raises_every_value(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    trained = by_hand.conditioned(model, policy)
    for point in by_hand.points(model):
        found = by_hand.table(model, soft_v(condition(second_policy, weight)), policy)
        assert found[point] == by_hand.v(model, trained, point) >= by_hand.v(model, policy, point)
