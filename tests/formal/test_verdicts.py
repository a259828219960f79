"""What theorems add to verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from coherence_exact.claims import Claim, equal, prior
from coherence_exact.formal.theorems import theorem_of
from coherence_exact.formal.verdicts import after_coq, theorems_of, with_theorems
from coherence_exact.verify.verdicts import Decision

THEOREM = theorem_of("4.2", "printed")
HELD = Decision(THEOREM.claim, THEOREM.reading, "holds", Counter({0: 7}), Counter(), "a family")


def test_a_theorem_alone_changes_no_verdict() -> None:
    [decision] = with_theorems([HELD])
    assert decision.proof is not None
    assert (decision.verdict, decision.is_accepted_by_coq) == ("holds", False)
    assert theorems_of([decision]) == (THEOREM,)


def test_a_reading_of_the_same_name_is_another_one() -> None:
    reading = replace(THEOREM.reading, relation=equal(prior, prior))
    other = replace(HELD, claim=Claim("4.2", "another", (reading,)), reading=reading)
    assert with_theorems([other]) == [other]


def test_what_coq_accepts_is_proved() -> None:
    [decision], problems = after_coq(with_theorems([HELD]), {THEOREM.name: ""})
    assert (decision.verdict, decision.checked, decision.is_accepted_by_coq) == ("proved", 7, True)
    assert problems == []


def test_what_rests_on_an_axiom_is_not() -> None:
    [decision], [problem] = after_coq(with_theorems([HELD]), {THEOREM.name: "axioms: wishful : False"})
    assert (decision.verdict, decision.is_accepted_by_coq) == ("holds", False)
    assert problem == "4.2 printed: theorem_4_2_printed rests on axioms: wishful : False"


def test_a_model_that_refutes_a_theorem_is_told_about() -> None:
    refuted = replace(HELD, verdict="refuted")
    [decision], [problem] = after_coq(with_theorems([refuted]), {THEOREM.name: ""})
    assert decision.verdict == "refuted"
    assert problem == "4.2 printed: Coq accepts theorem_4_2_printed, but a model refutes the reading"
