"""Terms and definitions as formulas, in Unicode, LaTeX and MathML.

p is the prior, π' a second policy, w the weight, τ the dynamics, μ the start; t is the time, T the horizon,
k the index of a sequence.  Sums, maxima and quantifiers have as index what they run over: a an action, s' a
successor, ξ a trajectory, a and b two actions of one state, u the times of one trajectory.  A definition is
shown in its own notation, in which ``_`` and ``^`` begin a sub- and a superscript: one character, number,
word or parameter, or several in braces.  A superscript that is the number 1 is left out.

A term is laid out once (:mod:`.writer`) as a tree of boxes (:mod:`.boxes`), most of it by reading notations
(:mod:`.reader`), and the three forms are renderings of the tree (:mod:`.forms`).
"""

from __future__ import annotations

from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation.boxes import Box
from coherence_exact.language.notation.forms import latex, mathml, text
from coherence_exact.language.notation.reader import read
from coherence_exact.language.notation.writer import defining, laid_out
from coherence_exact.language.terms import Term


def as_formula(term: Term) -> str:
    """The term as a formula in Unicode, on one line.

    >>> from coherence_exact.claims import coherent, equal, fold, horizon, prior
    >>> as_formula(equal(fold(prior, 2, "ratio"), coherent(prior, horizon, "1/2")))
    'F_2^ratio(p) = B_{δ=1/2}^T(p)'
    """
    return text(laid_out(term))


def as_latex(term: Term) -> str:
    r"""The term as a formula in LaTeX, for math mode; it needs amsmath, for ``\text`` and ``cases``.

    >>> from coherence_exact.claims import incoherence, prior
    >>> print(as_latex(incoherence(prior, "1/2")))
    \kappa_{\delta=1/2}(p)
    """
    return latex(laid_out(term))


def as_mathml(term: Term) -> str:
    """The term as a formula in MathML: one ``<math>`` element."""
    return mathml(laid_out(term))


def definition_as_formula(definition: Definition) -> str:
    """The definition in Unicode: its notation, an equals sign (⇔ for a truth), and its body.

    >>> from coherence_exact.definitions.conditioning import temperature
    >>> definition_as_formula(temperature)
    'π_α(π) = G[w^α](π)'
    """
    return text(defining(definition))


def definition_as_latex(definition: Definition) -> str:
    """The definition in LaTeX, for math mode; see :func:`definition_as_formula`."""
    return latex(defining(definition))


def definition_as_mathml(definition: Definition) -> str:
    """The definition in MathML: one ``<math>`` element; see :func:`definition_as_formula`."""
    return mathml(defining(definition))


def _written(formula: str) -> Box:
    return read(formula.replace("{", "{{").replace("}", "}}"), {}).box


def written_as_latex(formula: str) -> str:
    r"""A formula that people have written as notations are written, in LaTeX.

    >>> print(written_as_latex("κ_δ(π_{i+1}) ≤ κ_δ(π_i)"))
    \kappa_{\delta}(\pi_{i+1}) \le \kappa_{\delta}(\pi_i)
    """
    return latex(_written(formula))


def written_as_mathml(formula: str) -> str:
    """A formula that people have written, in MathML: one ``<math>`` element; see :func:`written_as_latex`."""
    return mathml(_written(formula))
