"""What Coq says of the proofs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from coherence_exact.errors import ProofError
from coherence_exact.formal import coq
from coherence_exact.formal.theorems import AGREEMENT, FOLDER, PROOFS, checks, proved, theorem_of

FIRST = ("Core", "Numbers", "Definitions", "Statements", "Models", "Trajectories", *AGREEMENT[:-1])
"""The files on which Proposition 4.2 rests, in both meanings."""


def first() -> dict[str, str]:
    texts = coq.sources()
    return {name: texts[name] for name in FIRST}


def edited(texts: dict[str, str], name: str, old: str, new: str) -> dict[str, str]:
    assert texts[name].count(old) >= 1
    return {**texts, name: texts[name].replace(old, new)}


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_every_theorem_is_proved_without_axioms() -> None:
    built: list[str] = []
    assert coq.assumptions(proved(), progress=built.append) == [""] * len(proved())
    assert built == [*coq.sources(), "Check"]
    assert set(PROOFS) < set(built)


@pytest.mark.needs("coqc")
def test_a_proof_that_is_left_out_is_an_axiom() -> None:
    proof = "Proof. intros K M _. exact (two_ways M (prior M) (weight M)). Qed."
    texts = edited(first(), "Trajectories", proof, "Admitted.")
    [rests] = coq.assumptions([theorem_of("4.2", "printed")], texts)
    assert rests == "axioms: theorem_4_2_printed : statement_4_2_printed"


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_a_theorem_with_another_statement_is_refused() -> None:
    texts = first()
    old = "Theorem theorem_4_2_printed : statement_4_2_printed."
    texts = edited(texts, "Trajectories", old, "Lemma another : statement_4_2_printed.")
    texts["Trajectories"] += "\nTheorem theorem_4_2_printed : True.\nProof. exact I. Qed.\n"
    with pytest.raises(ProofError, match=r"^Coq refuses Check\.v, line \d+: .*statement_4_2_printed"):
        coq.assumptions([theorem_of("4.2", "printed")], texts)


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the last decision, an exponent, a direction, an index, a case that is dropped
        ("if last n then 1 else sum (succ", "if last n then 0 else sum (succ"),
        ("chance M n s a rest * tail policy", "chance M n s a rest * product policy"),
        ("weights n s a * ahead M (soft_v_of", "ahead M (soft_v_of"),
        ("dynamics M n s a s' * next 0 v n s'", "dynamics M n s a s' * next 0 v n s"),
        ("back 0 (fun v n s => sum (acts", "back 0 (fun v n s => max (acts"),
    ],
)
def test_other_definitions_are_not_proved(old: str, new: str) -> None:
    with pytest.raises(ProofError, match=r"^Coq refuses (Definitions|Models|Trajectories)\.v, line \d+: "):
        coq.assumptions([theorem_of("4.2", "printed")], edited(first(), "Definitions", old, new))


OTHER_DEFINITIONS = [
    # where somebody goes, the return, a divergence where support is lost, the logarithm of what is divided
    ("d n s * policy n s a * dynamics M n s a s'", "d n s * dynamics M n s a s'"),
    ("(Finite (occupancy M policy n s * policy n s a)%K * log", "(Finite (occupancy M policy n s)%K * log"),
    ("if other n s a =? 0 then Infinite else", "if other n s a =? 0 then Finite 0 else"),
    ("log (Finite (policy n s a / other n s a)%K)", "log (Finite (policy n s a)%K)"),
]


@pytest.mark.needs("coqc")
@pytest.mark.full
@pytest.mark.parametrize(("old", "new"), OTHER_DEFINITIONS)
def test_other_definitions_have_no_chain_rule(old: str, new: str) -> None:
    texts = edited(coq.sources(), "Definitions", old, new)
    with pytest.raises(ProofError, match=r"^Coq refuses (Occupancy|Returns)\.v, line \d+: "):
        coq.assumptions([theorem_of("4.7", "any-two-policies")], texts)


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_the_real_numbers_are_such_a_field_with_a_logarithm(tmp_path: Path) -> None:
    """So theorems about all of them are about something; of axioms there are those of Coq's real numbers."""
    text = (FOLDER / "RealNumbers.v").read_text("utf-8") + "\nPrint Assumptions real_logarithm.\n"
    said = coq.build(tmp_path, {"Core": coq.sources()["Core"], "RealNumbers": text})
    resting_on = set(re.findall(r"^([A-Z]\w*)\.", said, re.MULTILINE))
    assert resting_on
    assert resting_on <= {"ClassicalDedekindReals", "FunctionalExtensionality", "Classical_Prop"}


NO_AXIOM = re.compile(r"\* Axioms: <none>")


def looked_at_again(folder: Path) -> str:
    """What Coq's checker says of the proofs in a folder; it trusts nothing of what built them."""
    modules = sorted(f"Coherence.{file.stem}" for file in folder.glob("*.vo"))
    command = ["coqchk", "-silent", "-o", "-Q", str(folder), "Coherence", *modules]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
    return done.stdout


@pytest.mark.needs("coqchk")
@pytest.mark.needs("coqc")
@pytest.mark.full
def test_the_checker_of_coq_accepts_all_without_axioms(tmp_path: Path) -> None:
    coq.build(tmp_path, {**coq.sources(), "Check": checks(proved())})
    assert NO_AXIOM.search(looked_at_again(tmp_path))


@pytest.mark.needs("coqchk")
@pytest.mark.needs("coqc")
@pytest.mark.full
def test_the_checker_of_coq_notices_an_axiom(tmp_path: Path) -> None:
    proof = "Proof. intros K M _. exact (two_ways M (prior M) (weight M)). Qed."
    coq.build(tmp_path, edited(first(), "Trajectories", proof, "Admitted."))
    said = looked_at_again(tmp_path)
    assert not NO_AXIOM.search(said)
    assert "Coherence.Trajectories.theorem_4_2_printed" in said


def test_without_coq(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ProofError, match="there is no program coqc here; install Coq"):
        coq.assumptions(proved())


@pytest.mark.needs("coqc")
def test_version() -> None:
    assert coq.version()[0].isdigit()
