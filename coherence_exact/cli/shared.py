"""What commands share: options, the models and papers they name, deciding with a progress bar, printing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coherence_exact import interrupts, papers
from coherence_exact.errors import ArgumentError, CoherenceError, FileError

if TYPE_CHECKING:
    from rich.progress import Progress

    from coherence_exact.checker import Imap
    from coherence_exact.families.named import Profile
    from coherence_exact.formal.theorems import Proved
    from coherence_exact.language.claims import Claim
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy
    from coherence_exact.papers import Paper
    from coherence_exact.report.findings import Discussion
    from coherence_exact.report.screen import Rechecked
    from coherence_exact.verify.executors import Executor
    from coherence_exact.verify.finished import FinishedShards
    from coherence_exact.verify.search import Reached
    from coherence_exact.verify.verdicts import Decision

# Options


def natural_number(_: click.Context, option: click.Parameter, text: str | None) -> int | None:
    """The integer that an option's text denotes, as in a SPEC."""
    from coherence_exact.evaluation.operators import parse_integer

    try:
        return None if text is None else parse_integer(option.name or "", text)
    except ArgumentError as error:
        raise click.BadParameter(str(error)) from error


as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
model_argument = click.argument("model", type=click.Path(allow_dash=True))
profile_option = click.option(
    "--profile",
    type=click.Choice(["quick", "full"]),
    default="quick",
    show_default=True,
    help="How far the families of models go.",
)
paper_option = click.option(
    "--paper",
    type=click.Choice(papers.NAMES),
    default=papers.NAMES[0],
    show_default=True,
    help="Whose claims.",
)
details_option = click.option(
    "--details", is_flag=True, help="Show every reading in full before the summary."
)


def workers_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--workers`` and ``--scheduler``, on which no result depends."""
    command = click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=lambda: os.cpu_count() or 1,
        show_default="the cores",
        metavar="N",
        help="Processes on this machine; no result depends on them.",
    )(command)
    return click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Work on the Dask cluster with this scheduler, tcp://HOST:PORT.",
    )(command)


delta_option = click.option(
    "--delta", default="1", show_default=True, metavar="1/n", help="δ of Boltzmann policies."
)

# Input


def read_model(argument: str) -> Model:
    """The model that a MODEL argument names: a file, a shipped model, or the input stream."""
    from coherence_exact.mdp.files import load_model
    from coherence_exact.papers import examples

    if argument == "-":
        return _model_of_stream()
    if Path(argument).suffix or os.path.lexists(argument):
        return load_model(argument)
    return load_model(examples.file_of(argument))


def _model_of_stream() -> Model:
    from coherence_exact.mdp.files import LARGEST_FILE, model_from_text

    try:
        return model_from_text(sys.stdin.buffer.read(LARGEST_FILE + 1).decode("utf-8"), "input")
    except UnicodeDecodeError as error:
        raise FileError("standard input: it is not UTF-8; write it as UTF-8") from error
    except CoherenceError as error:
        raise FileError(f"standard input: {error}") from error


def policy_of(model: Model, file: str | None) -> Policy:
    """The policy of a file, or the model's prior."""
    from coherence_exact.mdp.files import load_policy

    return model.prior if file is None else load_policy(file, model)


def chosen_claims(paper: Paper, ids: Sequence[str]) -> list[Claim]:
    """The claims of a paper with some ids, each once; all of them if no id is given."""
    from difflib import get_close_matches

    from coherence_exact.exact.rationals import quote

    known = {claim.id: claim for claim in paper.claims()}
    for claim_id in ids:
        if claim_id not in known:
            near = " or ".join(get_close_matches(claim_id, known))
            mend = f"did you mean {near}?" if near else "the command claims lists them"
            raise ArgumentError(f"there is no claim {quote(claim_id)}; {mend}")
    return [known[claim_id] for claim_id in dict.fromkeys(ids)] or list(known.values())


