"""Terms of sort policy."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from coherence_exact.claims.rules import Rule
from coherence_exact.claims.terms import Term
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.inference.coherence import (
    Response,
    arg_max_response,
    boltzmann_response,
    iterated_coherence,
    soft_policy,
)
from coherence_exact.inference.conditioning import goal_condition, retraining
from coherence_exact.inference.folding import folding
from coherence_exact.inference.limits import retrain_limit
from coherence_exact.inference.temperature import temperature, temperature_limit
from coherence_exact.mdp.model import uniform_policy
from coherence_exact.mdp.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coherence_exact.claims.evaluator import Evaluation


def response(delta: Any) -> Response:
    """Boltzmann's response at δ = 1/n, or the arg max with ties shared at δ = 0."""
    return arg_max_response if delta == 0 else boltzmann_response(delta)


def _prior(evaluation: Evaluation, _: Term) -> Policy:
    return evaluation.model.prior


def _uniform(evaluation: Evaluation, _: Term) -> Policy:
    return uniform_policy(evaluation.model)


def _second_policy(evaluation: Evaluation, _: Term) -> Policy:
    if evaluation.second_policy is None:
        raise UndefinedError("there is no second policy here; quantify the claim over a family of pairs")
    return evaluation.second_policy


def _retrain(evaluation: Evaluation, term: Term) -> Policy:
    return evaluation.iterate(term, (), lambda: retraining(evaluation.model, evaluation.argument(term)))


def _temperature(evaluation: Evaluation, term: Term) -> Policy:
    return temperature(evaluation.model, evaluation.argument(term), term.parameter("alpha"))


def _temperature_limit(evaluation: Evaluation, term: Term) -> Policy:
    return temperature_limit(evaluation.model, evaluation.argument(term))


def _fold(evaluation: Evaluation, term: Term) -> Policy:
    kind, cumulative = term.parameter("kind"), term.parameter("cumulative")
    return evaluation.iterate(
        term,
        (kind, cumulative),
        lambda: folding(evaluation.model, evaluation.argument(term), kind, cumulative),
    )


def _boltzmann(evaluation: Evaluation, term: Term) -> Policy:
    return soft_policy(evaluation.model, evaluation.argument(term), response(term.parameter("delta")))


def _coherent(evaluation: Evaluation, term: Term) -> Policy:
    delta = term.parameter("delta")
    return evaluation.iterate(
        term,
        (delta,),
        lambda: iterated_coherence(evaluation.model, evaluation.argument(term), response(delta)),
    )


def _retrain_limit(evaluation: Evaluation, term: Term) -> Policy:
    try:
        return retrain_limit(evaluation.model, evaluation.argument(term))
    except ArgumentError as error:
        raise UndefinedError(str(error)) from error


def _uniform_on_arg_max(evaluation: Evaluation, term: Term) -> Policy:
    """Uniform over A* = arg max Q(s, ·), which is all actions where every q is 0."""
    rows = {}
    for point, row in evaluation.soft_values(term.arguments[0]).q.items():
        best = arg_max_response(row)
        rows[point] = {action: x / sum(best.values()) for action, x in best.items()}
    return Policy({point: rows[point] for point in evaluation.model.points})


def _boltzmann_limit(evaluation: Evaluation, term: Term) -> Policy:
    """lim_{δ→0} of 1 / Σ_b (q(b)/q(a))^{1/δ}, where each ratio decides: below, at or above 1."""
    policy, q = evaluation.argument(term), evaluation.soft_values(term.arguments[0]).q
    rows = {}
    for point, row in policy.items():
        if not any(q[point].values()):
            rows[point] = row
            continue
        limits = {}
        for action, own in q[point].items():
            above = own == 0 or any(x / own > 1 for x in q[point].values())
            ones = 0 if above else sum(x / own == 1 for x in q[point].values())
            limits[action] = Fraction(1, ones) if ones else Fraction(0)
        rows[point] = limits
    return Policy(rows)


def _retrain_with_prior_folded(evaluation: Evaluation, term: Term) -> Policy:
    """Re-training of the uniform policy with rewards r̂ = r + log p, p the argument."""
    model, policy = evaluation.model, evaluation.argument(term)
    weights = {
        point: {action: w * policy[point][action] for action, w in row.items()}
        for point, row in model.weights.items()
    }

    def sequence() -> Iterator[Policy]:
        current = uniform_policy(model)
        while True:
            yield current
            current = goal_condition(model, current, weights)

    return evaluation.iterate(term, (), sequence)


RULES: dict[str, Rule] = {
    "prior": _prior,
    "uniform": _uniform,
    "second_policy": _second_policy,
    "retrain": _retrain,
    "temperature": _temperature,
    "temperature_limit": _temperature_limit,
    "fold": _fold,
    "boltzmann": _boltzmann,
    "coherent": _coherent,
    "retrain_limit": _retrain_limit,
    "uniform_on_arg_max": _uniform_on_arg_max,
    "boltzmann_limit": _boltzmann_limit,
    "retrain_with_prior_folded": _retrain_with_prior_folded,
}
