"""Writing certificates, as ``FORMAT.md`` specifies them: one JSON file for each reading."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coherence_exact.claims.claim import AlongSequence, Domain, EveryModel, EveryReal, OneModel, Reading
from coherence_exact.claims.evaluator import Evaluation
from coherence_exact.claims.terms import Sort, Term, at_index, to_data
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.enclosed import EnclosedNumber
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.exact.rationals import format_rational
from coherence_exact.mdp.files import model_to_data, write_text
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.domains import ModelFamily, PolicyFamily, Profile, family_of
from coherence_exact.verify.families import POLICY_ROWS, START_ROWS, SUCCESSOR_ROWS, WEIGHTS, Row
from coherence_exact.verify.identities import symbols_of
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
    write_text(file, _as_text(data))
    return file


def _as_text(data: dict[str, Any]) -> str:
    """JSON with one line for each key, and one for each entry of a list of values."""
    lines = []
    for key, value in data.items():
        text = json.dumps(value, ensure_ascii=False)
        if key in ("values", "enclosures") and value:
            entries = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            text = f"[\n  {entries}\n ]"
        lines.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _kind(decision: Decision) -> str:
    if decision.verdict == "undecided":
        return "undecided"
    if isinstance(decision.reading.domain, EveryReal):
        return "identity"
    if isinstance(decision.reading.domain, AlongSequence):
        return "sequence"
    if decision.verdict == "refuted":
        return "counterexample"
    return "instance" if isinstance(decision.reading.domain, OneModel) else "family"


def _domain(domain: Domain) -> dict[str, Any]:
    if isinstance(domain, EveryModel):
        return {"every": domain.family}
    if isinstance(domain, OneModel):
        return {"model": model_to_data(domain.model)}
    if isinstance(domain, AlongSequence):
        models: list[Model] = []
        for _, model in domain.rows:
            if model not in models:
                models.append(model)
        return {
            "argument": domain.argument.name,
            "models": [model_to_data(model) for model in models],
            "rows": [[index, models.index(model)] for index, model in domain.rows],
        }
    if isinstance(domain, EveryReal):
        return {"argument": domain.argument.name, "symbols": symbols_of(domain.argument.relation)}
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
    if isinstance(decision.reading.domain, EveryReal):
        return {}
    if isinstance(decision.reading.domain, AlongSequence):
        return {"enclosures": _enclosures(decision.reading, decision.reading.domain)}
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
    if isinstance(value, (LogQuotient, EnclosedNumber)):
        return {"enclosure": _bounds(value)}
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


# Sequences


def _enclosures(reading: Reading, domain: AlongSequence) -> list[list[Any]]:
    """[term, [[low, high] at every row]] for every term of sort value but numbers."""
    evaluations = [(index, Evaluation(model)) for index, model in domain.rows]
    return [
        [
            to_data(term),
            [_bounds(evaluation.value(at_index(term, index))) for index, evaluation in evaluations],
        ]
        for term in sequence_values(reading)
    ]


def sequence_values(reading: Reading) -> list[Term]:
    """The terms of sort value in a reading along a sequence, without literals, each once."""
    terms = (term for root in (reading.relation, *reading.given) for term in _subterms(root))
    return list(dict.fromkeys(t for t in terms if t.sort is Sort.VALUE and t.name != "number"))


def _bounds(value: Any) -> list[str]:
    if isinstance(value, EnclosedNumber):
        return _texts(value.bounds())
    if isinstance(value, (LogValue, LogQuotient)):
        return _texts(log_quotient(value).bounds())
    return _texts((value, value))


def _texts(bounds: tuple[Any, Any]) -> list[str]:
    return [format_rational(bound) for bound in bounds]


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
