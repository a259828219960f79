"""Counterexamples are made as small as single steps can make them, and stay counterexamples."""

from __future__ import annotations

import pytest
from coherence_exact.claims import (
    claim,
    deterministic,
    equal,
    prior,
    proportional_to_q,
    retrain,
    temperature,
    uniform,
)
from coherence_exact.language.claims import Reading
from coherence_exact.verify.priors import Made
from coherence_exact.verify.shrinking import is_counterexample, meets, refutes, shrunk

from tests.verify.populations import population

TWICE = claim("x", "in words", equal(retrain(prior, 2), temperature(prior, 2))).readings[0]
COHERENT = claim("x", "in words", equal(prior, uniform), given=[proportional_to_q(prior)]).readings[0]


def first(reading: Reading) -> Made:
    """The first random model that refutes a reading."""
    for seed in range(300):
        some = population(seed)
        genes = some.drawn(20)
        for column in range(20):
            made = Made(some.sketch_of(genes[:, column]))
            if is_counterexample(made, reading):
                return made
    raise AssertionError("no random model refutes the reading")


@pytest.mark.parametrize("reading", [TWICE, COHERENT], ids=["twice", "coherent"])
def test_no_single_step_makes_the_result_smaller(reading: Reading) -> None:
    found = first(reading)
    small = shrunk(found, reading)
    assert refutes(small.instance(), reading)
    assert small.size <= found.drawn.size
    assert not any(is_counterexample(made, reading) for made in Made(small).smaller())


def test_what_does_not_meet_the_hypotheses_refutes_nothing() -> None:
    found = first(TWICE).drawn.instance()
    stated = claim("x", "in words", TWICE.relation, given=[deterministic]).readings[0]
    assert not meets(found, stated)
    assert not refutes(found, stated)
