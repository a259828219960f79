"""The command line as a user meets it: numbers, JSON shapes, exit statuses, and one message for misuse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.cli import OPERATOR_NAMES, run
from coherence_exact.errors import UndecidedError
from coherence_exact.inference.horizon import least_lookahead, least_retrainings
from coherence_exact.inference.retraining import retrain
from coherence_exact.inference.temperature import temperature
from coherence_exact.mdp.files import load_policy, model_from_data
from coherence_exact.verify import recorded
from coherence_exact.verify.search import Reached
from coherence_exact.verify.unfinished import UnfinishedSearch
from coherence_exact.version import __version__

from tests.models import EXAMPLES, example

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")

Shown = Callable[..., str]
Printed = Callable[..., Any]


@pytest.fixture
def text(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run a command that succeeds without a word on the error stream; what it prints."""

    def command(*arguments: str, status: int = 0, error: str = "") -> str:
        assert run(arguments) == status
        printed, complaint = capsys.readouterr()
        assert complaint == error
        return printed

    return command


@pytest.fixture
def data(text: Shown) -> Printed:
    """Run a command with --json; the data it prints."""
    return lambda *arguments, **expected: json.loads(text(*arguments, "--json", **expected))


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run a command that is refused with status 2 and one message; the message."""

    def command(*arguments: str) -> str:
        assert run(arguments) == 2
        printed, complaint = capsys.readouterr()
        assert printed == ""
        assert "Traceback" not in complaint
        _, message = f"\n{complaint}".split("\nError: ")
        return message.rstrip("\n")

    return command


# The program


def test_the_version(text: Shown) -> None:
    assert text("--version") == f"coherence-exact, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("policy",),
        ("measure",),
        ("compare",),
        ("rate",),
        ("horizon",),
        ("claims",),
        ("verify",),
        ("falsify",),
    ],
)
def test_help_is_everywhere(arguments: Sequence[str], text: Shown) -> None:
    assert text(*arguments, "--help") == text(*arguments, "-h")


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_help_answers_without_heavy_libraries() -> None:
    program = (
        "import sys; from coherence_exact.cli import run; run(['--help']);"
        "assert not {'sympy', 'flint', 'rich', 'coherence_exact.verify'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)


# policy


def test_policy_prints_what_the_contract_says(data: Printed) -> None:
    printed = data("policy", STOCHASTIC, "--operator", "retrain", "--steps", "2")
    assert printed == {
        "model": "Example 3",
        "operator": "retrain",
        "policy": {
            "1": {"∅": {"a1": "25/61", "a2": "36/61"}},
            "2": {"s1": {"a1": "1/2", "a2": "1/2"}, "s2": {"a1": "1/2", "a2": "1/2"}},
        },
        "success_probability": "341/732",
        "return": {"terms": [["97/244", "2"], ["-1", "3"]], "decimal": "-0.823057876724197"},
        "dead_states": [],
    }


@pytest.mark.parametrize(
    ("options", "probability"),
    [
        (("retrain",), "5/11"),
        (("retrain", "--steps", "0"), "1/2"),
        (("temperature",), "5/11"),
        (("temperature", "--alpha", "2"), "7/17"),
        (("temperature", "--alpha", "4"), "19/53"),
        (("fold", "--steps", "2"), "25/61"),
        (("fold", "--steps", "2", "--kind", "ratio"), "25/61"),
        (("fold-cumulative", "--steps", "2"), "25/61"),
        (("coherent", "--steps", "2"), "5/11"),
        (("coherent", "--delta", "1/2"), "25/61"),
        (("coherent", "--delta", "0.5"), "25/61"),
        (("greedy-limit",), "0"),
    ],
)
def test_policy_with_every_option(options: Sequence[str], probability: str, data: Printed) -> None:
    printed = data("policy", STOCHASTIC, "--operator", *options)
    assert printed["operator"] == options[0]
    assert printed["policy"]["1"]["∅"]["a1"] == probability


@pytest.mark.parametrize("operator", OPERATOR_NAMES)
def test_a_trace_leads_from_the_prior_to_the_result(operator: str, data: Printed) -> None:
    printed = data("policy", RACE, "--operator", operator, "--trace")
    assert printed["trace"][0] == example("example_1").prior.to_json()
    assert printed["trace"][-1] == printed["policy"]
    assert len(printed["trace"]) == 2


def test_a_trace_has_a_policy_for_each_step(data: Printed) -> None:
    trace = data("policy", STOCHASTIC, "--operator", "temperature", "--alpha", "2", "--trace")["trace"]
    assert [policy["1"]["∅"]["a1"] for policy in trace] == ["1/2", "5/11", "7/17"]


def test_a_limit_that_is_rational(data: Printed) -> None:
    printed = data("policy", RACE, "--operator", "retrain-limit")
    assert printed["policy"]["1"]["∅"] == {"↗": "1", "↘": "0"}
    assert printed["success_probability"] == "1"
    assert printed["return"] == {"terms": [], "decimal": "0"}
    assert "limit" not in printed


LEARNER = {
    "name": "two ways to a learner",
    "horizon": 2,
    "start": "s",
    "states": {
        "s": {"a": {"to": {"learner": "1/2", "dead end": "1/2"}}, "b": {"to": "half"}},
        "learner": {"a": {}, "b": {"success": "1/2"}},
        "dead end": {"a": {"success": 0}},
        "half": {"a": {"success": "1/2"}},
    },
}


@pytest.fixture
def learner(tmp_path: Path) -> str:
    """A file of a model whose limit of re-training is enclosed, with a dead state."""
    file = tmp_path / "learner.json"
    file.write_text(json.dumps(LEARNER), encoding="utf-8")
    return str(file)


def test_a_limit_that_is_enclosed(learner: str, data: Printed) -> None:
    printed = data("policy", learner, "--operator", "retrain-limit", "--trace")
    assert printed["policy"] is None
    assert printed["limit"]["support"]["2"]["learner"] == ["a"]
    low, high = (Fraction(printed["limit"][side]["1"]["s"]["a"]) for side in ("low", "high"))
    assert low < Fraction(1, 3) < high
    assert printed["success_probability"] == "1/2"
    assert printed["dead_states"] == [[2, "dead end"]]
    assert printed["trace"] == [model_from_data(LEARNER).prior.to_json()]


def test_an_enclosed_limit_for_people(learner: str, text: Shown) -> None:
    shown = text("policy", learner, "--operator", "retrain-limit", "--trace")
    assert "two ways to a learner: retrain-limit, enclosed after" in shown
    assert "π_0" in shown
    assert "0.3333333   0.3333334" in shown


def test_dead_states_are_listed(learner: str, data: Printed, text: Shown) -> None:
    assert data("policy", learner, "--operator", "retrain")["dead_states"] == [[2, "dead end"]]
    assert "time 2, state dead end" in text("policy", learner, "--operator", "retrain")


def test_an_option_without_effect_is_named(text: Shown) -> None:
    text(
        "policy",
        RACE,
        "--operator",
        "temperature",
        "--steps",
        "2",
        error="Note: --steps has no effect on temperature.\n",
    )


def test_policy_for_people(text: Shown) -> None:
    lines = text("policy", STOCHASTIC, "--operator", "retrain", "--steps", "2").splitlines()
    assert lines[0] == "Example 3: retrain:2"
    assert "  1      ∅       a1       25/61         0.409836" in lines
    assert lines[-2:] == [
        "success probability  341/732 ≈ 0.465847",
        "return               97/244·log 2 - log 3 ≈ -0.823058",
    ]


def test_a_trace_for_people_numbers_its_policies(text: Shown) -> None:
    shown = text("policy", RACE, "--operator", "retrain", "--steps", "2", "--trace")
    assert [line for line in shown.splitlines() if "π_" in line] == [
        f"Example 1: retrain:2, π_{k}" for k in range(3)
    ]


def test_what_policy_prints_is_a_prior_and_a_policy(tmp_path: Path, data: Printed, text: Shown) -> None:
    file = tmp_path / "policy.json"
    file.write_text(text("policy", STOCHASTIC, "--operator", "retrain", "--json"), encoding="utf-8")
    again = data("policy", STOCHASTIC, "--operator", "retrain", "--prior", str(file))
    assert again["policy"]["1"]["∅"]["a1"] == "25/61"
    measured = data("measure", STOCHASTIC, "--policy", str(file))
    assert measured["success_probability"] == "61/132"


def test_numbers_of_thousands_of_digits_make_the_round_trip(
    tmp_path: Path, data: Printed, text: Shown
) -> None:
    file = tmp_path / "policy.json"
    model = example("example_3")
    expected = retrain(model, model.prior, 6000)
    printed = text("policy", STOCHASTIC, "--operator", "retrain", "--steps", "6000", "--json")
    assert max(map(len, printed.replace("/", '"').split('"'))) > 4300
    file.write_text(printed, encoding="utf-8")
    assert load_policy(file, model) == expected
    again = data("policy", STOCHASTIC, "--operator", "retrain", "--steps", "0", "--prior", str(file))
    assert again["policy"] == expected.to_json()
    shown = text("measure", STOCHASTIC, "--policy", str(file))
    assert "digits)" in shown


def test_an_enclosed_limit_is_not_a_prior(tmp_path: Path, text: Shown, refusal: Shown) -> None:
    file = tmp_path / "limit.json"
    printed = text("policy", STOCHASTIC, "--operator", "retrain-limit", "--json")
    file.write_text(printed, encoding="utf-8")
    assert "null stands where a policy belongs" in refusal(
        "policy", STOCHASTIC, "--operator", "retrain", "--prior", str(file)
    )


# measure


def test_measure_prints_what_the_contract_says(data: Printed) -> None:
    assert data("measure", STOCHASTIC) == {
        "model": "Example 3",
        "delta": "1",
        "success_probability": "11/24",
        "return": {"terms": [["3/8", "2"], ["-1", "3"]], "decimal": "-0.838682095958130"},
        "causal_entropy": {"terms": [["2", "2"]], "decimal": "1.38629436111989"},
        "incoherence": {
            "terms": [["-3/2", "2"], ["-1/2", "3"], ["-1/2", "5"], ["1", "11"]],
            "decimal": "0.00414940140734755",
        },
        "dead_states": [],
    }


def test_infinite_values_are_words(data: Printed, text: Shown) -> None:
    printed = data("measure", RACE)
    assert printed["return"] == "-inf"
    assert printed["incoherence"] == "inf"
    assert "-∞" in text("measure", RACE)


def test_measure_at_another_delta(data: Printed, text: Shown) -> None:
    at_half = data("measure", STOCHASTIC, "--delta", "1/2")
    assert at_half["delta"] == "1/2"
    assert at_half["incoherence"]["terms"] == [["-2", "2"], ["-1", "3"], ["-1", "5"], ["1", "61"]]
    assert "incoherence (δ = 1/2)  -2·log 2" in text("measure", STOCHASTIC, "--delta", "1/2")


def test_measure_lists_dead_states(learner: str, data: Printed) -> None:
    assert data("measure", learner)["dead_states"] == [[2, "dead end"]]


# compare


def test_compare_prints_what_the_contract_says(data: Printed) -> None:
    model = example("example_3")
    printed = data("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert printed == {
        "model": "Example 3",
        "left": retrain(model, model.prior, 2).to_json(),
        "right": temperature(model, model.prior, 2).to_json(),
        "equal": False,
        "differences": [
            {
                "time": 1,
                "state": "∅",
                "action": "a1",
                "left": "25/61",
                "right": "7/17",
                "difference": "-2/1037",
            },
            {
                "time": 1,
                "state": "∅",
                "action": "a2",
                "left": "36/61",
                "right": "10/17",
                "difference": "2/1037",
            },
        ],
    }


def test_compare_for_people(text: Shown) -> None:
    shown = text("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2")
    assert "25/61       7/17            -2/1037 ≈ -0.00192864" in shown


def test_compare_equal_policies(data: Printed, text: Shown) -> None:
    sides = ("--left", "fold:2,kind=ratio", "--right", "retrain:2")
    printed = data("compare", STOCHASTIC, *sides)
    assert printed["equal"] is True
    assert printed["differences"] == []
    assert text("compare", STOCHASTIC, *sides).endswith(
        "fold:2,kind=ratio and retrain:2 are equal at every time, state and action.\n"
    )


# horizon


def test_horizon_of_models(data: Printed, text: Shown) -> None:
    printed = data("horizon", RACE, STOCHASTIC)
    assert printed == {
        "models": [
            {"model": "Example 1", "greedy_is_optimal": False, "lookahead": 2, "retrainings": 1},
            {"model": "Example 3", "greedy_is_optimal": True, "lookahead": 1, "retrainings": 0},
        ]
    }
    assert "  Example 1   2   no               2            1\n" in text("horizon", RACE, STOCHASTIC)


@pytest.fixture
def two_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at models of two shapes only."""
    from coherence_exact.verify import domains

    monkeypatch.setitem(domains._FAMILIES, "small", {((2,),): (2, 2), ((2,), (2, 2)): (2, 2)})
    monkeypatch.setattr(domains, "_named_family", domains._named_family.__wrapped__)


