"""Backward induction and look-ahead against the best of all deterministic policies (Section 6)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from coherence_exact.claims import (
    least_lookahead,
    least_retrainings,
    lookahead_policy,
    lookahead_q,
    optimal_return,
    optimal_success,
    prior,
    second_policy,
)
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import (
    count_deterministic_policies,
    deterministic_policies,
    example,
    models,
    one_decision,
    policies,
)

SMALL = models(max_horizon=3, most_trajectories=40, simple=True)


@given(SMALL)
def test_the_best_of_all_deterministic_policies(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 60)
    candidates = deterministic_policies(model)
    assert by_hand.value(model, optimal_success) == max(by_hand.success(model, p) for p in candidates)
    assert by_hand.value(model, optimal_return) == max(by_hand.expected_return(model, p) for p in candidates)


def planned(model: Model, policy: Policy, point: Point, steps: int) -> dict[Action, Number]:
    """Success after each action, with the best of all later plans for k − 1 decisions, then the policy."""
    later = [p for p in sorted(by_hand.points(model)) if point[0] < p[0] < point[0] + steps]
    plans: list[dict[Point, Action]] = [{}]
    for each in later:
        plans = [{**plan, each: action} for plan in plans for action in by_hand.actions(model, each)]
    best: dict[Action, Number] = {}
    for plan in plans:
        fixed = {p: {a: Fraction(int(a == taken)) for a in policy[p]} for p, taken in plan.items()}
        rows = {**policy.rows, **fixed}
        for action, x in by_hand.q_row(model, rows, point).items():
            best[action] = max(best.get(action, Fraction(0)), x)
    return best


@given(st.data(), SMALL, st.integers(1, 3))
def test_look_ahead_is_the_best_of_all_plans(data: st.DataObject, model: Model, steps: int) -> None:
    assume(count_deterministic_policies(model) <= 60)
    policy = data.draw(policies(model, simple=True))
    rows = {point: planned(model, policy, point, steps) for point in by_hand.points(model)}
    found = by_hand.table(model, lookahead_q(second_policy, steps), policy)
    assert found == by_hand.entries_of(rows)
    greedy = {point: by_hand.largest(row, policy[point]) for point, row in rows.items()}
    found = by_hand.table(model, lookahead_policy(second_policy, steps), policy)
    assert found == by_hand.entries_of(greedy)


def first(numbers: range, holds: Callable[[int], bool]) -> object:
    return next((k for k in numbers if holds(k)), UNDEFINED)


@given(SMALL)
def test_the_least_numbers(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 60)
    best = max(by_hand.success(model, p) for p in deterministic_policies(model))

    def looks_ahead(k: int) -> bool:
        rows = {p: planned(model, model.prior, p, k) for p in by_hand.points(model)}
        greedy = Policy({p: by_hand.largest(row, model.prior[p]) for p, row in rows.items()})
        return bool(by_hand.success(model, greedy) == best)

    expected = first(range(1, model.horizon + 1), looks_ahead)
    found = by_hand.value(model, least_lookahead(prior))
    assert found is expected if expected is UNDEFINED else found == expected

    few = first(range(4), lambda k: by_hand.success(model, after(model, k)) == best)
    found = by_hand.value(model, least_retrainings(prior))
    if few is UNDEFINED:
        assert found is UNDEFINED or found >= 4
    else:
        assert found == few


def after(model: Model, steps: int) -> Policy:
    """Greedy on the q of the re-trained prior."""
    return by_hand.greedy(model, by_hand.retrained(model, model.prior, steps))


def chasm(**prior_of_ridge: str) -> Model:
    """The ridge is best for those who know the way."""
    return (
        ModelBuilder("a chasm", horizon=2, start="s")
        .action("s", "a", to="ridge")
        .action("s", "b", to="forest")
        .action("ridge", "right")
        .action("ridge", "wrong", success=0)
        .action("forest", "right", success="3/4")
        .prior("ridge", prior_of_ridge)
        .build()
    )


def test_both_least_numbers_are_found_and_are_not_there() -> None:
    half, never = chasm(right="1/2", wrong="1/2"), chasm(right="0", wrong="1")
    assert by_hand.value(half, least_lookahead(prior)) == 2
    assert by_hand.value(half, least_retrainings(prior)) == 1
    assert by_hand.value(chasm(right="9/10", wrong="1/10"), least_lookahead(prior)) == 1
    assert by_hand.value(chasm(right="9/10", wrong="1/10"), least_retrainings(prior)) == 0
    assert by_hand.value(never, least_lookahead(prior)) == 2
    # No re-training learns of success from actions that are never taken.
    assert by_hand.value(never, least_retrainings(prior)) is UNDEFINED


def test_known_numbers() -> None:
    race, stochastic = example("example_1"), example("example_3")
    assert by_hand.value(race, optimal_success) == 1
    assert by_hand.value(race, optimal_return) == ZERO
    assert by_hand.value(stochastic, optimal_success) == Fraction(1, 2)
    assert by_hand.value(stochastic, optimal_return) == (log(2) - 2 * log(3)) / 2
    impossible = one_decision(a=0, b=0)
    assert by_hand.value(impossible, optimal_success) == 0
    assert by_hand.value(impossible, optimal_return) == -INFINITY


def test_success_and_return_prefer_different_actions() -> None:
    model = (
        ModelBuilder("risk", horizon=2, start="s")
        .action("s", "risky", to={"good": "1/2", "bad": "1/2"})
        .action("s", "safe", to="fair")
        .action("good", "a")
        .action("bad", "a", success=0)
        .action("fair", "a", success="1/3")
        .prior("s", {"risky": 1})
        .build()
    )
    assert by_hand.value(model, optimal_success) == Fraction(1, 2)
    assert by_hand.value(model, optimal_return) == log(Fraction(1, 3))
