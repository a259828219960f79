"""Terms of sort value against their definitions by trajectories."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.claims.evaluator import compare
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point, Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=40)
SIMPLE = models(max_horizon=3, most_trajectories=20, simple=True)


@given(st.data(), SMALL)
def test_total_variation_is_half_the_sum_of_differences(data: st.DataObject, model: Model) -> None:
    policy = data.draw(policies(model))
    left, right = by_hand.joint(model, model.prior), by_hand.joint(model, policy)
    expected = sum(abs(p - right[path]) for path, p in left.items()) / 2
    assert by_hand.value(model, "total_variation(prior, second_policy)", policy) == expected


@pytest.mark.parametrize(
    ("left", "expected"), [("second_policy", 0), ("prior", Fraction(1, 2)), ("retrain(prior)", 1)]
)
def test_total_variation_goes_from_zero_to_one(left: str, expected: Number) -> None:
    sure_b = Policy({(1, "s"): {"a": Fraction(0), "b": Fraction(1)}})
    found = by_hand.value(one_decision(a=1, b=0), f"total_variation({left}, second_policy)", sure_b)
    assert found == expected


@pytest.mark.parametrize(("x", "expected"), [("1/6", -log(6)), ("1", ZERO), ("0", -INFINITY)])
def test_the_logarithm_of_a_rational(x: str, expected: LogValue) -> None:
    model = one_decision(a=x)
    assert by_hand.value(model, "logarithm(success_probability(prior))") == expected
    assert by_hand.value(model, f"equal(logarithm('{x}'), expected_return(prior))") is True


@pytest.mark.parametrize("x", ["'-1/2'", "logarithm(2)"])
def test_other_values_have_no_logarithm(x: str) -> None:
    with pytest.raises(UndefinedError, match="exact logarithm"):
        by_hand.value(one_decision(a=1), f"logarithm({x})")


# The limit of incoherence


def relative_q(model: Model, policy: Policy) -> dict[Point, dict[str, Number]]:
    """q(s, a)/max q(s, ·) where the policy goes and success is possible."""
    rows = {point: by_hand.q_row(model, policy, point) for point in by_hand.visited(model, policy)}
    return {
        point: {action: x / max(row.values()) for action, x in row.items()}
        for point, row in rows.items()
        if max(row.values()) != 0
    }


def incoherence(model: Model, policy: Policy, n: int) -> LogValue:
    """κ at δ = 1/n, by the occupancy of each state."""
    soft, occupancy = by_hand.soft(model, policy, n), by_hand.occupancy(model, policy)
    total = ZERO
    for point, row in policy.items():
        for action, p in row.items():
            if occupancy[point] * p != 0:
                ratio = log(p) - log(soft[point][action])
                total = total + ratio * (occupancy[point] * p)
    return total


@given(st.data(), SIMPLE)
def test_the_limit_of_incoherence(data: st.DataObject, model: Model) -> None:
    policy = data.draw(st.one_of(st.just(model.prior), policies(model, simple=True)))
    if data.draw(st.booleans()):
        rows = {p: by_hand.largest(by_hand.q_row(model, policy, p), row) for p, row in policy.items()}
        policy = Policy(rows)
    found = by_hand.value(model, "incoherence_limit(second_policy)", policy)
    relative = relative_q(model, policy)
    rates = [log(x) for point, row in relative.items() for a, x in row.items() if policy[point][a] != 0]
    if any(rate != ZERO for rate in rates):
        assert found == INFINITY
        return
    n = 16
    excess = sum(x**n for row in relative.values() for x in row.values() if x != 1)
    assert ZERO <= found <= incoherence(model, policy, n)
    assert compare(incoherence(model, policy, n) - found, excess) <= 0


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [("1/2", "1/2", ZERO), ("1/2", "1/3", INFINITY), ("0", "1/3", INFINITY), ("0", "0", ZERO)],
)
def test_the_limit_of_incoherence_of_one_decision(a: str, b: str, expected: LogValue) -> None:
    assert by_hand.value(one_decision(a=a, b=b), "incoherence_limit(prior)") == expected


def test_the_limit_of_incoherence_of_one_of_two_best_actions() -> None:
    policy = Policy({(1, "s"): {"a": Fraction(1), "b": Fraction(0), "c": Fraction(0)}})
    model = one_decision(a=1, b=1, c="1/2")
    assert by_hand.value(model, "incoherence_limit(second_policy)", policy) == log(2)


@pytest.mark.parametrize(("left", "expected"), [(Fraction(1), ZERO), (Fraction(1, 2), INFINITY)])
def test_only_visited_states_have_a_limit(left: Fraction, expected: LogValue) -> None:
    model = (
        ModelBuilder("one good way", horizon=2, start="s")
        .action("s", "left", to="l")
        .action("s", "right", to="r")
        .action("l", "only")
        .action("r", "good")
        .action("r", "bad", success="1/2")
        .prior("s", {"left": left, "right": 1 - left})
        .build()
    )
    assert by_hand.value(model, "incoherence_limit(prior)") == expected


# The bound on the reverse divergence

DETERMINISTIC = models(max_horizon=3, deterministic=True, most_trajectories=40)


@given(DETERMINISTIC, st.integers(0, 4))
def test_the_bound_raises_all_but_the_best_to_the_second_best(model: Model, steps: int) -> None:
    expected = ZERO
    for start, mu in by_hand.starts(model).items():
        chances = [
            (by_hand.chance(model.prior, path), by_hand.weight(model, path))
            for path, _ in by_hand.paths(model, start)
        ]
        found = sorted({w for p, w in chances if p != 0}, reverse=True)
        if found[0] != 0 and len(found) > 1:
            best = sum(p for p, w in chances if w == found[0])
            raised = sum(
                p * ((found[0] if w == found[0] else found[1]) / found[0]) ** steps for p, w in chances
            )
            expected = expected + log(raised / best) * mu
    assert by_hand.value(model, f"reverse_kl_bound(prior, {steps})") == expected


@given(DETERMINISTIC, st.integers(1, 4))
def test_the_bound_bounds_the_divergence_of_the_limit_from_the_trained(model: Model, steps: int) -> None:
    divergence, is_sharp = ZERO, True
    for start, mu in by_hand.starts(model).items():
        mass: dict[Number, Number] = {}
        for path, _ in by_hand.paths(model, start):
            w, p = by_hand.weight(model, path), by_hand.chance(model.prior, path)
            mass[w] = mass.get(w, Fraction(0)) + p
        best = max(w for w, p in mass.items() if p != 0)
        if best != 0:
            whole = sum(p * (w / best) ** steps for w, p in mass.items() if p != 0)
            divergence = divergence + log(whole / mass[best]) * mu
            is_sharp = is_sharp and sum(p != 0 for p in mass.values()) <= 2
    bound = by_hand.value(model, f"reverse_kl_bound(prior, {steps})")
    assert bound >= divergence
    if is_sharp:
        assert bound == divergence


def test_the_bound_is_strict_with_three_weights_and_undefined_for_stochastic_dynamics() -> None:
    model = one_decision(a=1, b="1/2", c="1/4")
    assert by_hand.value(model, "reverse_kl_bound(prior, 1)") == log(2)
    assert by_hand.value(model, "kl(retrain_limit(prior), retrain(prior))") == log(Fraction(7, 4))
    with pytest.raises(UndefinedError, match="deterministic dynamics"):
        by_hand.value(example("example_3"), "reverse_kl_bound(prior, 1)")
