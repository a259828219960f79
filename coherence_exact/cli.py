"""The command line: what each command reads, and which exit status it leaves with.

Status 0: done, and as expected.  1: some verdict or certificate is not as expected.  2: a usage or
input error, with one message on the error stream.  130: interrupted.

Everything but click is imported where it is used, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coherence_exact.errors import ArgumentError, CoherenceError, FileError
from coherence_exact.version import __version__

if TYPE_CHECKING:
    from rich.progress import Progress

    from coherence_exact.claims.claim import Claim
    from coherence_exact.inference.horizon import EffectiveHorizon
    from coherence_exact.mdp.model import Model
    from coherence_exact.mdp.policy import Policy
    from coherence_exact.verify.domains import Profile
    from coherence_exact.verify.unfinished import UnfinishedSearch
    from coherence_exact.verify.verdicts import Decision

Command = TypeVar("Command", bound=Callable[..., Any])

OPERATOR_NAMES = (
    "retrain",
    "temperature",
    "fold",
    "fold-cumulative",
    "coherent",
    "greedy-limit",
    "retrain-limit",
)

SPECIFICATIONS = """
\b
A SPEC is prior, greedy-limit, retrain-limit, or OPERATOR:K with options after commas:
  retrain:2                 two re-trainings
  temperature:2             inverse temperature 2
  fold:2,kind=ratio         two foldings of log π/p; kind=posterior, log π, if left out
  fold-cumulative:2         two cumulative foldings
  coherent:2,delta=1/2      two iterations of Boltzmann coherence
