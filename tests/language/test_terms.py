"""Terms: immutable data, compared by structure, of limited depth and size."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.definitions.conditioning import retrain
from coherence_exact.definitions.hypotheses import deterministic
from coherence_exact.definitions.values import soft_q, soft_v
from coherence_exact.errors import ClaimError
from coherence_exact.language.core import (
    back,
    both,
    dynamics,
    either,
    equal,
    horizon,
    if_,
    largest,
    last,
    least,
    log,
    negation,
    prior,
    repeat,
    same,
    share,
    successor,
    total,
    weight,
)
from coherence_exact.language.definitions import Number, Policy, define
from coherence_exact.language.sorts import NUMBER, POINTS, POLICY, TRUTH
from coherence_exact.language.terms import (
    MOST_DEPTH,
    MOST_SIZE,
    Term,
    as_term,
    definitions_of,
    free_variables,
    fresh_name,
    in_scope,
    mentions,
    number,
    spelled,
    subterms,
    variable,
)
from hypothesis import given

from tests.language.strategies import terms


@given(terms())
def test_pickling_gives_an_equal_term(term: Term) -> None:
    again = pickle.loads(pickle.dumps(term))
    assert again == term
    assert hash(again) == hash(term)
    assert again.sort == term.sort
    assert repr(again) == repr(term)
    assert copy.deepcopy(term) == term


def test_a_term_from_another_process_is_equal() -> None:
    written = "import pickle, sys; from coherence_exact.claims import prior, retrain; " + (
        "sys.stdout.buffer.write(pickle.dumps(retrain(prior, 2)))"
    )
    other = subprocess.run([sys.executable, "-c", written], capture_output=True, check=True)
    term = pickle.loads(other.stdout)
    assert term == retrain(prior, 2)
    assert hash(term) == hash(retrain(prior, 2))


def test_terms_are_compared_by_structure() -> None:
    assert prior * weight == prior * weight
    assert prior * weight != weight * prior
    assert prior != "prior"
    assert number("2/4") == number(Fraction(1, 2))
    assert len({retrain(prior, 2), retrain(prior, steps=2), retrain(prior, 3)}) == 2


def test_one_variable_of_two_sorts_is_two_terms() -> None:
    assert variable("x", NUMBER) != variable("x", POINTS)


def test_arithmetic_is_as_one_writes_it() -> None:
    assert (1 + weight).operands == (number(1), weight)
    assert (weight - "1/2").operands == (weight, number("1/2"))
    assert (2**horizon).operator == "^"
    assert -weight == 0 - weight
    assert (weight >= 1) == (number(1) <= weight)
    assert (weight > 1).operands == (number(1), weight)
    assert ~last == negation(last)


@pytest.mark.parametrize(
    "test", [lambda: bool(prior), lambda: 0 <= prior <= 1, lambda: not last, lambda: prior and 1]
)
def test_a_term_is_neither_true_nor_false(test: Callable[[], object]) -> None:
    with pytest.raises(ClaimError, match="both, either"):
        test()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "null is neither a term nor a number"),
        (0.5, "0.5 is a float, which is not exact"),
        (float("nan"), "nan is a float"),
        (True, "true is neither"),
        ("half", '"half" is not an exact number'),
        ("1e3", "not an exact number"),
        ("1/0", "divides by zero"),
        ([prior], "a list is neither"),
        (retrain, "retrain takes arguments; call it, as in retrain"),
        ("\ud800\n", "is not an exact number"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_what_is_no_term(value: object, message: str) -> None:
    with pytest.raises(ClaimError, match=message) as refused:
        as_term(value, "x")
    assert str(refused.value).startswith("x: ")
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("operator", "operands", "sort"),
    [
        ("nothing", (), NUMBER),
        (None, (), NUMBER),
        ([], (), NUMBER),
        ("prior", [], POLICY),
        ("prior", (), None),
        ("prior", (), NUMBER),
        ("prior", (prior,), POLICY),
        ("number", (0.5,), NUMBER),
        ("number", ("1/2",), NUMBER),
        ("+", (prior,), NUMBER),
        ("+", (prior, 1), NUMBER),
        ("and", (), TRUTH),
        ("and", (last, 1), TRUTH),
        ("sum", ("choices", "scalar", prior), NUMBER),
        ("back", ("v",), POINTS),
        ("repeat", ("x", prior, prior, prior), POLICY),
        ("at", (prior, "1", "s"), NUMBER),
        ("at", (prior, 1, "s", "a", "b"), NUMBER),
        ("share", (prior, weight), POLICY),
        (retrain, (prior,), POLICY),
        (retrain, (prior, prior), POLICY),
        (retrain, (prior, number(2)), NUMBER),
        (deterministic, (), TRUTH),
    ],
    ids=range(23),
)
def test_wrong_parts_make_no_term(operator: Any, operands: Any, sort: Any) -> None:
    with pytest.raises(ClaimError) as refused:
        Term(operator, operands, sort)
    assert str(refused.value).isprintable()


# Depth and size


def _refusal_of_200(deeper: Callable[[Term], Term]) -> str:
    """What is said where an operation is applied 200 times; until then its terms are within the limits."""
    term: Term = weight
    for _ in range(200):
        assert term.depth <= MOST_DEPTH
        assert term.size <= MOST_SIZE
        try:
            term = deeper(term)
        except ClaimError as error:
            return str(error)
    return "not refused"


@pytest.mark.parametrize(
    "deeper",
    [
        lambda x: x + 1,
        lambda x: 1 - x,
        lambda x: x**2,
        log,
        lambda x: if_(last, x, weight),
        lambda x: largest(x, "points"),
        lambda x: soft_q(share(x, prior)),
        lambda x: total(dynamics * x, "choices"),
        lambda x: repeat(2, lambda y: y * x, x),
        lambda x: back(lambda v: total(dynamics * successor(v) * x, "points")),
        lambda x: total(same(x, 1), "points") if x.sort.is_truth else total(x, "points"),
        lambda x: both(same(x, 1), last) if not x.sort.is_truth else either(x, negation(x)),
        lambda x: negation(x) if x.sort.is_truth else x < 1,
    ],
    ids=range(13),
)
def test_nested_operations_work_or_are_refused(deeper: Callable[[Term], Term]) -> None:
    refused = _refusal_of_200(deeper)
    assert refused != "not refused"
    assert refused.isprintable()
    assert len(refused) < 1000


def test_functions_within_functions_work_or_are_refused() -> None:
    def nested(levels: int) -> Term:
        return repeat(1, lambda _: nested(levels - 1), prior) if levels else prior

    assert nested(20).depth == 21
    with pytest.raises(ClaimError, match=r"nested more deeply than 60 levels|RecursionError"):
        nested(200)


def test_a_function_without_an_end_is_refused() -> None:
    def endless(x: Term) -> Term:
        return repeat(1, endless, x)

    with pytest.raises(ClaimError):
        endless(prior)


def test_a_deep_term_is_refused_with_the_mend() -> None:
    mend = "nested more deeply than 60 levels; give a part of it a name with define"
    assert mend in _refusal_of_200(lambda x: x + 1)


def test_a_term_that_doubles_is_refused_with_the_mend() -> None:
    mend = "more than 20000 parts; give a part of it a name with define"
    assert mend in _refusal_of_200(lambda x: x * x)


def test_calls_of_definitions_are_no_deeper_than_they_look() -> None:
    @define("twice {x}")
    def twice(x: Number) -> Number:
        """2x."""
        return x + x

    assert twice(twice(twice(1))).depth == 4


def test_a_message_does_not_spell_out_a_long_term() -> None:
    term: Term = weight
    while term.size < 5000:
        term = term * term
    assert len(spelled(term)) < 250
    assert spelled(prior) == "prior"
    with pytest.raises(ClaimError) as refused:
        soft_v(term)
    assert len(str(refused.value)) < 500


# Variables and parts


def test_free_variables() -> None:
    x, y = variable("x", POLICY), variable("y", POLICY)
    assert free_variables(x * y) == {"x", "y"}
    assert free_variables(repeat(2, lambda z: z * weight, x * 1)) == {"x"}
    assert not free_variables(repeat(2, lambda x: x * weight, weight))


def test_a_name_in_scope_is_not_taken_again() -> None:
    assert fresh_name("x") == "x"
    with in_scope("x"), in_scope("x1", "y"):
        assert fresh_name("x") == "x11"
        assert fresh_name("z") == "z"
    assert fresh_name("x") == "x"


def test_subterms_are_those_inside_of_binders_but_not_of_definitions() -> None:
    term = equal(least(1, 3, lambda k: k > 2), retrain(prior, 2))
    assert {part.operator for part in subterms(term) if isinstance(part.operator, str)} >= {
        "least",
        "<",
        "variable",
    }
    assert weight not in set(subterms(term))


def test_definitions_are_those_that_a_term_uses_directly_or_in_others() -> None:
    assert set(definitions_of(retrain(prior, 2))) >= {
        "retrain",
        "goal_condition",
        "condition",
        "soft_q_of",
        "ahead",
    }
    assert not definitions_of(prior * weight)


def test_mentions_looks_into_definitions() -> None:
    assert mentions(retrain(prior, 2), "dynamics")
    assert not mentions(retrain(prior, 2), "second_policy", "index")


def test_two_definitions_of_one_name_are_refused() -> None:
    def made(factor: int) -> Term:
        @define("f({policy})")
        def scaled(policy: Policy) -> Number:
            """A scaled sum."""
            return total(policy) * factor

        return scaled(prior)

    assert made(2) == made(2)
    with pytest.raises(
        ClaimError, match="two different definitions have the name scaled; rename one of them"
    ):
        definitions_of(made(2) + made(3))
