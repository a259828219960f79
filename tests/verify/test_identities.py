"""Identities of rational functions, and what named arguments decide: nothing, where they do not apply."""

from __future__ import annotations

from typing import Literal

import pytest
from coherence_exact.claims import (
    Argument,
    Claim,
    EveryReal,
    Term,
    Theorem,
    argued,
    at_least,
    at_most,
    both,
    deterministic,
    either,
    equal,
    equal_action_counts,
    expected_return,
    greater,
    horizon_at_least,
    index,
    log,
    negation,
    number,
    prior,
    probability,
    retrain,
    success_probability,
    symbol,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError, ClaimError
from coherence_exact.mdp.model import Model
from coherence_exact.verify.identities import is_identity
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
        equal(x**3 / x, x**2),
        equal(x**0, 1),
        equal((x + 1) ** 2 - x**2, 2 * x + 1),
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
        # Denominators that are zero everywhere, one of them in disguise.
        equal(x / (y - y), x / (y - y)),
        equal(1 / (x * (y + 1) - x * y - x), 1 / (x * (y + 1) - x * y - x)),
        equal(0 * (1 / ((x + y) ** 2 - x**2 - 2 * x * y - y**2)), 0),
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
        equal(log(x), log(x)),
        equal(x * index, x * index),
        equal(x**index, x**index),
        equal(x**y, x**y),
        equal(x**-1, 1 / x),
        equal((x**2) ** "1/2", x),
        greater(x, y),
        equal(prior, prior),
    ],
)
def test_what_is_not_about_rational_functions_is_refused(relation: Term) -> None:
    with pytest.raises(ClaimError, match="identity"):
        is_identity(relation)


def test_symbols_come_in_order_and_once() -> None:
    domain = EveryReal(argument(both(equal(y * x + y, symbol("z") / x), equal(x, x))))
    assert domain.symbols == ("y", "x", "z")
    assert (domain.describe("quick"), domain.addresses("quick")) == ("all real x, y, z", ())
    with pytest.raises(ArgumentError, match="not enumerated"):
        domain.instance((0, ()), "quick")


# Verdicts


THEOREM = Theorem("a name", "a theorem", "a proof")


def argument(relation: Term, *given: Term, concludes: Literal["proved", "refuted"] = "proved") -> Argument:
    return Argument(THEOREM, relation, given, concludes)


def decided(each: Argument, *rows: tuple[int, Model]) -> Decision:
    [decision] = decide([Claim("c", "t", (argued("r", "s", each, rows or None),))])
    return decision


@pytest.mark.parametrize("concludes", ["proved", "refuted"])
def test_an_identity_decides(concludes: Literal["proved", "refuted"]) -> None:
    found = decided(argument(both(equal(x + y, y + x), equal(x / x, 1)), concludes=concludes))
    assert (found.verdict, found.reason) == (concludes, None)
    assert found.argument is not None
    assert found.argument.theorem is THEOREM


@pytest.mark.parametrize("concludes", ["proved", "refuted"])
def test_a_false_identity_decides_nothing(concludes: Literal["proved", "refuted"]) -> None:
    for relation in (equal(x * x, x), both(equal(x, x), equal(x, y))):
        found = decided(argument(relation, concludes=concludes))
        assert (found.verdict, found.counterexample) == ("undecided", None)
        assert "is not an identity" in (found.reason or "")


RACE = example("example_1")


@pytest.mark.parametrize(("factor", "verdict"), [("1", "proved"), ("2", "undecided"), ("9/10", "undecided")])
def test_an_equation_along_a_sequence(factor: str, verdict: str) -> None:
    """π_k of the race goes up with probability 1/(1 + 2 (3/4)^k)."""
    up = probability(retrain(prior, index), 1, "∅", "↗")
    equation = argument(equal(1 / up, 1 + 2 * number(factor) * number("3/4") ** index))
    found = decided(equation, *((k, RACE) for k in (1, 2, 5)))
    assert (found.verdict, found.counterexample) == (verdict, None)
    assert found.checked == (3 if verdict == "proved" else 1)
    if verdict == "undecided":
        assert "does not apply at every index: its relation or a hypothesis is false" in (found.reason or "")


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


def test_an_undefined_value_decides_nothing() -> None:
    constant = one_decision(a="1/2", b="1/2")
    gain = expected_return(retrain(prior, index)) - expected_return(prior)
    flat = argument(equal(gain / gain, 1))
    assert decided(flat, (2, ARMS)).verdict == "proved"
    found = decided(flat, (2, constant))
    assert found.verdict == "undecided"
    assert "has no value on some model" in (found.reason or "")


def test_powers_of_the_index() -> None:
    assert decided(argument(equal(number(2) ** index, 8)), (3, ARMS)).verdict == "proved"
    assert decided(argument(equal(number(2) ** index, 8)), (3, ARMS), (4, ARMS)).verdict == "undecided"


def test_symbols_have_no_value_in_a_sequence() -> None:
    with pytest.raises(ClaimError, match="has a free symbol"):
        decided(argument(equal(x, x)), (1, ARMS))
