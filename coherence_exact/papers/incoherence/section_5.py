"""Section 5, removing incoherence, with the proofs of Appendix A.2."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    coherent_for_some_delta,
    deterministic,
    expected_return,
    negation,
    prior,
    retrain,
    soft_v,
    stochastic,
    success_probability,
)
from coherence_exact.claims.claim import OneModel
from coherence_exact.papers.incoherence.examples import example

_RETURN_IMPROVES = at_least(expected_return(retrain(prior)), expected_return(prior))

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
            Reading("deterministic", "J(G(π)) ≥ J(π), deterministic τ", _RETURN_IMPROVES, (deterministic,)),
            Reading("stochastic", "J(G(π)) ≥ J(π), stochastic τ", _RETURN_IMPROVES, (stochastic,)),
            Reading(
                "success",
                "S(G(π)) ≥ S(π), any τ",
                at_least(success_probability(retrain(prior)), success_probability(prior)),
            ),
            Reading(
                "every-state",
                "V^{G(π)}(s) ≥ V^π(s) at every decision point, any τ, as the proof shows",
                at_least(soft_v(retrain(prior)), soft_v(prior)),
            ),
        ),
    ),
)
