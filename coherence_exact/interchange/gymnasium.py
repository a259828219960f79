"""Models of Gymnasium's tabular environments, those whose ``env.unwrapped.P`` lists what may happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coherence_exact.errors import ArgumentError, FileError, ModelError
from coherence_exact.exact.rationals import printable, quote
from coherence_exact.interchange.floats import Rationals
from coherence_exact.interchange.tables import Imported, Table, Transition, model_of_table


def model_of_environment(
    environment: Any,
    *,
    horizon: int,
    rationals: Rationals,
    rewards: str,
    action_names: Sequence[str] | None = None,
) -> Imported:
    """The model of T = ``horizon`` decisions in a tabular environment, and notes on how it was made.

    ``environment``: what ``gymnasium.make`` makes, with ``P[s][a]``, a list of (probability, successor,
    reward, terminated), and ``initial_state_distrib``.  States are named by their numbers, and so are actions
    unless they have ``action_names``.  ``rationals``: the rule by which floats become rationals;
    ``rewards``: the rule by which rewards become weights, see :mod:`~coherence_exact.interchange.tables`.
    Raises :class:`CoherenceError` for an environment without these tables, and where a rule does not apply.

    >>> from types import SimpleNamespace
    >>> listed = [(0.9, 0, -1, False), (0.1, 1, -1, True)]
    >>> door = SimpleNamespace(P={0: {0: listed}}, initial_state_distrib=[1.0])
    >>> rule = Rationals("decimal")
    >>> model, notes = model_of_environment(door, horizon=10, rationals=rule, rewards="base=2")
    >>> model.states["0"]["0"]
    Choice(weight=Fraction(1, 2), successors={'0': Fraction(9, 10), '(end)': Fraction(1, 10)})
    >>> print(notes[1])
    A decision of reward r has the weight 2^r: returns are in units of log(2).
    """
    bare = getattr(environment, "unwrapped", environment)
    name = environment.spec.id if getattr(environment, "spec", None) else type(bare).__name__
    table = _table(name, bare, rationals, action_names)
    model, notes = model_of_table(table, horizon, rewards)
    return Imported(model, [str(rationals), *notes])


def made_environment(name: str, options: Mapping[str, Any]) -> Any:
    """The environment of a name, with options of its own; raises :class:`FileError` if there is none."""
    try:
        import gymnasium
    except ImportError as error:
        raise FileError(
            "gymnasium is not installed; install it, as with pip install coherence-exact[gymnasium]"
        ) from error
    try:
        return gymnasium.make(name, **options)
    except Exception as error:
        reason = printable(" ".join(str(error).split())).rstrip(".")
        raise FileError(
            f"{quote(name)}: gymnasium does not make it ({reason}); check its name and its options"
        ) from error


def _table(name: str, environment: Any, rationals: Rationals, action_names: Sequence[str] | None) -> Table:
    table = getattr(environment, "P", None)
    start = getattr(environment, "initial_state_distrib", None)
    if table is None or start is None:
        missing = "P" if table is None else "initial_state_distrib"
        raise ModelError(
            "",
            f"{name} has no table {missing}; choose a tabular environment, such as FrozenLake-v1",
        )
    chances = rationals.distribution(list(start), "initial_state_distrib")
    return Table(
        name,
        {str(state): p for state, p in enumerate(chances) if p},
        {
            str(state): {
                _action_name(action, action_names): _transitions(listed, rationals, f"P[{state}][{action}]")
                for action, listed in actions.items()
            }
            for state, actions in table.items()
        },
    )


def _action_name(action: int, names: Sequence[str] | None) -> str:
    if names is None:
        return str(action)
    if len(set(names)) < len(names) or action >= len(names):
        raise ArgumentError(
            f"the actions have {len(set(names))} different names, too few for action {action}; name each once"
        )
    return names[action]


def _transitions(listed: Sequence[Any], rationals: Rationals, where: str) -> tuple[Transition, ...]:
    chances = rationals.distribution([p for p, *_ in listed], where)
    found: dict[tuple[str | None, Fraction], Fraction] = {}
    for p, (_, successor, reward, terminated) in zip(chances, listed, strict=True):
        if p:
            key = (None if terminated else str(successor), rationals.number(reward, f"{where}, a reward"))
            found[key] = found.get(key, Fraction(0)) + p
    return tuple(Transition(p, successor, reward) for (successor, reward), p in found.items())
