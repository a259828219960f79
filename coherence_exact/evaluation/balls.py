"""Definitions on big models in Arb balls, layer by layer, where exact numbers explode.

Everything here is at flint's current precision.  Sums of probabilities lose hardly any of it, since nothing
is subtracted; what is exactly 0 stays exactly 0, so that dead states are known and not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from coherence_exact.evaluation.effort import reported
from coherence_exact.evaluation.graph import PolicyTable
from coherence_exact.evaluation.layers import Layers, Place, Table
from coherence_exact.exact.logarithms import ball

Ball: TypeAlias = Any
"""A ``flint.arb``."""

Respond: TypeAlias = Callable[[Place, Sequence[Ball]], list[Ball]]
"""From a decision point and q(s, ·), a row up to a factor; all exactly 0 where the old one is kept."""


class BallModel:
    """The numbers of a model in balls."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.weights = [_quotients(each.weights, each.weight_denominator) for each in layers.states]
        self.start = {state: ball(p) for state, p in layers.start.items()}
        self._dynamics = [
            [
                list(
                    zip(
                        (state for state, _ in row),
                        _quotients([n for _, n in row], each.dynamics_denominator),
                        strict=True,
                    )
                )
                for row in each.successors
            ]
            for each in layers.states
        ]

    @property
    def places(self) -> Iterator[Place]:
        """Every decision point."""
        return chain.from_iterable(map(self.layers.at, range(1, self.layers.horizon + 1)))

    def table_of_weights(self) -> Table:
        """The weights as a table."""
        return [w for place in self.places for w in self.weights[place.state]]

    # Backward in time

    def _sweep(
        self, policy: Table, weights: Table | None, respond: Respond | None
    ) -> tuple[PolicyTable, Ball]:
        """The policy whose rows respond to q, and S of the old one with these weights."""
        result, kept, values = list(policy), list[int](), dict[int, Ball]()
        for time in range(self.layers.horizon, 0, -1):
            found = {}
            for place in self.layers.at(time):
                p = policy[place.begin : place.end]
                own = self.weights[place.state] if weights is None else weights[place.begin : place.end]
                q = own
                if time < self.layers.horizon:
                    q = [w * x for w, x in zip(own, self.ahead(place, values), strict=True)]
                found[place.state] = sum([x * y for x, y in zip(p, q, strict=True)])
                if respond is not None:
                    terms = respond(place, q)
                    total: Ball = sum(terms)
                    if total.is_zero():
                        kept.append(place.point)
                    else:
                        result[place.begin : place.end] = [term / total for term in terms]
            values = found
        return PolicyTable(result, kept), sum(mu * values[state] for state, mu in self.start.items())

    def ahead(self, place: Place, values: Mapping[int, Ball]) -> list[Ball]:
        """Σ τ(s'|s, a) values(s') for every action of a decision point before t = T."""
        return [sum([p * values[state] for state, p in row]) for row in self._dynamics[place.state]]

    def conditioned(self, policy: Table, weights: Table | None = None) -> PolicyTable:
        """π'(a|s) ∝ π(a|s) q(s, a) with the q of some weights (Definition 5.1)."""

        def respond(place: Place, q: Sequence[Ball]) -> list[Ball]:
            return [x * y for x, y in zip(policy[place.begin : place.end], q, strict=True)]

        return self._sweep(policy, weights, respond)[0]

    def responded(self, policy: Table, power: int) -> PolicyTable:
        """π'(a|s) ∝ q(s, a)^n (Definition 4.11 at δ = 1/n)."""
        return self._sweep(policy, None, lambda _, q: [x**power for x in q])[0]

    def soft_q(self, policy: Table) -> Table:
        """q(s, a) (Definition 4.1)."""
        found = list(policy)

        def keep(place: Place, q: Sequence[Ball]) -> list[Ball]:
            found[place.begin : place.end] = q
            return list(q)

        self._sweep(policy, None, keep)
        return found

    def success(self, policy: Table) -> Ball:
        """S(π)."""
        return self._sweep(policy, None, None)[1]

    # Forward in time

    def _mean(self, policy: Table, row_value: Callable[[Place], Ball | None], infinity: Ball) -> Ball:
        """Σ_t E_{s ~ d_t} of what each row contributes; ±∞ if one that is visited contributes None."""
        import flint

        total, occupancy = flint.arb(0), dict(self.start)
        for time in range(1, self.layers.horizon + 1):
            following: dict[int, Ball] = {}
            for place in self.layers.at(time):
                d = occupancy.get(place.state)
                if d is None:
                    continue
                value = row_value(place)
                if value is None:
                    return infinity
                total += d * value
                if time < self.layers.horizon:
                    self._send(place, d, policy, following)
            occupancy = following
        return total

    def _send(self, place: Place, d: Ball, policy: Table, following: dict[int, Ball]) -> None:
        for x, row in zip(policy[place.begin : place.end], self._dynamics[place.state], strict=True):
            if not x.is_zero():
                mass = d * x
                for state, p in row:
                    before = following.get(state)
                    following[state] = mass * p if before is None else before + mass * p

    def mean_return(self, policy: Table) -> Ball:
        """J(π)."""
        import flint

        logs = [[None if w.is_zero() else w.log() for w in row] for row in self.weights]

        def value(place: Place) -> Ball | None:
            return _expectation(policy[place.begin : place.end], logs[place.state])

        return self._mean(policy, value, flint.arb.neg_inf())

    def mean_entropy(self, policy: Table) -> Ball:
        """Ĥ(π)."""
        import flint

        def value(place: Place) -> Ball | None:
            row = policy[place.begin : place.end]
            return _expectation(row, [x if x.is_zero() else -x.log() for x in row])

        return self._mean(policy, value, flint.arb.pos_inf())

    def divergence(self, policy: Table, other: Table) -> Ball:
        """Σ_t E_{s ~ d_t} KL(policy(·|s) ‖ other(·|s))."""
        import flint

        def value(place: Place) -> Ball | None:
            row = policy[place.begin : place.end]
            pairs = zip(row, other[place.begin : place.end], strict=True)
            return _expectation(row, [_log_ratio(x, y) for x, y in pairs])

        return self._mean(policy, value, flint.arb.pos_inf())


