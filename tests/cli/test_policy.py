"""``policy``: every operator and option, and what it prints."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from coherence_exact.cli.policy import OPERATOR_NAMES
from coherence_exact.evaluation.functions import retrain
from coherence_exact.evaluation.operators import OPERATORS
from coherence_exact.mdp.files import load_policy, model_from_data

from tests.cli.conftest import LEARNER, Printed, Shown
from tests.models import EXAMPLES, example

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")


def test_every_operator_but_the_prior_can_be_chosen() -> None:
    assert {*OPERATOR_NAMES, "prior"} == set(OPERATORS)


def test_policy_prints_what_the_contract_says(data: Printed) -> None:
    printed = data("policy", STOCHASTIC, "--operator", "retrain", "--steps", "2")
    assert printed == {
        "model": "Example 3",
        "operator": "retrain",
        "policy": {
            "1": {"∅": {"a1": "25/61", "a2": "36/61"}},
            "2": {"s1": {"a1": "1/2", "a2": "1/2"}, "s2": {"a1": "1/2", "a2": "1/2"}},
        },
        "success_probability": "341/732",
        "return": {"terms": [["97/244", "2"], ["-1", "3"]], "decimal": "-0.823057876724197"},
        "dead_states": [],
    }


@pytest.mark.parametrize(
    ("options", "probability"),
    [
        (("retrain",), "5/11"),
        (("retrain", "--steps", "0"), "1/2"),
        (("temperature",), "5/11"),
        (("temperature", "--alpha", "2"), "7/17"),
        (("temperature", "--alpha", "4"), "19/53"),
        (("fold", "--steps", "2"), "25/61"),
        (("fold", "--steps", "2", "--kind", "ratio"), "25/61"),
        (("fold-cumulative", "--steps", "2"), "25/61"),
        (("coherent", "--steps", "2"), "5/11"),
        (("coherent", "--delta", "1/2"), "25/61"),
        (("coherent", "--delta", "0.5"), "25/61"),
        (("greedy-limit",), "0"),
    ],
)
def test_policy_with_every_option(options: Sequence[str], probability: str, data: Printed) -> None:
    printed = data("policy", STOCHASTIC, "--operator", *options)
    assert printed["operator"] == options[0]
    assert printed["policy"]["1"]["∅"]["a1"] == probability


@pytest.mark.parametrize("operator", OPERATOR_NAMES)
def test_a_trace_leads_from_the_prior_to_the_result(operator: str, data: Printed) -> None:
    printed = data("policy", RACE, "--operator", operator, "--trace")
    assert printed["trace"][0] == example("example_1").prior.to_json()
    assert printed["trace"][-1] == printed["policy"]
    assert len(printed["trace"]) == 2


def test_a_trace_has_a_policy_for_each_step(data: Printed) -> None:
    trace = data("policy", STOCHASTIC, "--operator", "temperature", "--alpha", "2", "--trace")["trace"]
    assert [policy["1"]["∅"]["a1"] for policy in trace] == ["1/2", "5/11", "7/17"]


def test_a_limit_that_is_rational(data: Printed) -> None:
    printed = data("policy", RACE, "--operator", "retrain-limit")
    assert printed["policy"]["1"]["∅"] == {"↗": "1", "↘": "0"}
    assert printed["success_probability"] == "1"
    assert printed["return"] == {"terms": [], "decimal": "0"}
    assert "limit" not in printed


def test_a_limit_that_is_enclosed(learner: str, data: Printed) -> None:
    printed = data("policy", learner, "--operator", "retrain-limit", "--trace")
    assert printed["policy"] is None
    assert printed["limit"]["support"]["2"]["learner"] == ["a"]
    low, high = (Fraction(printed["limit"][side]["1"]["s"]["a"]) for side in ("low", "high"))
    assert low < Fraction(1, 3) < high
    assert printed["success_probability"] == "1/2"
    assert printed["dead_states"] == [[2, "dead end"]]
    assert printed["trace"] == [model_from_data(LEARNER).prior.to_json()]


def test_an_enclosed_limit_for_people(learner: str, text: Shown) -> None:
    shown = text("policy", learner, "--operator", "retrain-limit", "--trace")
    assert "two ways to a learner: retrain-limit, enclosed after" in shown
    assert "π_0" in shown
    assert "0.3333333   0.3333334" in shown


def test_dead_states_are_listed(learner: str, data: Printed, text: Shown) -> None:
    assert data("policy", learner, "--operator", "retrain")["dead_states"] == [[2, "dead end"]]
    assert "time 2, state dead end" in text("policy", learner, "--operator", "retrain")


def test_an_option_without_effect_is_named(text: Shown) -> None:
    text(
        "policy",
        RACE,
        "--operator",
        "temperature",
        "--steps",
        "2",
        error="Note: --steps has no effect on temperature.\n",
    )


def test_policy_for_people(text: Shown) -> None:
    lines = text("policy", STOCHASTIC, "--operator", "retrain", "--steps", "2").splitlines()
    assert lines[0] == "Example 3: retrain:2"
    assert "  1      ∅       a1       25/61         0.409836" in lines
    assert lines[-2:] == [
        "success probability  341/732 ≈ 0.465847",
        "return               97/244·log 2 - log 3 ≈ -0.823058",
    ]


def test_a_trace_for_people_numbers_its_policies(text: Shown) -> None:
    shown = text("policy", RACE, "--operator", "retrain", "--steps", "2", "--trace")
    assert [line for line in shown.splitlines() if "π_" in line] == [
        f"Example 1: retrain:2, π_{k}" for k in range(3)
    ]


def test_what_policy_prints_is_a_prior_and_a_policy(tmp_path: Path, data: Printed, text: Shown) -> None:
    file = tmp_path / "policy.json"
    file.write_text(text("policy", STOCHASTIC, "--operator", "retrain", "--json"), encoding="utf-8")
    again = data("policy", STOCHASTIC, "--operator", "retrain", "--prior", str(file))
    assert again["policy"]["1"]["∅"]["a1"] == "25/61"
    measured = data("measure", STOCHASTIC, "--policy", str(file))
    assert measured["success_probability"] == "61/132"


def test_numbers_of_thousands_of_digits_make_the_round_trip(
    tmp_path: Path, data: Printed, text: Shown
) -> None:
    file = tmp_path / "policy.json"
    model = example("example_3")
    expected = retrain(model, model.prior, 6000)
    printed = text("policy", STOCHASTIC, "--operator", "retrain", "--steps", "6000", "--json")
    assert max(map(len, printed.replace("/", '"').split('"'))) > 4300
    file.write_text(printed, encoding="utf-8")
    assert load_policy(file, model) == expected
    again = data("policy", STOCHASTIC, "--operator", "retrain", "--steps", "0", "--prior", str(file))
    assert again["policy"] == expected.to_json()
    shown = text("measure", STOCHASTIC, "--policy", str(file))
    assert "digits)" in shown


def test_an_enclosed_limit_is_not_a_prior(tmp_path: Path, text: Shown, refusal: Shown) -> None:
    file = tmp_path / "limit.json"
    printed = text("policy", STOCHASTIC, "--operator", "retrain-limit", "--json")
    file.write_text(printed, encoding="utf-8")
    assert "null stands where a policy belongs" in refusal(
        "policy", STOCHASTIC, "--operator", "retrain", "--prior", str(file)
    )
