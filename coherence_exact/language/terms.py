"""Terms: what definitions and claims are made of.

A term is an operation of the core or a call of a definition, with its operands.  Terms are plain data, made
by the functions of :mod:`coherence_exact.language.core` and by definitions, which check them; arithmetic and
comparisons work as one writes them.  ``==`` compares terms, not what they denote: that is :func:`equal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from coherence_exact.display import Displayed
from coherence_exact.errors import ClaimError, NumberError
from coherence_exact.exact.rationals import parse_rational, quote
from coherence_exact.language.sorts import (
    CHOICES,
    NUMBER,
    POINTS,
    POLICY,
    TRAJECTORIES,
    TRANSITIONS,
    Sort,
    Space,
    common_space,
)

if TYPE_CHECKING:
    from coherence_exact.language.definitions import Definition

MOST_DEPTH = 60
"""Terms that are nested more deeply are refused, so that no reader of terms runs out of stack."""

MOST_SIZE = 20_000
"""Terms with more parts are refused: a part that is used twice again and again doubles each time."""

_SMALLER = "give a part of it a name with define"

Operand: TypeAlias = "Term | Fraction | Space | str | int"


class Term(Displayed):
    """An operation or a definition with its operands; immutable, compared by structure.

    - ``operator``: the name of an operation of the core, or a definition;
    - ``operands``: terms, and what else the operation takes (a number, a name, spaces, a place);
    - ``sort``: what the term denotes.

    Raises :class:`ClaimError` if the operation does not take such operands.
    """

    __slots__ = ("_hash", "depth", "operands", "operator", "size", "sort")

    def __init__(self, operator: str | Definition, operands: tuple[Operand, ...], sort: Sort) -> None:
        _check_parts(operator, operands, sort)
        self.operator = operator
        self.operands = operands
        self.sort = sort
        self.depth: int = 1 + max((term.depth for term in self.terms()), default=0)
        self.size: int = 1 + sum(term.size for term in self.terms())
        self._hash = hash((operator, operands))
        if self.depth > MOST_DEPTH:
            raise ClaimError(f"a term is nested more deeply than {MOST_DEPTH} levels; {_SMALLER}")
        if self.size > MOST_SIZE:
            raise ClaimError(f"a term has more than {MOST_SIZE} parts; {_SMALLER}")

    def terms(self) -> Iterator[Term]:
        """The operands that are terms."""
        return (operand for operand in self.operands if isinstance(operand, Term))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self is other or (
            self._hash == other._hash
            and self.operator == other.operator
            and self.operands == other.operands
            and self.sort == other.sort
        )

    def __repr__(self) -> str:
        from coherence_exact.language.text import as_python

        return as_python(self)

    def __bool__(self) -> NoReturn:
        raise ClaimError(
            f"{spelled(self)} is a term, which is neither true nor false in Python; join relations with "
            "both, either, implies and negation, and write 0 <= x <= 1 as both(x >= 0, x <= 1)"
        )

    def __reduce__(self) -> Any:
        # The hash of text differs between processes, so that it has to be computed anew in each.
        return Term, (self.operator, self.operands, self.sort)

    # Arithmetic and comparisons, as one writes them

    def __add__(self, other: object) -> Term:
        return entrywise("+", self, other)

    def __radd__(self, other: object) -> Term:
        return entrywise("+", other, self)

    def __sub__(self, other: object) -> Term:
        return entrywise("-", self, other)

    def __rsub__(self, other: object) -> Term:
        return entrywise("-", other, self)

    def __mul__(self, other: object) -> Term:
        return entrywise("*", self, other)

    def __rmul__(self, other: object) -> Term:
        return entrywise("*", other, self)

    def __truediv__(self, other: object) -> Term:
        return entrywise("/", self, other)

    def __rtruediv__(self, other: object) -> Term:
        return entrywise("/", other, self)

    def __pow__(self, other: object) -> Term:
        return entrywise("^", self, other)

    def __rpow__(self, other: object) -> Term:
        return entrywise("^", other, self)

    def __lt__(self, other: object) -> Term:
        return entrywise("<", self, other)

    def __le__(self, other: object) -> Term:
        return entrywise("<=", self, other)

    def __gt__(self, other: object) -> Term:
        return entrywise("<", as_term(other, "greater"), self)

    def __ge__(self, other: object) -> Term:
        return entrywise("<=", as_term(other, "at least"), self)

    def __neg__(self) -> Term:
        return entrywise("-", 0, self)

    def __invert__(self) -> Term:
        return entrywise("not", self)


# Numbers and variables


def number(value: object) -> Term:
    """A literal: an integer, a ``Fraction``, or text such as ``"1/2"`` and ``"0.75"``.

    Raises :class:`ClaimError` for anything else, floats and booleans among it.

    >>> number("0.5")
    number("1/2")
    """
    if isinstance(value, Fraction):
        exact = value
    else:
        try:
            exact = parse_rational(value)
        except NumberError as error:
            raise ClaimError(str(error)) from error
    return Term("number", (exact,), NUMBER)


def variable(name: str, sort: Sort) -> Term:
    """A variable that a definition or an operation binds."""
    return Term("variable", (name,), sort)


def spelled(term: Term) -> str:
    """A term as a message shows it: cut if it is long."""
    text = repr(term)
    return text if len(text) <= _LONGEST_SPELLED else f"{text[:_LONGEST_SPELLED]}… ({len(text)} characters)"


_LONGEST_SPELLED = 200


def as_term(value: object, what: str) -> Term:
    """A term as it is, a number as a literal; ``what`` says in an error whose operand it is."""
    if isinstance(value, Term):
        return value
    if isinstance(value, (int, str, Fraction)) and not isinstance(value, bool):
        try:
            return number(value)
        except ClaimError as error:
            raise ClaimError(f"{what}: {error}") from error
    name = getattr(value, "name", None)
    if callable(value) and isinstance(name, str):
        raise ClaimError(f"{what}: {name} takes arguments; call it, as in {name}(prior)")
    if isinstance(value, float):
        raise ClaimError(f'{what}: {value!r} is a float, which is not exact; write it as text, such as "1/2"')
    raise ClaimError(
        f"{what}: {quote(value)} is neither a term nor a number; give a term such as prior, or a number"
    )


# Operations, entry by entry


def entrywise(operator: str, *operands: object) -> Term:
    """An operation entry by entry; raises :class:`ClaimError` if its operands do not fit."""
    name = NAMES.get(operator, operator)
    terms = tuple(as_term(operand, name) for operand in operands)
    for term, needs_truth in zip(terms, _kinds(operator, terms), strict=True):
        _require_kind(operator, term, needs_truth)
    space = common_space(term.sort.space for term in terms)
    if space is None:
        described = " and ".join(f"{spelled(term)} over {term.sort.space.value}" for term in terms)
        raise ClaimError(
            f"{name}: {described} have no common space; sum one of them first, or compare two choices "
            "with left and right"
        )
    if operator not in ("if", "where"):
        return Term(operator, terms, Sort(space, operator in ("=", "<", "<=", "and", "or", "not")))
    condition, *sides = terms
    by_row = operator == "if" and condition.sort.space in (Space.SCALAR, Space.POINTS)
    is_policy = by_row and all(side.sort.is_policy for side in sides)
    return Term(operator, terms, Sort(space, sides[0].sort.is_truth, is_policy))


def _kinds(operator: str, terms: tuple[Term, ...]) -> tuple[bool, ...]:
    """Whether each operand has to be a truth."""
    if operator in ("and", "or", "not"):
        return (True,) * len(terms)
    if operator == "=":
        return (terms[0].sort.is_truth,) * 2
    if operator == "if":
        return True, terms[1].sort.is_truth, terms[1].sort.is_truth
    if operator == "where":
        return True, terms[1].sort.is_truth
    return (False,) * len(terms)


def _require_kind(operator: str, term: Term, needs_truth: bool) -> None:
    if term.sort.is_truth is not needs_truth:
        problem = "a truth; compare it with something" if needs_truth else "a number; do not compare it"
        raise ClaimError(f"{NAMES.get(operator, operator)}: {spelled(term)} is not {problem}")


NAMES = {
    "+": "a sum",
    "-": "a difference",
    "*": "a product",
    "/": "a quotient",
    "^": "a power",
    "=": "equal",
    "<": "less than",
    "<=": "at most",
    "and": "both",
    "or": "either",
    "not": "negation",
    "if": "if_",
}
"""What messages call the operations whose Python name is another."""

# Operations between spaces


def reduction(operator: str, value: object, over: Space, to: Space) -> Term:
    """sum, max, min, every, some or count of the elements of ``over`` that belong to each one of ``to``."""
    term = as_term(value, operator)
    of_truths = operator in ("every", "some", "count")
    _require_kind(operator, term, of_truths)
    if not over.reduces_to(to):
        raise ClaimError(
            f"{operator}: one does not come from {over.value} to {to.value}; choose other spaces"
        )
    require_space(operator, term, over)
    return Term(operator, (over, to, term), Sort(to, operator in ("every", "some")))


def require_space(what: str, term: Term, space: Space) -> None:
    """Raise :class:`ClaimError` unless the term can be spread to a space."""
    if not term.sort.space.spreads_to(space):
        raise ClaimError(
            f"{what}: {spelled(term)} is over {term.sort.space.value} and cannot be spread to {space.value}; "
            "sum it or take its maximum first"
        )


def require_sort(what: str, term: Term, sort: Sort) -> None:
    """Raise :class:`ClaimError` unless the term can stand where one of the sort is needed."""
    if not sort.accepts(term.sort):
        article = "an" if str(sort)[0] in "aeiou" else "a"
        wanted = str(sort) if sort.space is not Space.SCALAR and not sort.is_policy else f"{article} {sort}"
        raise ClaimError(
            f"{what}: {spelled(term)} is of sort {term.sort}, where {wanted} is needed; give one"
        )


SIGNATURES: dict[str, tuple[tuple[Sort, ...], Sort]] = {
    "next": ((POINTS,), TRANSITIONS),
    "into": ((TRANSITIONS,), POINTS),
    "left": ((CHOICES,), Sort(Space.PAIRS)),
    "right": ((CHOICES,), Sort(Space.PAIRS)),
    "share": ((CHOICES, POLICY), POLICY),
    "product": ((CHOICES,), TRAJECTORIES),
    "tail": ((CHOICES,), TRAJECTORIES),
    "along": ((CHOICES,), TRAJECTORIES),
    "end": ((CHOICES,), TRAJECTORIES),
    "through": ((TRAJECTORIES,), CHOICES),
    "below": ((TRAJECTORIES, TRAJECTORIES), TRAJECTORIES),
    "prior": ((), POLICY),
    "second_policy": ((), POLICY),
    "weight": ((), CHOICES),
    "dynamics": ((), TRANSITIONS),
    "start": ((), POINTS),
    "time": ((), POINTS),
    "last": ((), Sort(Space.POINTS, is_truth=True)),
    "horizon": ((), NUMBER),
    "infinity": ((), NUMBER),
    "index": ((), NUMBER),
    "chance": ((), TRAJECTORIES),
}
"""The operations with fixed sorts: those of their operands, and their own."""


def operation(operator: str, *values: object) -> Term:
    """An operation with fixed sorts."""
    sorts, own = SIGNATURES[operator]
    terms = tuple(as_term(value, operator) for value in values)
    for term, sort in zip(terms, sorts, strict=True):
        require_sort(operator, term, sort)
    return Term(operator, terms, own)


ENTRYWISE = frozenset({"+", "-", "*", "/", "^", "log", "=", "<", "<=", "and", "or", "not", "if", "where"})

_SHAPES: dict[str, tuple[type, ...]] = {
    "number": (Fraction,),
    **dict.fromkeys(("variable", "symbol"), (str,)),
    **dict.fromkeys(ENTRYWISE, (Term, Term)),
    **dict.fromkeys(("log", "not"), (Term,)),
    "if": (Term, Term, Term),
    **dict.fromkeys(("sum", "max", "min", "every", "some", "count"), (Space, Space, Term)),
    **{operator: (Term,) * len(sorts) for operator, (sorts, _) in SIGNATURES.items()},
    "at": (Term, int, str),
    **dict.fromkeys(("back", "forth"), (str, Term)),
    "repeat": (Term, str, Term, Term),
    "least": (Term, Term, str, Term),
    "ending": (Term, Term),
}
"""What the operands of each operation are; ``and`` and ``or`` take any number, ``at`` perhaps an action."""

OPERATIONS = frozenset(_SHAPES) - {"number", "variable"}
"""The names of all operations of the core."""

BINDERS = {
    operator: shape.index(str) for operator, shape in _SHAPES.items() if str in shape and Term in shape[-1:]
}
"""For each operation that binds a variable, where its operands have the name; the scope follows it."""


def _check_parts(operator: object, operands: object, sort: object) -> None:
    from coherence_exact.language.definitions import Definition

    if not isinstance(operands, tuple) or not isinstance(sort, Sort):
        raise ClaimError(
            f"Term({quote(operator)}, {quote(operands)}, {quote(sort)}) is no term; give a tuple and a sort"
        )
    fixed: tuple[tuple[Sort, ...], Sort] | None = None
    shape: tuple[type, ...] | None = None
    if isinstance(operator, Definition):
        fixed = tuple(parameter.sort for parameter in operator.parameters), operator.sort
        shape = (Term,) * len(operator.parameters)
    elif isinstance(operator, str):
        fixed, shape = SIGNATURES.get(operator), _SHAPES.get(operator)
    if shape is None:
        raise ClaimError(f"{quote(operator)} is no operation of the core and no definition; choose one")
    if operator in ("and", "or"):
        shape = (Term,) * max(len(operands), 1)
    elif operator == "at" and len(operands) > len(shape):
        shape = (*shape, str)
    fits = len(operands) == len(shape) and all(map(isinstance, operands, shape))
    if fits and fixed is not None:
        fits = sort == fixed[1] and all(
            own.accepts(term.sort) for own, term in zip(fixed[0], operands, strict=True)
        )
    if not fits:
        raise ClaimError(
            f"{quote(operator)} does not take {quote(operands)} to {sort}; call its function instead"
        )


# Variables

_names_in_scope: ContextVar[frozenset[str]] = ContextVar("names_in_scope", default=frozenset())


@contextmanager
def in_scope(*names: str) -> Iterator[None]:
    """Inside of the ``with`` block, where a body is traced, nothing that it binds has one of these names."""
    token = _names_in_scope.set(_names_in_scope.get().union(names))
    try:
        yield
    finally:
        _names_in_scope.reset(token)


def fresh_name(name: str) -> str:
    """A name that no variable in scope has, the given one if it can be."""
    while name in _names_in_scope.get():
        name += "1"
    return name


class Use(IntEnum):
    """How a term uses a variable, with respect to an operation that shifts time (``next`` or ``into``)."""

    ABSENT = 0
    SHIFTED = 1
    """At every occurrence inside of the operation, and otherwise of operations that stay at one place."""

    HERE = 2
    """At some occurrence at the same time."""

    ELSEWHERE = 3
    """Inside of an operation that may ask for any entry, so that there is no order of time."""


_STAYING = ENTRYWISE | {"left", "right", "share", "repeat"}
_STAYING_BY_GUARD = {
    "next": _STAYING | {"next", "product", "tail", "along", "end"},
    "into": _STAYING | {"into"},
}


def use_of(term: Term, name: str, guard: str) -> Use:
    """How a term uses a variable: a recursion that asks for it is in order if it is ``SHIFTED`` or absent."""
    if term.operator == "variable":
        return Use.HERE if term.operands[0] == name else Use.ABSENT
    used = [
        use_of(operand, name, guard)
        for position, operand in enumerate(term.operands)
        if isinstance(operand, Term) and bound_in(term, position) != name
    ]
    if not isinstance(term.operator, str):
        parameters = term.operator.parameters
        used = [_inside(parameter.use(guard), use) for parameter, use in zip(parameters, used, strict=True)]
        return max(used, default=Use.ABSENT)
    if term.operator == "repeat":
        _, variable, step, begin = term.operands
        assert isinstance(step, Term)
        assert isinstance(begin, Term)
        used.append(_inside(use_of(step, str(variable), guard), use_of(begin, name, guard)))
    most = max(used, default=Use.ABSENT)
    if most is Use.ABSENT:
        return most
    reduces = isinstance(term.operands[0], Space) and term.operands[1] is not Space.SCALAR
    if not reduces and term.operator not in _STAYING_BY_GUARD[guard]:
        return Use.ELSEWHERE
    return Use.SHIFTED if term.operator == guard and most is Use.HERE else most


def _inside(outer: Use, inner: Use) -> Use:
    """The use of a variable in an argument of a definition, which uses the parameter in some way."""
    if Use.ABSENT in (outer, inner):
        return Use.ABSENT
    if Use.ELSEWHERE in (outer, inner):
        return Use.ELSEWHERE
    return min(outer, inner)


def bound_in(term: Term, position: int) -> str | None:
    """The variable that an operation binds in the operand at a position, if any."""
    named = BINDERS.get(term.operator) if isinstance(term.operator, str) else None
    return str(term.operands[named]) if named is not None and position == named + 1 else None


def free_variables(term: Term) -> frozenset[str]:
    """The names of the variables that nothing in the term binds."""
    if term.operator == "variable":
        return frozenset({str(term.operands[0])})
    found: set[str] = set()
    for position, operand in enumerate(term.operands):
        if isinstance(operand, Term):
            found |= free_variables(operand) - {bound_in(term, position) or ""}
    return frozenset(found)


def subterms(term: Term) -> Iterator[Term]:
    """The term and all that it contains, inside of binders too, but not inside of definitions."""
    yield term
    for operand in term.terms():
        yield from subterms(operand)


def definitions_of(*terms: Term) -> dict[str, Definition]:
    """Every definition that some terms use, directly or in other definitions, by name.

    Raises :class:`ClaimError` if two different ones have one name.
    """
    found: dict[str, Definition] = {}

    def visit(term: Term) -> None:
        for part in subterms(term):
            definition = part.operator
            if isinstance(definition, str):
                continue
            known = found.get(definition.name)
            if known is None:
                found[definition.name] = definition
                visit(definition.body)
            elif known != definition:
                raise ClaimError(
                    f"two different definitions have the name {definition.name}; rename one of them"
                )

    for term in terms:
        visit(term)
    return found


def mentions(term: Term, *operators: str) -> bool:
    """Whether a term uses one of some operations, directly or in definitions.

    >>> from coherence_exact.claims import equal, prior, second_policy
    >>> mentions(equal(prior, second_policy), "second_policy")
    True
    """
    bodies = [term, *(definition.body for definition in definitions_of(term).values())]
    return any(part.operator in operators for body in bodies for part in subterms(body))
