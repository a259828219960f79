"""Long computations on one model: they show how far they have come, and stop when they are told to."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.processes import read_until, started

ACTIONS = {
    "a": {"to": {"s": "1/3", "t": "2/3"}, "success": "1/2"},
    "b": {"to": {"s": "1/5", "t": "4/5"}, "success": "2/3"},
}


def recurring(horizon: int) -> dict[str, Any]:
    """A model of two states that recur."""
    return {"horizon": horizon, "start": "s", "states": {"s": ACTIONS, "t": {"a": {"to": "t"}, **ACTIONS}}}


def many_actions() -> dict[str, Any]:
    """A state of 10,000 actions."""
    actions = {f"a{i}": {"to": "t", "success": f"{i + 1}/{i + 7}"} for i in range(10_000)}
    return {"horizon": 2, "start": "s", "states": {"s": actions, "t": {"x": {"success": "1/2"}}}}


def many_points() -> dict[str, Any]:
    """More than 10^5 points: each of 316 states at each of 320 times."""

    def actions(i: int) -> dict[str, Any]:
        further = {f"s{(i + 1) % 316}": "1/3", f"s{(i + 2) % 316}": "2/3"}
        return {"a": {"to": further, "success": f"{i % 5 + 1}/7"}, "b": {"to": f"s{5 * i % 316}"}}

    states = {f"s{i}": actions(i) for i in range(316)}
    return {"horizon": 320, "start": dict.fromkeys(states, "1/316"), "states": states}


LONG = recurring(300)
COMMANDS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "policy in digits": (LONG, ("policy", "--operator", "retrain", "--steps", "100000", "--digits", "5")),
    "policy exactly": (LONG, ("policy", "--operator", "retrain", "--steps", "100000", "--json")),
    "compare": (LONG, ("compare", "--left", "retrain:100000", "--right", "prior", "--digits", "5")),
    "rate": (LONG, ("rate", "--steps", "9999")),
    "rate at horizon 1,000": (recurring(1_000), ("rate",)),
    "policy at horizon 100,000": (recurring(100_000), ("policy", "--operator", "retrain")),
    "measure on 100,000 points": (many_points(), ("measure",)),
    "compare 10,000 actions": (
        many_actions(),
        ("compare", "--left", "retrain:2", "--right", "temperature:2"),
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_long_run_shows_progress_and_stops(name: str, tmp_path: Path) -> None:
    model, (command, *options) = COMMANDS[name]
    file = tmp_path / "model.json"
    file.write_text(json.dumps(model), encoding="utf-8")
    with started(command, str(file), *options, FORCE_COLOR="1") as process:
        assert b"steps" in read_until(process, b"steps"), "this is no long run"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        begin = time.monotonic()
        assert megabytes(process.pid) < 1_000
        printed, complaint = process.communicate()
        assert time.monotonic() - begin < 2
    assert process.returncode == 130
    assert printed == b""
    assert b"Traceback" not in complaint
    assert complaint.decode().rstrip().endswith("Interrupted.")


def megabytes(pid: int) -> int:
    """The most memory that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    [kilobytes] = re.findall(r"VmHWM:\s*(\d+) kB", status)
    return int(kilobytes) // 1024


def test_nothing_is_shown_where_there_is_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    file.write_text(json.dumps(LONG), encoding="utf-8")
    with started("measure", str(file)) as process:
        printed, complaint = process.communicate()
    assert process.returncode == 0
    assert b"success probability" in printed
    assert complaint == b""


@pytest.mark.parametrize("weight", ["1/" + "7" * 10**6, "7e-1000000"], ids=["digits", "exponent"])
def test_a_weight_of_a_million_digits_is_answered_or_refused(weight: str, tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    states = {"s": {"a": {"to": "t", "success": weight}, "b": {"to": "t"}}, "t": {"x": {"success": "1/2"}}}
    file.write_text(json.dumps({"horizon": 2, "start": "s", "states": states}), encoding="utf-8")
    with started("measure", str(file)) as process:
        printed, complaint = process.communicate()
    assert (process.returncode, bool(printed), complaint.count(b"\n")) in [(0, True, 0), (2, False, 1)]
    assert b"Traceback" not in complaint
