"""Undefined and absent entries: each rule of the format with a test of its own."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.claims import (
    at,
    back,
    below,
    both,
    count,
    define,
    deterministic,
    dynamics,
    either,
    end_of,
    ending,
    equal,
    every,
    horizon,
    if_,
    implies,
    infinity,
    into,
    largest,
    last,
    least,
    left,
    log,
    negation,
    number,
    optimal_success,
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
    stochastic,
    success_probability,
    successor,
    sum_along,
    tail_product,
    through,
    time,
    total,
    weight,
    where,
)
from coherence_exact.errors import UndecidedError, UndefinedError
from coherence_exact.evaluation import evaluation, graph
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.logarithms import INFINITY
from coherence_exact.exact.logarithms import log as exact_log
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from coherence_exact.language.definitions import Choices, Number, Points
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder

from tests.models import example, one_decision

MODEL = example("example_3")
"""Two decisions: ∅ leads to s1 with 3/4 or 1/4 and to s2; two actions everywhere."""


def value(term: Term) -> Any:
    return Evaluation(MODEL).value(term)


def is_same(found: Any, expected: Any) -> bool:
    """Equality that tells undefined, absent, truths and numbers apart."""
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(is_same, found, expected))
    kinds = (list, bool, type(UNDEFINED))
    if isinstance(found, kinds) or isinstance(expected, kinds):
        return found is expected
    return bool(found == expected)


def at_first(x: Term, otherwise: Term) -> Term:
    """A table over points: one number at t = 1 and another at t = 2, chosen entry by entry."""
    return if_(same(time, 1), x, otherwise)


# Numbers and truths that are undefined or absent, known before there is a model and known after

UNDEFINED_NUMBERS = {
    "1/0": number(1) / 0,
    "outside": at(time, 9, "∅"),
    "no second policy": at(second_policy, 1, "∅", "a1"),
}
NO_NUMBER = UNDEFINED_NUMBERS["outside"]
ABSENT_NUMBER = at(where(last, time), 1, "∅")
NO_TRUTH, ABSENT_TRUTH = same(NO_NUMBER, 1), same(ABSENT_NUMBER, 1)
TRUE, FALSE = same(horizon, 2), same(horizon, 3)
# Truths that only a model tells.
STOCHASTIC, DETERMINISTIC = stochastic, deterministic

BINARY: dict[str, Callable[[Any, Any], Term]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "^": lambda x, y: x**y,
    "=": same,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
}


@pytest.mark.parametrize("operator", BINARY)
@pytest.mark.parametrize("undefined", UNDEFINED_NUMBERS)
def test_undefined_spreads_entry_by_entry(operator: str, undefined: str) -> None:
    operation, gap = BINARY[operator], UNDEFINED_NUMBERS[undefined]
    for other in (number(0), number(1), number(-1), infinity, log(2), log(2) * log(3), gap):
        assert value(operation(gap, other)) is UNDEFINED
        assert value(operation(other, gap)) is UNDEFINED
    assert is_same(value(operation(time, gap)), [UNDEFINED] * 3)
    assert value(log(gap)) is UNDEFINED
    assert value(negation(same(gap, 1))) is UNDEFINED


@pytest.mark.parametrize("operator", BINARY)
def test_absent_spreads_before_undefined(operator: str) -> None:
    operation = BINARY[operator]
    for other in (
        number(0),
        number(1),
        number(-1),
        infinity,
        log(2),
        NO_NUMBER,
        number(1) / 0,
        ABSENT_NUMBER,
    ):
        assert value(operation(ABSENT_NUMBER, other)) is ABSENT
        assert value(operation(other, ABSENT_NUMBER)) is ABSENT
    found = value(operation(where(last, time), at_first(NO_NUMBER, number(2))))
    assert [x is ABSENT for x in found] == [True, False, False]
    assert value(log(ABSENT_NUMBER)) is ABSENT
    assert value(negation(ABSENT_TRUTH)) is ABSENT


# Arithmetic


ZERO_LOG = log(6) - log(2) - log(3)
ARITHMETIC: list[tuple[Term, Any]] = [
    (infinity - infinity, UNDEFINED),
    (-infinity + infinity, UNDEFINED),
    (infinity + log(0), UNDEFINED),
    (infinity + infinity, INFINITY),
    (infinity + 1, INFINITY),
    (1 - infinity, -INFINITY),
    (infinity - log(2), INFINITY),
    (log(2) * log(3) - infinity, -INFINITY),
    (number(0) * infinity, 0),
    (-infinity * 0, 0),
    (log(1) * infinity, 0),
    (infinity * ZERO_LOG, 0),
    (infinity * (log(4) * log(3) - log(2) * log(9)), 0),
    (infinity * -2, -INFINITY),
    (infinity * log("1/2"), -INFINITY),
    (infinity * (log(2) * log(3)), INFINITY),
    (infinity * infinity, INFINITY),
    (-infinity * infinity, -INFINITY),
    (infinity / -2, -INFINITY),
    (-infinity / log("1/3"), INFINITY),
    (infinity / (log(2) * log("1/3")), -INFINITY),
    (number(0) / 0, UNDEFINED),
    (number(1) / 0, UNDEFINED),
    (infinity / 0, UNDEFINED),
    (1 / log(1), UNDEFINED),
    (log(2) / ZERO_LOG, UNDEFINED),
    (infinity / ZERO_LOG, UNDEFINED),
    (log(5) * log(7) / (log(4) * log(3) - log(2) * log(9)), UNDEFINED),
    (1 / infinity, UNDEFINED),
    (0 / infinity, UNDEFINED),
    (log(2) / -infinity, UNDEFINED),
    (log(2) * log(3) / infinity, UNDEFINED),
    (infinity / infinity, UNDEFINED),
    (-infinity / infinity, UNDEFINED),
]

POWERS: list[tuple[Term, Any]] = [
    (number(0) ** 0, 1),
    (number(0) ** 3, 0),
    (number(0) ** -1, UNDEFINED),
    (number(2) ** -2, Fraction(1, 4)),
    (number("-2/3") ** 3, Fraction(-8, 27)),
    (number(4) ** "1/2", UNDEFINED),
    (number(1) ** "1/2", UNDEFINED),
    (number(2) ** log(2), UNDEFINED),
    (number(2) ** (log(4) / log(2)), 4),
    (number(2) ** (log(1)), 1),
    (number(2) ** infinity, UNDEFINED),
    (infinity**1, UNDEFINED),
    (infinity**0, UNDEFINED),
    ((-infinity) ** 2, UNDEFINED),
    (log(2) ** 0, 1),
    (log(1) ** 0, 1),
    (log(1) ** -1, UNDEFINED),
    (ZERO_LOG**-1, UNDEFINED),
    ((log(4) / log(2)) ** -1, Fraction(1, 2)),
    ((log(2) * log(3)) ** 2 / (log(2) ** 2), exact_log(3) * exact_log(3)),
    (number(1) ** 999_999, 1),
]

LOGARITHMS: list[tuple[Term, Any]] = [
    (log(1), 0),
    (log(0), -INFINITY),
    (log("1/2"), exact_log(Fraction(1, 2))),
    (log(-1), UNDEFINED),
    (log(infinity), UNDEFINED),
    (log(-infinity), UNDEFINED),
    (log(log(2)), UNDEFINED),
    (log(1 + log(2)), UNDEFINED),
    (log(log(2) * log(3)), UNDEFINED),
    # Numbers in which no logarithm is left.
    (log(log(8) / log(2)), exact_log(3)),
    (log(log(2) + 5 - log(2)), exact_log(5)),
    (log(ZERO_LOG), -INFINITY),
]

COMPARISONS: list[tuple[Term, Any]] = [
    (infinity < infinity + 1, False),
    (infinity <= infinity - 1, True),
    (same(infinity, infinity), True),
    (same(infinity, -infinity), False),
    (-infinity < infinity, True),
    (same(log(0), -infinity), True),
    (number(10**9) < infinity, True),
    (infinity < log(10**9), False),
    (log(2) * log(3) < infinity, True),
    (-infinity < log(2) * log(3), True),
    (log(2) < "7/10", True),
    (same(log(4), 2 * log(2)), True),
    (same(log(9) / log(3), 2), True),
    (log(3) / log(2) > "3/2", True),
    (1 - log(2) >= "3/10", True),
    (same(log(1), 0), True),
    (same(same(1, 1), same(2, 2)), True),
    (same(same(1, 1), same(2, 1)), False),
]


@pytest.mark.parametrize(("term", "expected"), ARITHMETIC + POWERS + LOGARITHMS + COMPARISONS)
def test_numbers(term: Term, expected: Any) -> None:
    """Of literals, which are known before there is a model, and of the same numbers in a table."""
    found = value(term)
    assert is_same(found, expected)
    if term.operator in ("+", "-", "*", "/", "^", "<", "<=", "=") and not next(term.terms()).sort.is_truth:
        # A number that only a model tells, plus 0, is the same number.
        one = total(start) * 1
        x, y = term.terms()
        told = [one * operand if operand.sort.space.value == "scalar" else operand for operand in (x, y)]
        assert is_same(value(Term(term.operator, tuple(told), term.sort)), expected)


def test_what_is_too_much_to_calculate_is_undecided_and_not_undefined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (graph, evaluation):
        monkeypatch.setattr(module, "MOST_REPETITIONS", 50)
    assert value(repeat(50, lambda x: 2 * x, number(1))) == 2**50
    assert value(least(1, 90, lambda k: k > 50)) == 51
    for term in (
        number(2) ** 1_000_001,
        number(2) ** -1_000_001,
        repeat(51, lambda x: x, number(1)),
        repeat(total(1, over="points") * 20, lambda x: x, number(1)),
        least(1, 90, lambda k: same(k, 0)),
    ):
        with pytest.raises(UndecidedError):
            value(term)


# Reductions

NOTHING = where(time > 5, time)
MIXED = at_first(NO_NUMBER, time)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (total(NOTHING), 0),
        (largest(NOTHING), UNDEFINED),
        (smallest(NOTHING), UNDEFINED),
        (every(NOTHING > 0), True),
        (some(NOTHING > 0), False),
        (count(NOTHING > 0), 0),
        (largest(1, "choices", over="transitions"), [1, 1, *[UNDEFINED] * 4]),
        (total(1, "choices", over="transitions"), [2, 2, 0, 0, 0, 0]),
        (every(same(1, 2), "choices", over="transitions"), [False, False, True, True, True, True]),
    ],
)
def test_of_nothing(term: Term, expected: Any) -> None:
    assert is_same(value(term), expected)


@pytest.mark.parametrize("reduce", [total, largest, smallest])
def test_an_undefined_entry_makes_a_reduction_undefined(reduce: Callable[..., Term]) -> None:
    assert value(reduce(MIXED)) is UNDEFINED
    assert value(reduce(if_(last, infinity, MIXED))) is UNDEFINED
    assert is_same(
        value(reduce(MIXED * weight, "points")), [UNDEFINED, *value(reduce(2 * weight, "points"))[1:]]
    )


@pytest.mark.parametrize("reduce", [every, some, count])
@pytest.mark.parametrize("other", [TRUE, FALSE])
def test_an_undefined_truth_makes_a_reduction_undefined_whatever_the_others_are(
    reduce: Callable[..., Term], other: Term
) -> None:
    for truths in (at_first(NO_TRUTH, other), if_(last, NO_TRUTH, other)):
        assert value(reduce(truths)) is UNDEFINED


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (total(where(last, time)), 4),
        (largest(where(same(time, 1), time)), 1),
        (smallest(where(last, time)), 2),
        (count(where(last, same(time, 2))), 2),
        (every(where(last, same(time, 2))), True),
        (some(where(last, same(time, 1))), False),
        (total(where(last, weight), "points"), [0, Fraction(2, 3), Fraction(4, 3)]),
        # What is left out is not looked at, however undefined it would be.
        (total(where(last, at_first(NO_NUMBER, time))), 4),
        # An absent entry takes the undefined one with it.
        (total(where(last, time) * at_first(NO_NUMBER, number(1))), 4),
    ],
)
def test_absent_entries_are_left_out(term: Term, expected: Any) -> None:
    assert is_same(value(term), expected)


def test_into_and_through() -> None:
    transitions = successor(time) * 1
    assert is_same(value(into(where(weight > 5, transitions))), [0, 0, 0])
    assert is_same(value(into(transitions / 0)), [0, UNDEFINED, UNDEFINED])
    assert is_same(value(into(if_(same(dynamics, "3/4"), transitions / 0, 1))), [0, UNDEFINED, 2])
    along = sum_along(weight)
    assert is_same(value(through(where(along > 9, along))), [0] * 6)
    assert is_same(value(through(along / 0)), [UNDEFINED] * 6)


def test_below() -> None:
    """Ranks 1/3 and 2/3 at the last time, and 1/3·1 and so on before: twelve trajectories."""
    rank, one = product_along(weight), number(1)
    ranks = value(rank)
    expected = [sum(other < own for other in ranks) for own in ranks]
    assert is_same(value(below(rank, one)), expected)
    low = rank <= "1/3"
    # The masses of trajectories that are not below any other are never asked for.
    undefined_low = [0 if own == min(ranks) else UNDEFINED for own in ranks]
    assert is_same(value(below(rank, if_(low, 1 / (rank - rank), 1))), undefined_low)
    assert is_same(value(below(rank, if_(low, 1, 1 / (rank - rank)))), expected)
    assert is_same(value(below(rank, where(low, one))), expected)
    assert is_same(value(below(rank, where(negation(low), one))), [0] * len(ranks))
    without = [ABSENT if own > Fraction(1, 3) else 0 for own in ranks]
    assert is_same(value(below(where(low, rank), one)), without)
    assert is_same(value(below(if_(low, rank, rank / 0), one)), [UNDEFINED] * len(ranks))


# Entry by entry, and no further than needed


def test_and_and_or_stop_where_they_are_decided() -> None:
    assert value(both(FALSE, NO_TRUTH)) is False
    assert value(both(DETERMINISTIC, NO_TRUTH)) is False
    assert value(either(TRUE, NO_TRUTH)) is True
    assert value(either(STOCHASTIC, ABSENT_TRUTH)) is True
    assert value(both(TRUE, NO_TRUTH)) is UNDEFINED
    assert value(both(STOCHASTIC, NO_TRUTH)) is UNDEFINED
    assert value(either(DETERMINISTIC, NO_TRUTH)) is UNDEFINED
    assert value(implies(DETERMINISTIC, NO_TRUTH)) is True
    assert value(implies(STOCHASTIC, NO_TRUTH)) is UNDEFINED


@pytest.mark.parametrize("is_table", [False, True])
@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        # The first operand that is not true is what it gives.
        ((NO_TRUTH, DETERMINISTIC), UNDEFINED),
        ((ABSENT_TRUTH, DETERMINISTIC), ABSENT),
        ((NO_TRUTH, ABSENT_TRUTH), UNDEFINED),
        ((STOCHASTIC, NO_TRUTH, ABSENT_TRUTH), UNDEFINED),
        ((ABSENT_TRUTH, NO_TRUTH), ABSENT),
        # What comes after it does not.
        ((NO_TRUTH, DETERMINISTIC, ABSENT_TRUTH), UNDEFINED),
        ((STOCHASTIC, DETERMINISTIC, NO_TRUTH), False),
        ((STOCHASTIC, NO_TRUTH, STOCHASTIC), UNDEFINED),
        ((STOCHASTIC, STOCHASTIC), True),
    ],
)
def test_what_and_looks_at(truths: tuple[Term, ...], expected: Any, is_table: bool) -> None:
    dual = [negation(truth) for truth in truths]
    opposite = not expected if isinstance(expected, bool) else expected
    if is_table:
        truths = tuple(if_(time > 0, truth, truth) for truth in truths)
        dual = [negation(truth) for truth in truths]
        assert is_same(value(both(*truths)), [expected] * 3)
        assert is_same(value(either(*dual)), [opposite] * 3)
    else:
        assert is_same(value(both(*truths)), expected)
        assert is_same(value(either(*dual)), opposite)


def test_junctions_are_lazy_entry_by_entry() -> None:
    decided_at_first = both(time > 1, same(1 / (time - 1), 1))
    assert is_same(value(decided_at_first), [False, True, True])
    assert is_same(value(either(time < 2, same(1 / (time - 1), 2))), [True, False, False])
    assert is_same(value(both(time < 2, same(1 / (time - 1), 1))), [UNDEFINED, False, False])


def test_if_looks_only_at_the_side_that_it_chooses() -> None:
    assert is_same(value(if_(same(time, 1), 0, 1 / (time - 1))), [0, 1, 1])
    assert is_same(value(if_(last, 0, 1 / (time - 1))), [UNDEFINED, 0, 0])
    assert value(if_(STOCHASTIC, 1, NO_NUMBER)) == 1
    assert value(if_(STOCHASTIC, NO_NUMBER, 1)) is UNDEFINED
    assert value(if_(NO_TRUTH, 1, 1)) is UNDEFINED
    assert value(if_(ABSENT_TRUTH, 1, 1)) is ABSENT
    assert is_same(value(if_(same(1 / (time - 1), 1), ABSENT_NUMBER, 0)), [UNDEFINED, ABSENT, ABSENT])


def test_where_looks_at_what_it_keeps() -> None:
    assert is_same(value(where(last, 1 / (time - 1))), [ABSENT, 1, 1])
    assert is_same(value(where(same(time, 1), 1 / (time - 1))), [UNDEFINED, ABSENT, ABSENT])
    assert is_same(value(where(same(1 / (time - 1), 1), time)), [UNDEFINED, 2, 2])
    assert value(where(NO_TRUTH, number(1))) is UNDEFINED
    assert value(where(ABSENT_TRUTH, number(1))) is ABSENT
    assert value(where(DETERMINISTIC, NO_NUMBER)) is ABSENT


def test_operations_along_trajectories_are_no_reductions() -> None:
    kept, broken = where(last, weight), if_(last, weight, weight / 0)
    for along in (product_along, sum_along):
        assert is_same([*value(along(kept))[:8]], [ABSENT] * 8)
        assert is_same([*value(along(broken))[:8]], [UNDEFINED] * 8)
        assert is_same(value(along(kept))[8:], value(weight)[2:])
        both_gaps = if_(last, where(weight > 5, weight), weight / 0)
        assert is_same([*value(along(both_gaps))[:8]], [ABSENT] * 8)
    for of_the_end in (tail_product, end_of):
        assert is_same(value(of_the_end(broken))[:8], value(of_the_end(weight))[:8])
    assert is_same(value(successor(where(last, time))), [2] * 4)
    assert is_same(value(successor(where(negation(last), time))), [ABSENT] * 4)
    assert is_same(value(left(kept))[:4], [ABSENT] * 4)
    assert is_same(value(right(broken))[:4], [UNDEFINED] * 4)


# Share


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (number(-1), UNDEFINED),
        (infinity, UNDEFINED),
        (-infinity, UNDEFINED),
        (NO_NUMBER, UNDEFINED),
        (ABSENT_NUMBER, UNDEFINED),
        (log("1/2"), UNDEFINED),
        (number(0), [0, 1]),
        (number(2), [Fraction(2, 3), Fraction(1, 3)]),
    ],
)
def test_a_share_needs_finite_numbers_that_are_not_negative(wrong: Term, expected: Any) -> None:
    """The other rows are as they should be."""
    is_a1 = same(total(dynamics * dynamics, "choices"), "5/8")
    row = [UNDEFINED, UNDEFINED] if expected is UNDEFINED else expected
    assert is_same(value(share(if_(is_a1, wrong, 1), prior)), [*row, *[Fraction(1, 2)] * 4])


def test_a_share_of_logarithms() -> None:
    is_a1 = same(total(dynamics * dynamics, "choices"), "5/8")
    assert is_same(
        value(share(if_(is_a1, log(4), log(2)), prior)),
        [Fraction(2, 3), Fraction(1, 3), *[Fraction(1, 2)] * 4],
    )


def test_the_row_of_the_policy_where_a_share_sums_to_zero() -> None:
    greedy = share(
        if_(last, 0, dynamics_of_choice()), share(if_(same(weight, 1), dynamics_of_choice(), 1), prior)
    )
    assert is_same(value(greedy), [Fraction(5, 9), Fraction(4, 9), *[Fraction(1, 2)] * 4])


def dynamics_of_choice() -> Term:
    """5/8 and 1/2 at the first state, 0 at the last time."""
    return total(dynamics * dynamics, "choices")


def test_a_share_looks_at_the_policy_only_where_it_keeps_it() -> None:
    missing = if_(where(last, last), prior, prior)
    assert is_same(value(share(1, second_policy)), [Fraction(1, 2)] * 6)
    assert is_same(value(share(0, second_policy)), [UNDEFINED] * 6)
    assert is_same(value(share(1, missing)), [Fraction(1, 2)] * 6)
    assert is_same(value(share(0, missing)), [ABSENT, ABSENT, *[Fraction(1, 2)] * 4])
    assert is_same(value(total(share(0, missing), "points")), [0, 1, 1])


# Repetition and search

POINTS = total(1, over="points")
"""3, which only a model tells."""


@pytest.mark.parametrize("times", [number, lambda n: POINTS - 3 + number(n)])
@pytest.mark.parametrize(
    ("count_of", "expected"), [(0, [1, 2, 2]), (1, [2, 4, 4]), (3, [8, 16, 16]), (-1, None), ("1/2", None)]
)
def test_repetition(times: Callable[[Any], Term], count_of: Any, expected: Any) -> None:
    found = value(repeat(times(count_of), lambda x: 2 * x, time))
    assert is_same(found, [UNDEFINED] * 3 if expected is None else expected)


def test_numbers_of_steps_of_other_kinds() -> None:
    assert value(repeat(NO_NUMBER, lambda x: x, number(1))) is UNDEFINED
    assert value(repeat(ABSENT_NUMBER, lambda x: x, number(1))) is ABSENT
    assert value(repeat(infinity, lambda x: x, number(1))) is UNDEFINED
    assert value(repeat(log(2), lambda x: x, number(1))) is UNDEFINED
    assert value(repeat(log(8) / log(2), lambda x: 2 * x, number(1))) == 8
    kept = repeat(POINTS, lambda x: where(last, x), weight)
    assert is_same(value(total(kept, "points")), [0, Fraction(2, 3), Fraction(4, 3)])


def test_a_repetition_inside_of_a_recursion() -> None:
    """As often as the model says: v at T is 1, and before 2³ times the largest v that follows, plus t."""
    ahead = if_(last, 1, largest(largest(successor(time), "choices"), "points"))
    assert is_same(value(back(lambda v: repeat(POINTS, lambda x: 2 * x, ahead + 0 * later(v)))), [16, 8, 8])
    assert is_same(value(back(lambda v: repeat(POINTS, lambda x: x + later(v), time))), [1 + 3 * 2, 2, 2])
    assert is_same(value(back(lambda v: repeat(NO_NUMBER, lambda x: x + later(v), time))), [UNDEFINED] * 3)


def later(v: Term) -> Term:
    """The largest v that follows, and 0 past the horizon."""
    return if_(last, 0, largest(largest(successor(v), "choices"), "points"))


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 9, 3),
        (3, 3, 3),
        (0, 2, UNDEFINED),
        (4, 3, UNDEFINED),
        (-2, infinity, UNDEFINED),
        ("5/2", "7/2", UNDEFINED),
        ("1/3", "5/2", UNDEFINED),
        (log(8) / log(2), 9, 3),
        (log(2), 9, UNDEFINED),
        (0, log(2), UNDEFINED),
        (-infinity, 9, UNDEFINED),
        (NO_NUMBER, 9, UNDEFINED),
        (0, ABSENT_NUMBER, ABSENT),
        (NO_NUMBER, ABSENT_NUMBER, ABSENT),
    ],
)
def test_the_least_number(low: Any, high: Any, found: Any) -> None:
    assert is_same(value(least(low, high, lambda k: k >= POINTS)), found)


def test_the_least_number_is_not_found_behind_an_undefined_truth() -> None:
    def wanted(k: Term) -> Term:
        return same(1 / (k - 2), "1/3")

    assert value(least(3, 9, wanted)) == 5
    assert value(least(0, 9, wanted)) is UNDEFINED
    assert value(least(0, 9, lambda k: either(same(k, 1), wanted(k)))) == 1
    assert value(least(0, 9, lambda k: where(k > 0, same(k, 1)))) is UNDEFINED


# Places, second policies, models that end


@pytest.mark.parametrize(
    "place", [(0 + 1, "nowhere"), (2, "∅"), (1, "s1"), (3, "s1"), (1, "∅", "a3"), (2, "s1", "nothing")]
)
def test_places_outside_of_the_model(place: tuple[Any, ...]) -> None:
    assert value(at(weight if len(place) == 3 else time, *place)) is UNDEFINED


def test_entries_at_places() -> None:
    assert value(at(1 / (time - 1), 1, "∅")) is UNDEFINED
    assert value(at(1 / (time - 1), 2, "s1")) == 1
    assert value(at(where(last, weight), 1, "∅", "a1")) is ABSENT


def test_a_second_policy_where_there_is_none() -> None:
    assert is_same(value(second_policy), [UNDEFINED] * 6)
    assert value(equal(prior, second_policy)) is UNDEFINED
    with pytest.raises(UndefinedError, match="has no value, because a part of it does not exist"):
        Evaluation(MODEL).holds(equal(prior, second_policy))
    assert Evaluation(MODEL).holds(equal(prior, prior)) is True
    # The model that ends has none either.
    with_second = Evaluation(MODEL, MODEL.prior)
    assert with_second.value(success_probability(second_policy)) == Fraction(11, 24)
    assert with_second.value(ending(1, success_probability(second_policy))) is UNDEFINED


@pytest.mark.parametrize(
    ("gamma", "expected"),
    [
        (0, 1),
        (1, Fraction(1, 2)),
        ("1/2", Fraction(3, 4)),
        (log(2) / log(4), Fraction(3, 4)),
        ("-1/2", UNDEFINED),
        ("3/2", UNDEFINED),
        (infinity, UNDEFINED),
        (log(2), UNDEFINED),
        (NO_NUMBER, UNDEFINED),
        (ABSENT_NUMBER, ABSENT),
    ],
)
def test_the_chance_to_go_on(gamma: Any, expected: Any) -> None:
    assert is_same(value(ending(gamma, optimal_success)), expected)


def test_a_model_with_a_state_that_is_called_like_the_end() -> None:
    model = ModelBuilder("end", horizon=1, start="(end)").action("(end)", "a").build()
    assert Evaluation(model).value(ending("1/2", optimal_success)) is UNDEFINED
    assert Evaluation(one_decision(a=1)).value(ending("1/2", optimal_success)) == 1


@define("ends[{x}]")
def beside(x: Number) -> Number:
    """A number of this model, and the best success in the model that ends."""
    return ending("1/2", 10 * x + optimal_success)


def test_variables_keep_their_values_in_the_model_that_ends() -> None:
    success = success_probability(prior)
    assert value(beside(success)) == 10 * Fraction(11, 24) + Fraction(3, 4)
    # A model that ends has a state (end) already.
    assert value(ending(1, beside(success))) is UNDEFINED
    assert value(least(0, 9, lambda k: ending("1/2", same(k, 2)))) == 2


@define("late {table}")
def late(table: Choices) -> Points:
    """What is left of a table at the last time, summed."""
    return total(where(last, table), "points")


def test_gaps_go_through_definitions() -> None:
    assert is_same(value(late(if_(last, weight, weight / 0))), [0, Fraction(2, 3), Fraction(4, 3)])
    assert is_same(value(late(weight / 0)), [0, UNDEFINED, UNDEFINED])
