"""A search for counterexamples beyond the families: climbing on random models, many at a time.

Vocabulary: the *margin* of a relation in a model is how far it is from failing, relative to its two sides:
below 0 it fails.  A climb starts from random models of one layout, keeps those of the smallest margin,
changes a few of their numbers, and goes on; floating point guides it.  A model on which the relation seems to
fail is looked at by the exact evaluator, and what it confirms is made smaller, step by step, as long as it
stays a counterexample.  The same seed and the same budget of models find the same.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.evaluation.batches import Batch
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.layout import Layout
from coherence_exact.families.shapes import Instance
from coherence_exact.language.claims import Reading
from coherence_exact.language.definitions import Definition
from coherence_exact.language.domains import EveryModel
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.language.unfolding import unfolded
from coherence_exact.verify.layouts import Asked, Shape, random_sketch, rearranged
from coherence_exact.verify.sketches import ActionSketch, Sketch, StateSketch

SHAPES: tuple[Shape, ...] = (
    (2, 2, 2),
    (3, 4, 2),
    (2, 3, 3),
    (1, 2, 4),
    (3, 2, 3),
    (3, 9, 3),
    (2, 3, 4),
    (4, 2, 2),
    (3, 3, 2),
    (5, 16, 2),
    (4, 8, 2),
    (5, 2, 2),
)
"""In the order in which they take turns."""

WEIGHTS = tuple(
    map(Fraction, ("1", "1/2", "0", "1/3", "2/3", "1/4", "3/4", "1/10", "9/10", "99/100", "1/100", "1/1000"))
)
PARTS = (1, 0, 2, 3, 5, 9, 30, 99)
_POPULATION = 192
_KEPT = 24
_GENERATIONS = 40
_PATIENCE = 5
_CONFIRMED = 6
_POOL = 8
_FRESH = 0.25
_HOPEFUL = 4
_PLAIN = 0.35
"""How often a number of a random model is the plainest one."""

Genes: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"
"""Indices into the tables of numbers: one row for each number of a layout, one column for each model."""


@dataclass(frozen=True)
class Found:
    """What a search has come to.

    ``instance`` is a smallest counterexample that it reached, None if it found none; ``models`` is the number
    of models looked at, ``largest`` the largest shape tried, ``margin`` the smallest margin met.
    """

    instance: Instance | None
    models: int
    largest: tuple[int, int, int]
    margin: float


def search_further(
    reading: Reading,
    budget: int = 100_000,
    seed: int = 0,
    shapes: tuple[Shape, ...] = SHAPES,
    progress: Callable[[int], None] | None = None,
) -> Found:
    """Look for a counterexample of a reading over every model, in about so many random models.

    ``shapes``: the largest (times, states, actions) to try, in turn; ``progress`` is called with the number
    of models looked at.  Raises :class:`ArgumentError` if the reading is not about every model.

    >>> from coherence_exact.claims import claim, equal, prior, retrain, temperature
    >>> [reading] = claim("x", "always 2", equal(retrain(prior, 2), temperature(prior, 2))).readings
    >>> search_further(reading, 20_000).instance.model.horizon
    2
    """
    if not isinstance(reading.domain, EveryModel):
        raise ArgumentError(
            f"reading {reading.name} is not about every model; there is nothing further to search"
        )
    numbers = random.Random(seed)
    asked = Asked.by(reading)
    pools: dict[Shape, list[tuple[float, Sketch]]] = {shape: [] for shape in shapes}
    looked_at, best, largest = 0, float("inf"), (0, 0, 0)
    for turn in itertools.count():
        if looked_at >= budget:
            return Found(None, looked_at, largest, best)
        shape = _turn(turn, shapes, pools, numbers)
        pool = pools[shape]
        climb = _Climb(
            reading, asked, _begin(pool, shape, asked, numbers), random.Random(numbers.getrandbits(64))
        )
        found = climb.run()
        looked_at += climb.models
        largest = max(largest, shape)
        if progress is not None:
            progress(looked_at)
        if found is not None:
            return Found(shrunk(found, reading).instance(), looked_at, largest, climb.margin)
        best = min(best, climb.margin)
        if climb.best is not None:
            pool.append((climb.margin, climb.best))
            pool.sort(key=lambda entry: entry[0])
            del pool[_POOL:]
    raise AssertionError("the count of turns has no end")


def _turn(
    turn: int,
    shapes: tuple[Shape, ...],
    pools: dict[Shape, list[tuple[float, Sketch]]],
    numbers: random.Random,
) -> Shape:
    """The shapes in turn; every other time one of the few on which the smallest margins were met."""
    hopeful = sorted((shape for shape in shapes if pools[shape]), key=lambda shape: pools[shape][0][0])
    if turn % 2 and hopeful:
        return numbers.choice(hopeful[:_HOPEFUL])
    return shapes[turn // 2 % len(shapes)]


def _begin(pool: list[tuple[float, Sketch]], shape: Shape, asked: Asked, numbers: random.Random) -> _Begin:
    """A layout to climb on: a new one, or one of the best so far with a few arrows changed."""
    if len(pool) < _POOL or numbers.random() < _FRESH:
        return _Begin(random_sketch(shape, asked, numbers), False)
    _, parent = pool[min(numbers.randrange(len(pool)), numbers.randrange(len(pool)))]
    child = parent
    for _ in range(numbers.choice((0, 1, 1, 2, 3))):
        child = rearranged(child, shape, asked, numbers)
    return _Begin(child, True)


def shrunk(sketch: Sketch, reading: Reading) -> Sketch:
    """A smaller counterexample, one step after another, until no step leaves one."""
    current = sketch
    while True:
        size = current.size
        smaller = (s for s in current.smaller() if s.size < size and refutes(s.instance(), reading))
        found = next(smaller, None)
        if found is None:
            return current
        current = found


def refutes(instance: Instance, reading: Reading) -> bool:
    """Whether all hypotheses of a reading are true in an instance, and its relation is false; exactly."""
    evaluation = Evaluation(instance.model, instance.second_policy)
    try:
        if any(evaluation.value(hypothesis) is not True for hypothesis in reading.given):
            return False
        return evaluation.value(reading.relation) is False
    except UndecidedError:
        return False


# One climb


class _Begin(NamedTuple):
    """Where a climb begins: a layout, and whether from its own numbers or from random ones."""

    sketch: Sketch
    from_its_numbers: bool


class _Climb:
    """A climb on the models of one layout; ``best`` is the model of the smallest margin that it met."""

    def __init__(self, reading: Reading, asked: Asked, begin: _Begin, numbers: random.Random) -> None:
        self.models = 0
        self.margin = float("inf")
        self.best: Sketch | None = None
        self._reading = reading
        self._rng = np.random.default_rng(numbers.getrandbits(64))
        self._asked = asked
        self._begin = begin
        self._sketch = begin.sketch
        self._layout = Layout(self._sketch.instance().model)
        self._restricted = _Restrictions.of(asked, numbers)

    def run(self) -> Sketch | None:
        """A counterexample, if the climb meets one."""
        genes = self._random(_POPULATION)
        if self._begin.from_its_numbers:
            genes = self._changed(self._own_genes())
        stale = 0
        for _ in range(_GENERATIONS):
            margins = self._margins(genes)
            self.models += genes.shape[1]
            order = np.argsort(margins, kind="stable")
            for column in order[:_CONFIRMED]:
                if margins[column] > 0:
                    break
                sketch = self._sketch_of(genes[:, column])
                if refutes(sketch.instance(), self._reading):
                    self.margin = float(margins[column])
                    return sketch
                margins[column] = np.inf
            order = np.argsort(margins, kind="stable")
            least = float(margins[order[0]])
            if least < self.margin:
                self.margin, self.best, stale = least, self._sketch_of(genes[:, order[0]]), 0
            stale += 1
            if stale > _PATIENCE or not np.isfinite(least):
                break
            genes = self._changed(genes[:, order[:_KEPT]])
        return None

    # Genes

    def _spans(self) -> Iterator[tuple[str, int, int]]:
        """What the rows of the genes stand for: a name, its first row and the row after its last."""
        layout, first = self._layout, 0
        counts = {
            "weight": len(layout.choices),
            "prior": len(layout.choices),
            "second_policy": len(layout.choices) if self._asked.pairs else 0,
            "dynamics": len(layout.next_of_transition),
            "start": len(self._sketch.start),
        }
        for name, count in counts.items():
            yield name, first, first + count
            first += count

    @property
    def _early(self) -> int:
        """The number of choices before the last time."""
        return sum(len(state.actions) for layer in self._sketch.layers[:-1] for state in layer)

    def _random(self, models: int) -> Genes:
        rows = []
        for name, first, after in self._spans():
            table = len(WEIGHTS) if name == "weight" else len(PARTS)
            plain = self._rng.random((1, models)) if self._rng.random() < 0.5 else _PLAIN
            drawn = self._rng.integers(0, table, (after - first, models))
            rows.append(np.where(self._rng.random(drawn.shape) < plain, 0, drawn))
        return self._restricted.applied(np.vstack(rows), list(self._spans()), self._early)

    def _own_genes(self) -> Genes:
        """The numbers of the sketch itself, as one column."""
        column: list[int] = []
        states = [state for layer in self._sketch.layers for state in layer]
        for name, _, _ in self._spans():
            if name == "weight":
                column += [WEIGHTS.index(action.weight) for state in states for action in state.actions]
            elif name == "prior":
                column += [PARTS.index(part) for state in states for part in state.prior]
            elif name == "second_policy":
                column += [PARTS.index(part) for state in states for part in state.second]
            elif name == "dynamics":
                rows = (action.successors for state in states for action in state.actions)
                column += [PARTS.index(part) for row in rows for part in row if part]
            else:
                column += [PARTS.index(part) for part in self._sketch.start]
        return np.array(column).reshape(-1, 1)

    def _changed(self, parents: Genes) -> Genes:
        """The parents, and children with a few of their numbers drawn anew."""
        count = _POPULATION - parents.shape[1]
        children = parents[:, self._rng.integers(0, parents.shape[1], count)].copy()
        fresh = self._random(count)
        rate = self._rng.choice([1.5, 3.0, 6.0], (1, count)) / parents.shape[0]
        chosen = self._rng.random(children.shape) < rate
        children[chosen] = fresh[chosen]
        mixed = self._restricted.applied(children, list(self._spans()), self._early)
        return np.hstack([parents, mixed])

    def _data(self, genes: Genes) -> dict[str, Any]:
        weights = np.array([float(weight) for weight in WEIGHTS])
        parts = np.array(PARTS, dtype=float)
        found: dict[str, Any] = {}
        layout = self._layout
        for name, first, after in self._spans():
            span = genes[first:after]
            if name == "weight":
                found[name] = weights[span]
            elif name == "start":
                start = np.zeros((len(layout.points), genes.shape[1]))
                start[: after - first] = _shares(parts[span], [range(after - first)])
                found[name] = start
            elif after > first:
                rows = layout.transitions_of_choice if name == "dynamics" else layout.choices_of_point
                values = np.maximum(parts[span], 1) if name in ("dynamics",) else parts[span]
                found[name] = _shares(values, [row for row in rows if len(row)])
        found.setdefault("dynamics", np.zeros((0, genes.shape[1])))
        found["start"][: len(self._sketch.start)] = _shares(
            np.maximum(parts[genes[-len(self._sketch.start) :]], 1), [range(len(self._sketch.start))]
        )
        return found

    def _sketch_of(self, column: Any) -> Sketch:
        """The model of one column, in whole numbers."""
        layout = self._layout
        values = {name: [int(gene) for gene in column[first:after]] for name, first, after in self._spans()}
        layers: list[list[StateSketch]] = [[] for _ in self._sketch.layers]
        for point, choices in enumerate(layout.choices_of_point):
            time, _ = layout.points[point]
            width = len(self._sketch.layers[time]) if time < len(layers) else 0
            first = sum(len(layer) for layer in self._sketch.layers[:time])
            actions = []
            for choice in choices:
                successors = [0] * width
                for transition in layout.transitions_of_choice[choice]:
                    part = PARTS[values["dynamics"][transition]]
                    successors[layout.next_of_transition[transition] - first] = max(part, 1)
                actions.append(ActionSketch(WEIGHTS[values["weight"][choice]], tuple(successors)))
            prior = _whole([PARTS[values["prior"][choice]] for choice in choices])
            second = (
                _whole([PARTS[values["second_policy"][choice]] for choice in choices])
                if self._asked.pairs
                else ()
            )
            layers[time - 1].append(StateSketch(tuple(actions), prior, second))
        start = tuple(max(PARTS[gene], 1) for gene in values["start"])
        return Sketch(tuple(map(tuple, layers)), start)

    # Margins

    def _margins(self, genes: Genes) -> Any:
        batch = Batch(self._layout, self._data(genes))
        with np.errstate(all="ignore"):
            met = np.ones(genes.shape[1], dtype=bool)
            for hypothesis in self._reading.given:
                met &= batch.table(hypothesis)[0] == 1
            if not met.any():
                return np.full(genes.shape[1], np.inf)
            margins = margin(batch, self._reading.relation)
        return np.where(met & ~np.isnan(margins), margins, np.inf)


def _shares(parts: Any, rows: list[range]) -> Any:
    result = parts.copy()
    for row in rows:
        part = parts[row.start : row.stop].copy()
        # A row without any part is a point mass on its first entry.
        part[0] = np.where(part.sum(0) == 0, 1, part[0])
        result[row.start : row.stop] = part / part.sum(0)
    return result


def _whole(parts: list[int]) -> tuple[int, ...]:
    return tuple(parts) if any(parts) else (1, *parts[1:])


@dataclass(frozen=True)
class _Restrictions:
    """What is asked of the numbers of a climb."""

    weights_positive: bool
    prior_positive: bool
    prior_uniform: bool
    rewards_last: bool

    @staticmethod
    def of(asked: Asked, numbers: random.Random) -> _Restrictions:
        """What hypotheses ask for; now and then also what nobody asks for."""
        return _Restrictions(
            asked.finite_rewards or numbers.random() < 0.3,
            asked.full_support or numbers.random() < 0.3,
            asked.uniform_prior or numbers.random() < 0.2,
            asked.terminal_rewards,
        )

    def applied(self, genes: Genes, spans: list[tuple[str, int, int]], early: int) -> Genes:
        """The genes with what is asked for; ``early`` is the number of choices before the last time."""
        for name, first, after in spans:
            span = genes[first:after]
            if name == "weight":
                if self.weights_positive:
                    span[span == WEIGHTS.index(Fraction(0))] = 1
                if self.rewards_last:
                    span[:early] = 0
            if name == "prior" and self.prior_uniform:
                span[:] = 0
            if name == "prior" and self.prior_positive:
                span[span == PARTS.index(0)] = 2
        return genes


# Margins


def margin(batch: Batch, relation: Term) -> Any:
    """How far a relation is from failing in each model, relative to its sides; NaN if undefined."""
    name = relation.operator
    if isinstance(name, Definition):
        return margin(batch, unfolded(relation))
    terms = list(relation.terms())
    if name == "and":
        return np.min([margin(batch, term) for term in terms], axis=0)
    if name == "or":
        return np.max([margin(batch, term) for term in terms], axis=0)
    if name == "not":
        return -margin(batch, terms[0])
    if name == "every" and relation.sort.space is Space.SCALAR:
        return _least_margin(batch, terms[0], relation.operands[0])
    if name == "=" and terms[0].sort.is_truth:
        one, other = margin(batch, terms[0]), margin(batch, terms[1])
        return np.sign(one) * np.sign(other) * np.minimum(np.abs(one), np.abs(other))
    if name in ("=", "<", "<="):
        return _least_margin(batch, relation, Space.SCALAR)
    return batch.table(relation)[0] * 2 - 1


def _least_margin(batch: Batch, truth: Term, over: Any) -> Any:
    """The least margin of a table of truths, where it is a comparison of numbers; else 1 or −1."""
    terms = list(truth.terms())
    if truth.operator not in ("=", "<", "<=") or terms[0].sort.is_truth:
        return (batch.table(truth, over) * 2 - 1).min(axis=0)
    left, right = (batch.table(term, over) for term in terms)
    scale = np.abs(left) + np.abs(right)
    distance = np.where(left == right, 0.0, (right - left) / np.where(np.isinf(scale), 1.0, scale))
    distance = np.clip(distance, -1.0, 1.0)
    near = (np.abs(distance) <= _EQUAL) | (np.abs(right - left) <= _NOISE)
    if truth.operator == "=":
        far = ~near
        distances = np.where(far, -np.abs(distance), 1e-3)
    else:
        # A tie is as bad as a wide margin, or every climb ends where both sides are 0.
        distances = np.where(near, -1.0 if truth.operator == "<" else 1.0, distance)
    lost = np.isnan(left) | np.isnan(right)
    return np.where(lost, np.nan, distances).min(axis=0)


_EQUAL = 1e-7
_NOISE = 1e-12
"""Differences that floating point makes by itself, relative and absolute."""
