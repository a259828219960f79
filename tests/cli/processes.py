"""Programs in sessions of their own: started, waited for, stopped, and what they must not leave behind."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LEFTOVER = re.compile(r"\.tmp$")

_PATIENCE = 60
"""Seconds after which something has not happened."""


@contextmanager
def _signals_not_ignored() -> Iterator[None]:
    """A shell's job in the background ignores Ctrl-C, and so would what it starts."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    ignored = [number for number in numbers if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def started(
    *arguments: str,
    setting: Sequence[str] = (),
    program: Sequence[str] = ("-m", "coherence_exact"),
    **environment: str,
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Python, or what ``setting`` makes of it, in a session that has ended afterwards."""
    command = [*setting, sys.executable, *program, *arguments]
    environment = {**os.environ, **environment}
    with _signals_not_ignored():
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=environment,
        )
    with process:
        try:
            yield process
            left = not until(lambda: not running_in_session(process.pid))
        finally:
            for each in running_in_session(process.pid):
                os.kill(each, signal.SIGKILL)
    assert not left, "the program has left processes behind"


def until(happened: Callable[[], object]) -> bool:
    """Wait for something; whether it has happened."""
    end = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def read_until(process: subprocess.Popen[bytes], text: bytes) -> bytes:
    """What a program says on its error stream until some text comes, or until it says no more."""
    assert process.stderr is not None
    seen = b""
    while text not in seen:
        ready, _, _ = select.select([process.stderr], [], [], _PATIENCE)
        assert ready, f"{text!r} is not said: {seen!r}"
        more = os.read(process.stderr.fileno(), 4096)
        if not more:
            return seen
        seen += more
    return seen


def running_in_session(session: int) -> list[int]:
    """The processes of a session that still run, as far as the system lists them."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that work for a program."""
    found = []
    for each in running_in_session(process.pid):
        try:
            command = Path(f"/proc/{each}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            found.append(each)
    return found


def leftovers(folder: Path) -> list[Path]:
    """Files that were being written."""
    return [file for file in folder.rglob("*") if LEFTOVER.search(file.name)]
