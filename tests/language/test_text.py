"""Terms from text: the inverse of printing, and nothing but the language."""

from __future__ import annotations

from typing import Any

import pytest
from coherence_exact import claims
from coherence_exact.claims import coherent
from coherence_exact.errors import ClaimError
from coherence_exact.language import core
from coherence_exact.language.core import (
    at,
    both,
    dynamics,
    equal,
    forth,
    horizon,
    if_,
    into,
    last,
    least,
    log,
    negation,
    prior,
    repeat,
    same,
    start,
    successor,
    symbol,
    total,
    weight,
)
from coherence_exact.language.terms import MOST_DEPTH, Term, number
from coherence_exact.language.text import as_python, parse_term
from hypothesis import given

from tests.language.strategies import terms

VOCABULARY: dict[str, Any] = {
    **vars(claims),
    **{name: getattr(core, name) for name in core.__all__},
    "number": number,
}


@given(terms())
def test_text_is_read_as_it_was_printed(term: Term) -> None:
    text = as_python(term)
    assert text.isprintable()
    assert parse_term(text, VOCABULARY) == term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("prior", prior),
        ("1", number(1)),
        ("-3", number(-3)),
        ("'1/2'", number("1/2")),
        ("1/2", number(1) / 2),
        ("5/11 * 3/4", number(5) / 11 * 3 / 4),
        ("1 - (2 + 3)", number(1) - (number(2) + 3)),
        ("2 ** horizon", 2**horizon),
        ("-prior", -prior),
        ("3 <= horizon", horizon >= 3),
        ("equal(prior, 1)", equal(prior, 1)),
        ("at(prior, 1, '∅', 'a')", at(prior, 1, "∅", "a")),
        ("symbol('x')", symbol("x")),
        ("total(weight, 'points')", total(weight, "points")),
        ("total(1, to='points', over='choices')", total(1, to="points", over="choices")),
        ("least(1, horizon, lambda k: k > 2)", least(1, horizon, lambda k: k > 2)),
        ("repeat(2, lambda x: x * weight, weight)", repeat(2, lambda x: x * weight, weight)),
        ("forth(lambda d: start + into(d * dynamics))", forth(lambda d: start + into(d * dynamics))),
    ],
)
def test_text_is_read(text: str, term: Term) -> None:
    assert parse_term(text, VOCABULARY) == term


def test_a_variable_in_a_text_has_the_name_that_is_written() -> None:
    text = "least(1, 9, lambda j: equal(least(j, 9, lambda i: i > j), j))"
    assert as_python(parse_term(text, VOCABULARY)) == (
        "least(1, 9, lambda j: same(least(j, 9, lambda i: j < i), j))"
    )


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (number("1/2"), 'number("1/2")'),
        (number(-1) ** 2, "(-1) ** 2"),
        (prior * (weight + 1), "prior * (weight + 1)"),
        (prior - (weight - 1), "prior - (weight - 1)"),
        (2 * number("1/2"), '2 * number("1/2")'),
        (number("1/2") ** number("-1/2"), 'number("1/2") ** number("-1/2")'),
        (coherent(prior, 2, "1/2"), 'coherent(prior, steps=2, delta=number("1/2"))'),
        (prior > 0, "0 < prior"),
        (equal(prior, 1), "equal(prior, 1)"),
        (same(horizon, 1), "same(horizon, 1)"),
        (negation(last), "negation(last)"),
        (both(last, prior < 1), "both(last, prior < 1)"),
        (
            if_(last, 0, total(successor(start), "choices")),
            'if_(last, 0, total(successor(start), to="choices"))',
        ),
        (at(start, 1, "two\u2028lines\ud800"), 'at(start, 1, "two\\u2028lines\\uD800")'),
    ],
    ids=str,
)
def test_printing(term: Term, text: str) -> None:
    assert as_python(term) == text


def test_an_integer_of_any_size_is_printed_and_read() -> None:
    huge = number(10**5000) + 1
    assert parse_term(as_python(huge), VOCABULARY) == huge


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a term"),
        ("equal(prior", "is not a term"),
        ("prior; prior", "is not a term"),
        ("x = prior", "is not a term"),
        ("\ud800", "is not a term"),
        ("prior\x00", "is not a term"),
        ("9" * 5000, "is not a term"),
        ("(" * 5000, "is not a term"),
        ("-" * 5000 + "1", "mend|define"),
        ("+".join(["1"] * 800), "define"),
        ("+".join(["1"] * 5000), "mend|define"),
        ("nobody", "not part of the language"),
        ("__import__('os')", "not part of the language"),
        ("prior.sort", "not part of the language"),
        ("prior[0]", "not part of the language"),
        ("[prior]", "not part of the language"),
        ("0.5", "not part of the language"),
        ("prior and prior", "not part of the language"),
        ("not last", "not part of the language"),
        ("0 < prior < 1", "not part of the language"),
        ("prior == 1", "not part of the language"),
        ("log(*prior)", "not part of the language"),
        ("log(**prior)", "mend the call of log"),
        ("log(1, 2)", "mend the call of log"),
        ("log(x=1)", "mend the call of log"),
        ("lambda x: x", "neither a term nor a number"),
        ("log(lambda x: x)", "mend the call of log"),
        ("back(lambda: 1)", "write lambda x"),
        ("back(lambda x, y: x)", "write lambda x"),
        ("back(lambda *x: x)", "write lambda x"),
        ("back(lambda x=1: x)", "write lambda x"),
        ("back(lambda v: v)", "mend the call of back"),
        ("True", "neither a term nor a number"),
        ("log", "neither a term nor a number"),
        ("'a'", "not an exact number"),
        ("2 + 'a'", "not an exact number"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_not_the_language_is_refused(text: str, message: str) -> None:
    with pytest.raises(ClaimError, match=message) as refused:
        parse_term(text, VOCABULARY)
    assert str(refused.value).isprintable()


def test_a_name_that_is_not_public_is_unknown() -> None:
    with pytest.raises(ClaimError, match="not part of the language"):
        parse_term("_hidden", {"_hidden": prior})


def test_a_term_as_deep_as_can_be_is_printed_and_read() -> None:
    term = weight
    while term.depth < MOST_DEPTH:
        term = 1 - log(term) if term.depth < MOST_DEPTH - 1 else log(term)
    assert term.depth == MOST_DEPTH
    assert parse_term(as_python(term), VOCABULARY) == term
