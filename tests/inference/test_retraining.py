"""Re-training in integers against its definition: the same rows, numbers and dead states."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.conditioning import retrain_by_definition
from coherence_exact.inference.retraining import retrain
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy
from hypothesis import example as with_example
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies, with_mpq

# The definition's numbers grow with the power steps^horizon.
MOST_STEPS = {1: 30, 2: 9, 3: 5, 4: 3}


def check_against_definition(model: Model, policy: Policy, steps: int) -> None:
    expected = retrain_by_definition(model, policy, steps)
    result = retrain(model, policy, steps)
    assert result == expected
    assert result.dead_states == expected.dead_states
    assert list(result) == list(expected)
    for point, row in result.items():
        assert list(row) == list(expected[point])
        for probability in row.values():
            check_is_fraction(probability)


def check_is_fraction(value: Number) -> None:
    """A ``Fraction`` of Python integers: one that holds other integers behaves almost like it."""
    assert type(value) is Fraction
    assert type(value.numerator) is int
    assert type(value.denominator) is int


def policy_with_mpq(policy: Policy) -> Policy:
    return Policy({point: {a: gmpy2.mpq(p) for a, p in row.items()} for point, row in policy.items()})


@settings(max_examples=120)
@given(st.data())
def test_equals_definition(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, max_starts=3))
    policy = data.draw(st.one_of(st.just(model.prior), policies(model)))
    if data.draw(st.booleans()):
        policy = policy_with_mpq(policy)
    check_against_definition(model, policy, data.draw(st.integers(1, MOST_STEPS[model.horizon])))


@settings(max_examples=60)
@given(st.data())
def test_equals_definition_with_deterministic_dynamics(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, max_starts=3, deterministic=True))
    policy = data.draw(policies(model))
    check_against_definition(model, policy, data.draw(st.integers(1, 12)))


@settings(max_examples=60)
@given(st.data())
def test_equals_definition_with_long_iterations_of_small_numbers(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=2, deterministic=False, simple=True))
    policy = data.draw(policies(model, simple=True))
    check_against_definition(model, policy, data.draw(st.integers(5, 25)))


@settings(max_examples=30)
@given(st.data())
def test_steps_add_up(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3, simple=True))
    first, second = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
    at_once = retrain(model, model.prior, first + second)
    one_after_the_other = retrain(model, retrain(model, model.prior, first), second)
    assert one_after_the_other == at_once
    assert one_after_the_other.dead_states == at_once.dead_states


@pytest.mark.parametrize("steps", [1, 2, 3, 8])
@pytest.mark.parametrize("name", ["example_1", "example_3"])
def test_examples_of_the_paper(name: str, steps: int) -> None:
    model = example(name)
    check_against_definition(model, model.prior, steps)
    check_against_definition(with_mpq(model), model.prior, steps)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_wide_models(steps: int) -> None:
    world = grid_world(3, 3, horizon=5, slip="1/5", walls=[(1, 1)], step_success="2/3")
    check_against_definition(world, world.prior, steps)


def trap(**dynamics: str) -> Model:
    """Two decisions, with a state where nothing succeeds, whole or in part of the successors."""
    return (
        ModelBuilder("trap", horizon=2, start={"s": "1/3", "dead": "2/3"})
        .action("s", "a", to=dynamics or "dead", success="1/2")
        .action("s", "b", to="alive", success="1/3")
        .action("s", "c", to="alive", success=0)
        .action("dead", "a", to="dead", success=0)
        .action("dead", "b", to="dead", success=0)
        .action("alive", "a", success="1/5")
        .action("alive", "b", success="1/7")
        .prior("dead", {"a": "1/4", "b": "3/4"})
        .build()
    )


@pytest.mark.parametrize("steps", [1, 3, 20])
@pytest.mark.parametrize("dynamics", [{}, {"dead": "1/2", "alive": "1/2"}])
def test_dead_states_keep_their_rows(dynamics: dict[str, str], steps: int) -> None:
    model = trap(**dynamics)
    result = retrain(model, model.prior, steps)
    assert result.dead_states == {(1, "dead"), (2, "dead")}
    assert result[1, "dead"] == {"a": Fraction(1, 4), "b": Fraction(3, 4)}
    check_against_definition(model, model.prior, steps)


def test_what_is_dead_depends_on_the_policy() -> None:
    model = trap(dead="1/2", alive="1/2")
    stubborn = {**model.prior, (1, "s"): {"a": Fraction(0), "b": Fraction(0), "c": Fraction(1)}}
    policy = Policy(stubborn, frozenset({(2, "alive")}))
    assert retrain(model, policy, 2).dead_states == {(1, "s"), (1, "dead"), (2, "dead"), (2, "alive")}
    check_against_definition(model, policy, 2)


def test_everything_dead() -> None:
    model = one_decision(a=0, b=0)
    result = retrain(model, policy_with_mpq(model.prior), 5)
    assert result == model.prior
    assert result.dead_states == {(1, "s")}
    for probability in result[1, "s"].values():
        check_is_fraction(probability)


def test_rows_may_leave_actions_out_and_order_them_as_they_like() -> None:
    model = trap(dead="1/2", alive="1/2")
    rows = {**model.prior, (1, "s"): {"b": Fraction(1, 4), "a": Fraction(3, 4)}}
    check_against_definition(model, Policy(rows), 2)
    check_against_definition(model, Policy(rows), 7)


def test_rows_on_another_scale_are_those_of_the_definition() -> None:
    model = trap(dead="1/2", alive="1/2")
    doubled = {point: {a: 2 * p for a, p in row.items()} for point, row in model.prior.items()}
    check_against_definition(model, Policy(doubled), 4)


@pytest.mark.parametrize("steps", [1, 6])
def test_a_common_factor_of_the_actions_does_not_stay(steps: int) -> None:
    """Where all actions lead to the same place, what happens there is no reason to prefer one."""
    builder = ModelBuilder("corridor", horizon=40, start="0")
    for time in range(39):
        to = {str(time + 1): "1/2", f"{time + 1}'": "1/2"}
        for state in (str(time), f"{time}'"):
            builder.action(state, "a", to=to, success="1/2").action(state, "b", to=to, success="2/3")
    for state in ("39", "39'"):
        builder.action(state, "a", success="1/2").action(state, "b", success="2/3")
    model = builder.build()
    result = retrain(model, model.prior, steps)
    assert {row["a"] for row in result.values()} == {Fraction(3**steps, 3**steps + 4**steps)}


@with_example(12_000)
@settings(max_examples=10)
@given(st.integers(1, 3_000))
def test_deterministic_closed_form(steps: int) -> None:
    model = one_decision(a="1/2", b="1/3")
    result = retrain(model, model.prior, steps)[1, "s"]["a"]
    check_is_fraction(result)
    assert result == Fraction(1, 1 + Fraction(2, 3) ** steps)


def test_more_than_4300_digits() -> None:
    steps = 8_000
    model = example("example_3")
    result = retrain(model, model.prior, steps)[1, "∅"]["a1"]
    assert result.denominator > 10**4_300
    assert result == Fraction(5**steps, 5**steps + 6**steps)


def test_more_than_4300_digits_of_numbers_that_share_nothing() -> None:
    model = (
        ModelBuilder("two", horizon=2, start="x")
        .action("x", "a", to={"x": "2/3", "y": "1/3"}, success="1/2")
        .action("x", "b", to={"x": "1/4", "y": "3/4"}, success="3/5")
        .action("y", "a", to={"x": "1/2", "y": "1/2"}, success="6/7")
        .action("y", "b", to="x", success="1/3")
        .action("x", "c", to="y", success="5/9")
        .build()
    )
    result = retrain(model, model.prior, 70)
    assert all(p.denominator > 10**4_300 for p in result[1, "x"].values())
    check_against_definition(model, model.prior, 70)


@pytest.mark.parametrize("order", ["abc", "bca", "cab"])
def test_lowest_terms_when_one_action_only_shares_a_factor_with_the_total(order: str) -> None:
    """The terms are 2·15^k, 5^k and 3^k: their sum is even, like the first of them alone."""
    steps = 600
    weights = {"a": "1", "b": "1/3", "c": "1/5"}
    model = one_decision(**{action: weights[action] for action in order})
    priors = {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}
    result = retrain(model, Policy({(1, "s"): priors}), steps)[1, "s"]
    total = 2 * 15**steps + 5**steps + 3**steps
    assert result == {
        "a": Fraction(2 * 15**steps, total),
        "b": Fraction(5**steps, total),
        "c": Fraction(3**steps, total),
    }


def test_models_with_symbols() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b="1/2")
    assert sympy.simplify(retrain(model, model.prior, 3)[1, "s"]["a"] - 8 * x**3 / (8 * x**3 + 1)) == 0
    assert retrain(model, model.prior, 3) == retrain_by_definition(model, model.prior, 3)


def test_policies_with_symbols() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a="1/3", b="1/2")
    policy = Policy({(1, "s"): {"a": x, "b": 1 - x}})
    assert retrain(model, policy, 2) == retrain_by_definition(model, policy, 2)
    assert retrain(model, model.prior, 1)[1, "s"]["a"] == Fraction(2, 5)


def test_zero_steps_give_the_policy_itself() -> None:
    model = one_decision(a=0, b="1/2")
    policy = Policy({(1, "s"): {"a": gmpy2.mpq(1), "b": gmpy2.mpq(0)}}, frozenset({(1, "s")}))
    assert retrain(model, policy, 0) is policy


@pytest.mark.parametrize("steps", [-1, True, 1.0, "2", None, Fraction(2)])
def test_steps_have_to_be_a_number_of_iterations(steps: Any) -> None:
    model = one_decision(a=1)
    with pytest.raises(ArgumentError, match=r"^steps = .* is not a number of iterations"):
        retrain(model, model.prior, steps)


def test_models_that_come_and_go_are_not_mistaken_for_one_another() -> None:
    for denominator in range(2, 200):
        model = one_decision(a=1, b=Fraction(1, denominator))
        assert retrain(model, model.prior)[1, "s"]["b"] == Fraction(1, denominator + 1)


def test_weights_that_are_integers() -> None:
    model = Model("integers", 2, {"s": 1}, {"s": {"a": Choice(1, {"s": 1}), "b": Choice(0, {"s": 1})}})
    assert retrain(model, model.prior, 3)[1, "s"] == {"a": Fraction(1), "b": Fraction(0)}
    for probability in retrain(model, model.prior, 3)[2, "s"].values():
        check_is_fraction(probability)
