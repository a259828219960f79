"""The examples of the documentation do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documentation.examples import blocks, matches, problems
from tests.models import EXAMPLES

SOURCES = Path(__file__).parents[2] / "coherence_exact" / "documentation"
LONG = ("tour", "tutorial")
"""Pages whose examples look at whole families."""

PAGES = sorted(file.stem for file in SOURCES.glob("*.md"))


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=[pytest.mark.full] if page in LONG else []) for page in PAGES]
)
def test_examples(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "paper_examples").symlink_to(EXAMPLES)
    assert problems(included((SOURCES / f"{page}.md").read_text(encoding="utf-8"))) == []


def included(text: str) -> str:
    """A page with the parts of the README that it includes, whose files its own examples use."""
    readme = (SOURCES.parents[1] / "README.md").read_text(encoding="utf-8")
    begin = '```{include} ../../README.md\n:start-after: "'
    while begin in text:
        before, _, rest = text.partition(begin)
        directive, _, after = rest.partition("```\n")
        start, end = directive.split('"\n:end-before: "')
        part = readme.split(start, 1)[1].split(end.rstrip('"\n'), 1)[0]
        text = f"{before}{part}{after}"
    return text


def test_pages_have_examples() -> None:
    languages = {
        page: {block.language for block in blocks((SOURCES / f"{page}.md").read_text("utf-8"))}
        for page in PAGES
    }
    for page in ("tour", "tutorial", "definitions", "models", "certificates"):
        assert "console" in languages[page]
    assert "pycon" in languages["library"]


WRONG = {
    "another output": "```console\n$ coherence-exact --version\ncoherence-exact, version none\n```\n",
    "no such command": "```console\n$ coherence-exact nonsense\nfine\n```\n",
    "an unknown program": "```console\n$ ls\nfile\n```\n",
    "another value": "```pycon\n>>> 1 + 1\n3\n```\n",
    "an error": "```pycon\n>>> nothing\n```\n",
}


@pytest.mark.parametrize("page", WRONG)
def test_what_is_wrong_is_noticed(page: str) -> None:
    [problem] = problems(WRONG[page])
    assert problem.startswith("line 2: ")


def test_an_ellipsis_stands_for_lines() -> None:
    assert matches("a\n…\nd", "a\nb\nc\nd\n")
    assert matches("a\n…", "a\nb  \nc")
    assert not matches("a\n…\nd", "a\nb\nc\n")
    assert matches("a … c", "a b c")
    assert not matches("a … c", "a b\nc")


def test_blocks_share_what_they_define() -> None:
    assert problems("```python\nx = 2\n```\n\n```pycon\n>>> x + 1\n3\n```\n") == []
