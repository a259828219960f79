"""Rates along the temperature: derivatives of return and causal entropy with respect to α (Corollary 5.10).

Vocabulary: a *jet* is a function of α near a point, up to its second derivative.  The recursions for soft
values and occupancies run on jets as they do on numbers, which differentiates them exactly: weights^α are
rational at integer α, and their derivatives are rational multiples of powers of logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from coherence_exact.errors import UndefinedError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.logarithms import log
from coherence_exact.exact.quotients import LogQuotient, log_quotient
from coherence_exact.inference.arguments import check_alpha
from coherence_exact.inference.trajectories import weight_distribution
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy

JetRow: TypeAlias = "dict[Action, Jet]"


@dataclass(frozen=True, slots=True)
class Jet:
    """The value, the first and the second derivative of a function at one point."""

    value: LogQuotient
    first: LogQuotient
    second: LogQuotient

    def __add__(self, other: Any) -> Jet:
        right = _jet(other)
        return Jet(self.value + right.value, self.first + right.first, self.second + right.second)

    __radd__ = __add__

    def __mul__(self, other: Any) -> Jet:
        if not isinstance(other, Jet):
            return Jet(self.value * other, self.first * other, self.second * other)
        return Jet(
            self.value * other.value,
            self.first * other.value + self.value * other.first,
            self.second * other.value + self.first * other.first * 2 + self.value * other.second,
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Jet) -> Jet:
        value = self.value / other.value
        first = (self.first - value * other.first) / other.value
        second = (self.second - first * other.first * 2 - value * other.second) / other.value
        return Jet(value, first, second)

    @property
    def is_zero(self) -> bool:
        """Whether the value is zero: of weights^α, then it is so for every α."""
        return self.value.sign() == 0


def _jet(value: Any) -> Jet:
    return value if isinstance(value, Jet) else Jet(log_quotient(value), _ZERO, _ZERO)


_ZERO = log_quotient(0)


class Rates(NamedTuple):
    """J(π_α) and Ĥ(π_α) as functions of α, near one α."""

    expected_return: Jet
    causal_entropy: Jet


def temperature_rates(model: Model, prior: Policy, alpha: int) -> Rates:
    """J(π_α) and Ĥ(π_α) with their first two derivatives with respect to α, at an integer α ≥ 1.

    π_α is the prior conditioned at inverse temperature α (Definition 5.6).  Raises :class:`UndefinedError`
    if a reward −∞ has positive probability, as it has where success is impossible from a start, and may have
    under stochastic dynamics.

    For deterministic dynamics and one start J′ is the variance of the return:

    >>> from fractions import Fraction
    >>> from coherence_exact.mdp.files import load_model
    >>> arms = load_model("paper_examples/two_arms.toml")
    >>> rates = temperature_rates(arms, arms.prior, 1)
    >>> (rates.expected_return.first - log_quotient(log(2)) * log_quotient(log(2)) * Fraction(2, 9)).sign()
    0
    """
    policy = _conditioned(model, prior, check_alpha(alpha))
    occupancy: dict[Point, Jet] = dict.fromkeys(model.points, _jet(0))
    for state in model.start_states:
        occupancy[1, state] = _jet(model.start[state])
    expected_return, causal_entropy = _jet(0), _jet(0)
    for decision in model.decisions:
        for action, chosen in policy[decision.point].items():
            reached = occupancy[decision.point] * chosen
            if reached.is_zero:
                continue
            weight = decision.weights[action]
            if weight == 0:
                raise UndefinedError("the return is −∞ at every temperature, and has no derivative")
            expected_return += reached * log_quotient(log(weight))
            causal_entropy += reached * _logarithm(chosen) * -1
            for following, p in decision.successors[action]:
                occupancy[following] += reached * p
    return Rates(expected_return, causal_entropy)


def _conditioned(model: Model, prior: Policy, alpha: int) -> dict[Point, JetRow]:
    """π_α as jets; where nothing can be conditioned on, the prior's row."""
    weights = {
        point: {action: _power(weight, alpha) for action, weight in row.items()}
        for point, row in model.weights.items()
    }
    q, v = soft_values(model, prior, weights)
    return {
        point: {
            action: _jet(p) if v[point].is_zero else q[point][action] * p / v[point]
            for action, p in row.items()
        }
        for point, row in prior.rows.items()
    }


def _power(weight: Number, alpha: int) -> Jet:
    """weight^α, whose derivatives are weight^α·log(weight)^n; zero stays zero."""
    if weight == 0:
        return _jet(0)
    value, logarithm = log_quotient(weight**alpha), log_quotient(log(weight))
    return Jet(value, value * logarithm, value * logarithm * logarithm)


def _logarithm(jet: Jet) -> Jet:
    """The logarithm of a jet with a positive rational value."""
    first = jet.first / jet.value
    return Jet(log_quotient(log(jet.value.rational())), first, jet.second / jet.value - first * first)


def return_spread(model: Model, prior: Policy, alpha: int) -> LogQuotient:
    """Σ_s μ(s) Σ_ξ p(ξ|s)/P(s) · ρ_ξ^α · (log ρ_ξ)², a bound on the variance of the return (Corollary 5.10).

    The variance is that under π_α, for deterministic dynamics and an integer ``alpha`` ≥ 1; raises
    :class:`UndefinedError` for stochastic ones.  ρ_ξ is the weight of a trajectory from s divided by the
    largest one, P(s) the prior probability of those that attain it; trajectories of weight 0 contribute
    nothing.  It falls geometrically in α, because every ρ_ξ that contributes is below 1.

    >>> from coherence_exact.mdp.files import load_model
    >>> arms = load_model("paper_examples/two_arms.toml")
    >>> (return_spread(arms, arms.prior, 1) - log_quotient(log(2)) * log_quotient(log(2)) / 2).sign()
    0
    """
    check_alpha(alpha)
    if not model.is_deterministic:
        raise UndefinedError("the bound is for deterministic dynamics")
    total = _ZERO
    for state in model.start_states:
        mass = weight_distribution(model, prior, state)
        best = max(mass)
        for weight, p in mass.items():
            if weight not in (0, best):
                ratio = weight / best
                distance = log_quotient(log(ratio))
                total += distance * distance * (model.start[state] * p / mass[best] * ratio**alpha)
    return total
