"""Theorems on pages, and the tables of what was computed for them."""

from __future__ import annotations

from coherence_exact.claims import (
    AlongSequence,
    Argument,
    Claim,
    Reading,
    Theorem,
    argued,
    equal,
    incoherence,
    index,
    prior,
    symbol,
    weight,
)
from coherence_exact.language.core import at
from coherence_exact.report.argued import column_values, theorem_section
from coherence_exact.verify.verdicts import decide

from tests.models import one_decision

ARMS = one_decision(a=1, b="1/2")
THEOREM = Theorem("powers", "the k-th power falls", "by *induction*")
POWER = at(weight, 1, "s", "b") ** index
SEQUENCE = Argument(THEOREM, POWER <= 1, (), "proved", (("w^k", POWER), ("1/0", index / 0)))


def test_columns_are_evaluated_at_each_index() -> None:
    rows = list(column_values(SEQUENCE.columns, [(2, ARMS), (3, ARMS)]))
    assert rows == [(2, [one_quarter := rows[0][1][0], None]), (3, [one_quarter / 2, None])]
    assert str(one_quarter) == "1/4"


def test_a_sequence_has_its_theorem_and_a_table() -> None:
    reading = argued("printed", "it falls", SEQUENCE, [(1, ARMS), (2, ARMS)])
    assert isinstance(reading.domain, AlongSequence)
    parts = list(theorem_section(decide([Claim("c", "t", (reading,))])))
    assert parts[:3] == ["### Powers", "*Theorem.* the k-th power falls", "*Proof.* by \\*induction\\*"]
    assert parts[3].startswith("What is computed: `w_1(s,b)^k ≤ 1`")
    assert "| 2 | 0.25 | undefined |" in parts[4]


def test_an_identity_has_its_theorem_once() -> None:
    x = symbol("x")
    argument = Argument(THEOREM, equal(x + x, x * 2), (), "proved")
    claim = Claim("c", "t", (argued("one", "s", argument), argued("two", "s", argument)))
    assert [part for part in theorem_section(decide([claim])) if part.startswith("###")] == ["### Powers"]


def test_what_a_reading_assumes_is_a_theorem_too() -> None:
    reading = Reading("r", "s", equal(incoherence(prior), incoherence(prior)), assuming=(THEOREM,))
    [decision] = decide([Claim("c", "t", (reading,))])
    parts = list(theorem_section([decision]))
    assert len(parts) == 3
