"""The documentation is built without a warning, and its pages load nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from coherence_exact.cli import commands
from coherence_exact.papers import NAMES, load
from coherence_exact.report.vocabulary import definitions_in, operations

pytestmark = pytest.mark.full
for library in ("furo", "myst_parser", "sphinx"):
    pytest.importorskip(library)

SOURCES = Path(__file__).parents[2] / "coherence_exact" / "documentation"
LOADED = re.compile(r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=\"([^\"]*)\"")
LINKED = re.compile(r"<link\b[^>]*>")


def built(folder: Path) -> Path:
    """The site, built in a folder; what is generated is written beside the sources, so it is built once."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "--quiet", "-d", f"{folder}/doctrees"]
    done = subprocess.run([*command, SOURCES, folder / "html"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    return folder / "html"


def from_elsewhere(page: str) -> list[str]:
    """What a page loads from other hosts: scripts, pictures, style sheets, fonts."""
    links = [link for link in LINKED.findall(page) if not re.search(r'rel="(?:canonical|author)"', link)]
    addresses = LOADED.findall(page) + [x for link in links for x in re.findall(r'href="([^"]*)"', link)]
    return [address for address in addresses if re.match(r"(?:[a-z]+:)?//", address)]


def test_the_site_shows_everything_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    site = built(tmp_path)
    nothing_is_loaded_from_elsewhere(site)
    everything_that_there_is_is_shown(site)


def nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(load("incoherence").claims())
    for page in pages:
        assert from_elsewhere(page.read_text(encoding="utf-8")) == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


def test_what_is_loaded_from_elsewhere_is_noticed() -> None:
    assert from_elsewhere('<script defer src="https://cdn.example/x.js"></script>') == [
        "https://cdn.example/x.js"
    ]
    assert from_elsewhere('<link rel="stylesheet" href="//cdn.example/x.css">') == ["//cdn.example/x.css"]
    assert from_elsewhere('<a href="https://example.org">x</a><script src="_static/x.js"></script>') == []


def everything_that_there_is_is_shown(site: Path) -> None:
    vocabulary = (site / "generated" / "vocabulary.html").read_text(encoding="utf-8")
    for definitions in definitions_in(["coherence_exact.definitions"]).values():
        for definition in definitions:
            assert f"<h3>{definition.name}<" in vocabulary
    of_papers = (site / "generated" / "papers.html").read_text(encoding="utf-8")
    for definitions in definitions_in([f"coherence_exact.papers.{name}" for name in NAMES]).values():
        for definition in definitions:
            assert f"<h3>{definition.name}<" in of_papers
    core = (site / "generated" / "core.html").read_text(encoding="utf-8")
    for operation in operations()[2:]:
        assert f"<h2>{operation.name}<" in core
    shown = (site / "generated" / "commands.html").read_text(encoding="utf-8")
    for command in commands.commands:
        assert f"<h2>{command}<" in shown
    for claim in load("incoherence").claims():
        assert (site / "generated" / "incoherence" / f"{claim.id}.html").is_file()
    classics = (site / "generated" / "classics.html").read_text(encoding="utf-8")
    for claim in load("classics").claims():
        assert f">{claim.id}<" in classics
