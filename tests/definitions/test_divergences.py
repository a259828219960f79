"""Divergences over trajectories, and the sum over decision points that equals them (Proposition 4.7)."""

from __future__ import annotations

from fractions import Fraction

from coherence_exact.claims import (
    kl,
    occupancy_kl,
    prior,
    row_kl,
    second_policy,
    supported_in,
    total_variation,
)
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.definitions import by_hand
from tests.models import example, models, one_decision, policies

SMALL = models(max_horizon=3, most_trajectories=40, simple=True)
KLS = (kl(prior, second_policy), occupancy_kl(prior, second_policy))


def divergence(pairs: list[tuple[Number, Number]]) -> LogValue:
    """Σ p log(p/q), ∞ where q lacks what p has."""
    if any(p != 0 and q == 0 for p, q in pairs):
        return INFINITY
    return by_hand.log_sum((p, p / q) for p, q in pairs if p != 0)


@given(st.data(), SMALL)
def test_divergences_by_trajectories(data: st.DataObject, model: Model) -> None:
    other = data.draw(policies(model, simple=True, zeros=data.draw(st.booleans())))
    left, right = by_hand.joint(model, model.prior), by_hand.joint(model, other)
    expected = divergence([(p, right[path]) for path, p in left.items()])
    for term in KLS:
        assert by_hand.value(model, term, other) == expected
    rows = {
        point: divergence([(p, other[point][action]) for action, p in row.items()])
        for point, row in model.prior.items()
    }
    assert by_hand.table(model, row_kl(prior, second_policy), other) == rows
    distance = sum(abs(p - right[path]) for path, p in left.items()) / 2
    assert by_hand.value(model, total_variation(prior, second_policy), other) == distance
    assert by_hand.value(model, total_variation(second_policy, prior), other) == distance


@given(st.data(), SMALL, st.booleans())
def test_supports(data: st.DataObject, model: Model, visited: bool) -> None:
    other = data.draw(policies(model, simple=True))
    where = by_hand.visited(model, model.prior) if visited else by_hand.points(model)
    expected = all(
        other[point][action] > 0 for point in where for action, p in model.prior[point].items() if p > 0
    )
    assert by_hand.value(model, supported_in(prior, second_policy, visited), other) is expected


def test_a_divergence_in_closed_form_and_its_direction() -> None:
    model = one_decision(a=1, b="1/2")
    quarter = Policy({(1, "s"): {"a": Fraction(1, 4), "b": Fraction(3, 4)}})
    there = log(3) * Fraction(3, 4) - log(2)
    back_again = log(2) - log(3) / 2
    assert there != back_again
    for forward, backward in (
        (kl(second_policy, prior), kl(prior, second_policy)),
        (occupancy_kl(second_policy, prior), occupancy_kl(prior, second_policy)),
    ):
        assert by_hand.value(model, forward, quarter) == there
        assert by_hand.value(model, backward, quarter) == back_again


def test_lost_support_counts_where_the_left_policy_goes() -> None:
    race = example("example_1")
    down = {"↗": Fraction(0), "↘": Fraction(1)}
    risky = Policy({**race.prior, (2, "ridge"): down})
    for term in KLS:
        assert by_hand.value(race, term, risky) == INFINITY
    builder = ModelBuilder("away from the ridge", horizon=2, start="∅")
    builder.action("∅", "↗", to="ridge").action("∅", "↘", to="forest").prior("∅", down)
    for state in ("ridge", "forest"):
        builder.action(state, "↗").action(state, "↘")
    away = builder.build()
    for term in KLS:
        assert by_hand.value(away, term, Policy({**away.prior, (2, "ridge"): down})) == ZERO


def test_the_divergence_is_weighted_by_the_left_policy() -> None:
    race = example("example_1")
    half = {"↗": Fraction(1, 2), "↘": Fraction(1, 2)}
    quarter = {"↗": Fraction(1, 4), "↘": Fraction(3, 4)}
    up = Policy({(1, "∅"): half, (2, "ridge"): quarter, (2, "forest"): half})
    first = divergence([(Fraction(1, 2), x) for x in quarter.values()]) / 2
    for term in KLS:
        assert by_hand.value(race, term, up) == first
