"""Claims that a user states in a Python file."""

from __future__ import annotations

import contextlib
import runpy
import sys
import traceback
from pathlib import Path

from coherence_exact.claims.claim import Claim, collecting_claims
from coherence_exact.errors import CoherenceError, FileError


def load_claims(file: Path) -> list[Claim]:
    """The claims that a Python file states with :func:`coherence_exact.claims.claim`, in their order.

    The file is run; what it prints goes to the error stream.  Raises :class:`FileError`, which names the
    line, if it cannot be read, fails, or states no claim.
    """
    if not file.is_file():
        raise FileError(f"{file}: there is no such file; check the path")
    with collecting_claims() as collected, contextlib.redirect_stdout(sys.stderr):
        try:
            runpy.run_path(str(file))
        except OSError as error:
            raise FileError(f"{file}: cannot be read or run ({error}); mend it") from error
        except SyntaxError as error:
            raise FileError(f"{file}: line {error.lineno}: {error.msg}; mend the syntax there") from error
        except (Exception, SystemExit) as error:
            raise FileError(f"{file}: line {_line(file, error)}: {_described(error)}") from error
    if not collected:
        raise FileError(f"{file}: no claim is stated; call claim(id, statement, relation) at least once")
    return collected


def _line(file: Path, error: BaseException) -> int | str:
    """The last line of the file itself that the error passed through."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)
    ]
    return lines[-1] if lines and lines[-1] is not None else "?"


def _described(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, CoherenceError):
        return text
    return f"{type(error).__name__}: {text or 'no message'}; mend the file there"
