"""Claims and their readings.

Vocabulary: a *claim* is a sentence that somebody printed; a *reading* is one way to take it at its word: a
relation, hypotheses, and a domain over which it is quantified.  A reading without one of the hypotheses of a
repair is a *hypothesis check*: not a finding about what is printed, but the evidence that the repair is
irredundant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from coherence_exact.display import Displayed
from coherence_exact.errors import ClaimError
from coherence_exact.exact.rationals import quote, quote_some
from coherence_exact.language.core import everywhere
from coherence_exact.language.definitions import Definition
from coherence_exact.language.domains import (
    AlongSequence,
    Argument,
    Domain,
    EveryModel,
    EveryPolicy,
    EveryReal,
    OneModel,
    Theorem,
)
from coherence_exact.language.terms import Term, definitions_of, free_variables, mentions
from coherence_exact.mdp.model import Model

_EVERY_MODEL = EveryModel()


@dataclass(frozen=True, repr=False)
class Reading:
    """One reading of a claim.

    - ``name``: ``"printed"``, or what the reading changes;
    - ``statement``: the reading in words and formulas;
    - ``relation``: the term that has to hold ...
    - ``given``: ... wherever all of these relations hold;
    - ``domain``: the models over which it is quantified;
    - ``assuming``: theorems on which the meaning of its terms rests;
    - ``drops``: the hypothesis of a repair that this reading leaves out, if it is a hypothesis check.
    """

    name: str
    statement: str
    relation: Term
    given: tuple[Term, ...] = ()
    domain: Domain = _EVERY_MODEL
    assuming: tuple[Theorem, ...] = ()
    drops: Term | None = None

    def __post_init__(self) -> None:
        _require_text("the name of a reading", self.name)
        what = f"reading {quote(self.name)}"
        _require_text(f"{what}: its statement", self.statement)
        object.__setattr__(self, "relation", _relation(self.relation, what))
        object.__setattr__(self, "given", _relations(self.given, what))
        if not isinstance(self.domain, Domain):
            raise ClaimError(
                f"{what}: {quote(self.domain)} is not a domain; give EveryModel(), OneModel(…) and so on"
            )
        theorems = self.assuming
        if not isinstance(theorems, tuple) or not all(isinstance(theorem, Theorem) for theorem in theorems):
            raise ClaimError(f"{what}: {quote(theorems)} are not theorems; give a tuple of Theorem(…)")
        terms = (self.relation, *self.given)
        for term in terms:
            for placeholder in ("index", "symbol"):
                if placeholder not in self.domain.leaves_open and mentions(term, placeholder):
                    raise ClaimError(
                        f"{what}: {term!r} has a free {placeholder}, which only a named argument may have; "
                        "put a number there"
                    )
        try:
            definitions_of(*terms)
            object.__setattr__(self, "domain", self.domain.of(terms))
        except ClaimError as error:
            raise ClaimError(f"{what}: {error}") from error

    def __repr__(self) -> str:
        return f"<Reading {quote(self.name)}: {self.relation!r}>"

    @property
    def argument(self) -> Argument | None:
        """The named argument that decides the reading, if any."""
        return self.domain.argument if isinstance(self.domain, (AlongSequence, EveryReal)) else None

    @property
    def theorems(self) -> tuple[Theorem, ...]:
        """Every theorem on which a verdict on the reading rests."""
        return (*([self.argument.theorem] if self.argument else []), *self.assuming)


def _require_text(what: str, text: object) -> None:
    if not isinstance(text, str) or not text:
        raise ClaimError(f"{what} is {quote(text)}; write some text in quotes")


def _relation(value: object, what: str) -> Term:
    if not isinstance(value, Term):
        if isinstance(value, Definition):
            raise ClaimError(f"{what}: {value.name} takes arguments; call it, as in {value.name}(prior)")
        raise ClaimError(f"{what}: {quote(value)} is not a relation; compare two terms")
    try:
        relation = everywhere(value)
    except ClaimError as error:
        raise ClaimError(f"{what}: {error}") from error
    if free_variables(relation):
        raise ClaimError(
            f"{what}: {relation!r} uses a variable outside of the definition that has it; put a term there"
        )
    return relation


def _relations(values: object, what: str) -> tuple[Term, ...]:
    if isinstance(values, Term):
        return (_relation(values, what),)
    if not isinstance(values, (tuple, list)):
        raise ClaimError(f"{what}: {quote(values)} are not hypotheses; give a list of relations")
    return tuple(_relation(value, what) for value in values)


@dataclass(frozen=True, repr=False)
class Claim(Displayed):
    """A claim with its readings; ``where`` says where it is printed."""

    id: str
    title: str
    readings: tuple[Reading, ...]
    where: str = ""

    def __post_init__(self) -> None:
        _require_text("the id of a claim", self.id)
        _require_text(f"claim {quote(self.id)}: its title", self.title)
        if not isinstance(self.where, str):
            raise ClaimError(
                f"claim {quote(self.id)}: where = {quote(self.where)} is not text; write where it is printed"
            )
        if not isinstance(self.readings, tuple) or not all(isinstance(r, Reading) for r in self.readings):
            raise ClaimError(
                f"claim {quote(self.id)}: {quote(self.readings)} are not readings; give a tuple of them"
            )
        names = [reading.name for reading in self.readings]
        if len(set(names)) != len(names):
            raise ClaimError(f"claim {quote(self.id)}: two readings have one name; rename one of them")

    def __repr__(self) -> str:
        return f"<Claim {quote(self.id)}, readings: {quote_some(r.name for r in self.readings)}>"


def repaired(
    name: str,
    statement: str,
    relation: Term,
    given: Sequence[Term],
    domain: Domain = _EVERY_MODEL,
    assuming: tuple[Theorem, ...] = (),
) -> tuple[Reading, ...]:
    """A repair, and for each of its hypotheses the check without it.

    The repair is irredundant if it is not refuted and every one of its checks is.  Its hypotheses are
    definitions, whose names tell the checks apart.

    >>> from coherence_exact.claims import deterministic, equal, prior, retrain, uniform_prior
    >>> unchanged = equal(retrain(prior), prior)
    >>> readings = repaired("idle", "nothing changes", unchanged, (uniform_prior, deterministic))
    >>> [reading.name for reading in readings]
    ['idle', 'idle, without uniform prior', 'idle, without deterministic']
    """
    repair = Reading(name, statement, relation, _relations(given, f"reading {quote(name)}"), domain, assuming)
    checks = (
        Reading(
            f"{name}, without {_named(hypothesis, name)}",
            f"{quote(name)} without its hypothesis",
            relation,
            tuple(other for other in repair.given if other != hypothesis),
            repair.domain,
            assuming,
            hypothesis,
        )
        for hypothesis in repair.given
    )
    return (repair, *checks)


def _named(hypothesis: Term, name: str) -> str:
    """What a hypothesis is called: the name of its definition, in words."""
    if not isinstance(hypothesis.operator, Definition):
        raise ClaimError(
            f"reading {quote(name)}: the hypothesis {hypothesis!r} has no name that says what is dropped "
            "without it; make it a definition"
        )
    return hypothesis.operator.name.replace("_", " ")


def argued(
    name: str, statement: str, argument: Argument, rows: Iterable[tuple[int, Model]] | None = None
) -> Reading:
    """A reading that a named argument decides.

    Its relation is checked at the indices of some models; without ``rows`` it has to be an identity.
    """
    if not isinstance(argument, Argument):
        raise ClaimError(f"reading {quote(name)}: {quote(argument)} is not an argument; give one")
    try:
        listed = None if rows is None else tuple((index, model) for index, model in rows)
    except (TypeError, ValueError) as error:
        raise ClaimError(
            f"reading {quote(name)}: {quote(rows)} are not pairs of an index and a model; give those"
        ) from error
    domain: Domain = EveryReal(argument) if listed is None else AlongSequence(argument, listed)
    return Reading(name, statement, argument.relation, argument.given, domain)


_collected: ContextVar[list[Claim] | None] = ContextVar("collected", default=None)


def claim(
    id: str,
    statement: str,
    relation: Term,
    given: Sequence[Term] | Term = (),
    over: Any = None,
) -> Claim:
    """State a claim with one reading, named ``stated``.

    ``id``: a short name; ``statement``: the claim in words; ``relation``: the term that has to hold wherever
    every relation of ``given`` does (a list of them, or one); ``over``: a family's name, a model, or a
    domain, every small model if left out.  Raises :class:`ClaimError` if the parts do not fit.

    >>> from coherence_exact.claims import equal, prior, retrain
    >>> claim("idle", "re-training changes nothing", equal(retrain(prior), prior)).id
    'idle'
    """
    _require_text("the id of a claim", id)
    try:
        reading = Reading("stated", statement, relation, _relations(given, 'reading "stated"'), _domain(over))
        stated = Claim(id, statement, (reading,))
    except ClaimError as error:
        problem = str(error).removeprefix('reading "stated": ')
        raise ClaimError(f"claim {quote(id)}: {problem}") from error
    collected = _collected.get()
    if collected is not None:
        if any(other.id == id for other in collected):
            raise ClaimError(f"two claims have the id {quote(id)}; rename one of them")
        collected.append(stated)
    return stated


def _domain(over: object) -> Domain:
    if over is None:
        return EveryModel()
    if isinstance(over, Domain):
        return over
    if isinstance(over, str):
        return EveryModel(over)
    if isinstance(over, Model):
        return OneModel(over)
    raise ClaimError(
        f"over = {quote(over)} is not a domain; give the name of a family, a model, or EveryPolicy(model)"
    )


@contextmanager
def collecting_claims() -> Iterator[list[Claim]]:
    """Collect every claim that is stated inside the ``with`` block."""
    collected: list[Claim] = []
    token = _collected.set(collected)
    try:
        yield collected
    finally:
        _collected.reset(token)


__all__ = [
    "AlongSequence",
    "Argument",
    "Claim",
    "Domain",
    "EveryModel",
    "EveryPolicy",
    "EveryReal",
    "OneModel",
    "Reading",
    "Theorem",
    "argued",
    "claim",
    "collecting_claims",
    "repaired",
]
