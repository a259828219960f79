"""What an unfinished run has finished: what is kept of it, what is confirmed, and what is not believed."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.claims import (
    EveryPolicy,
    OneModel,
    Reading,
    at_least,
    equal,
    expected_return,
    horizon_at_least,
    implies,
    optimal_success,
    prior,
    retrain,
    success_probability,
    temperature,
)
from coherence_exact.errors import FileError
from coherence_exact.families.named import Profile
from coherence_exact.verify import finished
from coherence_exact.verify import search as searching
from coherence_exact.verify.executors import Common, Executor, Function, LocalProcesses, Result, Shard
from coherence_exact.verify.finished import FOLDER, FinishedShards
from coherence_exact.verify.search import search
from coherence_exact.verify.tallies import Tally

from tests.models import example

POLICIES = EveryPolicy(example("example_3"))
READINGS = [
    Reading("holds", "s", at_least(success_probability(retrain(prior)), success_probability(prior))),
    Reading("undefined", "s", at_least(expected_return(prior) - expected_return(prior), 0)),
    Reading("late", "s", implies(horizon_at_least(2), at_least(optimal_success, "1/2"))),
    Reading("refuted", "s", equal(prior, retrain(prior)), domain=POLICIES),
    Reading("holds", "s", equal(prior, prior), domain=POLICIES),
    Reading("one", "s", equal(retrain(prior), temperature(prior, 1)), domain=OneModel(example("example_3"))),
]

pytestmark = pytest.mark.usefixtures("two_shapes")


def begun(folder: Path, readings: list[Reading] = READINGS, profile: Profile = "quick") -> FinishedShards:
    return FinishedShards(folder, readings, profile)


def the_file(folder: Path) -> Path:
    [file] = (folder / FOLDER).iterdir()
    return file


class Counting(Executor):
    """Works in this process, and counts the instances that are looked at; stops after some shards."""

    def __init__(self, shards: int | None = None) -> None:
        super().__init__(1)
        self.instances = 0
        self.shards = shards

    def __exit__(self, *_: object) -> None:
        pass

    def map(
        self, function: Function[Common, Shard, Result], common: Common, shards: Iterable[Shard]
    ) -> Generator[tuple[Shard, Result], None, None]:
        for number, (shard, result) in enumerate(LocalProcesses().map(function, common, shards)):
            assert isinstance(shard, searching._Shard)
            if number == self.shards:
                raise KeyboardInterrupt
            self.instances += len(shard.addresses)
            yield shard, result


@pytest.fixture
def undisturbed() -> list[Tally]:
    return search(READINGS, "quick")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A folder with all shards of a run, just before it removes them."""
    with begun(tmp_path) as kept:
        search(READINGS, "quick", finished=kept)
    return tmp_path


@pytest.mark.parametrize("shards", [1, 2, 3, 5])
def test_an_interrupted_search_goes_on_where_it_stopped(
    shards: int, tmp_path: Path, undisturbed: list[Tally]
) -> None:
    with begun(tmp_path) as kept, pytest.raises(KeyboardInterrupt):
        search(READINGS, "quick", None, Counting(shards), kept)
    with begun(tmp_path) as kept:
        assert kept.models > 0
        assert search(READINGS, "quick", finished=kept) == undisturbed
        kept.remove()
    assert not list(tmp_path.iterdir())


def test_what_is_finished_is_confirmed_on_a_sample(whole: Path, undisturbed: list[Tally]) -> None:
    afresh, again = Counting(), Counting()
    assert search(READINGS, "quick", None, afresh) == undisturbed
    with begun(whole) as kept:
        assert kept.models == afresh.instances
        assert search(READINGS, "quick", None, again, kept) == undisturbed
    assert again.instances < afresh.instances / 2


def test_several_processes_finish_the_same(tmp_path: Path) -> None:
    readings = READINGS[3:]
    for _ in range(2):
        with begun(tmp_path, readings) as kept, LocalProcesses(2) as executor:
            found = search(readings, "quick", None, executor, kept)
        assert found == search(readings, "quick")


def test_a_run_with_nothing_finished_leaves_nothing(tmp_path: Path) -> None:
    with begun(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


# Other runs


def test_other_runs_have_files_of_their_own(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = the_file(whole).read_bytes()
    others: list[tuple[list[Reading], Profile]] = [(READINGS[:2], "quick"), (READINGS[::-1], "quick")]
    for readings, profile in [*others, (READINGS, "full")]:
        with begun(whole, readings, profile) as other:
            assert other.models == 0
    monkeypatch.setattr(finished, "digest_of_source", lambda: "of another version")
    with begun(whole) as other:
        assert other.models == 0
    assert the_file(whole).read_bytes() == kept


def test_two_processes_do_not_work_on_the_same_run(whole: Path) -> None:
    with (
        begun(whole),
        pytest.raises(FileError, match="another process is deciding the same claims"),
        begun(whole),
    ):
        pass


# Damaged files


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 10**5,
        b"\xff",
        b"[0, 0, 50, {}, 1]",
        b"[0, 0, 50, [], []]",
        b'[0, 0, 50, {"x": [1, 2, null, false]}, ""]',
        b'[0, 0, 50, {"0": [1e999, NaN, null, false]}, ""]',
        b"9" * 5000,
    ],
)
def test_a_damaged_line_is_not_used(line: bytes, whole: Path, undisturbed: list[Tally]) -> None:
    file = the_file(whole)
    content = file.read_bytes()
    file.write_bytes(line + b"\n" + content)
    with begun(whole) as kept:
        assert kept.damaged == 1
        assert search(READINGS, "quick", finished=kept) == undisturbed


