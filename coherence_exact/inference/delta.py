"""For which real δ > 0 is a policy Boltzmann-coherent?  Decided by an argument on ratios.

κ_δ(π) = 0 says that at every visited state where some q > 0, π(a) = 0 exactly where q(a) = 0, and
π(a)/π(b) = (q(a)/q(b))^{1/δ} for all other actions.  So each pair of actions either holds for every δ
(both ratios are 1), or for none (one of them is, or the logarithms have opposite signs), or for the
single inverse β = 1/δ = log(π(a)/π(b)) / log(q(a)/q(b)).

Two such quotients of logarithms are compared exactly where they are rational, or proportional term by
term; otherwise balls show that they differ.  Quotients that no precision tried can tell apart are
undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from coherence_exact.errors import UndecidedError
from coherence_exact.exact.fields import quotient
from coherence_exact.exact.logarithms import LogValue, log, rational_ratio
from coherence_exact.inference.returns import occupancy_measure
from coherence_exact.inference.values import soft_values
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy

_PRECISIONS = (128, 512, 2048)


@dataclass(frozen=True)
class Quotient:
    """The positive real number numerator / denominator; ``rational`` if it is one."""

    numerator: LogValue
    denominator: LogValue
    rational: Fraction | None


@dataclass(frozen=True)
class CoherentDeltas:
    """The set of δ > 0 with κ_δ(π) = 0: none, every one, or the single 1/``inverse``."""

    every: bool = False
    inverse: Quotient | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the policy is coherent for no δ at all."""
        return not self.every and self.inverse is None


def coherent_deltas(model: Model, policy: Policy) -> CoherentDeltas:
    """All real δ > 0 for which the policy is Boltzmann-coherent (Definition 4.12).

    Raises :class:`UndecidedError` if two irrational quotients cannot be told apart.

    >>> from coherence_exact.inference.conditioning import goal_condition
    >>> from coherence_exact.mdp.files import load_model
    >>> race = load_model("paper_examples/example_1.toml")
    >>> coherent_deltas(race, goal_condition(race, race.prior)).is_empty
    True
    """
    found: Quotient | None = None
    for required in _requirements(model, policy):
        if required is None:
            return CoherentDeltas()
        if found is not None and not _same(found, required):
            return CoherentDeltas()
        found = found or required
    return CoherentDeltas(every=found is None, inverse=found)


def _requirements(model: Model, policy: Policy) -> Iterator[Quotient | None]:
    """What each pair of actions at visited states requires of 1/δ; None where it is impossible."""
    q, _ = soft_values(model, policy)
    for point, probability in occupancy_measure(model, policy).items():
        if probability == 0 or all(x == 0 for x in q[point].values()):
            continue
        row = policy[point]
        if any((row[action] == 0) != (x == 0) for action, x in q[point].items()):
            yield None
            return
        first, *others = [action for action, x in q[point].items() if x != 0]
        for action in others:
            above = log(quotient(row[action], row[first]))
            below = log(quotient(q[point][action], q[point][first]))
            if above.sign() != below.sign():
                yield None
                return
            if above.sign() != 0:
                yield Quotient(above, below, rational_ratio(above, below))


def _same(left: Quotient, right: Quotient) -> bool:
    import flint

    if left.rational is not None or right.rational is not None:
        return left.rational == right.rational
    scale = rational_ratio(left.denominator, right.denominator)
    if scale is not None:
        return left.numerator == right.numerator * scale
    for precision in _PRECISIONS:
        with flint.ctx.workprec(precision):
            difference = left.numerator.enclosure(precision) / left.denominator.enclosure(precision)
            difference -= right.numerator.enclosure(precision) / right.denominator.enclosure(precision)
        if difference > 0 or difference < 0:
            return False
    raise UndecidedError(
        f"whether ({left.numerator})/({left.denominator}) = ({right.numerator})/({right.denominator}) "
        f"is not decided at {_PRECISIONS[-1]} bits"
    )
