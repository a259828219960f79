"""Files that are written whole or not at all, and what killed programs leave."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from coherence_exact import interrupts
from coherence_exact.cli.shared import made_folder
from coherence_exact.mdp import writing
from coherence_exact.mdp.writing import lock_file, remove_leftovers, replace_file

WRITER = """
import sys
from pathlib import Path
from coherence_exact.mdp import writing

def replace(*_):
    print("ready", flush=True)
    sys.stdin.read()

Path.replace = replace
writing.replace_file(Path(sys.argv[1]), b"content")
"""


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_file_that_is_being_written_is_left_and_one_of_a_killed_program_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".0123456789abcdef.tmp").touch()
    (tmp_path / "other.tmp").touch()
    others = names(tmp_path)
    command = [sys.executable, "-c", WRITER, str(tmp_path / "file")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        [aside] = names(tmp_path) - others
        made_folder(tmp_path)
        assert names(tmp_path) == {*others, aside}
        process.kill()
        process.wait()
        assert names(tmp_path) == {*others, aside}
        made_folder(tmp_path)
        assert names(tmp_path) == others


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    replace_file(file, b"old")

    def replace(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match=os.strerror(number)):
        replace_file(file, b"new")
    assert names(tmp_path) == {"file"}
    assert file.read_bytes() == b"old"
    assert not interrupts.files_being_written


def test_a_file_that_somebody_takes_for_a_leftover_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def lock(descriptor: int, wait: bool = True) -> bool:
        if wait and not taken:
            taken.append(descriptor)
            remove_leftovers(tmp_path)
        return lock_file(descriptor, wait)

    monkeypatch.setattr(writing, "lock_file", lock)
    replace_file(tmp_path / "file", b"content")
    assert taken
    assert (tmp_path / "file").read_bytes() == b"content"
    assert names(tmp_path) == {"file"}


def test_a_folder_that_cannot_be_read_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "missing")
