"""Success probabilities on 20×20 grid worlds with slip, beside the exact mode of Storm.

Run as a script: ``python tests/benchmarks/storm.py``; without stormpy, which the extra ``bench`` brings, it
says so and measures nothing.  Storm reads what ``export --prism`` prints, in which time is a variable, and
takes it in a second way too: without that variable, where the property counts the steps.  Of Storm the check
is measured, once the model has been built; here it is everything from a model and a policy, which are there
before either clock starts, to the number.  What a model keeps for its layers is made by the first evaluation
and not measured.  The ratio is that to the faster one of Storm's two ways.  All ways are taken in turn in one
run and compared before a time is shown; a time is the best of several.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any, TypeAlias

from coherence_exact import grid_world, optimal_success, success_probability
from coherence_exact.interchange.prism import prism_text
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Row, State
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table

REPEATS = 5

Check: TypeAlias = Callable[[], Fraction]


@dataclass(frozen=True)
class Built:
    """A model that Storm has built, in so many seconds, and the check of its property."""

    seconds: float
    check: Check


def built(stormpy: Any, text: str, wanted: str, folder: Path) -> Built:
    file = folder / "model.prism"
    file.write_text(text, encoding="utf-8")
    begin = perf_counter()
    program = stormpy.parse_prism_program(str(file))
    [formula] = stormpy.parse_properties(wanted, program)
    model = stormpy.build_model[stormpy.Rational](program, [formula])
    seconds = perf_counter() - begin

    def check() -> Fraction:
        result = stormpy.model_checking(model, formula, only_initial_states=True)
        return Fraction(str(result.get_value(model.initial_states[0])))

    return Built(seconds, check)


def without_time(model: Model, followed: bool) -> str:
    """A model, or the chain in which its prior is followed, whose runs only end by failing."""
    number = {state: i for i, state in enumerate(model.states)}
    [start] = model.start_states
    lines = ["dtmc" if followed else "mdp", "module model"]
    lines.append(f"state : [0..{len(number)}] init {number[start]};")
    for state in model.states:
        for label, row in rows_of(model, state, followed):
            targets = defaultdict[int, Fraction](Fraction)
            for action, p in row.items():
                choice = model.states[state][action]
                for successor, chance in choice.successors.items():
                    targets[number[successor]] += p * choice.weight * chance
            targets[len(number)] = 1 - sum(targets.values(), Fraction(0))
            updates = " + ".join(f"{p} : (state'={target})" for target, p in targets.items() if p)
            lines.append(f"[{label}] state={number[state]} -> {updates};")
    lines.append(f"[] state={len(number)} -> 1 : true;")
    return "\n".join([*lines, "endmodule", f'label "failure" = state={len(number)};', ""])


def rows_of(model: Model, state: State, followed: bool) -> Iterator[tuple[str, Row]]:
    if followed:
        yield "", next(row for (_, met), row in model.prior.items() if met == state)
    else:
        yield from ((action, {action: Fraction(1)}) for action in model.states[state])


@dataclass(frozen=True)
class Case:
    """A quantity of a model: our way to it, and Storm's two ways."""

    name: str
    model: Model
    ours: Callable[[Model], Any]
    followed: bool

    def unrolled(self, stormpy: Any, folder: Path) -> Built:
        text = prism_text(self.model, self.model.prior if self.followed else None)
        return built(stormpy, text, f'P{"" if self.followed else "max"}=? [ F "success" ]', folder)

    def counted(self, stormpy: Any, folder: Path) -> Built:
        wanted = f'P{"" if self.followed else "min"}=? [ F<={self.model.horizon} "failure" ]'
        failing = built(stormpy, without_time(self.model, self.followed), wanted, folder)
        return Built(failing.seconds, lambda: 1 - failing.check())


def cases() -> list[Case]:
    found = []
    for horizon in (40, 200):
        model = grid_world(20, 20, horizon=horizon, slip="1/5")
        found.append(Case("largest success", model, optimal_success, followed=False))
        found.append(Case("success, prior", model, lambda m: success_probability(m, m.prior), followed=True))
    return found


@dataclass(frozen=True)
class Outcome:
    """The best times in seconds of each way, and whether every result was the same."""

    building: float
    unrolled: float
    counted: float
    ours: float
    equal: bool


def measure(case: Case, stormpy: Any, folder: Path) -> Outcome:
    """All ways in turn, so that a slow moment of the machine does not meet one of them only."""
    unrolled, counted = case.unrolled(stormpy, folder), case.counted(stormpy, folder)
    ways: tuple[Check, ...] = (unrolled.check, counted.check, lambda: Fraction(case.ours(case.model)))
    times: list[list[float]] = [[] for _ in ways]
    values = []
    for _ in range(REPEATS):
        for way, taken in zip(ways, times, strict=True):
            begin = perf_counter()
            values.append(way())
            taken.append(perf_counter() - begin)
    best = [min(taken) for taken in times]
    return Outcome(unrolled.seconds, best[0], best[1], best[2], len(set(values)) == 1)


def main() -> int:
    """Print the table; 1 if any result differs."""
    try:
        import stormpy
    except ImportError as error:
        print(f"Left out: the comparison with Storm, since stormpy cannot be imported ({error}).")
        return 0
    console = Console(width=100)
    table = Table(title="20×20 grid with slip 1/5: the exact mode of Storm, and this program", box=SIMPLE)
    table.add_column("case", no_wrap=True)
    for heading in ("T", "build", "check", "check, steps counted", "ours", "ratio", "equal"):
        table.add_column(heading, justify="right")
    all_equal = True
    with tempfile.TemporaryDirectory() as folder:
        for case in track(cases(), "measuring", console=console, transient=True):
            outcome = measure(case, stormpy, Path(folder))
            all_equal = all_equal and outcome.equal
            times = (outcome.building, outcome.unrolled, outcome.counted, outcome.ours)
            table.add_row(
                case.name,
                str(case.model.horizon),
                *(f"{1000 * seconds:.1f} ms" for seconds in times),
                f"{min(outcome.unrolled, outcome.counted) / outcome.ours:.1f}×" if outcome.equal else "—",
                "yes" if outcome.equal else "NO",
            )
    console.print(table)
    return 0 if all_equal else 1


if __name__ == "__main__":
    sys.exit(main())
