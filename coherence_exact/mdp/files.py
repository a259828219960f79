"""Model files (TOML or JSON, same data) and policy files (JSON), read whole or refused whole.

Every refusal is one message that names the file, the dotted place and the mend.  Files are written
aside and then renamed, so that an old good file is never replaced by half a new one.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coherence_exact.errors import CoherenceError, FileError, ModelError, NumberError, PolicyError
from coherence_exact.exact.fields import Number
from coherence_exact.exact.rationals import FloatLiteral, format_rational, parse_rational, printable, quote
from coherence_exact.mdp.model import Choice, Model, check_sums_to_one
from coherence_exact.mdp.places import place, under
from coherence_exact.mdp.policy import Action, Point, Policy, State
from coherence_exact.mdp.rewards import weight_of_reward
from coherence_exact.mdp.writing import replace_file

LARGEST_FILE = 64 * 2**20
"""Bytes; larger files are refused unread."""

_MODEL_KEYS = ("name", "horizon", "start", "states", "prior")
_CHOICE_KEYS = ("to", "success", "reward")
_LONGEST_REASON = 100

MOST_DOTTED_PARTS = 10
"""Of a key in TOML."""

_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
_DOTTED = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{MOST_DOTTED_PARTS}}}")
_TOML_PLACE = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")
_TOML_GIVEN_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate")


# Reading


def load_model(path: str | os.PathLike[str]) -> Model:
    """Read a model file, TOML or JSON by its ending.

    Raises :class:`FileError` with the file, the place and the mend if anything is wrong with it.

    >>> load_model("paper_examples/example_3.toml").name
    'Example 3'
    """
    file = Path(path)
    with _naming(file):
        return model_from_data(_read_data(file), default_name=printable(file.stem))


def load_policy(path: str | os.PathLike[str], model: Model) -> Policy:
    """Read a policy for a model: a JSON file with a key ``policy``, as ``policy --json`` prints it."""
    file = Path(path)
    with _naming(file):
        return policy_from_data(_policy_key(_read_json(_read_text(file))), model)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    try:
        yield
    except CoherenceError as error:
        raise FileError(f"{printable(str(file))}: {error}") from error


def model_from_text(text: str, default_name: str) -> Model:
    """The model of a TOML or JSON text, as a file holds it.

    Raises :class:`ModelError` with the place and the mend if anything is wrong with it.

    >>> model_from_text('{"horizon": 1, "start": "s", "states": {"s": {"a": {}}}}', "typed").name
    'typed'
    """
    if len(text) > LARGEST_FILE:
        raise ModelError("", f"the text is larger than {LARGEST_FILE // 2**20} MiB; shorten it")
    read = _read_json if text.lstrip().startswith("{") else _read_toml
    return model_from_data(read(text), default_name=default_name)


def _read_data(file: Path) -> Any:
    ending = file.suffix.lower()
    if ending == ".toml":
        return _read_toml(_read_text(file))
    if ending == ".json":
        return _read_json(_read_text(file))
    raise ModelError("", "a model file ends in .toml or .json; rename it by what it holds")


def _read_text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise ModelError("", f"the file cannot be read ({_reason(error)}); check the path") from error
    if len(content) > LARGEST_FILE:
        raise ModelError("", f"the file is larger than {LARGEST_FILE // 2**20} MiB; shorten it")
    if content.startswith(b"\xef\xbb\xbf"):
        raise ModelError("", "the file begins with a byte order mark; save it as UTF-8 without one")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ModelError(
            f"line {line}", f"byte {error.start} of the file is not UTF-8; save the file as UTF-8"
        ) from error


def _reason(error: OSError | ValueError) -> str:
    """What the system says; a path that holds a NUL character is a ``ValueError`` without ``strerror``."""
    return getattr(error, "strerror", None) or str(error)


def _read_toml(text: str) -> Any:
    _check_dotted_keys(text)
    try:
        return tomllib.loads(text, parse_float=FloatLiteral)
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(str(error)) from error
    except RecursionError as error:
        raise _nested_too_deeply() from error
    except ValueError as error:
        raise ModelError(
            f"line {_line_of_long_integer(text)}",
            "an integer has more than 4,300 digits; shorten it or write it in quotes",
        ) from error


def _check_dotted_keys(text: str) -> None:
    """Refuse keys of many dotted parts: ``tomllib`` keeps every beginning of a key, at quadratic cost."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") >= MOST_DOTTED_PARTS:
            unquoted, *_ = _QUOTED.sub("q", line).split("#")
            if _DOTTED.search(unquoted):
                raise ModelError(
                    f"line {number}",
                    f"a key has more than {MOST_DOTTED_PARTS} dotted parts; "
                    "write a model, which nests five levels",
                )


