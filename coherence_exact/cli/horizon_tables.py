"""Tables of effective horizons, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from coherence_exact.definitions.optimality import MOST_RETRAININGS
from coherence_exact.papers.incoherence.horizon import EffectiveHorizon, HorizonRow, longer_lookaheads
from coherence_exact.report.counterexamples import model_lines
from coherence_exact.report.terminal import counted, one_line, table_with

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model

_HORIZON = ("greedy optimal", "look-ahead", "re-trainings")


def horizon_list(horizons: Sequence[tuple[Model, EffectiveHorizon]]) -> RenderableType:
    """One line for each model: how far its prior has to look."""
    table = table_with("model", "T", *_HORIZON)
    for model, horizon in horizons:
        table.add_row(one_line(model.name), str(model.horizon), *_horizon_cells(horizon))
    return table


def horizon_table(rows: Sequence[HorizonRow], family: str) -> RenderableType:
    """One line for each kind of dynamics and effective horizon; below, the smallest model of each."""
    table = table_with("", "dynamics", *_HORIZON, "models")
    smallest: list[RenderableType] = []
    for number, row in enumerate(rows, start=1):
        dynamics = "deterministic" if row.is_deterministic else "stochastic"
        table.add_row(str(number), dynamics, *_horizon_cells(row.horizon), f"{row.models:,}")
        smallest.append(Text(f"the smallest of {number}", style="cyan"))
        smallest += [Padding(Text(one_line(line)), (0, 0, 0, 2)) for line in model_lines(row.smallest)]
    heading = Text(f"The uniform prior on {one_line(family)}", style="italic")
    return Group(heading, table, *smallest, Text(f"\n{horizon_summary(rows)}"))


def _horizon_cells(horizon: EffectiveHorizon) -> tuple[str, str, str]:
    greedy = "yes" if horizon.greedy_is_optimal else "no"
    trained = f"more than {MOST_RETRAININGS}" if horizon.retrainings is None else str(horizon.retrainings)
    return greedy, str(horizon.lookahead), trained


def horizon_summary(rows: Sequence[HorizonRow]) -> str:
    """On how many models the least look-ahead is at most one more than the least number of re-trainings."""
    undefined = sum(row.models for row in rows if row.horizon.retrainings is None)
    models = sum(row.models for row in rows) - undefined
    longer = longer_lookaheads(rows)
    fewer = models - sum(row.models for row in longer)
    text = f"look-ahead ≤ re-trainings + 1 on {fewer:,} of {counted(models, 'model')}"
    if longer:
        text += f"; not in row {', '.join(str(rows.index(row) + 1) for row in longer)}"
    if undefined:
        text += f"; {undefined:,} not counted, because {MOST_RETRAININGS} re-trainings do not suffice"
    return f"{text}."
