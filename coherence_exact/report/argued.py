"""Readings that a named argument decides: the theorem, its proof, and what was computed for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from coherence_exact.claims.claim import AlongSequence, Argument
from coherence_exact.claims.evaluator import Evaluation
from coherence_exact.claims.terms import Term, at_index
from coherence_exact.errors import UndefinedError
from coherence_exact.mdp.model import Model
from coherence_exact.report.markdown import code, escaped, table
from coherence_exact.report.numbers import decimal_text
from coherence_exact.verify.verdicts import Decision

Columns: TypeAlias = Sequence[tuple[str, Term]]
"""Headings with the values below them, which depend on the index of a sequence."""


def column_values(columns: Columns, rows: Iterable[tuple[int, Model]]) -> Iterator[tuple[int, list[Any]]]:
    """Each index with the values of the columns there, None where a value does not exist."""
    for index, model in rows:
        evaluation = Evaluation(model)
        yield index, [_value(evaluation, at_index(term, index)) for _, term in columns]


def _value(evaluation: Evaluation, term: Term) -> Any:
    try:
        return evaluation.value(term)
    except UndefinedError:
        return None


def argument_section(decisions: Iterable[Decision]) -> Iterator[str]:
    """The named arguments of some decisions, each once, with tables of what was computed along sequences."""
    seen: list[str] = []
    shown: list[str] = []
    for decision in decisions:
        domain, argument = decision.reading.domain, decision.argument
        if argument is not None and argument.name not in seen:
            seen.append(argument.name)
            yield from _argument(argument)
        if isinstance(domain, AlongSequence):
            for part in _tables(domain):
                if part not in shown:
                    shown.append(part)
                    yield part


def _argument(argument: Argument) -> Iterator[str]:
    yield f"### {escaped(argument.name[0].upper() + argument.name[1:])}"
    yield f"*Theorem.* {escaped(argument.theorem)}"
    yield f"*Proof.* {escaped(argument.proof)}"
    given = f", where {', '.join(map(code, argument.given))}" if argument.given else ""
    yield f"What is computed: {code(argument.relation)}{given}."


def _tables(domain: AlongSequence) -> Iterator[str]:
    """A table for each model with several indices, and one for all those that move with the index."""
    names = Counter(model.name for _, model in domain.rows)
    groups: dict[str, list[tuple[int, Model]]] = {}
    for index, model in domain.rows:
        group = model.name if names[model.name] > 1 else "models that move with k"
        groups.setdefault(group, []).append((index, model))
    headings = ["k", *(escaped(heading) for heading, _ in domain.argument.columns)]
    for name, rows in groups.items():
        values = column_values(domain.argument.columns, rows)
        cells = [[str(index), *map(decimal_text, row)] for index, row in values]
        yield f"{escaped(name[0].upper() + name[1:])}:\n\n{table(headings, cells)}"
