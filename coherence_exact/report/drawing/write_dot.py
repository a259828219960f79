"""Drawings in DOT, the language of Graphviz, which places everything itself."""

from __future__ import annotations

from collections.abc import Iterator

from coherence_exact.mdp.policy import Point
from coherence_exact.report.drawing.graph import Action, Graph, Label, Node


def dot_of(graph: Graph) -> str:
    """The drawing as a directed graph; states of one time have one rank."""
    names = {
        node.point: f"s{time}_{index}"
        for time, column in enumerate(graph.columns, start=1)
        for index, node in enumerate(column)
    }
    lines = [
        f"digraph {_quoted(graph.title)} {{",
        f"  graph [rankdir=LR, labeljust=l, label={_quoted('; '.join(graph.legend))}];",
        '  node [shape=box, style=rounded, fontname="monospace"];',
        '  edge [fontname="monospace"];',
        *(line for column in graph.columns for line in _column(column, names)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _column(column: tuple[Node, ...], names: dict[Point, str]) -> Iterator[str]:
    yield f"  {{ rank=same; {' '.join(f'{names[node.point]};' for node in column)} }}"
    for node in column:
        name, time = names[node.point], node.point[0]
        dashes = ', style="rounded,dashed"' if node.is_dead else ""
        shown = _quoted(f"{node.label.full}{' †' if node.is_dead else ''}\nt = {time}")
        yield f"  {name} [label={shown}{dashes}];"
        if node.is_start:
            yield f"  start_{name} [shape=none, label={_text(node.start)}];"
            yield f"  start_{name} -> {name};"
        for index, action in enumerate(node.actions):
            yield from _action(name, f"{name}_{index}", action, names)


def _action(source: str, name: str, action: Action, names: dict[Point, str]) -> Iterator[str]:
    """One arrow, or where the action is split one into a point and some out of it."""
    style = _style(action.share, action.differs)
    [first, *_] = action.branches
    if first.target is None:
        yield f"  {name} [shape=none, label={_text(first.label)}];"
    elif action.is_split:
        yield f'  {name} [shape=point, label=""];'
    target = name if first.target is None or action.is_split else names[first.target]
    yield f"  {source} -> {target} [label={_text(action.label)}, {style}];"
    for branch in action.branches if action.is_split else ():
        if branch.target is not None:
            more = f"label={_text(branch.label)}, {_style(branch.share, differs=False)}"
            yield f"  {name} -> {names[branch.target]} [{more}];"


def _style(share: float | None, differs: bool) -> str:
    width = f"penwidth={1 if share is None else 1 + 3 * share:.2f}"
    line = "dashed" if differs else "dotted" if share == 0 else "solid"
    return f"{width}, style={line}"


def _text(label: Label | None) -> str:
    return _quoted(label.full if label else "")


def _quoted(text: str) -> str:
    """A string of DOT, in which backslashes and ampersands stand for themselves."""
    escaped = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
