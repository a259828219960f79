"""``measure``: the numbers that describe a policy."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from coherence_exact.cli.lengths import length_options, lengths
from coherence_exact.cli.shared import (
    as_json_option,
    delta_option,
    model_argument,
    policy_of,
    print_result,
    read_model,
    showing_progress,
)


@click.command()
@model_argument
@click.option(
    "--policy", "policy_file", type=click.Path(), help="A policy file; the model's prior if left out."
)
@delta_option
@length_options
@as_json_option
def measure(
    model: str, policy_file: str | None, delta: str, digits: int | None, exact: bool, as_json: bool
) -> None:
    """Measure a policy on MODEL.

    Printed are its success probability, return, causal entropy and incoherence.
    """
    from coherence_exact.evaluation.functions import hopeless_points
    from coherence_exact.evaluation.operators import parse_delta
    from coherence_exact.evaluation.rounding import MEASURES, rounded_measure
    from coherence_exact.report import data, terminal

    exact_delta = parse_delta(delta)
    wanted = lengths(digits, exact, as_json)
    with showing_progress():
        loaded = read_model(model)
        measured = policy_of(loaded, policy_file)
        dead = measured.dead_states | hopeless_points(loaded, measured)
        quantities = {
            name: wanted.found(
                partial(data.measure, loaded, measured, name, exact_delta),
                partial(rounded_measure, loaded, measured, name, delta=exact_delta),
            )
            for name in MEASURES
        }
        if as_json:
            printed: Any = {
                "model": loaded.name,
                "delta": data.value_to_data(exact_delta),
                **wanted.to_data(),
            }
            printed |= {name: data.value_to_data(value) for name, value in quantities.items()}
            printed["dead_states"] = data.dead_states_to_data(dead)
        else:
            names = {"incoherence": f"incoherence (δ = {exact_delta})"}
            rows = [(names.get(name, name.replace("_", " ")), value) for name, value in quantities.items()]
            shown = terminal.as_text(terminal.quantities([("model", loaded.name), *rows], dead))
            printed = [shown, *wanted.notes(*quantities.values())]
    print_result(printed)
