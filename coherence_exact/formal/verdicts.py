"""What theorems add to the verdicts of the search: nothing, unless Coq has run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coherence_exact.formal.theorems import Proved, proved
from coherence_exact.verify.verdicts import Decision, Proof


def with_theorems(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions, each with the theorem about its reading, if there is one; no verdict changes."""
    theorems = {(theorem.claim.id, theorem.reading.name): theorem for theorem in proved()}
    results = []
    for decision in decisions:
        theorem = theorems.get((decision.claim.id, decision.reading.name))
        is_about_it = theorem is not None and theorem.reading == decision.reading
        results.append(replace(decision, proof=_proof(theorem)) if theorem and is_about_it else decision)
    return results


def theorems_of(decisions: Iterable[Decision]) -> tuple[Proved, ...]:
    """The theorems about the readings of some decisions."""
    names = {decision.proof.theorem for decision in decisions if decision.proof is not None}
    return tuple(theorem for theorem in proved() if theorem.name in names)


def after_coq(decisions: Sequence[Decision], rests: Mapping[str, str]) -> tuple[list[Decision], list[str]]:
    """The decisions after Coq has run, and a line for each theorem that it does not settle.

    ``rests``: what each theorem, by its name, rests on: ``""`` if on nothing but Coq.  Where it is so, the
    verdict is ``proved``; if a model refutes the reading all the same, something is wrong, which a line says.
    """
    results, problems = [], []
    for decision in decisions:
        proof = decision.proof
        settled = decision
        if proof is not None:
            place = f"{decision.claim.id} {decision.reading.name}"
            if rests[proof.theorem]:
                problems.append(f"{place}: {proof.theorem} rests on {rests[proof.theorem]}")
            elif decision.verdict == "refuted":
                problems.append(f"{place}: Coq accepts {proof.theorem}, but a model refutes the reading")
            else:
                settled = replace(decision, verdict="proved", proof=replace(proof, accepted=True))
        results.append(settled)
    return results, problems


def _proof(theorem: Proved) -> Proof:
    return Proof(theorem.name, f"{theorem.file}.v", theorem.in_words, theorem.hypotheses)
