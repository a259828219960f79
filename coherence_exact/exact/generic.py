"""Numbers that depend on parameters, each of which may be any positive real number.

A *generic* number is a sum of products of *atoms* with integer exponents: an atom is a parameter, a
logarithm, or a sum of products that have no common factor.  Sums are interned, so that what is equal in form
is one atom, and products of them are multiplied and divided by adding exponents: backward induction leaves
numbers short whose expanded numerators would fill books.  The form decides most equalities; numbers that are
different modulo a large prime differ; what is left is expanded.

An equality that holds for some parameters and not for others, or whose order is not plain from the signs of
coefficients, raises :class:`UndecidedError`: what is decided is decided for all of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import gmpy2

from coherence_exact.errors import UndecidedError
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.ordered import Ordered
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.undefined import UNDEFINED

Monomial: TypeAlias = tuple[tuple[int, int], ...]
"""Atoms, ascending, with exponents other than 0."""

Terms: TypeAlias = Mapping[Monomial, Any]
"""Coefficients other than 0 of products of atoms."""

PRIME = 2**61 - 1
MOST_TERMS = 50_000
"""Sums are not expanded to more terms than this."""

MOST_ATOMS = 100_000
"""More atoms than this are not made."""

_ZERO = gmpy2.mpq(0)
_ONE = gmpy2.mpq(1)


def _multiplied(left: Monomial, right: Monomial, power: int = 1) -> Monomial:
    """left · right^power."""
    exponents = dict(left)
    for atom, exponent in right:
        exponents[atom] = exponents.get(atom, 0) + power * exponent
    return tuple(sorted((atom, exponent) for atom, exponent in exponents.items() if exponent))


class Parameters:
    """Some parameters, and the atoms that numbers of them are made of.

    >>> parameters = Parameters()
    >>> x, y = parameters.named("x"), parameters.named("y")
    >>> x / (x + y) + y / (x + y) == 1, (x + y) ** 2 == x * x + 2 * x * y + y * y
    (True, True)
    """

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._residues: list[int] = []
        self._is_positive: list[bool] = []
        self._names: dict[int, str] = {}
        self._sums: dict[frozenset[tuple[Monomial, Any]], int] = {}
        self._terms: dict[int, Terms] = {}
        self._logarithms: dict[Any, int] = {}

    def named(self, name: str, *, is_positive: bool = True) -> Generic:
        """A new parameter: any positive real number, or any real number at all."""
        atom = self._atom(self._random.randrange(1, PRIME), is_positive)
        self._names[atom] = name
        return Generic(self, {((atom, 1),): _ONE})

    def __len__(self) -> int:
        return len(self._names)

    def _atom(self, residue: int, is_positive: bool) -> int:
        if len(self._residues) >= MOST_ATOMS:
            raise UndecidedError(f"numbers of more than {MOST_ATOMS:,} different sums are not kept apart")
        self._residues.append(residue)
        self._is_positive.append(is_positive)
        return len(self._residues) - 1

    # Normal form

    def product_of(self, terms: Terms) -> tuple[Any, Monomial]:
        """A sum as one product: a coefficient and a monomial; 0 has coefficient 0."""
        factor: Monomial = ()
        while len(terms) > 1:
            common = _common(terms)
            factor = _multiplied(factor, common)
            terms = {_multiplied(monomial, common, -1): c for monomial, c in terms.items()}
            flat = self._flattened(terms)
            if flat is terms:
                return self._interned(terms, factor)
            terms = flat
        for monomial, coefficient in terms.items():
            return coefficient, _multiplied(factor, monomial)
        return _ZERO, ()

    def _flattened(self, terms: Terms) -> Terms:
        """The terms, those which are a sum alone written out; the same object if none is."""
        if not any(self._sum_in(monomial) for monomial in terms):
            return terms
        flat: dict[Monomial, Any] = {}
        for monomial, coefficient in terms.items():
            inner = self._sum_in(monomial) or {monomial: _ONE}
            for part, c in inner.items():
                flat[part] = flat.get(part, 0) + coefficient * c
        return {monomial: c for monomial, c in flat.items() if c}

    def _sum_in(self, monomial: Monomial) -> Terms | None:
        if len(monomial) != 1 or monomial[0][1] != 1:
            return None
        return self._terms.get(monomial[0][0])

    def _interned(self, terms: Terms, factor: Monomial) -> tuple[Any, Monomial]:
        lead = terms[min(terms)]
        scaled = {monomial: c / lead for monomial, c in terms.items()}
        key = frozenset(scaled.items())
        atom = self._sums.get(key)
        if atom is None:
            is_positive = all(c > 0 and self.is_positive(monomial) for monomial, c in scaled.items())
            atom = self._sums[key] = self._atom(self.residue_of(scaled), is_positive)
            self._terms[atom] = scaled
        return lead, _multiplied(factor, ((atom, 1),))

    def is_positive(self, monomial: Monomial) -> bool:
        """Whether every atom of a product is positive whatever the parameters, as far as can be seen."""
        return all(self._is_positive[atom] for atom, _ in monomial)

    # Other routes to equality

    def residue_of(self, terms: Terms) -> int:
        """The sum modulo a prime, at random parameters."""
        whole = 0
        for monomial, coefficient in terms.items():
            part = int(coefficient.numerator) * pow(int(coefficient.denominator), -1, PRIME)
            for atom, exponent in monomial:
                part = part * pow(self._residues[atom], exponent, PRIME) % PRIME
            whole += part
        return whole % PRIME

    def vanishes(self, atom: int) -> bool:
        """Whether a sum is 0 when everything in it is multiplied out."""
        if atom not in self._terms:
            return False
        import flint

        parts = _Parts(self._terms)
        parts.add(atom)
        names = [f"x{number}" for number in range(len(parts.variables))]
        context = flint.fmpq_mpoly_ctx.get(names, "lex")
        variables = dict(zip(parts.variables, context.gens(), strict=True))
        return not parts.multiplied_out(atom, variables, context)

    # Logarithms

    def logarithm(self, coefficient: Any, monomial: Monomial) -> Terms:
        """The logarithm of a positive product: a sum of the logarithms of its atoms."""
        found: dict[Monomial, Any] = {}
        for argument, c in LogValue.of(coefficient).arguments().items():
            found[((self._logarithm_of(argument), 1),)] = gmpy2.mpq(c)
        for atom, exponent in monomial:
            found[((self._logarithm_of((atom,)), 1),)] = gmpy2.mpq(exponent)
        return found

    def _logarithm_of(self, argument: Any) -> int:
        """The atom that is the logarithm of a rational, or of an atom in a tuple of its own."""
        if argument not in self._logarithms:
            residue = self._random.randrange(1, PRIME)
            self._logarithms[argument] = self._atom(residue, is_positive=False)
        return self._logarithms[argument]

    def of_logarithms(self, value: LogValue) -> Terms:
        """A finite sum of logarithms of rationals."""
        return {((self._logarithm_of(n), 1),): gmpy2.mpq(c) for n, c in value.arguments().items() if c}


def _common(terms: Iterable[Monomial]) -> Monomial:
    """The product of the least exponents of each atom."""
    first, *others = (dict(monomial) for monomial in terms)
    least = first
    for exponents in others:
        least = {
            atom: min(least.get(atom, 0), exponents.get(atom, 0)) for atom in least.keys() | exponents.keys()
        }
    return tuple(sorted((atom, exponent) for atom, exponent in least.items() if exponent))


class _Parts:
    """What a sum is made of: sums, and the atoms that are none."""

    def __init__(self, terms: Mapping[int, Terms]) -> None:
        self._terms = terms
        self._polynomials: dict[int, Any] = {}
        self.variables: list[int] = []

    def add(self, atom: int) -> None:
        """Gather the variables of a sum."""
        pending, seen = [atom], {atom}
        while pending:
            here = pending.pop()
            if here not in self._terms:
                self.variables.append(here)
                continue
            inside = {inner for monomial in self._terms[here] for inner, _ in monomial}
            pending += inside - seen
            seen |= inside

    def multiplied_out(self, atom: int, variables: Mapping[int, Any], context: Any) -> Any:
        """A sum, in which no exponent is negative, as a polynomial."""
        import flint

        if atom not in self._terms:
            return variables[atom]
        if atom not in self._polynomials:
            whole = context.constant(0)
            for monomial, coefficient in self._terms[atom].items():
                part = context.constant(flint.fmpq(int(coefficient.numerator), int(coefficient.denominator)))
                for inner, exponent in monomial:
                    polynomial = self.multiplied_out(inner, variables, context)
                    for _ in range(exponent):
                        if len(part) * len(polynomial) > MOST_TERMS:
                            raise UndecidedError(
                                f"a sum is not multiplied out to more than {MOST_TERMS:,} terms"
                            )
                        part = part * polynomial
                whole = whole + part
            self._polynomials[atom] = whole
        return self._polynomials[atom]


class Generic(Ordered):
    """A number that depends on :class:`Parameters`, with the operators of exact numbers.

    Sums are kept as they are until something else is done with them, so that a sum of many numbers is brought
    into normal form once.
    """

    __slots__ = ("_parameters", "_product", "_terms")

    def __init__(self, parameters: Parameters, terms: Terms) -> None:
        self._parameters = parameters
        self._terms = terms
        self._product: tuple[Any, Monomial] | None = None

    def normal(self) -> tuple[Any, Monomial]:
        """The number as a coefficient and a product of atoms; 0 has coefficient 0."""
        if self._product is None:
            coefficient, monomial = self._product = self._parameters.product_of(self._terms)
            self._terms = {monomial: coefficient} if coefficient else {}
        return self._product

    def _operand(self, other: Any) -> Generic | None:
        """Another finite number as one that depends on the parameters; None if it is none."""
        if isinstance(other, Generic):
            return other
        if is_rational(other):
            value = gmpy2.mpq(other.numerator, other.denominator)
            return Generic(self._parameters, {(): value} if value else {})
        if isinstance(other, LogValue) and other.is_finite:
            return Generic(self._parameters, self._parameters.of_logarithms(other))
        if isinstance(other, LogQuotient):
            raise UndecidedError("a product of logarithms of numbers is not mixed with parameters")
        return None

    # Arithmetic

    def __add__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        whole = dict(self._terms)
        for monomial, coefficient in operand._terms.items():
            whole[monomial] = whole.get(monomial, 0) + coefficient
        return Generic(self._parameters, {monomial: c for monomial, c in whole.items() if c})

    __radd__ = __add__

    def __neg__(self) -> Generic:
        return Generic(self._parameters, {monomial: -c for monomial, c in self._terms.items()})

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other * self.sign()
        operand = self._operand(other)
        return NotImplemented if operand is None else self._times(operand)

    __rmul__ = __mul__

    def _times(self, other: Generic, power: int = 1) -> Any:
        (own, product), (coefficient, monomial) = self.normal(), other.normal()
        return self._made(own * coefficient**power, _multiplied(product, monomial, power))

    def _made(self, coefficient: Any, monomial: Monomial) -> Any:
        if not coefficient or not monomial:
            return coefficient
        return Generic(self._parameters, {monomial: coefficient})

    def __truediv__(self, other: Any) -> Any:
        if _is_infinite(other):
            return UNDEFINED
        operand = self._operand(other)
        if operand is None:
            return NotImplemented
        return UNDEFINED if operand == 0 else self._times(operand, power=-1)

    def __rtruediv__(self, other: Any) -> Any:
        if _is_infinite(other):
            return other * self.sign()
        operand = self._operand(other)
        return NotImplemented if operand is None else operand / self

    def __pow__(self, exponent: int) -> Any:
        if exponent < 0 and self == 0:
            return UNDEFINED
        coefficient, monomial = self.normal()
        return self._made(coefficient**exponent, tuple((a, e * exponent) for a, e in monomial if exponent))

    def log(self) -> Any:
        """The logarithm; raises :class:`UndecidedError` unless the number is positive for all parameters."""
        sign = self.sign()
        if sign <= 0:
            return UNDEFINED if sign else LogValue(infinity=-1)
        return Generic(self._parameters, self._parameters.logarithm(*self.normal()))

    # Comparisons

    def sign(self) -> int:
        """−1, 0 or 1, the same for all parameters; raises :class:`UndecidedError` if that is not seen."""
        coefficient, monomial = self.normal()
        if not coefficient:
            return 0
        if self._parameters.is_positive(monomial):
            return 1 if coefficient > 0 else -1
        if not self._parameters.residue_of(self._terms) and any(
            self._parameters.vanishes(atom) for atom, exponent in monomial if exponent > 0
        ):
            return 0
        raise UndecidedError("the sign of a number depends on the parameters, or is not plain from its form")

    def _compare(self, other: Any) -> int | None:
        if _is_infinite(other):
            return -int(other.sign())
        operand = self._operand(other)
        if operand is None:
            return None
        difference: Generic = self - operand
        return difference.sign()

    def __repr__(self) -> str:
        return f"Generic({self._terms})"


def _is_infinite(value: Any) -> bool:
    return isinstance(value, LogValue) and not value.is_finite
