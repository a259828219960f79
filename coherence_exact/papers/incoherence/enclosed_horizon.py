"""After how many re-trainings greedy is success-optimal, where exact policies explode.

A policy loses success exactly where it reaches, with success still possible, an action that is not optimal.
Which actions are optimal is computed exactly; which are greedy is told by balls around q.  Where these leave
open whether an action that is not optimal ties with one that is, the precision is raised.
"""

from __future__ import annotations

import gmpy2

from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.evaluation.balls import BallModel, retrained
from coherence_exact.evaluation.layers import Integer, Layers, Place, Table, layers_of
from coherence_exact.evaluation.layout import Layout
from coherence_exact.exact.decimals import rising_precisions
from coherence_exact.exact.logarithms import ball
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy

_DIGITS = 30
"""Digits of q that the first precision allows for."""


def least_retrainings_enclosed(model: Model, policy: Policy, most: int) -> int | None:
    """The least number of re-trainings, up to ``most``, after which greedy on q is success-optimal, or None.

    Raises :class:`UndecidedError` where no precision tells a tie.

    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> least_retrainings_enclosed(race, race.prior, 24)
    1
    """
    layers = layers_of(model)
    if layers is None:
        raise ArgumentError("a model with symbols is not enclosed; substitute numbers first")
    optimal = _optimal_actions(layers)
    row = Layout(model, prior=policy).prior
    for _ in rising_precisions(_DIGITS, 2 * most):
        ball_model = BallModel(layers)
        for k, step in enumerate(retrained(ball_model, [ball(x) for x in row], most)):
            suffices = _greedy_is_optimal(ball_model, step.entries, optimal)
            if suffices:
                return k
            if suffices is None:
                break
        else:
            return None
    raise UndecidedError("enclosures do not tell whether two actions have the same q after some re-trainings")


def _optimal_actions(layers: Layers) -> dict[int, set[int]]:
    """For each decision point the actions that attain the largest success probability; none if it is 0."""
    optimal: dict[int, set[int]] = {}
    values: dict[int, Integer] = {}
    for time in range(layers.horizon, 0, -1):
        found = []
        for place in layers.at(time):
            numbers = layers.states[place.state]
            q, own = numbers.weights, numbers.weight_denominator
            if time < layers.horizon:
                own *= numbers.dynamics_denominator
                rows = zip(q, numbers.successors, strict=True)
                q = [w * sum([n * values[state] for state, n in row]) for w, row in rows]
            best = max(q)
            optimal[place.point] = {a for a, x in enumerate(q) if x == best > 0}
            found.append((place.state, best, own))
        common = gmpy2.lcm(*(own for _, _, own in found))
        values = {state: best * (common // own) for state, best, own in found}
    return optimal


def _greedy_is_optimal(model: BallModel, policy: Table, optimal: dict[int, set[int]]) -> bool | None:
    """Whether greedy on the policy's q loses no success; None where balls do not tell."""
    q = model.soft_q(policy)
    losing: set[int] = set()  # the states from which success is certainly lost
    risky: set[int] = set()  # those from which it may be
    for time in range(model.layers.horizon, 0, -1):
        last = time == model.layers.horizon
        lost_here, risky_here = set(), set()
        for place in model.layers.at(time):
            best = optimal[place.point]
            if not best:
                continue
            taken, is_certain = _taken(place, q, policy)
            successors = model.layers.states[place.state].successors
            following = {a: () if last else [state for state, _ in successors[a]] for a in taken}
            losses = [a not in best or not losing.isdisjoint(following[a]) for a in taken]
            if any(losses) if is_certain else all(losses):
                lost_here.add(place.state)
            if any(a not in best or not risky.isdisjoint(following[a]) for a in taken):
                risky_here.add(place.state)
        losing, risky = lost_here, risky_here
    if not losing.isdisjoint(model.start):
        return False
    return True if risky.isdisjoint(model.start) else None


def _taken(place: Place, q: Table, policy: Table) -> tuple[set[int], bool]:
    """The actions of which a greedy policy takes some and no other, and whether it certainly takes each."""
    values, row = q[place.begin : place.end], policy[place.begin : place.end]
    if all(x.is_zero() for x in values):  # the policy's own row is kept
        return {a for a, p in enumerate(row) if not p.is_zero()}, True
    highest = values[0].lower()
    for x in values:
        highest = max(highest, x.lower())
    taken = {a for a, x in enumerate(values) if not x < highest}
    return taken, len(taken) == 1
