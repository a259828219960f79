"""Limits against high iterates, against closed forms, and against numbers known exactly."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import islice

import flint
import pytest
import sympy
from coherence_exact.errors import ArgumentError, CoherenceError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import upper_end
from coherence_exact.inference.coherence import boltzmann
from coherence_exact.inference.conditioning import retrain_by_definition, retraining
from coherence_exact.inference.limits import (
    _live_decisions,
    _remaining_regret,
    _retraining_in_balls,
    enclose_retrain_limit,
    greedy_limit,
    largest_success,
    limit_support,
    retrain_limit,
)
from coherence_exact.inference.trajectories import (
    policy_factor,
    success_from,
    trajectory_distribution,
    weight_of,
)
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point, Policy
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference.test_temperature import given_the_largest_weight
from tests.models import (
    count_deterministic_policies,
    deterministic_policies,
    example,
    models,
    one_decision,
    policies,
    total_variation,
)

WIDTH = Fraction(1, 1000)
DETERMINISTIC = models(deterministic=True, max_horizon=4)


# δ → 0


@given(st.data())
def test_boltzmann_approaches_the_greedy_limit(data: st.DataObject) -> None:
    """π^{1/n} is off by at most Σ (q/max q)^n over the actions that are not best."""
    model = data.draw(models(max_horizon=3, simple=True))
    policy = data.draw(policies(model, simple=True))
    limit = greedy_limit(model, policy)
    q, _ = soft_values(model, policy)
    for n in (8, 64):
        soft = boltzmann(model, policy, Fraction(1, n))
        for point, row in limit.items():
            best = max(q[point].values())
            bound = sum((x / best) ** n for x in q[point].values() if x != best)
            assert sum(abs(p - soft[point][action]) for action, p in row.items()) <= 2 * bound
    assert limit.dead_states == boltzmann(model, policy).dead_states


def test_the_greedy_limit_is_not_boltzmann_for_a_warm_policy() -> None:
    model = one_decision(a=1, b="1/2")
    assert greedy_limit(model, model.prior)[1, "s"] == {"a": 1, "b": 0}
    assert boltzmann(model, model.prior, Fraction(1, 100)) != greedy_limit(model, model.prior)


# k → ∞, deterministic


@given(st.data())
def test_deterministic_limit_conditions_the_prior_on_the_largest_weight(data: st.DataObject) -> None:
    model = data.draw(models(deterministic=True))
    prior = data.draw(policies(model))
    limit = retrain_limit(model, prior)
    assert limit == Policy({point: given_the_largest_weight(model, prior, point) for point in model.points})
    assert limit.dead_states == {point for point in model.points if success_from(model, prior, point) == 0}


def mass_below_the_largest_weight(model: Model, point: Point, steps: int) -> Number:
    """The probability, after some re-trainings, of the trajectories whose weight is not the largest."""
    found = [
        (policy_factor(model.prior, trajectory), weight_of(model, trajectory))
        for trajectory, _ in model.trajectories[point]
    ]
    most = max(weight for p, weight in found if p > 0)
    if most == 0:
        return Fraction(0)
    tilted = [(p * (weight / most) ** steps, weight) for p, weight in found]
    return sum(p for p, weight in tilted if weight != most) / sum(p for p, _ in tilted)


@given(models(deterministic=True, max_horizon=3, simple=True))
def test_deterministic_iterates_approach_the_limit(model: Model) -> None:
    """Row by row the distance is at most the mass below the largest weight, which decreases."""
    limit = retrain_limit(model, model.prior)
    bounds = dict.fromkeys(model.points, Fraction(1))
    for steps in (1, 2, 5, 20):
        iterate = retrain_by_definition(model, model.prior, steps)
        for point, row in limit.items():
            bound = mass_below_the_largest_weight(model, point, steps)
            assert sum(abs(p - iterate[point][action]) for action, p in row.items()) <= 2 * bound
            assert bound <= bounds[point]
            bounds[point] = bound


@given(DETERMINISTIC)
def test_the_limit_is_a_fixed_point(model: Model) -> None:
    limit = retrain_limit(model, model.prior)
    assert retrain_by_definition(model, limit, 1) == limit


@given(DETERMINISTIC)
def test_success_of_the_limit_is_the_largest(model: Model) -> None:
    limit = retrain_limit(model, model.prior)
    best = largest_success(model, model.prior)
    assert soft_values(model, limit).v == best.v
    assert {point: [a for a, p in row.items() if p != 0] for point, row in limit.items()} == limit_support(
        model, model.prior
    )


@given(models(max_horizon=3, most_trajectories=60))
def test_largest_success_is_the_best_policy_within_the_support(model: Model) -> None:
    assume(count_deterministic_policies(model) <= 60)
    allowed = [
        policy
        for policy in deterministic_policies(model)
        if all(model.prior[point][a] != 0 for point, row in policy.items() for a, p in row.items() if p != 0)
    ]
    _, v = largest_success(model, model.prior)
    for point in model.points:
        assert v[point] == max(success_from(model, policy, point) for policy in allowed)


def test_mountain_race() -> None:
    model = example("example_1")
    limit = retrain_limit(model, model.prior)
    assert limit[1, "∅"] == {"↗": 1, "↘": 0}
    assert limit[2, "forest"] == {"↗": Fraction(1, 2), "↘": Fraction(1, 2)}


def test_ties_are_weighted_by_the_number_of_ways_to_succeed() -> None:
    """Two paths of weight 1, one after a choice of which half is wrong: C(s') = 1/2 against 1."""
    model = (
        ModelBuilder("ways", horizon=2, start="s")
        .action("s", "narrow", to="narrow")
        .action("s", "wide", to="wide")
        .action("narrow", "a")
        .action("narrow", "b", success="1/2")
        .action("wide", "a")
        .action("wide", "b")
        .build()
    )
    limit = retrain_limit(model, model.prior)
    assert limit[1, "s"] == {"narrow": Fraction(1, 3), "wide": Fraction(2, 3)}
    assert limit != greedy_limit(model, model.prior)
    assert total_variation(retrain_by_definition(model, model.prior, 40), limit) < Fraction(1, 10**9)


def test_a_limit_within_a_prior_that_excludes_the_best() -> None:
    model = one_decision(a=1, b="1/2", c="1/3")
    prior = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1, 10**9), "c": 1 - Fraction(1, 10**9)}})
    assert retrain_limit(model, prior)[1, "s"] == {"a": 0, "b": 1, "c": 0}


