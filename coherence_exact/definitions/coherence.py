"""Responses to soft values, their iteration, and incoherence (Definitions 4.5, 4.9, 4.11 and 4.12).

Where every q(s, ·) is 0 a response is undefined: the policy's own row is kept.
"""

from __future__ import annotations

from coherence_exact.definitions.divergences import kl
from coherence_exact.definitions.returns import occupancy
from coherence_exact.definitions.values import best, soft_q
from coherence_exact.language.core import (
    ONE,
    both,
    checked_call,
    count,
    either,
    every,
    if_,
    infinity,
    left,
    log,
    negation,
    repeat,
    right,
    same,
    share,
    some,
    total,
    where,
)
from coherence_exact.language.definitions import (
    Literal,
    Number,
    Pairs,
    Points,
    Policy,
    Truth,
    TruthsOfChoices,
    TruthsOfPoints,
    define,
)
from coherence_exact.language.terms import Term


@define("arg max Q[{policy}]")
def is_best(policy: Policy) -> TruthsOfChoices:
    """Whether an action has the largest q(s, ·), and it is positive."""
    return both(same(soft_q(policy), best(soft_q(policy))), best(soft_q(policy)) > 0)


@define("π*({policy})")
def greedy_limit(policy: Policy) -> Policy:
    """Uniform over the arg max of Q^π(s, ·): the limit of π^δ as δ → 0 (Proposition 4.13)."""
    return share(if_(is_best(policy), 1, 0), policy)


@define("B_{{δ={delta}}}({policy})", delta=Literal.RESPONSE)
def boltzmann(policy: Policy, delta: Number = ONE) -> Policy:
    """π^δ(a|s) ∝ exp(Q^π(s, a)/δ) for δ = 1/n (Definition 4.11); δ = 0 takes the limit, the arg max."""
    return if_(same(delta, 0), greedy_limit(policy), share(soft_q(policy) ** (1 / delta), policy))


@define("B_{{δ={delta}}}^{steps}({policy})", steps=Literal.NATURAL, delta=Literal.RESPONSE)
def coherent(policy: Policy, steps: Number, delta: Number = ONE) -> Policy:
    """Iterations of Boltzmann coherence (Definition 4.9); T of them reach a coherent policy (4.10)."""
    return repeat(steps, lambda x: boltzmann(x, delta), policy)


@define("κ_{{δ={delta}}}({policy})", delta=Literal.RESPONSE)
def incoherence(policy: Policy, delta: Number = ONE) -> Number:
    """κ_δ(π) = KL(π ‖ π^δ), over trajectories (Definitions 4.6 and 4.12)."""
    return kl(policy, boltzmann(policy, delta))


@define("lim_{{δ→0}} κ_δ({policy})")
def incoherence_limit(policy: Policy) -> Number:
    """lim_{δ→0} κ_δ(π) (Corollary 4.15).

    ∞ if a visited state has a supported action below its largest q; else log π^δ tends to −log |A*| on the
    support, so that the state contributes log |A*| − H(π(·|s)).
    """
    q = soft_q(policy)
    ties = count(same(q, best(q)), "points")
    row = total(if_(same(policy, 0), 0, if_(q < best(q), infinity, policy * log(policy * ties))), "points")
    return total(if_(best(q) > 0, occupancy(policy) * row, 0))


@define("visits {policy}, some q > 0")
def is_live(policy: Policy) -> TruthsOfPoints:
    """Whether a decision point is visited and some action may succeed: where coherence asks something."""
    return both(occupancy(policy) > 0, best(soft_q(policy)) > 0)


@define("supp {policy} = supp q[{policy}] where visited")
def supports_agree(policy: Policy) -> Truth:
    """π(a|s) = 0 exactly where q(s, a) = 0, at every visited decision point where some q is positive."""
    return every(either(negation(is_live(policy)), same(same(policy, 0), same(soft_q(policy), 0))))


@define("log {policy}(a)/{policy}(b)")
def policy_ratios(policy: Policy) -> Pairs:
    """x = log(π(a)/π(b)) over the pairs of supported actions where coherence asks something."""
    compared = both(is_live(policy), left(policy) > 0, right(policy) > 0)
    return where(compared, log(left(policy) / right(policy)))


@define("log q[{policy}](a)/q[{policy}](b)")
def value_ratios(policy: Policy) -> Pairs:
    """y = log(q(a)/q(b)) over the same pairs."""
    compared = both(is_live(policy), left(policy) > 0, right(policy) > 0)
    return where(compared, log(left(soft_q(policy)) / right(soft_q(policy))))


@define("κ_δ({policy}) = 0 for some δ > 0")
def coherent_for_some_delta(policy: Policy) -> Truth:
    """κ_δ(π) = 0 for some real δ > 0: x = βy with β = 1/δ > 0, x and y the ratios of the policy and of q.

    The least squares β is Σxy/Σyy; where all y are 0, so are all x.
    """
    x, y = policy_ratios(policy), value_ratios(policy)
    positive = both(total(x * y) > 0, every(same(x * total(y * y), y * total(x * y))))
    return both(supports_agree(policy), if_(every(same(y, 0)), every(same(x, 0)), positive))


@define("κ_δ({policy}) = 0 for δ = {delta} only", delta=Literal.UNIT_FRACTION)
def coherent_only_at(policy: Policy, delta: Number) -> Truth:
    """κ_δ(π) = 0 for this δ and for no other real δ > 0."""
    x, y = policy_ratios(policy), value_ratios(policy)
    return both(supports_agree(policy), every(same(x * delta, y)), some(negation(same(y, 0))))


@define("|arg max q[{policy}]|")
def ties(policy: Policy) -> Points:
    """How many actions have the largest q(s, ·)."""
    return count(same(soft_q(policy), best(soft_q(policy))), "points")


@define("q[{policy}] has unique maxima")
def unique_maxima_everywhere(policy: Policy) -> Truth:
    """q(s, ·) has one largest entry at every decision point."""
    return every(same(ties(policy), 1))


@define("q[{policy}] has unique maxima where visited")
def unique_maxima_where_visited(policy: Policy) -> Truth:
    """q(s, ·) has one largest entry at every decision point that the policy visits."""
    return every(either(same(occupancy(policy), 0), same(ties(policy), 1)))


@checked_call
def unique_maxima(policy: Term, visited: bool = True) -> Term:
    """q(s, ·) has one largest entry, at the decision points that the policy visits, or at all."""
    return (unique_maxima_where_visited if visited else unique_maxima_everywhere)(policy)
