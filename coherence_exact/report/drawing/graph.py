"""What a drawing shows: a model unrolled over time, with the texts of its labels.

Vocabulary: a *branch* is one possible successor of an action; at t = T, where nothing follows, an action has
one branch, without a target.  An action with several branches is *split*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.decimals import Digits
from coherence_exact.exact.fields import Number, is_rational, is_zero
from coherence_exact.exact.rationals import printable
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Point, Policy, State
from coherence_exact.report.numbers import decimal_text, exact_text

MOST_ARROWS = 1_000
"""Models that unroll to more arrows than this are not drawn."""

_LONGEST_NAME = 24
_LONGEST_NUMBER = 16


class Label(NamedTuple):
    """What is written beside an arrow, and the same in full, with nothing cut or rounded."""

    text: str
    full: str

    @property
    def width(self) -> int:
        """The cells that it takes on a terminal."""
        return cell_len(self.text)


class Branch(NamedTuple):
    """One possible successor of an action; the point is None at the end.

    ``label`` is τ where the action is split, the weight at the end, and else nothing.  ``share`` is π·τ, or
    None where symbols leave it open.
    """

    target: Point | None
    label: Label | None
    share: float | None


class Action(NamedTuple):
    """One action with its probabilities; ``differs`` says whether two policies do."""

    label: Label
    share: float | None
    differs: bool
    branches: tuple[Branch, ...]

    @property
    def is_split(self) -> bool:
        """Whether it has several possible successors."""
        return len(self.branches) > 1


class Node(NamedTuple):
    """A decision point; ``start`` is the label of its start probability where it has one."""

    point: Point
    label: Label
    is_start: bool
    start: Label | None
    is_dead: bool
    actions: tuple[Action, ...]


class Graph(NamedTuple):
    """A model unrolled over time: the decision points of each time, and what the signs mean."""

    title: str
    columns: tuple[tuple[Node, ...], ...]
    legend: tuple[str, ...]


def graph_of(
    model: Model, policy: Policy | None = None, other: Policy | None = None, names: Sequence[str] = ()
) -> Graph:
    """The graph of a model with the probabilities of a policy, the prior if none is given.

    Where ``other`` is given, both probabilities are written wherever the two policies differ.  ``names`` are
    what the policies are called.  Raises :class:`ArgumentError` for more than ``MOST_ARROWS`` arrows.
    """
    check_size(model)
    if policy is None:
        policy, names = model.prior, names or ("the prior",) * (other is None)
    states = _short_names(model.states)
    dead = policy.dead_states | (frozenset() if other is None else other.dead_states)
    columns = tuple(
        tuple(
            Node(
                (time, state),
                states[state],
                time == 1,
                _start(model, state) if time == 1 else None,
                (time, state) in dead,
                tuple(_actions(model, (time, state), policy, other)),
            )
            for state in layer
        )
        for time, layer in enumerate(model.layers, start=1)
    )
    return Graph(printable(model.name), columns, _legend(columns, other is not None, names))


def check_size(model: Model) -> None:
    """Raise :class:`ArgumentError` for a model that unrolls to more than ``MOST_ARROWS`` arrows."""
    arrows = {
        state: sum(max(1, len(choice.successors)) for choice in choices.values())
        for state, choices in model.states.items()
    }
    count = 0
    for layer in model.layers:
        count += sum(arrows[state] for state in layer)
        if count > MOST_ARROWS:
            raise ArgumentError(
                f"the model unrolls to more than {MOST_ARROWS:,} arrows, which is the most that is drawn; "
                "lower its horizon or draw a part of it"
            )


def _start(model: Model, state: State) -> Label | None:
    return _number(model.start[state]) if len(model.start_states) > 1 else None


def _actions(model: Model, point: Point, policy: Policy, other: Policy | None) -> Iterator[Action]:
    time, _ = point
    decision = model.decision(*point)
    names = _short_names(decision.weights)
    for action, weight in decision.weights.items():
        x = policy[point][action]
        y = x if other is None else other[point][action]
        differs = _differ(x, y)
        label = _joined(names[action], ": ", _number(x))
        if differs:
            label = _joined(label, " ≠ ", _number(y))
        if time < model.horizon and not is_zero(weight - 1):
            label = _joined(label, ", ", _weight(weight))
        share = _as_float(x)
        branches = tuple(_branches(decision.successors[action], weight, share))
        yield Action(label, share, differs, branches)


def _joined(first: Label, sign: str, second: Label) -> Label:
    return Label(first.text + sign + second.text, first.full + sign + second.full)


def _weight(weight: Number) -> Label:
    return _joined(Label("w", "w"), " ", _number(weight))


def _branches(
    successors: tuple[tuple[Point, Number], ...], weight: Number, share: float | None
) -> Iterator[Branch]:
    if not successors:
        yield Branch(None, _weight(weight), share)
    for target, probability in successors:
        part = _as_float(probability)
        yield Branch(
            target,
            _number(probability) if len(successors) > 1 else None,
            None if share is None or part is None else share * part,
        )


def _differ(x: Any, y: Any) -> bool:
    """Whether two probabilities differ; those of which some digits are known, if these tell them apart."""
    if isinstance(x, Digits) and isinstance(y, Digits):
        (low, high), (other_low, other_high) = x.bounds(), y.bounds()
        return high < other_low or other_high < low
    return not is_zero(x - y)


def _as_float(value: Number) -> float | None:
    return float(value) if is_rational(value) or isinstance(value, Digits) else None


# Texts


def _number(value: Any) -> Label:
    """A number, by its first digits where it is long, and without its middle where it is an expression."""
    full = exact_text(value)
    if len(full) <= _LONGEST_NUMBER:
        return Label(full, full)
    rounded = decimal_text(value)
    return Label(f"≈{rounded}" if rounded else _cut(full, _LONGEST_NUMBER), full)


def _short_names(names: Mapping[str, Any]) -> dict[str, Label]:
    """The names, long ones without their middle, and told apart by numbers where they would become equal."""
    shown: dict[str, Label] = {}
    taken: set[str] = set()
    for name in names:
        full = printable(name)
        text, number = _cut(full, _LONGEST_NAME), 1
        while text in taken:
            number += 1
            text = f"{_cut(full, _LONGEST_NAME - 4)} #{number}"
        taken.add(text)
        shown[name] = Label(text, full)
    return shown


def _cut(text: str, cells: int) -> str:
    if cell_len(text) <= cells:
        return text
    half = (cells - 1) // 2
    return f"{set_cell_size(text, half).rstrip()}…{set_cell_size(text[::-1], half)[::-1].lstrip()}"


def _legend(columns: tuple[tuple[Node, ...], ...], compared: bool, names: Sequence[str]) -> tuple[str, ...]:
    """What the signs of a drawing mean."""
    nodes = [node for column in columns for node in column]
    parts = [f"probabilities: {name}" for name in names if not compared]
    parts.append("w = e^r, 1 where none is written" if len(columns) > 1 else "w = e^r")
    if compared:
        first, second = names or ("the first policy", "the second policy")
        differ = any(action.differs for node in nodes for action in node.actions)
        parts.append(
            f"x ≠ y: x of {first}, y of {second}" if differ else f"{first} and {second} do not differ"
        )
    if any(node.is_dead for node in nodes):
        parts.append("†: dead state, the row is kept")
    return tuple(parts)


def in_words(graph: Graph) -> list[str]:
    """The drawing in words: a sentence for the start, and one for each action of each decision point."""
    names = {node.point: node.label.full for column in graph.columns for node in column}
    starts = (_end_in_words(node.label.full, node.start) for node in graph.columns[0])
    sentences = [f"Start: {', '.join(starts)}."]
    for point, name, action in (
        (node.point, f"{node.label.full}, a dead state" if node.is_dead else node.label.full, action)
        for column in graph.columns
        for node in column
        for action in node.actions
    ):
        ends = (_end_in_words(names[b.target] if b.target else "the end", b.label) for b in action.branches)
        sentences.append(f"Time {point[0]}, state {name}, {action.label.full}, to {', '.join(ends)}.")
    return sentences


def _end_in_words(name: str, label: Label | None) -> str:
    return f"{name} {label.full}" if label else name
