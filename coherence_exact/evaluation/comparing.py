"""Where two policies of one model differ, and by how much: exactly, or to digits that are certain.

Vocabulary: the *measures* of a side are the numbers that describe its policy, and its divergence from the
other side's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import gmpy2
from coherence_exact.evaluation import functions
from coherence_exact.evaluation.balls import BallModel
from coherence_exact.evaluation.operators import Specification
from coherence_exact.evaluation.rounding import MEASURES, Enclosure
from coherence_exact.exact.decimals import rising_precisions, rounded
from coherence_exact.exact.fields import is_rational, tidy
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy

Measures: TypeAlias = Mapping[str, tuple[Any, Any]]
"""By name, the number of the left side and of the right one; None where no digit is certain."""


class Difference(NamedTuple):
    """Two probabilities that differ, and by how much."""

    point: Point
    action: Action
    left: Any
    right: Any
    difference: Any


class Comparison(NamedTuple):
    """Two policies and where they differ; ``undecided`` counts what is not told apart."""

    left: Policy
    right: Policy
    differences: list[Difference]
    undecided: int

    @property
    def equal(self) -> bool | None:
        """Whether the policies are equal; None where that is not told."""
        return False if self.differences else None if self.undecided else True

    @property
    def largest(self) -> Difference | None:
        """The largest difference, the first of those that are as large; None if there is none."""
        return max(self.differences, key=lambda each: abs(Fraction(each.difference)), default=None)


def compared(left: Policy, right: Policy) -> Comparison:
    """Two policies of one model, exactly.

    >>> from coherence_exact.evaluation.functions import retrain
    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> compared(race.prior, retrain(race, race.prior)).differences[0].difference
    Fraction(1, 10)
    """
    found = [
        Difference(point, action, x, right[point][action], difference)
        for point, row in left.items()
        for action, x in row.items()
        if (difference := _difference(x, right[point][action])) != 0
    ]
    return Comparison(left, right, found, 0)


def _difference(x: Any, y: Any) -> Any:
    """x − y in its normal form, so that two expressions which are equal identically differ by 0."""
    if is_rational(x) and is_rational(y):
        return 0 if x == y else to_fraction(gmpy2.mpq(x) - gmpy2.mpq(y))
    return tidy(x - y)


def compared_in_digits(
    model: Model, prior: Policy, sides: Sequence[Specification], digits: int
) -> Comparison:
    """What two operators make of a policy, to so many significant digits of each number.

    Two probabilities that no enclosure tells apart, which those that are equal are, are left undecided.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> sides = Specification("retrain", steps=2), Specification("temperature", alpha=2)
    >>> found = compared_in_digits(example, example.prior, sides, 6)
    >>> found.differences[0].difference, found.undecided
    ('-0.00192864', 4)
    """
    enclosures = [Enclosure(model, prior, side) for side in sides]
    before: list[int] | None = None
    for _ in rising_precisions(digits, max(each.lost_bits for each in enclosures)):
        left, right = (each.last() for each in enclosures)
        shown = [[rounded(x, digits) for x in table] for table in (left, right)]
        gaps = [rounded(x - y, digits) for x, y in zip(left, right, strict=True)]
        undecided = [number for number, gap in enumerate(gaps) if gap is None]
        if undecided == before and None not in shown[0] and None not in shown[1]:
            break
        before = undecided
    policies = [each.policy(table) for each, table in zip(enclosures, shown, strict=True)]
    found = [
        Difference((time, state), action, *values)
        for (time, state, action), *values in zip(enclosures[0].layout.choices, *shown, gaps, strict=True)
        if values[-1] is not None and values[-1] != "0"
    ]
    return Comparison(policies[0], policies[1], found, len(undecided))


def measures_of_sides(model: Model, left: Policy, right: Policy) -> Measures:
    """S, J and κ (δ = 1) of two policies, and the divergence of each from the other, exactly.

    >>> from coherence_exact.evaluation.functions import temperature
    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> found = measures_of_sides(example, example.prior, temperature(example, example.prior, 2))
    >>> found["success_probability"]
    (Fraction(11, 24), Fraction(95, 204))
    >>> print(found["kl"][0])
    -3/2·log 2 - 1/2·log 5 - 1/2·log 7 + log 17
    """
    sides = (left, right), (right, left)
    return {
        "success_probability": _each(functions.success_probability(model, own) for own, _ in sides),
        "return": _each(functions.expected_return(model, own) for own, _ in sides),
        "incoherence": _each(functions.incoherence(model, own) for own, _ in sides),
        "kl": _each(functions.occupancy_divergence(model, own, other) for own, other in sides),
    }


def _each(found: Iterable[Any]) -> tuple[Any, Any]:
    left, right = found
    return left, right


def measures_in_digits(model: Model, prior: Policy, sides: Sequence[Specification], digits: int) -> Measures:
    """The measures of what two operators make of a policy, to so many significant digits.

    None where no enclosure tells a number apart from 0, as none does for a 0.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> sides = Specification("retrain", steps=2), Specification("temperature", alpha=2)
    >>> measures_in_digits(example, example.prior, sides, 6)["success_probability"]
    ('0.465847', '0.465686')
    """
    enclosures = [Enclosure(model, prior, side) for side in sides]
    for _ in rising_precisions(digits, max(each.lost_bits for each in enclosures)):
        left, right = (each.last() for each in enclosures)
        balls = BallModel(enclosures[0].layers)
        pairs = (left, right), (right, left)
        found = {
            name: _each(MEASURES[name](balls, own, 1) for own, _ in pairs)
            for name in ("success_probability", "return", "incoherence")
        } | {"kl": _each(balls.divergence(own, other) for own, other in pairs)}
        shown = {name: _each(rounded(ball, digits) for ball in both) for name, both in found.items()}
        if all(value is not None for both in shown.values() for value in both):
            break
    return shown
