"""Discounting, and its conversion into a probability of ending (Section 3)."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import LogValue, log_sum
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy

END = "(end)"
"""The auxiliary terminal state; no action there earns or changes anything."""


def discounted_return(model: Model, policy: Policy, gamma: Fraction) -> LogValue:
    """E[Σ_t γ^{t−1} r(s_t, a_t)], a log value.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> print(discounted_return(example, example.prior, Fraction(1, 2)))
    3/16·log 2 - 1/2·log 3
    """
    occupancy = occupancy_measure(model, policy)
    return log_sum(
        (
            gamma ** (decision.point[0] - 1) * occupancy[decision.point] * policy[decision.point][action],
            weight,
        )
        for decision in model.decisions
        for action, weight in decision.weights.items()
    )


def undiscounted_model(model: Model, gamma: Fraction) -> Model:
    """The model that ends with probability 1 − γ after each decision, in an auxiliary terminal state.

    Its prior is the model's own; in the terminal state, with the actions of the first state and weight
    1, it is uniform.  Raises :class:`UndefinedError` if the model has a state of that name.
    """
    if END in model.states:
        raise UndefinedError(f"the model has a state {END} of its own; rename it")

    def ending(row: dict[str, Number]) -> dict[str, Number]:
        return {**{state: gamma * p for state, p in row.items()}, END: 1 - gamma}

    states = {
        state: {
            action: Choice(choice.weight, ending(dict(choice.successors)) if choice.successors else {})
            for action, choice in choices.items()
        }
        for state, choices in model.states.items()
    }
    actions = next(iter(model.states.values()))
    states[END] = {action: Choice(Fraction(1), {END: Fraction(1)}) for action in actions}
    return Model(f"{model.name}, undiscounted", model.horizon, model.start, states, model.prior_rows)
