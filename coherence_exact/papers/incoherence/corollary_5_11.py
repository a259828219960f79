"""Section 5.1, to its end: Corollary 5.11, along several paths, and the trade-off between training and inference."""

from __future__ import annotations

from coherence_exact.claims import (
    Argument,
    Claim,
    Reading,
    action_sequences,
    argued,
    at_least,
    at_most,
    best_of,
    both,
    deterministic,
    equal,
    finite,
    full_support,
    horizon_at_least,
    incoherence,
    incoherence_limit,
    index,
    logarithm,
    negation,
    optimal_success,
    power_of_index,
    prior,
    probability,
    rejection,
    repaired,
    retrain,
    retrain_limit,
    single_start,
    success_from,
    success_probability,
    terminal_rewards,
    trajectories,
    uniform_prior,
    unique_maxima,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.incoherence.examples import example

_uniform_arms = (negation(horizon_at_least(2)), single_start, uniform_prior, equal(action_sequences, 2))

FAST_COOLING = Argument(
    "temperatures that fall faster than re-training",
    "On one decision between two actions of weights 1 and 1/2, with the uniform prior, "
    "κ_δ(π_i) ≥ (2^{i−1} − 1)·log 2 along δ = 4^{−i}, for every i ≥ 1. So κ does not go to 0, and is unbounded.",
    "π_i gives the worse action the probability 1/(2^i + 1) ≥ 2^{−i}/2, and the Boltzmann policy gives it less "
    "than 2^{−1/δ}. So κ is at least −log 2, the negative of the largest entropy, plus "
    "2^{−i}/2·4^i·log 2.",
    at_least(incoherence(retrain(prior, index), "1/4^index"), (power_of_index(2) / 2 - 1) * logarithm(2)),
    (*_uniform_arms, equal(optimal_success, 1), equal(success_probability(prior), "3/4")),
    "refuted",
    (("κ_δ(π_k)", incoherence(retrain(prior, index), "1/4^index")),),
)

_uniform_sequences = (
    horizon_at_least(2),
    negation(horizon_at_least(3)),
    deterministic,
    single_start,
    uniform_prior,
    terminal_rewards,
    equal(action_sequences, 4),
)

DIAGONAL_WITH_TIES = Argument(
    "ties along the diagonal",
    "Let one action lead to two actions of weight 1, the other to actions of weights 1 and 1/2, with the uniform "
    "prior. Then κ_{1/i}(π_i) ≥ 1/40 for every i ≥ 4, so that it does not go to 0.",
    "At the start π_i gives the first action 2/(3 + 2^{−i}) ≥ 32/49. The success probability after the second "
    "is 1 − x with x = 2^{−i}/(2 + 2^{1−i}) ≤ 2^{−i}/2, so the Boltzmann policy at δ = 1/i gives the first "
    "action 1/(1 + (1−x)^i) ≤ 1/(2 − ix) ≤ 1/(2 − i·2^{−i}/2) ≤ 8/15, by Bernoulli's inequality and since i·2^{−i} "
    "falls from 1/4 on. κ is at least the divergence at the start, by Pinsker's inequality at least "
    "2·(32/49 − 8/15)² > 1/40.",
    at_least(incoherence(retrain(prior, index), "1/index"), "1/40"),
    (
        *_uniform_sequences,
        equal(success_from(prior, 2, "sure"), 1),
        equal(success_from(prior, 2, "half"), "3/4"),
        equal(success_from(retrain(prior), 2, "half"), "5/6"),
        equal(probability(retrain(prior), 1, "s", "a1"), "4/7"),
    ),
    "refuted",
    (("κ_δ(π_k)", incoherence(retrain(prior, index), "1/index")),),
)

DIAGONAL_OF_THE_RACE = Argument(
    "the diagonal of the mountain race",
    "In Example 1 with the uniform prior κ_{1/i}(π_i) ≤ 2·(3/4)^i·log 2 for every i ≥ 1, so that it goes to 0.",
    "From i = 1 on the ridge is left by the good action alone, where κ is 0, as it is in the forest, where both "
    "actions are equal. At the start the odds of ↘ are 2x under π_i and x under the Boltzmann policy, with "
    "x = (3/4)^i, so that κ = 2x/(1 + 2x)·log 2 − log((1 + 2x)/(1 + x)) ≤ 2x·log 2.",
    at_most(incoherence(retrain(prior, index), "1/index"), power_of_index("3/4") * logarithm(2) * 2),
    (
        *_uniform_sequences,
        equal(success_from(prior, 2, "ridge"), "1/2"),
        equal(success_from(retrain(prior), 2, "ridge"), 1),
        equal(success_from(prior, 2, "forest"), "3/4"),
        equal(success_from(retrain(prior), 2, "forest"), "3/4"),
        equal(probability(retrain(prior), 1, "∅", "↗"), "2/5"),
    ),
    "proved",
    (("κ_δ(π_k)", incoherence(retrain(prior, index), "1/index")),),
)

TIES = (
    ModelBuilder("a tie of two ways with different numbers of best actions", horizon=2, start="s")
    .action("s", "a1", to="sure")
    .action("s", "a2", to="half")
    .action("sure", "a1")
    .action("sure", "a2")
    .action("half", "a1")
    .action("half", "a2", success="1/2")
    .build()
)

CLAIMS = (
    Claim(
        "5.11",
        "Incoherence disappears at the limit of re-training",
        where="Corollary 5.11",
        readings=(
            argued(
                "printed",
                "lim_{(δ,i)→(0,∞)} κ_δ(π_i) = 0 as a joint limit",
                FAST_COOLING,
                [(i, example("two_arms.toml")) for i in range(1, 7)],
            ),
            argued(
                "diagonal-ties",
                "along δ = 1/i: κ_{1/i}(π_i) → 0, deterministic τ, uniform p",
                DIAGONAL_WITH_TIES,
                [(i, TIES) for i in (4, 5, 6, 8, 12, 16)],
            ),
            argued(
                "diagonal-example-1",
                "along δ = 1/i: κ_{1/i}(π_i) → 0 on Example 1",
                DIAGONAL_OF_THE_RACE,
                [(i, example("example_1.toml")) for i in (1, 2, 3, 4, 6, 8, 12, 16)],
            ),
            Reading(
                "iterated",
                "i first, then δ: lim_{δ→0} κ_δ(π^G) = 0, deterministic τ",
                equal(incoherence_limit(retrain_limit(prior)), 0),
                (deterministic,),
            ),
            *repaired(
                "no-ties",
                "i first, then δ: the same for full support where Q^{π^G} has unique maxima where π^G goes, any τ whose limit is exact",
                equal(incoherence_limit(retrain_limit(prior)), 0),
                (full_support, unique_maxima(retrain_limit(prior))),
            ),
            *repaired(
                "finite",
                "i first, then δ: lim_{δ→0} κ_δ(π^G) < ∞ for full support, any τ whose limit is exact",
                finite(incoherence_limit(retrain_limit(prior))),
                (full_support,),
            ),
            *repaired(
                "diagonal-one-decision",
                "along δ = 1/i: κ_{1/i}(π_i) = 0 for i = 1..4, T = 1, uniform p",
                both(*(equal(incoherence(retrain(prior, i), f"1/{i}"), 0) for i in range(1, 5))),
                (negation(horizon_at_least(2)), uniform_prior),
            ),
        ),
    ),
    Claim(
        "5-tradeoff",
        "Best-of-k and rejection sampling are re-training with k",
        where="Section 5.1, at the end",
        readings=(
            *repaired(
                "rejection",
                "rejection sampling on k independent successes gives the trajectories of π^G_k, k = 1, 2, 3; deterministic τ, one start state",
                both(*(equal(rejection(prior, k), trajectories(retrain(prior, k))) for k in (1, 2, 3))),
                (deterministic, single_start),
            ),
            Reading(
                "best-of",
                "the best of k samples by return has the trajectories of π^G_k, k = 2, 3; deterministic τ, one start state",
                both(*(equal(best_of(prior, k), trajectories(retrain(prior, k))) for k in (2, 3))),
                (deterministic, single_start),
            ),
        ),
    ),
)
