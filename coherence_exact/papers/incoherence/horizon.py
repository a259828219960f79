"""The effective horizon: how far a policy has to look (Section 6), on one model and counted on every small one.

Actions are judged by success probabilities; a greedy policy shares ties equally.  The random policy is uniform
on the actions of each state; models with deterministic and with stochastic dynamics are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from coherence_exact.definitions.optimality import MOST_RETRAININGS, least_lookahead, least_retrainings
from coherence_exact.errors import TooLargeError
from coherence_exact.evaluation.effort import at_most_digits
from coherence_exact.evaluation.entries import UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.families.named import Profile
from coherence_exact.language.core import prior
from coherence_exact.language.domains import Address, Domain
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.papers.incoherence.enclosed_horizon import least_retrainings_enclosed

_MOST_DIGITS = 1_000
"""Of exact policies; those that explode are enclosed."""


class EffectiveHorizon(NamedTuple):
    """How far a policy has to look on a model, by look-ahead and by re-training.

    ``retrainings`` is None where 24 re-trainings do not suffice.
    """

    lookahead: int
    retrainings: int | None

    @property
    def greedy_is_optimal(self) -> bool:
        """Whether greedy on the policy's own q is success-optimal: one look-ahead step suffices."""
        return self.lookahead == 1


def effective_horizon(model: Model, policy: Policy) -> EffectiveHorizon:
    """The least look-ahead and the least number of re-trainings that make a policy success-optimal.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> effective_horizon(race, race.prior)
    EffectiveHorizon(lookahead=2, retrainings=1)
    """
    evaluation = Evaluation(model, prior=policy, accelerated=True)
    lookahead = int(evaluation.value(least_lookahead(prior)))
    try:
        with at_most_digits(_MOST_DIGITS):
            found = evaluation.value(least_retrainings(prior))
    except TooLargeError:
        return EffectiveHorizon(lookahead, least_retrainings_enclosed(model, policy, MOST_RETRAININGS))
    return EffectiveHorizon(lookahead, None if found is UNDEFINED else int(found))


@dataclass(frozen=True)
class HorizonRow:
    """The models of one kind of dynamics with one effective horizon: how many, and the smallest of them."""

    is_deterministic: bool
    horizon: EffectiveHorizon
    models: int
    smallest: Model


def tabulate_horizons(
    family: Domain, profile: Profile, progress: Callable[[int], None] | None = None
) -> list[HorizonRow]:
    """One row for each kind of dynamics and effective horizon that occurs.

    Only models whose prior is uniform on each state's actions are counted.  Deterministic dynamics come
    first, then the shorter horizon; those where no number of re-trainings was found come last.
    ``progress`` is called with the number of models of the family that have been looked at.
    """
    counts: Counter[tuple[bool, EffectiveHorizon]] = Counter()
    first: dict[tuple[bool, EffectiveHorizon], Address] = {}
    for number, address in enumerate(family.listed(profile), start=1):
        model = family.instance(address, profile).model
        if _has_uniform_prior(model):
            kind = model.is_deterministic, effective_horizon(model, model.prior)
            counts[kind] += 1
            first.setdefault(kind, address)
        if progress is not None:
            progress(number)
    rows = (
        HorizonRow(*kind, count, _named("smallest model", family.instance(first[kind], profile).model))
        for kind, count in counts.items()
    )
    return sorted(rows, key=_order)


def _has_uniform_prior(model: Model) -> bool:
    return all(len(set(row.values())) == 1 for row in model.prior.values())


def _named(name: str, model: Model) -> Model:
    return replace(model.with_numbers(to_fraction), name=name)


def _order(row: HorizonRow) -> tuple[bool, bool, int, int]:
    retrainings = row.horizon.retrainings
    return not row.is_deterministic, retrainings is None, row.horizon.lookahead, retrainings or 0


def longer_lookaheads(rows: Sequence[HorizonRow]) -> list[HorizonRow]:
    """The rows in which the least look-ahead is more than one above the least number of re-trainings."""
    return [
        row
        for row in rows
        if row.horizon.retrainings is not None and row.horizon.lookahead > row.horizon.retrainings + 1
    ]
