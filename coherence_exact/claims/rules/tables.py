"""Terms of sort table and distribution: numbers by decision point, action, successor or trajectory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from coherence_exact.claims.rules import Rule
from coherence_exact.claims.terms import Term
from coherence_exact.errors import UndefinedError
from coherence_exact.inference.folding import folded_weights
from coherence_exact.inference.sampling import best_of, rejection_sampling
from coherence_exact.inference.trajectories import (
    Distribution,
    conditioned_distribution,
    success_from,
    trajectory_distribution,
    weight_of,
)

if TYPE_CHECKING:
    from coherence_exact.claims.evaluator import Evaluation
    from coherence_exact.mdp.policy import Rows

Table = dict[tuple[Any, ...], Any]
"""Numbers by (time, state), (time, state, action) or (time, state, action, successor)."""


def _flat(rows: Rows) -> Table:
    return {(*point, action): x for point, row in rows.items() for action, x in row.items()}


def _soft_q(evaluation: Evaluation, term: Term) -> Table:
    q = evaluation.soft_values(term.arguments[0]).q
    return _flat({point: q[point] for point in evaluation.model.points})


def _soft_v(evaluation: Evaluation, term: Term) -> Any:
    v = evaluation.soft_values(term.arguments[0]).v
    return {point: v[point] for point in evaluation.model.points}


def _success_given_action(evaluation: Evaluation, term: Term) -> Table:
    model, policy = evaluation.model, evaluation.argument(term)
    return {
        (*point, action): success_from(model, policy, point, action)
        for point, row in policy.items()
        for action in row
    }


def _success_given_state(evaluation: Evaluation, term: Term) -> Table:
    model, policy = evaluation.model, evaluation.argument(term)
    return {point: success_from(model, policy, point) for point in policy}


def _weights(evaluation: Evaluation, term: Term) -> Table:
    power = term.parameter("power")
    return {key: w**power for key, w in _flat(evaluation.model.weights).items()}


def _folded_weights(evaluation: Evaluation, term: Term) -> Table:
    kind, cumulative = term.parameter("kind"), term.parameter("cumulative")
    sequence = folded_weights(evaluation.model, evaluation.argument(term), kind, cumulative)
    return _flat(next(islice(sequence, term.parameter("steps"), None)))


def _at_last_time(evaluation: Evaluation, term: Term) -> Table:
    return {key: x for key, x in evaluation.argument(term).items() if key[0] == evaluation.model.horizon}


def _dynamics(evaluation: Evaluation, _: Term) -> Table:
    return {
        (*decision.point, action, following[1]): p
        for decision in evaluation.model.decisions
        for action, successors in decision.successors.items()
        for following, p in successors
    }


def _conditioned_dynamics(evaluation: Evaluation, term: Term) -> Table:
    """τ(s'|s, a) v(s') / Σ τ v: the dynamics given that all later decisions succeed."""
    v = evaluation.soft_values(term.arguments[0]).v
    table: Table = {}
    for decision in evaluation.model.decisions:
        for action, successors in decision.successors.items():
            total = sum(p * v[following] for following, p in successors)
            if successors and total == 0:
                raise UndefinedError("success after some action is impossible and cannot be conditioned on")
            for following, p in successors:
                table[(*decision.point, action, following[1])] = p * v[following] / total
    return table


def _expected_success(evaluation: Evaluation, term: Term) -> Table:
    """Σ_{s'} P(s'|s, a) v(s') for t < T, under the dynamics or the conditioned dynamics."""
    conditioned = Term("conditioned_dynamics", term.arguments)
    dynamics = evaluation.value(conditioned if term.parameter("conditioned") else Term("dynamics"))
    v = evaluation.soft_values(term.arguments[0]).v
    table: Table = {}
    for (time, state, action, following), p in dynamics.items():
        key = (time, state, action)
        table[key] = table.get(key, 0) + p * v[time + 1, following]
    return table


def _largest_probability(evaluation: Evaluation, term: Term) -> Table:
    soft = evaluation.value(Term("boltzmann", term.arguments, term.parameters))
    return {point: max(row.values()) for point, row in soft.items()}


def _reciprocal_sum(evaluation: Evaluation, term: Term) -> Table:
    """1 / Σ_a q(s, a)^n q*(s)^−power with δ = 1/n and q* the largest q; undefined where it is 0."""
    n, power = 1 / term.parameter("delta"), term.parameter("power")
    table: Table = {}
    for point, row in evaluation.soft_values(term.arguments[0]).q.items():
        best = max(row.values())
        if best == 0:
            raise UndefinedError("every action fails in some state, where soft policies are undefined")
        table[point] = 1 / sum(x ** int(n) / best**power for x in row.values())
    return table


def _posterior_over_weight(evaluation: Evaluation, term: Term) -> Table:
    """p(a|s, O)/w(s, a) at t = T where w > 0: e^C in the proof of Lemma A.8."""
    model, trained = evaluation.model, evaluation.value(Term("retrain", term.arguments, (("steps", 1),)))
    return {
        (*point, action): p / model.weights[point][action]
        for point, row in trained.items()
        for action, p in row.items()
        if point[0] == model.horizon and model.weights[point][action] != 0
    }


def _constant_of_lemma(evaluation: Evaluation, term: Term) -> Table:
    """|A|^sign / (Σ_a w(s, a) / |A|) at t = T where w > 0: e^C as Lemma A.8 writes it with sign = 1."""
    model, sign = evaluation.model, term.parameter("sign")
    table: Table = {}
    for point, row in model.weights.items():
        for action, weight in row.items():
            if point[0] == model.horizon and weight != 0:
                factor = len(row) if sign == 1 else 1 / weight.__class__(len(row))
                table[(*point, action)] = factor / (sum(row.values()) / len(row))
    return table


# Distributions over trajectories


def _trajectories(evaluation: Evaluation, term: Term) -> Distribution:
    return trajectory_distribution(evaluation.model, evaluation.argument(term), term.parameter("given_start"))


def _conditioned_trajectories(evaluation: Evaluation, term: Term) -> Distribution:
    return conditioned_distribution(
        evaluation.model, evaluation.argument(term), term.parameter("given_start")
    )


def _last_reward_trajectories(evaluation: Evaluation, term: Term) -> Distribution:
    """p_π(ξ|s_1) w(s_T, a_T) / v_1(s_1): the telescoped product in the proof of Proposition A.2."""
    model, v = evaluation.model, evaluation.soft_values(term.arguments[0]).v
    if any(v[1, state] == 0 for state in model.start_states):
        raise UndefinedError("success is impossible from some start state")
    joint = trajectory_distribution(model, evaluation.argument(term), given_start=True)
    return {
        trajectory: p * weight_of(model, trajectory[-1:]) / v[trajectory[0][0]]
        for trajectory, p in joint.items()
    }


def _rejection(evaluation: Evaluation, term: Term) -> Distribution:
    return rejection_sampling(evaluation.model, evaluation.argument(term), term.parameter("successes"))


def _best_of(evaluation: Evaluation, term: Term) -> Distribution:
    return best_of(evaluation.model, evaluation.argument(term), term.parameter("samples"))


RULES: dict[str, Rule] = {
    "soft_q": _soft_q,
    "soft_v": _soft_v,
    "success_given_action": _success_given_action,
    "success_given_state": _success_given_state,
    "weights": _weights,
    "folded_weights": _folded_weights,
    "at_last_time": _at_last_time,
    "dynamics": _dynamics,
    "conditioned_dynamics": _conditioned_dynamics,
    "expected_success": _expected_success,
    "largest_probability": _largest_probability,
    "reciprocal_sum": _reciprocal_sum,
    "posterior_over_weight": _posterior_over_weight,
    "constant_of_lemma": _constant_of_lemma,
    "trajectories": _trajectories,
    "conditioned_trajectories": _conditioned_trajectories,
    "last_reward_trajectories": _last_reward_trajectories,
    "rejection": _rejection,
    "best_of": _best_of,
}
