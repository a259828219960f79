"""Section 5.1, to its end: Corollary 5.11, along several paths, and the trade-off between training and inference."""

from __future__ import annotations

from coherence_exact.claims import (
    Argument,
    Claim,
    Reading,
    Term,
    Theorem,
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
    horizon,
    incoherence,
    incoherence_limit,
    index,
    log,
    number,
    one_decision,
    optimal_success,
    prior,
    probability,
    rejection,
    repaired,
    retrain,
    retrain_limit,
    same,
    single_start,
    success_from,
    success_probability,
    terminal_rewards,
    trajectories,
    uniform_prior,
    unique_maxima,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    diagonal_rate,
    finite_return_in_the_limit,
    success_optimal_in_the_limit,
    uses_best_actions,
)
from coherence_exact.papers.incoherence.theorems import DIAGONAL, INCOHERENCE_LIMIT, RETRAIN_LIMIT

_uniform_arms = (one_decision, single_start, uniform_prior, equal(action_sequences, 2))
_ALONG_THE_DIAGONAL = incoherence(retrain(prior, index), 1 / index)
_ALONG_POWERS = incoherence(retrain(prior, index), number("1/4") ** index)

FAST_COOLING = Argument(
    Theorem(
        "temperatures that fall faster than re-training",
        "On one decision between two actions of weights 1 and 1/2, with the uniform prior, "
        "κ_δ(π_i) ≥ (2^{i−1} − 1)·log 2 along δ = 4^{−i}, for every i ≥ 1. So κ does not go to 0, and is unbounded.",
        "π_i gives the worse action the probability 1/(2^i + 1) ≥ 2^{−i}/2, and the Boltzmann policy gives it less "
        "than 2^{−1/δ}. So κ is at least −log 2, the negative of the largest entropy, plus "
        "2^{−i}/2·4^i·log 2.",
    ),
    at_least(_ALONG_POWERS, (number(2) ** index / 2 - 1) * log(2)),
    (*_uniform_arms, equal(optimal_success, 1), equal(success_probability(prior), "3/4")),
    "refuted",
    (("κ_δ(π_k)", _ALONG_POWERS),),
)

_uniform_sequences = (
    same(horizon, 2),
    deterministic,
    single_start,
    uniform_prior,
    terminal_rewards,
    equal(action_sequences, 4),
)

DIAGONAL_WITH_TIES = Argument(
    Theorem(
        "ties along the diagonal",
        "Let one action lead to two actions of weight 1, the other to actions of weights 1 and 1/2, with the uniform "
        "prior. Then κ_{1/i}(π_i) ≥ 1/40 for every i ≥ 4, so that it does not go to 0.",
        "At the start π_i gives the first action 2/(3 + 2^{−i}) ≥ 32/49. The success probability after the second "
        "is 1 − x with x = 2^{−i}/(2 + 2^{1−i}) ≤ 2^{−i}/2, so the Boltzmann policy at δ = 1/i gives the first "
        "action 1/(1 + (1−x)^i) ≤ 1/(2 − ix) ≤ 1/(2 − i·2^{−i}/2) ≤ 8/15, by Bernoulli's inequality and since i·2^{−i} "
        "falls from 1/4 on. κ is at least the divergence at the start, by Pinsker's inequality at least "
        "2·(32/49 − 8/15)² > 1/40.",
    ),
    at_least(_ALONG_THE_DIAGONAL, "1/40"),
    (
        *_uniform_sequences,
        equal(success_from(prior, 2, "sure"), 1),
        equal(success_from(prior, 2, "half"), "3/4"),
        equal(success_from(retrain(prior), 2, "half"), "5/6"),
        equal(probability(retrain(prior), 1, "s", "a1"), "4/7"),
    ),
    "refuted",
    (("κ_δ(π_k)", _ALONG_THE_DIAGONAL),),
)

