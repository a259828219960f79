"""Many models of one layout, as arrays: what a climb draws, changes and evaluates.

Vocabulary: the *genes* of some models are indices into tables of weights and of parts, a row for each number
of the layout and a column for each model.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from coherence_exact.evaluation.layout import Layout
from coherence_exact.verify.layouts import Asked
from coherence_exact.verify.sketches import ActionSketch, Parts, Sketch, StateSketch

WEIGHTS = tuple(
    map(Fraction, ("1", "1/2", "0", "1/3", "2/3", "1/4", "3/4", "1/10", "9/10", "99/100", "1/100", "1/1000"))
)
PARTS = (1, 0, 2, 3, 5, 9, 30, 99)
"""The tables of numbers, the plainest first."""

_NO_WEIGHT, _NO_PART = WEIGHTS.index(Fraction(0)), PARTS.index(0)

Genes: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

_PLAIN = (0.0, 0.35, 0.35, 0.7)
"""How often a number is the plainest one: each model takes one of these."""

_PALETTE = 3
_PALETTES = 0.25
"""In this share of the models numbers are drawn from a few only, so that some of them are equal."""


@dataclass(frozen=True)
class _Span:
    """The rows of the genes that stand for one kind of number."""

    name: str
    first: int
    after: int

    @property
    def numbers(self) -> int:
        """How many different numbers there are to draw."""
        return len(WEIGHTS) if self.name == "weight" else len(PARTS)


@dataclass(frozen=True)
class Restrictions:
    """What is asked of the numbers of a population."""

    weights_positive: bool
    prior_positive: bool
    prior_uniform: bool
    rewards_last: bool

    @staticmethod
    def of(asked: Asked, numbers: random.Random) -> Restrictions:
        """What hypotheses ask for; now and then also what nobody asks for."""
        return Restrictions(
            asked.finite_rewards or numbers.random() < 0.3,
            asked.full_support or numbers.random() < 0.3,
            asked.uniform_prior or numbers.random() < 0.2,
            asked.terminal_rewards or numbers.random() < 0.1,
        )


class Population:
    """The models of one layout: drawn at random, changed, and read as data or as sketches."""

    def __init__(
        self, sketch: Sketch, restrictions: Restrictions, pairs: bool, rng: np.random.Generator
    ) -> None:
        self.sketch = sketch
        self.layout = Layout(sketch.instance().model)
        self._restrictions = restrictions
        self._pairs = pairs
        self._rng = rng

    @cached_property
    def _spans(self) -> list[_Span]:
        choices = len(self.layout.choices)
        counts = {
            "weight": choices,
            "prior": choices,
            "second_policy": choices if self._pairs else 0,
            "dynamics": len(self.layout.next_of_transition),
            "start": len(self.sketch.start),
        }
        spans, first = [], 0
        for name, count in counts.items():
            spans.append(_Span(name, first, first + count))
            first += count
        return spans

    # Drawing

    def drawn(self, models: int) -> Genes:
        """So many random models: some mostly plain, some dense, some with few different numbers."""
        plain = self._rng.choice(_PLAIN, (1, models))
        few = self._rng.random((1, models)) < _PALETTES
        return self._restricted(np.vstack([self._drawn(span, models, plain, few) for span in self._spans]))

    def _drawn(self, span: _Span, models: int, plain: Any, few: Any) -> Genes:
        shape = (span.after - span.first, models)
        any_number = self._rng.integers(0, span.numbers, shape)
        palette = self._rng.integers(0, span.numbers, (_PALETTE, models))
        of_few = np.take_along_axis(palette, self._rng.integers(0, _PALETTE, shape), axis=0)
        numbers = np.where(few, of_few, any_number)
        return np.where(self._rng.random(shape) < plain, 0, numbers)

    def own(self) -> Genes:
        """The numbers of the sketch itself, or those of the tables that are nearest, as one column."""
        states = [state for layer in self.sketch.layers for state in layer]
        actions = [action for state in states for action in state.actions]
        column = [
            *(_nearest(action.weight, WEIGHTS) for action in actions),
            *(_nearest(part, PARTS) for state in states for part in state.prior),
            *(_nearest(part, PARTS) for state in states for part in (state.second if self._pairs else ())),
            *(_nearest(part, PARTS) for action in actions for part in action.successors if part),
            *(_nearest(part, PARTS) for part in self.sketch.start),
        ]
        return self._restricted(np.array(column).reshape(-1, 1))

    def children(self, parents: Genes, models: int) -> Genes:
        """So many mixtures of two parents each, with a few of their numbers drawn anew."""
        one, other = (parents[:, self._rng.integers(0, parents.shape[1], models)] for _ in range(2))
        of_other = self._rng.random(one.shape) < self._rng.choice([0.0, 0.0, 0.1, 0.5], (1, models))
        children = np.where(of_other, other, one)
        rate = self._rng.choice([1.5, 3.0, 6.0], (1, models)) / parents.shape[0]
        anew = self._rng.random(children.shape) < rate
        return self._restricted(np.where(anew, self.drawn(models), children))

    def _restricted(self, genes: Genes) -> Genes:
        """The genes with what is asked of them."""
        asked = self._restrictions
        weight, prior = genes[self._rows("weight")], genes[self._rows("prior")]
        if asked.weights_positive:
            weight[weight == _NO_WEIGHT] = 1
        if asked.rewards_last:
            early = sum(len(state.actions) for layer in self.sketch.layers[:-1] for state in layer)
            weight[:early] = 0
        if asked.prior_uniform:
            prior[:] = 0
        if asked.prior_positive:
            prior[prior == _NO_PART] = 2
        for name in ("dynamics", "start"):
            rows = genes[self._rows(name)]
            rows[rows == _NO_PART] = 0
        return genes

    def _rows(self, name: str) -> slice:
        span = next(span for span in self._spans if span.name == name)
        return slice(span.first, span.after)

    # Reading

    def data(self, genes: Genes) -> dict[str, Any]:
        """The numbers as floating point, as batches take them."""
        weights = np.array([float(weight) for weight in WEIGHTS])
        parts = np.array(PARTS, dtype=float)
        layout = self.layout
        start = np.zeros((len(layout.points), genes.shape[1]))
        width = len(self.sketch.start)
        start[:width] = _shares(parts[genes[self._rows("start")]], [range(width)])
        of_choices = [row for row in layout.transitions_of_choice if len(row)]
        found = {
            "weight": weights[genes[self._rows("weight")]],
            "prior": _shares(parts[genes[self._rows("prior")]], layout.choices_of_point),
            "dynamics": _shares(parts[genes[self._rows("dynamics")]], of_choices),
            "start": start,
        }
        if self._pairs:
            found["second_policy"] = _shares(
                parts[genes[self._rows("second_policy")]], layout.choices_of_point
            )
        return found

    def sketch_of(self, column: Any) -> Sketch:
        """The model of one column of genes, in whole numbers."""
        weights = iter(int(gene) for gene in column[self._rows("weight")])
        prior = iter(int(gene) for gene in column[self._rows("prior")])
        second = iter(int(gene) for gene in column[self._rows("second_policy")])
        dynamics = iter(int(gene) for gene in column[self._rows("dynamics")])
        layers = []
        for layer in self.sketch.layers:
            states = []
            for state in layer:
                actions = tuple(
                    ActionSketch(
                        WEIGHTS[next(weights)],
                        tuple(PARTS[next(dynamics)] if part else 0 for part in action.successors),
                    )
                    for action in state.actions
                )
                row = _whole(PARTS[next(prior)] for _ in actions)
                other = _whole(PARTS[next(second)] for _ in actions) if self._pairs else ()
                states.append(StateSketch(actions, row, other))
            layers.append(tuple(states))
        return Sketch(tuple(layers), tuple(PARTS[gene] for gene in column[self._rows("start")]))


def _nearest(number: Fraction | int, table: tuple[Any, ...]) -> int:
    """The place in a table of the number that is nearest in proportion, where only 0 is near 0."""
    if number == 0:
        return table.index(0)
    return min((i for i, x in enumerate(table) if x), key=lambda i: max(table[i] / number, number / table[i]))


def _shares(parts: Any, rows: Iterable[range]) -> Any:
    """Each row divided by its sum; one without any part is a point mass on its first entry."""
    result = parts.copy()
    for row in rows:
        part = parts[row.start : row.stop].copy()
        part[0] = np.where(part.sum(0) == 0, 1, part[0])
        result[row.start : row.stop] = part / part.sum(0)
    return result


def _whole(parts: Iterable[int]) -> Parts:
    row = tuple(parts)
    return row if any(row) else (1, *row[1:])
