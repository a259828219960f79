"""Goal conditioning against p(a|s, O) summed over trajectories (Definition 5.1)."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
import sympy
from coherence_exact.errors import ArgumentError
from coherence_exact.inference.conditioning import goal_condition, retrain_by_definition, retraining
from coherence_exact.inference.trajectories import policy_factor, weight_of
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy, Row
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies, total_variation, with_mpq


def posterior_rows(model: Model, policy: Policy, alpha: int = 1) -> dict[tuple[int, str], Row | None]:
    """p(a|s, O^α_{t:T} = 1) = p(a, O^α|s) / p(O^α|s) by trajectories; None where p(O^α|s) = 0."""
    result: dict[tuple[int, str], Row | None] = {}
    for point in model.points:
        joint = dict.fromkeys(model.states[point[1]], Fraction(0))
        for trajectory, dynamics in model.trajectories[point]:
            weight = weight_of(model, trajectory) ** alpha
            joint[trajectory[0][1]] += dynamics * policy_factor(policy, trajectory) * weight
        total = sum(joint.values())
        result[point] = {a: p / total for a, p in joint.items()} if total else None
    return result


@given(st.data())
def test_conditioning_by_trajectories(data: st.DataObject) -> None:
    model = data.draw(models())
    policy = data.draw(policies(model))
    conditioned = goal_condition(model, policy)
    expected = posterior_rows(model, policy)
    assert conditioned.dead_states == {point for point, row in expected.items() if row is None}
    for point, row in expected.items():
        assert conditioned[point] == (policy[point] if row is None else row)
        assert sum(conditioned[point].values()) == 1


@given(st.data())
def test_conditioning_raises_every_value(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3))
    policy = data.draw(policies(model))
    before, after = soft_values(model, policy), soft_values(model, goal_condition(model, policy))
    for point in model.points:
        assert after.v[point] >= before.v[point]
        assert all(after.q[point][action] >= q for action, q in before.q[point].items())


@given(models(max_horizon=3))
def test_conditioning_only_looks_ahead(model: Model) -> None:
    """The row at (t, s) depends on the policy at (t, s) and later, not on earlier rows or the start."""
    first = {
        point: dict.fromkeys(row, Fraction(1, len(row))) if point[0] == 1 else row
        for point, row in model.prior.items()
    }
    changed = goal_condition(model, Policy(first))
    unchanged = goal_condition(model, model.prior)
    assert all(changed[point] == unchanged[point] for point in model.points if point[0] > 1)


@given(models(max_horizon=3, simple=True), st.integers(0, 3))
def test_numbers_of_any_type_give_the_same_policy(model: Model, steps: int) -> None:
    converted = with_mpq(model)
    expected = retrain_by_definition(model, model.prior, steps)
    found = retrain_by_definition(converted, converted.prior, steps)
    assert found == expected
    assert found.to_json() == expected.to_json()


def test_mountain_race() -> None:
    model = example("example_1")
    conditioned = goal_condition(model, model.prior)
    assert conditioned[1, "∅"] == {"↗": Fraction(2, 5), "↘": Fraction(3, 5)}
    assert conditioned[2, "ridge"] == {"↗": 1, "↘": 0}
    assert conditioned[2, "forest"] == {"↗": Fraction(1, 2), "↘": Fraction(1, 2)}
    assert not conditioned.dead_states


def test_stochastic_example() -> None:
    model = example("example_3")
    iterates = list(islice(retraining(model, model.prior), 3))
    assert [policy[1, "∅"]["a1"] for policy in iterates] == [
        Fraction(1, 2),
        Fraction(5, 11),
        Fraction(25, 61),
    ]


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_mountain_race_with_any_safe_success(steps: int) -> None:
    x = sympy.Symbol("x", positive=True)
    model = (
        ModelBuilder("mountain race", horizon=2, start="∅")
        .action("∅", "↗", to="ridge")
        .action("∅", "↘", to="forest")
        .action("ridge", "↗")
        .action("ridge", "↘", success=0)
        .action("forest", "↗", success=x)
        .action("forest", "↘", success=x)
        .build()
    )
    policy = retrain_by_definition(model, model.prior, steps)
    assert sympy.simplify(policy[1, "∅"]["↗"] - 1 / (1 + 2 * x**steps)) == 0
    assert sympy.simplify(policy[1, "∅"]["↗"] - 1 / (1 + 2 * x ** (steps + 1))) != 0
    assert policy[2, "ridge"] == {"↗": 1, "↘": 0}


def test_dead_states_keep_their_row_and_are_listed() -> None:
    model = (
        ModelBuilder("a dead end", horizon=2, start="s")
        .action("s", "a", to="alive")
        .action("s", "b", to="dead")
        .action("alive", "a")
        .action("dead", "a", success=0)
        .action("dead", "b", success=0)
        .prior("dead", {"a": "1/3", "b": "2/3"})
        .build()
    )
    conditioned = goal_condition(model, model.prior)
    assert conditioned[1, "s"] == {"a": 1, "b": 0}
    assert conditioned[2, "dead"] == {"a": Fraction(1, 3), "b": Fraction(2, 3)}
    assert conditioned.dead_states == {(2, "dead")}


def test_a_state_is_dead_where_the_policy_never_succeeds_though_others_could() -> None:
    model = one_decision(a=0, b=1)
    stubborn = Policy({(1, "s"): {"a": Fraction(1), "b": Fraction(0)}})
    assert goal_condition(model, stubborn) == stubborn
    assert goal_condition(model, stubborn).dead_states == {(1, "s")}


def test_states_without_occupancy_are_conditioned_too() -> None:
    model = example("example_1")
    safe = Policy({**model.prior, (1, "∅"): {"↗": Fraction(0), "↘": Fraction(1)}})
    assert goal_condition(model, safe)[2, "ridge"] == {"↗": 1, "↘": 0}


def test_integers_never_become_floats() -> None:
    model = Model("integers", 1, {"s": 1}, {"s": {"a": Choice(1), "b": Choice(1)}}, {"s": {"a": 1}})
    policy = goal_condition(model, Policy({(1, "s"): {"a": 1, "b": 0}}))
    assert [type(p) for p in policy[1, "s"].values()] == [Fraction, Fraction]
    assert policy.to_json() == {"1": {"s": {"a": "1", "b": "0"}}}


def test_no_step_is_the_policy_itself() -> None:
    model = example("example_3")
    assert retrain_by_definition(model, model.prior, 0) is model.prior
    assert total_variation(retrain_by_definition(model, model.prior, 1), model.prior) > 0


@pytest.mark.parametrize("steps", [-1, True, 1.0, "1"])
def test_steps_are_natural_numbers(steps: int) -> None:
    model = example("example_3")
    with pytest.raises(ArgumentError, match="steps"):
        retrain_by_definition(model, model.prior, steps)
