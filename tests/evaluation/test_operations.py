"""Each operation of the core against plain Python over an explicit list of a model's elements."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from coherence_exact.claims import (
    at,
    back,
    below,
    both,
    chance,
    count,
    dynamics,
    either,
    end_of,
    every,
    forth,
    horizon,
    if_,
    index,
    infinity,
    into,
    largest,
    last,
    least,
    left,
    log,
    negation,
    prior,
    product_along,
    repeat,
    right,
    same,
    second_policy,
    share,
    smallest,
    some,
    start,
    successor,
    sum_along,
    tail_product,
    through,
    time,
    total,
    weight,
    where,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.logarithms import INFINITY
from coherence_exact.exact.logarithms import log as exact_log
from coherence_exact.language.data import OPERATIONS
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term, subterms
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.policy import Policy

F = Fraction
MODEL = (
    ModelBuilder("small", horizon=2, start={"s": "1/3", "t": "2/3"})
    .action("s", "a", to={"u": "1/4", "v": "3/4"}, success="1/2")
    .action("s", "b", to="v")
    .action("t", "a", to="u", success=0)
    .action("u", "a", success="1/3")
    .action("u", "b", success="2/3")
    .action("v", "a")
    .prior("s", {"a": "1/5", "b": "4/5"})
    .prior("u", {"a": "1", "b": "0"})
    .build()
)
SECOND = Policy(
    {
        (1, "s"): {"a": F(1), "b": F(0)},
        (1, "t"): {"a": F(1)},
        (2, "u"): {"a": F(1, 2), "b": F(1, 2)},
        (2, "v"): {"a": F(1)},
    }
)

# Every element of the model, written out.

S, T, U, V = (1, "s"), (1, "t"), (2, "u"), (2, "v")
SA, SB, TA, UA, UB, VA = (*S, "a"), (*S, "b"), (*T, "a"), (*U, "a"), (*U, "b"), (*V, "a")
POINTS = [S, T, U, V]
CHOICES = [SA, SB, TA, UA, UB, VA]
TRANSITIONS = [(*SA, "u"), (*SA, "v"), (*SB, "v"), (*TA, "u")]
PATHS = [(SA, UA), (SA, UB), (SA, VA), (SB, VA), (TA, UA), (TA, UB), (UA,), (UB,), (VA,)]
PAIRS = [(*SA, "a"), (*SA, "b"), (*SB, "a"), (*SB, "b"), (*TA, "a")]
PAIRS += [(*UA, "a"), (*UA, "b"), (*UB, "a"), (*UB, "b"), (*VA, "a")]

W = dict(zip(CHOICES, (F(1, 2), F(1), F(0), F(1, 3), F(2, 3), F(1)), strict=True))
P = dict(zip(CHOICES, (F(1, 5), F(4, 5), F(1), F(1), F(0), F(1)), strict=True))
TAU = dict(zip(TRANSITIONS, (F(1, 4), F(3, 4), F(1), F(1)), strict=True))
MU = {S: F(1, 3), T: F(2, 3), U: F(0), V: F(0)}


def by_point(function: Callable[[Any], Any]) -> dict[Any, Any]:
    return {point: function(point) for point in POINTS}


def of_point(point: Any) -> list[Any]:
    return [choice for choice in CHOICES if choice[:2] == point]


def of_choice(choice: Any) -> list[Any]:
    return [step for step in TRANSITIONS if step[:3] == choice]


def product(numbers: list[Fraction]) -> Fraction:
    result = F(1)
    for x in numbers:
        result *= x
    return result


def chance_of(path: Any) -> Fraction:
    return product([TAU[*one, other[1]] for one, other in pairwise(path)])


PRODUCTS = {path: product([W[step] for step in path]) for path in PATHS}
FROM_START = [path for path in PATHS if path[0][0] == 1]

CASES: dict[str, tuple[Term, Any]] = {
    "prior": (prior, P),
    "second_policy": (
        second_policy,
        {(*point, a): p for point, row in SECOND.items() for a, p in row.items()},
    ),
    "weight": (weight, W),
    "dynamics": (dynamics, TAU),
    "start": (start, MU),
    "time": (time, {S: 1, T: 1, U: 2, V: 2}),
    "last": (last, {S: False, T: False, U: True, V: True}),
    "horizon": (horizon, {None: 2}),
    "infinity": (infinity, {None: INFINITY}),
    "index": (index, {None: 7}),
    "chance": (chance, {path: chance_of(path) for path in PATHS}),
    # Entry by entry, with spreading
    "+": (time + weight, {c: c[0] + W[c] for c in CHOICES}),
    "-": (1 - dynamics, {step: 1 - p for step, p in TAU.items()}),
    "*": (prior * dynamics, {step: P[step[:3]] * p for step, p in TAU.items()}),
    "* over trajectories": (weight * chance, {path: W[path[0]] * chance_of(path) for path in PATHS}),
    "/": (weight / time, {c: W[c] / c[0] for c in CHOICES}),
    "^": (weight**time, {c: W[c] ** c[0] for c in CHOICES}),
    "^ -1": (time**-1, by_point(lambda p: F(1, p[0]))),
    "log": (log(time), by_point(lambda p: exact_log(p[0]))),
    "=": (same(weight, 1), {c: W[c] == 1 for c in CHOICES}),
    "= of truths": (same(last, time > 1), by_point(lambda _: True)),
    "<": (weight < prior, {c: W[c] < P[c] for c in CHOICES}),
    "<=": (weight <= prior, {c: W[c] <= P[c] for c in CHOICES}),
    ">": (weight > prior, {c: W[c] > P[c] for c in CHOICES}),
    "and": (both(last, weight < 1), {c: c[0] == 2 and W[c] < 1 for c in CHOICES}),
    "or": (either(last, weight < 1, prior < 1), {c: c[0] == 2 or W[c] < 1 or P[c] < 1 for c in CHOICES}),
    "not": (negation(last), by_point(lambda p: p[0] == 1)),
    "if": (if_(last, weight, time), {c: W[c] if c[0] == 2 else 1 for c in CHOICES}),
    "if of truths": (if_(last, same(weight, 1), last), {c: c == VA for c in CHOICES}),
    "where": (where(weight < 1, weight), {c: w for c, w in W.items() if w < 1}),
    # Between spaces
    "sum": (total(weight, "points"), by_point(lambda p: sum(W[c] for c in of_point(p)))),
    "sum of points": (total(time), {None: 6}),
    "sum of transitions": (
        total(dynamics * weight, "points"),
        by_point(lambda p: sum(TAU[step] * W[c] for c in of_point(p) for step in of_choice(c))),
    ),
    "sum to choices": (total(dynamics, "choices"), {c: sum(TAU[s] for s in of_choice(c)) for c in CHOICES}),
    "sum of trajectories": (
        total(product_along(weight), "choices"),
        {c: sum(x for path, x in PRODUCTS.items() if path[0] == c) for c in CHOICES},
    ),
    "sum of trajectories to points": (
        total(1, "points", over="trajectories"),
        by_point(lambda p: sum(path[0][:2] == p for path in PATHS)),
    ),
    "sum of pairs": (
        total(left(weight) - right(weight) + 1, "points"),
        by_point(lambda p: len(of_point(p)) ** 2),
    ),
    "sum of all": (total(1, over="pairs"), {None: len(PAIRS)}),
    "max": (largest(weight, "points"), by_point(lambda p: max(W[c] for c in of_point(p)))),
    "min": (smallest(weight, "points"), by_point(lambda p: min(W[c] for c in of_point(p)))),
    "min of all": (smallest(weight), {None: 0}),
    "every": (every(weight > 0, "points"), by_point(lambda p: all(W[c] > 0 for c in of_point(p)))),
    "some": (some(weight < "1/2", "points"), by_point(lambda p: any(W[c] < F(1, 2) for c in of_point(p)))),
    "count": (count(weight < 1, "points"), by_point(lambda p: sum(W[c] < 1 for c in of_point(p)))),
    "count of all": (count(last), {None: 2}),
    "next": (
        successor(total(weight, "points")),
        {step: sum(W[c] for c in of_point((2, step[3]))) for step in TRANSITIONS},
    ),
    "into": (
        into(prior * dynamics),
        by_point(lambda p: sum(P[s[:3]] * x for s, x in TAU.items() if (s[0] + 1, s[3]) == p)),
    ),
    "left": (left(weight), {pair: W[pair[:3]] for pair in PAIRS}),
    "right": (right(weight), {pair: W[*pair[:2], pair[3]] for pair in PAIRS}),
    "at a point": (at(time, 2, "u"), {None: 2}),
    "at a choice": (at(weight, 2, "u", "b"), {None: F(2, 3)}),
    "at, spread": (at(start, 1, "t", "a"), {None: F(2, 3)}),
    "share": (
        share(if_(last, weight, weight * (1 - weight)), second_policy),
        dict(zip(CHOICES, (1, 0, 1, F(1, 3), F(2, 3), 1), strict=True)),
    ),
    "share that is kept": (
        share(0, second_policy),
        dict(zip(CHOICES, (1, 0, 1, F(1, 2), F(1, 2), 1), strict=True)),
    ),
    # Along trajectories
    "product": (product_along(weight), PRODUCTS),
    "tail": (tail_product(weight), {path: product([W[step] for step in path[1:]]) for path in PATHS}),
    "along": (sum_along(weight + time), {path: sum(W[s] + s[0] for s in path) for path in PATHS}),
    "end": (end_of(weight), {path: W[path[-1]] for path in PATHS}),
    "through": (
        through(product_along(prior) * chance * start),
        {
            c: sum(MU[p[0][:2]] * chance_of(p) * product([P[s] for s in p]) for p in FROM_START if c in p)
            for c in CHOICES
        },
    ),
    "below": (
        below(product_along(weight), chance),
        {path: sum(chance_of(p) for p in PATHS if PRODUCTS[p] < PRODUCTS[path]) for path in PATHS},
    ),
    # Control
    "back": (
        back(lambda v: total(prior * if_(last, weight, total(dynamics * successor(v), "choices")), "points")),
        {
            S: F(1, 5) * (F(1, 4) * F(1, 3) + F(3, 4)) + F(4, 5),
            T: F(1, 3),
            U: F(1, 3),
            V: F(1),
        },
    ),
    "forth": (
        forth(lambda d: start + into(d * prior * dynamics)),
        {**MU, U: F(1, 3) * F(1, 5) * F(1, 4) + F(2, 3), V: F(1, 3) * (F(1, 5) * F(3, 4) + F(4, 5))},
    ),
    "repeat": (repeat(3, lambda x: x * x + 1, time), {S: 26, T: 26, U: 677, V: 677}),
    "repeat a policy": (
        repeat(2, lambda policy: share(policy * weight, policy), prior),
        dict(zip(CHOICES, (F(1, 17), F(16, 17), 1, 1, 0, 1), strict=True)),
    ),
    "least": (least(0, 9, lambda k: k * k > 10), {None: 4}),
}


@pytest.mark.parametrize("case", CASES)
def test_an_operation(case: str) -> None:
    term, expected = CASES[case]
    found = Evaluation(MODEL, SECOND, 7).table(term)
    assert list(found) == list(expected)
    assert all(bool(x == expected[key]) for key, x in found.items())
    if isinstance(next(iter(expected.values())), bool):
        assert all(found[key] is truth for key, truth in expected.items())


def test_the_model_that_ends_has_one_more_point() -> None:
    from coherence_exact.claims import ending

    evaluation = Evaluation(MODEL, SECOND, 7)
    assert evaluation.value(ending("1/2", total(1, over="points"))) == 5
    assert evaluation.value(ending(1, total(1, over="points"))) == 4
    assert evaluation.value(ending(0, total(1, over="points"))) == 3
    assert evaluation.value(ending("1/2", total(prior * time))) == 1 + 1 + 2 + 2 + 2
    assert evaluation.value(ending("1/2", index)) == 7


def test_every_operation_has_a_case() -> None:
    used = {part.operator for term, _ in CASES.values() for part in subterms(term)}
    assert OPERATIONS - used == {"ending", "symbol"}


@pytest.mark.parametrize("space", list(Space))
def test_a_table_over_a_finer_space(space: Space) -> None:
    evaluation = Evaluation(MODEL)
    for term in (horizon, time, weight, dynamics):
        if term.sort.space.spreads_to(space):
            names = list(evaluation.layout.keys(space))
            own = evaluation.table(term)
            found = evaluation.table(term, space)
            assert list(found) == names
            for name in names:
                first = name[0] if space is Space.TRAJECTORIES else name
                keys = [first, first[:2], first[:3], None] if first else [None]
                assert found[name] == next(own[key] for key in keys if key in own)
