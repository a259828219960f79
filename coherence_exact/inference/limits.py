"""Limits of operators: δ → 0 (Proposition 4.13) and k → ∞ re-trainings (Proposition 5.5).

For deterministic dynamics the limit of re-training is rational.  Write m(s) for the largest weight
of a trajectory from s in the prior's support, and C(s) for the prior probability of the trajectories
that attain it.  By Theorem 5.9, π_k(a|s) ∝ p(a|s) w^k Z_k(s') with Z_k(s) ~ C(s) m(s)^k, so that
π_∞(a|s) = p(a|s) C(s') / C(s) on the actions with w(s, a) m(s') = m(s), and 0 elsewhere.

For stochastic dynamics success probabilities v_k(s) still increase to their maximum m(s) over the
prior's support, and π_∞ lives on the actions that attain m(s); but its weights are infinite products,
which may be irrational.  They are enclosed in rationals: after k steps the rest of each product is
bounded by sums of geometric series (see ``_remaining_regret``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number, is_zero, tidy
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.inference.coherence import greedy
from coherence_exact.inference.conditioning import retraining
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.model import Decision, Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row


def greedy_limit(model: Model, policy: Policy) -> Policy:
    """lim_{δ→0} π^δ: uniform over the arg max of Q^π(s, ·) (Proposition 4.13).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> greedy_limit(race, race.prior)[1, "∅"]["↘"]
    Fraction(1, 1)
    """
    return greedy(model, policy)


def largest_success(model: Model, prior: Policy) -> SoftValues:
    """The largest success probabilities q, v over policies within the prior's support."""
    q: dict[Point, dict[Action, Number]] = {}
    v: dict[Point, Number] = {}
    for decision in reversed(model.decisions):
        q[decision.point] = {a: _action_value(decision, a, v) for a in decision.weights}
        supported = [x for a, x in q[decision.point].items() if not is_zero(prior[decision.point][a])]
        v[decision.point] = max(supported)
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
            a for a, p in row.items() if not is_zero(p) and (is_zero(v[point]) or q[point][a] == v[point])
        ]
        for point, row in prior.rows.items()
    }


def retrain_limit(model: Model, prior: Policy) -> Policy:
    """lim_{k→∞} G^k(prior) for deterministic dynamics (Proposition 5.5), exactly.

    Raises :class:`ArgumentError` for stochastic dynamics, whose limit may be irrational; see
    :func:`enclose_retrain_limit`.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> retrain_limit(race, race.prior)[1, "∅"]["↗"]
    Fraction(1, 1)
    """
    if not model.is_deterministic:
        raise ArgumentError(
            "with stochastic dynamics the limit of re-training may be irrational; "
            "use enclose_retrain_limit for its support and rational enclosures"
        )
    _, best = largest_success(model, prior)
    support = limit_support(model, prior)
    mass: dict[Point, Number] = {}
    rows: dict[Point, Row] = {}
    dead = set()
    for decision in reversed(model.decisions):
        point = decision.point
        if is_zero(best[point]):
            rows[point] = prior[point]
            dead.add(point)
            continue
        unnormalised: dict[Action, Number] = dict.fromkeys(decision.weights, Fraction(0))
        for action in support[point]:
            following = decision.successors[action]
            unnormalised[action] = prior[point][action] * (mass[following[0][0]] if following else 1)
        mass[point] = sum(unnormalised.values())
        rows[point] = {a: tidy(x / mass[point]) for a, x in unnormalised.items()}
    in_order = {point: rows[point] for point in model.points}
    return Policy(in_order, prior.dead_states | dead)


@dataclass(frozen=True)
class LimitEnclosure:
    """The limit of re-training, enclosed: exact support, and low ≤ π_∞(a|s) ≤ high everywhere.

    ``steps`` is the number of re-trainings after which the bounds were taken.
    """

    support: dict[Point, list[Action]]
    low: Policy
    high: Policy
    steps: int


