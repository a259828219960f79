"""What is no certificate: bytes, JSON, keys, kinds, verdicts, and the digest."""

from __future__ import annotations

import json

from tests.certificates.editing import (
    Json,
    Row,
    again,
    append,
    by_rule,
    bytes_of,
    drop,
    in_both_models,
    put,
    read,
    rename,
    reverse,
    rows,
    several,
    swap,
    unsigned,
)

BYTES = unsigned(
    "instance",
    ("empty", bytes_of(lambda _: b""), "not JSON: Expecting value, in line 1, column 1"),
    ("blanks", bytes_of(lambda _: b" \n "), "not JSON: Expecting value, in line 2"),
    ("zeros", bytes_of(lambda _: bytes(1000)), "not JSON"),
    ("truncated", bytes_of(lambda text: text[:-2]), "not JSON"),
    (
        "truncated in a text",
        bytes_of(lambda text: text[: text.index(b"instance") + 3]),
        "Unterminated string",
    ),
    ("in UTF-16", bytes_of(lambda text: text.decode().encode("utf-16")), "not UTF-8 text: byte 0"),
    ("not UTF-8", bytes_of(lambda text: text.replace(b"printed", b"print\xe9d")), "not UTF-8 text: byte"),
    ("an overlong slash", bytes_of(lambda text: text.replace(b"3/5", b"3\xc0\xaf5")), "not UTF-8 text: byte"),
    ("byte order mark", bytes_of(lambda text: b"\xef\xbb\xbf" + text), "not JSON"),
    ("two documents", bytes_of(lambda text: text + text), "Extra data"),
    ("comment", bytes_of(lambda text: b"// a comment\n" + text), "not JSON"),
    ("single quotes", bytes_of(lambda text: text.replace(b'"', b"'")), "not JSON: Expecting property name"),
    ("trailing comma", bytes_of(lambda text: text[:-1] + b",}"), "not JSON"),
    ("control character", bytes_of(lambda text: text.replace(b"printed", b"pri\nnted")), "control character"),
    (
        "half a surrogate pair",
        bytes_of(lambda text: text.replace(b"printed", b"\\ud83d")),
        "half of a surrogate pair",
    ),
    (
        "half a surrogate pair in a key",
        bytes_of(lambda text: text.replace(b'"reading"', b'"\\udc00"')),
        "half of a surrogate pair",
    ),
    ("brackets", bytes_of(lambda _: b"[" * 1_000_000), "nested too deeply"),
    ("objects", bytes_of(lambda _: b'{"a":' * 500_000), "nested too deeply"),
    ("nested", bytes_of(lambda _: b"[" * 102 + b"]" * 102), "more than 100 levels of JSON"),
    ("too long", bytes_of(lambda text: text + b" " * 2**22), "more than 4194304 bytes"),
    ("a list", lambda document: [document], "it has no such format"),
    ("a text", lambda _: "coherence-exact certificate", "it has no such format"),
    ("null", lambda _: None, "it has no such format"),
    ("a number", lambda _: 2, "it has no such format"),
    ("float", swap('"version": 2', '"version": 2.0'), "has the number 2.0, but certificates have no floats"),
    ("float in values", bytes_of(lambda text: text.replace(b'"2/5"', b"0.4")), "has the number 0.4"),
    ("exponent", bytes_of(lambda text: text.replace(b'"version": 2', b'"version": 2e0')), "the number 2e0"),
    ("not a number", bytes_of(lambda text: text.replace(b'"2/5"', b"NaN")), "has the number NaN"),
    ("infinity", bytes_of(lambda text: text.replace(b'"2/5"', b"-Infinity")), "the number -Infinity"),
    ("leading zero", bytes_of(lambda text: text.replace(b'"horizon": 2', b'"horizon": 02')), "not JSON"),
    (
        "huge integer",
        bytes_of(lambda text: text.replace(b'"horizon": 2', b'"horizon": 2' + b"0" * 20)),
        "more than 18 digits in a JSON integer",
    ),
)


