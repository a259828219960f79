"""A reader of the language that prints definitions and readings in Coq's language, Gallina.

Entries have one of three kinds: exact counts and exponents (Coq's ``Q``), numbers of an ordered field
(``K``), and numbers with logarithms and infinities (``extended K``).  The kind of a term is the least that
holds it; a definition is printed once for each kind of arguments that it is called with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from coherence_exact.formal.masks import inlined, unmasked
from coherence_exact.formal.meanings import TOTAL, Kind, Meaning
from coherence_exact.formal.notation import atom, joined, scoped
from coherence_exact.formal.words import ARITHMETIC, DATA, INDICES, LISTS, UnprintableError, renamed
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Sort, Space
from coherence_exact.language.terms import Term, subterms

_JUNCTIONS = {"and": "&&", "or": "||"}
_REDUCTIONS = ("sum", "max", "min", "every", "some", "count")


@dataclass(frozen=True)
class _Bound:
    """A variable as it is printed: its name, space, and kind; a truth has no kind."""

    name: str
    space: Space
    kind: Kind | None


@dataclass(frozen=True)
class _Place:
    """Where a term is printed: the variables, the names of the indices, the notation that is open."""

    variables: Mapping[str, _Bound]
    indices: Mapping[str, str]
    scope: Kind = Kind.NUMBER

    def inside(self, indices: Iterable[str]) -> _Place:
        """The place inside of a binder of some indices."""
        return replace(self, indices={**self.indices, **{index: index for index in indices}})

    def binding(self, name: str, bound: _Bound) -> _Place:
        """The place inside of a binder of a variable."""
        return replace(self, variables={**self.variables, name: bound})


@dataclass(frozen=True)
class Instance:
    """A definition for some kinds of arguments, as it is printed; truths have no kind."""

    definition: Definition
    name: str
    kinds: tuple[Kind | None, ...]
    result: Kind | None
    text: str

    @property
    def arguments(self) -> tuple[tuple[str, Sort, Kind | None], ...]:
        """The names of the parameters in Coq, their sorts, and the kinds of their entries."""
        return tuple(
            (renamed(parameter.name), parameter.sort, kind)
            for parameter, kind in zip(self.definition.parameters, self.kinds, strict=True)
        )


class Gallina:
    """Printer of definitions in one of their meanings, the total one if none is given.

    What is printed is collected in ``instances``, by names and kinds of arguments, in order of use.

    >>> from coherence_exact.definitions.values import soft_q
    >>> print(Gallina().definition(soft_q).text)
    Definition soft_q {K} (M : model K) (policy : choices K) : choices K :=
      soft_q_of M policy (weight M).
    """

    def __init__(self, meaning: Meaning = TOTAL) -> None:
        self.meaning = meaning
        self.instances: dict[tuple[str, tuple[Kind | None, ...]], Instance] = {}
        self._logarithmic: dict[str, bool] = {}
        self._kinds: dict[tuple[Term, frozenset[tuple[str, Kind | None]]], Kind | None] = {}

    @property
    def texts(self) -> list[str]:
        """The definitions that were printed so far, each after those that it uses."""
        return [instance.text for instance in self.instances.values()]

    # Definitions

    def definition(self, definition: Definition, given: tuple[Kind | None, ...] | None = None) -> Instance:
        """A definition, printed for arguments of some kinds; raises :class:`UnprintableError`."""
        counted = _counts(definition)
        kinds = tuple(
            None
            if parameter.sort.is_truth
            else Kind.COUNT
            if parameter.name in counted
            else max(Kind.NUMBER, (given[number] if given else None) or Kind.NUMBER)
            for number, parameter in enumerate(definition.parameters)
        )
        known = self.instances.get((definition.name, kinds))
        if known is None:
            known = self._printed(definition, kinds)
            self.instances[definition.name, kinds] = known
        return known

    def _printed(self, definition: Definition, kinds: tuple[Kind | None, ...]) -> Instance:
        name = definition.name + _suffix(definition, kinds)
        variables = {}
        heads = []
        for parameter, kind in zip(definition.parameters, kinds, strict=True):
            bound = _Bound(renamed(parameter.name), parameter.sort.space, kind)
            variables[parameter.name] = bound
            heads.append(f" ({bound.name} : {self.type(parameter.sort, kind)})")
        place = _Place(variables, {})
        body = definition.body
        result = self.kind(body, place)
        if result is Kind.COUNT and definition.sort.space is Space.SCALAR:
            result = Kind.NUMBER
        text = self._table(body, definition.sort.space, place, result)
        context = self.context(definition)
        head = (
            f"Definition {name}{context} (M : model K){''.join(heads)} : "
            f"{self.type(definition.sort, result)} :="
        )
        return Instance(definition, name, kinds, result, f"{head}\n  {text}.")

    def context(self, definition: Definition) -> str:
        """What a definition is about besides its arguments: a field, and a logarithm if it uses one."""
        return " {K} `{Logarithm K}" if self._uses_logarithms(definition) else " {K}"

    def _uses_logarithms(self, definition: Definition) -> bool:
        if definition.name not in self._logarithmic:
            self._logarithmic[definition.name] = any(
                part.operator == "log"
                or (isinstance(part.operator, Definition) and self._uses_logarithms(part.operator))
                for part in subterms(definition.body)
            )
        return self._logarithmic[definition.name]

    def uses_logarithms(self, *terms: Term) -> bool:
        """Whether some terms, or definitions that they use, have logarithms."""
        return any(
            part.operator == "log"
            or (isinstance(part.operator, Definition) and self._uses_logarithms(part.operator))
            for term in terms
            for part in subterms(term)
        )

    # Kinds

    def kind(self, term: Term, place: _Place) -> Kind | None:
        """The least kind that holds the entries of a term; None for truths."""
        if term.sort.is_truth:
            return None
        key = term, frozenset((name, bound.kind) for name, bound in place.variables.items())
        if key not in self._kinds:
            self._kinds[key] = self._kind(term, place)
        return self._kinds[key]

    def _kind(self, term: Term, place: _Place) -> Kind | None:
        operator, operands = term.operator, term.operands
        if isinstance(operator, Definition):
            body = inlined(term)
            return self.kind(body, place) if body is not None else self._instance(term, place).result
        if operator == "number":
            return Kind.COUNT
        if operator == "variable":
            return place.variables[str(operands[0])].kind
        if operator in DATA:
            return DATA[operator][1]
        if operator == "log":
            return Kind.EXTENDED
        if operator == "count":
            return Kind.NUMBER
        if operator == "repeat":
            return self._repeated(term, place)[1].kind
        if operator in ("back", "forth"):
            return self._recursive(term, place).kind
        parts = [
            self.kind(part, place)
            for part in term.terms()
            if not part.sort.is_truth and not (operator == "^" and part is operands[1])
        ]
        least = max((part for part in parts if part is not None), default=Kind.COUNT)
        return least if operator in (*ARITHMETIC, "if", "where", "left", "right") else max(Kind.NUMBER, least)

    def _instance(self, call: Term, place: _Place) -> Instance:
        assert isinstance(call.operator, Definition)
        return self.definition(call.operator, tuple(self.kind(term, place) for term in call.terms()))

    def _recursive(self, term: Term, place: _Place) -> _Bound:
        """The variable of ``back`` or ``forth``: its kind is that of the body where it has this kind."""
        name, body = str(term.operands[0]), term.operands[1]
        assert isinstance(body, Term)
        for kind in (Kind.NUMBER, Kind.EXTENDED):
            bound = _Bound(renamed(name), Space.POINTS, kind)
            if max(Kind.NUMBER, self.kind(body, place.binding(name, bound)) or Kind.NUMBER) is kind:
                return bound
        raise UnprintableError(f"{term!r} has no kind; print something else")

    def _repeated(self, term: Term, place: _Place) -> tuple[str, _Bound]:
        _, variable, step, begin = term.operands
        assert isinstance(step, Term)
        assert isinstance(begin, Term)
        kind = max(Kind.NUMBER, self.kind(begin, place) or Kind.NUMBER)
        bound = _Bound(renamed(str(variable)), begin.sort.space, kind)
        if (self.kind(step, place.binding(str(variable), bound)) or kind) > kind:
            bound = replace(bound, kind=Kind.EXTENDED)
        return str(variable), bound

    # Terms

    def truth(self, term: Term, place: _Place | None = None) -> str:
        """A truth, at the place's indices."""
        place = _Place({}, {}) if place is None else place
        operator, operands = term.operator, term.operands
        if isinstance(operator, Definition):
            body = inlined(term)
            return self.truth(body, place) if body is not None else self._call(term, place)
        if operator == "variable":
            return self._applied(place.variables[str(operands[0])], place)
        if operator == "last":
            return f"last {place.indices['n']}"
        if operator in ("and", "or"):
            return joined(_JUNCTIONS[operator], [self.truth(part, place) for part in term.terms()])
        if operator == "not":
            return f"negb {atom(self.truth(next(term.terms()), place))}"
        if operator == "if":
            return self.meaning.choice(*(self.truth(part, place) for part in term.terms()))
        if operator == "where" and self.meaning.is_partial:
            return self._where(term, self.truth(list(term.terms())[1], place), place)
        if operator in ("=", "<", "<="):
            left, right = term.terms()
            return self._comparison(operator, left, right, place)
        if operator in ("every", "some"):
            return self._reduction(term, place, None)
        if operator in ("left", "right"):
            return self.truth(next(term.terms()), _at_pair(operator, place))
        raise UnprintableError(f"{operator} has no counterpart in Coq here; leave {term!r} out")

    def _comparison(self, operator: str, left: Term, right: Term, place: _Place) -> str:
        if left.sort.is_truth:
            return f"eqb {atom(self.truth(left, place))} {atom(self.truth(right, place))}"
        kind = max(self.kind(left, place) or Kind.COUNT, self.kind(right, place) or Kind.COUNT)
        symbol = {"=": "=?", "<": "<?", "<=": "<=?"}[operator]
        function = self.meaning.comparisons_of_counts.get(symbol) if kind is Kind.COUNT else None
        if function is not None:
            return " ".join([function, *(atom(self.number(part, kind, place)) for part in (left, right))])
        return self._infix(symbol, left, right, kind, place)

    def _infix(self, symbol: str, left: Term, right: Term, kind: Kind, place: _Place) -> str:
        inner = replace(place, scope=kind)
        text = joined(symbol, [self.number(part, kind, inner) for part in (left, right)])
        return text if place.scope is kind else scoped(text, self.meaning.scopes[kind])

    def number(self, term: Term, kind: Kind, place: _Place) -> str:
        """A number of a kind, at the place's indices."""
        operator = term.operator
        if operator == "number":
            [value] = term.operands
            assert isinstance(value, Fraction)
            return self._literal(value, kind, place)
        own = self.kind(term, place)
        assert own is not None
        distributes = operator == "if" or (own is Kind.COUNT and operator in ARITHMETIC)
        if own < kind and not distributes:
            inner = self.number(term, Kind(kind - 1), replace(place, scope=Kind(kind - 1)))
            coercion = "Finite" if kind is Kind.EXTENDED else "of_rational"
            return f"{coercion} {scoped(inner, self.meaning.scopes[Kind(kind - 1)])}"
        if own > kind:
            raise UnprintableError(f"{term!r} cannot stand for a count; make it a number")
        if isinstance(operator, Definition):
            body = inlined(term)
            return self.number(body, kind, place) if body is not None else self._call(term, place)
        return self._operation(term, kind, place)

    def _operation(self, term: Term, kind: Kind, place: _Place) -> str:
        operator, operands = term.operator, term.operands
        assert isinstance(operator, str)
        if operator == "variable":
            return self._applied(place.variables[str(operands[0])], place)
        if operator in DATA:
            space, _, text = DATA[operator]
            return " ".join([text, *(place.indices[index] for index in INDICES[space])])
        if operator in ARITHMETIC:
            left, right = term.terms()
            return self._infix(operator, left, right, kind, place)
        if operator in _REDUCTIONS:
            return self._reduction(term, place, kind)
        if operator == "where" and self.meaning.is_partial:
            return self._where(term, self.number(list(term.terms())[1], kind, place), place)
        printers: dict[str, Any] = {
            "^": self._power,
            "log": self._log,
            "if": self._if,
            "left": self._pair,
            "right": self._pair,
            "next": self._next,
            "into": self._into,
            "share": self._share,
            "product": self._along,
            "tail": self._along,
            "along": self._along,
            "end": self._along,
            "back": self._control,
            "forth": self._control,
            "repeat": self._control,
        }
        if operator not in printers:
            raise UnprintableError(f"{operator} has no counterpart in Coq here; leave {term!r} out")
        return str(printers[operator](term, kind, place))

    def _applied(self, bound: _Bound, place: _Place) -> str:
        return " ".join([bound.name, *(place.indices[index] for index in INDICES[bound.space])])

    def _power(self, term: Term, kind: Kind, place: _Place) -> str:
        base, exponent = term.terms()
        function = "extended_power" if kind is Kind.EXTENDED else "power"
        power = self.number(exponent, Kind.COUNT, place)
        return f"{function} {atom(self.number(base, kind, place))} {atom(power)}"

    def _log(self, term: Term, kind: Kind, place: _Place) -> str:
        argument = next(term.terms())
        if self.kind(argument, place) is Kind.EXTENDED:  # Coq does not know which numbers are rational
            raise UnprintableError(f"the logarithm of {argument!r} has no counterpart in Coq; leave it out")
        return f"log {atom(self.number(argument, kind, place))}"

    def _if(self, term: Term, kind: Kind, place: _Place) -> str:
        condition, *sides = term.terms()
        chosen = (self.number(side, kind, place) for side in sides)
        return self.meaning.choice(self.truth(condition, place), *chosen)

    def _where(self, term: Term, value: str, place: _Place) -> str:
        return f"keep_where {atom(self.truth(next(term.terms()), place))} {atom(value)}"

    def _pair(self, term: Term, kind: Kind, place: _Place) -> str:
        return self.number(next(term.terms()), kind, _at_pair(str(term.operator), place))

    def _next(self, term: Term, kind: Kind, place: _Place) -> str:
        table = self._table(next(term.terms()), Space.POINTS, place, kind)
        here, there = place.indices["n"], place.indices["s'"]
        return f"next {self._zero(kind, place)} {atom(table)} {here} {there}"

    def _into(self, term: Term, kind: Kind, place: _Place) -> str:
        _require(kind, term)
        table = self._table(next(term.terms()), Space.TRANSITIONS, place, kind)
        return f"into M {atom(table)} {place.indices['n']} {place.indices['s']}"

    def _share(self, term: Term, kind: Kind, place: _Place) -> str:
        _require(kind, term)
        inner = place.inside("a")
        rows = [atom(f"fun a => {self.number(part, kind, inner)}") for part in term.terms()]
        where = " ".join(place.indices[index] for index in ("n", "s"))
        return f"share (acts M {where}) {rows[0]} {rows[1]} {place.indices['a']}"

    def _along(self, term: Term, kind: Kind, place: _Place) -> str:
        names = {"product": "product", "tail": "tail", "along": "along plus", "end": "end_of"}
        name = names[str(term.operator)]
        if kind is Kind.EXTENDED and term.operator == "along":
            name = "along extended_plus"
        elif term.operator in ("product", "tail"):
            _require(kind, term)
        table = self._table(next(term.terms()), Space.CHOICES, place, kind)
        return " ".join([name, atom(table), *(place.indices[i] for i in INDICES[Space.TRAJECTORIES])])

    def _control(self, term: Term, kind: Kind, place: _Place) -> str:
        space = term.sort.space
        return " ".join(
            [self._made_by_control(term, kind, place), *(place.indices[i] for i in INDICES[space])]
        )

    def _made_by_control(self, term: Term, kind: Kind, place: _Place) -> str:
        """The whole table that a recursion or a repetition makes."""
        if term.operator == "repeat":
            times, _, step, begin = term.operands
            assert isinstance(times, Term)
            assert isinstance(step, Term)
            assert isinstance(begin, Term)
            name, bound = self._repeated(term, place)
            bound = replace(bound, kind=kind)
            space = term.sort.space
            body = self._table(step, space, place.binding(name, bound), kind)
            first = self._table(begin, space, place, kind)
            repeated = self.meaning.repetition(space, self.number(times, Kind.COUNT, place))
            return f"{repeated} (fun {bound.name} => {body}) {atom(first)}"
        bound = self._recursive(term, place)
        body_term = term.operands[1]
        assert isinstance(body_term, Term)
        inner = place.binding(str(term.operands[0]), bound).inside(INDICES[Space.POINTS])
        body = self.number(body_term, kind, inner)
        if term.operator == "forth":
            _require(kind, term)
            return f"forth M (fun {bound.name} n s => {body})"
        return f"back {self._zero(kind, place)} (fun {bound.name} n s => {body})"

    def _reduction(self, term: Term, place: _Place, kind: Kind | None) -> str:
        over, to, operand = term.operands
        operator = str(term.operator)
        assert isinstance(over, Space)
        assert isinstance(to, Space)
        assert isinstance(operand, Term)
        text, indices = LISTS[over, to]
        text = " ".join(place.indices.get(part, part) if part in "nsa" else part for part in text.split())
        inner = place.inside(indices)
        masks, body = ([], operand) if self.meaning.is_partial else unmasked(operand)
        pattern = indices[0] if len(indices) == 1 else f"'({', '.join(indices)})"
        listed = f"({text})"
        for mask in masks:
            listed = f"(filter (fun {pattern} => {self.truth(mask, inner)}) {listed})"
        if operator in ("every", "some", "count"):
            name = "count M" if operator == "count" else operator
            return f"{name} {listed} (fun {pattern} => {self.truth(body, inner)})"
        assert kind is not None
        name = f"extended_{operator}" if kind is Kind.EXTENDED else operator
        summand = self.number(body, kind, inner)
        if body.operator == "number":  # whose field Coq cannot infer
            summand = f"{atom(summand)} : {self.meaning.types[kind]}"
        return f"{name} {listed} (fun {pattern} => {summand})"

    # Tables and calls

    def _table(self, term: Term, space: Space, place: _Place, kind: Kind | None) -> str:
        """A whole table over a space: a function of its indices, or something that is one already."""
        whole = self._whole(term, space, place, kind)
        if whole is not None:
            return whole
        indices = INDICES[space]
        inner = place.inside(indices)
        body = self.truth(term, inner) if kind is None else self.number(term, kind, inner)
        if not indices:
            return body
        return f"fun {' '.join(indices)} => {body}"

    def _whole(self, term: Term, space: Space, place: _Place, kind: Kind | None) -> str | None:
        if term.sort.space is not space or not INDICES[space] or self.kind(term, place) is not kind:
            return None
        operator = term.operator
        if operator == "variable":
            bound = place.variables[str(term.operands[0])]
            return bound.name if bound.space is space else None
        if isinstance(operator, Definition):
            if inlined(term) is not None or operator.sort.space is not space:
                return None
            return self._call(term, place, whole=True)
        if operator in DATA and DATA[operator][0] is space:
            return DATA[operator][2]
        if operator in ("back", "forth", "repeat") and kind is not None:
            return self._made_by_control(term, kind, place)
        return None

    def _call(self, term: Term, place: _Place, whole: bool = False) -> str:
        definition = term.operator
        assert isinstance(definition, Definition)
        instance = self._instance(term, place)
        parts = [f"{instance.name} M"]
        for parameter, kind, argument in zip(
            definition.parameters, instance.kinds, term.terms(), strict=True
        ):
            parts.append(atom(self._table(argument, parameter.sort.space, place, kind)))
        if not whole:
            parts += [place.indices[index] for index in INDICES[definition.sort.space]]
        return " ".join(parts)

    # Types and literals

    def type(self, sort: Sort, kind: Kind | None) -> str:
        """The type of a table of a sort with entries of a kind."""
        entry = self.meaning.types[kind]
        return entry if sort.space is Space.SCALAR else f"{sort.space.value} {atom(entry)}"

    def _zero(self, kind: Kind, place: _Place) -> str:
        return atom(self._literal(Fraction(0), kind, place))

    def _literal(self, value: Fraction, kind: Kind, place: _Place) -> str:
        scopes, rational = self.meaning.scopes, f"({value.numerator} # {value.denominator})%Q"
        if kind is Kind.EXTENDED:
            return f"Finite {atom(self._literal(value, Kind.NUMBER, place))}"
        if kind is Kind.NUMBER:
            scope = "" if place.scope is kind else f"%{scopes[kind]}"
            is_symbol = value in (0, 1)
            rational = atom(self.meaning.defined.format(rational))
            return f"{value.numerator}{scope}" if is_symbol else f"of_rational {rational}"
        is_natural = value.denominator == 1 and value >= 0
        scope = "" if scopes[place.scope] == "Q" else "%Q"
        return self.meaning.defined.format(f"{value.numerator}{scope}" if is_natural else rational)


