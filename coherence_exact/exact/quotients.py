"""Quotients of polynomials in logarithms, compared exactly or not at all.

Vocabulary: a *log polynomial* is a sum Σ c·log(n_1)⋯log(n_d) with rational c and rational n > 0; a *log
quotient* is a quotient of two.  Variances of returns are log polynomials, and so are the derivatives of
returns and entropies along the temperature.

The sign is decided like that of a log value (see :mod:`coherence_exact.exact.logarithms`): by Arb balls, or
as zero if the polynomial vanishes when every logarithm is written over a base of pairwise coprime integers.
Whether a polynomial that does not vanish can be zero as a number is an open question of number theory; if
balls of many bits still contain zero, the sign is undecided.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NoReturn, TypeAlias

import gmpy2

from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import (
    LogValue,
    ball,
    coprime_base,
    is_over_primes,
    log_ball,
    lower_end,
    upper_end,
)
from coherence_exact.exact.ordered import Ordered
from coherence_exact.exact.rationals import quote, to_fraction
from coherence_exact.exact.undefined import UNDEFINED

_FIRST_PRECISION = 128
_MOST_PRECISION = 8192
_ENCLOSED_DIGITS = 18

Monomial: TypeAlias = tuple[Any, ...]
"""The arguments n_1 ≤ … ≤ n_d of the logarithms of a product."""

Polynomial: TypeAlias = dict[Monomial, Any]
"""The coefficient of every product."""

_ONE: Polynomial = {(): 1}


class LogQuotient(Ordered):
    """An exact quotient of two log polynomials; immutable, with + − × ÷ and a sign.

    >>> from coherence_exact.exact.logarithms import log
    >>> two, three = log_quotient(log(2)), log_quotient(log(3))
    >>> (two * three - three * two).sign(), (two * two - three).sign()
    (0, -1)
    """

    __slots__ = ("_denominator", "_numerator", "_sign")

    def __init__(self, numerator: Polynomial, denominator: Polynomial = _ONE) -> None:
        if len(denominator) == 1 and () in denominator and denominator[()] != 1:
            factor = Fraction(1) / denominator[()]
            numerator, denominator = {m: c * factor for m, c in numerator.items()}, _ONE
        self._numerator = {m: c for m, c in numerator.items() if c != 0}
        self._denominator = denominator
        self._sign: int | None = None

    # Arithmetic

    def __add__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other
        right = _operand(other)
        if right is None:
            return NotImplemented
        if not right._numerator:
            return self
        if self._denominator == right._denominator:
            return LogQuotient(_sum(self._numerator, right._numerator), self._denominator)
        return LogQuotient(
            _sum(
                _product(self._numerator, right._denominator),
                _product(right._numerator, self._denominator),
            ),
            _product(self._denominator, right._denominator),
        )

    __radd__ = __add__

    def __neg__(self) -> LogQuotient:
        return LogQuotient({m: -c for m, c in self._numerator.items()}, self._denominator)

    def __sub__(self, other: Any) -> Any:
        return self + -other if _is_infinite(other) or _operand(other) is not None else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other * self.sign()
        right = _operand(other)
        if right is None:
            return NotImplemented
        if not self._numerator:
            return self
        denominator = _product(self._denominator, right._denominator)
        return LogQuotient(_product(self._numerator, right._numerator), denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        right = None if _is_infinite(other) else _operand(other)
        if right is None:
            return UNDEFINED if _is_infinite(other) else NotImplemented
        if right.sign() == 0:
            return UNDEFINED
        return self * LogQuotient(right._denominator, right._numerator)

    def __rtruediv__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other * self.sign() if self.sign() else UNDEFINED
        return log_quotient(other) / self

    def __pow__(self, exponent: int) -> Any:
        result = log_quotient(1)
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else 1 / result

    # Comparisons

    def _compare(self, other: Any) -> int | None:
        if _is_infinite(other):
            return -int(other.sign())
        right = _operand(other)
        if right is None:
            return None
        difference: LogQuotient = self - right
        return difference.sign()

    # Decisions

    def rational(self) -> Any:
        """The value, if no logarithm occurs in it; otherwise raises :class:`ArgumentError`."""
        if self._denominator != _ONE or any(monomial for monomial in self._numerator):
            raise ArgumentError("a value with logarithms is not rational; use bounds")
        return self._numerator.get((), 0)

    def sign(self) -> int:
        """−1, 0 or 1, decided exactly; raises :class:`UndecidedError` if 8,192 bits do not tell."""
        if self._sign is None:
            self._sign = _sign_of(self._numerator) * _sign_of(self._denominator) if self._numerator else 0
        return self._sign

    def enclosure(self, precision: int) -> Any:
        """An Arb ball (``flint.arb``) around the value, at ``precision`` bits."""
        import flint

        with flint.ctx.workprec(precision):
            return _ball_of(self._numerator, precision) / _ball_of(self._denominator, precision)

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Decimals low ≤ value ≤ high that agree in about 17 significant digits; equal if it is one of them.

        >>> from coherence_exact.exact.logarithms import log
        >>> low, high = (log_quotient(log(2)) * log(2)).bounds()
        >>> low < Fraction("0.4804530139182014246671") < high, high - low < Fraction(1, 10**16)
        (True, True)
        """
        if self.sign() == 0:
            return Fraction(0), Fraction(0)
        import flint

        precision = _FIRST_PRECISION
        while True:
            enclosure = self.enclosure(precision)
            if enclosure.rel_accuracy_bits() > 4 * _ENCLOSED_DIGITS:
                with flint.ctx.workprec(precision):
                    return _decimals_around(lower_end(enclosure), upper_end(enclosure))
            precision *= 2

    def __float__(self) -> float:
        """The middle of the bounds."""
        return float(sum(self.bounds()) / 2)

    def _sympy_(self) -> NoReturn:
        """Refuse to stand in an expression of sympy, which would take the float."""
        import sympy

        raise sympy.SympifyError(self)

    def __repr__(self) -> str:
        return f"<LogQuotient {self.enclosure(_FIRST_PRECISION)}>"


