"""Claims: what they collect and refuse, and the files that state them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from coherence_exact.claims import Claim, Reading, claim, deterministic, equal, prior, retrain, stochastic
from coherence_exact.claims.claim import EveryModel, collecting_claims
from coherence_exact.claims.files import load_claims
from coherence_exact.errors import ClaimError, FileError
from coherence_exact.papers import incoherence as paper

IDLE = equal(retrain(prior), prior)


def test_a_stated_claim_has_one_reading() -> None:
    stated = claim("idle", "re-training changes nothing", IDLE, given=[deterministic])
    [reading] = stated.readings
    assert (stated.id, stated.title) == ("idle", "re-training changes nothing")
    assert (reading.name, reading.statement) == ("stated", "re-training changes nothing")
    assert (reading.relation, reading.given) == (IDLE, (deterministic,))
    assert reading.domain == EveryModel()


def test_claims_are_collected_inside_the_block_only() -> None:
    with collecting_claims() as collected:
        first = claim("first", "a", IDLE)
        with collecting_claims() as inner:
            second = claim("second", "b", IDLE)
    claim("third", "c", IDLE)
    assert collected == [first]
    assert inner == [second]


def test_collecting_ends_with_an_error() -> None:
    with pytest.raises(ZeroDivisionError), collecting_claims() as collected:
        _ = 1 // 0
    claim("late", "a", IDLE)
    assert collected == []


def test_two_claims_of_one_id_are_refused_where_they_are_collected() -> None:
    claim("same", "a", IDLE)
    claim("same", "b", IDLE)
    with collecting_claims():
        claim("same", "a", IDLE)
        with pytest.raises(ClaimError, match='two claims have the id "same"'):
            claim("same", "b", IDLE)


def test_two_readings_of_one_name_are_refused() -> None:
    reading = Reading("printed", "a", IDLE)
    with pytest.raises(ClaimError, match="two readings have one name"):
        Claim("5.9", "a", (reading, reading))


def test_ids_of_the_paper_are_different() -> None:
    ids = [each.id for each in paper.claims()]
    assert len(set(ids)) == len(ids)
    assert all(each.readings and each.title and each.where for each in paper.claims())
    assert all(reading.statement for each in paper.claims() for reading in each.readings)


# Files


def stated(folder: Path, content: str, name: str = "stated.py") -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


HEAD = "from coherence_exact.claims import claim, equal, prior, retrain, stochastic\n"


def test_claims_of_a_file_come_in_their_order(tmp_path: Path) -> None:
    body = "for k in (2, 1):\n    claim(f'k{k}', 'a', equal(retrain(prior, k), prior), [stochastic])\n"
    loaded = load_claims(stated(tmp_path, HEAD + body))
    assert [each.id for each in loaded] == ["k2", "k1"]
    assert loaded[0].readings[0].given == (stochastic,)


def test_a_file_may_import_its_neighbours(tmp_path: Path) -> None:
    stated(tmp_path, "STEPS = 3\n", "neighbour_of_claims.py")
    body = "from neighbour_of_claims import STEPS\nclaim('a', 'b', equal(retrain(prior, STEPS), prior))\n"
    path = list(sys.path)
    [loaded] = load_claims(stated(tmp_path, HEAD + body))
    assert loaded.readings[0].relation == equal(retrain(prior, 3), prior)
    assert sys.path == path
    del sys.modules["neighbour_of_claims"]


def test_what_a_file_prints_goes_to_the_error_stream(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_claims(stated(tmp_path, HEAD + "print('hello')\nclaim('a', 'b', stochastic)\n"))
    printed, complaint = capsys.readouterr()
    assert (printed, complaint) == ("", "hello\n")


def test_an_error_in_a_neighbour_names_the_line_of_the_file(tmp_path: Path) -> None:
    stated(tmp_path, "\n\nx = (\n", "broken_neighbour.py")
    file = stated(tmp_path, "\nimport broken_neighbour\n")
    with pytest.raises(FileError, match=r"stated\.py: line 2: SyntaxError: .*broken_neighbour\.py, line 3"):
        load_claims(file)


def test_a_name_with_a_newline_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"two\\u000Alines\.py: there is no such file"):
        load_claims(tmp_path / "two\nlines.py")
