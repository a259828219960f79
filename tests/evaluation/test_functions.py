"""The Python functions: what they return, their errors, dead states, and models with symbols."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from coherence_exact.errors import ArgumentError, PolicyError, UndefinedError
from coherence_exact.evaluation import functions
from coherence_exact.evaluation.functions import (
    boltzmann,
    causal_entropy,
    coherent,
    expected_return,
    fold,
    goal_condition,
    greedy_limit,
    incoherence,
    occupancy_divergence,
    occupancy_measure,
    optimal_return,
    optimal_success,
    retrain,
    retrain_limit,
    soft_values,
    success_probability,
    temperature,
    temperature_limit,
)
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.definitions.test_divergences import divergence
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=60, simple=True)

# Each function against the definition by hand


OF_POLICIES: dict[str, tuple[Callable[[Model, Policy], Policy], Callable[[Model, Policy], Policy]]] = {
    "G": (goal_condition, by_hand.conditioned),
    "G^2": (lambda m, p: retrain(m, p, 2), lambda m, p: by_hand.retrained(m, p, 2)),
    "α = 3": (lambda m, p: temperature(m, p, 3), lambda m, p: by_hand.conditioned(m, p, by_hand.power(m, 3))),
    "F_1": (fold, by_hand.conditioned),
    "F_2^ratio": (lambda m, p: fold(m, p, 2, "ratio"), lambda m, p: by_hand.retrained(m, p, 2)),
    "B": (boltzmann, lambda m, p: by_hand.soft(m, p, 1)),
    "B at 1/3": (lambda m, p: boltzmann(m, p, Fraction(1, 3)), lambda m, p: by_hand.soft(m, p, 3)),
    "B^2": (lambda m, p: coherent(m, p, 2), lambda m, p: by_hand.soft(m, by_hand.soft(m, p, 1), 1)),
    "δ → 0": (greedy_limit, by_hand.greedy),
    "α → ∞": (
        temperature_limit,
        lambda m, p: Policy({point: by_hand.given_the_largest_weight(m, p, point) for point in p}),
    ),
}


@pytest.mark.parametrize("name", OF_POLICIES)
@given(data=st.data(), model=SMALL)
def test_policies(name: str, data: st.DataObject, model: Model) -> None:
    function, definition = OF_POLICIES[name]
    policy = data.draw(policies(model, simple=True))
    found = function(model, policy)
    assert found == definition(model, policy)
    assert list(found) == list(model.points)
    assert all(type(p) is Fraction for row in found.values() for p in row.values())


@given(st.data(), SMALL)
def test_numbers(data: st.DataObject, model: Model) -> None:
    policy, other = (data.draw(policies(model, simple=True)) for _ in range(2))
    q, v = soft_values(model, policy)
    assert q == by_hand.q_rows(model, policy)
    assert v == {point: by_hand.v(model, policy, point) for point in by_hand.points(model)}
    assert occupancy_measure(model, policy) == by_hand.occupancy(model, policy)
    assert success_probability(model, policy) == by_hand.success(model, policy)
    assert expected_return(model, policy) == by_hand.expected_return(model, policy)
    left, right = by_hand.joint(model, policy), by_hand.joint(model, other)
    expected = divergence([(p, right[path]) for path, p in left.items()])
    assert occupancy_divergence(model, policy, other) == expected
    exact = [success_probability(model, policy), *v.values(), *occupancy_measure(model, policy).values()]
    assert {type(x) for x in exact} == {Fraction}
    for value in (expected_return(model, policy), causal_entropy(model, policy), incoherence(model, policy)):
        assert isinstance(value, LogValue)


def test_known_numbers() -> None:
    race, stochastic = example("example_1"), example("example_3")
    assert (optimal_success(race), optimal_return(race)) == (1, ZERO)
    assert optimal_success(stochastic) == Fraction(1, 2)
    assert optimal_return(stochastic) == (log(2) - 2 * log(3)) / 2
    assert retrain_limit(stochastic, stochastic.prior)[1, "∅"] == {"a1": 0, "a2": 1}
    assert causal_entropy(race, goal_condition(race, race.prior)) == log(5) - (log(27) - log(2)) / 5


# Dead states


@given(st.data(), SMALL)
def test_dead_states_of_conditioning(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model, simple=True))
    dead = {point for point in by_hand.points(model) if by_hand.v(model, policy, point) == 0}
    for found in (
        goal_condition(model, policy),
        retrain(model, policy, 3),
        temperature(model, policy, 2),
        temperature_limit(model, policy),
        fold(model, policy, 2, "ratio"),
    ):
        assert found.dead_states == dead
    unreached = {p for p, row in by_hand.q_rows(model, policy).items() if not any(row.values())}
    assert boltzmann(model, policy).dead_states == greedy_limit(model, policy).dead_states == unreached


def test_a_state_that_comes_to_life_stays_listed() -> None:
    """The prior fails at t, so that s is dead at first; the convention has been used on the way."""
    model = (
        ModelBuilder("late success", horizon=2, start="s")
        .action("s", "a", to="t")
        .action("s", "b", to="t", success="1/2")
        .action("t", "a", success=0)
        .action("t", "b")
        .prior("t", {"a": 1})
        .build()
    )
    policy = coherent(model, model.prior, 2)
    assert policy[1, "s"] == {"a": Fraction(2, 3), "b": Fraction(1, 3)}
    assert policy.dead_states == {(1, "s")}
    assert coherent(model, model.prior, 1)[1, "s"] == model.prior[1, "s"]


def test_dead_states_of_the_policy_that_is_given_stay_listed() -> None:
    model = one_decision(a=1, b="1/2")
    policy = Policy(model.prior.rows, frozenset({(1, "s")}))
    for found in (goal_condition(model, policy), boltzmann(model, policy), retrain(model, policy, 2)):
        assert found.dead_states == {(1, "s")}
    impossible = one_decision(a=0, b=0)
    for kind in ("posterior", "ratio"):
        assert fold(impossible, impossible.prior, 3, kind).dead_states == {(1, "s")}
    assert retrain_limit(impossible, impossible.prior).dead_states == {(1, "s")}


# Arguments

RACE = example("example_1")
PRIOR = RACE.prior


@pytest.mark.parametrize("steps", [-1, True, 1.0, "2", None, Fraction(2)])
def test_steps_are_natural_numbers(steps: Any) -> None:
    for attempt in (retrain, fold, coherent):
        with pytest.raises(
            ArgumentError, match=r"^steps = .* is not a number of iterations; give an integer"
        ):
            attempt(RACE, PRIOR, steps)


@pytest.mark.parametrize("alpha", [0, -1, True, 1.5, Fraction(2), "1", None])
def test_alpha_is_a_positive_integer(alpha: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^alpha = .* is not an exact inverse temperature"):
        temperature(RACE, PRIOR, alpha)


@pytest.mark.parametrize("delta", [0, 2, Fraction(3, 4), Fraction(-1, 2), 0.5, True, "1/2", None])
def test_delta_is_a_unit_fraction(delta: Any) -> None:
    for attempt in (
        lambda: boltzmann(RACE, PRIOR, delta),
        lambda: incoherence(RACE, PRIOR, delta),
        lambda: coherent(RACE, PRIOR, 1, delta),
    ):
        with pytest.raises(ArgumentError, match=r"^delta = .* is not 1/n; give 1, Fraction\(1, 2\)"):
            attempt()


def test_other_arguments() -> None:
    kind: Any = "prior"
    with pytest.raises(ArgumentError, match='"prior" is not a kind of folding'):
        fold(RACE, PRIOR, 1, kind)
    stochastic = example("example_3")
    with pytest.raises(PolicyError, match='the policy has no row at time 2, state "s1"; give one'):
        goal_condition(stochastic, Policy({(1, "∅"): stochastic.prior[1, "∅"]}))
    two = (
        ModelBuilder("a learner and a dead end", horizon=2, start="s")
        .action("s", "a", to={"learner": "1/2", "dead end": "1/2"})
        .action("s", "b", to="half")
        .action("learner", "a")
        .action("learner", "b", success="1/2")
        .action("dead end", "a", success=0)
        .action("half", "a", success="1/2")
        .build()
    )
    with pytest.raises(ArgumentError, match="may be irrational where several actions survive; use enclose"):
        retrain_limit(two, two.prior)


def test_no_step_is_the_policy_itself() -> None:
    policy = Policy({**PRIOR}, frozenset({(2, "forest")}))
    assert retrain(RACE, policy, 0) is policy
    assert coherent(RACE, policy, 0) == policy
    assert fold(RACE, policy, 0) == policy


def test_what_does_not_exist_is_told() -> None:
    from coherence_exact.claims import second_policy
    from coherence_exact.claims import success_probability as success

    with pytest.raises(UndefinedError, match="has no value at time 1, state ∅"):
        functions.policy_of(RACE, PRIOR, second_policy)
    with pytest.raises(UndefinedError, match="has no value on this model"):
        functions.value_of(RACE, PRIOR, success(second_policy))


def test_integers_never_become_floats() -> None:
    model = Model("integers", 1, {"s": 1}, {"s": {"a": Choice(1), "b": Choice(1)}}, {"s": {"a": 1}})
    policy = goal_condition(model, Policy({(1, "s"): {"a": 1, "b": 0}}))
    assert [type(p) for p in policy[1, "s"].values()] == [Fraction, Fraction]
    assert policy.to_json() == {"1": {"s": {"a": "1", "b": "0"}}}


# Symbols

X = sympy.Symbol("x", positive=True)


def race(x: Any) -> Model:
    """The mountain race, with success x in the forest."""
    return (
        ModelBuilder("mountain race", horizon=2, start="∅")
        .action("∅", "↗", to="ridge")
        .action("∅", "↘", to="forest")
        .action("ridge", "↗")
        .action("ridge", "↘", success=0)
        .action("forest", "↗", success=x)
        .action("forest", "↘", success=x)
        .build()
    )


SYMBOLIC = race(X)
NUMBERS = [Fraction(1, 3), Fraction(1)]


def at_number(expression: Any, x: Fraction) -> Any:
    """An expression at a number, as sympy's exact number."""
    return sympy.sympify(expression).subs(X, sympy.Rational(x.numerator, x.denominator))


