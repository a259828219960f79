"""The search: its results depend neither on the processes nor on what is searched together."""

from __future__ import annotations

from typing import Any

import pytest
from coherence_exact.claims import (
    EveryModel,
    EveryPolicy,
    OneModel,
    Reading,
    Term,
    at_least,
    at_most,
    both,
    deterministic,
    either,
    equal,
    expected_return,
    fold,
    full_support,
    incoherence,
    number,
    prior,
    probability,
    repeat,
    retrain,
    second_policy,
    stochastic,
    success_probability,
    temperature,
    total,
    uniform_prior,
)
from coherence_exact.language.domains import Domain
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.verify.executors import LocalProcesses
from coherence_exact.verify.search import Reached, are_decided, beginning, count_instances, search
from coherence_exact.verify.tallies import Tally

from tests.models import example, one_decision


def four_states() -> Model:
    """A model with 5^4 = 625 policies of the grid: more than are looked at without other processes."""
    builder = ModelBuilder("four states", horizon=2, start="s")
    builder.action("s", "a", to={"x": "1/2", "y": "1/2"}).action("s", "b", to={"y": "1/2", "z": "1/2"})
    for state, success in (("x", "1/2"), ("y", "1/3"), ("z", 0)):
        builder.action(state, "a").action(state, "b", success=success)
    return builder.build()


POLICIES = EveryPolicy(four_states())


def reading(name: str, relation: Term, *given: Term, domain: Domain = POLICIES) -> Reading:
    return Reading(name, name, relation, given, domain)


READINGS = [
    reading("holds", at_least(success_probability(retrain(prior)), success_probability(prior))),
    reading("refuted at once", equal(temperature(prior, 2), retrain(prior, 2)), full_support),
    reading("refuted late", at_most(incoherence(prior), 1)),
    reading("given", equal(fold(prior, 2), retrain(prior, 2)), uniform_prior),
    reading("vacuous", equal(prior, retrain(prior)), deterministic),
    reading("undefined", equal(probability(prior, 1, "x", "a"), 1)),
    reading("elsewhere", equal(prior, retrain(prior)), domain=EveryPolicy(example("example_1"))),
    reading("holds elsewhere", equal(prior, prior), domain=EveryPolicy(example("example_1"))),
    reading("one", equal(temperature(prior, 2), retrain(prior, 2)), domain=OneModel(example("example_1"))),
]


def in_words(tallies: list[Tally]) -> dict[str, Any]:
    return {
        reading.name: (dict(tally.checked), dict(tally.undefined), tally.failure, tally.undecided)
        for reading, tally in zip(READINGS, tallies, strict=True)
    }


def test_the_number_of_processes_changes_nothing() -> None:
    assert in_words(search(READINGS, "quick", executor=LocalProcesses(2))) == in_words(
        search(READINGS, "quick")
    )


def test_readings_that_run_together_change_nothing() -> None:
    apart = [tally for each in READINGS for tally in search([each], "quick")]
    assert in_words(search(READINGS, "quick")) == in_words(apart)


def test_the_order_of_readings_changes_nothing() -> None:
    backwards = search(READINGS[::-1], "quick")[::-1]
    assert in_words(search(READINGS, "quick")) == in_words(backwards)


def test_what_a_tally_counts() -> None:
    found = in_words(search(READINGS, "quick"))
    assert found["holds"] == ({0: 625}, {}, None, None)
    assert found["vacuous"] == ({}, {}, None, None)
    assert found["undefined"] == ({}, {0: 625}, None, None)
    assert found["given"] == ({0: 1}, {}, None, None)
    assert found["elsewhere"][2] == (0, (0, 0, 0))
    assert found["one"][0] == {0: 1}


@pytest.mark.parametrize("number", [1, 2])
def test_a_failure_is_the_first_one(number: int) -> None:
    each = READINGS[number]
    addresses = each.domain.addresses("quick")
    [tally] = search([each], "quick")
    assert tally.failure is not None
    before = addresses[: addresses.index(tally.failure) + 1]
    fails = []
    for address in before:
        model = each.domain.instance(address, "quick").model
        alone = Reading("alone", "alone", each.relation, each.given, OneModel(model))
        [of_one] = search([alone], "quick")
        fails.append(of_one.failure is not None)
    assert fails == [False] * (len(before) - 1) + [True]
    assert tally.checked.total() <= len(before)


