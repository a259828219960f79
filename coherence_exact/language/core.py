"""The operations of the core as Python functions.

Each makes a :class:`~coherence_exact.language.terms.Term` and refuses operands that do not fit it with a
:class:`ClaimError`.  What the operations mean, and where they are undefined, is written once, in
``certificates/FORMAT.md``; the docstrings here say it in a line.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from fractions import Fraction
from typing import ParamSpec, TypeAlias, TypeVar

from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import printable, quote
from coherence_exact.language.sorts import NUMBER, POINTS, TRUTH, Sort, Space
from coherence_exact.language.terms import (
    NAMES,
    Term,
    Use,
    as_term,
    entrywise,
    free_variables,
    fresh_name,
    in_scope,
    operation,
    reduction,
    require_sort,
    require_space,
    spelled,
    subterms,
    use_of,
    variable,
)

Value: TypeAlias = Term | int | str | Fraction
"""A term, or a number: an integer, a ``Fraction``, or text such as ``"1/2"``."""

Over: TypeAlias = Space | str
"""A space, or its name: ``"points"``, ``"choices"``, ``"transitions"``, ``"trajectories"``, ``"pairs"``."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def checked_call(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function, which also raises :class:`ClaimError` for arguments that are missing or unknown."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def call(*values: _P.args, **named: _P.kwargs) -> _R:
        try:
            signature.bind(*values, **named)
        except TypeError as error:
            name = function.__name__
            parameters = ", ".join(signature.parameters)
            raise ClaimError(f"{name}: {printable(str(error))}; call {name}({parameters})") from error
        return function(*values, **named)

    return call


# Data

prior = operation("prior")
"""p(a|s), the model's prior."""

second_policy = operation("second_policy")
"""Another policy, in claims about every pair of policies."""

weight = operation("weight")
"""w(s, a) = e^r, over choices."""

dynamics = operation("dynamics")
"""τ(s'|s, a) > 0 for t < T, over transitions."""

start = operation("start")
"""μ(s) at t = 1 and 0 later, over points."""

time = operation("time")
"""t, over points."""

last = operation("last")
"""Whether t = T, over points."""

horizon = operation("horizon")
"""T, the number of decisions."""

infinity = operation("infinity")
"""∞."""

ONE = as_term(1, "a number")
"""1, as a term."""

index = operation("index")
"""The index k of a sequence; in named arguments only."""

chance = operation("chance")
"""The product of the dynamics along a trajectory, over trajectories."""


@checked_call
def symbol(name: str) -> Term:
    """A real number that an identity of rational functions is about."""
    if not isinstance(name, str) or not (name.isascii() and name.isidentifier()):
        raise ClaimError(f"{quote(name)} is not a name of a symbol; write letters, digits and _")
    return Term("symbol", (name,), NUMBER)


# Entry by entry


@checked_call
def log(value: Value) -> Term:
    """The natural logarithm of a rational ≥ 0; log 0 = −∞."""
    return entrywise("log", value)


@checked_call
def same(left: Value, right: Value) -> Term:
    """left = right, entry by entry: a table of truths.  :func:`equal` is one truth."""
    return entrywise("=", left, right)


@checked_call
def if_(condition: Term, then: Value, otherwise: Value) -> Term:
    """``then`` where the condition is true, ``otherwise`` where it is false."""
    return entrywise("if", condition, then, otherwise)


@checked_call
def where(condition: Term, value: Value) -> Term:
    """The value where the condition is true; the other entries are left out."""
    return entrywise("where", condition, value)


@checked_call
def both(*truths: Term) -> Term:
    """All of some truths; read in order, up to the first that is false."""
    return _junction("and", truths)


@checked_call
def either(*truths: Term) -> Term:
    """At least one of some truths; read in order, up to the first that is true."""
    return _junction("or", truths)


def _junction(operator: str, truths: tuple[Term, ...]) -> Term:
    if not truths:
        raise ClaimError(f"{NAMES[operator]} joins at least one relation; give one")
    joined = entrywise(operator, *truths)
    return truths[0] if len(truths) == 1 else joined


@checked_call
def negation(truth: Term) -> Term:
    """Not: true where the truth is false."""
    return entrywise("not", truth)


# Relations: one truth


@checked_call
def everywhere(truth: Term) -> Term:
    """A truth at every entry of its table; a truth over the scalar as it is."""
    term = as_term(truth, "a relation")
    if not term.sort.is_truth:
        raise ClaimError(f"{spelled(term)} is not a relation; compare it with something")
    if term.sort.space is Space.SCALAR:
        return term
    return reduction("every", term, term.sort.space, Space.SCALAR)


@checked_call
def equal(left: Value, right: Value) -> Term:
    """left = right at every entry: every decision point, choice, trajectory.

    >>> from coherence_exact.claims import retrain, temperature
    >>> equal(retrain(prior, steps=2), temperature(prior, alpha=2))
    equal(retrain(prior, steps=2), temperature(prior, alpha=2))
    """
    return everywhere(entrywise("=", left, right))


