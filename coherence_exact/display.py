"""How values show themselves in notebooks.

A notebook asks a value for ``_repr_html_`` and ``_repr_latex_``.  Values of every folder inherit both from
here, and here :mod:`coherence_exact.report.notebooks` is asked, which knows all of them: it is imported when
a notebook asks, so that nobody else depends on what people see.
"""

from __future__ import annotations


class Displayed:
    """A value that a notebook shows as a page or as a formula, if there is one for values of its type."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        from coherence_exact.report.notebooks import html_of

        return html_of(self)

    def _repr_latex_(self) -> str | None:
        from coherence_exact.report.notebooks import latex_of

        return latex_of(self)
