"""``policy``: what an operator makes of a model's prior."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from coherence_exact.cli.lengths import Lengths, length_options, lengths
from coherence_exact.cli.shared import (
    as_json_option,
    model_argument,
    natural_number,
    policy_of,
    print_result,
    read_model,
    showing_progress,
)

if TYPE_CHECKING:
    from coherence_exact.evaluation.limit_bounds import LimitEnclosure
    from coherence_exact.evaluation.operators import Specification
    from coherence_exact.evaluation.rounding import Result
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
    "--operator",
    type=click.Choice(OPERATOR_NAMES),
    metavar="OP",
    required=True,
    help="What to do with the prior: one of those above.",
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
@length_options
@as_json_option
def policy(
    model: str,
    operator: str,
    prior_file: str | None,
    trace: bool,
    digits: int | None,
    exact: bool,
    as_json: bool,
    **parameters: Any,
) -> None:
    """Print the policy that an operator makes of MODEL's prior.

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
    wanted = lengths(digits, exact, as_json)
    with showing_progress():
        loaded = read_model(model)
        prior = policy_of(loaded, prior_file)
        if operator == "retrain-limit" and not loaded.is_deterministic:
            show = _limit_to_data if as_json else _limit_for_people
            printed = show(loaded, prior, _enclosed_limit(loaded, prior, wanted), trace)
        else:
            result = _result(loaded, prior, specification, wanted, trace)
            if as_json:
                printed = _result_to_data(loaded, operator, result, wanted, trace)
            else:
                printed = _result_for_people(loaded, str(specification), result, wanted)
    print_result(printed)


def _result(
    model: Model, prior: Policy, specification: Specification, wanted: Lengths, trace: bool
) -> Result:
    """Policies, the result last, with the success probability and the return of the result."""
    from coherence_exact.evaluation.functions import expected_return, success_probability
    from coherence_exact.evaluation.rounding import Result, rounded_measure, rounded_result

    def exactly() -> Result:
        policies = specification.trace(model, prior) if trace else [specification.apply(model, prior)]
        result = policies[-1]
        success = wanted.found(
            lambda: success_probability(model, result),
            lambda digits: rounded_measure(model, result, "success_probability", digits),
        )
        value = wanted.found(
            lambda: expected_return(model, result),
            lambda digits: rounded_measure(model, result, "return", digits),
        )
        return Result(policies, success, value)

    return wanted.found(
        exactly, lambda digits: rounded_result(model, prior, specification, digits, trace=trace)
    )


def _result_to_data(
    model: Model, operator: str, result: Result, wanted: Lengths, trace: bool
) -> dict[str, Any]:
    from coherence_exact.report import data

    printed = {
        "model": model.name,
        "operator": operator,
        **wanted.to_data(),
        "policy": result.policies[-1].to_json(),
        "success_probability": data.value_to_data(result.success_probability),
        "return": data.value_to_data(result.expected_return),
        "dead_states": data.dead_states_to_data(result.policies[-1].dead_states),
    }
    if trace:
        printed["trace"] = [each.to_json() for each in result.policies]
    return printed


def _result_for_people(model: Model, title: str, result: Result, wanted: Lengths) -> list[str]:
    from coherence_exact.report import terminal

    parts = []
    for number, each in enumerate(result.policies):
        which = "" if len(result.policies) == 1 else f", π_{number}"
        parts.append(terminal.as_text(terminal.policy_table(each, f"{model.name}: {title}{which}")))
    rows = [("success probability", result.success_probability), ("return", result.expected_return)]
    parts.append(terminal.as_text(terminal.quantities(rows, result.policies[-1].dead_states)))
    some = next(iter(result.policies[-1].values()))
    return [*parts, *wanted.notes(result.success_probability, result.expected_return, *some.values())]


# The limit of re-training under stochastic dynamics, whose weights may be irrational


def _enclosed_limit(model: Model, prior: Policy, wanted: Lengths) -> LimitEnclosure:
    from coherence_exact.evaluation.limit_bounds import enclose_retrain_limit

    if wanted.digits is None:
        return enclose_retrain_limit(model, prior)
    return enclose_retrain_limit(model, prior, Fraction(1, 10**wanted.digits))


def _largest_success(model: Model, prior: Policy) -> Any:
    from coherence_exact.evaluation.limit_bounds import largest_success

    best = largest_success(model, prior).v
    return sum(model.start[state] * best[1, state] for state in model.start_states)


def _limit_to_data(model: Model, prior: Policy, enclosure: LimitEnclosure, trace: bool) -> dict[str, Any]:
    from coherence_exact.report import data

    printed = {
        "model": model.name,
        "operator": "retrain-limit",
        "policy": None,
        "limit": data.limit_to_data(enclosure),
        "success_probability": data.value_to_data(_largest_success(model, prior)),
        "return": None,
        "dead_states": data.dead_states_to_data(enclosure.low.dead_states),
    }
    if trace:
        printed["trace"] = [prior.to_json()]
    return printed


def _limit_for_people(model: Model, prior: Policy, enclosure: LimitEnclosure, trace: bool) -> list[str]:
    from coherence_exact.report import terminal

    tables = [terminal.policy_table(prior, f"{model.name}: retrain-limit, π_0")] if trace else []
    tables.append(terminal.limit_table(enclosure, f"{model.name}: retrain-limit"))
    rows = [("success probability", _largest_success(model, prior))]
    tables.append(terminal.quantities(rows, enclosure.low.dead_states))
    return list(map(terminal.as_text, tables))
