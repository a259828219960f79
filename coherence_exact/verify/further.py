"""A search for counterexamples beyond the families: many climbs on random layouts.

Layouts of several shapes take turns; every other climb goes on where the smallest margins were met, with a
few arrows changed.  What is found is confirmed exactly and made smaller.  The same seed and the same budget
of models find the same.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from coherence_exact.errors import ArgumentError
from coherence_exact.families.shapes import Instance
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.verify.climbing import Climb, Terms
from coherence_exact.verify.layouts import Asked, Shape, random_sketch, rearranged
from coherence_exact.verify.populations import Population, Restrictions
from coherence_exact.verify.priors import Made, Way, ways_for
from coherence_exact.verify.shrinking import is_counterexample, meets, shrunk
from coherence_exact.verify.sketches import Sketch

SHAPES: tuple[Shape, ...] = (
    (2, 2, 2),
    (3, 4, 2),
    (2, 3, 3),
    (3, 2, 2),
    (1, 2, 4),
    (3, 2, 3),
    (4, 2, 2),
    (2, 3, 4),
    (3, 9, 3),
    (3, 3, 2),
    (5, 2, 2),
    (5, 16, 2),
    (4, 8, 2),
    (6, 2, 2),
)
"""In the order in which they take turns."""

_POOL = 8
_FRESH = 0.4
_HOPEFUL = 4
_KNOWN = 0.1
_MOST_TRAJECTORIES = 4_000


@dataclass(frozen=True)
class Found:
    """What a search has come to.

    ``counterexample`` is a smallest one that it reached, None if it found none; ``models`` is the number of
    models looked at, ``met`` how many of them met the hypotheses; ``largest`` are the most times, states at a
    time and actions of a state of a layout tried; ``nearest`` is the model of the smallest margin, None if
    none met the hypotheses.
    """

    counterexample: Sketch | None
    models: int
    met: int
    largest: Shape
    nearest: Instance | None


def search_further(
    reading: Reading,
    budget: int = 100_000,
    seed: int = 0,
    shapes: Sequence[Shape] = SHAPES,
    known: Sequence[Sketch] = (),
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Look for a counterexample of a reading over every model, in about so many random models.

    ``shapes``: the largest (times, states, actions) to try, in turn; ``known``: earlier counterexamples, of
    anything, which are tried first; ``progress`` is called with the number of models looked at.  Raises
    :class:`ArgumentError` if the reading is not about every model, or if batches do not evaluate it.

    >>> from coherence_exact.claims import claim, equal, prior, retrain, temperature
    >>> [reading] = claim("x", "always 2", equal(retrain(prior, 2), temperature(prior, 2))).readings
    >>> len(search_further(reading, 20_000).counterexample.layers)
    2
    """
    if not isinstance(reading.domain, EveryModel):
        raise ArgumentError(
            f"reading {reading.name} is not about every model; there is nothing further to search"
        )
    return _Search(reading, reading.domain.pairs, seed, tuple(shapes), tuple(known)).run(budget, progress)


@dataclass
class _Pool:
    """The best models of one shape so far, each with its margin."""

    entries: list[tuple[float, Made]] = field(default_factory=list)

    def add(self, climb: Climb) -> None:
        if climb.best is not None:
            self.entries.append((climb.margin, climb.best))
            self.entries.sort(key=lambda entry: entry[0])
            del self.entries[_POOL:]


@dataclass
class _Share:
    """How many of the models made one way met the hypotheses."""

    models: int = 0
    met: int = 0

    @property
    def value(self) -> float:
        return (1 + self.met) / (1 + self.models)


