"""Section 6, discussion: Questions (1) and (2) and the effective horizon."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    Reading,
    at_least,
    at_most,
    equal,
    greedy_limit,
    horizon_at_least,
    iff,
    least_lookahead,
    least_retrainings,
    negation,
    number,
    optimal_success,
    success_probability,
    uniform,
)

_GREEDY_OPTIMAL = equal(success_probability(greedy_limit(uniform)), optimal_success)
_ONE_STEP = equal(least_lookahead(uniform), 1)
_NO_TRAINING = equal(least_retrainings(uniform), 0)

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
                "equivalent",
                "greedy on the random policy's Q is optimal exactly if one look-ahead step is enough",
                iff(_GREEDY_OPTIMAL, _ONE_STEP),
            ),
            Reading(
                "equivalent-retraining",
                "it is optimal exactly if no re-training is needed",
                iff(_GREEDY_OPTIMAL, _NO_TRAINING),
            ),
            Reading(
                "lookahead-bound",
                "the least look-ahead is at most T",
                at_least(number(2), least_lookahead(uniform)),
                (negation(horizon_at_least(3)),),
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
