"""Goal conditioning (Definition 5.1), re-training (5.3), temperature (5.6), and their limits.

Where success is impossible nothing can be conditioned on: the policy's row is kept.
"""

from __future__ import annotations

from coherence_exact.definitions.hypotheses import deterministic
from coherence_exact.definitions.values import ahead, best, soft_q, soft_q_of
from coherence_exact.language.core import (
    ONE,
    back,
    both,
    chance,
    count,
    dynamics,
    either,
    every,
    if_,
    largest,
    last,
    prior,
    product_along,
    repeat,
    same,
    share,
    successor,
    total,
    weight,
    where,
)
from coherence_exact.language.definitions import (
    Choices,
    Literal,
    Number,
    Points,
    Policy,
    TruthsOfChoices,
    define,
)


@define("u")
def uniform() -> Policy:
    """Uniform on each state's own actions."""
    return share(1, prior)


@define("G[{weights}]({policy})")
def condition(policy: Policy, weights: Choices) -> Policy:
    """π'(a|s) ∝ π(a|s) q(s, a), where q is that of some weights."""
    return share(policy * soft_q_of(policy, weights), policy)


@define("p_{policy}(a|s, O; {weights})")
def posterior(policy: Policy, weights: Choices) -> Policy:
    """p_π(a_t|s_t, O_{t:T} = 1) for some weights, summed over trajectories."""
    return share(total(chance * product_along(policy * weights), "choices"), policy)


@define("G({policy})")
def goal_condition(policy: Policy) -> Policy:
    """G(π)(a|s) = π(a|s, O_{t:T} = 1) = π(a|s) q(s, a)/v(s) (Definition 5.1)."""
    return condition(policy, weight)


@define("G^{steps}({policy})", steps=Literal.NATURAL)
def retrain(policy: Policy, steps: Number = ONE) -> Policy:
    """π_k = G^k(π): k = ``steps`` re-trainings by goal conditioning (Definition 5.3)."""
    return repeat(steps, goal_condition, policy)


@define("π_{{α={alpha}}}({policy})", alpha=Literal.POSITIVE)
def temperature(policy: Policy, alpha: Number) -> Policy:
    """π_α(a|s) = π(a|s, O^α_{t:T} = 1) with weights w^α, α an integer (Definition 5.6)."""
    return condition(policy, weight**alpha)


# The limit of temperature


@define("max_{{s'}} {values}")
def furthest(values: Points) -> Choices:
    """The largest entry among the states that follow, and 1 past the horizon."""
    return if_(last, 1, largest(successor(values), "choices"))


@define("m[{policy}]")
def largest_weight(policy: Policy) -> Points:
    """The largest weight Π w of a trajectory from s that has positive probability under the policy."""
    return back(lambda m: best(where(policy > 0, weight * furthest(m))))


@define("attains m[{policy}]")
def attains_largest_weight(policy: Policy) -> TruthsOfChoices:
    """Whether a trajectory of the largest weight from s can begin with a."""
    return same(weight * furthest(largest_weight(policy)), largest_weight(policy))


@define("τ to m[{policy}]: {mass}")
def attained_ahead(policy: Policy, mass: Points) -> Choices:
    """Σ τ · mass over the states that follow from which the largest weight is attained."""
    attaining = same(successor(largest_weight(policy)), furthest(largest_weight(policy)))
    return if_(last, 1, total(if_(attaining, dynamics * successor(mass), 0), "choices"))


@define("C[{policy}]")
def mass_of_largest_weight(policy: Policy) -> Points:
    """The probability of the trajectories from s that attain the largest weight."""
    return back(
        lambda c: total(if_(attains_largest_weight(policy), policy * attained_ahead(policy, c), 0), "points")
    )


@define("π_{{α→∞}}({policy})")
def temperature_limit(policy: Policy) -> Policy:
    """lim_{α→∞} π_α: the posterior of the action given that the largest weight is attained, any dynamics.

    The sum of weights^α over trajectories from s grows as C(s) m(s)^α, with m the largest weight and C the
    probability that it is attained.
    """
    attaining = both(attains_largest_weight(policy), largest_weight(policy) > 0)
    return share(if_(attaining, policy * attained_ahead(policy, mass_of_largest_weight(policy)), 0), policy)


# The limit of re-training


@define("max v[supp {policy}]")
def largest_success(policy: Policy) -> Points:
    """The largest success probability from s of a policy within the support of this one."""
    return back(lambda v: best(where(policy > 0, weight * ahead(v))))


@define("A[{policy}]")
def survives(policy: Policy) -> TruthsOfChoices:
    """Whether an action has positive probability in the limit of re-training, where success is possible."""
    return both(policy > 0, same(weight * ahead(largest_success(policy)), largest_success(policy)))


@define("G^∞({policy})")
def retrain_limit(policy: Policy) -> Policy:
    """lim_{k→∞} G^k(π) (Proposition 5.5), where it is known in closed form, else undefined.

    For deterministic dynamics it is the limit of temperature.  For stochastic ones it is known where a single
    action survives, and where the surviving actions have been optimal from the start.
    """
    possible = largest_success(policy) > 0
    single = count(survives(policy), "points") <= 1
    steady = every(either(~survives(policy), same(soft_q(policy), largest_success(policy))), "points")
    known = every(either(~possible, single, steady))
    survivors = share(if_(both(survives(policy), possible), policy, 0), policy)
    unknown = share(if_(possible, policy / 0, policy), policy)
    return if_(deterministic, temperature_limit(policy), if_(known, survivors, unknown))


@define("G[r+log {policy}]^{steps}(u)", steps=Literal.NATURAL)
def retrain_with_prior_folded(policy: Policy, steps: Number) -> Policy:
    """The uniform policy re-trained with rewards r̂ = r + log π (Section 5, before Definition 5.7)."""
    return repeat(steps, lambda trained: condition(trained, weight * policy), uniform)
