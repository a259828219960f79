"""Verdicts: what the search found of each reading, and nothing else.

``refuted``: there is a counterexample.  ``holds``: no instance of a named, counted family fails.
``vacuous``: no instance met the hypotheses.  ``undecided``: some instance could not be decided.  A named
argument, whose relation is true at every index that was checked, makes it ``proved`` or ``refuted``; and so
does a theorem about all finite models make it ``proved``, if Coq has run and accepts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coherence_exact.display import Displayed
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import quote, to_fraction
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.domains import AlongSequence, Argument, EveryModel, EveryReal
from coherence_exact.language.terms import Term
from coherence_exact.verify.executors import Executor
from coherence_exact.verify.explain import Counterexample, Nearest, explain, nearest
from coherence_exact.verify.finished import FinishedShards
from coherence_exact.verify.further import SHAPES, Found, search_further
from coherence_exact.verify.identities import is_identity
from coherence_exact.verify.layouts import Shape
from coherence_exact.verify.parameters import ForAllParameters, for_all_parameters
from coherence_exact.verify.search import Progress, Reached, are_decided, search
from coherence_exact.verify.sketches import sketch_of
from coherence_exact.verify.tallies import Tally
from coherence_exact.verify.unmet import unmet

Verdict: TypeAlias = Literal["refuted", "holds", "proved", "vacuous", "undecided"]


@dataclass(frozen=True)
class Beyond:
    """What a search beyond the family has looked at.

    ``models``: how many random models, ``met``: how many of them met the hypotheses; ``largest``: the most
    times, states at one time, and actions of a state; ``nearest``: the smallest margin that it met;
    ``problem``: why there was no search.
    """

    models: int = 0
    met: int = 0
    largest: Shape = (0, 0, 0)
    nearest: Nearest | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Coverage:
    """Which models of a family a reading was decided on.

    - ``by_horizon``: for each number of decisions how many models the family has, and how many met the
      hypotheses;
    - ``largest``: the most times, states at one time, and actions of a state;
    - ``labelled``: how many models the family has if those that differ in names alone are counted apart.
    """

    by_horizon: tuple[tuple[int, int, int], ...]
    largest: Shape
    labelled: int

    @property
    def models(self) -> int:
        """The number of models of the family."""
        return sum(models for _, models, _ in self.by_horizon)


@dataclass(frozen=True)
class Proof:
    """A theorem about all finite models, with a proof for Coq.

    ``theorem``: its name in Coq, ``file``: the file of its proof; ``statement``: the reading in words, with
    where its values exist; ``given``: all that it assumes of a model; ``accepted``: whether Coq has run, and
    accepts it without axioms.
    """

    theorem: str
    file: str
    statement: str
    given: tuple[Term, ...]
    accepted: bool = False


@dataclass(frozen=True, repr=False)
class Decision(Displayed):
    """A reading with its verdict.

    ``checked_by_shape`` counts the models on which the reading was decided, ``undefined_by_shape`` those
    on which some value does not exist, for each shape of the family; ``coverage`` says which models of a
    family were looked at, if all were; ``beyond`` what a search beyond the family came to, if there was one;
    ``identities`` on which shapes the reading was shown for all parameters; ``proof`` the theorem that there
    is about the reading.
    """

    claim: Claim
    reading: Reading
    verdict: Verdict
    checked_by_shape: Counter[int]
    undefined_by_shape: Counter[int]
    family: str
    counterexample: Counterexample | None = None
    reason: str | None = None
    coverage: Coverage | None = None
    beyond: Beyond | None = None
    identities: tuple[ForAllParameters, ...] = ()
    proof: Proof | None = None

    @property
    def is_accepted_by_coq(self) -> bool:
        """Whether the verdict rests on Coq."""
        return self.proof is not None and self.proof.accepted

    def __repr__(self) -> str:
        what = f"{quote(self.claim.id)}, {quote(self.reading.name)}"
        return f"<Decision {what}: {self.verdict}, models checked: {self.checked:,}>"

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
    executor: Executor | None = None,
    finished: FinishedShards | None = None,
) -> list[Decision]:
    """Decide every reading of some claims, in order.

    ``progress`` is called with what is reached, from time to time; ``executor`` does the work, this process
    if it is None; ``finished`` keeps what is finished for another call with the same claims and profile.  A
    script that asks for :class:`LocalProcesses` has to guard its own start with
    ``if __name__ == "__main__"``.

    >>> from coherence_exact.claims import claim, equal, prior, retrain
    >>> [decision] = decide([claim("idle", "re-training changes nothing", equal(retrain(prior), prior))])
    >>> decision.verdict, decision.counterexample.where
    ('refuted', (1, 's', 'a1'))
    """
    pairs = _pairs(claims)
    tallies = search([reading for _, reading in pairs], profile, progress, executor, finished)
    return [
        _decision(claim, reading, tally, profile)
        for (claim, reading), tally in zip(pairs, tallies, strict=True)
    ]


def searched_further(
    decisions: Sequence[Decision],
    budget: int,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
    shapes: Sequence[Shape] = SHAPES,
    seconds: float | None = None,
) -> list[Decision]:
    """The decisions, after a search beyond the family for each reading that no model of one refutes.

    Counterexamples of the other decisions are tried first, and so is what a search has found.  ``budget``:
    how many random models each search looks at; ``progress`` is called with the number of models looked at so
    far, by all of them; ``executor`` does the work, this process if it is None; ``shapes`` and ``seconds``
    bound each search.
    """
    looked_at = 0
    known = [
        sketch_of(d.counterexample.model, d.counterexample.second_policy)
        for d in decisions
        if d.counterexample is not None
    ]
    results = []
    for decision in decisions:
        if not is_searched(decision):
            results.append(decision)
            continue
        told = None if progress is None else _after(looked_at, progress)
        try:
            tried_first = tuple(dict.fromkeys(known))
            found = search_further(
                decision.reading, budget, seed, shapes, tried_first, told, executor, seconds
            )
        except ArgumentError as error:
            results.append(replace(decision, beyond=Beyond(problem=str(error))))
            continue
        looked_at += budget if seconds is None else found.models
        if found.counterexample is not None:
            known.append(found.counterexample)
        results.append(_after_search(decision, found))
    return results


def shown_for_all_parameters(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with the shapes on which what holds is an identity of all parameters."""
    return [
        replace(decision, identities=for_all_parameters(decision.reading))
        if decision.verdict == "holds" and isinstance(decision.reading.domain, EveryModel)
        else decision
        for decision in decisions
    ]


