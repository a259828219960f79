"""Nothing that the ledger refutes over a family can be certified to hold over it, not even by a sample."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from coherence_exact import checker, papers
from coherence_exact.claims import EveryModel, equal, prior
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.data import definition_to_data, to_data
from coherence_exact.language.terms import definitions_of

from tests.certificates.editing import Json, content, sign
from tests.certificates.genuine import ONE, Few, certify, stated


@cache
def refuted() -> list[tuple[Claim, Reading]]:
    """The readings that the ledger records as refuted over a family without a second policy."""
    paper = papers.load("incoherence")
    recorded = json.loads(paper.recorded.read_text(encoding="utf-8"))
    return [
        (claim, reading)
        for claim in paper.claims()
        for reading in claim.readings
        if recorded[claim.id][reading.name] == "refuted"
        and isinstance(reading.domain, EveryModel)
        and not reading.domain.pairs
    ]


def domains() -> list[EveryModel]:
    return [reading.domain for _, reading in refuted() if isinstance(reading.domain, EveryModel)]


SMALL = Few(shapes=(ONE, (((2,), (2,)), 1), (((2,), (2, 2)), 1)))


@cache
def counts() -> Json:
    """True counts, of a claim that holds everywhere."""
    return certify(stated("everything", equal(prior, prior), over=SMALL))


def forged(claim: Claim, reading: Reading, held: Json) -> bytes:
    terms = (reading.relation, *reading.given)
    return content(
        sign(
            {
                **held,
                "claim": claim.id,
                "reading": reading.name,
                "statement": reading.statement,
                "definitions": {name: definition_to_data(d) for name, d in definitions_of(*terms).items()},
                "relation": to_data(reading.relation),
                "given": [to_data(hypothesis) for hypothesis in reading.given],
                "assuming": [theorem.to_data() for theorem in reading.theorems],
            }
        )
    )


def written(folder: Path, held: Json) -> list[Path]:
    paths = []
    for number, (claim, reading) in enumerate(refuted()):
        paths.append(folder / f"{number:03}.json")
        paths[-1].write_bytes(forged(claim, reading, held))
    return paths


def test_there_are_many() -> None:
    assert len(refuted()) > 100


def test_true_counts_of_another_reading(tmp_path: Path) -> None:
    """Over a small family most are false somewhere; the others may hold there, if their counts are right."""
    found = checker.check_paths(written(tmp_path, counts()))
    false = [file for file in found if "The relation is false in a model" in str(file.reason)]
    assert len(false) > len(found) // 2
    for file in found:
        if file.outcome != "invalid":
            assert file.outcome == "valid"
            assert "every model recomputed" in str(file.rests_on)


def test_a_sample_is_never_valid(tmp_path: Path) -> None:
    found = checker.check_paths(written(tmp_path, counts()), sample=True)
    assert {file.outcome for file in found} <= {"sampled", "invalid"}
    for file in found:
        if file.outcome == "sampled":
            assert "60 of" in file.line()


@pytest.mark.full
@pytest.mark.parametrize("family", sorted({domain.family for domain in domains()}))
def test_over_the_family_that_refutes_them(tmp_path: Path, family: str) -> None:
    """With the true counts of a claim that holds: refused if all is recomputed, never valid if it is not."""
    domain = EveryModel(family)
    held = certify(stated("everything", equal(prior, prior), over=domain))
    about = [(i, path) for i, path in enumerate(written(tmp_path, held)) if refuted()[i][1].domain == domain]
    paths = [path for _, path in about]
    assert {file.outcome for file in checker.check_paths(paths, workers=2)} == {"invalid"}
    assert {file.outcome for file in checker.check_paths(paths, sample=True)} <= {"sampled", "invalid"}
