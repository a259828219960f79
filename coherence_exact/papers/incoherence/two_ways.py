"""Main notions in two ways: each definition by backward induction against an independent one.

Not claims of the paper, but what keeps its definitions honest: if one of them is altered, a row here changes.
Most second ways are sums over trajectories; responses are told by the odds that they have to give.
"""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    Term,
    at_most,
    below,
    best,
    best_of,
    boltzmann,
    both,
    causal_entropy,
    chance,
    conditioned_trajectories,
    deterministic,
    either,
    equal,
    every,
    expected_return,
    fold,
    folded_weights,
    greedy_limit,
    horizon,
    if_,
    incoherence_limit,
    infinity,
    kl,
    largest,
    left,
    log,
    lookahead_policy,
    negation,
    number,
    occupancy,
    occupancy_by_trajectories,
    optimal_return,
    optimal_success,
    posterior,
    prior,
    product_along,
    rejection,
    retrain,
    retrain_limit,
    return_by_trajectories,
    return_to_go,
    right,
    same,
    second_policy,
    share,
    soft_q,
    soft_q_of,
    soft_v,
    soft_v_of,
    start,
    success_by_trajectories,
    success_given_action,
    success_given_state,
    success_probability,
    sum_along,
    tail_product,
    temperature,
    temperature_limit,
    total,
    total_variation,
    trajectories,
    uniform,
    weight,
    where,
)
from coherence_exact.papers.incoherence.definitions import limit_at_least, limit_at_most

# Posteriors by trajectories

_FIRST = posterior(prior, weight)
_SECOND = posterior(prior, weight * _FIRST)
_PATH = chance * product_along(prior)


def _over_prior(policy: Term) -> Term:
    """π/p, and 0 where p is."""
    return if_(same(prior, 0), 0, policy / prior)


_RATIO_SECOND = posterior(prior, weight * _over_prior(_FIRST))


def _v_by_trajectories(weights: Term) -> Term:
    return total(chance * product_along(prior * weights), "points")


def _q_by_trajectories(weights: Term) -> Term:
    return total(chance * tail_product(prior) * product_along(weights), "choices")


# Responses by their odds

_NO_Q = same(best(soft_q(prior)), 0)


def _has_odds(n: int) -> Term:
    """π^δ(a) q(b)^n = π^δ(b) q(a)^n for any two actions, and rows sum to 1; where every q is 0 the prior's row."""
    response = boltzmann(prior, number(1) / n)
    odds = same(left(response) * right(soft_q(prior)) ** n, right(response) * left(soft_q(prior)) ** n)
    return both(
        every(odds),
        every(same(total(response, "points"), 1)),
        every(either(negation(_NO_Q), same(response, prior))),
    )


def _is_greedy(response: Term) -> Term:
    """Smaller q have 0, equal q have equal probabilities, rows sum to 1; where every q is 0 the prior's row."""
    q = soft_q(prior)
    smaller = either(left(q) >= right(q), same(left(response), 0), _NO_Q)
    ties = either(negation(same(left(q), right(q))), same(left(response), right(response)), _NO_Q)
    return both(
        every(smaller),
        every(ties),
        every(same(total(response, "points"), 1)),
        every(either(negation(_NO_Q), same(response, prior))),
    )


# Divergences along trajectories


def _log_ratio(policy: Term, other: Term) -> Term:
    return if_(same(policy, 0), 0, if_(same(other, 0), infinity, log(policy / other)))


def _kl_along(policy: Term, other: Term) -> Term:
    """Σ_ξ p_π(ξ) Σ_t log(π/ρ)."""
    return total(trajectories(policy) * sum_along(_log_ratio(policy, other)))


_GAIN = trajectories(prior) - trajectories(second_policy)

# Limits and optima by trajectories

_W = product_along(weight)
_TOP = largest(if_(_PATH > 0, _W, 0), "points")
_ON_TOP = total(if_(both(_PATH > 0, same(_W, _TOP), _TOP > 0), _PATH, 0), "choices")


def _not_more(masses: Term) -> Term:
    """For each trajectory, the mass of those of at most its weight."""
    return total(masses) - below(-_W, masses)


