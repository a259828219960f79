"""The partial meaning in Coq: undefined and absent where the program's is, and else the total meaning."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.errors import ProofError, UndecidedError
from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.formal import coq, theorems
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.meanings import PARTIAL
from coherence_exact.formal.models import CORNERS, model_text
from coherence_exact.formal.theorems import AGREEMENT, Proved, generated, statement_text
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.domains import EveryModel
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.papers import NAMES, load

from tests.formal.rules import RULES

TERMS = [term for terms in RULES.values() for term in terms]
HEAD = """From Coq Require Import List Bool ZArith QArith Qcanon.
From Coherence Require Import Rationals.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.
"""
SECTION = """
From Coherence Require Import {}.
Section Goals.
Context (L : Logarithm rationals).
Open Scope truths_scope.
Open Scope numbers_scope.
"""


def entry(value: Any) -> str:
    """A truth of the program as Coq writes it."""
    if value is UNDEFINED or value is ABSENT:
        return "Undefined" if value is UNDEFINED else "Absent"
    return f"Defined {str(value).lower()}"


def goals(
    model: Model, texts: Mapping[str, Any], definitions: str = "Partial", own: Iterable[str] = ()
) -> str:
    """A file in which Coq computes truths, printed in the partial meaning, and finds the values given.

    What does not depend on values of logarithms is computed with any logarithm.
    """
    listed = [
        f"Goal ({text}) = {entry(value)}. vm_cast_no_check (eq_refl ({entry(value)} : entry bool)). Qed."
        for text, value in texts.items()
    ]
    parts = [HEAD, model_text("M", model), SECTION.format(definitions), *own, *listed, "End Goals."]
    return "\n".join(parts) + "\n"


def of_rules() -> str:
    """The truths about rules, with the values that the program's evaluator gives them."""
    evaluation, printer = Evaluation(CORNERS), Gallina(PARTIAL)
    return goals(CORNERS, {printer.truth(term): evaluation.value(term) for term in TERMS})


def files(*names: str, **others: str) -> dict[str, str]:
    """Files of the package, and others."""
    texts = coq.sources()
    return {name: texts[name] for name in names} | others


def test_rules_have_every_outcome() -> None:
    evaluation = Evaluation(CORNERS)
    found = [entry(evaluation.value(term)) for term in TERMS]
    assert {outcome: found.count(outcome) > 3 for outcome in found} == dict.fromkeys(
        ["Defined true", "Defined false", "Undefined", "Absent"], True
    )


@pytest.mark.needs("coqc")
def test_coq_has_the_rules_of_the_program(tmp_path: Path) -> None:
    coq.build(tmp_path, files("Core", "Partial", "Rationals", Rules=of_rules()))


ABSENT_FIRST = "| Absent, _ | _, Absent => Absent\n"
UNDEFINED_FIRST = "| Undefined, _ | _, Undefined => Undefined\n"
MUTATIONS = [
    # x/0 is 0, of numbers and of exponents; powers that do not exist
    ("Undefined else Defined (Core.quotient x y)", "Defined zero else Defined (Core.quotient x y)", True),
    ("if Qeq_bool y 0 then Undefined else Defined (x / y)%Q", "Defined (x / y)%Q", False),
    ("is_integer q && (Z.leb 0 (integer q) || Datatypes.negb (equals x zero))", "is_integer q", False),
    ("is_integer q && (Z.leb 0 (integer q) ||", "(Z.leb 0 (integer q) ||", False),
    # ∞ − ∞ and the logarithm of a negative number are values, and so are powers of ∞
    ("apply_two (fun x y => settled (f x y))", "apply_two (fun x y => Defined (f x y))", True),
    ("apply (fun x => settled (Core.log x))", "lift Core.log", True),
    ("Core.Finite x => lift Core.Finite (raised x q) | _ => Undefined", "_ => Defined x", True),
    # and, or, if look at everything
    ("match x with Defined true => y | _ => x end", "lift_two andb x y", True),
    ("match x with Defined false => y | _ => x end", "lift_two orb x y", True),
    ("| Defined true => x\n", "| Defined true => apply_two (fun v _ => Defined v) x y\n", True),
    # the largest and the least of nothing
    ("[] => Undefined | _ => Defined (Core.max", "[] => Defined zero | _ => Defined (Core.max", True),
    ("[] => Undefined | _ => Defined (Core.min", "[] => Defined zero | _ => Defined (Core.min", True),
    ("settled (Core.extended_max x id)", "Defined (Core.extended_max x id)", True),
    # undefined entries are left out of reductions, absent ones are not; and which of the two wins
    ("| Absent :: rest => gathered rest", "| Absent :: rest | Undefined :: rest => gathered rest", True),
    ("| Absent :: rest => gathered rest", "| Absent :: rest => Undefined", False),
    ("choose condition x Absent", "choose condition x Undefined", False),
    (f"{ABSENT_FIRST}  {UNDEFINED_FIRST}", f"{UNDEFINED_FIRST}  {ABSENT_FIRST}", False),
    # shares of rows with negative or absent entries; steps that are no natural number
    ("Defined v => at_most zero v | _ => false", "Defined v => true | _ => false", False),
    ("Defined v => at_most zero v | _ => false", "Undefined => false | _ => true", False),
    ("is_integer q && Z.leb 0 (integer q)", "is_integer q", False),
    ("is_integer q && Z.leb 0 (integer q)", "Z.leb 0 (integer q)", False),
    # a trajectory's tail begins with its first choice
    ("| [] => Defined one\n", "| [] => x n s a\n", True),
]
"""Changes of rules, and whether the proof of agreement notices each; the values of the program always do."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which what all of these tests use is built."""
    folder = tmp_path_factory.mktemp("partial")
    coq.build(folder, files("Core", "Rationals", "Partial", "PartialDefinitions"))
    return folder


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize(("old", "new", "disagrees"), MUTATIONS)
def test_other_rules_are_noticed(built: Path, tmp_path: Path, old: str, new: str, disagrees: bool) -> None:
    for name in ("Core", "Rationals"):
        shutil.copy(built / f"{name}.vo", tmp_path)
    text = coq.sources()["Partial"]
    assert text.count(old) == 1
    coq.build(tmp_path, {"Partial": text.replace(old, new)})
    with pytest.raises(ProofError, match=r"^Coq refuses Rules\.v, line \d+: .*type"):
        coq.build(tmp_path, {"Rules": of_rules()})
    with pytest.raises(ProofError, match=r"^Coq refuses Agreement\.v") if disagrees else nullcontext():
        coq.build(tmp_path, files("Agreement"))


