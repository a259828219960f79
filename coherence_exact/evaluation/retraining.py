"""Re-training (Definition 5.3) in integers: the policies of the definition, many times faster.

Vocabulary: a *plan* is a model cleared of denominators; a *ratio row* is a row of integers
proportional to q(s, ·); a *column* lists one number for each step j = 0, …, k − 1 of k
re-trainings; a *term* is an integer proportional to a probability of the result.

A row of G(π) is π(a|s) q(s, a) up to a factor, so that integers n(a) stand for a row as well as
fractions do: a step multiplies n(a) by an integer proportional to q(s, a), and one normalisation
at the very end gives the probabilities.  Only v = Σ n q / Σ n, which earlier times use, depends on
the factor.  It is carried as v_j(s) = ρ(s) m_j(s) / d_j(s), where the rational ρ(s) depends neither
on the step nor on the policy: it is chosen such that the coefficients w(s, a) τ(s'|s, a) ρ(s') / ρ(s)
of each row are integers without a common factor, and these are all that the plan keeps.  With D_j
the least common multiple of d_j(s') over the successors s' of the row,

    c_j(a) = Σ_{s'} coefficient · m_j(s') · D_j / d_j(s')  is proportional to q_j(s, a),
    n_{j+1}(a) = n_j(a) c_j(a),  m_j(s) = Σ_a n_{j+1}(a),  d_j(s) = D_j Σ_a n_j(a).

A common factor of c_j(·) would be multiplied into the row at every step and never leave it; it is
put into m_j alone.  Step j at time t needs step j at time t + 1 only, so that one decision point
after the other is done for all steps at once.

With deterministic dynamics nothing has to be iterated: k re-trainings are conditioning at inverse
temperature k (Theorem 5.9), π_k(a|s) ∝ p(a|s) w(s, a)^k Z_k(s') and Z_k(s) = Σ_a p w^k Z_k(s').

A point is dead for every step or for none: conditioning takes away exactly the actions with q = 0,
so that v(s) = 0 after a step if and only if it was so before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain
from operator import floordiv, mul
from typing import Any, NamedTuple, TypeAlias

import gmpy2
from coherence_exact.evaluation.effort import check_length, reported
from coherence_exact.evaluation.graph import PolicyTable
from coherence_exact.evaluation.layers import made_once
from coherence_exact.evaluation.layout import Layout
from coherence_exact.evaluation.sweeps import shares
from coherence_exact.exact.fields import is_rational
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Row, Rows

Integer: TypeAlias = Any
"""An ``int`` or a ``gmpy2.mpz``."""

Ratio: TypeAlias = tuple[Integer, Integer]
"""A numerator and a denominator, in lowest terms or not."""

Column: TypeAlias = list[Integer]
Terms: TypeAlias = dict[Action, Integer]

_PAST_THE_HORIZON: Point = (0, "")
"""The successor of every action at t = T; times begin at 1, so that no decision point has this name."""

_FEW = 8
"""Up to this many steps times decisions, integers stay so short that Python's own are the fastest."""

_SHORT = 64
"""Bits of an integer that is short."""


def retrained(layout: Layout, policy: list[Any], steps: Any) -> PolicyTable | None:
    """G^steps(policy): that of the definition, or None where the model or policy has symbols.

    ``steps``: a rational; None too if it is no integer of at least 0.
    """
    if not is_rational(steps) or steps.denominator != 1 or steps < 0:
        return None
    if steps == 0:
        return PolicyTable(policy, ())
    plan = _plan_of(layout.model)
    if not plan or not all(map(is_rational, policy)):
        return None
    given: dict[Point, dict[Action, Any]] = {point: {} for point in layout.points}
    for (time, state, action), x in zip(layout.choices, policy, strict=True):
        given[time, state][action] = x
    recursion = _at_inverse_temperature if layout.model.is_deterministic else _iterated
    results = recursion(plan, given, int(steps))
    table: list[Any] = []
    kept = []
    for number, (point, row) in enumerate(given.items()):
        terms = list(results[point].values())
        if total := sum(terms):
            table += shares(terms, total)
        else:
            table += row.values()
            kept.append(number)
    return PolicyTable(table, kept)


