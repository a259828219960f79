"""Conditioning at an inverse temperature (Definition 5.6)."""

from __future__ import annotations

from coherence_exact.inference.arguments import check_alpha
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy


def temperature(model: Model, prior: Policy, alpha: int) -> Policy:
    """π_α(a|s) = p(a|s, O^α_{t:T} = 1), where p(O^α_t = 1|s, a) = e^{α r(s, a)} (Definition 5.6).

    ``alpha``: the inverse temperature, an integer ≥ 1.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> temperature(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(7, 17)
    """
    check_alpha(alpha)
    weights = {
        point: {action: weight**alpha for action, weight in row.items()}
        for point, row in model.weights.items()
    }
    return goal_condition(model, prior, weights)
