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

from coherence_exact.claims.claim import (
    AlongSequence,
    Argument,
    Claim,
    EveryModel,
    EveryPolicy,
    EveryReal,
    OneModel,
    Reading,
    argued,
    claim,
    repaired,
)
from coherence_exact.claims.terms import Horizon, Index, Term, make, value_term

Value: TypeAlias = Term | Index | int | str | Fraction
Steps: TypeAlias = int | Horizon | Index
Alpha: TypeAlias = int | Index
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


def temperature(policy: Term, alpha: Alpha) -> Term:
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


def temperature_limit(policy: Term) -> Term:
    """lim_{α→∞} of conditioning at inverse temperature α, for any dynamics."""
    return make("temperature_limit", (policy,))


def boltzmann_limit(policy: Term) -> Term:
    """lim_{δ→0} π^δ, by the limits of the ratios (q(b)/q(a))^{1/δ}."""
    return make("boltzmann_limit", (policy,))


def uniform_on_arg_max(policy: Term) -> Term:
    """Uniform over A* = arg max Q^π(s, ·), which is every action where Q is −∞ (Proposition 4.13)."""
    return make("uniform_on_arg_max", (policy,))


def retrain_with_prior_folded(policy: Term, steps: Steps = 1) -> Term:
    """Re-training of the uniform policy with the rewards r̂ = r + log π (Section 5)."""
    return make("retrain_with_prior_folded", (policy,), steps=steps)


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


def logarithm(value: Value) -> Term:
    """log of a rational value; log 0 is −∞."""
    return make("logarithm", (value,))


def discounted_return(policy: Term, gamma: Value) -> Term:
    """E[Σ γ^{t−1} r(s_t, a_t)] (Section 3)."""
    return make("discounted_return", (policy,), gamma=gamma)


def value_in_undiscounted_model(value: Value, gamma: Value) -> Term:
    """The value in the model that ends with probability 1 − γ after each decision (Section 3)."""
    return make("value_in_undiscounted_model", (value,), gamma=gamma)


def causal_entropy(policy: Term) -> Term:
    """Ĥ(π) = Σ_t E[H(π(·|s_t))]."""
    return make("causal_entropy", (policy,))


def return_derivative(policy: Term, alpha: Alpha, order: int = 1) -> Term:
    """The derivative of J(π_α) with respect to α, of order 1 or 2, π_α conditioned from the policy."""
    return make("return_derivative", (policy,), alpha=alpha, order=order)


def entropy_derivative(policy: Term, alpha: Alpha, order: int = 1) -> Term:
    """The derivative of Ĥ(π_α) with respect to α, of order 1 or 2, π_α conditioned from the policy."""
    return make("entropy_derivative", (policy,), alpha=alpha, order=order)


def return_spread(policy: Term, alpha: Alpha) -> Term:
    """Σ_ξ p(ξ)/P·ρ_ξ^α·(log ρ_ξ)², a bound on the variance of the return under π_α, deterministic τ.

    ρ_ξ is the weight of a trajectory divided by the largest one, P the probability of those that attain it.
    """
    return make("return_spread", (policy,), alpha=alpha)


action_sequences = make("action_sequences")
"""|A|^T, the number of sequences of actions, where all states have equally many actions."""

index = Index()
"""The index k of a sequence, as a number of steps, an α or a value: ``retrain(prior, index - 1)``."""


def symbol(name: str) -> Term:
    """A real number that an identity of rational functions is about."""
    return make("symbol", (), name=name)


def power_of_index(base: int | str | Fraction) -> Term:
    """base^k, k the index of a sequence."""
    return make("power_of_index", (), base=base)


def incoherence(policy: Term, delta: Delta = 1) -> Term:
    """κ_δ(π) (Definition 4.12); δ = 0 takes the arg max with ties shared.

    ``"1/index"`` and ``"1/4^index"`` are δ = 1/k and 4^{-k} for the index k of a sequence.
    """
    return make("incoherence", (policy,), delta=delta)


def incoherence_limit(policy: Term) -> Term:
    """lim_{δ→0} κ_δ(π), by an argument on ratios (Corollary 4.15)."""
    return make("incoherence_limit", (policy,))


def kl(left: Term, right: Term) -> Term:
    """KL(p_left(ξ) ‖ p_right(ξ)), summed over trajectories (Definition 4.6)."""
    return make("kl", (left, right))


def occupancy_kl(left: Term, right: Term) -> Term:
    """Σ_t E_{s ~ d_t} KL(left(·|s) ‖ right(·|s)), the right side of Proposition 4.7."""
    return make("occupancy_kl", (left, right))


def total_variation(left: Term, right: Term) -> Term:
    """½ Σ_ξ |p_left(ξ) − p_right(ξ)| over trajectories."""
    return make("total_variation", (left, right))


