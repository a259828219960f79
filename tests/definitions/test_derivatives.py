"""Derivatives along the temperature, against differences of a recursion in balls (Corollary 5.10)."""

from __future__ import annotations

from typing import Any

import flint
import pytest
from coherence_exact.claims import prior, second_policy
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.quotients import log_quotient
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.papers.incoherence.definitions import last_reward_trajectories, policy_stable
from coherence_exact.papers.incoherence.derivatives import (
    entropy_derivative,
    entropy_second_derivative,
    return_derivative,
    return_moment,
    return_second_derivative,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.definitions.test_optimality import planned
from tests.models import count_deterministic_policies, example, models, one_decision, policies

BITS = 1200
ALPHAS = st.integers(1, 3)
ANY = models(simple=True, max_horizon=3, most_trajectories=30)


def ball(number: Any) -> Any:
    return flint.arb(flint.fmpq(int(number.numerator), int(number.denominator)))


def by_recursion(model: Model, alpha: Any) -> tuple[Any, Any] | None:
    """J(π_α) and Ĥ(π_α) in balls at any real α; None if a return of −∞ has positive probability."""
    gains, surprises = [], []

    def q(time: int, state: str, action: str) -> Any:
        choice = model.states[state][action]
        if choice.weight == 0:
            return 0
        power = (ball(choice.weight).log() * alpha).exp()
        if time == model.horizon:
            return power
        return power * sum(ball(p) * v(time + 1, s) for s, p in choice.successors.items() if p)

    def v(time: int, state: str) -> Any:
        parts = [(p, q(time, state, action)) for action, p in model.prior[time, state].items()]
        return sum(ball(p) * x for p, x in parts if not (p == 0 or x == 0))

    def visit(time: int, state: str, chance: Any) -> None:
        whole = v(time, state)
        for action, p in model.prior[time, state].items():
            chosen = ball(p) if whole == 0 else q(time, state, action) * ball(p) / whole
            if chosen == 0:
                continue
            choice = model.states[state][action]
            gains.append(chance * chosen * ball(choice.weight).log() if choice.weight else None)
            surprises.append(-chance * chosen * chosen.log())
            if time < model.horizon:
                for following, tau in choice.successors.items():
                    if tau:
                        visit(time + 1, following, chance * chosen * ball(tau))

    for state, mu in model.start.items():
        if mu:
            visit(1, state, ball(mu))
    return None if None in gains else (sum(gains), sum(surprises))


def is_near(found: Any, expected: Any) -> bool:
    return bool(abs(log_quotient(found).enclosure(BITS) - expected) < flint.arb(10) ** -60)


FIRST = (return_derivative, entropy_derivative)
SECOND = (return_second_derivative, entropy_second_derivative)


@given(ANY, ALPHAS)
def test_derivatives_are_limits_of_differences(model: Model, alpha: int) -> None:
    evaluation = Evaluation(model)
    with flint.ctx.workprec(BITS):
        h = flint.arb(10) ** -70
        before, here, after = (by_recursion(model, alpha + step) for step in (-h, flint.arb(0), h))
        if before is None or here is None or after is None:
            for definition in (*FIRST, *SECOND):
                assert evaluation.value(definition(prior, alpha)) is UNDEFINED
            return
        for number in (0, 1):
            below, value, above = before[number], here[number], after[number]
            first, second = (evaluation.value(each[number](prior, alpha)) for each in (FIRST, SECOND))
            assert is_near(first, (above - below) / (2 * h))
            assert is_near(second, (above - 2 * value + below) / h**2)


@given(models(simple=True, deterministic=True, max_horizon=3, most_trajectories=16), ALPHAS)
def test_they_are_cumulants_for_deterministic_dynamics(model: Model, alpha: int) -> None:
    evaluation = Evaluation(model)
    for order, definition in ((2, return_derivative), (3, return_second_derivative)):
        found = evaluation.value(definition(prior, alpha))
        assume(found is not UNDEFINED)
        assert found == evaluation.value(return_moment(prior, alpha, order))


@pytest.mark.parametrize("definition", [*FIRST, *SECOND])
def test_without_a_choice_nothing_changes(definition: Any) -> None:
    assert by_hand.value(one_decision(a="1/2", b="1/2"), definition(prior, 2)) == 0


# Two more notions of the paper


@given(st.data(), models(deterministic=True, max_horizon=3, most_trajectories=40, simple=True))
def test_stability_by_its_definition(data: st.DataObject, model: Model) -> None:
    """Definition D.1: who is preferred with the best n further actions is preferred without."""
    assume(count_deterministic_policies(model) <= 60)
    policy = data.draw(policies(model, simple=True))
    for further in (1, 2):
        expected = True
        for point in by_hand.points(model):
            if point[0] + further <= model.horizon:
                best = planned(model, policy, point, further + 1)
                own = by_hand.q_row(model, policy, point)
                expected &= all(own[a] > own[b] for a in own for b in own if best[a] > best[b])
        assert by_hand.value(model, policy_stable(second_policy, further), policy) is expected


@pytest.mark.parametrize(
    ("name", "term", "stable"),
    [
        ("example_1", policy_stable(prior, 1), False),
        ("example_1", policy_stable(prior, 2), True),
        ("figure_4", policy_stable(prior, 1), True),
        ("example_3", policy_stable(prior, 1), UNDEFINED),
    ],
)
def test_every_answer_occurs(name: str, term: Term, stable: object) -> None:
    assert by_hand.value(example(name), term) is stable


@given(st.data(), models(max_horizon=3, most_trajectories=40))
def test_what_the_proof_of_a_2_telescopes_to(data: st.DataObject, model: Model) -> None:
    policy: Policy = data.draw(policies(model))
    assume(all(by_hand.v(model, policy, start) for start in by_hand.starts(model)))
    expected = {
        by_hand.steps_of(path): tau
        * by_hand.chance(policy, path)
        * model.states[path[-1][0][1]][path[-1][1]].weight
        / by_hand.v(model, policy, path[0][0])
        for start in by_hand.starts(model)
        for path, tau in by_hand.paths(model, start)
    }
    found = by_hand.table(model, last_reward_trajectories(second_policy), policy)
    assert {path: x for path, x in found.items() if x != 0} == {p: x for p, x in expected.items() if x != 0}
