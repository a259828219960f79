"""``horizon``: how far a prior has to look."""

from __future__ import annotations

import pytest
from coherence_exact.mdp.files import model_from_data
from coherence_exact.papers.incoherence.horizon import effective_horizon

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")


def test_horizon_of_models(data: Printed, text: Shown) -> None:
    printed = data("horizon", RACE, STOCHASTIC)
    assert printed == {
        "models": [
            {"model": "Example 1", "greedy_is_optimal": False, "lookahead": 2, "retrainings": 1},
            {"model": "Example 3", "greedy_is_optimal": True, "lookahead": 1, "retrainings": 0},
        ]
    }
    assert "  Example 1   2   no               2            1\n" in text("horizon", RACE, STOCHASTIC)


@pytest.mark.usefixtures("two_shapes")
def test_horizon_counts_small_models(data: Printed) -> None:
    printed = data("horizon")
    assert set(printed) == {"family", "rows", "lookahead_is_at_most_retrainings_plus_one"}
    assert printed["lookahead_is_at_most_retrainings_plus_one"] is True
    rows = printed["rows"]
    assert [(row["dynamics"], row["lookahead"], row["retrainings"]) for row in rows] == [
        ("deterministic", 1, 0),
        ("deterministic", 2, 1),
        ("stochastic", 1, 0),
    ]
    for row in rows:
        assert row["greedy_is_optimal"] is (row["lookahead"] == 1)
        assert isinstance(row["models"], int)
        model = model_from_data(row["smallest"])
        assert model.is_deterministic is (row["dynamics"] == "deterministic")
        assert effective_horizon(model, model.prior) == (row["lookahead"], row["retrainings"])


@pytest.mark.usefixtures("two_shapes")
def test_horizon_for_people_ends_with_the_comparison(data: Printed, text: Shown) -> None:
    models = sum(row["models"] for row in data("horizon")["rows"])
    last = text("horizon").splitlines()[-1]
    assert last == f"look-ahead ≤ re-trainings + 1 on {models} of {models} models."
