"""Potentials added to rewards.

The potential is a table with free values on which nothing else depends: the largest prior probability in a state.
"""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    ahead,
    best,
    condition,
    deterministic,
    equal,
    expected_return,
    goal_condition,
    optimal_return,
    prior,
    repaired,
    start,
    total,
    weight,
)
from coherence_exact.papers.classics.definitions import (
    maximiser,
    mean_next,
    optimal_policy,
    optimal_values,
    reward,
    shaped,
    shaped_but_at_the_end,
    state_values,
)
from coherence_exact.papers.classics.hypotheses import constant, constant_at_the_end

POTENTIAL = best(prior)
_OPTIMAL = optimal_policy(reward)
_ENDS_ON_ITS_POTENTIAL = equal(optimal_policy(shaped_but_at_the_end(reward, POTENTIAL)), _OPTIMAL)
_BONUS = equal(optimal_policy(reward + mean_next(POTENTIAL)), _OPTIMAL)
_DISCOUNTED = equal(optimal_policy(reward + mean_next(POTENTIAL) / 2 - POTENTIAL), _OPTIMAL)
_CONDITIONED = equal(condition(prior, weight * ahead(POTENTIAL) / POTENTIAL), goal_condition(prior))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "potential-based-shaping",
        "Rewards r + Φ(s') − Φ(s) have the same optimal policies as r",
        where="A. Y. Ng, D. Harada and S. Russell, Policy invariance under reward transformations, ICML 1999, Theorem 1",
        readings=(
            Reading(
                "printed",
                "the same actions are optimal at every state, with Φ = 0 past the horizon",
                equal(optimal_policy(shaped(reward, POTENTIAL)), _OPTIMAL),
            ),
            Reading(
                "returns",
                "every policy's return changes by the same −E Φ(s_1), with Φ = 0 past the horizon",
                equal(
                    total(start * state_values(prior, shaped(reward, POTENTIAL))),
                    expected_return(prior) - total(start * POTENTIAL),
                ),
            ),
            Reading(
                "optimal-potential",
                "with Φ = U* the action with the largest shaped reward is optimal, without looking ahead",
                equal(expected_return(maximiser(shaped(reward, optimal_values(reward)))), optimal_return),
            ),
        ),
    ),
    Claim(
        "shaping-at-the-end",
        "Shaping keeps optimal policies whatever the potential is where an episode ends",
        where="contradicted by M. Grześ, Reward shaping in episodic reinforcement learning, AAMAS 2017",
        readings=(
            Reading(
                "printed",
                "the same actions are optimal if the last reward is not shaped",
                _ENDS_ON_ITS_POTENTIAL,
            ),
            *repaired(
                "ends-alike",
                "the same if Φ is the same at all states of t = T",
                _ENDS_ON_ITS_POTENTIAL,
                (constant_at_the_end(POTENTIAL),),
            ),
        ),
    ),
    Claim(
        "progress-bonus",
        "A bonus Φ(s') for good states keeps optimal policies",
        where="contradicted by J. Randløv and P. Alstrøm, Learning to drive a bicycle using reinforcement learning and shaping, ICML 1998",
        readings=(
            Reading("printed", "r + Φ(s') has the same optimal actions as r", _BONUS),
            *repaired("constant", "the same for a constant Φ", _BONUS, (constant(POTENTIAL),)),
        ),
    ),
    Claim(
        "discounted-shaping",
        "A discount in the shaping alone keeps optimal policies",
        where="folklore; A. Y. Ng, D. Harada and S. Russell, ICML 1999 ask for the discount of the problem itself",
        readings=(
            Reading(
                "printed",
                "r + ½Φ(s') − Φ(s) has the same optimal actions as r, in a problem without discount",
                _DISCOUNTED,
            ),
            *repaired("constant", "the same for a constant Φ", _DISCOUNTED, (constant(POTENTIAL),)),
        ),
    ),
    Claim(
        "shaping-and-conditioning",
        "Shaping keeps the policy that is conditioned on success",
        where="the counterpart of A. Y. Ng, D. Harada and S. Russell, ICML 1999, in control as inference",
        readings=(
            Reading("printed", "w φ(s')/φ(s), with the mean of φ(s'), has the same G(π) as w", _CONDITIONED),
            *repaired(
                "deterministic", "the same with deterministic dynamics", _CONDITIONED, (deterministic,)
            ),
        ),
    ),
)