CLAIMS = (
    Claim(
        "two-ways-q",
        "Soft values in two ways",
        where="Definition 4.1, Proposition 4.2",
        readings=(
            Reading(
                "recursion",
                "q and v with the weights w² and of the uniform policy, by backward induction and summed over trajectories",
                both(
                    equal(soft_q_of(prior, weight**2), _q_by_trajectories(weight**2)),
                    equal(soft_v_of(prior, weight**2), _v_by_trajectories(weight**2)),
                    equal(soft_q(uniform), success_given_action(uniform)),
                    equal(soft_v(uniform), success_given_state(uniform)),
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-posterior",
        "Goal conditioning and re-training in two ways",
        where="Definitions 5.1 and 5.3",
        readings=(
            Reading(
                "trajectories",
                "G(p) = p(a|s, O_{t:T}) summed over trajectories, and G²(p), G³(p) that of G(p), G²(p)",
                both(
                    equal(retrain(prior, 0), prior),
                    *(equal(retrain(prior, k + 1), posterior(retrain(prior, k), weight)) for k in (0, 1, 2)),
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-temperature",
        "Temperature in two ways",
        where="Definition 5.6",
        readings=(
            Reading(
                "trajectories",
                "π_α = p(a|s, O^α_{t:T}) summed over trajectories with (Π w)^α, α = 1, 2, 3",
                both(
                    *(
                        equal(temperature(prior, a), share(total(_PATH * _W**a, "choices"), prior))
                        for a in (1, 2, 3)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-fold",
        "Folding in two ways",
        where="Definitions 5.7 and 5.8",
        readings=(
            Reading(
                "posterior",
                "π^F_1, π^F_2, π^H_2, π^H_3 and their weights by explicit formulas, with posteriors summed over trajectories",
                both(
                    equal(fold(prior, 0), prior),
                    equal(fold(prior, 1), _FIRST),
                    equal(folded_weights(prior, 1), weight * _FIRST),
                    equal(fold(prior, 2), _SECOND),
                    equal(folded_weights(prior, 2), weight * _SECOND),
                    equal(fold(prior, 3), posterior(prior, weight * _SECOND)),
                    equal(fold(prior, 1, cumulative=True), _FIRST),
                    equal(fold(prior, 2, cumulative=True), _SECOND),
                    equal(folded_weights(prior, 2, cumulative=True), weight * _FIRST * _SECOND),
                    equal(fold(prior, 3, cumulative=True), posterior(prior, weight * _FIRST * _SECOND)),
                ),
            ),
            Reading(
                "ratio",
                "the same with log(π_k/p) folded",
                both(
                    equal(fold(prior, 1, "ratio"), _FIRST),
                    equal(folded_weights(prior, 1, "ratio"), weight * _over_prior(_FIRST)),
                    equal(fold(prior, 2, "ratio"), _RATIO_SECOND),
                    equal(folded_weights(prior, 2, "ratio"), weight * _over_prior(_RATIO_SECOND)),
                    equal(fold(prior, 2, "ratio", cumulative=True), _RATIO_SECOND),
                    equal(
                        folded_weights(prior, 2, "ratio", cumulative=True),
                        weight * _over_prior(_FIRST) * _over_prior(_RATIO_SECOND),
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-occupancy",
        "The occupancy measure in two ways",
        where="Proposition 4.7",
        readings=(
            Reading(
                "trajectories",
                "d forward in time, and p(S_t = s) summed over the trajectories through s",
                equal(occupancy(prior), occupancy_by_trajectories(prior)),
            ),
        ),
    ),
    Claim(
        "two-ways-S",
        "The success probability in two ways",
        where="Section 3",
        readings=(
            Reading(
                "trajectories",
                "Σ μ v = Σ_ξ p(ξ) Π w, for p and G(p)",
                both(
                    *(
                        equal(success_probability(policy), success_by_trajectories(policy))
                        for policy in (prior, retrain(prior))
                    )
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-J",
        "The return in three ways",
        where="Section 3",
        readings=(
            Reading(
                "trajectories",
                "Σ_t E r by occupancy, Σ_ξ p(ξ) Σ_t r, and by backward induction, for p and G(p)",
                both(
                    *(
                        both(
                            equal(expected_return(policy), return_by_trajectories(policy)),
                            equal(expected_return(policy), total(start * return_to_go(policy))),
                        )
                        for policy in (prior, retrain(prior))
                    )
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-entropy",
        "The causal entropy in two ways",
        where="Corollary 5.10",
        readings=(
            Reading(
                "trajectories",
                "Σ_t E H(π(·|s_t)) = −Σ_ξ p(ξ) Σ_t log π",
                equal(causal_entropy(prior), total(trajectories(prior) * -sum_along(log(prior)))),
            ),
        ),
    ),
    Claim(
        "two-ways-kl",
        "Divergences of trajectories in two ways",
        where="Definition 4.6",
        readings=(
            Reading(
                "along",
                "Σ_ξ p_π(ξ) log(p_π/p_ρ) = Σ_ξ p_π(ξ) Σ_t log(π/ρ), +∞ included",
                equal(kl(prior, second_policy), _kl_along(prior, second_policy)),
            ),
            Reading(
                "total-variation",
                "Σ_ξ max(p_π − p_ρ, 0) = ½ Σ_ξ |p_π − p_ρ|",
                equal(total_variation(prior, second_policy), total(if_(_GAIN > 0, _GAIN, -_GAIN)) / 2),
            ),
        ),
    ),
    Claim(
        "two-ways-boltzmann",
        "Responses by their odds",
        where="Definitions 4.5 and 4.11, Proposition 4.13",
        readings=(
            Reading(
                "odds",
                "π^δ(a)·q(b)^{1/δ} = π^δ(b)·q(a)^{1/δ} for any two actions and rows sum to 1, δ = 1, 1/2, 1/3; the prior's row where every q is 0",
                both(*(_has_odds(n) for n in (1, 2, 3))),
            ),
            Reading(
                "greedy",
                "π* gives 0 where another q is larger, equal probabilities where q are equal, and rows sum to 1; it is the response at δ = 0",
                both(_is_greedy(greedy_limit(prior)), _is_greedy(boltzmann(prior, 0))),
            ),
            Reading(
                "incoherence-limit",
                "log|A*| − H(π(·|s)) averaged over live states is κ of the arg max, +∞ included",
                equal(incoherence_limit(prior), kl(prior, greedy_limit(prior))),
            ),
        ),
    ),
    Claim(
        "two-ways-limits",
        "Limits by the trajectories of the largest weight",
        where="Definition 5.6, Proposition 5.5",
        readings=(
            Reading(
                "temperature",
                "lim_{α→∞} π_α is the chance of an action among the trajectories of the largest weight, any τ",
                equal(temperature_limit(prior), share(_ON_TOP, prior)),
            ),
            Reading(
                "retrain",
                "so is lim_{k→∞} G^k(p), deterministic τ",
                equal(retrain_limit(prior), share(_ON_TOP, prior)),
                (deterministic,),
            ),
            Reading(
                "retrain-bounds",
                "lim_{k→∞} G^k(p), where it is known exactly, is between the bounds after k = 2 and 4 re-trainings, where success is possible, any τ",
                both(
                    *(
                        where(
                            soft_v(prior) > 0,
                            both(
                                limit_at_least(prior, k) <= retrain_limit(prior),
                                retrain_limit(prior) <= limit_at_most(prior, k),
                            ),
                        )
                        for k in (2, 4)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "two-ways-optimum",
        "Largest values in two ways",
        where="Sections 3 and 4.1",
        readings=(
            Reading(
                "bounds",
                "S(ρ) ≤ max S and J(ρ) ≤ max J for every ρ",
                both(
                    at_most(success_probability(second_policy), optimal_success),
                    at_most(expected_return(second_policy), optimal_return),
                ),
            ),
            Reading(
                "attained",
                "max S is what greedy with T look-ahead steps achieves, any τ",
                equal(success_probability(lookahead_policy(prior, horizon)), optimal_success),
            ),
            Reading(
                "trajectories",
                "max S and max J are those of the best trajectory from each start state, deterministic τ",
                both(
                    equal(optimal_success, total(start * largest(_W, "points"))),
                    equal(optimal_return, total(start * largest(sum_along(log(weight)), "points"))),
                ),
                (deterministic,),
            ),
        ),
    ),
    Claim(
        "two-ways-selection",
        "Selection among samples in two ways",
        where="Section 5.1, at the end",
        readings=(
            Reading(
                "best-of",
                "the best of k samples has a weight of at most x with the k-th power of the probability of one sample, k = 1, 2, 3",
                both(
                    equal(best_of(prior, 1), trajectories(prior)),
                    *(
                        equal(_not_more(best_of(prior, k)), _not_more(trajectories(prior)) ** k)
                        for k in (2, 3)
                    ),
                ),
            ),
            Reading(
                "rejection",
                "rejection sampling on one success gives p(ξ|O)",
                equal(rejection(prior, 1), conditioned_trajectories(prior)),
            ),
        ),
    ),
)
