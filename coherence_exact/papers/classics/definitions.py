"""The notions of this pack that the language has no name for.

Values that add up are those of any table of rewards over choices: r = log w, w itself, or shaped rewards.
"""

from __future__ import annotations

from coherence_exact.claims import (
    Choices,
    Literal,
    Number,
    Points,
    Policy,
    Term,
    Trajectories,
    ahead,
    back,
    below,
    best,
    chance,
    define,
    dynamics,
    expected_return,
    if_,
    infinity,
    largest,
    last,
    log,
    occupancy,
    occupancy_kl,
    prior,
    product_along,
    same,
    share,
    soft_v_of,
    start,
    successor,
    sum_along,
    through,
    time,
    total,
    trajectories,
    weight,
    where,
)

# Values that add up along a trajectory


@define("r")
def reward() -> Choices:
    """r = log w."""
    return log(weight)


@define("E {value}(s')")
def mean_next(value: Points) -> Choices:
    """The mean of a table over the states that follow, and 0 past the horizon."""
    return if_(last, 0, total(dynamics * successor(value), "choices"))


@define("U[{policy}; {rewards}]")
def state_values(policy: Policy, rewards: Choices) -> Points:
    """The expected sum of rewards from a state on."""
    return back(lambda value: total(policy * (rewards + mean_next(value)), "points"))


@define("Q[{policy}; {rewards}]")
def action_values(policy: Policy, rewards: Choices) -> Choices:
    """The expected sum of rewards from an action on."""
    return rewards + mean_next(state_values(policy, rewards))


@define("A[{policy}]")
def advantage(policy: Policy) -> Choices:
    """A^π(s, a) = Q^π(s, a) − U^π(s), for r = log w; undefined where both are −∞."""
    return action_values(policy, reward) - state_values(policy, reward)


@define("Var({policy})")
def return_variance(policy: Policy) -> Number:
    """The variance of R, over trajectories."""
    square = (sum_along(reward) - expected_return(policy)) ** 2
    return total(trajectories(policy) * square)


@define("δ[{policy}]²")
def squared_surprise(policy: Policy) -> Choices:
    """The mean of (r + U(s') − U(s))² over the states that follow."""
    value = state_values(policy, reward)
    surprise = (reward - value + successor(value)) ** 2
    return if_(last, (reward - value) ** 2, total(dynamics * surprise, "choices"))


# Optimal values and policies


@define("U*[{rewards}]")
def optimal_values(rewards: Choices) -> Points:
    """The largest expected sum of rewards from a state on."""
    return back(lambda value: best(rewards + mean_next(value)))


@define("arg max {table}")
def maximiser(table: Choices) -> Policy:
    """Uniform over the actions with the largest entry."""
    return share(if_(same(table, best(table)), 1, 0), prior)


@define("π*[{rewards}]")
def optimal_policy(rewards: Choices) -> Policy:
    """Uniform over the actions that are best if the best ones follow."""
    return maximiser(rewards + mean_next(optimal_values(rewards)))


@define("max S[{weights}]")
def optimal_success_of(weights: Choices) -> Number:
    """The largest mean product of weights of any policy."""
    return total(start * back(lambda v: best(weights * ahead(v))))


@define("best actions for S[{weights}]")
def optimal_policy_of(weights: Choices) -> Policy:
    """Uniform over the actions with the largest mean product of weights if the best ones follow."""
    return maximiser(weights * ahead(back(lambda v: best(weights * ahead(v)))))


# Policies made of policies


@define("greedy({policy})")
def greedy(policy: Policy) -> Policy:
    """Uniform over the arg max of Q^π(s, ·), for r = log w."""
    return maximiser(action_values(policy, reward))


@define("½{policy} + ½{other}")
def mixture(policy: Policy, other: Policy) -> Policy:
    """Either policy with probability ½, drawn anew at every decision."""
    return share(policy + other, policy)


@define("½{policy} ⊕ ½{other}")
def mixture_by_occupancy(policy: Policy, other: Policy) -> Policy:
    """The policy that visits and acts as often as a mixture that draws one of two policies at the start."""
    return share(occupancy(policy) * policy + occupancy(other) * other, policy)


@define("the better of {policy} and {other}")
def switching(policy: Policy, other: Policy) -> Policy:
    """At each state the row of the policy with the larger U."""
    return if_(state_values(policy, reward) >= state_values(other, reward), policy, other)


@define("max(Q[{policy}], Q[{other}])")
def larger_action_values(policy: Policy, other: Policy) -> Choices:
    """The larger of two policies' Q, action by action."""
    one, two = action_values(policy, reward), action_values(other, reward)
    return if_(one >= two, one, two)


