"""An independent checker for certificates about finite Markov decision processes.

    python checker.py [--all] [--json] PATH...

This one file needs Python 3.11 or later and its standard library.  It shares no code with the program that
writes certificates, and reads nothing but the certificates (a PATH that is a folder stands for all `*.json`
in it).  `FORMAT.md` specifies the format and the meaning of every term; the part on terms follows its tables.

A file is `valid`, `invalid` (with the reason) or `holey` (some step could not be checked).  `valid` means:

* always: the file has exactly the documented form; every model is a Markov decision process (probabilities
  sum to exactly 1, weights are in [0, 1]); every term has a meaning; `source` is the hash of the claim;
* `counterexample`: in the model (with the second policy, if there is one) every hypothesis is true and the
  relation is false; `values` lists exactly the terms that have a value, with the values that they have;
* `instance`, verdict `holds`: in the model every hypothesis and the relation are true, and `values` as above;
  verdict `vacuous`: a hypothesis is false or a value that is needed is undefined; `values` as above or empty;
* `family` over every model of a grid: `labelled` is what inclusion and exclusion gives, with no model listed;
  the classes of renamed models, listed here anew, are as many as `representatives`, and their sizes sum to
  `labelled`; the totals add up; the verdict is `vacuous` exactly if no model was decided.  Then SAMPLE of the
  N classes of the certificate are recomputed (all, if N <= SAMPLE), those with the numbers
  (2 i + 1) N // (2 SAMPLE), i = 0, 1, ..., in the order in which they are listed here: none may refute the
  relation, and what they show must be compatible with `checked` and `undefined`.  THE OTHER CLASSES ARE TAKEN
  ON TRUST, unless `--all` is given: then all are recomputed, and `checked` and `undefined` of every shape
  must be exactly right.  The remark says which it was;
* `family` over the priors of one model: all of them are recomputed, always, and the counts are exactly right;
* `sequence`: the argument is one of ARGUMENTS, with this kind, verdict, relation and hypotheses; in the model
  of every row, with its index, all hypotheses and the relation are true; `enclosures` lists exactly the terms
  of sort value that are not literals, and their values are between the bounds.  THAT THE RELATION IS TRUE AT
  EVERY INDEX, and that this proves or refutes the claim, is the theorem of the argument, TAKEN ON TRUST;
* `identity`: the argument is one of ARGUMENTS, as before; every equation is an identity of rational functions
  of exactly the listed symbols, and no denominator is the zero polynomial.  WHAT FOLLOWS FROM THE EQUATIONS
  is the theorem of the argument, TAKEN ON TRUST.  The remark names the argument, as for a sequence;
* `undecided` is never valid: it is `holey`.

What is trusted: Python's integers, fractions, hashes and JSON parser; this file; the proofs in `FORMAT.md` of
the named arguments; and, for families, that the relation does not depend on names (so terms that name a state
are refused there).  `claim`, `reading`, `statement` and `reason` are text for people, and are not checked.

Policies, q and v are computed by adding up the trajectories from every decision point, one by one.  Only what
is the best over policies, derivatives, and the error of a limit are found backwards in time.  Logarithms are
compared exactly: a polynomial in logarithms is zero if it vanishes over a base of pairwise coprime integers;
otherwise its sign is found with rational bounds.  A limit of re-training is compared with a rational by
bounds after 1, 2, 4, ... steps.  What bounds do not tell is `holey`.  There are no floats.

No file can make this program run away: one that exceeds a limit below is `invalid`, and the reason says so.
"""

import argparse
import hashlib
import io
import itertools
import json
import math
import pathlib
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar

Json = Any  # what json.loads gives without floats: None, bool, int, str, list, dict; every use looks first
Policy = tuple[Fraction, ...]  # one number for every choice of the model, see Model.choices
Numbers = tuple[Fraction, ...]  # one for every choice, or for every decision point
Table = dict[tuple[Any, ...], Fraction]  # by (time, state), (time, state, action) or with a successor
Distribution = dict[tuple[int, ...], Fraction]  # from trajectories, given by their choices
Monomial = tuple[Any, ...]  # sorted factors: integers n > 1, which stand for log n, or names of symbols
Polynomial = dict[Monomial, Fraction]
Jet = tuple[Polynomial, Polynomial, Polynomial]  # value, first and second derivative at one place
Row = tuple[Fraction, ...]
Verdict = Literal["true", "false", "unmet", "undefined"]

FILE_LIMIT = 4 * 2**20  # bytes of a file
NAME_LIMIT = 1_000  # letters of the name of a state or an action in a term
DIGITS_LIMIT = 1_000  # digits of a number in a model, a term or a grid
VALUE_DIGITS_LIMIT = 20_000  # digits of a number in `values`
DEPTH_LIMIT = 100  # of JSON in JSON
TERM_DEPTH_LIMIT = 40  # of terms in terms
TERMS_LIMIT = 2_000  # terms of one certificate, each as often as it occurs
STEPS_LIMIT = 1_000  # also of alpha, lookahead, time, decisions and complexity
HORIZON_LIMIT = 50
DELTA_LIMIT = 4_096  # of n in delta = 1/n
TRAJECTORIES_LIMIT = 100_000  # of one model, or the models of a sequence, from all decision points together
PRECISION_LIMIT = 16_384  # bits, before two logarithms are given up as undecided
RETRAININGS_LIMIT = 64  # steps, before a limit of re-training is given up as undecided
INDICES_LIMIT = 100  # rows of a sequence, and its models
SHAPES_LIMIT = 100
WIDTH_LIMIT = 5  # states at one time, and actions of one state, in a family
ROWS_LIMIT = 400  # weights of a grid, and rows of one length
REPRESENTATIVES_LIMIT = 100_000  # of one shape, and of all shapes of one certificate
PRIORS_LIMIT = 20_000  # of a family over the priors of one model
SAMPLE = 60
WORK_LIMIT = 20_000_000  # of a certificate; with --all, as much again for every SAMPLE models; see Work

ONE, ZERO = Fraction(1), Fraction(0)
WIDTH_OF_BOUNDS = Fraction(1, 10**6)  # of an enclosure, or relative to its larger end if that is above 1


class Rejected(Exception):  # noqa: N818
    """The certificate is invalid; the message is a sentence that names the place."""


class Undecidable(Rejected):
    """A comparison that this program could not settle: the certificate is holey."""


class Undefined(Exception):  # noqa: N818
    """A term has no value in a model.  This is no fault of the certificate."""


def undefined() -> NoReturn:
    """Say that a term has no value."""
    raise Undefined


class Outcome(NamedTuple):
    """What was found out about one file."""

    path: str
    outcome: Literal["valid", "invalid", "holey"]
    reason: str | None
    remark: str | None