DIAGONAL_OF_THE_RACE = Argument(
    Theorem(
        "the diagonal of the mountain race",
        "In Example 1 with the uniform prior κ_{1/i}(π_i) ≤ 2·(3/4)^i·log 2 for every i ≥ 1, so that it goes to 0.",
        "From i = 1 on the ridge is left by the good action alone, where κ is 0, as it is in the forest, where both "
        "actions are equal. At the start the odds of ↘ are 2x under π_i and x under the Boltzmann policy, with "
        "x = (3/4)^i, so that κ = 2x/(1 + 2x)·log 2 − log((1 + 2x)/(1 + x)) ≤ 2x·log 2.",
    ),
    at_most(_ALONG_THE_DIAGONAL, number("3/4") ** index * log(2) * 2),
    (
        *_uniform_sequences,
        equal(success_from(prior, 2, "ridge"), "1/2"),
        equal(success_from(retrain(prior), 2, "ridge"), 1),
        equal(success_from(prior, 2, "forest"), "3/4"),
        equal(success_from(retrain(prior), 2, "forest"), "3/4"),
        equal(probability(retrain(prior), 1, "∅", "↗"), "2/5"),
    ),
    "proved",
    (("κ_δ(π_k)", _ALONG_THE_DIAGONAL),),
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


def _below_rate(i: int) -> Term:
    """κ_{1/i}(π_i) is below a bound that falls geometrically with i."""
    return at_most(incoherence(retrain(prior, i), number(1) / i), diagonal_rate(prior, i))


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
                [(i, example("two_arms")) for i in range(1, 7)],
            ),
            Reading(
                "delta-first",
                "δ first, then i: lim_{δ→0} κ_δ(π_i) is finite (as it must be to tend to 0) for i = 1, 2, 3, deterministic τ, full support",
                both(*(finite(incoherence_limit(retrain(prior, i))) for i in (1, 2, 3))),
                (deterministic, full_support),
                assuming=(INCOHERENCE_LIMIT,),
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
                [(i, example("example_1")) for i in (1, 2, 3, 4, 6, 8, 12, 16)],
            ),
            *repaired(
                "diagonal-no-ties",
                "along δ = 1/i: κ_{1/i}(π_i) ≤ Σ_s μ((1−p*)/p*·log(1/p*) + |A| − 1)·ρ^i for i = 1..4, which tends to 0, with p* the prior of the best action; T = 1, best actions have positive probability, Q has unique maxima",
                both(*(_below_rate(i) for i in (1, 2, 3, 4))),
                (one_decision, uses_best_actions(prior), unique_maxima(prior, visited=False)),
                assuming=(DIAGONAL,),
            ),
            Reading(
                "iterated",
                "i first, then δ: lim_{δ→0} κ_δ(π^G) = 0, deterministic τ",
                equal(incoherence_limit(retrain_limit(prior)), 0),
                (deterministic,),
                assuming=(INCOHERENCE_LIMIT, RETRAIN_LIMIT),
            ),
            *repaired(
                "no-ties",
                "i first, then δ: the same where S(π^G) = max S, J(π^G) > −∞ and Q^{π^G} has unique maxima where π^G goes, any τ whose limit is exact",
                equal(incoherence_limit(retrain_limit(prior)), 0),
                (
                    success_optimal_in_the_limit(prior),
                    finite_return_in_the_limit(prior),
                    unique_maxima(retrain_limit(prior)),
                ),
                assuming=(INCOHERENCE_LIMIT, RETRAIN_LIMIT),
            ),
            *repaired(
                "finite",
                "i first, then δ: lim_{δ→0} κ_δ(π^G) < ∞ where S(π^G) = max S and J(π^G) > −∞, any τ whose limit is exact",
                finite(incoherence_limit(retrain_limit(prior))),
                (success_optimal_in_the_limit(prior), finite_return_in_the_limit(prior)),
                assuming=(INCOHERENCE_LIMIT, RETRAIN_LIMIT),
            ),
            *repaired(
                "diagonal-one-decision",
                "along δ = 1/i: κ_{1/i}(π_i) = 0 for i = 1..4, T = 1, uniform p",
                both(*(equal(incoherence(retrain(prior, i), number(1) / i), 0) for i in range(1, 5))),
                (one_decision, uniform_prior),
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
