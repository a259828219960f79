"""What notebooks show: HTML that is well formed and complete, formulas, and short texts."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from coherence_exact import LogValue, Model, ModelBuilder, Policy, expected_return, retrain
from coherence_exact.claims import claim, deterministic, equal, prior, second_policy, success_probability
from coherence_exact.claims import retrain as retraining
from coherence_exact.definitions.conditioning import goal_condition
from coherence_exact.display import Displayed
from coherence_exact.exact.logarithms import INFINITY, log, log_sum
from coherence_exact.exact.rationals import printable
from coherence_exact.language.terms import Term
from coherence_exact.mdp.grid import grid_world
from coherence_exact.report.numbers import exact_text
from coherence_exact.verify.verdicts import Decision, decide
from hypothesis import given

from tests.mdp.strategies import models as oddly_named_models
from tests.models import example

MODEL = example("example_3")
IDLE = equal(retraining(prior), prior)


def html(value: Displayed) -> ElementTree.Element:
    """What a value shows as HTML, which is well formed also for a reader of XML."""
    shown = value._repr_html_()
    assert shown is not None
    return ElementTree.fromstring(f"<div>{shown}</div>")


def words(value: Displayed) -> str:
    return " ".join(html(value).itertext())


def decision_on(relation: Term, **more: object) -> Decision:
    [decision] = decide([claim("mine", "a <b>claim</b>", relation, over=MODEL)])
    return decision


@given(oddly_named_models())
def test_models_and_policies_are_shown_whole(model: Model) -> None:
    assert html(model).find(".//{http://www.w3.org/2000/svg}svg") is not None
    assert model._repr_latex_() is None
    rows = html(model.prior).findall(".//tbody/tr")
    assert len(rows) == sum(map(len, model.prior.values()))
    shown = [[("".join(cell.itertext())) for cell in row] for row in rows]
    assert [row[3] for row in shown] == [exact_text(x) for row in model.prior.values() for x in row.values()]
    assert {row[1] for row in shown if row[1]} == {printable(state) for _, state in model.prior}


def test_a_model_that_is_too_large_says_so() -> None:
    shown = words(grid_world(5, 5, horizon=20))
    assert "T = 20, 25 states, deterministic" in shown
    assert "Not drawn: the model unrolls to more than 1,000 arrows" in shown


def test_a_long_policy_is_cut_with_its_length() -> None:
    prior_of_many = grid_world(5, 5, horizon=20).prior
    total = sum(map(len, prior_of_many.values()))
    assert len(html(prior_of_many).findall(".//tbody/tr")) == 200
    assert f"and {total - 200:,} more rows" in words(prior_of_many)


def test_a_dead_state_is_marked_in_the_table() -> None:
    model = ModelBuilder("dead", horizon=1, start="s").action("s", "a", success=0).build()
    assert "s †" in words(retrain(model, model.prior))
    assert "†" not in words(model.prior)


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        (log(2) / -2 + log(Fraction(3, 5)), r"$-\frac{1}{2} \log 2 + \log 3 - \log 5$"),
        (log(1), "$0$"),
        (INFINITY, r"$\infty$"),
        (-INFINITY, r"$-\infty$"),
        (log_sum([(Fraction(1, n), n) for n in range(2, 90)]), r"$\approx 10.0263$"),
    ],
)
def test_log_values_are_formulas(value: LogValue, formula: str) -> None:
    assert value._repr_latex_() == formula
    assert value._repr_html_() is None


def test_terms_and_definitions_are_formulas() -> None:
    assert retraining(prior, 2)._repr_latex_() == "$G^2(p)$"
    assert goal_condition._repr_latex_() == "$G(\\pi) = G[w](\\pi)$"
    assert "goal_condition : G(π)(a|s) = π(a|s, O_{t:T} = 1)" in words(goal_condition).replace("  ", " ")
    assert html(goal_condition).find(".//{http://www.w3.org/1998/Math/MathML}math") is not None


def test_a_claim_shows_its_readings() -> None:
    shown = claim("mine", "a <b>claim</b>", IDLE, given=[deterministic])
    assert "mine : a <b>claim</b>" in words(shown)
    assert len(html(shown).findall(".//li")) == 1
    assert "given" in words(shown)


def test_a_verdict_shows_its_counterexample_drawn() -> None:
    decision = decision_on(IDLE)
    shown = words(decision)
    assert "refuted : 1 model checked: Example 3" in shown
    assert "is false at time 1, state ∅, action a1: 5/11 ≈ 0.454545 against 1/2 = 0.5" in shown
    assert "3/4" in shown
    assert decision.counterexample is not None
    assert words(decision.counterexample) in shown
    assert html(decision_on(equal(prior, prior))).find(".//{http://www.w3.org/2000/svg}svg") is None


def test_a_second_policy_is_drawn_beside_the_prior() -> None:
    relation = equal(success_probability(prior), success_probability(second_policy))
    [decision] = decide([claim("pairs", "all alike", relation)])
    assert decision.counterexample is not None
    assert "x ≠ y: x of the prior, y of the second policy" in words(decision.counterexample)


def test_texts_are_short() -> None:
    decision = decision_on(IDLE)
    texts = [
        (MODEL, '<Model "Example 3", horizon 2, states: "∅", "s1", "s2">'),
        (grid_world(5, 5, horizon=2, slip="1/5"), None),
        (grid_world(5, 5, horizon=9).prior, None),
        (decision, '<Decision "mine", "stated": refuted, models checked: 1>'),
        (decision.claim, '<Claim "mine", readings: "stated">'),
        (decision.reading, '<Reading "stated": equal(retrain(prior, steps=1), prior)>'),
        (decision.counterexample, None),
    ]
    for value, text in texts:
        assert text is None or repr(value) == text
        assert len(repr(value)) < 300
        assert "\n" not in repr(value)
    assert repr(Policy({(1, "s"): {"a": Fraction(1, 3)}})) == '<Policy (1, "s"): "a" 1/3>'


def test_policies_as_rows_and_as_csv() -> None:
    policy = retrain(MODEL, MODEL.prior, 2)
    rows = policy.to_rows()
    assert rows[0] == {"time": 1, "state": "∅", "action": "a1", "probability": Fraction(25, 61)}
    assert [Fraction(row["probability"]) for row in csv.DictReader(io.StringIO(policy.to_csv()))] == [
        row["probability"] for row in rows
    ]
    odd = Policy({(1, 'a "b", c'): {"two\nlines": Fraction(1)}})
    [row] = csv.DictReader(io.StringIO(odd.to_csv()))
    assert (row["state"], row["action"]) == ('a "b", c', "two\nlines")


def test_numbers_are_floats_if_one_asks() -> None:
    value = expected_return(MODEL, MODEL.prior)
    assert float(value) == pytest.approx(-0.8386820959581301, rel=1e-15)
    assert float(retrain(MODEL, MODEL.prior, 2)[1, "∅"]["a1"]) == 25 / 61
