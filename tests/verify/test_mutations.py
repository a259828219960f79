"""An altered definition is noticed: where it ought to equal a second, independent way, it is refuted.

Each mutation changes one index, exponent, direction, weight or case of a definition by backward induction;
the second ways are sums over trajectories.  All are decided in one search, on some models of each shape.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from coherence_exact.claims import (
    Claim,
    EveryModel,
    Reading,
    Term,
    ahead,
    at_least,
    at_most,
    back,
    best,
    boltzmann,
    both,
    chance,
    coherent,
    conditioned_trajectories,
    deterministic,
    dynamics,
    equal,
    equal_action_counts,
    expected_return,
    fold,
    forth,
    goal_condition,
    greater,
    greedy_limit,
    horizon,
    if_,
    incoherence,
    infinity,
    into,
    kl,
    largest,
    last,
    log,
    occupancy,
    occupancy_by_trajectories,
    occupancy_kl,
    optimal_success,
    posterior,
    prior,
    product_along,
    repeat,
    retrain,
    return_by_trajectories,
    row_kl,
    same,
    second_policy,
    share,
    single_start,
    smallest,
    soft_q,
    soft_v,
    start,
    success_by_trajectories,
    success_given_action,
    success_given_state,
    success_probability,
    successor,
    temperature,
    time,
    total,
    trajectories,
    uniform,
    uniform_prior,
    weight,
)
from coherence_exact.families.named import Profile
from coherence_exact.language.domains import Address
from coherence_exact.verify.verdicts import Decision, decide

EVERY = 25
"""One of so many models is looked at."""

UNIFORM = (uniform_prior, equal_action_counts)


class Sample(EveryModel):
    """Some models of each shape of a family."""

    def listed(self, profile: Profile) -> Iterator[Address]:
        return itertools.islice(super().listed(profile), 0, None, EVERY)


def over(policy: Term, table: Term) -> Term:
    return total(policy * table, "points")


Q, V = soft_q(prior), soft_v(prior)
Q_LONG, V_LONG = success_given_action(prior), success_given_state(prior)
POSTERIOR = posterior(prior, weight)
FOLDED_TWICE = posterior(prior, weight * POSTERIOR)
SHARP = share(Q_LONG**2, prior)
GREEDY = share(if_(both(same(Q_LONG, best(Q_LONG)), Q_LONG > 0), 1, 0), prior)
ON_PATHS = total(chance * product_along(prior * weight), "points")


def back_with(table: Term, at_the_end: Term | int = 1) -> Term:
    """v = Σ (policy · weights) · what is ahead, with another end than v = 1."""
    return back(
        lambda v: total(table * if_(last, at_the_end, total(dynamics * successor(v), "choices")), "points")
    )


Mutation = tuple[Term, Term, tuple[Term, ...]]
"""What holds, what does not, and the hypotheses of both."""

DEFINITIONS: dict[str, Mutation] = {
    # v and q
    "v without weights": (equal(V, ON_PATHS), equal(back_with(prior), ON_PATHS), ()),
    "v without the policy": (equal(V, ON_PATHS), equal(back_with(weight), ON_PATHS), ()),
    "v with squared weights": (equal(V, ON_PATHS), equal(back_with(prior * weight**2), ON_PATHS), ()),
    "v with 0 past the horizon": (equal(V, ON_PATHS), equal(back_with(prior * weight, 0), ON_PATHS), ()),
    "v that begins with the last weights": (
        equal(V, ON_PATHS),
        equal(back_with(prior * weight, weight), ON_PATHS),
        (),
    ),
    "v with the best successor": (
        equal(V, ON_PATHS),
        equal(
            back(lambda v: over(prior * weight, if_(last, 1, largest(successor(v), "choices")))),
            ON_PATHS,
        ),
        (),
    ),
    "v without the dynamics": (
        equal(V, ON_PATHS),
        equal(back(lambda v: over(prior * weight, if_(last, 1, total(successor(v), "choices")))), ON_PATHS),
        (),
    ),
    "v with the largest q": (equal(V, V_LONG), equal(best(Q), V_LONG), ()),
    "q without its own weight": (equal(Q, Q_LONG), equal(ahead(V), Q_LONG), ()),
    "q with the policy of its own state": (equal(Q, Q_LONG), equal(prior * Q, Q_LONG), ()),
    "q of another policy": (equal(Q, Q_LONG), equal(soft_q(retrain(prior)), Q_LONG), ()),
    "v of another policy": (equal(V, V_LONG), equal(V, success_given_state(retrain(prior))), ()),
    # G
    "G without the policy": (equal(goal_condition(prior), POSTERIOR), equal(share(Q, prior), POSTERIOR), ()),
    "G with the policy twice": (
        equal(goal_condition(prior), POSTERIOR),
        equal(share(prior**2 * Q, prior), POSTERIOR),
        (),
    ),
    "G with weights for q": (
        equal(goal_condition(prior), POSTERIOR),
        equal(share(prior * weight, prior), POSTERIOR),
        (),
    ),
    "G with another row where success is impossible": (
        equal(goal_condition(prior), POSTERIOR),
        equal(share(prior * Q, uniform), POSTERIOR),
        (),
    ),
    "G of failure": (
        equal(goal_condition(prior), POSTERIOR),
        equal(share(prior * (1 - Q), prior), POSTERIOR),
        (),
    ),
    "G once more": (
        equal(retrain(prior, 2), posterior(POSTERIOR, weight)),
        equal(retrain(prior, 3), posterior(POSTERIOR, weight)),
        (),
    ),
    "G once less": (
        equal(retrain(prior, 2), posterior(POSTERIOR, weight)),
        equal(retrain(prior, 1), posterior(POSTERIOR, weight)),
        (),
    ),
    "G with the q of the prior at every step": (
        equal(retrain(prior, 2), posterior(POSTERIOR, weight)),
        equal(repeat(2, lambda policy: share(policy * Q, policy), prior), posterior(POSTERIOR, weight)),
        (),
    ),
    # Temperature
    "α + 1": (
        equal(temperature(prior, 2), posterior(prior, weight**2)),
        equal(temperature(prior, 3), posterior(prior, weight**2)),
        (),
    ),
    "α − 1": (
        equal(temperature(prior, 2), posterior(prior, weight**2)),
        equal(temperature(prior, 1), posterior(prior, weight**2)),
        (),
    ),
    "q to the power α": (
        equal(temperature(prior, 2), posterior(prior, weight**2)),
        equal(share(prior * Q**2, prior), posterior(prior, weight**2)),
        (),
    ),
    "the policy to the power α": (
        equal(temperature(prior, 2), posterior(prior, weight**2)),
        equal(share(prior**2 * soft_q(prior), prior), posterior(prior, weight**2)),
        (),
    ),
    # Folding
    "F with one step more": (equal(fold(prior, 2), FOLDED_TWICE), equal(fold(prior, 3), FOLDED_TWICE), ()),
    "F with one step less": (equal(fold(prior, 2), FOLDED_TWICE), equal(fold(prior, 1), FOLDED_TWICE), ()),
    "F with the ratio": (
        equal(fold(prior, 2), FOLDED_TWICE),
        equal(fold(prior, 2, "ratio"), FOLDED_TWICE),
        (),
    ),
    "F of the new policy": (
        equal(fold(prior, 2), FOLDED_TWICE),
        equal(posterior(POSTERIOR, weight * POSTERIOR), FOLDED_TWICE),
        (),
    ),
    "F cumulatively": (
        equal(fold(prior, 3, cumulative=True), posterior(prior, weight * POSTERIOR * FOLDED_TWICE)),
        equal(fold(prior, 3), posterior(prior, weight * POSTERIOR * FOLDED_TWICE)),
        (),
    ),
    # Responses
    "B at another δ": (equal(boltzmann(prior, "1/2"), SHARP), equal(boltzmann(prior), SHARP), ()),
    "B at δ / 2": (equal(boltzmann(prior, "1/2"), SHARP), equal(boltzmann(prior, "1/4"), SHARP), ()),
    "B with the policy": (
        equal(boltzmann(prior, "1/2"), SHARP),
        equal(share(prior * Q**2, prior), SHARP),
        (),
    ),
    "B with another row where every q is 0": (
        equal(boltzmann(prior, "1/2"), SHARP),
        equal(share(Q**2, uniform), SHARP),
        (),
    ),
    "arg min": (
        equal(greedy_limit(prior), GREEDY),
        equal(share(if_(same(Q, smallest(Q, "points")), 1, 0), prior), GREEDY),
        (),
    ),
    "arg max with the weights of the policy": (
        equal(greedy_limit(prior), GREEDY),
        equal(share(if_(same(Q, best(Q)), prior, 0), prior), GREEDY),
        (),
    ),
    # S
    "S without the start": (
        equal(success_probability(prior), success_by_trajectories(prior)),
        equal(total(if_(same(time, 1), V, 0)), success_by_trajectories(prior)),
        (),
    ),
    "S from every decision point": (
        equal(success_probability(prior), success_by_trajectories(prior)),
        equal(total(occupancy(prior) * V), success_by_trajectories(prior)),
        (),
    ),
    "S of the best policy": (
        equal(success_probability(prior), success_by_trajectories(prior)),
        equal(optimal_success, success_by_trajectories(prior)),
        (),
    ),
    # J, and where a policy goes
    "d without the policy": (
        equal(occupancy(prior), occupancy_by_trajectories(prior)),
        equal(forth(lambda d: start + into(d * dynamics)), occupancy_by_trajectories(prior)),
        (),
    ),
    "d without the dynamics": (
        equal(occupancy(prior), occupancy_by_trajectories(prior)),
        equal(forth(lambda d: start + into(d * prior)), occupancy_by_trajectories(prior)),
        (),
    ),
    "d without the start": (
        equal(occupancy(prior), occupancy_by_trajectories(prior)),
        equal(
            forth(lambda d: if_(same(time, 1), 1, into(d * prior * dynamics))),
            occupancy_by_trajectories(prior),
        ),
        (),
    ),
    "J without the occupancy": (
        equal(expected_return(prior), return_by_trajectories(prior)),
        equal(total(prior * log(weight)), return_by_trajectories(prior)),
        (),
    ),
    "J without the policy": (
        equal(expected_return(prior), return_by_trajectories(prior)),
        equal(total(occupancy(prior) * log(weight)), return_by_trajectories(prior)),
        (),
    ),
    "J as the logarithm of S": (
        equal(expected_return(prior), return_by_trajectories(prior)),
        equal(log(success_probability(prior)), return_by_trajectories(prior)),
        (),
    ),
    "J of the last reward only": (
        equal(expected_return(prior), return_by_trajectories(prior)),
        equal(total(if_(last, occupancy(prior) * prior * log(weight), 0)), return_by_trajectories(prior)),
        (),
    ),
    # κ and divergences
    "κ with the arguments exchanged": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), occupancy_kl(boltzmann(prior), prior)),
        (),
    ),
    "κ at another δ": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior, "1/2"))),
        (),
    ),
    "κ without the occupancy": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), total(row_kl(prior, boltzmann(prior)))),
        (),
    ),
    "κ with the occupancy of the response": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), total(occupancy(boltzmann(prior)) * row_kl(prior, boltzmann(prior)))),
        (),
    ),
    "κ that is ∞ at every lost support": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(
            incoherence(prior),
            occupancy_kl(prior, boltzmann(prior)) + largest(if_(same(prior, 0), infinity, 0)),
        ),
        (),
    ),
    "κ of goal conditioning": (
        equal(incoherence(prior), occupancy_kl(prior, boltzmann(prior))),
        equal(incoherence(prior), occupancy_kl(prior, goal_condition(prior))),
        (),
    ),
}

CONDITIONED = equal(conditioned_trajectories(prior), trajectories(retrain(prior)))
IMPROVES = at_least(success_probability(retrain(prior)), success_probability(prior))

CLAIMS: dict[str, Mutation] = {
    "4.3 with two re-trainings": (
        CONDITIONED,
        equal(conditioned_trajectories(prior), trajectories(retrain(prior, 2))),
        (deterministic, single_start),
    ),
    "4.3 with the prior": (
        CONDITIONED,
        equal(conditioned_trajectories(prior), trajectories(prior)),
        (deterministic, single_start),
    ),
    "4.10 with one step fewer": (
        equal(incoherence(coherent(prior, horizon)), 0),
        equal(incoherence(coherent(prior, horizon - 1)), 0),
        (),
    ),
    "4.10 measured at another δ": (
        equal(incoherence(coherent(prior, horizon, "1/2"), "1/2"), 0),
        equal(incoherence(coherent(prior, horizon, "1/2")), 0),
        (),
    ),
    "5.4 with at_most": (
        IMPROVES,
        at_most(success_probability(retrain(prior)), success_probability(prior)),
        (),
    ),
    "5.4 with strict improvement": (
        IMPROVES,
        greater(success_probability(retrain(prior)), success_probability(prior)),
        (),
    ),
    "5.9-T with α = k + 1": (
        equal(temperature(prior, 2), retrain(prior, 2)),
        equal(temperature(prior, 3), retrain(prior, 2)),
        (deterministic,),
    ),
    "5.9-F with posteriors": (
        equal(fold(prior, 2, "ratio"), retrain(prior, 2)),
        equal(fold(prior, 2), retrain(prior, 2)),
        (),
    ),
    "5.9-F cumulatively": (
        equal(fold(prior, 3), retrain(prior, 3)),
        equal(fold(prior, 3, cumulative=True), retrain(prior, 3)),
        UNIFORM,
    ),
    "5.9-H with the printed index": (
        equal(fold(prior, 3, cumulative=True), temperature(prior, 4)),
        equal(fold(prior, 2, cumulative=True), temperature(prior, 4)),
        (deterministic, *UNIFORM),
    ),
    "5.9-H with twice the exponent": (
        equal(fold(prior, 3, cumulative=True), temperature(prior, 4)),
        equal(fold(prior, 3, cumulative=True), temperature(prior, 8)),
        (deterministic, *UNIFORM),
    ),
}

HYPOTHESES: dict[str, Mutation] = {
    # What holds is put under both hypotheses, the mutation under what is left of them.
    "without deterministic": (CONDITIONED, CONDITIONED, (single_start,)),
    "without single start": (CONDITIONED, CONDITIONED, (deterministic,)),
    "without both": (CONDITIONED, CONDITIONED, ()),
}


@pytest.fixture(scope="module")
def decisions() -> dict[str, tuple[Decision, Decision]]:
    """For each mutation what is decided of the original and of the mutation itself."""
    readings = []
    for name, (holds, mutation, given) in {**DEFINITIONS, **CLAIMS}.items():
        readings.append((f"{name}: original", holds, given))
        readings.append((f"{name}: mutation", mutation, given))
    for name, (holds, mutation, given) in HYPOTHESES.items():
        readings.append((f"{name}: original", holds, (deterministic, single_start)))
        readings.append((f"{name}: mutation", mutation, given))
    claim = Claim(
        "c", "t", tuple(Reading(name, "s", term, given, Sample()) for name, term, given in readings)
    )
    found = decide([claim])
    names = [*DEFINITIONS, *CLAIMS, *HYPOTHESES]
    return dict(zip(names, zip(found[::2], found[1::2], strict=True), strict=True))


@pytest.mark.parametrize("name", [*DEFINITIONS, *CLAIMS, *HYPOTHESES])
def test_a_mutation_is_refuted_where_the_original_holds(
    name: str, decisions: dict[str, tuple[Decision, Decision]]
) -> None:
    original, mutation = decisions[name]
    assert (original.verdict, mutation.verdict) == ("holds", "refuted")
    assert original.checked > 0
    assert mutation.counterexample is not None


def test_exchanged_policies_are_refuted_in_pairs() -> None:
    pairs = Sample()
    exchanged = equal(kl(prior, second_policy), occupancy_kl(second_policy, prior))
    straight = equal(kl(prior, second_policy), occupancy_kl(prior, second_policy))
    claim = Claim(
        "c", "t", (Reading("one", "s", straight, (), pairs), Reading("two", "s", exchanged, (), pairs))
    )
    assert [decision.verdict for decision in decide([claim])] == ["holds", "refuted"]
