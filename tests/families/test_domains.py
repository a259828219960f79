"""Domains: the instances that a reading is quantified over, and how far families go."""

from __future__ import annotations

import gmpy2
import pytest
from coherence_exact.claims import EveryModel, EveryPolicy, OneModel, equal, prior, second_policy
from coherence_exact.errors import ArgumentError
from coherence_exact.families.grid import POLICY_ROWS, grid_to_data
from coherence_exact.families.named import NAMES, PROFILES, Profile, describe, shapes_of
from coherence_exact.families.shapes import Instance

from tests.models import example

PAIRS = EveryModel().of((equal(prior, second_policy),))


def test_one_model_is_its_own_instance() -> None:
    race = example("example_1")
    domain = OneModel(race)
    [address] = domain.addresses("quick")
    assert domain.instance(address, "quick") == Instance(race, None, None)
    assert domain.describe("quick") == "Example 1"


def test_instances_have_fast_numbers() -> None:
    for domain in (OneModel(example("example_1")), EveryPolicy(example("example_1")), EveryModel(), PAIRS):
        instance = domain.instance(domain.addresses("quick")[-1], "quick")
        rows = [*instance.model.weights.values(), *instance.model.prior_rows.values()]
        rows += [] if instance.second_policy is None else instance.second_policy.values()
        assert {type(x) for row in rows for x in row.values()} == {type(gmpy2.mpq())}


def test_every_policy_of_a_grid_comes_once_the_plainest_first() -> None:
    race = example("example_1")
    domain = EveryPolicy(race)
    priors = [domain.instance(address, "quick").model.prior for address in domain.addresses("quick")]
    assert len(priors) == len(POLICY_ROWS[2]) ** 3
    assert priors[0] == race.prior
    assert all(policy not in priors[:number] for number, policy in enumerate(priors))
    uneven = [sum(len(set(row.values())) > 1 for row in policy.values()) for policy in priors]
    assert uneven == sorted(uneven)


def test_states_of_one_action_have_one_row() -> None:
    assert len(EveryPolicy(example("figure_4")).addresses("quick")) == len(POLICY_ROWS[2]) ** 2


def test_pairs_are_taken_where_a_second_policy_is_spoken_of() -> None:
    assert PAIRS.instance(PAIRS.addresses("quick")[0], "quick").second_policy is not None
    alone = EveryModel().of((equal(prior, prior),))
    assert alone.instance(alone.addresses("quick")[0], "quick").second_policy is None
    assert PAIRS.to_data("quick")["family"] == "pairs"
    assert all(shape["pairs"] for shape in PAIRS.to_data("quick")["shapes"])


@pytest.mark.parametrize("profile", ["quick", "full"])
@pytest.mark.parametrize("name", NAMES)
def test_descriptions_say_how_far_a_family_goes(name: str, profile: Profile) -> None:
    shapes = shapes_of(name, False, profile)
    text = describe(name, False, profile)
    assert text.startswith("small models" if name != "two-decision" else "models with two decisions")
    most = max(shape.most_complexity for shape in shapes)
    horizon = max(len(shape.shape) for shape in shapes)
    assert text.endswith(f"(T ≤ {horizon}, {len(shapes)} shapes, complexity ≤ {most})")


def test_families_are_made_once() -> None:
    assert shapes_of("all", True, "quick") is shapes_of("all", True, "quick")


@pytest.mark.parametrize("name", NAMES)
def test_a_full_family_goes_at_least_as_far_as_the_quick_one(name: str) -> None:
    quick, full = (
        {(family.shape, family.pairs): family.most_complexity for family in shapes_of(name, False, profile)}
        for profile in PROFILES
    )
    assert all(most <= full[shape] for shape, most in quick.items())


def test_the_full_families_have_what_the_quick_ones_do_not() -> None:
    shapes = [family.shape for family in shapes_of("all", False, "full")]
    assert {len(shape) for shape in shapes} == {1, 2, 3, 4, 5}
    assert max(len(layer) for shape in shapes for layer in shape) == 3
    assert max(max(layer) for shape in shapes for layer in shape) == 3


def test_a_full_family_begins_each_shape_like_the_quick_one() -> None:
    number = 1
    quick, full = (PAIRS.addresses(profile) for profile in ("quick", "full"))
    codes = [code for shape, code in quick if shape == number]
    assert codes == [code for shape, code in full if shape == number][: len(codes)]
    for code in codes[:20]:
        assert PAIRS.instance((number, code), "full") == PAIRS.instance((number, code), "quick")


@pytest.mark.parametrize("name", NAMES)
def test_shapes_come_once_and_all_includes_the_small_ones(name: str) -> None:
    shapes = [shape.shape for shape in shapes_of(name, False, "quick")]
    assert len(set(shapes)) == len(shapes)
    everything = {shape.shape: shape.most_complexity for shape in shapes_of("deep", False, "quick")}
    if name != "pairs":
        assert all(everything[s.shape] >= s.most_complexity for s in shapes_of(name, False, "quick"))


def test_the_grid_has_rows_in_all_orders() -> None:
    data = grid_to_data()
    for rows in (*data["successors"].values(), *data["policies"].values(), *data["starts"].values()):
        assert len({tuple(row) for row in rows}) == len(rows)
        assert all(row[::-1] in rows for row in rows)
    assert data["weights"] == ["1", "1/2", "0", "1/3"]


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(ArgumentError, match='"large" is not a family; choose one of all, deep, small'):
        shapes_of("large", False, "quick")
