"""Results as JSON data."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
import sympy
from coherence_exact.claims import Claim as ClaimOf
from coherence_exact.claims import (
    EveryModel,
    Reading,
    deterministic,
    equal,
    every,
    finite,
    full_support,
    incoherence,
    left,
    prior,
    repaired,
    retrain,
    right,
    trajectories,
)
from coherence_exact.evaluation.comparing import compared
from coherence_exact.evaluation.functions import goal_condition
from coherence_exact.evaluation.limit_bounds import enclose_retrain_limit
from coherence_exact.evaluation.rounding import MEASURES
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from coherence_exact.language.domains import Theorem
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import model_from_data
from coherence_exact.mdp.policy import Policy
from coherence_exact.report import data
from coherence_exact.verify.explain import explain
from coherence_exact.verify.verdicts import decide

from tests.models import deterministic_policies, example

MODEL = example("example_3")


def test_values() -> None:
    assert data.value_to_data(Fraction(50, 122)) == "25/61"
    assert data.value_to_data(1) == "1"
    for absent in (None, UNDEFINED, ABSENT):
        assert data.value_to_data(absent) is None
    assert data.value_to_data(ZERO) == {"terms": [], "decimal": "0"}
    assert data.value_to_data(INFINITY) == "inf"
    assert data.value_to_data(log(2)) == {"terms": [["1", "2"]], "decimal": "0.693147180559945"}
    assert data.value_to_data(MODEL.prior) == MODEL.prior.to_json()
    assert data.value_to_data({(1, "s", "a"): Fraction(1, 2)}) == [[[1, "s", "a"], "1/2"]]


def test_places() -> None:
    assert data.where_to_data(None) is None
    assert data.where_to_data((1, "s")) == {"time": 1, "state": "s"}
    assert data.where_to_data((1, "s", "a")) == {"time": 1, "state": "s", "action": "a"}
    assert data.where_to_data((1, "s", "a", "u")) == {
        "time": 1,
        "state": "s",
        "action": "a",
        "successor": "u",
    }
    assert data.where_to_data(((1, "s", "a"), (2, "u", "b"))) == {
        "trajectory": [[1, "s", "a"], [2, "u", "b"]]
    }


def test_places_are_named_by_the_space_of_what_is_compared() -> None:
    pairs = explain(MODEL, None, every(left(retrain(prior)) <= right(retrain(prior))))
    found = data.counterexample_to_data(pairs)
    assert found is not None
    assert found["where"] == {"time": 1, "state": "∅", "action": "a2", "other_action": "a1"}
    along = data.counterexample_to_data(explain(MODEL, None, equal(trajectories(prior), 0)))
    assert along is not None
    assert along["where"] == {"trajectory": [[1, "∅", "a1"], [2, "s1", "a1"]]}


def test_dead_states_come_in_the_order_of_time() -> None:
    assert data.dead_states_to_data({(2, "a"), (1, "b"), (10, "a")}) == [[1, "b"], [2, "a"], [10, "a"]]


def test_differences_are_left_less_right() -> None:
    trained = goal_condition(MODEL, MODEL.prior)
    assert differences(MODEL.prior, MODEL.prior) == []
    first, second = differences(trained, MODEL.prior)
    assert first == {
        "time": 1,
        "state": "∅",
        "action": "a1",
        "left": "5/11",
        "right": "1/2",
        "difference": "-1/22",
    }
    assert second["difference"] == "1/22"


def test_a_counterexample_is_a_model_file_and_two_sides() -> None:
    relation = equal(prior, retrain(prior))
    found = data.counterexample_to_data(explain(MODEL, None, relation))
    assert found is not None
    assert model_from_data(found["model"]) == MODEL
    assert (found["left"], found["right"]) == ("1/2", "5/11")
    assert found["where"] == {"time": 1, "state": "∅", "action": "a1"}
    assert found["fails"] == "equal(prior, retrain(prior, steps=1))"
    assert "second_policy" not in found


def test_a_counterexample_with_a_second_policy_and_without_sides() -> None:
    race = example("example_1")
    second = deterministic_policies(race)[0]
    found = data.counterexample_to_data(explain(race, second, finite(incoherence(prior))))
    assert found is not None
    assert found["where"] is None
    assert found["second_policy"] == second.to_json()


def test_no_counterexample_is_null() -> None:
    assert data.counterexample_to_data(None) is None


@pytest.fixture
def claim() -> ClaimOf:
    relation = equal(prior, retrain(prior))
    return ClaimOf(
        "c",
        "a title",
        (
            Reading("printed", "in words", relation),
            Reading("deterministic", "other words", relation, (deterministic,), EveryModel("pairs")),
        ),
        "Section 1",
    )


def test_a_claim_without_verdicts(claim: ClaimOf) -> None:
    assert data.claim_to_data(claim) == {
        "id": "c",
        "title": "a title",
        "where": "Section 1",
        "readings": [
            {
                "name": "printed",
                "kind": "finding",
                "statement": "in words",
                "relation": "equal(prior, retrain(prior, steps=1))",
                "given": [],
                "assuming": [],
            },
            {
                "name": "deterministic",
                "kind": "finding",
                "statement": "other words",
                "relation": "equal(prior, retrain(prior, steps=1))",
                "given": ["deterministic"],
                "assuming": [],
            },
        ],
    }


def test_a_hypothesis_check_is_marked_and_theorems_are_given() -> None:
    theorem = Theorem("limits", "limits exist", "by compactness")
    readings = repaired("r", "s", equal(prior, prior), (full_support,), assuming=(theorem,))
    repair, check = map(data.reading_to_data, readings)
    assert (repair["kind"], check["kind"]) == ("finding", "hypothesis check")
    assert check["name"] == "r, without full support"
    assert repair["assuming"] == [{"name": "limits", "theorem": "limits exist", "proof": "by compactness"}]


def test_decisions_are_grouped_by_claim_and_serialisable(claim: ClaimOf) -> None:
    decisions = decide([claim])
    found = data.decisions_to_data(decisions, {("c", "printed"): "c-printed.json"})
    [entry] = found["claims"]
    first, second = entry["readings"]
    assert (entry["id"], entry["title"], entry["where"]) == ("c", "a title", "Section 1")
    assert (first["name"], first["verdict"], first["certificate"]) == ("printed", "refuted", "c-printed.json")
    assert (second["name"], second["certificate"], second["reason"]) == ("deterministic", None, None)
    assert first["family"].startswith("small models")
    assert json.loads(json.dumps(found)) == found


def test_an_enclosed_limit() -> None:
    enclosure = enclose_retrain_limit(MODEL, MODEL.prior)
    found = data.limit_to_data(enclosure)
    assert found["support"] == {"1": {"∅": ["a2"]}, "2": {"s1": ["a1", "a2"], "s2": ["a1", "a2"]}}
    assert found["low"]["1"]["∅"] == found["high"]["1"]["∅"] == {"a1": "0", "a2": "1"}
    assert found["steps"] == enclosure.steps


def differences(left: Policy, right: Policy) -> list[dict[str, Any]]:
    return data.differences_to_data(compared(left, right).differences)


# Measures


def test_measures_of_numbers() -> None:
    assert data.measure(MODEL, MODEL.prior, "success_probability") == Fraction(11, 24)
    incoherence = data.measure(MODEL, MODEL.prior, "incoherence", Fraction(1, 2))
    assert incoherence == log(61) - log(4) - log(3) - log(5)


def test_measures_of_a_mountain_race_with_symbols_are_formulas() -> None:
    gold, left_out = sympy.symbols("g p", positive=True)
    race = (
        ModelBuilder("mountain race", horizon=2, start="s")
        .action("s", "up", to="ridge")
        .action("s", "down", to="forest")
        .action("ridge", "walk", success=gold)
        .action("ridge", "jump", success="1/2")
        .action("forest", "walk", success="3/4")
        .prior("s", {"up": left_out, "down": 1 - left_out})
        .build()
    )
    found = {name: data.measure(race, race.prior, name) for name in MEASURES}
    assert all(isinstance(value, sympy.Expr) for value in found.values())
    ridge = (gold + sympy.Rational(1, 2)) / 2
    success = left_out * ridge + (1 - left_out) * sympy.Rational(3, 4)
    assert sympy.simplify(found["success_probability"] - success) == 0
    value = left_out * (sympy.log(gold) - sympy.log(2)) / 2 + (1 - left_out) * sympy.log(sympy.Rational(3, 4))
    assert _is_zero(found["return"] - value)
    entropy = (
        -left_out * sympy.log(left_out) - (1 - left_out) * sympy.log(1 - left_out) + left_out * sympy.log(2)
    )
    assert _is_zero(found["causal_entropy"] - entropy)
    numbers = {gold: sympy.Rational(1, 3), left_out: sympy.Rational(1, 4)}
    plain = race.with_numbers(lambda x: Fraction(str(sympy.sympify(x).subs(numbers))))
    expected = data.measure(plain, plain.prior, "incoherence")
    assert abs(float(found["incoherence"].subs(numbers)) - float(expected.decimal())) < 1e-12


def _is_zero(expression: sympy.Expr) -> bool:
    return bool(sympy.simplify(sympy.expand_log(expression, force=True)) == 0)


def test_operators_with_symbols_are_compared_identically() -> None:
    x = sympy.Symbol("x", positive=True)
    builder = ModelBuilder("arms", horizon=1, start="s").action("s", "a").action("s", "b", success=x)
    arms = builder.build()
    trained = goal_condition(arms, arms.prior)
    assert differences(trained, goal_condition(arms, arms.prior)) == []
    first, _ = differences(trained, arms.prior)
    difference = sympy.sympify(first["difference"], locals={"x": x})
    assert difference.equals(1 / (1 + x) - sympy.Rational(1, 2))
