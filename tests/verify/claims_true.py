"""Claims that are true, each with the sketch of a proof above it: what a search must not refute.

W is the product of the weights along a trajectory ξ, q and v are those of Definition 4.1, G conditions a
policy on success.  With deterministic dynamics and one start state, G(π) has the law p_π(ξ) W(ξ)/S(π).
"""

from __future__ import annotations

from coherence_exact.claims import (
    action_count,
    at_least,
    at_most,
    boltzmann,
    both,
    causal_entropy,
    claim,
    coherent,
    deterministic,
    deterministic_policy,
    equal,
    expected_return,
    finite,
    finite_rewards,
    fold,
    goal_condition,
    greater,
    greedy_limit,
    horizon,
    horizon_at_least,
    if_,
    incoherence,
    kl,
    largest,
    least_lookahead,
    log,
    lookahead_policy,
    negation,
    occupancy,
    occupancy_by_trajectories,
    occupancy_kl,
    one_decision,
    optimal_return,
    optimal_success,
    posterior,
    prior,
    proportional_to_q,
    q_constant_on_support,
    retrain,
    retrain_limit,
    return_by_trajectories,
    row_entropy,
    same,
    second_policy,
    single_start,
    soft_q,
    soft_v,
    soft_v_of,
    some_success,
    start,
    success_by_trajectories,
    success_probability,
    supported_in,
    temperature,
    total,
    total_variation,
    trajectories,
    uniform,
    uniform_prior,
    weight,
)

# Success and values

# G(π)(a|s) = π q/v, so that Σ_a G(π) q = E q²/E q ≥ E q = v by Cauchy–Schwarz.  Backward in time, v[G(π)] ≥
# v at t + 1 gives q[G(π)] ≥ q[π] at t, and v[G(π)] = Σ G(π) q[G(π)] ≥ Σ G(π) q[π] ≥ v.
claim(
    "success-rises",
    "re-training does not lower the success probability",
    at_least(success_probability(retrain(prior)), success_probability(prior)),
)

# The induction of the claim above is at each state; where v = 0 the row is kept, and q can only rise.
claim(
    "values-rise",
    "re-training lowers no soft value",
    at_least(soft_v(retrain(prior)), soft_v(prior)),
)

# By the first claim S(G(π)) ≥ S(π) = max S, and no policy has more.
claim(
    "optimal-stays-optimal",
    "a success-optimal prior stays so under re-training",
    equal(success_probability(retrain(prior)), optimal_success),
    given=[same(success_probability(prior), optimal_success)],
)

# By backward induction max S is the largest v over policies at each state: a mixture of q's is at most the
# largest, and the largest q grows with the values that follow.
claim(
    "nothing-is-better-than-the-best",
    "no policy succeeds more often than max S",
    at_most(success_probability(prior), optimal_success),
)

# Greedy puts all weight on arg max q[π], so Σ π* q[π] ≥ v; backward in time v[π*] ≥ max_a q[π] ≥ v[π].
claim(
    "greedy-improves",
    "the greedy policy succeeds at least as often",
    at_least(success_probability(greedy_limit(prior)), success_probability(prior)),
)

# q_2 = w Σ τ max q_1 ≥ q_1, as max q_1 ≥ v.  The operator is monotone, so greedy for q_2 has values of at
# least max q_2 ≥ max q_1 ≥ v, by the induction of policy improvement.
claim(
    "look-ahead-improves",
    "two look-ahead steps and then the prior succeed at least as often as the prior",
    at_least(success_probability(lookahead_policy(prior, 2)), success_probability(prior)),
)

# With k = T every later choice of a trajectory is a best one in q_k, so that greedy for q_T is optimal at t
# = 1, and at later times k exceeds the decisions that are left.
claim(
    "horizon-steps-suffice",
    "T look-ahead steps are optimal",
    at_most(least_lookahead(prior), horizon),
)

# The same with the number of steps fixed: q_2 is the optimal q if at most two decisions are left.
claim(
    "two-steps-suffice-for-two",
    "two look-ahead steps are optimal for T ≤ 2",
    equal(success_probability(lookahead_policy(prior, 2)), optimal_success),
    given=[negation(horizon_at_least(3))],
)

