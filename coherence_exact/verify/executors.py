"""Executors: they run a function on shards of some work, several at a time.

A *shard* is a piece of work that depends on no other.  Results are taken in the order of the shards, so that
nothing depends on how many processes there are, or where.  A process that is killed is replaced, and its
shard is begun again.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
import traceback
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Self, TypeAlias, TypeVar

from coherence_exact.errors import WorkerError
from coherence_exact.interrupts import check_interrupt

Common = TypeVar("Common")
Shard = TypeVar("Shard")
Result = TypeVar("Result")

Function: TypeAlias = Callable[[Common, Shard], Result]
"""What is done with a shard, given what all shards have in common: a function of a module."""

MOST_ATTEMPTS = 3
"""How often a shard is begun whose processes are killed."""

_SHARDS_WITHOUT_PROCESSES = 2
_SECONDS_BETWEEN_SAFE_POINTS = 0.1


class Executor(ABC):
    """Runs shards in so many processes, in its context; ``lost`` counts those that were killed meanwhile."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.lost = 0

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """End what was started."""

    @abstractmethod
    def map(
        self, function: Function[Common, Shard, Result], common: Common, shards: Iterable[Shard]
    ) -> Generator[tuple[Shard, Result], None, None]:
        """Each shard with its result, in the order of the shards, which are taken as they are needed.

        What the function raises is raised here; :class:`WorkerError` if its processes are killed again and
        again.
        """

    def imap(self, function: Callable[[Shard], Result], shards: Iterable[Shard]) -> Iterator[Result]:
        """The results of a function on shards that have nothing in common."""
        return (result for _, result in self.map(_applied, function, shards))


def _applied(function: Callable[[Shard], Result], shard: Shard) -> Result:
    return function(shard)


