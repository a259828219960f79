"""Identities of all parameters: proved ones are true of numbers, and false ones are not proved."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from coherence_exact.claims import (
    Term,
    at_least,
    boltzmann,
    claim,
    coherent,
    deterministic,
    equal,
    fold,
    kl,
    occupancy_kl,
    prior,
    retrain,
    second_policy,
    single_start,
    success_probability,
    temperature,
    uniform_prior,
)
from coherence_exact.errors import ArgumentError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact import generic
from coherence_exact.language.claims import Reading
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.parameters import for_all_parameters, identity_of
from coherence_exact.verify.verdicts import decide, shown_for_all_parameters

from tests.models import example

SHAPE = (2, 2, 2)

POLICIES: dict[str, Term] = {
    "p": prior,
    "G": retrain(prior),
    "G2": retrain(prior, 2),
    "G3": retrain(prior, 3),
    "T2": temperature(prior, 2),
    "T3": temperature(prior, 3),
    "F2": fold(prior, 2),
    "F3": fold(prior, 3),
    "H3": fold(prior, 3, cumulative=True),
    "H3 ratio": fold(prior, 3, kind="ratio", cumulative=True),
    "B": boltzmann(prior),
    "C2": coherent(prior, 2),
    "q": second_policy,
}
PAIRS = list(itertools.combinations(POLICIES, 2))


def stated(relation: Term, *given: Term) -> Reading:
    return claim("x", "in words", relation, given=given).readings[0]


def positive(seed: int, deterministic_dynamics: bool = False) -> Model:
    """A model of the shape with random positive numbers."""
    numbers = random.Random(seed)

    def row(*names: str) -> dict[str, Fraction]:
        shares = [numbers.randint(1, 9) for _ in names]
        return {name: Fraction(share, sum(shares)) for name, share in zip(names, shares, strict=True)}

    builder = ModelBuilder("positive", horizon=2, start=row("s", "t"))
    for state, action in itertools.product("stuv", "ab"):
        to = row("u", "v")
        if deterministic_dynamics:
            to = {numbers.choice("uv"): Fraction(1)}
        builder.action(state, action, to=to, success=Fraction(numbers.randint(1, 9), 10))
    for state in "stuv":
        builder.prior(state, row("a", "b"))
    return builder.build()


def test_enough_false_identities() -> None:
    assert len(PAIRS) >= 40


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_false_identity_is_proved(left: str, right: str) -> None:
    """Each is false for some positive numbers of the shape: first that, then that it is not proved."""
    relation = equal(POLICIES[left], POLICIES[right])
    model, other = positive(1), positive(2)
    assert not Evaluation(model, other.prior).holds(relation)
    assert identity_of(stated(relation), SHAPE, deterministic=False) is None


@pytest.mark.parametrize(
    "reading",
    [
        stated(equal(retrain(prior, 2), fold(prior, 2, kind="ratio"))),
        stated(equal(retrain(prior, 3), temperature(prior, 3)), deterministic),
        stated(equal(retrain(prior), fold(prior, 1, cumulative=True)), uniform_prior),
        stated(equal(kl(prior, second_policy) - occupancy_kl(prior, second_policy), 0)),
    ],
    ids=lambda reading: str(reading.relation),
)
def test_proved_identities_are_true_of_numbers(reading: Reading) -> None:
    found = for_all_parameters(reading)
    assert found
    for identity, seed in itertools.product(found, range(10)):
        model = positive(seed, identity.deterministic)
        if identity.uniform_prior:
            model = Model("uniform", model.horizon, model.start, model.states)
        rows = positive(seed + 1).prior_rows
        other = Policy({point: rows[point[1]] for point in model.points})
        assert Evaluation(model, other).holds(reading.relation)


def test_hypotheses_choose_the_models() -> None:
    relation = equal(retrain(prior, 2), temperature(prior, 2))
    [always] = for_all_parameters(stated(relation))
    [given] = for_all_parameters(stated(relation, deterministic))
    assert always == given
    assert given.deterministic
    assert given.models == 16
    starting = stated(equal(success_probability(prior), success_probability(prior)), single_start)
    assert [identity.single_start for identity in for_all_parameters(starting)] == [True, True]


def test_inequalities_are_left_to_the_families() -> None:
    gain = at_least(success_probability(retrain(prior)), success_probability(prior))
    assert for_all_parameters(stated(gain)) == ()


def test_a_claim_about_one_model_has_no_parameters() -> None:
    [reading] = claim("x", "in words", equal(prior, retrain(prior)), over=example("example_1")).readings
    with pytest.raises(ArgumentError, match="is not about every model; there are no parameters"):
        for_all_parameters(reading)


def test_decisions_that_hold_say_it(few_models: None) -> None:
    claims = [
        claim("fold", "folding", equal(retrain(prior), fold(prior, 1, kind="ratio"))),
        claim("idle", "idle", equal(retrain(prior), prior)),
    ]
    folding, idle = shown_for_all_parameters(decide(claims))
    assert [identity.horizon for identity in folding.identities] == [None, 2]
    assert idle.identities == ()


def test_an_engine_that_confuses_sums_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were all sums one atom, something false would be proved: the pairs above are a test."""
    honest = generic.Parameters._interned
    atoms: list[generic.Monomial] = []

    def confused(
        self: generic.Parameters, terms: generic.Terms, factor: generic.Monomial
    ) -> tuple[object, generic.Monomial]:
        atoms.append(honest(self, terms, ())[1])
        return generic._ONE, generic._multiplied(factor, atoms[0])

    monkeypatch.setattr(generic.Parameters, "_interned", confused)
    proved = []
    for left, right in PAIRS:
        atoms.clear()
        reading = stated(equal(POLICIES[left], POLICIES[right]))
        proved.append(identity_of(reading, SHAPE, deterministic=False))
    assert any(proved)
