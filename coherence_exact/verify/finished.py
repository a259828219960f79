"""What an unfinished run has finished, in a file, so that the same run can go on from there.

The file is named after all that its run depends on: the readings with their definitions, the profile and the
source code of this package.  So different runs in one folder do not disturb one another.  It has a line for
each shard, added when the shard is finished: a program that is killed leaves a whole file but for its last
line.  A line says how many instances were decided and where a reading first fails, with a digest; a damaged
line is not used.  Reasons are not kept, since nothing could confirm them.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import coherence_exact
from coherence_exact.errors import FileError
from coherence_exact.exact.rationals import printable
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Reading
from coherence_exact.language.data import definition_to_data
from coherence_exact.language.domains import Address
from coherence_exact.language.terms import definitions_of
from coherence_exact.mdp.writing import lock_file
from coherence_exact.verify.tallies import Tally

FOLDER = ".runs"
"""Beside the certificates."""

_LONGEST_LINE = 2**20

Range: TypeAlias = tuple[int, int, int]
"""What names a shard in its run: the number of its domain, its first instance and how many it has."""


@dataclass(frozen=True)
class Finding:
    """What was found of one reading in a shard.

    ``checked``, ``undefined``: on how many instances it was decided, and on how many some value does not
    exist; ``failure``: the number in the shard of the first instance on which it fails, which is the last
    one that counts; ``is_undecided``: whether some instance could not be decided.
    """

    checked: int
    undefined: int
    failure: int | None
    is_undecided: bool

    @classmethod
    def of(cls, tally: Tally, addresses: Sequence[Address]) -> Finding:
        """What the tally of a shard with these instances says."""
        failure = None if tally.failure is None else addresses.index(tally.failure)
        return cls(tally.checked.total(), tally.undefined.total(), failure, tally.undecided is not None)

    def tally(self, addresses: Sequence[Address]) -> Tally:
        """The tally of a shard with these instances, without reasons."""
        shape = addresses[0][0]
        return Tally(
            Counter({shape: self.checked}),
            Counter({shape: self.undefined}),
            None if self.failure is None else addresses[self.failure],
        )

    def models(self, size: int) -> int:
        """How many instances of a shard of some size count."""
        return size if self.failure is None else self.failure + 1

    def is_possible(self, size: int) -> bool:
        """Whether the numbers are possible in a shard of some size."""
        numbers = (self.checked, self.undefined, 0 if self.failure is None else self.failure)
        return (
            all(type(number) is int and number >= 0 for number in numbers)
            and isinstance(self.is_undecided, bool)
            and self.checked + self.undefined <= self.models(size) <= size
        )

    def agrees_with(self, sample: Tally, looked_at: int, addresses: Sequence[Address]) -> bool:
        """Whether this can be true, if some of the instances that count, so many, have this tally."""
        checked, undefined = sample.checked.total(), sample.undefined.total()
        return (
            sample.failure == (None if self.failure is None else addresses[self.failure])
            and checked <= self.checked
            and undefined <= self.undefined
            and looked_at - checked - undefined <= self.models(len(addresses)) - self.checked - self.undefined
            and (sample.undecided is None or self.is_undecided)
        )


class FinishedShards:
    """The shards that a run has finished; a context, in which no other process works on the same run.

    ``models`` is the number of instances in the shards that an earlier process has finished, ``damaged`` the
    number of lines that are not used.  Entering raises :class:`FileError`.
    """

    def __init__(self, folder: Path, readings: Sequence[Reading], profile: Profile) -> None:
        self.models = self.damaged = 0
        self._run = _digest_of_run(readings, profile)
        self._file = folder / FOLDER / f"{self._run[:16]}.shards"
        self._descriptor = -1
        self._kept: dict[Range, Mapping[int, Finding]] = {}

    def __enter__(self) -> FinishedShards:
        try:
            self._file.parent.mkdir(exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK
            self._descriptor = os.open(self._file, flags, 0o666)
            if not stat.S_ISREG(os.fstat(self._descriptor).st_mode):
                raise self._error("it is not a regular file; remove it")
            if not lock_file(self._descriptor, wait=False):
                raise self._error(
                    "another process is deciding the same claims in this folder; wait for it, or choose "
                    "another --out"
                )
            self._load()
        except OSError as error:
            self._close()
            raise error if isinstance(error, FileError) else self._unusable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if not os.fstat(self._descriptor).st_size:
            self.remove()
        self._close()

    def findings(self, shard: Range) -> Mapping[int, Finding] | None:
        """What an earlier process has found of each reading in a shard, if it has finished it."""
        return self._kept.get(shard)

    def add(self, shard: Range, findings: Mapping[int, Finding]) -> None:
        """Keep what was found of a shard; raises :class:`FileError`."""
        of_readings = {
            str(i): [found.checked, found.undefined, found.failure, found.is_undecided]
            for i, found in findings.items()
        }
        line = json.dumps([*shard, of_readings, self._digest(shard, of_readings)]) + "\n"
        size = os.fstat(self._descriptor).st_size
        try:
            _write(self._descriptor, line.encode())
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, size)
            raise self._unusable(error) from error

    def remove(self) -> None:
        """Remove the file, since all is done."""
        self._file.unlink(missing_ok=True)
        with suppress(OSError):
            self._file.parent.rmdir()

    def wrong(self, shard: Range) -> FileError:
        """The error that a shard is not as the file says."""
        domain, first, size = shard
        return self._error(
            f"what it says of instances {first:,} to {first + size - 1:,} of domain {domain + 1} is not what "
            "deciding some of them again finds; remove it to begin afresh"
        )

    def _error(self, problem: str) -> FileError:
        return FileError(f"{printable(str(self._file))}: {problem}")

    def _unusable(self, error: OSError) -> FileError:
        return self._error(
            f"what is finished cannot be kept there ({error.strerror}); make room, or choose another --out"
        )

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _load(self) -> None:
        whole = 0
        with open(self._descriptor, "rb", closefd=False) as stream:
            while (line := stream.readline(_LONGEST_LINE)).endswith(b"\n"):
                whole += len(line)
                try:
                    shard, findings = self._parsed(line)
                except (ValueError, TypeError, KeyError, RecursionError):
                    self.damaged += 1
                    continue
                self.models += 0 if shard in self._kept else shard[2]
                self._kept[shard] = findings
        os.ftruncate(self._descriptor, whole)

    def _parsed(self, line: bytes) -> tuple[Range, dict[int, Finding]]:
        domain, first, size, of_readings, digest = json.loads(line)
        shard = domain, first, size
        findings = {int(i): Finding(*numbers) for i, numbers in dict(of_readings).items()}
        if (
            not all(type(number) is int and number >= 0 for number in shard)
            or not all(found.is_possible(size) for found in findings.values())
            or digest != self._digest(shard, of_readings)
        ):
            raise ValueError
        return shard, findings

    def _digest(self, shard: Range, of_readings: Mapping[str, Any]) -> str:
        text = json.dumps([self._run, shard, of_readings], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _digest_of_run(readings: Sequence[Reading], profile: Profile) -> str:
    """A digest of all that the findings depend on."""
    definitions = []
    for reading in readings:
        used = definitions_of(reading.relation, *reading.given)
        definitions.append([definition_to_data(used[name]) for name in sorted(used)])
    text = f"{list(readings)!r} {definitions} {profile} {digest_of_source()}"
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def digest_of_source() -> str:
    """A digest of every module of this package, with its place."""
    folder = Path(coherence_exact.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
