"""The classics: their definitions against sums over trajectories and over policies, and their verdicts."""

from __future__ import annotations

import ast
import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.claims import (
    Claim,
    EveryModel,
    Reading,
    Term,
    best,
    best_of,
    occupancy,
    prior,
    second_policy,
    trajectories,
    weight,
)
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact import logarithms
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import INFINITY, ZERO
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.families.shapes import Instance
from coherence_exact.language.domains import Address
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row, Trajectory
from coherence_exact.papers import classics
from coherence_exact.papers.classics import definitions as d
from coherence_exact.papers.classics import hypotheses as h
from coherence_exact.report.findings import load_discussions
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import count_deterministic_policies, deterministic_policies, models, policies

FOLDER = Path(classics.__file__).parent
CLAIMS = classics.claims()
READINGS = [(claim, reading) for claim in CLAIMS for reading in claim.readings]
RECORDED = json.loads(classics.RECORDED.read_text(encoding="utf-8"))
DISCUSSIONS = load_discussions(FOLDER / "discussions.toml")

TINY = models(max_horizon=3, most_trajectories=30, simple=True)
FINITE = models(max_horizon=3, most_trajectories=30, simple=True, zero_weights=False)
Rewards = Callable[[Point, Action], Any]
"""A reward for each choice."""


# By hand


def weight_of(model: Model) -> Callable[[Point, Action], Number]:
    return lambda point, action: model.states[point[1]][action].weight


def reward_of(model: Model) -> Rewards:
    return lambda point, action: logarithms.log(model.states[point[1]][action].weight)


def mean(parts: Iterable[tuple[Number, Any]]) -> Any:
    """Σ p·x, where what has no probability contributes nothing."""
    return sum((x * p for p, x in parts if p != 0), start=ZERO)


def along(path: Trajectory, rewards: Rewards) -> Any:
    return sum((rewards(point, action) for point, action in path), start=ZERO)


def u_by_hand(model: Model, policy: Policy, point: Point, rewards: Rewards) -> Any:
    """The mean sum of rewards from a decision point, by trajectories."""
    return mean(
        (tau * by_hand.chance(policy, path), along(path, rewards))
        for path, tau in by_hand.paths(model, point)
    )


def q_by_hand(model: Model, policy: Policy, point: Point, action: Action, rewards: Rewards) -> Any:
    return mean(
        (tau * by_hand.chance(policy, path[1:]), along(path, rewards))
        for path, tau in by_hand.paths(model, point)
        if path[0][1] == action
    )


def us(model: Model, policy: Policy, rewards: Rewards) -> dict[Point, Any]:
    return {point: u_by_hand(model, policy, point, rewards) for point in by_hand.points(model)}


def qs(model: Model, policy: Policy, rewards: Rewards) -> dict[Point, dict[Action, Any]]:
    return {
        point: {a: q_by_hand(model, policy, point, a, rewards) for a in by_hand.actions(model, point)}
        for point in by_hand.points(model)
    }


def best_us(model: Model, rewards: Rewards) -> dict[Point, Any]:
    """The largest values of any deterministic policy, state by state."""
    every = [us(model, policy, rewards) for policy in deterministic_policies(model)]
    return {point: max(values[point] for values in every) for point in by_hand.points(model)}


def following(model: Model, point: Point, action: Action) -> dict[Point, Number]:
    """The next decision points of positive probability; none past the horizon."""
    if point[0] == model.horizon:
        return {}
    successors = model.states[point[1]][action].successors
    return {(point[0] + 1, state): p for state, p in successors.items() if p != 0}


def largest(rows: Mapping[Point, Row]) -> dict[Point, dict[Action, Fraction]]:
    """Uniform over the largest entries of each row."""
    found = {}
    for point, row in rows.items():
        most = max(row.values())
        ties = sum(x == most for x in row.values())
        found[point] = {a: Fraction(int(x == most), ties) for a, x in row.items()}
    return found


