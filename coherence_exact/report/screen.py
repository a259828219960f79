"""The screens with which ``verify`` and ``falsify`` end: what was asked, answered in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from coherence_exact.language.notation import as_formula
from coherence_exact.report.counterexamples import failure_lines
from coherence_exact.report.coverage import coverage_lines, identity_text, search_text
from coherence_exact.report.findings import TRUE_VERDICTS, Finding, findings, is_check, repair_of, unneeded
from coherence_exact.report.terminal import STYLES, console, counted, drawing_of, one_line, shortened

if TYPE_CHECKING:
    from coherence_exact.verify.verdicts import Decision

_LINES = 35
_UNLIMITED = 10**6
_NARROWEST, _WIDEST = 40, 120
_LONGEST_ID = 13


@dataclass(frozen=True)
class Rechecked:
    """What the independent checker said of some certificates: how many have which outcome."""

    outcomes: Counter[str]
    is_sample: bool = False

    def __str__(self) -> str:
        if not self.outcomes.total():
            return "no certificate was written"
        said = ", ".join(f"{number:,} {outcome}" for outcome, number in self.outcomes.most_common())
        how = "a part of each family recomputed" if self.is_sample else "every model recomputed"
        return f"{said} ({how})"


_RECORDED = {True: "as recorded", False: "not all as they should be, see below"}


@dataclass(frozen=True)
class Whereabouts:
    """Where the files about some decisions are, and whether all is as expected; None where there is none."""

    certificates: str | None = None
    pages: str | None = None
    models: str | None = None
    rechecked: Rechecked | None = None
    theorems: str | None = None
    recorded: bool | None = None

    def lines(self) -> list[tuple[str, str]]:
        """What there is, each with its place."""
        rows = (
            ("certificates", self.certificates),
            ("rechecked", None if self.rechecked is None else str(self.rechecked)),
            ("recompute all", self._command()),
            ("theorems", self.theorems),
            ("verdicts", None if self.recorded is None else _RECORDED[self.recorded]),
            ("counterexamples", self.models),
            ("pages", self.pages),
        )
        return [(name, text) for name, text in rows if text is not None]

    def _command(self) -> str | None:
        """The command that recomputes every model, where only a part was."""
        if self.rechecked is None or not self.rechecked.is_sample:
            return None
        return f"coherence-exact check {self.certificates} --workers 2"


# Of a paper


def paper_screen(
    title: str, found: Sequence[Finding], whereabouts: Whereabouts, in_full: bool = False
) -> RenderableType:
    """Which printed claims are false and what repairs each; which are true, and on what evidence.

    Repairs are shortened where they would fill more than a screen, unless all is to be shown ``in_full``.
    """
    width = _width()
    head = Text(one_line(title), style="bold")
    tail = Group(
        *_true(found), *_open(found), *_hypotheses(found), Text(), *_labelled(whereabouts.lines(), width)
    )
    lines = _LINES - _height(head, width) - _height(tail, width) - 2
    return Group(head, *_false(found, width, _UNLIMITED if in_full else lines), tail)


def _width() -> int:
    return max(_NARROWEST, min(console().width, _WIDEST))


def _height(renderable: RenderableType, width: int) -> int:
    shown = console()
    return len(shown.render_lines(renderable, shown.options.update(width=width)))


def _standing(number: int, what: str, style: str, of: int) -> Text:
    return Text.assemble("\n", (what, style), f"  {number} of {counted(of, 'claim')}")


def _false(found: Sequence[Finding], width: int, lines: int) -> list[RenderableType]:
    """The claims that are false as printed, each with its repair: in full, in a line, or two in a line."""
    false = [finding for finding in found if finding.standing == "false"]
    if not false:
        return []
    heading = _standing(len(false), "FALSE AS PRINTED", STYLES["refuted"], len(found))
    heading.append(", and what repairs each", style="dim")
    rows = [row for finding in false for row in _entry(finding, _indent(false), width - 2)]
    if len(rows) > lines:
        heading.append(" (in full: --details)", style="dim")
        rows = [_cut_entry(finding, _indent(false), width - 2) for finding in false]
    if len(rows) > lines:
        rows = _two_columns(false, (width - 2) // 2)
    return [heading, *(Text.assemble("  ", row) for row in rows)]


def _remedy(finding: Finding) -> str:
    return one_line(finding.remedy) or "no repair is known"


def _indent(false: Sequence[Finding]) -> int:
    """Where the repairs begin; a longer id pushes its own aside."""
    return 2 + max(min(cell_len(one_line(finding.claim.id)), _LONGEST_ID) for finding in false)


def _entry(finding: Finding, indent: int, width: int) -> list[Text]:
    name, remedy = _id(finding, indent), Text(_remedy(finding))
    if name.cell_len + remedy.cell_len <= width:
        return [name + remedy]
    first, *others = remedy.wrap(console(), width - indent)
    if name.cell_len > indent:
        return [name, *(Text(" " * indent) + line for line in (first, *others))]
    return [name + first, *(Text(" " * indent) + line for line in others)]


def _id(finding: Finding, indent: int) -> Text:
    name = Text(one_line(finding.claim.id), style="red")
    name.append(" " * max(indent - name.cell_len, 1))
    return name


def _cut_entry(finding: Finding, indent: int, width: int) -> Text:
    """A claim with as much of its repair as one line has room for."""
    name = _id(finding, indent)
    return name + Text(shortened(_remedy(finding), width - name.cell_len))


def _two_columns(false: Sequence[Finding], width: int) -> list[Text]:
    half = (len(false) + 1) // 2
    columns = []
    for part in (false[:half], false[half:]):
        entries = [_cut_entry(finding, _indent(part), width - 2) for finding in part]
        columns.append([*entries, *[Text()] * (half - len(entries))])
    return [left + Text(" " * (width - left.cell_len)) + right for left, right in zip(*columns, strict=True)]


def _true(found: Sequence[Finding]) -> list[Text]:
    true = [finding for finding in found if finding.standing == "true"]
    if not true:
        return []
    proved = [finding for finding in true if finding.is_proved]
    models = [finding.models for finding in true if not finding.is_proved]
    lines = [_standing(len(true), "TRUE AS PRINTED", STYLES["holds"], len(found))]
    if models:
        fewest, most = min(models), max(models)
        looked_at = counted(most, "model") if fewest == most else f"{fewest:,} to {most:,} models each"
        lines.append(Text(f"  {len(models)} on all that was looked at, {looked_at}"))
        lines += _families(true)
    by_coq = [finding for finding in proved if any(d.is_accepted_by_coq for d in finding.printed)]
    argued = [finding for finding in proved if finding not in by_coq]
    if by_coq:
        lines.append(Text(f"  {len(by_coq)} on all finite models, by theorems that Coq accepts"))
    if argued:
        lines.append(Text(f"  {len(argued)} by an argument: {_ids(argued)}"))
    return lines


def _families(found: Sequence[Finding]) -> list[Text]:
    """For how many labelled models those of each family stand."""
    coverages = [decision.coverage for finding in found for decision in finding.decisions]
    counts = {(coverage.models, coverage.labelled) for coverage in coverages if coverage is not None}
    return [
        Text(f"  {models:,} models of a family stand for {labelled:,} labelled ones")
        for models, labelled in sorted(counts, reverse=True)
    ]


def _open(found: Sequence[Finding]) -> list[Text]:
    undecided = [finding for finding in found if finding.standing == "open"]
    if not undecided:
        return []
    lines = [_standing(len(undecided), "NOT DECIDED", STYLES["undecided"], len(found))]
    return [*lines, Text(f"  {_ids(undecided)}")]


def _ids(found: Iterable[Finding]) -> str:
    return ", ".join(one_line(finding.claim.id) for finding in found)


def _hypotheses(found: Sequence[Finding]) -> list[Text]:
    """Whether the repairs need all their hypotheses."""
    decisions = [decision for finding in found for decision in finding.decisions]
    checks = [decision for decision in decisions if is_check(decision)]
    if not checks:
        return []
    start = counted(len(checks), "hypothesis check")
    kept = [f"{d.claim.id} “{d.reading.name}” {d.verdict}" for d in unneeded(checks)]
    failed = [f"{d.claim.id} “{d.reading.name}” {d.verdict}" for d in _failed_repairs(decisions, checks)]
    if not kept and not failed:
        return [Text(), Text(f"{start}: every repair is irredundant", style="dim")]
    lines = [Text()]
    if kept:
        needed = len(checks) - len(kept)
        text = f"{start}: {needed} show a hypothesis to be needed, these do not: {'; '.join(kept)}"
        lines.append(Text(one_line(text)))
    if failed:
        lines.append(Text(one_line(f"{start}, but there are repairs that do not hold: {'; '.join(failed)}")))
    return lines


def _failed_repairs(decisions: Sequence[Decision], checks: Sequence[Decision]) -> list[Decision]:
    names = {(check.claim.id, repair_of(check.reading)) for check in checks}
    repairs = (d for d in decisions if (d.claim.id, d.reading.name) in names)
    return [repair for repair in repairs if repair.verdict not in TRUE_VERDICTS]


def _labelled(rows: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Names with texts beside them; a text that does not fit goes on below itself."""
    indent = max((len(name) for name, _ in rows), default=0) + 2
    lines = []
    for name, text in rows:
        for number, line in enumerate(Text(one_line(text)).wrap(console(), max(width - indent, 20))):
            lines.append(Text.assemble(("" if number else name).ljust(indent), line))
            lines[-1].stylize("dim", 0, indent)
    return lines


