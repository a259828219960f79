"""Identities of rational functions, and what named arguments decide: nothing, where they do not apply."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest
from coherence_exact.claims import (
    Argument,
    Claim,
    Term,
    argued,
    at_least,
    at_most,
    both,
    deterministic,
    either,
    equal,
    equal_action_counts,
    expected_return,
    horizon_at_least,
    index,
    logarithm,
    negation,
    number,
    power_of_index,
    prior,
    retrain,
    return_derivative,
    success_probability,
    symbol,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError, ClaimError
from coherence_exact.mdp.model import Model
from coherence_exact.papers.incoherence.corollary_5_11 import (
    DIAGONAL_OF_THE_RACE,
    DIAGONAL_WITH_TIES,
    FAST_COOLING,
    TIES,
)
from coherence_exact.papers.incoherence.lemma_a_11 import BOUNDARY, IMPLICIT, JUMP, SINGULAR
from coherence_exact.papers.incoherence.return_rate import APPROACHING, CUMULANTS, DECAY, approaching_arms
from coherence_exact.verify.domains import family_of
from coherence_exact.verify.identities import is_identity, symbols_of
from coherence_exact.verify.verdicts import Decision, decide

from tests.models import example, one_decision

x, y = symbol("x"), symbol("y")
one = number(1)
ARMS = example("two_arms")


# Identities


@pytest.mark.parametrize(
    "relation",
    [
        equal((x + y) * (x + y), x * x + x * y * 2 + y * y),
        equal((x * x - y * y) / (x - y), x + y),
        equal(x / x, 1),
        equal(one / (one / x), x),
        equal(x * "1/3" + x * "2/3", x),
        equal(one / x + one / y, (x + y) / (x * y)),
        equal(2, number(4) / 2),
        both(equal(x - x, 0), equal(x * y, y * x)),
    ],
)
def test_identities(relation: Term) -> None:
    assert is_identity(relation)


@pytest.mark.parametrize(
    "relation",
    [
        equal((x + y) * (x + y), x * x + y * y),
        equal(x * x, x),
        equal(x, y),
        equal(x * "1/3", x * "0.333333333333333333"),
        equal(x * (x - 1) * (x - 2), 0),
        equal(number(1), 2),
        both(equal(x, x), equal(x, y)),
        both(equal(x, y), equal(x, x)),
    ],
)
def test_no_identities(relation: Term) -> None:
    assert not is_identity(relation)


@pytest.mark.parametrize(
    "relation",
    [
        at_least(x * x, 0),
        either(equal(x, x), equal(x, y)),
        negation(equal(x, y)),
        deterministic,
        equal(x, expected_return(prior)),
        equal(logarithm(x), logarithm(x)),
        equal(x * index, x * index),
        equal(power_of_index(2), power_of_index(2)),
        equal(prior, prior),
    ],
)
def test_what_is_not_about_rational_functions_is_refused(relation: Term) -> None:
    with pytest.raises(ClaimError, match="identity"):
        is_identity(relation)


def test_symbols_come_in_order_and_once() -> None:
    assert symbols_of(equal(y * x + y, symbol("z") / x)) == ["y", "x", "z"]
    family = family_of(argued("r", "s", JUMP).domain, "quick")
    assert (family.description, family.addresses) == ("all real e, t", ())
    with pytest.raises(ArgumentError, match="not enumerated"):
        family.instance((0, ()))


# Verdicts


def argument(relation: Term, *given: Term, concludes: Literal["proved", "refuted"] = "proved") -> Argument:
    return Argument("a name", "a theorem", "a proof", relation, given, concludes)


def decided(each: Argument, *rows: tuple[int, Model]) -> Decision:
    [decision] = decide([Claim("c", "t", (argued("r", "s", each, rows or None),))])
    return decision


@pytest.mark.parametrize("each", [IMPLICIT, SINGULAR, BOUNDARY, JUMP], ids=lambda each: each.name)
def test_arguments_from_identities(each: Argument) -> None:
    assert decided(each).verdict == each.concludes


@pytest.mark.parametrize("concludes", ["proved", "refuted"])
def test_a_false_identity_decides_nothing(concludes: Literal["proved", "refuted"]) -> None:
    for relation in (equal(x * x, x), both(equal(x, x), equal(x, y))):
        found = decided(argument(relation, concludes=concludes))
        assert (found.verdict, found.counterexample) == ("undecided", None)
        assert "is not an identity" in (found.reason or "")


RACE = example("example_1")
ROWS = {
    FAST_COOLING: (ARMS, ARMS),
    DIAGONAL_WITH_TIES: (TIES, TIES),
    DIAGONAL_OF_THE_RACE: (RACE, RACE),
    DECAY: (ARMS, RACE),
    CUMULANTS: (ARMS, RACE),
    APPROACHING: (approaching_arms(4), approaching_arms(5)),
}


@pytest.mark.parametrize("each", ROWS, ids=lambda each: each.name)
def test_arguments_along_sequences(each: Argument) -> None:
    found = decided(each, *zip((4, 5), ROWS[each], strict=True))
    assert (found.verdict, found.checked, found.reason) == (each.concludes, 2, None)


def mutated(term: Term, old: Fraction, new: Fraction) -> Term:
    """The term with one number for another."""
    if term.name == "number":
        return number(new) if term.parameter("value") == old else term
    return Term(term.name, tuple(mutated(each, old, new) for each in term.arguments), term.parameters)


@pytest.mark.parametrize(
    ("each", "old", "new"),
    [
        (FAST_COOLING, "1", "-100"),
        (DIAGONAL_WITH_TIES, "1/40", "1/4"),
        (DIAGONAL_OF_THE_RACE, "2", "1/10"),
        (APPROACHING, "4/25", "1"),
        (CUMULANTS, "7", "1/100"),
        (CUMULANTS, "-1", "1/100"),
        (DECAY, "0", "1"),
    ],
)
def test_a_mutated_bound_decides_nothing(each: Argument, old: str, new: str) -> None:
    relation = mutated(each.relation, Fraction(old), Fraction(new))
    assert relation != each.relation
    found = decided(replace(each, relation=relation), *zip((4, 5), ROWS[each], strict=True))
    assert (found.verdict, found.counterexample) == ("undecided", None)
    assert "does not apply at every index" in (found.reason or "")


@pytest.mark.parametrize("concludes", ["proved", "refuted"])
def test_one_false_index_is_enough(concludes: Literal["proved", "refuted"]) -> None:
    early = argument(at_most(success_probability(retrain(prior, index)), "9/10"), concludes=concludes)
    rows = [(k, ARMS) for k in (1, 2)]
    assert decided(early, *rows).verdict == concludes
    assert decided(early, *rows, (9, ARMS)).verdict == "undecided"
    assert decided(early, (9, ARMS), *rows).verdict == "undecided"


@pytest.mark.parametrize("hypothesis", [horizon_at_least(2), negation(uniform_prior), equal(index, 1)])
@pytest.mark.parametrize("concludes", ["proved", "refuted"])
def test_a_model_that_misses_a_hypothesis(hypothesis: Term, concludes: Literal["proved", "refuted"]) -> None:
    true = at_least(success_probability(retrain(prior, index)), 0)
    missed = argument(true, equal_action_counts, hypothesis, concludes=concludes)
    assert decided(missed, (1, RACE), (2, ARMS)).verdict == "undecided"


def test_an_undefined_value_or_a_wrong_index_decides_nothing() -> None:
    constant = one_decision(a="1/2", b="1/2")
    assert decided(CUMULANTS, (2, ARMS), (3, constant)).verdict == "undecided"
    assert decided(CUMULANTS, (1, ARMS)).verdict == "undecided"
    assert decided(DIAGONAL_WITH_TIES, (4, RACE)).verdict == "undecided"
    assert decided(APPROACHING, (4, approaching_arms(5))).verdict == "undecided"
    flat = argument(at_least(return_derivative(prior, index) / return_derivative(prior, index), 1))
    assert decided(flat, (2, ARMS)).verdict == "proved"
    assert decided(flat, (2, constant)).verdict == "undecided"


def test_symbols_have_no_value_in_a_sequence() -> None:
    with pytest.raises(ClaimError, match="has a free symbol"):
        decided(argument(equal(x, x)), (1, ARMS))
    assert decided(argument(equal(power_of_index(2), 8)), (3, ARMS)).verdict == "proved"
