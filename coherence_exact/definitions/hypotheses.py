"""Hypotheses: properties of models, of their priors, and of policies."""

from __future__ import annotations

from coherence_exact.definitions.values import best, soft_q, soft_v
from coherence_exact.language.core import (
    back,
    both,
    checked_call,
    count,
    either,
    equal,
    every,
    greater,
    horizon,
    if_,
    infinity,
    largest,
    last,
    left,
    negation,
    prior,
    product_along,
    right,
    same,
    share,
    smallest,
    start,
    successor,
    total,
    weight,
    where,
)
from coherence_exact.language.definitions import (
    Choices,
    Literal,
    Number,
    Points,
    Policy,
    Trajectories,
    Truth,
    define,
)
from coherence_exact.language.terms import Term

# Of models


@define("deterministic τ")
def deterministic() -> Truth:
    """Every transition that matters, t < T, has one successor."""
    return every(either(last, same(total(1, to="choices", over="transitions"), 1)))


stochastic = negation(deterministic)
"""Not deterministic."""


@define("finite rewards")
def finite_rewards() -> Truth:
    """No weight is 0, so that no reward is −∞."""
    return greater(weight, 0)


@define("one start state")
def single_start() -> Truth:
    """One start state has all the probability."""
    return same(count(start > 0), 1)


@define("|A|")
def action_count() -> Points:
    """The number of actions of each state."""
    return total(1, to="points", over="choices")


@define("equal numbers of actions")
def equal_action_counts() -> Truth:
    """All reachable states have equally many actions."""
    return same(largest(action_count), smallest(action_count))


_BASE = 10**6


@define("equal numbers of actions at each time")
def equal_action_counts_at_each_time() -> Truth:
    """Any two states that are reached at one time have equally many actions.

    The numbers of actions along a path are the digits of one number; all paths have the same.
    """
    longest = back(
        lambda v: action_count + _BASE * if_(last, 0, largest(largest(successor(v), "choices"), "points"))
    )
    shortest = back(
        lambda v: action_count + _BASE * if_(last, 0, smallest(smallest(successor(v), "choices"), "points"))
    )
    return same(largest(where(start > 0, longest)), smallest(where(start > 0, shortest)))


@define("at least two actions")
def several_actions() -> Truth:
    """Every reachable state has at least two actions."""
    return every(action_count >= 2)


@define("rewards at t = T only")
def terminal_rewards() -> Truth:
    """All weights before t = T are 1."""
    return every(either(last, same(weight, 1)))


@define("T ≥ {decisions}", decisions=Literal.POSITIVE)
def horizon_at_least(decisions: Number) -> Truth:
    """There are at least so many decisions."""
    return horizon >= decisions


@define("|A|^T")
def action_sequences() -> Number:
    """The number of sequences of actions; undefined where states have different numbers of actions."""
    return if_(equal_action_counts, largest(action_count) ** horizon, largest(action_count) / 0)


@define("T = 1")
def one_decision() -> Truth:
    """There is one decision."""
    return same(horizon, 1)


# Of the prior


@define("full support")
def full_support() -> Truth:
    """The prior has no zero."""
    return greater(prior, 0)


@define("uniform prior")
def uniform_prior() -> Truth:
    """The prior is uniform on each state's own actions."""
    return equal(prior, share(1, prior))


# Of tables


@define("{table} ∝ {other} at every state")
def proportional(table: Choices, other: Choices) -> Truth:
    """Two tables are equal up to a factor at each decision point, one of them perhaps 0 there.

    x·Σy = y·Σx; the entries have to be at least 0.
    """
    return equal(
        table * total(other, "points", over="choices"), other * total(table, "points", over="choices")
    )


@define("{along} ∝ {other} from every state")
def proportional_along(along: Trajectories, other: Trajectories) -> Truth:
    """Two tables over trajectories are equal up to a factor for each first decision point."""
    return equal(
        along * total(other, "points", over="trajectories"),
        other * total(along, "points", over="trajectories"),
    )


@checked_call
def equal_up_to_shaping(table: Term, other: Term) -> Term:
    """The products of two tables along trajectories are equal up to a factor for each first point."""
    return proportional_along(product_along(table), product_along(other))


# Of policies


@define("{policy} deterministic")
def deterministic_policy(policy: Policy) -> Truth:
    """Every row is a point mass."""
    return every(either(same(policy, 0), same(policy, 1)))


@define("v[{policy}] > 0")
def success_everywhere(policy: Policy) -> Truth:
    """Success has positive probability from every decision point."""
    return greater(soft_v(policy), 0)


@define("some q[{policy}](s,·) > 0 everywhere")
def some_success(policy: Policy) -> Truth:
    """At every decision point some action may succeed."""
    return greater(best(soft_q(policy)), 0)


@define("q[{policy}] is constant {policy}-almost surely")
def q_constant_on_support(policy: Policy) -> Truth:
    """Q(s, ·) is almost surely constant under π(·|s) at every decision point."""
    q = soft_q(policy)
    outside = either(same(left(policy), 0), same(right(policy), 0))
    return every(either(outside, same(left(q), right(q))))


@define("{policy} ∝ q[{policy}]")
def proportional_to_q(policy: Policy) -> Truth:
    """π(·|s) is proportional to q(s, ·) at every decision point."""
    return proportional(policy, soft_q(policy))


@define("{policy} ∝ w^{power} where w > 0", power=Literal.NATURAL)
def proportional_to_weights(policy: Policy, power: Number) -> Truth:
    """π(a|s) ∝ w(s, a)^power over the actions with w > 0, at every decision point."""
    return proportional(if_(weight > 0, policy, 0), if_(weight > 0, weight**power, 0))


@define("{value} finite")
def finite(value: Number) -> Truth:
    """The value is neither ∞ nor −∞."""
    return both(value < infinity, -infinity < value)


# Logic


@define("if {premise} then {conclusion}")
def implies(premise: Truth, conclusion: Truth) -> Truth:
    """If the premise holds, so does the conclusion."""
    return either(negation(premise), conclusion)


@define("{one} exactly if {other}")
def iff(one: Truth, other: Truth) -> Truth:
    """Either both hold or neither does."""
    return same(one, other)


@define("{table} at t = T")
def at_last_time(table: Choices) -> Choices:
    """The entries at t = T."""
    return where(last, table)
