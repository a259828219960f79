"""Models on which readings fail that hold on every small model; a search along the margin found them.

They are decided every time, like any other; where they come from is no part of the evidence.
"""

from __future__ import annotations

from coherence_exact.mdp.builder import ModelBuilder

THREE_TRAILS = (
    ModelBuilder("three trails of three decisions", horizon=3, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2", success="1/2")
    .action("s", "a3", to="u3", success="1/4")
    .action("u1", "a1", to="x1", success="1/10")
    .action("u1", "a2", to="x2", success="1/3")
    .action("u1", "a3", to="x3")
    .action("u2", "a1", to="x4", success="1/2")
    .action("u3", "a1", to="x5")
    .action("x1", "a1")
    .action("x2", "a1", success="1/3")
    .action("x3", "a1")
    .action("x3", "a2", success="1/10")
    .action("x3", "a3", success="1/10")
    .action("x4", "a1")
    .action("x5", "a1")
    .build()
)
"""With the uniform prior: the first re-training raises the incoherence at δ = 1."""

UNUSED_DETOUR = (
    ModelBuilder("a detour that the prior leaves unused", horizon=3, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2")
    .action("u1", "a1", to="x1")
    .action("u1", "a2", to="x2")
    .action("u2", "a1", to="x3")
    .action("x1", "a1")
    .action("x2", "a1", success="1/2")
    .action("x3", "a1")
    .action("x3", "a2", success=0)
    .prior("u1", {"a2": 1})
    .build()
)
"""Greedy on the prior's Q is optimal, and the prior is not 1-policy-stable."""

MISLED_BY_TRAINING = (
    ModelBuilder("an uneven choice before a dead end", horizon=2, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2")
    .action("u1", "a1")
    .action("u1", "a2", success="1/2")
    .action("u2", "a1", success="9/10")
    .action("u2", "a2", success=0)
    .build()
)
"""Greedy on the random policy's Q is optimal, and greedy on the re-trained one's is not."""

UNVISITED_BRANCH = (
    ModelBuilder("a branch that the optimal prior does not visit", horizon=3, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2")
    .action("u1", "a1", to="x1")
    .action("u2", "a1", to="x2", success="1/2")
    .action("u2", "a2", to="x3")
    .action("x1", "a1")
    .action("x2", "a1", success="1/2")
    .action("x3", "a1", success=0)
    .action("x3", "a2", success="1/2")
    .prior("s", {"a1": 1})
    .build()
)
"""The prior is success-optimal, and at u2 it is not 1-policy-stable."""

UNVISITED_BRANCHES = (
    ModelBuilder("two branches that the optimal prior does not visit", horizon=3, start="s")
    .action("s", "a1", to="u1", success="1/2")
    .action("s", "a2", to="u2")
    .action("s", "a3", to="u3", success="1/2")
    .action("u1", "a1", to="x1")
    .action("u1", "a2", to="x2")
    .action("u2", "a1", to="x3")
    .action("u3", "a1", to="x4")
    .action("x1", "a1")
    .action("x2", "a1", success="1/2")
    .action("x3", "a1")
    .action("x4", "a1", success="1/2")
    .prior("s", {"a2": 1})
    .prior("u1", {"a2": 1})
    .build()
)
"""The prior is success-optimal, and with two further actions it is not policy-stable at s."""

LATE_CHOICE = (
    ModelBuilder("a choice at the fourth decision", horizon=4, start="s")
    .action("s", "a1", to="u1")
    .action("s", "a2", to="u2")
    .action("u1", "a1", to="x2", success="1/2")
    .action("u1", "a2", to="x3")
    .action("u2", "a1", to="x1")
    .action("x1", "a1", to="y2")
    .action("x2", "a1", to="y1")
    .action("x3", "a1", to="y3")
    .action("y1", "a1")
    .action("y2", "a1")
    .action("y2", "a2", success="1/2")
    .action("y3", "a1")
    .build()
)
"""Greedy on the prior's Q is optimal, and the prior is not 2-policy-stable."""
