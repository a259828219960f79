"""Families that are smaller than they are said to be, counts that are off, grids and shapes that are none."""

from __future__ import annotations

import itertools

from tests.certificates.editing import (
    Change,
    Json,
    Row,
    again,
    append,
    drop,
    more,
    put,
    read,
    reverse,
    rows,
    several,
)

GRID, SHAPES = ("domain", "grid"), ("domain", "shapes")

# Every count that a family states, off by one, and by many

COUNTED = {
    "family": 3,
    "family-undefined": 3,
    "family-vacuous": 1,
    "family-of-pairs": 1,
    "thinner-grid-says-so": 2,
    "smaller-complexity-says-so": 2,
}


def counted(base: str, shapes: int) -> list[Row]:
    """Rows for each count of each shape, and for each total."""
    found: list[Row] = []
    document = read(base)

    def reason(number: int, usual: str) -> str:
        return "is -1, not an integer" if number < 0 else usual

    for i, (by, sign) in itertools.product(range(shapes), ((-1, "less"), (1, "more"))):
        part = document["counts"][i]
        for key in ("representatives", "labelled"):
            name = f"{key} of shape {i} of {base}, one {sign}"
            found += rows(base, (name, more(by, "counts", i, key), f"counts[{i}].{key} is {part[key] + by}"))
        for key in ("checked", "undefined"):
            name, number = f"{key} of shape {i} of {base}, one {sign}", part[key] + by
            vacuous = document["verdict"] == "vacuous" and key == "checked"
            usual = "vacuous exactly if checked is 0" if vacuous else "but recomputing"
            both = several(more(by, "counts", i, key), more(by, key))
            found += rows(
                base,
                (name, both, reason(number, usual)),
                (
                    f"{name}, total unchanged",
                    more(by, "counts", i, key),
                    reason(number, "not the sum over the shapes"),
                ),
            )
    for key, (by, sign) in itertools.product(("checked", "undefined"), ((-1, "less"), (1, "more"))):
        vacuous = document["verdict"] == "vacuous" and key == "checked"
        total = "vacuous exactly if" if vacuous and by > 0 else "not the sum over the shapes"
        usual = reason(document[key] + by, total)
        found += rows(base, (f"total of {key} of {base}, one {sign}", more(by, key), usual))
    return found


COUNTS = [row for base, shapes in COUNTED.items() for row in counted(base, shapes)]

COUNT_FORMS = rows(
    "family",
    ("counts an object", put({}, "counts"), "counts is not a list"),
    ("counts empty", put([], "counts"), "counts is not a list of 3 entries"),
    ("counts of a shape missing", drop("counts", 2), "counts is not a list of 3 entries"),
    ("counts of a shape more", again("counts", 2), "counts is not a list of 3 entries"),
    ("counts reversed", reverse("counts"), "counts[0].labelled is 16"),
    ("a count missing", drop("counts", 0, "labelled"), "counts[0] has no key 'labelled'"),
    ("a count more", put(0, "counts", 0, "sampled"), "counts[0] has the unknown key 'sampled'"),
    ("a count a text", put("4", "counts", 0, "checked"), "not an integer"),
    ("a count true", put(True, "counts", 0, "checked"), "not an integer"),
    ("a count null", put(None, "counts", 0, "representatives"), "counts[0].representatives is None"),
    ("labelled true", put(True, "counts", 0, "labelled"), "counts[0].labelled is True"),
    ("labelled a text", put("4", "counts", 0, "labelled"), "counts[0].labelled is 4"),
    ("checked a text", put("62", "checked"), "not an integer"),
    ("checked true", put(True, "checked"), "not an integer"),
    ("checked negative", put(-1, "counts", 0, "checked"), "is -1, not an integer"),
    ("undefined null", put(None, "undefined"), "not an integer"),
    (
        "one that is undefined for one that is checked",
        several(
            more(-1, "counts", 1, "checked"),
            more(-1, "checked"),
            more(1, "counts", 1, "undefined"),
            more(1, "undefined"),
        ),
        "has checked 41 and undefined 1 of 42",
    ),
    (
        "one of one shape for one of another",
        several(more(-1, "counts", 1, "checked"), more(1, "counts", 2, "checked")),
        "counts[1] has checked 41",
    ),
)
COUNT_FORMS += rows(
    "family-undefined",
    (
        "undefined exchanged with checked",
        lambda d: several(
            *(
                change
                for i in range(3)
                for change in (
                    put(d["counts"][i]["undefined"], "counts", i, "checked"),
                    put(d["counts"][i]["checked"], "counts", i, "undefined"),
                )
            ),
            put(d["undefined"], "checked"),
            put(d["checked"], "undefined"),
        )(d),
        "but recomputing",
    ),
)

