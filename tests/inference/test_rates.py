"""Rates along the temperature: moments over trajectories, and differences of a recursion in balls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import pytest
from coherence_exact.errors import ArgumentError, UndefinedError
from coherence_exact.exact.logarithms import log
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.inference.rates import Rates, return_spread, temperature_rates
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inference import by_hand
from tests.models import example, models, one_decision

BITS = 1200
ZERO = log_quotient(0)
ALPHAS = st.integers(1, 4)
ANY = models(simple=True, max_horizon=3, most_trajectories=40)
DETERMINISTIC = models(simple=True, deterministic=True, max_horizon=3, most_trajectories=16)
ALIKE = models(simple=True, deterministic=True, equal_actions=True, uniform_prior=True, most_trajectories=16)


def rates_of(model: Model, alpha: int) -> Rates:
    """The rates; a hypothesis example is dropped if there are none."""
    try:
        return temperature_rates(model, model.prior, alpha)
    except UndefinedError:
        assume(False)
        raise


def same(left: LogQuotient, right: object) -> bool:
    return (left - right).sign() == 0


def numbers(rates: Rates) -> list[LogQuotient]:
    return [x for jet in rates for x in (jet.value, jet.first, jet.second)]


# By differences, for any dynamics


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


def near(found: LogQuotient, expected: Any) -> bool:
    return bool(abs(found.enclosure(BITS) - expected) < flint.arb(10) ** -60)


@given(ANY, ALPHAS)
def test_derivatives_are_limits_of_differences(model: Model, alpha: int) -> None:
    with flint.ctx.workprec(BITS):
        h = flint.arb(10) ** -70
        before, here, after = (by_recursion(model, alpha + step) for step in (-h, flint.arb(0), h))
        if before is None or here is None or after is None:
            with pytest.raises(UndefinedError, match="−∞"):
                temperature_rates(model, model.prior, alpha)
            return
        rates = temperature_rates(model, model.prior, alpha)
        for jet, below, value, above in zip(rates, before, here, after, strict=True):
            assert near(jet.value, value)
            assert near(jet.first, (above - below) / (2 * h))
            assert near(jet.second, (above - 2 * value + below) / h**2)


# By moments, for deterministic dynamics


def law_of(model: Model, start: Any) -> list[tuple[Any, Any]]:
    """The prior probability and the weight of every trajectory from a start."""
    paths = [path for path, _ in by_hand.paths(model, start)]
    return [(by_hand.chance(model.prior, path), by_hand.weight(model, path)) for path in paths]


def cumulants(model: Model, start: Any, alpha: int) -> list[LogQuotient]:
    """J, Ĥ and their derivatives from one start, where p_α(ξ) ∝ p(ξ)·w(ξ)^α: with r = log w and s = log p,
    those of J are the cumulants of r, and Ĥ = log Z − αJ − E[s] has the derivative −αJ′ − Cov(r, s)."""
    pairs = [(p, w) for p, w in law_of(model, start) if p * w]
    law = [(log_quotient(log(w)), log_quotient(log(p)), p * w**alpha) for p, w in pairs]
    z = sum(x for *_, x in law)

    def mean(of: Callable[[LogQuotient, LogQuotient], LogQuotient]) -> LogQuotient:
        return sum((of(r, p) * (x / z) for r, p, x in law), start=ZERO)

    j, s = mean(lambda r, _: r), mean(lambda _, p: p)
    variance = mean(lambda r, _: (r - j) * (r - j))
    third = mean(lambda r, _: (r - j) * (r - j) * (r - j))
    covariance, mixed = mean(lambda r, p: (r - j) * p), mean(lambda r, p: (r - j) * (r - j) * (p - s))
    entropy = log_quotient(log(z)) - s - j * alpha
    return [j, variance, third, entropy, -covariance - variance * alpha, -mixed - variance - third * alpha]


@given(DETERMINISTIC, ALPHAS)
def test_derivatives_are_cumulants_for_deterministic_dynamics(model: Model, alpha: int) -> None:
    found = numbers(rates_of(model, alpha))
    starts = [(mu, cumulants(model, start, alpha)) for start, mu in by_hand.starts(model).items()]
    for number, value in enumerate(found):
        assert same(value, sum((each[number] * mu for mu, each in starts), start=ZERO))


@given(ALIKE, ALPHAS)
def test_entropy_falls_as_alpha_times_the_return_rises(model: Model, alpha: int) -> None:
    j, h = rates_of(model, alpha)
    assert same(h.first, j.first * -alpha)
    assert same(h.second, -j.first - j.second * alpha)


def two_decisions(a: Any, b: Any, **ends: dict[str, object]) -> Model:
    """Actions a and b lead somewhere, where other actions succeed with some weights."""
    builder = ModelBuilder("two", horizon=2, start="s").action("s", "a", to=a).action("s", "b", to=b)
    for state, weights in ends.items():
        for action, weight in weights.items():
            builder.action(state, action, success=weight)
    return builder.build()


ARMS = example("two_arms")
UNEQUAL = two_decisions("one", "two", one={"a": "1/2"}, two={"a": 1, "b": 1})
COIN = {"good": "1/2", "bad": "1/2"}
LUCK = two_decisions(COIN, "bad", good={"a": 1, "b": "1/2"}, bad={"a": "1/4", "b": "1/4"})
UNEVEN = replace(ARMS, prior_rows={"s": {"a1": Fraction(1, 3), "a2": Fraction(2, 3)}})


@pytest.mark.parametrize("model", [UNEQUAL, UNEVEN, LUCK], ids=["counts", "prior", "dynamics"])
def test_it_does_not_without_the_hypotheses(model: Model) -> None:
    j, h = temperature_rates(model, model.prior, 1)
    assert j.first.sign() == 1
    assert not same(h.first, -j.first)


# Corners


def test_two_arms_by_hand_and_with_a_dead_end_beside_them() -> None:
    two = log_quotient(log(2))
    for alpha, x in ((1, Fraction(1, 2)), (3, Fraction(1, 8))):
        j, h = temperature_rates(ARMS, ARMS.prior, alpha)
        assert same(j.value, -two * (x / (1 + x)))
        assert same(j.first, two * two * (x / (1 + x) ** 2))
        assert same(j.second, -two * two * two * (x * (1 - x) / (1 + x) ** 3))
        assert same(h.first, j.first * -alpha)
    dead = two_decisions("bad", "good", bad={"a": 0, "b": 0}, good={"a": 1, "b": "1/2"})
    found, expected = (numbers(temperature_rates(each, each.prior, 2)) for each in (dead, ARMS))
    assert all(map(same, found, expected))


@pytest.mark.parametrize("weights", [{"a": "1/2"}, {"a": "1/3", "b": "1/3"}, {"a": "2/3", "b": 0}])
def test_without_a_choice_nothing_changes(weights: dict[str, object]) -> None:
    model = one_decision(**weights)
    for jet in temperature_rates(model, model.prior, 2):
        assert jet.first.sign() == jet.second.sign() == 0
    assert return_spread(model, model.prior, 2).sign() == 0


def test_rates_of_several_starts_are_averaged_and_starts_do_not_add_variance() -> None:
    builder = ModelBuilder("two starts", horizon=1, start={"s": "1/3", "u": "2/3"})
    for state, factor in (("s", Fraction(1)), ("u", Fraction(1, 1000))):
        builder.action(state, "a", success=factor).action(state, "b", success=factor / 2)
    model = builder.build()
    found, expected = (numbers(temperature_rates(each, each.prior, 2)) for each in (model, ARMS))
    assert all(map(same, found[1:], expected[1:]))
    assert same(return_spread(model, model.prior, 2), return_spread(ARMS, ARMS.prior, 2))


def test_what_has_no_rate() -> None:
    unlucky = two_decisions(COIN, "good", bad={"a": 0, "b": 0}, good={"a": 1, "b": "1/2"})
    for model in (unlucky, one_decision(a=0, b=0)):
        with pytest.raises(UndefinedError, match="−∞"):
            temperature_rates(model, model.prior, 1)
    with pytest.raises(UndefinedError, match="deterministic"):
        return_spread(LUCK, LUCK.prior, 1)


@pytest.mark.parametrize("alpha", [0, -1, True, Fraction(1, 2)])
def test_alpha_is_a_positive_integer(alpha: Any) -> None:
    for rate in (temperature_rates, return_spread):
        with pytest.raises(ArgumentError, match="alpha"):
            rate(ARMS, ARMS.prior, alpha)


# The spread


@given(DETERMINISTIC, ALPHAS)
def test_spread_is_the_sum_and_bounds_the_variance(model: Model, alpha: int) -> None:
    total = ZERO
    for start, mu in by_hand.starts(model).items():
        law = law_of(model, start)
        best = max(w for p, w in law if p)
        attained = sum(p for p, w in law if w == best)
        for p, w in law:
            if p and 0 < w < best:
                far = log_quotient(log(w) - log(best))
                total += far * far * (mu * p / attained * (w / best) ** alpha)
    assert same(return_spread(model, model.prior, alpha), total)
    variance = rates_of(model, alpha).expected_return.first
    assert (total - variance).sign() >= 0
    assert (total.sign() == 0) == (variance.sign() == 0)
