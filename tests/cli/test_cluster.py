"""``--scheduler``: the same on a Dask cluster, byte for byte, also if one of its workers is killed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Shown, stated
from tests.cli.processes import leftovers, started, until, workers_of
from tests.cli.test_faults import CLAIMS, command, contents, finished

pytest.importorskip("distributed")

CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    options = {"threads_per_worker": 1, "dashboard_address": None, "preload": sys.argv[1:]}
    with LocalCluster(n_workers=2, **options) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def cluster_in(folder: Path, *preload: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A cluster of two workers on this machine, and the address of its scheduler."""
    file = folder / "cluster.py"
    file.write_text(CLUSTER, encoding="utf-8")
    with started(*preload, program=(str(file),)) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().decode().strip()
        process.communicate()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with cluster_in(tmp_path) as found:
        yield found


def test_a_cluster_with_a_killed_worker_decides_the_same(
    cluster: tuple[subprocess.Popen[bytes], str], tmp_path: Path, text: Shown
) -> None:
    workers, address = cluster
    folder, alone = tmp_path / "out", tmp_path / "alone"
    file = stated(tmp_path, CLAIMS)
    with started(*command(file, folder), "--scheduler", address) as process:
        assert until(lambda: finished(folder) >= 2)
        os.kill(workers_of(workers)[0], signal.SIGKILL)
        _, complaint = process.communicate()
    assert (process.returncode, complaint) == (1, b"")
    assert not leftovers(folder)
    text(*command(file, alone, workers=1), status=1)
    assert contents(folder) == contents(alone)


@pytest.mark.full
def test_a_run_on_a_cluster_stops_and_goes_on_elsewhere(
    cluster: tuple[subprocess.Popen[bytes], str], tmp_path: Path, text: Shown
) -> None:
    folder, alone = tmp_path / "out", tmp_path / "alone"
    file = stated(tmp_path, CLAIMS)
    with started(*command(file, folder), "--scheduler", cluster[1]) as process:
        assert until(lambda: finished(folder) >= 2)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate()
    assert process.returncode == 130
    assert complaint.startswith((b"Interrupted: ", b"Interrupted; "))
    assert complaint.count(b"\n") == 1
    with started(*command(file, folder)) as process:
        process.communicate()
    text(*command(file, alone, workers=1), status=1)
    assert contents(folder) == contents(alone)


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:9"])
def test_an_address_of_nothing(address: str, tmp_path: Path, refusal: Shown) -> None:
    file = stated(tmp_path, CLAIMS)
    assert refusal("falsify", file, "--scheduler", address).startswith(f"{address}: there is no scheduler")


OTHER_VERSIONS = {
    "none": 'import sys; sys.modules["coherence_exact"] = None',
    "another": "from coherence_exact.verify import finished; finished.digest_of_source = lambda: 'other'",
}


@pytest.mark.parametrize("version", ["none", pytest.param("another", marks=pytest.mark.full)])
def test_workers_without_this_version_are_told(version: str, tmp_path: Path, refusal: Shown) -> None:
    file = stated(tmp_path, CLAIMS)
    preload = tmp_path / "other.py"
    preload.write_text(OTHER_VERSIONS[version], encoding="utf-8")
    with cluster_in(tmp_path, str(preload)) as (_, address):
        message = refusal("falsify", file, "--scheduler", address)
    assert message.startswith(f"{address}: the worker tcp://")
    assert message.endswith("does not have this version of coherence_exact; install it there")