def is_searched(decision: Decision) -> bool:
    """Whether a search beyond the family may change a decision: nothing is refuted, on every model of one."""
    return decision.verdict in ("holds", "vacuous") and isinstance(decision.reading.domain, EveryModel)


def _after(looked_at: int, progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda models: progress(looked_at + models)


def _after_search(decision: Decision, found: Found) -> Decision:
    relation = decision.reading.relation
    if found.counterexample is None:
        near = None
        if found.nearest is not None:
            near = nearest(found.nearest.model, found.nearest.second_policy, relation)
        return replace(decision, beyond=Beyond(found.models, found.met, found.largest, near))
    instance = found.counterexample.instance()
    return replace(
        decision,
        verdict="refuted",
        reason=None,
        counterexample=explain(instance.model, instance.second_policy, relation),
        beyond=Beyond(found.models, found.met, found.largest),
    )


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
    if verdict == "vacuous" and reason is None and isinstance(domain, EveryModel):
        reason = unmet(reading, profile)
    return Decision(
        claim,
        reading,
        verdict,
        tally.checked,
        tally.undefined,
        domain.describe(profile),
        counterexample,
        reason,
        coverage_of(domain, tally.checked, profile)
        if isinstance(domain, EveryModel) and tally.failure is None
        else None,
    )


def coverage_of(domain: EveryModel, checked: Counter[int], profile: Profile) -> Coverage:
    """What a family's models are, and on how many of each shape something was decided."""
    models: Counter[int] = Counter()
    met: Counter[int] = Counter()
    states = actions = labelled = 0
    for number, family in enumerate(domain.shape_families(profile)):
        labelled += family.count_labelled()
        horizon = len(family.shape)
        models[horizon] += family.count
        met[horizon] += checked[number]
        states = max(states, *map(len, family.shape))
        actions = max(actions, *(max(layer) for layer in family.shape))
    by_horizon = tuple((horizon, models[horizon], met[horizon]) for horizon in sorted(models))
    return Coverage(by_horizon, (max(models), states, actions), labelled)


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
