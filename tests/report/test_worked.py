"""Counterexamples worked by hand: which calls are shown, and with which numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from coherence_exact.claims import (
    Choices,
    Policy,
    Term,
    coherent,
    define,
    deterministic,
    ending,
    equal,
    fold,
    full_support,
    iff,
    incoherence,
    prior,
    retrain,
    retrain_limit,
    second_policy,
    soft_v,
    success_probability,
    temperature,
    weight,
)
from coherence_exact.language.notation import as_formula
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import load_model
from coherence_exact.mdp.model import Model
from coherence_exact.report.worked import conclusion, stages_of, worked_by_hand
from coherence_exact.report.worked_markdown import concluded, worked
from coherence_exact.verify.explain import explain

from tests.cli.conftest import LEARNER
from tests.models import deterministic_policies, example, one_decision

MODEL = example("example_3")
TILTED = (
    ModelBuilder("tilted", horizon=1, start="s")
    .action("s", "a1")
    .action("s", "a2")
    .prior("s", {"a1": "2/3", "a2": "1/3"})
    .build()
)


def text_of(relation: Term, model: Model = MODEL) -> str:
    return "\n\n".join(worked(worked_by_hand(explain(model, None, relation))))


@pytest.mark.parametrize(
    ("term", "stages"),
    [
        (retrain(prior, 3), ["p", "G(p)", "G^2(p)", "G^3(p)"]),
        (temperature(prior, 2), ["p", "q[p; w^2]", "π_{α=2}(p)"]),
        (coherent(prior, 2, "1/2"), ["p", "B_{δ=1/2}(p)", "B_{δ=1/2}^2(p)"]),
        (soft_v(retrain(prior)), ["p", "G(p)", "v[G(p)]"]),
        (deterministic, []),
        (ending("1/2", success_probability(prior)), []),
    ],
)
def test_the_stages_of_a_term(term: Term, stages: list[str]) -> None:
    assert list(dict.fromkeys(map(as_formula, stages_of(term)))) == stages


def test_the_steps_of_a_definition_are_found_in_its_body() -> None:
    formulas = list(map(as_formula, stages_of(fold(prior, 2))))
    assert "e^{r_1}[F(p)]" in formulas
    assert formulas[-1] == "F_2(p)"


def test_folding_is_worked() -> None:
    text = text_of(equal(fold(prior, 2), retrain(prior, 2)), TILTED)
    assert "       ╭─ a1: 2/3 ─── w 1\n──▶ s ─┤\n       ╰─ a2: 1/3 ─── w 1\n" in text
    assert "| `G(p)` | 1, s | a1, a2 | 2/3, 1/3 | 1, 1 | 1 |" in text
    assert "- `e^{r_1}[F(p)]`: (1, s, a1): 2/3; (1, s, a2): 1/3" in text
    assert text.endswith(
        "At time 1, state s, action a1: `F_2(p)` = 4/5 = 0.8 and `G^2(p)` = 2/3 ≈ 0.666667: "
        "`F_2(p) = G^2(p)` is false."
    )


def test_incoherence_is_worked_with_its_response() -> None:
    text = text_of(incoherence(prior) <= 0, one_decision(a=1, b="1/2"))
    assert "| `B_{δ=1}(p)` | 1, s | a, b | 2/3, 1/3 | 1, 1/2 | 5/6 |" in text
    assert "- `κ_{δ=1}(p)` = -3/2·log 2 + log 3 ≈ 0.0588915" in text


def test_a_definition_of_ones_own_is_worked() -> None:
    @define("w·{policy}")
    def weighted(policy: Policy) -> Choices:
        """The weights, times the policy."""
        return weight * policy

    text = text_of(equal(weighted(prior), prior), one_decision(a="1/2", b=1))
    assert "- `w·p`: (1, s, a): 1/4; (1, s, b): 1/2" in text
    assert "At time 1, state s, action a: `w·p` = 1/4 = 0.25 and `p` = 1/2 = 0.5" in text


def test_a_value_in_the_relation_is_shown_even_if_a_policy_shows_it() -> None:
    assert "- `v[p]`: (1, ∅): 11/24; (2, s1): 1/3; (2, s2): 2/3" in text_of(equal(soft_v(prior), 1))


def test_a_second_policy_is_a_stage() -> None:
    second = deterministic_policies(MODEL)[0]
    text = "\n".join(worked(worked_by_hand(explain(MODEL, second, equal(prior, second_policy)))))
    assert "╭─ a1: 1/2 ≠ 1 ─" in text
    assert "| `π'` | 1, ∅ | a1, a2 | 1, 0 | 5/12, 1/2 | 5/12 |" in text


def test_what_is_evaluated_in_the_ending_model_is_worked_there() -> None:
    text = text_of(equal(ending("1/2", success_probability(prior)), 1), example("example_1"))
    assert "The model that ends with probability 1 − 1/2 after each decision:" in text
    assert "(end): " in text
    assert "- `S(p)` = 13/16 = 0.8125" in text


def test_a_relation_of_truths_says_which_are_true() -> None:
    found = explain(MODEL, None, iff(deterministic, full_support))
    assert concluded(conclusion(found)).startswith("`deterministic τ` is false and `full support` is true: ")
    assert concluded(conclusion(explain(MODEL, None, deterministic))) == "So `deterministic τ` is false."


def test_long_tables_are_shown_where_they_fail() -> None:
    grid = example("grid_3x3")
    [shown] = [
        line
        for line in text_of(equal(soft_v(prior) * weight, prior), grid).splitlines()
        if "- `v[p]`" in line
    ]
    assert 1 <= shown.count("(") <= 12


def test_what_does_not_exist_is_shown_as_such(tmp_path: Path) -> None:
    file = tmp_path / "learner.json"
    file.write_text(json.dumps(LEARNER), encoding="utf-8")
    found = explain(load_model(file), None, equal(prior, retrain(prior)))
    text = "\n\n".join(worked(worked_by_hand(found, (equal(retrain_limit(prior), prior),))))
    assert "| `G^∞(p)` | 1, s | a, b | undefined, undefined | " in text
    assert text.endswith("`p = G(p)` is false.")
