"""Tables of exact numbers: a row to a line, or, where a terminal is too narrow for that, a number to a line.

Vocabulary: the *places* of a row, its first cells, say what its *values* are about.  No cell is ever broken.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from coherence_exact.exact.rationals import printable

_GAP = "   "
_END = "\n "
"""A blank line that is not taken for the end of the text."""


def number_table(
    title: str, columns: Sequence[str], places: int, rows: Sequence[Sequence[str]], width: int
) -> Text:
    """A table under its title, at most ``width`` wide unless a single number is wider.

    The first ``places`` columns are the places; a group of them that the row above has too is left blank.

    >>> rows = [("1", "∅", "a1", "25/61"), ("1", "∅", "a2", "36/61")]
    >>> print(number_table("retrain:2", ("time", "state", "action", "probability"), 3, rows, width=40))
    retrain:2
    <BLANKLINE>
      time   state   action   probability
     ─────────────────────────────────────
      1      ∅       a1       25/61
                     a2       36/61
    """
    words = Text(printable(" ".join(title.split()))).wrap(Console(width=width), max(width, 1))
    shown = Text(
        "\n".join(line.plain.rstrip() for line in words), style="italic", no_wrap=True, overflow="ignore"
    )
    shown.append("\n\n")
    headings = _headings(columns, rows, width)
    if headings is None:
        records = ("\n".join(_record(columns, places, row, width)) for row in rows)
        shown.append("\n\n".join(records), style="not italic")
        return shown.append(_END)
    widths = [max(map(cell_len, cells)) for cells in zip(*headings, *rows, strict=True)]
    for cells in headings:
        shown.append(_line(cells, widths) + "\n", style="not italic bold")
    shown.append(f" {'─' * (sum(widths) + len(_GAP) * len(widths) - 1)}\n", style="not italic")
    lines = [_line(cells, widths) for cells in _without_repetitions(rows, places)]
    return shown.append("\n".join(lines) + _END, style="not italic")


def _headings(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[tuple[str, ...]] | None:
    """The lines of the headings, broken into words if need be; None if the rows do not fit."""
    cells = [max((cell_len(row[number]) for row in rows), default=0) for number in range(len(columns))]
    for broken in (False, True):
        stacks = []
        for column, widest in zip(columns, cells, strict=True):
            room = max(widest, *map(cell_len, column.split()), 1)
            lines = textwrap.wrap(column, room, break_long_words=False) if broken else [column]
            stacks.append(lines or [""])
        taken = [max(room, *map(cell_len, stack)) for room, stack in zip(cells, stacks, strict=True)]
        if sum(taken) + len(_GAP) * len(taken) <= width:
            height = max(map(len, stacks))
            padded = [[*[""] * (height - len(stack)), *stack] for stack in stacks]
            return list(zip(*padded, strict=True))
    return None


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"  {_GAP.join(padded)}".rstrip()


def _without_repetitions(rows: Sequence[Sequence[str]], places: int) -> Iterator[Sequence[str]]:
    """The rows, where all places but the last are blank if they are those of the row above."""
    above: Sequence[str] = ()
    for row in rows:
        group = row[: places - 1]
        yield row if group != above else [*("" for _ in group), *row[len(group) :]]
        above = group


def _record(columns: Sequence[str], places: int, row: Sequence[str], width: int) -> Iterator[str]:
    """A row with each of its values on a line of its own, or below its name."""
    yield ", ".join(f"{column} {cell}".strip() for column, cell in zip(columns, row[:places], strict=False))
    names = columns[places:]
    indent = max(map(cell_len, names))
    for name, value in zip(names, row[places:], strict=True):
        line = f"  {name}{' ' * (indent - cell_len(name))}  {value}"
        if cell_len(line) <= width:
            yield line
        else:
            yield f"  {name}"
            yield from (f"    {part}" for part in _parts(value, width - 4))


def _parts(value: str, width: int) -> list[str]:
    """A number, its decimals below it where both do not fit."""
    return [value] if cell_len(value) <= width else value.replace(" ≈ ", "\n≈ ").split("\n")
