"""Sums of products of short integers in arrays, against the same sums of Python's integers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from coherence_exact.evaluation import digits
from coherence_exact.evaluation.digits import Digits, Products, Sums, sums_of
from hypothesis import given
from hypothesis import strategies as st

COUNT = 100

Rows = list[list[Products]]


def combined(rows: Sequence[Sequence[Products]], values: list[int]) -> list[int]:
    return [
        max(sum(n * values[source] for source, n in zip(*products, strict=True)) for products in several)
        for several in rows
    ]


def drawn(data: st.DataObject, several: int, largest: int) -> Rows:
    numbers = st.sampled_from([0, 1, 2, 3, largest - 1, largest]) | st.integers(0, largest)
    seed = data.draw(st.randoms(use_true_random=False))
    own = [data.draw(st.tuples(numbers, numbers)) for _ in range(8)]
    return [
        [(seed.sample(range(COUNT), 2), seed.choice(own)) for _ in range(seed.randint(1, several))]
        for _ in range(COUNT)
    ]


def agree(rows: Rows, steps: int) -> int:
    """Compare step by step for as long as there is room; the number of steps."""
    sums = sums_of(range(COUNT), rows)
    assert sums is not None
    short, expected = Digits(COUNT, sums.growth), [1] * COUNT
    for step in range(steps):
        if not short.take(sums):
            assert short.integers() == expected
            return step
        expected = combined(rows, expected)
        assert short.integers() == expected
    return steps


@given(st.data())
def test_sums_and_the_largest_of_them(data: st.DataObject) -> None:
    for several in (1, 3):
        agree(drawn(data, several, data.draw(st.sampled_from([1, 10, 2**20, 2**29 - 1]))), 12)


@pytest.mark.parametrize("several", [1, 2])
def test_the_largest_coefficients_fit_their_words(several: int) -> None:
    """All digits are as large as they can be, up to the most of them."""
    half = 2**29 - 1
    rows: Rows = [[((i, (i + 1) % COUNT), (half, half))] * several for i in range(COUNT)]
    assert agree(rows, 1000) == (digits.MOST_DIGITS * 32 - 1) // 30


def test_numbers_that_become_long_are_left_to_others() -> None:
    rows: Rows = [[((i,), (2**20,))] for i in range(COUNT)]
    taken = agree(rows, 1000)
    assert 20 * taken < (digits.MOST_DIGITS + 1) * 62
    assert taken > digits.MOST_DIGITS


def test_the_highest_digits_that_differ_count() -> None:
    """Two are equal, two differ in the lowest digit only, two in the highest and, otherwise, the lowest."""
    rows: Rows = [[((0,), (2**20,)), ((0,), (2**20,))], [((0, 1), (2**20, 1)), ((0,), (2**20,))]]
    rows += [[((0, 3), (2**20 - 1, 5)), ((0,), (2**20,))]]
    rows += [[((i,), (1,))] * 2 for i in range(3, COUNT)]
    assert agree(rows, 20) == 20


def test_targets_keep_their_values_until_their_turn() -> None:
    one, other = (sums_of(range(k, COUNT, 2), [[((0, 1), (2, 3))]] * (COUNT // 2)) for k in (0, 1))
    assert one is None
    assert other is None
    found = [sums_of(range(k, 2 * COUNT, 2), [[((0, 1), (2, 3))]] * COUNT) for k in (0, 1)]
    short = Digits(2 * COUNT, 5)
    for sums in found:
        assert isinstance(sums, Sums)
        assert short.take(sums)
    assert short.integers() == [5, 13] * COUNT


def test_what_does_not_suit_arrays() -> None:
    assert sums_of([0], [[((0,), (1,))]]) is None
    assert sums_of(range(COUNT), [[((i,), (2**30,))] for i in range(COUNT)]) is None
    long = [((tuple(range(COUNT))), (1,) * COUNT)]
    assert sums_of(range(COUNT), [long, *[[((i,), (1,))] for i in range(1, COUNT)]]) is None
