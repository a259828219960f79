"""Numbers that are misspelt, or are none, wherever a certificate has numbers."""

from __future__ import annotations

from tests.certificates.editing import Json, Place, Row, in_both_models, put, rows

MISSPELT: dict[str, str] = {
    "blank before": " 1",
    "newline after": "1\n",
    "decimal": "0.5",
    "exponent": "1e-1",
    "division by zero": "1/0",
    "zero by zero": "0/0",
    "zero over two": "0/2",
    "empty": "",
    "fraction slash": "1⁄2",
    "other digits": "١",
    "superscript": "²",
    "hexadecimal": "0x1",
    "infinite": "infinite",
    "not a number": "nan",
    "minus zero": "-0",
    "negative denominator": "1/-2",
    "not lowest": "2/4",
    "over one": "1/1",
    "padded": "01",
    "padded denominator": "1/02",
    "plus": "+1",
    "two minus signs": "--1",
    "two divisions": "1/2/3",
    "underscore": "1_0/20",
    "variable": "$1",
    "percent": "50%",
    "too many digits": "1" * 1_001,
}
OTHER: dict[str, Json] = {"integer": 1, "null": None, "true": True, "list": ["1", "2"], "object": {"p": "1"}}
SUCCESS: Place = ("states", "forest", "↗", "success")

IN_MODELS = [
    *rows(
        "instance",
        *(
            (
                f"{what}, in a model",
                in_both_models(put, text, *SUCCESS),
                "digits in" if what == "too many digits" else "lowest terms",
            )
            for what, text in MISSPELT.items()
        ),
        *(
            (f"{what}, in a model", in_both_models(put, value, *SUCCESS), "is not a text")
            for what, value in OTHER.items()
        ),
    )
]

IN_VALUES = [
    *rows(
        "instance",
        *(
            (f"{what}, in values", put(text, "values", 0, 1, 0, 1), "lowest terms")
            for what, text in MISSPELT.items()
            if what != "too many digits"
        ),
        ("too many digits, in values", put("1" * 20_001, "values", 0, 1, 0, 1), "digits in values"),
        ("an integer, in values", put(1, "values", 0, 1, 0, 1), "values[0]"),
        ("true, in values", put(True, "values", 0, 1, 0, 1), "values[0]"),
        ("a list, in values", put(["2", "5"], "values", 0, 1, 0, 1), "values[0]"),
    )
]

TERMS_ONLY = (
    "blank before",
    "decimal",
    "minus zero",
    "not lowest",
    "over one",
    "padded",
    "plus",
    "too many digits",
)
IN_TERMS = [
    *rows(
        "instance",
        *(
            (
                f"{what}, in a term",
                put(MISSPELT[what], "relation", 2),
                "digits in" if what == "too many digits" else "lowest terms",
            )
            for what in TERMS_ONLY
        ),
        ("an integer, in a term", put(1, "relation", 2), "relation[2] is not a list"),
        ("null, in a term", put(None, "relation", 2), "relation[2] is not a list"),
        ("true, in a term", put(True, "relation", 2), "relation[2] is not a list"),
        ("infinity as text, in a term", put("inf", "relation", 2), "lowest terms"),
    )
]

IN_GRIDS = [
    *rows(
        "family",
        *(
            (f"{what}, in a grid", put(MISSPELT[what], "domain", "grid", "weights", 1), "lowest terms")
            for what in TERMS_ONLY[:-1]
        ),
        ("an integer, in a grid", put(1, "domain", "grid", "weights", 0), "is not a text"),
        ("above one, in a grid", put("2", "domain", "grid", "weights", 0), "is 2, which is not in [0, 1]"),
        ("negative, in a grid", put("-1", "domain", "grid", "weights", 0), "is -1, which is not in [0, 1]"),
    )
]

IN_ENCLOSURES = rows(
    "sequence",
    *(
        (f"{what}, in an enclosure", put(MISSPELT[what], "enclosures", 0, 1, 0, 0), "lowest terms")
        for what in TERMS_ONLY[:-1]
    ),
    ("an integer, in an enclosure", put(0, "enclosures", 0, 1, 0, 0), "is not a text"),
    ("infinite, in an enclosure", put("inf", "enclosures", 0, 1, 0, 1), "lowest terms"),
)

TABLE: list[Row] = [*IN_MODELS, *IN_VALUES, *IN_TERMS, *IN_GRIDS, *IN_ENCLOSURES]
