"""Results as JSON data: every number exact, as text; and the numbers that describe a policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.quotients import LogQuotient
from coherence_exact.exact.symbolic import plain
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from coherence_exact.language.notation import as_formula
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.language.text import as_python
from coherence_exact.mdp.files import model_to_data
from coherence_exact.mdp.policy import Point, Policy, format_number

if TYPE_CHECKING:
    from coherence_exact.evaluation.comparing import Difference
    from coherence_exact.evaluation.limit_bounds import LimitEnclosure
    from coherence_exact.language.claims import Claim, Reading
    from coherence_exact.language.domains import Argument
    from coherence_exact.mdp.model import Model
    from coherence_exact.verify.explain import Counterexample
    from coherence_exact.verify.parameters import ForAllParameters
    from coherence_exact.verify.verdicts import Beyond, Coverage, Decision

PLACE = ("time", "state", "action", "successor")
"""What the parts of a table's key are; a key has the first two, three or four."""


def measure(model: Model, policy: Policy, name: str, delta: Any = 1) -> Any:
    """One of the numbers that describe a policy, exactly, for a model with or without symbols.

    ``name``: ``"success_probability"``, ``"return"``, ``"causal_entropy"`` or ``"incoherence"`` (at δ).

    >>> import sympy
    >>> from coherence_exact.mdp.builder import ModelBuilder
    >>> x = sympy.Symbol("x", positive=True)
    >>> builder = ModelBuilder("arms", horizon=1, start="s").action("s", "a").action("s", "b", success=x)
    >>> model = builder.build()
    >>> measure(model, model.prior, "success_probability"), measure(model, model.prior, "return")
    (x/2 + 1/2, log(x)/2)
    """
    from coherence_exact.evaluation import functions

    if name == "incoherence":
        return functions.incoherence(model, policy, delta)
    found = {
        "success_probability": functions.success_probability,
        "return": functions.expected_return,
        "causal_entropy": functions.causal_entropy,
    }
    return found[name](model, policy)


def value_to_data(value: Any) -> Any:
    """A value as JSON: text for a rational, an object for a log value or a policy, null where undefined."""
    if value is None or value is UNDEFINED or value is ABSENT:
        return None
    if isinstance(value, (LogValue, Policy)):
        return value.to_json()
    if isinstance(value, LogQuotient):
        return {"enclosure": [format_number(bound) for bound in value.bounds()]}
    if isinstance(value, dict):
        return [[list(key), value_to_data(x)] for key, x in value.items()]
    return format_number(plain(value))


def dead_states_to_data(points: Iterable[Point]) -> list[list[Any]]:
    """[[time, state], …] in the order of time."""
    return [list(point) for point in sorted(points)]


def place_names(relation: Term) -> tuple[str, ...]:
    """What the parts of the place are at which a relation fails."""
    compared = next(relation.terms(), relation) if relation.operator == "every" else relation
    return PLACE if compared.sort.space is not Space.PAIRS else (*PLACE[:3], "other action")


def where_to_data(where: Any, names: tuple[str, ...] = PLACE) -> Any:
    """Where two sides differ: an object with time, state and so on, a trajectory, or null."""
    if where is None:
        return None
    if isinstance(where[0], tuple):
        return {"trajectory": [list(step) for step in where]}
    return {name.replace(" ", "_"): x for name, x in zip(names, where, strict=False)}


def counterexample_to_data(counterexample: Counterexample | None) -> dict[str, Any] | None:
    """``{"model", "left", "right", "where"}`` and the part of the reading that fails, or null."""
    if counterexample is None:
        return None
    data = {
        "model": model_to_data(counterexample.model),
        "left": value_to_data(counterexample.left),
        "right": value_to_data(counterexample.right),
        "where": where_to_data(counterexample.where, place_names(counterexample.relation)),
        "fails": as_python(counterexample.relation),
    }
    if counterexample.second_policy is not None:
        data["second_policy"] = counterexample.second_policy.to_json()
    return data


def argument_to_data(argument: Argument | None) -> dict[str, str] | None:
    """The name, theorem and proof of a named argument, or null."""
    return None if argument is None else argument.theorem.to_data()


def _proof_to_data(decision: Decision, certificates: Mapping[Any, str]) -> dict[str, Any] | None:
    """The theorem about all finite models, or null; its assumptions are null where Coq was not asked."""
    proof = decision.proof
    if proof is None:
        return None
    return {
        "name": proof.theorem,
        "file": proof.file,
        "statement": proof.statement,
        "given": [as_formula(hypothesis) for hypothesis in proof.given],
        "assumptions": "none" if proof.accepted else None,
        "certificate": certificates.get((decision.claim.id, decision.reading.name, proof.theorem)),
    }


