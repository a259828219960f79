"""Terms and definitions as formulas, in Unicode, LaTeX and MathML.

p is the prior, π' a second policy, w the weight, τ the dynamics, μ the start; t is the time, T the horizon,
k the index of a sequence.  Sums, maxima and quantifiers have as index what they run over: a an action, s' a
successor, ξ a trajectory, a and b two actions of one state, u the times of one trajectory.  A definition is
shown in its own notation, in which ``_`` and ``^`` begin a sub- and a superscript: one character, number,
word or parameter, or several in braces.  A superscript that is the number 1 is left out.

A term is laid out once, as a tree of boxes, and the three forms are renderings of the tree.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from coherence_exact.exact.rationals import format_rational, printable
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term, bound_in, subterms


def as_formula(term: Term) -> str:
    """The term as a formula in Unicode, on one line.

    >>> from coherence_exact.claims import at_least, expected_return, prior, retrain
    >>> from coherence_exact.claims import coherent, equal, fold, horizon
    >>> as_formula(at_least(expected_return(retrain(prior, 2)), expected_return(prior)))
    'J(p) ≤ J(G^2(p))'
    >>> as_formula(equal(fold(prior, 2, "ratio"), coherent(prior, horizon, "1/2")))
    'F_2^ratio(p) = B_{δ=1/2}^T(p)'
    """
    return _unicode(_laid_out(term))


def as_latex(term: Term) -> str:
    r"""The term as a formula in LaTeX, for math mode; it needs amsmath, for ``\text`` and ``cases``.

    >>> from coherence_exact.claims import incoherence, prior
    >>> print(as_latex(incoherence(prior, "1/2")))
    \kappa_{\delta=1/2}(p)
    """
    return _latex(_laid_out(term))


def as_mathml(term: Term) -> str:
    """The term as a formula in MathML: one ``<math>`` element.

    >>> from coherence_exact.claims import prior, weight
    >>> as_mathml(prior * weight)
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>p</mi><mo>·</mo><mi>w</mi></math>'
    """
    return _as_math(_laid_out(term))


def definition_as_formula(definition: Definition) -> str:
    """The definition in Unicode: its notation, an equals sign (⇔ for a truth), and its body.

    >>> from coherence_exact.definitions.conditioning import retrain, temperature
    >>> definition_as_formula(temperature)
    'π_α(π) = G[w^α](π)'
    >>> definition_as_formula(retrain)
    'G^k(π) = (x ↦ G(x))^k(π)'
    """
    return _unicode(_defining(definition))


def definition_as_latex(definition: Definition) -> str:
    r"""The definition in LaTeX, for math mode; see :func:`definition_as_formula`.

    >>> from coherence_exact.definitions.values import ahead
    >>> print(definition_as_latex(ahead))
    \sum \tau\,v = \begin{cases} 1 & \text{if } t = T \\ \sum_{s'} \tau\cdot v(s') & \text{else} \end{cases}
    """
    return _latex(_defining(definition))


def definition_as_mathml(definition: Definition) -> str:
    """The definition in MathML: one ``<math>`` element; see :func:`definition_as_formula`."""
    return _as_math(_defining(definition))


# The tree of boxes


class Kind(Enum):
    """What a leaf is, which decides its type face and the space around it."""

    NAME = "a letter or a name of a variable"
    NUMBER = "a number, or a sign that stands for one"
    WORDS = "words"
    FUNCTION = "max, log, KL and so on"
    BIG = "Σ or Π"
    SIGN = "a sign"
    SPACE = "a space"


class Binding(IntEnum):
    """How closely a formula holds together: in parentheses, or not, where something closer is needed."""

    LISTED = 0
    """x if c, else y: parts between commas."""

    JOINED = 1
    """x and y; x where c; for all a: x."""

    STATEMENT = 2
    """A relation in words."""

    RELATION = 3
    PHRASE = 4
    """A number or a table in words."""

    NEGATED = 5
    SUM = 6
    PREFIX = 7
    """Σ_a x, and a product that ends so: what follows would be read as part of it."""

    PRODUCT = 8
    POWER = 9
    ATOM = 10


@dataclass(frozen=True, slots=True)
class Leaf:
    """A letter, a number, a sign and so on."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side."""

    parts: tuple[Layout, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A box with a subscript, a superscript, or both."""

    base: Layout
    sub: Layout | None = None
    sup: Layout | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A box between brackets."""

    opening: str
    content: Layout
    closing: str


@dataclass(frozen=True, slots=True)
class Cases:
    """Boxes, each with its condition, and one for all other cases."""

    branches: tuple[tuple[Layout, Layout], ...]
    otherwise: Layout


@dataclass(frozen=True, slots=True)
class Hole:
    """A parameter in a notation, in parentheses where its argument binds less closely than needed."""

    name: str
    needed: Binding = Binding.LISTED


Layout: TypeAlias = Leaf | Row | Script | Fence | Cases | Hole


class Shown(NamedTuple):
    """A laid out term, and how closely it holds together."""

    layout: Layout
    binding: Binding = Binding.ATOM
    is_variable: bool = False


_SPACE = Leaf(Kind.SPACE, " ")
_NO_SPACE_BESIDE = (Kind.SIGN, Kind.BIG, Kind.FUNCTION)


def _name(text: str) -> Leaf:
    return Leaf(Kind.NAME, text)


def _sign(text: str) -> Leaf:
    return Leaf(Kind.SIGN, text)


def _words(text: str) -> Leaf:
    return Leaf(Kind.WORDS, text)


def _row(*parts: Layout) -> Layout:
    flat: list[Layout] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Row) else (part,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def _parts(layout: Layout) -> tuple[Layout, ...]:
    return layout.parts if isinstance(layout, Row) else (layout,)


def _spaced(*parts: Layout) -> Layout:
    return _row(parts[0], *(piece for part in parts[1:] for piece in (_SPACE, part)))


def _listed(names: Iterable[str]) -> Layout:
    first, *others = map(_name, names)
    return _row(first, *(piece for other in others for piece in (_sign(","), other)))


def _grouped(shown: Shown, needed: Binding) -> Layout:
    return shown.layout if shown.binding >= needed else Fence("(", shown.layout, ")")


def _applied(function: Layout, *arguments: Layout) -> Layout:
    content = arguments[0]
    for argument in arguments[1:]:
        content = _row(content, _sign(","), argument)
    return _row(function, Fence("(", content, ")"))


def _kind(layout: Layout) -> Kind | None:
    """The kind of a leaf, or of the leaf that has the scripts."""
    if isinstance(layout, Script):
        return _kind(layout.base)
    return layout.kind if isinstance(layout, Leaf) else None


# Notations of definitions


_FUNCTIONS = (
    "arg max",
    "arg min",
    "max",
    "min",
    "sup",
    "inf",
    "lim",
    "log",
    "exp",
    "supp",
    "KL",
    "TV",
    "Pr",
    "Var",
)
_NO_LETTER = r"(?![^\W\d_])"
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}"
_NOT_FUNCTION = rf"(?!(?:{'|'.join(_FUNCTIONS)}){_NO_LETTER})"
_PIECES = rf"""
    (?P<FUNCTION>(?:{"|".join(name.replace(" ", "[ ]") for name in _FUNCTIONS)}){_NO_LETTER})
  | (?P<WORDS>-?{_WORD}%s)
  | (?P<BIG>[ΣΠ∑∏])
  | (?P<NAME>[^\W\d_][\u0300-\u036f]*['’′″]*)
  | (?P<NUMBER>[0-9]+(?:\.[0-9]+)?|[∞∅½\#])
  | (?P<SPACE>[ ]+)
  | (?P<SIGN>.)
"""
_PIECE = re.compile(
    _PIECES % rf"(?:[ -]{_NOT_FUNCTION.replace(' ', '[ ]')}{_WORD}|[ ]a(?=[ ]{_WORD}))*", re.VERBOSE
)
_SCRIPT_PIECE = re.compile(_PIECES % "", re.VERBOSE)

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_FIRST_HOLE = 0xE000
"""Private characters stand for parameters while a notation is read; ``printable`` leaves none in its text."""

