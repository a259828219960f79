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
from coherence_exact.exact.logarithms import LogValue, log
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.inference.rates import Jet, Rates, return_spread, temperature_rates
from coherence_exact.inference.returns import causal_entropy, expected_return
from coherence_exact.inference.temperature import temperature
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, log_sum_of_parts, models, one_decision

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
        power = (ball(choice.weight).log() * alpha).exp()
        if time == model.horizon:
            return power
        return power * sum(ball(p) * v(time + 1, s) for s, p in choice.successors.items() if p)

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
    mean, surprise = (
        log_sum_of_parts([r * x for r, _, x in law]),
        log_sum_of_parts([p * x for _, p, x in law]),
    )
    centred = [(log_quotient(r - mean), log_quotient(p - surprise), x) for r, p, x in law]
    variance, third = (_total(r * r * x for r, _, x in centred), _total(r * r * r * x for r, _, x in centred))
    covariance, mixed = (
        _total(r * p * x for r, p, x in centred),
        _total(r * r * p * x for r, p, x in centred),
    )
    entropy = log_quotient(log_z - surprise - mean * alpha)
    first, second = -covariance - variance * alpha, -mixed - variance - third * alpha
    return [log_quotient(mean), variance, third, entropy, first, second]


@given(DETERMINISTIC, ALPHAS)
def test_derivatives_are_cumulants_for_deterministic_dynamics(model: Model, alpha: int) -> None:
    with undefined_is_skipped():
        rates = temperature_rates(model, model.prior, alpha)
    for jet, expected in zip(rates, moments(model, alpha), strict=True):
        assert same(jet.value, expected.value)
        assert same(jet.first, expected.first)
        assert same(jet.second, expected.second)


ALIKE = models(
    simple=True,
    deterministic=True,
    max_horizon=3,
    max_starts=1,
    equal_actions=True,
    uniform_prior=True,
    most_trajectories=16,
)


@given(ALIKE, ALPHAS)
def test_entropy_falls_as_alpha_times_the_return_rises(model: Model, alpha: int) -> None:
    with undefined_is_skipped():
        j, h = temperature_rates(model, model.prior, alpha)
    assert same(h.first, j.first * -alpha)
    assert same(h.second, -j.first - j.second * alpha)


def unequal_counts() -> Model:
    return (
        ModelBuilder("unequal", horizon=2, start="s")
        .action("s", "a", to="one")
        .action("s", "b", to="two")
        .action("one", "a", success="1/2")
        .action("two", "a")
        .action("two", "b")
        .build()
    )


def uneven_prior() -> Model:
    return (
        ModelBuilder("uneven", horizon=1, start="s")
        .action("s", "a")
        .action("s", "b", success="1/2")
        .prior("s", {"a": "1/3", "b": "2/3"})
        .build()
    )


def luck() -> Model:
    return (
        ModelBuilder("luck", horizon=2, start="s")
        .action("s", "a", to={"good": "1/2", "bad": "1/2"})
        .action("s", "b", to="bad")
        .action("good", "a")
        .action("good", "b", success="1/2")
        .action("bad", "a", success="1/4")
        .action("bad", "b", success="1/4")
        .build()
    )


@pytest.mark.parametrize("make", [unequal_counts, uneven_prior, luck])
def test_it_does_not_without_the_hypotheses(make: Any) -> None:
    j, h = temperature_rates(make(), make().prior, 1)
    assert j.first.sign() == 1
    assert not same(h.first, -j.first)


# Corners


def test_two_arms_by_hand() -> None:
    arms = example("two_arms")
    two = log_quotient(log(2))
    for alpha, x in ((1, Fraction(1, 2)), (3, Fraction(1, 8))):
        j, h = temperature_rates(arms, arms.prior, alpha)
        assert same(j.value, -two * (x / (1 + x)))
        assert same(j.first, two * two * (x / (1 + x) ** 2))
        assert same(j.second, -two * two * two * (x * (1 - x) / (1 + x) ** 3))
        assert same(h.first, j.first * -alpha)


