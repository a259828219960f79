"""Section 4.1, incoherence: coherent policies, their construction and optimality, with proofs in A.1."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    EveryPolicy,
    OneModel,
    Reading,
    Steps,
    Term,
    at_most,
    boltzmann,
    boltzmann_limit,
    both,
    coherent,
    coherent_for_some_delta,
    deterministic,
    deterministic_policy,
    either,
    equal,
    expected_return,
    finite,
    finite_rewards,
    greedy_limit,
    horizon,
    horizon_at_least,
    iff,
    implies,
    incoherence,
    incoherence_limit,
    kl,
    largest_probability,
    logarithm,
    negation,
    occupancy_kl,
    optimal_return,
    optimal_success,
    prior,
    probability,
    proportional_to_weights,
    reciprocal_sum,
    repaired,
    retrain,
    second_policy,
    several_actions,
    single_start,
    some_success,
    stochastic,
    success_everywhere,
    success_probability,
    supported_in,
    uniform,
    uniform_on_arg_max,
    unique_maxima,
    visits_every_state,
)
from coherence_exact.papers.incoherence.examples import example
from coherence_exact.papers.incoherence.section_4 import ONE_DECISION

RESPONSES = ("1", "1/2", "0")
"""The functions f that readings about any f try: Boltzmann at δ = 1 and 1/2, and the arg max (0)."""

RETURN_OPTIMAL = equal(expected_return(prior), optimal_return)
SUCCESS_OPTIMAL = equal(success_probability(prior), optimal_success)

TWO_DECISIONS = EveryModel("two-decision")

_EXAMPLE_1 = EveryPolicy(example("example_1.toml"))


def _coherent_after(steps: Steps) -> Term:
    """κ_f(π^B_steps) = 0 for every response f that is tried."""
    return both(*(equal(incoherence(coherent(prior, steps, f), f), 0) for f in RESPONSES))


# Proposition 4.8

_COHERENT = equal(incoherence(prior, 0), 0)
_GREEDY = supported_in(prior, greedy_limit(prior), visited=False)
_GREEDY_WHERE_VISITED = supported_in(prior, greedy_limit(prior), visited=True)

# Corollary 4.14

_LIMIT_RETURN_OPTIMAL = equal(expected_return(greedy_limit(prior)), optimal_return)
_LIMIT_SUCCESS_OPTIMAL = equal(success_probability(greedy_limit(prior)), optimal_success)

# Corollary 4.15 and its witness

_FINITE_LIMIT = finite(incoherence_limit(prior))
_NEVER_UP = equal(probability(prior, 1, "∅", "↗"), 0)

# Proposition 4.16

_GIBBS = equal(
    expected_return(second_policy) - kl(second_policy, prior),
    logarithm(success_probability(prior)) - kl(second_policy, retrain(prior)),
)


def _conditioned_is_boltzmann(delta: str) -> Term:
    return equal(retrain(prior), boltzmann(prior, delta))


CLAIMS = (
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
        "4-single-f",
        "Deterministic policies are f-coherent for a single functional f",
        where="Section 4.1, before Proposition 4.8",
        readings=(
            Reading(
                "printed",
                "a deterministic policy is Boltzmann-coherent for no δ > 0, so that only the arg max is left",
                negation(coherent_for_some_delta(prior)),
                (deterministic_policy(prior),),
            ),
            *repaired(
                "choice-and-finite-rewards",
                "the same with at least two actions in every state and finite rewards",
                negation(coherent_for_some_delta(prior)),
                (deterministic_policy(prior), several_actions, finite_rewards),
            ),
            Reading(
                "some-f",
                "every deterministic policy is coherent for the arg max",
                _COHERENT,
                (deterministic_policy(prior),),
            ),
        ),
    ),
    Claim(
        "4.8",
        "For an arg max indicator, coherent means greedy",
        where="Proposition 4.8, proved as A.3",
        readings=(
            Reading(
                "printed",
                "deterministic τ, f the arg max with ties shared (as order-respecting f must): "
                "κ_f(π) = 0 exactly if π is greedy for its own Q at every state",
                iff(_COHERENT, _GREEDY),
                (deterministic,),
            ),
            Reading(
                "coherent-is-greedy",
                "κ_f(π) = 0 implies that π is greedy where it goes, any τ",
                implies(_COHERENT, _GREEDY_WHERE_VISITED),
            ),
            Reading(
                "greedy-is-coherent",
                "π greedy for its own Q implies κ_f(π) = 0",
                implies(_GREEDY, _COHERENT),
            ),
            *repaired(
                "unique-maxima",
                "κ_f(π) = 0 exactly if π is greedy at every state, where maxima are unique and π visits every state",
                iff(_COHERENT, _GREEDY),
                (unique_maxima(prior), visits_every_state(prior)),
                TWO_DECISIONS,
            ),
            Reading(
                "finite",
                "κ_f(π) < ∞ exactly if π is greedy for its own Q where it goes, any τ",
                iff(finite(incoherence(prior, 0)), _GREEDY_WHERE_VISITED),
            ),
        ),
    ),
    Claim(
        "4-J-is-S",
        "Maximising the return is maximising the probability of success",
        where="Section 4.1, after Proposition 4.8",
        readings=(
            Reading(
                "printed",
                "deterministic τ: π maximises J exactly if it maximises p(O_{1:T} = 1)",
                iff(RETURN_OPTIMAL, SUCCESS_OPTIMAL),
                (deterministic,),
            ),
            Reading(
                "stochastic",
                "the same for stochastic τ and finite rewards, one start state",
                iff(RETURN_OPTIMAL, SUCCESS_OPTIMAL),
                (stochastic, finite_rewards, single_start),
            ),
            *repaired(
                "one-start-or-finite",
                "the same with deterministic τ, and one start state or finite rewards",
                iff(RETURN_OPTIMAL, SUCCESS_OPTIMAL),
                (deterministic, either(single_start, finite_rewards)),
            ),
        ),
    ),
    Claim(
        "4.9-unique",
        "There is one f-coherent policy",
        where="Definition 4.9",
        readings=(
            Reading(
                "printed",
                "κ_1(π) = 0 implies that π is what iterated coherence (δ = 1) reaches from the uniform policy",
                equal(prior, coherent(uniform, horizon)),
                (equal(incoherence(prior), 0),),
            ),
            Reading(
                "same-limit",
                "iterated coherence (δ = 1) reaches the same policy from every prior",
                equal(coherent(prior, horizon), coherent(uniform, horizon)),
            ),
            *repaired(
                "finite-rewards",
                "κ_1(π) = 0 and finite rewards imply it",
                equal(prior, coherent(uniform, horizon)),
                (equal(incoherence(prior), 0), finite_rewards),
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
    Claim(
        "4.13",
        "Boltzmann policies tend to the uniform distribution on the arg max",
        where="Proposition 4.13, proved as A.5",
        readings=(
            Reading(
                "printed",
                "lim_{δ→0} π^δ is uniform on A* at every state (where all Q are −∞, π^δ is undefined and kept)",
                equal(boltzmann_limit(prior), uniform_on_arg_max(prior)),
            ),
            *repaired(
                "some-success",
                "the same where some action succeeds at every state",
                equal(boltzmann_limit(prior), uniform_on_arg_max(prior)),
                (some_success(prior),),
            ),
        ),
    ),
    Claim(
        "A.5-step",
        "exp(Q/δ − Q*) in the proof of Proposition A.5",
        where="Proof of Proposition A.5",
        readings=(
            Reading(
                "printed",
                "π^δ(a*|s) = 1/Σ_a exp(Q(s,a)/δ − Q*(s)), δ = 1, 1/2",
                both(
                    *(equal(largest_probability(prior, d), reciprocal_sum(prior, d, 1)) for d in ("1", "1/2"))
                ),
            ),
            Reading(
                "corrected",
                "π^δ(a*|s) = 1/Σ_a exp((Q(s,a) − Q*(s))/δ), δ = 1, 1/2",
                both(
                    *(
                        equal(largest_probability(prior, d), reciprocal_sum(prior, d, n))
                        for d, n in (("1", 1), ("1/2", 2))
                    )
                ),
            ),
        ),
    ),
    Claim(
        "4.14",
        "If the prior is optimal, so is its limit policy π*",
        where="Corollary 4.14",
        readings=(
            Reading(
                "printed",
                "p maximises J implies that π* does, any τ",
                _LIMIT_RETURN_OPTIMAL,
                (RETURN_OPTIMAL,),
                TWO_DECISIONS,
            ),
            *repaired(
                "deterministic",
                "p maximises J implies that π* does, deterministic τ",
                _LIMIT_RETURN_OPTIMAL,
                (RETURN_OPTIMAL, deterministic),
                TWO_DECISIONS,
            ),
            *repaired(
                "success",
                "p maximises p(O_{1:T} = 1) implies that π* does, any τ",
                _LIMIT_SUCCESS_OPTIMAL,
                (SUCCESS_OPTIMAL,),
            ),
            Reading(
                "not-for-others",
                "on Example 1, π* of the uniform prior is not optimal",
                negation(_LIMIT_SUCCESS_OPTIMAL),
                domain=OneModel(example("example_1.toml")),
            ),
        ),
    ),
    Claim(
        "4.15",
        "Optimal policies have finite limiting incoherence",
        where="Corollary 4.15, proved as A.6",
        readings=(
            Reading(
                "printed",
                "π maximises J implies lim_{δ→0} κ_δ(π) < ∞, any τ",
                _FINITE_LIMIT,
                (RETURN_OPTIMAL,),
            ),
            Reading(
                "stochastic",
                "π maximises J implies it, stochastic τ, finite rewards, one start state",
                _FINITE_LIMIT,
                (RETURN_OPTIMAL, stochastic, finite_rewards, single_start),
                TWO_DECISIONS,
            ),
            Reading(
                "success",
                "π maximises p(O_{1:T} = 1) implies lim_{δ→0} κ_δ(π) < ∞, any τ",
                _FINITE_LIMIT,
                (SUCCESS_OPTIMAL,),
            ),
            *repaired(
                "success-finite-rewards",
                "π maximises p(O_{1:T} = 1) implies it, finite rewards, any τ",
                _FINITE_LIMIT,
                (SUCCESS_OPTIMAL, finite_rewards),
            ),
            Reading(
                "deterministic",
                "π maximises J implies it, deterministic τ",
                _FINITE_LIMIT,
                (RETURN_OPTIMAL, deterministic),
            ),
            *repaired(
                "deterministic-finite-rewards",
                "π maximises J implies it, deterministic τ, finite rewards",
                _FINITE_LIMIT,
                (RETURN_OPTIMAL, deterministic, finite_rewards),
                TWO_DECISIONS,
            ),
            Reading(
                "sufficient",
                "lim_{δ→0} κ_δ(π) < ∞ implies that π maximises p(O_{1:T} = 1), deterministic τ",
                SUCCESS_OPTIMAL,
                (deterministic, _FINITE_LIMIT),
            ),
        ),
    ),
    Claim(
        "4.15-witness",
        "Finite limiting incoherence is not sufficient: zero weight on ↗",
        where="Section 4.1, after Corollary 4.15",
        readings=(
            Reading(
                "printed",
                "on Example 3, as it is printed, with zero weight on ↗ (which Example 3 does not have)",
                both(_FINITE_LIMIT, negation(SUCCESS_OPTIMAL)),
                (_NEVER_UP,),
                EveryPolicy(example("example_3.toml")),
            ),
            Reading(
                "example-1",
                "on Example 1, any policy with zero weight on ↗ at ∅ has finite limit and is not optimal",
                both(_FINITE_LIMIT, negation(SUCCESS_OPTIMAL)),
                (_NEVER_UP,),
                _EXAMPLE_1,
            ),
            Reading(
                "example-1-greedy-ridge",
                "on Example 1, zero weight on ↗ at ∅ and greedy at the ridge, as the text suggests",
                both(_FINITE_LIMIT, negation(SUCCESS_OPTIMAL)),
                (_NEVER_UP, equal(probability(prior, 2, "ridge", "↗"), 1)),
                _EXAMPLE_1,
            ),
            *repaired(
                "example-1-condition",
                "on Example 1 it works with zero weight on ↗ exactly if π(↗|ridge) ≤ 3/4",
                iff(
                    both(_FINITE_LIMIT, negation(SUCCESS_OPTIMAL)),
                    at_most(probability(prior, 2, "ridge", "↗"), "3/4"),
                ),
                (_NEVER_UP,),
                _EXAMPLE_1,
            ),
        ),
    ),
    Claim(
        "A.6-step",
        "Steps in the proof of Corollary A.6",
        where="Proof of Corollary A.6",
        readings=(
            Reading(
                "exchange",
                "lim_{δ→0} κ_δ(π) = Σ_t E KL(π(·|s) ‖ π*(·|s)), +∞ included",
                equal(incoherence_limit(prior), incoherence(prior, 0)),
            ),
            Reading(
                "printed",
                "where π goes, KL(π ‖ π*) < ∞ exactly if supp π* ⊆ supp π",
                iff(finite(incoherence(prior, 0)), supported_in(greedy_limit(prior), prior)),
            ),
            Reading(
                "corrected",
                "where π goes, KL(π ‖ π*) < ∞ exactly if supp π ⊆ supp π*",
                iff(finite(incoherence(prior, 0)), _GREEDY_WHERE_VISITED),
            ),
            Reading(
                "every-maximiser",
                "an optimal policy puts positive mass on every maximiser of its Q, deterministic τ",
                supported_in(greedy_limit(prior), prior),
                (SUCCESS_OPTIMAL, deterministic),
            ),
        ),
    ),
    Claim(
        "4.16",
        "With one decision, the Boltzmann-coherent policy solves the KL-penalised problem",
        where="Proposition 4.16",
        readings=(
            *repaired(
                "maximiser",
                "T = 1: E_ρ[r] − KL(ρ ‖ p) = log Z − KL(ρ ‖ π*) for every ρ, with π* ∝ p·e^r; one start state",
                _GIBBS,
                (ONE_DECISION, single_start),
                EveryModel("pairs"),
            ),
            Reading(
                "printed",
                "T = 1: π* ∝ p·e^r is the Boltzmann-coherent policy of Definition 4.11, δ = 1",
                _conditioned_is_boltzmann("1"),
                (ONE_DECISION, some_success(prior)),
            ),
            Reading(
                "half",
                "T = 1: π* ∝ p·e^r is the Boltzmann-coherent policy for δ = 1/2",
                _conditioned_is_boltzmann("1/2"),
                (ONE_DECISION, some_success(prior)),
            ),
            *repaired(
                "exactly-when",
                "T = 1: it is exactly if p ∝ w^{1/δ−1} where w > 0, for δ = 1, 1/2, 1/3",
                both(
                    *(
                        iff(_conditioned_is_boltzmann(f"1/{n}"), proportional_to_weights(prior, n - 1))
                        for n in (1, 2, 3)
                    )
                ),
                (ONE_DECISION, success_everywhere(prior)),
            ),
        ),
    ),
)
