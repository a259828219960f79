"""An independent checker for certificates about finite Markov decision processes.

    python checker.py [--sample] [--json] [--workers N] PATH...

This one file needs Python 3.11 or later and its standard library.  It shares no code with the program that
writes certificates, and reads nothing but the certificates (a PATH that is a folder stands for all `*.json`
in it).  `FORMAT.md` specifies the format and the meaning of every term.  The checker knows the operations of
the core and nothing else: every definition, of a paper or of a user, is in the certificate that uses it.

A file has one of four outcomes.

`valid` means that the file has exactly the documented form: every term is well-sorted, every definition is
there, is used and is not circular, every model is a Markov decision process, `source` is the digest of the
claim, and

* `counterexample`: in the model (with the second policy, if there is one) every hypothesis is true and the
  relation is false; `values` lists exactly the calls that it has to, with the values that they have;
* `instance`, verdict `holds`: in the model every hypothesis and the relation are true, and `values` as above;
  verdict `vacuous`: a hypothesis is false or a value that is needed is undefined; `values` as above or empty;
* `family`: every model of the grid and shapes was listed here anew, once for each class of renamed models;
  the sizes of the classes sum to the number of labelled models, which is counted separately, by inclusion
  and exclusion; in every one of these models the hypotheses and the relation were recomputed; none refutes the
  relation, and all counts are right.  Over the priors of one model, the same with every prior;
* `sequence`: in the model of every row, with its index, all hypotheses and the relation are true, and the
  enclosures hold.  THAT THE RELATION IS TRUE AT EVERY INDEX, and that this proves or refutes the claim, is the
  theorem that the certificate names: it is TAKEN ON TRUST, and the line says `assuming`;
* `identity`: every equation is an identity of rational functions of exactly the listed symbols, and no
  denominator is the zero polynomial.  WHAT FOLLOWS FROM THE EQUATIONS is TAKEN ON TRUST in the same way.

`sampled` is said of a family if `--sample` was given and models were left out: everything as for `valid`, but
only SAMPLE of the N classes were recomputed, those with the numbers (2 i + 1) N // (2 SAMPLE), and the counts
are only known not to contradict what these show.  THE OTHER MODELS ARE TAKEN ON TRUST.

`holey` means that some step could not be decided: the sign of an expression in logarithms was not found with
the bounds that are tried, or the certificate says itself that the claim is undecided.

`invalid` is everything else, and the reason names the place.  Two files that are valid or sampled, that are
about the same claim in every word, and that contradict each other, are both invalid.

What is trusted: Python's integers, fractions, hashes and JSON parser; this file; that the definitions and the
relation say what `statement` says; that a counterexample of a family need not be in the family; the theorems
after `assuming`; and, for families, that the value of a term does not depend on the order or the names of
states and actions (so a term that names a state is refused there).  `claim`, `reading`, `statement`, `reason`
and the names of families and models are text for people, and are not checked.

No file can make this program run away: one that exceeds a limit is `invalid`, and the reason says so.
"""

import argparse
import hashlib
import io
import itertools
import json
import math
import multiprocessing
import pathlib
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

Json = Any  # what json.loads gives without floats: None, bool, int, str, list, dict; every use looks first
Ratio = int | tuple[int, int]  # an integer, or a pair (p, q) in lowest terms with q > 1, which is p/q
Row = tuple[Ratio, ...]

FILE_LIMIT = 4 * 2**20  # bytes of a file
NAME_LIMIT = 1_000  # letters of a name in a term
DIGITS_LIMIT = 1_000  # digits of a number in a model, a term or a grid
VALUE_DIGITS_LIMIT = 20_000  # digits of a number in `values`
DEPTH_LIMIT = 100  # of JSON in JSON
TERM_DEPTH_LIMIT = 40  # of terms in terms
TERMS_LIMIT = 4_000  # terms of one certificate, each as often as it occurs in the file
EXPANDED_LIMIT = 40_000  # terms that are read with the definitions put in for their calls
EXPANDED_DEPTH_LIMIT = 400  # of these in one another
DEFINITIONS_LIMIT = 500
HORIZON_LIMIT = 50
TRAJECTORIES_LIMIT = 100_000  # of one model, from all decision points together
PAIRS_LIMIT = 100_000
CHOICES_LIMIT = 20_000
TRANSITIONS_LIMIT = 100_000
ENTRIES_LIMIT = 1_500_000  # of all tables that are kept for one model, a long number counted more than once
PRECISION_LIMIT = 16_384  # bits, before two numbers with logarithms are given up as undecided
INDEX_LIMIT = 1_000
INDICES_LIMIT = 1_000  # rows of a sequence
MODELS_LIMIT = 100  # of a sequence
SHAPES_LIMIT = 100
COMPLEXITY_LIMIT = 1_000
WIDTH_LIMIT = 5  # states at one time, and actions of one state, in a family
ROWS_LIMIT = 400  # weights of a grid, and rows of one length
REPRESENTATIVES_LIMIT = 100_000  # of all shapes of one certificate
PRIORS_LIMIT = 20_000  # of a family over the priors of one model
FORMULA_LIMIT = 4_000  # letters that are shown of a formula
SAMPLE = 60
WORK_LIMIT = 20_000_000  # of a certificate; as much again for every SAMPLE models of a family; see Work


class Rejected(Exception):  # noqa: N818
    """The certificate is invalid; the message is a sentence that names the place."""


class Exceeded(Rejected):
    """The certificate is invalid since checking it takes more than a limit allows."""


class Undecidable(Rejected):
    """A comparison that this program could not settle: the certificate is holey."""


