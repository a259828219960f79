"""The effective horizon of the random policy on every small model, counted (Section 6).

The random policy is uniform on the actions of each state; models with deterministic and with stochastic
dynamics are counted separately.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from coherence_exact.exact.rationals import to_fraction
from coherence_exact.inference.horizon import EffectiveHorizon, effective_horizon
from coherence_exact.mdp.model import Model
from coherence_exact.verify.domains import Address, Family


@dataclass(frozen=True)
class HorizonRow:
    """The models of one kind of dynamics with one effective horizon: how many, and the smallest of them."""

    is_deterministic: bool
    horizon: EffectiveHorizon
    models: int
    smallest: Model


def tabulate_horizons(family: Family, progress: Callable[[int], None] | None = None) -> list[HorizonRow]:
    """One row for each kind of dynamics and effective horizon that occurs.

    Only models whose prior is uniform on each state's actions are counted.  Deterministic dynamics come
    first, then the shorter horizon; those where no number of re-trainings was found come last.
    ``progress`` is called with the number of models of the family that have been looked at.
    """
    counts: Counter[tuple[bool, EffectiveHorizon]] = Counter()
    first: dict[tuple[bool, EffectiveHorizon], Address] = {}
    for number, address in enumerate(family.addresses, start=1):
        model = family.instance(address).model
        if _has_uniform_prior(model):
            kind = model.is_deterministic, effective_horizon(model, model.prior)
            counts[kind] += 1
            first.setdefault(kind, address)
        if progress is not None:
            progress(number)
    rows = (
        HorizonRow(*kind, count, _named("smallest model", family.instance(first[kind]).model))
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
