"""Running commands as a user does: what they print, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coherence_exact import papers
from coherence_exact.claims import (
    Claim,
    OneModel,
    Reading,
    at_least,
    equal,
    fold,
    prior,
    repaired,
    retrain,
    success_probability,
    temperature,
    uniform_prior,
)
from coherence_exact.cli import run

from tests.models import example

Shown = Callable[..., str]
Printed = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def text(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run a command that says nothing unexpected on the error stream; what it prints."""

    def command(*arguments: str, status: int = 0, error: str = "") -> str:
        found = run(arguments)
        printed, complaint = capsys.readouterr()
        assert (complaint, found) == (error, status)
        return printed

    return command


@pytest.fixture
def data(text: Shown) -> Printed:
    """Run a command with --json; the data it prints."""
    return lambda *arguments, **expected: json.loads(text(*arguments, "--json", **expected))


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run a command that is refused with status 2 and one message; the message."""

    def command(*arguments: str) -> str:
        assert run(arguments) == 2
        printed, complaint = capsys.readouterr()
        assert printed == ""
        assert "Traceback" not in complaint
        _, message = f"\n{complaint}".split("\nError: ")
        return message.rstrip("\n")

    return command


LEARNER = {
    "name": "two ways to a learner",
    "horizon": 2,
    "start": "s",
    "states": {
        "s": {"a": {"to": {"learner": "1/2", "dead end": "1/2"}}, "b": {"to": "half"}},
        "learner": {"a": {}, "b": {"success": "1/2"}},
        "dead end": {"a": {"success": 0}},
        "half": {"a": {"success": "1/2"}},
    },
}


@pytest.fixture
def learner(tmp_path: Path) -> str:
    """A file of a model whose limit of re-training is enclosed, with a dead state."""
    file = tmp_path / "learner.json"
    file.write_text(json.dumps(LEARNER), encoding="utf-8")
    return str(file)


# A paper with three claims, so that what is tested of the commands does not depend on any real one

EXAMPLE = OneModel(example("example_3"))
RACE = OneModel(example("example_1"))
_SAME = equal(fold(prior, 2), retrain(prior, 2))
CLAIMS = (
    Claim(
        "two",
        "Temperature 2 is re-training twice",
        (
            Reading("printed", "π_2 = G²(p)", equal(temperature(prior, 2), retrain(prior, 2)), (), EXAMPLE),
            Reading("once", "π_1 = G(p)", equal(temperature(prior, 1), retrain(prior, 1)), (), EXAMPLE),
        ),
        "Section 1",
    ),
    Claim("fold", "Folding is re-training", repaired("printed", "F_2(p) = G²(p)", _SAME, (uniform_prior,))),
    Claim(
        "up",
        "Re-training helps",
        (
            Reading(
                "printed",
                "S(G(p)) ≥ S(p)",
                at_least(success_probability(retrain(prior)), success_probability(prior)),
                (),
                RACE,
            ),
        ),
    ),
)
RECORDED = {
    "two": {"printed": "refuted", "once": "holds"},
    "fold": {"printed": "holds", "printed, without uniform prior": "refuted"},
    "up": {"printed": "holds"},
}


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paper takes the place of every other; the folder in which its files are."""
    return use_small_paper(tmp_path / "paper", monkeypatch)


def use_small_paper(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a small paper, whose files are written to a folder, take the place of every other."""
    folder.mkdir()
    (folder / "recorded.json").write_text(json.dumps(RECORDED), encoding="utf-8")
    (folder / "discussions.toml").write_text(
        '[two]\nprinted = "x"\nremedy = "re-train once"\nrepairs = ["once"]\n', encoding="utf-8"
    )
    made = papers.Paper("small", "A small paper", lambda: CLAIMS, folder / "recorded.json", folder)
    monkeypatch.setattr(papers, "load", lambda _: made)
    return folder


IMPORT = "from coherence_exact.claims import *\n"
TRUE = 'claim("true", "nothing happens", equal(coherent(prior, 0), prior))\n'
FALSE = 'claim("false", "re-training changes nothing", equal(retrain(prior), prior))\n'


def stated(folder: Path, content: str) -> str:
    file = folder / "stated.py"
    file.write_text(content, encoding="utf-8")
    return str(file)
