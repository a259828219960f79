"""Section 5, removing incoherence: re-training, temperature, folding, with the proofs of A.2."""

from __future__ import annotations

from coherence_exact.claims import (
    Argument,
    Claim,
    OneModel,
    Reading,
    Term,
    Theorem,
    action_count,
    argued,
    at,
    at_last_time,
    at_least,
    at_most,
    both,
    coherent_for_some_delta,
    deterministic,
    either,
    equal,
    equal_action_counts,
    equal_action_counts_at_each_time,
    every,
    expected_return,
    finite,
    finite_rewards,
    folded_weights,
    full_support,
    goal_condition,
    greater,
    greedy_limit,
    iff,
    index,
    kl,
    largest,
    last,
    negation,
    number,
    one_decision,
    prior,
    proportional_to_q,
    q_constant_on_support,
    repaired,
    retrain,
    retrain_limit,
    retrain_with_prior_folded,
    same,
    smallest,
    soft_q,
    soft_v,
    stochastic,
    success_everywhere,
    success_probability,
    supported_in,
    symbol,
    temperature,
    temperature_limit,
    terminal_rewards,
    total,
    total_variation,
    uniform_prior,
    weight,
    where,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    finite_return_after_conditioning,
    folded_q,
    folded_v,
    keeps_dynamics,
    limit_at_least,
    limit_at_most,
    return_optimal,
    reverse_kl_bound,
    sequences_from,
    success_optimal,
)
from coherence_exact.papers.incoherence.theorems import (
    BOLTZMANN_LIMIT,
    LIMIT_BOUNDS,
    LIMIT_BOUNDS_PROOF,
    RETRAIN_LIMIT,
    TEMPERATURE_LIMIT,
)

_RETURN_IMPROVES = at_least(expected_return(retrain(prior)), expected_return(prior))
_SUCCESS_IMPROVES = at_least(success_probability(retrain(prior)), success_probability(prior))
_RETURN_GAIN = equal(
    expected_return(retrain(prior)) - expected_return(prior),
    kl(retrain(prior), prior) + kl(prior, retrain(prior)),
)
_LIMIT_SUCCESS_OPTIMAL = success_optimal(retrain_limit(prior))
_LIMIT_RETURN_OPTIMAL = return_optimal(retrain_limit(prior))
_STEPS = (0, 1, 2, 3)
_LIVE = soft_v(prior) > 0


def _returns_improve() -> Term:
    """J(π_{α+1}) ≥ J(π_α) for α = 1, 2, 3."""
    return both(
        *(
            at_least(expected_return(temperature(prior, a + 1)), expected_return(temperature(prior, a)))
            for a in (1, 2, 3)
        )
    )


def _successes_improve() -> Term:
    """S(π_{α+1}) ≥ S(π_α) for α = 1, 2, 3."""
    return both(
        *(
            at_least(
                success_probability(temperature(prior, a + 1)), success_probability(temperature(prior, a))
            )
            for a in (1, 2, 3)
        )
    )


def _reverse_kl_vanishes() -> Term:
    """KL(π^G ‖ π_i) ≤ log(1 + (1 − P)/P ρ^i) for some i; the bound tends to 0 because ρ < 1."""
    return both(
        *(at_most(kl(retrain_limit(prior), retrain(prior, i)), reverse_kl_bound(prior, i)) for i in _STEPS)
    )


def _folded_prior_is_the_same(steps: int) -> Term:
    """The table of truths that says where the folded model has the same G_steps."""
    return same(retrain_with_prior_folded(prior, steps), retrain(prior, steps))


# Section 5: the limit exists "by a compactness argument"

_r, _p1, _p2 = (symbol(name) for name in ("r", "p1", "p2"))

SUBSEQUENCES = Argument(
    Theorem(
        "returns that do not move",
        "There are sequences of policies whose returns do not fall and which do not converge, although policies form a "
        "compact set.",
        "On one decision between two actions of the same reward r, a policy (x, 1 − x) has the return x·r + (1 − x)·r = r, "
        "whatever x is: the equations for two values of x. So all sequences of policies have returns that do not "
        "fall, those that alternate between two policies among them. Compactness gives limits of subsequences.",
    ),
    both(
        equal(_p1 * _r + (1 - _p1) * _r, _r),
        equal(_p2 * _r + (1 - _p2) * _r, _r),
    ),
    (),
    "refuted",
)

