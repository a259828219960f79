"""Certificates as theorems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.errors import FileError
from coherence_exact.formal.certificates import theorem_of_certificate
from coherence_exact.formal.models import refutation_text
from coherence_exact.language.data import to_data
from coherence_exact.mdp.files import model_to_data
from coherence_exact.papers.examples import example

from tests.formal.test_models import reading


def certificate() -> dict[str, Any]:
    stochastic = reading("5.9-T", "stochastic")
    return {
        "kind": "counterexample",
        "claim": "5.9-T",
        "reading": "stochastic",
        "given": [],
        "relation": to_data(stochastic.relation),
        "model": model_to_data(example("example_3")),
    }


LOGARITHMIC = {"claim": "5.4", "reading": "printed", "relation": to_data(reading("5.4", "printed").relation)}


def written(folder: Path, content: object) -> Path:
    file = folder / "certificate.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_certificate_is_a_refutation(tmp_path: Path) -> None:
    file = written(tmp_path, certificate())
    expected = refutation_text(reading("5.9-T", "stochastic"), example("example_3"))
    assert theorem_of_certificate(file) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "family"}, "it is no certificate of a counterexample"),
        ({"claim": "mine"}, "no paper has this reading"),
        ({"relation": ["last"]}, "no paper has this reading"),
        ({"given": [["deterministic"]]}, "no paper has this reading"),
        ({"model": {}}, "horizon"),
        (LOGARITHMIC, "logarithms"),
    ],
)
def test_others_are_refused(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=rf"certificate\.json: .*{reason}"):
        theorem_of_certificate(written(tmp_path, {**certificate(), **change}))


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    contents: list[object] = [[], {}, "text", None]
    for content in contents:
        with pytest.raises(FileError, match="it is no certificate of a counterexample"):
            theorem_of_certificate(written(tmp_path, content))
    with pytest.raises(FileError, match="it cannot be read"):
        theorem_of_certificate(tmp_path / "nowhere.json")