@pytest.mark.parametrize("weights", [{"a": "1/2"}, {"a": "1/3", "b": "1/3"}, {"a": "2/3", "b": 0}])
def test_without_a_choice_nothing_changes(weights: dict[str, object]) -> None:
    model = one_decision(**weights)
    for jet in temperature_rates(model, model.prior, 2):
        assert jet.first.sign() == jet.second.sign() == 0
    assert return_spread(model, model.prior, 2).sign() == 0


def test_starts_are_averaged_and_do_not_vary() -> None:
    builder = ModelBuilder("two starts", horizon=1, start={"s": "1/3", "u": "2/3"})
    for state, factor in (("s", Fraction(1)), ("u", Fraction(1, 1000))):
        builder.action(state, "a", success=factor).action(state, "b", success=factor / 2)
    model, arms = builder.build(), example("two_arms")
    assert same(
        temperature_rates(model, model.prior, 2)[0].first, temperature_rates(arms, arms.prior, 2)[0].first
    )
    assert same(return_spread(model, model.prior, 2), return_spread(arms, arms.prior, 2))


def dead_end(chance: str) -> Model:
    lucky = {"dead": chance, "alive": str(1 - Fraction(chance))}
    return (
        ModelBuilder("dead end", horizon=2, start="s")
        .action("s", "a", to=lucky if chance != "1" else "dead")
        .action("s", "b", to="alive")
        .action("dead", "a", success=0)
        .action("alive", "a", success="1/2")
        .action("alive", "b")
        .build()
    )


def test_dead_states_that_nothing_reaches_do_not_count() -> None:
    model = dead_end("1")
    arms = example("two_arms")
    found, expected = (temperature_rates(each, each.prior, 2) for each in (model, arms))
    for jet, like in zip(found, expected, strict=True):
        assert same(jet.value, like.value)
        assert same(jet.second, like.second)


def test_a_return_of_minus_infinity_has_no_rate() -> None:
    lucky = dead_end("1/2")
    with pytest.raises(UndefinedError, match="−∞"):
        temperature_rates(lucky, lucky.prior, 1)
    hopeless = one_decision(a=0, b=0)
    with pytest.raises(UndefinedError, match="−∞"):
        temperature_rates(hopeless, hopeless.prior, 1)


@pytest.mark.parametrize("alpha", [0, -1, True, Fraction(1, 2)])
def test_alpha_is_a_positive_integer(alpha: Any) -> None:
    arms = example("two_arms")
    for rate in (temperature_rates, return_spread):
        with pytest.raises(ArgumentError, match="alpha"):
            rate(arms, arms.prior, alpha)


# The spread


@given(DETERMINISTIC, ALPHAS)
def test_spread_is_the_sum_and_bounds_the_variance(model: Model, alpha: int) -> None:
    total = log_quotient(0)
    for start, mu in by_hand.starts(model).items():
        paths = [
            (by_hand.weight(model, x), by_hand.chance(model.prior, x)) for x, _ in by_hand.paths(model, start)
        ]
        best = max(w for w, p in paths if p)
        attained = sum(p for w, p in paths if w == best)
        for w, p in paths:
            if w and w < best and p:
                far = log_quotient(log(w) - log(best))
                total += far * far * (mu * p / attained * (w / best) ** alpha)
    assert same(return_spread(model, model.prior, alpha), total)
    with undefined_is_skipped():
        variance = temperature_rates(model, model.prior, alpha).expected_return.first
    assert (total - variance).sign() >= 0
    assert (total.sign() == 0) == (variance.sign() == 0)


def test_spread_is_for_deterministic_dynamics() -> None:
    with pytest.raises(UndefinedError, match="deterministic"):
        return_spread(luck(), luck().prior, 1)
