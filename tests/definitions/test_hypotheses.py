"""Properties of models, policies and tables against a reading of the model, and both answers of each."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from coherence_exact.claims import (
    action_count,
    action_sequences,
    at_last_time,
    boltzmann,
    coherent,
    deterministic,
    deterministic_policy,
    equal,
    equal_action_counts,
    equal_action_counts_at_each_time,
    equal_up_to_shaping,
    expected_return,
    finite,
    finite_rewards,
    folded_weights,
    full_support,
    horizon_at_least,
    iff,
    implies,
    incoherence,
    negation,
    number,
    one_decision,
    prior,
    proportional,
    proportional_to_q,
    proportional_to_weights,
    q_constant_on_support,
    retrain,
    same,
    second_policy,
    several_actions,
    single_start,
    soft_q,
    some_success,
    stochastic,
    success_everywhere,
    success_probability,
    temperature,
    terminal_rewards,
    uniform_prior,
    visits_every_state,
    weights,
)
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Row
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, policies
from tests.models import one_decision as bandit

SMALL = models(max_horizon=3, most_trajectories=30, simple=True)


# Of models


def successors(model: Model) -> list[int]:
    """How many successors each action has before the last time."""
    return [
        sum(p != 0 for p in choice.successors.values())
        for time, state in by_hand.points(model)
        if time < model.horizon
        for choice in model.states[state].values()
    ]


def counts(model: Model) -> dict[int, set[int]]:
    """The numbers of actions at each time."""
    found: dict[int, set[int]] = {}
    for time, state in by_hand.points(model):
        found.setdefault(time, set()).add(len(model.states[state]))
    return found


@given(models(max_horizon=3, most_trajectories=60, simple=True, max_starts=3))
def test_properties_of_models(model: Model) -> None:
    weights_of = by_hand.weights(model)
    every_count = set[int]().union(*counts(model).values())
    expected = {
        deterministic: all(n == 1 for n in successors(model)),
        stochastic: any(n > 1 for n in successors(model)),
        finite_rewards: all(w > 0 for row in weights_of.values() for w in row.values()),
        single_start: len(by_hand.starts(model)) == 1,
        equal_action_counts: len(every_count) == 1,
        equal_action_counts_at_each_time: all(len(n) == 1 for n in counts(model).values()),
        several_actions: min(every_count) > 1,
        terminal_rewards: all(
            w == 1 for (time, _), row in weights_of.items() if time < model.horizon for w in row.values()
        ),
        one_decision: model.horizon == 1,
        full_support: all(p > 0 for point in weights_of for p in model.prior[point].values()),
        uniform_prior: all(len({*model.prior[point].values()}) == 1 for point in weights_of),
        **{horizon_at_least(n): model.horizon >= n for n in (1, 2, 3)},
    }
    assert {term: by_hand.value(model, term) for term in expected} == expected
    numbers = {point: len(row) for point, row in weights_of.items()}
    assert by_hand.table(model, action_count) == numbers
    sequences = by_hand.value(model, action_sequences)
    if len(every_count) > 1:
        assert sequences is UNDEFINED
    else:
        assert sequences == max(every_count) ** model.horizon


def layers(*actions: tuple[int, ...]) -> Model:
    """So many actions in the states of each time; every action leads anywhere at the next."""
    first = {f"1.{i}": Fraction(1, len(actions[0])) for i in range(len(actions[0]))}
    builder = ModelBuilder("layers", horizon=len(actions), start=first)
    for time, layer in enumerate(actions, start=1):
        later = actions[time] if time < len(actions) else ()
        to = {f"{time + 1}.{i}": Fraction(1, len(later)) for i in range(len(later))}
        for i, n in enumerate(layer):
            for action in range(n):
                builder.action(f"{time}.{i}", f"a{action}", **({"to": to} if to else {}))
    return builder.build()


@pytest.mark.parametrize(
    ("model", "each", "everywhere"),
    [
        (layers((2,), (2, 2)), True, True),
        (layers((2,), (1, 1)), True, False),
        (layers((2,), (2, 1)), False, False),
        (layers((1, 2), (2,)), False, False),
        (layers((1,), (3, 3), (1, 2)), False, False),
        (layers((1,), (3, 3), (2, 2)), True, False),
    ],
)
def test_numbers_of_actions(model: Model, each: bool, everywhere: bool) -> None:
    assert by_hand.value(model, equal_action_counts_at_each_time) is each
    assert by_hand.value(model, equal_action_counts) is everywhere


def test_what_happens_after_the_horizon_does_not_matter() -> None:
    model = (
        ModelBuilder("one step of a long way", horizon=1, start="s")
        .action("s", "a", to={"s": "1/2", "t": "1/2"})
        .action("t", "a", to="t", success=0)
        .action("t", "b", to="t")
        .build()
    )
    for term in (deterministic, finite_rewards, equal_action_counts, terminal_rewards):
        assert by_hand.value(model, term) is True


# Of policies


@st.composite
def candidates(draw: st.DrawFn, model: Model) -> Policy:
    """A random policy, or one that a property is likely to hold of."""
    policy = draw(st.one_of(st.just(model.prior), policies(model, simple=True)))
    made = draw(st.sampled_from(["itself", "soft", "greedy", "conditioned"]))
    for _ in range(model.horizon if made != "itself" else 0):
        if made == "soft":
            policy = by_hand.soft(model, policy, 1)
        elif made == "conditioned":
            policy = by_hand.conditioned(model, policy)
        else:
            policy = by_hand.greedy(model, policy)
    return policy


def are_proportional(left: Row, right: Row) -> bool:
    return all(left[a] * right[b] == left[b] * right[a] for a, b in combinations(right, 2))


@given(st.data(), SMALL, st.integers(0, 3))
def test_properties_of_policies(data: st.DataObject, model: Model, power: int) -> None:
    policy = data.draw(candidates(model))
    points = by_hand.points(model)
    rows = by_hand.q_rows(model, policy)
    powers = {
        point: {action: w**power for action, w in row.items() if w != 0}
        for point, row in by_hand.weights(model).items()
    }
    expected = {
        visits_every_state(second_policy): by_hand.visited(model, policy) == points,
        success_everywhere(second_policy): all(by_hand.v(model, policy, point) > 0 for point in points),
        some_success(second_policy): all(max(row.values()) > 0 for row in rows.values()),
        deterministic_policy(second_policy): all(max(row.values()) == 1 for row in policy.values()),
        proportional_to_q(second_policy): all(are_proportional(policy[p], rows[p]) for p in points),
        proportional_to_weights(second_policy, power): all(
            are_proportional(policy[p], powers[p]) for p in points
        ),
        q_constant_on_support(second_policy): all(
            len({rows[point][action] for action, p in policy[point].items() if p != 0}) == 1
            for point in points
        ),
    }
    assert {term: by_hand.value(model, term, policy) for term in expected} == expected


def two_steps(**weights_of: str) -> Model:
    """From s the action a leads to t and b to u; weights of b at s and of the actions at t and u."""
    return (
        ModelBuilder("two steps", horizon=2, start="s")
        .action("s", "a", to="t")
        .action("s", "b", success=weights_of.get("b", "1"), to="u")
        .action("t", "a", success=weights_of.get("ta", "1"))
        .action("t", "b", success=weights_of.get("tb", "1/2"))
        .action("u", "a", success=weights_of.get("ua", "1"))
        .action("u", "b", success=weights_of.get("ub", "1/2"))
        .build()
    )


@pytest.mark.parametrize(
    ("term", "true", "false"),
    [
        (success_everywhere(prior), {"ua": "0"}, {"ua": "0", "ub": "0"}),
        (some_success(prior), {"ua": "0"}, {"ua": "0", "ub": "0"}),
        (deterministic_policy(retrain(prior)), {"b": "0", "tb": "0", "ub": "0"}, {}),
        (q_constant_on_support(prior), {"tb": "1", "ub": "1"}, {"tb": "1", "ub": "1", "b": "1/2"}),
        (proportional_to_q(coherent(prior, 1)), {"tb": "1", "ub": "1"}, {"ub": "1"}),
        (proportional_to_weights(retrain(prior), 1), {}, {"ub": "1"}),
        (proportional_to_weights(temperature(prior, 2), 2), {}, {"ub": "1"}),
        (terminal_rewards, {}, {"b": "1/2"}),
        (visits_every_state(retrain(prior)), {}, {"b": "0"}),
    ],
)
def test_both_answers_occur(term: Term, true: dict[str, str], false: dict[str, str]) -> None:
    assert by_hand.value(two_steps(**true), term) is True
    assert by_hand.value(two_steps(**false), term) is False


def test_success_is_possible_where_the_policy_avoids_it() -> None:
    avoiding = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1)}})
    assert by_hand.value(bandit(a=1, b=0), some_success(second_policy), avoiding) is True
    assert by_hand.value(bandit(a=1, b=0), success_everywhere(second_policy), avoiding) is False


def test_weights_of_zero_do_not_count() -> None:
    model = bandit(a=1, b="1/2", c=0)
    policy = Policy({(1, "s"): {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}})
    assert by_hand.value(model, proportional_to_weights(second_policy, 1), policy) is True
    assert by_hand.value(model, proportional_to_weights(second_policy, 2), policy) is False
    assert by_hand.value(model, proportional_to_q(second_policy), policy) is False


# Of tables

TABLES = [weights(), weights(2), soft_q(prior), soft_q(retrain(prior)), folded_weights(prior, 1)]
SHAPED = equal_up_to_shaping(folded_weights(prior, 1, "ratio"), weights(2))


@given(SMALL, st.sampled_from(TABLES), st.sampled_from(TABLES))
def test_proportional_and_shaped_tables(model: Model, first: Term, second: Term) -> None:
    left, right = (by_hand.rows_of(by_hand.table(model, term)) for term in (first, second))
    expected = all(are_proportional(left[point], right[point]) for point in by_hand.points(model))
    assert by_hand.value(model, proportional(first, second)) is expected
    shaped = all(
        by_hand.chance(left, one) * by_hand.chance(right, other)
        == by_hand.chance(left, other) * by_hand.chance(right, one)
        for point in by_hand.points(model)
        for (one, _), (other, _) in combinations(by_hand.paths(model, point), 2)
    )
    assert by_hand.value(model, equal_up_to_shaping(first, second)) is shaped


@given(models(max_horizon=3, most_trajectories=60, deterministic=True, zero_weights=False, simple=True))
def test_a_potential_shapes_and_makes_no_difference_to_trajectories(model: Model) -> None:
    """w·q/v is w² times v(s')/v(s), for deterministic dynamics and where the prior has full support."""
    assert by_hand.value(model, implies(full_support, SHAPED)) is True


@pytest.mark.parametrize(
    ("name", "term", "holds"),
    [
        ("figure_3", SHAPED, True),
        ("example_3", SHAPED, False),
        ("example_3", equal_up_to_shaping(weights(), weights(2)), False),
        ("example_3", equal_up_to_shaping(weights(), soft_q(prior)), False),
        ("example_3", proportional(weights(), weights(2)), True),
        ("example_3", proportional(weights(), soft_q(prior)), False),
        ("example_3", proportional(at_last_time(weights()), at_last_time(soft_q(prior))), True),
        ("example_3", equal(weights(2), soft_q(prior)), False),
        ("example_3", equal(at_last_time(weights()), at_last_time(soft_q(prior))), True),
    ],
)
def test_relations_between_tables(name: str, term: Term, holds: bool) -> None:
    assert by_hand.value(example(name), term) is holds


# Values and logic


@pytest.mark.parametrize(
    ("term", "holds"),
    [
        (finite(expected_return(prior)), False),
        (finite(incoherence(prior)), False),
        (finite(success_probability(prior)), True),
        (finite(expected_return(retrain(prior))), True),
        (finite(number(0)), True),
    ],
)
def test_finite_values(term: Term, holds: bool) -> None:
    assert by_hand.value(example("example_1"), term) is holds


TRUE, FALSE = same(1, 1), same(1, 2)


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("other", [True, False])
def test_logic(one: bool, other: bool) -> None:
    left, right = (TRUE if truth else FALSE for truth in (one, other))
    model = example("example_1")
    assert by_hand.value(model, implies(left, right)) is (not one or other)
    assert by_hand.value(model, iff(left, right)) is (one is other)
    assert by_hand.value(model, negation(left)) is (not one)


def test_what_is_at_the_last_time() -> None:
    found = by_hand.table(example("example_3"), at_last_time(boltzmann(prior)))
    assert {time for time, _, _ in found} == {2}
    assert len(found) == 4
