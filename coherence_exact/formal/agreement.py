"""Generated proofs: where a definition has a value in the partial meaning, it is that in the total meaning.

What is printed in the two meanings is the same data, so that operation corresponds to operation;
``coq/Agreement.v`` has a lemma for each, and a tactic that applies one after another.
"""

from __future__ import annotations

from collections.abc import Iterator

from coherence_exact.formal.gallina import Gallina, Instance
from coherence_exact.formal.words import INDICES
from coherence_exact.language.sorts import Space

_PRIME = "'"


def agreement_of_definitions(total: Gallina, partial: Gallina) -> Iterator[str]:
    """For each definition in the total meaning, the lemma that its meanings agree, with its proof.

    Given arguments that agree, the values do.
    """
    for instance in total.instances.values():
        yield _agreement(instance, total, partial)


def _agreement(instance: Instance, total: Gallina, partial: Gallina) -> str:
    definition, name = instance.definition, instance.name
    binders, premises = "", ""
    for argument, sort, kind in instance.arguments:
        binders += f" ({argument + _PRIME} : {partial.type(sort, kind)})"
        binders += f" ({argument} : {total.type(sort, kind)})"
        premises += f"({_agrees(argument + _PRIME, argument, sort.space)}) -> "
    in_partial, in_total = (
        " ".join([f"{file}.{name}", "M", *(argument + mark for argument, _, _ in instance.arguments)])
        for file, mark in (("PartialDefinitions", _PRIME), ("Definitions", ""))
    )
    return (
        f"Lemma {name}_agrees{total.context(definition)} (M : model K){binders} :\n"
        f"  {premises}{_agrees(in_partial, in_total, definition.sort.space)}.\n"
        f"Proof. unfold PartialDefinitions.{name}, Definitions.{name}. agree. Qed.\n"
        f"#[export] Hint Resolve {name}_agrees : agreement."
    )


def _agrees(partial: str, total: str, space: Space) -> str:
    """That two tables agree at every index."""
    indices = " ".join(INDICES[space])
    if not indices:
        return f"agrees ({partial}) ({total})"
    return f"forall {indices}, agrees ({partial} {indices}) ({total} {indices})"


def agreement_of_statement(name: str) -> str:
    """The proof that a statement in the total meaning has that in the partial one as a consequence."""
    return (
        f"Lemma {name}_transfers : Statements.{name} -> PartialStatements.{name}.\n"
        f"Proof. unfold Statements.{name}, PartialStatements.{name}. transfer. Qed."
    )
