"""What papers claim, one folder a paper; nothing else in the package knows any of them.

A paper is a package with ``TITLE``, ``RECORDED`` (the file of the verdicts that its claims are expected to
get), ``claims()`` and ``proved()``; beside it are ``discussions.toml`` and perhaps ``pages``.  One more paper
is one more name here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coherence_exact.language.claims import Claim
    from coherence_exact.language.terms import Term

NAMES = ("incoherence", "classics")
"""The names of the papers, the main one first."""


@dataclass(frozen=True)
class Paper:
    """A paper: its name, its title, its claims, the file of recorded verdicts, and the folder of the rest.

    ``proved``: for each claim, its readings that are proved in Coq, and where their values exist, if not on
    every model.
    """

    name: str
    title: str
    claims: Callable[[], tuple[Claim, ...]]
    recorded: Path
    folder: Path
    proved: Callable[[], Mapping[str, Mapping[str, Term | None]]] = dict


def load(name: str) -> Paper:
    """The paper of one of the names; its package is imported only now."""
    package: Any = import_module(f"{__name__}.{name}")
    folder = Path(package.__file__).parent
    return Paper(name, package.TITLE, package.claims, package.RECORDED, folder, package.proved)
