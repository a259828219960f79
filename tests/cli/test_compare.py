"""``compare``: two operators side by side."""

from __future__ import annotations

from coherence_exact.evaluation.functions import retrain, temperature

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES, example

STOCHASTIC = str(EXAMPLES / "example_3.toml")


def test_compare_prints_what_the_contract_says(data: Printed) -> None:
    model = example("example_3")
    printed = data("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert printed == {
        "model": "Example 3",
        "left": retrain(model, model.prior, 2).to_json(),
        "right": temperature(model, model.prior, 2).to_json(),
        "equal": False,
        "differences": [
            {
                "time": 1,
                "state": "∅",
                "action": "a1",
                "left": "25/61",
                "right": "7/17",
                "difference": "-2/1037",
            },
            {
                "time": 1,
                "state": "∅",
                "action": "a2",
                "left": "36/61",
                "right": "10/17",
                "difference": "2/1037",
            },
        ],
    }


def test_compare_for_people(text: Shown) -> None:
    shown = text("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert "25/61       7/17            -2/1037 ≈ -0.00192864" in shown


def test_compare_equal_policies(data: Printed, text: Shown) -> None:
    sides = ("--left", "fold:2,kind=ratio", "--right", "retrain:2")
    printed = data("compare", STOCHASTIC, *sides)
    assert printed["equal"] is True
    assert printed["differences"] == []
    assert text("compare", STOCHASTIC, *sides).endswith(
        "fold:2,kind=ratio and retrain:2 are equal at every time, state and action.\n"
    )


def test_compare_in_digits(data: Printed, text: Shown) -> None:
    sides = ("--left", "retrain:2", "--right", "temperature:2", "--digits", "6")
    printed = data("compare", STOCHASTIC, *sides)
    assert (printed["digits"], printed["equal"], printed["undecided"]) == (6, False, 4)
    assert printed["differences"][0]["difference"] == "-0.00192864"
    shown = text("compare", STOCHASTIC, *sides)
    assert "0.409836    0.411765        -0.00192864" in shown
    assert shown.endswith("\nNot told apart by enclosures, perhaps equal: 4 pairs of probabilities.\n")
    same = ("--left", "fold:2,kind=ratio", "--right", "retrain:2", "--digits", "6")
    assert data("compare", STOCHASTIC, *same)["equal"] is None
