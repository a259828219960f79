"""Claims and their readings.

Vocabulary: a *claim* is a sentence that somebody printed; a *reading* is one way to take it at its
word: a relation, hypotheses, and a *domain* of models over which it is quantified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Sort, Term
from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.model import Model


@dataclass(frozen=True, slots=True)
class EveryModel:
    """Every model and prior of a named family that the verifier enumerates."""

    family: str = "small"


@dataclass(frozen=True)
class OneModel:
    """A single model, with its prior."""

    model: Model


@dataclass(frozen=True)
class EveryPolicy:
    """One model with every prior of a grid: claims about the policies of that model."""

    model: Model


Domain: TypeAlias = EveryModel | OneModel | EveryPolicy


@dataclass(frozen=True)
class Reading:
    """One reading of a claim.

    - ``name``: ``"printed"``, or what the reading changes;
    - ``statement``: the reading in words and formulas;
    - ``relation``: the term that has to hold ...
    - ``given``: ... wherever all of these relations hold;
    - ``domain``: the models over which it is quantified.
    """

    name: str
    statement: str
    relation: Term
    given: tuple[Term, ...] = ()
    domain: Domain = EveryModel()

    def __post_init__(self) -> None:
        for term in (self.relation, *self.given):
            if not isinstance(term, Term) or term.sort is not Sort.RELATION:
                raise ClaimError(
                    f"reading {quote(self.name)}: {term!r} is not a relation; compare it with something"
                )


@dataclass(frozen=True)
class Claim:
    """A claim with its readings; ``where`` says where it is printed."""

    id: str
    title: str
    readings: tuple[Reading, ...]
    where: str = ""

    def __post_init__(self) -> None:
        names = [reading.name for reading in self.readings]
        if len(set(names)) != len(names):
            raise ClaimError(f"claim {quote(self.id)}: two readings have one name; rename one of them")


def repaired(
    name: str, statement: str, relation: Term, given: tuple[Term, ...], domain: Domain = EveryModel()
) -> tuple[Reading, ...]:
    """A repair, and for each of its hypotheses the reading without it.

    The repair is irredundant if it is not refuted and every other one of these readings is.

    >>> from coherence_exact.claims import deterministic, equal, prior, retrain, uniform_prior
    >>> unchanged = equal(retrain(prior), prior)
    >>> readings = repaired("idle", "nothing changes", unchanged, (uniform_prior, deterministic))
    >>> [reading.name for reading in readings]
    ['idle', 'idle-without-uniform_prior', 'idle-without-deterministic']
    """
    without = (
        Reading(
            f"{name}-without-{hypothesis.name}",
            f"{quote(name)} without its hypothesis: {as_formula(hypothesis)}",
            relation,
            tuple(other for other in given if other != hypothesis),
            domain,
        )
        for hypothesis in given
    )
    return (Reading(name, statement, relation, given, domain), *without)


_collected: ContextVar[list[Claim] | None] = ContextVar("collected", default=None)


def claim(id: str, statement: str, relation: Term, given: Sequence[Term] | Term = ()) -> Claim:
    """State a claim with one reading, named ``stated``.

    ``id``: a short name; ``statement``: the claim in words; ``relation``: the term that has to hold
    wherever every relation of ``given`` does (a list of them, or one).  Raises :class:`ClaimError` if the
    parts do not fit.

    >>> from coherence_exact.claims import equal, prior, retrain
    >>> claim("idle", "re-training changes nothing", equal(retrain(prior), prior)).id
    'idle'
    """
    for what, text in (("id", id), ("statement", statement)):
        if not isinstance(text, str) or not text:
            raise ClaimError(f"the {what} of a claim is {quote(text)}; write some text in quotes")
    hypotheses = (given,) if isinstance(given, Term) else tuple(given)
    stated = Claim(id, statement, (Reading("stated", statement, relation, hypotheses),))
    collected = _collected.get()
    if collected is not None:
        if any(other.id == id for other in collected):
            raise ClaimError(f"two claims have the id {quote(id)}; rename one of them")
        collected.append(stated)
    return stated


@contextmanager
def collecting_claims() -> Iterator[list[Claim]]:
    """Collect every claim that is stated inside the ``with`` block."""
    collected: list[Claim] = []
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)
