"""Theorems that Coq checks: lists for people, data for programs.

What was found of each is what it rests on: the empty text if on nothing but Coq; None if Coq was not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from coherence_exact.formal.theorems import Proved
from coherence_exact.language.notation import as_formula
from coherence_exact.report.terminal import STYLES, counted, one_line


def to_data(theorems: Sequence[Proved], found: Sequence[str] | None) -> list[dict[str, Any]]:
    """Each theorem as JSON."""
    listed = [
        {
            "claim": theorem.claim.id,
            "where": theorem.claim.where,
            "reading": theorem.reading.name,
            "statement": theorem.reading.statement,
            "relation": as_formula(theorem.reading.relation),
            "given": [as_formula(term) for term in theorem.hypotheses],
            "theorem": theorem.name,
            "file": f"{theorem.file}.v",
        }
        for theorem in theorems
    ]
    if found is None:
        return listed
    return [
        {**data, "verdict": _verdict(rests), "assumptions": rests or "none"}
        for data, rests in zip(listed, found, strict=True)
    ]


def _verdict(rests: str) -> str:
    return "undecided" if rests else "proved"


def listed(theorems: Sequence[Proved], found: Sequence[str] | None) -> Group:
    """Each theorem: the reading that it proves, its statement, its name, and its verdict if Coq was asked."""
    parts: list[Text | Padding] = [Text("for every finite model:"), Text()]
    for number, theorem in enumerate(theorems):
        head = Text.assemble((theorem.claim.id, "bold"), "  ", (theorem.reading.name, "cyan"))
        if found is not None:
            verdict = _verdict(found[number])
            head.append("  ").append(verdict, style=STYLES[verdict])
        parts += [head, Padding(Text(one_line(theorem.in_words)), (0, 0, 0, 2))]
        parts.append(Padding(Text(f"{theorem.name} in {theorem.file}.v", style="dim"), (0, 0, 0, 2)))
    return Group(*parts)


def summary(theorems: Sequence[Proved], found: Sequence[str], version: str) -> str:
    """One sentence on what Coq said."""
    resting = [f"{t.name} rests on {rests}" for t, rests in zip(theorems, found, strict=True) if rests]
    if resting:
        return f"Coq {version} accepts the proofs, but not without axioms: {'; '.join(resting)}."
    return (
        f"Coq {version} accepts {counted(len(theorems), 'proof')}, about all finite models over any ordered "
        "field; none rests on an axiom. Each reading is true as the program evaluates it: on every model on "
        "which its values exist."
    )
