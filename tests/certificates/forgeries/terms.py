"""Terms that are none, or not of the sort of their place; relations that say something else."""

from __future__ import annotations

from tests.certificates.editing import Json, Row, append, by_rule, put, rows, several, swap

PRIOR: Json = ["prior"]
TRUE: Json = ["<", "0", "1"]
Q: Json = ["soft_q", PRIOR]


def every(space: str, x: Json) -> Json:
    return ["every", space, "scalar", x]


def total(space: str, x: Json, to: str = "scalar") -> Json:
    return ["sum", space, to, x]


def is_zero(x: Json) -> Json:
    return ["=", x, "0"]


NESTED: Json = TRUE
for _ in range(60):
    NESTED = ["not", NESTED]
LONG_NAME = "x" * 1_001
SUMS: Json = "1"
for _ in range(110):
    SUMS = ["+", SUMS, "1"]

# In the place of the relation of a ladder, whose definitions are left as they are: what is wrong with the
# relation is found before what is not used.
REFUSED: list[tuple[str, Json, str]] = [
    ("a text", "true", "lowest terms"),
    ("an object", {"=": ["0", "0"]}, "relation is not a list"),
    ("empty", [], "begins with ''"),
    ("a name that is no text", [["="], "0", "0"], "relation[0] is not a text"),
    ("a number as a name", [1, "0", "0"], "relation[0] is not a text"),
    ("unknown", ["equals", "0", "0"], "begins with 'equals', which is no operation or definition"),
    ("unknown by case", ["Every", "points", "scalar", TRUE], "begins with 'Every'"),
    ("unknown inside", is_zero(total("points", ["posterior", PRIOR])), "begins with 'posterior'"),
    ("a term of version 1", ["equal", {}, ["prior", {}], ["prior", {}]], "begins with 'equal'"),
    ("a name with a blank", ["= ", "0", "0"], "begins with '= '"),
    ("an operation of the checker, rational", ["rational", "0"], "begins with 'rational'"),
    ("an operation of the checker, variable", ["variable", "x"], "begins with 'variable'"),
    ("an operation of the checker, row total", ["row total", PRIOR], "begins with 'row total'"),
    ("an operation of the checker, iterates", ["iterates", "1", "1"], "begins with 'iterates'"),
    ("an operation of the checker, spread", is_zero(["spread", "1"]), "begins with 'spread'"),
    ("an operation of the checker, everywhere", is_zero(["everywhere", "1"]), "begins with 'everywhere'"),
    ("no operands", ["="], "has 0 operands"),
    ("an operand less", ["=", "0"], "has 1 operands"),
    ("an operand more", ["=", "0", "0", "0"], "has 3 operands"),
    ("and of nothing", ["and"], "has 0 operands"),
    ("a number of a policy", is_zero(["horizon", PRIOR]), "has 1 operands"),
    ("a definition without its argument", every("choices", is_zero(["soft_q"])), "has 0 operands"),
    ("a definition with an argument more", every("choices", is_zero([*Q, "1"])), "has 2 operands"),
    ("a policy", PRIOR, "is of sort policy, which cannot be truth"),
    ("a number", ["horizon"], "is of sort number, which cannot be truth"),
    ("truths of choices", ["=", PRIOR, PRIOR], "is of sort truths of choices, which cannot be truth"),
    ("a truth that is a number", ["and", TRUE, "1"], "takes truths here"),
    ("a sum of truths", is_zero(["+", TRUE, "1"]), "takes numbers here"),
    ("an equation of a truth and a number", ["=", TRUE, "1"], "takes truths here"),
    ("an order of truths", ["<", TRUE, TRUE], "takes numbers here"),
    ("the negation of a number", ["not", "0"], "takes truths here"),
    ("if with a number for a condition", ["if", "1", TRUE, TRUE], "takes truths here"),
    ("if with different sides", ["if", TRUE, TRUE, "1"], "takes truths here"),
    ("where with a number for a condition", ["where", "1", TRUE], "takes truths here"),
    ("the sum of truths over points", is_zero(total("points", TRUE)), "cannot be points"),
    ("every of numbers", every("points", "1"), "cannot be truths of points"),
    ("the count of numbers", is_zero(["count", "points", "scalar", "1"]), "cannot be truths of points"),
    ("no reduction, to the same space", ["every", "points", "points", TRUE], "which is no reduction"),
    ("no reduction, to a finer space", ["every", "points", "choices", TRUE], "which is no reduction"),
    (
        "no reduction, from pairs to choices",
        every("choices", ["every", "pairs", "choices", TRUE]),
        "no reduction",
    ),
    (
        "no reduction, from trajectories to pairs",
        ["every", "trajectories", "pairs", TRUE],
        "which is no reduction",
    ),
    ("no reduction, from an unknown space", ["every", "actions", "scalar", TRUE], "which is no reduction"),
    ("no reduction, from a number", ["every", 1, "scalar", TRUE], "is not a text"),
    ("an entry of a finer space", every("points", is_zero(PRIOR)), "cannot be truths of points"),
    ("choices and pairs", every("pairs", ["<", ["left", PRIOR], PRIOR]), "there is no space"),
    (
        "transitions and trajectories",
        every("trajectories", ["<", ["chance"], ["dynamics"]]),
        "there is no space",
    ),
    ("next of choices", every("transitions", is_zero(["next", PRIOR])), "cannot be points"),
    ("into of trajectories", every("points", is_zero(["into", ["chance"]])), "cannot be transitions"),
    ("through of pairs", every("choices", is_zero(["through", ["left", PRIOR]])), "cannot be trajectories"),
    ("left of transitions", every("pairs", is_zero(["left", ["dynamics"]])), "cannot be choices"),
    (
        "a product of trajectories",
        every("trajectories", is_zero(["product", ["chance"]])),
        "cannot be choices",
    ),
    ("share without a policy", every("choices", is_zero(["share", "1", ["weight"]])), "cannot be policy"),
    ("share of transitions", every("choices", is_zero(["share", ["dynamics"], PRIOR])), "cannot be choices"),
    ("weights for a policy", every("choices", is_zero(["soft_q", ["weight"]])), "cannot be policy"),
    (
        "if of policies by choices",
        every("choices", is_zero(["soft_q", ["if", ["=", PRIOR, "0"], PRIOR, PRIOR]])),
        "cannot be policy",
    ),
    ("a product of policies", every("choices", is_zero(["soft_q", ["*", PRIOR, PRIOR]])), "cannot be policy"),
    (
        "steps that are a table",
        every("choices", is_zero(["repeat", ["time"], "x", "$x", PRIOR])),
        "cannot be number",
    ),
    ("a free variable", ["<", "0", "$x"], "relation[2] is the variable $x, which nothing binds here"),
    ("a variable without a name", ["<", "0", "$"], "is the variable $, which nothing binds here"),
    (
        "a parameter outside of its definition",
        every("choices", is_zero("$policy")),
        "which nothing binds here",
    ),
    (
        "a variable outside of its binder",
        ["and", is_zero(["least", "0", "1", "k", ["=", "$k", "0"]]), is_zero("$k")],
        "nothing binds",
    ),
    ("the start of a repetition", is_zero(["repeat", "1", "x", "1", "$x"]), "which nothing binds here"),
    ("the steps of a repetition", is_zero(["repeat", "$x", "x", "1", "1"]), "which nothing binds here"),
    ("a bound of a search", is_zero(["least", "0", "$k", "k", TRUE]), "which nothing binds here"),
    ("a variable named as a text", is_zero(["repeat", "1", "$x", "1", "1"]), "which is no name"),
    ("a variable named by digits", is_zero(["repeat", "1", "1", "1", "1"]), "which is no name"),
    ("a variable without letters", is_zero(["least", "0", "1", "", TRUE]), "which is no name"),
    ("a variable named with a blank", is_zero(["least", "0", "1", "k k", TRUE]), "which is no name"),
    ("a variable that is a list", is_zero(["least", "0", "1", ["k"], TRUE]), "is not a text"),
    ("a search of a number", is_zero(["least", "0", "1", "k", "$k"]), "cannot be truth"),
    ("a search of truths", is_zero(["least", "0", "1", "k", is_zero(["time"])]), "cannot be truth"),
    ("back without next", every("points", is_zero(["back", "v", "$v"])), "without going through 'next'"),
    (
        "back without its variable through next",
        every("points", is_zero(["back", "v", ["+", "$v", total("transitions", ["next", "$v"], "points")]])),
        "'next'",
    ),
    ("back by into", every("points", is_zero(["back", "v", ["into", "$v"]])), "'next'"),
    ("back by next of into", every("points", is_zero(["back", "v", ["into", ["next", "$v"]]])), "'next'"),
    (
        "back through the scalar",
        every("points", is_zero(["back", "v", total("transitions", ["next", "$v"])])),
        "'next'",
    ),
    (
        "back through at",
        every(
            "points", is_zero(["back", "v", ["at", total("transitions", ["next", "$v"], "points"), 1, "low"]])
        ),
        "'next'",
    ),
    (
        "back through through",
        every(
            "points",
            is_zero(
                [
                    "back",
                    "v",
                    total(
                        "choices",
                        ["through", ["product", total("transitions", ["next", "$v"], "choices")]],
                        "points",
                    ),
                ]
            ),
        ),
        "'next'",
    ),
    (
        "back through below",
        every(
            "points",
            is_zero(
                [
                    "back",
                    "v",
                    total(
                        "trajectories",
                        ["below", ["product", total("transitions", ["next", "$v"], "choices")], "1"],
                        "points",
                    ),
                ]
            ),
        ),
        "'next'",
    ),
    (
        "back in a definition's argument",
        every("points", is_zero(["back", "v", ["best", ["soft_q_of", PRIOR, "$v"]]])),
        "'next'",
    ),
    (
        "forth by next",
        every("points", is_zero(["forth", "v", total("transitions", ["next", "$v"], "points")])),
        "'into'",
    ),
    ("forth without into", every("points", is_zero(["forth", "v", ["+", "1", "$v"]])), "'into'"),
    ("forth of choices", every("points", is_zero(["forth", "v", PRIOR])), "cannot be points"),
    ("a repetition of a truth", is_zero(["repeat", "1", "x", TRUE, "1"]), "puts a term of sort truth"),
    (
        "a repetition that leaves policies",
        every("choices", is_zero(["soft_q", ["repeat", "1", "x", ["*", "$x", "2"], PRIOR]])),
        "of sort policy",
    ),
    ("a time that is a text", is_zero(["at", ["time"], "1", "low"]), "not an integer"),
    ("a time that is true", is_zero(["at", ["time"], True, "low"]), "not an integer"),
    ("a state that is a number", is_zero(["at", ["time"], 1, 2]), "is not a text"),
    ("a state with a long name", is_zero(["at", ["time"], 1, LONG_NAME]), "more than 1000 letters"),
    ("an entry of trajectories", is_zero(["at", ["chance"], 1, "low"]), "cannot be points"),
    ("an entry of truths", is_zero(["at", ["last"], 1, "low"]), "cannot be points"),
    ("the ending of a table", is_zero(["ending", "1/2", ["time"]]), "takes a scalar"),
    ("ending with a table", is_zero(["ending", ["time"], "1"]), "cannot be number"),
    (
        "ending with a variable over points",
        every("points", is_zero(["back", "v", ["ending", "1/2", total("points", "$v")]])),
        "nothing binds",
    ),
    ("the index", is_zero(["index"]), "is 'index', which a certificate of kind instance does not have"),
    ("the index as steps", every("choices", is_zero(["repeat", ["index"], "x", "$x", PRIOR])), "is 'index'"),
    ("the index in an ending model", is_zero(["ending", "1/2", ["index"]]), "is 'index'"),
    ("a symbol", is_zero(["symbol", "x"]), "is 'symbol', which a certificate of kind instance does not have"),
    ("a symbol without a name", is_zero(["symbol"]), "has 0 operands"),
    ("nested in lists", [[["=", "0", "0"]]], "relation[0] is not a text"),
    ("nested too deeply", ["<", "0", SUMS], "more than 100 levels"),
    ("too many lists", ["and", *[TRUE] * 4_001], "lists in the terms"),
    ("too many terms", every("points", ["and", *[is_zero(["best", Q])] * 1_990]), "lists in the terms"),
]

