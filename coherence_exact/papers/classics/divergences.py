"""Inequalities between distances of policies."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    at_most,
    both,
    equal,
    horizon,
    kl,
    largest,
    log,
    occupancy,
    one_decision,
    prior,
    repaired,
    second_policy,
    success_probability,
    total,
    total_variation,
    uniform,
)
from coherence_exact.papers.classics.definitions import at_time, marginal_kl, row_variation

_KL = kl(prior, second_policy)
_TV = total_variation(prior, second_policy)
_ROWS = row_variation(prior, second_policy)
_NO_COMPOUNDING = at_most(_TV, largest(_ROWS))
_MARGINAL = marginal_kl(prior, second_policy)
_SUM_OF_MARGINALS = at_most(total(_MARGINAL), _KL)
_LOSS = success_probability(prior) - success_probability(second_policy)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "pinsker",
        "Total variation is bounded by divergence",
        where="M. S. Pinsker, Information and Information Stability of Random Variables and Processes, Holden-Day 1964; J. Bretagnolle and C. Huber, Estimation des densités: risque minimax, 1979",
        readings=(
            Reading("printed", "2 TV(π, ρ)² ≤ KL(π ‖ ρ), over trajectories", at_most(2 * _TV**2, _KL)),
            Reading(
                "large-divergences",
                "−log(1 − TV(π, ρ)²) ≤ KL(π ‖ ρ), over trajectories",
                at_most(-log(1 - _TV**2), _KL),
            ),
            Reading("not-squared", "TV(π, ρ) ≤ KL(π ‖ ρ), over trajectories", at_most(_TV, _KL)),
        ),
    ),
    Claim(
        "divergence-as-distance",
        "The divergence is a distance",
        where="contradicted by S. Kullback and R. A. Leibler, On information and sufficiency, Ann. Math. Statist. 22, 1951",
        readings=(
            Reading("symmetric", "KL(π ‖ ρ) = KL(ρ ‖ π)", equal(_KL, kl(second_policy, prior))),
            Reading(
                "triangle",
                "KL(π ‖ u) ≤ KL(π ‖ ρ) + KL(ρ ‖ u)",
                at_most(kl(prior, uniform), _KL + kl(second_policy, uniform)),
            ),
            Reading(
                "total-variation",
                "total variation is symmetric and has TV(π, u) ≤ TV(π, ρ) + TV(ρ, u)",
                both(
                    equal(_TV, total_variation(second_policy, prior)),
                    at_most(total_variation(prior, uniform), _TV + total_variation(second_policy, uniform)),
                ),
            ),
        ),
    ),
    Claim(
        "data-processing",
        "States and actions of one time diverge no more than trajectories",
        where="T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd ed., Wiley 2006, Section 2.8",
        readings=(
            Reading(
                "printed",
                "KL of (s_t, a_t) ≤ KL(π ‖ ρ) over trajectories, for t = 1, 2, 3",
                both(*(at_most(at_time(_MARGINAL, t), _KL) for t in (1, 2, 3))),
            ),
            Reading("sum", "Σ_t KL of (s_t, a_t) ≤ KL(π ‖ ρ) over trajectories", _SUM_OF_MARGINALS),
            Reading(
                "mean",
                "(1/T) Σ_t KL of (s_t, a_t) ≤ KL(π ‖ ρ) over trajectories",
                at_most(total(_MARGINAL), horizon * _KL),
            ),
            *repaired(
                "sum-one-decision",
                "Σ_t KL of (s_t, a_t) ≤ KL(π ‖ ρ) if T = 1",
                _SUM_OF_MARGINALS,
                (one_decision,),
            ),
        ),
    ),
    Claim(
        "compounding-errors",
        "Imitation errors add up along a trajectory",
        where="S. Ross and J. A. Bagnell, Efficient reductions for imitation learning, AISTATS 2010, Theorem 2.1",
        readings=(
            Reading(
                "printed",
                "TV(π, ρ) ≤ Σ_t E_{d_π} TV(π(·|s), ρ(·|s))",
                at_most(_TV, total(occupancy(prior) * _ROWS)),
            ),
            Reading("success", "|S(π) − S(ρ)| ≤ TV(π, ρ)", both(at_most(_LOSS, _TV), at_least(_LOSS, -_TV))),
            Reading("no-compounding", "TV(π, ρ) ≤ max_s TV(π(·|s), ρ(·|s))", _NO_COMPOUNDING),
            *repaired(
                "one-decision",
                "TV(π, ρ) ≤ max_s TV(π(·|s), ρ(·|s)) if T = 1",
                _NO_COMPOUNDING,
                (one_decision,),
            ),
        ),
    ),
)
