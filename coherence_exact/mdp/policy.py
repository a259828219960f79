"""Policies: for each decision point (time, state) a distribution over its actions.

Vocabulary: a *decision point* is a pair (t, s) with t in 1..T that some sequence of actions
reaches; a *row* is the distribution over actions at one decision point; a *dead state* is a
decision point where success has become impossible, so that a convention had to be used.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

from coherence_exact.display import Displayed
from coherence_exact.exact.decimals import Digits
from coherence_exact.exact.fields import Number, is_rational, is_symbolic
from coherence_exact.exact.rationals import format_rational, quote, to_fraction

State: TypeAlias = str
Action: TypeAlias = str
Point: TypeAlias = tuple[int, State]
Row: TypeAlias = Mapping[Action, Number]
Rows: TypeAlias = Mapping[Point, Row]
Trajectory: TypeAlias = tuple[tuple[Point, Action], ...]

_MOST_ROWS = 4
"""Of a policy that are shown in one line."""


class Policy(Displayed, Mapping[Point, Row]):
    """A policy π_t(a|s), indexed by ``(time, state)``, then by action.

    >>> from fractions import Fraction
    >>> policy = Policy({(1, "s"): {"a": Fraction(2, 5), "b": Fraction(3, 5)}})
    >>> policy[1, "s"]["a"]
    Fraction(2, 5)

    Two policies are equal if they have the same points, actions and numbers.  ``dead_states`` are
    the decision points where the operator that made the policy kept the earlier row, because
    nothing can be conditioned on there; they take no part in equality.
    """

    __slots__ = ("dead_states", "rows")

    def __init__(self, rows: Rows, dead_states: frozenset[Point] = frozenset()) -> None:
        self.rows = rows
        self.dead_states = dead_states

    def __getitem__(self, point: Point) -> Row:
        return self.rows[point]

    def __iter__(self) -> Iterator[Point]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Policy):
            return NotImplemented
        return dict(self.rows) == dict(other.rows)

    def __repr__(self) -> str:
        shown = [
            f"({time}, {quote(state)}): {', '.join(f'{quote(a)} {quote(x)}' for a, x in row.items())}"
            for (time, state), row in islice(self.rows.items(), _MOST_ROWS)
        ]
        more = len(self.rows) - len(shown)
        return f"<Policy {'; '.join(shown)}{f'; and {more:,} more rows' if more else ''}>"

    def to_fractions(self) -> Policy:
        """The same policy with ``fractions.Fraction`` for every rational of another type."""
        rows = {
            point: {a: to_fraction(x) if is_rational(x) else x for a, x in row.items()}
            for point, row in self.rows.items()
        }
        return Policy(rows, self.dead_states)

    def to_rows(self) -> list[dict[str, Any]]:
        """One dictionary for each time, state and action, as ``pandas.DataFrame`` takes them.

        >>> Policy({(1, "s"): {"a": 1}}).to_rows()
        [{'time': 1, 'state': 's', 'action': 'a', 'probability': 1}]
        """
        return [
            {"time": time, "state": state, "action": action, "probability": x}
            for (time, state), row in self.rows.items()
            for action, x in row.items()
        ]

    def to_csv(self) -> str:
        """The rows as CSV under a line of headings, with exact numbers.

        >>> from fractions import Fraction
        >>> print(Policy({(1, "s"): {"a": Fraction(1, 3), "b": Fraction(2, 3)}}).to_csv())
        time,state,action,probability
        1,s,a,1/3
        1,s,b,2/3
        """
        written = io.StringIO()
        writer = csv.DictWriter(written, ("time", "state", "action", "probability"), lineterminator="\n")
        writer.writeheader()
        for row in self.to_rows():
            writer.writerow({**row, "probability": format_number(row["probability"])})
        return written.getvalue()

    def to_json(self) -> dict[str, dict[State, dict[Action, str]]]:
        """``{"1": {state: {action: "p/q"}}}``, in the order of time."""
        layers: dict[str, dict[State, dict[Action, str]]] = {}
        for (time, state), row in sorted(self.rows.items(), key=lambda item: item[0][0]):
            layers.setdefault(str(time), {})[state] = {a: format_number(x) for a, x in row.items()}
        return layers


def format_number(value: Any) -> str:
    """A rational as ``"p/q"``, an expression as sympy writes it, digits as they are."""
    return str(value) if is_symbolic(value) or isinstance(value, Digits) else format_rational(value)
