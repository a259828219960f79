"""Sums Σ c·log(n) with rational c and n, and ±∞, compared exactly.

Vocabulary: a *log value* is such a sum, or −∞ or +∞.  Returns, entropies and divergences of
rational policies are log values.

How the sign of a sum is decided, with no rounding anywhere:

1. Arb encloses the sum in a ball, at a few small precisions; a ball without zero decides.
2. Otherwise the arguments are split into powers of pairwise coprime integers (a *coprime base*,
   found by greatest common divisors alone; short integers are split into primes from the start).
   Logarithms of pairwise coprime integers above 1 are linearly independent over the rationals, so
   the sum is zero exactly if every coefficient over the base is.
3. If it is not zero, the precision is doubled until the ball leaves zero out, as it must.

Comparison with a rational number r ≠ 0 needs no zero test: e^r is transcendental, so a sum of
logarithms is never equal to r.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any, NoReturn

import gmpy2

from coherence_exact.display import Displayed
from coherence_exact.errors import ArgumentError, NumberError, UndefinedError
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.ordered import Ordered
from coherence_exact.exact.rationals import format_rational, quote, to_fraction
from coherence_exact.exact.undefined import UNDEFINED

_SMALL_PRECISIONS = (64, 256)
_SIGNIFICANT_DIGITS = 15
_LONGEST_REPR = 100
_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
_FACTORED = 2**20
"""Integers below this are split into primes, larger ones only as far as small primes go."""
_MOST_OVER_A_BASE = 500
"""A coprime base takes as many greatest common divisors as there are pairs of arguments."""


class LogValue(Displayed, Ordered):
    """An exact Σ c·log(n), or ±∞; immutable, ordered by value.

    Build one with :func:`log`, :data:`ZERO`, :data:`INFINITY` and arithmetic:

    >>> log(4) / 2 == log(2)
    True
    >>> log(Fraction(1, 3)) + log(2) < ZERO
    True
    >>> (log(8) - log(3)).decimal()
    '0.980829253011726'

    ``0 · ±∞`` is 0, as in expectations where an event of probability 0 contributes nothing; ``∞ − ∞`` and
    division by 0 or ±∞ give :data:`UNDEFINED`.  A product of two, or a sum with a rational, is a
    :class:`~coherence_exact.exact.quotients.LogQuotient`.
    """

    __slots__ = ("_infinity", "_sign", "_terms")

    def __init__(self, terms: dict[Any, Any] | None = None, infinity: int = 0) -> None:
        self._terms: dict[Any, Any] = {}
        for n, c in (terms or {}).items():
            for factor, exponent in factors_of(n).items() if c != 0 else ():
                self._terms[factor] = self._terms.get(factor, 0) + exponent * c
        self._infinity = infinity
        self._sign: int | None = infinity if infinity or not self._terms else None

    @staticmethod
    def of(argument: Any) -> LogValue:
        """log of a rational above 0."""
        return _log_of(argument)

    # Arithmetic

    def __add__(self, other: Any) -> Any:
        if isinstance(other, LogValue):
            return self._plus(other)
        if not is_rational(other):
            return NotImplemented
        if self._infinity or other == 0:
            return self
        return _general(self) + other

    __radd__ = __add__

    def _plus(self, other: LogValue) -> Any:
        if self._infinity or other._infinity:
            if self._infinity * other._infinity == -1:
                return UNDEFINED
            return self if self._infinity else other
        terms = dict(self._terms)
        for argument, coefficient in other._terms.items():
            terms[argument] = terms.get(argument, 0) + coefficient
        return sum_over_factors(terms)

    def __neg__(self) -> LogValue:
        return LogValue({n: -c for n, c in self._terms.items()}, -self._infinity)

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, LogValue) or is_rational(other) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if is_rational(other):
            if self._infinity:
                return self._infinite_times(other)
            return sum_over_factors({n: c * other for n, c in self._terms.items()} if other else {})
        if isinstance(other, LogValue):
            if self._infinity:
                return self._infinite_times(other)
            return other * self if other._infinity else _general(self) * _general(other)
        return NotImplemented

    __rmul__ = __mul__

    def _infinite_times(self, factor: Any) -> LogValue:
        """±∞ times a number; 0 · ∞ is 0, as where an event of probability 0 contributes nothing."""
        return LogValue(infinity=self._infinity * ((factor > 0) - (factor < 0)))

    def __truediv__(self, divisor: Any) -> Any:
        if not (is_rational(divisor) or isinstance(divisor, LogValue)):
            return NotImplemented
        if divisor == 0 or (isinstance(divisor, LogValue) and divisor._infinity):
            return UNDEFINED
        if self._infinity:
            return self._infinite_times(divisor)
        return self * (Fraction(1) / divisor) if is_rational(divisor) else _general(self) / divisor

    def __rtruediv__(self, dividend: Any) -> Any:
        if self._infinity or self.sign() == 0:
            return UNDEFINED
        return _general(dividend) / _general(self)

    def __pow__(self, exponent: int) -> Any:
        return UNDEFINED if self._infinity else _general(self) ** exponent

    # Decisions

    @property
    def is_finite(self) -> bool:
        """Whether the value is a real number."""
        return self._infinity == 0

    def sign(self) -> int:
        """−1, 0 or 1, decided exactly."""
        if self._sign is None:
            self._sign = self._decide_sign()
        return self._sign

    def _decide_sign(self) -> int:
        self._terms = {n: c for n, c in self._terms.items() if c != 0}
        if not self._terms:
            return 0
        for precision in _SMALL_PRECISIONS:
            if decided := _sign_of(self.enclosure(precision)):
                return decided
        if not is_over_primes(self._terms) and self._is_zero():
            return 0
        precision = 2 * _SMALL_PRECISIONS[-1]
        while not (decided := _sign_of(self.enclosure(precision))):
            precision *= 2
        return decided

    def _compare(self, other: Any) -> int | None:
        """−1, 0 or 1 as this value is below, equal to or above another number; None if it is none."""
        if isinstance(other, LogValue):
            if self._infinity or other._infinity:
                return (self._infinity > other._infinity) - (self._infinity < other._infinity)
            difference: LogValue = self - other
            return difference.sign()
        return self.compare_rational(other) if is_rational(other) else None

    def compare_rational(self, number: Any) -> int:
        """−1, 0 or 1 as this value is below, equal to or above a rational number.

        >>> log(2).compare_rational(Fraction(7, 10))
        -1
        """
        _require_rational(number)
        if self._infinity:
            return self._infinity
        if number == 0 or self.sign() == 0:
            return self.sign() or (number < 0) - (number > 0)
        precision = _SMALL_PRECISIONS[0]
        while not (decided := _sign_of(self.enclosure(precision, number))):
            precision *= 2
        return decided

    def over_coprime_base(self) -> dict[int, Fraction]:
        """The sum over pairwise coprime integers: {n: c} with every c ≠ 0; empty exactly for zero.

        >>> (log(12) - log(18)).over_coprime_base()
        {2: Fraction(1, 1), 3: Fraction(-1, 1)}
        """
        if self._infinity:
            raise UndefinedError("an infinite value is no sum of logarithms; test is_finite first")
        coefficients = _coefficients(self, coprime_base(_integers(self)))
        return {n: to_fraction(c) for n, c in coefficients.items() if c}

    def _is_zero(self) -> bool:
        return not any(_coefficients(self, coprime_base(_integers(self))).values())

    def enclosure(self, precision: int, minus: Any = 0) -> Any:
        """An Arb ball (``flint.arb``) around the value less a rational, at ``precision`` bits."""
        import flint

        if self._infinity:
            raise UndefinedError("an infinite value has no enclosure; test is_finite first")
        with flint.ctx.workprec(precision):
            total = -ball(minus)
            for n, c in self._terms.items():
                total += log_ball(n, precision) * ball(c)
            return total

    def arguments(self) -> dict[Any, Any]:
        """The sum as it was built, {argument: coefficient}; ``terms`` gives a normal form."""
        if self._infinity:
            raise UndefinedError("an infinite value is no sum of logarithms; test is_finite first")
        return dict(self._terms)

    # Output

    def terms(self) -> list[tuple[Fraction, int | Fraction]]:
        """(coefficient, argument) pairs, ascending by argument; none for zero.

        They are over a coprime base, small primes split off; of very many arguments no base is sought, and
        they are as the sum was built.

        >>> (log(12) - log(18)).terms()
        [(Fraction(1, 1), 2), (Fraction(-1, 1), 3)]
        """
        if len(self._terms) > _MOST_OVER_A_BASE and self.sign():
            return [(to_fraction(c), to_fraction(n)) for n, c in sorted(self._terms.items()) if c]
        return [(c, n) for n, c in sorted(self.over_coprime_base().items())]

    def decimal(self) -> str:
        """A plain decimal with 15 significant digits, correctly rounded; ``"inf"`` or ``"-inf"``.

        >>> log(Fraction(1, 3)).decimal()
        '-1.09861228866811'
        """
        import flint

        if self._infinity:
            return "inf" if self._infinity > 0 else "-inf"
        if self.sign() == 0:
            return "0"
        precision = _SMALL_PRECISIONS[0]
        while True:
            with flint.ctx.workprec(precision):
                enclosure = self.enclosure(precision)
                low, high = map(_significant_digits, (lower_end(enclosure), upper_end(enclosure)))
            if low == high:
                return low
            precision *= 2

    def to_json(self) -> Any:
        """``{"terms": [["-1/2", "2"], …], "decimal": "…"}``, or ``"inf"`` or ``"-inf"``.

        >>> (log(2) / -2).to_json()
        {'terms': [['-1/2', '2']], 'decimal': '-0.346573590279973'}
        """
        if self._infinity:
            return self.decimal()
        terms = [[format_rational(c), format_rational(n)] for c, n in self.terms()]
        return {"terms": terms, "decimal": self.decimal()}

    def __str__(self) -> str:
        """A sum that a person reads: ``-1/2·log 2 - log 3``."""
        if self._infinity:
            return "∞" if self._infinity > 0 else "-∞"
        text = ""
        for c, n in self.terms():
            sign = "-" if c < 0 else "+" if text else ""
            factor = "" if abs(c) == 1 else f"{format_rational(abs(c))}·"
            text += f" {sign} " if text else sign
            text += f"{factor}log {format_rational(n)}"
        return text or "0"

    def __repr__(self) -> str:
        text = str(self)
        if len(text) > _LONGEST_REPR:
            text = f"≈ {self.decimal()}, {len(self.terms())} logarithms"
        return f"<LogValue {text}>"

    def __float__(self) -> float:
        """The nearest float.

        >>> float(log(2) / 2), float(-INFINITY)
        (0.34657359027997264, -inf)
        """
        import flint

        if self._infinity or self.sign() == 0:
            return float(self.decimal())
        precision = _SMALL_PRECISIONS[0]
        while True:
            with flint.ctx.workprec(precision):
                enclosure = self.enclosure(precision)
                low, high = float(lower_end(enclosure)), float(upper_end(enclosure))
            if low == high:
                return low
            precision *= 2

    def _sympy_(self) -> NoReturn:
        """Refuse to stand in an expression of sympy, which would take the float."""
        import sympy

        raise sympy.SympifyError(self)


def _general(value: Any) -> Any:
    """The value as a quotient of polynomials in logarithms."""
    from coherence_exact.exact.quotients import log_quotient

    return log_quotient(value)


def sum_of_logs(values: Iterable[LogValue]) -> Any:
    """The sum of log values, in one pass."""
    terms: dict[Any, Any] = {}
    infinity = 0
    for value in values:
        if value._infinity:
            if infinity == -value._infinity:
                return UNDEFINED
            infinity = value._infinity
        for argument, coefficient in value._terms.items():
            terms[argument] = terms.get(argument, 0) + coefficient
    return LogValue(infinity=infinity) if infinity else sum_over_factors(terms)


def sum_over_factors(terms: dict[Any, Any]) -> LogValue:
    """Σ c·log(n) from {n: c}, where every n is a factor as :func:`factors_of` gives them.

    Nothing looks through the terms before somebody asks for the sign.

    >>> print(sum_over_factors({2: Fraction(1, 2), 3: Fraction(-1)}))
    1/2·log 2 - log 3
    """
    value = LogValue.__new__(LogValue)
    value._terms = terms
    value._infinity = 0
    value._sign = None
    return value


@lru_cache(maxsize=2**16)
def _log_of(argument: Any) -> LogValue:
    return sum_over_factors(factors_of(argument))


def factors_of(argument: Any) -> dict[Any, int]:
    """{factor: exponent} of a rational above 0; factors of type ``int`` are prime, others are ``mpq``.

    >>> factors_of(Fraction(12, 5))
    {2: 2, 3: 1, 5: -1}
    """
    factors: dict[Any, int] = {}
    for sign, part in ((1, argument.numerator), (-1, argument.denominator)):
        rest = gmpy2.mpz(part)
        for prime in _SMALL_PRIMES:
            if rest == 1:
                break
            rest, exponent = gmpy2.remove(rest, prime)
            if exponent:
                factors[prime] = sign * exponent
        candidate = _SMALL_PRIMES[-1] + 2
        while candidate * candidate <= rest < _FACTORED:
            rest, exponent = gmpy2.remove(rest, candidate)
            if exponent:
                factors[candidate] = sign * exponent
            candidate += 2
        if rest > 1:
            key = int(rest) if rest < _FACTORED else gmpy2.mpq(rest)
            factors[key] = factors.get(key, 0) + sign
    return factors


def is_over_primes(arguments: Iterable[Any]) -> bool:
    """Whether all arguments of some logarithms are primes, as ``int``: these are linearly independent."""
    return all(type(n) is int for n in arguments)


@lru_cache(maxsize=2**12)
def log_ball(argument: Any, precision: int) -> Any:
    """An Arb ball (``flint.arb``) around a logarithm, at ``precision`` bits."""
    import flint

    with flint.ctx.workprec(precision):
        return ball(argument).log()


ZERO = LogValue()
INFINITY = LogValue(infinity=1)


def log(argument: Any) -> LogValue:
    """log of a rational ≥ 0; log 0 is −∞.

    >>> log(0) == -INFINITY, log(1) == ZERO
    (True, True)
    """
    return log_sum([(1, argument)])


def log_sum(pairs: Iterable[tuple[Any, Any]]) -> LogValue:
    """Σ c·log(n) over pairs (c, n) with rational c, n ≥ 0, where 0·log 0 is 0.

    Raises :class:`UndefinedError` for ∞ − ∞.

    >>> log_sum([(Fraction(1, 2), 4), (0, 0)]) == log(2)
    True
    """
    terms: dict[Any, Any] = {}
    infinity = 0
    for coefficient, argument in pairs:
        _require_rational(coefficient)
        _require_rational(argument)
        if argument < 0:
            raise ArgumentError(f"log of {quote(argument)} does not exist; its argument has to be at least 0")
        if coefficient == 0:
            continue
        if argument == 0:
            direction = -1 if coefficient > 0 else 1
            if infinity == -direction:
                raise UndefinedError("∞ − ∞ is undefined; sum the two signs apart")
            infinity = direction
        else:
            terms[argument] = terms.get(argument, 0) + coefficient
    return LogValue(infinity=infinity) if infinity else LogValue(terms)


def coprime_base(integers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers above 1 of which every given positive integer is a product of powers.

    Found by greatest common divisors; a few small primes are split off first, because people like
    to read log 2 and log 3 rather than log 6 and log 3.

    >>> coprime_base([12, 18])
    [2, 3]
    """
    base: list[int] = []
    pending = [gmpy2.mpz(n) for n in integers if n > 1]
    pending += [gmpy2.mpz(p) for p in _SMALL_PRIMES if any(n % p == 0 for n in pending)]
    while pending:
        number = pending.pop()
        for index, element in enumerate(base):
            common = gmpy2.gcd(number, element)
            if common > 1:
                del base[index]
                # All powers of the common part go at once: 2^100000 and 2 part in one step.
                rests = (gmpy2.remove(part, common)[0] for part in (number, element))
                pending += [part for part in (*rests, common) if part > 1]
                break
        else:
            base.append(number)
    return sorted(int(n) for n in base)


