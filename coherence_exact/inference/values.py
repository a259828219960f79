"""Soft values (Definition 4.1), by backward recursion.

Vocabulary: q = e^Q and v = e^V are the exponentials of the paper's soft Q and V, so that all is
rational: q_t(s, a) = w(s, a) Σ_{s'} τ(s'|s, a) v_{t+1}(s') and v_t(s) = Σ_a π(a|s) q_t(s, a), with
v = 1 past the horizon.  By Proposition 4.2 they are probabilities of success from there on.
"""

from __future__ import annotations

from typing import NamedTuple

from coherence_exact.exact.fields import Number
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Rows


class SoftValues(NamedTuple):
    """q[t, s][a] and v[t, s] at every decision point."""

    q: dict[Point, dict[Action, Number]]
    v: dict[Point, Number]


def soft_values(model: Model, policy: Rows, weights: Rows | None = None) -> SoftValues:
    """The exponentials of the soft Q and V functions of a policy (Definition 4.1).

    ``weights``: w_t(s, a) at every decision point, the model's own if left out; folding passes
    others, which may exceed 1.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> q, v = soft_values(race, race.prior)
    >>> q[1, "∅"]["↗"], v[2, "forest"]
    (Fraction(1, 2), Fraction(3, 4))
    """
    weights = model.weights if weights is None else weights
    q: dict[Point, dict[Action, Number]] = {}
    v: dict[Point, Number] = {}
    for decision in reversed(model.decisions):
        point = decision.point
        q[point] = {
            action: weight * sum(p * v[following] for following, p in decision.successors[action])
            if decision.successors[action]
            else weight
            for action, weight in weights[point].items()
        }
        v[point] = sum(p * q[point][action] for action, p in policy[point].items())
    return SoftValues(q, v)