def test_dead_states_keep_the_prior() -> None:
    model = one_decision(a=0, b=0)
    prior = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    assert retrain_limit(model, prior) == prior
    assert retrain_limit(model, prior).dead_states == {(1, "s")}
    enclosure = enclose_retrain_limit(model, prior)
    assert enclosure.low == enclosure.high == prior
    assert enclosure.low.dead_states == {(1, "s")}


def learner_and_dead_end() -> Model:
    """Two first actions that end up equally good, one of which has to learn."""
    return (
        ModelBuilder("a learner and a dead end", horizon=2, start="s")
        .action("s", "a", to={"learner": "1/2", "dead end": "1/2"})
        .action("s", "b", to="half")
        .action("learner", "a")
        .action("learner", "b", success="1/2")
        .action("dead end", "a", success=0)
        .action("half", "a", success="1/2")
        .build()
    )


def test_with_stochastic_dynamics_the_limit_is_exact_where_one_action_survives() -> None:
    model = example("example_3")
    limit = retrain_limit(model, model.prior)
    assert limit[1, "∅"] == {"a1": 0, "a2": 1}
    assert limit[2, "s1"] == model.prior[2, "s1"]


def test_with_stochastic_dynamics_two_survivors_before_the_end_are_refused() -> None:
    model = learner_and_dead_end()
    with pytest.raises(ArgumentError, match="stochastic"):
        retrain_limit(model, model.prior)


def test_stochastic_dynamics_with_nothing_to_learn() -> None:
    """Both first actions are optimal from the start, so that the limit keeps their proportions."""
    model = (
        ModelBuilder("nothing to learn", horizon=2, start="s")
        .action("s", "a", to={"t": "1/2", "u": "1/2"}, success="1/2")
        .action("s", "b", to="u", success="1/2")
        .action("s", "c", success="1/3", to="u")
        .action("t", "a")
        .action("u", "a")
        .prior("s", {"a": "1/2", "b": "1/6", "c": "1/3"})
        .build()
    )
    limit = retrain_limit(model, model.prior)
    assert limit[1, "s"] == {"a": Fraction(3, 4), "b": Fraction(1, 4), "c": 0}
    assert total_variation(retrain_by_definition(model, model.prior, 60), limit) < Fraction(1, 10**9)


