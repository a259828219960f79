"""Numbers that are compared by one decision: below, equal, or above."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any


class Ordered:
    """A number whose six comparisons follow from the sign of a difference."""

    __slots__ = ()

    @abstractmethod
    def _compare(self, other: Any) -> int | None:
        """−1, 0 or 1 as this value is below, equal to or above another one; None if it cannot be compared."""

    def __eq__(self, other: object) -> Any:
        sign = self._compare(other)
        return NotImplemented if sign is None else sign == 0

    def __lt__(self, other: Any) -> Any:
        sign = self._compare(other)
        return NotImplemented if sign is None else sign < 0

    def __le__(self, other: Any) -> Any:
        sign = self._compare(other)
        return NotImplemented if sign is None else sign <= 0

    def __gt__(self, other: Any) -> Any:
        sign = self._compare(other)
        return NotImplemented if sign is None else sign > 0

    def __ge__(self, other: Any) -> Any:
        sign = self._compare(other)
        return NotImplemented if sign is None else sign >= 0