"""


def natural_number(_: click.Context, option: click.Parameter, text: str | None) -> int | None:
    """The integer that an option's text denotes, as in a SPEC."""
    from coherence_exact.inference.operators import parse_integer

    try:
        return None if text is None else parse_integer(option.name or "", text)
    except ArgumentError as error:
        raise click.BadParameter(str(error)) from error


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
profile_option = click.option(
    "--profile",
    type=click.Choice(["quick", "full"]),
    default="quick",
    show_default=True,
    help="How far the families of models go.",
)
delta_option = click.option(
    "--delta", default="1", show_default=True, metavar="1/n", help="δ of Boltzmann policies."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coherence-exact")
def commands() -> None:
    """Exact policies of small Markov decision processes, and exact verdicts on claims about them."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line on some arguments; the exit status."""
    _prepare_streams()
    try:
        status = commands.main(list(arguments), prog_name="coherence-exact", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        click.echo("Interrupted.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except CoherenceError as error:
        click.echo(f"Error: {error}", err=True)
        return 2
    except MemoryError:
        click.echo("Error: the numbers do not fit into memory; give fewer steps or a smaller model", err=True)
        return 2
    except OSError as error:
        click.echo(f"Error: the output cannot be written ({error.strerror}); write it elsewhere", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return status if isinstance(status, int) else 0


def _prepare_streams() -> None:
    """Let names such as ∅ be printed, escaped, where the terminal cannot show them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def print_json(data: Any) -> None:
    """Print JSON on the output stream, with escapes where it does not take Unicode."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    print(json.dumps(data, indent=2, ensure_ascii=encoding != "utf8"), flush=True)


def print_text(renderable: Any) -> None:
    """Print a table or text for people."""
    from coherence_exact.report.terminal import as_text

    print(as_text(renderable), flush=True)


# Policies


@commands.command()
@click.argument("model", type=click.Path())
@click.option(
    "--operator", type=click.Choice(OPERATOR_NAMES), required=True, help="What to do with the prior."
)
@click.option(
    "--steps", callback=natural_number, metavar="K", help="Iterations, from 0 (the prior).  [default: 1]"
)
@click.option(
    "--alpha", callback=natural_number, metavar="K", help="Inverse temperature α ≥ 1.  [default: 1]"
)
@click.option("--delta", metavar="1/n", help="δ of Boltzmann policies.  [default: 1]")
@click.option(
    "--kind",
    type=click.Choice(["posterior", "ratio"]),
    help="Fold in log π, as printed, or log π/p.  [default: posterior]",
)
@click.option("--prior", "prior_file", type=click.Path(), help="A policy file to use as the prior.")
@click.option("--trace", is_flag=True, help="All policies from the prior to the result.")
@as_json
def policy(
    model: str,
    operator: str,
    prior_file: str | None,
    trace: bool,
    as_json: bool,
    **parameters: Any,
) -> None:
    """Print the exact policy that an operator makes of MODEL's prior.

    \b
    retrain          K re-trainings by goal conditioning       --steps
    temperature      conditioning at inverse temperature K     --alpha
    fold             K foldings into the first reward          --steps --kind
    fold-cumulative  K foldings into the latest reward         --steps --kind
    coherent         K iterations of Boltzmann coherence       --steps --delta
    greedy-limit     Boltzmann's response as δ goes to 0
    retrain-limit    re-training without end; bounds where dynamics are stochastic

    What --json prints can be given back as --prior.
    """
    from coherence_exact.inference.operators import OPERATORS, Specification, parse_delta
    from coherence_exact.mdp.files import load_model

    given = {name: value for name, value in parameters.items() if value is not None}
    if "delta" in given:
        given["delta"] = parse_delta(given["delta"])
    specification = Specification(operator, **given)
    for name in given:
        if name not in OPERATORS[operator].parameters:
            click.echo(f"Note: --{name} has no effect on {operator}.", err=True)
    loaded = load_model(model)
    prior = _policy_of(loaded, prior_file)
    if operator == "retrain-limit" and not loaded.is_deterministic:
        _print_enclosed_limit(loaded, prior, trace, as_json)
        return
    policies = specification.trace(loaded, prior) if trace else [specification.apply(loaded, prior)]
    _print_policies(loaded, specification.operator, str(specification), policies, trace, as_json)


def _policy_of(model: Model, file: str | None) -> Policy:
    from coherence_exact.mdp.files import load_policy

    return model.prior if file is None else load_policy(file, model)


def _print_policies(
    model: Model, operator: str, title: str, policies: Sequence[Policy], trace: bool, as_json: bool
) -> None:
    from coherence_exact.inference.returns import expected_return, success_probability
    from coherence_exact.report import data, terminal

    result = policies[-1]
    success, value = success_probability(model, result), expected_return(model, result)
    if as_json:
        printed = {
            "model": model.name,
            "operator": operator,
            "policy": result.to_json(),
            "success_probability": data.value_to_data(success),
            "return": data.value_to_data(value),
            "dead_states": data.dead_states_to_data(result.dead_states),
        }
        if trace:
            printed["trace"] = [each.to_json() for each in policies]
        print_json(printed)
        return
    for number, each in enumerate(policies):
        heading = f"{model.name}: {title}" if len(policies) == 1 else f"{model.name}: {title}, π_{number}"
        print_text(terminal.policy_table(each, heading))
    rows = [("success probability", success), ("return", value)]
    print_text(terminal.quantities(rows, result.dead_states))


def _print_enclosed_limit(model: Model, prior: Policy, trace: bool, as_json: bool) -> None:
    """The limit of re-training under stochastic dynamics, whose weights may be irrational."""
    from coherence_exact.inference.limits import enclose_retrain_limit, largest_success
    from coherence_exact.report import data, terminal

    enclosure = enclose_retrain_limit(model, prior)
    best = largest_success(model, prior).v
    success = sum(model.start[state] * best[1, state] for state in model.start_states)
    dead = enclosure.low.dead_states
    if as_json:
        printed = {
            "model": model.name,
            "operator": "retrain-limit",
            "policy": None,
            "limit": data.limit_to_data(enclosure),
            "success_probability": data.value_to_data(success),
            "return": None,
            "dead_states": data.dead_states_to_data(dead),
        }
        if trace:
            printed["trace"] = [prior.to_json()]
        print_json(printed)
        return
    if trace:
        print_text(terminal.policy_table(prior, f"{model.name}: retrain-limit, π_0"))
    print_text(terminal.limit_table(enclosure, f"{model.name}: retrain-limit"))
    print_text(terminal.quantities([("success probability", success)], dead))


@commands.command()
@click.argument("model", type=click.Path())
@click.option(
    "--policy", "policy_file", type=click.Path(), help="A policy file; the model's prior if left out."
)
@delta_option
@as_json
def measure(model: str, policy_file: str | None, delta: str, as_json: bool) -> None:
    """Measure a policy on MODEL.

    Printed are its success probability, return, causal entropy and incoherence, exactly.
    """
    from coherence_exact.inference.coherence import boltzmann, incoherence
    from coherence_exact.inference.operators import parse_delta
    from coherence_exact.inference.returns import causal_entropy, expected_return, success_probability
    from coherence_exact.mdp.files import load_model
    from coherence_exact.report import data, terminal

    exact_delta = parse_delta(delta)
    loaded = load_model(model)
    measured = _policy_of(loaded, policy_file)
    dead = boltzmann(loaded, measured, exact_delta).dead_states
    quantities = {
        "success_probability": success_probability(loaded, measured),
        "return": expected_return(loaded, measured),
        "causal_entropy": causal_entropy(loaded, measured),
        "incoherence": incoherence(loaded, measured, exact_delta),
    }
    if as_json:
        printed = {"model": loaded.name, "delta": data.value_to_data(exact_delta)}
        printed |= {name: data.value_to_data(value) for name, value in quantities.items()}
        print_json({**printed, "dead_states": data.dead_states_to_data(dead)})
        return
    names = {"incoherence": f"incoherence (δ = {exact_delta})"}
    rows = [(names.get(name, name.replace("_", " ")), value) for name, value in quantities.items()]
    print_text(terminal.quantities([("model", loaded.name), *rows], dead))


@commands.command(epilog=SPECIFICATIONS)
@click.argument("model", type=click.Path())
@click.option("--left", required=True, metavar="SPEC", help="An operator, e.g. retrain:2.")
@click.option("--right", required=True, metavar="SPEC", help="Another one, e.g. temperature:2.")
@as_json
def compare(model: str, left: str, right: str, as_json: bool) -> None:
    """Compare two operators on MODEL.

    Printed are both policies, where they differ and by how much.
    """
    from coherence_exact.inference.operators import parse_specification
    from coherence_exact.mdp.files import load_model
    from coherence_exact.report import data, terminal

    sides = parse_specification(left), parse_specification(right)
    loaded = load_model(model)
    first, second = (side.apply(loaded, loaded.prior) for side in sides)
    found = data.differences(first, second)
    if as_json:
        print_json(
            {
                "model": loaded.name,
                "left": first.to_json(),
                "right": second.to_json(),
                "equal": not found,
                "differences": found,
            }
        )
        return
    print_text(terminal.policy_table(first, f"{loaded.name}: {sides[0]}"))
    print_text(terminal.policy_table(second, f"{loaded.name}: {sides[1]}"))
    print_text(terminal.difference_table(first, second, (str(sides[0]), str(sides[1]))))


@commands.command()
@click.argument("models", nargs=-1, metavar="[MODEL]…", type=click.Path())
@profile_option
@as_json
def horizon(models: Sequence[str], profile: Profile, as_json: bool) -> None:
    """Tabulate effective horizons: how far a prior has to look.

    \b
    greedy optimal  whether greedy on the prior's own Q is success-optimal
    look-ahead      the least number of look-ahead steps that are success-optimal
    re-trainings    the least number of re-trainings after which greedy is

    One row for each MODEL and its prior.  Without models, every small model with the uniform prior is
    counted, as far as --profile goes: one row for each combination that occurs, with the smallest model.
    """
    from coherence_exact.mdp.files import load_model

    if models:
        if profile != "quick":
            click.echo("Note: --profile has no effect on MODEL files.", err=True)
        _print_horizons([load_model(model) for model in models], as_json)
    else:
        _print_counted_horizons(profile, as_json)


def _print_horizons(models: Sequence[Model], as_json: bool) -> None:
    from coherence_exact.inference.horizon import effective_horizon
    from coherence_exact.report import terminal

    found = [(model, effective_horizon(model, model.prior)) for model in models]
    if as_json:
        print_json({"models": [{"model": model.name, **_horizon_to_data(each)} for model, each in found]})
    else:
        print_text(terminal.horizon_list(found))


def _print_counted_horizons(profile: Profile, as_json: bool) -> None:
    from coherence_exact.claims.claim import EveryModel
    from coherence_exact.mdp.files import model_to_data
    from coherence_exact.report import terminal
    from coherence_exact.verify.domains import family_of
    from coherence_exact.verify.horizon_table import longer_lookaheads, tabulate_horizons

    with _progress("looking ahead") as progress:
        family = family_of(EveryModel("small"), profile)
        task = progress.add_task("", total=len(family.addresses))
        rows = tabulate_horizons(family, lambda n: progress.update(task, completed=n))
    if not as_json:
        print_text(terminal.horizon_table(rows, family.description))
        return
    printed = [
        {
            "dynamics": "deterministic" if row.is_deterministic else "stochastic",
            **_horizon_to_data(row.horizon),
            "models": row.models,
            "smallest": model_to_data(row.smallest),
        }
        for row in rows
    ]
    holds = not longer_lookaheads(rows)
    print_json(
        {"family": family.description, "rows": printed, "lookahead_is_at_most_retrainings_plus_one": holds}
    )


def _horizon_to_data(horizon: EffectiveHorizon) -> dict[str, Any]:
    return {
        "greedy_is_optimal": horizon.greedy_is_optimal,
        "lookahead": horizon.lookahead,
        "retrainings": horizon.retrainings,
    }


@commands.command()
@click.argument("model", type=click.Path())
@click.option(
    "--steps",
    callback=natural_number,
    default="64",
    show_default=True,
    metavar="K",
    help="The largest number of re-trainings.",
)
@as_json
def rate(model: str, steps: int, as_json: bool) -> None:
    """Tabulate how fast re-training improves MODEL's return (Corollary 5.10).

    For some k from 2 to K: the improvement of the return by the k-th re-training, the right side of the
    corollary as it is printed, with the coefficient 1/k, and as corrected, with 1/(k(k-1)), and the errors
    times k² and k³. Printed are first digits of exact values; --json gives rational bounds.
    """
    from coherence_exact.mdp.files import load_model
    from coherence_exact.papers.incoherence.return_rate import COLUMNS, indices_up_to
    from coherence_exact.report import data, terminal
    from coherence_exact.report.argued import column_values

    loaded = load_model(model)
    if not loaded.is_deterministic:
        click.echo("Note: the corollary is about deterministic dynamics.", err=True)
    rows = list(column_values(COLUMNS, [(k, loaded) for k in indices_up_to(steps)]))
    if as_json:
        keys = ("left", "printed", "corrected", "printed_error_times_k2", "corrected_error_times_k3")
        printed = [
            {"k": k, **{key: data.value_to_data(x) for key, x in zip(keys, values, strict=True)}}
            for k, values in rows
        ]
        print_json({"model": loaded.name, "rows": printed})
        return
    headings = [heading for heading, _ in COLUMNS]
    print_text(terminal.rate_table(rows, headings, f"{loaded.name}: improvement of the return"))


# Claims


@commands.command()
@click.argument("claim_id", metavar="[ID]", required=False)
@as_json
def claims(claim_id: str | None, as_json: bool) -> None:
    """List the paper's claims with all their readings.

    Each reading is printed in words and as a term.
    """
    from coherence_exact.report import data, terminal

    chosen = _chosen_claims([] if claim_id is None else [claim_id])
    if as_json:
        print_json({"claims": [data.claim_to_data(claim) for claim in chosen]})
    else:
        print_text(terminal.claims_list(chosen))


def _chosen_claims(ids: Sequence[str]) -> list[Claim]:
    from difflib import get_close_matches

    from coherence_exact.exact.rationals import quote
    from coherence_exact.papers import incoherence

    known = {claim.id: claim for claim in incoherence.claims()}
    for claim_id in ids:
        if claim_id not in known:
            near = " or ".join(get_close_matches(claim_id, known))
            mend = f"did you mean {near}?" if near else "the command claims lists them"
            raise ArgumentError(f"there is no claim {quote(claim_id)}; {mend}")
    return [known[claim_id] for claim_id in dict.fromkeys(ids)] or list(known.values())


@commands.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@profile_option
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    default="certificates",
    show_default=True,
    help="The folder for the certificates.",
)
@as_json
def verify(ids: Sequence[str], profile: Profile, out: str, as_json: bool) -> None:
    """Decide the paper's claims, write certificates and check them.

    All claims, or those whose IDs are given.  Status 0 if the checker accepts every certificate and every
    verdict is as recorded, else 1.

    An interrupted run leaves the certificates of what it has decided, and the same command goes on from
    there.
    """
    from coherence_exact.papers.incoherence import RECORDED
    from coherence_exact.verify.recorded import changes
    from coherence_exact.verify.unfinished import UnfinishedSearch

    chosen = _chosen_claims(ids)
    folder = _made_folder(Path(out))
    readings = [reading for claim in chosen for reading in claim.readings]
    unfinished = UnfinishedSearch(folder / ".unfinished", readings, profile)
    _go_on_if_possible(unfinished)
    try:
        decisions = _decide(chosen, profile, unfinished)
    except KeyboardInterrupt:
        unfinished.save()
        _leave_what_is_decided(chosen, profile, unfinished, folder)
        raise click.exceptions.Exit(130) from None
    certificates = _write_certificates(decisions, profile, folder)
    unfinished.remove()
    _print_decisions(decisions, certificates, as_json)
    problems = [f"not as recorded: {line}" for line in changes(decisions, RECORDED)]
    problems += _refused(certificates.values())
    for problem in problems:
        click.echo(f"Not as it should be: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(1)
    if not as_json:
        count = len(certificates)
        print(f"All verdicts are as recorded; certificates that the checker accepts: {count} of {count}.")


def _go_on_if_possible(unfinished: UnfinishedSearch) -> None:
    """Go on from what an interrupted run has reached, and say so."""
    try:
        if unfinished.load():
            click.echo(
                f"Going on where the interrupted run stopped, after {unfinished.reached.instances:,} models.",
                err=True,
            )
    except FileError as error:
        click.echo(f"Note: {error}.", err=True)


def _leave_what_is_decided(
    chosen: Sequence[Claim], profile: Profile, unfinished: UnfinishedSearch, folder: Path
) -> None:
    """Write the certificates of the readings that are decided, and say where they are."""
    from coherence_exact.exact.rationals import printable
    from coherence_exact.verify.verdicts import decided_so_far

    decided = decided_so_far(chosen, profile, unfinished.reached)
    _write_certificates(decided, profile, folder)
    click.echo(
        f"Interrupted: {len(decided)} of {len(unfinished.reached.tallies)} readings are decided, their "
        f"certificates are in {printable(str(folder))}; the same command goes on from here.",
        err=True,
    )


def _refused(certificates: Iterable[str]) -> list[str]:
    """What the independent checker says of the certificates that it does not accept."""
    from coherence_exact import checker

    outcomes = (checker.check_file(Path(certificate)) for certificate in certificates)
    return [f"{o.path} is {o.outcome}: {o.reason}" for o in outcomes if o.outcome != "valid"]


def _made_folder(folder: Path) -> Path:
    """The folder, made before anything long is started; raises :class:`FileError`."""
    from coherence_exact.exact.rationals import printable

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(
            f"{printable(str(folder))}: the folder cannot be made ({reason}); choose another for --out"
        ) from error
    return folder


@commands.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@profile_option
@click.option("--out", type=click.Path(file_okay=False), required=True, help="The folder for the pages.")
def pages(ids: Sequence[str], profile: Profile, out: str) -> None:
    """Decide the paper's claims and write a page in Markdown about each.

    All claims, with an index in README.md, or those whose IDs are given.
    """
    from itertools import groupby

    from coherence_exact.mdp.files import write_text
    from coherence_exact.papers import incoherence
    from coherence_exact.report import pages as report

    chosen = _chosen_claims(ids)
    folder = _made_folder(Path(out))
    discussions = report.load_discussions(Path(incoherence.__file__).with_name("discussions.toml"))
    decisions = _decide(chosen, profile)
    groups = [list(group) for _, group in groupby(decisions, key=lambda decision: decision.claim.id)]
    for group in groups:
        claim = group[0].claim.id
        write_text(folder / f"{claim}.md", report.page(group, discussions.get(claim)))
    if not ids:
        write_text(folder / "README.md", report.index(groups, discussions, incoherence.TITLE))


@commands.command()
@click.argument("file", type=click.Path())
@profile_option
@as_json
def falsify(file: str, profile: Profile, as_json: bool) -> None:
    """Decide the claims that a Python FILE states.

    Status 0 if all of them hold or are proved, else 1.  A file looks like this:

    \b
    from coherence_exact.claims import claim, prior, retrain, temperature, equal, deterministic
    claim("twice-is-two", "retraining twice is temperature 2",
          equal(retrain(prior, steps=2), temperature(prior, alpha=2)), given=[deterministic])
    """
    decisions = _decide(_stated_claims(Path(file)), profile)
    _print_decisions(decisions, {}, as_json)
    if any(decision.verdict not in ("holds", "proved") for decision in decisions):
        raise click.exceptions.Exit(1)


def _stated_claims(file: Path) -> list[Claim]:
    from coherence_exact.claims.files import load_claims

    return load_claims(file)


def _decide(
    chosen: Sequence[Claim], profile: Profile, unfinished: UnfinishedSearch | None = None
) -> list[Decision]:
    """Decide claims with as many processes as there are cores, showing progress on the error stream.

    What is reached is kept in ``unfinished``, and is gone on from.
    """
    from coherence_exact.verify.search import Reached, beginning, count_instances
    from coherence_exact.verify.verdicts import decide

    readings = [reading for claim in chosen for reading in claim.readings]
    start = beginning(readings) if unfinished is None else unfinished.reached
    with _progress("deciding") as progress:
        task = progress.add_task("", total=count_instances(readings, profile), completed=start.instances)

        def show(reached: Reached) -> None:
            progress.update(task, completed=reached.instances)
            if unfinished is not None:
                unfinished.update(reached)

        return decide(chosen, profile, show, os.cpu_count() or 1, start)


def _progress(verb: str) -> Progress:
    """What shows on the error stream, if it is a terminal, how many models have been looked at."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(verb), BarColumn(), MofNCompleteColumn(), TextColumn("models"), TimeElapsedColumn())
    shown = Console(stderr=True)
    return Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal)


def _write_certificates(
    decisions: Sequence[Decision], profile: Profile, folder: Path
) -> dict[tuple[str, str], str]:
    """Write a certificate for each reading; {(claim, reading): file}."""
    from coherence_exact.certificates.writer import write_certificate

    return {
        (decision.claim.id, decision.reading.name): str(write_certificate(decision, profile, folder))
        for decision in decisions
    }


def _print_decisions(
    decisions: Sequence[Decision], certificates: dict[tuple[str, str], str], as_json: bool
) -> None:
    from coherence_exact.report import data, terminal

    if as_json:
        print_json(data.decisions_to_data(decisions, certificates))
        return
    print_text(terminal.verdict_table(decisions))
    print_text(terminal.summary_line(decisions))


@commands.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Recompute every model of every family.")
@as_json
def check(paths: Sequence[Path], everything: bool, as_json: bool) -> None:
    """Check certificates independently of what wrote them.

    A PATH is a file, or a folder of *.json.  Status 0 only if all are valid.
    """
    from coherence_exact import checker

    options = [*map(str, paths), *(["--all"] if everything else []), *(["--json"] if as_json else [])]
    raise click.exceptions.Exit(checker.main(options))
