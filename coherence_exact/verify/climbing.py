"""A climb: the models of one layout, changed again and again towards a relation's failing.

Floating point guides it; a model on which the relation seems to fail is looked at by the exact evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from coherence_exact.evaluation.accelerators import ACCELERATORS
from coherence_exact.evaluation.batches import Array, Batch
from coherence_exact.evaluation.graph import Graph
from coherence_exact.language.claims import Reading
from coherence_exact.language.definitions import Definition
from coherence_exact.verify.margins import margin, violation
from coherence_exact.verify.populations import Genes, Population
from coherence_exact.verify.priors import DRAWN, Made, Way, computed
from coherence_exact.verify.shrinking import is_counterexample

_POPULATION = 192
_KEPT = 8
_GENERATIONS = 40
_PATIENCE = 2
_CONFIRMED = 6
_COARSE = 1e-3

_FEW_TRAJECTORIES = 600
"""Layouts with more trajectories are evaluated without listing them, where that is possible."""


class Terms:
    """How the terms of a reading are evaluated: their nodes at each horizon, shared by all climbs."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._graph = cache(Graph)
        self._without_trajectories = cache(lambda horizon: Graph(horizon, None, _WITHOUT_TRAJECTORIES))

    def batch(self, population: Population, data: Mapping[str, Any]) -> Batch:
        """Models of a population, ready to be evaluated."""
        horizon = population.layout.model.horizon
        few = population.sketch.trajectories <= _FEW_TRAJECTORIES
        graph = self._graph(horizon) if few else self._without_trajectories(horizon)
        return Batch(population.layout, data, graph)


_WITHOUT_TRAJECTORIES = {
    definition: other for definition, other in ACCELERATORS.items() if isinstance(other, Definition)
}


class Climb:
    """A climb on a population; afterwards it knows what it met.

    - ``models``: how many models it looked at, ``met``: how many of them met the hypotheses;
    - ``is_coarse``: very small margins count as ties, which keeps it from models that are nearly ties for
      some other reason;
    - ``margin``: the smallest margin of those that do not refute the reading, ``best``: that model.

    ``run`` raises :class:`ArgumentError` if batches do not evaluate the reading.
    """

    def __init__(
        self, terms: Terms, population: Population, way: Way = DRAWN, is_coarse: bool = False
    ) -> None:
        self.models = self.met = 0
        self.margin = float("inf")
        self.best: Made | None = None
        self._terms = terms
        self._reading = terms.reading
        self._population = population
        self._way = way
        self._is_coarse = is_coarse

    def run(self, from_its_numbers: bool) -> Made | None:
        """A counterexample, if the climb meets one; from random numbers or from those of the sketch."""
        population, stale, least = self._population, 0, float("inf")
        genes = population.drawn(_POPULATION)
        if from_its_numbers:
            own = population.own()
            genes = np.hstack([own, population.children(own, _POPULATION - 1)])
        for _ in range(_GENERATIONS):
            heights = self._heights(genes)
            found = self._confirmed(genes, heights)
            if found is not None:
                return found
            order = np.argsort(heights, kind="stable")
            lowest = float(heights[order[0]])
            stale = 0 if lowest < least else stale + 1
            if stale > _PATIENCE or not np.isfinite(lowest):
                break
            least = min(least, lowest)
            if lowest < self.margin and lowest <= 1:
                self.margin, self.best = lowest, self._made(genes[:, order[0]])
            parents = genes[:, order[:_KEPT]]
            genes = np.hstack([parents, population.children(parents, _POPULATION - _KEPT)])
        return None

    def _made(self, column: Any) -> Made:
        return Made(self._population.sketch_of(column), self._way)

    def _confirmed(self, genes: Genes, heights: Array) -> Made | None:
        """The first model that seems to refute the reading, and does; those that do not are put last."""
        for column in np.argsort(heights, kind="stable")[:_CONFIRMED]:
            if heights[column] > 0:
                return None
            made = self._made(genes[:, column])
            if is_counterexample(made, self._reading):
                return made
            heights[column] = np.inf
        return None

    def _heights(self, genes: Genes) -> Array:
        """The margin in each model; beyond all margins, by how much it violates hypotheses if it does."""
        population = self._population
        data = population.data(genes)
        with np.errstate(all="ignore"):
            batch = self._terms.batch(population, data)
            if self._way != DRAWN:
                batch = self._terms.batch(population, computed(self._way, batch, data))
            met, violated = np.ones(genes.shape[1], dtype=bool), np.zeros(genes.shape[1])
            for hypothesis in self._reading.given:
                met &= batch.table(hypothesis)[0] == 1
            if not met.all():
                for hypothesis in self._reading.given:
                    violated = violated + violation(batch, hypothesis)
            self.models += genes.shape[1]
            self.met += int(met.sum())
            margins = margin(batch, self._reading.relation) if met.any() else np.full(met.shape, np.nan)
        heights = np.where(met, margins, 2 + violated)
        if self._is_coarse:
            heights = np.where((heights > 0) & (heights < _COARSE), 1.0, heights)
        return np.where(np.isnan(heights), np.inf, heights)
