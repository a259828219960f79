"""Section 4, the theory of incoherence: soft values and goal conditioning, with their proofs in A.1."""

from __future__ import annotations

from coherence_exact.claims import (
    Argument,
    Claim,
    OneModel,
    Reading,
    Term,
    Theorem,
    argued,
    at_least,
    both,
    conditioned_trajectories,
    deterministic,
    deterministic_policy,
    dynamics,
    equal,
    iff,
    negation,
    number,
    one_decision,
    prior,
    repaired,
    retrain,
    second_policy,
    single_start,
    soft_q,
    soft_v,
    stochastic,
    success_given_action,
    success_given_state,
    symbol,
    terminal_rewards,
    trajectories,
    weight,
)
from coherence_exact.language.definitions import Definition
from coherence_exact.papers.examples import example
from coherence_exact.papers.incoherence.definitions import (
    arg_max,
    arg_max_by_preference,
    conditioned_dynamics,
    conditioned_success,
    expected_success,
    follows,
    in_order,
    keeps_dynamics,
    last_reward_trajectories,
    raised,
    softmax,
    truncated,
)

_GIVEN_START = equal(
    conditioned_trajectories(prior, given_start=True), trajectories(retrain(prior), given_start=True)
)
_WITH_START = equal(conditioned_trajectories(prior), trajectories(retrain(prior)))
_UNCHANGED_DYNAMICS = equal(conditioned_dynamics(prior), dynamics)
_TELESCOPED = equal(trajectories(retrain(prior), given_start=True), last_reward_trajectories(prior))

# Definition 4.4: one weight of each state, the one that a policy points at, is raised half-way to 1, and to 1


def _respects_order(response: Definition, pointer: Term, *others: Term | int) -> Term:
    """A response to the weights is in their order, and follows when one of them is raised."""
    before = response(weight, *others)
    return both(
        in_order(weight, before),
        *(
            follows(pointer, before, response(raised(pointer, part), *others))
            for part in (number("1/2"), number(1))
        ),
    )


_POINTED = (one_decision, deterministic_policy(prior))

_x, _y, _z, _rest = (symbol(name) for name in ("x", "y", "z", "rest"))

SOFTMAX = Argument(
    Theorem(
        "softmax respects order",
        "For every δ > 0 the response f_i ∝ x_i^{1/δ} to numbers x_i ≥ 0 that are not all 0 is order-respecting: "
        "larger numbers have larger responses, and if one number grows, its response does not fall and no other one "
        "rises.",
        "Powers with exponent 1/δ > 0 increase, so it is enough to look at the powers. Let x and y be the powers of two "
        "numbers, rest ≥ y the sum of all powers but x, and z ≥ x what x grows to. The first equation is the "
        "difference of the responses to x and y, which has the sign of x − y. The second is the gain of the response "
        "to x, which is not negative; the third the loss of the response to y, which is not negative either. Where "
        "x + rest = 0 nothing is asserted.",
    ),
    both(
        equal(_x / (_x + _rest) - _y / (_x + _rest), (_x - _y) / (_x + _rest)),
        equal(
            _z / (_z + _rest) - _x / (_x + _rest),
            _rest * (_z - _x) / ((_z + _rest) * (_x + _rest)),
        ),
        equal(
            _y / (_x + _rest) - _y / (_z + _rest),
            _y * (_z - _x) / ((_z + _rest) * (_x + _rest)),
        ),
    ),
    (),
    "proved",
)

