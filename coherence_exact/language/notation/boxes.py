"""The tree of boxes as which a formula is laid out."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple, TypeAlias

Kind = Enum("Kind", "NAME NUMBER WORDS FUNCTION BIG SIGN SPACE")
"""What a leaf is, which decides its type face and the space around it; ``BIG`` is Σ or Π."""

Binding = IntEnum("Binding", "LISTED JOINED STATEMENT RELATION PHRASE NEGATED SUM PREFIX PRODUCT POWER ATOM")
"""How closely a formula holds together: in parentheses, or not, where something closer is needed.

``LISTED``: x if c, else y; ``JOINED``: x and y, x where c, for all a: x; ``STATEMENT``: a relation in words;
``PHRASE``: a number or a table in words; ``PREFIX``: Σ_a x, and a product that ends so, because what follows
would be read as part of it.
"""


class Leaf(NamedTuple):
    """A letter, a number, a sign and so on."""

    kind: Kind
    text: str


class Row(NamedTuple):
    """Boxes side by side."""

    parts: tuple[Box, ...]


class Script(NamedTuple):
    """A box with a subscript, a superscript, or both."""

    base: Box
    sub: Box | None
    sup: Box | None


class Fence(NamedTuple):
    """A box between brackets."""

    opening: str
    content: Box
    closing: str


class Cases(NamedTuple):
    """Boxes, each with its condition, and one for all other cases."""

    branches: list[tuple[Box, Box]]
    otherwise: Box


Box: TypeAlias = Leaf | Row | Script | Fence | Cases

SPACE = Leaf(Kind.SPACE, " ")


class Shown(NamedTuple):
    """A laid out term, and how closely it holds together."""

    box: Box
    binding: Binding = Binding.ATOM

    def within(self, needed: Binding) -> Box:
        """The box, in parentheses where it does not hold together as closely as is needed."""
        return self.box if self.binding >= needed else Fence("(", self.box, ")")


def parts_of(box: Box) -> tuple[Box, ...]:
    """The boxes of a row, or the box itself."""
    return box.parts if isinstance(box, Row) else (box,)


def row(*boxes: Box) -> Box:
    """Boxes side by side."""
    flat = tuple(part for box in boxes for part in parts_of(box))
    return flat[0] if len(flat) == 1 else Row(flat)


def leaf_of(box: object) -> Leaf:
    """A leaf as it is, or the one that has the scripts; an empty one for any other box."""
    while isinstance(box, Script):
        box = box.base
    return box if isinstance(box, Leaf) else Leaf(Kind.NAME, "")
