"""What goes wrong while a command decides claims: it is stopped, killed, or loses a process.

Each run here is in a session of its own, of which no process is left, and in a folder of its own, in which no
half-written file is left.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from coherence_exact import checker
from coherence_exact.cli import run
from coherence_exact.verify.finished import FOLDER

from tests.cli.conftest import IMPORT, TRUE, Shown, stated
from tests.cli.processes import leftovers, read_until, started, until, workers_of
from tests.models import EXAMPLES

CLAIMS = f"""
from coherence_exact import load_model
from coherence_exact.claims import *

race = EveryPolicy(load_model({str(EXAMPLES / "example_1.toml")!r}))
divided = EveryPolicy(load_model({str(EXAMPLES / "example_3.toml")!r}))
rises = at_least(success_probability(retrain(prior)), success_probability(prior))
claim("rises", "success rises", rises, over=race)
claim("calm", "incoherence is at most 1", at_most(incoherence(prior), 1), over=race)
claim("two", "two is three", equal(retrain(prior, 2), retrain(prior, 3)), over=divided)
claim("three", "3 = 1 + 1 + 1", equal(retrain(prior, 3), retrain(retrain(retrain(prior)))), over=divided)
"""
"""Four claims on the policies of two models, 125 each, in six shards."""

MORE_CLAIMS = "".join(
    f"""
claim("more{k}", "no return is positive", at_most(expected_return(retrain(prior, {k})), 0), over=divided)
"""
    for k in range(7, 17)
)
"""They make the last three shards take long, so that both workers are at one when three are finished."""

MODELS = (50, 50, 25, 50, 50, 25)
"""In the shards, in the order in which they are finished."""

Outcome = Callable[..., dict[str, bytes]]

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A file of claims that are decided in a few seconds, in many shards."""
    return stated(tmp_path, CLAIMS)


def command(file: str, folder: Path, workers: int = 2) -> list[str]:
    return ["falsify", file, "--no-search", "--out", str(folder), "--workers", str(workers)]


