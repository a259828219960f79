"""``pages``: a page in Markdown about each claim of a paper."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coherence_exact.cli.shared import (
    chosen_claims,
    decide,
    discussions_of,
    executor_of,
    made_folder,
    paper_option,
    profile_option,
)

if TYPE_CHECKING:
    from coherence_exact.families.named import Profile


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@paper_option
@profile_option
@click.option("--out", type=click.Path(file_okay=False), required=True, help="The folder for the pages.")
def pages(ids: Sequence[str], paper: str, profile: Profile, out: str) -> None:
    """Decide a paper's claims and write a page in Markdown about each.

    All claims, with an index in README.md, or those whose IDs are given.
    """
    from coherence_exact import papers
    from coherence_exact.mdp.files import write_text
    from coherence_exact.report.findings import findings
    from coherence_exact.report.pages import index, page

    chosen_paper = papers.load(paper)
    chosen = chosen_claims(chosen_paper, ids)
    folder = made_folder(Path(out))
    with executor_of(os.cpu_count() or 1) as executor:
        found = findings(decide(chosen, profile, executor), discussions_of(chosen_paper))
    again = "coherence-exact verify" + ("" if paper == papers.NAMES[0] else f" --paper {paper}")
    for finding in found:
        text = page(finding, f"{again} {finding.claim.id}")
        write_text(folder / f"{finding.claim.id}.md", text)
    if not ids:
        write_text(folder / "README.md", index(found, chosen_paper.title))