def enclose_retrain_limit(
    model: Model, prior: Policy, width: Fraction = Fraction(1, 10**6), most_steps: int = 512
) -> LimitEnclosure:
    """Rational bounds on lim_{k→∞} G^k(prior) for any dynamics, at most ``width`` apart.

    Doubles the number of re-trainings until every bound is that tight; raises
    :class:`ArgumentError` if ``most_steps`` do not suffice.
    """
    best = largest_success(model, prior)
    support = limit_support(model, prior)
    wanted, sequence = 8, enumerate(retraining(model, prior))
    for steps, policy in sequence:
        if steps < wanted:
            continue
        enclosure = _enclose_after(model, policy, best, support, steps)
        if enclosure is not None and _widest(enclosure) <= width:
            return enclosure
        if steps >= most_steps:
            break
        wanted *= 2
    raise ArgumentError(
        f"{most_steps} re-trainings do not enclose the limit to within {width}; "
        "allow a larger width or more steps"
    )


def _enclose_after(
    model: Model, policy: Policy, best: SoftValues, support: dict[Point, list[Action]], steps: int
) -> LimitEnclosure | None:
    """Bounds from π_k: the limit's weights are π_k(a) Π_{j≥k} q_j(a)/q_∞(a), up to a factor.

    Each factor is at most 1 because q_j increases with j (Proposition 5.4), and the product is at
    least 1 − Σ_{j≥k} (1 − q_j(a)/q_∞(a)).  None if k is too small for the bounds to hold.
    """
    regret = _remaining_regret(model, policy, best)
    if regret is None:
        return None
    low: dict[Point, Row] = {}
    high: dict[Point, Row] = {}
    for point, row in policy.rows.items():
        if is_zero(best.v[point]):
            low[point] = high[point] = row
            continue
        heavy = {a: row[a] for a in support[point]}
        light = {a: max(row[a] * (1 - regret[point][a] / best.v[point]), Fraction(0)) for a in support[point]}
        if len(heavy) == 1:
            light = heavy
        low[point] = {a: _share(light[a], heavy, a) if a in heavy else Fraction(0) for a in row}
        high[point] = {a: _share(heavy[a], light, a) if a in heavy else Fraction(0) for a in row}
    return LimitEnclosure(support, Policy(low), Policy(high), steps)


def _share(own: Number, others: Mapping[Action, Number], action: Action) -> Fraction:
    """own / (own + the others' total), as a Fraction."""
    return to_fraction(own / (own + sum(x for a, x in others.items() if a != action)))


def _remaining_regret(
    model: Model, policy: Policy, best: SoftValues
) -> dict[Point, dict[Action, Number]] | None:
    """For each optimal action an upper bound on Σ_{j≥k} (q_∞(a) − q_j(a)), from π_k = policy.

    With E(s) a bound on Σ_{j≥k} (m(s) − v_j(s)), the bound of an action is w Σ τ E(s').  At s itself,
    m(s) − v_j(s) = Σ_a π_j(a) (m(s) − q_j(a)): an optimal action contributes at most its own bound,
    any other action at most m(s) Σ_j π_j(a), where π_{j+1}(a)/π_j(a) = q_j(a)/v_j(s) ≤ q_∞(a)/v_k(s),
    a geometric series if that ratio is below 1.
    """
    _, v = soft_values(model, policy)
    bounds: dict[Point, dict[Action, Number]] = {}
    regret: dict[Point, Number] = {}
    for decision in reversed(model.decisions):
        point = decision.point
        bounds[point] = {}
        total: Number = Fraction(0)
        for action, p in policy[point].items():
            if is_zero(best.v[point]) or is_zero(p):
                continue
            if best.q[point][action] == best.v[point]:
                later = sum(x * regret[s] for s, x in decision.successors[action])
                bounds[point][action] = decision.weights[action] * later
                total += bounds[point][action]
            else:
                ratio = best.q[point][action] / v[point]
                if ratio >= 1:
                    return None
                total += best.v[point] * p / (1 - ratio)
        regret[point] = total
    return bounds


def _widest(enclosure: LimitEnclosure) -> Number:
    return max(
        enclosure.high[point][action] - low
        for point, row in enclosure.low.rows.items()
        for action, low in row.items()
    )
