"""Texts of another claim, or that would steer a terminal; files that would keep the checker busy for ever."""

from __future__ import annotations

import itertools
import random
from typing import Any

from tests.certificates.editing import (
    Change,
    Json,
    Row,
    put,
    read,
    rows,
    several,
    signed,
    unsigned,
)

# A statement, a relation, a model or values that belong to another claim


def from_another(base: str, *keys: str) -> Change:
    """Take parts of another genuine certificate."""
    return several(*(put(read(base)[key], key) for key in keys))


OTHER_CLAIM = [
    *unsigned(
        "instance",
        *(
            (f"the {key} of another claim", from_another("instance-vacuous", key), "source is not the digest")
            for key in ("claim", "given", "source")
        ),
        (
            "the statement of another claim",
            from_another("instance-of-a-ladder", "statement"),
            "source is not the digest",
        ),
        ("the reading of another claim", put("repaired", "reading"), "source is not the digest"),
        (
            "the domain of another claim",
            from_another("instance-of-a-ladder", "domain"),
            "source is not the digest",
        ),
    ),
    *rows(
        "instance",
        (
            "the relation of another claim",
            from_another("instance-of-a-ladder", "relation"),
            "begins with 'soft_q'",
        ),
        (
            "the hypotheses of another claim",
            from_another("instance-of-a-ladder", "given"),
            "begins with 'horizon_at_least'",
        ),
        (
            "the definitions of another claim",
            from_another("instance-of-a-ladder", "definitions"),
            "begins with 'retrain'",
        ),
        (
            "the model of another claim",
            from_another("instance-of-a-ladder", "model"),
            "not the model of the domain",
        ),
        (
            "the domain and model of another claim",
            from_another("instance-of-a-ladder", "domain", "model"),
            "undefined",
        ),
        ("the values of another claim", from_another("instance-of-a-ladder", "values"), "is about no call"),
    ),
    *rows(
        "family",
        (
            "the counts of another family",
            from_another("family-undefined", "counts", "checked", "undefined"),
            "but recomputing",
        ),
        (
            "the relation of another family",
            from_another("family-undefined", "relation", "definitions", "given"),
            "but recomputing",
        ),
        (
            "the domain of another family",
            from_another("family-vacuous", "domain"),
            "counts is not a list of 1 entries",
        ),
    ),
    *rows(
        "family-undefined",
        (
            "the counts of a family without undefined ones",
            from_another("family", "counts", "checked", "undefined"),
            "but recomputing",
        ),
    ),
    *rows(
        "sequence",
        (
            "the enclosures of another sequence",
            from_another("sequence-of-models", "enclosures"),
            "enclosures[0]",
        ),
    ),
]

# Text that would steer a terminal: it is shown escaped, and the files are refused for what they do

STEERING = "\x1b[2J\x1b[31mvalid\r\u202e\u2028\x07\x9b"
TEXT = [
    *rows(
        "instance",
        *(
            (
                f"control characters in {key}",
                several(put(STEERING, key), put([], "values")),
                "values has no entry",
            )
            for key in ("claim", "reading", "statement")
        ),
        ("control characters in a key", put("", STEERING), "x1b[2J"),
        ("control characters in a name", put([STEERING], "relation"), "x1b[2J"),
        ("control characters in a variable", put(["<", "0", f"${STEERING}"], "relation"), "x1b[2J"),
        ("control characters in a number", put(["<", "0", STEERING], "relation"), "x1b[2J"),
        ("control characters in a kind", put(STEERING, "kind"), "x1b[2J"),
        ("control characters in a verdict", put(STEERING, "verdict"), "x1b[2J"),
        ("control characters in a model", put({STEERING: {}}, "domain", "model", "states"), "x1b[2J"),
        ("a very long name", put(["x" * 100_000], "relation"), "xxx..."),
    ),
]

# What would take for ever

ARMS: Json = read("instance-of-a-repetition")["domain"]["model"]


