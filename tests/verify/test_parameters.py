"""Identities of all parameters: proved ones are true of numbers, and false ones are not proved."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from coherence_exact import papers
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
from coherence_exact.language.domains import EveryModel
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.parameters import ForAllParameters, for_all_parameters, identity_of
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


def positive(
    seed: int, identity: ForAllParameters | None = None, shape: tuple[int, int, int] = SHAPE
) -> tuple[Model, Policy]:
    """A model with random positive numbers, of a kind that an identity is about, and another policy."""
    numbers = random.Random(seed)
    horizon, states, actions = shape

    def row(names: list[str]) -> dict[str, Fraction]:
        shares = [numbers.randint(1, 9) for _ in names]
        return {name: Fraction(share, sum(shares)) for name, share in zip(names, shares, strict=True)}

    layers = [[f"{time}.{number}" for number in range(states)] for time in range(horizon)]
    first = layers[0][:1] if identity is not None and identity.single_start else layers[0]
    builder = ModelBuilder("positive", horizon=horizon, start=row(first))
    names = [f"a{number}" for number in range(actions)]
    for layer, following in zip([first, *layers[1:]], [*layers[1:], []], strict=True):
        for state, action in itertools.product(layer, names):
            is_deterministic = identity is not None and identity.deterministic
            to = row([numbers.choice(following)] if is_deterministic and following else following)
            builder.action(state, action, to=to or None, success=Fraction(numbers.randint(1, 9), 10))
        if identity is None or not identity.uniform_prior:
            for state in layer:
                builder.prior(state, row(names))
    model = builder.build()
    return model, Policy({point: row(names) for point in model.points})


def test_enough_false_identities() -> None:
    assert len(PAIRS) >= 40


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_false_identity_is_proved(left: str, right: str) -> None:
    """Each is false for some positive numbers of the shape: first that, then that it is not proved."""
    relation = equal(POLICIES[left], POLICIES[right])
    assert not Evaluation(*positive(1)).holds(relation)
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
        assert Evaluation(*positive(seed, identity)).holds(reading.relation)


@pytest.mark.full
@pytest.mark.parametrize("title", papers.NAMES)
def test_what_is_proved_of_a_paper_is_true_of_numbers(title: str) -> None:
    """Of every reading, refuted ones too: these fail elsewhere, on zeros or on other dynamics."""
    count = 0
    for reading in (reading for stated in papers.load(title).claims() for reading in stated.readings):
        if not isinstance(reading.domain, EveryModel):
            continue
        for identity in for_all_parameters(reading):
            count += 1
            shape = (identity.horizon or 4, identity.states, identity.actions)
            for seed in range(2 if identity.horizon else 1):
                evaluation = Evaluation(*positive(seed, identity, shape))
                assert all(map(evaluation.holds, reading.given)), reading
                assert evaluation.holds(reading.relation), reading
    assert count > 10


def test_hypotheses_choose_the_models() -> None:
    relation = equal(retrain(prior, 2), temperature(prior, 2))
    [always] = for_all_parameters(stated(relation))
    [given] = for_all_parameters(stated(relation, deterministic))
    assert always == given
    assert given.deterministic
    assert given.horizon is None
    on_one_shape = identity_of(stated(relation, deterministic), SHAPE, deterministic=True)
    assert on_one_shape is not None
    assert on_one_shape.models == 16
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
    assert [identity.horizon for identity in folding.identities] == [None, None]
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
