"""Karwowski and Douglas, *Incoherence in goal-conditioned autoregressive models* (arXiv 2510.06545).

One module per section, in the paper's order; each lists its claims with all their readings.

- :mod:`numbers <.numbers>`: every number the paper prints, from ``paper_examples/numbers.toml``;
- :mod:`abstract <.abstract>`; :mod:`section_2 <.section_2>` (related work); :mod:`section_3 <.section_3>`
  (preliminaries);
- :mod:`section_4 <.section_4>` and :mod:`section_4_1 <.section_4_1>` (the theory of incoherence, incoherence);
- :mod:`section_5 <.section_5>` and :mod:`section_5_1 <.section_5_1>` (removing incoherence, equivalence and
  corollaries), with the proofs of Appendix A; :mod:`return_rate <.return_rate>` (Corollary 5.10) and
  :mod:`lemma_a_11 <.lemma_a_11>`, on which its proof rests, :mod:`corollary_5_11 <.corollary_5_11>`;
- :mod:`section_6 <.section_6>` (discussion); :mod:`appendix_d <.appendix_d>` (policy stability);
- :mod:`two_ways <.two_ways>`: main notions in two ways;
- :mod:`definitions <.definitions>` and :mod:`derivatives <.derivatives>`: what only these claims need;
  :mod:`theorems <.theorems>`: what the meaning of some readings rests on; :mod:`proofs <.proofs>`: which
  readings Coq proves.

Notation of the statements: J is the return E[Σ r], S the success probability p(O_{1:T} = 1), G goal
conditioning, p the prior, π_k = G^k(p), w = e^r.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from coherence_exact.claims import Claim, Term

TITLE = "Incoherence in goal-conditioned autoregressive models (arXiv 2510.06545)"

RECORDED = Path(__file__).with_name("recorded.json")
"""The verdicts that the claims are expected to get; a regression file."""


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim of the paper, in the paper's order, the printed numbers first."""
    from coherence_exact.papers.incoherence import (
        abstract,
        appendix_d,
        corollary_5_11,
        lemma_a_11,
        numbers,
        return_rate,
        section_2,
        section_3,
        section_4,
        section_4_1,
        section_5,
        section_5_1,
        section_6,
        two_ways,
    )

    sections = (
        abstract,
        section_2,
        section_3,
        section_4,
        section_4_1,
        section_5,
        section_5_1,
        return_rate,
        lemma_a_11,
        corollary_5_11,
        section_6,
        appendix_d,
        two_ways,
    )
    return (*numbers.claims(), *(claim for section in sections for claim in section.CLAIMS))


def proved() -> dict[str, dict[str, Term | None]]:
    """The readings that are proved in Coq."""
    from coherence_exact.papers.incoherence.proofs import PROVED

    return PROVED
