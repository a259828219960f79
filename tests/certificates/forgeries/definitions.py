"""Definitions that are missing, superfluous, circular or misspelt; or that say something else."""

from __future__ import annotations

from tests.certificates.editing import (
    Change,
    Json,
    Row,
    append,
    drop,
    put,
    rename,
    rows,
    several,
    swap,
)

D = "definitions"


def define(name: str, body: Json, sort: str = "number", *parameters: list[str]) -> Change:
    return put({"parameters": list(parameters), "sort": sort, "body": body}, D, name)


def body(name: str, *place: str | int) -> tuple[str | int, ...]:
    return (D, name, "body", *place)


FORM = [
    *rows(
        "instance-of-a-ladder",
        ("a definition missing", drop(D, "best"), "begins with 'best', which is no operation or definition"),
        ("a hypothesis missing", drop(D, "horizon_at_least"), "begins with 'horizon_at_least'"),
        ("all missing", put({}, D), "which is no operation or definition"),
        ("a definition renamed", rename("better", D, "best"), "begins with 'best'"),
        ("a definition renamed by case", rename("Soft_q", D, "soft_q"), "begins with 'soft_q'"),
        ("an unused definition", define("unused", "1"), "definitions.unused is not used"),
        (
            "an unused definition of a used one",
            define("unused", ["soft_v_of", ["prior"], ["weight"]], "points"),
            "definitions.unused is not used",
        ),
        ("an unused wrong definition", define("unused", ["no such operation"]), "is not used"),
        (
            "a name of an operation",
            several(rename("max", D, "best"), swap('["best"', '["max"')),
            "named as an operation",
        ),
        ("the name of data", define("prior", "1"), "is named as an operation"),
        ("the name of symbol", define("symbol", "1"), "is named as an operation"),
        ("a name that begins with a digit", define("1x", "1"), "which is no name"),
        ("an empty name", define("", "1"), "which is no name"),
        ("a name with a blank", define("a b", "1"), "which is no name"),
        ("a name with a dollar", define("$a", "1"), "which is no name"),
        ("a long name", define("x" * 1_001, "1"), "more than 1000 letters"),
        ("not an object", put("1", D, "best"), "definitions.best is not an object"),
        ("without body", drop(D, "best", "body"), "definitions.best has no key 'body'"),
        ("without sort", drop(D, "best", "sort"), "definitions.best has no key 'sort'"),
        ("without parameters", drop(D, "best", "parameters"), "definitions.best has no key 'parameters'"),
        (
            "with words",
            put("the largest", D, "best", "words"),
            "definitions.best has the unknown key 'words'",
        ),
        ("an unknown sort", put("point", D, "best", "sort"), "which is no sort"),
        ("a space for a sort", put("scalar", D, "best", "sort"), "which is no sort"),
        ("a sort that is a list", put(["points"], D, "best", "sort"), "which is no sort"),
        ("an unknown sort of a parameter", put("tables", D, "best", "parameters", 0, 1), "which is no sort"),
        (
            "a parameter without sort",
            put(["table"], D, "best", "parameters", 0),
            "is not a list of 2 entries",
        ),
        ("a parameter with a default", append("1", D, "best", "parameters", 0), "is not a list of 2 entries"),
        (
            "a parameter that is a text",
            put("table", D, "best", "parameters", 0),
            "is not a list of 2 entries",
        ),
        ("parameters an object", put({"table": "choices"}, D, "best", "parameters"), "is not a list"),
        (
            "a parameter twice",
            append(["policy", "number"], D, "soft_v_of", "parameters"),
            "two parameters of one name",
        ),
        ("a parameter with a dollar", put("$table", D, "best", "parameters", 0, 0), "which is no name"),
        (
            "a parameter renamed",
            put("entries", D, "best", "parameters", 0, 0),
            "is the variable $table, which nothing",
        ),
        ("a parameter less", put([], D, "best", "parameters"), "has 1 operands, which best does not take"),
        ("a parameter more", append(["more", "number"], D, "best", "parameters"), "has 1 operands"),
        ("a parameter of another sort", put("policy", D, "best", "parameters", 0, 1), "cannot be policy"),
        ("a parameter of a coarser sort", put("points", D, "best", "parameters", 0, 1), "cannot be points"),
        ("a body of another sort", put(["last"], *body("best")), "cannot be points"),
        (
            "a body of a finer sort",
            put("$table", *body("best")),
            "is of sort choices, which cannot be points",
        ),
        ("a sort that is finer", put("transitions", D, "soft_q", "sort"), "cannot be"),
        ("a sort of truths", put("truths of points", D, "best", "sort"), "cannot be truths of points"),
        (
            "a variable of another definition",
            put(["*", "$policy", "$table"], *body("best", 3)),
            "$policy, which nothing",
        ),
        ("a sort policy without distributions", put("policy", D, "soft_q", "sort"), "cannot be policy"),
        (
            "too many definitions",
            lambda d: {**d, D: {**d[D], **{f"x{n}": d[D]["best"] for n in range(600)}}},
            "definitions",
        ),
    ),
    *rows(
        "instance",
        ("a policy that is none", put(["*", "$policy", "2"], *body("goal_condition")), "cannot be policy"),
        ("re-training that is none", put("choices", D, "goal_condition", "sort"), "for one of sort policy"),
    ),
]

