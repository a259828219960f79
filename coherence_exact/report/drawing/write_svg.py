"""Drawings as SVG: text that needs nothing from elsewhere, in the colour of the page around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from rich.cells import cell_len

from coherence_exact.report.drawing.graph import Action, Graph, Label, in_words
from coherence_exact.report.drawing.layout import (
    Column,
    Layout,
    PlacedAction,
    PlacedBranch,
    PlacedNode,
    layout_of,
)

CELL = 8
"""Pixels of a cell's width; characters of 13 pixels are a little narrower."""
ROW = 12
"""Pixels of a row's height."""

_SPREAD = 0.5
_MARGIN = 12
_HEAD = 30
_FOOT = 36
_THINNEST, _THICKEST = 1.0, 4.5


def svg_of(graph: Graph) -> str:
    """The drawing as the text of an SVG element."""
    layout = layout_of(graph, _SPREAD)
    legend = "; ".join(graph.legend)
    width = max(layout.width * CELL, cell_len(legend) * 7) + 2 * _MARGIN
    height = layout.height * ROW + _HEAD + _FOOT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" fill="currentColor" stroke="none" font-size="13" '
        f"font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\">",
        f"<title>{escape(graph.title)}</title>",
        f"<desc>{escape(' '.join(in_words(graph)))}</desc>",
        *_heads(layout),
        *(line for column in layout.columns for line in _column(layout, column)),
        f'<text x="{_MARGIN}" y="{height - 9}" font-size="11" fill-opacity="0.75">{escape(legend)}</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


# Places


def _x(cell: float) -> float:
    return _MARGIN + cell * CELL


def _y(row: float) -> float:
    return _HEAD + (row + 1) * ROW


def _shown(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


# Parts


def _heads(layout: Layout) -> Iterator[str]:
    for column in layout.columns:
        time, _ = column.nodes[0].node.point
        yield _text(column.left, -1.5, Label(f"t = {time}", ""), ' fill-opacity="0.75"')
    yield _text(layout.columns[-1].next_left, -1.5, Label("end", ""), ' fill-opacity="0.75"')


def _text(cell: float, row: float, label: Label, more: str = "") -> str:
    """A label that begins at a cell, above the line of its row; in full where the pointer rests on it."""
    full = f"<title>{escape(label.full)}</title>" if label.full not in ("", label.text) else ""
    x, y = _shown(_x(cell)), _shown(_y(row) - 6)
    return f'<text x="{x}" y="{y}"{more}>{full}{escape(label.text)}</text>'


def _column(layout: Layout, column: Column) -> Iterator[str]:
    for placed in column.nodes:
        yield from _node(column, placed)
        for action in placed.actions:
            yield from _action(column, placed, action)
            for branch in action.branches:
                yield from _branch(layout, column, action.action, action.row, branch)


def _node(column: Column, placed: PlacedNode) -> Iterator[str]:
    node = placed.node
    x, y, width = _x(column.left), _y(placed.row), (column.right - column.left) * CELL
    if node.is_start:
        yield _line((_x(0), y), x - 5, 1.0)
        yield _arrowhead(x, y)
        if node.start:
            yield _text(1, placed.row, node.start)
    dashes = ' stroke-dasharray="4 3"' if node.is_dead else ""
    yield (
        f'<rect x="{_shown(x)}" y="{_shown(y - 11)}" width="{_shown(width)}" height="22" rx="8" '
        f'fill-opacity="0.08" stroke="currentColor"{dashes}/>'
    )
    name = Label(f"{node.label.text} †", f"{node.label.full} (dead)") if node.is_dead else node.label
    full = f"<title>{escape(name.full)}</title>" if name.full != name.text else ""
    middle = f'x="{_shown(x + width / 2)}" y="{_shown(y + 4.5)}" text-anchor="middle"'
    yield f"<text {middle}>{full}{escape(name.text)}</text>"


def _action(column: Column, placed: PlacedNode, found: PlacedAction) -> Iterator[str]:
    action, y = found.action, _y(found.row)
    stroke = _stroke(action.share, action.differs)
    yield _curve((_x(column.right), _y(placed.row)), (_x(column.actions), y), *stroke)
    yield _line((_x(column.actions), y), _x(column.actions_end), *stroke)
    yield _text(column.actions, found.row, action.label, ' font-weight="bold"' if action.differs else "")
    if action.is_split:
        yield f'<circle cx="{_shown(_x(column.actions_end))}" cy="{_shown(y)}" r="3.5"/>'


def _branch(layout: Layout, column: Column, action: Action, row: int, found: PlacedBranch) -> Iterator[str]:
    branch, y = found.branch, _y(found.row)
    stroke = _stroke(branch.share, action.differs and not action.is_split)
    knot, out, end = _x(column.actions_end), _x(column.branches_end), _x(column.next_left)
    if action.is_split:
        yield _curve((knot, _y(row)), (_x(column.branches), y), *stroke)
        yield _line((_x(column.branches), y), out, *stroke)
    elif out > knot:
        yield _line((knot, y), out, *stroke)
    if branch.target is None:
        yield _line((out, y), end - 12, *stroke)
        yield f'<circle cx="{_shown(end - 8)}" cy="{_shown(y)}" r="4" fill="none" stroke="currentColor"/>'
    else:
        target = _y(layout.rows[branch.target])
        yield _curve((out, y), (end - 5, target), *stroke)
        yield _arrowhead(end, target)
    if branch.label and branch.target is None:
        yield _text(column.next_left, found.row + 0.83, branch.label)
    elif branch.label:
        yield _text(column.branches, found.row, branch.label)


def _arrowhead(x: float, y: float) -> str:
    return f'<path d="M{_shown(x)} {_shown(y)}l-9 -4.5v9z"/>'


# Lines


class _Stroke(NamedTuple):
    width: float
    dashes: str


def _stroke(share: float | None, differs: bool) -> _Stroke:
    """How thick a line is, and its dashes: dots where the probability is 0, dashes where policies differ."""
    dashes = "7 3" if differs else ""
    if share is None:
        return _Stroke(1.5, dashes)
    return _Stroke(
        _THINNEST + (_THICKEST - _THINNEST) * share, "1 4" if share == 0 and not differs else dashes
    )


def _line(start: tuple[float, float], end: float, width: float, dashes: str = "") -> str:
    """A level line."""
    return _path(f"M{_shown(start[0])} {_shown(start[1])}H{_shown(end)}", width, dashes)


def _curve(start: tuple[float, float], end: tuple[float, float], width: float, dashes: str) -> str:
    """A curve that leaves and arrives level."""
    (x, y), (to_x, to_y) = ((_shown(x), _shown(y)) for x, y in (start, end))
    middle = _shown((start[0] + end[0]) / 2)
    return _path(f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}", width, dashes)


def _path(path: str, width: float, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{_shown(width)}"{dashed}/>'
