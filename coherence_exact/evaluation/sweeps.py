"""Definitions on big models, in integers, layer by layer.

A sweep goes backward in time.  The values v of a layer are integers V over one common denominator D, and the
rows of a policy and of weights are integers over a denominator each, so that

    q(s, a) = w(a) Σ τ(s') V(s') / (w̄ τ̄ D),    v(s) = Σ_a π(a) q(s, a)

need products and sums of integers only; the next D is D times the least common multiple of π̄ w̄ τ̄ over the
layer.  Nothing is put into lowest terms before a result leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import mul
from types import SimpleNamespace
from typing import Any, TypeAlias

import gmpy2
from coherence_exact.evaluation.effort import check_length, reported
from coherence_exact.evaluation.entries import MOST_EXPONENT
from coherence_exact.evaluation.graph import PolicyTable
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
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.rationals import is_unit_fraction, to_fraction

Visit: TypeAlias = Callable[[Place, Sequence[Integer], Sequence[Integer], Integer], None]
"""Called with a decision point, π(·|s) and q(s, ·) up to a factor each, and Σ π q of these integers."""

_SHORT = 1_000
"""Up to this many bits a greatest common divisor costs no more than a product and a remainder."""


def _nothing(*_: Any) -> None:
    """What a sweep does at a decision point if only the values at t = 1 matter."""


def sweep(layers: Layers, policy: Table, weights: Table | None = None, visit: Visit = _nothing) -> Any:
    """Visit every decision point, the last time first; Σ_s μ(s) v_1(s).

    ``weights``: a table in place of the model's weights.
    """
    values: dict[int, Integer] = {}
    below = gmpy2.mpz(1)
    for time in reported("backward in time", range(layers.horizon, 0, -1)):
        found = []
        for place in layers.at(time):
            numbers = layers.states[place.state]
            p, own = over_common_denominator(policy[place.begin : place.end])
            if weights is None:
                q, w_below = numbers.weights, numbers.weight_denominator
            else:
                q, w_below = over_common_denominator(weights[place.begin : place.end])
            own *= w_below
            if time < layers.horizon:
                own *= numbers.dynamics_denominator
                q = [
                    w * sum([n * values[state] for state, n in row])
                    for w, row in zip(q, numbers.successors, strict=True)
                ]
            v = sum(map(mul, p, q))
            visit(place, p, q, v)
            found.append((place.state, v, own))
        common = gmpy2.lcm(*(own for _, _, own in found))
        values = {state: v * (common // own) for state, v, own in found}
        below *= common
        check_length(below.bit_length())
    whole, start_below = over_common_denominator(list(layers.start.values()))
    return gmpy2.mpq(
        sum(mu * values[state] for mu, state in zip(whole, layers.start, strict=True)), start_below * below
    )


def conditioned(layout: Layout, policy: Table, weights: Table) -> PolicyTable | None:
    """π'(a|s) ∝ π(a|s) q(s, a) with the q of some weights; a row stays where Σ π q = 0."""
    layers = layers_of(layout.model)
    if layers is None or not is_table_of_rationals(policy) or not is_table_of_rationals(weights):
        return None
    result, kept = list(policy), []

    def visit(place: Place, p: Sequence[Integer], q: Sequence[Integer], v: Integer) -> None:
        if v:
            result[place.begin : place.end] = shares(list(map(mul, p, q)), v)
        else:
            kept.append(place.point)

    sweep(layers, policy, weights, visit)
    return PolicyTable(result, kept)


def responded(layout: Layout, policy: Table, delta: Any) -> PolicyTable | None:
    """π'(a|s) ∝ q(s, a)^(1/δ) for δ = 1/n (Definition 4.11); a row stays where every q(s, ·) is 0."""
    if not is_rational(delta) or not is_unit_fraction(delta) or delta.denominator > MOST_EXPONENT:
        return None
    power = int(delta.denominator)

    def respond(q: Sequence[Integer]) -> list[Integer]:
        own = primitive(q)
        check_length(max(n.bit_length() for n in own) * power, len(policy))
        return [n**power for n in own]

    return _response(layout, policy, respond)


def greedy(layout: Layout, policy: Table) -> PolicyTable | None:
    """Uniform over the largest q(s, ·) (Proposition 4.13); a row stays where every q(s, ·) is 0."""
    return _response(layout, policy, _largest)


def _largest(row: Sequence[Integer]) -> list[Integer]:
    best = max(row)
    return [gmpy2.mpz(n == best) for n in row]


def _response(
    layout: Layout, policy: Table, respond: Callable[[Sequence[Integer]], list[Integer]]
) -> PolicyTable | None:
    layers = layers_of(layout.model)
    if layers is None or not is_table_of_rationals(policy):
        return None
    result, kept = list(policy), []

    def visit(place: Place, _: Sequence[Integer], q: Sequence[Integer], __: Integer) -> None:
        if any(q):
            terms = respond(q)
            result[place.begin : place.end] = shares(terms, sum(terms))
        else:
            kept.append(place.point)

    sweep(layers, policy, None, visit)
    return PolicyTable(result, kept)


# Rows


def primitive(row: Sequence[Integer]) -> list[Integer]:
    """Integers without a common factor that are proportional to these, which are not all 0."""
    common = reduce(gmpy2.gcd, row)
    return [n // common for n in row]


def shares(terms: Sequence[Integer], total: Integer) -> list[Any]:
    """Each term divided by the total, which is their sum and not zero, in lowest terms."""
    if total.bit_length() < _SHORT:
        return [gmpy2.mpq(term, total) for term in terms]
    # What a term has in common with the total divides the product of the terms, and so this number,
    # which tends to be short.
    product = gmpy2.mpz(1)
    for n in filter(None, terms):
        product = product * n % total
    shared = gmpy2.gcd(product, total)
    return [_share(term, total, shared) for term in terms]


def _share(term: Integer, total: Integer, shared: Integer) -> Any:
    if term == 0:
        return gmpy2.mpq(0)
    common = gmpy2.gcd(term, shared)
    return to_fraction(SimpleNamespace(numerator=term // common, denominator=total // common))
