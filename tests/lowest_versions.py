"""Prints the lowest versions that pyproject.toml allows, as constraints for pip, one a line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_BOUND = re.compile(r"([A-Za-z0-9-]+)>=([0-9.]+)")


def lowest(file: Path) -> Iterator[str]:
    """The lower bounds of the dependencies, those of the tests among them."""
    project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        found = _BOUND.match(requirement)
        if found is None:
            raise SystemExit(f"pyproject.toml: {requirement} has no lower bound; write one with >=")
        yield f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    print("\n".join(lowest(Path(__file__).parent.parent / "pyproject.toml")))
