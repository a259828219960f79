"""Who is told of long computations, and how large their numbers may become."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from coherence_exact.errors import TooLargeError
from coherence_exact.evaluation import effort
from coherence_exact.evaluation.effort import at_most_digits, check_length, reported, reporting
from coherence_exact.evaluation.functions import (
    boltzmann,
    expected_return,
    fold,
    incoherence,
    retrain,
    success_probability,
    temperature,
)
from coherence_exact.mdp.grid import grid_world

from tests.models import example


def test_every_step_is_reported_to_whoever_asks() -> None:
    told = []
    with reporting(lambda *report: told.append(report)):
        assert list(reported("counting", "ab")) == ["a", "b"]
    assert told == [("counting", 0, 2), ("counting", 1, 2)]
    assert list(reported("counting", "ab")) == ["a", "b"]
    assert len(told) == 2


@pytest.mark.parametrize("digits", [100, None])
def test_numbers_are_as_long_as_they_like_where_nobody_minds(digits: int | None) -> None:
    with at_most_digits(digits):
        check_length(300)
    check_length(10**9)


def test_a_long_number_is_refused() -> None:
    with at_most_digits(100), pytest.raises(TooLargeError, match="longer than 100 digits; ask for some"):
        check_length(333)


def test_many_long_numbers_are_refused_where_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "MOST_BITS", 1000)
    with at_most_digits(100):
        check_length(300, 3)
        with pytest.raises(TooLargeError):
            check_length(300, 4)


GRID = grid_world(2, 2, horizon=5, slip="1/5")
TRAINED = retrain(GRID, GRID.prior, 2)
LONG: dict[str, Callable[[], object]] = {
    "retrain": lambda: retrain(GRID, GRID.prior, 9),
    "retrain, deterministic": lambda: retrain(example("example_1"), example("example_1").prior, 100),
    "temperature": lambda: temperature(GRID, GRID.prior, 100),
    "fold": lambda: fold(GRID, GRID.prior, 9),
    "boltzmann": lambda: boltzmann(GRID, TRAINED),
    "success": lambda: success_probability(GRID, TRAINED),
    "return": lambda: expected_return(GRID, TRAINED),
    "incoherence": lambda: incoherence(GRID, TRAINED),
}


@pytest.mark.parametrize("name", LONG)
def test_everything_that_may_explode_is_refused_in_time(name: str) -> None:
    with at_most_digits(15), pytest.raises(TooLargeError):
        LONG[name]()
    LONG[name]()


@pytest.mark.parametrize("name", LONG)
def test_everything_that_may_be_long_reports(name: str) -> None:
    told = []
    with reporting(lambda *report: told.append(report)):
        LONG[name]()
    assert told
    assert all(0 <= done < total for _, done, total in told)
