"""Running the examples of a page: what its blocks of code do, one after the other, in a folder of their own.

A block of Python or TOML whose first line is a comment with a file's name is written to that file, any other
block of Python is run.  A block of doctests is one, and in a block of the console every command line is run
and its output compared, where a line `…` stands for any lines, and `…` in a line for any part of it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coherence_exact.cli import run

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w.]+\.(?:py|toml))\n")
_PROGRAM = "coherence-exact"


class Block(NamedTuple):
    """A block of code of a page, and in which line of it the code begins."""

    language: str
    code: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """The blocks of code of a page in Markdown."""
    for found in _FENCE.finditer(text):
        yield Block(found[1], found[2], text.count("\n", 0, found.start(2)) + 1)


def problems(text: str, names: dict[str, Any] | None = None) -> list[str]:
    """What is wrong with the examples of a page, which are run in the current folder."""
    known = {"__name__": "__page__"} if names is None else names
    return [problem for block in blocks(text) for problem in _problems(block, known)]


def _problems(block: Block, names: dict[str, Any]) -> Iterator[str]:
    named = _FILE.match(block.code)
    if block.language in ("python", "toml") and named:
        Path(named[1]).write_text(block.code, encoding="utf-8")
    elif block.language == "python":
        exec(compile(block.code, f"line {block.line}", "exec"), names)
    elif block.language == "pycon":
        yield from _doctests(block, names)
    elif block.language == "console":
        yield from _console(block)


def _doctests(block: Block, names: dict[str, Any]) -> Iterator[str]:
    test = doctest.DocTestParser().get_doctest(block.code, names, "page", None, block.line)
    test.globs = names
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append, clear_globs=False)
    if said:
        yield f"line {block.line}: {''.join(said)}"


def _console(block: Block) -> Iterator[str]:
    for part in re.split(r"^\$ ", block.code, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        program, *arguments = command.split("#")[0].split()
        if program == _PROGRAM:
            with io.StringIO() as stream:
                with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
                    run(arguments)
                printed = stream.getvalue()
            if expected.strip() and not matches(expected, printed):
                yield f"line {block.line}: {command} prints\n{printed}"
        elif expected.strip():
            yield f"line {block.line}: {program} is not run here, so that its output cannot be compared"


def matches(expected: str, printed: str) -> bool:
    """Whether a text is as expected; a line ``…`` stands for any lines, ``…`` in a line for a part of it."""
    lines = [
        ".*" if x.strip() == "…" else re.escape(x.rstrip()).replace("…", "[^\n]*")
        for x in expected.strip().split("\n")
    ]
    found = "\n".join(line.rstrip() for line in printed.strip().split("\n"))
    return re.fullmatch("\n".join(lines), found, re.DOTALL) is not None
