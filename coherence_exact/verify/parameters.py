"""Readings that are identities: true for all positive parameters of a shape, whatever their values.

A shape has N states at each time and a actions of each state.  Every transition is possible, or the dynamics
are deterministic, with every map of choices to successors that there is.  Zeros are not among the parameters:
models with zero weights or zero priors are those of the families.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coherence_exact.errors import ArgumentError, UndecidedError, UndefinedError
from coherence_exact.evaluation.generic import GenericEvaluation
from coherence_exact.language.claims import Reading
from coherence_exact.language.domains import EveryModel
from coherence_exact.language.terms import Term
from coherence_exact.mdp.builder import ModelBuilder
from coherence_exact.mdp.model import Model
from coherence_exact.verify.induction import holds_at_every_time
from coherence_exact.verify.layouts import Shape

SHAPES: tuple[Shape, ...] = ((2, 2, 2), (3, 3, 3))
"""Horizon, states at each time, actions of each state: what is tried if every transition is possible."""

DETERMINISTIC: tuple[Shape, ...] = ((2, 2, 2),)
"""What is tried if the dynamics are deterministic: 16 maps, where the next shape would have 256."""

_STARTS_AND_PRIORS = ((False, False), (True, False), (False, True), (True, True))
"""Whether there is one start state, and whether the prior is uniform; the most general first."""


@dataclass(frozen=True)
class ForAllParameters:
    """What a reading is an identity of.

    ``horizon``: the number of decisions, None if it is any; ``states`` at each time, ``actions`` of each
    state; ``parameters``: how many the (largest) model has, None if it has any number of times;
    ``deterministic``: whether the dynamics are, else every transition is possible;
    ``single_start`` and ``uniform_prior``: whether this was needed for the hypotheses; ``models``: how many
    arrangements of successors that are.
    """

    horizon: int | None
    states: int
    actions: int
    parameters: int | None
    deterministic: bool
    single_start: bool
    uniform_prior: bool
    models: int


def for_all_parameters(reading: Reading) -> tuple[ForAllParameters, ...]:
    """The shapes on which a reading is an identity: of each kind of dynamics the largest that is tried.

    Raises :class:`ArgumentError` if the reading is not about every model.

    >>> from coherence_exact.claims import claim, equal, fold, prior, retrain
    >>> [reading] = claim("x", "folding", equal(retrain(prior, 2), fold(prior, 2, kind="ratio"))).readings
    >>> [(found.horizon, found.states, found.actions) for found in for_all_parameters(reading)]
    [(None, 3, 3), (None, 3, 3)]
    """
    if not isinstance(reading.domain, EveryModel):
        raise ArgumentError(f"reading {reading.name} is not about every model; there are no parameters")
    found = []
    for shapes, deterministic in ((SHAPES, False), (DETERMINISTIC, True)):
        if at_every_horizon := _by_induction(reading, *SHAPES[-1][1:], deterministic):
            found.append(at_every_horizon)
            continue
        largest = None
        for shape in shapes:
            proved = identity_of(reading, shape, deterministic=deterministic)
            if proved is None:
                break
            largest = proved
        if largest is not None:
            found.append(largest)
    return tuple(found)


def identity_of(reading: Reading, shape: Shape, *, deterministic: bool) -> ForAllParameters | None:
    """What a reading is shown to be an identity of on one shape, None if it is not shown.

    The hypotheses have to be true for all parameters; of the starts and priors for which they are, the most
    general is taken.
    """
    for single_start, uniform_prior in _STARTS_AND_PRIORS:
        parameters = []
        for model in _models(shape, deterministic, single_start):
            evaluation = GenericEvaluation(model, uniform_prior=uniform_prior)
            if not all(_is_true(evaluation, hypothesis) for hypothesis in reading.given):
                break
            if not _is_true(evaluation, reading.relation):
                return None
            parameters.append(evaluation.parameters)
        else:
            return ForAllParameters(
                *shape, max(parameters), deterministic, single_start, uniform_prior, len(parameters)
            )
    return None


def _by_induction(
    reading: Reading, states: int, actions: int, deterministic: bool
) -> ForAllParameters | None:
    """What a reading is shown to be an identity of at every horizon."""
    for uniform_prior in (False, True):
        if holds_at_every_time(
            (*reading.given, reading.relation),
            states,
            actions,
            uniform_prior=uniform_prior,
            deterministic=deterministic,
        ):
            return ForAllParameters(None, states, actions, None, deterministic, False, uniform_prior, 1)
    return None


def _is_true(evaluation: GenericEvaluation, relation: Term) -> bool:
    try:
        return evaluation.holds(relation)
    except (UndecidedError, UndefinedError):
        return False


def _models(shape: Shape, deterministic: bool, single_start: bool) -> Iterator[Model]:
    """The arrangements of successors; the numbers stand for any."""
    horizon, states, actions = shape
    names = [[f"{time}.{number}" for number in range(1, states + 1)] for time in range(1, horizon + 1)]
    first = names[0][:1] if single_start else names[0]
    layers = [first, *names[1:]]
    choices = [
        (state, f"a{action}", following)
        for layer, following in zip(layers, [*names[1:], []], strict=True)
        for state in layer
        for action in range(1, actions + 1)
    ]
    for successors in _successors([following for *_, following in choices], deterministic):
        builder = ModelBuilder("generic", horizon=horizon, start=_evenly(first))
        for (state, action, _), to in zip(choices, successors, strict=True):
            builder.action(state, action, to=_evenly(to) if to else None)
        yield builder.build()


def _successors(following: list[list[str]], deterministic: bool) -> Iterable[Sequence[Sequence[str]]]:
    """For each choice the states that may follow: all of them, or every way to take one."""
    if not deterministic:
        return [following]
    return itertools.product(*([[state] for state in states] or [[]] for states in following))


def _evenly(states: Sequence[str]) -> dict[str, Fraction]:
    return dict.fromkeys(states, Fraction(1, len(states)))