def test_nothing_is_looked_at_after_a_failure() -> None:
    [tally] = search([reading("false", equal(0, 1))], "quick")
    assert tally.checked == {0: 1}


def test_progress_counts_every_instance() -> None:
    reached: list[Reached] = []
    search(READINGS, "quick", reached.append)
    assert reached[-1].instances == count_instances(READINGS, "quick") == 625 + 125 + 1
    assert reached[-1].looked_at == (625, 125, 1)


class StoppingAfter:
    """A progress that interrupts the search after some shards, and keeps what is reached then."""

    def __init__(self, shards: int) -> None:
        self.shards = shards
        self.reached = beginning(READINGS)

    def __call__(self, reached: Reached) -> None:
        self.reached = reached
        self.shards -= 1
        if self.shards == 0:
            raise KeyboardInterrupt


def interrupted(shards: int) -> Reached:
    progress = StoppingAfter(shards)
    with pytest.raises(KeyboardInterrupt):
        search(READINGS, "quick", progress)
    return progress.reached


def test_what_is_reached_does_not_change_later() -> None:
    reached: list[Reached] = []
    kept: list[str] = []

    def keep(now: Reached) -> None:
        reached.append(now)
        kept.append(repr(now))

    search(READINGS, "quick", keep)
    assert list(map(repr, reached)) == kept


def test_which_readings_are_decided() -> None:
    def names(reached: Reached) -> list[str]:
        decided = are_decided(READINGS, "quick", reached)
        return [each.name for each, is_decided in zip(READINGS, decided, strict=True) if is_decided]

    assert names(beginning(READINGS)) == []
    assert names(interrupted(1)) == ["refuted at once", "refuted late"]
    of_four_states = [each.name for each in READINGS if each.domain == POLICIES]
    assert names(interrupted(13)) == of_four_states
    assert names(interrupted(17)) == [each.name for each in READINGS]


def test_a_second_policy_exists_in_pairs() -> None:
    [found] = search([reading("pairs", equal(prior, second_policy), domain=EveryModel("pairs"))], "quick")
    assert found.failure is not None
    assert not found.undefined


def test_infinite_values_count_and_undefined_ones_do_not() -> None:
    difference = at_least(expected_return(prior) - expected_return(prior), 0)
    domain = OneModel(one_decision(a=0, b=1))
    compared, subtracted = search(
        [
            reading("compared", at_least(expected_return(prior), expected_return(prior)), domain=domain),
            reading("subtracted", difference, domain=domain),
        ],
        "quick",
    )
    assert compared.checked == {0: 1}
    assert subtracted.undefined == {0: 1}


MANY = 10**6 * total(1, over="points")
"""A number of steps that only a model tells, and that is too large."""


def test_undecided_is_told_with_the_first_reason() -> None:
    repeated = equal(repeat(MANY, lambda x: x, number(1)), 1)
    hard = either(
        both(at_most(probability(prior, 1, "s", "a"), "1/2"), repeated), equal(number(2) ** MANY, 0)
    )
    [of_hard] = search([reading("hard", hard)], "quick")
    assert of_hard.undecided is not None
    assert of_hard.undecided.startswith("nothing is repeated more than")
    assert (of_hard.checked.total(), of_hard.undefined.total(), of_hard.failure) == (0, 0, None)
    sometimes = reading("sometimes", both(at_least(probability(prior, 1, "s", "a"), 1), repeated))
    [of_sometimes] = search([sometimes], "quick")
    assert of_sometimes.failure is not None
    assert of_sometimes.undecided is None
    assert of_sometimes.checked.total() == 1


def test_hypotheses_stop_at_the_first_that_fails() -> None:
    undefined = equal(probability(prior, 1, "x", "a"), 1)
    [tally] = search([reading("stopped", equal(prior, prior), deterministic, undefined)], "quick")
    assert not tally.undefined
    [tally] = search([reading("met", equal(prior, prior), stochastic, undefined)], "quick")
    assert tally.undefined == {0: 625}
