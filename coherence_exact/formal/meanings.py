"""The two meanings in which definitions and readings are printed for Coq, and what is written differently.

In the total meaning every value is a number or a truth, over ``coq/Core.v``; the theorems are about it.  In
the partial one it can also be undefined or absent, over ``coq/Partial.v``, as for the program's evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from coherence_exact.formal.notation import atom
from coherence_exact.language.sorts import Space


class Kind(IntEnum):
    """What an entry is: each kind holds those before it."""

    COUNT = 0
    NUMBER = 1
    EXTENDED = 2


@dataclass(frozen=True)
class Meaning:
    """How one of the meanings is written.

    ``is_partial``: whether entries can be undefined or absent; ``types``: those of an entry of each kind,
    None for truths; ``scopes``: the notation of each kind of numbers; ``comparisons_of_counts``: functions
    where that notation has none; ``defined``: an entry that is a value; ``is_true``, ``holds``: of a truth,
    that it is so, and that it is so where it has a value.
    """

    is_partial: bool
    types: Mapping[Kind | None, str]
    scopes: Mapping[Kind, str]
    comparisons_of_counts: Mapping[str, str]
    defined: str
    is_true: str
    holds: str

    def choice(self, condition: str, then: str, otherwise: str) -> str:
        """One of two values."""
        if self.is_partial:
            return " ".join(["choose", *map(atom, (condition, then, otherwise))])
        return f"if {condition} then {then} else {otherwise}"

    def repetition(self, space: Space, times: str) -> str:
        """What is applied to a step and to a beginning, tables over a space."""
        if self.is_partial:
            return f"repeat everywhere_{space.value} {atom(times)}"
        return f"repeat (natural {atom(times)})"


TOTAL = Meaning(
    is_partial=False,
    types={None: "bool", Kind.COUNT: "Q", Kind.NUMBER: "K", Kind.EXTENDED: "extended K"},
    scopes={Kind.COUNT: "Q", Kind.NUMBER: "K", Kind.EXTENDED: "E"},
    comparisons_of_counts={"=?": "Qeq_bool", "<?": "rational_less", "<=?": "Qle_bool"},
    defined="{}",
    is_true="{} = true",
    holds="{} = true",
)
PARTIAL = Meaning(
    is_partial=True,
    types={
        None: "entry bool",
        Kind.COUNT: "entry Q",
        Kind.NUMBER: "entry K",
        Kind.EXTENDED: "entry (extended K)",
    },
    scopes={Kind.COUNT: "counts", Kind.NUMBER: "numbers", Kind.EXTENDED: "extended"},
    comparisons_of_counts={},
    defined="Defined {}",
    is_true="{} = Defined true",
    holds="true_or_undefined {}",
)
