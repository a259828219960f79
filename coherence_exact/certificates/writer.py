"""Writing certificates, as ``FORMAT.md`` specifies them: one JSON file for each reading."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coherence_exact.claims.claim import Domain, EveryModel, OneModel
from coherence_exact.claims.evaluator import Evaluation
from coherence_exact.claims.terms import Sort, Term, to_data
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.rationals import format_rational
from coherence_exact.mdp.files import model_to_data, write_text
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.domains import ModelFamily, PolicyFamily, Profile, family_of
from coherence_exact.verify.families import POLICY_ROWS, START_ROWS, SUCCESSOR_ROWS, WEIGHTS, Row
from coherence_exact.verify.verdicts import Decision

FORMAT = "coherence-exact certificate"
VERSION = 1


def certificate(decision: Decision, profile: Profile) -> dict[str, Any]:
    """The certificate of a decision, as JSON data."""
    reading = decision.reading
    relation, given = to_data(reading.relation), [to_data(hypothesis) for hypothesis in reading.given]
    domain = _domain(reading.domain)
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": _kind(decision),
        "claim": decision.claim.id,
        "reading": reading.name,
        "statement": reading.statement,
        "relation": relation,
        "given": given,
        "domain": domain,
        "verdict": decision.verdict,
        "source": _source([decision.claim.id, reading.name, relation, given, domain]),
        **_evidence(decision, profile),
    }


def write_certificate(decision: Decision, profile: Profile, folder: Path) -> Path:
    """Write the certificate of a decision into a folder; the file."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{decision.claim.id}_{decision.reading.name}").strip("-")
    file = folder / f"{name}.json"
    folder.mkdir(parents=True, exist_ok=True)
    data = certificate(decision, profile)
    write_text(file, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    return file


def _kind(decision: Decision) -> str:
    if decision.verdict == "undecided":
        return "undecided"
    if decision.verdict == "refuted":
        return "counterexample"
    return "instance" if isinstance(decision.reading.domain, OneModel) else "family"


def _domain(domain: Domain) -> dict[str, Any]:
    if isinstance(domain, EveryModel):
        return {"every": domain.family}
    if isinstance(domain, OneModel):
        return {"model": model_to_data(domain.model)}
    return {"policies": model_to_data(domain.model)}


def _source(parts: list[Any]) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _evidence(decision: Decision, profile: Profile) -> dict[str, Any]:
    if decision.verdict == "undecided":
        return {"reason": decision.reason}
    if decision.counterexample is not None:
        found = decision.counterexample
        return _one_model(decision, found.model, found.second_policy)
    if isinstance(decision.reading.domain, OneModel):
        return _one_model(decision, decision.reading.domain.model, None)
    return {
        "family": _family(decision, profile),
        "checked": decision.checked,
        "undefined": decision.undefined,
    }


# One model


def _one_model(decision: Decision, model: Model, second_policy: Policy | None) -> dict[str, Any]:
    evidence: dict[str, Any] = {"model": model_to_data(model)}
    if second_policy is not None:
        evidence["second_policy"] = second_policy.to_json()
    reading = decision.reading
    evaluation = Evaluation(model, second_policy)
    values = {}
    for root in (reading.relation, *reading.given):
        for term in _subterms(root):
            if term.sort is not Sort.RELATION and term not in values:
                try:
                    values[term] = value_to_data(evaluation.value(term))
                except UndefinedError:
                    continue
    return {**evidence, "values": [[to_data(term), value] for term, value in values.items()]}


def _subterms(term: Term) -> Iterator[Term]:
    """The term and all that it contains, but for what is evaluated in another model."""
    if term.name not in ("in_undiscounted_model", "value_in_undiscounted_model"):
        for argument in term.arguments:
            yield from _subterms(argument)
    yield term


def value_to_data(value: Any) -> Any:
    """A value as ``FORMAT.md`` writes it."""
    if isinstance(value, LogValue):
        if not value.is_finite:
            return value.decimal()
        return {"terms": [[format_rational(c), format_rational(n)] for c, n in value.terms()]}
    if isinstance(value, Policy):
        return value.to_json()
    if isinstance(value, dict):
        return [[_key(key), format_rational(x)] for key, x in value.items()]
    return format_rational(value)


def _key(key: tuple[Any, ...]) -> list[Any]:
    """[time, state], [time, state, action], or a trajectory as a list of the latter."""
    if isinstance(key[0], tuple):
        return [[time, state, action] for (time, state), action in key]
    return list(key)


# Families


def _family(decision: Decision, profile: Profile) -> dict[str, Any]:
    family = family_of(decision.reading.domain, profile)
    if isinstance(family, PolicyFamily):
        sizes = {len(family.model.states[state]) for _, state in family.model.points}
        rows = {str(n): _rows(POLICY_ROWS[n]) for n in sorted(sizes)}
        return {"policies": rows, "count": len(family.addresses)}
    assert isinstance(family, ModelFamily)
    shapes = [
        {
            "actions": [list(layer) for layer in shape.shape],
            "complexity": shape.most_complexity,
            "pairs": shape.pairs,
            "representatives": len(shape.representatives),
            "labelled": shape.count_labelled(),
            "checked": decision.checked_by_shape[number],
            "undefined": decision.undefined_by_shape[number],
        }
        for number, shape in enumerate(family.shapes)
    ]
    grid = {
        "weights": [format_rational(w) for w in WEIGHTS],
        "successors": {str(n): _rows(rows) for n, rows in SUCCESSOR_ROWS.items()},
        "policies": {str(n): _rows(rows) for n, rows in POLICY_ROWS.items()},
        "starts": {str(n): _rows(rows) for n, rows in START_ROWS.items()},
    }
    return {"name": family.name, "grid": grid, "shapes": shapes}


def _rows(rows: tuple[Row, ...]) -> list[list[str]]:
    return [[format_rational(p) for p in row] for row in rows]
