"""The example notebooks: every cell runs, and shows what is stored."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.papers import examples

from tests.models import EXAMPLES

NOTEBOOKS = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))

Shown = list[dict[str, str]]


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    read: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    return [cell for cell in read["cells"] if cell["cell_type"] == "code"]


def stored(cell: dict[str, Any]) -> Shown:
    outputs = (
        {"printed": each["text"], **each.get("data", {})} if "text" in each else each["data"]
        for each in cell["outputs"]
    )
    return [{kind: "".join(text) for kind, text in output.items()} for output in outputs]


def run(source: str, names: dict[str, Any]) -> Shown:
    """What a notebook shows of a cell: what it prints, and its last expression."""
    *body, last = ast.parse(source).body
    value = None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        else:
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
    shown: Shown = [{"printed": printed.getvalue()}] if printed.getvalue() else []
    if value is not None:
        asked = {"text/html": "_repr_html_", "text/latex": "_repr_latex_"}
        found = {kind: getattr(value, name)() for kind, name in asked.items() if hasattr(value, name)}
        shown.append({"text/plain": repr(value), **{kind: text for kind, text in found.items() if text}})
    return shown


def different_cells(cells: list[dict[str, Any]]) -> list[str]:
    names: dict[str, Any] = {"__name__": "__main__"}
    return ["".join(cell["source"]) for cell in cells if run("".join(cell["source"]), names) != stored(cell)]


def test_there_are_two() -> None:
    assert [notebook.stem for notebook in NOTEBOOKS] == ["the_paper_in_ten_minutes", "your_own_claim"]
    assert not {notebook.stem for notebook in NOTEBOOKS} & set(examples.files())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_every_cell_shows_what_is_stored(notebook: Path) -> None:
    assert different_cells(cells_of(notebook)) == []


def test_another_output_would_be_seen() -> None:
    cells = cells_of(NOTEBOOKS[0])[:2]
    cells[1]["outputs"][0]["data"]["text/plain"] = ["<Policy>"]
    assert different_cells(cells) == ["".join(cells[1]["source"])]


@pytest.mark.full
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_jupyter_runs_them(notebook: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    read = nbformat.read(notebook, as_version=4)
    nbformat.validate(read)
    nbclient.NotebookClient(read, timeout=600, kernel_name="python3").execute()
    ran = [cell for cell in read.cells if cell.cell_type == "code"]
    assert [stored(cell) for cell in ran] == [stored(cell) for cell in cells_of(notebook)]
