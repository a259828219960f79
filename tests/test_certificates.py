"""A corpus of certificates, genuine and forged, and what the independent checker says of each.

`certificates/expected.json` gives for every file a phrase of the checker's reason or remark (or null, where
it says nothing):

* `valid`: genuine certificates, and changed ones that are still true;
* `invalid`: forged, damaged or misspelt ones;
* `holey`: certificates that decide nothing;
* `sampled`: false families that only `--all` refuses, since a sample misses what is wrong with them.
"""

import copy
import hashlib
import itertools
import json
import os
import pathlib
import random
import re
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from coherence_exact import checker
from coherence_exact.claims import evaluator
from coherence_exact.claims.evaluator import Evaluation
from coherence_exact.claims.terms import Term, make
from coherence_exact.cli import run
from coherence_exact.mdp.policy import Policy

Json = Any
Document = dict[str, Json]
Place = tuple[str | int, ...]

FOLDER = pathlib.Path(__file__).parent / "certificates"
EXPECTED: dict[str, dict[str, str | None]] = json.loads(
    (FOLDER / "expected.json").read_text(encoding="utf-8")
)
SECONDS = 10


def names(folder: str) -> list[str]:
    return sorted(path.name for path in (FOLDER / folder).iterdir())


def read(name: str, folder: str = "valid") -> Document:
    document: Document = json.loads((FOLDER / folder / name).read_text(encoding="utf-8"))
    return document


def signed(document: Document) -> Document:
    parts = [document[key] for key in ("claim", "reading", "relation", "given", "domain")]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**document, "source": hashlib.sha256(text.encode()).hexdigest()}


def check(path: pathlib.Path, everything: bool = False) -> checker.Outcome:
    started = time.monotonic()
    outcome = checker.check_file(path, everything)
    assert time.monotonic() - started < SECONDS
    return outcome


def check_document(folder: pathlib.Path, document: Json, everything: bool = False) -> checker.Outcome:
    path = folder / "certificate.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return check(path, everything)


# The corpus


def test_every_file_has_an_expectation_and_the_reverse() -> None:
    assert {folder: sorted(phrases) for folder, phrases in EXPECTED.items()} == {
        path.name: names(path.name) for path in FOLDER.iterdir() if path.is_dir()
    }


def test_the_corpus_is_large() -> None:
    assert len(EXPECTED["valid"]) >= 15
    assert len(EXPECTED["invalid"]) >= 150
    assert len(EXPECTED["holey"]) >= 3


@pytest.mark.parametrize("name", names("valid"))
def test_valid(name: str) -> None:
    outcome = check(FOLDER / "valid" / name)
    assert (outcome.outcome, outcome.reason) == ("valid", None)
    phrase = EXPECTED["valid"][name]
    assert outcome.remark is None if phrase is None else phrase in str(outcome.remark)


@pytest.mark.parametrize("name", [name for name in names("valid") if "family" in name or "says-so" in name])
def test_valid_families_are_so_with_every_model_recomputed(name: str) -> None:
    outcome = check(FOLDER / "valid" / name, everything=True)
    assert (outcome.outcome, outcome.reason) == ("valid", None)
    assert str(outcome.remark).startswith("each of ")


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder in ("invalid", "holey") for name in names(folder)]
)
def test_not_valid(folder: str, name: str) -> None:
    outcome = check(FOLDER / folder / name)
    assert (outcome.outcome, outcome.remark) == (folder, None)
    assert str(EXPECTED[folder][name]) in str(outcome.reason)
    assert len(str(outcome.reason)) < 1_000


@pytest.mark.parametrize("name", names("invalid"))
def test_recomputing_everything_does_not_help_a_forger(name: str) -> None:
    assert check(FOLDER / "invalid" / name, everything=True).outcome == "invalid"


@pytest.mark.parametrize("name", names("sampled"))
def test_what_a_sample_misses_all_models_show(name: str) -> None:
    outcome = check(FOLDER / "sampled" / name)
    assert (outcome.outcome, str(outcome.remark)[:15]) == ("valid", "a sample of 60 ")
    outcome = check(FOLDER / "sampled" / name, everything=True)
    assert outcome.outcome == "invalid"
    assert str(EXPECTED["sampled"][name]) in str(outcome.reason)


# Every number of every genuine certificate


def leaves(data: Json, place: Place = ()) -> Iterator[tuple[Place, Json]]:
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(part, (*place, key))
    else:
        yield place, data


