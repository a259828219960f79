"""Random models and policies that reach the corners of every convention.

Drawn are: layered states and states that recur, several starts, different numbers of actions,
transitions with zeros, weights 0, 1 and between, priors without full support, states that nothing
reaches and states where success is impossible, numbers of one digit and of thirty.  The number of
trajectories is bounded, because the second route to every number sums over all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import gmpy2
from coherence_exact.exact.fields import Number
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.files import load_model
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.policy import Action, Point, Policy, Row, State
from hypothesis import assume
from hypothesis import strategies as st

ACTIONS = ("a", "b", "c")
SIMPLE_WEIGHTS = tuple(map(Fraction, ("0", "1", "1/2", "1/3", "2/3", "3/4")))
EXAMPLES = Path(__file__).parent.parent / "paper_examples"

# How many states a layer, actions a state and successors an action have: mostly two.
_NUMBERS = (1, 2, 2, 3)


def weights(simple: bool) -> st.SearchStrategy[Fraction]:
    """Weights e^r, from a small set or of any size."""
    small = st.sampled_from(SIMPLE_WEIGHTS)
    if simple:
        return small
    long = st.integers(0, 10**30).map(lambda numerator: Fraction(numerator, 10**30 + 57))
    return st.one_of(small, st.fractions(0, 1, max_denominator=97), long)


@st.composite
def distributions(
    draw: st.DrawFn, keys: Sequence[str], *, simple: bool, zeros: bool = True
) -> dict[str, Fraction]:
    """A distribution over the keys, in the order of the keys; zeros are listed too."""
    largest = draw(st.sampled_from((1, 3) if simple else (1, 3, 10**30)))
    parts = [draw(st.integers(0 if zeros else 1, largest)) for _ in keys]
    if sum(parts) == 0:
        parts[draw(st.integers(0, len(keys) - 1))] = 1
    return {key: Fraction(part, sum(parts)) for key, part in zip(keys, parts, strict=True)}


@st.composite
def models(
    draw: st.DrawFn,
    *,
    max_horizon: int = 5,
    max_starts: int = 2,
    deterministic: bool | None = None,
    simple: bool = False,
    zero_weights: bool = True,
    equal_actions: bool = False,
    uniform_prior: bool = False,
    most_trajectories: int = 400,
) -> Model:
    """A random model; ``simple`` asks for small numbers, the other arguments are what they say."""
    horizon = draw(st.integers(1, max_horizon))
    recurrent = draw(st.booleans())
    stochastic = draw(st.integers(0, 2)) > 0 if deterministic is None else not deterministic
    if recurrent:
        layers = [_names("s", draw(st.sampled_from(_NUMBERS)))] * horizon
    else:
        layers = [_names(f"{time}.", draw(st.sampled_from(_NUMBERS))) for time in range(1, horizon + 1)]
    described: dict[State, dict[Action, Choice]] = {}
    prior: dict[State, Row] = {}
    branches = round(most_trajectories ** (1 / horizon))
    most_actions = max(2, branches // 2) if stochastic else branches
    numbers_of_actions = st.sampled_from([number for number in _NUMBERS if number <= most_actions])
    number_of_actions = draw(numbers_of_actions)
    for time, layer in enumerate(layers):
        following = layers[time + 1] if time + 1 < horizon else layer if recurrent else []
        for state in layer:
            if state in described:
                continue
            actions = ACTIONS[: number_of_actions if equal_actions else draw(numbers_of_actions)]
            described[state] = {
                action: draw(_choices(following, simple, zero_weights, stochastic, branches // len(actions)))
                for action in actions
            }
            if not uniform_prior and draw(st.booleans()):
                prior[state] = draw(distributions(actions, simple=simple))
    starts = layers[0][: draw(st.integers(1, min(max_starts, len(layers[0]))))]
    start = draw(distributions(starts, simple=simple, zeros=draw(st.integers(0, 3)) == 3))
    model = Model("random", horizon, start, described, prior)
    assume(count_trajectories(model) <= most_trajectories)
    return with_mpq(model) if draw(st.integers(0, 7)) == 7 else model


def _names(prefix: str, number: int) -> list[State]:
    return [f"{prefix}{index}" for index in range(number)]


@st.composite
def _choices(
    draw: st.DrawFn,
    following: Sequence[State],
    simple: bool,
    zero_weights: bool,
    stochastic: bool,
    most_successors: int,
) -> Choice:
    weight = draw(weights(simple).filter(lambda w: zero_weights or w > 0))
    if not following:
        return Choice(weight)
    number = min(draw(st.sampled_from(_NUMBERS)), most_successors) if stochastic else 1
    targets = draw(st.permutations(following))[:number]
    return Choice(weight, draw(distributions(targets, simple=simple, zeros=draw(st.integers(0, 3)) == 3)))


@st.composite
def policies(draw: st.DrawFn, model: Model, *, simple: bool = False, zeros: bool = True) -> Policy:
    """A random policy for the model, different at every time."""
    return Policy(
        {
            (time, state): draw(distributions(list(model.states[state]), simple=simple, zeros=zeros))
            for time, state in model.points
        }
    )


def with_mpq(model: Model) -> Model:
    """The same model with ``gmpy2.mpq`` instead of ``Fraction``."""

    def convert(row: Mapping[str, Fraction]) -> dict[str, Number]:
        return {key: gmpy2.mpq(value) for key, value in row.items()}

    return Model(
        model.name,
        model.horizon,
        convert(model.start),
        {
            state: {
                action: Choice(gmpy2.mpq(choice.weight), convert(choice.successors))
                for action, choice in choices.items()
            }
            for state, choices in model.states.items()
        },
        {state: convert(row) for state, row in model.prior_rows.items()},
    )


def count_trajectories(model: Model) -> int:
    """How many trajectories there are from the start states, by recursion."""
    count: dict[Point, int] = {}
    for decision in reversed(model.decisions):
        count[decision.point] = sum(
            sum(count[s] for s, _ in successors) if successors else 1
            for successors in decision.successors.values()
        )
    return sum(count[1, state] for state in model.start_states)


def deterministic_policies(model: Model) -> list[Policy]:
    """Every policy that takes one action at each decision point."""
    points = model.points
    options = [list(model.states[state]) for _, state in points]
    return [
        Policy(
            {
                point: {action: Fraction(int(action == taken)) for action in model.states[point[1]]}
                for point, taken in zip(points, choice, strict=True)
            }
        )
        for choice in product(*options)
    ]


def count_deterministic_policies(model: Model) -> int:
    """How many policies :func:`deterministic_policies` lists."""
    count = 1
    for _, state in model.points:
        count *= len(model.states[state])
    return count


def total_variation(left: Policy, right: Policy) -> Fraction:
    """The largest total variation distance between two rows of the policies."""
    return max(
        sum((abs(p - right[point][action]) for action, p in row.items()), Fraction(0)) / 2
        for point, row in left.items()
    )


def example(name: str) -> Model:
    """One of the paper's models."""
    return load_model(EXAMPLES / f"{name}.toml")


def one_decision(**weights: object) -> Model:
    """A model with one state and one decision, with an action of each name and weight."""
    builder = ModelBuilder("one decision", horizon=1, start="s")
    for action, weight in weights.items():
        builder.action("s", action, success=weight)
    return builder.build()
