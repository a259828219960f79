"""What the claims of this paper need beyond the field's vocabulary.

Definitions that the paper prints, hypotheses that only its claims have, and bounds of the theorems in
:mod:`theorems <.theorems>`.
"""

from __future__ import annotations

from coherence_exact.claims import (
    Choices,
    Literal,
    Number,
    Points,
    Policy,
    Trajectories,
    Transitions,
    Truth,
    action_count,
    ahead,
    at,
    back,
    best,
    both,
    chance,
    condition,
    count,
    define,
    deterministic,
    dynamics,
    either,
    end_of,
    equal,
    every,
    expected_return,
    finite,
    folded_weights,
    goal_condition,
    horizon,
    if_,
    incoherence,
    is_best,
    is_live,
    largest,
    last,
    left,
    log,
    lookahead_q,
    occupancy,
    occupancy_kl,
    optimal_return,
    optimal_success,
    prior,
    product_along,
    repeat,
    retrain,
    retrain_limit,
    right,
    same,
    share,
    single_start,
    soft_q,
    soft_q_of,
    soft_v,
    soft_v_of,
    start,
    success_probability,
    successor,
    time,
    total,
    uniform,
    weight,
    where,
)
from coherence_exact.definitions.conditioning import (
    largest_success,
    largest_weight,
    mass_of_largest_weight,
    survives,
)
from coherence_exact.definitions.returns import mean_ahead
from coherence_exact.definitions.sampling import law_given_start
from coherence_exact.language.core import ONE

# Optimality and coherence as hypotheses


@define("{policy} maximises J")
def return_optimal(policy: Policy) -> Truth:
    """No policy has a larger return."""
    return same(expected_return(policy), optimal_return)


@define("{policy} maximises S")
def success_optimal(policy: Policy) -> Truth:
    """No policy has a larger success probability."""
    return same(success_probability(policy), optimal_success)


@define("{policy} is coherent at δ = {delta}", delta=Literal.RESPONSE)
def coherent_policy(policy: Policy, delta: Number = ONE) -> Truth:
    """The policy is coherent (Section 4.1)."""
    return same(incoherence(policy, delta), 0)


@define("J({policy}) > −∞")
def finite_return(policy: Policy) -> Truth:
    """The policy does not risk a reward −∞."""
    return finite(expected_return(policy))


@define("J(G({policy})) > −∞")
def finite_return_after_conditioning(policy: Policy) -> Truth:
    """From every start state that has positive probability success is possible."""
    return finite(expected_return(goal_condition(policy)))


@define("one start state, or max J > −∞")
def one_start_or_finite_largest_return() -> Truth:
    """No start state is hopeless, unless there is no other."""
    return either(single_start, finite(optimal_return))


@define("S(G^∞({policy})) = max S")
def success_optimal_in_the_limit(policy: Policy) -> Truth:
    """The limit of re-training maximises the success probability."""
    return success_optimal(retrain_limit(policy))


@define("J(G^∞({policy})) > −∞")
def finite_return_in_the_limit(policy: Policy) -> Truth:
    """The limit of re-training does not risk a reward −∞."""
    return finite_return(retrain_limit(policy))


@define("{policy}(↗|∅) = 0")
def never_up(policy: Policy) -> Truth:
    """Zero weight on ↗ in the first state of Example 1 (Section 4.1)."""
    return same(at(policy, 1, "∅", "↗"), 0)


@define("{policy} > 0 on arg max q[{policy}]")
def uses_best_actions(policy: Policy) -> Truth:
    """Every maximiser of q(s, ·) has positive probability, where it is positive."""
    return every(either(~is_best(policy), policy > 0))


@define("q[{policy}] has unique maxima where visited and some q > 0")
def unique_maxima_where_live(policy: Policy) -> Truth:
    """q(s, ·) has one largest entry wherever coherence asks something."""
    return every(either(~is_live(policy), same(count(is_best(policy), "points"), 1)))


# Dynamics


@define("p_{policy}(s'|s,a,O)")
def conditioned_dynamics(policy: Policy) -> Transitions:
    """τ(s'|s, a) v(s')/Σ τ v, the dynamics conditioned on success (Section 4); undefined where that is impossible."""
    return dynamics * successor(soft_v(policy)) / total(dynamics * successor(soft_v(policy)), "choices")


@define("Σ τ v[{policy}], t < T")
def expected_success(policy: Policy) -> Choices:
    """Σ τ(s'|s, a) v(s'), what the dynamics let expect."""
    return total(dynamics * successor(soft_v(policy)), "choices")


