"""Which readings are theorems, and the Coq text that is generated: definitions, statements, what to check.

A statement is printed from the reading itself: for every ordered field, and every valid model over it on
which the hypotheses hold, the relation is true.  Its proof is written by hand, in ``coq/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from coherence_exact import definitions as vocabulary
from coherence_exact.errors import ArgumentError
from coherence_exact.exact.rationals import quote
from coherence_exact.formal.agreement import agreement_of_definitions, agreement_of_statement
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.meanings import PARTIAL, TOTAL
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import as_formula
from coherence_exact.language.terms import Term
from coherence_exact.papers import NAMES, load

FOLDER = Path(__file__).with_name("coq")
"""The Coq files."""

CORE = "Core"
PROOFS = (
    "Numbers",
    "Models",
    "Trajectories",
    "Conditioning",
    "Temperature",
    "Folding",
    "Counting",
    "FoldedValues",
    "Coherence",
    "Optimality",
    "Responses",
    "Distances",
    "Occupancy",
    "Divergences",
    "Returns",
    "Gibbs",
    "Entropy",
    "Variational",
    "OneDecision",
    "Improvement",
    "ReturnsToGo",
    "Jensen",
    "OptimalReturns",
    "ReturnImprovement",
)
"""The files that are written by hand: the core, and the proofs, each after those that it uses."""
AGREEMENT = (
    "Partial",
    "PartialDefinitions",
    "PartialStatements",
    "Agreement",
    "DefinitionsAgree",
    "StatementsAgree",
    "Definedness",
)
"""The files of the partial meaning and of its agreement with the total one, each after those that it uses."""


@dataclass(frozen=True)
class Proved:
    """A reading with a theorem; ``defined``: a hypothesis without which some value does not exist."""

    claim: Claim
    reading: Reading
    defined: Term | None = None

    @property
    def name(self) -> str:
        """The theorem's name in Coq.

        >>> theorem_of("4.2", "printed").name
        'theorem_4_2_printed'
        """
        return f"theorem_{self._key}"

    @property
    def statement(self) -> str:
        """The name of its statement in Coq."""
        return f"statement_{self._key}"

    @property
    def _key(self) -> str:
        return re.sub(r"\W+", "_", f"{self.claim.id} {self.reading.name}")

    @property
    def file(self) -> str:
        """The file of its proof."""
        written = re.compile(rf"^Theorem {self.name}\b", re.MULTILINE)
        return next(name for name in PROOFS if written.search(_written_by_hand(name)))

    @property
    def in_words(self) -> str:
        """The reading in words; where its values exist, if not everywhere.

        >>> theorem_of("4.3", "printed").in_words
        'p(ξ|O_{1:T}) = p̂(ξ), deterministic τ, one start state, where S(p) > 0'
        """
        if self.defined is None:
            return self.reading.statement
        return f"{self.reading.statement}, where {as_formula(self.defined)}"

    @property
    def hypotheses(self) -> tuple[Term, ...]:
        """What is assumed of a model, besides that it is valid."""
        return (*([] if self.defined is None else [self.defined]), *self.reading.given)

    @property
    def is_proved_where_defined(self) -> bool:
        """Whether its partial meaning has a proof of its own, with the reading's hypotheses alone."""
        return f"Theorem {self.statement}_where_defined " in _written_by_hand("Definedness")

    @property
    def proof_of_partial_meaning(self) -> str:
        """The proof of its statement in the partial meaning, in Coq."""
        if self.is_proved_where_defined:
            return f"{self.statement}_where_defined"
        return f"({self.statement}_transfers {self.name})"


@cache
def proved() -> tuple[Proved, ...]:
    """Every reading that has a theorem, in the order of the papers."""
    return tuple(_proved())


def _proved() -> Iterator[Proved]:
    for paper in map(load, NAMES):
        theorems = paper.proved()
        for claim in paper.claims():
            for reading in claim.readings:
                if reading.name in theorems.get(claim.id, {}):
                    yield Proved(claim, reading, theorems[claim.id][reading.name])


@cache
def _written_by_hand(name: str) -> str:
    return (FOLDER / f"{name}.v").read_text("utf-8")


def theorem_of(claim: str, reading: str) -> Proved:
    """The theorem about a reading; raises :class:`ArgumentError` if there is none."""
    for theorem in proved():
        if (theorem.claim.id, theorem.reading.name) == (claim, reading):
            return theorem
    raise ArgumentError(f"no theorem is about the reading {quote(reading)} of {quote(claim)}; choose another")


def theorems_about(ids: Sequence[str]) -> tuple[Proved, ...]:
    """The theorems about some claims, or all; raises :class:`ArgumentError` for a claim that has none."""
    known = dict.fromkeys(theorem.claim.id for theorem in proved())
    for id in ids:
        if id not in known:
            raise ArgumentError(f"no theorem is about {quote(id)}; choose among {', '.join(known)}")
    return tuple(theorem for theorem in proved() if not ids or theorem.claim.id in ids)


