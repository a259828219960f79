"""Terms expanded to the core, each distinct part once.

Vocabulary: a *node* is an operation of the core with its operands, in which every definition, every variable
and everything that is known before a model is (the horizon, the index of a sequence, arithmetic of literals)
has been put in.  Two terms that mean the same text of operations are one node, so that a table is computed
once however many claims ask for it.  A node that depends on the table which an enclosing ``back`` or
``forth`` is solving for is *open*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import gmpy2
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation import entries
from coherence_exact.exact.fields import is_rational
from coherence_exact.exact.logarithms import INFINITY
from coherence_exact.exact.quotients import settled
from coherence_exact.language.definitions import Definition
from coherence_exact.language.sorts import Space, common_space
from coherence_exact.language.terms import Term, free_variables

ENTRYWISE = frozenset({"+", "-", "*", "/", "^", "log", "=", "<", "<=", "and", "or", "not", "if", "where"})
REDUCTIONS = frozenset({"sum", "max", "min", "every", "some", "count"})

_SPACES = {
    "next": Space.TRANSITIONS,
    "into": Space.POINTS,
    "left": Space.PAIRS,
    "right": Space.PAIRS,
    "share": Space.CHOICES,
    "product": Space.TRAJECTORIES,
    "tail": Space.TRAJECTORIES,
    "along": Space.TRAJECTORIES,
    "end": Space.TRAJECTORIES,
    "through": Space.CHOICES,
    "below": Space.TRAJECTORIES,
    "prior": Space.CHOICES,
    "second_policy": Space.CHOICES,
    "weight": Space.CHOICES,
    "dynamics": Space.TRANSITIONS,
    "start": Space.POINTS,
    "time": Space.POINTS,
    "last": Space.POINTS,
    "chance": Space.TRAJECTORIES,
    "back": Space.POINTS,
    "forth": Space.POINTS,
    "solved": Space.POINTS,
}
"""The space of each operation that always has the same; ``solved`` stands for what ``back`` solves for."""

MOST_REPETITIONS = 100_000
"""Terms that repeat more often than this are not calculated."""

EMPTY: Mapping[Any, Any] = MappingProxyType({})

Environment: TypeAlias = Mapping[str, "Node"]


class Node:
    """An operation with its operands (nodes, spaces, places, literals), one object for each in a graph.

    - ``number``: its place among the nodes of its graph; operands have smaller ones;
    - ``is_open``: it depends on a table that is being solved for;
    - ``awaits_model``: it is open, and how often something in it is repeated depends on the model;
    - ``is_kept``: a definition is called for it, so that its table is worth keeping;
    - ``is_rational``: no logarithm and no ∞ is met on the way to its entries;
    - ``is_chosen``: its value looks at some operands only if others ask for them;
    - ``may_be_absent``: some of its entries may be left out;
    - ``code``, ``plan``: what the evaluation keeps with it.
    """

    __slots__ = (
        "awaits_model",
        "code",
        "is_chosen",
        "is_kept",
        "is_open",
        "is_rational",
        "may_be_absent",
        "number",
        "operands",
        "operator",
        "plan",
        "space",
    )

    def __init__(self, number: int, operator: str, operands: tuple[Any, ...], space: Space) -> None:
        self.number = number
        self.operator = operator
        self.operands = operands
        self.space = space
        nodes = [operand for operand in operands if isinstance(operand, Node)]
        if operator == "repeat":
            nodes += [node for _, node in operands[-1]]
        solves = operator in ("back", "forth")
        self.is_open: bool = operator == "solved" or (not solves and any(node.is_open for node in nodes))
        awaits = any(node.awaits_model for node in nodes)
        self.awaits_model: bool = self.is_open and (operator == "repeat" or awaits)
        self.may_be_absent = _may_be_absent(operator, operands, nodes)
        self.is_rational: bool = operator not in _MAY_BE_LOGARITHMIC and all(
            node.is_rational for node in nodes
        )
        if operator == "literal":
            self.is_rational = is_rational(operands[0])
        self.is_chosen = not self.is_open and (awaits or _is_chosen(operator, operands, space))
        self.is_kept = False
        self.code: Any = None
        self.plan: tuple[Node, ...] | None = None

    @property
    def parts(self) -> list[Node]:
        """The nodes that its value looks at, as far as they are known before there is a model."""
        scope = self.operands[-1] if self.operator in ("repeat", "least") else ()
        nodes = [operand for operand in self.operands if isinstance(operand, Node)]
        return [*nodes, *(node for _, node in scope)]

    @property
    def literal(self) -> Any:
        """The value of a literal, None for anything else."""
        return self.operands[0] if self.operator == "literal" else None


class PolicyTable(NamedTuple):
    """A policy as a table over choices, and the decision points at which it keeps the row of another one."""

    entries: list[Any]
    kept: Sequence[int]


Accelerated: TypeAlias = Callable[..., Any]
"""A function of a layout and the arguments of a definition, tables and scalars: what the definition denotes.

