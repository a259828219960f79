"""``measure``: the numbers that describe a policy."""

from __future__ import annotations

import click

from coherence_exact.cli.shared import (
    as_json_option,
    delta_option,
    model_argument,
    policy_of,
    print_json,
    print_text,
    read_model,
)


@click.command()
@model_argument
@click.option(
    "--policy", "policy_file", type=click.Path(), help="A policy file; the model's prior if left out."
)
@delta_option
@as_json_option
def measure(model: str, policy_file: str | None, delta: str, as_json: bool) -> None:
    """Measure a policy on MODEL.

    Printed are its success probability, return, causal entropy and incoherence, exactly.
    """
    from coherence_exact.evaluation.functions import boltzmann
    from coherence_exact.evaluation.operators import parse_delta
    from coherence_exact.report import data, terminal

    exact_delta = parse_delta(delta)
    loaded = read_model(model)
    measured = policy_of(loaded, policy_file)
    dead = boltzmann(loaded, measured, exact_delta).dead_states
    quantities = data.measures(loaded, measured, exact_delta)
    if as_json:
        printed = {"model": loaded.name, "delta": data.value_to_data(exact_delta)}
        printed |= {name: data.value_to_data(value) for name, value in quantities.items()}
        print_json({**printed, "dead_states": data.dead_states_to_data(dead)})
        return
    names = {"incoherence": f"incoherence (δ = {exact_delta})"}
    rows = [(names.get(name, name.replace("_", " ")), value) for name, value in quantities.items()]
    print_text(terminal.quantities([("model", loaded.name), *rows], dead))