HOPELESS = (
    ModelBuilder("hopeless", horizon=2, start={"s": "1/2", "t": "1/2"})
    .action("s", "a", to={"u": "1/2", "v": "1/2"})
    .action("s", "b", success=0, to="u")
    .action("t", "a", success="1/2", to="v")
    .action("t", "b", success="1/3", to="v")
    .action("u", "a", success="1/3")
    .action("u", "b")
    .action("v", "a", success=0)
    .action("v", "b", success=0)
    .prior("s", {"a": "1/2", "b": "1/2"})
    .prior("u", {"a": "1", "b": "0"})
    .build()
)
"""From one of two starts nothing succeeds, nor from where the other's dynamics may lead."""
DEAD = (
    ModelBuilder("dead", horizon=1, start="s").action("s", "a", success=0).action("s", "b", success=0).build()
)


def of_readings(model: Model, printer: Gallina) -> dict[str, Any]:
    """Every hypothesis and relation without logarithms, with the value that the program gives it."""
    evaluation = Evaluation(model, model.prior)
    found = {}
    for paper in map(load, NAMES):
        for claim in paper.claims():
            for reading in claim.readings:
                if isinstance(reading.domain, EveryModel):
                    for term in (*reading.given, reading.relation):
                        if not printer.uses_logarithms(term) and term.size <= LARGEST:
                            with contextlib.suppress(UnprintableError, UndecidedError):
                                found[printer.truth(term)] = evaluation.value(term)
    return found


LARGEST = 150
"""The size of terms above which Coq takes long."""


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize("model", [DEAD, CORNERS, HOPELESS], ids=lambda model: model.name)
def test_coq_finds_undefined_what_the_program_does(model: Model, built: Path) -> None:
    printer = Gallina(PARTIAL)
    known = generated()["PartialDefinitions"]
    truths = of_readings(model, printer)
    outcomes = Counter(map(entry, truths.values()))
    assert len(truths) > 120
    assert min(outcomes[outcome] for outcome in ("Defined true", "Defined false", "Undefined")) > 5
    own = [text for text in printer.texts if text not in known]
    coq.build(built, {"Readings": goals(model, truths, "PartialDefinitions", own)})


OTHER_TEXTS = [
    # an index, a constant, a side, a condition of a definition
    (
        "PartialDefinitions",
        "dynamics M n s a s' * next 0 v n s'",
        "dynamics M n s a s' * next 0 v n s",
        False,
    ),
    ("PartialDefinitions", "choose (last n) 1 (sum", "choose (last n) 0 (sum", False),
    (
        "PartialDefinitions",
        "choose (is_best M policy n s a) 1 0",
        "choose (is_best M policy n s a) 0 1",
        False,
    ),
    ("PartialDefinitions", "keep_where (0 <? policy n s a)", "keep_where (0 <=? policy n s a)", False),
    # a statement: a value for what is undefined, a hypothesis left out, another relation
    ("Partial", "x = Defined true \\/ x = Undefined", "x = Defined true", True),
    ("PartialStatements", "  -> (deterministic M) = Defined true\n", "", True),
    ("PartialStatements", "expected_return M (prior M) <=?", "expected_return M (prior M) <?", True),
]
"""Changes of one meaning, and whether it is statements that do not agree any more, or definitions."""


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize(("name", "old", "new", "is_statement"), OTHER_TEXTS)
def test_other_texts_do_not_agree(tmp_path: Path, name: str, old: str, new: str, is_statement: bool) -> None:
    texts = files("Core", "Definitions", "Statements", *AGREEMENT[:-1])
    assert old in texts[name]
    texts[name] = texts[name].replace(old, new)
    refused = "(Agreement|StatementsAgree)" if is_statement else "DefinitionsAgree"
    with pytest.raises(ProofError, match=rf"^Coq refuses {refused}\.v"):
        coq.build(tmp_path, texts)


def as_if_proved() -> tuple[Proved, ...]:
    """Every reading about all models that Coq can print, proved or not."""
    found = {}
    for paper in map(load, NAMES):
        for claim in paper.claims():
            for reading in claim.readings:
                theorem = Proved(claim, reading)
                if isinstance(reading.domain, EveryModel):
                    with contextlib.suppress(UnprintableError):
                        statement_text(theorem, Gallina())
                        found[theorem.statement] = theorem
    return tuple(found.values())


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_the_meanings_of_every_reading_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever will be proved in the total meaning is so in the partial one."""
    readings = as_if_proved()
    assert len(readings) > 450
    monkeypatch.setattr(theorems, "proved", lambda: readings)
    texts = files("Core", "Agreement", "Partial") | theorems.generated()
    names = ("Core", "Definitions", "Statements", *AGREEMENT[:-1])
    coq.build(tmp_path, {name: texts[name] for name in names})
    assert texts["StatementsAgree"].count("_transfers :") > 450
