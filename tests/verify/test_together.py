"""Many models together: a batch finds what the exact evaluator finds, and a fault in it is noticed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from unittest import mock

import numpy as np
import pytest
from coherence_exact.claims import (
    boltzmann,
    causal_entropy,
    deterministic,
    ending,
    equal,
    equal_action_counts_at_each_time,
    expected_return,
    fold,
    incoherence,
    kl,
    least_retrainings,
    occupancy_by_trajectories,
    optimal_success,
    prior,
    retrain,
    soft_q,
    soft_v,
    success_given_action,
    success_probability,
    temperature,
    uniform_prior,
    weight,
)
from coherence_exact.definitions.sampling import best_of, law
from coherence_exact.errors import CoherenceError, EngineError
from coherence_exact.evaluation import enclosed_batches, enclosed_operations, residues
from coherence_exact.evaluation.enclosed_batches import EnclosedBatch
from coherence_exact.evaluation.enclosures import Enclosed
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import Factors, Residues
from coherence_exact.evaluation.short_fractions import ShortFractions
from coherence_exact.families.shapes import ShapeFamily
from coherence_exact.families.tables import Tables
from coherence_exact.language.claims import Reading
from coherence_exact.language.core import (
    back,
    both,
    count,
    dynamics,
    either,
    end_of,
    every,
    forth,
    if_,
    into,
    largest,
    last,
    left,
    log,
    negation,
    product_along,
    right,
    same,
    smallest,
    some,
    start,
    successor,
    sum_along,
    tail_product,
    through,
    time,
    total,
    where,
)
from coherence_exact.language.domains import Address
from coherence_exact.verify import together
from coherence_exact.verify.tallies import Tally, tally_of
from coherence_exact.verify.together import decide_together

FAMILIES = (
    ShapeFamily(((2,), (1, 2)), 3),
    ShapeFamily(((2,), (2, 2), (2,)), 2),
    ShapeFamily(((3,), (3, 1)), 2),
    ShapeFamily(((2, 2), (2,)), 3),
    ShapeFamily(((2,), (2,), (2,), (2,)), 2),
)

READINGS = {
    "two ways to q": equal(soft_q(prior), success_given_action(prior)),
    "never lowers": success_probability(prior) <= success_probability(retrain(prior)),
    "raises": success_probability(prior) < success_probability(retrain(prior)),
    "temperature": equal(retrain(prior), temperature(prior, 2)),
    "fold": equal(fold(prior, 1, "ratio"), retrain(prior)),
    "incoherence": incoherence(retrain(prior)) <= incoherence(prior),
    "return": expected_return(prior) <= log(success_probability(prior)),
    "entropy": causal_entropy(retrain(prior)) <= causal_entropy(prior),
    "divergence": kl(prior, retrain(prior)) > 0,
    "occupancy": same(total(occupancy_by_trajectories(prior)), 3),
    "ending": ending("1/2", success_probability(prior)) <= success_probability(prior),
    "best of": expected_return(prior) <= total(best_of(prior, 2) * log(product_along(weight))),
    "steps": least_retrainings(prior) <= 1,
    "boltzmann": equal(boltzmann(prior, 1), retrain(prior)),
    "optimal": soft_v(prior) <= largest(soft_q(prior), "points"),
    "counts": same(count(weight < 1, "points"), count(soft_q(prior) < 1, "points")),
    "some": every(either(some(same(weight, 0), "points"), smallest(weight, "points") > 0)),
    "if": every(if_(last, same(soft_v(prior), total(prior * weight, "points")), soft_v(prior) <= 1)),
    "where": total(where(weight > 0, weight / weight)) <= 2 * total(prior),
    "pairs": every(both(left(weight) <= right(weight), negation(left(prior) < right(prior)))),
    "along": every(sum_along(weight) <= 2 * product_along(weight) + 1),
    "tails": every(product_along(weight) <= tail_product(weight)),
    "ends": every(sum_along(weight) <= end_of(weight)),
    "through": equal(through(law(prior)), occupancy_by_trajectories(prior)),
    "times": every(time <= 1),
    "last": equal(if_(last, time, 1), 2),
    "forth": equal(
        forth(lambda x: start + into(dynamics * x)),
        back(lambda x: if_(last, 1, largest(successor(x), "points"))),
    ),
    "powers": every((2 * weight) ** (time - 1) <= 1),
    "many": count(weight < 1) <= 1,
    "ranks": equal(left(weight) - right(weight), 0),
    "half": log(success_probability(prior)) <= -log(2),
    "divided": equal(weight * (prior / weight), prior),
    "successors": every(total(successor(soft_v(prior)), "choices") <= 1),
    "logarithms": same(log(success_probability(prior)), log(optimal_success)),
    "quotients": same(2 * expected_return(prior) / expected_return(prior), 2),
    "other quotients": same(expected_return(retrain(prior)) / expected_return(prior), 1),
}
GIVEN: dict[str, tuple[Any, ...]] = {
    "temperature": (deterministic,),
    "entropy": (uniform_prior, equal_action_counts_at_each_time),
}


def reading(name: str) -> Reading:
    return Reading(name, name, READINGS[name], GIVEN.get(name, ()))


ALL = {number: reading(name) for number, name in enumerate(READINGS)}


def codes_of(family: ShapeFamily) -> Any:
    return np.array(family.representatives)


def addresses_of(family: ShapeFamily) -> list[Address]:
    return [(0, code) for code in family.representatives]


def alone(family: ShapeFamily, each: Reading) -> Tally:
    """The tally of the exact evaluator, model by model."""
    tally = Tally()
    for address in addresses_of(family):
        tally = tally.followed_by(tally_of(Evaluation(family.instance(address[1]).model), each, address))
        if tally.failure is not None:
            break
    return tally


def with_long_numbers_only() -> Any:
    """Batches in which no table is one of short fractions."""
    return mock.patch.object(enclosed_batches, "MOST_SHORT_BITS", -1)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: repr(family.shape))
def test_together_is_as_alone(family: ShapeFamily) -> None:
    found = decide_together(family, 0, codes_of(family), ALL)
    with with_long_numbers_only():
        long = decide_together(family, 0, codes_of(family), ALL)
    for number, each in ALL.items():
        expected = alone(family, each)
        assert found[number] == expected, each.name
        assert long[number] == expected, each.name


@pytest.mark.parametrize("of_numbers", [nullcontext, with_long_numbers_only])
def test_most_models_are_decided_by_the_batch(of_numbers: Callable[[], Any]) -> None:
    opened = models = 0
    looked_at = together._looked_at

    def counted(batch: EnclosedBatch, each: Reading) -> Any:
        nonlocal opened, models
        found = looked_at(batch, each)
        opened += int(np.count_nonzero(found == together._OPEN))
        models += len(found)
        return found

    with mock.patch.object(together, "_looked_at", counted), of_numbers():
        for family in FAMILIES[1:3]:
            decide_together(family, 0, codes_of(family), ALL)
    assert opened < models / 50


def test_models_are_decided_in_several_batches() -> None:
    family = FAMILIES[1]
    whole = decide_together(family, 0, codes_of(family), ALL)
    with mock.patch.object(together, "_columns", return_value=7):
        assert decide_together(family, 0, codes_of(family), ALL) == whole


@pytest.mark.parametrize("of_numbers", [nullcontext, with_long_numbers_only])
def test_batches_are_freed_at_once(of_numbers: Callable[[], Any]) -> None:
    """Circles of objects would stay until Python looks for them, which it does not for the size of arrays."""
    batches = []
    init = EnclosedBatch.__init__

    def noted(batch: EnclosedBatch, *arguments: Any, **options: Any) -> None:
        batches.append(weakref.ref(batch))
        init(batch, *arguments, **options)

    gc.disable()
    try:
        with mock.patch.object(EnclosedBatch, "__init__", noted), of_numbers():
            decide_together(FAMILIES[1], 0, codes_of(FAMILIES[1]), ALL)
        assert len(batches) > 1
        assert not [batch for batch in batches if batch() is not None]
    finally:
        gc.enable()


# Faults


def _entrywise(operator: str, function: Callable[..., Any]) -> Any:
    return mock.patch.dict(enclosed_operations.OF_ENTRIES, {operator: function})


def _fold(operator: str, *changed: Any) -> Any:
    return mock.patch.dict(enclosed_operations.FOLDS, {operator: changed})


def _operation(operator: str, function: Callable[..., Any]) -> Any:
    return mock.patch.dict(enclosed_batches._OPERATIONS, {operator: function})


def _other_operation(operator: str, other: str) -> Any:
    return _operation(operator, enclosed_batches._OPERATIONS[other])


def _shifted(operator: str, by: float) -> Any:
    function = enclosed_batches._OPERATIONS[operator]

    def changed(batch: EnclosedBatch, node: Any, layer: int | None) -> Enclosed:
        table = function(batch, node, layer)
        return table + Enclosed(
            np.full((len(table.middle), 1), by), np.zeros((1, 1)), table._mapped(lambda x: x)
        )

    return _operation(operator, changed)


def _method(owner: type, name: str, function: Callable[..., Any]) -> Any:
    return mock.patch.object(owner, name, function)


def _without_last(self: Groups, members: Any) -> None:
    INIT(self, [list(group)[: max(1, len(group) - 1)] for group in members])


def _taken_for_exact(table: Enclosed) -> Enclosed:
    if table._relative is not None:
        table._relative = 0.0
    return table


def _changed(table: Enclosed, **attributes: Any) -> Enclosed:
    for name, value in attributes.items():
        setattr(table, name, value)
    return table


INIT = Groups.__init__
PRODUCT = Enclosed.__mul__
EQUAL_TO = Residues.equal_to
SUMMED = Enclosed.summed
POWER = Enclosed.power
LOG = Enclosed.log
TIMES = Residues.times
DIVIDED = Residues.divided_by
NUMERATORS = Tables.numerators
SHORT_PRODUCT = ShortFractions.__mul__
MADE = ShortFractions._made
SHARED = ShortFractions.shared
COMPARED = ShortFractions.compared_to
SHORT_EQUAL = ShortFractions.is_equal_to
CHOSEN = ShortFractions.chosen
ROWS = ShortFractions.rows
QUOTIENT = ShortFractions.divided_by
SUM = ShortFractions.summed

FAULTS = {
    "< is ≤": _entrywise("<", enclosed_operations.at_most),
    "≤ is <": _entrywise("<=", enclosed_operations.less),
    "< is >": _entrywise("<", lambda x, y: enclosed_operations.less(y, x)),
    "≤ is ≥": _entrywise("<=", lambda x, y: enclosed_operations.at_most(y, x)),
    "= is ≤": _entrywise("=", enclosed_operations.at_most),
    "= is <": _entrywise("=", enclosed_operations.less),
    "+ is −": _entrywise("+", Enclosed.__sub__),
    "− is +": _entrywise("-", Enclosed.__add__),
    "× is +": _entrywise("*", Enclosed.__add__),
    "÷ is ×": _entrywise("/", Enclosed.__mul__),
    "and is or": _entrywise("and", enclosed_operations.junction(0.0)),
    "or is and": _entrywise("or", enclosed_operations.junction(1.0)),
    "not is nothing": _entrywise("not", lambda truth: truth),
    "if takes the other": _entrywise("if", lambda c, x, y: enclosed_operations.choose(c, y, x)),
    "where keeps all": _entrywise("where", lambda c, x: enclosed_operations.choose(c, x, x)),
    "where keeps the others": _entrywise(
        "where", lambda c, x: enclosed_operations.where(enclosed_operations.negated(c), x)
    ),
    "max is min": _fold("max", np.minimum, np.inf, np.nan),
    "min is max": _fold("min", np.maximum, -np.inf, np.nan),
    "every is some": _fold("every", np.maximum, 0.0, 0.0),
    "some is every": _fold("some", np.minimum, 1.0, 1.0),
    "count is at most one": _fold("count", np.maximum, 0.0, 0.0),
    "prior is weight": _shifted("prior", 0.25),
    "weight is larger": _shifted("weight", 0.25),
    "dynamics are larger": _shifted("dynamics", 0.25),
    "the start is larger": _shifted("start", 0.25),
    "times are later": _shifted("time", 1.0),
    "left is right": _other_operation("left", "right"),
    "right is left": _other_operation("right", "left"),
    "product is tail": _other_operation("product", "tail"),
    "tail is product": _other_operation("tail", "product"),
    "sum along is product": _other_operation("along", "product"),
    "the end is the sum": _other_operation("end", "along"),
    "what is below is more": _shifted("below", 0.125),
    "the chance is more": _shifted("chance", 0.125),
    "the future is more": _shifted("next", 0.125),
    "the past is more": _shifted("into", 0.125),
    "through is more": _shifted("through", 0.125),
    "shares are more": _shifted("share", 0.125),
    "back is more": _shifted("back", 0.125),
    "the least is more": _shifted("least", 1.0),
    "sums leave out the last": _method(Groups, "__init__", _without_last),
    "powers are higher": _method(Enclosed, "power", lambda x, n: POWER(x, n + 1)),
    "logarithms are doubled": _method(Enclosed, "log", lambda x: LOG(x) + LOG(x)),
    "models are others": _method(
        Tables,
        "numerators",
        lambda *arguments: {
            name: (np.roll(table, 1, axis=1), below)
            for name, (table, below) in NUMERATORS(*arguments).items()
        },
    ),
    "3 is no prime": mock.patch.object(residues, "_PRIMES_OF_LOGARITHMS", (2, 5, 7)),
}
"""Faults of all batches."""

FAULTS_OF_LONG_NUMBERS = {
    "no transition is missing": _method(EnclosedBatch, "_missing", lambda *_: None),
    "all that meet are equal": _method(
        Residues,
        "equal_to",
        lambda x, y, *s: (np.ones_like(EQUAL_TO(x, y, *s)[0]), EQUAL_TO(x, y, *s)[1] & False),
    ),
    "none that meet are equal": _method(
        Residues,
        "equal_to",
        lambda x, y, *s: (EQUAL_TO(x, y, *s)[0] & False, np.ones_like(EQUAL_TO(x, y, *s)[1])),
    ),
    "products forget a denominator": _method(
        Residues,
        "times",
        lambda x, y: Residues(x.factors, TIMES(x, y).parts, x.denominators),
    ),
    "quotients forget a denominator": _method(
        Residues,
        "divided_by",
        lambda x, y, z, s: Residues(x.factors, (DIVIDED(x, y, z, s) or x).parts, x.denominators),
    ),
    "denominators are 1": _method(Factors, "value", lambda *_: np.uint64(1)),
    "quotients that meet are equal": _method(
        Enclosed, "_crossed", lambda *of: (np.where(of[3], 0.0, of[2]), of[3] & False, None)
    ),
    "no quotients that meet are equal": _method(
        Enclosed, "_crossed", lambda *of: (np.where(of[3], np.nan, of[2]), of[3], None)
    ),
    "products of floats are exact": _method(
        Enclosed, "__mul__", lambda x, y: _taken_for_exact(PRODUCT(x, y))
    ),
}

FAULTS_OF_SHORT_NUMBERS = {
    "products forget a denominator": _method(
        ShortFractions,
        "__mul__",
        lambda x, y: _changed(SHORT_PRODUCT(x, y), denominators=x.denominators),
    ),
    "numerators stay as they are": _method(ShortFractions, "_over", lambda x, _: (x.numerators, x.bits)),
    "factors are the first": _method(Factors, "of_floats", lambda *_: ((0, 1),)),
    "factors are like others": mock.patch("numpy.array_equal", return_value=True),
    "nothing is undefined": _method(
        ShortFractions, "_made", lambda *of: _changed(MADE(*of), is_defined=True)
    ),
    "all vanish": _method(ShortFractions, "rows", lambda x, of: _changed(ROWS(x, of), vanishes=True)),
    "nothing is shared by others": _method(
        ShortFractions, "shared", lambda x, groups, owners, _: SHARED(x, groups, owners, x)
    ),
    "all numbers are positive": _method(
        ShortFractions, "compared_to", lambda x, y: (np.abs(COMPARED(x, y)[0]), *COMPARED(x, y)[1:])
    ),
    "all numbers are equal": _method(
        ShortFractions, "is_equal_to", lambda x, y: (np.ones_like(SHORT_EQUAL(x, y)[0]), None)
    ),
    "others are chosen": _method(
        ShortFractions, "chosen", lambda x, one, two, *of: CHOSEN(x, one & False, one | two, *of)
    ),
    "rows are others": _method(
        ShortFractions,
        "rows",
        lambda x, of: _changed(ROWS(x, of), numerators=np.roll(x.numerators, 1, 0)[of]),
    ),
    "all are left": _method(ShortFractions, "without", lambda x, _: x.with_nothing_absent()),
    "quotients forget the divisor": _method(
        ShortFractions, "divided_by", lambda x, y: _changed(QUOTIENT(x, y), denominators=x.denominators)
    ),
    "sums forget a denominator": _method(
        ShortFractions,
        "summed",
        lambda x, groups: _changed(SUM(x, groups), denominators=[()] * len(groups.members)),
    ),
}
SMALL = ShapeFamily(((2,), (1, 2)), 2), ShapeFamily(((2,), (2, 2), (2,)), 1)


@pytest.fixture(autouse=True)
def tables_of_its_own() -> Iterator[None]:
    """What is kept between calls may have a fault in it."""
    together._tables_of.cache_clear()
    yield
    together._tables_of.cache_clear()


def sorted_out(family: ShapeFamily) -> list[Any]:
    """What the batch finds of every model, reading by reading."""
    found: list[Any] = []
    listen = together._looked_at

    def heard(batch: EnclosedBatch, each: Reading) -> Any:
        found.append(listen(batch, each))
        return found[-1]

    with mock.patch.multiple(together, _looked_at=heard, _tally=lambda *_: Tally()):
        decide_together(family, 0, codes_of(family), ALL)
    return found


@pytest.mark.parametrize("fault", [*FAULTS, *FAULTS_OF_SHORT_NUMBERS])
def test_a_fault_that_changes_anything_is_noticed(fault: str) -> None:
    assert is_noticed({**FAULTS, **FAULTS_OF_SHORT_NUMBERS}[fault]) != (fault in HARMLESS)


@pytest.mark.parametrize("fault", [*FAULTS, *FAULTS_OF_LONG_NUMBERS])
def test_a_fault_that_changes_anything_is_noticed_where_numbers_are_long(fault: str) -> None:
    with with_long_numbers_only():
        noticed = is_noticed({**FAULTS, **FAULTS_OF_LONG_NUMBERS}[fault])
    assert noticed != (fault in HARMLESS)


HARMLESS = {"3 is no prime", "all that meet are equal", "quotients that meet are equal"}
"""Less is decided by batches, and nothing wrongly; numbers of these models that meet are equal."""


def is_noticed(fault: Any) -> bool:
    """Whether a fault changes anything, and is told then."""
    for family in SMALL:
        together._tables_of.cache_clear()
        right_ones = sorted_out(family)
        together._tables_of.cache_clear()
        with fault:
            try:
                found = sorted_out(family)
            except (CoherenceError, ValueError, IndexError, TypeError, AttributeError):
                return True
            wrong = [
                bool(((one != other) & (one != together._OPEN) & (other != together._OPEN)).any())
                for one, other in zip(right_ones, found, strict=True)
            ]
            if any(wrong):
                together._tables_of.cache_clear()
                with pytest.raises(EngineError, match="this is a fault of coherence_exact"):
                    decide_together(family, 0, codes_of(family), ALL)
                return True
    return False