# With one decision q = w whatever the policy is, so that greedy takes the largest weights.
claim(
    "greedy-is-optimal-at-once",
    "with one decision greedy is optimal",
    equal(success_probability(greedy_limit(prior)), optimal_success),
    given=[one_decision],
)

# Greedy for q = w does not depend on the policy; where all q are 0 both keep the prior's row.
claim(
    "greedy-twice-is-once",
    "with one decision greedy of greedy is greedy",
    equal(greedy_limit(greedy_limit(prior)), greedy_limit(prior)),
    given=[one_decision],
)

# All weights are at most 1, and v is a mean of products of weights.
claim("values-are-probabilities", "no soft value is larger than 1", at_most(soft_v(prior), 1))

# q = w Σ τ v, and Σ τ v ≤ 1 as a mean of values that are at most 1.
claim("q-is-at-most-the-weight", "q(s, a) is at most w(s, a)", at_most(soft_q(prior), weight))

# v is the mean of q under π by definition; a mean is at most the largest.
claim(
    "value-is-a-mean",
    "the soft value is the mean of q",
    equal(soft_v(prior), total(prior * soft_q(prior), "points")),
)

# S is Σ_ξ p(ξ) W(ξ): the sum over trajectories, taken time by time from the last, is the recursion for v.
claim(
    "success-by-trajectories",
    "the success probability is a sum over trajectories",
    equal(success_probability(prior), success_by_trajectories(prior)),
)

# W is in [0, 1], and the means of such a function under two laws differ by at most their variation
# distance.
claim(
    "success-is-continuous",
    "success probabilities differ at most as much as the policies",
    at_most(
        success_probability(prior) - success_probability(second_policy), total_variation(prior, second_policy)
    ),
)

# Re-training

# Given success from s, Bayes gives p(a|s) p(O|s, a)/p(O|s) = π q/v, as q(s, a) = p(O|s, a) by summing over
# the trajectories that follow.
claim(
    "goal-conditioning-is-bayes",
    "goal conditioning is the posterior of the action",
    equal(goal_condition(prior), posterior(prior, weight)),
    given=[greater(soft_v(prior), 0)],
)

# From each state G^k(π) has the law p W^k/Z_k: conditioning multiplies by W once more.  Temperature k
# conditions once with weights w^k, which is the same law, and a policy's rows are determined by the laws
# from each state.
claim(
    "retraining-is-temperature",
    "with deterministic dynamics three re-trainings are temperature 3",
    equal(retrain(prior, 3), temperature(prior, 3)),
    given=[deterministic],
)

# Both sides have the law p W^4/Z from each state.
claim(
    "temperatures-multiply",
    "with deterministic dynamics temperature 2 of temperature 2 is temperature 4",
    equal(temperature(temperature(prior, 2), 2), temperature(prior, 4)),
    given=[deterministic],
)

# From each start state G(π) has the law p W/Z.  E_G log W − E_p log W = Cov(W, log W)/Z ≥ 0, because both
# are increasing functions of W; where success is impossible nothing changes.
claim(
    "return-rises",
    "with deterministic dynamics re-training does not lower the return",
    at_least(expected_return(retrain(prior)), expected_return(prior)),
    given=[deterministic],
)

# S(G(π)) = Σ p W · W/S(π) = E W²/S(π), and E W² is the soft value for squared weights.
claim(
    "second-moment",
    "S(G(π)) S(π) is the second moment of W",
    equal(
        success_probability(retrain(prior)) * success_probability(prior),
        total(start * soft_v_of(prior, weight**2)),
    ),
    given=[deterministic, single_start],
)

# log p_G/p = log W − log S, of which the mean under G(π) is J(G(π)) − log S(π).
claim(
    "divergence-of-retraining",
    "KL(G(π) ‖ π) = J(G(π)) − log S(π)",
    equal(kl(retrain(prior), prior), expected_return(retrain(prior)) - log(success_probability(prior))),
    given=[deterministic, single_start, success_probability(prior) > 0],
)

# The same logarithm with the opposite sign, averaged under π.
claim(
    "reverse-divergence-of-retraining",
    "KL(π ‖ G(π)) = log S(π) − J(π)",
    equal(kl(prior, retrain(prior)), log(success_probability(prior)) - expected_return(prior)),
    given=[deterministic, single_start, finite_rewards],
)

