"""What decisions amount to, claim by claim: whether it is true as printed, what repairs it, on what evidence.

Vocabulary: a *finding* is a claim with the decisions on all its readings and what people write about it; its
*main* readings are those that leave out no hypothesis of a repair, the others its hypothesis *checks*.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from coherence_exact.language.terms import definitions_of

if TYPE_CHECKING:
    from coherence_exact.language.claims import Claim, Reading
    from coherence_exact.language.definitions import Definition
    from coherence_exact.verify.verdicts import Decision

Standing: TypeAlias = Literal["false", "true", "open"]
TRUE_VERDICTS = ("holds", "proved")
_WITHOUT = ", without "


@dataclass(frozen=True)
class Discussion:
    """What people write about a claim.

    - ``printed``: what the paper prints, in other words;
    - ``text``: why it is so;
    - ``remedy``: what repairs it, in a few words;
    - ``as_printed``, ``repairs``: the readings that take the paper at its word, and those that repair it.
    """

    printed: str = ""
    text: str = ""
    remedy: str = ""
    as_printed: tuple[str, ...] = ("printed",)
    repairs: tuple[str, ...] = ()


def standing(verdicts: Sequence[str]) -> Standing:
    """Whether a claim is true as printed, of the verdicts on the readings that take the paper at its word.

    >>> standing(["holds", "proved"]), standing(["refuted", "undecided"]), standing(["holds", "vacuous"])
    ('true', 'false', 'open')
    """
    if "refuted" in verdicts:
        return "false"
    return "true" if all(verdict in TRUE_VERDICTS for verdict in verdicts) else "open"


def load_discussions(file: Path) -> dict[str, Discussion]:
    """The discussions of a TOML file, by the claim's id."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {claim: _discussion(entry) for claim, entry in data.items()}


def _discussion(entry: Mapping[str, Any]) -> Discussion:
    fields: dict[str, Any] = {key: tuple(x) if isinstance(x, list) else x for key, x in entry.items()}
    return Discussion(**fields)


def is_check(decision: Decision) -> bool:
    """Whether a reading checks a hypothesis of a repair."""
    return decision.reading.drops is not None


def repair_of(check: Reading) -> str:
    """The name of the reading whose hypothesis a check leaves out."""
    return check.name.partition(_WITHOUT)[0]


@dataclass(frozen=True)
class Finding:
    """The decisions on all readings of one claim, and its discussion."""

    decisions: tuple[Decision, ...]
    discussion: Discussion = field(default=Discussion())

    @property
    def claim(self) -> Claim:
        """The claim that all decisions are on."""
        return self.decisions[0].claim

    @cached_property
    def main(self) -> list[Decision]:
        """The readings that leave out no hypothesis of a repair."""
        return [decision for decision in self.decisions if not is_check(decision)]

    @cached_property
    def checks(self) -> list[Decision]:
        """The hypothesis checks."""
        return [decision for decision in self.decisions if is_check(decision)]

    @cached_property
    def printed(self) -> list[Decision]:
        """The readings that take the paper at its word; all main ones if none is known."""
        named = [d for d in self.decisions if d.reading.name in self.discussion.as_printed]
        return named or self.main or list(self.decisions)

    @property
    def refuted(self) -> int:
        """How many of the readings as printed are refuted."""
        return sum(decision.verdict == "refuted" for decision in self.printed)

    @property
    def standing(self) -> Standing:
        """Whether the claim is true as printed."""
        return standing([decision.verdict for decision in self.printed])

    @property
    def source(self) -> Literal["printed", "stated"]:
        """Whether a paper prints the claim, or somebody states it in a file of claims."""
        return "stated" if all(d.reading.name.startswith("stated") for d in self.printed) else "printed"

    @property
    def status(self) -> str:
        """Whether the readings that take the paper at its word are refuted, in words."""
        source = self.source
        if self.standing == "false":
            of = len(self.printed)
            return f"False as {source}{f' in {self.refuted} of {of} readings' if self.refuted < of else ''}"
        return f"True as {source} on all that was checked" if self.standing == "true" else "Not decided"

    @property
    def definitions(self) -> list[Definition]:
        """Every definition that the claim uses, those that others use first."""
        terms = [term for d in self.decisions for term in (*d.reading.given, d.reading.relation)]
        used = definitions_of(*terms)
        ordered: dict[str, Definition] = {}
        for name in used:
            _add(used, name, ordered)
        return list(ordered.values())

    @property
    def remedy(self) -> str:
        """What repairs the claim, as long as the readings that do so are not refuted."""
        holding = {decision.reading.name for decision in self.decisions if decision.verdict in TRUE_VERDICTS}
        return self.discussion.remedy if {*self.discussion.repairs} <= holding else ""

    @property
    def is_proved(self) -> bool:
        """Whether every reading as printed is proved."""
        return all(decision.verdict == "proved" for decision in self.printed)

    @property
    def models(self) -> int:
        """On how many models the claim was decided: those of its reading that was decided on the fewest.

        Readings that an argument decides are about no number of models.
        """
        return min((d.checked for d in self.printed if d.verdict != "proved"), default=0)


def _add(used: dict[str, Definition], name: str, ordered: dict[str, Definition]) -> None:
    if name not in ordered:
        for inner in definitions_of(used[name].body):
            _add(used, inner, ordered)
        ordered[name] = used[name]


def summary(definition: Definition) -> str:
    """What a definition denotes, in a sentence."""
    return " ".join(definition.doc.split("\n\n")[0].split())


def findings(
    decisions: Iterable[Decision], discussions: Mapping[str, Discussion] | None = None
) -> list[Finding]:
    """The findings of some decisions, in their order, those of one claim after another."""
    known = discussions or {}
    groups = groupby(decisions, key=lambda decision: decision.claim.id)
    return [Finding(tuple(group), known.get(claim, Discussion())) for claim, group in groups]


def unneeded(decisions: Sequence[Decision]) -> list[Decision]:
    """The hypothesis checks that do not show their hypothesis to be needed: no counterexample without it."""
    return [decision for decision in decisions if is_check(decision) and decision.verdict != "refuted"]


def is_irredundant(repair: Decision, checks: Sequence[Decision]) -> bool | None:
    """Whether a repair holds and needs each hypothesis; None where not every hypothesis was checked."""
    if repair.verdict not in TRUE_VERDICTS or not checks:
        return None
    if {check.reading.drops for check in checks} < {*repair.reading.given}:
        return None
    return all(check.verdict == "refuted" for check in checks)
