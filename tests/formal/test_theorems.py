"""Which readings are theorems."""

from __future__ import annotations

import re

import pytest
from coherence_exact.claims import action_count, every
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.formal.theorems import (
    AGREEMENT,
    FOLDER,
    PROOFS,
    Proved,
    generated,
    proved,
    theorem_of,
    theorems_about,
)
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.papers import NAMES, load
from hypothesis import given, settings

from tests.models import models


def test_every_reading_that_is_named_exists() -> None:
    named = {
        (claim, reading)
        for name in NAMES
        for claim, readings in load(name).proved().items()
        for reading in readings
    }
    assert named == {(theorem.claim.id, theorem.reading.name) for theorem in proved()}
    assert len(named) == len(proved()) == len({theorem.name for theorem in proved()})


def test_every_theorem_has_a_proof_in_a_file() -> None:
    assert {theorem.file for theorem in proved()} <= set(PROOFS)
    assert theorem_of("5.9-T", "printed").file == "Temperature"


def test_nothing_is_left_unproved() -> None:
    for name in (*PROOFS, *AGREEMENT):
        text = re.sub(r"\(\*.*?\*\)", "", (FOLDER / f"{name}.v").read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"\b(Admitted|admit|Axioms?|Parameters?|Conjecture|Unset)\b", text)


def test_what_holds_where_values_exist_is_proved_in_the_partial_meaning() -> None:
    """But for one condition, which is about the language's way to say a hypothesis."""
    few_actions = every(action_count < 10**6)
    conditions = [theorem.defined for theorem in proved() if theorem.defined is not None]
    alone = [theorem for theorem in proved() if theorem.is_proved_where_defined]
    assert len(alone) == len(conditions) - conditions.count(few_actions) == 6
    text = generated()["PartialStatements"]
    for theorem in alone:
        [statement] = re.findall(
            rf"^Definition {theorem.statement} := .*?\.$", text, re.MULTILINE | re.DOTALL
        )
        assert statement.count("= Defined true") == len(theorem.reading.given)
        assert theorem.statement not in generated()["StatementsAgree"]


def test_theorems_about_claims() -> None:
    assert theorems_about(()) == proved()
    assert [theorem.reading.name for theorem in theorems_about(["5.9-T"])] == ["printed"]
    with pytest.raises(
        ArgumentError, match=r"no theorem is about \"5\.9-G\"; choose among 2-lagrange, 3-discount, "
    ):
        theorems_about(["5.9-G"])
    with pytest.raises(ArgumentError, match="no theorem is about the reading"):
        theorem_of("4.2", "nowhere")


def is_true(evaluation: Evaluation, term: Term) -> bool:
    try:
        return evaluation.holds(term)
    except UndefinedError:
        return False


def is_defined(evaluation: Evaluation, term: Term) -> bool:
    try:
        evaluation.holds(term)
    except UndefinedError:
        return False
    return True


@pytest.mark.parametrize(
    "theorem", [theorem for theorem in proved() if theorem.defined is not None], ids=lambda t: t.name
)
@given(model=models(max_horizon=3, simple=True))
@settings(max_examples=60, deadline=None)
def test_where_the_relation_has_a_value_so_says_the_hypothesis(theorem: Proved, model: Model) -> None:
    """What a theorem assumes beyond its reading leaves out no model that counts."""
    evaluation = Evaluation(model)
    assert theorem.defined is not None
    counts = all(is_true(evaluation, term) for term in theorem.reading.given)
    if counts and is_defined(evaluation, theorem.reading.relation):
        assert evaluation.holds(theorem.defined)
