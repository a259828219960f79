"""Markdown: tables, code, and text in which nothing is marked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Term


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line for its head."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def escaped(text: str) -> str:
    """Text in which Markdown marks nothing up."""
    return re.sub(r"([*|~\\]|<(?=\w)|(?<!\w)_)", r"\\\1", text)


def code(term: Term) -> str:
    """A term's formula as code."""
    return f"`{as_formula(term)}`"
