"""Soft values by recursion against sums over trajectories (Proposition 4.2)."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.exact.fields import Number
from coherence_exact.inference.trajectories import policy_factor, success_from
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, models, policies, with_mpq


@given(st.data())
def test_values_are_probabilities_of_success(data: st.DataObject) -> None:
    model = data.draw(models())
    policy = data.draw(policies(model))
    q, v = soft_values(model, policy)
    assert q.keys() == v.keys() == set(model.points)
    for point in model.points:
        assert v[point] == success_from(model, policy, point)
        for action in model.states[point[1]]:
            assert q[point][action] == success_from(model, policy, point, first=action)


@given(st.data())
def test_values_with_other_weights_are_expectations_of_products(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3))
    policy = data.draw(policies(model))
    weights = {
        point: {action: data.draw(st.fractions(0, 5, max_denominator=9)) for action in row}
        for point, row in policy.items()
    }
    _, v = soft_values(model, policy, weights)
    for point in model.points:
        expected: Number = 0
        for trajectory, dynamics in model.trajectories[point]:
            product = dynamics * policy_factor(policy, trajectory)
            for step, action in trajectory:
                product = product * weights[step][action]
            expected = expected + product
        assert v[point] == expected


@given(st.data())
def test_numbers_of_any_type_give_the_same_values(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3))
    policy = data.draw(policies(model))
    assert soft_values(with_mpq(model), policy) == soft_values(model, policy)


def test_mountain_race() -> None:
    model = example("example_1")
    q, v = soft_values(model, model.prior)
    assert q[1, "∅"] == {"↗": Fraction(1, 2), "↘": Fraction(3, 4)}
    assert v == {(1, "∅"): Fraction(5, 8), (2, "ridge"): Fraction(1, 2), (2, "forest"): Fraction(3, 4)}


def test_action_values_do_not_depend_on_the_row_of_their_own_state() -> None:
    model = example("example_1")
    certain = Policy({**model.prior, (1, "∅"): {"↗": Fraction(1), "↘": Fraction(0)}})
    assert soft_values(model, certain).q[1, "∅"] == soft_values(model, model.prior).q[1, "∅"]
    assert soft_values(model, certain).v[1, "∅"] != soft_values(model, model.prior).v[1, "∅"]
