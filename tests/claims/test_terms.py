"""Terms: what can be made, what is refused, and that they are data."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import coherence_exact.claims as language
import pytest
from coherence_exact.claims import (
    Horizon,
    Term,
    at_least,
    boltzmann,
    both,
    claim,
    coherent,
    coherent_only_at,
    deterministic,
    either,
    equal,
    expected_return,
    finite,
    fold,
    greater,
    greedy_limit,
    horizon,
    horizon_at_least,
    implies,
    incoherence,
    kl,
    negation,
    number,
    optimal_success,
    policy_stable,
    prior,
    probability,
    retrain,
    soft_q,
    soft_v,
    stochastic,
    success_from,
    success_probability,
    temperature,
    trajectories,
)
from coherence_exact.claims.evaluator import RULES
from coherence_exact.claims.terms import SIGNATURES, Sort, as_python, make, to_data
from coherence_exact.errors import ClaimError
from coherence_exact.papers import incoherence as paper


def terms_of_the_paper() -> list[Term]:
    """Every relation and hypothesis of every reading."""
    return [
        term
        for each in paper.claims()
        for reading in each.readings
        for term in (reading.relation, *reading.given)
    ]


def subterms(term: Term) -> list[Term]:
    """The term and all that it is made of."""
    return [term, *(part for argument in term.arguments for part in subterms(argument))]


def test_every_name_denotes_something() -> None:
    assert set(RULES) == set(SIGNATURES)


def test_the_sort_of_a_term_is_that_of_its_signature() -> None:
    assert retrain(prior).sort is Sort.POLICY
    assert success_probability(prior).sort is Sort.VALUE
    assert soft_q(prior).sort is Sort.TABLE
    assert trajectories(prior).sort is Sort.DISTRIBUTION
    assert deterministic.sort is Sort.RELATION


def test_equal_terms_are_one_key() -> None:
    assert retrain(prior, 2) == retrain(prior, steps=2)
    assert hash(retrain(prior, 2)) == hash(retrain(prior, steps=2))
    assert retrain(prior, 2) != retrain(prior, 3)
    assert retrain(prior, 2) != coherent(prior, 2)
    assert boltzmann(prior, "1/2") == boltzmann(prior, Fraction(1, 2)) == boltzmann(prior, "0.5")
    assert boltzmann(prior, 0) == greedy_limit(prior)
    assert stochastic == negation(deterministic)


def test_terms_do_not_change() -> None:
    attribute = "name"
    with pytest.raises(AttributeError):
        setattr(prior, attribute, "posterior")


@pytest.mark.parametrize("term", [prior, retrain(prior, horizon - 1), equal(number("1/2"), 1)], ids=as_python)
def test_pickled_terms_are_the_same(term: Term) -> None:
    again = pickle.loads(pickle.dumps(term))
    assert again == term
    assert {term: "found"}[again] == "found"


def test_pickled_terms_are_the_same_where_text_has_other_hashes() -> None:
    program = (
        "import pickle, sys; from coherence_exact.claims import prior, retrain;"
        "term = pickle.load(sys.stdin.buffer); assert {retrain(prior, 2): 1}[term] == 1"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", program],
            input=pickle.dumps(retrain(prior, 2)),
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )


def test_steps_may_count_from_the_horizon() -> None:
    assert horizon - 1 == Horizon(-1)
    assert [str(steps) for steps in (horizon, horizon + 2, horizon - 1)] == [
        "horizon",
        "horizon+2",
        "horizon-1",
    ]
    assert as_python(coherent(prior, horizon - 1)) == "coherent(prior, steps=horizon-1, delta=1)"


def test_arithmetic_builds_values() -> None:
    value = success_probability(prior) * 2 - "1/2"
    assert value.sort is Sort.VALUE
    assert as_python(value) == '((success_probability(prior) * 2) - "1/2")'
    assert as_python(number(6) / 11 + 1) == "((number(6) / 11) + 1)"


def test_numbers_and_text_become_literals() -> None:
    assert at_least(success_probability(prior), "1/2").arguments[1] == number(Fraction(1, 2))
    assert finite(1) == finite(number(1))


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "steps below 0": (lambda: retrain(prior, -1), r"retrain\(steps=…\): -1 is not an integer of at least 0"),
    "steps a truth": (lambda: retrain(prior, True), "true is not an integer"),
    "steps a fraction": (lambda: make("retrain", (prior,), steps=Fraction(1, 2)), "1/2 is not an integer"),
    "steps text": (lambda: make("retrain", (prior,), steps="2"), '"2" is not an integer'),
    "alpha 0": (lambda: temperature(prior, 0), r"temperature\(alpha=…\): 0 is not an integer of at least 1"),
    "alpha the horizon": (lambda: make("temperature", (prior,), alpha=horizon), "is not an integer"),
    "delta 2": (lambda: boltzmann(prior, 2), r"boltzmann\(delta=…\): δ = 2 is not 1/n"),
    "delta -1": (lambda: incoherence(prior, -1), "δ = -1 is not 1/n"),
    "delta a float": (lambda: make("boltzmann", (prior,), delta=0.5), "0.5 is a float, which is not exact"),
    "kind": (lambda: fold(prior, 1, "other"), '"other" is not a kind of folding'),
    "cumulative": (lambda: make("fold", (prior,), steps=1, kind="ratio", cumulative=1), "1 is not True or"),
    "time 0": (lambda: success_from(prior, 0, "s"), r"success_from\(time=…\): 0 is not an integer of at"),
    "a state that is no text": (lambda: make("success_from", (prior,), time=1, state=3), "3 is not text"),
    "horizon 0": (lambda: horizon_at_least(0), "0 is not an integer of at least 1"),
    "lookahead 0": (lambda: policy_stable(prior, 0), "0 is not an integer of at least 1"),
    "a value as policy": (lambda: retrain(number(1)), "retrain takes policy, not value; mend the call"),
    "a number as policy": (lambda: make("retrain", (1,), steps=1), "retrain takes policy, not value"),
    "a float as value": (lambda: make("finite", (0.5,)), r"finite\(0.5\): the argument is not a term"),
    "a truth as value": (lambda: make("finite", (True,)), r"finite\(true\): the argument is not a term"),
    "none as policy": (lambda: make("retrain", (None,), steps=1), r"retrain\(null\): the argument is not"),
    "a function as policy": (lambda: make("retrain", (retrain,), steps=1), "the argument is not a term"),
    "text that is no number": (lambda: equal(success_probability(prior), "half"), '"half"'),
    "equal sorts": (lambda: equal(prior, 1), "equal compares two terms of one sort, not policy, value"),
    "equal relations": (lambda: equal(deterministic, deterministic), "does not compare terms of sort rel"),
    "order of policies": (lambda: greater(prior, prior), "greater does not compare terms of sort policy"),
    "order of distributions": (
        lambda: at_least(trajectories(prior), trajectories(prior)),
        "at_least does not compare terms of sort distribution",
    ),
    "logic of policies": (lambda: both(deterministic, prior), "both takes relation, relation, not relation,"),
    "empty logic": (either, "either takes"),
    "negated value": (lambda: negation(number(1)), "negation takes relation, not value"),
    "implied value": (lambda: implies(deterministic, number(1)), "implies takes relation, relation"),
    "finite policy": (lambda: finite(prior), "finite takes value, not policy"),
    "divergence of one": (lambda: make("kl", (prior,)), "kl takes policy, policy, not policy"),
    "argument of a constant": (lambda: make("prior", (prior,)), "prior takes no argument, not policy"),
    "sum of policies": (lambda: prior + prior, "add takes value, value, not policy, policy"),
    "product with a table": (lambda: soft_v(prior) * 2, "multiply takes value, value, not table, value"),
    "only at 2": (lambda: coherent_only_at(prior, 2), "δ = 2 is not 1/n"),
    "a claim about a policy": (lambda: claim("a", "b", prior), "prior is not a relation; compare it"),
    "a hypothesis that is a value": (
        lambda: claim("a", "b", deterministic, given=[optimal_success]),
        "optimal_success is not a relation",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_well_formed_is_refused(name: str) -> None:
    build, message = REFUSED[name]
    with pytest.raises(ClaimError, match=message):
        build()


def test_terms_are_json_data() -> None:
    assert to_data(equal(incoherence(coherent(prior, horizon), "1/2"), 0)) == [
        "equal",
        {},
        [
            "incoherence",
            {"delta": "1/2"},
            ["coherent", {"steps": "horizon", "delta": "1"}, ["prior", {}]],
        ],
        ["number", {"value": "0"}],
    ]
    assert to_data(probability(fold(prior), 1, "∅", "a1"))[1] == {"time": 1, "state": "∅", "action": "a1"}


def test_all_terms_of_the_paper_are_json_data() -> None:
    for term in terms_of_the_paper():
        for part in subterms(term):
            data = to_data(part)
            assert data[0] == part.name
            assert len(data) == 2 + len(part.arguments)
            assert all(isinstance(value, (str, int, bool)) for value in data[1].values())


def test_every_constructor_makes_a_term_of_its_name() -> None:
    constants = {name for name, value in vars(language).items() if isinstance(value, Term)}
    assert {"prior", "uniform", "deterministic", "optimal_success"} <= constants
    for name in constants - {"stochastic"}:
        assert getattr(language, name).name == name


def test_divergences_take_policies_in_their_order() -> None:
    assert kl(prior, retrain(prior)).arguments == (prior, retrain(prior))
    assert expected_return(retrain(prior)).arguments == (retrain(prior),)