# KL(G(π) ‖ π) = J(G(π)) − log S(π), and returns are at most 0 because rewards are.
claim(
    "divergence-is-bounded-by-surprise",
    "KL(G(π) ‖ π) is at most −log S(π)",
    at_most(kl(retrain(prior), prior), -log(success_probability(prior))),
    given=[deterministic, single_start, success_probability(prior) > 0],
)

# p_G − p = p_G (1 − S/W) ≤ p_G (1 − S) where W > 0, and ≤ 0 elsewhere; the positive parts sum to TV.
claim(
    "variation-is-bounded-by-failure",
    "re-training changes the law by at most 1 − S(π)",
    at_most(total_variation(retrain(prior), prior), 1 - success_probability(prior)),
    given=[deterministic, single_start],
)

# G(π)(a|s) = π q/v is 0 where π is, and kept rows have their own support.
claim(
    "support-shrinks",
    "re-training takes no action that the prior never takes",
    supported_in(retrain(prior), prior, visited=False),
)

# The law of G(π) is 0 where that of π is, so that each of finitely many terms is finite.
claim("divergence-is-finite", "KL(G(π) ‖ π) is finite", finite(kl(retrain(prior), prior)))

# In a row that is a point mass π q/v = π.
claim(
    "point-masses-stay",
    "re-training does not change a deterministic policy",
    equal(retrain(prior), prior),
    given=[deterministic_policy(prior)],
)

# If q(s, ·) = c on the support of π(·|s), then v = c and π q/v = π.
claim(
    "constant-values-stay",
    "re-training does not change a policy whose q is constant on its support",
    equal(retrain(prior), prior),
    given=[q_constant_on_support(prior)],
)

# The limit has the law of p given that W is the largest from s; W is constant on it, and so is q.
claim(
    "limit-is-fixed",
    "with deterministic dynamics the limit of re-training is a fixed point",
    equal(retrain(retrain_limit(prior)), retrain_limit(prior)),
    given=[deterministic],
)

# S(G^k(π)) does not fall in k, and converges to S of the limit, as S is continuous.
claim(
    "limit-succeeds-most",
    "with deterministic dynamics the limit of re-training succeeds at least as often as any step",
    at_least(success_probability(retrain_limit(prior)), success_probability(retrain(prior, 3))),
    given=[deterministic],
)

# With w' = w G(π)/π = w²/v, conditioning p gives p w² up to a factor, and so do two re-trainings for q = w.
claim(
    "ratio-folding-is-retraining",
    "with one decision folding the ratio twice is re-training twice",
    equal(fold(prior, 2, "ratio"), retrain(prior, 2)),
    given=[one_decision],
)

# Divergences and entropies

# The logarithm of a ratio of laws is the sum of the logarithms of the rows' ratios, dynamics and start
# cancel; taking the mean time by time gives the sum over occupancies.
claim(
    "chain-rule",
    "the divergence of the laws is the sum of the divergences of the rows",
    equal(kl(prior, second_policy), occupancy_kl(prior, second_policy)),
)

# Gibbs: log x ≤ x − 1 applied to q/p, averaged under p.
claim("divergences-are-not-negative", "divergences are at least 0", at_least(kl(prior, second_policy), 0))

# Pinsker: it holds for two outcomes by differentiating, and merging outcomes by the sign of p − q keeps the
# left side and does not raise the right one.
claim(
    "pinsker",
    "2 TV² ≤ KL",
    at_most(2 * total_variation(prior, second_policy) ** 2, kl(prior, second_policy)),
)

# TV is half of an L1 distance.
claim(
    "triangle",
    "variation distance satisfies the triangle inequality",
    at_most(
        total_variation(prior, uniform),
        total_variation(prior, second_policy) + total_variation(second_policy, uniform),
    ),
)

# Both laws sum to 1, so that the positive and the negative parts of their difference have equal sums ≤ 1.
claim(
    "variation-is-symmetric",
    "variation distance is symmetric and at most 1",
    both(
        equal(total_variation(prior, second_policy), total_variation(second_policy, prior)),
        at_most(total_variation(prior, second_policy), 1),
    ),
)

