"""Plots as SVG: lines over an index k, whose axis may be logarithmic.

Positions are rounded for the eye; the exact values stand in the table that belongs to each plot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coherence_exact.evaluation.batches import as_float
from coherence_exact.exact.decimals import Digits
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from coherence_exact.report.numbers import exact_and_decimal

WIDTH, HEIGHT = 360, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 14, 10, 36
_MOST_TICKS = 6
_FEW_INDICES = 12


@dataclass(frozen=True)
class Mark:
    """A point of a line: where it is drawn."""

    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A line of a plot with its name; ``number`` decides its colour, dashes and marks."""

    name: str
    number: int
    marks: tuple[Mark, ...]

    @property
    def path(self) -> str:
        """The line as an SVG path."""
        return "M" + "L".join(f"{mark.x:g} {mark.y:g}" for mark in self.marks)


@dataclass(frozen=True)
class Tick:
    """A place on an axis with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Column:
    """An index: where it is drawn, and the values there, exact where they are short, in text."""

    k: int
    x: float
    text: str


@dataclass(frozen=True)
class Plot:
    """Lines over k: its name, its ticks and where each index is."""

    name: str
    is_logarithmic: bool
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    columns: tuple[Column, ...]

    left, right = _LEFT, WIDTH - _RIGHT
    top, bottom = _TOP, HEIGHT - _BOTTOM
    width, height = WIDTH, HEIGHT


def plot(
    name: str, series: Sequence[tuple[str, Sequence[tuple[int, Any]]]], is_logarithmic: bool = False
) -> Plot | None:
    """A plot of some named series of (k, value); None if there is nothing to draw.

    A logarithmic one has log |value| over log k.  Values that are infinite or do not exist are left out, and
    so is 0 where there is no logarithm of it.
    """
    drawn = [(label, list(_drawable(values, is_logarithmic))) for label, values in series]
    heights = [y for _, points in drawn for _, y, _ in points]
    indices = sorted({k for _, points in drawn for k, _, _ in points})
    if not heights:
        return None
    across = {k: math.log10(k) if is_logarithmic else float(k) for k in indices}
    low, high = _range(heights)
    first, last = min(across.values()), max(across.values())

    def x(k: int) -> float:
        part = (across[k] - first) / (last - first) if last > first else 0.5
        return round(_LEFT + part * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM), 1)

    lines = tuple(
        Line(label, number, tuple(Mark(x(k), y(height)) for k, height, _ in points))
        for number, (label, points) in enumerate(drawn)
        if points
    )
    columns = []
    for k in indices:
        values = (f"{label} = {text}" for label, points in drawn for index, _, text in points if index == k)
        columns.append(Column(k, x(k), "\n".join((f"k = {k}", *values))))
    shown = indices if len(indices) <= _FEW_INDICES else [k for k in indices if k & (k - 1) == 0]
    return Plot(
        name,
        is_logarithmic,
        lines,
        tuple(Tick(x(k), str(k)) for k in shown),
        tuple(Tick(y(value), label) for value, label in _ticks(low, high, is_logarithmic)),
        tuple(columns),
    )


def _drawable(values: Iterable[tuple[int, Any]], is_logarithmic: bool) -> Iterator[tuple[int, float, str]]:
    for k, value in values:
        if value is None or value is UNDEFINED or value is ABSENT:
            continue
        height = float(value) if isinstance(value, Digits) else as_float(value)
        if is_logarithmic:
            height = math.log10(abs(height)) if height else math.nan
        if math.isfinite(height):
            yield k, height, exact_and_decimal(value)


def _range(heights: Sequence[float]) -> tuple[float, float]:
    """From below the lowest to above the highest; never nothing."""
    low, high = min(heights), max(heights)
    margin = (high - low) * 0.06 or abs(high) * 0.1 or 0.5
    return low - margin, high + margin


def _ticks(low: float, high: float, is_logarithmic: bool) -> Iterator[tuple[float, str]]:
    """Round numbers between two others; powers of ten if the axis is logarithmic."""
    step = 10.0 ** math.floor(math.log10((high - low) / _MOST_TICKS))
    step = next(step * n for n in (1, 2, 5, 10) if (high - low) / (step * n) <= _MOST_TICKS)
    if is_logarithmic:
        step = max(1.0, math.ceil(step))
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        value = number * step
        yield value, f"1e{value:g}" if is_logarithmic else f"{value:.6g}".replace("-", "−")
