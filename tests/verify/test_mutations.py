"""Claims with one index, exponent or direction changed are refuted, where the unchanged claim holds."""

from __future__ import annotations

import pytest
from coherence_exact.claims import (
    Claim,
    EveryModel,
    OneModel,
    Reading,
    Term,
    at_least,
    at_most,
    boltzmann,
    coherent,
    conditioned_trajectories,
    deterministic,
    equal,
    equal_action_counts,
    fold,
    greater,
    horizon,
    incoherence,
    kl,
    occupancy_kl,
    prior,
    retrain,
    second_policy,
    single_start,
    soft_q,
    soft_v,
    success_given_action,
    success_given_state,
    success_probability,
    temperature,
    trajectories,
    uniform_prior,
)
from coherence_exact.claims.claim import Domain
from coherence_exact.verify.verdicts import decide

UNIFORM = (uniform_prior, equal_action_counts)

# name: (what holds, the mutation, hypotheses of both)
MUTATIONS: dict[str, tuple[Term, Term, tuple[Term, ...]]] = {
    "4.2 with re-training on one side": (
        equal(soft_q(prior), success_given_action(prior)),
        equal(soft_q(retrain(prior)), success_given_action(prior)),
        (),
    ),
    "4.2 with the value of the other policy": (
        equal(soft_v(prior), success_given_state(prior)),
        equal(soft_v(prior), success_given_state(retrain(prior))),
        (),
    ),
    "4.3 with two re-trainings": (
        equal(conditioned_trajectories(prior), trajectories(retrain(prior))),
        equal(conditioned_trajectories(prior), trajectories(retrain(prior, 2))),
        (deterministic, single_start),
    ),
    "4.3 with the prior": (
        equal(conditioned_trajectories(prior), trajectories(retrain(prior))),
        equal(conditioned_trajectories(prior), trajectories(prior)),
        (deterministic, single_start),
    ),
    "4.7 with the arguments exchanged": (
        equal(kl(prior, boltzmann(prior)), occupancy_kl(prior, boltzmann(prior))),
        equal(kl(prior, boltzmann(prior)), occupancy_kl(boltzmann(prior), prior)),
        (),
    ),
    "4.7 at another δ": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior, "1/2"))),
        (),
    ),
    "4.10 with one step fewer": (
        equal(incoherence(coherent(prior, horizon)), 0),
        equal(incoherence(coherent(prior, horizon - 1)), 0),
        (),
    ),
    "4.10 measured at another δ": (
        equal(incoherence(coherent(prior, horizon, "1/2"), "1/2"), 0),
        equal(incoherence(coherent(prior, horizon, "1/2")), 0),
        (),
    ),
    "5.4 with at_most": (
        at_least(success_probability(retrain(prior)), success_probability(prior)),
        at_most(success_probability(retrain(prior)), success_probability(prior)),
        (),
    ),
    "5.4 with strict improvement": (
        at_least(success_probability(retrain(prior)), success_probability(prior)),
        greater(success_probability(retrain(prior)), success_probability(prior)),
        (),
    ),
    "5.9-T with α = k + 1": (
        equal(temperature(prior, 2), retrain(prior, 2)),
        equal(temperature(prior, 3), retrain(prior, 2)),
        (deterministic,),
    ),
    "5.9-T with α = k − 1": (
        equal(temperature(prior, 2), retrain(prior, 2)),
        equal(temperature(prior, 1), retrain(prior, 2)),
        (deterministic,),
    ),
    "5.9-F with one folding more": (
        equal(fold(prior, 2, "ratio"), retrain(prior, 2)),
        equal(fold(prior, 3, "ratio"), retrain(prior, 2)),
        (),
    ),
    "5.9-F with posteriors": (
        equal(fold(prior, 2, "ratio"), retrain(prior, 2)),
        equal(fold(prior, 2), retrain(prior, 2)),
        (),
    ),
    "5.9-F cumulatively": (
        equal(fold(prior, 3), retrain(prior, 3)),
        equal(fold(prior, 3, cumulative=True), retrain(prior, 3)),
        UNIFORM,
    ),
    "5.9-H with the printed index": (
        equal(fold(prior, 3, cumulative=True), temperature(prior, 4)),
        equal(fold(prior, 2, cumulative=True), temperature(prior, 4)),
        (deterministic, *UNIFORM),
    ),
    "5.9-H with twice the exponent": (
        equal(fold(prior, 3, cumulative=True), temperature(prior, 4)),
        equal(fold(prior, 3, cumulative=True), temperature(prior, 8)),
        (deterministic, *UNIFORM),
    ),
}


def verdict_of(relation: Term, given: tuple[Term, ...], domain: Domain) -> str:
    [decision] = decide([Claim("c", "t", (Reading("r", "s", relation, given, domain),))])
    return decision.verdict


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_refuted_where_the_claim_holds(name: str) -> None:
    holds, mutation, given = MUTATIONS[name]
    [decision] = decide([Claim("c", "t", (Reading("r", "s", mutation, given),))])
    assert decision.verdict == "refuted"
    assert decision.counterexample is not None
    there = OneModel(decision.counterexample.model)
    assert verdict_of(mutation, given, there) == "refuted"
    assert verdict_of(holds, given, there) == "holds"


@pytest.mark.parametrize("hypothesis", ["deterministic", "single_start", "both"])
def test_a_hypothesis_that_is_needed_brings_a_counterexample_when_it_is_dropped(hypothesis: str) -> None:
    relation = equal(conditioned_trajectories(prior), trajectories(retrain(prior)))
    kept = {"deterministic": (single_start,), "single_start": (deterministic,), "both": ()}[hypothesis]
    assert verdict_of(relation, kept, EveryModel()) == "refuted"


def test_exchanged_policies_are_refuted_in_pairs() -> None:
    exchanged = equal(kl(prior, second_policy), occupancy_kl(second_policy, prior))
    assert verdict_of(exchanged, (), EveryModel("pairs")) == "refuted"