@pytest.mark.usefixtures("two_shapes")
def test_horizon_counts_small_models(data: Printed) -> None:
    printed = data("horizon")
    assert set(printed) == {"family", "rows", "lookahead_is_at_most_retrainings_plus_one"}
    assert printed["lookahead_is_at_most_retrainings_plus_one"] is True
    rows = printed["rows"]
    assert [(row["dynamics"], row["lookahead"], row["retrainings"]) for row in rows] == [
        ("deterministic", 1, 0),
        ("deterministic", 2, 1),
        ("stochastic", 1, 0),
    ]
    for row in rows:
        assert row["greedy_is_optimal"] is (row["lookahead"] == 1)
        assert isinstance(row["models"], int)
        model = model_from_data(row["smallest"])
        assert model.is_deterministic is (row["dynamics"] == "deterministic")
        assert least_lookahead(model, model.prior) == row["lookahead"]
        assert least_retrainings(model, model.prior) == row["retrainings"]


@pytest.mark.usefixtures("two_shapes")
def test_horizon_for_people_ends_with_the_comparison(data: Printed, text: Shown) -> None:
    models = sum(row["models"] for row in data("horizon")["rows"])
    last = text("horizon").splitlines()[-1]
    assert last == f"look-ahead ≤ re-trainings + 1 on {models} of {models} models."


