"""Success probabilities on big models, of a policy and the largest, in integers, layer by layer.

Where states recur with the same actions and probabilities, so does the step from the values of one layer to
those of the one before: v(s) is a sum of products with one integer for each state that may follow, or the
largest of several such sums.  The integers are prepared once for all times before the last, over one common
denominator.  Layers at which fewer states are met are not told apart: what is computed for the others is not
looked at by any state that is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import itemgetter, mul
from typing import Any, NamedTuple, TypeAlias

import gmpy2
from coherence_exact.evaluation.digits import Digits, Sums, sums_of
from coherence_exact.evaluation.effort import check_length, reported
from coherence_exact.evaluation.layers import (
    Integer,
    Layers,
    StateNumbers,
    Table,
    are_rationals,
    is_table_of_rationals,
    layers_of,
    made_once,
    over_common_denominator,
)
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.sweeps import sweep
from coherence_exact.mdp.model import Model

Terms: TypeAlias = tuple[dict[int, Integer], Integer]
"""The numerators of the states that may follow, and their common denominator."""

_END = 0
"""Stands in for what follows the last decision; at first all values are 1."""


class Combination(NamedTuple):
    """Σ coefficient · v(state) over the states that may follow."""

    states: list[int]
    coefficients: list[Integer]
    values: Callable[[Sequence[Integer]], Iterable[Integer]]


class Step(NamedTuple):
    """For each state the combinations of which the largest is its value, over one denominator.

    ``sums`` are the same, for short integers, if there are enough of them.
    """

    states: list[tuple[int, list[Combination]]]
    below: Integer
    sums: Sums | None


class Steps(NamedTuple):
    """What leads to the values at the last time, and to those of a time before it."""

    last: Step
    earlier: Step


def success(layout: Layout, policy: Table) -> Any:
    """S(π) = Σ_s μ(s) v_1(s)."""
    layers = layers_of(layout.model)
    if layers is None:
        return None
    if layout.has_own_prior and policy is layout.prior:
        return _backward(layers, _steps_of_prior(layout.model))
    if not are_rationals(policy):
        return None
    steps = _steps_of_policy(layers, policy)
    if steps is not None:
        return _backward(layers, steps)
    return sweep(layers, policy) if is_table_of_rationals(policy) else None


def largest_success(layout: Layout) -> Any:
    """max_π S(π)."""
    layers = layers_of(layout.model)
    return None if layers is None else _backward(layers, _steps_of_actions(layout.model))


@made_once
def _steps_of_prior(model: Model) -> Steps:
    layers = layers_of(model)
    assert layers is not None
    steps = _steps_of_policy(layers, Layout(model).prior)
    assert steps is not None
    return steps


def _steps_of_policy(layers: Layers, policy: Table) -> Steps | None:
    """A combination for each state; None if rows change before the last time, or are no probabilities."""
    early = _rows_before_the_last(layers, policy)
    if early is None:
        return None
    late = {place.state: policy[place.begin : place.end] for place in layers.at(layers.horizon)}
    if not all(map(is_table_of_rationals, (*early.values(), *late.values()))):
        return None

    def step(rows: Mapping[int, Table], last: bool) -> Step:
        return _step((state, [_followed(layers.states[state], row, last)]) for state, row in rows.items())

    return Steps(step(late, True), step(early, False))


@made_once
def _steps_of_actions(model: Model) -> Steps:
    """A combination for each action."""
    layers = layers_of(model)
    assert layers is not None

    def step(states: Iterable[int], last: bool) -> Step:
        return _step((state, list(_each_action(layers.states[state], last))) for state in states)

    early = frozenset().union(*(layers.states_at(time) for time in range(1, layers.horizon)))
    return Steps(step(layers.states_at(layers.horizon), True), step(early, False))


def _rows_before_the_last(layers: Layers, policy: Table) -> dict[int, Table] | None:
    """The row of each state that is met before t = T, if it is the same at all these times."""
    rows: dict[int, Table] = {}
    whole: dict[int, Table] = {}
    for time in range(layers.horizon - 1, 0, -1):
        layer, states = layers.number_of_layer(time), layers.states_at(time)
        if layer not in whole:
            if not rows.keys() >= set(states):
                rows |= {p.state: policy[p.begin : p.end] for p in layers.at(time) if p.state not in rows}
            whole[layer] = [x for state in states for x in rows[state]]
        if policy[slice(*layers.choices_at(time))] != whole[layer]:
            return None
    return rows


def _backward(layers: Layers, steps: Steps) -> Any:
    """Σ_s μ(s) v_1(s)."""
    count = len(layers.states)
    values: list[Integer] = [gmpy2.mpz(1)] * count
    short = None
    if steps.last.sums is not None and steps.earlier.sums is not None:
        short = Digits(count, max(steps.last.sums.growth, steps.earlier.sums.growth))
    below = gmpy2.mpz(1)
    for time in reported("backward in time", range(layers.horizon, 0, -1)):
        step = steps.last if time == layers.horizon else steps.earlier
        if short is not None and (step.sums is None or not short.take(step.sums)):
            values, short = short.integers(), None
        if short is None:
            _take(step, values)
        below *= step.below
        check_length(below.bit_length())
    if short is not None:
        values = short.integers()
    whole, start_below = over_common_denominator(list(layers.start.values()))
    return gmpy2.mpq(
        sum(mu * values[state] for mu, state in zip(whole, layers.start, strict=True)), start_below * below
    )


def _take(step: Step, values: list[Integer]) -> None:
    """Replace the values of the states by the largest of their combinations."""
    found = [
        max([sum(map(mul, coefficients, chosen(values))) for _, coefficients, chosen in several])
        for _, several in step.states
    ]
    for (state, _), value in zip(step.states, found, strict=True):
        values[state] = value


def _followed(numbers: StateNumbers, row: Table, last: bool) -> Terms:
    """Σ_a π(a) w(a) τ(s'|a) for each s'."""
    p, below = over_common_denominator(row)
    factors = list(map(mul, p, numbers.weights))
    below *= numbers.weight_denominator
    if last:
        return {_END: sum(factors)}, below
    terms: dict[int, Integer] = {}
    for factor, successors in zip(factors, numbers.successors, strict=True):
        for state, n in successors:
            terms[state] = terms.get(state, 0) + factor * n
    return terms, below * numbers.dynamics_denominator


def _each_action(numbers: StateNumbers, last: bool) -> Iterator[Terms]:
    """w(a) τ(s'|a) for each s', action by action."""
    for w, successors in zip(numbers.weights, numbers.successors, strict=True):
        if last:
            yield {_END: w}, numbers.weight_denominator
        else:
            below = numbers.weight_denominator * numbers.dynamics_denominator
            yield {state: w * n for state, n in successors}, below


def _step(rows: Iterable[tuple[int, list[Terms]]]) -> Step:
    lowest = [(state, list(map(_in_lowest_terms, several))) for state, several in rows]
    common = gmpy2.lcm(*(below for _, several in lowest for _, below in several))
    states = [
        (state, [_combination(terms, common // below) for terms, below in several])
        for state, several in lowest
    ]
    sums = sums_of(
        [state for state, _ in states],
        [[(one.states, one.coefficients) for one in several] for _, several in states],
    )
    return Step(states, common, sums)


def _in_lowest_terms(terms: Terms) -> Terms:
    numerators, below = terms
    common = reduce(gmpy2.gcd, numerators.values(), below)
    return {state: n // common for state, n in numerators.items() if n}, below // common


def _combination(numerators: Mapping[int, Integer], factor: Integer) -> Combination:
    coefficients = [n * factor for n in numerators.values()]
    states = list(numerators)
    if len(states) > 1:
        return Combination(states, coefficients, itemgetter(*states))
    return Combination(states, coefficients, lambda values: [values[state] for state in states])
