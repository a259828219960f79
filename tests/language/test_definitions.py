"""Definitions: traced once into data, called like functions, refused with their place and the mend."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.definitions.coherence import boltzmann, incoherence
from coherence_exact.definitions.conditioning import retrain, temperature, uniform
from coherence_exact.definitions.hypotheses import deterministic
from coherence_exact.errors import ClaimError
from coherence_exact.language.core import (
    back,
    dynamics,
    horizon,
    index,
    prior,
    successor,
    symbol,
    total,
    weight,
)
from coherence_exact.language.definitions import (
    Choices,
    Definition,
    Literal,
    Number,
    Points,
    Policy,
    Truth,
    collecting_definitions,
    define,
)
from coherence_exact.language.sorts import CHOICES, NUMBER, POLICY, SORTS
from coherence_exact.language.terms import Term, Use, free_variables, number, variable

from tests.untyped import untyped

TWO = number(2)


@define("w̄^{power}[{policy}]", power=Literal.POSITIVE)
def mean_power(policy: Policy, power: Number = TWO) -> Points:
    """The mean of a power of the weights."""
    return total(policy * weight**power, "points")


def test_a_definition_is_data() -> None:
    assert mean_power.name == "mean_power"
    assert [(parameter.name, parameter.sort) for parameter in mean_power.parameters] == [
        ("policy", POLICY),
        ("power", NUMBER),
    ]
    assert mean_power.sort == SORTS["points"]
    assert mean_power.body == total(
        variable("policy", POLICY) * weight ** variable("power", NUMBER), "points"
    )
    assert mean_power.doc == "The mean of a power of the weights."
    assert mean_power.module == __name__
    assert repr(mean_power) == "<definition mean_power>"
    assert free_variables(mean_power.body) == {"policy", "power"}


def test_a_call_is_a_term() -> None:
    term = mean_power(prior, 3)
    assert term.operator is mean_power
    assert term.operands == (prior, number(3))
    assert term == mean_power(policy=prior, power="3") == mean_power(prior, power=Fraction(3))
    assert repr(term) == "mean_power(prior, power=3)"


def test_what_is_left_out_has_its_default() -> None:
    assert mean_power(prior) == mean_power(prior, 2)
    assert retrain(prior) == retrain(prior, 1)
    assert boltzmann(prior) == boltzmann(prior, delta=1)


def test_a_definition_without_parameters_is_a_term() -> None:
    assert isinstance(uniform, Term)
    assert uniform.sort == POLICY
    assert repr(deterministic) == "deterministic"


def test_the_body_can_be_of_a_coarser_sort() -> None:
    @define("t")
    def spread() -> Choices:
        """A scalar, spread to choices."""
        return horizon * 1

    assert spread.sort == CHOICES


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (mean_power, r"mean_power: policy is missing; call mean_power\(policy, power\)"),
        (lambda: mean_power(prior, 2, 3), r"was given 3 arguments; call mean_power\(policy, power\)"),
        (lambda: mean_power(prior, steps=2), 'has no parameter "steps"; call'),
        (lambda: mean_power(prior, policy=prior), "policy is given twice; call"),
        (
            lambda: mean_power(weight),
            "mean_power: policy: weight is of sort choices, where a policy is needed",
        ),
        (
            lambda: mean_power(prior, prior),
            "mean_power: power: prior is of sort policy, where a number is needed",
        ),
        (lambda: mean_power(prior, 0), "mean_power: power = 0 is not an integer of at least 1"),
        (lambda: mean_power(prior, "1/2"), "power = 1/2 is not an integer of at least 1"),
        (lambda: mean_power(prior, 0.5), "0.5 is a float"),
        (lambda: mean_power(prior, None), "null is neither a term nor a number"),
        (lambda: mean_power(retrain), "retrain takes arguments; call it, as in retrain"),
        (lambda: retrain(prior, -1), "steps = -1 is not an integer of at least 0"),
        (lambda: incoherence(prior, "2/3"), "delta = 2/3 is not 1/n with a positive integer n, or 0"),
        (lambda: incoherence(prior, -1), "delta = -1 is not 1/n"),
    ],
)
def test_wrong_calls_are_refused_with_the_mend(call: Callable[[], Term], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        call()


@pytest.mark.parametrize(
    ("literal", "has", "lacks"),
    [
        (Literal.NATURAL, (0, 1, 10**30), (-1, "1/2")),
        (Literal.POSITIVE, (1, 10**30), (0, -1, "3/2")),
        (Literal.UNIT_FRACTION, (1, "1/2", "1/1000"), (0, 2, "2/3", "-1/2")),
        (Literal.RESPONSE, (0, 1, "1/2"), (2, "2/3", "-1/2")),
        (Literal.DISCOUNT, (0, 1, "2/3"), (2, "-1/3", "4/3")),
    ],
    ids=str,
)
def test_literals(literal: Literal, has: tuple[object, ...], lacks: tuple[object, ...]) -> None:
    assert all(literal.has(Fraction(str(value))) for value in has)
    assert not any(literal.has(Fraction(str(value))) for value in lacks)


def test_what_is_no_literal_is_not_looked_at() -> None:
    assert temperature(prior, horizon - 5).operands[1] == horizon - 5
    assert temperature(prior, alpha=1 / index).sort == POLICY


# Definitions that are refused


def _underscored(policy: Policy) -> Policy:
    """A name that is none."""
    return policy


def wrong_result(policy: Policy) -> Points:
    """A table over choices."""
    return policy * weight


def not_a_policy(table: Choices) -> Policy:
    """A table that need not be a policy."""
    return table


def not_a_term(policy: Policy) -> Number:
    """Nothing at all."""
    nothing: Number = untyped(None)
    return nothing


def a_float(policy: Policy) -> Number:
    """A float."""
    half: Number = untyped(0.5)
    return half


def a_test(policy: Policy) -> Number:
    """A term in an if of Python."""
    return total(policy) if policy else total(weight)


def broken(policy: Policy) -> Number:
    """A body with a mistake."""
    return total(untyped(policy).nothing)


def starred(*policies: Policy) -> Number:
    """Any number of policies."""
    return total(policies[0])


def keyword(*, policy: Policy) -> Number:
    """A keyword-only parameter."""
    return total(policy)


def wrong_default(policy: Policy = weight) -> Number:
    """A default that is no policy."""
    return total(policy)


def accented(é: Policy) -> Number:  # noqa: PLC2401
    """A parameter that is not of letters, digits and _."""
    return total(é)


def with_index() -> Number:
    """The index of a sequence."""
    return index + 1


def with_symbol() -> Number:
    """A symbol."""
    return symbol("x") + 1


def leaking() -> Policy:
    """A variable of nobody's."""
    return variable("somebody", POLICY)


