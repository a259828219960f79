"""What people have written: Markdown, and plain text with formulas in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SCRIPTED = re.compile(r"((?<!\S)(?![(]?[A-Za-z]{2,}_)[^\s,;]*[^\s,;(][_^][^\s,;]*[^\s,;.:])")
_COMMAND = re.compile(r"(coherence-exact|make) ")


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """Plain text in parts, each with whether it is a formula: what has a sub- or a superscript.

    >>> list(parts("all π_k, in snake_case"))
    [('all ', False), ('π_k', True), (', in snake_case', False)]
    """
    for number, part in enumerate(_SCRIPTED.split(text)):
        yield part, number % 2 == 1


def is_command(code: str) -> bool:
    """Whether what stands between backticks is to be typed; else it is a formula.

    >>> is_command("coherence-exact verify"), is_command("π_k")
    (True, False)
    """
    return _COMMAND.match(code) is not None


@cache
def markdown() -> MarkdownIt:
    """What reads Markdown, and passes no HTML on."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
