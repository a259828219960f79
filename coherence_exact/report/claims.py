"""Claims for people: a line for each, or all about one, with the verdicts that were recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from coherence_exact.language.claims import Claim
from coherence_exact.language.notation import as_formula
from coherence_exact.report.findings import Discussion, Standing, standing
from coherence_exact.report.terminal import STYLES, console, counted, heading, one_line, shortened

Recorded: TypeAlias = Mapping[str, Mapping[str, str]]
"""Recorded verdicts: for each claim, those of its readings."""

_STANDINGS = {
    "false": ("false", STYLES["refuted"]),
    "true": ("true", STYLES["holds"]),
    "open": ("not decided", STYLES["undecided"]),
}


def claims_list(
    claims: Sequence[Claim], recorded: Recorded, discussions: Mapping[str, Discussion]
) -> RenderableType:
    """A line for each claim: its id, whether it is true as printed by the recorded verdicts, its title."""
    width = console().width
    indent = max(cell_len(one_line(claim.id)) for claim in claims) + 2
    found = [_STANDINGS[_standing(claim, recorded, discussions)] for claim in claims]
    widest = max(len(word) for word, _ in found) + 2
    lines = []
    for claim, (word, style) in zip(claims, found, strict=True):
        line = Text(one_line(claim.id), style="bold")
        line.append(" " * (indent - line.cell_len))
        line.append(word.ljust(widest), style=f"not bold {style}")
        line.append(shortened(one_line(claim.title), max(width - line.cell_len, 20)), style="not bold")
        lines.append(line)
    counts = Counter(word for word, _ in found)
    how_many = ", ".join(f"{number} {word}" for word, number in counts.items())
    return Group(
        *lines, f"\n{counted(len(claims), 'claim')}, as printed: {how_many}, by the recorded verdicts."
    )


def _standing(claim: Claim, recorded: Recorded, discussions: Mapping[str, Discussion]) -> Standing:
    """What the recorded verdicts on the readings that take the paper at its word amount to."""
    as_printed = discussions.get(claim.id, Discussion()).as_printed
    named = [reading for reading in claim.readings if reading.name in as_printed]
    main = named or [reading for reading in claim.readings if reading.drops is None]
    return standing([recorded.get(claim.id, {}).get(reading.name, "") for reading in main])


def claim_in_full(
    claim: Claim, recorded: Recorded, discussion: Discussion, proved: Collection[str]
) -> RenderableType:
    """A claim with all its readings, in words and as terms, and what people write about it.

    ``proved``: the names of its readings that Coq proves.
    """
    parts: list[RenderableType] = [heading(claim)]
    for text in (discussion.printed, discussion.text):
        parts += [Text(), Text(one_line(text))] if text else []
    if discussion.remedy:
        parts += [Text(), Text.assemble(("what repairs it: ", "bold"), one_line(discussion.remedy))]
    for reading in claim.readings:
        verdict = recorded.get(claim.id, {}).get(reading.name)
        words = Text(one_line(reading.name), style="cyan" if reading.drops is None else "dim")
        if verdict is not None:
            words = Text.assemble(words, " (", (verdict, STYLES[verdict]), ")")
        words = Text.assemble(words, f": {one_line(reading.statement)}")
        parts += [Text(), Padding(words, (0, 0, 0, 2))]
        parts.append(Padding(Text(one_line(as_formula(reading.relation)), style="dim"), (0, 0, 0, 6)))
        if reading.given:
            given = ", ".join(map(as_formula, reading.given))
            parts.append(Padding(Text(f"given {one_line(given)}", style="dim"), (0, 0, 0, 6)))
        if reading.name in proved:
            theorem = f"a theorem about all finite models: coherence-exact prove {one_line(claim.id)}"
            parts.append(Padding(Text(theorem, style=STYLES["proved"]), (0, 0, 0, 6)))
    return Group(*parts)
