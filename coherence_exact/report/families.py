"""Families of small models as tables and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType

from coherence_exact.families.named import DESCRIPTIONS
from coherence_exact.families.shapes import Shape
from coherence_exact.report.terminal import described_table, table_with


@dataclass(frozen=True)
class Counts:
    """A shape up to a complexity: its models, the labelled ones they stand for, seconds to decide them."""

    shape: Shape
    complexity: int
    models: int
    labelled: int
    seconds: float


def families_table(families: Mapping[str, Sequence[Counts]]) -> RenderableType:
    """One line for each family."""
    rows = [
        (
            name,
            f"≤ {_longest(counted)}",
            str(len(counted)),
            f"{sum(counts.models for counts in counted):,}",
            f"{sum(counts.labelled for counts in counted):,}",
            _rounded(sum(counts.seconds for counts in counted)),
            DESCRIPTIONS[name],
        )
        for name, counted in families.items()
    ]
    return described_table(("name", "T", "shapes", "models", "labelled", "seconds", "family"), rows)


def shapes_table(counted: Sequence[Counts]) -> RenderableType:
    """One line for each shape."""
    table = table_with("actions, time by time", "complexity", "models", "labelled", "seconds")
    for counts in counted:
        table.add_row(
            _shape(counts.shape),
            f"≤ {counts.complexity}",
            f"{counts.models:,}",
            f"{counts.labelled:,}",
            _rounded(counts.seconds),
        )
    return table


def family_to_data(name: str, counted: Sequence[Counts]) -> dict[str, Any]:
    """A family as ``--json`` shows it."""
    return {
        "name": name,
        "description": DESCRIPTIONS[name],
        "horizon": _longest(counted),
        "shapes": len(counted),
        "models": sum(counts.models for counts in counted),
        "labelled": sum(counts.labelled for counts in counted),
        "seconds": sum(counts.seconds for counts in counted),
    }


def shape_to_data(counts: Counts) -> dict[str, Any]:
    """A shape as ``--json`` shows it."""
    return {
        "actions": [list(layer) for layer in counts.shape],
        "complexity": counts.complexity,
        "models": counts.models,
        "labelled": counts.labelled,
        "seconds": counts.seconds,
    }


def _longest(counted: Sequence[Counts]) -> int:
    return max(len(counts.shape) for counts in counted)


def _shape(shape: Shape) -> str:
    return " | ".join(" ".join(map(str, layer)) for layer in shape)


def _rounded(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 1 else f"{seconds:.0f}"
