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

Theorems after `assuming` are TAKEN ON TRUST.  `sampled`: only SAMPLE of the N listed models of a family were
recomputed, those with the numbers (2 i + 1) N // (2 SAMPLE), and the counts are only known not to contradict
what these show.  `holey`: no bounds that are tried show the sign of an expression in logarithms, or the
certificate says itself that the claim is undecided.  `invalid`: everything else, and the reason names the
place.  Two valid or sampled files with one `source` that contradict each other are both invalid.

What is trusted: Python's integers, fractions, hashes and JSON parser; this file; that definitions and
relation say what `statement` says; the theorems after `assuming`; and, for families, that what a term denotes
does not depend on the order or the names of states and actions (a term that names a state is refused there).
A counterexample for a family need not be in the family.  `claim`, `reading`, `statement`, `reason` and the
names of families and models are text for people, and are not checked.

No file can make this program run away: one that exceeds a limit is `invalid`, and the reason says so.
"""

# ruff: noqa: ARG001, ARG005, PLR0912 (all entries are functions of a node, a model, variables and an element)

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
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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
ENTRIES_LIMIT = 1_500_000  # of all tables that are kept for one model
PRECISION_LIMIT = 16_384  # bits, before the sign of an expression in logarithms is given up
INDEX_LIMIT = 1_000  # also rows of a sequence, and the complexity of a shape
MODELS_LIMIT = 100  # of a sequence; also shapes of a family
WIDTH_LIMIT = 5  # states at one time, and actions of one state, in a family
ROWS_LIMIT = 400  # weights of a grid, and rows of one length
REPRESENTATIVES_LIMIT = 100_000  # models of a family, up to renaming
PRIORS_LIMIT = 20_000  # of a family over the priors of one model
LINE_LIMIT = 4_000  # letters of a formula that is shown
SAMPLE = 60
WORK_LIMIT = 20_000_000  # of a certificate; as much again for every SAMPLE models of a family; see Work
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
OWNERS = {**FINER, "into": (TRANSITIONS, POINTS), "through": (TRAJECTORIES, CHOICES)}
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
Ratio = int | tuple[int, int]  # an integer, or a pair (p, q) in lowest terms with q > 1, which is p/q
Entry = Any  # Ratio, Quotient, Infinite, bool or Gap
Row = tuple[Ratio, ...]
Successors = list[tuple[int, Ratio]] | None  # states with positive probabilities; None if none are given
UNDEFINED, ABSENT = Gap(), Gap()
INFINITY, MINUS_INFINITY = Infinite(1), Infinite(-1)
RATIONAL = frozenset((int, tuple))


@dataclass
class Plan:
    """A model as it is given, with states and actions by their numbers."""

    horizon: int
    states: list[str]
    actions: list[list[str]]
    weights: list[list[Ratio]]
    successors: list[list[Successors]]
    start: list[tuple[int, Ratio]]
    prior: list[Row]
    second: dict[tuple[int, int], Row] | None = None  # by decision points

    def ending(self, gamma: Ratio, work: Work) -> "Plan":
        """Make the model that ends with probability 1 - gamma after each decision."""
        end, first, stop = len(self.states), self.actions[0], subtract(work, 1, gamma)

        def row(given: Successors) -> Successors:
            kept = [(state, multiply(work, gamma, x)) for state, x in given or () if gamma]
            return None if given is None else kept + [(end, stop)] * (stop != 0)

        rows = [[row(given) for given in state] for state in self.successors]
        states, actions, weights = (
            [*self.states, "(end)"],
            [*self.actions, first],
            list[Ratio]([1] * len(first)),
        )
        prior = [*self.prior, (divide(work, 1, len(first)),) * len(first)]
        rows.append([[(end, 1)] for _ in first])
        return Plan(self.horizon, states, actions, [*self.weights, weights], rows, self.start, prior)


class Model:
    """A model unrolled over time: the elements of its spaces, by number, and the tables so far, by slot."""

    def __init__(self, plan: Plan, work: Work, slots: int, index: int = 0) -> None:
        self.plan, self.work, self.index, self.kept = plan, work, index, 0
        self.tables: list[Any] = [None] * slots
        self.ended: dict[Ratio, Model] = {}
        self.points, self.choices = list[tuple[int, int]](), list[tuple[int, int, int]]()
        self.tau, self.chances = list[Ratio](), list[Ratio]()  # of transitions, of trajectories
        steps: list[tuple[int, int, int, int]] = []
        rows, of_steps, into = list[int](), list[int](), list[int]()
        met = sorted(state for state, _ in plan.start)
        for time in range(1, plan.horizon + 1):
            first = len(steps)
            for state in met:
                for action, row in enumerate(plan.successors[state]):
                    if row is None and time < plan.horizon:
                        raise Rejected(f"{shown(plan.states[state])} is met before time T, and needs `to`.")
                    for following, chance in row or () if time < plan.horizon else ():
                        steps.append((time, state, action, following))
                        self.tau.append(chance)
                        of_steps.append(len(self.choices))
                    rows.append(len(self.points))
                    self.choices.append((time, state, action))
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
        nothing_after: list[tuple[tuple[int, ...], Ratio]] = [((), 1)]
        for point, choice in [(i, choice) for i in reversed(range(len(rows))) for choice in rows[i]]:
            ways = [(found[self.owners["into"][step]], self.tau[step]) for step in steps[choice]]
            for after, tau in ways or [(nothing_after, 1)]:
                count += len(after)
                refuse_more(count, ELEMENTS_LIMIT, "trajectories")
                keep(self, len(after) * (1 + self.plan.horizon // 8))
                self.work.spend(1 + 3 * len(after))
                found[point] += [((choice, *path), multiply(self.work, tau, x)) for path, x in after]
        self.elements[TRAJECTORIES] = [path for row in found for path, _ in row]
        self.chances = [chance for row in found for _, chance in row]

    def group(self, name: str) -> list[list[int]]:
        """List which elements of the finer space belong to each one of the coarser space."""
        if name not in self.groups:
            fine, coarse = OWNERS[name]
            elements, found = self.listed(fine), [list[int]() for _ in self.listed(coarse)]
            for i, element in enumerate(elements):
                if name == "through":
                    owners = element if self.choices[element[0]][0] == 1 else ()
                else:
                    owners = (self.owners[name][i] if coarse != SCALAR else 0,)
                for owner in owners:
                    found[owner].append(i)
            self.groups[name] = found
        return self.groups[name]


# Arithmetic on entries: absent and undefined operands, then infinities and logarithms; two rationals first.

LONG = 2**256  # integers up to this length are paid for with the terms that they belong to


def lowest(work: Work, above: int, below: int) -> Ratio:
    """Reduce a quotient of integers, the lower one positive."""
    divisor = math.gcd(above, below)
    if divisor > 1:
        above, below = above // divisor, below // divisor
    if below > LONG or not -LONG < above < LONG:
        work.spend_bits(above.bit_length() + below.bit_length() + 2 * divisor.bit_length())
    return above if below == 1 else (above, below)


def gap_of(*entries: Entry) -> Gap | None:
    """Give what an operation gives that has an absent or an undefined operand."""
    return ABSENT if ABSENT in entries else UNDEFINED if UNDEFINED in entries else None


def add(work: Work, x: Entry, y: Entry) -> Entry:
    """Add; ∞ − ∞ is undefined."""
    if type(x) in RATIONAL and type(y) in RATIONAL:
        if type(x) is int and type(y) is int:
            return x + y
        (a, b), (c, d) = x if type(x) is tuple else (x, 1), y if type(y) is tuple else (y, 1)
        return lowest(work, a * d + c * b, b * d)
    if gap := gap_of(x, y):
        return gap
    if infinite := {z for z in (x, y) if isinstance(z, Infinite)}:
        return infinite.pop() if len(infinite) == 1 else UNDEFINED
    return simple(quotient_sum(work, as_quotient(x), as_quotient(y)))


def multiply(work: Work, x: Entry, y: Entry) -> Entry:
    """Multiply; 0 times an infinity is 0."""
    if type(x) in RATIONAL and type(y) in RATIONAL:
        (a, b), (c, d) = x if type(x) is tuple else (x, 1), y if type(y) is tuple else (y, 1)
        return lowest(work, a * c, b * d)
    if gap := gap_of(x, y):
        return gap
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        return (MINUS_INFINITY, 0, INFINITY)[1 + compare(work, x, 0) * compare(work, y, 0)]
    return simple(quotient_product(work, as_quotient(x), as_quotient(y)))


def subtract(work: Work, x: Entry, y: Entry) -> Entry:
    """Subtract."""
    return add(work, x, multiply(work, -1, y))


def divide(work: Work, x: Entry, y: Entry) -> Entry:
    """Divide; by 0 and by infinities there is no division."""
    if gap := gap_of(x, y):
        return gap
    sign = 0 if isinstance(y, Infinite) else sign_of(work, y)
    if not sign:
        return UNDEFINED
    if isinstance(y, Quotient):
        return multiply(work, x, simple(Quotient(scaled(y.below, sign), scaled(y.above, sign))))
    above, below = y if type(y) is tuple else (y, 1)
    return multiply(work, x, lowest(work, sign * below, abs(above)))


def power(work: Work, x: Entry, n: Entry) -> Entry:
    """Raise to an integer power; 0^0 = 1."""
    n = settled(work, n)
    if gap := gap_of(x, n):
        return gap
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
    if below == 1 and abs(above) <= 1:
        return above ** (2 - n % 2 if n else 0)
    work.spend_bits((above.bit_length() + below.bit_length()) * n)
    return above**n if below == 1 else (above**n, below**n)


def compare(work: Work, x: Entry, y: Entry) -> int:
    """Find the sign of x - y for two numbers."""
    if isinstance(x, Infinite) or isinstance(y, Infinite):
        one, two = (z.sign if isinstance(z, Infinite) else 0 for z in (x, y))
        return (one > two) - (one < two)
    return sign_of(work, subtract(work, x, y))


def equal(work: Work, x: Entry, y: Entry) -> Entry:
    """Compare two numbers or two truths."""
    if type(x) is type(y) and type(x) in (int, tuple, bool):
        return x == y
    return gap_of(x, y) or compare(work, x, y) == 0


def less(work: Work, x: Entry, y: Entry) -> Entry:
    """Say whether x < y."""
    if type(x) in RATIONAL and type(y) in RATIONAL:
        (a, b), (c, d) = x if type(x) is tuple else (x, 1), y if type(y) is tuple else (y, 1)
        return a * d < c * b
    return gap_of(x, y) or compare(work, x, y) < 0


def total(work: Work, entries: Iterable[Entry]) -> Entry:
    """Add up."""
    return reduce(partial(add, work), entries, 0)


def extreme(work: Work, entries: Sequence[Entry], sign: int) -> Entry:
    """Find the least (for the sign 1) or the largest number (-1)."""
    return reduce(lambda x, y: y if compare(work, x, y) == sign else x, entries) if entries else UNDEFINED


# The operations: how an entry is found.  An entry is computed when it is needed.

Run = Callable[["Node", Model, "Frames", int], Entry]


def two(function: Callable[[Work, Entry, Entry], Entry]) -> Run:
    """Work on the entries of two operands."""
    return lambda n, m, e, i: function(m.work, n.x(m, e, i), n.y(m, e, i))


def first_other(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Find the first operand that is not true (for `or`: not false), or else the last."""
    found: Entry = None
    for part in n.parts:
        found = part.look(m, e, i)
        if found is not (n.operation == "and"):
            break
    return found