def circular() -> Points:
    """An equation that asks for itself."""
    return back(lambda v: v + total(dynamics * successor(v), "points"))


def total_(policy: Policy) -> Number:
    """A sum."""
    return total(policy)


def log(policy: Policy) -> Number:
    """The name of an operation."""
    return total(policy)


def number_like(policy: Policy, power: Number) -> Number:
    """Two parameters."""
    return total(policy**power)


def greater(policy: Policy) -> Number:
    """The name of a Python function of the core."""
    return total(policy)


def naïve(policy: Policy) -> Number:  # noqa: PLC2401
    """A name that is not of letters, digits and _."""
    return total(policy)


@pytest.mark.parametrize(
    ("function", "notation", "literals", "message"),
    [
        (_underscored, "f", {}, "cannot be the name; use letters, digits and _, a letter first"),
        (
            wrong_result,
            "f",
            {},
            "its body: policy [*] weight is of sort choices, where points is needed; give one",
        ),
        (not_a_policy, "f", {}, "its body: table is of sort choices, where a policy is needed; give one"),
        (not_a_term, "f", {}, "its body: null is neither a term nor a number; give a term"),
        (a_float, "f", {}, 'its body: 0.5 is a float, which is not exact; write it as text, such as "1/2"'),
        (
            a_test,
            "f",
            {},
            "policy is a term, which is neither true nor false in Python; join relations with both",
        ),
        (broken, "f", {}, "AttributeError: 'Term' object has no attribute 'nothing'; mend its body"),
        (starred, "f", {}, "its parameter policies is a [*] or a keyword-only one; make it an ordinary one"),
        (keyword, "f", {}, "its parameter policy is a [*] or a keyword-only one; make it an ordinary one"),
        (
            wrong_default,
            "f",
            {},
            "the default of policy: weight is of sort choices, where a policy is needed",
        ),
        (accented, "f", {}, 'its parameter "é" is not named by letters, digits and _; rename it'),
        (
            with_index,
            "f",
            {},
            "its body uses an index or a symbol, which only a relation may; make it a parameter",
        ),
        (
            with_symbol,
            "f",
            {},
            "its body uses an index or a symbol, which only a relation may; make it a parameter",
        ),
        (leaking, "f", {}, "its body uses the variable somebody, which is not a parameter; add it"),
        (circular, "f", {}, r"back: v is used outside of successor\(v\); put it inside"),
        (log, "f", {}, '"log" is the name of an operation of the core; choose another'),
        (greater, "f", {}, '"greater" is the name of an operation of the core; choose another'),
        (number_like, "f({policy})", {}, "does not show the parameter power; write {power} in it"),
        (naïve, "f", {}, '"naïve" cannot be the name; use letters, digits and _, a letter first'),
        (total_, "", {}, 'its notation is ""; write how a formula shows it, in quotes'),
        (total_, None, {}, "its notation is null; write how a formula shows it, in quotes"),
        (total_, "f{", {}, "has an unpaired brace; write {{ for one"),
        (total_, "f({other})", {}, 'its notation names "other", which is not a parameter; mend it'),
        (total_, "f({})", {}, "which is not a parameter; mend it"),
        (total_, "f({policy.sort})", {}, "which is not a parameter; mend it"),
        (total_, "f\n", {}, "write at most 200 characters on one line"),
        (total_, "\ud800", {}, "write at most 200 characters on one line"),
        (total_, "f" * 201, {}, "write at most 200 characters on one line"),
        (
            total_,
            "f({policy})",
            {"steps": Literal.NATURAL},
            "does not say which numbers a parameter takes; mend it",
        ),
        (
            total_,
            "f({policy})",
            {"policy": 3},
            '"policy" = 3 does not say which numbers a parameter takes; mend it',
        ),
    ],
)
def test_a_definition_that_does_not_fit_is_refused_where_it_stands(
    function: Callable[..., Term], notation: Any, literals: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClaimError, match=message) as refused:
        define(notation, **literals)(function)
    place = f"definition {function.__name__} ({__file__}, line {function.__code__.co_firstlineno}): "
    assert str(refused.value).startswith(place)
    assert str(refused.value).isprintable()


