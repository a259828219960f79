"""A counterexample worked by hand: the numbers that a person computes on the way to its two sides.

Vocabulary: a *call* is a definition with its arguments; its *stages* are the calls that one computes on the
way to it; the *conclusion* is the pair of exact sides, and that the relation fails.  Which calls there
are follows from the relation and from the bodies of its definitions; no definition is known by name, but for
the q and v beside a policy.  What is computed here is data: terms beside exact texts, which pages and
documents set each in its own way.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from coherence_exact.definitions.values import soft_q, soft_v
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.exact.undefined import UNDEFINED
from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import as_formula
from coherence_exact.language.sorts import NUMBER, TRUTH, Space
from coherence_exact.language.terms import Term, bound_in, free_variables, subterms
from coherence_exact.language.unfolding import unfolded
from coherence_exact.mdp.ending import ending_model
from coherence_exact.mdp.model import Model
from coherence_exact.report.counterexamples import described, is_false, place_text
from coherence_exact.report.data import place_names
from coherence_exact.report.numbers import exact_and_decimal, exact_text
from coherence_exact.verify.explain import Counterexample
from coherence_exact.verify.verdicts import Decision

_MOST_STEPS = 6
_MOST_ENTRIES = 12
_COMPARISONS = ("=", "<", "<=")
_POLICIES = ("prior", "second_policy")


@dataclass(frozen=True)
class PolicyRow:
    """A row of a policy with its q and v; ``policy`` stands in the first of its rows only."""

    policy: Term | None
    point: str
    actions: str
    probabilities: str
    q: str
    v: str


@dataclass(frozen=True)
class PolicyTable:
    """The policies that occur, row by row."""

    rows: tuple[PolicyRow, ...]


@dataclass(frozen=True)
class Value:
    """What a call denotes, in exact text: a number, or the entries of a table."""

    call: Term
    text: str
    is_table: bool


@dataclass(frozen=True)
class Values:
    """The values of some calls."""

    listed: tuple[Value, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A model that ends with probability 1 − ``gamma`` after each decision; what follows belongs to it."""

    gamma: str
    model: Model


Step: TypeAlias = PolicyTable | Values | Elsewhere


@dataclass(frozen=True)
class Conclusion:
    """That a relation fails: where, with both sides, or with the truths of what it joins."""

    place: str
    sides: tuple[tuple[Term, str], ...] | None
    truths: tuple[tuple[Term, str], ...]
    relation: Term
    is_false: bool


@dataclass(frozen=True)
class Worked:
    """A counterexample, its model in a few lines, the steps to its two sides, and the conclusion."""

    found: Counterexample = field(compare=False)
    lines: tuple[str, ...]
    steps: tuple[Step, ...]
    conclusion: Conclusion


def worked_by_hand(found: Counterexample, given: Iterable[Term] = ()) -> Worked:
    """A counterexample with the numbers that a person computes on the way to its two sides."""
    steps = tuple(_numbers(found, (*given, found.relation)))
    return Worked(found, tuple(described(found)), steps, conclusion(found))


def counterexamples_of(decisions: Iterable[Decision]) -> list[tuple[Worked, list[str]]]:
    """The counterexamples of some decisions, with the names of the readings that fail in the same way."""
    shared: list[tuple[Worked, list[str]]] = []
    for decision in decisions:
        if decision.counterexample is not None:
            told = worked_by_hand(decision.counterexample, decision.reading.given)
            names = next((names for other, names in shared if other == told), None)
            if names is None:
                shared.append((told, names := []))
            names.append(decision.reading.name)
    return shared


def _numbers(found: Counterexample, terms: tuple[Term, ...]) -> Iterator[Step]:
    evaluation = Evaluation(found.model, found.second_policy, accelerated=True)
    calls = list(dict.fromkeys(call for term in terms for call in stages_of(term)))
    stated = {part for term in terms for part in subterms(term)}
    policies = _different_policies(call for call in calls if call.sort.is_policy)
    if policies:
        yield PolicyTable(tuple(row for call in policies for row in _policy_rows(evaluation, call)))
    known = [evaluation.value(values) for policy in policies for values in (soft_q(policy), soft_v(policy))]
    listed: dict[tuple[str, str], Value] = {}
    for call in calls:
        if not call.sort.is_policy and (call in stated or not _is_known(evaluation, call, known)):
            value = _value(evaluation, call, found.where)
            listed.setdefault((as_formula(call), value.text), value)
    if listed:
        yield Values(tuple(listed.values()))
    for term in terms:
        for part in subterms(term):
            if part.operator == "ending":
                yield from _elsewhere(found, part)


