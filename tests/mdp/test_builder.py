"""Models written in Python: numbers and symbols, and every refusal with its place."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import ModelError
from coherence_exact.exact.fields import is_zero
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Choice, Model, uniform_policy
from coherence_exact.mdp.policy import Policy

NOT_TEXT: Any = 1

x, y = sympy.symbols("x y", positive=True)


def start(**settings: Any) -> ModelBuilder:
    return ModelBuilder("m", **{"horizon": 1, "start": "s", **settings})


def one_action(**choice: Any) -> Model:
    return start().action("s", "a", **choice).build()


# Numbers and symbols


@pytest.mark.parametrize(
    "number", ["2/6", "1/3", Fraction(1, 3), gmpy2.mpq(1, 3), sympy.Rational(1, 3), x / (3 * x)]
)
def test_one_number_in_every_form(number: Any) -> None:
    assert one_action(success=number).states["s"]["a"].weight == Fraction(1, 3)


def test_symbols_in_weights_probabilities_priors_and_starts() -> None:
    model = (
        ModelBuilder("m", horizon=2, start={"s": x / (x + y), "t": y / (x + y)})
        .action("s", "a", to={"s": x / (1 + x), "t": 1 / (1 + x)}, success=y)
        .action("s", "b", to="t")
        .action("t", "a", to="t", success=x * y)
        .prior("s", {"a": y, "b": 1 - y})
        .build()
    )
    assert model.has_symbols
    assert model.layers == (("s", "t"), ("s", "t"))
    assert model.weights[1, "s"]["a"] == y
    assert is_zero(model.prior[1, "s"]["b"] - (1 - y))
    assert model.prior[2, "t"] == {"a": 1}
    assert model.prior.to_json()["1"]["s"]["a"] == "y"


@pytest.mark.parametrize(
    ("reward", "weight"),
    [
        ("0", 1),
        ("-inf", 0),
        ("log(1/3)", Fraction(1, 3)),
        (sympy.log(x), x),
        (2 * sympy.log(x), x**2),
        (sympy.log(sympy.Rational(1, 3)), Fraction(1, 3)),
        (sympy.Integer(0), 1),
        (-sympy.oo, 0),
        (sympy.Integer(-1), sympy.exp(-1)),
    ],
)
def test_rewards_as_text_and_as_expressions(reward: Any, weight: Any) -> None:
    assert one_action(reward=reward).states["s"]["a"].weight == weight


def test_a_model_without_symbols_has_none() -> None:
    assert not one_action(success=sympy.Rational(1, 2)).has_symbols


def test_probabilities_that_cancel_to_zero_reach_nothing() -> None:
    model = (
        start(horizon=2)
        .action("s", "a", to={"t": 1, "u": (x + 1) ** 2 - x**2 - 2 * x - 1})
        .action("t", "a")
        .action("u", "a")
        .build()
    )
    assert model.layers == (("s",), ("t",))


def test_a_successor_may_be_a_state_a_table_or_left_out() -> None:
    model = start().action("s", "a", to="s").action("s", "b", to={"s": 1}).action("s", "c").build()
    assert [choice.successors for choice in model.states["s"].values()] == [{"s": 1}, {"s": 1}, {}]
    assert all(choice.weight == 1 for choice in model.states["s"].values())


def test_a_built_model_does_not_change_with_its_builder() -> None:
    builder = start().action("s", "a")
    model = builder.build()
    builder.action("s", "b").action("t", "a").prior("s", {"b": 1})
    assert model == start().action("s", "a").build()
    assert builder.build().prior[1, "s"] == {"a": 0, "b": 1}


def test_the_uniform_policy_ignores_the_prior() -> None:
    model = start().action("s", "a").action("s", "b").prior("s", {"a": 1}).build()
    assert model.prior == Policy({(1, "s"): {"a": Fraction(1), "b": Fraction(0)}})
    assert uniform_policy(model) == Policy({(1, "s"): dict.fromkeys("ab", Fraction(1, 2))})


# Refusals

REFUSALS: dict[str, tuple[Callable[[], object], str]] = {
    "success and reward": (
        lambda: one_action(success=1, reward="0"),
        "states.s.a: success and reward say the same; give one of them",
    ),
    "success and symbolic reward": (
        lambda: one_action(success=x, reward=sympy.log(x)),
        "states.s.a: success and reward say the same; give one of them",
    ),
    "action twice": (
        lambda: start().action("s", "a").action("s", "a", success=0),
        "states.s.a: this action has been described before; describe it once",
    ),
    "prior twice": (
        lambda: start().action("s", "a").prior("s", {"a": 1}).prior("s", {"a": 1}),
        "prior.s: this row has been given before; give it once",
    ),
    "float": (
        lambda: one_action(success=0.5),
        "states.s.a.success: 0.5 is a float, which is not exact; write",
    ),
    "sympy float": (
        lambda: one_action(success=sympy.Float("0.5")),
        "states.s.a.success: 0.500000000000000 contains a float",
    ),
    "sympy float inside": (
        lambda: one_action(success=x / 2.0),
        "states.s.a.success: 0.5*x contains a float",
    ),
    "float reward": (
        lambda: one_action(reward=-0.5),
        "states.s.a.reward: -0.5 is not a reward whose e^r",
    ),
    "integer reward": (
        lambda: one_action(reward=-1),
        "states.s.a.reward: -1 is not a reward whose e^r",
    ),
    "positive reward": (
        lambda: one_action(reward=sympy.log(2)),
        "states.s.a.success: 2 is not a probability; write a number from 0 to 1",
    ),
    "positive irrational reward": (
        lambda: one_action(reward=sympy.Integer(1)),
        "states.s.a.success: E is not a probability; write a number from 0 to 1",
    ),
    "boolean": (lambda: one_action(success=True), "states.s.a.success: true is not a number; write"),
    "list": (lambda: one_action(success=[1]), "states.s.a.success: a list is not a number; write"),
    "tuple of a huge integer": (
        lambda: one_action(success=(10**5000,)),
        "states.s.a.success: a value of type tuple is not a number; write",
    ),
    "weight above 1": (
        lambda: one_action(success="3/2"),
        "states.s.a.success: 3/2 is not a probability",
    ),
    "symbolic weight above 1": (
        lambda: one_action(success=x + 2),
        "states.s.a.success: x + 2 is not a probability; write",
    ),
    "negative symbolic weight": (
        lambda: one_action(success=-x),
        "states.s.a.success: -x is not a probability; write",
    ),
    "nan": (lambda: one_action(success=sympy.nan), "states.s.a.success: nan is not a probability; write"),
    "infinity": (lambda: one_action(success=sympy.oo), "states.s.a.success: oo is not a probability; write"),
    "complex": (lambda: one_action(success=sympy.I), "states.s.a.success: I is not a probability; write"),
    "successor list": (
        lambda: one_action(to=["s"]),
        "states.s.a.to: a list is not a distribution; give {name: probability}",
    ),
    "successors empty": (
        lambda: one_action(to={}),
        "states.s.a.to: the distribution is empty; give probabilities that sum to exactly 1",
    ),
    "successor probability": (
        lambda: one_action(to={"s": "1e0"}),
        'states.s.a.to.s: "1e0" is not an exact number',
    ),
    "successor sum": (
        lambda: one_action(to={"s": x}),
        "states.s.a.to: probabilities sum to x, not 1; change them so that they sum to exactly 1",
    ),
    "successor sum of huge symbols": (
        lambda: one_action(to={"s": x / 10**5000}),
        "states.s.a.to: probabilities sum to a value of type Mul, not 1; change",
    ),
    "successor unknown": (
        lambda: one_action(to="t"),
        'states.s.a.to: "t" is not a state of this model; describe',
    ),
    "successor missing": (
        lambda: start(horizon=2).action("s", "a").build(),
        "states.s.a.to: a successor is needed, because the state is met before the last time; write",
    ),
    "start": (lambda: start(start=3), "start: 3 is not a distribution; give {name: probability}"),
    "start number": (lambda: start(start={"s": 1.0}), "start.s: 1.0 is a float, which is not exact; write"),
    "start unknown": (
        lambda: start(start="t").action("s", "a").build(),
        'start: "t" is not a state of this model; describe',
    ),
    "prior number": (lambda: start().prior("s", {"a": None}), "prior.s.a: null is not a number; write"),
    "prior sum": (
        lambda: start().action("s", "a").prior("s", {"a": x}).build(),
        "prior.s: probabilities sum to x, not 1; change",
    ),
    "prior action": (
        lambda: start().action("s", "a").prior("s", {"b": 1}).build(),
        'prior.s: "b" is not an action of this state; describe it there or mend the name',
    ),
    "prior state": (
        lambda: start().action("s", "a").prior("t", {"a": 1}).build(),
        'prior.t: "t" is not a state of this model; describe it under states or mend the name',
    ),
    "no states": (
        lambda: start().build(),
        "states: there is no state; describe at least one, with its actions",
    ),
    "horizon zero": (
        lambda: start(horizon=0).action("s", "a").build(),
        "horizon: 0 decisions are too few; write an integer of at least 1",
    ),
    "horizon text": (
        lambda: start(horizon="2").action("s", "a").build(),
        'horizon: "2" is not an integer; write the number of decisions, such as 2',
    ),
    "horizon float": (
        lambda: start(horizon=2.0).action("s", "a").build(),
        "horizon: 2.0 is not an integer; write the number of decisions, such as 2",
    ),
    "horizon huge": (
        lambda: start(horizon=10**5000).action("s", "a", to="s").build(),
        "horizon: 100000000000000000000000000000… (5001 characters) decisions are too many; write at most",
    ),
    "state that is not text": (
        lambda: start(start={1: 1}).action(NOT_TEXT, "a").build(),
        "states.1: 1 is not text; write it in quotes",
    ),
    "action without a name": (
        lambda: start().action("s", "").build(),
        'states.s."": this name is empty; write at least one character',
    ),
    "half a surrogate pair": (
        lambda: start().action("s", "\ud800").build(),
        'states.s."\\uD800": "\\uD800" holds half of a surrogate pair; write the whole character in UTF-8',
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_wrong_model_is_refused_with_its_place_and_a_mend(name: str) -> None:
    build, message = REFUSALS[name]
    with pytest.raises(ModelError) as caught:
        build()
    assert str(caught.value).startswith(message)
    assert f"{caught.value.place}: {caught.value.problem}" == str(caught.value)
    assert str(caught.value).isprintable()


def test_numbers_given_to_the_model_itself_are_checked() -> None:
    with pytest.raises(ModelError, match=r"^states\.s\.a\.success: 0\.5 is not an exact number; give"):
        Model("m", 1, {"s": 1}, {"s": {"a": Choice(0.5)}})
    with pytest.raises(ModelError, match=r"^start\.s: 1\.0 is not an exact number; give"):
        Model("m", 1, {"s": 1.0}, {"s": {"a": Choice(1)}})
    with pytest.raises(ModelError, match=r"^states\.s: there is no action here; describe at least one$"):
        Model("m", 1, {"s": 1}, {"s": {}})
    with pytest.raises(ModelError, match=r"^start: probabilities sum to 0, not 1; change"):
        Model("m", 1, {}, {"s": {"a": Choice(1)}})


def test_a_model_error_can_be_sent_to_another_process() -> None:
    error = pickle.loads(pickle.dumps(ModelError("states.s", "there is no action here; describe one")))
    assert (error.place, error.problem) == ("states.s", "there is no action here; describe one")
    assert str(error) == "states.s: there is no action here; describe one"
