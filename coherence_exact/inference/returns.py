"""What a policy achieves: occupancy measure, return, success probability, causal entropy."""

from __future__ import annotations

from coherence_exact.exact.fields import Number, tidy
from coherence_exact.exact.logarithms import ZERO, LogValue, log_sum
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point, Policy


def occupancy_measure(model: Model, policy: Policy) -> dict[Point, Number]:
    """d^t_π(s) = p_π(S_t = s) at every decision point (Proposition 4.7), by forward recursion.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> occupancy_measure(example, example.prior)[2, "s1"]
    Fraction(5, 8)
    """
    occupancy: dict[Point, Number] = dict.fromkeys(model.points, 0)
    for state in model.start_states:
        occupancy[1, state] = model.start[state]
    for decision in model.decisions:
        for action, successors in decision.successors.items():
            reached = occupancy[decision.point] * policy[decision.point][action]
            for following, p in successors:
                occupancy[following] += reached * p
    return {point: tidy(x) for point, x in occupancy.items()}


def success_probability(model: Model, policy: Policy) -> Number:
    """S(π) = p_π(O_{1:T} = 1) = Σ_s μ(s) v_1(s), a rational.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> success_probability(race, race.prior)
    Fraction(5, 8)
    """
    v = soft_values(model, policy).v
    return tidy(sum(model.start[state] * v[1, state] for state in model.start_states))


def expected_return(model: Model, policy: Policy) -> LogValue:
    """J(π) = E[Σ_t r(s_t, a_t)] (Section 3), a log value, −∞ if a reward −∞ has positive probability.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> print(expected_return(example, example.prior))
    3/8·log 2 - log 3
    """
    occupancy = occupancy_measure(model, policy)
    return log_sum(
        (occupancy[decision.point] * policy[decision.point][action], weight)
        for decision in model.decisions
        for action, weight in decision.weights.items()
    )


def causal_entropy(model: Model, policy: Policy) -> LogValue:
    """Ĥ(π) = Σ_t E_{s ~ d_t} H(π(·|s)) (Corollary 5.10), a log value ≥ 0.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> print(causal_entropy(example, example.prior))
    2·log 2
    """
    total = ZERO
    for point, probability in occupancy_measure(model, policy).items():
        if probability != 0:
            entropy = log_sum((-p, p) for p in policy[point].values() if p != 0)
            total = total + entropy * probability
    return total
