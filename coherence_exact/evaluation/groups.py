"""Rows of arrays, folded group by group."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np


class Groups:
    """Groups of rows, each of which is folded to one row.

    Rows are taken place by place: the first of every group, then the second of every group that has two, and
    so on, so that each step runs over all groups and all columns at once.
    """

    def __init__(self, members: Sequence[Sequence[int]]) -> None:
        self.members = [list(group) for group in members]
        self.widest = max(map(len, self.members), default=0)
        self.overlap = sum(map(len, self.members)) > len(set(itertools.chain.from_iterable(self.members)))
        self._is_even = self.widest > 0 and all(len(group) == self.widest for group in self.members)
        self._places = [self._place(place) for place in range(self.widest)]

    def _place(self, place: int) -> tuple[Any, Any]:
        """The groups that have so many rows and one more, and that row of each."""
        having = [number for number, group in enumerate(self.members) if len(group) > place]
        return _indices(having), _indices([self.members[number][place] for number in having])

    def fold(self, function: np.ufunc, rows: Any, of_none: Any) -> Any:
        """The rows of each group folded with a function of two arguments; ``of_none`` for an empty group."""
        if self._is_even:
            result = rows[self._places[0][1]]
            for place, (_, members) in enumerate(self._places[1:]):
                result = function(result, rows[members], out=result if place else None)
            return result
        result = np.full((len(self.members), rows.shape[1]), of_none, dtype=rows.dtype)
        for place, (groups, members) in enumerate(self._places):
            if place == 0:
                result[groups] = rows[members]
            elif isinstance(groups, slice):
                function(result[groups], rows[members], out=result[groups])
            else:
                result[groups] = function(result[groups], rows[members])
        return result


def _indices(numbers: Sequence[int]) -> Any:
    """Numbers as an index; a slice where they are evenly spaced, which needs no copy."""
    if not numbers:
        return slice(0, 0)
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    if step > 0 and list(numbers) == list(range(numbers[0], numbers[-1] + 1, step)):
        return slice(numbers[0], numbers[-1] + 1, step)
    return list(numbers)
