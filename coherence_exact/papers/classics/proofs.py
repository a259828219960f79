"""The readings that are theorems of all finite models, proved in Coq (:mod:`coherence_exact.formal`)."""

from __future__ import annotations

from coherence_exact.claims import Term, action_count, every

_FEW_ACTIONS = every(action_count < 10**6)
"""What the hypothesis of equal numbers of actions says, it says of fewer than a million."""

PROVED: dict[str, dict[str, Term | None]] = {
    "occupancy-sums-to-one": {"printed": None},
    "occupancy-determines-policy": {"visited": None, "visited-any-two": None},
    "backward-induction": {"printed": None, "attained": None},
    "no-positive-advantage": {"printed": None, "visits-all": None},
    "policy-improvement": {"printed": None, "any-promising-policy": None},
    "greedy-for-another": {"own": None, "no-worse": None, "no-worse-any-two": None},
    "greedy-for-success": {"printed": None},
    "jensen": {"printed": None},
    "entropic-value-grows": {"convex": None},
    "regression-on-sums": {"printed": None},
    "variational-bound": {"printed": None, "tight-deterministic": None},
    "maximum-entropy": {"equal-numbers": _FEW_ACTIONS},
    "entropy-falls": {"uniform": _FEW_ACTIONS},
    "gibbs-policy": {"deterministic": None, "deterministic-any": None, "colder": None, "colder-any": None},
    "colder-is-better": {"deterministic": None},
    "importance-weights": {"mean-one": None},
    "divergence-as-distance": {"total-variation": None},
    "compounding-errors": {"printed": None, "success": None, "one-decision": None},
}
"""For each claim its readings with a theorem, and where values of one exist, if not on every model."""
