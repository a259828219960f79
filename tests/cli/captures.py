"""What every command prints at 80 columns, kept in files; `python -m tests.cli.captures` writes them anew.

A capture is a list of command lines with what each prints, errors included.  Families are cut down to one
state and the paper is the small one of the other tests, so that all of it takes a few seconds.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from coherence_exact.cli import run
from coherence_exact.formal import coq

from tests.cli import conftest as given
from tests.conftest import shrunk_families

FOLDER = Path(__file__).parent / "captures"
WIDTH = 80

WIDE = """name = "山の道 Ω"
horizon = 2
start = "初"

[states."初"]
"上る" = { to = { "尾根の長い名前" = "3/4", "森" = "1/4" } }
"下る" = { to = "森" }

[states."尾根の長い名前"]
"上る" = { success = "1/3" }
"下る" = { success = "2/7" }

[states."森"]
"上る" = { success = "2/3" }
"下る" = { success = "2/3" }
"""

CAPTURES = {
    "policy": [
        "policy example_1 --operator retrain --steps 2 --trace",
        "policy example_3 --operator retrain-limit",
        "policy wide.toml --operator retrain --steps 2",
        "policy wide.toml --operator retrain --steps 8",
        "policy example_3 --operator retrain --steps 2 --digits 40",
        "policy example_3 --operator retrain --steps -1",
    ],
    "measure": ["measure example_1", "measure wide.toml", "measure wide.toml --delta 1/3 --digits 40"],
    "compare": [
        "compare example_3 --left retrain:2 --right temperature:2",
        "compare example_3 --left fold:2,kind=ratio --right retrain:2 --only-different",
        "compare wide.toml --left retrain:6 --right coherent:3,delta=1/2 --only-different",
        "compare example_3 --left retrain:2 --right temperature:2 --only-different --digits 30",
        "compare example_3 --left retrain:2 --right temperature:2 --csv",
    ],
    "draw": [
        "draw example_1",
        "draw example_3 --left retrain:2 --right temperature:2",
        "draw wide.toml --operator retrain:2",
        "draw grid_3x3_no_slip --out grid.svg",
        "draw example_3 --left retrain:2",
    ],
    "horizon": ["horizon example_1 example_3 wide.toml", "horizon"],
    "rate": ["rate example_1 --steps 4", "rate example_1 --steps 3 --digits 30"],
    "models": ["models"],
    "families": ["families", "families small"],
    "vocabulary": ["vocabulary retrain", "vocabulary where", "vocabulary retrian"],
    "claims": ["claims", "claims two", "claims fold"],
    "verify": ["verify --out certificates", "verify two --details --out certificates"],
    "falsify": ["falsify stated.py --no-search --out found"],
    "check": ["check certificates", "check found --sample", "check stated.py"],
    "prove": ["prove --list 4.2 5.9-T", "prove 5.9-T"],
    "export": ["export --coq certificates/two-printed.json", "export --coq found/true-stated.json"],
    "import": [
        "import quantecon cake.npz --horizon 2 --rationals decimal --rewards base=2 --start 0",
        "import quantecon cake.npz --horizon 2 --rationals decimal --rewards success --start 0",
    ],
    "pages": ["pages two --out pages"],
    "report": [
        "report certificates --sample",
        "report certificates --latex --out two.tex",
        "report found --claims stated.py --out stated.html",
        "report nowhere",
    ],
}
"""The command lines of each capture; a later one may use the files of an earlier one."""


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """A folder with a model and claims, small families, a small paper, 80 columns, times that stay."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(place)
        patch.chdir(folder)
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
            patch.delenv(name, raising=False)
        patch.setenv("COLUMNS", str(WIDTH))
        (folder / "wide.toml").write_text(WIDE, encoding="utf-8")
        ways = np.array([[[0.75, 0.25], [0, 1]], [[1, 0], [0.5, 0.5]]])
        np.savez(folder / "cake.npz", R=np.array([[0, -2], [-1, -np.inf]]), Q=ways, beta=1)
        given.stated(folder, given.IMPORT + given.TRUE + given.FALSE)
        given.use_small_paper(folder / "paper", patch)
        patch.setattr(import_module("coherence_exact.cli.families"), "_seconds", lambda _: 0.25)
        patch.setattr(coq, "coqc", lambda: "coqc")
        patch.setattr(coq, "version", lambda: "8.16.1")
        patch.setattr(coq, "assumptions", lambda theorems, *_: [""] * len(theorems))
        patch.setattr(os, "cpu_count", lambda: 1)
        with shrunk_families(patch):
            yield


def captured(name: str) -> str:
    """What the command lines of a capture print, each under its own line."""
    parts = []
    for line in CAPTURES[name]:
        with io.StringIO() as stream, contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            status = run(line.split())
            # Versions of click differ in which of the two options they name.
            printed = stream.getvalue().replace(" -h' for help.", " --help' for help.")
        ending = f"[status {status}]\n" if status else ""
        parts.append(f"$ coherence-exact {line}\n{printed}{ending}")
    return "\n".join(parts)


def captures() -> dict[str, str]:
    """All captures, by name."""
    with prepared():
        return {name: captured(name) for name in CAPTURES}


def main() -> None:
    """Write the captures anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in captures().items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
