"""A run: the certificates of a folder, as far as the checker and the claims of today bear them out.

Vocabulary: a *result* is a reading with what the run says of it; it is *accepted* if the checker accepts its
certificate, and this is about the reading as it is now.  Any other certificate is *refused*, and then, as
where there is none, the reading is undecided: no verdict is taken from a certificate that is not accepted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coherence_exact.certificates.reader import decision_of, profile_of
from coherence_exact.report.findings import Discussion, Finding, findings
from coherence_exact.verify.verdicts import Decision

if TYPE_CHECKING:
    from coherence_exact.checker import File
    from coherence_exact.language.claims import Claim, Reading

ACCEPTED = ("valid", "sampled")
_STALE = "It is about another statement than the claim has now; decide the claim again."
_UNKNOWN = "It is about no reading of these claims."


@dataclass(frozen=True)
class Result:
    """A reading, the decision that is borne out, and the certificate that bears it out.

    ``certificate`` is the name of its file, ``text`` what is in it, ``said`` what the checker says that it
    rests on; all are empty where no certificate is accepted, and ``decision.reason`` says why.
    """

    decision: Decision
    certificate: str = ""
    text: str = ""
    outcome: str = ""
    said: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether there is a certificate that is accepted."""
        return self.outcome in ACCEPTED


@dataclass(frozen=True)
class Refused:
    """A file that is not accepted as a certificate of these claims, and why."""

    file: str
    about: str
    reason: str


@dataclass(frozen=True)
class Run:
    """What a folder of certificates says of some claims.

    - ``findings``: the claims that it has certificates of, with what is decided;
    - ``results``: the results by claim and reading;
    - ``refused``: the files that are not accepted;
    - ``outcomes``: what the checker said, counted.
    """

    findings: list[Finding]
    results: Mapping[tuple[str, str], Result]
    refused: list[Refused]
    outcomes: Counter[str]

    @property
    def source(self) -> str:
        """Whether the claims are printed or stated, in a word."""
        return "stated" if all(finding.source == "stated" for finding in self.findings) else "printed"

    @property
    def accepted(self) -> int:
        """How many readings have a certificate that is accepted."""
        return sum(result.is_accepted for result in self.results.values())

    def result(self, decision: Decision) -> Result:
        """The result of the reading that a decision is on."""
        return self.results[decision.claim.id, decision.reading.name]


def read_run(
    files: Sequence[File], claims: Iterable[Claim], discussions: Mapping[str, Discussion] | None = None
) -> Run:
    """The run that some files are, which the checker has just read."""
    about: dict[tuple[str | None, str | None], list[File]] = {}
    for file in files:
        about.setdefault((file.claim, file.reading), []).append(file)
    met = {claim for claim, _ in about}
    refused: list[Refused] = []
    results: dict[tuple[str, str], Result] = {}
    for claim in claims:
        if claim.id not in met:
            continue
        for reading in claim.readings:
            key = claim.id, reading.name
            told = [_result(file, claim, reading) for file in about.pop(key, [])]
            refused += [result for result in told if isinstance(result, Refused)]
            accepted = [result for result in told if isinstance(result, Result)]
            why = "Its certificate is refused." if told else "The run has no certificate of it."
            results[key] = accepted[0] if accepted else Result(_undecided(claim, reading, why))
    refused += [_unknown(file) for others in about.values() for file in others]
    decisions = [result.decision for result in results.values()]
    outcomes = Counter(file.outcome for file in files)
    return Run(findings(decisions, discussions), results, refused, outcomes)


def _result(file: File, claim: Claim, reading: Reading) -> Result | Refused:
    if file.outcome not in ACCEPTED:
        return _refused(file, file.reason or "The checker does not accept it.")
    # What was checked is read here, and not the file again, which may have changed since.
    document: dict[str, Any] = file.certificate.document
    profile = profile_of(document, claim, reading)
    if profile is None:
        return _refused(file, _STALE)
    decision = decision_of(document, claim, reading, profile)
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    return Result(decision, Path(file.path).name, text, file.outcome, file.rests_on or "")


def _unknown(file: File) -> Refused:
    return _refused(file, _UNKNOWN if file.outcome in ACCEPTED else file.reason or "It is no certificate.")


def _refused(file: File, reason: str) -> Refused:
    about = ", ".join(part for part in (file.claim, file.reading) if part)
    return Refused(Path(file.path).name, about, reason)


def _undecided(claim: Claim, reading: Reading, why: str) -> Decision:
    return Decision(claim, reading, "undecided", Counter(), Counter(), "", reason=why)


def saved_certificates(run: Run) -> dict[str, str]:
    """The certificates that are accepted, by the names of their files."""
    return dict(_texts(run.results.values()))


def _texts(results: Iterable[Result]) -> Iterator[tuple[str, str]]:
    for result in results:
        if result.is_accepted:
            yield result.certificate, result.text