def by_choice(model: Model, entry: Callable[[Point, Action], Any]) -> dict[tuple[int, str, str], Any]:
    return {(*p, a): entry(p, a) for p in by_hand.points(model) for a in by_hand.actions(model, p)}


def shared(
    model: Model, policy: Policy, entry: Callable[[Point, Action], Number]
) -> dict[Point, dict[Action, Number]]:
    """Rows in proportion to a table, those of the policy where it is 0."""
    return {
        point: by_hand.normal({a: entry(point, a) for a in by_hand.actions(model, point)}, policy[point])
        for point in by_hand.points(model)
    }


def mass_through(
    model: Model, policy: Policy, value: Callable[[Trajectory], Number]
) -> Callable[[Point, Action], Number]:
    """Σ p(ξ)·value(ξ) over the trajectories with a choice in them."""
    found = by_hand.joint(model, policy).items()
    return lambda point, action: sum(
        (p * value(path) for path, p in found if (point, action) in path), start=Fraction(0)
    )


def entries(model: Model, term: Term, policy: Policy | None = None) -> dict[Any, Any]:
    return by_hand.table(model, term, policy)


def rows(model: Model, term: Term, policy: Policy | None = None) -> dict[Point, dict[Action, Number]]:
    return by_hand.rows_of(by_hand.table(model, term, policy))


def finite(x: Any) -> bool:
    return bool(-INFINITY < x < INFINITY)


# Values


@given(st.data(), TINY)
def test_values(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model, simple=True))
    for term, rewards in ((d.reward, reward_of(model)), (weight, weight_of(model))):
        assert entries(model, d.state_values(second_policy, term), policy) == us(model, policy, rewards)
        assert rows(model, d.action_values(second_policy, term), policy) == qs(model, policy, rewards)


@given(st.data(), TINY)
def test_advantages(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model, simple=True))
    u, q = us(model, policy, reward_of(model)), qs(model, policy, reward_of(model))
    for (time, state, action), x in entries(model, d.advantage(second_policy), policy).items():
        if finite(u[time, state]) or finite(q[time, state][action]):
            assert x == q[time, state][action] - u[time, state]
        else:
            assert x is UNDEFINED


@given(TINY)
def test_the_mean_of_what_follows(model: Model) -> None:
    visits = by_hand.occupancy(model, model.prior)
    assert entries(model, d.mean_next(occupancy(prior))) == by_choice(
        model, lambda point, a: sum(p * visits[s] for s, p in following(model, point, a).items())
    )
    assert entries(model, d.reward) == by_choice(model, reward_of(model))


@given(FINITE)
def test_the_variance(model: Model) -> None:
    rewards, law = reward_of(model), by_hand.joint(model, model.prior)
    centre = mean((p, along(path, rewards)) for path, p in law.items())
    expected = mean((p, (along(path, rewards) - centre) ** 2) for path, p in law.items())
    assert by_hand.value(model, d.return_variance(prior)) == expected


@given(FINITE)
def test_the_squared_surprise(model: Model) -> None:
    u, rewards = us(model, model.prior, reward_of(model)), reward_of(model)

    def surprise(point: Point, action: Action) -> Any:
        change = rewards(point, action) - u[point]
        if point[0] == model.horizon:
            return change**2
        return mean((p, (change + u[s]) ** 2) for s, p in following(model, point, action).items())

    assert entries(model, d.squared_surprise(prior)) == by_choice(model, surprise)


# Optimal values


@given(TINY)
def test_optimal_values(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 64)
    rewards = reward_of(model)
    found = best_us(model, rewards)
    assert entries(model, d.optimal_values(d.reward)) == found
    expected = {
        point: {
            a: rewards(point, a) + mean((p, found[s]) for s, p in following(model, point, a).items())
            for a in by_hand.actions(model, point)
        }
        for point in by_hand.points(model)
    }
    assert rows(model, d.optimal_policy(d.reward)) == largest(expected)


