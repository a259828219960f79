"""Misuse of every command: a message for each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import IMPORT, TRUE, Shown, stated
from tests.models import EXAMPLES

RACE = str(EXAMPLES / "example_1.toml")
STOCHASTIC = str(EXAMPLES / "example_3.toml")

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
    IMPORT + 'claim("a", "b", prior == prior)': 'claim "a": true is not a relation; compare two terms',
    IMPORT + 'claim("a", "b", equal(prior, full_support))': "line 2: equal: full_support is not a number",
    IMPORT + 'claim("", "b", full_support)': 'the id of a claim is ""; write some text in quotes',
    IMPORT + "at_least(success_probability(prior), 0.5)": "line 2: at least: 0.5 is a float",
    IMPORT + "success_probability(prior) >= 0.5": "line 2: at least: 0.5 is a float, which is not exact",
    IMPORT + "success_probability(prior) > 0.5": "line 2: greater: 0.5 is a float, which is not exact",
    IMPORT + 'temperature(prior, alpha="1/2")': "alpha = 1/2 is not an integer of at least 1",
    IMPORT + "retrain(prior, steps=-1)": "line 2: retrain: steps = -1 is not an integer of at least 0",
    IMPORT + "retrain(prior, 1, 2)": "line 2: retrain was given 3 arguments; call retrain(policy, steps)",
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
    (*POLICY, "retrain", "--steps", "-1"): 'steps = "-1" is not an integer of at least 0; give one such as 2',
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
    ("measure", "no_such_model"): "is neither a file nor a model that ships with the program",
    ("measure", "example_2"): "did you mean example_3 or example_1",
    ("measure", ""): '"" is neither a file',
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
    ("verify", "--paper", "nonsense"): "'nonsense' is not one of 'incoherence', 'classics'",
    ("claims", "5.2", "--paper", "classics"): 'there is no claim "5.2"',
    ("vocabulary", "retran"): 'there is no definition "retran"; did you mean retrain',
    ("vocabulary", "nonsense"): "the command vocabulary lists all",
    ("vocabulary", "retrain", "prior"): "unexpected extra argument",
    ("models", "example_1"): "unexpected extra argument",
    ("check",): "Missing argument 'PATH…'",
    ("check", "x.json", "--workers", "0"): "0 is not in the range x>=1",
    ("pages",): "Missing option '--out'",
    ("falsify", "stated.py", "--family", "nonsense"): '"nonsense" is not a family; choose one of',
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
