"""Values that are wrong, incomplete, superfluous or misspelt."""

from __future__ import annotations

from tests.certificates.editing import (
    Change,
    Json,
    Row,
    again,
    append,
    drop,
    put,
    several,
    unsigned,
)


def value(x: Json, number: int = 0) -> Change:
    return put(x, "values", number, 1)


def entry(x: Json, position: int, number: int = 0) -> Change:
    return put(x, "values", number, 1, position, 1)


def key(x: Json, position: int = 0, number: int = 0) -> Change:
    return put(x, "values", number, 1, position, 0)


NOT_THE_VALUE = "is not the value of"
NO_ELEMENT = "is about no element of the space"
NO_CALL = "is about no call of the relation and the hypotheses, or one twice"

LISTS = unsigned(
    "instance",
    ("values an object", put({}, "values"), "values is not a list"),
    ("values null", put(None, "values"), "values is not a list"),
    ("values empty", put([], "values"), "values has no entry for retrain(prior, 1)"),
    (
        "a value that is no pair",
        put([["retrain", ["prior"], "1"]], "values", 0),
        "values[0] is not a list of 2 entries",
    ),
    ("a value as an object", put({"retrain": []}, "values", 0), "values[0] is not a list of 2 entries"),
    ("a value twice", again("values", 0), NO_CALL),
    ("a value of data", append([["prior"], []], "values"), NO_CALL),
    ("a value of a call that is deeper", append([["goal_condition", ["prior"]], []], "values"), NO_CALL),
    ("a value of the relation", lambda d: append([d["relation"], None], "values")(d), NO_CALL),
    ("a value of a number", append(["3/5", "3/5"], "values"), NO_CALL),
    ("a value of an unknown term", append([["posterior", ["prior"]], []], "values"), NO_CALL),
    ("a value of another call", put(["retrain", ["prior"], "2"], "values", 0, 0), NO_CALL),
    ("a value of a call spelt otherwise", put(["retrain", ["prior"], "1/1"], "values", 0, 0), NO_CALL),
    ("a value of a definition", append([["retrain", "$policy", "$steps"], []], "values"), NO_CALL),
)
LISTS += unsigned(
    "counterexample-tables",
    ("a value missing", drop("values", 1), "values has no entry for retrain(prior, 1)"),
    ("the last value missing", drop("values", 2), "values has no entry for soft_q(retrain(prior, 1))"),
    (
        "two values exchanged",
        lambda d: several(value(d["values"][2][1], 0), value(d["values"][0][1], 2))(d),
        NOT_THE_VALUE,
    ),
    (
        "calls exchanged",
        lambda d: several(put(d["values"][2][0], "values", 0, 0), put(d["values"][0][0], "values", 2, 0))(d),
        NOT_THE_VALUE,
    ),
)
LISTS += unsigned(
    "instance-of-an-ending-model",
    ("a value inside of an ending model", put("5/8", "values", 0, 1), NOT_THE_VALUE),
    (
        "a value of the ending",
        append([["ending", "1/3", ["success_probability", ["prior"]]], "3/4"], "values"),
        NO_CALL,
    ),
)
LISTS += unsigned(
    "instance-vacuous",
    ("vacuous values incomplete", lambda d: {**d, "given": d["given"], "values": [["1", "1"]]}, NO_CALL),
    ("vacuous values wrong", entry("1/2", 0), NOT_THE_VALUE),
    ("vacuous values null", put(None, "values"), "values is not a list"),
)
LISTS += unsigned(
    "instance-of-a-repetition",
    ("a value with a variable", append([["doubled", "$n"], "2"], "values"), NO_CALL),
)