@given(models(max_horizon=3, simple=True, deterministic=False))
def test_the_exact_limit_of_any_dynamics_is_approached(model: Model) -> None:
    try:
        limit = retrain_limit(model, model.prior)
    except ArgumentError:
        return
    assert retrain_by_definition(model, limit, 1) == limit
    assert soft_values(model, limit).v == largest_success(model, model.prior).v
    if converges_soon(model, model.prior):
        assert contains(model, model.prior, limit)


def test_symbols_that_decide_the_limit_are_refused() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b=1)
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        retrain_limit(model, model.prior)
    with pytest.raises(ArgumentError, match="depends on the symbols"):
        enclose_retrain_limit(model, model.prior)


def test_symbols_that_leave_the_limit_open_nowhere_are_welcome() -> None:
    x = sympy.Symbol("x", positive=True)
    model = one_decision(a=x, b=x)
    prior = Policy({(1, "s"): {"a": 1 / (1 + x), "b": x / (1 + x)}})
    assert retrain_limit(model, prior)[1, "s"] == prior[1, "s"]
    with pytest.raises(CoherenceError):
        enclose_retrain_limit(model, prior)


# k → ∞, any dynamics


def contains(enclosure_of: Model, prior: Policy, limit: Policy, width: Fraction = WIDTH) -> bool:
    enclosure = enclose_retrain_limit(enclosure_of, prior, width, most_steps=2**13)
    return all(
        enclosure.low[point][a] <= p <= enclosure.high[point][a]
        for point, row in limit.items()
        for a, p in row.items()
    )


def converges_soon(model: Model, prior: Policy) -> bool:
    """Whether no action is nearly as good as the best, which would take many thousand steps."""
    q, v = largest_success(model, prior)
    return all(
        x == v[point] or x < v[point] * Fraction(99, 100) for point, row in q.items() for x in row.values()
    )


@given(models(deterministic=True, max_horizon=4))
def test_the_enclosure_contains_the_deterministic_limit(model: Model) -> None:
    assume(converges_soon(model, model.prior))
    assert contains(model, model.prior, retrain_limit(model, model.prior), Fraction(1, 10**8))


@given(st.data())
def test_the_enclosure_is_well_formed(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4))
    prior = data.draw(policies(model))
    assume(converges_soon(model, prior))
    enclosure = enclose_retrain_limit(model, prior, WIDTH)
    assert enclosure.support == limit_support(model, prior)
    for point, low in enclosure.low.items():
        high = enclosure.high[point]
        assert list(low) == list(high) == list(prior[point])
        assert sum(low.values()) <= 1 <= sum(high.values())
        for action in low:
            assert 0 <= low[action] <= high[action] <= 1
            assert high[action] - low[action] <= WIDTH
            assert (high[action] > 0) == (action in enclosure.support[point])
    assert enclosure.low.dead_states == {p for p in model.points if success_from(model, prior, p) == 0}


@given(models(max_horizon=3, simple=True, most_trajectories=60))
def test_the_enclosure_contains_what_exact_iterates_approach(model: Model) -> None:
    """|π_k − π_∞| ≤ Σ over the rest: the last exact iterates are as near as their own steps are small."""
    assume(converges_soon(model, model.prior))
    enclosure = enclose_retrain_limit(model, model.prior, Fraction(1, 10**7))
    *_, earlier, later = islice(retraining(model, model.prior), 49)
    step = total_variation(earlier, later)
    assume(step < Fraction(1, 10**6))
    slack = 1000 * step
    for point, row in later.items():
        for action, p in row.items():
            assert enclosure.low[point][action] - slack <= p <= enclosure.high[point][action] + slack


@given(models(max_horizon=3, simple=True))
def test_enclosures_of_any_width_meet(model: Model) -> None:
    """A wide enclosure from few steps and a narrow one from many both contain the limit."""
    assume(converges_soon(model, model.prior))
    narrow = enclose_retrain_limit(model, model.prior, Fraction(1, 10**10))
    assert narrow.steps >= 1
    for width in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 10**4)):
        wide = enclose_retrain_limit(model, model.prior, width)
        assert wide.steps <= narrow.steps
        for point, row in narrow.low.items():
            for action, low in row.items():
                assert wide.low[point][action] <= narrow.high[point][action]
                assert low <= wide.high[point][action]


