"""Counterexamples made smaller, step by step, as long as they stay counterexamples; exactly.

The steps are those of :meth:`Sketch.smaller`, in this order: a time less, a state less, an action less, a
successor less, a plainer number.  The first one that leaves a counterexample is taken, and then all are tried
again; so no single step makes the result smaller.
"""

from __future__ import annotations

from collections.abc import Sequence

from coherence_exact.errors import ArgumentError, UndecidedError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.families.shapes import Instance
from coherence_exact.language.claims import Reading
from coherence_exact.language.terms import Term
from coherence_exact.verify.priors import Made
from coherence_exact.verify.sketches import Sketch


def meets(instance: Instance, reading: Reading) -> bool:
    """Whether all hypotheses of a reading are true in an instance; exactly."""
    return _are_true(Evaluation(instance.model, instance.second_policy), reading.given)


def refutes(instance: Instance, reading: Reading) -> bool:
    """Whether all hypotheses of a reading are true in an instance, and its relation is false; exactly."""
    evaluation = Evaluation(instance.model, instance.second_policy)
    if not _are_true(evaluation, reading.given):
        return False
    try:
        return evaluation.value(reading.relation) is False
    except (ArgumentError, UndecidedError):
        return False


def _are_true(evaluation: Evaluation, hypotheses: Sequence[Term]) -> bool:
    try:
        return all(evaluation.value(hypothesis) is True for hypothesis in hypotheses)
    except (ArgumentError, UndecidedError):
        return False


def is_counterexample(made: Made, reading: Reading) -> bool:
    """Whether the model that is made refutes a reading."""
    sketch = made.sketch()
    return sketch is not None and refutes(sketch.instance(), reading)


def shrunk(found: Made, reading: Reading) -> Sketch:
    """A counterexample that no step makes smaller, from any counterexample."""
    current: Made | None = found
    while current is not None:
        last = current
        current = next((made for made in last.smaller() if is_counterexample(made, reading)), None)
    sketch = last.sketch()
    assert sketch is not None
    return sketch