def discussions_of(paper: Paper) -> dict[str, Discussion]:
    """What people write about the claims of a paper, by the claim's id."""
    from coherence_exact.report.findings import load_discussions

    file = paper.folder / "discussions.toml"
    return load_discussions(file) if file.is_file() else {}


# Deciding


@contextmanager
def executor_of(workers: int, scheduler: str | None = None) -> Iterator[Executor]:
    """What does the work of a command; says afterwards how many processes were killed meanwhile."""
    from coherence_exact.verify.cluster import DaskCluster
    from coherence_exact.verify.executors import LocalProcesses

    chosen: Executor = LocalProcesses(workers) if scheduler is None else DaskCluster(scheduler)
    with chosen as executor:
        yield executor
    if executor.lost:
        lost = "a worker process was" if executor.lost == 1 else f"{executor.lost} worker processes were"
        click.echo(f"Note: {lost} killed; what was lost was done again.", err=True)


@contextmanager
def finished_in(folder: Path, chosen: Sequence[Claim], profile: Profile) -> Iterator[FinishedShards]:
    """What an interrupted run with the same claims has finished, which it says; more is kept there."""
    from coherence_exact.verify.finished import FinishedShards

    readings = [reading for claim in chosen for reading in claim.readings]
    with FinishedShards(folder, readings, profile) as finished:
        if finished.damaged:
            lines = "1 damaged line" if finished.damaged == 1 else f"{finished.damaged} damaged lines"
            click.echo(f"Note: {lines} of an interrupted run will not be used.", err=True)
        if finished.models:
            click.echo(
                f"Going on where the interrupted run stopped, after {finished.models:,} models.", err=True
            )
        try:
            yield finished
        except KeyboardInterrupt:
            status = interrupts.obey()
            click.echo("Interrupted; the same command goes on from here.", err=True)
            raise click.exceptions.Exit(status) from None


def decide(
    chosen: Sequence[Claim],
    profile: Profile,
    executor: Executor,
    finished: FinishedShards | None = None,
    folder: Path | None = None,
) -> list[Decision]:
    """Decide claims, showing progress on the error stream.

    What is finished is kept in ``finished``, and is gone on from.  If the program is asked to stop, the
    certificates of what is decided are written into the folder.
    """
    from coherence_exact.verify.search import beginning, count_instances
    from coherence_exact.verify.verdicts import decide as decide_claims

    readings = [reading for claim in chosen for reading in claim.readings]
    latest = beginning(readings)
    try:
        with progress_bar("deciding") as progress:
            task = progress.add_task("", total=count_instances(readings, profile))

            def show(reached: Reached) -> None:
                nonlocal latest
                latest = reached
                progress.update(task, completed=reached.instances)

            return decide_claims(chosen, profile, show, executor, finished)
    except KeyboardInterrupt:
        if folder is None:
            raise
        status = interrupts.obey()
        _leave_what_is_decided(chosen, profile, latest, folder)
        raise click.exceptions.Exit(status) from None


def _leave_what_is_decided(chosen: Sequence[Claim], profile: Profile, reached: Reached, folder: Path) -> None:
    """Write the certificates of the readings that are decided, and say where they are."""
    from coherence_exact.exact.rationals import printable
    from coherence_exact.verify.verdicts import decided_so_far

    decided = decided_so_far(chosen, profile, reached)
    write_certificates(decided, profile, folder)
    click.echo(
        f"Interrupted: {len(decided)} of {len(reached.tallies)} readings are decided, their certificates are "
        f"in {printable(str(folder))}; the same command goes on from here.",
        err=True,
    )


