"""Drawings in characters: every line is followed back from its arrowhead to what is written beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from coherence_exact import Model, retrain, temperature
from coherence_exact.errors import ArgumentError
from coherence_exact.mdp.grid import grid_world
from coherence_exact.report.drawing import text
from coherence_exact.report.drawing.graph import graph_of
from hypothesis import given
from rich.cells import cell_len

from tests.mdp.strategies import models as oddly_named_models
from tests.models import example, models

WIDE = 10_000
SIDES = {
    **{"─": "LR", "│": "UD", "╭": "DR", "╮": "DL", "╰": "UR", "╯": "UL", "┼": "UDLR"},
    **{"├": "UDR", "┤": "UDL", "┬": "LRD", "┴": "LRU"},
}
"""Where the lines of a character go: up, down, left, right."""
STEPS = {"L": (0, -1), "U": (-1, 0), "D": (1, 0)}
OPPOSITE = {"L": "R", "U": "D", "D": "U"}


def followed(lines: list[str], row: int, column: int) -> Iterator[str]:
    """The labels that a line comes from, going back from a cell at its right; it never turns to the right."""
    ahead = [(row, column, "L")]
    while ahead:
        row, column, going = ahead.pop()
        sign = lines[row][column] if 0 <= column < len(lines[row]) else ""
        if sign == " " and going == "L":
            start = max((lines[row].rfind(line, 0, column) for line in SIDES), default=-1)
            yield lines[row][start + 1 : column].strip()
        elif sign == "│" and going == "L":
            ahead.append((row, column - 1, "L"))
        elif sign:
            assert OPPOSITE[going] in SIDES[sign], (row, column, sign, going)
            for side in SIDES[sign]:
                if side in STEPS and side != OPPOSITE[going]:
                    down, right = STEPS[side]
                    ahead.append((row + down, column + right, side))


def arrows_in(drawn: str) -> Counter[tuple[str, str]]:
    """(label, state) for every arrow into a state that has a label."""
    lines = drawn.split("\n")
    return Counter(
        (label, line[column + 1 :].split()[0])
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if sign == "▶"
        for label in followed(lines, row, column - 1)
    )


def arrows_of(model: Model) -> Counter[tuple[str, str]]:
    """The same from the graph."""
    columns = graph_of(model).columns
    names = {node.point: node.label.text for column in columns for node in column}
    nodes = [node for column in columns for node in column]
    found = Counter((node.start.text, node.label.text) for node in nodes if node.start)
    for node in nodes:
        for action in node.actions:
            for branch in action.branches:
                if branch.target:
                    found[(branch.label or action.label).text, names[branch.target]] += 1
    return found


@given(models(max_horizon=4, most_trajectories=200))
def test_every_line_leads_from_its_label_to_its_state(model: Model) -> None:
    assert arrows_in(text(model, width=WIDE)) == arrows_of(model)


@pytest.mark.parametrize("name", ["example_1", "example_3", "figure_2", "figure_4", "two_arms", "grid_3x3"])
def test_the_lines_of_the_examples_lead_where_they_ought_to(name: str) -> None:
    assert arrows_in(text(example(name), width=WIDE)) == arrows_of(example(name))


def test_a_line_that_leads_elsewhere_would_be_seen() -> None:
    drawn = text(example("example_3"))
    lines = drawn.split("\n")
    one, other = (next(line for line in lines if f"▶ {name} " in line) for name in ("s1", "s2"))
    forged = [
        {one: one.replace("▶ s1", "▶ s2"), other: other.replace("▶ s2", "▶ s1")}.get(x, x) for x in lines
    ]
    assert arrows_in("\n".join(forged)) != arrows_of(example("example_3"))


@given(oddly_named_models())
def test_no_line_is_wider_than_was_asked(model: Model) -> None:
    for width in (80, 120):
        drawn = text(model, width=width)
        if "Start: " not in drawn:
            *picture, _, _ = drawn.split("\n")
            assert all(cell_len(line) <= width for line in picture)


@pytest.mark.parametrize("name", ["example_1", "example_3", "figure_2", "figure_3", "figure_4", "two_arms"])
def test_the_examples_of_the_paper_fit_into_80_columns(name: str) -> None:
    drawn = text(example(name))
    assert "▶" in drawn
    assert max(map(cell_len, drawn.split("\n"))) <= 80


def test_the_second_picture_of_example_3() -> None:
    model = example("example_3")
    drawn = text(model, retrain(model, model.prior, 2), temperature(model, model.prior, 2))
    *picture, _, first, second = drawn.split("\n")
    assert first == "w = e^r, 1 where none is written"
    assert second == "x ≠ y: x of the first policy, y of the second policy"
    assert picture == [
        "    t = 1                                   t = 2              end",
        "",
        "                             ╭── 3/4 ─╮         ╭─ a1: 1/2 ─── w 1/3",
        "       ╭─ a1: 25/61 ≠ 7/17 ──┤        ├───▶ s1 ─┤",
        "       │                     ╰── 1/4 ─│─╮       ╰─ a2: 1/2 ─── w 1/3",
        "──▶ ∅ ─┤                              │ │",
        "       │                     ╭── 1/2 ─╯ │",
        "       ╰─ a2: 36/61 ≠ 10/17 ─┤          │",
        "                             ╰── 1/2 ───┤       ╭─ a1: 1/2 ─── w 2/3",
        "                                        ╰─▶ s2 ─┤",
        "                                                ╰─ a2: 1/2 ─── w 2/3",
    ]


def test_what_does_not_fit_is_told_in_words_a_line_for_each_action() -> None:
    model = example("example_3")
    told = text(model, width=40).split("\n")
    assert told[:3] == [
        "Start: ∅.",
        "Time 1, state ∅, a1: 1/2, to s1 3/4, s2 1/4.",
        "Time 1, state ∅, a2: 1/2, to s1 1/2, s2 1/2.",
    ]
    assert len(told) == 1 + sum(len(row) for row in model.prior.values())


def test_a_large_model_is_refused() -> None:
    with pytest.raises(ArgumentError, match="more than 1,000 arrows"):
        text(grid_world(5, 5, horizon=20))
