"""A certificate of a counterexample as a theorem of Coq.

Only readings of the package's own claims are taken, and printed from those claims: of the certificate comes
the model alone, so that no text of it reaches Coq.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coherence_exact import papers
from coherence_exact.errors import CoherenceError, FileError
from coherence_exact.exact.rationals import printable
from coherence_exact.formal.models import refutation_text
from coherence_exact.language.claims import Reading
from coherence_exact.language.data import to_data
from coherence_exact.mdp.files import model_from_data, policy_from_data

_LARGEST = 10_000_000


def theorem_of_certificate(file: Path) -> str:
    """The file for Coq that says what a certificate does: its model refutes its reading.

    Raises :class:`FileError` for anything but a certificate of a counterexample to a reading of the papers,
    and for a reading of which Coq has no counterpart here.
    """
    try:
        data = json.loads(file.read_bytes()[:_LARGEST].decode("utf-8"))
        reading = _reading(data)
        model = model_from_data(data["model"])
        second = data.get("second_policy")
        policy = None if second is None else policy_from_data(second, model)
        return refutation_text(reading, model, policy)
    except CoherenceError as error:
        raise FileError(f"{_named(file)}: {error}") from error
    except OSError as error:
        raise FileError(f"{_named(file)}: it cannot be read ({error.strerror}); choose another") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FileError(
            f"{_named(file)}: it is no certificate of a counterexample; choose one that verify wrote"
        ) from error


def _named(file: Path) -> str:
    return printable(str(file))


def _reading(data: Any) -> Reading:
    """The reading that a certificate is about, if it is one of the papers and a counterexample to it."""
    if data["kind"] != "counterexample":
        raise ValueError
    for name in papers.NAMES:
        for claim in papers.load(name).claims():
            for reading in claim.readings:
                if (claim.id, reading.name) == (data["claim"], data["reading"]):
                    terms = [to_data(term) for term in (*reading.given, reading.relation)]
                    if terms == [*data["given"], data["relation"]]:
                        return reading
    raise FileError("no paper has this reading; export a certificate of a claim that claims lists")
