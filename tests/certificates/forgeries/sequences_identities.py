"""Sequences and identities: rows, models, enclosures, symbols, and the theorems on which they rest."""

from __future__ import annotations

from tests.certificates.editing import (
    Json,
    Row,
    again,
    append,
    by_rule,
    drop,
    put,
    read,
    rename,
    reverse,
    rows,
    several,
    swap,
)

ROWS, MODELS = ("domain", "rows"), ("domain", "models")
THEOREM: Json = {"name": "a theorem", "theorem": "it is so", "proof": "clear"}
x: Json = ["symbol", "x"]
y: Json = ["symbol", "y"]

THEOREMS = [
    *rows("sequence", ("no theorem", put([], "assuming"), "assuming")),
    *rows("identity", ("no theorem of an identity", put([], "assuming"), "assuming")),
    *by_rule(
        "sequence",
        "a theorem",
        (
            ("without name", drop("assuming", 0, "name")),
            ("without theorem", drop("assuming", 0, "theorem")),
            ("without proof", drop("assuming", 0, "proof")),
            ("with a date", put("today", "assuming", 0, "date")),
            ("that is a text", put("an argument", "assuming", 0)),
            ("that is null", append(None, "assuming")),
            ("with a number for a name", put(1, "assuming", 0, "name")),
            ("with a list for a theorem", put(["so"], "assuming", 0, "theorem")),
            ("with nothing for a proof", put(None, "assuming", 0, "proof")),
        ),
        "assuming",
    ),
    *rows(
        "counterexample-limit",
        ("a theorem without proof, of one model", drop("assuming", 0, "proof"), "assuming"),
    ),
    *rows(
        "family",
        (
            "a theorem without proof, of a family",
            append({"name": "x", "theorem": "y"}, "assuming"),
            "assuming",
        ),
    ),
    *rows(
        "sequence",
        ("an argument in the domain", put(THEOREM, "domain", "argument"), "unknown key 'argument'"),
    ),
]

INDICES = rows(
    "sequence",
    ("no rows", put([], *ROWS), "domain.rows is empty, or has a row twice"),
    ("rows missing", drop(*ROWS), "domain has no key 'rows'"),
    ("models missing", drop(*MODELS), "domain"),
    ("models empty", put([], *MODELS), "domain.rows"),
    ("rows an object", put({}, *ROWS), "domain.rows is not a list"),
    ("a row twice", again(*ROWS, 0), "has a row twice"),
    ("a row that is long", append(0, *ROWS, 1), "is not a list of 2 entries"),
    ("a row that is an integer", put(1, *ROWS, 1), "is not a list of 2 entries"),
    ("a row more", append([7, 0], *ROWS), "is not a list of 5 entries"),
    ("a row less", drop(*ROWS, 3), "is not a list of 3 entries"),
    ("another index", put(4, *ROWS, 3, 0), "not enclosed"),
    ("index zero", put(0, *ROWS, 0, 0), "is 0, not an integer from 1 to 1000"),
    ("index negative", put(-1, *ROWS, 0, 0), "is -1, not an integer from 1"),
    ("index huge", put(1_001, *ROWS, 0, 0), "not an integer from 1 to 1000"),
    ("index a text", put("1", *ROWS, 0, 0), "not an integer from 1"),
    ("index true", put(True, *ROWS, 0, 0), "is True, not an integer from 1"),
    ("a model that there is not", put(1, *ROWS, 0, 1), "is 1, not an integer from 0 to 0"),
    ("a model before the first", put(-1, *ROWS, 0, 1), "is -1, not an integer from 0"),
    ("many rows", put([[1, 0]] * 1_001, *ROWS), "more than 1000 entries"),
    (
        "a model that no row is about",
        again(*MODELS, 0),
        "domain.models has a model twice, or one that no row",
    ),
    (
        "a model twice by another name",
        several(again(*MODELS, 0), put("copy", *MODELS, 1, "name"), put([5, 1], *ROWS, 3)),
        "domain.models has a model twice",
    ),
    ("many models", put([{}] * 101, *MODELS), "more than 100 entries in domain.models"),
    ("no model", put({"name": "x"}, *MODELS, 0), "domain.models[0] has no key"),
    ("a horizon of zero", put(0, *MODELS, 0, "horizon"), "domain.models[0].horizon is 0"),
    ("another weight", put("1/3", *MODELS, 0, "states", "s", "a2", "success"), "a hypothesis is false in it"),
    ("symbols of a sequence", put(["x"], "domain", "symbols"), "unknown key 'symbols'"),
    ("a sequence over one model", put(read("instance")["domain"], "domain"), "kind sequence can have"),
    ("a sequence with a false relation", put(["<", ["index"], "5"], "relation"), "is not used"),
    (
        "a relation that is false once",
        swap('["<=", "0", ["-"', '["<=", ["/", "1", "50"], ["-"', "relation"),
        "does not agree",
    ),
    (
        "a hypothesis that is false once",
        append(["<", ["index"], "5"], "given"),
        "At the index 5 model 0 does not agree",
    ),
    (
        "a hypothesis that is undefined once",
        append(["<", "0", ["/", "1", ["-", "3", ["index"]]]], "given"),
        "At the index 3",
    ),
    (
        "the index of a re-training less",
        swap(
            '["retrain", ["prior"], ["index"]]', '["retrain", ["prior"], ["-", ["index"], "1"]]', "relation"
        ),
        "no call of sort number",
    ),
    (
        "a second policy",
        append(["every", "choices", "scalar", ["<=", "0", ["second_policy"]]], "given"),
        "is undefined in it",
    ),
    ("a symbol in it", append(["=", x, x], "given"), "is 'symbol', which a certificate of kind sequence"),
)
INDICES += rows(
    "sequence-of-models",
    ("the models exchanged", reverse("domain", "models"), "not enclosed"),
    ("rows of the other model", several(put(1, *ROWS, 0, 1), put([3, 0], *ROWS, 1)), "not enclosed"),
)
INDICES += rows(
    "sequence-of-one-row",
    (
        "an index at which it is false",
        put(["<", ["index"], ["incoherence", ["prior"], "1"]], "relation"),
        "At the index 1",
    ),
)

