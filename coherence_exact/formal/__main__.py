"""``python -m coherence_exact.formal`` writes the Coq files that are generated, and the page of theorems."""

from __future__ import annotations

from coherence_exact.formal.models import data_text
from coherence_exact.formal.theorems import FOLDER, generated
from coherence_exact.mdp.files import write_text
from coherence_exact.report.theorem_page import page


def main() -> None:
    """Write them."""
    for name, text in {**generated(), "Data": data_text()}.items():
        write_text(FOLDER / f"{name}.v", text)
    write_text(FOLDER.with_name("THEOREMS.md"), page())


if __name__ == "__main__":
    main()
