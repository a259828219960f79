"""Drawings as TikZ: their structure, and that LaTeX takes them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from coherence_exact import Model, ModelBuilder, Policy, retrain, temperature
from coherence_exact.report.drawing import tikz
from coherence_exact.report.drawing.graph import graph_of
from coherence_exact.report.drawing.write_tikz import latex_text
from hypothesis import given

from tests.mdp.strategies import models as oddly_named_models
from tests.models import example

STATEMENT = re.compile(r"\\(?:node|draw)\[[^\]]*\] .*;")
ODD = (
    ModelBuilder(r"odd \ names", horizon=2, start={"s_1": "1/3", "50% {x}": "2/3"})
    .action("s_1", "größer → α", to={"s_1": "1/2", "50% {x}": "1/2"}, success="1/2")
    .action("s_1", "#&$~^\\", to="s_1", success=0)
    .action("50% {x}", '<"|">', to="s_1")
    .build()
)


def pictures() -> list[tuple[Model, Policy, Policy | None]]:
    model = example("example_3")
    return [
        (model, retrain(model, model.prior, 2), temperature(model, model.prior, 2)),
        (example("example_1"), example("example_1").prior, None),
        (ODD, retrain(ODD, ODD.prior), None),
    ]


@given(oddly_named_models())
def test_every_line_is_one_statement_with_its_braces_closed(model: Model) -> None:
    drawn = tikz(model)
    head, body = drawn.split(r"never/.style={dotted}, differs/.style={dashed}]")
    *statements, end = body.strip().split("\n")
    assert head.count(r"\begin{tikzpicture}") == 1
    assert end == r"\end{tikzpicture}"
    for statement in statements:
        assert STATEMENT.fullmatch(statement), statement
        bare = re.sub(r"\\[{}\\]", "", statement)
        assert bare.count("{") == bare.count("}")


@given(oddly_named_models())
def test_every_label_is_there(model: Model) -> None:
    drawn = tikz(model)
    for column in graph_of(model).columns:
        for node in column:
            assert f"{{{latex_text(node.label.text)}}};" in drawn
            for action in node.actions:
                assert f"{{{latex_text(action.label.text)}}};" in drawn
                for branch in action.branches:
                    assert branch.label is None or f"{{{latex_text(branch.label.text)}}};" in drawn


def test_what_differs_is_dashed_and_bold() -> None:
    [(model, left, right), *_] = pictures()
    lines = tikz(model, left, right).split("\n")
    assert sum(", differs]" in line for line in lines) == 2
    assert sum(r"\bfseries" in line for line in lines) == 2
    assert not any(", differs]" in line for line in tikz(model, left, left).split("\n"))


@pytest.mark.needs("pdflatex")
def test_latex_takes_it(tmp_path: Path) -> None:
    def compiled(body: str) -> int:
        packages = r"\usepackage[T1]{fontenc}\usepackage{tikz}"
        text = rf"\documentclass{{article}}{packages}\begin{{document}}{body}\end{{document}}"
        (tmp_path / "drawings.tex").write_text(text, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "drawings.tex"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    body = "\n\n".join(tikz(*picture) for picture in pictures())
    assert compiled(body) == 0
    assert (tmp_path / "drawings.pdf").is_file()
    assert compiled(body.replace(r"\end{tikzpicture}", "", 1)) != 0
