"""``measure``: the numbers that describe a policy."""

from __future__ import annotations

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")


def test_measure_prints_what_the_contract_says(data: Printed) -> None:
    assert data("measure", STOCHASTIC) == {
        "model": "Example 3",
        "delta": "1",
        "success_probability": "11/24",
        "return": {"terms": [["3/8", "2"], ["-1", "3"]], "decimal": "-0.838682095958130"},
        "causal_entropy": {"terms": [["2", "2"]], "decimal": "1.38629436111989"},
        "incoherence": {
            "terms": [["-3/2", "2"], ["-1/2", "3"], ["-1/2", "5"], ["1", "11"]],
            "decimal": "0.00414940140734755",
        },
        "dead_states": [],
    }


def test_infinite_values_are_words(data: Printed, text: Shown) -> None:
    printed = data("measure", RACE)
    assert printed["return"] == "-inf"
    assert printed["incoherence"] == "inf"
    assert "-∞" in text("measure", RACE)


def test_measure_at_another_delta(data: Printed, text: Shown) -> None:
    at_half = data("measure", STOCHASTIC, "--delta", "1/2")
    assert at_half["delta"] == "1/2"
    assert at_half["incoherence"]["terms"] == [["-2", "2"], ["-1", "3"], ["-1", "5"], ["1", "61"]]
    assert "incoherence (δ = 1/2)  -2·log 2" in text("measure", STOCHASTIC, "--delta", "1/2")


def test_measure_lists_dead_states(learner: str, data: Printed) -> None:
    assert data("measure", learner)["dead_states"] == [[2, "dead end"]]
