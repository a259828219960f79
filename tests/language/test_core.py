"""The operations as functions: their sorts, what a recursion may ask for, and how variables are bound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from coherence_exact.definitions.conditioning import condition, goal_condition, uniform
from coherence_exact.definitions.returns import success_probability
from coherence_exact.errors import ClaimError
from coherence_exact.language.core import (
    at,
    at_least,
    at_most,
    back,
    below,
    both,
    chance,
    count,
    dynamics,
    either,
    end_of,
    ending,
    equal,
    every,
    everywhere,
    forth,
    greater,
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
    symbol,
    tail_product,
    through,
    time,
    total,
    weight,
    where,
)
from coherence_exact.language.definitions import Choices, Number, Points, Policy, define
from coherence_exact.language.sorts import SORTS, Space
from coherence_exact.language.terms import Term, free_variables, number

from tests.untyped import untyped


@pytest.mark.parametrize(
    ("term", "sort"),
    [
        (prior, "policy"),
        (second_policy, "policy"),
        (weight, "choices"),
        (dynamics, "transitions"),
        (start, "points"),
        (time, "points"),
        (last, "truths of points"),
        (horizon, "number"),
        (infinity, "number"),
        (index, "number"),
        (symbol("x"), "number"),
        (chance, "trajectories"),
        (number("1/2"), "number"),
        (prior + 1, "choices"),
        (time - 1, "points"),
        (horizon * 2, "number"),
        (start * prior * dynamics, "transitions"),
        (start * prior * chance, "trajectories"),
        (left(prior) / start, "pairs"),
        (weight**time, "choices"),
        (-weight, "choices"),
        (log(weight), "choices"),
        (same(prior, 1), "truths of choices"),
        (same(last, prior > 0), "truths of choices"),
        (dynamics < 1, "truths of transitions"),
        (chance >= 1, "truths of trajectories"),
        (both(last, prior > 0), "truths of choices"),
        (both(last), "truths of points"),
        (either(horizon > 1, left(prior) > 0), "truths of pairs"),
        (negation(last), "truths of points"),
        (if_(last, prior, second_policy), "policy"),
        (if_(horizon > 1, prior, second_policy), "policy"),
        (if_(prior > 0, prior, second_policy), "choices"),
        (if_(last, prior, 1), "choices"),
        (if_(last, 1, 2), "points"),
        (if_(last, last, prior > 0), "truths of choices"),
        (where(last, prior), "choices"),
        (where(prior > 0, time), "choices"),
        (where(last, last), "truths of points"),
        (everywhere(last), "truth"),
        (everywhere(horizon > 1), "truth"),
        (equal(prior, 1), "truth"),
        (equal(last, horizon > 1), "truth"),
        (at_least(prior, 1), "truth"),
        (at_most(1, 2), "truth"),
        (greater(infinity, chance), "truth"),
        (total(prior), "number"),
        (total(dynamics, "choices"), "choices"),
        (total(dynamics, Space.POINTS), "points"),
        (total(chance, "choices"), "choices"),
        (total(left(prior), "points"), "points"),
        (total(1, to="choices", over="transitions"), "choices"),
        (largest(prior, "points"), "points"),
        (smallest(start), "number"),
        (every(prior > 0, "points"), "truths of points"),
        (some(chance > 0), "truth"),
        (count(prior > 0, "points"), "points"),
        (successor(start), "transitions"),
        (successor(1), "transitions"),
        (into(dynamics), "points"),
        (into(prior), "points"),
        (left(prior), "pairs"),
        (right(time), "pairs"),
        (share(weight, prior), "policy"),
        (share(1, prior), "policy"),
        (at(start, 1, "s"), "number"),
        (at(prior, 1, "s", "a"), "number"),
        (at(prior, 1, "s", "a") > 0, "truth"),
        (product_along(prior), "trajectories"),
        (tail_product(prior), "trajectories"),
        (sum_along(log(weight)), "trajectories"),
        (end_of(weight), "trajectories"),
        (through(chance), "choices"),
        (below(chance, 1), "trajectories"),
        (back(lambda v: total(prior * dynamics * successor(v), "points")), "points"),
        (forth(lambda d: start + into(d * prior * dynamics)), "points"),
        (repeat(2, goal_condition, prior), "policy"),
        (repeat(2, lambda w: w * weight, weight), "choices"),
        (repeat(2, lambda x: x + 1, number(1)), "number"),
        (repeat(2, negation, last), "truths of points"),
        (least(1, horizon, lambda k: k > 2), "number"),
        (ending("1/2", success_probability(prior)), "number"),
        (ending("1/2", greater(prior, 0)), "truth"),
    ],
    ids=str,
)
def test_sorts(term: Term, sort: str) -> None:
    assert term.sort == SORTS[sort]
    assert not free_variables(term)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: weight + left(prior), "no common space; sum one of them first"),
        (lambda: dynamics + chance, "no common space"),
        (lambda: last + 1, "last is not a number; do not compare it"),
        (lambda: both(prior, last), "prior is not a truth; compare it with something"),
        (lambda: both(prior), "prior is not a truth"),
        (both, "both joins at least one relation"),
        (either, "either joins at least one relation"),
        (lambda: same(last, 1), "1 is not a truth"),
        (lambda: same(1, last), "last is not a number"),
        (lambda: if_(weight, 1, 2), "weight is not a truth"),
        (lambda: if_(last, 1, last), "last is not a number"),
        (lambda: if_(last, last, 1), "1 is not a truth"),
        (lambda: log(last), "last is not a number"),
        (lambda: everywhere(prior), "prior is not a relation"),
        (lambda: total(last), "last is not a number"),
        (lambda: count(prior), "prior is not a truth"),
        (lambda: total(start, "choices"), "does not come from points to choices"),
        (lambda: total(horizon), "does not come from scalar to scalar"),
        (
            lambda: total(dynamics, "points", over="choices"),
            "over transitions and cannot be spread to choices",
        ),
        (lambda: total(prior, "actions"), '"actions" is not a space; choose one of scalar, points'),
        (lambda: total(prior, untyped(None)), "null is not a space"),
        (lambda: successor(prior), "of sort policy, where points is needed"),
        (lambda: left(dynamics), "of sort transitions, where choices is needed"),
        (lambda: share(weight, weight), "of sort choices, where a policy is needed"),
        (lambda: share(left(prior), prior), "where choices is needed"),
        (lambda: at(prior, 1, "s"), "over choices and cannot be spread to points"),
        (lambda: at(dynamics, 1, "s", "a"), "cannot be spread to choices"),
        (lambda: at(last, 1, "s"), "last is a table of truths; use every, or compare after at"),
        (lambda: at(prior > 0, 1, "s", "a"), "is a table of truths; use every, or compare after at"),
        (lambda: at(start, 0, "s"), "0 is not a time"),
        (lambda: at(start, True, "s"), "true is not a time"),
        (lambda: at(start, 1, untyped(2)), "2 is not the name of a state"),
        (lambda: at(prior, 1, "s", untyped(2)), "2 is not the name of an action"),
        (lambda: symbol("α"), "is not a name of a symbol"),
        (lambda: symbol(""), "is not a name of a symbol"),
        (lambda: repeat(prior, goal_condition, prior), "of sort policy, where a number is needed"),
        (lambda: repeat(2, lambda x: x * weight, prior), "of sort choices, where a policy is needed"),
        (lambda: repeat(2, lambda x: x * prior, number(1)), "where a number is needed"),
        (lambda: least(1, time, lambda k: k > 1), "of sort points, where a number is needed"),
        (lambda: least(1, 2, lambda k: k), "where a truth is needed"),
        (lambda: least(1, 2, lambda k: k < prior), "truths of choices, where a truth is needed"),
        (lambda: ending("1/2", prior), "only a scalar goes over to another model"),
        (lambda: ending(prior, horizon), "where a number is needed"),
        (lambda: back(untyped(prior)), "is not a function of one term; write lambda x"),
        (lambda: back(lambda _: prior), "where points is needed"),
        (lambda: back(untyped(lambda: 1)), "write a function of one term"),
        (lambda: back(lambda _: None), "null is neither a term nor a number"),
        (lambda: back(untyped(len)), "write a function of one term"),
        (log, "log: missing a required argument: 'value'; call log"),
        (lambda: untyped(log)(1, 2), "log: too many positional arguments; call log"),
        (lambda: untyped(total)(prior, onto="points"), "unexpected keyword argument 'onto'"),
    ],
)
def test_wrong_operands_are_refused_with_the_mend(call: Callable[[], Term], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        call()


# What a recursion may ask for


@define("next({v})")
def moved(v: Points) -> Choices:
    """The mean of the table at the next time."""
    return total(dynamics * successor(v), "choices")


@define("here({v})")
def unmoved(v: Points) -> Choices:
    """The table as it is."""
    return v * weight


@define("whole({v})")
def summed(v: Points) -> Number:
    """The sum of the table over all points."""
    return total(successor(v))


@define("none({v})")
def unused(v: Points) -> Points:
    """Something that does not depend on the table."""
    return time


@define("policy of {v}")
def policy_of(v: Points) -> Policy:
    """A policy that asks for the table at the next time."""
    return share(moved(v), prior)


def _mean(table: Term) -> Term:
    return total(table, "points")


@pytest.mark.parametrize(
    "equation",
    [
        lambda _: number(1),
        lambda _: time,
        lambda v: _mean(dynamics * successor(v)),
        lambda v: _mean(successor(v * time + 1)),
        lambda v: _mean(successor(_mean(v * prior))),
        lambda v: largest(if_(last, 1, largest(successor(v), "choices")), "points"),
        lambda v: _mean(where(prior > 0, moved(v))),
        lambda v: _mean(moved(unmoved_mean(v))),
        lambda v: _mean(moved(_mean(unmoved(v)))),
        lambda v: _mean(policy_of(v)),
        lambda v: _mean(uniform * moved(v)),
        lambda v: _mean(share(moved(v), prior)),
        lambda v: _mean(left(moved(v)) - right(moved(v))),
        lambda v: count(same(moved(v), 1), "points"),
        lambda v: _mean(product_along(moved(v))),
        lambda v: _mean(tail_product(moved(v)) + sum_along(moved(v)) + end_of(moved(v))),
        lambda v: repeat(2, lambda x: x + _mean(moved(v)), _mean(moved(v))),
        lambda v: repeat(2, lambda x: _mean(moved(x)), _mean(moved(v))),
        unused,
        lambda v: time * unused(_mean(weight * successor(v))),
        lambda _: back(lambda u: _mean(moved(u))),
    ],
    ids=range(21),
)
def test_backward_induction_asks_for_later_times(equation: Callable[[Term], Term]) -> None:
    assert back(equation).sort == SORTS["points"]


def unmoved_mean(v: Term) -> Term:
    return v * 2 + time


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        (lambda v: v, "v is used outside of successor"),
        (lambda v: v + _mean(dynamics * successor(v)), "v is used outside of successor"),
        (lambda v: _mean(unmoved(v)), "v is used outside of successor"),
        (lambda v: _mean(moved(v) * v), "v is used outside of successor"),
        (lambda v: if_(v > 0, 1, 2), "v is used outside of successor"),
        (lambda v: repeat(2, lambda x: _mean(moved(x)), v), "v is used outside of successor"),
        (lambda v: repeat(horizon, lambda x: x + v, time), "v is used outside of successor"),
        (lambda v: time * total(v), "may ask for it at any time"),
        (lambda v: time * total(successor(v)), "may ask for it at any time"),
        (lambda v: time * summed(v), "may ask for it at any time"),
        (lambda v: time * at(v, 1, "s"), "may ask for it at any time"),
        (lambda v: time * at(moved(v), 1, "s", "a"), "may ask for it at any time"),
        (lambda v: _mean(through(moved(v))), "may ask for it at any time"),
        (lambda v: _mean(below(moved(v), 1)), "may ask for it at any time"),
        (lambda v: into(moved(v) * dynamics), "may ask for it at any time"),
        (lambda v: back(lambda u: _mean(moved(u) + moved(v))), "may ask for it at any time"),
        (lambda v: forth(lambda d: into(d * dynamics) + _mean(moved(v))), "may ask for it at any time"),
        (lambda v: time * least(1, 2, lambda k: k > total(moved(v))), "may ask for it at any time"),
        (lambda v: _mean(moved(unused(v) * total(v))), "may ask for it at any time"),
        (lambda v: _mean(condition(prior, moved(v))), "may ask for it at any time"),
    ],
    ids=range(20),
)
def test_backward_induction_asks_for_nothing_else(equation: Callable[[Term], Term], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        back(equation)


@define("pushed({d})")
def pushed(d: Points) -> Points:
    """The mass that arrives."""
    return into(d * prior * dynamics)


@pytest.mark.parametrize(
    "equation",
    [
        lambda _: start,
        lambda d: start + into(d * prior * dynamics),
        lambda d: start + pushed(d),
        lambda d: start + pushed(2 * d + time),
        lambda d: start + largest(pushed(d) * weight, "points"),
        lambda d: repeat(2, lambda x: x + pushed(d), pushed(d)),
        lambda d: start + _mean(share(pushed(d) * weight, prior)),
    ],
    ids=range(7),
)
def test_forward_recursion_asks_for_earlier_times(equation: Callable[[Term], Term]) -> None:
    assert forth(equation).sort == SORTS["points"]


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        (lambda d: d, "d is used outside of into"),
        (lambda d: start + d + pushed(d), "d is used outside of into"),
        (lambda d: into(dynamics * successor(d)), "may ask for it at any time"),
        (lambda d: _mean(moved(pushed(d))), "may ask for it at any time"),
        (
            lambda d: into(total(chance * product_along(pushed(d) * weight), "choices")),
            "may ask for it at any time",
        ),
        (lambda d: start * total(pushed(d)), "may ask for it at any time"),
    ],
    ids=range(6),
)
def test_forward_recursion_asks_for_nothing_else(equation: Callable[[Term], Term], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        forth(equation)


def test_a_definition_says_how_it_uses_its_parameters_through_other_definitions() -> None:
    @define("inner({v})")
    def inner(v: Points) -> Points:
        """The mean at the next time."""
        return _mean(moved(v))

    @define("outer({v})")
    def outer(v: Points) -> Points:
        """The mean two times on."""
        return inner(inner(v))

    @define("mixed({v}, {other})")
    def mixed(v: Points, other: Points) -> Points:
        """One table at the next time, the other one as it is."""
        return inner(v) + other

    assert back(lambda v: outer(v) + mixed(v, time)).sort == SORTS["points"]
    assert back(lambda v: mixed(time, inner(v))).sort == SORTS["points"]
    with pytest.raises(ClaimError, match="outside of successor"):
        back(lambda v: mixed(time, v))


# Variables


def test_nested_binders_of_one_name_do_not_capture() -> None:
    term = least(1, 9, lambda k: least(1, 9, lambda k: k > 3) < k)
    assert repr(term) == "least(1, 9, lambda k: least(1, 9, lambda k1: 3 < k1) < k)"

    def above(bound: Term) -> Term:
        return least(1, 9, lambda k: k > bound)

    term = least(1, 9, lambda k: above(k + 0) > 2)
    assert repr(term) == "least(1, 9, lambda k: 2 < least(1, 9, lambda k1: k + 0 < k1))"


def test_binders_side_by_side_have_one_name() -> None:
    assert repr(both(least(1, 2, lambda k: k > 1) > 1, least(1, 2, lambda k: k > 1) > 1)).count("k1") == 0


def test_a_binder_in_a_definition_does_not_capture_a_parameter() -> None:
    @define("f_{steps}({x})")
    def conditioned(x: Policy, steps: Number) -> Policy:
        """The parameter, conditioned again and again with itself."""
        return repeat(steps, lambda _: condition(_, x), x)

    assert repr(conditioned.body) == "repeat(steps, lambda x1: condition(x1, x), x)"


@pytest.mark.parametrize("function", [lambda π: π, lambda _x: _x, lambda *xs: xs[0], goal_condition])  # noqa: PLC2401
def test_a_variable_has_a_name_of_letters_and_digits(function: Callable[[Term], Term]) -> None:
    assert repeat(2, function, prior).operands[1] == "x"


def test_a_variable_that_leaves_its_binder_is_free() -> None:
    leaked: list[Term] = []

    def leaking(k: Term) -> Term:
        leaked.append(k)
        return k > 1

    least(1, 2, leaking)
    assert free_variables(leaked[0] + 1) == {"k"}


def test_a_scalar_goes_over_to_the_model_that_ends_but_a_table_does_not() -> None:
    assert least(1, 3, lambda k: ending("1/2", k * success_probability(prior)) > 1).sort == SORTS["number"]
    with pytest.raises(ClaimError, match="has a free table"):
        repeat(2, lambda x: share(ending("1/2", success_probability(x)) * weight, x), prior)


def test_reading_is_in_order_of_the_operands() -> None:
    assert [str(part) for part in both(last, prior > 0, horizon > 1).terms()] == [
        "last",
        "0 < prior",
        "1 < horizon",
    ]


def test_what_a_repetition_begins_with_is_asked_for_where_its_variable_is() -> None:
    def later(v: Term) -> Term:
        return total(dynamics * successor(v), "points")

    with pytest.raises(ClaimError, match="inside of an operation that may ask for it at any time"):
        back(lambda v: repeat(1, total, later(v)))
    assert back(lambda v: repeat(1, later, later(v))).sort.space is Space.POINTS
