"""What a policy achieves: occupancy measure, success probability, return, causal entropy."""

from __future__ import annotations

from coherence_exact.definitions.sampling import law
from coherence_exact.definitions.values import soft_v
from coherence_exact.language.core import (
    back,
    dynamics,
    forth,
    greater,
    if_,
    into,
    last,
    log,
    product_along,
    same,
    start,
    successor,
    sum_along,
    through,
    time,
    total,
    weight,
)
from coherence_exact.language.definitions import Choices, Literal, Number, Points, Policy, Truth, define


@define("d[{policy}]")
def occupancy(policy: Policy) -> Points:
    """d^t_π(s) = p_π(S_t = s), forward in time (Proposition 4.7)."""
    return forth(lambda d: start + into(d * policy * dynamics))


@define("p_{policy}(S_t = s)")
def occupancy_by_trajectories(policy: Policy) -> Points:
    """p_π(S_t = s), summed over the trajectories that visit s at time t."""
    return total(through(law(policy)), "points")


@define("{policy} visits every state")
def visits_every_state(policy: Policy) -> Truth:
    """Every decision point has positive probability."""
    return greater(occupancy(policy), 0)


@define("S({policy})")
def success_probability(policy: Policy) -> Number:
    """S(π) = p_π(O_{1:T} = 1) = Σ_s μ(s) v_1(s)."""
    return total(start * soft_v(policy))


@define("Σ_ξ p_{policy}(ξ) p(O|ξ)")
def success_by_trajectories(policy: Policy) -> Number:
    """p_π(O_{1:T} = 1), summed over trajectories."""
    return total(law(policy) * product_along(weight))


@define("J({policy})")
def expected_return(policy: Policy) -> Number:
    """J(π) = E[Σ_t r(s_t, a_t)] = Σ_t E_{s ~ d_t} r (Section 3); −∞ if a reward −∞ is met."""
    return total(occupancy(policy) * policy * log(weight))


@define("Σ_ξ p_{policy}(ξ) Σ_t r")
def return_by_trajectories(policy: Policy) -> Number:
    """J(π) = Σ_ξ p_π(ξ) Σ_t r(s_t, a_t), summed over trajectories."""
    return total(law(policy) * sum_along(log(weight)))


@define("Σ τ {value}")
def mean_ahead(value: Points) -> Choices:
    """Σ_{s'} τ(s'|s, a) U(s'), and 0 past the horizon: values that add up along a trajectory."""
    return if_(last, 0, total(dynamics * successor(value), "choices"))


@define("U[{policy}]")
def return_to_go(policy: Policy) -> Points:
    """E[Σ_{u≥t} r|s_t], by backward induction."""
    return back(lambda value: total(policy * (log(weight) + mean_ahead(value)), "points"))


@define("J_{{γ={gamma}}}({policy})", gamma=Literal.DISCOUNT)
def discounted_return(policy: Policy, gamma: Number) -> Number:
    """E[Σ_t γ^{t−1} r(s_t, a_t)] (Section 3)."""
    return total(gamma ** (time - 1) * occupancy(policy) * policy * log(weight))


@define("H({policy}(·|s))")
def row_entropy(policy: Policy) -> Points:
    """−Σ_a π(a|s) log π(a|s)."""
    return total(if_(same(policy, 0), 0, -policy * log(policy)), "points")


@define("Ĥ({policy})")
def causal_entropy(policy: Policy) -> Number:
    """Ĥ(π) = Σ_t E_{s ~ d_t} H(π(·|s)) (Corollary 5.10)."""
    return total(occupancy(policy) * row_entropy(policy))
