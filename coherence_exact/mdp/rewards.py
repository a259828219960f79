"""Rewards as text: ``"log(1/3)"``, ``"0"`` and ``"-inf"``, and nothing else."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

from coherence_exact.errors import NumberError
from coherence_exact.exact.rationals import parse_rational, quote

_LOGARITHM = re.compile(r"log\(([^()]*)\)")


def weight_of_reward(reward: object) -> Fraction:
    """The weight w = e^r of a reward r ≤ 0 written as text.

    >>> weight_of_reward("log(1/3)"), weight_of_reward("0"), weight_of_reward("-inf")
    (Fraction(1, 3), Fraction(1, 1), Fraction(0, 1))
    """
    if reward == "0":
        return Fraction(1)
    if reward == "-inf":
        return Fraction(0)
    if isinstance(reward, str) and (logarithm := _LOGARITHM.fullmatch(reward)):
        with suppress(NumberError):
            weight = parse_rational(logarithm.group(1))
            if 0 < weight <= 1:
                return weight
    raise NumberError(
        f"{quote(reward)} is not a reward whose e^r is a rational from 0 to 1; "
        'write "log(p/q)" with 0 < p/q ≤ 1, "0" or "-inf", or give success, which is e^r'
    )
