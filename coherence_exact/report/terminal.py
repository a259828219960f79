"""Tables for people, made with rich.

Names come from files, so that nothing in them is read as markup and nothing invisible is printed raw.
Exact numbers are never cut by a narrow terminal: cells are folded.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coherence_exact.claims.formula import as_formula
from coherence_exact.exact.rationals import printable
from coherence_exact.mdp.policy import Point, Policy, Row
from coherence_exact.report.data import PLACE
from coherence_exact.report.numbers import bound_text, decimal_text, exact_and_decimal, exact_text

if TYPE_CHECKING:
    from coherence_exact.claims.claim import Claim
    from coherence_exact.inference.horizon import EffectiveHorizon
    from coherence_exact.inference.limits import LimitEnclosure
    from coherence_exact.mdp.model import Choice, Model
    from coherence_exact.verify.horizon_table import HorizonRow
    from coherence_exact.verify.verdicts import Counterexample, Decision

_STYLES = {
    "refuted": "bold red",
    "holds": "green",
    "proved": "bold green",
    "vacuous": "yellow",
    "undecided": "yellow",
}
_WIDTH_OF_FILES = 100
_UNLIMITED = 10**6


def console() -> Console:
    """What lays tables out: as wide as the terminal or COLUMNS, or 100 columns where there is neither."""
    found = Console(highlight=False, markup=False, emoji=False)
    if not found.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        found.width = _WIDTH_OF_FILES
    return found


def as_text(renderable: RenderableType) -> str:
    """What a table looks like on this terminal, without the spaces at the ends of its lines.

    It is wider than the terminal where a word of it is: no part of a number is dropped.
    """
    shown = console()
    unlimited = shown.options.update(max_width=_UNLIMITED)
    shown.width = max(shown.width, Measurement.get(shown, unlimited, renderable).minimum)
    with shown.capture() as capture:
        shown.print(renderable)
    return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


def _line(text: str) -> str:
    """The text on one line."""
    return printable(" ".join(text.split()))


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


# Policies and numbers


def policy_table(policy: Policy, title: str) -> RenderableType:
    """One line for each time, state and action."""
    table = _table("time", "state", "action", "probability", "≈")
    previous: Point | None = None
    for point, row in policy.items():
        for action, x in row.items():
            first = point != previous
            table.add_row(
                str(point[0]) if first else "",
                printable(point[1]) if first else "",
                printable(action),
                exact_text(x),
                decimal_text(x),
            )
            previous = point
    return Group(Text(_line(title), style="italic"), table)


def quantities(rows: Iterable[tuple[str, Any]], dead_states: Iterable[Point]) -> RenderableType:
    """Named values, one a line, and the dead states if a convention was used."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", min_width=20)
    for name, value in rows:
        grid.add_row(name, _line(value) if isinstance(value, str) else exact_and_decimal(value))
    dead = sorted(dead_states)
    if dead:
        places = ", ".join(f"time {time}, state {printable(state)}" for time, state in dead)
        grid.add_row("dead states", f"{places}: nothing to condition on, the row is kept")
    return grid


def limit_table(enclosure: LimitEnclosure, title: str) -> RenderableType:
    """Bounds on the limit of re-training, one line for each time, state and action."""
    table = _table("time", "state", "action", "at least", "at most")
    for (time, state), row in enclosure.low.items():
        for action, low in row.items():
            high = enclosure.high[time, state][action]
            show = exact_text if low == high else bound_text
            table.add_row(str(time), printable(state), printable(action), show(low), show(high))
    heading = f"{title}, enclosed after {_counted(enclosure.steps, 're-training')}"
    return Group(Text(_line(heading), style="italic"), table)


def rate_table(
    rows: Iterable[tuple[int, Sequence[Any]]], headings: Sequence[str], title: str
) -> RenderableType:
    """A table of values by the index k, by their first digits."""
    table = _table("k", *headings)
    for index, values in rows:
        table.add_row(str(index), *("undefined" if x is None else decimal_text(x) for x in values))
    return Group(Text(title, style="bold"), table)


def difference_table(left: Policy, right: Policy, names: tuple[str, str]) -> RenderableType:
    """Where two policies differ, or one line that says that they do not."""
    table = _table("time", "state", "action", *names, "difference")
    for (time, state), row in left.items():
        for action, x in row.items():
            other = right[time, state][action]
            if x != other:
                table.add_row(
                    str(time),
                    printable(state),
                    printable(action),
                    exact_text(x),
                    exact_text(other),
                    exact_and_decimal(x - other),
                )
    if not table.row_count:
        return Text(f"{names[0]} and {names[1]} are equal at every time, state and action.")
    return Group(Text(f"{names[0]} against {names[1]}", style="italic"), table)


