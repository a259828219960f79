"""Codes by complexity: tuples of indices, slot by slot, listed in arrays.

Vocabulary: each *slot* of a code has a list of choices, each with a complexity; the complexity of a code is
the sum of those of its choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

Code: TypeAlias = tuple[int, ...]
"""The index of a choice for each slot."""

Codes: TypeAlias = "np.ndarray[Any, np.dtype[np.int32]]"
"""Many codes, one a row."""

_MOST_ENDINGS = 100_000
_ROWS_TOGETHER = 8_192


class CodesByComplexity:
    """All codes up to some complexity.

    >>> listed = CodesByComplexity([[0, 1], [0, 0, 2]], 2)
    >>> [code for block in listed.of(2) for code in block.tolist()]
    [[0, 2]]
    >>> [code for block in listed.of(1) for code in block.tolist()]
    [[1, 0], [1, 1]]
    """

    def __init__(self, slots: Sequence[Sequence[int]], most_complexity: int) -> None:
        self._slots = slots
        self._most = most_complexity
        self._first, self._endings = self._all_endings()

    def of(self, complexity: int) -> Iterator[Codes]:
        """Every code of exactly this complexity, lexicographically, many at a time."""
        return _joined(self._extended((), complexity))

    def _extended(self, code: Code, left: int) -> Iterator[Codes]:
        if len(code) == self._first:
            rows = self._endings[left]
            beginning = np.broadcast_to(np.array(code, dtype=np.int32), (len(rows), len(code)))
            yield np.hstack([beginning, rows])
            return
        for index, own in enumerate(self._slots[len(code)]):
            if own <= left:
                yield from self._extended((*code, index), left - own)

    def _all_endings(self) -> tuple[int, list[Codes]]:
        """A slot, and for each complexity all codes of the slots from there on, lexicographically."""
        first = len(self._slots)
        rows = np.zeros((1, 0), dtype=np.int32)
        complexities = np.zeros(1, dtype=np.int32)
        while first and len(rows) * len(self._slots[first - 1]) <= _MOST_ENDINGS:
            first -= 1
            own = np.array(self._slots[first], dtype=np.int32)
            complexities = (own[:, None] + complexities).ravel()
            indices = np.repeat(np.arange(len(own), dtype=np.int32), len(rows))
            kept = complexities <= self._most
            rows = np.hstack([indices[:, None], np.tile(rows, (len(own), 1))])[kept]
            complexities = complexities[kept]
        return first, [rows[complexities == each] for each in range(self._most + 1)]


def _joined(blocks: Iterable[Codes]) -> Iterator[Codes]:
    """Small blocks put together."""
    waiting: list[Codes] = []
    rows = 0
    for block in blocks:
        waiting.append(block)
        rows += len(block)
        if rows >= _ROWS_TOGETHER:
            yield np.vstack(waiting)
            waiting, rows = [], 0
    if rows:
        yield np.vstack(waiting)
