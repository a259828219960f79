"""What a verdict rests on beyond computation: theorems with their proofs, and what was computed for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class SequenceTable:
    """What was computed at the indices of a sequence, on one model or on models that move with the index."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class Assumed:
    """A theorem, and the argument whose relation was computed for it, if one was."""

    theorem: Theorem
    argument: Argument | None


def basis_of(decisions: Iterable[Decision]) -> Iterator[Assumed | SequenceTable]:
    """The theorems that some verdicts rest on, each once, with tables of what was computed for them."""
    seen: set[str] = set()
    shown: list[SequenceTable] = []
    for decision in decisions:
        argument, domain = decision.argument, decision.reading.domain
        for theorem in decision.reading.theorems:
            if theorem.name not in seen:
                seen.add(theorem.name)
                computed = argument if argument is not None and argument.theorem == theorem else None
                yield Assumed(theorem, computed)
        if isinstance(domain, AlongSequence):
            for table_of_values in _tables(domain):
                if table_of_values not in shown:
                    shown.append(table_of_values)
                    yield table_of_values


def _tables(domain: AlongSequence) -> Iterator[SequenceTable]:
    """A table for each model with several indices, and one for all those that move with the index."""
    if not domain.argument.columns:
        return
    names = Counter(model.name for _, model in domain.rows)
    groups: dict[str, list[tuple[int, Model]]] = {}
    for index, model in domain.rows:
        group = model.name if names[model.name] > 1 else "models that move with k"
        groups.setdefault(group, []).append((index, model))
    headings = tuple(heading for heading, _ in domain.argument.columns)
    for name, rows in groups.items():
        values = column_values(domain.argument.columns, rows)
        yield SequenceTable(name, headings, tuple((index, tuple(row)) for index, row in values))


# In Markdown


def theorem_section(decisions: Iterable[Decision]) -> Iterator[str]:
    """The theorems that some verdicts rest on, each once, with tables of what was computed for them."""
    for part in basis_of(decisions):
        if isinstance(part, Assumed):
            yield from _theorem(part.theorem, part.argument)
        else:
            yield _table(part)


def _theorem(theorem: Theorem, argument: Argument | None) -> Iterator[str]:
    yield f"### {escaped(theorem.name[0].upper() + theorem.name[1:])}"
    yield f"*Theorem.* {escaped(theorem.statement)}"
    yield f"*Proof.* {escaped(theorem.proof)}"
    if argument is not None:
        given = f", where {', '.join(map(code, argument.given))}" if argument.given else ""
        yield f"What is computed: {code(argument.relation)}{given}."


def _table(computed: SequenceTable) -> str:
    cells = [[str(index), *map(decimal_text, row)] for index, row in computed.rows]
    headings = ["k", *map(escaped, computed.headings)]
    return f"{escaped(computed.name[0].upper() + computed.name[1:])}:\n\n{table(headings, cells)}"