FIRST = ("enclosures", 0, 1)
ENCLOSURES = rows(
    "sequence",
    ("enclosures an object", put({}, "enclosures"), "enclosures is not a list"),
    ("enclosures empty", put([], "enclosures"), "enclosures has no entry for"),
    ("an enclosure missing", drop("enclosures", 2), "enclosures has no entry for"),
    ("an enclosure twice", again("enclosures", 0), "is about no call of sort number, or one twice"),
    (
        "an enclosure of a number",
        append(["3/4", [["3/4", "3/4"]] * 4], "enclosures"),
        "is about no call of sort number",
    ),
    (
        "an enclosure of a policy",
        append([["retrain", ["prior"], ["index"]], []], "enclosures"),
        "no call of sort number",
    ),
    (
        "an enclosure of a truth",
        append([["one_decision"], []], "enclosures"),
        "is about no call of sort number",
    ),
    (
        "an enclosure of another index",
        swap('["-", ["index"], "1"]', '["-", ["index"], "2"]', "enclosures"),
        "no call of",
    ),
    ("an enclosure that is no pair", put(["0"], *FIRST, 0), "is not a list of 2 entries"),
    ("an enclosure of three bounds", put(["0", "0", "0"], *FIRST, 0), "is not a list of 2 entries"),
    ("an enclosure null", put(None, *FIRST, 0), "is not a list of 2 entries"),
    ("an enclosure that is wide", put(["-1", "0"], *FIRST, 0), "further apart than a millionth"),
    (
        "an enclosure that is reversed",
        lambda d: put(d["enclosures"][0][1][0][::-1], *FIRST, 0)(d),
        "in the wrong order",
    ),
    (
        "an enclosure that is above",
        put(["0", "0"], *FIRST, 0),
        "the value is undefined, infinite, or not enclosed",
    ),
    ("an enclosure that is below", put(["-1", "-1"], *FIRST, 0), "not enclosed"),
    (
        "enclosures of two rows exchanged",
        lambda d: several(put(d["enclosures"][0][1][1], *FIRST, 0), put(d["enclosures"][0][1][0], *FIRST, 1))(
            d
        ),
        "not enclosed",
    ),
    ("an enclosure of a row less", drop(*FIRST, 3), "is not a list of 4 entries"),
    ("an enclosure of a row more", again(*FIRST, 3), "is not a list of 4 entries"),
    (
        "an enclosure of one number for a logarithm",
        lambda d: put([d["enclosures"][0][1][0][0]] * 2, *FIRST, 0)(d),
        "not enclosed",
    ),
)
ENCLOSURES += rows(
    "sequence-of-models",
    (
        "a rational off by little",
        put([f"{3 * 10**20 + 1}/{4 * 10**20}"] * 2, "enclosures", 0, 1, 0),
        "not enclosed",
    ),
    ("a rational off", put(["1", "1"], "enclosures", 0, 1, 0), "not enclosed"),
)


def equation(left: Json, right: Json) -> Json:
    return put(["=", left, right], "relation")


