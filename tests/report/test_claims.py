"""Claims for people."""

from __future__ import annotations

import dataclasses

import pytest
from coherence_exact.claims import Claim, Reading, deterministic, equal, prior, repaired, retrain
from coherence_exact.report.claims import claim_in_full, claims_list
from coherence_exact.report.findings import Discussion
from coherence_exact.report.terminal import as_text

RELATION = equal(prior, retrain(prior))
CLAIM = Claim("c", "a title", (Reading("printed", "in words", RELATION, (deterministic,)),), "Section 1")
OTHER = Claim(
    "世界", "a title that is long " * 3, repaired("printed", "in words", RELATION, (deterministic,))
)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def test_a_list_has_a_line_for_each_claim() -> None:
    recorded = {"c": {"printed": "refuted"}, "世界": {"printed": "holds"}}
    assert as_text(claims_list([CLAIM, OTHER], recorded, {})).splitlines() == [
        "c     false  a title",
        "世界  true   a title that is long a tit…",
        "",
        "2 claims, as printed: 1 false, 1 true,",
        "by the recorded verdicts.",
    ]


def test_what_takes_the_paper_at_its_word_is_looked_at() -> None:
    other = dataclasses.replace(CLAIM.readings[0], name="other")
    claim = dataclasses.replace(CLAIM, readings=(*CLAIM.readings, other))
    recorded = {"c": {"printed": "holds", "other": "refuted"}}
    [first, *_] = as_text(claims_list([claim], recorded, {})).splitlines()
    assert first == "c  true  a title"
    [first, *_] = as_text(
        claims_list([claim], recorded, {"c": Discussion(as_printed=("other",))})
    ).splitlines()
    assert first == "c  false  a title"


def test_what_was_not_recorded_is_not_decided() -> None:
    assert as_text(claims_list([CLAIM], {}, {})).splitlines()[0] == "c  not decided  a title"


def test_a_claim_in_full() -> None:
    discussion = Discussion("what is printed", "why", "a repair")
    assert as_text(claim_in_full(CLAIM, {"c": {"printed": "holds"}}, discussion, ())).splitlines() == [
        "c  a title  (Section 1)",
        "",
        "what is printed",
        "",
        "why",
        "",
        "what repairs it: a repair",
        "",
        "  printed (holds): in words",
        "      p = G(p)",
        "      given deterministic τ",
    ]


def test_a_long_reading_keeps_its_indentation() -> None:
    long = dataclasses.replace(CLAIM.readings[0], statement="word " * 30)
    claim = dataclasses.replace(CLAIM, readings=(long,))
    lines = as_text(claim_in_full(claim, {}, Discussion(), ())).splitlines()
    assert all(line.startswith("  ") and len(line) <= 40 for line in lines[2:])
