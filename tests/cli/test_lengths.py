"""``--digits`` and ``--exact``: how long the numbers become that commands print."""

from __future__ import annotations

from decimal import Context, Decimal
from pathlib import Path

import pytest
from coherence_exact.cli import lengths
from coherence_exact.evaluation.functions import retrain
from coherence_exact.mdp.files import save_model
from coherence_exact.mdp.grid import grid_world

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")
GRID = grid_world(3, 3, horizon=8, slip="1/5")


@pytest.fixture
def grid(tmp_path: Path) -> str:
    file = tmp_path / "grid.toml"
    save_model(GRID, file)
    return str(file)


def test_digits_of_a_policy(data: Printed, text: Shown) -> None:
    command = ("policy", STOCHASTIC, "--operator", "retrain", "--steps", "2", "--digits", "10")
    printed = data(*command)
    assert printed["digits"] == 10
    assert printed["policy"]["1"]["∅"] == {"a1": "0.4098360656", "a2": "0.5901639344"}
    assert printed["success_probability"] == "0.4658469945"
    assert printed["return"] == "-0.8230578767"
    shown = text(*command)
    assert "success probability  0.4658469945\n" in shown
    assert shown.endswith("\nEvery number is given to 10 significant digits, correctly rounded.\n")


def test_digits_of_a_trace(data: Printed) -> None:
    printed = data(
        "policy", STOCHASTIC, "--operator", "temperature", "--alpha", "2", "--trace", "--digits", "3"
    )
    assert [each["1"]["∅"]["a1"] for each in printed["trace"]] == ["0.500", "0.455", "0.412"]


def test_digits_of_measures(data: Printed) -> None:
    assert data("measure", STOCHASTIC, "--digits", "12") == {
        "model": "Example 3",
        "delta": "1",
        "digits": 12,
        "success_probability": "0.458333333333",
        "return": "-0.838682095958",
        "causal_entropy": "1.38629436112",
        "incoherence": "0.00414940140735",
        "dead_states": [],
    }
    printed = data("measure", RACE, "--digits", "12")
    assert (printed["return"], printed["incoherence"]) == ("-inf", "inf")


def test_a_limit_to_some_digits(learner: str, text: Shown) -> None:
    shown = text("policy", learner, "--operator", "retrain-limit", "--digits", "9")
    assert "0.3333333332   0.3333333334" in shown


def test_long_numbers_are_rounded_for_people_only(grid: str, data: Printed, text: Shown) -> None:
    command = ("policy", grid, "--operator", "retrain", "--steps", "12")
    shown = text(*command)
    [success] = [line.split()[-1] for line in shown.splitlines() if line.startswith("success probability")]
    assert len(success) > lengths.USUAL_DIGITS
    assert "longer than 10,000 digits are given to 30 significant digits" in shown.splitlines()[-1]
    more = data(*command, "--digits", "60")["success_probability"]
    assert Context(prec=30).create_decimal(more) == Decimal(success)


def test_a_policy_may_be_exact_where_its_success_is_too_long(
    grid: str, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lengths, "MOST_SHOWN", 1_000)
    shown = text("policy", grid, "--operator", "retrain", "--steps", "3")
    assert " digits)" in shown
    assert "success probability  0.0" in shown
    assert "--exact insists" in shown
    assert "…" in text("policy", grid, "--operator", "retrain", "--steps", "3", "--exact").splitlines()[-2]


def test_json_is_exact(grid: str, data: Printed) -> None:
    printed = data("policy", grid, "--operator", "retrain", "--steps", "3")
    assert "digits" not in printed
    assert printed["policy"] == retrain(GRID, GRID.prior, 3).to_json()
    assert len(printed["success_probability"]) > 3_000


def test_exact_numbers_that_are_too_long_are_refused(
    grid: str, refusal: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lengths, "MOST_EXACT", 20_000)
    for wanted in ("--exact", "--json"):
        message = refusal("policy", grid, "--operator", "retrain", "--steps", "40", wanted)
        assert "the exact numbers become longer than 20,000 digits" in message
        assert message.endswith("ask for some digits of each with --digits")


@pytest.mark.parametrize("digits", ["0", "10001"])
def test_digits_are_from_one_to_ten_thousand(digits: str, refusal: Shown) -> None:
    assert f"--digits {digits} is not from 1 to 10,000" in refusal("measure", STOCHASTIC, "--digits", digits)


def test_digits_and_exact_contradict_each_other(refusal: Shown) -> None:
    assert "contradict each other" in refusal("measure", STOCHASTIC, "--digits", "3", "--exact")


def test_digits_are_no_prior(tmp_path: Path, text: Shown, refusal: Shown) -> None:
    file = tmp_path / "policy.json"
    printed = text("policy", RACE, "--operator", "retrain", "--json", "--digits", "4")
    file.write_text(printed, encoding="utf-8")
    message = refusal("policy", RACE, "--operator", "retrain", "--prior", str(file))
    assert "the policy is rounded to 4 digits" in message