def chosen(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Choose y or z (which is ABSENT for `where`) by the truth x."""
    truth = n.x(m, e, i)
    return n.y(m, e, i) if truth is True else n.z(m, e, i) if truth is False else truth


def fold(function: Callable[[Work, Sequence[Entry]], Entry]) -> Run:
    """Leave absent entries out; undefined if one is undefined."""

    def run(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
        elements, look = m.group(n.link)[i], n.x
        m.work.spend(1 + len(elements) * n.parts[0].asked)
        entries = [entry for element in elements if (entry := look(m, e, element)) is not ABSENT]
        return UNDEFINED if UNDEFINED in entries else function(m.work, entries)

    return run


def along(step: Callable[[Work, Entry, Entry], Entry], neutral: int, part: slice) -> Run:
    """Multiply, or add up, x over a part of the choices of a trajectory."""

    def run(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
        path = m.listed(TRAJECTORIES)[i][part]
        m.work.spend(len(path) * n.parts[0].asked)
        entries = [n.x(m, e, choice) for choice in path]
        return gap_of(*entries) or reduce(partial(step, m.work), entries, neutral)

    return run


def below(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Add up the entries of y at the trajectories where x is smaller than here."""
    own, entries = n.x(m, e, i), list[Entry]()
    for other in range(0 if isinstance(own, Gap) else len(m.listed(TRAJECTORIES))):
        m.work.spend(n.cost)
        smaller = less(m.work, n.x(m, e, other), own)
        entries.append(n.y(m, e, other) if smaller is True else 0 if smaller is False else smaller)
    return own if isinstance(own, Gap) else total(m.work, [entry for entry in entries if entry is not ABSENT])


def row_total(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Add up x over a decision point; undefined unless all entries are finite numbers >= 0."""
    entries = [n.x(m, e, choice) for choice in m.group(ROWS)[i]]
    m.work.spend(len(entries) * n.parts[0].asked)
    wrong = any(isinstance(entry, Gap | Infinite) or less(m.work, entry, 0) for entry in entries)
    return UNDEFINED if wrong else total(m.work, entries)


def share(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Divide x by z, its total over the decision point; where that is 0, take the policy y."""
    whole = n.z(m, e, m.owners[ROWS][i])
    if whole is UNDEFINED:
        return UNDEFINED
    return n.y(m, e, i) if equal(m.work, whole, 0) else divide(m.work, n.x(m, e, i), whole)


def solved(n: "Node", m: Model, e: "Frames", i: int) -> list[Entry]:
    """Compute a table point by point, such that what a point asks for is there before it."""
    frame = Frame(new_table(m, POINTS, n.cost, UNDEFINED))
    inner, points = bound(e, n.data, frame), range(len(m.points))
    for point in reversed(points) if n.operation == "back" else points:
        frame.value[point] = n.x(m, inner, point)
    return frame.value


def repeated(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Put y for the variable in x, and so on; the tables so far are kept, since others ask for them."""
    times, iterates = settled(m.work, n.x(m, e, 0)), n.parts[1]
    if type(times) is not int or times < 0:
        return ABSENT if times is ABSENT else UNDEFINED
    tables = n.y(m, e, 0)
    while len(tables) <= times:
        frame = Frame(tables[-1] if tables else [])
        inner, look = bound(e, iterates.data, frame), iterates.x if tables else iterates.y
        table = new_table(m, n.space, iterates.cost)
        tables.append([look(m, inner, element) for element in range(len(table))])
        m.kept -= frame.kept
    return tables[times][i]


def least(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Try one integer after another, up to one at which the truth is true, undefined or absent."""
    low, high = (settled(m.work, look(m, e, 0)) for look in (n.x, n.y))
    if type(low) is not int or type(high) is not int:
        return gap_of(low, high) or UNDEFINED
    for number in range(low, high + 1):
        m.work.spend(n.cost)
        frame = Frame([number])
        truth = n.z(m, bound(e, n.data, frame), 0)
        m.kept -= frame.kept
        if truth is not False:
            return number if truth is True else UNDEFINED
    return UNDEFINED


def in_ending(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Evaluate a scalar in the model that ends; its variables keep the values that they have in this one."""
    gamma = settled(m.work, n.x(m, e, 0))
    if type(gamma) not in RATIONAL or less(m.work, gamma, 0) or less(m.work, 1, gamma):
        return ABSENT if gamma is ABSENT else UNDEFINED
    if "(end)" in m.plan.states:
        return UNDEFINED
    if gamma not in m.ended:
        m.ended[gamma] = Model(m.plan.ending(gamma, m.work), m.work, len(m.tables), m.index)
    other, before = m.ended[gamma], m.ended[gamma].kept
    entry = n.y(other, tuple(Frame([part.look(m, e, 0)]) for part in n.parts[2:]), 0)
    keep(m, other.kept - before)
    return entry


def place_of(n: "Node", m: Model, e: "Frames", i: int) -> Entry:
    """Look at the decision point, or the choice, of the name."""
    elements: Sequence[Any] = m.points if n.parts[0].space == POINTS else m.choices
    found = next((i for i, element in enumerate(elements) if named(m, element) == n.data), None)
    return UNDEFINED if found is None else n.x(m, e, found)


def named(m: Model, element: Sequence[int]) -> tuple[Any, ...]:
    """Name a decision point, a choice, or a transition."""
    time, state, *action = element
    actions = [m.plan.actions[state][number] for number in action[:1]]
    return (time, m.plan.states[state], *actions, *(m.plan.states[number] for number in action[1:]))


DATA: dict[str, tuple[str, Callable[[Model], list[Entry]]]] = {  # sort and table
    "prior": ("policy", lambda m: [m.plan.prior[s][a] for _, s, a in m.choices]),
    "second_policy": (
        "policy",
        lambda m: [(m.plan.second or {})[t, s][a] if m.plan.second else UNDEFINED for t, s, a in m.choices],
    ),
    "weight": ("choices", lambda m: [m.plan.weights[s][a] for _, s, a in m.choices]),
    "dynamics": ("transitions", lambda m: list(m.tau)),
    "start": ("points", lambda m: [dict(m.plan.start)[s] if t == 1 else 0 for t, s in m.points]),
    "time": ("points", lambda m: [t for t, _ in m.points]),
    "last": ("truths of points", lambda m: [t == m.plan.horizon for t, _ in m.points]),
    "horizon": ("number", lambda m: [m.plan.horizon]),
    "infinity": ("number", lambda m: [INFINITY]),
    "index": ("number", lambda m: [m.index]),
    "chance": ("trajectories", lambda m: m.chances if m.listed(TRAJECTORIES) else []),
}
EVERYTHING = slice(None)
TABLE: dict[
    str, tuple[str, Run]
] = {  # sorts, or for operations entry by entry kinds; and how to find entries
    **{name: (f"-> {sort}", lambda n, m, e, i: DATA[n.operation][1](m)) for name, (sort, _) in DATA.items()},
    "symbol": ("text -> number", lambda n, m, e, i: UNDEFINED),
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
    "max": ("from, to, numbers -> numbers", fold(lambda w, x: extreme(w, x, -1))),
    "min": ("from, to, numbers -> numbers", fold(lambda w, x: extreme(w, x, 1))),
    "every": ("from, to, truths -> truths", fold(lambda w, x: all(x))),
    "some": ("from, to, truths -> truths", fold(lambda w, x: any(x))),
    "count": ("from, to, truths -> numbers", fold(lambda w, x: sum(x))),
    "next": ("points -> transitions", lambda n, m, e, i: n.x(m, e, m.owners["into"][i])),
    "into": ("transitions -> points", fold(total)),
    "left": ("choices -> pairs", lambda n, m, e, i: n.x(m, e, m.listed(PAIRS)[i][0])),
    "right": ("choices -> pairs", lambda n, m, e, i: n.x(m, e, m.listed(PAIRS)[i][1])),
    "at": ("x, time, state, [action] -> number", place_of),
    "share": ("choices, policy -> policy", share),
    "product": ("choices -> trajectories", along(multiply, 1, EVERYTHING)),
    "tail": ("choices -> trajectories", along(multiply, 1, slice(1, None))),
    "along": ("choices -> trajectories", along(add, 0, EVERYTHING)),
    "end": ("choices -> trajectories", along(add, 0, slice(-1, None))),
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
    "variable": lambda n, m, e, i: e[n.data[0]].value[i],
    "everywhere": lambda n, m, e, i: n.x(m, e, 0),  # a scalar, spread
    "spread": lambda n, m, e, i: n.x(m, e, m.owners[n.link][i]),
    "row total": row_total,
    "iterates": lambda n, m, e, i: [],  # the tables of `repeat` so far
}


# Reading a term: its sort, and what is refused.


MOVES = {  # how operations ask for other times; besides them, reductions to the scalar ask for any
    **{name: name for name in ("next", "into")},
    **dict.fromkeys(("product", "tail", "along", "end"), "along"),
    **dict.fromkeys(("at", "through", "below", "back", "forth", "least", "ending"), "anywhere"),
}
Reach = dict[int, tuple[frozenset[str], bool]]


class Typed(NamedTuple):
    """A node, and whether its entries are numbers or truths, or its rows distributions."""

    node: "Node"
    kind: str

    @property
    def sort(self) -> str:
        """Name the sort."""
        return next(sort for sort, pair in SORTS.items() if pair == (self.node.space, self.kind))


Definition = tuple[list[tuple[str, str]], str, Json]  # parameters with their sorts, sort, and body
Scope = dict[str, Typed]  # what the variables in scope stand for
NAME = re.compile(r"[^\W\d_]\w*")
EVER = 10**6  # more than any number of decisions


class Reader:
    """Reads the terms of one certificate, with the bodies of definitions in the places of their calls."""

    def __init__(self, nodes: "Nodes", definitions: dict[str, Definition], kind: str, domain: str) -> None:
        self.nodes, self.definitions, self.kind, self.domain = nodes, definitions, kind, domain
        self.being_read, self.used = set[str](), set[str]()  # names of definitions
        self.instances: dict[Any, Typed] = {}
        self.outside: dict[int, tuple[Json, Typed]] = {}  # terms of the relation and the hypotheses
        self.operations: set[str] = set()
        self.expanded = 0

    def term(self, data: Json, scope: Scope, place: str, depth: int = 1, outside: bool = False) -> Typed:
        """Read a term; `outside` says that it stands in the relation or a hypothesis itself."""
        self.expanded += 1
        refuse_more(self.expanded, EXPANDED_LIMIT, "terms, with the bodies of definitions for their calls")
        refuse_more(depth, EXPANDED_DEPTH_LIMIT, f"terms in one another, at {place}")
        if isinstance(data, str):
            if not data.startswith("$"):
                return Typed(self.nodes.make("rational", (), rational(data, place), SCALAR), NUMBERS)
            if data[1:] not in scope:
                raise Rejected(f"{place} is the variable {shown(data)}, which nothing binds here.")
            return scope[data[1:]]
        parts = items(data, place)
        name = string(parts[0], f"{place}[0]") if parts else ""
        if name not in self.definitions and name not in SIGNATURES:
            raise Rejected(f"{place} begins with {shown(name)!r}, which is no operation or definition.")
        words = self.definitions[name][0] if name in self.definitions else SIGNATURES[name][0]
        fewest, most = sum(word not in ("...", "[action]") for word in words), len(words)
        if not fewest < len(parts) <= (TERMS_LIMIT if "..." in words else most) + 1:
            raise Rejected(f"{place} has {len(parts) - 1} operands, which {shown(name)} does not take.")

        def operand(number: int, sort: str | None = None, inner: Scope = scope) -> Typed:
            here = f"{place}[{number}]"
            term = self.term(parts[number], inner, here, depth + 1, outside)
            return term if sort is None else self.as_sort(term, sort, here)

        if name in self.definitions:
            result = self.call(name, operand, place, depth + 1)
        else:
            self.operations.add(name)
            result = self.operation(name, parts, operand, scope, place)
        if outside:
            self.outside[id(data)] = (data, result)
        return result

    def call(self, name: str, operand: Callable[..., Typed], place: str, depth: int) -> Typed:
        """Put arguments into a definition."""
        parameters, sort, body = self.definitions[name]
        if name in self.being_read:
            raise Rejected(f"{place} is a call of {name} in its own definition, directly or in a circle.")
        scope = {parameter: operand(i, wanted) for i, (parameter, wanted) in enumerate(parameters, 1)}
        key = (name, *(argument.node for argument in scope.values()))
        if key not in self.instances:
            self.being_read.add(name)
            self.used.add(name)
            here = f"definitions.{name}.body"
            self.instances[key] = self.as_sort(self.term(body, scope, here, depth), sort, here)
            self.being_read.remove(name)
        return self.instances[key]

    def as_sort(self, term: Typed, sort: str, place: str) -> Typed:
        """Spread a term to a sort, if that is possible."""
        space, kind = SORTS[sort]
        if (
            term.kind not in (kind, POLICY if kind == NUMBERS else kind)
            or space not in SPREADS[term.node.space]
        ):
            raise Rejected(f"{place} is of sort {term.sort}, which cannot be {sort}.")
        return Typed(self.nodes.spread(term.node, space), kind)

    def operation(
        self, name: str, parts: list[Json], operand: Callable[..., Typed], scope: Scope, place: str
    ) -> Typed:
        """Read an operation of the core."""
        make, (words, result) = self.nodes.make, SIGNATURES[name]
        if {"index": "models", "symbol": "symbols"}.get(name, self.domain) != self.domain:
            raise Rejected(f"{place} is {name!r}, which a certificate of kind {self.kind} does not have.")
        if words and {NUMBERS, TRUTHS, ALIKE, "..."}.issuperset(words):
            return self.entrywise(name, [operand(number) for number in range(1, len(parts))], place)
        level = 1 + max((level for term in scope.values() for level in term.node.reach), default=-1)

        def binding(number: int, space: str, kind: str) -> Scope:
            node = make("variable", (), (level, name in ("back", "forth")), space)
            return {**scope, variable_name(parts[number], f"{place}[{number}]"): Typed(node, kind)}

        if "from" in words:
            fine, coarse = (string(parts[number], f"{place}[{number}]") for number in (1, 2))
            if f"{fine} to {coarse}" not in FINER:
                raise Rejected(f"{place} is from {shown(fine)} to {shown(coarse)}, which is no reduction.")
            x = operand(3, f"truths of {fine}" if words[2] == TRUTHS else fine).node
            return Typed(make(name, (x,), None, coarse), result)
        match name:
            case "symbol":
                return Typed(make(name, (), string(parts[1], f"{place}[1]", NAME_LIMIT), SCALAR), NUMBERS)
            case "at":
                x = operand(1, POINTS if len(parts) == 4 else CHOICES).node
                if self.domain == "shapes":
                    raise Rejected(f"{place} names a state, but a family's models have no names.")
                names = [string(parts[i], f"{place}[{i}]", NAME_LIMIT) for i in range(3, len(parts))]
                time = integer(parts[2], f"{place}[2]", -EVER, EVER)
                return Typed(make(name, (x,), (time, *names), SCALAR), NUMBERS)
            case "repeat":
                times, y = operand(1, "number").node, operand(4)
                put = operand(3, None, binding(2, y.node.space, y.kind))
                if put.kind not in (y.kind, POLICY if y.kind == NUMBERS else y.kind) or (
                    y.node.space not in SPREADS[put.node.space]
                ):
                    raise Rejected(f"{place} puts a term of sort {put.sort} for one of sort {y.sort}.")
                parts_of = (self.nodes.spread(put.node, y.node.space), y.node)
                iterates = make("iterates", parts_of, level, y.node.space)
                return Typed(make(name, (times, iterates), None, y.node.space), y.kind)
            case "ending":
                return self.ending(operand(1, "number").node, parts[2], scope, f"{place}[2]")
        space, kind = SORTS[result]
        inner, nodes = scope, list["Node"]()
        for number, word in enumerate(words, 1):
            if word == "name":
                inner = binding(number, space, kind)
            else:
                nodes.append(operand(number, word, inner).node)
        if name == "share":
            nodes.append(make("row total", (nodes[0],), None, POINTS))
        if name in ("back", "forth"):
            moves, shifted = nodes[0].reach.get(level, (frozenset(), True))
            needed, others = ("next", {"filled", "along"}) if name == "back" else ("into", {"filled"})
            if not (shifted and moves <= {needed, *others}):
                raise Rejected(f"{place} asks for its variable without going through {needed!r} alone.")
        return Typed(make(name, tuple(nodes), level if "name" in words else None, space), kind)

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
                raise Rejected(
                    f"{place}[{number + 1}] is of sort {term.sort}, but {name!r} takes {wanted} here."
                )
        given_spaces = [term.node.space for term in operands]
        space = next((space for space in SPREADS if all(space in SPREADS[x] for x in given_spaces)), None)
        if space is None:
            spaces = " and ".join(dict.fromkeys(given_spaces))
            raise Rejected(f"{place}: there is no space to which tables over {spaces} can be spread.")
        if (
            name == "if"
            and given_spaces[0] in (SCALAR, POINTS)
            and {x.kind for x in operands[1:]} == {POLICY}
        ):
            alike = POLICY
        nodes = tuple(self.nodes.spread(term.node, space) for term in operands)
        return Typed(self.nodes.make(name, nodes, None, space), alike or kind if kind == ALIKE else kind)

    def ending(self, gamma: "Node", data: Json, scope: Scope, place: str) -> Typed:
        """Read a scalar of another model; what its variables stand for is found in this one."""
        outer = [(name, term) for name, term in sorted(scope.items()) if term.node.space == SCALAR]
        inner = {}
        for level, (name, term) in enumerate(outer):
            variable = Typed(self.nodes.make("variable", (), (level, False), SCALAR), term.kind)
            inner[name] = term if term.node.operation == "rational" else variable
        x = self.term(data, inner, place)
        if x.node.space != SCALAR:
            raise Rejected(f"{place} is of sort {x.sort}, but 'ending' takes a scalar.")
        used = [term.node for _, term in outer[: 1 + max(x.node.reach, default=-1)]]
        return Typed(self.nodes.make("ending", (gamma, x.node, *used), None, SCALAR), x.kind)


def reach(n: "Node") -> Reach:
    """Find the reach of a node from those of its parts, see Node."""
    if n.operation == "variable":
        return {n.data[0]: (frozenset(["filled"] if n.data[1] else []), False)}
    result: Reach = {}
    for part in n.parts if n.operation != "ending" else (n.parts[0], *n.parts[2:]):
        for level, (moves, shifted) in part.reach.items():
            before = result.get(level, (frozenset(), True))
            result[level] = (before[0] | moves, before[1] and shifted)
    to_scalar = n.link in FINER and n.operation != "spread" and n.space == SCALAR
    own = {"anywhere"} if to_scalar else {MOVES[n.operation]} if n.operation in MOVES else set()
    if n.operation in ("back", "forth", "least", "iterates"):
        own |= result.pop(n.data, (frozenset(), True))[0] - {"filled"}
    shifts = n.operation in ("next", "into")
    return {level: (moves | own, shifted or shifts) for level, (moves, shifted) in result.items()}


# What gives a claim its meaning ends here, but for logarithms, which follow.


# Nodes.  Which tables are kept changes nothing in what they are: those of all terms without variables stay
# with their model, where every term and every certificate finds them; those of others stay with their
# innermost variable, unless they ask for a variable that is still being filled.

WHOLE = ("back", "forth", "iterates", *DATA)  # which are computed as tables rather than entry by entry
VIEWS = ("rational", "variable", "spread", "everywhere", "next", "left", "right")  # which are kept elsewhere
Frames = tuple[Any, ...]  # of the variables, by level
Look = Callable[[Model, Frames, int], Entry]


def keep(m: Model, entries: int) -> None:
    """Refuse to fill the memory."""
    m.kept += entries
    if m.kept > ENTRIES_LIMIT:
        raise Exceeded("Checking this takes more memory than the limit allows.")


def new_table(m: Model, space: str, cost: int, entry: Entry = None) -> list[Entry]:
    """Make a table whose entries are still to be computed, and pay for computing them."""
    size = len(m.listed(space))
    m.work.spend(size * cost)
    keep(m, size)
    return [entry] * size


class Frame:
    """The value of a variable, and the tables of the terms of which it is the innermost variable, by slot."""

    def __init__(self, value: list[Entry]) -> None:
        self.value, self.kept = value, 0
        self.tables: dict[int, Any] = {}


def bound(e: Frames, level: int, frame: Frame) -> Frames:
    """Give a variable its value."""
    return (*(e + (None,) * level)[:level], frame)


class Node:
    """A term with its definitions put in.

    `reach` says for each free variable, by its level, through which moves an entry of this table asks for it,
    and whether always through `next` or `into`; the moves of variables of `back` and `forth`, which are
    filled meanwhile, have "filled".  `cost` is how many nodes one entry needs whose tables are not kept.
    """

    def __init__(self, operation: str, parts: tuple["Node", ...], data: Any, space: str, slot: int) -> None:
        self.operation: str = operation
        self.data: Any = data
        self.parts, self.space, self.slot = parts, space, slot
        looks: list[Look] = [*(part.look for part in parts), *[no_operand] * 3]
        self.x: Look = looks[0]
        self.y: Look = looks[1]
        self.z: Look = looks[2]
        self.depth: int = 1 + max((part.depth for part in parts), default=0)
        self.indexed: bool = operation == "index" or any(part.indexed for part in parts)
        self.cost: int = 1 + sum(part.asked for part in parts)
        self.link: str = operation
        if operation == "spread" or "from" in SIGNATURES.get(operation, ((),))[0]:
            ends = (space, parts[0].space) if operation == "spread" else (parts[0].space, space)
            self.link = " to ".join(ends)
        self.reach: Reach = reach(self)
        self.asked: int
        self.look: Look
        self.asked, self.look = remembering(self)


def no_operand(m: Model, e: Frames, i: int) -> Entry:
    """Stand for an operand that an operation does not have."""
    return ABSENT


def remembering(n: Node) -> tuple[int, Look]:
    """Say how many nodes are computed for an entry, and how it is found."""
    slot, space, cost, whole, run = n.slot, n.space, n.cost, n.operation in WHOLE, RUNS[n.operation]
    filled = any("filled" in moves for moves, _ in n.reach.values())
    level = max(n.reach, default=None)
    if n.operation in VIEWS or (filled and not whole):
        return cost, partial(run, n)

    def kept(m: Model, e: Frames, i: int) -> Any:
        if filled:
            return run(n, m, e, 0)
        tables: Any = m.tables if level is None else e[level].tables
        table = tables[slot] if level is None else tables.get(slot)
        if table is None:
            before = m.kept
            table = tables[slot] = run(n, m, e, 0) if whole else new_table(m, space, cost)
            if level is not None:
                e[level].kept += m.kept - before
        return table

    def look(m: Model, e: Frames, i: int) -> Entry:
        table = (m.tables[slot] if level is None else None) or kept(m, e, 0)
        entry = table[i]
        if entry is None:
            entry = table[i] = run(n, m, e, i)
        return entry

    return 1, kept if n.operation == "iterates" else look


class Nodes:
    """All nodes of the certificates that are evaluated together; equal nodes are one."""

    def __init__(self) -> None:
        self.known: dict[Any, Node] = {}

    def make(self, operation: str, parts: tuple[Node, ...], data: Any, space: str) -> Node:
        """Make a node, or find the one that is equal."""
        key = (operation, *parts, data, space)
        if key not in self.known:
            node = self.known[key] = Node(operation, parts, data, space, len(self.known))
            refuse_more(node.depth, EXPANDED_DEPTH_LIMIT, "terms in one another")
        return self.known[key]

    def spread(self, node: Node, space: str) -> Node:
        """Spread a table to a finer space."""
        if node.space == space or node.operation == "rational":
            return self.make("rational", (), node.data, space) if node.operation == "rational" else node
        return self.make("everywhere" if node.space == SCALAR else "spread", (node,), None, space)


# Numbers with logarithms


Monomial = tuple[Any, ...]  # sorted factors: integers n > 1, which stand for log n, or names of symbols
Polynomial = dict[Monomial, Fraction]
UNIT: Polynomial = {(): Fraction(1)}


class Quotient(NamedTuple):
    """A quotient of two polynomials.  If they are polynomials in logarithms, the lower one is positive."""

    above: Polynomial
    below: Polynomial


def logarithm(work: Work, x: Entry) -> Entry:
    """Take the logarithm of a rational >= 0."""
    x = settled(work, x)
    if type(x) not in RATIONAL:
        return x if isinstance(x, Gap) else UNDEFINED
    above, below = x if type(x) is tuple else (x, 1)
    if above <= 0:
        return UNDEFINED if above else MINUS_INFINITY
    signs = ((above, 1), (below, -1))
    return simple(Quotient({(whole,): Fraction(sign) for whole, sign in signs if whole > 1}, UNIT))


def fraction(x: Ratio) -> Fraction:
    """Make the Fraction that is this rational."""
    return Fraction(*x) if isinstance(x, tuple) else Fraction(x)


def as_quotient(x: Entry) -> Quotient:
    """Write a finite number as a quotient."""
    return x if isinstance(x, Quotient) else Quotient({(): fraction(x)} if x else {}, UNIT)


def simple(x: Quotient) -> Entry:
    """Make a rational of a quotient in which nothing but rationals is left."""
    if not x.above:
        return 0
    if x.above.keys() == x.below.keys() == {()}:
        number = x.above[()] / x.below[()]
        return number.numerator if number.denominator == 1 else (number.numerator, number.denominator)
    return x


def plus(work: Work, left: Polynomial, right: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
    """Add terms to a polynomial."""
    result = dict(left)
    for monomial, coefficient in right:
        new = result[monomial] = result.get(monomial, Fraction(0)) + coefficient
        work.spend_bits(80 + 10 * len(monomial) + new.numerator.bit_length() + new.denominator.bit_length())
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def times(work: Work, left: Polynomial, right: Polynomial) -> Polynomial:
    """Multiply two polynomials."""
    pairs = itertools.product(left.items(), right.items())
    return plus(work, {}, ((tuple(sorted(one + two)), x * y) for (one, x), (two, y) in pairs))


def scaled(polynomial: Polynomial, factor: int) -> Polynomial:
    """Multiply a polynomial by an integer that is not 0."""
    return {monomial: factor * coefficient for monomial, coefficient in polynomial.items()}


def quotient_sum(work: Work, one: Quotient, two: Quotient) -> Quotient:
    """Add two quotients."""
    if one.below == two.below:
        return Quotient(plus(work, one.above, two.above.items()), one.below)
    above = plus(work, times(work, one.above, two.below), times(work, two.above, one.below).items())
    return Quotient(above, times(work, one.below, two.below))


def quotient_product(work: Work, one: Quotient, two: Quotient) -> Quotient:
    """Multiply two quotients."""
    return Quotient(times(work, one.above, two.above), times(work, one.below, two.below))


def settled(work: Work, x: Entry) -> Entry:
    """Make a rational of a quotient that is one because its logarithms are multiples of one another."""
    if not isinstance(x, Quotient):
        return x
    base = coprime_base(work, {whole for part in x for key in part for whole in key})
    above, below = (over_base(work, part, base) for part in x)
    key = next(iter(below))
    factor = above.get(key, Fraction(0)) / below[key]
    rest = plus(work, above, ((key, -factor * coefficient) for key, coefficient in below.items()))
    return x if rest else simple(Quotient({(): factor} if factor else {}, UNIT))


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
            product = times(work, product, {(prime,): Fraction(n) for prime, n in counts.items() if n})
        result = plus(work, result, product.items())
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


def bounds_of_sum(work: Work, terms: Sequence[tuple[Monomial, int]], precision: int) -> tuple[int, int]:
    """Enclose 2^precision times the sum of c log n log m ... over pairs ((n, m, ...), c) of integers."""
    low = high = 0
    for monomial, coefficient in terms:
        least = most = 1 << precision
        for number in monomial:  # paid for as if bounds were never remembered, at the time that they take
            work.spend(20 + precision**2 // 4000 + precision**3 // 1_500_000)
            work.spend(precision * number.bit_length() // 200_000)
            bounds = bounds_of_logarithm(number, precision)
            least, most = least * bounds[0] >> precision, -(-most * bounds[1] >> precision)
        work.spend_bits(coefficient.bit_length() + precision)
        ends = (coefficient * least, coefficient * most)
        low, high = low + min(ends), high + max(ends)
    return low, high


def sign_of(work: Work, x: Entry) -> int:
    """Find the sign of a number.

    A polynomial in logarithms is zero if nothing is left of it over a base of coprime integers.  Otherwise
    bounds have to show its sign.  They do for a polynomial of degree 1, since a nonzero sum of rational
    multiples of logarithms of rationals is transcendental; for others, that it is not zero is expected
    (Schanuel's conjecture says so).
    """
    if not isinstance(x, Quotient):
        leading = x if type(x) is int else x[0]
        return (leading > 0) - (leading < 0)
    base = coprime_base(work, {whole for monomial in x.above for whole in monomial})
    kept = over_base(work, x.above, base)
    if not kept:
        return 0
    scale = 1
    for coefficient in kept.values():
        scale = math.lcm(scale, coefficient.denominator)
        work.spend_bits(scale.bit_length())
    terms = [(key, c.numerator * (scale // c.denominator)) for key, c in kept.items()]
    precision = 64
    while precision <= PRECISION_LIMIT:
        low, high = bounds_of_sum(work, terms, precision)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
        precision *= 2
    raise Undecidable(f"The sign of an expression in logarithms was not found with {PRECISION_LIMIT} bits.")


# JSON: what is read has to have exactly a documented form; a Read takes data and the place where they are

Read = Callable[[Json, str], Any]


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


DECODER = json.JSONDecoder(
    parse_int=read_integer,
    parse_float=refuse_number,
    parse_constant=refuse_number,
    object_pairs_hook=read_object,
)


def read_json(content: bytes) -> Json:
    """Check that the file is UTF-8 and JSON, strictly, and that all its text could be written as UTF-8."""
    try:
        document = DECODER.decode(content.decode("utf-8"))
        level, depth = [document], 0
        while level:
            refuse_more(depth, DEPTH_LIMIT, "levels of JSON in JSON")
            level, depth = [child for part in level for child in children(part)], depth + 1
        canonical(document).encode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not UTF-8 text: byte {error.start} is wrong.") from None
    except UnicodeEncodeError:
        raise Rejected("The file has a text with half of a surrogate pair.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Rejected(f"The file is not JSON: {error.msg}, in {where}.") from None
    return document


def children(data: Json) -> Collection[Json]:
    """List what is directly inside of an object or a list."""
    return data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()


def canonical(document: Json) -> str:
    """Give the one text that `source` hashes, and by which terms are compared."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def anything(data: Json, place: str) -> Json:
    """Leave data to be read later."""
    return data


def fields(required: Mapping[str, Read], optional: Mapping[str, Read] | None = None) -> Read:
    """Read an object that has all required keys, and no others than these and the optional ones."""
    known = {**required, **(optional or {})}

    def read(data: Json, place: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise Rejected(f"{place} is not an object.")
        for key in required:
            if key not in data:
                raise Rejected(f"{place} has no key {shown(key)!r}.")
        for key in data:
            if key not in known:
                raise Rejected(f"{place} has the unknown key {shown(key)!r}.")
        inside = "" if place == "The certificate" else f"{place}."
        return {key: reader(data[key], f"{inside}{key}") for key, reader in known.items() if key in data}

    return read


def by_key(read: Read) -> Read:
    """Read an object that is not empty, and has any keys."""

    def read_all(data: Json, place: str) -> dict[str, Any]:
        if not isinstance(data, dict) or not data:
            raise Rejected(f"{place} is not an object with at least one key.")
        return {key: read(part, f"{place}.{shown(key)}") for key, part in data.items()}

    return read_all


def each(read: Read, most: int = FILE_LIMIT) -> Read:
    """Read the entries of a list."""
    return lambda data, place: [
        read(part, f"{place}[{i}]") for i, part in enumerate(items(data, place, most=most))
    ]


def row_of(*reads: Read) -> Read:
    """Read a list of as many entries."""
    return lambda data, place: tuple(
        read(part, f"{place}[{i}]")
        for i, (read, part) in enumerate(zip(reads, items(data, place, len(reads)), strict=True))
    )


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
    parts = re.fullmatch(r"(-?)(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?", text)
    if parts is None or text == "-0" or parts[3] == "1":
        raise Rejected(f"{place} is {shown(text)!r}, which is no rational number p or p/q in lowest terms.")
    refuse_more(max(len(parts[2]), len(parts[3] or "")), most_digits, f"digits in {place}")
    above, below = (
        int(Decimal(parts[2])),
        int(Decimal(parts[3] or "1")),
    )  # int refuses long texts, Decimal none
    if math.gcd(above, below) > 1:
        raise Rejected(f"{place} is {shown(text)!r}, which is not written in lowest terms.")
    above = -above if parts[1] else above
    return above if below == 1 else (above, below)


long_rational = partial(rational, most_digits=VALUE_DIGITS_LIMIT)


def unit(data: Json, place: str) -> Ratio:
    """Check that this is a number in [0, 1]."""
    number = rational(data, place)
    if not 0 <= fraction(number) <= 1:
        raise Rejected(f"{place} is {shown(data)}, which is not in [0, 1].")
    return number


def refuse_other_sum(numbers: Iterable[Ratio], place: str) -> None:
    """Check that probabilities sum to exactly 1."""
    if total(Work(WORK_LIMIT // 100), numbers) != 1:
        raise Rejected(f"{place}: the probabilities do not sum to 1.")


# Models


def distribution(data: Json, place: str, known: Mapping[str, int]) -> list[tuple[int, Ratio]]:
    """Check that these are probabilities of known names that sum to exactly 1; drop those that are 0."""
    row = by_key(unit)(data, place)
    if unknown := row.keys() - known.keys():
        raise Rejected(f"{place}.{shown(min(unknown))} is unknown.")
    refuse_other_sum(row.values(), place)
    return [(known[name], number) for name, number in row.items() if number]


def read_weight(choice: dict[str, Any], place: str) -> Ratio:
    """Check `success`, or `reward`, its logarithm; the weight is 1 if neither is given."""
    if "reward" not in choice:
        return unit(choice.get("success", "1"), f"{place}.success")
    reward = choice["reward"]
    weight = {"0": "1", "-inf": "0"}.get(reward, reward[4:-1])
    if "success" in choice or (reward not in ("0", "-inf") and (reward != f"log({weight})" or weight == "0")):
        raise Rejected(
            f"{place}.reward is {shown(reward)!r}, not log(p/q), 0 or -inf, or is there with `success`."
        )
    return unit(weight, f"{place}.reward")


CHOICE = fields({}, {"to": anything, "success": anything, "reward": string})
MODEL = fields(
    {
        "name": string,
        "horizon": partial(integer, least=1, most=HORIZON_LIMIT),
        "start": anything,
        "states": by_key(by_key(CHOICE)),
    },
    {"prior": anything},
)


def read_model(data: Json, place: str) -> Plan:
    """Check that this is a model file as JSON."""
    model = MODEL(data, place)
    states = model["states"]
    numbers = {state: number for number, state in enumerate(states)}

    def row(data: Json, here: str) -> list[tuple[int, Ratio]]:
        return distribution({data: "1"} if isinstance(data, str) else data, here, numbers)

    actions = [list(choices) for choices in states.values()]
    weights: list[list[Ratio]] = [[] for _ in actions]
    successors: list[list[Successors]] = [[] for _ in actions]
    for state, action in [(state, action) for state, choices in states.items() for action in choices]:
        choice, here = states[state][action], f"{place}.states.{shown(state)}.{shown(action)}"
        weights[numbers[state]].append(read_weight(choice, here))
        successors[numbers[state]].append(row(choice["to"], f"{here}.to") if "to" in choice else None)
    prior: list[Row] = [(1 if len(names) == 1 else (1, len(names)),) * len(names) for names in actions]
    rows = fields({}, dict.fromkeys(numbers, anything))(model.get("prior", {}), f"{place}.prior")
    for state, chances in rows.items():
        known = {action: number for number, action in enumerate(states[state])}
        given = dict(distribution(chances, f"{place}.prior.{shown(state)}", known))
        prior[numbers[state]] = tuple(given.get(number, 0) for number in range(len(known)))
    start = row(model["start"], f"{place}.start")
    return Plan(model["horizon"], list(states), actions, weights, successors, start, prior)


def form(data: dict[str, Json], freed: Collection[str] = ()) -> str:
    """Give a text by which models that have been checked are compared, except for these keys."""
    orders = [(state, list(choices)) for state, choices in data["states"].items()]
    return canonical([{key: part for key, part in data.items() if key not in freed}, orders])


# Values


def read_table(m: Model, data: Json, space: str, place: str) -> list[Json]:
    """Put a table into the order of the elements of its space; what is not listed is ABSENT."""

    def names(element: Any) -> tuple[Any, ...]:
        if space == PAIRS:
            return (*named(m, m.choices[element[0]]), named(m, m.choices[element[1]])[2])
        return tuple(named(m, m.choices[x]) for x in element) if space == TRAJECTORIES else named(m, element)

    elements = {names(element): number for number, element in enumerate(m.listed(space))}
    result: list[Json] = [ABSENT] * len(elements)
    for position, pair in enumerate(items(data, place, most=len(elements))):
        here = f"{place}[{position}]"
        written, number = items(pair, here, 2)
        key = tuple(tuple(part) if isinstance(part, list) else part for part in items(written, here))
        parts = [part for one in key for part in (one if isinstance(one, tuple) else (one,))]
        right = all(isinstance(part, str) or type(part) is int for part in parts)
        if not right or result[elements.get(key, 0)] is not ABSENT or key not in elements:
            raise Rejected(f"{here} is about no element of the space {space}, or one listed before.")
        result[elements[key]] = number
    return result


def read_second_policy(m: Model, data: Json) -> dict[tuple[int, int], Row]:
    """Check a policy by time, state and action, for exactly the decision points."""
    policy, result = by_key(by_key(by_key(unit)))(data, "second_policy"), dict[tuple[int, int], Row]()
    stated = {(t, s, a): x for t, rows in policy.items() for s, row in rows.items() for a, x in row.items()}
    for time, state in m.points:
        here = f"second_policy at {time}, {shown(m.plan.states[state])}"
        names = [(str(time), m.plan.states[state], action) for action in m.plan.actions[state]]
        if any(name not in stated for name in names):
            raise Rejected(f"{here} lacks an action.")
        result[time, state] = tuple(stated.pop(name) for name in names)
        refuse_other_sum(result[time, state], here)
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
        low, high = fields({"enclosure": row_of(anything, anything)})(data, place)["enclosure"]
        possible = isinstance(value, Quotient) or (low == high and not isinstance(value, Infinite))
        return possible and encloses(work, [low, high], value, f"{place}.enclosure")
    summed: Entry = 0
    terms = fields({"terms": each(row_of(long_rational, long_rational))})(data, place)["terms"]
    for position, (coefficient, argument) in enumerate(terms):
        if not less(work, 0, argument):
            raise Rejected(f"{place}.terms[{position}] is the logarithm of a number that is not positive.")
        summed = add(work, summed, multiply(work, coefficient, logarithm(work, argument)))
    return compare(work, summed, value) == 0


def encloses(work: Work, data: Json, value: Entry, place: str) -> bool:
    """Check a pair of rational bounds, and that the value is between them, or equal to both."""
    low, high = row_of(long_rational, long_rational)(data, place)
    one, two = fraction(low), fraction(high)
    if one > two or (two - one) * 10**6 > max(Fraction(1), abs(one), abs(two)):
        raise Rejected(f"{place} has bounds in the wrong order, or further apart than a millionth.")
    return compare(work, value, low) >= 0 and compare(work, value, high) <= 0


# Certificates


SOURCE = ("claim", "reading", "statement", "definitions", "relation", "given", "domain", "assuming")
DEFINITION = fields(
    {"parameters": each(row_of(variable_name, sort_name)), "sort": sort_name, "body": anything}
)
COMMON: dict[str, Read] = {
    **dict.fromkeys(("format", "kind", "claim", "reading", "statement", "verdict", "source"), string),
    **dict.fromkeys(("version", "definitions", "relation", "domain"), anything),
    "given": each(anything),
    "assuming": each(fields({"name": string, "theorem": string, "proof": string})),
}
COUNTS: dict[str, Read] = dict.fromkeys(("representatives", "labelled", "checked", "undefined"), integer)
VALUES = each(row_of(anything, anything))
KINDS: dict[str, tuple[dict[str, Read], tuple[str, ...], tuple[str, ...]]] = {
    # what it has besides what all have, its verdicts and its domains
    "counterexample": (
        {"model": read_model, "values": VALUES},
        ("refuted",),
        ("shapes", "model", "policies"),
    ),
    "instance": ({"model": read_model, "values": VALUES}, ("holds", "vacuous"), ("model",)),
    "family": ({"checked": integer, "undefined": integer}, ("holds", "vacuous"), ("shapes", "policies")),
    "sequence": ({"enclosures": VALUES}, ("proved", "refuted"), ("models",)),
    "identity": ({}, ("proved", "refuted"), ("symbols",)),
    "undecided": ({"reason": string}, ("undecided",), ("shapes", "model", "policies", "models", "symbols")),
}
COUNTED: dict[str, dict[str, Read]] = {  # what families have besides, by domain
    "shapes": {"counts": each(fields(COUNTS))},
    "policies": {"count": integer},
}
FINDINGS = {
    "true": "the relation is true in it",
    "false": "the hypotheses are true in it, and the relation is false",
    "unmet": "a hypothesis is false in it",
    "undefined": "a value that is needed is undefined in it",
}
BINDERS = {"back": (1, 2), "forth": (1, 2), "repeat": (2, 3), "least": (3, 4)}  # where name and body are


class Terms:
    """The relation and the hypotheses of a certificate, with its definitions."""

    def __init__(self, document: dict[str, Json], nodes: Nodes) -> None:
        given = document["definitions"]
        definitions = fields(dict.fromkeys(given if isinstance(given, dict) else (), DEFINITION))(
            given, "definitions"
        )
        refuse_more(len(definitions), DEFINITIONS_LIMIT, "definitions")
        for name, definition in definitions.items():
            here = f"definitions.{shown(name)}"
            names = [parameter for parameter, _ in definition["parameters"]]
            if variable_name(name, here) in SIGNATURES or len(set(names)) < len(names):
                raise Rejected(f"{here} is named as an operation, or has two parameters of one name.")
        read = {name: (x["parameters"], x["sort"], x["body"]) for name, x in definitions.items()}
        domain = next(name for name in DOMAINS if name in document["domain"])
        self.reader = Reader(nodes, read, document["kind"], domain)
        self.relation = self.claim(document["relation"], "relation")
        self.given = [self.claim(data, f"given[{i}]") for i, data in enumerate(document["given"])]
        if unused := definitions.keys() - self.reader.used:
            raise Rejected(f"definitions.{min(unused)} is not used.")

    def claim(self, data: Json, place: str) -> Node:
        """Read a relation or a hypothesis."""
        return self.reader.as_sort(self.reader.term(data, {}, place, outside=True), "truth", place).node

    def calls(self) -> dict[str, tuple[str, Node]]:
        """List the calls that have values, with their sorts: those of numbers, without variables."""
        found = {}
        for data, term in self.reader.outside.values():
            if data[0] in self.reader.definitions and term.kind != TRUTHS and not free_variables(data):
                found[canonical(data)] = (term.sort, term.node)
        return found

    def judge(self, m: Model) -> str:
        """Look at the hypotheses in order, up to the first that is false, and then at the relation."""
        for hypothesis in self.given:
            found = hypothesis.look(m, (), 0)
            if found is not True:
                return "undefined" if isinstance(found, Gap) else "unmet"
        found = self.relation.look(m, (), 0)
        return "undefined" if isinstance(found, Gap) else "true" if found else "false"


def free_variables(data: Json) -> set[str]:
    """List the variables of a term that nothing in it binds."""
    if not isinstance(data, list):
        return {data} if isinstance(data, str) and data.startswith("$") else set()
    name, body = BINDERS.get(data[0], (0, 0))
    found = [
        free_variables(part) - ({f"${data[name]}"} if 0 < i == body else set()) for i, part in enumerate(data)
    ]
    return set().union(*(names for i, names in enumerate(found) if i != name or not i))


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
        more = {**more, **(COUNTED[self.domain] if self.kind == "family" else {})}
        optional = {"second_policy": anything} if self.kind == "counterexample" else {}
        fields({**COMMON, **dict.fromkeys(more, anything)}, optional)(document, "The certificate")
        if document["verdict"] not in verdicts:
            raise Rejected(f"The verdict {shown(document['verdict'])!r} is none of the kind {self.kind}.")
        text = canonical([document[key] for key in SOURCE])
        if document["source"] != hashlib.sha256(text.encode("utf-8")).hexdigest():
            raise Rejected("source is not the digest of " + ", ".join(SOURCE) + ".")
        if self.kind in ("sequence", "identity") and not document["assuming"]:
            raise Rejected(f"assuming is empty, but a certificate of kind {self.kind} rests on a theorem.")
        pending, written = [document[key] for key in ("relation", "given", "definitions")], 0
        while pending:
            written += isinstance(pending[-1], list)
            pending += children(pending.pop())
        refuse_more(written, TERMS_LIMIT, "lists in the terms")
        self.document, self.work, self.nodes = document, Work(WORK_LIMIT), Nodes()
        self.terms = Terms(document, self.nodes)
        self.work.spend(10 * self.terms.reader.expanded)
        self.over = fields(DOMAINS[self.domain])(domain, "domain")
        self.models = self.read_domain()
        self.evidence = {key: read(document[key], key) for key, read in more.items()}
        if self.kind == "family" and (document["verdict"] == "vacuous") != (document["checked"] == 0):
            raise Rejected("The verdict has to be vacuous exactly if checked is 0.")

    def read_domain(self) -> str:
        """Check what fits together in the domain, and say how much it is."""
        over = self.over
        match self.domain:
            case "shapes":
                for number, shape in enumerate(over["shapes"]):
                    refuse_other_shape(shape, over["grid"], f"domain.shapes[{number}]")
                if not over["shapes"] or len({(x.actions, x.pairs) for x in over["shapes"]}) < len(
                    over["shapes"]
                ):
                    raise Rejected("domain.shapes is empty, or has a shape twice.")
                return "1 model"
            case "symbols":
                symbols = over["symbols"]
                used = {node.data for node in self.nodes.known.values() if node.operation == "symbol"}
                if len(set(symbols)) < len(symbols) or set(symbols) != used:
                    raise Rejected("domain.symbols does not list each symbol of the relation once.")
                return "no model"
            case "models":
                rows, plans = over["rows"], over["models"]
                for _, number in rows:
                    integer(number, "A model of domain.rows", 0, len(plans) - 1)
                if not rows or len(set(rows)) < len(rows):
                    raise Rejected("domain.rows is empty, or has a row twice.")
                different = {form(data, ("name",)) for data in self.document["domain"]["models"]}
                if len({number for _, number in rows}) < len(plans) or len(different) < len(plans):
                    raise Rejected("domain.models has a model twice, or one that no row is about.")
                times = sizes(plan.horizon for plan in plans)
                return f"{counted(len(rows), 'row')}, {times}, {counted(len(plans), 'model')}"
        plan = over[self.domain]
        self.model = self.unrolled(plan)
        if self.domain == "policies":
            met = {len(plan.actions[state]) for _, state in self.model.points}
            if not all(over["rows"].get(number) for number in met):
                raise Rejected("domain.rows has no rows for some number of actions of the model.")
        return f"1 model, {sizes([plan.horizon])}, {counted(len(self.model.points), 'decision point')}"

    def unrolled(self, plan: Plan) -> Model:
        """Unroll a model over time."""
        return Model(plan, self.work, len(self.nodes.known))

    def resting(self, *done: str) -> str:
        """Say what the outcome rests on: what was done, and the theorems."""
        names = ", ".join(shown(theorem["name"], 200) for theorem in self.document["assuming"])
        return ", ".join([*done, *([f"assuming: {names}"] if names else [])])

    def check(self) -> str:
        """Check what only one kind has, and say what the outcome rests on."""
        document, stated = self.document, self.evidence
        match self.kind:
            case "sequence":
                self.check_sequence()
                return self.resting("every row recomputed")
            case "identity":
                if document["definitions"] or document["given"]:
                    raise Rejected("definitions or given of an identity are not empty.")
                check_equations(self.work, self.terms.relation)
                return self.resting()
            case "family":
                self.check_priors()
                return self.resting("every prior recomputed")
            case "undecided":
                raise Undecidable(f"The claim is undecided: {shown(stated['reason'], 200)}")
        m = self.unrolled(stated["model"])
        if ("second_policy" in self.terms.reader.operations) != ("second_policy" in document) and (
            self.kind == "counterexample"
        ):
            raise Rejected("second_policy is there, but no term mentions it, or is missing.")
        if "second_policy" in document:
            m.plan.second = read_second_policy(m, document["second_policy"])
        freed = ("prior", "name") if self.domain == "policies" else ()
        of_domain = document["domain"].get(self.domain)
        if self.domain != "shapes" and form(document["model"], freed) != form(of_domain, freed):
            raise Rejected("model is not the model of the domain.")
        wanted = {"refuted": ("false",), "holds": ("true",), "vacuous": ("unmet", "undefined")}
        finding = self.terms.judge(m)
        if finding not in wanted[document["verdict"]]:
            raise Rejected(f"The verdict is wrong for the model: {FINDINGS[finding]}.")
        if document["verdict"] != "vacuous" or stated["values"]:
            self.check_values(m)
        return self.resting("the model recomputed")

    def stated(self, key: str, sort: str | None = None) -> Iterator[tuple[str, Json, Node, Json]]:
        """Go through what is stated for calls (of a sort): every call that there has to be, once."""
        missing = {text: node for text, (of, node) in self.terms.calls().items() if sort in (None, of)}
        for position, (data, stated) in enumerate(self.evidence[key]):
            node = missing.pop(canonical(data), None)
            if node is None:
                about = "is about no call of the relation and the hypotheses, or one twice"
                about = about if sort is None else "is about no call of sort number, or one listed before"
                raise Rejected(f"{key}[{position}] {about}.")
            yield f"{key}[{position}]", data, node, stated
        for text in missing:
            raise Rejected(f"{key} has no entry for {shown(formula(json.loads(text), {}), LINE_LIMIT)}.")

    def check_values(self, m: Model) -> None:
        """Check that `values` has every call that it has to, once, with its value."""
        for place, data, node, stated in self.stated("values"):
            table = [stated] if node.space == SCALAR else read_table(m, stated, node.space, place)
            for i, number in enumerate(table):
                value = node.look(m, (), i)
                left_out = node.space != SCALAR and ABSENT in (number, value)
                if number is not value if left_out else not agrees(self.work, number, value, place):
                    raise Rejected(f"{place} is not the value of {shown(formula(data, {}), LINE_LIMIT)}.")

    def check_sequence(self) -> None:
        """Check that hypotheses and relation are true in every row, and all enclosures."""
        models = [self.unrolled(plan) for plan in self.over["models"]]
        indexed = [node.slot for node in self.nodes.known.values() if node.indexed]
        rows = self.over["rows"]
        enclosed = [
            (place, node, items(bounds, place, len(rows)))
            for place, _, node, bounds in self.stated("enclosures", "number")
        ]
        for row, (index, number) in enumerate(rows):
            m = models[number]
            m.index, m.ended = index, {}
            for slot in indexed:
                m.kept -= len(m.tables[slot] or ())
                m.tables[slot] = None
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
        states = list(dict.fromkeys(state for _, state in self.model.points))
        rows = [self.over["rows"][len(plan.actions[state])] for state in states]
        number = math.prod(map(len, rows))
        if number != stated["count"]:
            raise Rejected(f"count is {stated['count']}, which is not the number of priors.")
        refuse_more(number, PRIORS_LIMIT, "priors")
        self.work.left += WORK_LIMIT * (number // SAMPLE)
        self.models = f"{number:,} priors of {self.models}"
        counts = Counter[str]()
        for position, chosen in enumerate(itertools.product(*rows)):
            changed = dict(zip(states, chosen, strict=True))
            prior = [changed.get(state, row) for state, row in enumerate(plan.prior)]
            counts[self.terms.judge(self.unrolled(replace(plan, prior=prior)))] += 1
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


def check_equations(work: Work, relation: Node) -> None:
    """Check that both sides of every equation are the same: their difference has the numerator 0."""
    if relation.operation == "and":
        for part in relation.parts:
            check_equations(work, part)
    elif relation.operation == "=" and relation.parts[0].space == SCALAR:
        left, right = (rational_function(work, side) for side in relation.parts)
        if quotient_sum(work, left, Quotient(scaled(right.above, -1), right.below)).above:
            raise Rejected("An equation of the relation is no identity.")
    else:
        raise Rejected(f"The operation {relation.operation!r} does not occur so in identities.")


def rational_function(work: Work, node: Node) -> Quotient:
    """Multiply an expression in symbols out."""
    if node.operation == "rational":
        return as_quotient(node.data)
    if node.operation == "symbol":
        return Quotient({(node.data,): Fraction(1)}, UNIT)
    natural = node.parts[1].data if node.operation == "^" and node.parts[1].operation == "rational" else -1
    if node.operation not in ("+", "-", "*", "/") and (type(natural) is not int or natural < 0):
        raise Rejected(f"The operation {node.operation!r} does not occur so in identities.")
    left, right = (rational_function(work, part) for part in node.parts)
    match node.operation:
        case "+" | "-":
            sign = 1 if node.operation == "+" else -1
            return quotient_sum(work, left, Quotient(scaled(right.above, sign), right.below))
        case "^":
            result = as_quotient(1)
            for _ in range(natural):
                work.spend(1)
                result = quotient_product(work, result, left)
            return result
        case "/" if not right.above:
            raise Rejected("A denominator of the relation is the zero polynomial.")
    return quotient_product(work, left, Quotient(*reversed(right)) if node.operation == "/" else right)


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
    entries: list[Ratio]  # of the rows of policies


def read_rows(data: Json, place: str) -> dict[int, list[Row]]:
    """Read rows of probabilities by their length, each once."""
    result: dict[int, list[Row]] = {}
    for length, rows in by_key(each(each(unit), ROWS_LIMIT))(data, place).items():
        here = f"{place}.{shown(length)}"
        if not re.fullmatch("0|[1-9][0-9]{0,4}", length):
            raise Rejected(f"{here} is not a number of entries up to the limit.")
        for number, row in enumerate(rows):
            items(row, f"{here}[{number}]", int(length))
            refuse_other_sum(row or [1], here)
        result[int(length)] = [tuple(row) for row in rows]
        if len(set(result[int(length)])) < len(rows) or (length == "0" and rows != [[]]):
            raise Rejected(f"{here} has a row twice, or is not the list of the one empty row.")
    return result


def read_orders(data: Json, place: str) -> dict[int, list[Row]]:
    """Read rows that have all their orders with them, so that renamed models are in the family, too."""
    result = read_rows(data, place)
    for length, rows in result.items():
        if length > WIDTH_LIMIT:
            raise Rejected(f"{place}.{length} is not a number of entries up to the limit.")
        if any(not set(itertools.permutations(row)) <= set(rows) for row in rows):
            raise Rejected(f"{place}.{length} has a row without all its orders.")
    return result


def read_grid(data: Json, place: str) -> Grid:
    """Read a grid."""
    rows: dict[str, Read] = dict.fromkeys(("successors", "policies", "starts"), read_orders)
    grid = fields({"weights": each(unit, ROWS_LIMIT), **rows})(data, place)
    if len(set(grid["weights"])) < len(grid["weights"]):
        raise Rejected(f"{place}.weights has a weight twice.")
    entries = sorted({x for rows in grid["policies"].values() for row in rows for x in row}, key=fraction)
    return Grid(**{**grid, "successors": {**grid["successors"], 0: [()]}}, entries=entries)


def read_shape(data: Json, place: str) -> Shape:
    """Read a shape."""
    at_most = partial(integer, least=1, most=WIDTH_LIMIT)
    complexity = partial(integer, most=INDEX_LIMIT)
    actions = each(each(at_most, WIDTH_LIMIT), HORIZON_LIMIT)
    shape = fields({"actions": actions, "complexity": complexity, "pairs": anything})(data, place)
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


INDEXED = row_of(partial(integer, least=1, most=INDEX_LIMIT), integer)
DOMAINS: dict[str, dict[str, Read]] = {  # by the key that tells them apart
    "shapes": {"family": string, "grid": read_grid, "shapes": each(read_shape, MODELS_LIMIT)},
    "model": {"model": read_model},
    "policies": {"policies": read_model, "rows": read_rows},
    "models": {"models": each(read_model, MODELS_LIMIT), "rows": each(INDEXED, INDEX_LIMIT)},
    "symbols": {"symbols": each(string)},
}


def uneven(row: Row) -> int:
    """The complexity of a row of a policy or of the start: 0 if all entries are equal, else 1."""
    return int(len(set(row)) > 1)


def unsure(row: Row) -> int:
    """The complexity of a successor row: 0 if it has an entry 1, or is empty, else 1."""
    return int(bool(row) and 1 not in row)


def by_complexity(rows: Sequence[Row]) -> list[int]:
    """Count rows of complexity 0 and 1: the coefficients of a polynomial."""
    return [len(rows) - sum(map(uneven, rows)), sum(map(uneven, rows))]


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


def multiplied(work: Work, factors: Iterable[Sequence[int]], most: int) -> list[int]:
    """Multiply polynomials, without the powers above `most`."""
    result = [1]
    for factor in factors:
        work.spend(len(result) * len(factor) * (5 + max(result).bit_length() // 40))
        product = [0] * min(len(result) + len(factor) - 1, most + 1)
        for (i, x), (j, y) in itertools.product(enumerate(result), enumerate(factor)):
            if i + j <= most:
                product[i + j] += x * y
        result = product
    return result


def count_labelled(work: Work, shape: Shape, grid: Grid) -> int:
    """Count the labelled models of a shape without listing one.

    Parameters are independent, so polynomials that count values by complexity are multiplied, except that all
    states at the next time have to be reached: the choices of successor rows within each set of later states
    are added and subtracted by inclusion and exclusion.
    """
    most, plain = shape.complexity, int(1 in grid.weights)
    factors = [by_complexity(grid.starts[len(shape.actions[0])])]
    for time, counts in enumerate(shape.actions):
        for number in counts:
            factors += [by_complexity(grid.policies[number])] * (2 if shape.pairs else 1)
            factors.append(different(plain, len(grid.weights) - plain, number))
        successors = grid.successors[shape.later(time)]
        covering = [0] * (min(most, sum(counts)) + 1)
        for kept in itertools.product((False, True), repeat=shape.later(time)):
            work.spend(5 * len(successors))
            rows = [row for row in successors if all(to or not x for x, to in zip(row, kept, strict=True))]
            many = sum(map(unsure, rows))
            ways = multiplied(work, (different(len(rows) - many, many, number) for number in counts), most)
            for power, number in enumerate(ways):
                covering[power] += number * (-1) ** kept.count(False)
        factors.append(covering)
    return sum(multiplied(work, factors, most))


# For listing representatives, an action is (weight, successor row, prior entry, second entry), as positions
# in the grid; a state is the sorted tuple of its actions; a layer has the states of one time.
State = tuple[tuple[int, int, int, int], ...]
Layer = tuple[State, ...]
Permutation = tuple[int, ...]


class Representative(NamedTuple):
    """One model of a class of renamed models, and how many labelled models the class has."""

    shape: int
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

    def __init__(self, work: Work, shape: Shape, grid: Grid) -> None:
        self.work, self.shape, self.grid = work, shape, grid
        self.moved: dict[tuple[Permutation, State], State] = {}

    def states(self, number: int, later: int) -> list[tuple[State, int]]:
        """List the states with so many actions up to their order, with their complexity, simplest first."""
        most, rows, weights = self.shape.complexity, self.grid.successors[later], self.grid.weights
        kinds = list(itertools.product(range(len(weights)), range(len(rows))))
        result: dict[State, int] = {}

        def extend(actions: State, pairs: Sequence[tuple[int, int]], complexity: int) -> None:
            self.work.spend(20)
            used = {weight for weight, *_ in actions if weights[weight] != 1}
            whole = complexity + len(used) + sum(unsure(rows[row]) for row in {row for _, row, *_ in actions})
            if whole <= most and len(actions) == number:
                result[tuple(sorted(actions))] = whole
            for weight, row in kinds if whole <= most and len(actions) < number else ():
                extend((*actions, (weight, row, *pairs[len(actions)])), pairs, complexity)

        policies = [tuple(map(self.grid.entries.index, row)) for row in self.grid.policies[number]]
        for first in policies:
            if list(first) == sorted(first):  # the other orders of the prior row are orders of the actions
                for second in policies if self.shape.pairs else [(0,) * number]:
                    extend((), list(zip(first, second, strict=True)), uneven(first) + uneven(second))
        return sorted(result.items(), key=lambda pair: (pair[1], pair[0]))

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
            rows, inverse = self.grid.successors[later], sorted(range(later), key=permutation.__getitem__)
            renamed = ((w, rows.index(tuple(rows[r][i] for i in inverse)), x, y) for w, r, x, y in state)
            self.work.spend(len(rows))
            self.moved[permutation, state] = tuple(sorted(renamed))
        return self.moved[permutation, state]

    def tails(self, time: int) -> Iterator[Tail]:
        """List the tails from a time on, one for each class of renamed tails, with the size of the class."""
        if time == len(self.shape.actions):
            yield Tail((), 0, 1, [()])
            return
        counts, later, layers = self.shape.actions[time], self.shape.later(time), self.layers(time)
        orders = itertools.permutations(range(len(counts)))
        exchanges = [p for p in orders if all(counts[i] == counts[p[i]] for i in p)]
        for tail in self.tails(time + 1):
            for layer, complexity in layers:
                if tail.complexity + complexity > self.shape.complexity:
                    break
                self.work.spend(10 * len(tail.symmetries) * (1 + len(exchanges)))
                renamed = {tuple(self.move(p, state, later) for state in layer) for p in tail.symmetries}
                images = {in_order(image) for image in renamed}
                if in_order(layer) == min(images):
                    fits = (p for p in exchanges if tuple(layer[i] for i in p) in renamed)
                    size = tail.size * len(images) * labellings(layer)
                    yield Tail((layer, *tail.layers), tail.complexity + complexity, size, list(fits))

    def representatives(self, number: int) -> Iterator[Representative]:
        """List one model of every class of renamed models, for the shape of this number."""
        for tail in self.tails(0):
            for start in self.grid.starts[len(self.shape.actions[0])]:
                self.work.spend(10 * len(tail.symmetries))
                images = {tuple(start[i] for i in p) for p in tail.symmetries}
                least = min(images, key=lambda row: tuple(map(fraction, row)))
                if start == least and tail.complexity + uneven(start) <= self.shape.complexity:
                    yield Representative(number, start, tail.layers, tail.size * len(images))


def in_order(layer: Layer) -> Layer:
    """Sort the states that may be exchanged."""
    return tuple(sorted(layer, key=lambda state: (len(state), state)))


def labellings(layer: Layer) -> int:
    """Count the different orders of states (with equally many actions) and of the actions within states."""

    def orders(things: Sequence[Any]) -> int:
        return math.prod(math.factorial(number) for number in Counter(things).values())

    result = orders([len(state) for state in layer]) // orders(layer)
    return result * math.prod(math.factorial(len(state)) // orders(state) for state in layer)


def plan_of(found: Representative, shape: Shape, grid: Grid) -> Plan:
    """Make the model of a representative, whose states are named by time and place."""
    plan = Plan(len(found.layers), [], [], [], [], [], [], {} if shape.pairs else None)
    plan.start = [(state, chance) for state, chance in enumerate(found.start) if chance]
    for time, layer in enumerate(found.layers, 1):
        rows, after = grid.successors[shape.later(time - 1)], len(plan.states) + len(layer)
        for place, choices in enumerate(layer):
            if plan.second is not None:
                plan.second[time, len(plan.states)] = tuple(grid.entries[entry] for *_, entry in choices)
            plan.states.append(f"{time}.{place}")
            plan.actions.append([str(action) for action in range(len(choices))])
            plan.weights.append([grid.weights[weight] for weight, *_ in choices])
            given = [[(state, x) for state, x in enumerate(rows[row], after) if x] for _, row, *_ in choices]
            plan.successors.append([row or None for row in given])
            plan.prior.append(tuple(grid.entries[entry] for *_, entry, _ in choices))
    return plan


class Family(NamedTuple):
    """The models of a domain with shapes, listed and counted once for all certificates that are about it."""

    grid: Grid
    shapes: list[Shape]
    labelled: list[int]
    listed: list[Representative]
    cost: int


def list_family(grid: Grid, shapes: list[Shape]) -> Family:
    """Count the labelled models, and list the representatives, whose classes have to be all of them."""
    work, labelled, listed = Work(WORK_LIMIT), list[int](), list[Representative]()
    for number, shape in enumerate(shapes):
        labelled.append(count_labelled(work, shape, grid))
        for found in Listing(work, shape, grid).representatives(number):
            listed.append(found)
            refuse_more(len(listed), REPRESENTATIVES_LIMIT, "models in the family, up to renaming")
        if (whole := sum(found.size for found in listed if found.shape == number)) != labelled[-1]:
            raise Rejected(f"domain.shapes[{number}]: the classes have {whole} models, not {labelled[-1]}.")
    if not listed:
        raise Rejected("The family has no models.")
    return Family(grid, shapes, labelled, listed, WORK_LIMIT - work.left)


class Job(NamedTuple):
    """Certificates to be evaluated on some models of their family."""

    documents: list[dict[str, Json]]
    family: Family
    chosen: list[Representative]
    limit: int


class Tally(NamedTuple):
    """What was found for one certificate: counts by shape and finding, the first fault, the cost of all."""

    counts: Counter[tuple[int, str]]
    fault: Rejected | None
    spent: int


def recompute(job: Job) -> list[Tally]:
    """Evaluate certificates on models of their family; together they share what they have in common."""
    (documents, family, chosen, limit), nodes, work = job, Nodes(), Work(job.limit)
    terms = [Terms(document, nodes) for document in documents]
    counts = [Counter[tuple[int, str]]() for _ in documents]
    faults: list[Rejected | None] = [None for _ in documents]
    try:
        for found in chosen:
            m = Model(plan_of(found, family.shapes[found.shape], family.grid), work, len(nodes.known))
            for number in [number for number, fault in enumerate(faults) if fault is None]:
                try:
                    finding = terms[number].judge(m)
                    counts[number][found.shape, finding] += 1
                    if finding == "false":
                        where = f"domain.shapes[{found.shape}]"
                        faults[number] = Rejected(f"The relation is false in a model of {where}.")
                except Undecidable as error:
                    faults[number] = error
    except Exceeded as error:
        faults = [error] * len(documents)
    return [Tally(*pair, limit - work.left) for pair in zip(counts, faults, strict=True)]


def recompute_in_parts(job: Job, pool: Any, workers: int) -> list[Tally]:
    """Let several processes recompute ranges of the models; what is found does not depend on how many."""
    pieces = min(len(job.chosen), 4 * workers)
    cuts = [i * len(job.chosen) // pieces for i in range(pieces + 1)]
    few = job._replace(family=job.family._replace(listed=[]))
    jobs = [few._replace(chosen=job.chosen[a:b]) for a, b in itertools.pairwise(cuts)]
    return [merged(parts, job.limit) for parts in zip(*pool.map(recompute, jobs, 1), strict=True)]


def merged(parts: Sequence[Tally], limit: int) -> Tally:
    """Put the tallies of consecutive models together, up to the first fault; costs add up."""
    counts, spent = Counter[tuple[int, str]](), 0
    for part in parts:
        spent += part.spent
        counts += part.counts
        if part.fault or spent > limit:
            return Tally(counts, part.fault if spent <= limit else Exceeded(TOO_MUCH_WORK), spent)
    return Tally(counts, None, spent)


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
            self.outcome, self.reason = "holey" if isinstance(error, Undecidable) else "invalid", str(error)
        except RecursionError:
            self.outcome, self.reason = "invalid", "The file is nested too deeply."
        except MemoryError:
            self.outcome, self.reason = "invalid", "Checking this takes more memory than there is."
        except OSError as error:
            self.outcome, self.reason = "invalid", f"The file cannot be read: {error.strerror}."
        return self.outcome == "valid"

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
        outside = self.certificate.terms.reader.outside
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
    families: list[Family] = []
    over, first = files[0].certificate.over, File("")
    if not first.settle(lambda: families.append(list_family(over["grid"], over["shapes"]))):
        for file in files:
            file.outcome, file.reason = first.outcome, first.reason
        return
    family = families[0]
    chosen, whole = family.listed, len(family.listed)
    if sample and whole > SAMPLE:
        chosen = [chosen[(2 * i + 1) * whole // (2 * SAMPLE)] for i in range(SAMPLE)]
    everything = chosen is family.listed
    done = "every model recomputed" if everything else f"{SAMPLE} of {whole:,} models recomputed"

    def prepare(certificate: Certificate) -> None:
        certificate.work.spend(family.cost)
        certificate.work.left += WORK_LIMIT * (len(chosen) // SAMPLE)
        check_totals(certificate, family)

    def finish(certificate: Certificate, tally: Tally) -> str:
        if tally.fault:
            raise tally.fault
        for number, part in enumerate(certificate.evidence["counts"]):
            counts = {finding: tally.counts[number, finding] for finding in FINDINGS}
            compare_counts(counts, part, part["representatives"], f"counts[{number}]", everything)
        return certificate.resting(done)

    files = [file for file in files if file.settle(partial(prepare, file.certificate))]
    wide = max(max(len(row), *row) for shape in family.shapes for row in shape.actions)
    size = f"{counted(whole, 'model')} of {counted(len(family.shapes), 'shape')}, "
    size += f"{sizes(len(x.actions) for x in family.shapes)}, at most {wide} states at a time or actions"
    documents = [file.certificate.document for file in files]
    limits = [file.certificate.work.left for file in files]
    together = run(Job(documents, family, chosen, min(limits))) if len(files) > 1 else []
    if any(isinstance(tally.fault, Exceeded) for tally in together):
        together = []  # each may stay within its limit; if all together do, each does, and finds the same
    for number, file in enumerate(files):
        alone = Job([documents[number]], family, chosen, limits[number])
        tally = together[number] if together else run(alone)[0]
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


def check_paths(paths: Iterable[pathlib.Path], sample: bool = False, workers: int = 1) -> list[File]:
    """Check files, and all *.json of folders; raise FileNotFoundError where there is no file."""
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
        if groups and workers > 1:
            pool = multiprocessing.get_context("spawn").Pool(workers, deepen)
        run = partial(recompute_in_parts, pool=pool, workers=workers) if pool else recompute
        for group in groups.values():
            check_families(group, sample, run)
    finally:
        sys.setrecursionlimit(limit)
        if pool:
            pool.terminate()
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


def main(arguments: list[str] | None = None) -> int:
    """Run as a program: 0 if all files are valid (or sampled, if asked for), 1 if not, 2 for usage errors."""
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
        files = check_paths(options.paths, options.sample, options.workers)
    except OSError as error:
        print(f"checker: {error}", file=sys.stderr)
        return 2
    if options.json:
        rows = [{key: value for key, value in vars(file).items() if key != "certificate"} for file in files]
        print(json.dumps({"files": rows}, indent=2))
    else:
        print("\n".join(file.line() for file in files))
    return 0 if all(file.outcome in ("valid", "sampled") for file in files) else 1


if __name__ == "__main__":
    sys.exit(main())