TABLES = unsigned(
    "instance",
    ("a table null", value(None), "values[0]"),
    ("a table as an object", value({"1": {"∅": {}}}), "values[0]"),
    ("a table as a number", value("2/5"), "values[0]"),
    ("a table empty", value([]), NOT_THE_VALUE),
    ("an entry missing", drop("values", 0, 1, 5), NOT_THE_VALUE),
    ("an entry twice", again("values", 0, 1, 5), "entries in values[0]"),
    ("an entry twice for another", lambda d: put(d["values"][0][1][0], "values", 0, 1, 5)(d), NO_ELEMENT),
    ("an entry superfluous", append([[2, "ridge", "→"], "0"], "values", 0, 1), "entries in values[0]"),
    ("an entry wrong", entry("1/2", 0), NOT_THE_VALUE),
    ("an entry wrong by little", entry("2000000000000000000001/5000000000000000000000", 0), NOT_THE_VALUE),
    ("an entry with another sign", entry("-2/5", 0), NOT_THE_VALUE),
    ("an entry null", entry(None, 0), NOT_THE_VALUE),
    ("an entry infinite", entry("inf", 0), NOT_THE_VALUE),
    ("an entry as logarithms", entry({"terms": []}, 0), NOT_THE_VALUE),
    (
        "an entry enclosed, wrongly",
        entry({"enclosure": ["2000001/5000000", "9/20"]}, 0),
        NOT_THE_VALUE,
    ),
    ("an entry that is no pair", put([[1, "∅", "↗"]], "values", 0, 1, 0), "is not a list of 2 entries"),
    ("entries exchanged", several(entry("3/5", 0), entry("2/5", 1)), NOT_THE_VALUE),
    ("a key empty", key([]), NO_ELEMENT),
    ("a key short", key([1, "∅"]), NO_ELEMENT),
    ("a key long", key([1, "∅", "↗", "ridge"]), NO_ELEMENT),
    ("a key a text", key("1"), "is not a list"),
    ("a key of another time", key([2, "∅", "↗"]), NO_ELEMENT),
    ("a key of another state", key([1, "ridge", "↗"]), NO_ELEMENT),
    ("a key of another action", key([1, "∅", "→"]), NO_ELEMENT),
    ("a key with a time as text", key(["1", "∅", "↗"]), NO_ELEMENT),
    ("a key with the time true", key([True, "∅", "↗"]), NO_ELEMENT),
    ("a key with a list", key([1, ["∅"], "↗"]), NO_ELEMENT),
    ("a key with an object", key([1, {}, "↗"]), NO_ELEMENT),
    ("a key with null", key([1, None, "↗"]), NO_ELEMENT),
)
TABLES += unsigned(
    "instance-of-absent-entries",
    ("an absent entry as 0", append([[3, "low"], "0"], "values", 0, 1), NOT_THE_VALUE),
    ("an absent entry as null", append([[3, "low"], None], "values", 0, 1), NOT_THE_VALUE),
    ("an entry absent", drop("values", 0, 1, 0), NOT_THE_VALUE),
    ("points as choices", key([1, "low", "climb"]), NO_ELEMENT),
)
TABLES += unsigned(
    "counterexample-transitions",
    ("a transition wrong", entry("-1/8", 0), NOT_THE_VALUE),
    ("a transition missing", drop("values", 0, 1, 2), NOT_THE_VALUE),
    ("a transition to another state", key([1, "s", "left", "done"]), NO_ELEMENT),
    ("a transition without its end", key([1, "s", "left"]), NO_ELEMENT),
    ("a transition at the last time", key([2, "quick", "a1", "done"]), NO_ELEMENT),
)
TABLES += unsigned(
    "counterexample-distributions",
    ("a trajectory wrong", entry("1/7", 0), NOT_THE_VALUE),
    ("a trajectory missing", drop("values", 0, 1, 3), NOT_THE_VALUE),
    ("a trajectory twice", lambda d: put(d["values"][0][1][0], "values", 0, 1, 3)(d), NO_ELEMENT),
    ("a trajectory superfluous", append([[[1, "s1", "a3"]], "0"], "values", 0, 1), "entries in values[0]"),
    ("a trajectory flat", key([1, "s1", "a1"]), NO_ELEMENT),
    ("a trajectory too long", key([[1, "s1", "a1"], [2, "s1", "a1"]]), NO_ELEMENT),
    ("a trajectory too deep", key([[[1, "s1", "a1"]]]), NO_ELEMENT),
    ("a trajectory of points", key([[1, "s1"]]), NO_ELEMENT),
    ("a trajectory unknown", key([[1, "s3", "a1"]]), NO_ELEMENT),
    ("trajectories exchanged", several(entry("1/7", 0), entry("2/7", 3)), NOT_THE_VALUE),
)
TABLES += unsigned(
    "counterexample-pairs",
    ("a value of pairs that has none", append([["left", ["weight"]], []], "values"), NO_CALL),
)

# Logarithms, infinities, enclosures

