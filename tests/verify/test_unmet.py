"""Why no model meets some hypotheses."""

from __future__ import annotations

import pytest
from coherence_exact.claims import (
    action_count,
    at_least,
    claim,
    deterministic,
    equal,
    full_support,
    horizon_at_least,
    negation,
    one_decision,
    prior,
    stochastic,
    uniform_prior,
)
from coherence_exact.language.terms import Term
from coherence_exact.verify.unmet import unmet

pytestmark = pytest.mark.usefixtures("two_shapes")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([deterministic, horizon_at_least(9)], "no model of the family meets T ≥ 9"),
        ([deterministic, at_least(action_count, 7)], "no model of the family meets |A| ≥ 7"),
        (
            [deterministic, full_support, stochastic],
            "no model of the family meets both deterministic τ and not (deterministic τ), though some meets "
            "each",
        ),
        (
            [full_support, uniform_prior, negation(full_support)],
            "no model of the family meets both full support and not (full support), though some meets each",
        ),
    ],
)
def test_the_reason(given: list[Term], reason: str) -> None:
    [reading] = claim("x", "in words", equal(prior, prior), given=given).readings
    assert unmet(reading, "quick") == reason


def test_three_hypotheses_may_fit_in_pairs_only() -> None:
    given = [stochastic, full_support, one_decision]
    [reading] = claim("x", "in words", equal(prior, prior), given=given).readings
    assert unmet(reading, "quick") == (
        "no model of the family meets both not (deterministic τ) and T = 1, though some meets each"
    )
