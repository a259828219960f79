"""The models over which a reading is quantified, as numbered instances.

Vocabulary: an *address* names one instance of a domain, cheaply enough to be sent to another process;
a *profile* says how far the families go: ``quick`` for every day, ``full`` for a long look.
"""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, TypeAlias

import gmpy2

from coherence_exact.claims.claim import AlongSequence, Domain, EveryModel, EveryPolicy, EveryReal, OneModel
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.model import Model
from coherence_exact.verify.families import POLICY_ROWS, Code, Instance, Shape, ShapeFamily
from coherence_exact.verify.identities import symbols_of

Profile: TypeAlias = Literal["quick", "full"]
Address: TypeAlias = tuple[int, Code]
"""The number of a shape in its family, and the code of a model of that shape."""

ONE_STATE: Shape = ((2,),)

_SMALL: dict[Shape, tuple[int, int]] = {
    ((1,),): (2, 2),
    ONE_STATE: (3, 3),
    ((3,),): (4, 4),
    ((2, 2),): (3, 7),
    ((1,), (1,)): (2, 2),
    ((2,), (2,)): (4, 6),
    ((2,), (2, 2)): (3, 4),
    ((2, 2), (2,)): (2, 4),
    ((2, 2), (2, 2)): (2, 3),
    ((2,), (2,), (2,)): (2, 4),
    ((2,), (2, 2), (2, 2)): (1, 2),
}
"""Shapes with the complexity up to which ``quick`` and ``full`` enumerate them."""

_TWO_DECISIONS: dict[Shape, tuple[int, int]] = {
    ((2,), (2,)): (4, 6),
    ((2,), (2, 2)): (4, 5),
}

_UNEQUAL: dict[Shape, tuple[int, int]] = {
    ((1,),): (2, 2),
    ONE_STATE: (3, 3),
    ((2,), (1,)): (4, 4),
    ((1,), (2,)): (4, 4),
    ((2,), (2,)): (3, 6),
    ((2,), (1, 1)): (3, 4),
    ((2,), (1, 2)): (3, 4),
    ((2,), (2, 2)): (2, 4),
    ((1, 2), (2,)): (2, 4),
    ((2,), (1, 2), (1, 1)): (1, 2),
}

_PAIRS: dict[Shape, tuple[int, int]] = {
    ONE_STATE: (4, 4),
    ((3,),): (2, 3),
    ((2, 2),): (2, 3),
    ((2,), (2,)): (3, 4),
    ((2,), (2, 2)): (2, 3),
    ((2,), (2,), (2,)): (2, 3),
}

_FAMILIES = {"small": _SMALL, "two-decision": _TWO_DECISIONS, "unequal": _UNEQUAL, "pairs": _PAIRS}

_DESCRIPTIONS = {
    "small": "small models with one action set",
    "two-decision": "models with two decisions and one action set, of higher complexity",
    "unequal": "small models whose states may have different numbers of actions",
    "pairs": "small models with two policies",
}


@dataclass(frozen=True)
class ModelFamily:
    """A named list of shapes, each enumerated up to a complexity."""

    name: str
    shapes: tuple[ShapeFamily, ...]

    @property
    def description(self) -> str:
        """The family in words, as reports show it."""
        horizons = [len(family.shape) for family in self.shapes]
        most = max(family.most_complexity for family in self.shapes)
        return (
            f"{_DESCRIPTIONS[self.name]} (T ≤ {max(horizons)}, {len(self.shapes)} shapes, "
            f"complexity ≤ {most})"
        )

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every instance, simplest first."""
        return tuple(
            (number, code) for number, family in enumerate(self.shapes) for code in family.representatives
        )

    def instance(self, address: Address) -> Instance:
        """The instance of an address."""
        number, code = address
        return self.shapes[number].instance(code)


@dataclass(frozen=True)
class PolicyFamily:
    """One model with every prior whose rows come from :data:`POLICY_ROWS`, plainest first."""

    model: Model

    @property
    def description(self) -> str:
        """The family in words, as reports show it."""
        return f"{self.model.name} with every policy of a grid"

    @cached_property
    def _states(self) -> list[str]:
        return list(dict.fromkeys(state for _, state in self.model.points))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every choice of rows, by the number of uneven rows, then lexicographically."""
        sizes = [len(POLICY_ROWS[len(self.model.states[state])]) for state in self._states]
        codes = itertools.product(*map(range, sizes))
        return tuple((0, code) for code in sorted(codes, key=lambda code: (sum(map(bool, code)), code)))

    def instance(self, address: Address) -> Instance:
        """The instance of an address."""
        rows = {
            state: dict(zip(actions, POLICY_ROWS[len(actions)][index], strict=True))
            for state, index in zip(self._states, address[1], strict=True)
            if (actions := self.model.states[state])
        }
        return Instance(_fast(dataclasses.replace(self.model, prior_rows=rows)))


