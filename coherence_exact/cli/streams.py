"""The streams of the program: what they cannot show is escaped, and a full error stream disturbs nothing."""

from __future__ import annotations

import io
import os
import sys
from typing import Any


def prepare_streams() -> None:
    """Let names such as ∅ be printed, escaped, where the terminal cannot show them."""
    errors = sys.__stderr__
    if errors is not None and sys.stderr is errors:
        raw = io.BufferedWriter(_Forgiving(errors.fileno()))
        sys.stderr = io.TextIOWrapper(raw, encoding=errors.encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


class _Forgiving(io.RawIOBase):
    """The error stream, which drops what cannot be written: there is nobody left to be told."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, content: Any) -> int:
        try:
            return os.write(self._descriptor, content)
        except OSError:
            return len(memoryview(content))
