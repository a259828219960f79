"""``check``: the independent checker, and Coq for what rests on it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.shared import as_json_option, ask_coq, executor_of, rechecking

if TYPE_CHECKING:
    from coherence_exact.checker import File


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@click.option("--sample", is_flag=True, help="Recompute only some models of each family.")
@click.option("--prove", "with_coq", is_flag=True, help="Ask Coq for certificates of theorems.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes."
)
@as_json_option
def check(paths: Sequence[str], sample: bool, with_coq: bool, workers: int, as_json: bool) -> None:
    """Check certificates independently of what wrote them.

    A PATH is a file, or a folder of *.json.  Every model of every family is recomputed, unless --sample is
    given.  Each entry, a line where the output is piped, says what was decided and what it rests on.  A
    certificate of a theorem about all finite models rests on Coq: it is holey, unless --prove is given and
    Coq accepts the proof that ships with this program.  Status 0 only if all are valid, or, with --sample,
    valid or sampled.
    """
    from coherence_exact import checker
    from coherence_exact.report.terminal import folded

    options = [*(["--sample"] if sample else []), *(["--json"] if as_json else [])]
    options += ["--workers", str(workers), "--", *paths]
    printed = io.StringIO()
    with (
        executor_of(workers) as executor,
        rechecking(executor) as imap,
        contextlib.redirect_stdout(printed),
    ):
        status = checker.main(options, imap, _ask_about_theorems if with_coq else None)
    lines = printed.getvalue().rstrip("\n")
    if lines:
        click.echo(lines if as_json else folded(lines, indent=4))
    raise click.exceptions.Exit(status)


def _ask_about_theorems(files: Sequence[File]) -> None:
    """Ask Coq for what only it can check, and note what it says."""
    from coherence_exact.errors import ArgumentError, ProofError
    from coherence_exact.formal import coq
    from coherence_exact.formal.theorem_certificates import theorem_of_document

    theorems = {}
    for file in files:
        if file.outcome == "holey" and file.certificate.kind == "theorem":
            try:
                theorems[file.path] = theorem_of_document(file.certificate.document)
            except ArgumentError as error:
                file.outcome, file.reason = "invalid", str(error)
    if not theorems:
        return
    coq.coqc()
    genuine = [file for file in files if file.path in theorems]
    names = [theorems[file.path].name for file in genuine]
    try:
        found = ask_coq([theorems[file.path] for file in genuine])
    except ProofError as error:
        for file in genuine:
            file.outcome, file.reason = "invalid", str(error)
        return
    for file, name, rests in zip(genuine, names, found, strict=True):
        if rests:
            file.outcome, file.reason = "invalid", f"{name} rests on {rests}"
        else:
            file.outcome, file.reason = "valid", None
            file.rests_on = f"Coq {coq.version()} accepts {name}, which rests on no axiom"
