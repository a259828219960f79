"""Section 5.1, equivalence and corollaries, with the proofs of Appendix A.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coherence_exact.claims import (
    Claim,
    EveryModel,
    OneModel,
    Reading,
    Term,
    at_least,
    both,
    causal_entropy,
    constant_of_lemma,
    deterministic,
    equal,
    equal_action_counts,
    equal_up_to_shaping,
    expected_return,
    fold,
    folded_weights,
    greedy_limit,
    horizon_at_least,
    kl,
    negation,
    posterior_over_weight,
    prior,
    proportional,
    repaired,
    retrain,
    second_policy,
    success_everywhere,
    temperature,
    uniform,
    uniform_prior,
    weights,
)
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
)
