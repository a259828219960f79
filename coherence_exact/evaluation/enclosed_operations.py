"""What the operations of the core do with enclosures of many models."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, mul, sub
from typing import Any

import numpy as np
from coherence_exact.evaluation.enclosures import ROUNDING, Array, Enclosed, union
from coherence_exact.evaluation.groups import Groups
from coherence_exact.evaluation.residues import Residues, stacked
from coherence_exact.evaluation.short_fractions import ShortFractions, stacked_fractions


def along(
    table: Enclosed, along: Any, operation: Callable[[Enclosed, Enclosed], Enclosed], neutral: int
) -> Enclosed:
    """A table folded along trajectories, place by place."""
    nothing = len(table.middle)
    padded = with_row(table, neutral)
    if not along.shape[1]:
        return padded.rows([nothing] * len(along))
    return reduce(operation, (padded.rows(list(place)) for place in along.T))


def with_row(table: Enclosed, number: int) -> Enclosed:
    """A table with one more row, in which every model has one number."""
    if isinstance(table, ShortFractions):
        return table.with_row(number)

    def exact() -> Residues | None:
        residues = table.residues
        return None if residues is None else residues.with_row(number)

    middle = np.vstack([table.middle, np.full((1, table.middle.shape[1]), float(number))])
    relative = table.relative
    radius: Any = 0.0
    if relative is None:
        radius = np.broadcast_to(table.radius, table.middle.shape)
        radius = np.vstack([radius, np.zeros((1, radius.shape[1]))])
    absent = table.absent
    if absent is not None:
        absent = np.vstack([absent, np.zeros((1, absent.shape[1]), dtype=bool)])
    return Enclosed(middle, radius, exact, absent, table.doubt, table.infinite, relative)


def stacked_tables(tables: list[Enclosed], size: int) -> Enclosed:
    """Tables below each other."""

    def wide(array: Any, table: Enclosed) -> Any:
        return np.broadcast_to(array, (len(table.middle), size))

    def exact() -> Residues | None:
        known = [residues for table in tables if (residues := table.residues) is not None]
        if len(known) < len(tables):
            return None
        norms = None
        if not all(residues.is_rational for residues in known):
            norms = np.vstack([wide(table.norms, table) for table in tables])
        return stacked(known, size, norms)

    absent = None
    if any(table.absent is not None for table in tables):
        absent = np.vstack([wide(False if table.absent is None else table.absent, table) for table in tables])
    short = [table for table in tables if isinstance(table, ShortFractions)]
    if len(short) == len(tables):
        return stacked_fractions(short, size, absent)
    relative = widest_relative(*tables)
    return Enclosed(
        np.vstack([wide(table.middle, table) for table in tables]),
        np.vstack([wide(table.radius, table) for table in tables]) if relative is None else 0.0,
        exact,
        absent,
        reduce(union, (table.doubt for table in tables)),
        any(table.infinite for table in tables),
        relative,
    )


def widest_relative(*tables: Enclosed) -> float | None:
    """A relative radius of all tables, None if one of them has none."""
    found = [table.relative for table in tables if table.relative is not None]
    return max(found) if len(found) == len(tables) else None


def exact_extreme(
    residues: Residues, middle: Array, radius: Array, groups: Groups, operator: str
) -> Residues:
    """The exact entries that are the largest, or the least.

    Entries whose enclosures meet have to be equal; where they are not known to be, the result is not known.
    """
    sign = 1.0 if operator == "max" else -1.0
    found = []
    unknown = np.zeros(middle.shape[1], dtype=bool)
    for group in groups.members:
        if not group:
            found.append(residues.constant(0, 1))
            continue
        best, best_radius, chosen = middle[group[0]], radius[group[0]], residues.rows([group[0]])
        for row in group[1:]:
            candidate = residues.rows([row])
            difference = sign * (middle[row] - best)
            slack = 2 * (radius[row] + best_radius) + ROUNDING * np.abs(difference)
            meets = ~(np.abs(difference) > slack) & np.isfinite(difference)
            if meets.any():
                equal, _ = candidate.equal_to(*_bounded(chosen, candidate, meets, 2 * slack))
                unknown |= meets & ~equal[0]
            above = difference > 0
            norms = None
            if chosen.norms is not None and candidate.norms is not None:
                norms = np.where(above, candidate.norms, chosen.norms)
            chosen = candidate.chosen(above[None, :], chosen)
            chosen.norms = norms
            best, best_radius = np.where(above, middle[row], best), np.where(above, radius[row], best_radius)
        found.append(chosen)
    norms = None
    if residues.norms is not None:
        norms = np.vstack(
            [
                np.broadcast_to(0.0 if each.norms is None else each.norms, (1, middle.shape[1]))
                for each in found
            ]
        )
    result = stacked(found, middle.shape[1], norms)
    result.unknown = unknown if result.unknown is None else result.unknown | unknown
    return result


def _bounded(
    chosen: Residues, candidate: Residues, meets: Array, slack: Array
) -> tuple[Residues, Callable[[], Any], Callable[[], Any]]:
    """What :meth:`Residues.equal_to` is told of two rows whose enclosures meet."""
    return chosen, lambda: np.where(meets, slack, 0.0)[None, :], lambda: candidate.norms + chosen.norms


def _truth(middle: Array, one: Enclosed, other: Enclosed, doubt: Array | None) -> Enclosed:
    doubts = union(union(one.doubt, other.doubt), doubt)
    return Enclosed(middle, absent=union(one.absent, other.absent), doubt=doubts)


def equal(one: Enclosed, other: Enclosed) -> Enclosed:
    """Whether two tables are equal, entry by entry."""
    truth, doubt = one.is_equal_to(other)
    return _truth(truth, one, other, doubt)


def less(one: Enclosed, other: Enclosed) -> Enclosed:
    """Whether entries are less than another table's."""
    sign, doubt = one.sign_of_difference(other)
    return _truth(np.where(np.isnan(sign), np.nan, sign < 0), one, other, doubt)


