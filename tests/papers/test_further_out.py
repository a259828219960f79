"""Models beyond the families on which readings fail, and what mends them there."""

from __future__ import annotations

import pytest
from coherence_exact import papers
from coherence_exact.evaluation.functions import greedy_limit, retrain, success_probability
from coherence_exact.families.shapes import Instance
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import OneModel
from coherence_exact.mdp.model import Model
from coherence_exact.papers.incoherence import further_out
from coherence_exact.verify.shrinking import refutes

REFUTED = (
    ("abstract", "first-step-uniform", further_out.THREE_TRAILS),
    ("D.1", "necessary", further_out.UNUSED_DETOUR),
    ("6-horizon", "training-helps", further_out.MISLED_BY_TRAINING),
    ("D-contradicting", "optimal-is-stable", further_out.UNVISITED_BRANCH),
    ("D-contradicting", "optimal-is-stable-longer", further_out.UNVISITED_BRANCHES),
    ("D-contradicting", "greedy-optimal-is-stable-longer", further_out.LATE_CHOICE),
)
REPAIRS = (
    ("6-horizon", "training-to-the-limit-helps"),
    ("D-contradicting", "optimal-everywhere-is-stable"),
    ("D-contradicting", "optimal-everywhere-is-stable-longer"),
)


def reading(claim: str, name: str) -> Reading:
    """A reading of the paper."""
    found = next(each for each in papers.load("incoherence").claims() if each.id == claim)
    return next(each for each in found.readings if each.name == name)


@pytest.mark.parametrize(("claim", "name", "model"), REFUTED, ids=lambda x: x if isinstance(x, str) else "")
def test_the_model_refutes_the_reading(claim: str, name: str, model: Model) -> None:
    stated = reading(claim, name)
    assert stated.domain == OneModel(model)
    assert refutes(Instance(model), stated)


@pytest.mark.parametrize(("claim", "name"), REPAIRS)
def test_no_such_model_refutes_a_repair(claim: str, name: str) -> None:
    assert not any(refutes(Instance(model), reading(claim, name)) for _, _, model in REFUTED)


def test_one_retraining_misleads_greedy() -> None:
    """By hand: 3/4 against 9/20 before it, 5/6 against 9/10 after it."""
    model = further_out.MISLED_BY_TRAINING
    assert success_probability(model, greedy_limit(model, model.prior)) == 1
    trained = greedy_limit(model, retrain(model, model.prior))
    assert str(success_probability(model, trained)) == "9/10"
