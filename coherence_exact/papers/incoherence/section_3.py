"""Section 3, preliminaries: discounting."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    both,
    deterministic,
    discounted_return,
    ending,
    equal,
    expected_return,
    horizon_at_least,
    implies,
    log,
    negation,
    number,
    one_decision,
    prior,
    repaired,
    retrain,
    success_probability,
    temperature,
    time,
    weight,
)
from coherence_exact.papers.incoherence.definitions import return_of

GAMMA = number("1/2")

_STAYS_DETERMINISTIC = ending(GAMMA, deterministic)
_KEEPS_SUCCESS = equal(success_probability(prior), ending(GAMMA, success_probability(prior)))

CLAIMS = (
    Claim(
        "3-discount",
        "γ < 1 can be turned into γ = 1 by an auxiliary terminal state",
        where="Section 3",
        readings=(
            Reading(
                "return",
                "E[Σ γ^{t−1} r] is the return J of the model that ends with probability 1 − γ (γ = 1/2)",
                equal(discounted_return(prior, GAMMA), ending(GAMMA, expected_return(prior))),
            ),
            Reading(
                "determinism",
                "deterministic τ stays deterministic, as Theorem 5.9 would need (γ = 1/2)",
                _STAYS_DETERMINISTIC,
                (deterministic,),
            ),
            Reading(
                "determinism-lost",
                "deterministic τ becomes stochastic as soon as T ≥ 2 (γ = 1/2)",
                negation(_STAYS_DETERMINISTIC),
                (horizon_at_least(2),),
            ),
            Reading(
                "success",
                "the success probability p(O_{1:T} = 1) is kept (γ = 1/2)",
                _KEEPS_SUCCESS,
            ),
            Reading(
                "temperature",
                "with deterministic τ, π_{α=2} = G^2(p) in the converted model (γ = 1/2)",
                ending(GAMMA, equal(temperature(prior, 2), retrain(prior, 2))),
                (deterministic,),
            ),
            Reading(
                "rewards-by-time",
                "rewards γ^{t−1}·r that depend on time, with τ as it is, have the discounted return (γ = 1/2, 1/3): no state is added, and τ stays deterministic",
                both(
                    *(
                        equal(
                            discounted_return(prior, gamma),
                            return_of(prior, gamma ** (time - 1) * log(weight)),
                        )
                        for gamma in (GAMMA, number("1/3"))
                    )
                ),
            ),
            *repaired(
                "one-decision",
                "with one decision nothing changes: the success probability and determinism are kept",
                both(_KEEPS_SUCCESS, implies(deterministic, _STAYS_DETERMINISTIC)),
                (one_decision,),
            ),
        ),
    ),
)