def changed(document: Document, place: Place, by: Json) -> Document:
    result = copy.deepcopy(document)
    part: Json = result
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = by
    return result


# Numbers that say nothing: a weight where J = -inf all the same, c log 1, 0 log n, a state that is not met.
WITHOUT_CONSEQUENCE: set[tuple[str, Place]] = {
    ("counterexample-infinities.json", ("model", "states", "s1", "a2", "success")),
    ("variant-logarithms-in-another-form.json", ("values", 2, 1, "terms", 2, 1)),
    ("variant-logarithms-in-another-form.json", ("values", 2, 1, "terms", 3, 0)),
    ("variant-model-in-another-form.json", ("model", "states", "unmet", "a1", "success")),
}
TINY, LITTLE = Fraction(1, 10**30), Fraction(1, 10**6)  # enclosures do not notice what is tiny


def enclosures(data: Json, place: Place = ()) -> Iterator[tuple[Place, Fraction, Fraction]]:
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from enclosures(part, (*place, key))
    is_pair = isinstance(data, list) and len(data) == 2 and all(isinstance(part, str) for part in data)
    if is_pair and ("enclosure" in place or "enclosures" in place):
        yield place, Fraction(data[0]), Fraction(data[1])


def refused(document: Document) -> bool:
    try:
        checker.check_content(json.dumps(document).encode(), False)
    except checker.Rejected:
        return True
    return False


@pytest.mark.parametrize("name", [name for name in names("valid") if read(name)["kind"] != "family"])
def test_no_number_of_one_model_can_be_changed(name: str) -> None:
    document = read(name)
    little = LITTLE if list(enclosures(document)) else TINY
    tried = 0
    for place, text in leaves({key: document.get(key) for key in ("model", "second_policy", "values")}):
        if not isinstance(text, str) or not re.fullmatch(r"-?\d+(/\d+)?", text) or "enclosure" in place:
            continue
        number = Fraction(text)
        others = {"0", "1", *map(str, (number / 2, 1 - number, -number, number + little))} - {text}
        for other in others if (name, place) not in WITHOUT_CONSEQUENCE else ():
            tried += 1
            assert refused(changed(document, place, other))
    assert tried or not document.get("values")


@pytest.mark.parametrize("name", [name for name in names("valid") if read(name)["kind"] == "sequence"])
def test_no_weight_of_a_sequence_can_be_changed(name: str) -> None:
    document = read(name)
    for place, text in leaves({"domain": {"models": document["domain"]["models"]}}):
        if place[-1] == "success":
            for other in {"0", "1", "3/7", str(Fraction(text) - LITTLE)} - {text}:
                assert refused(signed(changed(document, place, other)))


