"""Text that pdfLaTeX can set: what is special is escaped, and no character is left that it does not know."""

from __future__ import annotations

import re
import unicodedata

from markdown_it.token import Token

from coherence_exact.language.notation import written_as_latex
from coherence_exact.language.notation.forms import latex_character
from coherence_exact.report.prose import is_command, markdown, parts

_SPECIAL = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"},
    **{character: rf"\ensuremath{{{character}}}" for character in "<>"},
    "|": r"\ensuremath{\vert}",
}
_PUNCTUATION = {
    **{"–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "…": r"\ldots{}", "\u00a0": "~"},
    **{"↗": r"\ensuremath{\nearrow}", "↘": r"\ensuremath{\searrow}", "↖": r"\ensuremath{\nwarrow}"},
    **{"↙": r"\ensuremath{\swarrow}", "←": r"\ensuremath{\leftarrow}", "↑": r"\ensuremath{\uparrow}"},
    **{"↓": r"\ensuremath{\downarrow}", "†": r"\ensuremath{\dagger}", "≡": r"\ensuremath{\equiv}"},
    **{"ℕ": r"\ensuremath{\mathbb{N}}", "ℝ": r"\ensuremath{\mathbb{R}}", "″": r"\ensuremath{''}"},
}
_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0308": '"'}
_MATH_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot"}
_UNKNOWN = re.compile(
    "[^\\x00-\\x7f\\u0300-\\u036f][\\u0300-\\u036f]*|[A-Za-z][\\u0300-\\u036f]+|[\\u0300-\\u036f]"
)


def escaped(text: str) -> str:
    """Text in which nothing is a command; other characters than ASCII are left to :func:`known`.

    >>> print(escaped("50% of {a_1}"))
    50\\% of \\{a\\_1\\}
    """
    return "".join(_SPECIAL.get(character, character) for character in text)


def with_formulas(text: str) -> str:
    """Text, escaped, in which what has sub- or superscripts is set as a formula."""
    return "".join(formula(part) if is_formula else escaped(part) for part, is_formula in parts(text))


def formula(text: str) -> str:
    """A formula that people have written."""
    return f"${written_as_latex(text)}$"


def prose(text: str) -> str:
    """Paragraphs of Markdown, in which what stands between backticks is a formula, or else a command."""
    return "\n\n".join(
        "".join(map(_inline, token.children or ()))
        for token in markdown().parse(text)
        if token.type == "inline"
    )


def _inline(token: Token) -> str:
    if token.type == "code_inline":
        is_typed = is_command(token.content)
        return rf"\texttt{{{escaped(token.content)}}}" if is_typed else formula(token.content)
    ends = {"em_open": r"\emph{", "strong_open": r"\textbf{", "softbreak": " "}
    ends |= {"em_close": "}", "strong_close": "}"}
    return ends.get(token.type, escaped(token.content))


def known(document: str) -> str:
    """LaTeX in ASCII: every other character as a command, and one that has none by its number.

    >>> print(known("π ≤ 中"))
    \\ensuremath{\\pi} \\ensuremath{\\le} \\texttt{U+4E2D}
    """
    composed = unicodedata.normalize("NFC", document)
    return _UNKNOWN.sub(_known, composed)


def _known(found: re.Match[str]) -> str:
    text = found.group()
    if text in _PUNCTUATION:
        return _PUNCTUATION[text]
    command = latex_character(text)
    if command is not None:
        return rf"\ensuremath{{{command}}}"
    letter, *marks = list(unicodedata.normalize("NFKD", text))
    if not marks and letter.isdigit() and text != letter:
        return rf"\ensuremath{{^{letter}}}"
    if len(marks) == 1:
        base = letter if letter.isascii() else latex_character(letter)
        if marks[0] in _MATH_ACCENTS and base is not None:
            return rf"\ensuremath{{\{_MATH_ACCENTS[marks[0]]}{{{base}}}}}"
        if marks[0] in _ACCENTS and letter.isascii():
            return rf"\{_ACCENTS[marks[0]]}{{{letter}}}"
    return "".join(
        rf"\texttt{{U+{ord(character):04X}}}" if ord(character) > 127 else character for character in text
    )
