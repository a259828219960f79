"""Claims that are false, and that hold on every small model: what a search has to refute.

Each is stated as a user states it, with the reason of its falsity above it.
"""

from __future__ import annotations

from coherence_exact.claims import (
    at_least,
    at_most,
    best,
    boltzmann,
    causal_entropy,
    claim,
    coherent,
    deterministic,
    either,
    equal,
    equal_action_counts,
    every,
    expected_return,
    finite_rewards,
    fold,
    full_support,
    greedy_limit,
    horizon_at_least,
    implies,
    incoherence,
    incoherence_limit,
    kl,
    largest,
    least_lookahead,
    least_retrainings,
    lookahead_policy,
    lookahead_q,
    negation,
    occupancy_kl,
    one_decision,
    optimal_success,
    prior,
    proportional_to_q,
    retrain,
    retrain_limit,
    same,
    second_policy,
    single_start,
    smallest,
    soft_q,
    soft_v,
    success_everywhere,
    success_probability,
    temperature,
    temperature_limit,
    terminal_rewards,
    total_variation,
    uniform,
    uniform_prior,
)

# Re-training, and what it does to success, return and entropy

# Success is bought with risk: a certain weight 1/2 is left for a lottery of 1 and 1/10.
claim(
    "return-rises",
    "the first re-training of a uniform policy does not lower the return, with rewards at the end",
    at_least(expected_return(retrain(prior)), expected_return(prior)),
    given=[finite_rewards, full_support, uniform_prior, terminal_rewards],
)

# Four actions in five with weight 1/1000, and one with weight 1: no factor bounds the gain.
claim(
    "gain-of-four",
    "a re-training multiplies the success probability by at most 4",
    at_most(success_probability(retrain(prior)), 4 * success_probability(prior)),
    given=[full_support, finite_rewards],
)

# States with more actions weigh more and more as the reward drives the policy there.
claim(
    "entropy-falls-from-one-to-three",
    "from a uniform policy, three re-trainings leave no more entropy than one",
    at_most(causal_entropy(retrain(prior, 3)), causal_entropy(retrain(prior))),
    given=[deterministic, uniform_prior, terminal_rewards],
)

# An uneven prior on a bad action is evened by re-training before it is turned round.
claim(
    "three-retrainings-are-colder",
    "three re-trainings leave no more entropy than one Boltzmann response",
    at_most(causal_entropy(retrain(prior, 3)), causal_entropy(boltzmann(prior))),
    given=[one_decision, full_support, finite_rewards],
)

# The limit stays away from a state in which two re-trainings have to change much.
claim(
    "limit-is-furthest",
    "the limit of re-training is at least as far from the prior as its second step",
    at_most(kl(retrain(prior, 2), prior), kl(retrain_limit(prior), prior)),
)

# Greedy stays away from a state where success is rare; a re-training goes there, and has much to change.
claim(
    "greedy-is-further-than-one-retraining",
    "the greedy policy is at least as far from the prior as the first re-training",
    at_most(kl(retrain(prior), prior), kl(greedy_limit(prior), prior)),
    given=[deterministic, full_support, horizon_at_least(3)],
)

# The same one re-training later: greedy avoids the state of the rare good action, temperature 2 does not.
claim(
    "greedy-after-one-is-further-than-two",
    "greedy after one re-training is at least as far from the prior as two re-trainings",
    at_most(kl(temperature(prior, 2), prior), kl(greedy_limit(retrain(prior)), prior)),
    given=[deterministic],
)

# δ = 1/2 asks for w²; whether w or w³ is nearer depends on how many of the actions have the larger weight.
claim(
    "three-steps-are-as-coherent-as-one",
    "from a uniform policy, three re-trainings are at least as coherent at δ = 1/2 as one",
    at_most(incoherence(retrain(prior, 3), "1/2"), incoherence(retrain(prior), "1/2")),
    given=[one_decision, uniform_prior],
)

# Re-training leads to the branches in which later choices are uneven; needs many decisions.
claim(
    "first-retraining-is-more-coherent",
    "the first re-training of a uniform policy does not raise its incoherence",
    at_most(incoherence(retrain(prior)), incoherence(prior)),
    given=[deterministic, uniform_prior, single_start],
)

