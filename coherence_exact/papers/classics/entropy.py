"""The entropy of policies."""

from __future__ import annotations

import dataclasses

from coherence_exact.claims import (
    Claim,
    OneModel,
    Reading,
    at_least,
    at_most,
    causal_entropy,
    deterministic,
    equal,
    equal_action_counts_at_each_time,
    goal_condition,
    log,
    prior,
    repaired,
    retrain,
    start,
    total,
    uniform,
    uniform_prior,
)
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.papers.classics.definitions import trajectory_count, uniform_over_trajectories

OPEN_CHOICE = (
    ModelBuilder("open choice", horizon=2, start="∅")
    .action("∅", "gamble", to={"narrow": "4/5", "open": "1/5"})
    .action("∅", "pay", success="1/4", to="open")
    .action("narrow", "a", success="1/20")
    .action("narrow", "b", success=0)
    .action("open", "a")
    .action("open", "b")
    .build()
)
"""After conditioning once nothing is left to choose in the narrow state; conditioning again avoids it."""

_BY_ACTIONS = at_least(causal_entropy(uniform), causal_entropy(prior))
_LOG_NUMBER = total(start * log(trajectory_count))
_BY_TRAJECTORIES = equal(causal_entropy(uniform_over_trajectories), _LOG_NUMBER)
_FALLS = at_most(causal_entropy(goal_condition(prior)), causal_entropy(prior))
_FALLS_AGAIN = at_most(causal_entropy(retrain(prior, 2)), causal_entropy(goal_condition(prior)))
_KEEPS_FALLING, _ANY_DYNAMICS, *_OTHER_CHECKS = repaired(
    "deterministic",
    "Ĥ(G²(u)) ≤ Ĥ(G(u)) where the states of each time have equally many actions, with deterministic dynamics",
    _FALLS_AGAIN,
    (deterministic, uniform_prior, equal_action_counts_at_each_time),
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "maximum-entropy",
        "The policy of the largest entropy is uniform over the actions",
        where="folklore; B. D. Ziebart, Modeling purposeful adaptive behavior with the principle of maximum causal entropy, PhD thesis, Carnegie Mellon University 2010, has the exact form",
        readings=(
            Reading(
                "printed", "Ĥ(u) ≥ Ĥ(π) for every policy, u uniform over each state's actions", _BY_ACTIONS
            ),
            *repaired(
                "equal-numbers",
                "the same if the states of each time have equally many actions",
                _BY_ACTIONS,
                (equal_action_counts_at_each_time,),
            ),
        ),
    ),
    Claim(
        "uniform-over-trajectories",
        "The policy of the largest entropy is uniform over trajectories",
        where="B. D. Ziebart et al., Maximum entropy inverse reinforcement learning, AAAI 2008; L. Ekroot and T. M. Cover, The entropy of Markov trajectories, IEEE Trans. Inf. Theory 39, 1993",
        readings=(
            Reading(
                "bound",
                "Ĥ(π) ≤ E log N(s_1), with the mean number N of continuations",
                at_most(causal_entropy(prior), _LOG_NUMBER),
            ),
            Reading("printed", "actions in proportion to N(s') attain E log N(s_1)", _BY_TRAJECTORIES),
            *repaired(
                "deterministic", "the same with deterministic dynamics", _BY_TRAJECTORIES, (deterministic,)
            ),
        ),
    ),
    Claim(
        "entropy-falls",
        "Conditioning on success lowers the entropy",
        where="folklore of re-training on one's own successes, “mode collapse”",
        readings=(
            Reading("printed", "Ĥ(G(p)) ≤ Ĥ(p), any prior", _FALLS),
            *repaired(
                "uniform",
                "Ĥ(G(p)) ≤ Ĥ(p) for a uniform prior where the states of each time have equally many actions",
                _FALLS,
                (uniform_prior, equal_action_counts_at_each_time),
            ),
        ),
    ),
    Claim(
        "entropy-keeps-falling",
        "Each further conditioning on success lowers the entropy again",
        where="folklore of re-training on one's own successes, “mode collapse”",
        readings=(
            Reading(
                "printed",
                "Ĥ(G²(u)) ≤ Ĥ(G(u)), any dynamics, two actions in every state: the model “open choice”",
                _FALLS_AGAIN,
                (uniform_prior, equal_action_counts_at_each_time),
                OneModel(OPEN_CHOICE),
            ),
            _KEEPS_FALLING,
            # The family's numbers are too round for a counterexample.
            dataclasses.replace(_ANY_DYNAMICS, domain=OneModel(OPEN_CHOICE)),
            *_OTHER_CHECKS,
        ),
    ),
)