A number, a table, or a :class:`PolicyTable` for a policy; None where the function does not apply, so that the
definition has to be evaluated.
"""


def _may_be_absent(operator: str, operands: tuple[Any, ...], nodes: list[Node]) -> bool:
    if operator == "literal":
        return operands[0] is entries.ABSENT
    if operator in REDUCTIONS or operator in ("into", "through"):
        return False
    if operator == "share":
        nodes = nodes[1:]
    return operator in ("where", "repeat", "least", "ending") or any(node.may_be_absent for node in nodes)


_MAY_BE_LOGARITHMIC = frozenset({"log", "repeat", "least", "ending", "accelerated", "literal"})


def _is_chosen(operator: str, operands: tuple[Any, ...], space: Space) -> bool:
    if operator in ("and", "or"):
        return space is Space.SCALAR
    if operator == "if":
        return operands[0].space is Space.SCALAR
    return operator in ("repeat", "least", "ending", "given", "accelerated")


class Graph:
    """The nodes of terms at one horizon, and at one index of a sequence.

    Calls of the definitions in ``accelerators`` are not expanded: they are nodes of their own, which a
    function of the layout computes, or another definition that denotes the same.
    """

    def __init__(
        self,
        horizon: int,
        index: int | None = None,
        accelerators: Mapping[Definition, Accelerated | Definition] = EMPTY,
    ) -> None:
        self.horizon = horizon
        self.index = index
        self._accelerators = accelerators
        self._nodes: dict[tuple[Any, ...], Node] = {}
        self._terms: dict[Term, Node] = {}
        self._calls: dict[tuple[Any, ...], Node] = {}
        self._closed_parts: dict[Node, frozenset[Node]] = {}

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self._nodes)

    def node_of(self, term: Term) -> Node:
        """The node of a term without free variables."""
        if term not in self._terms:
            self._terms[term] = self.expand(term, {})
        return self._terms[term]

    def uses(self, terms: Iterable[Term]) -> Counter[Node]:
        """For each node that is not open how many of some terms and of the others look at it."""
        uses = Counter(map(self.node_of, terms))
        waiting = list(uses)
        seen = set(waiting)
        while waiting:
            for part in self.closed_parts(waiting.pop()):
                uses[part] += 1
                if part not in seen:
                    seen.add(part)
                    waiting.append(part)
        return uses

    def closed_parts(self, node: Node) -> frozenset[Node]:
        """The nodes that are not open and that a node's value looks at, directly or in open ones."""
        if node not in self._closed_parts:
            found: set[Node] = set()
            for part in node.parts:
                found |= self.closed_parts(part) if part.is_open else {part}
            self._closed_parts[node] = frozenset(found)
        return self._closed_parts[node]

    def last_uses(self, terms: Sequence[Sequence[Term]]) -> list[list[Node]]:
        """For each of some lists of terms the nodes that no later list needs."""
        seen: set[Node] = set()
        found = []
        for together in reversed(terms):
            last: list[Node] = []
            waiting = [self.node_of(term) for term in together]
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    last.append(node)
                    waiting += node.parts
            found.append(last)
        return found[::-1]

    def literal(self, value: Any) -> Node:
        """The node of a number or a truth."""
        return self._node("literal", (value,), Space.SCALAR)

    def expand(self, term: Term, environment: Environment) -> Node:
        """The node of a term whose free variables stand for some nodes."""
        operator = term.operator
        if isinstance(operator, Definition):
            return self._call(operator, tuple(self.expand(operand, environment) for operand in term.terms()))
        if operator == "number":
            value: Any = term.operands[0]
            return self.literal(gmpy2.mpq(value.numerator, value.denominator))
        if operator == "variable":
            return environment[str(term.operands[0])]
        if operator == "horizon":
            return self.literal(gmpy2.mpq(self.horizon))
        if operator == "index":
            return self.literal(entries.UNDEFINED if self.index is None else gmpy2.mpq(self.index))
        if operator == "infinity":
            return self.literal(INFINITY)
        if operator in ("back", "forth"):
            name, body = term.operands
            solved = self._node("solved", (), Space.POINTS)
            return self._node(
                operator, (self.expand(_as_term(body), {**environment, str(name): solved}),), Space.POINTS
            )
        if operator == "repeat":
            return self._repeat(term, environment)
        if operator == "least":
            low, high = (self.expand(_as_term(end), environment) for end in term.operands[:2])
            name, wanted = term.operands[2:]
            scope = _scope(_as_term(wanted), str(name), environment)
            return self._node("least", (low, high, name, wanted, scope), Space.SCALAR)
        if operator == "ending":
            gamma, there = map(_as_term, term.operands)
            given = {name: self._given(environment[name]) for name in free_variables(there)}
            return self._node(
                "ending", (self.expand(gamma, environment), self.expand(there, given)), Space.SCALAR
            )
        operands = tuple(
            self.expand(operand, environment) if isinstance(operand, Term) else operand
            for operand in term.operands
        )
        return self.operation(operator, operands)

    def _given(self, node: Node) -> Node:
        """A scalar of the model outside of an ``ending``, as it is met inside."""
        return node if node.operator == "literal" else self._node("given", (node,), Space.SCALAR)

    def _call(self, definition: Definition, arguments: tuple[Node, ...]) -> Node:
        accelerator = self._accelerators.get(definition)
        if isinstance(accelerator, Definition):
            return self._call(accelerator, arguments)
        if accelerator is not None:
            node = self._node("accelerated", (definition, accelerator, *arguments), definition.sort.space)
            node.is_kept = True
            return node
        return self.called(definition, arguments)

    def called(self, definition: Definition, arguments: tuple[Node, ...]) -> Node:
        """The node of a definition's body with some arguments."""
        key = (definition, *arguments)
        node = self._calls.get(key)
        if node is None:
            names = (parameter.name for parameter in definition.parameters)
            node = self.expand(definition.body, dict(zip(names, arguments, strict=True)))
            node.is_kept = node.is_kept or not node.is_open
            self._calls[key] = node
        return node

    def _repeat(self, term: Term, environment: Environment) -> Node:
        times, name, step, begin = term.operands
        count = self.expand(_as_term(times), environment)
        first = self.expand(_as_term(begin), environment)
        if count.operator != "literal":
            scope = _scope(_as_term(step), str(name), environment)
            return self._node("repeat", (count, name, step, first, scope), _as_term(begin).sort.space)
        return self.iterate(count.literal, str(name), _as_term(step), first, environment)

    def iterate(self, count: Any, name: str, step: Term, first: Node, environment: Environment) -> Node:
        """A step taken so many times from a node; undefined if ``count`` is no integer of at least 0."""
        if count is entries.ABSENT:
            return self.literal(entries.ABSENT)
        count = settled(count)
        if not is_rational(count) or count.denominator != 1 or count < 0:
            return self.literal(entries.UNDEFINED)
        if count > MOST_REPETITIONS:
            raise UndecidedError(
                f"nothing is repeated more than {MOST_REPETITIONS} times; use a smaller number"
            )
        node = first
        for _ in range(int(count)):
            node = self.expand(step, {**environment, name: node})
            node.is_kept = node.is_kept or not node.is_open
        return node

    def operation(self, operator: str, operands: tuple[Any, ...]) -> Node:
        """The node of an operation that binds no variable, or of ``back`` and ``forth``."""
        if operator in ENTRYWISE:
            folded = self._folded(operator, operands)
            if folded is not None:
                return folded
            space = common_space(operand.space for operand in operands)
            assert space is not None
            return self._node(operator, operands, space)
        if operator in REDUCTIONS:
            return self._node(operator, operands, operands[1])
        if operator == "at":
            return self._node(operator, operands, Space.SCALAR)
        return self._node(operator, operands, _SPACES[operator])

    def _folded(self, operator: str, operands: tuple[Node, ...]) -> Node | None:
        """What is known before there is a model."""
        first = operands[0].literal
        if operator == "if" and isinstance(first, bool):
            return operands[1] if first else operands[2]
        if operator in ("and", "or") and isinstance(first, bool):
            if first is (operator == "or") or len(operands) == 1:
                return operands[0]
            return self.operation(operator, operands[1:])
        if operator in entries.OF_LITERALS and all(operand.operator == "literal" for operand in operands):
            return self.literal(entries.OF_LITERALS[operator](*(operand.literal for operand in operands)))
        return None

    def _node(self, operator: str, operands: tuple[Any, ...], space: Space) -> Node:
        # A literal's value may be equal to another's of another type, as 1 is to true.
        key = (
            operator,
            *((type(operand), operand) if operator == "literal" else operand for operand in operands),
        )
        try:
            found = self._nodes.get(key)
        except TypeError:  # logarithms and entries that are no numbers are compared exactly and have no hash
            key = (operator, *map(id, operands))
            found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(len(self._nodes), operator, operands, space)
        return found


def _scope(term: Term, bound: str, environment: Environment) -> tuple[tuple[str, Node], ...]:
    """What the free variables of a term stand for, but for the one that is bound there."""
    return tuple((name, environment[name]) for name in sorted(free_variables(term) - {bound}))


def _as_term(operand: object) -> Term:
    assert isinstance(operand, Term)
    return operand
