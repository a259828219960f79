"""Small changes of small certificates, one after another: what is claimed cannot change under its digest.

Signed again, a certificate with other terms, definitions or another domain is one of another claim.
It is valid if that claim is true.  Where every value is stated, hardly any change of a definition is.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest

from tests.certificates.editing import CLAIMED, Json, Place, check, content, leaves, put, read, sign
from tests.certificates.fuzzing import mutations

BASES = (
    "instance",
    "instance-of-absent-entries",
    "counterexample-tables",
    "counterexample-logarithms",
    pytest.param("counterexample-second-policy", marks=pytest.mark.full),
    "counterexample-of-policies",
    "family-vacuous",
    "thinner-grid-says-so",
    "family-of-policies-vacuous",
    "sequence-of-one-row",
    "identity-of-one-symbol",
)


def says_the_same(what: str, place: Place, base: Json) -> bool:
    """A uniform row of the prior, or a 0 in a row, is there without being said; a wider enclosure holds."""
    if place[:2] == ("model", "prior") and what == "left out" and len(place) == 4:
        return bool(base["model"]["prior"][place[2]][place[3]] == "0")
    if place[:2] == ("model", "prior") and what == "left out":
        rows = base["model"]["prior"].values() if len(place) == 2 else [base["model"]["prior"][place[2]]]
        return len(place) < 4 and all(len(set(row.values())) == 1 for row in rows)
    if place[0] == "enclosures" and "/" in what and len(place) == 5:
        bound = base
        for key in place:
            bound = bound[key]
        return abs(Fraction(what) - Fraction(bound)) < Fraction(1, 10**6)
    return False


@pytest.mark.parametrize("base", BASES)
def test_no_change_is_valid_under_the_same_digest(tmp_path: Path, base: str) -> None:
    document = read(base)
    tried = 0
    for what, place, changed in mutations(document):
        found = check(tmp_path, content(changed))
        tried += 1
        if not says_the_same(what, place, document):
            assert found.outcome == "invalid", (what, place)
    assert tried > 70


@pytest.mark.parametrize("base", ["instance", "counterexample-of-an-ending-model", "identity-of-one-symbol"])
def test_signed_again_it_is_another_claim(tmp_path: Path, base: str) -> None:
    document = read(base)
    for what, place, changed in mutations(document):
        if place == ("source",):
            continue
        found = check(tmp_path, content(sign(changed)))
        assert found.outcome in ("valid", "invalid")
        if found.outcome == "valid":
            assert place[0] in CLAIMED or says_the_same(what, place, document), (what, place)
            assert changed["source"] != document["source"] or place[0] not in CLAIMED


@pytest.mark.parametrize("base", ["sequence", "identity", "family", "instance-of-a-ladder"])
def test_any_other_text_for_people_may_be_signed(tmp_path: Path, base: str) -> None:
    document = read(base)
    texts: list[Place] = [(key,) for key in ("claim", "reading", "statement")]
    texts += [place for place, _ in leaves(document) if place[0] == "assuming"]
    texts += [place for place, _ in leaves(document) if place == ("domain", "family")]
    for place in texts:
        changed = put("another text", *place)(read(base))
        assert "source is not the digest" in str(check(tmp_path, content(changed)).reason)
        assert check(tmp_path, content(sign(changed))).outcome == "valid"


PINNED = (
    "ahead",
    "causal_entropy",
    "condition",
    "expected_return",
    "goal_condition",
    "incoherence",
    "law",
    "occupancy",
    "retrain",
    "soft_q",
    "soft_q_of",
    "soft_v",
    "soft_v_of",
    "success_probability",
    "temperature",
    "weights_f",
    "weights_h",
)
"""Definitions that have no case which the model does not meet."""


def same_tables(what: str, place: Place) -> bool:
    """A sort that says less."""
    return "sort" in place or "parameters" in place


@pytest.mark.parametrize("name", PINNED)
def test_no_change_of_a_main_notion_goes_unseen(tmp_path: Path, name: str) -> None:
    """Signed again: the values of a model in which nothing is equal by chance are others."""
    document = read("instance-of-every-notion")
    for what, place, changed in mutations({"definitions": {name: document["definitions"][name]}}):
        if len(place) > 2 and not same_tables(what, place):
            definitions = {**document["definitions"], **changed["definitions"]}
            found = check(tmp_path, content(sign({**document, "definitions": definitions})))
            assert found.outcome == "invalid", (what, place)


VALUES: list[Json] = [None, True, 0, -1, 10**17, "", "x", [], {}, [[]], {"a": []}, ["x", ["y"]], "$x", "1/2"]


@pytest.mark.parametrize("base", ["family-vacuous", "sequence-of-one-row", "counterexample-second-policy"])
def test_no_traceback_whatever_is_in_a_place(tmp_path: Path, base: str) -> None:
    document = read(base)
    places = [place for place, _ in leaves(document)]
    for number, place in enumerate(places):
        for cut in {len(place), 1 + number % len(place)}:
            value = VALUES[(number + cut) % len(VALUES)]
            part = document
            for key in place[:cut]:
                part = part[key]
            if part != value:
                found = check(tmp_path, content(sign(put(value, *place[:cut])(read(base)))))
                assert found.outcome in ("valid", "invalid")


@pytest.mark.parametrize("base", ["instance", "family-vacuous", "counterexample-logarithms"])
def test_every_truncation_is_refused(tmp_path: Path, base: str) -> None:
    data = content(read(base))
    for length in range(0, len(data), 11):
        found = check(tmp_path, data[:length])
        assert found.outcome == "invalid"
        assert "The file is not" in str(found.reason)


def test_damaged_bytes_end_in_a_reason(tmp_path: Path) -> None:
    source = random.Random(20)
    data = content(read("counterexample-second-policy"))
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(source.randint(1, 3)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        assert check(tmp_path, bytes(damaged)).outcome == "invalid" or damaged == data
