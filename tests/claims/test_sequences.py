"""Terms that depend on the index of a sequence: built, written, read back, and with an index put in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.claims import (
    Argument,
    Claim,
    OneModel,
    Reading,
    Term,
    action_sequences,
    argued,
    at_least,
    both,
    coherent,
    deterministic,
    entropy_derivative,
    equal,
    expected_return,
    fold,
    horizon,
    incoherence,
    index,
    logarithm,
    number,
    power_of_index,
    prior,
    retrain,
    return_derivative,
    return_spread,
    symbol,
    temperature,
)
from coherence_exact.claims.claim import at_index_of
from coherence_exact.claims.evaluator import Evaluation
from coherence_exact.claims.terms import Index, Reciprocal, as_python, at_index, make, to_data
from coherence_exact.claims.text import parse_term
from coherence_exact.errors import ClaimError, UndefinedError
from coherence_exact.papers import incoherence as paper
from coherence_exact.verify.verdicts import decide

from tests.models import example

K = make("index")

TERMS: list[tuple[Term, str, Any]] = [
    (K, "index", ["index", {}]),
    (retrain(prior, index), "retrain(prior, steps=index)", ["retrain", {"steps": "index"}, ["prior", {}]]),
    (
        retrain(prior, index - 1),
        "retrain(prior, steps=index-1)",
        ["retrain", {"steps": "index-1"}, ["prior", {}]],
    ),
    (
        temperature(prior, index + 2),
        "temperature(prior, alpha=index+2)",
        ["temperature", {"alpha": "index+2"}, ["prior", {}]],
    ),
    (
        incoherence(prior, "1/4^index"),
        'incoherence(prior, delta="1/4^index")',
        ["incoherence", {"delta": "1/4^index"}, ["prior", {}]],
    ),
    (
        incoherence(prior, "1/index"),
        'incoherence(prior, delta="1/index")',
        ["incoherence", {"delta": "1/index"}, ["prior", {}]],
    ),
    (power_of_index("3/4"), 'power_of_index(base="3/4")', ["power_of_index", {"base": "3/4"}]),
    (symbol("f1"), 'symbol(name="f1")', ["symbol", {"name": "f1"}]),
    (index * index, "(index * index)", ["multiply", {}, ["index", {}], ["index", {}]]),
    (
        index * (index - 1),
        "(index * (index - 1))",
        ["multiply", {}, ["index", {}], ["subtract", {}, ["index", {}], ["number", {"value": "1"}]]],
    ),
    (
        (index + 1) / 2,
        "((index + 1) / 2)",
        ["divide", {}, ["add", {}, ["index", {}], ["number", {"value": "1"}]], ["number", {"value": "2"}]],
    ),
    (
        return_derivative(prior, index, 2),
        "return_derivative(prior, alpha=index, order=2)",
        ["return_derivative", {"alpha": "index", "order": 2}, ["prior", {}]],
    ),
    (
        return_spread(prior, index - 1) / index,
        "(return_spread(prior, alpha=index-1) / index)",
        ["divide", {}, ["return_spread", {"alpha": "index-1"}, ["prior", {}]], ["index", {}]],
    ),
    (
        at_least(action_sequences, number(1) - number("1/2") / index),
        'at_least(action_sequences, (number(1) - (number("1/2") / index)))',
        None,
    ),
]


@pytest.mark.parametrize(("term", "text", "data"), TERMS, ids=[text for _, text, _ in TERMS])
def test_text_and_data(term: Term, text: str, data: Any) -> None:
    assert as_python(term).replace("index - 1,", "index-1,") == text
    assert parse_term(as_python(term)) == term
    assert data is None or to_data(term) == data


def test_every_term_of_the_paper_is_read_back() -> None:
    """The arguments' terms with them."""
    for each in paper.claims():
        for reading in each.readings:
            for term in (reading.relation, *reading.given):
                assert parse_term(as_python(term)) == term


