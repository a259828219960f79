"""Settings of the documentation, which `make docs` builds with Sphinx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coherence_exact.version import __version__

project = "coherence_exact"
author = "the authors of coherence_exact"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["build"]

html_theme = "furo"
html_title = "coherence_exact"
html_static_path = ["static"]
html_css_files = ["wide.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False

autodoc_typehints = "signature"
autodoc_member_order = "groupwise"
pygments_style = "friendly"


def escape_bars(_app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Let bars, as in π(a|s), stand for themselves, outside of code."""
    for number, line in enumerate(lines):
        parts = line.split("``")
        if not line.lstrip().startswith((">>>", "...")):
            lines[number] = "``".join(
                part if inside % 2 else part.replace("|", "\\|") for inside, part in enumerate(parts)
            )


def setup(app: Any) -> None:
    """Write what is generated from the package before Sphinx reads anything."""
    from coherence_exact.documentation.generated import write_pages

    app.connect("autodoc-process-docstring", escape_bars)
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "generated"))
