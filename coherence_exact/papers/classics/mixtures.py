"""Mixing two policies: action by action, or one of them for a whole trajectory."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    at_most,
    either,
    equal,
    expected_return,
    goal_condition,
    prior,
    repaired,
    second_policy,
    success_probability,
    sum_along,
    terminal_rewards,
    total,
    trajectories,
    uniform,
)
from coherence_exact.papers.classics.definitions import mixture, mixture_by_occupancy, reward
from coherence_exact.papers.classics.hypotheses import visit_alike

_OTHER = goal_condition(uniform)
_ONE, _TWO = expected_return(prior), expected_return(_OTHER)
_MIXED = expected_return(mixture(prior, _OTHER))
_MEAN = (_ONE + _TWO) / 2
_ANY_MEAN = (expected_return(prior) + expected_return(second_policy)) / 2
_BY_OCCUPANCY = mixture_by_occupancy(prior, second_policy)
_SUCCESS = equal(
    success_probability(mixture_by_occupancy(prior, uniform)),
    (success_probability(prior) + success_probability(uniform)) / 2,
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "mixture-of-actions",
        "Mixing the actions of two policies mixes their returns",
        where="folklore; A. Agarwal, S. Kakade, J. Lee and G. Mahajan, On the theory of policy gradient methods, JMLR 22, 2021, show that J is not concave",
        readings=(
            Reading("printed", "J(½π + ½ρ) = ½J(π) + ½J(ρ) for ρ = G(u)", equal(_MIXED, _MEAN)),
            Reading("concave", "J(½π + ½ρ) ≥ ½J(π) + ½J(ρ) for ρ = G(u)", at_least(_MIXED, _MEAN)),
            Reading("convex", "J(½π + ½ρ) ≤ ½J(π) + ½J(ρ) for ρ = G(u)", at_most(_MIXED, _MEAN)),
            Reading(
                "not-above-both",
                "J(½π + ½ρ) ≤ max(J(π), J(ρ)) for ρ = G(u)",
                either(_MIXED <= _ONE, _MIXED <= _TWO),
            ),
            Reading(
                "not-below-both",
                "J(½π + ½ρ) ≥ min(J(π), J(ρ)) for ρ = G(u)",
                either(_MIXED >= _ONE, _MIXED >= _TWO),
            ),
            *repaired(
                "same-states",
                "J(½π + ½ρ) = ½J(π) + ½J(ρ) for ρ = G(u) if both visit every state equally often",
                equal(_MIXED, _MEAN),
                (visit_alike(prior, _OTHER),),
            ),
            Reading(
                "same-states-any-two",
                "J(½π + ½ρ) = ½J(π) + ½J(ρ) for any two policies that visit every state equally often",
                equal(expected_return(mixture(prior, second_policy)), _ANY_MEAN),
                (visit_alike(prior, second_policy),),
            ),
        ),
    ),
    Claim(
        "mixture-of-trajectories",
        "Drawing one of two policies for a whole trajectory mixes their returns, and a single policy does the same",
        where="C. Derman and R. E. Strauch, A note on memoryless rules for controlling sequential control processes, Ann. Math. Statist. 37, 1966; M. L. Puterman, Markov Decision Processes, Wiley 1994, Theorem 5.5.1",
        readings=(
            Reading(
                "drawn-once",
                "E R under ½p_π(ξ) + ½p_ρ(ξ) is ½J(π) + ½J(ρ)",
                equal(
                    total((trajectories(prior) + trajectories(second_policy)) / 2 * sum_along(reward)),
                    _ANY_MEAN,
                ),
            ),
            Reading(
                "printed",
                "the policy with the mean of the occupancies has J = ½J(π) + ½J(ρ)",
                equal(expected_return(_BY_OCCUPANCY), _ANY_MEAN),
            ),
            Reading("success", "for ρ = u it also has S = ½S(π) + ½S(ρ)", _SUCCESS),
            *repaired(
                "success-terminal",
                "for ρ = u it also has S = ½S(π) + ½S(ρ) if there are rewards at t = T only",
                _SUCCESS,
                (terminal_rewards,),
            ),
            Reading(
                "success-terminal-any-two",
                "S = ½S(π) + ½S(ρ) for any two policies if there are rewards at t = T only",
                equal(
                    success_probability(_BY_OCCUPANCY),
                    (success_probability(prior) + success_probability(second_policy)) / 2,
                ),
                (terminal_rewards,),
            ),
        ),
    ),
)