@dataclass(frozen=True)
class SingleModel:
    """One model with its own prior."""

    model: Model

    @property
    def description(self) -> str:
        """The family in words, as reports show it."""
        return self.model.name

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The only instance."""
        return ((0, ()),)

    def instance(self, _: Address) -> Instance:
        """The instance of an address."""
        return Instance(_fast(self.model))


@dataclass(frozen=True)
class Sequence:
    """Models with indices, in a given order."""

    rows: tuple[tuple[int, Model], ...]

    @property
    def description(self) -> str:
        """The family in words, as reports show it."""
        indices = [index for index, _ in self.rows]
        names = list(dict.fromkeys(model.name for _, model in self.rows))
        models = ", ".join(names) if len(names) <= 3 else f"{len(names)} models"
        return f"{len(set(indices))} indices from {min(indices)} to {max(indices)}, {models}"

    @property
    def addresses(self) -> tuple[Address, ...]:
        """One address for each row."""
        return tuple((0, (number,)) for number in range(len(self.rows)))

    def instance(self, address: Address) -> Instance:
        """The instance of an address."""
        index, model = self.rows[address[1][0]]
        return Instance(_fast(model), index=index)


@dataclass(frozen=True)
class RealNumbers:
    """All real values of some symbols: nothing to enumerate."""

    symbols: tuple[str, ...]

    @property
    def description(self) -> str:
        """The family in words, as reports show it."""
        return f"all real {', '.join(sorted(self.symbols))}"

    @property
    def addresses(self) -> tuple[Address, ...]:
        """No address: identities are decided as they stand."""
        return ()

    def instance(self, address: Address) -> Instance:
        """There is none; raises :class:`ArgumentError`."""
        raise ArgumentError(f"real numbers are not enumerated, so that {address} names none of them")


Family: TypeAlias = ModelFamily | PolicyFamily | SingleModel | Sequence | RealNumbers


def family_of(domain: Domain, profile: Profile) -> Family:
    """The enumerable family that a domain denotes under a profile."""
    if isinstance(domain, OneModel):
        return SingleModel(domain.model)
    if isinstance(domain, EveryPolicy):
        return PolicyFamily(domain.model)
    if isinstance(domain, AlongSequence):
        return Sequence(domain.rows)
    if isinstance(domain, EveryReal):
        return RealNumbers(tuple(symbols_of(domain.argument.relation)))
    return _named_family(domain, profile)


@cache
def _named_family(domain: EveryModel, profile: Profile) -> ModelFamily:
    if domain.family not in _FAMILIES:
        raise ArgumentError(f"{quote(domain.family)} is not a family; there are {', '.join(_FAMILIES)}")
    column = ("quick", "full").index(profile)
    shapes = (
        ShapeFamily(shape, most[column], pairs=domain.family == "pairs")
        for shape, most in _FAMILIES[domain.family].items()
    )
    return ModelFamily(domain.family, tuple(shapes))


def _fast(model: Model) -> Model:
    """The same model with ``gmpy2.mpq`` for every rational."""
    return model.with_numbers(lambda x: gmpy2.mpq(x.numerator, x.denominator))