# claims, verify, falsify


def _bounds(value: Any) -> tuple[Fraction, Fraction]:
    low, high = map(Fraction, value["enclosure"])
    return low, high


def test_rate_encloses_both_sides_of_the_corollary(data: Printed) -> None:
    printed = data("rate", str(EXAMPLES / "two_arms.toml"), "--steps", "3")
    assert [row["k"] for row in printed["rows"]] == [2, 3]
    second = printed["rows"][0]
    # J(π_k) = −log 2/(2^k + 1), and 2 J′(2) = 2·4/25·(log 2)² = 0.1537449644538244… for both coefficients.
    assert second["left"]["terms"] == [["2/15", "2"]]
    for side in ("printed", "corrected"):
        low, high = _bounds(second[side])
        assert low < Fraction("0.1537449644538244559") < high
        assert high - low < Fraction(1, 10**15)
    low, high = _bounds(second["printed_error_times_k2"])
    assert low < 4 * (Fraction("0.0924196240746593746") - Fraction("0.1537449644538244559")) < high


def test_rate_for_people(text: Shown) -> None:
    shown = text("rate", str(EXAMPLES / "grid_3x3_no_slip.toml"), "--steps", "4").splitlines()
    assert shown[0] == "3×3 grid without slip: improvement of the return"
    assert [line.split()[:2] for line in shown[-4:-1]] == [
        ["2", "0.0289664"],
        ["3", "0.0509342"],
        ["4", "0.0806704"],
    ]


