"""Random layouts of models for a search: how many states and actions, and which states follow which.

Hypotheses that restrict layouts are met by construction.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from coherence_exact.definitions import hypotheses
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.verify.sketches import ActionSketch, Sketch, StateSketch, pruned

Shape: TypeAlias = tuple[int, int, int]
"""The most times, states at one time, and actions of a state."""


@dataclass(frozen=True)
class Asked:
    """What the hypotheses of a reading ask of every model."""

    pairs: bool
    deterministic: bool
    one_decision: bool
    single_start: bool
    equal_actions: bool
    finite_rewards: bool
    full_support: bool
    uniform_prior: bool
    terminal_rewards: bool

    @staticmethod
    def by(reading: Reading) -> Asked:
        """What the reading's hypotheses ask for."""
        given = frozenset(reading.given)
        return Asked(
            pairs=isinstance(reading.domain, EveryModel) and reading.domain.pairs,
            deterministic=hypotheses.deterministic in given,
            one_decision=hypotheses.one_decision in given,
            single_start=hypotheses.single_start in given,
            equal_actions=bool(
                {hypotheses.equal_action_counts, hypotheses.equal_action_counts_at_each_time} & given
            ),
            finite_rewards=hypotheses.finite_rewards in given,
            full_support=hypotheses.full_support in given,
            uniform_prior=hypotheses.uniform_prior in given,
            terminal_rewards=hypotheses.terminal_rewards in given,
        )


CONSTRUCTED = frozenset(
    {
        hypotheses.deterministic,
        hypotheses.one_decision,
        hypotheses.single_start,
        hypotheses.equal_action_counts,
        hypotheses.equal_action_counts_at_each_time,
        hypotheses.finite_rewards,
        hypotheses.full_support,
        hypotheses.uniform_prior,
        hypotheses.terminal_rewards,
    }
)
"""The hypotheses that every random model meets if a reading has them."""


def random_sketch(shape: Shape, asked: Asked, numbers: random.Random) -> Sketch:
    """A random layout within a shape, with plain numbers; a tree where the shape has room for one."""
    times, most_states, most_actions = shape
    if asked.one_decision:
        times = 1
    if 1 < most_actions ** (times - 1) <= most_states and numbers.random() < 0.75:
        return _tree(times, most_actions, asked.pairs)
    is_deterministic = asked.deterministic or numbers.random() < 0.25
    several = not asked.single_start and numbers.random() < 0.3
    widths = [numbers.randint(2, max(2, most_states)) if several else 1]
    widths += [numbers.randint(1, most_states) for _ in range(times - 1)]
    same = numbers.randint(2, most_actions)
    layers: list[tuple[StateSketch, ...]] = []
    for time, width in enumerate(widths):
        following = widths[time + 1] if time + 1 < times else 0
        counts = [
            same if asked.equal_actions or numbers.random() < 0.6 else numbers.randint(1, most_actions)
            for _ in range(width)
        ]
        rows = [[_successors(following, is_deterministic, numbers) for _ in range(n)] for n in counts]
        _reach_all(rows, following, is_deterministic, numbers)
        layers.append(tuple(_state(of_state, asked.pairs) for of_state in rows))
    return pruned(Sketch(tuple(layers), (1,) * widths[0]))


def _tree(times: int, actions: int, pairs: bool) -> Sketch:
    """The model in which every sequence of actions leads to a state of its own."""
    layers = []
    for time in range(times):
        following = actions ** (time + 1) if time + 1 < times else 0
        layers.append(
            tuple(
                _state(
                    [
                        tuple(int(i == state * actions + action) for i in range(following))
                        for action in range(actions)
                    ],
                    pairs,
                )
                for state in range(actions**time)
            )
        )
    return Sketch(tuple(layers), (1,))


def _state(rows: list[tuple[int, ...]], pairs: bool) -> StateSketch:
    even = (1,) * len(rows)
    return StateSketch(tuple(ActionSketch(Fraction(1), row) for row in rows), even, even if pairs else ())


def _successors(following: int, is_deterministic: bool, numbers: random.Random) -> tuple[int, ...]:
    if not following:
        return ()
    count = 1 if is_deterministic or numbers.random() < 0.4 else numbers.randint(1, following)
    chosen = numbers.sample(range(following), count)
    return tuple(int(i in chosen) for i in range(following))


