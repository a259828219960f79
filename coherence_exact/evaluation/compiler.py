"""Nodes compiled to Python functions that compute whole tables, or one entry after another.

A node's function is one list comprehension, or the loop of ``back`` and ``forth``, in which operations
entry by entry are written out in place and the tables of other nodes are looked up.  Its text depends on the
form of a node only, so that it is compiled once for all nodes of one form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeAlias

from coherence_exact.evaluation import entries
from coherence_exact.evaluation.graph import ENTRYWISE, REDUCTIONS, Node
from coherence_exact.exact.fields import is_rational
from coherence_exact.language.sorts import Space

Places: TypeAlias = dict[Space, str]
"""For each space of which an element is known here, the text of its number."""

_DATA = {
    "prior": "prior",
    "second_policy": "second_policy",
    "weight": "weight",
    "dynamics": "dynamics",
    "start": "start",
    "time": "time",
    "last": "last",
    "chance": "chance",
}
"""The operations that are tables of the layout, and their names there."""

_SMALL_POWER = 64

_INFIX = {"+": "+", "-": "-", "*": "*", "=": "==", "<": "<", "<=": "<="}
_FOLDS = {
    "sum": "total",
    "max": "largest",
    "min": "smallest",
    "every": "every",
    "some": "some",
    "count": "count",
    "product": "product",
    "tail": "product",
    "along": "total",
    "into": "total",
    "through": "total",
}
"""The function that makes one entry of many, for each operation that does."""

_DERIVED = {
    (Space.POINTS, Space.CHOICES): "point_of_choice",
    (Space.POINTS, Space.TRANSITIONS): "point_of_transition",
    (Space.CHOICES, Space.TRANSITIONS): "choice_of_transition",
    (Space.POINTS, Space.TRAJECTORIES): "point_of_trajectory",
    (Space.CHOICES, Space.TRAJECTORIES): "first_of_trajectory",
    (Space.POINTS, Space.PAIRS): "point_of_pair",
}
"""Where an element of a space belongs: (the coarser space, the finer one), and the layout's list."""


@dataclass(frozen=True)
class Code:
    """What computes a node: a function of a layout, the tables of some nodes, and some constants."""

    function: Callable[..., Any]
    inputs: tuple[Node, ...]
    constants: tuple[Any, ...]
    numbers: tuple[int, ...]


def code_of(node: Node) -> Code:
    """The code of a node that is not open, compiled once."""
    if node.code is None:
        writer = _Writer(node)
        text = writer.written()
        numbers = tuple(given.number for given in writer.inputs)
        node.code = Code(_compiled(text), tuple(writer.inputs), tuple(writer.constants), numbers)
    code: Code = node.code
    return code


@cache
def _compiled(text: str) -> Callable[..., Any]:
    namespace: dict[str, Any] = {
        name: getattr(entries, name)
        for name in (
            *_FOLDS.values(),
            "divide",
            "power",
            "logarithm",
            "present",
            "share",
            "share_at",
            "below",
        )
    }
    namespace |= {"ABSENT": entries.ABSENT, "ZERO": entries.ZERO}
    exec(text, namespace)
    function: Callable[..., Any] = namespace["compute"]
    return function


def _is_small_power(exponent: Any) -> bool:
    """Whether Python's own power can be written out: a literal integer that no file can make long."""
    return is_rational(exponent) and exponent.denominator == 1 and 1 <= exponent <= _SMALL_POWER


