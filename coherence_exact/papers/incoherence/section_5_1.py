"""Section 5.1, equivalence and corollaries, with the proofs of Appendix A.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coherence_exact.claims import (
    Argument,
    Claim,
    EveryModel,
    OneModel,
    Reading,
    Term,
    action_sequences,
    argued,
    at_least,
    at_most,
    best_of,
    both,
    causal_entropy,
    constant_of_lemma,
    deterministic,
    equal,
    equal_action_counts,
    equal_up_to_shaping,
    expected_return,
    finite,
    fold,
    folded_weights,
    full_support,
    greedy_limit,
    horizon_at_least,
    incoherence,
    incoherence_limit,
    index,
    kl,
    logarithm,
    negation,
    optimal_success,
    posterior_over_weight,
    power_of_index,
    prior,
    probability,
    proportional,
    rejection,
    repaired,
    retrain,
    retrain_limit,
    second_policy,
    single_start,
    success_everywhere,
    success_from,
    success_probability,
    temperature,
    terminal_rewards,
    trajectories,
    uniform,
    uniform_prior,
    unique_maxima,
    weights,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.incoherence.examples import example

PAIRS = EveryModel("pairs")
UNEQUAL = EveryModel("unequal")


def _every(ks: Iterable[int], relation: Callable[[int], Term]) -> Term:
    """The relation for every k of a few."""
    return both(*(relation(k) for k in ks))


def _temperature_is_retrain(k: int) -> Term:
    return equal(temperature(prior, alpha=k), retrain(prior, steps=k))


def _fold_is_retrain(k: int) -> Term:
    return equal(fold(prior, steps=k), retrain(prior, steps=k))


def _ratio_fold_is_retrain(k: int) -> Term:
    return equal(fold(prior, steps=k, kind="ratio"), retrain(prior, steps=k))


def _cumulative(k: int, shift: int, kind: str = "posterior") -> Term:
    """π_{α=2^k} = π^H_{k+shift}."""
    return equal(temperature(prior, alpha=2**k), fold(prior, steps=k + shift, kind=kind, cumulative=True))


def _shifted_chain(k: int, kind: str) -> Term:
    """π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_{k+1}."""
    retrained = retrain(prior, steps=2**k)
    return both(
        equal(temperature(prior, alpha=2**k), retrained),
        equal(fold(prior, steps=2**k, kind=kind), retrained),
        equal(fold(prior, steps=k + 1, kind=kind, cumulative=True), retrained),
    )


def _cumulative_is_retrain(k: int) -> Term:
    """π^H_{k+1} = π^G_{2^k}."""
    return equal(fold(prior, steps=k + 1, cumulative=True), retrain(prior, steps=2**k))


def _cumulative_weights(k: int) -> Term:
    """e^{r_k} of Definition 5.8."""
    return folded_weights(prior, steps=k, cumulative=True)


def _chain(k: int) -> Term:
    """π_{α(k)} = π^G_{2^k} = π^F_{2^k} = π^H_k with α(k) = 2^k."""
    retrained = retrain(prior, steps=2**k)
    return both(
        equal(temperature(prior, alpha=2**k), retrained),
        equal(fold(prior, steps=2**k), retrained),
        equal(fold(prior, steps=k, cumulative=True), retrained),
    )


def _entropic_return(policy: Term) -> Term:
    """J(π) + Ĥ(π)."""
    return expected_return(policy) + causal_entropy(policy)


_MAXIMAL_ENTROPY = both(
    *(
        at_least(_entropic_return(retrain(prior)), _entropic_return(other))
        for other in (prior, uniform, greedy_limit(prior))
    )
)

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
        "5.9-T",
        "Temperature k is k re-trainings",
        where="Theorem 5.9, Lemma A.10",
        readings=(
            Reading(
                "printed",
                "π_{α=k} = π^G_k for k = 1..4, deterministic τ, any prior",
                _every(range(1, 5), _temperature_is_retrain),
                (deterministic,),
            ),
            Reading(
                "stochastic",
                "π_{α=k} = π^G_k for k = 1..4, any τ",
                _every(range(1, 5), _temperature_is_retrain),
            ),
        ),
    ),
    Claim(
        "5.9-F",
        "Folding the posterior into the reward is re-training",
        where="Theorem 5.9, Lemma A.9",
        readings=(
            Reading(
                "printed",
                "π^F_k = π^G_k for k = 1..4, any prior, any τ",
                _every(range(1, 5), _fold_is_retrain),
            ),
            Reading("first", "π^F_1 = π^G_1, any prior, any τ", _fold_is_retrain(1)),
            *repaired(
                "uniform-equal",
                "π^F_k = π^G_k for k = 1..4, uniform prior, equal numbers of actions",
                _every(range(1, 5), _fold_is_retrain),
                (uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
            Reading(
                "ratio",
                "folding log(π_k/p) instead: π^F_k = π^G_k for k = 1..4, any prior, any τ",
                _every(range(1, 5), _ratio_fold_is_retrain),
            ),
            Reading(
                "ratio-unequal",
                "the same where states have different numbers of actions",
                _every(range(1, 5), _ratio_fold_is_retrain),
                domain=UNEQUAL,
            ),
        ),
    ),
    Claim(
        "5.9-H",
        "Folding cumulatively doubles the inverse temperature",
        where="Theorem 5.9, Lemma A.8",
        readings=(
            Reading(
                "printed",
                "π_{α=2^k} = π^H_k for k = 1, 2, deterministic τ, any prior",
                _every((1, 2), lambda k: _cumulative(k, 0)),
                (deterministic,),
            ),
            Reading(
                "printed-index-uniform",
                "the same with a uniform prior",
                _every((1, 2), lambda k: _cumulative(k, 0)),
                (deterministic, uniform_prior),
            ),
            Reading(
                "shifted-any-prior",
                "π_{α=2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, any prior",
                _every(range(3), lambda k: _cumulative(k, 1)),
                (deterministic,),
            ),
            *repaired(
                "shifted-uniform-equal",
                "π_{α=2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions",
                _every(range(3), lambda k: _cumulative(k, 1)),
                (deterministic, uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
            *repaired(
                "shifted-ratio",
                "folding log(π_k/p) instead: π_{α=2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, any prior",
                _every(range(3), lambda k: _cumulative(k, 1, "ratio")),
                (deterministic,),
            ),
            Reading(
                "shifted-ratio-unequal",
                "the same where states have different numbers of actions",
                _every(range(3), lambda k: _cumulative(k, 1, "ratio")),
                (deterministic,),
                UNEQUAL,
            ),
        ),
    ),
    Claim(
        "5.9",
        "Optimisation pressure, thrice: the whole chain",
        where="Theorem 5.9",
        readings=(
            Reading(
                "printed",
                "π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_k for k = 1, 2, deterministic τ, any prior",
                _every((1, 2), _chain),
                (deterministic,),
            ),
            Reading(
                "uniform-equal",
                "the same with a uniform prior and equal numbers of actions",
                _every((1, 2), _chain),
                (deterministic, uniform_prior, equal_action_counts),
            ),
            *repaired(
                "shifted-uniform-equal",
                "π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions",
                _every(range(3), lambda k: _shifted_chain(k, "posterior")),
                (deterministic, uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
            *repaired(
                "shifted-ratio",
                "folding log(π_k/p) instead: π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, any prior",
                _every(range(3), lambda k: _shifted_chain(k, "ratio")),
                (deterministic,),
                UNEQUAL,
            ),
        ),
    ),
    Claim(
        "A.8-hyp",
        "The induction hypothesis r_k = 2^k r_0 of Lemma A.8",
        where="Proof of Lemma A.8",
        readings=(
            Reading(
                "printed",
                "r_k = 2^k r_0 for k = 1, 2, deterministic τ, uniform p",
                _every((1, 2), lambda k: equal(_cumulative_weights(k), weights(2**k))),
                (deterministic, uniform_prior),
            ),
            Reading(
                "constant",
                "r_k = 2^k r_0 up to a constant in each state, k = 1, 2, deterministic τ, uniform p, success possible everywhere",
                _every((1, 2), lambda k: proportional(_cumulative_weights(k), weights(2**k))),
                (deterministic, uniform_prior, success_everywhere(prior)),
            ),
            *repaired(
                "constant-one-decision",
                "r_k = 2^k r_0 up to a constant in each state, k = 1, 2, T = 1, uniform p",
                _every((1, 2), lambda k: proportional(_cumulative_weights(k), weights(2**k))),
                (negation(horizon_at_least(2)), uniform_prior),
            ),
            *repaired(
                "shaping",
                "r_k = 2^k r_0 up to potential shaping, k = 1, 2, deterministic τ, uniform p, equal numbers of actions",
                _every((1, 2), lambda k: equal_up_to_shaping(_cumulative_weights(k), weights(2**k))),
                (deterministic, uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
        ),
    ),
    Claim(
        "A.8-C",
        "The constant C = log|A| − log(Σ_a e^{r_k}/|A|) of Lemma A.8",
        where="Proof of Lemma A.8",
        readings=(
            Reading(
                "printed",
                "log p(a|s,O) = r(s,a) + log|A| − log(Σ_a e^r/|A|) at t = T, uniform p",
                equal(posterior_over_weight(prior), constant_of_lemma(1)),
                (uniform_prior,),
            ),
            Reading(
                "corrected",
                "log p(a|s,O) = r(s,a) − log|A| − log(Σ_a e^r/|A|) at t = T, uniform p",
                equal(posterior_over_weight(prior), constant_of_lemma(-1)),
                (uniform_prior,),
            ),
        ),
    ),
    Claim(
        "A.10-step",
        "r_k ≡ k·r in the proof of Lemma A.10",
        where="Proof of Lemma A.10",
        readings=(
            Reading(
                "printed",
                "r_k = k·r up to a constant in each state, k = 1, 2, 3, T = 1, uniform p",
                _every((1, 2, 3), lambda k: proportional(folded_weights(prior, k), weights(k))),
                (negation(horizon_at_least(2)), uniform_prior),
            ),
            *repaired(
                "corrected",
                "r_k = (k+1)·r up to a constant in each state, k = 1, 2, 3, T = 1, uniform p",
                _every((1, 2, 3), lambda k: proportional(folded_weights(prior, k), weights(k + 1))),
                (negation(horizon_at_least(2)), uniform_prior),
            ),
            *repaired(
                "corrected-shaping",
                "r_k = (k+1)·r up to potential shaping, k = 1, 2, 3, deterministic τ, uniform p, equal numbers of actions",
                _every((1, 2, 3), lambda k: equal_up_to_shaping(folded_weights(prior, k), weights(k + 1))),
                (deterministic, uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
        ),
    ),
    Claim(
        "5-H-only-det",
        "The cumulative fold agrees with the others only for deterministic dynamics",
        where="Section 5, after Definition 5.8",
        readings=(
            Reading(
                "deterministic",
                "π^H_{k+1} = π^G_{2^k} = π_{α=2^k} for k = 0, 1, 2, deterministic τ, uniform p",
                _every(range(3), lambda k: both(_cumulative_is_retrain(k), _cumulative(k, 1))),
                (deterministic, uniform_prior),
            ),
            Reading(
                "retrain-1",
                "π^H_2 = π^G_2 for stochastic τ too, uniform p",
                _cumulative_is_retrain(1),
                (uniform_prior,),
            ),
            Reading(
                "retrain-2",
                "π^H_3 = π^G_4 for stochastic τ too, uniform p",
                _cumulative_is_retrain(2),
                (uniform_prior,),
            ),
            Reading(
                "temperature-0",
                "π^H_1 = π_{α=1} for stochastic τ too, uniform p",
                _cumulative(0, 1),
                (uniform_prior,),
            ),
            Reading(
                "temperature-1",
                "π^H_2 = π_{α=2} for stochastic τ too, uniform p",
                _cumulative(1, 1),
                (uniform_prior,),
            ),
            Reading(
                "example-3-temperature",
                "Example 3 separates H from temperature: π^H_2 ≠ π_{α=2}",
                negation(_cumulative(1, 1)),
                domain=OneModel(example("example_3.toml")),
            ),
            Reading(
                "example-3-retrain",
                "Example 3 does not separate H from G: π^H_{k+1} = π^G_{2^k} for k = 0..3",
                _every(range(4), _cumulative_is_retrain),
                domain=OneModel(example("example_3.toml")),
            ),
        ),
    ),
    Claim(
        "ex3",
        "Stochastic dynamics part temperature from folding",
        where="Example 3",
        readings=(
            Reading(
                "printed",
                "on Example 3, π_{α=2} ≠ π^F_2",
                negation(equal(temperature(prior, alpha=2), fold(prior, steps=2))),
                domain=OneModel(example("example_3.toml")),
            ),
        ),
    ),
    Claim(
        "A.12-maxent",
        "π_α maximises J + Ĥ/α",
        where="Proof of Corollary A.12",
        readings=(
            Reading(
                "printed",
                "J(π_1) + Ĥ(π_1) ≥ J(ρ) + Ĥ(ρ) for ρ = p, u and π*, deterministic τ, any prior",
                _MAXIMAL_ENTROPY,
                (deterministic,),
            ),
            *repaired(
                "uniform",
                "the same for uniform p, deterministic τ (in each model of the family all states have equally many actions)",
                _MAXIMAL_ENTROPY,
                (deterministic, uniform_prior),
            ),
            Reading(
                "uniform-every-policy",
                "J(π_1) + Ĥ(π_1) ≥ J(ρ) + Ĥ(ρ) for every ρ, uniform p, deterministic τ",
                at_least(_entropic_return(retrain(prior)), _entropic_return(second_policy)),
                (deterministic, uniform_prior),
                PAIRS,
            ),
            Reading(
                "any-prior-with-kl",
                "J(π_1) − KL(π_1 ‖ p) ≥ J(ρ) − KL(ρ ‖ p) for every ρ, deterministic τ, any prior",
                at_least(
                    expected_return(retrain(prior)) - kl(retrain(prior), prior),
                    expected_return(second_policy) - kl(second_policy, prior),
                ),
                (deterministic,),
                PAIRS,
            ),
        ),
    ),
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
                _every((1, 2, 3), lambda k: equal(rejection(prior, k), trajectories(retrain(prior, k)))),
                (deterministic, single_start),
            ),
            Reading(
                "best-of",
                "the best of k samples by return has the trajectories of π^G_k, k = 2, 3; deterministic τ, one start state",
                _every((2, 3), lambda k: equal(best_of(prior, k), trajectories(retrain(prior, k)))),
                (deterministic, single_start),
            ),
        ),
    ),
)
