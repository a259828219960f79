"""Terms of sort value: rationals, log values and log quotients."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import gmpy2

from coherence_exact.claims.rules import Rule
from coherence_exact.claims.terms import Term
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.enclosed import EnclosedNumber
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log, log_sum
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.inference.discounting import discounted_return
from coherence_exact.inference.divergences import occupancy_divergence
from coherence_exact.inference.horizon import least_lookahead, least_retrainings
from coherence_exact.inference.limits import enclose_retrain_limit
from coherence_exact.inference.optimality import optimal_return, optimal_success
from coherence_exact.inference.rates import Jet, return_spread
from coherence_exact.inference.returns import causal_entropy, expected_return, occupancy_measure
from coherence_exact.inference.trajectories import (
    trajectory_distribution,
    trajectory_divergence,
    weight_distribution,
)
from coherence_exact.mdp.policy import Policy

if TYPE_CHECKING:
    from coherence_exact.claims.evaluator import Evaluation


# Numbers and arithmetic


def _number(_: Evaluation, term: Term) -> Any:
    value = term.parameter("value")
    return gmpy2.mpq(value.numerator, value.denominator)


def _of_an_argument(_: Evaluation, term: Term) -> Any:
    raise UndefinedError(f"{term.name} has a value only in a named argument")


def _add(evaluation: Evaluation, term: Term) -> Any:
    left, right = _summands(evaluation, term)
    return left + right


def _subtract(evaluation: Evaluation, term: Term) -> Any:
    left, right = _summands(evaluation, term)
    return left - right


def _summands(evaluation: Evaluation, term: Term) -> tuple[Any, Any]:
    left, right = _sides(evaluation, term)
    if isinstance(left, LogValue) is isinstance(right, LogValue):
        return left, right
    return _quotient(left), _quotient(right)


def _multiply(evaluation: Evaluation, term: Term) -> Any:
    left, right = _sides(evaluation, term)
    if isinstance(left, LogValue) and isinstance(right, LogValue):
        return _quotient(left) * _quotient(right)
    return left * right


def _divide(evaluation: Evaluation, term: Term) -> Any:
    left, right = _sides(evaluation, term)
    if isinstance(right, (LogValue, LogQuotient)):
        return _quotient(left) / _quotient(right)
    if right == 0:
        raise UndefinedError("nothing can be divided by 0")
    return left / right


def _sides(evaluation: Evaluation, term: Term) -> tuple[Any, Any]:
    """Both sides; a log value beside a log quotient becomes one."""
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if isinstance(left, EnclosedNumber) or isinstance(right, EnclosedNumber):
        raise UndefinedError("there is no arithmetic with a limit that is known by bounds only")
    if isinstance(left, LogQuotient) and isinstance(right, LogValue):
        return left, _quotient(right)
    if isinstance(left, LogValue) and isinstance(right, LogQuotient):
        return _quotient(left), right
    return left, right


def _quotient(value: Any) -> LogQuotient:
    if isinstance(value, LogValue) and not value.is_finite:
        raise UndefinedError("arithmetic with ∞ and something else than log values is undefined")
    return log_quotient(value)


def _logarithm(evaluation: Evaluation, term: Term) -> LogValue:
    value = evaluation.argument(term)
    if not is_rational(value) or value < 0:
        raise UndefinedError("only a rational of at least 0 has an exact logarithm")
    return log(value)


# What policies achieve


def _optimal_success(evaluation: Evaluation, _: Term) -> Any:
    return optimal_success(evaluation.model)


def _optimal_return(evaluation: Evaluation, _: Term) -> LogValue:
    return optimal_return(evaluation.model)


def _success_probability(evaluation: Evaluation, term: Term) -> Any:
    model, v = evaluation.model, evaluation.soft_values(term.arguments[0]).v
    return sum(model.start[state] * v[1, state] for state in model.start_states)


def _expected_return(evaluation: Evaluation, term: Term) -> LogValue:
    return expected_return(evaluation.model, evaluation.argument(term))


def _discounted_return(evaluation: Evaluation, term: Term) -> LogValue:
    return discounted_return(evaluation.model, evaluation.argument(term), term.parameter("gamma"))


def _causal_entropy(evaluation: Evaluation, term: Term) -> LogValue:
    return causal_entropy(evaluation.model, evaluation.argument(term))


def _return_derivative(evaluation: Evaluation, term: Term) -> LogQuotient:
    return _derivative(evaluation.rates(term.arguments[0], term.parameter("alpha")).expected_return, term)


def _entropy_derivative(evaluation: Evaluation, term: Term) -> LogQuotient:
    return _derivative(evaluation.rates(term.arguments[0], term.parameter("alpha")).causal_entropy, term)


def _derivative(jet: Jet, term: Term) -> LogQuotient:
    return jet.first if term.parameter("order") == 1 else jet.second


def _return_spread(evaluation: Evaluation, term: Term) -> LogQuotient:
    return return_spread(evaluation.model, evaluation.argument(term), term.parameter("alpha"))


def _action_sequences(evaluation: Evaluation, _: Term) -> int:
    counts = {len(decision.weights) for decision in evaluation.model.decisions}
    if len(counts) > 1:
        raise UndefinedError("|A|^T is undefined where states have different numbers of actions")
    return int(counts.pop() ** evaluation.model.horizon)


def _probability(evaluation: Evaluation, term: Term) -> Any:
    return _at_action(evaluation.argument(term), term)


def _at_action(policy: Policy, term: Term) -> Any:
    row = _at_point(policy, term)
    action = term.parameter("action")
    if action not in row:
        raise UndefinedError(f"the state {term.parameter('state')} has no action {action}")
    return row[action]


def _limit_probability(evaluation: Evaluation, term: Term) -> EnclosedNumber:
    model, policy = evaluation.model, evaluation.argument(term)
    point, action = (term.parameter("time"), term.parameter("state")), term.parameter("action")
    _at_action(policy, term)

    def enclose(width: Fraction) -> tuple[Fraction, Fraction]:
        limit = enclose_retrain_limit(model, policy, width)
        return to_fraction(limit.low[point][action]), to_fraction(limit.high[point][action])

    return EnclosedNumber(enclose)


def _success_from(evaluation: Evaluation, term: Term) -> Any:
    return _at_point(evaluation.soft_values(term.arguments[0]).v, term)


def _at_point(table: Any, term: Term) -> Any:
    point = term.parameter("time"), term.parameter("state")
    if point not in table:
        raise UndefinedError(f"the model has no state {point[1]} at time {point[0]}")
    return table[point]


def _least_lookahead(evaluation: Evaluation, term: Term) -> int:
    return least_lookahead(evaluation.model, evaluation.argument(term))


def _least_retrainings(evaluation: Evaluation, term: Term) -> int:
    return least_retrainings(evaluation.model, evaluation.argument(term))


# Divergences


def _incoherence(evaluation: Evaluation, term: Term) -> LogValue:
    soft = evaluation.value(Term("boltzmann", term.arguments, term.parameters))
    return occupancy_divergence(evaluation.model, evaluation.argument(term), soft)


def _incoherence_limit(evaluation: Evaluation, term: Term) -> LogValue:
    """lim_{δ→0} κ_δ(π): +∞ if a visited state has a supported action below its largest q.

    Otherwise log π^δ tends to −log |A*| on the support, so that the state contributes log |A*| − H(π).
    """
    policy, q = evaluation.argument(term), evaluation.soft_values(term.arguments[0]).q
    total = ZERO
    for point, probability in occupancy_measure(evaluation.model, policy).items():
        best = max(q[point].values())
        if probability == 0 or best == 0:
            continue
        if any(p != 0 and q[point][action] != best for action, p in policy[point].items()):
            return INFINITY
        ties = sum(x == best for x in q[point].values())
        total = total + log_sum((p, ties * p) for p in policy[point].values()) * probability
    return total


def _kl(evaluation: Evaluation, term: Term) -> LogValue:
    return trajectory_divergence(evaluation.model, evaluation.argument(term, 0), evaluation.argument(term, 1))


def _occupancy_kl(evaluation: Evaluation, term: Term) -> LogValue:
    return occupancy_divergence(evaluation.model, evaluation.argument(term, 0), evaluation.argument(term, 1))


def _total_variation(evaluation: Evaluation, term: Term) -> Any:
    left, right = (
        trajectory_distribution(evaluation.model, evaluation.argument(term, side)) for side in (0, 1)
    )
    return sum(max(p - right[trajectory], 0) for trajectory, p in left.items())


def _reverse_kl_bound(evaluation: Evaluation, term: Term) -> LogValue:
    """Σ_s μ(s) log(1 + (1 − P)/P ρ^steps); see ``FORMAT.md`` of the certificates."""
    model, policy, steps = evaluation.model, evaluation.argument(term), term.parameter("steps")
    if not model.is_deterministic:
        raise UndefinedError("the bound is for deterministic dynamics")
    total = ZERO
    for state in model.start_states:
        mass = weight_distribution(model, policy, state)
        best, *others = sorted(mass, reverse=True)
        if best != 0 and others:
            rest = (1 - mass[best]) / mass[best] * (others[0] / best) ** steps
            total = total + log(1 + rest) * model.start[state]
    return total


RULES: dict[str, Rule] = {
    "number": _number,
    "symbol": _of_an_argument,
    "index": _of_an_argument,
    "power_of_index": _of_an_argument,
    "add": _add,
    "subtract": _subtract,
    "multiply": _multiply,
    "divide": _divide,
    "logarithm": _logarithm,
    "optimal_success": _optimal_success,
    "optimal_return": _optimal_return,
    "success_probability": _success_probability,
    "expected_return": _expected_return,
    "discounted_return": _discounted_return,
    "causal_entropy": _causal_entropy,
    "return_derivative": _return_derivative,
    "entropy_derivative": _entropy_derivative,
    "return_spread": _return_spread,
    "action_sequences": _action_sequences,
    "probability": _probability,
    "limit_probability": _limit_probability,
    "success_from": _success_from,
    "least_lookahead": _least_lookahead,
    "least_retrainings": _least_retrainings,
    "incoherence": _incoherence,
    "incoherence_limit": _incoherence_limit,
    "kl": _kl,
    "occupancy_kl": _occupancy_kl,
    "total_variation": _total_variation,
    "reverse_kl_bound": _reverse_kl_bound,
}
