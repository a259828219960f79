"""What templates put into HTML: formulas as MathML, prose that is written in Markdown, exact numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markupsafe import Markup

from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import as_mathml, definition_as_mathml, written_as_mathml
from coherence_exact.language.terms import Term
from coherence_exact.report.numbers import decimal_text, exact_and_decimal, exact_text
from coherence_exact.report.prose import is_command, parts

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_SHORT = 60
_LONG = 30


@cache
def formula(term: Term) -> Markup:
    """A term in MathML."""
    return _inline(as_mathml(term))


@cache
def defining_formula(definition: Definition) -> Markup:
    """A definition in MathML."""
    return _inline(definition_as_mathml(definition))


@cache
def written(text: str) -> Markup:
    """A formula that people have written, in MathML."""
    return _inline(written_as_mathml(text))


def _inline(mathml: str) -> Markup:
    """MathML within HTML, which needs no namespace; everything in it has been escaped by its printer."""
    return Markup(mathml.replace(_NAMESPACE, "", 1))


def prose(text: str) -> Markup:
    """Paragraphs of Markdown, in which what stands between backticks is a formula, or else a command."""
    return Markup(_markdown().render(text))  # it passes no HTML on


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("code_inline", _code)
    return reader


def _code(_: RendererProtocol, tokens: Sequence[Token], index: int, *__: Any) -> str:
    content = tokens[index].content
    if is_command(content):
        return str(Markup("<code>{}</code>").format(content))
    shown = written(content)
    return str(Markup('<span class="wide">{}</span>').format(shown) if len(content) > _LONG else shown)


def with_formulas(text: str) -> Markup:
    """Text in which what has sub- or superscripts is a formula.

    >>> "<msub><mi>π</mi><mi>k</mi></msub>" in with_formulas("all π_k, in snake_case")
    True
    """
    return Markup("").join(
        written(part) if is_formula else Markup.escape(part) for part, is_formula in parts(text)
    )


def exact(value: Any) -> Markup:
    """An exact number with its decimals; a long one folded, so that it can be unfolded."""
    full = exact_text(value, float("inf"))
    if len(full) > _SHORT:
        return Markup(
            '<details class="long"><summary>≈ {} <span class="muted">({:,} characters)</span></summary>'
            '<span class="exact">{}</span></details>'
        ).format(decimal_text(value), len(full), full)
    shown, sign, rounded = re.split("( [=≈] |$)", exact_and_decimal(value), maxsplit=1)
    if not rounded:
        return Markup('<span class="exact">{}</span>').format(shown)
    return Markup('<span class="exact">{}</span> <span class="decimal">{} {}</span>').format(
        shown, sign.strip(), rounded
    )


def anchor(text: str) -> str:
    """A name for a part of the page, different for different texts."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found.group()):x}", text)
