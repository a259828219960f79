"""Divergences over states against divergences over trajectories (Proposition 4.7)."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.inference.divergences import occupancy_divergence, row_divergence
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.inference.trajectories import trajectory_divergence
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import ACTIONS, distributions, example, models, one_decision, policies

SURE = {"a": Fraction(1), "b": Fraction(0)}
HALF = {"a": Fraction(1, 2), "b": Fraction(1, 2)}


@given(st.data())
def test_states_and_trajectories_agree(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, simple=True, most_trajectories=120))
    left = data.draw(policies(model, simple=True))
    right = data.draw(policies(model, simple=True, zeros=data.draw(st.booleans())))
    found = occupancy_divergence(model, left, right)
    assert found == trajectory_divergence(model, left, right)
    visited = [point for point, p in occupancy_measure(model, left).items() if p != 0]
    assert (found == ZERO) == all(left[point] == right[point] for point in visited)
    assert found >= ZERO


@given(distributions(ACTIONS, simple=False), distributions(ACTIONS, simple=False))
def test_rows_agree_with_one_decision(left: dict[str, Fraction], right: dict[str, Fraction]) -> None:
    model = one_decision(a=1, b=1, c=1)
    expected = trajectory_divergence(model, Policy({(1, "s"): left}), Policy({(1, "s"): right}))
    assert row_divergence(left, right) == expected


def test_conventions() -> None:
    assert row_divergence(SURE, HALF) == log(2)
    assert row_divergence(HALF, SURE) == INFINITY
    assert row_divergence(SURE, SURE) == ZERO
    assert row_divergence({"a": 1, "b": 0}, {"a": 1, "b": 0}) == ZERO


def test_lost_support_without_occupancy_counts_nothing() -> None:
    model = example("example_1")
    forest = Policy({**model.prior, (1, "∅"): {"↗": Fraction(0), "↘": Fraction(1)}})
    risky = Policy({**forest, (2, "ridge"): {"↗": Fraction(0), "↘": Fraction(1)}})
    assert occupancy_divergence(model, forest, risky) == ZERO
    assert trajectory_divergence(model, forest, risky) == ZERO
    assert occupancy_divergence(model, model.prior, risky) == INFINITY
    assert trajectory_divergence(model, model.prior, risky) == INFINITY


def test_lost_support_at_a_rarely_visited_state_counts() -> None:
    model = example("example_1")
    rarely = Policy({**model.prior, (1, "∅"): {"↗": Fraction(1, 10**40), "↘": 1 - Fraction(1, 10**40)}})
    risky = Policy({**rarely, (2, "ridge"): {"↗": Fraction(0), "↘": Fraction(1)}})
    assert occupancy_divergence(model, rarely, risky) == INFINITY


def test_the_divergence_is_weighted_by_the_left_policy() -> None:
    model = example("example_1")
    half = {"↗": Fraction(1, 2), "↘": Fraction(1, 2)}
    quarter = {"↗": Fraction(1, 4), "↘": Fraction(3, 4)}
    up = Policy({(1, "∅"): quarter, (2, "ridge"): quarter, (2, "forest"): half})
    down = Policy({(1, "∅"): quarter, (2, "ridge"): half, (2, "forest"): half})
    assert occupancy_divergence(model, up, down) == row_divergence(quarter, half) / 4
    assert occupancy_divergence(model, down, up) == row_divergence(half, quarter) / 4
    assert row_divergence(half, quarter) != row_divergence(quarter, half)
