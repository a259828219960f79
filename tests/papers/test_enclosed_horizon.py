"""Effective horizons from enclosures against exact ones."""

from __future__ import annotations

import pytest
import sympy
from coherence_exact.claims import least_retrainings, prior
from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.grid import grid_world
from coherence_exact.mdp.model import Model
from coherence_exact.papers.incoherence import enclosed_horizon, horizon
from coherence_exact.papers.incoherence.enclosed_horizon import least_retrainings_enclosed
from coherence_exact.papers.incoherence.horizon import effective_horizon
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models import example, models, one_decision, policies


@settings(max_examples=40)
@given(st.data())
def test_the_same_number_as_exactly(data: st.DataObject) -> None:
    model = data.draw(models(max_horizon=2, simple=True, most_trajectories=40))
    policy = data.draw(st.one_of(st.just(model.prior), policies(model, simple=True)))
    exact = Evaluation(model, prior=policy).value(least_retrainings(prior))
    try:
        found = least_retrainings_enclosed(model, policy, 24)
    except UndecidedError:
        return
    assert found == (None if exact is UNDEFINED else exact)


@pytest.mark.parametrize("name", ["example_1", "example_3", "two_arms"])
def test_examples_are_decided(name: str) -> None:
    model = example(name)
    exact = effective_horizon(model, model.prior).retrainings
    assert least_retrainings_enclosed(model, model.prior, 24) == exact


def test_ties_between_optimal_actions_do_not_matter() -> None:
    world = grid_world(3, 3, horizon=5, slip="1/5")
    exact = Evaluation(world).value(least_retrainings(prior))
    assert least_retrainings_enclosed(world, world.prior, 24) == exact


def late(attractive: str) -> Model:
    """The prior misses the way to success by far: greedy needs some re-trainings to prefer it."""
    return (
        ModelBuilder("late", horizon=2, start="s")
        .action("s", "a", to="hard")
        .action("s", "b", to="easy")
        .action("hard", "a")
        .action("hard", "b", success="1/10")
        .action("hard", "c", success="1/10")
        .action("easy", "a", success=attractive)
        .build()
    )


def test_several_retrainings() -> None:
    found = []
    for attractive in ("1/3", "1/2", "9/10", "99/100"):
        model = late(attractive)
        found.append(least_retrainings_enclosed(model, model.prior, 24))
        assert found[-1] == effective_horizon(model, model.prior).retrainings
    assert found[0] == 0
    assert None not in found
    assert len(set(found)) > 2


def test_too_few_retrainings() -> None:
    model = late("99/100")
    assert least_retrainings_enclosed(model, model.prior, 1) is None


def test_a_tie_with_an_action_that_is_not_optimal_is_not_told() -> None:
    """Both actions have q = 1/2 under the prior, but only one leads to where 1 can be reached."""
    model = (
        ModelBuilder("tie", horizon=2, start="s")
        .action("s", "a", to="x")
        .action("s", "b", to="y")
        .action("x", "a", success="2/3")
        .action("x", "b", success="1/3")
        .action("y", "a", success="1/2")
        .build()
    )
    with pytest.raises(UndecidedError, match="do not tell whether two actions have the same q"):
        least_retrainings_enclosed(model, model.prior, 24)
    assert effective_horizon(model, model.prior).retrainings == 1


def test_what_explodes_is_enclosed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def enclosed(*given: object) -> int:
        asked.append(given)
        return 7

    monkeypatch.setattr(horizon, "least_retrainings_enclosed", enclosed)
    world = grid_world(3, 3, horizon=9, slip="1/5")
    monkeypatch.setattr(horizon, "_MOST_DIGITS", 1)
    assert effective_horizon(world, world.prior).retrainings == 7
    assert len(asked) == 1


def test_symbols_are_not_enclosed() -> None:
    model = one_decision(a=sympy.Symbol("x", positive=True), b="1/2")
    with pytest.raises(ArgumentError, match="a model with symbols is not enclosed"):
        enclosed_horizon.least_retrainings_enclosed(model, model.prior, 3)
