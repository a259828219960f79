"""Every wrong model file is refused with one message: the file, the place, the problem, the mend.

Each file in ``wrong_models`` has one defect.  ``EXPECTED`` says where it is and how the message
describes it; files that are too large or too odd to store are made by the tests further down.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from coherence_exact.errors import CoherenceError, FileError
from coherence_exact.mdp.files import LARGEST_FILE, load_model

FOLDER = Path(__file__).parent / "wrong_models"
LONGEST_MESSAGE = 500

MEND = re.compile(
    r"; (change|check|choose|describe|give|keep|leave|lower|mend|rename|save|shorten|write) [^;]*[^;.]$"
)

EXPECTED = {
    "action_below_action.toml": ("states.s1.a1.a3", "this key is unknown"),
    "action_boolean.json": ("states.s2.a2", "false stands where an action belongs"),
    "action_list.json": ("states.s2.a2", "a list stands where an action belongs"),
    "action_name_empty.toml": ('states.s2.""', "this name is empty"),
    "action_text.toml": ("states.s2.a2", '"s1" stands where an action belongs'),
    "empty_file.json": ("line 1", "not valid JSON"),
    "empty_file.toml": ("horizon", "this is missing"),
    "horizon_boolean.toml": ("horizon", "true is not an integer"),
    "horizon_date.toml": ("horizon", "2024-01-31 is not an integer"),
    "horizon_exponent.json": ("horizon", "2e0 is not an integer"),
    "horizon_float.json": ("horizon", "2.0 is not an integer"),
    "horizon_float.toml": ("horizon", "2.0 is not an integer"),
    "horizon_huge.json": ("horizon", "decisions are too many"),
    "horizon_huge.toml": ("horizon", "1000000000000 decisions are too many"),
    "horizon_list.toml": ("horizon", "a list is not an integer"),
    "horizon_missing.toml": ("horizon", "this is missing"),
    "horizon_negative.toml": ("horizon", "-3 decisions are too few"),
    "horizon_null.json": ("horizon", "null is not an integer"),
    "horizon_text.toml": ("horizon", '"2" is not an integer'),
    "horizon_unrolls_to_too_many_points.toml": ("horizon", "unrolls to more than 1000000 decision points"),
    "horizon_zero.toml": ("horizon", "0 decisions are too few"),
    "json_in_toml.toml": ("line 1", "not valid TOML"),
    "key_in_wrong_case.toml": ("Horizon", "this key is unknown"),
    "name_half_a_surrogate_pair.json": ("name", "half of a surrogate pair"),
    "name_list.json": ("name", "a list is not text"),
    "name_number.toml": ("name", "7 is not text"),
    "only_comments.toml": ("horizon", "this is missing"),
    "place_with_quotes_and_newline.toml": ('states."a \\"b\\"\\u000A".x.success', "3 is not a probability"),
    "place_with_unicode_and_dot.toml": ('states."∅.1"."↗".success', "3 is not a probability"),
    "prior_action_instead_of_row.toml": ("prior.s0", '"a1" stands where a table of probabilities belongs'),
    "prior_empty_row.toml": ("prior.s0", "probabilities sum to 0, not 1"),
    "prior_float.toml": ("prior.s0.a1", "0.5 is a float"),
    "prior_left_out_action_counts_zero.toml": ("prior.s0", "probabilities sum to 1/2, not 1"),
    "prior_list_row.json": ("prior.s0", "a list stands where a table of probabilities belongs"),
    "prior_negative.toml": ("prior.s0.a1", "-1/2 is not a probability"),
    "prior_null.json": ("prior", "null stands where the table of priors belongs"),
    "prior_sums_off_by_a_little.toml": ("prior.s0", "probabilities sum to 9999999/10000000, not 1"),
    "prior_unknown_action.toml": ("prior.s0", '"a9" is not an action'),
    "prior_unknown_action_with_zero.toml": ("prior.s0", '"a9" is not an action'),
    "prior_unknown_state.toml": ("prior.s9", '"s9" is not a state'),
    "prior_wrong_in_unreachable_state.toml": ("prior.far", "probabilities sum to 2, not 1"),
    "reward_float.toml": ("states.s1.a1.reward", "-0.5 is not a reward"),
    "reward_float_minus_infinity.toml": ("states.s1.a1.reward", "-inf is not a reward"),
    "reward_integer_zero.toml": ("states.s1.a1.reward", "0 is not a reward"),
    "reward_list.toml": ("states.s1.a1.reward", "a list is not a reward"),
    "reward_logarithm_above_zero.toml": (
        "states.s1.a1.reward",
        '"log(2)" is not a reward whose e^r',
    ),
    "reward_logarithm_divides_by_zero.toml": ("states.s1.a1.reward", '"log(1/0)" is not a reward'),
    "reward_logarithm_not_closed.toml": ("states.s1.a1.reward", '"log(1/2" is not a reward'),
    "reward_logarithm_of_negative.toml": (
        "states.s1.a1.reward",
        '"log(-1/2)" is not a reward whose e^r',
    ),
    "reward_logarithm_of_nothing.toml": ("states.s1.a1.reward", '"log()" is not a reward'),
    "reward_logarithm_of_zero.toml": (
        "states.s1.a1.reward",
        '"log(0)" is not a reward whose e^r',
    ),
    "reward_logarithm_other_name.toml": ("states.s1.a1.reward", '"ln(1/2)" is not a reward'),
    "reward_logarithm_with_factor.toml": ("states.s1.a1.reward", '"2*log(1/2)" is not a reward'),
    "reward_logarithm_with_space.toml": ("states.s1.a1.reward", '"log( 1/2)" is not a reward'),
    "reward_minus_infinity_constant.json": ("states.s1.a1.reward", "-Infinity is not a reward"),
    "reward_minus_infinity_spelled_out.toml": ("states.s1.a1.reward", '"-Infinity" is not a reward'),
    "reward_negative_number.toml": ("states.s1.a1.reward", '"-1" is not a reward'),
    "reward_null.json": ("states.s1.a1.reward", "null is not a reward"),
    "reward_positive.toml": ("states.s1.a1.reward", '"1" is not a reward'),
    "reward_zero_as_decimal.toml": ("states.s1.a1.reward", '"0.0" is not a reward'),
    "start_empty_table.toml": ("start", "the table is empty"),
    "start_empty_text.toml": ("start", '"" is not a state'),
    "start_float.toml": ("start.s0", "1.0 is a float"),
    "start_list.toml": ("start", "a list is neither a state nor a table"),
    "start_missing.toml": ("start", "this is missing"),
    "start_negative.toml": ("start.s1", "-1/2 is not a probability"),
    "start_nested_table.json": ("start.s0", "a table is not a number"),
    "start_null.json": ("start", "null is neither a state nor a table"),
    "start_number.toml": ("start", "0 is neither a state nor a table"),
    "start_sums_to_less_than_one.toml": ("start", "probabilities sum to 5/6, not 1"),
    "start_unknown_state.toml": ("start", '"s9" is not a state'),
    "start_unknown_state_in_table.toml": ("start", '"s9" is not a state'),
    "start_unknown_state_with_zero.toml": ("start", '"s9" is not a state'),
    "state_array_of_tables.toml": ("states.s2", "a list stands where a state with its actions belongs"),
    "state_name_empty.toml": ('states.""', "this name is empty"),
    "state_name_half_a_surrogate_pair.json": ('states."\\uD800"', "half of a surrogate pair"),
    "state_null.json": ("states.s2", "null stands where a state with its actions belongs"),
    "state_without_actions.toml": ("states.s3", "there is no action here"),
    "states_empty.json": ("states", "there is no state"),
    "states_list.json": ("states", "a list stands where the table of states belongs"),
    "states_missing.toml": ("states", "this is missing"),
    "states_number.toml": ("states", "3 stands where the table of states belongs"),
    "success_above_one.toml": ("states.s1.a1.success", "4/3 is not a probability"),
    "success_and_reward.json": ("states.s1.a1", "success and reward say the same"),
    "success_and_reward.toml": ("states.s1.a1", "success and reward say the same"),
    "success_barely_above_one.toml": ("states.s1.a1.success", "is not a probability"),
    "success_boolean.json": ("states.s1.a1.success", "true is not a number"),
    "success_boolean.toml": ("states.s1.a1.success", "true is not a number"),
    "success_date.toml": ("states.s1.a1.success", "1979-05-27 is not a number"),
    "success_decimal_comma.toml": ("states.s1.a1.success", '"0,5" is not an exact number'),
    "success_decimal_in_fraction.toml": ("states.s1.a1.success", '"0.5/2" is not an exact number'),
    "success_decimal_without_places.toml": ("states.s1.a1.success", '"1." is not an exact number'),
    "success_decimal_without_whole_part.toml": ("states.s1.a1.success", '".5" is not an exact number'),
    "success_division_by_zero.toml": ("states.s1.a1.success", '"1/0" divides by zero'),
    "success_empty_text.toml": ("states.s1.a1.success", '"" is not an exact number'),
    "success_exponent_text.toml": ("states.s1.a1.success", '"1e-1" is not an exact number'),
    "success_float.json": ("states.s1.a1.success", "0.1 is a float"),
    "success_float.toml": ("states.s1.a1.success", "0.5 is a float"),
    "success_float_that_is_an_integer.toml": ("states.s1.a1.success", "1.0 is a float"),
    "success_float_with_exponent.json": ("states.s1.a1.success", "1E0 is a float"),
    "success_float_with_exponent.toml": ("states.s1.a1.success", "5e-1 is a float"),
    "success_fullwidth_digits.toml": ("states.s1.a1.success", "is not an exact number"),
    "success_hexadecimal_text.toml": ("states.s1.a1.success", '"0x1" is not an exact number'),
    "success_infinity.json": ("states.s1.a1.success", "Infinity is a float"),
    "success_infinity.toml": ("states.s1.a1.success", "-inf is a float"),
    "success_infinity_text.toml": ("states.s1.a1.success", '"inf" is not an exact number'),
    "success_integer_above_one.toml": ("states.s1.a1.success", "2 is not a probability"),
    "success_leading_space_text.toml": ("states.s1.a1.success", '" 1/3" is not an exact number'),
    "success_list.toml": ("states.s1.a1.success", "a list is not a number"),
    "success_logarithm.toml": ("states.s1.a1.success", '"log(1/3)" is not an exact number'),
    "success_minus_infinity.json": ("states.s1.a1.success", "-Infinity is a float"),
    "success_nan.json": ("states.s1.a1.success", "NaN is a float"),
    "success_nan.toml": ("states.s1.a1.success", "nan is a float"),
    "success_negative.toml": ("states.s1.a1.success", "-1/3 is not a probability"),
    "success_negative_denominator.toml": ("states.s1.a1.success", '"1/-3" is not an exact number'),
    "success_negative_integer.toml": ("states.s1.a1.success", "-1 is not a probability"),
    "success_null.json": ("states.s1.a1.success", "null is not a number"),
    "success_overflowing_float.json": ("states.s1.a1.success", "1e999 is a float"),
    "success_percentage.toml": ("states.s1.a1.success", '"33%" is not an exact number'),
    "success_plus_sign.toml": ("states.s1.a1.success", '"+1/3" is not an exact number'),
    "success_space_text.toml": ("states.s1.a1.success", '"1 / 3" is not an exact number'),
    "success_table.toml": ("states.s1.a1.success", "a table is not a number"),
    "success_trailing_newline_text.toml": ("states.s1.a1.success", '"1/3\\u000A" is not an exact number'),
    "success_two_slashes.toml": ("states.s1.a1.success", '"1/2/3" is not an exact number'),
    "success_underscore_text.toml": ("states.s1.a1.success", '"1_0/3_0" is not an exact number'),
    "success_unicode_digits.toml": ("states.s1.a1.success", "is not an exact number"),
    "success_unicode_minus.toml": ("states.s1.a1.success", "is not an exact number"),
    "success_vulgar_fraction.toml": ("states.s1.a1.success", '"⅓" is not an exact number'),
    "success_wrong_in_unreachable_state.toml": ("states.far.a1.success", "7 is not a probability"),
    "success_zero_by_zero.toml": ("states.s1.a1.success", '"0/00" divides by zero'),
    "successor_missing_before_last_time.toml": ("states.s0.a2.to", "a successor is needed"),
    "successor_missing_where_state_recurs.toml": ("states.s2.a1.to", "a successor is needed"),
    "successor_named_with_a_dot.toml": ("states.s0.a1.to.s1", "a table is not a number"),
    "successor_null.json": ("states.s0.a2.to", "null is neither a state nor a table"),
    "successor_number.toml": ("states.s0.a2.to", "2 is neither a state nor a table"),
    "successor_probability_above_one.toml": ("states.s0.a1.to.s1", "5/4 is not a probability"),
    "successor_probability_float.json": ("states.s0.a1.to.s1", "0.75 is a float"),
    "successor_probability_float.toml": ("states.s0.a1.to.s1", "0.75 is a float"),
    "successor_probability_negative.toml": ("states.s0.a1.to.s2", "-1/4 is not a probability"),
    "successor_probability_null.json": ("states.s0.a1.to.s1", "null is not a number"),
    "successor_unknown_at_last_time.toml": ("states.s2.a2.to", '"s9" is not a state'),
    "successor_unknown_in_unreachable_state.toml": ("states.far.a1.to", '"farther" is not a state'),
    "successor_unknown_state.toml": ("states.s0.a2.to", '"s3" is not a state'),
    "successor_unknown_state_in_table.toml": ("states.s0.a1.to", '"S1" is not a state'),
    "successors_empty_table.toml": ("states.s0.a1.to", "the table is empty"),
    "successors_list.toml": ("states.s0.a1.to", "a list is neither a state nor a table"),
    "successors_sum_off_by_a_little.toml": ("states.s0.a1.to", "probabilities sum to 299999/300000, not 1"),
    "successors_sum_to_five_sixths.toml": ("states.s1.a2.to", "probabilities sum to 5/6, not 1"),
    "successors_sum_to_more_than_one.toml": ("states.s0.a1.to", "probabilities sum to 3/2, not 1"),
    "successors_sum_to_zero.toml": ("states.s0.a1.to", "probabilities sum to 0, not 1"),
    "successors_thirds_as_decimals.json": ("states.s0.a1.to", "probabilities sum to 999/1000, not 1"),
    "syntax_bare_key_with_unicode.toml": ("line 17", "not valid TOML"),
    "syntax_comment.json": ("line 3", "not valid JSON"),
    "syntax_half_a_surrogate_pair.toml": ("line 1", "not valid TOML"),
    "syntax_integer_with_leading_zero.toml": ("line 2", "not valid TOML"),
    "syntax_newline_in_text.json": ("line 2", "not valid JSON"),
    "syntax_single_quotes.json": ("line 4", "not valid JSON"),
    "syntax_text_after_the_end.json": ("line 12", "not valid JSON"),
    "syntax_trailing_comma.json": ("line 7", "not valid JSON"),
    "syntax_unquoted_text.toml": ("line 3", "not valid TOML"),
    "toml_in_json.json": ("line 1", "not valid JSON"),
    "top_level_empty_object.json": ("horizon", "this is missing"),
    "top_level_list.json": ("", "a list stands where a model belongs"),
    "top_level_null.json": ("", "null stands where a model belongs"),
    "top_level_text.json": ("", '"model" stands where a model belongs'),
    "truncated.json": ("line 6", "not valid JSON"),
    "truncated.toml": ("end of document", "not valid TOML"),
    "twice_action.json": ("states.s1.a1", "this key is given twice"),
    "twice_action.toml": ("line 11", "a key is given twice"),
    "twice_inline_and_table.toml": ("line 17", "a key is given twice"),
    "twice_key_at_top.json": ("horizon", "this key is given twice"),
    "twice_key_at_top.toml": ("line 3", "a key is given twice"),
    "twice_key_in_action.json": ("states.s1.a1.success", "this key is given twice"),
    "twice_key_in_action.toml": ("line 10", "a key is given twice"),
    "twice_prior_action.json": ("prior.s0.a1", "this key is given twice"),
    "twice_prior_row.toml": ("line 21", "a key is given twice"),
    "twice_start_state.json": ("start.s0", "this key is given twice"),
    "twice_state.json": ("states.s1", "this key is given twice"),
    "twice_state.toml": ("line 17", "a key is given twice"),
    "twice_successor.json": ("states.s0.a1.to.s1", "this key is given twice"),
    "twice_successor.toml": ("line 6", "a key is given twice"),
    "unknown_key_at_top.json": ("prioir", "this key is unknown"),
    "unknown_key_at_top.toml": ("discount", "this key is unknown"),
    "unknown_key_in_action.json": ("states.s0.a2.probability", "this key is unknown"),
    "unknown_key_in_action.toml": ("states.s1.a1.sucess", "this key is unknown"),
    "unknown_state_with_direction_mark.json": ("start", '"s\\u202E0" is not a state'),
}


def refusal(path: Path) -> str:
    """What the message says after the path of the file, once its general form has been checked."""
    with pytest.raises(FileError) as caught:
        load_model(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    rest = message.removeprefix(f"{path}: ")
    assert len(rest) < LONGEST_MESSAGE
    assert rest.isprintable()
    assert MEND.search(rest), rest
    return rest


def assert_located(rest: str, where: str, phrase: str) -> None:
    """The place begins the message; where a parser has a column to give, it may follow the line."""
    assert phrase in rest
    if where:
        assert re.match(re.escape(where) + r"(, column \d+)?: ", rest), rest
    else:
        assert rest.startswith(phrase)


def test_every_wrong_file_has_an_expectation_and_the_reverse() -> None:
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(EXPECTED)
    assert len(EXPECTED) >= 80


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_wrong_file_is_refused_with_its_place_and_a_mend(name: str) -> None:
    assert_located(refusal(FOLDER / name), *EXPECTED[name])


def test_the_example_of_the_documentation_is_worded_exactly() -> None:
    rest = refusal(FOLDER / "successors_sum_to_five_sixths.toml")
    assert rest.startswith("states.s1.a2.to: probabilities sum to 5/6, not 1; ")


def test_a_refusal_can_be_caught_as_any_of_its_base_classes() -> None:
    for base in (CoherenceError, OSError):
        with pytest.raises(base):
            load_model(FOLDER / "horizon_zero.toml")


# Files that are too large or too odd to store


def toml(success: str) -> bytes:
    return f'horizon = 1\nstart = "s"\n[states.s]\na = {{ success = {success} }}\n'.encode()


def json_model(success: str) -> bytes:
    return f'{{"horizon": 1, "start": "s", "states": {{"s": {{"a": {{"success": {success}}}}}}}}}'.encode()


def dotted(count: int) -> str:
    return ".".join(["a"] * count)


DIGITS = "9" * 100_000
LONG_NAME = "n" * 100_000
SUCCESS = "states.s.a.success"

GENERATED: dict[str, tuple[str, bytes, str, str]] = {
    "utf-16": (".toml", toml("1").decode().encode("utf-16"), "line 1", "byte 0 of the file is not UTF-8"),
    "utf-16 without mark": (".toml", toml("1").decode().encode("utf-16-be"), "line 1", "not valid TOML"),
    "utf-16 json": (".json", json_model("1").decode().encode("utf-16"), "line 1", "is not UTF-8"),
    "latin-1": (".toml", toml("1") + "# Å\n".encode("latin-1"), "line 5", "byte 57 of the file is not UTF-8"),
    "latin-1 json": (".json", '{"name": "Å"}'.encode("latin-1"), "line 1", "is not UTF-8"),
    "surrogate as utf-8": (".toml", b'name = "\xed\xa0\x80"\n' + toml("1"), "line 1", "is not UTF-8"),
    "byte order mark": (".toml", b"\xef\xbb\xbf" + toml("1"), "", "the file begins with a byte order mark"),
    "byte order mark json": (".json", b"\xef\xbb\xbf" + json_model("1"), "", "the file begins with a byte"),
    "NUL": (".toml", toml("1") + b"\x00", "line 5", "not valid TOML"),
    "NUL in a name": (".toml", b'name = "a\x00b"\n' + toml("1"), "line 1", "not valid TOML"),
    "NUL json": (".json", json_model("1") + b"\x00", "line 1", "not valid JSON"),
    "only NULs": (".json", b"\x00" * 1000, "line 1", "not valid JSON"),
    "integer of 5,000 digits": (".toml", toml("9" * 5000), "line 4", "more than 4,300 digits"),
    "integer after long text": (
        ".toml",
        f'name = """\n{"7" * 5000}\n"""\n# {"8" * 5000}\n'.encode() + toml("9" * 5000),
        "line 8",
        "more than 4,300 digits",
    ),
    "horizon of 5,000 digits": (
        ".toml",
        toml("1").replace(b"horizon = 1", b"horizon = " + b"9" * 5000),
        "line 1",
        "more than 4,300 digits",
    ),
    "horizon of 5,000 digits json": (
        ".json",
        json_model("1").replace(b'"horizon": 1', b'"horizon": ' + b"9" * 5000),
        "horizon",
        "999999999999999999999999999999… (5000 characters) decisions are too many",
    ),
    "hexadecimal integer": (".toml", toml("0x" + "f" * 5000), SUCCESS, "(6021 characters) is not a"),
    "integer of 100,000 digits json": (".json", json_model(DIGITS), SUCCESS, "is not a probability"),
    "text of 100,000 digits": (".toml", toml(f'"{DIGITS}"'), SUCCESS, "is not a probability"),
    "fraction of 100,000 digits": (".json", json_model(f'"{DIGITS}/7"'), SUCCESS, "is not a probability"),
    "decimal of 100,000 digits": (".toml", toml(f'"1.{DIGITS}"'), SUCCESS, "is not a probability"),
    "float of 100,000 digits": (".toml", toml(f"0.{DIGITS}"), SUCCESS, "(100002 characters) is a float"),
    "float of 100,000 digits json": (".json", json_model(f"0.{DIGITS}"), SUCCESS, "is a float"),
    "text of 100,000 letters": (".toml", toml(f'"{LONG_NAME}"'), SUCCESS, "is not an exact number"),
    "reward of 100,000 digits": (
        ".toml",
        toml(f'1, reward = "log({DIGITS})"').replace(b"success = 1, ", b""),
        "states.s.a.reward",
        "is not a reward",
    ),
    "sum of 10,000 digits": (
        ".toml",
        toml(f'1, to = {{ s = "1/{"7" * 10_000}" }}'),
        "states.s.a.to",
        "characters), not 1",
    ),
    "list around a huge integer": (".json", json_model(f"[{DIGITS}]"), SUCCESS, "a list is not a number"),
    "name of 100,000 characters": (
        ".toml",
        toml("1") + f"{LONG_NAME} = {{ success = 2 }}".encode(),
        f'states.s."{"n" * 40}…".success',
        "2 is not a probability",
    ),
    "unknown key of 100,000 characters": (
        ".json",
        f'{{"{LONG_NAME}": 1}}'.encode(),
        f'"{"n" * 40}…"',
        "this key is unknown",
    ),
    "state of 100,000 characters": (
        ".toml",
        toml(f'1, to = "{LONG_NAME}"'),
        "states.s.a.to",
        "is not a state",
    ),
    "repeated table of 100,000 characters": (
        ".toml",
        toml("1") + f"[states.{LONG_NAME}]\nb = {{}}\n[states.{LONG_NAME}]\n".encode(),
        "line 7",
        "a key is given twice",
    ),
    "repeated key of 100,000 characters json": (
        ".json",
        f'{{"{LONG_NAME}": 1, "{LONG_NAME}": 2}}'.encode(),
        f'"{"n" * 40}…"',
        "this key is given twice",
    ),
    "100,000 brackets json": (".json", b"[" * 100_000, "", "lists or tables are nested too deeply"),
    "100,000 objects json": (".json", b'{"a":' * 100_000, "", "lists or tables are nested too deeply"),
    "100,000 closed brackets json": (
        ".json",
        json_model("[" * 100_000 + "]" * 100_000),
        "",
        "lists or tables are nested too deeply",
    ),
    "100,000 brackets": (".toml", toml("[" * 100_000), "", "lists or tables are nested too deeply"),
    "100,000 inline tables": (".toml", toml("{ a = " * 100_000), "", "lists or tables are nested too deeply"),
    "list nested 300 times": (".json", json_model("[" * 300 + "]" * 300), SUCCESS, "a list is not a number"),
    "dotted key": (
        ".toml",
        f"horizon = 1\nstart = 's'\nstates.s.a.success.{dotted(6)} = 1\n".encode(),
        SUCCESS,
        "a table is not a number",
    ),
    "dotted action": (
        ".toml",
        f"horizon = 1\nstart = 's'\nstates.s.{dotted(8)} = 1\n".encode(),
        "states.s.a.a",
        "this key is unknown",
    ),
    "long dotted key": (
        ".toml",
        f"horizon = 1\nstart = 's'\nstates.s.{dotted(2000)} = 1\n".encode(),
        "line 3",
        "a key has more than 10 dotted parts",
    ),
}


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_a_generated_wrong_file_is_refused_with_its_place_and_a_mend(name: str, tmp_path: Path) -> None:
    ending, content, where, phrase = GENERATED[name]
    path = tmp_path / f"model{ending}"
    path.write_bytes(content)
    assert_located(refusal(path), where, phrase)


def test_a_file_larger_than_any_model_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    assert_located(refusal(path), "", "the file is larger than 64 MiB")


def test_horizon_far_beyond_the_given_successors_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text('horizon = 1000000\nstart = "s"\nstates.s.a = {}\n', encoding="utf-8")
    assert_located(refusal(path), "states.s.a.to", "a successor is needed")


# Paths


@pytest.mark.parametrize(
    "name", ["missing.toml", "missing/model.toml", "model.toml/model.json", "x" * 300 + ".toml"]
)
def test_a_path_that_leads_nowhere_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_bytes(toml("1"))
    with pytest.raises(FileError, match=r"^[^\n]*: the file cannot be read \(.*\); check the path$"):
        load_model(tmp_path / name)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.toml").mkdir()
    assert_located(refusal(tmp_path / "model.toml"), "", "the file cannot be read (Is a directory)")


def test_a_loop_of_symbolic_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.toml").symlink_to("model.toml")
    assert_located(refusal(tmp_path / "model.toml"), "", "the file cannot be read (")


def test_a_broken_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.toml").symlink_to("nowhere.toml")
    assert_located(refusal(tmp_path / "model.toml"), "", "the file cannot be read (No such file")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert_located(refusal(tmp_path / "model.json"), "", "the file cannot be read (Permission denied)")


@pytest.mark.parametrize("name", ["model", "model.txt", "model.toml.bak", ".toml"])
def test_other_endings_are_refused(name: str, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "horizon_zero.toml", tmp_path / name)
    assert_located(refusal(tmp_path / name), "", "a model file ends in .toml or .json")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.toml", "two\\u000Alines.toml"),
        ("\x1b[31mred.toml", "\\u001B[31mred.toml"),
        ("NUL\x00.toml", "NUL\\u0000.toml"),
        ("half \ud800.toml", "half \\uD800.toml"),
        ('spaces "and" quotes.toml', 'spaces "and" quotes.toml'),
        ("∅ ↗.toml", "∅ ↗.toml"),
    ],
)
def test_a_file_name_with_odd_characters_stays_on_one_line(name: str, shown: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_model(tmp_path / name)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}/{shown}: the file cannot be read (")
    assert message.isprintable()


def test_an_unknown_message_of_the_toml_reader_is_shown_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str, parse_float: object) -> None:
        raise tomllib.TOMLDecodeError("Something\nnew " * 100)

    monkeypatch.setattr(tomllib, "loads", refuse)
    rest = refusal(FOLDER / "horizon_zero.toml")
    assert rest.startswith("this is not valid TOML (Something\\u000Anew Something")