CLAIMS = (
    Claim(
        "4.2",
        "Soft Q and V are log probabilities of success",
        where="Proposition 4.2, proved as A.1",
        readings=(
            Reading(
                "printed",
                "e^Q and e^V of the recursion are p(O_{t:T}=1|s,a) and p(O_{t:T}=1|s) summed over trajectories, any τ",
                both(
                    equal(soft_q(prior), success_given_action(prior)),
                    equal(soft_v(prior), success_given_state(prior)),
                ),
            ),
        ),
    ),
    Claim(
        "4.3",
        "With deterministic dynamics p(ξ|O) = p̂(ξ)",
        where="Proposition 4.3, proved as A.2",
        readings=(
            *repaired(
                "printed",
                "p(ξ|O_{1:T}) = p̂(ξ), deterministic τ, one start state",
                _WITH_START,
                (deterministic, single_start),
            ),
            Reading(
                "given-start",
                "p(ξ|s_1, O_{1:T}) = p̂(ξ|s_1) from any μ, as the paper's products without μ read",
                _GIVEN_START,
                (deterministic,),
            ),
            Reading(
                "stochastic",
                "p(ξ|O_{1:T}) = p̂(ξ) for stochastic τ too, one start state",
                _WITH_START,
                (stochastic, single_start),
            ),
            *repaired(
                "exactly-when",
                "p(ξ|O_{1:T}) = p̂(ξ) exactly if p(s′|s,a,O) = τ(s′|s,a) where G(p) goes, any τ, one start state",
                iff(_WITH_START, keeps_dynamics(prior)),
                (single_start,),
            ),
        ),
    ),
    Claim(
        "A.2-telescope",
        "The telescoped sum in the proof of Proposition A.2",
        where="Proof of Proposition A.2",
        readings=(
            Reading(
                "printed",
                "Σ_t log p(O_{t:T}|s_t,a_t) − log p(O_{t:T}|s_t) leaves log p(O_{T:T}|s_T,a_T) − log p(O_{1:T}|s_1)",
                _TELESCOPED,
                (deterministic,),
            ),
            *repaired(
                "rewards-at-the-end",
                "the same where all rewards before t = T are 0",
                _TELESCOPED,
                (deterministic, terminal_rewards),
            ),
            Reading(
                "corrected",
                "it leaves Σ_t r(s_t,a_t) − log p(O_{1:T}|s_1)",
                _GIVEN_START,
                (deterministic,),
            ),
        ),
    ),
    Claim(
        "4-optimism",
        "Conditioning trajectories also conditions the dynamics",
        where="Section 4, after Proposition 4.3",
        readings=(
            Reading(
                "printed",
                "on Example 3, p(s'|s,a,O) ≠ τ(s'|s,a)",
                negation(_UNCHANGED_DYNAMICS),
                domain=OneModel(example("example_3")),
            ),
            Reading(
                "overoptimistic",
                "the conditioned dynamics expect at least as much success: Σ p(s'|s,a,O) v ≥ Σ τ v, any τ",
                at_least(conditioned_success(prior), expected_success(prior)),
            ),
            *repaired(
                "deterministic",
                "p(s'|s,a,O) = τ(s'|s,a) for deterministic τ",
                _UNCHANGED_DYNAMICS,
                (deterministic,),
            ),
        ),
    ),
    Claim(
        "4.4-examples",
        "Softmax and the arg max indicator are order-respecting",
        where="Definition 4.4",
        readings=(
            Reading(
                "softmax",
                "softmax at δ = 1, 1/2, 1/3 respects order, when the weight of any one action is raised half-way to 1 or to 1",
                both(*(_respects_order(softmax, prior, n) for n in (1, 2, 3))),
                _POINTED,
            ),
            argued("softmax-every-temperature", "softmax at every δ > 0 respects order", SOFTMAX),
            Reading(
                "arg-max",
                "the arg max with ties shared equally respects order",
                _respects_order(arg_max, prior),
                _POINTED,
            ),
            Reading(
                "arg-max-first",
                "the arg max with ties broken by a fixed preference among actions respects order",
                _respects_order(arg_max_by_preference, second_policy, prior),
                (one_decision, deterministic_policy(second_policy)),
            ),
            Reading(
                "truncated",
                "a truncated response ∝ max(0, x − max x/2), of the kind of sparsemax, respects order too, at most three actions",
                _respects_order(truncated, prior),
                _POINTED,
            ),
        ),
    ),
)