def progress_bar(verb: str, counted: str = "models") -> Progress:
    """What shows on the error stream, if it is a terminal, how much is done and how long the rest takes.

    Without a verb the description of each task is shown.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(verb or "{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn(counted),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    shown = Console(stderr=True)
    return Progress(*columns, console=shown, expand=True, transient=True, disable=not shown.is_terminal)


_SECONDS_BETWEEN_REPORTS = 0.1


@contextmanager
def showing_progress() -> Iterator[None]:
    """Show on the error stream, if it is a terminal, how far the long computations inside have come."""
    from time import monotonic

    from coherence_exact.evaluation.effort import reporting

    with progress_bar("", "steps") as progress:
        task = progress.add_task("reading", total=None)
        latest = 0.0

        def show(what: str, done: int, total: int) -> None:
            nonlocal latest
            if done == 0 or monotonic() - latest > _SECONDS_BETWEEN_REPORTS:
                latest = monotonic()
                progress.update(task, description=what, completed=done, total=total)

        with reporting(show):
            yield


def waiting(what: str) -> AbstractContextManager[Any]:
    """What shows on the error stream, if it is a terminal, that something is under way."""
    from rich.console import Console

    shown = Console(stderr=True)
    return shown.status(what) if shown.is_terminal else nullcontext()


# Proving


def ask_coq(theorems: Sequence[Proved]) -> list[str]:
    """What each theorem rests on, ``""`` if on nothing but Coq, showing progress on the error stream."""
    from coherence_exact.formal import coq

    coq.coqc()
    texts = coq.sources()
    with progress_bar("proving", "files") as progress:
        task = progress.add_task("", total=len(texts) + 1)
        return coq.assumptions(theorems, texts, lambda _: progress.advance(task))


# Files


def made_folder(folder: Path) -> Path:
    """The folder, made before anything long is started, without what killed programs have left half-written.

    Raises :class:`FileError`.
    """
    from coherence_exact.exact.rationals import printable
    from coherence_exact.mdp.writing import remove_leftovers

    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(
            f"{printable(str(folder))}: the folder cannot be made ({reason}); choose another for --out"
        ) from error
    return folder


def write_certificates(
    decisions: Sequence[Decision], profile: Profile, folder: Path
) -> dict[tuple[str, str], str]:
    """Write a certificate for each reading; {(claim, reading): file}."""
    from coherence_exact.certificates.writer import write_certificate

    certificates: dict[tuple[str, str], str] = {}
    for decision in decisions:
        interrupts.check_interrupt()
        place = decision.claim.id, decision.reading.name
        certificates[place] = str(write_certificate(decision, profile, folder))
    return certificates


def recheck(
    certificates: Mapping[Any, str], executor: Executor, sample: bool = False
) -> tuple[Rechecked, list[str]]:
    """What the independent checker says of certificates, and a line for each that it does not accept."""
    from collections import Counter

    from coherence_exact import checker
    from coherence_exact.report.screen import Rechecked

    files = [Path(certificate) for certificate in certificates.values()]
    with rechecking(executor) as imap:
        outcomes = checker.check_paths(files, sample, executor.processes, imap)
    accepted = ("valid", "sampled") if sample else ("valid",)
    refused = [f"{o.path} is {o.outcome}: {o.reason}" for o in outcomes if o.outcome not in accepted]
    return Rechecked(Counter(outcome.outcome for outcome in outcomes), sample), refused


@contextmanager
def rechecking(executor: Executor) -> Iterator[Imap]:
    """What gives the checker the results of its jobs in order, showing how many of them are done."""
    with progress_bar("rechecking", "parts of families") as progress:
        task = progress.add_task("", total=0)

        def imap(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
            listed = list(jobs)
            progress.update(task, total=(progress.tasks[0].total or 0) + len(listed))
            for result in executor.imap(function, listed):
                progress.advance(task)
                yield result

        yield imap


# Output


def print_json(data: Any) -> None:
    """Print JSON on the output stream, with escapes where it does not take Unicode."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    print(json.dumps(data, indent=2, ensure_ascii=encoding != "utf8"), flush=True)


def print_result(result: Mapping[str, Any] | Sequence[str]) -> None:
    """Print data as JSON, or some texts for people."""
    if isinstance(result, Mapping):
        print_json(result)
    else:
        for text in result:
            print(text, flush=True)


def print_text(renderable: Any) -> None:
    """Print a table or text for people."""
    from coherence_exact.report.terminal import as_text

    print(as_text(renderable), flush=True)
