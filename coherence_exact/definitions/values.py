"""Soft values (Definition 4.1): q = e^Q and v = e^V, so that all is rational."""

from __future__ import annotations

from coherence_exact.language.core import (
    back,
    chance,
    checked_call,
    dynamics,
    if_,
    largest,
    last,
    product_along,
    successor,
    tail_product,
    total,
    weight,
)
from coherence_exact.language.definitions import Choices, Points, Policy, define
from coherence_exact.language.terms import Term


@define("Σ τ {v}")
def ahead(v: Points) -> Choices:
    """Σ_{s'} τ(s'|s, a) v_{t+1}(s'), and 1 past the horizon."""
    return if_(last, 1, total(dynamics * successor(v), "choices"))


@define("v[{policy}; {weights}]")
def soft_v_of(policy: Policy, weights: Choices) -> Points:
    """v(s) = Σ_a π(a|s) w(s, a) Σ τ v for any weights w, by backward induction."""
    return back(lambda v: total(policy * weights * ahead(v), "points"))


@define("q[{policy}; {weights}]")
def soft_q_of(policy: Policy, weights: Choices) -> Choices:
    """q(s, a) = w(s, a) Σ_{s'} τ(s'|s, a) v(s') for any weights w."""
    return weights * ahead(soft_v_of(policy, weights))


@define("v[{policy}]")
def soft_v(policy: Policy) -> Points:
    """e^V: v(s) = Σ_a π(a|s) q(s, a), by backward induction (Definition 4.1)."""
    return soft_v_of(policy, weight)


@define("q[{policy}]")
def soft_q(policy: Policy) -> Choices:
    """e^Q: q(s, a) = w(s, a) Σ_{s'} τ(s'|s, a) v(s'), v = 1 past the horizon (Definition 4.1)."""
    return soft_q_of(policy, weight)


@define("p_{policy}(O_{{t:T}}|s)")
def success_given_state(policy: Policy) -> Points:
    """p_π(O_{t:T} = 1|s_t), summed over trajectories (Proposition 4.2)."""
    return total(chance * product_along(policy * weight), "points")


@define("p_{policy}(O_{{t:T}}|s,a)")
def success_given_action(policy: Policy) -> Choices:
    """p_π(O_{t:T} = 1|s_t, a_t), summed over trajectories (Proposition 4.2)."""
    return total(chance * tail_product(policy) * product_along(weight), "choices")


@define("max_a {table}")
def best(table: Choices) -> Points:
    """The largest entry among the actions of each state."""
    return largest(table, "points")


@checked_call
def weights(power: int | Term = 1) -> Term:
    """w(s, a)^power, over choices."""
    return weight**power
