"""One page of Markdown for each claim, and an index of them.

Verdicts, counterexamples and numbers come from decisions; the words about what is printed and why it is
so come from a :class:`Discussion`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from coherence_exact.claims.evaluator import COMPARISONS, Evaluation
from coherence_exact.claims.formula import as_formula
from coherence_exact.claims.terms import Horizon, Sort, Term, make
from coherence_exact.inference.discounting import undiscounted_model
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.inference.values import SoftValues, soft_values
from coherence_exact.mdp.policy import Policy
from coherence_exact.report.data import PLACE
from coherence_exact.report.numbers import exact_and_decimal, exact_text
from coherence_exact.report.terminal import model_lines, summary_line
from coherence_exact.verify.verdicts import Counterexample, Decision, explain

_WITHOUT = "-without-"
_CONVERTED = ("in_undiscounted_model", "value_in_undiscounted_model")
_LOGIC = ("iff", "implies", "both", "either", "negation")
_PLAIN_VALUES = ("number", "add", "subtract", "multiply", "divide", "logarithm")
_BARE = ("probability", "supported_in", *COMPARISONS)

Stages: TypeAlias = dict[str, tuple[Policy, SoftValues | None]]
"""Policies by what they are called, with q and v where the next number needs them."""


@dataclass(frozen=True)
class Discussion:
    """What people write about a claim.

    - ``printed``: what the paper prints, in other words;
    - ``text``: why it is so;
    - ``remedy``: what repairs it, in a few words;
    - ``as_printed``, ``repairs``: the readings that take the paper at its word, and those that repair it.
    """

    printed: str = ""
    text: str = ""
    remedy: str = ""
    as_printed: tuple[str, ...] = ("printed",)
    repairs: tuple[str, ...] = ()


def load_discussions(file: Path) -> dict[str, Discussion]:
    """The discussions of a TOML file, by the claim's id."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {claim: _discussion(entry) for claim, entry in data.items()}


def _discussion(entry: Mapping[str, Any]) -> Discussion:
    fields: dict[str, Any] = {key: tuple(x) if isinstance(x, list) else x for key, x in entry.items()}
    return Discussion(**fields)


def _main(decisions: Iterable[Decision]) -> list[Decision]:
    return [decision for decision in decisions if _WITHOUT not in decision.reading.name]


# The page of one claim


