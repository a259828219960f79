"""Verdicts: what the search found of each reading, and nothing else.

``refuted``: there is a counterexample.  ``holds``: no instance of a named, counted family fails.
``vacuous``: no instance met the hypotheses.  ``undecided``: some instance could not be decided.  A named
argument, whose relation is true at every index that was checked, makes it ``proved`` or ``refuted``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import quote, to_fraction
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.domains import AlongSequence, Argument, EveryModel, EveryReal
from coherence_exact.verify.climbing import Found, search_further
from coherence_exact.verify.explain import Counterexample, explain
from coherence_exact.verify.identities import is_identity
from coherence_exact.verify.search import Progress, Reached, are_decided, search
from coherence_exact.verify.tallies import Tally

Verdict: TypeAlias = Literal["refuted", "holds", "proved", "vacuous", "undecided"]


@dataclass(frozen=True)
class Decision:
    """A reading with its verdict.

    ``checked_by_shape`` counts the models on which the reading was decided, ``undefined_by_shape`` those
    on which some value does not exist, for each shape of the family; ``beyond`` says what a search beyond the
    family came to, if there was one.
    """

    claim: Claim
    reading: Reading
    verdict: Verdict
    checked_by_shape: Counter[int]
    undefined_by_shape: Counter[int]
    family: str
    counterexample: Counterexample | None = None
    reason: str | None = None
    beyond: str | None = None

    @property
    def argument(self) -> Argument | None:
        """The named argument that the verdict rests on, if any."""
        return self.reading.argument

    @property
    def checked(self) -> int:
        """The number of models on which the reading was decided."""
        return self.checked_by_shape.total()

    @property
    def undefined(self) -> int:
        """The number of models that do not count, because some value does not exist there."""
        return self.undefined_by_shape.total()


def decide(
    claims: Sequence[Claim],
    profile: Profile = "quick",
    progress: Progress | None = None,
    processes: int = 1,
    start: Reached | None = None,
) -> list[Decision]:
    """Decide every reading of some claims, in order.

    ``progress`` is called with what is reached, from time to time; ``start`` is what an earlier call, with
    the same claims and profile, has reached.  A script that asks for more than one of
    ``processes`` has to guard its own start with ``if __name__ == "__main__"``.

    >>> from coherence_exact.claims import claim, equal, prior, retrain
    >>> [decision] = decide([claim("idle", "re-training changes nothing", equal(retrain(prior), prior))])
    >>> decision.verdict, decision.counterexample.where
    ('refuted', (1, 's', 'a1'))
    """
    pairs = _pairs(claims)
    tallies = search([reading for _, reading in pairs], profile, progress, processes, start)
    return [
        _decision(claim, reading, tally, profile)
        for (claim, reading), tally in zip(pairs, tallies, strict=True)
    ]


def searched_further(
    decisions: Sequence[Decision], budget: int, seed: int = 0, progress: Callable[[int], None] | None = None
) -> list[Decision]:
    """The decisions, after a search beyond the family for each reading that holds on every model of one.

    ``budget``: how many random models each search looks at; ``progress`` is called with the number of models
    looked at so far, by all of them.
    """
    looked_at = 0
    results = []
    for decision in decisions:
        if decision.verdict != "holds" or not isinstance(decision.reading.domain, EveryModel):
            results.append(decision)
            continue
        told = None if progress is None else _after(looked_at, progress)
        try:
            found = search_further(decision.reading, budget, seed, progress=told)
        except ArgumentError as error:
            results.append(replace(decision, beyond=f"not searched further: {error}"))
            continue
        looked_at += budget
        results.append(_after_search(decision, found))
    return results


def _after(looked_at: int, progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda models: progress(looked_at + models)


def _after_search(decision: Decision, found: Found) -> Decision:
    times, states, actions = found.largest
    models = f"{found.models:,} random models up to T = {times}, {states} states at a time, {actions} actions"
    if found.instance is None:
        margin = (
            f"; smallest margin {found.margin:.1e}"
            if math.isfinite(found.margin)
            else "; none met the hypotheses"
        )
        return replace(decision, beyond=f"no counterexample among {models}{margin}")
    instance = found.instance
    counterexample = explain(instance.model, instance.second_policy, decision.reading.relation)
    beyond = f"beyond the family, on which it holds, after {models}"
    return replace(decision, verdict="refuted", counterexample=counterexample, beyond=beyond)


def decided_so_far(claims: Sequence[Claim], profile: Profile, reached: Reached) -> list[Decision]:
    """The decisions on the readings for which an unfinished search has nothing left to look at."""
    pairs = _pairs(claims)
    decided = are_decided([reading for _, reading in pairs], profile, reached)
    return [
        _decision(claim, reading, tally, profile)
        for (claim, reading), tally, is_decided in zip(pairs, reached.tallies, decided, strict=True)
        if is_decided
    ]


def _pairs(claims: Sequence[Claim]) -> list[tuple[Claim, Reading]]:
    return [(claim, reading) for claim in claims for reading in claim.readings]


def _decision(claim: Claim, reading: Reading, tally: Tally, profile: Profile) -> Decision:
    domain = reading.domain
    verdict, reason = _verdict(reading, tally)
    counterexample = None
    if verdict == "refuted" and tally.failure is not None:
        instance = domain.instance(tally.failure, profile)
        second = instance.second_policy
        counterexample = explain(
            instance.model.with_numbers(to_fraction),
            None if second is None else second.to_fractions(),
            reading.relation,
        )
    return Decision(
        claim,
        reading,
        verdict,
        tally.checked,
        tally.undefined,
        domain.describe(profile),
        counterexample,
        reason,
    )


def _verdict(reading: Reading, tally: Tally) -> tuple[Verdict, str | None]:
    """The verdict that a tally supports, with the reason where there is no decision."""
    if isinstance(reading.domain, EveryReal):
        return _verdict_by_identity(reading.domain.argument)
    if isinstance(reading.domain, AlongSequence):
        return _verdict_by_argument(reading.domain, tally)
    if tally.failure is not None:
        return "refuted", None
    if tally.undecided is not None:
        return "undecided", tally.undecided
    if not tally.checked:
        return "vacuous", tally.undefined_reason
    return "holds", tally.undefined_reason


def _verdict_by_argument(domain: AlongSequence, tally: Tally) -> tuple[Verdict, str | None]:
    """What the argument concludes, if its relation is true at every index that was checked.

    If it is false somewhere, the argument does not apply, which decides nothing about the reading.
    """
    argument = domain.argument
    if tally.failure is None and tally.checked.total() == len(domain.rows):
        return argument.concludes, None
    reason = tally.undecided or tally.undefined_reason or "its relation or a hypothesis is false"
    return "undecided", f"the argument {quote(argument.theorem.name)} does not apply at every index: {reason}"


def _verdict_by_identity(argument: Argument) -> tuple[Verdict, str | None]:
    if is_identity(argument.relation):
        return argument.concludes, None
    return "undecided", f"what the argument {quote(argument.theorem.name)} rests on is not an identity"
