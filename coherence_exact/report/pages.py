"""One page of Markdown for each claim, and an index of them.

Verdicts, counterexamples and numbers come from decisions; the words about what is printed and why it is
so come from a :class:`Discussion`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coherence_exact.report.argued import argument_section
from coherence_exact.report.markdown import code, escaped, table
from coherence_exact.report.terminal import summary_line
from coherence_exact.report.worked import conclusion, described, worked
from coherence_exact.verify.verdicts import Counterexample, Decision

_WITHOUT = "-without-"


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


def load_discussions(file: Path) -> dict[str, Discussion]:
    """The discussions of a TOML file, by the claim's id."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {claim: _discussion(entry) for claim, entry in data.items()}


def _discussion(entry: Mapping[str, Any]) -> Discussion:
    fields: dict[str, Any] = {key: tuple(x) if isinstance(x, list) else x for key, x in entry.items()}
    return Discussion(**fields)


def _main(decisions: Iterable[Decision]) -> list[Decision]:
    return [decision for decision in decisions if _WITHOUT not in decision.reading.name]


# The page of one claim


def page(decisions: Sequence[Decision], discussion: Discussion | None = None) -> str:
    """The page of a claim, from the decisions of all its readings."""
    claim, known = decisions[0].claim, discussion or Discussion()
    parts = [
        f"# {claim.id}: {escaped(claim.title)}",
        f"{escaped(claim.where)}. **{_status(decisions, known)}.**",
        *(["## What is printed", known.printed] if known.printed else []),
        "## What was decided",
        _verdicts(decisions),
        *_counterexamples(decisions),
        *_arguments(decisions),
        *_repairs(decisions, known),
        *(["## Discussion", known.text] if known.text else []),
        "## How to reproduce it",
        f"```console\n$ .venv/bin/coherence-exact verify {claim.id}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _status(decisions: Sequence[Decision], known: Discussion) -> str:
    """Whether the readings that take the paper at its word are refuted; all main ones if none is known."""
    printed = [d.verdict for d in decisions if d.reading.name in known.as_printed]
    verdicts = printed or [d.verdict for d in _main(decisions)]
    refuted = verdicts.count("refuted")
    if refuted:
        among = f" in {refuted} of {len(verdicts)} readings" if refuted < len(verdicts) else ""
        return f"False as printed{among}"
    return "True as printed on all that was checked" if {*verdicts} <= {"holds", "proved"} else "Not decided"


def _verdicts(decisions: Sequence[Decision]) -> str:
    rows = [
        [f"`{d.reading.name}`", escaped(d.reading.statement), _verdict(d), escaped(_extent(d))]
        for d in _main(decisions)
    ]
    families = dict.fromkeys(d.family for d in decisions if " (" in d.family)
    notes = [f"Family: {family}." for family in families]
    return "\n\n".join([table(["reading", "statement", "verdict", "models"], rows), *notes])


def _verdict(decision: Decision) -> str:
    return f"**{decision.verdict}**" if decision.verdict == "refuted" else decision.verdict


def _extent(decision: Decision) -> str:
    if decision.argument is not None:
        return f"by the argument “{decision.argument.name}”; {decision.family}"
    family, number = decision.family.split(" (")[0], f"{decision.checked:,}"
    text = (
        f"the model “{family}”" if decision.checked == 1 and not decision.undefined else f"{number}: {family}"
    )
    if decision.verdict == "refuted" and decision.checked > 1:
        text += "; the last of them fails"
    if decision.undefined:
        text += f"; {decision.undefined:,} more do not count, because a value is undefined there"
    return f"{text}; {decision.reason}" if decision.reason else text


# Repairs


def _repairs(decisions: Sequence[Decision], known: Discussion) -> list[str]:
    by_name = {decision.reading.name: decision for decision in decisions}
    repaired = [name.split(_WITHOUT)[0] for name in by_name if _WITHOUT in name]
    names = [name for name in by_name if name in known.repairs or name in repaired]
    parts = [_repair(by_name, name, name in known.repairs) for name in names]
    return ["## Repairs and their hypotheses", *parts] if parts else []


def _repair(by_name: Mapping[str, Decision], name: str, is_repair: bool) -> str:
    decision = by_name[name]
    what = "Repair" if is_repair else "Reading"
    lines = [f"{what} `{name}` ({decision.verdict}): {escaped(decision.reading.statement)}."]
    dropped = [other for each, other in by_name.items() if each.startswith(name + _WITHOUT)]
    for hypothesis, other in zip(decision.reading.given, dropped, strict=False):
        found = other.counterexample
        extent = _brief(found) if found else escaped(_extent(other))
        lines.append(f"- Without {code(hypothesis)}: {_verdict(other)}. {extent}")
    if len(dropped) == len(decision.reading.given) > 0 and decision.verdict in ("holds", "proved"):
        needed = all(other.verdict == "refuted" for other in dropped)
        lines.append("\nIt is irredundant." if needed else "\nIt is not shown to be irredundant.")
    return "\n".join([lines[0], "", *lines[1:]]).rstrip()


def _brief(found: Counterexample) -> str:
    return f"{' / '.join(f'`{line}`' for line in described(found))}. {conclusion(found)}"


# Counterexamples


def _counterexamples(decisions: Sequence[Decision]) -> list[str]:
    """The counterexamples of the main readings; readings that fail in the same way share one."""
    names: dict[str, list[str]] = {}
    for decision in _main(decisions):
        if decision.counterexample is not None:
            text = "\n\n".join(worked(decision.counterexample, decision.reading.given))
            names.setdefault(text, []).append(f"`{decision.reading.name}`")
    parts = [part for text, found in names.items() for part in (f"### {', '.join(found)}", text)]
    return ["## The smallest counterexamples", *parts] if parts else []


# Named arguments


def _arguments(decisions: Sequence[Decision]) -> list[str]:
    parts = list(argument_section(decisions))
    intro = (
        "What no finite set of values decides rests on a theorem with a proof for people. The numbers it "
        "needs are computed and certified; they are shown here by their first digits."
    )
    return ["## Named arguments", intro, *parts] if parts else []


# The index


def index(claims: Sequence[Sequence[Decision]], discussions: Mapping[str, Discussion], title: str) -> str:
    """The index of the pages: every claim, whether it is false as printed, and what repairs it."""
    rows = [_index_row(decisions, discussions.get(decisions[0].claim.id)) for decisions in claims]
    counts = summary_line([decision for decisions in claims for decision in _main(decisions)]).strip()
    legend = (
        "“True” means: on every model that was checked; each page says which and how many. It is not a "
        "proof, except where a reading is proved, by a named argument. “False” rests on a counterexample, "
        "worked by hand on the page, or on a named argument. "
        "Repairs with one hypothesis dropped are not counted here."
    )
    listed = table(["claim", "what it says", "as printed", "what repairs it", "readings"], rows)
    return f"# {escaped(title)}\n\n{counts}\n\n{legend}\n\n{listed}\n"


def _index_row(decisions: Sequence[Decision], discussion: Discussion | None) -> list[str]:
    claim, known = decisions[0].claim, discussion or Discussion()
    status = _status(decisions, known)
    verdicts = [d.verdict for d in _main(decisions)]
    counted = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts)))
    holding = [d.reading.name for d in decisions if d.verdict in ("holds", "proved")]
    remedy = known.remedy if {*known.repairs} <= {*holding} else ""
    mark = {"False": "✗", "True": "✓"}.get(status.split()[0], "○")
    status = f"**{status}**" if mark == "✗" else status.removesuffix(" on all that was checked")
    link = f"[{claim.id}]({claim.id}.md)"
    return [link, escaped(claim.title), f"{mark} {status}", escaped(remedy), counted]