@define("RWR({policy})")
def reward_weighted_regression(policy: Policy) -> Policy:
    """The maximum likelihood fit to the policy's trajectories, each weighted by W = e^R."""
    return share(through(trajectories(policy) * product_along(weight)), policy)


@define("regression of {policy} weighted by Q")
def regression_on_action_values(policy: Policy) -> Policy:
    """π'(a|s) ∝ π(a|s) Q(s, a), where w is the reward itself."""
    return share(policy * action_values(policy, weight), policy)


@define("regression of {policy} weighted by Σ w")
def regression_on_returns(policy: Policy) -> Policy:
    """The maximum likelihood fit to trajectories weighted by their whole return, where w is the reward."""
    return share(through(trajectories(policy) * sum_along(weight)), policy)


@define("max W[{policy}]")
def best_weight(policy: Policy) -> Points:
    """The largest W from a state on that the policy gets with positive probability."""
    return largest(where(chance * product_along(policy) > 0, product_along(weight)), "points")


@define("{policy} given the best return")
def condition_on_best_return(policy: Policy) -> Policy:
    """The distribution of the action given that the rest of the trajectory has the policy's best return."""
    attains = same(product_along(weight), best_weight(policy))
    return share(total(if_(attains, chance * product_along(policy), 0), "choices"), policy)


@define("N")
def trajectory_count() -> Points:
    """The mean number of continuations; the number of action sequences from a state if τ is deterministic."""
    return back(lambda n: total(ahead(n), "points"))


@define("actions ∝ N")
def uniform_over_trajectories() -> Policy:
    """The policy that takes an action as often as trajectories begin with it."""
    return share(ahead(trajectory_count), prior)


# Shaping


@define("{rewards} + E {potential}(s') − {potential}(s)")
def shaped(rewards: Choices, potential: Points) -> Choices:
    """Rewards with the gain of a potential, which is 0 past the horizon."""
    return rewards + mean_next(potential) - potential


@define("{rewards} shaped by {potential} before t = T")
def shaped_but_at_the_end(rewards: Choices, potential: Points) -> Choices:
    """The same, with the last reward as it was: the potential keeps its value past the horizon."""
    return if_(last, rewards, shaped(rewards, potential))


# Control as inference


@define("E_{policy} W^{alpha}", alpha=Literal.POSITIVE)
def moment(policy: Policy, alpha: Number) -> Number:
    """E e^{αR}."""
    return total(start * soft_v_of(policy, weight**alpha))


@define("{alpha}·J({policy}) − KL({policy} ‖ {reference})", alpha=Literal.POSITIVE)
def regularised_return(policy: Policy, reference: Policy, alpha: Number) -> Number:
    """α E R − KL: the return less the divergence from a reference, which costs 1/α."""
    return alpha * expected_return(policy) - occupancy_kl(policy, reference)


# Sampling


@define("Π {target}/{behaviour}")
def importance_weights(target: Policy, behaviour: Policy) -> Trajectories:
    """Π π(a|s)/b(a|s) along a trajectory, with 0 for actions that the behaviour never takes."""
    return product_along(if_(same(behaviour, 0), 0, target / behaviour))


@define("P({one} beats {two})")
def win_rate(one: Trajectories, two: Trajectories) -> Number:
    """The probability that the W of one draw is larger than that of another, a tie counting half."""
    rank = product_along(weight)
    less, more = below(rank, two), below(-rank, two)
    return total(one * (less + (total(two) - less - more) / 2))


# Divergences


def _relative_entropy(p: Term, q: Term) -> Term:
    """p log(p/q), entry by entry; 0 where p is 0, else ∞ where q is 0."""
    return if_(same(p, 0), 0, if_(same(q, 0), infinity, p * log(p / q)))


@define("KL({p} ‖ {q})")
def law_kl(p: Trajectories, q: Trajectories) -> Number:
    """The divergence of two distributions over trajectories."""
    return total(_relative_entropy(p, q))


@define("KL of the state and action, {policy} ‖ {other}")
def marginal_kl(policy: Policy, other: Policy) -> Choices:
    """The terms of the divergence between the distributions of (s_t, a_t), for all times."""
    return _relative_entropy(occupancy(policy) * policy, occupancy(other) * other)


@define("TV({policy}(·|s), {other}(·|s))")
def row_variation(policy: Policy, other: Policy) -> Points:
    """½ Σ_a |π(a|s) − ρ(a|s)|."""
    gain = policy - other
    return total(if_(gain > 0, gain, 0), "points")


@define("Σ {table} at t = {when}", when=Literal.POSITIVE)
def at_time(table: Choices, when: Number) -> Number:
    """The sum of the entries at one time; 0 past the horizon."""
    return total(if_(same(time, when), table, 0))
