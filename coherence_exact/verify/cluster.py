"""An executor on many machines: a Dask cluster, whose scheduler has an address."""

from __future__ import annotations

import itertools
import logging
import pickle
import socket
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module
from typing import Any

from coherence_exact.errors import WorkerError
from coherence_exact.exact.rationals import printable
from coherence_exact.interrupts import check_interrupt
from coherence_exact.verify.executors import Common, Executor, Function, Result, Shard
from coherence_exact.verify.finished import digest_of_source

_SECONDS_FOR_AN_ANSWER = 10
_SECONDS_BETWEEN_SAFE_POINTS = 0.1
_ANOTHER_VERSION = "does not have this version of coherence_exact; install it there"


class DaskCluster(Executor):
    """The workers of a Dask cluster, which have to have this version of the package.

    A worker decides one shard at a time, however many threads it has.  The scheduler gives the shards of one
    that ends to others.  Raises :class:`WorkerError` if there is no such cluster.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise WorkerError(
                "a cluster needs the package distributed; install coherence-exact[dask]"
            ) from error
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._distributed = distributed
        self._address = printable(address)
        try:
            place = distributed.comm.get_address_host_port(address, strict=True)
            socket.create_connection(place, _SECONDS_FOR_AN_ANSWER).close()
            self._client = distributed.Client(address, timeout=_SECONDS_FOR_AN_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._error("there is no scheduler; give the address that dask scheduler prints") from error
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS_FOR_AN_ANSWER)
        except TimeoutError as error:
            self.__exit__()
            raise self._error("the scheduler has no workers; start some with dask worker") from error
        self._check_workers()
        super().__init__(len(self._client.nthreads()))

    def _check_workers(self) -> None:
        """A worker without this package would never answer: it cannot even be told what to do."""
        answers = self._client.run(
            lambda: import_module("coherence_exact.verify.finished").digest_of_source(), on_error="return"
        )
        for worker, answer in answers.items():
            if answer != digest_of_source():
                self.__exit__()
                raise self._error(f"the worker {worker} {_ANOTHER_VERSION}")

    def _error(self, problem: str) -> WorkerError:
        return WorkerError(f"{self._address}: {problem}")

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._client.close(timeout=1)

    def map(
        self, function: Function[Common, Shard, Result], common: Common, shards: Iterable[Shard]
    ) -> Generator[tuple[Shard, Result], None, None]:
        """Each shard with its result; see :meth:`Executor.map`."""
        shards = iter(shards)
        instructions = pickle.dumps((digest_of_source(), function, common))
        under_way: deque[tuple[Shard, Any]] = deque()
        with self._telling_what_ends():
            # a task of its own: the scheduler makes it again where the workers that know it have ended
            told = self._client.submit(bytes, instructions, pure=False)
            try:
                while True:
                    for shard in itertools.islice(shards, 2 * self.processes + 1 - len(under_way)):
                        under_way.append((shard, self._client.submit(_run, told, shard, pure=False)))
                    if not under_way:
                        return
                    shard, future = under_way.popleft()
                    self._wait_for(future)
                    yield shard, future.result()
            finally:
                with suppress(Exception):
                    self._client.cancel([told, *(future for _, future in under_way)])

    def _wait_for(self, future: Any) -> None:
        while True:
            check_interrupt()
            with suppress(TimeoutError):
                future.exception(timeout=_SECONDS_BETWEEN_SAFE_POINTS)
                return

    @contextmanager
    def _telling_what_ends(self) -> Iterator[None]:
        """Say in one sentence that workers, or the scheduler, have ended."""
        distributed = self._distributed
        try:
            yield
        except distributed.KilledWorker as error:
            raise self._error(
                "workers of the cluster ended one after the other on the same part of the work; give them "
                "more memory"
            ) from error
        except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
            raise self._error("the scheduler does not answer any more") from error


# On the workers

_one_at_a_time = threading.Lock()
"""What is known of terms is shared by all threads of a process, and not made for several at once."""


def _run(instructions: bytes, shard: Any) -> Any:
    with _one_at_a_time:
        function, common = _understood(instructions)
        return function(common, shard)


@lru_cache(maxsize=2)
def _understood(instructions: bytes) -> tuple[Function[Any, Any, Any], Any]:
    digest, function, common = pickle.loads(instructions)
    if digest != digest_of_source():
        raise WorkerError(f"a worker of the cluster {_ANOTHER_VERSION}")
    return function, common