IDENTITIES = rows(
    "identity",
    (
        "another coefficient",
        swap('["*", "2"', '["*", "3"', "relation"),
        "An equation of the relation is no identity",
    ),
    ("another sign", swap('["-", ', '["+", ', "relation"), "An equation of the relation is no identity"),
    (
        "another exponent",
        swap(
            '["^", ["+", ["symbol", "x"], ["symbol", "y"]], "2"]',
            '["^", ["+", ["symbol", "x"], ["symbol", "y"]], "3"]',
            "relation",
        ),
        "no identity",
    ),
    ("a part that is none", lambda d: {**d, "relation": [*d["relation"], ["=", x, y]]}, "is no identity"),
    (
        "an order",
        lambda d: {**d, "relation": [*d["relation"], ["<=", x, x]]},
        "'<=' does not occur so in identities",
    ),
    (
        "a choice",
        lambda d: {**d, "relation": ["or", *d["relation"][1:]]},
        "'or' does not occur so in identities",
    ),
    (
        "a negation",
        lambda d: {**d, "relation": ["not", d["relation"]]},
        "'not' does not occur so in identities",
    ),
    ("a symbol less", drop("domain", "symbols", 0), "does not list each symbol of the relation once"),
    ("a symbol more", append("w", "domain", "symbols"), "does not list each symbol of the relation once"),
    ("a symbol twice", again("domain", "symbols", 0), "does not list each symbol of the relation once"),
    ("a symbol renamed", put("u", "domain", "symbols", 0), "does not list each symbol of the relation once"),
    ("a symbol by case", put("X", "domain", "symbols", 0), "does not list each symbol of the relation once"),
    ("a symbol that is a number", put(1, "domain", "symbols", 0), "is not a text"),
    ("a symbol that is a list", put(["x"], "domain", "symbols", 0), "is not a text"),
    ("symbols a text", put("xyz", "domain", "symbols"), "domain.symbols is not a list"),
    ("symbols missing", rename("names", "domain", "symbols"), "domain is none that"),
    ("rows of an identity", put([[1, 0]], "domain", "rows"), "unknown key 'rows'"),
    ("a hypothesis", append(["=", x, x], "given"), "definitions or given of an identity are not empty"),
    (
        "a definition",
        put({"f": {"parameters": [], "sort": "number", "body": "1"}}, "definitions"),
        "not used",
    ),
    (
        "a definition that is used",
        several(
            put({"f": {"parameters": [], "sort": "number", "body": "1"}}, "definitions"),
            lambda d: {**d, "relation": ["and", d["relation"], ["=", ["f"], "1"]]},
        ),
        "definitions or given of an identity are not empty",
    ),
    (
        "the horizon in it",
        lambda d: {**d, "relation": ["and", d["relation"], ["=", ["horizon"], ["horizon"]]]},
        "identities",
    ),
    (
        "the index in it",
        lambda d: {**d, "relation": ["and", d["relation"], ["=", ["index"], ["index"]]]},
        "is 'index'",
    ),
    (
        "infinity in it",
        lambda d: {**d, "relation": ["and", d["relation"], ["=", ["infinity"], ["infinity"]]]},
        "identities",
    ),
    ("a truth compared", lambda d: {**d, "relation": ["=", d["relation"], d["relation"]]}, "identities"),
)
IDENTITIES += rows(
    "identity-of-one-symbol",
    (
        "0 = 1 by a zero denominator",
        equation(["/", x, ["-", x, x]], ["/", "1", ["-", x, x]]),
        "is the zero polynomial",
    ),
    ("0/0", equation(["/", "0", "0"], ["*", "0", x]), "is the zero polynomial"),
    ("a zero denominator of 0", equation(["*", "0", ["/", x, "0"]], "0"), "is the zero polynomial"),
    (
        "a hidden zero denominator",
        equation(
            [
                "/",
                ["*", x, "0"],
                ["-", ["^", ["+", x, "1"], "2"], ["+", ["+", ["^", x, "2"], ["*", "2", x]], "1"]],
            ],
            "0",
        ),
        "is the zero polynomial",
    ),
    (
        "a logarithm",
        equation(["log", ["^", x, "2"]], ["*", "2", ["log", x]]),
        "'log' does not occur so in identities",
    ),
    ("a symbolic exponent", equation(["^", x, x], ["^", x, x]), "'^' does not occur so in identities"),
    ("a negative exponent", equation(["^", x, "-1"], ["/", "1", x]), "'^' does not occur so in identities"),
    (
        "a fractional exponent",
        equation(["^", ["^", x, "2"], "1/2"], x),
        "'^' does not occur so in identities",
    ),
    (
        "an exponent to be computed",
        equation(["^", x, ["+", "1", "1"]], ["*", x, x]),
        "'^' does not occur so in identities",
    ),
    ("a choice of numbers", equation(["if", ["<", x, "0"], x, x], x), "'if' does not occur so in identities"),
    ("where", equation(["where", ["=", x, x], x], x), "'where' does not occur so in identities"),
    (
        "a repetition",
        equation(["repeat", "2", "n", ["+", "$n", x], "0"], ["*", "2", x]),
        "does not occur so in identities",
    ),
    (
        "a search",
        equation(["*", x, ["least", "0", "1", "k", ["=", "$k", "0"]]], "0"),
        "does not occur so in identities",
    ),
    (
        "a sum over states",
        equation(["*", x, ["sum", "points", "scalar", ["start"]]], x),
        "does not occur so in identities",
    ),
    ("a free variable", equation(["*", x, "$y"], ["*", x, "$y"]), "which nothing binds here"),
    ("a symbol named by a term", equation(["symbol", x], x), "is not a text"),
)

TABLE: list[Row] = [*THEOREMS, *INDICES, *ENCLOSURES, *IDENTITIES]