class _Search:
    def __init__(
        self, reading: Reading, pairs: bool, seed: int, shapes: tuple[Shape, ...], known: tuple[Sketch, ...]
    ) -> None:
        self._reading = reading
        self._pairs = pairs
        self._terms = Terms(reading)
        self._asked = Asked.by(reading)
        self._shapes = shapes
        self._known = tuple(
            sketch
            for sketch in known
            if sketch.has_second == pairs and sketch.trajectories <= _MOST_TRAJECTORIES
        )
        self._numbers = random.Random(seed)
        self._pools = {shape: _Pool() for shape in shapes}
        self._ways = {way: _Share() for way in ways_for(reading, pairs)}
        self._models = self._met = 0
        self._largest: Shape = (0, 0, 0)
        self._nearest: tuple[float, Made] | None = None

    def run(self, budget: int, progress: Callable[[int], None] | None) -> Found:
        for sketch in self._known:
            self._models += 1
            self._largest = _joined(self._largest, sketch.shape)
            if is_counterexample(Made(sketch), self._reading):
                return self._found(Made(sketch))
        self._known = tuple(sketch for sketch in self._known if meets(sketch.instance(), self._reading))
        for turn in itertools.count():
            if self._models >= budget:
                return self._found(None)
            found = self._climb(self._turn(turn))
            if progress is not None:
                progress(self._models)
            if found is not None:
                return self._found(found)
        raise AssertionError("the count of turns has no end")

    def _found(self, made: Made | None) -> Found:
        counterexample = None if made is None else shrunk(made, self._reading)
        nearest = None if self._nearest is None else self._nearest[1].sketch()
        instance = None if nearest is None else nearest.instance("nearest")
        return Found(counterexample, self._models, self._met, self._largest, instance)

    def _climb(self, shape: Shape) -> Made | None:
        begin, from_its_numbers = self._begin(shape)
        rng = np.random.default_rng(self._numbers.getrandbits(64))
        restrictions = Restrictions.of(self._asked, self._numbers)
        population = Population(begin.drawn, restrictions, self._pairs, rng)
        climb = Climb(self._terms, population, begin.way, is_coarse=self._numbers.random() < 0.5)
        found = climb.run(from_its_numbers)
        self._models += climb.models
        self._met += climb.met
        share = self._ways[begin.way]
        share.models, share.met = share.models + climb.models, share.met + climb.met
        self._largest = _joined(self._largest, begin.drawn.shape)
        self._pools[shape].add(climb)
        if climb.best is not None and (self._nearest is None or climb.margin < self._nearest[0]):
            self._nearest = climb.margin, climb.best
        return found

    def _turn(self, turn: int) -> Shape:
        """The shapes in turn; every other time one of the few on which the smallest margins were met."""
        met = [shape for shape in self._shapes if self._pools[shape].entries]
        hopeful = sorted(met, key=lambda shape: self._pools[shape].entries[0][0])
        if turn % 2 and hopeful:
            return self._numbers.choice(hopeful[:_HOPEFUL])
        return self._shapes[turn // 2 % len(self._shapes)]

    def _begin(self, shape: Shape) -> tuple[Made, bool]:
        """A layout to climb on, and whether from its numbers: a new one, or one of the best, changed."""
        numbers, pool = self._numbers, self._pools[shape].entries
        if self._known and numbers.random() < _KNOWN:
            return Made(self._changed(numbers.choice(self._known), shape)), True
        if len(pool) < _POOL or numbers.random() < _FRESH:
            return Made(self._random(shape), self._way()), False
        _, parent = pool[min(numbers.randrange(len(pool)), numbers.randrange(len(pool)))]
        return Made(self._changed(parent.drawn, shape), parent.way), True

    def _random(self, shape: Shape) -> Sketch:
        while (sketch := random_sketch(shape, self._asked, self._numbers)).trajectories > _MOST_TRAJECTORIES:
            pass
        return sketch

    def _changed(self, sketch: Sketch, shape: Shape) -> Sketch:
        for _ in range(self._numbers.choice((0, 1, 1, 2, 3))):
            changed = rearranged(sketch, shape, self._asked, self._numbers)
            sketch = changed if changed.trajectories <= _MOST_TRAJECTORIES else sketch
        return sketch

    def _way(self) -> Way:
        """One of the ways, the more often the more of its models meet the hypotheses."""
        weights = [share.value for share in self._ways.values()]
        return self._numbers.choices(list(self._ways), weights)[0]


def _joined(one: Shape, other: Shape) -> Shape:
    """The larger of two shapes in each of its numbers."""
    return max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])
