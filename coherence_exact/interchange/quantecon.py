"""Models of QuantEcon's ``DiscreteDP``: arrays of rewards R and transition probabilities Q."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, TypeAlias
from zipfile import BadZipFile

from coherence_exact.errors import ArgumentError, FileError, ModelError
from coherence_exact.exact.rationals import printable, quote
from coherence_exact.interchange.floats import Rationals
from coherence_exact.interchange.tables import Imported, Table, Transition, model_of_table

Discount: TypeAlias = Literal["ending", "none"]

UNIFORM = "uniform"


def model_of_discrete_dp(
    problem: Any,
    *,
    horizon: int,
    rationals: Rationals,
    rewards: str,
    start: int | str,
    discount: Discount | None = None,
) -> Imported:
    """The model of T = ``horizon`` decisions in a ``DiscreteDP``, and notes on how it was made.

    ``problem``: what has R and Q, for products of states and actions or for pairs ``s_indices``,
    ``a_indices``, and ``beta``.  An action of reward −∞ is no action of its state.  ``start``: a state, or
    ``"uniform"``.  ``discount``: what becomes of a ``beta`` other than 1: ``"ending"`` makes it the
    probability that the run goes on after a decision (Section 3), ``"none"`` leaves it out.  ``rationals``:
    the rule by which floats become rationals; ``rewards``: the rule by which rewards become weights, see
    :mod:`~coherence_exact.interchange.tables`.  Raises :class:`CoherenceError` where arrays do not fit, or a
    rule does not apply.

    >>> import numpy as np
    >>> R = np.array([[5.0, 10.0], [-1.0, -np.inf]])
    >>> Q = np.array([[[0.5, 0.5], [0, 1]], [[0, 1], [0.5, 0.5]]])
    >>> problem = SimpleNamespace(R=R, Q=Q, beta=1)
    >>> rule = Rationals("exact")
    >>> model, _ = model_of_discrete_dp(problem, horizon=3, rationals=rule, rewards="base=2", start=0)
    >>> model.states["1"]
    {'0': Choice(weight=Fraction(1, 2048), successors={'1': Fraction(1, 1)})}
    """
    going_on, sentence = _going_on(getattr(problem, "beta", 1), discount, rationals)
    transitions: dict[str, dict[str, tuple[Transition, ...]]] = {}
    for state, action, reward, chances in _pairs(problem):
        choices = transitions.setdefault(str(state), {})
        if reward != -float("inf"):
            exact = rationals.number(reward, f"R at state {state}, action {action}")
            row = rationals.distribution(chances, f"Q at state {state}, action {action}")
            choices[str(action)] = tuple(_discounted(row, exact, going_on))
    for name, actions in transitions.items():
        if not actions:
            raise ModelError("", f"state {name} has no action of finite reward; give it one")
    table = Table("DiscreteDP", _start(start, list(transitions)), transitions)
    model, notes = model_of_table(table, horizon, rewards)
    return Imported(model, [str(rationals), *([sentence] if sentence else []), *notes])


def load_arrays(file: Path) -> SimpleNamespace:
    """R, Q, and if they are there beta, s_indices and a_indices, of a file that ``numpy.savez`` wrote.

    Raises :class:`FileError`.
    """
    import numpy as np

    name = printable(str(file))
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return SimpleNamespace(**{key: arrays[key] for key in arrays.files})
    except (OSError, ValueError, AttributeError, TypeError, EOFError, BadZipFile) as error:
        raise FileError(
            f"{name}: this is no file of arrays ({getattr(error, 'strerror', None) or 'it cannot be read'}); "
            "write it by numpy.savez(file, R=…, Q=…, beta=…)"
        ) from error


def _pairs(problem: Any) -> Iterator[tuple[int, int, Any, Any]]:
    """Each state and action with its reward and its probabilities of successors."""
    import numpy as np

    try:
        rewards, dynamics = np.asarray(problem.R), problem.Q
    except AttributeError as error:
        raise ModelError("", "there have to be arrays R and Q; give both") from error
    dynamics = np.asarray(dynamics.toarray() if hasattr(dynamics, "toarray") else dynamics)
    if dynamics.ndim == 3 and rewards.shape == dynamics.shape[:2] and len(dynamics) == dynamics.shape[2]:
        for state, action in np.ndindex(*rewards.shape):
            yield state, action, rewards[state, action], dynamics[state, action]
        return
    given = [getattr(problem, key, None) for key in ("s_indices", "a_indices")]
    if dynamics.ndim == 2 and rewards.shape == dynamics.shape[:1] and all(x is not None for x in given):
        states, actions = (np.asarray(x) for x in given)
        if (
            states.shape == actions.shape == rewards.shape
            and states.dtype.kind in "iu"
            and actions.dtype.kind in "iu"
            and sorted(set(states.tolist())) == list(range(dynamics.shape[1]))
            and len(set(zip(states.tolist(), actions.tolist(), strict=True))) == len(states)
        ):
            for pair in np.lexsort((actions, states)):
                yield int(states[pair]), int(actions[pair]), rewards[pair], dynamics[pair]
            return
    raise ModelError(
        "",
        f"R has the shape {rewards.shape} and Q {dynamics.shape}, which do not fit; give (n, m) and "
        "(n, m, n), or for pairs (L) and (L, n) with s_indices and a_indices, which name each pair once and "
        "every state",
    )


def _going_on(beta: Any, discount: Discount | None, rationals: Rationals) -> tuple[Fraction, str | None]:
    """The probability of going on after a decision, and what is to be said of it."""
    exact = rationals.number(beta, "beta")
    if exact == 1:
        return exact, None
    if discount == "none":
        return Fraction(1), f"The discount factor {exact} is left out."
    if discount != "ending":
        raise ArgumentError(
            f"the discount factor is {quote(exact)}, and a model has none; give discount = ending, which "
            "ends the run with probability 1 - beta after each decision, or none, which leaves it out"
        )
    if not 0 <= exact < 1:
        raise ArgumentError(f"beta = {quote(exact)} is not a probability of going on; give discount = none")
    return exact, f"The discount factor {exact} is the probability that the run goes on after a decision."


def _discounted(row: list[Fraction], reward: Fraction, going_on: Fraction) -> Iterator[Transition]:
    for state, p in enumerate(row):
        if p * going_on:
            yield Transition(p * going_on, str(state), reward)
    if going_on < 1:
        yield Transition(1 - going_on, None, reward)


def _start(start: object, states: list[str]) -> dict[str, Fraction]:
    if start == UNIFORM:
        return dict.fromkeys(states, Fraction(1, len(states)))
    if str(start) in states:
        return {str(start): Fraction(1)}
    raise ArgumentError(
        f"start = {quote(start)} is not a state; give a number from 0 to {len(states) - 1}, or {UNIFORM}"
    )
