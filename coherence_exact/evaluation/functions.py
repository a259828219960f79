"""The definitions as Python functions of a model and a policy.

Each evaluates a definition of the vocabulary on a model, with a policy in place of the prior; none has a
meaning of its own.  Numbers are ``fractions.Fraction``, sympy expressions where the model has symbols, and
exact log values.  A policy's ``dead_states`` are the decision points where nothing could be conditioned on,
so that a row was kept.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from coherence_exact.definitions import (
    coherence as coherences,
)
from coherence_exact.definitions import conditioning, divergences, folding, optimality, returns, values
from coherence_exact.errors import ArgumentError, ClaimError, UndefinedError
from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.fields import Number, is_zero
from coherence_exact.exact.rationals import is_unit_fraction, quote
from coherence_exact.exact.symbolic import plain
from coherence_exact.language.core import prior as given_policy
from coherence_exact.language.core import second_policy
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Point, Policy, State

FoldKind: TypeAlias = Literal["posterior", "ratio"]


class SoftValues(NamedTuple):
    """q[t, s][a] and v[t, s] at every decision point."""

    q: dict[Point, dict[Action, Number]]
    v: dict[Point, Number]


# Evaluation of a term on a model


def policy_of(model: Model, policy: Policy, term: Term) -> Policy:
    """The policy that a term denotes on a model, where ``prior`` stands for the given policy."""
    evaluation = Evaluation(model, prior=policy, accelerated=True)
    rows = _rows(evaluation, term)
    points = evaluation.layout.points
    kept = frozenset(points[number] for number in evaluation.kept_points(term))
    return Policy(rows, policy.dead_states | kept)


def value_of(model: Model, policy: Policy, term: Term, other: Policy | None = None) -> Any:
    """The number that a term denotes on a model, where ``prior`` stands for the given policy.

    ``other``: what ``second_policy`` stands for.  Raises :class:`UndefinedError` if there is none.
    """
    value = Evaluation(model, other, prior=policy, accelerated=True).value(term)
    if value is UNDEFINED or value is ABSENT:
        raise UndefinedError(f"{term!r} has no value on this model, because a part of it does not exist")
    return plain(value)


def _rows(evaluation: Evaluation, term: Term) -> dict[Point, dict[Action, Number]]:
    """A table over choices as rows."""
    rows: dict[Point, dict[Action, Number]] = {point: {} for point in evaluation.layout.points}
    for (time, state, action), x in evaluation.table(term).items():
        if x is UNDEFINED:
            raise UndefinedError(f"{term!r} has no value at time {time}, state {state} of this model")
        rows[time, state][action] = plain(x)
    return rows


# Arguments


def check_steps(steps: int) -> int:
    """A number of iterations: an integer ≥ 0."""
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise ArgumentError(
            f"steps = {quote(steps)} is not a number of iterations; give an integer of at least 0"
        )
    return steps


def check_alpha(alpha: int) -> int:
    """An inverse temperature: an integer ≥ 1, so that w^α is rational."""
    if isinstance(alpha, bool) or not isinstance(alpha, int) or alpha < 1:
        raise ArgumentError(
            f"alpha = {quote(alpha)} is not an exact inverse temperature; give an integer of at least 1"
        )
    return alpha


def check_delta(delta: Any) -> Fraction:
    """δ = 1/n with a positive integer n, so that exp(Q/δ) = q^n is rational."""
    exact = isinstance(delta, (int, Fraction)) and not isinstance(delta, bool)
    if exact and is_unit_fraction(Fraction(delta)):
        return Fraction(delta)
    raise ArgumentError(
        f"delta = {quote(delta)} is not 1/n; give 1, Fraction(1, 2), Fraction(1, 3) and so on"
    )


# Policies


def goal_condition(model: Model, policy: Policy) -> Policy:
    """The operator G: π'(a|s) = π(a|s, O_{t:T} = 1) = π(a|s) q(s, a)/v(s) (Definition 5.1).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> goal_condition(race, race.prior)[1, "∅"]["↗"]
    Fraction(2, 5)
    """
    return policy_of(model, policy, conditioning.goal_condition(given_policy))


def retrain(model: Model, policy: Policy, steps: int = 1) -> Policy:
    """G^steps(policy), the policy after ``steps`` re-trainings (Definition 5.3); 0 gives the policy itself.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> retrain(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(25, 61)
    """
    if check_steps(steps) == 0:
        return policy
    return policy_of(model, policy, conditioning.retrain(given_policy, steps))


def temperature(model: Model, prior: Policy, alpha: int) -> Policy:
    """π_α(a|s) = p(a|s, O^α_{t:T} = 1), α an integer ≥ 1 (Definition 5.6).

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> temperature(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(7, 17)
    """
    return policy_of(model, prior, conditioning.temperature(given_policy, check_alpha(alpha)))


def temperature_limit(model: Model, prior: Policy) -> Policy:
    """lim_{α→∞} π_α, exactly, for any dynamics.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> temperature_limit(example, example.prior)[1, "∅"]["a1"]
    Fraction(1, 3)
    """
    return policy_of(model, prior, conditioning.temperature_limit(given_policy))


def retrain_limit(model: Model, prior: Policy) -> Policy:
    """lim_{k→∞} G^k(prior), exactly (Proposition 5.5).

    Raises :class:`ArgumentError` where it may be irrational, under stochastic dynamics; see
    :func:`~coherence_exact.evaluation.limit_bounds.enclose_retrain_limit`.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> retrain_limit(race, race.prior)[1, "∅"]["↗"]
    Fraction(1, 1)
    """
    try:
        return policy_of(model, prior, conditioning.retrain_limit(given_policy))
    except UndefinedError as error:
        raise ArgumentError(
            "with stochastic dynamics the limit of re-training may be irrational where several actions "
            "survive; use enclose_retrain_limit for its support and rational enclosures"
        ) from error


def fold(
    model: Model, prior: Policy, steps: int = 1, kind: FoldKind = "posterior", cumulative: bool = False
) -> Policy:
    """π^F_steps (Definition 5.7), or π^H_steps (Definition 5.8) if ``cumulative``.

    ``kind``: ``"posterior"`` as printed, ``"ratio"`` as repaired.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> fold(example, example.prior, 2)[1, "∅"]["a1"]
    Fraction(25, 61)
    """
    check_steps(steps)
    try:
        return policy_of(model, prior, folding.fold(given_policy, steps, kind, cumulative))
    except ClaimError as error:
        raise ArgumentError(str(error)) from error


def boltzmann(model: Model, policy: Policy, delta: Any = 1) -> Policy:
    """The Boltzmann-rational policy π^δ(a|s) ∝ exp(Q^π(s, a)/δ), δ = 1/n (Definition 4.11).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> boltzmann(race, race.prior)[1, "∅"]["↗"]
    Fraction(2, 5)
    """
    return policy_of(model, policy, coherences.boltzmann(given_policy, check_delta(delta)))


def hopeless_points(model: Model, policy: Policy) -> frozenset[Point]:
    """The decision points where no action can succeed if the policy is followed afterwards.

    Boltzmann-rational and greedy policies keep the policy's row there.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> hopeless_points(race, race.prior)
    frozenset()
    """
    leading = {
        state: {
            action: {s for s, p in choice.successors.items() if not is_zero(p)}
            for action, choice in choices.items()
            if not is_zero(choice.weight)
        }
        for state, choices in model.states.items()
    }
    hopeless: set[Point] = set()
    successful: set[State] = set()
    for time in range(model.horizon, 0, -1):
        before = set()
        for state in model.layers[time - 1]:
            last = time == model.horizon
            useful = [a for a, following in leading[state].items() if last or following & successful]
            if not useful:
                hopeless.add((time, state))
            elif any(not is_zero(policy[time, state].get(action, 0)) for action in useful):
                before.add(state)
        successful = before
    return frozenset(hopeless)


def greedy_limit(model: Model, policy: Policy) -> Policy:
    """lim_{δ→0} π^δ: uniform over the arg max of Q^π(s, ·) (Proposition 4.13).

    Raises :class:`ArgumentError` if values with symbols cannot be compared.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> greedy_limit(race, race.prior)[1, "∅"]["↘"]
    Fraction(1, 1)
    """
    return policy_of(model, policy, coherences.greedy_limit(given_policy))


def coherent(model: Model, prior: Policy, steps: int, delta: Any = 1) -> Policy:
    """``steps`` iterations of Boltzmann coherence at δ from the prior (Definition 4.9).

    T iterations reach a δ-coherent policy (Proposition 4.10).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> coherent(race, race.prior, steps=2)[1, "∅"]["↗"]
    Fraction(4, 7)
    """
    term = coherences.coherent(given_policy, check_steps(steps), check_delta(delta))
    return policy_of(model, prior, term)


# Values


def soft_values(model: Model, policy: Policy) -> SoftValues:
    """The exponentials q = e^Q and v = e^V of the soft values (Definition 4.1).

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> q, v = soft_values(race, race.prior)
    >>> q[1, "∅"]["↗"], v[2, "forest"]
    (Fraction(1, 2), Fraction(3, 4))
    """
    evaluation = Evaluation(model, prior=policy)
    v = evaluation.table(values.soft_v(given_policy))
    return SoftValues(_rows(evaluation, values.soft_q(given_policy)), {key: plain(x) for key, x in v.items()})


def occupancy_measure(model: Model, policy: Policy) -> dict[Point, Number]:
    """d^t_π(s) = p_π(S_t = s) at every decision point (Proposition 4.7).

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> occupancy_measure(example, example.prior)[2, "s1"]
    Fraction(5, 8)
    """
    table = Evaluation(model, prior=policy).table(returns.occupancy(given_policy))
    return {point: plain(x) for point, x in table.items()}


def success_probability(model: Model, policy: Policy) -> Number:
    """S(π) = p_π(O_{1:T} = 1), a rational.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> success_probability(race, race.prior)
    Fraction(5, 8)
    """
    return value_of(model, policy, returns.success_probability(given_policy))


def expected_return(model: Model, policy: Policy) -> Any:
    """J(π) = E[Σ_t r(s_t, a_t)] (Section 3), a log value, −∞ if a reward −∞ has positive probability.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> print(expected_return(example, example.prior))
    3/8·log 2 - log 3
    """
    return value_of(model, policy, returns.expected_return(given_policy))


def causal_entropy(model: Model, policy: Policy) -> Any:
    """Ĥ(π) = Σ_t E_{s ~ d_t} H(π(·|s)) (Corollary 5.10), a log value ≥ 0.

    >>> from coherence_exact.mdp.files import load_model
    >>> example = load_model("paper_examples/example_3.toml")
    >>> print(causal_entropy(example, example.prior))
    2·log 2
    """
    return value_of(model, policy, returns.causal_entropy(given_policy))


def incoherence(model: Model, policy: Policy, delta: Any = 1) -> Any:
    """κ_δ(π) = KL(π ‖ π^δ), over trajectories (Definitions 4.6 and 4.12), as a log value.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> print(incoherence(race, coherent(race, race.prior, steps=2)))
    0
    """
    return value_of(model, policy, coherences.incoherence(given_policy, check_delta(delta)))


def occupancy_divergence(model: Model, left: Policy, right: Policy) -> Any:
    """Σ_t E_{s ~ d^t_left} KL(left(·|s) ‖ right(·|s)): the right side of Proposition 4.7.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> print(occupancy_divergence(race, race.prior, race.prior))
    0
    """
    return value_of(model, left, divergences.occupancy_kl(given_policy, second_policy), right)


def optimal_success(model: Model) -> Number:
    """max_π S(π), a rational.

    >>> from coherence_exact.mdp.files import load_model
    >>> optimal_success(load_model("paper_examples/example_3.toml"))
    Fraction(1, 2)
    """
    return value_of(model, model.prior, optimality.optimal_success)


def optimal_return(model: Model) -> Any:
    """max_π J(π), a log value; −∞ if every policy risks a reward −∞.

    >>> from coherence_exact.mdp.files import load_model
    >>> print(optimal_return(load_model("paper_examples/example_3.toml")))
    1/2·log 2 - log 3
    """
    return value_of(model, model.prior, optimality.optimal_return)
