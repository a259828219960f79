"""The abstract: what re-training is said to do."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    OneModel,
    Reading,
    Term,
    at_most,
    both,
    deterministic,
    finite_rewards,
    full_support,
    incoherence,
    incoherence_limit,
    number,
    one_decision,
    prior,
    repaired,
    retrain,
    retrain_limit,
    uniform_prior,
    visits_every_state,
)
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.further_out import THREE_TRAILS
from coherence_exact.papers.incoherence.theorems import INCOHERENCE_LIMIT, RETRAIN_LIMIT


def _decreases(delta: str) -> Term:
    """κ_δ(π_{i+1}) ≤ κ_δ(π_i) for i = 0, 1, 2."""
    return both(
        *(
            at_most(incoherence(retrain(prior, i + 1), delta), incoherence(retrain(prior, i), delta))
            for i in range(3)
        )
    )


def _cools(i: int) -> Term:
    """κ_{1/(i+1)}(π_{i+1}) ≤ κ_{1/i}(π_i)."""
    return at_most(
        incoherence(retrain(prior, i + 1), number(1) / (i + 1)), incoherence(retrain(prior, i), number(1) / i)
    )


_COOLS = both(*(_cools(i) for i in (1, 2, 3)))

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
                "only the first re-training (i = 0), δ = 1, deterministic τ, uniform prior, on a model with T = 3",
                at_most(incoherence(retrain(prior)), incoherence(prior)),
                (deterministic, uniform_prior),
                OneModel(THREE_TRAILS),
            ),
            Reading(
                "first-step-full-support",
                "only the first re-training (i = 0), δ = 1, deterministic τ, prior of full support",
                at_most(incoherence(retrain(prior)), incoherence(prior)),
                (deterministic, full_support),
            ),
            Reading(
                "limit",
                "in the limit: κ_1(π^G) ≤ κ_1(p), deterministic τ, uniform prior, finite rewards",
                at_most(incoherence(retrain_limit(prior)), incoherence(prior)),
                (deterministic, uniform_prior, finite_rewards),
                assuming=(RETRAIN_LIMIT,),
            ),
            Reading(
                "cooling-example-1",
                "δ falls as 1/i: κ_{1/2}(π_2) ≤ κ_1(π_1) on Example 1",
                _cools(1),
                domain=OneModel(example("example_1")),
            ),
            Reading(
                "cooling",
                "δ falls as 1/i: κ_{1/(i+1)}(π_{i+1}) ≤ κ_{1/i}(π_i), i = 1, 2, 3, deterministic τ, uniform prior",
                _COOLS,
                (deterministic, uniform_prior),
            ),
            *repaired(
                "cooling-one-decision",
                "the same with one decision and a uniform prior, where both are 0",
                _COOLS,
                (one_decision, uniform_prior),
            ),
            Reading(
                "cold",
                "δ first: lim_{δ→0} κ_δ(π_{i+1}) ≤ lim_{δ→0} κ_δ(π_i), i = 0, 1, 2, any prior, any τ",
                both(
                    *(
                        at_most(
                            incoherence_limit(retrain(prior, i + 1)), incoherence_limit(retrain(prior, i))
                        )
                        for i in range(3)
                    )
                ),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            *repaired(
                "cold-visits",
                "δ first, i = 0, 1, 2, where p visits every state: both are ∞, or p is greedy for its own Q and stays as it is",
                both(
                    *(
                        at_most(
                            incoherence_limit(retrain(prior, i + 1)), incoherence_limit(retrain(prior, i))
                        )
                        for i in range(3)
                    )
                ),
                (visits_every_state(prior),),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            Reading(
                "cold-limit",
                "lim_{δ→0} κ_δ(π^G) ≤ lim_{δ→0} κ_δ(p), any prior, any τ whose limit is exact",
                at_most(incoherence_limit(retrain_limit(prior)), incoherence_limit(prior)),
                assuming=(INCOHERENCE_LIMIT, RETRAIN_LIMIT),
            ),
        ),
    ),
)
