"""Every small change of a certificate: a number more or less, another operation, a part left out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from fractions import Fraction

from tests.certificates.editing import Json, Place, leaves

ALIKE = (
    ("+", "-", "*", "/", "^"),
    ("=", "<", "<="),
    ("and", "or"),
    ("sum", "max", "min"),
    ("every", "some"),
    ("every", "count"),
    ("left", "right"),
    ("product", "tail", "along", "end"),
    ("next", "log", "not", "into", "through", "left", "product"),
    ("back", "forth"),
    (
        "prior",
        "weight",
        "dynamics",
        "start",
        "time",
        "last",
        "horizon",
        "infinity",
        "chance",
        "second_policy",
    ),
    ("points", "choices", "transitions", "trajectories", "pairs", "scalar"),
    ("number", "truth", "policy", "points", "choices", "truths of points"),
)
"""Operations, spaces and sorts that stand in one place of a term."""


def replaced(document: Json, place: Place, value: Json) -> Json:
    result = copy.deepcopy(document)
    part = result
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    return result


def left_out(document: Json, place: Place) -> Json:
    result = copy.deepcopy(document)
    part = result
    for key in place[:-1]:
        part = part[key]
    del part[place[-1]]
    return result


def parts(data: Json, place: Place = ()) -> Iterator[Place]:
    """The place of every entry of a list or an object."""
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*place, key)
            yield from parts(part, (*place, key))


def mutations(document: Json) -> Iterator[tuple[str, Place, Json]]:
    """What is done, where, and the certificate after it."""
    for place, leaf in leaves(document):
        if isinstance(leaf, bool):
            yield f"{not leaf}", place, replaced(document, place, not leaf)
        elif isinstance(leaf, int):
            for by in (-1, 1):
                yield f"{leaf + by}", place, replaced(document, place, leaf + by)
        elif isinstance(leaf, str):
            if re.fullmatch(r"-?\d+(/\d+)?", leaf) and place[0] not in ("claim", "reading", "statement"):
                number = Fraction(leaf)
                above, below = number.numerator, number.denominator
                for other in (
                    Fraction(above + 1, below),
                    Fraction(above - 1, below),
                    Fraction(above, below + 1),
                ):
                    if other != number:
                        yield f"{other}", place, replaced(document, place, str(other))
            for name in {name for alike in ALIKE if leaf in alike for name in alike} - {leaf}:
                yield name, place, replaced(document, place, name)
    for place in parts(document):
        yield "left out", place, left_out(document, place)
