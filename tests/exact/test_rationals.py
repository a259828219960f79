"""Rationals as text: exact both ways, at any size, and nothing else is let in."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import gmpy2
import pytest
from coherence_exact.errors import CoherenceError, NumberError
from coherence_exact.exact.rationals import (
    FloatLiteral,
    format_integer,
    format_rational,
    is_unit_fraction,
    parse_rational,
    printable,
    quote,
    to_fraction,
)
from hypothesis import given
from hypothesis import strategies as st

large = st.builds(
    lambda above, below, shift: Fraction(above << shift, below),
    st.integers(),
    st.integers(min_value=1),
    st.integers(0, 40_000),
)


@given(st.fractions() | large)
def test_what_is_printed_is_read_back(value: Fraction) -> None:
    text = format_rational(value)
    assert parse_rational(text) == value
    assert format_rational(parse_rational(text)) == text
    assert format_rational(gmpy2.mpq(value)) == text


@given(st.integers(), st.integers(min_value=1))
def test_a_fraction_is_read_in_lowest_terms(above: int, below: int) -> None:
    value = parse_rational(f"{above}/{below}")
    assert type(value) is Fraction
    assert value == Fraction(above, below)
    assert (value.numerator, value.denominator) == Fraction(above, below).as_integer_ratio()
    assert hash(value) == hash(Fraction(above, below))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_a_decimal_is_read_exactly(value: Decimal) -> None:
    assert parse_rational(f"{value:f}") == Fraction(value)


@given(st.integers())
def test_an_integer_stands_for_itself(value: int) -> None:
    assert parse_rational(value) == parse_rational(str(value)) == value
    assert format_rational(value) == format_integer(value) == str(value)


@given(st.text())
def test_text_is_read_as_a_rational_or_refused(text: str) -> None:
    try:
        value = parse_rational(text)
    except NumberError as error:
        reason = str(error)
    else:
        reason = ""
        assert Fraction(text) == value
    assert reason.isprintable()


def test_more_digits_than_python_prints() -> None:
    value = Fraction(3**20_000, 2**40_000)
    with pytest.raises(ValueError, match="4300"):
        str(value)
    text = format_rational(value)
    assert len(text) > 20_000
    assert parse_rational(text) == value
    assert parse_rational("0." + "3" * 10_000) == Fraction(gmpy2.mpz("3" * 10_000), 10**10_000)
    assert parse_rational("-" + "9" * 10_000) == 1 - 10**10_000
    assert sys.get_int_max_str_digits() == 4300


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-0", 0),
        ("00", 0),
        ("-2/6", Fraction(-1, 3)),
        ("0/7", 0),
        ("007", 7),
        ("-0.50", Fraction(-1, 2)),
        ("-0.0", 0),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_forms_that_are_read(text: str, value: Fraction) -> None:
    assert parse_rational(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "/",
            ".",
            "1/",
            "/2",
            "1/2/3",
            "1/-2",
            "--1",
            "+1",
            "1.",
            ".5",
            "-.5",
            "1.5/2",
            "1/2.5",
        ),
        *("1e3", "1E3", "1.5e-3", "1_000", "1/2_0", " 1", "1 ", "1 /2", "1\n", "1/2\n", "\t1", "0x1", "1,5"),
        *(
            "inf",
            "-inf",
            "nan",
            "Infinity",
            "True",
            "null",
            "½",
            "²",
            "１",
            "١/٣",
            "−1",
            "1⁄2",
            "1\x00",
            "\ud800",
        ),
    ],
)
def test_forms_that_are_refused(text: str) -> None:
    with pytest.raises(NumberError, match=r"^\".*\" is not an exact number; write an integer, ") as caught:
        parse_rational(text)
    assert str(caught.value).isprintable()
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, CoherenceError)


@pytest.mark.parametrize("text", ["1/0", "0/0", "-1/000"])
def test_division_by_zero_is_refused(text: str) -> None:
    with pytest.raises(NumberError, match=r"divides by zero; write a denominator of at least 1$"):
        parse_rational(text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.5, "0.5 is a float, which is not exact; write it as a string"),
        (float("inf"), "inf is a float, which is not exact; write it as a string"),
        (FloatLiteral("1E-3"), "1E-3 is a float, which is not exact; write it as a string"),
        (True, "true is not a number; write an integer or a string"),
        (None, "null is not a number; write an integer or a string"),
        ([1], "a list is not a number; write an integer or a string"),
        ({"p": 1}, "a table is not a number; write an integer or a string"),
        (date(1979, 5, 27), "1979-05-27 is not a number; write an integer or a string"),
        (b"1", "b'1' is not a number; write an integer or a string"),
        (Fraction(1, 2), "1/2 is not a number; write an integer or a string"),
    ],
)
def test_values_of_other_types_are_refused(value: Any, message: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_rational(value)
    assert str(caught.value).startswith(message)


# Values as messages show them


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("s1", '"s1"'),
        (-3, "-3"),
        (Fraction(25, 61), "25/61"),
        (gmpy2.mpq(25, 61), "25/61"),
        (False, "false"),
        (2.5, "2.5"),
        ("two\nlines", '"two\\u000Alines"'),
        ("\U000e0001", '"\\U000E0001"'),
        ("x" * 38, f'"{"x" * 38}"'),
        ("x" * 39, f'"{"x" * 29}… (41 characters)'),
        ("\n" * 5000, '"' + "\\u000A" * 29 + "… (5002 characters)"),
    ],
)
def test_values_are_quoted_on_one_short_line(value: object, shown: str) -> None:
    assert quote(value) == shown


def test_values_of_more_than_4300_digits_are_quoted() -> None:
    assert quote(10**5000) == f"1{'0' * 29}… (5001 characters)"
    assert quote(Fraction(1, 10**5000)) == f"1/1{'0' * 27}… (5003 characters)"
    assert quote((10**5000,)) == "a value of type tuple"


def test_a_value_that_is_nested_too_deeply_is_quoted_by_its_type() -> None:
    value: tuple[Any, ...] = ()
    for _ in range(100_000):
        value = (value,)
    assert quote(value) == "a value of type tuple"


@given(st.text(st.characters()))
def test_printable_text_stays_and_the_rest_is_escaped(text: str) -> None:
    assert printable(text).isprintable()
    if text.isprintable():
        assert printable(text) == text


# Other rationals


@given(st.fractions())
def test_rationals_of_every_type_become_fractions(value: Fraction) -> None:
    assert to_fraction(value) is value
    assert to_fraction(gmpy2.mpq(value)) == value
    assert type(to_fraction(gmpy2.mpq(value))) is Fraction
    assert type(to_fraction(gmpy2.mpq(value)).numerator) is int
    assert to_fraction(value.numerator) == value.numerator


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (1, True),
        (Fraction(1, 7), True),
        (0, False),
        (2, False),
        (Fraction(2, 3), False),
        (Fraction(-1, 2), False),
    ],
)
def test_unit_fractions(value: str, answer: bool) -> None:
    assert is_unit_fraction(Fraction(value)) is answer
