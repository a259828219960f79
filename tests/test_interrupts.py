"""Signals: noted at once, obeyed at safe points, never in the middle of arithmetic."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.processes import read_until, started

PRELUDE = """
import os, signal, sys, time
from coherence_exact import interrupts
from coherence_exact.interrupts import *
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
"""


def told(program: str) -> tuple[int, str]:
    """What a program prints, and its status."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + program], capture_output=True, check=False, text=True
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


IN_ARITHMETIC = """
import gmpy2

class Fraction:  # known to gmpy2 by its name, asked for its parts in the middle of an operation
    denominator = 2

    @property
    def numerator(self):
        os.kill(os.getpid(), signal.SIGINT)
        return 1

try:
    value = gmpy2.mpq(1, 3) + Fraction()
    print(value)
    check_interrupt()
except BaseException as error:
    print(type(error).__name__)
"""


def test_arithmetic_is_not_interrupted() -> None:
    assert told("take_signals()" + IN_ARITHMETIC) == (0, "5/6\nKeyboardInterrupt\n")


def test_without_safe_points_it_would_be() -> None:
    status, printed = told(IN_ARITHMETIC)
    assert (status, printed) in [(0, "SystemError\n"), (0, "KeyboardInterrupt\n")]


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_the_status_tells_the_signal(name: str, status: int) -> None:
    program = f"take_signals(); os.kill(os.getpid(), signal.{name}); print(obey()); check_interrupt()"
    assert told(program) == (0, f"{status}\n")


def test_what_is_ignored_stays_ignored() -> None:
    program = """
signal.signal(signal.SIGHUP, signal.SIG_IGN)
take_signals()
os.kill(os.getpid(), signal.SIGHUP)
print(is_asked_to_stop())
"""
    assert told(program) == (0, "False\n")


def test_what_comes_to_no_safe_point_is_interrupted_where_it_is() -> None:
    program = """
take_signals()
interrupts._SECONDS_TO_A_SAFE_POINT = 0.01
os.kill(os.getpid(), signal.SIGINT)
try:
    while True:
        pass
except KeyboardInterrupt:
    print(obey())
"""
    assert told(program) == (0, "130\n")


def test_a_program_that_is_stopping_is_left_to_finish() -> None:
    program = """
take_signals()
interrupts._SECONDS_TO_A_SAFE_POINT = interrupts._SECONDS_TO_LEAVE = 0.01
os.kill(os.getpid(), signal.SIGINT)
try:
    check_interrupt()
except KeyboardInterrupt:
    obey()
signal.sigtimedwait([], 0.1)
check_interrupt()
print("finished")
"""
    assert told(program) == (0, "finished\n")


def test_a_second_signal_ends_at_once_and_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "aside"
    file.touch()
    program = f"""
take_signals()
files_being_written.add({str(file)!r})
os.kill(os.getpid(), signal.SIGTERM)
os.kill(os.getpid(), signal.SIGINT)
print("too late")
"""
    assert told(program) == (130, "")
    assert not file.exists()


def test_a_library_keeps_python_s_own_handling() -> None:
    program = """
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except KeyboardInterrupt:
    print(obey())
"""
    assert told(program) == (0, "130\n")


def test_a_shell_s_job_in_the_background_ignores_ctrl_c() -> None:
    """It does so with any program, and goes on with this one."""
    ignoring = ("sh", "-c", 'trap "" INT; exec "$0" "$@"')
    with started("models", setting=ignoring, PYTHONPROFILEIMPORTTIME="1") as process:
        read_until(process, b" click\n")
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate()
    assert process.returncode == 0
    assert b"example_1" in printed
