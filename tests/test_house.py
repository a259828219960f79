"""Arrows between the rooms of the house run one way."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import coherence_exact
import pytest

PACKAGE = Path(coherence_exact.__file__).parent

ASKED_LATE = {"display.py", "formal/__main__.py"}
"""What shows itself in a notebook is asked by the notebook; the page of theorems is written by a command."""

ON_TOP = {"cli", "__main__", "testing"}
"""Rooms that nothing else imports."""

Arrows = dict[str, set[str]]


def room_of(module: str) -> str:
    """The folder of a module, or the module itself if it is in none."""
    return module.split(".")[1]


def imported(file: Path) -> set[str]:
    """The modules of the package that a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "coherence_exact":
            found.update(f"coherence_exact.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {module for module in found if module.startswith("coherence_exact.")}


def arrows(files: dict[str, set[str]]) -> Arrows:
    """For each room those that its files import."""
    found: Arrows = {}
    for name, modules in files.items():
        room = name.split("/")[0].removesuffix(".py")
        rooms = {room_of(module) for module in modules} - {room}
        found.setdefault(room, set()).update(rooms)
    return found


@pytest.fixture(scope="module")
def files() -> dict[str, set[str]]:
    """What each file of the package imports."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        if not name.startswith("documentation/"):
            found[name] = imported(file)
    return found


def test_arrows_run_one_way(files: dict[str, set[str]]) -> None:
    one_way = arrows({name: modules for name, modules in files.items() if name not in ASKED_LATE})
    order = list(TopologicalSorter(one_way).static_order())
    assert {"exact", "mdp", "language", "definitions", "evaluation", "verify", "cli"} <= set(order)


@pytest.mark.parametrize("late", sorted(ASKED_LATE))
def test_what_is_left_out_would_be_a_circle(late: str, files: dict[str, set[str]]) -> None:
    with pytest.raises(CycleError):
        TopologicalSorter(
            arrows({name: modules for name, modules in files.items() if name not in ASKED_LATE - {late}})
        ).prepare()


def test_nothing_imports_what_is_on_top(files: dict[str, set[str]]) -> None:
    assert {
        (room, other) for room, others in arrows(files).items() for other in others & ON_TOP if room != other
    } <= {("__main__", "cli")}


def test_the_checker_stands_apart(files: dict[str, set[str]]) -> None:
    assert files["checker.py"] == set()
    assert arrows(files)["exact"] <= {"errors", "display"}
    assert not arrows(files)["verify"] & {"papers", "certificates", "report"}
    assert not arrows(files)["evaluation"] & {"families", "verify", "papers"}