# Effective horizons

_HORIZON = ("greedy optimal", "look-ahead", "re-trainings")


def horizon_list(horizons: Sequence[tuple[Model, EffectiveHorizon]]) -> RenderableType:
    """One line for each model: how far its prior has to look."""
    table = _table("model", "T", *_HORIZON)
    for model, horizon in horizons:
        table.add_row(_line(model.name), str(model.horizon), *_horizon_cells(horizon))
    return table


def horizon_table(rows: Sequence[HorizonRow], family: str) -> RenderableType:
    """One line for each kind of dynamics and effective horizon; below, the smallest model of each."""
    table = _table("", "dynamics", *_HORIZON, "models")
    smallest: list[RenderableType] = []
    for number, row in enumerate(rows, start=1):
        dynamics = "deterministic" if row.is_deterministic else "stochastic"
        table.add_row(str(number), dynamics, *_horizon_cells(row.horizon), f"{row.models:,}")
        smallest.append(Text(f"the smallest of {number}", style="cyan"))
        smallest += [Padding(Text(_line(line)), (0, 0, 0, 2)) for line in model_lines(row.smallest)]
    heading = Text(f"The uniform prior on {_line(family)}", style="italic")
    return Group(heading, table, *smallest, Text(f"\n{horizon_summary(rows)}"))


def _horizon_cells(horizon: EffectiveHorizon) -> tuple[str, str, str]:
    from coherence_exact.inference.horizon import MOST_RETRAININGS

    greedy = "yes" if horizon.greedy_is_optimal else "no"
    trained = f"more than {MOST_RETRAININGS}" if horizon.retrainings is None else str(horizon.retrainings)
    return greedy, str(horizon.lookahead), trained


def horizon_summary(rows: Sequence[HorizonRow]) -> str:
    """On how many models the least look-ahead is at most one more than the least number of re-trainings."""
    from coherence_exact.inference.horizon import MOST_RETRAININGS
    from coherence_exact.verify.horizon_table import longer_lookaheads

    undefined = sum(row.models for row in rows if row.horizon.retrainings is None)
    models = sum(row.models for row in rows) - undefined
    longer = longer_lookaheads(rows)
    fewer = models - sum(row.models for row in longer)
    text = f"look-ahead ≤ re-trainings + 1 on {fewer:,} of {_counted(models, 'model')}"
    if longer:
        text += f"; not in row {', '.join(str(rows.index(row) + 1) for row in longer)}"
    if undefined:
        text += f"; {undefined:,} not counted, because {MOST_RETRAININGS} re-trainings do not suffice"
    return f"{text}."


# Claims and verdicts


def claims_list(claims: Sequence[Claim]) -> RenderableType:
    """Claims with their readings, in words and as terms."""
    parts: list[RenderableType] = []
    for claim in claims:
        parts += [Text(), _heading(claim)]
        for reading in claim.readings:
            words = Text.assemble((_line(reading.name), "cyan"), f": {_line(reading.statement)}")
            parts.append(Padding(words, (0, 0, 0, 2)))
            parts.append(Padding(Text(_line(as_formula(reading.relation)), style="dim"), (0, 0, 0, 6)))
            if reading.given:
                given = ", ".join(map(as_formula, reading.given))
                parts.append(Padding(Text(f"given {_line(given)}", style="dim"), (0, 0, 0, 6)))
    return Group(*parts[1:])


def _heading(claim: Claim) -> Text:
    where = f"  ({_line(claim.where)})" if claim.where else ""
    return Text.assemble((_line(claim.id), "bold"), f"  {_line(claim.title)}", (where, "dim"))


def verdict_table(decisions: Sequence[Decision]) -> RenderableType:
    """Claim by claim, one entry for each reading; below a refuted one, its counterexample."""
    parts: list[RenderableType] = []
    for _, group in groupby(decisions, key=lambda decision: decision.claim.id):
        rows = list(group)
        parts += [Text(), _heading(rows[0].claim)]
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1)
        grid.add_column(width=max(map(len, _STYLES)))
        grid.add_column(overflow="fold")
        for decision in rows:
            grid.add_row("", Text(decision.verdict, style=_STYLES[decision.verdict]), _reading(decision))
        parts.append(grid)
    extents = dict.fromkeys(d.family for d in decisions if d.family != _short(d.family))
    legend = Text("\n".join(("", *map(_line, extents))), style="dim") if extents else Text()
    return Group(*parts[1:], legend)


