"""Folding the posterior into the reward (Definitions 5.7 and 5.8).

The paper prints r_{k+1} = r_0 + log π_{k+1} (kind ``"posterior"``).  With a prior that is not
uniform this counts the prior twice; kind ``"ratio"`` folds in log(π_{k+1}/p) instead, where 0/0
counts as 0.  In weights: w_{k+1} = w_0 · π_{k+1}, or w_0 · π_{k+1} / p.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal, TypeAlias

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.fields import Number, is_zero, quotient, tidy
from coherence_exact.exact.rationals import quote
from coherence_exact.inference.arguments import check_steps
from coherence_exact.inference.conditioning import goal_condition
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy, Rows

FoldKind: TypeAlias = Literal["posterior", "ratio"]


def folding(
    model: Model, prior: Policy, kind: FoldKind = "posterior", cumulative: bool = False
) -> Iterator[Policy]:
    """The sequence π_0 = p, π_{k+1}(a|s) = p(a|s, O^(k)_{t:T} = 1), without end.

    The optimality variables O^(k) have the weights w_k; see :func:`fold` for the arguments.
    """
    yield prior
    for _, policy in _steps(model, prior, kind, cumulative):
        yield policy


def folded_weights(
    model: Model, prior: Policy, kind: FoldKind = "posterior", cumulative: bool = False
) -> Iterator[Rows]:
    """The weights w_0, w_1, …, where w_k = e^{r_k} at every decision point, without end."""
    for weights, _ in _steps(model, prior, kind, cumulative):
        yield weights


def _steps(model: Model, prior: Policy, kind: FoldKind, cumulative: bool) -> Iterator[tuple[Rows, Policy]]:
    """The pairs of weights w_k and of the policy π_{k+1} that they make of the prior."""
    if kind not in ("posterior", "ratio"):
        raise ArgumentError(f'kind = {quote(kind)} is unknown; give "posterior" or "ratio"')
    weights: Rows = model.weights
    while True:
        policy = goal_condition(model, prior, weights)
        yield weights, policy
        folded_into = weights if cumulative else model.weights
        weights = {
            point: {
                action: tidy(weight * _factor(policy[point][action], prior[point][action], kind))
                for action, weight in row.items()
            }
            for point, row in folded_into.items()
        }


def _factor(posterior: Number, prior: Number, kind: FoldKind) -> Number:
    if kind == "posterior" or is_zero(prior):
        return posterior
    return quotient(posterior, prior)


def fold(
    model: Model, prior: Policy, steps: int = 1, kind: FoldKind = "posterior", cumulative: bool = False
) -> Policy:
    """π^F_steps (Definition 5.7), or π^H_steps (Definition 5.8) if ``cumulative``.

    ``kind``: ``"posterior"`` as printed, ``"ratio"`` as repaired.  At dead states the prior's row is
    kept.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> fold(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(25, 61)
    """
    return next(islice(folding(model, prior, kind, cumulative), check_steps(steps), None))
