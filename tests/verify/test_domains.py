"""Domains: the instances that a reading is quantified over."""

from __future__ import annotations

import gmpy2
import pytest
from coherence_exact.claims import EveryModel, EveryPolicy, OneModel
from coherence_exact.errors import ArgumentError
from coherence_exact.verify.domains import Profile, family_of
from coherence_exact.verify.families import POLICY_ROWS, Instance

from tests.models import example


def test_one_model_is_its_own_instance() -> None:
    race = example("example_1")
    family = family_of(OneModel(race), "quick")
    [address] = family.addresses
    assert family.instance(address) == Instance(race, None, None)
    assert family.description == "Example 1"


def test_instances_have_fast_numbers() -> None:
    family = family_of(OneModel(example("example_1")), "quick")
    model = family.instance(family.addresses[0]).model
    assert isinstance(model.weights[1, "∅"]["↗"], type(gmpy2.mpq()))


def test_every_policy_of_a_grid_comes_once_the_plainest_first() -> None:
    race = example("example_1")
    family = family_of(EveryPolicy(race), "quick")
    priors = [family.instance(address).model.prior for address in family.addresses]
    assert len(priors) == len(POLICY_ROWS[2]) ** 3
    assert priors[0] == race.prior
    assert all(policy not in priors[:number] for number, policy in enumerate(priors))
    uneven = [sum(len(set(row.values())) > 1 for row in policy.values()) for policy in priors]
    assert uneven == sorted(uneven)


def test_states_of_one_action_have_one_row() -> None:
    family = family_of(EveryPolicy(example("figure_4")), "quick")
    assert len(family.addresses) == len(POLICY_ROWS[2]) ** 2


@pytest.mark.parametrize("profile", ["quick", "full"])
def test_descriptions_say_how_far_a_family_goes(profile: Profile) -> None:
    family = family_of(EveryModel("pairs"), profile)
    assert "models with two policies (T ≤ 3, " in family.description


def test_a_family_is_made_once() -> None:
    assert family_of(EveryModel("pairs"), "quick") is family_of(EveryModel("pairs"), "quick")


def test_a_full_family_begins_each_shape_like_the_quick_one() -> None:
    quick, full = (family_of(EveryModel("pairs"), profile) for profile in ("quick", "full"))
    first = next(address for address in quick.addresses if address[0] == 1)
    assert first[1] == (0, 0)
    assert full.instance(first) == quick.instance(first)


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(ArgumentError, match='"large" is not a family; there are small, '):
        family_of(EveryModel("large"), "quick")
