"""Markdown: tables, code, and text in which nothing is marked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coherence_exact.language.notation import as_formula
from coherence_exact.language.terms import Term


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line for its head."""
    lines = (f"| {' | '.join(map(_cell, row))} |" for row in [head, ["---"] * len(head), *rows])
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A cell, in which a bar that code holds does not end it."""
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def escaped(text: str) -> str:
    """Text in which Markdown marks nothing up."""
    return re.sub(r"([*|~\\]|<(?=\w)|(?<!\w)_)", r"\\\1", text)


def code(term: Term) -> str:
    """A term's formula as code."""
    return as_code(as_formula(term))


def as_code(text: str) -> str:
    """Text as code, whatever backticks it holds."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"
