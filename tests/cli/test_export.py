"""``export``: certificates for Coq."""

from __future__ import annotations

from pathlib import Path

import pytest
from coherence_exact.cli import run as command
from coherence_exact.formal.models import refutation_text
from coherence_exact.papers.examples import example

from tests.cli.conftest import Shown
from tests.formal.test_certificates import certificate, written
from tests.formal.test_models import reading


def test_a_certificate_is_printed_as_a_theorem(tmp_path: Path, text: Shown) -> None:
    file = written(tmp_path, certificate())
    expected = refutation_text(reading("5.9-T", "stochastic"), example("example_3"))
    assert text("export", "--coq", str(file)).strip() == expected.strip()


def test_what_is_no_certificate_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["export", "--coq", str(written(tmp_path, []))]) == 2
    assert "it is no certificate of a counterexample" in capsys.readouterr().err
