"""Enclosures of the limit of re-training, against high iterates and numbers known exactly."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import islice

import flint
import pytest
import sympy
from coherence_exact.errors import ArgumentError, CoherenceError
from coherence_exact.evaluation.functions import goal_condition, retrain, retrain_limit
from coherence_exact.evaluation.limit_bounds import (
    _live_decisions,
    _remaining_regret,
    _retraining_in_balls,
    enclose_retrain_limit,
    largest_success,
    limit_support,
)
from coherence_exact.exact.logarithms import upper_end
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, one_decision, policies, total_variation

WIDTH = Fraction(1, 1000)


def retraining(model: Model, policy: Policy) -> Iterator[Policy]:
    """π, G(π), G²(π) and so on."""
    while True:
        yield policy
        policy = goal_condition(model, policy)


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
    assert enclosure.low.dead_states == {p for p in model.points if by_hand.v(model, prior, p) == 0}


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
    iterate = retrain(model, model.prior, steps)
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
    values = [by_hand.q_rows(model, exact) for exact in policies[start:]]
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


def test_dead_states_keep_the_prior() -> None:
    model = one_decision(a=0, b=0)
    prior = Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}})
    enclosure = enclose_retrain_limit(model, prior)
    assert enclosure.low == enclosure.high == prior
    assert enclosure.low.dead_states == {(1, "s")}


def test_symbols_have_no_enclosure() -> None:
    x = sympy.Symbol("x", positive=True)
    for b in (1, x):
        model = one_decision(a=x, b=b)
        with pytest.raises(CoherenceError):
            enclose_retrain_limit(model, model.prior)


@given(models(max_horizon=3, simple=True, deterministic=False))
def test_the_exact_limit_of_any_dynamics_is_enclosed(model: Model) -> None:
    try:
        limit = retrain_limit(model, model.prior)
    except ArgumentError:
        return
    assume(converges_soon(model, model.prior))
    assert contains(model, model.prior, limit)
