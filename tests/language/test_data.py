"""Terms and definitions as JSON, by the grammar of ``certificates/FORMAT.md``, part "The core"."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import coherence_exact
import pytest
from coherence_exact import definitions
from coherence_exact.definitions.conditioning import retrain, uniform
from coherence_exact.language.core import (
    at,
    back,
    dynamics,
    equal,
    forth,
    horizon,
    if_,
    index,
    into,
    last,
    least,
    prior,
    repeat,
    start,
    successor,
    symbol,
    total,
    weight,
)
from coherence_exact.language.data import OPERATIONS, definition_to_data, to_data
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import SORTS, Space
from coherence_exact.language.terms import Term, definitions_of, number
from hypothesis import given

from tests.language.strategies import terms

FORMAT = Path(coherence_exact.__file__).parent / "certificates" / "FORMAT.md"

OPERANDS = {
    **dict.fromkeys(("prior", "second_policy", "weight", "dynamics", "start", "time", "last"), ()),
    **dict.fromkeys(("horizon", "infinity", "index", "chance"), ()),
    "symbol": ("name",),
    **dict.fromkeys(("+", "-", "*", "/", "^", "=", "<", "<=", "where", "share", "below"), ("term", "term")),
    **dict.fromkeys(("log", "not", "next", "into", "left", "right", "product", "tail"), ("term",)),
    **dict.fromkeys(("along", "end", "through"), ("term",)),
    "if": ("term", "term", "term"),
    **dict.fromkeys(("sum", "max", "min", "every", "some", "count"), ("space", "space", "term")),
    **dict.fromkeys(("back", "forth"), ("binder", "term")),
    "repeat": ("term", "binder", "term", "term"),
    "least": ("term", "term", "binder", "term"),
    "ending": ("term", "term"),
}
"""What follows the name of an operation; "and", "or" and "at" have different numbers of operands."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
SPACES = {space.value for space in Space}


def follows_format(data: Any, parameters: Mapping[str, int], bound: frozenset[str]) -> bool:
    """Whether JSON is a term, given the numbers of parameters of definitions and the variables in scope."""
    if isinstance(data, str):
        if data.startswith("$"):
            return data[1:] in bound
        numerator, _, denominator = data.partition("/")
        return str(number(data).operands[0]) == data and bool(numerator) and denominator not in ("0", "1")
    operation, *operands = data
    if operation in parameters:
        return len(operands) == parameters[operation] and all(
            follows_format(operand, parameters, bound) for operand in operands
        )
    if operation in ("and", "or"):
        return bool(operands) and all(follows_format(operand, parameters, bound) for operand in operands)
    if operation == "at":
        term, when, *place = operands
        are_names = len(place) in (1, 2) and all(isinstance(name, str) for name in place)
        return are_names and type(when) is int and follows_format(term, parameters, bound)
    kinds = OPERANDS[operation]
    if len(kinds) != len(operands):
        return False
    inner = bound
    for kind, operand in zip(kinds, operands, strict=True):
        if kind == "term":
            fits = follows_format(operand, parameters, inner)
        else:
            fits = operand in SPACES if kind == "space" else NAME.fullmatch(operand) is not None
        if not fits:
            return False
        # Only the term that follows the name of a variable is its scope: no repetition begins with it.
        inner = bound | {operand} if kind == "binder" else bound
    return True


def _fits(term: Term, bound: frozenset[str] = frozenset()) -> bool:
    parameters = {name: len(used.parameters) for name, used in definitions_of(term).items()}
    return follows_format(json.loads(json.dumps(to_data(term))), parameters, bound)


@given(terms())
def test_terms_follow_the_format(term: Term) -> None:
    assert _fits(term)


def _definitions() -> dict[str, Definition]:
    modules = [
        importlib.import_module(f"{definitions.__name__}.{module.name}")
        for module in pkgutil.iter_modules(definitions.__path__)
    ]
    terms = [value for module in modules for value in vars(module).values() if isinstance(value, Term)]
    found = {
        value.name: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Definition)
    }
    bodies = [definition.body for definition in found.values()]
    return {**definitions_of(*terms, *bodies), **found}


@pytest.mark.parametrize("definition", _definitions().values(), ids=lambda definition: definition.name)
def test_definitions_follow_the_format(definition: Definition) -> None:
    data = json.loads(json.dumps(definition_to_data(definition)))
    assert set(data) == {"parameters", "sort", "body"}
    assert data["sort"] in SORTS
    assert all(NAME.fullmatch(name) and sort in SORTS for name, sort in data["parameters"])
    assert definition.name not in OPERATIONS
    assert _fits(definition.body, frozenset(name for name, _ in data["parameters"]))


def test_the_operations_are_those_of_the_format() -> None:
    core, _, _ = FORMAT.read_text(encoding="utf-8").partition("\n# The file")
    rows = [
        line.partition("|")[2].partition(" |")[0] for line in core.splitlines() if line.startswith("| `[")
    ]
    assert {name for row in rows for name in re.findall(r'`\["([^"]+)"', row)} == OPERATIONS
    assert {*OPERANDS, "and", "or", "at"} == OPERATIONS


@pytest.mark.parametrize(
    ("term", "data"),
    [
        (number("-2/4"), "-1/2"),
        (number(3), "3"),
        (prior, ["prior"]),
        (index + symbol("x"), ["+", ["index"], ["symbol", "x"]]),
        (uniform, ["uniform"]),
        (retrain(prior, 2), ["retrain", ["prior"], "2"]),
        (weight >= 1, ["<=", "1", ["weight"]]),
        (equal(prior, 1), ["every", "choices", "scalar", ["=", ["prior"], "1"]]),
        (total(1, to="choices", over="transitions"), ["sum", "transitions", "choices", "1"]),
        (at(start, 1, "∅"), ["at", ["start"], 1, "∅"]),
        (at(prior, 2, "s", "a"), ["at", ["prior"], 2, "s", "a"]),
        (if_(last, 0, 1), ["if", ["last"], "0", "1"]),
        (
            back(lambda v: total(dynamics * successor(v), "points")),
            ["back", "v", ["sum", "transitions", "points", ["*", ["dynamics"], ["next", "$v"]]]],
        ),
        (forth(lambda d: into(d * dynamics)), ["forth", "d", ["into", ["*", "$d", ["dynamics"]]]]),
        (
            repeat(horizon, lambda x: x * 2, weight),
            ["repeat", ["horizon"], "x", ["*", "$x", "2"], ["weight"]],
        ),
        (least(1, horizon, lambda k: k > 2), ["least", "1", ["horizon"], "k", ["<", "2", "$k"]]),
    ],
    ids=str,
)
def test_terms_as_json(term: Term, data: Any) -> None:
    assert to_data(term) == data


def test_a_definition_as_json() -> None:
    assert definition_to_data(retrain) == {
        "parameters": [["policy", "policy"], ["steps", "number"]],
        "sort": "policy",
        "body": ["repeat", "$steps", "x", ["goal_condition", "$x"], "$policy"],
    }
