"""Checks of the arguments that several definitions share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import is_unit_fraction, quote


def check_steps(steps: int) -> int:
    """A number of iterations: an integer ≥ 0."""
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise ArgumentError(
            f"steps = {quote(steps)} is not a number of iterations; give an integer of at least 0"
        )
    return steps


def check_alpha(alpha: int) -> int:
    """An inverse temperature: an integer ≥ 1, so that w^α is rational."""
    if isinstance(alpha, bool) or not isinstance(alpha, int) or alpha < 1:
        raise ArgumentError(
            f"alpha = {quote(alpha)} is not an exact inverse temperature; give an integer of at least 1"
        )
    return alpha


def sharpness(delta: Any) -> int:
    """n for δ = 1/n, so that exp(Q/δ) = q^n is rational.

    >>> sharpness(Fraction(1, 2))
    2
    """
    exact = isinstance(delta, (int, Fraction)) and not isinstance(delta, bool)
    if exact and is_unit_fraction(Fraction(delta)):
        return Fraction(delta).denominator
    raise ArgumentError(
        f"delta = {quote(delta)} is not 1/n; give 1, Fraction(1, 2), Fraction(1, 3) and so on"
    )
