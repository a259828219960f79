"""Spaces and sorts: what can stand where."""

from __future__ import annotations

import itertools

import pytest
from coherence_exact.language.sorts import (
    CHOICES,
    NUMBER,
    POINTS,
    POLICY,
    SORTS,
    TRUTH,
    Sort,
    Space,
    common_space,
)

SPREADS = {
    Space.SCALAR: set(Space),
    Space.POINTS: {Space.POINTS, Space.CHOICES, Space.TRANSITIONS, Space.TRAJECTORIES, Space.PAIRS},
    Space.CHOICES: {Space.CHOICES, Space.TRANSITIONS, Space.TRAJECTORIES},
    Space.TRANSITIONS: {Space.TRANSITIONS},
    Space.TRAJECTORIES: {Space.TRAJECTORIES},
    Space.PAIRS: {Space.PAIRS},
}


@pytest.mark.parametrize("space", Space)
def test_a_table_is_spread_to_the_finer_spaces_of_the_format(space: Space) -> None:
    assert {finer for finer in Space if space.spreads_to(finer)} == SPREADS[space]


@pytest.mark.parametrize("space", Space)
def test_one_comes_back_to_where_a_table_can_be_spread_from(space: Space) -> None:
    reached = {coarser for coarser in Space if space.reduces_to(coarser)}
    assert reached == {other for other in Space if other is not space and space in SPREADS[other]}


def test_spreading_is_an_order() -> None:
    for one, other in itertools.product(Space, repeat=2):
        assert (one.spreads_to(other) and other.spreads_to(one)) is (one is other)
        for third in Space:
            if one.spreads_to(other) and other.spreads_to(third):
                assert one.spreads_to(third)


@pytest.mark.parametrize("spaces", list(itertools.combinations_with_replacement(Space, 3)))
def test_the_common_space_is_the_coarsest_one_to_which_all_can_be_spread(spaces: tuple[Space, ...]) -> None:
    candidates = [space for space in Space if all(other.spreads_to(space) for other in spaces)]
    least = [space for space in candidates if all(space.spreads_to(other) for other in candidates)]
    for order in itertools.permutations(spaces):
        assert common_space(order) is (least[0] if least else None)


def test_the_common_space_of_nothing_is_the_scalar() -> None:
    assert common_space([]) is Space.SCALAR


def test_choices_of_one_point_have_no_common_space_with_its_pairs() -> None:
    assert common_space([Space.CHOICES, Space.PAIRS]) is None
    assert common_space([Space.POINTS, Space.PAIRS]) is Space.PAIRS


@pytest.mark.parametrize(
    ("wanted", "given", "accepted"),
    [
        (CHOICES, POLICY, True),
        (POLICY, CHOICES, False),
        (POLICY, POLICY, True),
        (POINTS, NUMBER, True),
        (NUMBER, POINTS, False),
        (POINTS, TRUTH, False),
        (TRUTH, NUMBER, False),
        (Sort(Space.CHOICES, is_truth=True), TRUTH, True),
        (Sort(Space.PAIRS), POLICY, False),
        (Sort(Space.TRAJECTORIES), POLICY, True),
    ],
    ids=str,
)
def test_what_can_stand_where(wanted: Sort, given: Sort, accepted: bool) -> None:
    assert wanted.accepts(given) is accepted


def test_the_names_of_sorts_are_those_of_the_format() -> None:
    assert set(SORTS) == {
        "policy",
        "number",
        "truth",
        *("points", "choices", "transitions", "trajectories", "pairs"),
        *(f"truths of {name}" for name in ("points", "choices", "transitions", "trajectories", "pairs")),
    }
    for name, sort in SORTS.items():
        assert str(sort) == name
