"""``vocabulary``: every definition, and the operations of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coherence_exact.cli.shared import as_json_option, print_json, print_text
from coherence_exact.errors import ArgumentError

if TYPE_CHECKING:
    from coherence_exact.language.definitions import Definition
    from coherence_exact.report.vocabulary import Operation

DEFINITIONS = "coherence_exact.definitions"


@click.command()
@click.argument("name", required=False)
@as_json_option
def vocabulary(name: str | None, as_json: bool) -> None:
    """List the definitions of which claims are made.

    Each with its name, its formula and what it denotes, those of the papers last.  With a NAME, all about
    that definition: its parameters, its formula, what it uses, how it reads in Python.  The NAME core lists
    the operations of which all definitions are made.
    """
    from coherence_exact.report import vocabulary as report

    if name == "core":
        operations = report.operations()
        if as_json:
            print_json({"operations": [report.operation_to_data(operation) for operation in operations]})
        else:
            print_text(report.operations_list(operations))
        return
    known = report.definitions_in([DEFINITIONS, *_papers()])
    if name is not None:
        _print_one(name, [d for definitions in known.values() for d in definitions], as_json)
    elif as_json:
        listed = [report.definition_to_data(d) for definitions in known.values() for d in definitions]
        print_json({"definitions": listed})
    else:
        print_text(report.definitions_list(known))


def _papers() -> list[str]:
    from coherence_exact import papers

    return [f"{papers.__name__}.{name}" for name in papers.NAMES]


def _print_one(name: str, definitions: list[Definition], as_json: bool) -> None:
    from coherence_exact.report import vocabulary as report

    operations = [operation for operation in report.operations() if operation.name == name]
    found = [definition for definition in definitions if definition.name == name]
    if not found and not operations:
        _refuse(name, [definition.name for definition in definitions], report.operations())
    if as_json:
        print_json(
            {
                "definitions": [report.definition_to_data(definition) for definition in found],
                "operations": [report.operation_to_data(operation) for operation in operations],
            }
        )
        return
    for number, shown in enumerate(
        [*map(report.definition_in_full, found), *map(report.operation_in_full, operations)]
    ):
        if number:
            print()
        print_text(shown)


def _refuse(name: str, definitions: list[str], operations: list[Operation]) -> None:
    from difflib import get_close_matches

    from coherence_exact.exact.rationals import quote

    near = " or ".join(get_close_matches(name, [*definitions, *(operation.name for operation in operations)]))
    mend = f"did you mean {near}?" if near else "the command vocabulary lists all"
    raise ArgumentError(f"there is no definition {quote(name)}; {mend}")
