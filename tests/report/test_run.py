"""A run read back: all that was decided, and no verdict of a certificate that is not accepted."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.claims import equal, prior, retrain
from coherence_exact.papers.examples import example
from coherence_exact.report.evidence import evidence, false_on, true_on
from coherence_exact.report.run import Run, saved_certificates
from coherence_exact.verify.explain import explain
from coherence_exact.verify.verdicts import Decision

from tests.certificates.editing import sign
from tests.report.runs import decided, named_results, read, two_shapes


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Decision], Run]]:
    folder = tmp_path_factory.mktemp("run")
    with two_shapes():
        decisions = decided(folder)
        yield folder, decisions, read(folder)


Genuine = tuple[Path, list[Decision], Run]


def test_what_was_decided_is_read_back(genuine: Genuine) -> None:
    _, decisions, run = genuine
    assert run.refused == []
    assert named_results(run) == [(d.claim.id, d.reading.name, d.verdict) for d in decisions]
    assert {d.verdict for d in decisions} == {"refuted", "holds", "proved", "vacuous"}
    for decision in decisions:
        found = run.result(decision).decision
        assert found.counterexample == decision.counterexample
        assert found.family == decision.family
        if decision.verdict != "refuted":
            assert (found.checked, found.undefined) == (decision.checked, decision.undefined)
            assert found.coverage == decision.coverage


def test_a_finding_is_told_as_it_was_decided(genuine: Genuine) -> None:
    _, _, run = genuine
    standings = {finding.claim.id: finding.standing for finding in run.findings}
    assert standings["5.9-F"] == standings["number-ex3"] == "false"
    assert standings["4.2"] == "true"
    told = {finding.claim.id: false_on(finding) for finding in run.findings if finding.standing == "false"}
    assert told["number-ex3"] == "Example 3; 5/22 ≈ 0.227273 against 3/11 ≈ 0.272727"
    assert told["5.9-F"].startswith("a model with T = 1, 1 decision point; time 1, state s, action a1: ")
    assert told["5-compactness"] == "the theorem “returns that do not move”"
    [exact] = [true_on(finding) for finding in run.findings if finding.claim.id == "4.2"]
    assert exact.startswith("on ")
    assert exact.endswith(" models")


def test_the_evidence_says_what_the_checker_and_coq_have_to_say(genuine: Genuine) -> None:
    _, _, run = genuine
    lines = list(evidence(run.results["4.2", "printed"]))
    assert lines[0].startswith("On ")
    assert "The checker: valid; every model recomputed." in lines
    assert "Proved for all finite models in Coq: theorem_4_2_printed in Trajectories.v" in lines[-1]
    proved = list(evidence(run.results["5-compactness", "limit-exists"]))
    assert proved[0].endswith("the theorem “bounds that close in” concludes.")
    assert any("assuming" in line for line in proved)


def test_a_counterexample_that_no_family_has_was_found_by_a_search(genuine: Genuine) -> None:
    _, _, run = genuine
    result = run.results["5.9-F", "printed"]
    assert next(evidence(result)) == "A counterexample with T = 1 and 1 decision point."
    large = explain(example("grid_3x3"), None, equal(prior, retrain(prior)))
    told = dataclasses.replace(result.decision, counterexample=large)
    lines = list(evidence(dataclasses.replace(result, decision=told)))
    assert lines[0].endswith("18 decision points; beyond the families, found by a search.")


def test_certificates_are_kept_as_they_were_written(genuine: Genuine) -> None:
    folder, decisions, run = genuine
    kept = saved_certificates(run)
    assert len(kept) == len(decisions)
    assert all((folder / name).read_text("utf-8") == text for name, text in kept.items())


# Forged, stale and missing certificates

Change = Callable[[Any], Any]


@pytest.fixture
def few(genuine: Genuine, tmp_path: Path) -> tuple[Path, Run]:
    """A folder with the certificates of numbers and one more, which are checked at once, and its run."""
    for file in (*genuine[0].glob("number-ex3-*.json"), genuine[0] / "5.9-F-printed.json"):
        shutil.copy(file, tmp_path)
    return tmp_path, read(tmp_path)


def _flipped(document: Any) -> Any:
    return {**document, "verdict": "holds"}


def _another_model(document: Any) -> Any:
    prior = {"s": {"a1": "1/2", "a2": "1/2"}}
    return {**document, "model": {**document["model"], "prior": prior}}


def _stale(document: Any) -> Any:
    return sign({**document, "statement": "as it was printed once"})


def _weaker(document: Any) -> Any:
    """A certificate, valid in itself, of a relation that has little to do with the claim."""
    true = ["=", "1", "2"]
    return sign({**document, "definitions": {}, "relation": true, "given": [], "values": []})


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        (_flipped, "invalid", "verdict"),
        (_another_model, "invalid", "relation"),
        (_stale, "valid", "It is about another statement than the claim has now"),
        (_weaker, "valid", "It is about another statement than the claim has now"),
        (lambda _: "no certificate", "invalid", ""),
        (lambda document: {**document, "claim": "9.9"}, "invalid", "source"),
        (lambda document: sign({**document, "claim": "9.9"}), "valid", "It is about no reading"),
    ],
)
def test_a_forged_or_stale_certificate_gives_no_verdict(
    change: Change, outcome: str, reason: str, few: tuple[Path, Run]
) -> None:
    folder, whole = few
    assert whole.results["5.9-F", "printed"].decision.verdict == "refuted"
    file = folder / "5.9-F-printed.json"
    file.write_text(json.dumps(change(json.loads(file.read_text("utf-8")))), encoding="utf-8")
    run = read(folder)
    result = run.results.get(("5.9-F", "printed"))
    if result is not None:
        assert (result.decision.verdict, result.decision.counterexample) == ("undecided", None)
        assert not result.is_accepted
        assert not any("checker" in line for line in evidence(result))
    [refused] = run.refused
    assert refused.file == "5.9-F-printed.json"
    assert reason in refused.reason
    assert (run.outcomes - whole.outcomes)[outcome] == (outcome != "valid")
    assert "false" not in {finding.standing for finding in run.findings if finding.claim.id == "5.9-F"}
    others = [found for found in named_results(run) if found[0] != "5.9-F"]
    assert others == [found for found in named_results(whole) if found[0] != "5.9-F"]


def test_a_missing_certificate_gives_no_verdict(genuine: Genuine, tmp_path: Path) -> None:
    folder, _, _ = genuine
    shutil.copy(folder / "A.11-unique.json", tmp_path)
    run = read(tmp_path)
    assert [finding.claim.id for finding in run.findings] == ["A.11"]
    assert run.results["A.11", "unique"].decision.verdict == "refuted"
    decision = run.results["A.11", "printed"].decision
    assert (decision.verdict, decision.reason) == ("undecided", "The run has no certificate of it.")
    assert run.refused == []


def test_two_certificates_of_one_reading_that_disagree_are_both_refused(
    genuine: Genuine, tmp_path: Path
) -> None:
    folder, _, _ = genuine
    shutil.copy(folder / "5.9-F-printed.json", tmp_path)
    other = json.loads((folder / "5.9-F-first.json").read_text("utf-8"))
    first = json.loads((folder / "5.9-F-printed.json").read_text("utf-8"))
    claimed = {key: first[key] for key in ("reading", "statement", "definitions", "relation", "given")}
    (tmp_path / "forged.json").write_text(json.dumps(sign({**other, **claimed})), encoding="utf-8")
    run = read(tmp_path, sample=True)
    assert run.results["5.9-F", "printed"].decision.verdict != "holds"
    assert any(refused.file == "forged.json" for refused in run.refused)
