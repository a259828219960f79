"""Models and policies in the language of PRISM, which Storm reads too.

A decision of weight w succeeds with probability w, and a run fails with the first decision that does not;
so the success probability is that of reaching ``"success"``.  A choice of actions is nondeterministic, and
with a policy there is none.  Every number is an exact quotient of integers.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from coherence_exact.errors import ModelError
from coherence_exact.exact.rationals import format_integer, printable, to_fraction
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Action, Policy, Row, State

_LARGEST_INTEGER = 2**31 - 1
"""PRISM reads longer literals only as decimals, which it takes exactly too."""

_SUCCEEDED, _FAILED = "succeeded", "failed"

Targets: TypeAlias = Mapping[str, Fraction]
"""Where a command leads, by the number of a state or the name of a constant, with probabilities."""


def prism_text(model: Model, policy: Policy | None = None) -> str:
    """A model as an ``mdp`` in PRISM's language, or as the ``dtmc`` in which a policy is followed.

    The largest success probability is ``Pmax=? [ F "success" ]``, that of a policy ``P=? [ F "success" ]``.
    Raises :class:`ModelError` for symbols.

    >>> from coherence_exact.mdp.files import load_model
    >>> text = prism_text(load_model("paper_examples/two_arms.toml"))
    >>> print(*text.splitlines()[-12:], sep="\\n")
    module model
      time : [1..horizon+1] init 1;
      state : [0..2] init 0;
    <BLANKLINE>
      [a0_a1] state=0 & time=horizon -> 1 : (state'=succeeded)&(time'=horizon+1);
      [a1_a2] state=0 & time=horizon -> 1/2 : (state'=succeeded)&(time'=horizon+1)
          + 1/2 : (state'=failed)&(time'=horizon+1);
      [] time=horizon+1 -> 1 : true;
    endmodule
    <BLANKLINE>
    label "success" = state=succeeded;
    label "failure" = state=failed;
    """
    if model.has_symbols:
        raise ModelError("", "a model with symbols has no exact file for PRISM; substitute numbers first")
    return "\n".join(_lines(_Numbered(model), policy)) + "\n"


class _Numbered:
    """A model whose reached states have numbers, and whose actions have labels that PRISM takes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        reached = frozenset().union(*model.layers)
        self.states = [state for state in model.states if state in reached]
        self.number = {state: number for number, state in enumerate(self.states)}
        actions = dict.fromkeys(action for state in self.states for action in model.states[state])
        self.label = {action: _label(number, action) for number, action in enumerate(actions)}
        self.early = frozenset().union(*model.layers[:-1])
        self.late = frozenset(model.layers[-1])

    def followed(self, state: State, row: Row, last: bool) -> Targets:
        """Where a distribution over actions leads from a state."""
        targets: dict[str, Fraction] = defaultdict(Fraction)
        for action, p in row.items():
            choice = self.model.states[state][action]
            success = to_fraction(p) * to_fraction(choice.weight)
            if last:
                targets[_SUCCEEDED] += success
            else:
                for successor, chance in choice.successors.items():
                    if chance != 0:
                        targets[str(self.number[successor])] += success * to_fraction(chance)
        targets[_FAILED] = 1 - sum(targets.values(), Fraction(0))
        return {target: p for target, p in targets.items() if p}


def _label(number: int, action: Action) -> str:
    plain = re.sub(r"\W+", "_", action, flags=re.ASCII).strip("_")
    return f"a{number}_{plain}" if plain else f"a{number}"


def _lines(numbered: _Numbered, policy: Policy | None) -> Iterator[str]:
    model = numbered.model
    yield from _heading(numbered, policy)
    count = len(numbered.states)
    [first, *others] = model.start_states
    yield "mdp" if policy is None else "dtmc"
    yield ""
    yield f"const int horizon = {model.horizon};"
    yield f"const int {_SUCCEEDED} = {count};"
    yield f"const int {_FAILED} = {count + 1};"
    yield ""
    yield "module model"
    yield f"  time : [{0 if others else 1}..horizon+1] init {0 if others else 1};"
    yield f"  state : [0..{count + 1}] init {numbered.number[first]};"
    yield ""
    if others:
        start = {str(numbered.number[state]): to_fraction(model.start[state]) for state in model.start_states}
        yield _command("", "time=0", start, "1")
    yield from _commands_of_actions(numbered) if policy is None else _commands_of_policy(numbered, policy)
    yield "  [] time=horizon+1 -> 1 : true;"
    yield "endmodule"
    yield ""
    yield f'label "success" = state={_SUCCEEDED};'
    yield f'label "failure" = state={_FAILED};'


def _heading(numbered: _Numbered, policy: Policy | None) -> Iterator[str]:
    operator = "P" if policy else "Pmax"
    yield f"// {printable(numbered.model.name)}{', under a policy' if policy else ''}"
    yield f'// {"Its" if policy else "The largest"} success probability: {operator}=? [ F "success" ]'
    yield f"// A decision of weight w succeeds with probability w; otherwise the run ends in {_FAILED}."
    for state, number in numbered.number.items():
        yield f"// state={number} is {_quoted(state)}"
    if policy is None:
        for action, label in numbered.label.items():
            yield f"// {label} is {_quoted(action)}"
    yield ""


def _quoted(name: str) -> str:
    return printable(json.dumps(name, ensure_ascii=False))


def _commands_of_actions(numbered: _Numbered) -> Iterator[str]:
    for state in numbered.states:
        for last, met in ((False, numbered.early), (True, numbered.late)):
            if state in met:
                guard = f"state={numbered.number[state]} & time{'=' if last else '<'}horizon"
                for action in numbered.model.states[state]:
                    targets = numbered.followed(state, {action: Fraction(1)}, last)
                    yield _command(numbered.label[action], guard, targets, _later(last))


def _commands_of_policy(numbered: _Numbered, policy: Policy) -> Iterator[str]:
    """A command for each state and each run of times with one row; the last time stands apart."""
    times: dict[State, list[int]] = defaultdict(list)
    for time, state in numbered.model.points:
        times[state].append(time)
    horizon = numbered.model.horizon
    for state in numbered.states:

        def row_and_last(time: int, state: State = state) -> tuple[Row, bool]:
            return policy[time, state], time == horizon

        for (row, last), run in itertools.groupby(times[state], row_and_last):
            first, *_, final = [*run] * 2
            when = f"time={first}" if first == final else f"time>={first} & time<={final}"
            guard = f"state={numbered.number[state]} & {when}"
            yield _command("", guard, numbered.followed(state, row, last), _later(last))


def _later(last: bool) -> str:
    return "horizon+1" if last else "time+1"


def _command(label: str, guard: str, targets: Targets, time: str) -> str:
    updates = [
        f"{_number(p)} : (state'={target})&(time'={'horizon+1' if target == _FAILED else time})"
        for target, p in targets.items()
    ]
    return f"  [{label}] {guard} -> " + "\n      + ".join(updates) + ";"


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return _integer(value.numerator)
    return f"{_integer(value.numerator)}/{_integer(value.denominator)}"


def _integer(value: int) -> str:
    return format_integer(value) if value <= _LARGEST_INTEGER else f"{format_integer(value)}.0"
