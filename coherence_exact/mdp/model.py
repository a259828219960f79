"""The model: a finite-horizon Markov decision process with a prior over actions.

Vocabulary: the *horizon* T is the number of decisions, at times t = 1..T; a *choice* is what one
action does in one state: its *weight* w = e^r in [0, 1] (the probability that the optimality
variable of Proposition 4.2 is 1; weight 0 is the reward −∞) and its *successors* τ(·|s, a).

A state may recur at several times: the model is unrolled over time, so that everything is indexed
by a decision point (t, s).  ``Model`` checks itself on construction; what exists is well formed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from coherence_exact.display import Displayed
from coherence_exact.errors import ModelError
from coherence_exact.exact.fields import Number, is_rational, is_symbolic, is_zero, tidy
from coherence_exact.exact.rationals import quote, quote_some
from coherence_exact.mdp.places import place
from coherence_exact.mdp.policy import Action, Point, Policy, Row, State, Trajectory

MOST_DECISION_POINTS = 1_000_000
"""Models that unroll to more decision points than this are refused."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One action in one state: weight w = e^r in [0, 1] and successors {state: probability}.

    ``successors`` is empty where they are not given, as at states met at t = T only.
    """

    weight: Number
    successors: Mapping[State, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision point of the unrolled model, in the form that sums run over.

    ``successors[action]`` lists ((t + 1, s'), τ(s'|s, a)) with positive probability; it is empty
    at t = T.
    """

    point: Point
    weights: Mapping[Action, Number]
    successors: Mapping[Action, tuple[tuple[Point, Number], ...]]


