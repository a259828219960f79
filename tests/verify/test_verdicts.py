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
    both,
    claim,
    deterministic,
    either,
    equal,
    finite,
    finite_rewards,
    full_support,
    iff,
    implies,
    incoherence,
    kl,
    negation,
    number,
    prior,
    retrain,
    second_policy,
    soft_v,
    stochastic,
    success_probability,
    temperature,
    trajectories,
    uniform,
)
from coherence_exact.claims.evaluator import RULES
from coherence_exact.errors import UndecidedError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.temperature import temperature as temperature_of
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.verdicts import decide, explain

from tests.models import deterministic_policies, example

MODEL = example("example_3")
TRAINED = goal_condition(MODEL, MODEL.prior)


def decided(relation: Term, *given: Term) -> str:
    [decision] = decide([Claim("c", "t", (Reading("r", "s", relation, given, EveryPolicy(MODEL)),))])
    return decision.verdict


def test_each_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    improves = at_least(success_probability(retrain(prior)), success_probability(prior))
    assert decided(improves) == "holds"
    assert decided(negation(improves)) == "refuted"
    assert decided(improves, deterministic) == "vacuous"
    assert decided(negation(improves), deterministic) == "vacuous"
    assert decided(equal(prior, second_policy)) == "vacuous"

    def undecided(*_: object) -> bool:
        raise UndecidedError("too close")

    monkeypatch.setitem(RULES, "finite_rewards", undecided)
    assert decided(finite_rewards) == "undecided"
    assert decided(improves, finite_rewards) == "undecided"
    assert decided(both(full_support, finite_rewards)) == "refuted"


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
TOLD: list[tuple[Term, Term, object, object, object]] = [
    (UNEQUAL, UNEQUAL, Fraction(1, 2), Fraction(5, 11), A1),
    (both(stochastic, UNEQUAL), UNEQUAL, Fraction(1, 2), Fraction(5, 11), A1),
    (implies(stochastic, UNEQUAL), UNEQUAL, Fraction(1, 2), Fraction(5, 11), A1),
    (negation(negation(UNEQUAL)), UNEQUAL, Fraction(1, 2), Fraction(5, 11), A1),
    (both(UNEQUAL, deterministic), UNEQUAL, Fraction(1, 2), Fraction(5, 11), A1),
    (negation(equal(prior, uniform)), equal(prior, uniform), MODEL.prior, MODEL.prior, None),
    (negation(either(deterministic, equal(1, 1))), equal(1, 1), Fraction(1), Fraction(1), None),
    (deterministic, deterministic, None, None, None),
    (negation(finite(number(2))), finite(number(2)), Fraction(2), None, None),
    (iff(stochastic, deterministic), iff(stochastic, deterministic), None, None, None),
    (either(deterministic, UNEQUAL), either(deterministic, UNEQUAL), None, None, None),
    (
        equal(success_probability(prior), "1/2"),
        equal(success_probability(prior), "1/2"),
        Fraction(11, 24),
        Fraction(1, 2),
        None,
    ),
    (
        equal(trajectories(prior), trajectories(retrain(prior))),
        equal(trajectories(prior), trajectories(retrain(prior))),
        Fraction(3, 16),
        Fraction(15, 88),
        (((1, "∅"), "a1"), ((2, "s1"), "a1")),
    ),
]


@pytest.mark.parametrize(("relation", "part", "left", "right", "where"), TOLD)
def test_what_is_told(relation: Term, part: Term, left: object, right: object, where: object) -> None:
    told = explain(MODEL, None, relation)
    assert (told.relation, told.left, told.right, told.where) == (part, left, right, where)


def test_an_infinite_value_is_told() -> None:
    told = explain(example("example_1"), None, finite(incoherence(prior)))
    assert isinstance(told.left, LogValue)
    assert not told.left.is_finite


def test_the_second_policy_is_told() -> None:
    second = deterministic_policies(MODEL)[0]
    told = explain(MODEL, second, equal(prior, second_policy))
    assert told.second_policy == second
    assert (told.left, told.right, told.where) == (Fraction(1, 2), Fraction(1), A1)


def test_both_sides_are_told_where_a_relation_holds_but_should_not() -> None:
    told = explain(MODEL, None, negation(equal(temperature(prior, 1), retrain(prior))))
    assert isinstance(told.left, Policy)
    assert told.left == told.right == temperature_of(MODEL, MODEL.prior, 1) == TRAINED


def test_decisions_come_in_the_order_of_claims_and_readings() -> None:
    first = claim("b", "t", equal(0, 1))
    second = claim("a", "t", equal(0, 2))
    assert [decision.claim.id for decision in decide([first, second])] == ["b", "a"]
