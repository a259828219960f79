"""``compare``: two operators side by side."""

from __future__ import annotations

import click

from coherence_exact.cli.shared import as_json_option, model_argument, print_json, print_text, read_model

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
@as_json_option
def compare(model: str, left: str, right: str, as_json: bool) -> None:
    """Compare two operators on MODEL.

    Printed are both policies, where they differ and by how much.
    """
    from coherence_exact.evaluation.operators import parse_specification
    from coherence_exact.report import data, terminal

    sides = parse_specification(left), parse_specification(right)
    loaded = read_model(model)
    first, second = (side.apply(loaded, loaded.prior) for side in sides)
    found = data.differences(first, second)
    if as_json:
        print_json(
            {
                "model": loaded.name,
                "left": first.to_json(),
                "right": second.to_json(),
                "equal": not found,
                "differences": found,
            }
        )
        return
    print_text(terminal.policy_table(first, f"{loaded.name}: {sides[0]}"))
    print_text(terminal.policy_table(second, f"{loaded.name}: {sides[1]}"))
    print_text(terminal.difference_table(first, second, (str(sides[0]), str(sides[1]))))
