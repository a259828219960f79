"""Definitions: a name, typed parameters, and a body in the core.

A definition is written as a Python function and traced once into data:

    >>> from coherence_exact.language.core import prior, weight, total
    >>> @define("w̄[{policy}]")
    ... def mean_weight(policy: Policy) -> Points:
    ...     '''The mean weight of an action.'''
    ...     return total(policy * weight, "points")
    >>> mean_weight(prior)
    mean_weight(prior)

From then on it is called like a function of terms; one without parameters is a term itself.  The notation
shows it in formulas, with its parameters in braces.
"""

from __future__ import annotations

import inspect
import string
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Concatenate, ParamSpec, Protocol, TypeAlias, overload

from coherence_exact.display import Displayed
from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import printable, quote
from coherence_exact.language import core, sorts
from coherence_exact.language.sorts import Sort, Space
from coherence_exact.language.terms import (
    OPERATIONS,
    Term,
    Use,
    as_term,
    free_variables,
    in_scope,
    mentions,
    require_sort,
    use_of,
    variable,
)

_GUARDS = ("next", "into")

# What the annotations of a definition say; to a type checker all of them are terms.

Number: TypeAlias = Annotated[Term, sorts.NUMBER]
Truth: TypeAlias = Annotated[Term, sorts.TRUTH]
Policy: TypeAlias = Annotated[Term, sorts.POLICY]
Points: TypeAlias = Annotated[Term, sorts.POINTS]
Choices: TypeAlias = Annotated[Term, sorts.CHOICES]
Transitions: TypeAlias = Annotated[Term, sorts.TRANSITIONS]
Trajectories: TypeAlias = Annotated[Term, sorts.TRAJECTORIES]
Pairs: TypeAlias = Annotated[Term, Sort(Space.PAIRS)]
TruthsOfPoints: TypeAlias = Annotated[Term, Sort(Space.POINTS, is_truth=True)]
TruthsOfChoices: TypeAlias = Annotated[Term, Sort(Space.CHOICES, is_truth=True)]


class Literal(Enum):
    """Which numbers, if they are written out, can be given for a parameter."""

    NATURAL = "an integer of at least 0"
    POSITIVE = "an integer of at least 1"
    UNIT_FRACTION = "1/n with a positive integer n"
    RESPONSE = "1/n with a positive integer n, or 0 for the limit"
    DISCOUNT = "a number from 0 to 1"

    def has(self, value: Fraction) -> bool:
        """Whether a number is one of them."""
        if self is Literal.DISCOUNT:
            return 0 <= value <= 1
        if self in (Literal.UNIT_FRACTION, Literal.RESPONSE):
            return (value == 0 and self is Literal.RESPONSE) or (value > 0 and value.numerator == 1)
        return value.denominator == 1 and value >= (0 if self is Literal.NATURAL else 1)


@dataclass(frozen=True)
class Parameter:
    """A parameter: its sort, and the term that stands for it where a call leaves it out.

    ``uses`` says how the body uses it, with respect to ``next`` and to ``into``; ``literal`` which numbers
    can be given for it.
    """

    name: str
    sort: Sort
    default: Term | None = field(default=None, compare=False)
    uses: tuple[Use, ...] = field(default=(Use.HERE, Use.HERE), compare=False)
    literal: Literal | None = field(default=None, compare=False)

    def check(self, term: Term, what: str) -> None:
        """Raise :class:`ClaimError` unless a term can be given for the parameter."""
        require_sort(what, term, self.sort)
        value = term.operands[0] if term.operator == "number" else None
        if self.literal is not None and isinstance(value, Fraction) and not self.literal.has(value):
            raise ClaimError(f"{what} = {quote(value)} is not {self.literal.value}; write one")

    def use(self, guard: str) -> Use:
        """How the definition uses the parameter, with respect to an operation that shifts time."""
        return self.uses[_GUARDS.index(guard)]


