"""Rational bounds on the limit of re-training under stochastic dynamics (Proposition 5.5).

Success probabilities v_k(s) increase to their maximum m(s) over the prior's support, and π_∞ lives on the
actions that attain m(s); but its weights are infinite products,

    π_∞(a|s) ∝ π_k(a|s) Π_{j≥k} q_j(s, a)/m(s)    on the actions with q_∞(s, a) = m(s),

which may be irrational.  They are enclosed in rationals: k re-trainings are followed in Arb balls, and
the rest of each product is bounded by sums of geometric series (see ``_remaining_regret``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.functions import SoftValues, check_steps, goal_condition
from coherence_exact.exact.fields import Number, is_zero, largest, normalised
from coherence_exact.exact.logarithms import ball, lower_end, upper_end
from coherence_exact.mdp.model import Decision, Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row

Ball: TypeAlias = Any
"""A ``flint.arb``: a real number up to a known error."""

Balls: TypeAlias = dict[Point, dict[Action, Ball]]
Bounds: TypeAlias = dict[Action, tuple[Fraction, Fraction]]


def largest_success(model: Model, prior: Policy) -> SoftValues:
    """The largest success probabilities q, v over policies within the prior's support."""
    q: dict[Point, dict[Action, Number]] = {}
    v: dict[Point, Number] = {}
    for decision in reversed(model.decisions):
        q[decision.point] = {a: _action_value(decision, a, v) for a in decision.weights}
        supported = [x for a, x in q[decision.point].items() if not is_zero(prior[decision.point][a])]
        v[decision.point] = largest(supported)
    return SoftValues(q, v)


def _action_value(decision: Decision, action: Action, v: Mapping[Point, Number]) -> Number:
    successors = decision.successors[action]
    return decision.weights[action] * (sum(p * v[s] for s, p in successors) if successors else 1)


def limit_support(model: Model, prior: Policy) -> dict[Point, list[Action]]:
    """The actions with positive probability in the limit of re-training, at every decision point.

    They are the supported actions that attain the largest success probability within the prior's
    support; at dead states, the prior's own support.
    """
    q, v = largest_success(model, prior)
    return {
        point: [
            a
            for a, p in row.items()
            if not is_zero(p) and (is_zero(v[point]) or is_zero(q[point][a] - v[point]))
        ]
        for point, row in prior.rows.items()
    }


def _dead_points(best: SoftValues) -> frozenset[Point]:
    return frozenset(point for point, m in best.v.items() if is_zero(m))


@dataclass(frozen=True)
class LimitEnclosure:
    """The limit of re-training, enclosed: exact support, and low ≤ π_∞(a|s) ≤ high everywhere.

    The rows of ``low`` sum to at most 1, those of ``high`` to at least 1.  ``steps`` is the number of
    re-trainings after which the bounds were taken.
    """

    support: dict[Point, list[Action]]
    low: Policy
    high: Policy
    steps: int


