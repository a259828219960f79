"""Exact inference in finite-horizon Markov decision processes, and exact verdicts on claims about them.

    >>> from coherence_exact import load_model, retrain, temperature
    >>> model = load_model("paper_examples/example_3.toml")
    >>> retrain(model, model.prior, steps=2)[1, "∅"]["a1"]
    Fraction(25, 61)
    >>> temperature(model, model.prior, alpha=2)[1, "∅"]["a1"]
    Fraction(7, 17)

Functions take ``(model, policy, …)``.  A policy is indexed by ``(time, state)``, then by action; its
numbers are ``fractions.Fraction``, or sympy expressions where the model has symbols.  Returns, entropies
and divergences are exact :class:`LogValue` sums.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coherence_exact.version import __version__

if TYPE_CHECKING:
    from coherence_exact.errors import CoherenceError
    from coherence_exact.evaluation.functions import (
        boltzmann,
        causal_entropy,
        coherent,
        expected_return,
        fold,
        goal_condition,
        greedy_limit,
        incoherence,
        occupancy_divergence,
        occupancy_measure,
        optimal_return,
        optimal_success,
        retrain,
        retrain_limit,
        soft_values,
        success_probability,
        temperature,
    )
    from coherence_exact.evaluation.limit_bounds import enclose_retrain_limit
    from coherence_exact.exact.logarithms import LogValue
    from coherence_exact.mdp.builder import ModelBuilder
    from coherence_exact.mdp.files import load_model, load_policy, save_model
    from coherence_exact.mdp.grid import grid_world
    from coherence_exact.mdp.model import Choice, Model, uniform_policy
    from coherence_exact.mdp.policy import Policy

__all__ = [
    "Choice",
    "CoherenceError",
    "LogValue",
    "Model",
    "ModelBuilder",
    "Policy",
    "__version__",
    "boltzmann",
    "causal_entropy",
    "coherent",
    "enclose_retrain_limit",
    "expected_return",
    "fold",
    "goal_condition",
    "greedy_limit",
    "grid_world",
    "incoherence",
    "load_model",
    "load_policy",
    "occupancy_divergence",
    "occupancy_measure",
    "optimal_return",
    "optimal_success",
    "retrain",
    "retrain_limit",
    "save_model",
    "soft_values",
    "success_probability",
    "temperature",
    "uniform_policy",
]

_MODULES = (
    "coherence_exact.errors",
    "coherence_exact.evaluation.functions",
    "coherence_exact.evaluation.limit_bounds",
    "coherence_exact.exact.logarithms",
    "coherence_exact.mdp.builder",
    "coherence_exact.mdp.files",
    "coherence_exact.mdp.grid",
    "coherence_exact.mdp.model",
    "coherence_exact.mdp.policy",
)
"""Imported when a name is first asked for: a program that begins can be told to stop at once."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in map(import_module, _MODULES):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
