"""Families of small models: nothing lost, nothing twice, simplest first.

The second route to every family is brute force: list every labelled model as a plain tuple, rename its
states and actions in every way, and count classes.  It shares only the lists of values with the package.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, permutations, product
from math import factorial, prod
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from coherence_exact.families.codes import Code
from coherence_exact.families.grid import POLICY_ROWS, START_ROWS, SUCCESSOR_ROWS, WEIGHTS
from coherence_exact.families.shapes import Instance, Shape, ShapeFamily
from coherence_exact.language.domains import EveryModel
from coherence_exact.report.counterexamples import model_lines

GOLDEN = Path(__file__).with_name("first_models_of_small.txt")

Labelled: TypeAlias = tuple[Any, ...]
"""(start, layers): each layer a tuple of states, each a tuple of (weight, successors, prior, second).

Every number is a multiple of 1/12, and given in twelfths."""

BRUTE = [
    (((1,),), 2, False),
    (((2,),), 3, False),
    (((3,),), 4, False),
    (((2,),), 2, True),
    (((3,),), 2, True),
    (((2, 2),), 2, False),
    (((2, 2),), 2, True),
    (((1, 2),), 4, False),
    (((1,), (1,)), 2, False),
    (((2,), (1,)), 4, False),
    (((1,), (2,)), 4, False),
    (((2,), (2,)), 2, False),
    (((2,), (1, 1)), 3, False),
    (((1, 1), (1, 1)), 2, False),
    (((2,), (2, 2)), 1, False),
    (((2,), (1, 2)), 2, False),
    (((1, 2), (2,)), 2, False),
    (((2,), (2, 2)), 1, True),
    (((1,), (1, 1), (1, 1)), 3, False),
]
brute = pytest.mark.parametrize(("shape", "most", "pairs"), BRUTE)

LARGER = [
    (((2,), (2,)), 4, False),
    (((2, 2),), 3, False),
    (((2,), (2, 2)), 2, False),
    (((2, 2), (2,)), 2, False),
    (((2, 2), (2, 2)), 1, False),
    (((2,), (2,), (2,)), 2, False),
    (((2,), (2, 2), (2, 2)), 1, False),
    (((2,), (1, 2), (1, 1)), 1, False),
    (((2,), (2, 2)), 2, True),
    (((2,), (2,), (2,)), 2, True),
]
shapes = pytest.mark.parametrize(("shape", "most", "pairs"), BRUTE + LARGER)


# Brute force


def twelfths(values: Iterable[Any]) -> tuple[int, ...]:
    result = tuple(int(12 * x) for x in values)
    assert all(n == 12 * x for n, x in zip(result, values, strict=True))
    return result


def complexity_of_state(state: Labelled) -> int:
    """How many weights, successor rows and policies of a state are not plain, equal ones counted once."""
    weights, rows = ({action[i] for action in state} for i in (0, 1))
    uneven = [len({action[i] for action in state}) > 1 for i in (2, 3)]
    return sum([*uneven, *(w != 12 for w in weights), *(bool(row) and max(row) != 12 for row in rows)])


def complexity_of(model: Labelled) -> int:
    start, layers = model
    return int(len(set(start)) > 1) + sum(complexity_of_state(state) for layer in layers for state in layer)


@cache
def labelled_states(actions: int, following: int, most: int, pairs: bool) -> list[tuple[int, Labelled]]:
    """(complexity, state) for every labelled state that is not too complex."""
    choices = list(product(twelfths(WEIGHTS), map(twelfths, SUCCESSOR_ROWS[following])))
    rows = [twelfths(row) for row in POLICY_ROWS[actions]]
    states = (
        tuple((w, row, p, x) for (w, row), p, x in zip(chosen, prior, second, strict=True))
        for prior in rows
        for second in (rows if pairs else [(None,) * actions])
        for chosen in product(choices, repeat=actions)
    )
    return [(own, state) for state in states if (own := complexity_of_state(state)) <= most]


def labelled_models(shape: Shape, most: int, pairs: bool) -> Iterator[Labelled]:
    """Every labelled model that is not too complex and in which every state is reached."""
    slots: list[list[tuple[int, Any]]] = [
        [(int(len(set(row)) > 1), twelfths(row)) for row in START_ROWS[len(shape[0])]]
    ]
    for time, layer in enumerate(shape):
        following = len(shape[time + 1]) if time + 1 < len(shape) else 0
        slots += [labelled_states(actions, following, most, pairs) for actions in layer]

    def extend(chosen: tuple[Any, ...], complexity: int) -> Iterator[Labelled]:
        if len(chosen) == len(slots):
            yield chosen[0], in_layers(shape, chosen[1:])
            return
        for own, part in slots[len(chosen)]:
            if complexity + own <= most:
                yield from extend((*chosen, part), complexity + own)

    return filter(every_state_is_reached, extend((), 0))


def in_layers(shape: Shape, states: tuple[Any, ...]) -> tuple[Any, ...]:
    iterator = iter(states)
    return tuple(tuple(next(iterator) for _ in layer) for layer in shape)


def every_state_is_reached(model: Labelled) -> bool:
    _, layers = model
    return all(
        any(action[1][i] != 0 for state in layer for action in state)
        for layer, following in pairwise(layers)
        for i in range(len(following))
    )


def renamings(shape: Shape) -> list[tuple[Any, ...]]:
    """Every renaming: for each layer an order of states of equal size, and for each state one of actions."""
    of_states = [
        [
            order
            for order in permutations(range(len(layer)))
            if all(layer[i] == layer[j] for i, j in enumerate(order))
        ]
        for layer in shape
    ]
    of_actions = [
        list(product(*(list(permutations(range(actions))) for actions in layer))) for layer in shape
    ]
    return list(product(product(*of_states), product(*of_actions)))


def renamed(model: Labelled, renaming: tuple[Any, ...]) -> Labelled:
    start, layers = model
    states, actions = renaming
    result = []
    for time, layer in enumerate(layers):
        following = states[time + 1] if time + 1 < len(layers) else ()
        reordered = [
            tuple(
                (w, tuple(row[i] for i in following), p, x)
                for w, row, p, x in (layer[state][a] for a in actions[time][state])
            )
            for state in states[time]
        ]
        result.append(tuple(reordered))
    return tuple(start[i] for i in states[0]), tuple(result)


@cache
def classes(shape: Shape, most: int, pairs: bool) -> dict[Labelled, tuple[int, int]]:
    """For every labelled model the number of its class of renamed models, and the size of that class."""
    group = renamings(shape)
    found: dict[Labelled, tuple[int, int]] = {}
    for number, model in enumerate(labelled_models(shape, most, pairs)):
        if model not in found:
            orbit = {renamed(model, renaming) for renaming in group}
            found |= dict.fromkeys(orbit, (number, len(orbit)))
    return found


def as_labelled(instance: Instance) -> Labelled:
    """The tuple of a model as the package names its states and actions."""
    model, second = instance.model, instance.second_policy
    layers = []
    for time, layer in enumerate(model.layers, start=1):
        following = model.layers[time] if time < model.horizon else ()
        layers.append(
            tuple(
                tuple(
                    (
                        *twelfths([choice.weight]),
                        twelfths([choice.successors.get(s, 0) for s in following]),
                        *twelfths([model.prior[time, state][action]]),
                        None if second is None else twelfths([second[time, state][action]])[0],
                    )
                    for action, choice in model.states[state].items()
                )
                for state in layer
            )
        )
    return twelfths(list(model.start.values())), tuple(layers)


@brute
def test_every_labelled_model_is_a_renaming_of_exactly_one_representative(
    shape: Shape, most: int, pairs: bool
) -> None:
    family = ShapeFamily(shape, most, pairs)
    orbits = classes(shape, most, pairs)
    found = Counter(orbits[as_labelled(family.instance(code))][0] for code in family.representatives)
    assert found == Counter({number: 1 for number, _ in orbits.values()})


@brute
def test_orbit_sizes_and_labelled_models_are_counted_right(shape: Shape, most: int, pairs: bool) -> None:
    family = ShapeFamily(shape, most, pairs)
    orbits = classes(shape, most, pairs)
    assert family.count_labelled() == len(orbits)
    for code in family.representatives:
        assert family.orbit_size(code) == orbits[as_labelled(family.instance(code))][1]


@pytest.mark.parametrize(("shape", "most", "pairs"), [case for case in BRUTE if case[1] <= 3])
def test_the_number_of_classes_is_burnsides(shape: Shape, most: int, pairs: bool) -> None:
    group = renamings(shape)
    fixed = sum(renamed(model, g) == model for model in labelled_models(shape, most, pairs) for g in group)
    assert len(ShapeFamily(shape, most, pairs).representatives) * len(group) == fixed


@shapes
def test_orbits_sum_to_the_labelled_models(shape: Shape, most: int, pairs: bool) -> None:
    family = ShapeFamily(shape, most, pairs)
    sizes = [family.orbit_size(code) for code in family.representatives]
    assert sum(sizes) == family.count_labelled()
    order = prod(factorial(n) for layer in shape for n in layer)
    order *= prod(factorial(number) for layer in shape for number in Counter(layer).values())
    assert all(order % size == 0 for size in sizes)


# Order


@shapes
def test_complexity_never_decreases_and_stays_in_its_bound(shape: Shape, most: int, pairs: bool) -> None:
    family = ShapeFamily(shape, most, pairs)
    sequence = [complexity_of(as_labelled(family.instance(code))) for code in family.representatives]
    assert sequence == sorted(sequence)
    assert 0 <= sequence[0] <= sequence[-1] <= most


@brute
def test_a_larger_bound_only_appends(shape: Shape, most: int, pairs: bool) -> None:
    def models(bound: int) -> list[Labelled]:
        family = ShapeFamily(shape, bound, pairs)
        return [as_labelled(family.instance(code)) for code in family.representatives]

    fewer = models(most - 1)
    assert models(most)[: len(fewer)] == fewer


def test_the_first_models_of_the_small_family_are_the_golden_ones() -> None:
    family = EveryModel("small")
    first = [family.instance(address, "quick").model for address in family.addresses("quick")[:30]]
    lines = [" | ".join(model_lines(model)) for model in first]
    assert "\n".join(lines) + "\n" == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["small", "unequal", "pairs"])
def test_families_have_every_kind_of_model(name: str) -> None:
    family = EveryModel(name).of(())
    instances = [family.instance(address, "quick") for address in family.addresses("quick")[::7]]
    assert {each.second_policy is None for each in instances} == {name != "pairs"}
    models = [each.model for each in instances]
    assert {model.is_deterministic for model in models} == {True, False}
    weights = {w for model in models for row in model.weights.values() for w in row.values()}
    assert weights == set(WEIGHTS)
    full = {all(p for row in model.prior.values() for p in row.values()) for model in models}
    assert full == {True, False}
    assert max(model.horizon for model in models) == 3
    unequal = {len({len(row) for row in model.weights.values()}) > 1 for model in models}
    assert unequal == ({False} if name == "small" else {True, False})
    if name != "unequal":
        assert {len(model.start_states) for model in models} == {1, 2}


def test_codes_are_the_names_of_models() -> None:
    family = ShapeFamily(((2,), (2, 2)), 2)
    codes: tuple[Code, ...] = family.representatives
    assert len(set(codes)) == len(codes)
    first = family.instance(codes[0])
    assert (first.second_policy, first.index) == (None, None)
    assert (first.model.horizon, list(first.model.states)) == (2, ["s", "u1", "u2"])