@cache
def _counts(definition: Definition) -> frozenset[str]:
    """The parameters of a definition that are exponents or numbers of steps."""
    found: set[str] = set()

    def visit(term: Term, counted: bool) -> None:
        if term.operator == "variable":
            if counted:
                found.add(str(term.operands[0]))
            return
        for position, part in enumerate(term.operands):
            if not isinstance(part, Term):
                continue
            if isinstance(term.operator, Definition):
                visit(part, term.operator.parameters[position].name in _counts(term.operator))
            elif term.operator in ("^", "repeat"):
                exponent = position == (1 if term.operator == "^" else 0)
                visit(part, exponent or (counted and term.operator == "^"))
            else:
                visit(part, counted and term.operator in ARITHMETIC)

    visit(definition.body, False)
    return frozenset(found)


def _at_pair(operator: str, place: _Place) -> _Place:
    if operator == "left":
        return place
    return replace(place, indices={**place.indices, "a": place.indices["b"]})


def _suffix(definition: Definition, kinds: tuple[Kind | None, ...]) -> str:
    """What tells one kind of arguments from another: which of the numbers are extended, if not all are."""
    extended = [
        parameter.name
        for parameter, kind in zip(definition.parameters, kinds, strict=True)
        if kind is Kind.EXTENDED
    ]
    if not extended:
        return ""
    return "_extended" if Kind.NUMBER not in kinds else "_".join(["_extended", *extended])


def _require(kind: Kind, term: Term) -> None:
    if kind is not Kind.NUMBER:
        raise UnprintableError(
            f"{term.operator} has no counterpart for logarithms in Coq here; leave {term!r} out"
        )
