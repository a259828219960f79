"""Drawings in characters, for terminals and for pages of Markdown.

An upright line passes over a level one, unless they belong to arrows into the same state: these are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from coherence_exact.report.drawing.graph import Graph, Label
from coherence_exact.report.drawing.layout import Column, Layout, PlacedAction, PlacedNode, layout_of

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_CORNERS = {
    _LEFT: "─",
    _RIGHT: "─",
    _LEFT | _RIGHT: "─",
    _UP: "│",
    _DOWN: "│",
    _UP | _DOWN: "│",
    _DOWN | _RIGHT: "╭",
    _UP | _RIGHT: "╰",
    _DOWN | _LEFT: "╮",
    _UP | _LEFT: "╯",
    _LEFT | _RIGHT | _DOWN: "┬",
    _LEFT | _RIGHT | _UP: "┴",
    _UP | _DOWN | _RIGHT: "├",
    _UP | _DOWN | _LEFT: "┤",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}


def text_of(graph: Graph, width: int) -> str | None:
    """The drawing in lines of at most ``width`` cells; None where it is wider."""
    layout = layout_of(graph)
    if layout.width > width:
        return None
    canvas = _Canvas()
    for column in layout.columns:
        time, _ = column.nodes[0].node.point
        canvas.write(column.left + 1, -2, f"t = {time}")
        for placed in column.nodes:
            _draw_node(canvas, layout, column, placed)
    canvas.write(layout.columns[-1].next_left, -2, "end")
    return "\n".join([*canvas.lines(layout.height), "", *_filled(graph.legend, width)])


def _filled(parts: Sequence[str], width: int) -> list[str]:
    """The parts on as few lines as they fit on."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(f"{lines[-1]}; {part}") <= width:
            lines[-1] += f"; {part}"
        else:
            lines.append(part)
    return lines


class _Canvas:
    """Lines and texts on cells; lines of one net are joined where they meet."""

    def __init__(self) -> None:
        self._lines: dict[tuple[int, int], dict[object, int]] = {}
        self._texts: dict[tuple[int, int], str] = {}

    def write(self, x: int, y: int, text: str) -> None:
        """A text that begins at a cell."""
        width = Label(text, text).width
        self._texts.update(((x + further, y), "") for further in range(width))
        self._texts[x, y] = text

    def level(self, net: object, y: int, start: int, end: int) -> None:
        """A line from one x to another, through the middles of their cells."""
        for x in range(start, end + 1):
            self._add(net, x, y, (x > start) * _LEFT | (x < end) * _RIGHT)

    def upright(self, net: object, x: int, start: int, end: int) -> None:
        """A line from one y to another."""
        low, high = sorted((start, end))
        for y in range(low, high + 1):
            self._add(net, x, y, (y > low) * _UP | (y < high) * _DOWN)

    def _add(self, net: object, x: int, y: int, directions: int) -> None:
        nets = self._lines.setdefault((x, y), {})
        nets[net] = nets.get(net, 0) | directions

    def _cell(self, x: int, y: int) -> str:
        if (x, y) in self._texts:
            return self._texts[x, y]
        nets = self._lines.get((x, y), {}).values()
        upright = [directions for directions in nets if directions & (_UP | _DOWN)]
        return next((_CORNERS[directions] for directions in upright or nets if directions), " ")

    def lines(self, height: int) -> Iterator[str]:
        """The lines from the head on; of several in a row with nothing but upright lines, one."""
        right = max(x for x, _ in (*self._texts, *self._lines))
        before_is_empty = False
        for y in range(-2, height):
            line = "".join(self._cell(x, y) for x in range(right + 1)).rstrip()
            is_empty = not line.strip(" │")
            if not (is_empty and before_is_empty):
                yield line
            before_is_empty = is_empty


def _draw_node(canvas: _Canvas, layout: Layout, column: Column, placed: PlacedNode) -> None:
    node, y = placed.node, placed.row
    if node.is_start:
        canvas.level("start", y, 0, column.left - 2)
        canvas.write(column.left - 1, y, "▶")
        if node.start:
            canvas.write(1, y, f" {node.start.text} ")
    name = f" {node.label.text} †" if node.is_dead else f" {node.label.text}"
    fan = column.right + 1
    canvas.level(node.point, y, column.left, fan)
    canvas.write(column.left, y, f"{name} ")
    for action in placed.actions:
        canvas.upright(node.point, fan, y, action.row)
        canvas.level(node.point, action.row, fan, column.actions)
        canvas.level(action, action.row, column.actions, column.actions_end)
        canvas.write(column.actions - 1, action.row, f" {action.action.label.text} ")
        _draw_branches(canvas, layout, column, action)


def _draw_branches(canvas: _Canvas, layout: Layout, column: Column, action: PlacedAction) -> None:
    knot, end = column.actions_end, column.next_left
    for placed in action.branches:
        target, label = placed.branch.target, placed.branch.label
        canvas.upright(action, knot, action.row, placed.row)
        canvas.level(action, placed.row, knot, column.branches_end)
        if target is None:
            canvas.level(action, placed.row, column.branches_end, end - 2)
            canvas.write(end - 1, placed.row, f" {label.text}" if label else "")
            continue
        if label:
            canvas.write(column.branches - 1, placed.row, f" {label.text} ")
        row = layout.rows[target]
        track = column.tracks.get(target, end - 2)
        canvas.level(target, placed.row, column.branches_end, track)
        canvas.upright(target, track, placed.row, row)
        canvas.level(target, row, track, end - 2)
        canvas.write(end - 1, row, "▶")
