"""Certificates of theorems: holey for the checker, and refused where they are not those of the theorems."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.formal.theorem_certificates import (
    theorem_certificate,
    theorem_of_document,
    write_theorem_certificate,
)
from coherence_exact.formal.theorems import Proved, proved, theorem_of

from tests.certificates.editing import Change, Json, check, content, drop, put, sign, swap

THEOREM = theorem_of("4.3", "printed")


def document() -> Json:
    return json.loads(json.dumps(theorem_certificate(THEOREM)))


@pytest.mark.parametrize("theorem", proved()[::6], ids=lambda t: t.name)
def test_genuine_ones_are_holey_and_known(tmp_path: Path, theorem: Proved) -> None:
    file = write_theorem_certificate(theorem, tmp_path)
    assert file.name.endswith("-theorem.json")
    found = check(tmp_path, file.read_bytes())
    assert found.outcome == "holey"
    assert found.verdict == "proved"
    assert found.reason == f"It rests on Coq, which has not run: {theorem.name} in {theorem.file}.v"
    assert theorem_of_document(json.loads(file.read_text("utf-8"))) == theorem


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("holds", "verdict"), "is none of the kind theorem"),
        (
            put({"family": "none", "grid": {}, "shapes": []}, "domain"),
            "domain is none that a certificate of kind",
        ),
        (put("some", "domain", "finite_models"), "domain.finite_models is not 'all'"),
        (drop("theorem"), "has no key 'theorem'"),
        (drop("theorem", "assumptions"), "theorem has no key 'assumptions'"),
        (put("yes", "theorem", "checked"), "theorem has the unknown key 'checked'"),
        (put([], "theorem", "statement"), "is not a text"),
        (put(0, "counts"), "has the unknown key 'counts'"),
        (put(["at", ["start"], 1, "s"], "relation"), "names a state"),
        (put(["<", ["index"], "1"], "relation"), "does not have"),
    ],
)
def test_forgeries_are_invalid_without_coq(tmp_path: Path, change: Change, reason: str) -> None:
    found = check(tmp_path, content(sign(change(document()))))
    assert found.outcome == "invalid"
    assert reason in str(found.reason)


def test_they_are_signed(tmp_path: Path) -> None:
    assert "source is not the digest" in str(check(tmp_path, content({**document(), "claim": "4.2"})).reason)


FORGERIES: list[tuple[str, Change, str]] = [
    ("no such theorem", put("4.3-strong", "claim"), "no theorem is about the reading"),
    ("a refuted reading", put("any-start", "reading"), "no theorem is about the reading"),
    ("another theorem's reading", put("given-start", "reading"), "statement is not that of"),
    ("a hypothesis left out", drop("given", 1), "given is not that of theorem_4_3_printed"),
    ("another relation", put(["<=", "0", "1"], "relation"), "relation is not that of theorem_4_3_printed"),
    ("other words", put("all is well", "statement"), "statement is not that of theorem_4_3_printed"),
    ("another definition", swap('["chance"]', '"1"', "definitions"), "definitions is not that of"),
    ("a longer name", put("theorem_4_3", "theorem", "name"), "theorem is not that of theorem_4_3_printed"),
    ("another file", put("Wishes.v", "theorem", "file"), "theorem is not that of theorem_4_3_printed"),
    ("another statement", put("True", "theorem", "statement"), "theorem is not that of theorem_4_3_printed"),
    ("assumptions", put("an axiom", "theorem", "assumptions"), "theorem is not that of theorem_4_3_printed"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "reason"), FORGERIES)
def test_forgeries_are_no_theorems(name: str, change: Change, reason: str) -> None:
    assert name
    with pytest.raises(ArgumentError, match=reason):
        theorem_of_document(sign(change(copy.deepcopy(document()))))
