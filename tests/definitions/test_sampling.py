"""Distributions over trajectories, and selection by enumeration of all tuples of samples (Section 5.1)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from coherence_exact.claims import (
    best_of,
    conditioned_trajectories,
    goal_condition,
    prior,
    rejection,
    second_policy,
    trajectories,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.fields import Number
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Trajectory
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=40)
TINY = models(max_horizon=2, most_trajectories=8)


def completed(model: Model, found: dict[Trajectory, Number]) -> dict[Any, Number]:
    """With probability 0 for the trajectories from later times, as tables call them."""
    return {by_hand.steps_of(path): found.get(path, 0) for path, _ in by_hand.all_paths(model)}


@given(st.data(), SMALL)
def test_the_law_of_trajectories(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    joint = by_hand.joint(model, policy)
    assert sum(joint.values()) == 1
    assert by_hand.table(model, trajectories(second_policy), policy) == completed(model, joint)
    given_start = {path: p / by_hand.starts(model)[path[0][0]] for path, p in joint.items()}
    found = by_hand.table(model, trajectories(second_policy, given_start=True), policy)
    assert found == completed(model, given_start)


@given(st.data(), SMALL)
def test_the_law_given_success(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    joint = {path: p * by_hand.weight(model, path) for path, p in by_hand.joint(model, policy).items()}
    found = Evaluation(model, policy).table(conditioned_trajectories(second_policy))
    success = sum(joint.values())
    if success == 0:
        assert all(x is UNDEFINED for x in found.values())
        return
    assert found == completed(model, {path: p / success for path, p in joint.items()})
    per_start = {
        start: sum(p for path, p in joint.items() if path[0][0] == start) for start in by_hand.starts(model)
    }
    assume(all(per_start.values()))
    found = by_hand.table(model, conditioned_trajectories(second_policy, given_start=True), policy)
    assert found == completed(model, {path: p / per_start[path[0][0]] for path, p in joint.items()})


def test_stochastic_dynamics_and_several_starts_are_conditioned_too() -> None:
    stochastic = example("example_3")
    conditioned, of_policy = conditioned_trajectories(prior), trajectories(goal_condition(prior))
    assert by_hand.table(stochastic, conditioned) != by_hand.table(stochastic, of_policy)
    starts = (
        ModelBuilder("two starts", horizon=1, start={"s": "1/2", "t": "1/2"})
        .action("s", "a", success="1/2")
        .action("t", "a")
        .build()
    )
    assert [*by_hand.table(starts, conditioned).values()] == [Fraction(1, 3), Fraction(2, 3)]
    assert [*by_hand.table(starts, conditioned_trajectories(prior, given_start=True)).values()] == [1, 1]


# Selection


def best_of_tuples(model: Model, policy: Policy, samples: int) -> dict[Trajectory, Number]:
    """Draw a tuple of trajectories; one of the largest weight in it wins, each of them alike."""
    joint = by_hand.joint(model, policy)
    won: dict[Trajectory, Number] = dict.fromkeys(joint, Fraction(0))
    for drawn in product(joint, repeat=samples):
        best = max(by_hand.weight(model, path) for path in drawn)
        winners = [path for path in drawn if by_hand.weight(model, path) == best]
        for path in winners:
            won[path] += prod(joint[each] for each in drawn) * Fraction(1, len(winners))
    return won


def first_accepted(model: Model, policy: Policy, successes: int, attempts: int) -> dict[Trajectory, Number]:
    """The first accepted of a tuple of attempts, given that one is accepted."""
    joint = by_hand.joint(model, policy)
    accepted: dict[Trajectory, Number] = dict.fromkeys(joint, Fraction(0))
    for drawn in product(joint, repeat=attempts):
        still = prod(joint[path] for path in drawn)
        for path in drawn:
            p = prod([by_hand.weight(model, path)] * successes)
            accepted[path] += still * p
            still *= 1 - p
    total = sum(accepted.values())
    assume(total != 0)
    return {path: p / total for path, p in accepted.items()}


@given(st.data(), TINY, st.integers(1, 3))
def test_the_best_of_all_tuples_of_samples(data: st.DataObject, model: Model, samples: int) -> None:
    policy = data.draw(policies(model))
    expected = completed(model, best_of_tuples(model, policy, samples))
    assert by_hand.table(model, best_of(second_policy, samples), policy) == expected


@given(st.data(), TINY, st.integers(1, 3), st.integers(1, 2))
def test_the_first_accepted_of_all_tuples(
    data: st.DataObject, model: Model, successes: int, attempts: int
) -> None:
    policy = data.draw(policies(model))
    expected = completed(model, first_accepted(model, policy, successes, attempts))
    assert by_hand.table(model, rejection(second_policy, successes), policy) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [(best_of(prior, 2), ("5/8", "5/16", "1/16")), (rejection(prior, 2), ("8/13", "4/13", "1/13"))],
)
def test_ties_are_shared_as_the_policy_has_them(term: Term, expected: tuple[str, ...]) -> None:
    model = (
        ModelBuilder("a tie", horizon=1, start="s")
        .action("s", "a", success="1/2")
        .action("s", "b", success="1/2")
        .action("s", "c", success="1/4")
        .prior("s", {"a": "1/2", "b": "1/4", "c": "1/4"})
        .build()
    )
    assert [*by_hand.table(model, term).values()] == [*map(Fraction, expected)]


def test_where_nothing_succeeds_one_sample_is_best_and_none_is_accepted() -> None:
    model = one_decision(a=0, b=0)
    assert [*by_hand.table(model, best_of(prior, 3)).values()] == [Fraction(1, 2)] * 2
    assert [*by_hand.table(model, rejection(prior, 1)).values()] == [UNDEFINED, UNDEFINED]
