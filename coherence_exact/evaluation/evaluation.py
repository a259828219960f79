"""What terms denote in one model: the exact evaluator.

An :class:`Evaluation` belongs to one model (and a second policy, or an index, where claims speak of them) and
computes every table once.  Numbers are ``gmpy2.mpq``, log values, log quotients and, where the model has
symbols, expressions; an entry can also be undefined or absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import gmpy2
from coherence_exact.errors import UndecidedError, UndefinedError
from coherence_exact.evaluation.compiler import Code, code_of
from coherence_exact.evaluation.entries import ABSENT, UNDEFINED
from coherence_exact.evaluation.graph import MOST_REPETITIONS, Graph, Node, PolicyTable
from coherence_exact.evaluation.layout import Layout
from coherence_exact.exact.fields import Number, is_rational
from coherence_exact.exact.logarithms import INFINITY, LogValue
from coherence_exact.exact.quotients import settled
from coherence_exact.language.sorts import Space
from coherence_exact.language.terms import Term
from coherence_exact.mdp.ending import ending_model
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy


@lru_cache(maxsize=256)
def graph_of(horizon: int, index: int | None, accelerated: bool) -> Graph:
    """The nodes of terms in models of a horizon, which all of them share."""
    if not accelerated:
        return Graph(horizon, index)
    from coherence_exact.evaluation.accelerators import ACCELERATORS

    return Graph(horizon, index, ACCELERATORS)


_MISSING = object()
"""Stands where a table has not been computed."""


def _plan_of(node: Node) -> tuple[Node, ...]:
    """The nodes whose tables a node needs, itself last, each after what it needs itself."""
    plan: dict[Node, None] = {}
    stack = [node]
    while stack:
        current = stack[-1]
        if current in plan:
            stack.pop()
            continue
        needed = () if current.is_chosen or current.operator == "literal" else code_of(current).inputs
        missing = [given for given in needed if given not in plan]
        if missing:
            stack += missing
        else:
            plan[current] = None
    node.plan = tuple(plan)
    return node.plan


def _is_integer(value: Any) -> bool:
    return is_rational(value) and value.denominator == 1


class Evaluation:
    """Values of terms in one model.

    ``second_policy`` is what the term of that name denotes, ``index`` the index k of a sequence, ``prior``
    what stands in for the model's own.  With ``accelerated`` some definitions are computed in a faster way,
    which denotes the same (see :mod:`coherence_exact.evaluation.accelerators`).

    >>> from coherence_exact.claims import at, prior, retrain
    >>> from coherence_exact.mdp.files import load_model
    >>> evaluation = Evaluation(load_model("paper_examples/example_3.toml"))
    >>> evaluation.value(at(retrain(prior, 2), 1, "∅", "a1"))
    mpq(25,61)
    """

    def __init__(
        self,
        model: Model,
        second_policy: Policy | None = None,
        index: int | None = None,
        *,
        prior: Policy | None = None,
        accelerated: bool = False,
    ) -> None:
        self.model = model
        self.index = index
        self.layout = Layout(model, second_policy, prior)
        self._graph = graph_of(model.horizon, index, accelerated)
        self._prior = prior
        self._values: list[Any] = []
        self._outside: Evaluation | None = None
        self._elsewhere: dict[Any, Evaluation | None] = {}
        self._kept: dict[Node, Sequence[int]] = {}

    def value(self, term: Term) -> Any:
        """What a term without free variables denotes.

        A number or truth for a scalar, else a list of them, in the order of the layout; for a table that is
        the same everywhere, still a list.
        """
        node = self._graph.node_of(term)
        return self._spread(self._table(node), node.space, term.sort.space)

    def table_of(self, node: Node) -> Any:
        """The table of a node of the graph that models of this horizon share."""
        return self._table(node)

    def table(self, term: Term, space: Space | None = None) -> dict[Any, Any]:
        """What a term denotes, by the names of the elements of its space, or of a finer one.

        Absent entries are left out.
        """
        over = space or term.sort.space
        entries = self._spread(self.value(term), term.sort.space, over)
        listed = [entries] if over is Space.SCALAR else entries
        return {key: x for key, x in zip(self.layout.keys(over), listed, strict=True) if x is not ABSENT}

    def holds(self, relation: Term) -> bool:
        """Whether a relation is true; raises :class:`UndefinedError` where it is neither true nor false."""
        value = self.value(relation)
        if value is UNDEFINED or value is ABSENT:
            raise UndefinedError(f"{relation!r} has no value, because a part of it does not exist")
        return bool(value)

    def kept_points(self, term: Term) -> set[int]:
        """The decision points at which a ``share``, or an accelerated one, keeps the row of its policy."""
        kept: set[int] = set()
        pending, seen = [self._graph.node_of(term)], set[Node]()
        while pending:
            node = pending.pop()
            if node in seen:
                continue
            seen.add(node)
            pending += self._looked_at(node)
            kept.update(self._kept.get(node, ()))
            if node.operator == "share" and not node.is_open:
                table = self._spread(self._table(node.operands[0]), node.operands[0].space, Space.CHOICES)
                for point, row in enumerate(self.layout.choices_of_point):
                    if all((table[choice] == 0) is True for choice in row):
                        kept.add(point)
        return kept

    def _looked_at(self, node: Node) -> list[Node]:
        """The operands of a node that its value depends on."""
        if node.operator == "if" and node.is_chosen:
            condition = self._table(node.operands[0])
            return [node.operands[1 if condition is True else 2]]
        if node.operator == "repeat" and node.is_chosen:
            return [self._counted(node)]
        if node.operator == "accelerated":
            self._table(node)
            definition, _, *arguments = node.operands
            return arguments if node in self._kept else [self._graph.called(definition, tuple(arguments))]
        return [operand for operand in node.operands if isinstance(operand, Node)]

    def _table(self, node: Node) -> Any:
        values = self._values
        if node.number >= len(values):
            values += [_MISSING] * (self._graph.size - len(values))
        if values[node.number] is _MISSING:
            for step in node.plan or _plan_of(node):
                if values[step.number] is _MISSING:
                    if step.is_chosen:
                        values[step.number] = self._chosen(step)
                    elif step.operator == "literal":
                        values[step.number] = step.operands[0]
                    else:
                        code: Code = step.code
                        given = [values[needed] for needed in code.numbers]
                        values[step.number] = code.function(self.layout, *given, *code.constants)
        return values[node.number]

    def _chosen(self, node: Node) -> Any:
        """The value of a node that looks at some operands only if others ask for them."""
        return getattr(self, f"_{_LAZY[node.operator]}")(node)

    def _junction(self, node: Node) -> Any:
        goes_on = node.operator == "and"
        value: Any = goes_on
        for operand in node.operands:
            value = self._table(operand)
            if value is not goes_on:
                break
        return value

    def _conditional(self, node: Node) -> Any:
        condition = self._table(node.operands[0])
        if condition is True or condition is False:
            side = node.operands[1 if condition else 2]
            return self._spread(self._table(side), side.space, node.space)
        return self._spread(condition, Space.SCALAR, node.space)

    def _repetition(self, node: Node) -> Any:
        last = self._counted(node)
        return self._spread(self._table(last), last.space, node.space)

    def _recursion(self, node: Node) -> Any:
        return self._table(self._graph.operation(node.operator, (self._counted(node.operands[0]),)))

    def _counted(self, node: Node) -> Node:
        """A node in which what the model says how often to repeat is repeated so often."""
        if node.operator == "repeat":
            times, name, step, first, scope = node.operands
            environment = {known: self._counted(given) for known, given in scope}
            last = self._graph.iterate(self._table(times), name, step, self._counted(first), environment)
            return self._counted(last)
        if not node.awaits_model:
            return node
        operands = (self._counted(each) if isinstance(each, Node) else each for each in node.operands)
        return self._graph.operation(node.operator, tuple(operands))

    def _accelerated(self, node: Node) -> Any:
        definition, function, *arguments = node.operands
        given = (
            self._spread(self._table(argument), argument.space, parameter.sort.space)
            for argument, parameter in zip(arguments, definition.parameters, strict=True)
        )
        found = function(self.layout, *given)
        if isinstance(found, PolicyTable):
            self._kept[node] = found.kept
            return found.entries
        if found is not None:
            return found
        node = self._graph.called(definition, tuple(arguments))
        return self._spread(self._table(node), node.space, definition.sort.space)

    def _least(self, node: Node) -> Any:
        low, high, name, wanted, scope = node.operands
        first, last = settled(self._table(low)), settled(self._table(high))
        if first is ABSENT or last is ABSENT:
            return ABSENT
        if not _is_integer(first) or not _is_integer(last):
            return UNDEFINED
        for k in range(int(first), int(last) + 1):
            if k - first > MOST_REPETITIONS:
                raise UndecidedError(f"of more than {MOST_REPETITIONS} numbers the least is not looked for")
            number = self._graph.literal(gmpy2.mpq(k))
            found = self._table(self._graph.expand(wanted, {**dict(scope), name: number}))
            if found is not False:
                return number.literal if found is True else UNDEFINED
        return UNDEFINED

    def _ending(self, node: Node) -> Any:
        gamma, wanted = settled(self._table(node.operands[0])), node.operands[1]
        if not is_rational(gamma) or not 0 <= gamma <= 1:
            return ABSENT if gamma is ABSENT else UNDEFINED
        if gamma not in self._elsewhere:
            self._elsewhere[gamma] = self._ending_with(gamma)
        there = self._elsewhere[gamma]
        return UNDEFINED if there is None else there._table(wanted)

    def _ending_with(self, gamma: Number) -> Evaluation | None:
        model = ending_model(self.model, gamma)
        if model is None:
            return None
        prior = self._prior
        if prior is not None:
            prior = Policy(
                {**model.prior, **{point: row for point, row in prior.items() if point in model.prior}}
            )
        there = Evaluation(model, index=self.index, prior=prior)
        # The numbers of nodes are those of one graph.
        there._graph, there._outside = self._graph, self
        return there

    def _given(self, node: Node) -> Any:
        assert self._outside is not None
        return self._outside._table(node.operands[0])

    def _spread(self, value: Any, own: Space, finer: Space) -> Any:
        """A table over one space as a table over a finer one."""
        if own is finer:
            return value
        layout = self.layout
        if own is Space.SCALAR:
            return [value] * len(layout.elements(finer))
        result = [UNDEFINED] * len(layout.elements(finer))
        for number, elements in enumerate(layout.members(finer, own)):
            for element in elements:
                result[element] = value[number]
        return result


def _is_infinity(value: Any) -> bool:
    return isinstance(value, LogValue) and value == INFINITY


_LAZY = {
    "and": "junction",
    "or": "junction",
    "if": "conditional",
    "repeat": "repetition",
    "least": "least",
    "ending": "ending",
    "given": "given",
    "back": "recursion",
    "forth": "recursion",
    "accelerated": "accelerated",
}
