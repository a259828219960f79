"""The search beyond the families: what it has to find, and what it must not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from coherence_exact.claims import (
    at_least,
    at_most,
    causal_entropy,
    claim,
    deterministic,
    equal,
    expected_return,
    full_support,
    greedy_limit,
    horizon_at_least,
    implies,
    incoherence,
    kl,
    least_lookahead,
    least_retrainings,
    occupancy_kl,
    optimal_success,
    prior,
    retrain,
    second_policy,
    single_start,
    success_everywhere,
    success_probability,
    temperature,
    uniform,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.language.terms import Term
from coherence_exact.verify import climbing
from coherence_exact.verify.executors import LocalProcesses
from coherence_exact.verify.further import search_further
from coherence_exact.verify.layouts import Asked, random_sketch, rearranged
from coherence_exact.verify.shrinking import refutes
from coherence_exact.verify.verdicts import decide, searched_further

from tests.models import example


def reading(relation: Term, *given: Term) -> Reading:
    return claim("x", "in words", relation, given=list(given)).readings[0]


FALSE = {
    "temperature is re-training": reading(equal(retrain(prior, 2), temperature(prior, 2))),
    "re-training lowers the entropy": reading(
        at_most(causal_entropy(retrain(prior)), causal_entropy(prior)), uniform_prior
    ),
    "re-training raises the return": reading(
        at_least(expected_return(retrain(prior)), expected_return(prior))
    ),
    "look-ahead is as fast as re-training": reading(
        at_most(least_lookahead(uniform), least_retrainings(uniform) + 1)
    ),
    "greedy is optimal for long horizons": reading(
        equal(success_probability(greedy_limit(prior)), optimal_success),
        deterministic,
        full_support,
        horizon_at_least(3),
    ),
    "divergences are symmetric": reading(equal(kl(prior, second_policy), kl(second_policy, prior))),
}
TRUE = {
    "success rises": reading(at_least(success_probability(retrain(prior)), success_probability(prior))),
    "the return rises": reading(
        at_least(expected_return(retrain(prior)), expected_return(prior)), deterministic
    ),
    "temperature": reading(equal(retrain(prior, 3), temperature(prior, 3)), deterministic),
    "divergences": reading(equal(kl(prior, second_policy), occupancy_kl(prior, second_policy))),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted_by_an_exact_model(name: str) -> None:
    found = search_further(FALSE[name], 60_000)
    assert found.counterexample is not None
    assert refutes(found.counterexample.instance(), FALSE[name])


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_not_refuted(name: str) -> None:
    found = search_further(TRUE[name], 8_000)
    assert found.counterexample is None
    assert found.models >= 8_000
    assert found.nearest is not None


def test_what_no_small_model_refutes_is_found_further_out() -> None:
    """Re-training lowers the incoherence of the uniform policy on every small model, but not always."""
    further = reading(
        at_most(incoherence(retrain(prior)), incoherence(prior)),
        deterministic,
        uniform_prior,
        single_start,
    )
    found = search_further(further, 200_000, seed=2, shapes=((3, 9, 3), (5, 16, 2)))
    assert found.counterexample is not None
    assert refutes(found.counterexample.instance(), further)
    assert found.counterexample.instance().model.is_deterministic


@pytest.mark.full
def test_the_family_alone_does_not_find_it() -> None:
    stated = claim(
        "x",
        "in words",
        at_most(incoherence(retrain(prior)), incoherence(prior)),
        given=[deterministic, uniform_prior],
    )
    [decision] = decide([stated])
    assert decision.verdict == "holds"


def test_a_seed_gives_the_same_counterexample() -> None:
    one, other = (search_further(FALSE["re-training raises the return"], 60_000, seed=5) for _ in range(2))
    assert one == other
    assert one.counterexample is not None


def test_processes_change_nothing_of_a_search() -> None:
    false, true = FALSE["re-training raises the return"], TRUE["success rises"]
    with LocalProcesses(2) as executor:
        for stated, budget in ((false, 60_000), (true, 8_000)):
            here = search_further(stated, budget, seed=3)
            assert search_further(stated, budget, seed=3, executor=executor) == here


def test_a_counterexample_is_small() -> None:
    found = search_further(FALSE["temperature is re-training"], 60_000)
    assert found.counterexample is not None
    assert found.counterexample.instance().model.horizon == 2
    assert sum(len(row) for row in found.counterexample.instance().model.states.values()) <= 5


def test_progress_is_told() -> None:
    told: list[int] = []
    search_further(TRUE["success rises"], 4_000, progress=told.append)
    assert told == sorted(told)
    assert told[-1] >= 4_000


def test_only_claims_about_every_model_are_searched() -> None:
    one_model = claim("x", "w", equal(prior, prior), over=example("example_1")).readings[0]
    with pytest.raises(ArgumentError, match="is not about every model"):
        search_further(one_model)


@pytest.mark.parametrize("seed", range(30))
def test_layouts_meet_the_hypotheses(seed: int) -> None:
    numbers = random.Random(seed)
    asked = Asked.by(reading(implies(deterministic, deterministic), deterministic, single_start))
    sketch = random_sketch((4, 3, 3), asked, numbers)
    for _ in range(10):
        sketch = rearranged(sketch, (4, 3, 3), asked, numbers)
        model = sketch.instance().model
        assert model.is_deterministic
        assert len(model.layers) <= 4
        assert {state for layer in model.layers for state in layer} == set(model.states)


def test_success_everywhere_is_met_now_and_then() -> None:
    found = search_further(reading(equal(prior, uniform), success_everywhere(prior)), 20_000)
    assert found.counterexample is not None
    assert isinstance(FALSE["divergences are symmetric"].domain, EveryModel)


def test_earlier_counterexamples_are_tried_first() -> None:
    earlier = search_further(FALSE["re-training raises the return"], 100_000).counterexample
    assert earlier is not None
    again = search_further(FALSE["re-training raises the return"], 100_000, seed=7, known=[earlier])
    assert again.models == 1
    assert again.counterexample is not None
    assert search_further(TRUE["success rises"], 3_000, known=[earlier]).counterexample is None


def test_a_counterexample_of_one_claim_is_tried_on_the_others() -> None:
    relation = at_least(expected_return(retrain(prior)), expected_return(prior))
    claims = [claim("a", "in words", relation), claim("b", "in words", relation, given=[full_support])]
    first, second = searched_further(decide(claims, "quick"), 100_000)
    assert first.verdict == second.verdict == "refuted"


def test_a_search_that_sees_nothing_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(climbing, "margin", lambda batch, _: np.ones(batch.size))
    assert search_further(FALSE["re-training raises the return"], 20_000).counterexample is None


def test_a_search_that_is_misled_refutes_nothing_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(climbing, "margin", lambda batch, _: -np.ones(batch.size))
    assert search_further(TRUE["success rises"], 1_500).counterexample is None


def test_how_far_a_search_went_is_said_dimension_by_dimension() -> None:
    found = search_further(TRUE["success rises"], 80_000)
    assert found.largest[0] == 6
    assert found.largest[1] > 2
    assert found.largest[2] == 4
