"""The command line: a module for each command, and which exit status a run leaves with.

Status 0: done, and as expected.  1: some verdict or certificate is not as expected.  2: a usage or input
error, with one message on the error stream.  130: interrupted by Ctrl-C; 143 and 129 by SIGTERM and SIGHUP.

Everything but click is imported inside of the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from coherence_exact import interrupts
from coherence_exact.cli.check import check
from coherence_exact.cli.claims import claims
from coherence_exact.cli.compare import compare
from coherence_exact.cli.draw import draw
from coherence_exact.cli.export import export
from coherence_exact.cli.falsify import falsify
from coherence_exact.cli.families import families
from coherence_exact.cli.horizon import horizon
from coherence_exact.cli.importing import importing
from coherence_exact.cli.measure import measure
from coherence_exact.cli.models import models
from coherence_exact.cli.pages import pages
from coherence_exact.cli.policy import policy
from coherence_exact.cli.prove import prove
from coherence_exact.cli.rate import rate
from coherence_exact.cli.report import report
from coherence_exact.cli.streams import prepare_streams
from coherence_exact.cli.verify import verify
from coherence_exact.cli.vocabulary import vocabulary
from coherence_exact.errors import CoherenceError
from coherence_exact.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coherence-exact")
def commands() -> None:
    """Exact policies of small Markov decision processes, and exact verdicts on claims about them.

    A MODEL is a file, the name of a model that the command models lists, or - for the input stream.
    """


for _command in (
    policy,
    measure,
    compare,
    draw,
    horizon,
    rate,
    models,
    families,
    vocabulary,
    claims,
    verify,
    falsify,
    check,
    prove,
    export,
    importing,
    pages,
    report,
):
    commands.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line on some arguments; the exit status."""
    prepare_streams()
    try:
        status = commands.main(list(arguments), prog_name="coherence-exact", standalone_mode=False)
    except (KeyboardInterrupt, Exception) as error:
        if isinstance(error, (KeyboardInterrupt, click.exceptions.Abort)) or interrupts.is_asked_to_stop():
            status = interrupts.obey()
            click.echo("Interrupted.", err=True)
            return status
        if isinstance(error, click.ClickException):
            error.show()
            return 2
        message = _refusal(error)
        if message is None:
            raise
        click.echo(f"Error: {message}", err=True)
        if isinstance(error, OSError) and not isinstance(error, CoherenceError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return status if isinstance(status, int) else 0


def _refusal(error: Exception) -> str | None:
    """What is wrong, in one sentence; None if it is a fault of this program."""
    if isinstance(error, CoherenceError):
        return str(error)
    if isinstance(error, MemoryError):
        return "the numbers do not fit into memory; give fewer steps or a smaller model"
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return f"no more files can be opened ({error.strerror}); allow more with ulimit -n"
    if isinstance(error, OSError):
        return f"the output cannot be written ({error.strerror}); write it elsewhere"
    return None
