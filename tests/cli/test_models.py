"""``models``, and the models that commands are given: files, names of shipped ones, the input stream."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from coherence_exact.mdp.files import load_model
from coherence_exact.papers import examples

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES

TOML = """
horizon = 1
start = "s"
[states.s]
a = { success = "1/2" }
b = {}
"""


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_every_model_that_ships_is_listed(data: Printed, text: Shown) -> None:
    listed = data("models")["models"]
    assert {"example_1", "example_3", "grid_3x3"} <= {model["name"] for model in listed}
    assert "numbers" not in {model["name"] for model in listed}
    for model in listed:
        assert set(model) == {"name", "title", "horizon", "states", "deterministic", "file"}
        loaded = load_model(model["file"])
        assert (loaded.name, loaded.horizon) == (model["title"], model["horizon"])
        assert f"  {model['name']} " in text("models")


def test_a_model_by_name(data: Printed) -> None:
    assert data("measure", "example_3") == data("measure", str(EXAMPLES / "example_3.toml"))
    assert data("horizon", "example_1", "example_3")["models"][0]["model"] == "Example 1"


def test_a_file_goes_before_a_name(tmp_path: Path, refusal: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "example_3").write_text(TOML, encoding="utf-8")
    assert "a model file ends in .toml or .json" in refusal("measure", "example_3")


def test_every_model_that_ships_can_be_found() -> None:
    assert all(examples.file_of(name) == file for name, file in examples.files().items())


@pytest.mark.parametrize(
    "content", [TOML.encode(), json.dumps({"horizon": 1, "start": "s", "states": {"s": {"a": {}}}}).encode()]
)
def test_a_model_from_the_input_stream(
    content: bytes, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, content)
    printed = data("measure", "-")
    assert printed["model"] == "input"
    assert printed["success_probability"] == ("3/4" if content == TOML.encode() else "1")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "standard input: horizon: this is missing"),
        (b"{", "standard input: line 1, column 2: this is not valid JSON"),
        (b"horizon = ", "standard input: end of document: this is not valid TOML"),
        (b"\xff", "standard input: it is not UTF-8"),
    ],
)
def test_a_wrong_model_from_the_input_stream(
    content: bytes, message: str, refusal: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, content)
    assert message in refusal("measure", "-")
