"""What the documentation shows of the package itself: vocabulary, commands, claims, anew at each build."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import click
import coherence_exact
from coherence_exact import papers
from coherence_exact.cli import commands
from coherence_exact.cli.shared import discussions_of
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import as_mathml, definition_as_mathml
from coherence_exact.papers import Paper
from coherence_exact.report import vocabulary
from coherence_exact.report.findings import Discussion, standing
from coherence_exact.report.markdown import code, escaped

_PACKAGE = Path(coherence_exact.__file__).parent
_STANDINGS = {"false": "False as printed", "true": "True as printed", "open": "Not decided"}


def write_pages(folder: Path) -> None:
    """Write all pages that are generated, in place of those that are there."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "incoherence").mkdir(parents=True)
    pages = {
        "vocabulary.md": vocabulary_page(),
        "papers.md": papers_vocabulary_page(),
        "core.md": core_page(),
        "commands.md": commands_page(),
        "classics.md": claims_page(papers.load("classics")),
        "theorems.md": _without_links_to("coq", _PACKAGE / "formal" / "THEOREMS.md"),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    paper = papers.load("incoherence")
    for file in sorted((paper.folder / "pages").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        name = "index.md" if file.name == "README.md" else file.name
        (folder / "incoherence" / name).write_text(text + _contents(file), encoding="utf-8")


def _without_links_to(folder: str, file: Path) -> str:
    """A file whose links into a folder, which the documentation does not have, are plain text."""
    return re.sub(rf"\[([^]]*)\]\({folder}[^)]*\)", r"\1", file.read_text(encoding="utf-8"))


def _contents(file: Path) -> str:
    """The list of all pages, for the index alone."""
    if file.name != "README.md":
        return ""
    names = re.findall(r"\]\(([^)]*)\.md\)", file.read_text(encoding="utf-8"))
    return "\n```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```\n"


# The vocabulary


def vocabulary_page() -> str:
    """Every definition: how it is called, its formula, what it denotes, and what it is made of."""
    parts = [
        "# The vocabulary\n",
        "Every definition that a claims file can use, with its formula. A parameter is written with its\n"
        "sort; one with a value after it may be left out. `coherence-exact vocabulary NAME` shows the same\n"
        "in a terminal.\n",
    ]
    return "\n".join([*parts, *_definitions("coherence_exact.definitions")])


def papers_vocabulary_page() -> str:
    """The definitions that papers add."""
    parts = [
        "# What papers define\n",
        "Definitions that a paper alone needs. A claims file imports them from the module that is named.\n",
    ]
    for name in papers.NAMES:
        parts += _definitions(f"coherence_exact.papers.{name}")
    return "\n".join(parts)


def _definitions(package: str) -> Iterator[str]:
    for module, definitions in vocabulary.definitions_in([package]).items():
        title = module.removeprefix("coherence_exact.definitions.")
        yield f"## {title.capitalize() if title != module else f'`{module}`'}\n"
        yield f"{_first_sentence(module)}\n"
        yield from map(_definition, definitions)


def _first_sentence(module: str) -> str:
    doc = inspect.getdoc(__import__(module, fromlist=["_"])) or ""
    return escaped(vocabulary.first_line(doc))


def _definition(definition: Definition) -> str:
    data = vocabulary.definition_to_data(definition)
    words = (" ".join(paragraph.split()) for paragraph in definition.doc.split("\n\n"))
    used = ", ".join(f"`{name}`" for name in data["uses"]) or "operations of the core only"
    return "\n".join(
        [
            f"### {definition.name}\n",
            f"`{data['signature']}`\n",
            *(f"{_prose(text)}\n" for text in words if text),
            f"{_displayed(definition_as_mathml(definition))}\n",
            f"Uses {used}.\n",
        ]
    )


def _displayed(formula: str) -> str:
    """A formula in MathML on lines of its own."""
    return formula if ' display="block"' in formula else formula.replace("<math", '<math display="block"', 1)


def _prose(text: str) -> str:
    """A docstring's paragraph as Markdown: what is marked as code stays code, all else is text."""
    parts = re.split(r"``(.*?)``|:\w+:`~?(?:[\w.]*\.)?(\w+)`", text)
    plain, codes = parts[::3], [word or role for word, role in zip(parts[1::3], parts[2::3], strict=True)]
    marked = [f"`{word}`" for word in codes]
    return "".join(escaped(x) + y for x, y in zip(plain, [*marked, ""], strict=True))


def core_page() -> str:
    """Every operation of the core: how it is called, what it means."""
    parts = [
        "# The operations of the core\n",
        "Of these all definitions are made. Where their values do not exist is said in the\n"
        "[format](../format.md).\n",
    ]
    for operation in vocabulary.operations():
        words = (_prose(" ".join(p.split())) for p in operation.doc.split("\n\n") if ">>>" not in p)
        parts += [f"## {escaped(operation.name)}\n", f"`{operation.signature}`\n", *(f"{x}\n" for x in words)]
    return "\n".join(parts)


# The commands


def commands_page() -> str:
    """The help of every command, as it prints it."""
    parts = [
        "# The commands\n",
        "Exit status: 0 as expected, 1 some verdict or certificate is not, 2 wrong usage or input (one\n"
        "message, no traceback), 130 interrupted. What is printed for people fits the terminal; set\n"
        "`COLUMNS` to choose another width, and `NO_COLOR=1` for no colours.\n",
        _help(["coherence-exact"], commands),
    ]
    for name, command in commands.commands.items():
        parts += [f"## {name}\n", _help(["coherence-exact", name], command)]
    return "\n".join(parts)


def _help(path: list[str], command: click.Command) -> str:
    with patch.dict(os.environ, COLUMNS="80"):
        context = click.Context(command, info_name=" ".join(path), help_option_names=["-h", "--help"])
        return f"```text\n{command.get_help(context)}\n```\n"


# Claims without pages of their own


def claims_page(paper: Paper) -> str:
    """What a paper claims, claim by claim, with the recorded verdicts and what is written about them."""
    recorded: Mapping[str, Mapping[str, str]] = json.loads(paper.recorded.read_text(encoding="utf-8"))
    discussions = discussions_of(paper)
    parts = [
        f"# {escaped(paper.title)}\n",
        "Verdicts as they were recorded;\n"
        f"`coherence-exact verify --paper {paper.name}` decides them again.\n",
    ]
    for claim in paper.claims():
        parts += _claim(claim, recorded.get(claim.id, {}), discussions.get(claim.id, Discussion()))
    return "\n".join(parts)


def _claim(claim: Claim, recorded: Mapping[str, str], discussion: Discussion) -> Iterator[str]:
    verdicts = [recorded.get(reading.name, "") for reading in _as_printed(claim, discussion)]
    yield f"## {escaped(claim.title)}\n"
    where = f", {escaped(claim.where)}" if claim.where else ""
    yield f"`{claim.id}`{where}. **{_STANDINGS[standing(verdicts)]}.**\n"
    yield from (f"{text}\n" for text in (discussion.printed, discussion.text) if text)
    if discussion.remedy:
        yield f"What repairs it: {escaped(discussion.remedy)}.\n"
    for reading in claim.readings:
        if reading.drops is None:
            yield f"- {_reading(reading, recorded.get(reading.name, ''))}"
    yield ""


def _as_printed(claim: Claim, discussion: Discussion) -> Iterable[Reading]:
    named = [reading for reading in claim.readings if reading.name in discussion.as_printed]
    return named or [reading for reading in claim.readings if reading.drops is None]


def _reading(reading: Reading, verdict: str) -> str:
    """A reading with its verdict, its relation, and its hypotheses if there are any."""
    shown = f"`{reading.name}` ({verdict or 'not decided'}): {escaped(reading.statement)}"
    given = f"given {', '.join(map(code, reading.given))}" if reading.given else ""
    return "\n  ".join([shown, "", _displayed(as_mathml(reading.relation)), "", given])
