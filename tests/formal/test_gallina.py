"""The definitions in Coq are those of the program."""

from __future__ import annotations

import contextlib
import re

import pytest
from coherence_exact.claims import at, prior, soft_v, weight
from coherence_exact.definitions.conditioning import largest_success, retrain, temperature
from coherence_exact.definitions.divergences import kl
from coherence_exact.definitions.folding import fold_f, ratio
from coherence_exact.definitions.hypotheses import q_constant_on_support
from coherence_exact.definitions.returns import mean_ahead, return_to_go
from coherence_exact.definitions.values import soft_v_of
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.meanings import PARTIAL, Kind
from coherence_exact.formal.models import data_text
from coherence_exact.formal.theorems import FOLDER, _vocabulary, generated, only_partial, proved
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.core import every, horizon, infinity, log, same, time, where
from coherence_exact.language.definitions import Definition
from coherence_exact.papers import NAMES, load
from coherence_exact.report.theorem_page import page

from tests.formal.mutations import changed

MEND = "run python -m coherence_exact.formal"


def printed(definition: Definition) -> str:
    return Gallina().definition(definition).text


def in_coq() -> list[Definition]:
    """The definitions of the vocabulary that Coq has."""
    found = []
    for definition in _vocabulary():
        try:
            printed(definition)
        except UnprintableError:
            continue
        found.append(definition)
    return found


def test_what_is_generated_is_in_the_repository() -> None:
    for name, text in {**generated(), "Data": data_text()}.items():
        assert (FOLDER / f"{name}.v").read_text("utf-8") == text, "run python -m coherence_exact.formal"
    assert FOLDER.with_name("THEOREMS.md").read_text("utf-8") == page(), (
        "run python -m coherence_exact.formal"
    )


def test_most_of_the_vocabulary_is_there() -> None:
    missing = {d.name for d in _vocabulary()} - {d.name for d in in_coq()}
    assert missing == {
        "policy_ratios",  # with entries left out, which are then no operands of a reduction
        "value_ratios",
        "coherent_only_at",
        "at_last_time",
        "least_lookahead",
        "least_retrainings",
        "occupancy_by_trajectories",
        "best_of",
    }


def test_every_change_of_a_definition_shows() -> None:
    changes = 0
    for definition in in_coq():
        original = printed(definition)
        for other in changed(definition):
            with contextlib.suppress(UnprintableError):  # then the file differs, too
                assert printed(other) != original, (definition.name, other.body)
            changes += 1
    assert changes > 400


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        (
            soft_v_of,
            "Definition soft_v_of {K} (M : model K) (policy : choices K) (weights : choices K) "
            ": points K :=\n"
            "  back 0 (fun v n s => sum (acts M n s) (fun a => "
            "policy n s a * weights n s a * ahead M v n s a)).",
        ),
        (
            retrain,
            "Definition retrain {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=\n"
            "  repeat (natural steps) (fun x => goal_condition M x) policy.",
        ),
        (
            temperature,
            "Definition temperature {K} (M : model K) (policy : choices K) (alpha : Q) : choices K :=\n"
            "  condition M policy (fun n s a => power (weight M n s a) alpha).",
        ),
        (
            ratio,  # a parameter called as one of the core's words
            "Definition ratio {K} (M : model K) (policy : choices K) (prior_ : choices K) : choices K :=\n"
            "  fun n s a => if prior_ n s a =? 0 then 0 else policy n s a / prior_ n s a.",
        ),
        (
            largest_success,  # `where` in the argument of a definition
            "Definition largest_success {K} (M : model K) (policy : choices K) : points K :=\n"
            "  back 0 (fun v n s => max (filter (fun a => 0 <? policy n s a) (acts M n s)) "
            "(fun a => weight M n s a * ahead M v n s a)).",
        ),
        (
            q_constant_on_support,
            "Definition q_constant_on_support {K} (M : model K) (policy : choices K) : bool :=\n"
            "  every (all_pairs M) (fun '(n, s, a, b) => (policy n s a =? 0) || (policy n s b =? 0) || "
            "(soft_q M policy n s a =? soft_q M policy n s b)).",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Definition) else "",
)
def test_definitions(definition: Definition, text: str) -> None:
    assert printed(definition) == text


def test_exponents_and_steps_are_counts() -> None:
    assert "(steps : Q)" in printed(fold_f)
    assert "Qeq_bool steps 0" in printed(fold_f)


