"""Selection among sampled trajectories, by enumeration of all tuples of samples."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.sampling import best_of, rejection_sampling
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Trajectory
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import models, one_decision, policies

SMALL = models(max_horizon=2, most_trajectories=10)


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


@given(st.data(), SMALL, st.integers(1, 3))
def test_the_best_of_all_tuples_of_samples(data: st.DataObject, model: Model, samples: int) -> None:
    policy = data.draw(policies(model))
    expected = best_of_tuples(model, policy, samples)
    assert best_of(model, policy, samples) == expected
    assert by_hand.value(model, f"best_of(second_policy, {samples})", policy) == expected


@given(st.data(), SMALL, st.integers(1, 3), st.integers(1, 2))
def test_the_first_accepted_of_all_tuples(
    data: st.DataObject, model: Model, successes: int, attempts: int
) -> None:
    policy = data.draw(policies(model))
    expected = first_accepted(model, policy, successes, attempts)
    assert rejection_sampling(model, policy, successes) == expected
    assert by_hand.value(model, f"rejection(second_policy, {successes})", policy) == expected


def test_ties_are_shared_as_the_policy_has_them() -> None:
    model = (
        ModelBuilder("a tie", horizon=1, start="s")
        .action("s", "a", success="1/2")
        .action("s", "b", success="1/2")
        .action("s", "c", success="1/4")
        .prior("s", {"a": "1/2", "b": "1/4", "c": "1/4"})
        .build()
    )
    a, b, c = ((((1, "s"), action),) for action in "abc")
    assert best_of(model, model.prior, 2) == {a: Fraction(5, 8), b: Fraction(5, 16), c: Fraction(1, 16)}
    assert rejection_sampling(model, model.prior, 2) == {
        a: Fraction(8, 13),
        b: Fraction(4, 13),
        c: Fraction(1, 13),
    }


def test_where_nothing_succeeds_one_sample_is_best_and_none_is_accepted() -> None:
    model = one_decision(a=0, b=0)
    assert set(best_of(model, model.prior, 3).values()) == {Fraction(1, 2)}
    with pytest.raises(UndefinedError, match="no trajectory is ever accepted"):
        by_hand.value(model, "rejection(prior, 1)")
