"""Comparisons in digits against exact ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.evaluation.comparing import (
    Comparison,
    compared,
    compared_in_digits,
    measures_in_digits,
    measures_of_sides,
)
from coherence_exact.evaluation.operators import Specification
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models

RETRAINED = Specification("retrain", steps=2)
OTHERS = (
    Specification("temperature", alpha=2),
    Specification("fold", steps=2, kind="ratio"),
    Specification("prior"),
)


@settings(max_examples=30)
@given(models(max_horizon=3, most_trajectories=100), st.sampled_from(OTHERS))
def test_differences_in_digits_are_those_of_exact_numbers(model: Model, other: Specification) -> None:
    exact = compared(RETRAINED.apply(model, model.prior), other.apply(model, model.prior))
    found = compared_in_digits(model, model.prior, (RETRAINED, other), 8)
    differing = {(each.point, each.action): each for each in exact.differences}
    for each in found.differences:
        low, high = each.difference.bounds()
        assert low <= differing.pop((each.point, each.action)).difference <= high
    assert all(abs(each.difference) < Fraction(1, 10**40) for each in differing.values())
    assert found.undecided >= len(differing)
    assert found.equal is not True or exact.equal is True


@pytest.mark.parametrize("equal", [True, False])
def test_exact_comparisons_are_decided(equal: bool) -> None:
    left = Policy({(1, "s"): {"a": Fraction(1, 2), "b": Fraction(1, 2)}})
    right = Policy({(1, "s"): {"a": Fraction(1, 2), "b": Fraction(1, 2) if equal else Fraction(1, 3)}})
    found = compared(left, right)
    assert found.equal is equal
    assert [each.difference for each in found.differences] == ([] if equal else [Fraction(1, 6)])


def test_what_is_not_told_apart_is_not_called_equal() -> None:
    model = example("example_3")
    sides = RETRAINED, Specification("fold", steps=2, kind="ratio")
    found = compared_in_digits(model, model.prior, sides, 6)
    assert found.differences == []
    assert found.undecided == 6
    assert found.equal is None
    assert Comparison(found.left, found.right, [], 0).equal is True


def test_a_very_small_measure_is_no_zero() -> None:
    """Divergences of the order of the square of a weight of 10^-30."""
    model = (
        ModelBuilder("rare", horizon=2, start="s")
        .action("s", "a", to={"t": "1/2", "u": "1/2"})
        .action("s", "b", to="t", success=Fraction(1, 10**30 + 57))
        .action("t", "a")
        .action("u", "a")
        .action("u", "b", success="1/2")
        .build()
    )
    sides = RETRAINED, Specification("temperature", alpha=2)
    exact = measures_of_sides(model, *(side.apply(model, model.prior) for side in sides))
    found = measures_in_digits(model, model.prior, sides, 8)
    for digits, value in zip(found["kl"], exact["kl"], strict=True):
        assert value > 0
        assert digits is not None
        low, high = digits.bounds()
        assert low <= value <= high


@settings(max_examples=15)
@given(models(max_horizon=3, most_trajectories=100), st.sampled_from(OTHERS))
def test_measures_in_digits_are_those_of_exact_numbers(model: Model, other: Specification) -> None:
    sides = RETRAINED, other
    exact = measures_of_sides(model, *(side.apply(model, model.prior) for side in sides))
    found = measures_in_digits(model, model.prior, sides, 8)
    assert found.keys() == exact.keys()
    for name, pair in found.items():
        for digits, value in zip(pair, exact[name], strict=True):
            if digits is None:
                assert value == 0
            elif "inf" in digits:
                assert value.to_json() == digits
            else:
                low, high = digits.bounds()
                assert low <= value <= high
