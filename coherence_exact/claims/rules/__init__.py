"""What each term denotes, one small function a term, in one module for each sort.

Every module ends with its table ``RULES``, from the name of a term to its function of an
:class:`~coherence_exact.claims.evaluator.Evaluation` and the term.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from coherence_exact.claims.terms import Term

if TYPE_CHECKING:
    from coherence_exact.claims.evaluator import Evaluation

Rule: TypeAlias = Callable[["Evaluation", Term], Any]
