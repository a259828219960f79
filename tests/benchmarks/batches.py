"""How much faster many models together are decided than by a plain loop in ``gmpy2.mpq``.

Run as a script: ``python tests/benchmarks/batches.py``.  Each loop is written for its claim, as one would
write it by hand, on lists of rationals that are there before its clock starts; both ways decide on the same
models of one family in this one run, and what they find is compared before a ratio is shown.  What deciding
together includes: everything from the codes of the models to the verdict, with the exact look at the models
that a batch leaves open and at the sample.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import Any, TypeAlias

import gmpy2
import numpy as np
from coherence_exact.claims import (
    deterministic,
    equal,
    expected_return,
    prior,
    retrain,
    soft_q,
    success_given_action,
    success_probability,
    temperature,
)
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.families.codes import Codes
from coherence_exact.families.shapes import ShapeFamily
from coherence_exact.language.claims import Reading
from coherence_exact.language.core import both
from coherence_exact.verify.together import decide_together, most_models
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

FAMILY = ShapeFamily(((2,), (2, 2)), 5)
STEPS = 4

Action: TypeAlias = tuple[Any, Any, list[tuple[int, Any]]]
"""Prior, weight, and the states of the next time with their probabilities."""

Layers: TypeAlias = list[list[list[Action]]]
Rows: TypeAlias = list[list[list[Any]]]


@dataclass(frozen=True)
class Numbers:
    """A model as lists of rationals: the start distribution, and the actions of each state of each time."""

    start: list[Any]
    layers: Layers

    @property
    def prior(self) -> Rows:
        return [[[p for p, _, _ in actions] for actions in layer] for layer in self.layers]

    @property
    def is_deterministic(self) -> bool:
        return all(len(to) < 2 for layer in self.layers for actions in layer for _, _, to in actions)


def numbers_of(code: tuple[int, ...]) -> Numbers:
    model = FAMILY.instance(code).model
    place = {point: (point[0], number) for number, point in enumerate(model.points)}
    first = [min(n for t, n in place.values() if t == time) for time in range(1, model.horizon + 1)]
    layers: Layers = [[] for _ in range(model.horizon)]
    for decision in model.decisions:
        row = model.prior.rows[decision.point]
        layers[decision.point[0] - 1].append(
            [
                (
                    row[action],
                    weight,
                    [(place[s][1] - first[s[0] - 1], p) for s, p in decision.successors[action]],
                )
                for action, weight in decision.weights.items()
            ]
        )
    return Numbers(list(model.start.values()), layers)


# Plain loops


def values(model: Numbers, rows: Rows, power: int = 1) -> tuple[list[Any], Rows]:
    """v at the start, and q of every choice, by backward induction, with w to a power for weight."""
    ahead: list[Any] = []
    q: Rows = []
    for layer, policy in zip(reversed(model.layers), reversed(rows), strict=True):
        here = [
            [w**power * (sum(p * ahead[s] for s, p in to) if to else 1) for _, w, to in actions]
            for actions in layer
        ]
        ahead = [sum(x * y for x, y in zip(a, b, strict=True)) for a, b in zip(policy, here, strict=True)]
        q.insert(0, here)
    return ahead, q


def conditioned(rows: Rows, q: Rows) -> Rows:
    result = []
    for layer, of_layer in zip(rows, q, strict=True):
        new = []
        for row, here in zip(layer, of_layer, strict=True):
            whole = sum(x * y for x, y in zip(row, here, strict=True))
            new.append([x * y / whole for x, y in zip(row, here, strict=True)] if whole else row)
        result.append(new)
    return result


def retrained(model: Numbers, rows: Rows) -> Rows:
    return conditioned(rows, values(model, rows)[1])


def along(model: Numbers, rows: Rows, time: int, state: int, action: int) -> Any:
    """The sum over all trajectories that begin with a choice of their chance, prior and weights."""
    _, weight, to = model.layers[time][state][action]
    if not to:
        return weight
    return sum(
        p * rows[time + 1][s][a] * weight * along(model, rows, time + 1, s, a)
        for s, p in to
        for a in range(len(rows[time + 1][s]))
    )


def success(model: Numbers, rows: Rows) -> Any:
    return sum(x * y for x, y in zip(model.start, values(model, rows)[0], strict=True))


def mean_return(model: Numbers, rows: Rows) -> Any:
    """E R, as a sum of logarithms, and −∞ as None."""
    occupancy = model.start
    terms: list[LogValue] = []
    for layer, policy in zip(model.layers, rows, strict=True):
        following = [gmpy2.mpq(0)] * 3
        for x, actions, row in zip(occupancy, layer, policy, strict=False):
            for (_, weight, to), p in zip(actions, row, strict=True):
                if x * p and not weight:
                    return None
                if x * p:
                    terms.append(LogValue.of(weight) * (x * p))
                for s, chance in to:
                    following[s] += x * p * chance
        occupancy = following
    return sum(terms, LogValue())


def two_ways_to_q(model: Numbers) -> bool:
    rows = model.prior
    return values(model, rows)[1] == [
        [[along(model, rows, t, s, a) for a in range(len(row))] for s, row in enumerate(layer)]
        for t, layer in enumerate(rows)
    ]


def success_rises(model: Numbers) -> bool:
    return bool(success(model, model.prior) <= success(model, retrained(model, model.prior)))


def temperatures_retrain(model: Numbers) -> bool:
    if not model.is_deterministic:
        return True
    rows = model.prior
    for step in range(1, STEPS + 1):
        rows = retrained(model, rows)
        if rows != conditioned(model.prior, values(model, model.prior, step)[1]):
            return False
    return True


def return_rises(model: Numbers) -> bool:
    if not model.is_deterministic:
        return True
    before, after = (mean_return(model, rows) for rows in (model.prior, retrained(model, model.prior)))
    return before is None or (after is not None and bool(before <= after))


# Measurement


@dataclass(frozen=True)
class Case:
    """A reading, the loop that decides it, and how many times faster a batch should be."""

    name: str
    reading: Reading
    loop: Callable[[Numbers], bool]
    aim: int


def _reading(relation: Any, *given: Any) -> Reading:
    return Reading("stated", "as its name says", relation, given)


_RETRAINED = both(*(equal(temperature(prior, k), retrain(prior, k)) for k in range(1, STEPS + 1)))
CASES = (
    Case(
        "q in two ways (4.2)", _reading(equal(soft_q(prior), success_given_action(prior))), two_ways_to_q, 100
    ),
    Case(
        "success does not fall (5.4)",
        _reading(success_probability(prior) <= success_probability(retrain(prior))),
        success_rises,
        100,
    ),
    Case("temperature k, k steps (5.9)", _reading(_RETRAINED, deterministic), temperatures_retrain, 100),
    Case(
        "the return does not fall (5.4)",
        _reading(expected_return(prior) <= expected_return(retrain(prior)), deterministic),
        return_rises,
        30,
    ),
)


def together(codes: Codes, reading: Reading) -> bool:
    size = most_models(FAMILY, 1)
    return all(
        decide_together(FAMILY, 0, codes[start : start + size], {0: reading})[0].failure is None
        for start in range(0, len(codes), size)
    )


def main() -> int:
    """Print the table; 1 if the two ways do not agree."""
    console = Console(width=100)
    codes = np.vstack(list(FAMILY.blocks()))
    models = [numbers_of(tuple(code)) for code in codes.tolist()]
    table = Table(title=f"{len(codes):,} models with T = 2, one by one and together", box=SIMPLE)
    table.add_column("reading", no_wrap=True)
    for heading in ("loop, a model", "together", "ratio", "aim", "agree"):
        table.add_column(heading, justify="right", no_wrap=True)
    agree = True
    for case in CASES:
        together(codes[:64], case.reading)
        begin = process_time()
        found_alone = [case.loop(model) for model in models]
        middle = process_time()
        found = together(codes, case.reading)
        end = process_time()
        alone, batch = (1e6 * x / len(codes) for x in (middle - begin, end - middle))
        by_loop = all(found_alone)
        agree = agree and by_loop == found
        table.add_row(
            case.name,
            f"{alone:.1f} µs",
            f"{batch:.2f} µs",
            f"{alone / batch:.0f}×",
            f"{case.aim}×",
            "yes" if by_loop == found else "NO",
        )
    console.print(table)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
