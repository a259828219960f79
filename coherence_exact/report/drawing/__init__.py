"""Drawings of models: a graph whose columns are the times, in four languages.

:mod:`graph <.graph>` says what is drawn and :mod:`layout <.layout>` where; :mod:`write_svg <.write_svg>`,
:mod:`write_text <.write_text>`, :mod:`write_tikz <.write_tikz>` and :mod:`write_dot <.write_dot>` write it.
Every function here takes a model, a policy whose probabilities are drawn, the prior if none is given, and
perhaps another one: wherever the two differ, both probabilities are written, with ≠ between them and the
arrow dashed.  ``names`` are what the two policies, or the one, are called below the drawing.  All of them
raise :class:`ArgumentError` for a model that is too large to be looked at.

>>> from coherence_exact.mdp.files import load_model
>>> print(text(load_model("paper_examples/two_arms.toml")))
    t = 1             end
<BLANKLINE>
       ╭─ a1: 1/2 ─── w 1
──▶ s ─┤
       ╰─ a2: 1/2 ─── w 1/2
<BLANKLINE>
probabilities: the prior; w = e^r
"""

from __future__ import annotations

from collections.abc import Sequence

from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.report.drawing.graph import graph_of, in_words
from coherence_exact.report.drawing.write_dot import dot_of
from coherence_exact.report.drawing.write_svg import svg_of
from coherence_exact.report.drawing.write_text import text_of
from coherence_exact.report.drawing.write_tikz import tikz_of


class Drawing:
    """A drawing that a notebook shows, and that is its own text elsewhere.

    >>> from coherence_exact.mdp.files import load_model
    >>> Drawing(load_model("paper_examples/two_arms.toml"))
        t = 1             end
    <BLANKLINE>
           ╭─ a1: 1/2 ─── w 1
    ──▶ s ─┤
           ╰─ a2: 1/2 ─── w 1/2
    <BLANKLINE>
    probabilities: the prior; w = e^r
    """

    def __init__(
        self,
        model: Model,
        policy: Policy | None = None,
        other: Policy | None = None,
        names: Sequence[str] = (),
    ) -> None:
        self._graph = graph_of(model, policy, other, names)

    def _repr_html_(self) -> str:
        return svg_of(self._graph)

    def __repr__(self) -> str:
        return text_of(self._graph, _WIDTH) or "\n".join(in_words(self._graph))


_WIDTH = 80


def svg(
    model: Model, policy: Policy | None = None, other: Policy | None = None, names: Sequence[str] = ()
) -> str:
    """The drawing as an SVG element, in the colour of the page that it is put into."""
    return svg_of(graph_of(model, policy, other, names))


def text(
    model: Model,
    policy: Policy | None = None,
    other: Policy | None = None,
    names: Sequence[str] = (),
    width: int = _WIDTH,
) -> str:
    """The drawing in characters, or in words, a line for each action, if it is wider than ``width`` cells."""
    graph = graph_of(model, policy, other, names)
    return text_of(graph, width) or "\n".join(in_words(graph))


def tikz(
    model: Model, policy: Policy | None = None, other: Policy | None = None, names: Sequence[str] = ()
) -> str:
    """The drawing as a TikZ picture for LaTeX."""
    return tikz_of(graph_of(model, policy, other, names))


def dot(
    model: Model, policy: Policy | None = None, other: Policy | None = None, names: Sequence[str] = ()
) -> str:
    """The drawing in DOT, for Graphviz and programs that read its language."""
    return dot_of(graph_of(model, policy, other, names))