def enclose_retrain_limit(
    model: Model, prior: Policy, width: Fraction = Fraction(1, 10**6), most_steps: int = 4096
) -> LimitEnclosure:
    """Rational bounds on lim_{k→∞} G^k(prior) for any dynamics, at most ``width`` apart.

    Low and high are equal where the limit is known exactly, and decimals elsewhere.  Doubles the
    number of re-trainings until every bound is that tight; raises :class:`ArgumentError` if
    ``most_steps`` do not suffice.

    >>> from coherence_exact.mdp.builder import ModelBuilder
    >>> model = (
    ...     ModelBuilder("two ways to a learner", horizon=2, start="s")
    ...     .action("s", "a", to={"learner": "1/2", "dead end": "1/2"})
    ...     .action("s", "b", to={"half": 1})
    ...     .action("learner", "a").action("learner", "b", success="1/2")
    ...     .action("dead end", "a", success=0)
    ...     .action("half", "a", success="1/2")
    ...     .build()
    ... )
    >>> enclosure = enclose_retrain_limit(model, model.prior, Fraction(1, 1000))
    >>> enclosure.low[1, "s"]["a"], enclosure.high[1, "s"]["a"]
    (Fraction(3333, 10000), Fraction(1667, 5000))
    """
    if width <= 0:
        raise ArgumentError(f"a width of {width} encloses nothing; give a number above 0")
    check_steps(most_steps)
    best = largest_success(model, prior)
    support = limit_support(model, prior)
    exact = _exact_rows(model, prior, best, support)
    dead = prior.dead_states | _dead_points(best)
    with _enough_precision(model.horizon, width, most_steps):
        live = _live_decisions(model, prior, best)
        sequence = _retraining_in_balls(live, goal_condition(model, prior))
        for steps, (policy, v) in enumerate(islice(sequence, most_steps), start=1):
            if steps.bit_count() > 1 and steps < most_steps:
                continue
            bounds = _bounds_after(live, policy, v, best, support)
            if bounds is not None:
                low, high = _in_decimals(prior, exact, bounds, width)
                if _widest(low, high) <= width:
                    return LimitEnclosure(support, Policy(low, dead), Policy(high, dead), steps)
    raise ArgumentError(
        f"{most_steps} re-trainings do not enclose the limit to within {width}; "
        "allow a larger width or more steps"
    )


def _exact_rows(
    model: Model, prior: Policy, best: SoftValues, support: dict[Point, list[Action]]
) -> dict[Point, Row]:
    """The rows of the limit that need no enclosure.

    They are the rows with a single action, and those whose optimal actions have q_j(a) = m(s) from the
    start: there the limit is the prior, conditioned on the optimal actions.
    """
    rows: dict[Point, Row] = {}
    settled = set()  # the points with v_j(s) = m(s) for all j ≥ 0
    for decision in reversed(model.decisions):
        point, optimal = decision.point, support[decision.point]
        if is_zero(best.v[point]):
            rows[point] = prior[point]
            settled.add(point)
            continue
        steady = all(s in settled for a in optimal for s, _ in decision.successors[a])
        if steady or len(optimal) == 1:
            kept = {a: p if a in optimal else Fraction(0) for a, p in prior[point].items()}
            rows[point] = normalised(kept, sum(kept.values()))
        if steady and all(is_zero(p) for a, p in prior[point].items() if a not in optimal):
            settled.add(point)
    return rows


def _enough_precision(horizon: int, width: Fraction, most_steps: int) -> AbstractContextManager[Any]:
    """Bits for the width, and a margin for the errors: each layer multiplies them by about k."""
    import flint

    wanted = math.ceil(1 / Fraction(width)).bit_length()
    bits: int = 64 + wanted + (horizon + 1) * (most_steps.bit_length() + 4)
    context: AbstractContextManager[Any] = flint.ctx.workprec(bits)
    return context


def _live_decisions(model: Model, prior: Policy, best: SoftValues) -> list[Decision]:
    """Numbers as balls, at the points and actions that can succeed within the prior's support."""
    return [
        Decision(
            decision.point,
            {action: ball(decision.weights[action]) for action in live},
            {
                action: tuple((s, ball(p)) for s, p in decision.successors[action] if not is_zero(best.v[s]))
                for action in live
            },
        )
        for decision in model.decisions
        if (live := _live_actions(prior[decision.point], best.q[decision.point]))
    ]


def _live_actions(row: Row, q: Mapping[Action, Number]) -> list[Action]:
    return [action for action, p in row.items() if not is_zero(p) and not is_zero(q[action])]


def _retraining_in_balls(live: list[Decision], first: Policy) -> Iterator[tuple[Balls, dict[Point, Ball]]]:
    """(π_k up to a factor in each row, v_k) at the live decisions, for k = 1, 2, …, where π_1 = first."""
    policy = {d.point: {action: ball(first[d.point][action]) for action in d.weights} for d in live}
    while True:
        q: Balls = {}
        v: dict[Point, Ball] = {}
        for decision in reversed(live):
            row = policy[decision.point]
            q[decision.point] = {a: _action_value(decision, a, v) for a in row}
            total = sum(x * q[decision.point][a] for a, x in row.items())
            v[decision.point] = total / sum(row.values())
        yield policy, v
        policy = {point: {a: x * q[point][a] for a, x in row.items()} for point, row in policy.items()}


