"""The program: its version, its help, its streams and terminals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
from coherence_exact.cli import run
from coherence_exact.version import __version__

from tests.cli.conftest import Shown
from tests.models import EXAMPLES

STOCHASTIC = str(EXAMPLES / "example_3.toml")
COMMANDS = (
    "check",
    "claims",
    "compare",
    "draw",
    "export",
    "falsify",
    "families",
    "horizon",
    "import",
    "measure",
    "models",
    "pages",
    "policy",
    "prove",
    "rate",
    "report",
    "verify",
    "vocabulary",
)


def test_the_version(text: Shown) -> None:
    assert text("--version") == f"coherence-exact, version {__version__}\n"


@pytest.mark.parametrize("arguments", [(), *((command,) for command in COMMANDS)])
def test_help_is_everywhere(arguments: Sequence[str], text: Shown) -> None:
    assert text(*arguments, "--help") == text(*arguments, "-h")


def test_the_help_lists_every_command(text: Shown) -> None:
    _, listed = text("--help").split("Commands:\n")
    assert tuple(line.split()[0] for line in listed.splitlines()) == COMMANDS


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_help_answers_without_heavy_libraries() -> None:
    program = (
        "import sys; from coherence_exact.cli import run; run(['--help']);"
        "heavy = {'sympy', 'flint', 'rich', 'coherence_exact.verify', 'coherence_exact.report'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)


# Streams and terminals, in processes of their own


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "coherence_exact", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def test_output_for_a_stream_that_takes_ascii_only() -> None:
    done = program("policy", STOCHASTIC, "--operator", "retrain", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"\\u2205" in done.stdout
    printed = program("policy", STOCHASTIC, "--operator", "retrain", "--json", PYTHONIOENCODING="ascii")
    assert "∅" in json.loads(printed.stdout.decode("ascii"))["policy"]["1"]


@pytest.mark.parametrize("columns", ["0", "10", "40", "60"])
def test_a_narrow_terminal_loses_no_number(columns: str) -> None:
    done = program("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2", COLUMNS=columns)
    shown = done.stdout.decode()
    for number in ("25/61", "7/17", "-2/1037"):
        assert number in shown


def test_a_closed_pipe_ends_the_program_quietly() -> None:
    command = [sys.executable, "-m", "coherence_exact", "policy", STOCHASTIC, "--operator", "retrain"]
    command += ["--steps", "300", "--trace", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_output_that_cannot_be_written_gets_one_message() -> None:
    command = [sys.executable, "-m", "coherence_exact", "measure", STOCHASTIC]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: the output cannot be written (No space left")
    assert done.stderr.count(b"\n") == 1


def test_numbers_that_do_not_fit_into_memory_get_one_message(
    refusal: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(import_module("coherence_exact.cli.measure"), "print_result", too_large)
    assert "do not fit into memory" in refusal("measure", STOCHASTIC, "--json")
