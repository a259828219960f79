"""Policy stability (Definition D.1), decided by definition."""

from __future__ import annotations

from itertools import product

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.model import Decision, Model
from coherence_exact.mdp.policy import Action, Point, Policy


def lookahead_values(model: Model, prior: Policy, lookahead: int) -> dict[Point, dict[Action, Number]]:
    """p(O_{t:T} = 1|s, a, a_{1:n}) with the best n = lookahead further actions, then the prior.

    Given at the decision points that have n decisions after them; deterministic dynamics.
    """
    later = soft_values(model, prior)
    for _ in range(lookahead):
        later = _one_more_choice(model, later)
    return later.q


def _one_more_choice(model: Model, later: SoftValues) -> SoftValues:
    """One best action, then what ``later`` gives; at the points where ``later`` has a next action."""
    best = {point: max(row.values()) for point, row in later.q.items()}
    q = {
        decision.point: {a: _value(decision, a, best) for a in decision.weights}
        for decision in model.decisions
        if all(s in best for successors in decision.successors.values() for s, _ in successors)
        and decision.point[0] < model.horizon
    }
    return SoftValues(q, {})


def _value(decision: Decision, action: Action, best: dict[Point, Number]) -> Number:
    return decision.weights[action] * sum(p * best[s] for s, p in decision.successors[action])


def is_policy_stable(model: Model, prior: Policy, lookahead: int = 1) -> bool:
    """n-policy-stability for n = ``lookahead`` (Definition D.1), deterministic dynamics.

    At every decision point and for any two actions a, a': if a with its best n further actions
    succeeds more often than a' with its best, then a must succeed more often than a' under the prior.

    >>> from coherence_exact.mdp.files import load_model
    >>> figure = load_model("paper_examples/figure_4.toml")
    >>> is_policy_stable(figure, figure.prior, 1), is_policy_stable(figure, figure.prior, 2)
    (True, True)
    """
    if not model.is_deterministic:
        raise ArgumentError("policy stability is defined for deterministic dynamics only; this model is not")
    under_prior, _ = soft_values(model, prior)
    return all(
        under_prior[point][a] > under_prior[point][b]
        for point, row in lookahead_values(model, prior, lookahead).items()
        for a, b in product(row, repeat=2)
        if row[a] > row[b]
    )
