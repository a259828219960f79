"""Terms evaluated for all parameters at once: every number of the model is a parameter.

A *generic model* has the states, actions and transitions of a model, and in place of its numbers a parameter
for each: weights are parameters w > 0; a distribution over n elements is x_i / Σ x of n parameters, so that
it stands for every distribution without a zero.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import gmpy2
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.graph import Node
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.one_time import distribution
from coherence_exact.exact.generic import Generic, Parameters
from coherence_exact.mdp.model import Model

_ZERO = gmpy2.mpq(0)


class GenericLayout(Layout):
    """The elements of a model, with parameters as its data; the prior too, unless it is to be uniform."""

    def __init__(self, model: Model, uniform_prior: bool) -> None:
        super().__init__(model)
        self.parameters = Parameters()
        self._uniform_prior = uniform_prior

    def _policy(self, name: str) -> list[Any]:
        return [
            probability
            for point, row in enumerate(self.choices_of_point)
            for probability in distribution(self.parameters, f"{name}{point}_", len(row))
        ]

    @cached_property
    def start(self) -> list[Any]:
        """μ(s) at t = 1, and 0 later."""
        first = [time == 1 for time, _ in self.points]
        return distribution(self.parameters, "start", sum(first)) + [_ZERO] * first.count(False)

    @cached_property
    def weight(self) -> list[Generic]:
        """w(s, a) over choices."""
        return [self.parameters.named(f"w{choice}") for choice in self.all_choices]

    @cached_property
    def dynamics(self) -> list[Any]:
        """τ(s'|s, a) over transitions."""
        return [
            probability
            for choice, row in enumerate(self.transitions_of_choice)
            for probability in distribution(self.parameters, f"t{choice}_", len(row))
            if row
        ]

    @cached_property
    def prior(self) -> list[Any]:
        """p(a|s) over choices."""
        if self._uniform_prior:
            return [gmpy2.mpq(1, len(row)) for row in self.choices_of_point for _ in row]
        return self._policy("p")

    @cached_property
    def second_policy(self) -> list[Any]:
        """The second policy over choices."""
        return self._policy("q")


class GenericEvaluation(Evaluation):
    """Values of terms in a generic model.

    What is true here is true for all positive parameters; what is true for some and false for others, or not
    seen to be either, raises :class:`UndecidedError`.

    >>> from coherence_exact.claims import equal, fold, prior, retrain, temperature
    >>> from coherence_exact.mdp.files import load_model
    >>> evaluation = GenericEvaluation(load_model("paper_examples/example_3.toml"))
    >>> evaluation.holds(equal(retrain(prior, 2), fold(prior, 2, kind="ratio")))
    True
    """

    def __init__(self, model: Model, *, uniform_prior: bool = False) -> None:
        super().__init__(model)
        self._generic = self.layout = GenericLayout(model, uniform_prior)

    @property
    def parameters(self) -> int:
        """How many parameters the values that were asked for may depend on."""
        return len(self._generic.parameters)

    def _ending(self, node: Node) -> Any:  # noqa: ARG002
        raise UndecidedError("a model that ends with some probability has no parameters here")
