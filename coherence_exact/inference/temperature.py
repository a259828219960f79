"""Conditioning at an inverse temperature (Definition 5.6), and its limit α → ∞."""

from __future__ import annotations

from coherence_exact.exact.fields import Number, is_zero, largest, normalised
from coherence_exact.inference.arguments import check_alpha
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.mdp.model import Decision, Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row


def temperature(model: Model, prior: Policy, alpha: int) -> Policy:
    """π_α(a|s) = p(a|s, O^α_{t:T} = 1), where p(O^α_t = 1|s, a) = e^{α r(s, a)} (Definition 5.6).

    ``alpha``: the inverse temperature, an integer ≥ 1.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> temperature(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(7, 17)
    """
    check_alpha(alpha)
    weights = {
        point: {action: weight**alpha for action, weight in row.items()}
        for point, row in model.weights.items()
    }
    return goal_condition(model, prior, weights)


def temperature_limit(model: Model, prior: Policy) -> Policy:
    """lim_{α→∞} π_α, exactly, for any dynamics.

    Write m(s) for the largest weight Π w of a trajectory from s that has positive probability under the
    prior and the dynamics, and C(s) for the probability of those that attain it.  The sum of weights^α
    over trajectories grows as C(s) m(s)^α, so that the limit is the posterior of the first action given
    that the largest weight is attained.  Where m(s) = 0 the row is kept and the point listed as dead.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> temperature_limit(example, example.prior)[1, "∅"]["a1"]
    Fraction(1, 3)
    """
    best: dict[Point, Number] = {}
    mass: dict[Point, Number] = {}
    rows: dict[Point, Row] = {}
    dead = set()
    for decision in reversed(model.decisions):
        point, row = decision.point, prior[decision.point]
        reached = {a: _largest_weight(decision, a, best) for a in decision.weights}
        best[point] = largest(x for a, x in reached.items() if not is_zero(row[a]))
        attaining = {
            a: p * _attained(decision, a, best, mass) if is_zero(reached[a] - best[point]) else 0 * p
            for a, p in row.items()
        }
        mass[point] = sum(attaining.values())
        if is_zero(best[point]):
            rows[point] = row
            dead.add(point)
        else:
            rows[point] = normalised(attaining, mass[point])
    return Policy({point: rows[point] for point in model.points}, prior.dead_states | dead)


def _largest_weight(decision: Decision, action: Action, best: dict[Point, Number]) -> Number:
    """The largest weight of a trajectory that begins with an action, given the largest ones later."""
    successors = decision.successors[action]
    return decision.weights[action] * (largest(best[s] for s, _ in successors) if successors else 1)


def _attained(
    decision: Decision, action: Action, best: dict[Point, Number], mass: dict[Point, Number]
) -> Number:
    """The probability that the largest weight is attained after an action."""
    successors = decision.successors[action]
    if not successors:
        return 1
    top = largest(best[s] for s, _ in successors)
    return sum(p * mass[s] for s, p in successors if is_zero(best[s] - top))