_RELATIONS = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", "≤": ">", ">": "≤"}
"""Relations of numbers, each with the one that is true where it is false."""

_REVERSED = {"=": "=", "<": ">", "≤": "≥"}
"""Relations, each with the one that is meant by its sides in the other order."""

_RELATION_SIGNS = frozenset({*_RELATIONS, "∝", "⊆", "⊂", "∈", "∉", "≈", "~", "→", "⇔", "⇒"})
_SEPARATORS = frozenset(",;:‖|")
_NEEDED_BESIDE = {
    **dict.fromkeys(_RELATION_SIGNS, Binding.PHRASE),
    **dict.fromkeys(_SEPARATORS, Binding.STATEMENT),
    "+": Binding.SUM,
    "−": Binding.PREFIX,
    "-": Binding.PREFIX,
    "·": Binding.PRODUCT,
    "/": Binding.POWER,
}
"""How closely an argument has to hold together beside a sign."""


@lru_cache(maxsize=1024)
def _parsed(notation: str) -> Layout:
    """The boxes of a notation, with holes for its parameters."""
    text = ""
    holes: list[str] = []
    for literal, name, _, _ in string.Formatter().parse(notation):
        text += printable(literal)
        if name is not None:
            text += chr(_FIRST_HOLE + len(holes))
            holes.append(name)
    return _Reader(text, holes).row(len(text))


class _Reader:
    """Reads the text of a notation from left to right."""

    def __init__(self, text: str, holes: list[str]) -> None:
        self.text = text
        self.holes = holes
        self.position = 0
        self.closing = _paired(text)

    def row(self, end: int) -> Layout:
        parts: list[Layout] = []
        while self.position < end:
            self._read_part(parts)
        return _row(*_with_needs(parts))

    def _read_part(self, parts: list[Layout]) -> None:
        character = self.text[self.position]
        follows = bool(parts) and parts[-1] != _SPACE
        if character in "_^" and follows and self.position + 1 < len(self.text):
            self.position += 1
            content = self._script()
            parts.append(_scripted(parts.pop(), character, content))
        elif character == "*" and follows and _kind(parts[-1]) is Kind.NAME and self._at_end_of_name():
            self.position += 1
            parts.append(_scripted(parts.pop(), "^", _sign("*")))
        else:
            parts.append(self._box(_PIECE))

    def _at_end_of_name(self) -> bool:
        return self.text[self.position + 1 : self.position + 2] in ("", " ", *"()[],;:")

    def _script(self) -> Layout:
        if self.text[self.position] == "{" and self.position in self.closing:
            fence = self._fence()
            return fence.content
        return self._box(_SCRIPT_PIECE)

    def _box(self, pieces: re.Pattern[str]) -> Layout:
        hole = ord(self.text[self.position]) - _FIRST_HOLE
        if 0 <= hole < len(self.holes):
            self.position += 1
            return Hole(self.holes[hole])
        if self.position in self.closing:
            return self._fence()
        found = pieces.match(self.text, self.position)
        assert found is not None
        self.position = found.end()
        kind = Kind[str(found.lastgroup)]
        return _SPACE if kind is Kind.SPACE else Leaf(kind, found.group())

    def _fence(self) -> Fence:
        opening, end = self.text[self.position], self.closing[self.position]
        self.position += 1
        content = self.row(end)
        self.position = end + 1
        return Fence(opening, content, self.text[end])