def claim_to_data(claim: Claim) -> dict[str, Any]:
    """A claim with its readings, without verdicts."""
    return {
        "id": claim.id,
        "title": claim.title,
        "where": claim.where,
        "readings": [reading_to_data(reading) for reading in claim.readings],
    }


def reading_to_data(reading: Reading) -> dict[str, Any]:
    """A reading in words and as terms, with every theorem that a verdict on it rests on."""
    return {
        "name": reading.name,
        "kind": "finding" if reading.drops is None else "hypothesis check",
        "statement": reading.statement,
        "relation": as_python(reading.relation),
        "given": [as_python(hypothesis) for hypothesis in reading.given],
        "assuming": [theorem.to_data() for theorem in reading.theorems],
    }


def decisions_to_data(decisions: Iterable[Decision], certificates: Mapping[Any, str]) -> dict[str, Any]:
    """The decisions, claim by claim.

    ``certificates`` maps (claim, reading) to a file, and (claim, reading, theorem) to that of the theorem.
    """
    claims: dict[str, dict[str, Any]] = {}
    for decision in decisions:
        claim, reading = decision.claim, decision.reading
        entry = claims.setdefault(claim.id, {**claim_to_data(claim), "readings": []})
        entry["readings"].append(
            {
                **reading_to_data(reading),
                "verdict": decision.verdict,
                "checked": decision.checked,
                "undefined": decision.undefined,
                "family": decision.family,
                "reason": decision.reason,
                "coverage": coverage_to_data(decision.coverage),
                "beyond": beyond_to_data(decision.beyond),
                "argument": argument_to_data(decision.argument),
                "for_all_parameters": list(map(identity_to_data, decision.identities)),
                "theorem": _proof_to_data(decision, certificates),
                "counterexample": counterexample_to_data(decision.counterexample),
                "certificate": certificates.get((claim.id, reading.name)),
            }
        )
    return {"claims": list(claims.values())}


def coverage_to_data(coverage: Coverage | None) -> dict[str, Any] | None:
    """How far a family goes, and how many of its models count; null if not all were looked at."""
    if coverage is None:
        return None
    rows = [{"horizon": h, "models": models, "met": met} for h, models, met in coverage.by_horizon]
    return {"by_horizon": rows, "labelled": coverage.labelled, **_largest_to_data(coverage.largest)}


def beyond_to_data(beyond: Beyond | None) -> dict[str, Any] | None:
    """What a search beyond the family came to; null if there was none."""
    if beyond is None:
        return None
    near = beyond.nearest
    return {
        "models": beyond.models,
        "met": beyond.met,
        **_largest_to_data(beyond.largest),
        "smallest_margin": None if near is None else value_to_data(near.margin),
        "nearest_model": None if near is None else model_to_data(near.model),
        "problem": beyond.problem,
    }


def identity_to_data(found: ForAllParameters) -> dict[str, Any]:
    """The shape on which a reading is an identity of all parameters."""
    return {
        "horizon": found.horizon,
        "states_at_a_time": found.states,
        "actions": found.actions,
        "parameters": found.parameters,
        "deterministic": found.deterministic,
        "single_start": found.single_start,
        "uniform_prior": found.uniform_prior,
        "models": found.models,
    }


def _largest_to_data(largest: tuple[int, int, int]) -> dict[str, int]:
    return dict(zip(("horizon", "states_at_a_time", "actions"), largest, strict=True))


def differences_to_data(differences: Iterable[Difference]) -> list[dict[str, Any]]:
    """Where two policies of one model differ, and by how much."""
    return [
        {
            "time": each.point[0],
            "state": each.point[1],
            "action": each.action,
            "left": format_number(each.left),
            "right": format_number(each.right),
            "difference": format_number(each.difference),
        }
        for each in differences
    ]


def limit_to_data(enclosure: LimitEnclosure) -> dict[str, Any]:
    """The enclosed limit of re-training: exact support, and bounds in the form of policies."""
    support: dict[str, dict[str, list[str]]] = {}
    for (time, state), actions in enclosure.support.items():
        support.setdefault(str(time), {})[state] = actions
    return {
        "support": support,
        "low": enclosure.low.to_json(),
        "high": enclosure.high.to_json(),
        "steps": enclosure.steps,
    }
