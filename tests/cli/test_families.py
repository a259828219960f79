"""``families``: how many models there are, and what deciding them costs."""

from __future__ import annotations

from coherence_exact.families.named import NAMES, shapes_of

from tests.cli.conftest import Printed, Shown


def test_every_family_is_listed_with_its_counts(data: Printed, text: Shown) -> None:
    listed = {family["name"]: family for family in data("families")["families"]}
    assert tuple(listed) == NAMES
    small = listed["small"]
    shapes = shapes_of("small", False, "quick")
    assert (small["shapes"], small["horizon"]) == (len(shapes), 3)
    assert small["models"] == sum(len(family.representatives) for family in shapes)
    assert small["labelled"] > small["models"]
    assert f"{small['labelled']:,}" in text("families")


def test_the_shapes_of_a_family(data: Printed, text: Shown) -> None:
    shapes = data("families", "two-decision")["shapes"]
    assert [shape["actions"] for shape in shapes] == [[[2], [2]], [[2], [2, 2]]]
    counts = [family.count for family in shapes_of("two-decision", False, "quick")]
    assert [shape["models"] for shape in shapes] == counts
    assert "2 | 2 2" in text("families", "two-decision")


def test_the_full_profile_goes_further(data: Printed) -> None:
    quick, full = (data("families", "pairs", "--profile", profile)["shapes"] for profile in ("quick", "full"))
    assert sum(shape["models"] for shape in full) > sum(shape["models"] for shape in quick)
    assert max(len(shape["actions"]) for shape in full) == 4


def test_an_unknown_family_is_refused(refusal: Shown) -> None:
    assert '"large" is not a family' in refusal("families", "large")