@define("Σ p_{policy}(s'|s,a,O) v, t < T")
def conditioned_success(policy: Policy) -> Choices:
    """Σ p(s'|s, a, O) v(s'), what the conditioned dynamics let expect."""
    return total(conditioned_dynamics(policy) * successor(soft_v(policy)), "choices")


@define("p_{policy}(s'|s,a,O) = τ(s'|s,a) where G({policy}) goes")
def keeps_dynamics(policy: Policy) -> Truth:
    """Conditioning on success leaves the dynamics as they are, along the actions that goal conditioning takes.

    All states that can follow such an action have the same v, as the only one has if dynamics are deterministic.
    """
    taken = occupancy(goal_condition(policy)) * goal_condition(policy) * soft_v(policy) > 0
    return every(either(~taken, same(successor(soft_v(policy)), ahead(soft_v(policy)))))


@define("p_{policy}(ξ|s_1)·w(s_T,a_T)/v(s_1)")
def last_reward_trajectories(policy: Policy) -> Trajectories:
    """p_π(ξ|s_1) w(s_T, a_T)/v_1(s_1): what the sum in the proof of Proposition A.2 telescopes to."""
    return if_(start > 0, law_given_start(policy) * end_of(weight) / soft_v(policy), 0)


@define("Σ_t {rewards} under {policy}")
def return_of(policy: Policy, rewards: Choices) -> Number:
    """E[Σ_t r(s_t, a_t)] for any rewards, by backward induction."""
    to_go = back(lambda value: total(policy * (rewards + mean_ahead(value)), "points"))
    return total(start * to_go)


# Order-respecting responses (Definition 4.4), to the weights of a model with one decision


@define("w, raised by {part} of the way to 1 where {pointer} = 1")
def raised(pointer: Policy, part: Number) -> Choices:
    """The weights, one of them in each state larger: where a policy is a point mass."""
    return if_(same(pointer, 1), weight + part * (1 - weight), weight)


@define("softmax_{{1/δ={power}}}({numbers})", power=Literal.POSITIVE)
def softmax(numbers: Choices, power: Number) -> Policy:
    """∝ x^{1/δ}, which is softmax of log x."""
    return share(numbers**power, uniform)


@define("arg max({numbers})")
def arg_max(numbers: Choices) -> Policy:
    """The arg max indicator, ties shared equally."""
    return share(if_(same(numbers, best(numbers)), 1, 0), uniform)


@define("arg max({numbers}), ties by {preference}")
def arg_max_by_preference(numbers: Choices, preference: Policy) -> Policy:
    """The arg max indicator that breaks ties by a fixed preference."""
    attaining = same(numbers, best(numbers))
    preferred = same(preference, best(where(attaining, preference)))
    return share(if_(both(attaining, preferred), 1, 0), uniform)


@define("truncated({numbers})")
def truncated(numbers: Choices) -> Policy:
    """∝ max(0, x − max x/2): an order-respecting response for up to four actions, which gives probability 0."""
    surplus = numbers - best(numbers) / 2
    return share(if_(surplus > 0, surplus, 0), uniform)


@define("{response} is in the order of {numbers}")
def in_order(numbers: Choices, response: Choices) -> Truth:
    """x_i ≥ x_j implies f_i(x) ≥ f_j(x), at every state whose numbers are not all 0."""
    asked = both(best(numbers) > 0, left(numbers) >= right(numbers))
    return every(either(~asked, left(response) >= right(response)))


@define("{after} follows {before} where {pointer} = 1")
def follows(pointer: Policy, before: Choices, after: Choices) -> Truth:
    """Where weights are raised the response does not fall, elsewhere it does not rise; not where all are 0."""
    moved = if_(same(pointer, 1), after >= before, after <= before)
    return every(either(same(best(weight), 0), moved))


# Boltzmann policies near the limit (Propositions 4.13 and A.5)


@define("u(A*[{policy}])")
def uniform_on_maximisers(policy: Policy) -> Policy:
    """Uniform on A*(s), which is all of A where every q(s, ·) is 0."""
    return arg_max(soft_q(policy))


@define("ρ[{policy}]")
def runner_up(policy: Policy) -> Points:
    """The second largest value of q(s, ·) divided by the largest; 0 if there is none."""
    q = soft_q(policy)
    return if_(best(q) > 0, best(if_(q < best(q), q, 0)) / best(q), 0)


@define("(|A|−1)·ρ[{policy}]^{power}", power=Literal.POSITIVE)
def boltzmann_rate(policy: Policy, power: Number) -> Points:
    """(|A| − 1) ρ^{1/δ}: how far π^δ can be from its limit."""
    return (action_count - 1) * runner_up(policy) ** power


