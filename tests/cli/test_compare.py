"""``compare``: two operators side by side."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.definitions.divergences import kl
from coherence_exact.evaluation.functions import (
    expected_return,
    incoherence,
    retrain,
    success_probability,
    temperature,
    value_of,
)
from coherence_exact.language.core import prior, second_policy
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES, example

STOCHASTIC = str(EXAMPLES / "example_3.toml")


def measured(model: Model, policy: Policy, other: Policy) -> dict[str, Any]:
    return {
        "success_probability": str(success_probability(model, policy)),
        "return": expected_return(model, policy).to_json(),
        "incoherence": incoherence(model, policy).to_json(),
        "kl": value_of(model, policy, kl(prior, second_policy), other).to_json(),
    }


def test_compare_prints_what_the_contract_says(data: Printed) -> None:
    model = example("example_3")
    printed = data("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert printed == {
        "model": "Example 3",
        "left": retrain(model, model.prior, 2).to_json(),
        "right": temperature(model, model.prior, 2).to_json(),
        "equal": False,
        "differences": [
            {
                "time": 1,
                "state": "∅",
                "action": "a1",
                "left": "25/61",
                "right": "7/17",
                "difference": "-2/1037",
            },
            {
                "time": 1,
                "state": "∅",
                "action": "a2",
                "left": "36/61",
                "right": "10/17",
                "difference": "2/1037",
            },
        ],
        "measures": {
            "left": measured(model, retrain(model, model.prior, 2), temperature(model, model.prior, 2)),
            "right": measured(model, temperature(model, model.prior, 2), retrain(model, model.prior, 2)),
        },
    }


def test_compare_for_people(text: Shown) -> None:
    shown = text("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert "25/61       7/17            -2/1037 ≈ -0.00192864" in shown
    assert "The largest difference, at time 1, state ∅, action a1, is about -0.00192864\n" in shown
    first, rest = shown.split("The largest difference")
    assert first.startswith("Example 3: retrain:2 and temperature:2 differ in 2 of 6 probabilities\n")
    for name in ("success probability", "return", "incoherence (δ = 1)", "KL(this ‖ other)"):
        assert f"\n{name}" in rest
    assert rest.count("Example 3: ") == 2


def test_compare_shows_only_what_differs(text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    command = ("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2", "--only-different")
    shown = text(*command)
    assert shown.count("Example 3: ") == 1
    assert "s1" not in shown
    assert text(*command, "--csv").splitlines() == [
        "time,state,action,left,right,difference",
        "1,∅,a1,25/61,7/17,-2/1037",
        "1,∅,a2,36/61,10/17,2/1037",
    ]


def test_compare_as_csv(text: Shown, refusal: Shown) -> None:
    command = ("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2", "--csv")
    rows = list(csv.DictReader(io.StringIO(text(*command))))
    assert [row["state"] for row in rows] == ["∅", "∅", "s1", "s1", "s2", "s2"]
    for row in rows:
        assert Fraction(row["left"]) - Fraction(row["right"]) == Fraction(row["difference"])
    rows = list(csv.DictReader(io.StringIO(text(*command, "--digits", "6"))))
    assert (rows[0]["difference"], rows[-1]["difference"]) == ("-0.00192864", "")
    assert "contradict each other" in refusal(*command, "--json")


def test_a_number_to_a_line_where_a_row_does_not_fit(text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("compare", STOCHASTIC, "--left", "retrain:5", "--right", "temperature:6", "--only-different")
    monkeypatch.setenv("COLUMNS", "80")
    shown = text(*command)
    assert "\ntime 1, state ∅, action a1\n  retrain:5      " in shown
    assert max(map(len, shown.splitlines())) <= 80
    monkeypatch.setenv("COLUMNS", "200")
    assert "  time   state   action   retrain:5 " in text(*command)


def test_compare_equal_policies(data: Printed, text: Shown) -> None:
    sides = ("--left", "fold:2,kind=ratio", "--right", "retrain:2")
    printed = data("compare", STOCHASTIC, *sides)
    assert printed["equal"] is True
    assert printed["differences"] == []
    shown = text("compare", STOCHASTIC, *sides)
    assert shown.startswith(
        "Example 3: fold:2,kind=ratio and retrain:2 are equal at every time, state and action.\n"
    )
    assert shown.count("Example 3: ") == 2


def test_compare_in_digits(data: Printed, text: Shown) -> None:
    sides = ("--left", "retrain:2", "--right", "temperature:2", "--digits", "6")
    printed = data("compare", STOCHASTIC, *sides)
    assert (printed["digits"], printed["equal"], printed["undecided"]) == (6, False, 4)
    assert printed["differences"][0]["difference"] == "-0.00192864"
    shown = text("compare", STOCHASTIC, *sides)
    assert "0.409836    0.411765        -0.00192864" in shown
    assert shown.endswith("\nNot told apart by enclosures, perhaps equal: 4 pairs of probabilities.\n")
    same = ("--left", "fold:2,kind=ratio", "--right", "retrain:2", "--digits", "6")
    assert data("compare", STOCHASTIC, *same)["equal"] is None
