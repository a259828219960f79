"""Numbers and truths in many models at once, without rounding that decides anything.

Vocabulary: an *enclosure* is a float with a radius, within which the exact number lies.  Tables of numbers
that are not negative have one *relative* radius for all entries, as sums, products and quotients of such
numbers keep it; entries are 0 exactly where their floats are.  Where enclosures do not tell two numbers
apart, their exact entries do (:mod:`coherence_exact.evaluation.residues`), which are only computed then.
Models for which neither decides are *doubtful*: the exact evaluator has to look at them.

Undefined entries are NaN, absent ones too, and a mask says which those are.  Truths are 1 and 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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

_LARGEST_RELATIVE = 2.0**-20
"""Tables with larger relative radii have one for each entry."""


class Enclosed:
    """The entries of a table in many models.

    - ``middle``, ``radius``: the enclosures, or truths with radius 0;
    - ``relative``: if no entry is negative or ±∞, what radii are at most in proportion to middles; else None;
    - ``exact``: computes the exact entries; None where that is impossible;
    - ``absent``: where entries are left out, None if nowhere;
    - ``doubt``: the models on which something is not decided, None if there are none;
    - ``infinite``: whether some entries may be ±∞.
    """

    __slots__ = (
        "_exact",
        "_fraction",
        "_middle",
        "_radius",
        "_relative",
        "_residues",
        "absent",
        "doubt",
        "infinite",
    )

    def __init__(
        self,
        middle: Array,
        radius: Any = 0.0,
        exact: Callable[[], Residues | None] | None = None,
        absent: Array | None = None,
        doubt: Array | None = None,
        infinite: bool = False,
        relative: float | None = None,
    ) -> None:
        self._middle = middle
        self._relative = relative if relative is None or relative <= _LARGEST_RELATIVE else None
        self._radius = (
            radius if relative is None or self._relative is not None else middle * (relative * GROWTH)
        )
        self.absent = None if absent is None else _with_rows(absent, len(middle))
        self.doubt = doubt
        self.infinite = infinite
        self._exact = exact
        self._residues: Residues | None = None
        self._fraction: tuple[Enclosed, Enclosed] | None = None

    @property
    def middle(self) -> Array:
        """Floats near the exact entries."""
        return self._middle

    @property
    def relative(self) -> float | None:
        """What radii are at most in proportion to middles, if no entry is negative or ±∞; else None."""
        return self._relative

    @property
    def radius(self) -> Array:
        """How far the exact entries are from the middles at most."""
        if self.relative is not None:
            return np.asarray(self.middle * (self.relative * GROWTH))
        radius: Array = _with_rows(self._radius, len(self.middle))
        return radius

    @property
    def residues(self) -> Residues | None:
        """The exact entries, computed once."""
        if self._exact is not None:
            self._residues, self._exact = self._exact(), None
        return self._residues

    @property
    def sizes(self) -> Array:
        """Bounds for the absolute values of the entries; those of entries that are not finite are 0."""
        if self.relative is not None:
            sizes = self.middle * (1 + 2 * self.relative)
        else:
            sizes = np.abs(self.middle) + self.radius
        finite = np.isfinite(sizes)
        return sizes if finite.all() else np.where(finite, sizes, 0.0)

    @property
    def norms(self) -> Array:
        """Bounds for the sums of the absolute values of the coefficients of the exact entries."""
        residues = self.residues
        if residues is None or residues.is_rational:
            return self.sizes
        return np.full((1, 1), np.inf) if residues.norms is None else residues.norms

    def contains(self, column: int, rows: Sequence[int], values: Sequence[Any]) -> bool:
        """Whether some entries of a model are what the exact evaluator has, undefined and absent ones too."""
        middles = _column_of(self.middle, column)
        radii = [] if self.relative is not None else _column_of(self.radius, column)
        absent = None if self.absent is None else _column_of(self.absent, column)
        for row, exact in zip(rows, values, strict=True):
            middle = middles[row]
            is_absent = absent is not None and absent[row]
            if exact is ABSENT or exact is UNDEFINED:
                inside = math.isnan(middle) and is_absent == (exact is ABSENT)
            elif isinstance(exact, bool):
                inside = middle == exact and not is_absent
            else:
                radius = middle * self.relative * GROWTH if self.relative is not None else radii[row]
                inside = _is_within(exact, middle, radius) and (
                    self._residues is None
                    or isinstance(exact, LogValue | LogQuotient)
                    or self._residues.is_congruent(row, column, exact)
                )
            if not inside:
                return False
        return True

    # Entry by entry

    def __add__(self, other: Enclosed) -> Enclosed:
        if self.relative is None or other.relative is None:
            return self._sum(other, np.add)
        relative = (max(self.relative, other.relative) + ROUNDING) * GROWTH
        middle = self.middle + other.middle
        return self._with(other, middle, 0.0, Residues.plus, np.add, relative=relative)

    def __sub__(self, other: Enclosed) -> Enclosed:
        return self._sum(other, np.subtract)

    def _sum(self, other: Enclosed, operation: Any) -> Enclosed:
        middle = operation(self.middle, other.middle)
        radius = _radius(middle, self.radius + other.radius)
        infinite = self.infinite or other.infinite
        exact = Residues.plus if operation is np.add else Residues.minus
        return self._with(other, middle, radius, exact, np.add, infinite)

    def __mul__(self, other: Enclosed) -> Enclosed:
        middle = self.middle * other.middle
        if self.relative is not None and other.relative is not None:
            relative = self.relative + other.relative + self.relative * other.relative + ROUNDING
            return self._with(other, middle, 0.0, Residues.times, np.multiply, relative=relative * GROWTH)
        infinite = self.infinite or other.infinite
        spread = np.abs(self.middle) * other.radius + (np.abs(other.middle) + other.radius) * self.radius
        doubt = None
        if infinite:
            zero, doubt = self._zero_against(other)
            other_zero, other_doubt = other._zero_against(self)
            doubt = union(doubt, other_doubt)
            vanishing = (zero | other_zero) & ~(np.isnan(self.middle) | np.isnan(other.middle))
            middle = np.where(vanishing, 0.0, middle)
            spread = np.where(np.isinf(middle) | vanishing, 0.0, spread)
        radius = _radius(middle, spread)
        product = self._with(other, middle, radius, Residues.times, np.multiply, infinite)
        product.doubt = union(product.doubt, doubt)
        return product

    def _zero_against(self, other: Enclosed) -> tuple[Array, Array | None]:
        """Where numbers are 0, as far as they meet another's ∞, and which models are in doubt."""
        zero = _is_exact_zero(self)
        unclear = (
            np.isinf(other.middle) & ~(np.abs(self.middle) > self.radius) & ~zero & ~np.isnan(self.middle)
        )
        if not unclear.any():
            return zero, None
        truth, _ = self.is_equal_to(_zero_of(self))
        return truth == 1, _any_row(unclear & np.isnan(truth))

    def divided_by(self, other: Enclosed) -> Enclosed:
        """The quotient, undefined where the divisor is 0 or ±∞."""
        zero, doubt = other.is_zero()
        nowhere = zero | np.isinf(other.middle) if other.infinite else zero
        below = np.where(nowhere, np.nan, other.middle) if nowhere.any() else other.middle
        middle = self.middle / below
        radius: Any = 0.0
        relative = None
        if self.relative is not None and other.relative is not None:
            one, two = self.relative, other.relative
            relative = ((one + two) * (1 + 2 * two) + ROUNDING) * GROWTH
        else:
            spread = (self.radius + np.abs(middle) * other.radius) / other._room(below)
            radius = _radius(middle, np.where(np.isinf(middle), 0.0, spread))
        quotient = self._with(
            other,
            middle,
            radius,
            lambda one, two: one.divided_by(two, zero, (self.sizes, other.sizes)),
            lambda one, _: one / other._room(below),
            self.infinite,
            relative,
        )
        quotient.doubt = union(quotient.doubt, doubt)
        if relative is None:
            quotient._fraction = self, other
        return quotient

    def _room(self, middle: Array) -> Array:
        """Bounds from below for the absolute values of the entries, which are nowhere 0."""
        return np.asarray(np.maximum(np.abs(middle) - self.radius, 0.0))

    def power(self, exponent: int) -> Enclosed:
        """A power; undefined for ±∞, and for 0 to a negative exponent."""
        result = self if exponent else _ones_like(self)
        for _ in range(abs(exponent) - 1):
            result = result * self
        if self.infinite:
            result = result._without_infinities()
        return result if exponent >= 0 else _ones_like(self).divided_by(result)

    def _without_infinities(self) -> Enclosed:
        """The table in which ±∞ are undefined."""
        middle = np.where(np.isinf(self.middle), np.nan, self.middle)
        exact = self._mapped(lambda residues: residues)
        return Enclosed(middle, self.radius, exact, self.absent, self.doubt)

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
        exact = self._mapped(lambda residues: residues.logarithms(positive, self.sizes))
        doubt = union(self.doubt, doubt)
        return Enclosed(middle, radius, exact, self.absent, doubt, bool(np.isinf(middle).any()))

    def _with(
        self,
        other: Enclosed,
        middle: Array,
        radius: Any,
        operation: Callable[[Residues, Residues], Residues | None],
        of_norms: Callable[[Array, Array], Any],
        infinite: bool = False,
        relative: float | None = None,
    ) -> Enclosed:
        """The result of an operation on two tables, with what it makes of the norms of exact entries."""
        if infinite:
            radius = np.where(np.isinf(middle), 0.0, radius)

        def exact() -> Residues | None:
            one, two = self.residues, other.residues
            result = None if one is None or two is None else operation(one, two)
            if result is not None and not result.is_rational:
                result.norms = of_norms(self.norms, other.norms)
            return result

        return Enclosed(
            middle,
            radius,
            exact,
            union(self.absent, other.absent),
            union(self.doubt, other.doubt),
            infinite,
            relative,
        )

    # Comparison

    def compared_to(self, other: Enclosed) -> tuple[Array, Array, Array | None]:
        """The sign of the difference, where it is known to be different from 0 all the same, and where not.

        The sign is NaN where an operand is undefined or absent, and where it is not known; in the second
        table it is then true where the two numbers are surely different; the third tells for which models
        the question whether they are is open, None if for none.
        """
        difference = self.middle - other.middle
        different = np.zeros((1, 1), dtype=bool)
        if self.relative is not None and other.relative is not None:
            if self.relative == 0 == other.relative:
                return np.sign(difference), different, None
            widest = max(self.relative, other.relative) * GROWTH + ROUNDING
            radius = (self.middle + other.middle) * widest
            close = (np.abs(difference) <= radius) & (radius != 0)
        else:
            radius = (self.radius + other.radius) * GROWTH + ROUNDING * np.abs(difference)
            if self.infinite or other.infinite:
                same = (self.middle == other.middle) & np.isinf(self.middle)
                difference = np.where(same, 0.0, difference)
                radius = np.where(same | np.isinf(difference), 0.0, radius)
            close = ~(np.abs(difference) > radius) & (radius != 0) & ~np.isnan(difference)
        sign = np.sign(difference)
        if not close.any():
            return sign, different, None
        one, two = self.residues, other.residues
        if one is None or two is None:
            return self._crossed(other, sign, close)
        equal, different = one.equal_to(
            two, lambda: np.where(close, 2 * radius, 0.0), lambda: self.norms + other.norms
        )
        if bool((equal >= close).all()):
            return np.where(close, 0.0, sign), different & False, None
        sign = np.where(close, np.where(equal, 0.0, np.nan), sign)
        return sign, close & different, _any_row(close & ~equal & ~different)

    def _crossed(self, other: Enclosed, sign: Array, close: Array) -> tuple[Array, Array, Array | None]:
        """What :meth:`compared_to` has where entries of a quotient a/b meet c: whether a is b·c."""
        if self._fraction is None and other._fraction is not None:
            sign, different, open_still = other._crossed(self, -sign, close)
            return -sign, different, open_still
        if self._fraction is None:
            return np.where(close, np.nan, sign), np.zeros((1, 1), dtype=bool), _any_row(close)
        above, below = self._fraction
        truth, _ = above.is_equal_to(below * other)
        sign = np.where(close, np.where(truth == 1, 0.0, np.nan), sign)
        return sign, close & (truth == 0), _any_row(close & np.isnan(truth))

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
        if self.relative is not None:
            return np.sign(self.middle), None
        if not self.infinite and bool((np.abs(self.middle) > self.radius).all()):
            return np.sign(self.middle), None
        return self.sign_of_difference(_zero_of(self))

    def is_zero(self) -> tuple[Array, Array | None]:
        """Where numbers are 0, and which models are in doubt."""
        if self.relative is not None:
            return self.middle == 0, None
        if not self.infinite and bool(((np.abs(self.middle) > self.radius) | _is_exact_zero(self)).all()):
            return self.middle == 0, None
        truth, doubt = self.is_equal_to(_zero_of(self))
        return truth == 1, doubt

    # Rows

    def rows(self, indices: Any) -> Enclosed:
        """Some rows, in an order."""
        return Enclosed(
            self.middle[indices],
            0.0 if self.relative is not None else self.radius[indices],
            self._mapped(lambda residues: residues.rows(indices)),
            None if self.absent is None else self.absent[indices],
            self.doubt,
            self.infinite,
            self.relative,
        )

    def _mapped(self, operation: Callable[[Residues], Residues | None]) -> Callable[[], Residues | None]:
        def exact() -> Residues | None:
            residues = self.residues
            return None if residues is None else operation(residues)

        return exact

    def _radius_or_none(self) -> Any:
        return 0.0 if self.relative is not None else self.radius

    def with_nothing_absent(self) -> Enclosed:
        """The table in which what is absent is undefined."""
        exact = self._mapped(lambda residues: residues)
        return Enclosed(
            self.middle, self._radius_or_none(), exact, None, self.doubt, self.infinite, self.relative
        )

    def without(self, mask: Array | None) -> Enclosed:
        """The table with 0 where a mask is true, and nothing absent."""
        if mask is None:
            return self
        return Enclosed(
            np.where(mask, 0.0, self.middle),
            0.0 if self.relative is not None else np.where(mask, 0.0, self.radius),
            self._mapped(lambda residues: residues.without(mask)),
            None,
            self.doubt,
            self.infinite,
            self.relative,
        )

    def summed(self, groups: Groups) -> Enclosed:
        """For each group of rows its sum."""
        middle = groups.fold(np.add, self.middle, 0.0)
        exact = self._mapped(lambda residues: residues.summed(groups))
        if self.relative is not None:
            relative = (self.relative + groups.widest * ROUNDING) * GROWTH
            return Enclosed(middle, 0.0, exact, None, self.doubt, False, relative)
        sizes = np.abs(self.middle) * (groups.widest * ROUNDING) + self.radius
        if self.infinite:
            sizes = np.where(np.isinf(self.middle), 0.0, sizes)
        radius = groups.fold(np.add, sizes, 0.0) * (GROWTH + groups.widest * ROUNDING)
        radius = np.where(np.isinf(middle), 0.0, radius) if self.infinite else radius
        return Enclosed(middle, radius, exact, None, self.doubt, self.infinite)


