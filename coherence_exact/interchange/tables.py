"""Tables of transitions and rewards, as other programs hold them, and the models that they become.

What is rewarded there is a number r of any size and sign, and may depend on where a transition leads; a model
has weights w = e^r in [0, 1] for each state and action.  How one becomes the other is a rule that somebody
names:

- ``base=B``: a decision of reward r has the weight B^(r − c), with c the largest reward.  Up to the unit
  log B and the constant c for each decision, the return J of a policy is the expected sum of its rewards;
  success is S = E[B^(Σ (r − c))].  All weights have to be rational.
- ``success``: the reward is the probability that the decision succeeds; it has to be from 0 to 1.
- ``goal``: the run succeeds with the reward of the transition that ends it, and fails if nothing ends it in
  time; all other rewards have to be 0.  So S is the expected sum of rewards.  The model is unrolled over
  time.

Where rewards depend on the successor, they are earned on arrival: a state has a copy for each reward, all
actions there have its weight, and a last decision that changes nothing earns what the one before it brought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple, TypeAlias

import gmpy2

from coherence_exact.errors import ArgumentError, ModelError, NumberError
from coherence_exact.exact.rationals import parse_rational, quote, to_fraction
from coherence_exact.mdp.ending import END
from coherence_exact.mdp.model import MOST_DECISION_POINTS, Choice, Model
from coherence_exact.mdp.places import place
from coherence_exact.mdp.policy import Action, State

BASE = "base="
REWARDS = f"{BASE}B, success or goal"
SUCCEEDED, FAILED = "(succeeded)", "(failed)"

_MOST_BITS = 100_000
"""Weights of more bits are refused."""


class Transition(NamedTuple):
    """One thing that may happen; without a successor the run ends."""

    probability: Fraction
    successor: State | None
    reward: Fraction


@dataclass(frozen=True)
class Table:
    """What may happen after each action of each state, with positive probability, and where runs start."""

    name: str
    start: Mapping[State, Fraction]
    transitions: Mapping[State, Mapping[Action, tuple[Transition, ...]]]


class Imported(NamedTuple):
    """A model, and what has to be said of how it was made, a sentence each."""

    model: Model
    notes: list[str]


class Weighing(NamedTuple):
    """The weight of each reward, the weight of every decision after the end, and a sentence about them."""

    weight: Callable[[Fraction], Fraction]
    after_end: Fraction
    sentence: str


def model_of_table(table: Table, horizon: int, rewards: str) -> Imported:
    """The model of T = ``horizon`` decisions that a table describes, with rewards by a rule.

    ``rewards``: ``"base=B"`` with a rational B > 1, ``"success"`` or ``"goal"``.  Raises
    :class:`ArgumentError` for another rule or horizon, and :class:`ModelError` with the place if a reward
    has no weight by it.

    >>> half = Fraction(1, 2)
    >>> stay = Transition(Fraction(1), "s", Fraction(0))
    >>> leave = Transition(Fraction(1), None, Fraction(3))
    >>> table = Table("door", {"s": Fraction(1)}, {"s": {"stay": (stay,), "leave": (leave,)}})
    >>> model, notes = model_of_table(table, 2, "base=2")
    >>> model.states["s"]["stay"].weight, model.states["s"]["leave"].weight
    (Fraction(1, 8), Fraction(1, 1))
    """
    if isinstance(horizon, bool) or not isinstance(horizon, int) or not 1 <= horizon <= MOST_DECISION_POINTS:
        raise ArgumentError(
            f"horizon = {quote(horizon)} is not a number of decisions; give an integer of at least 1"
        )
    reached = _reached(table)
    notes = []
    if len(reached.transitions) < len(table.transitions):
        left_out = len(table.transitions) - len(reached.transitions)
        notes.append(f"{left_out} of {len(table.transitions)} states cannot be met and are left out.")
    if rewards == "goal":
        model, said = _goal(reached, horizon), [_GOAL]
    else:
        weighing = _weighing(reached, rewards)
        make = _on_arrival if _depends_on_successor(reached) else _at_decision
        model, said = make(reached, horizon, weighing), [weighing.sentence]
        if make is _on_arrival:
            said.append(_ARRIVAL)
        if _has_ends(reached):
            said.append(_ENDS)
    return Imported(model, [*said, *notes])


def _reached(table: Table) -> Table:
    """The table without the states that nothing leads to."""
    found = dict.fromkeys(state for state, p in table.start.items() if p)
    waiting = list(found)
    while waiting:
        state = waiting.pop()
        for transition in _all_of(table.transitions[state]):
            if transition.successor is not None and transition.successor not in found:
                found[transition.successor] = None
                waiting.append(transition.successor)
    start = {state: p for state, p in table.start.items() if p}
    kept = {state: actions for state, actions in table.transitions.items() if state in found}
    return Table(table.name, start, kept)


def _all_of(actions: Mapping[Action, Iterable[Transition]]) -> Iterable[Transition]:
    return (transition for transitions in actions.values() for transition in transitions)


def _depends_on_successor(table: Table) -> bool:
    return any(
        len({transition.reward for transition in transitions}) > 1
        for actions in table.transitions.values()
        for transitions in actions.values()
    )


def _has_ends(table: Table) -> bool:
    return any(
        transition.successor is None
        for actions in table.transitions.values()
        for transition in _all_of(actions)
    )


_Copy: TypeAlias = tuple[State, Fraction | None]
"""A state, and the reward that it was reached with."""


# Rewards as weights


def _weighing(table: Table, rule: str) -> Weighing:
    """The weights of rewards by a rule, under which each reward of the table has one."""
    if rule == "success":
        weighing = Weighing(_as_success, Fraction(1), "A decision of reward r succeeds with probability r.")
    elif rule.startswith(BASE):
        weighing = _powers(_base(rule), table)
    else:
        raise ArgumentError(
            f"{quote(rule)} is not a rule by which rewards become weights; give {REWARDS}, such as base=2"
        )
    for state, actions in table.transitions.items():
        for action, transitions in actions.items():
            for transition in transitions:
                try:
                    weighing.weight(transition.reward)
                except NumberError as error:
                    raise ModelError(place("states", state, action), str(error)) from error
    return weighing


def _powers(base: Fraction, table: Table) -> Weighing:
    nothing = [Fraction(0)] if _has_ends(table) else []
    top = max(nothing + [t.reward for actions in table.transitions.values() for t in _all_of(actions)])
    weight = cache(lambda reward: _power(base, reward - top))
    shown = f"({base})" if base.denominator > 1 else f"{base}"
    exponent = f"(r {'-' if top > 0 else '+'} {abs(top)})" if top else "r"
    less = f", less {top} for each decision" if top else ""
    unit = f"returns are in units of log({base}){less}"
    sentence = f"A decision of reward r has the weight {shown}^{exponent}: {unit}."
    return Weighing(weight, weight(Fraction(0)) if nothing else Fraction(1), sentence)


def _as_success(reward: Fraction) -> Fraction:
    if not 0 <= reward <= 1:
        raise NumberError(f"the reward {quote(reward)} is not a probability; choose {BASE}B")
    return reward


def _base(rule: str) -> Fraction:
    try:
        base = parse_rational(rule.removeprefix(BASE))
    except NumberError as error:
        raise ArgumentError(f"{quote(rule)}: {error}") from error
    if base <= 1:
        raise ArgumentError(
            f"{quote(rule)}: the base has to be more than 1, so that more reward is more weight"
        )
    return base


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    """base^exponent for an exponent ≤ 0; raises :class:`NumberError` unless it is rational and short."""
    root, degree = base, exponent.denominator
    if degree > 1:
        above, above_exact = gmpy2.iroot(gmpy2.mpz(base.numerator), degree)
        below, below_exact = gmpy2.iroot(gmpy2.mpz(base.denominator), degree)
        if not (above_exact and below_exact):
            raise NumberError(
                f"the weight {base}^({exponent}) is irrational; choose as base a power of exponent {degree}, "
                "or a rule by which rewards are integers"
            )
        root = to_fraction(gmpy2.mpq(above, below))
    if abs(exponent.numerator) * max(root.numerator.bit_length(), 1) > _MOST_BITS:
        raise NumberError(
            f"the weight {base}^({exponent}) has more than {_MOST_BITS:,} bits; choose a smaller base"
        )
    return root**exponent.numerator


# Models


def _at_decision(table: Table, horizon: int, weighing: Weighing) -> Model:
    """Weights for each state and action."""
    states = {
        state: {
            action: Choice(
                weighing.weight(transitions[0].reward),
                _summed((t.successor or END, t.probability) for t in transitions),
            )
            for action, transitions in actions.items()
        }
        for state, actions in table.transitions.items()
    }
    if _has_ends(table):
        states[END] = _idle(table, END, weighing.after_end)
    return Model(table.name, horizon, table.start, states)


def _on_arrival(table: Table, horizon: int, weighing: Weighing) -> Model:
    """A copy of each state for each reward that it may be reached with, which pays it."""

    def name(copy: _Copy) -> State:
        state, earned = copy
        if earned is None:
            return f"{state}, start"
        plain = weighing.weight(earned) == weighing.after_end if state == END else not earned
        return state if plain else f"{state}, earned {earned}"

    states: dict[State, dict[Action, Choice]] = {}
    waiting: list[_Copy] = [(state, None) for state in table.start]
    while waiting:
        state, earned = copy = waiting.pop(0)
        if name(copy) in states:
            continue
        weight = Fraction(1) if earned is None else weighing.weight(earned)
        if state == END:
            states[name(copy)] = _idle(table, END, weight)
            continue
        states[name(copy)] = choices = {}
        for action, transitions in table.transitions[state].items():
            arrivals: list[_Copy] = [(t.successor or END, t.reward) for t in transitions]
            chances = [t.probability for t in transitions]
            choices[action] = Choice(weight, _summed(zip(map(name, arrivals), chances, strict=True)))
            waiting += arrivals
    if _has_ends(table):
        states.setdefault(END, _idle(table, END, weighing.after_end))
    start = {name((state, None)): p for state, p in table.start.items()}
    return Model(table.name, horizon + 1, start, states)


def _goal(table: Table, horizon: int) -> Model:
    """The model that succeeds with the reward of the transition that ends it, unrolled over time."""
    _check_goal(table)
    states: dict[State, dict[Action, Choice]] = {}
    layer = list(table.start)
    for time in range(1, horizon + 1):
        if len(states) + len(layer) > MOST_DECISION_POINTS:
            raise ArgumentError(
                f"the model has more than {MOST_DECISION_POINTS} states; give a smaller horizon"
            )
        following: dict[State, None] = {}
        for state in layer:
            states[f"{state} at {time}"] = choices = {}
            for action, transitions in table.transitions[state].items():
                rows = [(t, _outcomes(t, time, horizon)) for t in transitions]
                choices[action] = Choice(
                    Fraction(1), _summed((s, t.probability * p) for t, row in rows for s, p in row)
                )
                following.update((t.successor, None) for t in transitions if t.successor is not None)
        layer = list(following)
    states[SUCCEEDED] = _idle(table, SUCCEEDED, Fraction(1))
    states[FAILED] = _idle(table, FAILED, Fraction(0))
    start = {f"{state} at 1": p for state, p in table.start.items()}
    return Model(table.name, horizon + 1, start, states)


def _outcomes(transition: Transition, time: int, horizon: int) -> list[tuple[State, Fraction]]:
    if transition.successor is None:
        return [(SUCCEEDED, transition.reward), (FAILED, 1 - transition.reward)]
    return [(f"{transition.successor} at {time + 1}" if time < horizon else FAILED, Fraction(1))]


def _check_goal(table: Table) -> None:
    if not _has_ends(table):
        raise ModelError("", f"no transition ends a run, so there is no goal; choose {BASE}B or success")
    for state, actions in table.transitions.items():
        for action, transitions in actions.items():
            for transition in transitions:
                problem = None
                if transition.successor is not None and transition.reward:
                    problem = f"a transition that ends nothing has the reward {quote(transition.reward)}"
                elif not 0 <= transition.reward <= 1:
                    problem = f"the reward {quote(transition.reward)} of an end is not a probability"
                if problem:
                    raise ModelError(
                        place("states", state, action),
                        f"{problem}, so that the rewards describe no goal; choose {BASE}B",
                    )


def _idle(table: Table, state: State, weight: Fraction) -> dict[Action, Choice]:
    """A state that is never left, with the actions of the first state, so that their number stays equal."""
    actions = next(iter(table.transitions.values()))
    return {action: Choice(weight, {state: Fraction(1)}) for action in actions}


def _summed(terms: Iterable[tuple[State, Fraction]]) -> dict[State, Fraction]:
    row: dict[State, Fraction] = {}
    for state, p in terms:
        if p:
            row[state] = row.get(state, Fraction(0)) + p
    return row


_ARRIVAL = (
    "Rewards depend on the successor and are earned on arrival, so that the model makes one more decision, "
    "which changes nothing."
)
_ENDS = f"Where a run ends, the model goes to {END}, where nothing is earned any more."
_GOAL = (
    "A run succeeds with the reward of the transition that ends it, and fails if none does in time: success "
    "is the expected sum of rewards.  The model is unrolled over time; a last decision says how the run went."
)