@given(TINY, st.integers(1, 2))
def test_optimal_success(model: Model, power: int) -> None:
    assume(count_deterministic_policies(model) <= 64)

    def success(policy: Policy, point: Point) -> Number:
        return sum(
            (tau * by_hand.chance(policy, path) * by_hand.weight(model, path) ** power
             for path, tau in by_hand.paths(model, point)), start=Fraction(0),
        )  # fmt: skip

    every = deterministic_policies(model)
    most = {point: max(success(policy, point) for policy in every) for point in by_hand.points(model)}
    expected = sum(mu * most[start] for start, mu in by_hand.starts(model).items())
    assert by_hand.value(model, d.optimal_success_of(weight**power)) == expected
    table = {
        point: {
            a: choice.weight**power
            * (
                sum(p * most[s] for s, p in following(model, point, a).items())
                if point[0] < model.horizon
                else 1
            )
            for a, choice in model.states[point[1]].items()
        }
        for point in by_hand.points(model)
    }
    assert rows(model, d.optimal_policy_of(weight**power)) == largest(table)


# Policies made of policies


@given(st.data(), TINY)
def test_greedy(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model, simple=True))
    assert rows(model, d.greedy(second_policy), policy) == largest(qs(model, policy, reward_of(model)))
    assert rows(model, d.maximiser(weight)) == largest(by_hand.weights(model))


@given(st.data(), TINY)
def test_mixtures(data: st.DataObject, model: Model) -> None:
    one, two = model.prior, data.draw(policies(model, simple=True))
    assert rows(model, d.mixture(prior, second_policy), two) == {
        point: {a: (p + two[point][a]) / 2 for a, p in row.items()} for point, row in one.items()
    }
    masses = [mass_through(model, policy, lambda _: Fraction(1)) for policy in (one, two)]
    expected = shared(model, one, lambda point, a: sum((mass(point, a) for mass in masses), Fraction(0)))
    assert rows(model, d.mixture_by_occupancy(prior, second_policy), two) == expected


@given(st.data(), TINY)
def test_choosing_among_two_policies(data: st.DataObject, model: Model) -> None:
    one, two, rewards = model.prior, data.draw(policies(model, simple=True)), reward_of(model)
    u, v = us(model, one, rewards), us(model, two, rewards)
    assert rows(model, d.switching(prior, second_policy), two) == {
        point: dict(one[point] if u[point] >= v[point] else two[point]) for point in by_hand.points(model)
    }
    p, q = qs(model, one, rewards), qs(model, two, rewards)
    assert rows(model, d.larger_action_values(prior, second_policy), two) == {
        point: {a: max(x, q[point][a]) for a, x in row.items()} for point, row in p.items()
    }


@given(TINY)
def test_regressions(model: Model) -> None:
    policy = model.prior
    by_weight = mass_through(model, policy, lambda path: by_hand.weight(model, path))
    assert rows(model, d.reward_weighted_regression(prior)) == shared(model, policy, by_weight)
    by_sum = mass_through(
        model, policy, lambda path: sum((model.states[s][a].weight for (_, s), a in path), start=Fraction(0))
    )
    assert rows(model, d.regression_on_returns(prior)) == shared(model, policy, by_sum)
    q = qs(model, policy, weight_of(model))
    expected = shared(
        model, policy, lambda point, a: policy[point][a] * q[point][a] if policy[point][a] else Fraction(0)
    )
    assert rows(model, d.regression_on_action_values(prior)) == expected


@given(TINY)
def test_conditioning_on_the_best_return(model: Model) -> None:
    policy = model.prior
    most, expected = {}, {}
    for point in by_hand.points(model):
        found = [
            (tau * by_hand.chance(policy, path), by_hand.weight(model, path), path[0][1])
            for path, tau in by_hand.paths(model, point)
        ]
        most[point] = max(w for p, w, _ in found if p > 0)
        row = dict.fromkeys(policy[point], Fraction(0))
        for p, w, a in found:
            row[a] += p if w == most[point] else 0
        expected[point] = by_hand.normal(row, policy[point])
    assert entries(model, d.best_weight(prior)) == most
    assert rows(model, d.condition_on_best_return(prior)) == expected