def at_most(one: Enclosed, other: Enclosed) -> Enclosed:
    """Whether entries are at most another table's."""
    sign, doubt = one.sign_of_difference(other)
    return _truth(np.where(np.isnan(sign), np.nan, sign <= 0), one, other, doubt)


def negated(one: Enclosed) -> Enclosed:
    """The opposite of each truth."""
    return Enclosed(1 - one.middle, absent=one.absent, doubt=one.doubt)


def junction(goes_on: float) -> Callable[..., Enclosed]:
    """The connective that goes on to its next truth after this one: 1 for and, 0 for or."""

    def joined(*truths: Enclosed) -> Enclosed:
        result = truths[-1]
        for truth in reversed(truths[:-1]):
            on = truth.middle == goes_on
            later = None if result.doubt is None else result.doubt & on.any(axis=0)
            absent = truth.absent
            if result.absent is not None:
                absent = union(absent, on & result.absent)
            result = Enclosed(
                np.where(on, result.middle, truth.middle), absent=absent, doubt=union(truth.doubt, later)
            )
        return result

    return joined


def choose(condition: Enclosed, one: Enclosed, other: Enclosed) -> Enclosed:
    """The entries of one table where a condition is true, of another where it is false."""
    first, second = condition.middle == 1, condition.middle == 0
    if condition.absent is None and condition.doubt is None and first.shape[1] == 1:
        if first.all():
            return one
        if second.all():
            return other
    absent = condition.absent
    if one.absent is not None:
        absent = union(absent, first & one.absent)
    if other.absent is not None:
        absent = union(absent, second & other.absent)
    doubts = [
        condition.doubt,
        None if one.doubt is None else one.doubt & first.any(axis=0),
        None if other.doubt is None else other.doubt & second.any(axis=0),
    ]
    doubt = reduce(union, doubts)
    if isinstance(one, ShortFractions):
        short = one.chosen(first, second, other, absent, doubt)
        if short is not None:
            return short
    middle = np.where(first, one.middle, np.where(second, other.middle, np.nan))
    relative = widest_relative(one, other)
    radius: Any = 0.0
    if relative is None:
        radius = np.where(first, one.radius, np.where(second, other.radius, 0.0))

    def exact() -> Residues | None:
        chosen, left = one.residues, other.residues
        if chosen is None or left is None:
            return None
        result = chosen.chosen(first, left)
        if not result.is_rational:
            result.norms = np.where(first, one.norms, other.norms)
        return result

    return Enclosed(middle, radius, exact, absent, doubt, one.infinite or other.infinite, relative)


def where(condition: Enclosed, table: Enclosed) -> Enclosed:
    """The entries where a condition is true; the others are absent."""
    kept = condition.middle == 1
    absent = union(condition.absent, condition.middle == 0)
    if table.absent is not None:
        absent = union(absent, kept & table.absent)
    doubt = union(condition.doubt, None if table.doubt is None else table.doubt & kept.any(axis=0))
    if isinstance(table, ShortFractions):
        return table.where(kept, absent, doubt)
    return Enclosed(
        np.where(kept, table.middle, np.nan),
        0.0 if table.relative is not None else table.radius,
        lambda: table.residues,
        absent,
        doubt,
        table.infinite,
        table.relative,
    )


OF_ENTRIES: dict[str, Callable[..., Enclosed]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": lambda one, other: one.divided_by(other),
    "=": equal,
    "<": less,
    "<=": at_most,
    "and": junction(1.0),
    "or": junction(0.0),
    "not": negated,
    "if": choose,
    "where": where,
}

FOLDS: dict[str, tuple[np.ufunc, float, float]] = {
    "max": (np.maximum, -np.inf, np.nan),
    "min": (np.minimum, np.inf, np.nan),
    "every": (np.minimum, 1.0, 1.0),
    "some": (np.maximum, 0.0, 0.0),
    "count": (np.add, 0.0, 0.0),
}
"""How each reduction folds rows, what an absent entry contributes, and what there is of no entries."""
