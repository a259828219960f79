"""Plots: where points are, and what is left out."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.exact.logarithms import LogValue
from coherence_exact.report.html.plots import plot


def test_higher_values_are_drawn_higher() -> None:
    drawn = plot("S", [("G", [(0, Fraction(1, 4)), (1, Fraction(1, 2)), (2, Fraction(3, 4))])])
    assert drawn is not None
    [line] = drawn.lines
    first, second, third = line.marks
    assert first.x < second.x < third.x
    assert drawn.bottom > first.y > second.y > third.y > drawn.top
    assert (first.y + third.y) / 2 == second.y
    assert drawn.columns[0].text == "k = 0\nG = 1/4 = 0.25"


def test_powers_are_a_straight_line_on_logarithmic_axes() -> None:
    drawn = plot("errors", [("e", [(k, Fraction(1, k**2)) for k in (1, 10, 100)])], is_logarithmic=True)
    assert drawn is not None
    [line] = drawn.lines
    first, second, third = line.marks
    assert abs((first.y + third.y) / 2 - second.y) < 0.11
    assert [tick.label for tick in drawn.up] == ["1e-4", "1e-3", "1e-2", "1e-1", "1e0"]


def test_what_cannot_be_drawn_is_left_out() -> None:
    infinite = -LogValue(infinity=1)
    drawn = plot("J", [("G", [(0, infinite), (1, None), (2, Fraction(1))])])
    assert drawn is not None
    assert [column.k for column in drawn.columns] == [2]
    logarithmic = plot("e", [("e", [(1, Fraction(0)), (2, Fraction(-1, 2))])], is_logarithmic=True)
    assert logarithmic is not None
    assert [column.k for column in logarithmic.columns] == [2]
    assert plot("nothing", [("e", [(1, None)])]) is None
