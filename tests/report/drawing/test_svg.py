"""SVG drawings: what is in them, and that nothing in them lies on anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from coherence_exact import Model, ModelBuilder, retrain, temperature
from coherence_exact.errors import ArgumentError
from coherence_exact.mdp.grid import grid_world
from coherence_exact.report.drawing import svg
from coherence_exact.report.numbers import exact_text
from hypothesis import given
from hypothesis import strategies as st

from tests.mdp.strategies import models as oddly_named_models
from tests.models import example, models
from tests.report.drawing.pictures import Picture

RANDOM = st.one_of(models(most_trajectories=200), oddly_named_models())


def arrows_of(model: Model) -> int:
    return sum(max(1, len(found)) for decision in model.decisions for found in decision.successors.values())


@given(RANDOM)
def test_nothing_lies_on_a_label_or_a_state(model: Model) -> None:
    picture = Picture(svg(model, model.prior, retrain(model, model.prior)))
    for label, other in combinations(picture.labels, 2):
        assert not label.meets(other), (label.name, other.name)
    for state, other in combinations(picture.states, 2):
        assert not state.meets(other)
    for state in picture.states:
        [name] = [label for label in picture.labels if label.meets(state)]
        assert state.left < name.left
        assert name.right < state.right
    for line in picture.lines:
        for label in picture.labels:
            assert not any(label.holds(x, y) for x, y in line), label.name


@given(RANDOM)
def test_every_arrow_ends_at_a_state_or_at_the_end(model: Model) -> None:
    picture = Picture(svg(model))
    doors = {(state.left, (state.top + state.bottom) / 2) for state in picture.states}
    ends = sum(len(decision.weights) for decision in model.decisions if decision.point[0] == model.horizon)
    assert set(picture.heads) == doors
    assert len(picture.heads) == arrows_of(model) - ends + len(model.start_states)
    assert len(picture.rings) == ends
    tips = {line[-1] for line in picture.lines}
    assert {(x - 5, y) for x, y in picture.heads} <= tips
    assert {(x - 4, y) for x, y in picture.rings} <= tips


@pytest.mark.parametrize(("text", "there"), [("a2: 1/2", "a1: 1/2"), ("t = 2", "end")])
def test_an_overlap_would_be_seen(text: str, there: str) -> None:
    drawn = svg(example("example_3"))
    places = [re.search(rf'<text x="(.*?)" y="(.*?)".*?>{label}</text>', drawn) for label in (text, there)]
    moved, kept = (found for found in places if found)
    forged = drawn.replace(moved[0], moved[0].replace(moved[1], kept[1]).replace(moved[2], kept[2]))
    assert any(a.meets(b) for a, b in combinations(Picture(forged).labels, 2))


@given(RANDOM)
def test_every_number_and_name_is_there(model: Model) -> None:
    words = Picture(svg(model)).words
    for decision in model.decisions:
        for action, weight in decision.weights.items():
            assert exact_text(model.prior[decision.point][action]) in words
            assert exact_text(weight) in words
            for _, probability in decision.successors[action]:
                assert exact_text(probability) in words
    for state in model.start_states:
        assert exact_text(model.start[state]) in words


def test_what_differs_between_two_policies_is_marked_in_the_text_and_by_dashes() -> None:
    model = example("example_3")
    drawn = svg(model, retrain(model, model.prior, 2), temperature(model, model.prior, 2))
    assert "a1: 25/61 ≠ 7/17" in drawn
    assert drawn.count('stroke-dasharray="7 3"') == 4
    assert "≠" not in svg(model, model.prior, model.prior)


def test_thickness_follows_the_policy() -> None:
    model = example("example_1")
    widths = Picture(svg(model, retrain(model, model.prior, 3))).root.iter()
    found = [float(each.get("stroke-width") or 0) for each in widths if each.get("stroke-width")]
    assert max(found) == 4.5
    assert 'stroke-width="1" stroke-dasharray="1 4"' in svg(model, retrain(model, model.prior))


def test_a_large_model_is_refused_in_one_sentence() -> None:
    with pytest.raises(ArgumentError, match=r"more than 1,000 arrows, .* lower its horizon"):
        svg(grid_world(5, 5, horizon=20, slip="1/5"))


def test_long_names_that_are_cut_are_told_apart() -> None:
    names = [f"a name that is much longer than it ought to be{number * ' '}" for number in (0, 1)]
    builder = ModelBuilder("long", horizon=1, start=dict.fromkeys(names, "1/2"))
    for name in names:
        builder.action(name, "go")
    picture = Picture(svg(builder.build()))
    assert len({label.name for label in picture.labels if "…" in label.name}) == 2
    assert all(name in picture.words for name in names)
