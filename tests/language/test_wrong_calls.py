"""Wrong calls of every public constructor: each makes a term or is refused in one line, and at once."""

from __future__ import annotations

import inspect
import itertools
import operator
import random
import time as clock
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.definitions.conditioning import goal_condition
from coherence_exact.errors import ClaimError
from coherence_exact.language import core
from coherence_exact.language.core import chance, dynamics, horizon, last, left, prior, total, weight
from coherence_exact.language.definitions import Definition, Literal, Number, Policy, define
from coherence_exact.language.sorts import POLICY, Space
from coherence_exact.language.terms import Term, variable

from tests.language.test_data import _definitions

CALLS = 300
SECONDS = 3.0


def _nested(levels: int, inside: object) -> object:
    for _ in range(levels):
        inside = (inside,)
    return inside


def _deep() -> Term:
    term: Term = weight
    while term.depth < 60:
        term = term + 1
    return term


def _wide() -> Term:
    term: Term = weight
    while term.size < 9_000:
        term = term * term
    return term


def _raising(value: object) -> object:
    raise KeyError(f"two\nlines \ud800 {value!r}")


def _endless(value: object) -> object:
    return _endless(value)


class _Callable:
    """Something that can be called and says nothing about its parameters."""

    __signature__ = "none"

    def __call__(self, value: object) -> object:
        return value


WRONG: dict[str, Any] = {
    # Not numbers, and not exact
    "None": None,
    "True": True,
    "a float": 0.5,
    "nan": float("nan"),
    "inf": float("inf"),
    "a complex number": 1j,
    "a Decimal": Decimal("0.1"),
    "bytes": b"1/2",
    "an object": object(),
    "Ellipsis": ...,
    "NotImplemented": NotImplemented,
    "a type": int,
    "a module": core,
    "a list": [prior],
    "a dictionary": {"prior": prior},
    "a set": {1},
    "a deep list": [_nested(10_000, 1)],
    "a deep tuple": _nested(10_000, prior),
    "an iterator": iter([prior]),
    # Numbers that rarely fit
    "0": 0,
    "-1": -1,
    "-1/2": Fraction(-1, 2),
    "7/3": Fraction(7, 3),
    "10**5000": 10**5000,
    "-10**5000": -(10**5000),
    "1/10**5000": Fraction(1, 10**5000),
    # Text
    "nothing": "",
    "a word": "points",
    "another word": "π",
    "1/0": "1/0",
    "an exponent": "1e5",
    "a number after a space": " 1",
    "lines": "1\n2\u2028",
    "a surrogate": "\ud800",
    "a zero byte": "\x00",
    "a long numeral": "9" * 100_000,
    "long decimals": "0." + "3" * 100_000,
    "a long text": "x" * 100_000,
    # Terms of each sort
    "a policy": prior,
    "a table over choices": weight,
    "a table over transitions": dynamics,
    "a table over trajectories": chance,
    "a table over pairs": left(weight),
    "a truth over points": last,
    "a scalar": horizon,
    "a number as text": "1/2",
    "a huge power": 2 ** (horizon ** (10**5000)),
    "a deep term": _deep(),
    "a wide term": _wide(),
    "a free variable": variable("policy", POLICY),
    # What is not a term, but has to do with terms
    "a definition": goal_condition,
    "a space": Space.POINTS,
    "a sort": POLICY,
    "a literal": Literal.NATURAL,
    # Functions
    "a function": lambda value: value,
    "a function of nothing": lambda: prior,
    "a function of two": lambda one, _: one,
    "a function that returns None": lambda _: None,
    "a function that raises": _raising,
    "a function without an end": _endless,
    "a function that shifts": lambda v: total(dynamics * core.successor(v), "points"),
    "a truth of a number": lambda k: k > 1,
    "len": len,
    "a callable": _Callable(),
    "a decorator": define("f"),
}
"""What is given for parameters; some of it fits some of them."""

NAMES = ("to", "over", "policy", "value", "unknown", "self", "__class__", "", "two words", "\ud800", "é\n")
"""Names by which arguments are given, besides those of the parameters."""


def wrong_calls(parameters: list[str], seed: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Arguments, by their names in the table: each one alone, then too few and too many at random."""
    for position in range(min(len(parameters), 2)):
        for wrong in WRONG:
            yield [*["a policy"] * position, wrong, *["a scalar"] * (len(parameters) - position - 1)], {}
    choose = random.Random(seed)
    while True:
        given = choose.choices(list(WRONG), k=choose.randrange(len(parameters) + 2))
        names = choose.sample([*parameters, *NAMES], k=choose.randrange(3))
        yield given, {name: choose.choice(list(WRONG)) for name in names}


def check_call(constructor: Callable[..., object], given: list[str], named: dict[str, str]) -> None:
    """A call makes a term, or raises a :class:`ClaimError` with one printable line; neither takes long."""
    called = f"{given} {named}"
    begun = clock.perf_counter()
    try:
        term = constructor(
            *(WRONG[wrong] for wrong in given), **{name: WRONG[wrong] for name, wrong in named.items()}
        )
    except ClaimError as error:
        message = str(error)
        assert message.isprintable(), called
        assert 0 < len(message) < 2_000, called
    else:
        assert isinstance(term, Term), called
        assert repr(term).isprintable(), called
    assert clock.perf_counter() - begun < SECONDS, called


def check_calls(constructor: Callable[..., object], parameters: list[str], seed: str) -> None:
    for given, named in itertools.islice(wrong_calls(parameters, seed), CALLS):
        check_call(constructor, given, named)


OPERATIONS = [name for name in core.__all__ if inspect.isfunction(getattr(core, name))]


@pytest.mark.parametrize("name", OPERATIONS)
def test_wrong_calls_of_operations(name: str) -> None:
    operation: Callable[..., object] = getattr(core, name)
    check_calls(operation, list(inspect.signature(operation).parameters), name)


def test_every_public_function_of_the_core_is_called() -> None:
    others = set(core.__all__) - set(OPERATIONS)
    assert all(isinstance(getattr(core, name), Term) for name in others)
    assert len(OPERATIONS) > 35


@pytest.mark.parametrize("definition", _definitions().values(), ids=lambda definition: definition.name)
def test_wrong_calls_of_definitions(definition: Definition) -> None:
    check_calls(definition, [parameter.name for parameter in definition.parameters], definition.name)


def test_wrong_calls_of_define() -> None:
    def summed(policy: Policy, power: Number) -> Number:
        """A sum of powers."""
        return total(policy**power)

    def made(*values: Any, **named: Any) -> object:
        decorate = define(*values, **named)
        definition = decorate(summed)
        return definition(prior, 2)

    check_calls(made, ["notation", "power"], "define")


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_decorated_has_to_be_a_function_that_fits(wrong: str) -> None:
    with pytest.raises(ClaimError) as refused:
        define("f")(WRONG[wrong])
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "applied", [getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "pow")]
)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_operands_of_arithmetic(applied: Callable[[Any, Any], object], wrong: str) -> None:
    check_call(lambda value: applied(weight, value), [wrong], {})
    check_call(lambda value: applied(value, weight), [wrong], {})


@pytest.mark.parametrize("applied", [operator.lt, operator.le, operator.gt, operator.ge])
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_operands_of_comparisons(applied: Callable[[Any, Any], object], wrong: str) -> None:
    check_call(lambda value: applied(weight, value), [wrong], {})
    check_call(lambda value: applied(value, weight), [wrong], {})
