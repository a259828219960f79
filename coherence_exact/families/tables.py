"""The numbers of many models of one shape, as arrays of integers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import gmpy2
import numpy as np

from coherence_exact.families.codes import Codes
from coherence_exact.families.shapes import Instance, ShapeFamily, StateType
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy

Numerators: TypeAlias = "tuple[np.ndarray[Any, np.dtype[np.int64]], int]"
"""Integers, a row for each element and a column for each model, and the number that divides them."""


class Tables:
    """The models of a shape as arrays, over the elements of its densest model."""

    def __init__(self, family: ShapeFamily) -> None:
        self._family = family
        kinds = [of_state for layer in family.types for of_state in layer]
        self._tables = {
            "weight": _tables(kinds, lambda kind: [action.weight for action in kind.actions]),
            "dynamics": _tables(
                kinds, lambda kind: [p for action in kind.actions for p in action.successors]
            ),
            "prior": _tables(kinds, lambda kind: [action.prior for action in kind.actions]),
        }
        if family.pairs:
            self._tables["second_policy"] = _tables(
                kinds, lambda kind: [action.second or Fraction(0) for action in kind.actions]
            )
        self._starts, self._start_divisor = _integers(family.starts)

    @property
    def densest(self) -> Instance:
        """A model of the shape in which every action may lead to every state of the next time."""
        names = self._family.names
        states = {
            state: {
                f"a{i + 1}": Choice(gmpy2.mpq(1), {s: gmpy2.mpq(1, len(later)) for s in later})
                for i in range(actions)
            }
            for layer, own, later in zip(self._family.shape, names, [*names[1:], []], strict=True)
            for state, actions in zip(own, layer, strict=True)
        }
        start = {s: gmpy2.mpq(1, len(names[0])) for s in names[0]}
        model = Model("densest", len(names), start, states)
        return Instance(model, Policy(model.prior.rows) if self._family.pairs else None)

    def numerators(self, codes: Codes) -> dict[str, Numerators]:
        """``prior``, ``weight``, ``dynamics``, ``start``, with pairs ``second_policy``, of some models."""
        start, *types = np.ascontiguousarray(codes.T)
        found = {name: (_columns(tables, types), divisor) for name, (tables, divisor) in self._tables.items()}
        later = sum(map(len, self._family.shape[1:]))
        nothing = np.zeros((later, 1), dtype=np.int64)
        found["start"] = (
            _columns([self._starts, nothing], [start, np.zeros_like(start)]),
            self._start_divisor,
        )
        return found

    def with_most_zeros(self, codes: Codes) -> list[int]:
        """For each kind of numbers the first of some models that has the most zeros among them."""
        _, *types = np.ascontiguousarray(codes.T)
        found = []
        for tables, _ in self._tables.values():
            zeros = [(table == 0).sum(axis=0) for table in tables]
            counts = sum(of_state[chosen] for of_state, chosen in zip(zeros, types, strict=True))
            found.append(int(np.argmax(counts)))
        return found


def _columns(tables: Sequence[Any], chosen: Sequence[Any]) -> Any:
    """Of each table the columns that are chosen of it, below each other."""
    found = np.empty((sum(map(len, tables)), len(chosen[0])), dtype=np.int64)
    first = 0
    for table, columns in zip(tables, chosen, strict=True):
        # Without "clip" numpy checks the columns in a copy, which takes longer than all the rest.
        np.take(table, columns, axis=1, out=found[first : first + len(table)], mode="clip")
        first += len(table)
    return found


def _tables(kinds: list[tuple[StateType, ...]], numbers: Any) -> tuple[list[Any], int]:
    """For each state the integers of its types, a column for each, and the number that divides them all."""
    rows = [[numbers(kind) for kind in of_state] for of_state in kinds]
    divisor = _divisor(itertools.chain.from_iterable(itertools.chain.from_iterable(rows)))
    return [_over(of_state, divisor) for of_state in rows], divisor


def _integers(rows: Iterable[Iterable[Fraction]]) -> tuple[Any, int]:
    listed = [list(row) for row in rows]
    divisor = _divisor(itertools.chain.from_iterable(listed))
    return _over(listed, divisor), divisor


def _divisor(numbers: Iterable[Fraction]) -> int:
    return math.lcm(*(number.denominator for number in numbers))


def _over(rows: list[list[Fraction]], divisor: int) -> Any:
    width = len(rows[0]) if rows else 0
    numbers = np.array([[int(p * divisor) for p in row] for row in rows], dtype=np.int64)
    return np.ascontiguousarray(numbers.reshape(len(rows), width).T)
