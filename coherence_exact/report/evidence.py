"""On what the verdicts of a run rest, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.functions import policy_of
from coherence_exact.formal.theorems import proved
from coherence_exact.language.domains import EveryModel, EveryPolicy, EveryReal, OneModel
from coherence_exact.language.notation import as_formula
from coherence_exact.report.counterexamples import place_text
from coherence_exact.report.coverage import coverage_lines
from coherence_exact.report.data import place_names
from coherence_exact.report.drawing import svg
from coherence_exact.report.numbers import exact_and_decimal
from coherence_exact.report.terminal import counted

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy
    from coherence_exact.report.findings import Finding
    from coherence_exact.report.run import Result
    from coherence_exact.verify.explain import Counterexample
    from coherence_exact.verify.verdicts import Decision


def evidence(result: Result) -> Iterator[str]:
    """What a verdict rests on, what the checker says of its certificate, and whether Coq has a proof."""
    decision = result.decision
    yield from _decided_on(decision)
    if decision.undefined:
        yield f"{counted(decision.undefined, 'model')} more do not count, because a value is undefined there."
    if decision.reason:
        yield decision.reason
    if result.is_accepted:
        yield f"The checker: {result.outcome}; {result.said}."
    theorem = _theorems_of_coq().get((decision.claim.id, decision.reading.name))
    if theorem is not None and decision.verdict in ("holds", "proved"):
        yield (
            f"Proved for all finite models in Coq: {theorem}; coherence-exact prove {decision.claim.id} "
            "checks it."
        )


def _decided_on(decision: Decision) -> Iterator[str]:
    domain = decision.reading.domain
    if decision.argument is not None:
        what = "An identity in" if isinstance(domain, EveryReal) else "Computed at"
        yield f"{what} {decision.family}; the theorem “{decision.argument.theorem.name}” concludes."
    elif decision.counterexample is not None:
        yield _refuted_by(decision)
    elif isinstance(domain, OneModel):
        yield f"On the model “{decision.family}”."
    elif decision.verdict in ("holds", "vacuous"):
        yield f"On {counted(decision.checked, 'model')}: {decision.family}."
        yield from (f"{line[0].upper()}{line[1:]}." for line in coverage_lines(decision))


def _refuted_by(decision: Decision) -> str:
    found = decision.counterexample
    assert found is not None
    if isinstance(decision.reading.domain, OneModel):
        return f"False on the model “{decision.family}”."
    if isinstance(decision.reading.domain, EveryModel):
        size = f"T = {found.model.horizon} and {counted(len(found.model.points), 'decision point')}"
        is_small = _is_small(found.model, decision.reading.domain)
        return (
            f"A counterexample with {size}{'' if is_small else '; beyond the families, found by a search'}."
        )
    return f"A counterexample among {decision.family}."


def _is_small(model: Model, domain: EveryModel) -> bool:
    """Whether the families have models of this shape."""
    shape = [sorted(len(model.states[state]) for state in layer) for layer in model.layers]
    return any(shape == [sorted(layer) for layer in family.shape] for family in domain.shape_families("full"))


@cache
def _theorems_of_coq() -> dict[tuple[str, str], str]:
    return {(t.claim.id, t.reading.name): f"{t.name} in {t.file}.v" for t in proved()}


# What a claim is false on


def false_on(finding: Finding) -> str:
    """On what a claim is false: a counterexample to its first refuted reading, or a named argument."""
    decision = next(decision for decision in finding.printed if decision.verdict == "refuted")
    if decision.argument is not None:
        return f"the theorem “{decision.argument.theorem.name}”"
    found = decision.counterexample
    if found is None:
        return decision.family
    model = found.model
    known = isinstance(decision.reading.domain, (OneModel, EveryPolicy))
    size = f"T = {model.horizon}, {counted(len(model.points), 'decision point')}"
    return f"{model.name if known else f'a model with {size}'}{_sides(found)}"


def _sides(found: Counterexample) -> str:
    if found.left is None or found.right is None:
        return ""
    place = place_text(found.where, place_names(found.relation))
    sides = " against ".join(map(exact_and_decimal, (found.left, found.right)))
    return f"; {f'{place}: ' if place else ''}{sides}"


def true_on(finding: Finding) -> str:
    """On what a claim is true, in a few words."""
    if finding.is_proved:
        return "proved by a named argument"
    if any(isinstance(decision.reading.domain, OneModel) for decision in finding.printed):
        return "on the model that it is about" if finding.models == 1 else counted(finding.models, "model")
    return f"on {counted(finding.models, 'model')}"


# Drawings


def drawing_of(found: Counterexample) -> str | None:
    """The model of a counterexample, with the two policies that it tells apart; None if it is too large."""
    compared = next(found.relation.terms(), found.relation)
    sides = list(compared.terms())
    if found.second_policy is not None:
        return drawn(found.model, found.model.prior, found.second_policy, ("p", "π'"))
    if compared.operator == "=" and all(side.sort.is_policy for side in sides):
        left, right = (policy_of(found.model, found.model.prior, side) for side in sides)
        return drawn(found.model, left, right, [as_formula(side) for side in sides])
    return drawn(found.model)


def drawn(
    model: Model, policy: Policy | None = None, other: Policy | None = None, names: Sequence[str] = ()
) -> str | None:
    """The drawing of a model; None if it is too large to be looked at."""
    try:
        return svg(model, policy, other, names)
    except ArgumentError:
        return None
