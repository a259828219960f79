"""``report``: a run as one HTML file, or as an erratum in LaTeX."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.shared import discussions_of, executor_of, progress_bar, rechecking, waiting
from coherence_exact.errors import FileError

if TYPE_CHECKING:
    from coherence_exact.checker import File
    from coherence_exact.language.claims import Claim
    from coherence_exact.mdp.model import Model
    from coherence_exact.papers import Paper
    from coherence_exact.report.argued import SequenceTable
    from coherence_exact.report.findings import Discussion
    from coherence_exact.report.html.document import Example

_MOST_STEPS = 8
_MOST_RETRAININGS = 64
_DIGITS = 17


@click.command()
@click.argument("folder", type=click.Path(), metavar="DIR")
@click.option(
    "--latex", is_flag=True, help="Write an erratum in LaTeX instead: a table, and counterexamples."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False),
    help="The file to write.  [default: report.html, with --latex erratum.tex]",
)
@click.option("--sample", is_flag=True, help="Recheck only some models of each family.")
@click.option(
    "--claims",
    "file",
    type=click.Path(),
    metavar="FILE.py",
    help="The claims that the certificates are about, where falsify wrote them; the file is run.",
)
def report(folder: str, latex: bool, out: str | None, sample: bool, file: str | None) -> None:
    """Make one self-contained HTML file of the certificates in DIR, which verify or falsify wrote.

    Every certificate is rechecked first, and no verdict is taken from one that the checker does not accept or
    that is about another statement than its claim has now.  Status 0 if all are accepted, else 1.
    """
    from coherence_exact.exact.rationals import printable
    from coherence_exact.mdp.files import write_text
    from coherence_exact.report.run import read_run

    stated = None if file is None else _stated(file)
    files = _checked(Path(folder), sample)
    subject = stated or _printed(files)
    with waiting("reading certificates"):
        run = read_run(files, subject.claims, subject.discussions)
    if not run.findings:
        raise FileError(
            f"{printable(folder)}: no certificate there is about {subject.about}; choose another folder"
        )
    if latex:
        from coherence_exact.report.latex.document import latex_report

        text = latex_report(run, subject.title, sample)
    else:
        from coherence_exact.report.html.document import html_report

        examples = list(_examples()) if subject.has_examples else []
        with waiting("writing"):
            text = html_report(run, subject.title, folder, subject.command, sample, examples)
    target = Path(out or ("erratum.tex" if latex else "report.html"))
    write_text(target, text)
    click.echo(f"Written: {printable(str(target))}", err=True)
    for refused in run.refused:
        said = f"{refused.file} is refused: {refused.reason}"
        click.echo(f"Not as it should be: {printable(said)}", err=True)
    if run.refused:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True)
class _Subject:
    """What certificates are about: claims with a title, and the command that decides one again, by its id."""

    about: str
    title: str
    claims: Sequence[Claim]
    command: str
    discussions: Mapping[str, Discussion] = field(default_factory=dict)
    has_examples: bool = False


def _stated(file: str) -> _Subject:
    from coherence_exact.language.files import load_claims

    command = shlex.join(["coherence-exact", "falsify", file]).replace("{", "{{").replace("}", "}}")
    return _Subject("a claim of this file", Path(file).name, load_claims(Path(file)), command)


def _printed(files: Sequence[File]) -> _Subject:
    """The paper that most certificates are about."""
    from coherence_exact import papers

    def known(paper: Paper) -> int:
        ids = {claim.id for claim in paper.claims()}
        return sum(file.claim in ids for file in files)

    paper = max(map(papers.load, papers.NAMES), key=known)
    is_main = paper.name == papers.NAMES[0]
    command = "coherence-exact verify {id}" + ("" if is_main else f" --paper {paper.name}")
    return _Subject(
        "a claim of a paper",
        paper.title,
        paper.claims(),
        command,
        discussions_of(paper),
        has_examples=is_main,
    )


def _checked(folder: Path, sample: bool) -> list[File]:
    from coherence_exact import checker
    from coherence_exact.exact.rationals import printable

    if not folder.is_dir():
        raise FileError(
            f"{printable(str(folder))}: there is no such folder; give the one that verify wrote to"
        )
    with executor_of(os.cpu_count() or 1) as executor, rechecking(executor) as imap:
        try:
            return checker.check_paths([folder], sample, executor.processes, imap)
        except FileNotFoundError as error:
            raise FileError(f"{error}; give the folder that verify wrote to") from error


# The paper's examples


def _examples() -> Iterator[Example]:
    from coherence_exact.papers import examples
    from coherence_exact.report.html.document import Example
    from coherence_exact.report.stepping import walk

    names = examples.files()
    with progress_bar("stepping", "models") as progress:
        for name in progress.track(names, total=len(names)):
            model = examples.example(name)
            yield Example(name, walk(model, _MOST_STEPS), _rates(model))


def _rates(model: Model) -> SequenceTable | None:
    """Both sides of Corollary 5.10 on a model of the kind that it is about."""
    from coherence_exact.evaluation.functions import success_probability
    from coherence_exact.papers.incoherence.return_rate import COLUMNS, indices_up_to
    from coherence_exact.papers.incoherence.rounded_rate import rounded_rates
    from coherence_exact.report.argued import SequenceTable

    if not model.is_deterministic or success_probability(model, model.prior) == 0:
        return None
    found = rounded_rates(model, indices_up_to(_MOST_RETRAININGS), _DIGITS)
    rows = tuple((k, tuple(row)) for k, row in found.items() if row is not None)
    name = f"Corollary 5.10 on {model.name}: both sides, and the scaled errors"
    return SequenceTable(name, tuple(heading for heading, _ in COLUMNS), rows) if rows else None
