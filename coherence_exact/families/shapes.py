"""Families of small models, enumerated completely, simplest first.

Vocabulary: a *shape* says how many states each time has and how many actions each state.  A value is
*plain* if it is the simplest of its kind: weight 1, uniform prior, one successor, uniform start.  The
*complexity* of a model counts what is not plain: in each state the different weights, the different
successor rows and the prior (two actions with the same weight 1/2 count once), and the start.  A family
lists shapes, each with a bound on complexity.

Two models that differ only in the names of states within one time, or of actions within one state,
are the same model for every claim; one of each such class, its *representative*, is enumerated.

Order: shapes as the family lists them; within a shape by complexity; then lexicographically, where
each parameter's values are ordered as they are listed here.  So the first counterexample is a smallest
one in this order.

A *code* stands for a model of a shape: the index of its start distribution, then of the type of each state.

Nothing is lost and nothing is counted twice: the sizes of the classes (*orbits*) of all representatives
sum to the number of labelled models, which :func:`count_labelled` gives by a formula that enumerates no
model.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import gmpy2
import numpy as np

from coherence_exact.exact.fields import Number
from coherence_exact.families.codes import Code, Codes, CodesByComplexity
from coherence_exact.families.grid import POLICY_ROWS, START_ROWS, SUCCESSOR_ROWS, WEIGHTS, Row
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy

Shape: TypeAlias = tuple[tuple[int, ...], ...]
"""For t = 1..T, the number of actions of each state: ((2,), (2, 2)) has one start and two states later."""

_STATE_LETTERS = "suxyz"


@dataclass(frozen=True)
class Instance:
    """A model, a second policy where a claim speaks of two, and an index where it speaks of a sequence."""

    model: Model
    second_policy: Policy | None = None
    index: int | None = None


def _is_spread(row: Row) -> int:
    return int(bool(row) and max(row) != 1)


def _is_uneven(row: Sequence[Fraction | None]) -> int:
    return int(len(set(row)) > 1)


# Shapes


class ActionType(NamedTuple):
    """The parameters of one action; ``second`` is None outside of families of pairs."""

    weight: Fraction
    successors: Row
    prior: Fraction
    second: Fraction | None


class StateType(NamedTuple):
    """The actions of one state up to their order: how complex, and how many labelled ones there are."""

    actions: tuple[ActionType, ...]
    complexity: int
    labellings: int


@dataclass(frozen=True)
class ShapeFamily:
    """All models of one shape up to a complexity; ``pairs`` adds a second policy."""

    shape: Shape
    most_complexity: int
    pairs: bool = False

    @cached_property
    def types(self) -> tuple[tuple[tuple[StateType, ...], ...], ...]:
        """For each time and state, its possible types, plainest first."""
        following = [*(len(layer) for layer in self.shape[1:]), 0]
        return tuple(
            tuple(_state_types(actions, n, self.most_complexity, self.pairs) for actions in layer)
            for layer, n in zip(self.shape, following, strict=True)
        )

    @cached_property
    def starts(self) -> tuple[Row, ...]:
        """The start distributions."""
        return START_ROWS[len(self.shape[0])]

    # Enumeration

    @cached_property
    def representatives(self) -> tuple[Code, ...]:
        """One code of each class of renamed models, by complexity, then lexicographically."""
        return tuple(tuple(code) for block in self.blocks() for code in block.tolist())

    @cached_property
    def count(self) -> int:
        """The number of representatives."""
        return sum(map(len, self.blocks()))

    def blocks(self) -> Iterator[Codes]:
        """The representatives in their order, many at a time."""
        listed = CodesByComplexity(self._slots, self.most_complexity)
        for complexity in range(self.most_complexity + 1):
            for codes in listed.of(complexity):
                reaching = codes[self._reach_every_state(codes)]
                least = reaching[self._are_least(reaching)]
                if len(least):
                    yield least

    @cached_property
    def _slots(self) -> list[list[int]]:
        """The complexity of every choice, slot by slot: the start, then each state."""
        return [
            [_is_uneven(row) for row in self.starts],
            *([kind.complexity for kind in kinds] for layer in self.types for kinds in layer),
        ]

    def _reach_every_state(self, codes: Codes) -> Any:
        """For which codes the actions of each time reach all states of the next one."""
        reaching = np.ones(len(codes), dtype=bool)
        slots = iter(range(1, codes.shape[1]))
        for masks, following in zip(self._masks[:-1], self.shape[1:], strict=True):
            reached = np.zeros(len(codes), dtype=int)
            for of_types, slot in zip(masks, slots, strict=False):
                reached |= np.array(of_types)[codes[:, slot]]
            reaching &= reached == (1 << len(following)) - 1
        return reaching

    def _are_least(self, codes: Codes) -> Any:
        """Which codes come first, lexicographically, among those of the same model renamed."""
        least = np.ones(len(codes), dtype=bool)
        for orders in self._renamings:
            undecided = least.copy()
            for slot, (source, renamed) in enumerate(self._image(orders)):
                image = renamed[codes[:, source]]
                least &= ~(undecided & (image < codes[:, slot]))
                undecided &= image == codes[:, slot]
        return least

    def _image(self, orders: tuple[tuple[int, ...], ...]) -> Iterator[tuple[int, Any]]:
        """What renaming does, slot by slot: the slot that is moved there, and the new index of each type."""
        yield 0, np.array(self._start_images[orders[0]])
        first = 1
        for time, order in enumerate(orders):
            for state in order:
                if time + 1 == len(orders):
                    yield first + state, np.arange(len(self.types[time][state]))
                else:
                    yield first + state, np.array(self._relabelled[time][state][orders[time + 1]])
            first += len(order)

    def _layers_of(self, code: Code) -> list[Code]:
        """The code's type indices, time by time."""
        indices = iter(code[1:])
        return [tuple(itertools.islice(indices, len(layer))) for layer in self.shape]

    @cached_property
    def _masks(self) -> list[list[list[int]]]:
        return [[[_mask(kind) for kind in kinds] for kinds in layer] for layer in self.types]

    def _images(self, code: Code) -> set[Code]:
        """The codes of all models that renaming states turns this one into."""
        layers = self._layers_of(code)
        return {
            (self._start_images[orders[0]][code[0]], *itertools.chain.from_iterable(renamed))
            for orders in self._renamings
            if (renamed := [self._renamed(time, layers[time], orders) for time in range(len(layers))])
        }

    @cached_property
    def _renamings(self) -> list[tuple[tuple[int, ...], ...]]:
        """For each time an order of its states that keeps their numbers of actions."""
        return list(
            itertools.product(
                *(
                    [
                        order
                        for order in itertools.permutations(range(len(layer)))
                        if all(layer[i] == layer[j] for i, j in enumerate(order))
                    ]
                    for layer in self.shape
                )
            )
        )

    def _renamed(self, time: int, indices: Code, orders: tuple[tuple[int, ...], ...]) -> Code:
        last = time + 1 == len(self.shape)
        relabelled = [
            index if last else self._relabelled[time][state][orders[time + 1]][index]
            for state, index in enumerate(indices)
        ]
        return tuple(relabelled[state] for state in orders[time])

    @cached_property
    def _start_images(self) -> dict[tuple[int, ...], list[int]]:
        return {
            orders[0]: [self.starts.index(tuple(row[i] for i in orders[0])) for row in self.starts]
            for orders in self._renamings
        }

    @cached_property
    def _relabelled(self) -> list[list[dict[tuple[int, ...], list[int]]]]:
        """The index of each state type after the next time's states are put in another order."""
        return [
            [
                {
                    order: _relabelled_indices(kinds, order)
                    for order in {orders[time + 1] for orders in self._renamings}
                }
                for kinds in layer
            ]
            for time, layer in enumerate(self.types[:-1])
        ]

    # Counting

    def orbit_size(self, code: Code) -> int:
        """The number of labelled models in the class of a representative."""
        kinds = self._kinds(code)
        return math.prod(kind.labellings for layer in kinds for kind in layer) * len(self._images(code))

    def _kinds(self, code: Code) -> list[list[StateType]]:
        return [
            [kinds[index] for kinds, index in zip(layer, indices, strict=True)]
            for layer, indices in zip(self.types, self._layers_of(code), strict=True)
        ]

    def count_labelled(self) -> int:
        """The number of labelled models in which every state is reached, by inclusion and exclusion.

        Each state contributes a polynomial whose coefficient of x^c counts its labelled types of
        complexity c that reach nothing outside of a given set of later states.
        """
        total = Counter(_is_uneven(row) for row in self.starts)
        for time, layer in enumerate(self.types):
            following = len(self.shape[time + 1]) if time + 1 < len(self.shape) else 0
            covering: Counter[int] = Counter()
            for allowed in range(1 << following):
                product = Counter({0: (-1) ** (following - allowed.bit_count())})
                for kinds, masks in zip(layer, self._masks[time], strict=True):
                    polynomial: Counter[int] = Counter()
                    for kind, mask in zip(kinds, masks, strict=True):
                        if mask | allowed == allowed:
                            polynomial[kind.complexity] += kind.labellings
                    product = _multiply(product, polynomial)
                for complexity, count in product.items():
                    covering[complexity] += count
            total = _multiply(total, covering)
        return sum(count for complexity, count in total.items() if complexity <= self.most_complexity)

    # Models

    @property
    def names(self) -> list[list[str]]:
        """The names of the states of each time."""
        return [
            [
                f"{_STATE_LETTERS[time]}{i + 1}" if len(layer) > 1 else _STATE_LETTERS[time]
                for i in range(len(layer))
            ]
            for time, layer in enumerate(self.shape)
        ]

    def instance(self, code: Code) -> Instance:
        """The model that a code stands for, with ``gmpy2.mpq`` numbers."""
        names = self.names
        states: dict[str, dict[str, Choice]] = {}
        prior: dict[str, dict[str, Number]] = {}
        second: dict[tuple[int, str], dict[str, Number]] = {}
        for time, layer in enumerate(self._kinds(code)):
            for state, kind in zip(names[time], layer, strict=True):
                actions = {f"a{i}": action for i, action in enumerate(kind.actions, start=1)}
                states[state] = {
                    name: Choice(
                        _mpq(action.weight),
                        {s: _mpq(p) for s, p in zip(names[time + 1], action.successors, strict=True) if p}
                        if action.successors
                        else {},
                    )
                    for name, action in actions.items()
                }
                prior[state] = {name: _mpq(action.prior) for name, action in actions.items()}
                if self.pairs:
                    second[time + 1, state] = {name: _mpq(action.second) for name, action in actions.items()}
        start = {s: _mpq(p) for s, p in zip(names[0], self.starts[code[0]], strict=True)}
        model = Model("counterexample", len(self.shape), start, states, prior)
        return Instance(model, Policy(second) if self.pairs else None)


