"""How much faster re-training in integers is than the same recursion in ``fractions.Fraction``.

Run as a script: ``python tests/benchmarks/retraining.py``.  Every case is calculated both ways in
this one run, and compared exactly before a time is shown; a time is the best of several.

What is included: everything from a model and a policy to the policy that comes out.  The list of
decision points and the prior, which a model makes once and both ways use, are there before either
clock starts.  The integers of a model are made once as well, by its first re-training: the cases
called "new model" include that, the others, which have the aims, leave it out.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter

from coherence_exact.evaluation.functions import retrain
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Policy, Row, Rows
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table


def retrain_in_fractions(model: Model, policy: Policy, steps: int) -> Policy:
    """π'(a|s) = π(a|s) q(s, a) / v(s), as Definitions 4.1 and 5.1 print it, and nothing else."""
    rows: Rows = policy.rows
    for _ in range(steps):
        v: dict[tuple[int, str], Fraction] = {}
        new: dict[tuple[int, str], Row] = {}
        for decision in reversed(model.decisions):
            point, row = decision.point, rows[decision.point]
            q = {
                action: decision.weights[action] * sum(p * v[following] for following, p in successors)
                if successors
                else decision.weights[action]
                for action, successors in decision.successors.items()
            }
            v[point] = sum((p * q[action] for action, p in row.items()), Fraction(0))
            new[point] = {action: p * q[action] / v[point] for action, p in row.items()} if v[point] else row
        rows = new
    return Policy(rows)


# Models


def layered_model(horizon: int, width: int, actions: int, successors: int) -> Model:
    """As many states at each time, all of them starts, and random numbers of one digit."""
    numbers = random.Random(f"{horizon} {width} {actions} {successors}")
    states = {}
    for time in range(1, horizon + 1):
        following = [f"{time + 1}.{index}" for index in range(width)] if time < horizon else []
        for index in range(width):
            states[f"{time}.{index}"] = {
                f"a{action}": Choice(
                    random_weight(numbers),
                    random_distribution(numbers, numbers.sample(following, successors)) if following else {},
                )
                for action in range(actions)
            }
    start = random_distribution(numbers, [f"1.{index}" for index in range(width)])
    return Model("layered", horizon, start, states, random_priors(numbers, states))


def two_state_model(horizon: int) -> Model:
    """Two states that recur, from one start, with two actions that lead to both."""
    numbers = random.Random("two states")
    states = {
        state: {
            action: Choice(random_weight(numbers), random_distribution(numbers, ["x", "y"]))
            for action in "ab"
        }
        for state in "xy"
    }
    return Model("two states", horizon, {"x": Fraction(1)}, states, random_priors(numbers, states))


def tree_model(depth: int) -> Model:
    """A binary tree: the state is the path that led to it."""
    numbers = random.Random("tree")
    states: dict[str, dict[str, Choice]] = {}
    layer = ["."]
    for level in range(depth):
        last = level == depth - 1
        for path in layer:
            states[path] = {
                action: Choice(random_weight(numbers), {} if last else {path + action: Fraction(1)})
                for action in "lr"
            }
        layer = [path + action for path in layer for action in "lr"]
    return Model("tree", depth, {".": Fraction(1)}, states, random_priors(numbers, states))


def random_weight(numbers: random.Random) -> Fraction:
    return Fraction(numbers.randint(1, 9), 10)


def random_distribution(numbers: random.Random, keys: Sequence[str]) -> dict[str, Fraction]:
    parts = [numbers.randint(1, 9) for _ in keys]
    return {key: Fraction(part, sum(parts)) for key, part in zip(keys, parts, strict=True)}


def random_priors(numbers: random.Random, states: dict[str, dict[str, Choice]]) -> dict[str, Row]:
    return {state: random_distribution(numbers, list(choices)) for state, choices in states.items()}


# Measurement


@dataclass(frozen=True)
class Case:
    """Re-training ``steps`` times the model that ``build`` makes, ``repeats`` times over.

    ``aim``: how many times faster than fractions it should be, 0 for no aim.
    """

    name: str
    build: Callable[[], Model]
    steps: int
    aim: int
    repeats: int
    new_model: bool = False


CASES = (
    Case("a: T = 2, 2 states, 2 actions", lambda: layered_model(2, 2, 2, 2), 3, 5, 300),
    Case("a, new model", lambda: layered_model(2, 2, 2, 2), 3, 0, 300, new_model=True),
    Case("b: T = 5, 8 states, 3 actions", lambda: layered_model(5, 8, 3, 2), 5, 7, 5),
    Case("b, new model", lambda: layered_model(5, 8, 3, 2), 5, 0, 5, new_model=True),
    Case("c: T = 2, 2 recurrent states", lambda: two_state_model(2), 200, 50, 4),
    Case("c, new model", lambda: two_state_model(2), 200, 0, 4, new_model=True),
    Case("c, with T = 3", lambda: two_state_model(3), 40, 0, 4),
    Case("d: deterministic tree, T = 10", lambda: tree_model(10), 50, 100, 6),
    Case("d, new model", lambda: tree_model(10), 50, 0, 6, new_model=True),
)


@dataclass(frozen=True)
class Outcome:
    """The best times in seconds, and whether every result was the same, number for number."""

    fractions: float
    integers: float
    equal: bool


def problems(case: Case) -> Iterator[tuple[Model, Policy]]:
    """A model with its prior for each repeat; making the prior makes the list of decision points."""
    model = case.build()
    retrain(model, model.prior, case.steps)
    for _ in range(case.repeats):
        if case.new_model:
            model = case.build()
        yield model, model.prior


def measure(case: Case) -> Outcome:
    """Both ways in turn, so that a slow moment of the machine does not meet one of them only."""
    in_fractions, in_integers, equal = [], [], True
    for model, prior in problems(case):
        begin = perf_counter()
        expected = retrain_in_fractions(model, prior, case.steps)
        middle = perf_counter()
        result = retrain(model, prior, case.steps)
        end = perf_counter()
        in_fractions.append(middle - begin)
        in_integers.append(end - middle)
        equal = equal and result == expected
    return Outcome(min(in_fractions), min(in_integers), equal)


def main() -> int:
    """Print the table; 1 if any result differs."""
    console = Console(width=100)
    table = Table(title="Re-training: plain fractions and integers", box=SIMPLE)
    table.add_column("case", no_wrap=True)
    for heading in ("steps", "Fraction", "integers", "ratio", "aim", "equal"):
        table.add_column(heading, justify="right", no_wrap=True)
    all_equal = True
    for case in track(CASES, "measuring", console=console, transient=True):
        outcome = measure(case)
        all_equal = all_equal and outcome.equal
        ratio = outcome.fractions / outcome.integers
        table.add_row(
            case.name,
            str(case.steps),
            f"{1000 * outcome.fractions:.3f} ms",
            f"{1000 * outcome.integers:.3f} ms",
            f"{ratio:.1f}×" if outcome.equal else "—",
            f"{case.aim}×" if case.aim else "",
            "yes" if outcome.equal else "NO",
        )
    console.print(table)
    return 0 if all_equal else 1


if __name__ == "__main__":
    sys.exit(main())
