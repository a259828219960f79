"""Claims and their readings.

Vocabulary: a *claim* is a sentence that somebody printed; a *reading* is one way to take it at its
word: a relation, hypotheses, and a *domain* of models over which it is quantified.  An *argument* is a
theorem with a proof for people; what it needs to be computed, a relation at some indices of a sequence or an
identity of rational functions, is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Sort, Term, at_index, placeholders
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


@dataclass(frozen=True)
class Argument:
    """A named argument: what follows for all indices of a sequence, or from an identity.

    - ``name``: the name under which certificates cite it;
    - ``theorem``: what it says, in words: for which models and indices the relation is true, or what the
      identity means, and what follows;
    - ``proof``: why, in words;
    - ``relation``, ``given``: terms that depend on an index, or on symbols;
    - ``concludes``: the verdict on the reading if the relation is true: ``"proved"`` for a bound that the
      reading asserts, ``"refuted"`` for a bound that it excludes;
    - ``columns``: values that a table of the sequence shows, with their headings.
    """

    name: str
    theorem: str
    proof: str
    relation: Term
    given: tuple[Term, ...]
    concludes: Literal["proved", "refuted"]
    columns: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True)
class AlongSequence:
    """Pairs of an index and a model, at which the relation of a named argument is checked."""

    argument: Argument
    rows: tuple[tuple[int, Model], ...]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ClaimError(f"the argument {quote(self.argument.name)} is checked nowhere; give it a row")
        for index, _ in self.rows:
            for term in (self.argument.relation, *self.argument.given):
                at_index(term, index)


@dataclass(frozen=True)
class EveryReal:
    """All real values of the symbols in a named argument's relation, an identity of rational functions."""

    argument: Argument


Domain: TypeAlias = EveryModel | OneModel | EveryPolicy | AlongSequence | EveryReal


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
            for placeholder in placeholders(term) - _placeholders_of(self.domain):
                raise ClaimError(
                    f"reading {quote(self.name)}: {term!r} has a free {placeholder}, which only a named "
                    "argument may have; put a number there"
                )


def _placeholders_of(domain: Domain) -> set[str]:
    """What the terms of a reading over a domain may leave open."""
    if isinstance(domain, AlongSequence):
        return {"index"}
    return {"symbol"} if isinstance(domain, EveryReal) else set()


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


def at_index_of(reading: Reading, index: int | None) -> Reading:
    """The reading with the index of a sequence put in; None leaves it as it is."""
    if index is None:
        return reading
    given = tuple(at_index(hypothesis, index) for hypothesis in reading.given)
    return replace(reading, relation=at_index(reading.relation, index), given=given)


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


def argued(
    name: str, statement: str, argument: Argument, rows: Iterable[tuple[int, Model]] | None = None
) -> Reading:
    """A reading that a named argument decides.

    Its relation is checked at the indices of some models; without ``rows`` it has to be an identity.
    """
    domain = EveryReal(argument) if rows is None else AlongSequence(argument, tuple(rows))
    return Reading(name, statement, argument.relation, argument.given, domain)


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
