"""Settings that all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from coherence_exact.families import named
from hypothesis import settings

# Exact numbers of thirty digits take as long as they take; a slow machine is no counterexample.
settings.register_profile("exact", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("exact")

PROGRAMS = {
    "chromium": "the report in a browser",
    "coqc": "Coq's proofs",
    "coqchk": "Coq's second look at the proofs",
    "dot": "what Graphviz reads in drawings",
    "pdflatex": "what LaTeX makes of drawings and errata",
}
"""Programs from elsewhere, and what is left out where they are missing."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        [program] = marker.args
        if shutil.which(program) is None:
            pytest.skip(f"{PROGRAMS[program]}: there is no {program}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for program, part in PROGRAMS.items():
        if shutil.which(program) is None:
            terminalreporter.write_line(f"Left out: {part}, since there is no {program} here.")


@contextmanager
def shrunk_families(
    monkeypatch: pytest.MonkeyPatch, bounds: Mapping[Any, tuple[int, int]] = {((2,),): (3, 3)}
) -> Iterator[None]:
    """Families of a few models; if no other bounds are given, of those of one state only."""
    for family in named._FAMILIES:
        monkeypatch.setitem(named._FAMILIES, family, bounds)
    monkeypatch.setattr(named, "_PAIRS", bounds)
    named.shapes_of.cache_clear()
    yield
    monkeypatch.undo()
    named.shapes_of.cache_clear()


@pytest.fixture
def few_models(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at the models of one state only, so that claims which hold are decided at once."""
    with shrunk_families(monkeypatch):
        yield


@pytest.fixture
def two_shapes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at models of two shapes only."""
    with shrunk_families(monkeypatch, {((2,),): (2, 2), ((2,), (2, 2)): (2, 2)}):
        yield
