"""Boxes as text, in Unicode, LaTeX and MathML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from coherence_exact.language.notation.boxes import (
    SPACE,
    Box,
    Cases,
    Fence,
    Kind,
    Leaf,
    Row,
    Script,
    leaf_of,
    parts_of,
)


def text(box: Box) -> str:
    """Boxes in Unicode, on one line."""
    match box:
        case Leaf(_, shown):
            return shown
        case Row(parts):
            return "".join(map(text, parts))
        case Script(base, sub, sup):
            below = "" if sub is None else f"_{_braced(text(sub))}"
            above = "" if sup is None else f"^{_braced(text(sup))}"
            return f"{text(base)}{below}{'*' if above == '^*' else above}"
        case Fence(opening, content, closing):
            return f"{opening}{text(content)}{closing}"
        case Cases(branches, otherwise):
            shown = ", ".join(f"{text(value)} if {text(condition)}" for value, condition in branches)
            return f"{shown}, else {text(otherwise)}"


def _braced(shown: str) -> str:
    return shown if len(shown) == 1 or shown.isalpha() else f"{{{shown}}}"


class _Widths(NamedTuple):
    """Spaces: beside words, beside what brings its own, beside functions, and anywhere else."""

    words: str
    signs: str
    functions: str
    others: str


def _spaces(parts: tuple[Box, ...], widths: _Widths) -> Iterator[tuple[Box, str | None]]:
    """Boxes in a row, each space with its width."""
    for position, part in enumerate(parts):
        beside = {leaf_of(box).kind for box in (*parts[:position][-1:], *parts[position + 1 :][:1])}
        width = widths.others
        if Kind.WORDS in beside:
            width = widths.words
        elif not beside.isdisjoint((Kind.SIGN, Kind.BIG)):
            width = widths.signs
        elif Kind.FUNCTION in beside:
            width = widths.functions
        yield part, width if part == SPACE else None


# LaTeX


def _table(pairs: str) -> dict[str, str]:
    return dict(re.findall(r"(\S) (\S+)", pairs))


_LATEX_SIGNS = _table(r"""
    · \cdot  − -  ≤ \le  ≥ \ge  ≠ \ne  ≈ \approx  ~ \sim  → \to  ↦ \mapsto  ⇒ \Rightarrow  ⇔ \iff
    ∝ \propto  ⊆ \subseteq  ⊂ \subset  ∈ \in  ∉ \notin  ∋ \ni  ∪ \cup  ∩ \cap  ∞ \infty  ∅ \emptyset
    ∂ \partial  ∀ \forall  ∃ \exists  ¬ \lnot  ∧ \land  ∨ \lor  × \times  ± \pm  … \dots  ‖ \Vert  | \mid
    ' \prime  ′ \prime  ½ \tfrac{1}{2}  { \{  } \}  _ \_  # \#  $ \$  % \%  & \&  \ \backslash
    Σ \sum  ∑ \sum  Π \prod  ∏ \prod
""")
_LATEX_LETTERS = _table(r"""
    α \alpha  β \beta  γ \gamma  δ \delta  ε \varepsilon  ζ \zeta  η \eta  θ \theta  ι \iota  κ \kappa
    λ \lambda  μ \mu  ν \nu  ξ \xi  π \pi  ρ \rho  σ \sigma  ς \varsigma  τ \tau  υ \upsilon  φ \varphi
    χ \chi  ψ \psi  ω \omega  Γ \Gamma  Δ \Delta  Θ \Theta  Λ \Lambda  Ξ \Xi  Π \Pi  Σ \Sigma  Υ \Upsilon
    Φ \Phi  Ψ \Psi  Ω \Omega
""")
_LATEX_ACCENTS = {"\u0300": "grave", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot"}
_LATEX_TEXT = str.maketrans(
    _table(r"""
    & \&  % \%  $ \$  # \#  _ \_  { \{  } \}  ~ \textasciitilde{}  ^ \textasciicircum{}  \ \textbackslash{}
    ∅ $\emptyset$
