"""Coq builds the proofs, and says what each theorem rests on.

Only text that the package has written itself is given to Coq.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from coherence_exact.errors import ProofError
from coherence_exact.exact.rationals import printable
from coherence_exact.formal.models import data_text
from coherence_exact.formal.theorems import AGREEMENT, CORE, FOLDER, PROOFS, Proved, checks, generated

Progress = Callable[[str], None]
"""Told the name of each file when it is built."""

_CLOSED = "Closed under the global context"
_LONGEST_COMPLAINT = 500


def coqc() -> str:
    """The path of Coq's compiler; raises :class:`ProofError` where there is none."""
    found = shutil.which("coqc")
    if found is None:
        raise ProofError(
            "there is no program coqc here; install Coq 8.16 or newer (on Debian: apt-get install coq)"
        )
    return found


def version() -> str:
    """The version of Coq, as it says itself."""
    told = subprocess.run([coqc(), "--print-version"], capture_output=True, text=True, check=False)
    return told.stdout.split()[0] if told.stdout.split() else "of unknown version"


def sources() -> dict[str, str]:
    """The text of every file of the proofs, each after those that it uses.

    Definitions and statements are printed anew, so that what is proved is about those that the program has.
    """
    written = {**generated(), "Data": data_text()}
    names = (
        CORE, "Numbers", "Definitions", "Statements", *PROOFS[1:], *AGREEMENT, "Rationals", "Data", "Examples"
    )  # fmt: skip
    return {
        name: written[name] if name in written else (FOLDER / f"{name}.v").read_text("utf-8")
        for name in names
    }


def assumptions(
    theorems: Sequence[Proved], texts: Mapping[str, str] | None = None, progress: Progress | None = None
) -> list[str]:
    """What each theorem rests on, as Coq says it: ``""`` if on nothing but Coq.

    ``texts``: the files, those of :func:`sources` if left out.  Raises :class:`ProofError` if Coq refuses one
    of them, or the statement of a theorem, or is not there.
    """
    files = dict(sources() if texts is None else texts)
    files["Check"] = checks(theorems, list(files))
    with TemporaryDirectory() as folder:
        told = build(Path(folder), files, progress)
    found = _blocks(told)
    if len(found) != len(theorems):
        raise ProofError(f"Coq spoke of {len(found)} theorems, not of {len(theorems)}; use Coq 8.16 or newer")
    return found


def build(folder: Path, texts: Mapping[str, str], progress: Progress | None = None) -> str:
    """Build files in a folder, in order; what Coq prints while it builds the last.

    Raises :class:`ProofError` if Coq refuses one of them, or is not there.
    """
    program = coqc()
    told = ""
    for name, text in texts.items():
        told = _built(program, folder, name, text)
        if progress is not None:
            progress(name)
    return told


def _built(program: str, folder: Path, name: str, text: str) -> str:
    """What Coq prints while it builds a file."""
    file = folder / f"{name}.v"
    file.write_text(text, "utf-8")
    command = [program, "-q", "-R", str(folder), "Coherence", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode != 0:
        place = re.search(r"line (\d+)", done.stderr)
        line = f", line {place[1]}" if place else ""
        complaint = printable(" ".join(done.stderr.partition("Error:")[2].split())[:_LONGEST_COMPLAINT])
        raise ProofError(f"Coq refuses {name}.v{line}: {complaint or 'it says nothing'}; mend the proof")
    return done.stdout


def _blocks(told: str) -> list[str]:
    """What Coq prints of the assumptions of several theorems, one text for each."""
    blocks: list[str] = []
    for line in told.splitlines():
        if line == _CLOSED:
            blocks.append("")
        elif line == "Axioms:":
            blocks.append("axioms:")
        elif blocks:
            blocks[-1] += f" {line.strip()}"
    return blocks