# A grid that is shrunk, and shapes that are left out

SHRUNK = [
    *rows(
        "family",
        *(
            (f"a grid without the weight {weight}", drop(*GRID, "weights", i), "labelled is")
            for i, weight in enumerate(("1", "1/2", "0", "1/3"))
        ),
        ("a grid of one weight", put(["1"], *GRID, "weights"), "labelled is"),
        ("a grid without weights", put([], *GRID, "weights"), "The family has no models"),
        ("a grid with a weight more", append("1/4", *GRID, "weights"), "labelled is"),
        ("a grid with a weight twice", again(*GRID, "weights", 0), "has a weight twice"),
        ("a grid with uniform priors only", put([["1/2", "1/2"]], *GRID, "policies", "2"), "labelled is"),
        ("a grid with a row less", drop(*GRID, "policies", "2", 1), "has a row without all its orders"),
        (
            "a grid with a row less in all its orders",
            several(drop(*GRID, "policies", "2", 4), drop(*GRID, "policies", "2", 3)),
            "labelled is",
        ),
        (
            "a grid with a row more",
            several(
                append(["1/4", "3/4"], *GRID, "policies", "2"), append(["3/4", "1/4"], *GRID, "policies", "2")
            ),
            "labelled is",
        ),
        (
            "a grid with a row more in one order",
            append(["1/4", "3/4"], *GRID, "policies", "2"),
            "without all its orders",
        ),
        ("a grid with a row twice", again(*GRID, "policies", "2", 0), "has a row twice"),
        (
            "a grid with a row too long",
            append(["1", "0", "0"], *GRID, "policies", "2"),
            "is not a list of 2 entries",
        ),
        (
            "a grid with a row that sums to 3/2",
            append(["1", "1/2"], *GRID, "policies", "2"),
            "do not sum to 1",
        ),
        ("a grid with a negative row", append(["3/2", "-1/2"], *GRID, "policies", "2"), "not in [0, 1]"),
        (
            "a grid without rows for a length",
            drop(*GRID, "policies", "2"),
            "the grid has no rows for this shape",
        ),
        ("a grid without starts", drop(*GRID, "starts", "1"), "the grid has no rows for this shape"),
        ("a grid with a start missing", drop(*GRID, "starts"), "has no key 'starts'"),
        ("a grid with a padded length", put([["1"]], *GRID, "policies", "01"), "is not a number of entries"),
        (
            "a grid with a long length",
            put([["1"] + ["0"] * 5], *GRID, "policies", "6"),
            "is not a number of entries",
        ),
        (
            "a grid with a negative length",
            put([["1"]], *GRID, "policies", "-1"),
            "is not a number of entries",
        ),
        (
            "a grid with a row for nothing",
            put([["1"]], *GRID, "successors", "0"),
            "is not a list of 0 entries",
        ),
        (
            "a grid with no row for nothing",
            put([], *GRID, "successors", "0"),
            "is not the list of the one empty row",
        ),
        ("a grid with rows that are no lists", put(["1"], *GRID, "policies", "1"), "is not a list"),
        ("a grid of nothing", put({}, *GRID), "domain.grid has no key 'weights'"),
        ("a grid without policies", put({}, *GRID, "policies"), "is not an object with at least one key"),
        ("a grid that is a name", put("small", *GRID), "domain.grid is not an object"),
        ("a grid with a horizon", put(2, *GRID, "horizon"), "domain.grid has the unknown key 'horizon'"),
        (
            "a shape left out",
            several(drop(*SHAPES, 2), drop("counts", 2)),
            "which is not the sum over the shapes",
        ),
        ("a shape left out with its counts kept", drop(*SHAPES, 2), "counts is not a list of 2 entries"),
        (
            "a shape more",
            append({"actions": [[3]], "complexity": 2, "pairs": False}, *SHAPES),
            "counts is not a list",
        ),
        ("shapes in another order", reverse("domain", "shapes"), "counts[0]"),
        ("a shape twice", several(again(*SHAPES, 0), again("counts", 0)), "has a shape twice"),
        (
            "a shape twice with another complexity",
            append({"actions": [[2]], "complexity": 1, "pairs": False}, *SHAPES),
            "has a shape twice",
        ),
        ("no shapes", put([], *SHAPES), "domain.shapes is empty"),
        ("shapes an object", put({}, *SHAPES), "domain.shapes is not a list"),
        (
            "many shapes",
            put([{"actions": [[1]], "complexity": i, "pairs": False} for i in range(101)], *SHAPES),
            "more than 100 entries",
        ),
        ("a complexity less", put(2, *SHAPES, 1, "complexity"), "labelled is 80"),
        ("complexity 0", put(0, *SHAPES, 1, "complexity"), "labelled is 80"),
        ("complexity negative", put(-1, *SHAPES, 1, "complexity"), "not an integer from 0"),
        ("complexity huge", put(10**9, *SHAPES, 1, "complexity"), "not an integer from 0"),
        ("complexity a text", put("3", *SHAPES, 1, "complexity"), "not an integer from 0"),
        ("complexity true", put(True, *SHAPES, 1, "complexity"), "not an integer from 0"),
        (
            "a shape with representatives",
            put(42, *SHAPES, 1, "representatives"),
            "unknown key 'representatives'",
        ),
        ("a shape without pairs", drop(*SHAPES, 1, "pairs"), "has no key 'pairs'"),
        ("a shape with pairs", put(True, *SHAPES, 1, "pairs"), "labelled is 80"),
        ("pairs a text", put("no", *SHAPES, 1, "pairs"), "pairs that is not true or false"),
        ("pairs 0", put(0, *SHAPES, 1, "pairs"), "pairs that is not true or false"),
        ("actions of another shape", put([[1, 1]], *SHAPES, 1, "actions"), "labelled is 80"),
        ("actions flat", put([2], *SHAPES, 1, "actions"), "is not a list"),
        ("actions a text", put("2", *SHAPES, 1, "actions"), "is not a list"),
        ("actions zero", put([[0]], *SHAPES, 1, "actions"), "is 0, not an integer from 1 to 5"),
        ("actions many", put([[6]], *SHAPES, 1, "actions"), "is 6, not an integer from 1 to 5"),
        ("actions true", put([[True]], *SHAPES, 1, "actions"), "is True, not an integer"),
        ("no times", put([], *SHAPES, 1, "actions"), "a time without states"),
        ("no states", put([[2], []], *SHAPES, 1, "actions"), "a time without states"),
        ("many states", put([[1] * 6], *SHAPES, 1, "actions"), "more than 5 entries"),
        ("many times", put([[1]] * 51, *SHAPES, 1, "actions"), "more than 50 entries"),
        (
            "five actions without rows",
            put([[5]], *SHAPES, 1, "actions"),
            "the grid has no rows for this shape",
        ),
    ),
    *rows(
        "family-of-pairs",
        ("pairs dropped", put(False, *SHAPES, 0, "pairs"), "labelled is"),
        ("a complexity less of pairs", put(2, *SHAPES, 0, "complexity"), "labelled is"),
    ),
    *rows(
        "thinner-grid-says-so",
        ("a thin grid made the usual one", put(["1", "1/2", "0", "1/3"], *GRID, "weights"), "labelled is"),
    ),
    *rows(
        "smaller-complexity-says-so",
        ("a small complexity made a larger one", put(3, *SHAPES, 0, "complexity"), "labelled is"),
    ),
    *rows("family-vacuous", ("a horizon more", put([[1], [1], [1]], *SHAPES, 0, "actions"), "labelled is")),
]

