"""The erratum: what it says, that pdfLaTeX takes it, and that nothing in it is a command by accident."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from coherence_exact.report.latex.characters import escaped, known, prose, with_formulas
from coherence_exact.report.latex.document import latex_report
from coherence_exact.report.run import Run

from tests.report.runs import decided, read, two_shapes

HOSTILE = r"\input{/etc/passwd} 100% $x_1 #~^{}|<>& “é” → ↗ 中 Ĥ 10²"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("run")
    with two_shapes():
        decided(folder)
        yield read(folder, sample=True)


@pytest.fixture(scope="module")
def text(run: Run) -> str:
    return latex_report(run, "The paper", True)


def _hostile(run: Run) -> Run:
    """The run of a paper with strange titles and discussions."""
    findings = []
    for finding in run.findings:
        claim = dataclasses.replace(finding.claim, title=HOSTILE, where=HOSTILE)
        decisions = tuple(dataclasses.replace(decision, claim=claim) for decision in finding.decisions)
        told = dataclasses.replace(finding.discussion, printed=HOSTILE, remedy=HOSTILE)
        findings.append(dataclasses.replace(finding, decisions=decisions, discussion=told))
    return dataclasses.replace(run, findings=findings)


def test_the_table_says_what_is_false_on_what_and_what_repairs_it(text: str, run: Run) -> None:
    table = text.partition(r"\section{Counterexamples")[0]
    false = [finding for finding in run.findings if finding.standing == "false"]
    assert table.count(r"\rule{0pt}{3ex}") == len(false)
    assert r"for all priors, any dynamics and all $k$" in table
    assert "in the second product of a2 write 1/2 and 1/2 for 3/4 and 1/4" in table
    assert r"Example 3; 5/22 \ensuremath{\approx} 0.227273 against 3/11" in table


def test_counterexamples_are_worked(text: str) -> None:
    assert r"\texttt{s: a1 (p 2/3, w 1); a2 (p 1/3, w 1)}" in text
    assert "$F_2(p)$ = 4/5 = 0.8" in " ".join(text.split())
    assert r"$F_2(p) = G^2(p)$ \textbf{is false}" in text
    assert r"\paragraph{Theorem (returns that do not move).}" in text


def test_it_is_balanced_and_in_ascii(text: str, run: Run) -> None:
    for written in (text, latex_report(_hostile(run), HOSTILE, False)):
        assert written.isascii()
        assert written.count(r"\begin{") == written.count(r"\end{")
        assert "<<<" not in written
        assert r"\input" not in written


def test_a_run_without_errors_has_no_table(run: Run) -> None:
    true = [finding for finding in run.findings if finding.standing == "true"]
    text = latex_report(dataclasses.replace(run, findings=true), "The paper", False)
    assert "none is false as printed" in text
    assert "longtable}{" not in text


def test_text_is_escaped_and_formulas_are_set() -> None:
    assert escaped("a_b & 5%") == r"a\_b \& 5\%"
    assert with_formulas("all π_k, 50%") == r"all $\pi_k$, 50\%"
    assert prose("say `w^α` *twice* & run `make test`") == (
        r"say $w^{\alpha}$ \emph{twice} \& run \texttt{make test}"
    )
    assert known("é ≤ ² Ĥ π̂ ℕ “x” 中") == (
        r"\'{e} \ensuremath{\le} \ensuremath{^2} \ensuremath{\hat{H}} "
        r"\ensuremath{\hat{\pi}} \ensuremath{\mathbb{N}} ``x'' \texttt{U+4E2D}"
    )


@pytest.mark.needs("pdflatex")
@pytest.mark.parametrize("is_hostile", [False, True])
def test_it_compiles(is_hostile: bool, run: Run, tmp_path: Path) -> None:
    text = latex_report(_hostile(run) if is_hostile else run, HOSTILE if is_hostile else "The paper", False)
    (tmp_path / "erratum.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "erratum.tex"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert found.returncode == 0, found.stdout.decode(errors="replace")[-2000:]
    assert (tmp_path / "erratum.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.needs("pdflatex")
def test_what_does_not_compile_is_noticed(tmp_path: Path, text: str) -> None:
    (tmp_path / "erratum.tex").write_text(text.replace(r"\begin{document}", r"\begin{document}\nosuch"))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "erratum.tex"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0
