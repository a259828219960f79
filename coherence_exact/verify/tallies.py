"""Tallies: what a search knows of each reading, and how one more instance is added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import Address
from coherence_exact.verify.explain import missing_part


@dataclass
class Tally:
    """What the search knows of one reading.

    ``checked`` counts, for each shape, the instances on which the reading was decided, ``undefined``
    those on which some value does not exist; ``failure`` is the first instance on which the reading
    fails, ``undecided`` the reason of the first one that could not be decided, ``undefined_reason`` that
    of the first one on which some value does not exist.
    """

    checked: Counter[int] = field(default_factory=Counter)
    undefined: Counter[int] = field(default_factory=Counter)
    failure: Address | None = None
    undecided: str | None = None
    undefined_reason: str | None = None

    def followed_by(self, more: Tally) -> Tally:
        """The tally of the same instances and of those that come next, where nothing has failed so far."""
        return Tally(
            self.checked + more.checked,
            self.undefined + more.undefined,
            more.failure,
            self.undecided or more.undecided,
            self.undefined_reason or more.undefined_reason,
        )


def tally_of(evaluation: Evaluation, reading: Reading, address: Address) -> Tally:
    """What one instance says of a reading, by the exact evaluator."""
    shape = address[0]
    try:
        for term in (*reading.given, reading.relation):
            value = evaluation.value(term)
            if value is not True:
                break
    except UndecidedError as error:
        return Tally(undecided=str(error))
    if value is not True and value is not False:
        return Tally(undefined=Counter([shape]), undefined_reason=missing_part(evaluation, term))
    if not value and term is not reading.relation:
        return Tally()
    return Tally(checked=Counter([shape]), failure=None if value else address)