class Work:
    """A budget: about so many microseconds of arithmetic, counted so that all machines stop at one place."""

    def __init__(self, limit: int = WORK_LIMIT) -> None:
        self.left = limit

    def spend(self, units: int) -> None:
        """Refuse when the budget is used up."""
        self.left -= units
        if self.left < 0:
            raise Rejected("Checking this takes more arithmetic than the limit allows.")

    def spend_on(self, number: Fraction, times: int = 1) -> None:
        """Pay for arithmetic with numbers of this size."""
        self.spend_bits(number.numerator.bit_length() + number.denominator.bit_length(), times)

    def spend_bits(self, bits: int, times: int = 1) -> None:
        """Pay for arithmetic with so many bits; greatest common divisors take the square of the length."""
        self.spend(times * (4 + bits // 40 + 10 * (bits >> 11) ** 2))

    def total(self, numbers: Iterable[Fraction]) -> Fraction:
        """Add up, paying for every step."""
        result = ZERO
        for number in numbers:
            result += number
            self.spend_on(result)
        return result

    def power(self, number: Fraction, exponent: int) -> Fraction:
        """Raise to a power, paying first, since one multiplication may already be too long."""
        bits = (number.numerator.bit_length() + number.denominator.bit_length()) * exponent
        self.spend_bits(bits)
        return Fraction(number**exponent)


# Reading JSON


def shown(text: object) -> str:
    """Make a text of the certificate safe and short enough for a message."""
    plain = text if isinstance(text, str) else repr(text)
    plain = plain if plain.isprintable() else ascii(plain)
    return plain if len(plain) <= 80 else plain[:60] + "..."


def shown_number(number: Fraction | int) -> str:
    """Make a number short enough for a message."""
    bits = number.numerator.bit_length() + number.denominator.bit_length()
    return str(number) if bits < 1000 else f"a number of {bits} bits"


def refuse_number(text: str) -> NoReturn:
    """Refuse floats, NaN and infinities wherever they are."""
    raise Rejected(f"The file has the number {shown(text)}, but certificates have no floats.")


def read_integer(text: str) -> int:
    """Refuse integers that no documented count can be."""
    if len(text) > 18:
        raise Rejected("The file has a JSON integer of more than 18 digits.")
    return int(text)


def read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that is given twice."""
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result:
            raise Rejected(f"The key {shown(key)} is given twice in one object.")
        result[key] = value
    return result


def refuse_deep(document: Json) -> None:
    """Refuse what is nested more deeply than any certificate has to be, one level after another."""
    level = [document]
    for _ in range(DEPTH_LIMIT):
        objects = [part.values() if isinstance(part, dict) else part for part in level]
        level = [child for part in objects for child in part if isinstance(child, dict | list)]
        if not level:
            return
    raise Rejected(f"The file is nested more deeply than {DEPTH_LIMIT} levels, which is the limit.")


def read_json(content: bytes) -> Json:
    """Check that the file is UTF-8 and JSON, strictly, and that all its text could be written as UTF-8."""
    try:
        document = json.loads(
            content.decode("utf-8"),
            parse_int=read_integer,
            parse_float=refuse_number,
            parse_constant=refuse_number,
            object_pairs_hook=read_object,
        )
        if isinstance(document, dict | list):
            refuse_deep(document)
        canonical(document).encode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not UTF-8 text: byte {error.start} is wrong.") from None
    except UnicodeEncodeError:
        raise Rejected("The file has a text with half of a surrogate pair.") from None
    except json.JSONDecodeError as error:
        raise Rejected(
            f"The file is not JSON: {error.msg}, in line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise Rejected("The file is nested too deeply.") from None
    return document


def canonical(document: Json) -> str:
    """Give the one text that `source` hashes, and by which terms are compared."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def mapping(data: Json, place: str) -> dict[str, Json]:
    """Check that this is an object that is not empty."""
    if not isinstance(data, dict) or not data:
        raise Rejected(f"{place} is not an object with at least one key.")
    return data


def members(
    data: Json, place: str, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, Json]:
    """Check that an object has all required keys, and no others than these and the optional ones."""
    if not isinstance(data, dict):
        raise Rejected(f"{place} is not an object.")
    for key in required:
        if key not in data:
            raise Rejected(f"{place} has no key {key!r}.")
    known = {*required, *optional}
    for key in data:
        if key not in known:
            raise Rejected(f"{place} has the unknown key {shown(key)!r}.")
    return data


def items(data: Json, place: str, length: int | None = None, most: int | None = None) -> list[Json]:
    """Check that this is a list, of this length, or at most so long."""
    if not isinstance(data, list):
        raise Rejected(f"{place} is not a list.")
    if length is not None and len(data) != length:
        raise Rejected(f"{place} has {len(data)} entries, not {length}.")
    if most is not None and len(data) > most:
        raise Rejected(f"{place} has {len(data)} entries; the limit is {most}.")
    return data


def string(data: Json, place: str) -> str:
    """Check that this is a text."""
    if not isinstance(data, str):
        raise Rejected(f"{place} is not a text.")
    return data


def name_in_term(data: Json, place: str) -> str:
    """Check that this is a text that is short enough to be repeated in every term around it."""
    if len(string(data, place)) > NAME_LIMIT:
        raise Rejected(f"{place} has {len(data)} letters, more than {NAME_LIMIT}, which is the limit.")
    return str(data)


def boolean(data: Json, place: str) -> bool:
    """Check that this is true or false."""
    if not isinstance(data, bool):
        raise Rejected(f"{place} is not true or false.")
    return data


def integer(data: Json, place: str, least: int = 0, most: int = 10**18) -> int:
    """Check that this is a JSON integer (true and false are none) within its limits."""
    if isinstance(data, bool) or not isinstance(data, int):
        raise Rejected(f"{place} is not an integer.")
    if not least <= data <= most:
        raise Rejected(f"{place} is {data}, but has to be from {least} to {most}.")
    return int(data)


def digits_to_integer(digits: str) -> int:
    """Convert any number of digits, in parts that no setting of Python's refuses."""
    if len(digits) <= 600:
        return int(digits)
    half = len(digits) // 2
    power: int = 10**half
    return digits_to_integer(digits[:-half]) * power + digits_to_integer(digits[-half:])


def rational(data: Json, place: str, most_digits: int = DIGITS_LIMIT) -> Fraction:
    """Check that this is a rational number in lowest terms, written as documented."""
    if not isinstance(data, str):
        raise Rejected(f"{place} is not a number in a string.")
    if len(data) > 2 * most_digits + 2:
        raise Rejected(f"{place} is a number of too many digits; the limit is {most_digits}.")
    parts = re.fullmatch(r"(-?)([0-9]+)(?:/([0-9]+))?", data)
    if parts is None:
        raise Rejected(f"{place} is {shown(data)!r}, which is no rational number p or p/q.")
    sign, above, below = parts[1], parts[2], parts[3] or "1"
    if max(len(above), len(below)) > most_digits:
        raise Rejected(f"{place} is a number of too many digits; the limit is {most_digits}.")
    numerator, denominator = digits_to_integer(above), digits_to_integer(below)
    if denominator == 0:
        raise Rejected(f"{place} is {shown(data)!r}, which divides by 0.")
    padded = (above[0] == "0" and above != "0") or below[0] == "0"
    if padded or data == "-0" or parts[3] == "1" or math.gcd(numerator, denominator) > 1:
        raise Rejected(f"{place} is {shown(data)!r}, which is not written in lowest terms.")
    return Fraction(-numerator if sign else numerator, denominator)


def distribution(data: Json, place: str, known: Collection[str], work: Work) -> dict[str, Fraction]:
    """Check that these are probabilities of known names, and that they sum to exactly 1."""
    result = {}
    for name, number in mapping(data, place).items():
        here = f"{place}.{shown(name)}"
        if name not in known:
            raise Rejected(f"{here} is unknown.")
        result[name] = unit(rational(number, here), here)
    total = work.total(result.values())
    if total != 1:
        raise Rejected(f"{place}: the probabilities sum to {shown_number(total)}, not 1.")
    return result


def unit(number: Fraction, place: str) -> Fraction:
    """Check that a number is in [0, 1]."""
    if not 0 <= number <= 1:
        raise Rejected(f"{place} is {shown_number(number)}, which is not in [0, 1].")
    return number


# Logarithms and polynomials


@dataclass(frozen=True)
class Log:
    """The sum of c log n over the pairs (n, c) of `terms`, n an integer > 1; or plus or minus infinity."""

    terms: tuple[tuple[int, Fraction], ...] = ()
    infinite: int = 0


@dataclass(frozen=True)
class Quotient:
    """A quotient of two polynomials.  If they are polynomials in logarithms, the lower one is positive."""

    above: Polynomial
    below: Polynomial = field(default_factory=lambda: {(): ONE})


@dataclass
class Limit:
    """A number between rational bounds, which can be made narrower for some time."""

    narrower: Iterator[tuple[Fraction, Fraction]]
    low: Fraction = ZERO
    high: Fraction = ONE

    def beyond(self, number: Fraction) -> int:
        """Find the sign of limit - number."""
        while self.low <= number <= self.high and self.low < self.high:
            low, high = next(self.narrower, (None, None))
            if low is None or high is None:
                raise Undecidable(f"A limit was not told from {shown_number(number)} after the last step.")
            self.low, self.high = max(self.low, low), min(self.high, high)
        return (self.low > number) - (self.high < number)


Number = Fraction | Log | Quotient | Limit


def plus(left: Polynomial, right: Polynomial, work: Work, factor: Fraction = ONE) -> Polynomial:
    """Add the right polynomial, times a rational, to the left one."""
    result = dict(left)
    for monomial, coefficient in right.items():
        result[monomial] = result.get(monomial, ZERO) + factor * coefficient
        work.spend_on(result[monomial])
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def times(left: Polynomial, right: Polynomial, work: Work) -> Polynomial:
    """Multiply two polynomials."""
    result: Polynomial = {}
    for one, x in left.items():
        for two, y in right.items():
            work.spend(len(one) + len(two))
            monomial = tuple(sorted(one + two))
            result[monomial] = result.get(monomial, ZERO) + x * y
            work.spend_on(result[monomial])
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def constant(number: Fraction) -> Polynomial:
    """Make the polynomial that is this rational."""
    return {(): number} if number else {}


def quotient_sum(one: Quotient, two: Quotient, work: Work, factor: Fraction = ONE) -> Quotient:
    """Add the second quotient, times a rational, to the first."""
    if one.below == two.below:
        return Quotient(plus(one.above, two.above, work, factor), one.below)
    above = plus(times(one.above, two.below, work), times(two.above, one.below, work), work, factor)
    return Quotient(above, times(one.below, two.below, work))


def quotient_product(one: Quotient, two: Quotient, work: Work) -> Quotient:
    """Multiply two quotients."""
    return Quotient(times(one.above, two.above, work), times(one.below, two.below, work))


def as_quotient(number: Number) -> Quotient:
    """Write a rational, a finite log value or a log quotient as a quotient; nothing else has arithmetic."""
    if isinstance(number, Quotient):
        return number
    if isinstance(number, Fraction):
        return Quotient(constant(number))
    if isinstance(number, Limit) or number.infinite:
        raise Undefined
    return Quotient({(whole,): coefficient for whole, coefficient in number.terms})


def log_of(number: Fraction) -> Log:
    """Take the logarithm of a rational >= 0."""
    if not number:
        return Log(infinite=-1)
    pairs = ((number.numerator, ONE), (number.denominator, -ONE))
    return Log(tuple((whole, sign) for whole, sign in pairs if whole > 1))


def mix(parts: Iterable[tuple[Fraction, Log]], work: Work) -> Log:
    """Add up log values, each times a rational; 0 times infinity is 0; infinity has no difference."""
    terms: dict[int, Fraction] = {}
    infinite = 0
    for factor, log in parts:
        if factor and log.infinite:
            sign = log.infinite * (1 if factor > 0 else -1)
            if sign == -infinite:
                raise Undefined
            infinite = sign
        for whole, coefficient in log.terms:
            terms[whole] = terms.get(whole, ZERO) + factor * coefficient
            work.spend_on(terms[whole])
    return Log(infinite=infinite) if infinite else Log(tuple((n, c) for n, c in terms.items() if c))


def coprime_base(numbers: Iterable[int], work: Work) -> list[int]:
    """Find pairwise coprime integers > 1 of which all these positive integers are products of powers.

    Logarithms of pairwise coprime integers are linearly independent over the rationals.
    """
    base: list[int] = []
    pending = list(numbers)
    while pending:
        number = pending.pop()
        for position, other in enumerate(base):
            work.spend_bits(number.bit_length() + other.bit_length())
            common = math.gcd(number, other)
            if common > 1:
                del base[position]
                pending += [common, number // common, other // common]
                break
        else:
            if number > 1:
                base.append(number)
    return sorted(base)


def exponents(argument: Fraction, base: Sequence[int], work: Work) -> tuple[int, ...]:
    """Write a positive rational as a product of powers of the base."""
    result = []
    for prime in base:
        count = 0
        for whole, step in ((argument.numerator, 1), (argument.denominator, -1)):
            rest = whole
            work.spend(4 + rest.bit_length() // 40)
            while rest % prime == 0:
                rest, count = rest // prime, count + step
                work.spend(4 + rest.bit_length() // 20)
        result.append(count)
    return tuple(result)


def bounds_of_inverse_tanh(above: int, below: int, precision: int) -> tuple[int, int]:
    """Enclose 2^precision atanh(z) for z = above/below with 0 <= z <= 1/3.

    atanh(z) is the sum of z^k / k over odd k.  Rounding everything down gives a lower bound, however many
    terms are added; rounding everything up gives an upper bound together with the rest of the series, which
    from z^k / k on is less than z^k / (1 - z^2) < 2 z^k.
    """
    power = (above << precision) // below
    square = (power * power) >> precision
    low, odd = 0, 1
    while power:
        low += power // odd
        power, odd = (power * square) >> precision, odd + 2
    power = -((-above << precision) // below)
    square = -((-power * power) >> precision)
    high = 0
    for odd in range(1, 2 * (precision // 3) + 5, 2):
        high -= -power // odd
        power = -((-power * square) >> precision)
    return low, high + 2 * power


@lru_cache(maxsize=1024)
def bounds_of_logarithm(number: int, precision: int) -> tuple[int, int]:
    """Enclose 2^precision log(number): log n = k log 2 + 2 atanh((n - 2^k) / (n + 2^k))."""
    shift = number.bit_length() - 1
    if 3 * number > 4 << shift:
        shift += 1
    rest = number - (1 << shift)
    low, high = bounds_of_inverse_tanh(abs(rest), number + (1 << shift), precision)
    if rest < 0:
        low, high = -high, -low
    low_two, high_two = bounds_of_inverse_tanh(1, 3, precision)
    return 2 * (low + shift * low_two), 2 * (high + shift * high_two)


def over_base(polynomial: Polynomial, work: Work) -> Polynomial:
    """Write all logarithms of a polynomial over one base of pairwise coprime integers."""
    base = coprime_base({whole for monomial in polynomial for whole in monomial}, work)
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        product = constant(coefficient)
        for whole in monomial:
            product = times(product, logarithm_over(base, Fraction(whole), work), work)
        result = plus(result, product, work)
    return result


def logarithm_over(base: Sequence[int], argument: Fraction, work: Work) -> Polynomial:
    """Write the logarithm of a product of powers of the base as a polynomial in their logarithms."""
    work.spend(len(base))
    pairs = zip(base, exponents(argument, base, work), strict=True)
    return {(prime,): Fraction(count) for prime, count in pairs if count}


def bounds_of_sum(terms: Sequence[tuple[Monomial, int]], precision: int, work: Work) -> tuple[int, int]:
    """Enclose 2^precision times the sum of c log n log m ... over pairs ((n, m, ...), c) of integers."""
    low = high = 0
    for monomial, coefficient in terms:
        least = most = 1 << precision
        for number in monomial:
            work.spend(1 + (precision + number.bit_length()) ** 2 // 8192)
            bounds = bounds_of_logarithm(number, precision)
            least, most = least * bounds[0] >> precision, -(-most * bounds[1] >> precision)
        ends = (coefficient * least, coefficient * most)
        low, high = low + min(ends), high + max(ends)
    return low, high


def precisions() -> Iterator[int]:
    """Double the number of bits up to the limit."""
    precision = 64
    while precision <= PRECISION_LIMIT:
        yield precision
        precision *= 2


def sign(polynomial: Polynomial, work: Work) -> int:
    """Find the sign of a polynomial in logarithms.

    It is zero if nothing is left of it over a base of coprime integers.  Otherwise bounds have to show its
    sign.  They do for a polynomial of degree 1, since a nonzero sum of rational multiples of logarithms of
    rationals is transcendental; for others, that it is not zero is expected (Schanuel's conjecture says so).
    """
    kept = over_base(polynomial, work)
    if not kept:
        return 0
    scale = 1
    for coefficient in kept.values():
        scale = math.lcm(scale, coefficient.denominator)
        work.spend_bits(scale.bit_length())
    terms = [(key, scale // number.denominator * number.numerator) for key, number in kept.items()]
    for precision in precisions():
        low, high = bounds_of_sum(terms, precision, work)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    raise Undecidable(f"The sign of an expression in logarithms was not found with {PRECISION_LIMIT} bits.")


def compare(left: Number, right: Number, work: Work) -> int:
    """Find the sign of left - right; infinities of one sign are equal; limits are compared with rationals."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return (left > right) - (left < right)
    if isinstance(right, Limit):
        return -compare(right, left, work) if isinstance(left, Fraction) else undefined()
    if isinstance(left, Limit):
        return left.beyond(right) if isinstance(right, Fraction) else undefined()
    one, two = (x.infinite if isinstance(x, Log) else 0 for x in (left, right))
    if one or two:
        return (one > two) - (one < two)
    return sign(quotient_sum(as_quotient(left), as_quotient(right), work, -ONE).above, work)


def multiple(left: Sequence[int], right: Sequence[int]) -> Fraction | None:
    """Find the rational r with left = r right, where right is not all 0."""
    factor = next(Fraction(x, y) for x, y in zip(left, right, strict=True) if y)
    return factor if all(x == factor * y for x, y in zip(left, right, strict=True)) else None


def same_quotient(one: tuple[Fraction, Fraction], two: tuple[Fraction, Fraction], work: Work) -> bool:
    """Decide whether log x / log y is the same number for two pairs (x, y) of rationals > 1.

    Over a base of coprime integers it is exact whether a logarithm is a rational multiple of another.  If
    such a multiple relates x with y in one pair, or x with x, or y with y, that settles it.  Otherwise the
    quotients are expected to differ (the four exponentials conjecture says so), and bounds have to show it.
    """
    arguments = (*one, *two)
    base = coprime_base((n for x in arguments for n in (x.numerator, x.denominator)), work)
    x_one, y_one, x_two, y_two = (exponents(argument, base, work) for argument in arguments)
    for pairs in (((x_one, y_one), (x_two, y_two)), ((x_two, x_one), (y_two, y_one))):
        left, right = (multiple(*pair) for pair in pairs)
        if left is not None or right is not None:
            return left == right
    for precision in precisions():
        (xl, xh), (yl, yh), (ul, uh), (vl, vh) = (
            bounds_of_sum([((n,), count) for n, count in zip(base, vector, strict=True)], precision, work)
            for vector in (x_one, y_one, x_two, y_two)
        )
        if min(xl, yl, ul, vl) > 0 and (xl * vl > uh * yh or xh * vh < ul * yl):
            return False
    raise Undecidable(f"Two quotients of logarithms were not told apart with {PRECISION_LIMIT} bits.")


# Models


class Trajectory(NamedTuple):
    """The choices of one trajectory, and the product of its transition probabilities."""

    dynamics: Fraction
    choices: tuple[int, ...]


@dataclass
class Model:
    """A model unrolled over time.

    `points` are the decision points (time, state).  A choice is a decision point with one of its actions;
    `rows` has the positions of each point's choices, `later` the possible next points of every choice, and
    `trajectories` all trajectories from every point to the horizon with positive transition probabilities.
    """

    horizon: int
    start: dict[str, Fraction]
    actions: dict[str, tuple[str, ...]]
    weight_of: dict[tuple[str, str], Fraction]
    successors_of: dict[tuple[str, str], dict[str, Fraction] | None]
    work: Work
    points: list[tuple[int, str]] = field(default_factory=list)
    choices: list[tuple[int, str, str]] = field(default_factory=list)
    rows: list[range] = field(default_factory=list)
    later: list[list[tuple[Fraction, int]]] = field(default_factory=list)
    trajectories: list[list[Trajectory]] = field(default_factory=list)
    products: dict[tuple[int, ...], Fraction] = field(default_factory=dict)  # of the weights of trajectories

    def __post_init__(self) -> None:
        """Find the decision points, and all trajectories from each of them."""
        met = [state for state, chance in self.start.items() if chance]
        for time in range(1, self.horizon + 1):
            reached: dict[str, None] = {}
            for state in met:
                self.points.append((time, state))
                self.rows.append(range(len(self.choices), len(self.choices) + len(self.actions[state])))
                for action in self.actions[state]:
                    self.choices.append((time, state, action))
                    reached.update((later, None) for later, _ in self.next_states(time, state, action))
            met = list(reached)
            self.refuse_more(len(self.choices))
        place = {point: position for position, point in enumerate(self.points)}
        for time, state, action in self.choices:
            following = self.next_states(time, state, action)
            self.later.append([(chance, place[time + 1, later]) for later, chance in following])
        self.weights = tuple(self.weight_of[state, action] for _, state, action in self.choices)
        self.list_trajectories()

    def next_states(self, time: int, state: str, action: str) -> list[tuple[str, Fraction]]:
        """Give the possible next states: none at the last time."""
        row = self.successors_of[state, action]
        if time == self.horizon:
            return []
        if row is None:
            raise Rejected(f"State {shown(state)} is met before the last time: {shown(action)} needs `to`.")
        return [(later, chance) for later, chance in row.items() if chance]

    def refuse_more(self, count: int) -> None:
        """Refuse a model with too many trajectories (each decision point and action begins at least one)."""
        if count > TRAJECTORIES_LIMIT:
            raise Rejected(f"The model has more than {TRAJECTORIES_LIMIT} trajectories, which is the limit.")

    def list_trajectories(self) -> None:
        """Put a choice before the trajectories from every possible next point, counting before building."""
        counts = [0] * len(self.points)
        for position in reversed(range(len(self.points))):
            following = [self.later[choice] for choice in self.rows[position]]
            counts[position] = sum(sum(counts[point] for _, point in later) or 1 for later in following)
            self.refuse_more(sum(counts))
        self.trajectories = [[] for _ in self.points]
        for position in reversed(range(len(self.points))):
            for choice in self.rows[position]:
                if not self.later[choice]:
                    self.trajectories[position].append(Trajectory(ONE, (choice,)))
                for chance, point in self.later[choice]:
                    for dynamics, choices in self.trajectories[point]:
                        self.trajectories[position].append(Trajectory(chance * dynamics, (choice, *choices)))
                        self.work.spend_on(dynamics)

    def spread(self, rows: Mapping[str, Sequence[Fraction]]) -> Policy:
        """Make the policy that has the same row in a state at every time."""
        return tuple(chance for _, state in self.points for chance in rows[state])

    def uniform_rows(self) -> dict[str, Row]:
        """Give every action of a state the same probability."""
        return {state: (Fraction(1, len(row)),) * len(row) for state, row in self.actions.items()}


def read_model(data: Json, place: str, work: Work) -> tuple[Model, Policy]:
    """Check that this is a model file as JSON, and give the model and its prior."""
    fields = members(data, place, ("name", "horizon", "start", "states"), ("prior",))
    string(fields["name"], f"{place}.name")
    states = mapping(fields["states"], f"{place}.states")
    weight_of, successors_of = {}, {}
    for state, choices in states.items():
        for action, choice in mapping(choices, f"{place}.states.{shown(state)}").items():
            here = f"{place}.states.{shown(state)}.{shown(action)}"
            members(choice, here, (), ("to", "success", "reward"))
            weight_of[state, action] = read_weight(choice, here)
            to = read_row(choice["to"], f"{here}.to", states, work) if "to" in choice else None
            successors_of[state, action] = to
    actions = {state: tuple(choices) for state, choices in states.items()}
    start = read_row(fields["start"], f"{place}.start", states, work)
    horizon = integer(fields["horizon"], f"{place}.horizon", 1, HORIZON_LIMIT)
    model = Model(horizon, start, actions, weight_of, successors_of, work)
    rows = model.uniform_rows()
    for state, choices in members(fields.get("prior", {}), f"{place}.prior", (), states).items():
        row = distribution(choices, f"{place}.prior.{shown(state)}", states[state], work)
        rows[state] = tuple(row.get(action, ZERO) for action in actions[state])
    return model, model.spread(rows)


def read_row(data: Json, place: str, states: Collection[str], work: Work) -> dict[str, Fraction]:
    """Check a state, which has probability 1 then, or a table of probabilities; drop states that have 0."""
    row = distribution({data: "1"} if isinstance(data, str) else data, place, states, work)
    return {state: chance for state, chance in row.items() if chance}


def read_weight(choice: dict[str, Json], place: str) -> Fraction:
    """Check `success`, or `reward`, its logarithm; the weight is 1 if neither is given."""
    if "reward" not in choice:
        return unit(rational(choice.get("success", "1"), f"{place}.success"), f"{place}.success")
    if "success" in choice:
        raise Rejected(f"{place} has both `success` and `reward`.")
    place = f"{place}.reward"
    reward = string(choice["reward"], place)
    if reward in ("0", "-inf"):
        return ONE if reward == "0" else ZERO
    if not (reward.startswith("log(") and reward.endswith(")")):
        raise Rejected(f"{place} is {shown(reward)!r}, not log(p/q), 0 or -inf.")
    weight = unit(rational(reward[4:-1], place), place)
    if weight == 0:
        raise Rejected(f"{place} is the logarithm of 0.")
    return weight


def read_policy(model: Model, data: Json, place: str, most_digits: int = DIGITS_LIMIT) -> Policy:
    """Check that this gives each decision point, and nothing else, a row that sums to 1."""
    times = {str(time) for time, _ in model.points}
    tables = members(data, place, times)
    for time in times:
        states = {state: None for moment, state in model.points if str(moment) == time}
        members(tables[time], f"{place}.{time}", states)
    policy: list[Fraction] = []
    for moment, state in model.points:
        here = f"{place}.{moment}.{shown(state)}"
        row = members(tables[str(moment)][state], here, model.actions[state])
        numbers = [rational(row[name], f"{here}.{shown(name)}", most_digits) for name in model.actions[state]]
        if min(numbers) < 0 or model.work.total(numbers) != 1:
            raise Rejected(f"{here}: the probabilities are not in [0, 1], or do not sum to 1.")
        policy += numbers
    return tuple(policy)


# Evaluation


@dataclass(frozen=True)
class Term:
    """A term whose name, parameters and sorts of arguments have been checked; `text` tells terms apart."""

    name: str
    parameters: dict[str, Any]
    arguments: tuple["Term", ...]
    sort: str
    text: str


class Evaluation:
    """One model with a prior and perhaps a second policy, and the terms that were evaluated in it."""

    def __init__(self, model: Model, first: Policy, second: Policy | None = None, index: int = 0) -> None:
        self.model, self.prior, self.second, self.work = model, first, second, model.work
        self.index = index  # of a row of a sequence
        self.known: dict[Any, Any] = {}
        self.retrained: dict[Policy, Policy] = {}  # G of policies, by the weights of the model

    def value(self, term: Term) -> Any:
        """Evaluate a term; raise Undefined if it, or a term that it needs, has no value.

        Relations are handed over unevaluated: whether they are needed, the term around them says.
        """
        if term.text not in self.known:
            by_name = term.name in ELSEWHERE
            try:
                arguments = [x if by_name or x.sort == RELATION else self.value(x) for x in term.arguments]
                self.known[term.text] = TERMS[term.name].meaning(self, *arguments, **term.parameters)
            except Undefined:
                self.known[term.text] = Undefined
        found = self.known[term.text]
        if found is Undefined:
            raise Undefined
        return found

    def judge(self, given: Sequence[Term], relation: Term) -> Verdict:
        """Look at the hypotheses in order, up to the first that is false, and then at the relation."""
        try:
            if not all(self.value(hypothesis) for hypothesis in given):
                return "unmet"
            return "true" if self.value(relation) else "false"
        except Undefined:
            return "undefined"

    def sums(self, policy: Policy, weights: Numbers, first: bool = True) -> Numbers:
        """For every choice, add up the trajectories that begin with it: probability times weights.

        The probability is that of all choices and transitions from this decision point on; without that of
        the first choice itself if `first` is false.
        """
        result = [ZERO] * len(policy)
        products: list[list[Fraction]] = [[] for _ in self.model.rows]  # of all trajectories from every point
        for row, from_here in reversed(list(zip(self.model.rows, products, strict=True))):
            for choice in row:
                later, weight, taken = self.model.later[choice], weights[choice], policy[choice]
                parts = [] if later else [ONE]
                for chance, point in later:
                    parts += [chance * part for part in products[point]] if chance != 1 else products[point]
                total = self.work.total(parts)
                self.work.spend_on(total, len(parts))
                result[choice] = taken * weight * total if first else weight * total
                if factor := taken * weight:
                    from_here += [factor * part for part in parts]
        return tuple(result)

    def q(self, policy: Policy) -> Numbers:
        """For every choice, the probability of success from there on."""
        return self.sums(policy, self.model.weights, first=False)

    def v(self, policy: Policy) -> Numbers:
        """For every decision point, the probability of success from there on."""
        sums = self.sums(policy, self.model.weights)
        return tuple(self.work.total(sums[choice] for choice in row) for row in self.model.rows)

    def normalised(self, numbers: Sequence[Fraction], kept: Policy) -> Policy:
        """Divide every row by its sum; where that is 0, take the row of another policy."""
        result: list[Fraction] = []
        for row in self.model.rows:
            total = self.work.total(numbers[choice] for choice in row)
            result += [numbers[choice] / total if total else kept[choice] for choice in row]
            self.work.spend_on(total, len(row))
        return tuple(result)

    def conditioned(self, policy: Policy, weights: Numbers) -> Policy:
        """G: the probability of every action given success with these weights."""
        return self.normalised(self.sums(policy, weights), policy)

    def greedy(self, numbers: Sequence[Fraction], kept: Policy) -> Policy:
        """Uniform over the largest numbers of every row; where all are 0, the row of another policy."""
        best = [ZERO] * len(numbers)
        for row in self.model.rows:
            largest = max(numbers[choice] for choice in row)
            for choice in row:
                best[choice] = ONE if numbers[choice] == largest > 0 else ZERO
        return self.normalised(best, kept)

    def law(self, policy: Policy, given_start: bool = False) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        """List every whole trajectory with its probability, or with that given its start state."""
        for (time, state), trajectories in zip(self.model.points, self.model.trajectories, strict=True):
            for dynamics, choices in trajectories if time == 1 else ():
                chance = dynamics * self.product(choices, policy)
                yield choices, chance if given_start else chance * self.model.start[state]

    def occupancy(self, policy: Policy) -> list[Fraction]:
        """For every choice, the probability that it is met and taken."""
        result = [ZERO] * len(policy)
        for choices, chance in self.law(policy):
            for choice in choices:
                result[choice] += chance
                self.work.spend_on(result[choice])
        return result

    def visited(self, policy: Policy) -> list[range]:
        """List the rows of the decision points that are met with positive probability."""
        occupancy = self.occupancy(policy)
        return [row for row in self.model.rows if any(occupancy[choice] for choice in row)]

    def product(self, choices: Iterable[int], factors: Sequence[Fraction]) -> Fraction:
        """Multiply the factors of these choices."""
        result = ONE
        for choice in choices:
            result *= factors[choice]
            self.work.spend_on(result)
        return result

    def weight(self, choices: tuple[int, ...]) -> Fraction:
        """Multiply the weights of these choices."""
        if choices not in self.model.products:
            self.model.products[choices] = self.product(choices, self.model.weights)
        return self.model.products[choices]

    def success(self, policy: Policy) -> Fraction:
        """S: the sum over whole trajectories of their probability times their weights."""
        return self.work.total(chance * self.weight(choices) for choices, chance in self.law(policy))

    def expectation(self, policy: Policy, logarithm: Callable[[tuple[int, ...]], Log]) -> Log:
        """The expectation over whole trajectories of a log value; those of probability 0 contribute 0."""
        return mix(
            ((chance, logarithm(choices)) for choices, chance in self.law(policy) if chance), self.work
        )

    def ahead(self, v: Sequence[Fraction]) -> Numbers:
        """Look one step ahead: for every choice w times the expectation of v, or w at the last time."""
        expected = [[chance * v[point] for chance, point in later] or [ONE] for later in self.model.later]
        return tuple(w * self.work.total(row) for w, row in zip(self.model.weights, expected, strict=True))

    def best(self, support: Policy) -> tuple[Numbers, Numbers]:
        """The largest success probabilities (q and v) over policies within a support, backwards in time."""
        v: Numbers = (ZERO,) * len(self.model.points)
        for _ in range(self.model.horizon):
            q = self.ahead(v)
            v = tuple(max(q[choice] for choice in row if support[choice]) for row in self.model.rows)
        return q, v

    def at_start(self, values: Sequence[Any]) -> list[tuple[Fraction, Any]]:
        """Pair the probabilities of the start states with their values."""
        points = zip(self.model.points, values, strict=True)
        return [(self.model.start[state], value) for (time, state), value in points if time == 1]

    def best_success(self) -> Fraction:
        """The largest S of all policies."""
        _, v = self.best((ONE,) * len(self.model.choices))
        return self.work.total(chance * value for chance, value in self.at_start(v))

    def number(self, data: int | str, least: int = 0) -> int:
        """Turn `horizon+n` or `index+n` into a number."""
        if isinstance(data, int):
            return data
        offset = int(data.removeprefix("horizon").removeprefix("index") or "0")
        if data.startswith("index"):
            return integer(self.index + offset, f"{data} at the index {self.index}", least, STEPS_LIMIT)
        number = self.model.horizon + offset
        return number if number >= 0 else undefined()

    def delta(self, data: int | str) -> int:
        """Turn 1/n, written `n`, `index` or `n^index`, into n."""
        if isinstance(data, int):
            return data
        number = int(data[: -len("^index")] or "0") ** self.index or self.index
        return integer(number, f"n of 1/n for 1/{data} at the index {self.index}", 1, DELTA_LIMIT)

    def deterministic(self) -> bool:
        """Whether every choice at a decision point before the last time has one possible next state."""
        return all(len(later) <= 1 for later in self.model.later)

    def by_choice(self, numbers: Sequence[Fraction]) -> Table:
        """Make a table by time, state and action."""
        self.work.spend(len(numbers))
        return dict(zip(self.model.choices, numbers, strict=True))

    def by_point(self, numbers: Sequence[Fraction]) -> Table:
        """Make a table by time and state."""
        self.work.spend(len(numbers))
        return dict(zip(self.model.points, numbers, strict=True))

    def undiscounted(self, gamma: Fraction) -> "Evaluation":
        """The undiscounted model: its state (end) is met with probability 1 - gamma, and then for ever."""
        model = self.model
        if "(end)" in model.actions:
            raise Rejected("A model with a state named (end) has no undiscounted model.")
        actions = {**model.actions, "(end)": next(iter(model.actions.values()))}
        weight_of = {**model.weight_of, **{("(end)", action): ONE for action in actions["(end)"]}}
        rows: dict[tuple[str, str], dict[str, Fraction] | None] = {
            key: row and {**{state: gamma * chance for state, chance in row.items()}, "(end)": 1 - gamma}
            for key, row in model.successors_of.items()
        }
        rows |= {("(end)", action): {"(end)": ONE} for action in actions["(end)"]}
        other = Model(model.horizon, model.start, actions, weight_of, rows, self.work)
        policy = other.uniform_rows()
        for (_, state), row in zip(model.points, model.rows, strict=True):
            policy[state] = tuple(self.prior[choice] for choice in row)
        return Evaluation(other, other.spread(policy), index=self.index)


# Terms

POLICY, VALUE, RELATION, TABLE, DISTRIBUTION = "policy", "value", "relation", "table", "distribution"
RELATIONS = "one or more relations"
ELSEWHERE = (
    "in_undiscounted_model",
    "value_in_undiscounted_model",
)  # their argument belongs to another model


class Meaning(NamedTuple):
    """What a term needs, and how it is evaluated."""

    sort: str
    takes: tuple[tuple[str, ...], ...]  # the possible sorts of its arguments
    parameters: dict[str, Callable[[Json, str], Any]]
    meaning: Callable[..., Any]  # of an evaluation, the arguments, and the parameters by name


TERMS: dict[str, Meaning] = {}
Function = TypeVar("Function", bound=Callable[..., Any])
Reader = Callable[[Json, str], Any]


def define(
    name: str, sort: str, meaning: Callable[..., Any], /, *takes: tuple[str, ...], **readers: Reader
) -> None:
    """Register a term; without `takes` it has no arguments."""
    TERMS[name] = Meaning(sort, takes or ((),), readers, meaning)


def term(sort: str, *takes: tuple[str, ...], **readers: Reader) -> Callable[[Function], Function]:
    """Register the function below as the meaning of the term of its name."""

    def register(function: Function) -> Function:
        define(function.__name__, sort, function, *takes, **readers)
        return function

    return register


def steps(data: Json, place: str) -> int | str:
    """Check a number of steps, or one relative to the horizon or the index."""
    if not isinstance(data, str):
        return count(data, place)
    if not re.fullmatch(r"(horizon|index)([+-][1-9][0-9]{0,2})?", data):
        raise Rejected(
            f"{place} is {shown(data)!r}, not a number, horizon or index, or one of them +n or -n."
        )
    return data


def count(data: Json, place: str) -> int:
    """Check an integer that is at least 0."""
    return integer(data, place, 0, STEPS_LIMIT)


def positive(data: Json, place: str) -> int:
    """Check an integer that is at least 1."""
    return integer(data, place, 1, STEPS_LIMIT)


def exponent(data: Json, place: str) -> int | str:
    """Check an integer that is at least 1, or one relative to the index."""
    if isinstance(data, str) and re.fullmatch(r"index([+-][1-9][0-9]{0,2})?", data):
        return data
    return positive(data, place)


def symbol_name(data: Json, place: str) -> str:
    """Check the name of a symbol."""
    if not re.fullmatch(r"[^\W\d]\w*", string(data, place)):
        raise Rejected(f"{place} is {shown(data)!r}, not letters, digits and _, without a digit first.")
    return string(data, place)


def delta(data: Json, place: str) -> int:
    """Check a delta of 1/n or 0; n is what is kept, and 0 for 0."""
    number = rational(data, place)
    if number and (number.numerator != 1 or number.denominator > DELTA_LIMIT):
        raise Rejected(f"{place} is {shown_number(number)}, not 0 or 1/n with n from 1 to {DELTA_LIMIT}.")
    return number.denominator if number else 0


def positive_delta(data: Json, place: str) -> int:
    """Check a delta that is not 0."""
    if (number := delta(data, place)) == 0:
        raise Rejected(f"{place} is 0.")
    return number


def delta_of_index(data: Json, place: str) -> int | str:
    """Check a delta, or 1/index or 1/n^index with n >= 2, of which the part behind 1/ is kept."""
    if isinstance(data, str) and re.fullmatch(r"1/(([2-9]|[1-9][0-9]{1,3})\^)?index", data):
        return data[2:]
    return delta(data, place)


def discount(data: Json, place: str) -> Fraction:
    """Check a rational in [0, 1]."""
    return unit(rational(data, place), place)


def one_of(*possible: str | int) -> Reader:
    """Check that a parameter is one of these texts or integers."""

    def read(data: Json, place: str) -> str | int:
        if type(data) not in (str, int) or data not in possible:
            raise Rejected(f"{place} is {shown(data)}, none of {', '.join(map(str, possible))}.")
        return string(data, place) if isinstance(data, str) else integer(data, place, -1, 2)

    return read


P, PP, VV, TT = (POLICY,), (POLICY, POLICY), (VALUE, VALUE), (TABLE, TABLE)

# Terms: policies

define("prior", POLICY, lambda case: case.prior)


@term(POLICY)
def uniform(case: Evaluation) -> Policy:
    """Uniform on each state's actions."""
    return case.model.spread(case.model.uniform_rows())


define("uniform_on_arg_max", POLICY, lambda case, policy: case.greedy(case.q(policy), uniform(case)), P)


@term(POLICY)
def second_policy(case: Evaluation) -> Policy:
    """The certificate's second policy."""
    if case.second is None:
        raise Rejected("The term second_policy occurs where there is no second policy.")
    return case.second


@term(POLICY, P, steps=steps)
def retrain(case: Evaluation, policy: Policy, steps: int | str) -> Policy:
    """G, so many times: each action's probability given success from this decision point on."""
    for _ in range(case.number(steps)):
        case.work.spend(4 * len(policy))
        if policy not in case.retrained:
            case.retrained[policy] = case.conditioned(policy, case.model.weights)
        if case.retrained[policy] == policy:
            break
        policy = case.retrained[policy]
    return policy


@term(POLICY, P, alpha=exponent)
def temperature(case: Evaluation, policy: Policy, alpha: int | str) -> Policy:
    """G once, with the weights to the power of alpha."""
    power = case.number(alpha, 1)
    return case.conditioned(policy, tuple(case.work.power(weight, power) for weight in case.model.weights))


@term(POLICY, P, steps=steps)
def retrain_with_prior_folded(case: Evaluation, policy: Policy, steps: int | str) -> Policy:
    """From the uniform policy, G with the weights times the given policy, so many times."""
    weights = tuple(w * chance for w, chance in zip(case.model.weights, policy, strict=True))
    result = uniform(case)
    for _ in range(case.number(steps)):
        result = case.conditioned(result, weights)
    return result


@term(POLICY, P, steps=steps, kind=one_of("posterior", "ratio"), cumulative=boolean)
def fold(case: Evaluation, policy: Policy, steps: int | str, kind: str, cumulative: bool) -> Policy:
    """Condition the given policy again and again, each result multiplied into the next weights."""
    number = case.number(steps)
    if number == 0:
        return policy
    return case.conditioned(policy, folded(case, policy, number - 1, kind, cumulative))


def folded(case: Evaluation, policy: Policy, number: int, kind: str, cumulative: bool) -> Numbers:
    """The weights after so many steps of folding."""
    weights = case.model.weights
    for _ in range(number):
        result = case.conditioned(policy, weights)
        factors = result
        if kind == "ratio":
            factors = tuple(new / old if old else ZERO for new, old in zip(result, policy, strict=True))
        base = weights if cumulative else case.model.weights
        weights = tuple(old * factor for old, factor in zip(base, factors, strict=True))
        for weight in weights:
            case.work.spend_on(weight)
    return weights


@term(POLICY, P, delta=delta)
def boltzmann(case: Evaluation, policy: Policy, delta: int) -> Policy:
    """Proportional to q to the power of n = 1/delta; for delta = 0 uniform over the largest q."""
    if delta == 0:
        return case.greedy(case.q(policy), policy)
    return case.normalised([case.work.power(number, delta) for number in case.q(policy)], policy)


define("boltzmann_limit", POLICY, lambda case, policy: boltzmann(case, policy, 0), P)


@term(POLICY, P, steps=steps, delta=delta)
def coherent(case: Evaluation, policy: Policy, steps: int | str, delta: int) -> Policy:
    """`boltzmann` so many times."""
    for _ in range(case.number(steps)):
        policy = boltzmann(case, policy, delta)
    return policy


@term(POLICY, P)
def temperature_limit(case: Evaluation, policy: Policy) -> Policy:
    """Condition on attaining the largest product of weights of possible trajectories, if it is positive."""
    attained = [ZERO] * len(policy)
    for row, trajectories in zip(case.model.rows, case.model.trajectories, strict=True):
        largest = ZERO
        for dynamics, choices in trajectories:
            chance, weight = dynamics * case.product(choices, policy), case.weight(choices)
            if chance and weight > largest:
                largest = weight
                for choice in row:
                    attained[choice] = ZERO
            if weight == largest > 0:
                attained[choices[0]] += chance
                case.work.spend_on(attained[choices[0]])
    return case.normalised(attained, policy)


@term(POLICY, P)
def retrain_limit(case: Evaluation, policy: Policy) -> Policy:
    """The limit of G^k: deterministic, `temperature_limit`; otherwise the only best supported action.

    Several best actions whose q is the best from the start keep their shares: q never decreases under G, so
    that theirs stay equal.
    """
    if case.deterministic():
        return temperature_limit(case, policy)
    (q, v), own = case.best(policy), case.q(policy)
    chosen = [ZERO] * len(policy)
    for row, value in zip(case.model.rows, v, strict=True):
        best = [choice for choice in row if policy[choice] and q[choice] == value > 0]
        if len(best) > 1 and any(own[choice] != value for choice in best):
            raise Undefined
        for choice in best:
            chosen[choice] = policy[choice]
    return case.normalised(chosen, policy)


# Terms: values


define("number", VALUE, lambda _, value: value, value=rational)
define("optimal_success", VALUE, lambda case: case.best_success())
define("success_probability", VALUE, lambda case, policy: case.success(policy), P)


define("index", VALUE, lambda case: Fraction(case.index))
define("power_of_index", VALUE, lambda case, base: case.work.power(base, case.index), base=rational)
define("symbol", VALUE, lambda *_, **__: undefined(), name=symbol_name)  # identities are not evaluated


@term(VALUE, VV)
def add(case: Evaluation, left: Number, right: Number) -> Number:
    """Two rationals or two log values; otherwise a log quotient."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return case.work.total((left, right))
    if isinstance(left, Log) and isinstance(right, Log):
        return mix(((ONE, left), (ONE, right)), case.work)
    return quotient_sum(as_quotient(left), as_quotient(right), case.work)


@term(VALUE, VV)
def multiply(case: Evaluation, left: Number, right: Number) -> Number:
    """Two rationals, or a rational and a log value; otherwise a log quotient."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return case.work.total((left * right,))
    if isinstance(left, Fraction) and isinstance(right, Log):
        return mix(((left, right),), case.work)
    if isinstance(left, Log) and isinstance(right, Fraction):
        return multiply(case, right, left)
    return quotient_product(as_quotient(left), as_quotient(right), case.work)


define("subtract", VALUE, lambda case, x, y: add(case, x, multiply(case, -ONE, y)), VV)


@term(VALUE, VV)
def divide(case: Evaluation, left: Number, right: Number) -> Number:
    """Divide by what is not zero; by a log value or a log quotient, with its sign moved upwards."""
    if isinstance(right, Fraction):
        return multiply(case, left, 1 / right) if right else undefined()
    one, two = as_quotient(left), as_quotient(right)
    factor = Fraction(sign(two.above, case.work)) or undefined()
    below = plus({}, two.above, case.work, factor)
    return quotient_product(one, Quotient(plus({}, two.below, case.work, factor), below), case.work)


@term(VALUE, (VALUE,))
def logarithm(_: Evaluation, value: Number) -> Number:
    """The logarithm of a rational >= 0."""
    if not isinstance(value, Fraction) or value < 0:
        raise Undefined
    return log_of(value)


@term(VALUE)
def optimal_return(case: Evaluation) -> Number:
    """The largest J of all policies, found backwards in time."""
    v = [Log(infinite=-1)] * len(case.model.points)
    for position in reversed(range(len(v))):
        for choice in case.model.rows[position]:
            later = [(chance, v[point]) for chance, point in case.model.later[choice]]
            value = mix([(ONE, log_of(case.model.weights[choice])), *later], case.work)
            v[position] = value if compare(value, v[position], case.work) > 0 else v[position]
    return mix(case.at_start(v), case.work)


@term(VALUE, P)
def expected_return(case: Evaluation, policy: Policy) -> Number:
    """J: the expectation over trajectories of the logarithm of their product of weights."""
    return case.expectation(policy, lambda choices: log_of(case.weight(choices)))


@term(VALUE, P, gamma=discount)
def discounted_return(case: Evaluation, policy: Policy, gamma: Fraction) -> Number:
    """The expectation over trajectories of the sum of gamma^(t - 1) log w."""
    discounts = [case.work.power(gamma, time) for time in range(case.model.horizon)]
    logs = [log_of(weight) for weight in case.model.weights]
    return case.expectation(
        policy,
        lambda choices: mix(zip(discounts, (logs[choice] for choice in choices), strict=True), case.work),
    )


@term(VALUE, P)
def causal_entropy(case: Evaluation, policy: Policy) -> Number:
    """The expectation over trajectories of minus the logarithm of the product of their policy's entries."""
    return case.expectation(policy, lambda choices: log_of(1 / case.product(choices, policy)))


@term(VALUE)
def action_sequences(case: Evaluation) -> Number:
    """n^T, if every decision point has n actions."""
    numbers = {len(row) for row in case.model.rows}
    return case.work.power(Fraction(max(numbers)), case.model.horizon) if len(numbers) == 1 else undefined()


@term(VALUE, P, alpha=exponent)
def return_spread(case: Evaluation, policy: Policy, alpha: int | str) -> Number:
    """Over start states, the sum of p/P r^alpha (log r)^2 over trajectories, see the format."""
    if not case.deterministic():
        raise Undefined
    power, result = case.number(alpha, 1), Quotient({})
    for start, trajectories in case.at_start(case.model.trajectories):
        chances = chances_of_weights(case, policy, trajectories)
        best = max(chances)
        for weight, chance in chances.items():
            if weight:
                log = as_quotient(log_of(weight / best))
                factor = start * chance / chances[best] * case.work.power(weight / best, power)
                square = quotient_product(log, log, case.work)
                result = quotient_sum(result, square, case.work, factor)
    return result


def chances_of_weights(
    case: Evaluation, policy: Policy, trajectories: Iterable[Trajectory]
) -> dict[Fraction, Fraction]:
    """Find how probable every weight of a trajectory is, under deterministic dynamics."""
    chances: dict[Fraction, Fraction] = {}
    for _, choices in trajectories:
        chance, weight = case.product(choices, policy), case.weight(choices)
        if chance:
            chances[weight] = chances.get(weight, ZERO) + chance
            case.work.spend_on(chances[weight])
    return chances


@term(VALUE, P, alpha=exponent, order=one_of(1, 2))
def return_derivative(case: Evaluation, policy: Policy, alpha: int | str, order: int) -> Number:
    """The derivative of J of the policy conditioned with weights w^a, with respect to a."""
    return Quotient(jets(case, policy, case.number(alpha, 1))[0][order])


@term(VALUE, P, alpha=exponent, order=one_of(1, 2))
def entropy_derivative(case: Evaluation, policy: Policy, alpha: int | str, order: int) -> Number:
    """The derivative of the causal entropy of the policy conditioned with weights w^a."""
    return Quotient(jets(case, policy, case.number(alpha, 1))[1][order])


def jets(case: Evaluation, policy: Policy, alpha: int) -> tuple[Jet, Jet]:
    """J and the causal entropy of π_a, with two derivatives at alpha, kept for other orders.

    Where they are defined, nothing is visited from which there is no success.
    """
    key = ("jets", policy, alpha)
    if key not in case.known:
        chances = temperature(case, policy, alpha)
        if any(chance and not case.weight(choices) for choices, chance in case.law(chances)):
            raise Undefined
        case.known[key] = Differentiation(case.model, policy, alpha).at_start()
    found: tuple[Jet, Jet] = case.known[key]
    return found


class Differentiation:
    """Functions of a at a = alpha with two derivatives, polynomials in logarithms; backwards in time.

    At a decision point, v is the sum over actions of p w^a x, where x is the expectation of the next v, and
    π = p w^a x / v.  J is the sum of π (log w + expectation of the next J), and the entropy that of
    π (-log π + expectation of the next entropy).  In log π = log p + a log w + log x - log v, the logarithms
    are of rationals at alpha.  Actions without success have no part in it, nor have points without success.
    """

    def __init__(self, model: Model, policy: Policy, alpha: int) -> None:
        self.model, self.policy, self.alpha, self.work = model, policy, alpha, model.work
        self.base = coprime_base({n for w in model.weights if w for n in w.as_integer_ratio()}, self.work)
        self.v, self.returns, self.entropy = ([self.total(())] * len(model.points) for _ in range(3))
        for position in reversed(range(len(model.points))):
            self.find(position)

    def at_start(self) -> tuple[Jet, Jet]:
        """J and the entropy, over start states."""
        points = [
            (self.model.start[state], n) for n, (time, state) in enumerate(self.model.points) if time == 1
        ]
        return self.mean(points, self.returns), self.mean(points, self.entropy)

    def find(self, position: int) -> None:
        """Find v, J and the entropy of a decision point, from those of later points."""
        parts: list[tuple[Jet, Jet, Jet]] = []  # of every action p w^a x, and what follows it
        for choice in self.model.rows[position]:
            later, chance, weight = self.model.later[choice], self.policy[choice], self.model.weights[choice]
            x = self.mean(later, self.v) if later else (constant(ONE), {}, {})
            if chance and weight and x[0]:
                log = logarithm_over(self.base, weight, self.work)
                power = constant(chance * self.work.power(weight, self.alpha))
                first = times(power, log, self.work)
                returns = self.total(((ONE, (log, {}, {})), (ONE, self.mean(later, self.returns))))
                minus_log: tuple[tuple[Fraction, Jet], ...] = (
                    (-ONE, (as_quotient(log_of(chance)).above, {}, {})),
                    (-ONE, (times(constant(Fraction(self.alpha)), log, self.work), log, {})),
                    (-ONE, self.logarithm(x)),
                    (ONE, self.mean(later, self.entropy)),
                )
                q = self.product((power, first, times(first, log, self.work)), x)
                parts.append((q, returns, self.total(minus_log)))
        self.v[position] = v = self.total((ONE, q) for q, *_ in parts)
        if parts:
            shares = [self.quotient(q, v) for q, *_ in parts]
            log_v = self.logarithm(v)
            self.returns[position] = self.total(
                (ONE, self.product(share, returns))
                for share, (_, returns, _) in zip(shares, parts, strict=True)
            )
            self.entropy[position] = self.total(
                (ONE, self.product(share, self.total(((ONE, rest), (ONE, log_v)))))
                for share, (*_, rest) in zip(shares, parts, strict=True)
            )

    def mean(self, points: Iterable[tuple[Fraction, int]], values: Sequence[Jet]) -> Jet:
        """The expectation of what points have."""
        return self.total((chance, values[point]) for chance, point in points)

    def total(self, parts: Iterable[tuple[Fraction, Jet]]) -> Jet:
        """Add up, each times a rational."""
        result: Jet = ({}, {}, {})
        for factor, (value, first, second) in parts:
            result = (
                plus(result[0], value, self.work, factor),
                plus(result[1], first, self.work, factor),
                plus(result[2], second, self.work, factor),
            )
        return result

    def product(self, one: Jet, two: Jet) -> Jet:
        """(f g)' = f' g + f g', and (f g)'' = f'' g + 2 f' g' + f g''."""
        x, y, z = ([times(f, g, self.work) for g in two] for f in one)
        second = plus(plus(x[2], y[1], self.work, Fraction(2)), z[0], self.work)
        return x[0], plus(x[1], y[0], self.work), second

    def quotient(self, one: Jet, two: Jet) -> Jet:
        """h = f/g, where the value of g is rational: h' g = f' - h g', and h'' g = f'' - 2 h' g' - h g''."""
        divisor = constant(1 / two[0][()])
        value = times(one[0], divisor, self.work)
        first = plus(one[1], times(value, two[1], self.work), self.work, -ONE)
        first = times(first, divisor, self.work)
        second = plus(one[2], times(first, two[1], self.work), self.work, Fraction(-2))
        second = plus(second, times(value, two[2], self.work), self.work, -ONE)
        return value, first, times(second, divisor, self.work)

    def logarithm(self, one: Jet) -> Jet:
        """The logarithm of what has a rational value; its derivatives are those of (f'/f)."""
        first, second, _ = self.quotient((one[1], one[2], {}), one)
        return as_quotient(log_of(one[0][()])).above, first, second


@term(VALUE, PP)
def kl(case: Evaluation, left: Policy, right: Policy) -> Number:
    """The expectation over trajectories, under the left policy, of the logarithm of the quotient."""

    def logarithm(choices: tuple[int, ...]) -> Log:
        other = case.product(choices, right)
        return log_of(case.product(choices, left) / other) if other else Log(infinite=1)

    return case.expectation(left, logarithm)


@term(VALUE, P, delta=delta_of_index)
def incoherence(case: Evaluation, policy: Policy, delta: int | str) -> Number:
    """The divergence from `boltzmann`."""
    return kl(case, policy, boltzmann(case, policy, case.delta(delta)))


@term(VALUE, PP)
def occupancy_kl(case: Evaluation, left: Policy, right: Policy) -> Number:
    """The sum over decision points of the probability to be there times the divergence of the two rows."""
    parts = []
    for choice, chance in enumerate(case.occupancy(left)):
        if chance:
            other = right[choice]
            parts.append((chance, log_of(left[choice] / other) if other else Log(infinite=1)))
    return mix(parts, case.work)


@term(VALUE, P)
def incoherence_limit(case: Evaluation, policy: Policy) -> Number:
    """`occupancy_kl` of the policy and uniform on the largest q, or the policy itself where all q are 0."""
    return occupancy_kl(case, policy, boltzmann(case, policy, 0))


@term(VALUE, PP)
def total_variation(case: Evaluation, left: Policy, right: Policy) -> Number:
    """The sum over trajectories of what the left policy gives them more than the right."""
    pairs = zip(case.law(left), case.law(right), strict=True)
    return case.work.total(max(x - y, ZERO) for (_, x), (_, y) in pairs)


@term(VALUE, P, steps=count)
def reverse_kl_bound(case: Evaluation, policy: Policy, steps: int) -> Number:
    """Over start states, the expectation of log(1 + (1 - P)/P r^steps), see the format."""
    if not case.deterministic():
        raise Undefined
    parts = []
    for start, trajectories in case.at_start(case.model.trajectories):
        chances = chances_of_weights(case, policy, trajectories)
        best, *others = sorted(chances, reverse=True)
        if best and others:
            rest = (1 - chances[best]) / chances[best]
            parts.append((start, log_of(1 + rest * case.work.power(others[0] / best, steps))))
    return mix(parts, case.work)


@term(VALUE, P)
def least_lookahead(case: Evaluation, policy: Policy) -> Number:
    """The least k such that maximising over k actions, and then following the policy, attains the best S."""
    q, largest = case.q(policy), case.best_success()
    for k in range(1, case.model.horizon + 1):
        if case.success(case.greedy(q, policy)) == largest:
            return Fraction(k)
        q = case.ahead([max(q[choice] for choice in row) for row in case.model.rows])
    raise Undefined


@term(VALUE, P)
def least_retrainings(case: Evaluation, policy: Policy) -> Number:
    """The least i up to 24 such that `boltzmann` at 0 of G^i attains the largest S."""
    largest = case.best_success()
    for i in range(25):
        if case.success(boltzmann(case, policy, 0)) == largest:
            return Fraction(i)
        policy = case.conditioned(policy, case.model.weights)
    raise Undefined


@term(VALUE, P, time=count, state=name_in_term, action=name_in_term)
def probability(case: Evaluation, policy: Policy, time: int, state: str, action: str) -> Number:
    """The policy's entry, if there is such a decision point and action."""
    return found(case.by_choice(policy), (time, state, action))


@term(VALUE, P, time=count, state=name_in_term)
def success_from(case: Evaluation, policy: Policy, time: int, state: str) -> Number:
    """The probability of success from a decision point, if there is one."""
    return found(case.by_point(case.v(policy)), (time, state))


@term(VALUE, P, time=count, state=name_in_term, action=name_in_term)
def limit_probability(case: Evaluation, policy: Policy, time: int, state: str, action: str) -> Number:
    """The entry of the limit of G^k, if there is such a decision point and action."""
    found(case.by_choice(policy), (time, state, action))
    return Limit(bounds_of_limit(case, policy, case.model.choices.index((time, state, action))))


def bounds_of_limit(case: Evaluation, policy: Policy, choice: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Enclose an entry of the limit of G^k after 1, 2, 4, ... steps.

    In the limit, shares of the actions that attain the largest v(s) within the support are those after k
    steps, times infinite products, each between 1 - rest/v(s) and 1; see `rests`.
    """
    q, v = case.best(policy)
    position = next(position for position, row in enumerate(case.model.rows) if choice in row)
    largest = v[position]
    best = [x for x in case.model.rows[position] if policy[x] and q[x] == largest > 0]
    exact = policy[choice] if not largest else ONE if best == [choice] else ZERO
    if choice not in best or len(best) == 1:
        yield exact, exact
        return
    done = 0
    for number in (2**i for i in range(RETRAININGS_LIMIT.bit_length())):
        policy, done = retrain(case, policy, number - done), number
        rest = rests(case, policy, q, v)
        high = {x: policy[x] for x in best}
        low = {
            x: policy[x] * max(ZERO, 1 - part / largest) if (part := rest[x]) is not None else ZERO
            for x in best
        }
        others = [x for x in best if x != choice]
        yield (
            low[choice] / case.work.total((low[choice], *(high[x] for x in others))),
            high[choice] / case.work.total((high[choice], *(low[x] for x in others))),
        )


def rests(case: Evaluation, policy: Policy, best_q: Numbers, best_v: Numbers) -> list[Fraction | None]:
    """Bound for every best choice the sum of (largest v(s) - q_j) over all later steps j, backwards in time.

    That is its weight times the expectation of the next sums of (largest v - v_j), each of which is at most
    the sum of its best choices' bounds, and of v times the other choices' probabilities at all later steps,
    which fall at least geometrically if the largest q of such a choice is below v of now.  None: no bound.
    """
    now, work = case.v(policy), case.work
    bounds: list[Fraction | None] = [ZERO] * len(policy)
    of_points: list[Fraction | None] = [ZERO] * len(now)
    for position in reversed(range(len(now))):
        parts: list[Fraction | None] = []
        for choice in case.model.rows[position] if best_v[position] else ():
            if policy[choice] and best_q[choice] == best_v[position]:
                ahead = [(chance, of_points[point]) for chance, point in case.model.later[choice]]
                known = [chance * part for chance, part in ahead if part is not None]
                factor = case.model.weights[choice]
                bounds[choice] = factor * work.total(known) if len(known) == len(ahead) else None
                parts.append(bounds[choice])
            elif policy[choice]:
                ratio = best_q[choice] / now[position]
                parts.append(best_v[position] * policy[choice] / (1 - ratio) if ratio < 1 else None)
        known = [part for part in parts if part is not None]
        of_points[position] = work.total(known) if len(known) == len(parts) else None
    return bounds


def found(table: Table, key: tuple[int | str, ...]) -> Fraction:
    """Look up an entry that may not be there."""
    if key not in table:
        raise Undefined
    return table[key]


# Terms: tables and distributions (two names for one number were computed in two ways by the writer)


for name in ("soft_q", "success_given_action"):
    define(name, TABLE, lambda case, policy: case.by_choice(case.q(policy)), P)
for name in ("soft_v", "success_given_state"):
    define(name, TABLE, lambda case, policy: case.by_point(case.v(policy)), P)


@term(TABLE, power=count)
def weights(case: Evaluation, power: int) -> Table:
    """The weights to this power."""
    return case.by_choice([case.work.power(weight, power) for weight in case.model.weights])


@term(TABLE, P, steps=count, kind=one_of("posterior", "ratio"), cumulative=boolean)
def folded_weights(case: Evaluation, policy: Policy, steps: int, kind: str, cumulative: bool) -> Table:
    """The weights after so many steps of folding."""
    return case.by_choice(folded(case, policy, steps, kind, cumulative))


@term(TABLE, (TABLE,))
def at_last_time(case: Evaluation, table: Table) -> Table:
    """The entries of the last time."""
    return {key: entry for key, entry in table.items() if key[0] == case.model.horizon}


def transitions(case: Evaluation, values: Sequence[Fraction] | None) -> Table:
    """The transition probabilities that are positive, or times a value of the next point, normalised."""
    result = {}
    for choice, later in zip(case.model.choices, case.model.later, strict=True):
        parts = [chance * values[point] if values else chance for chance, point in later]
        total = case.work.total(parts)
        if later and not total:
            raise Undefined
        for (_, point), part in zip(later, parts, strict=True):
            result[*choice, case.model.points[point][1]] = part / total
    return result


define("dynamics", TABLE, lambda case: transitions(case, None))
define("conditioned_dynamics", TABLE, lambda case, policy: transitions(case, case.v(policy)), P)


@term(TABLE, P, conditioned=boolean)
def expected_success(case: Evaluation, policy: Policy, conditioned: bool) -> Table:
    """For every choice before the last time, the expectation of the next v, of these dynamics."""
    v = case.v(policy)
    later_v = case.by_point(v)
    result: Table = {}
    for (*choice, state), chance in transitions(case, v if conditioned else None).items():
        key = tuple(choice)
        result[key] = result.get(key, ZERO) + chance * later_v[int(key[0]) + 1, state]
        case.work.spend_on(result[key])
    return result


@term(TABLE, P, delta=positive_delta)
def largest_probability(case: Evaluation, policy: Policy, delta: int) -> Table:
    """The largest entry of every row of `boltzmann`."""
    chances = boltzmann(case, policy, delta)
    return case.by_point([max(chances[choice] for choice in row) for row in case.model.rows])


@term(TABLE, P, delta=positive_delta, power=count)
def reciprocal_sum(case: Evaluation, policy: Policy, delta: int, power: int) -> Table:
    """At every decision point 1 / (sum of q^n over the actions, divided by the largest q to this power)."""
    q, result = case.q(policy), []
    for row in case.model.rows:
        largest = max(q[choice] for choice in row)
        if not largest:
            raise Undefined
        total = case.work.total(case.work.power(q[choice], delta) for choice in row)
        result.append(case.work.power(largest, power) / total)
    return case.by_point(result)


@term(TABLE, P)
def posterior_over_weight(case: Evaluation, policy: Policy) -> Table:
    """G divided by the weight, at the last time, where the weight is positive."""
    chances = case.conditioned(policy, case.model.weights)
    rows = zip(case.model.choices, chances, case.model.weights, strict=True)
    return {choice: chance / w for choice, chance, w in rows if choice[0] == case.model.horizon and w}


@term(TABLE, sign=one_of(1, -1))
def constant_of_lemma(case: Evaluation, sign: int) -> Table:
    """At the last time, where the weight is positive, |A|^sign / (the mean weight of the state's actions)."""
    result = {}
    for row in case.model.rows:
        total, size = case.work.total(case.model.weights[choice] for choice in row), Fraction(len(row))
        for choice in row:
            if case.model.choices[choice][0] == case.model.horizon and case.model.weights[choice]:
                result[case.model.choices[choice]] = size**sign / (total / size)
    return result


@term(DISTRIBUTION, P, given_start=boolean)
def trajectories(case: Evaluation, policy: Policy, given_start: bool) -> Distribution:
    """The probability of every trajectory; or given its start state."""
    return dict(case.law(policy, given_start))


@term(DISTRIBUTION, P, given_start=boolean)
def conditioned_trajectories(case: Evaluation, policy: Policy, given_start: bool) -> Distribution:
    """The probabilities of trajectories given success; given the start state, each start state apart."""
    weighted = {choices: chance * case.weight(choices) for choices, chance in case.law(policy, given_start)}
    return divided(case, weighted, None if not given_start else weighted)


@term(DISTRIBUTION, P)
def last_reward_trajectories(case: Evaluation, policy: Policy) -> Distribution:
    """The probability given the start state, times the last weight, divided by v of the start state."""
    law = dict(case.law(policy, given_start=True))
    full = {choices: chance * case.weight(choices) for choices, chance in law.items()}
    last = {choices: chance * case.model.weights[choices[-1]] for choices, chance in law.items()}
    return divided(case, last, full)


@term(DISTRIBUTION, P, successes=positive)
def rejection(case: Evaluation, policy: Policy, successes: int) -> Distribution:
    """The probabilities of trajectories given so many independent successes along each."""
    law = case.law(policy)
    return divided(case, {c: chance * case.work.power(case.weight(c), successes) for c, chance in law}, None)


def divided(case: Evaluation, numbers: Distribution, by_start: Distribution | None) -> Distribution:
    """Divide by the sum of all, or else by the sum of `by_start` over the trajectories of one start state."""
    totals: dict[str, Fraction] = {}
    start = {choices: case.model.choices[choices[0]][1] if by_start else "" for choices in numbers}
    for choices, number in (by_start or numbers).items():
        totals[start[choices]] = totals.get(start[choices], ZERO) + number
        case.work.spend_on(totals[start[choices]])
    if not all(totals.values()):
        raise Undefined
    return {choices: number / totals[start[choices]] for choices, number in numbers.items()}


@term(DISTRIBUTION, P, samples=positive)
def best_of(case: Evaluation, policy: Policy, samples: int) -> Distribution:
    """The best of so many independent trajectories, ties at random."""
    law = [(choices, chance, case.weight(choices)) for choices, chance in case.law(policy)]
    mass: dict[Fraction, Fraction] = {}
    for _, chance, weight in law:
        mass[weight] = mass.get(weight, ZERO) + chance
        case.work.spend_on(mass[weight])
    below, factor = ZERO, {}
    for weight in sorted(mass):
        upto = case.work.total((below, mass[weight]))
        if upto > below:
            rise = case.work.power(upto, samples) - case.work.power(below, samples)
            factor[weight] = rise / (upto - below)
        below = upto
    return {choices: chance * factor[weight] if chance else ZERO for choices, chance, weight in law}


# Terms: relations


define("finite", RELATION, lambda _, value: not (isinstance(value, Log) and value.infinite), (VALUE,))
define("both", RELATION, lambda case, *terms: all(case.value(x) for x in terms), (RELATIONS,))
define("either", RELATION, lambda case, *terms: any(case.value(x) for x in terms), (RELATIONS,))
define("implies", RELATION, lambda case, x, y: not case.value(x) or case.value(y), (RELATION, RELATION))
define("iff", RELATION, lambda case, x, y: case.value(x) == case.value(y), (RELATION, RELATION))
define("negation", RELATION, lambda case, x: not case.value(x), (RELATION,))
for name, sort in zip(ELSEWHERE, (RELATION, VALUE), strict=True):
    define(name, sort, lambda case, x, gamma: case.undiscounted(gamma).value(x), (sort,), gamma=discount)
define("at_least", RELATION, lambda case, x, y: ordered(case, x, y, (0, 1)), VV, TT)
define("at_most", RELATION, lambda case, x, y: ordered(case, x, y, (-1, 0)), VV, TT)
define("greater", RELATION, lambda case, x, y: ordered(case, x, y, (1,)), VV, TT)
define("deterministic", RELATION, lambda case: case.deterministic())
define("full_support", RELATION, lambda case: all(case.prior))
define("uniform_prior", RELATION, lambda case: case.prior == uniform(case))
define("finite_rewards", RELATION, lambda case: all(case.model.weights))
define("single_start", RELATION, lambda case: sum(time == 1 for time, _ in case.model.points) == 1)
define("equal_action_counts", RELATION, lambda case: len({len(row) for row in case.model.rows}) == 1)
define("several_actions", RELATION, lambda case: all(len(row) > 1 for row in case.model.rows))
define("horizon_at_least", RELATION, lambda case, decisions: case.model.horizon >= decisions, decisions=count)
define("deterministic_policy", RELATION, lambda _, policy: all(chance in (0, 1) for chance in policy), P)
define("visits_every_state", RELATION, lambda case, p: len(case.visited(p)) == len(case.model.rows), P)
define("success_everywhere", RELATION, lambda case, policy: all(case.v(policy)), P)


@term(RELATION, PP, VV, TT, (DISTRIBUTION, DISTRIBUTION))
def equal(case: Evaluation, left: Any, right: Any) -> bool:
    """Equal everywhere; a trajectory that a distribution does not have has probability 0."""
    return ordered(case, left, right, (0,)) if not isinstance(left, tuple) else left == right


def ordered(case: Evaluation, left: Any, right: Any, signs: tuple[int, ...]) -> bool:
    """Say whether left - right has one of these signs, everywhere; tables need to have the same entries."""
    if not isinstance(left, dict):
        return compare(left, right, case.work) in signs
    keys = left.keys() | right.keys()
    is_table = any(isinstance(part, str) for key in keys for part in key)
    if is_table and left.keys() != right.keys():
        raise Undefined
    return all(compare(left.get(key, ZERO), right.get(key, ZERO), case.work) in signs for key in keys)


@term(RELATION)
def terminal_rewards(case: Evaluation) -> bool:
    """All weights before the last time are 1."""
    rows = zip(case.model.choices, case.model.weights, strict=True)
    return all(weight == 1 for (time, _, _), weight in rows if time < case.model.horizon)


@term(RELATION, P)
def some_success(case: Evaluation, policy: Policy) -> bool:
    """Some q is positive at every decision point."""
    q = case.q(policy)
    return all(any(q[choice] for choice in row) for row in case.model.rows)


@term(RELATION, PP, visited=boolean)
def supported_in(case: Evaluation, left: Policy, right: Policy, visited: bool) -> bool:
    """Every action that the left policy can take, at points that it visits or at all, the right one can."""
    rows = case.visited(left) if visited else case.model.rows
    return all(right[choice] for row in rows for choice in row if left[choice])


@term(RELATION, P, visited=boolean)
def unique_maxima(case: Evaluation, policy: Policy, visited: bool) -> bool:
    """The largest q is attained once, at points that the policy visits or at all."""
    rows, q = case.visited(policy) if visited else case.model.rows, case.q(policy)
    listed = [[q[choice] for choice in row] for row in rows]
    return all(numbers.count(max(numbers)) == 1 for numbers in listed)


@term(RELATION, P)
def q_constant_on_support(case: Evaluation, policy: Policy) -> bool:
    """At every decision point all actions that the policy can take have one q."""
    q = case.q(policy)
    return all(len({q[choice] for choice in row if policy[choice]}) == 1 for row in case.model.rows)


def parallel(case: Evaluation, pairs: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """x y' = x' y for any two of the pairs (x, y), which is so if it is with the first that is not (0, 0)."""
    x, y = next((pair for pair in pairs if any(pair)), (ZERO, ZERO))
    for other_x, other_y in pairs:
        case.work.spend_on(other_x * y)
        if x * other_y != other_x * y:
            return False
    return True


@term(RELATION, P)
def proportional_to_q(case: Evaluation, policy: Policy) -> bool:
    """At every decision point the policy and its q are proportional."""
    q = case.q(policy)
    return all(parallel(case, [(policy[choice], q[choice]) for choice in row]) for row in case.model.rows)


@term(RELATION, P, power=count)
def proportional_to_weights(case: Evaluation, policy: Policy, power: int) -> bool:
    """At every decision point the policy and this power of the weights are, over positive weights."""
    pairs = [
        (chance, case.work.power(w, power)) for chance, w in zip(policy, case.model.weights, strict=True)
    ]
    rows = ([pairs[choice] for choice in row if case.model.weights[choice]] for row in case.model.rows)
    return all(parallel(case, row) for row in rows)


def of_choices(case: Evaluation, table: Table) -> Numbers:
    """Take a table with exactly the decision points and actions apart."""
    if set(table) != set(case.model.choices):
        raise Undefined
    return tuple(table[choice] for choice in case.model.choices)


@term(RELATION, TT)
def proportional(case: Evaluation, left: Table, right: Table) -> bool:
    """At every decision point the two tables are proportional."""
    pairs = list(zip(of_choices(case, left), of_choices(case, right), strict=True))
    return all(parallel(case, pairs[row.start : row.stop]) for row in case.model.rows)


@term(RELATION, TT)
def equal_up_to_shaping(case: Evaluation, left: Table, right: Table) -> bool:
    """From every decision point, the products of the two tables along trajectories are proportional."""
    one, two = of_choices(case, left), of_choices(case, right)
    pairs = (
        [(case.product(choices, one), case.product(choices, two)) for _, choices in trajectories]
        for trajectories in case.model.trajectories
    )
    return all(parallel(case, from_one_point) for from_one_point in pairs)


@term(RELATION, delta=delta, ties=one_of("shared", "first"))
def order_respecting(case: Evaluation, delta: int, ties: str) -> bool:
    """Definition 4.4 on the rows of weights: f keeps their order, and raising one entry raises its share."""

    def shares(row: Sequence[Fraction]) -> list[Fraction]:
        largest = max(row)
        best = [ONE if x == largest else ZERO for x in row]
        if ties == "first":
            best = [ONE if i == row.index(largest) else ZERO for i in range(len(row))]
        parts = [case.work.power(x, delta) for x in row] if delta and ties == "shared" else best
        total = case.work.total(parts)
        return [part / total for part in parts]

    for points in case.model.rows:
        row = [case.model.weights[choice] for choice in points]
        if not any(row):
            continue
        case.work.spend(len(row) ** 3)
        share, places = shares(row), range(len(row))
        if any(row[i] >= row[j] and share[i] < share[j] for i in places for j in places):
            return False
        for i in places:
            for raised in (y for y in {*row, ONE} if y > row[i]):
                new = shares([*row[:i], raised, *row[i + 1 :]])
                if new[i] < share[i] or any(new[j] > share[j] for j in places if j != i):
                    return False
    return True


def quotients(case: Evaluation, policy: Policy) -> list[tuple[Fraction, Fraction]] | None:
    """List (π(a)/π(b), q(a)/q(b)) at visited decision points, without those that are both 1, or None.

    None says that no positive δ can do, since supports differ, or the two quotients are not on one side of 1.
    The policy is Boltzmann-coherent for δ exactly if for every pair the first is the second to the power 1/δ.
    Of the quotients x and 1/x the one above 1 is listed, and only with one b in each row, which suffices.
    """
    q = case.q(policy)
    result = []
    for row in case.visited(policy):
        if not any(q[choice] for choice in row):
            continue
        if any((policy[choice] == 0) != (q[choice] == 0) for choice in row):
            return None
        first, *others = [choice for choice in row if policy[choice]]
        for choice in others:
            x, y = policy[choice] / policy[first], q[choice] / q[first]
            case.work.spend_on(x)
            case.work.spend_on(y)
            if (x > 1) != (y > 1) or (x < 1) != (y < 1):
                return None
            if x != 1:
                result.append((x, y) if x > 1 else (1 / x, 1 / y))
    return result


@term(RELATION, P)
def coherent_for_some_delta(case: Evaluation, policy: Policy) -> bool:
    """One δ > 0 does for all pairs: log x / log y, which is 1/δ, is the same for all."""
    pairs = quotients(case, policy)
    if pairs is None:
        return False
    doubt = None
    for pair in pairs[1:]:
        try:
            if not same_quotient(pairs[0], pair, case.work):
                return False
        except Undecidable as error:
            doubt = error
    if doubt is not None:
        raise doubt
    return True


@term(RELATION, P, delta=positive_delta)
def coherent_only_at(case: Evaluation, policy: Policy, delta: int) -> bool:
    """For every pair x = y^n, and there is a pair, without which every δ would do."""
    pairs = quotients(case, policy)
    return bool(pairs) and all(x == case.work.power(y, delta) for x, y in pairs or ())


@term(RELATION, P, lookahead=positive)
def policy_stable(case: Evaluation, policy: Policy, lookahead: int) -> bool:
    """An action whose best next actions, and then the policy, do better than another's has a larger q."""
    if not case.deterministic():
        raise Undefined
    q, best = case.q(policy), [ZERO] * len(policy)
    for (time, _), trajectories in zip(case.model.points, case.model.trajectories, strict=True):
        plans: dict[tuple[int, ...], Fraction] = {}
        for _, choices in trajectories if time + lookahead <= case.model.horizon else ():
            plan, rest = choices[: lookahead + 1], choices[lookahead + 1 :]
            plans[plan] = plans.get(plan, ZERO) + case.weight(choices) * case.product(rest, policy)
            case.work.spend_on(plans[plan])
        for plan, success in plans.items():
            best[plan[0]] = max(best[plan[0]], success)
    case.work.spend(sum(len(row) ** 2 for row in case.model.rows))
    return all(q[a] > q[b] for row in case.model.rows for a in row for b in row if best[a] > best[b])


# Certificates


@dataclass
class Certificate:
    """A certificate whose form has been checked; `terms` has every term that is evaluated in its models."""

    fields: dict[str, Json]
    work: Work = field(default_factory=Work)
    terms: dict[str, Term] = field(default_factory=dict)
    elsewhere: dict[str, Term] = field(default_factory=dict)
    occurrences: int = 0
    given: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Check everything that all kinds have in common."""
        fields = self.fields
        for key in ("claim", "reading", "statement"):
            string(fields[key], key)
        self.relation = self.read_relation(fields["relation"], "relation")
        for position, hypothesis in enumerate(items(fields["given"], "given")):
            self.given.append(self.read_relation(hypothesis, f"given[{position}]"))
        if fields["verdict"] not in KINDS[fields["kind"]].verdicts:
            raise Rejected(
                f"The verdict {shown(fields['verdict'])} is none that a {fields['kind']} can have."
            )
        domain, needs = fields["domain"], KINDS[fields["kind"]].argument
        if not isinstance(domain, dict) or (
            "argument" not in domain and (len(domain) != 1 or not {*domain} & {*EVERYWHERE})
        ):
            raise Rejected(
                "domain is not an object with one of the keys every, model and policies, or with an argument."
            )
        self.domain: str = "argument" if "argument" in domain else next(iter(domain))
        if self.domain not in KINDS[fields["kind"]].domains:
            raise Rejected(f"A {fields['kind']} cannot have the domain {self.domain}.")
        if self.domain == "argument":
            members(domain, "domain", ("argument", *needs))
        elif self.domain == "every":
            string(domain["every"], "domain.every")
        else:
            self.model, self.prior = read_model(domain[self.domain], f"domain.{self.domain}", self.work)
        hashed = canonical([fields[key] for key in ("claim", "reading", "relation", "given", "domain")])
        if fields["source"] != hashlib.sha256(hashed.encode("utf-8")).hexdigest():
            raise Rejected("source is not the hash of claim, reading, relation, given and domain.")

    def read_relation(self, data: Json, place: str) -> Term:
        """Check that this is a term of sort relation."""
        result = self.read_term(data, place, self.terms, 1)
        if result.sort != RELATION:
            raise Rejected(f"{place} is a {result.sort}, not a relation.")
        return result

    def read_term(self, data: Json, place: str, terms: dict[str, Term], depth: int) -> Term:
        """Check name, parameters and sorts of a term and of all terms in it, and put them into `terms`."""
        self.occurrences += 1
        if depth > TERM_DEPTH_LIMIT or self.occurrences > TERMS_LIMIT:
            raise Rejected(
                f"{place} has more than {TERMS_LIMIT} terms, or is deeper than {TERM_DEPTH_LIMIT}."
            )
        parts = items(data, place)
        if len(parts) < 2 or not isinstance(parts[0], str):
            raise Rejected(f"{place} is not a term: a name, parameters and arguments.")
        name = parts[0]
        if name not in TERMS:
            raise Rejected(f"{place} is the unknown term {shown(name)!r}.")
        sort, takes, readers, _ = TERMS[name]
        given = members(parts[1], f"{place}.{name}", readers)
        parameters = {key: read(given[key], f"{place}.{name}.{key}") for key, read in readers.items()}
        if name == "symbol" and self.fields["kind"] != "identity":
            raise Rejected(f"{place} is a symbol, which only an identity has.")
        of_index = any("index" in str(parameters.get(key)) for key in ("steps", "alpha", "delta"))
        if (name in ("index", "power_of_index") or of_index) and self.fields["kind"] != "sequence":
            raise Rejected(f"{place} is about the index, which only a sequence has.")
        inner = self.elsewhere if name in ELSEWHERE else terms
        arguments = tuple(
            self.read_term(part, f"{place}.{name}[{number}]", inner, depth + 1)
            for number, part in enumerate(parts[2:], 1)
        )
        sorts = tuple(argument.sort for argument in arguments)
        if sorts not in takes and not (takes == ((RELATIONS,),) and set(sorts) == {RELATION}):
            raise Rejected(f"{place}: {name} does not take the arguments ({', '.join(sorts)}).")
        result = Term(name, parameters, arguments, sort, canonical(data))
        terms[result.text] = result
        return result

    def mentions(self, *parameters_or_name: str) -> bool:
        """Say whether some term has this name, or a parameter of this name."""
        everywhere = [*self.terms.values(), *self.elsewhere.values()]
        return any(name == x.name or name in x.parameters for x in everywhere for name in parameters_or_name)

    def check_values(self, case: Evaluation) -> None:
        """Check that `values` has every term that has a value, each once, with this value, and no other."""
        listed: set[str] = set()
        for position, pair in enumerate(items(self.fields["values"], "values")):
            place = f"values[{position}]"
            data, stated = items(pair, place, 2)
            known = self.terms.get(canonical(data))
            if known is None or known.sort == RELATION:
                raise Rejected(f"{place} is about a term that the relation and the hypotheses do not have.")
            if known.text in listed:
                raise Rejected(f"{place} is about a term that is listed before.")
            listed.add(known.text)
            try:
                value = case.value(known)
            except Undefined:
                raise Rejected(
                    f"{place} gives a value to the term {known.name}, which is undefined."
                ) from None
            if not agrees(case, known.sort, stated, value, place):
                raise Rejected(f"{place} is not the value of {shown(known.text)}.")
        for missing in self.terms.values():
            if missing.sort != RELATION and missing.text not in listed and defined(case, missing):
                raise Rejected(f"values has no entry for {shown(missing.text)}, which has a value.")


def defined(case: Evaluation, term: Term) -> bool:
    """Say whether a term has a value."""
    try:
        case.value(term)
    except Undefined:
        return False
    return True


def agrees(case: Evaluation, sort: str, stated: Json, value: Any, place: str) -> bool:
    """Check the form of a stated value, and compare it with the computed one."""
    if sort == POLICY:
        return bool(read_policy(case.model, stated, place, VALUE_DIGITS_LIMIT) == value)
    if isinstance(value, Quotient | Limit):
        bounds = members(stated, place, ("enclosure",))["enclosure"]
        return encloses(bounds, value, f"{place}.enclosure", case.work)
    if sort == VALUE:
        known = read_number(stated, place, case.work)
        return isinstance(known, Log) == isinstance(value, Log) and compare(known, value, case.work) == 0
    entries: dict[Any, Fraction] = {}
    for position, pair in enumerate(items(stated, place)):
        here = f"{place}[{position}]"
        key_data, entry = items(pair, here, 2)
        key: Any = tuple(items(key_data, here))
        if sort == DISTRIBUTION:
            key = tuple(tuple(items(choice, here, 3)) for choice in key)
        times = [choice[0] for choice in key] if sort == DISTRIBUTION else key[:1]
        names = [name for choice in key for name in choice[1:]] if sort == DISTRIBUTION else key[1:]
        if not all(type(time) is int for time in times) or not all(isinstance(name, str) for name in names):
            raise Rejected(f"{here} is not about times and names of states and actions.")
        if key in entries:
            raise Rejected(f"{here} is listed before.")
        entries[key] = rational(entry, here, VALUE_DIGITS_LIMIT)
    if sort == TABLE:
        return bool(entries == value)
    named = {
        tuple(case.model.choices[choice] for choice in choices): number for choices, number in value.items()
    }
    return entries.keys() <= named.keys() and all(entries.get(key, ZERO) == named[key] for key in named)


def encloses(data: Json, value: Number, place: str, work: Work) -> bool:
    """Check a pair of rational bounds, and that the value is between them, or equal to both."""
    low, high = (rational(bound, place, VALUE_DIGITS_LIMIT) for bound in items(data, place, 2))
    if low > high:
        raise Rejected(f"{place} has a lower bound above the upper one.")
    if high - low > WIDTH_OF_BOUNDS * max(ONE, abs(low), abs(high)):
        raise Rejected(f"{place} has bounds that are further apart than a millionth.")
    return compare(value, low, work) >= 0 and compare(value, high, work) <= 0


def read_number(data: Json, place: str, work: Work) -> Number:
    """Check a rational or a log value."""
    if data in ("inf", "-inf"):
        return Log(infinite=1 if data == "inf" else -1)
    if isinstance(data, str):
        return rational(data, place, VALUE_DIGITS_LIMIT)
    pairs = []
    for position, pair in enumerate(items(members(data, place, ("terms",))["terms"], f"{place}.terms")):
        here = f"{place}.terms[{position}]"
        coefficient, argument = (rational(part, here, VALUE_DIGITS_LIMIT) for part in items(pair, here, 2))
        if argument <= 0:
            raise Rejected(f"{here} is the logarithm of a number that is not positive.")
        pairs.append((coefficient, log_of(argument)))
    return mix(pairs, work)


def form(data: dict[str, Json], freed: Collection[str] = ()) -> str:
    """Give a text by which models that have been checked are compared, except for these keys.

    The order of states and actions counts, since some terms depend on it.
    """
    orders = [(state, list(choices)) for state, choices in data["states"].items()]
    return canonical([{key: part for key, part in data.items() if key not in freed}, orders])


def check_counterexample(certificate: Certificate, everything: bool) -> str | None:  # noqa: ARG001
    """Check that in the model all hypotheses are true and the relation is false, and all values."""
    fields = certificate.fields
    model, first = read_model(fields["model"], "model", certificate.work)
    if certificate.domain != "every":
        freed = ("prior", "name") if certificate.domain == "policies" else ()
        if form(fields["model"], freed) != form(fields["domain"][certificate.domain], freed):
            raise Rejected("model is not the model of the domain.")
    second = None
    if certificate.mentions("second_policy") != ("second_policy" in fields):
        raise Rejected("second_policy is there, but no term mentions it, or is missing.")
    if "second_policy" in fields:
        second = read_policy(model, fields["second_policy"], "second_policy")
    case = Evaluation(model, first, second)
    found_out = case.judge(certificate.given, certificate.relation)
    if found_out != "false":
        raise Rejected(f"The model is no counterexample: {FINDINGS[found_out]}.")
    certificate.check_values(case)
    return None


FINDINGS: dict[Verdict, str] = {
    "true": "the relation is true in it",
    "false": "the hypotheses are true in it, and the relation is false",
    "unmet": "a hypothesis is false in it",
    "undefined": "a value that is needed is undefined in it",
}


def check_instance(certificate: Certificate, everything: bool) -> str | None:  # noqa: ARG001
    """Check that hypotheses and relation are true in the model, or that it is vacuous; and all values."""
    model, prior = read_model(certificate.fields["model"], "model", certificate.work)
    if form(certificate.fields["model"]) != form(certificate.fields["domain"]["model"]):
        raise Rejected("model is not the model of the domain.")
    case = Evaluation(model, prior)
    found_out = case.judge(certificate.given, certificate.relation)
    vacuous = certificate.fields["verdict"] == "vacuous"
    if found_out not in (("unmet", "undefined") if vacuous else ("true",)):
        raise Rejected(f"The verdict is wrong for this model: {FINDINGS[found_out]}.")
    if not (vacuous and certificate.fields["values"] == []):
        certificate.check_values(case)
    return None


def check_undecided(certificate: Certificate, everything: bool) -> str | None:  # noqa: ARG001
    """Nothing was decided, so nothing can be checked."""
    raise Undecidable(f"The claim is undecided: {shown(string(certificate.fields['reason'], 'reason'))}")


# Named arguments


ARGUMENTS = {  # kind, verdict, and SHA-256 of the relation and the hypotheses
    "softmax respects order": (
        "identity",
        "proved",
        "378821b9cd9a303f052dfb91a4c152d14003084ec2763c42c5bda949e11b3e5f",
    ),
    "temperatures that fall faster than re-training": (
        "sequence",
        "refuted",
        "55a7716759db1b344b9d6a8e689738cfe108e8a168e117ebc84e0505d9601cc4",
    ),
    "ties along the diagonal": (
        "sequence",
        "refuted",
        "bd51cb341351f91c842c71d07ce8018a266db6bc58f2145a55e1fbb6e84cf7ac",
    ),
    "the diagonal of the mountain race": (
        "sequence",
        "proved",
        "7bba61a497109b3882f773140a580b678543fa341221bdb0a11cf81e7e346327",
    ),
    "geometric decay on one model": (
        "sequence",
        "proved",
        "8cf397428ecb8a18e94ddde111e52e96ae7c80e49ed68ac495b87b5e131690b3",
    ),
    "approaching arms": (
        "sequence",
        "refuted",
        "37334db0cc4c915edb6b52543969af23272c986cadee115080106c1a307ff122",
    ),
    "cumulants of the return": (
        "sequence",
        "proved",
        "b359f3d52d0e961e86dbf143dccdd04b59ddb2c9ee3e1cddd6c7ce63bd0e697c",
    ),
    "a maximiser that jumps": (
        "identity",
        "refuted",
        "7ef6a06217dcd8f5e684ef6cc6008d3407312dec3511df829ff03acfce6a47f8",
    ),
    "implicit function theorem": (
        "identity",
        "proved",
        "3ece1b72dc4653b8380eca205f353ed171d437381f41f5b404af1d79380fbbb8",
    ),
    "a maximum without curvature": (
        "identity",
        "refuted",
        "6f5350e83e8241f2af157aed1ef38db35557bb55a8ef54398f6edd9dd2fbb72c",
    ),
    "a maximum on the boundary": (
        "identity",
        "refuted",
        "66aeffb478a8117076ff9b78febdbeada3a86818511f9ef3cd71866094bc0434",
    ),
}


def check_argument(certificate: Certificate) -> str:
    """Check that there is an argument of this name for this kind, with this verdict and these terms."""
    fields = certificate.fields
    name = string(fields["domain"]["argument"], "domain.argument")
    if name not in ARGUMENTS:
        raise Rejected(f"The argument {shown(name)!r} is unknown.")
    kind, verdict, terms = ARGUMENTS[name]
    if kind != fields["kind"]:
        raise Rejected(f"The argument {name!r} is one of the kind {kind}.")
    if verdict != fields["verdict"]:
        raise Rejected(f"The argument {name!r} has the verdict {verdict}.")
    if hashlib.sha256(canonical([fields["relation"], fields["given"]]).encode("utf-8")).hexdigest() != terms:
        raise Rejected(f"The relation and the hypotheses are not those of the argument {name!r}.")
    return name


def check_sequence(certificate: Certificate, everything: bool) -> str | None:  # noqa: ARG001
    """Check that hypotheses and relation are true in every row, and all enclosures."""
    name, domain, work = check_argument(certificate), certificate.fields["domain"], certificate.work
    listed = items(domain["models"], "domain.models", most=INDICES_LIMIT)
    models, total = [], 0
    for position, data in enumerate(listed):
        model, prior = read_model(data, f"domain.models[{position}]", work)
        total += sum(map(len, model.trajectories))
        model.refuse_more(total)
        models.append((model, prior))
    if len({form(data, ("name",)) for data in listed}) < len(listed):
        raise Rejected("domain.models has a model twice.")
    rows = []
    for position, row in enumerate(items(domain["rows"], "domain.rows", most=INDICES_LIMIT)):
        place = f"domain.rows[{position}]"
        index, number = items(row, place, 2)
        rows.append((integer(index, place, 1, STEPS_LIMIT), integer(number, place, 0, len(models) - 1)))
    if not rows or len(set(rows)) < len(rows):
        raise Rejected("domain.rows is empty, or has a row twice.")
    if {number for _, number in rows} != set(range(len(models))):
        raise Rejected("domain.models has a model that no row is about.")
    retrained: list[dict[Policy, Policy]] = [{} for _ in models]
    cases = []
    for index, number in rows:
        case = Evaluation(*models[number], index=index)
        case.retrained = retrained[number]
        found_out = case.judge(certificate.given, certificate.relation)
        if found_out != "true":
            raise Rejected(f"At the index {index} the model {number} does not agree: {FINDINGS[found_out]}.")
        cases.append(case)
    check_enclosures(certificate, cases)
    extent = f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
    return (
        f"the relation was recomputed at {extent}, and the step to every index rests on the argument {name!r}"
    )


def check_enclosures(certificate: Certificate, cases: Sequence[Evaluation]) -> None:
    """Check that `enclosures` has every term of sort value but `number`, once, with bounds for every row."""
    missing = {text: x for text, x in certificate.terms.items() if x.sort == VALUE and x.name != "number"}
    for position, pair in enumerate(items(certificate.fields["enclosures"], "enclosures")):
        place = f"enclosures[{position}]"
        data, bounds = items(pair, place, 2)
        known = missing.pop(canonical(data), None)
        if known is None:
            raise Rejected(
                f"{place} is about no value of the relation and the hypotheses, or one listed before."
            )
        for number, (case, stated) in enumerate(zip(cases, items(bounds, place, len(cases)), strict=True)):
            here = f"{place}, row {number}"
            try:
                inside = encloses(stated, case.value(known), here, certificate.work)
            except Undefined:
                raise Rejected(f"{here} has bounds of a value that is undefined.") from None
            if not inside:
                raise Rejected(f"{here}: {shown(known.text)} is not between these bounds.")
    for text in missing:
        raise Rejected(f"enclosures has no entry for {shown(text)}.")


def check_identity(certificate: Certificate, everything: bool) -> str | None:  # noqa: ARG001
    """Check that every equation is an identity of rational functions of the symbols."""
    name, symbols = check_argument(certificate), certificate.fields["domain"]["symbols"]
    listed = [string(symbol, "domain.symbols") for symbol in items(symbols, "domain.symbols")]
    occurring = {x.parameters["name"] for x in certificate.terms.values() if x.name == "symbol"}
    if len(set(listed)) < len(listed) or set(listed) != occurring:
        raise Rejected("domain.symbols does not list each symbol of the relation once.")
    check_equations(certificate.relation, certificate.work)
    return f"the identity was recomputed, and what it means rests on the argument {name!r}"


def check_equations(relation: Term, work: Work) -> None:
    """Check that both sides of every equation are the same: their difference has the numerator 0."""
    if relation.name == "both":
        for part in relation.arguments:
            check_equations(part, work)
    elif relation.name == "equal":
        left, right = (rational_function(side, work) for side in relation.arguments)
        if quotient_sum(left, right, work, -ONE).above:
            raise Rejected(f"This is no identity: {shown(relation.text)}.")
    else:
        raise Rejected(f"The term {relation.name} does not occur in identities.")


def rational_function(term: Term, work: Work) -> Quotient:
    """Multiply an expression in symbols out."""
    if term.name == "number":
        return Quotient(constant(term.parameters["value"]))
    if term.name == "symbol":
        return Quotient({(term.parameters["name"],): ONE})
    if term.name not in ("add", "subtract", "multiply", "divide"):
        raise Rejected(f"The term {term.name} does not occur in identities.")
    left, right = (rational_function(argument, work) for argument in term.arguments)
    if term.name in ("add", "subtract"):
        return quotient_sum(left, right, work, ONE if term.name == "add" else -ONE)
    if term.name == "divide":
        if not right.above:
            raise Rejected(f"A denominator is the zero polynomial: {shown(term.text)}.")
        right = Quotient(right.below, right.above)
    return quotient_product(left, right, work)


# Families


@dataclass(frozen=True)
class Grid:
    """The values that the parameters of a family's models can have."""

    weights: tuple[Fraction, ...]
    successors: dict[int, tuple[Row, ...]]
    policies: dict[int, tuple[Row, ...]]
    starts: dict[int, tuple[Row, ...]]
    entries: list[Fraction]  # of the rows of policies
    text: str
    work: Work


def read_rows(data: Json, place: str, work: Work) -> dict[int, tuple[Row, ...]]:
    """Check rows of probabilities by their length: each once, and with each row all its orders.

    Without all orders, renaming actions or states could lead out of the family.
    """
    result: dict[int, tuple[Row, ...]] = {}
    for length, rows in mapping(data, place).items():
        here = f"{place}.{shown(length)}"
        if length not in [str(n) for n in range(WIDTH_LIMIT + 1)]:
            raise Rejected(f"{here} is not a number from 0 to {WIDTH_LIMIT}.")
        listed = [
            tuple(unit(rational(x, here), here) for x in items(row, here, int(length)))
            for row in items(rows, here, most=ROWS_LIMIT)
        ]
        if length == "0" and listed != [()]:
            raise Rejected(f"{here} is not the list of the one empty row.")
        if any(row and work.total(row) != 1 for row in listed):
            raise Rejected(f"{here} has a row that does not sum to 1.")
        if len(set(listed)) < len(listed):
            raise Rejected(f"{here} has a row twice.")
        if any(not set(itertools.permutations(row)) <= set(listed) for row in listed):
            raise Rejected(f"{here} has a row without all its orders.")
        result[int(length)] = tuple(listed)
    return {**result, 0: ((),)}


def read_grid(data: Json, work: Work) -> Grid:
    """Check a grid."""
    place = "family.grid"
    members(data, place, ("weights", "successors", "policies", "starts"))
    listed = items(data["weights"], f"{place}.weights", most=ROWS_LIMIT)
    values = tuple(unit(rational(x, f"{place}.weights"), f"{place}.weights") for x in listed)
    if len(set(values)) < len(values):
        raise Rejected(f"{place}.weights has a weight twice.")
    rows = [read_rows(data[key], f"{place}.{key}", work) for key in ("successors", "policies", "starts")]
    entries = sorted(
        {entry for rows_of_one_length in rows[1].values() for row in rows_of_one_length for entry in row}
    )
    return Grid(values, rows[0], rows[1], rows[2], entries, canonical(data), work)


class Shape(NamedTuple):
    """The numbers of actions of the states at each time, the complexity, and if there is a second policy."""

    actions: tuple[tuple[int, ...], ...]
    complexity: int
    pairs: bool

    def later(self, time: int) -> int:
        """Count the states at the time after this one (times begin at 0 here)."""
        return len(self.actions[time + 1]) if time + 1 < len(self.actions) else 0


def read_shape(data: Json, place: str, grid: Grid) -> Shape:
    """Check a shape, and that the grid has rows for it."""
    counted = ("representatives", "labelled", "checked", "undefined")
    members(data, place, ("actions", "complexity", "pairs", *counted))
    for key in counted:
        integer(data[key], f"{place}.{key}")
    times = items(data["actions"], f"{place}.actions", most=HORIZON_LIMIT)
    if not times:
        raise Rejected(f"{place}.actions is empty.")
    rows = [items(row, f"{place}.actions", most=WIDTH_LIMIT) for row in times]
    actions = tuple(tuple(integer(x, f"{place}.actions", 1, WIDTH_LIMIT) for x in row) for row in rows)
    if not all(actions):
        raise Rejected(f"{place}.actions has a time without states.")
    complexity = integer(data["complexity"], f"{place}.complexity", 0, STEPS_LIMIT)
    shape = Shape(actions, complexity, boolean(data["pairs"], f"{place}.pairs"))
    counts = {number for row in actions for number in row}
    laters = {shape.later(time) for time in range(len(actions))}
    if counts - set(grid.policies) or laters - set(grid.successors) or len(actions[0]) not in grid.starts:
        raise Rejected(f"{place}: the grid has no rows for this shape.")
    return shape


def uneven(row: Sequence[Fraction | int]) -> int:
    """The complexity of a row of a policy or of the start: 0 if all entries are equal, else 1."""
    return int(len(set(row)) > 1)


def unsure(row: Row) -> int:
    """The complexity of a successor row: 0 if it has an entry 1, or is empty, else 1."""
    return int(bool(row) and max(row) != 1)


def polynomial(complexities: Iterable[int]) -> list[int]:
    """Count the values of each complexity: the coefficient of x^c is how many have complexity c."""
    found_out = [0, 0]
    for complexity in complexities:
        found_out[complexity] += 1
    return found_out


def different(plain: int, others: int, number: int) -> list[int]:
    """Count the choices of one value for each of so many actions, by the number of different other values.

    The choices that use exactly c given other values, and any plain ones, are counted by inclusion and
    exclusion over those that are left out.
    """
    return [
        math.comb(others, c)
        * sum((-1) ** (c - j) * math.comb(c, j) * (plain + j) ** number for j in range(c + 1))
        for c in range(min(others, number) + 1)
    ]


def multiplied(factors: Iterable[Sequence[int]], most: int, work: Work) -> list[int]:
    """Multiply polynomials, without the powers above `most`."""
    result = [1]
    for factor in factors:
        work.spend_bits(max(result).bit_length(), len(result) * len(factor))
        product = [0] * min(len(result) + len(factor) - 1, most + 1)
        for (i, x), (j, y) in itertools.product(enumerate(result), enumerate(factor)):
            if i + j <= most:
                product[i + j] += x * y
        result = product
    return result


def count_labelled(shape: Shape, grid: Grid) -> int:
    """Count the labelled models of a shape without listing one.

    Parameters are independent, so polynomials that count values by complexity are multiplied, except that all
    states at the next time have to be reached: the choices of successor rows within each set of later states
    are added and subtracted by inclusion and exclusion.
    """
    most = shape.complexity
    factors = [polynomial(map(uneven, grid.starts[len(shape.actions[0])]))]
    for time, counts in enumerate(shape.actions):
        for number in counts:
            factors += [polynomial(map(uneven, grid.policies[number]))] * (2 if shape.pairs else 1)
            plain = [weight for weight in grid.weights if weight == 1]
            factors.append(different(len(plain), len(grid.weights) - len(plain), number))
        later = shape.later(time)
        covering = [0] * (min(most, sum(counts)) + 1)
        for kept in itertools.product((False, True), repeat=later):
            grid.work.spend(5 * len(grid.successors[later]))
            rows = [
                row
                for row in grid.successors[later]
                if all(k or not x for x, k in zip(row, kept, strict=True))
            ]
            plain_rows = [row for row in rows if not unsure(row)]
            choices = len(plain_rows), len(rows) - len(plain_rows)
            ways = multiplied((different(*choices, number) for number in counts), most, grid.work)
            for power, number in enumerate(ways):
                covering[power] += number * (-1) ** (later - sum(kept))
        factors.append(covering)
    return sum(multiplied(factors, most, grid.work))


# For listing representatives, an action is (weight, successor row, prior entry, second entry), as positions
# in the grid; a state is the sorted tuple of its actions; a layer has the states of one time.
Action = tuple[int, int, int, int]
State = tuple[Action, ...]
Layer = tuple[State, ...]
Permutation = tuple[int, ...]


class Representative(NamedTuple):
    """One model of a class of renamed models, and how many labelled models the class has."""

    start: Row
    layers: tuple[Layer, ...]
    size: int


class Tail(NamedTuple):
    """The layers from some time on, up to renaming.

    `symmetries` are the permutations of the states of its first layer that some renaming of it brings about.
    """

    layers: tuple[Layer, ...]
    complexity: int
    size: int
    symmetries: list[Permutation]


class Listing:
    """The representatives of one shape, from the last time to the first."""

    def __init__(self, shape: Shape, grid: Grid, work: Work) -> None:
        self.shape, self.grid, self.work = shape, grid, work
        self.moved: dict[tuple[Permutation, State], State] = {}
        self.renamed: dict[Permutation, list[int]] = {}

    def states(self, number: int, later: int) -> list[tuple[State, int]]:
        """List the states with so many actions up to their order, with their complexity, simplest first."""
        most, rows = self.shape.complexity, self.grid.successors[later]
        kinds = list(itertools.product(range(len(self.grid.weights)), range(len(rows))))
        result: dict[State, int] = {}

        def extend(actions: State, pairs: Sequence[tuple[int, int]], policies: int) -> None:
            self.work.spend(20)
            complexity = policies + self.different_values(actions, rows)
            if complexity > most:
                return
            if len(actions) == number:
                result[tuple(sorted(actions))] = complexity
                return
            for weight, row in kinds:
                extend((*actions, (weight, row, *pairs[len(actions)])), pairs, policies)

        policies = [tuple(map(self.grid.entries.index, row)) for row in self.grid.policies[number]]
        for first in policies:
            if list(first) == sorted(first):  # the other orders of the prior row are orders of the actions
                for second in policies if self.shape.pairs else [(0,) * number]:
                    extend((), list(zip(first, second, strict=True)), uneven(first) + uneven(second))
        return sorted(result.items(), key=lambda pair: (pair[1], pair[0]))

    def different_values(self, actions: State, rows: Sequence[Row]) -> int:
        """Count the different weights other than 1 and successor rows without an entry 1 of some actions."""
        weights = {weight for weight, *_ in actions if self.grid.weights[weight] != 1}
        return len(weights) + sum(unsure(rows[row]) for row in {row for _, row, *_ in actions})

    def layers(self, time: int) -> list[tuple[Layer, int]]:
        """List the layers in which every later state is reached, up to exchanging states, simplest first."""
        counts, later = self.shape.actions[time], self.shape.later(time)
        possible = {number: self.states(number, later) for number in set(counts)}
        rows = self.grid.successors[later]
        result: list[tuple[Layer, int]] = []

        def extend(layer: Layer, chosen: tuple[int, ...], complexity: int) -> None:
            self.work.spend(20)
            if len(layer) == len(counts):
                used = {action[1] for state in layer for action in state}
                if all(any(rows[row][place] for row in used) for place in range(later)):
                    result.append((layer, complexity))
                return
            number = counts[len(layer)]
            before = [position for position, other in zip(chosen, counts, strict=False) if other == number]
            for position in range(before[-1] if before else 0, len(possible[number])):
                state, cost = possible[number][position]
                if complexity + cost > self.shape.complexity:
                    break
                extend((*layer, state), (*chosen, position), complexity + cost)

        extend((), (), 0)
        return sorted(result, key=lambda pair: pair[1])

    def move(self, permutation: Permutation, state: State, later: int) -> State:
        """Rename the later states of a state's successor rows."""
        if (permutation, state) not in self.moved:
            if permutation not in self.renamed:
                rows = self.grid.successors[later]
                position = {row: number for number, row in enumerate(rows)}
                inverse = [permutation.index(place) for place in range(later)]
                self.renamed[permutation] = [position[tuple(row[place] for place in inverse)] for row in rows]
            renamed = self.renamed[permutation]
            self.moved[permutation, state] = tuple(sorted((w, renamed[r], x, y) for w, r, x, y in state))
        return self.moved[permutation, state]

    def exchanges(self, time: int) -> list[Permutation]:
        """List the permutations of the states of a time that keep the numbers of actions."""
        counts = self.shape.actions[time]
        return [
            p for p in itertools.permutations(range(len(counts))) if all(counts[i] == counts[p[i]] for i in p)
        ]

    def tails(self, time: int) -> Iterator[Tail]:
        """List the tails from a time on, one for each class of renamed tails, with the size of the class."""
        if time == len(self.shape.actions):
            yield Tail((), 0, 1, [()])
            return
        later, exchanges, layers = self.shape.later(time), self.exchanges(time), self.layers(time)
        for tail in self.tails(time + 1):
            for layer, complexity in layers:
                if tail.complexity + complexity > self.shape.complexity:
                    break
                self.work.spend(10 * len(tail.symmetries) * (1 + len(exchanges)))
                renamed = [tuple(self.move(p, state, later) for state in layer) for p in tail.symmetries]
                images = {self.in_order(image) for image in renamed}
                if self.in_order(layer) != min(images):
                    continue
                symmetries = [
                    p
                    for p in exchanges
                    if any(all(layer[p[i]] == image[i] for i in p) for image in set(renamed))
                ]
                size = tail.size * len(images) * labellings(layer)
                yield Tail((layer, *tail.layers), tail.complexity + complexity, size, symmetries)

    def in_order(self, layer: Layer) -> Layer:
        """Sort the states that may be exchanged."""
        return tuple(sorted(layer, key=lambda state: (len(state), state)))

    def representatives(self) -> Iterator[Representative]:
        """List one model of every class of renamed models."""
        for tail in self.tails(0):
            for start in self.grid.starts[len(self.shape.actions[0])]:
                self.work.spend(10 * len(tail.symmetries))
                images = {tuple(start[p[i]] for i in range(len(start))) for p in tail.symmetries}
                if start == min(images) and tail.complexity + uneven(start) <= self.shape.complexity:
                    yield Representative(start, tail.layers, tail.size * len(images))


def labellings(layer: Layer) -> int:
    """Count the different orders of states (with equally many actions) and of the actions within states."""
    numbers = [len(state) for state in layer]
    result = math.prod(math.factorial(numbers.count(number)) for number in set(numbers))
    result //= math.prod(math.factorial(layer.count(state)) for state in set(layer))
    for state in layer:
        result *= math.factorial(len(state))
        result //= math.prod(math.factorial(state.count(action)) for action in set(state))
    return result


LISTED: dict[tuple[str, Shape], list[Representative]] = {}  # kept between files, which often share families


def list_representatives(shape: Shape, grid: Grid, work: Work) -> list[Representative]:
    """List the representatives, or take the list from before; refuse too many."""
    if (grid.text, shape) not in LISTED:
        listed = list(
            itertools.islice(Listing(shape, grid, work).representatives(), REPRESENTATIVES_LIMIT + 1)
        )
        if len(listed) > REPRESENTATIVES_LIMIT:
            raise Rejected(
                f"A shape has more than {REPRESENTATIVES_LIMIT} representatives, which is the limit."
            )
        if sum(map(len, LISTED.values())) > 2 * REPRESENTATIVES_LIMIT:
            LISTED.clear()
        LISTED[grid.text, shape] = listed
    return LISTED[grid.text, shape]


def evaluation_of(found: Representative, shape: Shape, grid: Grid, work: Work) -> Evaluation:
    """Make the model of a representative."""
    names = [[f"{time}.{place}" for place in range(len(layer))] for time, layer in enumerate(found.layers, 1)]
    actions, weight_of, successors_of = {}, {}, {}
    policies: tuple[dict[str, Row], dict[str, Row]] = ({}, {})
    for time, layer in enumerate(found.layers):
        rows = grid.successors[shape.later(time)]
        for state, choices in zip(names[time], layer, strict=True):
            actions[state] = tuple(map(str, range(len(choices))))
            for action, (weight, row, *_) in zip(actions[state], choices, strict=True):
                weight_of[state, action] = grid.weights[weight]
                to = dict(zip(names[time + 1], rows[row], strict=True)) if time + 1 < len(names) else None
                successors_of[state, action] = to
            policies[0][state] = tuple(grid.entries[entry] for *_, entry, _ in choices)
            policies[1][state] = tuple(grid.entries[entry] for *_, entry in choices)
    start = dict(zip(names[0], found.start, strict=True))
    model = Model(len(names), start, actions, weight_of, successors_of, work)
    first, second = map(model.spread, policies)
    return Evaluation(model, first, second if shape.pairs else None)


def check_family(certificate: Certificate, everything: bool) -> str | None:
    """Check a family, and that its verdict is vacuous exactly if nothing was decided."""
    fields = certificate.fields
    for key in ("checked", "undefined"):
        integer(fields[key], key)
    if (fields["verdict"] == "vacuous") != (fields["checked"] == 0):
        raise Rejected("The verdict has to be vacuous exactly if checked is 0.")
    if certificate.domain == "policies":
        return check_priors(certificate)
    if certificate.mentions("state"):
        raise Rejected("A term names a state, but the models of a family have no names.")
    return check_shapes(certificate, everything)


def tally(certificate: Certificate, cases: Iterable[Evaluation], place: str) -> dict[Verdict, int]:
    """Recompute models, none of which may refute the relation, and count what was found out."""
    result: dict[Verdict, int] = dict.fromkeys(FINDINGS, 0)
    for number, case in enumerate(cases):
        found_out = case.judge(certificate.given, certificate.relation)
        if found_out == "false":
            raise Rejected(f"The relation is false in model {number} of the recomputed ones of {place}.")
        result[found_out] += 1
    return result


def check_priors(certificate: Certificate) -> str:
    """Recompute the relation for all priors of the model."""
    fields, model = certificate.fields, certificate.model
    family = members(fields["family"], "family", ("policies", "count"))
    rows = read_rows(family["policies"], "family.policies", certificate.work)
    states = list(dict.fromkeys(state for _, state in model.points))
    sizes = [len(model.actions[state]) for state in states]
    if set(sizes) - set(rows):
        raise Rejected("family.policies has no rows for some number of actions of the model.")
    number = math.prod(len(rows[size]) for size in sizes)
    if number == 0:
        raise Rejected("family has no priors.")
    if number != integer(family["count"], "family.count"):
        raise Rejected(f"family.count is {family['count']}, but there are {shown_number(number)} priors.")
    if number > PRIORS_LIMIT:
        raise Rejected(f"family.count is above {PRIORS_LIMIT}, which is the limit.")
    priors = itertools.product(*(rows[size] for size in sizes))
    cases = (Evaluation(model, model.spread(dict(zip(states, row, strict=True)))) for row in priors)
    counts = tally(certificate, cases, "family")
    compare_counts(counts, fields, number, "family", exact=True)
    return f"each of {number} priors was recomputed"


def compare_counts(
    counts: dict[Verdict, int], stated: dict[str, Json], number: int, place: str, exact: bool
) -> None:
    """Check the stated numbers of decided and undefined models with those found among some or all."""
    decided, undefined = stated["checked"], stated["undefined"]
    unmet = number - decided - undefined
    pairs = [(counts["true"], decided), (counts["undefined"], undefined), (counts["unmet"], unmet)]
    if any(x != y if exact else x > y for x, y in pairs):
        raise Rejected(
            f"{place} has checked {decided} and undefined {undefined} of {number}, but recomputing "
            f"{sum(counts.values())} found {counts['true']} and {counts['undefined']}."
        )


def check_shapes(certificate: Certificate, everything: bool) -> str:
    """Count and list the models of every shape anew, and recompute a sample of them, or all."""
    fields = certificate.fields
    family = members(fields["family"], "family", ("name", "grid", "shapes"))
    if family["name"] != fields["domain"]["every"]:
        raise Rejected("family.name is not the family of the domain.")
    grid = read_grid(family["grid"], certificate.work)
    stated = items(family["shapes"], "family.shapes", most=SHAPES_LIMIT)
    shapes = [read_shape(data, f"family.shapes[{i}]", grid) for i, data in enumerate(stated)]
    if len({(tuple(tuple(sorted(row)) for row in x.actions), x.pairs) for x in shapes}) < len(shapes):
        raise Rejected("family.shapes has a shape twice.")
    if certificate.mentions("second_policy") and not all(shape.pairs for shape in shapes):
        raise Rejected("family.shapes has a shape without a second policy, which a term mentions.")
    for key in ("checked", "undefined"):
        if sum(data[key] for data in stated) != fields[key]:
            raise Rejected(f"{key} is {fields[key]}, which is not the sum over the shapes.")
    models: list[tuple[int, Representative]] = []
    for position, (shape, data) in enumerate(zip(shapes, stated, strict=True)):
        listed = check_counts(shape, grid, data, f"family.shapes[{position}]", certificate.work)
        models += [(position, found) for found in listed]
        if len(models) > REPRESENTATIVES_LIMIT:
            raise Rejected(
                f"family has more than {REPRESENTATIVES_LIMIT} representatives, which is the limit."
            )
    if not models:
        raise Rejected("family has no models.")
    if not everything and len(models) > SAMPLE:
        chosen = [models[(2 * i + 1) * len(models) // (2 * SAMPLE)] for i in range(SAMPLE)]
    else:
        chosen = models
    certificate.work.left += WORK_LIMIT * (len(chosen) // SAMPLE)
    for position, (shape, data) in enumerate(zip(shapes, stated, strict=True)):
        place, number = f"family.shapes[{position}]", data["representatives"]
        cases = (evaluation_of(x, shape, grid, certificate.work) for i, x in chosen if i == position)
        compare_counts(tally(certificate, cases, place), data, number, place, exact=chosen is models)
    extent = f"{len(models)} models of {len(shapes)} shape{'s' if len(shapes) > 1 else ''}"
    if len(chosen) == len(models):
        return f"each of {extent} was recomputed"
    return f"a sample of {len(chosen)} of {extent} was recomputed"


def check_counts(
    shape: Shape, grid: Grid, data: dict[str, Json], place: str, work: Work
) -> list[Representative]:
    """Check `labelled` and `representatives`, and that the sizes of the classes sum to `labelled`."""
    labelled = count_labelled(shape, grid)
    if labelled != data["labelled"]:
        raise Rejected(
            f"{place}.labelled is {data['labelled']}, but there are {shown_number(labelled)} labelled models."
        )
    listed = list_representatives(shape, grid, work)
    if len(listed) != data["representatives"]:
        raise Rejected(f"{place}.representatives is {data['representatives']}, but there are {len(listed)}.")
    total = sum(found.size for found in listed)
    if total != labelled:
        raise Rejected(f"{place}: the classes have {total} labelled models together, not {labelled}.")
    return listed


# Files


class Kind(NamedTuple):
    """What a kind of certificates has besides what all have, and how it is checked."""

    keys: tuple[str, ...]
    optional: tuple[str, ...]
    verdicts: tuple[str, ...]
    domains: tuple[str, ...]
    check: Callable[[Certificate, bool], str | None]
    argument: tuple[str, ...] = ()  # keys of a domain with an argument


DECIDED, ARGUED = ("holds", "vacuous"), ("proved", "refuted")
EVERYWHERE = ("every", "model", "policies")
KINDS = {
    "counterexample": Kind(
        ("model", "values"), ("second_policy",), ("refuted",), EVERYWHERE, check_counterexample
    ),
    "instance": Kind(("model", "values"), (), DECIDED, ("model",), check_instance),
    "family": Kind(("family", "checked", "undefined"), (), DECIDED, ("every", "policies"), check_family),
    "sequence": Kind(("enclosures",), (), ARGUED, ("argument",), check_sequence, ("models", "rows")),
    "identity": Kind((), (), ARGUED, ("argument",), check_identity, ("symbols",)),
    "undecided": Kind(("reason",), (), ("undecided",), EVERYWHERE, check_undecided),
}
COMMON = ("claim", "reading", "statement", "relation", "given", "domain", "verdict", "source")


def check_content(content: bytes, everything: bool) -> str | None:
    """Check the content of a file; give a remark, or raise Rejected."""
    document = read_json(content)
    if not isinstance(document, dict) or document.get("format") != "coherence-exact certificate":
        raise Rejected("The file is not a certificate: it has no such format.")
    version, kind = document.get("version"), document.get("kind")
    if type(version) is not int or version != 1:
        raise Rejected(f"The version {shown(version)} is unknown.")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Rejected(f"The kind {shown(kind)} is unknown.")
    required = ("format", "version", "kind", *COMMON, *KINDS[kind].keys)
    members(document, "The certificate", required, KINDS[kind].optional)
    return KINDS[kind].check(Certificate(document), everything)


def check_file(path: pathlib.Path, everything: bool = False) -> Outcome:
    """Check one file."""
    try:
        if not path.is_file():
            raise Rejected("The path is not a file.")
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
        if len(content) > FILE_LIMIT:
            raise Rejected(f"The file is longer than {FILE_LIMIT} bytes, which is the limit.")
        return Outcome(str(path), "valid", None, check_content(content, everything))
    except Undecidable as error:
        return Outcome(str(path), "holey", str(error), None)
    except Rejected as error:
        return Outcome(str(path), "invalid", str(error), None)
    except OSError as error:
        return Outcome(str(path), "invalid", f"The file cannot be read: {error.strerror}.", None)
    except MemoryError:
        return Outcome(str(path), "invalid", "Checking this takes more memory than there is.", None)


def check_paths(paths: Iterable[pathlib.Path], everything: bool = False) -> list[Outcome]:
    """Check files, and all *.json of folders; raise FileNotFoundError where there is no file."""
    files: list[pathlib.Path] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: there is no such file or folder")
        found = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not found:
            raise FileNotFoundError(f"{path}: there are no certificates in this folder")
        files += found
    return [check_file(path, everything) for path in files]


def main(arguments: list[str] | None = None) -> int:
    """Run as a program: 0 if all files are valid, 1 if not, 2 for usage errors."""
    parser = argparse.ArgumentParser(description="Check certificates independently of what wrote them.")
    parser.add_argument(
        "paths", nargs="+", type=pathlib.Path, metavar="PATH", help="a file, or a folder of *.json"
    )
    parser.add_argument("--all", action="store_true", help="recompute every model of every family")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        outcomes = check_paths(options.paths, options.all)
    except OSError as error:
        print(f"checker: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"files": [outcome._asdict() for outcome in outcomes]}, indent=2))
    else:
        for outcome in outcomes:
            detail = outcome.reason or outcome.remark
            print(f"{outcome.path}: {outcome.outcome}" + (f" ({detail})" if detail else ""))
    return 0 if all(outcome.outcome == "valid" for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
