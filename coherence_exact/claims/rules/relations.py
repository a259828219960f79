"""Terms of sort relation: hypotheses, properties of policies, and named arguments."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from coherence_exact.claims.rules import Rule
from coherence_exact.claims.rules.policies import response
from coherence_exact.claims.terms import Term
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.inference.delta import coherent_deltas
from coherence_exact.inference.discounting import undiscounted_model
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.inference.stability import is_policy_stable
from coherence_exact.mdp.model import uniform_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coherence_exact.claims.evaluator import Evaluation
    from coherence_exact.exact.fields import Number
    from coherence_exact.mdp.policy import Action, Point

# Hypotheses about the model and its prior


def _deterministic(evaluation: Evaluation, _: Term) -> bool:
    return evaluation.model.is_deterministic


def _full_support(evaluation: Evaluation, _: Term) -> bool:
    return all(p != 0 for row in evaluation.model.prior.values() for p in row.values())


def _uniform_prior(evaluation: Evaluation, _: Term) -> bool:
    return evaluation.model.prior == uniform_policy(evaluation.model)


def _finite_rewards(evaluation: Evaluation, _: Term) -> bool:
    return all(w != 0 for row in evaluation.model.weights.values() for w in row.values())


def _single_start(evaluation: Evaluation, _: Term) -> bool:
    return len(evaluation.model.start_states) == 1


def _equal_action_counts(evaluation: Evaluation, _: Term) -> bool:
    return len({len(row) for row in evaluation.model.weights.values()}) == 1


def _several_actions(evaluation: Evaluation, _: Term) -> bool:
    return all(len(row) > 1 for row in evaluation.model.weights.values())


def _terminal_rewards(evaluation: Evaluation, _: Term) -> bool:
    model = evaluation.model
    return all(
        w == 1 for (time, _), row in model.weights.items() if time < model.horizon for w in row.values()
    )


def _horizon_at_least(evaluation: Evaluation, term: Term) -> bool:
    return bool(evaluation.model.horizon >= term.parameter("decisions"))


# Properties of policies


def _deterministic_policy(evaluation: Evaluation, term: Term) -> bool:
    return all(p in (0, 1) for row in evaluation.argument(term).values() for p in row.values())


def _visited(evaluation: Evaluation, term: Term, only_visited: bool) -> list[Point]:
    """The decision points that the first argument visits, or all of them."""
    if not only_visited:
        return list(evaluation.model.points)
    occupancy = occupancy_measure(evaluation.model, evaluation.argument(term))
    return [point for point, probability in occupancy.items() if probability != 0]


def _visits_every_state(evaluation: Evaluation, term: Term) -> bool:
    return len(_visited(evaluation, term, True)) == len(evaluation.model.points)


def _success_everywhere(evaluation: Evaluation, term: Term) -> bool:
    return all(v != 0 for v in evaluation.soft_values(term.arguments[0]).v.values())


def _some_success(evaluation: Evaluation, term: Term) -> bool:
    return all(any(row.values()) for row in evaluation.soft_values(term.arguments[0]).q.values())


def _supported_in(evaluation: Evaluation, term: Term) -> bool:
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    points = _visited(evaluation, term, term.parameter("visited"))
    return all(p == 0 or right[point][action] != 0 for point in points for action, p in left[point].items())


def _unique_maxima(evaluation: Evaluation, term: Term) -> bool:
    q = evaluation.soft_values(term.arguments[0]).q
    points = _visited(evaluation, term, term.parameter("visited"))
    return all(list(q[point].values()).count(max(q[point].values())) == 1 for point in points)


def _q_constant_on_support(evaluation: Evaluation, term: Term) -> bool:
    """At every decision point q(s, ·) takes one value on the policy's support."""
    policy, q = evaluation.argument(term), evaluation.soft_values(term.arguments[0]).q
    return all(
        len({q[point][action] for action, p in row.items() if p != 0}) == 1 for point, row in policy.items()
    )


def _proportional_to_q(evaluation: Evaluation, term: Term) -> bool:
    """At every decision point π(·|s) is proportional to q(s, ·)."""
    policy, q = evaluation.argument(term), evaluation.soft_values(term.arguments[0]).q
    return all(_rows_proportional(row, q[point]) for point, row in policy.items())


def _rows_proportional(left: Mapping[Action, Number], right: Mapping[Action, Number]) -> bool:
    return all(left[a] * right[b] == left[b] * right[a] for a, b in combinations(left, 2))


def _proportional_to_weights(evaluation: Evaluation, term: Term) -> bool:
    """At every decision point π(a|s) ∝ w(s, a)^power over the actions with w > 0."""
    power, policy = term.parameter("power"), evaluation.argument(term)
    for point, row in evaluation.model.weights.items():
        positive = {action: w**power for action, w in row.items() if w != 0}
        if not _rows_proportional({a: policy[point][a] for a in positive}, positive):
            return False
    return True


def _order_respecting(evaluation: Evaluation, term: Term) -> bool:
    """Definition 4.4 for the weights of every decision point, and every change of one of them.

    A response f is compared with itself after one coordinate is raised to another weight of the model or
    to 1; ties of the arg max (δ = 0) are shared, or go to the first action.
    """
    respond = _response_with_ties(term.parameter("delta"), term.parameter("ties"))
    for row in evaluation.model.weights.values():
        if not any(row.values()):
            continue
        f = respond(row)
        if any(row[i] >= row[j] and f[i] < f[j] for i in row for j in row):
            return False
        for i in row:
            for raised in {*row.values(), type(row[i])(1)}:
                if raised > row[i]:
                    g = respond({**row, i: raised})
                    if g[i] < f[i] or any(g[j] > f[j] for j in row if j != i):
                        return False
    return True


