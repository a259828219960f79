"""``check``: what is passed on to the checker, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from coherence_exact import checker

from tests.cli.conftest import FALSE, IMPORT, TRUE, Printed, Shown, stated


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (("a",), ["--workers", "1", "--", "a"]),
        (("a", "b", "--sample"), ["--sample", "--workers", "1", "--", "a", "b"]),
        (("--json", "a", "--workers", "3"), ["--json", "--workers", "3", "--", "a"]),
        (("--", "-a"), ["--workers", "1", "--", "-a"]),
    ],
)
@pytest.mark.parametrize("status", [0, 1, 2])
def test_options_are_passed_on(
    given: tuple[str, ...], passed: list[str], status: int, text: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def main(arguments: list[str], _: object, settle: object) -> int:
        assert settle is None
        seen.append(arguments)
        return status

    monkeypatch.setattr(checker, "main", main)
    text("check", *given, status=status)
    assert seen == [passed]


@pytest.mark.usefixtures("few_models")
def test_a_folder_of_certificates(tmp_path: Path, data: Printed, text: Shown) -> None:
    folder = tmp_path / "out"
    text("falsify", stated(tmp_path, IMPORT + TRUE + FALSE), "--out", str(folder), status=1)
    files = data("check", str(folder))["files"]
    assert [file["outcome"] for file in files] == ["valid", "valid"]
    assert sorted((file["claim"], file["reading"], file["verdict"]) for file in files) == [
        ("false", "stated", "refuted"),
        ("true", "stated", "holds"),
    ]
    lines = text("check", str(folder), "--sample").splitlines()
    assert len(lines) == 2
