"""The exact evaluator: what a term denotes in one model, by the definitions.

An ``Evaluation`` belongs to one model (and a second policy, where claims speak of two) and shares its
work between all terms: every term is computed once.  Rational models may hold ``gmpy2.mpq`` numbers,
which makes enumeration several times faster; nothing here depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import gmpy2

from coherence_exact.claims.terms import Horizon, Term
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.inference.coherence import (
    Response,
    arg_max_response,
    boltzmann_response,
    iterated_coherence,
    soft_policy,
)
from coherence_exact.inference.conditioning import retraining
from coherence_exact.inference.delta import coherent_deltas
from coherence_exact.inference.divergences import occupancy_divergence
from coherence_exact.inference.folding import folding
from coherence_exact.inference.limits import retrain_limit
from coherence_exact.inference.optimality import optimal_return, optimal_success
from coherence_exact.inference.returns import causal_entropy, expected_return
from coherence_exact.inference.stability import is_policy_stable
from coherence_exact.inference.temperature import temperature
from coherence_exact.inference.trajectories import (
    conditioned_distribution,
    success_from,
    trajectory_distribution,
    trajectory_divergence,
)
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.model import Model, uniform_policy
from coherence_exact.mdp.policy import Policy

Rule: TypeAlias = Callable[["Evaluation", Term], Any]

RULES: dict[str, Rule] = {}
"""What each term denotes, by its name."""


class Evaluation:
    """Values of terms in one model; ``second_policy`` is what the term of that name denotes."""

    def __init__(self, model: Model, second_policy: Policy | None = None) -> None:
        self.model = model
        self.second_policy = second_policy
        self._values: dict[Term, Any] = {}
        self._sequences: dict[tuple[Any, ...], tuple[Iterator[Policy], list[Policy]]] = {}
        self._soft_values: dict[Term, SoftValues] = {}

    def value(self, term: Term) -> Any:
        """What the term denotes; raises :class:`UndefinedError` where it denotes nothing."""
        if term not in self._values:
            self._values[term] = RULES[term.name](self, term)
        return self._values[term]

    def argument(self, term: Term, index: int = 0) -> Any:
        """What an argument of the term denotes."""
        return self.value(term.arguments[index])

    def soft_values(self, policy: Term) -> SoftValues:
        """q and v of the policy that a term denotes."""
        if policy not in self._soft_values:
            self._soft_values[policy] = soft_values(self.model, self.value(policy))
        return self._soft_values[policy]

    def iterate(self, term: Term, key: tuple[Any, ...], begin: Callable[[], Iterator[Policy]]) -> Policy:
        """Element number ``steps`` of a sequence of policies, computed once for all steps."""
        steps = term.parameter("steps")
        wanted = self.model.horizon + steps.offset if isinstance(steps, Horizon) else steps
        if wanted < 0:
            raise UndefinedError(f"{steps} is negative at horizon {self.model.horizon}")
        sequence, known = self._sequences.setdefault((term.name, term.arguments, *key), (begin(), []))
        while len(known) <= wanted:
            known.append(next(sequence))
        return known[wanted]


def _rule(name: str) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        RULES[name] = rule
        return rule

    return register


def response(delta: Any) -> Response:
    """Boltzmann's response at δ = 1/n, or the arg max with ties shared at δ = 0."""
    return arg_max_response if delta == 0 else boltzmann_response(delta)


# Policies

RULES["prior"] = lambda evaluation, _: evaluation.model.prior
RULES["uniform"] = lambda evaluation, _: uniform_policy(evaluation.model)


@_rule("second_policy")
def _second_policy(evaluation: Evaluation, _: Term) -> Policy:
    if evaluation.second_policy is None:
        raise UndefinedError("there is no second policy here; quantify the claim over a family of pairs")
    return evaluation.second_policy


@_rule("retrain")
def _retrain(evaluation: Evaluation, term: Term) -> Policy:
    return evaluation.iterate(term, (), lambda: retraining(evaluation.model, evaluation.argument(term)))


@_rule("temperature")
def _temperature(evaluation: Evaluation, term: Term) -> Policy:
    return temperature(evaluation.model, evaluation.argument(term), term.parameter("alpha"))


@_rule("fold")
def _fold(evaluation: Evaluation, term: Term) -> Policy:
    kind, cumulative = term.parameter("kind"), term.parameter("cumulative")
    return evaluation.iterate(
        term,
        (kind, cumulative),
        lambda: folding(evaluation.model, evaluation.argument(term), kind, cumulative),
    )


