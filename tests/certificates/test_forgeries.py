"""Every forgery is refused for its own reason, soon, alone and in company."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

import pytest
from coherence_exact import checker

from tests.certificates.editing import FOLDER, Row, check, forged, outcome

THEMES = (
    "files",
    "numbers",
    "models",
    "terms",
    "definitions",
    "values",
    "families",
    "sequences_identities",
    "trust",
)
SECONDS = 10


def table(theme: str) -> list[Row]:
    rows: list[Row] = importlib.import_module(f"tests.certificates.forgeries.{theme}").TABLE
    return rows


FORGERIES = [
    pytest.param(row, id=f"{theme}-{row.base}: {row.name}") for theme in THEMES for row in table(theme)
]
SLOW: list[Row] = importlib.import_module("tests.certificates.forgeries.trust").SLOW


def test_the_corpus_is_large() -> None:
    assert len(FORGERIES) > 1_000


@pytest.mark.parametrize("theme", THEMES)
def test_every_forgery_has_a_name_and_a_reason(theme: str) -> None:
    names = [(row.base, row.name) for row in table(theme)]
    assert len(set(names)) == len(names)
    assert all(row.reason for row in table(theme))


@pytest.mark.parametrize("row", FORGERIES)
def test_refused(tmp_path: Path, row: Row) -> None:
    began = time.monotonic()
    found = check(tmp_path, forged(row))
    assert time.monotonic() - began < SECONDS
    assert found.outcome == "invalid"
    assert row.reason in str(found.reason)
    assert len(str(found.reason)) < 5_000
    assert found.line().isprintable()


@pytest.mark.parametrize("theme", THEMES)
def test_refused_in_company(tmp_path: Path, theme: str) -> None:
    """Between valid files, and among each other, every file gets what it gets alone."""
    paths = []
    for number, row in enumerate(table(theme)):
        paths.append(tmp_path / f"{number:04}.json")
        paths[-1].write_bytes(forged(row))
    alone = [outcome(checker.check_file(path)) for path in paths]
    company = sorted(FOLDER.glob("*.json"))
    together = checker.check_paths([*company[::2], *paths, *company[1::2]])
    assert {file.outcome for file in together if Path(file.path) in company} == {"valid"}
    assert [outcome(file) for file in together if Path(file.path) not in company] == alone


@pytest.mark.parametrize("sample", [False, True])
def test_a_sample_accepts_no_forgery_of_one_model(tmp_path: Path, sample: bool) -> None:
    """Nothing but the models of families can be left out."""
    for theme in ("models", "definitions", "sequences_identities"):
        for row in table(theme)[:: 4 if sample else 12]:
            assert check(tmp_path, forged(row), sample).outcome in ("invalid", "sampled"), row.name


@pytest.fixture
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the arithmetic that the checker allows, since tests should not take as long as it allows."""
    monkeypatch.setattr(checker, "WORK_LIMIT", 1_000_000)
    monkeypatch.setattr(checker, "LISTING_LIMIT", 1_000_000)
    monkeypatch.setattr(checker.Work.__init__, "__defaults__", (1_000_000,))


@pytest.mark.usefixtures("small_budget")
@pytest.mark.parametrize("row", SLOW, ids=lambda row: row.name)
def test_nothing_runs_away(tmp_path: Path, row: Row) -> None:
    began = time.monotonic()
    found = check(tmp_path, forged(row))
    assert time.monotonic() - began < SECONDS
    assert found.outcome == "invalid"
    assert row.reason in str(found.reason)


@pytest.mark.full
@pytest.mark.parametrize("row", SLOW, ids=lambda row: row.name)
def test_nothing_runs_away_with_all_that_is_allowed(tmp_path: Path, row: Row) -> None:
    began = time.process_time()
    found = check(tmp_path, forged(row))
    assert time.process_time() - began < 60
    assert found.outcome == "invalid"
    assert row.reason in str(found.reason)
