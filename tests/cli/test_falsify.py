"""``falsify``: a user's claims decided, and everything written that ``verify`` writes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from coherence_exact.cli import run
from coherence_exact.cli.searching import Budget, search_beyond
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.verify.executors import Executor
from coherence_exact.verify.layouts import Shape
from coherence_exact.verify.verdicts import Decision

from tests.cli.conftest import FALSE, IMPORT, TRUE, Printed, Shown, stated

pytestmark = pytest.mark.usefixtures("few_models", "short_searches")

SHORT = 30_000


@pytest.fixture
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search less far than a user's command does."""

    def search(
        decisions: list[Decision],
        budget: Budget,
        largest: Sequence[Shape],
        seed: int,
        executor: Executor,
    ) -> list[Decision]:
        models, seconds = budget
        return search_beyond(decisions, (min(models, SHORT), seconds), largest, seed, executor)

    monkeypatch.setattr(sys.modules["coherence_exact.cli.falsify"], "search_beyond", search)


OWN = (
    IMPORT
    + '''
@define("w̄[{policy}]")
def mean_weight(policy: Policy) -> Points:
    """The mean weight of an action."""
    return total(policy * weight, "points")

@define("tilted")
def tilted() -> Truth:
    """The prior is not uniform."""
    return negation(uniform_prior)

claim("own/1", "re-training leaves mean weights", equal(mean_weight(retrain(prior)), mean_weight(prior)),
      given=[tilted])
claim("own 2", "re-training raises mean weights", mean_weight(retrain(prior)) >= mean_weight(prior))
'''
)


def test_falsify_decides_what_a_file_states(tmp_path: Path, data: Printed) -> None:
    file = stated(tmp_path, IMPORT + TRUE + FALSE)
    printed = data("falsify", file, status=1)
    assert [claim["id"] for claim in printed["claims"]] == ["true", "false"]
    first, second = (claim["readings"] for claim in printed["claims"])
    assert [reading["name"] for reading in (*first, *second)] == ["stated", "stated"]
    assert first[0]["verdict"] == "holds"
    assert first[0]["certificate"] is None
    assert second[0]["verdict"] == "refuted"
    assert second[0]["counterexample"]["where"] == {"time": 1, "state": "s", "action": "a1"}


def test_falsify_succeeds_if_every_claim_holds(tmp_path: Path, text: Shown) -> None:
    shown = text("falsify", stated(tmp_path, IMPORT + TRUE))
    assert shown.startswith("true  nothing happens\n  HOLDS  on ")
    assert shown.endswith("\n1 reading: 1 holds\n")


def test_a_counterexample_is_told_in_a_few_lines(tmp_path: Path, text: Shown) -> None:
    lines = text("falsify", stated(tmp_path, IMPORT + FALSE), status=1).splitlines()
    assert lines[1].startswith("  REFUTED  by model ")
    assert "    fails: G(p) = p" in lines
    assert len(lines) <= 35


def test_details(tmp_path: Path, text: Shown) -> None:
    shown = text("falsify", stated(tmp_path, IMPORT + FALSE), "--details", status=1)
    assert "  refuted   stated: re-training changes nothing\n" in shown
    assert shown.endswith("1 reading: 1 refuted\n")


@pytest.mark.parametrize(
    ("relation", "given", "note"),
    [
        (
            "equal(prior, prior)",
            "[both(deterministic, stochastic)]",
            "no model of the family meets deterministic τ",
        ),
        ("equal(total(weight / 0), 0)", "[]", "do not count: weight / 0 has no value on some model"),
    ],
)
def test_a_claim_about_nothing_does_not_succeed(
    relation: str, given: str, note: str, tmp_path: Path, text: Shown
) -> None:
    file = stated(tmp_path, IMPORT + f'claim("empty", "about nothing", {relation}, given={given})\n')
    shown = text("falsify", file, status=1)
    assert "VACUOUS  no model counts" in shown
    assert note in " ".join(shown.split())


def test_a_state_that_the_model_does_not_have_is_named(tmp_path: Path, text: Shown) -> None:
    nowhere = (
        "from coherence_exact import load_model\nfrom coherence_exact.papers.examples import file_of\n"
        'claim("nowhere", "x", probability(prior, 1, "nowhere", "a1") > 0, '
        'over=load_model(file_of("example_1")))\n'
    )
    shown = " ".join(text("falsify", stated(tmp_path, IMPORT + nowhere), status=1).split())
    assert "VACUOUS" in shown
    assert 'at(prior, 1, "nowhere", "a1") is at a time, state or action that the model does not have' in shown


