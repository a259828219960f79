"""When one policy is better than another."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    both,
    deterministic,
    expected_return,
    finite_rewards,
    greater,
    greedy_limit,
    one_decision,
    prior,
    repaired,
    second_policy,
    success_probability,
    uniform,
    visits_every_state,
)
from coherence_exact.papers.classics.definitions import (
    action_values,
    greedy,
    larger_action_values,
    maximiser,
    mixture,
    optimal_policy,
    reward,
    state_values,
    switching,
)
from coherence_exact.papers.classics.hypotheses import (
    better,
    better_everywhere,
    improvable,
    promises_improvement,
)

_NO_WORSE = at_least(expected_return(greedy(prior)), expected_return(prior))
_STRICT = greater(expected_return(greedy(prior)), expected_return(prior))
_VALUES = state_values(prior, reward)
_OTHER_VALUES = state_values(second_policy, reward)
_GREEDY_FOR_OTHER = at_least(expected_return(greedy(uniform)), expected_return(prior))
_SWITCHED = state_values(switching(prior, second_policy), reward)
_GENERALISED = state_values(maximiser(larger_action_values(prior, second_policy)), reward)
_BY_MEAN = state_values(maximiser(action_values(prior, reward) + action_values(uniform, reward)), reward)
_BEATS_BOTH_BY_MEAN = both(at_least(_BY_MEAN, _VALUES), at_least(_BY_MEAN, state_values(uniform, reward)))
_BEST = optimal_policy(reward)
_MIXED_IN = at_least(expected_return(mixture(prior, _BEST)), expected_return(prior))
_MIXED = at_least(expected_return(mixture(prior, second_policy)), expected_return(prior))
_SOFT = at_least(expected_return(greedy_limit(prior)), expected_return(prior))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "policy-improvement",
        "A policy that is greedy for its predecessor's Q is no worse",
        where="R. A. Howard, Dynamic Programming and Markov Processes, MIT Press 1960; R. S. Sutton and A. G. Barto, Reinforcement Learning: An Introduction, 2nd ed., MIT Press 2018, Section 4.2",
        readings=(
            Reading(
                "printed",
                "U^{greedy(π)}(s) ≥ U^π(s) at every state, and J(greedy(π)) ≥ J(π)",
                both(at_least(state_values(greedy(prior), reward), _VALUES), _NO_WORSE),
            ),
            Reading(
                "any-promising-policy",
                "U^ρ(s) ≥ U^π(s) at every state for every ρ with Σ_a ρ(a|s) Q^π(s,a) ≥ U^π(s)",
                at_least(_OTHER_VALUES, _VALUES),
                (promises_improvement(second_policy, prior),),
            ),
            Reading(
                "strict",
                "J(greedy(π)) > J(π) if some action at some state has a positive advantage",
                _STRICT,
                (improvable(prior),),
            ),
            *repaired(
                "strict-visited",
                "J(greedy(π)) > J(π) if some action has a positive advantage, π visits all states and rewards are finite",
                _STRICT,
                (improvable(prior), visits_every_state(prior), finite_rewards),
            ),
        ),
    ),
    Claim(
        "greedy-for-another",
        "A policy that is greedy for another policy's Q is better than the present one",
        where="folklore of off-policy learning; what holds is in R. S. Sutton and A. G. Barto, Reinforcement Learning: An Introduction, 2nd ed., MIT Press 2018, Section 4.2",
        readings=(
            Reading("printed", "J(greedy(Q^ρ)) ≥ J(π) for ρ = u", _GREEDY_FOR_OTHER),
            Reading(
                "own",
                "J(greedy(Q^ρ)) ≥ J(ρ), any policy ρ whose Q it is",
                at_least(expected_return(greedy(second_policy)), expected_return(second_policy)),
            ),
            *repaired(
                "no-worse",
                "J(greedy(Q^ρ)) ≥ J(π) for ρ = u if J(ρ) ≥ J(π)",
                _GREEDY_FOR_OTHER,
                (better(uniform, prior),),
            ),
            Reading(
                "no-worse-any-two",
                "J(greedy(Q^ρ)) ≥ J(π) for any two policies with J(ρ) ≥ J(π)",
                at_least(expected_return(greedy(second_policy)), expected_return(prior)),
                (better(second_policy, prior),),
            ),
        ),
    ),
    Claim(
        "policy-switching",
        "Following at each state the better one of two policies is better than both",
        where="H. S. Chang, R. Givan and E. K. P. Chong, Parallel rollout for online solution of partially observable MDPs, Discrete Event Dyn. Syst. 14, 2004",
        readings=(
            Reading(
                "printed",
                "U^{switch}(s) ≥ max(U^π(s), U^ρ(s))",
                both(at_least(_SWITCHED, _VALUES), at_least(_SWITCHED, _OTHER_VALUES)),
            ),
        ),
    ),
    Claim(
        "generalised-policy-improvement",
        "Greedy for several policies' Q together is better than each of them",
        where="A. Barreto et al., Successor features for transfer in reinforcement learning, NeurIPS 2017, Theorem 1",
        readings=(
            Reading(
                "printed",
                "greedy for max(Q^π, Q^ρ): U(s) ≥ max(U^π(s), U^ρ(s))",
                both(at_least(_GENERALISED, _VALUES), at_least(_GENERALISED, _OTHER_VALUES)),
            ),
            Reading(
                "mean", "greedy for the mean of Q^π and Q^u: U(s) ≥ max(U^π(s), U^u(s))", _BEATS_BOTH_BY_MEAN
            ),
            *repaired(
                "mean-one-decision",
                "greedy for the mean of Q^π and Q^u is better than both if T = 1",
                _BEATS_BOTH_BY_MEAN,
                (one_decision,),
            ),
        ),
    ),
    Claim(
        "mixing-in-a-better-policy",
        "Mixing a better policy's actions in improves a policy",
        where="what S. Kakade and J. Langford, Approximately optimal approximate reinforcement learning, ICML 2002, show for policies with a positive advantage",
        readings=(
            Reading(
                "printed",
                "J(½π + ½ρ) ≥ J(π) if J(ρ) ≥ J(π), for the best policy ρ = π*",
                _MIXED_IN,
                (better(_BEST, prior),),
            ),
            Reading(
                "better-everywhere",
                "J(½π + ½ρ) ≥ J(π) if U^ρ ≥ U^π at every state, for ρ = π*",
                _MIXED_IN,
                (better_everywhere(_BEST, prior),),
            ),
            *repaired(
                "promising",
                "J(½π + ½ρ) ≥ J(π) if Σ_a ρ(a|s) Q^π(s,a) ≥ U^π(s) at every state",
                _MIXED,
                (promises_improvement(second_policy, prior),),
            ),
        ),
    ),
    Claim(
        "greedy-for-success",
        "Taking the action with the largest chance of success improves a policy",
        where="folklore of control as inference, see S. Levine, arXiv 1805.00909, 2018",
        readings=(
            Reading(
                "printed",
                "S(arg max q^π) ≥ S(π), where q^π(s,a) = p_π(O|s,a)",
                at_least(success_probability(greedy_limit(prior)), success_probability(prior)),
            ),
            Reading("return", "J(arg max q^π) ≥ J(π)", _SOFT),
            *repaired(
                "return-deterministic",
                "J(arg max q^π) ≥ J(π) with deterministic dynamics",
                _SOFT,
                (deterministic,),
            ),
        ),
    ),
)
