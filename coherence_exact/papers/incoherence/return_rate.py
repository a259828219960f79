"""Section 5.1, the return improvement rate: Corollary 5.10, with its proof in Appendix A.4.

Write J(α) and Ĥ(α) for the return and the causal entropy of π_α, primes for derivatives with respect to
α, and D_k = J(π_k) − J(π_{k−1}).  For deterministic dynamics and a uniform prior on equally many actions
π_k = π_{α=k} (Theorem 5.9), and π_α maximises J + Ĥ/α, so that Ĥ′ = −αJ′; the printed quotient
J′Ĥ′/(J″ + Ĥ″/k) is then k²J′, and J′ is the variance of the return (with several starts, their mean).  For
any prior the same holds with −KL(· ‖ p) in place of Ĥ.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from coherence_exact.claims import (
    Argument,
    Claim,
    OneModel,
    Reading,
    Term,
    Theorem,
    action_sequences,
    argued,
    at_least,
    at_most,
    both,
    deterministic,
    equal,
    equal_action_counts,
    equal_action_counts_at_each_time,
    expected_return,
    finite,
    index,
    negation,
    number,
    one_decision,
    optimal_success,
    prior,
    repaired,
    retrain,
    single_start,
    success_probability,
    symbol,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError
from coherence_exact.language.core import ONE
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import finite_return
from coherence_exact.papers.incoherence.derivatives import (
    entropy_derivative,
    entropy_second_derivative,
    rarity,
    return_derivative,
    return_moment,
    return_second_derivative,
    return_spread,
)


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


def _improvement_at(k: Term) -> Term:
    """J(π_k) − J(π_{k−1})."""
    return expected_return(retrain(prior, k)) - expected_return(retrain(prior, k - 1))


def _quotient_at(k: Term, base: Term = ONE) -> Term:
    """J′Ĥ′/(J″ + Ĥ″/k) at α = k; with the base p, −KL(· ‖ p) is in place of Ĥ."""
    return (return_derivative(prior, k) * entropy_derivative(prior, k, base)) / (
        return_second_derivative(prior, k) + entropy_second_derivative(prior, k, base) / k
    )


def _moves(k: Term) -> Term:
    """J′ ≠ 0."""
    return negation(equal(return_derivative(prior, k), 0))


def _within(value: Term, bound: Term) -> Term:
    """|value| ≤ bound."""
    return both(at_most(value, bound), at_least(value, -bound))


_improvement = _improvement_at(index)
_printed = _quotient_at(index) / index
_corrected = _quotient_at(index) / (index * (index - 1))
_corrected_kl = _quotient_at(index, prior) / (index * (index - 1))
COLUMNS = (
    ("J(π_k) − J(π_{k−1})", _improvement),
    ("printed right side", _printed),
    ("corrected right side", _corrected),
    ("k²·(left − printed)", index * index * (_improvement - _printed)),
    ("k³·(left − corrected)", index * index * index * (_improvement - _corrected)),
)
"""Both sides of Corollary 5.10 at an index k, as printed and as corrected, and the scaled errors."""

_COLUMNS_KL = (
    ("J(π_k) − J(π_{k−1})", _improvement),
    ("right side with −KL(· ‖ p)", _corrected_kl),
    ("k³·(left − right)", index * index * index * (_improvement - _corrected_kl)),
)

_HYPOTHESES = (deterministic, uniform_prior, equal_action_counts, _moves(index))

_QUOTIENT_IS_VARIANCE = (
    "For deterministic dynamics π_k = π_{α=k} (Theorem 5.9); with equally many actions and a uniform prior π_α "
    "maximises J + Ĥ/α, so that Ĥ′ = −αJ′ and Ĥ″ = −J′ − αJ″, and the quotient J′Ĥ′/(J″ + Ĥ″/k) is k²J′ where "
    "J′ ≠ 0. "
)

DECAY = Argument(
    Theorem(
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
    ),
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
    Theorem(
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
    ),
    at_least(index * index * (_printed - _improvement), (index - 2) * number("4/25")),
    (
        *_HYPOTHESES,
        one_decision,
        single_start,
        equal(action_sequences, 2),
        equal(optimal_success, _larger_weight),
        equal(success_probability(prior), (_larger_weight + number("1/2")) / 2),
    ),
    "refuted",
    COLUMNS,
)

CONSTANT = number("5/4")

_MOMENTS = (
    "From one start, let y ≥ 0 be α times the distance of a trajectory's return from the largest, m its mean under π_α and "
    "z = y − m. J′ is the variance of the return and J″ its third central moment, so that g = α²J′ = E z² has αg′ = E "
    "z²(2 − z). A trajectory that is not a best one has under π_α at most {chance} times e^{{−y}}; {sum}. For "
    "z > 2 and, as z ≤ y, z²(z − 2)·e^{{−y}} ≤ 32e^{{−4}} < 3/5. For 0 ≤ z ≤ 2, z²(2 − z)·e^{{−y}} ≤ z²(2 − z)·e^{{−z}} ≤ "
    "1/e. Where z < 0, z²(2 − z) ≤ −z·m(2 + m), and E(−z)⁺ = E z⁺, of which a trajectory has at most (y − m)·e^{{−y}} ≤ e^{{−m−1}}; "
    "m(2 + m)·e^{{−m}} is largest at m = √2. So |αg′| ≤ (1/e)·(1 + √2(2 + √2)·e^{{−√2}})·N < 4/5·N. Since ∫ dα/α² from k−1 to k "
    "is 1/(k(k−1)), the error is ∫ (g(α) − g(k))/α² dα, at most 4/5·N·∫ log(k/α)/α² dα, and k³ times this integral is "
    "(−h − log(1−h))/(h²(1−h)) at h = 1/k, which increases with h and is below 1.5453 at h = 1/2; 1.5453·4/5 < 5/4. With several "
    "starts both sides are means of those from one start."
)

CUMULANTS = Argument(
    Theorem(
        "cumulants of the return",
        "For deterministic dynamics and a uniform prior on equally many actions, J′ ≠ 0 and k ≥ 2, "
        "D_k = 1/(k(k−1))·J′Ĥ′/(J″ + Ĥ″/k) up to an error of at most 5/4·(|A|^T − 1)/k³.",
        f"{_QUOTIENT_IS_VARIANCE}So the corrected right side is J′(k)·k/(k−1). "
        + _MOMENTS.format(chance="1", sum="let N = |A|^T − 1 be the number of the others than a best one"),
    ),
    _within(index * index * index * (_improvement - _corrected), CONSTANT * (action_sequences - 1)),
    _HYPOTHESES,
    "proved",
    COLUMNS,
)

CUMULANTS_ANY_PRIOR = Argument(
    Theorem(
        "cumulants of the return, any prior",
        "For deterministic dynamics and any prior, J′ ≠ 0 and k ≥ 2, D_k = 1/(k(k−1))·J′K′/(J″ + K″/k) with K(α) = "
        "−KL(π_α ‖ p) up to an error of at most 5/4·(1 − P)/P/k³, P the prior probability of the trajectories of the "
        "largest weight; with several starts, the mean of this.",
        "For deterministic dynamics π_k = π_{α=k} (Theorem 5.9), and π_α maximises J + K/α (the Gibbs identity), so that K′ = "
        "−αJ′ and K″ = −J′ − αJ″, and the quotient is k²J′ where J′ ≠ 0. So the right side is J′(k)·k/(k−1). "
        + _MOMENTS.format(
            chance="p(ξ)/P", sum="let N = (1 − P)/P be the sum of p(ξ)/P over the others than the best ones"
        ),
    ),
    _within(index * index * index * (_improvement - _corrected_kl), CONSTANT * rarity(prior)),
    (deterministic, _moves(index)),
    "proved",
    _COLUMNS_KL,
)

RUNAWAY = Argument(
    Theorem(
        "priors near the odds e : 1",
        "On one decision between two actions of weights 1 and 1/2, with the prior odds E_k : 1 for E_k = Σ_{j≤k+2} 1/j!, D_k is "
        "at most 1 and the printed right side at least k/9, for every k ≥ 2. So the error is not O(1/k²), not even "
        "bounded, with a constant that depends on T, |A|, the least weight and the least prior probability only.",
        "Let x = 2^{−k}/E_k be the odds of the worse action under π_k, l = log 2 and c = log E_k < 1. J′ = l²x/(1+x)², J″ = "
        "−l·J′·(1−x)/(1+x), Ĥ′ = −(k + c/l)·J′ and Ĥ″ = −J′ − (k + c/l)·J″, so that the printed right side is (k + c/l)·J′/(1 − "
        "c(1−x)/(1+x)). The divisor is 1 − c + 2cx/(1+x) ≤ 1 − c + 2x, and 1 − c = log(e/E_k) ≤ (e − E_k)/E_k ≤ 2/(E_k·(k+3)!) "
        "≤ x. So the right side is at least k·l²/(3(1+x)²) ≥ k/9, as x ≤ 1/(4·8/3). D_k is at most l times the probability of the worse action under "
        "π_{k−1}.",
    ),
    both(at_least(_printed, index / 9), at_most(_improvement, 1)),
    (deterministic, one_decision, single_start, equal(action_sequences, 2), equal(optimal_success, 1)),
    "refuted",
    COLUMNS,
)

# The temperature may be α or x = 1/α

_a, _j1, _j2, _h2 = (symbol(name) for name in ("a", "j1", "j2", "h2"))
_h1 = -(_a * _j1)


def _by_inverse(first: Term, second: Term) -> tuple[Term, Term]:
    """The derivatives with respect to x = 1/α of what has these with respect to α."""
    return -(_a**2 * first), _a**4 * second + 2 * _a**3 * first


_JX, _JXX = _by_inverse(_j1, _j2)
_HX, _HXX = _by_inverse(_h1, _h2)

INVERSE = Argument(
    Theorem(
        "derivatives by α and by 1/α",
        "The quotient J′Ĥ′/(J″ + xĤ″) with derivatives with respect to x = 1/α is the one with derivatives with "
        "respect to α, where Ĥ′ = −αJ′.",
        "d/dx = −α² d/dα, and so d²/dx² = α⁴ d²/dα² + 2α³ d/dα. The first derivatives add 2α³(J′ + Ĥ′/α) = 0 to the "
        "divisor, and both sides have the factor α⁴: the equation, with a for α and h1 = −a·j1 for Ĥ′.",
    ),
    equal(_JX * _HX / (_JXX + _HXX / _a), _j1 * _h1 / (_j2 + _h2 / _a)),
    (),
    "proved",
)


# Models


def approaching_arms(k: int) -> Model:
    """One decision between two actions of weights k/(2(k−1)) and 1/2, whose ratio is 1 − 1/k."""
    larger = Fraction(k, 2 * (k - 1))
    return (
        ModelBuilder(f"arms of weights {larger} and 1/2", horizon=1, start="s")
        .action("s", "a1", success=larger)
        .action("s", "a2", success="1/2")
        .build()
    )


def arms_with_prior(better: Fraction, name: str) -> Model:
    """One decision between two actions of weights 1 and 1/2, the better one with some prior probability."""
    return (
        ModelBuilder(name, horizon=1, start="s")
        .action("s", "a1")
        .action("s", "a2", success="1/2")
        .prior("s", {"a1": better, "a2": 1 - better})
        .build()
    )


def arms_near_e(k: int) -> Model:
    """Two arms with the prior odds Σ_{j≤k+2} 1/j! : 1, which are near e : 1."""
    odds = sum((Fraction(1, factorial(j)) for j in range(k + 3)), Fraction(0))
    return arms_with_prior(odds / (1 + odds), f"arms with prior odds {odds}")


_ON_FIXED_MODELS = (
    *((k, example("two_arms")) for k in INDICES),
    *((k, example("grid_3x3_no_slip")) for k in (2, 4, 8, 16, 32, 64)),
)
_ALONG_ARMS = tuple((k, approaching_arms(k)) for k in INDICES)

_LIKELY_BEST_ACTION = arms_with_prior(Fraction(3, 4), "a best action of prior probability 3/4")
_RARE_BEST_ACTION = arms_with_prior(Fraction(1, 2**40), "a best action of prior probability 2^-40")
_ANY_PRIORS = (
    *((k, _LIKELY_BEST_ACTION) for k in (2, 3, 4, 8, 16)),
    *((k, _RARE_BEST_ACTION) for k in (2, 8, 40, 64)),
    *((k, arms_near_e(k)) for k in (2, 4, 8)),
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


def _rate_at(k: int, bound: Term, base: Term = ONE) -> Term:
    """That the corrected right side misses at most bound/k³ at one k."""
    literal = number(k)
    error = _improvement_at(literal) - _quotient_at(literal, base) / (k * (k - 1))
    return _within(error * k**3, bound)


_SEQUENCES_BOUND = CONSTANT * (action_sequences - 1)
_FOUR, _FORTY = number(4), number(40)
_AT_2_AND_3 = (_moves(number(2)), _moves(number(3)))

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
            Reading(
                "any-prior",
                "with any prior the right side has the sign of the left one, which is not negative: at k = 4, w = (1, 1/2), p = (3/4, 1/4)",
                at_least(_quotient_at(_FOUR) / 4, 0),
                (deterministic, at_least(_improvement_at(_FOUR), 0)),
                OneModel(_LIKELY_BEST_ACTION),
            ),
            argued(
                "any-prior-uniform",
                "with any prior, the printed equation with a constant in O(1/k²) that depends on T, |A|, the least weight and the least prior probability only",
                RUNAWAY,
                [(k, arms_near_e(k)) for k in (2, 3, 4, 6, 8, 12, 16)],
            ),
            argued(
                "corrected",
                "J(π_k) − J(π_{k−1}) = 1/(k(k−1))·J′Ĥ′/(J″ + Ĥ″/k) + O(1/k³), with the constant 5/4·(|A|^T − 1), for "
                "every k ≥ 2; deterministic τ, uniform p",
                CUMULANTS,
                (*_ON_FIXED_MODELS, *_ALONG_ARMS[1:]),  # the arms at k = 2 are those of the first model
            ),
            Reading(
                "corrected-enumerated",
                "the corrected equation with its constant at k = 2 and 3",
                both(_rate_at(2, _SEQUENCES_BOUND), _rate_at(3, _SEQUENCES_BOUND)),
                (deterministic, uniform_prior, equal_action_counts, *_AT_2_AND_3),
            ),
            Reading(
                "corrected, without deterministic",
                "the corrected equation with its constant at k = 2, for stochastic τ",
                _rate_at(2, _SEQUENCES_BOUND),
                (uniform_prior, equal_action_counts, _moves(number(2))),
                OneModel(_LUCK),
                drops=deterministic,
            ),
            Reading(
                "corrected, without uniform prior",
                "the corrected equation with its constant at k = 40, for a prior that is not uniform",
                _rate_at(40, _SEQUENCES_BOUND),
                (deterministic, equal_action_counts, _moves(_FORTY)),
                OneModel(_RARE_BEST_ACTION),
                drops=uniform_prior,
            ),
            Reading(
                "corrected, without equal action counts",
                "the corrected equation with the constant 5/4·3 for four trajectories, at k = 4, where states have "
                "different numbers of actions",
                _rate_at(4, CONSTANT * 3),
                (deterministic, uniform_prior, _moves(_FOUR)),
                OneModel(_UNEQUAL_ARMS),
                drops=equal_action_counts,
            ),
            argued(
                "corrected-any-prior",
                "with −KL(· ‖ p) in place of Ĥ the corrected equation holds for any prior, with the constant 5/4·(1 − P)/P, P the prior probability of the best trajectories, for every k ≥ 2; deterministic τ",
                CUMULANTS_ANY_PRIOR,
                _ANY_PRIORS,
            ),
            Reading(
                "corrected-any-prior-enumerated",
                "the corrected equation for any prior with its constant at k = 2",
                _rate_at(2, CONSTANT * rarity(prior), prior),
                (deterministic, _moves(number(2))),
            ),
            *repaired(
                "quotient",
                "J′Ĥ′/(J″ + Ĥ″/k) = k²J′ at k = 1 and 2, where it is defined; deterministic τ, uniform p, equal numbers of actions at each time",
                both(*(equal(_quotient_at(number(k)), return_derivative(prior, k) * k**2) for k in (1, 2))),
                (deterministic, uniform_prior, equal_action_counts_at_each_time),
            ),
            *repaired(
                "quotient-any-prior",
                "with −KL(· ‖ p) in place of Ĥ the quotient is k²J′ for any prior, at k = 2, where it is defined; deterministic τ",
                equal(_quotient_at(number(2), prior), return_derivative(prior, 2) * 4),
                (deterministic,),
            ),
            *repaired(
                "variance",
                "J′ is the variance of the return and J″ its third central moment at α = 1, 2, both summed over trajectories; deterministic τ, any prior",
                both(
                    *(
                        both(
                            equal(return_derivative(prior, k), return_moment(prior, k, 2)),
                            equal(return_second_derivative(prior, k), return_moment(prior, k, 3)),
                        )
                        for k in (1, 2)
                    )
                ),
                (deterministic,),
            ),
            argued(
                "temperature-or-inverse",
                "the quotient is the same whether the derivatives are with respect to α or to 1/α",
                INVERSE,
            ),
        ),
    ),
    Claim(
        "A.12-first",
        "Corollary 5.10 at k = 1",
        where="Corollary 5.10, “for k ∈ ℕ+”, and the step η = 1/(k(k−1)) in the proof of Corollary A.12",
        readings=(
            Reading(
                "printed",
                "J(π_1) − J(π_0) is finite, as the right side at k = 1 is; deterministic τ, uniform p, J′ ≠ 0",
                finite(_improvement_at(number(1))),
                (deterministic, uniform_prior, _moves(number(1))),
            ),
            *repaired(
                "finite-return",
                "the same where J(π_0) > −∞",
                finite(_improvement_at(number(1))),
                (finite_return(prior),),
            ),
            Reading(
                "step",
                "the step η = 1/(k(k−1)) from x = 1/k is finite at k = 1, on two arms",
                finite(number(1) / (number(1) * (number(1) - 1))),
                domain=OneModel(example("two_arms")),
            ),
        ),
    ),
)
