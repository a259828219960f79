"""Section 5.1, equivalence and corollaries, with the proofs of Appendix A.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coherence_exact.claims import (
    Claim,
    Reading,
    Term,
    both,
    deterministic,
    equal,
    equal_action_counts,
    fold,
    negation,
    prior,
    retrain,
    temperature,
    uniform_prior,
)
from coherence_exact.claims.claim import EveryModel, OneModel
from coherence_exact.papers.incoherence.examples import example

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


def _chain(k: int) -> Term:
    """π_{α(k)} = π^G_{2^k} = π^F_{2^k} = π^H_k with α(k) = 2^k."""
    retrained = retrain(prior, steps=2**k)
    return both(
        equal(temperature(prior, alpha=2**k), retrained),
        equal(fold(prior, steps=2**k), retrained),
        equal(fold(prior, steps=k, cumulative=True), retrained),
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
            Reading(
                "uniform-equal",
                "π^F_k = π^G_k for k = 1..4, uniform prior, equal numbers of actions",
                _every(range(1, 5), _fold_is_retrain),
                (uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
            Reading(
                "uniform-unequal",
                "the same without equal numbers of actions",
                _every(range(1, 5), _fold_is_retrain),
                (uniform_prior,),
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
            Reading(
                "shifted-uniform-equal",
                "π_{α=2^k} = π^H_{k+1}, k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions",
                _every(range(3), lambda k: _cumulative(k, 1)),
                (deterministic, uniform_prior, equal_action_counts),
                UNEQUAL,
            ),
            Reading(
                "shifted-uniform-unequal",
                "the same without equal numbers of actions",
                _every(range(3), lambda k: _cumulative(k, 1)),
                (deterministic, uniform_prior),
                UNEQUAL,
            ),
            Reading(
                "shifted-ratio",
                "folding log(π_k/p) instead: π_{α=2^k} = π^H_{k+1}, k = 0, 1, 2, deterministic τ, any prior",
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
)
