"""The page of theorems: what Coq proves of each paper, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coherence_exact.formal.gallina import Gallina
from coherence_exact.formal.theorems import only_partial, proved
from coherence_exact.formal.words import UnprintableError
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.papers import NAMES, Paper, load
from coherence_exact.report.markdown import as_code, escaped, table

_HEAD = """# Theorems that Coq checks

Written by `python -m coherence_exact.formal`. Every theorem is about all valid models over any ordered
field, of any size and horizon; `coherence-exact prove` checks them and says that none rests on an axiom. The
statements are printed from the readings, the definitions from the package; the proofs are in [`coq/`](coq).

Theorems that are about all k, and not only about those of a reading, are in the same files: in
`Temperature.v` `temperature_k_is_k_retrainings` and `law_of_k_retrainings`, in `Folding.v`
`fold_ratio_is_retraining` and `cumulative_fold_ratio_is_temperature`, in `Counting.v` `fold_is_retraining`
and `cumulative_fold_is_temperature`, in `Gibbs.v` `identity_of_gibbs`, `best_trade` and `colder`. In
`Returns.v` `chain_rule`, and in `Occupancy.v` `along_trajectories`, are about any two policies and about any
rewards. `Examples.v` computes the numbers of Example 3, and takes the theorems about temperature and the
cumulative fold to a model with two starts, a dead state, weights and priors of 0 and states with unequal
numbers of actions.

Logarithms are any function on the field with log xy = log x + log y for positive x and y, and
log x < x − 1 for positive x ≠ 1; sums of them can be ∞ and −∞. `RealNumbers.v` shows that the real numbers
have one; Coq's real numbers rest on axioms, and no theorem rests on that file.

## What the theorems say of undefined values

The program evaluates with entries that can be undefined or absent. The theorems are proved in a *total*
meaning, in which a value that does not exist is some number (`Core.v`, `Definitions.v`, `Statements.v`). The
same definitions and readings are printed in the *partial* meaning, too, over the rules that
`certificates/FORMAT.md` has for what is undefined and absent (`Partial.v`, `PartialDefinitions.v`,
`PartialStatements.v`), and the two agree: where the partial meaning is defined, it is the total one.
`Agreement.v` proves it of every operation, `DefinitionsAgree.v` of every definition, and `StatementsAgree.v`
takes every statement from one meaning to the other. So Coq checks each theorem in both: on every valid model
on which the hypotheses are defined and true, the relation is true or undefined, and never false. Tests
compare the partial meaning with the program's evaluator, on readings and on random truths, and change its
rules one by one, which is noticed; that the meanings agree is tested for every reading that can be printed.

"Where" in a statement is a condition that the theorem has in the total meaning alone: it holds on every model
on which the values of the reading exist, and `Definedness.v` proves those readings in the partial meaning
without it. Only that there are fewer than a million actions is asked for in both, because the hypothesis of
equal numbers of actions at each time says so for fewer only.

In Coq every model has a second policy, and a logarithm is taken of numbers without logarithms only; no
reading below takes another. Definitions whose entries can be absent have the partial meaning alone:
{partial}.
"""


def page() -> str:
    """The page as Markdown."""
    parts = [_HEAD.format(partial=", ".join(map(as_code, sorted(only_partial()))))]
    for name in NAMES:
        paper = load(name)
        parts.append(f"## {paper.title}\n")
        rows = list(_rows(paper))
        if rows:
            head = ("where", "claim", "reading", "for all finite models", "theorem")
            parts.append(table(head, rows) + "\n")
        parts.append("### Readings without a theorem\n\n" + "\n".join(_missing(paper)) + "\n")
    return "\n".join(parts)


def _rows(paper: Paper) -> Iterator[tuple[str, ...]]:
    claims = {claim.id for claim in paper.claims()}
    for theorem in proved():
        if theorem.claim.id in claims:
            yield (
                escaped(theorem.claim.where),
                theorem.claim.id,
                theorem.reading.name,
                escaped(theorem.in_words),
                f"{as_code(theorem.name)} in [{theorem.file}.v](coq/{theorem.file}.v)",
            )


_REASONS = {
    "refuted": "are decided by a counterexample, by `export --coq` a theorem in the partial meaning where it "
    "has no logarithms",
    "models": "are about listed models, or decided by a named argument",
    "missing": "use operations that the reader for Coq does not have",
    "open": "are not proved in Coq so far",
}


def _missing(paper: Paper) -> Iterator[str]:
    recorded = json.loads(paper.recorded.read_text("utf-8"))
    printer = Gallina()
    known = {(theorem.claim.id, theorem.reading.name) for theorem in proved()}
    found: dict[str, dict[str, list[str]]] = {reason: {} for reason in _REASONS}
    for claim in paper.claims():
        for reading in claim.readings:
            if (claim.id, reading.name) not in known:
                reason = _reason(reading, recorded[claim.id][reading.name], printer)
                found[reason].setdefault(claim.id, []).append(reading.name)
    for reason, why in _REASONS.items():
        number = sum(map(len, found[reason].values()))
        listed = "; ".join(f"{claim}: {', '.join(names)}" for claim, names in found[reason].items())
        yield f"- {number} {why}" + (f": {listed}" if reason in ("missing", "open") else "")


def _reason(reading: Reading, verdict: str, printer: Gallina) -> str:
    if verdict == "refuted":
        return "refuted"
    if not isinstance(reading.domain, EveryModel):
        return "models"
    try:
        for term in (*reading.given, reading.relation):
            printer.truth(term)
    except UnprintableError:
        return "missing"
    return "open"
