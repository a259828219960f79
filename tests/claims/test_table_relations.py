"""Relations between tables against their definitions, over all trajectories."""

from __future__ import annotations

from itertools import combinations

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Rows
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models

SMALL = models(max_horizon=3, most_trajectories=30, simple=True)
DETERMINISTIC = models(max_horizon=4, most_trajectories=60, deterministic=True, zero_weights=False)

SHAPED = "equal_up_to_shaping(folded_weights(prior, 1, 'ratio'), weights(2))"
TABLES = ["weights()", "weights(2)", "soft_q(prior)", "soft_q(retrain(prior))", "folded_weights(prior, 1)"]


def rows_of(model: Model, text: str) -> Rows:
    """The rows of a table by action."""
    rows: dict[tuple[int, str], dict[str, Number]] = {}
    for (time, state, action), x in by_hand.value(model, text).items():
        rows.setdefault((time, state), {})[action] = x
    return rows


@given(SMALL, st.sampled_from(TABLES), st.sampled_from(TABLES))
def test_proportional_and_shaped_tables(model: Model, first: str, second: str) -> None:
    left, right = rows_of(model, first), rows_of(model, second)
    proportional = all(
        left[point][a] * right[point][b] == left[point][b] * right[point][a]
        for point in by_hand.points(model)
        for a, b in combinations(by_hand.actions(model, point), 2)
    )
    shaped = all(
        by_hand.chance(left, one) * by_hand.chance(right, other)
        == by_hand.chance(left, other) * by_hand.chance(right, one)
        for point in by_hand.points(model)
        for (one, _), (other, _) in combinations(by_hand.paths(model, point), 2)
    )
    assert by_hand.value(model, f"proportional({first}, {second})") is proportional
    assert by_hand.value(model, f"equal_up_to_shaping({first}, {second})") is shaped


@given(DETERMINISTIC)
def test_a_potential_shapes_and_makes_no_difference_to_trajectories(model: Model) -> None:
    """w·q/v is w² times v(s')/v(s), for deterministic dynamics and where the prior has full support."""
    assert by_hand.value(model, f"implies(full_support, {SHAPED})") is True


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("figure_3", SHAPED, True),
        ("example_3", SHAPED, False),
        ("example_3", "equal_up_to_shaping(weights(), weights(2))", False),
        ("example_3", "equal_up_to_shaping(weights(), soft_q(prior))", False),
        ("example_3", "proportional(weights(), weights(2))", True),
        ("example_3", "proportional(weights(), soft_q(prior))", False),
        ("example_3", "proportional(at_last_time(weights()), at_last_time(soft_q(prior)))", True),
    ],
)
def test_both_answers_occur(name: str, text: str, holds: bool) -> None:
    assert by_hand.value(example(name), text) is holds


@pytest.mark.parametrize(
    "text",
    [
        "proportional(weights(), at_last_time(weights()))",
        "proportional(soft_v(prior), soft_v(prior))",
        "equal_up_to_shaping(weights(), at_last_time(weights()))",
        "equal_up_to_shaping(dynamics, dynamics)",
        "equal_up_to_shaping(at_last_time(weights()), at_last_time(weights()))",
    ],
)
def test_tables_with_other_entries_are_not_compared(text: str) -> None:
    with pytest.raises(UndefinedError):
        by_hand.value(example("example_3"), text)
