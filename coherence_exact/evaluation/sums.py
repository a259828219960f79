"""Sums of logarithms along occupancy measures on big models, in integers, layer by layer.

The occupancy measure goes forward in time.  With d over a common denominator E, and the rows of a layer over
π̄, the probabilities d(s) π(a|s) are integers over E times the least common multiple of π̄.  Arguments of
logarithms are split into factors first, so that each layer sums integers for every factor; the layers are
put together at the end, since the denominator of each divides that of the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import gmpy2
from coherence_exact.evaluation.effort import check_length, reported
from coherence_exact.evaluation.entries import MINUS_INFINITY, MOST_EXPONENT
from coherence_exact.evaluation.layers import (
    Integer,
    Layers,
    Place,
    Table,
    is_table_of_rationals,
    layers_of,
    over_common_denominator,
)
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.sweeps import primitive, sweep
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import INFINITY, LogValue, factors_of, sum_over_factors
from coherence_exact.exact.rationals import is_unit_fraction

Factors: TypeAlias = Mapping[Any, Integer]
"""Σ coefficient · log(factor), with integer coefficients."""


class Visited(NamedTuple):
    """A decision point of positive probability: d(s) π(a|s) is ``mass`` times an entry of ``row``, over E."""

    place: Place
    mass: Integer
    row: list[Integer]


def forward(layers: Layers, policy: Table) -> Iterator[tuple[Integer, list[Visited]]]:
    """For each time the denominator E and the decision points that the policy visits."""
    masses, below = over_common_denominator(list(layers.start.values()))
    occupancy = dict(zip(layers.start, masses, strict=True))
    for time in reported("forward in time", range(1, layers.horizon + 1)):
        rows = [
            (place, occupancy[place.state], *over_common_denominator(policy[place.begin : place.end]))
            for place in layers.at(time)
            if occupancy.get(place.state)
        ]
        common = gmpy2.lcm(*(own for *_, own in rows))
        below *= common
        check_length(below.bit_length())
        visited = [Visited(place, d * (common // own), row) for place, d, row, own in rows]
        yield below, visited
        if time < layers.horizon:
            occupancy, dynamics_below = _following(layers, visited)
            below *= dynamics_below


def _following(layers: Layers, visited: Iterable[Visited]) -> tuple[dict[int, Integer], Integer]:
    """The occupancy measure of the next layer, times a denominator, which is the second result."""
    common = gmpy2.lcm(*(layers.states[place.state].dynamics_denominator for place, *_ in visited))
    following: defaultdict[int, Integer] = defaultdict(gmpy2.mpz)
    for place, mass, row in visited:
        numbers = layers.states[place.state]
        scaled = mass * (common // numbers.dynamics_denominator)
        arriving: defaultdict[int, Integer] = defaultdict(gmpy2.mpz)
        for p, successors in zip(row, numbers.successors, strict=True):
            for state, n in successors:
                arriving[state] += p * n
        for state, n in arriving.items():
            following[state] += scaled * n
    return following, common


def _mean(
    layers: Layers,
    policy: Table,
    terms_of: Callable[[Visited], Factors | None],
    infinity: LogValue = INFINITY,
) -> LogValue:
    """Σ_t E[Σ_a π(a|s) log …] where ``terms_of`` gives Σ_a π(a|s) log … times the denominator of the row.

    It gives None where this is ±∞, and so is the sum.
    """
    sums: list[tuple[Integer, dict[Any, Integer]]] = []
    for below, visited in forward(layers, policy):
        layer: defaultdict[Any, Integer] = defaultdict(gmpy2.mpz)
        for point in visited:
            terms = terms_of(point)
            if terms is None:
                return infinity
            for factor, coefficient in terms.items():
                layer[factor] += point.mass * coefficient
        sums.append((below, layer))
    return sum_over_factors(_put_together(sums))


def _put_together(sums: Sequence[tuple[Integer, Mapping[Any, Integer]]]) -> dict[Any, Any]:
    """The coefficient of each factor, from the numerators and the denominator of each layer."""
    found: dict[Any, tuple[Integer, Integer]] = {}
    for below, layer in sums:
        for factor, numerator in layer.items():
            before, before_below = found.get(factor, (0, below))
            found[factor] = before * (below // before_below) + numerator, below
    return {factor: gmpy2.mpq(*parts) for factor, parts in found.items() if parts[0]}


def _weighted(pairs: Iterable[tuple[Integer, Any]]) -> Factors:
    """Σ coefficient · log(argument), by factors."""
    terms: defaultdict[Any, Integer] = defaultdict(gmpy2.mpz)
    for coefficient, argument in pairs:
        for factor, exponent in factors_of(argument).items():
            terms[factor] += coefficient * exponent
    return terms


# The definitions


def mean_return(layout: Layout, policy: Table) -> LogValue | None:
    """J(π) = Σ_t E_{s ~ d_t} r (Section 3); −∞ if a reward −∞ is met."""
    layers = layers_of(layout.model)
    if layers is None or not is_table_of_rationals(policy):
        return None

    def rewards(visited: Visited) -> Factors | None:
        numbers = layers.states[visited.place.state]
        met = [(p, w) for p, w in zip(visited.row, numbers.weights, strict=True) if p]
        if not all(w for _, w in met):
            return None
        return _weighted((p, gmpy2.mpq(w, numbers.weight_denominator)) for p, w in met)

    return _mean(layers, policy, rewards, MINUS_INFINITY)


def mean_entropy(layout: Layout, policy: Table) -> LogValue | None:
    """Ĥ(π) = Σ_t E_{s ~ d_t} H(π(·|s)) (Corollary 5.10)."""
    layers = layers_of(layout.model)
    if layers is None or not is_table_of_rationals(policy):
        return None

    def entropies(visited: Visited) -> Factors:
        own = policy[visited.place.begin : visited.place.end]
        return _weighted((-n, p) for n, p in zip(visited.row, own, strict=True) if n)

    return _mean(layers, policy, entropies)


def divergence_from_response(layout: Layout, policy: Table, delta: Any) -> LogValue | None:
    """κ_δ(π) = Σ_t E_{s ~ d_t} KL(π(·|s) ‖ π^δ(·|s)) for δ = 1/n; ∞ where support is lost."""
    layers = layers_of(layout.model)
    if layers is None or not is_table_of_rationals(policy):
        return None
    if not is_rational(delta) or not is_unit_fraction(delta) or delta.denominator > MOST_EXPONENT:
        return None
    power = int(delta.denominator)
    values: dict[int, list[Integer]] = {}

    def keep(place: Place, _: Sequence[Integer], q: Sequence[Integer], __: Integer) -> None:
        if any(q):
            values[place.point] = primitive(q)

    sweep(layers, policy, None, keep)

    def divergences(visited: Visited) -> Factors | None:
        q = values.get(visited.place.point)
        if q is None:  # the response keeps the policy's own row
            return {}
        check_length(max(x.bit_length() for x in q) * power, len(policy))
        response = [x**power for x in q]
        own = primitive(visited.row)
        if own == response:
            return {}
        if any(n and not x for n, x in zip(own, q, strict=True)):
            return None
        met = [(n, p, x) for n, p, x in zip(visited.row, own, q, strict=True) if n]
        whole = sum(visited.row)
        return _weighted(
            [
                *((n, p) for n, p, _ in met),
                *((-n * power, x) for n, _, x in met),
                (-whole, sum(own)),
                (whole, sum(response)),
            ]
        )

    return _mean(layers, policy, divergences)
