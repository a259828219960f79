"""The numbers that the paper prints, as claims: ``paper_examples/numbers.toml`` says what they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from coherence_exact import claims as language
from coherence_exact.claims import Claim, EveryPolicy, OneModel, Reading, Term, equal
from coherence_exact.language.domains import Domain
from coherence_exact.language.text import parse_term
from coherence_exact.papers.examples import example, folder
from coherence_exact.papers.incoherence import definitions

_VOCABULARY = {**vars(language), "policy_stable": definitions.policy_stable}


def claims(file: Path | None = None) -> tuple[Claim, ...]:
    """The claims of a file of numbers, the paper's own if none is given."""
    with (file or folder() / "numbers.toml").open("rb") as stream:
        data = tomllib.load(stream)
    return tuple(_claim(entry) for entry in data["claim"])


def _claim(entry: dict[str, Any]) -> Claim:
    readings = tuple(_reading(reading, entry.get("model")) for reading in entry["reading"])
    return Claim(entry["id"], entry["title"], readings, entry["where"])


def _reading(entry: dict[str, Any], model: str | None) -> Reading:
    printed_about = example(str(entry.get("model", model)).removesuffix(".toml"))
    every = entry.get("policies") == "every"
    domain: Domain = EveryPolicy(printed_about) if every else OneModel(printed_about)
    return Reading(entry["name"], entry["statement"], _relation(entry), domain=domain)


def _relation(entry: dict[str, Any]) -> Term:
    if "relation" in entry:
        return parse_term(entry["relation"], _VOCABULARY)
    return equal(parse_term(entry["value"], _VOCABULARY), parse_term(entry["printed"], _VOCABULARY))
