"""The best that any policy can achieve, by exact backward induction over all policies.

Two kinds of optimality occur in the paper, and they differ: *success-optimal* policies maximise
S(π) = p_π(O_{1:T} = 1), *return-optimal* ones J(π) = E[Σ r].
"""

from __future__ import annotations

from coherence_exact.exact.fields import Number, largest, tidy
from coherence_exact.exact.logarithms import ZERO, LogValue, log
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point


def optimal_success(model: Model) -> Number:
    """max_π S(π), a rational.

    >>> from coherence_exact.mdp.files import load_model
    >>> optimal_success(load_model("paper_examples/example_3.toml"))
    Fraction(1, 2)
    """
    value: dict[Point, Number] = {}
    for decision in reversed(model.decisions):
        value[decision.point] = largest(
            decision.weights[action] * (sum(p * value[s] for s, p in successors) if successors else 1)
            for action, successors in decision.successors.items()
        )
    return tidy(sum(model.start[state] * value[1, state] for state in model.start_states))


def optimal_return(model: Model) -> LogValue:
    """max_π J(π), a log value; −∞ if every policy risks a reward −∞.

    >>> from coherence_exact.mdp.files import load_model
    >>> print(optimal_return(load_model("paper_examples/example_3.toml")))
    1/2·log 2 - log 3
    """
    value: dict[Point, LogValue] = {}
    for decision in reversed(model.decisions):
        value[decision.point] = max(
            sum((value[s] * p for s, p in successors), log(decision.weights[action]))
            for action, successors in decision.successors.items()
        )
    return sum((value[1, state] * model.start[state] for state in model.start_states), ZERO)
