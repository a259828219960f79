"""Certificates of theorems: what they say, and whether they say it of the theorems that there are.

Whoever reads such a certificate has to ask Coq: no program of this package takes its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coherence_exact.certificates.writer import file_name, heading, write
from coherence_exact.errors import ArgumentError
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.theorems import Proved, statement_text, theorem_of


def theorem_certificate(theorem: Proved) -> dict[str, Any]:
    """The certificate of a theorem that Coq accepts, and that rests on no axiom, as JSON data.

    >>> document = theorem_certificate(theorem_of("5.9-T", "printed"))
    >>> document["kind"], document["verdict"], document["domain"]
    ('theorem', 'proved', {'finite_models': 'all'})
    >>> document["theorem"]["name"], document["theorem"]["file"], document["theorem"]["assumptions"]
    ('theorem_5_9_T_printed', 'Temperature.v', 'none')
    """
    reading = replace(theorem.reading, statement=theorem.in_words, given=theorem.hypotheses)
    return {
        **heading("theorem", "proved", theorem.claim, reading, {"finite_models": "all"}),
        "theorem": {
            "name": theorem.name,
            "file": f"{theorem.file}.v",
            "statement": statement_text(theorem, Gallina()),
            "assumptions": "none",
        },
    }


def write_theorem_certificate(theorem: Proved, folder: Path) -> Path:
    """Write the certificate of a theorem beside that of its reading; raises :class:`FileError`."""
    file = folder / f"{file_name(theorem.claim, theorem.reading)}-theorem.json"
    return write(theorem_certificate(theorem), file)


def theorem_of_document(document: Mapping[str, Any]) -> Proved:
    """The theorem that a well-formed certificate is about.

    Raises :class:`ArgumentError` if there is none, or if it says anything else of it than there is to say:
    another statement, other definitions, hypotheses that are left out.
    """
    theorem = theorem_of(document["claim"], document["reading"])
    for key, value in theorem_certificate(theorem).items():
        if document.get(key) != value:
            raise ArgumentError(f"{key} is not that of {theorem.name} as it is printed from its reading")
    return theorem
