"""Terms from text, in the notation in which Python builds them and in which they are printed."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import coherence_exact.claims as language
from coherence_exact.claims.terms import Term, value_term
from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import quote

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def parse_term(text: str) -> Term:
    """The term that a text denotes; numbers become literals, and + - * / build terms.

    >>> parse_term("success_from(retrain(prior, steps=2), 1, 's')")
    success_from(retrain(prior, steps=2), time=1, state="s")
    >>> parse_term("6/11 * 3/4")
    (((number(6) / 11) * 3) / 4)

    Raises :class:`ClaimError` for anything else than names and calls of the language of claims.
    """
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError) as error:
        raise ClaimError(f"{quote(text)} is not a term: {error}; mend its syntax") from error
    return value_term(_read(tree.body, text))


def _read(node: ast.expr, text: str) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str)):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        operand = _read(node.operand, text)
        if isinstance(operand, int):
            return -operand
    if isinstance(node, ast.Name) and node.id in language.__all__:
        return getattr(language, node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _read(node.left, text), _read(node.right, text)
        is_steps = isinstance(left, (language.Horizon, language.Index))
        return _OPERATORS[type(node.op)](left if is_steps else value_term(left), right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in language.__all__:
        arguments = [_read(argument, text) for argument in node.args]
        named = {keyword.arg: _read(keyword.value, text) for keyword in node.keywords if keyword.arg}
        try:
            return getattr(language, node.func.id)(*arguments, **named)
        except TypeError as error:
            raise ClaimError(f"{quote(text)}: {error}; mend the call of {node.func.id}") from error
    raise ClaimError(f"{quote(text)}: {ast.unparse(node)} is not part of the language of claims; mend it")
