"""The paper's claims: expected verdicts, smallest counterexamples, and the regression file."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from coherence_exact.claims import Claim
from coherence_exact.evaluation.functions import fold, retrain
from coherence_exact.papers import incoherence
from coherence_exact.papers.examples import folder
from coherence_exact.papers.incoherence import numbers
from coherence_exact.verify import recorded
from coherence_exact.verify.verdicts import Decision, decide

EXPECTED: dict[str, dict[str, str]] = {
    "number-ex1": dict.fromkeys(("ridge", "forest", "up", "down"), "holds"),
    "number-ex1-coherent": {"conditioned": "holds", "fixed-point": "holds"},
    "number-fig3": dict.fromkeys(
        ("first-up", "first-down", "second-up", "second-down", "ridge-up", "forest", "fixed"), "holds"
    ),
    "number-fig2-delta": {"only-one": "holds"},
    "number-fig-rewards": {
        "figure-2": "refuted",
        "figure-2-any-delta": "refuted",
        "figure-3-ridge": "refuted",
        "corrected": "holds",
    },
    "number-ex3": {
        "first-product-a1": "holds",
        "first-product-a2": "holds",
        "first-a1": "holds",
        "first-a2": "holds",
        "second-product-a1": "holds",
        "second-product-a2": "refuted",
        "corrected-product-a2": "holds",
        "second-a1": "holds",
        "second-a2": "holds",
    },
    "number-ex3-label": {"printed": "refuted", "corrected": "holds"},
    "number-ex3-temperature": {
        "product-a1": "holds",
        "product-a2": "holds",
        "a1": "holds",
        "a2": "holds",
        "theorem-schedule": "refuted",
        "corrected-theorem-schedule": "holds",
    },
    "abstract": {"printed": "refuted", "uniform-prior": "refuted"},
    "5.2": {"printed": "holds"},
    "5.9-F": {"printed": "refuted"},
    "5.9-H": {"printed": "refuted", "printed-index-uniform": "refuted"},
    "5.9": {"printed": "refuted"},
    "ex3": {"printed": "holds"},
}


def chosen(claims: Sequence[Claim], wanted: dict[str, dict[str, str]]) -> Iterator[Claim]:
    """The claims with the wanted readings only."""
    for claim in claims:
        readings = [reading for reading in claim.readings if reading.name in wanted.get(claim.id, ())]
        if readings:
            yield dataclasses.replace(claim, readings=tuple(readings))


@cache
def decisions() -> dict[tuple[str, str], Decision]:
    found = decide(list(chosen(incoherence.claims(), EXPECTED)))
    return {(decision.claim.id, decision.reading.name): decision for decision in found}


@pytest.mark.parametrize(
    ("claim", "reading", "verdict"),
    [(claim, reading, verdict) for claim, row in EXPECTED.items() for reading, verdict in row.items()],
)
def test_the_verdict_is_the_expected_one(claim: str, reading: str, verdict: str) -> None:
    assert decisions()[claim, reading].verdict == verdict


def test_the_smallest_counterexample_of_folding_has_one_decision() -> None:
    decision = decisions()["5.9-F", "printed"]
    found = decision.counterexample
    assert found is not None
    model = found.model
    assert (model.horizon, list(model.states)) == (1, ["s"])
    assert set(model.weights[1, "s"].values()) == {1}
    assert dict(model.prior[1, "s"]) == {"a1": Fraction(2, 3), "a2": Fraction(1, 3)}
    assert (found.left, found.right) == (Fraction(4, 5), Fraction(2, 3))
    assert found.where == (1, "s", "a1")
    assert fold(model, model.prior, 2)[found.where[:2]]["a1"] == found.left
    assert retrain(model, model.prior, 2)[found.where[:2]]["a1"] == found.right


def test_incoherence_grows_with_one_decision_already() -> None:
    for reading in ("printed", "uniform-prior"):
        found = decisions()["abstract", reading].counterexample
        assert found is not None
        assert found.model.horizon == 1
        assert found.left > found.right


def test_the_wrong_product_of_the_appendix() -> None:
    found = decisions()["number-ex3", "second-product-a2"].counterexample
    assert found is not None
    assert (found.left, found.right) == (Fraction(5, 22), Fraction(36, 132))


def test_the_label_of_the_appendix() -> None:
    found = decisions()["number-ex3-label", "printed"].counterexample
    assert found is not None
    assert (found.left, found.right) == (Fraction(5, 11), Fraction(25, 61))


# Regression


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The verdicts on the printed numbers of Example 3, recorded in a file."""
    file = tmp_path / "recorded.json"
    recorded.record(example_3(numbers.claims()), file)
    return file


def example_3(claims: Sequence[Claim]) -> list[Decision]:
    return decide([claim for claim in claims if claim.id == "number-ex3"])


def test_nothing_has_changed(ledger: Path) -> None:
    assert recorded.changes(example_3(numbers.claims()), ledger) == []
    assert json.loads(ledger.read_text(encoding="utf-8"))["number-ex3"]["second-a1"] == "holds"


def test_a_wrong_printed_number_breaks_the_regression(ledger: Path, tmp_path: Path) -> None:
    printed = (folder() / "numbers.toml").read_text(encoding="utf-8")
    entry = "statement = \"π_2(a1|∅) = 25/61\"\nvalue = \"probability(fold(prior, 2), 1, '∅', 'a1')\"\n"
    assert printed.count(f'{entry}printed = "25/61"') == 1
    wrong = printed.replace(f'{entry}printed = "25/61"', f'{entry}printed = "26/61"')
    file = tmp_path / "numbers.toml"
    file.write_text(wrong, encoding="utf-8")
    found = example_3(numbers.claims(file))
    assert recorded.changes(found, ledger) == ["number-ex3 second-a1: refuted, recorded as holds"]
    [decision] = [decision for decision in found if decision.reading.name == "second-a1"]
    assert decision.counterexample is not None
    assert (decision.counterexample.left, decision.counterexample.right) == (
        Fraction(25, 61),
        Fraction(26, 61),
    )


def test_what_was_not_recorded_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "recorded.json"
    file.write_text("{}", encoding="utf-8")
    found = example_3(numbers.claims())
    assert len(recorded.changes(found, file)) == len(found)


def test_verdicts_do_not_depend_on_what_is_recorded(ledger: Path) -> None:
    content = json.loads(ledger.read_text(encoding="utf-8"))
    content["number-ex3"] = dict.fromkeys(content["number-ex3"], "refuted")
    ledger.write_text(json.dumps(content), encoding="utf-8")
    found = example_3(numbers.claims())
    holding = [decision for decision in found if decision.verdict == "holds"]
    assert len(recorded.changes(found, ledger)) == len(holding) == len(found) - 1