def is_same(expression: Any, x: Fraction, number: Any) -> bool:
    """Whether an expression, at a number for x, is equal to a rational or a log value."""
    if isinstance(number, LogValue):
        number = sum(
            (sympy.Rational(c.numerator, c.denominator) * sympy.log(n) for c, n in number.terms()),
            sympy.Integer(0),
        )
    else:
        number = sympy.Rational(number.numerator, number.denominator)
    difference = sympy.expand_log(at_number(expression, x) - number, force=True)
    return bool(sympy.simplify(difference) == 0)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_retraining_the_race(steps: int) -> None:
    policy = retrain(SYMBOLIC, SYMBOLIC.prior, steps)
    assert sympy.simplify(policy[1, "∅"]["↗"] - 1 / (1 + 2 * X**steps)) == 0
    assert policy[2, "ridge"] == {"↗": 1, "↘": 0}
    assert type(policy[2, "ridge"]["↗"]) is Fraction
    assert policy == temperature(SYMBOLIC, SYMBOLIC.prior, steps)
    assert policy == fold(SYMBOLIC, SYMBOLIC.prior, steps, "ratio")


@pytest.mark.parametrize("x", NUMBERS)
def test_expressions_at_numbers_are_the_numbers(x: Fraction) -> None:
    model = race(x)
    for operator in (goal_condition, boltzmann, lambda m, p: coherent(m, p, 2)):
        symbolic, numeric = operator(SYMBOLIC, SYMBOLIC.prior), operator(model, model.prior)
        for point, row in numeric.items():
            assert all(is_same(symbolic[point][action], x, p) for action, p in row.items())
        for value in (success_probability, expected_return, causal_entropy, incoherence):
            assert is_same(value(SYMBOLIC, symbolic), x, value(model, numeric))
        assert is_same(
            occupancy_divergence(SYMBOLIC, symbolic, SYMBOLIC.prior),
            x,
            occupancy_divergence(model, numeric, model.prior),
        )


