"""An unfinished search in a file: what it keeps, and what it does not accept."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from coherence_exact.claims import EveryPolicy, OneModel, Reading, equal, prior, retrain, temperature
from coherence_exact.errors import FileError
from coherence_exact.families.named import Profile
from coherence_exact.verify import unfinished
from coherence_exact.verify.search import Reached, search
from coherence_exact.verify.tallies import Tally
from coherence_exact.verify.unfinished import UnfinishedSearch

from tests.models import example

READINGS = [
    Reading("refuted", "s", equal(prior, retrain(prior)), domain=EveryPolicy(example("example_1"))),
    Reading("holds", "s", equal(prior, prior), domain=EveryPolicy(example("example_1"))),
    Reading("one", "s", equal(retrain(prior), temperature(prior, 1)), domain=OneModel(example("example_3"))),
]
REACHED = Reached(
    (
        Tally(Counter({0: 3, 2: 1}), Counter({1: 2}), (2, (0, 1, 5))),
        Tally(undecided="too close", undefined_reason="∞ - ∞"),
        Tally(),
    ),
    (200, 0),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in which REACHED is saved."""
    place = tmp_path / ".unfinished"
    search = UnfinishedSearch(place, READINGS, "quick")
    search.reached = REACHED
    search.save()
    return place


def test_what_is_saved_is_loaded(file: Path) -> None:
    search = UnfinishedSearch(file, READINGS, "quick")
    assert search.load()
    assert search.reached == REACHED
    assert [child.name for child in file.parent.iterdir()] == [".unfinished"]


def test_without_a_file_nothing_is_reached(tmp_path: Path) -> None:
    search = UnfinishedSearch(tmp_path / ".unfinished", READINGS, "quick")
    assert not search.load()
    assert search.reached.instances == 0
    search.remove()


def test_an_interrupted_search_goes_on_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / ".unfinished"
    first = UnfinishedSearch(file, READINGS, "quick")

    def stop(reached: Reached) -> None:
        first.update(reached)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(READINGS, "quick", stop)
    first.save()
    second = UnfinishedSearch(file, READINGS, "quick")
    assert second.load()
    assert second.reached.instances == 50
    assert search(READINGS, "quick", second.update, start=second.reached) == search(READINGS, "quick")


def refused(file: Path, readings: list[Reading] = READINGS, profile: Profile = "quick") -> bool:
    search = UnfinishedSearch(file, readings, profile)
    with pytest.raises(FileError, match="the file is damaged, or was left by a run with other claims"):
        search.load()
    return search.reached.instances == 0


def test_other_readings_or_another_profile_start_afresh(file: Path) -> None:
    other = Reading("one", "s", equal(retrain(prior), temperature(prior, 2)), domain=READINGS[2].domain)
    assert refused(file, [*READINGS[:2], other])
    assert refused(file, READINGS[:2])
    assert refused(file, READINGS[::-1])
    assert refused(file, profile="full")


def test_other_source_code_starts_afresh(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "_digest_of_source", lambda: "of another version")
    assert refused(file)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"null", b"[" * 10**6, b"\xff", b'{"digest": 1, "reached": {}}']
)
def test_a_damaged_file_is_refused(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    assert refused(file)


def test_a_changed_number_is_noticed(file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    data["reached"]["looked_at"][0] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    assert refused(file)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".unfinished").mkdir()
    assert refused(tmp_path / ".unfinished")


def test_it_is_saved_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".unfinished"
    search = UnfinishedSearch(file, READINGS, "quick")
    search.update(REACHED)
    assert search.reached == REACHED
    assert not file.exists()
    monkeypatch.setattr(unfinished, "_SECONDS_BETWEEN_FILES", 0)
    search.update(REACHED)
    assert file.exists()
    search.remove()
    assert not file.exists()
