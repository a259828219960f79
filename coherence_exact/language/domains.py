"""Domains: what a reading is quantified over, each a class with its instances.

Vocabulary: an *instance* is a model, with a second policy or an index where the claim speaks of one; an
*address* names one instance of a domain, cheaply enough to be sent to another process.
"""

# ruff: noqa: D102, ARG002 - the methods are those of Domain, which says what they do

from __future__ import annotations

import dataclasses
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import gmpy2

from coherence_exact.errors import ArgumentError, ClaimError
from coherence_exact.exact.rationals import quote
from coherence_exact.families.codes import Code
from coherence_exact.families.grid import POLICY_ROWS, grid_to_data, rows_to_data
from coherence_exact.families.named import Profile, check_name, describe, shapes_of
from coherence_exact.families.shapes import Instance, ShapeFamily
from coherence_exact.language.terms import Term, mentions, subterms
from coherence_exact.mdp.files import model_to_data
from coherence_exact.mdp.model import Model

Address: TypeAlias = tuple[int, Code]
"""The number of a shape in its family, and the code of a model of that shape."""


class Domain(ABC):
    """What a reading is quantified over."""

    leaves_open: frozenset[str] = frozenset()
    """What the terms of a reading may leave open: an index, symbols."""

    @abstractmethod
    def describe(self, profile: Profile) -> str:
        """The domain in words, as reports show it."""

    @abstractmethod
    def listed(self, profile: Profile) -> Iterator[Address]:
        """Every instance, simplest first."""

    def addresses(self, profile: Profile) -> tuple[Address, ...]:
        """Every instance, simplest first, all of them in memory."""
        return tuple(self.listed(profile))

    def count(self, profile: Profile) -> int:
        """The number of instances."""
        return sum(1 for _ in self.listed(profile))

    @abstractmethod
    def instance(self, address: Address, profile: Profile) -> Instance:
        """The instance of an address."""

    @abstractmethod
    def to_data(self, profile: Profile) -> dict[str, Any]:
        """The domain as certificates write it."""

    def of(self, terms: tuple[Term, ...]) -> Domain:
        """The domain for a reading with these terms; raises :class:`ClaimError` if they do not fit it."""
        for term in terms:
            if mentions(term, "second_policy"):
                raise ClaimError(
                    f"{term!r} speaks of a second policy, which only claims about every model have; leave "
                    "over= out"
                )
        return self


@dataclass(frozen=True)
class EveryModel(Domain):
    """Every model and prior of a family; with every second policy too, if the reading speaks of one.

    >>> EveryModel("small").describe("quick")
    'small models with one action set (T ≤ 3, 11 shapes, complexity ≤ 4)'
    """

    family: str = "all"
    pairs: bool = False

    def __post_init__(self) -> None:
        try:
            check_name(self.family)
        except ArgumentError as error:
            raise ClaimError(str(error)) from error

    def describe(self, profile: Profile) -> str:
        return describe(self.family, self.pairs, profile)

    def shape_families(self, profile: Profile) -> tuple[ShapeFamily, ...]:
        """The models of each shape; the first part of an address is a number among these."""
        return shapes_of(self.family, self.pairs, profile)

    def listed(self, profile: Profile) -> Iterator[Address]:
        for number, family in enumerate(self.shape_families(profile)):
            for block in family.blocks():
                for code in block.tolist():
                    yield number, tuple(code)

    def count(self, profile: Profile) -> int:
        return sum(family.count for family in self.shape_families(profile))

    def instance(self, address: Address, profile: Profile) -> Instance:
        number, code = address
        return self.shape_families(profile)[number].instance(code)

    def to_data(self, profile: Profile) -> dict[str, Any]:
        shapes = [
            {
                "actions": [list(layer) for layer in family.shape],
                "complexity": family.most_complexity,
                "pairs": family.pairs,
            }
            for family in self.shape_families(profile)
        ]
        return {"family": "pairs" if self.pairs else self.family, "grid": grid_to_data(), "shapes": shapes}

    def of(self, terms: tuple[Term, ...]) -> Domain:
        for term in terms:
            for part in subterms(term):
                if part.operator == "at":
                    raise ClaimError(
                        f"{part!r} names a state, which the models of a family do not have; give the "
                        "model, over=…"
                    )
        pairs = self.family == "pairs" or any(mentions(term, "second_policy") for term in terms)
        return dataclasses.replace(self, pairs=pairs)


