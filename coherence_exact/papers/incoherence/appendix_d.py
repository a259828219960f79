"""Appendix D, policy stability."""

from __future__ import annotations

from coherence_exact.claims import (
    Claim,
    OneModel,
    Reading,
    both,
    deterministic,
    greedy_limit,
    horizon_at_least,
    implies,
    negation,
    prior,
    repaired,
    success_everywhere,
)
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    policy_stable,
    success_optimal,
    success_optimal_everywhere,
)
from coherence_exact.papers.incoherence.further_out import (
    LATE_CHOICE,
    UNUSED_DETOUR,
    UNVISITED_BRANCH,
    UNVISITED_BRANCHES,
)

_GREEDY_OPTIMAL = success_optimal(greedy_limit(prior))

CLAIMS = (
    Claim(
        "D.1",
        "n-policy-stability",
        where="Definition D.1 and the text after it",
        readings=(
            Reading(
                "figure-4",
                "the prior of Figure 4 is 1- and 2-policy-stable",
                both(policy_stable(prior, 1), policy_stable(prior, 2)),
                domain=OneModel(example("figure_4")),
            ),
            Reading(
                "figure-4-mended",
                "with the two printed probabilities exchanged it is 1- and not 2-policy-stable",
                both(policy_stable(prior, 1), negation(policy_stable(prior, 2))),
                domain=OneModel(example("figure_4_mended")),
            ),
            Reading(
                "example-1",
                "the prior of Example 1 is not 1-policy-stable",
                negation(policy_stable(prior, 1)),
                domain=OneModel(example("example_1")),
            ),
            Reading(
                "not-sufficient",
                "on the mended Figure 4 the prior is 1-policy-stable, and greedy on its Q is not optimal",
                both(policy_stable(prior, 1), negation(_GREEDY_OPTIMAL)),
                domain=OneModel(example("figure_4_mended")),
            ),
            Reading(
                "necessary",
                "if greedy on the prior's Q is optimal, the prior is 1-policy-stable, where success is possible everywhere, on a model with T = 3",
                implies(_GREEDY_OPTIMAL, policy_stable(prior, 1)),
                (deterministic, horizon_at_least(2), success_everywhere(prior)),
                OneModel(UNUSED_DETOUR),
            ),
        ),
    ),
    Claim(
        "D-contradicting",
        "Policy-stability can contradict optimality",
        where="Appendix D, after Definition D.1",
        readings=(
            Reading(
                "figure-4",
                "on Figure 4 as printed the prior is 2-policy-stable, and greedy on its Q is not optimal",
                both(policy_stable(prior, 2), negation(_GREEDY_OPTIMAL)),
                domain=OneModel(example("figure_4")),
            ),
            Reading(
                "figure-4-mended",
                "on the mended Figure 4 the prior is 1-policy-stable, and greedy on its Q is not optimal",
                both(policy_stable(prior, 1), negation(_GREEDY_OPTIMAL)),
                domain=OneModel(example("figure_4_mended")),
            ),
            Reading(
                "optimal-is-stable",
                "a policy that maximises p(O_{1:T} = 1) is 1-policy-stable, deterministic τ, T ≥ 2, on a model with T = 3",
                policy_stable(prior, 1),
                (deterministic, horizon_at_least(2), success_optimal(prior)),
                OneModel(UNVISITED_BRANCH),
            ),
            *repaired(
                "optimal-everywhere-is-stable",
                "a policy that succeeds as often as possible from every state is 1-policy-stable",
                policy_stable(prior, 1),
                (success_optimal_everywhere(prior),),
            ),
            Reading(
                "optimal-is-stable-longer",
                "a policy that maximises p(O_{1:T} = 1) is 2-policy-stable, deterministic τ, T ≥ 3, on a model with T = 3",
                policy_stable(prior, 2),
                (deterministic, horizon_at_least(3), success_optimal(prior)),
                OneModel(UNVISITED_BRANCHES),
            ),
            Reading(
                "optimal-everywhere-is-stable-longer",
                "a policy that succeeds as often as possible from every state is 2-policy-stable, T ≥ 3",
                policy_stable(prior, 2),
                (horizon_at_least(3), success_optimal_everywhere(prior)),
            ),
            Reading(
                "greedy-optimal-is-stable-longer",
                "if greedy on the prior's Q is optimal, the prior is 2-policy-stable, deterministic τ, T ≥ 3, where success is possible everywhere, on a model with T = 4",
                policy_stable(prior, 2),
                (deterministic, horizon_at_least(3), success_everywhere(prior), _GREEDY_OPTIMAL),
                OneModel(LATE_CHOICE),
            ),
        ),
    ),
)