def test_an_undecided_claim_does_not_succeed(
    tmp_path: Path, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undecided(*_: object) -> bool:
        raise UndecidedError("two quotients cannot be told apart")

    monkeypatch.setattr(Evaluation, "value", undecided)
    file = stated(tmp_path, IMPORT + 'claim("hard", "all priors have full support", full_support)\n')
    [reading] = data("falsify", file, status=1)["claims"][0]["readings"]
    assert reading["verdict"] == "undecided"
    assert reading["reason"] == "two quotients cannot be told apart"


def test_what_a_file_prints_does_not_spoil_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = stated(tmp_path, 'print("hello")\n' + IMPORT + TRUE)
    assert run(["falsify", file, "--json"]) == 0
    printed, complaint = capsys.readouterr()
    assert json.loads(printed)["claims"][0]["id"] == "true"
    assert complaint == "hello\n"


def test_names_are_neither_markup_nor_escape_sequences(tmp_path: Path, text: Shown) -> None:
    claim = 'claim("[/x]", ":smile: [red] \\x1b[31m \\n two", equal(prior, prior))\n'
    shown = text("falsify", stated(tmp_path, IMPORT + claim))
    assert shown.startswith("[/x]  :smile: [red] \\u001B[31m two\n")


def test_ctrl_c_in_a_file_interrupts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["falsify", stated(tmp_path, "raise KeyboardInterrupt")]) == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


# Families


def test_a_claim_over_one_other_family_is_still_stated(tmp_path: Path, data: Printed) -> None:
    [claim] = data("falsify", stated(tmp_path, IMPORT + TRUE), "--family", "unequal")["claims"]
    [reading] = claim["readings"]
    assert reading["name"] == "stated"
    assert reading["family"].startswith("small models whose states may have different numbers of actions")


def test_a_claim_over_several_families_has_a_reading_for_each(tmp_path: Path, data: Printed) -> None:
    families = ("--family", "small", "--family", "unequal", "--family", "small")
    [claim] = data("falsify", stated(tmp_path, IMPORT + TRUE), *families)["claims"]
    assert [reading["name"] for reading in claim["readings"]] == ["stated, small", "stated, unequal"]


def test_a_family_without_effect_is_named(tmp_path: Path, text: Shown) -> None:
    pairs = 'claim("pairs", "one policy", equal(prior, second_policy))\n'
    note = "Note: --family has no effect on pairs, which is about pairs of policies.\n"
    text("falsify", stated(tmp_path, IMPORT + pairs), "--family", "small", status=1, error=note)
    model = (
        "from coherence_exact import load_model\nfrom coherence_exact.papers.examples import file_of\n"
        'claim("one", "it is there", equal(prior, prior), over=load_model(file_of("example_1")))\n'
    )
    note = "Note: --family has no effect on one, which is about certain models.\n"
    text("falsify", stated(tmp_path, IMPORT + model), "--family", "small", error=note)


# Files


def test_nothing_is_written_without_out(tmp_path: Path, text: Shown) -> None:
    file = stated(tmp_path, IMPORT + FALSE)
    text("falsify", file, status=1)
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".pyc"] == ["stated.py"]


def test_definitions_of_ones_own_are_decided_printed_written_and_checked(
    tmp_path: Path, data: Printed, text: Shown
) -> None:
    folder = tmp_path / "out"
    shown = text("falsify", stated(tmp_path, OWN), "--out", str(folder), status=1)
    assert "fails: w̄[G(p)] = w̄[p]" in shown
    assert "rechecked" in shown
    # No small model refutes the second claim; the search finds one further out.
    assert "beyond the family, which has no counterexample" in " ".join(shown.split())
    assert {file.name for file in folder.glob("*.md")} == {"own-1.md", "own-2.md"}
    page = (folder / "own-1.md").read_text(encoding="utf-8")
    assert "- `w̄[π] = " in page
    assert "The mean weight of an action." in page
    checked = data("check", str(folder))["files"]
    assert {(each["outcome"], each["claim"], each["verdict"]) for each in checked} == {
        ("valid", "own 2", "refuted"),
        ("valid", "own/1", "refuted"),
    }
    [of_first] = [each["path"] for each in checked if each["claim"] == "own/1"]
    definitions = json.loads(Path(of_first).read_text(encoding="utf-8"))["definitions"]
    assert {"mean_weight", "tilted"} <= set(definitions)


def test_an_altered_definition_is_refused(tmp_path: Path, data: Printed, text: Shown) -> None:
    folder = tmp_path / "out"
    text("falsify", stated(tmp_path, OWN), "--out", str(folder), status=1)
    for file in folder.glob("*.json"):
        content = file.read_text(encoding="utf-8")
        certificate = json.loads(content)
        certificate["definitions"]["mean_weight"]["body"] = ["sum", "choices", "points", ["prior"]]
        file.write_text(json.dumps(certificate), encoding="utf-8")
    outcomes = {each["outcome"] for each in data("check", str(folder), status=1)["files"]}
    assert outcomes == {"invalid"}


