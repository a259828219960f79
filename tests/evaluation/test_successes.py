"""Success probabilities by layers: policies that recur and policies that do not, and the largest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from coherence_exact import grid_world, optimal_success, retrain, success_probability
from coherence_exact.claims import optimal_success as largest
from coherence_exact.claims import prior
from coherence_exact.claims import success_probability as success
from coherence_exact.evaluation import successes
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.evaluation.layers import Layers, Table
from coherence_exact.evaluation.sweeps import sweep
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from hypothesis import given
from hypothesis import strategies as st

from tests.models import models, policies


def check(model: Model, policy: Policy) -> None:
    evaluation = Evaluation(model, prior=policy)
    assert success_probability(model, policy) == evaluation.value(success(prior))
    assert optimal_success(model) == evaluation.value(largest)


@given(st.data())
def test_models_of_any_kind(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=4, max_starts=3))
    check(model, data.draw(st.one_of(st.just(model.prior), policies(model))))


@given(st.data())
def test_states_that_recur(data: st.DataObject) -> None:
    """Layers that grow, shrink and alternate, with states that are met at the last time only."""
    names = ["s", "t", "u", "end"]
    builder = ModelBuilder("recurring", horizon=data.draw(st.integers(1, 6)), start="s")
    for state in names[:-1]:
        for action in data.draw(st.sampled_from(["a", "ab", "abc"])):
            chosen = data.draw(st.lists(st.sampled_from(names[:-1]), min_size=1, max_size=3, unique=True))
            weight = data.draw(st.sampled_from(["0", "1", "1/2", "2/3", "3/7"]))
            builder.action(state, action, to=dict.fromkeys(chosen, Fraction(1, len(chosen))), success=weight)
    model = builder.build()
    check(model, model.prior)
    rows = {point: dict(row) for point, row in model.prior.items()}
    point = data.draw(st.sampled_from(model.points))
    action = data.draw(st.sampled_from(list(rows[point])))
    check(model, Policy(rows | {point: {a: Fraction(a == action) for a in rows[point]}}))


def test_a_state_that_is_met_last_does_not_need_to_go_on() -> None:
    """What is computed at times when a state is not met changes nothing."""
    model = (
        ModelBuilder("last", horizon=3, start="s")
        .action("s", "on", to="t", success="1/2")
        .action("t", "on", to="end", success="1/3")
        .action("t", "back", to={"end": "1/2", "other end": "1/2"}, success="1/5")
        .action("end", "stop", success="3/4")
        .action("other end", "stop", success="0")
        .build()
    )
    check(model, model.prior)
    assert optimal_success(model) == Fraction(1, 8)


@pytest.mark.parametrize("steps", [0, 1])
def test_only_policies_that_change_are_swept(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = grid_world(3, 3, horizon=6, slip="1/5")
    policy = retrain(model, model.prior, steps)
    seen: list[Layers] = []

    def spied(layers: Layers, table: Table) -> Any:
        seen.append(layers)
        return sweep(layers, table)

    monkeypatch.setattr(successes, "sweep", spied)
    check(model, policy)
    assert len(seen) == steps


def test_a_policy_that_is_none_goes_to_the_definition() -> None:
    model = grid_world(2, 2, horizon=3)
    negative = Policy({point: {"north": Fraction(2), "south": Fraction(-1)} for point in model.points})
    check(model, negative)
    point = (2, "0,1")
    check(model, Policy({**model.prior, point: {"north": Fraction(2), "south": Fraction(-1)}}))