TWO_LEARNERS = (
    ModelBuilder("two learners or a sure success", horizon=2, start="s")
    .action("s", "learners", to={"quick": "1/2", "slow": "1/2"})
    .action("s", "sure", to="done")
    .action("quick", "a1")
    .action("quick", "a2", success="1/3")
    .action("slow", "a1")
    .action("slow", "a2", success="1/2")
    .action("done", "a1")
    .action("done", "a2")
    .build()
)
_LEAST = at(limit_at_least(prior, index), 1, "s", "learners")
_MOST = at(limit_at_most(prior, index), 1, "s", "learners")
_BOUNDS = (("lower bound", _LEAST), ("upper bound", _MOST))
_LEARNERS = (stochastic, full_support)

LEARNERS_ENCLOSED = Argument(
    Theorem(
        "bounds of the limit after k re-trainings",
        f"On this model, {LIMIT_BOUNDS}. So the probability that the limit gives to the learners is between 0.333804 and "
        "0.333806.",
        f"{LIMIT_BOUNDS_PROOF} One k is enough; the table shows how the bounds close in.",
    ),
    both(_LEAST >= "0.333804", _MOST <= "0.333806"),
    _LEARNERS,
    "proved",
    _BOUNDS,
)
LEARNERS_LOSE = Argument(
    Theorem(
        "survivors that do not keep their proportions",
        f"On this model both actions survive, and {LIMIT_BOUNDS}. So the limit gives the learners less than half of what "
        "they have together, which is their part under the prior.",
        f"{LIMIT_BOUNDS_PROOF} One k is enough.",
    ),
    greater("1/2", _MOST),
    _LEARNERS,
    "refuted",
    _BOUNDS,
)
LIMIT_EXISTS = Argument(
    Theorem(
        "bounds that close in",
        f"For every model and prior the policies G^k(p) converge. On this model, {LIMIT_BOUNDS}, which is so for every "
        "k ≥ 1, and the bounds are at most 5/2·2^{−k} apart.",
        f"Convergence is Theorem “{RETRAIN_LIMIT.name}”. {LIMIT_BOUNDS_PROOF} Here the worse actions behind quick and slow have "
        "3^{−k}/(1 + 3^{−k}) and 2^{−k}/(1 + 2^{−k}), and v_k is at least 2/3 and 3/4 there, so that E is at most 2·3^{−k} and "
        "3·2^{−k}, and R for the learners at most 5/2·2^{−k}; for the other action it is 0. The bounds x/(x + y) and "
        "x(1 − R)/(x(1 − R) + y) differ by at most R.",
    ),
    both(_LEAST <= _MOST, number("5/2") * number("1/2") ** index >= _MOST - _LEAST),
    _LEARNERS,
    "proved",
    _BOUNDS,
)

# "Without loss of generality", and the constant in the proof of Lemma A.9


def _folded_constant(k: int, printed: bool) -> Term:
    """p·e^{Q^F_k} = C_t π_k e^{Q^G_k}, and e^{V^F_k} = C_t e^{V^G_k}, or as printed with C_t/|A|."""
    constant, retrained = 1 / sequences_from, retrain(prior, k)
    outer = constant / action_count if printed else constant
    return both(
        equal(prior * folded_q(prior, k), constant * retrained * soft_q(retrained)),
        equal(folded_v(prior, k), outer * soft_v(retrained)),
    )


_UNIFORM_EQUAL = (uniform_prior, equal_action_counts)

# "This process distributes it around the MDP" (Section 1.1)

_FOLDED = folded_weights(prior, 1)
_BEFORE_THE_END = both(negation(last), soft_v(prior) > 0)


def _constant_in_each_state(table: Term) -> Term:
    """Where a table has one value in a state: truths of points."""
    return same(largest(table, "points"), smallest(table, "points"))


