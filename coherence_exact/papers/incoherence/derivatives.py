"""Derivatives along the inverse temperature α, as backward induction (Corollary 5.10).

π_α = p q_α/v_α with q_α = w^α Σ τ v_α.  Differentiating each equation of a recursion gives a recursion for the
derivative.  Where w = 0 all powers of w are 0, and so are their derivatives.
"""

from __future__ import annotations

from coherence_exact.claims import (
    Choices,
    Literal,
    Number,
    Points,
    Policy,
    Term,
    back,
    both,
    chance,
    define,
    expected_return,
    finite,
    if_,
    log,
    product_along,
    same,
    soft_q_of,
    soft_v_of,
    start,
    sum_along,
    temperature,
    total,
    weight,
)
from coherence_exact.definitions.conditioning import largest_weight, mass_of_largest_weight
from coherence_exact.definitions.returns import mean_ahead
from coherence_exact.definitions.sampling import law_given_start
from coherence_exact.language.core import ONE

# Of soft values


@define("r")
def finite_reward() -> Choices:
    """r(s, a) where it is finite, else 0: where w = 0 it only meets factors that are 0."""
    return if_(same(weight, 0), 0, log(weight))


@define("v′_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def soft_v_derivative(policy: Policy, alpha: Number) -> Points:
    """v′ = Σ p q′, the derivative of v with weights w^α with respect to α."""
    own = finite_reward * soft_q_of(policy, weight**alpha)
    return back(lambda v: total(policy * (own + weight**alpha * mean_ahead(v)), "points"))


@define("q′_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def soft_q_derivative(policy: Policy, alpha: Number) -> Choices:
    """q′ = r q + w^α Σ τ v′."""
    following = weight**alpha * mean_ahead(soft_v_derivative(policy, alpha))
    return finite_reward * soft_q_of(policy, weight**alpha) + following


@define("c_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def soft_q_curvature_here(policy: Policy, alpha: Number) -> Choices:
    """What of q″ does not contain v″: r q′ + r w^α Σ τ v′."""
    following = weight**alpha * mean_ahead(soft_v_derivative(policy, alpha))
    return finite_reward * (soft_q_derivative(policy, alpha) + following)


@define("v″_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def soft_v_second_derivative(policy: Policy, alpha: Number) -> Points:
    """v″ = Σ p q″."""
    own = soft_q_curvature_here(policy, alpha)
    return back(lambda v: total(policy * (own + weight**alpha * mean_ahead(v)), "points"))


@define("q″_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def soft_q_second_derivative(policy: Policy, alpha: Number) -> Choices:
    """q″ = r q′ + r w^α Σ τ v′ + w^α Σ τ v″."""
    following = weight**alpha * mean_ahead(soft_v_second_derivative(policy, alpha))
    return soft_q_curvature_here(policy, alpha) + following


# Of the policy π_α


def _values(policy: Term, alpha: Term) -> tuple[Term, Term]:
    return soft_q_of(policy, weight**alpha), soft_v_of(policy, weight**alpha)


@define("π′_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def policy_derivative(policy: Policy, alpha: Number) -> Choices:
    """π′ = p (q′v − q v′)/v²; 0 where v = 0, because the row is kept there."""
    q, v = _values(policy, alpha)
    slope = soft_q_derivative(policy, alpha) * v - q * soft_v_derivative(policy, alpha)
    return if_(same(v, 0), 0, policy * slope / v**2)


@define("π″_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def policy_second_derivative(policy: Policy, alpha: Number) -> Choices:
    """π″ = p (q″v − q v″)/v² − 2 π′ v′/v; 0 where v = 0."""
    q, v = _values(policy, alpha)
    slope = soft_q_second_derivative(policy, alpha) * v - q * soft_v_second_derivative(policy, alpha)
    turning = 2 * policy_derivative(policy, alpha) * soft_v_derivative(policy, alpha) / v
    return if_(same(v, 0), 0, policy * slope / v**2 - turning)


# Of E[Σ_t c] for costs c that may depend on π_α


def _accumulated(policy: Term, costs: Term) -> Term:
    """U = Σ π (c + Σ τ U), where only actions with positive probability count."""
    return back(lambda u: total(if_(same(policy, 0), 0, policy * (costs + mean_ahead(u))), "points"))


@define("U[{policy}; {costs}]")
def to_go(policy: Policy, costs: Choices) -> Points:
    """U = Σ π (c + Σ τ U), where only actions with positive probability count."""
    return _accumulated(policy, costs)


@define("U′_{{α={alpha}}}[{policy}; {costs}]", alpha=Literal.POSITIVE)
def to_go_derivative(policy: Policy, alpha: Number, costs: Choices) -> Points:
    """U′ = Σ π′ (c + Σ τ U) + π Σ τ U′ along π_α, for costs that do not depend on α."""
    moving, slope = temperature(policy, alpha), policy_derivative(policy, alpha)
    own = slope * (costs + mean_ahead(to_go(moving, costs)))
    return back(lambda u: total(if_(same(moving, 0), 0, own + moving * mean_ahead(u)), "points"))


@define("U″_{{α={alpha}}}[{policy}; {costs}; {extra}]", alpha=Literal.POSITIVE)
def to_go_second_derivative(policy: Policy, alpha: Number, costs: Choices, extra: Choices) -> Points:
    """U″ = Σ π″ (c + Σ τ U) + 2π′ Σ τ U′ + π Σ τ U″ + what the costs add."""
    moving, slope = temperature(policy, alpha), policy_derivative(policy, alpha)
    bend = policy_second_derivative(policy, alpha) * (costs + mean_ahead(to_go(moving, costs)))
    own = bend + 2 * slope * mean_ahead(to_go_derivative(policy, alpha, costs)) + extra
    return back(lambda u: total(if_(same(moving, 0), 0, own + moving * mean_ahead(u)), "points"))


def _where_finite(policy: Term, alpha: Term, value: Term) -> Term:
    """A value that exists where the return of π_α is finite."""
    return if_(finite(expected_return(temperature(policy, alpha))), value, alpha / 0)


@define("J′_{{α={alpha}}}({policy})", alpha=Literal.POSITIVE)
def return_derivative(policy: Policy, alpha: Number) -> Number:
    """The derivative of J(π_α) with respect to α; undefined where J(π_α) = −∞."""
    return _where_finite(policy, alpha, total(start * to_go_derivative(policy, alpha, log(weight))))


@define("J″_{{α={alpha}}}({policy})", alpha=Literal.POSITIVE)
def return_second_derivative(policy: Policy, alpha: Number) -> Number:
    """The second derivative of J(π_α) with respect to α; undefined where J(π_α) = −∞."""
    slope = to_go_second_derivative(policy, alpha, log(weight), 0)
    return _where_finite(policy, alpha, total(start * slope))


def _surprise(policy: Term, alpha: Term, base: Term) -> Term:
    """−log(π_α/b), where π_α is positive."""
    moving = temperature(policy, alpha)
    return if_(same(moving, 0), 0, -log(moving / base))


@define("Ĥ′_{{α={alpha}}}({policy}; {base})", alpha=Literal.POSITIVE)
def entropy_derivative(policy: Policy, alpha: Number, base: Choices = ONE) -> Number:
    """The derivative of Ĥ(π_α), or with the base p of −KL(π_α ‖ p); undefined where J(π_α) = −∞.

    The derivative of −log π adds nothing, since π′ sums to 0.
    """
    slope = to_go_derivative(policy, alpha, _surprise(policy, alpha, base))
    return _where_finite(policy, alpha, total(start * slope))


@define("Ĥ″_{{α={alpha}}}({policy}; {base})", alpha=Literal.POSITIVE)
def entropy_second_derivative(policy: Policy, alpha: Number, base: Choices = ONE) -> Number:
    """The second derivative of Ĥ(π_α), or with the base p of −KL(π_α ‖ p); −log π adds −π′²/π."""
    moving, slope = temperature(policy, alpha), policy_derivative(policy, alpha)
    extra = if_(same(moving, 0), 0, 0 - slope**2 / moving)
    bend = to_go_second_derivative(policy, alpha, _surprise(policy, alpha, base), extra)
    return _where_finite(policy, alpha, total(start * bend))


# By trajectories, for deterministic dynamics


@define("E_{{α={alpha}}}[Σr|s_1][{policy}]", alpha=Literal.POSITIVE)
def mean_return(policy: Policy, alpha: Number) -> Points:
    """The mean of Σ r along the trajectories of π_α from each start state."""
    return total(law_given_start(temperature(policy, alpha)) * sum_along(finite_reward), "points")


@define("Σ_s μ E_{{α={alpha}}}[(Σr − E Σr)^{m}][{policy}]", alpha=Literal.POSITIVE, m=Literal.POSITIVE)
def return_moment(policy: Policy, alpha: Number, m: Number) -> Number:
    """The central moment of Σ r under π_α from each start state, averaged over start states."""
    distance = sum_along(finite_reward) - mean_return(policy, alpha)
    return total(start * law_given_start(temperature(policy, alpha)) * distance**m)


@define("B_{{α={alpha}}}({policy})", alpha=Literal.POSITIVE)
def return_spread(policy: Policy, alpha: Number) -> Number:
    """Σ_s μ Σ_ξ p(ξ|s)/P(s) ρ_ξ^α (log ρ_ξ)², with ρ_ξ the weight of ξ over the largest, P the chance of that."""
    ratio = product_along(weight) / largest_weight(policy)
    path = chance * product_along(policy)
    counted = both(start > 0, path > 0, product_along(weight) > 0)
    return total(
        if_(counted, start * path / mass_of_largest_weight(policy) * ratio**alpha * log(ratio) ** 2, 0)
    )


@define("Σ_s μ (1−P)/P[{policy}]")
def rarity(policy: Policy) -> Number:
    """Σ_s μ(s) (1 − P)/P with P the probability of the trajectories of the largest weight from s."""
    mass = mass_of_largest_weight(policy)
    return total(start * (1 - mass) / mass)
