"""What every command prints at 80 columns: as kept, no row wrapped, no number cut without its length."""

from __future__ import annotations

import itertools
import re

import pytest
from coherence_exact.cli import commands
from rich.cells import cell_len

from tests.cli.captures import CAPTURES, FOLDER, WIDTH, captured, captures, prepared
from tests.cli.conftest import Shown

CUT = re.compile(r"\S…\S+")
LENGTH = re.compile(r" \([\d,]+ (digits|characters)\)")
PROGRAMS = ("export", "import")
"""Commands whose output is a program, whose lines are as long as they are."""


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    return captures()


@pytest.mark.parametrize("name", CAPTURES)
def test_a_command_prints_what_is_kept(name: str, printed: dict[str, str]) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert first_difference(kept, printed[name]) is None


def first_difference(kept: str, found: str) -> str | None:
    """The first line that differs, and what to do."""
    before, now = kept.splitlines(), found.splitlines()
    for number in range(max(len(before), len(now))):
        old, new = (lines[number] if number < len(lines) else "nothing" for lines in (before, now))
        if old != new:
            return f"line {number + 1} was {old!r} and is {new!r}; if right: python -m tests.cli.captures"
    return None


def test_a_difference_is_named() -> None:
    assert first_difference("a\nb\n", "a\nb\n") is None
    assert str(first_difference("a\nb\n", "a\nc\n")).startswith("line 2 was 'b' and is 'c'")
    assert str(first_difference("a\n", "a\nc\n")).startswith("line 2 was 'nothing' and is 'c'")


def test_every_command_is_captured() -> None:
    assert set(CAPTURES) == set(commands.commands) == {file.stem for file in FOLDER.glob("*.txt")}


# Rules that hold whatever is kept


def too_wide(text: str) -> list[str]:
    """Lines that do not fit; messages, usage and the command lines themselves are sentences and may not."""
    sentences = ("$ ", "Error: ", "Note: ")
    return [x for x in text.splitlines() if cell_len(x) > WIDTH and not x.startswith(sentences)]


def wrapped_rows(text: str) -> list[str]:
    """Lines of tables that are a part of a row: they do not go on to the last column, or have it alone."""
    found = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.fullmatch(r" ─{10,}", line):
            starts = _starts(lines[number - 1])
            for row in lines[number + 1 :]:
                if not row.strip():
                    break
                filled = [start in _starts(row) for start in starts]
                described = filled.count(True) == 0 and re.match(r" {4}\S", row)
                is_row = filled == sorted(filled) and filled.count(True) > 1
                if not (is_row or described):
                    found.append(row)
    return found


def _starts(line: str) -> list[int]:
    """In which terminal columns the words begin that two spaces separate from what is before them."""
    return [cell_len(line[: part.start()]) for part in re.finditer(r"(?<=  )\S(?:\S| (?! ))*", line)]


def cut_without_length(text: str) -> list[str]:
    """Numbers without their middle that do not say how long they are, or have no decimals."""
    found = []
    lines = [*text.splitlines(), ""]
    for line, following in itertools.pairwise(lines):
        cuts = [cut for cut in CUT.findall(line) if re.search(r"\d…|…\d|log", cut)]
        lengths = LENGTH.findall(line)
        if len(lengths) < len(cuts) or (cuts and "≈" not in line + following):
            found.append(line)
    return found


@pytest.mark.parametrize("name", CAPTURES)
def test_nothing_is_wrapped_or_cut(name: str, printed: dict[str, str]) -> None:
    assert name in PROGRAMS or too_wide(printed[name]) == []
    assert wrapped_rows(printed[name]) == []
    assert cut_without_length(printed[name]) == []


LISTS = (
    ("claims",),
    ("claims", "--paper", "classics"),
    ("claims", "5.9-F"),
    ("claims", "gibbs-policy", "--paper", "classics"),
    ("prove", "--list"),
    ("vocabulary",),
    ("vocabulary", "core"),
    *((name, "--help") for name in commands.commands),
    ("--help",),
)


@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_lists_fit(arguments: tuple[str, ...], text: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 120, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = text(*arguments)
        assert max(map(cell_len, shown.splitlines())) <= columns
        assert wrapped_rows(shown) == []


TABLE = """
  name    T   model
 ───────────────────────
  first   2   Example 1
  second  3   Example 3
"""


@pytest.mark.parametrize(
    "row",
    ["              printed", "  half-", "          3", "  first       Example 1"],
    ids=["last", "first", "middle", "hole"],
)
def test_a_wrapped_row_is_noticed(row: str) -> None:
    assert wrapped_rows(TABLE) == []
    assert wrapped_rows(f"{TABLE}{row}\n") == [row]


def test_a_cut_number_is_noticed() -> None:
    assert cut_without_length("12345678…12345678 (38 digits)/3 ≈ 0.25") == []
    assert cut_without_length("return  13/16·log 2 - 3…log 67 (75 characters)\n  ≈ 0.03") == []
    for wrong in (
        "12345678…12345678 ≈ 0.25",
        "12345678…12345678 (38 digits)",
        "12345678…12345678 (38 digits)/12345678…12345678 ≈ 0.25",
        "13/16·log 2 - 3…log 67 ≈ 0.25",
    ):
        assert cut_without_length(wrong) == [wrong]


def test_a_wide_line_is_noticed() -> None:
    assert too_wide("世" * 40) == []
    assert too_wide("世" * 41) == ["世" * 41]


@pytest.mark.parametrize("name", ["claims", "models", "families", "vocabulary"])
def test_colour_changes_no_word(name: str, printed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    with prepared():
        monkeypatch.setenv("FORCE_COLOR", "1")
        coloured = captured(name)
        monkeypatch.setenv("NO_COLOR", "1")
        assert re.search(r"\x1b\[(\d+;)*3\dm", captured(name)) is None
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == [
        line.rstrip() for line in printed[name].splitlines()
    ]
