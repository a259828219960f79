"""Section 4, the theory of incoherence, with the proofs of Appendix A.1."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    Steps,
    Term,
    boltzmann,
    both,
    coherent,
    conditioned_trajectories,
    deterministic,
    equal,
    horizon,
    horizon_at_least,
    incoherence,
    kl,
    occupancy_kl,
    prior,
    retrain,
    second_policy,
    single_start,
    soft_q,
    soft_v,
    stochastic,
    success_given_action,
    success_given_state,
    trajectories,
)
from coherence_exact.claims.claim import EveryModel

RESPONSES = ("1", "1/2", "0")
"""The functions f that readings about any f try: Boltzmann at δ = 1 and 1/2, and the arg max (0)."""

_GIVEN_START = equal(
    conditioned_trajectories(prior, given_start=True), trajectories(retrain(prior), given_start=True)
)
_WITH_START = equal(conditioned_trajectories(prior), trajectories(retrain(prior)))


def _coherent_after(steps: Steps) -> Term:
    """κ_f(π^B_steps) = 0 for every response f that is tried."""
    return both(*(equal(incoherence(coherent(prior, steps, f), f), 0) for f in RESPONSES))


CLAIMS = (
    Claim(
        "4.2",
        "Soft Q and V are log probabilities of success",
        where="Proposition 4.2, proved as A.1",
        readings=(
            Reading(
                "printed",
                "e^Q = p(O_{t:T}=1|s,a) and e^V = p(O_{t:T}=1|s), any τ",
                both(
                    equal(soft_q(prior), success_given_action(prior)),
                    equal(soft_v(prior), success_given_state(prior)),
                ),
            ),
        ),
    ),
    Claim(
        "4.3",
        "With deterministic dynamics p(ξ|O) = p̂(ξ)",
        where="Proposition 4.3, proved as A.2",
        readings=(
            Reading(
                "printed",
                "p(ξ|O_{1:T}) = p̂(ξ), deterministic τ, one start state",
                _WITH_START,
                (deterministic, single_start),
            ),
            Reading(
                "several-starts",
                "the same from a start distribution μ, which p̂ does not condition",
                _WITH_START,
                (deterministic,),
            ),
            Reading(
                "given-start",
                "p(ξ|s_1, O_{1:T}) = p̂(ξ|s_1) from any μ, as the paper's products without μ read",
                _GIVEN_START,
                (deterministic,),
            ),
            Reading(
                "stochastic",
                "p(ξ|O_{1:T}) = p̂(ξ) for stochastic τ too, one start state",
                _WITH_START,
                (stochastic, single_start),
            ),
        ),
    ),
    Claim(
        "4.7",
        "Incoherence is the occupancy-weighted divergence of states",
        where="Proposition 4.7",
        readings=(
            Reading(
                "printed",
                "κ_f(π) = Σ_t E_{s~d_t} KL(π(·|s) ‖ π^{Q,f}(·|s)) for f Boltzmann (δ = 1, 1/2), arg max",
                both(
                    *(
                        equal(kl(prior, boltzmann(prior, f)), occupancy_kl(prior, boltzmann(prior, f)))
                        for f in RESPONSES
                    )
                ),
            ),
            Reading(
                "any-two-policies",
                "KL_ξ(π ‖ ρ) = Σ_t E_{s~d_t} KL(π(·|s) ‖ ρ(·|s)) for any two policies, +∞ included",
                equal(kl(prior, second_policy), occupancy_kl(prior, second_policy)),
                domain=EveryModel("pairs"),
            ),
        ),
    ),
    Claim(
        "4.10",
        "Iterated f-coherence is f-coherent after T steps",
        where="Proposition 4.10, proved as A.4",
        readings=(
            Reading(
                "printed",
                "κ_f(π^B_T) = 0 with T decisions, for Boltzmann f (δ = 1, 1/2) and the arg max",
                _coherent_after(horizon),
            ),
            Reading(
                "section-3",
                "κ_f(π^B_T) = 0 with Section 3's T + 1 decisions, T ≥ 1",
                _coherent_after(horizon - 1),
                (horizon_at_least(2),),
            ),
            Reading("fewer", "T − 1 steps suffice for T decisions", _coherent_after(horizon - 1)),
            Reading(
                "fixed-point",
                "π^B_{T+1} = π^B_T at every decision point, visited or not",
                both(
                    *(equal(coherent(prior, horizon + 1, f), coherent(prior, horizon, f)) for f in RESPONSES)
                ),
            ),
        ),
    ),
)
