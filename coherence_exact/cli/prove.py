"""``prove``: theorems about all finite models, checked by Coq."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from coherence_exact.cli.shared import as_json_option, ask_coq, print_json, print_text


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--list", "only_list", is_flag=True, help="List the theorems without asking Coq.")
@as_json_option
def prove(ids: Sequence[str], only_list: bool, as_json: bool) -> None:
    """Prove readings of claims for all finite models, with Coq.

    The definitions that the program evaluates and the readings of the claims are printed for Coq, which
    checks the proofs that ship with the program, all or those about some claims.  It also checks that they
    hold in the meaning that the program evaluates, in which values can be undefined: no reading is false
    where its hypotheses are true.  Status 0 if it accepts all of this and nothing rests on an axiom.
    """
    from coherence_exact.formal import coq
    from coherence_exact.formal.theorems import theorems_about
    from coherence_exact.report import theorems as report
    from coherence_exact.report.terminal import folded

    chosen = theorems_about(ids)
    if only_list:
        found: list[str] | None = None
    else:
        found = ask_coq(chosen)
    if as_json:
        data: dict[str, Any] = {"theorems": report.to_data(chosen, found)}
        print_json(data if found is None else {"coq": coq.version(), **data})
    else:
        print_text(report.listed(chosen, found))
        if found is not None:
            click.echo()
            print_text(folded(report.summary(chosen, found, coq.version())))
    raise click.exceptions.Exit(1 if found is not None and any(found) else 0)
