"""Tables for people, made with rich."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coherence_exact.claims.claim import Claim
from coherence_exact.claims.formula import as_formula
from coherence_exact.inference.limits import LimitEnclosure
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Point, Policy, Row
from coherence_exact.report.numbers import decimal_text, exact_and_decimal, exact_text
from coherence_exact.verify.verdicts import Counterexample, Decision

_STYLES = {
    "refuted": "bold red",
    "holds": "green",
    "proved": "bold green",
    "vacuous": "yellow",
    "undecided": "yellow",
}


def console() -> Console:
    """Where tables are printed; as wide as the terminal, or 100 columns where there is none."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=100, soft_wrap=False)


def policy_table(policy: Policy, title: str) -> Table:
    """One line for each time, state and action."""
    table = Table(
        "time", "state", "action", "probability", "≈", title=title, box=box.SIMPLE, title_justify="left"
    )
    previous: Point | None = None
    for point, row in policy.items():
        for action, x in row.items():
            first = point != previous
            table.add_row(
                str(point[0]) if first else "",
                Text(point[1]) if first else "",
                Text(action),
                exact_text(x),
                decimal_text(x),
            )
            previous = point
    return table


def quantities(rows: Iterable[tuple[str, Any]], dead_states: Iterable[Point]) -> RenderableType:
    """Named values, one a line, and the dead states if a convention was used."""
    grid = Table.grid(padding=(0, 2))
    for name, value in rows:
        grid.add_row(name, value if isinstance(value, str) else exact_and_decimal(value))
    dead = sorted(dead_states)
    if dead:
        places = ", ".join(f"time {time}, state {state}" for time, state in dead)
        grid.add_row("dead states", Text(f"{places}: nothing to condition on, the row is kept"))
    return grid


def limit_table(enclosure: LimitEnclosure) -> RenderableType:
    """Bounds on the limit of re-training, one line for each time, state and action."""
    title = f"limit of re-training, enclosed after {enclosure.steps} steps"
    table = Table("time", "state", "action", "from", "to", title=title, box=box.SIMPLE, title_justify="left")
    for (time, state), row in enclosure.low.items():
        for action, low in row.items():
            high = enclosure.high[time, state][action]
            table.add_row(str(time), Text(state), Text(action), decimal_text(low), decimal_text(high))
    return table


def difference_table(left: Policy, right: Policy, names: tuple[str, str]) -> RenderableType:
    """Where two policies differ, or one line that says that they do not."""
    table = Table("time", "state", "action", *names, "difference", box=box.SIMPLE, title_justify="left")
    for (time, state), row in left.items():
        for action, x in row.items():
            other = right[time, state][action]
            if x != other:
                table.add_row(
                    str(time),
                    Text(state),
                    Text(action),
                    exact_text(x),
                    exact_text(other),
                    exact_and_decimal(x - other),
                )
    if not table.row_count:
        return Text(f"{names[0]} and {names[1]} are equal at every time, state and action.")
    return table


def claims_list(claims: Sequence[Claim]) -> RenderableType:
    """Claims with their readings, in words and as terms."""
    parts: list[RenderableType] = []
    for claim in claims:
        parts.append(Text.assemble((claim.id, "bold"), f"  {claim.title}", (f"  ({claim.where})", "dim")))
        for reading in claim.readings:
            parts.append(Text.assemble("  ", (reading.name, "cyan"), f": {reading.statement}"))
            given = ", ".join(map(as_formula, reading.given))
            parts.append(Text(f"      {as_formula(reading.relation)}", style="dim"))
            if given:
                parts.append(Text(f"      given {given}", style="dim"))
    return Group(*parts)


def verdict_table(decisions: Sequence[Decision]) -> RenderableType:
    """Claim by claim, one row for each reading; below a refuted one, its counterexample."""
    parts: list[RenderableType] = []
    for _, group in groupby(decisions, key=lambda decision: decision.claim.id):
        rows = list(group)
        claim = rows[0].claim
        where = Text(f"  {claim.where}" if claim.where else "", style="dim")
        parts.append(Text.assemble("\n", (claim.id, "bold"), f"  {claim.title}", where))
        for decision in rows:
            parts.append(_reading_row(decision))
            if decision.counterexample is not None:
                lines = counterexample_lines(decision.counterexample)
                parts.append(Padding(Text("\n".join(lines), style="dim"), (0, 0, 0, 6)))
    return Group(*parts)


def _reading_row(decision: Decision) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    for width in (1, 26, 9, 7):
        row.add_column(width=width)
    row.add_column()
    verdict = Text(decision.verdict, style=_STYLES[decision.verdict])
    checked = Text(f"{decision.checked:,}", justify="right")
    statement = Text(decision.reading.statement)
    if decision.reason:
        statement.append(f"\n{decision.reason}", style="yellow")
    row.add_row("", decision.reading.name, verdict, checked, statement)
    return row


def summary_line(decisions: Sequence[Decision]) -> str:
    """How many readings have which verdict."""
    counts: Counter[str] = Counter(decision.verdict for decision in decisions)
    claims = len({decision.claim.id for decision in decisions})
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in _STYLES if counts[verdict])
    return f"{claims} claims, {len(decisions)} readings: {parts}."


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
    names = ("time", "state", "action")
    return ", ".join(f"{name} {x}" for name, x in zip(names, where, strict=False)) + ": "


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