class LocalProcesses(Executor):
    """Processes on this machine, started when there is more to do than a little; one process is this one.

    They end with the context, and with the process that has started them, however it ends.

    >>> list(LocalProcesses().map(pow, 2, [3, 4]))
    [(3, 8), (4, 16)]
    """

    def __init__(self, processes: int = 1) -> None:
        super().__init__(processes)
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._instructions: tuple[Any, Any] = (None, None)
        self._vain_starts = 0

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def map(
        self, function: Function[Common, Shard, Result], common: Common, shards: Iterable[Shard]
    ) -> Generator[tuple[Shard, Result], None, None]:
        """Each shard with its result; see :meth:`Executor.map`."""
        shards = iter(shards)
        alone = None if self.processes == 1 else 0 if self._workers else _SHARDS_WITHOUT_PROCESSES
        for shard in itertools.islice(shards, alone):
            check_interrupt()
            yield shard, function(common, shard)
        if self._instructions[0] is not function or self._instructions[1] is not common:
            self._instructions = (function, common)
        under_way: deque[_Task] = deque()
        try:
            while True:
                for shard in itertools.islice(shards, 2 * self.processes + 1 - len(under_way)):
                    under_way.append(_Task(shard))
                    self._waiting.append(under_way[-1])
                if not under_way:
                    return
                while under_way and under_way[0].is_done:
                    task = under_way.popleft()
                    if not task.is_well:
                        raise task.result
                    yield task.shard, task.result
                if under_way:
                    self._go_on()
        finally:
            self._forget()

    def _forget(self) -> None:
        """Drop all work that is under way; who is still at it has to finish it."""
        self._waiting.clear()
        for worker in self._workers:
            if worker.task is not None:
                worker.task.is_wanted = False

    def _go_on(self) -> None:
        """Give work to whom has none, and take what is finished, waiting for it a moment at most."""
        while self._waiting and len(self._workers) < self.processes:
            check_interrupt()
            self._workers.append(_started())
        for worker in self._workers.copy():
            if worker.is_ready and worker.task is None and self._waiting:
                self._give(self._waiting.popleft(), worker)
        check_interrupt()
        expected: dict[Any, _Worker] = {w.pipe: w for w in self._workers if w.task or not w.is_ready}
        for pipe in connection.wait(list(expected), _SECONDS_BETWEEN_SAFE_POINTS):
            self._receive(expected[pipe])

    def _give(self, task: _Task, worker: _Worker) -> None:
        worker.task = task
        task.attempts += 1
        try:
            if worker.instructions is not self._instructions:
                worker.instructions = self._instructions
                worker.pipe.send(self._instructions)
            worker.pipe.send((task.shard,))
        except OSError:
            self._replace(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            is_well, result = worker.pipe.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return
        task, worker.task, worker.is_ready = worker.task, None, True
        if task is None or not task.is_wanted:
            return
        task.is_done, task.is_well, task.result = True, is_well, result

    def _replace(self, worker: _Worker) -> None:
        """Let another process have the work of one that has ended before it was done."""
        worker.end()
        self._workers.remove(worker)
        check_interrupt()
        self.lost += 1
        ended = _how_it_ended(worker.process.exitcode)
        if worker.task is None:
            self._vain_starts += 1
            if self._vain_starts == MOST_ATTEMPTS:
                raise WorkerError(f"worker processes end as soon as they are started ({ended})")
            return
        if not worker.task.is_wanted:
            return
        if worker.task.attempts == MOST_ATTEMPTS:
            raise WorkerError(
                f"{MOST_ATTEMPTS} worker processes ended one after the other on the same part of the work "
                f"({ended}); if memory ran out, give fewer --workers"
            )
        self._waiting.appendleft(worker.task)


@dataclass
class _Task:
    """A shard on its way: how often it was begun, if anybody waits for it, and what it gave or raised."""

    shard: Any
    attempts: int = 0
    is_wanted: bool = True
    is_done: bool = False
    is_well: bool = True
    result: Any = None


@dataclass
class _Worker:
    """A process that works for this one, and the end of the pipe to it.

    It is ready once it has said so; ``instructions`` are what it has been told to do with shards, ``task`` is
    what it is working on.
    """

    process: Any
    pipe: Connection
    is_ready: bool = False
    instructions: tuple[Any, Any] | None = None
    task: _Task | None = None

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _how_it_ended(status: int | None) -> str:
    if status is None or status >= 0:
        return f"the last with status {status}"
    return f"the last by signal {-status}, {signal.strsignal(-status) or 'unknown'}"


# Starting


def _started() -> _Worker:
    context = multiprocessing.get_context("spawn")
    try:
        here, there = context.Pipe()
        with there:
            process = context.Process(target=_work, args=(there,), daemon=True)
            with _leaving_interrupts_to_this_process():
                process.start()
    except OSError as error:
        raise WorkerError(
            f"a worker process cannot be started ({error.strerror}); allow more files or processes with "
            "ulimit, or give --workers 1"
        ) from error
    return _Worker(process, here)


@contextmanager
def _leaving_interrupts_to_this_process() -> Iterator[None]:
    """Processes that are started inside never see Ctrl-C; here it waits until all are started.

    What is blocked stays so in the processes that are started.  Other threads of this process may still be
    told of Ctrl-C, which is kept for later then.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kept: list[int] = []
    resource_tracker.ensure_running()
    handler = signal.signal(signal.SIGINT, lambda number, _: kept.append(number))
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        signal.signal(signal.SIGINT, handler)
    if kept:
        signal.raise_signal(signal.SIGINT)


# In the processes that are started


def _work(pipe: Connection) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send((True, None))
        function, common = pipe.recv()
        while True:
            match pipe.recv():
                case (shard,):
                    pipe.send(_answer(function, common, shard))
                case instructions:
                    function, common = instructions


def _answer(function: Function[Any, Any, Any], common: Any, shard: Any) -> tuple[bool, Any]:
    """Whether all is well, and the result of a shard, or what was raised."""
    try:
        return True, function(common, shard)
    except BaseException as error:
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
        return False, error


def _end_with_the_parent() -> None:
    """End this process when the one that has started it ends, however that is."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
