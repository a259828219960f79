"""Margins have the sign that the exact evaluator gives a relation, and violations are 0 where it is met."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coherence_exact.claims import (
    at_least,
    at_most,
    both,
    causal_entropy,
    deterministic,
    dynamics,
    either,
    equal,
    equal_action_counts,
    every,
    expected_return,
    finite_rewards,
    full_support,
    greater,
    implies,
    incoherence,
    kl,
    negation,
    prior,
    proportional_to_q,
    retrain,
    same,
    single_start,
    soft_v,
    success_everywhere,
    success_probability,
    temperature,
    uniform,
    uniform_prior,
    weight,
)
from coherence_exact.evaluation.batches import Batch
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.language.terms import Term
from coherence_exact.verify.margins import margin, violation
from coherence_exact.verify.populations import Population
from coherence_exact.verify.sketches import ActionSketch, Sketch, StateSketch

from tests.verify.populations import NONE, population

RELATIONS = (
    at_most(expected_return(retrain(prior)), expected_return(prior)),
    at_least(causal_entropy(prior), causal_entropy(uniform)),
    equal(retrain(prior, 2), temperature(prior, 2)),
    greater(success_probability(prior), "1/2"),
    at_most(soft_v(prior), soft_v(uniform)),
    implies(full_support, at_most(incoherence(prior), 1)),
    both(at_most(kl(uniform, prior), 2), negation(deterministic)),
    either(equal(prior, uniform), at_most(causal_entropy(prior), "1/2")),
    negation(at_most(success_probability(prior), "1/4")),
    same(full_support, finite_rewards),
    every(either(same(weight, 0), same(weight, 1))),
)
HYPOTHESES = (
    deterministic,
    full_support,
    finite_rewards,
    uniform_prior,
    single_start,
    equal_action_counts,
    proportional_to_q(prior),
    success_everywhere(prior),
    both(full_support, success_everywhere(prior)),
    either(uniform_prior, finite_rewards),
    negation(full_support),
    every(either(same(weight, 0), same(weight, 1))),
)


@pytest.mark.parametrize("relation", RELATIONS, ids=repr)
def test_the_sign_of_a_margin_is_the_truth(relation: Term) -> None:
    seen = set()
    for seed in range(25):
        some = population(seed)
        genes = some.drawn(4)
        with np.errstate(all="ignore"):
            margins = margin(Batch(some.layout, some.data(genes)), relation)
        for column in range(4):
            model = some.sketch_of(genes[:, column]).instance().model
            exact = Evaluation(model).value(relation)
            assert bool(margins[column] > 0) is exact
            seen.add(exact)
    assert seen == {True, False}


@pytest.mark.parametrize("hypothesis", HYPOTHESES, ids=repr)
def test_a_violation_is_zero_exactly_where_a_hypothesis_is_met(hypothesis: Term) -> None:
    for seed in range(25):
        some = population(seed)
        with np.errstate(all="ignore"):
            batch = Batch(some.layout, some.data(some.drawn(8)))
            met = batch.table(hypothesis)[0] == 1
            violated = violation(batch, hypothesis)
        assert ((violated == 0) == met).all()
        assert (violated <= 2).all()


def test_a_violation_is_the_smaller_the_fewer_entries_violate() -> None:
    some = population(3)
    genes = some.drawn(300)
    data = some.data(genes)
    with np.errstate(all="ignore"):
        violated = violation(Batch(some.layout, data), full_support)
    zeros = (data["prior"] == 0).sum(axis=0)
    few, many = violated[zeros == 1], violated[zeros > 2]
    assert few.size
    assert many.size
    assert few.max() < many.min()


def test_ties_are_far_and_near_misses_are_near() -> None:
    some = population(2)
    with np.errstate(all="ignore"):
        batch = Batch(some.layout, some.data(some.drawn(3)))
        tie = margin(batch, at_most(soft_v(prior), soft_v(prior)))
        near = margin(batch, at_most("1/2", "1001/2000"))
    assert (tie == 1).all()
    assert near == pytest.approx([1 / 2001] * 3, rel=1e-6)


def test_what_is_said_of_no_transition_is_met() -> None:
    """A model of one decision has no transitions."""
    single = StateSketch((ActionSketch(Fraction(1)),) * 2, (1, 1))
    some = Population(Sketch(((single,),), (1,)), NONE, False, np.random.default_rng(0))
    with np.errstate(all="ignore"):
        batch = Batch(some.layout, some.data(some.drawn(3)))
        for truth in (greater(dynamics, "1/2"), every(either(dynamics > "1/2", dynamics < "1/4"))):
            assert (margin(batch, truth) > 0).all()
            assert (violation(batch, truth) == 0).all()
