"""Section 2, related work: the temperature as a Lagrange multiplier."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    Term,
    at_least,
    both,
    deterministic,
    equal,
    finite_rewards,
    greedy_limit,
    kl,
    prior,
    repaired,
    second_policy,
    temperature,
    uniform,
)
from coherence_exact.papers.incoherence.definitions import log_partition, penalised_return


def _maximises(alphas: tuple[int, ...], others: tuple[Term, ...]) -> Term:
    """No other policy of these does better than π_α."""
    return both(
        *(
            at_least(penalised_return(temperature(prior, a), a), penalised_return(other, a))
            for a in alphas
            for other in others
        )
    )


_A_FEW = (prior, uniform, greedy_limit(prior))


def gibbs(alpha: int) -> Term:
    """J(ρ) − KL(ρ ‖ p)/α = (Σ_s μ log v_α(s) − KL(ρ ‖ π_α))/α."""
    return equal(
        penalised_return(second_policy, alpha),
        (log_partition(prior, alpha) - kl(second_policy, temperature(prior, alpha))) / alpha,
    )


CLAIMS = (
    Claim(
        "2-lagrange",
        "The temperature is the Lagrange multiplier of the KL constraint",
        where="Section 2",
        readings=(
            Reading(
                "printed",
                "π_α maximises J(π) − KL(π ‖ p)/α, α = 1, 2: p, the uniform policy and π* do no better, any τ",
                _maximises((1, 2), _A_FEW),
            ),
            Reading(
                "finite-rewards",
                "the same for finite rewards",
                _maximises((1, 2), _A_FEW),
                (finite_rewards,),
            ),
            *repaired(
                "deterministic",
                "the same for deterministic τ",
                _maximises((1, 2), _A_FEW),
                (deterministic,),
            ),
            Reading(
                "every-policy",
                "no ρ does better, α = 1, 2, 3, 4, deterministic τ",
                _maximises((1, 2, 3, 4), (second_policy,)),
                (deterministic,),
            ),
            *repaired(
                "identity",
                "J(ρ) − KL(ρ ‖ p)/α = (Σ_s μ(s) log v_α(s) − KL(ρ ‖ π_α))/α for every ρ and α = 1, 2, 3, 4, so that π_α is the maximiser; deterministic τ",
                both(*(gibbs(alpha) for alpha in (1, 2, 3, 4))),
                (deterministic,),
            ),
        ),
    ),
)
