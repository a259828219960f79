"""Models in the making: what a search for counterexamples varies, and makes smaller.

Vocabulary: a *sketch* is a layered model in small whole numbers: each state has a row of parts for the prior
(and one for a second policy), each action a weight and parts for the states that follow; a probability is a
part divided by the sum of its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TypeAlias, TypeVar

from coherence_exact.exact.fields import Number
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.families.shapes import Instance
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy

Parts: TypeAlias = tuple[int, ...]
Item = TypeVar("Item")


@dataclass(frozen=True)
class ActionSketch:
    """An action: its weight, and a part for each state of the next time; no parts at the last time."""

    weight: Fraction
    successors: Parts = ()


@dataclass(frozen=True)
class StateSketch:
    """A state: its actions, and the parts of the prior's row and of the second policy's."""

    actions: tuple[ActionSketch, ...]
    prior: Parts
    second: Parts = ()


@dataclass(frozen=True)
class Sketch:
    """The states of each time, and the parts of the start distribution."""

    layers: tuple[tuple[StateSketch, ...], ...]
    start: Parts

    @property
    def size(self) -> tuple[int, ...]:
        """What is made smaller, the most important first: times, states, actions, successors, odd numbers."""
        states = [state for layer in self.layers for state in layer]
        actions = [action for state in states for action in state.actions]
        numbers = sum(_oddness(action.weight) for action in actions)
        rows = [
            self.start,
            *(s.prior for s in states),
            *(s.second for s in states),
            *(a.successors for a in actions),
        ]
        numbers += sum(_unevenness(row) for row in rows)
        successors = sum(sum(map(bool, action.successors)) for action in actions)
        return len(self.layers), len(states), len(actions), successors, numbers

    @property
    def shape(self) -> tuple[int, int, int]:
        """The times, the most states at a time, and the most actions of a state."""
        most = max(len(state.actions) for layer in self.layers for state in layer)
        return len(self.layers), max(map(len, self.layers)), most

    @property
    def has_second(self) -> bool:
        """Whether there is a second policy."""
        return bool(self.layers[0][0].second)

    @property
    def trajectories(self) -> int:
        """The number of trajectories, from any decision point."""
        count, ahead = 0, [1]
        for layer in reversed(self.layers):
            ahead = [
                sum(
                    sum(n for n, part in zip(ahead, action.successors or (1,), strict=True) if part)
                    for action in state.actions
                )
                for state in layer
            ]
            count += sum(ahead)
        return count

    def instance(self, name: str = "counterexample") -> Instance:
        """The model, and the second policy if the sketch has one; with ``Fraction`` numbers."""
        names = [
            [_name(time, i, len(layer)) for i in range(len(layer))] for time, layer in enumerate(self.layers)
        ]
        states: dict[str, dict[str, Choice]] = {}
        prior: dict[str, dict[str, Fraction]] = {}
        second: dict[tuple[int, str], dict[str, Fraction]] = {}
        for time, layer in enumerate(self.layers):
            for state, sketch in zip(names[time], layer, strict=True):
                actions = {f"a{i}": action for i, action in enumerate(sketch.actions, start=1)}
                states[state] = {
                    action: Choice(
                        made.weight, _row(names[time + 1], made.successors) if made.successors else {}
                    )
                    for action, made in actions.items()
                }
                prior[state] = _row(list(actions), sketch.prior)
                if sketch.second:
                    second[time + 1, state] = _shares(list(actions), sketch.second)
        model = Model(name, len(self.layers), _row(names[0], self.start), states, prior)
        return Instance(model, Policy({point: second[point] for point in model.points}) if second else None)

    def smaller(self) -> Iterator[Sketch]:
        """Sketches that are one step smaller, the largest steps first."""
        yield from _without_times(self)
        yield from _without_states(self)
        yield from _without_actions(self)
        yield from _without_successors(self)
        yield from _with_plainer_numbers(self)


def sketch_of(model: Model, second: Policy | None = None) -> Sketch:
    """The sketch of a model with rational numbers, unrolled over time."""
    layers = []
    for time, layer in enumerate(model.layers, start=1):
        following = model.layers[time] if time < model.horizon else ()
        states = []
        for state in layer:
            choices = model.states[state]
            actions = tuple(
                ActionSketch(
                    to_fraction(choice.weight), parts_of([choice.successors.get(s, 0) for s in following])
                )
                for choice in choices.values()
            )
            rows = [
                parts_of([policy[time, state].get(a, 0) for a in choices])
                for policy in _policies(model, second)
            ]
            states.append(StateSketch(actions, *rows))
        layers.append(tuple(states))
    return Sketch(tuple(layers), parts_of([model.start[state] for state in model.layers[0]]))


def _policies(model: Model, second: Policy | None) -> list[Policy]:
    return [model.prior] if second is None else [model.prior, second]


def parts_of(row: Sequence[Number]) -> Parts:
    """Numbers in proportion as the smallest whole ones."""
    fractions = [to_fraction(number) for number in row]
    whole = lcm(*(number.denominator for number in fractions))
    return tuple(int(number * whole) for number in fractions)


def _oddness(weight: Fraction) -> int:
    return 0 if weight == 1 else 1 if weight in (0, Fraction(1, 2)) else 2 + weight.denominator


def _unevenness(row: Parts) -> int:
    return 0 if len({part for part in row if part}) <= 1 and all(row) else 1 + sum(row)


def _name(time: int, number: int, width: int) -> str:
    letter = "suxyz"[time] if time < 5 else f"s{time + 1}."
    return f"{letter}{number + 1}" if width > 1 else letter


def _shares(names: list[str], parts: Parts) -> dict[str, Fraction]:
    return {name: Fraction(part, sum(parts)) for name, part in zip(names, parts, strict=True)}


def _row(names: list[str], parts: Parts) -> dict[str, Fraction]:
    whole = sum(parts)
    return {
        name: Fraction(part, whole) for name, part in zip(names, parts, strict=True) if part or whole == 0
    }


# Steps


def _without_times(sketch: Sketch) -> Iterator[Sketch]:
    if len(sketch.layers) == 1:
        return
    later = sketch.layers[1:]
    for number in range(len(later[0])):
        yield pruned(Sketch(later, tuple(int(i == number) for i in range(len(later[0])))))
    last = tuple(
        replace(state, actions=tuple(ActionSketch(action.weight) for action in state.actions))
        for state in sketch.layers[-2]
    )
    yield Sketch((*sketch.layers[:-2], last), sketch.start)


def _without_states(sketch: Sketch) -> Iterator[Sketch]:
    for time, layer in enumerate(sketch.layers):
        for number in range(len(layer) if len(layer) > 1 else 0):
            without = _without_state(sketch, time, number)
            if without is not None:
                yield pruned(without)


def _without_state(sketch: Sketch, time: int, number: int) -> Sketch | None:
    """The sketch without a state; None if an action led there only."""
    layers = list(sketch.layers)
    layers[time] = _left_out(layers[time], number)
    start = sketch.start
    if time == 0:
        start = _left_out(start, number)
        return Sketch(tuple(layers), start) if any(start) else None
    before = []
    for state in layers[time - 1]:
        actions = tuple(
            replace(action, successors=_left_out(action.successors, number)) for action in state.actions
        )
        if not all(any(action.successors) for action in actions):
            return None
        before.append(replace(state, actions=actions))
    layers[time - 1] = tuple(before)
    return Sketch(tuple(layers), start)


def _without_actions(sketch: Sketch) -> Iterator[Sketch]:
    for time, number, state in _states(sketch):
        for action in range(len(state.actions) if len(state.actions) > 1 else 0):
            prior, second = _left_out(state.prior, action), _left_out(state.second, action)
            if any(prior) and (not state.second or any(second)):
                smaller = StateSketch(_left_out(state.actions, action), prior, second)
                yield pruned(_with_state(sketch, time, number, smaller))


def _without_successors(sketch: Sketch) -> Iterator[Sketch]:
    for time, number, state in _states(sketch):
        for position, action in enumerate(state.actions):
            if sum(map(bool, action.successors)) > 1:
                for following, part in enumerate(action.successors):
                    if part:
                        row = _put(action.successors, following, 0)
                        changed = _put(state.actions, position, replace(action, successors=row))
                        yield pruned(_with_state(sketch, time, number, replace(state, actions=changed)))


def _with_plainer_numbers(sketch: Sketch) -> Iterator[Sketch]:
    for plainer in _plainer_rows(sketch.start):
        yield pruned(replace(sketch, start=plainer))
    for time, number, state in _states(sketch):
        for row in _plainer_rows(state.prior):
            yield _with_state(sketch, time, number, replace(state, prior=row))
        for row in _plainer_rows(state.second):
            yield _with_state(sketch, time, number, replace(state, second=row))
        for position, action in enumerate(state.actions):
            weights = [Fraction(1), Fraction(1, 2), Fraction(0), Fraction(1, 3), Fraction(1, 10)]
            for weight in weights:
                if _oddness(weight) < _oddness(action.weight):
                    changed = _put(state.actions, position, replace(action, weight=weight))
                    yield _with_state(sketch, time, number, replace(state, actions=changed))
            for row in _plainer_rows(action.successors):
                changed = _put(state.actions, position, replace(action, successors=row))
                yield pruned(_with_state(sketch, time, number, replace(state, actions=changed)))


def _plainer_rows(row: Parts) -> Iterator[Parts]:
    """Rows of smaller unevenness: even ones, point masses, and those with smaller parts."""
    if not row or len(row) == 1:
        return
    support = tuple(int(part > 0) for part in row)
    candidates = [(1,) * len(row), support]
    candidates += [tuple(int(i == j) for i in range(len(row))) for j in range(len(row))]
    candidates += [tuple(min(part, 1 + (part > 1)) for part in row), tuple((part + 1) // 2 for part in row)]
    for candidate in dict.fromkeys(candidates):
        if candidate != row and _unevenness(candidate) < _unevenness(row):
            yield candidate


def _states(sketch: Sketch) -> Iterator[tuple[int, int, StateSketch]]:
    for time, layer in enumerate(sketch.layers):
        for number, state in enumerate(layer):
            yield time, number, state


def _with_state(sketch: Sketch, time: int, number: int, state: StateSketch) -> Sketch:
    return replace(sketch, layers=_put(sketch.layers, time, _put(sketch.layers[time], number, state)))


def pruned(sketch: Sketch) -> Sketch:
    """The sketch without the states that nothing reaches."""
    for time, layer in enumerate(sketch.layers):
        for number in range(len(layer)):
            if time == 0:
                reached = sketch.start[number] > 0
            else:
                before = (action for state in sketch.layers[time - 1] for action in state.actions)
                reached = any(action.successors[number] for action in before)
            if not reached:
                without = _without_state(sketch, time, number)
                assert without is not None
                return pruned(without)
    return sketch


def _put(row: tuple[Item, ...], position: int, value: Item) -> tuple[Item, ...]:
    return (*row[:position], value, *row[position + 1 :])


def _left_out(row: tuple[Item, ...], position: int) -> tuple[Item, ...]:
    return (*row[:position], *row[position + 1 :])
