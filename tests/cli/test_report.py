"""``report``: a run as one file, and what is said where something is wrong."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from coherence_exact import papers
from coherence_exact.cli import run as command

from tests.cli.conftest import FALSE, IMPORT, TRUE, Shown, stated


@pytest.fixture
def folder(tmp_path: Path, text: Shown) -> str:
    """The certificates of the numbers of Example 3."""
    text("verify", "number-ex3", "--out", str(tmp_path / "run"))
    return str(tmp_path / "run")


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("coherence_exact.cli.report")
    monkeypatch.setattr(module, "_MOST_STEPS", 1)
    monkeypatch.setattr(module, "_MOST_RETRAININGS", 4)


def test_a_page_is_written(folder: str, tmp_path: Path, text: Shown) -> None:
    out = str(tmp_path / "page.html")
    assert text("report", folder, "--out", out, error=f"Written: {out}\n") == ""
    page = Path(out).read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "coherence-exact verify number-ex3" in page
    assert "9 valid" in " ".join(page.split())
    assert "every model recomputed" in page
    assert 'id="example-example_5f3"' in page
    assert "a part of each family recomputed" not in page


def test_an_erratum_is_written_beside_the_user(
    folder: str, tmp_path: Path, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text("report", folder, "--latex", "--sample", error="Written: erratum.tex\n")
    assert (tmp_path / "erratum.tex").read_text("utf-8").startswith("\\documentclass")


def test_a_forged_certificate_is_refused_and_named(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(folder) / "number-ex3-second-product-a2.json"
    document = {**json.loads(file.read_text("utf-8")), "verdict": "holds"}
    file.write_text(json.dumps(document), encoding="utf-8")
    assert command(["report", folder, "--out", str(tmp_path / "page.html")]) == 1
    assert "number-ex3-second-product-a2.json is refused: " in capsys.readouterr().err
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<code>number-ex3-second-product-a2.json</code>" in page
    assert 'data-file="number-ex3-second-product-a2.json"' not in page


@pytest.mark.usefixtures("few_models")
def test_certificates_of_another_paper_have_its_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, claim = str(tmp_path / "run"), papers.load("classics").claims()[0]
    command(["verify", "--paper", "classics", claim.id, "--out", run])
    assert command(["report", run, "--out", str(tmp_path / "page.html")]) == 0
    assert "Written: " in capsys.readouterr().err
    page = (tmp_path / "page.html").read_text("utf-8")
    assert f"coherence-exact verify {claim.id} --paper classics" in page
    assert 'id="examples"' not in page


@pytest.mark.usefixtures("few_models")
def test_claims_of_ones_own(tmp_path: Path, text: Shown) -> None:
    file, run, out = (
        stated(tmp_path, IMPORT + TRUE + FALSE),
        str(tmp_path / "run"),
        str(tmp_path / "page.html"),
    )
    text("falsify", file, "--out", run, "--no-search", status=1)
    text("report", run, "--claims", file, "--out", out, error=f"Written: {out}\n")
    page = " ".join(Path(out).read_text("utf-8").split())
    assert "False as stated" in page
    assert "as printed" not in page
    assert "coherence-exact falsify" in page
    assert 'id="examples"' not in page


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda _: None, "there is no such folder; give the one that verify wrote to"),
        (lambda folder: folder.mkdir(), "no certificate in it"),
        (
            lambda folder: (folder.mkdir(), (folder / "x.json").write_text("{}")),
            "no certificate there is about a claim of a paper",
        ),
    ],
)
def test_a_folder_that_is_no_run_is_refused(
    made: Callable[[Path], object], said: str, tmp_path: Path, refusal: Shown
) -> None:
    made(tmp_path / "run")
    assert said in refusal("report", str(tmp_path / "run"), "--out", str(tmp_path / "page.html"))
    assert not (tmp_path / "page.html").exists()


def test_rates_are_for_models_that_the_corollary_is_about() -> None:
    from coherence_exact.papers.examples import example

    module = importlib.import_module("coherence_exact.cli.report")
    assert module._rates(example("example_3")) is None
    table = module._rates(example("two_arms"))
    assert table is not None
    assert [k for k, _ in table.rows][:3] == [2, 3, 4]