@dataclass(frozen=True)
class OneModel(Domain):
    """A single model, with its prior."""

    model: Model

    def __post_init__(self) -> None:
        _require_model(self.model)

    def describe(self, profile: Profile) -> str:
        return self.model.name

    def listed(self, profile: Profile) -> Iterator[Address]:
        yield 0, ()

    def instance(self, address: Address, profile: Profile) -> Instance:
        return Instance(_fast(self.model))

    def to_data(self, profile: Profile) -> dict[str, Any]:
        return {"model": model_to_data(self.model)}


@dataclass(frozen=True)
class EveryPolicy(Domain):
    """One model with every prior of a grid: claims about the policies of that model."""

    model: Model

    def __post_init__(self) -> None:
        _require_model(self.model)
        most = max(POLICY_ROWS)
        for state in self._states:
            if len(self.model.states[state]) > most:
                raise ClaimError(
                    f"state {quote(state)} has more than {most} actions, for which the grid of policies has "
                    "no rows"
                )

    @cached_property
    def _states(self) -> list[str]:
        return list(dict.fromkeys(state for _, state in self.model.points))

    def describe(self, profile: Profile) -> str:
        return f"{self.model.name} with every policy of a grid"

    def listed(self, profile: Profile) -> Iterator[Address]:
        sizes = [len(POLICY_ROWS[len(self.model.states[state])]) for state in self._states]
        codes = itertools.product(*map(range, sizes))
        for code in sorted(codes, key=lambda code: (sum(map(bool, code)), code)):
            yield 0, code

    def instance(self, address: Address, profile: Profile) -> Instance:
        rows = {
            state: dict(zip(actions, POLICY_ROWS[len(actions)][index], strict=True))
            for state, index in zip(self._states, address[1], strict=True)
            if (actions := self.model.states[state])
        }
        return Instance(_fast(dataclasses.replace(self.model, prior_rows=rows)))

    def to_data(self, profile: Profile) -> dict[str, Any]:
        sizes = sorted({len(self.model.states[state]) for state in self._states})
        rows = {str(n): rows_to_data(POLICY_ROWS[n]) for n in sizes}
        return {"policies": model_to_data(self.model), "rows": rows}


@dataclass(frozen=True)
class Theorem:
    """A theorem on which a verdict rests, with its proof, for people."""

    name: str
    statement: str
    proof: str

    def __post_init__(self) -> None:
        for what, text in (("name", self.name), ("statement", self.statement), ("proof", self.proof)):
            if not isinstance(text, str) or not text:
                raise ClaimError(f"the {what} of a theorem is {quote(text)}; write some text in quotes")

    def to_data(self) -> dict[str, str]:
        """The theorem as certificates write it."""
        return {"name": self.name, "theorem": self.statement, "proof": self.proof}


@dataclass(frozen=True)
class Argument:
    """A named argument: what follows for all indices of a sequence, or from an identity.

    - ``theorem``: for which models and indices the relation is true, or what the identity means, and what
      follows;
    - ``relation``, ``given``: terms that depend on an index, or on symbols;
    - ``concludes``: the verdict on the reading if the relation is true: ``"proved"`` for a bound that the
      reading asserts, ``"refuted"`` for a bound that it excludes;
    - ``columns``: values that a table of the sequence shows, with their headings.
    """

    theorem: Theorem
    relation: Term
    given: tuple[Term, ...]
    concludes: Literal["proved", "refuted"]
    columns: tuple[tuple[str, Term], ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.theorem, Theorem):
            raise ClaimError(f"{quote(self.theorem)} is not a theorem; give Theorem(name, statement, proof)")
        if self.concludes not in ("proved", "refuted"):
            raise ClaimError(
                f'{quote(self.concludes)} is not what an argument concludes; write "proved" or "refuted"'
            )


