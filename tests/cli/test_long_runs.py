"""Long computations on one model: they show how far they have come, and stop when they are told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMANDS = (
    ("policy", "--operator", "retrain", "--steps", "100000", "--digits", "5"),
    ("policy", "--operator", "retrain", "--steps", "100000", "--json"),
    ("compare", "--left", "retrain:100000", "--right", "prior", "--digits", "5"),
    ("rate", "--steps", "9999"),
)


@pytest.fixture
def long_model(tmp_path: Path) -> str:
    """A model of two states that recur, with a long horizon."""
    actions = {
        "a": {"to": {"s": "1/3", "t": "2/3"}, "success": "1/2"},
        "b": {"to": {"s": "1/5", "t": "4/5"}, "success": "2/3"},
    }
    file = tmp_path / "long.json"
    model = {"horizon": 300, "start": "s", "states": {"s": actions, "t": {"a": {"to": "t"}, **actions}}}
    file.write_text(json.dumps(model), encoding="utf-8")
    return str(file)


def started(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "coherence_exact", *arguments]
    environment = {**os.environ, **environment}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_long_run_shows_progress_and_stops(command: tuple[str, ...], long_model: str) -> None:
    name, *options = command
    process = started(name, long_model, *options, FORCE_COLOR="1")
    assert process.stderr is not None
    seen = b""
    while b"steps" not in seen:
        assert process.poll() is None, "this is no long run"
        seen += os.read(process.stderr.fileno(), 4096)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    printed, complaint = process.communicate(timeout=30)
    assert time.monotonic() - begin < 2
    assert process.returncode == 130
    assert printed == b""
    shown = complaint.decode()
    assert "Traceback" not in shown
    assert shown.rstrip().endswith("Interrupted.")


def test_nothing_is_shown_where_there_is_no_terminal(long_model: str) -> None:
    process = started("measure", long_model)
    printed, complaint = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"success probability" in printed
    assert complaint == b""