# The model cleared of denominators


class _PlannedRow(NamedTuple):
    """A decision point: all successors of its row, and (coefficient, successor) for each action."""

    point: Point
    successors: tuple[Point, ...]
    coefficients: dict[Action, list[tuple[int, Point]]]


_Plan: TypeAlias = tuple[_PlannedRow, ...]


@made_once
def _plan_of(model: Model) -> _Plan:
    """The plan, last time first; empty if the model has symbols at its decision points."""
    plan = []
    later: dict[Point, Ratio] = {}
    scales: dict[Point, Ratio] = {_PAST_THE_HORIZON: (1, 1)}
    time = model.horizon + 1
    for point in reported("preparing", model.points[::-1]):
        decision = model.decision(*point)
        if point[0] < time:
            time, later, scales = point[0], scales, {}
        ratios: list[Ratio] = []
        places: list[tuple[Action, Point]] = []
        for action, weight in decision.weights.items():
            if not is_rational(weight):
                return ()
            above, below = weight.as_integer_ratio()
            for successor, probability in decision.successors[action] or ((_PAST_THE_HORIZON, 1),):
                if not is_rational(probability):
                    return ()
                (n, d), (m, e) = probability.as_integer_ratio(), later[successor]
                ratios.append((above * n * m, below * d * e))
                places.append((action, successor))
        integers, scales[point] = _primitive(ratios)
        coefficients: dict[Action, list[tuple[int, Point]]] = {action: [] for action in decision.weights}
        for (action, successor), coefficient in zip(places, integers, strict=True):
            coefficients[action].append((coefficient, successor))
        successors = tuple(sorted({successor for _, successor in places}))
        plan.append(_PlannedRow(point, successors, coefficients))
    return tuple(plan)