RELATIONS = rows(
    "instance-of-a-ladder",
    *((f"relation: {name}", put(relation, "relation"), reason) for name, relation, reason in REFUSED),
)

HYPOTHESES = rows(
    "instance-of-a-ladder",
    ("hypothesis: a policy", append(PRIOR, "given"), "given[2] is of sort policy, which cannot be truth"),
    ("hypothesis: a text", append("true", "given"), "lowest terms"),
    ("hypothesis: unknown", append(["true"], "given"), "given[2] begins with 'true'"),
    ("hypothesis: a free variable", append(["<", "0", "$x"], "given"), "nothing binds"),
    ("hypothesis: the index", append(is_zero(["index"]), "given"), "is 'index'"),
    ("hypothesis: false", append(is_zero(["horizon"]), "given"), "a hypothesis is false in it"),
    (
        "hypothesis: undefined",
        append(is_zero(["/", "1", "0"]), "given"),
        "a value that is needed is undefined",
    ),
    (
        "hypothesis: absent",
        append(["where", is_zero("1"), TRUE], "given"),
        "a value that is needed is undefined",
    ),
    (
        "hypothesis: undefined at a state that there is not",
        append(is_zero(["at", ["time"], 1, "top"]), "given"),
        "a value that is needed is undefined",
    ),
    (
        "hypothesis: the other way",
        put(["not", ["horizon_at_least", "3"]], "given", 0),
        "a hypothesis is false in it",
    ),
    ("hypothesis: one more decision", put("4", "given", 0, 1), "a hypothesis is false in it"),
)
HYPOTHESES += rows(
    "counterexample-policies",
    (
        "hypothesis that is false there",
        append(["<", "1", ["horizon"]], "given"),
        "a hypothesis is false in it",
    ),
    (
        "hypothesis that excludes it",
        append(every("choices", ["=", PRIOR, "1/2"]), "given"),
        "a hypothesis is false",
    ),
    (
        "hypothesis that is undefined there",
        append(["<", "0", ["/", "1", "0"]], "given"),
        "is undefined in it",
    ),
)
HYPOTHESES += rows(
    "counterexample-infinities",
    ("hypothesis swapped", swap('"="', '"<"', "given", 0), "a hypothesis is false in it"),
    ("hypothesis dropped", put([], "given"), "is not used"),
)
HYPOTHESES += rows(
    "family",
    (
        "hypothesis that many do not meet",
        append(every("choices", ["=", ["weight"], "1"]), "given"),
        "recomputing",
    ),
    ("hypothesis dropped of a family", put([], "given"), "definitions.deterministic is not used"),
)

