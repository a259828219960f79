"""The abstract: what re-training is said to do."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_most,
    both,
    deterministic,
    finite_rewards,
    full_support,
    incoherence,
    prior,
    retrain,
    uniform_prior,
)
from coherence_exact.claims.terms import Term


def _decreases(delta: str) -> Term:
    """κ_δ(π_{i+1}) ≤ κ_δ(π_i) for i = 0, 1, 2."""
    return both(
        *(
            at_most(incoherence(retrain(prior, i + 1), delta), incoherence(retrain(prior, i), delta))
            for i in range(3)
        )
    )


CLAIMS = (
    Claim(
        "abstract",
        "Re-training decreases incoherence",
        where="Abstract",
        readings=(
            Reading("printed", "κ_δ(π_{i+1}) ≤ κ_δ(π_i) for δ = 1, i = 0, 1, 2", _decreases("1")),
            Reading("half", "the same for δ = 1/2", _decreases("1/2")),
            Reading("deterministic", "δ = 1, deterministic τ", _decreases("1"), (deterministic,)),
            Reading(
                "uniform-prior",
                "δ = 1, deterministic τ, uniform prior, finite rewards",
                _decreases("1"),
                (deterministic, uniform_prior, finite_rewards),
            ),
            Reading(
                "first-step-uniform",
                "only the first re-training (i = 0), δ = 1, deterministic τ, uniform prior",
                at_most(incoherence(retrain(prior)), incoherence(prior)),
                (deterministic, uniform_prior),
            ),
            Reading(
                "first-step-full-support",
                "only the first re-training (i = 0), δ = 1, deterministic τ, prior of full support",
                at_most(incoherence(retrain(prior)), incoherence(prior)),
                (deterministic, full_support),
            ),
        ),
    ),
)
