"""The search: every reading on every instance of its domain, simplest first.

Readings over one domain share the instances and the values of common terms.  Instances are decided in
*shards*, ranges of them, each by whichever process is free; results are taken in the order of the shards, so
that verdicts, counts and counterexamples do not depend on the processes.

What an earlier run has found of a shard is confirmed on a sample of its instances, or found again.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.families.named import Profile
from coherence_exact.interrupts import check_interrupt
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import Address, Domain, EveryModel
from coherence_exact.verify.executors import Executor, LocalProcesses
from coherence_exact.verify.finished import Finding, FinishedShards
from coherence_exact.verify.tallies import Tally, tally_of
from coherence_exact.verify.together import decide_together, most_models

_SIZE = 50
"""Instances of a shard, but for those of a family."""

SAMPLE = 16
"""Instances of a finished shard that are decided again, beside those on which something fails."""


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
"""Called after every shard with what is reached; nothing of it changes later."""


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
class _Shard:
    """A range of the instances of a domain, all of one shape, and the readings to be decided on them.

    ``domain``: its number; ``first``, ``size``: the range; ``addresses``: the instances to look at, all of
    the range or a sample; ``active``: the numbers of the readings.
    """

    domain: int
    first: int
    size: int
    profile: Profile
    addresses: tuple[Address, ...]
    active: tuple[int, ...]

    @property
    def range(self) -> tuple[int, int, int]:
        """What names the shard in a run."""
        return self.domain, self.first, self.size


def search(
    readings: Sequence[Reading],
    profile: Profile,
    progress: Progress | None = None,
    executor: Executor | None = None,
    finished: FinishedShards | None = None,
) -> list[Tally]:
    """Decide readings on their domains; one tally for each reading, in the same order.

    ``executor`` runs the shards, in this process if it is None.  ``finished`` keeps them, and knows what an
    earlier search of the same readings under the same profile has finished; the tallies are those of a search
    without it.  Raises :class:`FileError` if it is found to be wrong.
    """
    run = _Run(readings, profile, finished)
    for shard, tallies in (executor or LocalProcesses()).map(_run_shard, tuple(readings), run.shards()):
        run.take(shard, tallies)
        if progress is not None:
            progress(run.reached)
    return run.tallies


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


class _Run:
    """What a search has found so far, and the shards that are left."""

    def __init__(
        self, readings: Sequence[Reading], profile: Profile, finished: FinishedShards | None
    ) -> None:
        self._readings = readings
        self._profile = profile
        self._finished = finished
        self._domains = _domains(readings)
        self._sampled: dict[_Shard, tuple[_Shard, Mapping[int, Finding]]] = {}
        self._looked_at = [0] * len(self._domains)
        self.tallies = [Tally() for _ in readings]

    @property
    def reached(self) -> Reached:
        """How far the search has come."""
        return Reached(tuple(self.tallies), tuple(self._looked_at))

    def shards(self) -> Iterator[_Shard]:
        """The shards, each with the readings that nothing has refuted when it is taken."""
        for number, domain in enumerate(self._domains):
            numbered = [i for i, reading in enumerate(self._readings) if reading.domain == domain]
            first = 0
            for addresses in _ranges(domain, self._profile, len(numbered)):
                active = tuple(i for i in numbered if self.tallies[i].failure is None)
                if not active:
                    break
                yield self._sampled_if_finished(
                    _Shard(number, first, len(addresses), self._profile, addresses, active)
                )
                first += len(addresses)

    def _sampled_if_finished(self, shard: _Shard) -> _Shard:
        """The shard, or a sample of it, if an earlier run has finished it and that can be confirmed."""
        findings = None if self._finished is None else self._finished.findings(shard.range)
        if findings is None or any(self._has_to_be_found_again(i, findings.get(i)) for i in shard.active):
            return shard
        failures = {findings[i].failure for i in shard.active} - {None}
        chosen = failures.union(random.SystemRandom().sample(range(shard.size), min(SAMPLE, shard.size)))
        addresses = tuple(address for i, address in enumerate(shard.addresses) if i in chosen)
        if len(addresses) == shard.size:
            return shard
        sample = replace(shard, addresses=addresses)
        self._sampled[sample] = shard, findings
        return sample

    def _has_to_be_found_again(self, number: int, finding: Finding | None) -> bool:
        """Whether a reading was not looked at, or the reason for something is still to be given."""
        tally = self.tallies[number]
        return (
            finding is None
            or (finding.undefined > 0 and tally.undefined_reason is None)
            or (finding.is_undecided and tally.undecided is None)
        )

    def take(self, shard: _Shard, tallies: Mapping[int, Tally]) -> None:
        """Take over what was found of the next shard."""
        if shard in self._sampled:
            tallies = self._confirmed(shard, tallies)
        elif self._finished is not None:
            self._finished.add(
                shard.range, {i: Finding.of(tally, shard.addresses) for i, tally in tallies.items()}
            )
        for i, tally in tallies.items():
            if self.tallies[i].failure is None:
                self.tallies[i] = self.tallies[i].followed_by(tally)
        self._looked_at[shard.domain] += shard.size

    def _confirmed(self, sample: _Shard, tallies: Mapping[int, Tally]) -> dict[int, Tally]:
        """What an earlier run has found, which a sample has to agree with."""
        shard, findings = self._sampled.pop(sample)
        chosen = set(sample.addresses)
        for i, tally in tallies.items():
            finding = findings[i]
            looked_at = sum(
                1 for address in shard.addresses[: finding.models(shard.size)] if address in chosen
            )
            if not finding.agrees_with(tally, looked_at, shard.addresses):
                assert self._finished is not None
                raise self._finished.wrong(shard.range)
        return {i: findings[i].tally(shard.addresses) for i in tallies}


def _ranges(domain: Domain, profile: Profile, readings: int) -> Iterator[tuple[Address, ...]]:
    """The instances of a domain in ranges; those of a family in larger ones, each of models of one shape."""
    addresses = domain.listed(profile)
    if not isinstance(domain, EveryModel):
        while of_range := tuple(itertools.islice(addresses, _SIZE)):
            yield of_range
        return
    families = domain.shape_families(profile)
    for shape, of_shape in itertools.groupby(addresses, key=lambda address: address[0]):
        size = most_models(families[shape], readings)
        while of_range := tuple(itertools.islice(of_shape, size)):
            yield of_range


def _run_shard(readings: Sequence[Reading], shard: _Shard) -> dict[int, Tally]:
    """The tallies of a shard; those of a sample are made sooner by the exact evaluator alone."""
    active = {i: readings[i] for i in shard.active}
    domain = active[shard.active[0]].domain
    if isinstance(domain, EveryModel) and len(shard.addresses) == shard.size:
        number = shard.addresses[0][0]
        codes = np.array([code for _, code in shard.addresses], dtype=np.int32)
        return decide_together(domain.shape_families(shard.profile)[number], number, codes, active)
    return _decided_alone(domain, shard, active)


def _decided_alone(domain: Domain, shard: _Shard, readings: Mapping[int, Reading]) -> dict[int, Tally]:
    """The tallies of some readings, instance by instance, up to the first failure of each."""
    tallies = {i: Tally() for i in readings}
    for address in shard.addresses:
        check_interrupt()
        instance = domain.instance(address, shard.profile)
        evaluation = Evaluation(instance.model, instance.second_policy, instance.index)
        for i, tally in tallies.items():
            if tally.failure is None:
                tallies[i] = tally.followed_by(tally_of(evaluation, readings[i], address))
    return tallies


def count_instances(readings: Sequence[Reading], profile: Profile) -> int:
    """The number of instances that a search looks at if nothing is refuted: the length of its progress."""
    return sum(domain.count(profile) for domain in _domains(readings))