def test_rate_says_what_is_undefined(text: Shown) -> None:
    note = "Note: the corollary is about deterministic dynamics.\n"
    shown = text("rate", str(EXAMPLES / "grid_3x3.toml"), "--steps", "2", error=note)
    assert shown.split()[-6:] == ["2", "0", *["undefined"] * 4]


def test_claims_lists_every_reading_without_verdicts(data: Printed) -> None:
    claims = data("claims")["claims"]
    assert {"number-ex3", "4.2", "5.9-F"} <= {claim["id"] for claim in claims}
    for claim in claims:
        assert set(claim) == {"id", "title", "where", "readings"}
        for reading in claim["readings"]:
            assert set(reading) == {"name", "statement", "relation", "given"}


def test_claims_shows_one(data: Printed, text: Shown) -> None:
    [claim] = data("claims", "ex3")["claims"]
    assert (
        claim["readings"][0]["relation"] == "negation(equal(temperature(prior, alpha=2), fold(prior, steps=2"
        ', kind="posterior", cumulative=False)))'
    )
    assert "not (π_{α=2}(p) = F_2(p))" in text("claims", "ex3")


def test_every_claim_can_be_shown(text: Shown) -> None:
    assert "Theorem 5.9" in text("claims")


def test_verify_decides_and_writes_certificates(
    tmp_path: Path, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "changes", lambda *_: [])
    printed = data("verify", "ex3", "number-ex3-label", "ex3", "--out", str(tmp_path / "new" / "folder"))
    assert [claim["id"] for claim in printed["claims"]] == ["ex3", "number-ex3-label"]
    [reading] = printed["claims"][0]["readings"]
    assert (reading["name"], reading["verdict"], reading["checked"]) == ("printed", "holds", 1)
    assert (reading["family"], reading["counterexample"]) == ("Example 3", None)
    assert json.loads(Path(reading["certificate"]).read_text(encoding="utf-8"))["claim"] == "ex3"
    label = printed["claims"][1]["readings"][0]
    assert label["verdict"] == "refuted"
    assert label["counterexample"]["left"] == "5/11"
    assert label["counterexample"]["right"] == "25/61"
    assert label["counterexample"]["where"] is None
    assert model_from_data(label["counterexample"]["model"]) == example("example_3")


