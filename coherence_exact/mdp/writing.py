"""Files that are written whole or not at all: aside first, then renamed.

A program that is killed while it writes leaves the file aside, which the next one removes.  Whoever writes a
file holds a lock on it, which ends with its process: so nobody removes what is still being written.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
from contextlib import suppress
from pathlib import Path

from coherence_exact.interrupts import files_being_written

_PREFIX, _SUFFIX = ".coherence-exact-", ".tmp"


def replace_file(target: Path, content: bytes) -> None:
    """Write a file, in place of an old one whose permissions it keeps; raises :class:`OSError`."""
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "it is not a regular file")
    aside = target.with_name(f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}")
    files_being_written.add(str(aside))
    try:
        with _opened_aside(aside) as stream:
            left = memoryview(content)
            while left:
                left = left[stream.write(left) :]
            if target.exists():
                aside.chmod(target.stat().st_mode)
            aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    finally:
        files_being_written.discard(str(aside))


def _opened_aside(aside: Path) -> io.FileIO:
    """A new file, locked; again if somebody took it for a leftover before it was locked."""
    while True:
        stream = aside.open("xb", buffering=0)
        lock_file(stream.fileno())
        if os.fstat(stream.fileno()).st_nlink:
            return stream
        stream.close()


def remove_leftovers(folder: Path) -> None:
    """Remove what programs of this package were writing into a folder when they were killed."""
    for file in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError), file.open("rb") as stream:
            if lock_file(stream.fileno(), wait=False):
                file.unlink(missing_ok=True)


def lock_file(descriptor: int, wait: bool = True) -> bool:
    """Lock an open file until it is closed; whether nobody else has it locked, as far as the system knows."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return True
    return True
