"""The set of δ for which a policy is Boltzmann-coherent, against incoherence at δ = 1/n."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.exact.logarithms import ZERO
from coherence_exact.inference.coherence import coherent, incoherence
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.inference.delta import coherent_deltas
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies


def row(**probabilities: str) -> Policy:
    return Policy({(1, "s"): {action: Fraction(p) for action, p in probabilities.items()}})


@given(st.data(), st.integers(1, 3))
def test_membership_is_zero_incoherence(data: st.DataObject, n: int) -> None:
    model = data.draw(models(max_horizon=3, simple=True))
    prior = data.draw(policies(model, simple=True))
    policy = data.draw(st.sampled_from([prior, coherent(model, prior, model.horizon, Fraction(1, n))]))
    deltas = coherent_deltas(model, policy)
    for inverse in (1, 2, 3):
        member = deltas.every or (deltas.inverse is not None and deltas.inverse.rational == inverse)
        assert member == (incoherence(model, policy, Fraction(1, inverse)) == ZERO)


def test_mountain_race() -> None:
    model = example("example_1")
    assert coherent_deltas(model, goal_condition(model, model.prior)).is_empty
    fixed = coherent_deltas(model, coherent(model, model.prior, 2))
    assert fixed.inverse is not None
    assert fixed.inverse.rational == 1
    assert not fixed.every


def test_an_inverse_may_be_irrational() -> None:
    deltas = coherent_deltas(one_decision(a=1, b="1/3"), row(a="2/3", b="1/3"))
    assert deltas.inverse is not None
    assert deltas.inverse.rational is None
    assert not deltas.is_empty


def test_ties_are_coherent_for_every_delta() -> None:
    assert coherent_deltas(one_decision(a=1, b=0), row(a="1", b="0")).every
    assert coherent_deltas(one_decision(a="1/2", b="1/2"), row(a="1/2", b="1/2")).every
    assert coherent_deltas(one_decision(a="1/2", b="1/2"), row(a="1/3", b="2/3")).is_empty
    assert coherent_deltas(one_decision(a=0, b=0), row(a="1/3", b="2/3")).every


@pytest.mark.parametrize("digits", [5, 30, 100])
def test_irrational_inverses_that_nearly_agree(digits: int) -> None:
    near = Fraction(10**digits, 3 * 10**digits + 1)
    model = one_decision(a=1, b="1/3", c=near)
    assert coherent_deltas(model, row(a="1/2", b="1/4", c="1/4")).is_empty
