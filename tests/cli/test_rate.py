"""``rate``: how fast re-training improves a return."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.cli.conftest import Printed, Shown
from tests.models import EXAMPLES


def _bounds(value: Any) -> tuple[Fraction, Fraction]:
    low, high = map(Fraction, value["enclosure"])
    return low, high


def test_rate_encloses_both_sides_of_the_corollary(data: Printed) -> None:
    printed = data("rate", str(EXAMPLES / "two_arms.toml"), "--steps", "3")
    assert [row["k"] for row in printed["rows"]] == [2, 3]
    second = printed["rows"][0]
    # J(π_k) = −log 2/(2^k + 1), and 2 J′(2) = 2·4/25·(log 2)² = 0.1537449644538244… for both coefficients.
    assert second["left"]["terms"] == [["2/15", "2"]]
    for side in ("printed", "corrected"):
        low, high = _bounds(second[side])
        assert low < Fraction("0.1537449644538244559") < high
        assert high - low < Fraction(1, 10**15)
    low, high = _bounds(second["printed_error_times_k2"])
    assert low < 4 * (Fraction("0.0924196240746593746") - Fraction("0.1537449644538244559")) < high


def test_rate_for_people(text: Shown) -> None:
    shown = text("rate", str(EXAMPLES / "grid_3x3_no_slip.toml"), "--steps", "4").splitlines()
    assert shown[0] == "3×3 grid without slip: improvement of the return"
    assert [line.split()[:2] for line in shown[-4:-1]] == [
        ["2", "0.0289664"],
        ["3", "0.0509342"],
        ["4", "0.0806704"],
    ]


def test_rate_says_what_is_undefined(text: Shown) -> None:
    note = "Note: the corollary is about deterministic dynamics.\n"
    shown = text("rate", str(EXAMPLES / "grid_3x3.toml"), "--steps", "2", error=note)
    assert shown.split()[-6:] == ["2", "0", *["undefined"] * 4]


STOCHASTIC = {
    "name": "three states",
    "horizon": 4,
    "start": "x",
    "states": {
        "x": {
            "a": {"to": {"x": "1/3", "y": "2/3"}, "success": "1/2"},
            "b": {"to": {"y": "1/5", "z": "4/5"}, "success": "2/3"},
        },
        "y": {"a": {"to": {"x": "1/3", "z": "2/3"}, "success": "1/4"}, "b": {"to": "z", "success": "3/4"}},
        "z": {"a": {"to": {"x": "1/7", "z": "6/7"}, "success": "1/5"}, "b": {"to": "x", "success": "2/3"}},
    },
}


def test_rate_under_stochastic_dynamics(tmp_path: Path, data: Printed, text: Shown) -> None:
    note = "Note: the corollary is about deterministic dynamics.\n"
    file = tmp_path / "three.json"
    file.write_text(json.dumps(STOCHASTIC), encoding="utf-8")
    assert text("rate", str(file), error=note).splitlines()[-2].split()[0] == "64"
    rows = data("rate", str(file), error=note)["rows"]
    assert "terms" in rows[0]["left"]
    low, high = _bounds(rows[-1]["left"])
    assert 0 < low < high
    printed = data("rate", str(file), "--digits", "40", error=note)
    assert printed["digits"] == 40
    assert low < Fraction(printed["rows"][-1]["left"]) < high
    assert printed["rows"][-1]["left"] in text("rate", str(file), "--digits", "40", error=note)
