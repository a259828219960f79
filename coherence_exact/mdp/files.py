"""Model files (TOML or JSON, same data) and policy files (JSON), read whole or refused whole.

Every refusal is one message that names the file, the dotted place and the mend.  Files are written
aside and then renamed, so that an old good file is never replaced by half a new one.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from coherence_exact.errors import CoherenceError, FileError, ModelError, NumberError, PolicyError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.rationals import format_rational, parse_rational, quote
from coherence_exact.mdp.model import Choice, Model, check_sums_to_one
from coherence_exact.mdp.places import place
from coherence_exact.mdp.policy import Action, Point, Policy, State
from coherence_exact.mdp.rewards import weight_of_reward

LARGEST_FILE = 64 * 2**20
"""Bytes; larger files are refused unread."""

_MODEL_KEYS = ("name", "horizon", "start", "states", "prior")
_CHOICE_KEYS = ("to", "success", "reward")

Result = TypeVar("Result")


# Reading


def load_model(path: str | os.PathLike[str]) -> Model:
    """Read a model file, TOML or JSON by its ending.

    Raises :class:`FileError` with the file, the place and the mend if anything is wrong with it.

    >>> load_model("paper_examples/example_3.toml").name
    'Example 3'
    """
    file = Path(path)
    return _located(file, lambda: model_from_data(_read_data(file), default_name=file.stem))


def load_policy(path: str | os.PathLike[str], model: Model) -> Policy:
    """Read a policy for a model: a JSON file with a key ``policy``, as ``policy --json`` prints it."""
    file = Path(path)
    return _located(file, lambda: policy_from_data(_policy_key(_read_json(_read_text(file))), model))


def _located(file: Path, read: Callable[[], Result]) -> Result:
    try:
        return read()
    except FileError:
        raise
    except CoherenceError as error:
        raise FileError(f"{file}: {error}") from error


def _read_data(file: Path) -> Any:
    readers = {".toml": _read_toml, ".json": _read_json}
    if file.suffix.lower() not in readers:
        raise FileError(f"{file}: a model file ends in .toml or .json; rename it by what it holds")
    return readers[file.suffix.lower()](_read_text(file))


def _read_text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FileError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    if len(content) > LARGEST_FILE:
        raise FileError(f"{file}: the file is larger than {LARGEST_FILE // 2**20} MiB; split or shorten it")
    if content.startswith(b"\xef\xbb\xbf"):
        raise FileError(f"{file}: the file begins with a byte order mark; save it as UTF-8 without one")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _read_toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError("", f"not valid TOML: {error}; mend the syntax there") from error
    except RecursionError as error:
        raise ModelError("", "tables are nested too deeply; a model nests five levels at the most") from error
    except ValueError as error:
        raise ModelError("", "an integer is too long for TOML; write it as a string") from error


def _read_json(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_int=parse_rational_integer,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        raise ModelError(
            "",
            f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}; "
            "mend the syntax there",
        ) from error
    except RecursionError as error:
        raise ModelError(
            "", "objects are nested too deeply; a model nests five levels at the most"
        ) from error


def parse_rational_integer(digits: str) -> int:
    """An integer of any length, as JSON spells it."""
    return parse_rational(digits).numerator


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise ModelError("", f"the key {quote(key)} is given twice in one object; keep one")
        result[key] = value
    return result


def _refuse_constant(name: str) -> Any:
    raise NumberError(f'{name} is a float, which is not exact; write a string such as "3/4"')


# From data to models


def model_from_data(data: Any, default_name: str = "model") -> Model:
    """The model that parsed TOML or JSON describes; raises :class:`ModelError` with the place."""
    top = _table("", data, _MODEL_KEYS, "a model")
    for key in ("horizon", "start", "states"):
        if key not in top:
            raise ModelError(key, "this is missing; every model needs horizon, start and states")
    name = top.get("name", default_name)
    if not isinstance(name, str):
        raise ModelError("name", f"{quote(name)} is not text; write it in quotes")
    return Model(
        name,
        _horizon(top["horizon"]),
        _distribution("start", top["start"]),
        {
            state: _choices(state, choices)
            for state, choices in _table("states", top["states"], None, "the table of states").items()
        },
        {
            state: _row(place("prior", state), row)
            for state, row in _table("prior", top.get("prior", {}), None, "the table of priors").items()
        },
    )


def _table(where: str, data: Any, keys: tuple[str, ...] | None, what: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ModelError(where, f"{_describe(data)} stands where {what} has to be a table; write a table")
    for key in data:
        if keys is not None and key not in keys:
            raise ModelError(
                f"{where}.{place(key)}" if where else place(key),
                f"unknown key; {what} has only the keys {', '.join(keys)}",
            )
        if key == "":
            raise ModelError(
                f"{where}.{place(key)}" if where else place(key), "a name is empty; write a name"
            )
    return data


def _describe(data: Any) -> str:
    if isinstance(data, list):
        return "a list"
    if isinstance(data, dict):
        return "a table"
    return quote(data)


def _horizon(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise ModelError(
            "horizon", f"{_describe(data)} is not an integer; write the number of decisions, such as 2"
        )
    return data


def _number(where: str, data: Any) -> Number:
    try:
        return parse_rational(data)
    except NumberError as error:
        raise ModelError(where, str(error)) from error


def _distribution(where: str, data: Any) -> dict[State, Number]:
    if isinstance(data, str):
        return {data: _number(where, 1)}
    if not isinstance(data, dict):
        raise ModelError(
            where, f"{_describe(data)} is neither a state nor a table of probabilities; write one of them"
        )
    return _row(where, data)


def _row(where: str, data: Any) -> dict[str, Number]:
    entries = _table(where, data, None, "a distribution")
    return {key: _number(f"{where}.{place(key)}", value) for key, value in entries.items()}


def _choices(state: State, data: Any) -> dict[Action, Choice]:
    actions = _table(place("states", state), data, None, "a state")
    return {action: _choice(place("states", state, action), choice) for action, choice in actions.items()}


def _choice(where: str, data: Any) -> Choice:
    entry = _table(where, data, _CHOICE_KEYS, "an action")
    if "success" in entry and "reward" in entry:
        raise ModelError(where, "success and reward say the same; give one of them")
    successors = _distribution(f"{where}.to", entry["to"]) if "to" in entry else {}
    if "to" in entry and not successors:
        raise ModelError(f"{where}.to", "the table is empty; write probabilities that sum to exactly 1")
    if "reward" in entry:
        try:
            return Choice(weight_of_reward(entry["reward"]), successors)
        except NumberError as error:
            raise ModelError(f"{where}.reward", str(error)) from error
    return Choice(_number(f"{where}.success", entry.get("success", 1)), successors)


# From data to policies


def _policy_key(data: Any) -> Any:
    if not isinstance(data, dict) or "policy" not in data:
        raise PolicyError('there is no key "policy"; give {"policy": {time: {state: {action: probability}}}}')
    return data["policy"]


def policy_from_data(data: Any, model: Model) -> Policy:
    """The policy that ``{"1": {state: {action: "p/q"}}}`` describes, checked against its model."""
    try:
        given: dict[Point, Any] = {}
        for time, layer in _table("policy", data, None, "a policy").items():
            if not (time.isascii() and time.isdigit()) or time != str(int(time[:9])):
                raise ModelError(
                    place("policy", time), "this is not a time; write a number from 1 to the horizon"
                )
            for state, row in _table(place("policy", time), layer, None, "the states of a time").items():
                given[int(time), state] = row
        return Policy({point: _policy_row(model, point, given) for point in _checked_points(model, given)})
    except ModelError as error:
        raise PolicyError(str(error)) from error


def _checked_points(model: Model, given: Mapping[Point, Any]) -> tuple[Point, ...]:
    points = model.points
    for time, state in given:
        if (time, state) not in model.weights:
            raise ModelError(
                place("policy", str(time), state),
                "this decision point cannot be reached in the model; leave it out",
            )
    return points


def _policy_row(model: Model, point: Point, given: Mapping[Point, Any]) -> dict[Action, Number]:
    time, state = point
    where = place("policy", str(time), state)
    if point not in given:
        raise ModelError(where, "this decision point is missing; give its distribution over actions")
    row = _row(where, given[point])
    actions = model.states[state]
    for action in row:
        if action not in actions:
            raise ModelError(where, f"{quote(action)} is not an action of this state; mend the name")
    check_sums_to_one(where, row)
    return {action: row.get(action, parse_rational(0)) for action in actions}


# Writing


def model_to_data(model: Model) -> dict[str, Any]:
    """The model file that describes a model, as JSON data; raises :class:`ModelError` for symbols."""
    if model.has_symbols:
        raise ModelError("", "a model with symbols has no exact file; substitute numbers first")
    data: dict[str, Any] = {
        "name": model.name,
        "horizon": model.horizon,
        "start": _distribution_to_data(model.start),
        "states": {
            state: {action: _choice_to_data(choice) for action, choice in choices.items()}
            for state, choices in model.states.items()
        },
    }
    if model.prior_rows:
        data["prior"] = {state: _row_to_data(row) for state, row in model.prior_rows.items()}
    return data


def _choice_to_data(choice: Choice) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if choice.successors:
        data["to"] = _distribution_to_data(choice.successors)
    if choice.weight != 1:
        data["success"] = format_rational(choice.weight)
    return data


def _distribution_to_data(row: Mapping[State, Number]) -> Any:
    positive = [state for state, p in row.items() if p != 0]
    return positive[0] if len(positive) == 1 else _row_to_data(row)


def _row_to_data(row: Mapping[str, Number]) -> dict[str, str]:
    return {key: format_rational(p) for key, p in row.items()}


def save_model(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model file, TOML or JSON by its ending; an old file is replaced only by a whole new one."""
    file = Path(path)
    data = model_to_data(model)
    if file.suffix.lower() == ".toml":
        import tomli_w

        write_text(file, tomli_w.dumps(data))
    elif file.suffix.lower() == ".json":
        write_text(file, json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    else:
        raise FileError(f"{file}: a model file ends in .toml or .json; choose one of them")


def write_text(file: Path, text: str) -> None:
    """Write a file aside, then rename it into place."""
    try:
        handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(aside).replace(file)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileError(f"{file}: cannot be written ({error.strerror}); check the folder") from error