# Σ p log(p |A|) = log |A| − H ≥ 0 by Gibbs.
claim(
    "entropy-is-at-most-log-a",
    "the entropy of a row is at most log |A|",
    at_most(row_entropy(prior), log(action_count)),
)

# Ĥ is a sum over T times of means of row entropies, each at most log of the largest |A|.
claim(
    "causal-entropy-is-bounded",
    "the causal entropy is at most T log max |A|",
    at_most(causal_entropy(prior), horizon * log(largest(action_count))),
)

# By the chain rule, and KL(π(·|s) ‖ u) = log |A| − H(π(·|s)).
claim(
    "divergence-from-uniform",
    "the divergence from the uniform policy is what entropy is missing",
    equal(
        kl(prior, uniform),
        total(occupancy(prior) * (log(action_count) - row_entropy(prior))),
    ),
)

# −log p(ξ) is the sum of −log π along ξ, as start and dynamics have probability 1.
claim(
    "causal-entropy-is-that-of-the-law",
    "with deterministic dynamics and one start state Ĥ is the entropy of the law",
    equal(
        causal_entropy(prior),
        -total(if_(same(trajectories(prior), 0), 0, trajectories(prior) * log(trajectories(prior)))),
    ),
    given=[deterministic, single_start],
)

# Among rows on |A| actions the uniform one has the largest entropy.
claim(
    "entropy-falls-from-uniform",
    "with one decision re-training a uniform policy does not raise its entropy",
    at_most(causal_entropy(retrain(prior)), causal_entropy(prior)),
    given=[one_decision, uniform_prior],
)

# Returns and visits

# log is concave: E log W ≤ log E W, where W includes the chances of the dynamics in its mean.
claim(
    "jensen",
    "the return is at most the logarithm of the success probability",
    at_most(expected_return(prior), log(success_probability(prior))),
)

# The inequality above for a policy of the largest return, whose success probability is at most max S.
claim(
    "largest-return",
    "the largest return is at most the logarithm of max S",
    at_most(optimal_return, log(optimal_success)),
)

# The mean of a sum is the sum of the means, each weighted by how often its state is visited.
claim(
    "return-by-trajectories",
    "the return is a mean over trajectories",
    equal(expected_return(prior), return_by_trajectories(prior)),
)

# At each time exactly one state is visited.
claim("one-state-at-a-time", "the occupancies sum to T", equal(total(occupancy(prior)), horizon))

# p(S_t = s) follows from p(S_{t−1}) by one step of the Markov chain, and sums the trajectories through s.
claim(
    "visits-by-trajectories",
    "occupancies forward in time are sums over trajectories",
    equal(occupancy(prior), occupancy_by_trajectories(prior)),
)

# Coherence

# If π ∝ q[π] then B(π) = q/Σ q = π, where some q is positive; elsewhere B keeps the row.  So KL(π ‖ B(π)) =
# 0.
claim(
    "proportional-policies-cohere",
    "a policy that is proportional to its q is coherent at δ = 1",
    equal(incoherence(prior), 0),
    given=[proportional_to_q(prior)],
)

# The last row of B(π) depends on w only, and row t of B^k(π) on rows after t of B^{k−1}(π): the k last rows
# of B^k(π) are final.
claim(
    "two-responses-cohere-for-two",
    "for T ≤ 2 a third Boltzmann response changes nothing",
    equal(coherent(prior, 2), coherent(prior, 3)),
    given=[negation(horizon_at_least(3))],
)

# With q = w both rows are proportional to w.
claim(
    "response-is-retrained-uniform",
    "with one decision the Boltzmann response is the re-trained uniform policy",
    equal(boltzmann(prior), retrain(uniform)),
    given=[one_decision, some_success(prior)],
)

# G²(u) ∝ w², which is what the response at δ = 1/2 is for q = w.
claim(
    "two-retrainings-cohere-at-one-half",
    "with one decision two re-trainings of the uniform policy are coherent at δ = 1/2",
    equal(incoherence(retrain(prior, 2), "1/2"), 0),
    given=[one_decision, uniform_prior],
)
