"""What an unfinished search has reached, in a file, so that the same run can go on from there.

The file holds what is reached and a digest of it together with all that it depends on: the readings, the
profile and the source code of this package.  If anything of that is changed or damaged, the digest is not
that of this run, and the search starts afresh.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import coherence_exact
from coherence_exact.errors import FileError
from coherence_exact.exact.rationals import printable
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Reading
from coherence_exact.mdp.files import write_text
from coherence_exact.verify.search import Reached, beginning
from coherence_exact.verify.tallies import Tally

_SECONDS_BETWEEN_FILES = 5.0


class UnfinishedSearch:
    """What a search has reached, saved to a file now and then.

    ``update`` is a search's progress, ``reached`` what its last call was given.
    """

    def __init__(self, file: Path, readings: Sequence[Reading], profile: Profile) -> None:
        self.reached = beginning(readings)
        self._file = file
        self._run = f"{list(readings)!r} {profile} {_digest_of_source()}"
        self._saved = time.monotonic()
        self._is_of_this_run = False

    def load(self) -> bool:
        """Go on from what the file says has been reached; False if there is no file.

        Raises :class:`FileError` if the file is not one that this run has left.
        """
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            is_of_this_run = data["digest"] == self._digest(data["reached"])
        except FileNotFoundError:
            return False
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            is_of_this_run = False
        if not is_of_this_run:
            raise FileError(
                f"{printable(str(self._file))}: the file is damaged, or was left by a run with other claims, "
                "another profile or another version of this program; it is not used"
            )
        self.reached = _reached_from_data(data["reached"])
        self._is_of_this_run = True
        return True

    def update(self, reached: Reached) -> None:
        """Take over what has been reached, and save it if the file is some seconds old."""
        self.reached = reached
        if time.monotonic() - self._saved >= _SECONDS_BETWEEN_FILES:
            self.save()

    def save(self) -> None:
        """Write the file; raises :class:`FileError`."""
        data = _reached_to_data(self.reached)
        text = json.dumps({"digest": self._digest(data), "reached": data})
        write_text(self._file, text + "\n")
        self._saved = time.monotonic()
        self._is_of_this_run = True

    def remove(self) -> None:
        """Remove the file if this run has written it or gone on from it; another run's is left."""
        if self._is_of_this_run:
            self._file.unlink(missing_ok=True)

    def _digest(self, reached: Any) -> str:
        text = json.dumps([self._run, reached], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _digest_of_source() -> str:
    """A digest of every module of this package, with its place."""
    folder = Path(coherence_exact.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _reached_to_data(reached: Reached) -> dict[str, Any]:
    return {"looked_at": list(reached.looked_at), "tallies": [_tally_to_data(t) for t in reached.tallies]}


def _tally_to_data(tally: Tally) -> dict[str, Any]:
    return {
        "checked": [list(item) for item in tally.checked.items()],
        "undefined": [list(item) for item in tally.undefined.items()],
        "failure": None if tally.failure is None else [tally.failure[0], list(tally.failure[1])],
        "undecided": tally.undecided,
        "undefined_reason": tally.undefined_reason,
    }


def _reached_from_data(data: Any) -> Reached:
    return Reached(tuple(map(_tally_from_data, data["tallies"])), tuple(data["looked_at"]))


def _tally_from_data(data: Any) -> Tally:
    return Tally(
        Counter(dict(data["checked"])),
        Counter(dict(data["undefined"])),
        None if data["failure"] is None else (data["failure"][0], tuple(data["failure"][1])),
        data["undecided"],
        data["undefined_reason"],
    )
