"""Exact numbers in many models at once: numerators modulo 2^64 over denominators that are known.

Vocabulary: a *factor* is an integer in each model, a prime number or the numerator of something that was
divided by; a *denominator* is a product of powers of factors.  Numerators are known modulo 2^64 only, where
arithmetic of machine words is exact.  That two numbers are equal follows all the same, if their difference is
known to be so small that its numerator is below 2^64: an integer that is 0 modulo 2^64 and smaller than that
is 0.  Radii of enclosures give the bound, so that no rounding decides.

Polynomials in logarithms have a numerator for each product of logarithms of primes, and one for the rational
part.  Numbers with the same numerators are equal; for sums Σ c·log(n) the converse holds too, since 1 and the
logarithms of primes are linearly independent over the rationals.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from functools import cache, cached_property, lru_cache, reduce
from typing import Any, TypeAlias

import numpy as np
from coherence_exact.evaluation.groups import Groups

Words: TypeAlias = "np.ndarray[Any, np.dtype[np.uint64]]"
"""Integers modulo 2^64: rows of entries, columns of models."""

Denominator: TypeAlias = tuple[tuple[int, int], ...]
"""The numbers of factors with their exponents, in order."""

Part: TypeAlias = tuple[int, ...]
"""What a numerator is a coefficient of: the product of the logarithms of some primes."""

RATIONAL: Part = ()

WORD_BITS = 64
FLOAT_BITS = 53
ONE: Denominator = ()


_KEPT = 2**13
"""Results about denominators that are kept, those of the last batches."""


@lru_cache(maxsize=_KEPT)
def least_common(one: Denominator, other: Denominator) -> Denominator:
    """The least denominator that both divide."""
    if one == other:
        return one
    exponents = dict(one)
    for factor, exponent in other:
        exponents[factor] = max(exponents.get(factor, 0), exponent)
    return tuple(sorted(exponents.items()))


@lru_cache(maxsize=_KEPT)
def product(one: Denominator, other: Denominator) -> Denominator:
    """The product of two denominators."""
    exponents = dict(one)
    for factor, exponent in other:
        exponents[factor] = exponents.get(factor, 0) + exponent
    return tuple(sorted(exponents.items()))


@lru_cache(maxsize=_KEPT)
def quotient(one: Denominator, other: Denominator) -> Denominator:
    """One denominator divided by what it has in common with another."""
    exponents = dict(other)
    left = ((factor, exponent - exponents.get(factor, 0)) for factor, exponent in one)
    return tuple((factor, exponent) for factor, exponent in left if exponent > 0)


def common_in_groups(
    denominators: Sequence[Denominator], groups: Groups
) -> tuple[list[Denominator], list[Denominator]]:
    """The least common denominators of groups of rows: for each row that of its group, and for each group."""
    if groups.overlap:
        whole = reduce(least_common, denominators, ONE)
        return [whole] * len(denominators), [whole] * len(groups.members)
    common, of_groups = [ONE] * len(denominators), []
    for group in groups.members:
        of_groups.append(reduce(least_common, (denominators[row] for row in group), ONE))
        for row in group:
            common[row] = of_groups[-1]
    return common, of_groups


class Factor:
    """One factor: an integer for all models, or one for each.

    - ``words``: it modulo 2^64;
    - ``size``: a bound for its logarithm to base 2, one for each model or one for all;
    - ``bits``: such a bound for all models;
    - ``floats``: it in floating point, exactly, as far as it is that short; else None.
    """

    def __init__(self, words: Any, size: Any, floats: Any = None) -> None:
        self._words = words
        self._size = size
        self.floats = floats

    @classmethod
    def short(cls, floats: Any, bits: float) -> Factor:
        """A factor of positive integers that floats hold exactly."""
        factor = cls(None, None, floats)
        factor.bits = bits
        return factor

    @property
    def words(self) -> Any:
        """The factor modulo 2^64."""
        if self._words is None:
            self._words = self.floats.astype(np.uint64)
        return self._words

    @property
    def size(self) -> Any:
        """A bound for the logarithm to base 2, one for each model or one for all."""
        if self._size is None:
            self._size = np.log2(self.floats)
        return self._size

    @cached_property
    def bits(self) -> float:
        """A bound for the logarithm to base 2 in all models."""
        return float(np.max(self._size))


class Factors:
    """The factors of the denominators in one batch: their values, and how large they are.

    Where it ``reduces``, what numerators and divisors have in common is divided out, which takes long and
    keeps numerators short.
    """

    def __init__(self, reduces: bool = False) -> None:
        self._all: list[Factor] = []
        self._known: dict[Any, int] = {}
        self.reduces = reduces
        self._products: dict[Denominator, Any] = {ONE: np.uint64(1)}
        self._floats: dict[Denominator, Any] = {ONE: 1.0}
        self._bits: dict[Denominator, float] = {}

    def of_integer(self, number: int) -> Denominator:
        """A positive integer as a denominator, split into primes as far as small ones go."""
        return tuple(sorted((self._of_prime(p), n) for p, n in prime_powers(number)))

    def _of_prime(self, p: int) -> int:
        floats = float(p) if p.bit_length() <= FLOAT_BITS else None
        return self._numbered(p, Factor(np.uint64(p % 2**WORD_BITS), math.log2(p), floats))

    def of_numerators(self, values: Words, size: Any, origin: object) -> Denominator:
        """Numerators, one for each model and none of them 0, as a denominator.

        ``origin`` is the same for the same numerators only: words alone do not tell apart what is longer.
        """
        if not np.max(size) < WORD_BITS - 1:
            return ((self._numbered(origin, Factor(values, size)), 1),)
        first = int(values[0])
        if 0 < first < 2 ** (WORD_BITS - 1) and bool((values == first).all()):
            return self.of_integer(first)
        return ((self._numbered(values.tobytes() if self.reduces else origin, Factor(values, size)), 1),)

    def of_floats(self, values: Any, bits: float) -> Denominator:
        """Positive integers, one for each model, that floats hold exactly, as a denominator."""
        if np.all(values == values[0]):
            return self.of_integer(int(values[0]))
        few = tuple(values[:: max(1, len(values) // 4)].tolist())
        for number in self._alike.setdefault(few, []):
            if np.array_equal(self._all[number].floats, values):
                return ((number, 1),)
        self._all.append(Factor.short(values, bits))
        self._alike[few].append(len(self._all) - 1)
        return ((len(self._all) - 1, 1),)

    @cached_property
    def _alike(self) -> dict[Any, list[int]]:
        """The numbers of factors in floating point, by some of their values."""
        return {}

    def _numbered(self, key: Any, factor: Factor) -> int:
        if key not in self._known:
            self._known[key] = len(self._all)
            self._all.append(factor)
        return self._known[key]

    def value(self, denominator: Denominator) -> Any:
        """A denominator modulo 2^64: one number, or one for each model."""
        if denominator not in self._products:
            powers = (self._all[factor].words ** np.uint64(exponent) for factor, exponent in denominator)
            with np.errstate(over="ignore"):
                self._products[denominator] = reduce(operator.mul, powers)
        return self._products[denominator]

    def floats(self, denominator: Denominator) -> Any:
        """A denominator in floating point, exact up to 2^53 and else rounded in each multiplication.

        None if one of its factors is too long.
        """
        if denominator not in self._floats:
            factors = [self._all[factor].floats for factor, exponent in denominator for _ in range(exponent)]
            known = all(floats is not None for floats in factors)
            self._floats[denominator] = reduce(operator.mul, factors) if known else None
        return self._floats[denominator]

    def integer(self, denominator: Denominator, column: int) -> int:
        """A denominator in one model, whose factors floats hold exactly."""
        factors = ((np.atleast_1d(self._all[factor].floats), exponent) for factor, exponent in denominator)
        return math.prod(int(floats[column if len(floats) > 1 else 0]) ** n for floats, n in factors)

    def bits(self, denominator: Denominator) -> float:
        """A bound for the logarithm to base 2 of a denominator in all models."""
        if denominator not in self._bits:
            self._bits[denominator] = sum(
                self._all[factor].bits * exponent for factor, exponent in denominator
            )
        return self._bits[denominator]

    def size(self, denominator: Denominator) -> Any:
        """A bound for the logarithm to base 2 of a denominator, one for each model or one for all."""
        return sum((self._all[factor].size * exponent for factor, exponent in denominator), 0.0)

    def sizes(self, denominators: Sequence[Denominator]) -> Any:
        """The sizes of some denominators, a row for each."""
        found = [np.atleast_1d(self.size(denominator)) for denominator in denominators]
        columns = max(map(len, found), default=1)
        return np.array([np.broadcast_to(size, (columns,)) for size in found]).reshape(len(found), columns)


@cache
def prime_powers(number: int) -> tuple[tuple[int, int], ...]:
    """The prime powers of a positive integer, and what is left of it after small primes."""
    found = []
    for p in _SMALL_PRIMES:
        exponent = 0
        while number % p == 0:
            number, exponent = number // p, exponent + 1
        if exponent:
            found.append((p, exponent))
    return (*found, (number, 1)) if number > 1 else tuple(found)


_PRIMES_OF_LOGARITHMS = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)

_SMALL_PRIMES = tuple(n for n in range(2, 1000) if all(n % d for d in range(2, math.isqrt(n) + 1)))


class Residues:
    """The exact entries of a table in every model of a batch.

    - ``parts``: the numerators, by what they are coefficients of;
    - ``denominators``: one for each row;
    - ``norms``: where there are logarithms, bounds for the sum of the absolute values of an entry's
      coefficients, which whoever computes with enclosures knows; else None;
    - ``unknown``: the models in which these are not the entries, None if there are none.
    """

    __slots__ = ("_origins", "denominators", "factors", "norms", "parts", "unknown")

    def __init__(
        self,
        factors: Factors,
        parts: dict[Part, Words],
        denominators: Sequence[Denominator],
        norms: Any = None,
        unknown: Any = None,
        origins: Sequence[object] | None = None,
    ) -> None:
        self.factors = factors
        self.parts = parts
        self.denominators = list(denominators)
        self.norms = norms
        self.unknown = unknown
        self._origins = origins

    @property
    def origins(self) -> Sequence[object]:
        """For each row what tells its entries from others with the same words; copies of a row share it."""
        if self._origins is None:
            self._origins = [object() for _ in self.denominators]
        return self._origins

    @property
    def is_rational(self) -> bool:
        """Whether there are no logarithms."""
        return all(part == RATIONAL for part in self.parts)

    @property
    def is_linear(self) -> bool:
        """Whether there are no products of logarithms."""
        return all(len(part) <= 1 for part in self.parts)

    def _over(self, denominators: Sequence[Denominator]) -> dict[Part, Words]:
        """The numerators over multiples of the denominators."""
        missing = [quotient(m, d) for m, d in zip(denominators, self.denominators, strict=True)]
        if not any(missing):
            return self.parts
        if len(set(missing)) == 1:
            value = self.factors.value(missing[0])
        else:
            columns = next(iter(self.parts.values())).shape[1]
            values = [self.factors.value(each) for each in missing]
            columns = max(columns, *(np.size(value) for value in values))
            value = np.empty((len(values), columns), dtype=np.uint64)
            for row, each in enumerate(values):
                value[row] = each
        return {part: words * value for part, words in self.parts.items()}

    # Entry by entry

    def combined(self, other: Residues, operation: Callable[[Any, Any], Any]) -> Residues:
        """The sum or difference of two tables, or their choice by some mask."""
        common = list(map(least_common, self.denominators, other.denominators))
        left, right = self._over(common), other._over(common)
        zero = np.zeros((1, 1), dtype=np.uint64)
        parts = {
            part: operation(left.get(part, zero), right.get(part, zero))
            for part in dict.fromkeys((*left, *right))
        }
        return Residues(self.factors, parts, common, None, self._unknown_with(other))

    def plus(self, other: Residues) -> Residues:
        """The sum."""
        return self.combined(other, np.add)

    def minus(self, other: Residues) -> Residues:
        """The difference."""
        return self.combined(other, np.subtract)

    def _unknown_with(self, other: Residues) -> Any:
        if self.unknown is None or other.unknown is None:
            return other.unknown if self.unknown is None else self.unknown
        return self.unknown | other.unknown

    def times(self, other: Residues) -> Residues:
        """The product."""
        parts: dict[Part, Any] = {}
        for one, left in self.parts.items():
            for two, right in other.parts.items():
                part = tuple(sorted(one + two))
                parts[part] = parts[part] + left * right if part in parts else left * right
        return Residues(
            self.factors,
            parts,
            list(map(product, self.denominators, other.denominators)),
            None,
            self._unknown_with(other),
        )

    def logarithms(self, positive: Any, sizes: Any) -> Residues | None:
        """The logarithms of the numbers that a mask says are positive, by prime factors.

        ``sizes``: bounds for the logarithms to base 2 of the numbers.  Models in which some numerator is not
        known entirely, or has a large prime factor, are left out as unknown.  None if there are logarithms
        already.
        """
        if not self.is_rational:
            return None
        divisors = [self.factors.value(denominator) for denominator in self.denominators]
        columns = max(self.parts[RATIONAL].shape[1], *map(np.size, divisors))
        below = np.vstack([np.broadcast_to(values, (1, columns)) for values in divisors])
        above, below = (np.abs(words.view(np.int64)) for words in (self.parts[RATIONAL], below))
        taken = self._are_known(sizes) & positive & (above > 0) & (below > 0)
        exponents, is_one = _prime_exponents(np.where(taken, above, 1), np.where(taken, below, 1))
        unknown = (positive & ~(taken & is_one)).any(axis=0)
        parts: dict[Part, Words] = {(p,): words.view(np.uint64) for p, words in exponents.items()}
        if not parts:
            parts[RATIONAL] = np.zeros(taken.shape, dtype=np.uint64)
        norms = np.abs(np.stack(list(exponents.values()))).sum(axis=0).astype(float) if exponents else None
        if self.unknown is not None:
            unknown = unknown | self.unknown
        return Residues(self.factors, parts, [ONE] * len(self.denominators), norms, unknown)

    def _are_known(self, sizes: Any) -> Any:
        """Where numerators and denominators are below 2^63, by bounds for the absolute values of numbers."""
        below = self.factors.sizes(self.denominators)
        if _log2(np.max(sizes, initial=1.0)) + np.max(below, initial=0.0) < WORD_BITS - 1:
            return np.ones((1, 1), dtype=bool)
        return np.maximum(_log2(sizes), 0.0) + below < WORD_BITS - 1

    def divided_by(self, other: Residues, is_zero: Any, sizes: tuple[Any, Any]) -> Residues | None:
        """The quotient, where a mask says where the divisor is 0; None if that has logarithms.

        ``sizes``: bounds for the absolute values of the two numbers.
        """
        if not other.is_rational:
            return None
        common = list(map(least_common, self.denominators, other.denominators))
        above = self._over(common)
        below = other.parts[RATIONAL]
        if is_zero.any():
            below = np.where(is_zero, np.uint64(1), below)
        rest = list(map(quotient, common, other.denominators))
        content = np.ones((1, 1), dtype=np.uint64)
        bound = sizes[1] if self.factors.reduces else np.max(sizes[1], axis=1, keepdims=True)
        size_below = np.maximum(_log2(bound) + self.factors.sizes(other.denominators), 0.0)
        if self.is_rational and self.factors.reduces:
            size_above = _log2(sizes[0]) + self.factors.sizes(common)
            content = _contents(above[RATIONAL], below, np.maximum(size_above, size_below), rest)
            above = {RATIONAL: _divided(above[RATIONAL], content)}
            below, size_below = _divided(below, content), size_below - np.log2(content.astype(float))
        contents = np.broadcast_to(content, (len(below), content.shape[1]))
        denominators = [
            product(row_rest, self.factors.of_numerators(row, size, (origin, shared.tobytes())))
            for row, size, row_rest, origin, shared in zip(
                below,
                np.broadcast_to(size_below, (len(below), size_below.shape[1])),
                rest,
                other.origins,
                contents,
                strict=True,
            )
        ]
        return Residues(self.factors, above, denominators, None, self._unknown_with(other))

    # Rows

    def rows(self, indices: Any) -> Residues:
        """Some rows, in an order."""
        return Residues(
            self.factors,
            {part: words[indices] for part, words in self.parts.items()},
            self.denominators[indices]
            if isinstance(indices, slice)
            else [self.denominators[index] for index in indices],
            None if self.norms is None else self.norms[indices],
            self.unknown,
            self.origins[indices]
            if isinstance(indices, slice)
            else [self.origins[index] for index in indices],
        )

    def constant(self, number: int, rows: int | None = None) -> Residues:
        """A table of as many rows, or so many, with one number everywhere."""
        rows = len(self.denominators) if rows is None else rows
        words = np.full((rows, 1), number, dtype=np.uint64)
        return Residues(self.factors, {RATIONAL: words}, [ONE] * rows)

    def with_row(self, number: int) -> Residues:
        """The table with one more row, in which every model has one number."""
        parts = {
            part: np.vstack(
                [words, np.full((1, words.shape[1]), number if part == RATIONAL else 0, dtype=np.uint64)]
            )
            for part, words in self.parts.items()
        }
        if RATIONAL not in parts and number:
            words = np.zeros_like(next(iter(parts.values())))
            words[-1] = number
            parts[RATIONAL] = words
        norms = self.norms
        if norms is not None:
            norms = np.vstack([norms, np.full((1, norms.shape[1]), float(number))])
        return Residues(self.factors, parts, [*self.denominators, ONE], norms, self.unknown)

    def chosen(self, mask: Any, other: Residues) -> Residues:
        """The entries where a mask is true, those of another table where it is not."""
        return self.combined(other, lambda one, two: np.where(mask, one, two))

    def without(self, mask: Any) -> Residues:
        """The table with 0 where a mask is true."""
        parts = {part: np.where(mask, np.uint64(0), words) for part, words in self.parts.items()}
        norms = None if self.norms is None else np.where(mask, 0.0, self.norms)
        return Residues(self.factors, parts, self.denominators, norms, self.unknown)

    def summed(self, groups: Groups) -> Residues:
        """For each group of rows its sum."""
        common, sums = common_in_groups(self.denominators, groups)
        parts = {part: groups.fold(np.add, words, 0) for part, words in self._over(common).items()}
        norms = None if self.norms is None else groups.fold(np.add, self.norms, 0.0)
        return Residues(self.factors, parts, sums, norms, self.unknown)

    # Comparison

    def is_congruent(self, row: int, column: int, exact: Any) -> bool:
        """Whether an entry has the numerator of a rational number, as far as it is known."""
        if self.unknown is not None and self.unknown[column if len(self.unknown) > 1 else 0]:
            return True
        below = np.atleast_1d(self.factors.value(self.denominators[row]))
        denominator = int(below[column if len(below) > 1 else 0])
        for part, words in self.parts.items():
            numerator = int(words[row][column if len(words[row]) > 1 else 0])
            wanted = int(exact.numerator) * denominator if part == RATIONAL else 0
            if (numerator * int(exact.denominator) - wanted) % 2**WORD_BITS:
                return False
        return RATIONAL in self.parts or exact == 0

    def equal_to(
        self, other: Residues, sizes: Callable[[], Any], norms: Callable[[], Any]
    ) -> tuple[Any, Any]:
        """Where two tables are surely equal, and where they are surely not.

        ``sizes`` computes bounds for the absolute values of the differences, ``norms`` for their norms, which
        are asked for where there are logarithms.
        """
        difference = self.minus(other)
        same = reduce(np.logical_and, (words == 0 for words in difference.parts.values()))
        apart = ~same if difference.is_linear else np.zeros_like(same)
        known = True if difference.unknown is None else ~difference.unknown
        bound = sizes() if difference.is_rational else norms()
        below = self.factors.sizes(difference.denominators)
        if not _log2(np.max(bound)) + np.max(below) < WORD_BITS - 1:
            same = same & (_log2(bound) + below < WORD_BITS - 1)
        return same & known, apart & known


def _log2(bounds: Any) -> Any:
    return np.where(bounds == 0, -math.inf, np.log2(np.where(bounds == 0, 1.0, bounds)))


_MOST_LISTED = 2**16


@cache
def _listed_exponents(primes: tuple[int, ...]) -> tuple[dict[int, Any], Any]:
    """The exponents of some primes in the numbers up to a bound, and what is left of these numbers."""
    left = np.arange(_MOST_LISTED + 1)
    exponents = {}
    for p in primes:
        found = np.zeros(_MOST_LISTED + 1, dtype=np.int64)
        power = p
        while power <= _MOST_LISTED:
            found[power::power] += 1
            left[power::power] //= p
            power *= p
        exponents[p] = found
    return exponents, left


def _prime_exponents(above: Any, below: Any) -> tuple[dict[int, Any], Any]:
    """The exponents of small primes in positive fractions, and where there are no other primes."""
    most = max(above.max(initial=1), below.max(initial=1))
    if most <= _MOST_LISTED:
        listed, left = _listed_exponents(_PRIMES_OF_LOGARITHMS)
        exponents = {p: of_p[above] - of_p[below] for p, of_p in listed.items() if p <= most}
        return {p: found for p, found in exponents.items() if found.any()}, left[above] == left[below]
    content = np.gcd(above, below)
    above, below = above // content, below // content
    exponents = {}
    for p in _PRIMES_OF_LOGARITHMS:
        found = np.zeros(above.shape, dtype=np.int64)
        for sign, numbers in ((1, above), (-1, below)):
            divisible = numbers % p == 0
            while divisible.any():
                found[divisible] += sign
                numbers[divisible] //= p
                divisible = divisible & (numbers % p == 0)
        if found.any():
            exponents[p] = found
    return exponents, (above == 1) & (below == 1)


def _divided(words: Words, content: Words) -> Words:
    """Numerators divided by what divides them; those that are not known entirely have to be divided by 1."""
    return (words.view(np.int64) // content.view(np.int64)).view(np.uint64)


def _contents(above: Words, below: Words, sizes: Any, rest: list[Denominator]) -> Words:
    """What numerators and divisors have in common, as far as they are known.

    It is the same for rows with the same divisor, which go on sharing a denominator when it is divided out.
    """
    known = sizes < WORD_BITS - 1
    above, below = np.broadcast_arrays(above, below)
    contents = np.ones(np.broadcast_shapes(above.shape, known.shape), dtype=np.uint64)
    together: dict[Any, list[int]] = {}
    for number, (row, each) in enumerate(zip(below, rest, strict=True)):
        together.setdefault((row.tobytes(), each), []).append(number)
    for rows in together.values():
        content = below[rows[0]].view(np.int64)
        for number in rows:
            content = np.gcd(content, above[number].view(np.int64))
        shared = known[rows].all(axis=0) & (content > 0)
        contents[rows] = np.where(shared, content, 1).astype(np.uint64)
    return contents


def stacked(tables: Sequence[Residues], columns: int, norms: Any = None) -> Residues:
    """Tables below each other, each with so many columns; ``norms`` if one has logarithms."""
    zero = np.zeros((1, 1), dtype=np.uint64)
    parts = {
        part: np.vstack(
            [
                np.broadcast_to(table.parts.get(part, zero), (len(table.denominators), columns))
                for table in tables
            ]
        )
        for part in dict.fromkeys(part for table in tables for part in table.parts)
    }
    unknown = [table.unknown for table in tables if table.unknown is not None]
    return Residues(
        tables[0].factors,
        parts,
        [denominator for table in tables for denominator in table.denominators],
        norms,
        reduce(np.logical_or, unknown) if unknown else None,
    )
