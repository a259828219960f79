"""Distributions over trajectories, and inference-time selection among samples (the end of Section 5.1)."""

from __future__ import annotations

from coherence_exact.language.core import (
    below,
    chance,
    checked_call,
    if_,
    product_along,
    same,
    start,
    total,
    weight,
)
from coherence_exact.language.definitions import Literal, Number, Policy, Trajectories, define
from coherence_exact.language.terms import Term


@define("p_{policy}(ξ)")
def law(policy: Policy) -> Trajectories:
    """p_π(ξ) = μ(s_1) Π_t π(a_t|s_t) τ(s_{t+1}|s_t, a_t) (Section 3)."""
    return start * chance * product_along(policy)


@define("p_{policy}(ξ|s_1)")
def law_given_start(policy: Policy) -> Trajectories:
    """p_π(ξ|s_1), as the paper's products without μ have it; 0 for what does not begin at a start."""
    return if_(start > 0, chance * product_along(policy), 0)


@define("p_{policy}(ξ|O)")
def law_given_success(policy: Policy) -> Trajectories:
    """p_π(ξ|O_{1:T} = 1) (Section 4); undefined where success is impossible."""
    joint = law(policy) * product_along(weight)
    return joint / total(joint)


@define("p_{policy}(ξ|s_1, O)")
def law_given_start_and_success(policy: Policy) -> Trajectories:
    """p_π(ξ|s_1, O_{1:T} = 1), for each start state apart; undefined where success from it is impossible."""
    joint = law_given_start(policy) * product_along(weight)
    return if_(start > 0, joint / total(joint, "points"), 0)


@checked_call
def trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ), or p_π(ξ|s_1) without the start distribution."""
    return law_given_start(policy) if given_start else law(policy)


@checked_call
def conditioned_trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ|O_{1:T} = 1), or p_π(ξ|s_1, O_{1:T} = 1)."""
    return law_given_start_and_success(policy) if given_start else law_given_success(policy)


@define("rejection sampling of {policy} on {successes} successes", successes=Literal.POSITIVE)
def rejection(policy: Policy, successes: Number) -> Trajectories:
    """Trajectories of a policy, accepted if so many independent trials all succeed."""
    accepted = law(policy) * product_along(weight) ** successes
    return accepted / total(accepted)


@define("best of {samples} samples of {policy}", samples=Literal.POSITIVE)
def best_of(policy: Policy, samples: Number) -> Trajectories:
    """The trajectory of largest return among k independent ones, ties at random.

    With F(w) the probability of a weight of at most w, and F(w−) of less, the best has weight w with
    probability F(w)^k − F(w−)^k, shared among the trajectories of that weight as the policy has them.
    """
    rank, chances = product_along(weight), law(policy)
    less = below(rank, chances)
    not_more = total(chances) - below(-rank, chances)
    return if_(same(chances, 0), 0, chances * (not_more**samples - less**samples) / (not_more - less))
