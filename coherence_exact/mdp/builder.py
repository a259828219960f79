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
from fractions import Fraction
from typing import Any

from coherence_exact.errors import ModelError, NumberError
from coherence_exact.exact.fields import Number, is_symbolic, to_number
from coherence_exact.exact.rationals import quote
from coherence_exact.mdp.model import Choice, Model
from coherence_exact.mdp.places import place, under
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
        self._start = _distribution("start", start)
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
        if reward is not None:
            weight = _weight(under(where, "reward"), reward)
        else:
            weight = _number(under(where, "success"), 1 if success is None else success)
        successors = {} if to is None else _distribution(under(where, "to"), to)
        self._states.setdefault(state, {})[action] = Choice(weight, successors)
        return self

    def prior(self, state: State, row: Mapping[Action, Any]) -> ModelBuilder:
        """Set the prior p(·|state); an action left out has probability 0.

        Raises :class:`ModelError` if it has been set before.
        """
        where = place("prior", state)
        if state in self._prior:
            raise ModelError(where, "this row has been given before; give it once")
        self._prior[state] = _row(where, row)
        return self

    def build(self) -> Model:
        """The validated model; raises :class:`ModelError` if it is not well formed."""
        states = {state: dict(choices) for state, choices in self._states.items()}
        return Model(self._name, self._horizon, dict(self._start), states, dict(self._prior))


def _distribution(where: str, given: State | Mapping[State, Any]) -> dict[State, Number]:
    return {given: Fraction(1)} if isinstance(given, str) else _row(where, given)


def _row(where: str, given: Mapping[str, Any]) -> dict[str, Number]:
    if not isinstance(given, Mapping):
        raise ModelError(where, f"{quote(given)} is not a distribution; give {{name: probability}}")
    if not given:
        raise ModelError(where, "the distribution is empty; give probabilities that sum to exactly 1")
    return {key: _number(under(where, key), value) for key, value in given.items()}


def _number(where: str, value: Any) -> Number:
    try:
        return to_number(value)
    except NumberError as error:
        raise ModelError(where, str(error)) from error


def _weight(where: str, reward: Any) -> Number:
    if is_symbolic(reward):
        import sympy

        return to_number(sympy.exp(reward))
    try:
        return weight_of_reward(reward)
    except NumberError as error:
        raise ModelError(where, str(error)) from error
