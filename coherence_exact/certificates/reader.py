"""Reading certificates: the decision that one says was made.

Whether it is right is not asked here: that is what the checker is for.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from coherence_exact.certificates.writer import source_of
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.domains import AlongSequence, EveryModel
from coherence_exact.mdp.files import model_from_data, policy_from_data
from coherence_exact.verify.explain import Counterexample, explain
from coherence_exact.verify.verdicts import Decision, coverage_of


def profile_of(document: dict[str, Any], claim: Claim, reading: Reading) -> Profile | None:
    """How far the families of a certificate go, if it is about this reading as it is now; else None."""
    profiles: tuple[Profile, ...] = get_args(Profile)
    for profile in profiles:
        if document["source"] == source_of(claim, reading, profile):
            return profile
    return None


def decision_of(document: dict[str, Any], claim: Claim, reading: Reading, profile: Profile) -> Decision:
    """The decision that a certificate, which the checker has read, says was made on a reading.

    Of a refuted reading a certificate has the counterexample, and not how many models were looked at before.
    """
    domain = reading.domain
    checked, undefined = _counts(document, reading)
    return Decision(
        claim,
        reading,
        document["verdict"],
        checked,
        undefined,
        domain.describe(profile),
        _counterexample(document, reading),
        document.get("reason"),
        coverage_of(domain, checked, profile)
        if isinstance(domain, EveryModel) and "counts" in document
        else None,
    )


def _counts(document: dict[str, Any], reading: Reading) -> tuple[Counter[int], Counter[int]]:
    """On how many models, shape by shape, the reading was decided, and on how many it has no value."""
    if "counts" in document:
        shapes = list(enumerate(document["counts"]))
        return (
            Counter({number: shape["checked"] for number, shape in shapes}),
            Counter({number: shape["undefined"] for number, shape in shapes}),
        )
    if "count" in document:
        return Counter({0: document["checked"]}), Counter({0: document["undefined"]})
    if isinstance(reading.domain, AlongSequence) and document["kind"] == "sequence":
        return Counter({0: len(reading.domain.rows)}), Counter()
    return Counter({0: int(document["verdict"] in ("holds", "refuted") and "model" in document)}), Counter()


def _counterexample(document: dict[str, Any], reading: Reading) -> Counterexample | None:
    if document["kind"] != "counterexample":
        return None
    model = model_from_data(document["model"])
    second = document.get("second_policy")
    policy = None if second is None else policy_from_data(second, model)
    return explain(model, policy, reading.relation)
