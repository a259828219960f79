"""``claims``: what a paper claims, with the verdicts that were recorded."""

from __future__ import annotations

import json

import click

from coherence_exact.cli.shared import (
    as_json_option,
    chosen_claims,
    discussions_of,
    paper_option,
    print_json,
    print_text,
)


@click.command()
@click.argument("claim_id", metavar="[ID]", required=False)
@paper_option
@as_json_option
def claims(claim_id: str | None, paper: str, as_json: bool) -> None:
    """List a paper's claims, or all about one.

    Each claim is listed with whether it is true as printed.  With an ID, all its readings are printed in
    words and as terms, and whether Coq proves them for all finite models.  Verdicts are those that were
    recorded; the command verify decides them.
    """
    from coherence_exact import papers
    from coherence_exact.report import claims as report
    from coherence_exact.report import data
    from coherence_exact.report.findings import Discussion

    loaded = papers.load(paper)
    chosen = chosen_claims(loaded, [] if claim_id is None else [claim_id])
    if as_json:
        print_json({"claims": [data.claim_to_data(claim) for claim in chosen]})
        return
    recorded = json.loads(loaded.recorded.read_text(encoding="utf-8"))
    discussions = discussions_of(loaded)
    if claim_id is None:
        print_text(report.claims_list(chosen, recorded, discussions))
        print("claims ID shows all about one; verify decides them again.")
        return
    [claim] = chosen
    discussion = discussions.get(claim.id, Discussion())
    print_text(report.claim_in_full(claim, recorded, discussion, loaded.proved().get(claim.id, {})))
