"""The search: every reading on every instance of its domain, simplest first.

Readings over one domain share the instances and the values of common terms.  Instances are handed out
in batches, to other processes if there are many; results are taken in the order of the batches, so that
verdicts, counts and counterexamples do not depend on the number of processes.

What is *reached* after some batch is all that a search needs to go on from there, with the same results as if
it had never stopped.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker

from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import Address, Domain, EveryModel
from coherence_exact.verify.tallies import Tally, tally_of
from coherence_exact.verify.together import decide_together, most_models

_BATCH = 50
_BATCHES_WITHOUT_PROCESSES = 2


@dataclass(frozen=True)
class Reached:
    """How far a search has come.

    ``tallies`` has one tally for each reading; ``looked_at`` the number of instances of each domain that
    they cover, where domains come in the order in which the readings mention them.
    """

    tallies: tuple[Tally, ...]
    looked_at: tuple[int, ...]

    @property
    def instances(self) -> int:
        """The number of instances that have been looked at."""
        return sum(self.looked_at)


Progress = Callable[[Reached], None]
"""Called after every batch with what is reached; nothing of it changes later."""


def beginning(readings: Sequence[Reading]) -> Reached:
    """What is reached before anything has been looked at."""
    return Reached(tuple(Tally() for _ in readings), (0,) * len(_domains(readings)))


def _domains(readings: Sequence[Reading]) -> list[Domain]:
    """The different domains of some readings, in the order in which they are mentioned."""
    domains: list[Domain] = []
    for reading in readings:
        if reading.domain not in domains:
            domains.append(reading.domain)
    return domains


@dataclass(frozen=True)
class _Batch:
    """Some instances of a domain, and the numbers of the readings that are to be decided on them."""

    domain: Domain
    profile: Profile
    addresses: tuple[Address, ...]
    active: tuple[int, ...]


def search(
    readings: Sequence[Reading],
    profile: Profile,
    progress: Progress | None = None,
    processes: int = 1,
    start: Reached | None = None,
) -> list[Tally]:
    """Decide readings on their domains; one tally for each reading, in the same order.

    ``start`` is what an earlier search of the same readings under the same profile has reached; the
    tallies are those of a search from the beginning.
    """
    start = start or beginning(readings)
    tallies, looked_at = list(start.tallies), list(start.looked_at)
    with _Workers(processes, tuple(readings)) as workers:
        for number, domain in enumerate(_domains(readings)):
            numbered = [i for i, reading in enumerate(readings) if reading.domain == domain]
            ahead = itertools.islice(domain.listed(profile), looked_at[number], None)
            for batch, results in workers.run(_batches(domain, profile, ahead, numbered, tallies)):
                for i, tally in results:
                    if tallies[i].failure is None:
                        tallies[i] = tallies[i].followed_by(tally)
                looked_at[number] += len(batch.addresses)
                if progress is not None:
                    progress(Reached(tuple(tallies), tuple(looked_at)))
    return tallies


def are_decided(readings: Sequence[Reading], profile: Profile, reached: Reached) -> list[bool]:
    """Whether each reading is decided: it is refuted, or every instance of its domain has been looked at."""
    exhausted = [
        domain
        for domain, count in zip(_domains(readings), reached.looked_at, strict=True)
        if count == domain.count(profile)
    ]
    return [
        tally.failure is not None or reading.domain in exhausted
        for reading, tally in zip(readings, reached.tallies, strict=True)
    ]


def _batches(
    domain: Domain,
    profile: Profile,
    addresses: Iterator[Address],
    numbered: list[int],
    tallies: list[Tally],
) -> Iterator[_Batch]:
    """Instances of a domain in batches, each with the readings that nothing has refuted yet."""
    for together in _batched(domain, profile, addresses, len(numbered)):
        active = tuple(i for i in numbered if tallies[i].failure is None)
        if not active:
            return
        yield _Batch(domain, profile, together, active)


def _batched(
    domain: Domain, profile: Profile, addresses: Iterator[Address], readings: int
) -> Iterator[tuple[Address, ...]]:
    """Instances in batches; those of a family in larger ones, each of models of one shape."""
    if not isinstance(domain, EveryModel):
        while batch := tuple(itertools.islice(addresses, _BATCH)):
            yield batch
        return
    families = domain.shape_families(profile)
    for shape, of_shape in itertools.groupby(addresses, key=lambda address: address[0]):
        size = most_models(families[shape], readings)
        while batch := tuple(itertools.islice(of_shape, size)):
            yield batch


class _Workers:
    """Runs batches in this process at first, then in others too if there are to be several.

    The readings go to each process once, when it starts: what it knows of their terms it then knows for all
    batches.
    """

    def __init__(self, processes: int, readings: tuple[Reading, ...]) -> None:
        self._processes = processes
        self._readings = readings
        self._executor: Executor | None = None

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def run(self, batches: Iterator[_Batch]) -> Iterator[tuple[_Batch, list[tuple[int, Tally]]]]:
        """Each batch with its results, in the order of the batches."""
        alone = _BATCHES_WITHOUT_PROCESSES if self._processes > 1 else None
        for batch in itertools.islice(batches, alone):
            yield batch, _run_batch(batch, self._readings)
        waiting: deque[tuple[_Batch, Future[list[tuple[int, Tally]]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit(batch)))
            if len(waiting) > 2 * self._processes:
                first, result = waiting.popleft()
                yield first, result.result()
        for batch, result in waiting:
            yield batch, result.result()

    def _submit(self, batch: _Batch) -> Future[list[tuple[int, Tally]]]:
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self._processes, context, _begin, (self._readings,))
        with _leaving_interrupts_to_this_process():
            return self._executor.submit(_run_here, batch)


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


_readings_here: tuple[Reading, ...] = ()
"""The readings of the search for which this process works."""


def _begin(readings: tuple[Reading, ...]) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    global _readings_here  # noqa: PLW0603 - a process pool has no other place for what its processes begin with
    _readings_here = readings


def _end_with_the_parent() -> None:
    """End this process when the one that has started it ends, however that is."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _run_here(batch: _Batch) -> list[tuple[int, Tally]]:
    return _run_batch(batch, _readings_here)


def _run_batch(batch: _Batch, readings: Sequence[Reading]) -> list[tuple[int, Tally]]:
    active = {i: readings[i] for i in batch.active}
    if isinstance(batch.domain, EveryModel):
        family = batch.domain.shape_families(batch.profile)[batch.addresses[0][0]]
        return list(decide_together(family, batch.addresses, active).items())
    return list(_decided_alone(batch, active).items())


def _decided_alone(batch: _Batch, readings: Mapping[int, Reading]) -> dict[int, Tally]:
    """The tallies of some readings, instance by instance, up to the first failure of each."""
    tallies = {i: Tally() for i in readings}
    for address in batch.addresses:
        instance = batch.domain.instance(address, batch.profile)
        evaluation = Evaluation(instance.model, instance.second_policy, instance.index)
        for i, tally in tallies.items():
            if tally.failure is None:
                tallies[i] = tally.followed_by(tally_of(evaluation, readings[i], address))
    return tallies


def count_instances(readings: Sequence[Reading], profile: Profile) -> int:
    """The number of instances that a search looks at if nothing is refuted: the length of its progress."""
    return sum(domain.count(profile) for domain in _domains(readings))