def test_missing_sorts_are_refused() -> None:
    def without_sort(policy: Policy) -> Policy:
        return policy

    without_sort.__annotations__.clear()
    with pytest.raises(ClaimError, match="its parameter policy has no sort; annotate it with Policy, Points"):
        define("f")(without_sort)

    def without_result(policy: Policy) -> Policy:
        return policy

    del without_result.__annotations__["return"]
    with pytest.raises(ClaimError, match="its result has no sort; annotate it with Policy, Points"):
        define("f")(without_result)

    def unknown_sort(policy: Policy) -> Number:
        return total(policy)

    unknown_sort.__annotations__["policy"] = "Nonsense"
    with pytest.raises(ClaimError, match="NameError: name 'Nonsense' is not defined; mend its body"):
        define("f")(unknown_sort)


@pytest.mark.parametrize("function", [None, 3, "f", prior, retrain, print, int])
def test_what_is_no_function_is_refused(function: Any) -> None:
    with pytest.raises(ClaimError, match="is not a function; write def name"):
        define("f")(function)


# Definitions as values


def _made(factor: int, notation: str = "f({policy})") -> Definition:
    def scaled(policy: Policy) -> Number:
        """A scaled sum."""
        return total(policy) * factor

    return define(notation)(scaled)


def test_definitions_are_equal_if_they_denote_the_same() -> None:
    assert _made(2) == _made(2)
    assert hash(_made(2)) == hash(_made(2))
    assert _made(2) == _made(2, notation="g({policy})")
    assert _made(2) != _made(3)
    assert _made(2) != "scaled"
    assert _made(2)(prior) == _made(2)(prior)
    assert _made(2)(prior) != _made(3)(prior)


@pytest.mark.parametrize("definition", [mean_power, retrain, incoherence, boltzmann])
def test_pickling_gives_an_equal_definition(definition: Definition) -> None:
    again = pickle.loads(pickle.dumps(definition))
    assert again == definition
    assert hash(again) == hash(definition)
    assert (again.notation, again.doc, again.module) == (
        definition.notation,
        definition.doc,
        definition.module,
    )
    assert [(p.default, p.uses, p.literal) for p in again.parameters] == [
        (p.default, p.uses, p.literal) for p in definition.parameters
    ]


def test_definitions_that_are_made_are_collected() -> None:
    with collecting_definitions() as outer:
        first = _made(2)
        with collecting_definitions() as inner:
            second = _made(3)

            @define("c")
            def constant() -> Truth:
                """A truth."""
                return horizon > 1

    _made(4)
    assert inner == [second, constant.operator]
    assert outer == [first, *inner]


def test_how_parameters_are_used() -> None:
    @define("f({a}, {b}, {c}, {d})")
    def used(a: Points, b: Points, c: Points, d: Points) -> Points:
        """One shifted, one not, one summed, one not at all."""
        return total(dynamics * successor(a), "points") + b + total(c)

    assert [parameter.use("next") for parameter in used.parameters] == [
        Use.SHIFTED,
        Use.HERE,
        Use.ELSEWHERE,
        Use.ABSENT,
    ]
    assert used.parameters[0].use("into") is Use.ELSEWHERE
