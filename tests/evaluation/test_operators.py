"""Specifications of operators: what they parse to, what they refuse, and their traces."""

from __future__ import annotations

from fractions import Fraction

import pytest
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.functions import (
    coherent,
    fold,
    greedy_limit,
    retrain,
    retrain_limit,
    temperature,
)
from coherence_exact.evaluation.operators import (
    OPERATORS,
    Specification,
    parse_delta,
    parse_integer,
    parse_specification,
)
from coherence_exact.mdp.policy import Policy

from tests.models import example

RACE = example("example_1")
PRIOR = RACE.prior

PARSED = {
    "prior": Specification("prior"),
    "retrain": Specification("retrain"),
    "retrain:0": Specification("retrain", steps=0),
    "retrain:02": Specification("retrain", steps=2),
    "temperature:3": Specification("temperature", alpha=3),
    "fold:2,kind=ratio": Specification("fold", steps=2, kind="ratio"),
    "fold,kind=ratio": Specification("fold", kind="ratio"),
    "fold-cumulative:2,kind=posterior": Specification("fold-cumulative", steps=2),
    "coherent:2,delta=1/2": Specification("coherent", steps=2, delta=Fraction(1, 2)),
    "coherent:2,delta=0.5": Specification("coherent", steps=2, delta=Fraction(1, 2)),
    "coherent:2,delta=2/4": Specification("coherent", steps=2, delta=Fraction(1, 2)),
    "greedy-limit": Specification("greedy-limit"),
    "retrain-limit": Specification("retrain-limit"),
}

REFUSED = {
    "": "is not an operator",
    ":": "is not an operator",
    ",": "is not an operator",
    "Retrain:2": "is not an operator",
    "retrain;2": "is not an operator",
    "two\nlines": r'"two\\u000Alines" is not an operator',
    "retrain:": "is not an integer",
    "retrain:-1": "is not an integer",
    "retrain:+1": "is not an integer",
    "retrain:x": "is not an integer",
    "retrain:1.5": "is not an integer",
    "retrain: 2": "is not an integer",
    "retrain:1_0": "is not an integer",
    "retrain:٣": "is not an integer",
    "retrain:99999999999": "is not an integer of at most 7 digits",
    "retrain:2,": '"" is not an option of retrain; write retrain:2',
    "retrain,steps=2": "is not an option of retrain; write retrain:2",
    "temperature:0": "integer of at least 1",
    "prior:2": "prior takes no number; write prior",
    "greedy-limit:1": "takes no number",
    "prior,delta=1": "is not an option of prior; write prior",
    "fold:2,kind=": "is not a kind of folding",
    "fold:2,kind": "is not a kind of folding",
    "fold:2,kind=Ratio": "is not a kind of folding",
    "fold:2,delta=1": "write fold:2,kind=",
    "coherent:2,kind=ratio": "write coherent:2,delta=",
    "coherent:2,delta=0": "is not 1/n",
    "coherent:2,delta=2": "is not 1/n",
    "coherent:2,delta=-1": "is not 1/n",
    "coherent:2,delta=1/0": "is not 1/n",
    "coherent:2,delta=": "is not 1/n",
    "coherent:2,delta=1/2,delta=1/3": "delta is given twice",
}


@pytest.mark.parametrize("text", PARSED)
def test_a_specification_is_read(text: str) -> None:
    assert parse_specification(text) == PARSED[text]


@pytest.mark.parametrize("text", PARSED)
def test_a_specification_is_printed_as_it_is_read(text: str) -> None:
    specification = PARSED[text]
    assert parse_specification(str(specification)) == specification


@pytest.mark.parametrize("text", REFUSED)
def test_a_wrong_specification_is_refused_on_one_line(text: str) -> None:
    with pytest.raises(ArgumentError, match=REFUSED[text]) as refusal:
        parse_specification(text)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("text", ["1/2", "0.5", "2/4"])
def test_delta_is_any_literal_of_a_unit_fraction(text: str) -> None:
    assert parse_delta(text) == Fraction(1, 2)


@pytest.mark.parametrize("text", ["0", "2", "0.75", "-1", "1e-1", ".5", " 1", "", "1/2/3", "nan"])
def test_delta_is_nothing_else(text: str) -> None:
    with pytest.raises(ArgumentError, match="is not 1/n"):
        parse_delta(text)


def test_an_integer_names_what_it_is_for() -> None:
    with pytest.raises(ArgumentError, match='alpha = "two"'):
        parse_integer("alpha", "two")


RESULTS = {
    "prior": PRIOR,
    "retrain:3": retrain(RACE, PRIOR, 3),
    "temperature:3": temperature(RACE, PRIOR, 3),
    "fold:3": fold(RACE, PRIOR, 3),
    "fold:3,kind=ratio": fold(RACE, PRIOR, 3, "ratio"),
    "fold-cumulative:3": fold(RACE, PRIOR, 3, cumulative=True),
    "coherent:3,delta=1/2": coherent(RACE, PRIOR, 3, Fraction(1, 2)),
    "greedy-limit": greedy_limit(RACE, PRIOR),
    "retrain-limit": retrain_limit(RACE, PRIOR),
}


@pytest.mark.parametrize("text", RESULTS)
def test_the_result_and_the_end_of_the_trace_are_the_operator(text: str) -> None:
    specification = parse_specification(text)
    trace = specification.trace(RACE, PRIOR)
    assert specification.apply(RACE, PRIOR) == trace[-1] == RESULTS[text]
    assert trace[0] == PRIOR


def test_every_operator_has_a_result_here() -> None:
    assert {parse_specification(text).operator for text in RESULTS} == set(OPERATORS)


@pytest.mark.parametrize(
    ("name", "results"),
    [
        ("retrain", [retrain(RACE, PRIOR, k) for k in range(4)]),
        ("temperature", [PRIOR, *(temperature(RACE, PRIOR, k) for k in range(1, 4))]),
        ("fold", [fold(RACE, PRIOR, k) for k in range(4)]),
        ("coherent", [coherent(RACE, PRIOR, k) for k in range(4)]),
    ],
)
def test_a_trace_lists_every_iteration(name: str, results: list[Policy]) -> None:
    assert parse_specification(f"{name}:3").trace(RACE, PRIOR) == results


def test_an_irrational_limit_is_refused_with_the_way_out() -> None:
    stochastic = example("example_3")
    with pytest.raises(ArgumentError, match="policy --operator retrain-limit"):
        parse_specification("retrain-limit").apply(stochastic, stochastic.prior)
