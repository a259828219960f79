"""Tables for people, made with rich.

Names come from files, so that nothing in them is read as markup and nothing invisible is printed raw.
Exact numbers are never cut by a narrow terminal: cells are folded.
"""

from __future__ import annotations

import os
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coherence_exact.exact.rationals import printable
from coherence_exact.mdp.policy import Point, Policy
from coherence_exact.report.counterexamples import failure_lines, model_lines, pictured
from coherence_exact.report.findings import is_check
from coherence_exact.report.numbers import bound_text, decimal_text, exact_and_decimal, exact_text
from coherence_exact.report.tables import number_table

if TYPE_CHECKING:
    from coherence_exact.evaluation.comparing import Comparison, Measures
    from coherence_exact.evaluation.limit_bounds import LimitEnclosure
    from coherence_exact.language.claims import Claim
    from coherence_exact.mdp.model import Model
    from coherence_exact.verify.explain import Counterexample
    from coherence_exact.verify.verdicts import Decision, Proof

STYLES = {
    "refuted": "bold red",
    "holds": "green",
    "proved": "bold green",
    "vacuous": "yellow",
    "undecided": "yellow",
}
_WIDTH_OF_FILES = 100
_UNLIMITED = 10**6
_INDENT = 4
"""Of a drawing."""


def console() -> Console:
    """What lays tables out: as wide as the terminal or COLUMNS, or 100 columns where there is neither."""
    found = Console(highlight=False, markup=False, emoji=False)
    if not _is_fitted(found):
        found.width = _WIDTH_OF_FILES
    return found


def _is_fitted(shown: Console) -> bool:
    """Whether what is printed has to fit a terminal."""
    return shown.is_terminal or os.environ.get("COLUMNS", "").isdigit()