@given(models(max_horizon=3, simple=True, deterministic=True), st.integers(1, 3))
def test_enclosing_an_iterate_encloses_the_same_limit(model: Model, steps: int) -> None:
    assume(converges_soon(model, model.prior))
    iterate = retrain_by_definition(model, model.prior, steps)
    assert contains(model, iterate, retrain_limit(model, model.prior))


def learners(share: str) -> Model:
    """Action a leads to two states that learn at different rates, b to a state that knows already."""
    return (
        ModelBuilder("two learners", horizon=2, start="s")
        .action("s", "a", to={"quick": share, "slow": str(1 - Fraction(share))})
        .action("s", "b", to="done")
        .action("quick", "a")
        .action("quick", "b", success="1/3")
        .action("slow", "a")
        .action("slow", "b", success="2/3")
        .action("done", "a")
        .build()
    )


@pytest.mark.parametrize("share", ["1/2", "1/5", "9/10"])
def test_an_infinite_product(share: str) -> None:
    """π_∞(a)/π_∞(b) = Π_j (share · v_j(quick) + (1 − share) · v_j(slow)), here with fifty digits."""
    model = learners(share)
    with localcontext(prec=50):

        def value(weight: Decimal, step: int) -> Decimal:
            return (1 + weight ** (step + 1)) / (1 + weight**step)

        product, third, part = Decimal(1), Decimal(1) / 3, decimal_of(Fraction(share))
        for step in range(400):
            product *= part * value(third, step) + (1 - part) * value(2 * third, step)
        expected = product / (1 + product)
        enclosure = enclose_retrain_limit(model, model.prior, Fraction(1, 10**12))
        low, high = (decimal_of(bound[1, "s"]["a"]) for bound in (enclosure.low, enclosure.high))
        assert low <= expected <= high
        assert high - low <= Decimal("1e-12")