@_rule("boltzmann")
def _boltzmann(evaluation: Evaluation, term: Term) -> Policy:
    return soft_policy(evaluation.model, evaluation.argument(term), response(term.parameter("delta")))


@_rule("coherent")
def _coherent(evaluation: Evaluation, term: Term) -> Policy:
    delta = term.parameter("delta")
    return evaluation.iterate(
        term,
        (delta,),
        lambda: iterated_coherence(evaluation.model, evaluation.argument(term), response(delta)),
    )


@_rule("retrain_limit")
def _retrain_limit(evaluation: Evaluation, term: Term) -> Policy:
    if not evaluation.model.is_deterministic:
        raise UndefinedError("the limit of re-training has no exact value with stochastic dynamics")
    return retrain_limit(evaluation.model, evaluation.argument(term))


# Values


@_rule("number")
def _number(_: Evaluation, term: Term) -> Any:
    value = term.parameter("value")
    return gmpy2.mpq(value.numerator, value.denominator)


@_rule("add")
def _add(evaluation: Evaluation, term: Term) -> Any:
    left, right = _same_kind(evaluation, term)
    return left + right


@_rule("subtract")
def _subtract(evaluation: Evaluation, term: Term) -> Any:
    left, right = _same_kind(evaluation, term)
    return left - right


@_rule("multiply")
def _multiply(evaluation: Evaluation, term: Term) -> Any:
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if isinstance(left, LogValue) and isinstance(right, LogValue):
        raise UndefinedError("a product of two log values is not a log value; multiply by a rational")
    return left * right


@_rule("divide")
def _divide(evaluation: Evaluation, term: Term) -> Any:
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if isinstance(right, LogValue) or right == 0:
        raise UndefinedError("only division by a rational other than 0 is exact")
    return left / right


def _same_kind(evaluation: Evaluation, term: Term) -> tuple[Any, Any]:
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if isinstance(left, LogValue) is not isinstance(right, LogValue):
        raise UndefinedError("a sum of a rational and a log value is not a log value; compare them instead")
    return left, right


RULES["optimal_success"] = lambda evaluation, _: optimal_success(evaluation.model)
RULES["optimal_return"] = lambda evaluation, _: optimal_return(evaluation.model)
RULES["expected_return"] = lambda e, term: expected_return(e.model, e.argument(term))
RULES["causal_entropy"] = lambda e, term: causal_entropy(e.model, e.argument(term))
RULES["kl"] = lambda e, term: trajectory_divergence(e.model, e.argument(term, 0), e.argument(term, 1))
RULES["occupancy_kl"] = lambda e, term: occupancy_divergence(
    e.model, e.argument(term, 0), e.argument(term, 1)
)


@_rule("success_probability")
def _success_probability(evaluation: Evaluation, term: Term) -> Any:
    model, v = evaluation.model, evaluation.soft_values(term.arguments[0]).v
    return sum(model.start[state] * v[1, state] for state in model.start_states)


@_rule("incoherence")
def _incoherence(evaluation: Evaluation, term: Term) -> LogValue:
    policy = evaluation.argument(term)
    soft = evaluation.value(Term("boltzmann", term.arguments, term.parameters))
    return occupancy_divergence(evaluation.model, policy, soft)


def _at_point(table: Any, term: Term) -> Any:
    point = term.parameter("time"), term.parameter("state")
    if point not in table:
        raise UndefinedError(f"the model has no decision point {point}")
    return table[point]


@_rule("probability")
def _probability(evaluation: Evaluation, term: Term) -> Any:
    row = _at_point(evaluation.argument(term), term)
    action = term.parameter("action")
    if action not in row:
        raise UndefinedError(f"the state {term.parameter('state')} has no action {action}")
    return row[action]


@_rule("success_from")
def _success_from(evaluation: Evaluation, term: Term) -> Any:
    return _at_point(evaluation.soft_values(term.arguments[0]).v, term)


# Tables and distributions


