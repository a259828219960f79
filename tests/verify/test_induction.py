"""Induction on the decisions to come: what it proves is an identity, and what is false it does not prove."""

from __future__ import annotations

import pytest
from coherence_exact.claims import (
    Term,
    ahead,
    at_least,
    back,
    both,
    causal_entropy,
    deterministic,
    equal,
    equal_action_counts_at_each_time,
    fold,
    horizon,
    if_,
    largest,
    last,
    prior,
    retrain,
    same,
    soft_q,
    soft_v,
    start,
    success_probability,
    successor,
    temperature,
    total,
    uniform_prior,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.one_time import OneTime
from coherence_exact.verify import induction
from coherence_exact.verify.induction import holds_at_every_time
from coherence_exact.verify.parameters import ForAllParameters, identity_of

from tests.verify.test_parameters import PAIRS, POLICIES, positive, stated

STILL_TO_COME = back(lambda v: 1 + if_(last, 0, largest(largest(successor(v), "choices"), "points")))
"""How many decisions are still to come, this one counted."""

FASTER = back(lambda v: if_(last, 1, 2 + largest(largest(successor(v), "choices"), "points")))
"""The same at the last time only."""

DETERMINISTIC = ForAllParameters(3, 2, 2, None, True, False, False, 1)

TRUE = [
    (equal(retrain(prior, 3), fold(prior, 3, kind="ratio")),),
    (equal(retrain(prior, 2), fold(prior, 2)), uniform_prior, equal_action_counts_at_each_time),
    (equal(soft_q(prior), soft_q(prior) * total(prior, "points")),),
    (same(success_probability(prior), total(start * soft_v(prior))),),
    (both(equal(retrain(prior), fold(prior, 1, kind="ratio")), at_least(STILL_TO_COME, 1)),),
    (same(total(STILL_TO_COME * 0), 0),),
]

FALSE = [
    (same(total(prior), 2),),
    (same(horizon, 1),),
    (same(total(if_(last, 0, prior)), 0),),
    (same(total(start * STILL_TO_COME), 1),),
    (equal(retrain(prior, 2), fold(prior, 2)),),
    (equal(retrain(prior, 2), fold(prior, 2)), uniform_prior, deterministic),
    (equal(retrain(prior, 2), temperature(prior, 2)),),
    (same(success_probability(prior), success_probability(retrain(prior))),),
    (same(causal_entropy(prior), causal_entropy(retrain(prior))),),
]
"""The first four are true of models with one decision, and one is true of no model for its hypotheses."""


def proved(relations: tuple[Term, ...]) -> bool:
    return any(holds_at_every_time(relations, 2, 2, uniform_prior=uniform) for uniform in (False, True))


@pytest.mark.parametrize("relations", TRUE, ids=lambda relations: str(relations[0]))
def test_what_is_true_at_every_time_is_proved(relations: tuple[Term, ...]) -> None:
    assert proved(relations)
    relation, *given = relations
    for horizon_of_shape in (1, 2, 3):
        assert identity_of(stated(relation, *given), (horizon_of_shape, 2, 2), deterministic=False)


@pytest.mark.parametrize("relations", FALSE, ids=lambda relations: str(relations[0]))
def test_what_is_false_at_some_horizon_is_not(relations: tuple[Term, ...]) -> None:
    assert not holds_at_every_time(relations, 2, 2)
    relation, *given = relations
    shapes = ((horizon_of_shape, 2, 2) for horizon_of_shape in (1, 2, 3))
    assert not all(identity_of(stated(relation, *given), shape, deterministic=False) for shape in shapes)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_two_different_policies_are_proved_equal(left: str, right: str) -> None:
    assert not holds_at_every_time([equal(POLICIES[left], POLICIES[right])], 2, 2)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_nor_with_deterministic_dynamics(left: str, right: str) -> None:
    relation = equal(POLICIES[left], POLICIES[right])
    if holds_at_every_time([relation], 2, 2, deterministic=True):
        assert {left[-1], right[-1]} in ({"2"}, {"3"})
        for seed in range(5):
            model, other = positive(seed, DETERMINISTIC, (3, 2, 2))
            assert Evaluation(model, other).holds(relation)


def test_later_times_that_are_forgotten_prove_what_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OneTime, "is_neutral", lambda *_: True)
    assert proved(FALSE[0])


def test_values_that_are_assumed_and_not_shown_to_agree_prove_what_is_false(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relation = same(
        total(start * total(ahead(STILL_TO_COME), "points")), total(start * total(ahead(FASTER), "points"))
    )
    assert not proved((relation,))
    monkeypatch.setattr(induction._Known, "left_at", lambda known, _: iter([known]))
    assert proved((relation,))