def _log_ratio(x: Ball, y: Ball) -> Ball | None:
    if x.is_zero():
        return x
    return None if y.is_zero() else (x / y).log()


def _expectation(row: Sequence[Ball], values: Sequence[Ball | None]) -> Ball | None:
    """Σ_a π(a) times a value, where 0·∞ is 0; None for ±∞."""
    import flint

    total = flint.arb(0)
    for x, value in zip(row, values, strict=True):
        if not x.is_zero():
            if value is None:
                return None
            total += x * value
    return total


def _quotients(numerators: Sequence[Any], below: Any) -> list[Ball]:
    import flint

    denominator = flint.arb(int(below))
    return [flint.arb(int(n)) / denominator for n in numerators]


# Iterated operators


def retrained(model: BallModel, policy: Table, steps: int) -> Iterator[PolicyTable]:
    """π_0, …, π_k of k re-trainings (Definition 5.3)."""
    yield PolicyTable(policy, ())
    found = policy
    for _ in reported("re-training", range(steps)):
        step = model.conditioned(found)
        found = step.entries
        yield step


def coherent(model: BallModel, policy: Table, steps: int, power: int) -> Iterator[PolicyTable]:
    """The iterations of Boltzmann coherence at δ = 1/n (Definition 4.9)."""
    yield PolicyTable(policy, ())
    found = policy
    for _ in reported("iterating", range(steps)):
        step = model.responded(found, power)
        found = step.entries
        yield step


def at_temperatures(model: BallModel, prior: Table, alphas: Sequence[int]) -> Iterator[PolicyTable]:
    """The prior, then π_α for some inverse temperatures α (Definition 5.6)."""
    yield PolicyTable(prior, ())
    weights = model.table_of_weights()
    for alpha in reported("conditioning", alphas):
        yield model.conditioned(prior, [w**alpha for w in weights])


def folded(
    model: BallModel, prior: Table, steps: int, *, by_ratio: bool, cumulative: bool
) -> Iterator[PolicyTable]:
    """π^F_0, …, π^F_k, or π^H_k if ``cumulative`` (Definitions 5.7 and 5.8)."""
    yield PolicyTable(prior, ())
    first = weights = model.table_of_weights()
    for _ in reported("folding", range(steps)):
        step = model.conditioned(prior, weights)
        yield step
        factors = step.entries
        if by_ratio:
            factors = [x if p.is_zero() else x / p for x, p in zip(factors, prior, strict=True)]
        base = weights if cumulative else first
        weights = [w * x for w, x in zip(base, factors, strict=True)]
