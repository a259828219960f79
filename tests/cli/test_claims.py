"""``claims``: what a paper claims."""

from __future__ import annotations

import pytest
from coherence_exact import papers

from tests.cli.conftest import Printed, Shown

KEYS = {"name", "kind", "statement", "relation", "given", "assuming"}


@pytest.mark.parametrize("name", papers.NAMES)
def test_every_claim_of_every_paper_can_be_listed(name: str, data: Printed, text: Shown) -> None:
    claims = data("claims", "--paper", name)["claims"]
    assert claims
    for claim in claims:
        assert set(claim) == {"id", "title", "where", "readings"}
        for reading in claim["readings"]:
            assert set(reading) == KEYS
            assert reading["kind"] in ("finding", "hypothesis check")
    shown = text("claims", "--paper", name)
    assert all(claim["id"] in shown for claim in claims)


def test_the_main_paper_is_listed_if_none_is_named(data: Printed) -> None:
    claims = data("claims")["claims"]
    assert {"number-ex3", "4.2", "5.9-F"} <= {claim["id"] for claim in claims}


def test_theorems_are_named(text: Shown) -> None:
    theorem = "a theorem about all finite models: coherence-exact prove 5.9-T"
    printed, stochastic = text("claims", "5.9-T").split("stochastic (refuted): ")
    assert theorem in printed
    assert theorem not in stochastic


@pytest.mark.usefixtures("paper")
def test_one_claim(data: Printed, text: Shown) -> None:
    [claim] = data("claims", "two")["claims"]
    assert claim["readings"][0] == {
        "name": "printed",
        "kind": "finding",
        "statement": "π_2 = G²(p)",
        "relation": "equal(temperature(prior, alpha=2), retrain(prior, steps=2))",
        "given": [],
        "assuming": [],
    }
    shown = text("claims", "two")
    assert shown.startswith("two  Temperature 2 is re-training twice  (Section 1)\n")
    assert "π_{α=2}(p) = G^2(p)" in shown
    assert "given uniform prior" in text("claims", "fold")
    assert [line.split()[:2] for line in text("claims").splitlines()[:3]] == [
        ["two", "false"],
        ["fold", "true"],
        ["up", "true"],
    ]
