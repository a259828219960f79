"""How the policies of a random model are made: drawn, or computed from what is drawn.

A hypothesis such as “the prior is coherent” is met by hardly any random prior, and always by the prior that
Boltzmann coherence makes of a random one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from coherence_exact.definitions.coherence import coherent, greedy_limit
from coherence_exact.definitions.conditioning import retrain, retrain_limit, temperature_limit, uniform
from coherence_exact.definitions.optimality import lookahead_policy
from coherence_exact.definitions.returns import mean_ahead
from coherence_exact.definitions.values import best
from coherence_exact.errors import UndecidedError
from coherence_exact.evaluation.batches import Batch
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.fields import is_rational
from coherence_exact.language.claims import Reading
from coherence_exact.language.core import back, if_, log, prior, same, share, weight
from coherence_exact.language.terms import Term, mentions
from coherence_exact.verify.layouts import CONSTRUCTED
from coherence_exact.verify.sketches import Parts, Sketch, parts_of

PolicyAt = Callable[[int], Term]
"""A policy for each horizon."""


def _return_optimal(_: int) -> Term:
    """Uniform over the actions of the largest return."""
    to_go = log(weight) + mean_ahead(back(lambda value: best(log(weight) + mean_ahead(value))))
    return share(if_(same(to_go, best(to_go)), 1, 0), prior)


_POLICIES: tuple[PolicyAt, ...] = (
    lambda _: uniform,
    lambda _: retrain(prior),
    lambda _: greedy_limit(prior),
    lambda horizon: coherent(prior, horizon),
    lambda horizon: coherent(prior, horizon, "1/2"),
    lambda horizon: lookahead_policy(prior, horizon),
    _return_optimal,
    lambda _: retrain_limit(prior),
    lambda _: temperature_limit(prior),
)


@dataclass(frozen=True)
class Way:
    """What a model's prior and its second policy are, of those that are drawn; None where they are kept."""

    prior: PolicyAt | None = None
    second: PolicyAt | None = None


DRAWN = Way()


def ways_for(reading: Reading, pairs: bool) -> tuple[Way, ...]:
    """The ways to try: more than drawing if a hypothesis speaks of policies and layouts cannot meet it."""
    open_hypotheses = [term for term in reading.given if term not in CONSTRUCTED]
    ways = [DRAWN]
    if any(mentions(term, "prior") for term in open_hypotheses):
        ways += [Way(prior=policy) for policy in _POLICIES]
    if pairs and any(mentions(term, "second_policy") for term in open_hypotheses):
        ways += [Way(second=policy) for policy in (lambda _: prior, *_POLICIES)]
        ways += [Way(prior=policy, second=policy) for policy in _POLICIES]
    return tuple(ways)


def computed(way: Way, batch: Batch, data: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a batch with the policies that a way computes; undefined where one is."""
    horizon = batch.layout.model.horizon
    found = dict(data)
    if way.second is not None:
        found["second_policy"] = batch.table(way.second(horizon))
    if way.prior is not None:
        found["prior"] = batch.table(way.prior(horizon))
    return found


@dataclass(frozen=True)
class Made:
    """A sketch of what is drawn, and the way its policies are made."""

    drawn: Sketch
    way: Way = DRAWN

    def sketch(self) -> Sketch | None:
        """The sketch with its policies; None where one of them is undefined."""
        if self.way == DRAWN:
            return self.drawn
        instance = self.drawn.instance()
        evaluation = Evaluation(instance.model, instance.second_policy)
        horizon = len(self.drawn.layers)
        found: Sketch | None = self.drawn
        if self.way.prior is not None:
            found = _with_policy(found, _rows(evaluation, self.way.prior(horizon)), "prior")
        if self.way.second is not None:
            found = _with_policy(found, _rows(evaluation, self.way.second(horizon)), "second")
        return found

    def smaller(self) -> Iterator[Made]:
        """Smaller ones made the same way; then those of the sketch with its policies as they are."""
        size = self.drawn.size
        yield from (replace(self, drawn=smaller) for smaller in self.drawn.smaller() if smaller.size < size)
        if self.way != DRAWN:
            sketch = self.sketch()
            if sketch is not None:
                yield Made(sketch)


def _rows(evaluation: Evaluation, policy: Term) -> Iterator[Parts] | None:
    """The rows of a policy in whole numbers, in the order of decision points; None where it is undefined."""
    try:
        table = evaluation.table(policy)
    except UndecidedError:
        return None
    if not all(map(is_rational, table.values())):
        return None
    rows: dict[Any, list[Any]] = {}
    for (time, state, _), number in table.items():
        rows.setdefault((time, state), []).append(number)
    return map(parts_of, rows.values())


def _with_policy(sketch: Sketch | None, rows: Iterator[Parts] | None, name: str) -> Sketch | None:
    """The sketch with other rows for its prior or its second policy."""
    if rows is None or sketch is None:
        return None
    layers = tuple(
        tuple(
            replace(state, prior=row) if name == "prior" else replace(state, second=row)
            for state, row in zip(layer, rows, strict=False)
        )
        for layer in sketch.layers
    )
    return replace(sketch, layers=layers)