# Where q asks for even odds the limit keeps 3 to 2, and the re-trained uniform policy 2 to 1.
claim(
    "retrained-uniform-is-coherent",
    "a re-trained uniform policy is at least as coherent as the limit of re-training",
    at_most(incoherence(retrain(uniform)), incoherence(retrain_limit(prior))),
    given=[deterministic, full_support, horizon_at_least(3)],
)

# With three actions the means of w² of two branches may be more even than those of w.
claim(
    "more-success-is-surer",
    "if a second re-training raises the success probability, its largest probability is no smaller",
    implies(
        at_most(success_probability(retrain(prior)), success_probability(retrain(prior, 2))),
        at_most(largest(retrain(prior)), largest(retrain(prior, 2))),
    ),
    given=[deterministic, uniform_prior],
)

# The largest value stands still until another state overtakes it.
claim(
    "largest-values-rise-ever-slower",
    "the largest soft value rises less in the third re-training than in the second",
    at_most(
        largest(soft_v(retrain(prior, 3))) - largest(soft_v(retrain(prior, 2))),
        largest(soft_v(retrain(prior, 2))) - largest(soft_v(retrain(prior))),
    ),
    given=[deterministic, uniform_prior],
)

# At a state that an optimal prior does not visit a rare good action wins slowly at first, and then fast.
claim(
    "smallest-values-rise-ever-slower",
    "for an optimal prior the smallest soft value rises less in the third re-training than in the second",
    at_most(
        smallest(soft_v(retrain(prior, 3))) - smallest(soft_v(retrain(prior, 2))),
        smallest(soft_v(retrain(prior, 2))) - smallest(soft_v(retrain(prior))),
    ),
    given=[same(success_probability(prior), optimal_success)],
)

# Temperature

# A lottery of 1 and 1/10 has a smaller mean than a certain 1/3, and a larger mean square.
claim(
    "colder-is-more-successful",
    "conditioning at temperature 2 does not lower the success probability",
    at_most(success_probability(prior), success_probability(temperature(prior, 2))),
    given=[full_support, finite_rewards],
)

# A lottery on the way: re-training turns from it, and temperature 2 turns back.
claim(
    "retraining-first-is-further",
    "temperature 2 is no further from the prior without a re-training before it, seen from the prior",
    at_most(kl(prior, temperature(prior, 2)), kl(prior, temperature(retrain(prior), 2))),
    given=[terminal_rewards],
)

# With four decisions three steps see no tie where there is one, and drop a branch that the limit keeps.
claim(
    "three-steps-are-nearer-than-the-limit",
    "three look-ahead steps change a uniform policy no more than the limit of low temperature",
    at_most(
        total_variation(lookahead_policy(prior, 3), prior), total_variation(temperature_limit(prior), prior)
    ),
    given=[deterministic, uniform_prior],
)

# Greedy takes the branch of the better mean, temperature 2 mostly the other one with its rare weight 1.
claim(
    "greedy-changes-most",
    "the greedy policy differs from the prior at least as much as temperature 2 does",
    at_most(total_variation(temperature(prior, 2), prior), total_variation(greedy_limit(prior), prior)),
    given=[deterministic, full_support, finite_rewards],
)

# With three actions a row may sharpen slowly first and faster then.
claim(
    "largest-probabilities-are-log-concave",
    "the largest probabilities of the prior, a re-training and temperature 2 are log-concave",
    at_most(largest(temperature(prior, 2)) * largest(prior), largest(retrain(prior)) ** 2),
    given=[deterministic, terminal_rewards, uniform_prior],
)

# Folding

# Chance decides whether the random choice is met, and the second folding goes there more often.
claim(
    "second-folding-calms",
    "folding a second time leaves no more entropy than one re-training",
    at_most(causal_entropy(fold(prior, 2)), causal_entropy(retrain(prior))),
)

# With equal weights greedy is uniform, while folding counts an uneven prior twice.
claim(
    "folding-stays-nearer-than-greedy",
    "with one decision, folding twice stays at least as near to the prior as greedy",
    at_most(kl(fold(prior, 2), prior), kl(greedy_limit(prior), prior)),
    given=[one_decision],
)

# Folding takes log π as a cost of every decision, and so turns from states with more actions.
claim(
    "cumulative-folding-succeeds",
    "folding twice, cumulatively, does not lower the success probability",
    at_most(success_probability(prior), success_probability(fold(prior, 2, cumulative=True))),
    given=[deterministic, uniform_prior, terminal_rewards],
)

