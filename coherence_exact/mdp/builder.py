"""Writing a model in Python, action by action.

>>> import sympy
>>> x = sympy.Symbol("x", positive=True)
>>> race = (
...     ModelBuilder("mountain race", horizon=2, start="∅")
...     .action("∅", "↗", to="ridge")
...     .action("∅", "↘", to="forest")
...     .action("ridge", "↗")
...     .action("ridge", "↘", success=0)
...     .action("forest", "↗", success=x)
...     .action("forest", "↘", success=x)
...     .build()
... )
>>> race.layers
(('∅',), ('ridge', 'forest'))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coherence_exact.errors import ModelError
from coherence_exact.exact.fields import Number, is_symbolic, to_number
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.places import place
from coherence_exact.mdp.policy import Action, State
from coherence_exact.mdp.rewards import weight_of_reward


class ModelBuilder:
    """A model in the making; every method returns the builder, ``build`` the model.

    A number is an ``int``, a string such as ``"3/4"`` or ``"0.75"``, a ``Fraction`` or a sympy
    expression.  Floats are refused.  ``start`` is a state, or {state: probability}.
    """

    def __init__(self, name: str, *, horizon: int, start: State | Mapping[State, Any]) -> None:
        self._name = name
        self._horizon = horizon
        self._start = _distribution(start)
        self._states: dict[State, dict[Action, Choice]] = {}
        self._prior: dict[State, dict[Action, Number]] = {}

    def action(
        self,
        state: State,
        action: Action,
        *,
        to: State | Mapping[State, Any] | None = None,
        success: Any = None,
        reward: Any = None,
    ) -> ModelBuilder:
        """Describe what an action does in a state.

        ``to``: the successor, or {successor: probability}; not needed at states met at t = T only.
        ``success``: the weight e^r in [0, 1], 1 if left out.  ``reward``: r ≤ 0 instead, as
        ``"log(1/3)"``, ``"0"``, ``"-inf"`` or a sympy expression.  Raises :class:`ModelError` if both are
        given, or if the action has been described before.
        """
        where = place("states", state, action)
        if success is not None and reward is not None:
            raise ModelError(where, "success and reward say the same; give one of them")
        if action in self._states.get(state, {}):
            raise ModelError(where, "this action has been described before; describe it once")
        weight = (
            _weight_of_expression(reward)
            if reward is not None
            else to_number(1 if success is None else success)
        )
        successors = {} if to is None else _distribution(to)
        self._states.setdefault(state, {})[action] = Choice(weight, successors)
        return self

    def prior(self, state: State, row: Mapping[Action, Any]) -> ModelBuilder:
        """Set the prior p(·|state); an action left out has probability 0."""
        self._prior[state] = {action: to_number(p) for action, p in row.items()}
        return self

    def build(self) -> Model:
        """The validated model; raises :class:`ModelError` if it is not well formed."""
        return Model(self._name, self._horizon, self._start, self._states, self._prior)


def _distribution(given: State | Mapping[State, Any]) -> dict[State, Number]:
    if isinstance(given, str):
        return {given: to_number(1)}
    if not isinstance(given, Mapping):
        raise ModelError("", f"{quote(given)} is not a distribution; give a state or {{state: probability}}")
    return {state: to_number(p) for state, p in given.items()}


def _weight_of_expression(reward: Any) -> Number:
    if is_symbolic(reward):
        import sympy

        return to_number(sympy.exp(reward))
    return weight_of_reward(reward)