@_rule("soft_q")
def _soft_q(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    q = evaluation.soft_values(term.arguments[0]).q
    return {(*point, action): x for point, row in q.items() for action, x in row.items()}


@_rule("soft_v")
def _soft_v(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    return evaluation.soft_values(term.arguments[0]).v


@_rule("success_given_action")
def _success_given_action(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    model, policy = evaluation.model, evaluation.argument(term)
    return {
        (*point, action): success_from(model, policy, point, action)
        for point, row in policy.items()
        for action in row
    }


@_rule("success_given_state")
def _success_given_state(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    model, policy = evaluation.model, evaluation.argument(term)
    return {point: success_from(model, policy, point) for point in policy}


@_rule("trajectories")
def _trajectories(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    return trajectory_distribution(evaluation.model, evaluation.argument(term), term.parameter("given_start"))


@_rule("conditioned_trajectories")
def _conditioned(evaluation: Evaluation, term: Term) -> dict[Any, Any]:
    return conditioned_distribution(
        evaluation.model, evaluation.argument(term), term.parameter("given_start")
    )


# Hypotheses


RULES["deterministic"] = lambda evaluation, _: evaluation.model.is_deterministic
RULES["full_support"] = lambda e, _: all(p != 0 for row in e.model.prior.values() for p in row.values())
RULES["uniform_prior"] = lambda e, _: e.model.prior == uniform_policy(e.model)
RULES["finite_rewards"] = lambda e, _: all(w != 0 for row in e.model.weights.values() for w in row.values())
RULES["single_start"] = lambda evaluation, _: len(evaluation.model.start_states) == 1
RULES["equal_action_counts"] = lambda e, _: len({len(row) for row in e.model.weights.values()}) == 1
RULES["horizon_at_least"] = lambda e, term: e.model.horizon >= term.parameter("decisions")


# Named arguments


@_rule("coherent_for_some_delta")
def _coherent_for_some_delta(evaluation: Evaluation, term: Term) -> bool:
    return not coherent_deltas(evaluation.model, evaluation.argument(term)).is_empty


@_rule("coherent_only_at")
def _coherent_only_at(evaluation: Evaluation, term: Term) -> bool:
    inverse = coherent_deltas(evaluation.model, evaluation.argument(term)).inverse
    return inverse is not None and inverse.rational == 1 / term.parameter("delta")


@_rule("policy_stable")
def _policy_stable(evaluation: Evaluation, term: Term) -> bool:
    try:
        return is_policy_stable(evaluation.model, evaluation.argument(term), term.parameter("lookahead"))
    except ArgumentError as error:
        raise UndefinedError(str(error)) from error


# Comparison


def compare(left: Any, right: Any) -> int:
    """−1, 0 or 1 for two values, rational or log."""
    if isinstance(left, LogValue):
        if isinstance(right, LogValue):
            return (left > right) - (left < right)
        return left.compare_rational(right)
    if isinstance(right, LogValue):
        return -right.compare_rational(left)
    return int(left > right) - int(left < right)


Entry: TypeAlias = tuple[Any, Any, Any]
"""(where, left, right) of one comparison."""


def entries(left: Any, right: Any) -> Iterator[Entry]:
    """The pairs of numbers that a comparison of two denotations compares, in a fixed order."""
    if isinstance(left, Policy):
        for point, row in left.items():
            for action, x in row.items():
                yield (*point, action), x, right[point][action]
    elif isinstance(left, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            yield key, left.get(key, 0), right.get(key, 0)
    else:
        yield None, left, right


_HOLDS: dict[str, Callable[[int], bool]] = {
    "equal": lambda sign: sign == 0,
    "at_least": lambda sign: sign >= 0,
    "at_most": lambda sign: sign <= 0,
    "greater": lambda sign: sign > 0,
}


def failing_entry(evaluation: Evaluation, term: Term) -> Entry | None:
    """The first entry at which a comparison (equal, at_least, …) fails, if any."""
    holds = _HOLDS[term.name]
    sides = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if term.name == "equal" and sides[0] == sides[1]:
        return None
    return next((entry for entry in entries(*sides) if not holds(compare(entry[1], entry[2]))), None)


for _name in _HOLDS:
    RULES[_name] = lambda evaluation, term: failing_entry(evaluation, term) is None


@_rule("finite")
def _finite(evaluation: Evaluation, term: Term) -> bool:
    value = evaluation.argument(term)
    return not isinstance(value, LogValue) or value.is_finite


# Logic


RULES["both"] = lambda e, term: all(e.value(relation) for relation in term.arguments)
RULES["either"] = lambda e, term: any(e.value(relation) for relation in term.arguments)
RULES["implies"] = lambda e, term: not e.argument(term, 0) or e.argument(term, 1)
RULES["iff"] = lambda e, term: e.argument(term, 0) == e.argument(term, 1)
RULES["negation"] = lambda e, term: not e.argument(term)