# Generated text

NOTE = (
    "(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)\n"
)
_IMPORTS = "From Coq Require Import List Bool QArith.\nFrom Coherence Require {} {}.\n"
_SCOPES = "\nOpen Scope bool_scope.\nOpen Scope K_scope.\n"
_SCOPES_OF_ENTRIES = "\nOpen Scope truths_scope.\nOpen Scope numbers_scope.\n"


def only_partial() -> set[str]:
    """The names of the definitions that are printed in the partial meaning alone, with absent entries."""
    total, partial = Gallina(TOTAL), Gallina(PARTIAL)
    for printer in (total, partial):
        _everything(printer)
    return {instance.name for key, instance in partial.instances.items() if key not in total.instances}


def generated() -> dict[str, str]:
    """The text of the generated files by their names: in both meanings, and that these agree."""
    total, partial = Gallina(TOTAL), Gallina(PARTIAL)
    statements = [_everything(printer) for printer in (total, partial)]
    heads = [_IMPORTS.format("Export", name) + _SCOPES for name in ("Core", "Definitions")]
    partial_heads = [
        _IMPORTS.format("Export", name) + _SCOPES_OF_ENTRIES for name in ("Partial", "PartialDefinitions")
    ]
    return {
        "Definitions": _file(heads[0], total.texts),
        "Statements": _file(heads[1], statements[0]),
        "PartialDefinitions": _file(partial_heads[0], partial.texts),
        "PartialStatements": _file(partial_heads[1], statements[1]),
        "DefinitionsAgree": _file(
            _IMPORTS.format("Export", "Agreement")
            + "From Coherence Require Partial Definitions PartialDefinitions.\nImport Partial (entry).\n",
            agreement_of_definitions(total, partial),
        ),
        "StatementsAgree": _file(
            _IMPORTS.format("Import", "DefinitionsAgree")
            + "From Coherence Require Statements PartialStatements.\n",
            [agreement_of_statement(t.statement) for t in proved() if not t.is_proved_where_defined],
        ),
    }


def _everything(printer: Gallina) -> list[str]:
    """Print the vocabulary and the statements; these."""
    vocabulary_in(printer)
    return [statement_text(theorem, printer) for theorem in proved()]


def _file(head: str, paragraphs: Iterable[str]) -> str:
    return "\n".join([NOTE, head, _paragraphs(paragraphs)])


def vocabulary_in(printer: Gallina) -> list[str]:
    """Print every definition of the field's vocabulary that Coq has a counterpart of; the texts."""
    for definition in _vocabulary():
        try:
            printer.definition(definition)
        except UnprintableError:
            continue
    return printer.texts


def checks(theorems: Iterable[Proved], files: Iterable[str] = (*PROOFS, *AGREEMENT)) -> str:
    """The text of a file that holds each theorem to its statement, in both meanings, and asks for axioms."""
    asked = [
        f"Definition checked_{t.name} : {t.statement} /\\ PartialStatements.{t.statement} :=\n"
        f"  conj {t.name} {t.proof_of_partial_meaning}.\n"
        f"Print Assumptions checked_{t.name}."
        for t in theorems
    ]
    proofs = [name for name in files if name in (*PROOFS, "StatementsAgree", "Definedness")]
    imports = f"From Coherence Require Import Statements {' '.join(proofs)}.\n"
    return f"{imports}From Coherence Require PartialStatements.\n\n" + _paragraphs(asked)


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(texts) + "\n"


def _vocabulary() -> Iterator[Definition]:
    """Every definition of the field's vocabulary, in the order in which its modules have them."""
    for found in iter_modules(vocabulary.__path__):
        module = import_module(f"{vocabulary.__name__}.{found.name}")
        for value in vars(module).values():
            definition = value.operator if isinstance(value, Term) else value
            if isinstance(definition, Definition) and definition.module == module.__name__:
                yield definition


def statement_text(theorem: Proved, printer: Gallina) -> str:
    """The statement of a theorem in Coq; what it uses is left in the printer."""
    alone = printer.meaning.is_partial and theorem.is_proved_where_defined
    terms = (*(theorem.reading.given if alone else theorem.hypotheses), theorem.reading.relation)
    logarithm = " (L : Logarithm K)" if printer.uses_logarithms(*terms) else ""
    quantified = f"forall (K : ordered_field){logarithm} (M : model K)"
    *hypotheses, relation = (f"({printer.truth(term)})" for term in terms)
    true, holds = printer.meaning.is_true, printer.meaning.holds
    parts = ["valid M = true", *(true.format(term) for term in hypotheses), holds.format(relation)]
    return f"Definition {theorem.statement} := {quantified},\n  " + "\n  -> ".join(parts) + "."