def _toml_error(message: str) -> ModelError:
    found = _TOML_PLACE.search(message)
    where, reason = (found.group(1), message[: found.start()]) if found else ("", message)
    if reason.startswith(_TOML_GIVEN_TWICE):
        return ModelError(where, "a key is given twice; keep one")
    return _syntax_error(where, "TOML", reason)


def _line_of_long_integer(text: str) -> int:
    """The line of the first integer that ``tomllib`` cannot convert; it does not tell its place."""
    lines = text.split("\n")

    def meets_it(count: int) -> bool:
        try:
            tomllib.loads("\n".join(lines[:count]))
        except (tomllib.TOMLDecodeError, RecursionError):
            return False
        except ValueError:
            return True
        return False

    return bisect_left(range(len(lines)), True, key=meets_it)


def _syntax_error(where: str, language: str, reason: str) -> ModelError:
    if len(reason) > _LONGEST_REASON:
        reason = reason[:_LONGEST_REASON] + "…"
    return ModelError(where, f"this is not valid {language} ({printable(reason)}); mend the syntax there")


def _nested_too_deeply() -> ModelError:
    return ModelError("", "lists or tables are nested too deeply; write a model, which nests five levels")


class _Repeating(dict[str, Any]):
    """A JSON object in which a key is given twice, kept until its place is known."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]


def _read_json(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=FloatLiteral,
            parse_constant=FloatLiteral,
        )
    except json.JSONDecodeError as error:
        raise _syntax_error(f"line {error.lineno}, column {error.colno}", "JSON", error.msg) from error
    except RecursionError as error:
        raise _nested_too_deeply() from error


def _integer(digits: str) -> int:
    """An integer of any length; Python's own reader stops at 4,300 digits."""
    return parse_rational(digits).numerator


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    return result if len(result) == len(pairs) else _Repeating(pairs)


# From data to models


def model_from_data(data: Any, default_name: str = "model") -> Model:
    """The model that parsed TOML or JSON describes; raises :class:`ModelError` with the place."""
    top = _table("", data, "a model", _MODEL_KEYS)
    for key, mend in (
        ("horizon", "write the number of decisions"),
        ("start", "write a state or a table of probabilities"),
        ("states", "describe at least one state, with its actions"),
    ):
        if key not in top:
            raise ModelError(key, f"this is missing; {mend}")
    return Model(
        top.get("name", default_name),
        top["horizon"],
        _distribution("start", top["start"]),
        {
            state: _choices(place("states", state), choices)
            for state, choices in _table("states", top["states"], "the table of states").items()
        },
        {
            state: _row(place("prior", state), row)
            for state, row in _table("prior", top.get("prior", {}), "the table of priors").items()
        },
    )


def _table(where: str, data: Any, what: str, keys: tuple[str, ...] | None = None) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ModelError(where, f"{quote(data)} stands where {what} belongs; write a table")
    if isinstance(data, _Repeating):
        raise ModelError(under(where, data.repeated), "this key is given twice; keep one")
    for key in data:
        if keys is not None and key not in keys:
            raise ModelError(
                under(where, key), f"this key is unknown; leave it out or write one of {', '.join(keys)}"
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
            where, f"{quote(data)} is neither a state nor a table of probabilities; write one of them"
        )
    if not data:
        raise ModelError(where, "the table is empty; write probabilities that sum to exactly 1")
    return _row(where, data)


