"""Grid worlds with slip."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number, is_rational, to_number
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model

Cell: TypeAlias = tuple[int, int]

_MOVES: dict[str, Cell] = {"north": (-1, 0), "east": (0, 1), "south": (1, 0), "west": (0, -1)}
_SIDES = {
    "north": ("west", "east"),
    "east": ("north", "south"),
    "south": ("east", "west"),
    "west": ("south", "north"),
}


def grid_world(
    rows: int,
    columns: int,
    *,
    horizon: int,
    start: Cell = (0, 0),
    goal: Cell | None = None,
    walls: Collection[Cell] = (),
    slip: Any = 0,
    step_success: Any = "1/2",
) -> Model:
    """A grid in which each decision outside of the goal succeeds with probability ``step_success``.

    Cells are (row, column) from (0, 0) in the north-west; states are named ``"row,column"``.  The
    actions north, east, south and west move by one cell; with probability ``slip`` the move goes to
    one of the two sides instead, half each.  Walls and the border leave the agent where it is.  The
    goal (by default the south-east corner) is absorbing and has weight 1.  Uniform prior.

    >>> world = grid_world(2, 2, horizon=2, slip="1/5")
    >>> world.states["0,0"]["east"].successors["0,1"]
    Fraction(4, 5)
    """
    goal = (rows - 1, columns - 1) if goal is None else goal
    free = dict.fromkeys((i, j) for i in range(rows) for j in range(columns))
    for wall in set(walls):
        if wall not in free:
            raise ArgumentError(f"the wall {wall} is not a cell of the grid; leave it out or choose another")
        del free[wall]
    for what, cell in (("start", start), ("goal", goal)):
        if cell not in free:
            raise ArgumentError(f"the {what} {cell} is not a free cell of the grid; choose another")
    slip_probability = to_number(slip)
    if is_rational(slip_probability) and not 0 <= slip_probability <= 1:
        raise ArgumentError(f"slip = {quote(slip)} is not a probability; give a number from 0 to 1")
    builder = ModelBuilder(f"{rows}×{columns} grid", horizon=horizon, start=_name(start))
    for cell in free:
        for action in _MOVES:
            if cell == goal:
                builder.action(_name(cell), action, to=_name(cell))
            else:
                successors = _successors(cell, action, slip_probability, free)
                builder.action(_name(cell), action, to=successors, success=step_success)
    return builder.build()


def _name(cell: Cell) -> str:
    return f"{cell[0]},{cell[1]}"


def _successors(cell: Cell, action: str, slip: Number, free: Collection[Cell]) -> dict[str, Number]:
    left, right = _SIDES[action]
    result: dict[str, Number] = {}
    for direction, probability in ((action, 1 - slip), (left, slip / 2), (right, slip / 2)):
        if probability != 0:
            target = _name(_step(cell, direction, free))
            result[target] = result.get(target, 0) + probability
    return result


def _step(cell: Cell, direction: str, free: Collection[Cell]) -> Cell:
    move = _MOVES[direction]
    target = (cell[0] + move[0], cell[1] + move[1])
    return target if target in free else cell