def _response_with_ties(delta: Any, ties: str) -> Any:
    respond = response(delta)

    def shared(row: Mapping[Action, Number]) -> dict[Action, Number]:
        values = respond(row)
        return {action: x / sum(values.values()) for action, x in values.items()}

    def first(row: Mapping[Action, Number]) -> dict[Action, Number]:
        winner = max(row, key=lambda action: row[action])
        return {action: int(action == winner) for action in row}

    return first if ties == "first" else shared


# Relations between tables


def _proportional(evaluation: Evaluation, term: Term) -> bool:
    """Two tables by action are proportional at every decision point."""
    left, right = _two_tables_by_action(evaluation, term)
    rows = (_by_point(left), _by_point(right))
    return all(_rows_proportional(row, rows[1][point]) for point, row in rows[0].items())


def _two_tables_by_action(evaluation: Evaluation, term: Term) -> tuple[Any, Any]:
    """Both arguments, if they have the same entries, one for each action of some decision points."""
    left, right = evaluation.argument(term, 0), evaluation.argument(term, 1)
    if left.keys() != right.keys() or any(len(key) != 3 for key in left):
        raise UndefinedError(f"{term.name} compares two tables with the same entries, one for each action")
    return left, right


def _by_point(table: Mapping[tuple[Any, ...], Any]) -> dict[Point, dict[Action, Any]]:
    rows: dict[Point, dict[Action, Any]] = {}
    for key, x in table.items():
        rows.setdefault(key[:2], {})[key[2]] = x
    return rows


def _equal_up_to_shaping(evaluation: Evaluation, term: Term) -> bool:
    """The products of two tables along trajectories are proportional, from each decision point apart."""
    left, right = _two_tables_by_action(evaluation, term)
    if len(left) != sum(map(len, evaluation.model.weights.values())):
        raise UndefinedError("potential shaping compares tables with an entry for every action")
    for point in evaluation.model.points:
        products = [
            (_product(left, trajectory), _product(right, trajectory))
            for trajectory, _ in evaluation.model.trajectories[point]
        ]
        if any(a * d != b * c for (a, b), (c, d) in combinations(products, 2)):
            return False
    return True


def _product(table: Mapping[tuple[Any, ...], Any], trajectory: Any) -> Any:
    product: Any = 1
    for point, action in trajectory:
        product = product * table[(*point, action)]
    return product


# Named arguments


def _coherent_for_some_delta(evaluation: Evaluation, term: Term) -> bool:
    return not coherent_deltas(evaluation.model, evaluation.argument(term)).is_empty


def _coherent_only_at(evaluation: Evaluation, term: Term) -> bool:
    inverse = coherent_deltas(evaluation.model, evaluation.argument(term)).inverse
    return inverse is not None and inverse.rational == 1 / term.parameter("delta")


def _policy_stable(evaluation: Evaluation, term: Term) -> bool:
    try:
        return is_policy_stable(evaluation.model, evaluation.argument(term), term.parameter("lookahead"))
    except ArgumentError as error:
        raise UndefinedError(str(error)) from error


def in_undiscounted_model(evaluation: Evaluation, term: Term) -> Any:
    """The argument in the model that ends with probability 1 − γ after each decision."""
    gamma = term.parameter("gamma")
    there = evaluation.elsewhere(("undiscounted", gamma), lambda: undiscounted_model(evaluation.model, gamma))
    return there.value(term.arguments[0])


# Logic


def _finite(evaluation: Evaluation, term: Term) -> bool:
    value = evaluation.argument(term)
    return not isinstance(value, LogValue) or value.is_finite


def _both(evaluation: Evaluation, term: Term) -> bool:
    return all(evaluation.value(relation) for relation in term.arguments)


def _either(evaluation: Evaluation, term: Term) -> bool:
    return any(evaluation.value(relation) for relation in term.arguments)


def _implies(evaluation: Evaluation, term: Term) -> bool:
    return not evaluation.argument(term, 0) or evaluation.argument(term, 1)


def _iff(evaluation: Evaluation, term: Term) -> bool:
    return bool(evaluation.argument(term, 0) == evaluation.argument(term, 1))


def _negation(evaluation: Evaluation, term: Term) -> bool:
    return not evaluation.argument(term)


RULES: dict[str, Rule] = {
    "deterministic": _deterministic,
    "full_support": _full_support,
    "uniform_prior": _uniform_prior,
    "finite_rewards": _finite_rewards,
    "single_start": _single_start,
    "equal_action_counts": _equal_action_counts,
    "several_actions": _several_actions,
    "terminal_rewards": _terminal_rewards,
    "horizon_at_least": _horizon_at_least,
    "deterministic_policy": _deterministic_policy,
    "visits_every_state": _visits_every_state,
    "success_everywhere": _success_everywhere,
    "some_success": _some_success,
    "supported_in": _supported_in,
    "unique_maxima": _unique_maxima,
    "q_constant_on_support": _q_constant_on_support,
    "proportional_to_q": _proportional_to_q,
    "proportional_to_weights": _proportional_to_weights,
    "order_respecting": _order_respecting,
    "proportional": _proportional,
    "equal_up_to_shaping": _equal_up_to_shaping,
    "coherent_for_some_delta": _coherent_for_some_delta,
    "coherent_only_at": _coherent_only_at,
    "policy_stable": _policy_stable,
    "in_undiscounted_model": in_undiscounted_model,
    "value_in_undiscounted_model": in_undiscounted_model,
    "finite": _finite,
    "both": _both,
    "either": _either,
    "implies": _implies,
    "iff": _iff,
    "negation": _negation,
}