def _is_known(evaluation: Evaluation, call: Term, known: list[Any]) -> bool:
    """Whether a table is already shown as the q or v of some policy."""
    if call.sort.space not in (Space.POINTS, Space.CHOICES):
        return False
    entries = evaluation.value(call)
    return any(len(other) == len(entries) and all(map(_same, entries, other)) for other in known)


def _same(x: Any, y: Any) -> bool:
    """Whether two entries are the same; what does not exist is equal to nothing but itself."""
    return x is y or (x == y) is True


def conclusion(found: Counterexample) -> Conclusion:
    """The two exact sides of the part that decides, and that it fails."""
    relation = found.relation
    compared = next(relation.terms(), relation) if relation.operator == "every" else relation
    sides = None
    if found.left is not None and found.right is not None and compared.operator in _COMPARISONS:
        pairs = zip(compared.terms(), (found.left, found.right), strict=True)
        sides = tuple((term, exact_and_decimal(side)) for term, side in pairs if term.operator != "number")
    truths = () if sides is not None else tuple(_truths(found, relation))
    place = place_text(found.where, place_names(relation))
    return Conclusion(place, sides, truths, relation, is_false(found))


def _truths(found: Counterexample, relation: Term) -> Iterator[tuple[Term, str]]:
    """Which of the relations that a relation joins are true."""
    evaluation = Evaluation(found.model, found.second_policy, accelerated=True)
    joined = [part for part in relation.terms() if part.sort == TRUTH and not free_variables(part)]
    for part in dict.fromkeys(joined):
        yield part, exact_text(evaluation.value(part))


# Which calls


def stages_of(term: Term) -> Iterator[Term]:
    """The calls that a person computes for a term, the inner ones first.

    They are those inside of it, and for each of them the steps on the way to it: the fewer repetitions if it
    repeats something, else the calls in its body.

    >>> from coherence_exact.claims import equal, prior, retrain, temperature
    >>> list(stages_of(equal(retrain(prior, 2), temperature(prior, 2))))[:3]
    [prior, retrain(prior, steps=1), retrain(prior, steps=2)]
    """
    if term.operator == "ending":
        return
    if term.operator in _POLICIES:
        yield term
    for position, operand in enumerate(term.operands):
        if isinstance(operand, Term) and bound_in(term, position) is None:
            yield from stages_of(operand)
    if isinstance(term.operator, Definition) and not free_variables(term):
        if not term.sort.is_truth:
            yield from _steps(term)
            yield term
        elif term.operands:
            yield from _calls_in_body(term)


def _steps(call: Term) -> Iterator[Term]:
    """What is computed between the arguments of a call and its value."""
    definition: Any = call.operator
    body = definition.body
    times = body.operands[0] if body.operator == "repeat" else None
    if times is None or times.operator != "variable":
        yield from _calls_in_body(call)
        return
    position = [parameter.name for parameter in definition.parameters].index(times.operands[0])
    last = call.operands[position]
    number = last.operands[0] if isinstance(last, Term) and last.operator == "number" else None
    if isinstance(number, Fraction):
        for step in range(1, min(int(number), _MOST_STEPS)):
            arguments: list[Any] = list(call.operands)
            arguments[position] = Term("number", (Fraction(step),), NUMBER)
            yield Term(definition, tuple(arguments), call.sort)


def _calls_in_body(call: Term) -> Iterator[Term]:
    """The calls in the body of a definition, with arithmetic on numbers done; an alias is looked through."""
    body = _reckoned(unfolded(call))
    while isinstance(body.operator, Definition) and body.operands and body.operator.body.operator != "repeat":
        body = _reckoned(unfolded(body))
    for operand in _unbound(body):
        is_call = isinstance(operand.operator, Definition) and not operand.sort.is_truth
        if is_call or operand.operator in _POLICIES:
            yield operand