# Of a user's claims

_MOST_CLAIMS_IN_FULL = 3


def claims_screen(decisions: Sequence[Decision], whereabouts: Whereabouts) -> RenderableType:
    """For each claim its verdict, what it was decided on, and its counterexample."""
    parts: list[RenderableType] = []
    in_full = len(decisions) <= _MOST_CLAIMS_IN_FULL
    for finding in findings(decisions):
        title = one_line(finding.claim.title)
        parts += [Text.assemble((one_line(finding.claim.id), "bold"), f"  {title}")]
        for decision in finding.decisions:
            parts += [Padding(part, (0, 0, 0, 2)) for part in _verdict(decision, in_full)]
        parts.append(Text())
    counts: Counter[str] = Counter(decision.verdict for decision in decisions)
    counted_verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in STYLES if counts[verdict])
    parts.append(Text(f"{counted(len(decisions), 'reading')}: {counted_verdicts}"))
    return Group(*parts, *_labelled(whereabouts.lines(), _width()))


def _verdict(decision: Decision, in_full: bool) -> Iterable[RenderableType]:
    name = "" if decision.reading.name == "stated" else f"{one_line(decision.reading.name)}: "
    word = (decision.verdict.upper(), STYLES[decision.verdict])
    yield Text.assemble(name, word, f"  {_evidence(decision)}")
    for line in _reasons(decision):
        yield Padding(Text(one_line(line)), (0, 0, 0, 2))
    found = decision.counterexample
    if found is not None:
        if in_full:
            yield drawing_of(found, indent=2)
        for line in failure_lines(found):
            yield Padding(Text(one_line(line)), (0, 0, 0, 2))


