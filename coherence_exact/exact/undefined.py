"""Entries that are no numbers: undefined, and absent.

Both are values rather than errors, so that one entry of a table can be undefined while the others are not.
They spread through arithmetic and comparisons: what meets an undefined number is undefined, what meets an
absent one is absent.  Asking whether one is true raises :class:`UndefinedError`.
"""

from __future__ import annotations

from typing import Any, NoReturn

from coherence_exact.errors import UndefinedError


class _NoNumber:
    """An entry that arithmetic and comparisons hand on."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def _hand_on(self, other: Any = None) -> Any:
        return ABSENT if self is ABSENT or other is ABSENT else UNDEFINED

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _hand_on
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __neg__ = _hand_on
    __lt__ = __le__ = __gt__ = __ge__ = _hand_on
    __eq__ = __ne__ = _hand_on
    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise UndefinedError("a value that does not exist is neither true nor false")

    def __repr__(self) -> str:
        return self._name

    def __reduce__(self) -> str:
        return "ABSENT" if self is ABSENT else "UNDEFINED"


UNDEFINED = _NoNumber("undefined")
ABSENT = _NoNumber("absent")