def _unbound(term: Term) -> Iterator[Term]:
    """The parts of a term without free variables, the inner ones first, but none inside of an ``ending``."""
    if term.operator == "ending":
        return
    for operand in term.terms():
        yield from _unbound(operand)
    if not free_variables(term):
        yield term


_ARITHMETIC: dict[Any, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _reckoned(term: Term) -> Term:
    """A term in which sums and products of two numbers are numbers, and branches on numbers are taken."""
    parts = tuple(_reckoned(part) if isinstance(part, Term) else part for part in term.operands)
    if term.operator in _ARITHMETIC and all(_is_number(part) for part in parts):
        value = _ARITHMETIC[term.operator](*map(_number_of, parts))
        return Term("number", (value,), term.sort)
    if term.operator == "if":
        condition, then, otherwise = (part for part in parts if isinstance(part, Term))
        sides = list(condition.terms())
        if condition.operator == "=" and all(map(_is_number, sides)):
            return then if sides[0] == sides[1] else otherwise
    return Term(term.operator, parts, term.sort)


def _is_number(part: object) -> bool:
    return isinstance(part, Term) and part.operator == "number"


def _number_of(part: Any) -> Fraction:
    return to_fraction(part.operands[0])


# Their values


def _different_policies(policies: Iterable[Term]) -> list[Term]:
    """The policies, but for those that are only another way to write one of the others."""
    shown: list[Term] = []
    for policy in policies:
        longer = [other for other in shown if _is_alias(policy, other)]
        if longer:
            shown[shown.index(longer[0])] = policy
        elif not any(_is_alias(other, policy) for other in shown):
            shown.append(policy)
    return shown


def _is_alias(call: Term, other: Term) -> bool:
    """Whether one call is defined as the other."""
    while isinstance(call.operator, Definition) and call.operator.body.operator != "repeat":
        call = _reckoned(unfolded(call))
        if call == other:
            return True
    return False


def _policy_rows(evaluation: Evaluation, policy: Term) -> Iterator[PolicyRow]:
    probabilities = _by_point(evaluation.table(policy))
    q, v = _by_point(evaluation.table(soft_q(policy))), evaluation.table(soft_v(policy))
    for number, (point, row) in enumerate(probabilities.items()):
        yield PolicyRow(
            policy if number == 0 else None,
            f"{point[0]}, {point[1]}",
            ", ".join(row),
            ", ".join(map(exact_text, row.values())),
            ", ".join(map(exact_text, q[point].values())),
            exact_text(v[point]),
        )


def _by_point(entries: dict[Any, Any]) -> dict[Any, dict[str, Any]]:
    rows: dict[Any, dict[str, Any]] = {}
    for (time, state, action), x in entries.items():
        rows.setdefault((time, state), {})[action] = x
    return rows


def _value(evaluation: Evaluation, call: Term, where: Any) -> Value:
    """What a call that is no policy denotes; of a long table, the entries where the relation fails."""
    if call.sort.space is Space.SCALAR:
        return Value(call, exact_and_decimal(evaluation.value(call)), False)
    entries = evaluation.table(call)
    if len(entries) > _MOST_ENTRIES and where is not None and not isinstance(where[0], tuple):
        entries = {key: x for key, x in entries.items() if key[:2] == where[:2]} or entries
    chosen = list(entries.items())[:_MOST_ENTRIES]
    more = "; …" if len(entries) > len(chosen) else ""
    return Value(call, "; ".join(f"{_short_place(key)}: {exact_text(x)}" for key, x in chosen) + more, True)


def _short_place(key: Any) -> str:
    return place_text(key) if isinstance(key[0], tuple) else f"({', '.join(map(str, key))})"


def _elsewhere(found: Counterexample, term: Term) -> Iterator[Step]:
    """The model in which a part of a relation is evaluated, and the numbers there."""
    gamma, wanted = term.terms()
    evaluation = Evaluation(found.model, found.second_policy)
    value = UNDEFINED if free_variables(gamma) else evaluation.value(gamma)
    model = None if value is UNDEFINED else ending_model(found.model, to_fraction(value))
    if model is None or free_variables(wanted):
        return
    yield Elsewhere(exact_text(value), model)
    yield from _numbers(Counterexample(model, None, wanted, None, None, None), (wanted,))
