"""The definitions by sums over trajectories, from a model's description alone.

Nothing here calls the library's own enumeration, recursion or operations, but for :func:`table` and
:func:`value`, which say what the library makes of a term: the tests compare with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import prod
from typing import Any

from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import ZERO, LogValue, log
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row, Rows, Trajectory

Paths = list[tuple[Trajectory, Number]]
"""Trajectories, each with its product of transition probabilities."""

Steps = tuple[tuple[int, str, str], ...]
"""A trajectory as tables call it: (time, state, action) for each step."""


# What the library says


def value(model: Model, term: Term, second_policy: Policy | None = None) -> Any:
    """The number or the truth that a term denotes."""
    return Evaluation(model, second_policy).value(term)


def table(model: Model, term: Term, second_policy: Policy | None = None) -> dict[Any, Any]:
    """The table that a term denotes, by the names of points, choices, trajectories and so on."""
    return Evaluation(model, second_policy).table(term)


def rows_of(entries: Mapping[tuple[int, str, str], Number]) -> dict[Point, dict[Action, Number]]:
    """A table over choices as rows."""
    rows: dict[Point, dict[Action, Number]] = {}
    for (time, state, action), x in entries.items():
        rows.setdefault((time, state), {})[action] = x
    return rows


def entries_of(rows: Rows | Mapping[Point, Row]) -> dict[tuple[int, str, str], Number]:
    """Rows as a table over choices."""
    return {(*point, action): x for point, row in rows.items() for action, x in row.items()}


def steps_of(path: Trajectory) -> Steps:
    return tuple((time, state, action) for (time, state), action in path)


# Trajectories


def paths(model: Model, point: Point) -> Paths:
    """Every trajectory of positive transition probability from a decision point to the horizon."""
    time, state = point
    found: Paths = []
    for action, choice in model.states[state].items():
        step = (point, action)
        if time == model.horizon:
            found.append(((step,), Fraction(1)))
            continue
        for following, p in choice.successors.items():
            if p != 0:
                found += [((step, *rest), p * tau) for rest, tau in paths(model, (time + 1, following))]
    return found


def all_paths(model: Model) -> Paths:
    """Every trajectory from every decision point."""
    return [found for point in sorted(points(model)) for found in paths(model, point)]


def starts(model: Model) -> dict[Point, Number]:
    """The start states of positive probability, as decision points."""
    return {(1, state): p for state, p in model.start.items() if p != 0}


def points(model: Model) -> set[Point]:
    """Every decision point that some trajectory meets."""
    return {point for start in starts(model) for path, _ in paths(model, start) for point, _ in path}


def actions(model: Model, point: Point) -> list[Action]:
    return list(model.states[point[1]])


def chance(rows: Rows, path: Trajectory) -> Number:
    """Π π(a|s) along a trajectory."""
    return prod((rows[point][action] for point, action in path), start=Fraction(1))


def weight(model: Model, path: Trajectory) -> Number:
    """Π w(s, a) along a trajectory."""
    return prod((model.states[state][action].weight for (_, state), action in path), start=Fraction(1))


def weights(model: Model) -> dict[Point, dict[Action, Number]]:
    """w(s, a) at every decision point."""
    return {
        point: {action: choice.weight for action, choice in model.states[point[1]].items()}
        for point in points(model)
    }


def joint(model: Model, policy: Policy) -> dict[Trajectory, Number]:
    """p_π(ξ) for every trajectory of positive transition probability."""
    return {
        path: mu * tau * chance(policy, path)
        for start, mu in starts(model).items()
        for path, tau in paths(model, start)
    }


# Values


def q(model: Model, policy: Rows, point: Point, action: Action, per_step: Rows | None = None) -> Number:
    """The probability of success from a decision point on, given its action, by trajectories."""
    rows = weights(model) if per_step is None else per_step
    return sum(
        (
            tau * chance(policy, path[1:]) * chance(rows, path)
            for path, tau in paths(model, point)
            if path[0][1] == action
        ),
        start=Fraction(0),
    )


def q_row(model: Model, policy: Rows, point: Point, per_step: Rows | None = None) -> dict[Action, Number]:
    return {action: q(model, policy, point, action, per_step) for action in actions(model, point)}


def q_rows(model: Model, policy: Rows, per_step: Rows | None = None) -> dict[Point, dict[Action, Number]]:
    return {point: q_row(model, policy, point, per_step) for point in points(model)}


def v(model: Model, policy: Rows, point: Point) -> Number:
    """The probability of success from a decision point on, by trajectories."""
    return sum(
        (tau * chance(policy, path) * weight(model, path) for path, tau in paths(model, point)),
        start=Fraction(0),
    )


def success(model: Model, policy: Policy) -> Number:
    """S(π) = Σ_ξ p_π(ξ) Π w."""
    return sum((p * weight(model, path) for path, p in joint(model, policy).items()), start=Fraction(0))


def expected_return(model: Model, policy: Policy) -> LogValue:
    """J(π) = Σ_ξ p_π(ξ) Σ_t log w."""
    return log_sum(
        (p, model.states[state][action].weight)
        for path, p in joint(model, policy).items()
        for (_, state), action in path
    )


def occupancy(model: Model, policy: Policy) -> dict[Point, Number]:
    """The probability that the policy visits each decision point."""
    found: dict[Point, Number] = dict.fromkeys(points(model), Fraction(0))
    for path, p in joint(model, policy).items():
        for point, _ in path:
            found[point] += p
    return found


def visited(model: Model, policy: Policy) -> set[Point]:
    return {point for point, p in occupancy(model, policy).items() if p != 0}


# Policies


def normal(row: Mapping[Action, Number], otherwise: Mapping[Action, Number]) -> dict[Action, Number]:
    """The row divided by its sum, or another row where the sum is 0."""
    total = sum(row.values())
    return {action: x / total for action, x in row.items()} if total != 0 else dict(otherwise)


def conditioned(model: Model, policy: Policy, per_step: Rows | None = None) -> Policy:
    """G(π), with the model's weights or others."""
    rows = {}
    for point, row in policy.items():
        found = q_row(model, policy, point, per_step)
        rows[point] = normal({action: p * found[action] for action, p in row.items()}, row)
    return Policy(rows)


