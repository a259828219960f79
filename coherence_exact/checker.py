"""An independent checker for certificates about finite Markov decision processes.

    python checker.py [--sample] [--json] [--workers N] PATH...

This one file needs Python 3.11 or later and its standard library.  It shares no code with the program that
writes certificates, and reads nothing but the certificates (a PATH that is a folder stands for all `*.json`
in it).  `FORMAT.md` specifies the format and the meaning of every term.  The checker knows the operations of
the core and nothing else: every definition, of a paper or of a user, is in the certificate that uses it.

`valid` means that the file has exactly the documented form: every term is well-sorted, every definition is
there, is used and is not circular, every model is a Markov decision process, `source` is the digest; and

* `counterexample`: in the model every hypothesis is true, the relation is false; `instance`: all are true,
  or, for the verdict `vacuous`, a hypothesis is false or a value that is needed is undefined; `values` lists
  exactly the calls that it has to, with the values that they have (or none, if `vacuous`);
* `family`: the models were listed here anew, one for each class of renamed models; the sizes of the classes
  sum to the number of labelled models, which is counted separately; hypotheses and relation were recomputed
  in every listed model, or with every prior; none refutes the relation, and all counts are right;
* `sequence`: in the model of every row, with its index, all hypotheses and the relation are true, and the
  enclosures hold.  THAT THE RELATION IS TRUE AT EVERY INDEX is TAKEN ON TRUST;
* `identity`: every equation is an identity of rational functions of exactly the listed symbols, and no
  denominator is the zero polynomial.  WHAT FOLLOWS FROM THE EQUATIONS is TAKEN ON TRUST.

A `theorem` about all finite models is `holey` here, whatever else is right: it rests on Coq.
Theorems after `assuming` are TAKEN ON TRUST.  `sampled`: only SAMPLE of the N listed models of a family were
recomputed, those with the numbers (2 i + 1) N // (2 SAMPLE), and the counts are only known not to contradict
what these show.  `holey`: no bounds that are tried show the sign of an expression in logarithms, the
certificate is of a theorem, or says itself that the claim is undecided.  `invalid`: everything else, and the
reason names the place.  Two valid or sampled files with one `source` that contradict each other are both
invalid.

What is trusted: Python's integers, fractions, hashes, JSON parser and correctly rounded `decimal.ln`; this
file; that definitions and relation say what `statement` says; the theorems after `assuming`; and, for
families, that what a term denotes does not depend on the order or the names of states and actions (a term
that names a state is refused there).  A counterexample for a family need not be in the family.  `claim`,
`reading`, `statement`, `reason` and names of families and models are text for people, and are not checked.

No file can make this program run away: one that exceeds a limit is `invalid`, and the reason says so.
"""

# ruff: noqa: ARG001, ARG005, PLR0912 (entries are functions of a node, a model, variables, an element)

import argparse
import concurrent.futures
import decimal
import hashlib
import io
import itertools
import json
import math
import multiprocessing
import pathlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple, NoReturn

FILE_LIMIT = 4 * 2**20  # bytes of a file
NAME_LIMIT = 1_000  # letters of a name in a term
DIGITS_LIMIT = 1_000  # digits of a number in a model, a term or a grid
VALUE_DIGITS_LIMIT = 20_000  # digits of a number in `values`
DEPTH_LIMIT = 100  # of JSON in JSON
TERMS_LIMIT = 4_000  # terms of one certificate, each as often as it occurs in the file
EXPANDED_LIMIT = 40_000  # terms that are read with the definitions put in for their calls
EXPANDED_DEPTH_LIMIT = 400  # of these in one another
DEFINITIONS_LIMIT = 500
HORIZON_LIMIT = 50
ELEMENTS_LIMIT = 100_000  # of any space of one model
ENTRIES_LIMIT = 2_000_000  # that are computed in one model
DIGITS_AT_FIRST, PRECISION_LIMIT = 20, 5_120  # for the sign of an expression in logarithms
INDEX_LIMIT = 1_000  # also rows of a sequence, and the complexity of a shape
MODELS_LIMIT = 100  # of a sequence; also shapes of a family
WIDTH_LIMIT = 5  # states at one time, and actions of one state, in a family
ROWS_LIMIT = 400  # weights of a grid, and rows of one length
REPRESENTATIVES_LIMIT = 500_000  # models of a family, up to renaming
RENAMINGS_LIMIT = 10_000  # of the states of one model
PRIORS_LIMIT = 20_000  # of a family over the priors of one model
LINE_LIMIT = 4_000  # letters of a formula that is shown
SAMPLE = 60
WORK_LIMIT = 20_000_000  # of a certificate, for one model or for every SAMPLE models of a family; see Work
LISTING_LIMIT = 40_000_000  # of listing a family
TOO_MUCH_WORK = "Checking this takes more arithmetic than the limit allows."


class Rejected(Exception):  # noqa: N818
    """The certificate is invalid; the message is a sentence that names the place."""


class Exceeded(Rejected):
    """The certificate is invalid since checking it takes more than a limit allows."""


class Undecidable(Rejected):
    """A comparison that this program could not settle: the certificate is holey."""


class Work:
    """A budget: about so many microseconds of arithmetic, counted so that all machines stop at one place."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def spend(self, units: int) -> None:
        """Refuse when the budget is used up."""
        self.left -= units
        if self.left < 0:
            raise Exceeded(TOO_MUCH_WORK)

    def spend_bits(self, bits: int) -> None:
        """Pay for arithmetic with so many bits; greatest common divisors take the square of the length."""
        self.spend(1 + bits // 40 + 10 * (bits >> 11) ** 2)


# What gives a claim its meaning, to be read first.  A term is read into nodes, with the bodies of definitions
# in the places of their calls.  TABLE says what an entry of a node is: `n` is the node, `n.x`, `n.y`, `n.z`
# give the entries of its operands, `m` is the model, `e` has the values of the variables, and `i` is the
# number of the element.  First: spaces and sorts.

SCALAR, POINTS, CHOICES, TRANSITIONS = "scalar", "points", "choices", "transitions"
TRAJECTORIES, PAIRS = "trajectories", "pairs"
SPREADS = {  # to which spaces a table can be spread, coarsest first
    SCALAR: (SCALAR, POINTS, CHOICES, TRANSITIONS, TRAJECTORIES, PAIRS),
    POINTS: (POINTS, CHOICES, TRANSITIONS, TRAJECTORIES, PAIRS),
    CHOICES: (CHOICES, TRANSITIONS, TRAJECTORIES),
    **{space: (space,) for space in (TRANSITIONS, TRAJECTORIES, PAIRS)},
}
FINER = {f"{x} to {y}": (x, y) for y, spaces in SPREADS.items() for x in spaces if x != y}
LINKS = {**FINER, "into": (TRANSITIONS, POINTS), "through": (TRAJECTORIES, CHOICES)}
ROWS, STEPS = "choices to points", "transitions to choices"
NUMBERS, TRUTHS, POLICY, ALIKE = "numbers", "truths", "policy", "alike"
SORTS = {
    "policy": (CHOICES, POLICY),
    **{"number" if space == SCALAR else space: (space, NUMBERS) for space in SPREADS},
    **{"truth" if space == SCALAR else f"truths of {space}": (space, TRUTHS) for space in SPREADS},
}


class Gap:
    """An entry that is neither a number nor a truth."""


class Infinite(NamedTuple):
    """∞ or −∞."""

    sign: int


Json = Any  # what json.loads gives without floats: None, bool, int, str, list, dict; every use looks first
Ratio = tuple[int, int]  # p/q in lowest terms with q > 0
Entry = Any  # Ratio, Quotient, Infinite, bool or Gap; for what TABLE does not name also a whole table
Row = tuple[Ratio, ...]
ZERO, ONE = (0, 1), (1, 1)
UNDEFINED, ABSENT = Gap(), Gap()
INFINITY, MINUS_INFINITY = Infinite(1), Infinite(-1)


class Action(NamedTuple):
    """An action of a state; successors have positive probabilities, and are None if none are given."""

    name: str
    weight: Ratio
    prior: Ratio
    successors: list[tuple[int, Ratio]] | None


@dataclass
class Plan:
    """A model as it is given, with states and actions by their numbers."""

    horizon: int
    states: list[str]
    actions: list[list[Action]]
    start: dict[int, Ratio]  # without states of probability 0
    second: dict[tuple[int, int, int], Ratio] = field(default_factory=dict)  # by choices

    def ending(self, gamma: Ratio, work: Work) -> "Plan":
        """Make the model that ends with probability 1 - gamma after each decision."""
        end, stop = len(self.states), subtract(work, ONE, gamma)

        def leading(action: Action) -> Action:
            if action.successors is None:
                return action
            kept = [(state, multiply(work, gamma, x)) for state, x in action.successors if gamma != ZERO]
            return action._replace(successors=kept + [(end, stop)] * (stop != ZERO))

        first = self.actions[0]
        last = [Action(action.name, ONE, (1, len(first)), [(end, ONE)]) for action in first]
        actions = [*([leading(action) for action in state] for state in self.actions), last]
        return Plan(self.horizon, [*self.states, "(end)"], actions, self.start)


class Model:
    """A model unrolled over time: the elements of its spaces, and the tables that were computed so far."""

    def __init__(self, plan: Plan, work: Work, index: int = 0) -> None:
        self.plan, self.work, self.index, self.computed = plan, work, index, 0
        self.tables: dict[Node, dict[int, Entry]] = {}
        self.ended: dict[Ratio, Model] = {}
        self.points, self.choices = list[tuple[int, int]](), list[tuple[int, int, int]]()
        self.tau, self.chances = list[Ratio](), list[Ratio]()  # of transitions, of trajectories
        steps: list[tuple[int, int, int, int]] = []
        rows, of_steps, into = list[int](), list[int](), list[int]()
        met = sorted(plan.start)
        for time in range(1, plan.horizon + 1):
            first = len(steps)
            for state in met:
                for number, action in enumerate(plan.actions[state]):
                    if action.successors is None and time < plan.horizon:
                        raise Rejected(f"{shown(plan.states[state])} is met before time T, and needs `to`.")
                    for following, chance in action.successors or () if time < plan.horizon else ():
                        steps.append((time, state, number, following))
                        self.tau.append(chance)
                        of_steps.append(len(self.choices))
                    rows.append(len(self.points))
                    self.choices.append((time, state, number))
                self.points.append((time, state))
            met = sorted({step[3] for step in steps[first:]})
            place = {state: number for number, state in enumerate(met, len(self.points))}
            into += [place[step[3]] for step in steps[first:]]
            refuse_more(max(len(rows), len(steps)), ELEMENTS_LIMIT, "choices or transitions")
        self.elements: dict[str, list[Any]] = {SCALAR: [()], POINTS: self.points, CHOICES: self.choices}
        self.elements[TRANSITIONS] = steps
        # for each element of a finer space the one of the coarser space that it belongs to, and the converse
        self.owners = {ROWS: rows, STEPS: of_steps, "into": into}
        self.owners["transitions to points"] = [rows[choice] for choice in of_steps]
        self.groups: dict[str, list[list[int]]] = {}
        work.spend(10 * (len(rows) + len(steps)))

    def pay(self, cost: int, entries: int) -> None:
        """Pay for entries of a table; refuse to fill the memory."""
        self.computed += entries
        refuse_more(self.computed, ENTRIES_LIMIT, "entries of tables in one model")
        self.work.spend(cost * entries)

    def listed(self, space: str) -> list[Any]:
        """List the elements of a space; pairs and trajectories are not listed before they are asked for."""
        if space not in self.elements:
            if space == PAIRS:
                rows = self.group(ROWS)
                refuse_more(sum(len(row) ** 2 for row in rows), ELEMENTS_LIMIT, "pairs of choices")
                self.elements[space] = [pair for row in rows for pair in itertools.product(row, row)]
            else:
                self.list_trajectories()
            first = [element[0] for element in self.elements[space]]
            self.owners[f"{space} to points"] = [self.owners[ROWS][choice] for choice in first]
            self.owners[f"{space} to choices"] = first
        return self.elements[space]

    def list_trajectories(self) -> None:
        """List, from the last point to the first, each choice before the trajectories from where it leads."""
        rows, steps, count = self.group(ROWS), self.group(STEPS), 0
        found: list[list[tuple[tuple[int, ...], Ratio]]] = [[] for _ in rows]
        nothing_after: list[tuple[tuple[int, ...], Ratio]] = [((), ONE)]
        for point, choice in [(i, choice) for i in reversed(range(len(rows))) for choice in rows[i]]:
            ways = [(found[self.owners["into"][step]], self.tau[step]) for step in steps[choice]]
            for after, tau in ways or [(nothing_after, ONE)]:
                count += len(after)
                refuse_more(count, ELEMENTS_LIMIT, "trajectories")
                self.pay(3, len(after) * (1 + self.plan.horizon // 8))
                found[point] += [((choice, *path), multiply(self.work, tau, x)) for path, x in after]
        self.elements[TRAJECTORIES] = [path for row in found for path, _ in row]
        self.chances = [chance for row in found for _, chance in row]

    def group(self, link: str) -> list[list[int]]:
        """List which elements of the finer space belong to each one of the coarser space."""
        if link not in self.groups:
            fine, coarse = LINKS[link]
            elements, found = self.listed(fine), [list[int]() for _ in self.listed(coarse)]
            for i, element in enumerate(elements):
                if link == "through":
                    owners = element if self.choices[element[0]][0] == 1 else ()
                else:
                    owners = (self.owners[link][i] if coarse != SCALAR else 0,)
                for owner in owners:
                    found[owner].append(i)
            self.groups[link] = found
        return self.groups[link]

    def named(self, element: Sequence[int]) -> tuple[Any, ...]:
        """Name a decision point, a choice, or a transition."""
        time, state, *rest = element
        actions = [self.plan.actions[state][number].name for number in rest[:1]]
        return (time, self.plan.states[state], *actions, *(self.plan.states[number] for number in rest[1:]))


# Arithmetic on entries: rationals, else absent and undefined operands, then infinities, then logarithms.

LONG = 2**256  # integers up to this length are paid for with the terms that they belong to


def lowest(work: Work, above: int, below: int) -> Ratio:
    """Reduce a quotient of integers, the lower one positive."""
    if below > LONG or not -LONG < above < LONG:
        work.spend_bits(above.bit_length() + below.bit_length())
    divisor = math.gcd(above, below)
    return (above // divisor, below // divisor) if divisor > 1 else (above, below)


def gap_of(*entries: Entry) -> Gap | None:
    """Give what an operation gives that has an absent or an undefined operand."""
    return ABSENT if ABSENT in entries else UNDEFINED if UNDEFINED in entries else None


def add(work: Work, x: Entry, y: Entry) -> Entry:
    """Add; ∞ − ∞ is undefined."""
    if type(x) is type(y) is tuple:
        (a, b), (c, d) = x, y
        return (a + c, 1) if b == d == 1 else lowest(work, a * d + c * b, b * d)
    if gap := gap_of(x, y):
        return gap
    if infinite := {z for z in (x, y) if isinstance(z, Infinite)}:
        return infinite.pop() if len(infinite) == 1 else UNDEFINED
    return quotient_sum(work, as_quotient(x), as_quotient(y))


def multiply(work: Work, x: Entry, y: Entry) -> Entry:
    """Multiply; 0 times an infinity is 0."""
    if type(x) is type(y) is tuple:
        return lowest(work, x[0] * y[0], x[1] * y[1])
    if gap := gap_of(x, y):
        return gap
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        return (MINUS_INFINITY, ZERO, INFINITY)[1 + compare(work, x, ZERO) * compare(work, y, ZERO)]
    one, two = as_quotient(x), as_quotient(y)
    return simple(work, times(work, one.above, two.above), times(work, one.below, two.below))


def subtract(work: Work, x: Entry, y: Entry) -> Entry:
    """Subtract."""
    return add(work, x, multiply(work, (-1, 1), y))


def divide(work: Work, x: Entry, y: Entry) -> Entry:
    """Divide; by 0 and by infinities there is no division."""
    if gap := gap_of(x, y):
        return gap
    sign = 0 if isinstance(y, Infinite) else sign_of(work, y)
    if not sign:
        return UNDEFINED
    if isinstance(y, Quotient):
        above, below = (times(work, part, {(): (sign, 1)}) for part in (y.below, y.above))
        return multiply(work, x, simple(work, above, below))
    return multiply(work, x, (sign * y[1], abs(y[0])))


def power(work: Work, x: Entry, n: Entry) -> Entry:
    """Raise to an integer power; 0^0 = 1."""
    n = settled(work, n)
    if gap := gap_of(x, n):
        return gap
    if type(n) is not tuple or n[1] > 1 or isinstance(x, Infinite):
        return UNDEFINED
    if n[0] < 0:
        return power(work, divide(work, ONE, x), (-n[0], 1))
    if type(x) is tuple:
        work.spend_bits(max(0, x[0].bit_length() + x[1].bit_length() - 2) * n[0])
    result: Entry = ONE
    for bit in f"{n[0]:b}":
        result = multiply(work, result, result)
        result = multiply(work, result, x) if bit == "1" else result
    return result


def compare(work: Work, x: Entry, y: Entry) -> int:
    """Find the sign of x - y for two numbers."""
    if type(x) is type(y) is tuple:
        difference = x[0] * y[1] - y[0] * x[1]
    elif isinstance(x, Infinite) or isinstance(y, Infinite):
        one, two = (z.sign if isinstance(z, Infinite) else 0 for z in (x, y))
        difference = one - two
    else:
        return sign_of(work, subtract(work, x, y))
    return int(difference > 0) - int(difference < 0)


def equal(work: Work, x: Entry, y: Entry) -> Entry:
    """Compare two numbers or two truths."""
    if type(x) is type(y) and type(x) in (tuple, bool):
        return x == y
    return gap_of(x, y) or compare(work, x, y) == 0


def less(work: Work, x: Entry, y: Entry) -> Entry:
    """Say whether x < y."""
    return gap_of(x, y) or compare(work, x, y) < 0


def total(work: Work, entries: Iterable[Entry]) -> Entry:
    """Add up."""
    return reduce(partial(add, work), entries, ZERO)


def extreme(work: Work, entries: Sequence[Entry], sign: int) -> Entry:
    """Find the least (for the sign 1) or the largest number (-1)."""
    return reduce(lambda x, y: y if compare(work, x, y) == sign else x, entries) if entries else UNDEFINED


# The operations: how an entry is found.  An entry is computed when it is needed.


class Frame(NamedTuple):
    """The value of a variable, and the tables of the terms of which it is the innermost variable."""

    value: dict[int, Entry]
    tables: "dict[Node, dict[int, Entry]]"


Frames = tuple[Frame, ...]  # of the variables, by level
Look = Callable[[Model, Frames, int], Entry]
Imap = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # as pools of processes have it
Run = Callable[["Node", Model, Frames, int], Entry]


def bound(e: Frames, level: int, value: dict[int, Entry]) -> Frames:
    """Give a variable its value; levels below it that are not in use get any."""
    frame = Frame(value, {})
    return (*(e + (frame,) * level)[:level], frame)


def two(function: Callable[[Work, Entry, Entry], Entry]) -> Run:
    """Work on the entries of two operands."""
    return lambda n, m, e, i: function(m.work, n.x(m, e, i), n.y(m, e, i))


def first_other(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Find the first operand that is not true (for `or`: not false), or else the last."""
    found: Entry = None
    for part in n.parts:
        found = part.look(m, e, i)
        if found is not (n.operation == "and"):
            break
    return found