@given(TINY)
def test_counting_trajectories(model: Model) -> None:
    count = {point: sum(tau for _, tau in by_hand.paths(model, point)) for point in by_hand.points(model)}
    assert entries(model, d.trajectory_count) == count
    number = {
        point: {
            a: sum(tau for path, tau in by_hand.paths(model, point) if path[0][1] == a)
            for a in by_hand.actions(model, point)
        }
        for point in by_hand.points(model)
    }
    expected = shared(model, model.prior, lambda point, a: number[point][a])
    assert rows(model, d.uniform_over_trajectories) == expected


# Shaping, moments, samples


@given(TINY)
def test_shaping(model: Model) -> None:
    potential = {point: max(row.values()) for point, row in model.prior.items()}

    def shaped(point: Point, action: Action) -> Any:
        gain = sum(p * potential[s] for s, p in following(model, point, action).items()) - potential[point]
        return model.states[point[1]][action].weight + gain

    assert entries(model, d.shaped(weight, best(prior))) == by_choice(model, shaped)
    assert entries(model, d.shaped_but_at_the_end(weight, best(prior))) == by_choice(
        model, lambda p, a: shaped(p, a) if p[0] < model.horizon else model.states[p[1]][a].weight
    )
    ends = {x for (time, _), x in potential.items() if time == model.horizon}
    assert by_hand.value(model, h.constant_at_the_end(best(prior))) is (len(ends) == 1)
    assert by_hand.value(model, h.constant(best(prior))) is (len(set(potential.values())) == 1)


@given(st.data(), TINY, st.integers(1, 3))
def test_moments_and_regularised_returns(data: st.DataObject, model: Model, alpha: int) -> None:
    policy = data.draw(policies(model, simple=True))
    law = by_hand.joint(model, policy)
    assert by_hand.value(model, d.moment(second_policy, alpha), policy) == sum(
        p * by_hand.weight(model, path) ** alpha for path, p in law.items()
    )
    divergence = kl(law, by_hand.joint(model, model.prior))
    expected = by_hand.expected_return(model, policy) * alpha - divergence
    assert by_hand.value(model, d.regularised_return(second_policy, prior, alpha), policy) == expected


def kl(p: Mapping[Any, Number], q: Mapping[Any, Number]) -> Any:
    if any(x != 0 == q[key] for key, x in p.items()):
        return INFINITY
    return mean((x, logarithms.log(x / q[key])) for key, x in p.items() if x != 0)


@given(st.data(), TINY)
def test_divergences(data: st.DataObject, model: Model) -> None:
    other = data.draw(policies(model, simple=True))
    one, two = (by_hand.joint(model, policy) for policy in (model.prior, other))
    laws = d.law_kl(trajectories(prior), trajectories(second_policy))
    assert by_hand.value(model, laws, other) == kl(one, two)
    assert entries(model, d.row_variation(prior, second_policy), other) == {
        point: sum(abs(p - other[point][a]) for a, p in row.items()) / 2 for point, row in model.prior.items()
    }
    for time in range(1, model.horizon + 2):
        term = d.at_time(d.marginal_kl(prior, second_policy), time)
        expected = kl(marginal(one, time), marginal(two, time)) if time <= model.horizon else 0
        assert by_hand.value(model, term, other) == expected


def marginal(law: Mapping[Trajectory, Number], time: int) -> dict[Any, Number]:
    found: dict[Any, Number] = {}
    for path, p in law.items():
        found[path[time - 1]] = found.get(path[time - 1], Fraction(0)) + p
    return found


@given(st.data(), TINY)
def test_importance_weights(data: st.DataObject, model: Model) -> None:
    target = data.draw(policies(model, simple=True))
    found = entries(model, d.importance_weights(second_policy, prior), target)
    assert found == {
        by_hand.steps_of(path): prod(
            (target[point][a] / p if (p := model.prior[point][a]) else Fraction(0) for point, a in path),
            start=Fraction(1),
        )
        for path, _ in by_hand.all_paths(model)
    }