def folded(text: str, indent: int = 0) -> str:
    """Long lines, with what goes beyond this terminal below themselves; as they are where there is none."""
    shown = console()
    if not _is_fitted(shown):
        return text
    wrapper = textwrap.TextWrapper(
        shown.width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(map(wrapper.fill, text.split("\n")))


def as_text(renderable: RenderableType) -> str:
    """What a table looks like on this terminal, without the spaces at the ends of its lines.

    It is wider than the terminal where a word of it is: no part of a number is dropped.
    """
    if isinstance(renderable, str):
        return renderable
    shown = console()
    unlimited = shown.options.update(max_width=_UNLIMITED)
    shown.width = max(shown.width, Measurement.get(shown, unlimited, renderable).minimum)
    with shown.capture() as capture:
        shown.print(renderable, crop=False)
    return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


def room_for_drawings(indent: int = 0) -> int:
    """The width that a drawing may have on this terminal; nothing where it does not show lines."""
    shown = console()
    return shown.width - indent if shown.encoding.startswith("utf") else 0


def drawing_of(found: Counterexample, indent: int = 0) -> RenderableType:
    """A counterexample's model, drawn if that fits, to be shown with this indent and its own."""
    lines = pictured(found, room_for_drawings(indent + _INDENT))
    return Padding(Group(*(Text(printable(line)) for line in lines)), (0, 0, 0, _INDENT))


def one_line(text: str) -> str:
    """The text on one line, with what a terminal would not show as itself escaped."""
    return printable(" ".join(text.split()))


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    if cell_len(text) <= most:
        return text
    return f"{set_cell_size(text, most - 1).rstrip(' ,;:.—')}…"


def counted(number: int, what: str) -> str:
    """``1 model``, ``1,234 models``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def table_with(*columns: str) -> Table:
    """An empty table under these headings, laid out as every table of the program; long cells are folded."""
    table = Table(box=box.SIMPLE)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def titled_table(
    title: str, columns: Sequence[str], places: int, rows: Sequence[Sequence[str]]
) -> RenderableType:
    """A table of numbers under its title, laid out for this terminal."""
    return number_table(title, columns, places, rows, console().width)


def described_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    """A table whose last column describes what the row is about: below it, if there is no room beside it."""
    table, below = table_with(*columns), table_with(*columns[:-1])
    for row in rows:
        table.add_row(*row)
    shown = console()
    if Measurement.get(shown, shown.options.update(max_width=_UNLIMITED), table).maximum <= shown.width:
        return table
    for row in rows:
        below.add_row(*row[:-1])
    blank, heading, rule, *lines = as_text(below).split("\n")[: len(rows) + 3]
    described = (f"{line}\n    {row[-1]}" for line, row in zip(lines, rows, strict=True))
    return "\n".join([blank, heading, rule, *described, ""])


# Policies and numbers


def policy_table(policy: Policy, title: str) -> RenderableType:
    """One line for each time, state and action."""
    rows = [
        (str(time), printable(state), printable(action), exact_text(x), decimal_text(x))
        for (time, state), row in policy.items()
        for action, x in row.items()
    ]
    return titled_table(title, ("time", "state", "action", "probability", "≈"), 3, rows)


def quantities(rows: Iterable[tuple[str, Any]], dead_states: Iterable[Point]) -> RenderableType:
    """Named values, one a line, and the dead states if a convention was used."""
    shown = [(name, one_line(x) if isinstance(x, str) else exact_and_decimal(x)) for name, x in rows]
    dead = sorted(dead_states)
    if dead:
        places = ", ".join(f"time {time}, state {printable(state)}" for time, state in dead)
        shown.append(("dead states", f"{places}: nothing to condition on, the row is kept"))
    width = console().width - max(len(name) for name, _ in shown) - 2
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", min_width=20)
    for name, text in shown:
        whole = cell_len(text) <= width
        grid.add_row(name, text if whole else text.replace(" ≈ ", "\n≈ "))
    return grid


def limit_table(enclosure: LimitEnclosure, title: str) -> RenderableType:
    """Bounds on the limit of re-training, one line for each time, state and action."""
    rows = []
    for (time, state), row in enclosure.low.items():
        for action, low in row.items():
            high = enclosure.high[time, state][action]
            show = exact_text if low == high else bound_text
            rows.append((str(time), printable(state), printable(action), show(low), show(high)))
    heading = f"{title}, enclosed after {counted(enclosure.steps, 're-training')}"
    return titled_table(heading, ("time", "state", "action", "at least", "at most"), 3, rows)


def rate_table(
    rows: Iterable[tuple[int, Sequence[Any]]], headings: Sequence[str], title: str, in_full: bool = False
) -> RenderableType:
    """A table of values by the index k, by their first digits, or ``in_full``."""
    show = exact_text if in_full else decimal_text
    shown = [(str(k), *("undefined" if x is None else show(x) for x in values)) for k, values in rows]
    return titled_table(title, ("k", *headings), 1, shown)


def difference_table(comparison: Comparison, title: str, names: tuple[str, str]) -> RenderableType:
    """Where two policies differ, where most, and by how much; or that they do not."""
    if comparison.equal:
        return folded(f"{title}: {names[0]} and {names[1]} are equal at every time, state and action.\n")
    rows = [
        (
            str(each.point[0]),
            printable(each.point[1]),
            printable(each.action),
            exact_text(each.left),
            exact_text(each.right),
            exact_and_decimal(each.difference),
        )
        for each in comparison.differences
    ]
    probabilities = sum(map(len, comparison.left.values()))
    differing = f"{len(rows):,} of {probabilities:,} probabilities"
    heading = f"{title}: {names[0]} and {names[1]} differ in {differing}"
    columns = "time", "state", "action", *names, "difference"
    return titled_table(heading, columns, 3, rows)


def side_table(comparison: Comparison, measures: Measures, names: tuple[str, str]) -> RenderableType:
    """The largest difference of two policies; the numbers that describe each, and their divergences."""
    labels = {
        "success_probability": "success probability",
        "return": "return",
        "incoherence": "incoherence (δ = 1)",
        "kl": "KL(this ‖ other)",
    }
    rows = [(labels[name], *map(_told, both)) for name, both in measures.items()]
    largest = comparison.largest
    if largest is None:
        heading = "What describes both:" if comparison.equal else "No difference was found."
    else:
        (time, state), action = largest.point, largest.action
        place = f"time {time}, state {state}, action {action}"
        heading = f"The largest difference, at {place}, is about {decimal_text(largest.difference)}"
    return titled_table(heading, ("", *names), 1, rows)


def _told(value: Any) -> str:
    return "not told apart from 0" if value is None else exact_and_decimal(value)


def models_table(models: Mapping[str, Model]) -> RenderableType:
    """One line for each model, by the name under which it can be given."""
    rows = []
    for name, model in models.items():
        dynamics = "deterministic" if model.is_deterministic else "stochastic"
        rows.append((name, str(model.horizon), str(len(model.states)), dynamics, one_line(model.name)))
    return described_table(("name", "T", "states", "dynamics", "model"), rows)


# Claims and verdicts


def heading(claim: Claim) -> Text:
    """The id and title of a claim, and where it is printed."""
    where = f"  ({one_line(claim.where)})" if claim.where else ""
    return Text.assemble((one_line(claim.id), "bold"), f"  {one_line(claim.title)}", (where, "dim"))


def verdict_table(decisions: Sequence[Decision]) -> RenderableType:
    """Claim by claim, one entry for each reading with its counterexample; hypothesis checks below, dim."""
    parts: list[RenderableType] = []
    for _, group in groupby(decisions, key=lambda decision: decision.claim.id):
        rows = list(group)
        parts += [Text(), heading(rows[0].claim)]
        main = [decision for decision in rows if not is_check(decision)]
        checks = [decision for decision in rows if is_check(decision)]
        if main:
            for d in main:
                parts += [_grid([(Text(d.verdict, style=STYLES[d.verdict]), _reading(d))]), *_failure(d)]
        if checks:
            parts.append(Text("  hypothesis checks", style="dim"))
            parts.append(_grid(map(_check, checks)))
    extents = dict.fromkeys(d.family for d in decisions if d.family != short(d.family))
    legend = Text("\n".join(("", *map(one_line, extents))), style="dim") if extents else Text()
    return Group(*parts[1:], legend)


def _grid(rows: Iterable[tuple[RenderableType, RenderableType]]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(width=max(map(len, STYLES)))
    grid.add_column(overflow="fold")
    for verdict, reading in rows:
        grid.add_row("", verdict, reading)
    return grid


def _reading(decision: Decision) -> RenderableType:
    reading = decision.reading
    words = Text.assemble((one_line(reading.name), "cyan"), f": {one_line(reading.statement)}")
    lines = [extent(decision)]
    if decision.proof is not None:
        lines.append(theorem_line(decision.claim, decision.proof))
    lines += [f"assuming: {theorem.statement}" for theorem in reading.theorems]
    if decision.reason:
        lines.append(decision.reason)
    return Group(words, *(_below(line) for line in lines))


def _failure(decision: Decision) -> Iterator[RenderableType]:
    """The counterexample of a reading, drawn, and what fails on it."""
    found = decision.counterexample
    if found is not None:
        yield drawing_of(found)
        yield _grid([(Text(), Group(*map(_below, failure_lines(found))))])


def _check(decision: Decision) -> tuple[RenderableType, RenderableType]:
    """A hypothesis check: what it leaves out, and what happens then."""
    needed = decision.verdict == "refuted"
    verdict = Text("needed", style="dim") if needed else Text("open", style="yellow")
    lines = [] if needed else [f"{decision.verdict}: {extent(decision)}"]
    if decision.counterexample is not None:
        lines += [*model_lines(decision.counterexample.model), *failure_lines(decision.counterexample)]
    return verdict, Group(
        Text(one_line(decision.reading.name), style="dim"), *(_below(line) for line in lines)
    )


def _below(line: str) -> RenderableType:
    return Padding(Text(one_line(line), style="dim"), (0, 0, 0, 2))


def extent(decision: Decision) -> str:
    """On how many models of which family a reading was decided, and those that do not count."""
    if decision.argument is not None:
        return f"by the argument “{decision.argument.theorem.name}”: {decision.family}"
    text = f"{counted(decision.checked, 'model')} checked" if decision.checked else "no model counts"
    if decision.undefined:
        text += f", {decision.undefined:,} left out because some value is undefined there"
    return f"{text}: {short(decision.family)}"


def theorem_line(claim: Claim, proof: Proof) -> str:
    """Which theorem about all finite models there is, and whether Coq accepts it."""
    unasked = f"which Coq has not checked here: coherence-exact prove {claim.id}"
    said = "which Coq accepts" if proof.accepted else unasked
    return f"a proof for all finite models, {proof.theorem} in {proof.file}, {said}"


def short(family: str) -> str:
    """A family's name without its extent, which is told once."""
    return family.split(" (", maxsplit=1)[0]


def summary_line(decisions: Sequence[Decision]) -> str:
    """How many readings have which verdict; hypothesis checks are counted apart."""
    main = [decision for decision in decisions if not is_check(decision)]
    counts: Counter[str] = Counter(decision.verdict for decision in main)
    claims = counted(len({decision.claim.id for decision in decisions}), "claim")
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in STYLES if counts[verdict])
    checks = len(decisions) - len(main)
    more = f"; {counted(checks, 'hypothesis check')}" if checks else ""
    return f"{claims}, {counted(len(main), 'reading')}: {parts}{more}."
