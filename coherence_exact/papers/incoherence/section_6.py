"""Section 6, discussion: Questions (1) and (2) and the effective horizon."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    Reading,
    at_most,
    equal,
    greedy_limit,
    horizon_at_least,
    least_lookahead,
    least_retrainings,
    negation,
    optimal_success,
    success_probability,
    uniform,
)

_GREEDY_OPTIMAL = equal(success_probability(greedy_limit(uniform)), optimal_success)

CLAIMS = (
    Claim(
        "6-horizon",
        "Greedy on the random policy's Q, look-ahead and re-training",
        where="Section 6, Effective horizon",
        readings=(
            Reading(
                "greedy",
                "greedy on the random policy's Q is optimal",
                _GREEDY_OPTIMAL,
            ),
            Reading(
                "one-decision",
                "T = 1: greedy on the random policy's Q is optimal",
                _GREEDY_OPTIMAL,
                (negation(horizon_at_least(2)),),
            ),
            Reading(
                "lookahead-below-training",
                "the least look-ahead is at most one more than the least number of re-trainings",
                at_most(least_lookahead(uniform), least_retrainings(uniform) + 1),
            ),
            Reading(
                "training-below-lookahead",
                "the least number of re-trainings is less than the least look-ahead",
                at_most(least_retrainings(uniform) + 1, least_lookahead(uniform)),
                domain=EveryModel("two-decision"),
            ),
        ),
    ),
)
