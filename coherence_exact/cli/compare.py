"""``compare``: two operators side by side."""

from __future__ import annotations

from typing import Any

import click

from coherence_exact.cli.lengths import length_options, lengths
from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    print_result,
    read_model,
    showing_progress,
)

SPECIFICATIONS = """
\b
A SPEC is prior, greedy-limit, retrain-limit, or OPERATOR:K with options after commas:
  retrain:2                 two re-trainings
  temperature:2             inverse temperature 2
  fold:2,kind=ratio         two foldings of log π/p; kind=posterior, log π, if left out
  fold-cumulative:2         two cumulative foldings
  coherent:2,delta=1/2      two iterations of Boltzmann coherence
"""


@click.command(epilog=SPECIFICATIONS)
@model_argument
@click.option("--left", required=True, metavar="SPEC", help="An operator, e.g. retrain:2.")
@click.option("--right", required=True, metavar="SPEC", help="Another one, e.g. temperature:2.")
@length_options
@as_json_option
def compare(model: str, left: str, right: str, digits: int | None, exact: bool, as_json: bool) -> None:
    """Compare two operators on MODEL.

    Printed are both policies, where they differ and by how much.
    """
    from coherence_exact.evaluation.comparing import compared, compared_in_digits
    from coherence_exact.evaluation.operators import parse_specification
    from coherence_exact.report import data, terminal

    wanted = lengths(digits, exact, as_json)
    sides = parse_specification(left), parse_specification(right)
    with showing_progress():
        loaded = read_model(model)
        found = wanted.found(
            lambda: compared(*(side.apply(loaded, loaded.prior) for side in sides)),
            lambda digits: compared_in_digits(loaded, loaded.prior, sides, digits),
        )
        printed: dict[str, Any] | list[str]
        if as_json:
            printed = {
                "model": loaded.name,
                **wanted.to_data(),
                "left": found.left.to_json(),
                "right": found.right.to_json(),
                "equal": found.equal,
                "differences": data.differences_to_data(found.differences),
            }
            if found.undecided:
                printed["undecided"] = found.undecided
        else:
            tables = [
                terminal.policy_table(found.left, f"{loaded.name}: {sides[0]}"),
                terminal.policy_table(found.right, f"{loaded.name}: {sides[1]}"),
                terminal.difference_table(found, (str(sides[0]), str(sides[1]))),
            ]
            some = next(iter(found.left.values()))
            printed = [*map(terminal.as_text, tables), *wanted.notes(*some.values())]
            if found.undecided:
                count = terminal.counted(found.undecided, "pair")
                printed.append(f"Not told apart by enclosures, perhaps equal: {count} of probabilities.")
    print_result(printed)
