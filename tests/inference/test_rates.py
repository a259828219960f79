"""Rates along the temperature: moments over trajectories, and differences of a recursion in balls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import prod
from typing import Any, TypeAlias

import flint
import pytest
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.exact.logarithms import ZERO, LogValue, log, log_sum
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.inference.rates import Jet, Rates, return_spread, temperature_rates
from coherence_exact.inference.returns import causal_entropy, expected_return
from coherence_exact.inference.temperature import temperature
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, one_decision

BITS = 1200
ALPHAS = st.integers(1, 4)
ANY = models(simple=True, max_horizon=3, most_trajectories=40)
DETERMINISTIC = models(simple=True, deterministic=True, max_horizon=3, most_trajectories=16)
Both: TypeAlias = tuple[Any, Any]


@contextmanager
def undefined_is_skipped() -> Iterator[None]:
    try:
        yield
    except UndefinedError:
        assume(False)


def same(left: LogQuotient, right: object) -> bool:
    return (left - right).sign() == 0


# By differences, for any dynamics


def ball(number: Any) -> Any:
    return flint.arb(flint.fmpq(int(number.numerator), int(number.denominator)))


def by_recursion(model: Model, alpha: Any) -> Both | None:
    """J(π_α) and Ĥ(π_α) in balls at any real α; None if a return of −∞ has positive probability."""
    values: dict[Any, Any] = {}

    def q(time: int, state: str, action: str) -> Any:
        choice = model.states[state][action]
        if choice.weight == 0:
            return 0
        later = [ball(p) * v(time + 1, s) for s, p in choice.successors.items() if p]
        return (ball(choice.weight).log() * alpha).exp() * (1 if time == model.horizon else sum(later))

    def v(time: int, state: str) -> Any:
        if (time, state) not in values:
            row = model.prior[time, state]
            parts = [ball(p) * found for a, p in row.items() if p and not is_zero(found := q(time, state, a))]
            values[time, state] = sum(parts)
        return values[time, state]

    gains, surprises = [], []

    def visit(time: int, state: str, chance: Any) -> None:
        whole = v(time, state)
        for action, p in model.prior[time, state].items():
            chosen = ball(p) if is_zero(whole) else q(time, state, action) * ball(p) / whole
            if is_zero(chosen):
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


def is_zero(number: Any) -> bool:
    return bool(number == 0)


def near(found: LogQuotient, expected: Any) -> bool:
    return bool(abs(found.enclosure(BITS) - expected) < flint.arb(10) ** -60)


@given(ANY, ALPHAS)
def test_derivatives_are_limits_of_differences(model: Model, alpha: int) -> None:
    with flint.ctx.workprec(BITS):
        h = flint.arb(10) ** -70
        before, here, after = (by_recursion(model, alpha + step) for step in (-h, flint.arb(0), h))
        if here is None or before is None or after is None:
            with pytest.raises(UndefinedError, match="−∞"):
                temperature_rates(model, model.prior, alpha)
            return
        for jet, below, value, above in zip(
            temperature_rates(model, model.prior, alpha), before, here, after, strict=True
        ):
            assert near(jet.value, value)
            assert near(jet.first, (above - below) / (2 * h))
            assert near(jet.second, (above - 2 * value + below) / h**2)


@given(ANY, ALPHAS)
def test_values_are_those_of_the_conditioned_policy(model: Model, alpha: int) -> None:
    with undefined_is_skipped():
        rates = temperature_rates(model, model.prior, alpha)
    policy = temperature(model, model.prior, alpha)
    assert same(rates.expected_return.value, expected_return(model, policy))
    assert same(rates.causal_entropy.value, causal_entropy(model, policy))


# By moments, for deterministic dynamics


def moments(model: Model, alpha: int) -> Rates:
    """From each start p_α(ξ) ∝ p(ξ)·w(ξ)^α: with r = log w and l = log p, J and its derivatives are the
    cumulants of r, and those of Ĥ = −E[l] − αJ + log Z are −Cov(l, r) − αJ′ and its derivative."""
    jets = []
    for start, mu in by_hand.starts(model).items():
        found: dict[Any, Any] = {}
        for path, _ in by_hand.paths(model, start):
            key = by_hand.chance(model.prior, path), by_hand.weight(model, path)
            if prod(key):
                found[key] = found.get(key, 0) + key[0] * key[1] ** alpha
        z = sum(found.values())
        law = [(log(w), log(p), x / z) for (p, w), x in found.items()]
        jets.append([part * mu for part in _cumulants(law, alpha, log(z))])
    return Rates(*(Jet(*map(_total, zip(*(jet[i : i + 3] for jet in jets), strict=True))) for i in (0, 3)))


def _total(parts: Any) -> LogQuotient:
    return sum(parts, start=log_quotient(0))


def _cumulants(law: list[tuple[LogValue, LogValue, Any]], alpha: int, log_z: LogValue) -> list[LogQuotient]:
    j, l = (log_sum((c * x, n) for each in law for n, c in each[i].arguments().items() for x in (each[2],)) for i in (0, 1))
    rs = [(log_quotient(r - j), log_quotient(p - l), x) for r, p, x in law]
    variance, third = (_total(r * r * (r if n else 1) * x for r, _, x in rs) for n in (0, 1))
    covariance, mixed = (_total(r * p * (r if n else 1) * x for r, p, x in rs) for n in (0, 1))
    entropy = log_quotient(log_z - l - j * alpha)
    first = -covariance - variance * alpha
    return [log_quotient(j), variance, third, entropy, first, -mixed - variance - third * alpha]


@given(DETERMINISTIC, ALPHAS)
def test_derivatives_are_cumulants_for_deterministic_dynamics(model: Model, alpha: int) -> None:
    with undefined_is_skipped():
        rates = temperature_rates(model, model.prior, alpha)
    for jet, expected in zip(rates, moments(model, alpha), strict=True):
        assert same(jet.value, expected.value)
        assert same(jet.first, expected.first)
        assert same(jet.second, expected.second)
