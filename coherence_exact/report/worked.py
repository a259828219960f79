"""A counterexample worked by hand: the numbers that a person computes on the way to its two sides.

Vocabulary: a *stage* is a policy that is met on the way, with its q and v where the next number needs
them; the *conclusion* is the pair of exact sides, and that the relation fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from typing import Any, TypeAlias

from coherence_exact.claims.evaluator import COMPARISONS, Evaluation
from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Horizon, Sort, Term, make
from coherence_exact.inference.discounting import undiscounted_model
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.policy import Policy
from coherence_exact.report.data import PLACE
from coherence_exact.report.markdown import code, table
from coherence_exact.report.numbers import exact_and_decimal, exact_text
from coherence_exact.report.terminal import model_lines
from coherence_exact.verify.verdicts import Counterexample, explain

_CONVERTED = ("in_undiscounted_model", "value_in_undiscounted_model")
_LOGIC = ("iff", "implies", "both", "either", "negation")
_PLAIN_VALUES = ("number", "add", "subtract", "multiply", "divide", "logarithm")
_BARE = ("probability", "supported_in", *COMPARISONS)

Stages: TypeAlias = dict[str, tuple[Policy, SoftValues | None]]
"""Policies by what they are called, with q and v where the next number needs them."""


def worked(found: Counterexample, given: Iterable[Term] = ()) -> Iterator[str]:
    """A counterexample with the numbers that a person computes on the way to its two sides."""
    evaluation = Evaluation(found.model, found.second_policy)
    terms = [*(term for term in given if _subterms(term, Sort.POLICY)), found.relation]
    if not _is_arithmetic(found.relation):
        yield "\n".join(["```text", *described(found), "```"])
    stages: Stages = {}
    for term in terms:
        _add_stages(stages, evaluation, term)
    if stages:
        rows = [row for name, stage in stages.items() for row in _stage_rows(name, *stage)]
        yield table(["", "time, state", "actions", "policy", "q", "v"], rows)
    values = dict.fromkeys(line for term in terms for line in _values(evaluation, term, found, term in given))
    if values:
        yield "\n".join(f"- {line}" for line in values)
    for term in (found.relation, *found.relation.arguments):
        if term.name in _CONVERTED:
            yield from _converted(found, term)
    yield conclusion(found)


def described(found: Counterexample) -> list[str]:
    """The lines of a counterexample's model, and of its second policy if there is one."""
    lines = model_lines(found.model)
    if found.second_policy is not None:
        lines += [f"π'({t}, {s}): {_row(row)}" for (t, s), row in found.second_policy.items()]
    return lines


def _is_arithmetic(term: Term) -> bool:
    """Whether only numbers occur in a relation, so that no model is needed."""
    return (
        bool(term.arguments)
        and all(part.name in _PLAIN_VALUES for part in _subterms(term, Sort.VALUE))
        and (term.arguments[0].sort is Sort.VALUE)
    )


def _converted(found: Counterexample, term: Term) -> Iterator[str]:
    model = undiscounted_model(found.model, term.parameter("gamma"))
    yield f"The model that is converted to γ = 1, from γ = {exact_text(term.parameter('gamma'))}:"
    if term.sort is Sort.RELATION:
        yield from worked(explain(model, None, term.arguments[0]))
    else:
        yield "\n".join(["```text", *model_lines(model), "```"])


def _subterms(term: Term, sort: Sort) -> list[Term]:
    """The parts of a term of one sort, the inner ones first, but none in a converted model."""
    if term.name in _CONVERTED:
        return []
    inner = [found for argument in term.arguments for found in _subterms(argument, sort)]
    return [*inner, term] if term.sort is sort else inner


def conclusion(found: Counterexample) -> str:
    """The two exact sides of the part that decides, and that it fails."""
    relation = found.relation
    holds = Evaluation(found.model, found.second_policy).value(relation)
    end = f"{code(relation)} {'is true, which the reading denies' if holds else 'is false'}."
    sides = [side for side in (found.left, found.right) if side is not None]
    if not sides or isinstance(sides[0], (Policy, dict)):
        return f"So {end}"
    pairs = zip(relation.arguments, sides, strict=False)
    equations = " and ".join(
        f"{code(term)} = {exact_and_decimal(side)}" for term, side in pairs if term.name != "number"
    )
    place = f"At {_place(found.where)} " if found.where else "So "
    return f"{place}{equations}: {end}"


def _place(where: Any) -> str:
    if isinstance(where[0], tuple):
        return f"trajectory {', '.join(f'{state} {action}' for (_, state), action in where)}:"
    return ", ".join(f"{name} {x}" for name, x in zip(PLACE, where, strict=False)) + ":"


# Stages


def _add_stages(stages: Stages, evaluation: Evaluation, term: Term, parent: str = "") -> None:
    if term.name in _CONVERTED:
        return
    for argument in term.arguments:
        _add_stages(stages, evaluation, argument, term.name)
    if term.name in ("incoherence", "incoherence_limit"):
        delta = dict(term.parameters).get("delta", 0)
        _add_stages(stages, evaluation, make("boltzmann", term.arguments, delta=delta), "equal")
    if term.name == "folded_weights" and term.parameter("steps"):
        _add_stages(stages, evaluation, make("fold", term.arguments, **dict(term.parameters)), "equal")
    if term.sort is Sort.POLICY:
        for name, policy, values in _steps(evaluation, term):
            stages[name] = (policy, values or stages.get(name, (policy, None))[1])
        name, policy = as_formula(term), evaluation.value(term)
        if parent not in _BARE or name == "p":
            stages[name] = (policy, evaluation.soft_values(term))
        stages.setdefault(name, (policy, None))