def _reading(decision: Decision) -> RenderableType:
    reading = decision.reading
    words = Text.assemble((_line(reading.name), "cyan"), f": {_line(reading.statement)}")
    lines = [_extent(decision)]
    if decision.argument is not None:
        lines.append(decision.argument.theorem)
    if decision.reason:
        lines.append(decision.reason)
    if decision.counterexample is not None:
        lines += counterexample_lines(decision.counterexample)
    return Group(words, *(Padding(Text(_line(line), style="dim"), (0, 0, 0, 2)) for line in lines))


def _extent(decision: Decision) -> str:
    """How much a verdict rests on: the models of which family, and those that do not count."""
    if decision.argument is not None:
        return f"by the argument “{decision.argument.name}”: {decision.family}"
    text = f"{_counted(decision.checked, 'model')} checked" if decision.checked else "no model counts"
    if decision.undefined:
        text += f", {decision.undefined:,} left out because some value is undefined there"
    return f"{text}: {_short(decision.family)}"


def _short(family: str) -> str:
    """A family's name without its extent, which is told once below the table."""
    return family.split(" (", maxsplit=1)[0]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def summary_line(decisions: Sequence[Decision]) -> str:
    """How many readings have which verdict."""
    counts: Counter[str] = Counter(decision.verdict for decision in decisions)
    claims = _counted(len({decision.claim.id for decision in decisions}), "claim")
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in _STYLES if counts[verdict])
    return f"\n{claims}, {_counted(len(decisions), 'reading')}: {parts}."


def counterexample_lines(counterexample: Counterexample) -> list[str]:
    """A counterexample as a person can redo it by hand: the model, and what fails where."""
    lines = model_lines(counterexample.model)
    if counterexample.second_policy is not None:
        rows = (f"π'_{t}(·|{s}) = {_row(row)}" for (t, s), row in counterexample.second_policy.items())
        lines.append("second policy: " + "; ".join(rows))
    lines.append(f"fails: {as_formula(counterexample.relation)}")
    if counterexample.left is not None:
        sides = [_side(side) for side in (counterexample.left, counterexample.right) if side is not None]
        lines.append(f"{_where(counterexample.where)}{' against '.join(sides)}")
    return lines


def _side(side: Any) -> str:
    if isinstance(side, Policy):
        return "; ".join(f"π_{t}(·|{s}) = {_row(row)}" for (t, s), row in side.items())
    if isinstance(side, dict):
        return ", ".join(f"{_where(key)}{exact_text(x)}" for key, x in side.items())
    return exact_and_decimal(side)


def _where(where: Any) -> str:
    if where is None:
        return ""
    if isinstance(where[0], tuple):
        return f"trajectory {', '.join(f'{state} {action}' for (_, state), action in where)}: "
    return ", ".join(f"{name} {x}" for name, x in zip(PLACE, where, strict=False)) + ": "


def model_lines(model: Model) -> list[str]:
    """A model in a few lines: horizon and start, then each state with its actions."""
    start = ", ".join(f"{state} {exact_text(p)}" for state, p in model.start.items() if p != 0)
    lines = [f"T = {model.horizon}, start {start}" if len(model.start) > 1 else f"T = {model.horizon}"]
    for state in dict.fromkeys(state for _, state in model.points):
        row = next(row for (_, s), row in model.prior.items() if s == state)
        last = all(time == model.horizon for time, s in model.points if s == state)
        actions = (_action(name, choice, row, last) for name, choice in model.states[state].items())
        lines.append(f"{state}: " + "; ".join(actions))
    return lines


def _action(name: str, choice: Choice, prior: Row, last: bool) -> str:
    text = f"{name} (p {exact_text(prior[name])}, w {exact_text(choice.weight)})"
    if last:
        return text
    successors = [(state, p) for state, p in choice.successors.items() if p != 0]
    if len(successors) == 1:
        return f"{text} → {successors[0][0]}"
    return f"{text} → " + ", ".join(f"{state} {exact_text(p)}" for state, p in successors)


def _row(row: Row) -> str:
    return "(" + ", ".join(exact_text(x) for x in row.values()) + ")"
