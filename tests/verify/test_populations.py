"""Many models as arrays: the numbers that batches get are those of the sketches that are confirmed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coherence_exact.evaluation.layout import Layout
from coherence_exact.verify.populations import PARTS, WEIGHTS, Restrictions

from tests.verify.populations import population


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("pairs", [False, True])
def test_a_column_is_the_model_of_its_sketch(seed: int, pairs: bool) -> None:
    some = population(seed, pairs)
    genes = some.drawn(5)
    data = some.data(genes)
    for column in range(5):
        instance = some.sketch_of(genes[:, column]).instance()
        layout = Layout(instance.model, instance.second_policy)
        for name in ("prior", "weight", "dynamics", "start", *(["second_policy"] if pairs else [])):
            assert [float(x) for x in getattr(layout, name)] == pytest.approx(list(data[name][:, column]))


@pytest.mark.parametrize("seed", range(10))
def test_own_numbers_are_those_of_the_sketch(seed: int) -> None:
    some = population(seed)
    column = some.drawn(1)[:, 0]
    again = population(seed)
    again.sketch = some.sketch_of(column)
    assert again.sketch_of(again.own()[:, 0]) == again.sketch


def test_children_stay_near_their_parents() -> None:
    some = population(1)
    parents = some.drawn(1)
    children = some.children(parents, 200)
    changed = (children != parents).mean(axis=0)
    assert 0 < changed.mean() < 0.5


@pytest.mark.parametrize("seed", range(10))
def test_restrictions_are_obeyed(seed: int) -> None:
    asked = Restrictions(weights_positive=True, prior_positive=True, prior_uniform=False, rewards_last=True)
    some = population(seed, restrictions=asked)
    for genes in (some.drawn(20), some.children(some.drawn(3), 20)):
        data = some.data(genes)
        assert (data["weight"] > 0).all()
        assert (data["prior"] > 0).all()
        early = [t < some.layout.model.horizon for t, _, _ in some.layout.choices]
        assert (data["weight"][early] == 1).all()
    uniform = Restrictions(False, False, prior_uniform=True, rewards_last=False)
    data = population(seed, restrictions=uniform).data(population(seed, restrictions=uniform).drawn(20))
    assert (np.ptp(data["prior"], axis=1) == 0).all()


def test_the_tables_have_extreme_numbers() -> None:
    assert {Fraction(1, 1000), Fraction(99, 100), Fraction(0), Fraction(1)} <= set(WEIGHTS)
    assert {0, 1, 99} <= set(PARTS)
