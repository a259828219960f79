"""Steps side by side: what each operator reaches, and what is too long to be shown."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.examples import example
from coherence_exact.report.stepping import MEASURES, OPERATORS, series, walk


def test_every_operator_begins_at_the_prior() -> None:
    model = example("example_3")
    [first, *_] = walk(model, 1).steps
    assert len(first) == len(OPERATORS)
    assert all(reached is not None and reached.policy == model.prior for reached in first)
    assert all(reached is not None and reached.measures["S"] == Fraction(11, 24) for reached in first)


def test_the_numbers_of_example_3() -> None:
    _, _, second = walk(example("example_3"), 2).steps
    chances = [None if reached is None else reached.policy[1, "∅"]["a1"] for reached in second]
    assert chances == [Fraction(25, 61), Fraction(25, 61), Fraction(25, 61), Fraction(7, 17)]


def test_what_is_too_long_is_left_out_and_the_rest_is_not() -> None:
    model = (
        ModelBuilder("arms", horizon=1, start="s")
        .action("s", "a", success=f"{10**200 + 1}/{10**200 + 3}")
        .action("s", "b", success=f"{10**200 + 7}/{10**200 + 9}")
        .build()
    )
    steps = walk(model, 4).steps
    assert steps[1][0] is not None
    assert steps[4][2] is None
    lines = dict(series(walk(model, 4), "S"))
    assert len(lines["H_k(p)"]) < 5


def test_series_hold_the_values_of_one_measure() -> None:
    found = walk(example("example_1"), 2)
    for measure in MEASURES:
        lines = dict(series(found, measure))
        assert list(lines) == list(OPERATORS)
        assert [k for k, _ in lines["G^k(p)"]] == [0, 1, 2]
    values = [value for _, value in dict(series(found, "S"))["G^k(p)"]]
    assert values == sorted(values)
