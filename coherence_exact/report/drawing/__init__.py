"""Drawings of models: a graph whose columns are the times."""

from __future__ import annotations

from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.report.drawing.graph import graph_of
from coherence_exact.report.drawing.write_svg import svg_of


def svg(model: Model, policy: Policy | None = None, other: Policy | None = None) -> str:
    """The drawing as an SVG element, to be put into a page or a file."""
    return svg_of(graph_of(model, policy, other))
