"""The language of claims: terms that are data, and :func:`claim`.

    >>> twice = claim("twice-is-two", "retraining twice is temperature 2",
    ...               equal(retrain(prior, steps=2), temperature(prior, alpha=2)), given=[deterministic])
    >>> twice.readings[0].relation
    equal(retrain(prior, steps=2), temperature(prior, alpha=2))

A claim is quantified over every model and every prior of a family.  ``equal`` on policies means at
every decision point, dead ones included; ∞ ≤ ∞ is true; where a value is undefined the model does
not count.  The constructors below mirror the functions of :mod:`coherence_exact`, without the model.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from coherence_exact.claims.claim import Claim, Reading, claim
from coherence_exact.claims.terms import Horizon, Term, make, value_term

Value: TypeAlias = Term | int | str | Fraction
Steps: TypeAlias = int | Horizon
Delta: TypeAlias = int | str | Fraction

# Policies

prior = make("prior")
"""The prior p(a|s), which stands for any policy: claims are about every prior."""

uniform = make("uniform")
"""The policy that is uniform on the actions of each state."""

second_policy = make("second_policy")
"""A second arbitrary policy, for claims about any two."""

horizon = Horizon()
"""The model's number of decisions T, as a number of steps: ``coherent(prior, steps=horizon - 1)``."""


def retrain(policy: Term, steps: Steps = 1) -> Term:
    """G^steps(policy) (Definition 5.3)."""
    return make("retrain", (policy,), steps=steps)


def temperature(policy: Term, alpha: int) -> Term:
    """The policy conditioned at inverse temperature α, an integer ≥ 1 (Definition 5.6)."""
    return make("temperature", (policy,), alpha=alpha)


def fold(policy: Term, steps: Steps = 1, kind: str = "posterior", cumulative: bool = False) -> Term:
    """π^F_steps (Definition 5.7), or π^H_steps (Definition 5.8) if cumulative."""
    return make("fold", (policy,), steps=steps, kind=kind, cumulative=cumulative)


def boltzmann(policy: Term, delta: Delta = 1) -> Term:
    """π^δ, δ = 1/n (Definition 4.11), or 0 for the arg max with ties shared."""
    return make("boltzmann", (policy,), delta=delta)


def coherent(policy: Term, steps: Steps, delta: Delta = 1) -> Term:
    """Iterated Boltzmann coherence (Definition 4.9); δ = 0 iterates the arg max."""
    return make("coherent", (policy,), steps=steps, delta=delta)


def greedy_limit(policy: Term) -> Term:
    """lim_{δ→0} π^δ, the arg max with ties shared (Proposition 4.13): boltzmann at δ = 0."""
    return boltzmann(policy, delta=0)


def retrain_limit(policy: Term) -> Term:
    """lim_{k→∞} G^k(policy) (Proposition 5.5), for deterministic dynamics; undefined for others."""
    return make("retrain_limit", (policy,))


# Values

optimal_success = make("optimal_success")
"""max_π S(π)."""

optimal_return = make("optimal_return")
"""max_π J(π)."""


def number(value: Value) -> Term:
    """A literal: an integer, ``"p/q"``, or a ``Fraction``."""
    return value_term(value)


def success_probability(policy: Term) -> Term:
    """S(π) = p_π(O_{1:T} = 1)."""
    return make("success_probability", (policy,))


def expected_return(policy: Term) -> Term:
    """J(π) = E[Σ r]."""
    return make("expected_return", (policy,))


def causal_entropy(policy: Term) -> Term:
    """Ĥ(π) = Σ_t E[H(π(·|s_t))]."""
    return make("causal_entropy", (policy,))


def incoherence(policy: Term, delta: Delta = 1) -> Term:
    """κ_δ(π) (Definition 4.12); δ = 0 takes the arg max with ties shared."""
    return make("incoherence", (policy,), delta=delta)


def kl(left: Term, right: Term) -> Term:
    """KL(p_left(ξ) ‖ p_right(ξ)), summed over trajectories (Definition 4.6)."""
    return make("kl", (left, right))


def occupancy_kl(left: Term, right: Term) -> Term:
    """Σ_t E_{s ~ d_t} KL(left(·|s) ‖ right(·|s)), the right side of Proposition 4.7."""
    return make("occupancy_kl", (left, right))


def probability(policy: Term, time: int, state: str, action: str) -> Term:
    """π_time(action|state), a number."""
    return make("probability", (policy,), time=time, state=state, action=action)


def success_from(policy: Term, time: int, state: str) -> Term:
    """v_time(state) = p_π(O_{t:T} = 1|s_t = state), a number."""
    return make("success_from", (policy,), time=time, state=state)


# Tables and distributions