@checked_call
def at_least(left: Value, right: Value) -> Term:
    """left ≥ right at every entry; ∞ ≥ ∞ is true."""
    return everywhere(entrywise("<=", as_term(right, "at least"), as_term(left, "at least")))


@checked_call
def at_most(left: Value, right: Value) -> Term:
    """left ≤ right at every entry."""
    return everywhere(entrywise("<=", left, right))


@checked_call
def greater(left: Value, right: Value) -> Term:
    """left > right at every entry."""
    return everywhere(entrywise("<", as_term(right, "greater"), as_term(left, "greater")))


# Between spaces


def _space(space: Over, what: str) -> Space:
    for known in Space:
        if space is known or (isinstance(space, str) and space == known.value):
            return known
    names = ", ".join(known.value for known in Space)
    raise ClaimError(f"{what}: {quote(space)} is not a space; choose one of {names}")


def _reduce(operator: str, value: Value, over: Over | None, to: Over) -> Term:
    term = as_term(value, operator)
    return reduction(
        operator, term, term.sort.space if over is None else _space(over, operator), _space(to, operator)
    )


@checked_call
def total(value: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """Σ of the entries that belong to each element of a coarser space.

    ``to``: the space to come to; ``over``: the space to sum over, that of the value if left out.

    >>> total(weight * prior, "points")
    total(weight * prior, to="points")
    """
    return _reduce("sum", value, over, to)


@checked_call
def largest(value: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """The largest entry that belongs to each element of a coarser space; see :func:`total`."""
    return _reduce("max", value, over, to)


@checked_call
def smallest(value: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """The least entry that belongs to each element of a coarser space; see :func:`total`."""
    return _reduce("min", value, over, to)


@checked_call
def every(truth: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """Whether all truths that belong to each element of a coarser space hold; see :func:`total`."""
    return _reduce("every", truth, over, to)


@checked_call
def some(truth: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """Whether at least one truth that belongs to each element of a coarser space holds; see :func:`total`."""
    return _reduce("some", truth, over, to)


@checked_call
def count(truth: Value, to: Over = Space.SCALAR, over: Over | None = None) -> Term:
    """How many of the truths that belong to each element of a coarser space hold; see :func:`total`."""
    return _reduce("count", truth, over, to)


@checked_call
def successor(value: Value) -> Term:
    """A table over points, seen from transitions: its entry at (t+1, s')."""
    return operation("next", value)


@checked_call
def into(value: Value) -> Term:
    """Σ over the transitions that lead to each point."""
    return operation("into", value)


@checked_call
def left(value: Value) -> Term:
    """A table over choices, seen from pairs of two choices of one point: its entry at the first."""
    return operation("left", value)


@checked_call
def right(value: Value) -> Term:
    """A table over choices, seen from pairs of two choices of one point: its entry at the second."""
    return operation("right", value)


@checked_call
def share(value: Value, otherwise: Term) -> Term:
    """The policy proportional to a table over choices, and ``otherwise`` where its row sums to 0."""
    return operation("share", value, otherwise)


@checked_call
def at(value: Value, when: int, state: str, action: str | None = None) -> Term:
    """The entry at a decision point (time ``when``, ``state``), or at a choice there: a scalar."""
    term = as_term(value, "at")
    if isinstance(when, bool) or not isinstance(when, int) or not 1 <= when <= _LATEST:
        raise ClaimError(f"at: {quote(when)} is not a time; give an integer from 1 to {_LATEST}")
    names = (state,) if action is None else (state, action)
    for name, what in zip(names, ("a state", "an action"), strict=False):
        if not isinstance(name, str):
            raise ClaimError(f"at: {quote(name)} is not the name of {what}; write it in quotes")
    if term.sort.is_truth:
        raise ClaimError(f"at: {spelled(term)} is a table of truths; use every, or compare after at")
    require_space("at", term, Space.POINTS if action is None else Space.CHOICES)
    return Term("at", (term, when, *names), NUMBER)


_LATEST = 10**6
"""No model has a later time."""

# Along trajectories


@checked_call
def product_along(value: Value) -> Term:
    """The product over the choices of each trajectory."""
    return operation("product", value)


@checked_call
def tail_product(value: Value) -> Term:
    """The product over the choices of each trajectory but the first."""
    return operation("tail", value)


@checked_call
def sum_along(value: Value) -> Term:
    """The sum over the choices of each trajectory."""
    return operation("along", value)


@checked_call
def end_of(value: Value) -> Term:
    """The entry at the last choice of each trajectory."""
    return operation("end", value)


@checked_call
def through(value: Value) -> Term:
    """Over choices, Σ over the trajectories from t = 1 that contain the choice."""
    return operation("through", value)


@checked_call
def below(rank: Value, mass: Value) -> Term:
    """For each trajectory, the mass of all trajectories of a smaller rank."""
    return operation("below", rank, mass)


# Control


def _scope(what: str, function: Callable[[Term], object], sort: Sort) -> tuple[str, Term]:
    """The name of the variable that a function of one term binds, and its body."""
    if isinstance(function, Term) or not callable(function):
        raise ClaimError(f"{what}: {quote(function)} is not a function of one term; write lambda x: …")
    name = fresh_name(_parameter_of(function))
    with in_scope(name):
        try:
            body = function(variable(name, sort))
        except ClaimError:
            raise
        except Exception as error:
            problem = f"{type(error).__name__}: {printable(str(error)) or 'no message'}"
            raise ClaimError(f"{what}: {problem}; write a function of one term, lambda x: …") from error
    return name, as_term(body, what)


def _parameter_of(function: Callable[..., object]) -> str:
    """The name of a function's first parameter, if a variable can have it."""
    try:
        first = next(iter(inspect.signature(function).parameters.values()), None)
    except (TypeError, ValueError):  # a function that is not written in Python
        first = None
    if first is None or first.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
        return "x"
    return first.name if first.name.isascii() and first.name[0].isalpha() else "x"


@checked_call
def back(equation: Callable[[Term], object]) -> Term:
    """Backward induction: the table v over points with v = equation(v), which asks for v at t + 1 only.

    >>> back(lambda v: largest(weight * if_(last, 1, largest(successor(v), "choices")), "points"))
    back(lambda v: largest(weight * if_(last, 1, largest(successor(v), to="choices")), to="points"))
    """
    return _recursion("back", "next", "successor", equation)


@checked_call
def forth(equation: Callable[[Term], object]) -> Term:
    """Forward in time: the table d over points with d = equation(d), which asks for d at t − 1 only."""
    return _recursion("forth", "into", "into", equation)


def _recursion(operator: str, guard: str, mend: str, equation: Callable[[Term], object]) -> Term:
    name, body = _scope(operator, equation, POINTS)
    require_sort(operator, body, POINTS)
    use = use_of(body, name, guard)
    if use is Use.HERE:
        raise ClaimError(f"{operator}: {name} is used outside of {mend}({name}); put it inside")
    if use is Use.ELSEWHERE:
        raise ClaimError(
            f"{operator}: {name} is used inside of an operation that may ask for it at any time; use entry "
            f"by entry operations, sums within one decision point, and {mend}"
        )
    return Term(operator, (name, body), POINTS)


@checked_call
def repeat(times: Value, step: Callable[[Term], object], begin: Term) -> Term:
    """``begin``, to which a function is applied some number of times."""
    steps, first = as_term(times, "repeat"), as_term(begin, "repeat")
    require_sort("repeat", steps, NUMBER)
    name, body = _scope("repeat", step, first.sort)
    require_sort("repeat", body, first.sort)
    return Term("repeat", (steps, name, body, first), first.sort)


@checked_call
def least(low: Value, high: Value, property_of: Callable[[Term], object]) -> Term:
    """The least integer from ``low`` to ``high`` with a property; undefined if there is none."""
    ends = as_term(low, "least"), as_term(high, "least")
    for end in ends:
        require_sort("least", end, NUMBER)
    name, body = _scope("least", property_of, NUMBER)
    require_sort("least", body, TRUTH)
    return Term("least", (*ends, name, body), NUMBER)


@checked_call
def ending(gamma: Value, value: Term) -> Term:
    """A scalar in the model that ends with probability 1 − gamma after each decision (Section 3)."""
    discount, term = as_term(gamma, "ending"), as_term(value, "ending")
    require_sort("ending", discount, NUMBER)
    if term.sort.space is not Space.SCALAR:
        raise ClaimError(
            f"ending: {spelled(term)} is over {term.sort.space.value}; only a scalar goes over to "
            "another model"
        )
    scalars = {
        part.operands[0]
        for part in subterms(term)
        if part.operator == "variable" and part.sort.space is Space.SCALAR
    }
    if not free_variables(term) <= scalars:
        raise ClaimError(
            f"ending: {spelled(term)} has a free table, which belongs to this model; use the prior there"
        )
    return Term("ending", (discount, term), term.sort)


__all__ = [
    "at",
    "at_least",
    "at_most",
    "back",
    "below",
    "both",
    "chance",
    "count",
    "dynamics",
    "either",
    "end_of",
    "ending",
    "equal",
    "every",
    "everywhere",
    "forth",
    "greater",
    "horizon",
    "if_",
    "index",
    "infinity",
    "into",
    "largest",
    "last",
    "least",
    "left",
    "log",
    "negation",
    "prior",
    "product_along",
    "repeat",
    "right",
    "same",
    "second_policy",
    "share",
    "smallest",
    "some",
    "start",
    "successor",
    "sum_along",
    "symbol",
    "tail_product",
    "through",
    "time",
    "total",
    "weight",
    "where",
]
