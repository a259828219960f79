# mypy: implicit-reexport
# ruff: noqa: F401, F403
"""The language in which claims and definitions are written: everything a claims file imports.

    from coherence_exact.claims import claim, prior, retrain, temperature, equal, deterministic

    claim("twice-is-two", "retraining twice is temperature 2",
          equal(retrain(prior, steps=2), temperature(prior, alpha=2)), given=[deterministic])

- ``claim`` states a claim, ``define`` a definition of one's own;
- policies, values, tables and hypotheses are the definitions of :mod:`coherence_exact.definitions`;
- the operations of the core, of which all definitions are made, are those of
  :mod:`coherence_exact.language.core`.
"""

from coherence_exact.definitions.coherence import (
    boltzmann,
    coherent,
    coherent_for_some_delta,
    coherent_only_at,
    greedy_limit,
    incoherence,
    incoherence_limit,
    is_best,
    is_live,
    unique_maxima,
)
from coherence_exact.definitions.conditioning import (
    condition,
    goal_condition,
    posterior,
    retrain,
    retrain_limit,
    retrain_with_prior_folded,
    temperature,
    temperature_limit,
    uniform,
)
from coherence_exact.definitions.divergences import (
    kl,
    occupancy_kl,
    row_kl,
    supported_in,
    total_variation,
)
from coherence_exact.definitions.folding import fold, folded_weights
from coherence_exact.definitions.hypotheses import (
    action_count,
    action_sequences,
    at_last_time,
    deterministic,
    deterministic_policy,
    equal_action_counts,
    equal_action_counts_at_each_time,
    equal_up_to_shaping,
    finite,
    finite_rewards,
    full_support,
    horizon_at_least,
    iff,
    implies,
    one_decision,
    proportional,
    proportional_to_q,
    proportional_to_weights,
    q_constant_on_support,
    several_actions,
    single_start,
    some_success,
    stochastic,
    success_everywhere,
    terminal_rewards,
    uniform_prior,
)
from coherence_exact.definitions.optimality import (
    least_lookahead,
    least_retrainings,
    lookahead_policy,
    lookahead_q,
    optimal_return,
    optimal_success,
)
from coherence_exact.definitions.returns import (
    causal_entropy,
    discounted_return,
    expected_return,
    occupancy,
    occupancy_by_trajectories,
    return_by_trajectories,
    return_to_go,
    row_entropy,
    success_by_trajectories,
    success_probability,
    visits_every_state,
)
from coherence_exact.definitions.sampling import (
    best_of,
    conditioned_trajectories,
    rejection,
    trajectories,
)
from coherence_exact.definitions.values import (
    ahead,
    best,
    soft_q,
    soft_q_of,
    soft_v,
    soft_v_of,
    success_given_action,
    success_given_state,
    weights,
)
from coherence_exact.language import core as _core
from coherence_exact.language.claims import Claim, Reading, argued, claim, repaired
from coherence_exact.language.core import *
from coherence_exact.language.core import at, log
from coherence_exact.language.definitions import (
    Choices,
    Definition,
    Literal,
    Number,
    Pairs,
    Points,
    Policy,
    Trajectories,
    Transitions,
    Truth,
    TruthsOfChoices,
    TruthsOfPoints,
    define,
)
from coherence_exact.language.domains import (
    AlongSequence,
    Argument,
    EveryModel,
    EveryPolicy,
    EveryReal,
    OneModel,
    Theorem,
)
from coherence_exact.language.terms import Term, number


@_core.checked_call
def probability(policy: Term, time: int, state: str, action: str) -> Term:
    """π_time(action|state), a number."""
    return at(policy, time, state, action)


@_core.checked_call
def success_from(policy: Term, time: int, state: str) -> Term:
    """v_time(state) = p_π(O_{t:T} = 1|s_t = state), a number."""
    return at(soft_v(policy), time, state)


logarithm = log
"""The natural logarithm."""

__all__ = [name for name in globals() if not name.startswith("_")]