def reverse_kl_bound(policy: Term, steps: int) -> Term:
    """log(1 + (1 − P)/P ρ^steps), averaged over start states, for deterministic dynamics.

    P is the policy's probability of the trajectories of largest weight in its support, ρ < 1 the ratio of
    the second largest weight to the largest.
    """
    return make("reverse_kl_bound", (policy,), steps=steps)


def least_lookahead(policy: Term) -> Term:
    """The least k such that k look-ahead steps and then the policy are success-optimal (Section 6)."""
    return make("least_lookahead", (policy,))


def least_retrainings(policy: Term) -> Term:
    """The least number of re-trainings after which greedy on the policy's q is success-optimal."""
    return make("least_retrainings", (policy,))


def probability(policy: Term, time: int, state: str, action: str) -> Term:
    """π_time(action|state), a number."""
    return make("probability", (policy,), time=time, state=state, action=action)


def limit_probability(policy: Term, time: int, state: str, action: str) -> Term:
    """lim_{k→∞} G^k(policy)_time(action|state), any dynamics, known by rational bounds (Proposition 5.5)."""
    return make("limit_probability", (policy,), time=time, state=state, action=action)


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


def weights(power: int = 1) -> Term:
    """w(s, a)^power at every decision point and action."""
    return make("weights", (), power=power)


def folded_weights(policy: Term, steps: int, kind: str = "posterior", cumulative: bool = False) -> Term:
    """w_steps = e^{r_steps} of Definition 5.7, or 5.8 if cumulative."""
    return make("folded_weights", (policy,), steps=steps, kind=kind, cumulative=cumulative)


def at_last_time(table: Term) -> Term:
    """The entries of a table at t = T."""
    return make("at_last_time", (table,))


dynamics = make("dynamics")
"""τ(s'|s, a) for t < T."""


def conditioned_dynamics(policy: Term) -> Term:
    """p_π(s'|s, a, O_{t+1:T} = 1) for t < T; undefined where success after some action is impossible."""
    return make("conditioned_dynamics", (policy,))


def expected_success(policy: Term, conditioned: bool) -> Term:
    """Σ_{s'} P(s'|s, a) v(s') for t < T, under the dynamics or the conditioned dynamics."""
    return make("expected_success", (policy,), conditioned=conditioned)


def largest_probability(policy: Term, delta: Delta) -> Term:
    """max_a π^δ(a|s) at every decision point."""
    return make("largest_probability", (policy,), delta=delta)


def reciprocal_sum(policy: Term, delta: Delta, power: int) -> Term:
    """1 / Σ_a exp(Q(s, a)/δ − power·Q*(s)) at every decision point (proof of Proposition A.5)."""
    return make("reciprocal_sum", (policy,), delta=delta, power=power)


def posterior_over_weight(policy: Term) -> Term:
    """p(a|s, O)/w(s, a) at t = T where w > 0: e^C in the proof of Lemma A.8."""
    return make("posterior_over_weight", (policy,))


def constant_of_lemma(sign: int) -> Term:
    """exp(sign·log |A| − log(Σ_a w(s, a)/|A|)) at t = T where w > 0 (proof of Lemma A.8)."""
    return make("constant_of_lemma", (), sign=sign)


def trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ), or p_π(ξ|s_1) without the start distribution, as the paper's products have it."""
    return make("trajectories", (policy,), given_start=given_start)


def conditioned_trajectories(policy: Term, given_start: bool = False) -> Term:
    """p_π(ξ|O_{1:T} = 1), or p_π(ξ|s_1, O_{1:T} = 1); undefined where success is impossible."""
    return make("conditioned_trajectories", (policy,), given_start=given_start)


def last_reward_trajectories(policy: Term) -> Term:
    """p_π(ξ|s_1) w(s_T, a_T)/v_1(s_1): what the sum in the proof of Proposition A.2 telescopes to."""
    return make("last_reward_trajectories", (policy,))


def rejection(policy: Term, successes: int) -> Term:
    """Trajectories of a policy, accepted if so many independent trials all succeed."""
    return make("rejection", (policy,), successes=successes)


def best_of(policy: Term, samples: int) -> Term:
    """The trajectory of largest return among so many samples, ties at random."""
    return make("best_of", (policy,), samples=samples)


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


several_actions = make("several_actions")
"""Every reachable state has at least two actions."""

terminal_rewards = make("terminal_rewards")
"""All weights before t = T are 1."""


def horizon_at_least(decisions: int) -> Term:
    """T ≥ decisions."""
    return make("horizon_at_least", (), decisions=decisions)


# Properties of policies and tables


def deterministic_policy(policy: Term) -> Term:
    """Every row is a point mass."""
    return make("deterministic_policy", (policy,))


