"""A search for counterexamples beyond the families: many climbs on random layouts.

Layouts of several shapes take turns; every other climb goes on where the smallest margins were met, with a
few arrows changed.  What is found is confirmed exactly and made smaller.

Climbs are the shards of a search: several begin from what is known at the same time, and what they find is
taken over in their order.  So the same seed and the same budget of models find the same, wherever they run.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic

import numpy as np

from coherence_exact.errors import ArgumentError
from coherence_exact.families.shapes import Instance
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.verify.climbing import Climb, Terms
from coherence_exact.verify.executors import Executor, LocalProcesses
from coherence_exact.verify.layouts import Asked, Shape, random_sketch, rearranged
from coherence_exact.verify.populations import Population, Restrictions
from coherence_exact.verify.priors import DRAWN, Made, Way, ways_for
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
_ATTEMPTS = 200

_TOGETHER = 8
"""Climbs that begin from the same knowledge, and may run at the same time."""


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
    executor: Executor | None = None,
    seconds: float | None = None,
) -> Found:
    """Look for a counterexample of a reading over every model, in about so many random models.

    ``shapes``: the largest (times, states, actions) to try, in turn; ``known``: earlier counterexamples, of
    anything, which are tried first; ``progress`` is called with the number of models looked at; ``executor``
    runs the climbs, in this process if it is None; ``seconds``: no climb begins later than this, so that what
    is found depends on the machine.  Raises :class:`ArgumentError` if the reading is not about every model,
    if batches do not evaluate it, or if a shape is too large.

    >>> from coherence_exact.claims import claim, equal, prior, retrain, temperature
    >>> [reading] = claim("x", "always 2", equal(retrain(prior, 2), temperature(prior, 2))).readings
    >>> len(search_further(reading, 20_000).counterexample.layers)
    2
    """
    if not isinstance(reading.domain, EveryModel):
        raise ArgumentError(
            f"reading {reading.name} is not about every model; there is nothing further to search"
        )
    search = _Search(reading, reading.domain.pairs, seed, tuple(shapes), tuple(known))
    return search.run(budget, seconds, progress, executor or LocalProcesses())


@dataclass(frozen=True)
class _Beginning:
    """Where a climb begins: a layout, the number of the way in which priors are made, and all that is random.

    ``shape`` is the turn's; ``from_its_numbers``: whether the numbers of the layout are those to begin with.
    """

    shape: Shape
    drawn: Sketch
    way: int
    from_its_numbers: bool
    restrictions: Restrictions
    seed: int
    is_coarse: bool


@dataclass(frozen=True)
class _Climbed:
    """What a climb has met: a counterexample, how many models, and the one of the smallest margin."""

    found: Sketch | None
    models: int
    met: int
    margin: float
    best: Sketch | None


def _climb(reading: Reading, begin: _Beginning) -> _Climbed:
    assert isinstance(reading.domain, EveryModel)
    terms, ways = _known_of(reading)
    rng = np.random.default_rng(begin.seed)
    population = Population(begin.drawn, begin.restrictions, reading.domain.pairs, rng)
    climb = Climb(terms, population, ways[begin.way], begin.is_coarse)
    found = climb.run(begin.from_its_numbers)
    return _Climbed(
        None if found is None else found.drawn,
        climb.models,
        climb.met,
        climb.margin,
        None if climb.best is None else climb.best.drawn,
    )


@lru_cache(maxsize=1)
def _known_of(reading: Reading) -> tuple[Terms, tuple[Way, ...]]:
    """What all climbs for a reading share."""
    assert isinstance(reading.domain, EveryModel)
    return Terms(reading), ways_for(reading, reading.domain.pairs)


@dataclass
class _Pool:
    """The best models of one shape so far, each with its margin."""

    entries: list[tuple[float, Made]] = field(default_factory=list)

    def add(self, margin: float, made: Made) -> None:
        self.entries.append((margin, made))
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
        self._asked = Asked.by(reading)
        self._shapes = shapes
        self._known = tuple(
            sketch
            for sketch in known
            if sketch.has_second == pairs and sketch.trajectories <= _MOST_TRAJECTORIES
        )
        self._numbers = random.Random(seed)
        self._pools = {shape: _Pool() for shape in shapes}
        self._ways = ways_for(reading, pairs)
        self._shares = [_Share() for _ in self._ways]
        self._models = self._met = 0
        self._largest: Shape = (0, 0, 0)
        self._nearest: tuple[float, Made] | None = None

    def run(
        self,
        budget: int,
        seconds: float | None,
        progress: Callable[[int], None] | None,
        executor: Executor,
    ) -> Found:
        end = math.inf if seconds is None else monotonic() + seconds
        for sketch in self._known:
            self._models += 1
            self._largest = _joined(self._largest, sketch.shape)
            if is_counterexample(Made(sketch), self._reading):
                return self._found(Made(sketch))
        self._known = tuple(sketch for sketch in self._known if meets(sketch.instance(), self._reading))
        turn = 0
        while self._models < budget and monotonic() < end:
            begins = [self._begin(self._turn(turn + number)) for number in range(_TOGETHER)]
            turn += _TOGETHER
            with closing(executor.map(_climb, self._reading, begins)) as climbs:
                for begin, climbed in climbs:
                    self._take(begin, climbed)
                    if progress is not None:
                        progress(self._models)
                    if climbed.found is not None:
                        return self._found(Made(climbed.found, self._ways[begin.way]))
                    if self._models >= budget or monotonic() >= end:
                        break
        return self._found(None)

    def _found(self, made: Made | None) -> Found:
        counterexample = None if made is None else shrunk(made, self._reading)
        nearest = None if self._nearest is None else self._nearest[1].sketch()
        instance = None if nearest is None else nearest.instance("nearest")
        return Found(counterexample, self._models, self._met, self._largest, instance)

    def _take(self, begin: _Beginning, climbed: _Climbed) -> None:
        """Take over what a climb has met."""
        self._models += climbed.models
        self._met += climbed.met
        share = self._shares[begin.way]
        share.models, share.met = share.models + climbed.models, share.met + climbed.met
        self._largest = _joined(self._largest, begin.drawn.shape)
        if climbed.best is not None:
            made = Made(climbed.best, self._ways[begin.way])
            self._pools[begin.shape].add(climbed.margin, made)
            if self._nearest is None or climbed.margin < self._nearest[0]:
                self._nearest = climbed.margin, made

    def _turn(self, turn: int) -> Shape:
        """The shapes in turn; every other time one of the few on which the smallest margins were met."""
        met = [shape for shape in self._shapes if self._pools[shape].entries]
        hopeful = sorted(met, key=lambda shape: self._pools[shape].entries[0][0])
        if turn % 2 and hopeful:
            return self._numbers.choice(hopeful[:_HOPEFUL])
        return self._shapes[turn // 2 % len(self._shapes)]

    def _begin(self, shape: Shape) -> _Beginning:
        drawn, way, from_its_numbers = self._layout(shape)
        seed = self._numbers.getrandbits(64)
        restrictions = Restrictions.of(self._asked, self._numbers)
        is_coarse = self._numbers.random() < 0.5
        return _Beginning(shape, drawn, way, from_its_numbers, restrictions, seed, is_coarse)

    def _layout(self, shape: Shape) -> tuple[Sketch, int, bool]:
        """A layout, a way, and whether to begin from its numbers: a new one, or one of the best, changed."""
        numbers, pool = self._numbers, self._pools[shape].entries
        if self._known and numbers.random() < _KNOWN:
            return self._changed(numbers.choice(self._known), shape), self._ways.index(DRAWN), True
        if len(pool) < _POOL or numbers.random() < _FRESH:
            return self._random(shape), self._way(), False
        _, parent = pool[min(numbers.randrange(len(pool)), numbers.randrange(len(pool)))]
        return self._changed(parent.drawn, shape), self._ways.index(parent.way), True

    def _random(self, shape: Shape) -> Sketch:
        for _ in range(_ATTEMPTS):
            sketch = random_sketch(shape, self._asked, self._numbers)
            if sketch.trajectories <= _MOST_TRAJECTORIES:
                return sketch
        times, states, actions = shape
        raise ArgumentError(
            f"models with T = {times}, {states} states at a time and {actions} actions have more than "
            f"{_MOST_TRAJECTORIES:,} trajectories; search smaller ones"
        )

    def _changed(self, sketch: Sketch, shape: Shape) -> Sketch:
        for _ in range(self._numbers.choice((0, 1, 1, 2, 3))):
            changed = rearranged(sketch, shape, self._asked, self._numbers)
            sketch = changed if changed.trajectories <= _MOST_TRAJECTORIES else sketch
        return sketch

    def _way(self) -> int:
        """One of the ways, the more often the more of its models meet the hypotheses."""
        [way] = self._numbers.choices(range(len(self._ways)), [share.value for share in self._shares])
        return way


def _joined(one: Shape, other: Shape) -> Shape:
    """The larger of two shapes in each of its numbers."""
    return max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])