def ball(value: Any) -> Any:
    """An Arb ball (``flint.arb``) around a rational, at flint's current precision."""
    import flint

    _require_rational(value)
    return flint.arb(int(value.numerator)) / int(value.denominator)


def lower_end(enclosure: Any) -> Fraction:
    """A rational that nothing in an Arb ball is below, as tight as flint's current precision allows."""
    return _dyadic(enclosure.lower())


def upper_end(enclosure: Any) -> Fraction:
    """A rational that nothing in an Arb ball is above, as tight as flint's current precision allows."""
    return _dyadic(enclosure.upper())


def _dyadic(end: Any) -> Fraction:
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _require_rational(value: Any) -> None:
    if not is_rational(value):
        raise NumberError(
            f"{quote(value)} is not a rational number; write a float exactly, substitute for symbols"
        )


def _sign_of(enclosure: Any) -> int:
    return 1 if enclosure > 0 else -1 if enclosure < 0 else 0


def _significant_digits(value: Fraction) -> str:
    """A rational at 15 significant digits, without exponent."""
    context = decimal.Context(prec=_SIGNIFICANT_DIGITS, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
    quotient = context.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))
    return format(quotient, "f")


def _integers(value: LogValue) -> list[int]:
    """Numerators and denominators of the arguments."""
    return [part for n in value._terms for part in (int(n.numerator), int(n.denominator))]


def _coefficients(value: LogValue, base: list[int]) -> dict[int, Any]:
    """The coefficient of log n for each n of a coprime base that spans the value's arguments."""
    sums: dict[int, Any] = dict.fromkeys(base, 0)
    for argument, coefficient in value._terms.items():
        for sign, part in ((1, argument.numerator), (-1, argument.denominator)):
            rest = gmpy2.mpz(part)
            for n in base:
                if rest == 1:
                    break
                rest, exponent = gmpy2.remove(rest, n)
                if exponent:
                    sums[n] += sign * exponent * coefficient
    return sums
