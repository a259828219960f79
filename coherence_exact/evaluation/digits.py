"""Many short integers at once: arrays of int64 whose rows are the digits of all of them in one base.

Where values are of a few machine words, most of the time of a sum of products is spent between the products.
Here one operation on arrays does what it does for all states.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import gmpy2
import numpy as np
from coherence_exact.evaluation.layers import Integer
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.int64]

_WORD = 62
"""Bits of sums of coefficients times a power of the base; digits that were carried to are a little larger."""

_FEWEST_BITS = 32
"""Of a digit, so that what is carried out of one is at most four thirds of the coefficients that it met."""

MOST_DIGITS = 16
"""Integers of more digits are faster one by one."""

_FEWEST_SUMS = 64
_MOST_PADDING = 3
"""How many times as many products there may be in arrays as in sums."""


Products: TypeAlias = tuple[Sequence[int], Sequence[Integer]]
"""The sources of a sum, and the coefficient of each."""


class Sums(NamedTuple):
    """For each target, sums Σ coefficient · value of a source, of which the largest counts.

    ``sources`` and ``coefficients`` are indexed by the product, the sum that it is in, and the target; sums
    are padded with products by 0, and targets with a sum that is there before.
    """

    targets: NDArray[np.intp]
    sources: NDArray[np.intp]
    coefficients: Array
    growth: int


def sums_of(targets: Sequence[int], rows: Sequence[Sequence[Products]]) -> Sums | None:
    """For each target some sums, in arrays; None where they are few, large, or of unlike lengths."""
    sums = [(sources, numbers) for several in rows for sources, numbers in several]
    growth = max((int(sum(numbers)) for _, numbers in sums), default=0)
    if len(sums) < _FEWEST_SUMS or growth.bit_length() > _WORD - _FEWEST_BITS:
        return None
    lengths = [len(sources) for sources, _ in sums]
    shape = (max(lengths), max(map(len, rows)), len(targets))
    if math.prod(shape) > _MOST_PADDING * sum(lengths):
        return None
    sources = np.zeros(shape, dtype=np.intp)
    coefficients = np.zeros(shape, dtype=np.int64)
    for target, several in enumerate(rows):
        for number in range(shape[1]):
            own, numbers = several[min(number, len(several) - 1)]
            sources[: len(own), number, target] = own
            coefficients[: len(own), number, target] = [int(n) for n in numbers]
    return Sums(np.array(targets, dtype=np.intp), sources, coefficients, growth)


class Digits:
    """Integers ≥ 0 by their digits in base 2^bits, the lowest first; at first all of them are 1."""

    def __init__(self, count: int, growth: int) -> None:
        """``count``: how many integers; ``growth``: the largest of all sums that will be taken."""
        self._bits = _WORD - growth.bit_length()
        self._digits = np.ones((1, count), dtype=np.int64)
        self._bound = 1

    def take(self, sums: Sums) -> bool:
        """Replace the targets by their sums; False, and nothing is changed, if they may be too long."""
        bound = self._bound * max(sums.growth, 1)
        length = bound.bit_length() // self._bits + 1
        if length > MOST_DIGITS:
            return False
        old = self._digits
        found = np.zeros((length, *sums.sources.shape[1:]), dtype=np.int64)
        for sources, coefficients in zip(sums.sources, sums.coefficients, strict=True):
            found[: len(old)] += coefficients * old.take(sources, axis=1)
        self._digits = np.zeros((length, old.shape[1]), dtype=np.int64)
        self._digits[: len(old)] = old
        self._digits[:, sums.targets] = self._largest(found)
        self._bound = bound
        return True

    def integers(self) -> list[Integer]:
        """The integers themselves."""
        values = [gmpy2.mpz(0)] * self._digits.shape[1]
        for digit in self._digits[::-1].tolist():
            values = [(value << self._bits) + n for value, n in zip(values, digit, strict=True)]
        return values

    def _largest(self, found: Array) -> Array:
        """The largest of several sums for each target, with what digits cannot hold carried on."""
        every = (1 << self._bits) - 1
        if found.shape[1] == 1:
            carried = found >> self._bits
            found &= every
            found[1:] += carried[:-1]
            return found[:, 0]
        for digit in range(len(found) - 1):
            found[digit + 1] += found[digit] >> self._bits
            found[digit] &= every
        best = found[:, 0]
        for other in range(1, found.shape[1]):
            best = np.where(_is_larger(found[:, other], best), found[:, other], best)
        return best


def _is_larger(left: Array, right: Array) -> NDArray[np.bool_]:
    """Whether integers are larger than others, by the highest digits in which they differ."""
    difference = left - right
    highest = len(difference) - 1 - np.argmax(difference[::-1] != 0, axis=0)
    larger: NDArray[np.bool_] = np.take_along_axis(difference, highest[None], axis=0)[0] > 0
    return larger