def twice(key: str, value: str, name: str | None = None) -> Row:
    """A key that is given a second time, with what it had, or with what would be refused."""
    old = f'"{key}":'.encode()
    new = f'"{name or key}": {value}, '.encode() + old
    return unsigned(
        "instance",
        (f"{key} twice, {value}", bytes_of(lambda text: text.replace(old, new, 1)), f"{key} is given twice"),
    )[0]


KEYS_TWICE = [
    twice("version", "2"),
    twice("version", "1"),
    twice("kind", '"instance"', "kin\\u0064"),
    twice("horizon", "3"),
    twice("relation", '["<", "0", "1"]'),
    twice("retrain", "{}"),
    twice("body", '"1"'),
    twice("success", '"1"'),
    twice("values", "[]"),
    twice("source", '""'),
]

EVERY_KEY: tuple[str, ...] = ("version", "kind", "claim", "reading", "statement", "definitions", "relation")
EVERY_KEY += ("given", "domain", "assuming", "verdict")
OF_A_KIND = {
    "instance": ("model", "values"),
    "counterexample-policies": ("model", "values"),
    "family": ("checked", "undefined", "counts"),
    "family-of-policies": ("checked", "undefined", "count"),
    "sequence": ("enclosures",),
}
MISSING = [
    row
    for base, own in OF_A_KIND.items()
    for key in (*EVERY_KEY, *own)
    for row in rows(
        base,
        (
            f"{key} missing of {base}",
            drop(key),
            {
                "version": "The version None",
                "kind": "kind None is unknown",
                "domain": "domain is not an object",
            }.get(key, f"The certificate has no key {key!r}"),
        ),
    )
    if base in ("instance", "family") or key in own
]

VERSIONS: tuple[Json, ...] = (1, 3, 0, -2, True, "2", [2], None, {})
NO_TEXTS: tuple[Json, ...] = (None, 7, True, [])
KEYS = [
    *rows("instance", ("format missing", drop("format"), "it has no such format")),
    *rows("instance", ("format unknown", put("coherence", "format"), "it has no such format")),
    *by_rule(
        "instance",
        "version",
        ((repr(value), put(value, "version")) for value in VERSIONS),
        "is unknown",
    ),
    *by_rule(
        "instance",
        "kind",
        ((repr(value), put(value, "kind")) for value in ("proof", "Instance", "", None, ["instance"], 1)),
        "is unknown",
    ),
    *by_rule(
        "instance",
        "unknown key",
        ((key, put("x", key)) for key in ("comment", "Model", "reason", "second_policy", "counts", "")),
        "The certificate has the unknown key",
    ),
    *by_rule(
        "counterexample-policies",
        "unknown key in a counterexample,",
        ((key, put([], key)) for key in ("checked", "undefined", "counts", "count", "enclosures", "rows")),
        "The certificate has the unknown key",
    ),
    *by_rule(
        "family",
        "unknown key in a family,",
        ((key, put({}, key)) for key in ("model", "values", "count", "second_policy", "sampled")),
        "The certificate has the unknown key",
    ),
    *by_rule(
        "sequence",
        "unknown key in a sequence,",
        ((key, put([], key)) for key in ("values", "model", "checked")),
        "The certificate has the unknown key",
    ),
    *by_rule(
        "identity",
        "unknown key in an identity,",
        ((key, put([], key)) for key in ("enclosures", "model", "values")),
        "The certificate has the unknown key",
    ),
]


def of_another_type(base: str, *keys: str) -> list[Row]:
    return [
        row
        for key in keys
        for value, what in ((7, "a number"), (None, "null"), (True, "true"), (["x"], "a list"))
        for row in rows(base, (f"{key} of {base} is {what}", put(value, key), key))
    ]


TYPES = [
    *of_another_type("instance", "claim", "reading", "statement"),
    *of_another_type("instance", "relation", "values"),
    *rows(
        "instance",
        ("given not a list", put({}, "given"), "given is not a list"),
        ("definitions a list", put([], "definitions"), "definitions is not an object"),
        ("assuming not a list", put({}, "assuming"), "assuming is not a list"),
        ("domain a text", put("small", "domain"), "domain is not an object"),
        ("domain a list", put([], "domain"), "domain is not an object"),
        ("domain empty", put({}, "domain"), "domain is none that"),
        ("domain unknown", put({"everything": "small"}, "domain"), "domain is none that"),
        ("domain of version 1", put({"every": "small"}, "domain"), "domain is none that"),
        ("domain with a name", put("x", "domain", "name"), "domain has the unknown key 'name'"),
        ("model a list", put([], "model"), "model is not an object"),
    ),
    *rows("family", ("family a number", put(1, "domain", "family"), "domain.family is not a text")),
    *rows("family", ("family missing", drop("domain", "family"), "domain has no key 'family'")),
]