def finished(folder: Path) -> int:
    """How many shards a run has finished."""
    return sum(file.read_bytes().count(b"\n") for file in (folder / FOLDER).glob("*"))


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder, without where it is."""
    here = str(folder.parent).encode()
    return {
        str(file.relative_to(folder)): file.read_bytes().replace(here, b"HERE")
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files that an undisturbed run writes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    file = stated(folder, CLAIMS)
    with started(*command(file, folder / "out")) as process:
        assert process.communicate()[1] == b""
    assert process.returncode == 1
    return contents(folder / "out")


@pytest.fixture
def outcome(file: str, text: Shown) -> Outcome:
    """What the same command, in this process alone, makes of the folder of a run that was stopped."""

    def gone_on_with(folder: Path, note: str = "") -> dict[str, bytes]:
        models = MODELS[: finished(folder)]
        going_on = (
            f"Going on where the interrupted run stopped, after {sum(models)} models.\n" if models else ""
        )
        text(*command(file, folder, workers=1), status=1, error=note + going_on)
        return contents(folder)

    return gone_on_with


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, *(pytest.param(n, marks=pytest.mark.full) for n in (signal.SIGINT, signal.SIGHUP))],
    ids=lambda number: number.name,
)
def test_a_signal_leaves_a_run_to_go_on_with(
    number: signal.Signals, file: str, tmp_path: Path, undisturbed: dict[str, bytes], outcome: Outcome
) -> None:
    folder = tmp_path / "out"
    with started(*command(file, folder)) as process:
        assert until(lambda: finished(folder) >= 3)
        assert workers_of(process)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        printed, complaint = process.communicate()
    assert process.returncode == SIGNALS[number]
    assert printed == b""
    assert complaint.startswith((b"Interrupted: ", b"Interrupted; "))
    assert complaint.endswith(b"the same command goes on from here.\n")
    assert complaint.count(b"\n") == 1
    assert finished(folder) >= 3
    assert not leftovers(folder)
    assert outcome(folder) == undisturbed


@pytest.mark.parametrize("pause", [0.05, *(pytest.param(s, marks=pytest.mark.full) for s in (0, 0.2, 0.45))])
def test_a_second_ctrl_c_ends_everything_at_once(
    pause: float, file: str, tmp_path: Path, undisturbed: dict[str, bytes], outcome: Outcome
) -> None:
    folder = tmp_path / "out"
    with started(*command(file, folder)) as process:
        assert until(lambda: finished(folder) >= 3)
        process.send_signal(signal.SIGINT)
        time.sleep(pause)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in complaint
    assert not leftovers(folder)
    assert outcome(folder) == undisturbed


def killed(file: str, folder: Path, shards: int) -> None:
    """Kill a run that has finished some shards, if it has not ended by then."""
    with started(*command(file, folder)) as process:
        assert until(lambda: finished(folder) >= shards or process.poll() is not None)
        time.sleep(random.uniform(0, 0.1))
        process.kill()
        process.communicate()


def test_what_is_decided_is_not_lost_while_it_is_rechecked(
    tmp_path: Path,
    file: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    outcome: Outcome,
) -> None:
    folder = tmp_path / "out"

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupting:
        interrupting.setattr("coherence_exact.checker.check_paths", interrupted)
        assert run(command(file, folder, workers=1)) == 130
    assert capsys.readouterr() == ("", "Interrupted; the same command goes on from here.\n")
    assert finished(folder) == len(MODELS)
    assert outcome(folder)


@pytest.mark.parametrize("_", [*range(5), *(pytest.param(n, marks=pytest.mark.full) for n in range(5, 50))])
def test_a_run_that_was_killed_at_a_random_moment_is_gone_on_with(
    _: int, file: str, tmp_path: Path, undisturbed: dict[str, bytes], outcome: Outcome
) -> None:
    killed(file, tmp_path / "out", random.randrange(7))
    assert outcome(tmp_path / "out") == undisturbed


def test_a_damaged_shard_is_decided_again(file: str, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    folder = tmp_path / "out"
    killed(file, folder, 4)
    [kept] = (folder / FOLDER).iterdir()
    content = bytearray(kept.read_bytes())
    place = content.index(b"50")
    content[place] ^= 1
    kept.write_bytes(content)
    with started(*command(file, folder)) as process:
        _, complaint = process.communicate()
    assert complaint.startswith(b"Note: 1 damaged line of an interrupted run will not be used.\n")
    assert contents(folder) == undisturbed


def test_a_killed_worker_is_replaced(tmp_path: Path, text: Shown) -> None:
    file = stated(tmp_path, CLAIMS + MORE_CLAIMS)
    folder, alone = tmp_path / "out", tmp_path / "alone"
    with started(*command(file, folder)) as process:
        assert until(lambda: finished(folder) >= 3)
        os.kill(workers_of(process)[0], signal.SIGKILL)
        _, complaint = process.communicate()
    assert process.returncode == 1
    assert complaint == b"Note: a worker process was killed; what was lost was done again.\n"
    text(*command(file, alone, workers=1), status=1)
    assert contents(folder) == {
        name: content.replace(b"/alone", b"/out") for name, content in contents(alone).items()
    }


def test_workers_that_are_killed_again_and_again_are_told(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with started(*command(file, folder)) as process:
        while process.poll() is None:
            for worker in workers_of(process):
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        printed, complaint = process.communicate()
    assert process.returncode == 2
    assert printed == b""
    assert complaint.startswith(
        (b"Error: worker processes end as soon as", b"Error: 3 worker processes ended")
    )
    assert b"by signal 9" in complaint
    assert complaint.count(b"\n") == 1
    assert not leftovers(folder)


def test_too_few_files_for_workers_are_told(file: str, tmp_path: Path) -> None:
    few = ("sh", "-c", 'ulimit -n 12; exec "$0" "$@"')
    with started(*command(file, tmp_path / "out"), setting=few) as process:
        printed, complaint = process.communicate()
    assert process.returncode == 2
    assert printed == b""
    assert complaint.startswith(b"Error: a worker process cannot be started (Too many open files)")
    assert complaint.count(b"\n") == 1


@pytest.mark.parametrize("blocks", [1, *(pytest.param(n, marks=pytest.mark.full) for n in (0, 3))])
def test_a_disk_that_is_full_is_told_and_is_gone_on_with(
    blocks: int, file: str, tmp_path: Path, undisturbed: dict[str, bytes], outcome: Outcome
) -> None:
    """A limit for the length of files stands for the end of the disk."""
    folder = tmp_path / "out"
    short = ("sh", "-c", f'ulimit -f {blocks}; exec "$0" "$@"')
    with started(*command(file, folder), setting=short) as process:
        printed, complaint = process.communicate()
    assert process.returncode == 2
    assert printed == b""
    assert b"(File too large)" in complaint
    assert complaint.count(b"\n") == 1
    assert not leftovers(folder)
    assert outcome(folder) == undisturbed


def test_a_file_system_that_is_full_is_told(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    small = f'mkdir {folder} && mount -t tmpfs -o size=8k none {folder} && exec "$0" "$@"'
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a file system")
    with started(*command(file, folder), setting=("unshare", "--mount", "sh", "-c", small)) as process:
        printed, complaint = process.communicate()
    assert process.returncode == 2
    assert printed == b""
    assert complaint.startswith(f"Error: {folder}/".encode())
    assert b"(No space left on device)" in complaint
    assert complaint.count(b"\n") == 1


# Starting and streams


@pytest.mark.parametrize("module", ["click", "coherence_exact.cli.verify"])
def test_ctrl_c_while_the_program_starts(module: str) -> None:
    with started("measure", str(EXAMPLES / "example_3.toml"), PYTHONPROFILEIMPORTTIME="1") as process:
        read_until(process, f" {module}\n".encode())
        process.send_signal(signal.SIGINT)
        printed, complaint = process.communicate()
    assert b"Traceback" not in complaint
    assert (process.returncode, printed) == (130, b"")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("measure", "missing.toml"), 2), (("measure",), 2), (("rate", str(EXAMPLES / "example_3.toml")), 0)],
)
def test_a_full_error_stream_changes_no_status(arguments: tuple[str, ...], status: int) -> None:
    with started(*arguments, setting=("sh", "-c", 'exec "$0" "$@" 2>/dev/full')) as process:
        process.communicate()
    assert process.returncode == status


def test_a_killed_process_of_the_checker_alone_is_told(tmp_path: Path) -> None:
    """Whoever runs the checker by itself does not wait for a process that is gone."""
    folder = tmp_path / "out"
    path = stated(tmp_path, IMPORT + TRUE)
    assert run(["falsify", path, "--no-search", "--out", str(folder)]) == 0
    with started("--workers", "2", str(folder), program=[checker.__file__]) as process:
        assert until(lambda: workers_of(process))
        os.kill(workers_of(process)[0], signal.SIGKILL)
        _, complaint = process.communicate()
    assert process.returncode == 2
    assert (
        complaint == b"checker: a process was killed; check again, with fewer --workers if memory ran out\n"
    )