def test_infinite_values_of_models_with_symbols() -> None:
    assert expected_return(SYMBOLIC, SYMBOLIC.prior) == -INFINITY
    assert incoherence(SYMBOLIC, SYMBOLIC.prior) == INFINITY
    trained = goal_condition(SYMBOLIC, SYMBOLIC.prior)
    assert occupancy_divergence(SYMBOLIC, SYMBOLIC.prior, trained) == INFINITY
    assert incoherence(SYMBOLIC, coherent(SYMBOLIC, SYMBOLIC.prior, 2)) == ZERO


@pytest.mark.parametrize("function", [greedy_limit, temperature_limit, retrain_limit])
def test_what_depends_on_the_order_of_symbols_is_refused(function: Callable[[Model, Policy], Policy]) -> None:
    with pytest.raises(ArgumentError, match="depends on the symbols; substitute numbers first"):
        function(SYMBOLIC, SYMBOLIC.prior)
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        optimal_success(SYMBOLIC)


def test_symbols_that_decide_nothing_are_welcome() -> None:
    model = one_decision(a=X, b=X, c=X / 2)
    assert greedy_limit(model, model.prior)[1, "s"] == {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": 0}
    assert optimal_success(model) == X
    prior = Policy({(1, "s"): {"a": 1 / (1 + X), "b": X / (1 + X), "c": Fraction(0)}})
    assert retrain_limit(model, prior)[1, "s"] == prior[1, "s"]