# Folding goes on to states where later choices are uneven, which greedy leaves; needs three decisions.
claim(
    "folding-is-as-coherent-as-greedy",
    "folding twice from a uniform policy is at least as coherent at δ = 1/2 as greedy",
    at_most(incoherence(fold(prior, 2), "1/2"), incoherence(greedy_limit(prior), "1/2")),
    given=[deterministic, uniform_prior, finite_rewards, equal_action_counts],
)

# In the limit both branches are worth the same, and its odds of 2 to 1 between them are not even.
claim(
    "limits-cohere-at-zero",
    "the limit of re-training has no larger incoherence for δ → 0 than folding twice",
    at_most(incoherence_limit(retrain_limit(prior)), incoherence_limit(fold(prior, 2))),
    given=[uniform_prior],
)

# Boltzmann and coherent policies

# The prior's q shuns a branch of which it never takes the good actions.
claim(
    "boltzmann-beats-uniform",
    "a Boltzmann response has at least the return of the uniform policy",
    at_most(expected_return(uniform), expected_return(boltzmann(prior))),
    given=[deterministic],
)

# A colder response trusts the mean of a branch more, and meets its reward of log 1/1000 more often.
claim(
    "colder-responses-return-more",
    "the response at δ = 1/2 has at least the return of the one at δ = 1",
    at_most(expected_return(boltzmann(prior)), expected_return(boltzmann(prior, "1/2"))),
    given=[deterministic, full_support, finite_rewards],
)

# Greedy goes where later actions tie, and the response at δ = 1/2 also where nothing is left to choose.
claim(
    "greedy-is-less-random",
    "greedy leaves no more entropy than the response at δ = 1/2",
    at_most(causal_entropy(greedy_limit(prior)), causal_entropy(boltzmann(prior, "1/2"))),
)

# Greedy goes by a policy that still runs into a dead end, which two responses have left.
claim(
    "greedy-succeeds-more-often",
    "greedy after a re-training succeeds at least as often as two Boltzmann responses",
    at_most(success_probability(coherent(prior, 2)), success_probability(greedy_limit(retrain(prior)))),
    given=[uniform_prior],
)

# A response of a response leads to states where both are uneven.
claim(
    "responses-cohere-at-one-half",
    "two Boltzmann responses in a row are at least as coherent at δ = 1/2 as a uniform policy",
    at_most(incoherence(boltzmann(boltzmann(prior)), "1/2"), incoherence(prior, "1/2")),
    given=[uniform_prior],
)

# Near a deterministic prior κ is small, and the response to its re-training visits states with other ratios.
claim(
    "response-to-retraining-coheres",
    "the Boltzmann response to a re-training is at least as coherent as the prior",
    at_most(incoherence(boltzmann(retrain(prior))), incoherence(prior)),
    given=[deterministic, full_support],
)

# The response at δ = 1/2 meets uneven choices at a branch that greedy leaves; needs larger models.
claim(
    "colder-response-coheres",
    "the response at δ = 1/2 to a uniform policy is as coherent as greedy after a re-training",
    at_most(incoherence(boltzmann(prior, "1/2")), incoherence(greedy_limit(retrain(prior)))),
    given=[deterministic, uniform_prior, finite_rewards, equal_action_counts],
)

# Three responses make a policy coherent for T = 3; with four decisions the first is one response behind.
claim(
    "three-responses-suffice",
    "a fourth Boltzmann response changes nothing",
    equal(coherent(prior, 3), coherent(prior, 4)),
)

# Two responses are coherent for T = 2; for T = 3 the first decision may be far from it.
claim(
    "two-responses-cohere",
    "the incoherence after two Boltzmann responses is at most half of the largest value at temperature 2",
    at_most(incoherence(coherent(prior, 2)), largest(soft_v(temperature(prior, 2))) / 2),
    given=[deterministic],
)

# The second response finds a dead end behind almost all that was left to choose; needs four decisions.
claim(
    "second-response-keeps-a-quarter",
    "the second Boltzmann response keeps a quarter of the entropy of the first",
    at_most(causal_entropy(boltzmann(prior)), 4 * causal_entropy(coherent(prior, 2))),
    given=[deterministic, terminal_rewards, uniform_prior],
)

