"""Section 5.1, equivalence and corollaries, with the proofs of Appendix A.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from coherence_exact.claims import (
    Claim,
    OneModel,
    Reading,
    Term,
    action_sequences,
    at_least,
    both,
    causal_entropy,
    condition,
    deterministic,
    equal,
    equal_action_counts,
    equal_action_counts_at_each_time,
    equal_up_to_shaping,
    expected_return,
    fold,
    folded_weights,
    greedy_limit,
    kl,
    log,
    negation,
    number,
    one_decision,
    prior,
    proportional,
    repaired,
    retrain,
    second_policy,
    soft_v,
    soft_v_of,
    success_everywhere,
    temperature,
    time,
    uniform,
    uniform_prior,
    weight,
)
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    constant_of_lemma,
    fold_from_uniform,
    log_partition,
    normalised_weights,
    penalised_return,
    posterior_over_weight,
    sequences_from,
)
from coherence_exact.papers.incoherence.section_2 import gibbs


def _every(ks: Iterable[int], relation: Callable[[int], Term]) -> Term:
    """The relation for every k of a few."""
    return both(*(relation(k) for k in ks))


def _temperature_is_retrain(k: int) -> Term:
    return equal(temperature(prior, alpha=k), retrain(prior, steps=k))


def _fold_is_retrain(k: int) -> Term:
    return equal(fold(prior, steps=k), retrain(prior, steps=k))


def _fold_from_uniform_is_retrain(k: int) -> Term:
    return equal(fold_from_uniform(prior, k), retrain(prior, k))


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


def _entropic_return(policy: Term, alpha: int) -> Term:
    """J(π) + Ĥ(π)/α."""
    return expected_return(policy) + causal_entropy(policy) / alpha


def _maximal_entropy(alphas: tuple[int, ...], *others: Term) -> Term:
    """No other policy of these has a larger J + Ĥ/α than π_α."""
    return both(
        *(
            at_least(_entropic_return(temperature(prior, a), a), _entropic_return(other, a))
            for a in alphas
            for other in others
        )
    )


def _entropic_gibbs(alpha: int) -> Term:
    """J(ρ) + Ĥ(ρ)/α = (Σ_s μ log v_α(s) + log |A|^T − KL(ρ ‖ π_α))/α."""
    most = log_partition(prior, alpha) + log(action_sequences)
    return equal(
        _entropic_return(second_policy, alpha),
        (most - kl(second_policy, temperature(prior, alpha))) / alpha,
    )


_UNIFORM_EQUAL = (uniform_prior, equal_action_counts_at_each_time)

# Proof of Lemma A.8

_FIRST_CUMULATIVE_V = soft_v_of(prior, folded_weights(prior, 1, cumulative=True))
"""p(O^{(1)}_{t:T}|s) of Definition 5.8."""

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
                "π^F_k = π^G_k for k = 1..4, uniform prior, equal numbers of actions at each time",
                _every(range(1, 5), _fold_is_retrain),
                (uniform_prior, equal_action_counts_at_each_time),
            ),
            Reading(
                "ratio",
                "folding log(π_k/p) instead: π^F_k = π^G_k for k = 1..4, any prior, any τ, any numbers of actions",
                _every(range(1, 5), _ratio_fold_is_retrain),
            ),
            *repaired(
                "from-uniform",
                "always conditioning from the uniform policy, with r_0 = r + log p and r_k = r + log π_k: the policies are π^G_k for k = 1..4, any prior, any τ; success possible everywhere, equal numbers of actions at each time",
                _every(range(1, 5), _fold_from_uniform_is_retrain),
                (success_everywhere(prior), equal_action_counts_at_each_time),
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
                "π_{α=2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions at each time",
                _every(range(3), lambda k: _cumulative(k, 1)),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            *repaired(
                "shifted-ratio",
                "folding log(π_k/p) instead: π_{α=2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, any prior",
                _every(range(3), lambda k: _cumulative(k, 1, "ratio")),
                (deterministic,),
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
                "the same with a uniform prior and equal numbers of actions at each time",
                _every((1, 2), _chain),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            *repaired(
                "shifted-uniform-equal",
                "π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions at each time",
                _every(range(3), lambda k: _shifted_chain(k, "posterior")),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            *repaired(
                "shifted-ratio",
                "folding log(π_k/p) instead: π_{α=2^k} = π^G_{2^k} = π^F_{2^k} = π^H_{k+1} for k = 0, 1, 2, deterministic τ, any prior",
                _every(range(3), lambda k: _shifted_chain(k, "ratio")),
                (deterministic,),
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
                _every((1, 2), lambda k: equal(_cumulative_weights(k), weight ** (2**k))),
                (deterministic, uniform_prior),
            ),
            Reading(
                "constant",
                "r_k = 2^k r_0 up to a constant in each state, k = 1, 2, deterministic τ, uniform p, success possible everywhere",
                _every((1, 2), lambda k: proportional(_cumulative_weights(k), weight ** (2**k))),
                (deterministic, uniform_prior, success_everywhere(prior)),
            ),
            *repaired(
                "constant-one-decision",
                "r_k = 2^k r_0 up to a constant in each state, k = 1, 2, T = 1, uniform p",
                _every((1, 2), lambda k: proportional(_cumulative_weights(k), weight ** (2**k))),
                (one_decision, uniform_prior),
            ),
            *repaired(
                "shaping",
                "r_k = 2^k r_0 up to potential shaping, k = 1, 2, deterministic τ, uniform p, equal numbers of actions at each time",
                _every((1, 2), lambda k: equal_up_to_shaping(_cumulative_weights(k), weight ** (2**k))),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
        ),
    ),
    Claim(
        "A.8-second",
        "The induction hypothesis p(O^{α(k)}|s) = p(O^{(k)}|s) of Lemma A.8",
        where="Proof of Lemma A.8",
        readings=(
            Reading(
                "printed",
                "p(O^{α(k)}_{t:T}|s) = p(O^{(k)}_{t:T}|s) for k = 1, 2, deterministic τ, uniform p",
                _every(
                    (1, 2),
                    lambda k: equal(
                        soft_v_of(prior, weight ** (2**k)), soft_v_of(prior, _cumulative_weights(k))
                    ),
                ),
                (deterministic, uniform_prior),
            ),
            *repaired(
                "corrected",
                "p(O^{α(1)}_{t:T}|s) = |A|^{T−t+1}·p(O_{t:T}|s)·p(O^{(1)}_{t:T}|s), deterministic τ, uniform p, equal numbers of actions",
                equal(soft_v_of(prior, weight**2), sequences_from * soft_v(prior) * _FIRST_CUMULATIVE_V),
                (deterministic, uniform_prior, equal_action_counts),
            ),
        ),
    ),
    Claim(
        "A.8-shaping",
        "Shifting the reward by a constant does not change the policy",
        where="Proof of Lemma A.8",
        readings=(
            Reading(
                "printed",
                "G(p) is the same with r + C(s) for a constant in each state, C(s) = −log Σ_a e^r, any τ",
                equal(condition(prior, normalised_weights), retrain(prior)),
            ),
            *repaired(
                "one-decision",
                "the same with one decision, as where the proof says it",
                equal(condition(prior, normalised_weights), retrain(prior)),
                (one_decision,),
            ),
            Reading(
                "constant-by-time",
                "G(p) is the same with r + C_t for a constant at each time, C_t = −t·log 2, any τ",
                equal(condition(prior, weight * number("1/2") ** time), retrain(prior)),
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
                _every((1, 2, 3), lambda k: proportional(folded_weights(prior, k), weight**k)),
                (one_decision, uniform_prior),
            ),
            *repaired(
                "corrected",
                "r_k = (k+1)·r up to a constant in each state, k = 1, 2, 3, T = 1, uniform p",
                _every((1, 2, 3), lambda k: proportional(folded_weights(prior, k), weight ** (k + 1))),
                (one_decision, uniform_prior),
            ),
            *repaired(
                "corrected-shaping",
                "r_k = (k+1)·r up to potential shaping, k = 1, 2, 3, deterministic τ, uniform p, equal numbers of actions at each time",
                _every((1, 2, 3), lambda k: equal_up_to_shaping(folded_weights(prior, k), weight ** (k + 1))),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
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
                "π^H_{k+1} = π^G_{2^k} = π_{α=2^k} for k = 0, 1, 2, deterministic τ, uniform p, equal numbers of actions at each time",
                _every(range(3), lambda k: both(_cumulative_is_retrain(k), _cumulative(k, 1))),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            Reading(
                "retrain-1",
                "π^H_2 = π^G_2 for stochastic τ too, uniform p, equal numbers of actions at each time",
                _cumulative_is_retrain(1),
                _UNIFORM_EQUAL,
            ),
            Reading(
                "retrain-2",
                "π^H_3 = π^G_4 for stochastic τ too, uniform p, equal numbers of actions at each time",
                _cumulative_is_retrain(2),
                _UNIFORM_EQUAL,
            ),
            Reading(
                "temperature-0",
                "π^H_1 = π_{α=1} for stochastic τ too, uniform p, equal numbers of actions at each time",
                _cumulative(0, 1),
                _UNIFORM_EQUAL,
            ),
            Reading(
                "temperature-1",
                "π^H_2 = π_{α=2} for stochastic τ too, uniform p, equal numbers of actions at each time",
                _cumulative(1, 1),
                _UNIFORM_EQUAL,
            ),
            Reading(
                "example-3-temperature",
                "Example 3 separates H from temperature: π^H_2 ≠ π_{α=2}",
                negation(_cumulative(1, 1)),
                domain=OneModel(example("example_3")),
            ),
            Reading(
                "example-3-retrain",
                "Example 3 does not separate H from G: π^H_{k+1} = π^G_{2^k} for k = 0..3",
                _every(range(4), _cumulative_is_retrain),
                domain=OneModel(example("example_3")),
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
                domain=OneModel(example("example_3")),
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
                "J(π_α) + Ĥ(π_α)/α ≥ J(ρ) + Ĥ(ρ)/α for ρ = p, u and π*, α = 1, 2, deterministic τ, any prior",
                _maximal_entropy((1, 2), prior, uniform, greedy_limit(prior)),
                (deterministic,),
            ),
            *repaired(
                "uniform",
                "the same for uniform p, equal numbers of actions at each time, deterministic τ",
                _maximal_entropy((1, 2), prior, uniform, greedy_limit(prior)),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            Reading(
                "uniform-every-policy",
                "J(π_α) + Ĥ(π_α)/α ≥ J(ρ) + Ĥ(ρ)/α for every ρ and α = 1, 2, 3, 4, under the same hypotheses",
                _maximal_entropy((1, 2, 3, 4), second_policy),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            *repaired(
                "identity",
                "J(ρ) + Ĥ(ρ)/α = (Σ_s μ log v_α(s) + log |A|^T − KL(ρ ‖ π_α))/α for every ρ and α = 1, 2, 3, 4, uniform p, equal numbers of actions, deterministic τ",
                both(*(_entropic_gibbs(alpha) for alpha in (1, 2, 3, 4))),
                (deterministic, uniform_prior),
            ),
            Reading(
                "any-prior-with-kl",
                "J(π_α) − KL(π_α ‖ p)/α ≥ J(ρ) − KL(ρ ‖ p)/α for every ρ and α = 1, 2, 3, 4, deterministic τ, any prior",
                both(
                    *(
                        at_least(
                            penalised_return(temperature(prior, a), a), penalised_return(second_policy, a)
                        )
                        for a in (1, 2, 3, 4)
                    )
                ),
                (deterministic,),
            ),
            *repaired(
                "any-prior-identity",
                "J(ρ) − KL(ρ ‖ p)/α = (Σ_s μ log v_α(s) − KL(ρ ‖ π_α))/α for every ρ and α = 1, 2, 3, 4, deterministic τ, any prior",
                both(*(gibbs(alpha) for alpha in (1, 2, 3, 4))),
                (deterministic,),
            ),
        ),
    ),
)