CIRCLES = [
    *rows(
        "instance-of-a-ladder",
        (
            "a call of itself",
            put(["best", "$table"], *body("best")),
            "in its own definition, directly or in a circle",
        ),
        (
            "a guarded call of itself",
            put(["if", ["last"], "1", ["best", ["soft_q", ["prior"]]]], *body("best")),
            "in its own definition",
        ),
        (
            "a circle of two",
            put(["soft_q_of", "$policy", "$weights"], *body("soft_q_of", 2, 1, 2)),
            "in its own definition",
        ),
        (
            "a circle of three",
            put(["sum", "choices", "points", ["soft_q", "$policy"]], *body("soft_v_of")),
            "in its own definition",
        ),
        (
            "a circle through an argument",
            put(["max", "choices", "points", ["soft_q_of", ["prior"], ["best", "$table"]]], *body("best")),
            "in its own definition",
        ),
        (
            "a hypothesis of itself",
            put(["not", ["horizon_at_least", ["-", "$decisions", "1"]]], *body("horizon_at_least")),
            "in its own definition",
        ),
        (
            "a circle in an ending model",
            put(["ending", "1/2", ["horizon_at_least", "1"]], *body("horizon_at_least")),
            "in its own definition",
        ),
        (
            "the circle of a liar",
            several(define("liar", ["not", ["liar"]], "truth"), append(["liar"], "given")),
            "in its own definition",
        ),
        (
            "a circle that nothing uses",
            several(define("one", ["other"]), define("other", ["one"])),
            "is not used",
        ),
    ),
    *rows(
        "instance-of-a-repetition",
        (
            "a repetition of itself",
            put(["repeat", "2", "x", ["doubled", "$x"], "1"], *body("doubled")),
            "own definition",
        ),
    ),
]

UNGUARDED = rows(
    "instance",
    (
        "back without next",
        put(["back", "v", ["sum", "choices", "points", ["*", "$policy", "$v"]]], *body("soft_v_of")),
        "asks for its variable without going through 'next' alone",
    ),
    (
        "back without next in the last case",
        put("$v", *body("ahead", 2)),
        "asks for its variable without going through 'next' alone",
    ),
    ("back by a definition without next", put("$v", *body("ahead")), "without going through 'next' alone"),
    ("back by forth", put("forth", *body("soft_v_of", 0)), "without going through 'into' alone"),
    (
        "back through the scalar",
        put(["sum", "transitions", "scalar", ["*", ["dynamics"], ["next", "$v"]]], *body("ahead", 3)),
        "without going through 'next' alone",
    ),
    (
        "back through a trajectory that begins here",
        put(["sum", "trajectories", "choices", ["product", "$v"]], *body("ahead", 3)),
        "without going through 'next' alone",
    ),
    (
        "the variable of another name",
        put("w", *body("soft_v_of", 1)),
        "is the variable $v, which nothing binds here",
    ),
)

# The relation of the file stays, and a definition says something else: what the values, the counts or the
# verdict say is then no longer so.