def _row(where: str, data: Any) -> dict[str, Number]:
    entries = _table(where, data, "a table of probabilities")
    return {key: _number(under(where, key), value) for key, value in entries.items()}


def _choices(where: str, data: Any) -> dict[Action, Choice]:
    actions = _table(where, data, "a state with its actions")
    return {action: _choice(under(where, action), choice) for action, choice in actions.items()}


def _choice(where: str, data: Any) -> Choice:
    entry = _table(where, data, "an action", _CHOICE_KEYS)
    if "success" in entry and "reward" in entry:
        raise ModelError(where, "success and reward say the same; give one of them")
    successors = _distribution(under(where, "to"), entry["to"]) if "to" in entry else {}
    if "reward" in entry:
        try:
            return Choice(weight_of_reward(entry["reward"]), successors)
        except NumberError as error:
            raise ModelError(under(where, "reward"), str(error)) from error
    return Choice(_number(under(where, "success"), entry.get("success", 1)), successors)


# From data to policies


def _policy_key(data: Any) -> Any:
    table = _table("", data, "a policy file")
    if "digits" in table:
        raise PolicyError(
            f"the policy is rounded to {quote(table['digits'])} digits; "
            "print it with --exact in place of --digits"
        )
    try:
        return table["policy"]
    except KeyError as error:
        raise PolicyError(
            'the key "policy" is missing; write {"policy": {time: {state: {action: probability}}}}'
        ) from error


def policy_from_data(data: Any, model: Model) -> Policy:
    """The policy that ``{"1": {state: {action: "p/q"}}}`` describes, checked against its model.

    Raises :class:`PolicyError` with the place.
    """
    try:
        given: dict[Point, Any] = {}
        for text, layer in _table("policy", data, "a policy").items():
            time = _time(text, model)
            for state, row in _table(place("policy", text), layer, "a table of states").items():
                if state not in model.layers[time - 1]:
                    raise ModelError(
                        place("policy", text, state),
                        "no actions of the model reach this point; leave it out",
                    )
                given[time, state] = row
        return Policy({point: _policy_row(model, point, given) for point in model.points})
    except ModelError as error:
        raise PolicyError(str(error)) from error


def _time(text: str, model: Model) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(model.horizon)):
        time = int(text)
        if text == str(time) and 1 <= time <= model.horizon:
            return time
    raise ModelError(place("policy", text), f"this is not a time; write a number from 1 to {model.horizon}")


def _policy_row(model: Model, point: Point, given: Mapping[Point, Any]) -> dict[Action, Number]:
    where = place("policy", *point)
    if point not in given:
        raise ModelError(where, "this point is missing; write its distribution over actions")
    row = _row(where, given[point])
    actions = model.states[point[1]]
    for action in row:
        if action not in actions:
            raise ModelError(where, f"{quote(action)} is not an action of this state; mend the name")
    check_sums_to_one(row, "policy", *point)
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
    return next(iter(row)) if len(row) == 1 else _row_to_data(row)


def _row_to_data(row: Mapping[str, Number]) -> dict[str, str]:
    return {key: format_rational(p) for key, p in row.items()}


def save_model(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model file, TOML or JSON by its ending; an old file is replaced only by a whole new one."""
    file = Path(path)
    with _naming(file):
        text = _serialised(model, file.suffix.lower())
    write_text(file, text)


def _serialised(model: Model, ending: str) -> str:
    data = model_to_data(model)
    if ending == ".toml":
        import tomli_w

        return tomli_w.dumps(data)
    if ending == ".json":
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    raise ModelError("", "a model file ends in .toml or .json; choose one of them")


def write_text(file: Path, text: str) -> None:
    """Write a file aside, then rename it into place; raises :class:`FileError`.

    An old file keeps its permissions, a symbolic link its target.
    """
    with _naming(file):
        try:
            replace_file(Path(os.path.realpath(file)), text.encode("utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(
                "", f"the file cannot be written ({_reason(error)}); check the path and its folder"
            ) from error