def page(decisions: Sequence[Decision], discussion: Discussion | None = None) -> str:
    """The page of a claim, from the decisions of all its readings."""
    claim, known = decisions[0].claim, discussion or Discussion()
    parts = [
        f"# {claim.id}: {_escaped(claim.title)}",
        f"{_escaped(claim.where)}. **{_status(decisions, known)}.**",
        *(["## What is printed", known.printed] if known.printed else []),
        "## What was decided",
        _verdicts(decisions),
        *_counterexamples(decisions),
        *_repairs(decisions, known),
        *(["## Discussion", known.text] if known.text else []),
        "## How to reproduce it",
        f"```console\n$ .venv/bin/coherence-exact verify {claim.id}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _status(decisions: Sequence[Decision], known: Discussion) -> str:
    """Whether the readings that take the paper at its word are refuted; all main ones if none is known."""
    printed = [d.verdict for d in decisions if d.reading.name in known.as_printed]
    verdicts = printed or [d.verdict for d in _main(decisions)]
    refuted = verdicts.count("refuted")
    if refuted:
        among = f" in {refuted} of {len(verdicts)} readings" if refuted < len(verdicts) else ""
        return f"False as printed{among}"
    return "True as printed on all that was checked" if {*verdicts} <= {"holds", "proved"} else "Not decided"


def _verdicts(decisions: Sequence[Decision]) -> str:
    rows = [
        [f"`{d.reading.name}`", _escaped(d.reading.statement), _verdict(d), _escaped(_extent(d))]
        for d in _main(decisions)
    ]
    families = dict.fromkeys(d.family for d in decisions if " (" in d.family)
    notes = [f"Family: {family}." for family in families]
    return "\n\n".join([_table(["reading", "statement", "verdict", "models"], rows), *notes])


def _verdict(decision: Decision) -> str:
    return f"**{decision.verdict}**" if decision.verdict == "refuted" else decision.verdict


def _extent(decision: Decision) -> str:
    family, number = decision.family.split(" (")[0], f"{decision.checked:,}"
    text = (
        f"the model “{family}”" if decision.checked == 1 and not decision.undefined else f"{number}: {family}"
    )
    if decision.verdict == "refuted" and decision.checked > 1:
        text += "; the last of them fails"
    if decision.undefined:
        text += f"; {decision.undefined:,} more do not count, because a value is undefined there"
    return f"{text}; {decision.reason}" if decision.reason else text


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _escaped(text: str) -> str:
    """Text in which Markdown marks nothing up."""
    return re.sub(r"([*|~\\]|<(?=\w)|(?<!\w)_)", r"\\\1", text)


def _code(term: Term) -> str:
    return f"`{as_formula(term)}`"


# Repairs


def _repairs(decisions: Sequence[Decision], known: Discussion) -> list[str]:
    by_name = {decision.reading.name: decision for decision in decisions}
    repaired = [name.split(_WITHOUT)[0] for name in by_name if _WITHOUT in name]
    names = [name for name in by_name if name in known.repairs or name in repaired]
    parts = [_repair(by_name, name, name in known.repairs) for name in names]
    return ["## Repairs and their hypotheses", *parts] if parts else []


def _repair(by_name: Mapping[str, Decision], name: str, is_repair: bool) -> str:
    decision = by_name[name]
    what = "Repair" if is_repair else "Reading"
    lines = [f"{what} `{name}` ({decision.verdict}): {_escaped(decision.reading.statement)}."]
    dropped = [other for each, other in by_name.items() if each.startswith(name + _WITHOUT)]
    for hypothesis, other in zip(decision.reading.given, dropped, strict=False):
        found = other.counterexample
        extent = _brief(found) if found else _escaped(_extent(other))
        lines.append(f"- Without {_code(hypothesis)}: {_verdict(other)}. {extent}")
    if dropped and decision.verdict in ("holds", "proved"):
        needed = all(other.verdict == "refuted" for other in dropped)
        lines.append("\nIt is irredundant." if needed else "\nIt is not shown to be irredundant.")
    return "\n".join([lines[0], "", *lines[1:]]).rstrip()


def _brief(found: Counterexample) -> str:
    return f"{' / '.join(f'`{line}`' for line in _model(found))}. {_conclusion(found)}"


# Counterexamples


def _counterexamples(decisions: Sequence[Decision]) -> list[str]:
    """The counterexamples of the main readings; readings that fail in the same way share one."""
    names: dict[str, list[str]] = {}
    for decision in _main(decisions):
        if decision.counterexample is not None:
            worked = "\n\n".join(_worked(decision.counterexample, decision.reading.given))
            names.setdefault(worked, []).append(f"`{decision.reading.name}`")
    parts = [part for text, found in names.items() for part in (f"### {', '.join(found)}", text)]
    return ["## The smallest counterexamples", *parts] if parts else []


def _model(found: Counterexample) -> list[str]:
    lines = model_lines(found.model)
    if found.second_policy is not None:
        lines += [f"π'({t}, {s}): {_row(row)}" for (t, s), row in found.second_policy.items()]
    return lines


def _worked(found: Counterexample, given: Iterable[Term] = ()) -> Iterator[str]:
    """A counterexample with the numbers that a person computes on the way to its two sides."""
    evaluation = Evaluation(found.model, found.second_policy)
    terms = [*(term for term in given if _subterms(term, Sort.POLICY)), found.relation]
    if not _is_arithmetic(found.relation):
        yield "\n".join(["```text", *_model(found), "```"])
    stages: Stages = {}
    for term in terms:
        _add_stages(stages, evaluation, term)
    if stages:
        rows = [row for name, stage in stages.items() for row in _stage_rows(name, *stage)]
        yield _table(["", "time, state", "actions", "policy", "q", "v"], rows)
    values = dict.fromkeys(line for term in terms for line in _values(evaluation, term, found, term in given))
    if values:
        yield "\n".join(f"- {line}" for line in values)
    for term in (found.relation, *found.relation.arguments):
        if term.name in _CONVERTED:
            yield from _converted(found, term)
    yield _conclusion(found)


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
        yield from _worked(explain(model, None, term.arguments[0]))
    else:
        yield "\n".join(["```text", *model_lines(model), "```"])


def _subterms(term: Term, sort: Sort) -> list[Term]:
    """The parts of a term of one sort, the inner ones first, but none in a converted model."""
    if term.name in _CONVERTED:
        return []
    inner = [found for argument in term.arguments for found in _subterms(argument, sort)]
    return [*inner, term] if term.sort is sort else inner


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


def _values(evaluation: Evaluation, term: Term, found: Counterexample, is_given: bool) -> Iterator[str]:
    """What the parts of a relation are, each with its value."""
    for part in _subterms(term, Sort.VALUE):
        if part.name not in _PLAIN_VALUES:
            sums = [_code(part), *_sum(evaluation, part), exact_and_decimal(evaluation.value(part))]
            yield " = ".join(sums)
    for part in _subterms(term, Sort.TABLE):
        if part.name not in ("soft_q", "soft_v", "dynamics") and part != make("weights", (), power=1):
            entries = evaluation.value(part).items()
            chosen = [(key, x) for key, x in entries if not found.where or key[:2] == found.where[:2]]
            yield f"{_code(part)}: " + "; ".join(f"{_place(key)} {exact_text(x)}" for key, x in chosen)
    for part in _subterms(term, Sort.RELATION):
        if part is not found.relation and (is_given or term.name in _LOGIC):
            yield f"{_code(part)} is {'true' if evaluation.value(part) else 'false'}"


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


def _place(where: Any) -> str:
    if isinstance(where[0], tuple):
        return f"trajectory {', '.join(f'{state} {action}' for (_, state), action in where)}:"
    return ", ".join(f"{name} {x}" for name, x in zip(PLACE, where, strict=False)) + ":"


def _conclusion(found: Counterexample) -> str:
    """The two exact sides of the part that decides, and that it fails."""
    relation = found.relation
    holds = Evaluation(found.model, found.second_policy).value(relation)
    end = f"{_code(relation)} {'is true, which the reading denies' if holds else 'is false'}."
    sides = [side for side in (found.left, found.right) if side is not None]
    if not sides or isinstance(sides[0], (Policy, dict)):
        return f"So {end}"
    pairs = zip(relation.arguments, sides, strict=False)
    equations = " and ".join(
        f"{_code(term)} = {exact_and_decimal(side)}" for term, side in pairs if term.name != "number"
    )
    place = f"At {_place(found.where)} " if found.where else "So "
    return f"{place}{equations}: {end}"


# The index


def index(claims: Sequence[Sequence[Decision]], discussions: Mapping[str, Discussion], title: str) -> str:
    """The index of the pages: every claim, whether it is false as printed, and what repairs it."""
    rows = [_index_row(decisions, discussions.get(decisions[0].claim.id)) for decisions in claims]
    counts = summary_line([decision for decisions in claims for decision in _main(decisions)]).strip()
    legend = (
        "“True” means: on every model that was checked; each page says which and how many. "
        "It is not a proof. “False” rests on a counterexample, worked by hand on the page. "
        "Repairs with one hypothesis dropped are not counted here."
    )
    table = _table(["claim", "what it says", "as printed", "what repairs it", "readings"], rows)
    return f"# {_escaped(title)}\n\n{counts}\n\n{legend}\n\n{table}\n"


def _index_row(decisions: Sequence[Decision], discussion: Discussion | None) -> list[str]:
    claim, known = decisions[0].claim, discussion or Discussion()
    status = _status(decisions, known)
    verdicts = [d.verdict for d in _main(decisions)]
    counted = ", ".join(f"{verdicts.count(v)} {v}" for v in dict.fromkeys(sorted(verdicts)))
    holding = [d.reading.name for d in decisions if d.verdict in ("holds", "proved")]
    remedy = known.remedy if {*known.repairs} <= {*holding} else ""
    mark = {"False": "✗", "True": "✓"}.get(status.split()[0], "○")
    status = f"**{status}**" if mark == "✗" else status.removesuffix(" on all that was checked")
    link = f"[{claim.id}]({claim.id}.md)"
    return [link, _escaped(claim.title), f"{mark} {status}", _escaped(remedy), counted]
