"""Why no model of a family meets the hypotheses of a reading."""

from __future__ import annotations

from collections.abc import Sequence

from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Reading
from coherence_exact.language.notation import as_formula
from coherence_exact.language.terms import Term


def unmet(reading: Reading, profile: Profile) -> str | None:
    """The hypotheses that no model of the reading's family meets, alone or together; None without any.

    >>> from coherence_exact.claims import claim, equal, horizon_at_least, one_decision, prior
    >>> far = claim("x", "far", equal(prior, prior), given=[horizon_at_least(9)])
    >>> unmet(far.readings[0], "quick")
    'no model of the family meets T ≥ 9'
    >>> torn = claim("x", "torn", equal(prior, prior), given=[one_decision, horizon_at_least(2)])
    >>> unmet(torn.readings[0], "quick")
    'no model of the family meets both T = 1 and T ≥ 2, though some meets each'
    """
    met_alone = [False] * len(reading.given)
    met_together: set[tuple[int, int]] = set()
    for address in reading.domain.listed(profile):
        instance = reading.domain.instance(address, profile)
        evaluation = Evaluation(instance.model, instance.second_policy)
        met = [number for number, term in enumerate(reading.given) if _is_met(evaluation, term)]
        for number in met:
            met_alone[number] = True
        met_together.update((i, j) for i in met for j in met if i < j)
    never = [term for term, is_met in zip(reading.given, met_alone, strict=True) if not is_met]
    if never:
        return f"no model of the family meets {_listed(never, 'or')}"
    pairs = [(i, j) for i in range(len(reading.given)) for j in range(i + 1, len(reading.given))]
    torn = next((pair for pair in pairs if pair not in met_together), None)
    if torn is not None:
        both = _listed([reading.given[number] for number in torn], "and")
        return f"no model of the family meets both {both}, though some meets each"
    return "no model of the family meets all hypotheses at once" if reading.given else None


def _is_met(evaluation: Evaluation, hypothesis: Term) -> bool:
    try:
        return evaluation.value(hypothesis) is True
    except UndecidedError:
        return False


def _listed(hypotheses: Sequence[Term], word: str) -> str:
    return f" {word} ".join(map(as_formula, hypotheses))