def _paired(text: str) -> dict[int, int]:
    """Where each bracket that is closed stands, and where its closing one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for position, character in enumerate(text):
        before = text[position - 1 : position]
        if character in _BRACKETS:
            opened.append(position)
        elif opened and character == _closing(text[opened[-1]]):
            pairs[opened.pop()] = position
        elif character == "|" and (before in ("", " ") or before in _BRACKETS):
            opened.append(position)
        elif character in _BRACKETS.values():
            while opened and text[opened[-1]] == "|":
                opened.pop()
            if opened and character == _closing(text[opened[-1]]):
                pairs[opened.pop()] = position
    return pairs


def _closing(opening: str) -> str:
    return _BRACKETS.get(opening, opening)


def _scripted(base: Layout, mark: str, content: Layout) -> Script:
    if isinstance(base, Hole):
        base = replace(base, needed=Binding.ATOM)
    script = base if isinstance(base, Script) else Script(base)
    if (script.sub if mark == "_" else script.sup) is not None:
        script = Script(script)
    return replace(script, sub=content) if mark == "_" else replace(script, sup=content)


def _with_needs(parts: list[Layout]) -> list[Layout]:
    """The boxes of a row, where each parameter knows what stands beside it."""
    row: list[Layout] = []
    for position, part in enumerate(parts):
        if isinstance(part, Hole):
            row.append(replace(part, needed=max(_needed(parts, position, -1), _needed(parts, position, 1))))
        else:
            row.append(part)
    return row


def _needed(parts: list[Layout], position: int, side: int) -> Binding:
    beside = position + side
    apart = 0 <= beside < len(parts) and parts[beside] == _SPACE
    if apart:
        beside += side
    if not 0 <= beside < len(parts):
        return Binding.LISTED
    neighbour = parts[beside]
    kind = _kind(neighbour)
    if kind is Kind.SIGN and isinstance(neighbour, Leaf):
        return _NEEDED_BESIDE.get(neighbour.text, Binding.ATOM)
    if not apart:
        return Binding.ATOM
    if kind is Kind.WORDS:
        return Binding.STATEMENT
    return Binding.PREFIX if kind in (Kind.BIG, Kind.FUNCTION) and side < 0 else Binding.PRODUCT


def _binding_of(definition: Definition) -> Binding:
    """How closely the notation of a definition holds together."""
    parts = _parts(_parsed(definition.notation))
    signs = {part.text for part in parts if isinstance(part, Leaf) and part.kind is Kind.SIGN}
    has_relation = not signs.isdisjoint(_RELATION_SIGNS)
    if not signs.isdisjoint(_SEPARATORS):
        return Binding.JOINED
    if any(_kind(part) is Kind.WORDS for part in parts):
        if not definition.sort.is_truth:
            return Binding.RELATION if has_relation else Binding.PHRASE
        truths = {parameter.name for parameter in definition.parameters if parameter.sort.is_truth}
        joins = any(isinstance(part, Hole) and part.name in truths for part in parts)
        return Binding.JOINED if joins else Binding.STATEMENT
    if has_relation:
        return Binding.RELATION
    if not signs.isdisjoint("+−-"):
        return Binding.NEGATED if parts[0] in (_sign("−"), _sign("-")) else Binding.SUM
    if _SPACE in parts:
        return Binding.PREFIX
    if not signs.isdisjoint("·/"):
        return Binding.PRODUCT
    return (
        Binding.POWER if len(parts) == 1 and isinstance(parts[0], Script) and parts[0].sup else Binding.ATOM
    )


def _filled(layout: Layout, given: Mapping[str, Shown]) -> Layout:
    """A notation with arguments for its parameters."""
    match layout:
        case Hole(name, needed):
            return _grouped(given[name], needed)
        case Row(parts):
            return _row(*_filled_parts(parts, given))
        case Script(base, sub, sup):
            above = None if sup is None else _filled(sup, given)
            if isinstance(sup, Hole) and above == Leaf(Kind.NUMBER, "1"):
                above = None
            below = None if sub is None else _filled(sub, given)
            own = _filled(base, given)
            return own if above is None and below is None else Script(own, below, above)
        case Fence(opening, content, closing):
            return Fence(opening, _filled(content, given), closing)
        case _:
            return layout


def _filled_parts(parts: tuple[Layout, ...], given: Mapping[str, Shown]) -> list[Layout]:
    """The parts of a row; δ=δ, where a variable has the letter that the notation announces, is δ."""
    filled: list[Layout] = []
    for position, part in enumerate(parts):
        box = _filled(part, given)
        if isinstance(part, Hole) and given[part.name].is_variable:
            announced = next(
                (n for n in (2, 4) if _announces(parts[max(position - n, 0) : position], box)), 0
            )
            del filled[len(filled) - announced :]
        filled.append(box)
    return filled


def _announces(parts: tuple[Layout, ...], box: Layout) -> bool:
    """Whether some parts are a letter and an equals sign, perhaps with spaces around it."""
    return parts in ((box, _sign("=")), (box, _SPACE, _sign("="), _SPACE))


# Terms

_LETTERS = {
    "policy": "π",
    "steps": "k",
    **{unicodedata.name(letter).rpartition(" ")[2].lower(): letter for letter in "αβγδεζηθικλμνξορστυφχψω"},
}
"""What variables are called in formulas, if it is not their name."""

_DATA = {
    "prior": Shown(_name("p")),
    "second_policy": Shown(_name("π'")),
    "weight": Shown(_name("w")),
    "dynamics": Shown(_name("τ")),
    "start": Shown(_name("μ")),
    "time": Shown(_name("t")),
    "last": Shown(_spaced(_name("t"), _sign("="), _name("T")), Binding.RELATION),
    "horizon": Shown(_name("T")),
    "infinity": Shown(Leaf(Kind.NUMBER, "∞")),
    "index": Shown(_name("k")),
    "chance": Shown(_applied(_name("τ"), _name("ξ"))),
}

_TAKEN = {"prior": "p", "weight": "w", "dynamics": "τ", "start": "μ", "index": "k"}
"""The letters that a variable cannot have in a formula in which they are data."""

_TAKEN_BY_INDICES = ("t", "s", "a", "b", "u", "T", "ξ")

_COORDINATES = {
    Space.SCALAR: (),
    Space.POINTS: ("t", "s"),
    Space.CHOICES: ("t", "s", "a"),
    Space.TRANSITIONS: ("t", "s", "a", "s'"),
    Space.PAIRS: ("t", "s", "a", "b"),
}


def _laid_out(term: Term) -> Layout:
    return _Writer((term,)).shown(term).layout


def _defining(definition: Definition) -> Layout:
    writer = _Writer((definition.body,), tuple(parameter.name for parameter in definition.parameters))
    given = {
        parameter.name: Shown(writer.letter(parameter.name), is_variable=True)
        for parameter in definition.parameters
    }
    is_truth, body = definition.sort.is_truth, definition.body
    needed = Binding.LISTED if is_truth else Binding.PHRASE
    head = _grouped(Shown(_filled(_parsed(definition.notation), given), _binding_of(definition)), needed)
    if body.operator == "share":
        return _spaced(head, writer.shown(body).layout)
    return _spaced(head, _sign("⇔" if is_truth else "="), writer.shown(body).layout)


def _variables(term: Term) -> Iterable[tuple[str, bool]]:
    """The names of all variables in a term, free and bound, and whether each is a policy."""
    for part in subterms(term):
        if part.operator == "variable":
            yield str(part.operands[0]), part.sort.is_policy
        for position in range(len(part.operands)):
            name = bound_in(part, position)
            if name is not None:
                yield name, False


def _letters(terms: tuple[Term, ...], parameters: tuple[str, ...]) -> dict[str, str]:
    """What each variable of some terms is called, no two alike and none like a datum of the terms."""
    parts = [part for term in terms for part in subterms(term)]
    taken = {
        _TAKEN[part.operator] for part in parts if isinstance(part.operator, str) and part.operator in _TAKEN
    }
    taken |= {str(part.operands[0]) for part in parts if part.operator == "symbol"}
    taken |= set(_TAKEN_BY_INDICES)
    # A parameter called p is in its head for all to see; a bound variable p would be taken for the prior.
    reserved = {"p", "w"}
    policies = {name: is_policy for term in terms for name, is_policy in _variables(term)}
    letters: dict[str, str] = {}
    for name in (*parameters, *sorted(policies.keys() - set(parameters))):
        preferred = "ρ" if name == "other" and policies.get(name) else _LETTERS.get(name, name)
        unfree = taken if name in parameters else taken | reserved
        letter = name if preferred in unfree else preferred
        while letter in unfree:
            letter += "'"
        letters[name] = letter
        taken.add(letter)
    return letters


class _Writer:
    """Lays out terms whose variables have letters."""

    def __init__(self, terms: tuple[Term, ...], parameters: tuple[str, ...] = ()) -> None:
        self.letters = _letters(terms, parameters)

    def shown(self, term: Term) -> Shown:
        operator = term.operator
        if not isinstance(operator, str):
            given = {
                parameter.name: self.shown(operand)
                for parameter, operand in zip(operator.parameters, term.terms(), strict=True)
            }
            layout = _parsed(operator.notation)
            if isinstance(layout, Hole):
                return given[layout.name]
            return Shown(_filled(layout, given), _binding_of(operator))
        return _DATA[operator] if operator in _DATA else _SHOWN[operator](self, term)

    def box(self, term: Term, needed: Binding, of: Term | None = None) -> Layout:
        """A term as a part of another one, ``of`` if entry by entry."""
        if of is not None and of.sort.space is not Space.SCALAR and term.operator == "every":
            return _grouped(self.quantified(term), needed)
        return _grouped(self.shown(term), needed)

    def letter(self, name: object) -> Layout:
        return _name(self.letters[str(name)])

    def number(self, term: Term) -> Shown:
        value = term.operands[0]
        text = format_rational(value)
        if text.startswith("-"):
            opposite = _opposite(term)
            assert opposite is not None
            return Shown(_row(_sign("−"), self.box(opposite, Binding.PREFIX)), Binding.NEGATED)
        numerator, _, denominator = text.partition("/")
        if not denominator:
            return Shown(Leaf(Kind.NUMBER, numerator))
        quotient = _row(Leaf(Kind.NUMBER, numerator), _sign("/"), Leaf(Kind.NUMBER, denominator))
        return Shown(quotient, Binding.PRODUCT)

    def variable(self, term: Term) -> Shown:
        return Shown(self.letter(term.operands[0]), is_variable=True)

    def symbol(self, term: Term) -> Shown:
        return Shown(_name(str(term.operands[0])))

    def sum(self, term: Term) -> Shown:
        left, right = term.terms()
        opposite = _opposite(term)
        if opposite is not None:
            return Shown(_row(_sign("−"), self.box(opposite, Binding.PREFIX, of=term)), Binding.NEGATED)
        first = self.shown(left)
        sign, needed = ("+", Binding.SUM) if term.operator == "+" else ("−", Binding.PREFIX)
        layout = _spaced(_grouped(first, Binding.NEGATED), _sign(sign), self.box(right, needed))
        return Shown(layout, Binding.NEGATED if first.binding is Binding.NEGATED else Binding.SUM)

    def product(self, term: Term) -> Shown:
        left, right = term.terms()
        opposite = _opposite(left)
        if opposite is not None:
            inner = Term(term.operator, (opposite, right), term.sort)
            return Shown(_row(_sign("−"), self.box(inner, Binding.PREFIX)), Binding.NEGATED)
        second = self.shown(right)
        sign, needed = ("·", Binding.PREFIX) if term.operator == "*" else ("/", Binding.POWER)
        layout = _row(self.box(left, Binding.PRODUCT), _sign(sign), _grouped(second, needed))
        return Shown(
            layout, Binding.PREFIX if second.binding is Binding.PREFIX == needed else Binding.PRODUCT
        )

    def power(self, term: Term) -> Shown:
        base, exponent = term.terms()
        above = self.shown(exponent).layout
        if above == Leaf(Kind.NUMBER, "1"):
            return self.shown(base)
        return Shown(Script(self.box(base, Binding.ATOM), sup=above), Binding.POWER)

    def log(self, term: Term) -> Shown:
        value = self.shown(next(term.terms()))
        function = Leaf(Kind.FUNCTION, "log")
        if value.binding is Binding.ATOM:
            return Shown(_spaced(function, value.layout), Binding.PREFIX)
        return Shown(_applied(function, value.layout))

    def comparison(self, term: Term) -> Shown:
        left, right = term.terms()
        sign = "≤" if term.operator == "<=" else str(term.operator)
        if left.operator == "number" != right.operator:
            left, right, sign = right, left, _REVERSED[sign]
        sides = (self.box(side, Binding.PHRASE, of=term) for side in (left, right))
        return Shown(_spaced(next(sides), _sign(sign), next(sides)), Binding.RELATION)

    def junction(self, term: Term) -> Shown:
        boxes = [
            self.box(part, Binding.JOINED if part.operator == term.operator else Binding.STATEMENT, of=term)
            for part in term.terms()
        ]
        joined = [boxes[0], *(piece for box in boxes[1:] for piece in (_words(str(term.operator)), box))]
        return Shown(_spaced(*joined), Binding.JOINED)

    def negation(self, term: Term) -> Shown:
        (truth,) = term.terms()
        flipped = _flipped(self.shown(truth).layout) if _is_one_comparison(truth) else None
        if flipped is not None:
            return Shown(flipped, Binding.RELATION)
        return Shown(_spaced(_words("not"), self.box(truth, Binding.ATOM, of=term)), Binding.STATEMENT)

    def cases(self, term: Term) -> Shown:
        branches = []
        rest = term
        while rest.operator == "if":
            condition, then, otherwise = rest.terms()
            value = self.box(then, Binding.STATEMENT, of=term)
            branches.append((value, self.box(condition, Binding.JOINED, of=term)))
            rest = otherwise
        return Shown(Cases(tuple(branches), self.box(rest, Binding.STATEMENT, of=term)), Binding.LISTED)

    def kept(self, term: Term) -> Shown:
        condition, value = term.terms()
        boxes = self.box(value, Binding.STATEMENT, of=term), self.box(condition, Binding.JOINED, of=term)
        return Shown(_spaced(boxes[0], _words("where"), boxes[1]), Binding.JOINED)

    def reduction(self, term: Term) -> Shown:
        (value,) = term.terms()
        index = _index(term)
        if term.operator in ("every", "some"):
            if _is_relation_of_all(term):
                return self.shown(value)
            return self.quantified(term)
        if term.operator == "count":
            entries = _spaced(_row(index, _sign(":")), self.shown(value).layout)
            return Shown(_row(Leaf(Kind.NUMBER, "#"), Fence("{", entries, "}")))
        function = Leaf(Kind.BIG, "Σ") if term.operator == "sum" else Leaf(Kind.FUNCTION, str(term.operator))
        return self.prefixed(Script(function, sub=index), value)

    def quantified(self, term: Term) -> Shown:
        (value,) = term.terms()
        words = _words("for all" if term.operator == "every" else "for some")
        body = self.box(value, Binding.JOINED)
        return Shown(_spaced(words, _row(_index(term), _sign(":")), body), Binding.JOINED)

    def prefixed(self, operator: Layout, value: Term) -> Shown:
        return Shown(_spaced(operator, self.box(value, Binding.PREFIX)), Binding.PREFIX)

    def successor(self, term: Term) -> Shown:
        return self.seen_from(term, "s'")

    def left(self, term: Term) -> Shown:
        return self.seen_from(term, "a")

    def right(self, term: Term) -> Shown:
        return self.seen_from(term, "b")

    def end(self, term: Term) -> Shown:
        return self.seen_from(term, "s", "a", time="T")

    def seen_from(self, term: Term, *place: str, time: str | None = None) -> Shown:
        """A table at a place, a number as it is."""
        (value,) = term.terms()
        if value.sort.space is Space.SCALAR:
            return self.shown(value)
        names = [_name(name) if time is None else Script(_name(name), sub=_name(time)) for name in place]
        return Shown(_applied(self.box(value, Binding.ATOM), *names))

    def at(self, term: Term) -> Shown:
        value, *place = term.operands
        assert isinstance(value, Term)
        when, *names = (_words(printable(str(part))) for part in place)
        base = Script(self.box(value, Binding.ATOM), sub=Leaf(Kind.NUMBER, when.text))
        if value.sort.is_policy and len(names) > 1:
            return Shown(_applied(base, _row(names[1], _sign("|"), names[0])))
        return Shown(_applied(base, *names))

    def share(self, term: Term) -> Shown:
        value, otherwise = term.terms()
        is_positive = value.operator == "number" and value.operands[0] > 0  # type: ignore[operator]
        parts = [_sign("∝"), self.box(value, Binding.PHRASE if is_positive else Binding.SUM)]
        if not is_positive:
            # The row of the other policy, where the sum is 0, is part of what the term denotes.
            parts[1] = _row(parts[1], _sign(","))
            parts += [_words("else"), self.box(otherwise, Binding.STATEMENT)]
        return Shown(_spaced(*parts), Binding.JOINED if is_positive else Binding.LISTED)

    def along(self, term: Term) -> Shown:
        (value,) = term.terms()
        letter = "Σ" if term.operator == "along" else "Π"
        times = _row(_name("u"), _sign(">" if term.operator == "tail" else "≥"), _name("t"))
        return self.prefixed(Script(Leaf(Kind.BIG, letter), sub=times), value)

    def into(self, term: Term) -> Shown:
        return self.prefixed(Script(Leaf(Kind.BIG, "Σ"), sub=_row(_sign("→"), _name("s"))), *term.terms())

    def through(self, term: Term) -> Shown:
        trajectories = _row(_name("ξ"), _sign("∋"), _listed(("s", "a")))
        return self.prefixed(Script(Leaf(Kind.BIG, "Σ"), sub=trajectories), *term.terms())

    def below(self, term: Term) -> Shown:
        rank, mass = (self.box(operand, Binding.ATOM) for operand in term.terms())
        other = _name("ξ'")
        smaller = _row(_applied(rank, other), _sign("<"), _applied(rank, _name("ξ")))
        index = _row(other, _sign(":"), smaller)
        return Shown(_spaced(Script(Leaf(Kind.BIG, "Σ"), sub=index), _applied(mass, other)), Binding.PREFIX)

    def recursion(self, term: Term) -> Shown:
        variable = self.letter(term.operands[0])
        (body,) = term.terms()
        equation = (variable, _sign("="), self.box(body, Binding.JOINED))
        return Shown(_spaced(variable, _words("solving"), *equation), Binding.JOINED)

    def repeat(self, term: Term) -> Shown:
        times, step, begin = (self.shown(operand).layout for operand in term.terms())
        function: Layout = Fence("(", _spaced(self.letter(term.operands[1]), _sign("↦"), step), ")")
        if times != Leaf(Kind.NUMBER, "1"):
            function = Script(function, sup=times)
        return Shown(_applied(function, begin))

    def least(self, term: Term) -> Shown:
        low, high, wanted = term.terms()
        ends = _row(self.box(low, Binding.PRODUCT), _sign(".."), self.box(high, Binding.PRODUCT))
        variable = self.letter(term.operands[2])
        condition = self.box(wanted, Binding.JOINED)
        return Shown(
            _spaced(_words("least"), variable, _words("in"), ends, _words("with"), condition), Binding.JOINED
        )

    def ending(self, term: Term) -> Shown:
        gamma, value = term.terms()
        chance = _spaced(
            Leaf(Kind.NUMBER, "1"), _sign("−"), _row(self.box(gamma, Binding.PREFIX), _sign(":"))
        )
        words = _words("in the model that ends with")
        return Shown(_spaced(words, chance, self.box(value, Binding.JOINED)), Binding.JOINED)


_SHOWN: dict[str, Callable[[_Writer, Term], Shown]] = {
    "number": _Writer.number,
    "variable": _Writer.variable,
    "symbol": _Writer.symbol,
    **dict.fromkeys("+-", _Writer.sum),
    **dict.fromkeys("*/", _Writer.product),
    "^": _Writer.power,
    "log": _Writer.log,
    **dict.fromkeys(("=", "<", "<="), _Writer.comparison),
    **dict.fromkeys(("and", "or"), _Writer.junction),
    "not": _Writer.negation,
    "if": _Writer.cases,
    "where": _Writer.kept,
    **dict.fromkeys(("sum", "max", "min", "every", "some", "count"), _Writer.reduction),
    "next": _Writer.successor,
    "into": _Writer.into,
    "left": _Writer.left,
    "right": _Writer.right,
    "at": _Writer.at,
    "share": _Writer.share,
    **dict.fromkeys(("product", "tail", "along"), _Writer.along),
    "end": _Writer.end,
    "through": _Writer.through,
    "below": _Writer.below,
    **dict.fromkeys(("back", "forth"), _Writer.recursion),
    "repeat": _Writer.repeat,
    "least": _Writer.least,
    "ending": _Writer.ending,
}


def _opposite(term: Term) -> Term | None:
    """The x of a term that is −x, if it is one."""
    value = term.operands[0] if term.operator == "number" else None
    if value is not None:
        return Term("number", (-value,), term.sort) if value < 0 else None  # type: ignore[operator]
    if term.operator != "-":
        return None
    left, right = term.terms()
    return right if left.operator == "number" and left.operands[0] == 0 else None


def _index(term: Term) -> Layout:
    """What a reduction runs over: the coordinates of its space that the coarser one has not."""
    over, to, _ = term.operands
    assert isinstance(over, Space)
    assert isinstance(to, Space)
    fixed = _COORDINATES[to]
    if over is Space.TRAJECTORIES:
        given = _listed(fixed[1:]) if fixed else None
        return _name("ξ") if given is None else _row(_name("ξ"), _sign("|"), given)
    return _listed(name for name in _COORDINATES[over] if name not in fixed)


_COMPARISONS = ("=", "<", "<=")


def _is_relation_of_all(term: Term) -> bool:
    """Whether a term says that a comparison is true at every entry."""
    over, to, value = term.operands
    is_comparison = isinstance(value, Term) and value.operator in _COMPARISONS and value.sort.space is over
    return term.operator == "every" and to is Space.SCALAR and is_comparison


def _is_one_comparison(term: Term) -> bool:
    """Whether a term compares at each entry of its own table: it is false where its opposite is true."""
    body = term if isinstance(term.operator, str) else term.operator.body
    return body.operator in (*_COMPARISONS, "last")


def _flipped(layout: Layout) -> Layout | None:
    """A relation with the opposite sign, if it has one sign and no words."""
    parts = _parts(layout)
    signs = [sign for sign in _RELATIONS if _sign(sign) in parts]
    if len(signs) != 1 or any(_kind(part) is Kind.WORDS for part in parts):
        return None
    old, new = _sign(signs[0]), _sign(_RELATIONS[signs[0]])
    return _row(*(new if part == old else part for part in parts)) if parts.count(old) == 1 else None


# Unicode


def _unicode(layout: Layout) -> str:
    match layout:
        case Leaf(_, text):
            return text
        case Row(parts):
            return "".join(map(_unicode, parts))
        case Script(base, sub, sup):
            below = "" if sub is None else f"_{_braced(_unicode(sub))}"
            above = "" if sup is None else "*" if sup == _sign("*") else f"^{_braced(_unicode(sup))}"
            return f"{_unicode(base)}{below}{above}"
        case Fence(opening, content, closing):
            return f"{opening}{_unicode(content)}{closing}"
        case Cases(branches, otherwise):
            shown = [f"{_unicode(value)} if {_unicode(condition)}" for value, condition in branches]
            return ", ".join((*shown, f"else {_unicode(otherwise)}"))
        case Hole(name, _):
            return name


def _braced(text: str) -> str:
    return text if len(text) == 1 or text.isalpha() else f"{{{text}}}"


# LaTeX

_LATEX_SIGNS = {
    "·": r"\cdot",
    "−": "-",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "~": r"\sim",
    "→": r"\to",
    "↦": r"\mapsto",
    "⇒": r"\Rightarrow",
    "⇔": r"\iff",
    "∝": r"\propto",
    "⊆": r"\subseteq",
    "⊂": r"\subset",
    "∈": r"\in",
    "∉": r"\notin",
    "∋": r"\ni",
    "∞": r"\infty",
    "∅": r"\emptyset",
    "∂": r"\partial",
    "∀": r"\forall",
    "∃": r"\exists",
    "¬": r"\lnot",
    "∧": r"\land",
    "∨": r"\lor",
    "∩": r"\cap",
    "∪": r"\cup",
    "×": r"\times",
    "÷": r"\div",
    "±": r"\pm",
    "∘": r"\circ",
    "…": r"\dots",
    "‖": r"\Vert",
    "|": r"\mid",
    "..": r"\mathinner{..}",
    "'": r"\prime",
    "′": r"\prime",
    "″": r"\prime\prime",
    "½": r"\tfrac{1}{2}",
    "{": r"\{",
    "}": r"\}",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "\\": r"\backslash",
}
_PLAIN_SIGNS = frozenset("+-=<>/,;:!?()[].@*")
_LATEX_ACCENTS = {
    "\u0300": "grave",
    "\u0301": "acute",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0306": "breve",
    "\u0307": "dot",
    "\u0308": "ddot",
    "\u030c": "check",
}
_LATEX_LETTERS = {"LAMDA": "lambda", "EPSILON": "varepsilon", "PHI": "varphi", "FINAL SIGMA": "varsigma"}
"""What LaTeX calls Greek letters, if it is not their name."""

_LATEX_FUNCTIONS = {
    "arg max": r"\arg\max",
    "arg min": r"\arg\min",
    **{name: rf"\{name}" for name in ("max", "min", "sup", "inf", "lim", "log", "exp", "Pr")},
}
_LATEX_BIG = {"Σ": r"\sum", "∑": r"\sum", "Π": r"\prod", "∏": r"\prod"}
_LATEX_TEXT = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "∅": r"$\emptyset$",
}
_LATEX_SPACES = (" ", r"\,", r"\ ")
_BRACKETS_OF_LATEX = {"{": r"\{", "}": r"\}", "|": r"\vert"}


def _latex(layout: Layout) -> str:
    match layout:
        case Leaf(kind, text):
            return _latex_leaf(kind, text)
        case Row(parts):
            return _joined(_latex_parts(parts))
        case Script(base, sub, sup):
            whole = _latex(base)
            if not isinstance(base, Leaf) or "'" in whole:
                whole = f"{{{whole}}}"
            below = "" if sub is None else f"_{_latex_argument(sub)}"
            above = "" if sup is None else f"^{_latex_argument(sup)}"
            return f"{whole}{below}{above}"
        case Fence(opening, content, closing):
            left, right = (_BRACKETS_OF_LATEX.get(bracket, bracket) for bracket in (opening, closing))
            if _is_tall(content):
                left, right = rf"\left{left}", rf"\right{right}"
            return _joined((left, _latex(content), right))
        case Cases(branches, otherwise):
            lines = [rf"{_latex(value)} & \text{{if }} {_latex(condition)}" for value, condition in branches]
            lines.append(rf"{_latex(otherwise)} & \text{{else}}")
            rows = r" \\ ".join(lines)
            return rf"\begin{{cases}} {rows} \end{{cases}}"
        case Hole(name, _):
            return _latex_leaf(Kind.NAME, name)


def _latex_argument(layout: Layout) -> str:
    text = _latex(layout)
    return text if len(text) == 1 else f"{{{text}}}"


def _latex_leaf(kind: Kind, text: str) -> str:
    if kind is Kind.NAME:
        return _latex_name(text)
    if kind is Kind.WORDS:
        return rf"\text{{{_latex_text(text)}}}"
    if kind is Kind.FUNCTION:
        return _LATEX_FUNCTIONS.get(text, rf"\operatorname{{{text}}}")
    if kind is Kind.BIG:
        return _LATEX_BIG[text]
    if text in _PLAIN_SIGNS or text.isdecimal():
        return text
    if unicodedata.combining(text[0]):
        return ""  # an accent without a letter, which TeX cannot set
    return _LATEX_SIGNS.get(text, rf"\text{{{_latex_text(text)}}}")


def _latex_text(text: str) -> str:
    return "".join(_LATEX_TEXT.get(character, character) for character in text)


def _latex_name(text: str) -> str:
    stem = text.rstrip("'’′″")
    primes = "".join("''" if mark == "″" else "'" for mark in text[len(stem) :])
    decomposed = unicodedata.normalize("NFD", stem)
    letter, marks = decomposed[:1], decomposed[1:]
    if all(mark in _LATEX_ACCENTS for mark in marks):
        shown = _latex_letter(letter)
        for mark in marks:
            shown = rf"\{_LATEX_ACCENTS[mark]}{{{shown}}}"
    elif re.fullmatch("[A-Za-z][0-9]+", stem):
        shown = f"{stem[0]}_{{{stem[1:]}}}"
    else:
        shown = rf"\{'operatorname' if stem.isascii() else 'text'}{{{_latex_text(stem)}}}"
    return shown + primes


def _latex_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    alphabet, _, name = unicodedata.name(letter, "").rpartition(" LETTER ")
    name = _LATEX_LETTERS.get(name, name.lower())
    if alphabet == "GREEK SMALL" and letter != "ο":
        return rf"\{name}"
    if alphabet == "GREEK CAPITAL" and letter in "ΓΔΘΛΞΠΣΥΦΨΩ":
        return rf"\{name.title()}"
    return rf"\text{{{letter}}}"


def _latex_parts(parts: tuple[Layout, ...]) -> Iterable[str]:
    for position, part in enumerate(parts):
        yield _latex(part) if part != _SPACE else _LATEX_SPACES[_width(parts, position)]


def _width(parts: tuple[Layout, ...], position: int) -> int:
    """How wide a space is: 2 beside words, 0 beside signs, Σ and log, which bring their own, else 1."""
    beside = parts[max(position - 1, 0) : position] + parts[position + 1 : position + 2]
    kinds = {_kind(part) for part in beside}
    if Kind.WORDS in kinds:
        return 2
    return 1 if kinds.isdisjoint(_NO_SPACE_BESIDE) else 0


def _joined(pieces: Iterable[str]) -> str:
    """Pieces of LaTeX in a row, with a space where a command would run on into a letter."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and piece[:1].isalpha() and re.search(r"\\[A-Za-z]+$", joined[-1]):
            joined.append(" ")
        joined.append(piece)
    return "".join(joined)


