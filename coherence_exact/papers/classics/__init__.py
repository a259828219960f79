"""What textbooks and papers say about finite-horizon Markov decision processes, true and popular but false.

Everything is written in the public language alone, :mod:`coherence_exact.claims`; the notions that it lacks are
in :mod:`definitions <.definitions>` and :mod:`hypotheses <.hypotheses>`.  One module per topic:

- :mod:`values <.values>`: returns, advantages, occupancy measures;
- :mod:`optimality <.optimality>`: backward induction and what characterises optimal policies;
- :mod:`improvement <.improvement>`: when one policy is better than another;
- :mod:`mixtures <.mixtures>`: mixing policies;
- :mod:`shaping <.shaping>`: potentials added to rewards;
- :mod:`control_as_inference <.control_as_inference>`: regularised optima, risk, temperature;
- :mod:`conditioning <.conditioning>`: regression on weighted or selected trajectories;
- :mod:`sampling <.sampling>`: the best of several samples, importance weights;
- :mod:`divergences <.divergences>`: inequalities between distances of policies;
- :mod:`entropy <.entropy>`: the entropy of policies.

Notation of the statements: r = log w ≤ 0 is the reward, R the sum of rewards, W = e^R, J(π) = E R the return,
U^π and Q^π its values from a state and an action, A^π = Q^π − U^π, S(π) = E W the success probability, G goal
conditioning (p(a|s, O)), d_π the occupancy measure, u the uniform policy, p the prior and ρ a second policy.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coherence_exact.claims import Claim, Term

TITLE = "Classics: what is said about finite-horizon Markov decision processes"

RECORDED = Path(__file__).with_name("recorded.json")
"""The verdicts that the claims are expected to get; a regression file."""


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, topic by topic."""
    from coherence_exact.papers.classics import (
        conditioning,
        control_as_inference,
        divergences,
        entropy,
        improvement,
        mixtures,
        optimality,
        sampling,
        shaping,
        values,
    )

    topics = (
        values,
        optimality,
        improvement,
        mixtures,
        shaping,
        control_as_inference,
        conditioning,
        sampling,
        divergences,
        entropy,
    )
    return tuple(claim for topic in topics for claim in topic.CLAIMS)


def proved() -> dict[str, dict[str, Term | None]]:
    """The readings that are proved in Coq."""
    from coherence_exact.papers.classics.proofs import PROVED

    return PROVED
