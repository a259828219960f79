"""``rate``: how fast re-training improves a return."""

from __future__ import annotations

import click

from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    natural_number,
    print_json,
    print_text,
    read_model,
)


@click.command()
@model_argument
@click.option(
    "--steps",
    callback=natural_number,
    default="64",
    show_default=True,
    metavar="K",
    help="The largest number of re-trainings.",
)
@as_json_option
def rate(model: str, steps: int, as_json: bool) -> None:
    """Tabulate how fast re-training improves MODEL's return (Corollary 5.10).

    For some k from 2 to K: the improvement of the return by the k-th re-training, the right side of the
    corollary as it is printed, with the coefficient 1/k, and as corrected, with 1/(k(k-1)), and the errors
    times k² and k³. Printed are first digits of exact values; --json gives rational bounds.
    """
    from coherence_exact.papers.incoherence.return_rate import COLUMNS, indices_up_to
    from coherence_exact.report import data, terminal
    from coherence_exact.report.argued import column_values

    loaded = read_model(model)
    if not loaded.is_deterministic:
        click.echo("Note: the corollary is about deterministic dynamics.", err=True)
    rows = list(column_values(COLUMNS, [(k, loaded) for k in indices_up_to(steps)]))
    if as_json:
        keys = ("left", "printed", "corrected", "printed_error_times_k2", "corrected_error_times_k3")
        printed = [
            {"k": k, **{key: data.value_to_data(x) for key, x in zip(keys, values, strict=True)}}
            for k, values in rows
        ]
        print_json({"model": loaded.name, "rows": printed})
        return
    headings = [heading for heading, _ in COLUMNS]
    print_text(terminal.rate_table(rows, headings, f"{loaded.name}: improvement of the return"))