# The priors of a model

PRIORS = [
    *rows(
        "family-of-policies",
        ("a prior less", more(-1, "count"), "which is not the number of priors"),
        ("a prior more", more(1, "count"), "which is not the number of priors"),
        ("a count as text", put("125", "count"), "not an integer"),
        ("a number of priors true", put(True, "count"), "not an integer"),
        ("a prior unchecked", more(-1, "checked"), "has checked 124 and undefined 0 of 125"),
        ("a prior checked twice", more(1, "checked"), "has checked 126 and undefined 0 of 125"),
        ("a prior undefined", more(1, "undefined"), "has checked 125 and undefined 1 of 125"),
        (
            "a prior undefined for one checked",
            several(more(-1, "checked"), more(1, "undefined")),
            "has checked 124",
        ),
        ("checked negative of priors", put(-1, "checked"), "not an integer"),
        ("a row less", drop("domain", "rows", "2", 4), "count is 125, which is not the number of priors"),
        (
            "a row more",
            append(["1/4", "3/4"], "domain", "rows", "2"),
            "count is 125, which is not the number",
        ),
        ("a row twice", again("domain", "rows", "2", 0), "has a row twice"),
        ("a row that sums to 3/4", put(["1/2", "1/4"], "domain", "rows", "2", 0), "do not sum to 1"),
        (
            "a row that is too long",
            append(["1", "0", "0"], "domain", "rows", "2"),
            "is not a list of 2 entries",
        ),
        (
            "rows of a length missing",
            put({"1": [["1"]]}, "domain", "rows"),
            "no rows for some number of actions",
        ),
        ("rows empty", put({}, "domain", "rows"), "is not an object with at least one key"),
        ("rows of a length empty", put([], "domain", "rows", "2"), "no rows for some number of actions"),
        ("rows a list", put([], "domain", "rows"), "domain.rows is not an object"),
        ("rows missing", drop("domain", "rows"), "domain has no key 'rows'"),
        ("rows with a padded length", put([["1"]], "domain", "rows", "01"), "is not a number of entries"),
        ("priors with a grid", put({}, "domain", "grid"), "domain has the unknown key 'grid'"),
        ("priors with shapes", put([], "domain", "shapes"), "no key 'counts'"),
        ("counts of priors", put([], "counts"), "unknown key 'counts'"),
        (
            "priors of a model that recurs",
            several(put("∅", "domain", "policies", "states", "∅", "↗", "to")),
            "which is not the number of priors",
        ),
    ),
    *rows(
        "family-of-policies-vacuous",
        (
            "a vacuous prior checked",
            several(put(1, "checked"), put(124, "undefined")),
            "checked",
        ),
        ("a vacuous prior that is unmet", more(-1, "undefined"), "has checked 0 and undefined 124"),
    ),
]

