"""Claims in the tests of somebody's own project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from coherence_exact import load_policy, save_model
from coherence_exact.claims import (
    Claim,
    EveryModel,
    Term,
    argued,
    claim,
    deterministic,
    equal,
    prior,
    repaired,
    retrain,
    stochastic,
    temperature,
    uniform_prior,
)
from coherence_exact.claims import second_policy as other
from coherence_exact.cli import run
from coherence_exact.errors import CoherenceError
from coherence_exact.language.claims import collecting_claims
from coherence_exact.papers.incoherence import return_rate
from coherence_exact.testing import assert_holds

from tests.models import EXAMPLES, example

pytest_plugins = ["pytester"]

SAME = equal(retrain(prior, steps=2), temperature(prior, alpha=2))
FALSE = claim("twice", "retraining twice is temperature 2", SAME)
TRUE = claim("twice-deterministic", "the same for deterministic dynamics", SAME, given=[deterministic])
PAIR = claim("pair", "both policies are re-trained to the same", equal(retrain(prior), retrain(other)))


def failure(stated: Claim, **options: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_holds(stated, **options)
    return str(caught.value)


def test_what_holds_passes() -> None:
    assert_holds(TRUE)


def test_the_failure_is_the_counterexample_with_both_sides() -> None:
    lines = failure(FALSE).splitlines()
    assert lines[0] == "twice  retraining twice is temperature 2"
    assert lines[1].startswith("  REFUTED  by model ")
    assert "             ╭─ a1: 1/2 ──────────┬─▶ u1 ─── a1: 1 ─── w 1" in lines
    assert "    time 1, state s, action a1: 16/25 = 0.64 against 8/13 ≈ 0.615385" in lines


@pytest.mark.usefixtures("few_models")
def test_hypothesis_checks_are_there_to_be_refuted() -> None:
    idle = equal(retrain(prior), prior)
    never = repaired("repaired", "x", SAME, (deterministic, uniform_prior))
    assert_holds(Claim("c", "x", never))
    assert "idle: REFUTED" in failure(Claim("c", "x", repaired("idle", "x", idle, (uniform_prior,))))


@pytest.mark.usefixtures("few_models")
def test_what_no_model_meets_does_not_pass() -> None:
    assert "VACUOUS" in failure(claim("c", "x", SAME, given=[stochastic]))


@pytest.mark.usefixtures("few_models")
def test_a_search_goes_beyond_the_family() -> None:
    assert_holds(FALSE)
    assert "REFUTED" in failure(FALSE, budget=20_000)


# On one model


def test_one_model_is_looked_at() -> None:
    assert_holds(FALSE, on=example("example_1"))
    assert "25/61 ≈ 0.409836 against 7/17 ≈ 0.411765" in failure(FALSE, on=example("example_3"))
    assert "does not meet deterministic" in failure(TRUE, on=EXAMPLES / "example_3.toml")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what ``falsify`` writes about two false claims."""
    folder = tmp_path_factory.mktemp("found")
    (folder / "claims.py").write_text(
        "from coherence_exact.claims import *\n"
        'claim("twice", "x", equal(retrain(prior, steps=2), temperature(prior, alpha=2)))\n'
        'claim("pair", "y", equal(retrain(prior), retrain(second_policy)))\n',
        encoding="utf-8",
    )
    assert run(["falsify", str(folder / "claims.py"), "--out", str(folder)]) == 1
    return folder


def test_a_counterexample_is_replayed_from_its_file(found: Path) -> None:
    for stated in (FALSE, PAIR):
        certificate, model = (
            found / f"{stated.id}-stated.json",
            found / "counterexamples" / f"{stated.id}.json",
        )
        sides = {failure(stated, on=file).splitlines()[-3] for file in (certificate, str(model))}
        assert len(sides) == 1
        assert " against " in sides.pop()
    assert_holds(claim("same", "x", equal(prior, prior)), on=found / "twice-stated.json")


def test_a_replay_can_come_out_otherwise(found: Path, tmp_path: Path) -> None:
    data = json.loads((found / "twice-stated.json").read_text(encoding="utf-8"))
    data["model"]["states"]["s"]["a2"]["to"] = "u2"
    file = tmp_path / "mended.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert_holds(FALSE, on=file)


def test_a_second_policy_is_given_with_a_model(found: Path) -> None:
    from coherence_exact import load_model

    model = load_model(found / "counterexamples" / "pair.json")
    second = load_policy(found / "counterexamples" / "pair.second_policy.json", model)
    assert "against" in failure(PAIR, on=model, second_policy=second)
    assert_holds(PAIR, on=model, second_policy=model.prior)
    assert "second_policy has no value" in failure(PAIR, on=model)


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    model = example("example_1")
    save_model(model, tmp_path / "model.toml")
    (tmp_path / "broken.json").write_text('{"kind": "counterexample", "model": {"horizon": 0}}')
    argued_claim = Claim("argued", "x", (argued("rate", "x", return_rate.DECAY, [(2, model)]),))
    cases: list[tuple[tuple[Any, ...], dict[str, Any], str]] = [
        ((SAME,), {}, "is not a claim"),
        ((FALSE,), {"second_policy": model.prior}, "a second policy belongs to a model"),
        ((FALSE, tmp_path / "model.toml"), {"second_policy": model.prior}, "stands beside it"),
        ((FALSE, tmp_path / "none.json"), {}, "none.json: the file cannot be read"),
        ((FALSE, tmp_path / "broken.json"), {}, "broken.json: start: this is missing"),
        ((argued_claim, model), {}, "rests on an argument, not on models"),
    ]
    for arguments, options, message in cases:
        with pytest.raises(CoherenceError, match=message):
            assert_holds(*arguments, **options)


# In a test file


TEST_FILE = """
from coherence_exact.claims import *
from coherence_exact.testing import assert_holds

IDLE = claim("idle", "re-training changes nothing", equal(retrain(prior), prior))
ONE = claim("idle", "the same name", equal(prior, prior))

def test_idle():
    assert_holds(IDLE)

def test_one():
    assert_holds(ONE)
"""


def test_a_test_file_states_claims_without_side_effects(pytester: pytest.Pytester) -> None:
    """Pytest shows the counterexample and the line of the test, and nothing of what decides."""
    pytester.makepyfile(TEST_FILE)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*    assert_holds(IDLE)",
            "E   *AssertionError: idle  re-training changes nothing",
            "E   *REFUTED  by model *",
            "E   *fails: G(p) = p",
            "E   *time 1, state s, action a1: 2/3 ≈ 0.666667 against 1/2 = 0.5",
        ]
    )
    assert "coherence_exact/testing.py" not in result.stdout.str()


def test_stating_a_claim_leaves_nothing_behind() -> None:
    claim("here", "x", SAME)
    with collecting_claims() as collected:
        assert collected == []
        claim("inside", "x", SAME)
    claim("after", "x", SAME)
    assert [stated.id for stated in collected] == ["inside"]
    assert isinstance(SAME, Term)
    assert TRUE.readings[0].domain == EveryModel()
