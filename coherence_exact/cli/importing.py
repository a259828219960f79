"""``import``: model files of other programs' tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.shared import natural_number

if TYPE_CHECKING:
    from coherence_exact.interchange.tables import Imported


@click.group("import")
def importing() -> None:
    """Make a model file of another program's tables.

    Floats become rationals, and rewards become weights, by rules that have to be named: none goes without
    saying.  What the rules did is said in the output.
    """


def _rules(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--out",
            type=click.Path(dir_okay=False, path_type=Path),
            help="A model file, .toml or .json, to write; the output stream if left out.",
        ),
        click.option(
            "--normalise",
            is_flag=True,
            help="Divide probabilities that the rule for floats leaves at another sum than 1 by their sum.",
        ),
        click.option(
            "--rewards",
            required=True,
            metavar="RULE",
            help="base=B: reward r has weight B^(r-c), c the largest.  success: r is the probability that "
            "the decision succeeds.  goal: the reward of the end is the probability that the run succeeds.",
        ),
        click.option(
            "--rationals",
            required=True,
            metavar="RULE",
            help="exact: the binary number that a float is.  decimal: the shortest decimal.  "
            "limit-denominator=N: the nearest fraction.",
        ),
        click.option(
            "--horizon", required=True, callback=natural_number, metavar="T", help="The number of decisions."
        ),
    ):
        command = option(command)
    return command


@importing.command()
@click.argument("name")
@_rules
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="KEY=VALUE",
    help="An option of the environment, such as is_slippery=false or map_name=8x8.",
)
@click.option("--action-names", metavar="A,B,…", help="Names of the actions, in their order.")
def gymnasium(
    name: str,
    horizon: int,
    rationals: str,
    rewards: str,
    normalise: bool,
    out: Path | None,
    options: Sequence[str],
    action_names: str | None,
) -> None:
    """Import an environment of Gymnasium.

    It has to have tables, as FrozenLake-v1, CliffWalking-v1 and Taxi-v4 do.  Actions are named by their
    numbers unless they are given names.
    """
    from coherence_exact.interchange.floats import Rationals
    from coherence_exact.interchange.gymnasium import made_environment, model_of_environment

    rule = Rationals(rationals, normalise)
    environment = made_environment(name, dict(map(_key_and_value, options)))
    names = None if action_names is None else action_names.split(",")
    _put_out(
        model_of_environment(
            environment, horizon=horizon, rationals=rule, rewards=rewards, action_names=names
        ),
        f"{name} of Gymnasium",
        out,
    )


@importing.command()
@click.argument("file", type=click.Path(path_type=Path))
@_rules
@click.option("--start", required=True, metavar="STATE", help="The number of a state, or uniform.")
@click.option(
    "--discount",
    type=click.Choice(["ending", "none"]),
    help="What becomes of beta: the probability that the run goes on, or nothing.",
)
def quantecon(
    file: Path,
    horizon: int,
    rationals: str,
    rewards: str,
    normalise: bool,
    out: Path | None,
    start: str,
    discount: Any,
) -> None:
    """Import a DiscreteDP of QuantEcon.

    FILE holds its arrays.  Write it by numpy.savez("FILE.npz", R=ddp.R, Q=ddp.Q, beta=ddp.beta), and for
    state-action pairs s_indices=ddp.s_indices, a_indices=ddp.a_indices as well.
    """
    from coherence_exact.interchange.floats import Rationals
    from coherence_exact.interchange.quantecon import load_arrays, model_of_discrete_dp

    rule = Rationals(rationals, normalise)
    imported = model_of_discrete_dp(
        load_arrays(file),
        horizon=horizon,
        rationals=rule,
        rewards=rewards,
        start=start,
        discount=discount,
    )
    _put_out(imported, f"{file.name}, a DiscreteDP of QuantEcon", out)


def _key_and_value(option: str) -> tuple[str, Any]:
    key, equals, text = option.partition("=")
    if not (key and equals):
        raise click.BadParameter(f"{option} is not KEY=VALUE", param_hint="'--option'")
    try:
        return key, json.loads(text)
    except ValueError:
        return key, text


def _put_out(imported: Imported, origin: str, out: Path | None) -> None:
    """Write the model, and say how it was made: in the TOML itself, and on the screen if that is free."""
    import tomli_w

    from coherence_exact.exact.rationals import printable
    from coherence_exact.mdp.files import model_to_data, save_model, write_text

    comments = [printable(sentence) for sentence in (f"{origin}.", *imported.notes)]
    if out is not None and out.suffix.lower() != ".toml":
        save_model(imported.model, out)
    else:
        toml = "".join(f"# {comment}\n" for comment in comments) + tomli_w.dumps(
            model_to_data(imported.model)
        )
        if out is None:
            click.echo(toml, nl=False)
        else:
            write_text(out, toml)
    if out is not None:
        click.echo("\n".join([*comments, f"Written to {printable(str(out))}."]))
