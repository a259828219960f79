"""What re-training, folding and temperature make of a prior, step by step, side by side.

Vocabulary: at *step* k there are the policies G^k, F_k, H_k and π_{α=k}, each with its success probability S,
its return J and its incoherence κ (δ = 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from coherence_exact.errors import TooLargeError
from coherence_exact.evaluation import functions
from coherence_exact.evaluation.effort import at_most_digits

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy

OPERATORS: Mapping[str, Callable[[Model, int], Policy]] = {
    "G^k(p)": lambda model, k: functions.retrain(model, model.prior, k),
    "F_k(p)": lambda model, k: functions.fold(model, model.prior, k),
    "H_k(p)": lambda model, k: functions.fold(model, model.prior, k, cumulative=True),
    "π_{α=k}(p)": lambda model, k: functions.temperature(model, model.prior, k) if k else model.prior,
}
"""The operators by their notation; at k = 0 each of them gives the prior."""

MEASURES: Mapping[str, Callable[[Model, Policy], Any]] = {
    "S": functions.success_probability,
    "J": functions.expected_return,
    "κ_{δ=1}": functions.incoherence,
}
"""What is measured of a policy, by its notation."""

_MOST_DIGITS = 1_000


@dataclass(frozen=True)
class Reached:
    """A policy that an operator makes of the prior, and what is measured of it, by notation."""

    policy: Policy
    measures: Mapping[str, Any]


Step: TypeAlias = tuple[Reached | None, ...]
"""What the operators reach at one k, in their order; None where numbers would exceed a thousand digits."""


@dataclass(frozen=True)
class Walk:
    """The steps of one model, from k = 0 on."""

    model: Model
    steps: tuple[Step, ...]


def walk(model: Model, most: int) -> Walk:
    """The steps from k = 0 to ``most``.

    >>> from coherence_exact.papers.examples import example
    >>> [*_, (retrained, _, _, heated)] = walk(example("example_3"), 2).steps
    >>> retrained.policy[1, "∅"]["a1"], heated.policy[1, "∅"]["a1"]
    (Fraction(25, 61), Fraction(7, 17))
    """
    return Walk(model, tuple(_step(model, k) for k in range(most + 1)))


def _step(model: Model, k: int) -> Step:
    return tuple(_reached(model, apply, k) for apply in OPERATORS.values())


def _reached(model: Model, apply: Callable[[Model, int], Policy], k: int) -> Reached | None:
    try:
        with at_most_digits(_MOST_DIGITS):
            policy = apply(model, k)
            return Reached(policy, {name: measure(model, policy) for name, measure in MEASURES.items()})
    except TooLargeError:
        return None


def series(found: Walk, measure: str) -> Sequence[tuple[str, list[tuple[int, Any]]]]:
    """For each operator the values of one measure over k, as far as they are known."""
    return [
        (
            operator,
            [
                (k, reached.measures[measure])
                for k, step in enumerate(found.steps)
                if (reached := step[number]) is not None
            ],
        )
        for number, operator in enumerate(OPERATORS)
    ]
