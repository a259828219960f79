"""Inference-time selection among sampled trajectories (the trade-off at the end of Section 5.1)."""

from __future__ import annotations

from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import is_zero, tidy
from coherence_exact.inference.trajectories import Distribution, trajectory_distribution, weight_of
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy


def rejection_sampling(model: Model, policy: Policy, successes: int) -> Distribution:
    """Trajectories of a policy, accepted if k = ``successes`` independent trials all succeed.

    A trajectory ξ is accepted with probability p(O_{1:T} = 1|ξ)^k.  Undefined if none is ever accepted.
    """
    accepted = {
        trajectory: p * weight_of(model, trajectory) ** successes
        for trajectory, p in trajectory_distribution(model, policy).items()
    }
    total = tidy(sum(accepted.values()))
    if is_zero(total):
        raise UndefinedError("no trajectory is ever accepted, so that rejection sampling does not end")
    return {trajectory: tidy(p / total) for trajectory, p in accepted.items()}


def best_of(model: Model, policy: Policy, samples: int) -> Distribution:
    """The trajectory of largest return among k = ``samples`` independent ones, ties at random.

    With F(w) the probability of a weight of at most w, and F(w−) of less, the best has weight w with
    probability F(w)^k − F(w−)^k, shared among the trajectories of that weight as the policy has them.
    """
    distribution = trajectory_distribution(model, policy)
    weights = {trajectory: weight_of(model, trajectory) for trajectory in distribution}
    share = {}
    for level in set(weights.values()):
        below = sum(p for trajectory, p in distribution.items() if weights[trajectory] < level)
        here = sum(p for trajectory, p in distribution.items() if weights[trajectory] == level)
        share[level] = ((below + here) ** samples - below**samples) / here if here else here
    return {trajectory: tidy(p * share[weights[trajectory]]) for trajectory, p in distribution.items()}
