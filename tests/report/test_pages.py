"""The pages: complete, made of the decisions, and those of the paper up to date."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from coherence_exact import papers
from coherence_exact.claims import (
    Claim,
    Reading,
    equal,
    equal_action_counts,
    fold,
    prior,
    repaired,
    retrain,
    uniform_prior,
)
from coherence_exact.language.terms import Term
from coherence_exact.report.findings import Discussion, Finding, findings, load_discussions
from coherence_exact.report.pages import index, page
from coherence_exact.verify.verdicts import decide

PAPER = papers.load("incoherence")
PAGES = PAPER.folder / "pages"
DISCUSSIONS = load_discussions(PAPER.folder / "discussions.toml")
FAST = [*(claim for claim in DISCUSSIONS if claim.startswith("number-")), "5.9-F", "ex3"]

SAME = equal(fold(prior, 2), retrain(prior, 2))
FOLDING = Claim(
    "5.9-F",
    "Folding is re-training",
    (
        Reading("printed", "π^F_2 = π^G_2, any prior", SAME),
        Reading("ratio", "folding the ratio", equal(fold(prior, 2, "ratio"), retrain(prior, 2))),
        *repaired("uniform-equal", "π^F_2 = π^G_2", SAME, (uniform_prior, equal_action_counts)),
    ),
    "Lemma A.9",
)
DISCUSSION = Discussion(
    printed="Folding is `re-training`.",
    text="It counts the prior twice.",
    remedy="fold log(π/p) * once",
    repairs=("ratio",),
)


@pytest.fixture(scope="module")
def folding() -> Finding:
    """A finding with refuted readings and a repair."""
    [found] = findings(decide([FOLDING]), {"5.9-F": DISCUSSION})
    return found


def test_a_page_tells_what_is_printed_decided_and_discussed(folding: Finding) -> None:
    text = page(folding)
    assert text.startswith("# 5.9-F: Folding is re-training\n\nLemma A.9. **False as printed.**\n")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## What is printed",
        "## What was decided",
        "## The smallest counterexamples",
        "## Repairs and their hypotheses",
        "## Discussion",
        "## Definitions",
        "## How to reproduce it",
    ]
    assert "| `printed` | π^F\\_2" in text or "| `printed` | π^F_2 = π^G_2, any prior | **refuted** |" in text
    assert "$ coherence-exact verify 5.9-F\n" in text
    assert "$ make all\n" in page(folding, "make all")


def test_a_page_works_the_counterexample_by_hand(folding: Finding) -> None:
    text = page(folding)
    assert "       ╭─ a1: 2/3 ─── w 1\n──▶ s ─┤\n       ╰─ a2: 1/3 ─── w 1\n" in text
    assert "| `G(p)` | 1, s | a1, a2 | 2/3, 1/3 | 1, 1 | 1 |" in text
    assert "`F_2(p)` = 4/5 = 0.8 and `G^2(p)` = 2/3 ≈ 0.666667: `F_2(p) = G^2(p)` is false." in text


def test_a_page_lists_every_definition_that_it_uses_once_the_inner_ones_first(folding: Finding) -> None:
    _, listed = page(folding).split("## Definitions\n")
    names = [line.split("`")[1] for line in listed.splitlines() if line.startswith("  `")]
    assert len(set(names)) == len(names)
    assert names.index("soft_v_of") < names.index("condition") < names.index("goal_condition")
    assert {"retrain", "fold_f", "fold_f_ratio", "uniform_prior"} <= set(names)
    assert "- `G(π) = G[w](π)`" in listed


def test_hypothesis_checks_are_told_with_the_repair_only(folding: Finding) -> None:
    text = page(folding)
    decided, rest = text.split("## Repairs and their hypotheses")
    assert "without" not in decided
    assert "- Without `uniform prior`: needed. `T = 1` / " in rest
    assert "- Without `equal numbers of actions`: needed. " in rest


def test_a_page_says_whether_a_repair_is_irredundant(folding: Finding) -> None:
    assert "\nIt is irredundant." in page(folding)
    unneeded = tuple(
        dataclasses.replace(d, verdict="holds", counterexample=None)
        if d.reading.drops == uniform_prior
        else d
        for d in folding.decisions
    )
    assert "\nIt is not shown to be irredundant." in page(dataclasses.replace(folding, decisions=unneeded))


def test_a_changed_number_is_noticed(folding: Finding) -> None:
    first, *others = folding.decisions
    assert first.counterexample is not None
    changed = dataclasses.replace(first.counterexample, left=Fraction(3, 5))
    altered = Finding((dataclasses.replace(first, counterexample=changed), *others), folding.discussion)
    assert page(altered) != page(folding)


def test_a_claim_without_discussion_has_a_page(folding: Finding) -> None:
    bare = Finding(folding.decisions)
    text = page(bare)
    assert "## Discussion" not in text
    assert "**False as printed.**" in text
    assert "[5.9-F](5.9-F.md)" in index([bare], "Title")


def test_a_users_claim_is_true_or_false_as_stated() -> None:
    def told(relation: Term) -> str:
        reading = Reading("stated", "s", relation)
        [found] = findings(decide([Claim("idle", "nothing", (reading,))]))
        return page(found)

    assert "**True as stated on all that was checked.**" in told(equal(fold(prior), retrain(prior)))
    assert "**False as stated.**" in told(equal(prior, retrain(prior)))


def test_the_index_marks_what_is_false_and_its_remedy(folding: Finding) -> None:
    text = index([folding], "Title")
    assert "✗ **False as printed**" in text
    assert "fold log(π/p) \\* once" in text
    assert "1 claim, 3 readings: 1 refuted, 2 holds; 2 hypothesis checks." in text


def test_markdown_in_statements_is_escaped() -> None:
    statement = "p(a|s) is * and <b> and _x_"
    [found] = findings(decide([Claim("marks", "a|b", (Reading("printed", statement, equal(prior, prior)),))]))
    text = page(found)
    assert "p(a\\|s) is \\* and \\<b> and \\_x_" in text
    assert "# marks: a\\|b" in text


# The pages of the paper


@pytest.mark.parametrize("claim", FAST)
def test_a_page_is_up_to_date(claim: str) -> None:
    known = {each.id: each for each in PAPER.claims()}
    [found] = findings(decide([known[claim]]), DISCUSSIONS)
    assert page(found) == (PAGES / f"{claim}.md").read_text(encoding="utf-8")


def test_every_claim_has_a_discussion_and_a_page_and_no_other() -> None:
    known = [claim.id for claim in PAPER.claims()]
    assert set(DISCUSSIONS) == set(known)
    assert all(discussion.printed and discussion.text for discussion in DISCUSSIONS.values())
    assert {file.stem for file in PAGES.glob("*.md")} == {*known, "README"}


def test_a_page_has_every_reading_and_the_discussion() -> None:
    listed = (PAGES / "README.md").read_text(encoding="utf-8")
    for claim in PAPER.claims():
        text = (PAGES / f"{claim.id}.md").read_text(encoding="utf-8")
        assert DISCUSSIONS[claim.id].text in text
        assert f"({claim.id}.md)" in listed
        for reading in claim.readings:
            if reading.drops is None:
                assert f"| `{reading.name}` |" in text


@pytest.mark.parametrize("name", papers.NAMES)
def test_a_discussion_names_readings_of_its_claim(name: str) -> None:
    paper = papers.load(name)
    known = {claim.id: claim for claim in paper.claims()}
    for claim, discussion in load_discussions(paper.folder / "discussions.toml").items():
        names = {reading.name for reading in known[claim].readings}
        assert {*discussion.as_printed, *discussion.repairs} <= names
        assert discussion.as_printed
        assert not discussion.repairs or discussion.remedy
