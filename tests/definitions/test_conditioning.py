"""Goal conditioning, re-training and temperature against sums over trajectories (Definitions 5.1 to 5.6)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.claims import (
    condition,
    equal,
    goal_condition,
    posterior,
    prior,
    probability,
    retrain,
    retrain_limit,
    retrain_with_prior_folded,
    second_policy,
    temperature,
    temperature_limit,
    uniform,
    weight,
    weights,
)
from coherence_exact.definitions.conditioning import (
    attains_largest_weight,
    largest_success,
    largest_weight,
    mass_of_largest_weight,
    survives,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model, uniform_policy
from coherence_exact.mdp.policy import Policy
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
    total_variation,
)

SMALL = models(max_horizon=3, most_trajectories=100)
TINY = models(max_horizon=3, most_trajectories=40, simple=True)


@given(st.data(), SMALL, st.integers(1, 3))
def test_conditioning_by_trajectories(data: st.DataObject, model: Model, alpha: int) -> None:
    policy = data.draw(policies(model))
    expected = by_hand.entries_of(by_hand.conditioned(model, policy, by_hand.power(model, alpha)))
    terms = [
        condition(second_policy, weights(alpha)),
        posterior(second_policy, weight**alpha),
        temperature(second_policy, alpha),
    ]
    terms += [goal_condition(second_policy)] if alpha == 1 else []
    for term in terms:
        assert by_hand.table(model, term, policy) == expected


@given(st.data(), TINY, st.integers(0, 3))
def test_retraining_by_trajectories(data: st.DataObject, model: Model, steps: int) -> None:
    policy = data.draw(policies(model, simple=True))
    expected = by_hand.entries_of(by_hand.retrained(model, policy, steps))
    assert by_hand.table(model, retrain(second_policy, steps), policy) == expected


@given(st.data(), TINY, st.integers(0, 2))
def test_the_uniform_policy_with_the_prior_in_its_rewards(
    data: st.DataObject, model: Model, steps: int
) -> None:
    policy = data.draw(policies(model, simple=True))
    per_step = {
        point: {a: w * policy[point][a] for a, w in row.items()}
        for point, row in by_hand.weights(model).items()
    }
    expected = uniform_policy(model)
    for _ in range(steps):
        expected = by_hand.conditioned(model, expected, per_step)
    found = by_hand.table(model, retrain_with_prior_folded(second_policy, steps), policy)
    assert found == by_hand.entries_of(expected)


@given(SMALL)
def test_uniform_on_each_states_own_actions(model: Model) -> None:
    assert by_hand.table(model, uniform) == by_hand.entries_of(uniform_policy(model))


def test_dead_states_keep_their_row() -> None:
    model = (
        ModelBuilder("a dead end", horizon=2, start="s")
        .action("s", "a", to="alive")
        .action("s", "b", to="dead")
        .action("alive", "a")
        .action("dead", "a", success=0)
        .action("dead", "b", success=0)
        .prior("dead", {"a": "1/3", "b": "2/3"})
        .build()
    )
    rows = by_hand.rows_of(by_hand.table(model, goal_condition(prior)))
    assert rows[1, "s"] == {"a": 1, "b": 0}
    assert rows[2, "dead"] == {"a": Fraction(1, 3), "b": Fraction(2, 3)}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (retrain(prior, 1), "5/11"),
        (retrain(prior, 2), "25/61"),
        (temperature(prior, 2), "7/17"),
        (temperature(prior, 4), "19/53"),
        (temperature_limit(prior), "1/3"),
        (retrain_limit(prior), "0"),
    ],
)
def test_the_stochastic_example(term: Term, expected: str) -> None:
    assert by_hand.value(example("example_3"), probability(term, 1, "∅", "a1")) == Fraction(expected)


# α → ∞


@given(st.data(), SMALL)
def test_the_limit_of_temperature_conditions_on_the_largest_weight(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = {p: by_hand.given_the_largest_weight(model, policy, p) for p in by_hand.points(model)}
    found = by_hand.table(model, temperature_limit(second_policy), policy)
    assert found == by_hand.entries_of(expected)


@given(st.data(), SMALL)
def test_the_largest_weight_and_how_likely_it_is(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    most, mass, attains = {}, {}, {}
    for point in by_hand.points(model):
        found = [
            (
                by_hand.weight(model, path),
                tau * by_hand.chance(policy, path),
                by_hand.chance(policy, path[1:]),
                path,
            )
            for path, tau in by_hand.paths(model, point)
        ]
        most[point] = max(w for w, p, _, _ in found if p > 0)
        mass[point] = sum(p for w, p, _, _ in found if w == most[point])
        for action in by_hand.actions(model, point):
            after = [w for w, _, p, path in found if path[0][1] == action and p > 0]
            attains[*point, action] = max(after) == most[point]
    assert by_hand.table(model, largest_weight(second_policy), policy) == most
    if all(most.values()):
        assert by_hand.table(model, mass_of_largest_weight(second_policy), policy) == mass
    assert by_hand.table(model, attains_largest_weight(second_policy), policy) == attains


def test_cold_policies_approach_the_limit() -> None:
    model = example("example_3")
    limit = Policy(by_hand.rows_of(by_hand.table(model, temperature_limit(prior))))
    for alpha, distance in ((10, Fraction(1, 10**3)), (100, Fraction(1, 10**30))):
        cold = Policy(by_hand.rows_of(by_hand.table(model, temperature(prior, alpha))))
        assert 0 < total_variation(cold, limit) < distance


# k → ∞


@given(st.data(), models(max_horizon=3, most_trajectories=60, deterministic=True))
def test_the_deterministic_limit_of_retraining(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    expected = {p: by_hand.given_the_largest_weight(model, policy, p) for p in by_hand.points(model)}
    found = by_hand.table(model, retrain_limit(second_policy), policy)
    assert found == by_hand.entries_of(expected)


@given(models(max_horizon=3, most_trajectories=40))
def test_the_largest_success_within_the_support(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 40)
    allowed = [
        policy
        for policy in deterministic_policies(model)
        if all(model.prior[point][a] != 0 for point, row in policy.items() for a, p in row.items() if p != 0)
    ]
    best = {p: max(by_hand.v(model, policy, p) for policy in allowed) for p in by_hand.points(model)}
    assert by_hand.table(model, largest_success(prior)) == best
    survivors = by_hand.rows_of(by_hand.table(model, survives(prior)))
    for point, row in survivors.items():
        q = {a: max(by_hand.q(model, policy, point, a) for policy in allowed) for a in row}
        assert row == {a: model.prior[point][a] > 0 and q[a] == best[point] for a in row}


def moves_less_and_less(model: Model, limit: Policy) -> bool:
    """Every later iterate is nearer to the limit."""
    distances = [
        total_variation(by_hand.retrained(model, model.prior, steps), limit) for steps in (1, 2, 4, 8)
    ]
    return distances == sorted(distances, reverse=True)


@given(models(max_horizon=2, most_trajectories=30, simple=True))
def test_the_limit_is_a_fixed_point_of_largest_success_where_it_is_known(model: Model) -> None:
    found = Evaluation(model).table(retrain_limit(prior))
    assume(UNDEFINED not in [x for x in found.values() if x is UNDEFINED])
    limit = Policy(by_hand.rows_of(found))
    assert by_hand.conditioned(model, limit) == limit
    best = by_hand.table(model, largest_success(prior))
    assert {point: by_hand.v(model, limit, point) for point in by_hand.points(model)} == best
    for point, row in limit.items():
        assert all(model.prior[point][action] > 0 for action, p in row.items() if p > 0)


def test_the_limit_of_retraining_is_approached() -> None:
    for name in ("example_1", "example_3"):
        model = example(name)
        limit = Policy(by_hand.rows_of(by_hand.table(model, retrain_limit(prior))))
        assert moves_less_and_less(model, limit)
        many = Policy(by_hand.rows_of(by_hand.table(model, retrain(prior, 200))))
        assert total_variation(many, limit) < Fraction(1, 10**9)


def two_ways(**weights: str) -> Model:
    """To a learner or a dead end, or to a state that succeeds half of the time."""
    return (
        ModelBuilder("a learner and a dead end", horizon=2, start="s")
        .action("s", "a", to={"learner": "1/2", "dead end": "1/2"})
        .action("s", "b", to="half", success=weights.get("b", "1"))
        .action("learner", "a")
        .action("learner", "b", success=weights.get("learner", "1/2"))
        .action("dead end", "a", success=0)
        .action("half", "a", success="1/2")
        .build()
    )


def test_where_the_stochastic_limit_is_known_and_where_not() -> None:
    unknown = Evaluation(two_ways()).table(retrain_limit(prior))
    assert {key for key, x in unknown.items() if x is not UNDEFINED} == {(2, "dead end", "a")}
    single = by_hand.table(two_ways(b="1/2"), retrain_limit(prior))
    assert (single[1, "s", "a"], single[1, "s", "b"]) == (1, 0)
    steady = by_hand.table(two_ways(learner="1"), retrain_limit(prior))
    assert (steady[1, "s", "a"], steady[1, "s", "b"]) == (Fraction(1, 2), Fraction(1, 2))


def test_one_degree_off_is_not_retraining() -> None:
    race = example("example_1")
    assert by_hand.value(race, equal(temperature(prior, 2), retrain(prior, 2))) is True
    assert by_hand.value(race, equal(temperature(prior, 3), retrain(prior, 2))) is False


def test_a_limit_within_a_prior_that_excludes_the_best() -> None:
    model = one_decision(a=1, b="1/2", c="1/3")
    rare = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1, 10**9), "c": 1 - Fraction(1, 10**9)}})
    for limit in (retrain_limit(second_policy), temperature_limit(second_policy)):
        assert [*by_hand.table(model, limit, rare).values()] == [0, 1, 0]
