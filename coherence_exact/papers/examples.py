"""The models that ship with the package, by name: every model file of ``paper_examples``."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from coherence_exact.errors import FileError
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.files import load_model
from coherence_exact.mdp.model import Model


def folder() -> Path:
    """Where the model files are: inside an installed package, or beside the package in its repository."""
    installed = Path(__file__).parent / "models"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "paper_examples"


@cache
def files() -> dict[str, Path]:
    """The file of each model, by name.

    >>> "example_1" in files()
    True
    """
    return {file.stem: file for file in sorted(folder().glob("*.toml")) if _is_model(file)}


def _is_model(file: Path) -> bool:
    return "states" in tomllib.loads(file.read_text(encoding="utf-8"))


def file_of(name: str) -> Path:
    """The file of a model; raises :class:`FileError` if there is none of that name."""
    known = files()
    if name not in known:
        near = " or ".join(get_close_matches(name, known))
        mend = f"did you mean {near}?" if near else "the command models lists those that ship"
        raise FileError(f"{quote(name)} is neither a file nor a model that ships with the program; {mend}")
    return known[name]


@cache
def example(name: str) -> Model:
    """A model by its name, such as ``example("example_3")``."""
    return load_model(file_of(name))