def relation(term: Json, model: Json = ARMS, **more: Any) -> Change:
    """Another relation, without definitions, of one model."""
    changes = (put(term, "relation"), put({}, "definitions"), put([], "values"))
    return several(*changes, put(model, "model"), put({"model": model}, "domain"))


def sums_of_logarithms() -> Json:
    """Logarithms so close to 0 that thousands of bits tell nothing."""
    total: Json = "0"
    for n in range(1, 36):
        total = ["+", total, ["*", str(n), ["log", ["+", "1", ["/", str(n), ["^", "2", "9000"]]]]]]
    return ["*", total, ["log", "3"]]


def doubled(times: int) -> Json:
    """A definition that calls the one before twice, and so on: a file of few lines, 2^n terms."""
    found: Json = {}
    for n in range(times):
        one, two = ["*", "$x", "2"], ["+", "$x", "1"]
        body: Json = ["+", [f"f{n - 1}", one], [f"f{n - 1}", two]] if n else "$x"
        found[f"f{n}"] = {"parameters": [["x", "number"]], "sort": "number", "body": body}
    return found


def nested(times: int) -> Json:
    """Each definition adds fifty terms around the one before: deep only when put in."""
    found: Json = {}
    for n in range(times):
        body: Json = [f"g{n - 1}", "$x"] if n else "$x"
        for _ in range(50):
            body = ["+", "1", body]
        found[f"g{n}"] = {"parameters": [["x", "number"]], "sort": "number", "body": body}
    return found


RECURRING: Json = {
    "name": "recurring",
    "horizon": 50,
    "start": "s",
    "states": {"s": {"a": {"to": "s"}, "b": {"to": "s"}}},
}
MANY_ACTIONS: Json = {
    "name": "many actions",
    "horizon": 1,
    "start": "s",
    "states": {"s": {str(n): {} for n in range(1_000)}},
}
COUNT: Json = ["count", "trajectories", "scalar", ["=", "1", "1"]]
GREAT: Json = "9" * 999
for _ in range(8):
    GREAT = ["*", GREAT, GREAT]

SIZE = rows(
    "instance-of-a-repetition",
    (
        "more trajectories than can be",
        relation(["<", "0", COUNT], RECURRING),
        "more than 100000 trajectories",
    ),
    (
        "more pairs than can be",
        relation(["<", "0", ["count", "pairs", "scalar", ["=", "1", "1"]]], MANY_ACTIONS),
        "more than 100000 pairs of choices",
    ),
    (
        "a power of a power",
        relation(["<", "0", ["^", "3", ["^", "10", "12"]]]),
        "more arithmetic than the limit",
    ),
    (
        "a power of a fraction",
        relation(["<", "0", ["^", "2/3", "1000000000"]]),
        "more arithmetic than the limit",
    ),
    (
        "a negative power",
        relation(["<", "0", ["^", "7", "-1000000000000"]]),
        "more arithmetic than the limit",
    ),
    ("products of products", relation(["<", GREAT, GREAT]), "the relation is false"),
    (
        "definitions that double",
        several(relation(["<", "0", ["f39", "1"]]), put(doubled(40), "definitions")),
        "more than 40000 terms",
    ),
    (
        "definitions that nest",
        several(relation(["<", "0", ["g19", "1"]]), put(nested(20), "definitions")),
        "in one another",
    ),
    (
        "many hypotheses",
        several(relation(["<", "0", "1"]), put([["<", "0", "1"]] * 4_001, "given")),
        "lists in the terms",
    ),
)

