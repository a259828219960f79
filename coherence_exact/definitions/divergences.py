"""Distances between policies: Kullback–Leibler divergences (Definition 4.6), total variation.

0·log 0 is 0; a divergence is ∞ where support is lost; occupancy 0 times ∞ is 0.
"""

from __future__ import annotations

from coherence_exact.definitions.returns import occupancy
from coherence_exact.definitions.sampling import law
from coherence_exact.language.core import checked_call, either, every, if_, infinity, log, same, total
from coherence_exact.language.definitions import Number, Points, Policy, Truth, define
from coherence_exact.language.terms import Term


def _relative_entropy(p: Term, q: Term) -> Term:
    """p log(p/q), entry by entry."""
    return if_(same(p, 0), 0, if_(same(q, 0), infinity, p * log(p / q)))


@define("KL_ξ({policy} ‖ {other})")
def kl(policy: Policy, other: Policy) -> Number:
    """KL(p_π(ξ) ‖ p_ρ(ξ)), summed over trajectories (Definition 4.6)."""
    return total(_relative_entropy(law(policy), law(other)))


@define("KL({policy}(·|s) ‖ {other}(·|s))")
def row_kl(policy: Policy, other: Policy) -> Points:
    """KL(π(·|s) ‖ ρ(·|s)) at every decision point."""
    return total(_relative_entropy(policy, other), "points")


@define("Σ_t E KL({policy} ‖ {other})")
def occupancy_kl(policy: Policy, other: Policy) -> Number:
    """Σ_t E_{s ~ d_t} KL(π(·|s) ‖ ρ(·|s)), the right side of Proposition 4.7."""
    return total(occupancy(policy) * row_kl(policy, other))


@define("TV({policy}, {other})")
def total_variation(policy: Policy, other: Policy) -> Number:
    """½ Σ_ξ |p_π(ξ) − p_ρ(ξ)| over trajectories."""
    gain = law(policy) - law(other)
    return total(if_(gain > 0, gain, 0))


@define("supp {policy} ⊆ supp {other}")
def supported_in_everywhere(policy: Policy, other: Policy) -> Truth:
    """supp π(·|s) ⊆ supp ρ(·|s) at every decision point."""
    return every(either(same(policy, 0), other > 0))


@define("supp {policy} ⊆ supp {other} where visited")
def supported_in_where_visited(policy: Policy, other: Policy) -> Truth:
    """supp π(·|s) ⊆ supp ρ(·|s) at the decision points that π visits."""
    return every(either(same(occupancy(policy) * policy, 0), other > 0))


@checked_call
def supported_in(policy: Term, other: Term, visited: bool = True) -> Term:
    """supp π(·|s) ⊆ supp ρ(·|s), at the decision points that π visits, or at all."""
    return (supported_in_where_visited if visited else supported_in_everywhere)(policy, other)
