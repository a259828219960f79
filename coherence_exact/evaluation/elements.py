"""The elements of a layout as arrays of rows, all of them or those at one time."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.layout import Layout
from coherence_exact.language.sorts import Space

MOST_TRAJECTORIES = 20_000

Found = TypeVar("Found")


class Elements:
    """The elements of a layout, all of them or those at one time, numbered from 0."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._known: dict[Any, Any] = {}

    def _once(self, key: Any, compute: Callable[[], Found]) -> Found:
        if key not in self._known:
            self._known[key] = compute()
        found: Found = self._known[key]
        return found

    def elements(self, space: Space, layer: int | None) -> range:
        """The elements of a space, or those at a time."""
        if layer is None or space is Space.SCALAR:
            return self.layout.elements(space)
        if space in (Space.TRAJECTORIES, Space.PAIRS):
            raise unsupported(f"{space.value} inside of back or forth")
        found: range = self._once((space, layer), lambda: self._at_time(space, layer))
        return found

    def _at_time(self, space: Space, layer: int) -> range:
        times = [time for time, _ in self.layout.points]
        points = range(times.index(layer), len(times) - times[::-1].index(layer))
        if space is Space.POINTS:
            return points
        groups = self.layout.choices_of_point
        choices = range(groups[points[0]].start, groups[points[-1]].stop)
        if space is Space.CHOICES:
            return choices
        of_choice = self.layout.transitions_of_choice
        return range(of_choice[choices[0]].start, of_choice[choices[-1]].stop)

    def owners(self, coarser: Space, finer: Space, layer: int | None) -> list[int]:
        """Where each element of a finer space belongs."""
        return self._once(("owners", coarser, finer, layer), lambda: self._owners(coarser, finer, layer))

    def _owners(self, coarser: Space, finer: Space, layer: int | None) -> list[int]:
        found: list[int] = getattr(self.layout, _OWNERS[coarser, finer])
        first = self.elements(coarser, layer).start
        return [found[element] - first for element in self.elements(finer, layer)]

    def groups(self, over: Space, to: Space, layer: int | None) -> Groups:
        """For each element of a coarser space, the elements of a finer one that belong to it."""
        return self._once(("groups", over, to, layer), lambda: self._groups(over, to, layer))

    def _groups(self, over: Space, to: Space, layer: int | None) -> Groups:
        elements = self.elements(over, layer)
        if to is Space.SCALAR:
            return Groups([range(len(elements))])
        members = self.layout.members(over, to)
        return Groups([[e - elements.start for e in members[owner]] for owner in self.elements(to, layer)])

    def following(self, layer: int | None) -> list[int]:
        """The decision point to which each transition leads."""
        first = 0 if layer is None else self.elements(Space.POINTS, layer + 1).start
        following = self.layout.next_of_transition
        return [following[transition] - first for transition in self.elements(Space.TRANSITIONS, layer)]

    def leading_here(self, layer: int | None) -> Groups:
        """For each decision point the transitions that lead to it."""
        first = 0 if layer in (None, 1) else self.elements(Space.TRANSITIONS, (layer or 0) - 1).start
        points = self.elements(Space.POINTS, layer)
        return self._once(
            ("into", layer),
            lambda: Groups([[e - first for e in self.layout.transitions_into[point]] for point in points]),
        )

    @cached_property
    def along_choices(self) -> Any:
        """The choices of each trajectory, filled up with a number that is no choice."""
        found = self.layout.trajectories
        if len(found) > MOST_TRAJECTORIES:
            raise unsupported(f"more than {MOST_TRAJECTORIES} trajectories")
        return _filled(found, len(self.layout.choices))

    @cached_property
    def along_transitions(self) -> Any:
        """The transitions of each trajectory, filled up with a number that is none."""
        layout = self.layout
        between = {
            (choice, layout.next_of_transition[transition]): transition
            for choice, transitions in enumerate(layout.transitions_of_choice)
            for transition in transitions
        }
        rows = [
            [between[choice, layout.point_of_choice[later]] for choice, later in itertools.pairwise(choices)]
            for choices in layout.trajectories
        ]
        return _filled(rows, len(layout.next_of_transition))

    @property
    def through(self) -> Groups:
        """For each choice the trajectories from t = 1 that contain it."""
        return self._once("through", lambda: Groups(self.layout.trajectories_through))


_OWNERS = {
    (Space.POINTS, Space.CHOICES): "point_of_choice",
    (Space.POINTS, Space.TRANSITIONS): "point_of_transition",
    (Space.POINTS, Space.TRAJECTORIES): "point_of_trajectory",
    (Space.POINTS, Space.PAIRS): "point_of_pair",
    (Space.CHOICES, Space.TRANSITIONS): "choice_of_transition",
    (Space.CHOICES, Space.TRAJECTORIES): "first_of_trajectory",
}


def unsupported(what: str) -> ArgumentError:
    """What is raised where many models cannot be evaluated at once."""
    return ArgumentError(f"{what} is not evaluated on many models at once")


def _filled(rows: list[Any], nothing: int) -> Any:
    """Rows of one length, filled up with a number."""
    width = max(map(len, rows), default=0)
    return np.array([[*row, *[nothing] * (width - len(row))] for row in rows], dtype=int).reshape(
        len(rows), width
    )