def test_every_changed_number_is_noticed(whole: Path) -> None:
    file = the_file(whole)
    lines = file.read_bytes().splitlines(keepends=True)
    shard = json.loads(lines[0])
    for place in range(3):
        changed = [*shard[:place], shard[place] + 1, *shard[place + 1 :]]
        file.write_bytes(json.dumps(changed).encode() + b"\n" + b"".join(lines[1:]))
        with begun(whole) as kept:
            assert kept.damaged == 1


def test_half_a_last_line_is_cut_off(whole: Path, undisturbed: list[Tally]) -> None:
    file = the_file(whole)
    content = file.read_bytes()
    for cut in (1, 20, 200):
        file.write_bytes(content[:-cut])
        with begun(whole) as kept:
            assert kept.damaged == 0
            assert search(READINGS, "quick", finished=kept) == undisturbed
        with begun(whole) as kept:
            assert kept.damaged == 0
        assert set(file.read_bytes().splitlines()) >= set(content.splitlines()[:-1])


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "fifo"])
def test_what_is_no_file_is_refused(make: Callable[[Path], None], whole: Path) -> None:
    file = the_file(whole)
    file.unlink()
    make(file)
    with pytest.raises(FileError, match=r"Is a directory|not a regular file"), begun(whole):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / FOLDER).touch()
    with pytest.raises(FileError, match=r"cannot be kept there \(.*\); make room"), begun(tmp_path):
        pass


def test_a_full_disk_is_named_and_what_was_finished_stays(
    tmp_path: Path, undisturbed: list[Tally], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    honest = os.write

    def write(descriptor: int, content: bytes) -> int:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(honest(descriptor, content if len(written) < 2 else content[:10]))
        return written[-1]

    with monkeypatch.context() as full, begun(tmp_path) as kept:
        full.setattr("os.write", write)
        with pytest.raises(FileError, match="No space left on device"):
            search(READINGS, "quick", finished=kept)
    content = the_file(tmp_path).read_bytes()
    assert content.count(b"\n") == 2
    assert content.endswith(b"\n")
    with begun(tmp_path) as kept:
        assert search(READINGS, "quick", finished=kept) == undisturbed


# Forged files


def forged(folder: Path, forge: Callable[[Any], Any]) -> FinishedShards:
    """A file in which the findings of the second shard were changed, and their digest computed again."""
    file = the_file(folder)
    lines = []
    kept = begun(folder)
    for line in file.read_text(encoding="utf-8").splitlines():
        *shard, findings, _ = json.loads(line)
        changed = forge(findings) if shard[:2] == [0, 30] else findings
        digest = kept._digest((shard[0], shard[1], shard[2]), changed)
        lines.append(json.dumps([*shard, changed, digest]) + "\n")
    file.write_text("".join(lines), encoding="utf-8")
    return kept


def without_failure(findings: Any) -> Any:
    """The third reading, refuted, is said to hold."""
    assert findings["2"][2] is not None
    return {**findings, "2": [findings["0"][0], 0, None, False]}


def with_a_failure(findings: Any) -> Any:
    return {**findings, "0": [1, 0, 0, False]}


def with_less_checked(findings: Any) -> Any:
    checked, undefined, *rest = findings["0"]
    return {**findings, "0": [checked // 2, undefined, *rest]}


def with_none_undefined(findings: Any) -> Any:
    checked, undefined, *rest = findings["1"]
    return {**findings, "1": [checked + undefined, 0, *rest]}


def with_too_many(findings: Any) -> Any:
    checked, undefined, *rest = findings["0"]
    return {**findings, "0": [checked + 1, undefined, *rest]}


@pytest.mark.parametrize("forge", [without_failure, with_a_failure, with_less_checked, with_none_undefined])
def test_a_forged_finding_is_refused(
    forge: Callable[[Any], Any], whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SAMPLE", 300)
    with forged(whole, forge) as kept:
        assert not kept.damaged
        with pytest.raises(FileError, match="is not what deciding some of them again finds; remove it"):
            search(READINGS, "quick", finished=kept)


def test_impossible_findings_are_damage(whole: Path, undisturbed: list[Tally]) -> None:
    with forged(whole, with_too_many) as kept:
        assert kept.damaged == 1
        assert search(READINGS, "quick", finished=kept) == undisturbed


def test_an_unforged_file_passes_where_forgeries_are_refused(whole: Path, undisturbed: list[Tally]) -> None:
    with forged(whole, lambda findings: findings) as kept:
        assert not kept.damaged
        assert search(READINGS, "quick", finished=kept) == undisturbed


def test_no_reason_is_taken_from_a_file(whole: Path, undisturbed: list[Tally]) -> None:
    assert undisturbed[1].undefined_reason is not None
    assert undisturbed[1].undefined_reason.encode() not in the_file(whole).read_bytes()