CLAIMS = (
    Claim(
        "1.1-distributes",
        "Folding distributes a sparse reward around the MDP",
        where="Section 1.1",
        readings=(
            Reading(
                "printed",
                "on Example 1, where rewards are given at t = T only, r_1 depends on the action at ∅",
                both(
                    terminal_rewards,
                    negation(same(at(_FOLDED, 1, "∅", "↗"), at(_FOLDED, 1, "∅", "↘"))),
                ),
                domain=OneModel(example("example_1")),
            ),
            *repaired(
                "exactly-when",
                "with rewards at t = T only and uniform p, r_1 depends on the action in a state before t = T exactly if Q does",
                every(
                    either(
                        negation(_BEFORE_THE_END),
                        same(_constant_in_each_state(_FOLDED), _constant_in_each_state(soft_q(prior))),
                    )
                ),
                (terminal_rewards, uniform_prior),
            ),
        ),
    ),
    Claim(
        "5.2",
        "Goal conditioning need not be coherent for any δ",
        where="Proposition 5.2",
        readings=(
            Reading(
                "printed",
                "on Example 1, G(p) is Boltzmann-coherent for no real δ > 0",
                negation(coherent_for_some_delta(retrain(prior))),
                domain=OneModel(example("example_1")),
            ),
        ),
    ),
    Claim(
        "5.4",
        "Re-training improves the return",
        where="Proposition 5.4, proved as A.7",
        readings=(
            Reading("printed", "J(G(π)) ≥ J(π), any τ", _RETURN_IMPROVES),
            Reading("stochastic", "J(G(π)) ≥ J(π), stochastic τ", _RETURN_IMPROVES, (stochastic,)),
            Reading("deterministic", "J(G(π)) ≥ J(π), deterministic τ", _RETURN_IMPROVES, (deterministic,)),
            *repaired(
                "unchanged-dynamics",
                "J(G(π)) ≥ J(π) where p(s′|s,a,O) = τ(s′|s,a) along the way of G(π)",
                _RETURN_IMPROVES,
                (keeps_dynamics(prior),),
            ),
            *repaired(
                "identity",
                "J(G(π)) − J(π) = KL(G(π) ‖ π) + KL(π ‖ G(π)) under the same hypothesis",
                _RETURN_GAIN,
                (keeps_dynamics(prior),),
            ),
            Reading("success", "S(G(π)) ≥ S(π), any τ", _SUCCESS_IMPROVES),
            Reading(
                "every-state",
                "V^{G(π)}(s) ≥ V^π(s) at every decision point, any τ, as the proof shows",
                at_least(soft_v(retrain(prior)), soft_v(prior)),
            ),
            Reading(
                "strict",
                "V^{G(π)} = V^π at every decision point exactly if Q is π-almost surely constant at every decision point, any τ",
                iff(equal(soft_v(retrain(prior)), soft_v(prior)), q_constant_on_support(prior)),
            ),
            *repaired(
                "strict-success",
                "S(G(π)) = S(π) exactly if Q is π-almost surely constant at every decision point, finite rewards, full support",
                iff(
                    equal(success_probability(retrain(prior)), success_probability(prior)),
                    q_constant_on_support(prior),
                ),
                (finite_rewards, full_support),
            ),
        ),
    ),
    Claim(
        "A.7-Q",
        "Q^π(s_t, a_t) = r(s_t, a_t)",
        where="Proof of Proposition A.7",
        readings=(
            Reading("printed", "e^Q = w at every time", equal(soft_q(prior), weight)),
            Reading("last", "e^Q = w at t = T", equal(at_last_time(soft_q(prior)), at_last_time(weight))),
        ),
    ),
    Claim(
        "A.7-eq2",
        "Equation (2): conditioning raises the mean of the old e^Q",
        where="Proof of Proposition A.7",
        readings=(
            Reading(
                "printed",
                "E_{π′}[e^Q] = E_π[e^{2Q}]/E_π[e^Q] ≥ E_π[e^Q] with π′ = G(π), at every state where success is possible",
                every(
                    either(
                        negation(_LIVE),
                        both(
                            same(
                                total(goal_condition(prior) * soft_q(prior), "points"),
                                total(prior * soft_q(prior) ** 2, "points") / soft_v(prior),
                            ),
                            total(goal_condition(prior) * soft_q(prior), "points") >= soft_v(prior),
                        ),
                    )
                ),
            ),
        ),
    ),
    Claim(
        "A.7-nontrivial",
        "The update is non-trivial exactly when π is not proportional to the success factors",
        where="Proof of Proposition A.7",
        readings=(
            Reading(
                "printed",
                "G(π) = π exactly if π(·|s) ∝ q(s,·) at every state",
                iff(equal(retrain(prior), prior), proportional_to_q(prior)),
            ),
            Reading(
                "corrected",
                "G(π) = π exactly if Q is π-almost surely constant at every state",
                iff(equal(retrain(prior), prior), q_constant_on_support(prior)),
            ),
        ),
    ),
    Claim(
        "5-compactness",
        "The limiting policy exists by a compactness argument",
        where="Section 5, before Proposition 5.5",
        readings=(
            argued(
                "printed",
                "a sequence of policies whose returns do not fall converges, because policies form a compact set",
                SUBSEQUENCES,
            ),
            argued(
                "limit-exists",
                "re-training converges all the same, for every model and prior",
                LIMIT_EXISTS,
                [(k, TWO_LEARNERS) for k in (1, 2, 3, 4, 6, 8, 12, 16)],
            ),
        ),
    ),
    Claim(
        "5.5",
        "Re-training converges, to an optimal policy if the prior has full support",
        where="Proposition 5.5",
        readings=(
            Reading(
                "printed",
                "KL(π_i ‖ π^G) is finite (as it must be to tend to 0), i = 1, 2, 3; deterministic τ",
                both(*(finite(kl(retrain(prior, i), retrain_limit(prior))) for i in (1, 2, 3))),
                (deterministic,),
                assuming=(RETRAIN_LIMIT,),
            ),
            Reading(
                "printed-infinite",
                "KL(π_i ‖ π^G) = +∞ for i = 1, 2, 3 exactly if π_1 has an action that π^G has lost where π_1 goes",
                both(
                    *(
                        iff(
                            finite(kl(retrain(prior, i), retrain_limit(prior))),
                            supported_in(retrain(prior), retrain_limit(prior)),
                        )
                        for i in (1, 2, 3)
                    )
                ),
                (deterministic,),
                assuming=(RETRAIN_LIMIT,),
            ),
            *repaired(
                "reversed",
                "KL(π^G ‖ π_i) ≤ Σ_s μ log(1 + (1−P)/P·ρ^i), i = 0..3, which tends to 0; deterministic τ, J(G(p)) > −∞",
                _reverse_kl_vanishes(),
                (deterministic, finite_return_after_conditioning(prior)),
                assuming=(RETRAIN_LIMIT,),
            ),
            Reading(
                "total-variation",
                "TV(π_i, π^G) does not increase, i = 0..3, deterministic τ",
                both(
                    *(
                        at_most(
                            total_variation(retrain(prior, i + 1), retrain_limit(prior)),
                            total_variation(retrain(prior, i), retrain_limit(prior)),
                        )
                        for i in _STEPS
                    )
                ),
                (deterministic,),
                assuming=(RETRAIN_LIMIT,),
            ),
            *repaired(
                "success-optimal",
                "full support: π^G maximises p(O_{1:T} = 1), any τ whose limit is known exactly",
                _LIMIT_SUCCESS_OPTIMAL,
                (full_support,),
                assuming=(RETRAIN_LIMIT,),
            ),
            *repaired(
                "return-optimal",
                "full support and deterministic τ: π^G maximises J",
                _LIMIT_RETURN_OPTIMAL,
                (full_support, deterministic),
                assuming=(RETRAIN_LIMIT,),
            ),
            argued(
                "limit-proportions",
                "the actions that survive under stochastic τ keep the prior's proportions, 1 : 1 on a model with two "
                "learners",
                LEARNERS_LOSE,
                [(k, TWO_LEARNERS) for k in (1, 2, 4, 8)],
            ),
            argued(
                "limit-enclosed",
                "the weight of one of them in the limit, an infinite product, is between 0.333804 and 0.333806",
                LEARNERS_ENCLOSED,
                [(k, TWO_LEARNERS) for k in (20, 24)],
            ),
            Reading(
                "return-optimal-stochastic",
                "full support and stochastic τ whose limit is exact, finite rewards: π^G maximises J",
                _LIMIT_RETURN_OPTIMAL,
                (full_support, stochastic, finite_rewards),
                assuming=(RETRAIN_LIMIT,),
            ),
        ),
    ),
    Claim(
        "5.6-limit",
        "Increasing α gives increasingly improving policies",
        where="Section 5, before Definition 5.6",
        readings=(
            Reading("printed", "J(π_{α+1}) ≥ J(π_α), α = 1, 2, 3, any τ", _returns_improve()),
            Reading("success", "S(π_{α+1}) ≥ S(π_α), α = 1, 2, 3, any τ", _successes_improve()),
            *repaired(
                "deterministic",
                "both, for deterministic τ",
                both(_returns_improve(), _successes_improve()),
                (deterministic,),
            ),
            *repaired(
                "limit",
                "α → ∞: π_∞ maximises p(O_{1:T} = 1), deterministic τ and full support",
                success_optimal(temperature_limit(prior)),
                (deterministic, full_support),
                assuming=(TEMPERATURE_LIMIT,),
            ),
        ),
    ),
    Claim(
        "5-alpha-vs-delta",
        "Raising α behaves differently from δ → 0",
        where="Section 5, after Definition 5.6",
        readings=(
            Reading(
                "printed",
                "on Example 1, lim_{α→∞} π_α ≠ lim_{δ→0} π^δ",
                negation(equal(temperature_limit(prior), greedy_limit(prior))),
                domain=OneModel(example("example_1")),
                assuming=(TEMPERATURE_LIMIT, BOLTZMANN_LIMIT),
            ),
            *repaired(
                "one-decision",
                "T = 1 and uniform p: the limits are equal",
                equal(temperature_limit(prior), greedy_limit(prior)),
                (one_decision, uniform_prior),
                assuming=(TEMPERATURE_LIMIT, BOLTZMANN_LIMIT),
            ),
        ),
    ),
    Claim(
        "5-prior-fold",
        "r̂ = r + log p with a uniform prior is the same model",
        where="Section 5, before Definition 5.7",
        readings=(
            Reading(
                "printed",
                "conditioning u with r + log p gives G(p), at dead states too",
                _folded_prior_is_the_same(1),
            ),
            Reading(
                "live-states",
                "the same where success is possible",
                where(_LIVE, _folded_prior_is_the_same(1)),
            ),
            *repaired(
                "equal-numbers",
                "the same where success is possible, and states have equal numbers of actions at each time",
                where(_LIVE, _folded_prior_is_the_same(1)),
                (equal_action_counts_at_each_time,),
            ),
            Reading(
                "second",
                "the folded model has the same G_2 too, where success is possible, equal numbers of actions at each time",
                where(_LIVE, _folded_prior_is_the_same(2)),
                (equal_action_counts_at_each_time,),
            ),
        ),
    ),
    Claim(
        "A.9-wlog",
        "“Without loss of generality uniform p, otherwise fold it into the reward”",
        where="Proof of Lemma A.9",
        readings=(
            Reading(
                "once",
                "the folded model has the same G_1 (success possible everywhere, equal numbers of actions at each time)",
                _folded_prior_is_the_same(1),
                (success_everywhere(prior), equal_action_counts_at_each_time),
            ),
            Reading(
                "twice",
                "the folded model has the same G_2 (under the same hypotheses), as the proof needs",
                _folded_prior_is_the_same(2),
                (success_everywhere(prior), equal_action_counts_at_each_time),
            ),
        ),
    ),
    Claim(
        "A.9-constant",
        "The factor C_t/|A| between the values of folding and of re-training",
        where="Proof of Lemma A.9",
        readings=(
            Reading(
                "printed",
                "with p·e^{Q^F_k} = C_t·π_k e^{Q^G_k}, e^{V^F_k} = C_t/|A|·e^{V^G_k}, k = 1, 2; uniform p, equal numbers of actions",
                both(*(_folded_constant(k, True) for k in (1, 2))),
                _UNIFORM_EQUAL,
            ),
            *repaired(
                "corrected",
                "e^{V^F_k} = C_t·e^{V^G_k} with C_t = |A|^{−(T−t+1)}, k = 1, 2; uniform p, equal numbers of actions",
                both(*(_folded_constant(k, False) for k in (1, 2))),
                _UNIFORM_EQUAL,
            ),
        ),
    ),
)
