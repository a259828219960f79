"""Numbers with symbols, with the operators of exact numbers.

A model may hold sympy expressions.  :class:`Expression` wraps one, keeps it in normal form (one reduced
fraction), and compares exactly: two are equal if they are so identically, since symbols stand for generic
positive numbers; an order that depends on the symbols is refused.
"""

from __future__ import annotations

from typing import Any

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import is_rational, is_symbolic, tidy
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.rationals import quote, to_fraction
from coherence_exact.exact.undefined import ABSENT, UNDEFINED


class Expression:
    """A sympy expression that behaves as an exact number."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __add__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other
        return _made(other, lambda x: self.value + x)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if _is_infinite(other):
            return -other
        return _made(other, lambda x: self.value - x)

    def __rsub__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other
        return _made(other, lambda x: x - self.value)

    def __mul__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other * self._sign()
        return _made(other, lambda x: self.value * x)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if other is ABSENT:
            return ABSENT
        if other is UNDEFINED or other == 0 or _is_infinite(other):
            return UNDEFINED
        return _made(other, lambda x: self.value / x)

    def __rtruediv__(self, other: Any) -> Any:
        if self == 0:
            return UNDEFINED
        if _is_infinite(other):
            return other * self._sign()
        return _made(other, lambda x: x / self.value)

    def __neg__(self) -> Any:
        return Expression(-self.value)

    def __pow__(self, exponent: int) -> Any:
        return UNDEFINED if exponent < 0 and self == 0 else _made(exponent, lambda x: self.value**x)

    def __eq__(self, other: object) -> Any:
        if other is UNDEFINED or other is ABSENT:
            return NotImplemented
        difference = self - other
        if not isinstance(difference, Expression):
            return difference if difference is NotImplemented else difference == 0
        return bool(_simplified(difference.value) == 0)

    def __lt__(self, other: Any) -> Any:
        return _ordered(self - other, lambda x: x < 0)

    def __le__(self, other: Any) -> Any:
        return _ordered(self - other, lambda x: x <= 0)

    def __gt__(self, other: Any) -> Any:
        return _ordered(self - other, lambda x: x > 0)

    def __ge__(self, other: Any) -> Any:
        return _ordered(self - other, lambda x: x >= 0)

    def __repr__(self) -> str:
        return f"Expression({self.value})"

    def _sign(self) -> int:
        return int(self > 0) - int(self < 0)

    def log(self) -> Any:
        """The logarithm, as an expression."""
        import sympy

        return -LogValue(infinity=1) if self == 0 else Expression(sympy.log(self.value))


def expression_of(value: Any) -> Any:
    """A number of a model in the form in which expressions meet: rationals as they are."""
    return Expression(tidy(value)) if is_symbolic(value) else value


def plain(value: Any) -> Any:
    """The number without its wrapping: a rational as a ``Fraction``, an expression as sympy's."""
    if isinstance(value, Expression):
        return value.value
    return to_fraction(value) if is_rational(value) else value


def _is_infinite(value: Any) -> bool:
    return isinstance(value, LogValue) and not value.is_finite


def _made(other: Any, operation: Any) -> Any:
    operand = _to_sympy(other)
    if operand is None:
        return NotImplemented
    result = tidy(operation(operand))
    return Expression(result) if is_symbolic(result) else result


def _to_sympy(value: Any) -> Any:
    import sympy

    if isinstance(value, Expression):
        return value.value
    if is_rational(value):
        return sympy.Rational(int(value.numerator), int(value.denominator))
    if isinstance(value, LogValue) and value.is_finite:
        terms = value.arguments().items()
        return sum((_to_sympy(c) * sympy.log(_to_sympy(n)) for n, c in terms), sympy.Integer(0))
    if isinstance(value, LogQuotient):
        raise ArgumentError(
            "a product of logarithms beside symbols is not supported; substitute numbers first"
        )
    return None


def _simplified(value: Any) -> Any:
    import sympy

    return sympy.cancel(sympy.expand_log(value, force=True)) if value.has(sympy.log) else sympy.cancel(value)


def _ordered(difference: Any, test: Any) -> Any:
    if not isinstance(difference, Expression):
        return test(difference) if difference is not NotImplemented else difference
    found = test(difference.value)
    if found not in (True, False):
        raise ArgumentError(
            f"the sign of {quote(difference.value)} depends on the symbols; substitute numbers first"
        )
    return bool(found)
