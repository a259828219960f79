"""Every error that this package raises on purpose.

One base class, :class:`CoherenceError`; each error is also a subclass of the nearest builtin, so
that ``except ValueError`` works for somebody who does not know this module.  The message of an
error is one full sentence that names the place, the value and the mend.
"""

from __future__ import annotations


class CoherenceError(Exception):
    """Base class of every error raised on purpose by this package."""


class NumberError(CoherenceError, ValueError):
    """A number that is not written exactly, or lies outside of its range."""


class ModelError(CoherenceError, ValueError):
    """A Markov decision process that is not well formed.

    ``place`` is the dotted path inside the model (``states.s1.a2.to``), ``problem`` what is wrong
    there and how to mend it.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem

    def __reduce__(self) -> tuple[type[ModelError], tuple[str, str]]:
        return type(self), (self.place, self.problem)


class PolicyError(CoherenceError, ValueError):
    """A policy that does not fit its model, or whose rows are not distributions."""


class FileError(CoherenceError, OSError):
    """A file that cannot be read or written, or whose content is refused.

    ``FileError`` names the file first: ``race.toml: states.s1.a2.to: probabilities sum to …``.
    """


class ClaimError(CoherenceError, TypeError):
    """A claim that is not well formed: an unknown term, a wrong sort, a wrong parameter."""


class ArgumentError(CoherenceError, ValueError):
    """An argument of a function or a command that lies outside of what is documented."""


class UndefinedError(CoherenceError, ArithmeticError):
    """A value that does not exist, such as ∞ − ∞ or conditioning on an impossible event."""


class UndecidedError(CoherenceError, ArithmeticError):
    """A question that this program cannot decide exactly; the message gives the reason."""


class EngineError(CoherenceError, RuntimeError):
    """Two ways to the same value that do not agree: a fault of this program."""


class WorkerError(CoherenceError, RuntimeError):
    """Processes that cannot be started, or that are killed again and again."""


class TooLargeError(CoherenceError, OverflowError):
    """An exact number that is longer than what was allowed."""


class ProofError(CoherenceError, RuntimeError):
    """A proof that Coq does not accept, or no Coq to ask."""
