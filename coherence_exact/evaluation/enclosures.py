"""Numbers and truths in many models at once, without rounding that decides anything.

Vocabulary: an *enclosure* is a float with a radius, within which the exact number lies.  Where enclosures
do not tell two numbers apart, their exact entries do (:mod:`coherence_exact.evaluation.residues`), which are
only computed then.  Models for which neither decides are *doubtful*: the exact evaluator has to look at them.

Undefined entries are NaN, absent ones too, and a mask says which those are.  Truths are 1 and 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import gmpy2
import numpy as np
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import Residues
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.undefined import ABSENT, UNDEFINED

Array: TypeAlias = "np.ndarray[Any, Any]"
"""Rows of entries, columns of models; one column if all models have the same."""

ROUNDING = 2.0**-51
"""More than the relative error of an operation on floats, and four times that of a correctly rounded one."""

_DECIMAL = 1e-12
"""More than the relative error of the decimal of a number with logarithms."""

GROWTH = 1 + 2.0**-40
"""What radii are multiplied by, since they are rounded themselves."""


class Enclosed:
    """The entries of a table in many models.

    - ``middle``, ``radius``: the enclosures, or truths with radius 0;
    - ``exact``: computes the exact entries; None where that is impossible;
    - ``absent``: where entries are left out, None if nowhere;
    - ``doubt``: the models on which something is not decided, None if there are none;
    - ``infinite``: whether some entries may be ±∞.
    """

    __slots__ = ("_exact", "_residues", "absent", "doubt", "infinite", "middle", "radius")

    def __init__(
        self,
        middle: Array,
        radius: Any = 0.0,
        exact: Callable[[], Residues | None] | None = None,
        absent: Array | None = None,
        doubt: Array | None = None,
        infinite: bool = False,
    ) -> None:
        self.middle = middle
        self.radius = _with_rows(radius, len(middle))
        self.absent = None if absent is None else _with_rows(absent, len(middle))
        self.doubt = doubt
        self.infinite = infinite
        self._exact = exact
        self._residues: Residues | None = None

    @property
    def residues(self) -> Residues | None:
        """The exact entries, computed once."""
        if self._exact is not None:
            self._residues, self._exact = self._exact(), None
            if self._residues is not None and self._residues.is_rational:
                self._residues = self._residues.bounded(self.bits)
        return self._residues

    @property
    def bits(self) -> float:
        """The logarithm to base 2 of a bound for every finite entry."""
        sizes = np.abs(self.middle) + self.radius
        most = float(np.max(sizes, initial=1.0, where=np.isfinite(sizes)))
        return math.log2(most) if np.isfinite(self.radius).all() else math.inf

    @property
    def log_sizes(self) -> Array:
        """The logarithms to base 2 of bounds for the entries; those of entries that are not finite are 0."""
        sizes = np.where(np.isfinite(self.middle), np.abs(self.middle) + self.radius, 1.0)
        return _log2(sizes, 0.0)

    def contains(self, row: int, column: int, exact: Any) -> bool:
        """Whether an entry is what the exact evaluator has: a number, a truth, undefined or absent."""
        middle = float(column_of(self.middle[row], column))
        absent = self.absent is not None and bool(column_of(self.absent[row], column))
        if exact is ABSENT or exact is UNDEFINED:
            return math.isnan(middle) and absent == (exact is ABSENT)
        if isinstance(exact, bool):
            return middle == exact and not absent
        radius = float(column_of(self.radius[row], column))
        if isinstance(exact, LogQuotient):
            low, high = exact.bounds()
            slack = radius + max(abs(low), abs(high)) * _DECIMAL
            return bool(low - slack <= middle <= high + slack)
        if isinstance(exact, LogValue):
            number = float(exact.decimal())
            return middle == number or abs(middle - number) <= radius + max(1.0, abs(number)) * _DECIMAL
        if not math.isfinite(middle):
            return False
        inside = abs(gmpy2.mpq(middle) - exact) <= gmpy2.mpq(radius)
        return inside and (self._residues is None or self._residues.is_congruent(row, column, exact))

    # Entry by entry

    def __add__(self, other: Enclosed) -> Enclosed:
        return self._sum(other, np.add)

    def __sub__(self, other: Enclosed) -> Enclosed:
        return self._sum(other, np.subtract)

    def _sum(self, other: Enclosed, operation: Any) -> Enclosed:
        middle = operation(self.middle, other.middle)
        radius = _radius(middle, self.radius + other.radius)
        return self._with(
            other,
            middle,
            radius,
            lambda one, two: one.combined(two, operation),
            self.infinite or other.infinite,
        )

    def __mul__(self, other: Enclosed) -> Enclosed:
        infinite = self.infinite or other.infinite
        middle = self.middle * other.middle
        spread = np.abs(self.middle) * other.radius + (np.abs(other.middle) + other.radius) * self.radius
        doubt = None
        if infinite:
            zero, doubt = self._zero_against(other)
            other_zero, other_doubt = other._zero_against(self)
            doubt = union(doubt, other_doubt)
            vanishing = (zero | other_zero) & ~(np.isnan(self.middle) | np.isnan(other.middle))
            middle = np.where(vanishing, 0.0, middle)
            spread = np.where(np.isinf(middle) | vanishing, 0.0, spread)
        product = self._with(other, middle, _radius(middle, spread), Residues.times, infinite)
        product.doubt = union(product.doubt, doubt)
        return product

    def _zero_against(self, other: Enclosed) -> tuple[Array, Array | None]:
        """Where numbers are 0, as far as they meet another's ∞, and which models are in doubt."""
        zero = _is_exact_zero(self)
        unclear = np.isinf(other.middle) & ~(np.abs(self.middle) > self.radius) & ~zero
        return self.is_zero() if unclear.any() else (zero, None)

    def divided_by(self, other: Enclosed) -> Enclosed:
        """The quotient, undefined where the divisor is 0 or ±∞."""
        zero, doubt = other.is_zero()
        below = np.where(zero | np.isinf(other.middle), np.nan, other.middle)
        middle = self.middle / below
        room = np.maximum(np.abs(below) - other.radius, 0.0)
        least = float(np.nanmin(room, initial=1.0))
        spread = (self.radius + np.abs(middle) * other.radius) / room
        quotient = self._with(
            other,
            middle,
            _radius(middle, np.where(np.isinf(middle), 0.0, spread)),
            lambda one, two: one.divided_by(two, zero, (self.log_sizes, other.log_sizes), least),
            self.infinite,
        )
        quotient.doubt = union(quotient.doubt, doubt)
        return quotient

    def power(self, exponent: int) -> Enclosed:
        """A power; undefined for ±∞, and for 0 to a negative exponent."""
        result = _ones_like(self)
        for _ in range(abs(exponent)):
            result = result * self
        if self.infinite:
            result.middle = np.where(np.isinf(self.middle), np.nan, result.middle)
            result.infinite = False
        return result if exponent >= 0 else _ones_like(self).divided_by(result)

    def log(self) -> Enclosed:
        """The logarithm: −∞ of 0, undefined for negative numbers and ±∞."""
        sign, doubt = self.sign()
        positive = sign > 0
        inside = np.where(positive, self.middle, 1.0)
        middle = np.where(positive, np.log(inside), np.where(sign == 0, -np.inf, np.nan))
        middle = np.where(np.isinf(self.middle) | np.isnan(self.middle), np.nan, middle)
        below = np.maximum(inside - self.radius, 0.0)
        # No library promises more than a few units in the last place; near 1 these are those of the argument.
        spread = self.radius / below + 8 * ROUNDING * np.abs(np.where(positive, middle, 0.0))
        radius = np.where(positive, spread * GROWTH, 0.0)
        exact = self._mapped(lambda residues: residues.logarithms(positive, self.log_sizes))
        doubt = union(self.doubt, doubt)
        return Enclosed(middle, radius, exact, self.absent, doubt, bool(np.isinf(middle).any()))

    def _with(
        self,
        other: Enclosed,
        middle: Array,
        radius: Any,
        operation: Callable[[Residues, Residues], Residues | None],
        infinite: bool,
    ) -> Enclosed:
        """The result of an operation on two tables."""
        if infinite:
            radius = np.where(np.isinf(middle), 0.0, radius)

        def exact() -> Residues | None:
            one, two = self.residues, other.residues
            return None if one is None or two is None else operation(one, two)

        return Enclosed(
            middle,
            radius,
            exact,
            union(self.absent, other.absent),
            union(self.doubt, other.doubt),
            infinite,
        )

    # Comparison

    def compared_to(self, other: Enclosed) -> tuple[Array, Array, Array | None]:
        """The sign of the difference, where it is known to be different from 0 all the same, and where not.

        The sign is NaN where an operand is undefined or absent, and where it is not known; in the second
        table it is then true where the two numbers are surely different; the third tells for which models
        the question whether they are is open, None if for none.
        """
        difference = self.middle - other.middle
        radius = (self.radius + other.radius) * GROWTH + ROUNDING * np.abs(difference)
        if self.infinite or other.infinite:
            same = (self.middle == other.middle) & np.isinf(self.middle)
            difference = np.where(same, 0.0, difference)
            radius = np.where(same | np.isinf(difference), 0.0, radius)
        sign = np.sign(difference)
        close = ~(np.abs(difference) > radius) & (radius != 0) & ~np.isnan(difference)
        different = np.zeros((1, 1), dtype=bool)
        if not close.any():
            return sign, different, None
        one, two = self.residues, other.residues
        if one is None or two is None:
            return np.where(close, np.nan, sign), different, _any_row(close)
        size = np.where(close, np.abs(difference) + radius, 1.0)
        equal, different = one.equal_to(two, _log2(size, -math.inf))
        sign = np.where(close, np.where(equal, 0.0, np.nan), sign)
        return sign, close & different, _any_row(close & ~equal & ~different)

    def is_equal_to(self, other: Enclosed) -> tuple[Array, Array | None]:
        """Whether the numbers are equal, as truths, and which models are in doubt."""
        sign, different, open_still = self.compared_to(other)
        truth = np.where(np.isnan(sign), np.where(different, 0.0, np.nan), sign == 0)
        return truth, open_still

    def sign_of_difference(self, other: Enclosed) -> tuple[Array, Array | None]:
        """−1, 0 or 1, NaN where an operand is undefined or absent, and which models are in doubt."""
        sign, different, open_still = self.compared_to(other)
        return sign, union(open_still, _any_row(different))

    def sign(self) -> tuple[Array, Array | None]:
        """The sign of each number, and which models are in doubt."""
        if not self.infinite and bool((np.abs(self.middle) > self.radius).all()):
            return np.sign(self.middle), None
        return self.sign_of_difference(_zero_of(self))

    def is_zero(self) -> tuple[Array, Array | None]:
        """Where numbers are 0, and which models are in doubt."""
        if not self.infinite and bool(((np.abs(self.middle) > self.radius) | _is_exact_zero(self)).all()):
            return self.middle == 0, None
        truth, doubt = self.is_equal_to(_zero_of(self))
        return truth == 1, doubt

    # Rows

    def rows(self, indices: Any) -> Enclosed:
        """Some rows, in an order."""
        return Enclosed(
            self.middle[indices],
            self.radius[indices],
            self._mapped(lambda residues: residues.rows(indices)),
            None if self.absent is None else self.absent[indices],
            self.doubt,
            self.infinite,
        )

    def _mapped(self, operation: Callable[[Residues], Residues | None]) -> Callable[[], Residues | None]:
        def exact() -> Residues | None:
            residues = self.residues
            return None if residues is None else operation(residues)

        return exact

    def with_nothing_absent(self) -> Enclosed:
        """The table in which what is absent is undefined."""
        exact = self._mapped(lambda residues: residues)
        return Enclosed(self.middle, self.radius, exact, None, self.doubt, self.infinite)

    def without(self, mask: Array | None) -> Enclosed:
        """The table with 0 where a mask is true, and nothing absent."""
        if mask is None:
            return self
        return Enclosed(
            np.where(mask, 0.0, self.middle),
            np.where(mask, 0.0, self.radius),
            self._mapped(lambda residues: residues.without(mask)),
            None,
            self.doubt,
            self.infinite,
        )

    def summed(self, groups: Groups) -> Enclosed:
        """For each group of rows its sum."""
        middle = groups.fold(np.add, self.middle, 0.0)
        sizes = np.abs(self.middle) * (groups.widest * ROUNDING) + self.radius
        if self.infinite:
            sizes = np.where(np.isinf(self.middle), 0.0, sizes)
        radius = groups.fold(np.add, sizes, 0.0) * (GROWTH + groups.widest * ROUNDING)
        return Enclosed(
            middle,
            np.where(np.isinf(middle), 0.0, radius) if self.infinite else radius,
            self._mapped(lambda residues: residues.summed(groups)),
            None,
            self.doubt,
            self.infinite,
        )


