"""What a verdict covers, in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.claims import (
    at_least,
    claim,
    equal,
    expected_return,
    log,
    prior,
    retrain,
    uniform,
    uniform_prior,
)
from coherence_exact.families.named import shapes_of
from coherence_exact.report.coverage import coverage_lines, identity_text, search_text
from coherence_exact.report.data import beyond_to_data
from coherence_exact.verify.explain import nearest
from coherence_exact.verify.parameters import ForAllParameters
from coherence_exact.verify.verdicts import Beyond, Decision, decide, searched_further

from tests.models import example

pytestmark = pytest.mark.usefixtures("two_shapes")


@pytest.fixture
def holds() -> Decision:
    stated = claim("x", "in words", equal(prior, uniform), given=[uniform_prior])
    return decide([stated])[0]


def test_how_far_a_family_goes_is_said(holds: Decision) -> None:
    [line] = coverage_lines(holds)
    assert holds.coverage is not None
    (_, models, met), (_, more, met_then) = holds.coverage.by_horizon
    assert (models + more, met + met_then) == (holds.coverage.models, holds.checked)
    assert holds.coverage.labelled == sum(
        family.count_labelled() for family in shapes_of("all", False, "quick")
    )
    assert holds.coverage.labelled > holds.coverage.models
    assert f"met the hypotheses: {met} of {models} with T = 1, {met_then} of {more} with T = 2" in line
    assert "not in the family: T > 2, more than 2 states at a time or 2 actions of a state" in line


def test_a_refuted_claim_has_no_coverage() -> None:
    [decision] = decide([claim("x", "in words", equal(prior, uniform))])
    assert list(coverage_lines(decision)) == []


def test_identities_say_of_what_models() -> None:
    assert identity_text(ForAllParameters(None, 3, 2, None, False, False, True, 1)) == (
        "proved for every horizon and all positive parameters: 3 states at a time, 2 actions, "
        "every transition possible, 3 start states, uniform prior"
    )
    assert identity_text(ForAllParameters(2, 2, 2, 16, True, True, False, 16)) == (
        "proved for all positive values of its 16 parameters: T = 2, 2 states at a time, 2 actions, any "
        "deterministic dynamics (16 maps), 1 start state, any prior without a zero"
    )


def test_a_search_says_how_many_models_met_the_hypotheses() -> None:
    assert search_text(Beyond(1000, 20, (4, 3, 2)), is_refuted=False) == (
        "search: no counterexample in 1,000 random models up to T = 4, 3 states at a time, 2 actions, 20 of "
        "which met the hypotheses; the two sides never came near each other without being equal"
    )
    assert search_text(Beyond(1000, 0, (4, 3, 2)), is_refuted=False).startswith("search: none of the 1,000")
    assert search_text(Beyond(problem="why"), is_refuted=False) == "not searched further: why"
    assert search_text(Beyond(5, 5, (1, 1, 2)), is_refuted=True).startswith("beyond the family")


def test_the_smallest_margin_is_exact() -> None:
    model = example("example_3")
    near = nearest(model, None, equal(retrain(prior, 2), retrain(prior, 3)))
    assert near is not None
    assert near.margin == abs(near.left - near.right)
    assert isinstance(Fraction(near.margin), Fraction)
    text = search_text(Beyond(7, 7, (2, 2, 2), near), is_refuted=False)
    assert f"smallest margin {near.margin}" in text
    assert nearest(model, None, equal(prior, prior)) is None


def test_a_search_ends_with_its_smallest_margin() -> None:
    stated = claim("x", "in words", at_least(expected_return(prior), expected_return(prior) + log("1/2")))
    [decision] = searched_further(decide([stated]), 2_000)
    assert decision.beyond is not None
    assert decision.beyond.nearest is not None
    assert "smallest margin log 2: " in search_text(decision.beyond, is_refuted=False)
    data = beyond_to_data(decision.beyond)
    assert data is not None
    assert data["smallest_margin"]["terms"] == [["1", "2"]]
