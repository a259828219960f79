"""Both sides of Corollary 5.10 on big models, to digits that are certain.

The left side follows re-training in balls.  For the right side J(π_α) and Ĥ(π_α) are power series in α − k in
balls, to second order: w^α = w^k exp((α − k) log w), and every other operation of their recursions is one of
series.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Any, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.balls import BallModel, retrained
from coherence_exact.evaluation.effort import reported
from coherence_exact.evaluation.layers import Table, layers_of
from coherence_exact.evaluation.layout import Layout
from coherence_exact.exact.decimals import Digits, rising_precisions, rounded
from coherence_exact.exact.logarithms import ball
from coherence_exact.mdp.model import Model

Series: TypeAlias = Any
"""A ``flint.arb_series`` in α − k, to second order."""

Row: TypeAlias = list[Digits | None]


def rounded_rates(model: Model, indices: Sequence[int], digits: int) -> dict[int, Row | None]:
    """For each index the columns of Corollary 5.10, as ``COLUMNS`` of its module lists them.

    An entry is None where it does not exist, because the return is −∞.  A row is None where its digits
    cannot be told, because something in it may be exactly 0.
    """
    layers = layers_of(model)
    if layers is None:
        raise ArgumentError("a model with symbols has no digits; substitute numbers first")
    found: dict[int, Row | None] = dict.fromkeys(indices)
    missing = list(indices)
    for _ in rising_precisions(digits, spare_bits=2 * max(indices)):
        ball_model = BallModel(layers)
        prior = [ball(x) for x in Layout(model).prior]
        improvements = _improvements(ball_model, prior, missing)
        for k in reported("differentiating", missing):
            found[k] = _row(ball_model, prior, k, improvements[k], digits)
        missing = [k for k in missing if found[k] is None]
        if not missing:
            break
    return found


def _improvements(model: BallModel, prior: Table, indices: Sequence[int]) -> dict[int, Any]:
    """J(π_k) − J(π_{k−1}) for every index."""
    wanted = {j for k in indices for j in (k - 1, k)}
    policies = enumerate(retrained(model, prior, max(indices)))
    returns = {j: model.mean_return(step.entries) for j, step in policies if j in wanted}
    return {k: returns[k] - returns[k - 1] for k in indices}


def _row(model: BallModel, prior: Table, k: int, improvement: Any, digits: int) -> Row | None:
    if improvement.is_nan():  # −∞ − (−∞)
        return [None] * 5
    value, entropy = _series(model, prior, k)
    j1, j2, h1, h2 = value[1], 2 * value[2], entropy[1], 2 * entropy[2]
    quotient = j1 * h1 / (j2 + h2 / k)
    printed, corrected = quotient / k, quotient / (k * (k - 1))
    columns = [
        improvement,
        printed,
        corrected,
        k**2 * (improvement - printed),
        k**3 * (improvement - corrected),
    ]
    shown: Row = [rounded(each, digits) for each in columns]
    return None if None in shown else shown


# Power series along the inverse temperature


def _series(model: BallModel, prior: Table, k: int) -> tuple[Series, Series]:
    """J(π_α) and Ĥ(π_α) around α = k, where no reward −∞ is met."""
    import flint

    before, flint.ctx.cap = flint.ctx.cap, 3
    try:
        return _recursion(model, prior, k)
    finally:
        flint.ctx.cap = before


def _recursion(model: BallModel, prior: Table, k: int) -> tuple[Series, Series]:
    import flint

    powers = [[_power(w, k) for w in row] for row in model.weights]
    rewards = [[w if w.is_zero() else w.log() for w in row] for row in model.weights]
    v: dict[int, Series] = {}
    returns: dict[int, Series] = {}
    entropies: dict[int, Series] = {}
    for time in range(model.layers.horizon, 0, -1):
        last = time == model.layers.horizon
        found: list[dict[int, Series]] = [{}, {}, {}]
        for place in model.layers.at(time):
            own = powers[place.state]
            nothing = [flint.arb(0)] * len(own)
            q = own if last else list(map(mul, own, model.ahead(place, v)))
            total, row = _shares(prior[place.begin : place.end], q)
            later = [nothing if last else model.ahead(place, values) for values in (returns, entropies)]
            found[0][place.state] = total
            found[1][place.state] = sum(
                x * (r + u) for x, r, u in zip(row, rewards[place.state], later[0], strict=True)
            )
            found[2][place.state] = sum(
                x * (u - x.log()) for x, u in zip(row, later[1], strict=True) if not x[0].is_zero()
            )
        v, returns, entropies = found
    start = model.start.items()
    return sum(mu * returns[state] for state, mu in start), sum(mu * entropies[state] for state, mu in start)


def _power(weight: Any, k: int) -> Series:
    """w^α; 0 where w = 0."""
    import flint

    if weight.is_zero():
        return flint.arb_series([0])
    slope = weight.log()
    whole = weight**k
    return flint.arb_series([whole, whole * slope, whole * slope**2 / 2])


def _shares(prior: Sequence[Any], q: Sequence[Series]) -> tuple[Series, list[Series]]:
    """v = Σ p q, and p q/v; the prior's row where v = 0."""
    import flint

    terms = list(map(mul, prior, q))
    total = sum(terms)
    if total[0].is_zero():
        return total, [flint.arb_series([p]) for p in prior]
    return total, [term / total for term in terms]
