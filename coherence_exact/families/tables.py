"""The numbers of many models of one shape, as arrays of integers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
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
        found = {}
        for name, (tables, divisor) in self._tables.items():
            rows = [table[:, of_state] for table, of_state in zip(tables, types, strict=True)]
            found[name] = np.concatenate(rows), divisor
        later = sum(map(len, self._family.shape[1:]))
        found["start"] = (
            np.concatenate([self._starts[:, start], np.zeros((later, len(codes)), dtype=np.int64)]),
            self._start_divisor,
        )
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
