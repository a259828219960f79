"""``prove``: theorems checked by Coq."""

from __future__ import annotations

import shutil

import pytest
from coherence_exact.formal import coq

from tests.cli.conftest import Printed, Shown


def test_theorems_are_listed_without_coq(data: Printed, text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    listed = data("prove", "--list")["theorems"]
    assert {("4.2", "printed"), ("5.9-T", "printed")} <= {(t["claim"], t["reading"]) for t in listed}
    [theorem] = data("prove", "--list", "5.9-T")["theorems"]
    assert theorem["theorem"] == "theorem_5_9_T_printed"
    assert theorem["file"] == "Temperature.v"
    assert theorem["given"] == ["deterministic τ"]
    assert "verdict" not in theorem
    assert "for every finite model" in text("prove", "--list", "4.3")
    assert "where S(p) > 0" in " ".join(text("prove", "--list", "4.3").split())


def test_without_coq_there_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact.cli import run as command

    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert command(["prove"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Error: there is no program coqc here; install Coq")
    assert captured.err.count("\n") == 1


def test_verdicts(data: Printed, text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coq, "coqc", lambda: "coqc")
    monkeypatch.setattr(coq, "version", lambda: "8.16.1")
    monkeypatch.setattr(coq, "assumptions", lambda theorems, *_: [""] * len(theorems))
    printed = data("prove", "4.2")
    assert printed["coq"] == "8.16.1"
    assert [(t["verdict"], t["assumptions"]) for t in printed["theorems"]] == [("proved", "none")]
    assert "Coq 8.16.1 accepts 1 proof, about all finite models" in text("prove", "4.2")


def test_an_axiom_is_no_proof(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from coherence_exact.cli import run as command

    monkeypatch.setattr(coq, "coqc", lambda: "coqc")
    monkeypatch.setattr(coq, "version", lambda: "8.16.1")
    monkeypatch.setattr(coq, "assumptions", lambda *_: ["axioms: wishful : False"])
    assert command(["prove", "4.2"]) == 1
    printed = capsys.readouterr().out
    assert "theorem_4_2_printed rests on axioms: wishful : False" in printed
    assert " proved" not in printed
