"""``export``: certificates for another proof checker, and models for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from coherence_exact.cli.shared import policy_of, print_json, read_model

PRIOR = "prior"


@click.command()
@click.option(
    "--coq",
    "certificate",
    metavar="CERTIFICATE",
    type=click.Path(path_type=Path),
    help="A certificate of a counterexample, as a theorem with its proof, for Coq.",
)
@click.option(
    "--prism", metavar="MODEL", type=click.Path(allow_dash=True), help="A model, for PRISM and Storm."
)
@click.option(
    "--json", "plain", metavar="MODEL", type=click.Path(allow_dash=True), help="A model file in JSON."
)
@click.option(
    "--policy",
    metavar="FILE",
    type=click.Path(),
    help="With --prism: the Markov chain in which a policy is followed; prior is the model's prior.",
)
def export(certificate: Path | None, prism: str | None, plain: str | None, policy: str | None) -> None:
    """Print a counterexample or a model in another program's language.

    What is printed for Coq needs the files in coherence_exact/formal/coq, built as the library Coherence.
    What is printed for PRISM says which property is the success probability; all numbers are exact.
    """
    if sum(given is not None for given in (certificate, prism, plain)) != 1:
        raise click.UsageError("Give one of --coq CERTIFICATE, --prism MODEL and --json MODEL.")
    if policy is not None and prism is None:
        raise click.UsageError("--policy belongs to --prism MODEL; leave it out.")
    if certificate is not None:
        from coherence_exact.formal.certificates import theorem_of_certificate

        click.echo(theorem_of_certificate(certificate), nl=False)
    elif prism is not None:
        from coherence_exact.interchange.prism import prism_text

        model = read_model(prism)
        followed = None if policy is None else policy_of(model, None if policy == PRIOR else policy)
        click.echo(prism_text(model, followed), nl=False)
    elif plain is not None:
        from coherence_exact.mdp.files import model_to_data

        print_json(model_to_data(read_model(plain)))
