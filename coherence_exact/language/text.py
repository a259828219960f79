"""Terms as text, in the notation in which Python builds them, and back."""

from __future__ import annotations

import ast
import inspect
import json
import operator
from collections.abc import Callable, Mapping
from typing import Any

from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import format_rational, printable, quote
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import BINDERS, Term, as_term

_INFIX = {"<": 1, "<=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5}
"""How closely the operations bind that Python writes between their operands."""

_CALLS = {
    "=": "same",
    "and": "both",
    "or": "either",
    "not": "negation",
    "if": "if_",
    "sum": "total",
    "max": "largest",
    "min": "smallest",
    "next": "successor",
    "product": "product_along",
    "tail": "tail_product",
    "along": "sum_along",
    "end": "end_of",
}
"""The operations whose Python name is another."""

_RELATIONS = {"=": "equal", "<": "greater", "<=": "at_most"}
_REDUCTIONS = ("sum", "max", "min", "every", "some", "count")


def as_python(term: Term) -> str:
    """The term as a Python expression over the language of claims.

    >>> from coherence_exact.claims import at_least, prior, retrain, success_probability
    >>> as_python(at_least(success_probability(retrain(prior, 2)), success_probability(prior)) )
    'success_probability(prior) <= success_probability(retrain(prior, steps=2))'
    """
    return _written(term, 0)


def _written(term: Term, binding: int) -> str:
    """The expression, in parentheses if what is around it binds more closely."""
    name = term.operator
    if not isinstance(name, str):
        return _call(term)
    if name == "number":
        return _literal(term.operands[0], binding)
    if name in ("variable", "symbol"):
        return str(term.operands[0]) if name == "variable" else f"symbol({json.dumps(term.operands[0])})"
    if name in _INFIX:
        own = _INFIX[name]
        left, right = term.terms()
        sign = "**" if name == "^" else name
        joined = f"{_written(left, own + (name == '^'))} {sign} {_written(right, own + 1)}"
        return f"({joined})" if own < binding else joined
    if name in _REDUCTIONS:
        return _reduction(term)
    if not term.operands:
        return name
    operands = [_operand(operand) for operand in term.operands]
    if name in BINDERS:
        position = BINDERS[name]
        operands[position : position + 2] = [f"lambda {term.operands[position]}: {operands[position + 1]}"]
    return f"{_CALLS.get(name, name)}({', '.join(operands)})"


def _operand(operand: Any) -> str:
    if isinstance(operand, Term):
        return _written(operand, 0)
    # What is not printable is escaped as Python reads it, surrogates among it.
    return printable(json.dumps(operand, ensure_ascii=False))


def _literal(value: Any, binding: int) -> str:
    text = format_rational(value)
    if value.denominator == 1 and len(text) <= _LONGEST_INTEGER:
        return text if value >= 0 or binding == 0 else f"({text})"
    return f'number("{text}")'


_LONGEST_INTEGER = 1_000
"""Integers with more digits are written as text, because Python reads none of more than 4,300."""


def _call(term: Term) -> str:
    definition: Any = term.operator
    if not term.operands:
        return str(definition.name)
    shown = [_written(operand, 0) for operand in term.terms()]
    for position, parameter in enumerate(definition.parameters):
        if position and parameter.sort.space is Space.SCALAR:
            shown[position] = f"{parameter.name}={shown[position]}"
    return f"{definition.name}({', '.join(shown)})"


def _reduction(term: Term) -> str:
    over, to, value = term.operands
    assert isinstance(over, Space)
    assert isinstance(to, Space)
    assert isinstance(value, Term)
    is_spread = value.sort.space is not over
    if term.operator == "every" and to is Space.SCALAR and value.operator in _RELATIONS and not is_spread:
        left, right = map(_operand, value.terms())
        sides = f"{right}, {left}" if value.operator == "<" else f"{left}, {right}"
        return f"{_RELATIONS[str(value.operator)]}({sides})"
    options = "" if to is Space.SCALAR else f', to="{to.value}"'
    options += f', over="{over.value}"' if is_spread else ""
    return f"{_CALLS.get(str(term.operator), term.operator)}({_operand(value)}{options})"


# Reading


_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def parse_term(text: str, vocabulary: Mapping[str, Any]) -> Term:
    """The term that a text denotes, in names of a vocabulary; numbers become literals.

    >>> from coherence_exact import claims
    >>> parse_term("at(soft_v(retrain(prior, steps=2)), 1, 's')", vars(claims))
    at(soft_v(retrain(prior, steps=2)), 1, "s")
    >>> parse_term("6/11 * 3/4", {})
    6 / 11 * 3 / 4

    Raises :class:`ClaimError` for anything else than names of the vocabulary, numbers, operators and calls.
    """
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ClaimError(f"{quote(text)} is not a term: {printable(str(error))}; mend its syntax") from error
    try:
        return as_term(_read(tree.body, text, vocabulary), quote(text))
    except RecursionError as error:
        raise ClaimError(
            f"{quote(text)} is nested too deeply; give a part of it a name with define"
        ) from error


def _read(node: ast.expr, text: str, vocabulary: Mapping[str, Any]) -> Any:
    def term(part: ast.expr) -> Term:
        return as_term(_read(part, text, vocabulary), quote(text))

    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str)):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = _read(node.operand, text, vocabulary)
        return -operand if isinstance(operand, int) else -as_term(operand, quote(text))
    if isinstance(node, ast.Name) and node.id in vocabulary and not node.id.startswith("_"):
        return vocabulary[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](term(node.left), term(node.right))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPERATORS:
        return _OPERATORS[type(node.ops[0])](term(node.left), term(node.comparators[0]))
    if isinstance(node, ast.Lambda):
        return _function(node, text, vocabulary)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and callable(vocabulary.get(node.func.id))
    ):
        arguments = [_read(argument, text, vocabulary) for argument in node.args]
        named = {str(keyword.arg): _read(keyword.value, text, vocabulary) for keyword in node.keywords}
        try:
            return vocabulary[node.func.id](*arguments, **named)
        except (TypeError, ClaimError) as error:
            raise ClaimError(f"{quote(text)}: {error}; mend the call of {node.func.id}") from error
    raise ClaimError(f"{quote(text)}: {quote(ast.unparse(node))} is not part of the language; mend it")


def _function(node: ast.Lambda, text: str, vocabulary: Mapping[str, Any]) -> Callable[[Term], Any]:
    """The function of one term that a lambda denotes."""
    names = [argument.arg for argument in node.args.args]
    if ast.unparse(node.args) != "".join(names) or len(names) != 1:
        written = quote(ast.unparse(node))
        raise ClaimError(f"{quote(text)}: {written} is not a function of one term; write lambda x: …")

    def function(value: Term) -> Any:
        return _read(node.body, text, {**vocabulary, names[0]: value})

    # The operation that binds the variable gives it this name.
    parameter = inspect.Parameter(names[0], inspect.Parameter.POSITIONAL_OR_KEYWORD)
    setattr(function, "__signature__", inspect.Signature([parameter]))  # noqa: B010 - mypy knows no such attribute
    return function