def _reach_all(
    rows: list[list[tuple[int, ...]]], following: int, is_deterministic: bool, numbers: random.Random
) -> None:
    """Lead some action to each later state that none reaches, as far as there are actions."""
    for state in range(following):
        if not any(row[state] for of_state in rows for row in of_state):
            of_state = numbers.choice(rows)
            position = numbers.randrange(len(of_state))
            kept = (0,) * following if is_deterministic else of_state[position]
            of_state[position] = (*kept[:state], 1, *kept[state + 1 :])


# Changes


def rearranged(sketch: Sketch, shape: Shape, asked: Asked, numbers: random.Random) -> Sketch:
    """The sketch with another arrow, one action or state more, or one step smaller; within the shape."""
    step = numbers.choice((_redirected, _redirected, _with_action, _with_state, _with_time, _smaller))
    changed = step(sketch, shape, asked, numbers)
    return sketch if changed is None else pruned(changed)


def _redirected(sketch: Sketch, _: Shape, asked: Asked, numbers: random.Random) -> Sketch | None:
    if len(sketch.layers) == 1:
        return None
    time = numbers.randrange(len(sketch.layers) - 1)
    number = numbers.randrange(len(sketch.layers[time]))
    state = sketch.layers[time][number]
    position = numbers.randrange(len(state.actions))
    row = _successors(len(sketch.layers[time + 1]), asked.deterministic, numbers)
    actions = list(state.actions)
    actions[position] = replace(actions[position], successors=row)
    return _put_state(sketch, time, number, replace(state, actions=tuple(actions)))


def _with_action(sketch: Sketch, shape: Shape, asked: Asked, numbers: random.Random) -> Sketch | None:
    time = numbers.randrange(len(sketch.layers))
    layer = sketch.layers[time]
    chosen = range(len(layer)) if asked.equal_actions else [numbers.randrange(len(layer))]
    if any(len(layer[number].actions) >= shape[2] for number in chosen):
        return None
    if asked.equal_actions and len(sketch.layers) > 1 and numbers.random() < 0.5:
        return None
    for number in chosen:
        state = sketch.layers[time][number]
        position = numbers.randrange(len(state.actions))
        grown = StateSketch(
            (*state.actions, state.actions[position]),
            (*state.prior, state.prior[position]),
            (*state.second, state.second[position]) if state.second else (),
        )
        sketch = _put_state(sketch, time, number, grown)
    return sketch


def _with_state(sketch: Sketch, shape: Shape, asked: Asked, numbers: random.Random) -> Sketch | None:
    times = [t for t in range(1, len(sketch.layers)) if len(sketch.layers[t]) < shape[1]]
    if not times:
        return None
    time = numbers.choice(times)
    layers = list(sketch.layers)
    layers[time] = (*layers[time], numbers.choice(layers[time]))
    layers[time - 1] = tuple(
        replace(state, actions=tuple(replace(a, successors=(*a.successors, 0)) for a in state.actions))
        for state in layers[time - 1]
    )
    grown = Sketch(tuple(layers), sketch.start)
    number = numbers.randrange(len(layers[time - 1]))
    state = layers[time - 1][number]
    position = numbers.randrange(len(state.actions))
    kept = state.actions[position].successors
    row = (*((0,) * (len(kept) - 1) if asked.deterministic else kept[:-1]), 1)
    actions = list(state.actions)
    actions[position] = replace(actions[position], successors=row)
    return _put_state(grown, time - 1, number, replace(state, actions=tuple(actions)))


def _with_time(sketch: Sketch, shape: Shape, asked: Asked, numbers: random.Random) -> Sketch | None:
    if len(sketch.layers) >= shape[0] or asked.one_decision:
        return None
    width = len(sketch.layers[0])
    count = len(sketch.layers[0][0].actions) if asked.equal_actions else numbers.randint(1, shape[2])
    rows = [_successors(width, asked.deterministic, numbers) for _ in range(count)]
    return Sketch(((_state(rows, asked.pairs),), *sketch.layers), (1,))


def _smaller(sketch: Sketch, _: Shape, asked: Asked, numbers: random.Random) -> Sketch | None:
    found = [smaller for smaller in sketch.smaller() if smaller.size[:3] < sketch.size[:3]]
    if asked.equal_actions:
        found = [s for s in found if all(len({len(t.actions) for t in layer}) == 1 for layer in s.layers)]
    return numbers.choice(found) if found else None


def _put_state(sketch: Sketch, time: int, number: int, state: StateSketch) -> Sketch:
    layer = sketch.layers[time]
    layer = (*layer[:number], state, *layer[number + 1 :])
    return replace(sketch, layers=(*sketch.layers[:time], layer, *sketch.layers[time + 1 :]))
