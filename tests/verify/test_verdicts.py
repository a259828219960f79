"""Verdicts, and counterexamples as they are told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.claims import (
    Claim,
    EveryModel,
    EveryPolicy,
    OneModel,
    Reading,
    Term,
    at_least,
    at_most,
    both,
    claim,
    deterministic,
    either,
    equal,
    finite,
    full_support,
    iff,
    implies,
    incoherence,
    kl,
    last,
    negation,
    number,
    prior,
    probability,
    repeat,
    retrain,
    same,
    second_policy,
    soft_v,
    stochastic,
    success_probability,
    temperature,
    time,
    total,
    trajectories,
    uniform,
    weight,
    where,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.logarithms import INFINITY, LogValue
from coherence_exact.verify.explain import explain, missing_part
from coherence_exact.verify.verdicts import decide

from tests.models import deterministic_policies, example

MODEL = example("example_3")

TOO_LONG = equal(repeat(10**6 * total(1, over="points"), lambda x: x, number(1)), 1)
"""What is not calculated, so that it is undecided."""

NOWHERE = equal(probability(prior, 9, "s1", "a1"), 1)
"""What has no value."""

ELSEWHERE = "at(prior, 9, 's1', 'a1') is at a time, state or action that the model does not have".replace(
    "'", '"'
)


def decided(relation: Term, *given: Term) -> str:
    [decision] = decide([Claim("c", "t", (Reading("r", "s", relation, given, EveryPolicy(MODEL)),))])
    return decision.verdict


def test_each_verdict() -> None:
    improves = at_least(success_probability(retrain(prior)), success_probability(prior))
    assert decided(improves) == "holds"
    assert decided(negation(improves)) == "refuted"
    assert decided(improves, deterministic) == "vacuous"
    assert decided(negation(improves), deterministic) == "vacuous"
    assert decided(NOWHERE) == decided(improves, NOWHERE) == "vacuous"
    assert decided(TOO_LONG) == "undecided"
    assert decided(improves, TOO_LONG) == "undecided"
    assert decided(both(full_support, TOO_LONG)) == "refuted"


def test_a_vacuous_decision_says_what_has_no_value() -> None:
    for relation, given in ((NOWHERE, ()), (equal(prior, prior), (NOWHERE,))):
        [decision] = decide([Claim("c", "t", (Reading("r", "s", relation, given, EveryPolicy(MODEL)),))])
        assert (decision.checked, decision.undefined) == (0, 125)
        assert decision.reason == ELSEWHERE
    [unmet] = decide(
        [Claim("c", "t", (Reading("r", "s", equal(0, 1), (deterministic,), EveryPolicy(MODEL)),))]
    )
    assert (unmet.verdict, unmet.undefined, unmet.reason) == ("vacuous", 0, None)


def test_a_decision_tells_what_it_rests_on() -> None:
    pair = Claim(
        "c",
        "t",
        (
            Reading("one", "s", equal(temperature(prior, 2), retrain(prior, 2)), (), OneModel(MODEL)),
            Reading("all", "s", at_least(soft_v(retrain(prior)), soft_v(prior)), (), EveryPolicy(MODEL)),
        ),
    )
    first, second = decide([pair])
    assert (first.verdict, first.checked, first.undefined, first.family) == ("refuted", 1, 0, "Example 3")
    assert (second.verdict, second.checked, second.reason) == ("holds", 125, None)
    assert second.counterexample is None
    assert second.family == "Example 3 with every policy of a grid"


def test_a_counterexample_has_fractions_and_is_found_in_its_own_model() -> None:
    pairs = Reading("r", "s", equal(kl(prior, second_policy), 0), (), EveryModel("pairs"))
    [decision] = decide([Claim("c", "t", (pairs,))])
    found = decision.counterexample
    assert found is not None
    assert found.second_policy is not None
    rows = [*found.model.prior.values(), *found.second_policy.values()]
    assert all(type(x) is Fraction for row in rows for x in row.values())
    assert isinstance(found.left, LogValue)
    again = explain(found.model, found.second_policy, pairs.relation)
    assert (again.left, again.right, again.where) == (found.left, found.right, found.where)


# What is told of a relation that fails on Example 3

UNEQUAL = equal(prior, retrain(prior))
A1 = (1, "∅", "a1")
WHERE_PRIOR = (Fraction(1, 2), Fraction(5, 11), A1)
NOWHERE_TOLD = (None, None, None)
TOLD: list[tuple[Term, Term, tuple[object, object, object]]] = [
    (UNEQUAL, UNEQUAL, WHERE_PRIOR),
    (both(stochastic, UNEQUAL), UNEQUAL, WHERE_PRIOR),
    (both(UNEQUAL, deterministic), UNEQUAL, WHERE_PRIOR),
    (implies(stochastic, UNEQUAL), UNEQUAL, WHERE_PRIOR),
    (either(deterministic, UNEQUAL), UNEQUAL, WHERE_PRIOR),
    (negation(negation(UNEQUAL)), UNEQUAL, WHERE_PRIOR),
    (negation(implies(UNEQUAL, deterministic)), UNEQUAL, WHERE_PRIOR),
    (negation(equal(prior, uniform)), equal(prior, uniform), (Fraction(1, 2), Fraction(1, 2), A1)),
    (negation(either(deterministic, equal(1, 1))), equal(1, 1), (1, 1, None)),
    (negation(both(stochastic, equal(1, 1))), both(stochastic, equal(1, 1)), NOWHERE_TOLD),
    (deterministic, deterministic, NOWHERE_TOLD),
    (negation(finite(number(2))), finite(number(2)), NOWHERE_TOLD),
    (iff(stochastic, deterministic), same(stochastic, deterministic), NOWHERE_TOLD),
    (
        equal(success_probability(prior), "1/2"),
        equal(success_probability(prior), "1/2"),
        (Fraction(11, 24), Fraction(1, 2), None),
    ),
    (
        at_most(soft_v(retrain(prior)), soft_v(prior)),
        at_most(soft_v(retrain(prior)), soft_v(prior)),
        (Fraction(61, 132), Fraction(11, 24), (1, "∅")),
    ),
    (
        # The side that is coarser is told at the same choice.
        equal(weight, 1),
        equal(weight, 1),
        (Fraction(1, 3), 1, (2, "s1", "a1")),
    ),
    (
        equal(trajectories(prior), trajectories(retrain(prior))),
        equal(trajectories(prior), trajectories(retrain(prior))),
        (Fraction(3, 16), Fraction(15, 88), ((1, "∅", "a1"), (2, "s1", "a1"))),
    ),
    (
        # Entries that are left out are not told, though they are unequal.
        equal(where(last, prior), where(last, 0 * prior)),
        equal(where(last, prior), where(last, 0 * prior)),
        (Fraction(1, 2), 0, (2, "s1", "a1")),
    ),
]


@pytest.mark.parametrize(("relation", "part", "told"), TOLD)
def test_what_is_told(relation: Term, part: Term, told: tuple[object, object, object]) -> None:
    found = explain(MODEL, None, relation)
    assert found.relation == part
    assert (found.left, found.right, found.where) == told


def test_an_infinite_value_is_told() -> None:
    told = explain(example("example_1"), None, at_most(incoherence(prior), 5))
    assert told.left == INFINITY


@pytest.mark.parametrize(
    ("term", "part"),
    [
        (NOWHERE, probability(prior, 9, "s1", "a1")),
        (both(stochastic, NOWHERE), probability(prior, 9, "s1", "a1")),
        (equal(1 / (time - 1), 1), 1 / (time - 1)),
        (equal(second_policy, prior), second_policy),
        (equal(where(last, time), time), where(last, time)),
        (success_probability(retrain(second_policy)), second_policy),
    ],
)
def test_which_part_has_no_value(term: Term, part: Term) -> None:
    named = ELSEWHERE if part.operator == "at" else f"{part!r} has no value on some model"
    assert missing_part(Evaluation(MODEL), term) == named


def test_the_second_policy_is_told() -> None:
    second = deterministic_policies(MODEL)[0]
    told = explain(MODEL, second, equal(prior, second_policy))
    assert told.second_policy == second
    assert (told.left, told.right, told.where) == (Fraction(1, 2), Fraction(1), A1)


def test_both_sides_are_told_where_a_relation_holds_but_should_not() -> None:
    told = explain(MODEL, None, negation(equal(temperature(prior, 1), retrain(prior))))
    assert (told.left, told.right, told.where) == (Fraction(5, 11), Fraction(5, 11), A1)


def test_decisions_come_in_the_order_of_claims_and_readings() -> None:
    first = claim("b", "t", equal(0, 1))
    second = claim("a", "t", equal(0, 2))
    assert [decision.claim.id for decision in decide([first, second])] == ["b", "a"]