def test_steps_of_the_index_and_values_of_it() -> None:
    assert (index + 3) - 4 == index - 1 == Index(-1)
    assert [str(index + n) for n in (-2, 0, 5)] == ["index-2", "index", "index+5"]
    assert [(index - 1).at(k) for k in (1, 64)] == [0, 63]
    assert [str(Reciprocal(base)) for base in (None, 4, 9999)] == ["1/index", "1/4^index", "1/9999^index"]
    assert [Reciprocal().at(5), Reciprocal(3).at(2)] == [Fraction(1, 5), Fraction(1, 9)]
    assert expected_return(prior) * index == make("multiply", (expected_return(prior), K))
    assert equal(index, 3) == equal(K, number(3))


# What is refused

REFUSED: list[Callable[[], object]] = [
    *(
        lambda delta=delta: incoherence(prior, delta)
        for delta in (
            "1/1^index",
            "1/0^index",
            "1/10000^index",
            "2/index",
            "1/4^index-1",
            "1/index ",
            "1/-4^index",
        )
    ),
    lambda: parse_term("incoherence(prior, index)"),
    lambda: coherent(prior, 2, "1/index"),
    lambda: parse_term("temperature(prior, horizon)"),
    lambda: temperature(prior, 0),
    lambda: return_derivative(prior, 0),
    lambda: return_derivative(prior, index, 0),
    lambda: return_derivative(prior, index, 3),
    lambda: entropy_derivative(prior, index, True),
    lambda: parse_term("entropy_derivative(prior, '1/2')"),
    lambda: return_spread(prior, -1),
    lambda: parse_term("retrain(prior, 'index')"),
    lambda: power_of_index("x"),
    lambda: symbol("f′"),
    lambda: symbol("2x"),
    lambda: symbol(""),
    lambda: parse_term("symbol(3)"),
]


@pytest.mark.parametrize("attempt", REFUSED)
def test_refusals(attempt: Callable[[], object]) -> None:
    with pytest.raises(ClaimError):
        attempt()


# An index put in


def test_at_index() -> None:
    term = both(
        equal(retrain(prior, index - 1), temperature(prior, index + 1)),
        at_least(
            incoherence(fold(prior, index), "1/4^index"), (power_of_index("3/4") - index) * logarithm(2)
        ),
        deterministic,
    )
    expected = both(
        equal(retrain(prior, 2), temperature(prior, 4)),
        at_least(incoherence(fold(prior, 3), "1/64"), (number("27/64") - number(3)) * logarithm(2)),
        deterministic,
    )
    assert at_index(term, 3) == expected
    assert at_index(expected, 9) == expected
    assert at_index(incoherence(prior, "1/index"), 8) == incoherence(prior, "1/8")
    assert at_index(retrain(prior, horizon - 1), 8) == retrain(prior, horizon - 1)


def test_at_index_of_a_reading() -> None:
    named = Argument("a", "t", "p", equal(index, 3), (at_least(index, 2), deterministic), "proved")
    reading = argued("r", "s", named, [(3, example("two_arms"))])
    assert at_index_of(reading, None) is reading
    put_in = at_index_of(reading, 7)
    assert put_in.relation == equal(7, number(3))
    assert put_in.given == (at_least(7, number(2)), deterministic)


def test_without_an_index_there_is_no_value() -> None:
    evaluation = Evaluation(example("two_arms"))
    for term in (K, power_of_index(2), symbol("x")):
        with pytest.raises(UndefinedError, match="only in a named argument"):
            evaluation.value(term)
    assert evaluation.value(at_index(power_of_index("1/2") * index, 4)) == Fraction(1, 4)


@pytest.mark.parametrize(
    "relation",
    [
        equal(retrain(prior, index), prior),
        equal(temperature(prior, index), prior),
        at_least(incoherence(prior, "1/index"), 0),
        at_least(incoherence(prior, "1/4^index"), 0),
        at_least(return_derivative(prior, index), 0),
        at_least(return_spread(prior, index - 1), 0),
    ],
)
def test_a_claim_without_a_sequence_is_undefined_where_it_names_its_index(relation: Term) -> None:
    try:
        reading = Reading("r", "s", relation, domain=OneModel(example("two_arms")))
        [decision] = decide([Claim("c", "t", (reading,))])
    except ClaimError:
        return
    assert (decision.verdict, decision.checked) == ("vacuous", 0)
