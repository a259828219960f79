"""Properties of models and policies that the statements of this pack ask for."""

from __future__ import annotations

from coherence_exact.claims import (
    Points,
    Policy,
    Term,
    Truth,
    best,
    define,
    either,
    equal,
    every,
    expected_return,
    finite,
    largest,
    last,
    negation,
    occupancy,
    optimal_return,
    product_along,
    same,
    smallest,
    supported_in,
    total,
    trajectories,
    weight,
    where,
)
from coherence_exact.papers.classics.definitions import action_values, optimal_policy, reward, state_values


@define("d[{policy}] = d[{other}]")
def visit_alike(policy: Policy, other: Policy) -> Truth:
    """Two policies visit every state equally often."""
    return equal(occupancy(policy), occupancy(other))


@define("d·{policy} = d·{other}")
def visit_and_act_alike(policy: Policy, other: Policy) -> Truth:
    """Two policies take every action in every state equally often."""
    return equal(occupancy(policy) * policy, occupancy(other) * other)


@define("U[{policy}] ≥ U[{other}]")
def better_everywhere(policy: Policy, other: Policy) -> Truth:
    """A policy expects at least as much as another from every state."""
    return every(state_values(policy, reward) >= state_values(other, reward))


@define("J({policy}) ≥ J({other})")
def better(policy: Policy, other: Policy) -> Truth:
    """A policy has at least the return of another."""
    return expected_return(policy) >= expected_return(other)


@define("Σ_a {policy} Q[{other}] ≥ U[{other}]")
def promises_improvement(policy: Policy, other: Policy) -> Truth:
    """At every state one decision of a policy, followed by another policy, is no worse than the other one."""
    return every(total(policy * action_values(other, reward), "points") >= state_values(other, reward))


def _unimprovable(policy: Term) -> Term:
    return best(action_values(policy, reward)) <= state_values(policy, reward)


@define("max_a Q[{policy}] ≤ U[{policy}]")
def unimprovable(policy: Policy) -> Truth:
    """No action at any state is better than the policy expects."""
    return every(_unimprovable(policy))


@define("max_a Q[{policy}] > U[{policy}] at some state")
def improvable(policy: Policy) -> Truth:
    """Some action at some state is better than the policy expects."""
    return negation(unimprovable(policy))


@define("max_a Q[{policy}] ≤ U[{policy}] where visited")
def unimprovable_where_visited(policy: Policy) -> Truth:
    """No action at a state that the policy visits is better than it expects."""
    return every(either(same(occupancy(policy), 0), _unimprovable(policy)))


@define("J({policy}) = max J")
def optimal(policy: Policy) -> Truth:
    """No policy has a larger return."""
    return same(expected_return(policy), optimal_return)


@define("max J finite")
def finite_optimum() -> Truth:
    """Some policy never gets a reward −∞."""
    return finite(optimal_return)


@define("{policy} takes optimal actions")
def acts_optimally(policy: Policy) -> Truth:
    """Wherever the policy goes, it takes only actions that are best if the best ones follow."""
    return supported_in(policy, optimal_policy(reward))


@define("R is {policy}-almost surely constant")
def certain_return(policy: Policy) -> Truth:
    """All trajectories of positive probability have the same return."""
    returns = where(trajectories(policy) > 0, product_along(weight))
    return same(largest(returns), smallest(returns))


@define("w ∈ {{0, 1}}")
def all_or_nothing() -> Truth:
    """Every weight is 0 or 1, so that success is an event of the trajectory."""
    return every(either(same(weight, 0), same(weight, 1)))


@define("{potential} ends alike")
def constant_at_the_end(potential: Points) -> Truth:
    """The potential is the same at all states of t = T."""
    return same(largest(where(last, potential)), smallest(where(last, potential)))


@define("{potential} is constant")
def constant(potential: Points) -> Truth:
    """The potential is the same everywhere."""
    return same(largest(potential), smallest(potential))
