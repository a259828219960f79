"""The vocabulary: every definition, and the operations of the core, for people and as data.

Vocabulary of this module: an *entry* is a definition, or an operation of the core.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import as_formula, definition_as_formula
from coherence_exact.language.terms import Term, subterms, variable
from coherence_exact.language.text import as_python
from coherence_exact.report.terminal import one_line

_ARITHMETIC = (
    ("+ - * / **", "Arithmetic, entry by entry, of terms and numbers."),
    ("< <= > >=", "Comparisons, entry by entry: tables of truths."),
)


# Definitions


def definitions_in(packages: Iterable[str]) -> dict[str, list[Definition]]:
    """The definitions of some packages, module by module, in the order in which they are written."""
    found: dict[str, list[Definition]] = {}
    for name in packages:
        for module in _modules(name):
            own = [d for d in map(_definition, vars(module).values()) if d and d.module == module.__name__]
            if own:
                found[module.__name__] = list(dict.fromkeys(own))
    return found


def _modules(package: str) -> Iterable[ModuleType]:
    root = import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(root.__path__, f"{package}."))
    return [root, *map(import_module, names)]


def _definition(value: object) -> Definition | None:
    """A definition, also as the term that one without parameters is."""
    if isinstance(value, Term) and isinstance(value.operator, Definition) and not value.operator.parameters:
        return value.operator
    return value if isinstance(value, Definition) else None


def signature(definition: Definition) -> str:
    """The parameters with their sorts and what they are if left out, and the sort of the result.

    >>> from coherence_exact.claims import incoherence
    >>> signature(incoherence)
    'incoherence(policy: policy, delta: number = 1) -> number'
    """
    parameters = ", ".join(
        f"{p.name}: {p.sort}{'' if p.default is None else f' = {as_python(p.default)}'}"
        for p in definition.parameters
    )
    return f"{definition.name}{f'({parameters})' if parameters else ''} -> {definition.sort}"


def notation(definition: Definition) -> str:
    """How formulas show a call of the definition with its own parameters."""
    parameters = tuple(variable(parameter.name, parameter.sort) for parameter in definition.parameters)
    return as_formula(Term(definition, parameters, definition.sort))


def uses(definition: Definition) -> list[Definition]:
    """The definitions that occur in the body of a definition, in order."""
    found = (part.operator for part in subterms(definition.body))
    return [d for d in dict.fromkeys(found) if isinstance(d, Definition)]


def first_line(doc: str) -> str:
    """The first sentence or paragraph of a docstring, on one line."""
    return " ".join(doc.split("\n\n", maxsplit=1)[0].split())


def definition_to_data(definition: Definition) -> dict[str, Any]:
    """Everything about a definition, as JSON."""
    return {
        "name": definition.name,
        "module": definition.module,
        "signature": signature(definition),
        "parameters": [
            {
                "name": p.name,
                "sort": str(p.sort),
                "default": None if p.default is None else as_python(p.default),
                "numbers": None if p.literal is None else p.literal.value,
            }
            for p in definition.parameters
        ],
        "sort": str(definition.sort),
        "notation": definition.notation,
        "formula": definition_as_formula(definition),
        "doc": definition.doc,
        "uses": [used.name for used in uses(definition)],
        "python": as_python(definition.body),
    }


# The core


@dataclass(frozen=True)
class Operation:
    """An operation of the core: its name in Python, its parameters, and its meaning."""

    name: str
    signature: str
    doc: str


def operations() -> list[Operation]:
    """The operations of the core, in the order in which they are written."""
    from coherence_exact.language import core

    tree = ast.parse(inspect.getsource(core))
    found = [Operation(name, name, doc) for name, doc in _ARITHMETIC]
    for position, node in enumerate(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name in core.__all__:
            function = getattr(core, node.name)
            parameters = ", ".join(map(_parameter, inspect.signature(function).parameters.values()))
            found.append(Operation(node.name, f"{node.name}({parameters})", inspect.getdoc(function) or ""))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if isinstance(getattr(core, name), Term) and name in core.__all__:
                found.append(Operation(name, name, _doc_after(tree.body[position + 1 :])))
    return found


def _parameter(parameter: inspect.Parameter) -> str:
    star = "*" if parameter.kind is inspect.Parameter.VAR_POSITIONAL else ""
    default = parameter.default
    if default is inspect.Parameter.empty:
        return f"{star}{parameter.name}"
    shown = getattr(default, "value", default)
    return f"{parameter.name}={shown!r}"


def _doc_after(nodes: Sequence[ast.stmt]) -> str:
    """The text that stands below an assignment and says what is assigned."""
    node = nodes[0] if nodes else None
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return inspect.cleandoc(str(node.value.value))
    return ""


def operation_to_data(operation: Operation) -> dict[str, str]:
    """An operation of the core as JSON."""
    return {"name": operation.name, "signature": operation.signature, "doc": operation.doc}


# For people


def definitions_list(found: Mapping[str, Sequence[Definition]]) -> RenderableType:
    """Every definition, module by module: its name, its formula, what it denotes."""
    parts: list[RenderableType] = []
    for module, definitions in found.items():
        parts += [Text(), Text(module.removeprefix("coherence_exact."), style="bold")]
        for definition in definitions:
            name = Text.assemble((definition.name, "cyan"), f"  {one_line(notation(definition))}")
            parts.append(Padding(name, (0, 0, 0, 2)))
            doc = Text(one_line(first_line(definition.doc)), style="dim")
            parts.append(Padding(doc, (0, 0, 0, 6)))
    return Group(*parts[1:])


def operations_list(found: Sequence[Operation]) -> RenderableType:
    """Every operation of the core: how it is called, what it means."""
    parts: list[RenderableType] = []
    for operation in found:
        parts.append(Padding(Text(operation.signature, style="cyan"), (0, 0, 0, 2)))
        parts.append(Padding(Text(one_line(first_line(operation.doc)), style="dim"), (0, 0, 0, 6)))
    return Group(*parts)


def definition_in_full(definition: Definition) -> RenderableType:
    """All about one definition."""
    words = [Text(one_line(paragraph)) for paragraph in definition.doc.split("\n\n") if paragraph.strip()]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    used = ", ".join(d.name for d in uses(definition)) or "only operations of the core"
    grid.add_row("formula", Text(one_line(definition_as_formula(definition))))
    for parameter in definition.parameters:
        if parameter.literal is not None:
            grid.add_row(parameter.name, f"if it is written out, {parameter.literal.value}")
    grid.add_row("uses", used)
    grid.add_row("in Python", Text(one_line(as_python(definition.body))))
    grid.add_row("module", definition.module)
    return Group(
        Text(signature(definition), style="bold"), Text(), *words, *([Text()] if words else []), grid
    )


def operation_in_full(operation: Operation) -> RenderableType:
    """All about one operation of the core."""
    return Group(Text(operation.signature, style="bold"), Text(), Text(operation.doc))
