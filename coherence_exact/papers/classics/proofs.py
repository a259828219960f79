"""The readings that are theorems of all finite models, proved in Coq (:mod:`coherence_exact.formal`)."""

from __future__ import annotations

from coherence_exact.claims import Term

PROVED: dict[str, dict[str, Term | None]] = {
    "occupancy-sums-to-one": {"printed": None},
    "occupancy-determines-policy": {"visited": None, "visited-any-two": None},
    "greedy-for-success": {"printed": None},
    "entropic-value-grows": {"convex": None},
    "regression-on-sums": {"printed": None},
    "gibbs-policy": {"deterministic": None, "deterministic-any": None, "colder": None, "colder-any": None},
    "colder-is-better": {"deterministic": None},
    "importance-weights": {"mean-one": None},
    "divergence-as-distance": {"total-variation": None},
    "compounding-errors": {"printed": None, "success": None, "one-decision": None},
}
"""For each claim its readings with a theorem, and where values of one exist, if not on every model."""
