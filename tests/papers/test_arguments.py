"""Named arguments: the bounds in the proofs of their theorems are true.

The numbers are computed here from the closed forms of the proofs, in balls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import flint
import pytest
from coherence_exact.papers import incoherence as paper


def test_arguments_of_one_name_rest_on_one_theorem() -> None:
    theorems = [
        theorem for each in paper.claims() for reading in each.readings for theorem in reading.theorems
    ]
    assert len(theorems) > 10
    assert len({theorem.name for theorem in theorems}) == len(set(theorems))


# Closed forms


@pytest.fixture(autouse=True)
def _many_bits() -> Iterator[None]:
    with flint.ctx.workprec(3000):
        yield


def ball(numerator: int, denominator: int = 1) -> Any:
    return flint.arb(flint.fmpq(numerator, denominator))


TWO = ball(2)


def kl(p: Any, q: Any) -> Any:
    """KL of two distributions on two outcomes, p and q the probabilities of one of them."""
    return p * (p / q).log() + (1 - p) * ((1 - p) / (1 - q)).log()


def variance(weights: list[Any], alpha: int) -> Any:
    """The variance of log w where p(w) ∝ w^α."""
    return moment(weights, alpha, 2)


def mean(weights: list[Any], alpha: int) -> Any:
    powers = [w**alpha for w in weights]
    return sum(x * w.log() for x, w in zip(powers, weights, strict=True)) / sum(powers)


def moment(weights: list[Any], alpha: int, order: int) -> Any:
    """A central moment of log w where p(w) ∝ w^α."""
    powers, centre = [w**alpha for w in weights], mean(weights, alpha)
    return sum(x * (w.log() - centre) ** order for x, w in zip(powers, weights, strict=True)) / sum(powers)


LAWS: list[Callable[[int], list[Any]]] = [
    lambda _: [ball(1), ball(1, 2)],
    lambda k: [ball(1), ball(k - 1, k)],
    lambda k: [ball(1), *[ball(2 * k - 3, 2 * k)] * 20],
    lambda k: [ball(1, 3), ball(1, 3), ball(1, 3) * ball(k - 1, k) ** 2, ball(1, 10**40)],
    lambda k: [ball(1), ball(k - 1, k), ball(k - 1, k) ** 2, ball(k - 1, k) ** 3],
]
INDICES = (2, 3, 4, 5, 6, 8, 12, 16, 24, 48, 96, 200)


@pytest.mark.parametrize("law", LAWS)
def test_cumulants(law: Callable[[int], list[Any]]) -> None:
    for k in INDICES:
        weights = law(k)
        others = len(weights) - 1
        error = mean(weights, k) - mean(weights, k - 1) - variance(weights, k) * k / (k - 1)
        assert k**3 * abs(error) < 7 * others
        for alpha, m in ((k, 2), (k, 3), (k - 1, 3)):
            bound = others * (ball(m) / ball(1).exp()) ** m / alpha**m
            assert abs(moment(weights, alpha, m)) <= bound


def test_the_constant_of_cumulants() -> None:
    e = ball(1).exp()
    assert 4 * (3 / e) ** 3 + 2 * (2 / e) ** 2 < 7
    assert 4 * (3 / e) ** 3 + 2 * (2 / e) ** 2 > 6


@pytest.mark.parametrize("law", LAWS)
def test_geometric_decay(law: Callable[[int], list[Any]]) -> None:
    weights = law(5)
    largest = max(weights, key=float)
    ratios = [w / largest for w in weights if w < largest]
    shared = len(weights) - len(ratios)
    for k in INDICES:
        before, here = (sum(r**a * r.log() ** 2 for r in ratios) / shared for a in (k - 1, k))
        improvement = mean(weights, k) - mean(weights, k - 1)
        assert 0 < improvement < before
        assert 0 < k * variance(weights, k) < k * here


def test_approaching_arms() -> None:
    for k in range(2, 301):
        arms = [ball(1), ball(k - 1, k)]
        error = k * variance(arms, k) - (mean(arms, k) - mean(arms, k - 1))
        assert k**2 * error > ball(4 * (k - 2), 25)
        x = ball(k - 1, k) ** k
        assert x / (1 + x) ** 2 >= ball(4, 25) or k == 2
        assert k * -ball(k - 1, k).log() > 1


def test_ties_along_the_diagonal() -> None:
    for i in range(4, 61):
        half = TWO**-i
        first = 2 / (3 + half)
        after_second = (1 + half / 2) / (1 + half)
        boltzmann = 1 / (1 + after_second**i)
        assert not first < ball(32, 49)
        assert boltzmann < ball(8, 15)
        assert kl(first, boltzmann) > ball(1, 40)
    assert 2 * (ball(32, 49) - ball(8, 15)) ** 2 > ball(1, 40)


def test_fast_cooling() -> None:
    with flint.ctx.workprec(200):
        for i in range(1, 11):
            worse = 1 / (TWO**i + 1)
            log_worse = -(4**i) * TWO.log() - (1 + TWO ** -(4**i)).log()
            log_better = -(1 + TWO ** -(4**i)).log()
            kappa = worse * (worse.log() - log_worse) + (1 - worse) * ((1 - worse).log() - log_better)
            assert kappa > (TWO ** (i - 1) - 1) * TWO.log()


def test_the_diagonal_of_the_race() -> None:
    for i in range(1, 61):
        x = ball(3, 4) ** i
        kappa = kl(2 * x / (1 + 2 * x), x / (1 + x))
        assert kappa < 2 * x * TWO.log()
        closed = 2 * x / (1 + 2 * x) * TWO.log() - ((1 + 2 * x) / (1 + x)).log()
        assert kappa.overlaps(closed)


def test_a_maximiser_that_jumps() -> None:
    """On a grid, the maximisers of −(t² − 1)² + e·t have the sign of e, and h is beyond ±1."""
    for n in chain(range(-50, 0), range(1, 51)):
        e = n / 50
        t = max((step / 1000 for step in range(-2000, 2001)), key=lambda t: -((t * t - 1) ** 2) + e * t)
        h = -((t * t - 1) ** 2) - t
        assert (t >= 1 and h <= -1) if e > 0 else (t <= -1 and h >= 1)