# What every kind can have

MODEL: Json = read("instance")["domain"]["model"]
KINDS_AND_VERDICTS = [
    *by_rule(
        "counterexample-policies",
        "verdict of a counterexample",
        ((verdict, put(verdict, "verdict")) for verdict in ("holds", "vacuous", "undecided", "proved", "")),
        "is none of the kind counterexample",
    ),
    *by_rule(
        "instance",
        "verdict of an instance",
        ((verdict, put(verdict, "verdict")) for verdict in ("refuted", "proved", "undecided", "Holds")),
        "is none of the kind instance",
    ),
    *by_rule(
        "family",
        "verdict of a family",
        ((verdict, put(verdict, "verdict")) for verdict in ("refuted", "proved", "undecided", "sampled")),
        "is none of the kind family",
    ),
    *by_rule(
        "sequence",
        "verdict of a sequence",
        ((verdict, put(verdict, "verdict")) for verdict in ("holds", "vacuous", "undecided")),
        "is none of the kind sequence",
    ),
    *by_rule(
        "identity",
        "verdict of an identity",
        ((verdict, put(verdict, "verdict")) for verdict in ("holds", "vacuous")),
        "is none of the kind identity",
    ),
    *rows("instance", ("verdict true", put(True, "verdict"), "verdict is not a text")),
    *rows("instance", ("verdict null", put(None, "verdict"), "verdict is not a text")),
    *rows(
        "instance",
        (
            "vacuous that is true",
            put("vacuous", "verdict"),
            "wrong for the model: the relation is true in it",
        ),
        (
            "counterexample that is true",
            several(put("counterexample", "kind"), put("refuted", "verdict")),
            "wrong for the model: the relation is true in it",
        ),
        ("a family of one model", put("family", "kind"), "that a certificate of kind family can have"),
        ("a sequence of one model", put("sequence", "kind"), "that a certificate of kind sequence can have"),
        ("an identity of one model", put("identity", "kind"), "that a certificate of kind identity can have"),
        ("undecided", put("undecided", "kind"), "has no key 'reason'"),
    ),
    *rows(
        "counterexample-of-one-model",
        (
            "instance that is false",
            several(put("instance", "kind"), put("holds", "verdict")),
            "the hypotheses are true in it, and the relation is false",
        ),
        (
            "vacuous that is false",
            several(put("instance", "kind"), put("vacuous", "verdict")),
            "the hypotheses are true in it, and the relation is false",
        ),
    ),
    *rows(
        "counterexample-policies",
        (
            "instance of a family",
            put("instance", "kind"),
            "none that a certificate of kind instance can have",
        ),
        ("family of a counterexample", put("family", "kind"), "has no key 'checked'"),
    ),
    *rows("family", ("counterexample of a family", put("counterexample", "kind"), "has no key 'model'")),
    *rows("family", ("instance over a family", put("instance", "kind"), "kind instance can have")),
    *rows(
        "family-of-policies", ("instance over policies", put("instance", "kind"), "kind instance can have")
    ),
    *rows("family", ("sequence over a family", put("sequence", "kind"), "kind sequence can have")),
    *rows(
        "instance-vacuous",
        ("holds where it is vacuous", put("holds", "verdict"), "a hypothesis is false in it"),
        (
            "refuted where it is vacuous",
            several(put("counterexample", "kind"), put("refuted", "verdict")),
            "a hypothesis is false in it",
        ),
    ),
    *rows(
        "instance-vacuous-undefined",
        ("holds where it is undefined", put("holds", "verdict"), "a value that is needed is undefined in it"),
        (
            "refuted where it is undefined",
            several(put("counterexample", "kind"), put("refuted", "verdict")),
            "a value that is needed is undefined in it",
        ),
    ),
    *rows(
        "family", ("family that is not vacuous", put("vacuous", "verdict"), "vacuous exactly if checked is 0")
    ),
    *rows(
        "family-vacuous",
        ("family that is vacuous", put("holds", "verdict"), "vacuous exactly if checked is 0"),
    ),
    *rows(
        "family-of-policies",
        ("priors that are not vacuous", put("vacuous", "verdict"), "vacuous exactly if checked is 0"),
    ),
    *rows(
        "family-of-policies-vacuous",
        ("priors that are vacuous", put("holds", "verdict"), "vacuous exactly if checked is 0"),
    ),
]

