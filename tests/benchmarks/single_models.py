"""How much faster a command's quantities are by layers than by their definitions, on grid worlds with slip.

Run as a script: ``python tests/benchmarks/single_models.py``.  The reference is the plain route: the
definition expanded to the core and evaluated entry by entry in rationals, as claims are decided.  Both ways
are taken in turn in this one run, and compared before a time is shown; a time is the best of several.

What is included: everything from a model and a policy, which are there before either clock starts, to the
result.  What a model keeps for its layers is made by the first evaluation and not measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from operator import eq
from time import perf_counter
from typing import Any, TypeAlias

from coherence_exact.claims import (
    Term,
    boltzmann,
    causal_entropy,
    expected_return,
    fold,
    incoherence,
    occupancy_kl,
    prior,
    retrain,
    success_probability,
    temperature,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.functions import retrain as retrained
from coherence_exact.evaluation.operators import Specification
from coherence_exact.evaluation.rounding import rounded_result
from coherence_exact.exact.decimals import Digits
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table

DIGITS = 30


Way: TypeAlias = Callable[[Model, Policy], Any]


def grid(size: int, horizon: int) -> Model:
    return grid_world(size, size, horizon=horizon, slip="1/5")


def by_definition(term: Term) -> Way:
    return lambda model, policy: Evaluation(model, prior=policy).value(term)


def by_layers(term: Term) -> Way:
    return lambda model, policy: Evaluation(model, prior=policy, accelerated=True).value(term)


def digits_of_retraining(steps: int) -> Way:
    def way(model: Model, policy: Policy) -> list[Digits]:
        result = rounded_result(model, policy, Specification("retrain", steps=steps), DIGITS)
        return [x for row in result.policies[-1].values() for x in row.values()]

    return way


def are_digits(exact: list[Any], rounded: list[Digits]) -> bool:
    """Whether every exact number is within half a unit of the last digit of the rounded one."""
    bounds = [digits.bounds() for digits in rounded]
    return all(low <= x <= high or x == 0 for x, (low, high) in zip(exact, bounds, strict=True))


@dataclass(frozen=True)
class Case:
    """Two ways to a quantity of a model and its prior, or the policy after two re-trainings."""

    name: str
    model: Model
    definition: Way
    layers: Way
    trained: bool = False
    agree: Callable[[Any, Any], bool] = eq


def case(name: str, model: Model, term: Term, trained: bool = False) -> Case:
    return Case(name, model, by_definition(term), by_layers(term), trained)


MIDDLE, LARGE = grid(5, 15), grid(10, 40)
DIVERGENCE = by_definition(occupancy_kl(prior, boltzmann(prior)))
"""Incoherence by definition sums over trajectories, of which there are too many."""

CASES = (
    case("success, prior", LARGE, success_probability(prior)),
    case("return, prior", LARGE, expected_return(prior)),
    case("causal entropy, prior", LARGE, causal_entropy(prior)),
    Case("incoherence, prior", grid(5, 20), DIVERGENCE, by_layers(incoherence(prior))),
    case("success, trained", MIDDLE, success_probability(prior), trained=True),
    case("return, trained", MIDDLE, expected_return(prior), trained=True),
    case("causal entropy, trained", MIDDLE, causal_entropy(prior), trained=True),
    Case("incoherence, trained", MIDDLE, DIVERGENCE, by_layers(incoherence(prior)), trained=True),
    case("temperature 3", LARGE, temperature(prior, 3)),
    case("fold 3", MIDDLE, fold(prior, 3)),
    case("Boltzmann at 1/2", LARGE, boltzmann(prior, Fraction(1, 2))),
    case("re-training 3", MIDDLE, retrain(prior, 3)),
    Case(
        f"re-training 4, {DIGITS} digits",
        grid(5, 12),
        by_definition(retrain(prior, 4)),
        digits_of_retraining(4),
        agree=are_digits,
    ),
)
REPEATS = 2


@dataclass(frozen=True)
class Outcome:
    """The best times in seconds, and whether every result was the same."""

    definition: float
    layers: float
    equal: bool


def measure(case: Case) -> Outcome:
    """Both ways in turn, so that a slow moment of the machine does not meet one of them only."""
    policy = retrained(case.model, case.model.prior, 2) if case.trained else case.model.prior
    by_definition, by_layers, equal = [], [], True
    for _ in range(REPEATS):
        begin = perf_counter()
        expected = case.definition(case.model, policy)
        middle = perf_counter()
        result = case.layers(case.model, policy)
        end = perf_counter()
        by_definition.append(middle - begin)
        by_layers.append(end - middle)
        equal = equal and bool(case.agree(expected, result))
    return Outcome(min(by_definition), min(by_layers), equal)


def main() -> int:
    """Print the table; 1 if any result differs."""
    console = Console(width=100)
    table = Table(title="Single models: definitions and layers", box=SIMPLE)
    table.add_column("case", no_wrap=True)
    for heading in ("grid", "T", "definition", "layers", "ratio", "equal"):
        table.add_column(heading, justify="right", no_wrap=True)
    all_equal = True
    for each in track(CASES, "measuring", console=console, transient=True):
        outcome = measure(each)
        all_equal = all_equal and outcome.equal
        table.add_row(
            each.name,
            each.model.name.removesuffix(" grid"),
            str(each.model.horizon),
            f"{1000 * outcome.definition:.1f} ms",
            f"{1000 * outcome.layers:.1f} ms",
            f"{outcome.definition / outcome.layers:.1f}×" if outcome.equal else "—",
            "yes" if outcome.equal else "NO",
        )
    console.print(table)
    return 0 if all_equal else 1


if __name__ == "__main__":
    sys.exit(main())
