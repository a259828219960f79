"""Claims in the tests of one's own project: one call decides, and a counterexample is the failure message.

# test_claims.py
from coherence_exact.claims import claim, prior, retrain, temperature, equal, deterministic
from coherence_exact.testing import assert_holds

TWICE = claim("twice", "retraining twice is temperature 2",
              equal(retrain(prior, steps=2), temperature(prior, alpha=2)), given=[deterministic])

def test_twice():
    assert_holds(TWICE)

def test_twice_where_it_once_failed():
    assert_holds(TWICE, on="counterexamples/twice.json")
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from coherence_exact.errors import ArgumentError, ClaimError, CoherenceError, FileError
from coherence_exact.evaluation.evaluation import Evaluation
from coherence_exact.exact.rationals import printable, quote
from coherence_exact.families.named import Profile
from coherence_exact.language.claims import Claim, Reading
from coherence_exact.language.domains import AlongSequence, EveryReal, OneModel
from coherence_exact.language.notation import as_formula
from coherence_exact.mdp.files import load_model, load_policy, model_from_data, policy_from_data
from coherence_exact.mdp.model import Model
from coherence_exact.mdp.policy import Policy
from coherence_exact.verify.explain import explain
from coherence_exact.verify.tallies import tally_of
from coherence_exact.verify.verdicts import Decision, decide, searched_further

Where: TypeAlias = Model | str | os.PathLike[str]
"""A model, or a file: a model file, or a certificate of a counterexample."""

_TRUE = ("holds", "proved")
_ALONE = (0, ())


def assert_holds(
    claim: Claim,
    on: Where | None = None,
    *,
    second_policy: Policy | None = None,
    profile: Profile = "quick",
    budget: int = 0,
    seed: int = 0,
) -> None:
    """Pass if every reading of a claim holds or is proved; else raise ``AssertionError``, which says why not.

    Without ``on``, readings are decided on their domains, as ``falsify`` does: every small model, unless the
    claim says otherwise.  ``profile`` says how far families go, ``budget`` how many random models a search
    beyond them looks at, ``seed`` which.  Hypothesis checks of repairs are left out: they are there to be
    refuted.

    With ``on``, the claim is decided on that model alone, so that a counterexample that was once found can be
    replayed from its file: a certificate, or a model file with ``NAME.second_policy.json`` beside it if the
    claim is about two policies.  ``second_policy`` is the second one where ``on`` is a model.

    A claim that no model meets the hypotheses of does not pass, nor does one that cannot be decided.  Raises
    :class:`CoherenceError` if a file is refused, or the claim does not fit the model.

    >>> from coherence_exact.claims import claim, deterministic, equal, prior, retrain, temperature
    >>> once = claim("once", "retraining once is temperature 1", equal(retrain(prior), temperature(prior, 1)))
    >>> assert_holds(once, on="paper_examples/example_3.toml")
    >>> twice = claim("twice", "retraining is idle", equal(retrain(prior), prior))
    >>> assert_holds(twice, on="paper_examples/two_arms.toml")
    Traceback (most recent call last):
        ...
    AssertionError: twice  retraining is idle
      REFUTED  by the only model looked at of Two arms
              t = 1             end
    <BLANKLINE>
                 ╭─ a1: 1/2 ─── w 1
          ──▶ s ─┤
                 ╰─ a2: 1/2 ─── w 1/2
    <BLANKLINE>
          probabilities: the prior; w = e^r
        fails: G(p) = p
        time 1, state s, action a1: 2/3 ≈ 0.666667 against 1/2 = 0.5
    <BLANKLINE>
    1 reading: 1 refuted
    """
    __tracebackhide__ = True
    if not isinstance(claim, Claim):
        raise ClaimError(f"{quote(claim)} is not a claim; state one with claim(id, statement, relation)")
    readings = tuple(reading for reading in claim.readings if reading.drops is None)
    if on is None:
        if second_policy is not None:
            raise ArgumentError(
                "a second policy belongs to a model; give both, on=model, second_policy=policy"
            )
        decisions = decide([replace(claim, readings=readings)], profile)
        if budget:
            decisions = searched_further(decisions, budget, seed)
    else:
        model, second = _instance(on, second_policy)
        decisions = [_decided_on(model, second, claim, reading) for reading in readings]
    failed = [decision for decision in decisions if decision.verdict not in _TRUE]
    if failed:
        from coherence_exact.report.screen import Whereabouts, claims_screen
        from coherence_exact.report.terminal import as_text

        raise AssertionError(as_text(claims_screen(failed, Whereabouts())))


def _instance(on: Where, second_policy: Policy | None) -> tuple[Model, Policy | None]:
    """The model that is meant, and the second policy that belongs to it, if there is one."""
    if isinstance(on, Model):
        return on, second_policy
    if second_policy is not None:
        raise ArgumentError("the second policy of a file stands beside it; leave second_policy out")
    file = Path(on)
    data = _certificate(file)
    if data is None:
        model, beside = load_model(file), file.with_suffix(".second_policy.json")
        return model, load_policy(beside, model) if beside.is_file() else None
    try:
        model, second = model_from_data(data["model"]), data.get("second_policy")
        return model, None if second is None else policy_from_data(second, model)
    except CoherenceError as error:
        raise FileError(f"{printable(str(file))}: {error}") from error


def _certificate(file: Path) -> dict[str, object] | None:
    """The data of a file, if it is a certificate of a counterexample."""
    try:
        data = json.loads(file.read_text(encoding="utf-8")) if file.suffix.lower() == ".json" else None
    except (OSError, ValueError, RecursionError):
        return None  # load_model says what is wrong with it
    is_certificate = isinstance(data, dict) and data.get("kind") == "counterexample" and "model" in data
    return data if is_certificate else None


def _decided_on(model: Model, second_policy: Policy | None, claim: Claim, reading: Reading) -> Decision:
    """What one model says of a reading."""
    if isinstance(reading.domain, (AlongSequence, EveryReal)):
        raise ArgumentError(
            f"reading {quote(reading.name)} of {quote(claim.id)} rests on an argument, not on models; "
            "leave out on="
        )
    instance = OneModel(model).instance(_ALONE, "quick")
    evaluation = Evaluation(instance.model, second_policy)
    tally = tally_of(evaluation, reading, _ALONE)
    decided = partial(Decision, claim, reading)
    counts = (tally.checked, tally.undefined, model.name)
    if tally.failure is not None:
        return decided("refuted", *counts, explain(model, second_policy, reading.relation))
    if tally.checked:
        return decided("holds", *counts)
    if tally.undecided is not None:
        return decided("undecided", *counts, reason=tally.undecided)
    unmet = [as_formula(term) for term in reading.given if evaluation.value(term) is False]
    reason = f"the model does not meet {', '.join(unmet)}" if unmet else tally.undefined_reason
    return decided("vacuous", *counts, reason=reason)
