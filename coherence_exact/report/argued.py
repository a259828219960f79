"""What a verdict rests on beyond computation: theorems with their proofs, and what was computed for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.undefined import ABSENT, UNDEFINED
from coherence_exact.language.domains import AlongSequence, Argument, Theorem
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.report.markdown import code, escaped, table
from coherence_exact.report.numbers import decimal_text
from coherence_exact.verify.verdicts import Decision

Columns: TypeAlias = Sequence[tuple[str, Term]]
"""Headings with the values below them, which depend on the index of a sequence."""


def column_values(columns: Columns, rows: Iterable[tuple[int, Model]]) -> Iterator[tuple[int, list[Any]]]:
    """Each index with the values of the columns there, None where a value does not exist."""
    for index, model in rows:
        evaluation = Evaluation(model, index=index, accelerated=True)
        values = (evaluation.value(term) for _, term in columns)
        yield index, [None if x is UNDEFINED or x is ABSENT else x for x in values]


def theorem_section(decisions: Iterable[Decision]) -> Iterator[str]:
    """The theorems that some verdicts rest on, each once, with tables of what was computed for them."""
    seen: set[str] = set()
    for decision in decisions:
        argument, domain = decision.argument, decision.reading.domain
        for theorem in decision.reading.theorems:
            if theorem.name not in seen:
                seen.add(theorem.name)
                computed = argument if argument is not None and argument.theorem == theorem else None
                yield from _theorem(theorem, computed)
        if isinstance(domain, AlongSequence):
            for part in _tables(domain):
                if part not in seen:
                    seen.add(part)
                    yield part


def _theorem(theorem: Theorem, argument: Argument | None) -> Iterator[str]:
    yield f"### {escaped(theorem.name[0].upper() + theorem.name[1:])}"
    yield f"*Theorem.* {escaped(theorem.statement)}"
    yield f"*Proof.* {escaped(theorem.proof)}"
    if argument is not None:
        given = f", where {', '.join(map(code, argument.given))}" if argument.given else ""
        yield f"What is computed: {code(argument.relation)}{given}."


def _tables(domain: AlongSequence) -> Iterator[str]:
    """A table for each model with several indices, and one for all those that move with the index."""
    if not domain.argument.columns:
        return
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
