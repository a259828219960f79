"""Floats become rationals by a rule that somebody names, and never without one.

A float is a binary number, such as 6004799503160661/18014398509481984 where one third was meant.  What was
meant cannot be read off it, so there is no rule that goes without saying; the largest change is remembered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from coherence_exact.errors import ArgumentError, NumberError
from coherence_exact.exact.rationals import parse_rational, quote, to_fraction

LIMIT = "limit-denominator="
RULES = f"exact, decimal, or {LIMIT}N"

_NEARLY_ONE = 1e-8
"""Probabilities whose sum is further from 1 are wrong, not rounded."""


class Change(NamedTuple):
    """How far a float was moved: where it stood, what it was, and what it is now."""

    size: Fraction
    where: str
    before: float
    after: Fraction

    def __str__(self) -> str:
        return f"{float(self.size):.2g}, at {self.where}: {self.before!r} became {self.after}"


class Rationals:
    """A rule by which floats become rationals, and the largest change that it made.

    - ``exact``: the binary number that the float is;
    - ``decimal``: the shortest decimal that denotes the float, the one that Python prints;
    - ``limit-denominator=N``: the nearest fraction with a denominator of at most N.

    With ``normalise``, probabilities that do not sum to exactly 1 afterwards are divided by their sum, if the
    floats sum to 1 up to 1e-8; without it, they are refused.  Raises :class:`ArgumentError` for another rule.

    >>> rationals = Rationals("limit-denominator=1000")
    >>> rationals.number(1 / 3, "P[0][0]"), rationals.number(0.1, "P[0][1]")
    (Fraction(1, 3), Fraction(1, 10))
    >>> print(rationals.largest_change)
    1.9e-17, at P[0][0]: 0.3333333333333333 became 1/3
    """

    def __init__(self, rule: str, normalise: bool = False) -> None:
        self.rule = rule
        self.normalise = normalise
        self.largest_change: Change | None = None
        self._denominator = _denominator(rule)

    def number(self, value: Any, where: str) -> Fraction:
        """The rational for a float, or for an integer of any type; ``where`` names its place.

        Raises :class:`NumberError` for what is no finite number.
        """
        if isinstance(value, Fraction):
            return value
        if hasattr(value, "item"):
            value = value.item()
        if isinstance(value, int):
            return Fraction(value)
        if not isinstance(value, float) or not math.isfinite(value):
            raise NumberError(f"{where}: {quote(value)} is not a finite number; mend it there")
        exact = self._converted(value)
        self._remember(where, value, exact)
        return exact

    def _converted(self, value: float) -> Fraction:
        if self._denominator is not None:
            return Fraction(value).limit_denominator(self._denominator)
        return Fraction(value) if self.rule == "exact" else Fraction(repr(value))

    def _remember(self, where: str, before: float, after: Fraction) -> None:
        size = abs(after - Fraction(before))
        if self.largest_change is None or size > self.largest_change.size:
            self.largest_change = Change(size, where, before, after)

    def distribution(self, values: Sequence[Any], where: str) -> list[Fraction]:
        """The rationals for probabilities, which sum to exactly 1; raises :class:`NumberError` otherwise."""
        exact = [self.number(value, where) for value in values]
        if any(p < 0 for p in exact):
            raise NumberError(f"{where}: a probability is negative; mend it there")
        whole = sum(exact)
        if whole == 1:
            return exact
        if abs(math.fsum(map(float, values)) - 1) > _NEARLY_ONE:
            raise NumberError(
                f"{where}: probabilities sum to {math.fsum(map(float, values))!r}; mend them there"
            )
        if not self.normalise or not whole:
            raise NumberError(
                f"{where}: by the rule {self.rule}, probabilities sum to 1 {'+' if whole > 1 else '-'} "
                f"{float(abs(whole - 1)):.2g}; name a rule that keeps the sum, or have rows normalised"
            )
        divided = [p / whole for p in exact]
        for value, p in zip(values, divided, strict=True):
            self._remember(where, float(value), p)
        return divided

    def __str__(self) -> str:
        normalised = ", and rows with another sum than 1 were divided by it" if self.normalise else ""
        change = self.largest_change
        if change is None:
            return f"There were no floats for the rule {self.rule} to make rationals of."
        changed = f"the largest change is about {change}" if change.size else "no number was changed"
        return f"Floats became rationals by the rule {self.rule}{normalised}; {changed}."


def _denominator(rule: str) -> int | None:
    if rule in ("exact", "decimal"):
        return None
    try:
        if rule.startswith(LIMIT) and (limit := parse_rational(rule.removeprefix(LIMIT))) >= 1:
            return to_fraction(limit).numerator
    except NumberError:
        pass
    raise ArgumentError(
        f"{quote(rule)} is not a rule by which floats become rationals; give {RULES}, such as {LIMIT}1000"
    )
