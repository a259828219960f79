"""A run that is decided quickly: some claims of every kind, on families of two shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from coherence_exact import checker, papers
from coherence_exact.certificates.writer import write_certificate
from coherence_exact.report.findings import load_discussions
from coherence_exact.report.run import Run, read_run
from coherence_exact.verify.verdicts import Decision, decide

from tests.conftest import shrunk_families

PAPER = papers.load("incoherence")
IDS = ("number-ex3", "3-discount", "4.2", "4.15-witness", "5.9-F", "A.11", "5-compactness")
CLAIMS = tuple(claim for claim in PAPER.claims() if claim.id in IDS)
DISCUSSIONS = load_discussions(PAPER.folder / "discussions.toml")
_SHAPES = {((2,),): (2, 2), ((2,), (2, 2)): (2, 2)}


@contextmanager
def two_shapes() -> Iterator[None]:
    """Look at models of two shapes only, inside of the ``with`` block."""
    with pytest.MonkeyPatch.context() as patch, shrunk_families(patch, _SHAPES):
        yield


def decided(folder: Path, *ids: str) -> list[Decision]:
    """The decisions on the claims, or on some of them, with their certificates in a folder."""
    decisions = decide([claim for claim in CLAIMS if not ids or claim.id in ids])
    for decision in decisions:
        write_certificate(decision, "quick", folder)
    return decisions


def read(folder: Path, sample: bool = False) -> Run:
    """The run of a folder."""
    files = checker.check_paths([folder], sample=sample)
    return read_run(files, PAPER.claims(), DISCUSSIONS)


def named_results(run: Run) -> Sequence[tuple[str, str, str]]:
    """Claim, reading and verdict of every result."""
    return [(claim, reading, result.decision.verdict) for (claim, reading), result in run.results.items()]
