"""The wheel in an empty environment, far from the repository: what the README shows first works there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation.examples import blocks

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

_ELSEWHERE = ("prove", "report")
"""Commands that need Coq, or the folder of an earlier run."""


def commands() -> list[list[str]]:
    """The command lines of the README that a new user can type."""
    lines = [line for block in blocks(README.read_text(encoding="utf-8")) for line in block.code.splitlines()]
    typed = [line.partition("#")[0].split()[2:] for line in lines if line.startswith("$ coherence-exact ")]
    return [words for words in typed if words[0] not in _ELSEWHERE]


def own_claims() -> str:
    """The README's claims in five lines."""
    text = README.read_text(encoding="utf-8")
    return next(block.code for block in blocks(text) if block.code.startswith("# claims.py\n"))


def test_there_is_something_to_type() -> None:
    assert {words[0] for words in commands()} >= {"compare", "draw", "policy", "rate"}
    assert "paper_examples" not in str(commands())


@pytest.mark.full
def test_the_readme_works_where_the_wheel_is_installed(tmp_path: Path) -> None:
    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    built = ran(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT))
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    assert ran(sys.executable, "-m", "venv", "empty").returncode == 0
    python, program = (str(tmp_path / "empty" / "bin" / name) for name in ("python", "coherence-exact"))
    installed = ran(python, *pip, "install", str(wheel))
    assert installed.returncode == 0, installed.stderr
    for words in commands():
        answered = ran(program, *words)
        assert (answered.returncode, answered.stderr) == (0, ""), words
    (tmp_path / "claims.py").write_text(own_claims(), encoding="utf-8")
    stated = ran(program, "falsify", "claims.py", "--out", "found", "--budget", "2000")
    assert stated.returncode == 1
    assert "16/25" in stated.stdout
    again = ran(program, "draw", "found/counterexamples/twice-is-two-always.json")
    assert again.returncode == 0
    assert "▶" in again.stdout
