"""A counterexample worked by hand, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from coherence_exact.report.counterexamples import model_lines, pictured
from coherence_exact.report.markdown import code, table
from coherence_exact.report.worked import Conclusion, Elsewhere, PolicyTable, Step, Worked


def worked(told: Worked) -> Iterator[str]:
    """A counterexample with the numbers that a person computes on the way to its two sides."""
    yield "\n".join(["```text", *pictured(told.found), "```"])
    for step in told.steps:
        yield from _step(step)
    yield concluded(told.conclusion)


def _step(step: Step) -> Iterator[str]:
    if isinstance(step, PolicyTable):
        rows = [
            [
                "" if row.policy is None else code(row.policy),
                row.point,
                row.actions,
                row.probabilities,
                row.q,
                row.v,
            ]
            for row in step.rows
        ]
        yield table(["", "time, state", "actions", "policy", "q", "v"], rows)
    elif isinstance(step, Elsewhere):
        yield f"The model that ends with probability 1 − {step.gamma} after each decision:"
        yield "\n".join(["```text", *model_lines(step.model), "```"])
    else:
        lines = (f"- {code(x.call)}{':' if x.is_table else ' ='} {x.text}" for x in step.listed)
        yield "\n".join(lines)


def concluded(end: Conclusion) -> str:
    """The two exact sides of the part that decides, and that it fails."""
    told = f"{code(end.relation)} {'is false' if end.is_false else 'is true, which the reading denies'}."
    if end.sides is not None:
        equations = " and ".join(f"{code(term)} = {side}" for term, side in end.sides)
        return f"{f'At {end.place}:' if end.place else 'So'} {equations}: {told}"
    truths = " and ".join(f"{code(part)} is {value}" for part, value in end.truths)
    return f"{truths}: {told}" if truths else f"So {told}"
