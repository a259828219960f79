"""Goal conditioning (Definition 5.1) and its iteration, re-training (Definition 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from coherence_exact.exact.fields import is_zero, normalised
from coherence_exact.inference.arguments import check_steps
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Rows


def goal_condition(model: Model, policy: Policy, weights: Rows | None = None) -> Policy:
    """The operator G: π'(a|s) = π(a|s, O_{t:T} = 1) = π(a|s) q(s, a) / v(s) (Definition 5.1).

    Computed from every decision point, whether the policy visits it or not.  Where v(s) = 0 nothing
    can be conditioned on: the row is kept and the point is listed in ``dead_states``.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> goal_condition(race, race.prior)[1, "∅"]["↗"]
    Fraction(2, 5)
    """
    q, v = soft_values(model, policy, weights)
    rows, dead = {}, set()
    for point, row in policy.rows.items():
        if is_zero(v[point]):
            rows[point] = row
            dead.add(point)
        else:
            rows[point] = normalised({a: p * q[point][a] for a, p in row.items()}, v[point])
    return Policy(rows, policy.dead_states | dead)


def retraining(model: Model, policy: Policy) -> Iterator[Policy]:
    """The sequence π_0 = policy, π_{k+1} = G(π_k) of Definition 5.3, without end."""
    while True:
        yield policy
        policy = goal_condition(model, policy)


def retrain_by_definition(model: Model, policy: Policy, steps: int = 1) -> Policy:
    """G^steps(policy), one goal conditioning after another: what :func:`retrain` is tested against."""
    return next(islice(retraining(model, policy), check_steps(steps), None))
