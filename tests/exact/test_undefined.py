"""Entries that are no numbers: what they hand on, and what they refuse."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import gmpy2
import pytest
import sympy
from coherence_exact.errors import UndefinedError
from coherence_exact.exact.logarithms import INFINITY, log
from coherence_exact.exact.symbolic import Expression
from coherence_exact.exact.undefined import ABSENT, UNDEFINED

NUMBERS = [
    2,
    Fraction(1, 2),
    gmpy2.mpq(1, 3),
    log(2),
    INFINITY,
    log(2) * log(3),
    Expression(sympy.Symbol("x", positive=True)),
]
OPERATORS: list[Callable[[Any, Any], Any]] = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
@pytest.mark.parametrize("operation", OPERATORS)
def test_they_spread(operation: Callable[[Any, Any], Any], number: Any) -> None:
    for gap in (UNDEFINED, ABSENT):
        assert operation(gap, number) is gap
        assert operation(number, gap) is gap
        assert -gap is gap
        assert gap**2 is gap


@pytest.mark.parametrize("operation", OPERATORS)
def test_absent_goes_before_undefined(operation: Callable[[Any, Any], Any]) -> None:
    assert operation(ABSENT, UNDEFINED) is ABSENT
    assert operation(UNDEFINED, ABSENT) is ABSENT
    assert operation(UNDEFINED, UNDEFINED) is UNDEFINED
    assert operation(UNDEFINED, True) is UNDEFINED
    assert operation(False, ABSENT) is ABSENT


def test_they_are_neither_true_nor_false() -> None:
    for gap in (UNDEFINED, ABSENT):
        with pytest.raises(UndefinedError, match="neither true nor false"):
            bool(gap)
        with pytest.raises(UndefinedError):
            assert gap == 1


def test_there_is_one_of_each() -> None:
    for gap in (UNDEFINED, ABSENT):
        assert pickle.loads(pickle.dumps(gap)) is gap
    assert {UNDEFINED: 1, ABSENT: 2}[ABSENT] == 2
    assert (repr(UNDEFINED), repr(ABSENT)) == ("undefined", "absent")