@given(models(max_horizon=2, most_trajectories=12, simple=True), st.integers(1, 3))
def test_the_best_of_several_wins(model: Model, samples: int) -> None:
    """Every sequence of samples is listed; the best is one of those of the largest weight."""
    law = [(p, by_hand.weight(model, path)) for path, p in by_hand.joint(model, model.prior).items() if p]
    expected = Fraction(0)
    for drawn in itertools.product(law, repeat=samples):
        top, chance = max(w for _, w in drawn), prod((p for p, _ in drawn), start=Fraction(1))
        expected += chance * sum(p * Fraction((top > w) + (top >= w), 2) for p, w in law)
    term = d.win_rate(best_of(prior, samples), trajectories(prior))
    assert by_hand.value(model, term) == expected


# Hypotheses


@given(st.data(), TINY)
def test_hypotheses_on_two_policies(data: st.DataObject, model: Model) -> None:
    one = model.prior
    other = data.draw(st.one_of(policies(model, simple=True), st.just(one)))
    rewards = reward_of(model)
    u, v, q = us(model, one, rewards), us(model, other, rewards), qs(model, one, rewards)
    visits = [by_hand.occupancy(model, policy) for policy in (one, other)]
    acts = [mass_through(model, policy, lambda _: Fraction(1)) for policy in (one, other)]
    choices = [(point, a) for point in by_hand.points(model) for a in by_hand.actions(model, point)]
    promised = {p: mean((other[p][a], x) for a, x in row.items()) for p, row in q.items()}
    expected = {
        h.visit_alike(prior, second_policy): visits[0] == visits[1],
        h.visit_and_act_alike(prior, second_policy): all(acts[0](*c) == acts[1](*c) for c in choices),
        h.better_everywhere(second_policy, prior): all(v[point] >= u[point] for point in u),
        h.better(second_policy, prior): by_hand.expected_return(model, other)
        >= by_hand.expected_return(model, one),
        h.promises_improvement(second_policy, prior): all(promised[p] >= u[p] for p in u),
    }
    for term, truth in expected.items():
        assert by_hand.value(model, term, other) is bool(truth), term


@given(TINY)
def test_hypotheses_on_one_policy(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 64)
    policy, rewards = model.prior, reward_of(model)
    u, q = us(model, policy, rewards), qs(model, policy, rewards)
    most = best_us(model, rewards)
    best_return = mean((mu, most[point]) for point, mu in by_hand.starts(model).items())
    value = by_hand.expected_return(model, policy)
    flawed = {point for point in u if max(q[point].values()) > u[point]}
    visited = by_hand.visited(model, policy)
    optimal_q = {
        (p, a): rewards(p, a) + mean((x, most[s]) for s, x in following(model, p, a).items())
        for p in u
        for a in q[p]
    }
    good = all(optimal_q[p, a] == most[p] for p in visited for a, x in policy[p].items() if x)
    weights = {w for row in by_hand.weights(model).values() for w in row.values()}
    returns = {by_hand.weight(model, path) for path, p in by_hand.joint(model, policy).items() if p}
    expected = {
        h.improvable(prior): bool(flawed),
        h.unimprovable(prior): not flawed,
        h.unimprovable_where_visited(prior): not flawed & visited,
        h.optimal(prior): value == best_return,
        h.finite_optimum: finite(best_return),
        h.acts_optimally(prior): good,
        h.certain_return(prior): len(returns) == 1,
        h.all_or_nothing: weights <= {0, 1},
    }
    for term, truth in expected.items():
        assert by_hand.value(model, term) is truth, term


# Verdicts

COUNTEREXAMPLES: dict[bool, tuple[Address, ...]] = {
    False: (
        (8, (0, 147, 0, 3)),
        (10, (0, 4, 0, 3)),
        (7, (0, 9, 10)),
        (10, (0, 4, 1, 4)),
        (3, (0, 3, 7)),
        (10, (0, 7, 0, 0)),
        (1, (0, 35)),
        (10, (0, 1, 0, 3)),
        (8, (0, 59, 3, 0)),
        (10, (0, 16, 0, 0)),
        (10, (0, 1, 3, 6)),
        (3, (0, 0, 3)),
        (3, (0, 0, 4)),
        (5, (0, 2, 3)),
        (10, (0, 1, 3, 11)),
    ),
    True: ((4, (0, 4, 0, 5)), (4, (0, 6, 8, 0)), (3, (0, 1, 1)), (0, (0, 12))),
}
"""Addresses of models, and of models with two policies, that refute among them all that is refuted."""

