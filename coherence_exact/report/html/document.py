"""The report of a run: one self-contained HTML file.

Verdicts come from a :class:`~coherence_exact.report.run.Run` and nowhere else; without its script the file is
as complete, only that steps stand below each other and certificates cannot be saved from it.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coherence_exact.report import evidence, stepping
from coherence_exact.report.argued import Assumed, SequenceTable, basis_of
from coherence_exact.report.findings import Finding, is_check, is_irredundant, repair_of, summary, unneeded
from coherence_exact.report.html import markup
from coherence_exact.report.html.plots import Plot, plot
from coherence_exact.report.run import Run, saved_certificates
from coherence_exact.report.worked import Elsewhere, PolicyTable, counterexamples_of, worked_by_hand
from coherence_exact.version import __version__

if TYPE_CHECKING:
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Point
    from coherence_exact.report.stepping import Step, Walk
    from coherence_exact.verify.explain import Counterexample
    from coherence_exact.verify.verdicts import Decision

_MOST_POINTS = 12
"""Decision points of a model whose policies are listed step by step."""


@dataclass(frozen=True)
class Example:
    """A model of the paper by its name, its steps, and what else was computed over k, if anything."""

    name: str
    walk: Walk
    table: SequenceTable | None = None


def html_report(
    run: Run, title: str, folder: str, command: str, is_sample: bool, examples: Iterable[Example] = ()
) -> str:
    """The report of a run.

    - ``title``: whose claims these are; ``folder``: where the certificates are;
    - ``command``: what decides a claim again, with ``{id}`` where its id belongs;
    - ``is_sample``: whether the checker recomputed only a part of each family.
    """
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            title=title,
            folder=folder,
            command=command,
            is_sample=is_sample,
            examples=list(examples),
            version=__version__,
            source=run.source,
            by_standing={
                standing: [finding for finding in run.findings if finding.standing == standing]
                for standing in ("false", "true", "open")
            },
            unneeded=unneeded([decision for finding in run.findings for decision in finding.decisions]),
            checks=sum(is_check(decision) for finding in run.findings for decision in finding.decisions),
            certificates=_packed(saved_certificates(run)),
        )
    )


def _packed(texts: dict[str, str]) -> str:
    """Texts by names, so that the script can unpack them: JSON, compressed, in base64."""
    data = json.dumps(texts, ensure_ascii=False).encode()
    return base64.b64encode(gzip.compress(data, mtime=0)).decode("ascii")


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("coherence_exact.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "formula": markup.formula,
        "defining": markup.defining_formula,
        "written": markup.written,
        "prose": markup.prose,
        "with_formulas": markup.with_formulas,
        "exact": markup.exact,
        "anchor": markup.anchor,
        "summary": lambda definition: summary(definition).replace("``", ""),
        "evidence": evidence.evidence,
        "false_on": evidence.false_on,
        "true_on": evidence.true_on,
    }
    environment.globals |= {
        "verbatim": _verbatim,
        "drawing": _drawing,
        "drawing_of": _drawing_of,
        "counterexamples": counterexamples_of,
        "worked": worked_by_hand,
        "repairs": _repairs,
        "basis_of": basis_of,
        "sequence_plot": _sequence_plot,
        "measure_plots": _measure_plots,
        "operators": tuple(stepping.OPERATORS),
        "measures": tuple(stepping.MEASURES),
        "measured": _measured,
        "probabilities": _probabilities,
        "most_points": _MOST_POINTS,
    }
    environment.tests |= {
        "policy_table": lambda part: isinstance(part, PolicyTable),
        "elsewhere": lambda part: isinstance(part, Elsewhere),
        "theorem": lambda part: isinstance(part, Assumed),
    }
    return environment


def _verbatim(name: str) -> Markup:
    """A style sheet or script of the package, as it is."""
    environment = _environment()
    assert environment.loader is not None
    return Markup(environment.loader.get_source(environment, name)[0])


def _drawing(found: Counterexample) -> Markup | None:
    return _as_markup(evidence.drawing_of(found))


def _drawing_of(model: Model) -> Markup | None:
    return _as_markup(evidence.drawn(model))


def _as_markup(drawing: str | None) -> Markup | None:
    # Names in a drawing have been escaped by what drew it.
    return None if drawing is None else Markup(drawing)


@dataclass(frozen=True)
class Repair:
    """A reading that repairs a claim, or another one with hypothesis checks."""

    decision: Decision
    is_repair: bool
    checks: tuple[Decision, ...]
    is_irredundant: bool | None


def _repairs(finding: Finding) -> list[Repair]:
    named = finding.discussion.repairs
    wanted = {*named, *(repair_of(check.reading) for check in finding.checks)}
    found = []
    for decision in finding.main:
        name = decision.reading.name
        if name in wanted:
            checks = [check for check in finding.checks if repair_of(check.reading) == name]
            found.append(Repair(decision, name in named, tuple(checks), is_irredundant(decision, checks)))
    return found


# Steps


def _measured(step: Step, measure: str) -> list[Any]:
    """What one measure is for each operator; None where it is too long."""
    return [None if reached is None else reached.measures[measure] for reached in step]


def _probabilities(step: Step, point: Point, action: str) -> list[Any]:
    """How probable an action is for each operator; None where it is too long."""
    return [None if reached is None else reached.policy[point][action] for reached in step]


# Plots


def _sequence_plot(table: SequenceTable) -> Plot | None:
    columns = enumerate(table.headings)
    lines = [(heading, [(k, row[number]) for k, row in table.rows]) for number, heading in columns]
    return plot("absolute values", lines, is_logarithmic=True)


def _measure_plots(walk: Walk) -> list[Plot]:
    plots = (plot(measure, stepping.series(walk, measure)) for measure in stepping.MEASURES)
    return [found for found in plots if found is not None]
