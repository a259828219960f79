"""The last screens: what was asked is answered, on one screen of 80 columns."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    both,
    claim,
    deterministic,
    equal,
    prior,
    repaired,
    retrain,
    stochastic,
    success_probability,
    total,
    uniform_prior,
    weight,
)
from coherence_exact.language.domains import OneModel
from coherence_exact.report.findings import Discussion, Finding
from coherence_exact.report.screen import Rechecked, Whereabouts, claims_screen, paper_screen
from coherence_exact.report.terminal import as_text
from coherence_exact.verify.verdicts import Decision, Verdict, decide

from tests.models import example

RELATION = equal(prior, retrain(prior))
PRINTED = Reading("printed", "p", RELATION)
REPAIR = repaired("mended", "m", RELATION, (deterministic, uniform_prior))
HERE = Whereabouts(
    certificates="certificates/",
    pages="pages/",
    rechecked=Rechecked(Counter(valid=3)),
    recorded=True,
)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def finding(name: str, verdict: Verdict, remedy: str = "", *checks: Verdict, checked: int = 7) -> Finding:
    readings = (PRINTED, *(REPAIR if checks else ()))
    verdicts: tuple[Verdict, ...] = (verdict, *(("holds", *checks) if checks else ()))
    stated = Claim(name, f"title of {name}", readings)
    decisions = tuple(
        Decision(stated, reading, found, Counter({0: checked}), Counter(), "a family (T ≤ 3)")
        for reading, found in zip(readings, verdicts, strict=True)
    )
    return Finding(decisions, Discussion(remedy=remedy))


def lines_of(*found: Finding, in_full: bool = False, whereabouts: Whereabouts = HERE) -> list[str]:
    return as_text(paper_screen("A paper", found, whereabouts, in_full)).splitlines()


def test_what_is_false_and_what_is_true() -> None:
    lines = lines_of(
        finding("4.8", "refuted", "unique maxima, and every state visited", "refuted", "refuted"),
        finding("4.9", "holds"),
        finding("5.1", "holds", checked=1234),
        finding("5.10", "proved"),
        finding("6", "undecided"),
        finding("5.9", "refuted"),
    )
    assert lines == [
        "A paper",
        "",
        "FALSE AS PRINTED  2 of 6 claims, and what repairs each",
        "  4.8  unique maxima, and every state visited",
        "  5.9  no repair is known",
        "",
        "TRUE AS PRINTED  3 of 6 claims",
        "  2 on all that was looked at, 7 to 1,234 models each",
        "  1 by an argument: 5.10",
        "",
        "NOT DECIDED  1 of 6 claims",
        "  6",
        "",
        "2 hypothesis checks: every repair is irredundant",
        "",
        "certificates  certificates/",
        "rechecked     3 valid (every model recomputed)",
        "verdicts      as recorded",
        "pages         pages/",
    ]


def test_a_hypothesis_that_is_not_needed_is_named() -> None:
    text = " ".join(" ".join(lines_of(finding("c", "refuted", "x", "refuted", "holds"))).split())
    assert "2 hypothesis checks: 1 show a hypothesis to be needed, these do not: " in text
    assert "c “mended, without uniform prior” holds" in text


def test_a_repair_that_does_not_hold_is_named() -> None:
    found = finding("c", "refuted", "x", "refuted", "refuted")
    decisions = list(found.decisions)
    decisions[1] = dataclasses.replace(decisions[1], verdict="refuted")
    text = " ".join(" ".join(lines_of(Finding(tuple(decisions)))).split())
    assert "there are repairs that do not hold: c “mended” refuted" in text


def test_what_was_sampled_and_refused_is_told() -> None:
    rechecked = Rechecked(Counter(valid=2, sampled=5, invalid=1), is_sample=True)
    places = Whereabouts(certificates="certs/", rechecked=rechecked, recorded=False)
    lines = lines_of(finding("c", "holds"), whereabouts=places)
    assert "rechecked      5 sampled, 2 valid, 1 invalid (a part of each family recomputed)" in lines
    assert "recompute all  coherence-exact check certs/ --workers 2" in lines
    assert "verdicts       not all as they should be, see below" in lines
    assert str(Rechecked(Counter())) == "no certificate was written"


WORDS = "a repair that takes many words to say, so that not even one line of eighty columns has room for it"


@pytest.mark.parametrize("number", [1, 5, 15, 25, 40])
def test_a_paper_fits_on_one_screen(number: int) -> None:
    found = [finding(f"Lemma-{n}", "refuted", WORDS, "refuted", "refuted") for n in range(number)]
    lines = lines_of(*found, finding("t", "holds"))
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 35
    text = "\n".join(lines)
    assert all(f"  Lemma-{n} " in text for n in range(number))
    assert ("(in full: --details)" in text) is (number > 10)


def test_details_shorten_no_repair() -> None:
    found = [finding(f"Lemma-{n}", "refuted", WORDS) for n in range(40)]
    lines = lines_of(*found, in_full=True)
    assert max(map(len, lines)) <= 80
    assert " ".join(" ".join(lines).split()).count(WORDS) == 40


@pytest.mark.parametrize("columns", ["20", "40", "60", "120", "200"])
def test_every_terminal_is_used(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    found = [finding(f"a-claim-with-a-long-name-{n}", "refuted", WORDS) for n in range(30)]
    assert max(map(len, lines_of(*found))) <= max(40, int(columns))


def test_names_are_printed_as_they_are() -> None:
    lines = lines_of(finding("[red]\x1b[31m\nx", "refuted", ":smile: [/x]\n"))
    assert "  [red]\\u001B[31m x :smile: [/x]" in lines


# Of a user's claims


NOWHERE = Whereabouts()


def shown(*decisions: Decision, whereabouts: Whereabouts = NOWHERE) -> list[str]:
    return as_text(claims_screen(decisions, whereabouts)).splitlines()


SMALL = OneModel(example("example_3"))


def test_a_refuted_claim_shows_its_counterexample() -> None:
    [decision] = decide([claim("idle", "re-training changes nothing", RELATION, over=SMALL)])
    assert shown(decision, whereabouts=Whereabouts(certificates="here/", models="there/")) == [
        "idle  re-training changes nothing",
        "  REFUTED  by the only model looked at of Example 3",
        "          t = 1                         t = 2              end",
        "",
        "                         ╭── 3/4 ─╮         ╭─ a1: 1/2 ─── w 1/3",
        "             ╭─ a1: 1/2 ─┤        ├───▶ s1 ─┤",
        "             │           ╰── 1/4 ─│─╮       ╰─ a2: 1/2 ─── w 1/3",
        "      ──▶ ∅ ─┤                    │ │",
        "             │           ╭── 1/2 ─╯ │",
        "             ╰─ a2: 1/2 ─┤          │",
        "                         ╰── 1/2 ───┤       ╭─ a1: 1/2 ─── w 2/3",
        "                                    ╰─▶ s2 ─┤",
        "                                            ╰─ a2: 1/2 ─── w 2/3",
        "",
        "      probabilities: the prior; w = e^r, 1 where none is written",
        "    fails: p = G(p)",
        "    time 1, state ∅, action a1: 1/2 = 0.5 against 5/11 ≈ 0.454545",
        "",
        "1 reading: 1 refuted",
        "certificates     here/",
        "counterexamples  there/",
    ]


def test_what_holds_says_on_what() -> None:
    raises = at_least(success_probability(retrain(prior)), success_probability(prior))
    [decision] = decide([claim("up", "re-training helps", raises, over=SMALL)])
    assert shown(decision)[1] == "  HOLDS  on 1 model: Example 3"


def test_what_does_not_count_says_why() -> None:
    undefined = equal(total(weight / (weight - weight)), 0)
    empty = claim("empty", "about nothing", RELATION, given=[both(deterministic, stochastic)], over=SMALL)
    first, second = decide([claim("undefined", "0 / 0", undefined, over=SMALL), empty])
    text = " ".join(" ".join(shown(first)).split())
    assert "VACUOUS no model counts: Example 3" in text
    assert "1 model does not count: weight / (weight - weight) has no value on some model" in text
    assert "no model meets the hypotheses: deterministic τ and not (deterministic τ)" in " ".join(
        shown(second)
    )


def test_an_undecided_claim_says_why() -> None:
    [decision] = decide([claim("idle", "nothing changes", equal(prior, prior), over=SMALL)])
    open_one = dataclasses.replace(decision, verdict="undecided", reason="two numbers are too close")
    assert "    two numbers are too close" in shown(open_one)


def test_many_claims_are_told_without_their_models() -> None:
    decisions = decide([claim(f"c{n}", "nothing changes", RELATION, over=SMALL) for n in range(5)])
    lines = shown(*decisions)
    assert lines.count("    fails: p = G(p)") == 5
    assert not any(line.startswith("    T = ") for line in lines)
    assert len(lines) <= 35
