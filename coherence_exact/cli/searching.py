"""What ``verify`` and ``falsify`` share of the search beyond the families: its options, and its progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from coherence_exact.cli.shared import natural_number, progress_bar
from coherence_exact.exact.rationals import quote

if TYPE_CHECKING:
    from coherence_exact.verify.executors import Executor
    from coherence_exact.verify.layouts import Shape
    from coherence_exact.verify.verdicts import Decision

Budget: TypeAlias = tuple[int, float | None]
"""How many random models a search looks at at most, and how many seconds it takes at most, None for any."""

_ANY_NUMBER = 10**15


def search_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--budget``, ``--largest`` and ``--seed``, of a search beyond the families."""
    command = click.option(
        "--budget",
        callback=_models_or_seconds,
        default="200000",
        show_default=True,
        metavar="N",
        help="Random models to look at in a search for each claim; or, as in 30s, the seconds it may take.",
    )(command)
    command = click.option(
        "--largest",
        callback=_shapes,
        multiple=True,
        metavar="T,STATES,ACTIONS",
        help="Search models of at most so many decisions, states at a time, and actions of a state; may be "
        "given more than once.  [default: fourteen shapes up to 6 decisions]",
    )(command)
    return click.option(
        "--seed", callback=natural_number, default="0", show_default=True, metavar="N", help="Of a search."
    )(command)


def _models_or_seconds(context: click.Context, option: click.Parameter, text: str) -> Budget:
    if not text.endswith("s"):
        return natural_number(context, option, text) or 0, None
    return _ANY_NUMBER, float(natural_number(context, option, text.removesuffix("s")) or 0)


def _shapes(_: click.Context, __: click.Parameter, texts: Sequence[str]) -> tuple[Shape, ...]:
    from coherence_exact.verify.further import SHAPES

    found = []
    for text in texts:
        parts = text.split(",")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise click.BadParameter(f"{quote(text)} is not three numbers; write them as in 4,3,2")
        times, states, actions = map(int, parts)
        if times < 1 or states < 1 or actions < 2:
            raise click.BadParameter(
                f"{quote(text)} allows no choice; write at least 1 decision, 1 state and 2 actions"
            )
        found.append((times, states, actions))
    return tuple(found) or SHAPES


def search_beyond(
    decisions: list[Decision], budget: Budget, largest: Sequence[Shape], seed: int, executor: Executor
) -> list[Decision]:
    """Look beyond the families for counterexamples, and for identities; progress goes to the error stream."""
    from coherence_exact.verify.verdicts import is_searched, searched_further, shown_for_all_parameters

    number = sum(map(is_searched, decisions))
    models, seconds = budget
    with progress_bar("searching") as progress:
        task = progress.add_task("", total=number * models if seconds is None else None)

        def show(models: int) -> None:
            progress.update(task, completed=models)

        searched = searched_further(decisions, models, seed, show, executor, largest, seconds)
    return shown_for_all_parameters(searched)