# Families that are too large

ROWS_OF_5: Json = [["1/5"] * 5]
MANY: Json = ["1", "0", *(f"1/{n}" for n in range(2, 400))]


def whole(shape: list[list[int]], complexity: int, labelled: int = 0, **grid: Json) -> Change:
    """A family of one shape with another grid."""

    def change(document: Json) -> Json:
        usual = {
            "weights": ["1"],
            "successors": {"0": [[]], "1": [["1"]]},
            "policies": {"1": [["1"]]},
            "starts": {"1": [["1"]]},
        }
        document["domain"]["grid"] = {**usual, **grid}
        document["domain"]["shapes"] = [{"actions": shape, "complexity": complexity, "pairs": False}]
        document["counts"] = [{"representatives": 0, "labelled": labelled, "checked": 0, "undefined": 0}]
        return document

    return change


LARGE = rows(
    "family-vacuous",
    ("many weights", whole([[1]], 1000, 401, weights=[*MANY, "2/401"]), "more than 400 entries"),
    ("a family of no models", whole([[1]], 0, 0, weights=["1/2"]), "The family has no models"),
    (
        "a family that cannot reach its states",
        whole([[1], [1, 1]], 9, 0, successors={"0": [[]], "1": [["1"]], "2": [["1", "0"], ["0", "1"]]}),
        "The family has no models",
    ),
)

# A refuted claim, whose counts say that it holds


def as_family(base: str, source: str) -> Change:
    """The counts of a family that holds, for a claim that is refuted over the same domain."""

    def change(document: Json) -> Json:
        held = read(source)
        for key in ("claim", "reading", "statement", "definitions", "relation", "given"):
            held[key] = document[key]
        return held

    return change


REFUTED = [
    row
    for base in ("counterexample-policies", "counterexample-both", "counterexample-of-an-ending-model")
    for row in rows(
        base,
        (
            f"{base} over a family",
            as_family(base, "family"),
            "The relation is false in a model of domain.shapes[",
        ),
    )
]

TABLE: list[Row] = [*COUNTS, *COUNT_FORMS, *SHRUNK, *PRIORS, *LARGE, *REFUTED]
