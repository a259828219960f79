"""Grid worlds: rows sum to 1, moves go where they should, walls hold, the goal absorbs."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from coherence_exact.errors import ArgumentError, ModelError, NumberError
from coherence_exact.exact.fields import is_zero
from coherence_exact.mdp.files import load_model, save_model
from coherence_exact.mdp.grid import Cell, grid_world
from coherence_exact.mdp.model import Model
from hypothesis import given, settings
from hypothesis import strategies as st

ACTIONS = ("north", "east", "south", "west")


def targets(model: Model, state: str, action: str) -> dict[str, Fraction]:
    return dict(model.states[state][action].successors)


@settings(deadline=None, max_examples=50)
@given(
    rows=st.integers(1, 4),
    columns=st.integers(1, 4),
    slip=st.fractions(0, 1, max_denominator=20),
    blocked=st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))),
)
def test_every_row_is_a_distribution_over_neighbours(
    rows: int, columns: int, slip: Fraction, blocked: set[Cell]
) -> None:
    corners = {(0, 0), (rows - 1, columns - 1)}
    walls = {(i, j) for i, j in blocked if i < rows and j < columns} - corners
    model = grid_world(rows, columns, horizon=2, slip=slip, walls=walls)
    assert len(model.states) == rows * columns - len(walls)
    for state, choices in model.states.items():
        assert tuple(choices) == ACTIONS
        i, j = map(int, state.split(","))
        for choice in choices.values():
            assert sum(choice.successors.values()) == 1
            assert all(p > 0 for p in choice.successors.values())
            for successor in choice.successors:
                k, m = map(int, successor.split(","))
                assert abs(i - k) + abs(j - m) <= 1
                assert (k, m) not in walls


def test_moves_without_slip_are_deterministic() -> None:
    model = grid_world(3, 3, horizon=3, start=(1, 1))
    assert [targets(model, "1,1", action) for action in ACTIONS] == [
        {"0,1": 1},
        {"1,2": 1},
        {"2,1": 1},
        {"1,0": 1},
    ]
    assert model.is_deterministic


def test_slip_goes_to_the_two_sides() -> None:
    model = grid_world(3, 3, horizon=2, start=(1, 1), slip="1/5")
    tenth = Fraction(1, 10)
    assert targets(model, "1,1", "north") == {"0,1": Fraction(4, 5), "1,0": tenth, "1,2": tenth}
    assert targets(model, "1,1", "east") == {"1,2": Fraction(4, 5), "0,1": tenth, "2,1": tenth}
    assert targets(model, "1,1", "south") == {"2,1": Fraction(4, 5), "1,0": tenth, "1,2": tenth}
    assert targets(model, "1,1", "west") == {"1,0": Fraction(4, 5), "0,1": tenth, "2,1": tenth}
    assert not model.is_deterministic


def test_a_slip_of_one_never_goes_straight() -> None:
    model = grid_world(3, 3, horizon=2, start=(1, 1), slip=1)
    assert targets(model, "1,1", "north") == {"1,0": Fraction(1, 2), "1,2": Fraction(1, 2)}


def test_the_border_and_walls_leave_the_agent_where_it_is() -> None:
    model = grid_world(2, 3, horizon=2, walls=[(0, 1)], slip="1/5")
    assert "0,1" not in model.states
    assert targets(model, "0,0", "east") == {"0,0": Fraction(9, 10), "1,0": Fraction(1, 10)}
    assert targets(model, "0,0", "north") == {"0,0": 1}
    assert targets(model, "1,1", "north") == {
        "1,1": Fraction(4, 5),
        "1,0": Fraction(1, 10),
        "1,2": Fraction(1, 10),
    }


def test_the_goal_absorbs_and_always_succeeds() -> None:
    model = grid_world(2, 2, horizon=5, slip="1/5", step_success="1/3", goal=(0, 1))
    for action in ACTIONS:
        assert targets(model, "0,1", action) == {"0,1": 1}
        assert model.states["0,1"][action].weight == 1
        assert model.states["1,1"][action].weight == Fraction(1, 3)


def test_a_grid_of_one_cell_is_its_goal() -> None:
    assert grid_world(1, 1, horizon=3).layers == (("0,0",),) * 3


def test_slip_and_success_may_be_symbols() -> None:
    slip, success = sympy.symbols("slip success", positive=True)
    model = grid_world(2, 2, horizon=2, slip=slip, step_success=success)
    assert model.has_symbols
    assert is_zero(model.states["0,0"]["east"].successors["0,1"] - (1 - slip))
    assert model.states["0,0"]["east"].weight == success


def test_the_example_is_the_grid_of_this_module(tmp_path: Path) -> None:
    example = load_model(Path(__file__).parents[2] / "paper_examples" / "grid_3x3.toml")
    world = grid_world(3, 3, horizon=4, slip="1/5")
    save_model(world, tmp_path / "grid.toml")
    assert load_model(tmp_path / "grid.toml") == world == example


@pytest.mark.parametrize("rows", [0, -1])
def test_a_grid_without_cells_is_refused(rows: int) -> None:
    with pytest.raises(ArgumentError, match=r"^the start \(0, 0\) is not a free cell of the grid; choose"):
        grid_world(rows, 3, horizon=1)


def test_starts_goals_and_walls_have_to_fit() -> None:
    with pytest.raises(ArgumentError, match=r"^the start \(5, 0\) is not a free cell of the grid; choose"):
        grid_world(2, 2, horizon=1, start=(5, 0))
    with pytest.raises(ArgumentError, match=r"^the goal \(1, 1\) is not a free cell of the grid; choose"):
        grid_world(2, 2, horizon=1, walls=[(1, 1)])
    with pytest.raises(ArgumentError, match=r"^the wall \(2, 0\) is not a cell of the grid; leave it out"):
        grid_world(2, 2, horizon=1, walls=[(2, 0)])


def test_numbers_have_to_be_exact_probabilities() -> None:
    with pytest.raises(ArgumentError, match=r"^slip = 3/2 is not a probability; give a number from 0 to 1$"):
        grid_world(2, 2, horizon=1, slip=Fraction(3, 2))
    with pytest.raises(NumberError, match=r"^0\.1 is a float, which is not exact; write"):
        grid_world(2, 2, horizon=1, slip=0.1)
    with pytest.raises(ModelError, match=r'^states\."0,0"\.north\.success: 0\.1 is a float'):
        grid_world(2, 2, horizon=1, step_success=0.1)
    with pytest.raises(ModelError, match=r"^horizon: 0 decisions are too few; write an integer"):
        grid_world(2, 2, horizon=0)
