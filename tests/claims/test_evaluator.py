"""The evaluator: each rule against a direct call of the library, and the rules of comparison and logic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact.claims.evaluator import Evaluation, compare, entries, failing_entry
from coherence_exact.claims.terms import Term, make
from coherence_exact.claims.text import parse_term
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.logarithms import INFINITY, ZERO, log
from coherence_exact.inference.coherence import boltzmann, coherent, greedy, incoherence
from coherence_exact.inference.conditioning import goal_condition, retrain_by_definition
from coherence_exact.inference.delta import coherent_deltas
from coherence_exact.inference.divergences import occupancy_divergence
from coherence_exact.inference.folding import fold
from coherence_exact.inference.limits import retrain_limit
from coherence_exact.inference.optimality import optimal_return, optimal_success
from coherence_exact.inference.returns import causal_entropy, expected_return, success_probability
from coherence_exact.inference.stability import is_policy_stable
from coherence_exact.inference.temperature import temperature
from coherence_exact.inference.trajectories import (
    conditioned_distribution,
    success_from,
    trajectory_distribution,
    trajectory_divergence,
)
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model, uniform_policy
from coherence_exact.mdp.policy import Policy

from tests.models import deterministic_policies, example, one_decision

MODELS = ("example_1", "example_3", "figure_3", "figure_4", "fixed_point")

RULES: dict[str, Callable[[Model, Policy], Any]] = {
    "prior": lambda _, p: p,
    "uniform": lambda m, _: uniform_policy(m),
    "retrain(prior, 0)": lambda _, p: p,
    "retrain(prior)": goal_condition,
    "retrain(prior, 3)": lambda m, p: retrain_by_definition(m, p, 3),
    "retrain(prior, horizon + 1)": lambda m, p: retrain_by_definition(m, p, m.horizon + 1),
    "retrain(retrain(prior), 2)": lambda m, p: retrain_by_definition(m, p, 3),
    "temperature(prior, 3)": lambda m, p: temperature(m, p, 3),
    "temperature(uniform, 2)": lambda m, _: temperature(m, uniform_policy(m), 2),
    "fold(prior, 3)": lambda m, p: fold(m, p, 3),
    "fold(prior, 3, 'ratio')": lambda m, p: fold(m, p, 3, "ratio"),
    "fold(prior, 3, cumulative=True)": lambda m, p: fold(m, p, 3, cumulative=True),
    "fold(prior, 2, 'ratio', True)": lambda m, p: fold(m, p, 2, "ratio", cumulative=True),
    "boltzmann(prior)": boltzmann,
    "boltzmann(retrain(prior), '1/3')": lambda m, p: boltzmann(m, goal_condition(m, p), Fraction(1, 3)),
    "greedy_limit(prior)": greedy,
    "coherent(prior, 2, '1/2')": lambda m, p: coherent(m, p, 2, Fraction(1, 2)),
    "coherent(prior, horizon)": lambda m, p: coherent(m, p, m.horizon),
    "coherent(prior, 2, 0)": lambda m, p: greedy(m, greedy(m, p)),
    "optimal_success": lambda m, _: optimal_success(m),
    "optimal_return": lambda m, _: optimal_return(m),
    "success_probability(retrain(prior))": lambda m, p: success_probability(m, goal_condition(m, p)),
    "expected_return(prior)": expected_return,
    "expected_return(retrain(prior))": lambda m, p: expected_return(m, goal_condition(m, p)),
    "causal_entropy(retrain(prior))": lambda m, p: causal_entropy(m, goal_condition(m, p)),
    "incoherence(prior)": incoherence,
    "incoherence(retrain(prior), '1/2')": lambda m, p: incoherence(m, goal_condition(m, p), Fraction(1, 2)),
    "incoherence(prior, 0)": lambda m, p: occupancy_divergence(m, p, greedy(m, p)),
    "kl(retrain(prior), prior)": lambda m, p: trajectory_divergence(m, goal_condition(m, p), p),
    "kl(prior, retrain(prior))": lambda m, p: trajectory_divergence(m, p, goal_condition(m, p)),
    "occupancy_kl(prior, boltzmann(prior))": incoherence,
    "soft_q(prior)": lambda m, p: {
        (*d, a): x for d, row in soft_values(m, p).q.items() for a, x in row.items()
    },
    "soft_v(prior)": lambda m, p: soft_values(m, p).v,
    "success_given_action(prior)": lambda m, p: {
        (*d, a): success_from(m, p, d, a) for d, row in p.items() for a in row
    },
    "success_given_state(prior)": lambda m, p: {d: success_from(m, p, d) for d in p},
    "trajectories(prior)": trajectory_distribution,
    "trajectories(prior, given_start=True)": lambda m, p: trajectory_distribution(m, p, given_start=True),
    "conditioned_trajectories(prior)": conditioned_distribution,
    "conditioned_trajectories(prior, True)": lambda m, p: conditioned_distribution(m, p, given_start=True),
    "deterministic": lambda m, _: m.is_deterministic,
    "stochastic": lambda m, _: not m.is_deterministic,
    "full_support": lambda _, p: min(x for row in p.values() for x in row.values()) > 0,
    "uniform_prior": lambda _, p: all(len(set(row.values())) == 1 for row in p.values()),
    "finite_rewards": lambda m, _: min(w for row in m.weights.values() for w in row.values()) > 0,
    "single_start": lambda m, _: len(m.start_states) == 1,
    "equal_action_counts": lambda m, _: len({len(row) for row in m.weights.values()}) == 1,
    "horizon_at_least(3)": lambda m, _: m.horizon >= 3,
    "coherent_for_some_delta(prior)": lambda m, p: not coherent_deltas(m, p).is_empty,
}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("text", RULES)
def test_a_rule_is_the_library_function(text: str, name: str) -> None:
    model = example(name)
    assert Evaluation(model).value(parse_term(text)) == RULES[text](model, model.prior)


@pytest.mark.parametrize("name", ["example_1", "figure_4"])
def test_the_limit_and_stability_of_deterministic_models(name: str) -> None:
    model = example(name)
    evaluation = Evaluation(model)
    assert evaluation.value(parse_term("retrain_limit(prior)")) == retrain_limit(model, model.prior)
    for lookahead in (1, 2):
        stable = parse_term(f"policy_stable(prior, {lookahead})")
        assert evaluation.value(stable) == is_policy_stable(model, model.prior, lookahead)


def test_numbers_at_a_point() -> None:
    evaluation = Evaluation(example("example_3"))
    assert evaluation.value(parse_term("probability(retrain(prior, 2), 1, '∅', 'a1')")) == Fraction(25, 61)
    assert evaluation.value(parse_term("success_from(prior, 2, 's2')")) == Fraction(2, 3)


def test_arithmetic_is_exact() -> None:
    evaluation = Evaluation(example("example_3"))
    assert evaluation.value(parse_term("1/2*3/4*1/3 + 1/2*1/4*2/3 - '1/24'")) == Fraction(1, 6)
    assert evaluation.value(parse_term("expected_return(prior) * 8")) == log(8) - log(3) * 8
    assert evaluation.value(parse_term("expected_return(prior) + optimal_return")) == expected_return(
        example("example_3"), example("example_3").prior
    ) + optimal_return(example("example_3"))


def test_the_second_policy_is_the_one_that_is_given() -> None:
    model = example("example_1")
    second = deterministic_policies(model)[0]
    evaluation = Evaluation(model, second)
    assert evaluation.value(parse_term("second_policy")) == second
    assert evaluation.value(parse_term("equal(second_policy, prior)")) is False


UNDEFINED = {
    "second_policy": "there is no second policy here",
    "retrain(prior, horizon - 3)": "horizon-3 is negative at horizon 2",
    "probability(prior, 1, 's1', 'a1')": "the model has no state s1 at time 1",
    "probability(prior, 1, '∅', 'a3')": "has no action a3",
    "success_from(prior, 3, 's1')": "the model has no state s1 at time 3",
    "success_probability(prior) / 0": "nothing can be divided by 0",
    "1 / (expected_return(prior) - expected_return(uniform))": "denominator zero",
    "logarithm(0) * logarithm(2)": "arithmetic with ∞",
    "logarithm(0) + 1": "arithmetic with ∞",
    "limit_probability(prior, 1, '∅', 'a1') + 1": "arithmetic with a limit",
    "greater(limit_probability(prior, 1, '∅', 'a1'), logarithm(2))": "compared with rationals only",
}


@pytest.mark.parametrize("text", UNDEFINED)
def test_what_does_not_exist_is_undefined(text: str) -> None:
    evaluation = Evaluation(example("example_3"))
    for _ in range(2):
        with pytest.raises(UndefinedError, match=UNDEFINED[text]):
            evaluation.value(parse_term(text))


TRUE_OF_LOG_QUOTIENTS = (
    "equal(logarithm(4) * logarithm(3), logarithm(2) * logarithm(9))",
    "equal(logarithm(9) / logarithm(3), 2)",
    "greater(logarithm(3) / logarithm(2), '3/2')",
    "greater('17/10', logarithm(2) + 1)",
    "at_least(1 - logarithm(2), '3/10')",
    "greater(logarithm(2) * logarithm(3), logarithm(2))",
    "greater(logarithm(2) * logarithm(3), logarithm(0))",
)


@pytest.mark.parametrize("text", TRUE_OF_LOG_QUOTIENTS)
def test_products_and_quotients_of_logarithms(text: str) -> None:
    evaluation = Evaluation(example("example_3"))
    assert evaluation.value(parse_term(text)) is True
    reversed_sides = make("greater", parse_term(text).arguments[::-1])
    assert evaluation.value(reversed_sides) is False


def test_infinity_less_infinity_and_conditioning_on_nothing_are_undefined() -> None:
    impossible = Evaluation(one_decision(a=0, b=0))
    for text in (
        "expected_return(prior) - expected_return(prior)",
        "conditioned_trajectories(prior)",
    ):
        with pytest.raises(UndefinedError):
            impossible.value(parse_term(text))


# Example 1's prior falls into the chasm: J = −∞, κ = ∞.  Example 3 has J = 3/8·log 2 − log 3 ≈ −0.84.
RELATIONS = [
    ("example_1", "equal(expected_return(prior), expected_return(prior))", True),
    ("example_1", "at_most(expected_return(prior), expected_return(prior))", True),
    ("example_1", "at_least(incoherence(prior), incoherence(prior))", True),
    ("example_1", "greater(incoherence(prior), incoherence(prior))", False),
    ("example_1", "greater(incoherence(prior), 1000)", True),
    ("example_1", "at_most(expected_return(prior), 0)", True),
    ("example_1", "greater(0, expected_return(prior))", True),
    ("example_1", "equal(expected_return(prior), 0)", False),
    ("example_1", "finite(expected_return(prior))", False),
    ("example_1", "finite(incoherence(prior))", False),
    ("example_1", "finite(success_probability(prior))", True),
    ("example_3", "finite(expected_return(prior))", True),
    ("example_3", "greater(expected_return(prior), '-839/1000')", True),
    ("example_3", "greater(expected_return(prior), '-838/1000')", False),
    ("example_3", "at_least('-838/1000', expected_return(prior))", True),
    ("example_3", "at_most(expected_return(prior), '-839/1000')", False),
    ("example_3", "equal(expected_return(prior), '-838/1000')", False),
    ("example_3", "equal(incoherence(coherent(prior, 2)), 0)", True),
    ("example_3", "equal(0, incoherence(coherent(prior, 2)))", True),
    ("example_3", "at_least(1, success_probability(prior))", True),
    ("example_3", "greater(success_probability(prior), success_probability(prior))", False),
    ("example_3", "equal(fold(prior, 2), retrain(prior, 2))", True),
    ("example_3", "equal(temperature(prior, 2), retrain(prior, 2))", False),
    ("example_3", "at_least(soft_v(retrain(prior)), soft_v(prior))", True),
    ("example_3", "greater(soft_v(retrain(prior)), soft_v(prior))", False),
    ("example_3", "equal(soft_q(prior), success_given_action(prior))", True),
    ("example_3", "equal(trajectories(prior), trajectories(retrain(prior, 0)))", True),
    ("example_3", "equal(trajectories(prior), conditioned_trajectories(prior))", False),
    ("example_3", "both(stochastic, full_support)", True),
    ("example_3", "both(stochastic, deterministic)", False),
    ("example_3", "either(deterministic, stochastic)", True),
    ("example_3", "either(deterministic, negation(stochastic))", False),
    ("example_3", "implies(deterministic, negation(full_support))", True),
    ("example_3", "implies(stochastic, negation(full_support))", False),
    ("example_3", "implies(stochastic, full_support)", True),
    ("example_3", "iff(deterministic, negation(full_support))", True),
    ("example_3", "iff(deterministic, full_support)", False),
    ("example_3", "negation(both(stochastic, deterministic))", True),
    ("fixed_point", "coherent_only_at(prior, 1)", True),
    ("fixed_point", "coherent_only_at(prior, '1/2')", False),
    ("fixed_point", "coherent_for_some_delta(prior)", True),
]


@pytest.mark.parametrize(("name", "text", "holds"), RELATIONS)
def test_relations(name: str, text: str, holds: bool) -> None:
    assert Evaluation(example(name)).value(parse_term(text)) is holds


def test_logic_stops_where_it_is_decided() -> None:
    evaluation = Evaluation(example("example_3"))
    undefined = "equal(second_policy, prior)"
    assert evaluation.value(parse_term(f"both(deterministic, {undefined})")) is False
    assert evaluation.value(parse_term(f"either(stochastic, {undefined})")) is True
    assert evaluation.value(parse_term(f"implies(deterministic, {undefined})")) is True
    for logic in ("both(stochastic, {})", "implies(stochastic, {})", "negation({})"):
        with pytest.raises(UndefinedError):
            evaluation.value(parse_term(logic.format(undefined)))


THIRD, HALF = log(Fraction(1, 3)), log(Fraction(1, 2))
ASCENDING = [-INFINITY, THIRD, Fraction(-1), HALF, ZERO, log(2), Fraction(7, 10), 1, INFINITY]


def test_rationals_and_log_values_are_in_one_order() -> None:
    for i, left in enumerate(ASCENDING):
        for j, right in enumerate(ASCENDING):
            assert compare(left, right) == (i > j) - (i < j)


def test_zero_is_zero_of_both_kinds() -> None:
    assert compare(ZERO, Fraction(0)) == compare(Fraction(0), ZERO) == compare(ZERO, ZERO) == 0
    assert compare(log(4) - log(2) * 2, 0) == 0


def test_entries_go_in_the_order_of_the_left_side() -> None:
    model = example("example_3")
    trained = goal_condition(model, model.prior)
    assert list(entries(model.prior, trained))[:2] == [
        ((1, "∅", "a1"), Fraction(1, 2), Fraction(5, 11)),
        ((1, "∅", "a2"), Fraction(1, 2), Fraction(6, 11)),
    ]
    assert list(entries({"x": 1}, {"y": 2})) == [("x", 1, 0), ("y", 0, 2)]
    assert list(entries(1, 2)) == [(None, 1, 2)]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("equal(prior, retrain(prior))", ((1, "∅", "a1"), Fraction(1, 2), Fraction(5, 11))),
        ("equal(soft_v(prior), soft_v(retrain(prior)))", ((1, "∅"), Fraction(11, 24), Fraction(61, 132))),
        ("at_most(success_probability(prior), '1/3')", (None, Fraction(11, 24), Fraction(1, 3))),
        ("at_least(soft_v(retrain(prior)), soft_v(prior))", None),
    ],
)
def test_the_first_failing_entry(text: str, entry: object) -> None:
    assert failing_entry(Evaluation(example("example_3")), parse_term(text)) == entry


def test_every_term_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from coherence_exact.claims import evaluator

    calls = []
    original = evaluator.RULES["temperature"]

    def counted(evaluation: Evaluation, term: Term) -> Any:
        calls.append(term)
        return original(evaluation, term)

    monkeypatch.setitem(evaluator.RULES, "temperature", counted)
    evaluation = Evaluation(example("example_3"))
    both = "both(equal(temperature(prior, 2), prior), equal(temperature(prior, 2), prior))"
    for _ in range(2):
        evaluation.value(parse_term(f"negation({both})"))
        evaluation.value(parse_term("success_probability(temperature(prior, 2))"))
    assert len(calls) == 1
