"""How long the numbers may become that a command prints: exact, or to some digits that are certain.

Vocabulary: *digits* are significant decimal digits of the exact value, correctly rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from coherence_exact.cli.shared import natural_number
from coherence_exact.errors import TooLargeError

MOST_SHOWN = 10_000
"""Digits of an exact number for people; longer ones are given to some digits."""

MOST_EXACT = 1_000_000
"""Digits of an exact number where exact ones are insisted on; longer ones are refused."""

MOST_DIGITS = 10_000
"""What --digits takes at most."""

USUAL_DIGITS = 30

Value = TypeVar("Value")
Rounded = TypeVar("Rounded")


@dataclass(frozen=True)
class Lengths:
    """What is wanted of numbers: ``digits`` of each; or else exact ones, ``insisting`` on them or not."""

    digits: int | None
    insisting: bool

    def found(self, exact: Callable[[], Value], rounded: Callable[[int], Rounded]) -> Value | Rounded:
        """What is exact if it is wanted and not too long, else what is rounded to some digits."""
        from coherence_exact.evaluation.effort import at_most_digits

        if self.digits is not None:
            return rounded(self.digits)
        try:
            with at_most_digits(MOST_EXACT if self.insisting else MOST_SHOWN):
                return exact()
        except TooLargeError:
            if self.insisting:
                raise
        return rounded(USUAL_DIGITS)

    def to_data(self) -> dict[str, int]:
        """What JSON says of the numbers if they are not exact."""
        return {} if self.digits is None else {"digits": self.digits}

    def notes(self, *shown: Any) -> list[str]:
        """What to say to people if some of the numbers that are shown are rounded."""
        from coherence_exact.exact.decimals import Digits
        from coherence_exact.report.terminal import folded

        if self.digits is not None:
            return [folded(f"Every number is given to {self.digits} significant digits, correctly rounded.")]
        if not any(isinstance(value, Digits) for value in shown):
            return []
        return [
            folded(
                f"Numbers whose exact values are longer than {MOST_SHOWN:,} digits are given to "
                f"{USUAL_DIGITS} significant digits, correctly rounded; --exact insists on all digits."
            )
        ]


def length_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--digits`` and ``--exact``; the command reads them with :func:`lengths`."""
    command = click.option(
        "--exact", is_flag=True, help=f"Insist on exact numbers, of up to {MOST_EXACT:,} digits."
    )(command)
    return click.option(
        "--digits",
        callback=natural_number,
        metavar="N",
        help="N significant digits of every number, guaranteed right, in place of exact ones.  "
        f"[default: exact, but {USUAL_DIGITS} digits of those longer than {MOST_SHOWN:,}; exact with --json]",
    )(command)


def lengths(digits: int | None, exact: bool, as_json: bool) -> Lengths:
    """What the options ask for; raises a usage error where they contradict each other."""
    if digits is not None and exact:
        raise click.UsageError("--digits and --exact contradict each other; give one of them.")
    if digits is not None and not 1 <= digits <= MOST_DIGITS:
        raise click.UsageError(
            f"--digits {digits} is not from 1 to {MOST_DIGITS:,}; give a number such as 30."
        )
    return Lengths(digits, exact or as_json)
