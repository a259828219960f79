"""What the operations of the core do with entries: numbers, truths, undefined and absent ones.

Plain arithmetic and comparisons are Python's own operators, which exact numbers and the two entries that are
no numbers bring along; here is what Python has no operator for, or another meaning.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import gmpy2
from coherence_exact.errors import UndecidedError, UndefinedError
from coherence_exact.evaluation.effort import check_length
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.generic import Generic
from coherence_exact.exact.logarithms import INFINITY, LogValue, sum_of_logs
from coherence_exact.exact.quotients import settled
from coherence_exact.exact.symbolic import Expression
from coherence_exact.exact.undefined import ABSENT as ABSENT  # noqa: PLC0414
from coherence_exact.exact.undefined import UNDEFINED as UNDEFINED  # noqa: PLC0414

ZERO = gmpy2.mpq(0)
ONE = gmpy2.mpq(1)
_RATIONAL = type(ZERO)
MINUS_INFINITY = -INFINITY
MOST_EXPONENT = 1_000_000
"""Larger powers are not calculated."""


def divide(above: Any, below: Any) -> Any:
    """above / below; undefined where below is 0 or ±∞."""
    if type(below) is _RATIONAL and below:
        return above / below
    if above is ABSENT or below is ABSENT:
        return ABSENT
    if below is UNDEFINED or below == 0 or not _is_finite_number(below):
        return UNDEFINED
    return above / below


def power(base: Any, exponent: Any) -> Any:
    """base to an integer exponent; 0^0 = 1, and undefined where it does not exist."""
    if base is ABSENT or exponent is ABSENT:
        return ABSENT
    if not is_rational(exponent):
        exponent = settled(exponent)
    if base is UNDEFINED or not is_rational(exponent) or exponent.denominator != 1:
        return UNDEFINED
    if abs(exponent) > MOST_EXPONENT:
        raise UndecidedError(
            f"a power with an exponent above {MOST_EXPONENT} is not calculated; use a smaller one"
        )
    if exponent < 0 and base == 0:
        return UNDEFINED
    if isinstance(base, (int, type(ZERO))):
        check_length(abs(int(exponent)) * max(base.numerator.bit_length(), base.denominator.bit_length()))
        return base ** int(exponent)
    return base ** int(exponent) if exponent != 0 or not isinstance(base, LogValue) else _to_the_zero(base)


def _to_the_zero(base: LogValue) -> Any:
    return ONE if base.is_finite else UNDEFINED


def logarithm(value: Any) -> Any:
    """log of a rational ≥ 0, or of a number with symbols or parameters; undefined for any other number."""
    if not is_rational(value):
        value = settled(value)
    if is_rational(value):
        if value > 0:
            return LogValue.of(value)
        return MINUS_INFINITY if value == 0 else UNDEFINED
    if isinstance(value, (Expression, Generic)):
        return value.log()
    return ABSENT if value is ABSENT else UNDEFINED


def total(entries: Sequence[Any]) -> Any:
    """The sum of some entries, none of which is absent."""
    if entries and type(entries[0]) is LogValue and all(type(x) is LogValue for x in entries):
        return sum_of_logs(entries)
    return sum(entries, ZERO)


def present(entries: Iterable[Any]) -> list[Any]:
    """The entries that are not absent."""
    return [entry for entry in entries if entry is not ABSENT]


def largest(entries: Sequence[Any]) -> Any:
    """The largest of some entries; undefined if there is none, or one is undefined."""
    try:
        return max(entries) if entries else UNDEFINED
    except UndefinedError:
        return UNDEFINED


def smallest(entries: Sequence[Any]) -> Any:
    """The least of some entries; undefined if there is none, or one is undefined."""
    try:
        return min(entries) if entries else UNDEFINED
    except UndefinedError:
        return UNDEFINED


def every(entries: Iterable[Any]) -> Any:
    """Whether all of some truths hold; undefined if one of them is."""
    result: Any = True
    for entry in entries:
        if entry is False:
            result = False
        elif entry is not True:
            return UNDEFINED
    return result


def some(entries: Iterable[Any]) -> Any:
    """Whether one of some truths holds; undefined if one of them is."""
    result: Any = False
    for entry in entries:
        if entry is True:
            result = True
        elif entry is not False:
            return UNDEFINED
    return result


def count(entries: Sequence[Any]) -> Any:
    """How many of some truths hold; undefined if one of them is."""
    if any(entry is not True and entry is not False for entry in entries):
        return UNDEFINED
    return gmpy2.mpq(sum(entries))


def share(rows: Iterable[range], table: Sequence[Any], otherwise: Sequence[Any]) -> list[Any]:
    """Each row divided by its sum; where the sum is 0, the row of another table."""
    result: list[Any] = []
    for row in rows:
        entries = table[row.start : row.stop]
        whole = sum(entries, ZERO)
        if not _is_finite_number(whole) or any(map(_is_negative, entries)):
            result += [UNDEFINED] * len(row)
        elif whole == 0:
            result += otherwise[row.start : row.stop]
        else:
            result += [entry / whole for entry in entries]
    return result


def _is_negative(entry: Any) -> Any:
    """Whether an entry is negative; symbols stand for generic numbers that make it a probability."""
    return entry < 0 if type(entry) is not Expression else False


def share_at(position: int, row: Sequence[Any], otherwise: Any) -> Any:
    """One entry of a row that is divided by its sum; ``otherwise`` where the sum is 0."""
    return share([range(len(row))], row, [otherwise] * len(row))[position]


def _is_finite_number(value: Any) -> bool:
    if type(value) is _RATIONAL:
        return True
    if value is UNDEFINED or value is ABSENT:
        return False
    return not isinstance(value, LogValue) or value.is_finite


def product(entries: Iterable[Any]) -> Any:
    """The product of some entries."""
    result: Any = ONE
    for entry in entries:
        result = result * entry
    return result


def below(ranks: Sequence[Any], masses: Sequence[Any]) -> list[Any]:
    """For each entry of ``ranks``, the sum of the masses of those with a smaller rank."""
    known = [(rank, mass) for rank, mass in zip(ranks, masses, strict=True) if rank is not ABSENT]
    if any(rank is UNDEFINED for rank, _ in known):
        return [ABSENT if rank is ABSENT else UNDEFINED for rank in ranks]
    return [
        rank if rank is ABSENT else sum((m for r, m in known if r < rank and m is not ABSENT), ZERO)
        for rank in ranks
    ]


OF_LITERALS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divide,
    "^": power,
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
}
"""The operations on numbers that can be done before there is a model."""
