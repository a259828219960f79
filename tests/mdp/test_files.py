"""Good model files are read exactly and written whole; wrong policies are refused with their place."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from coherence_exact.errors import CoherenceError, FileError, ModelError, PolicyError
from coherence_exact.exact.rationals import FloatLiteral, format_rational
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import (
    load_model,
    load_policy,
    model_from_data,
    model_from_text,
    model_to_data,
    policy_from_data,
    save_model,
    write_text,
)
from coherence_exact.mdp.model import Choice, Model, uniform_policy
from coherence_exact.mdp.policy import Policy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.mdp.strategies import ODD_NAMES, models

ROOT = Path(__file__).parents[2]
EXAMPLES = [
    path
    for path in sorted((ROOT / "paper_examples").glob("*.toml"))
    if "\nhorizon = " in path.read_text(encoding="utf-8")  # the other files there are no models
]
EXAMPLE_3 = ROOT / "paper_examples" / "example_3.toml"

DOCUMENTED = """\
name = "Example 3"
horizon = 2                       # T: the number of decisions, t = 1..T
start = "∅"                       # or a table: start = { s = "1/3", t = "2/3" }

[states."∅"]                      # one table per state, one entry per action
a1 = { to = { s1 = "3/4", s2 = "1/4" } }
a2 = { to = { s1 = "1/2", s2 = "1/2" } }

[states.s1]
a1 = { success = "1/3" }
a2 = { success = "1/3" }

[states.s2]
a1 = { success = "2/3" }
a2 = { success = "2/3" }

