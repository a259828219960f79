"""Tables for people: what they say, and that no terminal and no name spoils them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from fractions import Fraction

import pytest
from coherence_exact.claims import (
    Claim,
    Reading,
    Term,
    both,
    deterministic,
    equal,
    full_support,
    negation,
    prior,
    repaired,
    retrain,
    second_policy,
    success_probability,
    trajectories,
)
from coherence_exact.evaluation.comparing import compared
from coherence_exact.evaluation.functions import goal_condition
from coherence_exact.evaluation.limit_bounds import LimitEnclosure
from coherence_exact.exact.logarithms import log
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.report import counterexamples, drawing, terminal
from coherence_exact.report.terminal import as_text
from coherence_exact.verify.explain import explain
from coherence_exact.verify.verdicts import Decision, Verdict

from tests.models import deterministic_policies, example

MODEL = example("example_3")
TRAINED = goal_condition(MODEL, MODEL.prior)


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_a_policy() -> None:
    assert as_text(terminal.policy_table(TRAINED, "Example 3: retrain:1")).splitlines() == [
        "Example 3: retrain:1",
        "",
        "  time   state   action   probability   ≈",
        " ────────────────────────────────────────────────",
        "  1      ∅       a1       5/11          0.454545",
        "                 a2       6/11          0.545455",
        "  2      s1      a1       1/2           0.5",
        "                 a2       1/2           0.5",
        "  2      s2      a1       1/2           0.5",
        "                 a2       1/2           0.5",
    ]


def test_quantities() -> None:
    rows = [("model", "Example 3"), ("success probability", Fraction(11, 24)), ("return", -log(2))]
    assert as_text(terminal.quantities(rows, {(2, "s2"), (1, "∅")})).splitlines() == [
        "model                Example 3",
        "success probability  11/24 ≈ 0.458333",
        "return               -log 2 ≈ -0.693147",
        "dead states          time 1, state ∅, time 2, state s2: nothing to condition on, the row is kept",
    ]


def test_differences() -> None:
    found = compared(TRAINED, MODEL.prior)
    shown = as_text(terminal.difference_table(found, "Example 3", ("retrain:1", "prior"))).splitlines()
    assert shown[0] == "Example 3: retrain:1 and prior differ in 2 of 6 probabilities"
    assert "  1      ∅       a1       5/11        1/2     -1/22 ≈ -0.0454545" in shown
    same = terminal.difference_table(compared(TRAINED, TRAINED), "Example 3", ("fold:1", "retrain:1"))
    assert as_text(same) == "Example 3: fold:1 and retrain:1 are equal at every time, state and action.\n"


def test_a_limit_shows_bounds_that_are_not_rounded() -> None:
    low = Policy({(1, "s"): {"a": Fraction(1428571, 10**7), "b": Fraction(1, 3)}})
    high = Policy({(1, "s"): {"a": Fraction(1428572, 10**7), "b": Fraction(1, 3)}})
    enclosure = LimitEnclosure({(1, "s"): ["a", "b"]}, low, high, 32)
    shown = as_text(terminal.limit_table(enclosure, "model: retrain-limit"))
    assert shown.startswith("model: retrain-limit, enclosed after 32 re-trainings\n")
    assert "0.1428571   0.1428572" in shown
    assert "1/3         1/3" in shown


@pytest.mark.parametrize("columns", ["0", "1", "10", "25", "40", "60", "100", "200"])
def test_every_number_is_on_one_line_of_every_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    found = compared(TRAINED, MODEL.prior)
    shown = as_text(terminal.difference_table(found, "Example 3", ("retrain:1", "prior")))
    for word in ("5/11", "6/11", "1/2", "-1/22"):
        assert word in shown
    assert "5/11" in as_text(terminal.policy_table(TRAINED, "a title that is longer than the terminal"))


def test_a_wide_terminal_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [("words", "word " * 40)]
    assert max(map(len, as_text(terminal.quantities(words, [])).splitlines())) <= 100
    monkeypatch.setenv("COLUMNS", "250")
    assert len(as_text(terminal.quantities(words, [])).splitlines()) == 1


def test_names_are_printed_as_they_are() -> None:
    builder = ModelBuilder("[/x] :smile: \x1b[31m\ntwo", horizon=1, start="[red]s\n")
    model = builder.action("[red]s\n", "[/]\t").build()
    shown = as_text(terminal.policy_table(model.prior, model.name))
    assert shown.startswith("[/x] :smile: \\u001B[31m two\n")
    assert "[red]s\\u000A" in shown
    assert "[/]\\u0009" in shown
    rows = as_text(terminal.quantities([("model", model.name)], [(1, "[red]s\n")]))
    assert "[/x] :smile: \\u001B[31m two\n" in rows
    assert "state [red]s\\u000A:" in rows


# Models and counterexamples


def test_a_model_in_lines() -> None:
    assert counterexamples.model_lines(MODEL) == [
        "T = 2",
        "∅: a1 (p 1/2, w 1) → s1 3/4, s2 1/4; a2 (p 1/2, w 1) → s1 1/2, s2 1/2",
        "s1: a1 (p 1/2, w 1/3); a2 (p 1/2, w 1/3)",
        "s2: a1 (p 1/2, w 2/3); a2 (p 1/2, w 2/3)",
    ]


def test_a_model_with_two_starts_and_a_state_that_recurs() -> None:
    builder = ModelBuilder("m", horizon=2, start={"s": "1/3", "t": "2/3"})
    model = builder.action("s", "a", to="t", success=0).action("t", "b", to="t").build()
    assert counterexamples.model_lines(model) == [
        "T = 2, start s 1/3, t 2/3",
        "s: a (p 1, w 0) → t",
        "t: b (p 1, w 1) → t",
    ]


@pytest.mark.parametrize(
    ("relation", "lines"),
    [
        (
            both(equal(0, 0), equal(prior, retrain(prior))),
            ["fails: p = G(p)", "time 1, state ∅, action a1: 1/2 = 0.5 against 5/11 ≈ 0.454545"],
        ),
        (
            equal(success_probability(prior), "1/2"),
            ["fails: S(p) = 1/2", "11/24 ≈ 0.458333 against 1/2 = 0.5"],
        ),
        (
            equal(trajectories(prior), trajectories(retrain(prior))),
            ["fails: p_p(ξ) = p_{G(p)}(ξ)", "trajectory ∅ a1, s1 a1: 3/16 = 0.1875 against 15/88 ≈ 0.170455"],
        ),
        (deterministic, ["fails: deterministic τ"]),
        (negation(full_support), ["true, which the reading denies: full support"]),
    ],
)
def test_what_fails(relation: Term, lines: list[str]) -> None:
    assert counterexamples.failure_lines(explain(MODEL, None, relation)) == lines


def test_a_second_policy_is_shown() -> None:
    second = deterministic_policies(MODEL)[0]
    found = explain(MODEL, second, equal(prior, second_policy))
    line = "second policy: π'_1(·|∅) = (1, 0); π'_2(·|s1) = (1, 0); π'_2(·|s2) = (1, 0)"
    assert counterexamples.described(found) == [*counterexamples.model_lines(MODEL), line]
    drawn = counterexamples.pictured(found)
    assert "       ╭─ a1: 1/2 ≠ 1 ─┤        ├───▶ s1 ─┤" in drawn
    assert drawn[-1] == "w = e^r, 1 where none is written; x ≠ y: x of the prior, y of the second policy"


def test_a_counterexample_is_drawn_where_there_is_room() -> None:
    found = explain(MODEL, None, equal(prior, retrain(prior)))
    lines = counterexamples.counterexample_lines(found)
    assert lines == [*drawing.text(MODEL).split("\n"), *counterexamples.failure_lines(found)]
    assert counterexamples.pictured(found, width=50) == counterexamples.model_lines(MODEL)


@pytest.mark.parametrize("world", [grid_world(3, 1, horizon=1, start=(0, 0)), grid_world(5, 5, horizon=20)])
def test_what_is_too_large_to_be_looked_at_is_told_in_lines(world: Model) -> None:
    found = explain(world, None, equal(prior, retrain(prior)))
    is_drawn = "▶" in "".join(counterexamples.pictured(found, 10_000))
    assert is_drawn == (world.horizon == 1)


# Verdicts


def decision(verdict: Verdict, checked: int = 2, undefined: int = 0, reason: str | None = None) -> Decision:
    reading = Reading("printed", "in words", equal(prior, retrain(prior)), (deterministic,))
    return Decision(
        Claim("c", "a title", (reading,), "Section 1"),
        reading,
        verdict,
        Counter({0: checked}),
        Counter({0: undefined}),
        "a family",
        explain(MODEL, None, reading.relation) if verdict == "refuted" else None,
        reason,
    )


def test_a_verdict() -> None:
    assert as_text(terminal.verdict_table([decision("holds", 1234)])).splitlines() == [
        "c  a title  (Section 1)",
        "  holds     printed: in words",
        "              1,234 models checked: a family",
    ]


def test_a_refutation_shows_its_counterexample() -> None:
    lines = as_text(terminal.verdict_table([decision("refuted", 1)])).splitlines()
    assert lines[1:3] == ["  refuted   printed: in words", "              1 model checked: a family"]
    assert lines[-1] == "              time 1, state ∅, action a1: 1/2 = 0.5 against 5/11 ≈ 0.454545"


def test_what_does_not_count_is_told() -> None:
    assert as_text(terminal.verdict_table([decision("vacuous", 0)])).endswith("no model counts: a family")
    shown = as_text(terminal.verdict_table([decision("holds", 5, 3)]))
    assert "5 models checked, 3 left out because some value is undefined there: a family" in shown


def test_a_reason_is_told() -> None:
    shown = as_text(terminal.verdict_table([decision("undecided", 0, reason="two numbers are too close")]))
    assert shown.endswith("two numbers are too close")


def test_claims_are_set_apart() -> None:
    first = decision("holds")
    other = dataclasses.replace(first, claim=dataclasses.replace(first.claim, id="d", where=""))
    assert "\n\nd  a title\n" in as_text(terminal.verdict_table([first, other]))


def test_the_summary_counts_verdicts() -> None:
    decisions = [decision("holds"), decision("refuted"), decision("holds"), decision("vacuous")]
    assert terminal.summary_line(decisions) == "1 claim, 4 readings: 1 refuted, 2 holds, 1 vacuous."
    checks = [dataclasses.replace(each, reading=CHECK) for each in decisions[:2]]
    assert terminal.summary_line([*decisions, *checks]) == (
        "1 claim, 4 readings: 1 refuted, 2 holds, 1 vacuous; 2 hypothesis checks."
    )


_, CHECK = repaired("r", "s", equal(prior, retrain(prior)), (deterministic,))


def test_hypothesis_checks_are_shown_apart_and_not_as_findings() -> None:
    refuted, holds = decision("refuted", 1), decision("holds")
    rows = [refuted, *(dataclasses.replace(each, reading=CHECK) for each in (refuted, holds))]
    lines = as_text(terminal.verdict_table(rows)).splitlines()
    start = lines.index("  hypothesis checks")
    assert [line for line in lines[:start] if "refuted" in line] == ["  refuted   printed: in words"]
    assert lines[start + 1] == "  needed    r, without deterministic"
    assert "  open      r, without deterministic" in lines
    assert lines[-1] == "              holds: 2 models checked: a family"


def test_shipped_models() -> None:
    lines = as_text(terminal.models_table({"example_3": MODEL})).splitlines()
    assert lines[1].split() == ["name", "T", "states", "dynamics", "model"]
    assert lines[3].split() == ["example_3", "2", "3", "stochastic", "Example", "3"]


def test_descriptions_stand_below_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("a", "1", "the first of two"), ("b", "2", "the other")]
    monkeypatch.setenv("COLUMNS", "20")
    assert as_text(terminal.described_table(("name", "T", "about"), rows)).splitlines() == [
        "",
        "  name   T",
        " ──────────",
        "  a      1",
        "    the first of two",
        "  b      2",
        "    the other",
    ]
