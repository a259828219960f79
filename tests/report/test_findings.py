"""What decisions amount to: whether a claim is true as printed, and whether repairs need their hypotheses."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from coherence_exact.claims import Claim, deterministic, equal, prior, repaired, retrain, uniform_prior
from coherence_exact.language.claims import Reading
from coherence_exact.report.findings import (
    Discussion,
    Finding,
    findings,
    is_irredundant,
    load_discussions,
    repair_of,
    unneeded,
)
from coherence_exact.verify.verdicts import Decision, Verdict

RELATION = equal(prior, retrain(prior))
READINGS = (
    Reading("printed", "p", RELATION),
    Reading("printed-too", "q", RELATION),
    *repaired("mended", "m", RELATION, (deterministic, uniform_prior)),
)


NO_WORDS = Discussion()


def finding(*verdicts: Verdict, discussion: Discussion = NO_WORDS) -> Finding:
    claim = Claim("c", "t", READINGS)
    return Finding(
        tuple(
            Decision(claim, reading, verdict, Counter({0: number}), Counter(), "f")
            for number, (reading, verdict) in enumerate(zip(READINGS, verdicts, strict=True), start=1)
        ),
        discussion,
    )


def test_main_readings_and_checks_are_told_apart() -> None:
    found = finding("refuted", "holds", "holds", "refuted", "refuted")
    assert [decision.reading.name for decision in found.main] == ["printed", "printed-too", "mended"]
    names = [decision.reading.name for decision in found.checks]
    assert names == ["mended, without deterministic", "mended, without uniform prior"]
    assert {repair_of(check.reading) for check in found.checks} == {"mended"}


@pytest.mark.parametrize(
    ("printed", "too", "standing", "refuted"),
    [
        ("refuted", "holds", "false", 1),
        ("holds", "proved", "true", 0),
        ("vacuous", "holds", "open", 0),
        ("undecided", "refuted", "false", 1),
    ],
)
def test_a_claim_is_false_if_a_reading_as_printed_is(
    printed: Verdict, too: Verdict, standing: str, refuted: int
) -> None:
    known = Discussion(as_printed=("printed", "printed-too"))
    found = finding(printed, too, "refuted", "refuted", "refuted", discussion=known)
    assert (found.standing, found.refuted) == (standing, refuted)


def test_without_a_reading_as_printed_all_main_ones_count() -> None:
    found = finding("holds", "holds", "holds", "refuted", "refuted", discussion=Discussion(as_printed=()))
    assert found.standing == "true"
    assert found.models == 1
    assert not found.is_proved


def test_readings_that_an_argument_decides_are_about_no_number_of_models() -> None:
    discussion = Discussion(as_printed=("printed", "printed-too"))
    others: tuple[Verdict, ...] = ("holds", "refuted", "refuted")
    assert finding("holds", "holds", *others, discussion=discussion).models == 1
    assert finding("proved", "holds", *others, discussion=discussion).models == 2


def test_a_remedy_is_told_only_while_its_repairs_hold() -> None:
    known = Discussion(remedy="mend it", repairs=("mended",))
    assert finding("refuted", "holds", "holds", "refuted", "refuted", discussion=known).remedy == "mend it"
    assert finding("refuted", "holds", "refuted", "refuted", "refuted", discussion=known).remedy == ""


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("holds", "refuted", "refuted"), True),
        (("proved", "refuted", "refuted"), True),
        (("holds", "refuted", "holds"), False),
        (("refuted", "refuted", "refuted"), None),
    ],
)
def test_irredundance(verdicts: tuple[Verdict, Verdict, Verdict], expected: bool | None) -> None:
    found = finding("refuted", "holds", *verdicts)
    assert is_irredundant(found.main[-1], found.checks) is expected
    kept = [decision.reading.name for decision in unneeded(found.decisions)]
    assert kept == (["mended, without uniform prior"] if expected is False else [])


def test_irredundance_needs_a_check_of_each_hypothesis() -> None:
    found = finding("refuted", "holds", "holds", "refuted", "refuted")
    assert is_irredundant(found.main[-1], found.checks[:1]) is None
    assert is_irredundant(found.main[-1], []) is None


def test_findings_are_grouped_by_claim() -> None:
    first = finding("refuted", "holds", "holds", "refuted", "refuted").decisions
    other = Decision(Claim("d", "t", READINGS[:1]), READINGS[0], "holds", Counter(), Counter(), "f")
    [one, two] = findings([*first, other], {"d": Discussion(text="why")})
    assert (one.claim.id, two.claim.id, two.discussion.text) == ("c", "d", "why")


def test_discussions_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "discussions.toml"
    file.write_text('[c]\nprinted = "x"\nas_printed = ["a", "b"]\n', encoding="utf-8")
    assert load_discussions(file) == {"c": Discussion(printed="x", as_printed=("a", "b"))}
