"""The paper's models, as files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coherence_exact.mdp.files import load_model
from coherence_exact.mdp.model import Model


def folder() -> Path:
    """Where the model files are: inside an installed package, or beside the package in its repository."""
    installed = Path(__file__).parent / "examples"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "paper_examples"


@cache
def example(file: str) -> Model:
    """One of the paper's models, such as ``example("example_3.toml")``."""
    return load_model(folder() / file)
