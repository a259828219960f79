"""Tables of effective horizons: what they say."""

from __future__ import annotations

from coherence_exact.cli.horizon_tables import horizon_list, horizon_summary, horizon_table
from coherence_exact.papers.incoherence.horizon import EffectiveHorizon, HorizonRow
from coherence_exact.report.terminal import as_text

from tests.models import example

MODEL = example("example_3")


def test_horizons_of_models() -> None:
    horizons = [(MODEL, EffectiveHorizon(1, 0)), (example("example_1"), EffectiveHorizon(2, None))]
    assert as_text(horizon_list(horizons)).splitlines()[1:] == [
        "  model       T   greedy optimal   look-ahead   re-trainings",
        " ────────────────────────────────────────────────────────────",
        "  Example 3   2   yes              1            0",
        "  Example 1   2   no               2            more than 24",
    ]


HORIZON_ROWS = [
    HorizonRow(True, EffectiveHorizon(1, 0), 1200, MODEL),
    HorizonRow(True, EffectiveHorizon(3, 1), 4, MODEL),
    HorizonRow(False, EffectiveHorizon(3, 2), 30, MODEL),
    HorizonRow(False, EffectiveHorizon(2, None), 5, MODEL),
]


def test_a_table_of_horizons() -> None:
    lines = as_text(horizon_table(HORIZON_ROWS, "some family (T ≤ 3)")).splitlines()
    assert lines[0] == "The uniform prior on some family (T ≤ 3)"
    assert "  2   deterministic   no               3            1              4" in lines
    assert "  4   stochastic      no               2            more than 24   5" in lines
    assert lines[lines.index("the smallest of 2") + 1] == "  T = 2"
    assert " ".join(lines).endswith(horizon_summary(HORIZON_ROWS))


def test_the_summary_of_horizons_is_computed_from_the_rows() -> None:
    assert horizon_summary(HORIZON_ROWS) == (
        "look-ahead ≤ re-trainings + 1 on 1,230 of 1,234 models; not in row 2; "
        "5 not counted, because 24 re-trainings do not suffice."
    )
    summary = horizon_summary(HORIZON_ROWS[:1])
    assert summary == "look-ahead ≤ re-trainings + 1 on 1,200 of 1,200 models."
