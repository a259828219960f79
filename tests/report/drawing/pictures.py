"""Reading an SVG drawing back: boxes of its labels and states, and the points of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from rich.cells import cell_len

SVG = "{http://www.w3.org/2000/svg}"
WIDTH_OF_CHARACTER = 0.602
"""Of DejaVu Sans Mono, in its size; other monospaced fonts are as wide or narrower."""


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    name: str

    def meets(self, other: Box) -> bool:
        apart = (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )
        return not apart

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom


class Picture:
    """What stands where in an SVG drawing."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)
        self.labels = [_label(found) for found in self.root.iter(SVG + "text")]
        self.states = [_state(found) for found in self.root.iter(SVG + "rect")]
        paths = [
            (found.get("d") or "", found.get("fill") != "none") for found in self.root.iter(SVG + "path")
        ]
        self.heads = [_point(path) for path, filled in paths if filled]
        self.lines = [list(_points(path)) for path, filled in paths if not filled]
        self.rings = [
            (float(found.get("cx") or 0), float(found.get("cy") or 0))
            for found in self.root.iter(SVG + "circle")
            if found.get("fill") == "none"
        ]

    @property
    def words(self) -> str:
        return "\n".join(self.root.itertext())


def _label(found: ElementTree.Element) -> Box:
    title = found.find(SVG + "title")
    text = (title.tail if title is not None else found.text) or ""
    size = float(found.get("font-size") or 13)
    width = cell_len(text) * size * WIDTH_OF_CHARACTER
    x, y = float(found.get("x") or 0), float(found.get("y") or 0)
    left = x - width / 2 if found.get("text-anchor") == "middle" else x
    return Box(left, y - 0.76 * size, left + width, y + 0.24 * size, text)


def _state(found: ElementTree.Element) -> Box:
    x, y, width, height = (float(found.get(key) or 0) for key in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height, "")


def _numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[0-9.]+", path)]


def _point(path: str) -> tuple[float, float]:
    x, y, *_ = _numbers(path)
    return x, y


def _points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a level line or a cubic curve."""
    x, y, *rest = _numbers(path)
    if "H" in path:
        rest = [x, y, rest[0], y, rest[0], y]
    for step in range(101):
        t = step / 100
        parts = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        yield (
            sum(part * value for part, value in zip(parts, (x, *rest[::2]), strict=True)),
            sum(part * value for part, value in zip(parts, (y, *rest[1::2]), strict=True)),
        )
