"""The table of effective horizons: every model with the uniform prior is in exactly one row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from coherence_exact.families.named import Profile
from coherence_exact.families.shapes import ShapeFamily
from coherence_exact.language.domains import EveryModel
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import model_from_data, model_to_data
from coherence_exact.mdp.model import Model, uniform_policy
from coherence_exact.papers.incoherence import horizon
from coherence_exact.papers.incoherence.horizon import (
    EffectiveHorizon,
    effective_horizon,
    longer_lookaheads,
    tabulate_horizons,
)

from tests.models import example

SHAPES = (ShapeFamily(((2,),), 2), ShapeFamily(((2,), (2, 2)), 3))


class TwoShapes(EveryModel):
    """Few models, so that every one is looked at again."""

    def shape_families(self, profile: Profile) -> tuple[ShapeFamily, ...]:  # noqa: ARG002
        return SHAPES


FAMILY = TwoShapes()
LATE = (
    ModelBuilder("what is good comes late", horizon=3, start="s")
    .action("s", "a", to="sure")
    .action("s", "b", to="unsure")
    .action("sure", "a", to="half")
    .action("sure", "b", to="half")
    .action("unsure", "a", to="half")
    .action("unsure", "b", to="all or nothing")
    .action("half", "a", success="1/2")
    .action("half", "b", success="1/2")
    .action("all or nothing", "a")
    .action("all or nothing", "b", success=0)
    .build()
)


def uniform_models() -> list[Model]:
    models = (FAMILY.instance(address, "quick").model for address in FAMILY.addresses("quick"))
    return [model for model in models if model.prior == uniform_policy(model)]


def test_every_model_is_in_the_row_of_its_horizon() -> None:
    counted = Counter(
        (model.is_deterministic, effective_horizon(model, model.prior)) for model in uniform_models()
    )
    rows = tabulate_horizons(FAMILY, "quick")
    assert {(row.is_deterministic, row.horizon): row.models for row in rows} == counted
    assert len(rows) == len(counted) >= 4


def test_the_smallest_model_is_the_first() -> None:
    models = uniform_models()
    for row in tabulate_horizons(FAMILY, "quick"):
        first = next(
            model
            for model in models
            if (model.is_deterministic, effective_horizon(model, model.prior))
            == (row.is_deterministic, row.horizon)
        )
        assert replace(row.smallest, name=first.name) == first
        assert model_from_data(model_to_data(row.smallest)) == row.smallest


def test_rows_come_in_order() -> None:
    kinds = [(not row.is_deterministic, row.horizon.lookahead) for row in tabulate_horizons(FAMILY, "quick")]
    assert kinds == sorted(kinds)


def test_progress_counts_every_model() -> None:
    looked_at: list[int] = []
    tabulate_horizons(FAMILY, "quick", looked_at.append)
    assert looked_at == list(range(1, len(FAMILY.addresses("quick")) + 1))


def test_models_without_an_answer_have_rows_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(horizon, "effective_horizon", lambda *_: EffectiveHorizon(2, None))
    rows = tabulate_horizons(FAMILY, "quick")
    assert [row.is_deterministic for row in rows] == [True, False]
    assert sum(row.models for row in rows) == len(uniform_models())
    assert longer_lookaheads(rows) == []


def test_greedy_is_optimal_where_one_step_suffices() -> None:
    race = example("example_1")
    assert effective_horizon(race, race.prior) == EffectiveHorizon(2, 1)
    assert not EffectiveHorizon(2, 1).greedy_is_optimal
    assert EffectiveHorizon(1, 0).greedy_is_optimal


def test_looking_ahead_may_take_longer_than_training() -> None:
    assert effective_horizon(LATE, LATE.prior) == EffectiveHorizon(lookahead=3, retrainings=1)