# The digest

DIGEST = unsigned(
    "family",
    *(
        (f"another {key}", put("another", key), "source is not the digest")
        for key in ("claim", "reading", "statement")
    ),
    ("another relation", put(["<", "0", "1"], "relation"), "source is not the digest"),
    (
        "a part of the relation",
        swap('["prior"], "1"]', '["prior"], "2"]', "relation"),
        "source is not the digest",
    ),
    ("another hypothesis", append(["<", "0", "1"], "given"), "source is not the digest"),
    ("a hypothesis less", drop("given", 0), "source is not the digest"),
    ("a definition altered", put("0", "definitions", "ahead", "body", 2), "source is not the digest"),
    ("a definition more", put({}, "definitions", "x"), "source is not the digest"),
    ("a parameter renamed", rename("y", "definitions", "ahead"), "source is not the digest"),
    ("a weight less", drop("domain", "grid", "weights", 3), "source is not the digest"),
    ("a shape less", drop("domain", "shapes", 2), "source is not the digest"),
    ("another complexity", put(0, "domain", "shapes", 1, "complexity"), "source is not the digest"),
    ("another name of the family", put("every model", "domain", "family"), "source is not the digest"),
    (
        "a theorem more",
        append({"name": "x", "theorem": "y", "proof": "z"}, "assuming"),
        "source is not the digest",
    ),
    ("source empty", put("", "source"), "source is not the digest"),
    ("source in capitals", lambda d: {**d, "source": d["source"].upper()}, "source is not the digest"),
    ("source shortened", lambda d: {**d, "source": d["source"][:-1]}, "source is not the digest"),
    ("source longer", lambda d: {**d, "source": d["source"] + "0"}, "source is not the digest"),
    *((f"source {value}", put(value, "source"), "source is not a text") for value in NO_TEXTS),
    ("source missing", drop("source"), "The certificate has no key 'source'"),
    ("source of another file", put(read("instance")["source"], "source"), "source is not the digest"),
)
DIGEST += unsigned(
    "instance",
    (
        "another model of the domain",
        put("1", "domain", "model", "states", "forest", "↗", "success"),
        "the digest",
    ),
    (
        "another name of both models",
        in_both_models(put, "another", "name"),
        "source is not the digest",
    ),
    (
        "states in another order, unsigned",
        reverse("domain", "model", "states"),
        "model is not the model of the domain",
    ),
)
DIGEST += unsigned(
    "sequence",
    ("another theorem", put("all is so", "assuming", 0, "theorem"), "source is not the digest"),
    ("another proof", put("clear", "assuming", 0, "proof"), "source is not the digest"),
    ("a row more", again("domain", "rows", 0), "source is not the digest"),
)
DIGEST += unsigned(
    "identity", ("a symbol more", append("w", "domain", "symbols"), "source is not the digest")
)


def spelt_otherwise(document: Json) -> Json:
    """A digest of JSON text with blanks."""
    import hashlib

    parts = [
        document[key]
        for key in (
            "claim",
            "reading",
            "statement",
            "definitions",
            "relation",
            "given",
            "domain",
            "assuming",
        )
    ]
    document["source"] = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return document


DIGEST += unsigned("family", ("digest of another spelling", spelt_otherwise, "source is not the digest"))

TABLE = [*BYTES, *KEYS_TWICE, *MISSING, *KEYS, *TYPES, *KINDS_AND_VERDICTS, *DIGEST]
