"""Claims that a user states in a Python file."""

from __future__ import annotations

import contextlib
import runpy
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from coherence_exact.errors import CoherenceError, FileError
from coherence_exact.exact.rationals import printable
from coherence_exact.language.claims import Claim, collecting_claims


def load_claims(file: Path) -> list[Claim]:
    """The claims that a Python file states with :func:`coherence_exact.claims.claim`, in their order.

    The file is run; what it prints goes to the error stream.  Raises :class:`FileError`, which names the
    line, if it cannot be read, fails, or states no claim.
    """
    name = printable(str(file))
    if not file.is_file():
        problem = "this is not a regular file" if file.exists() else "there is no such file"
        raise FileError(f"{name}: {problem}; check the path")
    with collecting_claims() as collected, _as_python_runs(file):
        try:
            runpy.run_path(str(file))
        except SystemExit as error:
            where = _place(file, error)
            raise FileError(f"{name}: {where}the file ends Python ({error!r}); take that out") from error
        except Exception as error:
            raise FileError(f"{name}: {_place(file, error)}{_described(file, error)}") from error
    if not collected:
        raise FileError(f"{name}: no claim is stated; call claim(id, statement, relation) at least once")
    return collected


@contextlib.contextmanager
def _as_python_runs(file: Path) -> Iterator[None]:
    """Let the file import its neighbours, as Python does; what it prints goes to the error stream."""
    folder = str(file.resolve().parent)
    sys.path.insert(0, folder)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        if folder in sys.path:
            sys.path.remove(folder)


def _place(file: Path, error: BaseException) -> str:
    """The last line of the file itself that the error passed through, if it did."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)
    ]
    if isinstance(error, SyntaxError) and error.filename == str(file):
        lines.append(error.lineno)
    return f"line {lines[-1]}: " if lines and lines[-1] else ""


def _described(file: Path, error: Exception) -> str:
    text = printable(" ".join(str(error).split()))
    if isinstance(error, CoherenceError):
        return text
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return f"{error.msg}; mend the syntax there"
    return f"{type(error).__name__}: {text or 'no message'}; mend the file there"
