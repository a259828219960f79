"""``draw``: which policies are drawn, in which format, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from coherence_exact import retrain, temperature
from coherence_exact.mdp.files import save_model
from coherence_exact.mdp.grid import grid_world
from coherence_exact.report import drawing

from tests.cli.conftest import Shown
from tests.models import example

MODEL = example("example_3")
SIDES = (retrain(MODEL, MODEL.prior, 2), temperature(MODEL, MODEL.prior, 2))
NAMES = ("retrain:2", "temperature:2")
BOTH = ("--left", "retrain:2", "--right", "temperature:2")


def test_a_model_is_drawn_with_its_prior(text: Shown) -> None:
    assert text("draw", "example_3") == drawing.text(MODEL) + "\n"


def test_an_operator_and_a_policy_file_are_drawn(text: Shown, tmp_path: Path) -> None:
    shown = text("draw", "example_3", "--operator", "retrain:2")
    assert shown == drawing.text(MODEL, SIDES[0], names=NAMES[:1]) + "\n"
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"policy": SIDES[0].to_json()}), encoding="utf-8")
    assert text("draw", "example_3", "--policy", str(file)) == shown.replace("retrain:2", "mine.json")


@pytest.mark.parametrize("format", ["svg", "tikz", "dot"])
def test_two_operators_are_drawn_in_every_format(format: str, text: Shown) -> None:
    write = {"svg": drawing.svg, "tikz": drawing.tikz, "dot": drawing.dot}[format]
    assert text("draw", "example_3", *BOTH, "--format", format) == write(MODEL, *SIDES, NAMES)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", "<svg"),
        ("a.tex", "% Example 3"),
        ("a.dot", "digraph"),
        ("a.gv", "digraph"),
        ("a.txt", "    t = 1"),
    ],
)
def test_the_ending_of_a_file_says_the_format(name: str, begins: str, text: Shown, tmp_path: Path) -> None:
    file = tmp_path / name
    assert text("draw", "example_3", "--out", str(file)) == ""
    assert file.read_text(encoding="utf-8").startswith(begins)


def test_a_narrow_terminal_is_told_in_words(text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert text("draw", "example_3").startswith("Start: ∅.\nTime 1, state ∅, a1: 1/2, to s1 3/4, s2 1/4.\n")


def test_numbers_that_are_too_long_are_drawn_by_their_digits(text: Shown) -> None:
    shown = text("draw", "example_3", "--operator", "retrain:20")
    assert "a1: ≈" in shown
    assert "a1: ≈" in text("draw", "example_3", "--left", "retrain:20", "--right", "retrain:20")
    assert "≠" in text(
        "draw", "example_3", "--left", "retrain:20", "--right", "retrain:21", "--format", "dot"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--left", "retrain:2"), "--left and --right belong together; give both, or --operator."),
        (("--operator", "retrain", *BOTH), "exclude one another; give one of them."),
        (("--operator", "retrain:x"), "is not an integer"),
        (("--format", "png"), "'png' is not one of 'text', 'svg', 'tikz', 'dot'"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], message: str, refusal: Shown) -> None:
    assert message in refusal("draw", "example_3", *arguments)


def test_a_large_model_is_refused(refusal: Shown, tmp_path: Path) -> None:
    save_model(grid_world(5, 5, horizon=20), tmp_path / "large.toml")
    assert "more than 1,000 arrows" in refusal("draw", str(tmp_path / "large.toml"))