def test_verify_says_what_is_not_as_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "changes", lambda *_: ["ex3 printed: holds, recorded as refuted"])
    assert run(["verify", "ex3", "--out", str(tmp_path)]) == 1
    shown, complaint = capsys.readouterr()
    assert "1 claim, 1 reading: 1 holds.\n" in shown
    assert "ex3 printed: holds, recorded as refuted\n" in complaint


def test_verify_for_people_shows_the_counterexample(
    tmp_path: Path, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "changes", lambda *_: [])
    monkeypatch.setenv("COLUMNS", "120")
    shown = text("verify", "number-ex3-label", "--out", str(tmp_path))
    assert "refuted   printed: 25/61 = π^F_1(a1|∅)" in shown
    assert "∅: a1 (p 1/2, w 1) → s1 3/4, s2 1/4; a2 (p 1/2, w 1) → s1 1/2, s2 1/2" in shown
    assert "5/11 ≈ 0.454545 against 25/61 ≈ 0.409836" in shown


def test_an_interrupted_run_leaves_what_is_decided_and_is_gone_on_with(
    tmp_path: Path, data: Printed, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "changes", lambda *_: [])
    folder, other = tmp_path / "interrupted", tmp_path / "uninterrupted"
    command = ("verify", "number-fig-rewards", "--out")

    def stop(unfinished: UnfinishedSearch, reached: Reached) -> None:
        unfinished.reached = reached
        if reached.instances == 2:
            raise KeyboardInterrupt

    expected = data(*command, str(other))
    readings = expected["claims"][0]["readings"]
    first_two = list(dict.fromkeys(reading["family"] for reading in readings))[:2]
    decided = {Path(each["certificate"]).name for each in readings if each["family"] in first_two}
    with monkeypatch.context() as interrupting:
        interrupting.setattr(UnfinishedSearch, "update", stop)
        interrupted = (
            f"Interrupted: {len(decided)} of {len(readings)} readings are decided, their certificates are in "
            f"{folder}; the same command goes on from here.\n"
        )
        assert text(*command, str(folder), status=130, error=interrupted) == ""
    assert {file.name for file in folder.iterdir()} == {*decided, ".unfinished"}
    printed = data(
        *command, str(folder), error="Going on where the interrupted run stopped, after 2 models.\n"
    )
    assert json.loads(json.dumps(printed).replace(str(folder), str(other))) == expected
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in other.iterdir()
    }


def test_a_file_that_another_run_has_left_is_named_and_not_used(
    tmp_path: Path, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "changes", lambda *_: [])
    file = tmp_path / ".unfinished"
    file.write_text("damaged", encoding="utf-8")
    note = (
        f"Note: {file}: the file is damaged, or was left by a run with other claims, another profile or "
        "another version of this program; it is not used.\n"
    )
    printed = data("verify", "ex3", "--out", str(tmp_path), error=note)
    assert printed["claims"][0]["readings"][0]["verdict"] == "holds"
    assert file.read_text(encoding="utf-8") == "damaged"