def _is_tall(layout: Layout) -> bool:
    match layout:
        case Cases():
            return True
        case Row(parts):
            return any(map(_is_tall, parts))
        case Script(base, _, _):
            return _is_tall(base)
        case Fence(_, content, _):
            return _is_tall(content)
        case _:
            return False


# MathML

_TAGS = {
    Kind.NAME: "mi",
    Kind.NUMBER: "mn",
    Kind.WORDS: "mtext",
    Kind.FUNCTION: "mi",
    Kind.BIG: "mo",
    Kind.SIGN: "mo",
}
_MATHML_BIG = {"Σ": "∑", "Π": "∏"}
_MATHML_SPACES = ("", '<mspace width="0.17em"/>', '<mspace width="0.28em"/>')


def _as_math(layout: Layout) -> str:
    content = "".join(_mathml_parts(_parts(layout)))
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{content}</math>'


def _mathml(layout: Layout) -> str:
    match layout:
        case Leaf(kind, text):
            return _mathml_leaf(kind, text)
        case Row(parts):
            return f"<mrow>{''.join(_mathml_parts(parts))}</mrow>"
        case Script(base, sub, sup):
            boxes = "".join(_mathml(box) for box in (base, sub, sup) if box is not None)
            tag = "msubsup" if sub is not None and sup is not None else "msup" if sub is None else "msub"
            return f"<{tag}>{boxes}</{tag}>"
        case Fence(opening, content, closing):
            stretchy = "" if _is_tall(content) else ' stretchy="false"'
            left, right = (f"<mo{stretchy}>{bracket}</mo>" for bracket in (opening, closing))
            return f"<mrow>{left}{''.join(_mathml_parts(_parts(content)))}{right}</mrow>"
        case Cases(branches, otherwise):
            rows = [_mathml_case(_mathml(value), "if ", _mathml(condition)) for value, condition in branches]
            rows.append(_mathml_case(_mathml(otherwise), "else", ""))
            table = f'<mtable columnalign="left">{"".join(rows)}</mtable>'
            return f"<mrow><mo>{{</mo>{table}</mrow>"
        case Hole(name, _):
            return _mathml_leaf(Kind.NAME, name)


def _mathml_case(value: str, word: str, condition: str) -> str:
    shown = word.replace(" ", "\u00a0")
    return f"<mtr><mtd>{value}</mtd><mtd><mtext>{shown}</mtext>{condition}</mtd></mtr>"


def _mathml_parts(parts: tuple[Layout, ...]) -> Iterable[str]:
    for position, part in enumerate(parts):
        yield _mathml(part) if part != _SPACE else _MATHML_SPACES[_width(parts, position)]


def _mathml_leaf(kind: Kind, text: str) -> str:
    if kind is Kind.SPACE:
        return _MATHML_SPACES[1]
    stem = text.rstrip("'’′″") if kind is Kind.NAME else text
    primes = "".join("′" if mark in "'’" else mark for mark in text[len(stem) :])
    tag = _TAGS[kind]
    shown = f"<{tag}>{escape(_MATHML_BIG.get(stem, stem))}</{tag}>"
    return f"<msup>{shown}<mo>{primes}</mo></msup>" if primes else shown
