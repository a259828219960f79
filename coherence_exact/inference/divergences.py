"""Kullback–Leibler divergences between policies (Definition 4.6, Proposition 4.7).

Conventions: 0·log 0 is 0; the divergence is +∞ where support is lost; occupancy 0 times +∞ is 0.
"""

from __future__ import annotations

from coherence_exact.exact.fields import quotient
from coherence_exact.exact.logarithms import INFINITY, ZERO, LogValue, log_sum
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Row


def row_divergence(left: Row, right: Row) -> LogValue:
    """KL(left ‖ right) = Σ_a left(a) log(left(a)/right(a)) of two distributions over actions.

    >>> from fractions import Fraction
    >>> half = {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    >>> print(row_divergence({"a": Fraction(1), "b": Fraction(0)}, half))
    log 2
    """
    if left == right:
        return ZERO
    if any(p != 0 and right[action] == 0 for action, p in left.items()):
        return INFINITY
    return log_sum((p, quotient(p, right[action])) for action, p in left.items() if p != 0)


def occupancy_divergence(model: Model, left: Policy, right: Policy) -> LogValue:
    """Σ_t E_{s ~ d^t_left} KL(left(·|s) ‖ right(·|s)): the right side of Proposition 4.7."""
    total = ZERO
    for point, probability in occupancy_measure(model, left).items():
        if probability != 0:
            total = total + row_divergence(left[point], right[point]) * probability
    return total