@define("E[log(max q/q)] under {policy}")
def greed_gap(policy: Policy) -> Number:
    """Σ_t E log(q*(s)/q(s, a)) over states with some q > 0: how far from greedy for its own q a policy is."""
    q = soft_q(policy)
    loss = if_(same(policy, 0), 0, policy * (log(best(q)) - log(q)))
    return total(if_(is_live(policy), occupancy(policy) * total(loss, "points"), 0))


@define("E[(|A|−1)·ρ^{power}] under {policy}", power=Literal.POSITIVE)
def incoherence_rate(policy: Policy, power: Number) -> Number:
    """Σ_t E (|A| − 1) ρ^{1/δ}: how far κ_δ can be from its limit, if that is finite."""
    return total(occupancy(policy) * boltzmann_rate(policy, power))


@define("max_a {policy}(a|·)")
def largest_probability(policy: Policy) -> Points:
    """The probability of the likeliest action."""
    return best(policy)


@define("1/Σ_a q[{policy}]^{n} max q^{{−{power}}}", n=Literal.POSITIVE, power=Literal.NATURAL)
def reciprocal_sum(policy: Policy, n: Number, power: Number) -> Points:
    """1/Σ_a q(a)^n q*^{−power} (Proposition A.5); undefined where every q is 0."""
    return 1 / total(soft_q(policy) ** n * best(soft_q(policy)) ** (0 - power), "points")


# Maximisers of penalised returns (Section 2, Propositions 4.11, 4.16, A.12)


@define("Σ_s μ log v_{{α={alpha}}}[{policy}]", alpha=Literal.POSITIVE)
def log_partition(policy: Policy, alpha: Number = ONE) -> Number:
    """Σ_s μ(s) log v(s) with weights w^α."""
    return total(start * log(soft_v_of(policy, weight**alpha)))


@define("J({policy}) − KL({policy} ‖ p)/{alpha}", alpha=Literal.POSITIVE)
def penalised_return(policy: Policy, alpha: Number = ONE) -> Number:
    """J(π) − KL(π ‖ p)/α, with the divergence as Proposition 4.7 has it."""
    return expected_return(policy) - occupancy_kl(policy, prior) / alpha


# Proofs of Lemmas A.8, A.9 and A.10, and the two other ways of folding


@define("G({policy})/w at t = T")
def posterior_over_weight(policy: Policy) -> Choices:
    """e^C for the constant C with log p(a|s, O) = r(s, a) + C, at t = T where w > 0 (Lemma A.8)."""
    return where(both(last, weight > 0), goal_condition(policy) / weight)


@define("|A|^{sign}/(Σ_a w/|A|) at t = T")
def constant_of_lemma(sign: Number) -> Choices:
    """e^C for C = ± log|A| − log(Σ_a e^r/|A|), at t = T where w > 0 (Lemma A.8)."""
    return where(both(last, weight > 0), action_count**sign / (total(weight, "points") / action_count))


@define("w/Σ_a w")
def normalised_weights() -> Choices:
    """e^{r + C} with a constant C(s) for each state, such that they sum to 1."""
    return weight / total(weight, "points")


@define("|A|^{{T−t+1}}")
def sequences_from() -> Points:
    """The number of sequences of actions from s, if all states have equally many actions."""
    return action_count ** (horizon - time + 1)


@define("e^{{V^F_{steps}}}[{policy}]", steps=Literal.NATURAL)
def folded_v(policy: Policy, steps: Number) -> Points:
    """v of the prior with the weights of Definition 5.7 (Lemma A.9)."""
    return soft_v_of(policy, folded_weights(policy, steps))


@define("e^{{Q^F_{steps}}}[{policy}]", steps=Literal.NATURAL)
def folded_q(policy: Policy, steps: Number) -> Choices:
    """q of the prior with the weights of Definition 5.7 (Lemma A.9)."""
    return soft_q_of(policy, folded_weights(policy, steps))


@define("F_{steps}^u({policy})", steps=Literal.NATURAL)
def fold_from_uniform(policy: Policy, steps: Number) -> Policy:
    """The policy conditioned with r_k = r + log π_k, r_0 = r + log p, always from the uniform one."""
    return repeat(steps, lambda p: condition(uniform, weight * p), policy)


# Incoherence along δ = 1/i (Corollary 5.11)


