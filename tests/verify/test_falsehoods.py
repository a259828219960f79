"""What the search is worth: claims that are false beyond the families, and claims that are true.

Neither set is known to the program.  The first test of each kind looks at a part of its set, so that a quick
run notices a search that has become blind or wrong; the others count over all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from coherence_exact.cli import run
from coherence_exact.language.claims import Claim
from coherence_exact.language.files import load_claims
from coherence_exact.verify.further import search_further
from coherence_exact.verify.shrinking import refutes

HERE = Path(__file__).parent
FALSE = HERE / "claims_false_further_out.py"
TRUE = HERE / "claims_true.py"
DEFAULT_BUDGET = 200_000
LONG_BUDGET = 1_000_000

Counted = Callable[..., dict[str, list[str]]]


def test_the_sets_are_large_enough() -> None:
    for file, at_least in ((FALSE, 40), (TRUE, 40)):
        claims = load_claims(file)
        assert len({(claim.readings[0].relation, claim.readings[0].given) for claim in claims}) >= at_least


def test_the_default_budget_refutes_most_of_what_is_false() -> None:
    some = load_claims(FALSE)[::5]
    found = [claim.id for claim in some if _is_refuted(claim, DEFAULT_BUDGET)]
    assert len(found) >= 0.9 * len(some), f"{len(found)} of {len(some)}: {', '.join(found)}"


def test_nothing_true_is_refuted_quickly() -> None:
    assert [claim.id for claim in load_claims(TRUE)[::5] if _is_refuted(claim, 15_000)] == []


def _is_refuted(claim: Claim, budget: int) -> bool:
    [reading] = claim.readings
    found = search_further(reading, budget).counterexample
    assert found is None or refutes(found.instance(), reading)
    return found is not None


@pytest.fixture
def counted(capsys: pytest.CaptureFixture[str]) -> Counted:
    """The claims of a file by the verdict that ``falsify`` gives them."""

    def command(file: Path, *options: str) -> dict[str, list[str]]:
        run(["falsify", str(file), "--json", *options])
        printed = json.loads(capsys.readouterr().out)
        verdicts: dict[str, list[str]] = {}
        for claim in printed["claims"]:
            [reading] = claim["readings"]
            verdicts.setdefault(reading["verdict"], []).append(claim["id"])
        return verdicts

    return command


@pytest.mark.full
def test_most_of_what_is_false_holds_on_the_families(counted: Counted) -> None:
    verdicts = counted(FALSE, "--no-search")
    assert len(verdicts["holds"]) >= 25
    assert set(verdicts) <= {"holds", "refuted"}


@pytest.mark.full
def test_falsify_refutes_nine_in_ten_by_default(counted: Counted) -> None:
    verdicts = counted(FALSE)
    refuted, left = len(verdicts["refuted"]), verdicts.get("holds", [])
    assert refuted >= 0.9 * (refuted + len(left)), f"{refuted} refuted, not {', '.join(left)}"


@pytest.mark.full
def test_falsify_refutes_all_with_a_longer_budget(counted: Counted) -> None:
    assert set(counted(FALSE, "--budget", str(LONG_BUDGET))) == {"refuted"}


@pytest.mark.full
def test_falsify_refutes_nothing_that_is_true(counted: Counted) -> None:
    assert set(counted(TRUE)) == {"holds"}