def _steps(evaluation: Evaluation, term: Term) -> Iterator[tuple[str, Policy, SoftValues | None]]:
    """What is computed between a policy and what a term makes of it."""
    if not term.arguments:
        return
    parameters: dict[str, Any] = dict(term.parameters)
    model = evaluation.model
    policy, name = evaluation.value(term.arguments[0]), as_formula(term.arguments[0])
    steps = parameters.pop("steps", 1)
    number = model.horizon + steps.offset if isinstance(steps, Horizon) else steps
    if term.name == "temperature":
        weights = evaluation.value(make("weights", (), power=parameters["alpha"]))
        yield (
            f"{name} with weights w^{parameters['alpha']}",
            policy,
            soft_values(model, policy, _rows(weights)),
        )
    elif term.name == "fold":
        yield name, policy, evaluation.soft_values(term.arguments[0])
        for k in range(1, number):
            folded = make("folded_weights", term.arguments, steps=k, **parameters)
            values = soft_values(model, policy, _rows(evaluation.value(folded)))
            step = make(term.name, term.arguments, steps=k, **parameters)
            yield as_formula(step), evaluation.value(step), None
            yield f"{name} with weights {as_formula(folded)}", policy, values
    elif term.name == "retrain_with_prior_folded":
        weights = {
            point: {action: w * policy[point][action] for action, w in row.items()}
            for point, row in model.weights.items()
        }
        for k in range(number):
            current = evaluation.value(make(term.name, term.arguments, steps=k))
            yield f"step {k} with weights w·{name}", current, soft_values(model, current, weights)
    else:
        yield name, policy, evaluation.soft_values(term.arguments[0])
        for k in range(1, number if term.name in ("retrain", "coherent") else 0):
            step = make(term.name, term.arguments, steps=k, **parameters)
            yield as_formula(step), evaluation.value(step), evaluation.soft_values(step)


def _rows(table: Mapping[Any, Any]) -> Any:
    return {
        point: {key[2]: table[key] for key in keys} for point, keys in groupby(table, lambda key: key[:2])
    }


def _stage_rows(name: str, policy: Policy, values: SoftValues | None) -> Iterator[list[str]]:
    for index, (point, row) in enumerate(policy.items()):
        place = [f"`{name}`" if index == 0 else "", f"{point[0]}, {point[1]}", ", ".join(row), _row(row)]
        yield [*place, *([_row(values.q[point]), exact_text(values.v[point])] if values else ["", ""])]


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(map(exact_text, row.values()))


# Values


def _values(evaluation: Evaluation, term: Term, found: Counterexample, is_given: bool) -> Iterator[str]:
    """What the parts of a relation are, each with its value."""
    for part in _subterms(term, Sort.VALUE):
        if part.name not in _PLAIN_VALUES:
            sums = [code(part), *_sum(evaluation, part), exact_and_decimal(evaluation.value(part))]
            yield " = ".join(sums)
    for part in _subterms(term, Sort.TABLE):
        if part.name not in ("soft_q", "soft_v", "dynamics") and part != make("weights", (), power=1):
            entries = evaluation.value(part).items()
            chosen = [(key, x) for key, x in entries if not found.where or key[:2] == found.where[:2]]
            yield f"{code(part)}: " + "; ".join(f"{_place(key)} {exact_text(x)}" for key, x in chosen)
    for part in _subterms(term, Sort.RELATION):
        if part is not found.relation and (is_given or term.name in _LOGIC):
            yield f"{code(part)} is {'true' if evaluation.value(part) else 'false'}"


def _sum(evaluation: Evaluation, term: Term) -> list[str]:
    """A return, entropy or divergence as a sum over decision points and actions, if the term is one."""
    model, sums = evaluation.model, dict[str, Fraction]()
    if term.name == "expected_return":
        logarithms: Any = model.weights
    elif term.name in ("kl", "occupancy_kl"):
        logarithms = evaluation.argument(term, 1)
    elif term.name in ("incoherence", "incoherence_limit"):
        delta = dict(term.parameters).get("delta", 0)
        logarithms = evaluation.value(make("boltzmann", term.arguments, delta=delta))
    else:
        return []
    policy = evaluation.argument(term)
    occupancy = occupancy_measure(model, policy)
    for point, row in policy.items():
        for action, p in row.items():
            x = logarithms[point][action]
            ratio = x if term.name == "expected_return" else f"{exact_text(p)} / 0" if x == 0 else p / x
            text = ratio if isinstance(ratio, str) else exact_text(ratio)
            if occupancy[point] * p != 0 and text != "1":
                sums[text] = sums.get(text, Fraction(0)) + occupancy[point] * p
    terms = (f"{'' if c == 1 else f'{exact_text(c)}·'}log({x})" for x, c in sums.items())
    return [" + ".join(terms)] if sums else []
