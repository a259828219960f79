"""Settings that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from coherence_exact.families import named
from hypothesis import settings

# Exact numbers of thirty digits take as long as they take; a slow machine is no counterexample.
settings.register_profile("exact", deadline=None, max_examples=40, print_blob=True)
settings.load_profile("exact")


def _shrunk(monkeypatch: pytest.MonkeyPatch, bounds: dict[Any, tuple[int, int]]) -> Iterator[None]:
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
    yield from _shrunk(monkeypatch, {((2,),): (3, 3)})


@pytest.fixture
def two_shapes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at models of two shapes only."""
    yield from _shrunk(monkeypatch, {((2,),): (2, 2), ((2,), (2, 2)): (2, 2)})
