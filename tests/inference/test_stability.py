"""Policy stability: Definition D.1 by brute force over all sequences of actions."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.inference.stability import is_policy_stable, lookahead_values
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, policies


def best_after(model: Model, policy: Policy, point: Point, lookahead: int) -> dict[Action, Number]:
    """For each action, the success probability with its best n further actions, then the policy."""
    plans: dict[tuple[Action, ...], Number] = {}
    for path, _ in by_hand.paths(model, point):
        plan = tuple(action for _, action in path[: lookahead + 1])
        p = by_hand.chance(policy, path[lookahead + 1 :]) * by_hand.weight(model, path)
        plans[plan] = plans.get(plan, Fraction(0)) + p
    return {
        action: max(p for plan, p in plans.items() if plan[0] == action)
        for action in by_hand.actions(model, point)
    }


def early(model: Model, lookahead: int) -> set[Point]:
    """The decision points that n decisions follow."""
    return {point for point in by_hand.points(model) if point[0] + lookahead <= model.horizon}


def is_stable(model: Model, policy: Policy, lookahead: int) -> bool:
    for point in early(model, lookahead):
        planned = best_after(model, policy, point, lookahead)
        own = by_hand.q_row(model, policy, point)
        if any(planned[a] > planned[b] and own[a] <= own[b] for a, b in permutations(own, 2)):
            return False
    return True


SMALL = models(deterministic=True, max_horizon=4, most_trajectories=100)


@given(st.data(), SMALL, st.integers(1, 4))
def test_stability_by_its_definition(data: st.DataObject, model: Model, lookahead: int) -> None:
    policy = data.draw(policies(model))
    expected = is_stable(model, policy, lookahead)
    assert is_policy_stable(model, policy, lookahead) is expected
    text = f"policy_stable(second_policy, {lookahead})"
    assert by_hand.value(model, text, policy) is expected


@given(SMALL, st.integers(1, 3))
def test_the_best_further_actions_are_the_best_of_all(model: Model, lookahead: int) -> None:
    found = lookahead_values(model, model.prior, lookahead)
    assert found == {p: best_after(model, model.prior, p, lookahead) for p in early(model, lookahead)}


@pytest.mark.parametrize(
    ("name", "lookahead", "stable"),
    [("example_1", 1, False), ("example_1", 2, True), ("figure_4", 1, True), ("figure_4", 2, True)],
)
def test_both_answers_occur(name: str, lookahead: int, stable: bool) -> None:
    model = example(name)
    assert is_policy_stable(model, model.prior, lookahead) is stable
    assert is_stable(model, model.prior, lookahead) is stable


@pytest.mark.parametrize(("safe", "stable"), [("2/3", True), ("3/4", False), ("4/5", False)])
def test_an_action_that_can_do_better_has_to_do_better(safe: str, stable: bool) -> None:
    model = (
        ModelBuilder("a choice or none", horizon=2, start="s")
        .action("s", "left", to="l")
        .action("s", "right", success=safe, to="r")
        .action("l", "good")
        .action("l", "bad", success="1/2")
        .action("r", "only")
        .build()
    )
    assert is_policy_stable(model, model.prior) is stable


def test_stability_of_stochastic_dynamics_is_undefined() -> None:
    model = example("example_3")
    with pytest.raises(ArgumentError, match="deterministic dynamics only"):
        is_policy_stable(model, model.prior)
    with pytest.raises(UndefinedError, match="deterministic dynamics only"):
        by_hand.value(model, "policy_stable(prior)")
