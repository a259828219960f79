"""The vocabulary as it is shown: complete, and made of the definitions themselves."""

from __future__ import annotations

import json

import pytest
from coherence_exact import definitions
from coherence_exact.claims import Number, Policy, define, deterministic, incoherence, retrain
from coherence_exact.language import core
from coherence_exact.language.definitions import Definition
from coherence_exact.report import vocabulary
from coherence_exact.report.terminal import as_text

from tests.untyped import untyped

FOUND = vocabulary.definitions_in([definitions.__name__])
ALL = [definition for listed in FOUND.values() for definition in listed]


def test_every_definition_is_found_once_where_it_is_written() -> None:
    assert len({definition.name for definition in ALL}) == len(ALL) > 80
    assert all(definition.module == module for module, listed in FOUND.items() for definition in listed)
    assert retrain in FOUND["coherence_exact.definitions.conditioning"]
    assert deterministic.operator in FOUND["coherence_exact.definitions.hypotheses"]


@pytest.mark.parametrize("definition", ALL, ids=lambda definition: definition.name)
def test_every_definition_can_be_shown(definition: Definition) -> None:
    assert definition.doc
    assert vocabulary.notation(definition)
    found = vocabulary.definition_to_data(definition)
    assert json.loads(json.dumps(found)) == found
    assert vocabulary.signature(definition) in as_text(vocabulary.definition_in_full(definition)).replace(
        "\n", " "
    )


def test_a_definition_as_data() -> None:
    found = vocabulary.definition_to_data(incoherence)
    assert found["signature"] == "incoherence(policy: policy, delta: number = 1) -> number"
    assert found["uses"] == ["kl", "boltzmann"]
    assert found["python"] == "kl(policy, boltzmann(policy, delta=delta))"
    assert found["parameters"][1] == {
        "name": "delta",
        "sort": "number",
        "default": "1",
        "numbers": "1/n with a positive integer n, or 0 for the limit",
    }


def test_a_definition_of_ones_own() -> None:
    two = untyped(2)

    @define("twice {policy}^{k}")
    def twice(policy: Policy, k: Number = two) -> Policy:
        """Re-trained k times,
        and again.

        As often as one likes.
        """
        return retrain(retrain(policy, k), k)

    assert vocabulary.first_line(twice.doc) == "Re-trained k times, and again."
    lines = as_text(vocabulary.definition_in_full(twice)).splitlines()
    assert lines[0] == "twice(policy: policy, k: number = 2) -> policy"
    assert "As often as one likes." in lines
    assert any(line.startswith("uses") and line.endswith("retrain") for line in lines)


def test_every_operation_of_the_core_is_listed_with_its_meaning() -> None:
    found = {operation.name: operation for operation in vocabulary.operations()}
    assert {name for name in core.__all__ if name not in ("Over", "Value")} <= set(found)
    assert all(operation.doc for operation in found.values())
    assert found["prior"].doc == "p(a|s), the model's prior."
    assert found["total"].signature == "total(value, to='scalar', over=None)"
    assert found["both"].signature == "both(*truths)"