def test_counterexamples_are_models_that_every_command_reads(
    tmp_path: Path, data: Printed, text: Shown
) -> None:
    folder = tmp_path / "out"
    pairs = 'claim("PAIRS?", "one policy", equal(prior, second_policy))\n'
    text("falsify", stated(tmp_path, IMPORT + FALSE + pairs), "--out", str(folder), status=1)
    models = folder / "counterexamples"
    assert {file.name for file in models.iterdir()} == {
        "false.json",
        "PAIRS.json",
        "PAIRS.second_policy.json",
    }
    found = data("compare", str(models / "false.json"), "--left", "retrain:1", "--right", "prior")
    assert found["equal"] is False
    other = str(models / "PAIRS.second_policy.json")
    assert data("measure", str(models / "PAIRS.json"), "--policy", other)["model"]


def test_names_of_files_are_never_the_same(tmp_path: Path, text: Shown) -> None:
    twice = 'claim("a/b", "x", equal(prior, prior))\nclaim("A b", "y", equal(prior, prior))\n'
    folder = tmp_path / "out"
    text("falsify", stated(tmp_path, IMPORT + twice), "--out", str(folder))
    assert {file.name for file in folder.glob("*.md")} == {"a-b.md", "A-b-2.md"}


def test_the_page_says_how_to_decide_again(tmp_path: Path, text: Shown) -> None:
    file, folder = stated(tmp_path, IMPORT + TRUE), tmp_path / "out"
    text("falsify", file, "--family", "small", "--out", str(folder))
    page = (folder / "true.md").read_text(encoding="utf-8")
    assert f"$ coherence-exact falsify {file} --family=small\n" in page
    assert "**True as stated on all that was checked.**" in page


def test_a_search_can_be_left_out_and_says_what_it_came_to(
    tmp_path: Path, data: Printed, text: Shown
) -> None:
    file = stated(tmp_path, IMPORT + TRUE)
    without = data("falsify", file, "--no-search")["claims"][0]["readings"][0]
    assert without["beyond"] is None
    searched = data("falsify", file, "--budget", "2000", "--seed", "3")["claims"][0]["readings"][0]
    assert searched["verdict"] == "holds"
    assert searched["beyond"]["models"] >= 2000
    assert searched["beyond"]["problem"] is None
    assert searched["coverage"]["horizon"] == 1
    shown = " ".join(text("falsify", file, "--budget", "2000").split())
    assert "search: no counterexample in 2,304 random models up to T =" in shown
    assert "not in the family: T > 1" in shown


def test_few_models_are_warned_of(tmp_path: Path, text: Shown) -> None:
    few = 'claim("few", "x", equal(prior, uniform), given=[uniform_prior, negation(finite_rewards)])\n'
    shown = " ".join(text("falsify", stated(tmp_path, IMPORT + few), "--no-search").split())
    assert "models met the hypotheses: that is little evidence" in shown
    shown = text("falsify", stated(tmp_path, IMPORT + TRUE), "--no-search")
    assert "little evidence" not in shown


def test_hypotheses_out_of_reach_of_a_family_are_met_by_the_search(tmp_path: Path, text: Shown) -> None:
    far = 'claim("far", "x", equal(retrain(prior), prior), given=[horizon_at_least(4)])\n'
    shown = " ".join(text("falsify", stated(tmp_path, IMPORT + far), status=1).split())
    assert "REFUTED beyond the family, which has no counterexample" in shown
    farther = far.replace("(4)", "(9)")
    shown = " ".join(text("falsify", stated(tmp_path, IMPORT + farther), status=1).split())
    assert "VACUOUS" in shown
    assert "no model of the family meets T ≥ 9" in shown
    assert "met the hypotheses no model of the family" in shown


def test_a_search_is_bounded_by_seconds_and_by_size(tmp_path: Path, data: Printed) -> None:
    """With one decision only, what is false of two holds; without seconds, nothing is looked at."""
    path = stated(tmp_path, IMPORT + 'claim("x", "true", equal(retrain(prior), fold(prior, 1)))')
    [claim] = data("falsify", path, "--budget", "3000", "--largest", "1,1,5", "--largest", "2,3,2")["claims"]
    beyond = claim["readings"][0]["beyond"]
    assert beyond["horizon"] == 2
    assert beyond["models"] >= 3000
    [claim] = data("falsify", path, "--budget", "0s")["claims"]
    assert claim["readings"][0]["beyond"]["models"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--largest", "2,2"), "2,2.* is not three numbers; write them as in 4,3,2"),
        (("--largest", "2,2,x"), "is not three numbers"),
        (("--largest", "2,2,1"), "allows no choice; write at least 1 decision, 1 state and 2 actions"),
        (("--budget", "-1s"), "budget"),
        (("--budget", "1.5s"), "budget"),
    ],
)
def test_wrong_bounds_of_a_search_are_refused(
    arguments: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["falsify", stated(tmp_path, IMPORT + TRUE), *arguments]) == 2
    assert re.search(message, " ".join(capsys.readouterr().err.split()))


def test_models_too_large_to_search_are_named(tmp_path: Path, data: Printed) -> None:
    path = stated(tmp_path, IMPORT + TRUE)
    [claim] = data("falsify", path, "--largest", "20,9,9")["claims"]
    assert (
        "have more than 4,000 trajectories; search smaller ones" in claim["readings"][0]["beyond"]["problem"]
    )
