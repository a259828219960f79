"""``check``: the independent checker."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import click

from coherence_exact.cli.shared import as_json_option, executor_of


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path())
@click.option("--sample", is_flag=True, help="Recompute only some models of each family.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes."
)
@as_json_option
def check(paths: Sequence[str], sample: bool, workers: int, as_json: bool) -> None:
    """Check certificates independently of what wrote them.

    A PATH is a file, or a folder of *.json.  Every model of every family is recomputed, unless --sample is
    given.  Each entry, a line where the output is piped, says what was decided and what it rests on.  Status
    0 only if all are valid, or, with --sample, valid or sampled.
    """
    from coherence_exact import checker
    from coherence_exact.report.terminal import folded

    options = [*(["--sample"] if sample else []), *(["--json"] if as_json else [])]
    options += ["--workers", str(workers), "--", *paths]
    printed = io.StringIO()
    with executor_of(workers) as executor, contextlib.redirect_stdout(printed):
        status = checker.main(options, executor.imap)
    lines = printed.getvalue().rstrip("\n")
    if lines:
        click.echo(lines if as_json else folded(lines, indent=4))
    raise click.exceptions.Exit(status)
