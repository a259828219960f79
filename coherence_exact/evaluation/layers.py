"""A model by layers: the numbers of each state once, as integers, for all times at which it recurs.

Vocabulary: a *layer* lists the states that are reached at one time; a *table* is a list over the choices of
all decision points, in the order of a :class:`~coherence_exact.evaluation.layout.Layout`, so that the rows
of a layer follow one another in it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

import gmpy2
from coherence_exact.exact.fields import RATIONAL_TYPES
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import State

Integer: TypeAlias = Any
"""A ``gmpy2.mpz``."""

Table: TypeAlias = list[Any]

Made = TypeVar("Made")


class StateNumbers(NamedTuple):
    """The weights and the dynamics of a state's actions, each over a common denominator.

    ``successors[a]`` lists (s', numerator of τ(s'|s, a)) where it is positive, with s' by its number.
    """

    weights: list[Integer]
    weight_denominator: Integer
    successors: list[list[tuple[int, Integer]]]
    dynamics_denominator: Integer


class Place(NamedTuple):
    """A decision point: its number, its state's number, and where its row begins and ends in a table."""

    point: int
    state: int
    begin: int
    end: int


class Layers:
    """A model without symbols, by layers."""

    def __init__(self, model: Model) -> None:
        names = list(dict.fromkeys(state for layer in model.layers for state in layer))
        number = {name: i for i, name in enumerate(names)}
        self.states = [_numbers_of(model.states[name].values(), number) for name in names]
        self.start = {number[name]: _exact(model.start[name]) for name in model.start_states}
        self.horizon = model.horizon
        self._times = [[number[name] for name in layer] for layer in _distinct(model.layers)]
        self._layer_at = _positions(model.layers)
        self._begins = self._beginnings()

    def _beginnings(self) -> list[tuple[int, int]]:
        sizes = [len(numbers.weights) for numbers in self.states]
        widths = [(len(layer), sum(sizes[state] for state in layer)) for layer in self._times]
        begins, point, choice = [], 0, 0
        for position in self._layer_at:
            begins.append((point, choice))
            point, choice = point + widths[position][0], choice + widths[position][1]
        return [*begins, (point, choice)]

    def number_of_layer(self, time: int) -> int:
        """A number that is the same for times at which the same states are met."""
        return self._layer_at[time - 1]

    def states_at(self, time: int) -> list[int]:
        """The numbers of the states that are met at a time from 1 to T."""
        return self._times[self._layer_at[time - 1]]

    def choices_at(self, time: int) -> tuple[int, int]:
        """Where the choices of a time from 1 to T begin and end in a table."""
        return self._begins[time - 1][1], self._begins[time][1]

    def at(self, time: int) -> Iterator[Place]:
        """The decision points at a time from 1 to T, in the order of tables."""
        point, begin = self._begins[time - 1]
        for state in self._times[self._layer_at[time - 1]]:
            end = begin + len(self.states[state].weights)
            yield Place(point, state, begin, end)
            point, begin = point + 1, end


def made_once(make: Callable[[Model], Made]) -> Callable[[Model], Made]:
    """A function of a model that remembers its result for as long as the model lives."""
    remembered: dict[int, Made] = {}

    def function(model: Model) -> Made:
        if id(model) not in remembered:
            remembered[id(model)] = make(model)
            weakref.finalize(model, remembered.pop, id(model))
        return remembered[id(model)]

    return function


@made_once
def layers_of(model: Model) -> Layers | None:
    """The model by layers, made once for each model; None if it has symbols."""
    return None if model.has_symbols else Layers(model)


def _distinct(layers: Sequence[tuple[State, ...]]) -> list[tuple[State, ...]]:
    return list({id(layer): layer for layer in layers}.values())


def _positions(layers: Sequence[tuple[State, ...]]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(id(layer), len(numbers)) for layer in layers]


def _numbers_of(choices: Any, number: dict[State, int]) -> StateNumbers:
    weights, weight_denominator = over_common_denominator([choice.weight for choice in choices])
    rows = [_successors(choice, number) for choice in choices]
    dynamics, dynamics_denominator = over_common_denominator([p for row in rows for _, p in row])
    numerators = iter(dynamics)
    successors = [[(state, next(numerators)) for state, _ in row] for row in rows]
    return StateNumbers(weights, weight_denominator, successors, dynamics_denominator)


def _successors(choice: Choice, number: dict[State, int]) -> list[tuple[int, Any]]:
    """Successors that are never reached are those of states that are met at t = T only."""
    return [(number[name], p) for name, p in choice.successors.items() if p != 0 and name in number]


def over_common_denominator(numbers: Sequence[Any]) -> tuple[list[Integer], Integer]:
    """Integers and the least denominator over which they are these rationals.

    >>> over_common_denominator([gmpy2.mpq(1, 2), gmpy2.mpq(1, 3)])
    ([mpz(3), mpz(2)], mpz(6))
    """
    below = gmpy2.lcm(*(gmpy2.mpz(x.denominator) for x in numbers))
    return [gmpy2.mpz(x.numerator) * (below // x.denominator) for x in numbers], below


def _exact(value: Any) -> Any:
    return gmpy2.mpq(value.numerator, value.denominator)


def is_table_of_rationals(table: Sequence[Any]) -> bool:
    """Whether all entries are rationals of at least 0."""
    return are_rationals(table) and not any(map(gmpy2.mpq(0).__gt__, table))


def are_rationals(table: Sequence[Any]) -> bool:
    """Whether all entries are rationals."""
    return set(map(type, table)) <= RATIONAL_TYPES