NOTIONS = "instance-of-every-notion"
POLICY_Q = '["*", "$policy", ["soft_q_of", "$policy", "$weights"]]'
SAYS: dict[str, Change] = {
    # q and v
    "q without weights": put(["ahead", ["soft_v_of", "$policy", "$weights"]], *body("soft_q_of")),
    "q with an exponent": put(["^", "$weights", "2"], *body("soft_q_of", 1)),
    "q with a sum for a product": put("+", *body("soft_q_of", 0)),
    "q of weights that are not asked for": put(["weight"], *body("soft_q_of", 2, 1, 2)),
    "q of another policy": put(["share", "1", ["prior"]], *body("soft_q", 1)),
    "q of the prior": put(["share", "1", "$policy"], *body("soft_q_of", 2, 1, 1)),
    "v of another policy": put(["share", "1", "$policy"], *body("soft_v", 1)),
    "v as a maximum": put("max", *body("soft_v_of", 2, 0)),
    "v as a minimum": put("min", *body("soft_v_of", 2, 0)),
    "v without policy": put("$weights", *body("soft_v_of", 2, 3, 1)),
    "v without weights": put("$policy", *body("soft_v_of", 2, 3, 1)),
    "v with an exponent": put(["^", "$weights", "2"], *body("soft_v_of", 2, 3, 1, 2)),
    "v with 1 added": put(["+", "1", ["ahead", "$v"]], *body("soft_v_of", 2, 3, 2)),
    "0 past the horizon": put("0", *body("ahead", 2)),
    "2 past the horizon": put("2", *body("ahead", 2)),
    "the last case at the other times": put(["not", ["last"]], *body("ahead", 1)),
    "the last case at the first time": put(["=", ["time"], "1"], *body("ahead", 1)),
    "the last case left out": lambda d: put(d[D]["ahead"]["body"][3], *body("ahead"))(d),
    "the largest successor": put("max", *body("ahead", 3, 0)),
    "the least successor": put("min", *body("ahead", 3, 0)),
    "dynamics left out": put(["next", "$v"], *body("ahead", 3, 3)),
    "dynamics with an exponent": put(["^", ["dynamics"], "2"], *body("ahead", 3, 3, 1)),
    # G
    "G without policy": swap(POLICY_Q, '["soft_q_of", "$policy", "$weights"]', *body("condition")),
    "G with the policy twice": put(["*", "$policy", "$policy"], *body("condition", 1, 1)),
    "G with an exponent": put(["^", ["soft_q_of", "$policy", "$weights"], "2"], *body("condition", 1, 2)),
    "G with the exponent -1": put(
        ["^", ["soft_q_of", "$policy", "$weights"], "-1"], *body("condition", 1, 2)
    ),
    "G of another q": put(["share", "1", "$policy"], *body("condition", 1, 2, 1)),
    "G with q added": put("+", *body("condition", 1, 0)),
    "G that does nothing": put("$policy", *body("goal_condition")),
    "G with weights 1": put("1", *body("goal_condition", 2)),
    "G with weights squared": put(["^", ["weight"], "2"], *body("goal_condition", 2)),
    # re-training and temperature
    "a re-training more": put(["+", "$steps", "1"], *body("retrain", 1)),
    "a re-training less": put(["-", "$steps", "1"], *body("retrain", 1)),
    "re-training from the uniform policy": put(["share", "1", ["prior"]], *body("retrain", 4)),
    "re-training that forgets": put(["goal_condition", "$policy"], *body("retrain", 3)),
    "re-training twice each time": put(["goal_condition", ["goal_condition", "$x"]], *body("retrain", 3)),
    "temperature without exponent": put(["weight"], *body("temperature", 2)),
    "temperature with an exponent more": put(["+", "$alpha", "1"], *body("temperature", 2, 2)),
    "temperature the other way": put(["-", "0", "$alpha"], *body("temperature", 2, 2)),
    # folding
    "fold with an index more": put("$steps", *body("fold_f", 3, 2, 2)),
    "fold with an index less": put(["-", "$steps", "2"], *body("fold_f", 3, 2, 2)),
    "fold with its cases exchanged": put(["not", ["=", "$steps", "0"]], *body("fold_f", 1)),
    "fold of another policy": put(["share", "1", "$policy"], *body("fold_f", 3, 1)),
    "folded weights that multiply up": put("$w", *body("weights_f", 3, 1)),
    "folded weights from 1": put(["/", ["weight"], ["weight"]], *body("weights_f", 4)),
    "folded weights a step more": put(["+", "$steps", "1"], *body("weights_f", 1)),
    "cumulative weights that do not multiply up": put(["weight"], *body("weights_h", 3, 1)),
    "cumulative weights a step less": put(["-", "$steps", "1"], *body("weights_h", 1)),
    "a ratio upside down": swap('["/", "$policy", "$prior"]', '["/", "$prior", "$policy"]', *body("ratio")),
    "a ratio that is none": put("$policy", *body("ratio")),
    # Boltzmann
    "Boltzmann upside down": put("$delta", *body("boltzmann", 3, 1, 2)),
    "Boltzmann with an exponent more": put(["+", "1", ["/", "1", "$delta"]], *body("boltzmann", 3, 1, 2)),
    "Boltzmann with the policy": put(["*", "$policy", ["soft_q", "$policy"]], *body("boltzmann", 3, 1, 1)),
    "Boltzmann always greedy": put(["greedy_limit", "$policy"], *body("boltzmann")),
    "Boltzmann with its cases exchanged": put(["not", ["=", "$delta", "0"]], *body("boltzmann", 1)),
    "arg min for arg max": swap(
        '["=", ["soft_q", "$policy"], ["best", ["soft_q", "$policy"]]]',
        '["<", ["soft_q", "$policy"], ["best", ["soft_q", "$policy"]]]',
        *body("is_best"),
    ),
    "everything is best": put(["=", "$policy", "$policy"], *body("is_best")),
    "greedy the other way": put(["not", ["is_best", "$policy"]], *body("greedy_limit", 1, 1)),
    "best as least": put("min", *body("best", 0)),
    "best as sum": put("sum", *body("best", 0)),
    # limits
    "every action attains the largest weight": put("<=", *body("attains_largest_weight", 0)),
    "no weight past the horizon": put("0", *body("furthest", 2)),
    # what a policy achieves
    "S without start": put(["soft_v", "$policy"], *body("success_probability", 3)),
    "S with the start squared": put(["^", ["start"], "2"], *body("success_probability", 3, 1)),
    "J without policy": put(["occupancy", "$policy"], *body("expected_return", 3, 1)),
    "J without occupancy": put("$policy", *body("expected_return", 3, 1)),
    "J with weights for rewards": put(["weight"], *body("expected_return", 3, 2)),
    "J with a sign": put(["-", "0", ["log", ["weight"]]], *body("expected_return", 3, 2)),
    "occupancy without start": put("0", *body("occupancy", 2, 1)),
    "occupancy that starts at every time": put("1", *body("occupancy", 2, 1)),
    "occupancy without policy": put("$d", *body("occupancy", 2, 2, 1, 1)),
    "occupancy without dynamics": put("1", *body("occupancy", 2, 2, 1, 2)),
    "an entropy with the other sign": put("+", *body("row_entropy", 3, 3, 1, 0)),
    "an entropy without the policy": put("1", *body("row_entropy", 3, 3, 2)),
    "an entropy without occupancy": put(["row_entropy", "$policy"], *body("causal_entropy", 3)),
    "a law without start": put(["chance"], *body("law", 1)),
    "a law without chance": put(["start"], *body("law", 1)),
    "a law of sums": put("along", *body("law", 2, 0)),
    "a law of the last choice": put("end", *body("law", 2, 0)),
    "a law without the first choice": put("tail", *body("law", 2, 0)),
    "κ the other way": put(["kl", ["boltzmann", "$policy", "$delta"], "$policy"], *body("incoherence")),
    "κ of a policy with itself": put(["kl", "$policy", "$policy"], *body("incoherence")),
    "κ at another δ": put(["/", "$delta", "2"], *body("incoherence", 2, 2)),
    "κ without the weight of a trajectory": swap(
        '["*", ["law", "$policy"], ["log"', '["*", "1", ["log"', *body("kl")
    ),
    "κ with a quotient upside down": swap(
        '["/", ["law", "$policy"], ["law", "$other"]]',
        '["/", ["law", "$other"], ["law", "$policy"]]',
        *body("kl"),
    ),
    "κ as a largest part": put("max", *body("kl", 0)),
}

