"""Many models at once: the batch reader against the exact evaluator, model by model."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from coherence_exact.claims import (
    EveryModel,
    at_least,
    best_of,
    boltzmann,
    causal_entropy,
    coherent_for_some_delta,
    deterministic,
    discounted_return,
    ending,
    equal_action_counts_at_each_time,
    expected_return,
    fold,
    greedy_limit,
    incoherence,
    incoherence_limit,
    kl,
    largest,
    least_lookahead,
    least_retrainings,
    log,
    occupancy_by_trajectories,
    optimal_return,
    optimal_success,
    posterior,
    prior,
    proportional,
    q_constant_on_support,
    retrain,
    retrain_limit,
    return_by_trajectories,
    same,
    second_policy,
    soft_q,
    soft_v,
    success_given_action,
    success_probability,
    temperature,
    temperature_limit,
    total_variation,
    weight,
)
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.batches import Batch
from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.layout import Layout
from coherence_exact.families.shapes import Instance
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder

TERMS = (
    soft_v(prior),
    soft_q(prior),
    success_given_action(prior),
    posterior(prior, weight**2),
    retrain(prior, 2),
    temperature(prior, 3),
    fold(prior, 2, "ratio", cumulative=True),
    boltzmann(prior, "1/2"),
    greedy_limit(prior),
    retrain_limit(prior),
    temperature_limit(prior),
    occupancy_by_trajectories(prior),
    success_probability(prior),
    expected_return(prior),
    return_by_trajectories(prior),
    causal_entropy(prior),
    incoherence(prior),
    incoherence_limit(prior),
    kl(prior, retrain(prior)),
    total_variation(prior, retrain(prior)),
    best_of(prior, 3),
    optimal_success,
    optimal_return,
    least_lookahead(prior),
    least_retrainings(prior),
    deterministic,
    equal_action_counts_at_each_time,
    q_constant_on_support(prior),
    coherent_for_some_delta(retrain(prior)),
    proportional(soft_q(prior), weight),
    ending("1/2", success_probability(retrain(prior))),
    same(ending("2/3", expected_return(prior)), discounted_return(prior, "2/3")),
)
OF_PAIRS = (kl(prior, second_policy), total_variation(second_policy, retrain(prior)))


def floats(table: list[Any]) -> Any:
    return np.array([[float(x)] for x in table]).reshape(len(table), 1)


def batch_of(instance: Instance) -> Batch:
    layout = Layout(instance.model, instance.second_policy)
    data = {name: floats(getattr(layout, name)) for name in ("prior", "weight", "dynamics", "start")}
    if instance.second_policy is not None:
        data["second_policy"] = floats(layout.second_policy)
    return Batch(layout, data)


def as_float(x: Any) -> float:
    if x is UNDEFINED or x is ABSENT:
        return float("nan")
    return float(x.decimal()) if hasattr(x, "decimal") else float(x)


def agrees(instance: Instance, term: Term) -> bool:
    exact = Evaluation(instance.model, instance.second_policy).value(term)
    expected = [as_float(x) for x in (exact if isinstance(exact, list) else [exact])]
    found = batch_of(instance).table(term)[:, 0]
    return bool(np.allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True))


@pytest.mark.parametrize("term", TERMS, ids=repr)
def test_a_batch_has_what_the_exact_evaluator_has(term: Term) -> None:
    family = EveryModel()
    addresses = random.Random(repr(term)).sample(family.addresses("quick"), 60)
    for address in addresses:
        assert agrees(family.instance(address, "quick"), term), address


@pytest.mark.parametrize("term", OF_PAIRS, ids=repr)
def test_second_policies_are_part_of_a_batch(term: Term) -> None:
    family = EveryModel(pairs=True)
    for address in random.Random(repr(term)).sample(family.addresses("quick"), 60):
        assert agrees(family.instance(address, "quick"), term), address


def test_columns_are_models_apart() -> None:
    family = EveryModel()
    instances = [family.instance(address, "quick") for address in family.addresses("quick")[4:24]]
    layouts = [Layout(instance.model) for instance in instances]
    alike = [n for n, layout in enumerate(layouts) if layout.choices == layouts[0].choices]
    names = ("prior", "weight", "dynamics", "start")
    together = Batch(
        layouts[0], {name: np.hstack([floats(getattr(layouts[n], name)) for n in alike]) for name in names}
    ).table(retrain(prior, 2))
    for column, n in enumerate(alike):
        alone = batch_of(instances[n]).table(retrain(prior, 2))
        assert np.array_equal(together[:, column], alone[:, 0])
    assert len(alike) > 1


def test_what_a_batch_cannot_do_is_refused() -> None:
    family = EveryModel()
    instance = family.instance(family.addresses("quick")[0], "quick")
    with pytest.raises(ArgumentError, match="its γ is written out"):
        batch_of(instance).table(ending(success_probability(prior), success_probability(prior)))
    with pytest.raises(ArgumentError, match=r"models with a state \(end\) are not made to end"):
        batch_of(instance).table(ending("1/2", ending("1/3", success_probability(prior))))


def test_what_is_infinite_is_near_nothing_finite() -> None:
    """A tie of −∞ and a number would hide every counterexample in which a reward −∞ is risked."""
    model = (
        ModelBuilder("a risk", horizon=1, start="s").action("s", "a1").action("s", "a2", success=0).build()
    )
    for term in (
        same(log(weight), largest(log(weight), "points")),
        log(weight) < 0,
        at_least(log(weight), 0),
    ):
        assert agrees(Instance(model), term)
