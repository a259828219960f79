"""``verify``: a paper's claims decided, certified, and compared with what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.searching import Budget, search_beyond, search_options
from coherence_exact.cli.shared import (
    as_json_option,
    ask_coq,
    chosen_claims,
    decide,
    details_option,
    discussions_of,
    executor_of,
    finished_in,
    made_folder,
    paper_option,
    print_json,
    print_text,
    profile_option,
    recheck,
    workers_options,
    write_certificates,
)

if TYPE_CHECKING:
    from coherence_exact.families.named import Profile
    from coherence_exact.papers import Paper
    from coherence_exact.verify.layouts import Shape
    from coherence_exact.verify.verdicts import Decision


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@paper_option
@profile_option
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    default="certificates",
    show_default=True,
    help="The folder for the certificates.",
)
@click.option(
    "--search", is_flag=True, help="Look beyond the families for counterexamples of what holds on them."
)
@search_options
@click.option(
    "--prove", "with_coq", is_flag=True, help="Have Coq check what is proved for all finite models."
)
@workers_options
@details_option
@click.option("--sample", is_flag=True, help="Recheck only some models of each family.")
@as_json_option
def verify(
    ids: Sequence[str],
    paper: str,
    profile: Profile,
    out: str,
    search: bool,
    budget: Budget,
    largest: Sequence[Shape],
    seed: int,
    with_coq: bool,
    workers: int,
    scheduler: str | None,
    details: bool,
    sample: bool,
    as_json: bool,
) -> None:
    """Decide a paper's claims, write certificates and check them.

    All claims, or those whose IDs are given.  Status 0 if the checker accepts every certificate and every
    verdict is as recorded, else 1.

    With --prove, readings with a theorem that Coq accepts are proved, and have a second certificate that says
    so.  What the families decide of them is recorded, certified and checked as ever.

    A run that is interrupted (Ctrl-C, TERM, HUP: status 130, 143, 129) leaves the certificates of what it
    has decided, and the same command goes on from there; so it does after a run that was killed.  A second
    Ctrl-C ends it at once.
    """
    from coherence_exact import papers
    from coherence_exact.formal.verdicts import with_theorems
    from coherence_exact.report import data, screen, terminal
    from coherence_exact.report.findings import findings
    from coherence_exact.verify import recorded

    chosen_paper = papers.load(paper)
    chosen = chosen_claims(chosen_paper, ids)
    folder = made_folder(Path(out))
    with executor_of(workers, scheduler) as executor, finished_in(folder, chosen, profile) as finished:
        decisions = decide(chosen, profile, executor, finished, folder)
        if search:
            decisions = search_beyond(decisions, budget, largest, seed, executor)
        certificates = write_certificates(decisions, profile, folder)
        changes = recorded.changes(decisions, chosen_paper.recorded)
        decisions = with_theorems(decisions)
        of_theorems: dict[tuple[str, str, str], str] = {}
        unproved: list[str] = []
        if with_coq:
            decisions, of_theorems, unproved = _after_coq(decisions, folder)
        if as_json:
            print_json(data.decisions_to_data(decisions, {**certificates, **of_theorems}))
        elif details:
            print_text(terminal.verdict_table(decisions))
            print()
        rechecked, refused = recheck(certificates, executor, sample)
        finished.remove()
    problems = [f"not as recorded: {line}" for line in changes] + unproved
    problems += refused
    if not as_json:
        whereabouts = screen.Whereabouts(
            certificates=f"{out}{'' if out.endswith('/') else '/'}",
            pages=_pages(chosen_paper),
            rechecked=rechecked,
            theorems=_theorems(decisions),
            recorded=not problems,
        )
        found = findings(decisions, discussions_of(chosen_paper))
        print_text(screen.paper_screen(chosen_paper.title, found, whereabouts, details))
    for problem in problems:
        click.echo(f"Not as it should be: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _after_coq(
    decisions: Sequence[Decision], folder: Path
) -> tuple[list[Decision], dict[tuple[str, str, str], str], list[str]]:
    """The decisions after Coq has checked their theorems, certificates of those, and what is not in order."""
    from coherence_exact.formal.theorem_certificates import write_theorem_certificate
    from coherence_exact.formal.verdicts import after_coq, theorems_of

    theorems = theorems_of(decisions)
    names = [theorem.name for theorem in theorems]
    settled, problems = after_coq(decisions, dict(zip(names, ask_coq(theorems), strict=True)))
    accepted = {d.proof.theorem for d in settled if d.proof is not None and d.proof.accepted}
    certificates: dict[tuple[str, str, str], str] = {
        (theorem.claim.id, theorem.reading.name, theorem.name): str(
            write_theorem_certificate(theorem, folder)
        )
        for theorem in theorems
        if theorem.name in accepted
    }
    return settled, certificates, problems


def _theorems(decisions: Sequence[Decision]) -> str | None:
    """How many readings are theorems, and who says so; None if there is none."""
    from coherence_exact.report.terminal import counted

    proofs = [decision.proof for decision in decisions if decision.proof is not None]
    if not proofs:
        return None
    accepted = sum(proof.accepted for proof in proofs)
    if accepted:
        return f"{counted(accepted, 'reading')} proved for all finite models, by Coq"
    return f"{counted(len(proofs), 'reading')} with proofs for all finite models: coherence-exact prove"


def _pages(paper: Paper) -> str:
    """Where the pages of a paper are: those in its folder, if there are any, from here."""
    folder = paper.folder / "pages"
    if not folder.is_dir():
        return f"coherence-exact pages --paper {paper.name} --out FOLDER writes one for each claim"
    here = Path.cwd()
    return f"{folder.relative_to(here) if folder.is_relative_to(here) else folder}/"
