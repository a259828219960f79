"""The checker, on certificates that are built here by hand."""

# ruff: noqa: E501 (a case stands on one line)

import contextlib
import copy
import hashlib
import io
import itertools
import json
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from coherence_exact import checker
from coherence_exact.checker import File, check_file, check_paths, main

Json = Any
SOURCE = ("claim", "reading", "statement", "definitions", "relation", "given", "domain", "assuming")

MODEL: Json = {
    "name": "two decisions",
    "horizon": 2,
    "start": {"s": "1/3", "u": "2/3"},
    "states": {
        "s": {"a": {"success": "1/2", "to": {"s": "1/4", "u": "3/4"}}, "b": {"to": "u"}},
        "u": {"a": {"success": "0", "to": "u"}, "b": {"reward": "log(1/3)", "to": "u"}, "c": {"to": "u"}},
    },
    "prior": {"s": {"a": "1/4", "b": "3/4"}},
}
# Decision points: (1, s), (1, u), (2, s), (2, u); choices: 2 + 3 + 2 + 3; transitions: 2 + 1 + 3;
# trajectories: 2 + 3 + 3 from (1, s), 9 from (1, u), 2 and 3 at the last time; pairs: 4 + 9 + 4 + 9.

GRID: Json = {
    "weights": ["0", "1/2", "1"],
    "successors": {"0": [[]], "1": [["1"]], "2": [["1", "0"], ["0", "1"], ["1/2", "1/2"]]},
    "policies": {"1": [["1"]], "2": [["1/2", "1/2"], ["1/3", "2/3"], ["2/3", "1/3"]]},
    "starts": {"1": [["1"]], "2": [["1", "0"], ["0", "1"]]},
}
SHAPES: Json = [
    {"actions": [[2]], "complexity": 2, "pairs": False},
    {"actions": [[2], [2]], "complexity": 3, "pairs": False},
    {"actions": [[2], [1, 1]], "complexity": 3, "pairs": False},
]
FAMILY: Json = {"family": "tiny", "grid": GRID, "shapes": SHAPES}

# fmt: off
AHEAD: Json = {
    "parameters": [["v", "points"]], "sort": "choices",
    "body": ["if", ["last"], "1", ["sum", "transitions", "choices", ["*", ["dynamics"], ["next", "$v"]]]],
}
SOFT_V: Json = {
    "parameters": [["policy", "policy"]], "sort": "points",
    "body": ["back", "v", ["sum", "choices", "points", ["*", "$policy", ["*", ["weight"], ["ahead", "$v"]]]]],
}
SOFT_Q: Json = {
    "parameters": [["policy", "policy"]], "sort": "choices",
    "body": ["*", ["weight"], ["ahead", ["soft_v", "$policy"]]],
}
BY_TRAJECTORIES: Json = {
    "parameters": [["policy", "policy"]], "sort": "points",
    "body": ["sum", "trajectories", "points", ["*", ["chance"], ["product", ["*", "$policy", ["weight"]]]]],
}
RETRAIN: Json = {
    "parameters": [["policy", "policy"], ["steps", "number"]], "sort": "policy",
    "body": ["repeat", "$steps", "p", ["share", ["*", "$p", ["soft_q", "$p"]], "$p"], "$policy"],
}
SUCCESS: Json = {
    "parameters": [["policy", "policy"]], "sort": "number",
    "body": ["sum", "points", "scalar", ["*", ["start"], ["soft_v", "$policy"]]],
}
DEFINITIONS: Json = {
    "ahead": AHEAD, "soft_v": SOFT_V, "soft_q": SOFT_Q, "by_trajectories": BY_TRAJECTORIES, "retrain": RETRAIN,
    "success": SUCCESS,
}
# fmt: on
PRIOR: Json = ["prior"]


def used(*terms: Json) -> Json:
    """The definitions that some terms use, directly or in other ones."""
    found: Json = {}

    def visit(data: Json) -> None:
        if isinstance(data, list):
            if data and isinstance(data[0], str) and data[0] in DEFINITIONS and data[0] not in found:
                found[data[0]] = DEFINITIONS[data[0]]
                visit(DEFINITIONS[data[0]]["body"])
            for part in data:
                visit(part)

    visit(list(terms))
    return found


