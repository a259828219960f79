"""Theorems in ``verify`` and ``check``: what Coq adds, and what stays as it is without it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from coherence_exact.errors import ProofError
from coherence_exact.formal import coq
from coherence_exact.formal.theorem_certificates import theorem_certificate, write_theorem_certificate
from coherence_exact.formal.theorems import theorem_of

from tests.certificates.editing import content, drop, sign
from tests.cli.conftest import Printed, Shown

# check --prove


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of two certificates of theorems."""
    for reading in ("printed", "given-start"):
        write_theorem_certificate(theorem_of("4.3", reading), tmp_path)
    return tmp_path


@pytest.fixture
def accepting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Coq that accepts everything."""
    monkeypatch.setattr(coq, "coqc", lambda: "coqc")
    monkeypatch.setattr(coq, "version", lambda: "8.16.1")
    monkeypatch.setattr(coq, "assumptions", lambda theorems, *_: [""] * len(theorems))


@pytest.mark.usefixtures("accepting")
def test_what_coq_accepts_is_valid(folder: Path, data: Printed, text: Shown) -> None:
    assert {file["outcome"] for file in data("check", str(folder), status=1)["files"]} == {"holey"}
    files = data("check", str(folder), "--prove")["files"]
    assert {file["outcome"] for file in files} == {"valid"}
    assert files[1]["rests_on"] == "Coq 8.16.1 accepts theorem_4_3_printed, which rests on no axiom"
    assert text("check", "--prove", str(folder)).count(": valid: ") == 2


@pytest.mark.usefixtures("accepting")
def test_what_is_forged_is_invalid_although_coq_accepts_the_theorem(folder: Path, data: Printed) -> None:
    file = folder / "4.3-printed-theorem.json"
    document = theorem_certificate(theorem_of("4.3", "printed"))
    file.write_bytes(content(sign(drop("definitions", "deterministic")(drop("given", 1)(document)))))
    files = data("check", str(folder), "--prove", status=1)["files"]
    assert [file["outcome"] for file in files] == ["valid", "invalid"]
    assert files[1]["reason"].startswith("definitions is not that of theorem_4_3_printed")


@pytest.mark.usefixtures("accepting")
def test_an_axiom_or_a_proof_that_is_refused_makes_it_invalid(
    folder: Path, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coq, "assumptions", lambda *_: ["", "axioms: wishful : False"])
    files = data("check", str(folder), "--prove", status=1)["files"]
    assert [file["outcome"] for file in files] == ["valid", "invalid"]
    assert files[1]["reason"] == "theorem_4_3_printed rests on axioms: wishful : False"

    def refuse(*_: object) -> list[str]:
        raise ProofError("Coq refuses Temperature.v, line 3")

    monkeypatch.setattr(coq, "assumptions", refuse)
    files = data("check", str(folder), "--prove", status=1)["files"]
    assert [(file["outcome"], file["reason"]) for file in files] == [
        ("invalid", "Coq refuses Temperature.v, line 3")
    ] * 2


def test_without_coq_it_is_said_that_it_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact.cli import run

    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert run(["check", str(folder), "--prove"]) == 2
    assert capsys.readouterr().err.startswith("Error: there is no program coqc here")


# verify --prove


@pytest.mark.usefixtures("accepting", "few_models")
def test_verdicts_are_proved_if_coq_has_run(tmp_path: Path, data: Printed, text: Shown) -> None:
    [claim] = data("verify", "4.2", "--out", str(tmp_path))["claims"]
    [reading] = claim["readings"]
    assert reading["verdict"] == "holds"
    assert reading["theorem"]["name"] == "theorem_4_2_printed"
    assert reading["theorem"]["assumptions"] is None
    assert reading["theorem"]["certificate"] is None
    [claim] = data("verify", "4.2", "--prove", "--out", str(tmp_path))["claims"]
    [reading] = claim["readings"]
    assert reading["verdict"] == "proved"
    assert reading["checked"] > 0
    assert reading["theorem"]["assumptions"] == "none"
    family, of_theorem = (
        json.loads(Path(file).read_text("utf-8"))
        for file in (reading["certificate"], reading["theorem"]["certificate"])
    )
    assert (family["kind"], family["verdict"]) == ("family", "holds")
    assert (of_theorem["kind"], of_theorem["verdict"]) == ("theorem", "proved")
    shown = text("verify", "4.2", "--prove", "--details", "--out", str(tmp_path))
    assert "1 on all finite models, by theorems that Coq accepts" in shown
    assert "theorems      1 reading proved for all finite models, by Coq" in shown
    shown = text("verify", "4.2", "--details", "--out", str(tmp_path))
    assert "1 reading with proofs for all finite models: coherence-exact prove" in shown
    assert "which Coq has not checked here" in " ".join(shown.split())


@pytest.mark.usefixtures("accepting", "few_models")
def test_an_axiom_changes_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact.cli import run

    monkeypatch.setattr(coq, "assumptions", lambda *_: ["axioms: wishful : False"])
    assert run(["verify", "4.2", "--prove", "--out", str(tmp_path)]) == 1
    shown, complaint = capsys.readouterr()
    assert "1 on all that was looked at" in shown
    assert (
        complaint
        == "Not as it should be: 4.2 printed: theorem_4_2_printed rests on axioms: wishful : False\n"
    )
    assert [file.name for file in tmp_path.glob("*.json")] == ["4.2-printed.json"]