def log_quotient(value: Any) -> LogQuotient:
    """A rational or a finite log value as a log quotient; a log quotient as it is."""
    if isinstance(value, LogQuotient):
        return value
    if isinstance(value, LogValue):
        return LogQuotient({(n,): c for n, c in value.arguments().items()})
    if is_rational(value):
        return LogQuotient({(): value})
    raise ArgumentError(f"{quote(value)} is neither rational nor a log value; give one of them")


def settled(value: Any) -> Any:
    """The rational that a value with logarithms is equal to, if it is one; any other value as it is.

    >>> from coherence_exact.exact.logarithms import log
    >>> settled(log(8) / log(4)), settled(log(2))
    (Fraction(3, 2), <LogValue log 2>)
    """
    if isinstance(value, LogValue):
        return Fraction(0) if value.is_finite and value.sign() == 0 else value
    if not isinstance(value, LogQuotient):
        return value
    above, below = _over_one_base(value._numerator, value._denominator)
    monomial = next(iter(below))
    factor = above.get(monomial, Fraction(0)) / below[monomial]
    is_multiple = not any(_sum(above, {m: -factor * c for m, c in below.items()}).values())
    return factor if is_multiple else value


def _is_infinite(value: Any) -> bool:
    return isinstance(value, LogValue) and not value.is_finite


def _operand(value: Any) -> LogQuotient | None:
    """A finite number as a log quotient; None for anything that is no number."""
    return log_quotient(value) if isinstance(value, (LogQuotient, LogValue)) or is_rational(value) else None


def _sum(left: Polynomial, right: Polynomial) -> Polynomial:
    total = dict(left)
    for monomial, coefficient in right.items():
        total[monomial] = total.get(monomial, 0) + coefficient
    return total


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    if right is _ONE:
        return left
    if left is _ONE:
        return right
    total: Polynomial = {}
    for one, c in left.items():
        for other, d in right.items():
            monomial = tuple(sorted(one + other)) if one and other else one or other
            total[monomial] = total.get(monomial, 0) + c * d
    return total


def _sign_of(polynomial: Polynomial) -> int:
    import flint

    precision = _FIRST_PRECISION
    while precision <= _MOST_PRECISION:
        with flint.ctx.workprec(precision):
            enclosure = _ball_of(polynomial, precision)
        if enclosure > 0 or enclosure < 0:
            return 1 if enclosure > 0 else -1
        is_normal = is_over_primes(n for monomial in polynomial for n in monomial)
        if precision == _FIRST_PRECISION and not is_normal and _over_one_base(polynomial) == [{}]:
            return 0
        precision *= 2
    raise UndecidedError(f"{_MOST_PRECISION} bits do not tell a polynomial in logarithms from zero")


def _ball_of(polynomial: Polynomial, precision: int) -> Any:
    """An Arb ball around the value, at flint's current precision, which is given once more."""
    logarithms = {n: log_ball(n, precision) for monomial in polynomial for n in monomial}
    total = ball(0)
    for monomial, coefficient in polynomial.items():
        product = ball(coefficient)
        for argument in monomial:
            product *= logarithms[argument]
        total += product
    return total


def _over_one_base(*polynomials: Polynomial) -> list[Polynomial]:
    """Some polynomials with every logarithm written over one base of pairwise coprime integers."""
    arguments = {n for polynomial in polynomials for monomial in polynomial for n in monomial}
    base = coprime_base(int(part) for n in arguments for part in (n.numerator, n.denominator))
    linear = {n: {(b,): c for b, c in _exponents(n, base)} for n in arguments}
    written: list[Polynomial] = []
    for polynomial in polynomials:
        total: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            product: Polynomial = {(): to_fraction(coefficient)}
            for argument in monomial:
                product = _product(product, linear[argument])
            total = _sum(total, product)
        written.append({m: c for m, c in total.items() if c != 0})
    return written


def _exponents(argument: Any, base: Iterable[int]) -> Iterable[tuple[int, int]]:
    """(b, exponent of b) for each b of the base that divides the argument."""
    for b in base:
        exponent: int = gmpy2.remove(argument.numerator, b)[1] - gmpy2.remove(argument.denominator, b)[1]
        if exponent:
            yield b, exponent


def _decimals_around(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The ends rounded outwards to decimals of about ``_ENCLOSED_DIGITS`` significant digits."""
    largest = max(abs(low), abs(high))
    magnitude = _digits(largest) if largest >= 1 else 1 - _digits(1 / largest)
    unit = Fraction(10) ** (magnitude - _ENCLOSED_DIGITS)
    return (low // unit) * unit, -((-high) // unit) * unit


def _digits(number: Fraction) -> int:
    """How many digits are before the decimal point."""
    return len(gmpy2.digits(int(number)))
