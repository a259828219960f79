"""Writing certificates, as ``FORMAT.md`` specifies them: one JSON file for each reading."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.exact.rationals import format_rational
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.data import definition_to_data, to_data
from coherence_exact.language.definitions import Definition
from coherence_exact.language.domains import AlongSequence, EveryModel, EveryReal, OneModel
from coherence_exact.language.sorts import NUMBER, Space
from coherence_exact.language.terms import Term, definitions_of, free_variables
from coherence_exact.mdp.files import model_to_data, write_text
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.verdicts import Decision

FORMAT = "coherence-exact certificate"
VERSION = 2


def certificate(decision: Decision, profile: Profile) -> dict[str, Any]:
    """The certificate of a decision, as JSON data."""
    reading = decision.reading
    domain = reading.domain.to_data(profile)
    return {
        **heading(_kind(decision), decision.verdict, decision.claim, reading, domain),
        **_evidence(decision, profile),
    }


def heading(
    kind: str, verdict: str, claim: Claim, reading: Reading, domain: Mapping[str, Any]
) -> dict[str, Any]:
    """What a certificate of every kind has."""
    claimed = _claimed(claim, reading, domain)
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        **claimed,
        "verdict": verdict,
        "source": _digest(list(claimed.values())),
    }


def _claimed(claim: Claim, reading: Reading, domain: Mapping[str, Any]) -> dict[str, Any]:
    """What a certificate says that was decided: the part that its ``source`` is the digest of."""
    terms = (reading.relation, *reading.given)
    definitions = {
        name: definition_to_data(definition) for name, definition in sorted(definitions_of(*terms).items())
    }
    return {
        "claim": claim.id,
        "reading": reading.name,
        "statement": reading.statement,
        "definitions": definitions,
        "relation": to_data(reading.relation),
        "given": [to_data(hypothesis) for hypothesis in reading.given],
        "domain": domain,
        "assuming": [theorem.to_data() for theorem in reading.theorems],
    }


def source_of(claim: Claim, reading: Reading, profile: Profile) -> str:
    """The digest that a certificate has as its ``source`` if it is about this reading, as it is now."""
    return _digest(list(_claimed(claim, reading, reading.domain.to_data(profile)).values()))


def write_certificate(decision: Decision, profile: Profile, folder: Path) -> Path:
    """Write the certificate of a decision; the file it is in.  Raises :class:`FileError`."""
    return write(
        certificate(decision, profile), folder / f"{file_name(decision.claim, decision.reading)}.json"
    )


def write(document: Mapping[str, Any], file: Path) -> Path:
    """Write a certificate into a file, which is given back.  Raises :class:`FileError`."""
    write_text(file, json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return file


def file_name(claim: Claim, reading: Reading) -> str:
    """A name that is safe in every file system, and different for different readings."""
    plain = f"{claim.id} {reading.name}"
    name = re.sub(r"[^\w.-]+", "-", plain, flags=re.ASCII).strip("-.")[:100]
    if f"{claim.id}-{reading.name}" == name:
        return name
    return f"{name}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"


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


def _digest(parts: list[Any]) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _evidence(decision: Decision, profile: Profile) -> dict[str, Any]:
    domain = decision.reading.domain
    if decision.verdict == "undecided":
        return {"reason": decision.reason}
    if decision.counterexample is not None:
        found = decision.counterexample
        return _one_model(decision.reading, found.model, found.second_policy)
    if isinstance(domain, EveryReal):
        return {}
    if isinstance(domain, AlongSequence):
        return {"enclosures": _enclosures(decision.reading, domain)}
    if isinstance(domain, OneModel):
        return _one_model(decision.reading, domain.model, None)
    totals = {"checked": decision.checked, "undefined": decision.undefined}
    if isinstance(domain, EveryModel):
        return {**totals, "counts": _counts(decision, domain, profile)}
    return {**totals, "count": domain.count(profile)}


def _counts(decision: Decision, domain: EveryModel, profile: Profile) -> list[dict[str, int]]:
    return [
        {
            "representatives": shape.count,
            "labelled": shape.count_labelled(),
            "checked": decision.checked_by_shape[number],
            "undefined": decision.undefined_by_shape[number],
        }
        for number, shape in enumerate(domain.shape_families(profile))
    ]


# One model


def _one_model(reading: Reading, model: Model, second_policy: Policy | None) -> dict[str, Any]:
    evidence: dict[str, Any] = {"model": model_to_data(model)}
    if second_policy is not None:
        evidence["second_policy"] = second_policy.to_json()
    evaluation = Evaluation(model, second_policy)
    values = [[to_data(call), _table(evaluation, call)] for call in _calls(reading)]
    return {**evidence, "values": values}


def _calls(reading: Reading) -> list[Term]:
    """The calls of definitions with numbers as entries in a reading, without free variables, each once."""
    found = (call for root in (reading.relation, *reading.given) for call in _calls_in(root))
    return list(dict.fromkeys(call for call in found if not free_variables(call)))


def _calls_in(term: Term) -> Iterator[Term]:
    """The calls inside of a term, the inner ones first, but for what is evaluated in another model."""
    if term.operator == "ending":
        yield from _calls_in(next(term.terms()))
        return
    for operand in term.terms():
        yield from _calls_in(operand)
    if isinstance(term.operator, Definition) and not term.sort.is_truth:
        yield term


def _table(evaluation: Evaluation, call: Term) -> Any:
    if call.sort.space is Space.SCALAR:
        return number_to_data(evaluation.value(call))
    return [[_key(key), number_to_data(x)] for key, x in evaluation.table(call).items()]


def number_to_data(value: Any) -> Any:
    """A number as ``FORMAT.md`` writes it; null where it is undefined."""
    if value is UNDEFINED or value is ABSENT:
        return None
    if isinstance(value, LogValue):
        if not value.is_finite:
            return value.decimal()
        return {"terms": [[format_rational(c), format_rational(n)] for c, n in value.terms()]}
    if isinstance(value, LogQuotient):
        return {"enclosure": _bounds(value)}
    return format_rational(value)


def _key(key: tuple[Any, ...]) -> list[Any]:
    """[time, state], [time, state, action] and so on, or a trajectory as a list of these."""
    return [list(part) for part in key] if isinstance(key[0], tuple) else list(key)


# Sequences


def _enclosures(reading: Reading, domain: AlongSequence) -> list[list[Any]]:
    """[term, [[low, high] at every row]] for every call that is a number."""
    evaluations = [Evaluation(model, index=index) for index, model in domain.rows]
    calls = [call for call in _calls(reading) if call.sort == NUMBER]
    return [
        [to_data(call), [_bounds(evaluation.value(call)) for evaluation in evaluations]] for call in calls
    ]


def _bounds(value: Any) -> list[str]:
    low_high: Iterable[Any] = (
        log_quotient(value).bounds() if isinstance(value, (LogValue, LogQuotient)) else (value, value)
    )
    return [format_rational(bound) for bound in low_high]
