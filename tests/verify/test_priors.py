"""Priors that hypotheses ask for are made, and what batches compute of them is what is confirmed exactly."""

from __future__ import annotations

import numpy as np
import pytest
from coherence_exact.claims import (
    claim,
    equal,
    full_support,
    greedy_limit,
    optimal_success,
    prior,
    proportional_to_q,
    q_constant_on_support,
    retrain,
    same,
    second_policy,
    success_probability,
    uniform_prior,
)
from coherence_exact.evaluation.batches import Batch
from coherence_exact.evaluation.layout import Layout
from coherence_exact.language.claims import Reading
from coherence_exact.language.terms import Term
from coherence_exact.verify.further import search_further
from coherence_exact.verify.priors import DRAWN, Made, computed, ways_for
from coherence_exact.verify.sketches import sketch_of

from tests.verify.populations import population

ALWAYS = equal(prior, prior)


def reading(*given: Term, relation: Term = ALWAYS) -> Reading:
    return claim("x", "in words", relation, given=list(given)).readings[0]


def test_priors_are_made_only_if_a_hypothesis_asks() -> None:
    assert ways_for(reading(full_support, uniform_prior), pairs=False) == (DRAWN,)
    assert len(ways_for(reading(proportional_to_q(prior)), pairs=False)) > 5
    assert ways_for(reading(same(success_probability(prior), optimal_success)), pairs=True)[0] == DRAWN


@pytest.mark.parametrize("seed", range(8))
def test_a_computed_prior_is_the_exact_one(seed: int) -> None:
    some = population(seed, pairs=True)
    genes = some.drawn(3)
    data = some.data(genes)
    ways = ways_for(reading(proportional_to_q(prior), equal(second_policy, prior)), pairs=True)
    for way in ways:
        with np.errstate(all="ignore"):
            found = computed(way, Batch(some.layout, data), data)
        for column in range(3):
            sketch = Made(some.sketch_of(genes[:, column]), way).sketch()
            if sketch is None:
                assert (
                    np.isnan(found["prior"][:, column]).any()
                    or np.isnan(found["second_policy"][:, column]).any()
                )
                continue
            instance = sketch.instance()
            layout = Layout(instance.model, instance.second_policy)
            for name in ("prior", "second_policy"):
                assert [float(x) for x in getattr(layout, name)] == pytest.approx(found[name][:, column])


@pytest.mark.parametrize(
    "hypothesis",
    [
        proportional_to_q(prior),
        same(success_probability(prior), optimal_success),
        q_constant_on_support(prior),
        equal(prior, greedy_limit(prior)),
        equal(retrain(prior), prior),
    ],
    ids=repr,
)
def test_hypotheses_that_no_random_prior_meets_are_met_often(hypothesis: Term) -> None:
    found = search_further(reading(hypothesis), 20_000)
    assert found.met > 0.2 * found.models


def test_a_made_prior_can_be_shrunk() -> None:
    stated = reading(proportional_to_q(prior), relation=equal(prior, greedy_limit(prior)))
    found = search_further(stated, 20_000).counterexample
    assert found is not None
    assert len(found.layers) == 1


@pytest.mark.parametrize("seed", range(10))
def test_a_model_has_its_sketch_again(seed: int) -> None:
    some = population(seed, pairs=True)
    sketch = some.sketch_of(some.drawn(1)[:, 0])
    instance = sketch.instance()
    again = sketch_of(instance.model, instance.second_policy).instance()
    assert (again.model.prior, again.second_policy) == (instance.model.prior, instance.second_policy)
    assert again.model.weights == instance.model.weights
