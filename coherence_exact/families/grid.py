"""The values that the parameters of enumerated models take, plain ones first.

With a row of probabilities all its orders are in the grid.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any, TypeAlias

from coherence_exact.exact.rationals import format_rational

Row: TypeAlias = tuple[Fraction, ...]


def _fractions(*values: str) -> Row:
    return tuple(map(Fraction, values))


def _orders(*rows: Row) -> tuple[Row, ...]:
    """Each row in all its orders, without repetition."""
    return tuple(dict.fromkeys(order for row in rows for order in itertools.permutations(row)))


WEIGHTS = _fractions("1", "1/2", "0", "1/3")

SUCCESSOR_ROWS: dict[int, tuple[Row, ...]] = {
    0: ((),),
    1: (_fractions("1"),),
    2: _orders(_fractions("1", "0"), _fractions("1/2", "1/2"), _fractions("1/3", "2/3")),
    3: _orders(_fractions("1", "0", "0"), _fractions("1/2", "1/2", "0"), _fractions("1/3", "1/3", "1/3")),
}

POLICY_ROWS: dict[int, tuple[Row, ...]] = {
    1: (_fractions("1"),),
    2: _orders(_fractions("1/2", "1/2"), _fractions("1", "0"), _fractions("1/3", "2/3")),
    3: _orders(
        _fractions("1/3", "1/3", "1/3"),
        _fractions("1", "0", "0"),
        _fractions("1/2", "1/2", "0"),
        _fractions("1/2", "1/4", "1/4"),
    ),
}

START_ROWS: dict[int, tuple[Row, ...]] = {
    1: (_fractions("1"),),
    2: _orders(_fractions("1/2", "1/2"), _fractions("1/3", "2/3")),
    3: _orders(_fractions("1/3", "1/3", "1/3"), _fractions("1/2", "1/4", "1/4")),
}


def grid_to_data() -> dict[str, Any]:
    """The grid as certificates write it."""
    return {
        "weights": [format_rational(weight) for weight in WEIGHTS],
        "successors": {str(n): rows_to_data(rows) for n, rows in SUCCESSOR_ROWS.items()},
        "policies": {str(n): rows_to_data(rows) for n, rows in POLICY_ROWS.items()},
        "starts": {str(n): rows_to_data(rows) for n, rows in START_ROWS.items()},
    }


def rows_to_data(rows: tuple[Row, ...]) -> list[list[str]]:
    """Rows of probabilities as certificates write them."""
    return [[format_rational(p) for p in row] for row in rows]
