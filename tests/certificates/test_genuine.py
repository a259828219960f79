"""Genuine certificates are valid, and so are changed ones that still say the truth."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from coherence_exact import checker

from tests.certificates import genuine
from tests.certificates.editing import (
    Change,
    Json,
    again,
    append,
    check,
    content,
    drop,
    in_both_models,
    put,
    read,
    rename,
    reverse,
    several,
    sign,
    swap,
)

NAMES = sorted(path.stem for path in genuine.FOLDER.glob("*.json"))


def test_the_files_are_those_of_the_claims() -> None:
    """So that they are what the program writes, and nobody's hand."""
    written = {path.stem: path.read_text(encoding="utf-8") for path in genuine.FOLDER.iterdir()}
    assert written == {name: genuine.text(document) for name, document in genuine.genuine().items()}


def test_every_kind_and_verdict_is_there() -> None:
    found = {(document["kind"], document["verdict"]) for document in map(read, NAMES)}
    assert found == {
        ("counterexample", "refuted"),
        *(("instance", verdict) for verdict in ("holds", "vacuous")),
        *(("family", verdict) for verdict in ("holds", "vacuous")),
        *(("sequence", verdict) for verdict in ("proved", "refuted")),
        ("identity", "proved"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_valid(name: str) -> None:
    found = checker.check_file(genuine.FOLDER / f"{name}.json")
    assert (found.outcome, found.reason) == ("valid", None)
    assert found.claim == read(name)["claim"]


# Changed, and still true


def shuffled(document: Json) -> Json:
    """The keys of all objects in another order, but for those of models."""
    if isinstance(document, dict):
        pairs = list(document.items())
        random.Random(7).shuffle(pairs)
        return {
            key: part if key in ("model", "policies", "models") else shuffled(part) for key, part in pairs
        }
    return [shuffled(part) for part in document] if isinstance(document, list) else document


def entries_reversed(document: Json) -> Json:
    for pair in document["values"]:
        pair[1] = pair[1][::-1] if isinstance(pair[1], list) else pair[1]
    return document


def shapes_reversed(document: Json) -> Json:
    return several(reverse("domain", "shapes"), reverse("counts"))(document)


def rows_reversed(document: Json) -> Json:
    document["domain"]["rows"].reverse()
    for _, bounds in document["enclosures"]:
        bounds.reverse()
    return document


def bound_elsewhere(document: Json) -> Json:
    """Another name of a variable, where it is bound and where it is used."""
    return swap('"back", "v"', '"back", "w"')(swap('["ahead", "$v"]', '["ahead", "$w"]')(document))


VALUE = ("values", 0, 1)
VARIANTS: list[tuple[str, str, Change]] = [
    ("keys in another order", "family", shuffled),
    ("keys in another order", "counterexample-second-policy", shuffled),
    ("keys in another order", "sequence", shuffled),
    ("states and actions in another order, in both models", "instance", in_both_models(reverse, "states")),
    ("entries in another order", "counterexample-tables", entries_reversed),
    ("entries in another order", "counterexample-distributions", entries_reversed),
    ("values in another order", "counterexample-tables", reverse("values")),
    ("shapes in another order", "family", shapes_reversed),
    ("weights in another order", "family", reverse("domain", "grid", "weights")),
    ("rows in another order", "family", reverse("domain", "grid", "policies", "2")),
    ("rows in another order", "family-of-policies", reverse("domain", "rows", "2")),
    ("rows in another order", "sequence", rows_reversed),
    ("symbols in another order", "identity", reverse("domain", "symbols")),
    ("parts in another order", "identity", lambda d: {**d, "relation": ["and", *d["relation"][:0:-1]]}),
    ("hypotheses in another order", "instance-of-a-ladder", reverse("given")),
    ("a hypothesis more", "instance", append(["<", "0", "1"], "given")),
    ("a hypothesis twice", "instance-of-a-ladder", again("given", 0)),
    (
        "a number that is another logarithm",
        "counterexample-logarithms",
        put({"terms": [["-1/6", "72"]]}, *VALUE),
    ),
    (
        "logarithms of quotients, of 1, and times 0",
        "counterexample-logarithms",
        put({"terms": [["1/2", "1/2"], ["1/3", "1/3"], ["5", "1"], ["0", "7"]]}, *VALUE),
    ),
    ("a rational as logarithms", "counterexample-second-policy", put("0", "values", 1, 1)),
    (
        "a wider enclosure",
        "counterexample-quotients",
        put({"enclosure": ["111217/1250000", "889737/10000000"]}, *VALUE),
    ),
    ("no values of what is vacuous", "instance-vacuous", put([], "values")),
    ("a complexity that no model has", "family-vacuous", put(3, "domain", "shapes", 0, "complexity")),
    (
        "another counterexample",
        "counterexample-of-an-ending-model",
        several(put("1/4", "model", "states", "u", "a1", "success"), put("1/4", "values", 0, 1)),
    ),
    (
        "a reward for a success probability, outside of the domain",
        "counterexample-tables",
        several(
            drop("model", "states", "u2", "a2", "success"),
            put("log(1/2)", "model", "states", "u2", "a2", "reward"),
        ),
    ),
    (
        "a state that is not met",
        "counterexample-tables",
        put({"a": {"success": "1/7"}}, "model", "states", "unmet"),
    ),
    ("another name of the model", "counterexample-tables", put("witness", "model", "name")),
    ("another name of both models", "instance", in_both_models(put, "example", "name")),
    ("another name of the family", "family", put("every model there is", "domain", "family")),
    ("another claim", "family", put("4.2", "claim")),
    ("another statement", "instance", put("π(↘|∅) = 3/5", "statement")),
    ("another theorem", "sequence", put("all is well", "assuming", 0, "theorem")),
    ("a theorem more", "family", append({"name": "x", "theorem": "y", "proof": "z"}, "assuming")),
    ("a definition renamed", "instance", swap('"soft_q_of"', '"q_of"')),
    (
        "a parameter renamed",
        "instance",
        several(swap('"$weights"', '"$w"'), swap('["weights", "choices"]', '["w", "choices"]')),
    ),
    ("a variable renamed", "instance", bound_elsewhere),
    ("a state renamed", "instance", swap('"forest"', '"valley"')),
    ("steering text in the statement", "instance", put("\x1b[2J\u202e", "statement")),
]


@pytest.mark.parametrize(("name", "base", "change"), VARIANTS, ids=[f"{v[1]}: {v[0]}" for v in VARIANTS])
def test_what_is_still_true_is_valid(tmp_path: Path, name: str, base: str, change: Change) -> None:
    found = check(tmp_path, content(sign(change(read(base)))))
    assert (found.outcome, found.reason) == ("valid", None)
    assert found.line().isprintable()


# Neither valid nor invalid


@pytest.mark.parametrize("name", sorted(genuine.UNDECIDED))
def test_what_is_undecided_is_holey(tmp_path: Path, name: str) -> None:
    found = check(tmp_path, content(genuine.UNDECIDED[name]()))
    assert found.outcome == "holey"
    assert str(found.reason).startswith("The claim is undecided: ")
    assert len(str(found.reason)) < 1_000


def test_what_no_bounds_decide_is_holey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "PRECISION_LIMIT", 40)
    tiny = ["log", ["+", "1", ["/", "1", ["^", "2", "200"]]]]
    changes = {"relation": ["<", "0", tiny], "definitions": {}, "values": []}
    found = check(tmp_path, content(sign({**read("instance-of-a-repetition"), **changes})))
    assert found.outcome == "holey"
    assert "The sign of an expression in logarithms was not found" in str(found.reason)


UNDECIDED_FORGERIES: list[tuple[str, Change, str]] = [
    ("verdict", put("holds", "verdict"), "is none of the kind undecided"),
    ("values", put([], "values"), "unknown key 'values'"),
    ("reason missing", drop("reason"), "no key 'reason'"),
    ("reason a list", put(["x"], "reason"), "reason is not a text"),
    ("unknown term", put(["true"], "relation"), "begins with 'true'"),
    ("definition missing", rename("infinite", "definitions", "finite"), "begins with 'finite'"),
    ("kind of another case", put("Undecided", "kind"), "is unknown"),
]


@pytest.mark.parametrize(("name", "change", "reason"), UNDECIDED_FORGERIES)
def test_what_is_undecided_has_to_be_well_formed(
    tmp_path: Path, name: str, change: Change, reason: str
) -> None:
    found = check(tmp_path, content(sign(change(genuine.UNDECIDED["undecided"]()))))
    assert found.outcome == "invalid"
    assert reason in str(found.reason)


def test_what_is_undecided_is_signed(tmp_path: Path) -> None:
    document = {**genuine.UNDECIDED["undecided"](), "claim": "another"}
    assert "source is not the digest" in str(check(tmp_path, content(document)).reason)


# A sample


def one_less(document: Json) -> Json:
    document["counts"][1]["checked"] -= 1
    return {**document, "checked": document["checked"] - 1}


def one_undefined(document: Json) -> Json:
    document["counts"][1]["undefined"] += 1
    return {**one_less(document), "undefined": document["undefined"] + 1}


def refuted_where_no_sample_looks(document: Json) -> Json:
    """False in the models with weights 1/3 and 1/2 for one state and a prior of 2/3 for the larger one."""
    prior, weight = ["prior"], ["weight"]
    part = ["and", ["=", weight, "1/2"], ["=", prior, "1/3"]]
    other = ["and", ["=", weight, "1/3"], ["=", prior, "2/3"]]
    met = ["and", ["some", "choices", "scalar", part], ["some", "choices", "scalar", other]]
    return {**document, "relation": ["not", met], "given": [], "definitions": {}}


@pytest.mark.parametrize("change", [one_less, one_undefined, refuted_where_no_sample_looks])
def test_what_a_sample_may_miss_is_never_valid(tmp_path: Path, change: Change) -> None:
    data = content(sign(change(read("family"))))
    assert check(tmp_path, data, sample=True).outcome in ("sampled", "invalid")
    assert check(tmp_path, data).outcome == "invalid"


def test_a_sample_that_misses_what_is_wrong_says_that_it_is_a_sample(tmp_path: Path) -> None:
    found = check(tmp_path, content(sign(one_less(read("family")))), sample=True)
    assert found.outcome == "sampled"
    assert "60 of 62 models recomputed" in found.line()


@pytest.mark.parametrize("name", [name for name in NAMES if read(name)["kind"] == "family"])
def test_a_sampled_family_is_valid_only_if_nothing_is_left_out(name: str) -> None:
    found = checker.check_file(genuine.FOLDER / f"{name}.json", sample=True)
    document = read(name)
    total = sum(part["representatives"] for part in document.get("counts", []))
    assert found.outcome == ("sampled" if total > checker.SAMPLE else "valid")


def test_json_output_has_every_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    assert checker.main(["--json", str(genuine.FOLDER)]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert {file["outcome"] for file in files} == {"valid"}
    assert len(files) == len(NAMES)