[prior."∅"]                       # optional, state by state; uniform where a state is not given
a1 = "1/2"
a2 = "1/2"
"""

DOCUMENTED_AS_JSON = {
    "name": "Example 3",
    "horizon": 2,
    "start": "∅",
    "states": {
        "∅": {"a1": {"to": {"s1": "3/4", "s2": "1/4"}}, "a2": {"to": {"s1": "1/2", "s2": "1/2"}}},
        "s1": {"a1": {"success": "1/3"}, "a2": {"success": "1/3"}},
        "s2": {"a1": {"success": "2/3"}, "a2": {"success": "2/3"}},
    },
    "prior": {"∅": {"a1": "1/2", "a2": "1/2"}},
}


def half() -> Fraction:
    return Fraction(1, 2)


def read(tmp_path: Path, text: str, ending: str = ".toml") -> Model:
    path = tmp_path / f"model{ending}"
    path.write_text(text, encoding="utf-8")
    return load_model(path)


def one_action(**choice: Any) -> Model:
    return model_from_data({"horizon": 1, "start": "s", "states": {"s": {"a": choice}}})


def weight(**choice: Any) -> Fraction:
    found = one_action(**choice).states["s"]["a"].weight
    assert isinstance(found, Fraction)
    return found


# Good files


def test_the_documented_example(tmp_path: Path) -> None:
    model = read(tmp_path, DOCUMENTED)
    assert model.name == "Example 3"
    assert model.horizon == 2
    assert model.start == {"∅": 1}
    assert model.states["∅"]["a1"] == Choice(Fraction(1), {"s1": Fraction(3, 4), "s2": Fraction(1, 4)})
    assert model.states["s2"]["a2"] == Choice(Fraction(2, 3), {})
    assert model.prior_rows == {"∅": {"a1": half(), "a2": half()}}
    assert model.layers == (("∅",), ("s1", "s2"))
    assert model.prior == uniform_policy(model)


def test_toml_and_json_hold_the_same_data(tmp_path: Path) -> None:
    text = json.dumps(DOCUMENTED_AS_JSON)
    assert read(tmp_path, text, ".json") == read(tmp_path, DOCUMENTED)
    assert read(tmp_path, text, ".JSON") == read(tmp_path, DOCUMENTED, ".TOML")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", [".toml", ".json"])
def test_every_example_of_the_paper_loads_and_makes_a_round_trip(
    path: Path, ending: str, tmp_path: Path
) -> None:
    model = load_model(path)
    save_model(model, tmp_path / f"copy{ending}")
    assert load_model(tmp_path / f"copy{ending}") == model


def test_line_ends_of_other_systems_are_read(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(DOCUMENTED.replace("\n", "\r\n").encode())
    assert load_model(path) == read(tmp_path, DOCUMENTED)


def test_a_path_may_be_text_or_a_path(tmp_path: Path) -> None:
    assert load_model(str(EXAMPLE_3)) == load_model(EXAMPLE_3)


def test_a_name_left_out_is_the_name_of_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, 'horizon = 1\nstart = "s"\nstates.s.a = {}\n').name == "model"


def test_a_file_whose_own_name_is_odd_is_read(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"two\nlines \xff.toml")
    path.write_text('horizon = 1\nstart = "s"\nstates.s.a = {}\n', encoding="utf-8")
    model = load_model(path)
    assert model.name == "two\\u000Alines \\uDCFF"
    save_model(model, path)
    assert load_model(path) == model


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(EXAMPLE_3)
    assert load_model(tmp_path / "link.toml") == load_model(EXAMPLE_3)


# Numbers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (0, 0),
        (1, 1),
        ("0", 0),
        ("1", 1),
        ("-0", 0),
        ("2/6", Fraction(1, 3)),
        ("007/0021", Fraction(1, 3)),
        ("0.75", Fraction(3, 4)),
        ("0.1", Fraction(1, 10)),
        ("1.000", 1),
        ("0.3333333333333333333333", Fraction(3333333333333333333333, 10**22)),
    ],
)
def test_numbers_are_read_exactly(written: int | str, meant: Fraction) -> None:
    assert weight(success=written) == meant


def test_success_left_out_is_one() -> None:
    assert weight() == 1


@pytest.mark.parametrize(
    ("reward", "meant"),
    [
        ("0", 1),
        ("-inf", 0),
        ("log(1/3)", Fraction(1, 3)),
        ("log(2/6)", Fraction(1, 3)),
        ("log(0.25)", Fraction(1, 4)),
        ("log(1)", 1),
    ],
)
def test_a_reward_says_the_same_as_a_success(reward: str, meant: Fraction) -> None:
    assert weight(reward=reward) == meant
    assert one_action(reward=reward) == one_action(success=format_rational(meant))


@pytest.mark.parametrize("ending", [".toml", ".json"])
def test_numbers_of_more_than_4300_digits(ending: str, tmp_path: Path) -> None:
    part = Fraction(7**9000, 10**8000)
    part = part / (part + 1)
    model = (
        ModelBuilder("large", horizon=2, start={"s": part, "t": 1 - part})
        .action("s", "a", to={"s": part, "t": 1 - part}, success=part)
        .action("s", "b", to="t")
        .action("t", "a", to="t")
        .prior("s", {"a": part, "b": 1 - part})
        .build()
    )
    save_model(model, tmp_path / f"large{ending}")
    assert load_model(tmp_path / f"large{ending}") == model
    printed = json.dumps({"policy": model.prior.to_json()})
    assert len(printed) > 4 * 4300
    (tmp_path / "policy.json").write_text(printed, encoding="utf-8")
    assert load_policy(tmp_path / "policy.json", model) == model.prior


def test_minus_zero_is_zero(tmp_path: Path) -> None:
    text = (
        '{"horizon": 1, "start": {"s": 1, "t": -'
        + "0" * 0
        + '0}, "states": {"s": {"a": {}}, "t": {"a": {}}}}'
    )
    assert read(tmp_path, text, ".json").start == {"s": 1, "t": 0}


def test_floats_are_refused_in_data_from_python() -> None:
    with pytest.raises(ModelError, match=r"^states\.s\.a\.success: 0\.5 is a float, which is not exact"):
        one_action(success=0.5)
    with pytest.raises(ModelError, match=r"^states\.s\.a\.success: nan is a float, which is not exact"):
        one_action(success=float("nan"))
    with pytest.raises(ModelError, match=r"^states\.s\.a\.success: 5e-1 is a float"):
        one_action(success=FloatLiteral("5e-1"))


def test_keys_that_are_not_text_are_refused_in_data_from_python() -> None:
    with pytest.raises(ModelError, match=r"^states\.1: 1 is not text; write it in quotes$"):
        model_from_data({"horizon": 1, "start": "1", "states": {1: {"a": {}}}})
    with pytest.raises(ModelError, match=r"^1: this key is unknown; leave it out or write one of name, "):
        model_from_data({1: 2})


# States, time and priors


def test_successors_may_be_left_out_at_the_last_time_and_in_states_out_of_reach() -> None:
    model = model_from_data(
        {
            "horizon": 2,
            "start": "s",
            "states": {"s": {"a": {"to": "t"}}, "t": {"a": {}}, "far": {"a": {}, "b": {"to": "far"}}},
        }
    )
    assert model.layers == (("s",), ("t",))
    assert set(model.prior) == {(1, "s"), (2, "t")}


def test_successors_at_the_last_time_are_ignored() -> None:
    model = one_action(to="s")
    assert model.decisions[0].successors == {"a": ()}
    assert model.is_deterministic


def test_a_state_reached_with_probability_zero_only_is_not_reached() -> None:
    model = model_from_data(
        {
            "horizon": 3,
            "start": {"s": "1", "t": "0"},
            "states": {"s": {"a": {"to": {"s": 1, "t": "0/5"}}}, "t": {"a": {}}},
        }
    )
    assert model.start == {"s": 1, "t": 0}
    assert model.start_states == ("s",)
    assert model.layers == (("s",), ("s",), ("s",))


def test_recurring_states_are_unrolled_over_time() -> None:
    model = model_from_data(
        {
            "horizon": 4,
            "start": "even",
            "states": {
                "odd": {"step": {"to": "even"}},
                "even": {"step": {"to": "odd"}, "leap": {"success": 0, "to": {"far": "1/2", "odd": "1/2"}}},
                "far": {"stay": {"to": "far"}},
            },
        }
    )
    assert model.layers == (("even",), ("odd", "far"), ("even", "far"), ("odd", "far"))
    assert model.points == (
        (1, "even"),
        (2, "odd"),
        (2, "far"),
        (3, "even"),
        (3, "far"),
        (4, "odd"),
        (4, "far"),
    )
    assert set(model.prior.to_json()) == {"1", "2", "3", "4"}


def test_weights_and_priors_do_not_change_what_is_reached() -> None:
    model = model_from_data(
        {
            "horizon": 2,
            "start": "s",
            "states": {
                "s": {"a": {"to": "t", "success": 0}, "b": {"to": "u"}},
                "t": {"a": {}},
                "u": {"a": {}},
            },
            "prior": {"s": {"a": 1}},
        }
    )
    assert model.layers == (("s",), ("t", "u"))


@given(models())
@settings(deadline=None, max_examples=50)
def test_layers_are_exactly_the_reachable_points(model: Model) -> None:
    reached = {(1, state) for state, p in model.start.items() if p > 0}
    for time in range(1, model.horizon):
        reached |= {
            (time + 1, successor)
            for state in model.states
            if (time, state) in reached
            for choice in model.states[state].values()
            for successor, p in choice.successors.items()
            if p > 0
        }
    assert len(model.points) == len(reached)
    assert set(model.points) == reached == set(model.prior) == set(model.weights)


def test_a_prior_is_zero_where_an_action_is_left_out_and_uniform_where_a_row_is() -> None:
    model = model_from_data(
        {
            "horizon": 2,
            "start": "s",
            "states": {"s": {"a": {"to": "t"}, "b": {"to": "t"}}, "t": {"a": {}, "b": {}, "c": {}}},
            "prior": {"s": {"b": 1}},
        }
    )
    assert model.prior[1, "s"] == {"a": 0, "b": 1}
    assert model.prior[2, "t"] == dict.fromkeys("abc", Fraction(1, 3))


def test_an_empty_table_of_priors_is_the_uniform_prior() -> None:
    data = {**DOCUMENTED_AS_JSON, "prior": {}}
    assert model_from_data(data).prior == uniform_policy(model_from_data(data))


# Round trips


@pytest.mark.parametrize("ending", [".toml", ".json"])
@given(model=models())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_models_make_a_round_trip(model: Model, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"model{ending}"
    save_model(model, path)
    again = load_model(path)
    assert again == model
    assert again.layers == model.layers
    assert again.prior == model.prior


@pytest.mark.parametrize("ending", [".toml", ".json"])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_make_a_round_trip(name: str, ending: str, tmp_path: Path) -> None:
    model = (
        ModelBuilder(name, horizon=2, start=name).action(name, name, to=name).prior(name, {name: 1}).build()
    )
    save_model(model, tmp_path / f"model{ending}")
    assert load_model(tmp_path / f"model{ending}") == model


def test_a_written_model_is_in_lowest_terms_and_leaves_out_what_is_not_needed() -> None:
    model = (
        ModelBuilder("m", horizon=1, start="s")
        .action("s", "a", success="2/6")
        .action("s", "b", to="s")
        .build()
    )
    assert model_to_data(model) == {
        "name": "m",
        "horizon": 1,
        "start": "s",
        "states": {"s": {"a": {"success": "1/3"}, "b": {"to": "s"}}},
    }


def test_a_model_with_symbols_has_no_file(tmp_path: Path) -> None:
    import sympy

    model = ModelBuilder("m", horizon=1, start="s").action("s", "a", success=sympy.Symbol("x")).build()
    with pytest.raises(FileError, match=r"model\.toml: a model with symbols has no exact file; substitute"):
        save_model(model, tmp_path / "model.toml")
    with pytest.raises(ModelError, match=r"^a model with symbols has no exact file; substitute numbers"):
        model_to_data(model)
    assert list(tmp_path.iterdir()) == []


# Whatever the bytes are, the answer is a model or one message


def message_of(read: Callable[[], Model], error: type[CoherenceError]) -> str | None:
    """What the refusal says, or None if there is a model; any other exception goes on."""
    try:
        read()
    except error as refusal:
        return str(refusal)
    return None


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from([".toml", ".json"]),
    position=st.integers(0, 600),
    removed=st.integers(0, 30),
    inserted=st.one_of(
        st.binary(max_size=4),
        st.text("{}[]\"'=,.:#\n0123456789/-eE_truefalsnif", max_size=12).map(str.encode),
    ),
)
@example(ending=".toml", position=0, removed=30, inserted=b"")
@example(ending=".json", position=600, removed=0, inserted=b"")
def test_a_damaged_file_gives_a_model_or_one_message(
    ending: str, position: int, removed: int, inserted: bytes, tmp_path: Path
) -> None:
    text = DOCUMENTED if ending == ".toml" else json.dumps(DOCUMENTED_AS_JSON, ensure_ascii=False)
    content = text.encode()
    path = tmp_path / f"model{ending}"
    path.write_bytes(content[:position] + inserted + content[position + removed :])
    message = message_of(lambda: load_model(path), FileError)
    if message is not None:
        assert message.startswith(f"{path}: ")
        assert message.isprintable()
        assert re.search(r"; [a-z]+ [^;]*$", message)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["horizon", "start", "states", "prior", "name", "to", "success", "s"]), inner
            )
        ),
    )
)
def test_any_data_gives_a_model_or_a_model_error(data: Any) -> None:
    message = message_of(lambda: model_from_data(data), ModelError)
    assert message is None or message.isprintable()


# Writing


def small() -> Model:
    return ModelBuilder("m", horizon=1, start="s").action("s", "a").build()


def test_other_endings_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"model\.yaml: a model file ends in \.toml or \.json; choose"):
        save_model(small(), tmp_path / "model.yaml")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.toml"
    path.write_text("old", encoding="utf-8")

    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(
        FileError, match=r"model\.toml: the file cannot be written \(No space left on device\); check"
    ):
        save_model(small(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["model.toml"]


def test_an_interrupted_write_leaves_the_old_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.json"
    path.write_text("old", encoding="utf-8")

    def interrupt(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_model(small(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["model.json"]


def test_text_that_is_not_unicode_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="the file cannot be written"):
        write_text(tmp_path / "text", "half \ud800")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["missing/model.toml", "file/model.toml", "x" * 300 + ".toml", "NUL\x00.toml", "half \ud800.toml"]
)
def test_a_path_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old", encoding="utf-8")
    with pytest.raises(
        FileError, match=r"^[^\n]*: the file cannot be written \(.*\); check the path"
    ) as caught:
        save_model(small(), tmp_path / name)
    assert str(caught.value).isprintable()
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_what_is_not_a_regular_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    for name in ("folder.toml", "pipe.toml"):
        with pytest.raises(FileError, match=r"cannot be written \(it is not a regular file\); check"):
            save_model(small(), tmp_path / name)
    assert stat.S_ISFIFO((tmp_path / "pipe.toml").stat().st_mode)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    new, old = tmp_path / "new.toml", tmp_path / "old.toml"
    old.touch()
    old.chmod(0o640)
    save_model(small(), new)
    save_model(small(), old)
    assert new.stat().st_mode == usual.stat().st_mode
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_writing_through_a_symbolic_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.toml"
    link.symlink_to("folder/model.toml")
    for _ in range(2):
        save_model(small(), link)
        assert link.is_symlink()
        assert load_model(tmp_path / "folder" / "model.toml") == small()
    assert len(list((tmp_path / "folder").iterdir())) == 1


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".toml")
    save_model(small(), path)
    assert load_model(path) == small()


# Policies


def policy_data() -> dict[str, Any]:
    row = {"a1": "1/2", "a2": "1/2"}
    return {"1": {"∅": dict(row)}, "2": {"s1": dict(row), "s2": dict(row)}}


def load_data(tmp_path: Path, data: Any, model: Model | None = None) -> Policy:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_policy(path, model or load_model(EXAMPLE_3))


@given(models())
@settings(deadline=None, max_examples=50)
def test_policies_make_a_round_trip(model: Model) -> None:
    data = json.loads(json.dumps(model.prior.to_json()))
    assert policy_from_data(data, model) == model.prior


def test_a_policy_file_may_have_other_keys_and_numbers_of_any_form(tmp_path: Path) -> None:
    data = policy_data()
    data["1"]["∅"] = {"a2": 1}
    data["2"]["s1"] = {"a1": "0.25", "a2": "6/8"}
    policy = load_data(tmp_path, {"model": "Example 3", "policy": data, "dead_states": [], "return": 0.5})
    assert policy[1, "∅"] == {"a1": 0, "a2": 1}
    assert policy[2, "s1"] == {"a1": Fraction(1, 4), "a2": Fraction(3, 4)}
    assert list(policy) == [(1, "∅"), (2, "s1"), (2, "s2")]


def changed(*path: str, to: Any) -> dict[str, Any]:
    data = policy_data()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return data


def without(*path: str) -> dict[str, Any]:
    data = policy_data()
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return data


ROW = {"a1": "1/2", "a2": "1/2"}

WRONG_POLICIES: dict[str, tuple[Any, str]] = {
    "missing point": (without("2", "s2"), "policy.2.s2: this point is missing; write its distribution"),
    "missing time": (without("2"), "policy.2.s1: this point is missing; write its distribution"),
    "no times": ({}, 'policy.1."∅": this point is missing; write its distribution'),
    "extra point": (
        changed("1", "s1", to=ROW),
        "policy.1.s1: no actions of the model reach this point; leave it out",
    ),
    "unknown state": (
        changed("2", "s9", to=ROW),
        "policy.2.s9: no actions of the model reach this point; leave",
    ),
    "extra time": (changed("3", to={"s1": ROW}), "policy.3: this is not a time; write a number"),
    "extra time without states": (
        changed("3", to={}),
        "policy.3: this is not a time; write a number",
    ),
    "time 0": (changed("0", to={"∅": ROW}), "policy.0: this is not a time; write a number"),
    "time 01": (changed("01", to={"∅": ROW}), "policy.01: this is not a time; write a number"),
    "time -1": (changed("-1", to={"∅": ROW}), "policy.-1: this is not a time; write a number"),
    "time +1": (changed("+1", to={"∅": ROW}), 'policy."+1": this is not a time; write a number'),
    "time 1.0": (
        changed("1.0", to={"∅": ROW}),
        'policy."1.0": this is not a time; write a number',
    ),
    "time x": (changed("x", to={"∅": ROW}), "policy.x: this is not a time; write a number"),
    "empty time": (changed("", to={"∅": ROW}), 'policy."": this is not a time; write a number'),
    "Arabic time": (
        changed("١", to={"∅": ROW}),
        'policy."١": this is not a time; write a number',
    ),
    "raised time": (
        changed("²", to={"∅": ROW}),
        'policy."²": this is not a time; write a number',
    ),
    "long time": (changed("9" * 9999, to={}), f'policy."{"9" * 40}…": this is not a time; write a number'),
    "unknown action": (
        changed("2", "s1", "a3", to="0"),
        'policy.2.s1: "a3" is not an action of this state; mend the name',
    ),
    "sum": (
        changed("2", "s1", "a1", to="1/3"),
        "policy.2.s1: probabilities sum to 5/6, not 1; change them so that they sum to exactly 1",
    ),
    "empty row": (changed("2", "s1", to={}), "policy.2.s1: probabilities sum to 0, not 1; change them"),
    "negative": (
        changed("2", "s1", to={"a1": "-1/2", "a2": "3/2"}),
        "policy.2.s1.a1: -1/2 is not a probability; write a number from 0 to 1",
    ),
    "float": (
        changed("1", "∅", "a1", to=0.5),
        'policy.1."∅".a1: 0.5 is a float, which is not exact; write it as',
    ),
    "exponent": (changed("1", "∅", "a1", to="5e-1"), 'policy.1."∅".a1: "5e-1" is not an exact number; write'),
    "boolean": (changed("1", "∅", "a1", to=True), 'policy.1."∅".a1: true is not a number; write an integer'),
    "null number": (
        changed("1", "∅", "a1", to=None),
        'policy.1."∅".a1: null is not a number; write',
    ),
    "list for row": (
        changed("1", "∅", to=["1/2", "1/2"]),
        'policy.1."∅": a list stands where a table of probabilities belongs; write a table',
    ),
    "action for row": (
        changed("1", "∅", to="a1"),
        'policy.1."∅": "a1" stands where a table of probabilities belongs; write a table',
    ),
    "list for time": (
        changed("1", to=[ROW]),
        "policy.1: a list stands where a table of states belongs; write a table",
    ),
    "list": ([], "policy: a list stands where a policy belongs; write a table"),
    "null": (None, "policy: null stands where a policy belongs; write a table"),
    "text": ("uniform", 'policy: "uniform" stands where a policy belongs; write a table'),
}


@pytest.mark.parametrize("name", WRONG_POLICIES)
def test_a_wrong_policy_is_refused_with_its_place_and_a_mend(name: str, tmp_path: Path) -> None:
    data, message = WRONG_POLICIES[name]
    with pytest.raises(FileError) as caught:
        load_data(tmp_path, {"policy": data})
    assert str(caught.value).startswith(f"{tmp_path / 'policy.json'}: {message}")
    assert len(message) < 300
    with pytest.raises(PolicyError) as directly:
        policy_from_data(data, load_model(EXAMPLE_3))
    assert str(directly.value).startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", 'the key "policy" is missing; write {"policy": {time: {state: {action: probability}}}}'),
        ("[]", "a list stands where a policy file belongs; write a table"),
        ("null", "null stands where a policy file belongs; write a table"),
        ("", "line 1, column 1: this is not valid JSON (Expecting value); mend the syntax there"),
        ('{"policy": {}, "policy": {}}', "policy: this key is given twice; keep one"),
        ('{"policy": {"1": {}, "1": {}}}', "policy.1: this key is given twice; keep one"),
        ('{"policy": {"1": {"∅": {}, "∅": {}}}}', 'policy.1."∅": this key is given twice'),
        (
            '{"policy": {"1": {"∅": {"a1": 1, "a1": 1}}}}',
            'policy.1."∅".a1: this key is given twice; keep one',
        ),
        (
            '{"policy": {"1": {"∅": {"a1": NaN}}}}',
            'policy.1."∅".a1: NaN is a float',
        ),
        ("[" * 100_000, "lists or tables are nested too deeply; write a model"),
        ("\ufeff{}", "the file begins with a byte order mark; save it as UTF-8 without one"),
    ],
)
def test_a_wrong_policy_file_is_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_policy(path, load_model(EXAMPLE_3))
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_missing_policy_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"policy\.json: the file cannot be read \(No such file"):
        load_policy(tmp_path / "policy.json", load_model(EXAMPLE_3))


@pytest.mark.parametrize(
    "line",
    [
        ".".join("a" * 20_000) + " = 1",
        "[" + " . ".join(["x-y"] * 11) + "]",
        ".".join(['"a.b"', "'c'"] * 6) + " = 1 # 1.2",
        "x = { " + ".".join("abcdefghijk") + " = 1 }",
    ],
)
def test_a_key_of_many_dotted_parts_is_refused_before_it_is_read(line: str) -> None:
    with pytest.raises(ModelError, match="line 3: a key has more than 10 dotted parts"):
        model_from_text(f'horizon = 1\nstart = "s"\n{line}\n', "dotted")


def test_dots_elsewhere_are_no_keys() -> None:
    dots = "1.2.3.4.5.6.7.8.9.10.11.12"
    text = f'horizon = 1\nstart = "{dots}" # {dots}\nname = "\\"{dots}"\n[states."{dots}"]\na = {{}}\n'
    assert model_from_text(text, "dotted").start_states == (dots,)


def test_long_lines_are_looked_through_once() -> None:
    """A search that began again at every letter would take minutes."""
    with pytest.raises(ModelError, match="not valid TOML"):
        model_from_text("a" * 10**6 + " . " * 20, "dotted")


def test_a_rounded_policy_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text('{"digits": 3, "policy": {}}', encoding="utf-8")
    with pytest.raises(FileError, match="the policy is rounded to 3 digits; print it with --exact"):
        load_policy(path, load_model(EXAMPLE_3))
