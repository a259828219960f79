"""The numbered elements of a model: orders, members, names, and what each space belongs to."""

from __future__ import annotations

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation import layout as layouts
from coherence_exact.evaluation.layout import Layout
from coherence_exact.language.sorts import Space
from coherence_exact.mdp.model import Model
from hypothesis import given

from tests.definitions import by_hand
from tests.models import example, models

SMALL = models(max_horizon=3, most_trajectories=60)
PAIRS = [(over, to) for over in Space for to in Space if over.reduces_to(to) and to is not Space.SCALAR]


@given(SMALL)
def test_keys_name_every_element_once(model: Model) -> None:
    layout = Layout(model)
    points = by_hand.points(model)
    choices = {(*point, action) for point in points for action in by_hand.actions(model, point)}
    expected = {
        Space.SCALAR: {None},
        Space.POINTS: points,
        Space.CHOICES: choices,
        Space.TRANSITIONS: {
            (time, state, action, following)
            for time, state, action in choices
            if time < model.horizon
            for following, p in model.states[state][action].successors.items()
            if p != 0
        },
        Space.TRAJECTORIES: {by_hand.steps_of(path) for path, _ in by_hand.all_paths(model)},
        Space.PAIRS: {(*choice, other) for choice in choices for other in model.states[choice[1]]},
    }
    for space, names in expected.items():
        keys = list(layout.keys(space))
        assert len(keys) == len(set(keys)) == len(layout.elements(space))
        assert set(keys) == names


@given(SMALL)
def test_members_partition_the_finer_space(model: Model) -> None:
    layout = Layout(model)
    for over, to in PAIRS:
        members = layout.members(over, to)
        assert len(members) == len(layout.elements(to))
        listed = [element for elements in members for element in elements]
        assert sorted(listed) == list(layout.elements(over))
        assert all(list(elements) == sorted(elements) for elements in members)


@given(SMALL)
def test_members_belong_where_their_names_say(model: Model) -> None:
    layout = Layout(model)
    prefix = {Space.POINTS: 2, Space.CHOICES: 3}
    for over, to in PAIRS:
        names, owners = list(layout.keys(over)), list(layout.keys(to))
        for owner, elements in zip(owners, layout.members(over, to), strict=True):
            for element in elements:
                name = names[element][0] if over is Space.TRAJECTORIES else names[element]
                assert name[: prefix[to]] == owner


@given(SMALL)
def test_orders_are_those_of_time_and_of_the_model(model: Model) -> None:
    layout = Layout(model)
    order = {state: number for number, state in enumerate(model.states)}
    assert layout.points == sorted(layout.points, key=lambda point: (point[0], order[point[1]]))
    assert layout.choices == [
        (*point, action) for point in layout.points for action in model.states[point[1]]
    ]
    transitions = list(layout.keys(Space.TRANSITIONS))
    places = [layout.choices.index(name[:3]) for name in transitions]
    assert places == sorted(places)
    for time, state, action in layout.choices:
        given_order = [s for s, p in model.states[state][action].successors.items() if p != 0]
        listed = [name[3] for name in transitions if name[:3] == (time, state, action)]
        assert listed == (given_order if time < model.horizon else [])


@given(SMALL)
def test_data_are_those_of_the_model(model: Model) -> None:
    layout = Layout(model)
    for (time, state, action), w, p in zip(layout.choices, layout.weight, layout.prior, strict=True):
        assert w == model.states[state][action].weight
        assert p == model.prior[time, state][action]
    for (_, state, action, following), tau in zip(
        layout.keys(Space.TRANSITIONS), layout.dynamics, strict=True
    ):
        assert tau == model.states[state][action].successors[following]
    paths = {by_hand.steps_of(path): tau for path, tau in by_hand.all_paths(model)}
    assert dict(zip(layout.keys(Space.TRAJECTORIES), layout.chance, strict=True)) == paths
    starts = {point: p for point, p in zip(layout.points, layout.start, strict=True) if p != 0}
    assert starts == by_hand.starts(model)


def test_too_many_trajectories_are_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = example("example_3")
    assert len(Layout(model).trajectories) == 12
    monkeypatch.setattr(layouts, "MOST_TRAJECTORIES", 12)
    assert len(Layout(model).trajectories) == 12
    monkeypatch.setattr(layouts, "MOST_TRAJECTORIES", 11)
    with pytest.raises(ArgumentError, match="more than 11 trajectories, too many to list"):
        Layout(model).chance  # noqa: B018