def retrained(model: Model, policy: Policy, steps: int) -> Policy:
    """G^steps(π)."""
    for _ in range(steps):
        policy = conditioned(model, policy)
    return policy


def power(model: Model, alpha: int) -> dict[Point, dict[Action, Number]]:
    """w^α at every decision point."""
    return {point: {a: w**alpha for a, w in row.items()} for point, row in weights(model).items()}


def soft(model: Model, policy: Policy, n: int) -> Policy:
    """π^δ at δ = 1/n: proportional to q^n."""
    return Policy(
        {
            point: normal({a: x**n for a, x in q_row(model, policy, point).items()}, row)
            for point, row in policy.items()
        }
    )


def greedy(model: Model, policy: Policy) -> Policy:
    """Uniform over the actions of the largest q."""
    return Policy({point: largest(q_row(model, policy, point), row) for point, row in policy.items()})


def largest(row: Mapping[Action, Number], otherwise: Mapping[Action, Number]) -> dict[Action, Number]:
    """Uniform over the largest entries, or another row where all are 0."""
    best = max(row.values())
    return normal({action: Fraction(int(x == best and x != 0)) for action, x in row.items()}, otherwise)


def given_the_largest_weight(model: Model, policy: Policy, point: Point) -> Row:
    """The first action of the possible trajectories from a point, given the largest weight among them."""
    found = [
        (tau * chance(policy, path), weight(model, path), path[0][1]) for path, tau in paths(model, point)
    ]
    most = max(w for p, w, _ in found if p > 0)
    row = dict.fromkeys(policy[point], Fraction(0))
    for p, w, action in found:
        if w == most != 0:
            row[action] += p
    return normal(row, policy[point])


# Logarithms


def log_sum(parts: Iterable[tuple[Number, Number]]) -> LogValue:
    """Σ c·log x; a coefficient 0 contributes 0, whatever x is."""
    total = ZERO
    for coefficient, x in parts:
        if coefficient != 0:
            total = total + log(x) * coefficient
    return total
