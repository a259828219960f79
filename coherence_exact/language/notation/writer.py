"""Terms and definitions as boxes."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from coherence_exact.exact.rationals import format_rational, printable
from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation.boxes import (
    SPACE,
    Binding,
    Box,
    Cases,
    Kind,
    Leaf,
    Shown,
    leaf_of,
    parts_of,
    row,
)
from coherence_exact.language.notation.reader import read
from coherence_exact.language.sorts import NUMBER, POLICY, Space
from coherence_exact.language.terms import BINDERS, ENTRYWISE, Term, number, subterms, variable

_LETTERS = {
    "policy": "π",
    "steps": "k",
    **{unicodedata.name(letter).rpartition(" ")[2].lower(): letter for letter in "αβγδεζηθικλμνξορστυφχψω"},
}
"""What variables are called in formulas, if it is not their name."""

_DATA = {"prior": "p", "second_policy": "π'", "weight": "w", "dynamics": "τ", "start": "μ", "index": "k"}
_NOTATIONS = {
    **_DATA,
    **{"time": "t", "last": "t = T", "horizon": "T", "infinity": "∞", "chance": "τ(ξ)"},
    **{"+": "{0} + {1}", "-": "{0} − {1}", "*": "{0}·{1}", "/": "{0}/{1}", "^": "{0}^{1}"},
    **{"=": "{0} = {1}", "<": "{0} < {1}", "<=": "{0} ≤ {1}"},
    **{"and": " and ", "or": " or ", "not": "not {0}", "log": "log {0}", "where": "{1} where {0}"},
    **{"sum": "Σ_{{%s}} {0}", "max": "max_{{%s}} {0}", "min": "min_{{%s}} {0}", "count": "#{{%s: {0}}}"},
    **{"every": "for all %s: {0}", "some": "for some %s: {0}"},
    **{"next": "{0}(s')", "left": "{0}(a)", "right": "{0}(b)", "end": "{0}(s_T,a_T)"},
    **{"product": "Π_{{u≥t}} {0}", "tail": "Π_{{u>t}} {0}", "along": "Σ_{{u≥t}} {0}"},
    **{"into": "Σ_{{→s}} {0}", "through": "Σ_{{ξ∋s,a}} {0}", "below": "Σ_{{ξ':{0}(ξ')<{0}(ξ)}} {1}(ξ')"},
    **{"at": "{0}_{1}({2},{3})", "share": "∝ {0}, else {1}"},
    **{"back": "{0} solving {0} = {1}", "forth": "{0} solving {0} = {1}", "repeat": "({1} ↦ {2})^{0}({3})"},
    **{"least": "least {2} in {0}..{1} with {3}", "ending": "in the model that ends with 1 − {0}: {1}"},
}
"""What is shown of each operation, with its operands that are no spaces in braces."""

_TURNED = {"=": "{1} = {0}", "<": "{1} > {0}", "<=": "{1} ≥ {0}"}
"""Comparisons that begin with a number, which reads better at the end."""

_OPPOSITES = {
    Leaf(Kind.SIGN, one): Leaf(Kind.SIGN, other) for one, other in zip("=≠<≥≤>", "≠=≥<>≤", strict=True)
}
_COORDINATES = dict(zip(Space, ("", "t,s,", "t,s,a,", "t,s,a,s',", "ξ", "t,s,a,b,"), strict=True))
"""The coordinates of each space, which begin with those of a coarser one."""


def laid_out(term: Term) -> Box:
    """A term as boxes."""
    return _Writer(term).shown(term).box


def defining(definition: Definition) -> Box:
    """A definition as boxes: its notation, a sign, and its body."""
    writer = _Writer(definition.body, *(parameter.name for parameter in definition.parameters))
    head = writer.call(definition, (writer.letter(parameter.name) for parameter in definition.parameters))
    sign = [] if definition.body.operator == "share" else [Leaf(Kind.SIGN, "="), SPACE]
    if definition.sort.is_truth:
        sign = [Leaf(Kind.SIGN, "⇔"), SPACE]
    side = head.within(Binding.LISTED if definition.sort.is_truth else Binding.PHRASE)
    return row(side, SPACE, *sign, writer.shown(definition.body).box)


class _Writer:
    """Lays out terms whose variables have letters, no two alike and none like a datum of the terms."""

    def __init__(self, body: Term, *parameters: str) -> None:
        parts = list(subterms(body))
        taken = {"t", "s", "a", "b", "u", "T", "ξ", *(_DATA.get(str(part.operator), "t") for part in parts)}
        taken |= {str(part.operands[0]) for part in parts if part.operator == "symbol"}
        binding = [part for part in parts if part.operator == "variable" or part.operator in BINDERS]
        names = {name for part in binding for name in part.operands if isinstance(name, str)}
        self.letters: dict[str, str] = {}
        for name in (*parameters, *sorted(names.difference(parameters))):
            is_policy = name == "other" and variable(name, POLICY) in parts
            preferred = "ρ" if is_policy else _LETTERS.get(name, name)
            # A parameter called p is in its head for all to see; a bound p would be taken for the prior.
            unfree = taken if name in parameters else taken | {"p", "w"}
            primed = (name + "'" * primes for primes in itertools.count())
            self.letters[name] = next(x for x in itertools.chain([preferred], primed) if x not in unfree)
            taken.add(self.letters[name])

    def letter(self, name: object) -> Shown:
        return Shown(Leaf(Kind.NAME, self.letters[str(name)]))

    def call(self, definition: Definition, arguments: Iterable[Shown]) -> Shown:
        words = Binding.PHRASE
        if definition.sort.is_truth:
            joins = any(parameter.sort.is_truth for parameter in definition.parameters)
            words = Binding.JOINED if joins else Binding.STATEMENT
        names = (parameter.name for parameter in definition.parameters)
        return read(definition.notation, dict(zip(names, arguments, strict=True)), words)

    def shown(self, term: Term, spread: bool = False) -> Shown:
        """A term; ``spread`` if it is a part of a table, in which a relation of all entries has to say so."""
        operator, operands = term.operator, term.operands
        if not isinstance(operator, str):
            return self.call(operator, map(self.shown, term.terms()))
        if operator == "number":
            return read(format_rational(operands[0]).replace("-", "−"), {})
        if operator == "variable":
            return self.letter(operands[0])
        if operator == "symbol":
            return Shown(Leaf(Kind.NAME, str(operands[0])))
        if operator == "if":
            return self.cases(term)
        if operator == "every" and operands[1] is Space.SCALAR and not spread:
            (value,) = term.terms()
            if value.operator in _TURNED and value.sort.space is operands[0]:
                return self.shown(value)
        spread = operator in ENTRYWISE and term.sort.space is not Space.SCALAR
        parts = list(_joined(term) if operator in ("and", "or") else operands)
        boxes = [self.operand(operator, part, spread) for part in parts if not isinstance(part, Space)]
        if operator == "not" and (flipped := _flipped(next(term.terms()), boxes[0].box)):
            return flipped
        notation = _NOTATIONS[operator]
        if operator in ("and", "or"):
            notation = notation.join(f"{{{n}}}" for n in range(len(boxes)))
        elif operator in ("log", "not") and boxes[0].binding is not Binding.ATOM:
            notation = {"log": "log({0})", "not": "not ({0})"}[operator]
        elif term.operands:
            notation = _varied(term, notation)
        if operator in ("*", "/") and (opposite := _opposite(next(term.terms()))) is not None:
            notation, boxes[0] = f"−{notation}", self.shown(opposite)
        words = Binding.STATEMENT if operator == "not" else Binding.JOINED
        return read(notation, {str(position): box for position, box in enumerate(boxes)}, words)

    def operand(self, operator: str, operand: Any, spread: bool) -> Shown:
        if isinstance(operand, Term):
            return self.shown(operand, spread)
        if operator in BINDERS:
            return self.letter(operand)
        kind = Kind.NUMBER if isinstance(operand, int) else Kind.WORDS
        return Shown(Leaf(kind, printable(str(operand))))

    def cases(self, term: Term) -> Shown:
        branches = []
        spread = term.sort.space is not Space.SCALAR
        while term.operator == "if":
            condition, value, term = term.terms()
            boxes = self.shown(value, spread), self.shown(condition, spread)
            branches.append((boxes[0].within(Binding.STATEMENT), boxes[1].within(Binding.JOINED)))
        return Shown(Cases(branches, self.shown(term, spread).within(Binding.STATEMENT)), Binding.LISTED)


def _joined(term: Term) -> Iterator[Term]:
    """What an ``and`` or ``or`` joins, those of the same operation inside of it too."""
    for part in term.terms():
        yield from _joined(part) if part.operator == term.operator else (part,)


def _varied(term: Term, notation: str) -> str:
    """The notation of an operation for its operands."""
    operator = str(term.operator)
    first, *others = term.operands
    sort = first.sort if isinstance(first, Term) else NUMBER
    if operator in _TURNED and _number(first) is not None and _number(others[0]) is None:
        return _TURNED[operator]
    if operator == "-" and _number(first) == 0:
        return "−{1}"
    if operator == "share" and (_number(first) or 0) > 0:
        # Elsewhere the row of the other policy, where the sum is 0, is part of what the term denotes.
        return "∝ {0}"
    if operator in ("next", "left", "right", "end") and sort.space is Space.SCALAR:
        return "{0}"
    if operator == "at":
        by_state = "({3}|{2})" if sort.is_policy else "({2},{3})"
        return "{0}_{1}" + (by_state if len(others) == 3 else "({2})")
    coarser = others[0] if others else None
    if not isinstance(first, Space) or not isinstance(coarser, Space):
        return notation
    fixed = _COORDINATES[coarser]
    index = f"ξ|{fixed[2:]}" if first is Space.TRAJECTORIES else _COORDINATES[first].removeprefix(fixed)
    return notation % index.rstrip(",|")


def _number(term: Any) -> Any:
    return term.operands[0] if isinstance(term, Term) and term.operator == "number" else None


def _opposite(term: Term) -> Term | None:
    """The x of a term that is −x, if it is one."""
    value = _number(term)
    if value is not None:
        return number(-value) if value < 0 else None
    if term.operator != "-":
        return None
    left, right = term.terms()
    return right if _number(left) == 0 else None


def _flipped(truth: Term, box: Box) -> Shown | None:
    """The opposite of one comparison, which is false where it is true; a relation of all entries has none."""
    body = truth if isinstance(truth.operator, str) else truth.operator.body
    parts = parts_of(box)
    if body.operator not in (*_TURNED, "last") or any(leaf_of(part).kind is Kind.WORDS for part in parts):
        return None
    flipped = [_OPPOSITES.get(part, part) if isinstance(part, Leaf) else part for part in parts]
    is_one = sum(one != other for one, other in zip(parts, flipped, strict=True)) == 1
    return Shown(row(*flipped), Binding.RELATION) if is_one else None
