"""Log quotients: a field, with signs and bounds that agree with balls of many bits."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

import flint
import gmpy2
import pytest
import sympy
from coherence_exact.errors import ArgumentError, UndecidedError, UndefinedError
from coherence_exact.exact.logarithms import INFINITY, log
from coherence_exact.exact.quotients import LogQuotient, log_quotient, settled
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from hypothesis import assume, given
from hypothesis import strategies as st

BITS = 3000
DOCUMENTED_WIDTH = 3 * Fraction(10) ** -17
WIDTH = 4 * Fraction(10) ** -16

Tree: TypeAlias = Any
"""A number c, a pair ("log", n), or (operator, left, right)."""

_NUMBERS = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 6))
_LOGARITHMS = st.builds(
    lambda n, d: ("log", Fraction(n, d)), st.integers(1, 12), st.sampled_from((1, 1, 2, 5, 10**9))
)
TREES = st.recursive(
    st.one_of(_NUMBERS, _LOGARITHMS),
    lambda inner: st.tuples(st.sampled_from((operator.add, operator.sub, operator.mul)), inner, inner),
    max_leaves=5,
)


def exact(tree: Tree) -> LogQuotient:
    if isinstance(tree, Fraction):
        return log_quotient(tree)
    if tree[0] == "log":
        return log_quotient(log(tree[1]))
    operation: Callable[[Any, Any], LogQuotient] = tree[0]
    return operation(exact(tree[1]), exact(tree[2]))


def enclosed(tree: Tree) -> Any:
    """The same in balls, at flint's current precision."""
    if isinstance(tree, Fraction):
        return flint.arb(flint.fmpq(tree.numerator, tree.denominator))
    if tree[0] == "log":
        return enclosed(tree[1]).log()
    return tree[0](enclosed(tree[1]), enclosed(tree[2]))


def ln(number: Any) -> LogQuotient:
    return log_quotient(log(Fraction(number)))


def same(left: LogQuotient, right: LogQuotient) -> bool:
    difference: LogQuotient = left - right
    return difference.sign() == 0


def is_within(found: LogQuotient, ball: Any) -> bool:
    """The bounds enclose what the ball does, and are narrow."""
    low, high = found.bounds()
    with flint.ctx.workprec(BITS):
        encloses = not (enclosed(low) > ball or enclosed(high) < ball)
    return encloses and high - low <= WIDTH * max(abs(low), abs(high))


# A field


@given(TREES, TREES, TREES)
def test_rings_laws(one: Tree, two: Tree, three: Tree) -> None:
    a, b, c = exact(one), exact(two), exact(three)
    assert same(a + b, b + a)
    assert same(a * b, b * a)
    assert same((a + b) + c, a + (b + c))
    assert same((a * b) * c, a * (b * c))
    assert same(a * (b + c), a * b + a * c)
    assert same(a - b, -(b - a))
    assert same(a + 0, a * 1)
    assert (a - a).sign() == (a * 0).sign() == 0


@given(TREES, TREES, TREES)
def test_quotients_undo_products(one: Tree, two: Tree, three: Tree) -> None:
    a, b, c = exact(one), exact(two), exact(three)
    assume(b.sign() != 0)
    assert same(a * b / b, a)
    assert same(a / b * b, a)
    assert same(a / b + c / b, (a + c) / b)
    assume(c.sign() != 0)
    assert same(a / (b / c), a * c / b)
    assert same(a / b + a / c, a * (b + c) / (b * c))


@pytest.mark.parametrize("number", [2, Fraction(2), gmpy2.mpq(2)])
def test_numbers_on_either_side(number: Any) -> None:
    assert same(number + ln(3), ln(3) + number)
    assert same(number - ln(3), -(ln(3) - number))
    assert same(number * ln(3), ln(9))
    assert same(ln(9) / number, ln(3))
    assert same(ln(3) + log(3), ln(9))
    assert log_quotient(number).rational() == 2