""")
)
_LATEX_SPACES = _Widths(r"\ ", " ", " ", r"\,")
_END = "\0"
"""Stands after a command while a formula is written: a space if a letter follows, and nothing else."""


def latex_character(character: str) -> str | None:
    """The command of math mode for a sign or a Greek letter; None if there is none.

    >>> print(latex_character("π"), latex_character("≤"), latex_character("x"))
    \\pi \\le None
    """
    return _LATEX_LETTERS.get(character, _LATEX_SIGNS.get(character))


def latex(box: Box) -> str:
    """Boxes in LaTeX, for math mode."""
    return re.sub(f"{_END}+(?=[A-Za-z])", " ", _latex(box)).replace(_END, "")


def _latex(box: Box) -> str:
    match box:
        case Leaf(kind, shown):
            return _latex_name(shown) if kind is Kind.NAME else _latex_leaf(kind, shown)
        case Row(parts):
            spaced = _spaces(parts, _LATEX_SPACES)
            return "".join(_latex(part) if space is None else space for part, space in spaced)
        case Script(base, sub, sup):
            whole = _latex(base)
            if not isinstance(base, Leaf) or "'" in whole:
                whole = f"{{{whole}}}"
            below = "" if sub is None else f"_{_latex_script(_latex(sub))}"
            return whole + below + ("" if sup is None else f"^{_latex_script(_latex(sup))}")
        case Fence(opening, content, closing):
            inner = _latex(content)
            left, right = (_latex_leaf(Kind.SIGN, side).replace("mid", "vert") for side in (opening, closing))
            return rf"\left{left}{inner}\right{right}" if r"\begin{cases}" in inner else left + inner + right
        case Cases(branches, otherwise):
            lines = [rf"{_latex(value)} & \text{{if }} {_latex(condition)}" for value, condition in branches]
            rows = r" \\ ".join((*lines, rf"{_latex(otherwise)} & \text{{else}}"))
            return rf"\begin{{cases}} {rows} \end{{cases}}"


def _latex_script(shown: str) -> str:
    return shown if len(shown) == 1 else f"{{{shown}}}"


def _latex_leaf(kind: Kind, shown: str) -> str:
    if kind is Kind.FUNCTION:
        known = shown not in ("supp", "KL", "TV", "Var")
        return re.sub(r"(\w+) ?", r"\\\1", shown) + _END if known else rf"\operatorname{{{shown}}}"
    if kind is not Kind.WORDS and (shown in _LATEX_SIGNS or shown.isascii()):
        command = _LATEX_SIGNS.get(shown, shown)
        return command + _END if command[-1].isalpha() else command
    # An accent without a letter is something that TeX cannot set.
    return "" if unicodedata.combining(shown[0]) else rf"\text{{{shown.translate(_LATEX_TEXT)}}}"


def _latex_name(name: str) -> str:
    stem = name.rstrip("'’′″")
    primes = name[len(stem) :].replace("″", "''").replace("’", "'").replace("′", "'")
    letter, *marks = list(unicodedata.normalize("NFD", stem))
    if stem.isascii() and len(stem) > 1:
        numbered = re.fullmatch("([A-Za-z])([0-9]+)", stem)
        shown = (
            f"{stem[0]}_{{{stem[1:]}}}" if numbered else rf"\operatorname{{{stem.translate(_LATEX_TEXT)}}}"
        )
    elif not _LATEX_ACCENTS.keys() >= set(marks) or not (letter.isascii() or letter in _LATEX_LETTERS):
        shown = rf"\text{{{stem}}}"
    else:
        shown = letter if letter.isascii() else _LATEX_LETTERS[letter] + _END
        for mark in marks:
            shown = rf"\{_LATEX_ACCENTS[mark]}{{{shown}}}"
    return shown + primes


# MathML

_TAGS = {Kind.NAME: "mi", Kind.NUMBER: "mn", Kind.WORDS: "mtext", Kind.FUNCTION: "mi"}
_THIN, _WIDE = '<mspace width="0.17em"/>', '<mspace width="0.28em"/>'
_MATHML_SPACES = _Widths(_WIDE, "", _THIN, _THIN)


def mathml(box: Box) -> str:
    """Boxes in MathML: one ``<math>`` element."""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{_mathml_parts(box)}</math>'


def _mathml(box: Box) -> str:
    match box:
        case Leaf(kind, shown):
            stem = shown.rstrip("'’′″") if kind is Kind.NAME else shown
            primes = shown[len(stem) :].replace("'", "′").replace("’", "′")
            tag = _TAGS.get(kind, "mo")
            big = {"Σ": "∑", "Π": "∏"}.get(stem, stem) if kind is Kind.BIG else escape(stem)
            leaf = f"<{tag}>{big}</{tag}>"
            return f"<msup>{leaf}<mo>{primes}</mo></msup>" if primes else leaf
        case Row(_):
            return f"<mrow>{_mathml_parts(box)}</mrow>"
        case Script(base, sub, sup):
            tag = f"m{'' if sub is None else 'sub'}{'' if sup is None else 'sup'}"
            return f"<{tag}>{''.join(_mathml(part) for part in (base, sub, sup) if part is not None)}</{tag}>"
        case Fence(opening, content, closing):
            inner = _mathml_parts(content)
            stretchy = "" if "<mtable" in inner else ' stretchy="false"'
            return f"<mrow><mo{stretchy}>{opening}</mo>{inner}<mo{stretchy}>{closing}</mo></mrow>"
        case Cases(branches, otherwise):
            cells = [(value, f"<mtext>if\u00a0</mtext>{_mathml(condition)}") for value, condition in branches]
            cells.append((otherwise, "<mtext>else</mtext>"))
            rows = "".join(
                f"<mtr><mtd>{_mathml(value)}</mtd><mtd>{note}</mtd></mtr>" for value, note in cells
            )
            return f'<mrow><mo>{{</mo><mtable columnalign="left">{rows}</mtable></mrow>'


def _mathml_parts(box: Box) -> str:
    spaced = _spaces(parts_of(box), _MATHML_SPACES)
    return "".join(_mathml(part) if space is None else space for part, space in spaced)