def chosen(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Choose y or z (which is ABSENT for `where`) by the truth x."""
    truth = n.x(m, e, i)
    return n.y(m, e, i) if truth is True else n.z(m, e, i) if truth is False else truth


def fold(function: Callable[[Work, Sequence[Entry]], Entry]) -> Run:
    """Leave absent entries out; undefined if one is undefined."""

    def run(n: "Node", m: Model, e: Frames, i: int) -> Entry:
        elements, look = m.group(n.link)[i], n.x
        m.work.spend(len(elements))
        entries = [entry for element in elements if (entry := look(m, e, element)) is not ABSENT]
        return UNDEFINED if UNDEFINED in entries else function(m.work, entries)

    return run


def along(step: Callable[[Work, Entry, Entry], Entry], neutral: Ratio, part: slice) -> Run:
    """Multiply, or add up, x over a part of the choices of a trajectory."""

    def run(n: "Node", m: Model, e: Frames, i: int) -> Entry:
        path = m.listed(TRAJECTORIES)[i][part]
        m.work.spend(len(path))
        entries = [n.x(m, e, choice) for choice in path]
        return gap_of(*entries) or reduce(partial(step, m.work), entries, neutral)

    return run


def below(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Add up the entries of y at the trajectories where x is smaller than here."""
    own, entries = n.x(m, e, i), list[Entry]()
    for other in range(0 if isinstance(own, Gap) else len(m.listed(TRAJECTORIES))):
        m.work.spend(3)
        smaller = less(m.work, n.x(m, e, other), own)
        entries.append(n.y(m, e, other) if smaller is True else ZERO if smaller is False else smaller)
    return own if isinstance(own, Gap) else total(m.work, [entry for entry in entries if entry is not ABSENT])


def row_total(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Add up x over a decision point; undefined unless all entries are finite numbers >= 0."""
    entries = [n.x(m, e, choice) for choice in m.group(ROWS)[i]]
    m.work.spend(len(entries))
    wrong = any(isinstance(entry, Gap | Infinite) or sign_of(m.work, entry) < 0 for entry in entries)
    return UNDEFINED if wrong else total(m.work, entries)


def share(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Divide x by z, its total over the decision point; where that is 0, take the policy y."""
    whole = n.z(m, e, m.owners[ROWS][i])
    if whole is UNDEFINED:
        return UNDEFINED
    return n.y(m, e, i) if equal(m.work, whole, ZERO) else divide(m.work, n.x(m, e, i), whole)


def solved(n: "Node", m: Model, e: Frames, i: int) -> dict[int, Entry]:
    """Compute a table over points such that what a point asks for is there before it.

    A repetition computes whole tables, also where they ask too early: each time has a frame of its own.
    """
    found: dict[int, Entry] = {}
    points = range(len(m.points)) if n.operation == "forth" else reversed(range(len(m.points)))
    for _, of_one_time in itertools.groupby(points, key=lambda point: m.points[point][0]):
        inner = bound(e, n.data, found)
        found.update([(point, n.x(m, inner, point)) for point in of_one_time])
    return found


def repeated(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Find the table after so many steps, one after another."""
    times = settled(m.work, n.x(m, e, 0))
    if type(times) is not tuple or times[1] > 1 or times[0] < 0:
        return ABSENT if times is ABSENT else UNDEFINED
    for step in range(times[0]):
        n.y(m, e, step)
    return n.y(m, e, times[0])


def iterated(n: "Node", m: Model, e: Frames, i: int) -> dict[int, Entry]:
    """Compute the table after i steps: y, and then x with the table before for the variable."""
    inner = bound(e, n.data, n.look(m, e, i - 1) if i else {})
    look, elements = n.x if i else n.y, range(len(m.listed(n.parts[1].space)))
    m.pay(1, len(elements))
    return {element: look(m, inner, element) for element in elements}


def least(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Try one integer after another, up to one at which the truth is true, undefined or absent."""
    low, high = (settled(m.work, look(m, e, 0)) for look in (n.x, n.y))
    if any(type(bound) is not tuple or bound[1] > 1 for bound in (low, high)):
        return gap_of(low, high) or UNDEFINED
    for number in range(low[0], high[0] + 1):
        m.work.spend(10)
        truth = n.z(m, bound(e, n.data, {0: (number, 1)}), 0)
        if truth is not False:
            return (number, 1) if truth is True else UNDEFINED
    return UNDEFINED


def in_ending(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Evaluate a scalar in the model that ends; its variables keep the values that they have in this one."""
    gamma = settled(m.work, n.x(m, e, 0))
    if type(gamma) is not tuple or not 0 <= gamma[0] <= gamma[1]:
        return ABSENT if gamma is ABSENT else UNDEFINED
    if "(end)" in m.plan.states:
        return UNDEFINED
    if gamma not in m.ended:
        m.ended[gamma] = Model(m.plan.ending(gamma, m.work), m.work, m.index)
    other = m.ended[gamma]
    other.computed = m.computed
    entry = n.y(other, tuple(Frame({0: part.look(m, e, 0)}, {}) for part in n.parts[2:]), 0)
    m.computed = other.computed
    return entry


def place_of(n: "Node", m: Model, e: Frames, i: int) -> Entry:
    """Look at the decision point, or the choice, of the name."""
    elements = m.listed(n.parts[0].space)
    m.work.spend(len(elements))
    found = next((i for i, element in enumerate(elements) if m.named(element) == n.data), None)
    return UNDEFINED if found is None else n.x(m, e, found)


def at_action(function: Callable[[Action], Entry]) -> Run:
    """Look at the action of a choice."""
    return lambda n, m, e, i: function(m.plan.actions[m.choices[i][1]][m.choices[i][2]])


EVERYTHING = slice(None)
TABLE: dict[str, tuple[str, Run]] = {  # sorts, or for operations entry by entry kinds; and what an entry is
    "prior": ("-> policy", at_action(lambda action: action.prior)),
    "second_policy": ("-> policy", lambda n, m, e, i: m.plan.second.get(m.choices[i], UNDEFINED)),
    "weight": ("-> choices", at_action(lambda action: action.weight)),
    "dynamics": ("-> transitions", lambda n, m, e, i: m.tau[i]),
    "start": ("-> points", lambda n, m, e, i: m.plan.start[m.points[i][1]] if m.points[i][0] == 1 else ZERO),
    "time": ("-> points", lambda n, m, e, i: (m.points[i][0], 1)),
    "last": ("-> truths of points", lambda n, m, e, i: m.points[i][0] == m.plan.horizon),
    "horizon": ("-> number", lambda n, m, e, i: (m.plan.horizon, 1)),
    "infinity": ("-> number", lambda n, m, e, i: INFINITY),
    "index": ("-> number", lambda n, m, e, i: (m.index, 1)),
    "chance": ("-> trajectories", lambda n, m, e, i: m.chances[i]),
    "symbol": ("text -> number", lambda n, m, e, i: Quotient({n.data: ONE}, UNIT)),
    "+": ("numbers, numbers -> numbers", two(add)),
    "-": ("numbers, numbers -> numbers", two(subtract)),
    "*": ("numbers, numbers -> numbers", two(multiply)),
    "/": ("numbers, numbers -> numbers", two(divide)),
    "^": ("numbers, numbers -> numbers", two(power)),
    "log": ("numbers -> numbers", lambda n, m, e, i: logarithm(m.work, n.x(m, e, i))),
    "=": ("alike, alike -> truths", two(equal)),
    "<": ("numbers, numbers -> truths", two(less)),
    "<=": ("numbers, numbers -> truths", two(lambda work, x, y: gap_of(x, y) or not less(work, y, x))),
    "and": ("truths, ... -> truths", first_other),
    "or": ("truths, ... -> truths", first_other),
    "not": ("truths -> truths", lambda n, m, e, i: gap_of(x := n.x(m, e, i)) or not x),
    "if": ("truths, alike, alike -> alike", chosen),
    "where": ("truths, alike -> alike", chosen),
    "sum": ("from, to, numbers -> numbers", fold(total)),
    "max": ("from, to, numbers -> numbers", fold(lambda work, x: extreme(work, x, -1))),
    "min": ("from, to, numbers -> numbers", fold(lambda work, x: extreme(work, x, 1))),
    "every": ("from, to, truths -> truths", fold(lambda work, x: all(x))),
    "some": ("from, to, truths -> truths", fold(lambda work, x: any(x))),
    "count": ("from, to, truths -> numbers", fold(lambda work, x: (sum(x), 1))),
    "next": ("points -> transitions", lambda n, m, e, i: n.x(m, e, m.owners["into"][i])),
    "into": ("transitions -> points", fold(total)),
    "left": ("choices -> pairs", lambda n, m, e, i: n.x(m, e, m.listed(PAIRS)[i][0])),
    "right": ("choices -> pairs", lambda n, m, e, i: n.x(m, e, m.listed(PAIRS)[i][1])),
    "at": ("place, time, state, [action] -> number", place_of),
    "share": ("choices, policy -> policy", share),
    "product": ("choices -> trajectories", along(multiply, ONE, EVERYTHING)),
    "tail": ("choices -> trajectories", along(multiply, ONE, slice(1, None))),
    "along": ("choices -> trajectories", along(add, ZERO, EVERYTHING)),
    "end": ("choices -> trajectories", along(add, ZERO, slice(-1, None))),
    "through": ("trajectories -> choices", fold(total)),
    "below": ("trajectories, trajectories -> trajectories", below),
    "back": ("name, points -> points", solved),
    "forth": ("name, points -> points", solved),
    "repeat": ("number, name, x, y -> y", repeated),
    "least": ("number, number, name, truth -> number", least),
    "ending": ("number, x -> x", in_ending),
}
SIGNATURES = {  # the operands, and the result
    name: ([word for word in text.split("-> ")[0].strip().split(", ") if word], text.split("-> ")[1])
    for name, (text, _) in TABLE.items()
}
RUNS: dict[str, Run] = {
    **{name: run for name, (_, run) in TABLE.items()},
    "rational": lambda n, m, e, i: n.data,
    "variable": lambda n, m, e, i: e[n.data].value.get(i, UNDEFINED),
    "everywhere": lambda n, m, e, i: n.x(m, e, 0),  # a scalar, spread
    "spread": lambda n, m, e, i: n.x(m, e, m.owners[n.link][i]),
    "entry": lambda n, m, e, i: table if isinstance(table := n.x(m, e, 0), Gap) else table[i],
    "iterates": iterated,
    "row total": row_total,
}


# Reading a term: its sort, and what is refused.

MOVES = {  # how operations ask for other times; besides them, reductions to the scalar ask for any
    **{name: name for name in ("next", "into")},
    **dict.fromkeys(("product", "tail", "along", "end"), "along"),
    **dict.fromkeys(("at", "through", "below", "back", "forth", "least", "ending"), "anywhere"),
}


class Typed(NamedTuple):
    """A node, and whether its entries are numbers or truths, or its rows distributions."""

    node: "Node"
    kind: str

    @property
    def sort(self) -> str:
        """Name the sort."""
        return next(sort for sort, pair in SORTS.items() if pair == (self.node.space, self.kind))

    def fits(self, space: str, kind: str) -> bool:
        """Say whether the term can be spread to a sort."""
        return self.kind in (kind, POLICY if kind == NUMBERS else kind) and space in SPREADS[self.node.space]


Scope = dict[str, Typed]  # what the variables in scope stand for
NAME = re.compile(r"[^\W\d_]\w*")
EVER = 10**6  # more than any number of decisions


class Terms:
    """The relation and the hypotheses of a certificate, with bodies of definitions for their calls."""

    def __init__(self, document: dict[str, Json], nodes: dict[Any, "Node"]) -> None:
        self.nodes = nodes  # of all certificates that are evaluated together
        self.kind, self.domain = document["kind"], next(key for key in DOMAINS if key in document["domain"])
        self.definitions = read({"*": DEFINITION}, document["definitions"], "definitions")
        refuse_more(len(self.definitions), DEFINITIONS_LIMIT, "definitions")
        for name, definition in self.definitions.items():
            here, names = f"definitions.{shown(name)}", [name for name, _ in definition["parameters"]]
            if variable_name(name, here) in SIGNATURES or len(set(names)) < len(names):
                raise Rejected(f"{here} is named as an operation, or has two parameters of one name.")
        self.being_read, self.used = set[str](), set[str]()  # names of operations and definitions
        self.calls: dict[Any, Typed] = {}
        self.outside: dict[int, tuple[Json, Typed]] = {}  # terms of the relation and the hypotheses
        self.expanded = 0
        self.relation = self.claim(document["relation"], "relation")
        self.given = [self.claim(data, f"given[{i}]") for i, data in enumerate(document["given"])]
        if unused := self.definitions.keys() - self.used:
            raise Rejected(f"definitions.{min(unused)} is not used.")

    def judge(self, m: Model) -> str:
        """Look at the hypotheses in order, up to the first that is not true, and then at the relation."""
        for hypothesis in self.given:
            found = hypothesis.look(m, (), 0)
            if found is not True:
                return "undefined" if isinstance(found, Gap) else "unmet"
        found = self.relation.look(m, (), 0)
        return "undefined" if isinstance(found, Gap) else "true" if found else "false"

    def claim(self, data: Json, place: str) -> "Node":
        """Read the relation or a hypothesis."""
        node = self.as_sort(self.term(data, {}, place, outside=True), "truth", place).node
        node.kept = node.asked = True
        return node

    def term(self, data: Json, scope: Scope, place: str, depth: int = 1, outside: bool = False) -> Typed:
        """Read a term; `outside` says that it stands in the relation or a hypothesis itself."""
        self.expanded += 1
        refuse_more(self.expanded, EXPANDED_LIMIT, "terms, with the bodies of definitions for their calls")
        refuse_more(depth, EXPANDED_DEPTH_LIMIT, f"terms in one another, at {place}")
        if isinstance(data, str) and data.startswith("$"):
            if data[1:] not in scope:
                raise Rejected(f"{place} is the variable {shown(data)}, which nothing binds here.")
            return scope[data[1:]]
        if isinstance(data, str):
            return Typed(self.make("rational", (), rational(data, place), SCALAR), NUMBERS)
        name, *operands = items(data, place) or [""]
        if string(name, f"{place}[0]") not in self.definitions and name not in SIGNATURES:
            raise Rejected(f"{place} begins with {shown(name)!r}, which is no operation or definition.")
        words = self.definitions[name]["parameters"] if name in self.definitions else SIGNATURES[name][0]
        fewest, most = sum(word not in ("...", "[action]") for word in words), len(words)
        if not fewest <= len(operands) <= (TERMS_LIMIT if "..." in words else most):
            raise Rejected(f"{place} has {len(operands)} operands, which {shown(name)} does not take.")

        def operand(number: int, sort: str | None = None, inner: Scope = scope) -> Typed:
            here = f"{place}[{number}]"
            term = self.term(data[number], inner, here, depth + 1, outside)
            return term if sort is None else self.as_sort(term, sort, here)

        if name in self.definitions:
            result = self.call(name, operand, place, depth + 1)
        else:
            result = self.operation(data, operand, scope, place)
        self.used.add(name)
        if outside:
            self.outside[id(data)] = (data, result)
        return result

    def call(self, name: str, operand: Callable[..., Typed], place: str, depth: int) -> Typed:
        """Put arguments into a definition."""
        if name in self.being_read:
            raise Rejected(f"{place} is a call of {name} in its own definition, directly or in a circle.")
        definition, here = self.definitions[name], f"definitions.{name}.body"
        scope = {word: operand(i, sort) for i, (word, sort) in enumerate(definition["parameters"], 1)}
        key = (name, *(argument.node for argument in scope.values()))
        if key not in self.calls:
            self.being_read.add(name)
            body = self.term(definition["body"], scope, here, depth)
            self.calls[key] = self.as_sort(body, definition["sort"], here)
            self.being_read.remove(name)
        return self.calls[key]

    def as_sort(self, term: Typed, sort: str, place: str) -> Typed:
        """Spread a term to a sort, if that is possible."""
        space, kind = SORTS[sort]
        if not term.fits(space, kind):
            raise Rejected(f"{place} is of sort {term.sort}, which cannot be {sort}.")
        return Typed(self.spread(term.node, space), kind)

    def operation(self, data: list[Json], operand: Callable[..., Typed], scope: Scope, place: str) -> Typed:
        """Read an operation of the core."""
        make, name, (words, result) = self.make, data[0], SIGNATURES[data[0]]
        if {"index": "models", "symbol": "symbols"}.get(name, self.domain) != self.domain:
            raise Rejected(f"{place} is {name!r}, which a certificate of kind {self.kind} does not have.")
        if words and {NUMBERS, TRUTHS, ALIKE, "..."}.issuperset(words):
            return self.entrywise(name, [operand(number) for number in range(1, len(data))], place)
        if "from" in words:
            fine, coarse = (string(data[number], f"{place}[{number}]") for number in (1, 2))
            if f"{fine} to {coarse}" not in FINER:
                raise Rejected(f"{place} is from {shown(fine)} to {shown(coarse)}, which is no reduction.")
            x = operand(3, f"truths of {fine}" if words[2] == TRUTHS else fine).node
            return Typed(make(name, (x,), None, coarse), result)
        if name in ("repeat", "ending"):
            return (self.repeat if name == "repeat" else self.ending)(data, operand, scope, place)
        if name == "at" and self.domain in ("shapes", "finite_models"):
            raise Rejected(f"{place} names a state, but a family's models have no names.")
        space, kind = SORTS[result]
        nodes, names, level, inner = list["Node"](), list[Json](), -1, scope
        for number, word in enumerate(words[: len(data) - 1], 1):
            part, here = data[number], f"{place}[{number}]"
            if word == "name":
                level, inner = self.binding(part, here, scope, space, kind)
            elif word in ("text", "state", "[action]"):
                names.append(string(part, here, NAME_LIMIT))
            elif word == "time":
                names.append(integer(part, here, -EVER, EVER))
            else:
                sort = word if word in SORTS else POINTS if len(data) == 4 else CHOICES
                nodes.append(operand(number, sort, inner).node)
        if name == "share":
            nodes.append(make("row total", (nodes[0],), None, POINTS))
        if name in ("back", "forth"):
            needed, allowed = ("next", {"next", "along"}) if name == "back" else ("into", {"into"})
            if not nodes[0].reach.get(level, frozenset()) <= allowed:
                raise Rejected(f"{place} asks for its variable without going through {needed!r} alone.")
            return Typed(make("entry", (make(name, (nodes[0],), level, SCALAR),), None, space), kind)
        return Typed(make(name, tuple(nodes), tuple(names) or level, space), kind)

    def binding(self, name: Json, place: str, scope: Scope, space: str, kind: str) -> tuple[int, Scope]:
        """Add a variable to the scope, with a level above those of all others in it."""
        level = 1 + max((level for term in scope.values() for level in term.node.reach), default=-1)
        bound = Typed(self.make("variable", (), level, space), kind)
        return level, {**scope, variable_name(name, place): bound}

    def repeat(self, data: list[Json], operand: Callable[..., Typed], scope: Scope, place: str) -> Typed:
        """Read a repetition, whose variable has the sort of what it begins with."""
        times, y = operand(1, "number").node, operand(4)
        space = y.node.space
        level, inner = self.binding(data[2], f"{place}[2]", scope, space, y.kind)
        put = operand(3, None, inner)
        if not put.fits(space, y.kind):
            raise Rejected(f"{place} puts a term of sort {put.sort} for one of sort {y.sort}.")
        parts = (self.spread(put.node, space), y.node)
        tables = self.make("iterates", parts, level, SCALAR)
        whole = self.make("repeat", (times, tables), None, SCALAR)
        return Typed(self.make("entry", (whole,), None, space), y.kind)

    def ending(self, data: list[Json], operand: Callable[..., Typed], scope: Scope, place: str) -> Typed:
        """Read a scalar of another model; what its variables stand for is found in this one."""
        outer = [(name, term) for name, term in sorted(scope.items()) if term.node.space == SCALAR]
        inner = {}
        for level, (name, term) in enumerate(outer):
            variable = Typed(self.make("variable", (), level, SCALAR), term.kind)
            inner[name] = term if term.node.operation == "rational" else variable
        gamma, x = operand(1, "number").node, self.term(data[2], inner, f"{place}[2]")
        if x.node.space != SCALAR:
            raise Rejected(f"{place}[2] is of sort {x.sort}, but 'ending' takes a scalar.")
        used = [term.node for _, term in outer[: 1 + max(x.node.reach, default=-1)]]
        return Typed(self.make("ending", (gamma, x.node, *used), None, SCALAR), x.kind)

    def entrywise(self, name: str, operands: list[Typed], place: str) -> Typed:
        """Check the kinds of operands, and spread them to the coarsest space to which all can be."""
        words, kind = SIGNATURES[name]
        alike: str | None = None
        for number, term in enumerate(operands):
            given = TRUTHS if term.kind == TRUTHS else NUMBERS
            wanted = words[0 if "..." in words else number]
            if wanted == ALIKE:
                wanted = alike = alike or given
            if given != wanted:
                here = f"{place}[{number + 1}]"
                raise Rejected(f"{here} is of sort {term.sort}, but {name!r} takes {wanted} here.")
        given_spaces = [term.node.space for term in operands]
        space = next((space for space in SPREADS if all(space in SPREADS[x] for x in given_spaces)), None)
        if space is None:
            spaces = " and ".join(dict.fromkeys(given_spaces))
            raise Rejected(f"{place}: there is no space to which tables over {spaces} can be spread.")
        policies = {term.kind for term in operands[1:]} == {POLICY}
        if name == "if" and policies and given_spaces[0] in (SCALAR, POINTS):
            alike = POLICY
        nodes = tuple(self.spread(term.node, space) for term in operands)
        return Typed(self.make(name, nodes, None, space), alike or kind if kind == ALIKE else kind)

    def make(self, operation: str, parts: tuple["Node", ...], data: Any, space: str) -> "Node":
        """Make a node, or find the one that is equal."""
        key = (operation, *parts, data, space)
        if key not in self.nodes:
            self.nodes[key] = Node(operation, parts, data, space)
            refuse_more(self.nodes[key].depth, EXPANDED_DEPTH_LIMIT, "terms in one another")
        return self.nodes[key]

    def spread(self, node: "Node", space: str) -> "Node":
        """Spread a table to a finer space."""
        if node.operation == "rational":
            return self.make("rational", (), node.data, space)
        if node.space == space:
            return node
        return self.make("everywhere" if node.space == SCALAR else "spread", (node,), None, space)


# What gives a claim its meaning ends here, but for logarithms, which follow.

# Nodes.  Which tables are kept changes nothing in what they are: those of all terms without variables stay
# with their model, where every term and every certificate finds them; those of others stay with their
# innermost variable.

VIEWS = ("rational", "variable", "spread", "everywhere", "next", "left", "right", "entry")  # kept elsewhere
ONCE = {name for name, (words, _) in SIGNATURES.items() if {NUMBERS, TRUTHS, ALIKE}.intersection(words)}


class Node:
    """A term with its definitions put in.

    `reach` says for each free variable, by its level, through which moves an entry of this table asks for it;
    "here" is among them if it asks for an entry of the same time.  `kept` says that an entry is asked for
    more than once: by several nodes, or by one whose operation is not in ONCE.
    """

    def __init__(self, operation: str, parts: tuple["Node", ...], data: Any, space: str) -> None:
        self.operation, self.parts, self.space = operation, parts, space
        self.data: Any = data
        looks: list[Look] = [*(part.look for part in parts), *[lambda m, e, i: ABSENT] * 3]
        self.x: Look = looks[0]
        self.y: Look = looks[1]
        self.z: Look = looks[2]
        self.depth: int = 1 + max((part.depth for part in parts), default=0)

        self.link: str = operation
        if operation == "spread":
            self.link = f"{space} to {parts[0].space}"
        elif "from" in SIGNATURES.get(operation, ((),))[0]:
            self.link = f"{parts[0].space} to {space}"
        self.reach: dict[int, frozenset[str]] = reach(self)
        self.asked = self.kept = False
        for part in parts:
            part.kept, part.asked = part.asked or operation not in ONCE, True
        self.cost: int = 2 + sum(2 if part.kept else 2 + part.cost for part in parts)
        self.look: Look = remembering(self)


def reach(n: Node) -> dict[int, frozenset[str]]:
    """Find the reach of a node from those of its parts."""
    if n.operation == "variable":
        return {n.data: frozenset(["here"])}
    found: dict[int, frozenset[str]] = {}
    for part in n.parts if n.operation != "ending" else (n.parts[0], *n.parts[2:]):
        for level, moves in part.reach.items():
            found[level] = found.get(level, frozenset()) | moves
    own = {MOVES[n.operation]} if n.operation in MOVES else set()
    if n.operation in ("back", "forth", "least", "iterates"):
        own |= found.pop(n.data, frozenset()) - {"here"}
    if n.link in FINER and n.operation != "spread" and n.space == SCALAR:
        own.add("anywhere")
    left_behind = {"here"} if n.operation in ("next", "into") else set()
    return {level: moves - left_behind | own for level, moves in found.items()}


def remembering(n: Node) -> Look:
    """Say how an entry of a node is found: it is computed once."""
    run, level = RUNS[n.operation], max(n.reach, default=None)
    if n.operation in VIEWS:
        return partial(run, n)

    def look(m: Model, e: Frames, i: int) -> Entry:
        if not n.kept:
            return run(n, m, e, i)
        tables = m.tables if level is None else e[level].tables
        table = tables.get(n)
        if table is None:
            m.pay(n.cost, len(m.listed(n.space)))
            table = tables[n] = {}
        entry = table.get(i)
        if entry is None:
            entry = table[i] = run(n, m, e, i)
        return entry

    return look


# Numbers with logarithms


Monomial = tuple[Any, ...]  # sorted factors: integers n > 1, which stand for log n, or names of symbols
Polynomial = dict[Monomial, Ratio]  # without coefficients 0
UNIT: Polynomial = {(): ONE}


class Quotient(NamedTuple):
    """A quotient of two polynomials.  If they are polynomials in logarithms, the lower one is positive."""

    above: Polynomial
    below: Polynomial


def logarithm(work: Work, x: Entry) -> Entry:
    """Take the logarithm of a rational >= 0."""
    x = settled(work, x)
    if type(x) is not tuple:
        return x if isinstance(x, Gap) else UNDEFINED
    if x[0] <= 0:
        return UNDEFINED if x[0] else MINUS_INFINITY
    above = {(whole,): (sign, 1) for whole, sign in zip(x, (1, -1), strict=True) if whole > 1}
    return simple(work, above, UNIT)


def as_quotient(x: Entry) -> Quotient:
    """Write a finite number as a quotient."""
    return x if isinstance(x, Quotient) else Quotient({(): x} if x != ZERO else {}, UNIT)


def simple(work: Work, above: Polynomial, below: Polynomial) -> Entry:
    """Divide by a lower polynomial that is a rational; make a rational of what has nothing else left."""
    if below is not UNIT and below.keys() == {()}:
        above, below = times(work, above, {(): divide(work, ONE, below[()])}), UNIT
    if not above or (below is UNIT and above.keys() == {()}):
        return above.get((), ZERO)
    return Quotient(above, below)


def plus(work: Work, left: Polynomial, right: Polynomial) -> Polynomial:
    """Add two polynomials."""
    result = dict(left)
    for monomial, coefficient in right.items():
        work.spend(2 + len(monomial))
        result[monomial] = add(work, result.get(monomial, ZERO), coefficient)
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient != ZERO}


def times(work: Work, left: Polynomial, right: Polynomial) -> Polynomial:
    """Multiply two polynomials."""
    if left is UNIT or right is UNIT:
        return right if left is UNIT else left
    result: Polynomial = {}
    for (one, x), (two, y) in itertools.product(left.items(), right.items()):
        work.spend(2 + len(one) + len(two))
        monomial = tuple(sorted(one + two)) if one and two else one + two
        result[monomial] = add(work, result.get(monomial, ZERO), multiply(work, x, y))
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient != ZERO}


def quotient_sum(work: Work, one: Quotient, two: Quotient) -> Entry:
    """Add two quotients."""
    if one.below == two.below:
        return simple(work, plus(work, one.above, two.above), one.below)
    above = plus(work, times(work, one.above, two.below), times(work, two.above, one.below))
    return simple(work, above, times(work, one.below, two.below))


def settled(work: Work, x: Entry) -> Entry:
    """Make a rational of a quotient that is one because its logarithms are multiples of one another."""
    if not isinstance(x, Quotient):
        return x
    base = coprime_base(work, {whole for part in x for monomial in part for whole in monomial})
    above, below = (over_base(work, part, base) for part in x)
    monomial = next(iter(below))
    factor = divide(work, above.get(monomial, ZERO), below[monomial])
    return x if plus(work, above, times(work, below, {(): subtract(work, ZERO, factor)})) else factor


def coprime_base(work: Work, numbers: Iterable[int]) -> list[int]:
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


def over_base(work: Work, polynomial: Polynomial, base: Sequence[int]) -> Polynomial:
    """Write all logarithms of a polynomial over a base of pairwise coprime integers."""
    result: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        product = {(): coefficient}
        for whole in monomial:
            counts, rest = dict.fromkeys(base, 0), whole
            for prime in base:
                work.spend_bits(rest.bit_length())
                while rest % prime == 0:
                    work.spend_bits(2 * rest.bit_length())
                    rest, counts[prime] = rest // prime, counts[prime] + 1
            product = times(work, product, {(prime,): (n, 1) for prime, n in counts.items() if n})
        result = plus(work, result, product)
    return result


@lru_cache(maxsize=1024)
def bounds_of_logarithm(number: int, digits: int) -> tuple[decimal.Decimal, decimal.Decimal]:
    """Enclose log(number) for an integer > 1: decimal.ln rounds correctly, to the nearest number."""
    context = decimal.Context(prec=digits)
    nearest = context.ln(decimal.Decimal(number))
    return context.next_minus(nearest), context.next_plus(nearest)


def bounds_of_sum(work: Work, terms: Polynomial, digits: int) -> tuple[decimal.Decimal, decimal.Decimal]:
    """Enclose a polynomial in logarithms, rounding all that is below down and all that is above up."""
    down, up = (
        decimal.Context(digits, rounding, decimal.MIN_EMIN, decimal.MAX_EMAX)
        for rounding in (decimal.ROUND_FLOOR, decimal.ROUND_CEILING)
    )
    low = high = decimal.Decimal(0)
    for monomial, (above, below) in terms.items():
        work.spend_bits(above.bit_length() + below.bit_length() + 4 * digits)
        size, divisor = decimal.Decimal(abs(above)), decimal.Decimal(below)
        least, most = down.divide(size, divisor), up.divide(size, divisor)
        for number in monomial:  # paid for as if bounds were never remembered, at the time that they take
            work.spend(20 + digits**3 // 20_000 + digits * number.bit_length() // 50_000)
            bounds = bounds_of_logarithm(number, digits)
            least, most = down.multiply(least, bounds[0]), up.multiply(most, bounds[1])
        if above < 0:
            least, most = most.copy_negate(), least.copy_negate()
        low, high = down.add(low, least), up.add(high, most)
    return low, high


def sign_of(work: Work, x: Entry) -> int:
    """Find the sign of a number.

    A polynomial in logarithms is zero if nothing is left of it over a base of coprime integers.  Otherwise
    bounds have to show its sign.  They do for a polynomial of degree 1, since a nonzero sum of rational
    multiples of logarithms of rationals is transcendental; for others, that it is not zero is expected
    (Schanuel's conjecture says so).  Of symbols, that it is not the zero polynomial is all that is asked.
    """
    if not isinstance(x, Quotient):
        return int(x[0] > 0) - int(x[0] < 0)
    if any(isinstance(factor, str) for monomial in x.above for factor in monomial):
        return 1
    terms, digits = x.above, DIGITS_AT_FIRST
    while terms:
        if digits > PRECISION_LIMIT:
            raise Undecidable(
                "The sign of an expression in logarithms was not found with the digits allowed."
            )
        low, high = bounds_of_sum(work, terms, digits)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        if digits == DIGITS_AT_FIRST:
            base = coprime_base(work, {whole for monomial in terms for whole in monomial})
            terms = over_base(work, terms, base)
        digits *= 2
    return 0


# JSON: what is read has to have exactly a documented form

Form = Any  # see `read`


def shown(text: object, most: int = 80) -> str:
    """Make a text of the certificate safe and short enough for a line: nothing in it can steer a terminal."""
    plain = (text if isinstance(text, str) else repr(text))[: most + 1]
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain)
    return plain if len(plain) <= most else plain[: most - 20] + "..."


def refuse_more(count: int, limit: int, what: str) -> None:
    """Refuse what is too large."""
    if count > limit:
        raise Exceeded(f"There are more than {limit} {what}, which is the limit.")


def refuse_number(text: str) -> NoReturn:
    """Refuse floats, NaN and infinities wherever they are."""
    raise Rejected(f"The file has the number {shown(text)}, but certificates have no floats.")


def read_integer(text: str) -> int:
    """Refuse integers that no documented count can be."""
    refuse_more(len(text), 18, "digits in a JSON integer")
    return int(text)


def read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that is given twice."""
    for key, number in Counter(key for key, _ in pairs).items():
        if number > 1:
            raise Rejected(f"The key {shown(key)} is given twice in one object.")
    return dict(pairs)


def read_json(content: bytes) -> Json:
    """Check that the file is UTF-8 and JSON, strictly, and that all its text could be written as UTF-8."""
    try:
        document = json.loads(
            content.decode("utf-8"),
            parse_int=read_integer,
            parse_float=refuse_number,
            parse_constant=refuse_number,
            object_pairs_hook=read_object,
        )
        level, depth = [document], 0
        while level:
            refuse_more(depth, DEPTH_LIMIT, "levels of JSON in JSON")
            lists = [list(part.values()) if isinstance(part, dict) else part for part in level]
            level, depth = [child for part in lists if isinstance(part, list) for child in part], depth + 1
        canonical(document).encode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not UTF-8 text: byte {error.start} is wrong.") from None
    except UnicodeEncodeError:
        raise Rejected("The file has a text with half of a surrogate pair.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Rejected(f"The file is not JSON: {error.msg}, in {where}.") from None
    return document


def canonical(document: Json) -> str:
    """Give the one text that `source` hashes, and by which terms are compared."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(form: Form, data: Json, place: str) -> Any:
    """Check that data have exactly a form, and give what the functions in it make of its parts.

    A form is a function of data and place; None for anything; {key: form, ...} for an object, where a key
    with ? may be left out, * stands for any keys, + for at least one; (form, ...) for a list of as many
    entries; [form], or [form, limit], for a list of any length.
    """
    if isinstance(form, dict):
        return read_fields(form, data, place)
    if isinstance(form, tuple):
        forms: Sequence[Form] = form
        items(data, place, len(form))
    elif isinstance(form, list):
        forms = form[:1] * len(items(data, place, most=form[1] if len(form) > 1 else FILE_LIMIT))
    else:
        return form(data, place) if form else data
    pairs = enumerate(zip(forms, data, strict=True))
    parts = [read(inner, part, f"{place}[{i}]") for i, (inner, part) in pairs]
    return tuple(parts) if isinstance(form, tuple) else parts


def read_fields(form: dict[str, Form], data: Json, place: str) -> dict[str, Any]:
    """Check that data are an object that has all required keys of a form, and no unknown ones."""
    if not isinstance(data, dict) or ("+" in form and not data):
        raise Rejected(f"{place} is not an object{' with at least one key' if '+' in form else ''}.")
    inside = "" if place == "The certificate" else f"{place}."
    if "*" in form or "+" in form:
        inner = next(iter(form.values()))
        return {key: read(inner, part, f"{inside}{shown(key)}") for key, part in data.items()}
    forms = {key.removesuffix("?"): inner for key, inner in form.items()}
    for key in [*(key for key in form if not key.endswith("?")), *data]:
        if key not in data or key not in forms:
            raise Rejected(f"{place} has {'the unknown' if key in data else 'no'} key {shown(key)!r}.")
    return {key: read(inner, data[key], f"{inside}{key}") for key, inner in forms.items() if key in data}


def items(data: Json, place: str, length: int | None = None, most: int = FILE_LIMIT) -> list[Json]:
    """Check that this is a list, of this length, or at most so long."""
    if not isinstance(data, list) or len(data) != (len(data) if length is None else length):
        raise Rejected(f"{place} is not a list{'' if length is None else f' of {length} entries'}.")
    refuse_more(len(data), most, f"entries in {place}")
    return data


def string(data: Json, place: str, most: int = FILE_LIMIT) -> str:
    """Check that this is a text, and not too long."""
    if not isinstance(data, str):
        raise Rejected(f"{place} is not a text.")
    refuse_more(len(data), most, f"letters in {place}")
    return data


def variable_name(data: Json, place: str) -> str:
    """Check that this is a name as variables and definitions have it."""
    if not NAME.fullmatch(string(data, place, NAME_LIMIT)):
        raise Rejected(f"{place} is {shown(data)!r}, which is no name of letters, digits and _.")
    return str(data)


def sort_name(data: Json, place: str) -> str:
    """Check that this is a sort."""
    if not isinstance(data, str) or data not in SORTS:
        raise Rejected(f"{place} has {shown(data)!r}, which is no sort.")
    return data


def integer(data: Json, place: str, least: int = 0, most: int = 10**18) -> int:
    """Check that this is a JSON integer (true and false are none) within its limits."""
    if type(data) is not int or not least <= data <= most:
        raise Rejected(f"{place} is {shown(data)}, not an integer from {least} to {most}.")
    return data


def rational(data: Json, place: str, most_digits: int = DIGITS_LIMIT) -> Ratio:
    """Check that this is a rational number in lowest terms, written as documented."""
    text = string(data, place, 2 * most_digits + 2)
    parts = re.fullmatch(r"-?(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?", text)
    if parts is None or parts[0] == "-0" or parts[2] == "1":
        raise Rejected(f"{place} is {shown(text)!r}, which is no rational number p or p/q in lowest terms.")
    refuse_more(max(map(len, parts.groups("1"))), most_digits, f"digits in {place}")
    above, below = (int(decimal.Decimal(part)) for part in parts.groups("1"))  # int refuses long texts
    if math.gcd(above, below) > 1:
        raise Rejected(f"{place} is {shown(text)!r}, which is not written in lowest terms.")
    return (-above if text.startswith("-") else above), below


long_rational = partial(rational, most_digits=VALUE_DIGITS_LIMIT)


def unit(data: Json, place: str) -> Ratio:
    """Check that this is a number in [0, 1]."""
    above, below = rational(data, place)
    if not 0 <= above <= below:
        raise Rejected(f"{place} is {shown(data)}, which is not in [0, 1].")
    return above, below


def refuse_other_sum(numbers: Iterable[Ratio], place: str) -> None:
    """Check that probabilities sum to exactly 1."""
    if total(Work(WORK_LIMIT // 100), numbers) != ONE:
        raise Rejected(f"{place}: the probabilities do not sum to 1.")


# Models


def distribution(data: Json, place: str, known: Mapping[str, int]) -> dict[int, Ratio]:
    """Check that these are probabilities of known names that sum to exactly 1; drop those that are 0."""
    row = read({"+": unit}, data, place)
    if unknown := row.keys() - known.keys():
        raise Rejected(f"{place}.{shown(min(unknown))} is unknown.")
    refuse_other_sum(row.values(), place)
    return {known[name]: number for name, number in row.items() if number != ZERO}


def read_weight(choice: dict[str, Any], place: str) -> Ratio:
    """Check `success`, or `reward`, its logarithm; the weight is 1 if neither is given."""
    if "reward" not in choice:
        return unit(choice.get("success", "1"), f"{place}.success")
    reward = choice["reward"]
    weight = {"0": "1", "-inf": "0"}.get(reward, reward[4:-1])
    if "success" in choice or (reward not in ("0", "-inf") and (reward != f"log({weight})" or weight == "0")):
        wrong = "not log(p/q), 0 or -inf, or is there with `success`"
        raise Rejected(f"{place}.reward is {shown(reward)!r}, {wrong}.")
    return unit(weight, f"{place}.reward")


MODEL: Form = {
    "name": string,
    "horizon": partial(integer, least=1, most=HORIZON_LIMIT),
    "start": None,
    "states": {"+": {"+": {"to?": None, "success?": None, "reward?": string}}},
    "prior?": None,
}


def read_model(data: Json, place: str) -> Plan:
    """Check that this is a model file as JSON."""
    model = read(MODEL, data, place)
    states = model["states"]
    numbers = {state: number for number, state in enumerate(states)}
    rows = read({f"{state}?": None for state in states}, model.get("prior", {}), f"{place}.prior")

    def leads(data: Json, here: str) -> dict[int, Ratio]:
        return distribution({data: "1"} if isinstance(data, str) else data, here, numbers)

    def actions(state: str, choices: dict[str, Any]) -> list[Action]:
        prior = dict.fromkeys(range(len(choices)), (1, len(choices)))
        if state in rows:
            known = {action: number for number, action in enumerate(choices)}
            prior = distribution(rows[state], f"{place}.prior.{shown(state)}", known)
        found = []
        for number, (action, choice) in enumerate(choices.items()):
            here = f"{place}.states.{shown(state)}.{shown(action)}"
            to = list(leads(choice["to"], f"{here}.to").items()) if "to" in choice else None
            found.append(Action(action, read_weight(choice, here), prior.get(number, ZERO), to))
        return found

    listed = [actions(state, choices) for state, choices in states.items()]
    return Plan(model["horizon"], list(states), listed, leads(model["start"], f"{place}.start"))


def form(data: dict[str, Json], freed: Collection[str] = ()) -> str:
    """Give a text by which models that have been checked are compared, except for these keys."""
    orders = [(state, list(choices)) for state, choices in data["states"].items()]
    return canonical([{key: part for key, part in data.items() if key not in freed}, orders])


# Values


def read_table(m: Model, data: Json, space: str, place: str) -> list[Json]:
    """Put a table into the order of the elements of its space; what is not listed is ABSENT."""

    def names(element: Any) -> tuple[Any, ...]:
        if space == PAIRS:
            return (*m.named(m.choices[element[0]]), m.named(m.choices[element[1]])[2])
        return tuple(m.named(m.choices[x]) for x in element) if space == TRAJECTORIES else m.named(element)

    elements = {canonical(names(element)): number for number, element in enumerate(m.listed(space))}
    result: list[Json] = [ABSENT] * len(elements)
    for position, pair in enumerate(items(data, place, most=len(elements))):
        element, number = items(pair, f"{place}[{position}]", 2)
        found = elements.get(canonical(items(element, f"{place}[{position}]")))
        if found is None or result[found] is not ABSENT:
            about = f"is about no element of the space {space}, or one listed before"
            raise Rejected(f"{place}[{position}] {about}.")
        result[found] = number
    return result


def read_second_policy(m: Model, data: Json) -> dict[tuple[int, int, int], Ratio]:
    """Check a policy by time, state and action, for exactly the decision points."""
    policy, result = (
        read({"+": {"+": {"+": unit}}}, data, "second_policy"),
        dict[tuple[int, int, int], Ratio](),
    )
    stated = {(t, s, a): x for t, rows in policy.items() for s, row in rows.items() for a, x in row.items()}
    for point, choices in enumerate(m.group(ROWS)):
        time, state = m.named(m.points[point])
        here = f"second_policy at {time}, {shown(state)}"
        names = {m.choices[choice]: (str(time), *m.named(m.choices[choice])[1:]) for choice in choices}
        if not stated.keys() >= set(names.values()):
            raise Rejected(f"{here} lacks an action.")
        row = {choice: stated.pop(name) for choice, name in names.items()}
        refuse_other_sum(row.values(), here)
        result.update(row)
    for name in stated:
        raise Rejected(f"second_policy.{shown('.'.join(name))} is about no element of the space choices.")
    return result


def agrees(work: Work, data: Json, value: Entry, place: str) -> bool:
    """Check the form of a stated NUMBER, and compare it with the computed one."""
    value = settled(work, value)
    if data is None or isinstance(value, Gap):
        return data is None and isinstance(value, Gap)
    if data in ("inf", "-inf"):
        return bool(value == Infinite(1 if data == "inf" else -1))
    if isinstance(data, str):
        return bool(long_rational(data, place) == value)
    if isinstance(data, dict) and "enclosure" in data:
        low, high = read({"enclosure": (None, None)}, data, place)["enclosure"]
        possible = isinstance(value, Quotient) or (low == high and not isinstance(value, Infinite))
        return possible and encloses(work, [low, high], value, f"{place}.enclosure")
    summed: Entry = ZERO
    terms = read({"terms": [(long_rational, long_rational)]}, data, place)["terms"]
    for position, (coefficient, argument) in enumerate(terms):
        if argument[0] <= 0:
            raise Rejected(f"{place}.terms[{position}] is the logarithm of a number that is not positive.")
        summed = add(work, summed, multiply(work, coefficient, logarithm(work, argument)))
    return compare(work, summed, value) == 0


def encloses(work: Work, data: Json, value: Entry, place: str) -> bool:
    """Check a pair of rational bounds, and that the value is between them, or equal to both."""
    low, high = read((long_rational, long_rational), data, place)
    one, two = Fraction(*low), Fraction(*high)
    if one > two or (two - one) * 10**6 > max(Fraction(1), abs(one), abs(two)):
        raise Rejected(f"{place} has bounds in the wrong order, or further apart than a millionth.")
    return compare(work, value, low) >= 0 and compare(work, value, high) <= 0


# Certificates

SOURCE = ("claim", "reading", "statement", "definitions", "relation", "given", "domain", "assuming")
DEFINITION: Form = {"parameters": [(variable_name, sort_name)], "sort": sort_name, "body": None}
COMMON: Form = {
    **dict.fromkeys(("format", "kind", "claim", "reading", "statement", "verdict", "source"), string),
    **dict.fromkeys(("version", "definitions", "relation", "domain"), None),
    "given": [None],
    "assuming": [dict.fromkeys(("name", "theorem", "proof"), string)],
}
VALUES: Form = [(None, None)]
THEOREM: Form = dict.fromkeys(("name", "file", "statement", "assumptions"), string)
COUNTS: Form = [dict.fromkeys(("representatives", "labelled", "checked", "undefined"), integer)]
KINDS: dict[str, tuple[Form, tuple[str, ...], tuple[str, ...]]] = {
    # what it has besides what all have, its verdicts and its domains
    "counterexample": (
        {"model": read_model, "values": VALUES, "second_policy?": None},
        ("refuted",),
        ("shapes", "model", "policies"),
    ),
    "instance": ({"model": read_model, "values": VALUES}, ("holds", "vacuous"), ("model",)),
    "family": ({"checked": integer, "undefined": integer}, ("holds", "vacuous"), ("shapes", "policies")),
    "sequence": ({"enclosures": VALUES}, ("proved", "refuted"), ("models",)),
    "identity": ({}, ("proved", "refuted"), ("symbols",)),
    "theorem": ({"theorem": THEOREM}, ("proved",), ("finite_models",)),
    "undecided": ({"reason": string}, ("undecided",), ("shapes", "model", "policies", "models", "symbols")),
}
FINDINGS = {
    "true": "the relation is true in it",
    "false": "the hypotheses are true in it, and the relation is false",
    "unmet": "a hypothesis is false in it",
    "undefined": "a value that is needed is undefined in it",
}
WANTED = {"refuted": ("false",), "holds": ("true",), "vacuous": ("unmet", "undefined")}
BINDERS = {"back": (1, 2), "forth": (1, 2), "repeat": (2, 3), "least": (3, 4)}  # where name and body are


def count_lists(data: Json) -> int:
    """Count the lists in data."""
    inside = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return isinstance(data, list) + sum(map(count_lists, inside))


def free_variables(data: Json) -> set[str]:
    """List the variables of a term that nothing in it binds."""
    if not isinstance(data, list):
        return {data} if isinstance(data, str) and data.startswith("$") else set()
    name, body = BINDERS.get(data[0], (0, 0))
    found: set[str] = set()
    for number, part in enumerate(data[1:], 1):
        if number != name:
            found |= free_variables(part) - ({f"${data[name]}"} if number == body else set())
    return found


class Certificate:
    """A certificate whose form, terms and domain have been checked."""

    def __init__(self, document: Json) -> None:
        if not isinstance(document, dict) or document.get("format") != "coherence-exact certificate":
            raise Rejected("The file is not a certificate: it has no such format.")
        version, domain = document.get("version"), document.get("domain")
        self.kind = str(document.get("kind"))
        if type(version) is not int or version != 2 or self.kind not in KINDS:
            raise Rejected(f"The version {shown(version)} or the kind {shown(self.kind)} is unknown.")
        if not isinstance(domain, dict):
            raise Rejected("domain is not an object.")
        more, verdicts, domains = KINDS[self.kind]
        self.domain = next((name for name in DOMAINS if name in domain), "")
        if self.domain not in domains:
            raise Rejected(f"domain is none that a certificate of kind {self.kind} can have.")
        if self.kind == "family":
            more = {**more, **({"counts": COUNTS} if self.domain == "shapes" else {"count": integer})}
        read({**COMMON, **dict.fromkeys(more, None)}, document, "The certificate")
        if document["verdict"] not in verdicts:
            raise Rejected(f"The verdict {shown(document['verdict'])!r} is none of the kind {self.kind}.")
        text = canonical([document[key] for key in SOURCE])
        if document["source"] != hashlib.sha256(text.encode("utf-8")).hexdigest():
            raise Rejected("source is not the digest of " + ", ".join(SOURCE) + ".")
        if self.kind in ("sequence", "identity") and not document["assuming"]:
            raise Rejected(f"assuming is empty, but a certificate of kind {self.kind} rests on a theorem.")
        lists = count_lists([document[key] for key in ("relation", "given", "definitions")])
        refuse_more(lists, TERMS_LIMIT, "lists in the terms")
        self.document, self.work = document, Work(WORK_LIMIT)
        self.terms = Terms(document, {})
        self.work.spend(10 * self.terms.expanded)
        self.over = read(DOMAINS[self.domain], domain, "domain")
        self.models = self.read_domain()
        names = {key.removesuffix("?") for key in more} & document.keys()
        self.evidence = read(more, {key: document[key] for key in names}, "The certificate")
        if self.kind == "family" and (document["verdict"] == "vacuous") != (document["checked"] == 0):
            raise Rejected("The verdict has to be vacuous exactly if checked is 0.")

    def read_domain(self) -> str:
        """Check what fits together in the domain, and say how much it is."""
        over = self.over
        match self.domain:
            case "shapes":
                for number, shape in enumerate(over["shapes"]):
                    refuse_other_shape(shape, over["grid"], f"domain.shapes[{number}]")
                different = {(shape.actions, shape.pairs) for shape in over["shapes"]}
                if not over["shapes"] or len(different) < len(over["shapes"]):
                    raise Rejected("domain.shapes is empty, or has a shape twice.")
                return "1 model"
            case "symbols":
                symbols = over["symbols"]
                used = {node.data[0] for node in self.terms.nodes.values() if node.operation == "symbol"}
                if len(set(symbols)) < len(symbols) or set(symbols) != used:
                    raise Rejected("domain.symbols does not list each symbol of the relation once.")
                return "no model"
            case "finite_models":
                if over["finite_models"] != "all":
                    raise Rejected("domain.finite_models is not 'all'.")
                return "all finite models"
            case "models":
                rows, plans = over["rows"], over["models"]
                for _, number in rows:
                    integer(number, "A model of domain.rows", 0, len(plans) - 1)
                if not rows or len(set(rows)) < len(rows):
                    raise Rejected("domain.rows is empty, or has a row twice.")
                forms = {form(data, ("name",)) for data in self.document["domain"]["models"]}
                if len({number for _, number in rows}) < len(plans) or len(forms) < len(plans):
                    raise Rejected("domain.models has a model twice, or one that no row is about.")
                times = sizes(plan.horizon for plan in plans)
                return f"{counted(len(rows), 'row')}, {times}, {counted(len(plans), 'model')}"
        plan = over[self.domain]
        self.points = Model(plan, self.work).points
        if self.domain == "policies":
            met = {len(plan.actions[state]) for _, state in self.points}
            if not all(over["rows"].get(number) for number in met):
                raise Rejected("domain.rows has no rows for some number of actions of the model.")
        return f"1 model, {sizes([plan.horizon])}, {counted(len(self.points), 'decision point')}"

    def resting(self, *done: str) -> str:
        """Say what the outcome rests on: what was done, and the theorems."""
        names = ", ".join(shown(theorem["name"], 200) for theorem in self.document["assuming"])
        return ", ".join([*done, *([f"assuming: {names}"] if names else [])])

    def check(self) -> str:
        """Check what only one kind has, and say what the outcome rests on."""
        match self.kind:
            case "sequence":
                self.check_sequence()
                return self.resting("every row recomputed")
            case "identity":
                if self.document["definitions"] or self.document["given"]:
                    raise Rejected("definitions or given of an identity are not empty.")
                refuse_no_equations(self.terms.relation)
                finding = self.terms.judge(Model(Plan(0, [], [], {}), self.work))
                if finding == "undefined":
                    raise Rejected("A denominator of the relation is the zero polynomial.")
                if finding == "false":
                    raise Rejected("An equation of the relation is no identity.")
                return self.resting()
            case "family":
                self.check_priors()
                return self.resting("every prior recomputed")
            case "theorem":
                name, file = (shown(self.evidence["theorem"][key], 200) for key in ("name", "file"))
                raise Undecidable(f"It rests on Coq, which has not run: {name} in {file}")
            case "undecided":
                raise Undecidable(f"The claim is undecided: {shown(self.document['reason'], 200)}")
        self.check_model()
        return self.resting("the model recomputed")

    def check_model(self) -> None:
        """Check that the verdict and all values are right for the model."""
        document, m = self.document, Model(self.evidence["model"], self.work)
        mentioned, given = "second_policy" in self.terms.used, "second_policy" in document
        if self.kind == "counterexample" and mentioned != given:
            raise Rejected("second_policy is there, but no term mentions it, or is missing.")
        if given:
            m.plan.second = read_second_policy(m, document["second_policy"])
        freed = ("prior", "name") if self.domain == "policies" else ()
        of_domain = document["domain"].get(self.domain)
        if self.domain != "shapes" and form(document["model"], freed) != form(of_domain, freed):
            raise Rejected("model is not the model of the domain.")
        finding = self.terms.judge(m)
        if finding not in WANTED[document["verdict"]]:
            raise Rejected(f"The verdict is wrong for the model: {FINDINGS[finding]}.")
        if document["verdict"] == "vacuous" and not self.evidence["values"]:
            return
        for place, data, node, stated in self.stated("values"):
            table = [stated] if node.space == SCALAR else read_table(m, stated, node.space, place)
            for i, number in enumerate(table):
                value = node.look(m, (), i)
                left_out = node.space != SCALAR and ABSENT in (number, value)
                if number is not value if left_out else not agrees(self.work, number, value, place):
                    raise Rejected(f"{place} is not the value of {shown(formula(data, {}), LINE_LIMIT)}.")

    def calls(self, sort: str | None) -> dict[str, Node]:
        """List the calls (of a sort) that have values: those of numbers, without variables."""
        return {
            canonical(data): term.node
            for data, term in self.terms.outside.values()
            if data[0] in self.terms.definitions and term.kind != TRUTHS and sort in (None, term.sort)
            if not free_variables(data)
        }

    def stated(self, key: str, sort: str | None = None) -> Iterator[tuple[str, Json, Node, Json]]:
        """Go through what is stated for calls (of a sort): every call that there has to be, once."""
        missing = self.calls(sort)
        for position, (data, stated) in enumerate(self.evidence[key]):
            node = missing.pop(canonical(data), None)
            if node is None:
                where = f"sort {sort}" if sort else "the relation and the hypotheses"
                raise Rejected(f"{key}[{position}] is about no call of {where}, or one twice.")
            yield f"{key}[{position}]", data, node, stated
        for text in missing:
            raise Rejected(f"{key} has no entry for {shown(formula(json.loads(text), {}), LINE_LIMIT)}.")

    def check_sequence(self) -> None:
        """Check that hypotheses and relation are true in every row, and all enclosures."""
        rows = self.over["rows"]
        enclosed = [
            (place, node, items(bounds, place, len(rows)))
            for place, _, node, bounds in self.stated("enclosures", "number")
        ]
        for row, (index, number) in enumerate(rows):
            m = Model(self.over["models"][number], self.work, index)
            finding = self.terms.judge(m)
            if finding != "true":
                raise Rejected(f"At the index {index} model {number} does not agree: {FINDINGS[finding]}.")
            for place, node, bounds in enclosed:
                value = node.look(m, (), 0)
                if isinstance(value, Gap | Infinite) or not encloses(self.work, bounds[row], value, place):
                    raise Rejected(f"{place}, row {row}: the value is undefined, infinite, or not enclosed.")

    def check_priors(self) -> None:
        """Recompute the relation for all priors of the model."""
        plan, stated = self.over["policies"], self.evidence
        met = {state for _, state in self.points}
        kept = [[tuple(action.prior for action in actions)] for actions in plan.actions]
        rows = [self.over["rows"][len(row[0])] if state in met else row for state, row in enumerate(kept)]
        number = math.prod(map(len, rows))
        if number != stated["count"]:
            raise Rejected(f"count is {stated['count']}, which is not the number of priors.")
        refuse_more(number, PRIORS_LIMIT, "priors")
        self.work.left += WORK_LIMIT * (number // SAMPLE)
        self.models = f"{number:,} priors of {self.models}"
        counts = Counter[str]()
        for position, prior in enumerate(itertools.product(*rows)):
            actions = [
                [action._replace(prior=chance) for action, chance in zip(state, row, strict=True)]
                for state, row in zip(plan.actions, prior, strict=True)
            ]
            counts[self.terms.judge(Model(replace(plan, actions=actions), self.work))] += 1
            if counts["false"]:
                raise Rejected(f"The relation is false for prior {position}.")
        compare_counts(counts, stated, number, "The certificate", exact=True)


def counted(number: int, what: str) -> str:
    """Write a number of things."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def sizes(horizons: Iterable[int]) -> str:
    """Write a range of horizons."""
    low, high = min(listed := list(horizons)), max(listed)
    return f"T = {low}" + (f" to {high}" if high > low else "")


def refuse_no_equations(node: Node, allowed: Collection[str] = ("and", "=")) -> None:
    """Check that a relation consists of equations of rational functions."""
    exponent = node.parts[1] if node.operation == "^" else None
    natural = not exponent or (
        exponent.operation == "rational" and exponent.data[1] == 1 and exponent.data[0] >= 0
    )
    if node.operation not in allowed or not natural:
        name = node.parts[0].operation if node.operation == "entry" else node.operation
        raise Rejected(f"The operation {name!r} does not occur so in identities.")
    inside = allowed if node.operation == "and" else ("+", "-", "*", "/", "^", "rational", "symbol")
    for part in node.parts:
        refuse_no_equations(part, inside)


# Families


class Shape(NamedTuple):
    """The numbers of actions of the states at each time, the complexity, and if there is a second policy."""

    actions: tuple[tuple[int, ...], ...]
    complexity: int
    pairs: bool

    def later(self, time: int) -> int:
        """Count the states at the time after this one (times begin at 0 here)."""
        return len(self.actions[time + 1]) if time + 1 < len(self.actions) else 0


class Grid(NamedTuple):
    """The values that the parameters of a family's models can have."""

    weights: list[Ratio]
    successors: dict[int, list[Row]]
    policies: dict[int, list[Row]]
    starts: dict[int, list[Row]]


def read_rows(data: Json, place: str) -> dict[int, list[Row]]:
    """Read rows of probabilities by their length, each once."""
    result: dict[int, list[Row]] = {}
    for length, rows in read({"+": [[unit], ROWS_LIMIT]}, data, place).items():
        here = f"{place}.{shown(length)}"
        if not re.fullmatch("0|[1-9][0-9]{0,4}", length):
            raise Rejected(f"{here} is not a number of entries up to the limit.")
        for number, row in enumerate(rows):
            items(row, f"{here}[{number}]", int(length))
            refuse_other_sum(row or [ONE], here)
        result[int(length)] = [tuple(row) for row in rows]
        if len(set(result[int(length)])) < len(rows) or (length == "0" and rows != [[]]):
            raise Rejected(f"{here} has a row twice, or is not the list of the one empty row.")
    return result


def read_grid(data: Json, place: str) -> Grid:
    """Read a grid, whose rows have all their orders with them, so that renamed models are in the family."""
    kinds = ("successors", "policies", "starts")
    grid = read({"weights": [unit, ROWS_LIMIT], **dict.fromkeys(kinds, read_rows)}, data, place)
    if len(set(grid["weights"])) < len(grid["weights"]):
        raise Rejected(f"{place}.weights has a weight twice.")
    for kind in kinds:
        for length, rows in grid[kind].items():
            if length > WIDTH_LIMIT:
                raise Rejected(f"{place}.{kind}.{length} is not a number of entries up to the limit.")
            if any(not set(itertools.permutations(row)) <= set(rows) for row in rows):
                raise Rejected(f"{place}.{kind}.{length} has a row without all its orders.")
    return Grid(**{**grid, "successors": {**grid["successors"], 0: [()]}})


def read_shape(data: Json, place: str) -> Shape:
    """Read a shape."""
    actions = [[partial(integer, least=1, most=WIDTH_LIMIT), WIDTH_LIMIT], HORIZON_LIMIT]
    form = {"actions": actions, "complexity": partial(integer, most=INDEX_LIMIT), "pairs": None}
    shape = read(form, data, place)
    if not shape["actions"] or not all(shape["actions"]) or not isinstance(shape["pairs"], bool):
        raise Rejected(f"{place} has a time without states, or pairs that is not true or false.")
    return Shape(tuple(map(tuple, shape["actions"])), shape["complexity"], shape["pairs"])


def refuse_other_shape(shape: Shape, grid: Grid, place: str) -> None:
    """Check that the grid has rows for a shape."""
    counts = {number for row in shape.actions for number in row}
    laters = {shape.later(time) for time in range(len(shape.actions))}
    first = len(shape.actions[0])
    if counts - grid.policies.keys() or laters - grid.successors.keys() or first not in grid.starts:
        raise Rejected(f"{place}: the grid has no rows for this shape.")


DOMAINS: dict[str, Form] = {  # by the key that tells them apart
    "shapes": {"family": string, "grid": read_grid, "shapes": [read_shape, MODELS_LIMIT]},
    "model": {"model": read_model},
    "policies": {"policies": read_model, "rows": read_rows},
    "models": {
        "models": [read_model, MODELS_LIMIT],
        "rows": [(partial(integer, least=1, most=INDEX_LIMIT), integer), INDEX_LIMIT],
    },
    "symbols": {"symbols": [string]},
    "finite_models": {"finite_models": string},
}

# An action is (weight, successor row, prior entry, second entry), a state is the sorted tuple of its actions,
# and a layer has the states of one time.
State = tuple[tuple[Ratio, Row, Ratio, Ratio], ...]
Layer = tuple[State, ...]
Permutation = tuple[int, ...]


class Representative(NamedTuple):
    """One model of a class of renamed models, and how many labelled models the class has."""

    shape: int
    start: Row
    layers: tuple[Layer, ...]
    size: int


def uneven(row: Row) -> int:
    """Say the complexity of a row of a policy or of the start: 0 if all entries are equal, else 1."""
    return int(len(set(row)) > 1)


def unsure(rows: Iterable[Row]) -> int:
    """Say the complexity of successor rows: how many different ones have no entry 1, and are not empty."""
    return sum(bool(row) and ONE not in row for row in set(rows))


def reached(rows: Iterable[Row]) -> frozenset[int]:
    """List the places that have a positive probability in some row."""
    return frozenset(place for row in rows for place, chance in enumerate(row) if chance != ZERO)


class Listing:
    """The labelled models of one shape: how many there are, and one of each class of renamed ones."""

    def __init__(self, work: Work, shape: Shape, grid: Grid) -> None:
        self.work, self.shape, self.grid = work, shape, grid

    def parameters(self, number: int, later: int) -> list[list[tuple[tuple[Any, ...], int]]]:
        """List weights, successor rows, prior and second rows for so many actions, with their complexity."""
        grid, most = self.grid, self.shape.complexity
        self.work.spend(5 * len(grid.weights) ** number + 5 * len(grid.successors[later]) ** number)
        weights = [(x, len(set(x) - {ONE})) for x in itertools.product(grid.weights, repeat=number)]
        rows = [(x, unsure(x)) for x in itertools.product(grid.successors[later], repeat=number)]
        policies = [(row, uneven(row)) for row in grid.policies[number]]
        second = policies if self.shape.pairs else [((ZERO,) * number, 0)]
        return [[pair for pair in part if pair[1] <= most] for part in (weights, rows, policies, second)]

    def count(self) -> int:
        """Count the labelled models without listing one.

        Numbers of choices by complexity are multiplied; those of successor rows also by the later states that
        they reach, since all have to be reached.
        """
        nowhere: frozenset[int] = frozenset()
        found = Counter((nowhere, uneven(row)) for row in self.grid.starts[len(self.shape.actions[0])])
        for time, counts in enumerate(self.shape.actions):
            parts = [part for number in counts for part in self.parameters(number, self.shape.later(time))]
            for position, part in enumerate(parts):
                factor = Counter((reached(x) if position % 4 == 1 else nowhere, cost) for x, cost in part)
                self.work.spend(5 * len(found) * len(factor))
                product = Counter[tuple[frozenset[int], int]]()
                for (one, n), (two, k) in itertools.product(found.items(), factor.items()):
                    if one[1] + two[1] <= self.shape.complexity:
                        product[one[0] | two[0], one[1] + two[1]] += n * k
                found = product
            every = frozenset(range(self.shape.later(time)))
            found = Counter({(nowhere, cost): n for (there, cost), n in found.items() if there == every})
        return sum(found.values())

    def states(self, number: int, later: int) -> list[tuple[State, int]]:
        """List the states with so many actions up to their order, with their complexity, simplest first."""
        weights, rows, prior, second = self.parameters(number, later)
        prior = [pair for pair in prior if pair[0] == tuple(sorted(pair[0]))]  # others are orders of actions
        found: dict[State, int] = {}
        self.work.spend(5 * len(weights) * len(rows) * len(prior) * len(second))
        for parts in itertools.product(weights, rows, prior, second):
            complexity = sum(cost for _, cost in parts)
            if complexity <= self.shape.complexity:
                found[tuple(sorted(zip(*(values for values, _ in parts), strict=True)))] = complexity
        return sorted(found.items(), key=lambda pair: pair[1])

    def models(self) -> Iterator[tuple[Row, tuple[Layer, ...]]]:
        """List the models whose states are labelled, and whose actions are not."""
        counts, most = self.shape.actions, self.shape.complexity
        places = [(number, time) for time, row in enumerate(counts) for number in row]
        possible = {place: self.states(place[0], self.shape.later(place[1])) for place in places}

        def extend(states: tuple[State, ...], complexity: int) -> Iterator[tuple[State, ...]]:
            self.work.spend(5)
            if len(states) == len(places):
                yield states
                return
            for state, more in possible[places[len(states)]]:
                if complexity + more > most:
                    break
                yield from extend((*states, state), complexity + more)

        for start in self.grid.starts[len(counts[0])]:
            for states in extend((), uneven(start)):
                rest = iter(states)
                layers = tuple(tuple(itertools.islice(rest, len(row))) for row in counts)
                rows = [[action[1] for state in layer for action in state] for layer in layers]
                if all(len(reached(row)) == self.shape.later(time) for time, row in enumerate(rows)):
                    yield start, layers

    def representatives(self, number: int) -> Iterator[Representative]:
        """List the least model of every class of renamed models, for the shape of this number."""
        exchanges = [
            [p for p in itertools.permutations(range(len(row))) if all(row[i] == row[p[i]] for i in p)]
            for row in self.shape.actions
        ]
        count = math.prod(map(len, exchanges))
        refuse_more(count, RENAMINGS_LIMIT, "renamings of a model")
        renamings = list(itertools.product(*exchanges))
        for start, layers in self.models():
            self.work.spend(5 * count)
            images = {
                (
                    tuple(start[i] for i in orders[0]),
                    *(
                        tuple(moved(layer[i], later) for i in order)
                        for layer, order, later in zip(layers, orders, (*orders[1:], ()), strict=True)
                    ),
                )
                for orders in renamings
            }
            if (start, *layers) == min(images):
                labellings = math.prod(orders_of(state) for layer in layers for state in layer)
                yield Representative(number, start, layers, len(images) * labellings)


@lru_cache(maxsize=100_000)
def moved(state: State, later: Permutation) -> State:
    """Rename the later states of a state's successor rows."""
    return tuple(sorted((w, tuple(row[i] for i in later), x, y) for w, row, x, y in state))


def orders_of(state: State) -> int:
    """Count the different orders of the actions of a state."""
    return math.factorial(len(state)) // math.prod(map(math.factorial, Counter(state).values()))


def plan_of(found: Representative, pairs: bool) -> Plan:
    """Make the model of a representative, whose states are named by time and place."""
    plan = Plan(
        len(found.layers), [], [], {i: chance for i, chance in enumerate(found.start) if chance != ZERO}
    )
    for time, layer in enumerate(found.layers, 1):
        after = len(plan.states) + len(layer)
        for place, state in enumerate(layer):
            actions = []
            for number, (weight, row, prior, second) in enumerate(state):
                to = [(following, chance) for following, chance in enumerate(row, after) if chance != ZERO]
                actions.append(Action(str(number), weight, prior, to or None))
                if pairs:
                    plan.second[time, len(plan.states), number] = second
            plan.states.append(f"{time}.{place}")
            plan.actions.append(actions)
    return plan


class Family(NamedTuple):
    """The models of a domain with shapes, listed and counted once for all certificates that are about it."""

    shapes: list[Shape]
    labelled: list[int]
    listed: list[Representative]


def list_family(grid: Grid, shapes: list[Shape]) -> Family:
    """Count the labelled models, and list the representatives, whose classes have to be all of them."""
    work, family = Work(LISTING_LIMIT), Family(shapes, [], [])
    for number, shape in enumerate(shapes):
        listing, whole = Listing(work, shape, grid), 0
        family.labelled.append(listing.count())
        for found in listing.representatives(number):
            family.listed.append(found)
            refuse_more(len(family.listed), REPRESENTATIVES_LIMIT, "models in the family, up to renaming")
            whole += found.size
        if whole != family.labelled[-1]:
            there = f"the classes have {whole} models, not {family.labelled[-1]}"
            raise Rejected(f"domain.shapes[{number}]: {there}.")
    if not family.listed:
        raise Rejected("The family has no models.")
    return family


class Job(NamedTuple):
    """Certificates to be evaluated on some models of their family."""

    documents: list[dict[str, Json]]
    shapes: list[Shape]
    chosen: list[Representative]


@dataclass
class Tally:
    """What was found for one certificate: counts by shape and finding, and the first fault."""

    counts: Counter[tuple[int, str]] = field(default_factory=Counter)
    fault: Rejected | None = None

    def extend(self, later: "Tally") -> None:
        """Add what was found in models that come later."""
        if not self.fault:
            self.counts += later.counts
            self.fault = later.fault


def recompute(job: Job) -> list[Tally]:
    """Evaluate certificates on models of their family; together they share what they have in common."""
    deepen()
    nodes: dict[Any, Node] = {}
    terms = [Terms(document, nodes) for document in job.documents]
    found = [Tally() for _ in terms]
    for first in range(0, len(job.chosen), SAMPLE):
        left = [number for number, tally in enumerate(found) if not tally.fault]
        batch = recompute_batch(
            [terms[number] for number in left], job.shapes, job.chosen[first : first + SAMPLE]
        )
        for number, tally in zip(left, batch, strict=True):
            found[number].extend(tally)
    return found


def recompute_batch(terms: list[Terms], shapes: list[Shape], chosen: list[Representative]) -> list[Tally]:
    """Evaluate certificates on a few models, for each of them within its limit.

    If all of them together stay within the limit of one, then so does each.
    """
    work, tallies = Work(WORK_LIMIT), [Tally() for _ in terms]
    try:
        for found in chosen:
            m = Model(plan_of(found, shapes[found.shape].pairs), work)
            for one, tally in zip(terms, tallies, strict=True):
                if tally.fault:
                    continue
                try:
                    finding = one.judge(m)
                    tally.counts[found.shape, finding] += 1
                    if finding == "false":
                        where = f"domain.shapes[{found.shape}]"
                        tally.fault = Rejected(f"The relation is false in a model of {where}.")
                except Undecidable as error:
                    tally.fault = error
    except Exceeded as error:
        if len(terms) > 1:
            return [recompute_batch([one], shapes, chosen)[0] for one in terms]
        tallies[0].fault = error
    return tallies


def recompute_in_parts(job: Job, imap: Imap, workers: int) -> list[Tally]:
    """Let several processes recompute ranges of the models; what is found does not depend on how many."""
    found = [Tally() for _ in job.documents]
    size = SAMPLE * (1 + len(job.chosen) // (4 * workers * SAMPLE))
    firsts = range(0, len(job.chosen), size)
    for part in imap(recompute, [job._replace(chosen=job.chosen[i : i + size]) for i in firsts]):
        for tally, later in zip(found, part, strict=True):
            tally.extend(later)
    return found


def compare_counts(
    counts: Mapping[str, int], stated: dict[str, Any], number: int, place: str, exact: bool
) -> None:
    """Check the stated numbers of decided and undefined models with those found among some or all."""
    decided, undefined = stated["checked"], stated["undefined"]
    wanted = {"true": decided, "undefined": undefined, "unmet": number - decided - undefined}
    if any(counts[key] != count if exact else counts[key] > count for key, count in wanted.items()):
        raise Rejected(
            f"{place} has checked {decided} and undefined {undefined} of {number}, but recomputing "
            f"{sum(counts.values())} found {counts['true']} and {counts['undefined']}."
        )


def check_totals(certificate: Certificate, family: Family) -> None:
    """Check the counts that do not depend on the relation, and that the others add up."""
    stated = certificate.evidence
    items(stated["counts"], "counts", len(family.shapes))
    for number, part in enumerate(stated["counts"]):
        listed = sum(found.shape == number for found in family.listed)
        for key, found in (("labelled", family.labelled[number]), ("representatives", listed)):
            if part[key] != found:
                raise Rejected(f"counts[{number}].{key} is {part[key]}, but there are {found}.")
    for key in ("checked", "undefined"):
        if sum(part[key] for part in stated["counts"]) != stated[key]:
            raise Rejected(f"{key} is {stated[key]}, which is not the sum over the shapes.")
    compare_counts(Counter(), stated, len(family.listed), "The certificate", exact=False)


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
    certificate: Any = None

    def settle(self, find: Callable[[], str | None]) -> bool:
        """Note an outcome, and say whether nothing is wrong."""
        try:
            self.outcome, self.reason, self.rests_on = "valid", None, find()
        except Rejected as error:
            self.refuse(error)
        except RecursionError:
            self.outcome, self.reason = "invalid", "The file is nested too deeply."
        except MemoryError:
            self.outcome, self.reason = "invalid", "Checking this takes more memory than there is."
        except OSError as error:
            self.outcome, self.reason = "invalid", f"The file cannot be read: {error.strerror}."
        return self.outcome == "valid"

    def refuse(self, error: Rejected) -> None:
        """Note why the file is not accepted."""
        self.outcome, self.reason = "holey" if isinstance(error, Undecidable) else "invalid", str(error)

    def read(self) -> None:
        """Read the file, and check what does not depend on its kind."""
        if not pathlib.Path(self.path).is_file():
            raise Rejected("The path is not a file.")
        with pathlib.Path(self.path).open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
        refuse_more(len(content), FILE_LIMIT, "bytes in the file")
        document = read_json(content)
        for key in ("claim", "reading", "verdict"):
            if isinstance(document, dict) and isinstance(document.get(key), str):
                setattr(self, key, document[key])
        self.certificate = Certificate(document)
        outside = self.certificate.terms.outside
        spaces = {key: term.node.space for key, (_, term) in outside.items()}
        texts = [formula(data, spaces) for data in (document["relation"], *document["given"])]
        self.relation = shown(texts[0] + (", given " if texts[1:] else "") + ", ".join(texts[1:]), LINE_LIMIT)

    def line(self) -> str:
        """Give what is printed for people: one line without anything that could steer a terminal."""
        named = ", ".join(shown(text, 200) for text in (self.claim, self.reading) if text)
        parts = (shown(self.path, LINE_LIMIT), self.outcome, named, shown(self.verdict or ""), self.relation)
        return ": ".join(part for part in (*parts, self.models, self.rests_on, self.reason) if part)


PRECEDENCE = {"or": 1, "and": 2, "not": 3, "=": 4, "<": 4, "<=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "^": 7}


def formula(data: Json, spaces: Mapping[int, str], outer: int = 0) -> str:
    """Print a term for people; a reduction to the scalar does not say over which space, if x is over it."""
    if not isinstance(data, list):
        level = 5 if str(data).startswith("-") else 6 if "/" in str(data) else 9
        return f"({data})" if level < outer else str(data).removeprefix("$")
    name, *parts = data
    level = PRECEDENCE.get(name, 0)
    if "from" in SIGNATURES.get(name, ((),))[0]:
        fine, coarse, *parts = parts
        name += "" if coarse == SCALAR and spaces.get(id(parts[0])) == fine else f"[{fine} to {coarse}]"
    inner = [level + (i > 0 or name in ("^", "=", "<", "<=")) if level else 0 for i in range(len(parts))]
    if name in ("symbol", "at"):
        texts = [formula(part, spaces) if isinstance(part, list) else shown(part) for part in parts]
    else:
        texts = [formula(part, spaces, least) for part, least in zip(parts, inner, strict=True)]
    if level:
        text = f"not {texts[0]}" if name == "not" else (name if name == "^" else f" {name} ").join(texts)
        return f"({text})" if level < outer else text
    match name:
        case "symbol":
            return texts[0]
        case "if":
            return f"(if {texts[0]} then {texts[1]} else {texts[2]})"
        case "where":
            return f"({texts[1]} where {texts[0]})"
    return f"{name}({', '.join(texts)})" if texts else name


def check_families(files: list[File], sample: bool, run: Callable[[Job], list[Tally]]) -> None:
    """Check certificates about one family, whose models are listed and built once for all of them."""
    over = files[0].certificate.over
    try:
        family = list_family(over["grid"], over["shapes"])
    except Rejected as error:
        for file in files:
            file.refuse(error)
        return
    chosen, whole = family.listed, len(family.listed)
    if sample and whole > SAMPLE:
        chosen = [chosen[(2 * i + 1) * whole // (2 * SAMPLE)] for i in range(SAMPLE)]
    everything = chosen is family.listed
    done = "every model recomputed" if everything else f"{SAMPLE} of {whole:,} models recomputed"

    def finish(certificate: Certificate, tally: Tally) -> str:
        if tally.fault:
            raise tally.fault
        for number, part in enumerate(certificate.evidence["counts"]):
            counts = {finding: tally.counts[number, finding] for finding in FINDINGS}
            compare_counts(counts, part, part["representatives"], f"counts[{number}]", everything)
        return certificate.resting(done)

    files = [file for file in files if file.settle(partial(check_totals, file.certificate, family))]
    wide = max(max(len(row), *row) for shape in family.shapes for row in shape.actions)
    size = f"{counted(whole, 'model')} of {counted(len(family.shapes), 'shape')}, "
    size += f"{sizes(len(x.actions) for x in family.shapes)}, at most {wide} states at a time or actions"
    tallies = run(Job([file.certificate.document for file in files], family.shapes, chosen))
    for file, tally in zip(files, tallies, strict=True):
        file.certificate.models = size
        if file.settle(partial(finish, file.certificate, tally)) and not everything:
            file.outcome = "sampled"


def contradict(files: Sequence[File]) -> None:
    """Make both of two files invalid that are about the same and say the opposite."""
    about: dict[str, list[File]] = {}
    for file in files:
        if file.outcome in ("valid", "sampled"):
            about.setdefault(file.certificate.document["source"], []).append(file)
    for same in about.values():
        refuted = [file for file in same if file.verdict == "refuted"]
        others = [file for file in same if file.verdict != "refuted"]
        for file in same if refuted and others else ():
            other = shown((others if file in refuted else refuted)[0].path, LINE_LIMIT)
            file.outcome, file.rests_on = "invalid", None
            file.reason = f"The file says the opposite of {other}, which is about the same."


def check_paths(
    paths: Iterable[pathlib.Path], sample: bool = False, workers: int = 1, imap: Imap | None = None
) -> list[File]:
    """Check files, and all *.json of folders; raise FileNotFoundError where there is no file.

    imap gives the results of a function on some jobs, in order, from so many workers; without it, a pool of
    processes does.
    """
    files: list[File] = []
    for path in paths:
        found = sorted(path.glob("*.json")) if path.is_dir() else [path] if path.exists() else []
        if not found:
            name = shown(str(path), LINE_LIMIT)
            raise FileNotFoundError(f"{name}: there is no such file, or no certificate in it")
        files += [File(str(name)) for name in found]
    limit, pool = sys.getrecursionlimit(), None
    groups: dict[str, list[File]] = {}
    try:
        deepen()
        for file in files:
            if not file.settle(file.read):
                continue
            if file.certificate.kind == "family" and file.certificate.domain == "shapes":
                domain = file.certificate.document["domain"]
                groups.setdefault(canonical([domain["grid"], domain["shapes"]]), []).append(file)
            else:
                file.settle(file.certificate.check)
        if groups and workers > 1 and imap is None:
            pool = concurrent.futures.ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
            imap = pool.map
        run = partial(recompute_in_parts, imap=imap, workers=workers) if imap else recompute
        for group in groups.values():
            check_families(group, sample, run)
    finally:
        sys.setrecursionlimit(limit)
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)
    for file in files:
        file.models = file.certificate.models if file.certificate and file.outcome != "invalid" else None
    contradict(files)
    return files


def deepen() -> None:
    """Allow for terms in one another up to their limit."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 30 * EXPANDED_DEPTH_LIMIT))


def check_file(path: pathlib.Path, sample: bool = False) -> File:
    """Check one file."""
    return check_paths([path], sample)[0]


def main(
    arguments: list[str] | None = None,
    imap: Imap | None = None,
    settle: Callable[[list[File]], None] | None = None,
) -> int:
    """Run as a program: 0 if all files are valid (or sampled, if asked for), 1 if not, 2 for usage errors.

    settle has the last word on the files, before they are printed: on what rests on something else.
    """
    parser = argparse.ArgumentParser(description="Check certificates independently of what wrote them.")
    parser.add_argument("paths", nargs="+", type=pathlib.Path, metavar="PATH", help="a file, or a folder")
    parser.add_argument("--sample", action="store_true", help=f"recompute {SAMPLE} models of each family")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--workers", type=int, choices=range(1, 257), default=1, metavar="N", help="processes"
    )
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        files = check_paths(options.paths, options.sample, options.workers, imap)
    except OSError as error:
        print(f"checker: {error}", file=sys.stderr)
        return 2
    except concurrent.futures.BrokenExecutor:
        advice = "check again, with fewer --workers if memory ran out"
        print(f"checker: a process was killed; {advice}", file=sys.stderr)
        return 2
    if settle:
        settle(files)
    if options.json:
        rows = [{key: value for key, value in vars(file).items() if key != "certificate"} for file in files]
        print(json.dumps({"files": rows}, indent=2))
    else:
        print("\n".join(file.line() for file in files))
    return 0 if all(file.outcome in ("valid", "sampled") for file in files) else 1


if __name__ == "__main__":
    sys.exit(main())
