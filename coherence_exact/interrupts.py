"""Signals that ask the program to stop: noted at once, obeyed at the next safe point.

An exception that a signal handler raises comes up wherever the program happens to be, also inside of gmpy2,
which makes a ``SystemError`` of it, or drops it.  Handlers therefore only take note, and long computations
call :func:`check_interrupt` between units of work.  What comes to no such point soon is interrupted where it
is; a second signal ends the program on the spot.

As long as :func:`take_signals` has not been called, nothing here does anything: who uses the package as a
library keeps Python's own handling of Ctrl-C.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if os.name == "posix" else ()

_SECONDS_TO_A_SAFE_POINT = 0.5
_SECONDS_TO_LEAVE = 3.0

_SHOW_CURSOR = b"\x1b[?25h\n"


files_being_written: set[str] = set()
"""They are removed if the program ends on the spot."""


class _State:
    """The signal that was noted, and whether the program is stopping."""

    noted: int | None = None
    is_obeyed: bool = False


_state = _State()


def take_signals() -> None:
    """From now on take note of Ctrl-C, SIGTERM and SIGHUP, but for those that are ignored already."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _note)
            signal.signal(signal.SIGALRM, _interrupt_here)


def ignore_signals() -> None:
    """From now on nothing stops the program, which is about to end."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _set_alarm(0)


def check_interrupt() -> None:
    """A safe point: raises :class:`KeyboardInterrupt` if the program has been asked to stop.

    >>> check_interrupt()
    """
    if is_asked_to_stop() and not _state.is_obeyed:
        _set_alarm(_SECONDS_TO_LEAVE)
        raise KeyboardInterrupt


def is_asked_to_stop() -> bool:
    """Whether a signal has been noted."""
    return _state.noted is not None


def obey() -> int:
    """Say that the program is stopping, so that it may finish its files; the exit status to leave with.

    The status is 128 and the number of the signal, as shells have it: 130 for Ctrl-C.
    """
    _state.is_obeyed = True
    _set_alarm(0)
    return 128 + (signal.SIGINT if _state.noted is None else _state.noted)


def _note(number: int, _: FrameType | None) -> None:
    if is_asked_to_stop():
        _end_here(number)
    _state.noted = number
    _set_alarm(_SECONDS_TO_A_SAFE_POINT)


def _set_alarm(seconds: float) -> None:
    if is_asked_to_stop():
        signal.setitimer(signal.ITIMER_REAL, seconds, _SECONDS_TO_LEAVE if seconds else 0)


def _interrupt_here(*_: object) -> None:
    if is_asked_to_stop() and not _state.is_obeyed:
        raise KeyboardInterrupt


def _end_here(number: int) -> NoReturn:
    """End without another line of Python; processes that work for this one notice that it is gone."""
    for file in files_being_written:
        with suppress(OSError):
            os.unlink(file)  # noqa: PTH108 - nothing is imported here that takes long
    if os.isatty(2):
        os.write(2, _SHOW_CURSOR)
    os._exit(128 + number)
