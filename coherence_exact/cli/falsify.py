"""``falsify``: the claims of a user's file decided."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.searching import Budget, search_beyond, search_options
from coherence_exact.cli.shared import (
    as_json_option,
    decide,
    details_option,
    executor_of,
    finished_in,
    made_folder,
    print_json,
    print_text,
    profile_option,
    recheck,
    workers_options,
    write_certificates,
)
from coherence_exact.errors import ArgumentError

if TYPE_CHECKING:
    from coherence_exact.families.named import Profile
    from coherence_exact.language.claims import Claim, Reading
    from coherence_exact.report.screen import Whereabouts
    from coherence_exact.verify.layouts import Shape
    from coherence_exact.verify.verdicts import Decision

COUNTEREXAMPLES = "counterexamples"
"""The folder of the models, beside the certificates: everything that ends in .json there is a certificate."""


@click.command()
@click.argument("file", type=click.Path())
@click.option(
    "--family",
    "families",
    multiple=True,
    metavar="NAME",
    help="Decide claims about every model on this family; may be given more than once.  [default: all]",
)
@profile_option
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    help="A folder for certificates, counterexamples as model files, and a page for each claim.",
)
@click.option(
    "--search/--no-search",
    default=True,
    show_default=True,
    help="Look beyond the family for counterexamples of what holds on it.",
)
@search_options
@workers_options
@details_option
@as_json_option
def falsify(
    file: str,
    families: Sequence[str],
    profile: Profile,
    out: str | None,
    search: bool,
    budget: Budget,
    largest: Sequence[Shape],
    seed: int,
    workers: int,
    scheduler: str | None,
    details: bool,
    as_json: bool,
) -> None:
    """Decide the claims that a Python FILE states.

    Status 0 if all of them hold or are proved, else 1.  With --out, a run that is interrupted goes on with
    the same command.  A file looks like this:

    \b
    from coherence_exact.claims import *
    claim("twice-is-two", "retraining twice is temperature 2",
          equal(retrain(prior, steps=2), temperature(prior, alpha=2)),
          given=[deterministic])
    """
    from coherence_exact.language.files import load_claims
    from coherence_exact.report import data, screen, terminal

    _check_families(families)
    stated = load_claims(Path(file))
    claims = [_over(claim, families) for claim in stated] if families else stated
    folder = None if out is None else made_folder(Path(out))
    again = shlex.join(["coherence-exact", "falsify", file, *(f"--family={name}" for name in families)])
    certificates: dict[tuple[str, str], str] = {}
    whereabouts, refused = screen.Whereabouts(), list[str]()
    with executor_of(workers, scheduler) as executor, ExitStack() as stack:
        finished = None if folder is None else stack.enter_context(finished_in(folder, claims, profile))
        decisions = decide(claims, profile, executor, finished, folder)
        if search:
            decisions = search_beyond(decisions, budget, largest, seed, executor)
        if folder is not None and finished is not None:
            certificates = write_certificates(decisions, profile, folder)
            whereabouts = _write_models_and_pages(decisions, folder, again)
            rechecked, refused = recheck(certificates, executor)
            whereabouts = dataclasses.replace(whereabouts, rechecked=rechecked)
            finished.remove()
    if as_json:
        print_json(data.decisions_to_data(decisions, certificates))
    else:
        if details:
            print_text(terminal.verdict_table(decisions))
            print()
        print_text(screen.claims_screen(decisions, whereabouts))
    for problem in refused:
        click.echo(f"Not as it should be: {problem}", err=True)
    if refused or any(decision.verdict not in ("holds", "proved") for decision in decisions):
        raise click.exceptions.Exit(1)


def _check_families(families: Sequence[str]) -> None:
    from coherence_exact.families.named import check_name

    for family in families:
        try:
            check_name(family)
        except ArgumentError as error:
            raise click.BadParameter(str(error), param_hint="'--family'") from error


def _over(claim: Claim, families: Sequence[str]) -> Claim:
    """The claim over other families, a reading for each; a claim about anything else is left as it is."""
    from coherence_exact.exact.rationals import printable
    from coherence_exact.language.domains import EveryModel

    [reading] = claim.readings
    if not isinstance(reading.domain, EveryModel) or reading.domain.pairs:
        about = "pairs of policies" if isinstance(reading.domain, EveryModel) else "certain models"
        click.echo(
            f"Note: --family has no effect on {printable(claim.id)}, which is about {about}.", err=True
        )
        return claim
    several = len(set(families)) > 1
    readings = (_reading_over(reading, family, several) for family in dict.fromkeys(families))
    return dataclasses.replace(claim, readings=tuple(readings))


def _reading_over(reading: Reading, family: str, several: bool) -> Reading:
    from coherence_exact.language.domains import EveryModel

    name = f"{reading.name}, {family}" if several else reading.name
    return dataclasses.replace(reading, name=name, domain=EveryModel(family))


def _write_models_and_pages(decisions: Sequence[Decision], folder: Path, command: str) -> Whereabouts:
    """Write the counterexamples and pages of some decisions; ``command`` decides them again."""
    from coherence_exact.mdp.files import save_model, write_text
    from coherence_exact.report.findings import findings
    from coherence_exact.report.pages import page
    from coherence_exact.report.screen import Whereabouts

    pages: list[str] = []
    models: list[str] = []
    for finding in findings(decisions):
        name = _file_name(finding.claim.id, pages)
        pages.append(name)
        write_text(folder / f"{name}.md", page(finding, command))
        for decision in finding.decisions:
            found = decision.counterexample
            if found is None:
                continue
            own = "-".join([name, *decision.reading.name.split(", ")[1:]])
            models.append(own)
            save_model(found.model, made_folder(folder / COUNTEREXAMPLES) / f"{own}.json")
            if found.second_policy is not None:
                text = json.dumps({"policy": found.second_policy.to_json()}, indent=2, ensure_ascii=False)
                write_text(folder / COUNTEREXAMPLES / f"{own}.second_policy.json", text + "\n")
    return Whereabouts(
        certificates=f"{folder}/",
        models=f"{folder / COUNTEREXAMPLES}/: {', '.join(f'{m}.json' for m in models)}" if models else None,
        pages=f"{folder}/: {', '.join(f'{p}.md' for p in pages)}",
    )


def _file_name(claim: str, taken: Sequence[str]) -> str:
    """A name that is safe in every file system, and not yet taken."""
    plain = re.sub(r"[^\w.-]+", "-", claim, flags=re.ASCII).strip("-.")[:100] or "claim"
    name, number = plain, 1
    while name.lower() in {other.lower() for other in taken}:
        number += 1
        name = f"{plain}-{number}"
    return name
