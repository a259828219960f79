"""``export``: certificates for another proof checker."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--coq",
    "certificate",
    required=True,
    metavar="CERTIFICATE",
    type=click.Path(path_type=Path),
    help="A certificate of a counterexample.",
)
def export(certificate: Path) -> None:
    """Print a counterexample as a theorem with its proof, for Coq.

    The file that is printed needs those in coherence_exact/formal/coq, built as the library Coherence.
    """
    from coherence_exact.formal.certificates import theorem_of_certificate

    click.echo(theorem_of_certificate(certificate), nl=False)