class _Writer:
    """Writes the function of one node."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.inputs: list[Node] = []
        self.constants: list[Any] = []
        self._lists: dict[str, str] = {}
        self._numbers = count()

    def written(self) -> str:
        body = self._body()
        parameters = ["m", *(f"t{i}" for i in range(len(self.inputs)))]
        parameters += [f"k{i}" for i in range(len(self.constants))]
        lines = [f"def compute({', '.join(parameters)}):"]
        lines += [f"    {name} = {source}" for source, name in self._lists.items()]
        return "\n".join([*lines, *(f"    {line}" for line in body)]) + "\n"

    def _body(self) -> list[str]:
        node = self.node
        if node.operator in _DATA:
            return [f"return m.{_DATA[node.operator]}"]
        if node.operator in ("back", "forth"):
            order = "range(len(m.points))"
            entry = self._entry(node.operands[0], {Space.POINTS: "i"})
            order = f"reversed({order})" if node.operator == "back" else order
            return ["v = [None] * len(m.points)", f"for i in {order}:", f"    v[i] = {entry}", "return v"]
        if node.operator == "share":
            rows, table, otherwise = self._list("m.choices_of_point"), *map(self._whole, node.operands)
            return [f"return share({rows}, {table}, {otherwise})"]
        if node.operator == "below":
            ranks, masses = map(self._whole, node.operands)
            return [f"return below({ranks}, {masses})"]
        if node.operator == "at":
            table, *place = node.operands
            space = Space.POINTS if len(place) == 2 else Space.CHOICES
            constant = self._constant(tuple(place))
            return [f"return m.entry({self._whole(table, space)}, {constant})"]
        if node.space is Space.SCALAR:
            return [f"return {self._operation(node, {})}"]
        entry = self._operation(node, {node.space: "i"})
        return [f"return [{entry} for i in {self._elements(node.space)}]"]

    def _elements(self, space: Space) -> str:
        return self._list(f"m.all_{space.value}")

    def _whole(self, node: Node, space: Space | None = None) -> str:
        """A whole table, spread to a space if one is given, else to the one in which this node is."""
        space = space or self.node.space
        if node.space is space and not self._is_written_out(node):
            return self._input(node)
        return f"[{self._entry(node, {space: 'j'})} for j in {self._elements(space)}]"

    # Names

    def _list(self, source: str) -> str:
        return self._lists.setdefault(source, f"l{len(self._lists)}")

    def _constant(self, value: Any) -> str:
        self.constants.append(value)
        return f"k{len(self.constants) - 1}"

    def _input(self, node: Node) -> str:
        if node not in self.inputs:
            self.inputs.append(node)
        return f"t{self.inputs.index(node)}"

    def _fresh(self) -> str:
        return f"x{next(self._numbers)}"

    def _place(self, space: Space, places: Places) -> str:
        """The number of the element of a space that is meant here."""
        if space in places:
            return places[space]
        for (coarser, finer), name in _DERIVED.items():
            if coarser is space and finer in places:
                return f"{self._list(f'm.{name}')}[{places[finer]}]"
        raise AssertionError(f"no element of {space.value} is known here")

    # Entries

    def _entry(self, node: Node, places: Places) -> str:
        """The text of one entry of a node."""
        if node.operator == "literal":
            value = node.literal
            return repr(value) if isinstance(value, bool) else self._constant(value)
        if node.operator == "solved":
            return f"v[{self._place(Space.POINTS, places)}]"
        if node.is_open or self._is_written_out(node):
            return self._operation(node, places)
        name = self._input(node)
        return name if node.space is Space.SCALAR else f"{name}[{self._place(node.space, places)}]"

    @staticmethod
    def _is_written_out(node: Node) -> bool:
        if node.operator in ("next", "left", "right"):
            return not node.is_kept
        return node.operator in ENTRYWISE and not node.is_kept and not node.is_chosen

    def _operation(self, node: Node, places: Places) -> str:
        operator, operands = node.operator, node.operands
        if operator in ENTRYWISE:
            if operator == "^" and _is_small_power(operands[1].literal):
                return f"({self._entry(operands[0], places)} ** {int(operands[1].literal)})"
            return self._entrywise(operator, [self._entry(operand, places) for operand in operands])
        if operator in REDUCTIONS:
            over, to, value = operands
            if to is Space.SCALAR:
                return self._fold(operator, value, over, self._elements(over), {})
            own = self._place(to, places)
            members = self._list(f"m.{over.value}_of_{to.value.removesuffix('s')}")
            return self._fold(operator, value, over, f"{members}[{own}]", {to: own})
        if operator == "next":
            following = self._list("m.next_of_transition")
            return self._entry(operands[0], {Space.POINTS: f"{following}[{places[Space.TRANSITIONS]}]"})
        if operator in ("left", "right"):
            side = self._list(f"m.{operator}_of_pair")
            return self._entry(operands[0], {Space.CHOICES: f"{side}[{places[Space.PAIRS]}]"})
        if operator == "end":
            ends = self._list("m.ends")
            return self._entry(operands[0], {Space.CHOICES: f"{ends}[{places[Space.TRAJECTORIES]}]"})
        if operator == "share":
            point, choice = self._place(Space.POINTS, places), self._place(Space.CHOICES, places)
            row, name = f"{self._list('m.choices_of_point')}[{point}]", self._fresh()
            entry = self._entry(operands[0], {Space.CHOICES: name, Space.POINTS: point})
            position = f"{choice} - {row}.start"
            return f"share_at({position}, [{entry} for {name} in {row}], {self._entry(operands[1], places)})"
        source, space, result = _LOOPS[operator]
        return self._fold(
            operator, operands[0], space, f"{self._list(source)}[{self._place(result, places)}]", {}
        )

    def _fold(self, operator: str, value: Node, over: Space, members: str, places: Places) -> str:
        name = self._fresh()
        listed = f"[{self._entry(value, {**places, over: name})} for {name} in {members}]"
        is_reduction = operator in REDUCTIONS or operator in ("into", "through")
        if is_reduction and value.may_be_absent:
            listed = f"present({listed})"
        if _FOLDS[operator] == "total" and value.is_rational:
            return f"sum({listed}, ZERO)"
        return f"{_FOLDS[operator]}({listed})"

    def _entrywise(self, operator: str, operands: list[str]) -> str:
        if operator in _INFIX:
            return f"({operands[0]} {_INFIX[operator]} {operands[1]})"
        if operator in ("/", "^", "log"):
            function = {"/": "divide", "^": "power", "log": "logarithm"}[operator]
            return f"{function}({', '.join(operands)})"
        name = self._fresh()
        if operator == "not":
            return f"(False if ({name} := {operands[0]}) is True else True if {name} is False else {name})"
        if operator in ("and", "or"):
            first, *others = operands
            if not others:
                return first
            goes_on = operator == "and"
            return f"({self._entrywise(operator, others)} if ({name} := {first}) is {goes_on} else {name})"
        condition, chosen, *other = operands
        otherwise = other[0] if other else "ABSENT"
        return (
            f"({chosen} if ({name} := {condition}) is True else {otherwise} if {name} is False else {name})"
        )


_LOOPS = {
    "into": ("m.transitions_into", Space.TRANSITIONS, Space.POINTS),
    "through": ("m.trajectories_through", Space.TRAJECTORIES, Space.CHOICES),
    "product": ("m.trajectories", Space.CHOICES, Space.TRAJECTORIES),
    "tail": ("m.tails", Space.CHOICES, Space.TRAJECTORIES),
    "along": ("m.trajectories", Space.CHOICES, Space.TRAJECTORIES),
}
"""Where the elements are that an operation runs over, their space, and the space of the result."""