@dataclass(frozen=True)
class AlongSequence(Domain):
    """Pairs of an index and a model, at which the relation of a named argument is checked."""

    argument: Argument
    rows: tuple[tuple[int, Model], ...]

    leaves_open = frozenset({"index"})

    def __post_init__(self) -> None:
        if not isinstance(self.argument, Argument):
            raise ClaimError(f"{quote(self.argument)} is not an argument; give one")
        name = quote(self.argument.theorem.name)
        if not isinstance(self.rows, tuple) or not all(
            isinstance(r, tuple) and len(r) == 2 for r in self.rows
        ):
            raise ClaimError(
                f"the argument {name}: {quote(self.rows)} are not pairs of an index and a model; give those"
            )
        if not self.rows:
            raise ClaimError(f"the argument {name} is checked nowhere; give it a row")
        for index, model in self.rows:
            if isinstance(index, bool) or not isinstance(index, int) or index < 1:
                raise ClaimError(f"{quote(index)} is not an index; give an integer of at least 1")
            _require_model(model)

    def describe(self, profile: Profile) -> str:
        indices = [index for index, _ in self.rows]
        names = list(dict.fromkeys(model.name for _, model in self.rows))
        models = ", ".join(names) if len(names) <= 3 else f"{len(names)} models"
        return f"{len(set(indices))} indices from {min(indices)} to {max(indices)}, {models}"

    def listed(self, profile: Profile) -> Iterator[Address]:
        for number in range(len(self.rows)):
            yield 0, (number,)

    def instance(self, address: Address, profile: Profile) -> Instance:
        index, model = self.rows[address[1][0]]
        return Instance(_fast(model), index=index)

    def to_data(self, profile: Profile) -> dict[str, Any]:
        models: list[Model] = []
        for _, model in self.rows:
            if model not in models:
                models.append(model)
        return {
            "models": [model_to_data(model) for model in models],
            "rows": [[index, models.index(model)] for index, model in self.rows],
        }


@dataclass(frozen=True)
class EveryReal(Domain):
    """All real values of the symbols in a named argument's relation, an identity of rational functions."""

    argument: Argument

    leaves_open = frozenset({"symbol"})

    def __post_init__(self) -> None:
        if not isinstance(self.argument, Argument):
            raise ClaimError(f"{quote(self.argument)} is not an argument; give one")

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names of the symbols, in order of appearance."""
        found = (part for part in subterms(self.argument.relation) if part.operator == "symbol")
        return tuple(dict.fromkeys(str(part.operands[0]) for part in found))

    def describe(self, profile: Profile) -> str:
        return f"all real {', '.join(sorted(self.symbols))}"

    def listed(self, profile: Profile) -> Iterator[Address]:
        return iter(())

    def instance(self, address: Address, profile: Profile) -> Instance:
        raise ArgumentError(f"real numbers are not enumerated, so that {address} names none of them")

    def to_data(self, profile: Profile) -> dict[str, Any]:
        return {"symbols": list(self.symbols)}


def _require_model(model: object) -> None:
    if not isinstance(model, Model):
        raise ClaimError(f"{quote(model)} is not a model; give one, such as load_model(…)")
    if model.has_symbols:
        raise ClaimError(
            f"the model {quote(model.name)} has symbols; a claim is decided on numbers, substitute some"
        )


def _fast(model: Model) -> Model:
    """The same model with ``gmpy2.mpq`` for every rational."""
    return model.with_numbers(lambda x: gmpy2.mpq(x.numerator, x.denominator))
