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

from coherence_exact.errors import CoherenceError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.inference.coherence import boltzmann, coherent, incoherence
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.divergences import occupancy_divergence
from coherence_exact.inference.folding import fold
from coherence_exact.inference.limits import enclose_retrain_limit, greedy_limit, retrain_limit
from coherence_exact.inference.optimality import optimal_return, optimal_success
from coherence_exact.inference.retraining import retrain
from coherence_exact.inference.returns import (
    causal_entropy,
    expected_return,
    occupancy_measure,
    success_probability,
)
from coherence_exact.inference.temperature import temperature
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import load_model, load_policy, save_model
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Choice, Model, uniform_policy
from coherence_exact.mdp.policy import Policy
from coherence_exact.version import __version__

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