def _primitive(ratios: list[Ratio]) -> tuple[list[int], Ratio]:
    """Integers without a common factor, and the ratio by which they have to be multiplied."""
    below = gmpy2.lcm(*[denominator for _, denominator in ratios])
    check_length(below.bit_length())
    integers = [numerator * (below // denominator) for numerator, denominator in ratios]
    above = gmpy2.gcd(*integers) or 1
    common = gmpy2.gcd(above, below)
    return [_as_short(n // above) for n in integers], (above // common, below // common)


def _as_short(number: Integer) -> Integer:
    """A short integer as Python's own, which is the fastest."""
    return int(number) if number.bit_length() <= _SHORT else number


def _given(row: Row, actions: Iterable[Action]) -> list[Ratio]:
    """The row in the plan's order; an action that it leaves out has probability 0."""
    return [row.get(action, 0).as_integer_ratio() for action in actions]


# The two recursions


def _at_inverse_temperature(plan: _Plan, policy: Rows, steps: int) -> dict[Point, Terms]:
    """p w^k Z_k(s') with deterministic dynamics, up to a factor.

    Z_k(s) = ρ(s)^k N(s) / D(s) with integers N and D, where ρ is the scale that the plan has taken out.
    """
    results: dict[Point, Terms] = {}
    later: dict[Point, Ratio] = {}
    partitions: dict[Point, Ratio] = {_PAST_THE_HORIZON: (gmpy2.mpz(1), 1)}
    time = plan[0].point[0] + 1
    for point, _, coefficients in reported("conditioning", plan):
        if point[0] < time:
            time, later, partitions = point[0], partitions, {}
        factors, denominators = [], []
        for (above, below), [(coefficient, following)] in zip(
            _given(policy[point], coefficients), coefficients.values(), strict=True
        ):
            numerator, denominator = later[following]
            check_length(coefficient.bit_length() * steps + numerator.bit_length(), len(plan))
            factors.append(above * gmpy2.mpz(coefficient) ** steps * numerator)
            denominators.append(below * denominator)
        common = gmpy2.lcm(*denominators)
        terms = [n * (common // denominator) for n, denominator in zip(factors, denominators, strict=True)]
        partitions[point] = sum(terms), common
        results[point] = dict(zip(coefficients, terms, strict=True))
    return results


def _iterated(plan: _Plan, policy: Rows, steps: int) -> dict[Point, Terms]:
    """n_k(a) at every decision point, as the introduction says."""
    horizon, _ = plan[0].point
    few = steps * horizon <= _FEW and _all_short(plan, policy)
    whole: Any = int if few else gmpy2.mpz
    lcm: Any = math.lcm if few else gmpy2.lcm
    results: dict[Point, Terms] = {}
    later: dict[Point, tuple[Column, Column]] = {}
    columns: dict[Point, tuple[Column, Column]] = {}
    aligned: dict[tuple[Point, ...], tuple[dict[Point, Column], Column]] = {}
    ones = [whole(1)] * steps
    time = horizon
    for point, successors, coefficients in reported("re-training", plan):
        if point[0] < time:
            time, later, columns, aligned = point[0], columns, {}, {}
        priors = _given(policy[point], coefficients)
        total = lcm(*[below for _, below in priors])
        terms = [whole(above * (total // below)) for above, below in priors]
        common = denominators = ones
        if point[0] == horizon:
            ratios = [[coefficient] * steps for [(coefficient, _)] in coefficients.values()]
        else:
            if successors not in aligned:
                aligned[successors] = _aligned(successors, later, lcm)
            numerators, denominators = aligned[successors]
            ratios = [_combined(summands, numerators) for summands in coefficients.values()]
            if not few:
                common = list(map(gmpy2.gcd, *ratios))
                if max(common) > 1:
                    ratios = [list(map(floordiv, column, common)) for column in ratios]
        if point[0] == 1:
            terms = [n * _product(column) for n, column in zip(terms, ratios, strict=True)]
        else:
            totals = [total]
            for ratio_row in zip(*ratios, strict=True):
                terms = list(map(mul, terms, ratio_row))
                totals.append(sum(terms))
            columns[point] = (
                (list(map(mul, totals[1:], common)), list(map(mul, totals, denominators)))
                if totals[-1]
                else ([whole(0)] * steps, ones)
            )
            check_length(max(_length(column[-1]) for column in columns[point]), steps)
        results[point] = dict(zip(coefficients, terms, strict=True))
        check_length(max(map(_length, terms)), len(plan) * len(terms))
    return results


def _all_short(plan: _Plan, policy: Rows) -> bool:
    """Whether all integers of a model and a policy are short."""
    coefficients = (n for row in plan for summands in row.coefficients.values() for n, _ in summands)
    denominators = (x.denominator for row in policy.values() for x in row.values())
    return all(_length(n) <= _SHORT for n in chain(coefficients, denominators))


def _length(number: Integer) -> int:
    length: int = number.bit_length()
    return length


def _aligned(
    points: tuple[Point, ...], columns: dict[Point, tuple[Column, Column]], lcm: Any
) -> tuple[dict[Point, Column], Column]:
    """m_j(s) / d_j(s) over common denominators: the numerators of each point, and the denominators."""
    if len(points) == 1:
        numerators, denominators = columns[points[0]]
        return {points[0]: numerators}, denominators
    common = list(map(lcm, *[columns[point][1] for point in points]))
    return {
        point: [m * (over // d) for m, d, over in zip(*columns[point], common, strict=True)]
        for point in points
    }, common


def _combined(summands: list[tuple[int, Point]], columns: dict[Point, Column]) -> Column:
    """Σ coefficient · column."""
    if len(summands) == 2:
        (b, s), (c, t) = summands
        return [b * m + c * n for m, n in zip(columns[s], columns[t], strict=True)]
    coefficient, point = summands[0]
    result = [coefficient * n for n in columns[point]]
    for coefficient, point in summands[1:]:
        result = [before + coefficient * n for before, n in zip(result, columns[point], strict=True)]
    return result


def _product(factors: Column) -> Integer:
    """The product, by numbers of about the same length: long times short is slow."""
    while len(factors) > _FEW:
        left_over = factors[len(factors) & ~1 :]
        factors = [*map(mul, factors[::2], factors[1::2]), *left_over]
    return math.prod(factors)