def test_what_a_value_is_not_made_of() -> None:
    wrong: Any
    for wrong in (0.5, "1/2", None):
        with pytest.raises(ArgumentError, match="neither rational nor a log value"):
            log_quotient(wrong)
        for operation in (operator.mul, operator.add, operator.lt):
            with pytest.raises(TypeError):
                operation(ln(2), wrong)
            with pytest.raises(TypeError):
                operation(wrong, ln(2))
    with pytest.raises(UndefinedError):
        log_quotient(INFINITY)


# Signs


@given(TREES, TREES)
def test_sign_and_bounds_agree_with_balls(above: Tree, below: Tree) -> None:
    denominator = exact(below)
    assume(denominator.sign() != 0)
    found = exact(above) / denominator
    with flint.ctx.workprec(BITS):
        ball = enclosed(above) / enclosed(below)
    if found.sign() == 0:
        with flint.ctx.workprec(BITS):
            assert abs(ball) < flint.arb(2) ** -1000
        assert found.bounds() == (Fraction(0), Fraction(0))
    else:
        assert bool(ball > 0) is (found.sign() > 0)
        assert bool(ball < 0) is (found.sign() < 0)
        assert is_within(found, ball)


@pytest.mark.parametrize(
    "zero",
    [
        ln(4) * ln(3) - ln(2) * ln(3) * 2,
        ln(6) * ln(6) - (ln(2) * ln(2) + ln(2) * ln(3) * 2 + ln(3) * ln(3)),
        ln(Fraction(8, 27)) * ln(5) + (ln(3) - ln(2)) * ln(125),
        ln(2) / ln(4) - Fraction(1, 2),
        ln(2) * ln(10**40) / ln(3) - ln(2**40) * ln(10) / ln(3),
        ln(1) * ln(7),
    ],
)
def test_zero_through_relations(zero: LogQuotient) -> None:
    assert zero.sign() == 0
    assert zero.bounds() == (Fraction(0), Fraction(0))


@pytest.mark.parametrize(("power", "sign"), [(50, 1), (300, 1), (300, -1), (1000, -1)])
def test_near_misses_need_more_bits(power: int, sign: int) -> None:
    near = ln(6) * ln(6) - (ln(2) + ln(3)) * ln(6) + ln(2) * ln(3) * Fraction(sign, 10**power)
    assert near.sign() == sign
    assert same(near * 10**power, ln(2) * ln(3) * sign)
    other = ln(2) * ln(3 + Fraction(sign, 10**power)) - ln(2) * ln(3)
    assert other.sign() == sign


def test_what_eight_thousand_bits_do_not_tell_is_undecided() -> None:
    with pytest.raises(UndecidedError, match="8192 bits"):
        (ln(2) * ln(3) - ln(2) * ln(3 + Fraction(1, 10**2600))).sign()


def test_division_by_zero_in_every_disguise() -> None:
    for zero in (0, ln(2) - ln(2), ln(4) - 2 * ln(2), ln(6) * ln(5) - ln(2) * ln(5) - ln(5) * ln(3)):
        assert ln(3) / zero is UNDEFINED
        assert ln(2) * 0 / zero is UNDEFINED
        if not isinstance(zero, int):
            assert 1 / zero is UNDEFINED
            assert INFINITY / zero is UNDEFINED
            assert zero**-2 is UNDEFINED
            assert zero**0 == 1


def test_infinities() -> None:
    value, negative = ln(2) * ln(3), ln(2) * ln("1/3")
    assert value + INFINITY == INFINITY
    assert value - INFINITY == -INFINITY
    assert INFINITY - value == INFINITY
    assert negative * INFINITY == -INFINITY
    assert -INFINITY / negative == INFINITY
    assert value / INFINITY is UNDEFINED
    assert -INFINITY < negative < value < INFINITY
    assert value != INFINITY


def test_order_and_powers() -> None:
    assert ln(3) / ln(2) > Fraction(3, 2)
    assert Fraction(8, 5) > ln(3) / ln(2) >= gmpy2.mpq(3, 2)
    assert ln(9) / ln(3) == 2
    assert ln(2) * ln(3) > log(2)
    assert ln(2) * ln(3) != log(2)
    assert same(ln(2) ** 3, ln(2) * ln(2) * ln(2))
    assert same(ln(2) ** -2, 1 / (ln(2) * ln(2)))