@pytest.mark.parametrize("name", [name for name in names("valid") if list(enclosures(read(name)))])
def test_no_enclosure_can_miss_the_value(name: str) -> None:
    document = read(name)
    found = list(enclosures(document))
    for place, low, high in found[:: 1 + len(found) // 20]:
        wrong = [(low - 1, low - TINY), (high + TINY, high + 1)]
        wrong += [(low, low), (high, high)] if low < high else []
        for pair in wrong:
            assert refused(changed(document, place, [str(bound) for bound in pair]))
        wider = [str(low - TINY), str(high + TINY)]
        assert not refused(changed(document, place, wider))


@pytest.mark.parametrize("name", [name for name in names("valid") if read(name)["kind"] == "family"])
def test_no_count_of_a_family_can_be_changed(name: str) -> None:
    document = read(name)
    counts = ("representatives", "labelled", "checked", "undefined", "count")
    places = [(place, number) for place, number in leaves(document) if place[-1] in counts]
    assert len(places) > 2
    for place, number in places:
        for other in (number - 1, number + 1, number + 1_000):
            with pytest.raises(checker.Rejected):
                checker.check_content(json.dumps(changed(document, place, other)).encode(), True)


@pytest.mark.parametrize("name", names("valid"))
def test_no_key_can_be_left_out(name: str) -> None:
    document = read(name)
    for key in document:
        with pytest.raises(checker.Rejected):
            checker.check_content(json.dumps({k: v for k, v in document.items() if k != key}).encode(), False)


@pytest.mark.parametrize("name", names("valid"))
def test_no_leaf_can_be_of_another_type(name: str) -> None:
    document = read(name)
    source = document.pop("source")
    texts = {("claim",), ("reading",), ("statement",)}
    found = list(itertools.islice(leaves(document), 400))
    for place, _ in found[:: 5 if list(enclosures(document)) else 1]:
        for by in (None, 7.5, {"": []}) if place not in texts else (None, 7.5, 7):
            with pytest.raises(checker.Rejected):
                checker.check_content(json.dumps(signed(changed(document, place, by))).encode(), False)
    for by in (None, 7, [source]):
        with pytest.raises(checker.Rejected, match="source is not the hash"):
            checker.check_content(json.dumps({**document, "source": by}).encode(), False)


@pytest.mark.parametrize("name", ["counterexample-logarithms.json", "instance.json", "family.json"])
def test_every_truncation_is_refused(name: str) -> None:
    content = (FOLDER / "valid" / name).read_bytes().rstrip()
    for length in range(0, len(content), 7):
        with pytest.raises(checker.Rejected, match="The file is not"):
            checker.check_content(content[:length], False)


def test_damaged_bytes_end_in_a_reason(tmp_path: pathlib.Path) -> None:
    source = random.Random(20)
    content = (FOLDER / "valid" / "counterexample-second-policy.json").read_bytes()
    path = tmp_path / "certificate.json"
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(source.randint(1, 3)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        path.write_bytes(damaged)
        if check(path).outcome == "valid":
            assert {**json.loads(damaged), "statement": ""} == {**json.loads(content), "statement": ""}


# Files that are too large to keep, or would keep the checker busy for ever

PRIOR: Json = ["prior", {}]
BANDIT: Document = {
    "name": "b",
    "horizon": 1,
    "start": "s",
    "states": {"s": {"a": {}, "b": {"success": "1/2"}}},
}


def forged(relation: Json, model: Document = BANDIT, values: Json = (), **more: Json) -> Document:
    """Make a counterexample to a relation over every model."""
    document = read("counterexample-policies.json")
    return signed(
        {**document, "relation": relation, "given": [], "model": model, "values": list(values), **more}
    )


def orders(*rows: str) -> list[list[str]]:
    return [list(order) for row in rows for order in dict.fromkeys(itertools.permutations(row.split()))]


def forged_family(shapes: list[Document], **grid: Json) -> Document:
    document = read("family-vacuous.json")
    numbers = {"pairs": False, "representatives": 0, "labelled": 0, "checked": 0, "undefined": 0}
    parts: Document = {"weights": ["1"], "successors": {"0": [[]], "1": [["1"]]}}
    parts |= {"policies": {"1": [["1"]]}, "starts": {"1": [["1"]]}}
    family = {
        "name": "small",
        "grid": {**parts, **grid},
        "shapes": [{**numbers, **shape} for shape in shapes],
    }
    return {**document, "family": family}


WIDE = orders("1 0 0 0 0", "1/10 1/5 3/10 2/5 0", "1/15 2/15 1/5 4/15 1/3", "1/16 1/8 3/16 1/4 3/8")
MANY_WEIGHTS = ["1", "0", *(f"1/{n}" for n in range(2, 400))]
FIVE = orders("1/5 1/5 1/5 1/5 1/5")


@pytest.fixture
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the arithmetic that the checker allows, since tests should not take as long as it allows."""
    monkeypatch.setattr(checker.Work.__init__, "__defaults__", (2_000_000,))


def logarithms(count: int, *, coefficients: bool) -> Document:
    """Give a log value whose terms have numbers as long as they may be."""
    source = random.Random(21)
    primes = [n for n in range(2, 2000) if all(n % k for k in range(2, n))]
    long = [source.getrandbits(66_000) | 1 for _ in range(count)]
    digits = [hex_to_decimal(number) for number in long]
    terms = [[f"1/{x}", str(p)] if coefficients else ["1", x] for x, p in zip(digits, primes, strict=False)]
    document = read("counterexample-logarithms.json")
    position = next(n for n, (_, value) in enumerate(document["values"]) if "terms" in value)
    return changed(document, ("values", position, 1, "terms"), terms)


def hex_to_decimal(number: int) -> str:
    """Write a number in decimal in parts, since Python refuses to write very long ones at once."""
    parts = []
    while number:
        number, part = divmod(number, 10**1000)
        parts.append(str(part).zfill(1000))
    return "".join(reversed(parts)).lstrip("0")


def chain_of_products() -> Json:
    product: Json = ["number", {"value": "9" * 999}]
    for _ in range(8):
        product = ["multiply", {}, product, product]
    return ["greater", {}, product, product]


def close_powers(exponent: int) -> Document:
    whole = 10**998
    weights = {"a": f"{whole - 1}/{whole + 7}", "b": f"{whole - 11}/{whole + 9}"}
    model = {**BANDIT, "states": {"s": {name: {"success": weight} for name, weight in weights.items()}}}
    return forged(["equal", {}, PRIOR, ["boltzmann", {"delta": f"1/{exponent}"}, PRIOR]], model)


def many_priors() -> Document:
    states = {
        "s": {"a": {"to": "s", "success": "97/101"}, "b": {"to": "t", "success": "89/101"}},
        "t": {"a": {"to": "t", "success": "83/101"}, "b": {"to": "s", "success": "1/97"}},
    }
    model = {"name": "b", "horizon": 4, "start": "s", "states": states}
    rows = orders(*(f"{k}/512 {512 - k}/512" for k in range(1, 140, 2)))
    document = read("family-of-policies.json")
    relation = ["negation", {}, ["equal", {}, ["retrain", {"steps": 9}, PRIOR], PRIOR]]
    count = len(rows) ** 2
    family = {"policies": {"2": rows}, "count": count}
    document |= {"relation": relation, "given": [], "domain": {"policies": model}, "family": family}
    return signed({**document, "checked": count, "undefined": 0})


def with_its_count(document: Document) -> Document:
    """State the right number of labelled models, so that the classes are listed."""
    shape = document["family"]["shapes"][0]
    grid = checker.read_grid(document["family"]["grid"], checker.Work())
    actions = tuple(map(tuple, shape["actions"]))
    labelled = checker.count_labelled(checker.Shape(actions, shape["complexity"], shape["pairs"]), grid)
    return changed(document, ("family", "shapes", 0, "labelled"), labelled)


SYMMETRIES = with_its_count(
    forged_family(
        [{"actions": [[1] * 5] * 2, "complexity": 3}],
        successors={"0": [[]], "5": WIDE},
        starts={"5": FIVE},
    )
)


def many_rows() -> Document:
    document = read("sequence-of-one-row.json")
    states = {"s": {str(n): {"to": "s", "success": f"{n}/997"} for n in range(990, 994)}}
    model = {"name": "chain", "horizon": 4, "start": "s", "states": states}
    rows = [[index, 0] for index in range(901, 1001)]
    return signed({**document, "domain": {**document["domain"], "models": [model], "rows": rows}})


ENDLESS: dict[str, tuple[Document, str]] = {
    "long coefficients": (logarithms(100, coefficients=True), "more arithmetic"),
    "long arguments": (logarithms(100, coefficients=False), "more arithmetic"),
    "products of products": (forged(chain_of_products()), "more arithmetic"),
    "powers": (close_powers(4096), "more arithmetic"),
    "powers that are nearly allowed": (close_powers(256), "more arithmetic"),
    "priors": (many_priors(), "more arithmetic"),
    "rows": (many_rows(), "more arithmetic"),
    "shapes of many times": (
        forged_family(
            [{"actions": [[1] * 5, *[[2] * 5] * 49], "complexity": 1000}],
            weights=MANY_WEIGHTS,
            successors={"0": [[]], "5": WIDE},
            policies={"1": [["1"]], "2": orders("1/2 1/2")},
            starts={"5": FIVE},
        ),
        "more arithmetic",
    ),
    "symmetries": (SYMMETRIES, "more arithmetic"),
    "states": (
        forged_family(
            [{"actions": [[3]], "complexity": 1000, "labelled": 400**3}],
            weights=MANY_WEIGHTS,
            policies={"3": orders("1/3 1/3 1/3")},
        ),
        "more arithmetic",
    ),
    "layers": (
        forged_family(
            [{"actions": [[1] * 5], "complexity": 1000, "labelled": 400**5}],
            weights=MANY_WEIGHTS,
            starts={"5": FIVE},
        ),
        "more arithmetic",
    ),
}


@pytest.mark.usefixtures("small_budget")
@pytest.mark.parametrize("name", ENDLESS)
def test_nothing_runs_away(tmp_path: pathlib.Path, name: str) -> None:
    document, reason = ENDLESS[name]
    checker.LISTED.clear()
    outcome = check_document(tmp_path, document)
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)


def test_a_count_of_thousands_of_digits_is_no_traceback(tmp_path: pathlib.Path) -> None:
    rows = orders("1/15 2/15 1/5 4/15 1/3")
    document = forged_family(
        [{"actions": [[5] * 5] * 30, "complexity": 1000, "pairs": True}],
        weights=MANY_WEIGHTS,
        successors={"0": [[]], "5": rows},
        policies={"5": rows},
        starts={"5": rows},
    )
    outcome = check_document(tmp_path, document)
    assert outcome.outcome == "invalid"
    assert len(str(outcome.reason)) < 1_000


WITH_MANY_ACTIONS = dict.fromkeys(map(str, range(1, 40000)), "0") | {"0": "1"}
LARGE: dict[str, tuple[bytes | Document, str]] = {
    "too long": (b" " * (checker.FILE_LIMIT + 1), "longer than"),
    "binary": (random.Random(22).randbytes(100_000), "not UTF-8"),
    "zeros": (bytes(100_000), "not JSON"),
    "last key twice": (
        ("{" + ",".join(f'"{n}":1' for n in [*range(200_000), 199_999]) + "}").encode(),
        "The key 199999 is given twice",
    ),
    "brackets": (b"[" * 1_000_000, "nested too deeply"),
    "objects": (b'{"a":' * 500_000, "nested too deeply"),
    "long version": (json.dumps({**read("instance.json"), "version": [0] * 500_000}).encode(), "is unknown"),
    "long claim": (changed(read("instance.json"), ("claim",), "x" * 2_000_000), "source is not the hash"),
    "many hypotheses": (
        signed({**read("instance.json"), "given": [["full_support", {}]] * 100_000}),
        "more than 2000 terms",
    ),
    "many values": (
        changed(read("instance.json"), ("values",), [["prior", {}]] * 100_000),
        "values[0] is about a term",
    ),
    "successors of probability 0": (
        forged(
            ["full_support", {}],
            {
                **BANDIT,
                "horizon": 50,
                "start": "0",
                "states": {"0": {"a": {"to": WITH_MANY_ACTIONS}}}
                | {name: {"a": {}} for name in WITH_MANY_ACTIONS if name != "0"},
            },
        ),
        "the relation is true in it",
    ),
    "many actions": (
        forged(
            ["equal", {}, ["second_policy", {}], PRIOR],
            {
                **BANDIT,
                "states": {"s": {name: {} for name in WITH_MANY_ACTIONS}},
                "prior": {"s": WITH_MANY_ACTIONS},
            },
            second_policy={"1": {"s": WITH_MANY_ACTIONS}},
        ),
        "the relation is true in it",
    ),
    "recurring states": (
        forged(
            ["full_support", {}],
            {**BANDIT, "horizon": 50, "states": {"s": {"a": {"to": "s"}, "b": {"to": "s"}}}},
        ),
        "more than 100000 trajectories",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_files_end_in_a_reason(tmp_path: pathlib.Path, name: str) -> None:
    content, reason = LARGE[name]
    path = tmp_path / "certificate.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    outcome = check(path)
    assert outcome.outcome == "invalid"
    assert reason in str(outcome.reason)


# The order of states


def test_terms_that_depend_on_the_order_of_states_are_about_the_model_of_the_domain(
    tmp_path: pathlib.Path,
) -> None:
    """The relation is true in the domain's model, and false in one that differs by the order of states."""
    document = read("domain-model-with-states-in-another-order.json", "invalid")
    model = document["domain"]["model"]
    held = signed({**document, "kind": "instance", "verdict": "holds", "model": model})
    assert check_document(tmp_path, held).outcome == "valid"
    refuted = signed({**document, "domain": {"model": document["model"]}})
    assert check_document(tmp_path, refuted).outcome == "valid"
    assert check_document(tmp_path, document).outcome == "invalid"


# Writer and checker


def test_what_writer_and_checker_disagree_about_is_not_decided(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in the writer's evaluator alone: retraining does one step too many."""
    correct = evaluator.RULES["retrain"]

    def mistaken(evaluation: Evaluation, term: Term) -> Policy:
        more = make("retrain", term.arguments, steps=term.parameter("steps") + 1)
        policy: Policy = correct(evaluation, more)
        return policy

    # With one processor all claims are decided in this process, where the rule is replaced.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert run(["verify", "number-ex1", "--out", str(tmp_path / "correct")]) == 0
    capsys.readouterr()
    monkeypatch.setitem(evaluator.RULES, "retrain", mistaken)
    assert run(["verify", "number-ex1", "--out", str(tmp_path / "mistaken")]) == 1
    printed, complaint = capsys.readouterr()
    refused = tmp_path / "mistaken" / "number-ex1_down.json"
    assert f"{refused} is invalid" in complaint
    assert "the checker accepts" not in printed.lower()
    assert checker.main([str(refused)]) == 1