# Helpers of arrays


def _with_rows(array: Any, rows: int) -> Any:
    """An array with so many rows, if it has one for all of them."""
    array = np.atleast_2d(array)
    return array if len(array) == rows else np.broadcast_to(array, (rows, array.shape[1]))


def _radius(middle: Any, spread: Any) -> Any:
    return (spread + ROUNDING * np.abs(middle)) * GROWTH


def _is_exact_zero(table: Enclosed) -> Any:
    return (table.middle == 0) & (table.radius == 0)


def _ones_like(table: Enclosed) -> Enclosed:
    def exact() -> Residues | None:
        residues = table.residues
        return None if residues is None else residues.constant(1)

    middle = np.where(np.isnan(table.middle), np.nan, 1.0)
    return Enclosed(middle, np.zeros((1, 1)), exact, table.absent, table.doubt)


def _zero_of(table: Enclosed) -> Enclosed:
    return Enclosed(np.zeros((1, 1)), np.zeros((1, 1)), table._mapped(lambda residues: residues.constant(0)))


def _log2(sizes: Array, of_zero: float) -> Array:
    return np.where(sizes == 0, of_zero, np.log2(np.where(sizes == 0, 1.0, sizes)))


def _any_row(mask: Any) -> Array | None:
    """The models for which some row of a mask is true; None if there are none."""
    if not np.any(mask):
        return None
    return np.asarray(np.any(mask, axis=0))


def union(one: Array | None, other: Array | None) -> Array | None:
    """Where one mask or another is true; a mask that is true nowhere may be None."""
    return other if one is None else one if other is None else one | other


def column_of(row: Any, column: int) -> Any:
    """The entry of a model in a row that has one for each model, or one for all."""
    return row[column if len(row) > 1 else 0]