# Helpers of arrays


def _column_of(array: Array, column: int) -> list[Any]:
    found: list[Any] = array[:, column if array.shape[1] > 1 else 0].tolist()
    return found


def _is_within(exact: Any, middle: float, radius: float) -> bool:
    if isinstance(exact, LogQuotient):
        low, high = exact.bounds()
        slack = radius + max(abs(low), abs(high)) * _DECIMAL
        return bool(low - slack <= middle <= high + slack)
    if isinstance(exact, LogValue):
        number = float(exact.decimal())
        return middle == number or abs(middle - number) <= radius + max(1.0, abs(number)) * _DECIMAL
    return math.isfinite(middle) and abs(gmpy2.mpq(middle) - exact) <= gmpy2.mpq(radius)


def _with_rows(array: Any, rows: int) -> Any:
    """An array with so many rows, if it has one for all of them."""
    array = np.atleast_2d(array)
    return array if len(array) == rows else np.broadcast_to(array, (rows, array.shape[1]))


def _radius(middle: Any, spread: Any) -> Any:
    return (spread + ROUNDING * np.abs(middle)) * GROWTH


def _is_exact_zero(table: Enclosed) -> Any:
    zero = table.middle == 0
    return zero if table.relative is not None else zero & (table.radius == 0)


def _ones_like(table: Enclosed) -> Enclosed:
    def exact() -> Residues | None:
        residues = table.residues
        return None if residues is None else residues.constant(1)

    middle = np.where(np.isnan(table.middle), np.nan, 1.0)
    return Enclosed(middle, 0.0, exact, table.absent, table.doubt, relative=0.0)


def _zero_of(table: Enclosed) -> Enclosed:
    exact = table._mapped(lambda residues: residues.constant(0))
    return Enclosed(np.zeros((1, 1)), 0.0, exact, relative=0.0)


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
