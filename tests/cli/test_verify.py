"""``verify``: a paper's claims decided, certified, rechecked, and told on one screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from coherence_exact import papers
from coherence_exact.cli import run
from coherence_exact.mdp.files import model_from_data
from coherence_exact.verify.finished import FOLDER, FinishedShards

from tests.cli.conftest import RECORDED, Printed, Shown
from tests.models import example

pytestmark = pytest.mark.usefixtures("few_models")


@pytest.mark.usefixtures("paper")
def test_verify_decides_and_writes_certificates(tmp_path: Path, data: Printed) -> None:
    printed = data("verify", "two", "up", "two", "--out", str(tmp_path / "new" / "folder"))
    assert [claim["id"] for claim in printed["claims"]] == ["two", "up"]
    [reading] = printed["claims"][1]["readings"]
    assert (reading["name"], reading["verdict"], reading["checked"]) == ("printed", "holds", 1)
    assert (reading["family"], reading["counterexample"]) == ("Example 1", None)
    assert json.loads(Path(reading["certificate"]).read_text(encoding="utf-8"))["claim"] == "up"
    refuted = printed["claims"][0]["readings"][0]
    assert refuted["verdict"] == "refuted"
    assert refuted["counterexample"]["left"] == "7/17"
    assert refuted["counterexample"]["right"] == "25/61"
    assert refuted["counterexample"]["where"] == {"time": 1, "state": "∅", "action": "a1"}
    assert model_from_data(refuted["counterexample"]["model"]) == example("example_3")


@pytest.mark.usefixtures("paper")
def test_every_claim_is_decided_if_none_is_named(tmp_path: Path, data: Printed) -> None:
    claims = data("verify", "--out", str(tmp_path))["claims"]
    found = {
        claim["id"]: {reading["name"]: reading["verdict"] for reading in claim["readings"]}
        for claim in claims
    }
    assert found == RECORDED
    kinds = [reading["kind"] for reading in claims[1]["readings"]]
    assert kinds == ["finding", "hypothesis check"]


@pytest.mark.usefixtures("paper")
def test_verify_ends_with_one_screen(tmp_path: Path, text: Shown) -> None:
    (papers.load("small").folder / "pages").mkdir()
    folder = tmp_path / "certificates"
    lines = text("verify", "--out", str(folder)).splitlines()
    assert lines[:10] == [
        "A small paper",
        "",
        "FALSE AS PRINTED  1 of 3 claims, and what repairs each",
        "  two  re-train once",
        "",
        "TRUE AS PRINTED  2 of 3 claims",
        lines[6],
        "  42 models of a family stand for 80 labelled ones",
        "",
        "1 hypothesis check: every repair is irredundant",
    ]
    assert lines[6].startswith("  2 on all that was looked at, 1 to ")
    shown = "\n".join(lines[10:])
    assert f"certificates  {folder}/" in shown
    assert "rechecked     5 valid (every model recomputed)" in shown
    assert "verdicts      as recorded" in shown
    assert str(papers.load("small").folder / "pages") in shown
    assert len(lines) <= 35


@pytest.mark.usefixtures("paper")
def test_a_sample_is_said_to_be_one(tmp_path: Path, text: Shown) -> None:
    shown = text("verify", "--out", str(tmp_path / "certificates"), "--sample")
    assert "(a part of each family recomputed)" in shown


@pytest.mark.usefixtures("paper")
def test_details_show_every_reading_with_its_counterexample(
    tmp_path: Path, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = text("verify", "--out", str(tmp_path / "certificates"), "--details")
    assert "refuted   printed: π_2 = G²(p)" in shown
    assert "       │           ╰── 1/4 ─│─╮       ╰─ a2: 1/2 ─── w 1/3\n    ──▶ ∅ ─┤" in shown
    assert "7/17 ≈ 0.411765 against 25/61 ≈ 0.409836" in shown
    assert "  hypothesis checks\n  needed    printed, without uniform prior\n" in shown
    assert "A small paper\n\nFALSE AS PRINTED" in shown


@pytest.mark.usefixtures("paper")
def test_what_is_not_as_recorded_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = papers.load("small")
    paper.recorded.write_text(json.dumps({"up": {"printed": "refuted"}}), encoding="utf-8")
    assert run(["verify", "up", "--out", str(tmp_path / "c")]) == 1
    shown, complaint = capsys.readouterr()
    assert "verdicts      not all as they should be, see below\n" in shown
    assert complaint == "Not as it should be: not as recorded: up printed: holds, recorded as refuted\n"


@pytest.mark.usefixtures("paper")
def test_a_certificate_that_is_refused_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact.certificates import writer

    honest = writer.certificate

    def altered(*arguments: Any) -> dict[str, Any]:
        return {**honest(*arguments), "verdict": "proved"}

    monkeypatch.setattr(writer, "certificate", altered)
    assert run(["verify", "up", "--out", str(tmp_path / "c")]) == 1
    shown, complaint = capsys.readouterr()
    assert "1 invalid" in shown
    assert complaint.startswith(f"Not as it should be: {tmp_path / 'c'}/up-printed.json is invalid: ")


INTERRUPTED = (
    "Interrupted: 2 of 3 readings are decided, their certificates are in {}; "
    "the same command goes on from here.\n"
)
GOING_ON = "Going on where the interrupted run stopped, after 1 models.\n"
COMMAND = ("verify", "two", "up", "--out")


def interrupt(folder: Path, text: Shown, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Interrupt a run after its first shard; the file of what it has finished."""

    def add(finished: FinishedShards, *arguments: Any) -> None:
        if begun:
            raise KeyboardInterrupt
        begun.append(honest(finished, *arguments))

    begun: list[None] = []
    honest = FinishedShards.add
    with monkeypatch.context() as interrupting:
        interrupting.setattr(FinishedShards, "add", add)
        assert text(*COMMAND, str(folder), status=130, error=INTERRUPTED.format(folder)) == ""
    [file] = (folder / FOLDER).iterdir()
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.usefixtures("paper")
def test_an_interrupted_run_leaves_what_is_decided_and_is_gone_on_with(
    tmp_path: Path, data: Printed, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = tmp_path / "interrupted", tmp_path / "uninterrupted"
    expected = data(*COMMAND, str(other))
    decided = {Path(each["certificate"]).name for each in expected["claims"][0]["readings"]}
    interrupt(folder, text, monkeypatch)
    assert {file.name for file in folder.iterdir()} == {*decided, FOLDER}
    printed = data(*COMMAND, str(folder), error=GOING_ON)
    assert json.loads(json.dumps(printed).replace(str(folder), str(other))) == expected
    assert contents(folder) == contents(other)


@pytest.mark.usefixtures("paper")
def test_another_run_in_the_same_folder_leaves_an_interrupted_one_as_it_is(
    tmp_path: Path, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = interrupt(tmp_path, text, monkeypatch)
    kept = file.read_bytes()
    text("verify", "fold", "--out", str(tmp_path))
    assert file.read_bytes() == kept
    text(*COMMAND, str(tmp_path), error=GOING_ON)
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.usefixtures("paper")
def test_damaged_lines_are_told_and_not_used(
    tmp_path: Path, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = interrupt(tmp_path, text, monkeypatch)
    file.write_bytes(b"damaged\n")
    text(*COMMAND, str(tmp_path), error="Note: 1 damaged line of an interrupted run will not be used.\n")


def test_printed_numbers_of_the_main_paper(tmp_path: Path, data: Printed) -> None:
    [claim] = data("verify", "number-ex1", "--out", str(tmp_path))["claims"]
    assert {reading["verdict"] for reading in claim["readings"]} == {"holds"}


# pages


@pytest.mark.usefixtures("paper")
def test_pages_of_all_claims_have_an_index(tmp_path: Path, text: Shown) -> None:
    folder = tmp_path / "pages"
    assert text("pages", "--out", str(folder)) == ""
    assert {file.name for file in folder.iterdir()} == {"README.md", "two.md", "fold.md", "up.md"}
    assert "# A small paper\n" in (folder / "README.md").read_text(encoding="utf-8")
    assert "verify two\n" in (folder / "two.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("paper")
def test_the_page_of_one_claim(tmp_path: Path, text: Shown) -> None:
    assert text("pages", "two", "--paper", "classics", "--out", str(tmp_path)) == ""
    [file] = tmp_path.glob("*.md")
    assert "$ coherence-exact verify --paper classics two\n" in file.read_text(encoding="utf-8")
