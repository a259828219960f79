"""What files say of one another: nothing, unless they say the opposite of one thing."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path

import pytest
from coherence_exact import checker

from tests.certificates.editing import FOLDER, Json, append, content, drop, put, read, rows, several, sign

EVERY_WEIGHT: Json = ["every", "choices", "scalar", ["=", ["weight"], "1"]]


def written(folder: Path, *documents: Json) -> list[Path]:
    paths = [folder / f"{number}.json" for number in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(content(document))
    return paths


def coarse() -> tuple[Json, Json]:
    """Two true certificates of one claim: its family is too thin for the model that the other brings."""
    held = read("thinner-grid-says-so")
    for part in held["counts"]:
        part["checked"], part["undefined"] = part["representatives"], 0
    total = sum(part["checked"] for part in held["counts"])
    held |= {"relation": EVERY_WEIGHT, "given": [], "definitions": {}, "checked": total}
    refuted = read("counterexample-policies")
    for key in ("claim", "reading", "statement", "relation", "given", "definitions", "domain", "assuming"):
        refuted[key] = held[key]
    refuted["model"]["states"]["s"]["a1"]["success"] = "1/2"
    return sign(copy.deepcopy(held)), sign(copy.deepcopy({**refuted, "values": []}))


def outcomes(paths: Sequence[Path]) -> list[str]:
    return [file.outcome for file in checker.check_paths(paths)]


def test_the_opposite_verdict_of_a_second_file(tmp_path: Path) -> None:
    held, refuted = written(tmp_path, *coarse())
    assert [checker.check_file(path).outcome for path in (held, refuted)] == ["valid", "valid"]
    for pair in ((held, refuted), (refuted, held)):
        found = checker.check_paths(pair)
        assert [file.outcome for file in found] == ["invalid", "invalid"]
        assert str(pair[1]) in str(found[0].reason)
        assert str(pair[0]) in str(found[1].reason)


def test_the_opposite_verdict_among_many(tmp_path: Path) -> None:
    held, refuted = written(tmp_path, *coarse())
    others = sorted(FOLDER.glob("*.json"))
    found = checker.check_paths([held, *others, refuted])
    assert [file.outcome for file in found] == ["invalid", *["valid"] * len(others), "invalid"]


def test_two_that_hold_against_one_that_refutes(tmp_path: Path) -> None:
    held, refuted = coarse()
    paths = written(tmp_path, held, refuted, held)
    assert outcomes(paths) == ["invalid"] * 3
    assert outcomes([paths[0], paths[2]]) == ["valid", "valid"]
    assert outcomes([paths[1], paths[1]]) == ["valid", "valid"]


def test_a_sampled_one_contradicts_too(tmp_path: Path) -> None:
    """`family` with a relation that its sample cannot refute has 62 models."""
    held = read("family")
    relation = ["not", ["every", "choices", "scalar", ["and", ["=", ["weight"], "1"], ["=", ["prior"], "2"]]]]
    held |= {"relation": relation, "given": [], "definitions": {}}
    refuted = coarse()[1]
    for key in ("claim", "reading", "statement", "relation", "given", "definitions", "domain", "assuming"):
        refuted[key] = held[key]
    paths = written(tmp_path, sign(held), sign(refuted))
    assert [file.outcome for file in checker.check_paths(paths, sample=True)] == ["sampled", "invalid"]
    assert "is true in it" in str(checker.check_file(paths[1]).reason)


@pytest.mark.parametrize(
    "change",
    [
        put("another", "claim"),
        put("another", "reading"),
        put("another", "statement"),
        append(["<", "0", "1"], "given"),
        append({"name": "x", "theorem": "y", "proof": "z"}, "assuming"),
        put("another", "domain", "family"),
        put({"actions": [[1], [1]], "complexity": 0, "pairs": False}, "domain", "shapes", 0),
        put(["and", EVERY_WEIGHT], "relation"),
    ],
    ids=range(8),
)
def test_files_about_something_else_do_not_contradict(tmp_path: Path, change: Json) -> None:
    held, refuted = coarse()
    assert outcomes(written(tmp_path, held, sign(change(refuted)))) == ["valid", "valid"]


def test_an_invalid_file_contradicts_nothing(tmp_path: Path) -> None:
    held, refuted = coarse()
    wrong = [
        {**refuted, "values": [[["prior"], []]]},
        {**refuted, "source": refuted["source"].upper()},
        several(drop("model", "states", "s", "a1", "success"))(refuted),
    ]
    for document in wrong:
        assert outcomes(written(tmp_path, held, document)) == ["valid", "invalid"]


def test_a_proof_and_a_refutation(tmp_path: Path) -> None:
    """The verdict of a sequence or an identity is what its theorem says: it contradicts the other verdict."""
    for base in ("sequence", "sequence-of-models", "identity"):
        document = read(base)
        other = {**document, "verdict": "refuted" if document["verdict"] == "proved" else "proved"}
        paths = written(tmp_path, document, other)
        assert [checker.check_file(path).outcome for path in paths] == ["valid", "valid"]
        assert outcomes(paths) == ["invalid", "invalid"]


def test_an_undecided_file_contradicts_nothing(tmp_path: Path) -> None:
    held, _ = coarse()
    keys = ("representatives", "counts", "checked", "undefined")
    document = {key: part for key, part in held.items() if key not in keys}
    undecided = {**document, "kind": "undecided", "verdict": "undecided", "reason": "too hard"}
    assert outcomes(written(tmp_path, held, undecided)) == ["valid", "holey"]


def test_a_family_and_its_forgeries_share_nothing(tmp_path: Path) -> None:
    """Families over one grid are recomputed together; what is wrong with one is not in the others."""
    base = read("family")
    forgeries = rows(
        "family",
        ("false", put(["not", base["relation"]], "relation"), ""),
        ("off by one", put(61, "checked"), ""),
        ("undefined", put(["<", "0", ["/", "1", "0"]], "given", 0), ""),
        ("slow", put(["<", "0", ["repeat", "1000000000", "x", ["+", "$x", "1"], "0"]], "given", 0), ""),
    )
    documents = [base, *(row.change(read("family")) for row in forgeries), base]
    paths = written(tmp_path, *documents)
    alone = [checker.check_file(path) for path in paths]
    for order in (paths, paths[::-1]):
        together = {file.path: file for file in checker.check_paths(order)}
        for file in alone:
            assert (together[file.path].outcome, together[file.path].reason) == (file.outcome, file.reason)
    assert [file.outcome for file in alone] == ["valid", *["invalid"] * 4, "valid"]


def test_workers_find_the_same(tmp_path: Path) -> None:
    paths = sorted(FOLDER.glob("family*.json"))
    assert outcomes(paths) == [file.outcome for file in checker.check_paths(paths, workers=2)]
