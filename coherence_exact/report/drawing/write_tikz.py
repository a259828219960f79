r"""Drawings as TikZ pictures, for papers: ``\usepackage{tikz}``, and no library of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coherence_exact.report.drawing.graph import Graph
from coherence_exact.report.drawing.layout import Column, Layout, PlacedAction, PlacedNode, layout_of

_SPREAD = 0.5
_SIGNS = dict(
    re.findall(
        r"(\S) (\S+)",
        r"""
        & \&  % \%  $ \$  # \#  _ \_  { \{  } \}  ~ \textasciitilde{}  ^ \textasciicircum{}
        \ \textbackslash{}  < \textless{}  > \textgreater{}  | \textbar{}  " \textquotedbl{}
        † \dag{}  … \dots{}  ≠ $\neq$  ≈ $\approx$  ∅ $\emptyset$  ∞ $\infty$  − $-$  · $\cdot$  ′ $'$
        ← $\leftarrow$  → $\rightarrow$  ↑ $\uparrow$  ↓ $\downarrow$
        ↖ $\nwarrow$  ↗ $\nearrow$  ↘ $\searrow$  ↙ $\swarrow$
        α $\alpha$  β $\beta$  γ $\gamma$  δ $\delta$  ε $\varepsilon$  ζ $\zeta$  η $\eta$  θ $\theta$
        κ $\kappa$  λ $\lambda$  μ $\mu$  ν $\nu$  ξ $\xi$  π $\pi$  ρ $\rho$  σ $\sigma$  τ $\tau$
        φ $\varphi$  χ $\chi$  ψ $\psi$  ω $\omega$  Γ $\Gamma$  Δ $\Delta$  Θ $\Theta$  Λ $\Lambda$  Ξ $\Xi$
        Π $\Pi$  Σ $\Sigma$  Φ $\Phi$  Ψ $\Psi$  Ω $\Omega$
        """,
    )
)
"""How characters are written that LaTeX sets otherwise or not at all."""

_HEAD = r"""
% Needs \usepackage{tikz}; letters other than Latin and Greek ones in names need LuaLaTeX and a font for them.
\begin{tikzpicture}[x=1.7mm, y=-2.7mm, line cap=round, >=stealth, font=\footnotesize,
  state/.style={draw, rounded corners=3pt, inner sep=0pt, minimum height=4.6mm},
  dead/.style={state, dashed},
  label/.style={anchor=base west, inner sep=0pt, yshift=1.2mm},
  end/.style={draw, circle, inner sep=0pt, minimum size=1.6mm},
  knot/.style={fill, circle, inner sep=0pt, minimum size=1.4mm},
  never/.style={dotted}, differs/.style={dashed}]
""".strip()


def tikz_of(graph: Graph) -> str:
    """The drawing as a ``tikzpicture`` environment."""
    layout = layout_of(graph, _SPREAD)
    lines = [f"% {graph.title}", _HEAD, *(line for c in layout.columns for line in _column(layout, c))]
    lines.append(_label(layout.columns[-1].next_left, -2, "end"))
    lines.append(
        _label(0, layout.height + 2, "; ".join(graph.legend).replace("e^r", "\0")).replace("\0", "$e^r$")
    )
    return "\n".join([*lines, r"\end{tikzpicture}"]) + "\n"


def latex_text(text: str) -> str:
    r"""A text as LaTeX shows it outside of math mode.

    >>> print(latex_text("s_1 → ∅"))
    s\_1 $\rightarrow$ $\emptyset$
    """
    return "".join(_SIGNS.get(character, character) for character in text)


def _column(layout: Layout, column: Column) -> Iterator[str]:
    time, _ = column.nodes[0].node.point
    yield _label(column.left, -2, "\0").replace("\0", f"$t = {time}$")
    for placed in column.nodes:
        yield from _node(column, placed)
        for action in placed.actions:
            yield from _action(layout, column, placed, action)


def _node(column: Column, placed: PlacedNode) -> Iterator[str]:
    node, y = placed.node, placed.row
    width = (column.right - column.left) * 1.7
    style = "dead" if node.is_dead else "state"
    name = latex_text(f"{node.label.text} †" if node.is_dead else node.label.text)
    middle = (column.left + column.right) / 2
    yield rf"\node[{style}, minimum width={width:.1f}mm] at ({middle:g},{y}) {{{name}}};"
    if node.is_start:
        yield rf"\draw[->] (0,{y}) -- ({column.left},{y});"
        if node.start:
            yield _label(1, y, node.start.text)


def _action(layout: Layout, column: Column, placed: PlacedNode, found: PlacedAction) -> Iterator[str]:
    action, knot = found.action, column.actions_end
    style = _style(action.share, action.differs)
    curve = _curve(column.right, placed.row, column.actions, found.row)
    yield rf"\draw[{style}] {curve} -- ({knot},{found.row});"
    label = _label(column.actions, found.row, action.label.text)
    yield label.replace("[label]", r"[label, font=\footnotesize\bfseries]") if action.differs else label
    if action.is_split:
        yield rf"\node[knot] at ({knot},{found.row}) {{}};"
    for branch, row in found.branches:
        style = _style(branch.share, action.differs and not action.is_split)
        path = f"({knot},{row})"
        if action.is_split:
            path = _curve(knot, found.row, column.branches, row)
            if branch.label:
                yield _label(column.branches, row, branch.label.text)
        path += f" -- ({column.branches_end},{row})"
        end = column.next_left
        if branch.target is None:
            yield rf"\draw[{style}] {path} -- ({end - 1.5:g},{row});"
            yield rf"\node[end] at ({end - 1:g},{row}) {{}};"
            yield _label(end, row + 0.8, branch.label.text if branch.label else "")
        else:
            further = _curve(column.branches_end, row, end, layout.rows[branch.target])
            yield rf"\draw[->, {style}] {path}{further.removeprefix(f'({column.branches_end},{row})')};"


def _style(share: float | None, differs: bool) -> str:
    """How thick a line is, and whether it is dotted or dashed."""
    width = f"line width={0.3 if share is None else 0.3 + share:.2f}pt"
    if share == 0 and not differs:
        return f"{width}, never"
    return f"{width}, differs" if differs else width


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    """A curve that leaves and arrives level."""
    middle = (x + to_x) / 2
    return f"({x},{y}) .. controls ({middle:g},{y}) and ({middle:g},{to_y}) .. ({to_x},{to_y})"


def _label(x: float, y: float, text: str) -> str:
    """A text that begins at a cell, above the line of its row."""
    return rf"\node[label] at ({x:g},{y:g}) {{{latex_text(text)}}};"
