"""Models and refutations in Coq; and that Coq computes what the program does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.formal import coq
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.models import CORNERS, HEAD, model_text, refutation_text
from coherence_exact.formal.theorems import vocabulary_in
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.papers import load
from coherence_exact.papers.examples import example

COIN = ModelBuilder("coin", horizon=1, start="s").action("s", "a").action("s", "b", success="1/2").build()


def reading(claim_id: str, name: str) -> Reading:
    [claim] = [claim for claim in load("incoherence").claims() if claim.id == claim_id]
    return next(found for found in claim.readings if found.name == name)


def test_a_model_is_a_record() -> None:
    assert model_text("coin", COIN) == (
        "Definition coin : model rationals := {|\n"
        "  decisions := 1;\n"
        "  states := (fun x0 => match x0 with\n    | 0 => [0]\n    | _ => [] end)%nat;\n"
        "  acts := (fun _ x1 => match x1 with\n    | 0 => [0; 1]\n    | _ => [] end)%nat;\n"
        "  successors := (fun _ x1 x2 => match x1, x2 with\n    | 0, 0 => []\n    | 0, 1 => []\n"
        "    | _, _ => [] end)%nat;\n"
        "  weight := (fun _ x1 x2 => match x1, x2 with\n    | 0, 0 => rational 1 1\n"
        "    | 0, 1 => rational 1 2\n    | _, _ => zero end)%nat;\n"
        "  dynamics := fun _ _ _ _ => zero;\n"
        "  initial := (fun x0 => match x0 with\n    | 0 => rational 1 1\n    | _ => zero end)%nat;\n"
        "  prior := (fun x0 x1 x2 => match x0, x1, x2 with\n    | 0, 0, 0 => rational 1 2\n"
        "    | 0, 0, 1 => rational 1 2\n    | _, _, _ => zero end)%nat;\n"
        "  second_policy := (fun x0 x1 x2 => match x0, x1, x2 with\n    | 0, 0, 0 => rational 1 2\n"
        "    | 0, 0, 1 => rational 1 2\n    | _, _, _ => zero end)%nat\n"
        "|}."
    )


def test_a_refutation_is_a_theorem() -> None:
    text = refutation_text(reading("5.9-T", "stochastic"), example("example_3"))
    assert text.startswith(HEAD)
    assert "Definition counterexample : model rationals" in text
    assert "Theorem refuted : exists M : model rationals,\n  valid M = true\n  /\\ (every" in text
    assert ") = Defined false.\nProof." in text
    with pytest.raises(UnprintableError, match="does not compute with logarithms"):
        refutation_text(reading("5.4", "printed"), example("example_3"))


def compiled(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """What Coq says of a file that uses the package's."""
    names = ("Core", "Definitions", "Partial", "PartialDefinitions", "Rationals")
    texts = coq.sources()
    for name, content in (*((name, texts[name]) for name in names), ("Last", text)):
        (folder / f"{name}.v").write_text(content, encoding="utf-8")
        command = [coq.coqc(), "-q", "-R", str(folder), "Coherence", str(folder / f"{name}.v")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        if name != "Last":
            assert done.returncode == 0, done.stderr
    return done


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_coq_accepts_a_refutation_and_no_other(tmp_path: Path) -> None:
    stochastic = reading("5.9-T", "stochastic")
    done = compiled(tmp_path, refutation_text(stochastic, example("example_3")))
    assert done.stdout.strip() == "Closed under the global context"
    assert compiled(tmp_path, refutation_text(stochastic, CORNERS)).returncode != 0  # it is true there


def decided(model: Model, printer: Gallina) -> dict[str, bool]:
    """Every hypothesis and relation of the paper that Coq can compute, with the value the program has."""
    evaluation = Evaluation(model)
    found = {}
    for claim in load("incoherence").claims():
        for read in claim.readings:
            if not isinstance(read.domain, EveryModel):
                continue
            for term in (*read.given, read.relation):
                if printer.uses_logarithms(term) or term.size > 150:
                    continue
                try:
                    found[printer.truth(term)] = evaluation.holds(term)
                except (UnprintableError, UndefinedError):
                    continue
    return found


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize("model", [COIN, CORNERS], ids=lambda model: model.name)
def test_coq_computes_what_the_program_does(model: Model, tmp_path: Path) -> None:
    printer = Gallina()
    known = list(vocabulary_in(printer))
    truths = decided(model, printer)
    assert len(truths) > 80
    assert {True, False} == set(truths.values())
    own = [text for text in printer.texts if text not in known]
    goals = [
        f"Goal ({text}) = {str(value).lower()}. vm_compute. reflexivity. Qed."
        for text, value in truths.items()
    ]
    valid = "Goal valid M = true. vm_compute. reflexivity. Qed."
    done = compiled(tmp_path, "\n\n".join([HEAD, *own, model_text("M", model), valid, *goals]) + "\n")
    assert done.returncode == 0, done.stderr
