"""The best of several samples, and importance weights."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    Term,
    at_least,
    at_most,
    best_of,
    both,
    equal,
    expected_return,
    log,
    number,
    occupancy,
    occupancy_kl,
    one_decision,
    prior,
    repaired,
    second_policy,
    sum_along,
    supported_in,
    total,
    trajectories,
)
from coherence_exact.papers.classics.definitions import importance_weights, law_kl, reward, win_rate


def _divergence(samples: int) -> Term:
    return law_kl(best_of(prior, samples), trajectories(prior))


def _formula(samples: int) -> Term:
    return log(samples) - number(f"{samples - 1}/{samples}")


def _wins(samples: int) -> Term:
    return win_rate(best_of(prior, samples), trajectories(prior))


_WEIGHTS = importance_weights(second_policy, prior)
_UNBIASED = equal(total(trajectories(prior) * _WEIGHTS * sum_along(reward)), expected_return(second_policy))
_MASS = equal(total(trajectories(prior) * _WEIGHTS), 1)
_STEP = equal(total(occupancy(prior) * second_policy * reward), expected_return(second_policy))
_MOMENT = at_least(log(total(trajectories(prior) * _WEIGHTS**2)), occupancy_kl(second_policy, prior))
_SUPPORTED = supported_in(second_policy, prior)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "best-of-n-divergence",
        "The best of n samples is log n − (n − 1)/n away from the prior",
        where="N. Stiennon et al., Learning to summarize from human feedback, NeurIPS 2020; corrected by A. Beirami et al., Theoretical guarantees on the best-of-n alignment policy, arXiv 2401.01879, 2024",
        readings=(
            Reading(
                "printed",
                "KL(best of n ‖ p) = log n − (n − 1)/n for n = 2",
                equal(_divergence(2), _formula(2)),
            ),
            Reading(
                "at-most",
                "KL(best of n ‖ p) ≤ log n − (n − 1)/n for n = 2, 3",
                both(at_most(_divergence(2), _formula(2)), at_most(_divergence(3), _formula(3))),
            ),
        ),
    ),
    Claim(
        "best-of-n-wins",
        "The best of n samples beats another sample with probability n/(n + 1)",
        where="for rewards without ties, L. Gui, C. Gârbacea and V. Veitch, BoNBoN alignment for large language models and the sweetness of best-of-n sampling, NeurIPS 2024",
        readings=(
            Reading(
                "printed",
                "it wins with probability n/(n + 1) for n = 2, a tie counting half",
                equal(_wins(2), "2/3"),
            ),
            Reading(
                "at-most",
                "it wins with probability at most n/(n + 1), and at least 1/2, for n = 2, 3",
                both(_wins(2) <= "2/3", _wins(3) <= "3/4", _wins(2) >= "1/2"),
            ),
        ),
    ),
    Claim(
        "best-of-n-return",
        "The best of n samples has a larger mean return than one",
        where="R. Nakano et al., WebGPT, arXiv 2112.09332, 2021",
        readings=(
            Reading(
                "printed",
                "E R of the best of 2 is at least J(p), of the best of 3 at least that of 2",
                both(
                    at_least(total(best_of(prior, 2) * sum_along(reward)), expected_return(prior)),
                    at_least(
                        total(best_of(prior, 3) * sum_along(reward)),
                        total(best_of(prior, 2) * sum_along(reward)),
                    ),
                ),
            ),
        ),
    ),
    Claim(
        "importance-weights",
        "Importance weights make returns of one policy unbiased for another",
        where="D. Precup, R. S. Sutton and S. Singh, Eligibility traces for off-policy policy evaluation, ICML 2000",
        readings=(
            Reading("printed", "E_p[Π ρ/p · R] = J(ρ), any two policies", _UNBIASED),
            *repaired(
                "supported",
                "the same if p takes every action that ρ takes where it goes",
                _UNBIASED,
                (_SUPPORTED,),
            ),
            *repaired(
                "mean-one",
                "E_p[Π ρ/p] = 1 if p takes every action that ρ takes where it goes",
                _MASS,
                (_SUPPORTED,),
            ),
        ),
    ),
    Claim(
        "one-step-weights",
        "The present action's weight alone is enough",
        where="folklore of off-policy actor-critic methods; T. Degris, M. White and R. S. Sutton, Off-policy actor-critic, ICML 2012 change the objective for it",
        readings=(
            Reading(
                "printed",
                "Σ_t E_p[ρ(a|s)/p(a|s) · r] = J(ρ), where p takes every action",
                _STEP,
                (_SUPPORTED,),
            ),
            *repaired("one-decision", "the same if T = 1", _STEP, (one_decision,)),
        ),
    ),
    Claim(
        "weights-vary",
        "Importance weights vary at least as much as the divergence says",
        where="T. van Erven and P. Harremoës, Rényi divergence and Kullback–Leibler divergence, IEEE Trans. Inf. Theory 60, 2014, Theorem 3",
        readings=(
            *repaired(
                "printed",
                "log E_p[(Π ρ/p)²] ≥ KL(ρ ‖ p) if p takes every action that ρ takes where it goes",
                _MOMENT,
                (_SUPPORTED,),
            ),
        ),
    ),
)
