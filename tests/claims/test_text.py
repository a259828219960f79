"""Terms from text: the inverse of printing, and nothing but the language."""

from __future__ import annotations

import pytest
from coherence_exact.claims import (
    equal,
    fold,
    greedy_limit,
    horizon,
    number,
    prior,
    retrain,
    success_from,
    temperature,
)
from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Term, as_python
from coherence_exact.claims.text import parse_term
from coherence_exact.errors import ClaimError

from tests.claims.test_terms import subterms, terms_of_the_paper


@pytest.mark.parametrize("term", dict.fromkeys(terms_of_the_paper()), ids=as_python)
def test_every_term_of_the_paper_is_read_as_it_is_printed(term: Term) -> None:
    for part in dict.fromkeys(subterms(term)):
        assert parse_term(as_python(part)) == part


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("prior", prior),
        (" retrain( prior ,\n2)", retrain(prior, 2)),
        ("retrain(prior, steps=horizon - 1)", retrain(prior, horizon - 1)),
        ("retrain(prior, steps=horizon+2)", retrain(prior, horizon + 2)),
        ("fold(prior, 2, 'ratio', cumulative=True)", fold(prior, 2, "ratio", cumulative=True)),
        ("boltzmann(prior, 0)", greedy_limit(prior)),
        ("success_from(prior, 1, '∅')", success_from(prior, 1, "∅")),
        ("1", number(1)),
        ("'1/2'", number("1/2")),
        ("1/2", number(1) / 2),
        ("5/11 * 3/4", number(5) / 11 * 3 / 4),
        ("1 - (2 + 3)", number(1) - (number(2) + 3)),
        ("25/(11*12)", number(25) / (number(11) * 12)),
        ("equal(temperature(prior, 2), retrain(prior, 2))", equal(temperature(prior, 2), retrain(prior, 2))),
    ],
)
def test_text_is_read(text: str, term: Term) -> None:
    assert parse_term(text.strip()) == term


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a term"),
        ("equal(prior", "is not a term"),
        ("prior; prior", "is not a term"),
        ("x = prior", "is not a term"),
        ("\0", "is not a term"),
        ("posterior", "posterior is not part of the language"),
        ("__import__('os')", "is not part of the language"),
        ("prior.__class__", "is not part of the language"),
        ("[prior]", "is not part of the language"),
        ("(lambda: prior)()", "is not part of the language"),
        ("retrain(prior) if 1 else prior", "is not part of the language"),
        ("2 ** 3", "is not part of the language"),
        ("1.5", "is not part of the language"),
        ("b'1'", "is not part of the language"),
        ("equal", "the argument is not a term|not a number|not part of the language"),
        ("retrain()", "missing 1 required positional argument"),
        ("retrain(prior, pace=1)", "unexpected keyword argument"),
        ("retrain(prior, 1, 2)", "takes from 1 to 2 positional arguments"),
        ("prior()", "is not callable"),
        ("retrain(prior, steps=-1)", "-1 is not"),
        ("prior + prior", "add takes value, value"),
        ("equal(prior, 1)", "compares two terms of one sort"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        parse_term(text)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("equal(fold(prior, 2), retrain(prior, 2))", "F_2(p) = G^2(p)"),
        ("equal(fold(prior, 2, 'ratio', True), prior)", "H_2^ratio(p) = p"),
        ("at_least(success_probability(retrain(prior)), optimal_success)", "S(G(p)) ≥ max S"),
        ("greater(incoherence(coherent(prior, horizon, '1/2')), 0)", "κ_{δ=1}(B_{δ=1/2}^T(p)) > 0"),
        ("equal(probability(retrain(prior), 1, '∅', 'a1'), '25/61')", "G(p)_1(a1|∅) = 25/61"),
        ("negation(equal(prior, uniform))", "not (p = u)"),
        ("negation(full_support)", "not (full support)"),
        ("(1 + 2) * 3", "(1 + 2)·3"),
        ("1 / (2 * 3)", "1/(2·3)"),
        ("1 / (2 / 3)", "1/(2/3)"),
    ],
)
def test_formulas_are_the_papers(text: str, formula: str) -> None:
    assert as_formula(parse_term(text)) == formula


def test_every_term_of_the_paper_has_a_formula_on_one_line() -> None:
    for term in terms_of_the_paper():
        for part in subterms(term):
            formula = as_formula(part)
            assert formula.strip()
            assert "\n" not in formula
