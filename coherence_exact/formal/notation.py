"""Coq's notation: where parentheses are needed."""

from __future__ import annotations

_LEVELS = {"*": 40, "/": 40, "+": 50, "-": 50, "=?": 70, "<?": 70, "<=?": 70, "&&": 40, "||": 50}
"""How closely operators bind, as Coq has it: smaller is closer."""


def atom(text: str) -> str:
    """The text, in parentheses unless it is one word or stands in some."""
    simple = " " not in text or (text.startswith("(") and _closes_at_end(text))
    return text if simple else f"({text})"


def scoped(text: str, scope: str) -> str:
    """The text in a notation that is not the one that is open."""
    return f"({text})%{scope}"


def joined(symbol: str, operands: list[str]) -> str:
    """Operands with an operator between them, in parentheses where it binds as closely as they do.

    >>> joined("*", ["x + y", "f z"])
    '(x + y) * f z'
    """
    level = _LEVELS[symbol]
    texts = []
    for position, operand in enumerate(operands):
        own = _level(operand)
        looser = own > level or (own == level and (position > 0 or level == 70))
        texts.append(f"({operand})" if looser else operand)
    return f" {symbol} ".join(texts)


def _level(text: str) -> int:
    """How closely the loosest operator outside of parentheses binds, as in Coq: smaller is closer."""
    if text.startswith(("if ", "fun ")):
        return 200
    depth, loosest = 0, 0
    for word in text.split(" "):
        if depth == 0:
            loosest = max(loosest, _LEVELS.get(word, 10 if loosest else 0))
        depth += word.count("(") - word.count(")")
    return loosest


def _closes_at_end(text: str) -> bool:
    """Whether the parenthesis with which a text begins closes at its end, but for a scope."""
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            rest = text[position + 1 :]
            return rest == "" or (rest.startswith("%") and " " not in rest)
    return False
