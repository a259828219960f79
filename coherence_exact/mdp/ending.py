"""Discounting as a probability of ending (Section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import State

END = "(end)"
"""The auxiliary terminal state; no action there earns or changes anything."""


def ending_model(model: Model, gamma: Number) -> Model | None:
    """The model that ends with probability 1 − gamma after each decision, in an auxiliary terminal state.

    Its prior is the model's own; in the terminal state, with the actions of the first state and weight 1, it
    is uniform.  None if the model has a state of that name.

    >>> from coherence_exact.mdp.files import load_model
    >>> ending = ending_model(load_model("paper_examples/example_1.toml"), Fraction(1, 2))
    >>> ending.layers[1]
    ('ridge', 'forest', '(end)')
    """
    if END in model.states:
        return None

    def with_end(row: Mapping[State, Number]) -> dict[State, Number]:
        return {**{state: gamma * p for state, p in row.items()}, END: 1 - gamma}

    states = {
        state: {
            action: Choice(choice.weight, with_end(choice.successors) if choice.successors else {})
            for action, choice in choices.items()
        }
        for state, choices in model.states.items()
    }
    actions = next(iter(model.states.values()))
    states[END] = {action: Choice(Fraction(1), {END: Fraction(1)}) for action in actions}
    return Model(f"{model.name}, ending", model.horizon, model.start, states, model.prior_rows)
