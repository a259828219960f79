"""Faster ways to what definitions denote, for single models that are big.

A definition is replaced by another one that avoids trajectories, which are exponentially many, or by a
function that computes its table in integers.  That they denote the same is tested on random models, and
claims are decided without them.
"""

from __future__ import annotations

from collections.abc import Mapping

from coherence_exact.definitions.conditioning import retrain
from coherence_exact.definitions.divergences import kl, occupancy_kl
from coherence_exact.evaluation.graph import Accelerated
from coherence_exact.evaluation.retraining import retrained
from coherence_exact.language.definitions import Definition

ACCELERATORS: Mapping[Definition, Accelerated | Definition] = {kl: occupancy_kl, retrain: retrained}
"""For each definition the function, or the other definition, that takes its place."""
