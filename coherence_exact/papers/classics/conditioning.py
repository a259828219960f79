"""Regression on trajectories that are weighted or selected by their return."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    at_most,
    conditioned_trajectories,
    deterministic,
    equal,
    expected_return,
    finite_rewards,
    full_support,
    goal_condition,
    log,
    occupancy_kl,
    one_decision,
    optimal_return,
    prior,
    repaired,
    single_start,
    start,
    success_probability,
    sum_along,
    total,
    trajectories,
    visits_every_state,
    weight,
)
from coherence_exact.papers.classics.definitions import (
    best_weight,
    condition_on_best_return,
    law_kl,
    regression_on_action_values,
    regression_on_returns,
    reward,
    reward_weighted_regression,
    state_values,
)
from coherence_exact.papers.classics.hypotheses import all_or_nothing

_RWR = reward_weighted_regression(prior)
_IS_CONDITIONING = equal(_RWR, goal_condition(prior))
_RETURN = at_least(expected_return(_RWR), expected_return(prior))
_ON_VALUES = regression_on_action_values(prior)
_ON_RETURNS = regression_on_returns(prior)
_SAME_REGRESSION = equal(_ON_VALUES, _ON_RETURNS)
_GIVEN_BEST = condition_on_best_return(prior)
_OPTIMAL = equal(expected_return(_GIVEN_BEST), optimal_return)
_ACHIEVED = equal(expected_return(_GIVEN_BEST), total(start * log(best_weight(prior))))
_COST = law_kl(conditioned_trajectories(prior), trajectories(prior))
_SURPRISE = -log(success_probability(prior))
_IMAGINED = total(conditioned_trajectories(prior) * sum_along(reward))
_REALISED = equal(expected_return(goal_condition(prior)), _IMAGINED)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "reward-weighted-regression",
        "Regression on trajectories weighted by e^R improves a policy",
        where="P. Dayan and G. E. Hinton, Using expectation-maximization for reinforcement learning, Neural Comput. 9, 1997; J. Peters and S. Schaal, Reinforcement learning by reward-weighted regression for operational space control, ICML 2007",
        readings=(
            Reading(
                "printed",
                "S(RWR(π)) ≥ S(π), the mean of e^R",
                at_least(success_probability(_RWR), success_probability(prior)),
            ),
            Reading("return", "J(RWR(π)) ≥ J(π), the mean of R", _RETURN),
            *repaired(
                "return-deterministic",
                "J(RWR(π)) ≥ J(π) with deterministic dynamics",
                _RETURN,
                (deterministic,),
            ),
        ),
    ),
    Claim(
        "regression-is-conditioning",
        "Regression on trajectories weighted by e^R is conditioning on success",
        where="folklore of control as inference; S. Levine, arXiv 1805.00909, 2018",
        readings=(
            Reading("printed", "RWR(π)(a|s) = p_π(a|s, O) at every state", _IS_CONDITIONING),
            *repaired(
                "reached",
                "the same if π visits every state and rewards are finite, so that all states have data",
                _IS_CONDITIONING,
                (visits_every_state(prior), finite_rewards),
            ),
        ),
    ),
    Claim(
        "regression-on-sums",
        "Regression weighted by returns improves the return",
        where="M. Štrupl et al., Reward-weighted regression converges to a global optimum, AAAI 2022",
        readings=(
            Reading(
                "printed",
                "π'(a|s) ∝ π(a|s) Q(s,a), with rewards w: no state's value falls",
                at_least(state_values(_ON_VALUES, weight), state_values(prior, weight)),
            ),
            Reading(
                "whole-return",
                "the same for trajectories weighted by their whole return Σ w",
                at_least(state_values(_ON_RETURNS, weight), state_values(prior, weight)),
            ),
            Reading("same", "both regressions give one policy", _SAME_REGRESSION),
            *repaired(
                "same-one-decision",
                "both regressions give one policy if T = 1",
                _SAME_REGRESSION,
                (one_decision,),
            ),
        ),
    ),
    Claim(
        "return-conditioning",
        "Conditioning on the best return gives an optimal policy",
        where="J. Schmidhuber, Reinforcement learning upside down, arXiv 1912.02875, 2019; examined by D. Brandfonbrener et al., When does return-conditioned supervised learning work for offline reinforcement learning?, NeurIPS 2022",
        readings=(
            Reading("printed", "J(π given the best return) = max J", _OPTIMAL),
            *repaired(
                "deterministic",
                "the same with deterministic dynamics and a prior that can do everything",
                _OPTIMAL,
                (deterministic, full_support),
            ),
        ),
    ),
    Claim(
        "return-as-command",
        "A policy that is conditioned on the best return gets it",
        where="L. Chen et al., Decision transformer, NeurIPS 2021; K. Paster, S. McIlraith and J. Ba, You can't count on luck, NeurIPS 2022 contradict it for stochastic dynamics",
        readings=(
            Reading(
                "printed", "J(π given the best return) is the best return of π from the start", _ACHIEVED
            ),
            Reading(
                "at-most",
                "J(π given the best return) is at most the best return of π from the start",
                at_most(expected_return(_GIVEN_BEST), total(start * log(best_weight(prior)))),
            ),
            *repaired("deterministic", "the same with deterministic dynamics", _ACHIEVED, (deterministic,)),
        ),
    ),
    Claim(
        "imagined-improvement",
        "The conditioned policy gets the return of the successful trajectories",
        where="folklore of filtered imitation; contradicted by S. Levine, arXiv 1805.00909, 2018",
        readings=(
            Reading(
                "imagined",
                "successful trajectories have a larger mean return: E[R|O] ≥ J(π)",
                at_least(_IMAGINED, expected_return(prior)),
            ),
            Reading("printed", "J(G(π)) = E[R|O]", _REALISED),
            *repaired(
                "deterministic",
                "J(G(π)) = E[R|O] with deterministic dynamics and one start state",
                _REALISED,
                (deterministic, single_start),
            ),
        ),
    ),
    Claim(
        "cost-of-conditioning",
        "Conditioning on success costs its surprise",
        where="I. Csiszár, Sanov property, generalized I-projection and a conditional limit theorem, Ann. Prob. 12, 1984, for events",
        readings=(
            Reading("printed", "KL(p(ξ|O) ‖ p(ξ)) = −log S(p)", equal(_COST, _SURPRISE)),
            Reading("at-most", "KL(p(ξ|O) ‖ p(ξ)) ≤ −log S(p)", at_most(_COST, _SURPRISE)),
            Reading(
                "policy",
                "KL(G(p) ‖ p) ≤ −log S(p) for the policy that is conditioned",
                at_most(occupancy_kl(goal_condition(prior), prior), _SURPRISE),
            ),
            *repaired(
                "event",
                "KL(p(ξ|O) ‖ p(ξ)) = −log S(p) if all weights are 0 or 1",
                equal(_COST, _SURPRISE),
                (all_or_nothing,),
            ),
        ),
    ),
)
