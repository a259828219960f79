"""The second route: the same numbers by summing over trajectories, with no recursion.

Vocabulary: a *trajectory* ξ = (s_1, a_1, …, s_T, a_T) is a tuple of ((t, s), action) steps; its
probability is p_π(ξ) = μ(s_1) Π_t π(a_t|s_t) τ(s_{t+1}|s_t, a_t), its weight p(O_{1:T} = 1|ξ) = Π_t w.
The number of trajectories grows exponentially with the horizon; this is a specification.
"""

from __future__ import annotations

from typing import TypeAlias

from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number, is_zero, quotient, tidy
from coherence_exact.exact.logarithms import INFINITY, LogValue, log_sum
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy, State, Trajectory

Distribution: TypeAlias = dict[Trajectory, Number]


def policy_factor(policy: Policy, trajectory: Trajectory) -> Number:
    """Π_t π(a_t|s_t) along a trajectory."""
    product: Number = 1
    for point, action in trajectory:
        product = product * policy[point][action]
    return product


def weight_of(model: Model, trajectory: Trajectory) -> Number:
    """p(O_{t:T} = 1|ξ) = Π_t w(s_t, a_t) along a trajectory."""
    product: Number = 1
    for point, action in trajectory:
        product = product * model.weights[point][action]
    return product


def weight_distribution(model: Model, policy: Policy, start: State) -> dict[Number, Number]:
    """The probability of each weight Π_t w of a trajectory from a start state, given that state.

    Trajectories of probability 0 are left out.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> {str(weight): str(p) for weight, p in weight_distribution(race, race.prior, "∅").items()}
    {'1': '1/4', '0': '1/4', '3/4': '1/2'}
    """
    distribution: dict[Number, Number] = {}
    for trajectory, dynamics in model.trajectories[1, start]:
        p = dynamics * policy_factor(policy, trajectory)
        if p != 0:
            weight = weight_of(model, trajectory)
            distribution[weight] = distribution.get(weight, 0) + p
    return distribution


def success_from(model: Model, policy: Policy, point: Point, first: Action | None = None) -> Number:
    """p_π(O_{t:T} = 1|s_t), or given the first action too: Proposition 4.2's right sides.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> success_from(race, race.prior, (1, "∅"), first="↗")
    Fraction(1, 2)
    """
    total: Number = 0
    for trajectory, dynamics in model.trajectories[point]:
        if first is None:
            total = total + dynamics * policy_factor(policy, trajectory) * weight_of(model, trajectory)
        elif trajectory[0][1] == first:
            later = policy_factor(policy, trajectory[1:])
            total = total + dynamics * later * weight_of(model, trajectory)
    return tidy(total)


def trajectory_distribution(model: Model, policy: Policy, given_start: bool = False) -> Distribution:
    """p_π(ξ) = μ(s_1) Π_t π(a_t|s_t) τ(s_{t+1}|s_t, a_t) for every trajectory (Section 3).

    ``given_start`` leaves out μ(s_1), as the products of Section 4 do: p_π(ξ|s_1).
    """
    mu = dict.fromkeys(model.start_states, 1) if given_start else model.start
    return {
        trajectory: tidy(mu[state] * dynamics * policy_factor(policy, trajectory))
        for state in model.start_states
        for trajectory, dynamics in model.trajectories[1, state]
    }


def conditioned_distribution(model: Model, policy: Policy, given_start: bool = False) -> Distribution:
    """p(ξ|O_{1:T}) = p(O_{1:T}|ξ) p(ξ) / p(O_{1:T}) (Section 4); undefined if success is impossible.

    ``given_start`` conditions on each start state apart: p(ξ|s_1, O_{1:T}).
    """
    joint = {
        trajectory: weight_of(model, trajectory) * p
        for trajectory, p in trajectory_distribution(model, policy, given_start).items()
    }
    totals: dict[Point | None, Number] = {}
    for trajectory, p in joint.items():
        start = trajectory[0][0] if given_start else None
        totals[start] = totals.get(start, 0) + p
    if any(is_zero(total) for total in totals.values()):
        raise UndefinedError("p(O_{1:T} = 1) is 0, so that nothing can be conditioned on it")
    return {
        trajectory: quotient(p, totals[trajectory[0][0] if given_start else None])
        for trajectory, p in joint.items()
    }


def success_by_trajectories(model: Model, policy: Policy) -> Number:
    """S(π) = Σ_ξ p_π(ξ) p(O_{1:T} = 1|ξ)."""
    distribution = trajectory_distribution(model, policy)
    return tidy(sum(p * weight_of(model, trajectory) for trajectory, p in distribution.items()))


def return_by_trajectories(model: Model, policy: Policy) -> LogValue:
    """J(π) = Σ_ξ p_π(ξ) Σ_t r(s_t, a_t)."""
    return log_sum(
        (p, model.weights[point][action])
        for trajectory, p in trajectory_distribution(model, policy).items()
        for point, action in trajectory
    )


def trajectory_divergence(model: Model, left: Policy, right: Policy) -> LogValue:
    """KL(p_left(ξ) ‖ p_right(ξ)) over trajectories (Definition 4.6); +∞ where support is lost."""
    other = trajectory_distribution(model, right)
    pairs = [
        (p, other[trajectory]) for trajectory, p in trajectory_distribution(model, left).items() if p != 0
    ]
    if any(q == 0 for _, q in pairs):
        return INFINITY
    return log_sum((p, quotient(p, q)) for p, q in pairs)
