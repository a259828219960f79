"""``export``: certificates for Coq, models for PRISM and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from coherence_exact import load_model, load_policy, retrain
from coherence_exact.cli import run as command
from coherence_exact.formal.models import refutation_text
from coherence_exact.interchange.prism import prism_text
from coherence_exact.papers.examples import example

from tests.cli.conftest import Shown
from tests.formal.test_certificates import certificate, written
from tests.formal.test_models import reading


def test_a_certificate_is_printed_as_a_theorem(tmp_path: Path, text: Shown) -> None:
    file = written(tmp_path, certificate())
    expected = refutation_text(reading("5.9-T", "stochastic"), example("example_3"))
    assert text("export", "--coq", str(file)).strip() == expected.strip()


def test_what_is_no_certificate_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["export", "--coq", str(written(tmp_path, []))]) == 2
    assert "it is no certificate of a counterexample" in capsys.readouterr().err


def test_a_model_is_printed_for_prism(text: Shown) -> None:
    model = example("example_3")
    assert text("export", "--prism", "example_3") == prism_text(model)
    assert text("export", "--prism", "example_3", "--policy", "prior") == prism_text(model, model.prior)


def test_a_policy_of_a_file_is_printed_for_prism(tmp_path: Path, text: Shown) -> None:
    model = example("example_3")
    file = tmp_path / "policy.json"
    file.write_text(text("policy", "example_3", "--operator", "retrain", "--json"), encoding="utf-8")
    assert load_policy(file, model) == retrain(model, model.prior) != model.prior
    printed = text("export", "--prism", "example_3", "--policy", str(file))
    assert printed == prism_text(model, retrain(model, model.prior))


def test_a_model_is_printed_in_json(tmp_path: Path, text: Shown) -> None:
    file = tmp_path / "model.json"
    file.write_text(text("export", "--json", "fixed_point"), encoding="utf-8")
    assert load_model(file) == example("fixed_point")
    assert json.loads(file.read_text(encoding="utf-8"))["prior"]["ridge"] == {"↗": "1"}


@pytest.mark.parametrize(
    "arguments",
    [(), ("--prism", "example_3", "--json", "example_3"), ("--json", "example_3", "--policy", "prior")],
)
def test_one_thing_is_exported(arguments: tuple[str, ...], refusal: Shown) -> None:
    assert refusal("export", *arguments).startswith(("Give one of --coq CERTIFICATE", "--policy belongs to"))