def test_gaps_spread() -> None:
    for gap in (UNDEFINED, ABSENT):
        for result in (ln(2) + gap, gap - ln(2), ln(2) * gap, ln(2) / gap, gap / ln(2), ln(2) <= gap):
            assert result is gap
        assert (ln(2) == gap) is gap


@pytest.mark.parametrize(
    ("value", "rational"),
    [
        (log(8) / log(4), Fraction(3, 2)),
        (log(2) * log(9) / (log(4) * log(3)), Fraction(1)),
        (log(2) + 5 - log(2), Fraction(5)),
        (log(2) * log(3) - log(3) * log(2), Fraction(0)),
        (log(6) - log(2) - log(3), Fraction(0)),
        ((log(2) + log(3) * log(5)) * 7 / (log(2) + log(3) * log(5)), Fraction(7)),
        (Fraction(2, 3), Fraction(2, 3)),
        (gmpy2.mpq(2, 3), Fraction(2, 3)),
    ],
)
def test_rationals_in_disguise_are_settled(value: Any, rational: Fraction) -> None:
    assert settled(value) == rational
    assert type(settled(value)) in (Fraction, type(gmpy2.mpq()))


@pytest.mark.parametrize(
    "value",
    [log(2), log(3) / log(2), log(2) * log(3), log(2) + 1, log(6) / log(2), INFINITY, UNDEFINED, ABSENT],
)
def test_other_values_are_left_as_they_are(value: Any) -> None:
    assert settled(value) is value


# Values


def test_rational() -> None:
    assert log_quotient(Fraction(3, 4)).rational() == Fraction(3, 4)
    assert (log_quotient(3) / 4 - Fraction(3, 4)).rational() == 0
    assert (ln(2) - ln(2)).rational() == 0
    for irrational in (ln(2), ln(2) * ln(3), 1 + ln(3), ln(3) / ln(2)):
        with pytest.raises(ArgumentError, match="logarithms"):
            irrational.rational()


@pytest.mark.parametrize("power", [-4000, -300, -19, -1, 0, 1, 17, 18, 300, 4000])
def test_bounds_of_any_size(power: int) -> None:
    factor = Fraction(10) ** power
    with flint.ctx.workprec(BITS):
        ball = enclosed(factor) * flint.arb(2).log() * flint.arb(7).log()
        opposite = -ball
    assert is_within(ln(2) * ln(7) * factor, ball)
    assert is_within(ln(2) * ln(7) * -factor, opposite)


def test_bounds_of_what_cancels() -> None:
    """The difference is 10^-300 times 1 − 1/2·10^-300 and so on: no bit of it is among the first 900."""
    low, high = (ln(1 + Fraction(1, 10**300)) * ln(2) / ln(2)).bounds()
    assert 1 - WIDTH < low * 10**300 < high * 10**300 <= 1 + WIDTH


def test_bounds_agree_in_seventeen_digits() -> None:
    for value in (ln(2) * ln(7), ln(3) / ln(2), ln(2) * ln(7) / 10**300):
        low, high = value.bounds()
        assert 0 < high - low <= DOCUMENTED_WIDTH * high


@pytest.mark.parametrize("power", [-6000, 6000])
def test_bounds_beyond_the_digits_that_python_writes(power: int) -> None:
    low, high = (ln(2) * (Fraction(10) ** power)).bounds()
    assert low < high <= low * (1 + WIDTH)


def test_it_shows_its_bounds() -> None:
    assert repr(ln(2) * 0) == "<LogQuotient 0>"
    assert repr(ln(2) / ln(3)).startswith("<LogQuotient [0.63092975357145")


def test_a_float_and_no_number_of_sympy() -> None:
    value = ln(2) / ln(3)
    assert float(value) == pytest.approx(0.6309297535714574, rel=1e-15)
    with pytest.raises(TypeError):
        value + sympy.Symbol("x")