STRIDE = 61
"""Readings that hold are decided on every so many-th model of their domains."""


def sample(domain: EveryModel) -> list[Instance]:
    addresses = (*COUNTEREXAMPLES[domain.pairs], *domain.addresses("quick")[::STRIDE])
    return [domain.instance(address, "quick") for address in addresses]


def outcomes(reading: Reading, instances: Iterable[Evaluation]) -> set[Any]:
    """What the relation is on the models of the hypotheses."""
    return {
        evaluation.value(reading.relation)
        for evaluation in instances
        if all(evaluation.value(hypothesis) is True for hypothesis in reading.given)
    } - {UNDEFINED}


@pytest.fixture(scope="module")
def evaluations() -> dict[bool, list[Evaluation]]:
    """Evaluations of models, and of models with two policies, in which tables are kept."""
    return {
        pairs: [Evaluation(found.model, found.second_policy) for found in sample(EveryModel(pairs=pairs))]
        for pairs in (False, True)
    }


@pytest.mark.parametrize(("claim", "reading"), READINGS, ids=lambda x: getattr(x, "id", "") or x.name)
def test_the_verdict_is_the_recorded_one(
    claim: Claim, reading: Reading, evaluations: dict[bool, list[Evaluation]]
) -> None:
    domain = reading.domain
    if isinstance(domain, EveryModel):
        assert domain == EveryModel(pairs=domain.pairs)
        found = outcomes(reading, evaluations[domain.pairs])
    else:
        instances = [domain.instance(address, "quick") for address in domain.addresses("quick")]
        found = outcomes(reading, [Evaluation(instance.model) for instance in instances])
    assert found
    assert RECORDED[claim.id][reading.name] == ("refuted" if False in found else "holds")


def test_every_repair_is_irredundant() -> None:
    for claim in CLAIMS:
        verdicts = RECORDED[claim.id]
        for reading in claim.readings:
            if reading.drops is not None:
                repair = reading.name.partition(", without ")[0]
                assert (verdicts[repair], verdicts[reading.name]) == ("holds", "refuted"), reading.name


def test_every_false_statement_has_a_repair() -> None:
    for claim in CLAIMS:
        known, verdicts = DISCUSSIONS[claim.id], RECORDED[claim.id]
        names = {reading.name for reading in claim.readings}
        assert {*known.as_printed, *known.repairs} <= names
        assert all(verdicts[name] == "holds" for name in known.repairs)
        assert bool(known.repairs) is any(verdicts[name] == "refuted" for name in known.as_printed), claim.id
        assert bool(known.repairs) is bool(known.remedy)


def test_what_is_recorded_and_discussed_are_the_claims() -> None:
    assert [*RECORDED] == [*DISCUSSIONS] == [claim.id for claim in CLAIMS]
    for claim in CLAIMS:
        assert [*RECORDED[claim.id]] == [reading.name for reading in claim.readings]


def test_there_are_many_statements_with_sources() -> None:
    assert len(CLAIMS) >= 22
    assert all(claim.where for claim in CLAIMS)
    assert {type(reading.domain).__name__ for _, reading in READINGS} == {
        "EveryModel",
        "OneModel",
        "EveryPolicy",
    }


# The language

PUBLIC = {"coherence_exact.claims", "coherence_exact.mdp.builder"}
STANDARD = {"__future__", "dataclasses", "functools", "pathlib"}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.name)
def test_only_the_public_language_is_imported(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Import) or {name.name for name in node.names} <= STANDARD
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            module = str(node.module)
            assert module in PUBLIC | STANDARD or module.startswith("coherence_exact.papers.classics")