# For T = 2 the left side is 0; for T = 3 the response at the first decision lags.
claim(
    "incoherence-is-log-concave",
    "the incoherences of a policy and of its first two responses are log-concave",
    at_most(incoherence(coherent(prior, 2)) * incoherence(prior), incoherence(boltzmann(prior)) ** 2),
    given=[terminal_rewards, full_support],
)

# Coherence with weights 1 and 1/10 is 10 to 1; a point mass is nearer to the 100 to 1 of δ = 1/2.
claim(
    "coherent-at-one-is-nearly-coherent-at-half",
    "a policy that is coherent at δ = 1 is as coherent at δ = 1/2 as greedy",
    at_most(incoherence(prior, "1/2"), incoherence(greedy_limit(prior), "1/2")),
    given=[proportional_to_q(prior)],
)

# A point mass on the better of the weights 1 and 1/10 is nearer to 10 to 1 than even odds are.
claim(
    "uniform-is-as-coherent-as-greedy",
    "with one decision the uniform policy is as coherent as greedy",
    at_most(incoherence(uniform), incoherence(greedy_limit(prior))),
    given=[one_decision, full_support, finite_rewards],
)

# Look-ahead and numbers of re-trainings

# T = 4: the fourth decision is not looked at.
claim(
    "three-steps-are-optimal",
    "three look-ahead steps and then the prior are optimal",
    equal(success_probability(lookahead_policy(prior, 3)), optimal_success),
)

# T = 3 with the better way at the last decision.
claim(
    "two-steps-are-enough",
    "two look-ahead steps and then the uniform policy are optimal",
    at_most(least_lookahead(uniform), 2),
)

# Weights of 99/100 and 9/10 are told apart by the seventh re-training only.
claim(
    "six-retrainings-are-enough",
    "after six re-trainings of the uniform policy greedy is optimal",
    at_most(least_retrainings(uniform), 6),
    given=[deterministic],
)

# One re-training sees through three decisions, of which each step of look-ahead adds one.
claim(
    "looking-is-as-fast-as-retraining",
    "looking ahead takes at most one step more than re-training",
    at_most(least_lookahead(uniform), least_retrainings(uniform) + 1),
)

# The same, for a prior that is coherent: with three decisions a re-training is worth two steps.
claim(
    "looking-is-as-fast-for-coherent-priors",
    "from temperature 2 of a coherent prior, looking ahead takes at most one step more than re-training",
    at_most(least_lookahead(temperature(prior, 2)), least_retrainings(temperature(prior, 2)) + 1),
    given=[proportional_to_q(prior)],
)

# Re-training first can spoil the order of two branches that the prior has right.
claim(
    "a-retraining-saves-one",
    "a re-trained policy needs no more re-trainings than the prior",
    at_most(least_retrainings(retrain(prior)), least_retrainings(prior)),
    given=[deterministic, equal_action_counts, full_support],
)

# The response gives up a part of a later choice which the prior has right.
claim(
    "responses-shorten-look-ahead",
    "a Boltzmann response needs no more look-ahead than the prior",
    at_most(least_lookahead(boltzmann(prior)), least_lookahead(prior)),
    given=[deterministic],
)

# Temperature 2 sees the better branch that a coherent prior needs a step to see.
claim(
    "coherent-priors-look-as-far",
    "a coherent prior needs no more look-ahead than temperature 2 of it",
    at_most(least_lookahead(prior), least_lookahead(temperature(prior, 2))),
    given=[proportional_to_q(prior)],
)

# A dead end in the second of three decisions hides the better way from the prior's q.
claim(
    "greedy-is-optimal",
    "with three decisions greedy on the prior's q is optimal",
    equal(success_probability(greedy_limit(prior)), optimal_success),
    given=[deterministic, full_support, horizon_at_least(3)],
)

# Greedy has a way as good as any; a further step shows another whose value the prior does not realise.
claim(
    "optimal-greed-is-stable",
    "if greedy is optimal, an action that is best with one further step is best without it",
    implies(
        equal(success_probability(greedy_limit(prior)), optimal_success),
        every(
            either(
                same(lookahead_q(prior, 2), best(lookahead_q(prior, 2))),
                negation(same(soft_q(prior), best(soft_q(prior)))),
            )
        ),
    ),
    given=[deterministic, horizon_at_least(2), success_everywhere(prior)],
)