@define("Σ_s μ ((1−p*)/p*·log(1/p*) + |A|−1)·ρ^{steps}[{policy}]", steps=Literal.POSITIVE)
def diagonal_rate(policy: Policy, steps: Number) -> Number:
    """Σ_s μ ((1 − p*)/p* log(1/p*) + |A| − 1) ρ^i, where p* is the probability of the best action.

    Where that is 0, the part of the bound that does not depend on it.
    """
    supported = best(if_(is_best(policy), policy, 0))
    likely = if_(same(supported, 0), 1, supported)
    factor = (1 - likely) / likely * log(1 / likely) + action_count - 1
    return total(start * factor * runner_up(policy) ** steps)


# The limit of re-training (Proposition 5.5)


@define("Σ_s μ log(1 + (1−P)/P·ρ^{steps})[{policy}]", steps=Literal.NATURAL)
def reverse_kl_bound(policy: Policy, steps: Number) -> Number:
    """Σ_s μ(s) log(1 + (1 − P)/P ρ^k).

    P is the probability of the trajectories of the largest weight from s, ρ the second largest weight divided
    by the largest.
    """
    top, mass = largest_weight(policy), mass_of_largest_weight(policy)
    possible = both(chance * product_along(policy) > 0, product_along(weight) < top)
    second = largest(if_(possible, product_along(weight), 0), "points")
    return total(start * if_(top > 0, log(1 + (1 - mass) / mass * (second / top) ** steps), 0))


@define("Σ_{{j≥{steps}}} max v − v_j[{policy}]", steps=Literal.POSITIVE)
def remaining_loss(policy: Policy, steps: Number) -> Points:
    """A bound of Σ_{j≥k} (V(s) − v_j(s)), where V is the largest success probability within the support.

    Surviving actions pass on what they lose later; for the others Σ_{j≥k} π_j is at most
    π_k/(1 − U/v_k), where U is their largest success probability.  Undefined where U ≥ v_k.
    """
    current, most = retrain(policy, steps), largest_success(policy)
    odds = weight * ahead(most) / soft_v(current)
    dying = if_(same(current, 0), 0, if_(odds < 1, current / (1 - odds), horizon / 0))
    return back(
        lambda loss: if_(
            most > 0,
            total(if_(survives(policy), weight * mean_ahead(loss), most * dying), "points"),
            0,
        )
    )


@define("G^{steps}({policy})·(1−R/V)", steps=Literal.POSITIVE)
def surviving_at_least(policy: Policy, steps: Number) -> Choices:
    """π_k(a|s) times a lower bound of Π_{j≥k} q_j(s, a)/V(s), for the actions that survive."""
    loss = weight * mean_ahead(remaining_loss(policy, steps)) / largest_success(policy)
    return if_(survives(policy), retrain(policy, steps) * if_(loss < 1, 1 - loss, 0), 0)


@define("G^{steps}({policy}) on A", steps=Literal.POSITIVE)
def surviving_at_most(policy: Policy, steps: Number) -> Choices:
    """π_k(a|s) for the actions that survive."""
    return if_(survives(policy), retrain(policy, steps), 0)


@define("G^∞({policy}) ≥, from k = {steps}", steps=Literal.POSITIVE)
def limit_at_least(policy: Policy, steps: Number) -> Choices:
    """A lower bound of the limit of re-training, where success is possible."""
    least, most = surviving_at_least(policy, steps), surviving_at_most(policy, steps)
    return least / (least + total(most, "points") - most)


@define("G^∞({policy}) ≤, from k = {steps}", steps=Literal.POSITIVE)
def limit_at_most(policy: Policy, steps: Number) -> Choices:
    """An upper bound of the limit of re-training, where success is possible."""
    least, most = surviving_at_least(policy, steps), surviving_at_most(policy, steps)
    return most / (most + total(least, "points") - least)


# Policy stability (Definition D.1)


@define("{policy} maximises v everywhere")
def success_optimal_everywhere(policy: Policy) -> Truth:
    """From every state, visited or not, no policy succeeds more often."""
    return equal(soft_v(policy), back(lambda v: best(weight * ahead(v))))


@define("{policy} is {n}-policy-stable", n=Literal.POSITIVE)
def policy_stable(policy: Policy, n: Number) -> Truth:
    """If a with its best n further actions is preferred to b with its best n, then a is preferred to b.

    For deterministic dynamics only, else undefined; at every decision point that has n decisions after it.
    """
    further, own = lookahead_q(policy, n + 1), soft_q(policy)
    stays = either(left(further) <= right(further), left(own) > right(own))
    return if_(deterministic, every(either(time + n > horizon, stays)), same(horizon / 0, 0))
