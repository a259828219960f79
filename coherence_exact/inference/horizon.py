"""How far a policy has to look: the effective horizon (Section 6).

Actions are judged by success probabilities; a greedy policy shares ties equally.
"""

from __future__ import annotations

from typing import NamedTuple

from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number, normalised
from coherence_exact.inference.coherence import arg_max_response, greedy
from coherence_exact.inference.conditioning import retraining
from coherence_exact.inference.optimality import optimal_success
from coherence_exact.inference.returns import success_probability
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Decision, Model
from coherence_exact.mdp.policy import Action, Point, Policy

MOST_RETRAININGS = 24
"""A longer search for a number of re-trainings that suffices is given up."""


def lookahead_policy(model: Model, policy: Policy, lookahead: int) -> Policy:
    """Greedy with k = ``lookahead`` look-ahead steps: best for k decisions, then ``policy`` to the end.

    k = 1 is greedy on the policy's own q; near the horizon, the look-ahead ends there.
    """
    q = soft_values(model, policy).q
    for _ in range(lookahead - 1):
        value = {point: max(row.values()) for point, row in q.items()}
        q = {d.point: {a: _value(d, a, value) for a in d.weights} for d in model.decisions}
    rows = {point: _greedy_row(policy, point, row) for point, row in q.items()}
    return Policy({point: rows[point] for point in model.points})


def _value(decision: Decision, action: Action, value: dict[Point, Number]) -> Number:
    successors = decision.successors[action]
    return decision.weights[action] * (sum(p * value[s] for s, p in successors) if successors else 1)


def _greedy_row(policy: Policy, point: Point, row: dict[Action, Number]) -> dict[Action, Number]:
    if not any(row.values()):
        return dict(policy[point])
    best = arg_max_response(row)
    return normalised(best, sum(best.values()))


def least_lookahead(model: Model, policy: Policy) -> int:
    """The least k ≥ 1 such that k look-ahead steps and then the policy are success-optimal; k ≤ T."""
    best = optimal_success(model)
    return next(
        k
        for k in range(1, model.horizon + 1)
        if success_probability(model, lookahead_policy(model, policy, k)) == best
    )


def least_retrainings(model: Model, policy: Policy) -> int:
    """The least number of re-trainings after which greedy on the policy's own q is success-optimal.

    Raises :class:`UndefinedError` if 24 do not suffice.
    """
    best = optimal_success(model)
    for steps, trained in enumerate(retraining(model, policy)):
        if success_probability(model, greedy(model, trained)) == best:
            return steps
        if steps == MOST_RETRAININGS:
            break
    raise UndefinedError(f"greedy is not optimal after {MOST_RETRAININGS} re-trainings")


class EffectiveHorizon(NamedTuple):
    """How far a policy has to look on a model, by look-ahead and by re-training.

    ``retrainings`` is None where 24 re-trainings do not suffice.
    """

    lookahead: int
    retrainings: int | None

    @property
    def greedy_is_optimal(self) -> bool:
        """Whether greedy on the policy's own q is success-optimal: one look-ahead step suffices."""
        return self.lookahead == 1


def effective_horizon(model: Model, policy: Policy) -> EffectiveHorizon:
    """The least look-ahead and the least number of re-trainings that make a policy success-optimal.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> effective_horizon(race, race.prior)
    EffectiveHorizon(lookahead=2, retrainings=1)
    """
    lookahead = least_lookahead(model, policy)
    try:
        return EffectiveHorizon(lookahead, least_retrainings(model, policy))
    except UndefinedError:
        return EffectiveHorizon(lookahead, None)
