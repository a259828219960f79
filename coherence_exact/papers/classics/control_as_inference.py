"""Regularised optima, risk and temperature."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    Reading,
    at_least,
    at_most,
    both,
    deterministic,
    equal,
    expected_return,
    goal_condition,
    iff,
    log,
    one_decision,
    prior,
    repaired,
    second_policy,
    share,
    single_start,
    soft_q,
    success_probability,
    temperature,
    weight,
)
from coherence_exact.papers.classics.definitions import action_values, moment, regularised_return, reward
from coherence_exact.papers.classics.hypotheses import certain_return

_POSTERIOR = goal_condition(prior)
_COLD = temperature(prior, 2)
_BEATS_PRIOR = at_least(regularised_return(_POSTERIOR, prior, 1), regularised_return(prior, prior, 1))
_COLD_BEATS_PRIOR = at_least(regularised_return(_COLD, prior, 2), regularised_return(prior, prior, 2))
_TILTED = share(prior * weight, prior)
_TILTED_BEST = at_least(regularised_return(_TILTED, prior, 1), regularised_return(second_policy, prior, 1))
_LOG_SUCCESS = log(success_probability(prior))
_VALUE = equal(regularised_return(goal_condition(prior), prior, 1), _LOG_SUCCESS)
_TIGHT = equal(expected_return(prior), _LOG_SUCCESS)
_COLDER = both(
    at_least(expected_return(temperature(prior, 1)), expected_return(prior)),
    at_least(expected_return(temperature(prior, 2)), expected_return(temperature(prior, 1))),
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "gibbs-policy",
        "The policy that is best for return less divergence from the prior is the posterior given success",
        where="E. Todorov, Linearly-solvable Markov decision problems, NIPS 2006; S. Levine, Reinforcement learning and control as probabilistic inference, arXiv 1805.00909, 2018, Section 2",
        readings=(
            Reading(
                "printed",
                "J(ρ) − KL(ρ ‖ p) ≤ J(G(p)) − KL(G(p) ‖ p) with any dynamics, for ρ = p",
                _BEATS_PRIOR,
            ),
            *repaired(
                "deterministic", "the same with deterministic dynamics", _BEATS_PRIOR, (deterministic,)
            ),
            Reading(
                "deterministic-any",
                "J(ρ) − KL(ρ ‖ p) ≤ J(G(p)) − KL(G(p) ‖ p) for every ρ, with deterministic dynamics",
                at_least(
                    regularised_return(_POSTERIOR, prior, 1), regularised_return(second_policy, prior, 1)
                ),
                (deterministic,),
            ),
            *repaired(
                "colder",
                "2J(ρ) − KL(ρ ‖ p) is no larger for ρ = p than for p(a|s, O²), with deterministic dynamics",
                _COLD_BEATS_PRIOR,
                (deterministic,),
            ),
            Reading(
                "colder-any",
                "2J(ρ) − KL(ρ ‖ p) is largest for p(a|s, O²), with deterministic dynamics",
                at_least(regularised_return(_COLD, prior, 2), regularised_return(second_policy, prior, 2)),
                (deterministic,),
            ),
        ),
    ),
    Claim(
        "gibbs-formula",
        "The policy that is best for return less divergence from the prior is p·e^r, normalised",
        where="exact for bandits, as in T. Korbak, E. Perez and C. Buckley, RL with KL penalties is better viewed as Bayesian inference, Findings of EMNLP 2022, and said of policies too",
        readings=(
            Reading("printed", "J(ρ) − KL(ρ ‖ p) is largest for ρ(a|s) ∝ p(a|s) e^{r(s,a)}", _TILTED_BEST),
            *repaired("one-decision", "the same if T = 1", _TILTED_BEST, (one_decision,)),
        ),
    ),
    Claim(
        "variational-bound",
        "The log probability of success bounds every policy's return less its divergence",
        where="S. Levine, arXiv 1805.00909, 2018, Section 3 (evidence lower bound); M. D. Donsker and S. R. S. Varadhan, Comm. Pure Appl. Math. 28, 1975",
        readings=(
            Reading(
                "printed",
                "J(ρ) − KL(ρ ‖ p) ≤ log S(p), any ρ",
                at_most(regularised_return(second_policy, prior, 1), _LOG_SUCCESS),
            ),
            Reading("tight", "J(G(p)) − KL(G(p) ‖ p) = log S(p)", _VALUE),
            *repaired(
                "tight-deterministic",
                "the same with deterministic dynamics and one start state",
                _VALUE,
                (deterministic, single_start),
            ),
        ),
    ),
    Claim(
        "jensen",
        "The return is at most the log probability of success",
        where="J. L. W. V. Jensen, Acta Math. 30, 1906; S. Levine, arXiv 1805.00909, 2018",
        readings=(
            Reading(
                "printed",
                "J(π) ≤ log S(π), and Q^π ≤ log p_π(O|s,a)",
                both(
                    at_most(expected_return(prior), _LOG_SUCCESS),
                    at_most(action_values(prior, reward), log(soft_q(prior))),
                ),
            ),
            Reading("equal", "J(π) = log S(π)", _TIGHT),
            Reading(
                "equal-exactly-if",
                "J(π) = log S(π) exactly if R is almost surely constant",
                iff(_TIGHT, certain_return(prior)),
            ),
            *repaired(
                "equal-if", "J(π) = log S(π) if R is almost surely constant", _TIGHT, (certain_return(prior),)
            ),
        ),
    ),
    Claim(
        "entropic-value-grows",
        "The entropic value of the return grows with the tolerance of risk",
        where="R. A. Howard and J. E. Matheson, Risk-sensitive Markov decision processes, Management Science 18, 1972",
        readings=(
            Reading(
                "printed",
                "(1/α) log E e^{αR} does not fall from α = 1 to 4",
                both(
                    *(
                        at_most(
                            log(moment(prior, alpha)) / alpha, log(moment(prior, alpha + 1)) / (alpha + 1)
                        )
                        for alpha in (1, 2, 3)
                    )
                ),
            ),
            Reading(
                "not-divided",
                "log E e^{αR} does not fall from α = 1 to 2",
                at_most(moment(prior, 1), moment(prior, 2)),
            ),
            Reading(
                "convex",
                "log E e^{αR} is convex at α = 1, …, 4",
                both(
                    *(
                        at_most(
                            moment(prior, alpha) ** 2,
                            (moment(prior, alpha - 1) if alpha > 1 else 1) * moment(prior, alpha + 1),
                        )
                        for alpha in (1, 2, 3)
                    )
                ),
            ),
        ),
    ),
    Claim(
        "colder-is-better",
        "A lower temperature raises the return",
        where="folklore of control as inference, where 1/α is the temperature of p(a|s, O^α)",
        readings=(
            Reading("printed", "J(p(a|s, O^α)) grows with α = 0, 1, 2", _COLDER),
            *repaired("deterministic", "the same with deterministic dynamics", _COLDER, (deterministic,)),
        ),
    ),
)
