"""Notations as boxes: text in which arguments stand for parameters in braces."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import TypeAlias

from coherence_exact.exact.rationals import printable
from coherence_exact.language.notation.boxes import (
    SPACE,
    Binding,
    Box,
    Fence,
    Kind,
    Leaf,
    Script,
    Shown,
    leaf_of,
    row,
)

Part: TypeAlias = Box | Shown

_HOLE = "\ue000"
"""Stands for a parameter while a notation is read; ``printable`` leaves no such character in its text."""

_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}"
_FUNCTION = r"(?:arg[ ]max|arg[ ]min|max|min|sup|inf|lim|log|exp|supp|KL|TV|Pr|Var)(?![^\W\d_])"
_PIECE = re.compile(
    rf"""
    (?P<HOLE>{_HOLE})
  | (?P<STAR>(?<=[^ (\[{{|_^])\*(?=$|[ ()\[\],;:]))
  | (?P<OPEN>[(\[{{]|(?:(?<![^ /·(\[{{])|(?<=log))\|(?=[^][(){{}}|]*\|))
  | (?P<FUNCTION>{_FUNCTION})
  | (?P<WORDS>(?<=[_^]){_WORD}|-?{_WORD}(?:[ -](?!{_FUNCTION}){_WORD})*)
  | (?P<BIG>[ΣΠ∑∏])
  | (?P<NAME>[^\W\d_][\u0300-\u036f]*['’′″]*)
  | (?P<NUMBER>[0-9]+(?:\.[0-9]+)?|[∞∅½\#])
  | (?P<SPACE>[ ]+)
  | (?P<SIGN>\.\.|.)
    """,
    re.VERBOSE,
)
_BRACKETS = {"(": ")", "[": "]", "{": "}", "|": "|"}

_SUB, _SUP, _EQUALS, _MINUS = (Leaf(Kind.SIGN, sign) for sign in "_^=−")
_OWN, _BEFORE, _AFTER = range(3)
_SIGNS = {
    **dict.fromkeys("=≠<>≤≥∝⊆⊂∈∉≈~→⇔⇒", (Binding.RELATION, Binding.PHRASE, Binding.PHRASE)),
    **dict.fromkeys(",;‖|", (Binding.JOINED, Binding.STATEMENT, Binding.STATEMENT)),
    ":": (Binding.JOINED, Binding.STATEMENT, Binding.JOINED),
    "↦": (Binding.JOINED, Binding.STATEMENT, Binding.LISTED),
    "+": (Binding.SUM, Binding.NEGATED, Binding.SUM),
    **dict.fromkeys("−-", (Binding.SUM, Binding.NEGATED, Binding.PREFIX)),
    **dict.fromkeys(("·", ".."), (Binding.PRODUCT, Binding.PRODUCT, Binding.PREFIX)),
    "/": (Binding.PRODUCT, Binding.PRODUCT, Binding.POWER),
}
"""How closely a row with a sign holds together, and how closely an argument has to before and after it."""

_ANY_SIGN = (Binding.ATOM, Binding.ATOM, Binding.ATOM)


def read(notation: str, given: Mapping[str, Shown], words: Binding = Binding.PHRASE) -> Shown:
    """A notation with its arguments; ``words`` is how closely one with words in it holds together."""
    pieces = [(printable(literal), name) for literal, name, _, _ in string.Formatter().parse(notation)]
    arguments = (given[name] for _, name in pieces if name is not None)
    rows: list[list[Part]] = [[]]
    opened: list[str] = []
    for found in _PIECE.finditer("".join(text if name is None else text + _HOLE for text, name in pieces)):
        kind, piece = str(found.lastgroup), found.group()
        if opened and piece == _BRACKETS[opened[-1]]:
            content = _composed(rows.pop()).box
            _append(rows[-1], Fence(opened.pop(), content, piece))
        elif kind == "OPEN":
            rows.append([])
            opened.append(piece)
        elif kind == "HOLE":
            _append(rows[-1], next(arguments))
        elif kind == "STAR":
            rows[-1].append(_script(rows[-1].pop(), False, Leaf(Kind.SIGN, piece)))
        else:
            _append(rows[-1], SPACE if kind == "SPACE" else Leaf(Kind[kind], piece))
    while opened:
        for part in (Leaf(Kind.SIGN, opened.pop()), *rows.pop()):
            _append(rows[-1], part)
    return _composed(rows[0], words)


def _append(parts: list[Part], part: Part) -> None:
    """Put a part at the end of a row, as a script if a mark of one is there."""
    if len(parts) > 1 and parts[-1] in (_SUB, _SUP) and parts[-2] != SPACE:
        mark, base = parts.pop(), parts.pop()
        part = _script(base, mark == _SUB, part)
    parts.append(part)


def _script(base: Part, is_below: bool, part: Part) -> Box:
    box = base.within(Binding.ATOM) if isinstance(base, Shown) else base
    content = part.box if isinstance(part, Shown) else part
    if content is part and isinstance(content, Fence) and content.opening == "{":
        content = content.content
    if not is_below and content == Leaf(Kind.NUMBER, "1"):
        return box
    stem, sub, sup = box if isinstance(box, Script) else (box, None, None)
    if (sub if is_below else sup) is not None:
        stem, sub, sup = box, None, None
    return Script(stem, content, sup) if is_below else Script(stem, sub, content)


def _composed(parts: list[Part], words: Binding = Binding.PHRASE) -> Shown:
    """Boxes in a row, arguments in parentheses where what is beside them asks for it."""
    if len(parts) == 1 and isinstance(parts[0], Shown):
        return parts[0]
    boxes: list[Box] = []
    bindings = [Binding.NEGATED if parts and parts[0] == _MINUS else Binding.ATOM]
    for position, part in enumerate(parts):
        if isinstance(part, Shown):
            before, after = parts[:position][::-1], parts[position + 1 :]
            # δ=δ, where a variable has the letter that the notation announces, is δ.
            for announced in ([_EQUALS, part.box], [SPACE, _EQUALS, SPACE, part.box]):
                if before[: len(announced)] == announced:
                    del boxes[-len(announced) :]
            needed = max(_needed(after, _BEFORE), _needed(before, _AFTER))
            boxes.append(part.within(needed))
            bindings.append(part.binding if part.binding >= needed else Binding.ATOM)
        else:
            leaf = leaf_of(part)
            own = {
                Kind.SIGN: _SIGNS.get(leaf.text, _ANY_SIGN)[_OWN],
                Kind.WORDS: words,
                Kind.SPACE: Binding.PREFIX,
            }
            boxes.append(part)
            bindings.append(own.get(leaf.kind, Binding.ATOM))
    if len(boxes) == 1 and isinstance(boxes[0], Script) and boxes[0].sup is not None:
        bindings.append(Binding.POWER)
    return Shown(row(*boxes), min(bindings))


def _needed(beside: list[Part], side: int) -> Binding:
    """How closely an argument has to hold together on the side where some parts are, the nearest first."""
    apart = beside[:1] == [SPACE]
    if len(beside) == apart:
        return Binding.LISTED
    leaf = leaf_of(beside[apart])
    if leaf.kind is Kind.SIGN:
        return _SIGNS.get(leaf.text, _ANY_SIGN)[side]
    if not apart:
        return Binding.ATOM
    if leaf.kind is Kind.WORDS:
        return Binding.STATEMENT
    return Binding.PREFIX if side == _AFTER and leaf.kind in (Kind.BIG, Kind.FUNCTION) else Binding.PRODUCT
