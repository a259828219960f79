"""The best that any policy can achieve, by backward induction, and look-ahead (Section 6).

Two kinds of optimality differ: of the success probability S, and of the return J.
"""

from __future__ import annotations

from coherence_exact.definitions.coherence import greedy_limit
from coherence_exact.definitions.conditioning import retrain
from coherence_exact.definitions.returns import mean_ahead, success_probability
from coherence_exact.definitions.values import ahead, best, soft_q
from coherence_exact.language.core import (
    back,
    both,
    horizon,
    if_,
    least,
    log,
    repeat,
    same,
    share,
    start,
    total,
    weight,
)
from coherence_exact.language.definitions import Choices, Literal, Number, Policy, define


@define("max S")
def optimal_success() -> Number:
    """max_π S(π)."""
    return total(start * back(lambda v: best(weight * ahead(v))))


@define("max J")
def optimal_return() -> Number:
    """max_π J(π); −∞ if every policy risks a reward −∞."""
    return total(start * back(lambda value: best(log(weight) + mean_ahead(value))))


@define("q_{steps}[{policy}]", steps=Literal.POSITIVE)
def lookahead_q(policy: Policy, steps: Number) -> Choices:
    """Success after an action with the best k − 1 further actions and then the policy, k = ``steps``."""
    return repeat(steps - 1, lambda q: weight * ahead(best(q)), soft_q(policy))


@define("greedy with {steps} look-ahead steps before {policy}", steps=Literal.POSITIVE)
def lookahead_policy(policy: Policy, steps: Number) -> Policy:
    """Greedy for the q of k = ``steps`` look-ahead steps; k = 1 is greedy on the policy's own q."""
    q = lookahead_q(policy, steps)
    return share(if_(both(same(q, best(q)), best(q) > 0), 1, 0), policy)


@define("least look-ahead({policy})")
def least_lookahead(policy: Policy) -> Number:
    """The least k ≥ 1 such that k look-ahead steps and then the policy are success-optimal (Section 6)."""
    return least(
        1, horizon, lambda k: same(success_probability(lookahead_policy(policy, k)), optimal_success)
    )


MOST_RETRAININGS = 24


@define("least number of re-trainings({policy})")
def least_retrainings(policy: Policy) -> Number:
    """The least number of re-trainings, up to 24, after which greedy on the policy's q is success-optimal."""
    return least(
        0,
        MOST_RETRAININGS,
        lambda k: same(success_probability(greedy_limit(retrain(policy, k))), optimal_success),
    )