def _bounds_after(
    live: list[Decision],
    policy: Balls,
    v: dict[Point, Ball],
    best: SoftValues,
    support: dict[Point, list[Action]],
) -> dict[Point, Bounds] | None:
    """Bounds on π_∞ from π_k and v_k; None if k is too small for them to hold.

    The weights π_k(a) Π_{j≥k} q_j(a)/m of the optimal actions are at most π_k(a), because q_j increases
    with j towards m (Proposition 5.4), and at least π_k(a) (1 − Σ_{j≥k} (1 − q_j(a)/m)).
    """
    regret = _remaining_regret(live, policy, v, best, support)
    if regret is None:
        return None
    bounds = {}
    for point, row in regret.items():
        total = sum(policy[point][a] for a in row)
        low, high = {}, {}
        for action, lost in row.items():
            heavy = policy[point][action] / total
            light = heavy * (1 - lost / ball(best.v[point]))
            low[action] = max(lower_end(light), Fraction(0))
            high[action] = upper_end(heavy)
        bounds[point] = {a: (_share(low[a], high, a), _share(high[a], low, a)) for a in row}
    return bounds


def _share(own: Fraction, others: Mapping[Action, Fraction], action: Action) -> Fraction:
    """own / (own + the others' total), which increases with own and decreases with the others."""
    rest = sum(x for a, x in others.items() if a != action)
    return own / (own + rest) if rest else Fraction(1)


def _remaining_regret(
    live: list[Decision],
    policy: Balls,
    v: dict[Point, Ball],
    best: SoftValues,
    support: dict[Point, list[Action]],
) -> Balls | None:
    """For each optimal action an upper bound on Σ_{j≥k} (m(s) − q_j(a)), from π_k and v_k.

    With E(s) a bound on Σ_{j≥k} (m(s) − v_j(s)), the bound of an action is w Σ τ E(s').  At s itself,
    m(s) − v_j(s) = Σ_a π_j(a) (m(s) − q_j(a)): an optimal action contributes at most its own bound,
    any other action at most m(s) Σ_j π_j(a), where π_{j+1}(a)/π_j(a) = q_j(a)/v_j(s) ≤ q_∞(a)/v_k(s),
    a geometric series if that ratio is below 1.
    """
    bounds: Balls = {}
    regret: dict[Point, Ball] = {}
    for decision in reversed(live):
        point, row = decision.point, policy[decision.point]
        bounds[point] = {
            action: decision.weights[action] * sum(p * regret[s] for s, p in decision.successors[action])
            for action in support[point]
        }
        regret[point] = sum(bounds[point].values())
        total = sum(row.values())
        for action, x in row.items():
            if action not in bounds[point]:
                ratio = ball(best.q[point][action]) / v[point]
                if not ratio < 1:
                    return None
                regret[point] += ball(best.v[point]) * (x / total) / (1 - ratio)
    return bounds


def _in_decimals(
    prior: Policy, exact: dict[Point, Row], bounds: dict[Point, Bounds], width: Fraction
) -> tuple[dict[Point, Row], dict[Point, Row]]:
    """The exact rows, and the bounds elsewhere, rounded outwards to a decimal place finer than width."""
    places = 1
    while width * places < 4:
        places *= 10
    low, high = {}, {}
    for point, actions in prior.items():
        if point in exact:
            low[point] = high[point] = exact[point]
        else:
            row = {action: bounds[point].get(action, (Fraction(0), Fraction(0))) for action in actions}
            low[point] = {a: Fraction(math.floor(below * places), places) for a, (below, _) in row.items()}
            high[point] = {a: Fraction(math.ceil(above * places), places) for a, (_, above) in row.items()}
    return low, high


def _widest(low: dict[Point, Row], high: dict[Point, Row]) -> Number:
    return max(high[point][action] - below for point, row in low.items() for action, below in row.items())