@dataclass(frozen=True, repr=False)
class Model(Displayed):
    """A validated Markov decision process with horizon T, start distribution and prior.

    - ``horizon``: T ≥ 1, the number of decisions;
    - ``start``: μ, {state: probability} summing to 1;
    - ``states``: {state: {action: Choice}}, at least one action each;
    - ``prior_rows``: {state: {action: probability}}; uniform where a state is left out, 0 where an
      action is left out of a row.

    Numbers are ``Fraction``, ``gmpy2.mpq`` or sympy expressions.  Raises :class:`ModelError`,
    which names the place, for whatever is not well formed.

    >>> model = Model("coin", 1, {"s": 1}, {"s": {"a": Choice(1), "b": Choice(Fraction(1, 2))}})
    >>> model.prior[1, "s"]["b"]
    Fraction(1, 2)
    """

    name: str
    horizon: int
    start: Mapping[State, Number]
    states: Mapping[State, Mapping[Action, Choice]]
    prior_rows: Mapping[State, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _refuse(_problem_of_text(self.name), "name")
        _refuse(_problem_of_horizon(self.horizon), "horizon")
        if not self.states:
            raise ModelError("states", "there is no state; describe at least one, with its actions")
        for state, choices in self.states.items():
            self._check_state(state, choices)
        for state, row in self.prior_rows.items():
            self._check_prior_row(state, row)
        self._check_distribution(self.start, "start")
        self._check_successors_are_given()

    def __repr__(self) -> str:
        return f"<Model {quote(self.name)}, horizon {self.horizon}, states: {quote_some(self.states)}>"

    # Checks

    def _check_state(self, state: State, choices: Mapping[Action, Choice]) -> None:
        _refuse(_problem_of_name(state), "states", state)
        if not choices:
            raise ModelError(place("states", state), "there is no action here; describe at least one")
        for action, choice in choices.items():
            _refuse(_problem_of_name(action), "states", state, action)
            _refuse(_problem_of_probability(choice.weight), "states", state, action, "success")
            if choice.successors:
                self._check_distribution(choice.successors, "states", state, action, "to")

    def _check_distribution(self, row: Mapping[State, Number], *keys: object) -> None:
        for state in row:
            if state not in self.states:
                raise ModelError(place(*keys), _not_a_state(state))
        check_sums_to_one(row, *keys)

    def _check_prior_row(self, state: State, row: Row) -> None:
        if state not in self.states:
            raise ModelError(place("prior", state), _not_a_state(state))
        for action in row:
            if action not in self.states[state]:
                raise ModelError(
                    place("prior", state),
                    f"{quote(action)} is not an action of this state; describe it there or mend the name",
                )
        check_sums_to_one(row, "prior", state)

    def _check_successors_are_given(self) -> None:
        for state in dict.fromkeys(state for layer in self.layers[:-1] for state in layer):
            for action, choice in self.states[state].items():
                if not choice.successors:
                    raise ModelError(
                        place("states", state, action, "to"),
                        "a successor is needed, because the state is met before the last time; "
                        "write to = a state or a table of probabilities",
                    )

    # The unrolled model

    @cached_property
    def layers(self) -> tuple[tuple[State, ...], ...]:
        """The states that can be reached at t = 1..T, in the order of the model's description.

        Reached means: by some sequence of actions through positive transition probabilities,
        whatever the policy and the weights.  Layers of the same states that follow one another are one
        tuple.
        """
        order = {state: index for index, state in enumerate(self.states)}

        @cache
        def following(state: State) -> frozenset[State]:
            return frozenset(
                successor
                for choice in self.states[state].values()
                for successor, p in choice.successors.items()
                if not is_zero(p)
            )

        reached = frozenset(state for state, p in self.start.items() if not is_zero(p))
        layer, layers, count = tuple(sorted(reached, key=order.__getitem__)), [], 0
        for _ in range(self.horizon):
            layers.append(layer)
            count += len(layer)
            if count > MOST_DECISION_POINTS:
                raise ModelError(
                    "horizon",
                    f"the model unrolls to more than {MOST_DECISION_POINTS} decision points; "
                    "lower the horizon or the number of states",
                )
            before, reached = reached, frozenset().union(*map(following, reached))
            if reached != before:
                layer = tuple(sorted(reached, key=order.__getitem__))
        return tuple(layers)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decision points in the order of time, with what sums over them need."""
        return tuple(self.decision(time, state) for time, state in self.points)

    def decision(self, time: int, state: State) -> Decision:
        """One decision point."""
        choices = self.states[state]
        last = time == self.horizon
        return Decision(
            (time, state),
            {action: choice.weight for action, choice in choices.items()},
            {
                action: ()
                if last
                else tuple(((time + 1, s), p) for s, p in choice.successors.items() if not is_zero(p))
                for action, choice in choices.items()
            },
        )

    @cached_property
    def trajectories(self) -> Mapping[Point, tuple[tuple[Trajectory, Number], ...]]:
        """For each decision point every trajectory from there to the horizon, with its product of τ."""
        found: dict[Point, tuple[tuple[Trajectory, Number], ...]] = {}
        for decision in reversed(self.decisions):
            found[decision.point] = tuple(
                (((decision.point, action), *rest), p * dynamics)
                for action, successors in decision.successors.items()
                for following, p in successors or ((None, 1),)
                for rest, dynamics in (found[following] if following else (((), 1),))
            )
        return found

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The decision points (t, s), in the order of time: the index set of every policy."""
        return tuple((time, state) for time, layer in enumerate(self.layers, start=1) for state in layer)

    @cached_property
    def weights(self) -> Mapping[Point, Mapping[Action, Number]]:
        """w_t(s, a) = e^r at every decision point."""
        rows = {
            state: {action: choice.weight for action, choice in choices.items()}
            for state, choices in self.states.items()
        }
        return {(time, state): rows[state] for time, state in self.points}

    @cached_property
    def prior(self) -> Policy:
        """The prior p(a|s) as a policy over the decision points."""
        rows = {state: self._prior_row(state) for state in self.states}
        return Policy({(time, state): rows[state] for time, state in self.points})

    def _prior_row(self, state: State) -> Row:
        actions = self.states[state]
        if state not in self.prior_rows:
            return dict.fromkeys(actions, Fraction(1, len(actions)))
        given = self.prior_rows[state]
        return {action: given.get(action, Fraction(0)) for action in actions}

    # What claims ask of a model

    @cached_property
    def is_deterministic(self) -> bool:
        """Whether every transition that matters (t < T) has exactly one successor."""
        return all(
            sum(not is_zero(p) for p in choice.successors.values()) == 1
            for state in frozenset().union(*self.layers[:-1])
            for choice in self.states[state].values()
        )

    @cached_property
    def start_states(self) -> tuple[State, ...]:
        """The states with positive start probability."""
        return self.layers[0]

    def with_numbers(self, convert: Callable[[Number], Number]) -> Model:
        """The same model with every number converted to another type."""

        def row(numbers: Row) -> dict[str, Number]:
            return {key: convert(x) for key, x in numbers.items()}

        states = {
            state: {a: Choice(convert(c.weight), row(c.successors)) for a, c in choices.items()}
            for state, choices in self.states.items()
        }
        prior_rows = {state: row(numbers) for state, numbers in self.prior_rows.items()}
        return Model(self.name, self.horizon, row(self.start), states, prior_rows)

    @property
    def has_symbols(self) -> bool:
        """Whether some number of the model is a symbolic expression."""
        numbers = [*self.start.values()]
        for choices in self.states.values():
            for choice in choices.values():
                numbers += [choice.weight, *choice.successors.values()]
        for row in self.prior_rows.values():
            numbers += row.values()
        return not all(map(is_rational, numbers))


def check_sums_to_one(row: Mapping[str, Number], *keys: object) -> None:
    """Raise :class:`ModelError` unless the row is a distribution: entries ≥ 0 that sum to exactly 1.

    ``keys`` lead to the row and are named as its place.
    """
    for key, probability in row.items():
        _refuse(_problem_of_probability(probability), *keys, key)
    total = tidy(sum(row.values()))
    if not is_zero(total - 1):
        raise ModelError(
            place(*keys),
            f"probabilities sum to {quote(total)}, not 1; change them so that they sum to exactly 1",
        )


def _refuse(problem: str | None, *keys: object) -> None:
    if problem is not None:
        raise ModelError(place(*keys), problem)


def _problem_of_horizon(horizon: object) -> str | None:
    if isinstance(horizon, bool) or not isinstance(horizon, int):
        return f"{quote(horizon)} is not an integer; write the number of decisions, such as 2"
    if horizon < 1:
        return f"{quote(horizon)} decisions are too few; write an integer of at least 1"
    if horizon > MOST_DECISION_POINTS:
        return f"{quote(horizon)} decisions are too many; write at most {MOST_DECISION_POINTS}"
    return None


def _problem_of_probability(value: Number) -> str | None:
    if is_rational(value):
        outside = not 0 <= value <= 1
    elif is_symbolic(value) and not _has_floats(value):
        outside = _is_outside_for_all_symbols(value)
    else:
        return f'{quote(value)} is not an exact number; give an integer, a Fraction or "p/q" instead'
    return f"{quote(value)} is not a probability; write a number from 0 to 1" if outside else None


def _has_floats(expression: Any) -> bool:
    import sympy

    return bool(expression.has(sympy.Float))


def _is_outside_for_all_symbols(expression: Any) -> bool:
    try:
        # An expression with symbols may compare to a relation, which is neither true nor false.
        return False in (expression >= 0, expression <= 1)
    except TypeError:  # complex expressions and sympy's nan have no order
        return True


def _problem_of_name(name: object) -> str | None:
    return "this name is empty; write at least one character" if name == "" else _problem_of_text(name)


def _problem_of_text(text: object) -> str | None:
    if not isinstance(text, str):
        return f"{quote(text)} is not text; write it in quotes"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return f"{quote(text)} holds half of a surrogate pair; write the whole character in UTF-8"
    return None


def _not_a_state(name: object) -> str:
    return f"{quote(name)} is not a state of this model; describe it under states or mend the name"


def uniform_policy(model: Model) -> Policy:
    """The policy that is uniform over the actions of each state.

    >>> from coherence_exact.mdp.builder import ModelBuilder
    >>> model = ModelBuilder("coin", horizon=1, start="s").action("s", "a").action("s", "b").build()
    >>> uniform_policy(model)[1, "s"]["a"]
    Fraction(1, 2)
    """
    return Policy(
        {
            (time, state): dict.fromkeys(model.states[state], Fraction(1, len(model.states[state])))
            for time, state in model.points
        }
    )
