"""Section 3, preliminaries: discounting."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    both,
    deterministic,
    discounted_return,
    equal,
    expected_return,
    horizon_at_least,
    implies,
    in_undiscounted_model,
    negation,
    prior,
    repaired,
    retrain,
    success_probability,
    temperature,
    value_in_undiscounted_model,
)

GAMMA = "1/2"


_STAYS_DETERMINISTIC = in_undiscounted_model(deterministic, GAMMA)

CLAIMS = (
    Claim(
        "3-discount",
        "γ < 1 can be turned into γ = 1 by an auxiliary terminal state",
        where="Section 3",
        readings=(
            Reading(
                "return",
                "E[Σ γ^{t−1} r] is the return J of the model that ends with probability 1 − γ (γ = 1/2)",
                equal(
                    discounted_return(prior, GAMMA),
                    value_in_undiscounted_model(expected_return(prior), GAMMA),
                ),
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
                equal(
                    success_probability(prior), value_in_undiscounted_model(success_probability(prior), GAMMA)
                ),
            ),
            Reading(
                "temperature",
                "with deterministic τ, π_{α=2} = G^2(p) in the converted model (γ = 1/2)",
                in_undiscounted_model(equal(temperature(prior, 2), retrain(prior, 2)), GAMMA),
                (deterministic,),
            ),
            *repaired(
                "one-decision",
                "with one decision nothing changes: the success probability and determinism are kept",
                both(
                    equal(
                        success_probability(prior),
                        value_in_undiscounted_model(success_probability(prior), GAMMA),
                    ),
                    implies(deterministic, _STAYS_DETERMINISTIC),
                ),
                (negation(horizon_at_least(2)),),
            ),
        ),
    ),
)
