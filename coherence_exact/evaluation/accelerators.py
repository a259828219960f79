"""Faster ways to what definitions denote, for single models that are big.

A definition is replaced by another one that avoids trajectories, which are exponentially many, or by a
function that computes its table in integers.  That they denote the same is tested on random models, and
claims are decided without them.
"""

from __future__ import annotations

from collections.abc import Mapping

from coherence_exact.definitions.coherence import boltzmann, greedy_limit, incoherence
from coherence_exact.definitions.conditioning import condition, retrain
from coherence_exact.definitions.divergences import kl, occupancy_kl
from coherence_exact.definitions.optimality import optimal_success
from coherence_exact.definitions.returns import causal_entropy, expected_return, success_probability
from coherence_exact.evaluation.graph import Accelerated
from coherence_exact.evaluation.retraining import retrained
from coherence_exact.evaluation.successes import largest_success, success
from coherence_exact.evaluation.sums import divergence_from_response, mean_entropy, mean_return
from coherence_exact.evaluation.sweeps import conditioned, greedy, responded
from coherence_exact.language.definitions import Definition
from coherence_exact.language.terms import Term


def _definition_of(term: Term) -> Definition:
    """The definition that a term without arguments calls."""
    assert isinstance(term.operator, Definition)
    return term.operator


ACCELERATORS: Mapping[Definition, Accelerated | Definition] = {
    kl: occupancy_kl,
    retrain: retrained,
    condition: conditioned,
    boltzmann: responded,
    greedy_limit: greedy,
    success_probability: success,
    _definition_of(optimal_success): largest_success,
    expected_return: mean_return,
    causal_entropy: mean_entropy,
    incoherence: divergence_from_response,
}
"""For each definition the function, or the other definition, that takes its place."""
