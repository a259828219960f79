"""Models and refutations in Coq: data over the rational numbers, which Coq computes with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from coherence_exact.exact.fields import Number
from coherence_exact.exact.rationals import to_fraction
from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.meanings import PARTIAL
from coherence_exact.formal.theorems import NOTE, vocabulary_in
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.claims import Reading
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.papers.examples import example

_Cases: TypeAlias = Mapping[tuple[int, ...], str]


def model_text(name: str, model: Model, second_policy: Policy | None = None) -> str:
    """A model as a definition in Coq; states and actions are numbered in the model's order.

    ``second_policy``: the prior, if left out.
    """
    numbers = {state: number for number, state in enumerate(model.states)}
    actions = {
        state: {action: number for number, action in enumerate(row)} for state, row in model.states.items()
    }
    choices = [
        ((numbers[state], actions[state][action]), choice)
        for state, row in model.states.items()
        for action, choice in row.items()
    ]
    layers = enumerate(reversed(model.layers))
    parts = {
        "decisions": str(model.horizon),
        "states": _function({(n,): _list(numbers[s] for s in layer) for n, layer in layers}, "[]"),
        "acts": _function(
            {(0, numbers[s]): _list(row.values()) for s, row in actions.items()}, "[]", ignoring=1
        ),
        "successors": _function(
            {(0, *key): _list(numbers[s] for s, x in c.successors.items() if x != 0) for key, c in choices},
            "[]",
            ignoring=1,
        ),
        "weight": _function({(0, *key): _rational(c.weight) for key, c in choices}, "zero", ignoring=1),
        "dynamics": _function(
            {
                (0, *key, numbers[s]): _rational(x)
                for key, choice in choices
                for s, x in choice.successors.items()
            },
            "zero",
            ignoring=1,
        ),
        "initial": _function({(numbers[s],): _rational(x) for s, x in model.start.items()}, "zero"),
        "prior": _function(_rows(model, model.prior, numbers, actions), "zero"),
        "second_policy": _function(_rows(model, second_policy or model.prior, numbers, actions), "zero"),
    }
    fields = ";\n".join(f"  {field} := {text}" for field, text in parts.items())
    return f"Definition {name} : model rationals := {{|\n{fields}\n|}}."


def _rows(
    model: Model, policy: Policy, numbers: Mapping[str, int], actions: Mapping[str, Mapping[str, int]]
) -> _Cases:
    return {
        (model.horizon - time, numbers[state], actions[state][action]): _rational(x)
        for time, state in model.points
        for action, x in policy[time, state].items()
    }


def _function(cases: _Cases, otherwise: str, ignoring: int = 0) -> str:
    """A function by cases; the first arguments are ignored where nothing depends on the time."""
    if not cases:  # no transition, where there is one decision
        return f"fun _ _ _ _ => {otherwise}"
    length = len(next(iter(cases)))
    bound = ["_" if position < ignoring else f"x{position}" for position in range(length)]
    matched = ", ".join(bound[ignoring:])
    lines = [f"{', '.join(map(str, key[ignoring:]))} => {value}" for key, value in cases.items()]
    rest = ", ".join("_" * (length - ignoring))
    arms = "".join(f"\n    | {line}" for line in lines)
    return f"(fun {' '.join(bound)} => match {matched} with{arms}\n    | {rest} => {otherwise} end)%nat"


def _list(numbers: Iterable[int]) -> str:
    return f"[{'; '.join(map(str, numbers))}]"


def _rational(number: Number) -> str:
    value: Fraction = to_fraction(number)
    return f"rational {value.numerator} {value.denominator}"


HEAD = (
    "From Coq Require Import List Bool ZArith QArith Qcanon.\n"
    "From Coherence Require Import Definitions Rationals.\n"
    "Import ListNotations.\n"
    "Open Scope nat_scope.\nOpen Scope bool_scope.\nOpen Scope K_scope.\n"
)
"""What a file about models begins with."""

HEAD_OF_ENTRIES = (
    "From Coherence Require Import PartialDefinitions.\nOpen Scope truths_scope.\nOpen Scope numbers_scope."
)
"""What truths in the partial meaning begin with; models come before, as their fields have the same names."""


def refutation_text(reading: Reading, model: Model, second_policy: Policy | None = None) -> str:
    """A file for Coq: a model, the theorem that it refutes a reading, and the definitions that this asks for.

    It is in the partial meaning: every hypothesis is defined and true, the relation defined and false.
    Raises :class:`UnprintableError` for a reading of which Coq has no counterpart here, such as one with
    logarithms.
    """
    printer = Gallina(PARTIAL)
    known = list(vocabulary_in(printer))
    terms = (*reading.given, reading.relation)
    if printer.uses_logarithms(*terms):
        raise UnprintableError("Coq does not compute with logarithms here; choose a reading without them")
    *given, relation = map(printer.truth, terms)
    conjuncts = ["valid M = true", *(f"({term}) = Defined true" for term in given)]
    conjuncts.append(f"({relation}) = Defined false")
    statement = "exists M : model rationals,\n  " + "\n  /\\ ".join(conjuncts)
    proof = "exists counterexample. repeat apply conj; vm_compute; reflexivity."
    theorem = f"Theorem refuted : {statement}.\nProof. {proof} Qed.\nPrint Assumptions refuted."
    own = [text for text in printer.texts if text not in known]
    data = model_text("counterexample", model, second_policy)
    return "\n\n".join([HEAD, data, HEAD_OF_ENTRIES, *own, theorem]) + "\n"


CORNERS = (
    ModelBuilder("corners", horizon=2, start={"left": "1/3", "right": "2/3"})
    .action("left", "a", to="alive")
    .action("left", "b", success="1/2", to="dead")
    .action("left", "c", success=0, to="alive")
    .action("right", "a", success="3/4", to="dead")
    .action("alive", "a", success="1/3")
    .action("alive", "b")
    .action("alive", "c", success="2/5")
    .action("dead", "a", success=0)
    .action("dead", "b", success=0)
    .prior("left", {"a": "1/4", "b": "3/4"})
    .prior("alive", {"a": "1/2", "c": "1/2"})
    .build()
)
"""Two starts, one of them hopeless; unequal numbers of actions, weights and priors of 0, a dead state."""


def data_text() -> str:
    """The file of the models that the package's theorems about examples are about."""
    models = {"example_3": example("example_3"), "corners": CORNERS}
    return "\n\n".join([NOTE + HEAD, *(model_text(name, model) for name, model in models.items())]) + "\n"
