"""Folding the posterior into the reward (Definitions 5.7 and 5.8).

The paper prints r_{k+1} = r_0 + log π_{k+1}.  With a prior that is not uniform this counts the prior twice;
the ratio fold takes log(π_{k+1}/p) instead.  π_{k+1} is the prior conditioned with the weights e^{r_k}.
"""

from __future__ import annotations

from coherence_exact.definitions.conditioning import condition
from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import quote
from coherence_exact.language.core import Value, checked_call, if_, repeat, same, weight
from coherence_exact.language.definitions import Choices, Definition, Literal, Number, Policy, define
from coherence_exact.language.terms import Term


@define("{policy}/{prior}")
def ratio(policy: Policy, prior: Policy) -> Choices:
    """π(a|s)/p(a|s), and 0 where p is."""
    return if_(same(prior, 0), 0, policy / prior)


@define("e^{{r_{steps}}}[F({policy})]", steps=Literal.NATURAL)
def weights_f(policy: Policy, steps: Number) -> Choices:
    """w_k = w_0 π_k: the weights of Definition 5.7."""
    return repeat(steps, lambda w: weight * condition(policy, w), weight)


@define("e^{{r_{steps}}}[F^ratio({policy})]", steps=Literal.NATURAL)
def weights_f_ratio(policy: Policy, steps: Number) -> Choices:
    """w_k = w_0 π_k/p: those of Definition 5.7 with the ratio folded in."""
    return repeat(steps, lambda w: weight * ratio(condition(policy, w), policy), weight)


@define("e^{{r_{steps}}}[H({policy})]", steps=Literal.NATURAL)
def weights_h(policy: Policy, steps: Number) -> Choices:
    """w_k = w_{k−1} π_k: the weights of Definition 5.8."""
    return repeat(steps, lambda w: w * condition(policy, w), weight)


@define("e^{{r_{steps}}}[H^ratio({policy})]", steps=Literal.NATURAL)
def weights_h_ratio(policy: Policy, steps: Number) -> Choices:
    """w_k = w_{k−1} π_k/p: those of Definition 5.8 with the ratio folded in."""
    return repeat(steps, lambda w: w * ratio(condition(policy, w), policy), weight)


@define("F_{steps}({policy})", steps=Literal.NATURAL)
def fold_f(policy: Policy, steps: Number) -> Policy:
    """π^F_k (Definition 5.7)."""
    return if_(same(steps, 0), policy, condition(policy, weights_f(policy, steps - 1)))


@define("F_{steps}^ratio({policy})", steps=Literal.NATURAL)
def fold_f_ratio(policy: Policy, steps: Number) -> Policy:
    """π^F_k with the ratio folded in."""
    return if_(same(steps, 0), policy, condition(policy, weights_f_ratio(policy, steps - 1)))


@define("H_{steps}({policy})", steps=Literal.NATURAL)
def fold_h(policy: Policy, steps: Number) -> Policy:
    """π^H_k (Definition 5.8)."""
    return if_(same(steps, 0), policy, condition(policy, weights_h(policy, steps - 1)))


@define("H_{steps}^ratio({policy})", steps=Literal.NATURAL)
def fold_h_ratio(policy: Policy, steps: Number) -> Policy:
    """π^H_k with the ratio folded in."""
    return if_(same(steps, 0), policy, condition(policy, weights_h_ratio(policy, steps - 1)))


_FOLDS = {
    ("posterior", False): (fold_f, weights_f),
    ("ratio", False): (fold_f_ratio, weights_f_ratio),
    ("posterior", True): (fold_h, weights_h),
    ("ratio", True): (fold_h_ratio, weights_h_ratio),
}


@checked_call
def fold(policy: Term, steps: Value = 1, kind: str = "posterior", cumulative: bool = False) -> Term:
    """π^F_steps, or π^H_steps if ``cumulative`` (Definitions 5.7 and 5.8).

    ``kind``: ``"posterior"`` as printed, ``"ratio"`` as repaired.

    >>> from coherence_exact.language.core import prior
    >>> fold(prior, 2, "ratio")
    fold_f_ratio(prior, steps=2)
    """
    return _chosen(kind, cumulative)[0](policy, steps)


@checked_call
def folded_weights(policy: Term, steps: Value, kind: str = "posterior", cumulative: bool = False) -> Term:
    """w_steps = e^{r_steps} of Definition 5.7, or 5.8 if ``cumulative``."""
    return _chosen(kind, cumulative)[1](policy, steps)


def _chosen(kind: object, cumulative: object) -> tuple[Definition, Definition]:
    if kind not in ("posterior", "ratio"):
        raise ClaimError(f'{quote(kind)} is not a kind of folding; write "posterior" or "ratio"')
    if not isinstance(cumulative, bool):
        raise ClaimError(f"cumulative = {quote(cumulative)} is not True or False; write one of them")
    return _FOLDS[str(kind), cumulative]
