"""Section 5, removing incoherence: re-training, temperature, folding, with the proofs of A.2."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    OneModel,
    Reading,
    Term,
    at_last_time,
    at_least,
    at_most,
    both,
    coherent_for_some_delta,
    deterministic,
    equal,
    equal_action_counts,
    expected_return,
    finite,
    finite_rewards,
    full_support,
    greedy_limit,
    horizon_at_least,
    iff,
    kl,
    limit_probability,
    negation,
    optimal_return,
    optimal_success,
    prior,
    proportional_to_q,
    q_constant_on_support,
    repaired,
    retrain,
    retrain_limit,
    retrain_with_prior_folded,
    reverse_kl_bound,
    soft_q,
    soft_v,
    stochastic,
    success_everywhere,
    success_probability,
    supported_in,
    temperature,
    temperature_limit,
    total_variation,
    uniform_prior,
    weights,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.incoherence.examples import example

UNEQUAL = EveryModel("unequal")

_RETURN_IMPROVES = at_least(expected_return(retrain(prior)), expected_return(prior))
_SUCCESS_IMPROVES = at_least(success_probability(retrain(prior)), success_probability(prior))
_LIMIT_SUCCESS_OPTIMAL = equal(success_probability(retrain_limit(prior)), optimal_success)
_LIMIT_RETURN_OPTIMAL = equal(expected_return(retrain_limit(prior)), optimal_return)
_STEPS = (0, 1, 2, 3)


def _returns_improve() -> Term:
    """J(π_{α+1}) ≥ J(π_α) for α = 1, 2, 3."""
    return both(
        *(
            at_least(expected_return(temperature(prior, a + 1)), expected_return(temperature(prior, a)))
            for a in (1, 2, 3)
        )
    )


def _successes_improve() -> Term:
    """S(π_{α+1}) ≥ S(π_α) for α = 1, 2, 3."""
    return both(
        *(
            at_least(
                success_probability(temperature(prior, a + 1)), success_probability(temperature(prior, a))
            )
            for a in (1, 2, 3)
        )
    )


def _reverse_kl_vanishes() -> Term:
    """KL(π^G ‖ π_i) ≤ log(1 + (1 − P)/P ρ^i) for some i; the bound tends to 0 because ρ < 1."""
    return both(
        *(at_most(kl(retrain_limit(prior), retrain(prior, i)), reverse_kl_bound(prior, i)) for i in _STEPS)
    )


def _folded_prior_is_the_same(steps: int) -> Term:
    return equal(retrain_with_prior_folded(prior, steps), retrain(prior, steps))


TWO_LEARNERS = (
    ModelBuilder("two learners or a sure success", horizon=2, start="s")
    .action("s", "learners", to={"quick": "1/2", "slow": "1/2"})
    .action("s", "sure", to="done")
    .action("quick", "a1")
    .action("quick", "a2", success="1/3")
    .action("slow", "a1")
    .action("slow", "a2", success="1/2")
    .action("done", "a1")
    .action("done", "a2")
    .build()
)
_LEARNERS_WEIGHT = limit_probability(prior, 1, "s", "learners")

CLAIMS = (
    Claim(
        "5.2",
        "Goal conditioning need not be coherent for any δ",
        where="Proposition 5.2",
        readings=(
            Reading(
                "printed",
                "on Example 1, G(p) is Boltzmann-coherent for no real δ > 0",
                negation(coherent_for_some_delta(retrain(prior))),
                domain=OneModel(example("example_1.toml")),
            ),
        ),
    ),
    Claim(
        "5.4",
        "Re-training improves the return",
        where="Proposition 5.4, proved as A.7",
        readings=(
            Reading("printed", "J(G(π)) ≥ J(π), any τ", _RETURN_IMPROVES),
            Reading("stochastic", "J(G(π)) ≥ J(π), stochastic τ", _RETURN_IMPROVES, (stochastic,)),
            *repaired("deterministic", "J(G(π)) ≥ J(π), deterministic τ", _RETURN_IMPROVES, (deterministic,)),
            Reading("success", "S(G(π)) ≥ S(π), any τ", _SUCCESS_IMPROVES),
            Reading(
                "every-state",
                "V^{G(π)}(s) ≥ V^π(s) at every decision point, any τ, as the proof shows",
                at_least(soft_v(retrain(prior)), soft_v(prior)),
            ),
            Reading(
                "strict",
                "T = 1: S(G(π)) = S(π) exactly if Q is π-almost surely constant in every state",
                iff(
                    equal(success_probability(retrain(prior)), success_probability(prior)),
                    q_constant_on_support(prior),
                ),
                (negation(horizon_at_least(2)),),
            ),
        ),
    ),
    Claim(
        "A.7-Q",
        "Q^π(s_t, a_t) = r(s_t, a_t)",
        where="Proof of Proposition A.7",
        readings=(
            Reading("printed", "e^Q = w at every time", equal(soft_q(prior), weights())),
            Reading("last", "e^Q = w at t = T", equal(at_last_time(soft_q(prior)), at_last_time(weights()))),
        ),
    ),
    Claim(
        "A.7-nontrivial",
        "The update is non-trivial exactly when π is not proportional to the success factors",
        where="Proof of Proposition A.7",
        readings=(
            Reading(
                "printed",
                "G(π) = π exactly if π(·|s) ∝ q(s,·) at every state",
                iff(equal(retrain(prior), prior), proportional_to_q(prior)),
            ),
            Reading(
                "corrected",
                "G(π) = π exactly if Q is π-almost surely constant at every state",
                iff(equal(retrain(prior), prior), q_constant_on_support(prior)),
            ),
        ),
    ),
    Claim(
        "5.5",
        "Re-training converges, to an optimal policy if the prior has full support",
        where="Proposition 5.5",
        readings=(
            Reading(
                "printed",
                "KL(π_i ‖ π^G) is finite (as it must be to tend to 0), i = 1, 2, 3; deterministic τ",
                both(*(finite(kl(retrain(prior, i), retrain_limit(prior))) for i in (1, 2, 3))),
                (deterministic,),
            ),
            Reading(
                "printed-infinite",
                "KL(π_i ‖ π^G) = +∞ for i = 1, 2, 3 exactly if π_1 has an action that π^G has lost where π_1 goes",
                both(
                    *(
                        iff(
                            finite(kl(retrain(prior, i), retrain_limit(prior))),
                            supported_in(retrain(prior), retrain_limit(prior)),
                        )
                        for i in (1, 2, 3)
                    )
                ),
                (deterministic,),
            ),
            Reading(
                "reversed",
                "KL(π^G ‖ π_i) ≤ log(1 + (1−P)/P·ρ^i), i = 0..3, which tends to 0; deterministic τ, finite rewards",
                _reverse_kl_vanishes(),
                (deterministic, finite_rewards),
            ),
            Reading(
                "total-variation",
                "TV(π_i, π^G) does not increase, i = 0..3, deterministic τ",
                both(
                    *(
                        at_most(
                            total_variation(retrain(prior, i + 1), retrain_limit(prior)),
                            total_variation(retrain(prior, i), retrain_limit(prior)),
                        )
                        for i in _STEPS
                    )
                ),
                (deterministic,),
            ),
            *repaired(
                "success-optimal",
                "full support: π^G maximises p(O_{1:T} = 1), any τ whose limit is known exactly",
                _LIMIT_SUCCESS_OPTIMAL,
                (full_support,),
            ),
            *repaired(
                "return-optimal",
                "full support and deterministic τ: π^G maximises J",
                _LIMIT_RETURN_OPTIMAL,
                (full_support, deterministic),
            ),
            Reading(
                "limit-proportions",
                "the actions that survive under stochastic τ keep the prior's proportions, 1 : 1 on a model with two "
                "learners",
                equal(_LEARNERS_WEIGHT, "1/2"),
                (stochastic, full_support),
                OneModel(TWO_LEARNERS),
            ),
            Reading(
                "limit-enclosed",
                "the weight of one of them in the limit, an infinite product, is between 0.333804 and 0.333806",
                both(at_least(_LEARNERS_WEIGHT, "0.333804"), at_most(_LEARNERS_WEIGHT, "0.333806")),
                (stochastic, full_support),
                OneModel(TWO_LEARNERS),
            ),
            Reading(
                "return-optimal-stochastic",
                "full support and stochastic τ whose limit is exact, finite rewards: π^G maximises J",
                _LIMIT_RETURN_OPTIMAL,
                (full_support, stochastic, finite_rewards),
            ),
        ),
    ),
    Claim(
        "5.6-limit",
        "Increasing α gives increasingly improving policies",
        where="Section 5, before Definition 5.6",
        readings=(
            Reading("printed", "J(π_{α+1}) ≥ J(π_α), α = 1, 2, 3, any τ", _returns_improve()),
            Reading("success", "S(π_{α+1}) ≥ S(π_α), α = 1, 2, 3, any τ", _successes_improve()),
            *repaired(
                "deterministic",
                "both, for deterministic τ",
                both(_returns_improve(), _successes_improve()),
                (deterministic,),
            ),
            *repaired(
                "limit",
                "α → ∞: π_∞ maximises p(O_{1:T} = 1), deterministic τ and full support",
                equal(success_probability(temperature_limit(prior)), optimal_success),
                (deterministic, full_support),
            ),
        ),
    ),
    Claim(
        "5-alpha-vs-delta",
        "Raising α behaves differently from δ → 0",
        where="Section 5, after Definition 5.6",
        readings=(
            Reading(
                "printed",
                "on Example 1, lim_{α→∞} π_α ≠ lim_{δ→0} π^δ",
                negation(equal(temperature_limit(prior), greedy_limit(prior))),
                domain=OneModel(example("example_1.toml")),
            ),
            *repaired(
                "one-decision",
                "T = 1 and uniform p: the limits are equal",
                equal(temperature_limit(prior), greedy_limit(prior)),
                (negation(horizon_at_least(2)), uniform_prior),
            ),
        ),
    ),
    Claim(
        "5-prior-fold",
        "r̂ = r + log p with a uniform prior is the same model",
        where="Section 5, before Definition 5.7",
        readings=(
            Reading(
                "printed",
                "conditioning u with r + log p gives G(p), at dead states too, equal numbers of actions",
                _folded_prior_is_the_same(1),
            ),
            *repaired(
                "success-everywhere",
                "the same where success is possible everywhere, and states have equal numbers of actions",
                _folded_prior_is_the_same(1),
                (success_everywhere(prior), equal_action_counts),
                UNEQUAL,
            ),
        ),
    ),
    Claim(
        "A.9-wlog",
        "“Without loss of generality uniform p, otherwise fold it into the reward”",
        where="Proof of Lemma A.9",
        readings=(
            Reading(
                "once",
                "the folded model has the same G_1 (success possible everywhere)",
                _folded_prior_is_the_same(1),
                (success_everywhere(prior),),
            ),
            Reading(
                "twice",
                "the folded model has the same G_2 (success possible everywhere), as the proof needs",
                _folded_prior_is_the_same(2),
                (success_everywhere(prior),),
            ),
        ),
    ),
)