SLOW = rows(
    "instance-of-a-repetition",
    ("slow logarithms", relation(["<", "0", sums_of_logarithms()]), "limit"),
    (
        "steps without end",
        relation(["<", "0", ["repeat", "1000000000", "x", ["+", "$x", "1"], "0"]]),
        "limit",
    ),
    (
        "squares of squares",
        relation(["<", "0", ["repeat", "64", "x", ["*", "$x", "$x"], "3/2"]]),
        "more arithmetic",
    ),
    (
        "a search without end",
        relation(["=", "0", ["least", "0", "1000000000", "k", ["<", "$k", "0"]]]),
        "limit",
    ),
    ("a power of logarithms", relation(["<", "0", ["^", ["+", ["log", "2"], "1"], "100000"]]), "limit"),
    (
        "steps of long numbers",
        relation(
            ["<", "0", ["repeat", "100000", "x", ["+", ["/", "1", ["+", "$x", "1"]], ["*", "$x", "$x"]], "1"]]
        ),
        "limit",
    ),
    (
        "repetitions of repetitions",
        relation(["<", "0", ["repeat", "1000", "x", ["repeat", "1000", "y", ["+", "$y", "$x"], "0"], "1/7"]]),
        "limit",
    ),
)


def long_logarithms(document: Json) -> Json:
    """A value with long terms that cancel, but only over a base of coprime numbers."""
    source = random.Random(21)
    terms = document["values"][0][1]["terms"]
    for _ in range(300):
        one, two = (source.getrandbits(7_000) | 1 for _ in range(2))
        terms += [["1", f"{one}"], ["1", f"{two}"], ["-1", f"{one * two}"]]
    return document


def models_without_number(shape: list[list[int]], labelled: int, **grid: Json) -> Change:
    def change(document: Json) -> Json:
        weights = ["1", "0", *(f"1/{n}" for n in range(2, 400))]
        usual = {
            "weights": weights,
            "successors": {"0": [[]]},
            "policies": {"1": [["1"]]},
            "starts": {"1": [["1"]]},
        }
        document["domain"]["grid"] = {**usual, **grid}
        document["domain"]["shapes"] = [{"actions": shape, "complexity": 1_000, "pairs": False}]
        document["counts"] = [{"representatives": 0, "labelled": labelled, "checked": 0, "undefined": 0}]
        return document

    return change


SLOW += rows(
    "family-vacuous",
    ("models without number", models_without_number([[1] * 5], 400**5, starts={"5": [["1/5"] * 5]}), "limit"),
    ("states without number", models_without_number([[3]], 400**3, policies={"3": [["1/3"] * 3]}), "limit"),
)
EVEN = [["1/5"] * 5]
LOADED = ("1 0 0 0 0", "1/10 1/5 3/10 2/5 0", "1/15 2/15 1/5 4/15 1/3", "1/16 1/8 3/16 1/4 3/8")
WIDE = [list(row) for text in LOADED for row in dict.fromkeys(itertools.permutations(text.split()))]
SLOW += rows(
    "family-vacuous",
    (
        "symmetries without number",
        several(
            models_without_number(
                [[1] * 5] * 2, 0, weights=["1"], successors={"0": [[]], "5": WIDE}, starts={"5": EVEN}
            ),
            put(3, "domain", "shapes", 0, "complexity"),
        ),
        "limit",
    ),
    (
        "times without number",
        models_without_number(
            [[1] * 5, *[[2] * 5] * 49],
            0,
            successors={"0": [[]], "5": WIDE},
            policies={"1": [["1"]], "2": [["1/2", "1/2"]]},
            starts={"5": EVEN},
        ),
        "limit",
    ),
)
SLOW += [Row("long logarithms", "counterexample-logarithms", signed(long_logarithms), "limit")]

SLOW += rows(
    "identity-of-one-symbol",
    (
        "a huge exponent of a sum",
        put(["=", ["^", ["+", ["symbol", "x"], "1"], "100000"], ["symbol", "x"]], "relation"),
        "limit",
    ),
)

PRIORS = [[f"{k}/512", f"{512 - k}/512"] for k in range(1, 282, 2)]
SLOW += rows(
    "family-of-policies",
    (
        "priors without number",
        several(put(PRIORS, "domain", "rows", "2"), put(141**3, "count"), put(141**3, "checked")),
        "more than 20000 priors",
    ),
)

TABLE: list[Row] = [*OTHER_CLAIM, *TEXT, *SIZE]
