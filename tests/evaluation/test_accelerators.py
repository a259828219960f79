"""Every accelerator against the definition that it replaces, and re-training in integers in particular."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.claims import (
    coherent,
    goal_condition,
    log,
    optimal_success,
    prior,
    repeat,
    retrain,
    second_policy,
    soft_v,
    success_probability,
    total,
    weight,
    where,
)
from coherence_exact.evaluation.accelerators import ACCELERATORS
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.functions import retrain as retrained
from coherence_exact.exact.fields import Number
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.definitions import Definition, Literal, Parameter
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy
from hypothesis import example as with_example
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies, with_mpq

# The definition's numbers grow with the power steps^horizon.
MOST_STEPS = {1: 20, 2: 7, 3: 4, 4: 3}

POLICIES = (prior, second_policy, goal_condition(second_policy), coherent(prior, 1))
WEIGHTS = (weight, weight**2, weight * second_policy, weight - second_policy, log(weight))
LITERALS: dict[Literal | None, tuple[int | Fraction, ...]] = {
    Literal.NATURAL: (0, 1, 3),
    Literal.RESPONSE: (0, 1, Fraction(1, 2), Fraction(1, 3)),
}


def arguments(parameter: Parameter) -> st.SearchStrategy[Term | int | Fraction]:
    """What can be given for a parameter: policies and weights of several kinds, numbers of each kind."""
    if parameter.sort.is_policy:
        return st.sampled_from(POLICIES)
    if parameter.sort.space is Space.CHOICES:
        return st.sampled_from(WEIGHTS)
    return st.sampled_from(LITERALS[parameter.literal])


def both_ways(model: Model, term: Term, second: Policy | None = None) -> list[list[Any]]:
    """The entries of a term, by the definitions and with accelerators."""
    found = []
    for accelerated in (False, True):
        value = Evaluation(model, second, accelerated=accelerated).value(term)
        found.append(value if isinstance(value, list) else [value])
    return found


def are_same(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(
        y is UNDEFINED if x is UNDEFINED else bool(x == y) for x, y in zip(left, right, strict=True)
    )


@pytest.mark.parametrize("definition", ACCELERATORS, ids=lambda definition: definition.name)
@settings(max_examples=60)
@given(data=st.data())
def test_every_accelerator_is_its_definition(definition: Definition, data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3, simple=True, most_trajectories=60))
    second = data.draw(st.one_of(st.none(), policies(model, simple=True)))
    call = definition(*(data.draw(arguments(parameter)) for parameter in definition.parameters))
    plain, accelerated = both_ways(model, call, second)
    assert are_same(plain, accelerated)


def two_ways() -> tuple[Model, Policy]:
    """A model on which each way counts, and a policy that is not uniform."""
    model = (
        ModelBuilder("two ways", horizon=2, start="s")
        .action("s", "a", to="x")
        .action("s", "b", to="y")
        .action("x", "a", success="1/2")
        .action("x", "b", success="1/3")
        .action("y", "a", success="1/5")
        .action("y", "b", success="3/4")
        .build()
    )
    return model, Policy({point: {"a": Fraction(7, 8), "b": Fraction(1, 8)} for point in model.points})


@pytest.mark.parametrize("definition", [d for d in ACCELERATORS if d.parameters], ids=lambda d: d.name)
def test_a_wrong_accelerator_would_be_found(definition: Definition) -> None:
    """An accelerator that looked at the wrong policy would not denote the same on this model."""
    model, biased = two_ways()
    others = [
        prior if p.sort.is_policy else weight if p.literal is None else 1 for p in definition.parameters[1:]
    ]
    plain, _ = both_ways(model, definition(prior, *others), biased)
    _, accelerated = both_ways(model, definition(second_policy, *others), biased)
    assert not are_same(plain, accelerated)


def test_a_wrong_largest_success_would_be_found() -> None:
    model, biased = two_ways()
    evaluation = Evaluation(model, prior=biased)
    largest = evaluation.value(optimal_success)
    assert largest == Evaluation(model, accelerated=True).value(optimal_success) == Fraction(3, 4)
    assert largest != evaluation.value(success_probability(prior))


@pytest.mark.parametrize("definition", ACCELERATORS, ids=lambda definition: definition.name)
def test_accelerators_are_used_only_where_one_asks_for_them(definition: Definition) -> None:
    model = example("example_3")
    given = {True: prior, False: weight}
    call = definition(*(1 if p.literal else given[p.sort.is_policy] for p in definition.parameters))
    seen = []

    def spied(*given: Any) -> list[Any] | None:
        seen.append(given)
        return None

    from coherence_exact.evaluation.graph import Graph

    for accelerators, calls in (({}, 0), ({definition: spied}, 1)):
        evaluation = Evaluation(model)
        evaluation._graph = Graph(model.horizon, None, accelerators)
        evaluation.value(call)
        assert len(seen) == calls


@pytest.mark.parametrize(
    "term",
    [
        # A number of steps that only the model tells, or that is none.
        retrain(prior, total(1, over="points") - 1),
        retrain(prior, total(1, over="points") / 2),
        retrain(prior, -total(1, over="points")),
        # Inside of another repetition.
        repeat(2, lambda policy: retrain(policy, 2), prior),
        total(where(soft_v(retrain(prior, 3)) > 0, soft_v(retrain(prior, 3))), "scalar"),
    ],
)
def test_numbers_of_steps_that_terms_tell(term: Term) -> None:
    plain, accelerated = both_ways(example("example_3"), term)
    assert are_same(plain, accelerated)


# Re-training in integers


def check_against_definition(model: Model, policy: Policy, steps: int) -> None:
    evaluation = Evaluation(model, prior=policy)
    expected = evaluation.table(retrain(prior, steps))
    result = retrained(model, policy, steps)
    assert {(*point, a): p for point, row in result.items() for a, p in row.items()} == expected
    dead = {point for point, v in evaluation.table(soft_v(prior)).items() if v == 0}
    assert result.dead_states == policy.dead_states | dead
    assert list(result) == list(model.points)
    for row in result.values():
        for probability in row.values():
            check_is_fraction(probability)


def check_is_fraction(value: Number) -> None:
    """A ``Fraction`` of Python integers: one that holds other integers behaves almost like it."""
    assert type(value) is Fraction
    assert type(value.numerator) is int
    assert type(value.denominator) is int


def policy_with_mpq(policy: Policy) -> Policy:
    return Policy({point: {a: gmpy2.mpq(p) for a, p in row.items()} for point, row in policy.items()})


@settings(max_examples=60)
@given(st.data())
def test_big_numbers(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, max_starts=3))
    policy = data.draw(st.one_of(st.just(model.prior), policies(model)))
    if data.draw(st.booleans()):
        policy = policy_with_mpq(policy)
    check_against_definition(model, policy, data.draw(st.integers(1, MOST_STEPS[model.horizon])))


@given(st.data())
def test_deterministic_dynamics(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3, max_starts=3, deterministic=True))
    policy = data.draw(policies(model))
    check_against_definition(model, policy, data.draw(st.integers(1, 9)))


@given(st.data())
def test_long_iterations_of_small_numbers(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=2, deterministic=False, simple=True))
    policy = data.draw(policies(model, simple=True))
    check_against_definition(model, policy, data.draw(st.integers(5, 20)))


@given(st.data())
def test_steps_add_up(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=3, simple=True))
    first, second = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
    at_once = retrained(model, model.prior, first + second)
    one_after_the_other = retrained(model, retrained(model, model.prior, first), second)
    assert one_after_the_other == at_once
    assert one_after_the_other.dead_states == at_once.dead_states


@pytest.mark.parametrize("steps", [1, 3, 8])
@pytest.mark.parametrize("name", ["example_1", "example_3"])
def test_examples_of_the_paper(name: str, steps: int) -> None:
    model = example(name)
    check_against_definition(model, model.prior, steps)
    check_against_definition(with_mpq(model), model.prior, steps)


@pytest.mark.parametrize("steps", [1, 2])
def test_wide_models(steps: int) -> None:
    world = grid_world(3, 3, horizon=4, slip="1/5", walls=[(1, 1)], step_success="2/3")
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
    result = retrained(model, model.prior, steps)
    assert result.dead_states == {(1, "dead"), (2, "dead")}
    assert result[1, "dead"] == {"a": Fraction(1, 4), "b": Fraction(3, 4)}
    check_against_definition(model, model.prior, steps)


def test_what_is_dead_depends_on_the_policy() -> None:
    model = trap(dead="1/2", alive="1/2")
    stubborn = {**model.prior, (1, "s"): {"a": Fraction(0), "b": Fraction(0), "c": Fraction(1)}}
    policy = Policy(stubborn, frozenset({(2, "alive")}))
    assert retrained(model, policy, 2).dead_states == {(1, "s"), (1, "dead"), (2, "dead"), (2, "alive")}
    check_against_definition(model, policy, 2)


@pytest.mark.parametrize("steps", [2, 7])
def test_rows_may_leave_actions_out_and_order_them_as_they_like(steps: int) -> None:
    model = trap(dead="1/2", alive="1/2")
    rows = {**model.prior, (1, "s"): {"b": Fraction(1, 4), "a": Fraction(3, 4)}}
    check_against_definition(model, Policy(rows), steps)
    assert retrained(model, Policy(rows), steps)[1, "s"]["c"] == 0


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
    result = retrained(model, model.prior, steps)
    assert {row["a"] for row in result.values()} == {Fraction(3**steps, 3**steps + 4**steps)}


@with_example(12_000)
@settings(max_examples=10)
@given(st.integers(1, 3_000))
def test_deterministic_closed_form(steps: int) -> None:
    model = one_decision(a="1/2", b="1/3")
    result = retrained(model, model.prior, steps)[1, "s"]["a"]
    check_is_fraction(result)
    assert result == Fraction(1, 1 + Fraction(2, 3) ** steps)


def test_more_than_4300_digits() -> None:
    steps = 8_000
    model = example("example_3")
    result = retrained(model, model.prior, steps)[1, "∅"]["a1"]
    assert result.denominator > 10**4_300
    assert result == Fraction(5**steps, 5**steps + 6**steps)


@pytest.mark.parametrize("order", ["abc", "bca", "cab"])
def test_lowest_terms_when_one_action_only_shares_a_factor_with_the_total(order: str) -> None:
    """The terms are 2·15^k, 5^k and 3^k: their sum is even, like the first of them alone."""
    steps = 600
    weights = {"a": "1", "b": "1/3", "c": "1/5"}
    model = one_decision(**{action: weights[action] for action in order})
    priors = {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}
    result = retrained(model, Policy({(1, "s"): priors}), steps)[1, "s"]
    whole = 2 * 15**steps + 5**steps + 3**steps
    assert result == {
        "a": Fraction(2 * 15**steps, whole),
        "b": Fraction(5**steps, whole),
        "c": Fraction(3**steps, whole),
    }


def test_symbols() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b="1/2")
    assert sympy.simplify(retrained(model, model.prior, 3)[1, "s"]["a"] - 8 * x**3 / (8 * x**3 + 1)) == 0
    plain = one_decision(a="1/3", b="1/2")
    policy = Policy({(1, "s"): {"a": x, "b": 1 - x}})
    assert sympy.simplify(retrained(plain, policy, 2)[1, "s"]["a"] - 4 * x / (4 * x + 9 * (1 - x))) == 0
    assert retrained(plain, plain.prior, 1)[1, "s"]["a"] == Fraction(2, 5)


def test_models_that_come_and_go_are_not_mistaken_for_one_another() -> None:
    for denominator in range(2, 100):
        model = one_decision(a=1, b=Fraction(1, denominator))
        assert retrained(model, model.prior)[1, "s"]["b"] == Fraction(1, denominator + 1)


def test_weights_that_are_integers() -> None:
    model = Model("integers", 2, {"s": 1}, {"s": {"a": Choice(1, {"s": 1}), "b": Choice(0, {"s": 1})}})
    assert retrained(model, model.prior, 3)[1, "s"] == {"a": Fraction(1), "b": Fraction(0)}
    for probability in retrained(model, model.prior, 3)[2, "s"].values():
        check_is_fraction(probability)