def _mpq(value: Fraction | None) -> Number:
    assert value is not None
    return gmpy2.mpq(value.numerator, value.denominator)


def _mask(kind: StateType) -> int:
    """The later states that some action of a type reaches, as bits."""
    return sum(
        1 << i for i in range(len(kind.actions[0].successors)) if any(a.successors[i] for a in kind.actions)
    )


def _multiply(left: Counter[int], right: Counter[int]) -> Counter[int]:
    product: Counter[int] = Counter()
    for (i, a), (j, b) in itertools.product(left.items(), right.items()):
        product[i + j] += a * b
    return product


def _relabelled_indices(kinds: Sequence[StateType], order: tuple[int, ...]) -> list[int]:
    index = {kind.actions: i for i, kind in enumerate(kinds)}
    return [
        index[
            tuple(
                sorted(
                    (a._replace(successors=tuple(a.successors[i] for i in order)) for a in kind.actions),
                    key=_action_key,
                )
            )
        ]
        for kind in kinds
    ]


def _state_types(actions: int, following: int, most_complexity: int, pairs: bool) -> tuple[StateType, ...]:
    """The types of a state with so many actions and so many states after it."""
    seconds: Sequence[tuple[Fraction | None, ...]] = POLICY_ROWS[actions] if pairs else [(None,) * actions]
    labellings: Counter[tuple[ActionType, ...]] = Counter()
    complexities: dict[tuple[ActionType, ...], int] = {}
    for prior, second in itertools.product(POLICY_ROWS[actions], seconds):
        uneven = _is_uneven(prior) + _is_uneven(second)
        for choices in itertools.product(
            itertools.product(WEIGHTS, SUCCESSOR_ROWS[following]), repeat=actions
        ):
            spread = sum(_is_spread(row) for row in {row for _, row in choices})
            complexity = uneven + spread + sum(w != 1 for w in {w for w, _ in choices})
            if complexity <= most_complexity:
                kind = tuple(
                    sorted(
                        (
                            ActionType(w, row, p, x)
                            for (w, row), p, x in zip(choices, prior, second, strict=True)
                        ),
                        key=_action_key,
                    )
                )
                labellings[kind] += 1
                complexities[kind] = complexity
    kinds = (StateType(kind, complexities[kind], count) for kind, count in labellings.items())
    return tuple(sorted(kinds, key=lambda kind: (kind.complexity, [_action_key(a) for a in kind.actions])))


def _action_key(action: ActionType) -> tuple[int, int, Fraction, Fraction]:
    """The order of actions: by weight and successors as they are listed, then the likelier first."""
    return (
        WEIGHTS.index(action.weight),
        SUCCESSOR_ROWS[len(action.successors)].index(action.successors),
        -action.prior,
        -(action.second or Fraction(0)),
    )
