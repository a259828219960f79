"""A model with its elements numbered, space by space, as evaluation runs over them.

Points, choices, transitions, trajectories and pairs are the integers 0, 1, 2, … in the order in which
``certificates/FORMAT.md`` lists them, so that a table is a list.  Trajectories and pairs are listed only if
something asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeAlias

import gmpy2
from coherence_exact.errors import ArgumentError, PolicyError
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.rationals import quote
from coherence_exact.exact.symbolic import expression_of
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.sorts import Space
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, State

Members: TypeAlias = list[Any]
"""For each element of a coarse space, the elements of a finer one that belong to it."""

MOST_TRAJECTORIES = 1_000_000
"""Models with more trajectories than this have no table over them."""


def _exact(value: Any) -> Any:
    """A number of a model as evaluation takes it: rationals as ``gmpy2.mpq``."""
    return gmpy2.mpq(value.numerator, value.denominator) if is_rational(value) else expression_of(value)


class Layout:
    """The numbered elements of one model, and its data as tables.

    - ``point_of_choice``, ``choice_of_transition``, ``point_of_transition``: where each belongs;
    - ``next_of_transition``: the decision point (t+1, s') that each transition leads to;
    - ``members(from, to)``: for each element of ``to``, its elements of ``from``.
    """

    def __init__(
        self, model: Model, second_policy: Policy | None = None, prior: Policy | None = None
    ) -> None:
        self.model = model
        self._prior = prior
        self._second_policy = second_policy
        self.points = list(model.points)

    @cached_property
    def choices(self) -> list[tuple[Any, ...]]:
        """(t, s, a) for each choice."""
        states = self.model.states
        return [(time, state, action) for time, state in self.points for action in states[state]]

    @cached_property
    def choices_of_point(self) -> list[range]:
        """The choices of each decision point."""
        ends = list(accumulate(len(self.model.states[state]) for _, state in self.points))
        return list(map(range, [0, *ends], ends))

    @cached_property
    def point_of_choice(self) -> list[int]:
        """The decision point of each choice."""
        return [point for point, row in enumerate(self.choices_of_point) for _ in row]

    # Transitions

    @cached_property
    def _transitions(self) -> list[tuple[int, int, Any]]:
        """(choice, decision point that follows, probability) for each transition."""
        number = {point: i for i, point in enumerate(self.points)}
        rows = (row for decision in self.model.decisions for row in decision.successors.values())
        return [
            (choice, number[following], _exact(p)) for choice, row in enumerate(rows) for following, p in row
        ]

    @cached_property
    def choice_of_transition(self) -> list[int]:
        """The choice with which each transition begins."""
        return [choice for choice, _, _ in self._transitions]

    @cached_property
    def next_of_transition(self) -> list[int]:
        """The decision point to which each transition leads."""
        return [following for _, following, _ in self._transitions]

    @cached_property
    def dynamics(self) -> list[Any]:
        """τ(s'|s, a) over transitions."""
        return [p for _, _, p in self._transitions]

    @cached_property
    def transitions_of_choice(self) -> list[range]:
        """The transitions that begin with each choice."""
        ends = list(accumulate(map(len, _grouped(self.choice_of_transition, len(self.choices)))))
        return list(map(range, [0, *ends], ends))

    # Data

    @cached_property
    def weight(self) -> list[Any]:
        """w(s, a) over choices."""
        return [_exact(weight) for row in self.model.weights.values() for weight in row.values()]

    @cached_property
    def prior(self) -> list[Any]:
        """p(a|s) over choices."""
        if self._prior is None or self.has_own_prior:
            return self._model_prior()
        return self.of_policy(self._prior)

    @property
    def has_own_prior(self) -> bool:
        """Whether the prior is that of the model, and nothing stands in for it."""
        return self._prior is None or self._prior is self.model.prior

    @property
    def second_policy(self) -> list[Any]:
        """The second policy over choices, undefined where there is none."""
        given = self._second_policy
        return [UNDEFINED] * len(self.choices) if given is None else self.of_policy(given)

    def of_policy(self, policy: Policy) -> list[Any]:
        """A policy as a table over choices; an action that a row leaves out has probability 0."""
        rows = policy.rows
        try:
            return [_exact(rows[time, state].get(action, 0)) for time, state, action in self.choices]
        except KeyError as error:
            time, state = error.args[0]
            raise PolicyError(
                f"the policy has no row at time {time}, state {quote(state)}; give one"
            ) from error

    def _model_prior(self) -> list[Any]:
        """The model's prior over choices; a state's numbers are the same objects whenever it recurs."""
        model = self.model
        prior = model.prior
        rows: dict[State, list[Any]] = {}
        of_layer: dict[int, list[Any]] = {}
        table: list[Any] = []
        for time, layer in enumerate(model.layers, start=1):
            if id(layer) not in of_layer:
                for state in layer:
                    if state not in rows:
                        rows[state] = [_exact(x) for x in prior[time, state].values()]
                of_layer[id(layer)] = [x for state in layer for x in rows[state]]
            table += of_layer[id(layer)]
        return table

    @cached_property
    def start(self) -> list[Any]:
        """μ(s) at t = 1, and 0 later."""
        start = self.model.start
        return [_exact(start[state]) if time == 1 else gmpy2.mpq(0) for time, state in self.points]

    @cached_property
    def time(self) -> list[Any]:
        """t over points."""
        return [gmpy2.mpq(time) for time, _ in self.points]

    @cached_property
    def last(self) -> list[bool]:
        """Whether t = T, over points."""
        return [time == self.model.horizon for time, _ in self.points]

    @cached_property
    def point_of_transition(self) -> list[int]:
        """The decision point at which each transition begins."""
        return [self.point_of_choice[choice] for choice in self.choice_of_transition]

    @cached_property
    def transitions_into(self) -> list[list[int]]:
        """For each decision point the transitions that lead to it."""
        leading: list[list[int]] = [[] for _ in self.points]
        for transition, point in enumerate(self.next_of_transition):
            leading[point].append(transition)
        return leading

    @cached_property
    def _places(self) -> dict[Any, int]:
        places: dict[Any, int] = {point: i for i, point in enumerate(self.points)}
        return places | {choice: i for i, choice in enumerate(self.choices)}

    def entry(self, table: list[Any], place: tuple[Any, ...]) -> Any:
        """The entry of a table over points or choices at a place; undefined if the model has none there."""
        number = self._places.get(place)
        return UNDEFINED if number is None else table[number]

    # Trajectories

    @cached_property
    def trajectories(self) -> list[tuple[int, ...]]:
        """The choices of each trajectory, from every decision point, by their first choices."""
        return [choices for found in self._from_choice for choices, _ in found]

    @cached_property
    def chance(self) -> list[Any]:
        """The product of the dynamics along each trajectory."""
        return [chance for found in self._from_choice for _, chance in found]

    @cached_property
    def _from_choice(self) -> list[list[tuple[tuple[int, ...], Any]]]:
        one = gmpy2.mpq(1)
        found: list[list[tuple[tuple[int, ...], Any]]] = [[] for _ in self.choices]
        count = 0
        for choice in reversed(range(len(self.choices))):
            here = found[choice]
            if not self.transitions_of_choice[choice]:
                here.append(((choice,), one))
            for transition in self.transitions_of_choice[choice]:
                p = self.dynamics[transition]
                for later in self.choices_of_point[self.next_of_transition[transition]]:
                    here += [((choice, *rest), p * chance) for rest, chance in found[later]]
                    if count + len(here) > MOST_TRAJECTORIES:
                        raise ArgumentError(
                            f"the model has more than {MOST_TRAJECTORIES} trajectories, too many to list; "
                            "use a definition by backward induction, or a smaller model"
                        )
            count += len(here)
        return found

    @cached_property
    def tails(self) -> list[tuple[int, ...]]:
        """The choices of each trajectory but the first."""
        return [choices[1:] for choices in self.trajectories]

    @cached_property
    def ends(self) -> list[int]:
        """The last choice of each trajectory."""
        return [choices[-1] for choices in self.trajectories]

    @cached_property
    def first_of_trajectory(self) -> list[int]:
        """The first choice of each trajectory."""
        return [choices[0] for choices in self.trajectories]

    @cached_property
    def point_of_trajectory(self) -> list[int]:
        """The first decision point of each trajectory."""
        return [self.point_of_choice[choice] for choice in self.first_of_trajectory]

    @cached_property
    def trajectories_through(self) -> list[list[int]]:
        """For each choice the trajectories from t = 1 that contain it."""
        containing: list[list[int]] = [[] for _ in self.choices]
        for number, choices in enumerate(self.trajectories):
            if self.points[self.point_of_trajectory[number]][0] == 1:
                for choice in choices:
                    containing[choice].append(number)
        return containing

    # Pairs

    @cached_property
    def _pairs(self) -> list[tuple[int, int, int]]:
        return [
            (point, left, right)
            for point, choices in enumerate(self.choices_of_point)
            for left in choices
            for right in choices
        ]

    @cached_property
    def point_of_pair(self) -> list[int]:
        """The decision point of each pair of choices."""
        return [point for point, _, _ in self._pairs]

    @cached_property
    def left_of_pair(self) -> list[int]:
        """The first choice of each pair."""
        return [left for _, left, _ in self._pairs]

    @cached_property
    def right_of_pair(self) -> list[int]:
        """The second choice of each pair."""
        return [right for _, _, right in self._pairs]

    # Spaces

    @cached_property
    def all_points(self) -> range:
        """Every decision point."""
        return range(len(self.points))

    @cached_property
    def all_choices(self) -> range:
        """Every choice."""
        return range(len(self.choices))

    @cached_property
    def all_transitions(self) -> range:
        """Every transition."""
        return range(len(self.next_of_transition))

    @cached_property
    def all_trajectories(self) -> range:
        """Every trajectory."""
        return range(len(self.trajectories))

    @cached_property
    def all_pairs(self) -> range:
        """Every pair of choices."""
        return range(len(self.point_of_pair))

    @cached_property
    def transitions_of_point(self) -> Members:
        """The transitions that begin at each decision point."""
        return _grouped(self.point_of_transition, len(self.points))

    @cached_property
    def trajectories_of_point(self) -> Members:
        """The trajectories that begin at each decision point."""
        return _grouped(self.point_of_trajectory, len(self.points))

    @cached_property
    def trajectories_of_choice(self) -> Members:
        """The trajectories that begin with each choice."""
        return _grouped(self.first_of_trajectory, len(self.choices))

    @cached_property
    def pairs_of_point(self) -> Members:
        """The pairs of choices of each decision point."""
        return _grouped(self.point_of_pair, len(self.points))

    def elements(self, space: Space) -> range:
        """Every element of a space."""
        if space is Space.SCALAR:
            return range(1)
        found: range = getattr(self, f"all_{space.value}")
        return found

    def members(self, over: Space, to: Space) -> Members:
        """For each element of ``to``, the elements of ``over`` that belong to it."""
        found: Members = getattr(self, f"{over.value}_of_{to.value.removesuffix('s')}")
        return found

    def keys(self, space: Space) -> Iterator[Any]:
        """What each element of a space is called: (time, state), (time, state, action) and so on."""
        if space is Space.SCALAR:
            yield None
        elif space is Space.POINTS:
            yield from self.points
        elif space is Space.CHOICES:
            yield from self.choices
        elif space is Space.TRANSITIONS:
            for choice, following in zip(self.choice_of_transition, self.next_of_transition, strict=True):
                yield (*self.choices[choice], self.points[following][1])
        elif space is Space.TRAJECTORIES:
            for choices in self.trajectories:
                yield tuple(self.choices[choice] for choice in choices)
        else:
            for left, right in zip(self.left_of_pair, self.right_of_pair, strict=True):
                yield (*self.choices[left], self.choices[right][2])


def _grouped(owners: list[int], count: int) -> Members:
    """For each owner the elements that belong to it."""
    members: list[list[int]] = [[] for _ in range(count)]
    for element, owner in enumerate(owners):
        members[owner].append(element)
    return members
