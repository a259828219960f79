"""Section 6, discussion: Questions (1) and (2) and the effective horizon."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    OneModel,
    Reading,
    at_least,
    at_most,
    greedy_limit,
    least_lookahead,
    least_retrainings,
    one_decision,
    repaired,
    retrain,
    retrain_limit,
    success_probability,
    uniform,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.incoherence.definitions import success_optimal
from coherence_exact.papers.incoherence.further_out import MISLED_BY_TRAINING

_GREEDY_OPTIMAL = success_optimal(greedy_limit(uniform))

_LOOKAHEAD_BELOW_TRAINING = at_most(least_lookahead(uniform), least_retrainings(uniform) + 1)

_THREE_LOOKAHEADS = (
    ModelBuilder("three look-ahead steps, one re-training", horizon=3, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2")
    .action("u1", "a1", to="x1")
    .action("u1", "a2", to="x1")
    .action("u2", "a1", to="x1")
    .action("u2", "a2", to="x2")
    .action("x1", "a1", success="1/2")
    .action("x1", "a2", success="1/2")
    .action("x2", "a1")
    .action("x2", "a2", success=0)
    .build()
)

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
            *repaired(
                "one-decision",
                "T = 1: greedy on the random policy's Q is optimal",
                _GREEDY_OPTIMAL,
                (one_decision,),
            ),
            Reading(
                "lookahead-below-training",
                "the least look-ahead is at most one more than the least number of re-trainings, on a model with T = 3 (for T ≤ 2 it is by counting)",
                _LOOKAHEAD_BELOW_TRAINING,
                domain=OneModel(_THREE_LOOKAHEADS),
            ),
            Reading(
                "training-below-lookahead",
                "the least number of re-trainings is less than the least look-ahead",
                at_most(least_retrainings(uniform) + 1, least_lookahead(uniform)),
                domain=EveryModel("deep"),
            ),
            Reading(
                "training-helps",
                "greedy on the Q of the re-trained random policy succeeds at least as often as greedy on its own Q, on a model with T = 2",
                at_least(
                    success_probability(greedy_limit(retrain(uniform))),
                    success_probability(greedy_limit(uniform)),
                ),
                domain=OneModel(MISLED_BY_TRAINING),
            ),
            Reading(
                "training-to-the-limit-helps",
                "greedy on the Q of the limit of re-training the random policy is optimal",
                success_optimal(greedy_limit(retrain_limit(uniform))),
            ),
        ),
    ),
)
