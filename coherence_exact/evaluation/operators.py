"""The operators on policies under the names that commands use, with their traces.

Vocabulary: a *specification* is an operator with its parameters, written ``retrain:2``,
``fold:2,kind=ratio`` or ``coherent:2,delta=1/2``; a *trace* is the list of policies from π_0, the prior,
to the result.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

from coherence_exact.errors import ArgumentError, NumberError
from coherence_exact.evaluation.functions import (
    FoldKind,
    check_alpha,
    check_delta,
    check_steps,
    coherent,
    fold,
    goal_condition,
    greedy_limit,
    retrain,
    retrain_limit,
    temperature,
)
from coherence_exact.exact.rationals import parse_rational, quote
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy


@dataclass(frozen=True)
class Specification:
    """An operator with all parameters that any operator has; each uses those that concern it."""

    operator: str
    steps: int = 1
    alpha: int = 1
    delta: Fraction = Fraction(1)
    kind: FoldKind = "posterior"

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ArgumentError(
                f"{quote(self.operator)} is not an operator; choose one of {', '.join(OPERATORS)}"
            )
        check_steps(self.steps)
        check_alpha(self.alpha)
        check_delta(self.delta)
        if self.kind not in get_args(FoldKind):
            raise ArgumentError(f"{quote(self.kind)} is not a kind of folding; choose posterior or ratio")

    def __str__(self) -> str:
        """The specification as :func:`parse_specification` reads it."""
        main, *options = OPERATORS[self.operator].parameters or ("",)
        text = f"{self.operator}:{getattr(self, main)}" if main else self.operator
        defaults = {field.name: field.default for field in dataclasses.fields(self)}
        return text + "".join(
            f",{option}={getattr(self, option)}"
            for option in options
            if getattr(self, option) != defaults[option]
        )

    def trace(self, model: Model, prior: Policy) -> list[Policy]:
        """The policies from the prior to the result."""
        return list(OPERATORS[self.operator].trace(model, prior, self))

    def apply(self, model: Model, prior: Policy) -> Policy:
        """The result: the last policy of the trace, computed at once."""
        return OPERATORS[self.operator].apply(model, prior, self)


@dataclass(frozen=True)
class Operator:
    """The parameters that an operator uses, the main one first, its result, and how its trace is made."""

    parameters: tuple[str, ...]
    apply: Callable[[Model, Policy, Specification], Policy]
    trace: Callable[[Model, Policy, Specification], Iterator[Policy]]


def _prior(_: Model, prior: Policy, __: Specification) -> Iterator[Policy]:
    return iter([prior])


def _retrain(model: Model, prior: Policy, given: Specification) -> Iterator[Policy]:
    yield prior
    policy = prior
    for _ in range(given.steps):
        policy = goal_condition(model, policy)
        yield policy


def _temperature(model: Model, prior: Policy, given: Specification) -> Iterator[Policy]:
    yield prior
    for alpha in range(1, given.alpha + 1):
        yield temperature(model, prior, alpha)


def _fold(model: Model, prior: Policy, given: Specification) -> Iterator[Policy]:
    cumulative = given.operator == "fold-cumulative"
    for steps in range(given.steps + 1):
        yield fold(model, prior, steps, given.kind, cumulative)


def _coherent(model: Model, prior: Policy, given: Specification) -> Iterator[Policy]:
    yield prior
    policy = prior
    for _ in range(given.steps):
        policy = coherent(model, policy, 1, given.delta)
        yield policy


def _greedy_limit(model: Model, prior: Policy, _: Specification) -> Iterator[Policy]:
    yield prior
    yield greedy_limit(model, prior)


def _retrain_limit(model: Model, prior: Policy, _: Specification) -> Iterator[Policy]:
    if not model.is_deterministic:
        raise ArgumentError(
            "with stochastic dynamics the limit of re-training may be irrational; "
            "the command policy --operator retrain-limit encloses it"
        )
    yield prior
    yield retrain_limit(model, prior)


OPERATORS = {
    "prior": Operator((), lambda _, p, __: p, _prior),
    "retrain": Operator(("steps",), lambda m, p, given: retrain(m, p, given.steps), _retrain),
    "temperature": Operator(("alpha",), lambda m, p, given: temperature(m, p, given.alpha), _temperature),
    "fold": Operator(("steps", "kind"), lambda m, p, given: fold(m, p, given.steps, given.kind), _fold),
    "fold-cumulative": Operator(
        ("steps", "kind"), lambda m, p, given: fold(m, p, given.steps, given.kind, True), _fold
    ),
    "coherent": Operator(
        ("steps", "delta"), lambda m, p, given: coherent(m, p, given.steps, given.delta), _coherent
    ),
    "greedy-limit": Operator((), lambda m, p, _: greedy_limit(m, p), _greedy_limit),
    "retrain-limit": Operator((), lambda m, p, given: list(_retrain_limit(m, p, given))[-1], _retrain_limit),
}
"""Every operator by its name."""


MOST_DIGITS = 7
"""Of a number of steps or an inverse temperature in text: results for more would not fit into memory."""


def parse_delta(text: str) -> Fraction:
    """δ from text: 1/n with a positive integer n.

    >>> parse_delta("1/2")
    Fraction(1, 2)
    """
    try:
        delta = parse_rational(text)
        check_delta(delta)
    except (NumberError, ArgumentError) as error:
        raise ArgumentError(f"delta = {quote(text)} is not 1/n; give 1, 1/2, 1/3 and so on") from error
    return delta


def parse_integer(what: str, text: str) -> int:
    """A number of steps or an inverse temperature from text."""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentError(f"{what} = {quote(text)} is not an integer of at least 0; give one such as 2")
    if len(text) > MOST_DIGITS:
        raise ArgumentError(
            f"{what} = {quote(text)} is not an integer of at most {MOST_DIGITS} digits; give a smaller one"
        )
    return int(text)


def parse_specification(text: str) -> Specification:
    """A specification from text.

    >>> parse_specification("coherent:2,delta=1/2")
    Specification(operator='coherent', steps=2, alpha=1, delta=Fraction(1, 2), kind='posterior')
    >>> print(parse_specification("fold:3,kind=ratio"))
    fold:3,kind=ratio

    Raises :class:`ArgumentError` for an unknown operator or option, or a wrong value.
    """
    head, *options = text.split(",")
    name, colon, count = head.partition(":")
    if name not in OPERATORS:
        raise ArgumentError(f"{quote(name)} is not an operator; choose one of {', '.join(OPERATORS)}")
    parameters = OPERATORS[name].parameters
    values: dict[str, Any] = {}
    if colon:
        if not parameters:
            raise ArgumentError(f"{quote(text)}: {name} takes no number; write {name}")
        values[parameters[0]] = parse_integer(parameters[0], count)
    for option in options:
        key, _, value = option.partition("=")
        if key not in parameters[1:]:
            form = ",".join([f"{name}:2" if parameters else name, *(f"{key}=…" for key in parameters[1:])])
            raise ArgumentError(f"{quote(text)}: {quote(option)} is not an option of {name}; write {form}")
        if key in values:
            raise ArgumentError(f"{quote(text)}: {key} is given twice; keep one")
        values[key] = parse_delta(value) if key == "delta" else value
    return dataclasses.replace(Specification(name), **values)
