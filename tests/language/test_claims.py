"""Claims, readings and domains: what they hold, and that every wrong call is one located refusal."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
import sympy
from coherence_exact.claims import (
    AlongSequence,
    Argument,
    Claim,
    EveryModel,
    EveryPolicy,
    EveryReal,
    OneModel,
    Reading,
    Theorem,
    argued,
    at,
    at_least,
    claim,
    deterministic,
    equal,
    full_support,
    greater,
    index,
    prior,
    repaired,
    retrain,
    second_policy,
    stochastic,
    success_probability,
    symbol,
    temperature,
)
from coherence_exact.errors import ClaimError
from coherence_exact.language.claims import collecting_claims
from coherence_exact.mdp.builder import ModelBuilder

from tests.models import example
from tests.untyped import untyped

RELATION = equal(retrain(prior, 2), temperature(prior, 2))
THEOREM = Theorem("a name", "what it says", "why")
ALONG = Argument(THEOREM, greater(success_probability(retrain(prior, index)), 0), (), "proved")
IDENTITY = Argument(THEOREM, equal(symbol("x"), symbol("x")), (), "proved")
READING = Reading("printed", "in words", RELATION)
MODEL = example("example_1")

WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    5,
    -1,
    0.5,
    float("nan"),
    "",
    "text",
    "1/2",
    b"bytes",
    [],
    [5],
    (),
    (5,),
    (None,),
    {},
    {"a": 1},
    set(),
    object(),
    lambda x: x,
    retrain,
    prior,
    success_probability(prior),
    RELATION,
    deterministic,
    READING,
    THEOREM,
    ALONG,
    MODEL,
    EveryModel(),
    Fraction(1, 2),
    10**5000,
    "\ud800",
    range(3),
    Exception("x"),
)
"""What somebody might pass where something else is meant."""


def calls(right: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Every call with one or two wrong arguments."""
    for position, wrong in itertools.product(range(len(right)), WRONG):
        yield (*right[:position], wrong, *right[position + 1 :])
    for (i, a), (j, b) in itertools.combinations(itertools.product(range(len(right)), WRONG[::3]), 2):
        if i < j:
            arguments = list(right)
            arguments[i], arguments[j] = a, b
            yield tuple(arguments)


CONSTRUCTORS: dict[str, tuple[Callable[..., object], tuple[object, ...]]] = {
    "claim": (claim, ("id", "in words", RELATION, [deterministic], None)),
    "Claim": (Claim, ("id", "a title", (READING,), "where")),
    "Reading": (Reading, ("printed", "in words", RELATION, (deterministic,), EveryModel(), (THEOREM,))),
    "argued": (argued, ("printed", "in words", ALONG, [(1, MODEL)])),
    "repaired": (repaired, ("printed", "in words", RELATION, (deterministic, full_support))),
    "Theorem": (Theorem, ("name", "statement", "proof")),
    "Argument": (Argument, (THEOREM, RELATION, (), "proved")),
    "EveryModel": (EveryModel, ("small",)),
    "OneModel": (OneModel, (MODEL,)),
    "EveryPolicy": (EveryPolicy, (MODEL,)),
    "AlongSequence": (AlongSequence, (ALONG, ((1, MODEL),))),
    "EveryReal": (EveryReal, (IDENTITY,)),
}


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_wrong_calls_are_refused_with_one_sentence(name: str) -> None:
    make, right = CONSTRUCTORS[name]
    make(*right)
    refused = 0
    for arguments in itertools.islice(calls(right), 1200):
        try:
            make(*arguments)
        except ClaimError as error:
            message = str(error)
        else:
            continue
        refused += 1
        assert message.isprintable(), arguments
    assert refused >= 20


def test_a_claim_names_itself_in_a_refusal() -> None:
    with pytest.raises(ClaimError, match=r'claim "x": 5 are not hypotheses; give a list of relations'):
        claim("x", "in words", RELATION, given=untyped(5))
    with pytest.raises(ClaimError, match=r"success_probability takes arguments; call it"):
        claim("x", "in words", untyped(success_probability))
    with pytest.raises(ClaimError, match="is not a relation; compare it with something"):
        claim("x", "in words", success_probability(prior))


def test_a_table_of_truths_is_a_relation_everywhere() -> None:
    assert claim("x", "in words", prior >= 0).readings[0].relation == at_least(prior, 0)


def test_a_domain_is_a_family_a_model_or_every_policy_of_one() -> None:
    assert claim("x", "w", RELATION, over="small").readings[0].domain == EveryModel("small")
    assert claim("x", "w", RELATION, over=MODEL).readings[0].domain == OneModel(MODEL)
    with pytest.raises(ClaimError, match='"big" is not a family; choose one of'):
        claim("x", "w", RELATION, over="big")
    with pytest.raises(ClaimError, match="names a state, which the models of a family do not have"):
        claim("x", "w", greater(at(prior, 1, "s", "a"), 0))


def test_a_claim_about_two_policies_is_about_pairs() -> None:
    stated = claim("x", "w", equal(prior, second_policy))
    assert stated.readings[0].domain == EveryModel(pairs=True)
    with pytest.raises(ClaimError, match="speaks of a second policy"):
        claim("x", "w", equal(prior, second_policy), over=MODEL)


def test_a_check_is_named_by_the_hypothesis_it_drops() -> None:
    repair, without = repaired("mended", "w", RELATION, (deterministic,))
    assert (repair.drops, without.drops) == (None, deterministic)
    assert without.name == "mended, without deterministic"
    assert without.given == ()
    with pytest.raises(ClaimError, match="has no name that says what is dropped without it"):
        repaired("mended", "w", RELATION, (stochastic,))


def test_indices_and_symbols_are_bound_by_arguments_only() -> None:
    with pytest.raises(ClaimError, match="has a free index"):
        claim("x", "w", greater(success_probability(retrain(prior, index)), 0))
    assert argued("x", "w", ALONG, [(1, MODEL)]).argument is ALONG
    assert argued("x", "w", IDENTITY).theorems == (THEOREM,)
    with pytest.raises(ClaimError, match="is checked nowhere; give it a row"):
        argued("x", "w", ALONG, [])


def test_two_claims_of_one_file_have_different_ids() -> None:
    with collecting_claims() as collected:
        claim("x", "w", RELATION)
        with pytest.raises(ClaimError, match='two claims have the id "x"'):
            claim("x", "w", RELATION)
    assert [stated.id for stated in collected] == ["x"]


def test_models_with_symbols_decide_nothing() -> None:
    x = sympy.Symbol("x", positive=True)
    model = ModelBuilder("symbolic", horizon=1, start="s").action("s", "a", success=x).build()
    with pytest.raises(ClaimError, match="has symbols; a claim is decided on numbers"):
        OneModel(model)