def decimal_of(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def bounds_and_partial_sums(
    model: Model, start: int, stop: int
) -> list[tuple[tuple[int, str], str, Fraction, Fraction]]:
    """For every optimal action the bound on Σ_{j≥start} (m − q_j) and the exact sum up to stop."""
    best, support = largest_success(model, model.prior), limit_support(model, model.prior)
    policies = list(islice(retraining(model, model.prior), stop))
    with flint.ctx.workprec(500):
        live = _live_decisions(model, model.prior, best)
        policy, v = next(islice(_retraining_in_balls(live, policies[1]), start - 1, None))
        bounds = _remaining_regret(live, policy, v, best, support) or {}
        ends = {point: {a: upper_end(bound) for a, bound in row.items()} for point, row in bounds.items()}
    values = [soft_values(model, exact).q for exact in policies[start:]]
    return [
        (point, action, bound, sum((best.v[point] - q[point][action] for q in values), Fraction(0)))
        for point, row in ends.items()
        for action, bound in row.items()
    ]


@given(models(max_horizon=3, simple=True, most_trajectories=60), st.integers(1, 4))
def test_the_remaining_regret_is_a_bound(model: Model, start: int) -> None:
    for point, action, bound, exact in bounds_and_partial_sums(model, start, 20):
        assert exact <= bound, (point, action)


def test_the_remaining_regret_of_tied_actions_adds_up() -> None:
    """At t one optimal action knows already and the other learns: both count for the actions above."""
    model = (
        ModelBuilder("a tie below", horizon=3, start="s")
        .action("s", "a", to="t")
        .action("s", "b", to="t", success="1/2")
        .action("t", "know", to="done")
        .action("t", "learn", to="learner")
        .action("done", "a")
        .action("learner", "a")
        .action("learner", "b", success="1/2")
        .build()
    )
    bounds = {
        (point, action): (bound, exact)
        for point, action, bound, exact in bounds_and_partial_sums(model, 1, 40)
    }
    assert bounds[(2, "t"), "know"] == (Fraction(0), Fraction(0))
    bound, exact = bounds[(1, "s"), "a"]
    assert 0 < exact <= bound


@pytest.mark.parametrize("start", [1, 2, 3, 5])
def test_the_remaining_regret_of_learners(start: int) -> None:
    bounds = bounds_and_partial_sums(learners("1/2"), start, 60)
    regret = {point: (bound, exact) for point, action, bound, exact in bounds if action == "a"}
    bound, exact = regret[1, "s"]
    assert 0 < exact <= bound <= 20 * exact
    assert not any(regret[2, "quick"])


def test_a_rational_limit_of_stochastic_dynamics() -> None:
    """Π_j v_j = 1/2 where half of the prior is right: the limit is (1/2 : 1)."""
    model = learner_and_dead_end()
    third = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    assert contains(model, model.prior, third, Fraction(1, 10**20))
    off = Policy({(1, "s"): {"a": Fraction(1, 3) + Fraction(1, 10**19), "b": Fraction(2, 3)}})
    assert not contains(model, model.prior, off, Fraction(1, 10**20))


def test_three_optimal_actions_that_tie() -> None:
    """Learners of prior mass 1/2, 1/3 and 1 on the right action: the limit is 1/2 : 1/3 : 1."""
    builder = ModelBuilder("three learners", horizon=3, start="s")
    for action, wrong in (("a", 1), ("b", 2), ("c", 0)):
        builder.action("s", action, to={f"{action}1": "1/2", "dead end": "1/2"})
        builder.action(f"{action}1", "go", to=f"{action}2")
        builder.action(f"{action}2", "right")
        for number in range(wrong):
            builder.action(f"{action}2", f"wrong {number}", success="1/2")
    model = builder.action("dead end", "a", to="dead end", success=0).build()
    limit = Policy({(1, "s"): {"a": Fraction(3, 11), "b": Fraction(2, 11), "c": Fraction(6, 11)}})
    assert contains(model, model.prior, limit, Fraction(1, 10**15))


def test_rows_that_are_known_exactly() -> None:
    model = example("example_3")
    enclosure = enclose_retrain_limit(model, model.prior)
    assert enclosure.low == enclosure.high
    assert enclosure.low[1, "∅"] == {"a1": 0, "a2": 1}
    assert enclosure.low[2, "s1"] == {"a1": Fraction(1, 2), "a2": Fraction(1, 2)}


def test_dead_actions_count_in_the_first_step_only() -> None:
    """v_0 is below every later v_j: what the prior loses at once is lost for the infinite product."""
    model = (
        ModelBuilder("a chasm", horizon=2, start="s")
        .action("s", "a", to="ridge")
        .action("s", "b", to="forest")
        .action("ridge", "a")
        .action("ridge", "b", success=0)
        .action("forest", "a")
        .build()
    )
    assert contains(model, model.prior, Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}}))
    assert not contains(model, model.prior, Policy({(1, "s"): {"a": Fraction(1, 2), "b": Fraction(1, 2)}}))


def test_many_steps_are_affordable() -> None:
    """Exact iterates of four stochastic layers would have millions of digits by then."""
    states = ("s", "t", "u")
    builder = ModelBuilder("a loop", horizon=4, start="s")
    for index, state in enumerate(states):
        builder.action(state, "a", to={states[index - 1]: "1/3", state: "2/3"}, success=f"{90 + index}/97")
        builder.action(state, "b", to={states[index - 2]: "1/2", state: "1/2"}, success=f"{91 - index}/97")
    model = builder.build()
    enclosure = enclose_retrain_limit(model, model.prior, Fraction(1, 10**12))
    assert enclosure.steps >= 256
    assert all(p.denominator <= 10**13 for row in enclosure.low.values() for p in row.values())


def test_too_few_steps_are_refused() -> None:
    model = learners("1/2")
    with pytest.raises(ArgumentError, match="more steps"):
        enclose_retrain_limit(model, model.prior, Fraction(1, 10**9), most_steps=4)
    with pytest.raises(ArgumentError, match="more steps"):
        enclose_retrain_limit(model, model.prior, most_steps=0)
    with pytest.raises(ArgumentError, match="width"):
        enclose_retrain_limit(model, model.prior, Fraction(0))


def test_every_iterate_of_the_trajectories_is_a_distribution() -> None:
    model = learners("1/2")
    for policy in islice(retraining(model, model.prior), 6):
        assert sum(trajectory_distribution(model, policy).values()) == 1
