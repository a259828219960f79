"""Fractions in many models at once whose numerators are so short that floats hold them exactly.

Arithmetic of whole numbers below 2^53 in floating point does not round, so that such tables need no radii,
and are compared at once.  What would become longer is an enclosure from there on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np
from coherence_exact.evaluation.enclosures import ROUNDING, Array, Enclosed, column_of, union
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import (
    FLOAT_BITS,
    ONE,
    RATIONAL,
    Denominator,
    Factors,
    Residues,
    common_in_groups,
    least_common,
    product,
    quotient,
)
from coherence_exact.exact.undefined import ABSENT, UNDEFINED

MOST_BITS = FLOAT_BITS - 1
"""Longer numerators are not held; one bit is for the rounding of the bounds themselves."""

_LONG_BITS = 20
"""From here on what the numerators of a row have in common is divided out."""


class ShortFractions(Enclosed):
    """The entries of a table of rational numbers in many models.

    - ``numerators``: whole numbers as floats, a row for each entry and a column for each model; NaN where an
      entry is undefined or absent;
    - ``denominators``: one for each row;
    - ``bits``: for each row a bound for the logarithm to base 2 of the numerators;
    - ``is_signed``: whether some may be negative;
    - ``is_defined``: whether none is undefined or absent;
    - ``vanishes``: whether entries are 0 wherever a model does not have their transition or trajectory.
    """

    __slots__ = (
        "_error",
        "_middles",
        "bits",
        "denominators",
        "factors",
        "is_defined",
        "is_signed",
        "numerators",
        "vanishes",
    )

    def __init__(
        self,
        factors: Factors,
        numerators: Array,
        denominators: list[Denominator],
        bits: list[float],
        is_signed: bool = False,
        is_defined: bool = True,
        absent: Array | None = None,
        doubt: Array | None = None,
    ) -> None:
        self.factors = factors
        self.numerators = numerators
        self.denominators = denominators
        self.bits = bits
        self.is_signed = is_signed
        self.is_defined = is_defined
        self.absent = absent
        self.doubt = doubt
        self.infinite = False
        self.vanishes = False
        self._middles: Array | None = None
        self._error: float | None = None
        self._exact = None
        self._residues = None
        self._fraction = None

    # As enclosures

    @property
    def middle(self) -> Array:
        """Floats near the exact entries."""
        if self._middles is None:
            below = [self.factors.floats(denominator) for denominator in self.denominators]
            self._middles = self.numerators / _in_rows(below)
        return self._middles

    @property
    def error(self) -> float:
        """A bound for the error of the middles, relative to them."""
        if self._error is None:
            steps = max((sum(n for _, n in denominator) for denominator in self.denominators), default=0)
            self._error = ROUNDING * (1 + steps)
        return self._error

    @property
    def relative(self) -> float | None:
        """What radii are at most in proportion to middles, None if some entries may be negative."""
        return None if self.is_signed else self.error

    @property
    def radius(self) -> Array:
        """How far the exact entries are from the middles at most."""
        return np.abs(self.middle) * self.error

    @property
    def residues(self) -> Residues | None:
        """The exact entries as they are compared with longer ones."""
        if self._residues is None:
            whole = self.numerators
            if not self.is_defined:
                whole = np.where(np.isnan(whole), 0.0, whole)
            whole = whole.astype(np.int64)
            self._residues = Residues(self.factors, {RATIONAL: whole.view(np.uint64)}, self.denominators)
        return self._residues

    def contains(self, column: int, rows: Sequence[int], values: Sequence[Any]) -> bool:
        """Whether some entries of a model are what the exact evaluator has, undefined and absent ones too."""
        numerators = self.numerators[:, column if self.numerators.shape[1] > 1 else 0].tolist()
        for row, exact in zip(rows, values, strict=True):
            numerator = numerators[row]
            if exact is ABSENT or exact is UNDEFINED:
                is_absent = self.absent is not None and bool(column_of(self.absent[row], column))
                inside = math.isnan(numerator) and is_absent == (exact is ABSENT)
            else:
                above = None if math.isnan(numerator) else int(numerator) * exact.denominator
                inside = above == exact.numerator * self.factors.integer(self.denominators[row], column)
            if not inside:
                return False
        return True

    # Over other denominators

    def _over(self, denominators: Sequence[Denominator]) -> tuple[Array, list[float]] | None:
        """The numerators over multiples of the denominators, and their bits; None if they are too long."""
        missing = list(map(quotient, denominators, self.denominators))
        if not any(missing):
            return self.numerators, self.bits
        bits = [own + self.factors.bits(each) for own, each in zip(self.bits, missing, strict=True)]
        if max(bits) > MOST_BITS:
            return None
        if missing.count(missing[0]) == len(missing):
            return self.numerators * self.factors.floats(missing[0]), bits
        return self.numerators * _in_rows(list(map(self.factors.floats, missing))), bits

    def _with_common(self, other: Enclosed) -> tuple[list[Denominator], Any, Any] | None:
        """This table and another over common denominators; None if there is no such pair of short ones."""
        if not isinstance(other, ShortFractions):
            return None
        if self.denominators == other.denominators:
            return self.denominators, (self.numerators, self.bits), (other.numerators, other.bits)
        common = list(map(least_common, self.denominators, other.denominators))
        left, right = self._over(common), other._over(common)
        return None if left is None or right is None else (common, left, right)

    def _made(
        self,
        numerators: Array,
        denominators: list[Denominator],
        bits: list[float],
        other: ShortFractions | None = None,
    ) -> ShortFractions:
        """A table with other numbers that has what this table has, and maybe another."""
        if other is None:
            return ShortFractions(
                self.factors,
                numerators,
                denominators,
                bits,
                self.is_signed,
                self.is_defined,
                self.absent,
                self.doubt,
            )
        return ShortFractions(
            self.factors,
            numerators,
            denominators,
            bits,
            self.is_signed or other.is_signed,
            self.is_defined and other.is_defined,
            union(self.absent, other.absent),
            union(self.doubt, other.doubt),
        )

    # Entry by entry

    def __add__(self, other: Enclosed) -> Enclosed:
        return self._combined(other, np.add) or super().__add__(other)

    def __sub__(self, other: Enclosed) -> Enclosed:
        return self._combined(other, np.subtract) or super().__sub__(other)

    def _combined(self, other: Enclosed, operation: np.ufunc) -> ShortFractions | None:
        found = self._with_common(other)
        if found is None:
            return None
        assert isinstance(other, ShortFractions)
        common, (left, left_bits), (right, right_bits) = found
        bits = [max(pair) + 1 for pair in zip(left_bits, right_bits, strict=True)]
        if max(bits, default=0) > MOST_BITS:
            return None
        made = self._made(operation(left, right), common, bits, other)
        made.is_signed = made.is_signed or operation is np.subtract
        return made

    def __mul__(self, other: Enclosed) -> Enclosed:
        if not isinstance(other, ShortFractions):
            return super().__mul__(other)
        bits = [sum(pair) for pair in zip(self.bits, other.bits, strict=True)]
        if max(bits, default=0) > MOST_BITS:
            return super().__mul__(other)
        denominators = list(map(product, self.denominators, other.denominators))
        made = self._made(self.numerators * other.numerators, denominators, bits, other)
        made.vanishes = (self.vanishes and other.is_defined) or (other.vanishes and self.is_defined)
        return made

    def divided_by(self, other: Enclosed) -> Enclosed:
        """The quotient, undefined where the divisor is 0."""
        found = self._with_common(other)
        if found is None or not isinstance(other, ShortFractions) or other.is_signed:
            return super().divided_by(other)
        _, (above, bits), (below, bits_below) = found
        positive = below > 0
        if not positive.all():
            above, below = np.where(positive, above, np.nan), np.where(positive, below, 1.0)
        denominators = [
            self.factors.of_floats(row, most) for row, most in zip(below, bits_below, strict=True)
        ]
        made = self._made(above, denominators, bits, other)
        made.is_defined = made.is_defined and bool(positive.all())
        return made

    # Comparison

    def compared_to(self, other: Enclosed) -> tuple[Array, Array, Array | None]:
        """The sign of the difference, which is always known; see :meth:`Enclosed.compared_to`."""
        found = self._with_common(other)
        if found is None:
            return super().compared_to(other)
        _, (left, _), (right, _) = found
        return np.sign(left - right), np.zeros((1, 1), dtype=bool), None

    def is_equal_to(self, other: Enclosed) -> tuple[Array, Array | None]:
        """Whether the numbers are equal, as truths, and which models are in doubt."""
        found = self._with_common(other)
        if found is None:
            return super().is_equal_to(other)
        _, (left, _), (right, _) = found
        assert isinstance(other, ShortFractions)
        truth = (left == right).astype(float)
        if not (self.is_defined and other.is_defined):
            truth[np.isnan(left - right)] = np.nan
        return truth, None

    def sign(self) -> tuple[Array, Array | None]:
        """The sign of each number."""
        return np.sign(self.numerators), None

    def is_zero(self) -> tuple[Array, Array | None]:
        """Where numbers are 0."""
        return self.numerators == 0, None

    # Rows

    def rows(self, indices: Any) -> ShortFractions:
        """Some rows, in an order."""
        if isinstance(indices, slice):
            denominators, bits = self.denominators[indices], self.bits[indices]
        else:
            denominators = [self.denominators[index] for index in indices]
            bits = [self.bits[index] for index in indices]
        made = self._made(self.numerators[indices], denominators, bits)
        made.absent = None if self.absent is None else self.absent[indices]
        made.vanishes = self.vanishes and isinstance(indices, slice)
        return made

    def with_nothing_absent(self) -> ShortFractions:
        """The table in which what is absent is undefined."""
        made = self._made(self.numerators, self.denominators, self.bits)
        made.absent = None
        return made

    def without(self, mask: Array | None) -> Enclosed:
        """The table with 0 where a mask is true, and nothing absent."""
        if mask is None or (self.vanishes and self.absent is None):
            return self
        made = self._made(np.where(mask, 0.0, self.numerators), self.denominators, self.bits)
        made.absent = None
        return made

    def summed(self, groups: Groups) -> Enclosed:
        """For each group of rows its sum."""
        common, of_groups = common_in_groups(self.denominators, groups)
        found = self._over(common)
        bits = [] if found is None else [_bits_of_sum(found[1], group) for group in groups.members]
        if found is None or max(bits, default=0.0) > MOST_BITS:
            return super().summed(groups)
        sums = groups.fold(np.add, found[0], 0.0)
        made = self._made(sums, of_groups, bits)
        made.absent = None
        return made

    def shared(self, groups: Groups, owners: list[int], otherwise: Enclosed) -> Enclosed | None:
        """Each group of rows divided by its sum; where that is 0, the rows of another table.

        ``owners`` says to which group a row belongs.  None if that cannot be told of short numbers.
        """
        common, _ = common_in_groups(self.denominators, groups)
        found = self._over(common)
        if found is None or self.is_signed:
            return None
        rows, own = found
        bits = [_bits_of_sum(own, group) for group in groups.members]
        whole = groups.fold(np.add, rows, 0.0)
        doubt, is_defined = self.doubt, self.is_defined
        if not whole.all():
            other = _in_groups(otherwise, groups)
            if other is None:
                return None
            zero = whole == 0
            rows, whole = np.where(zero[owners], other[0], rows), np.where(zero, other[1], whole)
            bits = list(map(max, bits, other[2]))
            doubt = union(doubt, otherwise.doubt)
        if not is_defined:
            known = ~np.isnan(whole)
            rows, whole = np.where(known[owners], rows, np.nan), np.where(known, whole, 1.0)
        if max(bits) > MOST_BITS:
            return None
        if max(bits) > _LONG_BITS:
            rows, whole, bits = _reduced(rows, whole, groups, owners)
        below = [self.factors.of_floats(row, most) for row, most in zip(whole, bits, strict=True)]
        return ShortFractions(
            self.factors,
            rows,
            [below[owner] for owner in owners],
            [bits[owner] for owner in owners],
            is_defined=is_defined,
            doubt=doubt,
        )

    def lower_than(self, others: Enclosed) -> Iterator[Array] | None:
        """For each entry which of some others are smaller; None if there are longer or undefined ones."""
        if not isinstance(others, ShortFractions) or not (self.is_defined and others.is_defined):
            return None
        whole = reduce(least_common, (*self.denominators, *others.denominators), ONE)
        mine, theirs = (table._over([whole] * len(table.bits)) for table in (self, others))
        return None if mine is None or theirs is None else (theirs[0] < row for row in mine[0])

    def where(self, mask: Array, absent: Array | None, doubt: Array | None) -> ShortFractions:
        """The entries where a mask is true, none where it is not."""
        made = self._made(np.where(mask, self.numerators, np.nan), self.denominators, self.bits)
        made.absent, made.doubt, made.is_defined = absent, doubt, False
        return made

    def chosen(
        self, first: Array, second: Array, other: Enclosed, absent: Array | None, doubt: Array | None
    ) -> ShortFractions | None:
        """The entries where one mask is true, another table's where a second one is, none elsewhere.

        None if the other table has longer numbers.
        """
        found = self._with_common(other)
        if found is None:
            return None
        assert isinstance(other, ShortFractions)
        common, (left, left_bits), (right, right_bits) = found
        made = self._made(np.where(first, left, right), common, list(map(max, left_bits, right_bits)), other)
        if not (first | second).all():
            made.numerators, made.is_defined = np.where(first | second, made.numerators, np.nan), False
        made.absent, made.doubt = absent, doubt
        return made

    def with_row(self, number: int) -> ShortFractions:
        """The table with one more row, in which every model has one number, 0 or 1."""
        row = np.full((1, self.numerators.shape[1]), float(number))
        made = self._made(np.vstack([self.numerators, row]), [*self.denominators, ONE], [*self.bits, 0.0])
        if self.absent is not None:
            made.absent = np.vstack([self.absent, np.zeros((1, self.absent.shape[1]), dtype=bool)])
        return made


def stacked_fractions(tables: Sequence[ShortFractions], size: int, absent: Array | None) -> ShortFractions:
    """Tables below each other, each with so many columns."""
    return ShortFractions(
        tables[0].factors,
        np.vstack([np.broadcast_to(table.numerators, (len(table.numerators), size)) for table in tables]),
        [denominator for table in tables for denominator in table.denominators],
        [bits for table in tables for bits in table.bits],
        any(table.is_signed for table in tables),
        all(table.is_defined for table in tables),
        absent,
        reduce(union, (table.doubt for table in tables)),
    )


def _in_groups(table: Enclosed, groups: Groups) -> tuple[Array, Array, list[float]] | None:
    """The numerators of short fractions over one denominator for each group, these, and bits for both."""
    if not isinstance(table, ShortFractions) or table.is_signed or not table.is_defined:
        return None
    common, of_groups = common_in_groups(table.denominators, groups)
    found = table._over(common)
    below = [(table.factors.bits(each), table.factors.floats(each)) for each in of_groups]
    if found is None or any(bits > MOST_BITS for bits, _ in below):
        return None
    bits = [
        max(own, _bits_of_sum(found[1], group)) for (own, _), group in zip(below, groups.members, strict=True)
    ]
    return found[0], _in_rows([floats for _, floats in below]), bits


def _reduced(
    rows: Array, whole: Array, groups: Groups, owners: list[int]
) -> tuple[Array, Array, list[float]]:
    """Rows and what they are divided by without what they have in common, and bits for both."""
    integers = np.where(np.isnan(rows), 0.0, rows).astype(np.int64)
    content = np.gcd(groups.fold(np.gcd, integers, 0), whole.astype(np.int64)).astype(float)
    rows, whole = rows / content[owners], whole / content
    return rows, whole, [math.log2(max(1.0, most)) for most in whole.max(axis=1).tolist()]


def _bits_of_sum(bits: Sequence[float], group: Sequence[int]) -> float:
    """A bound for the logarithm to base 2 of the sum of some numbers."""
    return max((bits[row] for row in group), default=0.0) + math.log2(max(1, len(group)))


def _in_rows(values: Sequence[Any]) -> Array:
    """Numbers, or rows of them, below each other."""
    columns = max((np.size(value) for value in values), default=1)
    rows = np.empty((len(values), columns))
    for row, value in enumerate(values):
        rows[row] = value
    return rows