def sign(document: Json) -> Json:
    """Put the digest of the claim in, with all else as it is."""
    text = json.dumps(
        [document[key] for key in SOURCE], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return {**document, "source": hashlib.sha256(text.encode()).hexdigest()}


def certificate(kind: str, verdict: str, relation: Json, domain: Json, **rest: Json) -> Json:
    """A signed certificate; `definitions` are those that are used unless they are given."""
    given = rest.pop("given", [])
    document = {
        "format": "coherence-exact certificate",
        "version": 2,
        "kind": kind,
        "claim": "a claim",
        "reading": "printed",
        "statement": "in words",
        "definitions": rest.pop("definitions", used(relation, given)),
        "relation": relation,
        "given": given,
        "domain": domain,
        "assuming": rest.pop("assuming", []),
        "verdict": verdict,
        **rest,
    }
    return sign(document)


def instance(relation: Json, model: Json = MODEL, verdict: str = "holds", **rest: Json) -> Json:
    rest.setdefault("values", [])
    return certificate("instance", verdict, relation, {"model": model}, model=model, **rest)


def counterexample(relation: Json, domain: Json = FAMILY, model: Json = MODEL, **rest: Json) -> Json:
    rest.setdefault("values", [])
    return certificate("counterexample", "refuted", relation, domain, model=model, **rest)


def family(relation: Json, *counts: tuple[int, int, int, int], verdict: str = "holds", **rest: Json) -> Json:
    keys = ("representatives", "labelled", "checked", "undefined")
    parts = [dict(zip(keys, count, strict=True)) for count in counts]
    totals = {key: sum(part[key] for part in parts) for key in keys[2:]}
    domain = rest.pop("domain", FAMILY)
    return certificate("family", verdict, relation, domain, counts=parts, **{**totals, **rest})


THEOREM: Json = {"name": "a theorem", "theorem": "so it is for all k", "proof": "by induction"}


def sequence(relation: Json, rows: Json, **rest: Json) -> Json:
    domain = {"models": [MODEL], "rows": rows}
    rest.setdefault("enclosures", [])
    return certificate("sequence", "proved", relation, domain, assuming=[THEOREM], **rest)


def identity(relation: Json, symbols: list[str]) -> Json:
    return certificate("identity", "proved", relation, {"symbols": symbols}, assuming=[THEOREM])


class Checking:
    """Writes certificates and checks them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def write(self, document: Json) -> Path:
        self.count += 1
        path = self.folder / f"{self.count}.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def __call__(self, document: Json, sample: bool = False) -> File:
        return check_file(self.write(document), sample)

    def valid(self, document: Json) -> File:
        found = self(document)
        assert found.outcome == "valid", found.reason
        return found

    def invalid(self, document: Json, *parts: str) -> str:
        found = self(document)
        assert found.outcome == "invalid", found.line()
        assert found.reason is not None
        assert found.reason.endswith("."), found.reason
        for part in parts:
            assert part in found.reason, found.reason
        return found.reason

    def finding(self, relation: Json, model: Json = MODEL) -> str:
        """What a relation is in a model: true, false, or undefined."""
        if self(instance(relation, model, "vacuous")).outcome == "valid":
            return "undefined"
        if self(instance(relation, model)).outcome == "valid":
            return "true"
        found = self(counterexample(relation, {"model": model}, model))
        assert found.outcome == "valid", found.reason
        return "false"


@pytest.fixture
def check(tmp_path: Path) -> Checking:
    return Checking(tmp_path)


def over(space: str, kind: str = "every") -> list[str]:
    return [kind, space, "scalar"]


def at(x: Json, *place: int | str) -> Json:
    return ["at", x, *place]


def total(space: str, x: Json) -> Json:
    return ["sum", space, "scalar", x]


def counting(space: str) -> Json:
    return ["count", space, "scalar", ["=", "1", "1"]]


UNDEFINED: Json = ["/", "1", "0"]
ABSENT: Json = ["where", ["<", "1", "0"], "1"]
FALSE: Json = ["<", "1", "0"]
TRUE: Json = ["<", "0", "1"]
INF: Json = ["infinity"]
MINUS_INF: Json = ["-", "0", ["infinity"]]
FIRST: Json = ["=", ["time"], "1"]
POINTS_OF_S: Json = [at(["weight"], 1, "s", "a"), at(["weight"], 1, "s", "b")]

EQUATIONS: list[tuple[Json, Json]] = [
    # data and spaces
    (counting("points"), "4"),
    (counting("choices"), "10"),
    (counting("transitions"), "6"),
    (counting("trajectories"), "22"),
    (counting("pairs"), "26"),
    (at(PRIOR, 1, "s", "a"), "1/4"),
    (at(PRIOR, 2, "u", "c"), "1/3"),
    (at(["weight"], 1, "u", "b"), "1/3"),
    (total("transitions", ["dynamics"]), "5"),
    (total("points", ["start"]), "1"),
    (at(["start"], 2, "s"), "0"),
    (total("points", ["time"]), "6"),
    (["count", "points", "scalar", ["last"]], "2"),
    (["horizon"], "2"),
    (total("choices", ["time"]), "15"),  # a table over points is spread to choices
    # arithmetic
    (["+", "1/2", "1/3"], "5/6"),
    (["-", "1/2", "1/3"], "1/6"),
    (["*", "2/3", "3/4"], "1/2"),
    (["/", "2/3", "-4"], "-1/6"),
    (["^", "2/3", "3"], "8/27"),
    (["^", "-2/3", "-3"], "-27/8"),
    (["^", "0", "0"], "1"),
    (["*", "0", INF], "0"),
    (["*", "-2", INF], MINUS_INF),
    (["*", MINUS_INF, INF], MINUS_INF),
    (["+", INF, "1"], INF),
    (["/", INF, "-2"], MINUS_INF),
    (["log", "0"], MINUS_INF),
    (["+", ["log", "2"], ["log", "3"]], ["log", "6"]),
    (["/", ["log", "8"], ["log", "4"]], "3/2"),
    (["log", ["/", ["log", "8"], ["log", "2"]]], ["log", "3"]),
    (["^", ["log", "2"], "2"], ["*", ["log", "2"], ["log", "2"]]),
    (["/", "1", ["log", "1/2"]], ["-", "0", ["/", "1", ["log", "2"]]]),
    # between spaces
    (at(["sum", "choices", "points", ["weight"]], 1, "u"), "4/3"),
    (at(["sum", "transitions", "points", ["dynamics"]], 2, "u"), "0"),
    (["max", "choices", "scalar", ["weight"]], "1"),
    (["min", "choices", "scalar", ["+", ["weight"], PRIOR]], "1/3"),
    (at(["count", "choices", "points", ["<", ["weight"], "1"]], 1, "u"), "2"),
    (at(["sum", "transitions", "choices", ["*", ["dynamics"], ["next", ["time"]]]], 1, "s", "a"), "2"),
    (total("transitions", ["next", ["start"]]), "0"),
    (at(["into", ["dynamics"]], 2, "u"), "19/4"),
    (at(["into", ["dynamics"]], 1, "u"), "0"),
    (total("pairs", ["-", ["left", ["weight"]], ["right", ["weight"]]]), "0"),
    (at(["sum", "pairs", "points", ["*", ["left", ["weight"]], ["right", PRIOR]]], 1, "s"), "3/2"),
    (at(["share", ["weight"], PRIOR], 1, "u", "b"), "1/4"),
    (at(["share", "0", PRIOR], 1, "s", "b"), "3/4"),
    # along trajectories
    (at(["sum", "trajectories", "points", ["product", PRIOR]], 1, "s"), "5/4"),
    (at(["sum", "trajectories", "points", ["*", ["chance"], ["product", PRIOR]]], 1, "s"), "1"),
    (at(["sum", "trajectories", "choices", ["tail", ["weight"]]], 1, "u", "a"), "4/3"),
    (at(["sum", "trajectories", "choices", ["tail", ["weight"]]], 2, "u", "a"), "1"),
    (at(["sum", "trajectories", "choices", ["along", "1"]], 1, "u", "a"), "6"),
    (at(["sum", "trajectories", "choices", ["end", ["weight"]]], 1, "u", "a"), "4/3"),
    (at(["through", ["*", ["chance"], ["product", PRIOR]]], 2, "s", "a"), "1/64"),
    (["max", "trajectories", "scalar", ["below", ["along", "1"], "1"]], "5"),
    (["min", "trajectories", "scalar", ["below", ["along", "1"], "1"]], "0"),
    # control
    (at(["back", "v", ["+", "1", ["max", "choices", "points", ["sum", "transitions", "choices", ["*", ["dynamics"], ["next", "$v"]]]]]], 1, "s"), "2"),
    (at(["forth", "v", ["+", ["start"], ["into", ["*", ["*", PRIOR, ["dynamics"]], "$v"]]]], 2, "s"), "1/48"),
    (at(["back", "v", ["+", "1", ["max", "choices", "points", ["sum", "transitions", "choices", ["*", ["dynamics"], ["repeat", "3", "x", ["+", "$x", "1"], ["next", "$v"]]]]]]], 1, "s"), "5"),
    (at(["forth", "v", ["+", ["start"], ["into", ["repeat", "1", "x", ["+", "$x", "1"], ["*", ["*", PRIOR, ["dynamics"]], "$v"]]]]], 2, "s"), "49/48"),
    (["repeat", ["horizon"], "x", ["*", "$x", "3"], "2"], "18"),
    (["repeat", "0", "x", UNDEFINED, "2"], "2"),
    (total("points", ["repeat", "2", "x", ["+", "$x", ["time"]], ["-", ["time"], ["time"]]]), "12"),
    (["least", "2", "9", "k", ["<", "10", ["^", "$k", "2"]]], "4"),
    (["ending", "1/2", ["count", "points", "scalar", ["last"]]], "3"),
    (["ending", "1/3", ["sum", "transitions", "scalar", ["dynamics"]]], "5"),
    (["ending", "1/3", at(["into", ["dynamics"]], 2, "(end)")], "10/3"),
    (["ending", "1", counting("choices")], "10"),
    (["ending", "0", ["horizon"]], "2"),
    (["repeat", "1", "x", ["ending", "1/2", ["+", "$x", counting("points")]], counting("points")], "9"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), EQUATIONS, ids=lambda x: json.dumps(x)[:60])
def test_operation(check: Checking, left: Json, right: Json) -> None:
    assert check.finding(["=", left, right]) == "true"
    assert check.finding(["=", ["+", left, "1"], right]) in (
        "false",
        "true" if right in (INF, MINUS_INF) else "",
    )


TRUTHS: list[tuple[Json, str]] = [
    (["<", "1/3", "1/2"], "true"),
    (["<", "1/2", "1/2"], "false"),
    (["<=", "1/2", "1/2"], "true"),
    (["<=", INF, "1/2"], "false"),
    (["<", MINUS_INF, ["log", "1/2"]], "true"),
    (["<", ["log", "3"], ["+", "1", ["log", "2"]]], "true"),
    (["=", FALSE, FALSE], "true"),
    (["=", INF, INF], "true"),
    (["not", FALSE], "true"),
    ([*over("points"), ["=", ["last"], ["=", ["time"], "2"]]], "true"),
    ([*over("points", "some"), ["<", "2", ["time"]]], "false"),
    # laziness
    (["and", FALSE, ["<", "0", UNDEFINED]], "false"),
    (["and", ["<", "0", UNDEFINED], FALSE], "undefined"),
    (["or", TRUE, ["<", "0", UNDEFINED]], "true"),
    (["or", ["<", "0", UNDEFINED], TRUE], "undefined"),
    (["every", "points", "scalar", ["and", ["<", "0", ABSENT], ["<", "0", UNDEFINED]]], "true"),
    (["every", "points", "scalar", ["and", ["<", "0", UNDEFINED], ["<", "0", ABSENT]]], "undefined"),
    (["every", "points", "scalar", ["<", "0", ["least", "0", "1", "k", ["<", "0", ABSENT]]]], "undefined"),
    (["every", "points", "scalar", ["<", "0", ["least", ABSENT, "1", "k", TRUE]]], "true"),
    (["if", TRUE, TRUE, ["<", "0", UNDEFINED]], "true"),
    ([*over("points"), ["where", FALSE, ["<", "0", UNDEFINED]]], "true"),
    # undefined
    (["=", ["-", INF, INF], "0"], "undefined"),
    (["=", ["/", "1", INF], "0"], "undefined"),
    (["=", ["/", "0", "0"], "0"], "undefined"),
    (["=", ["^", "0", "-1"], "0"], "undefined"),
    (["=", ["^", INF, "2"], "0"], "undefined"),
    (["=", ["^", "2", "1/2"], "0"], "undefined"),
    (["=", ["log", "-1"], "0"], "undefined"),
    (["=", ["log", INF], "0"], "undefined"),
    (["=", ["log", ["log", "2"]], "0"], "undefined"),
    (["=", ["max", "transitions", "scalar", ["where", FALSE, ["dynamics"]]], "0"], "undefined"),
    (["=", at(["time"], 3, "s"), "0"], "undefined"),
    (["=", at(PRIOR, 1, "s", "c"), "0"], "undefined"),
    (["=", at(["share", ["-", "0", ["weight"]], PRIOR], 1, "s", "a"), "0"], "undefined"),
    (["=", at(["share", ["where", ["<", ["weight"], "1"], "1"], PRIOR], 1, "s", "a"), "0"], "undefined"),
    (["=", at(["share", ["if", ["<", ["weight"], "1"], INF, "1"], PRIOR], 1, "s", "b"), "0"], "undefined"),
    (["=", ["repeat", "-1", "x", "$x", "2"], "2"], "undefined"),
    (["=", ["repeat", "1/2", "x", "$x", "2"], "2"], "undefined"),
    (["=", ["least", "1", "3", "k", ["<", "9", "$k"]], "1"], "undefined"),
    (["=", ["least", "0", "3", "k", ["<", "0", ["/", "1", "$k"]]], "1"], "undefined"),
    (["=", ["ending", "2", "1"], "1"], "undefined"),
    ([*over("choices"), ["=", ["second_policy"], "0"]], "undefined"),
    # absent: entry by entry before undefined, and left out by reductions
    (["=", ABSENT, "1"], "undefined"),
    ([*over("points"), ["<", "0", ["+", ABSENT, UNDEFINED]]], "true"),
    (["=", total("points", ["where", FIRST, ["time"]]), "2"], "true"),
    (["=", total("points", ["where", FIRST, ["if", ["last"], UNDEFINED, "1"]]), "2"], "true"),
    (["=", total("points", ["if", ["last"], UNDEFINED, "1"]), "2"], "undefined"),
    (["=", ["count", "points", "scalar", ["where", FIRST, TRUE]], "2"], "true"),
    ([*over("points", "some"), ["if", ["last"], ["<", "0", UNDEFINED], TRUE]], "undefined"),
    ([*over("trajectories"), ["<", ["product", ["where", ["not", ["last"]], UNDEFINED]], "0"]], "true"),
    (["=", at(["into", ["where", ["<", ["dynamics"], "1"], ["dynamics"]]], 2, "u"), "3/4"], "true"),
    # a product with an absent factor is absent, also if another factor is undefined
    (["=", ["count", "trajectories", "scalar", ["<", "0", ["product", ["where", ["last"], "1"]]]], "5"], "true"),
    (["=", ["count", "trajectories", "scalar", ["<", "0", ["tail", ["where", ["last"], "1"]]]], "22"], "true"),
]  # fmt: skip


@pytest.mark.parametrize(("relation", "finding"), TRUTHS, ids=lambda x: json.dumps(x)[:60])
def test_truth(check: Checking, relation: Json, finding: str) -> None:
    assert check.finding(relation) == finding


def test_a_state_named_end_has_no_ending_model(check: Checking) -> None:
    model = {"name": "m", "horizon": 1, "start": "(end)", "states": {"(end)": {"a": {}}}}
    assert check.finding(["=", ["ending", "1/2", "1"], "1"], model) == "undefined"


REFUSED: list[tuple[Json, str]] = [
    ("$x", "relation is the variable $x"),
    (["<", "1", "$x"], "which nothing binds"),
    (["<", "1"], "1 operands"),
    (["<", "1", "2", "3"], "3 operands"),
    (["nonsense", "1"], "no operation or definition"),
    ([], "no operation"),
    ({}, "not a list"),
    (["<", "1", "01"], "lowest terms"),
    (["<", "1", "2/4"], "lowest terms"),
    (["<", "1", "-0"], "lowest terms"),
    (["time"], "cannot be truth"),
    (["<", ["time"], "1"], "cannot be truth"),
    (["<", TRUE, "1"], "takes numbers"),
    (["=", TRUE, "1"], "takes truths"),
    (["and", TRUE, "1"], "takes truths"),
    (["if", "1", TRUE, TRUE], "takes truths"),
    (["if", TRUE, TRUE, "1"], "takes truths"),
    ([*over("pairs"), ["<", ["left", "1"], ["weight"]]], "no space"),
    ([*over("trajectories"), ["<", ["chance"], ["dynamics"]]], "no space"),
    (["every", "points", "choices", TRUE], "no reduction"),
    (["every", "pairs", "choices", TRUE], "no reduction"),
    (["every", "points", "points", TRUE], "no reduction"),
    (["every", "points", "scalar", ["<", "0", ["weight"]]], "cannot be truths of points"),
    (["every", "points", "scalar", "1"], "cannot be truths of points"),
    ([*over("transitions"), ["<", "0", ["next", ["weight"]]]], "cannot be points"),
    ([*over("choices"), ["<", "0", ["share", "1", ["weight"]]]], "cannot be policy"),
    ([*over("points"), ["<", "0", ["back", "v", "$v"]]], "without going through 'next'"),
    ([*over("points"), ["<", "0", ["forth", "v", ["sum", "transitions", "points", ["next", "$v"]]]]], "'into'"),
    ([*over("points"), ["<", "0", ["back", "v", ["into", ["next", "$v"]]]]], "'next'"),
    ([*over("points"), ["<", "0", ["back", "v", total("transitions", ["next", "$v"])]]], "'next'"),
    ([*over("points"), ["<", "0", ["back", "v", ["+", "$v", ["sum", "transitions", "points", ["next", "$v"]]]]]], "'next'"),
    (["<", "0", ["repeat", "1", "x", TRUE, "1"]], "for one of sort number"),
    (["<", "0", ["repeat", ["time"], "x", "$x", "1"]], "cannot be number"),
    ([*over("points"), ["<", "0", ["repeat", "1", "x", ["+", "$x", ["time"]], "0"]]], "for one of sort number"),
    ([*over("choices"), ["<", "0", ["repeat", "1", "x", ["weight"], PRIOR]]], "for one of sort policy"),
    ([*over("points"), ["<", "0", ["back", "v", ["sum", "transitions", "points", ["next", ["sum", "transitions", "points", ["next", ["into", ["next", "$v"]]]]]]]]], "'next'"),
    ([*over("points"), ["<", "0", ["back", "v", ["sum", "transitions", "points", ["repeat", "1", "x", ["next", ["into", "$x"]], ["next", "$v"]]]]]], "'next'"),
    (["<", "0", at(TRUE, 1, "s")], "cannot be points"),
    (["<", "0", ["least", "0", "1", "k", "$k"]], "cannot be truth"),
    (["<", "0", ["repeat", "1", "$x", "$x", "1"]], "no name"),
    (["<", "0", ["repeat", "1", "1x", "$x", "1"]], "no name"),
    (["<", "0", ["ending", "1/2", ["time"]]], "takes a scalar"),
    (["<", "0", ["index"]], "'index'"),
    (["<", "0", ["symbol", "x"]], "'symbol'"),
    (["<", "0", ["at", ["time"], "1", "s"]], "not an integer"),
    (["<", "0", ["at", ["time"], 1, 2]], "not a text"),
]  # fmt: skip


@pytest.mark.parametrize(("relation", "reason"), REFUSED, ids=lambda x: json.dumps(x)[:60])
def test_term_is_refused(check: Checking, relation: Json, reason: str) -> None:
    check.invalid(instance(relation), "relation", reason)


def definition(body: Json, *parameters: list[str], sort: str = "number") -> Json:
    return {"parameters": list(parameters), "sort": sort, "body": body}


BAD_DEFINITIONS: list[tuple[Json, Json, str]] = [
    ({}, ["f"], "no operation or definition"),
    ({"f": definition("1")}, "1", "not used"),
    ({"f": definition("1"), "g": definition(["f"])}, ["f"], "g is not used"),
    ({"f": definition(["f"])}, ["f"], "in a circle"),
    ({"f": definition(["g"]), "g": definition(["+", ["f"], "1"])}, ["f"], "in a circle"),
    ({"f": definition("$x")}, ["f"], "nothing binds"),
    ({"f": definition("$y", ["x", "number"])}, ["f", "1"], "nothing binds"),
    ({"f": definition("1", ["x", "number"])}, ["f"], "0 operands"),
    ({"f": definition("$x", ["x", "number"], ["x", "number"])}, ["f", "1", "1"], "two parameters"),
    ({"f": definition("$x", ["x", "numbers"])}, ["f", "1"], "no sort"),
    ({"f": definition(["weight"])}, ["f"], "cannot be number"),
    ({"f": definition(["weight"], sort="policy")}, at(["f"], 1, "s", "a"), "cannot be policy"),
    ({"f": definition("1", ["p", "policy"])}, ["f", ["weight"]], "cannot be policy"),
    ({"log": definition("1")}, ["log", "1"], "named as an operation"),
    ({"f g": definition("1")}, ["f g"], "no name"),
    ({"f": {"parameters": [], "sort": "number"}}, ["f"], "no key"),
    ({"f": {**definition("1"), "note": ""}}, ["f"], "unknown key"),
    ({"f": definition("$v", ["v", "points"], sort="points")}, at(["back", "v", ["f", "$v"]], 1, "s"), "'next'"),
    ({"f": definition(["ending", "1/2", total("points", "$v")], ["v", "points"])}, ["f", ["time"]], "nothing binds"),
]  # fmt: skip


@pytest.mark.parametrize(("definitions", "term", "reason"), BAD_DEFINITIONS)
def test_definition_is_refused(check: Checking, definitions: Json, term: Json, reason: str) -> None:
    check.invalid(instance(["<", "0", term], definitions=definitions, values=[[term, "1"]]), reason)


def test_definitions_that_double_are_refused(check: Checking) -> None:
    definitions = {"f0": definition(["+", "$x", "1"], ["x", "number"])}
    for number in range(1, 40):
        body = ["*", [f"f{number - 1}", ["+", "$x", "1"]], [f"f{number - 1}", ["*", "$x", "2"]]]
        definitions[f"f{number}"] = definition(body, ["x", "number"])
    check.invalid(instance(["<", "0", ["f39", "1"]], definitions=definitions), "more than")


EQUAL_V: Json = [*over("points"), ["=", ["soft_v", PRIOR], ["by_trajectories", PRIOR]]]
IMPROVES: Json = ["<=", ["success", PRIOR], ["success", ["retrain", PRIOR, "1"]]]
DECREASES: Json = ["<", ["success", ["retrain", PRIOR, "1"]], ["success", PRIOR]]
COUNTS = (
    (13, 23, 13, 0),
    (124, 341, 124, 0),
    (173, 625, 173, 0),
)  # `test_counts_of_the_family` recounts them


def all_models(shape: Json) -> list[Json]:
    """List every labelled model of a shape as (start row, [[(weights, successor rows, prior row), ...], ...])."""
    layers: list[list[Json]] = []
    times = shape["actions"]
    for time, counts in enumerate(times):
        later = len(times[time + 1]) if time + 1 < len(times) else 0
        states = []
        for number in counts:
            weights = itertools.product(GRID["weights"], repeat=number)
            rows = itertools.product(map(tuple, GRID["successors"][str(later)]), repeat=number)
            priors = map(tuple, GRID["policies"][str(number)])
            states.append(list(itertools.product(weights, rows, priors)))
        layers.append(
            [
                layer
                for layer in itertools.product(*states)
                if all(
                    any(row[place] != "0" for _, rows, _ in layer for row in rows) for place in range(later)
                )
            ]
        )
    models = []
    for start in map(tuple, GRID["starts"][str(len(times[0]))]):
        for chosen in itertools.product(*layers):
            cost = int(len(set(start)) > 1)
            for layer in chosen:
                for weights, rows, prior in layer:
                    cost += len(set(weights) - {"1"}) + len({row for row in rows if row and "1" not in row})
                    cost += len(set(prior)) > 1
            if cost <= shape["complexity"]:
                models.append((start, chosen))
    return models


def classes(models: list[Json]) -> int:
    """Count classes of renamed models, by the least of all renamings; for at most two states at the last time."""
    found = set()
    for start, layers in models:
        renamings = []
        for swap in itertools.product((False, True), repeat=len(layers)):
            other = []
            for time, layer in enumerate(layers):
                flip = time + 1 < len(layers) and swap[time + 1] and len(layers[time + 1]) == 2
                states = [
                    tuple(
                        sorted((w, row[::-1] if flip else row, p) for w, row, p in zip(*state, strict=True))
                    )
                    for state in layer
                ]
                other.append(tuple(states[::-1] if swap[time] else states))
            renamings.append((start[::-1] if swap[0] else start, tuple(other)))
        found.add(min(renamings))
    return len(found)


def test_counts_of_the_family() -> None:
    for shape, counts in zip(SHAPES, COUNTS, strict=True):
        models = all_models(shape)
        assert (classes(models), len(models)) == counts[:2]


# Kinds


def test_family(check: Checking) -> None:
    found = check.valid(family(EQUAL_V, *COUNTS))
    assert found.rests_on == "every model recomputed"
    assert found.relation == "every(soft_v(prior) = by_trajectories(prior))"
    assert found.models is not None
    assert found.models.startswith("310 models of 3 shapes, T = 1 to 2")
    check.valid(family(IMPROVES, *COUNTS))
    check.invalid(family(DECREASES, *COUNTS), "The relation is false in a model")
    small = ["<=", counting("points"), "2"]
    check.invalid(family(small, *COUNTS), "The relation is false in a model of domain.shapes[2]")


def test_family_is_sampled(check: Checking) -> None:
    found = check(family(EQUAL_V, *COUNTS), sample=True)
    assert (found.outcome, found.rests_on) == ("sampled", "60 of 310 models recomputed")
    some = {**FAMILY, "shapes": SHAPES[:1]}
    assert check(family(EQUAL_V, COUNTS[0], domain=some), sample=True).outcome == "valid"


@pytest.mark.parametrize("key", range(4))
@pytest.mark.parametrize("change", [-1, 1])
def test_count_off_by_one(check: Checking, key: int, change: int) -> None:
    one, two, three, four = (n + change * (i == key) for i, n in enumerate(COUNTS[1]))
    wrong = (one, two, three, four)
    place = "counts[1]" if key < 2 else "of 124" if change < 0 and key == 2 else "undefined"
    check.invalid(family(EQUAL_V, COUNTS[0], wrong, COUNTS[2]), place)


def test_totals(check: Checking) -> None:
    check.invalid(family(EQUAL_V, *COUNTS, checked=309), "not the sum")
    check.invalid(family(EQUAL_V, *COUNTS[:2]), "counts")
    check.invalid(family(EQUAL_V, *COUNTS, verdict="vacuous"), "vacuous")
    check.invalid(family(EQUAL_V, *COUNTS, verdict="proved"), "verdict")
    check.invalid(family(["<", "0", at(["time"], 1, "1.0")], *COUNTS), "names a state")


def test_hypotheses_are_counted(check: Checking) -> None:
    undefined = [(n, m, 0, n) for n, m, _, _ in COUNTS]
    check.valid(family(["<", "0", UNDEFINED], *undefined, verdict="vacuous"))
    unmet = [(n, m, 0, 0) for n, m, _, _ in COUNTS]
    check.valid(family(DECREASES, *unmet, verdict="vacuous", given=[FALSE, ["<", "0", UNDEFINED]]))
    one_decision = [COUNTS[0], *unmet[1:]]
    check.valid(family(EQUAL_V, *one_decision, given=[["=", ["horizon"], "1"]]))
    check.invalid(family(EQUAL_V, *COUNTS, given=[["=", ["horizon"], "1"]]), "counts[1]")


def test_the_family_is_bound(check: Checking) -> None:
    small = {**FAMILY, "grid": {**GRID, "weights": ["1"]}}
    check.invalid(family(DECREASES, *COUNTS, domain=small), "counts[0]")
    check.invalid({**family(EQUAL_V, *COUNTS), "domain": small}, "source")
    check.invalid({**family(EQUAL_V, *COUNTS), "domain": {**FAMILY, "shapes": SHAPES[:2]}}, "source")
    for key, value, reason in [
        ("weights", ["1", "1"], "twice"),
        ("weights", ["2"], "not in"),
        ("policies", {**GRID["policies"], "2": [["1/3", "2/3"]]}, "orders"),
        ("policies", {"1": [["1"]]}, "no rows"),
        ("successors", {**GRID["successors"], "2": [["1/2", "1/3"], ["1/3", "1/2"]]}, "sum to 1"),
    ]:
        check.invalid(family(EQUAL_V, *COUNTS, domain={**FAMILY, "grid": {**GRID, key: value}}), reason)
    check.invalid(family(EQUAL_V, *COUNTS, domain={**FAMILY, "shapes": SHAPES[:2] * 2}), "twice")


def test_policies(check: Checking) -> None:
    rows = {"2": [["1/2", "1/2"], ["0", "1"]], "3": [["1", "0", "0"]]}
    domain = {"policies": MODEL, "rows": rows}
    document = certificate("family", "holds", EQUAL_V, domain, checked=2, undefined=0, count=2)
    assert check.valid(document).rests_on == "every prior recomputed"
    check.invalid({**document, "count": 3}, "count is 3")
    check.invalid({**document, "checked": 1}, "checked 1")
    check.invalid(certificate("family", "holds", DECREASES, domain, checked=2, undefined=0, count=2), "false")
    short = {"policies": MODEL, "rows": {"2": rows["2"]}}
    check.invalid(certificate("family", "holds", EQUAL_V, short, checked=2, undefined=0, count=2), "no rows")


V_TABLE: Json = [[[1, "s"], "35/72"], [[1, "u"], "16/81"], [[2, "s"], "7/8"], [[2, "u"], "4/9"]]
ABOVE: Json = [*over("points"), ["<=", ["soft_v", PRIOR], "1/2"]]


def soft_values() -> Json:
    """The values of soft_v and success, by hand."""
    v_s2, v_u2 = Fraction(1, 4) * Fraction(1, 2) + Fraction(3, 4), Fraction(4, 9)
    v_s1 = Fraction(1, 8) * (v_s2 / 4 + v_u2 * Fraction(3, 4)) + Fraction(3, 4) * v_u2
    v_u1 = Fraction(4, 9) * v_u2
    keys = [[1, "s"], [1, "u"], [2, "s"], [2, "u"]]
    table = [[key, str(value)] for key, value in zip(keys, (v_s1, v_u1, v_s2, v_u2), strict=True)]
    return [["soft_v", PRIOR], table], [["success", PRIOR], str(v_s1 / 3 + v_u1 * 2 / 3)]


def test_counterexample_with_values(check: Checking) -> None:
    v, _ = soft_values()
    document = counterexample(ABOVE, values=[v])
    assert check.valid(document).rests_on == "the model recomputed"
    check.valid({**document, "values": [[v[0], v[1][::-1]]]})
    check.invalid({**document, "values": []}, "no entry for soft_v(prior)")
    check.invalid({**document, "values": [v, v]}, "twice")
    check.invalid({**document, "values": [[v[0], v[1][1:]]]}, "not the value of soft_v(prior)")
    check.invalid({**document, "values": [[v[0], [[[1, "s"], "1/2"], *v[1][1:]]]]}, "not the value")
    check.invalid({**document, "values": [[v[0], [[[1, "x"], "1/2"], *v[1][1:]]]]}, "no element")
    check.invalid({**document, "values": [[v[0], [v[1][0], *v[1][:3]]]]}, "listed before")
    check.invalid({**document, "values": [[["soft_q", PRIOR], []]]}, "no call")
    other = {**MODEL, "prior": {"s": {"a": "1"}}}
    check.invalid(sign({**document, "domain": {"model": other}}), "not the model of the domain")
    check.valid(
        sign({**document, "domain": {"policies": other, "rows": {"2": [["1", "0"]], "3": [["1", "0", "0"]]}}})
    )
    check.invalid({**document, "verdict": "holds"}, "verdict")
    check.invalid({**document, "second_policy": []}, "second_policy")


def test_instance_with_values(check: Checking) -> None:
    _, success = soft_values()
    relation = ["<", ["success", PRIOR], "1"]
    document = instance(relation, values=[success])
    check.valid(document)
    check.invalid(instance(["not", relation], values=[success]), "the relation is false")
    check.invalid({**document, "verdict": "vacuous"}, "the relation is true")
    check.valid(instance(relation, values=[success], verdict="vacuous", given=[FALSE]))
    check.valid(instance(relation, verdict="vacuous", given=[FALSE]))
    check.invalid({**document, "model": {**MODEL, "name": "other"}}, "not the model")
    reordered = {**MODEL, "states": {"u": MODEL["states"]["u"], "s": MODEL["states"]["s"]}}
    check.invalid({**document, "model": reordered}, "not the model")


@pytest.mark.parametrize(
    ("body", "right", "wrong"),
    [
        ("1/2", ["1/2", {"enclosure": ["1/2", "1/2"]}], ["1/3", None, "inf", {"enclosure": ["1/2", "1000001/2000000"]}, {"enclosure": ["1/3", "1/3"]}]),
        (INF, ["inf"], ["-inf", "1", None, {"enclosure": ["1", "1"]}]),
        (UNDEFINED, [None], ["0"]),
        (["log", "6"], [{"terms": [["1", "2"], ["1", "3"]]}, {"terms": [["2", "6"], ["-1", "6"]]}], [{"terms": []}, "1"]),
        (["log", "1"], ["0", {"terms": []}], [None]),
        (
            ["^", ["log", "2"], "2"],
            [{"enclosure": ["480453/1000000", "240227/500000"]}],
            [{"enclosure": ["48/100", "49/100"]}, {"enclosure": ["12/25", "49/100"]}, {"enclosure": ["240227/500000", "96091/200000"]}],
        ),
    ],
)  # fmt: skip
def test_number(check: Checking, body: Json, right: Json, wrong: Json) -> None:
    definitions = {"f": definition(body)}
    relation = ["or", TRUE, ["<", ["f"], "1"]]
    for value in right:
        check.valid(instance(relation, definitions=definitions, values=[[["f"], value]]))
    for value in wrong:
        check.invalid(instance(relation, definitions=definitions, values=[[["f"], value]]), "values[0]")


def test_tables_of_all_spaces(check: Checking) -> None:
    model = {"name": "m", "horizon": 1, "start": "s", "states": {"s": {"a": {}, "b": {}}}}
    a, b = [1, "s", "a"], [1, "s", "b"]
    tables: list[tuple[str, Json, Json]] = [
        ("choices", ["weight"], [[a, "1"], [b, "1"]]),
        ("policy", PRIOR, [[a, "1/2"], [b, "1/2"]]),
        ("transitions", ["dynamics"], []),
        ("trajectories", ["chance"], [[[a], "1"], [[b], "1"]]),
        ("pairs", ["left", ["weight"]], [[[*a, x], "1"] for x in "ab"] + [[[*b, x], "1"] for x in "ab"]),
        ("points", ["where", ["not", ["last"]], "1"], []),
    ]
    for sort, body, table in tables:
        space = "choices" if sort == "policy" else sort
        relation = [*over(space), ["<", "0", ["f"]]]
        definitions = {"f": definition(body, sort=sort)}
        check.valid(instance(relation, model, definitions=definitions, values=[[["f"], table]]))
        if table:
            check.invalid(instance(relation, model, definitions=definitions, values=[[["f"], table[1:]]]))


def test_calls_that_have_no_values(check: Checking) -> None:
    definitions = {
        "yes": definition(TRUE, sort="truth"),
        "f": definition(["+", "$x", ["g"]], ["x", "number"]),
        "g": definition("1"),
    }
    variable = ["=", ["repeat", "2", "x", ["f", "$x"], "0"], "2"]
    elsewhere = ["=", ["ending", "1/2", ["f", "0"]], "1"]
    check.valid(instance(["and", ["yes"], variable, elsewhere], definitions=definitions))
    check.valid(
        instance(["=", ["f", ["g"]], "2"], definitions={k: definitions[k] for k in "fg"},
                 values=[[["g"], "1"], [["f", ["g"]], "2"]])
    )  # fmt: skip


def test_second_policy(check: Checking) -> None:
    relation = [*over("choices"), ["=", PRIOR, ["second_policy"]]]
    rows = {"s": {"a": "1", "b": "0"}, "u": {"a": "0", "b": "0", "c": "1"}}
    check.valid(counterexample(relation, second_policy={"1": rows, "2": rows}))
    check.invalid(counterexample(relation), "second_policy")
    for policy, reason in [
        (
            [[[t, s, a], x] for t in (1, 2) for s, row in rows.items() for a, x in row.items()],
            "not an object",
        ),
        ({"1": rows, "2": {**rows, "s": {"a": "1"}}}, "lacks an action"),
        ({"1": rows, "2": {**rows, "s": {"a": "0", "b": "0"}}}, "sum to 1"),
        ({"1": rows, "2": rows, "3": rows}, "no element"),
        ({"1": rows, "2": {**rows, "x": {"a": "1"}}}, "no element"),
    ]:
        check.invalid(counterexample(relation, second_policy=policy), "second_policy", reason)


def test_sequence(check: Checking) -> None:
    _, success = soft_values()
    relation = ["<", ["/", ["success", PRIOR], ["index"]], "1"]
    bounds = [success[1], success[1]]
    document = sequence(relation, [[1, 0], [7, 0]], enclosures=[[success[0], [bounds, bounds]]])
    found = check.valid(document)
    assert found.rests_on == "every row recomputed, assuming: a theorem"
    check.invalid(sequence(relation, [[1, 0], [7, 0]]), "enclosures has no entry for success(prior)")
    check.invalid({**document, "enclosures": [[success[0], [bounds]]]}, "2 entries")
    check.invalid({**document, "enclosures": [[success[0], [bounds, ["0", "1/2000000"]]]]}, "not enclosed")
    check.invalid({**document, "enclosures": [[success[0], [bounds, ["0", "1"]]]]}, "millionth")
    check.invalid(sequence(relation, []), "empty")
    check.invalid(sequence(relation, [[1, 0], [1, 0]]), "twice")
    check.invalid(sequence(relation, [[0, 0]]), "integer from 1")
    check.invalid(sequence(relation, [[1, 1]]), "integer from 0")
    check.valid(
        sequence(
            ["=", ["repeat", ["index"], "x", ["+", "$x", ["index"]], "0"], ["^", ["index"], "2"]],
            [[3, 0], [2, 0]],
        )
    )
    check.invalid(sequence(["<", ["index"], "3"], [[2, 0], [3, 0]]), "At the index 3")
    check.valid(sequence(["=", ["ending", "1/2", ["index"]], ["index"]], [[3, 0], [2, 0]]))


def test_identity(check: Checking) -> None:
    x, y = ["symbol", "x"], ["symbol", "y"]
    square = ["^", ["+", x, y], "2"]
    right = ["+", ["+", ["^", x, "2"], ["*", ["*", "2", x], y]], ["*", y, y]]
    found = check.valid(identity(["=", square, right], ["x", "y"]))
    assert found.rests_on == "assuming: a theorem"
    check.valid(identity(["and", ["=", square, right], ["=", ["/", x, x], "1"]], ["y", "x"]))
    check.invalid(identity(["=", square, ["+", right, y]], ["x", "y"]), "no identity")
    check.invalid(identity(["=", ["/", x, ["-", x, x]], "1"], ["x"]), "zero polynomial")
    check.invalid(identity(["=", square, right], ["x"]), "symbols")
    check.invalid(identity(["=", square, right], ["x", "y", "z"]), "symbols")
    for relation in (
        ["<", x, "1"],
        ["=", ["log", x], x],
        ["=", ["^", x, y], x],
        ["=", ["^", x, "-1"], x],
        ["=", x, ["horizon"]],
    ):
        check.invalid(identity(relation, ["x", "y"] if y in relation[1] else ["x"]), "identities")


def test_undecided_is_holey(check: Checking) -> None:
    found = check(certificate("undecided", "undecided", TRUE, FAMILY, reason="too hard"))
    assert (found.outcome, found.reason) == ("holey", "The claim is undecided: too hard")


def test_undecidable_comparison_is_holey(check: Checking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "PRECISION_LIMIT", 40)
    close = ["-", ["*", ["log", "2"], ["log", "3"]], ["/", "18446744073709551615", "18446744073709551616"]]
    tiny = ["/", ["log", ["+", "1", ["/", "1", ["^", "2", "200"]]]], "1"]
    assert check(instance(["<", "0", tiny])).outcome == "holey"
    assert check.finding(["<", close, "0"]) == "true"


@pytest.mark.parametrize(
    ("twos", "threes"),
    [(8, 5), (19, 12), (65, 41), (84, 53), (485, 306), (1054, 665), (24_727, 15_601), (50_508, 31_867)],
)
def test_sums_of_logarithms_that_are_nearly_zero(check: Checking, twos: int, threes: int) -> None:
    """Ever better: 2^twos is nearly 3^threes; integers say which is larger, bounds of logarithms do too."""
    relation = ["<", ["*", str(twos), ["log", "2"]], ["*", str(threes), ["log", "3"]]]
    assert check.finding(relation) == ("true" if 2**twos < 3**threes else "false")


@pytest.mark.parametrize("digits", [20, 160])
@pytest.mark.parametrize("number", [2, 3, 7, 10, 1_000])
def test_bounds_of_a_logarithm(number: int, digits: int) -> None:
    """They are as close as digits allow, on both sides of log n = Σ 2 z^k/k over odd k for z = (n-1)/(n+1).

    Here n = m 2^e, and the series is summed up for m < 2 and for 2, with z <= 1/3.
    """
    halvings = number.bit_length() - 1
    whole: list[Fraction] = []
    for argument, times in ((Fraction(number, 2**halvings), 1), (Fraction(2), halvings)):
        z = (argument - 1) / (argument + 1)
        whole.append(times * sum((2 * z**k / k for k in range(1, 3 * digits, 2)), Fraction(0)))
    low, high = map(Fraction, checker.bounds_of_logarithm(number, digits))
    least = sum(whole, Fraction(0))
    most = least + (halvings + 1) * Fraction(1, 3 ** (3 * digits))
    assert low < least <= most < high
    assert high - low < Fraction(number.bit_length(), 10 ** (digits - 2))


# What a certificate is about


def test_altered_definitions(check: Checking) -> None:
    v, _ = soft_values()
    document = counterexample(ABOVE, values=[v])
    for change in (
        ["sum", "choices", "points", ["*", "$policy", ["weight"]]],
        ["back", "v", ["max", "choices", "points", ["*", "$policy", ["*", ["weight"], ["ahead", "$v"]]]]],
        [
            "back",
            "v",
            ["sum", "choices", "points", ["*", "$policy", ["*", ["^", ["weight"], "2"], ["ahead", "$v"]]]],
        ],
    ):
        altered = copy.deepcopy(document)
        altered["definitions"]["soft_v"]["body"] = change
        check.invalid(altered, "source")
        check.invalid(sign(altered))
    lost = copy.deepcopy(document)
    lost["definitions"]["ahead"]["body"] = lost["definitions"]["ahead"]["body"][3]
    check.invalid(sign(lost), "wrong for the model")


@pytest.mark.parametrize("key", SOURCE)
def test_digest(check: Checking, key: str) -> None:
    document = instance(TRUE, given=[["<", "0", "2"]])
    other = instance(["<", "1", "2"], given=[], definitions={}, model={**MODEL, "name": "other"})
    other |= {"claim": "x", "reading": "x", "statement": "x", "definitions": {"f": definition("1")}}
    other["assuming"] = [THEOREM]
    check.invalid({**document, key: other[key]}, "")


def test_contradictory_files(check: Checking, tmp_path: Path) -> None:
    domain = {"model": MODEL}
    holds = check.write(instance(TRUE))
    other = check.write({**instance(TRUE), "reading": "another"})
    check.write(sign({**instance(TRUE), "reading": "another"}))
    assert [file.outcome for file in check_paths([holds, holds])] == ["valid", "valid"]
    refuted = check.write({**counterexample(["<", "1", "0"], domain), "relation": TRUE})
    assert [file.outcome for file in check_paths([holds, refuted, other])] == ["valid", "invalid", "invalid"]
    # A grid that is too coarse to refute what a model outside of it refutes
    coarse = {**FAMILY, "grid": {**GRID, "weights": ["1"]}, "shapes": SHAPES[:1]}
    relation = [*over("choices"), ["=", ["weight"], "1"]]
    one = check.write(family(relation, (2, 3, 2, 0), domain=coarse))
    two = check.write(counterexample(relation, coarse))
    assert check_file(one).outcome == check_file(two).outcome == "valid", check_file(one).reason
    found = check_paths([one, two])
    assert [file.outcome for file in found] == ["invalid", "invalid"]
    assert str(two) in str(found[0].reason)
    assert str(one) in str(found[1].reason)


def test_company_changes_nothing(check: Checking, monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = ["<=", "0", total("points", ["repeat", "200", "x", ["+", "$x", "1/7"], ["time"]])]
    documents = [family(EQUAL_V, *COUNTS), family(IMPROVES, *COUNTS), family(DECREASES, *COUNTS)]
    documents += [family(heavy, *COUNTS), family(["<", "0", UNDEFINED], *COUNTS), instance(TRUE)]
    paths = [check.write(document) for document in documents]
    for limit in (checker.WORK_LIMIT, 200_000, 100_000):
        monkeypatch.setattr(checker, "WORK_LIMIT", limit)
        alone = [vars(check_file(path)) | {"certificate": None} for path in paths]
        together = [vars(file) | {"certificate": None} for file in check_paths(paths)]
        backwards = [vars(file) | {"certificate": None} for file in check_paths(paths[::-1])][::-1]
        assert alone == together == backwards
    assert {row["outcome"] for row in alone} == {"valid", "invalid"}


def test_workers_change_nothing(check: Checking) -> None:
    paths = [check.write(family(relation, *COUNTS)) for relation in (EQUAL_V, DECREASES)]
    one, two = (
        [vars(file) | {"certificate": None} for file in check_paths(paths, workers=n)] for n in (1, 2)
    )
    assert one == two


# Limits, text, files


SLOW: list[Json] = [
    ["<", "0", ["repeat", "1000000000", "x", ["+", "$x", "1"], "0"]],
    ["<", "0", ["least", "0", "1000000000", "k", ["<", "$k", "0"]]],
    ["<", "0", ["^", "3", ["^", "10", "12"]]],
    ["<", "0", ["repeat", "64", "x", ["*", "$x", "$x"], "3/2"]],
    ["<", "0", ["repeat", "100000", "x", ["+", ["/", "1", ["+", "$x", "1"]], ["*", "$x", "$x"]], "1"]],
    ["<", "0", ["^", ["+", ["log", "2"], "1"], "100000"]],
]


@pytest.mark.parametrize("relation", SLOW, ids=lambda x: json.dumps(x)[:40])
def test_slow_terms_are_refused(check: Checking, relation: Json) -> None:
    began = process_time()
    check.invalid(instance(relation), "limit")
    assert process_time() - began < 40


def test_slow_logarithms_are_refused(check: Checking) -> None:
    """Sums of many logarithms that are so close to 0 that thousands of bits are needed."""
    terms: Json = "0"
    for n in range(1, 36):
        argument = ["+", "1", ["/", str(n), ["^", "2", "9000"]]]
        terms = ["+", terms, ["*", str(n), ["log", argument]]]
    began = process_time()
    check.invalid(instance(["<", "0", ["*", terms, ["log", "3"]]]), "limit")
    assert process_time() - began < 40


def test_memory_is_limited(check: Checking) -> None:
    states = {"s": {f"a{n}": {"to": "s"} for n in range(10)}}
    model = {"name": "m", "horizon": 5, "start": "s", "states": states}
    check.invalid(instance(["<", "0", counting("trajectories")], model), "limit")


def test_text_is_shown_escaped(check: Checking, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b[31m\u202e\x07"
    model = {"name": evil, "horizon": 1, "start": evil, "states": {evil: {evil: {}}}}
    relation = ["<", "0", at(["time"], 1, evil)]
    path = check.write(sign({**instance(relation, model), "claim": evil, "reading": evil}))
    bad = check.write({**instance(relation, model), evil: evil})
    for arguments in ([str(path), str(bad)], ["--json", str(path), str(bad)]):
        assert main(arguments) == 1
        out = capsys.readouterr().out
        assert all(line.isprintable() for line in out.split("\n"))
        assert "\\u202e" in out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ("[]", "not a certificate"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": 1.5}', "no floats"),
        ('{"a": NaN}', "no floats"),
        ("1" * 5000, "digits"),
        ("[" * 5000, ""),
        ("[" * 103 + "]" * 103, "levels"),
        ('["\\ud800"]', "surrogate"),
        (b'{"\xff": 1}', "UTF-8"),
        ('{"format": "coherence-exact certificate", "version": 1}', "version"),
        ('{"format": "coherence-exact certificate", "version": 2, "kind": []}', "kind"),
    ],
    ids=range(12),
)
def test_file_is_refused(check: Checking, text: Json, reason: str) -> None:
    path = check.folder / "x.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = check_file(path)
    assert found.outcome == "invalid"
    assert reason in str(found.reason)


@pytest.mark.parametrize("value", [None, True, 0, -1, 10**17, "", "x", [], {}, [[]], {"a": []}, ["x", ["y"]]])
def test_no_traceback(check: Checking, value: Json) -> None:
    """Put something else in every place of some certificates."""
    documents = [family(EQUAL_V, *COUNTS[:1], domain={**FAMILY, "shapes": SHAPES[:1]})]
    documents += [counterexample(ABOVE, values=[soft_values()[0]]), sequence(TRUE, [[1, 0]])]

    def places(data: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        return [path, *(place for key, part in inner for place in places(part, (*path, key)))]

    for document in documents:
        for place in places(document)[1:]:
            altered = copy.deepcopy(document)
            part = altered
            for key in place[:-1]:
                part = part[key]
            part[place[-1]] = value
            found = check(altered if "source" in place else sign(altered))
            assert found.outcome in ("valid", "invalid")


def test_command_line(check: Checking, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check.write(family(EQUAL_V, *COUNTS))
    check.write(instance(TRUE))
    assert main([str(tmp_path)]) == 0
    assert main([str(tmp_path), "--sample"]) == 0
    capsys.readouterr()
    assert main([str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["files"]
    keys = ["path", "outcome", "reason", "claim", "reading", "verdict", "relation", "models", "rests_on"]
    assert [list(row) for row in rows] == [keys, keys]
    assert rows[1]["relation"] == "0 < 1"
    check.write(certificate("undecided", "undecided", TRUE, FAMILY, reason="too hard"))
    assert main([str(tmp_path)]) == 1
    assert main([str(tmp_path / "none")]) == 2
    with contextlib.redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
