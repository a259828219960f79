"""Returns, advantages and occupancy measures."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    both,
    equal,
    expected_return,
    goal_condition,
    horizon,
    if_,
    implies,
    occupancy,
    prior,
    repaired,
    second_policy,
    single_start,
    total,
    uniform_prior,
    visits_every_state,
)
from coherence_exact.papers.classics.definitions import (
    advantage,
    at_time,
    greedy,
    return_variance,
    squared_surprise,
)
from coherence_exact.papers.classics.hypotheses import visit_alike, visit_and_act_alike

_GAIN = expected_return(second_policy) - expected_return(prior)
_GREEDY_GAIN = expected_return(greedy(prior)) - expected_return(prior)
_AT_OLD_STATES = equal(_GREEDY_GAIN, total(occupancy(prior) * greedy(prior) * advantage(prior)))
_UNWEIGHTED = equal(total(advantage(prior), "points"), 0)
_SAME_POLICY = implies(visit_and_act_alike(prior, goal_condition(prior)), equal(prior, goal_condition(prior)))
_VARIANCE = equal(return_variance(prior), total(occupancy(prior) * prior * squared_surprise(prior)))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "performance-difference",
        "The gain of a policy is the other policy's advantage at the states that it visits itself",
        where="S. Kakade and J. Langford, Approximately optimal approximate reinforcement learning, ICML 2002, Lemma 6.1",
        readings=(
            Reading(
                "printed",
                "J(ρ) − J(π) = Σ_t E_{d_ρ} Σ_a ρ(a|s) A^π(s,a), any two policies",
                equal(_GAIN, total(occupancy(second_policy) * second_policy * advantage(prior))),
            ),
            Reading(
                "exchanged",
                "J(ρ) − J(π) = −Σ_t E_{d_π} Σ_a π(a|s) A^ρ(s,a)",
                equal(_GAIN, -total(occupancy(prior) * prior * advantage(second_policy))),
            ),
        ),
    ),
    Claim(
        "surrogate-gain",
        "The gain of a policy is the other policy's advantage at the states that the other one visits",
        where="what is often made of the local approximation L_π in J. Schulman et al., Trust region policy optimization, ICML 2015, Eq. 3",
        readings=(
            Reading(
                "printed",
                "J(ρ) − J(π) = Σ_t E_{d_π} Σ_a ρ(a|s) A^π(s,a) for ρ greedy for Q^π",
                _AT_OLD_STATES,
            ),
            *repaired(
                "same-states",
                "the same if ρ and π visit every state equally often",
                _AT_OLD_STATES,
                (visit_alike(prior, greedy(prior)),),
            ),
            Reading(
                "same-states-any-two",
                "J(ρ) − J(π) = Σ_t E_{d_π} Σ_a ρ(a|s) A^π(s,a) for any two policies that visit every state equally often",
                equal(_GAIN, total(occupancy(prior) * second_policy * advantage(prior))),
                (visit_alike(prior, second_policy),),
            ),
        ),
    ),
    Claim(
        "advantages-average-to-zero",
        "Advantages average to zero in every state",
        where="L. C. Baird, Reinforcement learning in continuous time: advantage updating, ICNN 1994",
        readings=(
            Reading(
                "printed", "Σ_a π(a|s) A^π(s,a) = 0", equal(total(prior * advantage(prior), "points"), 0)
            ),
            Reading("plain-mean", "Σ_a A^π(s,a) = 0, the plain mean over the actions", _UNWEIGHTED),
            *repaired(
                "plain-mean-uniform", "Σ_a A^π(s,a) = 0 for the uniform policy", _UNWEIGHTED, (uniform_prior,)
            ),
        ),
    ),
    Claim(
        "occupancy-sums-to-one",
        "The occupancy measure of each time is a distribution",
        where="M. L. Puterman, Markov Decision Processes, Wiley 1994, Section 6.9",
        readings=(
            Reading(
                "printed",
                "Σ_s d^t(s) = 1 for t = 1, …, T",
                both(
                    *(equal(at_time(occupancy(prior) * prior, t), if_(horizon >= t, 1, 0)) for t in (1, 2, 3))
                ),
            ),
        ),
    ),
    Claim(
        "occupancy-determines-policy",
        "Two policies with the same state-action occupancies are the same policy",
        where="U. Syed, M. Bowling and R. E. Schapire, Apprenticeship learning using linear programming, ICML 2008, Theorem 2",
        readings=(
            Reading(
                "printed",
                "if d_π(s) π(a|s) = d_ρ(s) ρ(a|s) everywhere then π = ρ, for ρ = G(π)",
                _SAME_POLICY,
            ),
            *repaired(
                "visited", "the same if π visits every state", _SAME_POLICY, (visits_every_state(prior),)
            ),
            Reading(
                "visited-any-two",
                "if d_π(s) π(a|s) = d_ρ(s) ρ(a|s) everywhere and π visits every state then π = ρ, any two policies",
                implies(visit_and_act_alike(prior, second_policy), equal(prior, second_policy)),
                (visits_every_state(prior),),
            ),
        ),
    ),
    Claim(
        "variance-of-returns",
        "The variance of the return is the sum of the variances of what each step changes in its expectation",
        where="M. J. Sobel, The variance of discounted Markov decision processes, J. Appl. Prob. 19, 1982",
        readings=(
            *repaired(
                "printed",
                "Var(R) = Σ_t E (r_t + U(s_{t+1}) − U(s_t))², from one start state",
                _VARIANCE,
                (single_start,),
            ),
        ),
    ),
)