def soft_q(policy: Term) -> Term:
    """e^Q by the recursion of Definition 4.1, at every decision point and action."""
    return make("soft_q", (policy,))


def soft_v(policy: Term) -> Term:
    """e^V by the recursion of Definition 4.1, at every decision point."""
    return make("soft_v", (policy,))


def success_given_action(policy: Term) -> Term:
    """p_π(O_{t:T} = 1|s_t, a_t), summed over trajectories (Proposition 4.2)."""
    return make("success_given_action", (policy,))


def success_given_state(policy: Term) -> Term:
    """p_π(O_{t:T} = 1|s_t), summed over trajectories (Proposition 4.2)."""
    return make("success_given_state", (policy,))


def trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ), or p_π(ξ|s_1) without the start distribution, as the paper's products have it."""
    return make("trajectories", (policy,), given_start=given_start)


def conditioned_trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ|O_{1:T} = 1), or p_π(ξ|s_1, O_{1:T} = 1); undefined where success is impossible."""
    return make("conditioned_trajectories", (policy,), given_start=given_start)


# Relations


def equal(left: Value, right: Value) -> Term:
    """left = right: at every decision point, entry or trajectory."""
    return make("equal", (left, right))


def at_least(left: Value, right: Value) -> Term:
    """left ≥ right (tables: at every entry)."""
    return make("at_least", (left, right))


def at_most(left: Value, right: Value) -> Term:
    """left ≤ right (tables: at every entry)."""
    return make("at_most", (left, right))


def greater(left: Value, right: Value) -> Term:
    """left > right (tables: at every entry)."""
    return make("greater", (left, right))


def finite(value: Value) -> Term:
    """|value| < ∞."""
    return make("finite", (value,))


def both(*relations: Term) -> Term:
    """All of the relations hold."""
    return make("both", relations)


def either(*relations: Term) -> Term:
    """At least one of the relations holds."""
    return make("either", relations)


def implies(premise: Term, conclusion: Term) -> Term:
    """If the premise holds, so does the conclusion."""
    return make("implies", (premise, conclusion))


def iff(left: Term, right: Term) -> Term:
    """Either both hold or neither does."""
    return make("iff", (left, right))


def negation(relation: Term) -> Term:
    """The relation does not hold."""
    return make("negation", (relation,))


# Hypotheses

deterministic = make("deterministic")
"""Every transition that matters (t < T) has one successor."""

stochastic = negation(deterministic)
"""The negation of deterministic."""

full_support = make("full_support")
"""The prior has no zero."""

uniform_prior = make("uniform_prior")
"""The prior is uniform on each state's own actions."""

finite_rewards = make("finite_rewards")
"""No weight is zero."""

single_start = make("single_start")
"""One start state has all the probability."""

equal_action_counts = make("equal_action_counts")
"""Every reachable state has the same number of actions."""


def horizon_at_least(decisions: int) -> Term:
    """T ≥ decisions."""
    return make("horizon_at_least", (), decisions=decisions)


# Named arguments


def coherent_for_some_delta(policy: Term) -> Term:
    """κ_δ(π) = 0 for some real δ > 0; decided by an argument on ratios, not by trying some δ."""
    return make("coherent_for_some_delta", (policy,))


def coherent_only_at(policy: Term, delta: Delta) -> Term:
    """κ_δ(π) = 0 for this δ and for no other real δ > 0."""
    return make("coherent_only_at", (policy,), delta=delta)


def policy_stable(policy: Term, lookahead: int = 1) -> Term:
    """n-policy-stability of the prior (Definition D.1) for n = lookahead; deterministic dynamics."""
    return make("policy_stable", (policy,), lookahead=lookahead)


__all__ = [
    "Claim",
    "Horizon",
    "Reading",
    "Term",
    "at_least",
    "at_most",
    "boltzmann",
    "both",
    "causal_entropy",
    "claim",
    "coherent",
    "coherent_for_some_delta",
    "coherent_only_at",
    "conditioned_trajectories",
    "deterministic",
    "either",
    "equal",
    "equal_action_counts",
    "expected_return",
    "finite",
    "finite_rewards",
    "fold",
    "full_support",
    "greater",
    "greedy_limit",
    "horizon",
    "horizon_at_least",
    "iff",
    "implies",
    "incoherence",
    "kl",
    "negation",
    "number",
    "occupancy_kl",
    "optimal_return",
    "optimal_success",
    "policy_stable",
    "prior",
    "probability",
    "retrain",
    "retrain_limit",
    "second_policy",
    "single_start",
    "soft_q",
    "soft_v",
    "stochastic",
    "success_from",
    "success_given_action",
    "success_given_state",
    "success_probability",
    "temperature",
    "trajectories",
    "uniform",
    "uniform_prior",
]
