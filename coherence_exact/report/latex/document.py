"""The erratum of a run: a document that pdfLaTeX compiles with what every distribution of it has.

Like the HTML report it takes verdicts from a :class:`~coherence_exact.report.run.Run` only.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from coherence_exact.language.domains import Theorem
from coherence_exact.language.notation import as_latex
from coherence_exact.language.terms import Term
from coherence_exact.report import evidence
from coherence_exact.report.findings import Finding
from coherence_exact.report.latex import characters
from coherence_exact.report.run import Run
from coherence_exact.report.worked import Elsewhere, PolicyTable, Worked, counterexamples_of
from coherence_exact.version import __version__


def latex_report(run: Run, title: str, is_sample: bool) -> str:
    """The erratum: a table of what is false, on what, and what repairs it; and worked counterexamples.

    ``is_sample``: whether the checker recomputed only a part of each family.
    """
    written = (
        _environment()
        .get_template("erratum.tex")
        .render(
            title=title,
            version=__version__,
            source=run.source,
            claims=len(run.findings),
            wrong=[finding for finding in run.findings if finding.standing == "false"],
            outcomes=", ".join(f"{number:,} {outcome}" for outcome, number in run.outcomes.most_common()),
            is_sample=is_sample,
        )
    )
    return characters.known(written)


def _environment() -> Environment:
    # Everything that a template shows goes through a filter that escapes it, or is made here.
    environment = Environment(
        loader=PackageLoader("coherence_exact.report.latex"),
        undefined=StrictUndefined,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<<",
        variable_end_string=">>>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {
        "text": characters.with_formulas,
        "escaped": characters.escaped,
        "prose": characters.prose,
        "formula": _formula,
        "false_on": evidence.false_on,
    }
    environment.globals |= {"counterexamples": _counterexamples, "theorems": _theorems}
    environment.tests |= {
        "policy_table": lambda part: isinstance(part, PolicyTable),
        "elsewhere": lambda part: isinstance(part, Elsewhere),
    }
    return environment


def _formula(term: Term) -> str:
    return f"${as_latex(term)}$"


def _counterexamples(finding: Finding) -> list[tuple[Worked, list[str]]]:
    """The counterexamples to what is printed."""
    return counterexamples_of(finding.printed)


def _theorems(finding: Finding) -> list[Theorem]:
    """The theorems that refute what is printed."""
    arguments = [d.argument for d in finding.printed if d.verdict == "refuted" and d.argument is not None]
    return list(dict.fromkeys(argument.theorem for argument in arguments))
