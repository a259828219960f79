"""Backward induction, and what characterises optimal policies."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryPolicy,
    OneModel,
    Reading,
    at,
    at_least,
    both,
    deterministic,
    equal,
    expected_return,
    greater,
    horizon,
    one_decision,
    optimal_return,
    prior,
    repaired,
    repeat,
    visits_every_state,
    weight,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.classics.definitions import (
    greedy,
    moment,
    optimal_policy,
    optimal_policy_of,
    optimal_success_of,
    optimal_values,
    reward,
    state_values,
)
from coherence_exact.papers.classics.hypotheses import (
    acts_optimally,
    finite_optimum,
    optimal,
    unimprovable,
    unimprovable_where_visited,
)

PREPARE_THEN_TAKE = (
    ModelBuilder("prepare, then take", horizon=2, start="field")
    .action("field", "take", success="1/2", to="field")
    .action("field", "prepare", success="2/5", to={"field": "1/2", "ready": "1/2"})
    .action("ready", "use", to="ready")
    .build()
)
"""Preparing costs a little more than taking, and pays only if there is another decision."""

_OPTIMAL = optimal_policy(reward)
_REACHED = equal(expected_return(greedy(prior)), optimal_return)
_ACTS = acts_optimally(prior)
_IS_OPTIMAL = equal(expected_return(prior), optimal_return)
_SAFE_IS_GOOD = equal(expected_return(optimal_policy_of(weight)), optimal_return)
_ONE_FOR_ALL = equal(moment(optimal_policy_of(weight), 2), optimal_success_of(weight**2))

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "backward-induction",
        "Backward induction is optimal among all policies",
        where="R. Bellman, Dynamic Programming, Princeton University Press 1957; M. L. Puterman, Markov Decision Processes, Wiley 1994, Section 4.3",
        readings=(
            Reading(
                "printed",
                "U*(s) ≥ U^π(s) at every state and max J ≥ J(π), any policy",
                both(
                    at_least(optimal_values(reward), state_values(prior, reward)),
                    at_least(optimal_return, expected_return(prior)),
                ),
            ),
            Reading(
                "attained",
                "the policy that takes the maximising actions has J = max J",
                equal(expected_return(_OPTIMAL), optimal_return),
            ),
        ),
    ),
    Claim(
        "optimal-actions",
        "A policy is optimal exactly if it takes only optimal actions",
        where="M. L. Puterman, Markov Decision Processes, Wiley 1994, Section 4.3",
        readings=(
            Reading(
                "sufficient",
                "a policy that takes only actions of arg max Q* where it goes is optimal, so a deterministic one is enough",
                _IS_OPTIMAL,
                (_ACTS,),
            ),
            Reading(
                "printed",
                "J(π) = max J exactly if π takes only actions of arg max Q* where it goes",
                equal(optimal(prior), _ACTS),
            ),
            *repaired(
                "necessary",
                "an optimal policy takes only actions of arg max Q* where it goes, if max J is finite",
                _ACTS,
                (optimal(prior), finite_optimum),
            ),
        ),
    ),
    Claim(
        "no-positive-advantage",
        "A policy without a positive advantage is optimal",
        where="M. L. Puterman, Markov Decision Processes, Wiley 1994, Section 4.3",
        readings=(
            Reading(
                "printed",
                "if A^π(s,a) ≤ 0 for all states and actions then J(π) = max J",
                _IS_OPTIMAL,
                (unimprovable(prior),),
            ),
            Reading(
                "visited",
                "if A^π(s,a) ≤ 0 at the states that π visits then J(π) = max J",
                _IS_OPTIMAL,
                (unimprovable_where_visited(prior),),
            ),
            *repaired(
                "visits-all",
                "if A^π(s,a) ≤ 0 at the states that π visits, and it visits all, then J(π) = max J",
                _IS_OPTIMAL,
                (unimprovable_where_visited(prior), visits_every_state(prior)),
            ),
        ),
    ),
    Claim(
        "policy-iteration",
        "Greedy improvement reaches an optimal policy",
        where="R. A. Howard, Dynamic Programming and Markov Processes, MIT Press 1960",
        readings=(
            Reading(
                "printed",
                "T greedy improvements lead to J = max J, from any policy",
                equal(expected_return(repeat(horizon, greedy, prior)), optimal_return),
            ),
            Reading("one-step", "one greedy improvement leads to J = max J", _REACHED),
            *repaired(
                "one-decision",
                "one greedy improvement leads to J = max J if T = 1",
                _REACHED,
                (one_decision,),
            ),
        ),
    ),
    Claim(
        "stationary-policies",
        "Stationary policies are enough",
        where="true for discounted infinite horizons (D. Blackwell, Discounted dynamic programming, Ann. Math. Statist. 36, 1965), often said of all problems",
        readings=(
            Reading(
                "printed",
                "the optimal action of a state is the same at every time: the field of “prepare, then take”, T = 2",
                equal(at(_OPTIMAL, 1, "field", "take"), at(_OPTIMAL, 2, "field", "take")),
                domain=OneModel(PREPARE_THEN_TAKE),
            ),
            Reading(
                "stationary",
                "J(π) < max J for every stationary policy of a grid in this model",
                greater(optimal_return, expected_return(prior)),
                domain=EveryPolicy(PREPARE_THEN_TAKE),
            ),
            Reading(
                "time-dependent",
                "backward induction, whose actions depend on the time, has J = max J there",
                equal(expected_return(_OPTIMAL), optimal_return),
                domain=OneModel(PREPARE_THEN_TAKE),
            ),
        ),
    ),
    Claim(
        "success-and-return",
        "The policy with the largest success probability has the largest return",
        where="the reading of control as inference that S. Levine, Reinforcement learning and control as probabilistic inference, arXiv 1805.00909, 2018, Section 2 warns of",
        readings=(
            Reading("printed", "taking the actions that maximise S maximises J", _SAFE_IS_GOOD),
            *repaired(
                "deterministic", "the same with deterministic dynamics", _SAFE_IS_GOOD, (deterministic,)
            ),
        ),
    ),
    Claim(
        "risk-attitude",
        "The same policy is optimal for every attitude to risk",
        where="contradicted by R. A. Howard and J. E. Matheson, Risk-sensitive Markov decision processes, Management Science 18, 1972",
        readings=(
            Reading("printed", "a policy that maximises E e^R maximises E e^{2R}", _ONE_FOR_ALL),
            *repaired(
                "deterministic", "the same with deterministic dynamics", _ONE_FOR_ALL, (deterministic,)
            ),
        ),
    ),
)
