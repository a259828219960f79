"""``compare``: two operators side by side."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.lengths import Lengths, length_options, lengths
from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    print_result,
    read_model,
    showing_progress,
)

if TYPE_CHECKING:
    from coherence_exact.evaluation.comparing import Comparison, Measures
    from coherence_exact.mdp.model import Model

SPECIFICATIONS = """
\b
A SPEC is prior, greedy-limit, retrain-limit, or OPERATOR:K with options:
  retrain:2             two re-trainings
  temperature:2         inverse temperature 2
  fold:2,kind=ratio     two foldings of log π/p; of log π if kind=posterior
  fold-cumulative:2     two cumulative foldings
  coherent:2,delta=1/2  two iterations of Boltzmann coherence
"""


@click.command(epilog=SPECIFICATIONS)
@model_argument
@click.option("--left", required=True, metavar="SPEC", help="An operator, e.g. retrain:2.")
@click.option("--right", required=True, metavar="SPEC", help="Another one, e.g. temperature:2.")
@click.option("--only-different", is_flag=True, help="Leave out what is equal.")
@length_options
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each probability, exactly.")
@as_json_option
def compare(
    model: str,
    left: str,
    right: str,
    only_different: bool,
    digits: int | None,
    exact: bool,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Compare two operators on MODEL.

    Printed are where they differ and by how much, the success probability, return and incoherence of both
    policies, their divergences, and both policies.
    """
    from coherence_exact.evaluation import comparing
    from coherence_exact.evaluation.operators import parse_specification

    if as_csv and as_json:
        raise click.UsageError("--csv and --json contradict each other; give one of them.")
    wanted = lengths(digits, exact, as_json or as_csv)
    sides = parse_specification(left), parse_specification(right)
    with showing_progress():
        loaded = read_model(model)
        found = wanted.found(
            lambda: comparing.compared(*(side.apply(loaded, loaded.prior) for side in sides)),
            lambda digits: comparing.compared_in_digits(loaded, loaded.prior, sides, digits),
        )
        if as_csv:
            printed: dict[str, Any] | list[str] = [_as_csv(found, only_different)]
        else:
            measures = wanted.found(
                lambda: comparing.measures_of_sides(loaded, found.left, found.right),
                lambda digits: comparing.measures_in_digits(loaded, loaded.prior, sides, digits),
            )
            if as_json:
                printed = _as_data(loaded, found, measures, wanted)
            else:
                names = str(sides[0]), str(sides[1])
                printed = _for_people(loaded, found, measures, names, wanted, only_different)
    print_result(printed)


def _as_data(model: Model, found: Comparison, measures: Measures, wanted: Lengths) -> dict[str, Any]:
    from coherence_exact.report import data

    printed = {
        "model": model.name,
        **wanted.to_data(),
        "left": found.left.to_json(),
        "right": found.right.to_json(),
        "equal": found.equal,
        "differences": data.differences_to_data(found.differences),
        "measures": {
            side: {name: data.value_to_data(both[number]) for name, both in measures.items()}
            for number, side in enumerate(("left", "right"))
        },
    }
    return {**printed, "undecided": found.undecided} if found.undecided else printed


def _as_csv(found: Comparison, only_different: bool) -> str:
    """Both policies in full as text; a difference that is not told is left empty."""
    from coherence_exact.mdp.policy import format_number

    differing = {(each.point, each.action): format_number(each.difference) for each in found.differences}
    equal = "" if found.undecided else "0"
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["time", "state", "action", "left", "right", "difference"])
    for point, row in found.left.items():
        for action, x in row.items():
            if (point, action) in differing or not only_different:
                numbers = format_number(x), format_number(found.right[point][action])
                writer.writerow([*point, action, *numbers, differing.get((point, action), equal)])
    return lines.getvalue().rstrip("\n")


def _for_people(
    model: Model,
    found: Comparison,
    measures: Measures,
    names: tuple[str, str],
    wanted: Lengths,
    only_different: bool,
) -> list[str]:
    from coherence_exact.report import terminal

    tables = [
        terminal.difference_table(found, model.name, names),
        terminal.side_table(found, measures, names),
    ]
    if not only_different:
        tables.append(terminal.policy_table(found.left, f"{model.name}: {names[0]}"))
        if not found.equal:
            tables.append(terminal.policy_table(found.right, f"{model.name}: {names[1]}"))
    rows = [*found.left.values(), *found.right.values()]
    shown = [x for row in rows for x in row.values()] + [x for both in measures.values() for x in both]
    printed = [*map(terminal.as_text, tables), *wanted.notes(*shown)]
    if found.undecided:
        count = terminal.counted(found.undecided, "pair")
        printed.append(f"Not told apart by enclosures, perhaps equal: {count} of probabilities.")
    return printed
