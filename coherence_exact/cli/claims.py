"""``claims``: what a paper claims, without verdicts."""

from __future__ import annotations

import click

from coherence_exact.cli.shared import as_json_option, chosen_claims, paper_option, print_json, print_text


@click.command()
@click.argument("claim_id", metavar="[ID]", required=False)
@paper_option
@as_json_option
def claims(claim_id: str | None, paper: str, as_json: bool) -> None:
    """List a paper's claims with all their readings.

    Each reading is printed in words and as a term, and whether it is a theorem about all finite models.
    """
    from coherence_exact import papers
    from coherence_exact.report import data, terminal

    loaded = papers.load(paper)
    chosen = chosen_claims(loaded, [] if claim_id is None else [claim_id])
    if as_json:
        print_json({"claims": [data.claim_to_data(claim) for claim in chosen]})
    else:
        print_text(terminal.claims_list(chosen, loaded.proved()))