def _evidence(decision: Decision) -> str:
    family = one_line(decision.family)
    if decision.argument is not None:
        return f"by the argument “{one_line(decision.argument.theorem.name)}”, {family}"
    if decision.verdict == "refuted" and decision.beyond is not None:
        return search_text(decision.beyond, is_refuted=True)
    if not decision.checked:
        return f"no model counts: {family}"
    if decision.verdict == "refuted":
        return f"by {_number(decision.checked)} of {family}"
    return f"on {counted(decision.checked, 'model')}: {family}"


def _number(checked: int) -> str:
    return "the only model looked at" if checked == 1 else f"model {checked:,}, the first that fails,"


def _reasons(decision: Decision) -> Iterable[str]:
    """What was looked at, what does not count, why nothing was decided, what a search came to."""
    if decision.verdict == "holds":
        yield from coverage_lines(decision)
        yield from map(identity_text, decision.identities)
    if decision.beyond is not None and decision.verdict != "refuted":
        yield search_text(decision.beyond, is_refuted=False)
    if decision.undefined:
        verb = "does" if decision.undefined == 1 else "do"
        why = decision.reason or "a value is undefined there"
        yield f"{counted(decision.undefined, 'model')} {verb} not count: {why}"
    elif decision.reason:
        yield decision.reason
    elif decision.verdict == "vacuous":
        given = ", ".join(map(as_formula, decision.reading.given))
        yield f"no model meets the hypotheses: {given}" if given else "there is no model"