LOGS = "counterexample-logarithms"
TERMS: Json = [["-1/2", "2"], ["-1/3", "3"]]
LOGARITHMS = unsigned(
    LOGS,
    ("a coefficient", value({"terms": [["-1/2", "2"], ["-2/3", "3"]]}), NOT_THE_VALUE),
    ("an argument", value({"terms": [["-1/2", "2"], ["-1/3", "5"]]}), NOT_THE_VALUE),
    ("a sign", value({"terms": [["-1/2", "2"], ["1/3", "3"]]}), NOT_THE_VALUE),
    ("a term missing", value({"terms": [["-1/2", "2"]]}), NOT_THE_VALUE),
    ("a term twice", value({"terms": [*TERMS, ["-1/3", "3"]]}), NOT_THE_VALUE),
    ("no terms", value({"terms": []}), NOT_THE_VALUE),
    ("a tiny difference", value({"terms": [*TERMS, ["1", f"{10**40 + 1}/{10**40}"]]}), NOT_THE_VALUE),
    ("a tiny coefficient", value({"terms": [*TERMS, [f"1/{10**40}", "2"]]}), NOT_THE_VALUE),
    ("a rational", value("-7/10"), NOT_THE_VALUE),
    ("infinite", value("-inf"), NOT_THE_VALUE),
    ("undefined", value(None), NOT_THE_VALUE),
    ("the logarithm of 0", value({"terms": [*TERMS, ["0", "0"]]}), "of a number that is not positive"),
    ("the logarithm of -2", value({"terms": [*TERMS, ["2", "-2"]]}), "of a number that is not positive"),
    ("the logarithm of infinity", value({"terms": [*TERMS, ["0", "inf"]]}), "lowest terms"),
    (
        "the logarithm of a quotient not in lowest terms",
        value({"terms": [["-1/2", "4/2"], ["-1/3", "3"]]}),
        "lowest terms",
    ),
    ("integers", value({"terms": [[-1, 2]]}), "is not a text"),
    ("three parts", value({"terms": [["-1/2", "2", "1"]]}), "is not a list of 2 entries"),
    ("terms an object", value({"terms": {"2": "-1/2"}}), "is not a list"),
    ("terms that are texts", value({"terms": ["-1/2"]}), "is not a list of 2 entries"),
    ("an object without keys", value({}), "has no key 'terms'"),
    ("a decimal beside", value({"terms": TERMS, "decimal": "-0.712"}), "unknown key 'decimal'"),
    ("an enclosure beside", value({"terms": TERMS, "enclosure": ["-1", "0"]}), "unknown key 'terms'"),
    ("a list", value(TERMS), "is not an object"),
)
ENTROPY = unsigned(
    "instance-logarithms",
    ("an entropy as a rational", value("69/100", 1), NOT_THE_VALUE),
    ("an entropy as another logarithm", value({"terms": [["1", "3"]]}, 1), NOT_THE_VALUE),
)
INFINITE = unsigned(
    "counterexample-infinities",
    ("infinity finite", value("1"), NOT_THE_VALUE),
    ("infinity with the other sign", value("-inf"), NOT_THE_VALUE),
    ("infinity null", value(None), NOT_THE_VALUE),
    ("infinity with a capital", value("Inf"), "lowest terms"),
    ("infinity spelt out", value("infinity"), "lowest terms"),
    ("infinity as a sign", value("∞"), "lowest terms"),
    ("infinity with a plus", value("+inf"), "lowest terms"),
    ("infinity enclosed", value({"enclosure": ["1000000", "1000001"]}), NOT_THE_VALUE),
    ("infinity as logarithms", value({"terms": [["1", "2"]]}), NOT_THE_VALUE),
)
LOW, HIGH = "88973686818078663/1000000000000000000", "889736868180786631/10000000000000000000"
ENCLOSED = unsigned(
    "counterexample-quotients",
    ("an enclosure too high", value({"enclosure": ["889737/10000000", "889738/10000000"]}), "lowest terms"),
    (
        "an enclosure above the value",
        value({"enclosure": ["88974/1000000", "88975/1000000"]}),
        "lowest terms",
    ),
    ("an enclosure that begins above", value({"enclosure": [HIGH, "889737/10000000"]}), NOT_THE_VALUE),
    ("an enclosure that ends below", value({"enclosure": ["889736/10000000", LOW]}), "lowest terms"),
    ("an enclosure that ends below the value", value({"enclosure": ["88973/1000000", LOW]}), NOT_THE_VALUE),
    ("an enclosure of one number", value({"enclosure": [LOW, LOW]}), NOT_THE_VALUE),
    ("an enclosure reversed", value({"enclosure": [HIGH, LOW]}), "bounds in the wrong order"),
    ("an enclosure that is wide", value({"enclosure": ["88972/1000000", "88975/1000000"]}), "lowest terms"),
    ("an enclosure that is too wide", value({"enclosure": ["0", "1"]}), "further apart than a millionth"),
    (
        "an enclosure that is a little too wide",
        value({"enclosure": ["88973/1000000", "889741/10000000"]}),
        "further apart than a millionth",
    ),
    ("an enclosure of three", value({"enclosure": [LOW, LOW, HIGH]}), "is not a list of 2 entries"),
    ("an enclosure a text", value({"enclosure": LOW}), "is not a list of 2 entries"),
    ("an enclosure infinite", value({"enclosure": ["-inf", "inf"]}), "lowest terms"),
    ("an enclosure of integers", value({"enclosure": [0, 1]}), "is not a text"),
    ("a quotient as logarithms", value({"terms": [["1", "2"]]}), NOT_THE_VALUE),
    ("a quotient as a rational", value(LOW), NOT_THE_VALUE),
    ("a quotient undefined", value(None), NOT_THE_VALUE),
)
ZERO = unsigned(
    "counterexample-second-policy",
    ("a sum that is 0, as another one", value({"terms": [["1", "2"]]}, 1), NOT_THE_VALUE),
    ("a sum that is 0, as 1", value("1", 1), NOT_THE_VALUE),
    ("a sum that is 0, enclosed", value({"enclosure": ["1/10000000", "1/5000000"]}, 1), NOT_THE_VALUE),
    ("a rational as a logarithm", value({"terms": [["7/8", "3"]]}, 2), NOT_THE_VALUE),
    ("a rational wrong", value("6/8", 2), "lowest terms"),
    ("a rational that is close", value("875000000001/1000000000000", 2), NOT_THE_VALUE),
    ("a rational null", value(None, 2), NOT_THE_VALUE),
)

TABLE: list[Row] = [*LISTS, *TABLES, *LOGARITHMS, *ENTROPY, *INFINITE, *ENCLOSED, *ZERO]
