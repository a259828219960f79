"""``import``: environments of Gymnasium and arrays of QuantEcon."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from coherence_exact import load_model

from tests.cli.conftest import Printed, Shown

RULES = ("--horizon", "4", "--rationals", "limit-denominator=1000", "--rewards")


@pytest.fixture
def arrays(tmp_path: Path) -> str:
    rewards, dynamics = np.array([[0.0, -1.0]]), np.array([[[1.0], [1.0]]])
    np.savez(tmp_path / "arrays.npz", R=rewards, Q=dynamics, beta=0.95)
    return str(tmp_path / "arrays.npz")


def test_arrays_become_a_model_file_that_says_how(arrays: str, tmp_path: Path, text: Shown) -> None:
    command = ("import", "quantecon", arrays, *RULES, "base=2", "--start", "0", "--discount", "ending")
    printed = text(*command)
    out = tmp_path / "model.toml"
    said = text(*command, "--out", str(out))
    assert out.read_text(encoding="utf-8") == printed
    comments = [line.removeprefix("# ") for line in printed.splitlines() if line.startswith("# ")]
    assert said.splitlines() == [*comments, f"Written to {out}."]
    assert comments == [
        "arrays.npz, a DiscreteDP of QuantEcon.",
        "Floats became rationals by the rule limit-denominator=1000; "
        "the largest change is about 4.4e-17, at beta: 0.95 became 19/20.",
        "The discount factor 19/20 is the probability that the run goes on after a decision.",
        "A decision of reward r has the weight 2^r: returns are in units of log(2).",
        "Where a run ends, the model goes to (end), where nothing is earned any more.",
    ]
    assert str(load_model(out).states["0"]["1"].weight) == "1/2"


def test_a_model_is_written_in_json(arrays: str, tmp_path: Path, text: Shown) -> None:
    command = ("import", "quantecon", arrays, *RULES, "base=2", "--start", "0", "--discount", "none", "--out")
    said = [text(*command, str(tmp_path / name)) for name in ("model.json", "model.toml")]
    assert load_model(tmp_path / "model.json") == load_model(tmp_path / "model.toml")
    assert said[0].splitlines()[:-1] == said[1].splitlines()[:-1]


def test_three_ways_lead_over_the_ice(tmp_path: Path, text: Shown, data: Printed) -> None:
    """Of 4^6 sequences of moves three reach the goal: the shortest ones that go by no hole."""
    pytest.importorskip("gymnasium")
    out = str(tmp_path / "lake.toml")
    names = ("--action-names", "left,down,right,up", "--option", "is_slippery=false")
    said = text(
        "import", "gymnasium", "FrozenLake-v1", *RULES[2:], "goal", "--horizon", "6", *names, "--out", out
    )
    assert "no number was changed" in said
    assert data("measure", out)["success_probability"] == "3/4096"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--discount", "none", "--start", "s"), 'start = "s" is not a state'),
        (("--start", "0"), "the discount factor is 19/20, and a model has none"),
    ],
)
def test_what_is_left_open_is_refused(
    arrays: str, arguments: tuple[str, ...], message: str, refusal: Shown
) -> None:
    assert message in refusal("import", "quantecon", arrays, *RULES, "base=2", *arguments)


def test_rules_have_no_default(arrays: str, refusal: Shown) -> None:
    command = ("import", "quantecon", arrays, "--start", "0", "--horizon", "4")
    assert refusal(*command, "--rewards", "base=2") == "Missing option '--rationals'."
    assert refusal(*command, "--rationals", "exact") == "Missing option '--rewards'."


def test_an_option_of_an_environment_has_a_value(refusal: Shown) -> None:
    message = refusal("import", "gymnasium", "FrozenLake-v1", *RULES, "goal", "--option", "is_slippery")
    assert message == "Invalid value for '--option': is_slippery is not KEY=VALUE"
