"""The readings that are theorems of all finite models, proved in Coq (:mod:`coherence_exact.formal`)."""

from __future__ import annotations

from coherence_exact.claims import (
    Term,
    action_count,
    either,
    every,
    prior,
    same,
    soft_v,
    start,
    success_probability,
    successor,
)

_SUCCESS = success_probability(prior) > 0
_SUCCESS_FROM_STARTS = every(either(same(start, 0), soft_v(prior) > 0))
_SUCCESS_AHEAD = every(successor(soft_v(prior)) > 0)
_FEW_ACTIONS = every(action_count < 10**6)
"""What the hypothesis of equal numbers of actions says, it says of fewer than a million."""

PROVED: dict[str, dict[str, Term | None]] = {
    "2-lagrange": {"deterministic": None, "every-policy": None, "identity": None},
    "3-discount": {"rewards-by-time": None},
    "4.2": {"printed": None},
    "4.3": {"printed": _SUCCESS, "given-start": _SUCCESS_FROM_STARTS},
    "A.2-telescope": {"corrected": _SUCCESS_FROM_STARTS, "rewards-at-the-end": _SUCCESS_FROM_STARTS},
    "4-optimism": {"deterministic": _SUCCESS_AHEAD, "overoptimistic": None},
    "4.7": {"printed": None, "any-two-policies": None},
    "4.8": {"coherent-is-greedy": None, "finite": None},
    "4-J-is-S": {"one-start-or-finite": None},
    "4.9-unique": {"same-limit-possible": None},
    "4.10": {"printed": None, "fixed-point": None},
    "4.14": {"success": None, "deterministic": None},
    "4.15": {"success-finite": None, "deterministic-finite": None},
    "A.6-step": {"corrected": None},
    "4.16": {"maximiser": None},
    "5.4": {
        "deterministic": None,
        "success": None,
        "every-state": None,
        "strict": None,
        "strict-success": None,
    },
    "A.7-Q": {"last": None},
    "A.7-eq2": {"printed": None},
    "A.7-nontrivial": {"corrected": None},
    "5.6-limit": {"deterministic": None},
    "5.9-T": {"printed": None},
    "5.9-F": {"first": None, "uniform-equal": _FEW_ACTIONS, "ratio": None},
    "5.9-H": {"shifted-uniform-equal": _FEW_ACTIONS, "shifted-ratio": None},
    "5.9": {"shifted-uniform-equal": _FEW_ACTIONS, "shifted-ratio": None},
    "A.8-shaping": {"one-decision": None, "constant-by-time": None},
    "A.8-C": {"corrected": None},
    "A.8-hyp": {"constant-one-decision": None},
    "A.8-second": {"corrected": None},
    "A.9-constant": {"corrected": None},
    "A.10-step": {"corrected": None, "corrected-shaping": _FEW_ACTIONS},
    "5-H-only-det": {"deterministic": _FEW_ACTIONS, "temperature-0": None, "retrain-1": _FEW_ACTIONS},
    "5-tradeoff": {"rejection": _SUCCESS},
    "6-horizon": {"one-decision": None},
    "5-prior-fold": {"equal-numbers": _FEW_ACTIONS},
    "A.9-wlog": {"once": _FEW_ACTIONS},
    "A.12-maxent": {
        "uniform": _FEW_ACTIONS,
        "uniform-every-policy": _FEW_ACTIONS,
        "any-prior-with-kl": None,
        "any-prior-identity": None,
    },
    "two-ways-q": {"recursion": None},
    "two-ways-posterior": {"trajectories": None},
    "two-ways-temperature": {"trajectories": None},
    "two-ways-fold": {"posterior": None, "ratio": None},
    "two-ways-S": {"trajectories": None},
    "two-ways-J": {"trajectories": None},
    "two-ways-entropy": {"trajectories": None},
    "two-ways-kl": {"along": None, "total-variation": None},
    "two-ways-boltzmann": {"odds": None, "greedy": None},
    "two-ways-selection": {"rejection": None},
    "two-ways-optimum": {"attained": None},
}
"""For each claim its readings with a theorem, and where values of one exist, if not on every model."""
