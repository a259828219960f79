"""Section 4.1, incoherence: coherent policies, their construction and optimality, with proofs in A.1."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    EveryModel,
    EveryPolicy,
    OneModel,
    Reading,
    Term,
    at_least,
    at_most,
    best,
    boltzmann,
    both,
    causal_entropy,
    coherent,
    coherent_for_some_delta,
    deterministic,
    deterministic_policy,
    equal,
    expected_return,
    finite,
    finite_rewards,
    greater,
    greedy_limit,
    horizon,
    horizon_at_least,
    if_,
    iff,
    implies,
    incoherence,
    incoherence_limit,
    kl,
    log,
    negation,
    number,
    occupancy_kl,
    one_decision,
    prior,
    probability,
    proportional_to_weights,
    repaired,
    retrain,
    row_entropy,
    row_kl,
    second_policy,
    several_actions,
    single_start,
    soft_q,
    some_success,
    start,
    stochastic,
    success_everywhere,
    supported_in,
    total,
    uniform,
    visits_every_state,
    weight,
    where,
)
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    boltzmann_rate,
    coherent_policy,
    finite_return,
    greed_gap,
    incoherence_rate,
    largest_probability,
    log_partition,
    never_up,
    one_start_or_finite_largest_return,
    reciprocal_sum,
    return_optimal,
    success_optimal,
    truncated,
    uniform_on_maximisers,
    unique_maxima_where_live,
)
from coherence_exact.papers.incoherence.theorems import BOLTZMANN_LIMIT, INCOHERENCE_LIMIT

RESPONSES = (number(1), number("1/2"), number(0))
"""The functions f that readings about any f try: Boltzmann at δ = 1 and 1/2, and the arg max (0)."""

TWO_DECISIONS = EveryModel("deep")

_EXAMPLE_1 = EveryPolicy(example("example_1"))
_INVERSES = (1, 2, 3, 4)
"""The 1/δ at which bounds that hold for every δ > 0 are checked."""


def _coherent_after(steps: Term) -> Term:
    """κ_f(π^B_steps) = 0 for every response f that is tried."""
    return both(*(coherent_policy(coherent(prior, steps, f), f) for f in RESPONSES))


# "Coherence does not mean optimality"

_FIGURE_2 = OneModel(example("fixed_point"))

# Proposition 4.8

_COHERENT = coherent_policy(prior, 0)
_GREEDY = supported_in(prior, greedy_limit(prior), visited=False)
_GREEDY_WHERE_VISITED = supported_in(prior, greedy_limit(prior), visited=True)

# Section 4.1, after Proposition 4.8, and Definition 4.9

_SAME_MAXIMA = iff(return_optimal(prior), success_optimal(prior))
_REACHED = equal(prior, coherent(uniform, horizon))

# Definition 4.11: at every state π^δ solves a problem of one decision with the reward Q


def _maximum_entropy(n: int) -> Term:
    """E_ρ Q + δH(ρ) = δ(log Σ q^{1/δ} − KL(ρ ‖ π^δ)) at every state, δ = 1/n."""
    gained = total(second_policy * log(soft_q(prior)), "points") + row_entropy(second_policy) / n
    most = log(total(soft_q(prior) ** n, "points"))
    return equal(gained, (most - row_kl(second_policy, boltzmann(prior, number(1) / n))) / n)


# Proposition 4.13, with an explicit rate


def _near_maximisers(n: int) -> Term:
    """|π^δ(a|s) − u(A*)(a|s)| ≤ (|A|−1)·ρ^{1/δ} at δ = 1/n, a table of truths."""
    gap = boltzmann(prior, number(1) / n) - uniform_on_maximisers(prior)
    return both(gap <= boltzmann_rate(prior, n), -gap <= boltzmann_rate(prior, n))


_SOME_Q = best(soft_q(prior)) > 0

# Corollary 4.14

_LIMIT_RETURN_OPTIMAL = return_optimal(greedy_limit(prior))
_LIMIT_SUCCESS_OPTIMAL = success_optimal(greedy_limit(prior))

# Corollary 4.15, its proof and its witness

_FINITE_LIMIT = finite(incoherence_limit(prior))


def _exchanged(n: int) -> Term:
    """κ_δ is near KL(π ‖ π*) at δ = 1/n if that is finite, and above a bound that grows with n if not."""
    own, limit = incoherence(prior, number(1) / n), incoherence(prior, 0)
    near = both(at_least(own, limit), at_most(own, limit + incoherence_rate(prior, n)))
    far = both(greater(greed_gap(prior), 0), at_least(own, n * greed_gap(prior) - causal_entropy(prior)))
    return if_(finite(limit), near, far)


# Proposition 4.16

_GIBBS = equal(
    expected_return(second_policy) - kl(second_policy, prior),
    log_partition(prior) - kl(second_policy, retrain(prior)),
)


def _conditioned_is_boltzmann(n: int) -> Term:
    return equal(retrain(prior), boltzmann(prior, number(1) / n))


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
                        equal(incoherence(prior, f), occupancy_kl(prior, boltzmann(prior, f)))
                        for f in RESPONSES
                    )
                ),
            ),
            Reading(
                "any-two-policies",
                "KL_ξ(π ‖ ρ) = Σ_t E_{s~d_t} KL(π(·|s) ‖ ρ(·|s)) for any two policies, +∞ included",
                equal(kl(prior, second_policy), occupancy_kl(prior, second_policy)),
            ),
        ),
    ),
    Claim(
        "4.1-not-optimal",
        "Coherence does not mean optimality",
        where="Section 4.1, after Proposition 4.7",
        readings=(
            Reading(
                "printed",
                "the policy of Figure 2 is Boltzmann-coherent, δ = 1, and maximises neither J nor p(O_{1:T} = 1)",
                both(
                    coherent_policy(prior), negation(return_optimal(prior)), negation(success_optimal(prior))
                ),
                domain=_FIGURE_2,
            ),
            Reading(
                "arg-max",
                "a policy that is coherent for the arg max maximises p(O_{1:T} = 1), any τ",
                success_optimal(prior),
                (_COHERENT,),
                TWO_DECISIONS,
            ),
            *repaired(
                "arg-max-everywhere",
                "the same where it visits every state",
                success_optimal(prior),
                (_COHERENT, visits_every_state(prior)),
                TWO_DECISIONS,
            ),
            Reading(
                "optimal-is-coherent",
                "a policy that maximises p(O_{1:T} = 1) is coherent for the arg max, finite rewards",
                _COHERENT,
                (success_optimal(prior), finite_rewards),
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
                "truncated",
                "with at least two actions and finite rewards it is not coherent for a truncated response either, f ∝ max(0, q − max q/2)",
                greater(kl(prior, truncated(soft_q(prior))), 0),
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
                "where-visited",
                "the same with “greedy where it goes” for “at every state”",
                iff(_COHERENT, _GREEDY_WHERE_VISITED),
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
                "κ_f(π) = 0 exactly if π is greedy where it goes, where maxima are unique at the states that it visits and some q > 0, any τ",
                iff(_COHERENT, _GREEDY_WHERE_VISITED),
                (unique_maxima_where_live(prior),),
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
                _SAME_MAXIMA,
                (deterministic,),
            ),
            Reading(
                "stochastic",
                "the same for stochastic τ and finite rewards, one start state",
                _SAME_MAXIMA,
                (stochastic, finite_rewards, single_start),
            ),
            *repaired(
                "one-start-or-finite",
                "the same with deterministic τ, and one start state or a finite largest return",
                _SAME_MAXIMA,
                (deterministic, one_start_or_finite_largest_return),
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
                _REACHED,
                (coherent_policy(prior),),
            ),
            Reading(
                "example-1",
                "the same on Example 1, where success is possible from every state",
                _REACHED,
                (coherent_policy(prior),),
                _EXAMPLE_1,
            ),
            Reading(
                "same-limit",
                "iterated coherence (δ = 1) reaches the same policy from every prior",
                equal(coherent(prior, horizon), coherent(uniform, horizon)),
            ),
            *repaired(
                "same-limit-possible",
                "the same where success is possible from every state for some policy",
                equal(coherent(prior, horizon), coherent(uniform, horizon)),
                (success_everywhere(uniform),),
            ),
            *repaired(
                "success-and-visits",
                "κ_1(π) = 0 implies it if π succeeds with positive probability from every state, and visits every state",
                _REACHED,
                (coherent_policy(prior), success_everywhere(prior), visits_every_state(prior)),
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
        "4.11-maxent",
        "With one decision, Boltzmann policies solve a maximum entropy problem",
        where="Section 4.1, after Definition 4.11",
        readings=(
            Reading(
                "printed",
                "T = 1: E_ρ[r] + δĤ(ρ) = δ(Σ_s μ log Σ_a w^{1/δ} − KL(ρ ‖ π^δ)) for every ρ, so that π^δ is the maximiser; δ = 1, 1/2, 1/3",
                both(
                    *(
                        equal(
                            expected_return(second_policy) + causal_entropy(second_policy) / n,
                            (
                                total(start * log(total(weight**n, "points")))
                                - kl(second_policy, boltzmann(prior, number(1) / n))
                            )
                            / n,
                        )
                        for n in (1, 2, 3)
                    )
                ),
                (one_decision,),
            ),
            Reading(
                "every-state",
                "any T: at every state π^δ(·|s) solves the same problem with Q in place of r; δ = 1, 1/2, 1/3",
                both(*(_maximum_entropy(n) for n in (1, 2, 3))),
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
                "|π^δ − u(A*)| ≤ (|A|−1)·ρ^{1/δ}, δ = 1, 1/2, 1/3, 1/4, at every state (where all Q are −∞, π^δ is undefined and kept, and A* = A)",
                both(*(_near_maximisers(n) for n in _INVERSES)),
                assuming=(BOLTZMANN_LIMIT,),
            ),
            Reading(
                "some-success",
                "the same at every state where some action succeeds: the printed limit, with a rate",
                both(*(where(_SOME_Q, _near_maximisers(n)) for n in _INVERSES)),
                assuming=(BOLTZMANN_LIMIT,),
            ),
            *repaired(
                "some-success-everywhere",
                "the printed reading where some action succeeds at every state",
                both(*(_near_maximisers(n) for n in _INVERSES)),
                (some_success(prior),),
                assuming=(BOLTZMANN_LIMIT,),
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
                    *(
                        equal(
                            largest_probability(boltzmann(prior, number(1) / n)), reciprocal_sum(prior, n, 1)
                        )
                        for n in (1, 2)
                    )
                ),
            ),
            Reading(
                "corrected",
                "π^δ(a*|s) = 1/Σ_a exp((Q(s,a) − Q*(s))/δ), δ = 1, 1/2",
                both(
                    *(
                        equal(
                            largest_probability(boltzmann(prior, number(1) / n)), reciprocal_sum(prior, n, n)
                        )
                        for n in (1, 2)
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
                (return_optimal(prior),),
                TWO_DECISIONS,
                (BOLTZMANN_LIMIT,),
            ),
            *repaired(
                "deterministic",
                "p maximises J implies that π* does, deterministic τ",
                _LIMIT_RETURN_OPTIMAL,
                (return_optimal(prior), deterministic),
                TWO_DECISIONS,
                (BOLTZMANN_LIMIT,),
            ),
            *repaired(
                "success",
                "p maximises p(O_{1:T} = 1) implies that π* does, any τ",
                _LIMIT_SUCCESS_OPTIMAL,
                (success_optimal(prior),),
                assuming=(BOLTZMANN_LIMIT,),
            ),
            Reading(
                "not-for-others",
                "on Example 1, π* of the uniform prior is not optimal",
                negation(_LIMIT_SUCCESS_OPTIMAL),
                domain=OneModel(example("example_1")),
                assuming=(BOLTZMANN_LIMIT,),
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
                (return_optimal(prior),),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            Reading(
                "stochastic",
                "π maximises J implies it, stochastic τ, finite rewards, one start state",
                _FINITE_LIMIT,
                (return_optimal(prior), stochastic, finite_rewards, single_start),
                TWO_DECISIONS,
                (INCOHERENCE_LIMIT,),
            ),
            Reading(
                "success",
                "π maximises p(O_{1:T} = 1) implies lim_{δ→0} κ_δ(π) < ∞, any τ",
                _FINITE_LIMIT,
                (success_optimal(prior),),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            *repaired(
                "success-finite",
                "π maximises p(O_{1:T} = 1) and J(π) > −∞ imply it, any τ",
                _FINITE_LIMIT,
                (success_optimal(prior), finite_return(prior)),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            Reading(
                "deterministic",
                "π maximises J implies it, deterministic τ",
                _FINITE_LIMIT,
                (return_optimal(prior), deterministic),
                assuming=(INCOHERENCE_LIMIT,),
            ),
            *repaired(
                "deterministic-finite",
                "π maximises J and J(π) > −∞ imply it, deterministic τ",
                _FINITE_LIMIT,
                (return_optimal(prior), deterministic, finite_return(prior)),
                TWO_DECISIONS,
                (INCOHERENCE_LIMIT,),
            ),
            Reading(
                "sufficient",
                "lim_{δ→0} κ_δ(π) < ∞ implies that π maximises p(O_{1:T} = 1), deterministic τ",
                success_optimal(prior),
                (deterministic, _FINITE_LIMIT),
                assuming=(INCOHERENCE_LIMIT,),
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
                both(_FINITE_LIMIT, negation(success_optimal(prior))),
                (never_up(prior),),
                EveryPolicy(example("example_3")),
                (INCOHERENCE_LIMIT,),
            ),
            Reading(
                "example-1",
                "on Example 1, any policy with zero weight on ↗ at ∅ has finite limit and is not optimal",
                both(_FINITE_LIMIT, negation(success_optimal(prior))),
                (never_up(prior),),
                _EXAMPLE_1,
                (INCOHERENCE_LIMIT,),
            ),
            Reading(
                "example-1-greedy-ridge",
                "on Example 1, zero weight on ↗ at ∅ and greedy at the ridge, as the text suggests",
                both(_FINITE_LIMIT, negation(success_optimal(prior))),
                (never_up(prior), equal(probability(prior, 2, "ridge", "↗"), 1)),
                _EXAMPLE_1,
                (INCOHERENCE_LIMIT,),
            ),
            *repaired(
                "example-1-condition",
                "on Example 1 it works with zero weight on ↗ exactly if π(↗|ridge) ≤ 3/4",
                iff(
                    both(_FINITE_LIMIT, negation(success_optimal(prior))),
                    at_most(probability(prior, 2, "ridge", "↗"), "3/4"),
                ),
                (never_up(prior),),
                _EXAMPLE_1,
                (INCOHERENCE_LIMIT,),
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
                "0 ≤ κ_δ(π) − KL(π ‖ π*) ≤ Σ_t E(|A|−1)·ρ^{1/δ} if KL(π ‖ π*) < ∞, else κ_δ(π) ≥ c/δ − Ĥ(π) with c = Σ_t E log(q*/q) > 0; δ = 1, 1/2, 1/3, 1/4",
                both(*(_exchanged(n) for n in _INVERSES)),
                assuming=(INCOHERENCE_LIMIT,),
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
                (success_optimal(prior), deterministic),
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
                "T = 1: E_ρ[r] − KL(ρ ‖ p) = Σ_s μ log Z(s) − KL(ρ ‖ π*) for every ρ, with π* ∝ p·e^r",
                _GIBBS,
                (one_decision,),
            ),
            Reading(
                "printed",
                "T = 1: π* ∝ p·e^r is the Boltzmann-coherent policy of Definition 4.11, δ = 1",
                _conditioned_is_boltzmann(1),
                (one_decision, some_success(prior)),
            ),
            Reading(
                "half",
                "T = 1: π* ∝ p·e^r is the Boltzmann-coherent policy for δ = 1/2",
                _conditioned_is_boltzmann(2),
                (one_decision, some_success(prior)),
            ),
            *repaired(
                "exactly-when",
                "T = 1: it is exactly if p ∝ w^{1/δ−1} where w > 0, for δ = 1, 1/2, 1/3",
                both(
                    *(
                        iff(_conditioned_is_boltzmann(n), proportional_to_weights(prior, n - 1))
                        for n in (1, 2, 3)
                    )
                ),
                (one_decision, success_everywhere(prior)),
            ),
        ),
    ),
)
