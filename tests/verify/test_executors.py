"""Executors: results in order from processes that may be killed, and no process left."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from coherence_exact import interrupts
from coherence_exact.errors import ArgumentError, WorkerError
from coherence_exact.verify.executors import LocalProcesses


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert not active_children()


def added(common: int, shard: int) -> int:
    return common + shard


def in_process(_: None, __: int) -> int:
    return os.getpid()


def refused_at_3(_: None, shard: int) -> int:
    if shard == 3:
        raise ArgumentError("3 is refused")
    return shard


def killed_once(mark: Path, shard: int) -> int:
    """Kill the process of shard 4 if nothing has done so before."""
    if shard == 4 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return shard


def killed_at_4(common: Path, shard: int) -> int:
    with (common / str(shard)).open("a") as file:
        file.write("begun\n")
    if shard == 4:
        os.kill(os.getpid(), signal.SIGTERM)
    return shard


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("shards", [0, 1, 2, 3, 20])
def test_results_come_in_order(processes: int, shards: int) -> None:
    with LocalProcesses(processes) as executor:
        assert list(executor.map(added, 10, range(shards))) == [(n, n + 10) for n in range(shards)]
        assert list(executor.imap(str, range(shards))) == list(map(str, range(shards)))


def test_little_work_starts_no_process() -> None:
    with LocalProcesses(2) as executor:
        assert {pid for _, pid in executor.map(in_process, None, range(2))} == {os.getpid()}
        assert not active_children()


def test_processes_go_from_one_map_to_the_next() -> None:
    with LocalProcesses(2) as executor:
        first, second = ({pid for _, pid in executor.map(in_process, None, range(9))} for _ in range(2))
        assert first == second | first
        assert os.getpid() in first
        assert 2 <= len(first) <= 3


def test_shards_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def shards() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with LocalProcesses(2) as executor:
        results = executor.map(added, 0, shards())
        for _ in range(10):
            next(results)
        assert len(taken) < 20
        results.close()


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_shard_raises_is_raised(processes: int) -> None:
    with LocalProcesses(processes) as executor:
        results = executor.map(refused_at_3, None, range(9))
        assert [next(results) for _ in range(3)] == [(0, 0), (1, 1), (2, 2)]
        with pytest.raises(ArgumentError, match="3 is refused"):
            next(results)


def test_the_shard_of_a_killed_process_is_begun_again(tmp_path: Path) -> None:
    with LocalProcesses(2) as executor:
        found = list(executor.map(killed_once, tmp_path / "mark", range(9)))
    assert found == [(n, n) for n in range(9)]
    assert executor.lost == 1


def test_a_shard_that_kills_its_process_is_told_after_three_attempts(tmp_path: Path) -> None:
    with (
        LocalProcesses(2) as executor,
        pytest.raises(
            WorkerError, match=r"3 worker processes ended .* \(the last by signal 15, Terminated\)"
        ),
    ):
        list(executor.map(killed_at_4, tmp_path, range(9)))
    assert (tmp_path / "4").read_text(encoding="utf-8") == "begun\n" * 3


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(24, os.strerror(24))

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    with LocalProcesses(2) as executor, pytest.raises(WorkerError, match=r"\(Too many open files\)"):
        list(executor.map(added, 0, range(9)))


def test_a_request_to_stop_is_obeyed_between_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    with LocalProcesses(2) as executor:
        results = executor.map(added, 0, range(100))
        for _ in range(6):
            next(results)
        monkeypatch.setattr(interrupts._state, "noted", signal.SIGINT)
        monkeypatch.setattr(interrupts._state, "is_obeyed", False)
        monkeypatch.setattr(interrupts, "_set_alarm", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            done.extend(shard for shard, _ in results)
    assert len(done) < 15