def test_logarithms_and_infinities_have_a_type_of_their_own() -> None:
    assert ": extended K :=" in printed(kl)
    assert "`{Logarithm K}" in printed(kl)
    printer = Gallina()
    assert "mean_ahead_extended M value" in printer.definition(return_to_go).text
    assert printer.definition(mean_ahead).text.startswith("Definition mean_ahead {K} (M")


def test_absent_entries_are_filtered_out() -> None:
    term = every(where(soft_v(prior) > 0, same(weight, 1)))
    assert Gallina().truth(term) == (
        "every (filter (fun '(n, s, a) => 0 <? soft_v M (prior M) n s) (all_choices M)) "
        "(fun '(n, s, a) => weight M n s a =? 1)"
    )


def test_parentheses() -> None:
    term = every((prior + weight) * (prior - (weight - prior)) <= 1)
    assert Gallina().truth(term) == (
        "every (all_choices M) (fun '(n, s, a) => (prior M n s a + weight M n s a) * "
        "(prior M n s a - (weight M n s a - prior M n s a)) <=? 1)"
    )


def test_counts_are_compared_as_counts() -> None:
    assert Gallina().truth(every(time <= horizon)) == (
        "every (all_points M) (fun '(n, s) => Qle_bool (time M n s) (horizon M))"
    )


def test_kinds_of_arguments_have_names_of_their_own() -> None:
    printer = Gallina()
    for paper in map(load, NAMES):
        for claim in paper.claims():
            for reading in claim.readings:
                with contextlib.suppress(UnprintableError):
                    printer.truth(reading.relation)
    names = [instance.name for instance in printer.instances.values()]
    assert len(names) == len(set(names))
    shaped = [instance for instance in printer.instances.values() if instance.definition.name == "shaped"]
    assert {(instance.name, instance.kinds) for instance in shaped} == {
        ("shaped_extended", (Kind.EXTENDED, Kind.EXTENDED)),
        ("shaped_extended_rewards", (Kind.EXTENDED, Kind.NUMBER)),
    }


def test_the_partial_meaning_has_entries() -> None:
    assert Gallina(PARTIAL).definition(soft_v_of).text == (
        "Definition soft_v_of {K} (M : model K) (policy : choices (entry K)) (weights : choices (entry K)) "
        ": points (entry K) :=\n"
        "  back 0 (fun v n s => sum (acts M n s) (fun a => policy n s a * weights n s a * ahead M v n s a))."
    )
    assert (
        Gallina(PARTIAL)
        .definition(retrain)
        .text.endswith("repeat everywhere_choices steps (fun x => goal_condition M x) policy.")
    )
    term = every(where(soft_v(prior) > 0, same(weight, 2)))
    assert Gallina(PARTIAL).truth(term) == (
        "every (all_choices M) (fun '(n, s, a) => keep_where (0 <? soft_v M (prior M) n s) "
        "(weight M n s a =? of_rational (Defined (2 # 1)%Q)))"
    )


def test_what_is_printed_in_both_meanings_agrees_by_generated_lemmas() -> None:
    texts = generated()
    definitions = set(re.findall(r"^Definition (\w+)", texts["Definitions"], re.MULTILINE))
    partial = set(re.findall(r"^Definition (\w+)", texts["PartialDefinitions"], re.MULTILINE))
    agreeing = set(re.findall(r"^Lemma (\w+)_agrees\b", texts["DefinitionsAgree"], re.MULTILINE))
    assert definitions == agreeing
    assert partial - definitions == only_partial()
    assert only_partial() == {  # in which entries may be absent
        "at_last_time",
        "coherent_only_at",
        "policy_ratios",
        "value_ratios",
    }
    assert definitions < partial
    statements = [theorem.statement for theorem in proved()]
    for name in ("Statements", "PartialStatements"):
        assert re.findall(r"^Definition (\w+)", texts[name], re.MULTILINE) == statements
    transferring = re.findall(r"^Lemma (\w+)_transfers\b", texts["StatementsAgree"], re.MULTILINE)
    assert transferring == [t.statement for t in proved() if not t.is_proved_where_defined]
    assert len(definitions) > 110
    assert len(statements) > 80


def test_what_coq_does_not_have_is_refused() -> None:
    with pytest.raises(UnprintableError, match="at has no counterpart"):
        Gallina().truth(at(soft_v(prior), 1, "s") > 0)
    with pytest.raises(UnprintableError, match=r"the logarithm of .* has no counterpart"):
        Gallina().truth(every(log(log(weight)) < infinity))
    with pytest.raises(UnprintableError, match="cannot stand for a count"):
        Gallina().truth(every(weight**weight > 0))
