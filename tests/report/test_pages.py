"""The pages: up to date, complete, and made of the decisions."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from coherence_exact.claims import equal, fold, prior, retrain
from coherence_exact.claims.claim import Claim, Reading, repaired
from coherence_exact.papers import incoherence
from coherence_exact.report.pages import Discussion, index, load_discussions, page
from coherence_exact.verify.verdicts import Decision, decide

HERE = Path(incoherence.__file__).parent
PAGES = HERE / "pages"
CLAIMS = {claim.id: claim for claim in incoherence.claims()}
DISCUSSIONS = load_discussions(HERE / "discussions.toml")
FAST = [*(claim for claim in CLAIMS if claim.startswith("number-")), "5.9-F", "ex3"]


def _checked_in(claim: str) -> str:
    return (PAGES / f"{claim}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folding() -> list[Decision]:
    """The decisions on Lemma A.9, which has refuted readings and a repair."""
    return decide([CLAIMS["5.9-F"]])


@pytest.mark.parametrize("claim", FAST)
def test_a_page_is_up_to_date(claim: str) -> None:
    assert page(decide([CLAIMS[claim]]), DISCUSSIONS.get(claim)) == _checked_in(claim)


def test_every_claim_has_a_discussion_and_no_other() -> None:
    assert DISCUSSIONS.keys() == CLAIMS.keys()
    assert all(known.printed and known.text for known in DISCUSSIONS.values())


def test_every_claim_has_a_page_and_no_other() -> None:
    assert {file.stem for file in PAGES.glob("*.md")} == {*CLAIMS, "README"}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_page_has_every_reading_and_the_discussion(claim: str) -> None:
    text = _checked_in(claim)
    assert DISCUSSIONS[claim].text in text
    for reading in CLAIMS[claim].readings:
        if "-without-" not in reading.name:
            assert f"| `{reading.name}` |" in text
    assert f"({claim}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_discussion_names_readings_of_its_claim(claim: str) -> None:
    known = DISCUSSIONS[claim]
    names = {reading.name for reading in CLAIMS[claim].readings}
    assert {*known.as_printed, *known.repairs} <= names
    assert known.as_printed
    assert not known.repairs or known.remedy


def test_a_changed_number_is_noticed(folding: list[Decision]) -> None:
    first = folding[0]
    assert first.counterexample is not None
    changed = dataclasses.replace(first.counterexample, left=Fraction(3, 5))
    decisions = [dataclasses.replace(first, counterexample=changed), *folding[1:]]
    assert page(decisions, DISCUSSIONS["5.9-F"]) != _checked_in("5.9-F")


def test_a_page_works_the_counterexample_by_hand(folding: list[Decision]) -> None:
    text = page(folding)
    assert "s: a1 (p 2/3, w 1); a2 (p 1/3, w 1)" in text
    assert "| `G(p)` | 1, s | a1, a2 | 2/3, 1/3 | 1, 1 | 1 |" in text
    assert "`F_2(p)` = 4/5 = 0.8 and `G^2(p)` = 2/3 ≈ 0.666667: `F_2(p) = G^2(p)` is false." in text


def test_a_page_says_whether_a_repair_is_irredundant(folding: list[Decision]) -> None:
    assert "It is irredundant." in page(folding)
    unneeded = [
        dataclasses.replace(d, verdict="holds", counterexample=None)
        if d.reading.name == "uniform-equal-without-uniform_prior"
        else d
        for d in folding
    ]
    assert "It is not shown to be irredundant." in page(unneeded)


def test_a_claim_without_discussion_has_a_page(folding: list[Decision]) -> None:
    text = page(folding)
    assert "## Discussion" not in text
    assert "**False as printed.**" in text
    assert "[5.9-F](5.9-F.md)" in index([folding], {}, "Title")


def test_the_status_without_a_printed_reading_is_that_of_all() -> None:
    claim = Claim("idle", "nothing", (Reading("first", "F_1 = G", equal(fold(prior), retrain(prior))),))
    assert "**True as printed on all that was checked.**" in page(decide([claim]))


def test_the_index_marks_what_is_false_and_its_remedy(folding: list[Decision]) -> None:
    text = index([folding], DISCUSSIONS, "Title")
    assert "✗ **False as printed**" in text
    assert DISCUSSIONS["5.9-F"].remedy.replace("*", "\\*") in text


def test_a_remedy_is_shown_only_while_its_repairs_hold(folding: list[Decision]) -> None:
    known = Discussion(remedy="a remedy", repairs=("printed",))
    assert "a remedy" not in index([folding], {"5.9-F": known}, "Title")
    known = Discussion(remedy="a remedy", repairs=("ratio",))
    assert "a remedy" in index([folding], {"5.9-F": known}, "Title")


def test_markdown_in_statements_is_escaped() -> None:
    statement = "p(a|s) is * and <b> and _x_"
    readings = repaired("printed", statement, equal(retrain(prior), prior), ())
    text = page(decide([Claim("marks", "a|b", readings)]))
    assert "p(a\\|s) is \\* and \\<b> and \\_x_" in text
