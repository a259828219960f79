"""Results as JSON data."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from coherence_exact.claims import Claim as ClaimOf
from coherence_exact.claims import (
    EveryModel,
    Reading,
    deterministic,
    equal,
    finite,
    incoherence,
    prior,
    retrain,
)
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.limits import enclose_retrain_limit
from coherence_exact.mdp.files import model_from_data
from coherence_exact.report import data
from coherence_exact.verify.verdicts import decide, explain

from tests.models import deterministic_policies, example

MODEL = example("example_3")


def test_values() -> None:
    assert data.value_to_data(Fraction(50, 122)) == "25/61"
    assert data.value_to_data(1) == "1"
    assert data.value_to_data(None) is None
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
    assert data.where_to_data((((1, "s"), "a"), ((2, "u"), "b"))) == {
        "trajectory": [[1, "s", "a"], [2, "u", "b"]]
    }


def test_dead_states_come_in_the_order_of_time() -> None:
    assert data.dead_states_to_data({(2, "a"), (1, "b"), (10, "a")}) == [[1, "b"], [2, "a"], [10, "a"]]


def test_differences_are_left_less_right() -> None:
    trained = goal_condition(MODEL, MODEL.prior)
    assert data.differences(MODEL.prior, MODEL.prior) == []
    first, second = data.differences(trained, MODEL.prior)
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


def test_a_counterexample_with_a_second_policy_and_one_side() -> None:
    race = example("example_1")
    second = deterministic_policies(race)[0]
    found = data.counterexample_to_data(explain(race, second, finite(incoherence(prior))))
    assert found is not None
    assert (found["left"], found["right"], found["where"]) == ("inf", None, None)
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
                "statement": "in words",
                "relation": "equal(prior, retrain(prior, steps=1))",
                "given": [],
            },
            {
                "name": "deterministic",
                "statement": "other words",
                "relation": "equal(prior, retrain(prior, steps=1))",
                "given": ["deterministic"],
            },
        ],
    }


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
