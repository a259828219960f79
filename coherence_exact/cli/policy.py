"""``policy``: what an operator makes of a model's prior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    natural_number,
    policy_of,
    print_json,
    print_text,
    read_model,
)

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy

OPERATOR_NAMES = (
    "retrain",
    "temperature",
    "fold",
    "fold-cumulative",
    "coherent",
    "greedy-limit",
    "retrain-limit",
)


@click.command()
@model_argument
@click.option(
    "--operator", type=click.Choice(OPERATOR_NAMES), required=True, help="What to do with the prior."
)
@click.option(
    "--steps", callback=natural_number, metavar="K", help="Iterations, from 0 (the prior).  [default: 1]"
)
@click.option(
    "--alpha", callback=natural_number, metavar="K", help="Inverse temperature α ≥ 1.  [default: 1]"
)
@click.option("--delta", metavar="1/n", help="δ of Boltzmann policies.  [default: 1]")
@click.option(
    "--kind",
    type=click.Choice(["posterior", "ratio"]),
    help="Fold in log π, as printed, or log π/p.  [default: posterior]",
)
@click.option("--prior", "prior_file", type=click.Path(), help="A policy file to use as the prior.")
@click.option("--trace", is_flag=True, help="All policies from the prior to the result.")
@as_json_option
def policy(
    model: str,
    operator: str,
    prior_file: str | None,
    trace: bool,
    as_json: bool,
    **parameters: Any,
) -> None:
    """Print the exact policy that an operator makes of MODEL's prior.

    \b
    retrain          K re-trainings by goal conditioning       --steps
    temperature      conditioning at inverse temperature K     --alpha
    fold             K foldings into the first reward          --steps --kind
    fold-cumulative  K foldings into the latest reward         --steps --kind
    coherent         K iterations of Boltzmann coherence       --steps --delta
    greedy-limit     Boltzmann's response as δ goes to 0
    retrain-limit    re-training without end; bounds where dynamics are stochastic

    What --json prints can be given back as --prior.
    """
    from coherence_exact.evaluation.operators import OPERATORS, Specification, parse_delta

    given = {name: value for name, value in parameters.items() if value is not None}
    if "delta" in given:
        given["delta"] = parse_delta(given["delta"])
    specification = Specification(operator, **given)
    for name in given:
        if name not in OPERATORS[operator].parameters:
            click.echo(f"Note: --{name} has no effect on {operator}.", err=True)
    loaded = read_model(model)
    prior = policy_of(loaded, prior_file)
    if operator == "retrain-limit" and not loaded.is_deterministic:
        _print_enclosed_limit(loaded, prior, trace, as_json)
        return
    policies = specification.trace(loaded, prior) if trace else [specification.apply(loaded, prior)]
    _print_policies(loaded, specification.operator, str(specification), policies, trace, as_json)


def _print_policies(
    model: Model, operator: str, title: str, policies: Sequence[Policy], trace: bool, as_json: bool
) -> None:
    from coherence_exact.evaluation.functions import expected_return, success_probability
    from coherence_exact.report import data, terminal

    result = policies[-1]
    success, value = success_probability(model, result), expected_return(model, result)
    if as_json:
        printed = {
            "model": model.name,
            "operator": operator,
            "policy": result.to_json(),
            "success_probability": data.value_to_data(success),
            "return": data.value_to_data(value),
            "dead_states": data.dead_states_to_data(result.dead_states),
        }
        if trace:
            printed["trace"] = [each.to_json() for each in policies]
        print_json(printed)
        return
    for number, each in enumerate(policies):
        heading = f"{model.name}: {title}" if len(policies) == 1 else f"{model.name}: {title}, π_{number}"
        print_text(terminal.policy_table(each, heading))
    rows = [("success probability", success), ("return", value)]
    print_text(terminal.quantities(rows, result.dead_states))


def _print_enclosed_limit(model: Model, prior: Policy, trace: bool, as_json: bool) -> None:
    """The limit of re-training under stochastic dynamics, whose weights may be irrational."""
    from coherence_exact.evaluation.limit_bounds import enclose_retrain_limit, largest_success
    from coherence_exact.report import data, terminal

    enclosure = enclose_retrain_limit(model, prior)
    best = largest_success(model, prior).v
    success = sum(model.start[state] * best[1, state] for state in model.start_states)
    dead = enclosure.low.dead_states
    if as_json:
        printed = {
            "model": model.name,
            "operator": "retrain-limit",
            "policy": None,
            "limit": data.limit_to_data(enclosure),
            "success_probability": data.value_to_data(success),
            "return": None,
            "dead_states": data.dead_states_to_data(dead),
        }
        if trace:
            printed["trace"] = [prior.to_json()]
        print_json(printed)
        return
    if trace:
        print_text(terminal.policy_table(prior, f"{model.name}: retrain-limit, π_0"))
    print_text(terminal.limit_table(enclosure, f"{model.name}: retrain-limit"))
    print_text(terminal.quantities([("success probability", success)], dead))