@dataclass(frozen=True, eq=False, repr=False)
class Definition(Displayed):
    """A definition; two are equal if their names, parameters, sorts and bodies are.

    - ``notation``: how formulas show a call, with parameters in braces: ``"v[{policy}]"``;
    - ``doc``: what it denotes, in words; ``module``: where it was written.
    """

    name: str
    parameters: tuple[Parameter, ...]
    sort: Sort
    body: Term
    notation: str
    doc: str
    module: str

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.parameters, self.sort, self.body))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Definition) or self is other:
            return self is other
        parts = [(one.name, one.parameters, one.sort, one.body) for one in (self, other)]
        return hash(self) == hash(other) and parts[0] == parts[1]

    def __reduce__(self) -> Any:
        # The hash of text differs between processes, so that it has to be computed anew in each.
        return Definition, tuple(getattr(self, part.name) for part in fields(self))

    def __repr__(self) -> str:
        return f"<definition {self.name}>"

    def __call__(self, /, *values: object, **named: object) -> Term:
        """The term that applies the definition; raises :class:`ClaimError` if the arguments do not fit."""
        given = self._bind(values, named)
        terms = []
        for parameter in self.parameters:
            what = f"{self.name}: {parameter.name}"
            term = as_term(given[parameter.name], what)
            parameter.check(term, what)
            terms.append(term)
        return Term(self, tuple(terms), self.sort)

    def _bind(self, values: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
        names = [parameter.name for parameter in self.parameters]
        call = f"call {self.name}({', '.join(names)})"
        if len(values) > len(names):
            raise ClaimError(f"{self.name} was given {len(values)} arguments; {call}")
        given: dict[str, object] = {
            parameter.name: parameter.default
            for parameter in self.parameters
            if parameter.default is not None
        }
        given |= dict(zip(names, values, strict=False))
        for name in named:
            if name not in names:
                raise ClaimError(f"{self.name} has no parameter {quote(name)}; {call}")
            if name in names[: len(values)]:
                raise ClaimError(f"{self.name}: {name} is given twice; {call}")
        given |= named
        for name in names:
            if name not in given:
                raise ClaimError(f"{self.name}: {name} is missing; {call}")
        return given


_P = ParamSpec("_P")


class Decorator(Protocol):
    """What :func:`define` returns: a function without parameters becomes a term, any other a definition."""

    @overload
    def __call__(self, function: Callable[[], Term]) -> Term: ...
    @overload
    def __call__(self, function: Callable[Concatenate[Term, _P], Term]) -> Definition: ...


@core.checked_call
def define(notation: str, **literals: Literal) -> Decorator:
    """Make a definition of a function whose parameters and result are annotated with sorts.

    ``notation``: how formulas show it, the parameters in braces; ``literals``: for some parameters, which
    numbers can be given.  Raises :class:`ClaimError`, which names the definition, its file and line, if the
    body does not fit.
    """

    def trace(function: Callable[..., Term]) -> Any:
        definition = _traced(function, notation, literals)
        for collected in _collected.get():
            collected.append(definition)
        return definition if definition.parameters else definition()

    return trace


def _traced(function: Callable[..., Term], notation: str, literals: dict[str, Literal]) -> Definition:
    code = getattr(function, "__code__", None)
    if code is None:
        raise ClaimError(
            f"define: {quote(function)} is not a function; write def name(…): above which it stands"
        )
    name = function.__name__
    where = f"definition {name} ({printable(code.co_filename)}, line {code.co_firstlineno})"
    try:
        _check_name(name)
        parameters, sort = _signature(function)
        with in_scope(*(parameter.name for parameter in parameters)):
            traced = function(*(variable(parameter.name, parameter.sort) for parameter in parameters))
        body = as_term(traced, "its body")
        require_sort("its body", body, sort)
        _check_body(body, parameters)
        _check_notation(notation, parameters)
        _check_literals(literals, parameters)
    except ClaimError as error:
        raise ClaimError(f"{where}: {error}") from error
    except Exception as error:
        raise ClaimError(
            f"{where}: {type(error).__name__}: {printable(str(error)) or 'no message'}; mend its body"
        ) from error
    guarded = tuple(
        replace(p, uses=tuple(use_of(body, p.name, guard) for guard in _GUARDS), literal=literals.get(p.name))
        for p in parameters
    )
    doc = inspect.getdoc(function) or ""
    return Definition(name, guarded, sort, body, notation, doc, function.__module__)


def _check_name(name: str) -> None:
    if not name.isascii() or not name.isidentifier() or name.startswith("_"):
        raise ClaimError(f"{quote(name)} cannot be the name; use letters, digits and _, a letter first")
    if name in OPERATIONS or name in (*core.__all__, "number"):
        raise ClaimError(f"{quote(name)} is the name of an operation of the core; choose another")


def _check_body(body: Term, parameters: tuple[Parameter, ...]) -> None:
    free = free_variables(body) - {parameter.name for parameter in parameters}
    if free:
        raise ClaimError(f"its body uses the variable {min(free)}, which is not a parameter; add it")
    if mentions(body, "index", "symbol"):
        raise ClaimError("its body uses an index or a symbol, which only a relation may; make it a parameter")


_LONGEST_NOTATION = 200


def _check_notation(notation: object, parameters: tuple[Parameter, ...]) -> None:
    if not isinstance(notation, str) or not notation:
        raise ClaimError(f"its notation is {quote(notation)}; write how a formula shows it, in quotes")
    if len(notation) > _LONGEST_NOTATION or not notation.isprintable():
        raise ClaimError(
            f"its notation is {quote(notation)}; write at most {_LONGEST_NOTATION} characters on one line"
        )
    names = {parameter.name for parameter in parameters}
    try:
        used = {name for _, name, _, _ in string.Formatter().parse(notation) if name is not None}
    except ValueError as error:
        raise ClaimError(
            f"its notation {quote(notation)} has an unpaired brace; write {{{{ for one"
        ) from error
    for name in sorted(used - names):
        raise ClaimError(f"its notation names {quote(name)}, which is not a parameter; mend it")
    for name in sorted(names - used):
        raise ClaimError(f"its notation does not show the parameter {name}; write {{{name}}} in it")


def _check_literals(literals: dict[str, Literal], parameters: tuple[Parameter, ...]) -> None:
    names = {parameter.name for parameter in parameters}
    for name, literal in literals.items():
        if name not in names or not isinstance(literal, Literal):
            raise ClaimError(
                f"{quote(name)} = {quote(literal)} does not say which numbers a parameter takes; mend it"
            )


def _signature(function: Callable[..., Term]) -> tuple[tuple[Parameter, ...], Sort]:
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
            raise ClaimError(f"its parameter {name} is a * or a keyword-only one; make it an ordinary one")
        if not name.isascii() or not name[0].isalpha():
            raise ClaimError(f"its parameter {quote(name)} is not named by letters, digits and _; rename it")
        sort = _sort_of(hints.get(name), f"its parameter {name}")
        default = None
        if parameter.default is not inspect.Parameter.empty:
            default = as_term(parameter.default, f"the default of {name}")
            require_sort(f"the default of {name}", default, sort)
        parameters.append(Parameter(name, sort, default))
    return tuple(parameters), _sort_of(hints.get("return"), "its result")


def _sort_of(hint: object, what: str) -> Sort:
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, Sort):
            return extra
    raise ClaimError(f"{what} has no sort; annotate it with Policy, Points, Choices, Number, Truth and so on")


_collected: ContextVar[tuple[list[Definition], ...]] = ContextVar("collected_definitions", default=())


@contextmanager
def collecting_definitions() -> Iterator[list[Definition]]:
    """Collect every definition that is made inside of the ``with`` block."""
    collected: list[Definition] = []
    token = _collected.set((*_collected.get(), collected))
    try:
        yield collected
    finally:
        _collected.reset(token)
