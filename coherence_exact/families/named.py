"""The named families: which shapes they have, and how far each is enumerated.

A *profile* says how far: ``quick`` for every day, ``full`` for a long look.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import quote
from coherence_exact.families.shapes import Shape, ShapeFamily

Profile: TypeAlias = Literal["quick", "full"]
PROFILES = ("quick", "full")

_Bounds: TypeAlias = dict[Shape, tuple[int | None, int]]

_SMALL: _Bounds = {
    ((1,),): (2, 2),
    ((2,),): (3, 3),
    ((3,),): (4, 4),
    ((2, 2),): (3, 7),
    ((1,), (1,)): (2, 2),
    ((2,), (2,)): (4, 6),
    ((2,), (2, 2)): (3, 4),
    ((2, 2), (2,)): (2, 4),
    ((2, 2), (2, 2)): (2, 3),
    ((2,), (2,), (2,)): (2, 4),
    ((2,), (2, 2), (2, 2)): (1, 3),
    ((3,), (3,)): (None, 4),
    ((2,), (2, 2, 2)): (None, 3),
    ((2, 2, 2), (2,)): (None, 3),
    ((3,), (3, 3, 3)): (None, 2),
    ((2,), (2, 2), (2,)): (None, 3),
    ((2, 2), (2, 2), (2, 2)): (None, 2),
    ((2,), (2,), (2,), (2,)): (None, 4),
    ((2,), (2, 2), (2, 2), (2, 2)): (None, 1),
    ((2,), (2,), (2,), (2,), (2,)): (None, 3),
    ((2,), (2, 2), (2, 2), (2, 2), (2, 2)): (None, 1),
}
"""Shapes with the complexity up to which ``quick`` and ``full`` enumerate them, None if not at all."""

_TWO_DECISIONS: _Bounds = {
    ((2,), (2,)): (4, 6),
    ((2,), (2, 2)): (4, 5),
}

_UNEQUAL: _Bounds = {
    ((1,),): (2, 2),
    ((2,),): (3, 3),
    ((2,), (1,)): (4, 4),
    ((1,), (2,)): (4, 4),
    ((2,), (2,)): (3, 6),
    ((2,), (1, 1)): (3, 4),
    ((2,), (1, 2)): (3, 4),
    ((2,), (2, 2)): (2, 4),
    ((1, 2), (2,)): (2, 4),
    ((2,), (1, 2), (1, 1)): (1, 2),
    ((2,), (1, 3)): (None, 4),
    ((3,), (1, 2)): (None, 3),
    ((2, 2), (1, 2)): (None, 3),
    ((3,), (1, 2, 3)): (None, 2),
    ((2,), (1, 2), (1, 2), (1, 2)): (None, 1),
}

_PAIRS: _Bounds = {
    ((2,),): (4, 4),
    ((3,),): (2, 3),
    ((2, 2),): (2, 3),
    ((2,), (2,)): (3, 4),
    ((2,), (2, 2)): (2, 3),
    ((2,), (1, 2)): (2, 3),
    ((2,), (2,), (2,)): (2, 3),
    ((3,), (3,)): (None, 2),
    ((2,), (2, 2, 2)): (None, 2),
    ((2,), (2, 2), (2, 2)): (None, 2),
    ((2,), (2,), (2,), (2,)): (None, 2),
}


def _joined(*tables: _Bounds) -> _Bounds:
    """Every shape of some tables as far as one of them goes, smaller shapes first."""
    joined: _Bounds = {}
    for table in tables:
        for shape, bounds in table.items():
            known = joined.get(shape, (None, 0))
            quick = [most for most in (bounds[0], known[0]) if most is not None]
            joined[shape] = max(quick, default=None), max(bounds[1], known[1])
    return dict(sorted(joined.items(), key=lambda item: _size(item[0])))


def _size(shape: Shape) -> tuple[int, int, int, Shape]:
    return len(shape), sum(map(len, shape)), sum(map(sum, shape)), shape


_FAMILIES = {
    "all": _joined(_SMALL, _UNEQUAL),
    "deep": _joined(_SMALL, _UNEQUAL, _TWO_DECISIONS),
    "small": _SMALL,
    "two-decision": _TWO_DECISIONS,
    "unequal": _UNEQUAL,
}

DESCRIPTIONS = {
    "all": "small models",
    "deep": "small models, two decisions further",
    "small": "small models with one action set",
    "two-decision": "models with two decisions and one action set",
    "unequal": "small models whose states may have different numbers of actions",
    "pairs": "small models with two policies",
}
"""The families by name, in words."""

NAMES = tuple(DESCRIPTIONS)
"""The names of the families; ``pairs`` is what claims about two policies are decided on."""


@cache
def shapes_of(name: str, pairs: bool, profile: Profile) -> tuple[ShapeFamily, ...]:
    """The shapes of a family, each enumerated up to its complexity; with a second policy if ``pairs``.

    Raises :class:`ArgumentError` if there is no family of that name.
    """
    check_name(name)
    bounds = _PAIRS if pairs or name == "pairs" else _FAMILIES[name]
    column = PROFILES.index(profile)
    return tuple(
        ShapeFamily(shape, most, pairs=pairs)
        for shape, mosts in bounds.items()
        if (most := mosts[column]) is not None
    )


def check_name(name: object) -> None:
    """Raise :class:`ArgumentError` if there is no family of that name."""
    if name not in NAMES:
        raise ArgumentError(f"{quote(name)} is not a family; choose one of {', '.join(NAMES)}")


def describe(name: str, pairs: bool, profile: Profile) -> str:
    """The family in words, with how far it goes."""
    shapes = shapes_of(name, pairs, profile)
    horizons = [len(family.shape) for family in shapes]
    most = max(family.most_complexity for family in shapes)
    words = DESCRIPTIONS["pairs" if pairs else name]
    return f"{words} (T ≤ {max(horizons)}, {len(shapes)} shapes, complexity ≤ {most})"
