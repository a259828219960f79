"""Section 2, related work: the temperature as a Lagrange multiplier."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    Reading,
    at_least,
    both,
    deterministic,
    equal,
    expected_return,
    finite_rewards,
    greedy_limit,
    kl,
    logarithm,
    occupancy_kl,
    prior,
    repaired,
    retrain,
    second_policy,
    single_start,
    success_probability,
    temperature,
    uniform,
)
from coherence_exact.claims.terms import Term

PAIRS = EveryModel("pairs")


def _objective(policy: Term, alpha: int) -> Term:
    """J(π) − KL(π ‖ p)/α, with the divergence as Proposition 4.7 has it."""
    divergence = occupancy_kl(policy, prior)
    return expected_return(policy) - (divergence if alpha == 1 else divergence / alpha)


def _maximises(alpha: int) -> Term:
    """No policy of a few does better than π_α."""
    best = _objective(temperature(prior, alpha), alpha)
    return both(
        *(at_least(best, _objective(other, alpha)) for other in (prior, uniform, greedy_limit(prior)))
    )


_IDENTITY = equal(
    _objective(second_policy, 1),
    logarithm(success_probability(prior)) - kl(second_policy, retrain(prior)),
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
                both(_maximises(1), _maximises(2)),
            ),
            Reading(
                "finite-rewards",
                "the same for finite rewards",
                both(_maximises(1), _maximises(2)),
                (finite_rewards,),
            ),
            *repaired(
                "deterministic",
                "the same for deterministic τ",
                both(_maximises(1), _maximises(2)),
                (deterministic,),
            ),
            *repaired(
                "identity",
                "J(ρ) − KL(ρ ‖ p) = log S(p) − KL(ρ ‖ π_1) for every ρ, so that π_1 is the maximiser; deterministic τ, one start state",
                _IDENTITY,
                (deterministic, single_start),
                PAIRS,
            ),
        ),
    ),
)
