"""``horizon``: how far a prior has to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.shared import (
    as_json_option,
    print_json,
    print_text,
    profile_option,
    progress_bar,
    read_model,
    showing_progress,
)

if TYPE_CHECKING:
    from coherence_exact.families.named import Profile
    from coherence_exact.mdp.model import Model
    from coherence_exact.papers.incoherence.horizon import EffectiveHorizon


@click.command()
@click.argument("models", nargs=-1, metavar="[MODEL]…", type=click.Path(allow_dash=True))
@profile_option
@as_json_option
def horizon(models: Sequence[str], profile: Profile, as_json: bool) -> None:
    """Tabulate effective horizons: how far a prior has to look.

    \b
    greedy optimal  whether greedy on the prior's own Q is success-optimal
    look-ahead      the least number of look-ahead steps that are success-optimal
    re-trainings    the least number of re-trainings after which greedy is

    One row for each MODEL and its prior.  Without models, every small model with the uniform prior is
    counted, as far as --profile goes: one row for each combination that occurs, with the smallest model.
    """
    if models:
        if profile != "quick":
            click.echo("Note: --profile has no effect on MODEL files.", err=True)
        _print_horizons([read_model(model) for model in models], as_json)
    else:
        _print_counted_horizons(profile, as_json)


def _print_horizons(models: Sequence[Model], as_json: bool) -> None:
    from coherence_exact.cli.horizon_tables import horizon_list
    from coherence_exact.papers.incoherence.horizon import effective_horizon

    with showing_progress():
        found = [(model, effective_horizon(model, model.prior)) for model in models]
    if as_json:
        print_json({"models": [{"model": model.name, **_horizon_to_data(each)} for model, each in found]})
    else:
        print_text(horizon_list(found))


def _print_counted_horizons(profile: Profile, as_json: bool) -> None:
    from coherence_exact.cli.horizon_tables import horizon_table
    from coherence_exact.language.domains import EveryModel
    from coherence_exact.mdp.files import model_to_data
    from coherence_exact.papers.incoherence.horizon import longer_lookaheads, tabulate_horizons

    family = EveryModel("small")
    description = family.describe(profile)
    with progress_bar("looking ahead") as progress:
        task = progress.add_task("", total=family.count(profile))
        rows = tabulate_horizons(family, profile, lambda n: progress.update(task, completed=n))
    if not as_json:
        print_text(horizon_table(rows, description))
        return
    printed = [
        {
            "dynamics": "deterministic" if row.is_deterministic else "stochastic",
            **_horizon_to_data(row.horizon),
            "models": row.models,
            "smallest": model_to_data(row.smallest),
        }
        for row in rows
    ]
    holds = not longer_lookaheads(rows)
    print_json({"family": description, "rows": printed, "lookahead_is_at_most_retrainings_plus_one": holds})


def _horizon_to_data(horizon: EffectiveHorizon) -> dict[str, Any]:
    return {
        "greedy_is_optimal": horizon.greedy_is_optimal,
        "lookahead": horizon.lookahead,
        "retrainings": horizon.retrainings,
    }