def visits_every_state(policy: Term) -> Term:
    """Every decision point has positive probability."""
    return make("visits_every_state", (policy,))


def success_everywhere(policy: Term) -> Term:
    """v > 0 at every decision point."""
    return make("success_everywhere", (policy,))


def some_success(policy: Term) -> Term:
    """Some q(s, ·) > 0 at every decision point."""
    return make("some_success", (policy,))


def supported_in(left: Term, right: Term, visited: bool = True) -> Term:
    """supp left(·|s) ⊆ supp right(·|s), at the decision points that left visits, or at all."""
    return make("supported_in", (left, right), visited=visited)


def unique_maxima(policy: Term, visited: bool = True) -> Term:
    """q(s, ·) has one largest entry, at the decision points that the policy visits, or at all."""
    return make("unique_maxima", (policy,), visited=visited)


def q_constant_on_support(policy: Term) -> Term:
    """Q(s, ·) is almost surely constant under π(·|s) at every decision point."""
    return make("q_constant_on_support", (policy,))


def proportional_to_q(policy: Term) -> Term:
    """π(·|s) is proportional to q(s, ·) at every decision point."""
    return make("proportional_to_q", (policy,))


def proportional_to_weights(policy: Term, power: int) -> Term:
    """π(a|s) ∝ w(s, a)^power over the actions with w > 0, at every decision point."""
    return make("proportional_to_weights", (policy,), power=power)


def order_respecting(delta: Delta, ties: str = "shared") -> Term:
    """Definition 4.4 for the Boltzmann response at δ, or the arg max at 0, on the model's weights."""
    return make("order_respecting", (), delta=delta, ties=ties)


def proportional(left: Term, right: Term) -> Term:
    """Two tables by action are equal up to a factor at each decision point."""
    return make("proportional", (left, right))


def equal_up_to_shaping(left: Term, right: Term) -> Term:
    """The products of two tables along trajectories are equal up to a factor for each first point."""
    return make("equal_up_to_shaping", (left, right))


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


def in_undiscounted_model(relation: Term, gamma: Value) -> Term:
    """The relation in the model that ends with probability 1 − γ after each decision (Section 3)."""
    return make("in_undiscounted_model", (relation,), gamma=gamma)


__all__ = [
    "AlongSequence",
    "Argument",
    "Claim",
    "EveryModel",
    "EveryPolicy",
    "EveryReal",
    "Horizon",
    "Index",
    "OneModel",
    "Reading",
    "Term",
    "action_sequences",
    "argued",
    "at_last_time",
    "at_least",
    "at_most",
    "best_of",
    "boltzmann",
    "boltzmann_limit",
    "both",
    "causal_entropy",
    "claim",
    "coherent",
    "coherent_for_some_delta",
    "coherent_only_at",
    "conditioned_dynamics",
    "conditioned_trajectories",
    "constant_of_lemma",
    "deterministic",
    "deterministic_policy",
    "discounted_return",
    "dynamics",
    "either",
    "entropy_derivative",
    "equal",
    "equal_action_counts",
    "equal_up_to_shaping",
    "expected_return",
    "expected_success",
    "finite",
    "finite_rewards",
    "fold",
    "folded_weights",
    "full_support",
    "greater",
    "greedy_limit",
    "horizon",
    "horizon_at_least",
    "iff",
    "implies",
    "in_undiscounted_model",
    "incoherence",
    "incoherence_limit",
    "index",
    "kl",
    "largest_probability",
    "last_reward_trajectories",
    "least_lookahead",
    "least_retrainings",
    "limit_probability",
    "logarithm",
    "negation",
    "number",
    "occupancy_kl",
    "optimal_return",
    "optimal_success",
    "order_respecting",
    "policy_stable",
    "posterior_over_weight",
    "power_of_index",
    "prior",
    "probability",
    "proportional",
    "proportional_to_q",
    "proportional_to_weights",
    "q_constant_on_support",
    "reciprocal_sum",
    "rejection",
    "repaired",
    "retrain",
    "retrain_limit",
    "retrain_with_prior_folded",
    "return_derivative",
    "return_spread",
    "reverse_kl_bound",
    "second_policy",
    "several_actions",
    "single_start",
    "soft_q",
    "soft_v",
    "some_success",
    "stochastic",
    "success_everywhere",
    "success_from",
    "success_given_action",
    "success_given_state",
    "success_probability",
    "supported_in",
    "symbol",
    "temperature",
    "temperature_limit",
    "terminal_rewards",
    "total_variation",
    "trajectories",
    "uniform",
    "uniform_on_arg_max",
    "uniform_prior",
    "unique_maxima",
    "value_in_undiscounted_model",
    "visits_every_state",
    "weights",
]