# Three steps see that two branches tie, which the response to a re-training does not.
claim(
    "look-ahead-calms",
    "three look-ahead steps leave no more entropy than the response to a re-training",
    at_most(causal_entropy(lookahead_policy(prior, 3)), causal_entropy(boltzmann(retrain(prior)))),
    given=[deterministic, full_support],
)

# With four decisions three steps take a weight of 99/100 for the better way, and re-training does not.
claim(
    "three-steps-return-more",
    "three look-ahead steps have at least the return of a re-training",
    at_most(expected_return(retrain(prior)), expected_return(lookahead_policy(prior, 3))),
    given=[deterministic],
)

# Two policies

# The worse policy has the better action with small probability, and conditioning finds it.
claim(
    "retraining-keeps-order",
    "of two policies the one that succeeds more often still does after re-training",
    implies(
        at_most(success_probability(prior), success_probability(second_policy)),
        at_most(success_probability(retrain(prior)), success_probability(retrain(second_policy))),
    ),
    given=[deterministic, uniform_prior],
)

# A better row makes a second branch as good as the first, and greedy then takes both, the worse one too.
claim(
    "greedy-keeps-order",
    "if one policy's values are nowhere larger, neither are those of its greedy policy",
    implies(
        at_most(soft_v(prior), soft_v(second_policy)),
        at_most(soft_v(greedy_limit(prior)), soft_v(greedy_limit(second_policy))),
    ),
)

# A rare success on which the policies disagree becomes common.
claim(
    "retraining-is-a-contraction",
    "re-training two policies at most doubles their divergence",
    at_most(kl(retrain(prior), retrain(second_policy)), 2 * kl(prior, second_policy)),
    given=[terminal_rewards, full_support],
)

# A small difference at a later state decides the response before it.
claim(
    "responses-are-a-contraction",
    "Boltzmann responses of two policies differ at most twice as much as the policies",
    at_most(
        total_variation(boltzmann(prior), boltzmann(second_policy)), 2 * total_variation(prior, second_policy)
    ),
    given=[deterministic],
)

# The first policy is its own response; the second's moves away from it after a dead end that it keeps.
claim(
    "responses-of-a-coherent-policy",
    "a coherent policy's Boltzmann response is no further from another's than the policies are",
    at_most(occupancy_kl(boltzmann(prior), boltzmann(second_policy)), occupancy_kl(prior, second_policy)),
    given=[proportional_to_q(prior)],
)

# Three decisions, of which the first two answer to a difference in the third.
claim(
    "two-responses-are-a-contraction",
    "two responses of a uniform and another policy differ no more than the policies",
    at_most(
        total_variation(coherent(prior, 2), coherent(second_policy, 2)), total_variation(prior, second_policy)
    ),
    given=[deterministic, uniform_prior],
)

# Where success is impossible every prior is optimal, and a third of one policy becomes all of it.
claim(
    "cold-conditioning-is-a-contraction",
    "temperature 2 at most doubles how much an optimal and another policy differ",
    at_most(
        total_variation(temperature(prior, 2), temperature(second_policy, 2)),
        2 * total_variation(prior, second_policy),
    ),
    given=[same(success_probability(prior), optimal_success)],
)

# Three actions: the smallest probability says nothing of the other two.
claim(
    "braver-is-less-coherent",
    "of a uniform and another policy, the one with the smaller least probability is as coherent",
    implies(
        at_most(smallest(prior), smallest(second_policy)),
        at_most(incoherence(prior), incoherence(second_policy)),
    ),
    given=[deterministic, terminal_rewards, uniform_prior],
)

# The more random policy is random where it does harm to what two steps can see.
claim(
    "random-policies-look-better",
    "of a uniform and another policy, the one with more entropy is at least as good after two steps",
    implies(
        at_most(causal_entropy(prior), causal_entropy(second_policy)),
        at_most(
            success_probability(lookahead_policy(prior, 2)),
            success_probability(lookahead_policy(second_policy, 2)),
        ),
    ),
    given=[deterministic, uniform_prior],
)

# Success and return order policies differently where there is chance, optimal priors included.
claim(
    "larger-returns-are-greedier",
    "of an optimal and another policy, greedy on the one with the larger return succeeds as often",
    implies(
        at_most(expected_return(prior), expected_return(second_policy)),
        at_most(success_probability(greedy_limit(prior)), success_probability(greedy_limit(second_policy))),
    ),
    given=[same(success_probability(prior), optimal_success)],
)