IMPORT = "from coherence_exact.claims import *\n"
TRUE = 'claim("true", "nothing happens", equal(coherent(prior, 0), prior))\n'
FALSE = 'claim("false", "re-training changes nothing", equal(retrain(prior), prior))\n'


def stated(folder: Path, content: str) -> str:
    file = folder / "stated.py"
    file.write_text(content, encoding="utf-8")
    return str(file)


@pytest.fixture
def few_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the models of one state only, so that claims which hold are decided at once."""
    from coherence_exact.verify import domains

    monkeypatch.setitem(domains._FAMILIES, "small", {((2,),): (3, 3)})
    monkeypatch.setattr(domains, "_named_family", domains._named_family.__wrapped__)


@pytest.mark.usefixtures("few_models")
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


@pytest.mark.usefixtures("few_models")
def test_falsify_succeeds_if_every_claim_holds(tmp_path: Path, text: Shown) -> None:
    assert text("falsify", stated(tmp_path, IMPORT + TRUE)).startswith("true  nothing happens\n  holds ")


@pytest.mark.usefixtures("few_models")
@pytest.mark.parametrize(
    ("relation", "given", "note"),
    [
        ("equal(prior, prior)", "[both(deterministic, stochastic)]", "no model counts"),
        ("equal(prior, second_policy)", "[]", "left out because some value is undefined there"),
    ],
)
def test_a_claim_about_nothing_does_not_succeed(
    relation: str, given: str, note: str, tmp_path: Path, text: Shown
) -> None:
    file = stated(tmp_path, IMPORT + f'claim("empty", "about nothing", {relation}, given={given})\n')
    shown = text("falsify", file, status=1)
    assert "vacuous" in shown
    assert note in " ".join(shown.split())


@pytest.mark.usefixtures("few_models")
def test_an_undecided_claim_does_not_succeed(
    tmp_path: Path, data: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact.claims.evaluator import RULES

    def undecided(*_: object) -> bool:
        raise UndecidedError("two quotients cannot be told apart")

    monkeypatch.setitem(RULES, "full_support", undecided)
    file = stated(tmp_path, IMPORT + 'claim("hard", "all priors have full support", full_support)\n')
    [reading] = data("falsify", file, status=1)["claims"][0]["readings"]
    assert reading["verdict"] == "undecided"
    assert reading["reason"] == "two quotients cannot be told apart"


@pytest.mark.usefixtures("few_models")
def test_what_a_file_prints_does_not_spoil_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = stated(tmp_path, 'print("hello")\n' + IMPORT + TRUE)
    assert run(["falsify", file, "--json"]) == 0
    printed, complaint = capsys.readouterr()
    assert json.loads(printed)["claims"][0]["id"] == "true"
    assert complaint == "hello\n"


@pytest.mark.usefixtures("few_models")
def test_names_are_neither_markup_nor_escape_sequences(tmp_path: Path, text: Shown) -> None:
    claim = 'claim("[/x]", ":smile: [red] \\x1b[31m \\n two", equal(prior, prior))\n'
    shown = text("falsify", stated(tmp_path, IMPORT + claim))
    assert shown.startswith("[/x]  :smile: [red] \\u001B[31m two\n")


@pytest.mark.usefixtures("few_models")
def test_ctrl_c_in_a_file_interrupts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["falsify", stated(tmp_path, "raise KeyboardInterrupt")]) == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


# Misuse: a message for each

WRONG_FILES = {
    "x = (\n": "line 1: '(' was never closed; mend the syntax there",
    "\n1/0\n": "line 2: ZeroDivisionError: division by zero; mend the file there",
    "import sys\nsys.exit()": "line 2: the file ends Python (SystemExit()); take that out",
    "import sys\nsys.exit(3)": "line 2: the file ends Python (SystemExit(3)); take that out",
    "import nothing_of_this_name": "line 1: ModuleNotFoundError: No module named 'nothing_of_this_name'",
    "def f(): f()\nf()": "RecursionError",
    "\0": "null bytes",
    "": "no claim is stated; call claim(id, statement, relation) at least once",
    "x = 1": "no claim is stated",
    IMPORT + TRUE + TRUE: 'line 3: two claims have the id "true"; rename one of them',
    IMPORT + 'claim("a", "b", prior)': "prior is not a relation; compare it with something",
    IMPORT + 'claim("a", "b", prior == prior)': "True is not a relation",
    IMPORT + 'claim("a", "b", equal(prior, 1))': "line 2: equal compares two terms of one sort",
    IMPORT + 'claim("", "b", full_support)': 'the id of a claim is ""; write some text in quotes',
    IMPORT + "retrain(prior, steps=-1)": "line 2: retrain(steps=…): -1 is not an integer of at least 0",
    IMPORT + "retrain(prior, 1, 2)": "line 2: TypeError: retrain() takes from 1 to 2 positional arguments",
    IMPORT + "retrain": "no claim is stated",
}


@pytest.mark.parametrize("content", WRONG_FILES)
def test_a_wrong_file_of_claims(content: str, tmp_path: Path, refusal: Shown) -> None:
    file = stated(tmp_path, content)
    message = refusal("falsify", file)
    assert message.startswith(f"{file}: ")
    assert WRONG_FILES[content] in message
    assert "\n" not in message


POLICY = ("policy", STOCHASTIC, "--operator")
MISUSES: dict[tuple[str, ...], str] = {
    ("nonsense",): "No such command 'nonsense'",
    ("--nonsense",): "No such option",
    ("policy",): "Missing argument 'MODEL'",
    ("policy", STOCHASTIC): "Missing option '--operator'",
    ("policy", "missing.toml", "--operator", "retrain"): "missing.toml: the file cannot be read",
    ("policy", ".", "--operator", "retrain"): "a model file ends in .toml or .json",
    ("policy", STOCHASTIC, RACE, "--operator", "retrain"): "unexpected extra argument",
    (*POLICY, "nonsense"): "'nonsense' is not one of",
    (*POLICY, "prior"): "'prior' is not one of",
    (*POLICY, "retrain", "--steps", "-1"): 'steps = "-1" is not an integer of 1 to 7 digits',
    (*POLICY, "retrain", "--steps", "x"): 'steps = "x" is not an integer',
    (*POLICY, "retrain", "--steps", "1_0"): 'steps = "1_0" is not an integer',
    (*POLICY, "retrain", "--steps", "99999999999"): 'steps = "99999999999" is not an integer',
    (*POLICY, "temperature", "--alpha", "0"): "alpha = 0 is not an exact inverse temperature",
    (*POLICY, "coherent", "--delta", "2"): 'delta = "2" is not 1/n; give 1, 1/2, 1/3 and so on',
    (*POLICY, "coherent", "--delta", "0"): 'delta = "0" is not 1/n',
    (*POLICY, "coherent", "--delta", "1e-1"): 'delta = "1e-1" is not 1/n',
    (*POLICY, "fold", "--kind", "x"): "'x' is not one of 'posterior', 'ratio'",
    (*POLICY, "retrain", "--prior", "missing.json"): "missing.json: the file cannot be read",
    (*POLICY, "retrain", "--prior", "."): ".: the file cannot be read (Is a directory)",
    (*POLICY, "retrain", "--prior", STOCHASTIC): "this is not valid JSON",
    ("measure", STOCHASTIC, "--delta", "2"): "is not 1/n",
    ("measure", STOCHASTIC, "--policy", "missing.json"): "missing.json: the file cannot be read",
    ("compare", STOCHASTIC, "--left", "prior"): "Missing option '--right'",
    ("compare", STOCHASTIC, "--left", "retrain:x", "--right", "prior"): "is not an integer",
    ("compare", STOCHASTIC, "--left", "prior", "--right", "retrain-limit"): "policy --operator retrain-limit",
    ("rate", STOCHASTIC, "--steps", "1"): "1 re-trainings are too few for a rate of improvement",
    ("horizon", "missing.toml"): "missing.toml: the file cannot be read",
    ("horizon", "--profile", "slow"): "'slow' is not one of 'quick', 'full'",
    ("claims", "5.9F"): 'there is no claim "5.9F"; did you mean 5.9-F',
    ("claims", ""): 'there is no claim ""; the command claims lists them',
    ("claims", "5.2", "5.4"): "unexpected extra argument",
    ("verify", "nonsense"): 'there is no claim "nonsense"',
    ("verify", "5.2", "--profile", "slow"): "'slow' is not one of 'quick', 'full'",
    ("verify", "5.2", "--out", STOCHASTIC): "is a file",
    ("verify", "5.2", "--out", f"{STOCHASTIC}/folder"): "the folder cannot be made (Not a directory)",
    ("falsify",): "Missing argument 'FILE'",
    ("falsify", "missing.py"): "missing.py: there is no such file; check the path",
    ("falsify", "."): ".: this is not a regular file; check the path",
}


@pytest.mark.parametrize("arguments", MISUSES, ids=" ".join)
def test_misuse_gets_one_message(arguments: Sequence[str], refusal: Shown) -> None:
    assert MISUSES[tuple(arguments)] in refusal(*arguments)


def test_a_wrong_id_is_refused_before_anything_is_written(tmp_path: Path, refusal: Shown) -> None:
    refusal("verify", "nonsense", "--out", str(tmp_path / "certificates"))
    assert list(tmp_path.iterdir()) == []


# Streams, terminals and signals, in processes of their own


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "coherence_exact", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def test_output_for_a_stream_that_takes_ascii_only() -> None:
    done = program("policy", STOCHASTIC, "--operator", "retrain", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"\\u2205" in done.stdout
    printed = program("policy", STOCHASTIC, "--operator", "retrain", "--json", PYTHONIOENCODING="ascii")
    assert "∅" in json.loads(printed.stdout.decode("ascii"))["policy"]["1"]


@pytest.mark.parametrize("columns", ["0", "10", "40", "60"])
def test_a_narrow_terminal_loses_no_number(columns: str) -> None:
    done = program("compare", STOCHASTIC, "--left", "retrain:2", "--right", "temperature:2", COLUMNS=columns)
    shown = done.stdout.decode()
    for number in ("25/61", "7/17", "-2/1037"):
        assert number in shown


def test_a_closed_pipe_ends_the_program_quietly() -> None:
    command = [sys.executable, "-m", "coherence_exact", "policy", STOCHASTIC, "--operator", "retrain"]
    command += ["--steps", "300", "--trace", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_output_that_cannot_be_written_gets_one_message() -> None:
    command = [sys.executable, "-m", "coherence_exact", "measure", STOCHASTIC]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: the output cannot be written (No space left")
    assert done.stderr.count(b"\n") == 1


def test_numbers_that_do_not_fit_into_memory_get_one_message(
    refusal: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coherence_exact import cli

    def too_large(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(cli, "print_json", too_large)
    assert "do not fit into memory" in refusal("measure", STOCHASTIC, "--json")


SLOW = """
from pathlib import Path
from coherence_exact.claims import claim, both, equal, kl, prior, retrain
slow = both(*(equal(kl(retrain(prior, k), retrain(prior, k)), 0) for k in range(1, 40)))
claim("slow", "takes minutes", slow)
Path(__file__).with_suffix(".started").touch()
"""


def test_ctrl_c_ends_every_process_without_a_traceback(tmp_path: Path) -> None:
    file = stated(tmp_path, SLOW)
    command = [sys.executable, "-m", "coherence_exact", "falsify", file]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while not Path(file).with_suffix(".started").exists():
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    printed, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert printed == b""
    assert complaint.decode().strip() == "Interrupted."
    assert running_in_session(process.pid) == []


def test_ctrl_c_leaves_a_run_that_can_be_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    command = [sys.executable, "-m", "coherence_exact", "verify", "--out", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while not folder.exists():
        time.sleep(0.05)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    printed, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert printed == b""
    line = complaint.decode().strip()
    assert line.startswith("Interrupted: ")
    assert line.endswith(f"their certificates are in {folder}; the same command goes on from here.")
    assert json.loads((folder / ".unfinished").read_text(encoding="utf-8"))
    assert len(list(folder.glob("*.json"))) == int(line.split()[1])
    assert running_in_session(process.pid) == []


def running_in_session(session: int) -> list[int]:
    """The processes of a session that still run, as far as the system lists them."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found
