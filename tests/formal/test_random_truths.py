"""Random truths have in Coq, in the partial meaning, the value that the program gives them."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.formal import coq
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.meanings import PARTIAL
from coherence_exact.formal.models import CORNERS
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.terms import Term, number
from hypothesis import HealthCheck, Phase, given, settings

from tests.formal.test_partial import entry, files, goals
from tests.language.strategies import truths

FIELD = """
Local Notation K := rationals.
Local Notation of_rational := (@Partial.of_rational rationals).
Local Notation Infinite := (@Partial.Infinite rationals).
Local Notation "0" := (Defined (@zero rationals)) : numbers_scope.
Local Notation "1" := (Defined (@one rationals)) : numbers_scope.
"""
"""Truths about literals alone do not tell of which field these are."""

MOST = 100
"""Larger numbers make powers long."""


def drawn(number_of_terms: int) -> list[Term]:
    """Random truths, of which many are undefined."""
    found: dict[Term, None] = {}

    @settings(
        max_examples=number_of_terms,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(truths(depth=4))
    def collect(term: Term) -> None:
        found[computable(term)] = None

    collect()
    return list(found)


def computable(term: Term) -> Term:
    """The term without logarithms, indices, symbols and large numbers, and with quotients for sums."""
    operator, operands = term.operator, term.operands
    if operator in ("index", "symbol"):
        return number(0)
    if operator == "number":
        assert isinstance(operands[0], Fraction)
        return term if abs(operands[0]) < MOST else number(2)
    parts = tuple(computable(part) if isinstance(part, Term) else part for part in operands)
    if operator == "log":
        assert isinstance(parts[0], Term)
        return parts[0]
    return Term("/" if operator == "+" else operator, parts, term.sort)


def valued(terms: list[Term], printer: Gallina) -> Iterator[tuple[str, object]]:
    """Those that Coq can print, with the value that the program's evaluator gives them."""
    evaluation = Evaluation(CORNERS, CORNERS.prior)
    for term in terms:
        if not printer.uses_logarithms(term):
            with contextlib.suppress(UnprintableError, UndecidedError):
                yield printer.truth(term), evaluation.value(term)


@pytest.mark.needs("coqc")
@pytest.mark.full
def test_coq_computes_random_truths_as_the_program_does(tmp_path: Path) -> None:
    texts = dict(valued(drawn(1000), Gallina(PARTIAL)))
    outcomes = Counter(map(entry, texts.values()))
    assert min(outcomes[outcome] for outcome in ("Defined true", "Defined false", "Undefined")) > 10
    given = goals(CORNERS, texts, "PartialDefinitions", [FIELD])
    coq.build(tmp_path, files("Core", "Partial", "PartialDefinitions", "Rationals", Random=given))