# What is claimed, said differently

ALTERED = [
    *rows(
        "counterexample-policies",
        ("negated", lambda d: {**d, "relation": ["not", d["relation"]]}, "the relation is true in it"),
        (
            "trivial",
            several(put(TRUE, "relation"), put({}, "definitions"), put([], "values")),
            "the relation is true",
        ),
        (
            "one step more",
            swap('["retrain", ["prior"], "2"]', '["retrain", ["prior"], "3"]', "relation"),
            "values",
        ),
        (
            "one fold less",
            swap('["fold_f", ["prior"], "2"]', '["fold_f", ["prior"], "1"]', "relation"),
            "true in it",
        ),
        (
            "one fold more",
            swap('["fold_f", ["prior"], "2"]', '["fold_f", ["prior"], "3"]', "relation"),
            "values",
        ),
        (
            "both sides the same",
            swap('["fold_f"', '["retrain"', "relation"),
            "definitions.fold_f is not used",
        ),
        ("undefined", put(["<", "0", ["/", "1", "0"]], "relation"), "not used"),
    ),
    *rows(
        "counterexample-both",
        ("either for both", put("or", "relation", 0), "the relation is true in it"),
        ("one less", lambda d: {**d, "relation": d["relation"][:2]}, "the relation is true in it"),
    ),
    *rows(
        "counterexample-logarithms",
        (
            "arguments swapped",
            lambda d: {**d, "relation": ["<=", d["relation"][2], d["relation"][1]]},
            "true in it",
        ),
        (
            "less for at most the other way",
            lambda d: {**d, "relation": ["<", d["relation"][2], d["relation"][1]]},
            "true in it",
        ),
    ),
    *rows(
        "counterexample-infinities",
        (
            "equal infinities",
            put(["=", ["incoherence_limit", PRIOR], ["infinity"]], "relation"),
            "is not used",
        ),
        ("infinite", lambda d: {**d, "relation": ["not", d["relation"]]}, "the relation is true in it"),
    ),
    *rows(
        "counterexample-of-an-ending-model",
        ("another gamma", swap('"1/2"', '"1"', "relation"), "the relation is true in it"),
        ("gamma above 1", swap('"1/2"', '"3/2"', "relation"), "a value that is needed is undefined in it"),
        ("gamma below 0", swap('"1/2"', '"-1/2"', "relation"), "a value that is needed is undefined in it"),
    ),
    *rows(
        "counterexample-beside-something-undefined",
        (
            "the undefined part first",
            lambda d: {**d, "relation": ["and", *d["relation"][:0:-1]]},
            "undefined in it",
        ),
        ("or for and", put("or", "relation", 0), "a value that is needed is undefined in it"),
    ),
    *rows(
        "instance",
        ("another state", put("ridge", "relation", 1, 3), "a value that is needed is undefined in it"),
        (
            "another action",
            put("↗", "relation", 1, 4),
            "the hypotheses are true in it, and the relation is false",
        ),
        ("an unknown action", put("→", "relation", 1, 4), "a value that is needed is undefined in it"),
        ("another time", put(2, "relation", 1, 2), "a value that is needed is undefined in it"),
        ("time 0", put(0, "relation", 1, 2), "a value that is needed is undefined in it"),
        ("another number", put("2/5", "relation", 2), "the relation is false"),
        (
            "a number that is close",
            put("3000000000000000000001/5000000000000000000000", "relation", 2),
            "is false",
        ),
        ("less for equal", put("<", "relation", 0), "the relation is false"),
        ("one re-training more", swap('"1"]', '"2"]', "relation"), "the relation is false"),
        ("no re-training", swap('"1"]', '"0"]', "relation"), "the relation is false"),
        (
            "half a re-training",
            swap('"1"]', '"1/2"]', "relation"),
            "a value that is needed is undefined in it",
        ),
        (
            "less than no re-training",
            swap('"1"]', '"-1"]', "relation"),
            "a value that is needed is undefined in it",
        ),
        ("a negation", lambda d: {**d, "relation": ["not", d["relation"]]}, "the relation is false"),
    ),
    *rows(
        "instance-logarithms",
        (
            "logarithms that are close",
            swap(
                '"-1/3"',
                '"-346573590279972654708616060729088284037750067181/1000000000000000000000000000000000000000000000000"',
                "relation",
            ),
            "relation is false",
        ),
        ("another entropy", swap('["log", "2"]', '["log", "3"]', "relation"), "the relation is false"),
        ("the logarithm of 0", swap('["log", "2"]', '["log", "0"]', "relation"), "the relation is false"),
        ("the logarithm of -2", swap('["log", "2"]', '["log", "-2"]', "relation"), "undefined in it"),
    ),
    *rows(
        "instance-of-a-repetition",
        ("a step more", swap('"5"', '"6"', "relation"), "the relation is false"),
        ("another start of it", swap('"1"]', '"2"]', "relation"), "the relation is false"),
    ),
    *rows(
        "instance-of-a-search", ("another result", swap('"1"]', '"2"]', "relation"), "the relation is false")
    ),
    *by_rule(
        "family",
        "relation of a family:",
        (
            (what, swap(old, new, "relation"))
            for what, old, new in (
                ("less", '"<="', '"<"'),
                ("equal", '"<="', '"="'),
                (
                    "a step more for the other side",
                    '["expected_return", ["prior"]]',
                    '["expected_return", ["retrain", ["prior"], "2"]]',
                ),
            )
        ),
        "The relation is false in a model of domain.shapes[",
    ),
    *rows(
        "family",
        (
            "relation of a family: swapped",
            lambda d: {**d, "relation": ["<=", d["relation"][2], d["relation"][1]]},
            "The relation is false in a model of domain.shapes[",
        ),
        (
            "relation of a family: negated",
            lambda d: {**d, "relation": ["not", d["relation"]]},
            "The relation is false in a model of domain.shapes[",
        ),
        (
            "relation of a family: undefined in some",
            lambda d: {
                **d,
                "relation": ["and", d["relation"], every("choices", ["<", "0", ["/", "1", ["weight"]]])],
            },
            "but recomputing",
        ),
        (
            "relation of a family names a state",
            append(is_zero(["at", ["time"], 1, "s"]), "given"),
            "no names",
        ),
        (
            "relation of a family names a state in an ending model",
            append(["not", is_zero(["ending", "1/2", ["at", ["time"], 1, "s"]])], "given"),
            "no names",
        ),
        (
            "relation of a family speaks of a second policy",
            append(every("choices", ["<=", "0", ["second_policy"]]), "given"),
            "but recomputing",
        ),
    ),
    *rows(
        "family-of-policies",
        ("relation of priors: less", swap('"<="', '"<"', "relation"), "The relation is false for prior"),
        (
            "relation of priors: negated",
            lambda d: {**d, "relation": ["not", d["relation"]]},
            "The relation is false for prior",
        ),
        (
            "relation of priors: a second policy",
            append(every("choices", ["<=", "0", ["second_policy"]]), "given"),
            "but recomputing",
        ),
    ),
]

TABLE: list[Row] = [*RELATIONS, *HYPOTHESES, *ALTERED]
