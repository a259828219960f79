"""What notebooks show of values: HTML that needs nothing from elsewhere, and formulas in LaTeX.

Drawings and tables take the colours of the page, so that they can be read on a dark one too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from html import escape
from itertools import islice

from coherence_exact.errors import ArgumentError
from coherence_exact.exact.logarithms import LogValue
from coherence_exact.exact.rationals import format_rational, printable
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.definitions import Definition
from coherence_exact.language.notation import (
    as_latex,
    as_mathml,
    definition_as_latex,
    definition_as_mathml,
)
from coherence_exact.language.terms import Term
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.report.counterexamples import is_false, place_text
from coherence_exact.report.data import place_names
from coherence_exact.report.drawing import svg
from coherence_exact.report.numbers import decimal_text, exact_and_decimal, exact_text
from coherence_exact.verify.explain import Counterexample
from coherence_exact.verify.verdicts import Decision

_MOST_ROWS = 200
_MOST_LOGARITHMS = 20


@singledispatch
def html_of(_: object) -> str | None:
    """A value as HTML; None for one that is shown as its formula or its text."""
    return None


@singledispatch
def latex_of(_: object) -> str | None:
    r"""A value as a formula in LaTeX, in dollars; None for one that is none.

    >>> from coherence_exact.claims import prior, retrain
    >>> from coherence_exact.exact.logarithms import log
    >>> print(latex_of(log(2) / -2), latex_of(retrain(prior, 2)))
    $-\frac{1}{2} \log 2$ $G^2(p)$
    """
    return None


# Models and policies


@html_of.register
def _model(model: Model) -> str:
    dynamics = "deterministic" if model.is_deterministic else "stochastic"
    caption = f"<b>{_text(model.name)}</b>: T = {model.horizon}, {len(model.states)} states, {dynamics}"
    return _figure(caption, _drawing(model, None))


def _drawing(model: Model, second: Policy | None) -> str:
    try:
        names = () if second is None else ("the prior", "the second policy")
        return svg(model, None, second, names)
    except ArgumentError as error:
        return f"<p>Not drawn: {_text(str(error))}.</p>"


@html_of.register
def _policy(policy: Policy) -> str:
    total = sum(map(len, policy.values()))
    table = _table(("time", "state", "action", "probability", "≈"), islice(_policy_rows(policy), _MOST_ROWS))
    more = f"<p>and {total - _MOST_ROWS:,} more rows</p>" if total > _MOST_ROWS else ""
    return table + more


def _policy_rows(policy: Policy) -> Iterator[Sequence[str]]:
    for (time, state), row in policy.items():
        mark = " †" if (time, state) in policy.dead_states else ""
        place = str(time), f"{_text(state)}{mark}"
        for action, x in row.items():
            yield (*place, _text(action), _text(exact_text(x)), _text(decimal_text(x)))
            place = "", ""


# Numbers and formulas


@latex_of.register
def _log_value(value: LogValue) -> str:
    if not value.is_finite:
        return r"$\infty$" if value.sign() > 0 else r"$-\infty$"
    terms = value.terms()
    if len(terms) > _MOST_LOGARITHMS or any(len(format_rational(x)) > _MOST_ROWS for t in terms for x in t):
        return rf"$\approx {decimal_text(value)}$"
    text = ""
    for coefficient, argument in terms:
        sign = "-" if coefficient < 0 else "+" if text else ""
        factor = "" if abs(coefficient) == 1 else f"{_fraction(abs(coefficient))} "
        text += f" {sign} " if text else sign
        text += rf"{factor}\log {_fraction(argument)}"
    return f"${text or '0'}$"


def _fraction(value: object) -> str:
    numerator, _, denominator = format_rational(value).partition("/")
    return rf"\frac{{{numerator}}}{{{denominator}}}" if denominator else numerator


@latex_of.register
def _term(term: Term) -> str:
    return f"${as_latex(term)}$"


@latex_of.register
def _definition(definition: Definition) -> str:
    return f"${definition_as_latex(definition)}$"


@html_of.register
def _defined(definition: Definition) -> str:
    words = " ".join(definition.doc.split("\n\n")[0].split())
    heading = f"<code>{escape(definition.name)}</code>"
    return f"<p>{heading}: {_text(words)}</p><p>{definition_as_mathml(definition)}</p>"


# Claims and verdicts


@html_of.register
def _claim(claim: Claim) -> str:
    where = f" ({_text(claim.where)})" if claim.where else ""
    readings = "".join(f"<li>{_reading(reading)}</li>" for reading in claim.readings)
    return f"<p><b>{_text(claim.id)}</b>: {_text(claim.title)}{where}</p><ul>{readings}</ul>"


def _reading(reading: Reading) -> str:
    given = ", ".join(map(as_mathml, reading.given))
    more = f", given {given}" if given else ""
    return f"{_text(reading.name)}: {as_mathml(reading.relation)}{more}"


@html_of.register
def _verdict(decision: Decision) -> str:
    from coherence_exact.report.terminal import extent

    head = f"<p><b>{_text(decision.claim.id)}</b>: {_text(decision.claim.title)}</p>"
    reason = f"; {_text(decision.reason)}" if decision.reason else ""
    told = f"<p><b>{decision.verdict}</b>: {_text(extent(decision))}{reason}</p>"
    found = decision.counterexample
    return f"{head}<p>{_reading(decision.reading)}</p>{told}{'' if found is None else _counterexample(found)}"


@html_of.register
def _counterexample(found: Counterexample) -> str:
    end = "is false" if is_false(found) else "is true, which the reading denies"
    told = f"{as_mathml(found.relation)} {end}"
    if found.left is not None and found.right is not None:
        place = place_text(found.where, place_names(found.relation))
        sides = " against ".join(_text(exact_and_decimal(side)) for side in (found.left, found.right))
        told += f"{f' at {_text(place)}' if place else ''}: {sides}"
    return _figure(told, _drawing(found.model, found.second_policy))


# HTML


def _text(text: str) -> str:
    """Text on one line, with nothing in it that HTML would read."""
    return escape(printable(text))


def _figure(caption: str, content: str) -> str:
    return f'<figure style="margin: 0; overflow-x: auto"><figcaption>{caption}</figcaption>{content}</figure>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    headings = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>"
