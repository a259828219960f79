"""Section 5.1, the return improvement rate: Corollary 5.10, with its proof in Appendix A.4.

Write J(α) and Ĥ(α) for the return and the causal entropy of π_α, primes for derivatives with respect to
α, and D_k = J(π_k) − J(π_{k−1}).  For deterministic dynamics and a uniform prior on equally many actions
π_k = π_{α=k} (Theorem 5.9), and π_α maximises J + Ĥ/α, so that Ĥ′ = −αJ′; the printed quotient
J′Ĥ′/(J″ + Ĥ″/k) is then k²J′, and J′ is the variance of the return (with several starts, their mean).
"""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.claims import (
    Argument,
    Claim,
    Index,
    OneModel,
    Reading,
    Term,
    action_sequences,
    argued,
    at_least,
    at_most,
    both,
    deterministic,
    entropy_derivative,
    equal,
    equal_action_counts,
    expected_return,
    horizon_at_least,
    index,
    negation,
    number,
    optimal_success,
    prior,
    repaired,
    retrain,
    return_derivative,
    return_spread,
    single_start,
    success_probability,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.papers.incoherence.examples import example
from coherence_exact.papers.incoherence.section_5_1 import UNEQUAL


def indices_up_to(most: int) -> tuple[int, ...]:
    """2, 3, 4, 6, 8, 12, 16, 24, … as far as ``most``, which is the last; at least 2.

    >>> indices_up_to(10)
    (2, 3, 4, 6, 8, 10)
    """
    if most < 2:
        raise ArgumentError(f"{most} re-trainings are too few for a rate of improvement; give 2 or more")
    powers = (2**n for n in range(1, most.bit_length()))
    return tuple(sorted({k for n in powers for k in (n, n + n // 2) if k <= most} | {most}))


INDICES = indices_up_to(64)


def _improvement_at(k: int | Index) -> Term:
    """J(π_k) − J(π_{k−1})."""
    return expected_return(retrain(prior, k)) - expected_return(retrain(prior, k - 1))


def _quotient_at(k: int | Index) -> Term:
    """J′Ĥ′/(J″ + Ĥ″/k) at α = k."""
    return (return_derivative(prior, k) * entropy_derivative(prior, k)) / (
        return_derivative(prior, k, 2) + entropy_derivative(prior, k, 2) / k
    )


_improvement = _improvement_at(index)
_printed = _quotient_at(index) / index
_corrected = _quotient_at(index) / (index * (index - 1))
COLUMNS = (
    ("J(π_k) − J(π_{k−1})", _improvement),
    ("printed right side", _printed),
    ("corrected right side", _corrected),
    ("k²·(left − printed)", index * index * (_improvement - _printed)),
    ("k³·(left − corrected)", index * index * index * (_improvement - _corrected)),
)
"""Both sides of Corollary 5.10 at an index k, as printed and as corrected, and the scaled errors."""

_HYPOTHESES = (
    deterministic,
    uniform_prior,
    equal_action_counts,
    negation(equal(return_derivative(prior, index), 0)),
)


def _within(value: Term, bound: Term) -> Term:
    """|value| ≤ bound."""
    return both(at_most(value, bound), at_least(value, bound * -1))


_QUOTIENT_IS_VARIANCE = (
    "For deterministic dynamics π_k = π_{α=k} (Theorem 5.9); with equally many actions and a uniform prior π_α "
    "maximises J + Ĥ/α, so that Ĥ′ = −αJ′ and Ĥ″ = −J′ − αJ″, and the quotient J′Ĥ′/(J″ + Ĥ″/k) is k²J′ where "
    "J′ ≠ 0. "
)

DECAY = Argument(
    "geometric decay on one model",
    "For deterministic dynamics, a uniform prior on equally many actions and one start, let B(α) be the sum over "
    "trajectories of p(ξ)/P·ρ_ξ^α·(log ρ_ξ)², where ρ_ξ is the weight of a trajectory, not 0, divided by the "
    "largest, and P the probability of the largest; with several starts, the mean of this. If J′ ≠ 0, then for "
    "every k ≥ 2 the left side D_k is between 0 and B(k−1), and the printed right side between 0 and k·B(k). B "
    "falls geometrically, so on one fixed model both sides are O(1/k²), and so is their difference.",
    f"{_QUOTIENT_IS_VARIANCE}From one start, J′(α) is the variance of the return under π_α, at most the mean square "
    "distance from the largest return, which is at most B(α), because the prior mean of the weights^α is at least "
    "P times the power of the largest. D_k is the integral of J′ from k−1 to k, and B decreases, since every ρ_ξ "
    "with log ρ_ξ ≠ 0 is below 1. With several starts J′ is the mean of the variances.",
    both(
        at_least(_improvement, 0),
        at_most(_improvement, return_spread(prior, index - 1)),
        at_least(_printed, 0),
        at_most(_printed, index * return_spread(prior, index)),
    ),
    _HYPOTHESES,
    "proved",
    COLUMNS,
)

_larger_weight = index / ((index - 1) * 2)

APPROACHING = Argument(
    "approaching arms",
    "On one decision between two actions of weights k/(2(k−1)) and 1/2, with the uniform prior, the printed right "
    "side exceeds D_k by at least 4/25·(k−2)/k², for every k ≥ 2. So no constant C bounds k² times the error for "
    "all k, although T, |A| and the least weight, 1/2, are the same for all.",
    f"{_QUOTIENT_IS_VARIANCE}A common factor of the weights adds a constant to J and changes nothing else, so that "
    "only their ratio w = 1 − 1/k matters. Put x = w^k, y = w^{k−1}, l = −log w. Up to that constant J(α) = "
    "−l·w^α/(1 + w^α), so J′(k) = l²x/(1+x)², the printed right side is k·J′(k), and D_k = l(y − x)/((1+x)(1+y)) "
    "with y − x = y/k = x/(kw) = x/(k−1). Since kl ≥ 1 and y > x, the error is l·x/(1+x)·[kl/(1+x) − "
    "1/((k−1)(1+y))] ≥ l·x/(1+x)²·(k−2)/(k−1). Here l ≥ 1/k; x = (1−1/k)^k increases with k from 1/4 and stays "
    "below 1, and x/(1+x)² increases with x from 4/25 on. Hence k² times the error is at least "
    "4/25·k(k−2)/(k−1) ≥ 4/25·(k−2).",
    at_least(index * index * (_printed - _improvement), (index - 2) * "4/25"),
    (
        *_HYPOTHESES,
        negation(horizon_at_least(2)),
        single_start,
        equal(action_sequences, 2),
        equal(optimal_success, _larger_weight),
        equal(success_probability(prior), (_larger_weight + "1/2") / 2),
    ),
    "refuted",
    COLUMNS,
)

CUMULANTS = Argument(
    "cumulants of the return",
    "For deterministic dynamics and a uniform prior on equally many actions, J′ ≠ 0 and k ≥ 2, "
    "D_k = 1/(k(k−1))·J′Ĥ′/(J″ + Ĥ″/k) up to an error of at most 7(|A|^T − 1)/k³.",
    f"{_QUOTIENT_IS_VARIANCE}So the corrected right side is J′(k)·k/(k−1). From one start, let x ≥ 0 be α times the "
    "distance X of a trajectory's return from the largest. Each of the N = |A|^T trajectories has a probability of "
    "at most e^{−x} under π_α, and x^m·e^{−x} ≤ (m/e)^m, so that the m-th moment of X is at most (N−1)(m/e)^m/α^m. "
    "J′ is the variance of X, at most the second moment; −J″ is its third central moment E(X − EX)³, which is between "
    "−(EX)³ and EX³, and so at most the third moment in absolute value. The error is at most |D_k − J′(k)| + "
    "J′(k)/(k−1), where D_k is the mean of J′ over the interval of length 1 that ends in k: at most "
    "(N−1)[½(3/e)³/(k−1)³ + (2/e)²/(k²(k−1))], and with k/(k−1) ≤ 2 at most (N−1)(4(3/e)³ + 2(2/e)²)/k³ ≤ "
    "7(N−1)/k³. With several starts both sides are means of those from one start.",
    _within(index * index * index * (_improvement - _corrected), (action_sequences - 1) * 7),
    _HYPOTHESES,
    "proved",
    COLUMNS,
)


def approaching_arms(k: int) -> Model:
    """One decision between two actions of weights k/(2(k−1)) and 1/2, whose ratio is 1 − 1/k."""
    larger = Fraction(k, 2 * (k - 1))
    return (
        ModelBuilder(f"arms of weights {larger} and 1/2", horizon=1, start="s")
        .action("s", "a1", success=larger)
        .action("s", "a2", success="1/2")
        .build()
    )


_ON_FIXED_MODELS = (
    *((k, example("two_arms.toml")) for k in INDICES),
    *((k, example("grid_3x3_no_slip.toml")) for k in (2, 4, 8, 16, 32, 64)),
)
_ALONG_ARMS = tuple((k, approaching_arms(k)) for k in INDICES)


def _rate_at(k: int) -> tuple[Term, tuple[Term, ...]]:
    """The corrected rate with its bound at one k, and that J′ ≠ 0."""
    return _within(_error_at(k) * k**3, (action_sequences - 1) * 7), (
        negation(equal(return_derivative(prior, k), 0)),
    )


def _error_at(k: int) -> Term:
    """What the corrected right side misses at one k."""
    return _improvement_at(k) - _quotient_at(k) / (k * (k - 1))


_RARE = Fraction(1, 2**40)

_RARE_BEST_ACTION = (
    ModelBuilder("a best action of prior probability 2^-40", horizon=1, start="s")
    .action("s", "a1")
    .action("s", "a2", success="1/2")
    .prior("s", {"a1": _RARE, "a2": 1 - _RARE})
    .build()
)
_LUCK = (
    ModelBuilder("luck of weight 2^-300", horizon=2, start="s")
    .action("s", "a1", to={"good": "1/2", "bad": "1/2"})
    .action("s", "a2", to="sure")
    .action("good", "a1")
    .action("good", "a2")
    .action("bad", "a1", success=Fraction(1, 2**300))
    .action("bad", "a2", success=Fraction(1, 2**300))
    .action("sure", "a1", success="1/4")
    .action("sure", "a2", success="1/4")
    .build()
)

_UNEQUAL_ARMS = (
    ModelBuilder("arms with one and three actions behind them", horizon=2, start="s")
    .action("s", "a1", to="one")
    .action("s", "a2", to="three")
    .action("one", "a1")
    .action("three", "a1", success="1/2")
    .action("three", "a2", success="1/2")
    .action("three", "a3", success="1/2")
    .build()
)

_SMALL_RATE = both(_rate_at(2)[0], _rate_at(3)[0])

CLAIMS = (
    Claim(
        "5.10",
        "Return improvement rate",
        where="Corollary 5.10; Corollary A.12",
        readings=(
            argued(
                "printed",
                "J(π_k) − J(π_{k−1}) = (1/k)·J′Ĥ′/(J″ + Ĥ″/k) + O(1/k²) on one fixed model, as k → ∞: true, but "
                "both sides vanish geometrically; deterministic τ, uniform p, J′ ≠ 0",
                DECAY,
                _ON_FIXED_MODELS,
            ),
            argued(
                "uniform",
                "the printed equation with a constant in O(1/k²) that depends on T, |A| and the least weight only",
                APPROACHING,
                _ALONG_ARMS,
            ),
            argued(
                "corrected",
                "J(π_k) − J(π_{k−1}) = 1/(k(k−1))·J′Ĥ′/(J″ + Ĥ″/k) + O(1/k³), with the constant 7(|A|^T − 1), for "
                "every k ≥ 2; deterministic τ, uniform p",
                CUMULANTS,
                (*_ON_FIXED_MODELS, *_ALONG_ARMS[1:]),  # the arms at k = 2 are those of the first model
            ),
            Reading(
                "corrected-enumerated",
                "the corrected equation with its constant at k = 2 and 3",
                _SMALL_RATE,
                (deterministic, uniform_prior, equal_action_counts, *_rate_at(2)[1], *_rate_at(3)[1]),
            ),
            Reading(
                "corrected-without-deterministic",
                "the corrected equation with its constant at k = 2, for stochastic τ",
                _rate_at(2)[0],
                (uniform_prior, equal_action_counts, *_rate_at(2)[1]),
                OneModel(_LUCK),
            ),
            Reading(
                "corrected-without-uniform_prior",
                "the corrected equation with its constant at k = 40, for a prior that is not uniform",
                _rate_at(40)[0],
                (deterministic, *_rate_at(40)[1]),
                OneModel(_RARE_BEST_ACTION),
            ),
            Reading(
                "corrected-without-equal_action_counts",
                "the corrected equation with the constant 7·3 for four trajectories, at k = 4, where states have "
                "different numbers of actions",
                _within(_error_at(4) * 4**3, number(21)),
                (deterministic, uniform_prior, *_rate_at(4)[1]),
                OneModel(_UNEQUAL_ARMS),
            ),
            *repaired(
                "quotient",
                "J′Ĥ′/(J″ + Ĥ″/k) = k²J′ at k = 1 and 2, where it is defined; deterministic τ, uniform p",
                both(*(equal(_quotient_at(k), return_derivative(prior, k) * k**2) for k in (1, 2))),
                (deterministic, uniform_prior),
            ),
            Reading(
                "quotient-without-equal_action_counts",
                "J′Ĥ′/(J″ + Ĥ″) = J′ at k = 1 where states have different numbers of actions",
                equal(_quotient_at(1), return_derivative(prior, 1)),
                (deterministic, uniform_prior),
                UNEQUAL,
            ),
        ),
    ),
)
