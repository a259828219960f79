"""Spaces and sorts: what a term denotes.

Vocabulary: a value is a table over one *space* of a model, with an entry for each of its elements; a *sort*
is a space together with the kind of entries, numbers or truths.  A policy is a table of numbers over choices
whose rows are distributions.  A table over a coarse space is *spread* where one over a finer space is needed:
v(s) to each of the state's choices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Space(Enum):
    """The spaces of a model, in the notation of certificates."""

    SCALAR = "scalar"
    POINTS = "points"
    CHOICES = "choices"
    TRANSITIONS = "transitions"
    TRAJECTORIES = "trajectories"
    PAIRS = "pairs"

    def spreads_to(self, finer: Space) -> bool:
        """Whether a table over this space can stand where one over ``finer`` is needed.

        >>> Space.POINTS.spreads_to(Space.PAIRS), Space.CHOICES.spreads_to(Space.PAIRS)
        (True, False)
        """
        return self is finer or finer in _SPREADS[self]

    def reduces_to(self, coarser: Space) -> bool:
        """Whether each element of ``coarser`` has elements of this space: choices of a point, and so on."""
        return self is not coarser and coarser.spreads_to(self)


_SPREADS = {
    Space.SCALAR: frozenset(Space),
    Space.POINTS: frozenset({Space.CHOICES, Space.TRANSITIONS, Space.TRAJECTORIES, Space.PAIRS}),
    Space.CHOICES: frozenset({Space.TRANSITIONS, Space.TRAJECTORIES}),
    Space.TRANSITIONS: frozenset[Space](),
    Space.TRAJECTORIES: frozenset[Space](),
    Space.PAIRS: frozenset[Space](),
}


def common_space(spaces: Iterable[Space]) -> Space | None:
    """The coarsest space to which tables over all of some spaces can be spread; None if there is none.

    >>> common_space([Space.SCALAR, Space.POINTS, Space.CHOICES])
    <Space.CHOICES: 'choices'>
    """
    found = Space.SCALAR
    for space in spaces:
        if found.spreads_to(space):
            found = space
        elif not space.spreads_to(found):
            return None
    return found


@dataclass(frozen=True, slots=True)
class Sort:
    """What a term denotes: a table over a space, of numbers or of truths, perhaps a policy."""

    space: Space
    is_truth: bool = False
    is_policy: bool = False

    def accepts(self, other: Sort) -> bool:
        """Whether a term of the other sort can stand where one of this sort is needed."""
        if self.is_policy:
            return other.is_policy
        return self.is_truth is other.is_truth and other.space.spreads_to(self.space)

    def __str__(self) -> str:
        if self.is_policy:
            return "policy"
        if self.space is Space.SCALAR:
            return "truth" if self.is_truth else "number"
        return f"truths of {self.space.value}" if self.is_truth else self.space.value


NUMBER = Sort(Space.SCALAR)
TRUTH = Sort(Space.SCALAR, is_truth=True)
POINTS = Sort(Space.POINTS)
CHOICES = Sort(Space.CHOICES)
TRANSITIONS = Sort(Space.TRANSITIONS)
TRAJECTORIES = Sort(Space.TRAJECTORIES)
POLICY = Sort(Space.CHOICES, is_policy=True)

SORTS = {
    str(sort): sort
    for sort in (POLICY, *(Sort(space, is_truth) for space in Space for is_truth in (False, True)))
}
"""Every sort by its name."""