class Work:
    """A budget: about so many microseconds of arithmetic, counted so that all machines stop at one place."""

    def __init__(self, limit: int = WORK_LIMIT) -> None:
        self.left = limit

    def spend(self, units: int) -> None:
        """Refuse when the budget is used up."""
        self.left -= units
        if self.left < 0:
            raise Exceeded("Checking this takes more arithmetic than the limit allows.")

    def spend_bits(self, bits: int, times: int = 1) -> None:
        """Pay for arithmetic with so many bits; greatest common divisors take the square of the length."""
        self.spend(times * (1 + bits // 40 + 10 * (bits >> 11) ** 2))


# The meaning of a claim, to be read first.  A term is read once into nodes (`Reader`), every node is compiled
# to a function that gives one entry of its table in one model (`entry`), and equal nodes are one node, so that
# every entry of a term without variables is computed at most once in a model, and only if it is asked for.


SCALAR, POINTS, CHOICES, TRANSITIONS = "scalar", "points", "choices", "transitions"
TRAJECTORIES, PAIRS = "trajectories", "pairs"
SPREADS = {  # to which spaces a table over one can be spread, coarsest first
    SCALAR: (SCALAR, POINTS, CHOICES, TRANSITIONS, TRAJECTORIES, PAIRS),
    POINTS: (POINTS, CHOICES, TRANSITIONS, TRAJECTORIES, PAIRS),
    CHOICES: (CHOICES, TRANSITIONS, TRAJECTORIES),
    TRANSITIONS: (TRANSITIONS,),
    TRAJECTORIES: (TRAJECTORIES,),
    PAIRS: (PAIRS,),
}
FINER = [(fine, coarse) for coarse, spaces in SPREADS.items() for fine in spaces if fine != coarse]
NUMBERS, TRUTHS, POLICY = "numbers", "truths", "policy"
SORTS = {
    "policy": (CHOICES, POLICY),
    "number": (SCALAR, NUMBERS),
    "truth": (SCALAR, TRUTHS),
    **{space: (space, NUMBERS) for space in SPREADS if space != SCALAR},
    **{f"truths of {space}": (space, TRUTHS) for space in SPREADS if space != SCALAR},
}


class Gap:
    """An entry that is neither a number nor a truth."""


class Infinite:
    """∞ or −∞."""

    def __init__(self, sign: int) -> None:
        self.sign = sign


UNDEFINED, ABSENT = Gap(), Gap()
INFINITY, MINUS_INFINITY = Infinite(1), Infinite(-1)
Entry = Any  # Ratio, Quotient, Infinite, bool or Gap


@dataclass
class Plan:
    """A model as it is given, with states and actions by their numbers; rows lack probabilities 0."""

    horizon: int
    states: list[str]
    actions: list[list[str]]
    weights: list[list[Ratio]]
    rows: list[list[list[tuple[int, Ratio]] | None]]
    start: list[tuple[int, Ratio]]
    prior: list[Row]
    second: dict[tuple[int, int], Row] | None = None

    def ending(self, gamma: Ratio, work: Work) -> "Plan | None":
        """Make the model that ends with probability 1 - gamma after each decision, if (end) is a new name."""
        if "(end)" in self.states:
            return None
        first, end, rest = self.actions[0], len(self.states), subtract(work, 1, gamma)
        leaving = [(end, rest)] if rest else []
        rows: list[list[list[tuple[int, Ratio]] | None]] = []
        for given in self.rows:
            rows.append([])
            for row in given:
                staying = [(state, multiply(work, gamma, chance)) for state, chance in row or ()]
                rows[-1].append(None if row is None else (staying if gamma else []) + leaving)
        rows.append([[(end, 1)] for _ in first])
        uniform = divide(work, 1, len(first))
        return Plan(
            self.horizon,
            [*self.states, "(end)"],
            [*self.actions, first],
            [*self.weights, [1] * len(first)],
            rows,
            self.start,
            [*self.prior, (uniform,) * len(first)],
        )


class Model:
    """A model unrolled over time: its spaces, with elements as numbers from 0, and the tables made so far."""

    def __init__(self, plan: Plan, work: Work, slots: int, index: int = 0) -> None:
        self.plan, self.work, self.index = plan, work, index
        self.tables: list[Any] = [None] * slots
        self.kept = 0
        self.points: list[tuple[int, int]] = []
        self.choices: list[tuple[int, int, int]] = []
        self.transitions: list[tuple[int, int, int, int]] = []
        self.point_of_choice: list[int] = []
        self.point_of_transition: list[int] = []
        self.choice_of_transition: list[int] = []
        self.target: list[int] = []  # of a transition: the point at which it arrives
        self.tau: list[Ratio] = []
        self.pairs: list[tuple[int, int]] | None = None
        self.paths: list[tuple[int, ...]] | None = None  # the choices of the trajectories
        self.chances: list[Ratio] = []
        self.maps: list[list[int]] = [[] for _ in FINER]
        self.groups: list[list[Sequence[int]]] = [[] for _ in FINER]
        self.arrivals: list[list[int]] | None = None
        self.visits: list[list[int]] | None = None
        self.ended: dict[Ratio, Model | None] = {}
        self.unroll()

    def unroll(self) -> None:
        """Find the decision points, choices and transitions, one time after another."""
        plan = self.plan
        met = sorted(state for state, _ in plan.start)
        for time in range(1, plan.horizon + 1):
            begin, later = len(self.transitions), set[int]()
            for state in met:
                point = len(self.points)
                self.points.append((time, state))
                for action, row in enumerate(plan.rows[state]):
                    choice = len(self.choices)
                    self.choices.append((time, state, action))
                    self.point_of_choice.append(point)
                    if time == plan.horizon:
                        continue
                    if row is None:
                        name = f"{shown(plan.states[state])}.{shown(plan.actions[state][action])}"
                        raise Rejected(f"states.{name} is met before the last time, and needs `to`.")
                    for following, chance in row:
                        self.transitions.append((time, state, action, following))
                        self.choice_of_transition.append(choice)
                        self.point_of_transition.append(point)
                        self.tau.append(chance)
                        later.add(following)
            met = sorted(later)
            place = {state: len(self.points) + number for number, state in enumerate(met)}
            self.target += [place[self.transitions[i][3]] for i in range(begin, len(self.transitions))]
            refuse_more(len(self.choices), CHOICES_LIMIT, "choices")
            refuse_more(len(self.transitions), TRANSITIONS_LIMIT, "transitions")
        self.maps[FINER.index((CHOICES, POINTS))] = self.point_of_choice
        self.maps[FINER.index((TRANSITIONS, POINTS))] = self.point_of_transition
        self.maps[FINER.index((TRANSITIONS, CHOICES))] = self.choice_of_transition

    def size(self, space: str) -> int:
        """Count the elements of a space; pairs and trajectories are listed only when they are asked for."""
        if space == SCALAR:
            return 1
        if space == POINTS:
            return len(self.points)
        if space == CHOICES:
            return len(self.choices)
        if space == TRANSITIONS:
            return len(self.transitions)
        if space == PAIRS:
            return len(self.list_pairs())
        return len(self.list_trajectories())

    def list_pairs(self) -> list[tuple[int, int]]:
        """List the ordered pairs of choices of one decision point."""
        if self.pairs is None:
            rows = self.group(FINER.index((CHOICES, POINTS)))
            refuse_more(sum(len(row) ** 2 for row in rows), PAIRS_LIMIT, "pairs of choices")
            self.pairs = [pair for row in rows for pair in itertools.product(row, row)]
            self.maps[FINER.index((PAIRS, POINTS))] = [self.point_of_choice[one] for one, _ in self.pairs]
        return self.pairs

    def list_trajectories(self) -> list[tuple[int, ...]]:
        """Put a choice before the trajectories from every possible next point, counting before building."""
        if self.paths is not None:
            return self.paths
        rows = self.group(FINER.index((CHOICES, POINTS)))
        after = self.group(FINER.index((TRANSITIONS, CHOICES)))
        counts = [0] * len(rows)
        for point in reversed(range(len(rows))):
            steps = [after[choice] for choice in rows[point]]
            counts[point] = sum(sum(counts[self.target[step]] for step in row) or 1 for row in steps)
            refuse_more(counts[point], TRAJECTORIES_LIMIT, "trajectories")
        refuse_more(sum(counts), TRAJECTORIES_LIMIT, "trajectories")
        self.keep(sum(counts))
        found: list[list[tuple[tuple[int, ...], Ratio]]] = [[] for _ in rows]
        for point in reversed(range(len(rows))):
            for choice in rows[point]:
                if not after[choice]:
                    found[point].append(((choice,), 1))
                for step in after[choice]:
                    self.work.spend(1 + len(found[self.target[step]]))
                    for path, chance in found[self.target[step]]:
                        product = multiply(self.work, self.tau[step], chance)
                        found[point].append(((choice, *path), product))
        self.paths = [path for row in found for path, _ in row]
        self.chances = [chance for row in found for _, chance in row]
        self.maps[FINER.index((TRAJECTORIES, CHOICES))] = first = [path[0] for path in self.paths]
        self.maps[FINER.index((TRAJECTORIES, POINTS))] = [self.point_of_choice[choice] for choice in first]
        return self.paths

    def group(self, number: int) -> list[Sequence[int]]:
        """List, for every element of the coarser space, the elements of the finer one that belong to it."""
        if not self.groups[number]:
            fine, coarse = FINER[number]
            size = self.size(fine)
            if coarse == SCALAR:
                self.groups[number] = [range(size)]
            else:
                found: list[list[int]] = [[] for _ in range(self.size(coarse))]
                for element, owner in enumerate(self.maps[number]):
                    found[owner].append(element)
                self.groups[number] = list(found)
        return self.groups[number]

    def arriving(self, point: int) -> list[int]:
        """List the transitions that lead to a decision point."""
        if self.arrivals is None:
            self.arrivals = [[] for _ in self.points]
            for transition, target in enumerate(self.target):
                self.arrivals[target].append(transition)
        return self.arrivals[point]

    def visiting(self, choice: int) -> list[int]:
        """List the trajectories from time 1 that contain a choice."""
        if self.visits is None:
            self.visits = [[] for _ in self.choices]
            for number, path in enumerate(self.list_trajectories()):
                if self.choices[path[0]][0] == 1:
                    self.keep(len(path))
                    for step in path:
                        self.visits[step].append(number)
        return self.visits[choice]

    def find(self, time: int, names: tuple[str, ...]) -> int | None:
        """Find a decision point, or a choice, by its names."""
        plan = self.plan
        if len(names) == 1:
            found = (i for i, (t, s) in enumerate(self.points) if t == time and plan.states[s] == names[0])
        else:
            found = (
                i
                for i, (t, s, a) in enumerate(self.choices)
                if t == time and (plan.states[s], plan.actions[s][a]) == names
            )
        return next(found, None)

    def data(self, operation: str) -> list[Entry]:
        """Give the table of an operation without operands."""
        plan, last = self.plan, self.plan.horizon
        match operation:
            case "prior":
                return [plan.prior[state][action] for _, state, action in self.choices]
            case "second_policy":
                if plan.second is None:
                    return [UNDEFINED] * len(self.choices)
                return [plan.second[time, state][action] for time, state, action in self.choices]
            case "weight":
                return [plan.weights[state][action] for _, state, action in self.choices]
            case "dynamics":
                return list(self.tau)
            case "start":
                chances = dict(plan.start)
                return [chances[state] if time == 1 else 0 for time, state in self.points]
            case "time":
                return [time for time, _ in self.points]
            case "last":
                return [time == last for time, _ in self.points]
            case "horizon":
                return [last]
            case "index":
                return [self.index]
            case "chance":
                self.list_trajectories()
                return self.chances
        return [INFINITY]

    def move_to(self, index: int, slots: Iterable[int]) -> None:
        """Take another index of a sequence, and forget what depends on it."""
        self.index, self.ended = index, {}
        for slot in slots:
            self.kept -= len(self.tables[slot] or ())
            self.tables[slot] = None

    def keep(self, entries: int) -> None:
        """Refuse to fill the memory."""
        self.kept += entries
        if self.kept > ENTRIES_LIMIT:
            raise Exceeded("Checking this takes more memory than the limit allows.")

    def table(self, space: str, cost: int) -> list[Entry]:
        """Make a table whose entries are still to be computed, and pay for computing them."""
        size = self.size(space)
        self.work.spend(size * cost)
        self.keep(size)
        return [None] * size

    def ending(self, gamma: Ratio) -> "Model | None":
        """Give the model that ends with probability 1 - gamma after each decision."""
        if gamma not in self.ended:
            plan = self.plan.ending(gamma, self.work)
            self.work.spend(10 + 10 * len(self.transitions))
            self.ended[gamma] = Model(plan, self.work, len(self.tables), self.index) if plan else None
        return self.ended[gamma]


class Frame:
    """The value of a variable, and the tables of the terms of which it is the innermost variable."""

    def __init__(self, value: list[Entry]) -> None:
        self.value = value
        self.tables: dict[int, Any] = {}
        self.kept = 0


Frames = tuple[Any, ...]  # of the variables, by level; None where one is out of scope
Look = Callable[[Model, Frames, int], Entry]
FAR = 10**6
Reach = dict[int, tuple[int, int, bool]]  # see Node


class Node:
    """A term with its definitions put in.

    `reach` says of each free variable, by its level, how much later than an element of this table the entries
    are for which it asks the variable, at least and at most, and if it is filled while it is asked (as in
    `back` and `forth`).  `cost` is how many nodes one entry asks that are not remembered.
    """

    def __init__(self, operation: str, parts: tuple["Node", ...], data: Any, space: str) -> None:
        self.operation, self.parts, self.data, self.space = operation, parts, data, space
        self.depth: int = 1 + max((part.depth for part in parts), default=0)
        self.indexed: bool = operation == "index" or any(part.indexed for part in parts)
        self.reach = reach(self)
        self.asked = self.cost = 1
        self.slot = 0
        self.look: Look


def within(one: Reach, two: Reach) -> Reach:
    """Join what two parts of a term ask for."""
    result = dict(one)
    for level, (low, high, filled) in two.items():
        before = result.get(level, (low, high, filled))
        result[level] = (min(before[0], low), max(before[1], high), filled)
    return result


def shifted(one: Reach, low: int, high: int) -> Reach:
    """Ask so much later."""
    return {level: (max(x + low, -FAR), min(y + high, FAR), filled) for level, (x, y, filled) in one.items()}


def reach(node: Node) -> Reach:
    """Say for which times a term asks its variables, from what its parts ask."""
    result: Reach = {}
    for number, part in enumerate(node.parts):
        if node.operation != "ending" or number != 1:  # which is about another model
            result = within(result, part.reach)
    match node.operation:
        case "variable":
            level, filled = node.data
            return {level: (0, 0, filled)}
        case "next":
            return shifted(result, 1, 1)
        case "into":
            return shifted(result, -1, -1)
        case "product" | "tail" | "along" | "end":
            return shifted(result, 0, FAR)
        case "sum" | "max" | "min" | "every" | "some" | "count" if node.space == SCALAR:
            return shifted(result, -2 * FAR, 2 * FAR)
        case "at" | "through" | "below":
            return shifted(result, -2 * FAR, 2 * FAR)
        case "back" | "forth" | "iterates":
            low, high, _ = result.pop(node.data, (0, 0, False))
            return shifted(result, -2 * FAR if low < 0 else 0, 2 * FAR if high > 0 else 0)
        case "least":
            result.pop(node.data, None)
    return result


class Nodes:
    """All nodes of the certificates that are evaluated together; equal nodes are one."""

    def __init__(self) -> None:
        self.known: dict[Any, Node] = {}
        self.slots = 0

    def make(self, operation: str, parts: tuple[Node, ...] = (), data: Any = None, space: str = "") -> Node:
        """Make a node, or find the one that is equal."""
        space = space or parts[0].space
        key = (operation, *map(id, parts), data, space)
        if key not in self.known:
            node = Node(operation, parts, data, space)
            if node.depth > EXPANDED_DEPTH_LIMIT:
                raise Exceeded(f"Terms are in terms {EXPANDED_DEPTH_LIMIT} times, which is the limit.")
            node.cost += sum(part.asked for part in parts)
            node.slot, self.slots = self.slots, self.slots + 1
            self.remember(node)
            self.known[key] = node
        return self.known[key]

    def spread(self, node: Node, space: str) -> Node:
        """Spread a table to a finer space."""
        return node if node.space == space else self.make("spread", (node,), None, space)

    def remember(self, node: Node) -> None:
        """Compile a node, such that tables stay with the model, or with the innermost variable.

        What asks a variable that is still being filled is computed anew, and so are mere views of tables.
        """
        space, cost, slot = node.space, node.cost, node.slot
        filled = any(filled for _, _, filled in node.reach.values())
        level = max(node.reach, default=None)
        whole = whole_table(node)
        if whole is None and (filled or node.operation in VIEWS):
            node.asked, node.look = cost, entry(node)
            return
        run = None if whole else entry(node)
        make = whole or (lambda m, e: m.table(space, cost))

        def stored(m: Model, e: Frames) -> Any:
            if filled:
                return make(m, e)
            tables: Any = m.tables if level is None else e[level].tables
            table = tables[slot] if level is None else tables.get(slot)
            if table is None:
                before = m.kept
                table = tables[slot] = make(m, e)
                if level is not None:
                    e[level].kept += m.kept - before
            return table

        def look(m: Model, e: Frames, i: int) -> Entry:
            table = m.tables[slot] if level is None else None
            if table is None:
                table = stored(m, e)
            value = table[i]
            if value is None and run is not None:
                value = table[i] = run(m, e, i)
            return value

        node.look = look
        if node.operation == "iterates":
            node.look = lambda m, e, n: advance(node, m, e, stored(m, e), n)


VIEWS = ("rational", "variable", "spread", "next", "left", "right")


def bound(e: Frames, level: int, frame: Frame) -> Frames:
    """Put a variable into its place."""
    return (*(e + (None,) * level)[:level], frame)


def whole_table(node: Node) -> Callable[[Model, Frames], Any] | None:
    """Compile what is not computed entry by entry."""
    operation, level = node.operation, node.data
    if operation in ("back", "forth"):
        x = node.parts[0]

        def solve(m: Model, e: Frames) -> list[Entry]:
            size = len(m.points)
            m.work.spend(size * x.asked)
            m.keep(size)
            frame = Frame([UNDEFINED] * size)
            inner = bound(e, level, frame)
            for point in reversed(range(size)) if operation == "back" else range(size):
                frame.value[point] = x.look(m, inner, point)
            return frame.value

        return solve
    if operation == "iterates":
        return lambda m, e: []  # noqa: ARG005
    if not node.parts and operation not in ("rational", "variable", "at"):

        def data(m: Model, e: Frames) -> list[Entry]:  # noqa: ARG001
            table = m.data(operation)
            m.keep(len(table))
            return table

        return data
    return None


def advance(node: Node, m: Model, e: Frames, tables: list[list[Entry]], number: int) -> list[Entry]:
    """Give the table after so many steps, all of which are kept, since others may ask for some of them."""
    (x, y), size = node.parts, m.size(node.space)
    while len(tables) <= number:
        m.keep(size)
        m.work.spend(size * (x.asked if tables else y.asked) + 1)
        if tables:
            frame = Frame(tables[-1])
            inner = bound(e, node.data, frame)
            tables.append([x.look(m, inner, i) for i in range(size)])
            m.kept -= frame.kept
        else:
            tables.append([y.look(m, e, i) for i in range(size)])
    return tables[number]


def natural(value: Entry, work: Work) -> int | None:
    """Give a number that is an integer >= 0."""
    value = settled(value, work) if isinstance(value, Quotient) else value
    return value if type(value) is int and value >= 0 else None


def entry(node: Node) -> Look:  # noqa: PLR0915
    """Compile a node to the function that computes one entry from those of its parts."""
    looks = [part.look for part in node.parts]
    data, space = node.data, node.space
    x: Any = looks[0] if looks else None
    match node.operation:
        case "rational":
            return lambda m, e, i: data  # noqa: ARG005
        case "variable":
            level = data[0]
            return lambda m, e, i: e[level].value[i]  # noqa: ARG005
        case "+" | "-" | "*" | "/" | "^" | "=" | "<" | "<=":
            return elementwise(BINARY[node.operation], *looks)
        case "log" | "not":
            return elementwise(UNARY[node.operation], *looks)
        case "and" | "or":
            return connective(looks, node.operation == "or")
        case "if" | "where":
            return choice(*looks)
        case "spread":
            return spreading(node.parts[0], space)
        case "sum" | "max" | "min" | "every" | "some" | "count":
            return reduction(node)
        case "next":
            return lambda m, e, i: x(m, e, m.target[i])
        case "into":
            return totalling(node.parts[0], lambda m, i: m.arriving(i))
        case "through":
            return totalling(node.parts[0], lambda m, i: m.visiting(i))
        case "left":
            return lambda m, e, i: x(m, e, m.list_pairs()[i][0])
        case "right":
            return lambda m, e, i: x(m, e, m.list_pairs()[i][1])
        case "at":
            time, *names = data
            return lambda m, e, i: UNDEFINED if (k := m.find(time, tuple(names))) is None else x(m, e, k)  # noqa: ARG005
        case "row total":
            return row_total(node.parts[0])
        case "share":
            return sharing(*looks)
        case "product" | "tail" | "along" | "end":
            return along(node)
        case "below":
            return below(node)
        case "repeat":
            return repetition(node)
        case "least":
            return search(node)
        case "ending":
            return in_ending_model(node)
    raise AssertionError(node.operation)


def elementwise(function: Callable[..., Entry], *looks: Look) -> Look:
    """Apply arithmetic, which itself looks for absent and undefined operands."""
    if len(looks) == 1:
        only = looks[0]
        return lambda m, e, i: function(m.work, only(m, e, i))
    x, y = looks
    return lambda m, e, i: function(m.work, x(m, e, i), y(m, e, i))


def connective(looks: Sequence[Look], decisive: bool) -> Look:
    """Read truths in order up to the first that decides; then the operands that were read count."""

    def run(m: Model, e: Frames, i: int) -> Entry:
        gap, value = None, not decisive
        for look in looks:
            found = look(m, e, i)
            if found is decisive:
                value = decisive
                break
            if isinstance(found, Gap) and gap is not ABSENT:
                gap = found
        return value if gap is None else gap

    return run


def choice(condition: Look, x: Look, y: Look | None = None) -> Look:
    """Look only at the side that the condition chooses; there is nothing on the other side of `where`."""

    def run(m: Model, e: Frames, i: int) -> Entry:
        chosen = condition(m, e, i)
        if chosen is True:
            return x(m, e, i)
        if chosen is False:
            return y(m, e, i) if y else ABSENT
        return chosen

    return run


def spreading(x: Node, space: str) -> Look:
    """Give every element of a finer space the entry of the element to which it belongs."""
    look, number = x.look, FINER.index((space, x.space))
    if x.operation == "rational":
        return look
    if x.space == SCALAR:
        return lambda m, e, i: look(m, e, 0)  # noqa: ARG005
    return lambda m, e, i: look(m, e, m.maps[number][i])


def totalling(x: Node, members: Callable[[Model, int], Iterable[int]]) -> Look:
    """Add up the entries of some elements, without the absent ones."""
    look, cost = x.look, x.asked

    def run(m: Model, e: Frames, i: int) -> Entry:
        total: Entry = 0
        undefined, count = False, 1
        for element in members(m, i):
            count += 1
            value = look(m, e, element)
            if value is UNDEFINED:
                undefined = True
            elif value is not ABSENT:
                total = add(m.work, total, value)
        m.work.spend(count * cost)
        return UNDEFINED if undefined else total

    return run


def reduction(node: Node) -> Look:
    """Reduce the entries that belong to one element of the coarser space, without the absent ones."""
    x, operation = node.parts[0], node.operation
    number, look, cost = FINER.index((x.space, node.space)), x.look, x.asked
    if operation == "sum":
        return totalling(x, lambda m, i: (m.groups[number] or m.group(number))[i])

    def run(m: Model, e: Frames, i: int) -> Entry:
        elements = (m.groups[number] or m.group(number))[i]
        m.work.spend(1 + len(elements) * cost)
        values = [value for element in elements if (value := look(m, e, element)) is not ABSENT]
        if any(value is UNDEFINED for value in values):
            return UNDEFINED
        match operation:
            case "every":
                return all(values)
            case "some":
                return any(values)
            case "count":
                return sum(values)
        best = values[0] if values else UNDEFINED
        for value in values[1:]:
            if less(m.work, best, value) if operation == "max" else less(m.work, value, best):
                best = value
        return best

    return run


def row_total(x: Node) -> Look:
    """Add up x over a decision point; undefined where an entry is no finite number >= 0."""
    number, look, cost = FINER.index((CHOICES, POINTS)), x.look, x.asked

    def run(m: Model, e: Frames, i: int) -> Entry:
        total: Entry = 0
        row = (m.groups[number] or m.group(number))[i]
        m.work.spend(len(row) * cost)
        for element in row:
            value = look(m, e, element)
            if isinstance(value, Gap | Infinite) or less(m.work, value, 0):
                return UNDEFINED
            total = add(m.work, total, value)
        return total

    return run


def sharing(x: Look, policy: Look, total: Look) -> Look:
    """Divide x by its sum over the decision point; where that is 0, take the policy."""

    def run(m: Model, e: Frames, i: int) -> Entry:
        kept, sum_of_row = policy(m, e, i), total(m, e, m.point_of_choice[i])
        if isinstance(kept, Gap):
            return kept
        if sum_of_row is UNDEFINED:
            return UNDEFINED
        if equal(m.work, sum_of_row, 0):
            return kept
        return divide(m.work, x(m, e, i), sum_of_row)

    return run


def along(node: Node) -> Look:
    """Multiply or add up x along a trajectory, or take it at the end."""
    look, cost, operation = node.parts[0].look, node.parts[0].asked, node.operation
    step, neutral = (add, 0) if operation == "along" else (multiply, 1)

    def run(m: Model, e: Frames, i: int) -> Entry:
        path = m.list_trajectories()[i]
        m.work.spend(len(path) * cost)
        if operation == "end":
            return look(m, e, path[-1])
        result: Entry = neutral
        for element in path[1:] if operation == "tail" else path:
            result = step(m.work, result, look(m, e, element))
            if result is UNDEFINED:  # unless one that follows is absent
                rest = [look(m, e, other) for other in path]
                return ABSENT if ABSENT in rest[operation == "tail" :] else UNDEFINED
        return result

    return run


def below(node: Node) -> Look:
    """Add up the entries of y over the trajectories with a smaller entry of x."""
    x, y = (part.look for part in node.parts)
    cost = sum(part.asked for part in node.parts)

    def run(m: Model, e: Frames, i: int) -> Entry:
        count = len(m.list_trajectories())
        m.work.spend(count * cost)
        own = x(m, e, i)
        if isinstance(own, Gap):
            return own
        total: Entry = 0
        undefined = False
        for other in range(count):
            rank = x(m, e, other)
            value = rank if isinstance(rank, Gap) else y(m, e, other) if less(m.work, rank, own) else 0
            if value is UNDEFINED:
                undefined = True
            elif value is not ABSENT:
                total = add(m.work, total, value)
        return UNDEFINED if undefined else total

    return run


def repetition(node: Node) -> Look:
    """Put a table into a term n times."""
    number, tables = (part.look for part in node.parts)

    def run(m: Model, e: Frames, i: int) -> Entry:
        times = number(m, e, 0)
        if isinstance(times, Gap):
            return times
        steps = natural(times, m.work)
        return UNDEFINED if steps is None else tables(m, e, steps)[i]

    return run


def search(node: Node) -> Look:
    """Find the least integer in a range for which a truth is true."""
    low, high, x = (part.look for part in node.parts)
    level, cost = node.data, node.parts[2].asked

    def run(m: Model, e: Frames, i: int) -> Entry:  # noqa: ARG001
        ends = [low(m, e, 0), high(m, e, 0)]
        if ABSENT in ends or UNDEFINED in ends:
            return ABSENT if ABSENT in ends else UNDEFINED
        first, last = (settled(end, m.work) for end in ends)
        if not isinstance(first, int | tuple) or not (isinstance(last, int | tuple) or last is INFINITY):
            return UNDEFINED
        number = first if isinstance(first, int) else -(-first[0] // first[1])
        while last is INFINITY or not less(m.work, last, number):
            m.work.spend(1 + cost)
            frame = Frame([number])
            found = x(m, bound(e, level, frame), 0)
            m.kept -= frame.kept
            if found is not False:
                return number if found is True else found
            number += 1
        return UNDEFINED

    return run


def in_ending_model(node: Node) -> Look:
    """Evaluate a scalar in the model that ends; its variables keep the values that they have outside."""
    gamma, x, *outer = (part.look for part in node.parts)

    def run(m: Model, e: Frames, i: int) -> Entry:  # noqa: ARG001
        value = gamma(m, e, 0)
        if isinstance(value, Gap):
            return value
        value = settled(value, m.work)
        if not isinstance(value, int | tuple) or less(m.work, value, 0) or less(m.work, 1, value):
            return UNDEFINED
        other = m.ending(value)
        if other is None:
            return UNDEFINED
        before = other.kept
        found = x(other, tuple(Frame([look(m, e, 0)]) for look in outer), 0)
        m.keep(other.kept - before)
        return found

    return run


# Reading a term against sorts and definitions.


class Typed(NamedTuple):
    """A node, and if its entries are numbers or truths, or its rows are distributions."""

    node: Node
    kind: str

    @property
    def sort(self) -> str:
        """Name the sort."""
        kind = POLICY if self.kind == POLICY else self.kind
        return next(name for name, pair in SORTS.items() if pair == (self.node.space, kind))


class Definition(NamedTuple):
    """A definition whose form has been checked."""

    parameters: list[tuple[str, str]]
    sort: str
    body: Json


DATA = {
    "prior": "policy",
    "second_policy": "policy",
    "weight": "choices",
    "dynamics": "transitions",
    "start": "points",
    "time": "points",
    "last": "truths of points",
    "horizon": "number",
    "infinity": "number",
    "index": "number",
    "chance": "trajectories",
}
OPERANDS = {  # how many operands an operation has, at least and at most
    **dict.fromkeys(DATA, (0, 0)),
    **dict.fromkeys(("+", "-", "*", "/", "^", "=", "<", "<=", "where", "share", "below", "ending"), (2, 2)),
    **dict.fromkeys(("log", "not", "next", "into", "left", "right", "through", "symbol"), (1, 1)),
    **dict.fromkeys(("product", "tail", "along", "end"), (1, 1)),
    **dict.fromkeys(("and", "or"), (1, TERMS_LIMIT)),
    **dict.fromkeys(("sum", "max", "min", "every", "some", "count", "if"), (3, 3)),
    **dict.fromkeys(("back", "forth"), (2, 2)),
    "at": (3, 4),
    "repeat": (4, 4),
    "least": (4, 4),
}
OVER = {  # over which space the operand is, and over which the result
    "next": (POINTS, TRANSITIONS),
    "into": (TRANSITIONS, POINTS),
    "left": (CHOICES, PAIRS),
    "right": (CHOICES, PAIRS),
    "through": (TRAJECTORIES, CHOICES),
    "below": (TRAJECTORIES, TRAJECTORIES),
    **dict.fromkeys(("product", "tail", "along", "end"), (CHOICES, TRAJECTORIES)),
}
NAME = re.compile(r"[^\W\d_]\w*")
Scope = dict[str, Typed]  # what the variables in scope stand for


class Reader:
    """Reads the terms of one certificate, with definitions put in for their calls."""

    def __init__(self, nodes: Nodes, definitions: Mapping[str, Definition], kind: str, family: bool) -> None:
        self.nodes, self.definitions, self.kind, self.family = nodes, definitions, kind, family
        self.found: dict[str, bool] = {}  # definitions that were read: False while their bodies are
        self.instances: dict[Any, Typed] = {}
        self.calls: dict[str, Typed] = {}  # that have values: outside of definitions, without variables
        self.spaces: dict[int, str] = {}  # of the terms in the relation and the hypotheses
        self.operations: set[str] = set()
        self.written = self.expanded = 0

    def claim(self, data: Json, place: str) -> Node:
        """Read a relation or a hypothesis."""
        result = self.term(data, {}, place, 1, outside=True)
        if result.sort != "truth":
            raise Rejected(f"{place} is of sort {result.sort}, not truth.")
        return result.node

    def term(self, data: Json, scope: Scope, place: str, depth: int, outside: bool = False) -> Typed:
        """Read a term; `outside` says that it stands in the relation or a hypothesis itself."""
        self.expanded += 1
        if self.expanded > EXPANDED_LIMIT:
            raise Exceeded(f"With definitions put in there are more than {EXPANDED_LIMIT} terms, the limit.")
        if depth > EXPANDED_DEPTH_LIMIT:
            raise Exceeded(f"{place} is deeper than {EXPANDED_DEPTH_LIMIT} terms, which is the limit.")
        if isinstance(data, str):
            if not data.startswith("$"):
                return Typed(self.nodes.make("rational", (), rational(data, place), SCALAR), NUMBERS)
            if data[1:] not in scope:
                raise Rejected(f"{place} is the variable {shown(data)}, which is not bound here.")
            return scope[data[1:]]
        parts = items(data, place)
        operation = string(parts[0], f"{place}[0]") if parts else ""
        if operation in self.definitions:
            result = self.call(parts, scope, place, depth, outside)
        elif operation in OPERANDS:
            least, most = OPERANDS[operation]
            if not least < len(parts) <= most + 1:
                raise Rejected(f"{place} has {len(parts) - 1} operands, which {operation!r} does not take.")
            self.operations.add(operation)
            result = self.operation(operation, parts, scope, place, depth, outside)
        else:
            raise Rejected(f"{place} is a list that begins with no operation or definition.")
        if outside:
            self.spaces[id(data)] = result.node.space
        return result

    def call(self, parts: list[Json], scope: Scope, place: str, depth: int, outside: bool) -> Typed:
        """Put the arguments into a definition."""
        name = parts[0]
        self.define(name, place, depth + 1)
        definition = self.definitions[name]
        if len(parts) - 1 != len(definition.parameters):
            raise Rejected(
                f"{place} has {len(parts) - 1} arguments, but {name} has {len(definition.parameters)} parameters."
            )
        arguments: Scope = {}
        for number, (data, (parameter, sort)) in enumerate(
            zip(parts[1:], definition.parameters, strict=True), 1
        ):
            here = f"{place}[{number}]"
            argument = self.term(data, scope, here, depth + 1, outside)
            arguments[parameter] = self.as_sort(argument, sort, here)
        key = (name, *(id(argument.node) for argument in arguments.values()))
        if key not in self.instances:
            body = self.term(definition.body, arguments, f"{place}, in {name}", depth + 1)
            self.instances[key] = self.as_sort(body, definition.sort, f"{place}, in {name}")
        result = self.instances[key]
        if outside and result.kind != TRUTHS and not has_variables(parts):
            self.calls[canonical(parts)] = result
        return result

    def define(self, name: str, place: str, depth: int) -> None:
        """Check the body of a definition with any arguments of its sorts, once."""
        if name in self.found:
            if not self.found[name]:
                raise Rejected(f"{place} is a call of {name} in its own definition, directly or in a circle.")
            return
        self.found[name] = False
        definition, here = self.definitions[name], f"definitions.{name}.body"
        parameters = {}
        for level, (parameter, sort) in enumerate(definition.parameters):
            space, kind = SORTS[sort]
            parameters[parameter] = Typed(self.nodes.make("variable", (), (level, False), space), kind)
        self.as_sort(self.term(definition.body, parameters, here, depth), definition.sort, here)
        self.found[name] = True

    def as_sort(self, term: Typed, sort: str, place: str) -> Typed:
        """Spread a term to a sort, if that is possible."""
        space, kind = SORTS[sort]
        if kind == NUMBERS and term.kind == POLICY:
            term = Typed(term.node, NUMBERS)
        if term.kind != kind or space not in SPREADS[term.node.space]:
            raise Rejected(f"{place} is of sort {term.sort}, which cannot be {sort}.")
        return Typed(self.nodes.spread(term.node, space), kind)

    def operation(
        self, operation: str, parts: list[Json], scope: Scope, place: str, depth: int, outside: bool
    ) -> Typed:
        """Read an operation of the core."""
        make = self.nodes.make

        def operand(number: int, sort: str | None = None, inner: Scope = scope) -> Typed:
            here = f"{place}[{number}]"
            term = self.term(parts[number], inner, here, depth + 1, outside)
            return term if sort is None else self.as_sort(term, sort, here)

        def numbers(number: int) -> Typed:
            term = operand(number)
            if term.kind == TRUTHS:
                raise Rejected(f"{place}[{number}] is of sort {term.sort}, but {operation!r} takes numbers.")
            return term

        def variable(number: int, space: str, kind: str, filled: bool = False) -> tuple[int, Scope]:
            name = variable_name(parts[number], f"{place}[{number}]")
            level = 1 + max((max(term.node.reach, default=-1) for term in scope.values()), default=-1)
            node = make("variable", (), (level, filled), space)
            return level, {**scope, name: Typed(node, kind)}

        match operation:
            case (
                "+" | "-" | "*" | "/" | "^" | "log" | "<" | "<=" | "=" | "and" | "or" | "not" | "if" | "where"
            ):
                return self.entry_by_entry(operation, [operand(i) for i in range(1, len(parts))], place)
            case "sum" | "max" | "min" | "every" | "some" | "count":
                fine, coarse = (string(parts[i], f"{place}[{i}]") for i in (1, 2))
                if (fine, coarse) not in FINER:
                    raise Rejected(
                        f"{place} is from {shown(fine)} to {shown(coarse)}, which is no reduction."
                    )
                wanted = NUMBERS if operation in ("sum", "max", "min") else TRUTHS
                x = operand(3, next(name for name, pair in SORTS.items() if pair == (fine, wanted)))
                kind = TRUTHS if operation in ("every", "some") else NUMBERS
                return Typed(make(operation, (x.node,), None, coarse), kind)
            case "at":
                x = operand(1, POINTS if len(parts) == 4 else CHOICES)
                if self.family:
                    raise Rejected(
                        f"{place} names a state, but the states of a family's models have no names."
                    )
                time = integer(parts[2], f"{place}[2]", -(10**6), 10**6)
                names = [string(parts[i], f"{place}[{i}]", NAME_LIMIT) for i in range(3, len(parts))]
                return Typed(make("at", (x.node,), (time, *names), SCALAR), NUMBERS)
            case "share":
                x, policy = operand(1, CHOICES), operand(2, POLICY)
                total = make("row total", (x.node,), None, POINTS)
                return Typed(make("share", (x.node, policy.node, total)), POLICY)
            case "back" | "forth":
                level, inner = variable(1, POINTS, NUMBERS, filled=True)
                node = operand(2, POINTS, inner).node
                low, high, _ = node.reach.get(level, (FAR, -FAR, True))
                if low < 1 if operation == "back" else high > -1:
                    needed = "next" if operation == "back" else "into"
                    raise Rejected(f"{place} asks for its own variable without going through {needed!r}.")
                return Typed(make(operation, (node,), level), NUMBERS)
            case "repeat":
                times, y = operand(1, "number"), operand(4)
                while True:
                    level, inner = variable(2, y.node.space, y.kind)
                    x = operand(3, None, inner)
                    if (x.kind == TRUTHS) != (y.kind == TRUTHS):
                        raise Rejected(f"{place} puts a term of sort {x.sort} for one of sort {y.sort}.")
                    if y.node.space in SPREADS[x.node.space] and (x.kind == POLICY or y.kind != POLICY):
                        x = Typed(self.nodes.spread(x.node, y.node.space), y.kind)
                        break
                    kind = TRUTHS if y.kind == TRUTHS else NUMBERS
                    y = Typed(self.nodes.spread(y.node, self.common([x.node, y.node], place)), kind)
                iterates = make("iterates", (x.node, y.node), level)
                return Typed(make("repeat", (times.node, iterates), None, y.node.space), y.kind)
            case "least":
                low_end, high_end = operand(1, "number"), operand(2, "number")
                level, inner = variable(3, SCALAR, NUMBERS)
                truth = operand(4, "truth", inner)
                return Typed(make("least", (low_end.node, high_end.node, truth.node), level), NUMBERS)
            case "ending":
                return self.ending(operand(1, "number").node, parts, scope, place, depth)
            case "symbol":
                name = string(parts[1], f"{place}[1]", NAME_LIMIT)
                if self.kind != "identity":
                    raise Rejected(f"{place} is a symbol, which only an identity has.")
                return Typed(make("symbol", (), name, SCALAR), NUMBERS)
        if operation in DATA:
            if operation == "index" and self.kind != "sequence":
                raise Rejected(f"{place} is the index, which only a sequence has.")
            space, kind = SORTS[DATA[operation]]
            return Typed(make(operation, (), None, space), kind)
        fine, coarse = OVER[operation]
        operands = tuple(operand(i, fine).node for i in range(1, len(parts)))
        return Typed(make(operation, operands, None, coarse), NUMBERS)

    def common(self, nodes: Sequence[Node], place: str) -> str:
        """Find the coarsest space to which all can be spread."""
        for space in SPREADS:
            if all(space in SPREADS[node.space] for node in nodes):
                return space
        spaces = " and ".join(dict.fromkeys(node.space for node in nodes))
        raise Rejected(f"{place}: there is no space to which tables over {spaces} can be spread.")

    def entry_by_entry(self, operation: str, operands: list[Typed], place: str) -> Typed:
        """Check the sorts of operands that are spread to one space."""
        given = [TRUTHS if term.kind == TRUTHS else NUMBERS for term in operands]
        match operation:
            case "and" | "or" | "not":
                wanted = [TRUTHS] * len(given)
            case "=":
                wanted = [given[0]] * 2
            case "if" | "where":
                wanted = [TRUTHS] + given[1:2] * (len(given) - 1)
            case _:
                wanted = [NUMBERS] * len(given)
        for number, (term, one, other) in enumerate(zip(operands, given, wanted, strict=True), 1):
            if one != other:
                raise Rejected(
                    f"{place}[{number}] is of sort {term.sort}, but {operation!r} takes {other} here."
                )
        space = self.common([term.node for term in operands], place)
        nodes = tuple(self.nodes.spread(term.node, space) for term in operands)
        kind = TRUTHS if operation in ("=", "<", "<=", "and", "or", "not") else NUMBERS
        if operation in ("if", "where"):
            kind = given[1]
        if operation == "if" and operands[0].node.space in (SCALAR, POINTS):
            kind = POLICY if {term.kind for term in operands[1:]} == {POLICY} else kind
        return Typed(self.nodes.make(operation, nodes), kind)

    def ending(self, gamma: Node, parts: list[Json], scope: Scope, place: str, depth: int) -> Typed:
        """Read a scalar of another model; what its variables stand for belongs to this one."""
        inner: Scope = {}
        outer: list[Node] = []
        for name, term in sorted(scope.items()):
            if term.node.operation == "rational":
                inner[name] = term
            elif term.node.space == SCALAR:
                inner[name] = Typed(self.nodes.make("variable", (), (len(outer), False), SCALAR), term.kind)
                outer.append(term.node)
        typed = self.term(parts[2], inner, f"{place}[2]", depth + 1)
        x = typed.node
        if x.space != SCALAR:
            raise Rejected(f"{place}[2] is of sort {typed.sort}, but 'ending' takes a scalar.")
        last = max(x.reach, default=-1)
        return Typed(self.nodes.make("ending", (gamma, x, *outer[: last + 1]), None, SCALAR), typed.kind)


def has_variables(data: Json) -> bool:
    """Say whether a term has a variable that nothing in it binds."""
    if isinstance(data, str):
        return data.startswith("$")
    bound_names = {"back": (1, 2), "forth": (1, 2), "repeat": (2, 3), "least": (3, 4)}
    return isinstance(data, list) and bool(free_names(data, bound_names))


def free_names(data: Json, binders: Mapping[str, tuple[int, int]]) -> set[str]:
    """List the free variables of a term."""
    if isinstance(data, str):
        return {data} if data.startswith("$") else set()
    result: set[str] = set()
    name, body = binders.get(data[0], (0, 0)) if isinstance(data, list) and data else (0, 0)
    for number, part in enumerate(data if isinstance(data, list) else ()):
        if number and number != name:
            names = free_names(part, binders)
            result |= names - {f"${data[name]}"} if name and number == body else names
    return result


# Arithmetic.  Absent and undefined operands, infinities and logarithms come after the case of two rationals.


def lowest(work: Work, above: int, below: int) -> Ratio:
    """Reduce a quotient of integers, the lower one positive."""
    divisor = math.gcd(above, below)
    if divisor > 1:
        above, below = above // divisor, below // divisor
    if below > LONG or above > LONG or above < -LONG:
        work.spend_bits(above.bit_length() + below.bit_length() + 2 * divisor.bit_length())
    return above if below == 1 else (above, below)


LONG = 2**256  # integers up to this length are paid for with the terms that they belong to


def add(work: Work, x: Entry, y: Entry) -> Entry:
    """Add."""
    if type(x) is int:
        if type(y) is int:
            return x + y
        if type(y) is tuple:
            return (x * y[1] + y[0], y[1])
    elif type(x) is tuple:
        if type(y) is int:
            return (x[0] + y * x[1], x[1])
        if type(y) is tuple:
            return lowest(work, x[0] * y[1] + y[0] * x[1], x[1] * y[1])
    if isinstance(x, Gap) or isinstance(y, Gap):
        return ABSENT if x is ABSENT or y is ABSENT else UNDEFINED
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        if isinstance(x, Infinite) and isinstance(y, Infinite):
            return x if x is y else UNDEFINED
        return x if isinstance(x, Infinite) else y
    return simple(quotient_sum(as_quotient(x), as_quotient(y), work))


def subtract(work: Work, x: Entry, y: Entry) -> Entry:
    """Subtract."""
    return add(work, x, multiply(work, -1, y))


def multiply(work: Work, x: Entry, y: Entry) -> Entry:
    """Multiply; 0 times an infinity is 0."""
    if type(x) is int:
        if type(y) is int:
            product = x * y
            return product if -LONG < product < LONG else lowest(work, product, 1)
        if type(y) is tuple:
            return lowest(work, x * y[0], y[1])
    elif type(x) is tuple:
        if type(y) is int:
            return lowest(work, x[0] * y, x[1])
        if type(y) is tuple:
            return lowest(work, x[0] * y[0], x[1] * y[1])
    if isinstance(x, Gap) or isinstance(y, Gap):
        return ABSENT if x is ABSENT or y is ABSENT else UNDEFINED
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        return infinite(sign_of(x, work) * sign_of(y, work))
    return simple(quotient_product(as_quotient(x), as_quotient(y), work))


def divide(work: Work, x: Entry, y: Entry) -> Entry:
    """Divide; by 0 and by infinities there is no division."""
    if type(y) is int and y:
        return multiply(work, x, y if y in (1, -1) else (1, y) if y > 0 else (-1, -y))
    if type(y) is tuple:
        above, below = y
        return multiply(work, x, lowest(work, below if above > 0 else -below, abs(above)))
    if isinstance(x, Gap) or isinstance(y, Gap):
        return ABSENT if x is ABSENT or y is ABSENT else UNDEFINED
    if isinstance(y, Infinite) or not (sign := sign_of(y, work)):
        return UNDEFINED
    if isinstance(x, Infinite):
        return infinite(x.sign * sign)
    inverse = Quotient(multiple_of(y.below, Fraction(sign)), multiple_of(y.above, Fraction(sign)))
    return simple(quotient_product(as_quotient(x), inverse, work))


def power(work: Work, x: Entry, n: Entry) -> Entry:
    """Raise to an integer power."""
    if isinstance(x, Gap) or isinstance(n, Gap):
        return ABSENT if x is ABSENT or n is ABSENT else UNDEFINED
    n = settled(n, work)
    if type(n) is not int or isinstance(x, Infinite):
        return UNDEFINED
    if n < 0:
        return power(work, divide(work, 1, x), -n)
    if isinstance(x, Quotient):
        result: Entry = 1
        for _ in range(n):
            work.spend(1)
            result = multiply(work, result, x)
        return result
    above, below = x if type(x) is tuple else (x, 1)
    if abs(above) > 1 or below > 1:
        work.spend_bits((above.bit_length() + below.bit_length()) * n)
        return above**n if below == 1 else (above**n, below**n)
    return above ** (n % 2 if n > 1 and above == -1 else min(n, 1))


def log(work: Work, x: Entry) -> Entry:
    """Take the logarithm."""
    x = settled(x, work)
    if type(x) is int or type(x) is tuple:
        above, below = x if type(x) is tuple else (x, 1)
        if above <= 0:
            return UNDEFINED if above else MINUS_INFINITY
        pairs = ((above, Fraction(1)), (below, Fraction(-1)))
        return simple(Quotient({(whole,): sign for whole, sign in pairs if whole > 1}))
    return x if isinstance(x, Gap) else UNDEFINED


def compare(work: Work, x: Entry, y: Entry) -> int:
    """Find the sign of x - y for two numbers."""
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        one, two = (z.sign if isinstance(z, Infinite) else 0 for z in (x, y))
        return (one > two) - (one < two)
    return sign_of(subtract(work, x, y), work)


def equal(work: Work, x: Entry, y: Entry) -> Entry:
    """Compare two numbers or two truths."""
    if type(x) in RATIONAL and type(y) in RATIONAL:
        return x == y
    if isinstance(x, Gap) or isinstance(y, Gap):
        return ABSENT if x is ABSENT or y is ABSENT else UNDEFINED
    return compare(work, x, y) == 0


RATIONAL = frozenset((int, tuple, bool))  # and truths, which are only ever compared with truths


def less(work: Work, x: Entry, y: Entry) -> Entry:
    """Say whether x < y."""
    if type(x) is int and type(y) is int:
        return x < y
    if type(x) in RATIONAL and type(y) in RATIONAL:
        (a, b), (c, d) = (z if type(z) is tuple else (z, 1) for z in (x, y))
        return a * d < c * b
    if isinstance(x, Gap) or isinstance(y, Gap):
        return ABSENT if x is ABSENT or y is ABSENT else UNDEFINED
    return compare(work, x, y) < 0


def at_most(work: Work, x: Entry, y: Entry) -> Entry:
    """Say whether x <= y."""
    found = less(work, y, x)
    return found if isinstance(found, Gap) else not found


def negation(work: Work, x: Entry) -> Entry:  # noqa: ARG001
    """Say whether a truth is false."""
    return x if isinstance(x, Gap) else not x


BINARY = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
    "=": equal,
    "<": less,
    "<=": at_most,
}
UNARY = {"log": log, "not": negation}


# Numbers with logarithms


Monomial = tuple[Any, ...]  # sorted factors: integers n > 1, which stand for log n, or names of symbols
Polynomial = dict[Monomial, Fraction]
ONE = Fraction(1)


@dataclass(frozen=True)
class Quotient:
    """A quotient of two polynomials.  If they are polynomials in logarithms, the lower one is positive."""

    above: Polynomial
    below: Polynomial = field(default_factory=lambda: {(): ONE})


def infinite(sign: int) -> Entry:
    """Give the infinity of this sign, or 0."""
    return (MINUS_INFINITY, 0, INFINITY)[sign + 1]


def fraction(x: Ratio) -> Fraction:
    """Make the Fraction that is this rational."""
    return Fraction(*x) if isinstance(x, tuple) else Fraction(x)


def ratio(x: Fraction) -> Ratio:
    """Make the rational that is this Fraction."""
    return x.numerator if x.denominator == 1 else (x.numerator, x.denominator)


def pay(work: Work, number: Fraction) -> None:
    """Pay for arithmetic with Fractions of this size."""
    work.spend_bits(80 + number.numerator.bit_length() + number.denominator.bit_length())


def constant(number: Fraction) -> Polynomial:
    """Make the polynomial that is this rational."""
    return {(): number} if number else {}


def as_quotient(number: Entry) -> Quotient:
    """Write a finite number as a quotient."""
    return number if isinstance(number, Quotient) else Quotient(constant(fraction(number)))


def simple(number: Quotient) -> Entry:
    """Make a rational of a quotient in which nothing but rationals is left."""
    if number.above.keys() <= {()} and number.below.keys() == {()}:
        return ratio(number.above.get((), Fraction(0)) / number.below[()])
    return number if number.above else 0


def plus(left: Polynomial, right: Polynomial, work: Work, factor: Fraction = ONE) -> Polynomial:
    """Add the right polynomial, times a rational, to the left one."""
    result = dict(left)
    for monomial, coefficient in right.items():
        result[monomial] = result.get(monomial, Fraction(0)) + factor * coefficient
        pay(work, result[monomial])
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def times(left: Polynomial, right: Polynomial, work: Work) -> Polynomial:
    """Multiply two polynomials."""
    result: Polynomial = {}
    for one, x in left.items():
        for two, y in right.items():
            work.spend(len(one) + len(two))
            monomial = tuple(sorted(one + two))
            result[monomial] = result.get(monomial, Fraction(0)) + x * y
            pay(work, result[monomial])
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def multiple_of(polynomial: Polynomial, factor: Fraction) -> Polynomial:
    """Multiply a polynomial by a rational that is not 0."""
    return {monomial: factor * coefficient for monomial, coefficient in polynomial.items()}


def quotient_sum(one: Quotient, two: Quotient, work: Work) -> Quotient:
    """Add two quotients."""
    if one.below == two.below:
        return Quotient(plus(one.above, two.above, work), one.below)
    above = plus(times(one.above, two.below, work), times(two.above, one.below, work), work)
    return Quotient(above, times(one.below, two.below, work))


def quotient_product(one: Quotient, two: Quotient, work: Work) -> Quotient:
    """Multiply two quotients."""
    return Quotient(times(one.above, two.above, work), times(one.below, two.below, work))


def settled(number: Entry, work: Work) -> Entry:
    """Make a rational of a quotient that is one, because its logarithms are multiples of one another."""
    if not isinstance(number, Quotient):
        return number
    base = coprime_base(
        {whole for part in (number.above, number.below) for key in part for whole in key}, work
    )
    above, below = (over_base(part, base, work) for part in (number.above, number.below))
    if not above:
        return 0
    key = next(iter(below))
    factor = above.get(key, Fraction(0)) / below[key]
    return number if plus(above, below, work, -factor) or not factor else ratio(factor)


def coprime_base(numbers: Iterable[int], work: Work) -> list[int]:
    """Find pairwise coprime integers > 1 of which all these positive integers are products of powers.

    Logarithms of pairwise coprime integers are linearly independent over the rationals.
    """
    base: list[int] = []
    pending = list(numbers)
    while pending:
        number = pending.pop()
        for position, other in enumerate(base):
            work.spend_bits(number.bit_length() + other.bit_length())
            common = math.gcd(number, other)
            if common > 1:
                del base[position]
                pending += [common, number // common, other // common]
                break
        else:
            if number > 1:
                base.append(number)
    return sorted(base)


def over_base(polynomial: Polynomial, base: Sequence[int], work: Work) -> Polynomial:
    """Write all logarithms of a polynomial over a base of pairwise coprime integers."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        product = constant(coefficient)
        for whole in monomial:
            logarithm: Polynomial = {}
            for prime in base:
                rest, count = whole, 0
                work.spend_bits(rest.bit_length())
                while rest % prime == 0:
                    rest, count = rest // prime, count + 1
                    work.spend_bits(2 * rest.bit_length())
                if count:
                    logarithm[prime,] = Fraction(count)
            product = times(product, logarithm, work)
        result = plus(result, product, work)
    return result


@lru_cache(maxsize=64)
def bounds_of_inverse_tanh(above: int, below: int, precision: int) -> tuple[int, int]:
    """Enclose 2^precision atanh(z) for z = above/below with 0 <= z <= 1/3.

    atanh(z) is the sum of z^k / k over odd k.  Rounding everything down gives a lower bound, however many
    terms are added; rounding everything up gives an upper bound together with the rest of the series, which
    from z^k / k on is less than z^k / (1 - z^2) < 2 z^k.
    """
    power = (above << precision) // below
    square = (power * power) >> precision
    low, odd = 0, 1
    while power:
        low += power // odd
        power, odd = (power * square) >> precision, odd + 2
    power = -((-above << precision) // below)
    square = -((-power * power) >> precision)
    high = 0
    for odd in range(1, 2 * (precision // 3) + 5, 2):
        high -= -power // odd
        power = -((-power * square) >> precision)
    return low, high + 2 * power


@lru_cache(maxsize=1024)
def bounds_of_logarithm(number: int, precision: int) -> tuple[int, int]:
    """Enclose 2^precision log(number): log n = k log 2 + 2 atanh((n - 2^k) / (n + 2^k))."""
    shift = number.bit_length() - 1
    if 3 * number > 4 << shift:
        shift += 1
    rest = number - (1 << shift)
    low, high = bounds_of_inverse_tanh(abs(rest), number + (1 << shift), precision)
    if rest < 0:
        low, high = -high, -low
    low_two, high_two = bounds_of_inverse_tanh(1, 3, precision)
    return 2 * (low + shift * low_two), 2 * (high + shift * high_two)


def cost_of_logarithm(number: int, precision: int) -> int:
    """Say how many microseconds `bounds_of_logarithm` takes, whether or not it remembers them."""
    length = number.bit_length()
    return 20 + precision**2 // 4000 + precision**3 // 1_500_000 + precision * length // 200_000


def bounds_of_sum(terms: Sequence[tuple[Monomial, int]], precision: int, work: Work) -> tuple[int, int]:
    """Enclose 2^precision times the sum of c log n log m ... over pairs ((n, m, ...), c) of integers."""
    low = high = 0
    for monomial, coefficient in terms:
        least = most = 1 << precision
        for number in monomial:
            work.spend(cost_of_logarithm(number, precision))
            bounds = bounds_of_logarithm(number, precision)
            least, most = least * bounds[0] >> precision, -(-most * bounds[1] >> precision)
        work.spend_bits(coefficient.bit_length() + precision)
        ends = (coefficient * least, coefficient * most)
        low, high = low + min(ends), high + max(ends)
    return low, high


def sign_of(number: Entry, work: Work) -> int:
    """Find the sign of a number.

    A polynomial in logarithms is zero if nothing is left of it over a base of coprime integers.  Otherwise
    bounds have to show its sign.  They do for a polynomial of degree 1, since a nonzero sum of rational
    multiples of logarithms of rationals is transcendental; for others, that it is not zero is expected
    (Schanuel's conjecture says so).
    """
    if type(number) is tuple:
        number = number[0]
    if isinstance(number, int):
        return (number > 0) - (number < 0)
    if isinstance(number, Infinite):
        return number.sign
    base = coprime_base({whole for monomial in number.above for whole in monomial}, work)
    kept = over_base(number.above, base, work)
    if not kept:
        return 0
    scale = 1
    for coefficient in kept.values():
        scale = math.lcm(scale, coefficient.denominator)
        work.spend_bits(scale.bit_length())
    terms = [(key, c.numerator * (scale // c.denominator)) for key, c in kept.items()]
    precision = 64
    while precision <= PRECISION_LIMIT:
        low, high = bounds_of_sum(terms, precision, work)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        precision *= 2
    raise Undecidable(f"The sign of an expression in logarithms was not found with {PRECISION_LIMIT} bits.")


# JSON


def shown(text: object, most: int = 80) -> str:
    """Make a text of the certificate safe and short enough for a line: nothing in it can steer a terminal."""
    plain = text if isinstance(text, str) else repr(text)
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain[: most + 1])
    return plain if len(plain) <= most else plain[: most - 20] + "..."


def shown_number(number: Ratio) -> str:
    """Make a number short enough for a message."""
    above, below = number if isinstance(number, tuple) else (number, 1)
    bits = above.bit_length() + below.bit_length()
    return f"a number of {bits} bits" if bits > 1000 else f"{above}/{below}" if below > 1 else f"{above}"


def refuse_more(count: int, limit: int, what: str) -> None:
    """Refuse what is too large."""
    if count > limit:
        raise Exceeded(f"There are more than {limit} {what}, which is the limit.")


def refuse_number(text: str) -> NoReturn:
    """Refuse floats, NaN and infinities wherever they are."""
    raise Rejected(f"The file has the number {shown(text)}, but certificates have no floats.")


def read_integer(text: str) -> int:
    """Refuse integers that no documented count can be."""
    if len(text) > 18:
        raise Rejected("The file has a JSON integer of more than 18 digits.")
    return int(text)


def read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that is given twice."""
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result:
            raise Rejected(f"The key {shown(key)} is given twice in one object.")
        result[key] = value
    return result


def read_json(content: bytes) -> Json:
    """Check that the file is UTF-8 and JSON, strictly, and that all its text could be written as UTF-8."""
    try:
        text = content.decode("utf-8")
        document = json.loads(
            text,
            parse_int=read_integer,
            parse_float=refuse_number,
            parse_constant=refuse_number,
            object_pairs_hook=read_object,
        )
        level = [document] if isinstance(document, dict | list) else []
        for _ in range(DEPTH_LIMIT):
            objects = [part.values() if isinstance(part, dict) else part for part in level]
            level = [child for part in objects for child in part if isinstance(child, dict | list)]
        if level:
            raise Rejected(f"The file is nested more deeply than {DEPTH_LIMIT} levels, which is the limit.")
        canonical(document).encode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not UTF-8 text: byte {error.start} is wrong.") from None
    except UnicodeEncodeError:
        raise Rejected("The file has a text with half of a surrogate pair.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Rejected(f"The file is not JSON: {error.msg}, in {where}.") from None
    except RecursionError:
        raise Rejected("The file is nested too deeply.") from None
    return document


def canonical(document: Json) -> str:
    """Give the one text that `source` hashes, and by which terms are compared."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def members(
    data: Json, place: str, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, Json]:
    """Check that an object has all required keys, and no others than these and the optional ones."""
    if not isinstance(data, dict):
        raise Rejected(f"{place} is not an object.")
    for key in required:
        if key not in data:
            raise Rejected(f"{place} has no key {shown(key)!r}.")
    for key in data:
        if key not in required and key not in optional:
            raise Rejected(f"{place} has the unknown key {shown(key)!r}.")
    return data


def mapping(data: Json, place: str) -> dict[str, Json]:
    """Check that this is an object that is not empty."""
    if not isinstance(data, dict) or not data:
        raise Rejected(f"{place} is not an object with at least one key.")
    return data


def items(data: Json, place: str, length: int | None = None, most: int | None = None) -> list[Json]:
    """Check that this is a list, of this length, or at most so long."""
    if not isinstance(data, list):
        raise Rejected(f"{place} is not a list.")
    if length is not None and len(data) != length:
        raise Rejected(f"{place} has {len(data)} entries, not {length}.")
    if most is not None and len(data) > most:
        raise Rejected(f"{place} has {len(data)} entries; the limit is {most}.")
    return data


def string(data: Json, place: str, most: int = FILE_LIMIT) -> str:
    """Check that this is a text, and not too long."""
    if not isinstance(data, str):
        raise Rejected(f"{place} is not a text.")
    if len(data) > most:
        raise Rejected(f"{place} has {len(data)} letters, more than {most}, which is the limit.")
    return data


def variable_name(data: Json, place: str) -> str:
    """Check that this is a name as variables and definitions have it."""
    if not NAME.fullmatch(string(data, place, NAME_LIMIT)):
        raise Rejected(f"{place} is {shown(data)!r}, which is no name of letters, digits and _.")
    return str(data)


def integer(data: Json, place: str, least: int = 0, most: int = 10**18) -> int:
    """Check that this is a JSON integer (true and false are none) within its limits."""
    if type(data) is not int:
        raise Rejected(f"{place} is not an integer.")
    if not least <= data <= most:
        raise Rejected(f"{place} is {data}, but has to be from {least} to {most}.")
    return data


def digits_to_integer(digits: str) -> int:
    """Convert any number of digits, in parts that no setting of Python's refuses."""
    if len(digits) <= 600:
        return int(digits)
    half = len(digits) // 2
    power: int = 10**half
    return digits_to_integer(digits[:-half]) * power + digits_to_integer(digits[-half:])


def rational(data: Json, place: str, most_digits: int = DIGITS_LIMIT) -> Ratio:
    """Check that this is a rational number in lowest terms, written as documented."""
    if not isinstance(data, str):
        raise Rejected(f"{place} is not a number in a string.")
    if len(data) > 2 * most_digits + 2:
        raise Rejected(f"{place} is a number of too many digits; the limit is {most_digits}.")
    parts = re.fullmatch(r"(-?)(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?", data)
    if parts is None or data == "-0" or parts[3] == "1":
        raise Rejected(f"{place} is {shown(data)!r}, which is no rational number p or p/q in lowest terms.")
    if max(len(parts[2]), len(parts[3] or "")) > most_digits:
        raise Rejected(f"{place} is a number of too many digits; the limit is {most_digits}.")
    above, below = digits_to_integer(parts[2]), digits_to_integer(parts[3] or "1")
    if math.gcd(above, below) > 1:
        raise Rejected(f"{place} is {shown(data)!r}, which is not written in lowest terms.")
    above = -above if parts[1] else above
    return above if below == 1 else (above, below)


# Models


def unit(data: Json, place: str) -> Ratio:
    """Check that this is a number in [0, 1]."""
    number = rational(data, place)
    if not 0 <= fraction(number) <= 1:
        raise Rejected(f"{place} is {shown_number(number)}, which is not in [0, 1].")
    return number


def refuse_other_sum(numbers: Iterable[Ratio], place: str, work: Work) -> None:
    """Check that probabilities sum to exactly 1."""
    total: Ratio = 0
    for number in numbers:
        total = add(work, total, number)
        work.spend(2)
    if total != 1:
        raise Rejected(f"{place}: the probabilities sum to {shown_number(total)}, not 1.")


def distribution(data: Json, place: str, known: Mapping[str, int], work: Work) -> list[tuple[int, Ratio]]:
    """Check that these are probabilities of known names, and that they sum to exactly 1; drop those that are 0."""
    result = {}
    for name, number in mapping(data, place).items():
        if name not in known:
            raise Rejected(f"{place}.{shown(name)} is unknown.")
        result[name] = unit(number, f"{place}.{shown(name)}")
    refuse_other_sum(result.values(), place, work)
    return [(known[name], number) for name, number in result.items() if number]


def read_weight(choice: dict[str, Json], place: str) -> Ratio:
    """Check `success`, or `reward`, its logarithm; the weight is 1 if neither is given."""
    if "reward" not in choice:
        return unit(choice.get("success", "1"), f"{place}.success")
    if "success" in choice:
        raise Rejected(f"{place} has both `success` and `reward`.")
    reward, place = string(choice["reward"], f"{place}.reward"), f"{place}.reward"
    if reward in ("0", "-inf"):
        return 1 if reward == "0" else 0
    if not (reward.startswith("log(") and reward.endswith(")")):
        raise Rejected(f"{place} is {shown(reward)!r}, not log(p/q), 0 or -inf.")
    weight = unit(reward[4:-1], place)
    if weight == 0:
        raise Rejected(f"{place} is the logarithm of 0.")
    return weight


def read_model(data: Json, place: str, work: Work) -> Plan:
    """Check that this is a model file as JSON."""
    fields = members(data, place, ("name", "horizon", "start", "states"), ("prior",))
    string(fields["name"], f"{place}.name")
    listed = mapping(fields["states"], f"{place}.states")
    states = list(listed)
    refuse_more(len(states), CHOICES_LIMIT, "states")
    actions = [list(mapping(listed[state], f"{place}.states.{shown(state)}")) for state in states]
    weights: list[list[Ratio]] = [[] for _ in states]
    rows: list[list[list[tuple[int, Ratio]] | None]] = [[] for _ in states]
    numbers = {state: number for number, state in enumerate(states)}

    def row(data: Json, here: str) -> list[tuple[int, Ratio]]:
        return distribution({data: "1"} if isinstance(data, str) else data, here, numbers, work)

    for state, number in numbers.items():
        for action in actions[number]:
            here = f"{place}.states.{shown(state)}.{shown(action)}"
            choice = members(listed[state][action], here, (), ("to", "success", "reward"))
            weights[number].append(read_weight(choice, here))
            rows[number].append(row(choice["to"], f"{here}.to") if "to" in choice else None)
    prior: list[Row] = [(divide(work, 1, len(names)),) * len(names) for names in actions]
    for state, choices in members(fields.get("prior", {}), f"{place}.prior", (), states).items():
        names = {action: number for number, action in enumerate(actions[numbers[state]])}
        given = dict(distribution(choices, f"{place}.prior.{shown(state)}", names, work))
        prior[numbers[state]] = tuple(given.get(number, 0) for number in names.values())
    horizon = integer(fields["horizon"], f"{place}.horizon", 1, HORIZON_LIMIT)
    return Plan(horizon, states, actions, weights, rows, row(fields["start"], f"{place}.start"), prior)


def form(data: dict[str, Json], freed: Collection[str] = ()) -> str:
    """Give a text by which models that have been checked are compared, except for these keys."""
    orders = [(state, list(choices)) for state, choices in data["states"].items()]
    return canonical([{key: part for key, part in data.items() if key not in freed}, orders])


def read_second_policy(data: Json, m: Model) -> dict[tuple[int, int], Row]:
    """Check a table over choices whose rows are distributions."""
    if isinstance(data, dict):
        data = [
            [[int(time) if time.isdecimal() else 0, state, action], number]
            for time, states in data.items()
            for state, row in mapping(states, f"second_policy.{shown(time)}").items()
            for action, number in mapping(row, f"second_policy.{shown(time)}.{shown(state)}").items()
        ]
    table = read_table(data, CHOICES, m, "second_policy", DIGITS_LIMIT)
    result = {}
    for point, row in zip(m.points, m.group(FINER.index((CHOICES, POINTS))), strict=True):
        here = f"second_policy at {point[0]}, {shown(m.plan.states[point[1]])}"
        numbers = tuple(table[choice] for choice in row)
        if not all(type(x) in RATIONAL and not less(m.work, x, 0) for x in numbers):
            raise Rejected(f"{here} lacks a rational number >= 0 for each action.")
        refuse_other_sum(numbers, here, m.work)
        result[point] = numbers
    return result


# Values


def read_table(data: Json, space: str, m: Model, place: str, digits: int = VALUE_DIGITS_LIMIT) -> list[Json]:
    """Check the keys of a table, and put its entries into the order of the elements; absent ones are ABSENT."""
    plan = m.plan

    def named(choice: tuple[int, ...]) -> tuple[Any, ...]:
        time, state, *actions = choice
        return (time, plan.states[state], *(plan.actions[state][action] for action in actions))

    if space == POINTS:
        keys = [named(point) for point in m.points]
    elif space == CHOICES:
        keys = [named(choice) for choice in m.choices]
    elif space == TRANSITIONS:
        keys = [(*named(step[:3]), plan.states[step[3]]) for step in m.transitions]
    elif space == PAIRS:
        choices = m.choices
        keys = [(*named(choices[one]), named(choices[two])[2]) for one, two in m.list_pairs()]
    else:
        keys = [tuple(named(m.choices[choice]) for choice in path) for path in m.list_trajectories()]
    elements = {key: number for number, key in enumerate(keys)}
    result: list[Json] = [ABSENT] * len(keys)
    for position, pair in enumerate(items(data, place, most=len(keys))):
        here = f"{place}[{position}]"
        written, number = items(pair, here, 2)
        key = tuple(tuple(part) if isinstance(part, list) else part for part in items(written, here))
        parts = [part for one in key for part in (one if isinstance(one, tuple) else (one,))]
        if not all(isinstance(part, str) or type(part) is int for part in parts) or key not in elements:
            raise Rejected(f"{here} is about no element of the space {space}.")
        if result[elements[key]] is not ABSENT:
            raise Rejected(f"{here} is about an element that is listed before.")
        result[elements[key]] = rational(number, here, digits) if digits == DIGITS_LIMIT else Stated(number)
    return result


class Stated(NamedTuple):
    """A NUMBER as it is written."""

    data: Json


def agrees(data: Json, value: Entry, place: str, work: Work) -> bool:
    """Check the form of a stated NUMBER, and compare it with the computed one."""
    value = settled(value, work)
    if data is None:
        return isinstance(value, Gap)
    if isinstance(data, str):
        if data in ("inf", "-inf"):
            return value is (INFINITY if data == "inf" else MINUS_INFINITY)
        return bool(rational(data, place, VALUE_DIGITS_LIMIT) == value)
    if isinstance(data, dict) and "enclosure" in data:
        bounds = members(data, place, ("enclosure",))["enclosure"]
        return isinstance(value, Quotient) and encloses(bounds, value, f"{place}.enclosure", work)
    total: Entry = 0
    for position, pair in enumerate(items(members(data, place, ("terms",))["terms"], f"{place}.terms")):
        here = f"{place}.terms[{position}]"
        coefficient, argument = (rational(part, here, VALUE_DIGITS_LIMIT) for part in items(pair, here, 2))
        if not less(work, 0, argument):
            raise Rejected(f"{here} is the logarithm of a number that is not positive.")
        total = add(work, total, multiply(work, coefficient, log(work, argument)))
    return isinstance(value, Quotient) and compare(work, total, value) == 0


def encloses(data: Json, value: Entry, place: str, work: Work) -> bool:
    """Check a pair of rational bounds, and that the value is between them, or equal to both."""
    low, high = (rational(bound, place, VALUE_DIGITS_LIMIT) for bound in items(data, place, 2))
    one, two = fraction(low), fraction(high)
    if one > two:
        raise Rejected(f"{place} has a lower bound above the upper one.")
    if (two - one) * 10**6 > max(ONE, abs(one), abs(two)):
        raise Rejected(f"{place} has bounds that are further apart than a millionth.")
    return compare(work, value, low) >= 0 and compare(work, value, high) <= 0


# Certificates


COMMON = ("format", "version", "kind", "claim", "reading", "statement", "definitions", "relation", "given")
SOURCE = ("claim", "reading", "statement", "definitions", "relation", "given", "domain")
DOMAINS = {  # by the key that tells them apart: all keys
    "shapes": ("family", "grid", "shapes"),
    "model": ("model",),
    "policies": ("policies", "rows"),
    "models": ("argument", "models", "rows"),
    "symbols": ("argument", "symbols"),
}
KINDS = {  # what it has besides what all have, its verdicts and its domains
    "counterexample": (("model", "values"), ("refuted",), ("shapes", "model", "policies")),
    "instance": (("model", "values"), ("holds", "vacuous"), ("model",)),
    "family": (("checked", "undefined"), ("holds", "vacuous"), ("shapes", "policies")),
    "sequence": (("enclosures",), ("proved", "refuted"), ("models",)),
    "identity": ((), ("proved", "refuted"), ("symbols",)),
    "undecided": (("reason",), ("undecided",), tuple(DOMAINS)),
}


class Terms:
    """The relation and the hypotheses of a certificate, with its definitions."""

    def __init__(self, fields: dict[str, Json], nodes: Nodes) -> None:
        definitions = {}
        given = fields["definitions"]
        if not isinstance(given, dict):
            raise Rejected("definitions is not an object.")
        refuse_more(len(given), DEFINITIONS_LIMIT, "definitions")
        for name, data in given.items():
            here = f"definitions.{shown(name)}"
            variable_name(name, here)
            if name in OPERANDS:
                raise Rejected(f"{here} is named as an operation.")
            members(data, here, ("parameters", "sort", "body"))
            parameters = []
            for number, pair in enumerate(items(data["parameters"], f"{here}.parameters")):
                place = f"{here}.parameters[{number}]"
                parameter, sort = items(pair, place, 2)
                parameters.append((variable_name(parameter, place), self.sort(sort, place)))
            if len(dict(parameters)) < len(parameters):
                raise Rejected(f"{here}.parameters has a name twice.")
            definitions[name] = Definition(parameters, self.sort(data["sort"], f"{here}.sort"), data["body"])
        family = domain_of(fields) == "shapes"
        self.reader = Reader(nodes, definitions, fields["kind"], family)
        self.relation = self.reader.claim(fields["relation"], "relation")
        listed = enumerate(items(fields["given"], "given"))
        self.given = [self.reader.claim(data, f"given[{number}]") for number, data in listed]
        if unused := definitions.keys() - self.reader.found.keys():
            raise Rejected(f"definitions.{min(unused)} is not used.")

    def sort(self, data: Json, place: str) -> str:
        """Check that this is a sort."""
        if not isinstance(data, str) or data not in SORTS:
            raise Rejected(f"{place} is {shown(data)!r}, which is no sort.")
        return data

    def judge(self, m: Model) -> str:
        """Look at the hypotheses in order, up to the first that is false, and then at the relation."""
        for hypothesis in self.given:
            found = hypothesis.look(m, (), 0)
            if found is not True:
                return "undefined" if isinstance(found, Gap) else "unmet"
        found = self.relation.look(m, (), 0)
        return "undefined" if isinstance(found, Gap) else "true" if found else "false"


FINDINGS = {
    "true": "the relation is true in it",
    "false": "the hypotheses are true in it, and the relation is false",
    "unmet": "a hypothesis is false in it",
    "undefined": "a value that is needed is undefined in it",
}


def domain_of(fields: dict[str, Json]) -> str:
    """Name the kind of a domain, by the key that tells it apart."""
    domain = fields["domain"]
    if not isinstance(domain, dict):
        raise Rejected("domain is not an object.")
    for name, keys in DOMAINS.items():
        if name in domain:
            members(domain, "domain", keys)
            return name
    raise Rejected("domain has none of the keys " + ", ".join(DOMAINS) + ".")


class Certificate:
    """A certificate whose form, terms and domain have been checked."""

    def __init__(self, document: Json) -> None:
        if not isinstance(document, dict) or document.get("format") != "coherence-exact certificate":
            raise Rejected("The file is not a certificate: it has no such format.")
        version, kind = document.get("version"), document.get("kind")
        if type(version) is not int or version != 2:
            raise Rejected(f"The version {shown(version)} is unknown.")
        if not isinstance(kind, str) or kind not in KINDS:
            raise Rejected(f"The kind {shown(kind)} is unknown.")
        self.kind, self.fields, self.work = kind, document, Work()
        keys, verdicts, domains = KINDS[kind]
        required = (*COMMON, "domain", "verdict", "source", *keys)
        if kind == "family" and isinstance(document.get("domain"), dict):
            required = (*required, "counts" if "shapes" in document["domain"] else "count")
        members(document, "The certificate", required, ("second_policy",) if kind == "counterexample" else ())
        for key in ("claim", "reading", "statement", "verdict", "source"):
            string(document[key], key)
        self.domain = domain_of(document)
        if self.domain not in domains:
            raise Rejected(f"A certificate of kind {kind} cannot have a domain with {self.domain}.")
        if document["verdict"] not in verdicts:
            raise Rejected(f"The verdict {shown(document['verdict'])!r} is none of the kind {kind}.")
        text = canonical([document[key] for key in SOURCE])
        if document["source"] != hashlib.sha256(text.encode("utf-8")).hexdigest():
            raise Rejected("source is not the digest of " + ", ".join(SOURCE) + ".")
        self.nodes = Nodes()
        self.count_terms()
        self.terms = Terms(document, self.nodes)
        self.work.spend(10 * self.terms.reader.expanded)
        self.read_domain(document["domain"])

    def count_terms(self) -> None:
        """Refuse too many terms, before they are read."""
        data = [self.fields[key] for key in ("relation", "given", "definitions")]
        count = 0
        while data:
            part = data.pop()
            count += isinstance(part, list)
            data += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        refuse_more(count, TERMS_LIMIT, "terms")

    def read_domain(self, domain: dict[str, Json]) -> None:
        """Check what the relation is quantified over."""
        self.assumed: str | None = None
        if "argument" in domain:
            argument = members(domain["argument"], "domain.argument", ("name", "theorem", "proof"))
            for key in argument:
                string(argument[key], f"domain.argument.{key}")
            self.assumed = f"assuming: {shown(argument['name'], 200)}"
        if self.domain == "shapes":
            string(domain["family"], "domain.family")
            self.grid = read_grid(domain["grid"], self.work)
            listed = items(domain["shapes"], "domain.shapes", most=SHAPES_LIMIT)
            self.shapes = [read_shape(x, f"domain.shapes[{i}]", self.grid) for i, x in enumerate(listed)]
            if len({(shape.actions, shape.pairs) for shape in self.shapes}) < len(self.shapes):
                raise Rejected("domain.shapes has a shape twice.")
        elif self.domain == "symbols":
            symbols = [string(x, "domain.symbols") for x in items(domain["symbols"], "domain.symbols")]
            used = {key[1] for key in self.nodes.known if key[0] == "symbol"}
            if len(set(symbols)) < len(symbols) or (self.kind == "identity" and set(symbols) != used):
                raise Rejected("domain.symbols does not list each symbol of the relation once.")
        elif self.domain == "models":
            self.read_rows(domain)
        else:
            self.plan = read_model(domain[self.domain], f"domain.{self.domain}", self.work)
            self.model = self.unrolled(self.plan)
            if self.domain == "policies":
                self.rows = read_rows(domain["rows"], "domain.rows", self.work, False)
                met = {len(self.plan.actions[state]) for _, state in self.model.points}
                if met - self.rows.keys() or not all(self.rows[number] for number in met):
                    raise Rejected("domain.rows has no rows for some number of actions of the model.")

    def read_rows(self, domain: dict[str, Json]) -> None:
        """Check the models and the rows of a sequence."""
        listed = items(domain["models"], "domain.models", most=MODELS_LIMIT)
        self.plans = [read_model(x, f"domain.models[{i}]", self.work) for i, x in enumerate(listed)]
        if len({form(data, ("name",)) for data in listed}) < len(listed):
            raise Rejected("domain.models has a model twice.")
        self.pairs = []
        for position, row in enumerate(items(domain["rows"], "domain.rows", most=INDICES_LIMIT)):
            place = f"domain.rows[{position}]"
            index, number = items(row, place, 2)
            pair = (integer(index, place, 1, INDEX_LIMIT), integer(number, place, 0, len(listed) - 1))
            self.pairs.append(pair)
        if not self.pairs or len(set(self.pairs)) < len(self.pairs):
            raise Rejected("domain.rows is empty, or has a row twice.")
        if {number for _, number in self.pairs} != set(range(len(listed))):
            raise Rejected("domain.models has a model that no row is about.")

    def unrolled(self, plan: Plan) -> Model:
        """Unroll a model over time."""
        m = Model(plan, self.work, self.nodes.slots)
        self.work.spend(10 * (len(m.choices) + len(m.transitions)))
        return m

    def check(self) -> str:
        """Check what only one kind has, and say what the outcome rests on."""
        match self.kind:
            case "counterexample":
                return self.check_counterexample()
            case "instance":
                return self.check_instance()
            case "sequence":
                return self.check_sequence()
            case "identity":
                if self.fields["definitions"] or self.fields["given"]:
                    raise Rejected("definitions or given of an identity are not empty.")
                check_equations(self.terms.relation, self.work)
                return str(self.assumed)
            case "family":
                return self.check_priors()
        reason = shown(string(self.fields["reason"], "reason"), 200)
        raise Undecidable(f"The claim is undecided: {reason}")

    def check_counterexample(self) -> str:
        """Check that in the model all hypotheses are true and the relation is false, and all values."""
        fields = self.fields
        m = self.unrolled(read_model(fields["model"], "model", self.work))
        if self.domain != "shapes":
            freed = ("prior", "name") if self.domain == "policies" else ()
            if form(fields["model"], freed) != form(fields["domain"][self.domain], freed):
                raise Rejected("model is not the model of the domain.")
        if ("second_policy" in self.terms.reader.operations) != ("second_policy" in fields):
            raise Rejected("second_policy is there, but no term mentions it, or is missing.")
        if "second_policy" in fields:
            m.plan.second = read_second_policy(fields["second_policy"], m)
        finding = self.terms.judge(m)
        if finding != "false":
            raise Rejected(f"The model is no counterexample: {FINDINGS[finding]}.")
        self.check_values(m)
        return "the model recomputed"

    def check_instance(self) -> str:
        """Check that hypotheses and relation are true in the model, or that it is vacuous; and all values."""
        fields = self.fields
        read_model(fields["model"], "model", self.work)
        if form(fields["model"]) != form(fields["domain"]["model"]):
            raise Rejected("model is not the model of the domain.")
        finding, vacuous = self.terms.judge(self.model), fields["verdict"] == "vacuous"
        if finding not in (("unmet", "undefined") if vacuous else ("true",)):
            raise Rejected(f"The verdict is wrong for this model: {FINDINGS[finding]}.")
        if not vacuous or fields["values"] != []:
            self.check_values(self.model)
        return "the model recomputed"

    def check_values(self, m: Model) -> None:
        """Check that `values` has every call that it has to, once, with its value."""
        missing = dict(self.terms.reader.calls)
        for position, pair in enumerate(items(self.fields["values"], "values")):
            place = f"values[{position}]"
            data, stated = items(pair, place, 2)
            term = missing.pop(canonical(data), None)
            if term is None:
                raise Rejected(f"{place} is about no call of the relation and the hypotheses, or one twice.")
            space, look = term.node.space, term.node.look
            if space == SCALAR:
                right = agrees(stated, look(m, (), 0), place, self.work)
            else:
                table = read_table(stated, space, m, place)
                right = True
                for i, number in enumerate(table):
                    value = look(m, (), i)
                    if number is ABSENT or value is ABSENT:
                        right = right and number is value
                    else:
                        right = right and agrees(number.data, value, place, self.work)
            if not right:
                raise Rejected(f"{place} is not the value of {formula(data, {})}.")
        for text in missing:
            raise Rejected(f"values has no entry for {formula(json.loads(text), {})}.")

    def check_sequence(self) -> str:
        """Check that hypotheses and relation are true in every row, and all enclosures."""
        models = [self.unrolled(plan) for plan in self.plans]
        indexed = [node.slot for node in self.nodes.known.values() if node.indexed]
        calls = self.terms.reader.calls.items()
        missing = {text: term.node for text, term in calls if term.sort == "number"}
        stated: list[tuple[str, Node, list[Json]]] = []
        for position, pair in enumerate(items(self.fields["enclosures"], "enclosures")):
            place = f"enclosures[{position}]"
            data, bounds = items(pair, place, 2)
            node = missing.pop(canonical(data), None)
            if node is None:
                raise Rejected(f"{place} is about no call of sort number, or one listed before.")
            stated.append((place, node, items(bounds, place, len(self.pairs))))
        for text in missing:
            raise Rejected(f"enclosures has no entry for {formula(json.loads(text), {})}.")
        for row, (index, number) in enumerate(self.pairs):
            m = models[number]
            m.move_to(index, indexed)
            finding = self.terms.judge(m)
            if finding != "true":
                raise Rejected(f"At the index {index} model {number} does not agree: {FINDINGS[finding]}.")
            for place, node, bounds in stated:
                value, here = node.look(m, (), 0), f"{place}, row {row}"
                if isinstance(value, Gap | Infinite):
                    raise Rejected(f"{here} has bounds of a value that is undefined or infinite.")
                if not encloses(bounds[row], value, here, self.work):
                    raise Rejected(f"{here}: the value is not between these bounds.")
        return f"every row recomputed, {self.assumed}"

    def check_priors(self) -> str:
        """Recompute the relation for all priors of the model."""
        m, fields = self.model, self.fields
        states = list(dict.fromkeys(state for _, state in m.points))
        rows = [self.rows[len(self.plan.actions[state])] for state in states]
        number = math.prod(map(len, rows))
        if number != integer(fields["count"], "count"):
            raise Rejected(f"count is {fields['count']}, but there are {shown_number(number)} priors.")
        refuse_more(number, PRIORS_LIMIT, "priors")
        self.work.left += WORK_LIMIT * (number // SAMPLE)
        counts = dict.fromkeys(FINDINGS, 0)
        for row in itertools.product(*rows):
            prior = list(self.plan.prior)
            for state, numbers in zip(states, row, strict=True):
                prior[state] = numbers
            finding = self.terms.judge(self.unrolled(replace(self.plan, prior=prior)))
            if finding == "false":
                raise Rejected(f"The relation is false for the prior number {sum(counts.values())}.")
            counts[finding] += 1
        compare_counts(counts, fields, number, "The certificate", exact=True)
        refuse_wrong_vacuity(fields)
        return "every prior recomputed"

    def models(self) -> str:
        """Say how many models this is about, and of what size."""
        if self.domain == "shapes":
            if self.kind == "family":
                number = sum(part["representatives"] for part in self.fields["counts"])
                times = sorted({len(shape.actions) for shape in self.shapes})
                wide = max(len(row) for shape in self.shapes for row in shape.actions)
                many = max(count for shape in self.shapes for row in shape.actions for count in row)
                return (
                    f"{number:,} models of {counted(len(self.shapes), 'shape')}, T = {times[0]} to {times[-1]}, "
                    f"at most {counted(wide, 'state')} at a time and {counted(many, 'action')}"
                )
            return "1 model"
        if self.domain == "symbols":
            return "no model"
        if self.domain == "models":
            times = sorted({plan.horizon for plan in self.plans})
            return (
                f"{counted(len(self.pairs), 'row')} on {counted(len(self.plans), 'model')}, "
                f"T = {times[0]} to {times[-1]}"
            )
        size = f"T = {self.plan.horizon}, {counted(len(self.model.points), 'decision point')}"
        if self.kind == "family":
            return f"{self.fields['count']:,} priors of 1 model, {size}"
        return f"1 model, {size}"


def counted(number: int, what: str) -> str:
    """Write a number of things."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def check_equations(relation: Node, work: Work) -> None:
    """Check that both sides of every equation are the same: their difference has the numerator 0."""
    if relation.operation == "and":
        for part in relation.parts:
            check_equations(part, work)
    elif relation.operation == "=":
        left, right = (rational_function(side, work) for side in relation.parts)
        negative = Quotient(multiple_of(right.above, -ONE), right.below)
        if quotient_sum(left, negative, work).above:
            raise Rejected("An equation of the relation is no identity.")
    else:
        raise Rejected(f"The operation {relation.operation!r} does not occur in identities.")


def rational_function(node: Node, work: Work) -> Quotient:
    """Multiply an expression in symbols out."""
    if node.operation == "rational":
        return as_quotient(node.data)
    if node.operation == "symbol":
        return Quotient({(node.data,): ONE})
    if (
        node.operation == "^"
        and node.parts[1].operation == "rational"
        and natural(node.parts[1].data, work) is not None
    ):
        base, result = rational_function(node.parts[0], work), as_quotient(1)
        for _ in range(node.parts[1].data):
            work.spend(1)
            result = quotient_product(result, base, work)
        return result
    if node.operation not in ("+", "-", "*", "/"):
        raise Rejected(f"The operation {node.operation!r} does not occur so in identities.")
    left, right = (rational_function(part, work) for part in node.parts)
    if node.operation in ("+", "-"):
        factor = ONE if node.operation == "+" else -ONE
        return quotient_sum(left, Quotient(multiple_of(right.above, factor), right.below), work)
    if node.operation == "/":
        if not right.above:
            raise Rejected("A denominator of the relation is the zero polynomial.")
        right = Quotient(right.below, right.above)
    return quotient_product(left, right, work)


# Families


class Shape(NamedTuple):
    """The numbers of actions of the states at each time, the complexity, and if there is a second policy."""

    actions: tuple[tuple[int, ...], ...]
    complexity: int
    pairs: bool

    def later(self, time: int) -> int:
        """Count the states at the time after this one (times begin at 0 here)."""
        return len(self.actions[time + 1]) if time + 1 < len(self.actions) else 0


@dataclass(frozen=True)
class Grid:
    """The values that the parameters of a family's models can have."""

    weights: tuple[Ratio, ...]
    successors: dict[int, tuple[Row, ...]]
    policies: dict[int, tuple[Row, ...]]
    starts: dict[int, tuple[Row, ...]]
    entries: list[Ratio]  # of the rows of policies
    work: Work


def read_rows(data: Json, place: str, work: Work, orders: bool = True) -> dict[int, tuple[Row, ...]]:
    """Check rows of probabilities by their length: each once, and, if asked, with each row all its orders.

    Without all orders, renaming actions or states could lead out of the family.
    """
    result: dict[int, tuple[Row, ...]] = {}
    for length, rows in mapping(data, place).items():
        here = f"{place}.{shown(length)}"
        if not re.fullmatch("[0-9]|[1-9][0-9]{1,4}", length) or (orders and int(length) > WIDTH_LIMIT):
            raise Rejected(f"{here} is not a number of entries up to the limit.")
        listed = [
            tuple(unit(x, here) for x in items(row, here, int(length)))
            for row in items(rows, here, most=ROWS_LIMIT)
        ]
        if length == "0" and listed != [()]:
            raise Rejected(f"{here} is not the list of the one empty row.")
        for row in listed:
            refuse_other_sum(row or (1,), here, work)
        if len(set(listed)) < len(listed):
            raise Rejected(f"{here} has a row twice.")
        if orders and any(not set(itertools.permutations(row)) <= set(listed) for row in listed):
            raise Rejected(f"{here} has a row without all its orders.")
        result[int(length)] = tuple(listed)
    return result


def read_grid(data: Json, work: Work) -> Grid:
    """Check a grid."""
    place = "domain.grid"
    members(data, place, ("weights", "successors", "policies", "starts"))
    listed = items(data["weights"], f"{place}.weights", most=ROWS_LIMIT)
    values = tuple(unit(x, f"{place}.weights") for x in listed)
    if len(set(values)) < len(values):
        raise Rejected(f"{place}.weights has a weight twice.")
    rows = [read_rows(data[key], f"{place}.{key}", work) for key in ("successors", "policies", "starts")]
    rows[0][0] = ((),)
    entries = sorted({x for listed in rows[1].values() for row in listed for x in row}, key=fraction)
    return Grid(values, rows[0], rows[1], rows[2], entries, work)


def read_shape(data: Json, place: str, grid: Grid) -> Shape:
    """Check a shape, and that the grid has rows for it."""
    members(data, place, ("actions", "complexity", "pairs"))
    times = items(data["actions"], f"{place}.actions", most=HORIZON_LIMIT)
    rows = [items(row, f"{place}.actions", most=WIDTH_LIMIT) for row in times]
    actions = tuple(tuple(integer(x, f"{place}.actions", 1, WIDTH_LIMIT) for x in row) for row in rows)
    if not actions or not all(actions):
        raise Rejected(f"{place}.actions is empty, or has a time without states.")
    complexity = integer(data["complexity"], f"{place}.complexity", 0, COMPLEXITY_LIMIT)
    if not isinstance(data["pairs"], bool):
        raise Rejected(f"{place}.pairs is not true or false.")
    shape = Shape(actions, complexity, data["pairs"])
    counts = {number for row in actions for number in row}
    laters = {shape.later(time) for time in range(len(actions))}
    if counts - grid.policies.keys() or laters - grid.successors.keys() or len(actions[0]) not in grid.starts:
        raise Rejected(f"{place}: the grid has no rows for this shape.")
    return shape


def uneven(row: Sequence[Ratio]) -> int:
    """The complexity of a row of a policy or of the start: 0 if all entries are equal, else 1."""
    return int(len(set(row)) > 1)


def unsure(row: Row) -> int:
    """The complexity of a successor row: 0 if it has an entry 1, or is empty, else 1."""
    return int(bool(row) and 1 not in row)


def polynomial(complexities: Iterable[int]) -> list[int]:
    """Count the values of each complexity: the coefficient of x^c is how many have complexity c."""
    found_out = [0, 0]
    for complexity in complexities:
        found_out[complexity] += 1
    return found_out


def different(plain: int, others: int, number: int) -> list[int]:
    """Count the choices of one value for each of so many actions, by the number of different other values.

    The choices that use exactly c given other values, and any plain ones, are counted by inclusion and
    exclusion over those that are left out.
    """
    return [
        math.comb(others, c)
        * sum((-1) ** (c - j) * math.comb(c, j) * (plain + j) ** number for j in range(c + 1))
        for c in range(min(others, number) + 1)
    ]


def multiplied(factors: Iterable[Sequence[int]], most: int, work: Work) -> list[int]:
    """Multiply polynomials, without the powers above `most`."""
    result = [1]
    for factor in factors:
        work.spend_bits(max(result).bit_length(), len(result) * len(factor))
        product = [0] * min(len(result) + len(factor) - 1, most + 1)
        for (i, x), (j, y) in itertools.product(enumerate(result), enumerate(factor)):
            if i + j <= most:
                product[i + j] += x * y
        result = product
    return result


def count_labelled(shape: Shape, grid: Grid) -> int:
    """Count the labelled models of a shape without listing one.

    Parameters are independent, so polynomials that count values by complexity are multiplied, except that all
    states at the next time have to be reached: the choices of successor rows within each set of later states
    are added and subtracted by inclusion and exclusion.
    """
    most = shape.complexity
    factors = [polynomial(map(uneven, grid.starts[len(shape.actions[0])]))]
    for time, counts in enumerate(shape.actions):
        for number in counts:
            factors += [polynomial(map(uneven, grid.policies[number]))] * (2 if shape.pairs else 1)
            plain = [weight for weight in grid.weights if weight == 1]
            factors.append(different(len(plain), len(grid.weights) - len(plain), number))
        later = shape.later(time)
        covering = [0] * (min(most, sum(counts)) + 1)
        for kept in itertools.product((False, True), repeat=later):
            grid.work.spend(5 * len(grid.successors[later]))
            rows = [
                row
                for row in grid.successors[later]
                if all(k or not x for x, k in zip(row, kept, strict=True))
            ]
            plain_rows = [row for row in rows if not unsure(row)]
            choices = len(plain_rows), len(rows) - len(plain_rows)
            ways = multiplied((different(*choices, number) for number in counts), most, grid.work)
            for power, number in enumerate(ways):
                covering[power] += number * (-1) ** (later - sum(kept))
        factors.append(covering)
    return sum(multiplied(factors, most, grid.work))


# For listing representatives, an action is (weight, successor row, prior entry, second entry), as positions
# in the grid; a state is the sorted tuple of its actions; a layer has the states of one time.
Action = tuple[int, int, int, int]
State = tuple[Action, ...]
Layer = tuple[State, ...]
Permutation = tuple[int, ...]


class Representative(NamedTuple):
    """One model of a class of renamed models, and how many labelled models the class has."""

    start: Row
    layers: tuple[Layer, ...]
    size: int


class Tail(NamedTuple):
    """The layers from some time on, up to renaming.

    `symmetries` are the permutations of the states of its first layer that some renaming of it brings about.
    """

    layers: tuple[Layer, ...]
    complexity: int
    size: int
    symmetries: list[Permutation]


class Listing:
    """The representatives of one shape, from the last time to the first."""

    def __init__(self, shape: Shape, grid: Grid, work: Work) -> None:
        self.shape, self.grid, self.work = shape, grid, work
        self.moved: dict[tuple[Permutation, State], State] = {}
        self.renamed: dict[Permutation, list[int]] = {}

    def states(self, number: int, later: int) -> list[tuple[State, int]]:
        """List the states with so many actions up to their order, with their complexity, simplest first."""
        most, rows = self.shape.complexity, self.grid.successors[later]
        kinds = list(itertools.product(range(len(self.grid.weights)), range(len(rows))))
        result: dict[State, int] = {}

        def extend(actions: State, pairs: Sequence[tuple[int, int]], policies: int) -> None:
            self.work.spend(20)
            complexity = policies + self.different_values(actions, rows)
            if complexity > most:
                return
            if len(actions) == number:
                result[tuple(sorted(actions))] = complexity
                return
            for weight, row in kinds:
                extend((*actions, (weight, row, *pairs[len(actions)])), pairs, policies)

        policies = [tuple(map(self.grid.entries.index, row)) for row in self.grid.policies[number]]
        for first in policies:
            if list(first) == sorted(first):  # the other orders of the prior row are orders of the actions
                for second in policies if self.shape.pairs else [(0,) * number]:
                    extend((), list(zip(first, second, strict=True)), uneven(first) + uneven(second))
        return sorted(result.items(), key=lambda pair: (pair[1], pair[0]))

    def different_values(self, actions: State, rows: Sequence[Row]) -> int:
        """Count the different weights other than 1 and successor rows without an entry 1 of some actions."""
        weights = {weight for weight, *_ in actions if self.grid.weights[weight] != 1}
        return len(weights) + sum(unsure(rows[row]) for row in {row for _, row, *_ in actions})

    def layers(self, time: int) -> list[tuple[Layer, int]]:
        """List the layers in which every later state is reached, up to exchanging states, simplest first."""
        counts, later = self.shape.actions[time], self.shape.later(time)
        possible = {number: self.states(number, later) for number in set(counts)}
        rows = self.grid.successors[later]
        result: list[tuple[Layer, int]] = []

        def extend(layer: Layer, chosen: tuple[int, ...], complexity: int) -> None:
            self.work.spend(20)
            if len(layer) == len(counts):
                used = {action[1] for state in layer for action in state}
                if all(any(rows[row][place] for row in used) for place in range(later)):
                    result.append((layer, complexity))
                return
            number = counts[len(layer)]
            before = [position for position, other in zip(chosen, counts, strict=False) if other == number]
            for position in range(before[-1] if before else 0, len(possible[number])):
                state, cost = possible[number][position]
                if complexity + cost > self.shape.complexity:
                    break
                extend((*layer, state), (*chosen, position), complexity + cost)

        extend((), (), 0)
        return sorted(result, key=lambda pair: pair[1])

    def move(self, permutation: Permutation, state: State, later: int) -> State:
        """Rename the later states of a state's successor rows."""
        if (permutation, state) not in self.moved:
            if permutation not in self.renamed:
                rows = self.grid.successors[later]
                position = {row: number for number, row in enumerate(rows)}
                inverse = [permutation.index(place) for place in range(later)]
                self.renamed[permutation] = [position[tuple(row[place] for place in inverse)] for row in rows]
            renamed = self.renamed[permutation]
            self.moved[permutation, state] = tuple(sorted((w, renamed[r], x, y) for w, r, x, y in state))
        return self.moved[permutation, state]

    def exchanges(self, time: int) -> list[Permutation]:
        """List the permutations of the states of a time that keep the numbers of actions."""
        counts = self.shape.actions[time]
        return [
            p for p in itertools.permutations(range(len(counts))) if all(counts[i] == counts[p[i]] for i in p)
        ]

    def tails(self, time: int) -> Iterator[Tail]:
        """List the tails from a time on, one for each class of renamed tails, with the size of the class."""
        if time == len(self.shape.actions):
            yield Tail((), 0, 1, [()])
            return
        later, exchanges, layers = self.shape.later(time), self.exchanges(time), self.layers(time)
        for tail in self.tails(time + 1):
            for layer, complexity in layers:
                if tail.complexity + complexity > self.shape.complexity:
                    break
                self.work.spend(10 * len(tail.symmetries) * (1 + len(exchanges)))
                renamed = [tuple(self.move(p, state, later) for state in layer) for p in tail.symmetries]
                images = {self.in_order(image) for image in renamed}
                if self.in_order(layer) != min(images):
                    continue
                symmetries = [
                    p
                    for p in exchanges
                    if any(all(layer[p[i]] == image[i] for i in p) for image in set(renamed))
                ]
                size = tail.size * len(images) * labellings(layer)
                yield Tail((layer, *tail.layers), tail.complexity + complexity, size, symmetries)

    def in_order(self, layer: Layer) -> Layer:
        """Sort the states that may be exchanged."""
        return tuple(sorted(layer, key=lambda state: (len(state), state)))

    def representatives(self) -> Iterator[Representative]:
        """List one model of every class of renamed models."""
        for tail in self.tails(0):
            for start in self.grid.starts[len(self.shape.actions[0])]:
                self.work.spend(10 * len(tail.symmetries))
                images = {tuple(start[p[i]] for i in range(len(start))) for p in tail.symmetries}
                if start == min(images) and tail.complexity + uneven(start) <= self.shape.complexity:
                    yield Representative(start, tail.layers, tail.size * len(images))


def labellings(layer: Layer) -> int:
    """Count the different orders of states (with equally many actions) and of the actions within states."""
    numbers = [len(state) for state in layer]
    result = math.prod(math.factorial(numbers.count(number)) for number in set(numbers))
    result //= math.prod(math.factorial(layer.count(state)) for state in set(layer))
    for state in layer:
        result *= math.factorial(len(state))
        result //= math.prod(math.factorial(state.count(action)) for action in set(state))
    return result


class Family(NamedTuple):
    """The models of a domain with shapes, listed and counted once for all certificates that are about it."""

    grid: Grid
    shapes: list[Shape]
    labelled: list[int]
    listed: list[tuple[int, Representative]]  # with the numbers of their shapes
    cost: int


def list_family(grid: Grid, shapes: list[Shape]) -> Family:
    """Count the labelled models, and list the representatives, whose classes have to be all of them."""
    work = grid.work
    begin = work.left
    labelled, listed = [], []
    for number, shape in enumerate(shapes):
        labelled.append(count_labelled(shape, grid))
        for found in Listing(shape, grid, work).representatives():
            listed.append((number, found))
            refuse_more(len(listed), REPRESENTATIVES_LIMIT, "representatives")
        if (total := sum(found.size for i, found in listed if i == number)) != labelled[-1]:
            raise Rejected(f"domain.shapes[{number}]: the classes have {total} models, not {labelled[-1]}.")
    if not listed:
        raise Rejected("The family has no models.")
    return Family(grid, shapes, labelled, listed, begin - work.left)


def plan_of(found: Representative, shape: Shape, grid: Grid) -> Plan:
    """Make the model of a representative, whose states are named by time and place."""
    plan = Plan(len(found.layers), [], [], [], [], [], [], {} if shape.pairs else None)
    plan.start = [(state, chance) for state, chance in enumerate(found.start) if chance]
    for time, layer in enumerate(found.layers):
        rows, after = grid.successors[shape.later(time)], len(plan.states) + len(layer)
        names = [f"{time + 1}.{place}" for place in range(len(layer))]
        for state, choices in enumerate(layer, len(plan.states)):
            plan.actions.append([str(action) for action in range(len(choices))])
            plan.weights.append([grid.weights[weight] for weight, *_ in choices])
            plan.rows.append(
                [
                    [(after + place, chance) for place, chance in enumerate(rows[row]) if chance]
                    if time + 1 < len(found.layers)
                    else None
                    for _, row, *_ in choices
                ]
            )
            plan.prior.append(tuple(grid.entries[entry] for *_, entry, _ in choices))
            if plan.second is not None:
                plan.second[time + 1, state] = tuple(grid.entries[entry] for *_, entry in choices)
        plan.states += names
    return plan


class Tally(NamedTuple):
    """What was found for one certificate on some models: counts by shape, the first fault, what it cost."""

    counts: dict[tuple[int, str], int]
    fault: Rejected | None
    spent: int


def recompute(
    documents: Sequence[dict[str, Json]],
    shapes: Sequence[Shape],
    grid: Grid,
    chosen: Sequence[tuple[int, Representative]],
    limit: int,
) -> list[Tally] | None:
    """Evaluate certificates on models of their family.

    Together they share what they have in common.  If all of them together stay within what one may spend, then
    each of them does alone, and what is found is what would be found alone.  Otherwise nothing is found, and
    the caller has to recompute them one by one.
    """
    nodes, work = Nodes(), Work(limit)
    terms = [Terms(document, nodes) for document in documents]
    counts: list[dict[tuple[int, str], int]] = [{} for _ in documents]
    faults: list[Rejected | None] = [None for _ in documents]
    try:
        for shape, found in chosen:
            m = Model(plan_of(found, shapes[shape], grid), work, nodes.slots)
            work.spend(10 * (len(m.choices) + len(m.transitions)))
            for number, one in enumerate(terms):
                if faults[number] is not None:
                    continue
                try:
                    finding = one.judge(m)
                    if finding == "false":
                        faults[number] = Rejected(
                            f"The relation is false in a model of domain.shapes[{shape}]."
                        )
                    counts[number][shape, finding] = counts[number].get((shape, finding), 0) + 1
                except Exceeded:
                    raise
                except Rejected as error:
                    faults[number] = error
            if None not in faults:
                break
    except Exceeded as error:
        if len(documents) > 1:
            return None
        faults = [error]
    return [Tally(*pair, limit - work.left) for pair in zip(counts, faults, strict=True)]


def merged(parts: Sequence[Tally], limit: int) -> Tally:
    """Put the tallies of consecutive models together, up to the first fault; costs add up."""
    counts: dict[tuple[int, str], int] = {}
    spent = 0
    for part in parts:
        spent += part.spent
        if spent > limit:
            return Tally(
                counts, Exceeded("Checking this takes more arithmetic than the limit allows."), spent
            )
        for key, number in part.counts.items():
            counts[key] = counts.get(key, 0) + number
        if part.fault is not None:
            return Tally(counts, part.fault, spent)
    return Tally(counts, None, spent)


Run = Callable[[list[dict[str, Json]], Family, list[tuple[int, Representative]], int], list[Tally] | None]


def run_on(pool: Any, workers: int) -> Run:
    """Recompute in several processes, each of which takes ranges of the models."""

    def run(
        documents: list[dict[str, Json]], family: Family, chosen: list[tuple[int, Representative]], limit: int
    ) -> list[Tally] | None:
        pieces = min(len(chosen), 4 * workers) if workers > 1 else 1
        cuts = [i * len(chosen) // pieces for i in range(pieces + 1)]
        jobs = [
            (documents, family.shapes, family.grid, chosen[a:b], limit) for a, b in itertools.pairwise(cuts)
        ]
        found = pool.starmap(recompute, jobs, 1) if pool else [recompute(*job) for job in jobs]
        if any(part is None for part in found):
            return None
        result = [merged(parts, limit) for parts in zip(*found, strict=True)]
        if len(documents) > 1 and any(isinstance(tally.fault, Exceeded) for tally in result):
            return None
        return result

    return run


def compare_counts(
    counts: Mapping[str, int], stated: dict[str, Json], number: int, place: str, exact: bool
) -> None:
    """Check the stated numbers of decided and undefined models with those found among some or all."""
    decided, undefined = (integer(stated[key], f"{place}.{key}") for key in ("checked", "undefined"))
    pairs = [
        (counts["true"], decided),
        (counts["undefined"], undefined),
        (counts["unmet"], number - decided - undefined),
    ]
    if any(x != y if exact else x > y for x, y in pairs):
        raise Rejected(
            f"{place} has checked {decided} and undefined {undefined} of {number}, but recomputing "
            f"{sum(counts.values())} found {counts['true']} and {counts['undefined']}."
        )


def refuse_wrong_vacuity(fields: dict[str, Json]) -> None:
    """Check that the verdict is vacuous exactly if no model was decided."""
    if (fields["verdict"] == "vacuous") != (fields["checked"] == 0):
        raise Rejected("The verdict has to be vacuous exactly if checked is 0.")


def check_totals(certificate: Certificate, family: Family) -> None:
    """Check the counts that do not depend on the relation, and that the others add up."""
    fields, parts = certificate.fields, items(certificate.fields["counts"], "counts", len(family.shapes))
    keys = ("representatives", "labelled", "checked", "undefined")
    for number, part in enumerate(parts):
        place = f"counts[{number}]"
        members(part, place, keys)
        listed = sum(shape == number for shape, _ in family.listed)
        for key, found in (("labelled", family.labelled[number]), ("representatives", listed)):
            if integer(part[key], f"{place}.{key}") != found:
                raise Rejected(f"{place}.{key} is {part[key]}, but there are {found}.")
    for key in ("checked", "undefined"):
        total = sum(integer(part[key], f"counts.{key}") for part in parts)
        if total != integer(fields[key], key):
            raise Rejected(f"{key} is {fields[key]}, which is not the sum over the shapes.")
    refuse_wrong_vacuity(fields)


# Files


@dataclass
class File:
    """A file, and what was found out about it."""

    path: str
    outcome: str = "invalid"
    reason: str | None = None
    claim: str | None = None
    reading: str | None = None
    verdict: str | None = None
    relation: str | None = None
    models: str | None = None
    rests_on: str | None = None
    certificate: Certificate | None = None
    place: Any = None

    def settle(self, find: Callable[[], str | None]) -> None:
        """Note an outcome."""
        try:
            self.rests_on = find()
            self.outcome = "valid"
        except Undecidable as error:
            self.outcome, self.reason = "holey", str(error)
        except Rejected as error:
            self.outcome, self.reason = "invalid", str(error)
        except RecursionError:
            self.outcome, self.reason = "invalid", "The terms of the file are nested too deeply."
        except MemoryError:
            self.outcome, self.reason = "invalid", "Checking this takes more memory than there is."
        except OSError as error:
            self.outcome, self.reason = "invalid", f"The file cannot be read: {error.strerror}."

    def read(self) -> None:
        """Read the file, and check it if it is no family with shapes."""
        path = pathlib.Path(self.path)
        if not path.is_file():
            raise Rejected("The path is not a file.")
        with path.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
        if len(content) > FILE_LIMIT:
            raise Rejected(f"The file is longer than {FILE_LIMIT} bytes, which is the limit.")
        document = read_json(content)
        if isinstance(document, dict):
            for key in ("claim", "reading", "verdict"):
                if isinstance(document.get(key), str):
                    setattr(self, key, document[key])
        self.certificate = Certificate(document)
        self.relation = statement(self.certificate)

    def as_dict(self) -> dict[str, str | None]:
        """Give what is printed as JSON."""
        keys = ("path", "outcome", "reason", "claim", "reading", "verdict", "relation", "models", "rests_on")
        return {key: getattr(self, key) for key in keys}

    def line(self) -> str:
        """Give what is printed for people: one line without anything that could steer a terminal."""
        named = " ".join(shown(text, 200) for text in (self.claim, self.reading) if text)
        parts = [shown(self.path, 1000), self.outcome, named, self.verdict and shown(self.verdict)]
        parts += [self.relation, self.models, self.rests_on, self.reason]
        return ": ".join(part for part in parts if part)


PRECEDENCE = {"or": 1, "and": 2, "not": 3, "=": 4, "<": 4, "<=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "^": 7}


def formula(data: Json, spaces: Mapping[int, str], outer: int = 0) -> str:
    """Print a term for people; a reduction to the scalar of a table over the space that it is over says no more."""
    if isinstance(data, str):
        level = 5 if data.startswith("-") else 6 if "/" in data else 9
        return f"({data})" if level < outer else data.removeprefix("$")
    name, *parts = data
    if name in PRECEDENCE:
        level = PRECEDENCE[name]
        texts = [
            formula(part, spaces, level + (number > 0 or name in ("^", "=", "<", "<=")))
            for number, part in enumerate(parts)
        ]
        text = f"not {texts[0]}" if name == "not" else (name if name in "^" else f" {name} ").join(texts)
        return f"({text})" if level < outer else text
    if name == "if":
        one, two, three = (formula(part, spaces, 1) for part in parts)
        return f"(if {one} then {two} else {three})"
    if name == "where":
        return f"({formula(parts[1], spaces, 1)} where {formula(parts[0], spaces, 1)})"
    if name == "symbol":
        return shown(parts[0])
    head = name
    if name in ("sum", "max", "min", "every", "some", "count"):
        fine, coarse, x = parts
        if coarse != SCALAR or spaces.get(id(x)) != fine:
            head = f"{name}[{fine} to {coarse}]"
        parts = [x]
    texts = [
        formula(part, spaces) if isinstance(part, list) or name != "at" else shown(part)
        for part in parts
        if isinstance(part, str | list | int)
    ]
    return f"{head}({', '.join(texts)})" if texts else head


def statement(certificate: Certificate) -> str:
    """Print the relation and the hypotheses."""
    fields, spaces = certificate.fields, certificate.terms.reader.spaces
    text = formula(fields["relation"], spaces)
    if fields["given"]:
        text += ", given " + ", ".join(formula(part, spaces) for part in fields["given"])
    return shown(text, FORMULA_LIMIT)


def check_families(files: list[File], sample: bool, run: Run) -> None:
    """Check certificates about one family, whose models are listed and built once for all of them."""
    first = files[0].certificate
    assert first is not None
    listed = File("")

    def list_once() -> None:
        listed.place = list_family(replace(first.grid, work=Work()), first.shapes)

    listed.settle(list_once)
    if listed.place is None:
        for file in files:
            file.outcome, file.reason = listed.outcome, listed.reason
        return
    family: Family = listed.place
    chosen = family.listed
    if sample and len(chosen) > SAMPLE:
        chosen = [chosen[(2 * i + 1) * len(chosen) // (2 * SAMPLE)] for i in range(SAMPLE)]
    pending: list[tuple[File, Certificate]] = []
    for file in files:
        certificate = file.certificate
        assert certificate is not None

        def prepare(certificate: Certificate = certificate) -> None:
            certificate.work.spend(family.cost)
            certificate.work.left += WORK_LIMIT * (len(chosen) // SAMPLE)
            check_totals(certificate, family)

        file.settle(prepare)
        if file.outcome == "valid":
            pending.append((file, certificate))
    if not pending:
        return
    limit = min(certificate.work.left for _, certificate in pending)
    tallies = run([certificate.fields for _, certificate in pending], family, chosen, limit)
    for number, (file, certificate) in enumerate(pending):
        alone = tallies[number] if tallies else None
        if alone is None:
            found = run([certificate.fields], family, chosen, certificate.work.left)
            assert found is not None
            alone = found[0]
        file.settle(lambda c=certificate, t=alone: finish(c, t, family, chosen))  # type: ignore[misc]
        if file.outcome == "valid" and len(chosen) < len(family.listed):
            file.outcome = "sampled"
            file.rests_on = f"{len(chosen)} of {len(family.listed):,} models recomputed"


def finish(
    certificate: Certificate, tally: Tally, family: Family, chosen: Sequence[tuple[int, Representative]]
) -> str:
    """Compare what was found on the models with what is stated."""
    if tally.fault is not None:
        raise tally.fault
    for number, part in enumerate(certificate.fields["counts"]):
        counts = {finding: tally.counts.get((number, finding), 0) for finding in FINDINGS}
        exact = len(chosen) == len(family.listed)
        compare_counts(counts, part, part["representatives"], f"counts[{number}]", exact)
    return "every model recomputed"


def contradict(files: Sequence[File]) -> None:
    """Make both of two files invalid that are about the same and say the opposite."""
    about: dict[str, list[File]] = {}
    for file in files:
        if file.outcome in ("valid", "sampled") and file.certificate:
            about.setdefault(file.certificate.fields["source"], []).append(file)
    for same in about.values():
        refuted = [file for file in same if file.verdict == "refuted"]
        others = [file for file in same if file.verdict != "refuted"]
        for file in same if refuted and others else ():
            other = (others if file in refuted else refuted)[0]
            file.outcome, file.rests_on = "invalid", None
            file.reason = f"The file contradicts {shown(other.path, 1000)}, which is about the same claim."


def check_paths(paths: Iterable[pathlib.Path], sample: bool = False, workers: int = 1) -> list[File]:
    """Check files, and all *.json of folders; raise FileNotFoundError where there is no file."""
    files: list[File] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{shown(str(path), 1000)}: there is no such file or folder")
        found = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not found:
            raise FileNotFoundError(f"{shown(str(path), 1000)}: there are no certificates in this folder")
        files += [File(str(name)) for name in found]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 20_000))
    groups: dict[str, list[File]] = {}
    pool = None
    try:
        for file in files:
            file.settle(file.read)
            certificate = file.certificate
            if file.outcome != "valid" or certificate is None:
                continue
            if certificate.kind == "family" and certificate.domain == "shapes":
                domain = certificate.fields["domain"]
                groups.setdefault(canonical([domain["grid"], domain["shapes"]]), []).append(file)
            else:
                file.settle(certificate.check)
        if groups and workers > 1:
            pool = multiprocessing.get_context("spawn").Pool(workers, start)
        for group in groups.values():
            check_families(group, sample, run_on(pool, workers))
        for file in files:
            if file.outcome != "invalid" and file.certificate is not None:
                file.models = file.certificate.models()
    finally:
        sys.setrecursionlimit(limit)
        if pool is not None:
            pool.terminate()
    contradict(files)
    return files


def start() -> None:
    """Prepare a process of the pool."""
    sys.setrecursionlimit(20_000)


def check_file(path: pathlib.Path, sample: bool = False) -> File:
    """Check one file."""
    return check_paths([path], sample)[0]


def main(arguments: list[str] | None = None) -> int:
    """Run as a program: 0 if all files are valid (or sampled, if asked for), 1 if not, 2 for usage errors."""
    parser = argparse.ArgumentParser(description="Check certificates independently of what wrote them.")
    parser.add_argument(
        "paths", nargs="+", type=pathlib.Path, metavar="PATH", help="a file, or a folder of *.json"
    )
    parser.add_argument("--sample", action="store_true", help=f"recompute {SAMPLE} models of each family")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (1)")
    options = parser.parse_args(arguments)
    if options.workers < 1:
        parser.error("--workers has to be at least 1")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        files = check_paths(options.paths, options.sample, options.workers)
    except OSError as error:
        print(f"checker: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"files": [file.as_dict() for file in files]}, indent=2))
    else:
        for file in files:
            print(file.line())
    return 0 if all(file.outcome in ("valid", "sampled") for file in files) else 1


if __name__ == "__main__":
    sys.exit(main())
