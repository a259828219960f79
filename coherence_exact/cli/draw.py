"""``draw``: a model as a graph over time, with what an operator makes of its prior."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.compare import SPECIFICATIONS
from coherence_exact.cli.lengths import Lengths
from coherence_exact.cli.shared import model_argument, policy_of, read_model, showing_progress

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy

FORMATS = {"text": (".txt", ".md"), "svg": (".svg",), "tikz": (".tex", ".tikz"), "dot": (".dot", ".gv")}
"""The endings of files that say which format is meant."""


@click.command(epilog=SPECIFICATIONS)
@model_argument
@click.option("--operator", metavar="SPEC", help="Draw the policy that an operator makes, e.g. retrain:2.")
@click.option("--policy", "policy_file", type=click.Path(), help="Draw the policy of a file.")
@click.option(
    "--left", metavar="SPEC", help="Draw what two operators make, and where they differ; with --right."
)
@click.option("--right", metavar="SPEC", help="The second of the two.")
@click.option(
    "--format",
    "chosen",
    type=click.Choice(list(FORMATS)),
    help="What to write.  [default: by the ending of --out, else text]",
)
@click.option("--out", type=click.Path(path_type=Path), help="A file to write in place of the terminal.")
def draw(
    model: str,
    operator: str | None,
    policy_file: str | None,
    left: str | None,
    right: str | None,
    chosen: str | None,
    out: Path | None,
) -> None:
    """Draw MODEL unrolled over time, with its exact numbers.

    States stand in a column for each time.  Drawn are the probabilities of the prior, or of what --operator
    or --policy gives; with --left and --right those of two policies, and what differs is marked.
    """
    from coherence_exact.mdp.files import write_text
    from coherence_exact.report.drawing.graph import check_size

    if (left is None) != (right is None):
        raise click.UsageError("--left and --right belong together; give both, or --operator.")
    if sum(given is not None for given in (operator, policy_file, left)) > 1:
        raise click.UsageError("--operator, --policy and --left exclude one another; give one of them.")
    with showing_progress():
        loaded = read_model(model)
        check_size(loaded)
        if policy_file is None:
            policies, names = _made(loaded, [spec for spec in (operator, left, right) if spec is not None])
        else:
            policies, names = [policy_of(loaded, policy_file)], [Path(policy_file).name]
        drawn = _drawn(loaded, policies, names, chosen or _format_of(out))
    if out is None:
        click.echo(drawn.rstrip("\n"))
    else:
        write_text(out, drawn.rstrip("\n") + "\n")


def _format_of(out: Path | None) -> str:
    ending = "" if out is None else out.suffix.lower()
    return next((name for name, endings in FORMATS.items() if ending in endings), "text")


def _made(model: Model, specs: Sequence[str]) -> tuple[list[Policy], list[str]]:
    """What operators make of the prior, one or two of them, exactly or to some digits; and their names."""
    from coherence_exact.evaluation.comparing import compared_in_digits
    from coherence_exact.evaluation.operators import parse_specification
    from coherence_exact.evaluation.rounding import rounded_result

    sides = [parse_specification(spec) for spec in specs]

    def in_digits(digits: int) -> list[Policy]:
        if len(sides) == 1:
            return rounded_result(model, model.prior, sides[0], digits, trace=False).policies
        found = compared_in_digits(model, model.prior, sides, digits)
        return [found.left, found.right]

    policies = Lengths(digits=None, insisting=False).found(
        lambda: [side.apply(model, model.prior) for side in sides], in_digits
    )
    return policies, list(map(str, sides))


def _drawn(model: Model, policies: Sequence[Policy], names: Sequence[str], chosen: str) -> str:
    from coherence_exact.report import drawing
    from coherence_exact.report.terminal import room_for_drawings

    first, second, *_ = (*policies, None, None)
    if chosen == "text":
        return drawing.text(model, first, second, names, room_for_drawings())
    write = {"svg": drawing.svg, "tikz": drawing.tikz, "dot": drawing.dot}[chosen]
    return write(model, first, second, names)
