"""One page of Markdown for each claim, and an index of them.

Verdicts, counterexamples and numbers come from decisions; the words about what is printed and why it is
so come from a :class:`~coherence_exact.report.findings.Discussion`.
"""

from __future__ import annotations

from collections.abc import Sequence

from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import definition_as_formula
from coherence_exact.report.argued import theorem_section
from coherence_exact.report.counterexamples import described
from coherence_exact.report.findings import Finding, is_irredundant, repair_of, summary
from coherence_exact.report.markdown import as_code, code, escaped, table
from coherence_exact.report.terminal import short, summary_line
from coherence_exact.report.worked import conclusion, counterexamples_of
from coherence_exact.report.worked_markdown import concluded, worked
from coherence_exact.verify.explain import Counterexample
from coherence_exact.verify.verdicts import Decision

# The page of one claim


def page(finding: Finding, command: str | None = None) -> str:
    """The page of a claim; ``command`` decides it again, ``coherence-exact verify ID`` if left out."""
    claim, known = finding.claim, finding.discussion
    where = f"{escaped(claim.where)}. " if claim.where else ""
    again = command or f"coherence-exact verify {claim.id}"
    parts = [
        f"# {escaped(claim.id)}: {escaped(claim.title)}",
        f"{where}**{finding.status}.**",
        *(["## What is printed", known.printed] if known.printed else []),
        "## What was decided",
        _verdicts(finding),
        *_counterexamples(finding),
        *_theorems(finding),
        *_repairs(finding),
        *(["## Discussion", known.text] if known.text else []),
        *_definitions(finding),
        "## How to reproduce it",
        f"```console\n$ {again}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _verdicts(finding: Finding) -> str:
    rows = [
        [as_code(d.reading.name), escaped(d.reading.statement), _verdict(d), escaped(_extent(d))]
        for d in finding.main
    ]
    families = dict.fromkeys(d.family for d in finding.decisions if " (" in d.family)
    notes = [f"Family: {escaped(family)}." for family in families]
    return "\n\n".join([table(["reading", "statement", "verdict", "models"], rows), *notes])


def _verdict(decision: Decision) -> str:
    return f"**{decision.verdict}**" if decision.verdict == "refuted" else decision.verdict


def _extent(decision: Decision) -> str:
    if decision.argument is not None:
        return f"by the argument “{decision.argument.theorem.name}”; {decision.family}"
    family, number = short(decision.family), f"{decision.checked:,}"
    only = decision.checked == 1 and not decision.undefined
    text = f"the model “{family}”" if only else f"{number}: {family}"
    if decision.verdict == "refuted" and decision.checked > 1:
        text += "; the last of them fails"
    if decision.undefined:
        text += f"; {decision.undefined:,} more do not count, because a value is undefined there"
    return f"{text}; {decision.reason}" if decision.reason else text


# Repairs


def _repairs(finding: Finding) -> list[str]:
    repaired = {repair_of(check.reading) for check in finding.checks}
    wanted = {*finding.discussion.repairs, *repaired}
    parts = [_repair(finding, decision) for decision in finding.main if decision.reading.name in wanted]
    return ["## Repairs and their hypotheses", *parts] if parts else []


def _repair(finding: Finding, decision: Decision) -> str:
    name = decision.reading.name
    what = "Repair" if name in finding.discussion.repairs else "Reading"
    lines = [f"{what} {as_code(name)} ({decision.verdict}): {escaped(decision.reading.statement)}.", ""]
    checks = [check for check in finding.checks if repair_of(check.reading) == name]
    for check in checks:
        assert check.reading.drops is not None
        found = check.counterexample
        needed = "needed" if check.verdict == "refuted" else _verdict(check)
        told = _brief(found) if found else escaped(_extent(check))
        lines.append(f"- Without {code(check.reading.drops)}: {needed}. {told}")
    irredundant = is_irredundant(decision, checks)
    if irredundant is not None:
        lines.append(f"\nIt is {'' if irredundant else 'not shown to be '}irredundant.")
    return "\n".join(lines).rstrip()


def _brief(found: Counterexample) -> str:
    return f"{' / '.join(map(as_code, described(found)))}. {concluded(conclusion(found))}"


# Counterexamples


def _counterexamples(finding: Finding) -> list[str]:
    """The counterexamples of the main readings; readings that fail in the same way share one."""
    parts = []
    for told, names in counterexamples_of(finding.main):
        parts += [f"### {', '.join(map(as_code, names))}", *worked(told)]
    return ["## The smallest counterexamples", *parts] if parts else []


# Theorems


def _theorems(finding: Finding) -> list[str]:
    parts = list(theorem_section(finding.decisions))
    intro = (
        "What no finite set of values decides rests on a theorem with a proof for people. The numbers it "
        "needs are computed and certified; they are shown here by their first digits."
    )
    return ["## Theorems", intro, *parts] if parts else []


# Definitions


def _definitions(finding: Finding) -> list[str]:
    """Every definition that the claim uses, as a formula and in words, those that others use first."""
    used = finding.definitions
    lines = (f"- {as_code(definition_as_formula(d))}  \n  {_words(d)}".rstrip() for d in used)
    return ["## Definitions", "\n".join(lines)] if used else []


def _words(definition: Definition) -> str:
    first = summary(definition)
    return f"`{definition.name}`: {escaped(first)}" if first else f"`{definition.name}`"


# The index


def index(found: Sequence[Finding], title: str) -> str:
    """The index of the pages: every claim, whether it is false as printed, and what repairs it."""
    counts = summary_line([decision for finding in found for decision in finding.decisions])
    legend = (
        "“True” means: on every model that was checked; each page says which and how many. It is not a "
        "proof, except where a reading is proved, by a named argument. “False” rests on a counterexample, "
        "worked by hand on the page, or on a named argument. A hypothesis check is a repair without one of "
        "its hypotheses: it says nothing about the paper, but whether the hypothesis is needed."
    )
    listed = table(
        ["claim", "what it says", "as printed", "what repairs it", "readings"], map(_index_row, found)
    )
    return f"# {escaped(title)}\n\n{counts}\n\n{legend}\n\n{listed}\n"


def _index_row(finding: Finding) -> list[str]:
    claim = finding.claim
    verdicts = [decision.verdict for decision in finding.main]
    counted = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts)))
    mark = {"false": "✗", "true": "✓", "open": "○"}[finding.standing]
    status = finding.status.removesuffix(" on all that was checked")
    if finding.standing == "false":
        status = f"**{status}**"
    link = f"[{escaped(claim.id)}]({claim.id}.md)"
    return [link, escaped(claim.title), f"{mark} {status}", escaped(finding.remedy), counted]