TOO_LARGE = {
    "q with a sum for a product",
    "v without policy",
    "v with 1 added",
    "2 past the horizon",
    "dynamics left out",
    "Boltzmann always greedy",
    "Boltzmann with its cases exchanged",
    "best as sum",
    "S without start",
    "J with weights for rewards",
    "J with a sign",
    "occupancy that starts at every time",
    "occupancy without policy",
    "occupancy without dynamics",
    "an entropy without occupancy",
}
"""With these the relation, which bounds every value, is false."""
UNDEFINED = {"Boltzmann upside down"}
SAYS_SOMETHING_ELSE = rows(
    NOTIONS,
    *(
        (
            name,
            change,
            "the relation is false"
            if name in TOO_LARGE
            else "is undefined in it"
            if name in UNDEFINED
            else "is not the value of",
        )
        for name, change in SAYS.items()
    ),
)
SAYS_SOMETHING_ELSE += rows(
    "instance-of-a-ladder",
    (
        "trajectories that lose the first choice",
        put("tail", *body("success_given_action", 3, 2, 0)),
        "is false",
    ),
    (
        "trajectories with the first choice",
        put("product", *body("success_given_action", 3, 1, 2, 0)),
        "is false",
    ),
    ("trajectories without chance", put("1", *body("success_given_action", 3, 1, 1)), "is false"),
    ("q without weights in one of two forms", put("1", *body("soft_q", 2)), "is false"),
    (
        "a hypothesis the other way",
        put(["<", ["horizon"], "$decisions"], *body("horizon_at_least")),
        "a hypothesis is false",
    ),
    (
        "a hypothesis of the other case",
        put(["=", "0", ["best", ["soft_q", "$policy"]]], *body("some_success", 3)),
        "a hypothesis is false",
    ),
)
SAYS_SOMETHING_ELSE += rows(
    "counterexample-policies",
    ("folding that re-trains", put(["goal_condition", "$w"], *body("weights_f", 3)), "cannot be policy"),
    ("folding with weights only", put(["weight"], *body("weights_f", 3)), "the relation is true in it"),
)
SAYS_SOMETHING_ELSE += rows(
    "family",
    (
        "J with a sign, in a family",
        put(["-", "0", ["log", ["weight"]]], *body("expected_return", 3, 2)),
        "The relation is false in a model",
    ),
    ("deterministic that nothing is", put("2", *body("deterministic", 3, 2, 2)), "but recomputing"),
    ("deterministic that all is", put(["last"], *body("deterministic", 3)), "but recomputing"),
    (
        "G upside down, in a family",
        put(["^", ["soft_q_of", "$policy", "$weights"], "-1"], *body("condition", 1, 2)),
        "The relation is false in a model",
    ),
    ("re-training undefined, in a family", put(["/", "$steps", "2"], *body("retrain", 1)), "but recomputing"),
)
SAYS_SOMETHING_ELSE += rows(
    "family-deeper",
    (
        "an exponent more, in a family",
        put(["+", "$alpha", "1"], *body("temperature", 2, 2)),
        "The relation is false in a model",
    ),
    (
        "an index more, in a family",
        put(["+", "$steps", "1"], *body("retrain", 1)),
        "The relation is false in a model",
    ),
)
SAYS_SOMETHING_ELSE += rows(
    "family-of-policies",
    (
        "S without start, of priors",
        put(["-", "1", ["soft_v", "$policy"]], *body("success_probability", 3, 2)),
        "The relation is false for prior",
    ),
)
SAYS_SOMETHING_ELSE += rows(
    "sequence",
    (
        "an index less, in a sequence",
        put(["-", "$steps", "1"], *body("retrain", 1)),
        "At the index 1 model 0 does not agree",
    ),
    ("a hypothesis of a sequence", put("2", *body("one_decision", 2)), "a hypothesis is false in it"),
    (
        "κ the other way, in a sequence",
        put(["kl", ["boltzmann", "$policy", "$delta"], "$policy"], *body("incoherence")),
        "not enclosed",
    ),
)

TABLE: list[Row] = [*FORM, *CIRCLES, *UNGUARDED, *SAYS_SOMETHING_ELSE]
