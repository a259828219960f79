"""Recorded verdicts: a paper's regression file, read only after everything has been decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from coherence_exact.mdp.files import write_text
from coherence_exact.verify.verdicts import Decision


def changes(decisions: Iterable[Decision], file: Path) -> list[str]:
    """One line for each reading whose verdict is not the recorded one."""
    recorded: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    lines = []
    for decision in decisions:
        claim, reading = decision.claim.id, decision.reading.name
        known = recorded.get(claim, {}).get(reading)
        if known != decision.verdict:
            lines.append(f"{claim} {reading}: {decision.verdict}, recorded as {known or 'nothing'}")
    return lines


def record(decisions: Iterable[Decision], file: Path) -> None:
    """Write the verdicts as the recorded ones; for maintainers, after looking at each change."""
    recorded: dict[str, dict[str, str]] = {}
    for decision in decisions:
        recorded.setdefault(decision.claim.id, {})[decision.reading.name] = decision.verdict
    write_text(file, json.dumps(recorded, indent=2, ensure_ascii=False) + "\n")
