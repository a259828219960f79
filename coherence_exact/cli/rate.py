"""``rate``: how fast re-training improves a return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.lengths import MOST_EXACT, MOST_SHOWN, length_options, lengths
from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    natural_number,
    print_json,
    print_text,
    read_model,
    showing_progress,
)
from coherence_exact.errors import TooLargeError

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model


_ENCLOSED_DIGITS = 17
"""Digits within the bounds that JSON gives where nobody asks for digits; people see the first of them."""


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
@length_options
@as_json_option
def rate(model: str, steps: int, digits: int | None, exact: bool, as_json: bool) -> None:
    """Tabulate how fast re-training improves MODEL's return (Corollary 5.10).

    For some k from 2 to K: the improvement of the return by the k-th re-training, the right side of the
    corollary as it is printed, with the coefficient 1/k, and as corrected, with 1/(k(k-1)), and the errors
    times k² and k³. Printed are first digits; --json gives the improvement exactly, and rational bounds of
    what is no sum of logarithms or is too long.
    """
    from coherence_exact.papers.incoherence.return_rate import COLUMNS
    from coherence_exact.report import data, terminal

    wanted = lengths(digits, exact, as_json)
    with showing_progress():
        loaded = read_model(model)
        if not loaded.is_deterministic:
            click.echo("Note: the corollary is about deterministic dynamics.", err=True)
        rows = _rows(loaded, steps, digits or _ENCLOSED_DIGITS)
        if as_json and digits is None:
            rows = _with_exact_left_sides(loaded, rows, MOST_EXACT if exact else MOST_SHOWN)
    if not as_json:
        headings = [heading for heading, _ in COLUMNS]
        title = f"{loaded.name}: improvement of the return"
        print_text(terminal.rate_table(rows.items(), headings, title, in_full=digits is not None))
        return
    keys = ("left", "printed", "corrected", "printed_error_times_k2", "corrected_error_times_k3")
    shown = data.value_to_data if digits is not None else _bounded
    printed = [
        {"k": k, **{key: shown(x) for key, x in zip(keys, row, strict=True)}} for k, row in rows.items()
    ]
    print_json({"model": loaded.name, **wanted.to_data(), "rows": printed})


def _rows(model: Model, steps: int, digits: int) -> dict[int, Sequence[Any]]:
    """The columns for each k, to so many digits; exactly where these are not told apart from 0."""
    from coherence_exact.evaluation.effort import at_most_digits
    from coherence_exact.papers.incoherence.return_rate import COLUMNS, indices_up_to
    from coherence_exact.papers.incoherence.rounded_rate import rounded_rates
    from coherence_exact.report.argued import column_values

    found: dict[int, Any] = dict(rounded_rates(model, indices_up_to(steps), digits))
    undecided = [(k, model) for k, row in found.items() if row is None]
    with at_most_digits(MOST_EXACT):
        return found | dict(column_values(COLUMNS, undecided))


def _with_exact_left_sides(
    model: Model, rows: Mapping[int, Sequence[Any]], digits: int
) -> dict[int, Sequence[Any]]:
    """The rows with the exact improvement of the return wherever it is no longer than so many digits."""
    from coherence_exact.evaluation.effort import at_most_digits
    from coherence_exact.papers.incoherence.return_rate import COLUMNS
    from coherence_exact.report.argued import column_values

    found: dict[int, Sequence[Any]] = {}
    for k, (left, *others) in rows.items():
        exact = left
        with suppress(TooLargeError), at_most_digits(digits):
            [(_, [exact])] = column_values(COLUMNS[:1], [(k, model)])
        found[k] = [exact, *others]
    return found


def _bounded(value: Any) -> Any:
    """A value as JSON, where rounded ones are enclosed in bounds."""
    from coherence_exact.exact.decimals import Digits
    from coherence_exact.report import data

    if isinstance(value, Digits):
        return {"enclosure": [data.value_to_data(bound) for bound in value.bounds()]}
    return data.value_to_data(value)
