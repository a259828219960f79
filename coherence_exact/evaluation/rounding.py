"""What commands compute on a model, to some decimal digits that are guaranteed right.

The quantities are those of exact evaluation, enclosed in balls of a precision that is raised until every
digit is certain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.evaluation import balls
from coherence_exact.evaluation.balls import BallModel
from coherence_exact.evaluation.functions import incoherence
from coherence_exact.evaluation.graph import PolicyTable
from coherence_exact.evaluation.layers import Layers, Table, layers_of
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.operators import Specification
from coherence_exact.exact.decimals import Digits, certain_digits
from coherence_exact.exact.logarithms import ball
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy

Iterated: TypeAlias = Callable[[BallModel, Table, Specification], Iterator[PolicyTable]]

_ITERATED: Mapping[str, Iterated] = {
    "retrain": lambda model, prior, given: balls.retrained(model, prior, given.steps),
    "temperature": lambda model, prior, given: balls.at_temperatures(model, prior, [given.alpha]),
    "fold": lambda model, prior, given: _folded(model, prior, given, cumulative=False),
    "fold-cumulative": lambda model, prior, given: _folded(model, prior, given, cumulative=True),
    "coherent": lambda model, prior, given: balls.coherent(
        model, prior, given.steps, given.delta.denominator
    ),
}
"""The operators whose numbers may explode; the results of others are computed exactly, then rounded."""


def _folded(
    model: BallModel, prior: Table, given: Specification, *, cumulative: bool
) -> Iterator[PolicyTable]:
    return balls.folded(model, prior, given.steps, by_ratio=given.kind == "ratio", cumulative=cumulative)


class Result(NamedTuple):
    """Policies, the result last, and the success probability and return of the result."""

    policies: list[Policy]
    success_probability: Any
    expected_return: Any


def rounded_result(
    model: Model, prior: Policy, specification: Specification, digits: int, *, trace: bool = False
) -> Result:
    """What an operator makes of a policy, to so many significant digits of each number.

    ``trace``: all policies from the prior on, else the result alone.  Raises :class:`UndecidedError` if
    digits cannot be told.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> result = rounded_result(example, example.prior, Specification("retrain", steps=2), 10)
    >>> result.policies[-1][1, "∅"]["a1"], result.success_probability, result.expected_return
    ('0.4098360656', '0.4658469945', '-0.8230578767')
    """
    enclosure = Enclosure(model, prior, specification)

    def compute() -> list[Any]:
        tables = enclosure.trace() if trace else [enclosure.last()]
        return [*(x for table in tables for x in table), *enclosure.values(tables[-1])]

    found = certain_digits(compute, digits, enclosure.lost_bits)
    size = len(enclosure.layout.choices)
    entries = [found[begin : begin + size] for begin in range(0, len(found) - 2, size)]
    return Result(list(map(enclosure.policy, entries)), *found[-2:])


class Enclosure:
    """What an operator makes of a policy, in balls at flint's current precision."""

    def __init__(self, model: Model, prior: Policy, specification: Specification) -> None:
        self.layout = Layout(model, prior=prior)
        self.lost_bits = _lost_bits(model.horizon, max(specification.steps, 1))
        self._prior = prior
        self._specification = specification
        self.layers = _layers(model)
        self._dead = prior.dead_states

    def last(self) -> Table:
        """The result."""
        [table] = deque(self._tables(trace=False), maxlen=1)
        return table

    def trace(self) -> list[Table]:
        """All policies, from the prior to the result."""
        return list(self._tables(trace=True))

    def _tables(self, trace: bool) -> Iterator[Table]:
        kept: set[int] = set()
        for step in _steps(self.layout, BallModel(self.layers), self._prior, self._specification, trace):
            kept.update(step.kept)
            yield step.entries
        points = self.layout.points
        self._dead = self._prior.dead_states.union(points[point] for point in kept)

    def values(self, table: Table) -> list[Any]:
        """The success probability and the return of a policy."""
        model = BallModel(self.layers)
        return [model.success(table), model.mean_return(table)]

    def policy(self, table: Sequence[Any]) -> Policy:
        """A table as a policy, with the dead states that were met on the way to the latest result."""
        rows: dict[Point, dict[Action, Any]] = {point: {} for point in self.layout.points}
        for (time, state, action), x in zip(self.layout.choices, table, strict=True):
            rows[time, state][action] = x
        return Policy(rows, self._dead)


def _lost_bits(horizon: int, steps: int) -> int:
    """Relative errors of k re-trainings at one time are sums over k of those at the next: C(T + k, k)."""
    return min(horizon + steps, min(horizon, steps) * (horizon + steps).bit_length())


def _layers(model: Model) -> Layers:
    layers = layers_of(model)
    if layers is None:
        raise ArgumentError("a model with symbols has no digits; substitute numbers first")
    return layers


def _steps(
    layout: Layout, model: BallModel, prior: Policy, specification: Specification, trace: bool
) -> Iterator[PolicyTable]:
    iterated = _ITERATED.get(specification.operator)
    if specification.operator == "temperature" and trace:
        alphas = range(1, specification.alpha + 1)
        yield from balls.at_temperatures(model, _in_balls(layout, prior), alphas)
        return
    if iterated is not None:
        yield from iterated(model, _in_balls(layout, prior), specification)
        return
    for policy in specification.trace(layout.model, prior):
        kept = [point for point, name in enumerate(layout.points) if name in policy.dead_states]
        yield PolicyTable(_in_balls(layout, policy), kept)


def _in_balls(layout: Layout, policy: Policy) -> Table:
    return [ball(x) for x in layout.of_policy(policy)]


# Numbers that describe a policy


MEASURES: Mapping[str, Callable[[BallModel, Table, int], Any]] = {
    "success_probability": lambda model, policy, _: model.success(policy),
    "return": lambda model, policy, _: model.mean_return(policy),
    "causal_entropy": lambda model, policy, _: model.mean_entropy(policy),
    "incoherence": lambda model, policy, power: model.divergence(
        policy, model.responded(policy, power).entries
    ),
}
"""The numbers that describe a policy, in balls, of a model, a policy and n = 1/δ."""


def rounded_measure(
    model: Model, policy: Policy, name: str, digits: int, delta: Fraction = Fraction(1)
) -> Digits:
    """One of the numbers that describe a policy, to so many significant digits.

    ``name``: ``"success_probability"``, ``"return"``, ``"causal_entropy"`` or ``"incoherence"`` (at δ).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> rounded_measure(race, race.prior, "causal_entropy", 8)
    '1.3862944'
    """
    layout = Layout(model, prior=policy)

    def compute() -> list[Any]:
        table = _in_balls(layout, policy)
        return [MEASURES[name](BallModel(_layers(model)), table, delta.denominator)]

    try:
        return certain_digits(compute, digits)[0]
    except UndecidedError:
        # A divergence that is 0 is enclosed in balls around 0 only.
        if name != "incoherence" or incoherence(model, policy, delta) != 0:
            raise
        return Digits("0")
