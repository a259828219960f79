"""Long computations: who is told how far they have come, and how large their numbers may become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias, TypeVar

from coherence_exact.errors import TooLargeError
from coherence_exact.interrupts import check_interrupt

Report: TypeAlias = Callable[[str, int, int], None]
"""Called with what is done, how many of its steps are done, and how many there are."""

Step = TypeVar("Step")

_BITS_OF_A_DIGIT = 3.3219280948873626

MOST_BITS = 2**32
"""Of all the numbers together that are kept at the same time, where their length is limited."""

_report: ContextVar[Report | None] = ContextVar("report", default=None)
_most_bits: ContextVar[int | None] = ContextVar("most_bits", default=None)


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """Tell somebody how far the long computations inside have come."""
    token = _report.set(report)
    try:
        yield
    finally:
        _report.reset(token)


@contextmanager
def at_most_digits(digits: int | None) -> Iterator[None]:
    """Let no exact number inside become longer than about so many digits; None: as long as it becomes."""
    token = _most_bits.set(None if digits is None else int(digits * _BITS_OF_A_DIGIT))
    try:
        yield
    finally:
        _most_bits.reset(token)


def reported(what: str, steps: Sequence[Step]) -> Iterator[Step]:
    """The steps of a long computation, with a report before each, and a chance to stop."""
    report = _report.get()
    for number, step in enumerate(steps):
        check_interrupt()
        if report is not None:
            report(what, number, len(steps))
        yield step


def check_length(bits: int, how_many: int = 1) -> None:
    """Raise :class:`TooLargeError` if so many numbers of so many bits are more than what is allowed here."""
    most = _most_bits.get()
    if most is None:
        return
    most = min(most, MOST_BITS // max(how_many, 1))
    if bits > most:
        raise TooLargeError(
            f"the exact numbers become longer than {round(most / _BITS_OF_A_DIGIT):,} digits; "
            "ask for some digits of each with --digits"
        )
